# RUN: %pyc-run --jit-threshold=40 --jit-log=%t %s | %FileCheck %s
# RUN: %FileCheck --check-prefix=LOG --input-file=%t %s
# REQUIRES: jit
# A loop over a chain of generators is one trace; a generator's end, and the
# other path of one, are bridges whose frames live in generators.


def numbers(n):
    for i in range(n):
        yield i * 3


def even(source):
    for x in source:
        if x % 2 == 0:
            yield x


def total(n):
    s = 0
    for x in even(numbers(n)):
        s += x
    return s


# CHECK: 74985000000 6
for _ in range(20):
    r = total(10000), total(3)
print(sum(total(10000) for _ in range(1000)) // 1, r[1])
# LOG: compiled loop{{[0-9]+}}_total
# LOG: at code.numbers
