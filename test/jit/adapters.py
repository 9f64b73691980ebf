# REQUIRES: jit
# RUN: %pyc-run --jit-threshold=10 --emit=trace-opt %s | FileCheck %s
# A loop over map(f, items) follows f; enumerate's count is a field.
def f(n):
    t = 0
    for i, x in enumerate(map(lambda v: v & 255, range(n))):
        t ^= i + x
    return t


print(f(2000))
# CHECK: trace.trace loop @{{.*}}_f
# CHECK: ^bb1(
# CHECK-NOT: call @
# CHECK: jump ^bb1
