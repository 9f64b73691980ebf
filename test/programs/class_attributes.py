# __getattr__, __getattribute__, __setattr__, __delattr__, __dict__, __dir__, del.
class Dyn:
    def __init__(self): self.real = 1
    def __getattr__(self, name):
        if name.startswith("dyn_"):
            return name[4:]
        raise AttributeError("no %s" % name)


d = Dyn()
print(d.real, d.dyn_x, hasattr(d, "nope"), getattr(d, "nope", 3))
try:
    d.nope
except AttributeError as e:
    print(e)


class All:
    def __getattribute__(self, name):
        if name == "secret":
            raise AttributeError("hidden")
        return object.__getattribute__(self, name)
    def __getattr__(self, name): return "fallback " + name
    def __setattr__(self, name, value):
        print("set", name)
        object.__setattr__(self, name, value)
    def __delattr__(self, name):
        print("del", name)
        object.__delattr__(self, name)


a = All()
a.x = 1
a.secret = 2
print(a.x, a.secret, a.other, a.__dict__)
del a.x
try:
    del a.x
except AttributeError as e:
    print(e)


class C:
    cls = "class"
    def __dir__(self): return ["b", "a"]


c = C()
c.one, c.two = 1, 2
print(c.__dict__, vars(c), dir(c))
c.__dict__["three"] = 3
c.__dict__.update(one=11)
print(c.three, c.one, "three" in c.__dict__, list(c.__dict__))
c.__dict__ = {"new": 1}
print(c.new, hasattr(c, "one"))
try:
    c.__dict__ = 5
except TypeError as e:
    print(e)
del c.new
print(c.__dict__)
setattr(c, "z" + "z", 9)
print(getattr(c, "zz"), delattr(c, "zz"), hasattr(c, "zz"))
for f in (lambda: getattr(c, 5), lambda: setattr(5, "x", 1), lambda: (5).x, lambda: None.foo, lambda: C.nope,
          lambda: [].push, lambda: "".upper.x, lambda: print.foo, lambda: object().x, lambda: setattr(object(), "x", 1),
          lambda: setattr(int, "x", 1), lambda: delattr(C, "nope"), lambda: setattr("", "upper", 1), lambda: C.f.g):
    try:
        f()
    except (AttributeError, TypeError) as e:
        print(type(e).__name__, e)


class A: kind = "A"
class B: kind = "B"


o = A()
o.v = 1
o.__class__ = B
print(o.kind, o.v, type(o).__name__)
try:
    o.__class__ = int
except TypeError as e:
    print(e)
try:
    o.__class__ = 5
except TypeError as e:
    print(e)
o = C()
for i in range(2000):
    setattr(o, "attr%d" % (i % 50), i)
print(len(o.__dict__), o.attr7, sum(o.__dict__.values()))
for i in range(0, 50, 2):
    delattr(o, "attr%d" % i)
print(len(vars(o)), list(vars(o))[:3])
C.added = lambda self: "added later"
print(o.added(), C.__dict__["cls"], type(C.__dict__).__name__)
del C.cls
print(hasattr(o, "cls"))
C.__name__ = "Renamed"
print(C.__name__, C.__qualname__, C)
print(type(o).__module__, C.__doc__, All.__init__ is object.__init__)


class Node:
    def __init__(self): self.edge = None
    def walk(self):
        n = self
        k = 0
        while n.edge is not None:
            n = n.edge
            k += 1
        return k


first = cur = Node()
for i in range(2000):
    cur.edge = Node()
    cur = cur.edge
print(first.walk())
