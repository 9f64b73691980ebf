# RUN: %pyc-run --jit-threshold=40 --jit-log=%t %s | %FileCheck %s
# RUN: %FileCheck --check-prefix=LOG --input-file=%t %s
# REQUIRES: jit
# Lookups with str and int keys in a table that has no others: calls that run no
# Python code. A key with its own __eq__ that joins later makes the trace leave.


class Odd:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return hash(self.n)

    def __eq__(self, other):
        log.append(self.n)
        return other == self.n


log = []


def total(n, extra):
    d, s, seen = {"a": 1, "b": 2}, 0, {1, 2, 3}
    for i in range(n):
        row = {"id": i, "key": i % 7}
        d["a"] = d["a"] + row["key"]
        s += d.get(row["id"], 5) + (i % 7 in seen) + ("b" in d) + ("x" in "axb")
        if i == extra:
            d[Odd(i + 50)] = 100
            seen.add(Odd(4))
    return s, d["a"], len(log)


# CHECK: (66858, 26996, 0)
# CHECK: (68236, 26996, 1284)
for _ in range(60):
    r = total(9000, -1)
print(r)
print(total(9000, 20))
# LOG: compiled loop{{[0-9]+}}_total
