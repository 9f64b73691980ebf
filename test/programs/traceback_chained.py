def f(a, b):
    return a + b * c / d
def g(x):
    return f(x,
             x[0]) + 1
class K:
    def m(self, n):
        if n == 0:
            return self.foo["bar"][0](1)
        return self.m(n - 1)
    foo = {}
try:
    K().m(10)
except KeyError as e:
    raise RuntimeError("outer") from e
