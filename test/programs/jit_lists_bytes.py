# append, pop and bytes by index in hot loops; sums under masks that overflow.
def stack(n):
    s = []
    t = 0
    for i in range(n):
        s.append(i * 0.5)
        s.append((i, str(i)))
        if i % 3 == 0:
            a, b = s.pop()
            t += a + len(b)
            t += s.pop()
    return t, len(s), s[-1], s[:2]


print(stack(5000))


def drain(n):
    s = list(range(n))
    t = 0
    while s:
        t = (t * 31 + s.pop()) & 0xFFFFFF
    try:
        s.pop()
    except IndexError as e:
        return t, str(e)


print(drain(20000), drain(70))


class Keeper:
    def __init__(self):
        self.items = []


def old_holder(n):
    k = Keeper()
    keep = [k]
    for i in range(n):
        k.items.append([i])
        if i % 1000 == 0:
            keep.append([0] * 1000)
    return sum(x[0] for x in k.items), len(keep)


print(old_holder(30000))


def bytes_in(b):
    t = 0
    for i in range(len(b)):
        t += b[i] * (i + 1)
        t ^= b[-1 - i]
    return t


print(bytes_in(bytes(range(256)) * 10), bytes_in(bytearray(range(256)) * 10))


def bytes_out(n):
    a = bytearray(n)
    for i in range(n):
        a[i] = (i * 7) & 255
        a[-i - 1] ^= 3
    errors = []
    for i in range(n + 40):
        try:
            a[i] = i % 300
        except (ValueError, IndexError) as e:
            if str(e) not in errors:
                errors.append(str(e))
    return sum(a), errors, a[:5]


print(bytes_out(2000))


def growing(n):
    a = bytearray(b"ab")
    t = 0
    for i in range(n):
        a.append(i & 127)
        t += a[i] + a[-1] + len(a)
        if i % 50 == 0:
            del a[1:3]
            a += b"xy"
    return t


print(growing(2000))


def hashes(n, x):
    h = 5381
    g = 0
    for i in range(n):
        x ^= (x << 13) & 0xFFFFFFFF
        x ^= x >> 17
        x ^= (x << 5) & 0xFFFFFFFF
        h = (h * 33 + (x & 127)) & 0x7FFFFFFFFFFFFFF
        g = (g * 1103515245 + 12345 - (h << 7)) & 0xFFFFFFFFFFFFF
        g = ((g ^ (g << 40)) + h * h * 3) & 0x1FFFFFFFFFFFFFFF
        y = (h + g) & 0xFF
        if h + g > 1 << 59:
            y += 1
        g += y
    return x, h, g


for seed in (2463534242, 1, (1 << 61) - 1, -(1 << 61), 1 << 70, -5):
    print(hashes(3000, seed))


def negative(n):
    t = 0
    for i in range(n):
        x = -i * 0x3FFFFFFFFFFFF
        t = (t * x - (x << 20)) & 0xFFFFFFFFF
        t += ((x - 0x1FFFFFFFFFFFFFFF) * 3) & 7
    return t


print(negative(3000))
