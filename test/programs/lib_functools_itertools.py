# functools and itertools.
import functools, itertools as it, operator as op
@functools.lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(150), fib.cache_info().hits)
@functools.lru_cache(2)
def sq(x): return x * x
for i in (1, 2, 1, 3, 2, 1): sq(i)
print(sq.cache_info())
print(functools.reduce(op.add, range(10)), functools.reduce(lambda a, b: a * b, [1, 2, 3], 10))
p = functools.partial(int, base=2)
print(p("101"), p.func, p.args, p.keywords, functools.partial(max, 5)(3, 9))
@functools.wraps(fib)
def w(*a): "w doc"; return a
print(w.__name__, w.__wrapped__ is fib)
@functools.total_ordering
class T:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __lt__(self, o): return self.v < o.v
print(T(1) >= T(1), T(1) > T(2), sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)))
@functools.singledispatch
def show(x): return "object"
@show.register
def _(x: int): return "int"
@show.register(list)
def _(x): return "list"
print(show(1), show([]), show("s"), show(True))
class C:
    @functools.cached_property
    def v(self): print("once"); return 5
c = C(); print(c.v, c.v)
print(list(it.chain([1], "ab", range(2))), list(it.chain.from_iterable([[1], [2, 3]])), list(it.islice(it.count(5, 2), 4)))
print(list(it.islice(range(20), 2, 15, 5)), list(it.takewhile(lambda x: x < 3, range(9))), list(it.dropwhile(lambda x: x < 6, range(9))))
print(list(it.accumulate([1, 2, 3, 4])), list(it.accumulate([3, 1, 4], max, initial=2)), list(it.repeat("x", 3)))
print([(k, list(g)) for k, g in it.groupby("aabbbca")], list(it.zip_longest("abc", [1], fillvalue="-")), list(it.starmap(pow, [(2, 3), (3, 2)])))
print(list(it.product("ab", [1, 2])), list(it.permutations([1, 2, 3], 2)), list(it.combinations("abcd", 2)), list(it.combinations_with_replacement("ab", 2)))
print(list(it.compress("abcd", [1, 0, 1, 0])), list(it.filterfalse(lambda x: x % 2, range(6))), list(it.pairwise([1, 2, 3])), list(it.product([0, 1], repeat=2)))
a, b = it.tee(iter(range(4)))
print(next(a), list(b), list(a))
c = it.cycle("ab"); print([next(c) for _ in range(5)])
print(sum(x * y for x, y in it.product(range(60), repeat=2)), sum(1 for _ in it.permutations(range(6))), sum(it.islice(it.count(), 3000)))
print(op.itemgetter(1, 0)("abc"), op.attrgetter("real")(5), op.methodcaller("upper")("x"), op.mul(2, 3), op.contains([1], 1))
t = 0
for i, g in it.groupby(range(3000), key=lambda x: x // 7): t += i * sum(g)
print(t)
