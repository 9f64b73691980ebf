# The words of calling frames are stored by one block for all exits of what they
# call.
# RUN: %pyc-run --jit-threshold=20 --emit=llvm %s | %FileCheck %s


class P:
    def __init__(self, a, b):
        self.a = a
        self.b = b

    def f(self, x):
        return self.g(x) + self.a

    def g(self, x):
        return x * self.b - self.a


def loop(n):
    total = 0
    p = P(3, 4)
    for i in range(n):
        total += p.f(total & i)
    return total


loop(200)

# CHECK-LABEL: @trace.loop{{.*}}_loop
# CHECK: br label %[[CALLER:caller[0-9]*]]
# CHECK: br label %[[CALLER]]
# CHECK: {{^}}[[CALLER]]: {{.*}}preds = {{.*}}, %
# CHECK-NEXT: phi ptr
# CHECK: store
# CHECK: br label %leave
