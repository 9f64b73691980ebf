# Attribute access of every kind in one hot loop, and changes of kind midway.
class D:
    def __set_name__(self, o, n): self.n = "_" + n
    def __get__(self, o, t=None): return self if o is None else getattr(o, self.n, 0)
    def __set__(self, o, v): setattr(o, self.n, v)
class S:
    __slots__ = ("a", "b")
    def __init__(self): self.a = 0; self.b = 0.0
class T(S):
    cls = 3
    d = D()
    def __init__(self): super().__init__(); self.e = 1
    @property
    def p(self): return self.e
    @p.setter
    def p(self, v): self.e = v % 1000003
    def __getattr__(self, n): return len(n)
def run(o, n):
    t = 0
    for i in range(n):
        o.a += i; o.b += 0.5; o.d += 2; o.p = o.p * 3 + 1
        t += o.cls + o.missing + o.e % 7
        if i == n // 2: o.cls = 10
        if i == n - 50: o.missing = 100
        if i == n - 20: T.missing = property(lambda s: 1)
    del T.missing
    return t, o.a, o.b, o.d, o.p
print(run(T(), 2000)); print(run(T(), 500))
class A: x = 1
class B(A): pass
class C(B): pass
c, t = C(), 0
for i in range(3000):
    t += c.x
    if i == 1000: B.x = 2
    if i == 1500: C.x = 3
    if i == 2000: del B.x
    if i == 2500: del C.x
print(t)
objs = [type("K%d" % k, (), {"v": k, "get": lambda self: self.v})() for k in range(12)]
print(sum(objs[i % 12].get() for i in range(3000)), sum(objs[i % 3].v for i in range(3000)))
