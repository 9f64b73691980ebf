def g():
    try:
        yield 1
        yield 2
    except ValueError as e:
        print("in gen", e)
        yield 3
    finally:
        print("cleanup")
x = g(); print(next(x)); print(x.throw(ValueError("v")));
try: next(x)
except StopIteration: print("stop")
x = g(); next(x); x.close()
def outer():
    try:
        r = yield from g()
    except KeyError: print("ke"); yield 77
o = outer(); print(next(o)); print(o.throw(ValueError("a"))); print(o.throw(KeyError("q")))
def bad():
    yield 1
    raise StopIteration
try: list(bad())
except RuntimeError as e: print(e, repr(e.__cause__))
class Aw:
    def __await__(self):
        v = yield "from aw"
        return v * 2
async def co(n):
    r = await Aw()
    return r + n
async def co2():
    a = await co(1)
    b = await co(2)
    return a, b
c = co2()
print(c.send(None)); print(c.send(10))
try: c.send(20)
except StopIteration as e: print(e.value)
async def ag():
    for i in range(3):
        yield i
async def useag():
    out = []
    async for v in ag(): out.append(v)
    out2 = [v async for v in ag() if v]
    return out, out2
try: useag().send(None)
except StopIteration as e: print(e.value)
class ACM:
    async def __aenter__(self): print("aenter"); return 5
    async def __aexit__(self, *a): print("aexit", a[0]); return True
async def w():
    async with ACM() as v:
        print(v); raise ValueError
    return "ok"
try: w().send(None)
except StopIteration as e: print(e.value)
def f():
    try:
        try: 1/0
        except ZeroDivisionError: raise KeyError("x")
    except KeyError as e:
        return type(e.__context__).__name__
print(f())
try:
    try: raise ValueError(1)
    except ValueError as e: raise TypeError(2) from e
except TypeError as e: print(repr(e.__cause__), e.__suppress_context__)
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration
        return self.n
print([v for v in It()])
for v in It(): print(v)
else: print("else")
a, b, c = It(); print(a, b, c)
class D:
    def __get__(self, o, t): return (o is None, t.__name__)
    def __set__(self, o, v): print("set", v)
class E: d = D()
print(E.d, E().d); e = E(); e.d = 5
class M(type):
    def __call__(cls, *a): print("meta call", a); return super().__call__(*a)
class N(metaclass=M):
    def __new__(cls, x): print("new", x); return super().__new__(cls)
    def __init__(self, x): print("init", x)
N(3)
class GA:
    def __getattr__(self, n): return "ga:" + n
    def __setattr__(self, n, v): object.__setattr__(self, n, v); print("sa", n)
q = GA(); print(q.foo); q.bar = 1; print(q.bar); print(q.zip)
def k(*, a=1): return a
print(k(), k(a=2))
try: k(1)
except TypeError as e: print(e)
def po(a, /, b): return a, b
try: po(a=1, b=2)
except TypeError as e: print(e)
try: (lambda: 3)()()
except TypeError as e: print(e)
try: [].foo
except AttributeError as e: print(e)
try: undefined_name
except NameError as e: print(e)
def ub():
    print(zz); zz = 1
try: ub()
except UnboundLocalError as e: print(e)
try: 1 + "a"
except TypeError as e: print(e)
try: [1] < 3
except TypeError as e: print(e)
x = 5; x += 2.5; x -= 1; x *= 2; x /= 4; x //= 1; x **= 2; print(x)
y = 10**30; print(y, -y, y % 7, y // 3, y & 0xffff, 1 << 100, (1<<100) >> 98)
print(7 // -2, 7 % -2, -7 // 2, -7 % 2, 7.5 // 2, -7.5 % 2)
lst = [1,2,3]; lst += (4,5); print(lst); lst[1:3] = []; print(lst); del lst[0]; print(lst)
print(*[1,2], *(3,), sep="-") if False else print(1)
d = {"a": 1, **{"b": 2}}; print(d, {*[1], *[2]} == {1, 2})
def var(*a, **k): return a, k
print(var(*[1,2], 3, **{"x": 1}, y=2))
try: var(**{"x": 1}, **{"x": 2})
except TypeError as e: print(e)
try: var(*5)
except TypeError as e: print(e)
try: var(**5)
except TypeError as e: print(e)
try: var(**{1: 2})
except TypeError as e: print(e)
print((lambda x, y=2: x + y)(1))
class Eq:
    def __eq__(self, o): return NotImplemented
print(Eq() == 1, Eq() != 1)
class R1:
    def __add__(self, o): return NotImplemented
class R2(R1):
    def __radd__(self, o): return "R2.radd"
print(R1() + R2())
try: R1() + R1()
except TypeError as e: print(e)
try: R1() < R1()
except TypeError as e: print(e)
global_v = 1
def gl():
    global global_v
    global_v += 1
    del global_v
gl()
try: global_v
except NameError as e: print(e)
try:
    raise ExceptionGroup("g", [ValueError(1), TypeError(2), KeyError(3)]) if 0 else ValueError(5)
except* ValueError as eg: print("eg", len(eg.exceptions)) if 0 else print("eg")
i = 0
while True:
    i += 1
    if i == 3: continue
    if i > 5: break
print(i)
def tryfin():
    for i in range(3):
        try: continue
        finally: print("f", i)
    try: return 1
    finally: print("ret")
print(tryfin())
assert i == 6
try: assert False, "msg"
except AssertionError as e: print(e)
def closure_loop():
    fs = []
    for i in range(3):
        def ff(i=i): return i
        fs.append(ff)
    return [f() for f in fs]
print(closure_loop())
