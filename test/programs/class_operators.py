# Operator dunders: binary, reflected, in-place, unary, NotImplemented, errors.
OPS = "add sub mul truediv floordiv mod pow matmul and or xor lshift rshift divmod".split()


class V:
    def __init__(self, name):
        self.name = name
    def __repr__(self):
        return self.name


def install(op):
    def fwd(self, other, *a):
        return "%s.__%s__(%s)" % (self, op, other)
    def rev(self, other, *a):
        return "%s.__r%s__(%s)" % (self, op, other)
    def inp(self, other):
        return V("%s.__i%s__(%s)" % (self, op, other))
    setattr(V, "__%s__" % op, fwd)
    setattr(V, "__r%s__" % op, rev)
    if op != "divmod":
        setattr(V, "__i%s__" % op, inp)


for op in OPS:
    install(op)
a, b = V("a"), V("b")
print(a + b, a - 1, 2 * a, a / b, 1 // a, a % b, a ** 2, 2 ** a, a @ b, [] @ a)
print(a & 1, 1 | a, a ^ b, a << 1, 1 >> a, divmod(a, 1), divmod(1, a), pow(a, 2, 3))
for op in "+ - * / // % ** @ & | ^ << >>".split():
    c = V("c")
    exec("c %s= 5" % op)
    print(c, end=" ")
print()


class U:
    def __neg__(self): return "neg"
    def __pos__(self): return "pos"
    def __invert__(self): return "inv"
    def __abs__(self): return "abs"
    def __bool__(self): return False
    def __int__(self): return 7
    def __float__(self): return 7.5
    def __index__(self): return 2
    def __complex__(self): return 1j
    def __round__(self, n=None): return ("round", n)
    def __floor__(self): return "floor"
    def __trunc__(self): return 9


u = U()
print(-u, +u, ~u, abs(u), bool(u), int(u), float(u), [1, 2, 3][u], complex(u), round(u), round(u, 2), hex(u))


class Base:
    def __add__(self, o): return "base add"
    def __radd__(self, o): return "base radd"
class Derived(Base):
    def __radd__(self, o): return "derived radd"
class Same(Base):
    pass


print(Base() + Derived(), Base() + Same(), Derived() + Base(), 1 + Base(), Base() + 1)


class NI:
    def __add__(self, o): return NotImplemented
    def __eq__(self, o): return NotImplemented
    def __lt__(self, o): return NotImplemented


n = NI()
for f in (lambda: n + 1, lambda: 1 + n, lambda: n < 1, lambda: n > n, lambda: n - 1, lambda: -n, lambda: n @ n,
          lambda: n(), lambda: n[0], lambda: len(n), lambda: iter(n), lambda: 1 in n, lambda: n ** 2,
          lambda: "a" + 1, lambda: 1 + "a", lambda: [] + (), lambda: {} | 1, lambda: 1 << "a", lambda: None + 1,
          lambda: -"a", lambda: ~1.5, lambda: "a" % (1,), lambda: "%d" % "x", lambda: [1] * "a", lambda: "a" * 1.5,
          lambda: divmod(n, 2), lambda: pow(2, n), lambda: n >= 2, lambda: 1 <= None, lambda: int(n), lambda: float(n)):
    try:
        print(f())
    except TypeError as e:
        print(e)
print(n == 1, n != 1, n == n)


class Iadd:
    def __init__(self): self.log = []
    def __iadd__(self, o):
        self.log.append(o)
        return self


x = y = Iadd()
for i in range(1500):
    x += i
print(x is y, len(x.log))
t = ([1],)
try:
    t[0] += [2]
except TypeError as e:
    print(e, t)


class Vec:
    __slots__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
    def __add__(self, o): return Vec(self.x + o.x, self.y + o.y)
    def __mul__(self, k): return Vec(self.x * k, self.y * k)
    __rmul__ = __mul__
    def __neg__(self): return Vec(-self.x, -self.y)
    def __eq__(self, o): return self.x == o.x and self.y == o.y
    def __repr__(self): return "Vec(%r, %r)" % (self.x, self.y)


v = Vec(0, 0.5)
for i in range(2000):
    v = v + 2 * Vec(i, 1) * 0.5 + -Vec(1, 0)
print(v, v == Vec(v.x, v.y), v != v)
