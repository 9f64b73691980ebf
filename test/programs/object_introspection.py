# repr of things, dir, introspection
class A:
    "docA"
    x: int = 1
    def f(self): "docf"
    @staticmethod
    def s(): pass
    @classmethod
    def c(cls): pass
    @property
    def p(self): "docp"; return 1
def norm(x): 
    r = repr(x); out = []; i = 0
    while i < len(r):
        if r[i:i+2] == "0x":
            out.append("0xX"); i += 2
            while i < len(r) and r[i] in "0123456789abcdef": i += 1
        else: out.append(r[i]); i += 1
    return "".join(out)
a = A()
for x in (A, a, a.f, A.f, A.s, A.c, a.c, A.p, A.__dict__["s"], A.__dict__["c"], len, [].append, list.append, (1).__add__, int.__add__, dict.fromkeys, str.maketrans, type, object, None, NotImplemented, ..., A.__dict__["__dict__"], A.__dict__["__weakref__"], int.real, type.__dict__["__mro__"], super(A, a), range(3), slice(1), property(), lambda: 0, print, isinstance, type(None), type(...), (i for i in ()), iter([]), iter(()), iter({}), iter(""), enumerate([]), zip(), map(len, []), {}.keys(), {}.values(), {}.items(), memoryview(b"a"), Exception, ValueError("x"), KeyError, BaseException(), A.__init__, a.__init__, a.__eq__, object.__new__, A.__new__, int.from_bytes, int.__new__, [].__iter__, type(a.f), type(len), type([].append), type(list.append), type(int.__add__), type((1).__add__), type(A.p), type(A.__dict__["s"]), type(int.real), classmethod(len), staticmethod(len), list[int], int | str, int | None, list[int] | None, dict[str, list[int]]):
    print(norm(x), type(x).__name__)
print(A.__doc__, A.f.__doc__, A.p.__doc__, A.__annotations__, A.__name__, A.__qualname__, A.__module__, A.__bases__, A.__base__, a.f.__name__, a.f.__self__ is a, a.f.__func__ is A.f, a.f == a.f, a.f is a.f, hash(a.f) == hash(a.f))
print(sorted(set(dir(A)) - set(dir(object))), sorted(set(dir(a)) - set(dir(A))))
print(type(A.__dict__), A.__dict__["x"], len(object.__subclasses__()) > 10, A.mro(), type.mro(int))
print(A.f.__code__.co_name, A.f.__qualname__, A.f.__module__, A.f.__globals__ is globals(), A.f.__kwdefaults__, A.f.__defaults__)
def outer():
    y = 1
    def inner(): return y
    return inner
i = outer(); print(i.__closure__[0].cell_contents, i.__code__.co_freevars, outer.__code__.co_cellvars, i.__qualname__, norm(i.__closure__[0]))
print(int.__name__, int.__doc__ is not None, (5).__class__, int.__class__, type.__class__, int.__mro__, bool.__mro__, bool.__base__)
print(issubclass(bool, int), issubclass(int, object), isinstance(True, int), isinstance(1, (str, int)), isinstance(1, int | str), issubclass(int, int | str))
try: int.x = 1
except TypeError as e: print(e)
try: A.__name__ = 3
except TypeError as e: print(e)
A.__name__ = "B"; print(A); A.__qualname__ = "Q.R"; print(A)
try: del A.__name__
except TypeError as e: print(e)
try: A.nope
except AttributeError as e: print(e)
try: del A.nope
except AttributeError as e: print(e)
for T in (int, str, list, dict, type(None), type(len), type(lambda: 0), bool, range, slice, type(i for i in ()), object, type(...)):
    try:
        class X(T): pass
        print("ok", T.__name__)
    except TypeError as e: print(e)
for T in (type(len), type(lambda: 0), type(i for i in ()), type(None), type(NotImplemented), type(list.append), type(int.real), type(A.__dict__)):
    try: print(T())
    except TypeError as e: print(e)
import sys
print(type(sys), type(sys)("m"), type(sys)("m", "d").__doc__)
from types import SimpleNamespace as S
s = S(a=1, b="x"); s.c = s; print(s, s == S(a=1, b="x"), S(x=1) == S(x=1), s.__dict__.keys())
class C:
    def __init__(self): self.a = 1
    def __repr__(self): return "C"
c = C(); c.b = 2; d = c.__dict__; d["z"] = 5; print(c.z, vars(c)); del d["a"]
try: c.a
except AttributeError as e: print(e)
print(c.__reduce_ex__(2)[1:3] if 0 else "", object().__sizeof__() > 0, C.__sizeof__(c) > 0, C.__dict__.get("nope"), "a" in vars(c))
print(c.__class__, c.__module__, C.__init__.__name__, getattr(c, "q", 9), c.__dir__().__class__, c.__str__(), c.__format__(""), c.__hash__() == hash(c), c.__eq__(c), c.__eq__(3), c.__ne__(c), c.__lt__(3))
