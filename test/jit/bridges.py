# RUN: %pyc-run --jit-threshold=60 --jit-log=%t %s
# RUN: %FileCheck %s < %t
# An exit that is taken often gets a bridge, which goes back to the loop.

def f(n):
    s = 0
    for i in range(n):
        if i % 3:
            s += 1
        else:
            s -= 2
    return s

assert f(5000) == 5000 - 1667 - 2 * 1667
# CHECK: compiled loop
# CHECK: compiled bridge{{[0-9]+}}_f
# CHECK-NEXT: bridge of loop{{[0-9]+}}_f exit
# CHECK: bridged
