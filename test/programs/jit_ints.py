# Overflow to big ints, shifts, masks, division signs, bools, comparisons.
def fact(n):
    r = 1
    for i in range(2, n + 1):
        r *= i
    return r


def fib(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


print(fact(60), fib(300), len(str(fact(500))))


def edges():
    out = []
    for base in (2 ** 61, 2 ** 62, 2 ** 63, 2 ** 64, -(2 ** 61), -(2 ** 62)):
        x = base - 50
        for i in range(100):
            x += 1
            if x == base: out.append(i)
        out.append((x, x - base, x > base, -x, ~x, abs(x), x & 0xFF, x | 1, x ^ x))
    return out


print(edges())


def muls(n):
    x = 3
    c = 0
    for i in range(n):
        x = x * 1000003 % 2 ** 61
        c ^= x * x
    return c


def lcg(n):
    s = 42
    for _ in range(n):
        s = (s * 6364136223846793005 + 1442695040888963407) & (2 ** 64 - 1)
    return s


def shifts(n):
    t = 0
    for i in range(n):
        t += (1 << (i % 80)) - (i << 3) + (-i >> 2) + (2 ** 65 >> (i % 70)) + (-1 >> i) + (i >> 200)
    try:
        for k in range(5, -2, -1):
            t += 1 << k
    except ValueError as e:
        return t, str(e)


def divmods(n):
    t = 0
    for i in range(-n, n):
        if i:
            t += 1000 // i * 3 + 1000 % i + -1000 // i + -1000 % i + divmod(i, 7)[1] + i // -3
    return t


def bools(n):
    a = b = c = 0
    for i in range(n):
        p, q = i % 2 == 0, i % 3 == 0
        a += p + q
        b += (p and q) + (p or q) + (not p) + (p ^ q) + (p & q) + (p | q)
        c += True if p is q else False
        if p is True and q is False: c += 10
        if isinstance(p & q, bool): c += 1
    return a, b, c, -True, ~True, True + True, True << 3, True * 2.5


def is_tests(n):
    x, y = None, 5
    c = 0
    for i in range(n):
        if x is None: c += 1
        if y is not None: c += 1
        if i is i: c += 1
        if [] is []: c += 1
        if () is (): c += 1
        x = None if i % 2 else x
    return c


def bits(n):
    c = 0
    for i in range(n):
        x = i
        while x:
            c += x & 1
            x >>= 1
        c += (i & -i).bit_length() + bin(i).count("1") + (i ^ 0x55) % 3
    return c


def ipow(n):
    t = 0
    for i in range(n):
        t = (t * 31 + i ** (i % 4) + pow(i, 3, 1009)) % (10 ** 18 + 9)
    return t


def digits(n):
    s = 0
    while n:
        n, d = divmod(n, 10)
        s += d
    return s


def negate(n):
    x = 1
    for i in range(n): x = -x * 2 if i < 70 else -x
    return x


def sieve(n):
    f = [True] * (n + 1)
    f[0] = f[1] = False
    for i in range(2, int(n ** 0.5) + 1):
        if f[i]:
            for j in range(i * i, n + 1, i): f[j] = False
    return sum(f)


def str_ints(n):
    t = 0
    for i in range(n): t += int(str(i * i)) + int(hex(i), 16) + len("%d" % -i) + int("-" + str(i))
    return t


print(muls(2000), lcg(2000), shifts(2000), divmods(1500), bools(3000))
c = is_tests(2000)
print(bits(1500), ipow(2000), digits(7 ** 900), negate(2000), sieve(5000), str_ints(1500))
print(min(i * -1 ** i for i in range(2000)), sum(i for i in range(-1500, 1501)), sum(2 ** i for i in range(200)))
print(2 ** 62 - 1 + 1 == 2 ** 62, (2 ** 61 - 1) * 2 + 1 + 1, int(2.0 ** 62), hash(2 ** 61), hash(-1), hash(2 ** 70))
