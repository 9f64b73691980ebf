# Iteration, numeric and pickling-free copy protocols on user classes.
import copy
class Range2:
    def __init__(self, *a): self.r = range(*a)
    def __len__(self): return len(self.r)
    def __getitem__(self, i): return Range2(self.r[i].start, self.r[i].stop, self.r[i].step) if isinstance(i, slice) else self.r[i]
    def __eq__(self, o): return isinstance(o, Range2) and self.r == o.r
    def __hash__(self): return hash(self.r)
    def __repr__(self): return "Range2(%d, %d)" % (self.r.start, self.r.stop)
r = Range2(2, 10)
print(r[1:4], list(r), r[-1], 5 in r, r == Range2(2, 10), {r: 1}[Range2(2, 10)], max(r), sorted(r, reverse=True)[:2])
class Money:
    def __init__(self, c): self.c = c
    def __add__(self, o): return Money(self.c + (o.c if isinstance(o, Money) else o))
    __radd__ = __add__
    def __sub__(self, o): return Money(self.c - o.c)
    def __neg__(self): return Money(-self.c)
    def __abs__(self): return Money(abs(self.c))
    def __bool__(self): return self.c != 0
    def __int__(self): return self.c
    def __index__(self): return self.c
    def __round__(self, n=0): return Money(round(self.c, n or 0))
    def __format__(self, s): return "$%.2f" % (self.c / 100) if not s else format(self.c, s)
    def __repr__(self): return "Money(%r)" % self.c
    def __copy__(self): return Money(self.c)
    def __deepcopy__(self, memo): return Money(self.c * 10)
print(sum([Money(5), Money(7)]), sum(map(Money, range(1500))), f"{Money(1234)} {Money(5):>6}", abs(-Money(3)), bool(Money(0)), hex(Money(255)), range(10)[Money(3)], round(Money(7)))
print(copy.copy(Money(3)), copy.deepcopy([Money(3)]), [1, 2, 3][Money(1):], "ab" * Money(2))
class Countdown:
    def __init__(self, n): self.n = n
    def __iter__(self):
        n = self.n
        while n: yield n; n -= 1
    def __reversed__(self): return iter(range(1, self.n + 1))
    def __contains__(self, x): return 0 < x <= self.n
c = Countdown(5)
print(*c, *reversed(c), 3 in c, 9 in c, [*zip(c, c)], dict.fromkeys(c, 0), sum(Countdown(2000)), set(c) == {1, 2, 3, 4, 5})
a, *b = c
print(a, b, list(enumerate(c, 10))[:2], "-".join(map(str, c)), any(x > 4 for x in c), all(c))
