# Container dunders: getitem, setitem, delitem, slices, contains, iter, missing.
class Grid:
    def __init__(self):
        self.cells = {}
    def __getitem__(self, key):
        return ("get", key)
    def __setitem__(self, key, value):
        self.cells[str(key)] = value
    def __delitem__(self, key):
        print("del", key)
    def __contains__(self, key):
        return key == 5
    def __len__(self):
        return 3
    def __iter__(self):
        yield from "abc"
    def __reversed__(self):
        return "reversed"
    def __length_hint__(self):
        return 10


g = Grid()
print(g[1], g[1, 2], g[1:2], g[::3, ...], g["x"], g[None:])
g[1:2] = 5
g[0, 1] = 6
g[3] += (1,)
print(g.cells)
del g[1], g[2:3]
print(5 in g, 6 in g, 6 not in g, len(g), list(g), reversed(g), [*g], tuple(g))
a, b, c = g
print(a, b, c)


class Seq:
    "The old protocol: only __getitem__ and __len__."
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
    def __getitem__(self, i):
        if isinstance(i, slice):
            return i.indices(self.n)
        if not 0 <= i < self.n:
            raise IndexError(i)
        return i * i


s = Seq(5)
print(list(s), 9 in s, 10 in s, list(reversed(s)), s[1:], s[::-1], list(zip(s, s)), sum(s), max(s))
for x in Seq(2000):
    pass
print(x)


class D(dict):
    def __missing__(self, key):
        self[key] = v = key * 2
        return v


d = D(a=1)
print(d["a"], d["b"], d, d.get("zz"), len(d))


class It:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n


print(list(It(3)), sum(It(2000)), 1 in It(3), sorted(It(4)), dict(zip(It(2), "ab")))


class Bad:
    def __iter__(self): return 5
class Bad2:
    __iter__ = None
    __contains__ = None
    __len__ = None
class Bad3:
    def __iter__(self): raise ValueError("no iter")
    def __getitem__(self, k): raise KeyError(k)


for f in (lambda: list(Bad()), lambda: iter(Bad2()), lambda: 1 in Bad2(), lambda: len(Bad2()), lambda: list(Bad3()),
          lambda: Bad3()[1], lambda: 5[0], lambda: [1][1:2, 3], lambda: [1]["a"], lambda: {}[[]], lambda: "a"[5],
          lambda: (1,)[2], lambda: [][0], lambda: next(5), lambda: iter(5), lambda: {}["q"], lambda: reversed(5)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
try:
    5[0] = 1
except TypeError as e:
    print(e)
try:
    "abc"[0] = "x"
except TypeError as e:
    print(e)
try:
    del (1, 2)[0]
except TypeError as e:
    print(e)


class L(list):
    def __getitem__(self, i):
        return "L", super().__getitem__(i)
    def append(self, x):
        super().append(x * 2)


l = L([1, 2])
l.append(5)
print(l, l[0], l[1:], len(l), l == [1, 2, 10], type(l + [1]).__name__)
print(list(iter(It(5).__next__, 2)), isinstance(iter([]), type(iter([]))))
