# REQUIRES: jit
# RUN: %pyc-run --jit-threshold=10 --jit-log=%t.log %s | FileCheck %s
# RUN: FileCheck %s --check-prefix=LOG < %t.log
# A branch that is taken as often as the other grows a bridge.
def f(n):
    a = b = 0
    for i in range(n):
        if i & 1:
            a += i
        else:
            b -= i
    return a, b


print(f(5000))
# CHECK: (6250000, -6247500)
# LOG: compiled loop{{.*}}f at
# LOG: compiled bridge{{.*}} at
