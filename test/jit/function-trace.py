# REQUIRES: jit
# RUN: %pyc-run --jit-threshold=10 --jit-log=%t.log %s | FileCheck %s
# RUN: FileCheck %s --check-prefix=LOG < %t.log
# Recursion is served by a trace that begins at the function's entry.
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(18))
# CHECK: 2584
# LOG: compiled {{fn|function|call}}{{.*}}fib
