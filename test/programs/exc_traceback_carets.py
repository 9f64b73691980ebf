# Caret ranges under the failing expression (PEP 657) in many shapes.
import sys


def a1(x): return x.foo.bar
def a2(x): return 1 + x / 0 + 2
def a3(x): return x["a"]["b"]
def a4(x): return f(1)(2)
def a5(x): return x(1, 2, *[3])
def a6(x):
    return (x +
            "a")
def a7(x): return -"abc"
def a8(x): return x[1:2] @ 3
def a9(x): y = z = undefined_name
def b1(x): x.attr = 5
def b2(x): x[5] = 6
def b3(x): del x.foo
def b4(x): a, b = x
def b5(x): raise ValueError("été") from None
def b6(x): return "日本" + x.y
def b7(x): assert x == 2, "message"
def b8(x): return [i / 0 for i in (1, 2)]
def b9(x): import nothing.at_all
def c1(x): return {**x}
def c2(x): x += "a"
def c3(x): return x < "a"
def c4(x):
    for i in x:
        pass
def c5(x):
    with x:
        pass


tests = [(a1, 1), (a2, 1), (a3, {}), (a4, 1), (a5, 1), (a6, 1), (a7, 1), (a8, [1]), (a9, 1), (b1, 1), (b2, ()), (b3, 1),
         (b4, 1), (b4, (1,)), (b5, 1), (b6, 1), (b7, 1), (b8, 1), (b9, 1), (c1, 1), (c2, 1), (c3, 1), (c4, 1), (c5, 1)]
which = int(sys.argv[1]) if len(sys.argv) > 1 else None
for fn, arg in tests:
    try:
        fn(arg)
    except Exception:
        sys.excepthook(*sys.exc_info())
