# generators, closures, comprehension, with, try combos with classes
class CM:
    def __init__(self, n, sup=False): self.n = n; self.sup = sup
    def __enter__(self): print("in", self.n); return self.n
    def __exit__(self, t, v, tb): print("out", self.n, t and t.__name__); return self.sup
with CM(1) as a, CM(2, True) as b: print(a, b); raise ValueError
class NoEnter: pass
try:
    with NoEnter(): pass
except TypeError as e: print(e)
class NoExit:
    def __enter__(self): pass
try:
    with NoExit(): pass
except TypeError as e: print(e)
class BadEnter:
    def __enter__(self): raise KeyError("e")
    def __exit__(self, *a): print("never")
try:
    with BadEnter(): pass
except KeyError as e: print("KE", e)
class BadExit:
    def __enter__(self): pass
    def __exit__(self, *a): raise TypeError("ex")
try:
    with BadExit(): raise ValueError("v")
except TypeError as e: print(repr(e), repr(e.__context__))
class It:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n == 0: raise StopIteration("done")
        self.n -= 1; return self.n
print(list(It(3)), sum(It(4)), max(It(5)), [*It(2)], {*It(2)}, tuple(It(1)), dict(zip("ab", It(3))), sorted(It(4)), 2 in It(4))
a, *b = It(4); print(a, b)
try: a, b = It(3)
except ValueError as e: print(e)
try: a, b, c = It(2)
except ValueError as e: print(e)
try: a, b = 3
except TypeError as e: print(e)
try: (a, *b, c) = [1]
except ValueError as e: print(e)
class NI:
    def __iter__(self): return 3
try:
    for x in NI(): pass
except TypeError as e: print(e)
class NN:
    def __iter__(self): return self
try:
    for x in NN(): pass
except TypeError as e: print(e)
try:
    for x in 3: pass
except TypeError as e: print(e)
def gen():
    try:
        x = yield 1
        print("got", x)
        yield 2
    except GeneratorExit: print("closed"); raise
    finally: print("fin")
g = gen(); print(next(g), g.send(5)); g.close()
g = gen(); next(g)
try: g.throw(ValueError("t"))
except ValueError as e: print("thrown", e)
try: next(g)
except StopIteration as e: print("stop", e.value)
def gen2():
    yield 1
    return 7
def gen3():
    r = yield from gen2()
    print("r", r); yield r
print(list(gen3()))
def gen4(): raise StopIteration(3); yield
try: next(gen4())
except RuntimeError as e: print(e, repr(e.__cause__))
try: gen().send(3)
except TypeError as e: print(e)
class V:
    def __init__(self): self.data = {}
    def __getitem__(self, k): return self.data[k]
    def __setitem__(self, k, v): self.data[k] = v
    def __delitem__(self, k): del self.data[k]
v = V(); v["a"] = [1]; v["a"] += [2]; v["b"] = 1; v["b"] *= 5; del v["a"]; print(v.data)
class W:
    x = 1
w = W(); w.x += 1; print(w.x, W.x); del w.x; print(w.x)
def outer():
    n = 0
    def inc():
        nonlocal n; n += 1; return n
    return inc
i = outer(); i(); print(i())
def dflt(a=[]): a.append(1); return a
print(dflt(), dflt())
print([x for x in range(5) if x % 2], {x: x * x for x in range(3)}, {x % 2 for x in range(5)}, list(x for x in "abc"), [[y for y in range(x)] for x in range(3)])
class Scope:
    a = [1, 2]
    b = [x for x in a]
    try: c = [a for _ in range(2)]
    except NameError as e: print(e)
try:
    try: raise ValueError(1)
    finally: print("f1")
except ValueError: print("caught")
else: print("no")
def fin():
    for i in range(3):
        try:
            if i == 1: continue
            if i == 2: break
        finally: print("fin", i)
    else: print("else")
fin()
def ret():
    try: return "a"
    finally: return "b"
print(ret())
match {"k": [1, 2, 3], "z": 5}:
    case {"k": [a, *r], **rest}: print(a, r, rest)
class Pt:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x = x; self.y = y
match Pt(1, 2):
    case Pt(1, y=q): print("pt", q)
match Pt(1, 2):
    case Pt(a, b) if a > b: print("no")
    case Pt(a, b): print(a, b)
try:
    match Pt(1, 2):
        case Pt(1, 2, 3): pass
except TypeError as e: print(e)
match 5:
    case int(x) | str(x): print("int", x)
match "abc":
    case [a, b, c]: print("seq")
    case str(): print("str")
assert True
try: assert False, "msg"
except AssertionError as e: print(repr(e))
try: assert 0
except AssertionError as e: print(repr(e))
print(f"{1+1=} {'a'!r:>5} {3.14159:.2f} {10:#x} {'x':{5}}|")
lam = lambda *a, k=1, **kw: (a, k, kw); print(lam(1, 2, k=3, z=4))
print((lambda x: (yield x))(1).__class__.__name__)
x: int = 5; print(__annotations__)
del x
try: x
except NameError as e: print(e)
global_v = 1
def gg():
    global global_v; global_v = 2
gg(); print(global_v)
print([*range(3)], {**{"a": 1}, "b": 2}, (*[1], 2), print)
print(1 < 2 < 3, 1 < 3 < 2, not 1, 1 and 0 or 5, 3 if 0 else 4, None is None, [] is not [], 1 in [1], "a" not in "b")
import sys
print(sys.exc_info())
try: 1/0
except ZeroDivisionError: print(sys.exc_info()[0])
print(sys.exc_info())
