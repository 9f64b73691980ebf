# Lists, slices, bytes, sets, dicts and attribute functions in hot loops, at their
# edges: growth and shrinking, negative bounds, errors, changing kinds.


def stack(n):
    s, st, out = 0, [], []
    for i in range(n):
        st.append(i)
        out.append((i, str(i)))
        if i % 3 == 0:
            s += st.pop()
        if i % 11 == 0:
            st.append(i * 1.5)
            st.append("x")
            s += len(st.pop()) + st.pop()
    while True:
        try:
            s += st.pop()
        except IndexError as e:
            return s, str(e), len(out), out[n // 2], len(st)


def shrink(n):
    big, s = list(range(3000)), 0
    for i in range(n):
        for _ in range(50):
            s += big.pop()
        big.extend(range(40))
        if len(big) < 100:
            big += range(2500)
    return s, len(big)


def slices(n):
    s, a, t, w = 0, list(range(20)), tuple(range(9)), "hello world"
    for i in range(n):
        k = i % 25 - 12
        s += len(a[k:]) + len(a[:k]) + sum(a[k:k + 4]) + len(t[k:-1]) + len(t[::2])
        s += len(w[k:]) * 2 + len(w[1:k]) + (w[k:k + 3] == "llo") + (w[:5] == "hello")
        s += len(a[k:10 ** 20]) + len(a[None:None]) + len(a[True:3])
        if i == n - 30:
            w = "h\u00e9llo w\u4e2drld"
        if i == n - 15:
            a = a[5:] + [0.5]
        b = a[:]
        b[0] = i
        s += b[0] - a[0]
    return s


def octets(n):
    b, ba, s = bytes(range(100)), bytearray(50), 0
    for i in range(n):
        ba[i % 50] = (b[i % 100] + i) & 255
        s += ba[i % 50] + ba[-1] + b[-(i % 100) - 1]
        if i % 97 == 5:
            for f in (lambda: ba.__setitem__(0, 256), lambda: b[100], lambda: ba[50], lambda: ba[-51]):
                try:
                    f()
                except (ValueError, IndexError) as e:
                    s += len(str(e))
        if i == n - 20:
            ba.append(7)
    return s, bytes(ba[:5])


def tables(n):
    s, seen, d = 0, set(), {}
    for i in range(n):
        seen.add(i * i % 61)
        seen.discard(i % 13)
        d.setdefault(i % 31, []).append(i)
        s += len(d.setdefault(i % 7)) + len(seen)
        if i == n - 40:
            seen.add("text")
            seen.add((1, 2))
        if i == n - 20:
            d["text"] = []
            d.setdefault("more", []).append(1)
        c = {x % 5 for x in range(i % 9)}
        e = {x: x * x for x in range(i % 6)}
        s += len(c) + sum(e.values())
    return s, len(seen), sorted(map(str, seen))[:3]


class P:
    __slots__ = ("a", "b")


class Q:
    k = 5

    def __init__(self):
        self.a = 1

    def m(self):
        return self.a

    @property
    def p(self):
        return 40


class R(Q):
    def __getattr__(self, n):
        return 900


def attributes(n):
    s, p, q, o = 0, P(), Q(), Q()
    p.a = 2
    for i in range(n):
        setattr(o, "a", i)
        s += getattr(o, "a") + getattr(q, "zz", 3) + getattr(q, "k") + getattr(o, "m")() + getattr(q, "p")
        s += hasattr(q, "zz") + hasattr(o, "a") + hasattr(o, "p") + hasattr(p, "b") + getattr(p, "b", 7)
        if i == n - 60:
            p.b = 70
        if i == n - 40:
            q.zz = 4
        if i == n - 20:
            q = R()
            s += q.zz
        try:
            s += getattr(p, "c")
        except AttributeError as e:
            s += len(e.name)
    return s


def types(n):
    vals, s = [1, "a", 2.5, None, [1], (2,), {"k": 1}, True, Q(), R(), 1 << 70, b"x"], 0
    for i in range(n):
        v = vals[i % len(vals)]
        if isinstance(v, bool):
            s += 1
        elif isinstance(v, (int, float)):
            s += 2
        elif isinstance(v, (str, bytes, list)):
            s += 3
        elif isinstance(v, Q):
            s += 4 + (type(v) is Q)
        elif type(v) is tuple or type(v) == dict:
            s += 6
        if i == n - 30:
            vals[8].__class__ = R
    return s


total = 0


def glob(n):
    global total
    for i in range(n):
        total += i & 3
        if i == n - 10:
            total = float(total)
    return total


for _ in range(3):
    print(stack(900), shrink(60), slices(400), octets(500))
    print(tables(400), attributes(400), types(500), glob(600))


def walk(n):
    d, s = {i: i * 2 for i in range(30)}, 0
    for i in range(n):
        for k in d:
            s += k
        for v in d.values():
            s ^= v
        for j, (k, v) in enumerate(d.items()):
            s += j * k - v
        if i % 9 == 0:
            d.pop(i % 30, None)
        if i % 10 == 4:
            d["k%d" % i] = i
            del d["k%d" % i]
            d[i % 30] = i
        try:
            for k, v in d.items():
                s += v
                if i == n - 5 and k == 20:
                    d["new"] = 1
        except RuntimeError as e:
            s += len(str(e))
            del d["new"]
        it = iter(d)
        s += next(it)
        d[i % 30] = 1
        try:
            for k in it:
                s += k
        except RuntimeError as e:
            s += 1
    return s, len(d), list(d)[:3]


print(walk(300), walk(300))
