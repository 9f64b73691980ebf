# RecursionError, MemoryError and OverflowError are exceptions like others.
import sys


def down(n):
    return down(n + 1)


for _ in range(3):
    try:
        down(0)
    except RecursionError as e:
        print(e)


def depth(n):
    try:
        return depth(n + 1)
    except RecursionError:
        return n


d = depth(0)
print(d)


class R:
    def __repr__(self): return repr(self)
    def __getattr__(self, n): return getattr(self, n + "x")
    def __eq__(self, o): return self == o
    def __call__(self): return self()
    def __add__(self, o): return self + o
    def __iter__(self): return iter(self)
    def __len__(self): return len(self)
    def __hash__(self): return hash(self)


r = R()
for f in (lambda: repr(r), lambda: r.a, lambda: r == r, lambda: r(), lambda: r + 1, lambda: list(r), lambda: len(r), lambda: hash(r)):
    try:
        f()
    except RecursionError as e:
        print("RecursionError", str(e)[:32])
x = []
x.append(x)
print(x)
d = {}
d["d"] = d
print(d)
l = []
for i in range(100000):
    l = [l]
try:
    repr(l)
except RecursionError as e:
    print(str(e)[:32])
try:
    l == [l]
except RecursionError as e:
    print(str(e)[:32])
del l
for f in (lambda: [0] * 10 ** 12, lambda: "a" * 10 ** 14, lambda: bytes(10 ** 14), lambda: [None] * (2 ** 62),
          lambda: 1 << (1 << 60), lambda: (0,) * 10 ** 13, lambda: [0] * 2 ** 64, lambda: "x" * 2 ** 80, lambda: bytearray(2 ** 45)):
    try:
        f()
    except (MemoryError, OverflowError) as e:
        print(type(e).__name__, e)
def gen(n):
    yield from gen(n + 1)


try:
    next(gen(0))
except RecursionError as e:
    print(e)
sys.setrecursionlimit(5000)
print(depth(0) > 4000)
sys.setrecursionlimit(300)
print(depth(0) < 900)
try:
    sys.setrecursionlimit(1)
except (RecursionError, ValueError) as e:
    print(type(e).__name__)
