# REQUIRES: jit
# RUN: %pyc-run --jit-threshold=2 --jit-verify %s | FileCheck %s
# RUN: %pyc-run --jit-threshold=2 --jit-stress=deopt:3 %s | FileCheck %s
# Every pass's result verifies; every exit can be taken.
class V:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, o):
        return V(self.x + o.x, self.y + o.y)


def walk(n):
    p = V(0, 0.0)
    for i in range(n):
        p = p + V(i, 0.5)
    return p.x, p.y


print(walk(2000), sum(x * x for x in range(1000) if x % 3))
# CHECK: (1999000, 1000.0) 221555889
