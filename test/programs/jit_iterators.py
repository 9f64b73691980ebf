def f(a, b):
    s = 0
    for i, c in enumerate(a, 5):
        for j, d in enumerate(b):
            s += (c == d) * i + j
    for x, y in zip(range(10), [1,2,3]*5): s += x*y
    it = iter([1,2,3,4,5,6,7])
    for p, q in zip(it, it): s += p*q
    for ch in "héllo": s += ord(ch)
    s += True + 2.5
    return s, True & False, True | 1, True + True
for i in range(400): r = f("abcdefgh", "badcé")
print(r, type(iter("é")), type(iter("a")))
for i in range(400): r = f("abcdefgh", "badc")
print(r)
