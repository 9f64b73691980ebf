# Every pattern of match: literals, captures, sequences, mappings, classes, guards.
import enum


class Color:
    RED = 1
    GREEN = "g"


class Point:
    __match_args__ = ("x", "y")
    def __init__(self, x, y, z=0): self.x, self.y, self.z = x, y, z


class Sub(Point): pass


def m(v):
    match v:
        case None: return "none"
        case True: return "true"
        case -1 | -2.5 | 3+4j: return "number literal"
        case 0: return "zero"
        case Color.RED: return "red"
        case Color.GREEN | "green": return "green"
        case b"bytes": return "bytes"
        case str() as s if len(s) > 10: return "long " + s
        case str(s): return "str " + s
        case int(n) if n > 1000: return "big"
        case int() | float(): return "num"
        case []: return "empty"
        case [x]: return ("one", x)
        case [1, 2, *rest]: return ("12", rest)
        case [first, *_, last] if first == last: return ("same ends", first)
        case [[a, b], [c, d]]: return ("nested", a, b, c, d)
        case (a, b): return ("pair", a, b)
        case [*all_]: return ("seq", len(all_))
        case {}if not v: return "empty dict"
        case {"kind": "circle", "r": r}: return ("circle", r)
        case {"kind": k, **rest}: return (k, rest)
        case {1: _, -2: two}: return ("ints", two)
        case {}: return "some dict"
        case Sub(x=0): return "sub at 0"
        case Point(0, 0): return "origin"
        case Point(x, y=0): return ("on x", x)
        case Point(x, y, z=z) if z: return ("3d", x, y, z)
        case Point(): return "point"
        case type(): return "type"
        case _: return "other"


for v in (None, True, False, -1, -2.5, 3 + 4j, 0, 0.0, 1, 1.0, "g", "green", b"bytes", "x" * 11, "abc", 5000, 7, 2.5, [], (), [9],
          (1, 2, 3), [1, 2], [4, 5, 4], [[1, 2], (3, 4)], (5, 6), range(3), range(0), "", {}, {"kind": "circle", "r": 2, "q": 1},
          {"kind": "x", "a": 1}, {1: 0, -2: "t"}, {"z": 1}, Sub(0, 1), Point(0, 0), Point(3, 0), Point(1, 2, 3), Point(1, 2),
          int, object, {1, 2}, bytearray(b"ab"), iter([])):
    print(m(v) if not isinstance(v, type(iter([]))) else m(v))


def errs(v):
    match v:
        case Point(1, 2, 3): return 1


def noargs(v):
    match v:
        case Color(1): return 1


def dup(v):
    match v:
        case Point(1, x=1): return 1


def notclass(v):
    Thing = 5
    match v:
        case Thing(): return 1


class BadArgs:
    __match_args__ = 5
class BadArgs2:
    __match_args__ = (5,)
class BadArgs3:
    __match_args__ = ["x"]


def bad(v):
    match v:
        case BadArgs(1): return 1
        case BadArgs2(1): return 2
        case BadArgs3(1): return 3


for f, v in ((errs, Point(1, 2)), (noargs, Color()), (dup, Point(1, 2)), (notclass, 1), (bad, BadArgs()), (bad, BadArgs2()), (bad, BadArgs3())):
    try:
        print(f(v))
    except TypeError as e:
        print(e)


def binds(v):
    match v:
        case [a, 5]: pass
        case [a, b]: pass
    return a, b


print(binds([1, 2]))
match (1, 2):
    case x, y: print(x, y)
match [1, {"k": (2, 3)}]:
    case [1 as one, {"k": (2, _) as pair}]: print(one, pair)
match = 5
case = match + 1
print(match, case)


def evaluate(e):
    match e:
        case ("+", a, b): return evaluate(a) + evaluate(b)
        case ("*", a, b): return evaluate(a) * evaluate(b)
        case ("neg", a): return -evaluate(a)
        case int(n): return n


t = 0
for i in range(1500):
    t += evaluate(("+", ("*", i, 2), ("neg", ("+", 1, i))))
print(t)


class E(enum.Enum):
    A = 1
    B = 2


for e in E:
    match e:
        case E.A: print("is A")
        case E.B: print("is B")
