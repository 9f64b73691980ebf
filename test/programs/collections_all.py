from collections import *
d = deque([1, 2, 3]); d.append(4); d.appendleft(0); print(d, len(d), d[0], d[-1], d.pop(), d.popleft(), d)
d.extend([5, 6]); d.extendleft('ab'); print(d); d.rotate(2); print(d); d.rotate(-3); print(d)
d.insert(2, 'x'); d.remove('x'); d.reverse(); print(d, d.index(5), d.count(2), 5 in d, list(reversed(d)))
m = deque(maxlen=3)
for i in range(6): m.append(i)
print(m, m.maxlen, m == deque([3, 4, 5]), m < deque([9]), m + deque([1]), m * 2)
m.appendleft(9); print(m); del m[1]; m[0] = 'z'; print(m, m.copy())
for bad in (lambda: deque().pop(), lambda: deque().popleft(), lambda: deque()[0], lambda: deque().remove(1), lambda: deque([1]).index(2), lambda: hash(deque()), lambda: deque(maxlen=-1), lambda: deque(5), lambda: deque([1]) + [2]):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
try:
    q = deque(range(5))
    for x in q: q.append(x)
except RuntimeError as e: print(e)
dd = defaultdict(list); dd['a'].append(1); dd['b']; print(dd, dd['a'], 'z' in dd, dd.get('z'), dict(dd), dd.default_factory)
di = defaultdict(int)
for c in 'hello': di[c] += 1
print(sorted(di.items()), di.copy() == di, isinstance(di, dict))
try: defaultdict()['x']
except KeyError as e: print(repr(e))
try: defaultdict(5)
except TypeError as e: print(e)
c = Counter('abracadabra'); print(c.most_common(2), c['a'], c['zz'], sum(c.values()), c)
c.update('aaa'); c.subtract({'a': 1}); print(c['a'], c + Counter(a=1), c - Counter(a=5), c & Counter(a=2), list(Counter(a=2).elements()))
o = OrderedDict([('x', 1), ('y', 2)]); o['z'] = 3; o.move_to_end('x'); print(o, list(o), o.popitem(last=False), o)
o.move_to_end('x', last=False); print(o, list(reversed(o)), o == OrderedDict(o), o == dict(o))
P = namedtuple('P', 'x y'); p = P(1, y=2); print(p, p.x, p[1], p._asdict(), p._replace(x=5), P._fields, P._make([7, 8]), p == (1, 2), hash(p) == hash((1, 2)))
x, y = p; print(x, y, P(*'ab'), P.__doc__)
try: P(1)
except TypeError as e: print(e)
D = namedtuple('D', 'a b c', defaults=[2, 3]); print(D(1), D._field_defaults)
class Q(P):
    def norm(self): return self.x + self.y
print(Q(3, 4).norm(), Q(3, 4))
cm = ChainMap({'a': 1}, {'a': 2, 'b': 3}); print(cm['a'], cm['b'], sorted(cm), dict(cm))
u = UserDict(a=1); print(u, u['a']); l = UserList([1, 2]); print(l + [3]); print(UserString('ab') * 2)
