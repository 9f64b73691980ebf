# RUN: %pyc-run --jit-threshold=60 --emit=trace %s | %FileCheck %s
# The inner loop has a trace; the outer one is a bridge from its end to its
# beginning.

def f(n):
    s = 0
    for i in range(n):
        for j in range(20):
            s += j
    return s

# CHECK: 95000
print(f(500))
# CHECK: trace.trace loop @loop
# CHECK: trace.trace bridge
# CHECK: jump_trace @loop
