# RUN: %pyc-run --jit-threshold=60 --emit=trace-opt %s | %FileCheck %s
# Characters of a string compare by their codes, without a call.

def count(text, c):
    n = 0
    for i in range(len(text)):
        if text[i] == c:
            n += 1
    return n

# CHECK: 500
print(count("ab" * 500, "a"))
# CHECK: trace.trace loop @loop1_count
# CHECK: ^bb1
# CHECK: getitem %{{.*}} as u8 const
# CHECK-NOT: call
# CHECK: raw_eq
# CHECK-NOT: call
# CHECK: jump ^bb1
