# Frames, tracebacks, recursion, arguments: what only the interpreter can get wrong.
import sys


def line():
    return sys._getframe(1).f_lineno


print(line())


def where(depth=0):
    f = sys._getframe(depth)
    return f.f_code.co_name, f.f_lineno


def caller():
    return where(), where(1)


print(caller())


def local_names(a, b=2, *args, **kw):
    c = a
    d = lambda: c
    return sorted(locals().items(), key=lambda p: p[0])[:3]


print(local_names(1)[:2])


def frame_of():
    x = 41
    f = sys._getframe()
    x = 42
    return f


f = frame_of()
print(f.f_locals["x"], f.f_code.co_name, f.f_back is not None)


def tb_lines():
    def inner():
        raise KeyError("k")

    def outer():
        inner()

    try:
        outer()
    except KeyError as e:
        out = []
        tb = e.__traceback__
        while tb:
            out.append((tb.tb_frame.f_code.co_name, tb.tb_lineno - tb.tb_frame.f_code.co_firstlineno))
            tb = tb.tb_next
        return out


print(tb_lines())


def reraise_lines():
    try:
        try:
            1 / 0
        except ZeroDivisionError:
            raise
    except ZeroDivisionError as e:
        n = 0
        tb = e.__traceback__
        while tb:
            n += 1
            tb = tb.tb_next
        return n


print(reraise_lines())


def depth(n):
    try:
        return depth(n + 1)
    except RecursionError:
        return n


sys.setrecursionlimit(200)
print(150 < depth(0) < 200)
sys.setrecursionlimit(5000)


def count(n):
    return 0 if n == 0 else 1 + count(n - 1)


print(count(4000))


class Node:
    def __init__(self, child):
        self.child = child

    def __repr__(self):
        return f"N({self.child!r})"


n = None
for _ in range(200):
    n = Node(n)
print(len(repr(n)))


def gen_frame():
    x = 1
    yield sys._getframe().f_locals["x"]
    x = 2
    yield sys.exc_info()[0]


g = gen_frame()
print(next(g), g.gi_frame.f_locals)
try:
    raise ValueError
except ValueError:
    print(next(g))
print(g.gi_frame.f_locals["x"], list(g), g.gi_frame)


def handled_in_gen():
    try:
        raise KeyError(1)
    except KeyError:
        yield sys.exc_info()[0]
        yield sys.exc_info()[0]
    yield sys.exc_info()[0]


for v in handled_in_gen():
    print(v, sys.exc_info()[0])


def many(a, b, c=3, /, d=4, *e, f, g=7, **h):
    return a, b, c, d, e, f, g, h


print(many(1, 2, f=6), many(1, 2, 3, 4, 5, 6, f=7, z=9, a=1))
for call in (
    "many()", "many(1)", "many(1, 2)", "many(1, 2, f=1, b=3)", "many(1, 2, d=3, f=4, **{'d': 5})",
    "(lambda: 0)(1)", "(lambda a: 0)()", "(lambda a, b: 0)(1, 2, 3)", "(lambda a, *, k: 0)(1, 2, k=3)",
    "(lambda a, b=1: 0)(1, 2, 3)", "(lambda a, b, c: 0)()", "(lambda *, a, b: 0)()", "len(1, 2)",
    "(lambda a, /: 0)(a=1)", "(lambda a: 0)(1, a=2)", "(lambda a: 0)(b=2)", "None()", "Node()", "Node(1, 2)",
    "(lambda **k: 0)(**{1: 2})", "(lambda a: 0)(*3)", "(lambda a: 0)(**3)", "object(1)", "int.foo", "[].append()",
):
    try:
        print(call, eval(call))
    except (TypeError, AttributeError) as e:
        print(call, type(e).__name__, e)
