# REQUIRES: jit
# RUN: %pyc-run --jit-threshold=10 --emit=trace-opt %s | FileCheck %s
# Questions about characters and short strings need no call.
def scan(s):
    n = 0
    for c in s:
        if c == ',' or c in "aeiou" or c.isdigit():
            n += 1
        n += ord(c)
    return n


def words(ws):
    n = 0
    for w in ws:
        if w == "add":
            n += 1
    return n


print(scan("12345678" * 20))
print(words(["add"] * 100))
# CHECK: trace.trace loop @{{.*}}scan {
# CHECK: ^bb1
# CHECK: getitem %{{.*}} as u8 const
# CHECK-NOT: call
# CHECK: jump ^bb1
# CHECK: trace.trace loop @{{.*}}words {
# CHECK: ^bb1
# CHECK-NOT: call
# CHECK: bool_and
# CHECK-NOT: call
# CHECK: jump ^bb1
