r = range(2, 20, 3)
print(r, list(r), len(r), r[2], r[-1], r[1:3], 5 in r, 6 in r, r.index(8), r.count(5), r == range(2, 18 + 1, 3), hash(r) == hash(range(2, 20, 3)))
print(range(10)[::-1], range(0), bool(range(0)), list(range(5, 0, -2)), range(10**20, 10**20 + 5)[2], len(range(10**18)), list(range(2**62, 2**62 + 3)))
print(list(reversed(range(5))), range(3).start, range(3).stop, range(1, 3).step, slice(1, 2, 3), slice(None), slice(1, 10, 2).indices(5), slice(-1, None, -1).indices(5))
it = iter([1, 2, 3]); print(next(it), it.__length_hint__(), list(it), next(it, 'end'))
print(list(iter(lambda c=[0]: c.__setitem__(0, c[0] + 1) or c[0], 4)))
class G:
    def __getitem__(self, i):
        if i > 3: raise IndexError
        return i * 10
print(list(G()), 20 in G(), list(zip(G(), 'ab')))
class I:
    def __init__(s): s.n = 0
    def __iter__(s): return s
    def __next__(s):
        s.n += 1
        if s.n > 3: raise StopIteration
        return s.n
print(list(I()), tuple(I()), sum(I()), max(I()), sorted(I()), [*I()])
a, b, c = I(); print(a, b, c)
for bad in (lambda: iter(5), lambda: next(5), lambda: next(iter([])), lambda: range(1, 2, 0), lambda: range('a'),
            lambda: list(zip([1], [1, 2], strict=True)), lambda: list(zip([1, 2], [1], strict=True)),
            lambda: reversed({1}), lambda: enumerate(), lambda: range(5)[10], lambda: map(1), lambda: len(5),
            lambda: min(), lambda: max([]), lambda: sum(["a"]), lambda: sum([], ''), lambda: abs('x'), lambda: ord('ab'),
            lambda: chr(-1), lambda: round('x'), lambda: divmod(1, 0), lambda: any(5), lambda: sorted([1, 'a']),
            lambda: sorted(5), lambda: iter(5, 6), lambda: zip(1), lambda: filter(1), lambda: list(map(1, [1])), lambda: bin(1.5)):
    try:
        print(bad())
    except BaseException as e:
        print(type(e).__name__, e)
try: a, b = [1, 2, 3]
except ValueError as e: print(e)
try: a, b, c, d = [1, 2, 3]
except ValueError as e: print(e)
try: a, *b, c = [1]
except ValueError as e: print(e)
try: a, b = 5
except TypeError as e: print(e)
print(list(map(lambda x, y: x + y, [1, 2], [10, 20, 30])), list(filter(lambda x: x % 2, range(6))))
def gen():
    x = yield 1
    print('got', x); yield 2
g = gen(); print(next(g), g.send('hi'), next(g, None))
print(abs(-5), divmod(7, -2), pow(2, 10), pow(2, 10, 1000), round(2.5), round(2.675, 2), chr(8364), ord('a'), bin(-5), hex(255), oct(8))
print(list(enumerate('abc', 1)), sum([[1], [2]], []), list(enumerate('a', 10**20)))
print([i for i in range(3) for j in range(i)], {i: j for i, j in [(1, 2)]})
print(max([1, 5, 3]), min(4, 2, 8), sum([1, 2, 3]), sum([0.1] * 3), max("abc", key=ord), min([], default=5))
print(any([0, 1]), all([]), all([1, 0]), max([1, 2], [1, 3]), min('b', 'a'))
class M(map): pass
print(list(M(int, '12')), type(M(int, '1')).__name__)
class R:
    def __len__(self): return 3
    def __getitem__(self, i): return i
print(list(reversed(R())), 2 in R(), list(zip()), list(zip('ab', 'cd', 'ef')))
print(range(1, 10, 2) == range(1, 11, 2), range(0) == range(2, 1), repr(range(1, 10**20)), 10**19 in range(10**20), range(3).index(True))
print(slice(1) == slice(1), slice(1, 2) < slice(1, 3), [1, 2, 3, 4][slice(1, 3)])
