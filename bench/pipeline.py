"""A pipeline of generators: sources, filters, windows, joins, aggregation."""
import sys


def numbers(n, seed=1):
    for _ in range(n):
        seed = (seed * 69069 + 1) & 0xFFFFFFFF
        yield seed >> 8


def records(source):
    for i, x in enumerate(source):
        yield {"id": i, "key": x % 17, "value": x % 1000}


def where(rows, predicate):
    for row in rows:
        if predicate(row):
            yield row


def project(rows, *names):
    return (tuple(row[name] for name in names) for row in rows)


def windows(items, size):
    window = []
    for item in items:
        window.append(item)
        if len(window) == size:
            yield window
            window = window[1:]


def chunks(items, size):
    chunk = []
    for item in items:
        chunk.append(item)
        if len(chunk) >= size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def flatten(nested):
    for part in nested:
        if isinstance(part, list):
            yield from flatten(part)
        else:
            yield part


def averager():
    total = count = 0
    average = None
    while True:
        value = yield average
        total += value
        count += 1
        average = total / count


def work(n=80000):
    rows = where(records(numbers(n)), lambda row: row["key"] != 3)
    sums = {}
    for key, value in project(rows, "key", "value"):
        sums[key] = sums.get(key, 0) + value
    rising = sum(1 for a, b, c in windows(numbers(n // 2, 7), 3) if a < b < c)
    deep = sum(flatten([list(c) if i % 2 else [[c]] for i, c in enumerate(chunks(numbers(n // 2, 9), 8))]))
    mean = averager()
    next(mean)
    last = 0.0
    for x in numbers(n // 2, 3):
        last = mean.send(x % 100)
    return sorted(sums.items())[:4], rising, deep, round(last, 6)


if __name__ == "__main__":
    print(work(int(sys.argv[1])) if len(sys.argv) > 1 else work())
