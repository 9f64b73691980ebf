"""Edit distances between generated words: nested loops over strings and lists."""
import sys

LETTERS = "abcdefghij"


def words(count, length):
    state = 12345
    result = []
    for _ in range(count):
        chars = []
        for _ in range(length):
            state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
            chars.append(LETTERS[(state >> 16) % len(LETTERS)])
        result.append("".join(chars))
    return result


def distance(a, b):
    if len(a) < len(b):
        a, b = b, a
    previous = list(range(len(b) + 1))
    for i, ca in enumerate(a, 1):
        current = [i]
        for j, cb in enumerate(b, 1):
            insert = current[j - 1] + 1
            delete = previous[j] + 1
            replace = previous[j - 1] + (ca != cb)
            current.append(min(insert, delete, replace))
        previous = current
    return previous[-1]


def work(count=40):
    vocabulary = words(count, 22)
    total = 0
    best = None
    for i, a in enumerate(vocabulary):
        for b in vocabulary[:i]:
            d = distance(a, b)
            total += d
            if best is None or d < best[0]:
                best = (d, a, b)
    return total, best


if __name__ == "__main__":
    print(work(int(sys.argv[1])) if len(sys.argv) > 1 else work())
