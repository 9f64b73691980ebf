class A:
    x = 1
    def __init__(self, v): self.v = v
    def __repr__(self): return f"A({self.v!r})"
    def __eq__(self, o): return isinstance(o, A) and self.v == o.v
    def __hash__(self): return hash(self.v)
    def __add__(self, o): return A(self.v + o.v)
    @property
    def p(self): return self.v * 2
    @p.setter
    def p(self, v): self.v = v
    @classmethod
    def c(cls, x): return cls(x)
    @staticmethod
    def s(x): return x + 1
class B(A):
    def __init__(self, v, w):
        super().__init__(v)
        self.w = w
a = A(1); b = B(2, 3)
print(a, b, a + b, a == A(1), a.p, A.c(9), A.s(4), b.w, B.__mro__)
a.p = 50
print(a.v, a.__dict__, b.__dict__, vars(a))
try:
    a.zzz
except AttributeError as e:
    print(e, e.name, e.obj is a)
for f in (lambda: 1/0, lambda: [][1], lambda: {}['k'], lambda: "a"+1, lambda: 1+"a", lambda: None.x, lambda: int("q"), lambda: len(3), lambda: a < b, lambda: a[0], lambda: a(), lambda: A(), lambda: A(1,2), lambda: object().x, lambda: object(1), lambda: len(), lambda: len(1,2), lambda: [].append(), lambda: isinstance(1), lambda: A.p.fget(), lambda: getattr(1), lambda: hash([]), lambda: {}.get(), lambda:(1).__add__(), lambda: int.__add__("a", 1), lambda: list.append(1, 2), lambda: type("X", (int, str), {}), lambda: type("X", (bool,), {}), lambda: iter(1), lambda: next(1), lambda: [1][0]["a"], lambda: setattr(1, "x", 2), lambda: setattr(object(), "x", 2), lambda: int.foo, lambda: str(1,2,3,4), lambda: sorted(), lambda: max(), lambda: print(zz=1), lambda: "abc".split(foo=1), lambda: "abc".replace("a"), lambda: object.__new__(int), lambda: int.__new__(str), lambda: issubclass(1, int), lambda: isinstance(1, 1), lambda: super().x, lambda: -"a", lambda: ~1.5, lambda: +[], lambda: abs("x"), lambda: 2 ** "a", lambda: divmod(1, "a"), lambda: pow(1, "a", 3), lambda: "a" in 3, lambda: 3 in 3):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
