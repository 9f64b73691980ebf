# __slots__ alone, with inheritance, with __dict__, and their errors.
class P:
    __slots__ = ("x", "y")
    def __init__(self, x, y):
        self.x = x
        self.y = y


class Q(P):
    __slots__ = ["z"]


class R(P):
    pass


class S:
    __slots__ = ("a", "__dict__")


p = P(1, 2)
print(p.x, p.y, hasattr(p, "__dict__"))
for code in ("p.z = 1", "p.__dict__", "del p.x\ndel p.x", "p.x", "P.x.__get__(5)"):
    try:
        exec(code)
    except (AttributeError, TypeError) as e:
        print(type(e).__name__, e)
p.x = 10
print(p.x, type(P.x).__name__, P.x.__name__, P.__slots__)
q = Q(1, 2)
q.z = 3
print(q.x + q.y + q.z)
r = R(1, 2)
r.other = 5
print(r.__dict__, r.x)
s = S()
s.a = 1
s.b = 2
print(s.__dict__, s.a, s.b)
for code in ("class E:\n __slots__ = ('x',)\n x = 1", "class E:\n __slots__ = ('1x',)", "class E:\n __slots__ = (5,)",
             "class E(int):\n __slots__ = ('x',)\nprint(E(3) + 1)", "class E(P, S): pass",
             "class E:\n __slots__ = ('__dict__', '__dict__')"):
    try:
        exec(code)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
    except Exception as e:
        print("other", type(e))


class Mangled:
    __slots__ = "__secret"
    def __init__(self):
        self.__secret = 4
    def get(self):
        return self.__secret


m = Mangled()
print(m.get(), m._Mangled__secret)
pts = [P(i, -i) for i in range(2000)]
t = 0
for p in pts:
    p.x += p.y * 2
    t += p.x
print(t)
