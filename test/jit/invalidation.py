# REQUIRES: jit
# RUN: %pyc-run --jit-threshold=10 --jit-log=%t.log %s | FileCheck %s
# RUN: FileCheck %s --check-prefix=LOG < %t.log
# A global taken for constant changes: the trace is cut off and made anew.
K = 1


class A:
    def m(self):
        return 1


def use(n, a):
    t = 0
    for i in range(n):
        t += K + a.m()
    return t


a = A()
print(use(1000, a))
K = 2
print(use(1000, a))
A.m = lambda self: 5
print(use(1000, a))
# CHECK: 2000
# CHECK: 3000
# CHECK: 7000
# LOG: compiled {{.*}}use
# LOG: invalid {{.*}}use
# LOG: compiled {{.*}}use
# LOG: invalid {{.*}}use
# LOG: compiled {{.*}}use
