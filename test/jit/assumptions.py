# RUN: %pyc-run --jit-threshold=60 --jit-log=%t %s | %FileCheck %s
# RUN: %FileCheck --check-prefix=LOG %s < %t
# A global function and a method are constants of the trace until somebody
# replaces them; then the trace is invalid and what runs is right.

def step(x):
    return x + 1

class C:
    def get(self):
        return 1

def f(n, c):
    s = 0
    for i in range(n):
        s = step(s) + c.get()
    return s

c = C()
print(f(2000, c))
step = lambda x: x + 10
print(f(2000, c))
C.get = lambda self: 5
print(f(2000, c))
# CHECK: 4000
# CHECK-NEXT: 22000
# CHECK-NEXT: 30000
# LOG: compiled loop1_f
# LOG: invalid loop1_f
# LOG: compiled loop{{[0-9]+}}_f
# LOG: invalid loop{{[0-9]+}}_f
