"""Loops over map, filter, enumerate and zip with Python code behind them."""
import sys
import traceback


def count(n):
    for i in range(n):
        yield i


def triple(x):
    return x * 3


class Steps:
    def __init__(self, n):
        self.n, self.i, self.asked = n, 0, 0

    def __iter__(self):
        self.asked += 1
        return self

    def __next__(self):
        if self.i >= self.n:
            raise StopIteration
        self.i += 1
        return self.i


def shared():
    m = map(triple, range(8))
    print(next(m), [x for x, _ in zip(m, range(2))], next(m), list(m), list(m))
    e = enumerate(count(9), 5)
    print(next(e))
    for pair in e:
        print(pair)
        if pair[1] == 2:
            break
    print(next(e), [p for p in e if p[0] % 2], list(e))
    f = filter(lambda x: x % 3 == 0, count(30))
    for x in f:
        if x > 5:
            break
    print(x, next(f), list(f), next(f, "end"))
    z = zip(count(5), map(triple, count(4)))
    print(next(z), [a + b for a, b in z], next(z, "end"))
    s = Steps(4)
    z = zip(s, count(10))
    print([p for p in z], s.asked)
    s = Steps(4)
    print([p for p in map(triple, s)], s.asked)
    big = enumerate(count(4), 2 ** 61 - 2)
    print([n for n, _ in big], [n for n, _ in enumerate(count(3), 2 ** 80)])
    a, b, c = count(9), count(5), count(3)
    print([t for t in zip(a, b, c)], next(a), next(b), list(c))
    g = count(7)
    print([p for p in zip(g, g)], [p for p in zip(g, range(3))])
    print([p for p in zip(count(3), count(3), strict=True)])
    try:
        for p in zip(count(3), count(4), strict=True):
            print(p)
    except ValueError as error:
        print(error)


def ends():
    def stops(x):
        if x == 3:
            raise StopIteration
        return x

    m = map(stops, range(6))
    print([x for x in m], [x for x in m], list(m))
    f = filter(stops, count(6))
    print([x for x in f], [x for x in f])

    def fails(x):
        return 6 // (x - 2)

    m = map(fails, count(5))
    got = []
    for _ in range(3):
        try:
            for x in m:
                got.append(x)
        except ZeroDivisionError as error:
            got.append(str(error))
            print([(e.name, e.line) for e in traceback.extract_tb(error.__traceback__)])
    print(got)

    def deeper(x):
        frame, names = sys._getframe(), []
        while frame and frame.f_code.co_name != "<module>":
            names.append(frame.f_code.co_name)
            frame = frame.f_back
        return names

    print([n for n in map(deeper, range(1))], sum(len(n) for n in map(deeper, count(2))))
    print([x for x in filter(None, (i % 3 for i in range(7)))], [x for x in filter(bool, count(3))])
    print([x for x in map(lambda a, b: a - b, count(4), [9, 8, 7])])
    print([x for x in map(int, (str(i) for i in range(4)))], [x for x in map(str, range(3))])
    try:
        for x in map(lambda: 0, [1]):
            pass
    except TypeError as error:
        print(error)
    try:
        for x in map(5, count(2)):
            pass
    except TypeError as error:
        print(error)
    nested = map(triple, map(triple, filter(lambda x: x & 1, count(9))))
    print([x for i, x in enumerate(nested) if i != 2])

    def again(x):
        return (x, next(inner, None))

    inner = map(triple, count(6))
    print([x for x in map(again, inner)])
    m = map(triple, [1, 2])
    print(type(m).__name__, iter(m) is m, [x for x in m])


def hot(n):
    total = 0
    limit = n // 2
    for i, x in enumerate(map(triple, range(n))):
        total += i * x
    for x in filter(lambda v: v > limit, map(lambda v: v + 1, count(n))):
        total += x
    for a, b in zip(count(n), filter(lambda v: v % 7, count(n))):
        total += a - b
    for a, b, c in zip(count(n), range(n), map(triple, count(n))):
        total += a + b - c
    for i in range(n):
        total += sum(map(triple, (i, 1)))
        total += sum(x for _, x in enumerate(filter(lambda v: v != i, (1, i, 2))))
        total += any(map(lambda v: v == i, range(5)))
        for x, y in zip(count(2), map(triple, count(3))):
            total += x * y
        total += len(list(map(lambda v: -v, range(i % 4)))) + max(map(abs, (x for x in (i, -3))))
        total += len(",".join(map(str, (x for x in (i, 5)))))
    return total


shared()
ends()
print(hot(600))
