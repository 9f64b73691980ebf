log = []
def eq(a, b):
    if not (a == b and type(a) == type(b)):
        raise Exception((a, b))
eq([x * 2 for x in range(5) if x % 2], [2, 6]); eq({x % 3 for x in range(9)}, {0,1,2}); eq({k: v for k, v in [(1,2),(3,4)]}, {1:2,3:4})
eq([(x, y) for x in range(3) for y in range(x) if y != 1], [(1,0),(2,0)])
eq([y for x in range(3) for y in [x + 1]], [1,2,3])
eq(list(x for x in (i for i in range(3))), [0,1,2])
k = 10
def comp(n): return [lambda: i + n for i in range(3)]
eq([f() for f in comp(5)], [7,7,7])
def gen(n):
    try:
        for i in range(n):
            r = yield i
            if r: log.append(r)
    finally:
        log.append('closed')
    return 'ret'
eq(list(gen(3)), [0,1,2])
g = gen(3); next(g); g.send('hi'); g.close(); eq(log, ['closed','hi','closed'])
def yf():
    r = yield from gen(2)
    yield r
eq(list(yf()), [0, 1, 'ret'])
def thrower():
    while True:
        try:
            yield 1
        except ValueError as e:
            yield ('caught', e.args[0])
t = thrower(); next(t); eq(t.throw(ValueError('z')), ('caught', 'z'))
a, b = 3, 'str'
eq(f"{a}{b!r:>7}|{a:{a}d}|{{}}|{a + 1=}", "3  'str'|  3|{}|a + 1=4")
eq(f"{b}", 'str'); eq("a" "b" f"{a}" "c", 'ab3c')
while (n := len(log)) > 1: log.pop()
eq(n, 1)
def m(x):
    match x:
        case 0 | 1: return 'small'
        case -1: return 'neg'
        case 1.5 | 2j: return 'num'
        case 'a' | b'a': return 'a'
        case None | True: return 'single'
        case [1, y]: return ('one', y)
        case [x, y, *rest] if x == y: return ('pair', rest)
        case (x, [y, z]): return (x, y, z)
        case [_, *_, last]: return ('last', last)
        case []: return 'empty'
        case {'k': v, 'j': 1, **rest}: return ('map', v, rest)
        case {'k': [a, b]}: return ('mk', a, b)
        case {}: return 'dict'
        case int(n) if n > 100: return ('big', n)
        case str() as s: return ('s', s)
        case P(x=0, y=yy): return ('P0', yy)
        case P(xx, yy) | Q(yy, xx): return ('P', xx, yy)
        case float(): return 'float'
    return 'no'
class P:
    __match_args__ = ('x', 'y')
    def __init__(s, x, y): s.x = x; s.y = y
class Q(P): __match_args__ = ('y', 'x')
for v, r in [(0,'small'),(-1,'neg'),(1.5,'num'),(2j,'num'),('a','a'),(None,'single'),([1,5],('one',5)),([2,2,3],('pair',[3])),
             ((5,(6,7)),(5,6,7)),([1,2,3,4],('last',4)),([],'empty'),({'k':1,'j':1,'z':2},('map',1,{'z':2})),({'k':(1,2)},('mk',1,2)),({'q':1},'dict'),
             (500,('big',500)),('zz',('s','zz')),(P(0,3),('P0',3)),(P(2,3),('P',2,3)),(3.5,'float'),(50,'no')]:
    eq(m(v), r)
def star(excs):
    r = []
    try:
        if excs: raise ExceptionGroup('eg', excs)
    except* ValueError as e:
        r.append(('v', len(e.exceptions)))
    except* (TypeError, KeyError) as e:
        r.append(('tk', len(e.exceptions)))
    else:
        r.append('else')
    finally:
        r.append('fin')
    return r
eq(star([]), ['else','fin']); eq(star([ValueError(1), TypeError(2), KeyError(3)]), [('v',1),('tk',2),'fin'])
try:
    star([OSError(1), ValueError(2)])
    raise Exception('no')
except ExceptionGroup as e:
    eq(len(e.exceptions), 1)
try:
    try: raise ExceptionGroup('x',[ValueError(1), OSError(2)])
    except* ValueError: raise TypeError('new')
except ExceptionGroup as e:
    eq([type(x).__name__ for x in e.exceptions], ['TypeError', 'ExceptionGroup'])
# del, global
def gl():
    global zz
    zz = 5
    del zz
    try: zz
    except NameError as e: return e.args[0]
eq(gl(), "name 'zz' is not defined")
def dl():
    x = 1
    del x
    try: x
    except UnboundLocalError as e: return e.args[0]
eq(dl(), "cannot access local variable 'x' where it is not associated with a value")
def cl():
    def f(): return q
    try: f()
    except NameError as e: r = e.args[0]
    q = 1
    del q
    return r
eq(cl(), "cannot access free variable 'q' where it is not associated with a value in enclosing scope")
x = [1,2,3,4,5]
eq(x[1:3], [2,3]); eq(x[::2], [1,3,5]); eq(x[::-1], [5,4,3,2,1]); x[1:3] = []; eq(x, [1,4,5]); del x[0:1]; eq(x, [4,5])
eq([*x, 1, *x], [4,5,1,4,5]); eq({*x, 4}, {4,5}); eq({**{'a':1}, 'b':2, **{'a':3}}, {'a':3,'b':2}); eq((*x,), (4,5))
import sys as s, os.path
from sys import path as pp, modules
eq(s.path is pp, True)
async def co(n):
    return n * 2
async def co2():
    r = await co(3)
    return [await co(i) for i in range(3)] + [r]
def run(c):
    try:
        while True: c.send(None)
    except StopIteration as e: return e.value
eq(run(co2()), [0,2,4,6])
class ACM:
    async def __aenter__(self): log.append('ae'); return 1
    async def __aexit__(self, *a): log.append('ax'); return a[0] is not None
async def agen(n):
    for i in range(n): yield i
async def co3():
    r = []
    async with ACM() as q: r.append(q)
    async with ACM(): raise ValueError
    async for i in agen(3):
        if i == 2: break
        r.append(i)
    else: r.append('else')
    async for i in agen(1): pass
    else: r.append('else2')
    r += [i async for i in agen(3) if i]
    return r
log.clear(); eq(run(co3()), [1,0,1,'else2',1,2]); eq(log, ['ae','ax','ae','ax'])
ann: 'x' = 3
eq(__annotations__, {'ann': 'x'})
assert 1, 'no'
try:
    assert 0, 'msg'
except AssertionError as e: eq(e.args[0], 'msg')
eq(2 ** 10 - -1, 1025); eq(-7 // 2, -4); eq(7 % -3, -2); eq(1 if 0 else 2, 2); eq(not 1, False); eq(~5, -6); eq(1 + 2j, complex(1, 2))
eq('ab' * 3, 'ababab'); eq((1, 2) + (3,), (1, 2, 3)); eq(1 << 70, 2 ** 70); eq(10 ** 20, 100000000000000000000); eq(0x8000000000000000 - 1, 0x7fffffffffffffff)
class X:
    a = 1
    b = [a for _ in range(2)] if False else a
    def __init_subclass__(cls, **k): cls.k = k
class Y(X, z=1): pass
eq(Y.k, {'z': 1})
