def h(a,b): return a+b
class C:
    def m(self,x): return (self.k,x)
    def n(self): return self.k
    def d(self,x=3,*,y=4): return x,y
c=C(); c.k=7
class D: pass
d=D(); d.f=c.m; d.g=c.n; d.h=h
def gen():
    f=c.m; g=c.n
    for i in range(4):
        yield h(i,1), c.m(i), c.n(), f(i), g(), d.f(i), d.g(), d.h(i,2), c.d(), c.d(i), f.__self__ is c
        try: h(1)
        except TypeError as e: yield str(e)
        try: f()
        except TypeError as e: yield str(e)
        try: g(1)
        except TypeError as e: yield str(e)
        yield sum(h(j,j) for j in range(3))
def rec(n):
    if n: 
        yield from rec(n-1)
        yield h(n, n)
print(list(gen())); print(list(rec(5)))
f=c.m; g=c.n
print(f(1),g(),d.f(2),d.g(),d.h(1,2), [f(i) for i in range(3)])
for bad in (lambda: f(), lambda: g(1), lambda: d.f(), lambda: d.g(1), lambda: d.h(1)):
    try: bad()
    except TypeError as e: print(e)
class X:
    bm = c.m
print(X().bm(5), X.bm(6))
print("a,b,,c".split(","), ",".split(","), "".split(","), "a,b,c,d".split(",",2), "aaa,bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb,c".split(","), "abc".split(","), "a,b".split(",",0), " a b ".split(), "é,x".split(","), ("x"*100+","+"y"*50).split(","), "a,b,c".rsplit(",",1), "a b c d e f g h i j".split())
s=set()
for i in [1,2,3,1,100,8,16,24,32,40,2**61-1,-1,-2]: s.add(i)
print(s, sorted(s)); s2=set("the quick brown fox jumps".split()); print(sorted(s2), len(s2))
s.discard(3); s.add(3); s.add(3); s.add("x"); s.add((1,2)); s.add(1.0); print(len(s))
print((1,2)==(1,2),(1,2)==(1,3),(1,2)!=(1,),(1,'a')==(1,'a'),(1,2.0)==(1.0,2),()==(), (1,2)==[1,2],(1,(2,3))==(1,(2,3)))
nan=float("nan"); print((nan,)==(nan,), (nan,)!=(nan,))
class L:
    def __init__(s,x): s.x=x
    def __lt__(s,o): return s.x<o.x
class G:
    def __init__(s,x): s.x=x
    def __lt__(s,o): return NotImplemented
    def __gt__(s,o): return s.x>o.x
class N:
    def __lt__(s,o): return NotImplemented
class B:
    def __lt__(s,o): 1/0
print([o.x for o in sorted(map(L,[3,1,2]))],[o.x for o in sorted(map(G,[3,1,2]))])
for k in (N,B):
    try: sorted([k(),k()])
    except Exception as e: print(type(e).__name__, e)
if (1,2)==(1,2): print("y")
if (1,2)!=(1,2): print("n")
