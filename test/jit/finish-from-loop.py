# RUN: %pyc-run --jit-threshold=60 --emit=trace %s | %FileCheck %s
# A bridge that returns from the loop's function ends with its result: no
# frames are rebuilt for that.

def find(limit):
    i = 0
    while True:
        i += 1
        if i > limit:
            return i * 2

# CHECK: 60000
t = 0
for _ in range(300):
    t += find(99)
print(t)
# CHECK: trace.trace loop @loop1_find
# CHECK: trace.trace bridge
# CHECK: int_mul_ovf
# CHECK: finish
