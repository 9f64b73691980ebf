# with and try/finally in hot loops; locals(), del and walrus in hot code.
class Ctx:
    def __init__(self, log): self.log = log
    def __enter__(self):
        self.log.append(1)
        return len(self.log)
    def __exit__(self, t, v, tb):
        self.log.append(-1)
        return t is ValueError


def withs(n):
    log = []
    t = 0
    for i in range(n):
        with Ctx(log) as k:
            t += k & 7
            if i % 3 == 0: continue
            if i % 4 == 1: raise ValueError
            if i == n - 5: break
            t += 1
    return t, len(log), sum(log)


def returns(n):
    log = []
    def one(i):
        with Ctx(log):
            if i % 2: return i
            raise ValueError
        return -1
    return sum(one(i) for i in range(n)), sum(log), len(log)


def finals(n):
    a = b = 0
    for i in range(n):
        try:
            a += 1
            if i % 5 == 4: continue
            if i == n - 3: break
        finally:
            b += 2
    else:
        b = -1
    return a, b


def dels(n):
    t = 0
    for i in range(n):
        x = i
        if i % 100 == 99: del x
        try:
            t += x
        except UnboundLocalError:
            t += 1
        x = None
    return t


def walrus(n):
    it = iter(range(n))
    t = 0
    while (v := next(it, None)) is not None:
        if (w := v % 7) > 3: t += w
    return t


def locs(n):
    t = 0
    for i in range(n):
        if i % 500 == 0:
            t += len(locals()) + locals()["i"]
    return t


def frames(n):
    import sys
    t = 0
    def who():
        return sys._getframe(1).f_locals["i"] + sys._getframe().f_lineno % 2
    for i in range(n):
        if i % 10 == 0: t += who()
    return t


def evals(n):
    t = 0
    for i in range(n): t += eval("i + 1")
    return t


def matches(n):
    r = {}
    for i in range(n):
        match (i % 3, i % 5):
            case (0, 0): k = "fizzbuzz"
            case (0, _): k = "fizz"
            case (_, 0): k = "buzz"
            case (a, b) if a == b: k = "same"
            case _: k = "none"
        r[k] = r.get(k, 0) + 1
    return r


def unpack(n):
    t = 0
    for i in range(n):
        a, *b, c = range(i % 4 + 2)
        (d, e), f = (a, c), b
        t += a + c + len(b) + d + e + len(f)
    return t


def nonlocals(n):
    x = 0
    def inc():
        nonlocal x
        x += 1
        return x
    def get(): return x
    t = 0
    for i in range(n): t += inc() - get() + x % 3
    return t, x


def chained(n):
    c = 0
    for i in range(n):
        if 10 < i < 2000 != i > 5: c += 1
        c += (i if i % 2 else -i) if i % 3 else 0
        a = b = i
        c += a is b
    return c


print(withs(2000), returns(1000), finals(2500), dels(2000), walrus(2500), locs(3000), frames(2000), evals(300))
print(matches(3000), unpack(2000), nonlocals(2500), chained(2500))
