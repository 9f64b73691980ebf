# Generators resumed in hot loops: pipelines, send, early close, exceptions.
def count(n):
    i = 0
    while i < n:
        yield i
        i += 1


def evens(it):
    for x in it:
        if x % 2 == 0:
            yield x


def square(it):
    for x in it:
        yield x * x


print(sum(square(evens(count(5000)))))
print(sum(x for x in (y * 2 for y in count(3000) if y % 3)))


def first(pred, it):
    for x in it:
        if pred(x):
            return x


print(first(lambda x: x > 2500, count(10 ** 9)))


def short(n):
    t = 0
    for i in range(n):
        for x in count(i % 5):
            t += x
    return t


print(short(2000))


def flatten(l):
    for x in l:
        if isinstance(x, list):
            yield from flatten(x)
        else:
            yield x


nest = []
for i in range(60):
    nest = [i, nest, i]
print(sum(flatten(nest)), sum(1 for _ in range(30) for _ in flatten(nest)))


def accum():
    t = 0
    while True:
        t += yield t


a = accum()
next(a)
for i in range(3000):
    r = a.send(i)
print(r)


def two():
    a, b = count(3000), count(3000)
    t = 0
    try:
        while True:
            t += next(a) * 2
            t -= next(b)
    except StopIteration:
        return t


print(two())


def changing(n):
    for i in range(n):
        yield i if i < 1000 else float(i) if i < 2000 else str(i)


t = 0
for v in changing(3000):
    t += v if not isinstance(v, str) else len(v)
print(t)


def raising(n):
    for i in range(n):
        if i == n - 1:
            raise KeyError(i)
        yield i


c = 0
try:
    for x in raising(3000):
        c += 1
except KeyError as e:
    print(c, e)


def caught(n):
    c = 0
    for i in range(n):
        try:
            for x in raising(4):
                c += x
        except KeyError:
            c += 100
    return c


print(caught(1000))


def tree(lo, hi):
    if lo < hi:
        mid = (lo + hi) // 2
        yield from tree(lo, mid)
        yield mid
        yield from tree(mid + 1, hi)


print(sum(tree(0, 3000)), list(tree(0, 12)))


def perms(l):
    if len(l) <= 1:
        yield l
    for i in range(len(l)):
        for p in perms(l[:i] + l[i + 1:]):
            if len(l) > 1:
                yield [l[i]] + p


print(sum(1 for _ in perms(list(range(6)))), list(perms([1, 2, 3]))[3])


def with_cleanup(log):
    try:
        for i in range(100):
            yield i
    finally:
        log.append(1)


log = []
for i in range(500):
    g = with_cleanup(log)
    for x in g:
        if x == i % 10:
            break
    g.close()
print(len(log))
print(dict(zip(count(5), count(9))), list(map(lambda x, y: x - y, count(5), count(5))), max(count(2000)), sorted(evens(count(9)), reverse=True))
