# property, descriptors (data and non-data), __set_name__, precedence.
class Temp:
    def __init__(self, c):
        self._c = c
    @property
    def f(self):
        "Fahrenheit"
        return self._c * 9 / 5 + 32
    @f.setter
    def f(self, v):
        self._c = (v - 32) * 5 / 9
    @f.deleter
    def f(self):
        self._c = 0
    @property
    def ro(self):
        return 1


t = Temp(100)
print(t.f)
t.f = 50
print(t._c)
del t.f
print(t._c, Temp.f.__doc__, type(Temp.f).__name__)
for code in ("t.ro = 1", "del t.ro", "t.missing", "del t.missing", "Temp.missing"):
    try:
        exec(code)
    except AttributeError as e:
        print(e)


class Data:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = name
    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        return obj.__dict__.get("_" + self.name, "unset")
    def __set__(self, obj, value):
        if value == "bad":
            raise ValueError("bad value for %s" % self.name)
        obj.__dict__["_" + self.name] = value
    def __delete__(self, obj):
        del obj.__dict__["_" + self.name]


class NonData:
    def __get__(self, obj, owner):
        return "nondata", obj is None, owner.__name__


class Holder:
    d = Data()
    n = NonData()
    plain = "class attribute"


h = Holder()
print(h.d, h.n, Holder.n, type(Holder.d).__name__)
h.d = 5
h.n = 6
h.plain = 7
print(h.d, h.n, h.plain, Holder.plain, sorted(h.__dict__))
h.__dict__["d"] = "shadow"
print(h.d)
del h.d
print(h.d)
try:
    h.d = "bad"
except ValueError as e:
    print(e)
del h.n, h.plain
print(h.n, h.plain)


class Lazy:
    def __init__(self, f):
        self.f = f
    def __get__(self, obj, owner):
        v = obj.__dict__[self.f.__name__] = self.f(obj)
        return v


class L:
    @Lazy
    def value(self):
        print("computed")
        return 42


l = L()
print(l.value, l.value)
p = property()
try:
    class Q:
        p = property()
    Q().p
except AttributeError as e:
    print(e)
prop = property(lambda s: 1, lambda s, v: None, None, "doc")
print(prop.fget(0), prop.fdel, prop.__doc__)


class Sub(Temp):
    @Temp.f.getter
    def f(self):
        return -1.0


s = Sub(3)
s.f = 212
print(s.f, s._c)
total = 0
t = Temp(0)
for i in range(3000):
    t.f = i
    total += t.f
    t._c += t.ro
print(round(total, 6))
print(Temp.f.fget is Temp.__dict__["f"].fget, hasattr(t, "f"), getattr(t, "zz", "dflt"))
f = L.__dict__["value"]
print(L().__class__.__name__, Holder.__dict__["plain"])


class Method:
    def m(self):
        return self


m = Method()
b = m.m
print(b() is m, b.__self__ is m, b.__func__ is Method.m, m.m == m.m, m.m is m.m, Method.m(5))
