# Every kind of parameter, defaults, stars in calls and the errors of each.
def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw


print(f(1, d=4))
print(f(1, 2, 3, 4, 5, d=6, e=7, z=8, a=9))
print(f(*[1, 2], **{"d": 3, "c": 9}))
print(f(*(1,), *[2, 3], 4, *"xy", d=0, **{"k": 1}, **{"m": 2}))


def g(a, b, *, k=1):
    return a, b, k


def h(a, /, b):
    return a, b


def only(*, k):
    return k


def none():
    return None


def many(a, b, c, d=1):
    pass


def two_kw(*, x, y):
    pass


def three_kw(*, x, y, z=1, w):
    pass


calls = [
    lambda: g(), lambda: g(1), lambda: g(1, 2, 3), lambda: g(1, 2, 3, 4), lambda: g(1, 2, 3, k=1),
    lambda: g(1, b=2, a=1), lambda: g(1, 2, z=3), lambda: h(a=1, b=2), lambda: h(1, b=2),
    lambda: only(), lambda: only(1), lambda: only(k=1), lambda: none(1), lambda: none(x=1),
    lambda: many(), lambda: many(1, 2, 3, 4, 5), lambda: many(d=1), lambda: g(*5), lambda: g(**5),
    lambda: g(**{1: 2}), lambda: g(1, **{"a": 2}), lambda: g(1, 2, k=1, **{"k": 2}), lambda: two_kw(),
    lambda: three_kw(z=1), lambda: f(), lambda: f(1), lambda: h(b=1), lambda: 5(), lambda: "x"(1),
    lambda: (lambda x: x)(), lambda: (lambda *a: a)(1, 2, z=1), lambda: g(*[1, 2], *[3]), lambda: none(*[1, 2]),
    lambda: h(1, 2, 3, b=4), lambda: many(1, 2, x=3),
]
for call in calls:
    try:
        print(call())
    except TypeError as e:
        print("TypeError:", e)


def mutable(x, acc=[]):
    acc.append(x)
    return acc


print(mutable(1), mutable(2), mutable(3, []), mutable(4))
print(f.__defaults__, f.__kwdefaults__, f.__name__, f.__qualname__)
f.__defaults__ = (20, 30)
f.__kwdefaults__ = {"d": 40}
try:
    print(f(1))
except TypeError as e:
    print(e)
print(f(1, e=2))


def order(tag):
    print("default", tag)
    return tag


def defs(a=order("a"), b=order("b"), *, c=order("c")):
    return a, b, c


print(defs(), defs(b=1))


def annotated(a: int, *b: "str", c: float = 1.5, **d: None) -> list:
    return [a, b, c, d]


print(annotated.__annotations__)
print(annotated(1, 2, 3, c=4, z=5))


def recurse(n, *args, **kw):
    if n == 0:
        return args, sorted(kw.items())
    return recurse(n - 1, *args, n, **kw, **{"k%d" % n: n})


print(recurse(4))
total = 0
for i in range(2500):
    a, b, c, args, d, e, kw = f(i, i + 1, i + 2, i + 3, d=i, e=1, q=2)
    total += a + b + c + args[0] + d + e + kw["q"]
print(total)
