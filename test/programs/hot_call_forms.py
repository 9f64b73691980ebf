# Calls of every form in hot loops: keywords, defaults, *args, **kwargs, merged
# dicts, starred targets; with errors and shapes that change on the way.


def f(a, b=2, *rest, c=3, d, **kw):
    return a, b, rest, c, d, sorted(kw.items())


def g(a, /, b, *, c=1):
    return a * 100 + b * 10 + c


def forward(*args, **kw):
    return f(*args, **kw)


def twice(*args, **kw):
    return forward(*args, x=1, **kw)


class C:
    def __init__(self, a, b=5, *, scale=1):
        self.v = (a + b) * scale

    def m(self, *args, k=0, **kw):
        return self.v + sum(args) + k + len(kw)

    @classmethod
    def make(cls, *a, **k):
        return cls(*a, **k)


def run(n):
    out = []
    total = 0
    t, short, d = (1, 2), [7], {"d": 4, "z": 9}
    for i in range(n):
        r = f(i, d=1)
        total += r[0] + r[1] + r[3]
        r = f(i, 7, 8, 9, c=i, d=2, e=5, g=6)
        total += len(r[2]) + r[5][0][1]
        total += g(i & 7, b=2) + g(1, 2, c=i) + g(3, c=4, b=5)
        total += forward(i, d=3)[0] + twice(1, 2, 3, d=i)[4]
        total += f(*t, **d)[4] + f(*t, *short, d=0, **{"q": 1})[1]
        total += C(i, scale=2).v + C.make(1, b=i).v + C(b=1, a=2).m(1, 2, k=3, y=4)
        head, *mid, last = t + (i, 4)
        first, *others = [i, 2, 3]
        total += head + len(mid) + last + first + others[-1]
        e = {**d, "w": i}
        total += e["w"] + e["d"] + len(e)
        s = {*t, *short, i & 3}
        total += len(s)
        if i == n // 2:
            t, short = (3, 4, 5), [8, 9]
            d["extra"] = 2
        if i == n - 20:
            d.pop("z")
        if i % 500 == 17:
            for bad in (lambda: g(1, 2, 3), lambda: g(a=1, b=2), lambda: f(1), lambda: C(1, 2, 3),
                        lambda: g(1, 2, d=3), lambda: f(*3, d=1), lambda: f(1, d=2, **{"d": 3}),
                        lambda: f(**{1: 2}), lambda: C(1, a=2), lambda: g(*[1, 2], **5)):
                try:
                    bad()
                except TypeError as x:
                    out.append(str(x).split("object at")[0])
    return total, len(out), sorted(set(out))


def unpack(items, n):
    s = 0
    for i in range(n):
        a, *b = items[i % len(items)]
        s += len(b)
        try:
            x, *y, z = items[(i + 1) % len(items)]
            s += z if isinstance(z, int) else len(y)
        except ValueError as e:
            s += len(str(e))
    return s


def defaults():
    def h(x, y=1, *, z=2):
        return x + y + z
    s = 0
    for i in range(400):
        s += h(i) + h(i, z=1)
        if i == 200:
            h.__defaults__ = (10,)
        if i == 300:
            h.__kwdefaults__["z"] = 7
        if i == 350:
            h.__kwdefaults__ = {"w": 0, "z": 70}
    fs = [lambda x, k=k: x + k for k in range(5)]
    for i in range(300):
        s += fs[i % 5](i)
    return s


def records(n):
    s = 0
    a, b = {"x": 1, "y": 2}, {"y": 3, "x": 4}
    for i in range(n):
        r = a if i % 97 else b
        r["x"] = r["x"] + r["y"]
        s += r["x"]
        if i == n - 50:
            del a["x"]
            a["x"] = 5
        if i == n - 30:
            a.clear()
            a.update(q=1, y=6, x=7)
    for i in range(n):
        k = {"id": i, "name": "n"}
        try:
            s += k["id"] + len(k)
            if i % 50 == 3:
                del k["id"]
            s += k["id"]
        except KeyError as e:
            s += len(e.args[0])
        if i % 100 == 0:
            s += len(str(k))
    return s


for _ in range(3):
    print(run(600))
print(unpack([(1, 2, 3), [4, 5], "ab", (6,), range(4)], 700), unpack([(1, 2, 3)], 300), unpack([[1, 2], [3] * 20], 300))
print(defaults())
print(records(500))
