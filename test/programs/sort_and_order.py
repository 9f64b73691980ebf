# Stability, keys, reverse, errors in keys, dict and set ordering, min/max ties.
people = [("bob", 3), ("al", 1), ("cy", 3), ("di", 2), ("ed", 1)]
print(sorted(people, key=lambda p: p[1]), sorted(people, key=lambda p: p[1], reverse=True))
print(sorted("banana"), sorted({3: 1, 1: 2}), sorted([True, 0, 0.5, -1]), sorted([]), sorted([[2], [1, 5], [1]]))
l = [(i * 7919 % 100, i) for i in range(1000)]
s = sorted(l, key=lambda p: p[0])
print(all(a[0] < b[0] or (a[0] == b[0] and a[1] < b[1]) for a, b in zip(s, s[1:])), s[:3])
l.sort(); print(l[:2]); l.sort(key=lambda p: -p[1]); print(l[:2])
for f in (lambda: sorted([1, "a"]), lambda: sorted(5), lambda: [3, 1].sort(key=5), lambda: sorted([1], reverse="x"), lambda: sorted([1, 2], lambda x: x), lambda: max([]), lambda: min(), lambda: max(1), lambda: max([1], default=5, key=None), lambda: min([], default="d"), lambda: max(1, 2, default=3)):
    try: print(f())
    except (TypeError, ValueError) as e: print(type(e).__name__, e)
m = [3, 1, 2]
def key(x): m.append(9); return x
try: m.sort(key=key)
except ValueError as e: print(e, m)
m = [3, 2, 1]
def bad(x): raise KeyError(x)
try: m.sort(key=bad)
except KeyError as e: print(e, m)
print(max("aB", "b", key=str.lower), min((1, "a"), (1, "b")), max([(1, 2), (1, 1)], key=lambda p: p[0]), max({"a": 5, "b": 7}, key={"a": 5, "b": 7}.get))
d = {}
for i in range(10): d[i * 7 % 10] = i
del d[3]; d[3] = "again"; d[0] = "same place"
print(d, list(reversed(d)), d.popitem(), next(iter(d)))
d |= {99: 1, 7: "new"}; print(d, {**d, 7: 0} == d)
print(dict.fromkeys("hello"), list(dict(b=1, a=2)), {1: "a", True: "b", 1.0: "c"})
data = [i * 48271 % 2147483647 for i in range(1, 3000)]
print(sorted(data)[:3], sorted(data, reverse=True)[0], sorted(map(str, data))[:2], sorted(data, key=lambda x: (x % 10, -x))[:2])
ns = [float(x % 1000) / 7 for x in data]; ns.sort(); print(ns[0], ns[-1], ns[1500])
runs = list(range(500)) + list(range(500, 0, -1)) + [5] * 500; runs.sort(); print(runs[:3], runs[750], runs[-1])
