# RUN: %pyc-run --jit-threshold=40 --jit-log=%t %s | %FileCheck %s
# RUN: %FileCheck --check-prefix=LOG --input-file=%t %s
# REQUIRES: jit
# Recursion: a trace of the function calls itself again through its trace, to
# any depth, with exceptions passing through.


def depth(tree):
    if tree is None:
        return 0
    return 1 + max(depth(tree[0]), depth(tree[1]))


def make(n):
    if n == 0:
        return None
    return make(n - 1), make(n - 2) if n > 1 else None


def fall(n):
    if n == 0:
        raise ValueError("bottom")
    return 1 + fall(n - 1)


def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)


# CHECK: 16 [200, 200]
tree = make(16)
for _ in range(30):
    d = depth(tree)
caught = []
for _ in range(200):
    try:
        fall(60)
    except ValueError as e:
        n, tb = 0, e.__traceback__
        while tb:
            n, tb = n + 1, tb.tb_next
        caught.append(n)
print(d, [len(caught), caught.count(62)])
# CHECK: 900 RecursionError
try:
    print(deep(900), end=" ")
    deep(10 ** 6)
except RecursionError as e:
    print(type(e).__name__)
# LOG: compiled function{{[0-9]+}}_make
# LOG: function{{[0-9]+}}_depth: entered
