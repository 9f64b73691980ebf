# send, throw, close, yield from, return values, generator state and errors.
def echo():
    got = None
    while True:
        try:
            got = yield got
        except ValueError as e:
            got = "caught " + str(e)
        except GeneratorExit:
            print("closing")
            raise


g = echo()
print(next(g), g.send(1), g.send("two"), g.throw(ValueError("boom")), g.send(3))
g.close()
g.close()
try:
    next(g)
except StopIteration as e:
    print("stop", e.value)


def inner():
    x = yield 1
    print("inner got", x)
    try:
        y = yield 2
    except KeyError as e:
        print("inner caught", repr(e))
        y = "k"
    return (x, y)


def outer():
    r = yield from inner()
    print("result", r)
    r = yield from [10, 20]
    print("list gives", r)
    return "done"


g = outer()
print(next(g), g.send("a"), g.throw(KeyError("q")), next(g))
try:
    next(g)
except StopIteration as e:
    print(e.value)
g = outer()
try:
    g.send(1)
except TypeError as e:
    print(e)


def bad():
    yield 1
    raise StopIteration("oops")


try:
    list(bad())
except RuntimeError as e:
    print(e, repr(e.__cause__))


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


g = stubborn()
next(g)
try:
    g.close()
except RuntimeError as e:
    print(e)


def selfish():
    yield next(me)


me = selfish()
try:
    next(me)
except ValueError as e:
    print(e)


def cleanup():
    try:
        yield 1
        yield 2
    finally:
        print("finally")


for v in cleanup():
    print(v)
g = cleanup()
next(g)
g.close()
g = cleanup()
try:
    g.throw(ZeroDivisionError("early"))
except ZeroDivisionError as e:
    print("not started:", e)
print(list(g))
g = cleanup()
next(g)
try:
    g.throw(ZeroDivisionError)
except ZeroDivisionError as e:
    print("thrown", repr(e))


def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)


print(list(tree(4)))
print(sum(tree(11)))
print(next(iter(()), "default"), next((x for x in [] if x), None))


def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


total = 0
for v in fib():
    if v > 10 ** 40:
        break
    total ^= v
print(total)


def averager():
    total = count = 0
    avg = None
    while True:
        v = yield avg
        total += v
        count += 1
        avg = total / count


a = averager()
next(a)
for i in range(3000):
    r = a.send(i)
print(r)
print(type(g).__name__, g.gi_frame, g.gi_running, echo.__name__)


class Delegate:
    def __iter__(self):
        return self
    def __next__(self):
        return 5
    def send(self, v):
        return ("sent", v)
    def throw(self, *a):
        return ("thrown", a[0].__class__.__name__)
    def close(self):
        print("delegate closed")


def dg():
    yield from Delegate()


g = dg()
print(next(g), g.send(1), g.throw(ValueError("x")))
g.close()
