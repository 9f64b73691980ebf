# REQUIRES: jit
# RUN: %pyc-run --jit-threshold=10 --emit=llvm %s | FileCheck %s
# append stores where there is room and calls where there is none; pop loads.
def f(n):
    s = []
    for i in range(n):
        s.append(i)
    t = 0
    while s:
        t += s.pop()
    return t


print(f(200))
# CHECK: @trace.loop1_f
# CHECK: label %room{{[0-9]*}}, label %full
# CHECK: {{^}}room{{.*}}:
# CHECK-NOT: call
# CHECK: br label %appended
# CHECK: {{^}}full{{.*}}:
# CHECK: call i64 @pyc_jit_list_append
# CHECK-NEXT: icmp eq i64 %{{.*}}, 3
# CHECK: @trace.loop2_f
# CHECK-NOT: call i64 @
# CHECK: ret
