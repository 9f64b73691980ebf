# RUN: %pyc-run --jit-threshold=60 --emit=trace-opt %s | %FileCheck %s
# Numbers travel unboxed around the loop; type guards stay in the entry.

def f(n):
    i = 0
    s = 0.5
    while i < n:
        s += i * 2.0
        i += 1
    return s

# CHECK: 99990000.5
print(f(1000000 // 100))
# CHECK: guard_float
# CHECK: ^bb1(%{{[0-9]+}}: !trace.int, %{{[0-9]+}}: f64):
# CHECK-NOT: guard_int
# CHECK-NOT: guard_float
# CHECK: float_mul
# CHECK: float_add
# CHECK: jump ^bb1
