# RUN: %pyc-run --jit-threshold=40 --emit=trace-opt %s 2>&1 | %FileCheck %s
# REQUIRES: jit
# super(), class methods, properties with setters and `with` leave no calls and
# no objects behind.


class A:
    def __init__(self, v):
        self.v = v

    @property
    def p(self):
        return self.v

    @p.setter
    def p(self, x):
        self.v = x

    def __enter__(self):
        return self

    def __exit__(self, t, v, tb):
        self.v += 1


class B(A):
    def __init__(self, v):
        super().__init__(v)

    @classmethod
    def make(cls, v):
        return cls(v)


def loop(n):
    s = 0
    for i in range(n):
        b = B.make(i)
        b.p = b.p + 1
        with b:
            s += b.v
    return s


# CHECK: trace.trace loop @loop{{[0-9]+}}_loop
# CHECK: jump
# CHECK-NOT: new @
# CHECK-NOT: call @
# CHECK: jump
print(loop(300))
