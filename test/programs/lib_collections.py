# collections: deque, Counter, OrderedDict, defaultdict, namedtuple, ChainMap.
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque, namedtuple, UserDict, UserList
d = deque([1, 2, 3], maxlen=4)
d.append(4); d.append(5); d.appendleft(0)
print(d, d.maxlen, d[0], d[-1], len(d))
d.rotate(1); print(list(d)); d.rotate(-2); print(list(d), d.count(3))
print(d.pop(), d.popleft(), d.index(3), 3 in d, list(reversed(d)))
d.extend("ab"); d.extendleft("xy"); print(d); d.remove("x") if "x" in d else None; d.clear(); print(d)
for f in (lambda: d.pop(), lambda: d.popleft(), lambda: d[3], lambda: deque(5), lambda: d.remove(1)):
    try: f()
    except Exception as e: print(type(e).__name__, e)
q = deque()
t = 0
for i in range(3000):
    q.append(i)
    if len(q) > 10: t += q.popleft()
print(t)
c = Counter("abracadabra")
print(c, c["a"], c["z"], c.most_common(2), sorted(c.elements())[:4], c.total())
c.update("aaa"); c.subtract({"b": 5}); print(c, +c, -c, c & Counter(a=1), c | Counter(z=3), Counter(a=2) + Counter(a=1, b=1))
od = OrderedDict([("a", 1), ("b", 2), ("c", 3)])
od.move_to_end("a"); print(od, list(od), od.popitem(last=False)); od.move_to_end("a", last=False); print(od == {"c": 3, "a": 1})
dd = defaultdict(list)
for i in range(2000): dd[i % 7].append(i)
print(len(dd), sum(map(len, dd.values())), dd[99], defaultdict(int, a=1), dd.default_factory)
try: defaultdict()["x"]
except KeyError as e: print(e)
P = namedtuple("P", "x y z", defaults=[9])
p = P(1, y=2)
print(p, p.x, p[1], p._asdict(), p._replace(x=5), P._fields, P._make([1, 2, 3]), p == (1, 2, 9), P._field_defaults)
x, y, z = p
print(x, y, z, isinstance(p, tuple), p.__class__.__name__)
for f in (lambda: P(), lambda: P(1, 2, 3, 4), lambda: setattr(p, "x", 1), lambda: p._replace(q=1), lambda: namedtuple("B", "a a"), lambda: namedtuple("C", "class")):
    try: f()
    except Exception as e: print(type(e).__name__, e)
cm = ChainMap({"a": 1}, {"a": 2, "b": 3})
print(cm["a"], cm["b"], dict(cm), cm.new_child({"b": 0})["b"], cm.parents["a"], len(cm), "zz" in cm)
class Low(UserDict):
    def __setitem__(self, k, v): super().__setitem__(k.lower(), v)
l = Low(A=1); l["B"] = 2; print(l, sorted(l.items()))
print(UserList([1, 2]) + [3])
