"""Closures, partial application, composition, memoisation, folds."""
import sys
from functools import reduce


def compose(*functions):
    def composed(x):
        for f in functions:
            x = f(x)
        return x
    return composed


def adder(n):
    return lambda x: x + n


def multiplier(n):
    return lambda x: x * n


def curry(f):
    return lambda a: lambda b: f(a, b)


def memoise(f):
    cache = {}

    def wrapper(*args):
        if args not in cache:
            cache[args] = f(*args)
        return cache[args]
    return wrapper


def counter():
    count = 0

    def increment(by=1):
        nonlocal count
        count += by
        return count
    return increment


@memoise
def paths(rows, cols):
    if rows == 0 or cols == 0:
        return 1
    return paths(rows - 1, cols) + paths(rows, cols - 1)


def church(n):
    def numeral(f):
        def apply(x):
            for _ in range(n):
                x = f(x)
            return x
        return apply
    return numeral


def quicksort(items):
    if len(items) < 2:
        return items
    pivot, *rest = items
    return (quicksort([x for x in rest if x < pivot]) + [pivot]
            + quicksort([x for x in rest if x >= pivot]))


def work(n=20000):
    pipeline = compose(adder(3), multiplier(7), lambda x: x % 101, curry(lambda a, b: a - b)(50))
    mapped = list(map(pipeline, range(n)))
    kept = list(filter(lambda x: x & 1, mapped))
    folded = reduce(lambda acc, x: (acc * 31 + x) % 1000003, mapped, 7)
    tick = counter()
    for x in mapped:
        tick(x if x > 0 else 1)
    two, three = church(2), church(3)
    powers = sum(two(three(adder(i)))(0) for i in range(n // 4))
    ordered = quicksort([(x * 7919) % 1009 for x in range(n // 2)])
    return len(kept), folded, tick(0), powers, paths(30, 30), ordered[:3], ordered[-3:]


if __name__ == "__main__":
    print(work(int(sys.argv[1])) if len(sys.argv) > 1 else work())
