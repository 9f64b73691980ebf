"""Hot loops through generators: delegation, send, next, iterators in Python."""


def count(n):
    for i in range(n):
        yield i


def delegating(n):
    yield from count(n)
    yield from [n, n + 1]
    got = yield from returning(3)
    yield got
    yield from (x * 2 for x in range(n))
    yield from "ab"
    yield from range(2)
    yield from {"k": 1}


def returning(n):
    for i in range(n):
        yield -i
    return n * 100


def nested(depth, n):
    if depth == 0:
        yield from range(n)
    else:
        yield from nested(depth - 1, n)
        yield depth


class Tree:
    def __init__(self, left, value, right):
        self.left, self.value, self.right = left, value, right

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


def build(low, high):
    if low >= high:
        return None
    middle = (low + high) // 2
    return Tree(build(low, middle), middle, build(middle + 1, high))


class Steps:
    def __init__(self, n):
        self.n, self.i = n, 0

    def __iter__(self):
        return self

    def __next__(self):
        if self.i >= self.n:
            raise StopIteration
        self.i += 1
        return self.i * self.i


class Pages:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return iter(range(self.n))


class Odd:
    """Raises StopIteration in other ways."""

    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return Odd(self.n)

    def __next__(self):
        self.n -= 1
        if self.n % 3 == 0:
            try:
                raise StopIteration
            except StopIteration:
                return -1
        if self.n < 0:
            raise StopIteration("value")
        return self.n


def averager():
    total = count = 0
    average = None
    while True:
        value = yield average
        if value is None:
            return "done"
        total += value
        count += 1
        average = total / count


def echo():
    received = 0
    while True:
        received += (yield received)


def relay():
    while True:
        yield from echo()


def evens(items):
    for x in items:
        if x % 2 == 0:
            yield x


def rarely(items):
    for x in items:
        if x % 50 == 0:
            yield x


def chunks(items, size):
    chunk = []
    for x in items:
        chunk.append(x)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def guarded(items):
    try:
        for x in items:
            try:
                yield 100 // x
            except ZeroDivisionError:
                yield 0
    finally:
        closed.append(1)


closed = []


def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


def loops(n):
    total = 0
    for i in range(n):
        for x in delegating(i % 4):
            total += 1 if isinstance(x, str) else x
        for x in nested(i % 3, 2):
            total += x
        for x in Steps(i % 5):
            total += x
        for x in Pages(3):
            total += x
        for x in Odd(i % 7):
            total += x
    return total


def long_loops(n):
    total = 0
    for x in evens(count(n)):
        total += x
    for x in rarely(evens(count(n))):
        total += x
    for c in chunks(rarely(count(n)), 3):
        total += sum(c)
    for x in guarded(range(n)):
        total += x
    for x in Steps(n):
        total += x
    for x in Tree(Tree(None, 1, None), 2, Tree(None, 3, None)):
        total += x
    for a, b in zip(evens(count(n)), rarely(count(n))):
        total += a * b
    for i, x in enumerate(evens(count(n))):
        total += i * x
    for x in map(lambda x: x + 1, evens(count(n))):
        total += x
    for x in filter(lambda x: x % 3, count(n)):
        total += x
    return total


def sent(n):
    g = averager()
    next(g)
    last = 0
    for x in range(n):
        last = g.send(x % 10)
    try:
        g.send(None)
    except StopIteration as e:
        print(e.value)
    r = relay()
    next(r)
    for x in range(n):
        last += r.send(x % 3)
    e = echo()
    e.send(None)
    for x in range(n):
        e.send(1)
        last += e.send(x)
    return last


def stepped(n):
    f = fib()
    total = 0
    for _ in range(n % 90 + 80):
        total += next(f) % 1000
    it = count(n)
    while True:
        x = next(it, None)
        if x is None:
            break
        total += x
    it = Steps(n)
    try:
        while True:
            total += next(it)
    except StopIteration:
        pass
    it = iter(range(n))
    try:
        while True:
            total += next(it)
    except StopIteration as e:
        print("end", e.value)
    g = count(n)
    try:
        while 1:
            total += next(g)
    except StopIteration as e:
        print("end", e.value)
    try:
        next(g)
    except StopIteration as e:
        print("finished", e.value)
    return total


def broken(n):
    def bad():
        for i in range(n):
            if i == n - 1:
                raise StopIteration(i)
            yield i

    def outer():
        yield from bad()

    for make in (bad, outer):
        got = []
        try:
            for x in make():
                got.append(x)
        except RuntimeError as e:
            print(e, repr(e.__cause__), len(got))

    def division(n):
        for i in range(n, -1, -1):
            yield n // i

    try:
        print(sum(x for x in division(n)))
    except ZeroDivisionError as e:
        print(e)

    g = None

    def itself():
        for i in range(n):
            if i == n - 2:
                yield from g
            yield i

    g = itself()
    try:
        for x in g:
            pass
    except ValueError as e:
        print(e)


def tree_sum(n):
    tree = build(0, 60)
    return sum(sum(tree) for _ in range(n))


def interleaved(n):
    a, b = count(n), evens(count(2 * n))
    out = 0
    for x in a:
        y = next(b, 0)
        out += x * y
        if x % 7 == 3:
            out += sum(z for z in (x, y))
    return out


print(loops(400))
print(long_loops(700))
print(len(closed))
print(sent(600))
print(stepped(600))
broken(300)
print(tree_sum(40))
print(interleaved(500))
