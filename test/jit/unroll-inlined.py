# RUN: %pyc-run --jit-threshold=40 --jit-log=%t %s | %FileCheck %s
# RUN: %FileCheck --check-prefix=LOG --input-file=%t %s
# REQUIRES: jit
# A function with a short loop is inlined, its loop unrolled: the outer loop is
# one trace.


def digits(x, table):
    s = 0
    for t in table:
        s += x * t
    return s


def total(n):
    r = 0
    for i in range(n):
        r += digits(i, (1, 2, 3))
    return r


# CHECK: 299997000000 0
for _ in range(10):
    r = total(100000), total(1)
print(r[0] * 10 + 0, r[1])
# LOG: compiled loop{{[0-9]+}}_total
