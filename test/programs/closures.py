# Cells, nonlocal, late binding, closures made in loops, counters, class bodies.
def counter():
    n = 0

    def up(by=1):
        nonlocal n
        n += by
        return n

    def get():
        return n
    return up, get


up, get = counter()
up(), up(5)
print(get())
fs = [lambda: i for i in range(3)]
print([f() for f in fs])
fs = [lambda i=i: i for i in range(3)]
print([f() for f in fs])


def outer():
    x = "outer"

    def middle():
        def inner():
            nonlocal x
            x = "changed by inner"
            return x
        return inner
    m = middle()
    return m(), x


print(outer())


def unbound():
    def inner():
        return later
    try:
        inner()
    except NameError as e:
        print(type(e).__name__, e)
    later = 1
    return inner()


print(unbound())


def deleted():
    x = 1

    def inner():
        return x
    del x
    try:
        return inner()
    except NameError as e:
        return str(e)


print(deleted())


def local_unbound():
    try:
        print(v)
    except UnboundLocalError as e:
        print(e)
    v = 1
    del v
    try:
        v
    except UnboundLocalError as e:
        print(e)


local_unbound()


def make(n):
    class C:
        k = n
        def get(self):
            return n, self.k, __class__.__name__
        n2 = n + 1
    return C


print(make(3)().get(), make(4).n2)


def compose(*fs):
    def run(x):
        for f in fs:
            x = f(x)
        return x
    return run


print(compose(lambda x: x + 1, lambda x: x * 2, str)(4))
adders = []
for i in range(2000):
    def add(x, n=i):
        return x + n
    adders.append(add)
print(sum(f(1) for f in adders))


def hot():
    total = 0

    def bump(k):
        nonlocal total
        total += k
    for i in range(3000):
        bump(i)
        f = lambda y: y + i + total
        if i % 1000 == 0:
            print(f(1))
    return total


print(hot())
print(outer.__closure__, [c.cell_contents for c in up.__closure__], up.__code__.co_freevars)
x = "global"


class Scope:
    x = "class"
    y = [x for _ in range(1)]
    def f(self):
        return x


print(Scope.y, Scope().f())


def gl():
    global fresh
    fresh = 10
    del fresh
    try:
        fresh
    except NameError as e:
        print(e)
    fresh = 11


gl()
print(fresh)
