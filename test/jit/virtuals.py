# REQUIRES: jit
# RUN: %pyc-run --jit-threshold=10 --emit=trace-opt %s | FileCheck %s
# A short-lived object is not built in the loop.
class P:
    def __init__(self, v):
        self.v = v


def f(n):
    t = 0
    for i in range(n):
        p = P(i)
        t += p.v
        p = None
    return t


print(f(1000))
# CHECK: 499500
# CHECK: trace.trace loop @{{.*}}f
# CHECK: ^bb1(
# CHECK-NOT: = new
# CHECK: jump ^bb1
