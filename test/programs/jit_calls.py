# Deep inlining, recursion, closures in loops, defaults, keywords, methods.
def a(x): return b(x) + 1
def b(x): return c(x) * 2
def c(x): return d(x, k=3) - 1
def d(x, y=1, *, k): return e(x + y, *(1, 2), z=k)
def e(x, *args, **kw): return x + len(args) + kw["z"]


t = 0
for i in range(2500):
    t += a(i)
print(t)


def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
def ack(m, n): return n + 1 if m == 0 else ack(m - 1, 1) if n == 0 else ack(m - 1, ack(m, n - 1))
def even(n): return True if n == 0 else odd(n - 1)
def odd(n): return False if n == 0 else even(n - 1)
def depth(n): return 0 if n == 0 else 1 + depth(n - 1)
def hanoi(n, a, b, c): return 0 if n == 0 else hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)


print(fib(19), ack(2, 9), even(500), depth(800), hanoi(10, "a", "b", "c"))


def make(n):
    return [lambda x, i=i: x * i for i in range(n)]


t = 0
for f in make(2000):
    t += f(2)
print(t)


def apply(f, n):
    t = 0
    for i in range(n): t += f(i)
    return t


print(apply(lambda x: x, 1000), apply(abs, 1000), apply(float, 1000), apply(str.__len__, 0), apply([5] .__mul__, 0),
      apply((3).__add__, 1000), apply({i: i for i in range(1000)}.get, 1000), apply(bool, 1000), apply(type(5), 1000))


class P:
    __slots__ = ("v",)
    def __init__(self, v=0): self.v = v
    def inc(self, by=1):
        self.v += by
        return self
    def get(self): return self.v
    @staticmethod
    def st(x): return x + 1
    @classmethod
    def cl(cls, x): return cls(x)
    @property
    def twice(self): return self.v * 2
    def __call__(self, x): return self.v + x
    def __len__(self): return self.v % 5
    def __getitem__(self, i): return self.v + i
    def __eq__(self, o): return self.v == o.v
    def __contains__(self, x): return x < self.v


p = P()
t = 0
for i in range(2500):
    p.inc().inc(2).inc(by=3)
    t += p.get() + P.st(i) + P.cl(i).v + p.twice + p(1) + len(p) + p[3] + (p == P(i)) + (i in p)
    m = p.get
    t += m()
print(t, p.v)


def varargs(*a, **k): return sum(a) + sum(k.values())


t = 0
args, kw = (1, 2, 3), {"x": 4}
for i in range(2000):
    t += varargs(*args, i, **kw, y=i) + varargs(i) + varargs(q=1)
print(t)


def poly(f, g, n):
    t = 0
    for i in range(n): t += (f if i % 3 else g)(i)
    return t


print(poly(lambda x: x, lambda x: -x, 3000), poly(int, float, 2000), poly(P, P, 0), poly(len, abs, 0))


def rec_list(l): return l[0] + rec_list(l[1:]) if l else 0
def mutual(n, acc=()): return acc if n == 0 else mutual(n - 1, (n, acc))


print(rec_list(list(range(300))), str(mutual(5)))


def trampolined(n):
    def step(k): return k if k == 0 else (lambda: step(k - 1))
    r = step(n)
    c = 0
    while callable(r):
        r = r()
        c += 1
    return c


print(trampolined(3000))


def late(n):
    fs = []
    for i in range(n):
        def f(): return i
        fs.append(f)
    return sum(f() for f in fs)


print(late(1000))
def wrong(n):
    bad = 0
    for i in range(n):
        try:
            P(1, 2, 3) if i % 2 else fib()
        except TypeError as e:
            bad += len(str(e))
    return bad
print(wrong(1000))
def memo(f, cache={}):
    def g(n):
        if n not in cache: cache[n] = f(n)
        return cache[n]
    return g
fib = memo(fib)
print(fib(150))
