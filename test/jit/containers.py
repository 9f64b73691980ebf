# RUN: %pyc-run --jit-threshold=40 --emit=trace-opt %s 2>&1 | %FileCheck %s
# REQUIRES: jit
# Loops over dicts read the entries; slices that the trace makes are not made;
# list.append and pop have their usual case inline.


def items(d, n):
    s = 0
    for i in range(n):
        for k, v in d.items():
            s += k * v
    return s


def slices(w, n):
    s = 0
    for i in range(n):
        s += len(w[i & 3:])
    return s


def stack(n):
    s, st = 0, []
    for i in range(n):
        st.append(i)
        st.append(i)
        s += st.pop()
    return s


# CHECK: trace.trace loop @loop{{[0-9]+}}_items
# CHECK-NOT: pyc_jit_iter_next
# CHECK-NOT: new @shape.tuple
# CHECK: getitem {{.*}} class 7
# CHECK: trace.trace loop @loop{{[0-9]+}}_slices
# CHECK-NOT: new @
# CHECK: call @pyc_jit_str_slice
# CHECK-NOT: new @
# CHECK: jump
# CHECK: trace.trace loop @loop{{[0-9]+}}_stack


print(items({i: i for i in range(60)}, 20), slices("hello", 300), stack(300))
