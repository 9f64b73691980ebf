a = [3, 1, 2]
a.append(4); a.extend((5, 6)); a.insert(0, 9); print(a, len(a))
print(a.pop(), a.pop(0), a)
a.remove(1); print(a, a.index(4), a.count(2))
a.sort(); print(a); a.sort(reverse=True); print(a)
a.reverse(); print(a, a[::-1], a[1:3], a[-2:], a[::2])
a[1:2] = [7, 8, 9]; print(a)
a[::2] = ['x', 'y', 'z']; print(a)
del a[0]; del a[::2]; print(a)
b = list(range(10)); del b[2:5]; print(b); b[2:2] = [100]; print(b)
print(b * 2, [1] + [2], b == b[:], b < [0, 1, 200], b > [0, 1])
print([1, 2, 3] == [1, 2, 3.0], [1, [2, [3]]], [[]] * 3)
l = [1]; l.append(l); print(l)
print(sorted("hello"), sorted([3, 1, 2], key=lambda x: -x), sorted({'b': 1, 'a': 2}))
print(sorted([1.5, 0.2, -3.0]), sorted([(2, 'b'), (1, 'a'), (2, 'a')]))
k = "a"
for bad in (lambda: [][0], lambda: [].pop(), lambda: [1, 2].index(5), lambda: [].remove(1),
            lambda: [1] + (2,), lambda: [1][k], lambda: [1] * k, lambda: [3, "a"].sort(),
            lambda: list(1, 2), lambda: list(5), lambda: [1, 2].pop(10), lambda: [].foo,
            lambda: [1].__mul__(k), lambda: 2.5 * [1], lambda: [1, 2, 3][::0], lambda: hash([])):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
x = [1, 2, 3, 4, 5]
print(*x, sep='-')
a, *b, c = x; print(a, b, c)
class K:
    def __init__(s, v): s.v = v
    def __lt__(s, o): return s.v < o.v
    def __repr__(s): return f"K{s.v}"
print(sorted([K(3), K(1), K(2)]))
big = [(i * 7919) % 1000 for i in range(2000)]
s = sorted(big); print(s == sorted(s), s[:5], s[-5:], sum(s))
s2 = sorted(big, key=lambda v: v % 10); print(s2[:20])
s3 = sorted(big, key=str, reverse=True); print(s3[:10])
class E:
    def __eq__(self, o): l.clear(); return False
l = [E(), 1, 2]; print(1 in l, l)
l = [1, 2, 3]
try:
    l.sort(key=lambda v: (l.append(1), v)[1])
except ValueError as e:
    print(e, l)
print([1, 2, 3].__len__(), list.__add__([1], [2]))
count = 0
class C:
    def __init__(self, v): self.v = v
    def __lt__(self, o):
        global count
        count += 1
        return self.v < o.v
for n in (5, 50, 500):
    count = 0
    r = [c.v for c in sorted([C((i * 37) % 101) for i in range(n)])]
    print(n, count, r == sorted(r))
count = 0; sorted([C(i // 3) for i in range(300)] + [C(i) for i in range(200)]); print(count)
count = 0; sorted([C(-i) for i in range(300)]); print(count)
x = [1, 2, 3]
for v in x:
    if v < 10: x.append(v + 10)
print(x)
x = [5] * 3; x *= 2; print(x); x += 'ab'; print(x); x *= 0; print(x)
class L(list):
    def __init__(self, *a): super().__init__(*a); self.tag = 'tag'
q = L([3, 2]); q.sort(); print(q, q.tag, type(q[:]).__name__, isinstance(q, list), q == [2, 3])
print([1, 2, 3, 4][1:-1], [1, 2][5:], [1, 2][-5:1], list('abc')[-1], [0] * 5)
z = list(range(20)); z[5:15:3] = [0] * 4; print(z); del z[::-3]; print(z); z[3:1] = [9]; print(z)
try:
    z[::2] = [1]
except ValueError as e:
    print(e)
try:
    z[0:1] = 5
except TypeError as e:
    print(e)
z[:] = z; print(z); z[2:4] = z; print(len(z)); z.clear(); print(z)
