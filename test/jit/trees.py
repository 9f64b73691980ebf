# RUN: %pyc-run --jit-threshold=20 %s | %FileCheck %s --check-prefix=OUT
# RUN: %pyc-run --jit-threshold=20 --jit-verify --emit=trace-opt %s | %FileCheck %s
# A root and its bridge in one function: both ways round carry unboxed ints, and
# what the root never writes (s) is carried because the bridge does.
def f(n):
    s = c = i = 0
    x = 12345
    while i < n:
        x = (x * 75 + 74) % 65537
        if x & 64:
            s += i
        else:
            c += 2
        i += 1
    return s, x, c


for k in range(5):
    r = f(2000)
print(r)
# OUT: (999400, 37019, 1990)
# CHECK: trace.trace loop @tree_of_loop{{[0-9]+}}_f_2 {
# CHECK: jump ^bb1
# CHECK: ^bb1(%[[S:[0-9]+]]: !trace.value, %{{[0-9]+}}: !trace.int, %{{[0-9]+}}: !trace.int, %{{[0-9]+}}: !trace.int)
# CHECK-NOT: guard_int
# CHECK: branch %{{[0-9]+}}, ^bb{{[23]}}, ^bb{{[23]}}
# CHECK-NOT: guard_int
# CHECK: jump ^bb1
# CHECK: guard_int %[[S]]
# CHECK: jump ^bb1
