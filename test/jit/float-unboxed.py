# REQUIRES: jit
# RUN: %pyc-run --jit-threshold=10 --emit=trace-opt %s | FileCheck %s
# A float that a loop carries travels unboxed.
def f(n):
    x = 0.5
    i = 0
    while i < n:
        x = x * 0.5 + 1.0
        i += 1
    return x


print(f(1000))
# CHECK: 2.0
# CHECK: trace.trace loop @{{.*}}f
# CHECK: ^bb1({{.*}}f64
# CHECK-NOT: guard_float
# CHECK: jump ^bb1
