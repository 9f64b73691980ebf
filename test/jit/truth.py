# RUN: %pyc-run --jit-threshold=60 --emit=trace-opt %s | %FileCheck %s
# Truth by a method in Python is followed; that of builtin objects without a
# length costs a guard at most.

class Box:
    def __init__(self, n):
        self.n = n
    def __len__(self):
        return self.n

def count(box, blob, pattern):
    n = 0
    for i in range(1000):
        if box:
            n += 1
        if blob:
            n += 1
        if pattern:
            n += 1
    return n


# CHECK: 3000
print(count(Box(3), b"abc", print))
# CHECK: trace.trace loop @loop1_count
# CHECK-NOT: pyc_jit_truth
# CHECK: jump ^
