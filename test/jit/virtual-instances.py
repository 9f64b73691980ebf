# RUN: %pyc-run --jit-threshold=60 --emit=trace-opt %s | %FileCheck %s
# Methods, __init__ and properties are followed, and the instance that each
# iteration makes is never allocated: the loop carries its attribute.

class P:
    def __init__(self, x):
        self.x = x
    def add(self, other):
        return P(self.x + other.x)
    @property
    def twice(self):
        return self.x * 2

def f(n):
    p = P(0)
    one = P(1)
    total = 0
    i = 0
    while i < n:
        p = p.add(one)
        total += p.twice
        i += 1
    return total

# CHECK: 9003000
print(f(3000))
# CHECK: trace.trace loop @loop1_f
# CHECK: ^bb1(%{{[0-9]+}}: !trace.int, %{{[0-9]+}}: !trace.int, %{{[0-9]+}}: !trace.int):
# CHECK-NOT: new @
# CHECK-NOT: guard_shape
# CHECK: virtual @shape.P
# CHECK: jump ^bb1({{.*}} : !trace.int, !trace.int, !trace.int)
