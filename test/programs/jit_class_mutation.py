# Classes changed while loops that use them are hot.
class A:
    k = 1
    def m(self): return 1
    def __init__(self): self.x = 1


class B(A):
    pass


def run(obj, n):
    t = 0
    for i in range(n):
        t += obj.m() + obj.x + obj.k
    return t


a, b = A(), B()
print(run(a, 2000), run(b, 2000))
A.m = lambda self: 10
print(run(a, 500), run(b, 500))
B.m = lambda self: 100
print(run(a, 500), run(b, 500))
del B.m
print(run(b, 500))
A.k = 5
print(run(a, 500), run(b, 500))
b.k = 7
print(run(b, 500))
del b.k
print(run(b, 500))
a.__class__ = B
print(run(a, 500), type(a).__name__)
A.x = property(lambda self: 50)
print(run(a, 500))
del A.x
print(run(a, 500))


def swap_inside(n):
    t = 0
    for i in range(n):
        t += a.m()
        if i == n // 2:
            A.m = lambda self: 3
        if i == n - 100:
            a.m = lambda: 1000
    del a.m
    return t


print(swap_inside(3000))


def attrs_inside(n):
    o = A()
    t = 0
    for i in range(n):
        if i == 1000:
            o.extra = 1
        if i == 2000:
            del o.extra
        t += o.extra if hasattr(o, "extra") else 0
        o.x = i if i < 1500 else float(i)
        t += o.x
    return t


print(attrs_inside(3000))


class G:
    def __getattr__(self, name): return 7


def dyn(n):
    g = G()
    t = 0
    for i in range(n):
        t += g.foo
        if i == n // 2:
            g.foo = 1
        if i == n - 10:
            G.foo = property(lambda s: 100)
    return t


print(dyn(2000))


def bases(n):
    class X:
        def f(self): return "X"
    class Y:
        def f(self): return "Y"
    class Base: pass
    class Z(X, Base): pass
    z = Z()
    out = {}
    for i in range(n):
        r = z.f()
        out[r] = out.get(r, 0) + 1
        if i == n // 2:
            Z.__bases__ = (Y, Base)
    return out


print(bases(2000))


def eq_added(n):
    class P:
        def __init__(self, v): self.v = v
    p, q = P(1), P(1)
    c = 0
    for i in range(n):
        if p == q:
            c += 1
        if i == n // 2:
            P.__eq__ = lambda s, o: s.v == o.v
    return c


print(eq_added(2000))


def cls_attr(n):
    class C:
        count = 0
    for i in range(n):
        C.count += 1
        c = C()
        c.count += 1
    return C.count, c.count, c.__dict__


print(cls_attr(3000))


def poly(n):
    class S:
        def area(self): return 1
    class T:
        def area(self): return 2.5
    class U:
        area = staticmethod(lambda: 3)
    class V:
        area = classmethod(lambda cls: len(cls.__name__))
    class W:
        __slots__ = ("area",)
        def __init__(self): self.area = lambda: 5
    shapes = [S(), T(), U(), V(), W()]
    t = 0
    for i in range(n):
        t += shapes[i * i % 5].area()
    return t


print(poly(3000))
