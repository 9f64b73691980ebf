# List, set, dict comprehensions and generator expressions, nested and scoped.
print([x * y for x in range(4) for y in range(x) if (x + y) % 2])
print({x % 3 for x in range(10)}, {k: v for k, v in zip("abc", [1, 2, 3])})
print([[j for j in range(i)] for i in range(4)])
print([(i, j) for i in range(3) if i for j in "ab" if j > "a"])
x = "kept"
print([x for x in range(3)], x)
print(sum(i * i for i in range(10)), list(c for c in "abc"))
print([y := 5, y ** 2], [last := i for i in range(5)], last)
print({i: [k for k in range(i)] for i in range(3)})
g = (print("lazy", i) or i for i in range(2))
print("made")
print(list(g), list(g))
try:
    [i for i in 5]
except TypeError as e:
    print(e)
gen = (1 // i for i in (1, 0, 2))
print(next(gen))
try:
    next(gen)
except ZeroDivisionError as e:
    print(e)
print(list(gen))
print([a + b for a, b in [(1, 2), (3, 4)]], [a for a, *b in ["xyz", "pq"]], [b for _, *b in ["xyz", "pq"]])
print([f() for f in [lambda: i for i in range(3)]])
m = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in m] for i in range(3)], [v for row in m for v in row])
print(dict((k, v) for v, k in enumerate("hello")))


def scope(n):
    return [n + m for m in range(n)], {n: n for n in range(2)}, n


print(scope(3))


class C:
    items = [1, 2, 3]
    doubled = [i * 2 for i in items]
    total = sum(i for i in items)


print(C.doubled, C.total)
big = [i ^ (i >> 1) for i in range(3000)]
print(sum(big), len({v % 101 for v in big}), len({v: i for i, v in enumerate(big) if v & 1}))
print(sum(a * b for a in range(60) for b in range(60) if a != b))
print([i if i % 2 else -i for i in range(6)], [*(i for i in range(3)), *[9]])
print(any(i > 2500 for i in range(3000)), all(i < 2500 for i in range(3000)))
print([*{**{"a": 1}, "b": 2}], {*range(3), *"ab"} == {0, 1, 2, "a", "b"})
