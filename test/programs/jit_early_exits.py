# Loops left by break, return, raise and exhaustion, at different iterations.
def find(l, x):
    for i, y in enumerate(l):
        if y == x: return i
    return -1
l = list(range(1000))
print([find(l, x) for x in (0, 999, 500, -5, 2.0, "a", None, True)], sum(find(l, i * 13 % 1200) for i in range(100)))
def until(f, n):
    i = 0
    while True:
        if f(i): break
        i += 1
        if i >= n: raise LookupError(i)
    return i
for g in (lambda i: i * i > 5000, lambda i: i == 1999, lambda i: False, lambda i: True, lambda i: i > "x" if i == 50 else False):
    try: print(until(g, 3000))
    except (LookupError, TypeError) as e: print(repr(e))
def pairs(n, s):
    for i in range(n):
        for j in range(i, n):
            for k in (i, j):
                if i + j + k == s: return i, j, k
print([pairs(40, s) for s in (0, 50, 117, 500)])
def flags(n):
    done = odd = False
    c = 0
    while not done:
        odd = not odd
        c += 1 if odd else 2
        if c > n and odd: done = True
    return c
print(flags(10), flags(5000))
def skip(l):
    out = 0
    it = iter(l)
    for x in it:
        if x % 5 == 0: out += next(it, 0)
        if x % 97 == 96:
            for y in it:
                if y % 10 == 0: break
            else: return out, "ended"
    return out
print(skip(range(3000)), skip([96]), skip(range(95, 101)))
def labelled(n):
    c = 0
    for i in range(n):
        try:
            for j in range(n):
                if j == i: raise StopIteration
                if j > 20: break
                c += 1
            else: c += 1000
        except StopIteration: c += 7
        finally: c ^= 1
    return c
print(labelled(60))
