# REQUIRES: jit
# RUN: %pyc-run --jit-threshold=10 --emit=trace-opt %s | FileCheck %s
# min, max, abs and divmod select and divide in the trace; round rounds there, too.
def f(n):
    best = 0
    total = 0
    for i in range(n):
        q, r = divmod(i * 7, 10)
        best = max(best, min(q, r))
        total += abs(r - 5) + round(i * 0.25)
    return best, total


print(f(200))
# CHECK: trace.trace loop @{{.*}}f {
# CHECK: ^bb1
# CHECK-NOT: new
# CHECK: int_floordiv
# CHECK: int_mod
# CHECK: int_min
# CHECK: int_max
# CHECK: int_max
# CHECK: call @nearbyint(float %{{.*}}) : float
# CHECK-NOT: python
# CHECK: jump ^bb1
