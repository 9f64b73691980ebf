# with: entering order, suppression, errors in enter and exit, returns inside.
class M:
    def __init__(self, name, swallow=False, fail=None):
        self.name, self.swallow, self.fail = name, swallow, fail
    def __enter__(self):
        print("enter", self.name)
        if self.fail == "enter":
            raise RuntimeError("in enter")
        return self.name
    def __exit__(self, t, v, tb):
        print("exit", self.name, t.__name__ if t else None, v, tb is not None)
        if self.fail == "exit":
            raise RuntimeError("in exit")
        return self.swallow


with M("a") as a, M("b") as b:
    print(a, b)
with (M("p") as p, M("q")):
    print(p)
with M("s", True):
    raise ValueError("swallowed")
try:
    with M("x"), M("y"):
        raise KeyError("k")
except KeyError as e:
    print("got", e)
try:
    with M("x"), M("y", fail="enter"):
        print("unreached")
except RuntimeError as e:
    print(e)
try:
    with M("x", fail="exit"):
        1 / 0
except RuntimeError as e:
    print(e, repr(e.__context__))


def f():
    with M("ret"):
        return "returned"


print(f())
for i in range(3):
    with M("loop%d" % i):
        if i == 0:
            continue
        if i == 1:
            break


class NoExit:
    def __enter__(self): return 1
class NoEnter:
    def __exit__(self, *a): return 1


for m in (5, NoExit(), NoEnter(), None):
    try:
        with m:
            pass
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
with M("t") as (x, *y):
    print(x, y)
class Box: pass
box = Box()
with M("attr") as box.value:
    print(box.value)
d = {}
with M("item") as d["k"]:
    pass
print(d)


class Count:
    entered = exited = 0
    def __enter__(self):
        Count.entered += 1
        return self
    def __exit__(self, t, v, tb):
        Count.exited += 1
        return t is ValueError


n = 0
for i in range(2500):
    with Count() as c:
        n += 1
        if i % 5 == 0:
            raise ValueError
        n += 1
    if i % 7 == 0:
        continue
print(n, Count.entered, Count.exited)


def gen():
    with M("gen"):
        yield 1
        yield 2


g = gen()
print(next(g))
g.close()
