# Text, conversions, tuples compared, defaultdicts and `in` by __contains__ in hot
# loops, with kinds that change on the way.
from collections import defaultdict
from dataclasses import dataclass


class Odd:
    def __format__(self, spec):
        return "<%s>" % spec

    def __str__(self):
        return "odd"

    def __contains__(self, x):
        return "yes" if x % 3 == 0 else ""

    def __eq__(self, o):
        return 7


def text(n):
    s, vals = 0, [1, 2.5, "a", None, True, 1 << 80, "\u4e2d", Odd(), -0.0, (1,)]
    for i in range(n):
        v = vals[i % len(vals)]
        s += len(f"{v} {i} {v!r} {v!s:>8}") + len(str(v)) + len(f"{i:5d}{i / 3:.2f}{i:x}")
        s += len(f"{v:{i % 3}}") if i % 10 in (0, 1) else 0
        try:
            s += int(str(i)) + float("1.5") + int("x%d" % i if i % 50 == 7 else "3")
        except ValueError as e:
            s += len(str(e))
        s += len(list("ab")) + len(tuple([1, i])) + len(list((1, 2))) + sum(list(range(3)))
        try:
            s += len(f"{i:q}") if i % 90 == 4 else 0
        except ValueError as e:
            s += len(str(e))
    return s


nan = float("nan")


def tuples(n):
    s, a = 0, (1, 2.5, "x")
    for i in range(n):
        s += (i & 3, 2.5, "x") == a
        s += (i, i) != (i, 3)
        s += (nan, 1) == (nan, 1)
        s += (1.0, i) == (1, i)
        s += (0.0,) == (-0.0,)
        s += () == ()
        if i == n - 20:
            a = (1, 2, "x")
        if i == n - 10:
            a = (1, 2.5)
        if i == n - 5:
            a = (Odd(), 2.5, "x")
    return s


@dataclass
class D:
    x: int
    y: float = 1.5


def data(n):
    s, d = 0, D(3)
    for i in range(n):
        e = D(i & 3)
        s += e == d
        s += (e != d) + (e == i) + (e.__class__ is D)
        if i == n - 30:
            d.y = "t"
    return s


class L(list):
    pass


def counts(n):
    c, g, h, s = defaultdict(int), defaultdict(list), defaultdict(lambda: 5), 0
    words = "a b c a d".split()
    for i in range(n):
        c[words[i % 5]] += 1
        g[i % 7].append(i)
        h[i % 5] += 1
        if i == n - 40:
            c[1] = 1
            c.default_factory = None
        if i == n - 20:
            words[0] = "new"
        try:
            s += c[words[0]]
        except KeyError as e:
            s += len(e.args[0])
            words[0] = "b"
    return s, sorted(map(str, c)), len(g), dict(h)


def within(n):
    o, s = Odd(), 0
    for i in range(n):
        s += (i in o) + (i not in o)
        if i in o:
            s += 2
        x = L([1])
        s += x.__class__ is L
    return s


for _ in range(3):
    print(text(400), tuples(300), data(300), counts(300), within(200))
