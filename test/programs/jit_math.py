# Builtins and math functions of numbers in hot loops, at their edges too.
import math
import random

random.seed(5)
floats = [random.uniform(-1000, 1000) for _ in range(400)]
floats += [random.random() * 10 ** random.randint(-12, 14) for _ in range(400)]
halves = [k / 8 for k in range(-200, 200)] + [0.0, -0.0, 2.675, 1.005, 0.5, 1.5, 2.5, -2.5, 1e15, 123456789.125]


def rounding(xs):
    out = []
    for x in xs:
        out.append((round(x), round(x, 2), round(x, 0), round(x, 1), round(x, 15), round(x, None)))
    return out


def check(x):
    return sum(ord(c) * (i % 97) for i, c in enumerate(str(x)))


print(check(rounding(floats)), str(rounding(floats))[-300:])
print(rounding(halves)[:60], check(rounding(halves)))


def powers(xs):
    t = 0.0
    n = 0
    for i, x in enumerate(xs):
        t += x ** 2 + x ** 3.0
        n += i ** 2 + i ** 3 + 2 ** (i % 50) + pow(i, 5, 97) + pow(3, i % 9)
        t -= (x * x) ** 0.5
    return t, n


print(powers(floats))
print(all(x ** 2 == math.pow(x, 2.0) for x in floats * 3))


def least(xs, n):
    lo, hi = xs[0], xs[0]
    a = b = 0
    for i in range(n):
        x = xs[i % len(xs)]
        lo = min(lo, x)
        hi = max(hi, x, 0.5)
        a = max(a, (i * 7919) % 1009, i % 13)
        b += min((i * 31) % 17, (i * 17) % 31, i) + abs(i - 500) + abs(i * -1)
    return lo, hi, a, b


print(least(floats, 3000))
nan = float("nan")


def ordered(n):
    r = []
    for i in range(n):
        x, y = (0.0, -0.0) if i % 3 else (nan, 1.0)
        if i % 5 == 0:
            x, y = y, x
        r.append((min(x, y), max(x, y), min(y, x), max(y, x)))
    return r[-15:]


print(ordered(900))


def libm(xs):
    t = 0.0
    for x in xs:
        t += math.sin(x) + math.cos(x) * math.atan(x) + math.atan2(x, 2) + math.tanh(x)
        t += math.exp(-abs(x) / 1000) + math.log(abs(x) + 1) + math.log10(abs(x) + 2) + math.degrees(x) / 1e6
        t += math.fmod(x, 7) + math.copysign(1, x) + math.floor(x) % 3 + math.ceil(x) % 3 + math.trunc(x) % 3
        t += math.fabs(x) / 1e9 + math.radians(x) / 1e9 + math.cbrt(x)
    return t


print(libm(floats))


def raising(xs, f):
    n = 0
    texts = set()
    for x in xs:
        try:
            n += f(x) > 0
        except (ValueError, OverflowError, ZeroDivisionError) as e:
            texts.add(type(e).__name__ + ": " + str(e))
    return n, sorted(texts)


mixed = [1.0, 2.5, 0.25] * 200 + [-1.0, 0.0, 1e308, 800.0, float("inf"), nan, 3, 0, -3] * 20
for f in (math.log, math.exp, math.sqrt, math.acos, math.sin, math.floor, math.sinh, math.atanh,
          lambda x: math.pow(x, 400), lambda x: math.fmod(x, 0.0), lambda x: x ** 2, lambda x: x ** -2,
          lambda x: round(x), lambda x: round(x, 3), lambda x: divmod(7, x)[0], lambda x: pow(x, 0.5) if x >= 0 else 0,
          math.fabs, abs, math.trunc):
    print(raising(mixed, f))


def division(n):
    t = u = 0
    for i in range(-n, n):
        q, r = divmod(i * 13, 7)
        t += q * 3 + r
        q, r = divmod(i, -7)
        t += q * 3 + r
        q, r = divmod(10 ** 6, i or 1)
        u += q + r
        t += i // 10 - i % 10 + i // -3 + i % -3 + (i * 10 ** 15) // 1000003 % 19
    return t, u


print(division(2000))


def float_division(xs):
    t = 0.0
    for x in xs:
        t += x // 3.5 + x % 3.5 - x // -0.25 + x % -7.0
    return t


print(float_division(floats), math.copysign(1, -0.0 % 3.0), float_division([-0.0] * 400))
print([math.isqrt(k) for k in range(1000)][-3:], sum(math.comb(20, k) for k in range(21)), bin(10), hex(255))
