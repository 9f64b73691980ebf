# map, filter, zip, lambdas, currying, composition, partial application by hand.
print(list(map(lambda x: x * 2, range(5))), list(filter(None, [0, 1, "", "a", [], [0]])), list(map(max, [1, 5], [3, 2])))
print(list(zip("ab", [1, 2], (True, None))), dict(zip("abc", range(3))), list(zip(*[(1, 2), (3, 4)])))
curry = lambda f: lambda a: lambda b: f(a, b)
print(curry(pow)(2)(10), (lambda *a, **k: (a, k))(1, b=2), (lambda x, y=3: x + y)(1))
def compose(*fs):
    def run(x):
        for f in reversed(fs): x = f(x)
        return x
    return run
inc, dbl = lambda x: x + 1, lambda x: x * 2
print(compose(inc, dbl)(5), compose(dbl, inc)(5), sum(map(compose(inc, dbl, inc), range(2000))))
Y = lambda f: (lambda x: x(x))(lambda x: f(lambda *a: x(x)(*a)))
print(Y(lambda self: lambda n: 1 if n == 0 else n * self(n - 1))(20))
print(sum(filter(lambda x: x % 3 == 0, map(lambda x: x * x, range(3000)))), sorted("bca", key=lambda c: -ord(c)))
for f in (lambda: map(), lambda: list(map(5, [1])), lambda: filter(None), lambda: list(zip(1)), lambda: map(abs)):
    try: f()
    except TypeError as e: print(e)
it = map(int, ["1", "x", "3"])
print(next(it))
try: next(it)
except ValueError as e: print(e)
print(next(it), list(it))
def accumulate(f, xs, acc):
    for x in xs: acc = f(acc, x)
    return acc
print(accumulate(lambda a, b: a * 31 + b & 0xFFFFFF, range(3000), 7))
