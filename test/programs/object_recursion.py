# gc-stress: 5001
import sys
class A:
    def __getattr__(self, n): return self.x
try: A().foo
except RecursionError as e: print(e)
class B:
    def __repr__(self): return repr(self)
try: repr(B())
except RecursionError as e: print("rec")
class C:
    def __eq__(self, o): return self == o
try: C() == 1
except RecursionError as e: print("rec2")
x = []
for i in range(100000): x = [x]
try: repr(x)
except RecursionError as e: print("rec3")
try: x == x[0]
except RecursionError as e: print("rec4", e)
def f(): return f()
try: f()
except RecursionError as e: print(e)
class D:
    def __call__(self): return self()
try: D()()
except RecursionError as e: print(type(e))
class E:
    @property
    def p(self): return self.p
try: E().p
except RecursionError as e: print(type(e))
class F:
    def __add__(self, o): return self + o
try: F() + 1
except RecursionError as e: print(type(e))
class G:
    def __iter__(self): return iter(self)
try: list(G())
except RecursionError as e: print(type(e))
class H:
    def __hash__(self): return hash(self)
try: {H(): 1}
except RecursionError as e: print(type(e))
class I:
    def __str__(self): return str(self)
try: f"{I()}"
except RecursionError as e: print(type(e))
class J:
    def __lt__(self, o): return sorted([self, o])
try: sorted([J(), J()])
except RecursionError as e: print(type(e))
class K:
    def __new__(cls): return K()
try: K()
except RecursionError as e: print(type(e))
class L:
    def __init__(self): L()
try: L()
except RecursionError as e: print(type(e))
class M:
    def __len__(self): return len(self)
try: len(M())
except RecursionError as e: print(type(e))
try: bool(M())
except RecursionError as e: print(type(e))
class N(type):
    def __call__(cls): return cls()
class NN(metaclass=N): pass
try: NN()
except RecursionError as e: print(type(e))
class O:
    def __getattribute__(self, n): return self.z
try: O().q
except RecursionError as e: print(type(e))
class P:
    def __setattr__(self, n, v): self.q = v
try: P().q = 3
except RecursionError as e: print(type(e))
class Q:
    def __contains__(self, x): return x in self
try: 3 in Q()
except RecursionError as e: print(type(e))
class R:
    def __getitem__(self, x): return self[x]
try: R()[1]
except RecursionError as e: print(type(e))
class S:
    def __bool__(self): return bool(self)
try:
    if S(): pass
except RecursionError as e: print(type(e))
def g(): yield from g()
try: list(g())
except RecursionError as e: print(type(e))
e = ValueError(); e.__context__ = e
try:
    try: raise ValueError(1)
    except ValueError as a:
        try: raise KeyError(2)
        except KeyError as b: raise a
except ValueError as z: print(repr(z.__context__), repr(z.__context__.__context__))
print(sys.getrecursionlimit())
def depth(n): return 0 if n == 0 else 1 + depth(n - 1)
print(depth(900))
sys.setrecursionlimit(5000); print(depth(4500))
def many():
    try: return depth(10**6)
    except RecursionError: return -1
print(many(), [many() for _ in range(3)])
