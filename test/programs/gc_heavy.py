# gc-stress: 1009
# Allocation patterns: trees, cycles, caches, big lists, long chains.
def tree(d): return None if d == 0 else (tree(d - 1), d, tree(d - 1))
def count(t): return 0 if t is None else count(t[0]) + 1 + count(t[2])
print(sum(count(tree(i)) for i in range(11)))
class N:
    def __init__(self, v): self.v, self.next, self.me = v, None, self
head = cur = N(0)
for i in range(3000):
    cur.next = N(i); cur = cur.next
    if i % 500 == 0: cur.next = head
t, n = 0, head
for i in range(2000):
    t += n.v; n = n.next
print(t)
cache = {}
for i in range(5000):
    cache[i % 97] = [i, str(i), (i,), {i: i}]
print(sum(v[0] for v in cache.values()), cache[5][1:])
big = [[i] * 3 for i in range(3000)]
for i in range(0, 3000, 3): big[i] = None
print(sum(len(b) for b in big if b))
s = [str(i) for i in range(3000)]
print(len("".join(s)), len({x: x for x in s}), len(set(s) | {"q"}))
def closure_chain(n):
    f = lambda: 0
    for i in range(n):
        f = (lambda g, k: lambda: g() + k)(f, i) if i < 200 else f
    return f()
print(closure_chain(1000))
gens = [(x for x in range(i, i + 5)) for i in range(500)]
print(sum(next(g) for g in gens), sum(sum(g) for g in gens))
d = {}
for i in range(3000): d[(i % 50, str(i % 7))] = d.get((i % 50, str(i % 7)), 0) + i
print(len(d), sum(d.values()))
import gc, weakref
class W: pass
ws = [W() for _ in range(50)]; rs = [weakref.ref(w) for w in ws]; print(all(r() is w for r, w in zip(rs, ws)))
ws.clear(); gc.collect(); print(sum(r() is None for r in rs) > 45)
objs = [W() for _ in range(10)]
wd = weakref.WeakValueDictionary({i: o for i, o in enumerate(objs)})
objs.clear(); del cur; gc.collect(); print(len(wd) <= 10)
