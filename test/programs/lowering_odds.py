# odds and ends of lowering
import sys
def eq(a, b):
    if a != b: print('DIFF', a, b)
# class scope odds
x = 'g'
def f():
    x = 'f'
    class A:
        y = x
        x = 'a'
        z = [x for _ in range(1)]
        w = x
        def m(self): return x
        l = lambda: x
        class B:
            q = x
    return A.y, A.z, A.w, A().m(), A.l(), A.B.q
try: print(f())
except NameError as e: print(e)
class N:
    global gg
    gg = 5
    def __init__(self): self.__a = 1
    def __b(self, __c=3): return __c, self.__a
    def t(self): return self.__b(), [self.__a for __d in [1]], N.__name__
print(gg, N().t(), [k for k in N.__dict__ if 'b' in k])
def gen():
    x = yield
    while x:
        try: x = yield x
        except GeneratorExit: print('ge'); raise
        finally: print('fin', x)
g = gen(); next(g); print(g.send(3)); print(g.send(4)); g.close()
def deep():
    for a in range(3):
        for b in range(3):
            try:
                with open('/dev/null') as fh:
                    if b == 1: continue
                    if a == 2: return 'ret', a, b
            finally:
                print('f', a, b, fh.closed)
        else:
            print('else', a)
print(deep())
def kw(*, a, b=2): return a, b
print(kw(a=1), kw(**{'a': 3, 'b': 4}))
try: kw()
except TypeError as e: print(e)
print((lambda *a, **k: (a, k))(1, *[2], x=3, **{'y': 4}))
l = [1, 2, 3]
l[l[0]], l[0] = l[0], 9
print(l)
i = 0
i, l[i] = 1, 'z'
print(i, l)
a = b = c = []
a += [1]; print(b, c is a)
def d1(n):
    print('deco', n)
    return lambda f: (print('apply', n), f)[1]
@d1(1)
@d1(2)
class Z: print('body')
print(f"{'a':>{3}}{1.5:.2f}{x!r:>5}{{}}{x=}{3:{'0'}{'5'}}")
print(*[1, 2], sep='-', end='!\n')
assert True, print('no')
print([*range(3), *'ab'], {**{}, 'k': 1}, {*[]}, (*(), 1))
del l[0], l[:]
print(l)
match {'a': [1, {'b': 2}], 'c': 3}:
    case {'a': [int() as p, {'b': q}], **rest}: print(p, q, rest)
match (1, 2, 3):
    case (1, x, y) | (x, y, 1): print(x, y)
def ff(a, b=[]): b.append(a); return b
print(ff(1), ff(2))
print(ff.__defaults__, ff.__code__.co_varnames, f.__code__.co_cellvars, ff.__code__.co_flags)
def outer():
    def rec(n): return n * rec(n - 1) if n else 1
    return rec(10)
print(outer())
while True:
    try:
        try: raise ValueError
        finally: break
    except ValueError: print('not reached')
print(sys.exc_info())
try:
    try: 1 / 0
    except ZeroDivisionError: raise KeyError('k') from None
except KeyError as e: print(e.__cause__, e.__suppress_context__, repr(e.__context__))
def q():
    try: return 1
    finally: return 2
print(q())
def r():
    for i in range(3):
        try: continue
        finally: print(i)
    else: return 'e'
print(r())
eval_r = eval('[x for x in range(3)] + [y := 5]'); print(eval_r, y)
exec('def ee(): return 7\nprint(ee())')
print(eval('(lambda: __name__)()'), compile('1 + 2', 'q', 'eval').co_name)
ns = {}
exec('a: int = 1\nclass C: b: str\nimport sys as s', ns); print(sorted(k for k in ns if k != '__builtins__'), ns['C'].__annotations__)
print(1 < 2 < 3 > 2 != 5, not 1 == 2, (1 if 0 else 2), 0 or None or 3, 1 and [] and 2)
print(-2 ** 2, (-2) ** 2, 2 ** -1, ~-1, +-+1, 7 // 2 * 2 + 7 % 2, 0x10 | 0b1 ^ 0o7 & 3, 1 << 2 >> 1)
async def an():
    yield 1
    yield 2
async def am():
    return [x async for x in an()], {x: y async for x in an() for y in [x]}, [x async for x in an() if x > 1]
try: am().send(None)
except StopIteration as e: print(e.value)
print(__doc__, f.__doc__, type(lambda: 0).__name__)
