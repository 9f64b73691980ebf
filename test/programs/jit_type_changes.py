# Loops whose values change type midway: int, float, bool, str, big, None.
def add_all(values):
    total = values[0]
    for v in values[1:]:
        total = total + v
    return total


ints = list(range(2000))
print(add_all(ints))
print(add_all(ints + [0.5] + ints))
print(add_all(ints + [2 ** 61, 2 ** 61, 2 ** 62] + ints))
print(add_all([True] * 1500 + [1.5, 2 ** 80]))
print(len(add_all(["a"] * 1000 + ["é", "日"] * 500)))
print(len(add_all([[1]] * 800)), len(add_all([(1,)] * 800)))
try:
    add_all(ints + ["x"])
except TypeError as e:
    print(e)


def grow(n):
    x = 1
    out = []
    for i in range(n):
        x = x * 3 + 1
        if i % 100 == 0:
            out.append(x % 1000003)
    return out, x.bit_length()


print(grow(900))


def shrink(x):
    steps = 0
    while x != 1:
        x = x // 2 if x % 2 == 0 else 3 * x + 1
        steps += 1
    return steps


print(shrink(27), shrink(2 ** 200 + 1), max((shrink(i), i) for i in range(1, 300)))


def mixed(n):
    kinds = [0, 0.0, "", None, True, (), 2 ** 70]
    count = {}
    x = 0
    for i in range(n):
        v = kinds[i // 300 % 7]
        if v is None:
            x += 1
        elif v:
            x += 2
        elif isinstance(v, (int, float)):
            x += v + 1
        else:
            x -= len(v) - 1
        count[type(v).__name__] = count.get(type(v).__name__, 0) + 1
    return x, count


print(mixed(4000))


def phases(n):
    acc = 0
    for i in range(n):
        if i == n // 4:
            acc = float(acc)
        elif i == n // 2:
            acc = str(acc)
        elif i == 3 * n // 4:
            acc = [acc]
        acc = acc + acc[:1] if isinstance(acc, list) and len(acc) < 5 else acc * 1 if i % 2 else acc
        if isinstance(acc, (int, float)):
            acc += 1
    return acc


print(phases(4000))
y = 0
for i in range(3000):
    y = -y if i % 2 else y + i
    if i == 2000:
        y /= 2
print(y)
z = 2 ** 60
for i in range(40):
    z += z >> 1
    print(z, end=" " if i % 10 else "\n")
a = b = 0
for i in range(3000):
    a, b = b, (a + i) if i < 2900 else None
    if b is None:
        b = "end"
        break
print(a, b, i)
