d = {'a': 1, 'b': 2}
d['c'] = 3; print(d, len(d), d['a'], d.get('z'), d.get('z', 5))
del d['a']; print(d); d['a'] = 9; print(d, list(d), list(d.values()), list(d.items()))
print('a' in d, 'q' in d, d.pop('a'), d.pop('a', None), d)
d.update(x=1, y=2); d.update({'b': 7}); d.update([('k', 'v')]); print(d)
print(d.setdefault('b', 0), d.setdefault('n'), d.popitem(), d)
print({1: 2} | {3: 4}, {1: 2} == {1: 2}, {1: 2} == {1: 3}, {1: 1, 2: 2} == {2: 2, 1: 1})
e = {i: i * i for i in range(30)}; print(e, e[29], 30 in e)
for i in range(0, 30, 2): del e[i]
print(e); e[0] = 'z'; print(list(e))
print(dict.fromkeys('abc'), dict.fromkeys([1, 2], 0), dict(a=1), dict([(1, 2)]), dict({'a': 1}, b=2))
m = {1: 'int', 'a': 'str', (1, 2): 'tuple', None: 'none', 2.5: 'f'}
print(m, m[1.0], m[(1, 2)], m[None], m[2.5], True in m)
m[True] = 'T'; print(m)
k = d.keys(); print(k, d.values(), d.items(), 'x' in k, k & {'x', 'zz'}, len(k))
print(sorted(k | {'q'}), sorted(k - {'x'}), sorted(k ^ {'x', 'w'}), k == set(d), k <= set(d), k.isdisjoint({'nope'}))
print(('x', 1) in d.items(), list(reversed(d)), list(reversed({1: 2, 3: 4}.items())))
for bad in (lambda: {}['k'], lambda: {}.pop('k'), lambda: {}.popitem(), lambda: {[]: 1}, lambda: {}[[]], lambda: dict(1),
            lambda: dict([1]), lambda: dict([(1, 2, 3)]), lambda: {1: 2} < {3: 4}, lambda: hash({}), lambda: dict(1, 2)):
    try:
        bad()
    except Exception as ex:
        print(type(ex).__name__, ex)
try:
    for q in d: d[q + '1'] = 1
except RuntimeError as ex:
    print(ex)
class D(dict):
    def __missing__(self, k): return 'missing ' + k
dd = D(a=1); print(dd['a'], dd['zz'], dd, len(dd), isinstance(dd, dict))
r = {}; r['self'] = r; print(r)
class H:
    def __init__(s, v): s.v = v
    def __hash__(s): return 1
    def __eq__(s, o): return isinstance(o, H) and s.v == o.v
    def __repr__(s): return f'H{s.v}'
h = {H(i): i for i in range(20)}; print(h[H(7)], H(30) in h, len(h)); del h[H(3)]; print(h)
big = {}
for i in range(10000): big['%d' % i] = i
print(len(big), sum(big.values()), big['9999'])
for i in range(9000): del big['%d' % i]
print(len(big), list(big)[:3]); big.clear(); print(big)
st = {}
for i in range(100):
    st[i] = i
    if i % 3: st.popitem()
print(st)
for i in range(200):
    st['k%d' % i] = i
    if i % 5: del st['k%d' % i]
print(st)
print({**{'a': 1}, 'b': 2, **{'c': 3}}, {k: v for k, v in zip('ab', range(2))})
print({1: 'a', 1.0: 'b'}, {-1: 1, -2: 2}, {2**61 - 1: 1, 0: 2, -2**61: 3, 10**30: 4})
def kw(**k): return k
print(kw(a=1, b=2))
class Evil:
    def __hash__(self): return hash('a')
    def __eq__(self, o): ev.clear(); return False
ev = {'a': 1, 'b': 2}
print(ev.get(Evil()), ev)
q = {}
for i in range(1000):
    q[i] = i
    if i > 10: del q[i - 10]
print(q)
it = iter({1: 2, 3: 4}); print(next(it), it.__length_hint__(), list(it))
a = {'x': 1}; a |= {'y': 2}; a |= [('z', 3)]; print(a, a.items() >= {('x', 1)}, a.keys() == {'x', 'y', 'z'})
print(a.items() & {('x', 1), ('q', 2)}, {} == {}, {1: {}} == {1: {}}, a.copy() is a, dict(a) == a)
