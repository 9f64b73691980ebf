# Exceptions out of iterators, generators, comprehensions, keys, properties.
class Bad:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        self.n -= 1
        if self.n < 0: raise RuntimeError("next failed")
        return self.n
for f in (lambda: list(Bad(3)), lambda: sum(Bad(2)), lambda: [x for x in Bad(1)], lambda: dict(Bad(0)), lambda: max(Bad(2)), lambda: tuple(map(str, Bad(1))),
          lambda: "".join(Bad(1)), lambda: sorted(Bad(2)), lambda: set(Bad(2)), lambda: list(zip(Bad(1), range(9))), lambda: [*Bad(1)], lambda: print(*Bad(1)), lambda: any(x < 0 for x in Bad(1)), lambda: dict.fromkeys(Bad(1)), lambda: list(enumerate(Bad(1))), lambda: [].extend(Bad(1))):
    try: f()
    except (RuntimeError, TypeError) as e: print(type(e).__name__, e)
class K:
    def __hash__(self): raise ValueError("hash failed")
class E:
    def __eq__(self, o): raise ValueError("eq failed")
    def __hash__(self): return 1
class P:
    @property
    def p(self): raise KeyError("property failed")
    def __len__(self): raise OSError("len failed")
    def __bool__(self): raise OSError("bool failed")
    def __str__(self): raise LookupError("str failed")
    __repr__ = __str__
for f in (lambda: {K(): 1}, lambda: {}[K()], lambda: {K()}, lambda: E() in [1], lambda: {E(): 1, E(): 2}, lambda: [E()] == [1], lambda: P().p, lambda: len(P()), lambda: 1 if P() else 2, lambda: f"{P()}", lambda: "%s" % P(), lambda: [P()].__repr__(), lambda: not P(), lambda: getattr(P(), "p", 5), lambda: hasattr(P(), "p"), lambda: [1].index(E()), lambda: [1].remove(E()), lambda: (1,).count(E())):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
n = 0
for i in range(1500):
    try: n += sum(Bad(i % 4)) if i % 2 else len(list(zip(range(3), Bad(9))))
    except RuntimeError: n += 100
print(n)
