# Globals and builtins that change while code that reads them is hot.
LIMIT = 10
step = 1


def f(n):
    t = 0
    for i in range(n):
        t += LIMIT
    return t


print(f(2000))
LIMIT = 20
print(f(2000))
LIMIT = 1.5
print(f(2000))


def inside(n):
    global LIMIT, step
    t = 0
    for i in range(n):
        t += LIMIT * step
        if i % 500 == 0:
            LIMIT = i
        if i == 1999:
            step = 2 ** 70
    return t


print(inside(3000))


def count_global(n):
    global counter
    counter = 0
    for _ in range(n):
        counter += 1
    return counter


print(count_global(5000))


def use_len(n):
    t = 0
    for i in range(n):
        t += len("abc")
    return t


print(use_len(2000))
len = lambda x: 100
print(use_len(2000))
del len
print(use_len(2000))


def shadow_midway(n):
    t = 0
    for i in range(n):
        t += abs(-1)
        if i == n // 2:
            globals()["abs"] = lambda x: 1000
    del globals()["abs"]
    return t


print(shadow_midway(2000), shadow_midway(2000))
import builtins


def patch_builtins(n):
    saved = builtins.max
    t = 0
    for i in range(n):
        t += max(i, 5)
        if i == n // 2:
            builtins.max = lambda a, b: -1
    builtins.max = saved
    return t


print(patch_builtins(2000))


def helper(x): return x + 1


def calls(n):
    global helper
    t = 0
    old = helper
    for i in range(n):
        t += helper(i)
        if i == n // 3:
            helper = lambda x: -x
        if i == 2 * n // 3:
            helper = len_of
    helper = old
    return t


def len_of(x): return x.bit_length()


print(calls(3000), calls(300))


def deleted(n):
    global temp
    temp = 5
    t = 0
    try:
        for i in range(n):
            t += temp
            if i == n - 10:
                del temp
    except NameError as e:
        return t, str(e)


print(deleted(2000))
for i in range(3000):
    x = i
    y = x * 2
    if i % 1000 == 0:
        globals()["new_%d" % i] = y
print(x, y, new_2000)


def redefine(n):
    def g(): return 1
    t = 0
    for i in range(n):
        t += g()
        if i % 700 == 0:
            g.__code__ = (lambda: 2).__code__ if i % 1400 else (lambda: 3).__code__
        if i == 1500:
            def g(a=4): return a
        if i == 1800:
            g.__defaults__ = (40,)
    return t


print(redefine(2500))
