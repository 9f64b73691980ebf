# RUN: %pyc-run --jit-threshold=60 --jit-log=%t --jit-stats %s 2>&1 | %FileCheck %s
# RUN: %FileCheck --check-prefix=LOG %s < %t
# A recording that cannot go on says why, and is not tried for ever.
import sys

def f(n):
    s = 0
    for i in range(n):
        s += sys._getframe().f_lineno > 0
    return s

print(f(3000))
# CHECK: 3000
# CHECK: jit: aborted {{[0-9]+}} times: looks-at-frames
# LOG: abort loop {{.*}} f: looks-at-frames (_getframe)
