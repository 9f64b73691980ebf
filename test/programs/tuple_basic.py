print((1, 2) + (3,), (1,) * 3, (1, 2, 3)[1:], (1, 2).index(2), hash((1, 2, 3)), hash(()), hash((1, (2, 3))))
print((1, 2) < (1, 3), (1,) < (1, 0), () == (), (1, 2) != (1, 2), tuple('abc'), tuple([1]), (1,), ())
print((1, 2, 3)[::-1], (1, 2, 3)[-1], 2 in (1, 2), (1, 1, 2).count(1), len((1, 2)))
t = ([],); t[0].append(t); print(t)
k = 'x'
for bad in (lambda: ()[0], lambda: (1,).index(2), lambda: (1,) + [2], lambda: (1,)[k], lambda: tuple(5),
            lambda: hash(([],)), lambda: (1,) < 1, lambda: (1,) * 1.5):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
class T(tuple):
    def __new__(cls, a, b): return super().__new__(cls, (a, b))
    @property
    def first(self): return self[0]
x = T(1, 2); print(x, x.first, x == (1, 2), len(x), x + (3,), hash(x) == hash((1, 2)), list(x), {(1, 2): 'k'}[x], x[1:])
a, b = x; print(a, b)
print(sorted([(2, 1), (1, 5), (1, 2)]), max((1, 2), (1, 3)), (1, 'a', None) == (1, 'a', None))
