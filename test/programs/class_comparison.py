# Comparison dunders, reflection, hashing, __bool__/__len__, sorting by them.
class K:
    def __init__(self, v): self.v = v
    def __eq__(self, o):
        print("eq", self.v, getattr(o, "v", o), end="; ")
        return isinstance(o, K) and self.v == o.v
    def __lt__(self, o): return self.v < o.v
    def __hash__(self): return hash(self.v)
    def __repr__(self): return "K%r" % self.v


print(K(1) == K(1), K(1) != K(2), K(1) == 5, 5 == K(1), K(1) < K(2), K(1) > K(2))
print(sorted([K(3), K(1), K(2)]), max(K(1), K(4)), min([K(9), K(2)]))
print(K(1) in [K(2), K(1)], [K(1), K(2)].index(K(2)), [K(0)].count(K(0)))
d = {K(1): "a"}
print(d[K(1)], K(2) in d, d.get(K(1)))
for f in (lambda: K(1) <= K(2), lambda: K(1) >= K(2)):
    try:
        f()
    except TypeError as e:
        print(e)


class E:
    def __eq__(self, o): return True


try:
    hash(E())
except TypeError as e:
    print(e)
try:
    {E(): 1}
except TypeError as e:
    print(e)
print(E.__hash__, E() != 3)


class R:
    def __lt__(self, o): return "R.lt"
    def __gt__(self, o): return "R.gt"
    def __le__(self, o): return []
    def __ge__(self, o): return "x"


print(5 < R(), 5 > R(), 5 <= R(), R() <= 1, not R() <= 1)
if R() <= 1:
    print("true")
else:
    print("false")


class L:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n


class BB:
    def __init__(self, r): self.r = r
    def __bool__(self): return self.r


print(bool(L(0)), bool(L(2)), bool(BB(True)), not BB(False))
for f in (lambda: bool(BB(1)), lambda: bool(L(-1)), lambda: len(L("x")), lambda: len(L(2 ** 70)), lambda: hash([])):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)


class H:
    def __init__(self, h): self.h = h
    def __hash__(self): return self.h


print(hash(H(2 ** 61 - 1)), hash(H(-1)), hash(H(2 ** 100)) == 2 ** 100 % (2 ** 61 - 1))
try:
    hash(H("x"))
except TypeError as e:
    print(e)
print((1, K(1)) == (1, K(1)), [K(1)] == [K(2)], (1, 2) < (1, 3), [1] < [1, 0], (1, "a") != (1, "a"))
x = float("nan")
print([x] == [x], x == x, x in [x], (x,) == (x,), {x: 1}[x])


class Card:
    order = "23456789TJQKA"
    def __init__(self, r): self.r = r
    def __lt__(self, o): return self.order.index(self.r) < self.order.index(o.r)
    def __eq__(self, o): return self.r == o.r


cards = [Card("23456789TJQKA"[(i * 7) % 13]) for i in range(400)]
print("".join(c.r for c in sorted(cards))[::40], "".join(c.r for c in sorted(cards, reverse=True))[:8])
n = 0
for i in range(1500):
    n += Card("A") == Card("K") or Card("2") < Card("3")
print(n)
