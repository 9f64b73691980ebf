def fib(n):
    if n < 2: return n
    return fib(n-1) + fib(n-2)
print(fib(20))
class A:
    def __init__(self, x, y=3):
        self.x = x
        self.y = y
    def m(self, k): return self.x + self.y*k
    @property
    def p(self): return self.x*100
    def __add__(self, o): return A(self.x+o.x, self.y)
    def __radd__(self, o): return ("radd", o)
    def __eq__(self, o): return self.x == o.x
    def __lt__(self, o): return self.x < o.x
    def __getitem__(self, i): return i*2
    def __len__(self): return self.x
    def __iter__(self): return iter([1,2,3])
    def __call__(self, *a, **k): return (a, k)
    def __contains__(self, x): return x == 5
    def __bool__(self): return self.x > 2
a = A(1); b = A(5, y=7)
print(a.m(2), b.m(2), a.p, (a+b).x, 1+a, a==b, a<b, a[21], len(b))
for q in a: print(q)
print(a(1,2,z=3), 5 in a, 6 in a)
if a: print("yes")
else: print("no")
def gen(n):
    i = 0
    while i < n:
        x = yield i
        if x: print("got", x)
        i += 1
    return "done"
print(list(gen(5)))
def g2():
    r = yield from gen(3)
    print(r)
    yield 99
for v in g2(): print(v)
g = gen(3); next(g); g.send("hi")
try:
    raise ValueError("boo")
except ValueError as e:
    print("caught", e)
finally:
    print("fin")
def f(a, b=2, *args, c, d=4, **kw): return (a,b,args,c,d,kw)
print(f(1, c=3), f(1,2,3,4,c=5,e=6))
try: f(1)
except TypeError as e: print(e)
try: f()
except TypeError as e: print(e)
def h(x, y): pass
for args in [(), (1,), (1,2,3)]:
    try: h(*args)
    except TypeError as e: print(e)
try: h(1, z=3)
except TypeError as e: print(e)
try: h(1, x=3)
except TypeError as e: print(e)
class B(A):
    def __init__(self): super().__init__(10); self.z = 1
    def m(self, k): return super().m(k) + 1000
print(B().m(1))
print([x*x for x in range(10) if x % 2], {k: v for k, v in [(1,2),(3,4)]})
x = [1,2,3]
a, *r = x
print(a, r, x[-1], x[1:])
def rec(n): return rec(n+1)
try: rec(0)
except RecursionError as e: print(e)
def deep(n):
    try: return deep(n+1)
    except RecursionError: return n
print(deep(1))
class CM:
    def __enter__(self): print("enter"); return self
    def __exit__(self, *a): print("exit", a[1]); return True
with CM() as c: raise KeyError("k")
def outer():
    n = 0
    def inner():
        nonlocal n
        n += 1
        return n
    inner(); return inner()
print(outer())
match [1, 2, {"a": 3}]:
    case [x, y, {"a": z}]: print(x, y, z)
print(f"{a!r} {b.x:>5} {3.14159:.2f}")
