# Metaclasses, __prepare__, __init_subclass__, __class_getitem__, type().
class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kw):
        print("prepare", name, kw)
        return {"injected": 1}
    def __new__(mcs, name, bases, ns, **kw):
        print("new", name, sorted(k for k in ns if not k.startswith("__")))
        return super().__new__(mcs, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw):
        print("init", name, kw)
        super().__init__(name, bases, ns)
    def __call__(cls, *a):
        print("call", cls.__name__, a)
        return super().__call__(*a)
    def __repr__(cls):
        return "<%s>" % cls.__name__
    @property
    def prop(cls):
        return "prop of " + cls.__name__
    def __len__(cls):
        return 7
    def __iter__(cls):
        return iter("xyz")
    def __contains__(cls, x):
        return x == "in"
    def __getitem__(cls, k):
        return ("item", k)
    def __instancecheck__(cls, o):
        return o == 99
    def __subclasscheck__(cls, o):
        return o is int


class A(metaclass=Meta, flag=True):
    x = 1
    def __init__(self, *a):
        self.a = a


class B(A):
    y = 2


a = B(1, 2)
print(a.a, B, B.prop, len(B), list(B), "in" in B, B["k"], B.injected, type(B))
print(isinstance(99, A), isinstance(a, B), isinstance(5, A), issubclass(int, A), issubclass(str, A))
try:
    a.prop
except AttributeError as e:
    print(e)


class Plugin:
    registry = []
    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw)
        Plugin.registry.append((cls.__name__, tag))


class P1(Plugin): pass
class P2(Plugin, tag="two"): pass
class P3(P2, tag=3): pass


print(Plugin.registry)
try:
    class P4(Plugin, other=1):
        pass
except TypeError as e:
    print(e)
try:
    class P5(metaclass=Meta, **{"metaclass": 1}):
        pass
except TypeError as e:
    print(e)


class M2(type): pass
class X(metaclass=M2): pass
try:
    class Y(A, X):
        pass
except TypeError as e:
    print(e)


class G:
    def __class_getitem__(cls, k):
        return cls.__name__, k


print(G[int], G[1, 2])
T = type("T", (Plugin,), {"v": 5, "m": lambda self: self.v})
print(T().m(), T.__name__, T.__module__, Plugin.registry[-1], type(T) is type)
for bad in (lambda: type("x"), lambda: type(1, 2), lambda: type("a", (), 5), lambda: type("a", 3, {})):
    try:
        print(bad())
    except TypeError as e:
        print(e)


def func_meta(name, bases, ns):
    return name, bases, sorted(k for k in ns if k[0] != "_")


class F(int, metaclass=func_meta):
    q = 1


print(F)


class Singleton(type):
    _all = {}
    def __call__(cls, *a, **k):
        if cls not in cls._all:
            cls._all[cls] = super().__call__(*a, **k)
        return cls._all[cls]


class S(metaclass=Singleton):
    n = 0


for i in range(2000):
    S().n += 1
print(S().n, S() is S())


class Entries:
    def __mro_entries__(self, bases):
        return (Plugin,)


class Q(Entries()):
    pass


print(Q.__mro__[1].__name__, len(Q.__orig_bases__))
