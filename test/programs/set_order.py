# The order in which sets of ints iterate is CPython's, whatever was done to them.
x = 12345
def rnd():
    global x
    x = (x * 1103515245 + 12345) % 2**31
    return x
for trial in range(40):
    a = {rnd() % 1000 for _ in range(rnd() % 60)}
    b = set()
    for _ in range(rnd() % 80): b.add(rnd() % 500 - 100)
    for _ in range(rnd() % 20): b.discard(rnd() % 500 - 100)
    print('a', a)
    print('b', b)
    print('or', a | b)
    print('and', a & b)
    print('sub', a - b, b - a)
    print('xor', a ^ b)
    b.update(a); print('update', b)
    b -= a; print('isub', b)
    b ^= {1, 2, 3}; print('ixor', b)
    b &= a; print('iand', b)
    c = a.copy(); print('pop', [c.pop() for _ in range(len(c) // 2)], c)
    print('union', a.union(b, [5000]), a.intersection(range(300)))
    print('difference', a.difference([1, 2, 3], b), a.symmetric_difference(range(5)))
    print('frozen', frozenset(a), set(frozenset(b)), set({k: 1 for k in b}), hash(frozenset(a)))
print({(1, 2), (3, 4), (5, 6), (0, 0)}, {1.5, 2.5, 0.25, -3.0})
