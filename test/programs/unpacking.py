# Assignment targets, star targets, swaps, walrus, chained and augmented.
a, b = 1, 2
a, b = b, a
print(a, b)
(a, [b, (c, *d)]), e = (1, [2, "xyz"]), 5
print(a, b, c, d, e)
*a, b = range(4)
a2, *b2 = "q"
first, *mid, last = [1, 2, 3, 4]
print(a, b, a2, b2, first, mid, last)
x = [0, 1, 2]
i = 0
i, x[i] = 1, 9
print(i, x)
x[0], x[1] = x[1], x[0]
print(x)
a = b = c = []
print(a is c)
for bad in ("a, b = 1", "a, b = [1]", "a, b = [1, 2, 3]", "a, *b, c = [1]", "a, b = {}", "(a,) = ()", "*a, = 5", "a, b = None",
            "[a, b, c] = 'ab'", "for a, b in [(1,)]: pass", "a, b = (i for i in range(3))", "x[5], y = 1, 2"):
    try:
        exec(bad)
    except (TypeError, ValueError, IndexError) as e:
        print(type(e).__name__, e)


class Gen:
    def __iter__(self):
        print("iter")
        yield 1
        yield 2


p, q = Gen()
print(p, q, *Gen())
if (n := len("hello")) > 3:
    print(n)
while (n := n - 1) > 2:
    print(n, end=" ")
print([y := 1, y + 1], (z := 5, z)[1])
print(*[1, 2], *"ab", sep="-")
print([*range(3), *"x"], (*[1], 2), {*[1, 1]}, {**{"a": 1}, "b": 2, **{"a": 3}})
d = {}
d["a"], d["b"] = 1, 2
d["a"] += 5
print(d)


class O: pass


o = O()
o.a, o.b = o.c = 3, 4
o.a *= 2
o.lst = [1]
o.lst += [2]
print(o.a, o.b, o.c, o.lst)


def order(v):
    print("index", v, end=" ")
    return v


l = [0, 0, 0]
l[order(0)], l[order(1)] = order(5), order(6)
l[order(2)] += order(7)
print(l)
del l[0], d["a"], o.a
print(l, d, hasattr(o, "a"))
del (a, b), [c]
try:
    a
except NameError as e:
    print(e)
s = t = u = 0
for k, (v, w), *rest in [(i, (i + 1, i + 2), i, i) for i in range(2000)]:
    s, t = t, s + k
    u += v - w + len(rest)
print(s, t, u)
p, q = 0, 1
for _ in range(300):
    p, q = q, p + q
print(p)
r = 1, 2
r += 3,
print(r)
def f(): return 1, *[2, 3]
print(f())
for x in 1, *[2], 3: print(x, end=" ")
print()
