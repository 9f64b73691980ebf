# Loops whose paths change: bridges that come round to the loop's header, that
# change what the root does not, that change types, and that leave.
import random


class A:
    def __init__(self, v):
        self.v = v

    def get(self):
        return self.v


class B(A):
    def get(self):
        return self.v * 2


class C:
    __slots__ = ("v", "w")

    def __init__(self, v):
        self.v = v
        self.w = None

    def get(self):
        self.w = self.v
        return self.v + 1


def three_ways(n):
    s = c = d = 0
    x = 12345
    for i in range(n):
        x = (x * 75 + 74) % 65537
        if x & 64:
            s += i
        elif x & 128:
            c -= x
            d = i
        else:
            d += 2
    return s, c, d, x


def changing_types(n):
    best = None
    total = 0
    last = "none"
    for i in range(n):
        if i % 7 == 3:
            total += 0.5
        elif i % 7 == 5:
            last = i
        if best is None or total > best:
            best = total
        if i % 100 == 99:
            total = int(total)
            last = str(last)
    return best, total, last


def classes(n):
    objects = [A(1), B(2), C(3), A(4), C(5), B(6)]
    total = 0
    for i in range(n):
        o = objects[(i * i + i // 3) % 6]
        total += o.get()
        if i % 50 == 0:
            o.v += 1
    return total, [o.v for o in objects]


def nested(n):
    hits = []
    for i in range(n):
        row = list(range(i % 11))
        count = 0
        for x in row:
            if x % 3 == 0:
                continue
            if x == 8:
                break
            count += x if x & 1 else -x
        else:
            count += 100
        j = i
        while j:
            if j & 1:
                count += 1
            j >>= 1
        hits.append(count)
    return sum(hits), hits[-5:]


def swaps(n):
    a, b, c = 1, 2.5, "x"
    log = []
    for i in range(n):
        if i % 3:
            a, b = b, a
        elif i % 5:
            b, c = c, b
        else:
            a, b, c = c, a, b
        if i % 97 == 0:
            log.append((a, b, c))
    return a, b, c, log[-3:]


def escapes(n):
    kept = []
    acc = 0
    for i in range(n):
        p = A(i)
        q = (p, i)
        if i % 17 == 0:
            kept.append(q)
        elif i % 5 == 0:
            p.v += 10
        acc += p.get() + len(q)
    return acc, len(kept), kept[3][0].v, kept[-1][0] is kept[-1][0]


def raising(n):
    errors = done = 0
    d = {i: i for i in range(0, 50, 2)}
    for i in range(n):
        try:
            if i % 4 == 1:
                raise ValueError(i)
            done += d[i % 50]
        except KeyError:
            errors += 1
        except ValueError as e:
            errors += e.args[0] % 3
    return errors, done


def big(n):
    x = 1
    out = 0
    for i in range(n):
        if i % 3 == 0:
            x = x * 3
        elif x > 1 << 70:
            x = x // 1000003
            out += 1
        else:
            x += i
    return x, out


def leaves(n, at):
    for i in range(n):
        if i & 1:
            continue
        if i == at:
            return i
        if i % 6 == 2:
            at += 0
    return -1


def walk(node):
    total = 0
    while node is not None:
        kind, value, node = node
        if kind == 0:
            total += value
        elif kind == 1:
            total -= value
        elif kind == 2:
            total ^= value
        else:
            total = -total
    return total


rng = random.Random(7)
chain = None
for _ in range(3000):
    chain = (rng.randrange(4), rng.randrange(1000), chain)
for k in range(4):
    print(three_ways(3000), changing_types(2000))
    print(classes(2000), nested(400))
    print(swaps(2000), escapes(1500))
    print(raising(1500), big(1500))
    print([leaves(300, at) for at in range(0, 300, 20)], walk(chain))
