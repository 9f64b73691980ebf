from functools import *
import operator
print(reduce(operator.add, [1, 2, 3]), reduce(lambda a, b: a * b, range(1, 6), 10), reduce(max, [3, 9, 2]))
try: reduce(operator.add, [])
except TypeError as e: print(e)
p = partial(int, base=2); print(p('101'), p.func, p.args, p.keywords); q = partial(p, '11'); print(q(), q.args, partial(print, 1, 2, sep='-'))
q(); partial(print, 'a')('b', sep='*'); p.attr = 5; print(p.attr)
@lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), fib.cache_info(), fib.__name__); fib.cache_clear(); print(fib.cache_info())
@lru_cache(maxsize=2)
def f(x):
    print('call', x); return x * 2
f(1); f(2); f(1); f(3); f(1); f(2); print(f.cache_info(), f.cache_parameters())
@cache
def g(*a, **k): return (a, k)
print(g(1, b=2), g(1, b=2) is g(1, b=2), g.cache_info())
@lru_cache(typed=True)
def h(x): return type(x).__name__
print(h(1), h(1.0), h(True))
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))
@total_ordering
class T:
    def __init__(s, v): s.v = v
    def __eq__(s, o): return s.v == o.v
    def __lt__(s, o): return s.v < o.v
print(T(1) <= T(2), T(3) > T(2), T(1) >= T(2))
def deco(fn):
    @wraps(fn)
    def w(*a): return fn(*a)
    return w
@deco
def named(x):
    "doc"
    return x
print(named.__name__, named.__doc__, named.__wrapped__(5))
class C:
    @cached_property
    def v(self):
        print('computing'); return 42
    @lru_cache
    def m(self, x): return x + 1
    @partialmethod
    def pm(self): return 1
    @singledispatchmethod
    def sd(self, a): return 'base'
    @sd.register
    def _(self, a: int): return 'int'
c = C(); print(c.v, c.v, c.m(1), c.sd(1), c.sd('a'))
@singledispatch
def sd(x): return 'object'
@sd.register(int)
def _(x): return 'int'
@sd.register(list)
def _(x): return 'list'
print(sd(1), sd([]), sd('a'), sd(True))
import operator as op
print(op.itemgetter(1)([5, 6]), op.itemgetter(0, 2)('abc'), op.attrgetter('real')(5), op.methodcaller('upper')('x'), op.itemgetter(1), op.methodcaller('f', 1, a=2))
print(op.add(1, 2), op.contains([1], 1), op.countOf([1, 1], 1), op.indexOf([1, 2], 2), op.truth([]), op.not_(1), op.concat([1], [2]), op.iadd([1], [2]), op.index(True), op.length_hint(iter([1, 2])))
import heapq, bisect
h = []
for x in [5, 1, 8, 3, 2]: heapq.heappush(h, x)
print(h, [heapq.heappop(h) for _ in range(5)]); h = [9, 4, 7, 1]; heapq.heapify(h); print(h, heapq.heappushpop(h, 0), heapq.heapreplace(h, 100), h)
print(heapq.nlargest(2, [1, 5, 3]), heapq.nsmallest(2, [4, 2, 9]), list(heapq.merge([1, 4], [2, 3])), heapq.nlargest(2, 'abc', key=ord))
l = [1, 3, 3, 5]; print(bisect.bisect(l, 3), bisect.bisect_left(l, 3)); bisect.insort(l, 4); print(l, bisect.bisect([1, 2], 5, key=lambda v: v * 3))
