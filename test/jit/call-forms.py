# RUN: %pyc-run --jit-threshold=40 --emit=trace-opt %s 2>&1 | %FileCheck %s
# REQUIRES: jit
# Keywords, *args and **kwargs of a function that is followed: neither the tuple
# nor the dicts exist in the loop.


def inner(a, b, c=0):
    return a - b + c


def outer(*args, **kw):
    return inner(*args, **kw)


def loop(n):
    s = 0
    for i in range(n):
        s += outer(i, 2, c=4)
    return s


# CHECK: trace.{{.*}}loop
# CHECK: jump
# CHECK-NOT: new @
# CHECK-NOT: call @
# CHECK: int_add_ovf
# CHECK-NOT: new @
# CHECK-NOT: call @
# CHECK: jump
print(loop(300))
