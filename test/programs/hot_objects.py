# super, properties, class methods, special methods and `type` in hot loops, with
# classes that change on the way.


class A:
    def __init__(self, v):
        self.v = v

    def area(self):
        return self.v

    @classmethod
    def make(cls, v):
        return cls(v)

    @staticmethod
    def two():
        return 2

    @property
    def p(self):
        return self.v * 2

    @p.setter
    def p(self, x):
        if x < 0:
            raise ValueError(x)
        self.v = x


class B(A):
    def __init__(self, v, w=3):
        super().__init__(v)
        self.w = w

    def area(self):
        return super().area() * self.w + super().two()

    @classmethod
    def make(cls, v):
        o = super().make(v)
        o.w = 4
        return o

    @property
    def p(self):
        return super().p + 1

    @p.setter
    def p(self, x):
        A.p.fset(self, x)


class M:
    def area(self):
        return super().area() + 1


class C(M, B):
    pass


class D(B):
    def __init__(self):
        super(B, self).__init__(9)
        super().__init__(1)
        super().__setattr__("z", 1)


def run(n):
    s = 0
    for i in range(n):
        b, c = B(i), C.make(i)
        s += b.area() + c.area() + b.make(2).w + c.two()
        b.p = i
        s += b.p + A(3).p + D().z
        f = super(C, c).area
        s += f()
        try:
            b.p = 5 - i % 50
        except ValueError as e:
            s += e.args[0]
        s += (i).bit_length() + (-i).__abs__()
        if i == n // 2:
            A.area = lambda self: 1000
        if i == n - 30:
            M.area = lambda self: 5
            B.two = staticmethod(lambda: 7)
    return s


def late(n):
    A.area = lambda self: self.v
    o, s = B(2), 0
    for i in range(n):
        s += o.area()
        if i == n - 40:
            o.__class__ = C
        if i == n - 20:
            C.__bases__ = (B,)
    return s


for _ in range(3):
    print(run(400))
print(late(300))
