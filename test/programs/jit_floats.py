# Float specials, mixed arithmetic, comparisons, rounding in hot loops.
import math
inf, nan = math.inf, math.nan


def specials(n):
    vals = [0.0, -0.0, 1.5, -1.5, inf, -inf, nan, 1e308, 5e-324, 1e-300]
    out = []
    for op in (lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a * b, lambda a, b: a < b, lambda a, b: a == b,
               lambda a, b: a >= b, lambda a, b: min(a, b), lambda a, b: max(a, b), lambda a, b: a != b):
        acc = []
        for i in range(n):
            a, b = vals[i % 10], vals[i // 10 % 10]
            acc.append(repr(op(a, b)))
        out.append(hash_text("".join(acc)))
    return out


def hash_text(s):
    h = 0
    for c in s:
        h = (h * 31 + ord(c)) & 0xFFFFFFFF
    return h


print(specials(200))


def divs(n):
    r = []
    for a, b in ((7, 2), (-7, 2), (7, -2), (7.5, 2), (-7.5, 2), (7.5, -2), (0.0, 5), (-0.0, 5), (inf, 2), (5, inf), (-5, inf), (1e308, 1e-10)):
        x = y = z = 0
        for _ in range(n):
            x, y, z = a / b, a // b, a % b
        r.append((x, y, z))
    return r


print(divs(300))


def zero(n):
    c = 0
    for i in range(n):
        try:
            c += 10 / (i % 5)
        except ZeroDivisionError as e:
            c += len(str(e))
        try:
            c += 10.0 % (i % 3)
        except ZeroDivisionError as e:
            c += len(str(e))
        try:
            c += 10 // (i % 4)
        except ZeroDivisionError as e:
            c += len(str(e))
        try:
            c += 10.5 // float(i % 4)
        except ZeroDivisionError as e:
            c += len(str(e))
    return c


print(zero(2000))


def overflow():
    x = 1.0
    n = 0
    while x != inf:
        x *= 1.5
        n += 1
    y = 1.0
    m = 0
    while y:
        y /= 3
        m += 1
    try:
        for k in range(3000):
            2.0 ** k
    except OverflowError as e:
        return n, m, k, str(e)


print(overflow())
t = 0.0
for i in range(3000):
    t += math.sin(i) * math.sqrt(i) - math.floor(i / 7) + abs(-i / 3) + round(i / 9, 2) + int(i * 0.7) + float(i)
print(t)
t = 0
for i in range(1, 3000):
    t += i ** 0.5 + i ** -1 + i ** 2 + 2 ** (i % 70) + (-i) ** 3 + (i % 13) ** (i % 5)
print(t)
print(sum(0.1 for _ in range(3000)), sum([0.1] * 3000), math.fsum([0.1] * 3000))
x = nan
c = 0
for i in range(2000):
    if x == x: c += 1
    if x != x: c += 2
    if not x < 1: c += 4
    if x is x: c += 8
print(c)
z = -0.0
s = 0
for i in range(1500):
    z = z * 1 if i % 2 else z - 0
    s += math.copysign(1, z)
print(s, z, -z, 0.0 == -0.0, str(-0.0), [0 * -1.0])
n = 0
for i in range(2500):
    f = i / 4
    n += f.is_integer() + (f == int(f)) + (int(f) < f) + bool(f) + (f > 100) * 2 - (f <= 1)
    if 0.1 < f / 1000 < 0.5: n += 1
print(n)
def mandel(w):
    out = 0
    for y in range(w):
        for x in range(w):
            c = complex(x / w * 3 - 2, y / w * 2 - 1)
            z = 0
            k = 0
            while abs(z) < 2 and k < 20:
                z = z * z + c
                k += 1
            out += k
    return out
print(mandel(20))
