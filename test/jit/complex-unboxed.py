# REQUIRES: jit
# RUN: %pyc-run --jit-threshold=10 --emit=trace-opt %s | FileCheck %s
# A complex number that a loop carries is two floats.
def f(c, n):
    z = 0j
    while n > 0 and abs(z) < 2:
        z = z * z + c
        n -= 1
    return z


print(f(0.25 + 0.1j, 200))
# CHECK: trace.trace loop @{{.*}}f {
# CHECK: ^bb1({{.*}}f64{{.*}}f64
# CHECK-NOT: new
# CHECK: call @hypot
# CHECK-NOT: new
# CHECK: jump ^bb1
