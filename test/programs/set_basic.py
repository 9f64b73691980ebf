s = {3, 1, 2}
print(s, len(s), 1 in s)
s.add(10); s.add(5); s.discard(1)
print(s)
print({1, 2, 3} | {3, 4}, {1, 2, 3} & {2, 3, 9}, {1, 2, 3} - {2}, {1, 2} ^ {2, 3})
print({1, 2} < {1, 2, 3}, {1} <= {1}, {1, 2} >= {1}, {1} == frozenset([1]), {1} != {2})
print({1, 2}.issubset([1, 2, 3]), {1}.isdisjoint([2]), {1, 2}.issuperset([1]))
print({1, 'a'} == {'a', 1}, set(), frozenset())
print({frozenset([1, 2]): 'x'}[frozenset([2, 1])], {1, 2} in [{2, 1}], {1} in {frozenset([1])})
for bad in (lambda: {1}.remove(2), lambda: set().pop(), lambda: {[]}, lambda: {1} | [1],
            lambda: hash(set()), lambda: {1} < 5, lambda: set(3), lambda: set(1, 2)):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
try:
    for v in s:
        s.add(v + 100)
except RuntimeError as e:
    print(e)
class S(set): pass
print(S([1, 2]), type(S() | S()).__name__, len(S('abc')))
print(sorted({'b', 'a', 'c'}), {i for i in range(100000)} == set(range(100000)))
words = set()
for i in range(3000):
    words.add('w%d' % (i % 777))
print(len(words), 'w5' in words, 'w777' in words)
mixed = {1, 'one', (1,), None, 2.5, frozenset()}
print(len(mixed), (1,) in mixed, None in mixed, 1.0 in mixed, frozenset() in mixed)
class Evil:
    def __hash__(self): return 1
    def __eq__(self, o): target.clear(); return False
target = {Evil(), 2, 3}
print(Evil() in target, target)
s = set()
s |= {1}; s |= {2}; print(s)
try:
    s |= [3]
except TypeError as e:
    print(e)
s.update([3], (4,), 'x' and range(5, 7)); print(s)
s.intersection_update([1, 2, 3, 9]); print(s)
s.symmetric_difference_update({1, 50}); print(s)
s.difference_update({2}, {3}); print(s)
f = frozenset('ab')
print(f.union('c') >= f, len(f | {1}), type(f | {1}).__name__, type({1} | f).__name__)
print(set.union({1}, {2}), [x for x in frozenset((1,))])
