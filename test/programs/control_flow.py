# while/else, for/else, break, continue, nested loops, pass, ternaries, chains.
def first_multiple(ns, k):
    for n in ns:
        if n % k == 0:
            break
    else:
        return None
    return n


print(first_multiple([1, 2, 3, 9], 3), first_multiple([1, 2], 3), first_multiple([], 3))
i = 0
while i < 10:
    i += 1
    if i == 3:
        continue
    if i == 8:
        break
    print(i, end=" ")
else:
    print("never")
print("|", i)
while i > 5:
    i -= 1
else:
    print("else", i)
for a in range(3):
    for b in range(3):
        if a == b:
            continue
        if a + b == 3:
            break
        print((a, b), end=" ")
    else:
        print("full", a, end=" ")
print()


def grade(n):
    if n >= 90:
        return "A"
    elif n >= 80:
        return "B"
    elif n >= 70:
        return "C"
    else:
        return "F"


print([grade(n) for n in (95, 85, 75, 10)])
print(1 < 2 < 3, 1 < 3 < 2, 3 > 2 > 1 != 0, 1 == 1.0 == True)


def noisy(x):
    print("eval", x, end="; ")
    return x


print(noisy(1) < noisy(2) < noisy(0) < noisy(9))
print(noisy(0) and noisy(1), noisy(0) or noisy(2), not noisy(3))
print("yes" if noisy([]) else "no")
x = y = z = []
x.append(1)
print(y is z, z)
for x in ():
    pass
else:
    print("empty loop", x)
for i in range(5):
    i = i * 10
    print(i, end=" ")
print(i)
n = 0
for i in range(3000):
    if i % 3 == 0:
        continue
    if i % 7 == 0:
        n += 2
    elif i > 2500:
        n -= 1
    else:
        n += 1
    if n > 2000:
        break
print(n, i)
assert n, "not reached"
try:
    assert n == -1, ("values", n)
except AssertionError as e:
    print(repr(e), e.args)
