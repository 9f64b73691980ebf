# REQUIRES: jit
# RUN: %pyc-run --jit-threshold=10 --emit=trace-opt %s | FileCheck %s
# sum over a generator is a loop with a trace of its own: no call for an item.
def long(v):
    return sum(x * 2 for x in v)


# A short one is unrolled where it is called: no generator, no function is built
# but for exits.
def short(n):
    t = 0
    for i in range(n):
        t += sum(x + i for x in (1, 2))
    return t


print(long([float(i) for i in range(100)]))
print(short(500))
# CHECK: 9900.0
# CHECK: 251000
# CHECK: trace.trace loop @{{.*}}sum_of
# CHECK: ^bb1(
# CHECK-NOT: call @
# CHECK: float_add
# CHECK: jump ^bb1
# CHECK: trace.trace loop @{{.*}}short
# CHECK: ^bb1(
# CHECK-NOT: new @shape.generator
# CHECK: virtual @shape.generator
# CHECK: jump
