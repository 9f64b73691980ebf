"""Builtins that loop over items which Python code makes."""
import sys
import traceback


def numbers(n):
    for i in range(n):
        yield i * 3 % 7


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


class Tree:
    def __init__(self, *parts):
        self.parts = parts

    def __iter__(self):
        for p in self.parts:
            if isinstance(p, Tree):
                yield from p
            else:
                yield p


def show(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
        print(f.__name__, sorted(map(repr, result)) if isinstance(result, (set, frozenset)) else result)
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)
        print([(entry.name, entry.line) for entry in traceback.extract_tb(e.__traceback__)])


TREE = Tree(3, Tree(1, 4, Tree(1)), 5, Tree(9, 2))


def results():
    for make in (lambda: numbers(9), lambda: Countdown(5), lambda: TREE, lambda: (x + 1 for x in range(4))):
        print(sum(make()), sum(make(), 10), sum(make(), start=0.5), any(make()), all(make()), list(make()),
              tuple(make()), sorted(set(make())), sorted(frozenset(make())), sorted(make()), min(make()), max(make()))
        print(min(make(), key=lambda x: -x), max(make(), key=lambda x: x % 4), min(make(), default=3),
              max(make(), key=None), sorted(make(), reverse=True), sorted(make(), key=lambda x: x % 3))
        print("-".join(str(x) for x in make()), dict((x, x * x) for x in make()))
        print(type(list(make())), type(tuple(make())), type(set(make())), type(frozenset(make())))
    print(min([3, 1, 2], key=lambda x: -x), max("hello", key=lambda c: c), min((), default=None, key=lambda x: x))
    print(sum([[1], [2]], []), sum(([i] for i in range(3)), []), sum((0.1 for _ in range(10))), sum(() for _ in ()))
    print(any(x > 3 for x in range(10)), all(x > 3 for x in range(10)), any(()), all(()), any(x for x in ()))
    print(",".join(c for c in "abc"), "".join(()), "x".join(Tree("a", "b")))


def empty():
    return
    yield


def failing(n):
    yield n
    raise KeyError(n)


def stopping():
    yield 1
    raise StopIteration(5)


class Bad:
    def __iter__(self):
        return 5


class Untrue:
    def __bool__(self):
        raise ArithmeticError("untrue")

    def __lt__(self, other):
        raise ArithmeticError("unordered")

    __gt__ = __lt__

    def __add__(self, other):
        raise ArithmeticError("unsummed")

    __radd__ = __add__

    def __repr__(self):
        return "Untrue"

    def __hash__(self):
        return 1


def errors():
    for f in (sum, any, all, list, tuple, set, frozenset, sorted, min, max, ",".join):
        show(f, empty())
        show(f, (x for x in failing(0)))
        show(f, (x for x in failing("")))
        show(f, stopping())
        show(f, Bad())
        show(f, (Untrue() for _ in range(2)))
        show(f, ([] for _ in range(2)))
        show(f, (i for i in [1, "a", None]))
    show(sum, (x for x in "ab"), "")
    show(sum, (x for x in "ab"), b"")
    show(sum, (x for x in "ab"), 1, 2)
    show(min, (x for x in "ab"), wrong=1)
    show(min, (x for x in "ab"), key=5)
    show(min, 1, (x for x in "ab"))
    show(max, (x for x in "ab"), (x for x in "ab"))
    show(max, "abc", key=lambda x: 1 / 0)
    show(max, "abc", key=lambda x, y: 0)
    show(list, (x for x in "ab"), 1)
    show(any, (x for x in 5) if False else (x for x in ""), 3)


def frames():
    names = []

    def look(depth):
        frame = sys._getframe(depth)
        while frame and frame.f_code.co_name != "<module>":
            names.append(frame.f_code.co_name)
            frame = frame.f_back
        names.append("|")
        return 1

    print(sum(look(0) for _ in range(2)), max([1], key=look))
    print(list(look(1) + i for i in range(2)), any(look(2) > 1 for _ in range(1)))
    print(names)
    print([list(locals()) for _ in range(1)], sorted(min([1], key=lambda x: len(locals())) for _ in range(2)))


def executing():
    def itself():
        yield 1
        yield sum(g)

    g = itself()
    show(list, g)
    g = (sum(g) for _ in range(2))
    show(next, g)


def left_early():
    g = numbers(10)
    print(any(x == 2 for x in g), next(g), all(x != 4 for x in g), list(g))
    log = []

    def closing():
        try:
            yield 1
            yield 0
            yield 2
        except GeneratorExit:
            log.append("exit")
            raise
        finally:
            log.append("finally")

    c = closing()
    print(all(c), next(c))
    c.close()
    print(log)


def caught_inside():
    def careful():
        for i in range(6):
            try:
                yield 6 // (i - 2)
            except ZeroDivisionError:
                yield -1

    def divide():
        for i in range(-3, 3):
            try:
                yield 6 // i
            except ZeroDivisionError as e:
                yield str(e)

    show(list, careful())
    show(list, divide())
    try:
        raise ValueError("outer")
    except ValueError:
        print(list(repr(sys.exc_info()[1]) for _ in range(2)))
        show(sum, (1 // x for x in (1, 0)))


def deep(n):
    return 0 if n == 0 else sum(deep(n - 1) + 1 for _ in range(1))


def sends():
    def echo():
        got = []
        while len(got) < 3:
            got.append((yield len(got)))
        return got

    def outer():
        result = yield from echo()
        yield result

    g = outer()
    print(next(g), g.send("a"), g.send("b"), g.send("c"), list(g))


def hot(n):
    total = 0
    for i in range(n):
        v = (i, i + 1, i + 2)
        total += sum(x * x for x in v)
        total += max(x % 5 for x in v)
        if any(x % 7 == 0 for x in v) and not all(x % 2 == 0 for x in v):
            total += len(list(x for x in range(i % 6)))
        total += sum(numbers(i % 20)) + len(",".join(str(x) for x in v))
        total += min(Countdown(3)) + len(set(x // 2 for x in v)) + len(tuple(x for x in TREE))
        if i % 50 == 0:
            try:
                total += sum(1 // (x - i) for x in v)
            except ZeroDivisionError:
                total += 1
    return total


results()
errors()
frames()
executing()
left_early()
caught_inside()
print(deep(50))
try:
    deep(100000)
except RecursionError:
    print("RecursionError")
sends()
print(hot(700))
