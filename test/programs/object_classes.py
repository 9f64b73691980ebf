# metaclasses, descriptors, slots, init_subclass, set_name
class Meta(type):
    def __new__(m, name, bases, ns, **kw):
        print("new", name, kw); return super().__new__(m, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw): print("init", name, kw); super().__init__(name, bases, ns)
    def __call__(cls, *a, **k):
        print("call", cls.__name__, a, k); return super().__call__(*a, **k)
    @classmethod
    def __prepare__(m, name, bases, **kw): print("prep", name); return {"z": 1}
    def foo(cls): return cls.__name__
    def __instancecheck__(cls, o): return o == 3
class M(metaclass=Meta, q=1):
    def __init__(self, a, b=2): self.a = a
m = M(1, b=3)
print(M.z, M.foo(), isinstance(3, M), isinstance(m, M), type(M))
class S:
    __slots__ = ("a", "b")
s = S(); s.a = 1
print(s.a)
for f in (lambda: s.b, lambda: setattr(s, "c", 1), lambda: s.__dict__, lambda: delattr(s, "b")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(S.a, S.__slots__)
class S2(S):
    __slots__ = ["c", "__dict__"]
s2 = S2(); s2.a=1; s2.c=2; s2.d=3
print(s2.a, s2.c, s2.d, s2.__dict__)
try:
    class X(S, S2): pass
except TypeError as e: print(e)
class T1: __slots__=("x",)
class T2: __slots__=("y",)
try:
    class T3(T1, T2): pass
except TypeError as e: print(e)
try:
    class T4: 
        __slots__=("x",); x = 1
except ValueError as e: print(e)
class D:
    def __set_name__(self, owner, name): print("setname", owner.__name__, name); self.n = name
    def __get__(self, o, t=None): return ("get", o is not None, t.__name__)
    def __set__(self, o, v): print("set", v)
    def __delete__(self, o): print("del")
class Use:
    d = D()
    def __init_subclass__(cls, /, tag=None, **kw): super().__init_subclass__(**kw); print("sub", cls.__name__, tag)
u = Use(); print(u.d, Use.d); u.d = 4; del u.d
class Sub(Use, tag="hey"): pass
try:
    class Sub2(Use, other=3): pass
except TypeError as e: print(e)
class G:
    def __getattr__(self, n):
        if n.startswith("a"): return n
        raise AttributeError(n)
g = G(); print(g.abc, getattr(g, "zz", "none"), hasattr(g, "q"))
class GA:
    def __getattribute__(self, n): return "ga-" + n
print(GA().x)
class SA:
    def __setattr__(self, n, v): print("setattr", n, v); object.__setattr__(self, n, v)
    def __delattr__(self, n): print("delattr", n); object.__delattr__(self, n)
x = SA(); x.q = 1; print(x.q); del x.q
class MyInt(int):
    def __add__(self, o): return "added"
    def __repr__(self): return "MyInt"
print(MyInt(5) + 1, 1 + MyInt(5), MyInt(3) * 2, MyInt(4), [MyInt(1)])
class MyStr(str): pass
ms = MyStr("abc"); ms.x = 4; print(ms, ms.upper(), ms.x, ms + "d", len(ms), isinstance(ms, str), ms == "abc", hash(ms) == hash("abc"))
class MyList(list):
    def __init__(self, *a): super().__init__(a); self.extra = 1
ml = MyList(1, 2, 3); ml.append(4); print(ml, len(ml), ml.extra, ml[1:], ml.__dict__)
class MyDict(dict):
    def __missing__(self, k): return "miss" + k
print(MyDict(a=1)["zz"], MyDict({"q":1}))
class MyTuple(tuple):
    def __new__(cls, a, b): return super().__new__(cls, (a, b))
mt = MyTuple(1, 2); print(mt, mt[0], len(mt))
class E(Exception):
    def __init__(self, a, b): super().__init__(a); self.b = b
try: raise E(1, 2)
except E as e: print(repr(e), e.args, e.b, e.__dict__)
class C: pass
c = C(); c.a = 1; c.b = 2
class C2: 
    def hi(self): return "hi"
c.__class__ = C2; print(c.hi(), c.a, c.b)
try: c.__class__ = int
except TypeError as e: print(e)
c.__dict__ = {"n": 4}; print(c.n, c.__dict__)
print(type("Dyn", (C2,), {"k": 1})().hi(), type("Dyn", (), {}).__module__)
del c.n
try: del c.n
except AttributeError as e: print(e)
print(sorted(n for n in dir(C2) if not n.startswith("__")), C2().hi.__func__ is C2.hi)
print(C.__dict__.keys() == {"__module__", "__dict__", "__weakref__", "__doc__"}, C2.__name__, C2.__qualname__, Meta.__mro__)
print(super(Sub, Sub()), super.__name__)
class P1:
    def f(self): return ["P1"]
class P2(P1):
    def f(self): return ["P2"] + super().f()
class P3(P1):
    def f(self): return ["P3"] + super().f()
class P4(P2, P3):
    def f(self): return ["P4"] + super().f()
print(P4().f(), [k.__name__ for k in P4.__mro__], P1.__subclasses__())
try:
    class Bad(P1, P4): pass
except TypeError as e: print(e)
def func(a, b=2, *args, c, d=4, **kw) -> int: "doc"; return a
print(func.__name__, func.__defaults__, func.__kwdefaults__, func.__annotations__, func.__doc__, func.__code__.co_varnames, func.__code__.co_argcount, func.__closure__)
func.attr = 1; print(func.__dict__, func.attr)
print((lambda: 0).__name__, func.__get__(3), int.__add__, (1).__add__, [].append, len, "".join, dict.fromkeys, int.from_bytes, str.maketrans, object.__init__, type.mro, property, int.real, func.__code__.co_name) if 0 else None
print(int.__add__, list.append, len, int.real, dict.__dict__["fromkeys"])
