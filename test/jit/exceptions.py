# RUN: %pyc-run --jit-threshold=40 --emit=trace-opt %s 2>&1 | %FileCheck %s
# RUN: %pyc-run --jit-threshold=40 --jit-log=%t %s
# RUN: %FileCheck --check-prefix=LOG --input-file=%t %s
# REQUIRES: jit
# An exception raised in a function that is followed and caught by its caller:
# no guard looks at the pending exception, and the trace goes on at the handler.


def check(i):
    raise KeyError(i)


def loop(n):
    s = 0
    for i in range(n):
        try:
            s += check(i)
        except (IndexError, KeyError):
            s += 1
    return s


# CHECK: trace.trace loop @loop{{[0-9]+}}_loop
# CHECK: call @pyc_jit_raise
# CHECK-NOT: guard
# CHECK: call @pyc_jit_add_traceback
# CHECK-NOT: guard
# CHECK: call @pyc_jit_add_traceback
# CHECK: jump
# LOG-NOT: abort loop
# LOG: compiled loop{{[0-9]+}}_loop
# LOG-NOT: abort loop
print(loop(300))
