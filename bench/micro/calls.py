"""Calls of every form in small hot loops."""
from functools import lru_cache, partial, reduce
from operator import itemgetter, add


def kw_calls():
    def f(a, b=2, c=3):
        return a + b * c
    n = 0
    for i in range(40000):
        n += f(i, c=1)
        n += f(a=i, b=4)
    return n


def star_args():
    def f(*args):
        return args[0] + len(args)
    n = 0
    for i in range(40000):
        n += f(i, 1, 2)
    return n


def star_call():
    def f(a, b, c):
        return a + b + c
    t = (1, 2, 3)
    n = 0
    for i in range(40000):
        n += f(*t)
        n += f(i, *(4, 5))
    return n


def kwargs_def():
    def f(a, **kw):
        return a + kw["x"] + len(kw)
    n = 0
    for i in range(20000):
        n += f(i, x=1, y=2)
    return n


def kwargs_call():
    def f(x, y):
        return x * y
    d = {"x": 2, "y": 3}
    n = 0
    for i in range(20000):
        n += f(**d)
    return n


def kwonly():
    def f(a, *, scale=1, off):
        return a * scale + off
    n = 0
    for i in range(40000):
        n += f(i, off=2) + f(i, scale=3, off=1)
    return n


def forward_args():
    def inner(a, b, c=0):
        return a - b + c

    def outer(*args, **kw):
        return inner(*args, **kw)
    n = 0
    for i in range(15000):
        n += outer(i, 2) + outer(i, 3, c=4)
    return n


def decorated():
    def deco(fn):
        def wrap(*a, **k):
            return fn(*a, **k)
        return wrap

    @deco
    def f(x, y):
        return x + y
    n = 0
    for i in range(20000):
        n += f(i, 1)
    return n


def closures():
    def make(k):
        return lambda x: x + k
    n = 0
    for i in range(20000):
        f = make(i)
        n += f(3)
    return n


def nonlocal_counter():
    c = 0

    def inc(d):
        nonlocal c
        c += d
        return c
    for i in range(50000):
        inc(i & 3)
    return c


G = 0


def global_update():
    global G
    G = 0
    for i in range(50000):
        G += i & 7
    return G


def map_filter_lambda():
    a = list(range(100))
    n = 0
    for i in range(300):
        n += sum(map(lambda x: x * 2, filter(lambda x: x & 1, a)))
    return n


def sort_key():
    a = [((i * 37) % 101, i) for i in range(100)]
    n = 0
    for i in range(200):
        b = sorted(a, key=itemgetter(0))
        n += b[3][1]
        b.sort(key=lambda t: t[1])
        n += b[2][0]
    return n


def lru():
    @lru_cache(maxsize=None)
    def f(n):
        return n if n < 2 else f(n - 1) + f(n - 2)
    n = 0
    for i in range(20000):
        n += f(i % 60)
    return n


def partial_call():
    def f(a, b, c):
        return a + b * c
    p = partial(f, 1, c=3)
    n = 0
    for i in range(20000):
        n += p(i)
    return n


def reduce_add():
    a = list(range(60))
    n = 0
    for i in range(600):
        n += reduce(lambda x, y: x + y, a) + reduce(add, a)
    return n


def recursion():
    def fib(n):
        return n if n < 2 else fib(n - 1) + fib(n - 2)
    return fib(20)


def ackermann():
    def ack(m, n):
        if m == 0:
            return n + 1
        if n == 0:
            return ack(m - 1, 1)
        return ack(m - 1, ack(m, n - 1))
    return ack(2, 60)


def hanoi():
    moves = []

    def go(n, a, b, c):
        if n == 0:
            return
        go(n - 1, a, c, b)
        moves.append((a, c))
        go(n - 1, b, a, c)
    go(12, "a", "b", "c")
    return len(moves)


def builtins_mix():
    n = 0
    a = [3, 1, 2]
    for i in range(8000):
        n += sum(a) + max(a) + min(a) + len(a) + abs(-i)
        n += divmod(i, 7)[1] + pow(2, 5) + round(i / 3)
        n += any(x > 2 for x in a) + all(a)
    return n


def sum_genexp():
    n = 0
    for i in range(500):
        n += sum(x * x for x in range(60))
    return n


def int_float_conv():
    t = 0
    for i in range(20000):
        t += int(i / 3) + float(i) + int("12") + (i // 3) % 5
    return t


def bigints():
    a, b = 0, 1
    for i in range(3000):
        a, b = b, a + b
    m = 1
    for i in range(1, 300):
        m *= i
    return a % 1000007, m % 999983


def complex_mandel():
    n = 0
    for y in range(-12, 12):
        for x in range(-20, 10):
            c = complex(x / 10, y / 10)
            z = 0j
            for k in range(20):
                if abs(z) > 2:
                    break
                z = z * z + c
                n += 1
    return n


def bit_tricks():
    n = 0
    for i in range(40000):
        n ^= (i << 3) & 0xFFFF
        n += (i >> 2) | 5
        n &= ~8
        n += i.bit_length()
    return n


def collatz():
    best = 0
    for i in range(1, 1500):
        n, c = i, 0
        while n != 1:
            n = n // 2 if n % 2 == 0 else 3 * n + 1
            c += 1
        if c > best:
            best = c
    return best


def while_else():
    n = 0
    for p in range(2, 1500):
        k = 2
        while k * k <= p:
            if p % k == 0:
                break
            k += 1
        else:
            n += 1
    return n
