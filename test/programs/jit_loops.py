# Loop shapes: nested, range variants, enumerate, zip, early exits, while.
def ranges():
    out = []
    for args in ((5,), (2, 5), (10, 0, -3), (0, 10, 3), (0,), (5, 2), (-3, 3), (0, -10, -1), (3, 3), (2 ** 70, 2 ** 70 + 3), (10, 11, 2 ** 65)):
        t = []
        for i in range(*args):
            t.append(i)
        out.append(t)
    return out


def countdown(n):
    t = 0
    for i in range(n, -1, -1):
        t += i * (i & 3)
    for i in range(n, 0, -7):
        t -= i
    return t


def triple(n):
    c = 0
    for i in range(n):
        for j in range(i):
            for k in range(j):
                c += i ^ j ^ k
    return c


def enum(n):
    t = 0
    for i, x in enumerate(range(n, 0, -1)):
        t += i * x
    for i, c in enumerate("abc" * 500, start=-10):
        t += i if c == "b" else 1
    return t


def zips(n):
    t = 0
    for a, b in zip(range(n), range(n, 0, -1)):
        t += a * b
    it = iter(range(n))
    for a, b in zip(it, it):
        t += b - a
    for a, b, c in zip([1] * n, (2,) * (n - 5), "x" * n):
        t += a + b + len(c)
    return t, list(it)


def strict():
    try:
        for a, b in zip(range(2000), range(1999), strict=True):
            pass
    except ValueError as e:
        return a, str(e)


def revs(n):
    t = 0
    for i in reversed(range(n)):
        t = t * 3 + i & 0xFFFF
    for i in reversed([1, 2, 3] * 500):
        t = t * 5 + i & 0xFFFF
    return t


def while_true(n):
    i = t = 0
    while True:
        i += 1
        if i > n: break
        if i % 2: continue
        while t < i:
            t += 3
            if t % 11 == 0: break
        else:
            t -= 1
    return t


def search(n):
    for i in range(2, n):
        for j in range(2, i):
            if i % j == 0:
                break
        else:
            last = i
    return last


def collatz(n):
    best = 0
    for s in range(1, n):
        x, c = s, 0
        while x != 1:
            x = x // 2 if x & 1 == 0 else x * 3 + 1
            c += 1
        best = max(best, c)
    return best


def modify_var(n):
    t = 0
    for i in range(n):
        t += i
        i = 100
        t += i
    return t, i


def inner_exit(n):
    for i in range(n):
        for j in range(n):
            if i * j == 2021:
                return i, j


def gcds(n):
    t = 0
    for a in range(1, n):
        for b in range(1, n):
            x, y = a, b
            while y:
                x, y = y, x % y
            t += x
    return t


def lazy(n):
    return sum(1 for i in range(n) if i % 3 and (i % 5 or i % 7) and not i % 2)


def dict_iter(n):
    d = {i: str(i) for i in range(n)}
    t = 0
    for k, v in d.items(): t += k + len(v)
    for k in d.keys(): t ^= k
    for v in d.values(): t += ord(v[-1])
    for i, (k, v) in enumerate(d.items()): t += i - k
    return t


def sums(n):
    return sum(range(n)), sum([i * 0.5 for i in range(n)]), min(range(5, n)), max(i % 77 for i in range(n)), any(i == n for i in range(n))


print(ranges())
print(countdown(3000), triple(22), enum(2000), zips(2000), strict(), revs(2000), while_true(3000))
print(search(200), collatz(400), modify_var(2000), inner_exit(60), gcds(40), lazy(3000), dict_iter(1500), sums(3000))
r = range(10, 1000, 7)
print(len(r), r[-1], r[3], 17 in r, 18 in r, r[2:5], r.index(24), range(0) == range(5, 5), list(r[::-30]))
