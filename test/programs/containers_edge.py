# Things that could crash: mutation during comparison, recursion, sizes.
import sys
def attempt(f, *show):
    try:
        r = f()
        print('ok', r if show else type(r).__name__)
    except BaseException as e:
        print(type(e).__name__, str(e)[:100])
def deep(make, n=100000):
    x = make(None)
    for _ in range(n): x = make(x)
    return x
a, b = deep(lambda x: [x]), deep(lambda x: [x])
attempt(lambda: repr(a)); attempt(lambda: a == b); 
attempt(lambda: repr(deep(lambda x: {'k': x}))); attempt(lambda: deep(lambda x: (x,)) == deep(lambda x: (x,)))
attempt(lambda: [0] * 10**13); attempt(lambda: (0,) * 10**15); attempt(lambda: [1, 2] * sys.maxsize); attempt(lambda: list(range(10**15)))
attempt(lambda: [0] * -5, 1); attempt(lambda: range(10**30)[10**29], 1); attempt(lambda: len(range(10**30))); attempt(lambda: 'x' * 10**14 and 1)
class Clear:
    def __init__(self, target): self.target = target
    def __eq__(self, o): self.target.clear(); return True
    def __hash__(self): return 7
    def __repr__(self): self.target.clear(); return 'C'
    def __lt__(self, o): self.target.clear(); return True
l = []; l.extend([Clear(l) for _ in range(5)]); attempt(lambda: l.count(3), 1)
l = []; l.extend([Clear(l) for _ in range(5)]); attempt(lambda: l.remove(3), 1)
l = []; l.extend([Clear(l) for _ in range(5)]); attempt(lambda: l.index(3), 1)
l = []; l.extend([Clear(l) for _ in range(5)]); attempt(lambda: repr(l), 1)
l = []; l.extend([Clear(l) for _ in range(5)]); attempt(lambda: l == [Clear(l)] * 5, 1)
l = []; l.extend([Clear(l) for _ in range(50)]); attempt(lambda: l.sort(), 1); print(l)
d = {}; d.update({Clear(d): 1}); attempt(lambda: d.get(Clear(d)), 1)
d = {}; d['x'] = Clear(d); d['y'] = 2; attempt(lambda: repr(d), 1)
d = {1: 2}; d[5] = Clear(d); attempt(lambda: d == {1: 2, 5: 6}, 1)
class Grow:
    def __init__(self, d): self.d = d
    def __hash__(self): return 3
    def __eq__(self, o):
        for i in range(100): self.d[i * 1000] = i
        return False
g = {}; g[Grow(g)] = 1; attempt(lambda: g.get(Grow(g), 'none'), 1); print(len(g))
s = set(); s.add(Clear(s)); attempt(lambda: Clear(s) in s, 1); attempt(lambda: s | {Clear(s)}, 0)
class Index:
    def __init__(self, l, v): self.l, self.v = l, v
    def __index__(self): self.l.clear(); return self.v
l = list(range(10)); attempt(lambda: l[Index(l, 2):], 1)
l = list(range(10)); attempt(lambda: l[Index(l, 2)], 1)
l = list(range(10)); attempt(lambda: l.insert(Index(l, 5), 'x')); print(l)
l = list(range(10)); attempt(lambda: l.__setitem__(slice(Index(l, 2), 5), [1])); print(l)
l = list(range(10)); attempt(lambda: l.__delitem__(slice(0, Index(l, 5), 2))); print(l)
l = list(range(10)); attempt(lambda: l * Index(l, 3), 1); l = [1, 2, 3]; attempt(lambda: l.pop(Index(l, 0)), 1)
def bad_iter():
    yield 1
    raise KeyError('inside')
for f in (list, tuple, set, frozenset, sorted, sum, max, any, lambda x: dict.fromkeys(x), lambda x: [*x], lambda x: list(zip(x, x)), lambda x: ''.join(x)):
    attempt(lambda: f(bad_iter()), 1)
l = [1]; l.extend(x for x in l if len(l) < 50) if False else None
l = [1, 2, 3]; it = iter(l); next(it); l.clear(); print(list(it)); l.append(5); print(list(it))
l = [3, 1, 2]; r = reversed(l); l.append(9); print(list(r)); r = reversed(l); next(r); l.clear(); print(list(r))
d = {i: i for i in range(10)}; it = iter(d); next(it); del d[5]; attempt(lambda: next(it)); attempt(lambda: next(it))
d = {i: i for i in range(10)}; it = iter(d.items()); next(it); d[0] = 'changed'; print(next(it))
for bad in (lambda: {}.fromkeys(5), lambda: dict(a=1, **{'a': 2}), lambda: {**5}, lambda: [*5], lambda: {1, [2]}, lambda: {[]: 1}, lambda: {}.update(5), lambda: {}.update([5]), lambda: dict([('a',)]), lambda: max(1, 'a'), lambda: min([1], key=5), lambda: sorted([1], key=5), lambda: [].sort(5), lambda: [].sort(key=len, foo=1), lambda: enumerate([], 'a'), lambda: slice(), lambda: slice(1, 2, 3, 4), lambda: range(), lambda: range(1.5), lambda: tuple(1, 2), lambda: next([]), lambda: iter(), lambda: reversed(5), lambda: list.append(5, 1), lambda: list.append(), lambda: [].append(), lambda: [].append(1, 2), lambda: {}.get(), lambda: set().add(), lambda: set().update(5), lambda: frozenset().add(1), lambda: (1).x, lambda: [].x, lambda: print(foo=1), lambda: len(), lambda: len(1, 2), lambda: any(), lambda: chr('a'), lambda: chr(10**20), lambda: ord(''), lambda: ord(5), lambda: round(1.5, 'a'), lambda: pow(2, -1, 4), lambda: divmod('a', 1), lambda: abs([]), lambda: hash([]), lambda: hash({}), lambda: hash(slice(1)), lambda: bin('a'), lambda: sum([1], [2]), lambda: sum(['a', 'b']), lambda: sum([[1]], ()), lambda: input(1, 2)):
    attempt(bad, 1)
