from itertools import *
import operator
print(list(accumulate([1, 2, 3, 4])), list(accumulate([1, 2, 3], operator.mul, initial=10)), list(accumulate([])))
print(list(chain('ab', [1], ())), list(chain.from_iterable(['ab', 'cd'])))
print(list(combinations('abcd', 2)), list(combinations([], 1)), list(combinations('ab', 0)))
print(list(combinations_with_replacement('abc', 2)))
print(list(permutations('abc')), list(permutations('abcd', 2))[:5], list(permutations('ab', 3)))
print(list(product('ab', [1, 2])), list(product('ab', repeat=2)), list(product()), list(product('a', '')))
print(list(compress('abcdef', [1, 0, 1, 0, 1])))
print(list(islice(count(5), 3)), list(islice(count(1, 2), 2, 8, 2)), list(islice('abc', None)), list(islice('abcdef', 1, None, 2)))
print(list(islice(cycle('ab'), 5)), list(cycle([])))
print(list(dropwhile(lambda x: x < 3, [1, 2, 3, 1])), list(takewhile(lambda x: x < 3, [1, 2, 3, 1])))
print(list(filterfalse(lambda x: x % 2, range(6))), list(filterfalse(None, [0, 1, ''])))
for k, g in groupby('aaabbc'): print(k, list(g), end=' ')
print()
for k, g in groupby([1, 3, 2, 4, 5], key=lambda x: x % 2): print(k, list(g), end=' ')
print()
gs = [(k, g) for k, g in groupby('aabb')]; print([(k, list(g)) for k, g in gs])
it = groupby('aab'); k, g = next(it); print(next(g)); k2, g2 = next(it); print(k2, list(g), list(g2))
print(list(pairwise('abcd')), list(pairwise('a')))
print(list(repeat('x', 3)), repeat(1, 2), count(3), count(1, 2.5), list(map(pow, range(4), repeat(2))))
print(list(starmap(pow, [(2, 3), (3, 2)])))
a, b = tee([1, 2, 3]); print(next(a), list(b), list(a)); x, y, z = tee('ab', 3); print(list(x), list(y), list(z))
print(list(zip_longest('abc', [1], fillvalue='-')), list(zip_longest()))
print(next(count(10**30)), list(islice(count(2**61 - 2), 3)))
for bad in (lambda: islice([1], -1), lambda: combinations('a', -1), lambda: count('a'), lambda: next(cycle([])), lambda: chain(5).__next__(), lambda: list(starmap(pow, [1])), lambda: repeat(), lambda: list(accumulate([1, 'a'])), lambda: product('a', repeat=-1)):
    try:
        print(bad())
    except BaseException as e:
        print(type(e).__name__, e)
print(sum(1 for _ in permutations(range(7))), sum(1 for _ in combinations(range(12), 5)), sum(map(sum, product(range(5), repeat=4))))
class Sub(chain): pass
print(list(Sub('a', 'b')), type(count()).__name__, isinstance(count(), count))
def gen():
    yield 1
    raise ValueError('boom')
try:
    list(chain(gen()))
except ValueError as e:
    print(e)
print([''.join(p) for p in product('01', repeat=3)], list(islice(pairwise(count()), 2)))
