# RUN: %pyc-run --jit-threshold=40 --emit=trace-opt %s 2>&1 | %FileCheck %s
# REQUIRES: jit
# Texts of numbers are calls that run no Python code; tuples of plain items are
# compared item by item and need not exist.


def text(n):
    s = 0
    for i in range(n):
        s += len(f"{i}:{i:4d}") + len(str(i))
    return s


def tuples(n):
    s = 0
    for i in range(n):
        if (i & 3, i & 1) == (1, 1):
            s += 1
        else:
            s += 2
    return s


# CHECK: trace.trace loop @loop{{[0-9]+}}_text
# CHECK-NOT: guard_assumption
# CHECK: call @pyc_jit_format
# CHECK: trace.trace loop @loop{{[0-9]+}}_tuples
# CHECK-NOT: new @
# CHECK-NOT: pyc_jit_compare
# CHECK: jump
print(text(300), tuples(300))
