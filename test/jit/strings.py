# RUN: %pyc-run --jit-threshold=60 --emit=trace-opt %s | %FileCheck %s
# Characters of a string compare by a pure call, without a Python-level call.

def count(text, c):
    n = 0
    for i in range(len(text)):
        if text[i] == c:
            n += 1
    return n

# CHECK: 500
print(count("ab" * 500, "a"))
# CHECK: trace.trace loop @loop1_count
# CHECK: call @pyc_jit_str_index
# CHECK: call @pyc_jit_str_eq
# CHECK-NOT: python
