# mro_entries, class cells, generics, prepare, abstract, init_subclass order, weird metaclasses
class Proxy:
    def __mro_entries__(self, bases): print("entries", len(bases)); return (list,)
class X(Proxy()): pass
print(X.__mro__, X.__orig_bases__.__class__)
class OrderedNS(dict):
    def __setitem__(self, k, v): print("ns", k); super().__setitem__(k, v)
class M(type):
    @classmethod
    def __prepare__(mcs, name, bases): return OrderedNS()
    def __new__(mcs, name, bases, ns): return super().__new__(mcs, name, bases, dict(ns))
class Y(metaclass=M):
    a = 1
    def f(self): return __class__
print(Y().f())
def deco(c): c.deco = True; return c
@deco
class Z: pass
print(Z.deco)
class MM(type): pass
class A(metaclass=M): pass
try:
    class B(A, metaclass=MM): pass
except TypeError as e: print(e)
print(type("D", (), {"x": 1}).x)
for args in ((1,), ("a",), ("a", 1, {}), ("a", (), 1), (1, (), {}), ("a", (1,), {}), ("a\0b", (), {}), ("a", (), {"__slots__": 3}), ("a", (), {"__slots__": ["1"]}), ("a", (), {"__slots__": [3]}), ("a", (int,), {"__slots__": ["x"]}), ("a", (), {"__slots__": ["__dict__", "__dict__"]}), ("a", (), {"__qualname__": 3}), ("a", (int, int), {}), ("a", (object, int), {}), ("a", (), {}, 4)):
    try: print(type(*args))
    except Exception as e: print(type(e).__name__, e)
class Base:
    def __init_subclass__(cls, **kw): print("is", cls.__name__, kw)
class Child(Base, a=1, b=2): pass
class S1:
    def __set_name__(self, o, n): raise ValueError("bad")
try:
    class Q: s = S1()
except Exception as e: print(type(e).__name__, e, repr(e.__cause__))
class Desc:
    def __get__(self, o, t): return "desc"
class W:
    d = Desc()
w = W(); w.__dict__["d"] = "inst"; print(w.d, W.d)
class DD(Desc):
    def __set__(self, o, v): pass
class W2: d = DD()
w = W2(); w.__dict__["d"] = "inst"; print(w.d)
class Meta2(type):
    @property
    def mp(cls): return "mp" + cls.__name__
    def __getattr__(cls, n): return "mga " + n
    def __setattr__(cls, n, v): print("mset", n); super().__setattr__(n, v)
    def __len__(cls): return 5
    def __iter__(cls): return iter("abc")
    def __getitem__(cls, k): return k
    def __contains__(cls, k): return k == 1
    def __call__(cls, *a): return "called"
    def __repr__(cls): return "REPR"
    def __add__(cls, o): return "add"
    def __eq__(cls, o): return "eq"
    def __hash__(cls): return 5
    def __bool__(cls): return False
    def __dir__(cls): return ["z", "y"]
    def __instancecheck__(cls, o): return True
    def __subclasscheck__(cls, o): return True
class U(metaclass=Meta2): pass
print(U.mp, U.zzz, len(U), list(U), U[3], 1 in U, U(), U, U + 1, U == 3, hash(U), bool(U), dir(U), isinstance(4, U), issubclass(int, U))
U.attr = 4; print(U.attr)
class G:
    def __class_getitem__(cls, k): return (cls.__name__, k)
print(G[int])
try: int[3]
except TypeError as e: print(e)
try: G()[3]
except TypeError as e: print(e)
class Super1:
    def __init__(self, **kw): print("S1", kw)
    @classmethod
    def cm(cls): return cls.__name__
    @staticmethod
    def sm(): return "sm"
    @property
    def pp(self): return "pp"
class Super2(Super1):
    def __init__(self, a, **kw): super().__init__(**kw); self.a = a
    @classmethod
    def cm(cls): return "2" + super().cm()
    @staticmethod
    def sm(): return "2" + Super1.sm()
    @property
    def pp(self): return "2" + super().pp
    def nested(self):
        def inner(): return super(Super2, self).pp
        return inner(), [super(Super2, self).pp for _ in range(1)]
s = Super2(1, b=2); print(s.cm(), s.sm(), s.pp, s.nested(), Super2.cm())
try: super()
except RuntimeError as e: print(e)
def nosuper(): return super()
try: nosuper()
except RuntimeError as e: print(e)
def nosuper2(x): return super()
try: nosuper2(1)
except RuntimeError as e: print(e)
try: super(int, "a")
except TypeError as e: print(e)
try: super(3)
except TypeError as e: print(e)
class P:
    @property
    def x(self): return self._x
    @x.setter
    def x(self, v): self._x = v
    @x.deleter
    def x(self): del self._x
    ro = property(lambda s: 1)
    wo = property(None, lambda s, v: None)
p = P(); p.x = 3; print(p.x); del p.x
for f in (lambda: p.x, lambda: setattr(p, "ro", 1), lambda: p.wo, lambda: delattr(p, "ro")):
    try: f()
    except AttributeError as e: print(e)
print(P.x.fget.__name__, P.x.__doc__, P.ro.fset)
class C3a: pass
class C3b(C3a): pass
try:
    class C3c(C3a, C3b): pass
except TypeError as e: print(e)
C3b.__bases__ = (P,); print(C3b.__mro__, hasattr(C3b(), "ro"))
try: C3b.__bases__ = (int,)
except TypeError as e: print(e)
try: C3b.__bases__ = ()
except TypeError as e: print(e)
try: C3b.__bases__ = (C3b,)
except TypeError as e: print(e)
class Cnt:
    n = 0
    def __new__(cls, *a, **k):
        o = super().__new__(cls); cls.n += 1; return o
    def __init__(self, x): self.x = x
Cnt(1); Cnt(2); print(Cnt.n)
try: Cnt()
except TypeError as e: print(e)
class NoArgs: pass
try: NoArgs(1)
except TypeError as e: print(e)
class OnlyNew:
    def __new__(cls, x): return super().__new__(cls)
print(type(OnlyNew(1)).__name__)
class OnlyNewBad:
    def __new__(cls, x): return super().__new__(cls, x)
try: OnlyNewBad(1)
except TypeError as e: print(e)
class InitBad:
    def __init__(self, x): super().__init__(x)
try: InitBad(1)
except TypeError as e: print(e)
