# REQUIRES: jit
# RUN: %pyc-run --jit-threshold=3 --jit-log=%t.log %s | FileCheck %s
# RUN: FileCheck %s --check-prefix=LOG < %t.log
import sys


def looks(n):
    for i in range(n):
        sys._getframe()
    return i


def changing(n):
    global counter
    counter = 0
    for i in range(n):
        counter += 1
    return counter


print(looks(100), changing(100))
# CHECK: 99 100
# LOG: abort loop {{.*}}aborts.py:8 looks: looks-at-frames
# LOG: abort loop {{.*}}aborts.py:16 changing: unstable
# LOG: compiled {{.*}}changing
