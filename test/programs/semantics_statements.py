log = []
def eq(a, b):
    if not (a == b and type(a) == type(b)):
        raise Exception((a, b))
# control flow
def w(n):
    r = []
    while n > 0:
        n -= 1
        if n == 3: continue
        if n == 1: break
        r.append(n)
    else:
        r.append('else')
    return r
eq(w(6), [5,4,2]); eq(w(0), ['else'])
def fr(xs):
    for x in xs:
        if x == 3: break
    else:
        return 'none'
    return x
eq(fr([1,2,3]), 3); eq(fr([]), 'none')
def tern(a, b):
    x = a if b else 0
    return x, a or b, a and b, not a, 0 < a < b, 0 < a < b < 9
eq(tern(1, 2), (1, 1, 2, False, True, True)); eq(tern(0, 0), (0, 0, 0, True, False, False))
def hz(x):
    y = x + (x := 3)
    z = [x, (x := 5), x]
    return y, z, x
eq(hz(10), (13, [3,5,5], 5))
def sw(a, b, c):
    a, b = b, a
    a, b, c = c, a, b
    return a, b, c
eq(sw(1,2,3), (3,2,1))
def aug():
    class O: pass
    o = O(); o.x = 1
    def g(): log.append('g'); return o
    g().x += 5
    l = [1,2,3]
    def i(): log.append('i'); return 1
    l[i()] *= 10
    l[0:2] += [9]
    d = {}
    d['a'] = d['b'] = 3
    return o.x, l, d
eq(aug(), (6, [1,20,9,3], {'a':3,'b':3})); eq(log, ['g','i'])
def unpack(t):
    a, (b, *c), *d = t
    [e, f] = a, b
    return a, b, c, d, e, f
eq(unpack([1, 'xyz', 4, 5]), (1, 'x', ['y','z'], [4,5], 1, 'x'))
# try
def t1(k):
    r = []
    try:
        r.append('a')
        if k == 1: raise ValueError('v')
        if k == 2: raise KeyError('k')
        if k == 3: return r
        r.append('b')
    except ValueError as e:
        r.append(e.args[0])
    except (KeyError, TypeError):
        r.append('key')
    else:
        r.append('else')
    finally:
        r.append('fin')
    return r
eq(t1(0), ['a','b','else','fin']); eq(t1(1), ['a','v','fin']); eq(t1(2), ['a','key','fin']); eq(t1(3), ['a','fin'])
def t2():
    for i in range(5):
        try:
            if i == 1: continue
            if i == 3: break
        finally:
            log.append(i)
    return i
log.clear(); eq(t2(), 3); eq(log, [0,1,2,3])
def t3():
    try:
        try:
            raise ValueError(1)
        finally:
            log.append('f1')
    except ValueError as e:
        log.append('caught')
        try:
            raise KeyError(2)
        except KeyError as e2:
            assert e2.__context__ is e
            log.append('inner')
        assert not 'e2' in locals()
    try:
        e
    except UnboundLocalError as u:
        log.append(u.args[0])
    try:
        raise TypeError from None
    except TypeError as t:
        assert t.__suppress_context__ and t.__cause__ is None
log.clear(); t3(); eq(log, ['f1','caught','inner',"cannot access local variable 'e' where it is not associated with a value"])
def t4():
    x = 1
    try:
        return x
    finally:
        x = 2
eq(t4(), 1)
def t5():
    while True:
        try:
            return 1
        finally:
            break
    return 2
eq(t5(), 2)
class CM:
    def __init__(self, s=False): self.s = s
    def __enter__(self): log.append('enter'); return 42
    def __exit__(self, t, v, tb):
        log.append(('exit', t and t.__name__, v and v.args, tb is not None)); return self.s
def t6():
    with CM() as x: log.append(x)
    with CM(True): raise ValueError(3)
    for i in range(3):
        with CM():
            if i == 1: break
    try:
        with CM() as a, CM() as b:
            raise KeyError(9)
    except KeyError: log.append('key')
    with CM(): return 7
log.clear(); eq(t6(), 7)
E=('exit',None,None,False)
eq(log, ['enter',42,E,'enter',('exit','ValueError',(3,),True),'enter',E,'enter',E,'enter','enter',('exit','KeyError',(9,),True),('exit','KeyError',(9,),True),'key','enter',E])
# functions
def f1(a, b=2, /, c=3, *args, d, e=5, **kw): return a, b, c, args, d, e, kw
eq(f1(1, d=4), (1,2,3,(),4,5,{})); eq(f1(1,2,3,4,5,d=6,z=7), (1,2,3,(4,5),6,5,{'z':7}))
eq(f1(*[1,2], *(3,), **{'d': 1}, e=2, **{'y': 3}), (1,2,3,(),1,2,{'y':3}))
def outer(x):
    def inc(n=1):
        nonlocal x
        x += n
        return x
    def get(): return x
    return inc, get
i, g = outer(5); i(); i(3); eq(g(), 9)
def deco(f):
    def g(*a, **k): return ('d', f(*a, **k))
    return g
@deco
@deco
def dd(x): return x
eq(dd(3), ('d', ('d', 3)))
eq((lambda x, *y, z=3: (x, y, z))(1, 2), (1, (2,), 3))
# classes
class A:
    """doc"""
    x: int = 1
    __p = 2
    def m(self, y): return ('A', self.__p, y)
    def __init__(self, v=0): self.v = v
class B(A):
    def m(self, y): return ('B',) + super().m(y)
    def sup(self): return super().x, super(B, self).m(1)
    @classmethod
    def c(cls): return cls.__name__
    @staticmethod
    def s(): return __class__
    @property
    def p(self): return self.v * 2
b = B(4)
eq(b.m(3), ('B','A',2,3)); eq(b.sup(), (1, ('A',2,1))); eq(B.c(), 'B'); eq(B.s() is B, True); eq(b.p, 8)
eq(A.__doc__, 'doc'); eq(A.__annotations__, {'x': int}); eq(A.__qualname__, 'A'); eq(A.m.__qualname__, 'A.m')
class M(type):
    def __new__(m, n, b, d, **k): d['k'] = k; return super().__new__(m, n, b, d)
    def __init__(s, n, b, d, **k): super().__init__(n, b, d)
class C(metaclass=M, q=1): pass
eq(C.k, {'q': 1})
def cls():
    y = 1
    class D:
        z = y
        def f(self): return y, __class__.z
    return D().f()
eq(cls(), (1, 1))
