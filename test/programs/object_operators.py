# operators and conversions on user types
class N:
    def __init__(self, v): self.v = v
    def __repr__(self): return f"N({self.v})"
    def __add__(self, o): return NotImplemented
    def __radd__(self, o): return ("radd", o)
    def __iadd__(self, o): self.v += 100; return self
    def __index__(self): return self.v
    def __bool__(self): return self.v > 0
    def __len__(self): return self.v
    def __contains__(self, x): return x == self.v
    def __iter__(self): return iter([self.v])
    def __call__(self, *a, **k): return a, k
    def __enter__(self): print("enter"); return self
    def __exit__(self, *a): print("exit", a[0]); return True
    def __format__(self, s): return "fmt:" + s
    def __getitem__(self, k): return k
    def __setitem__(self, k, v): print("set", k, v)
    def __delitem__(self, k): print("del", k)
    def __lt__(self, o): return "lt"
    def __int__(self): return 42
    def __float__(self): return 4.5
    def __complex__(self): return 1j
    def __round__(self, n=None): return ("round", n)
    def __neg__(self): return "neg"
    def __pos__(self): return "pos"
    def __invert__(self): return "inv"
    def __abs__(self): return "abs"
    def __divmod__(self, o): return "divmod"
    def __pow__(self, o, m=None): return ("pow", o, m)
    def __rpow__(self, o): return ("rpow", o)
    def __matmul__(self, o): return "mm"
    def __bytes__(self): return b"by"
    def __reversed__(self): return "rev"
    def __hash__(self): return 7
    def __eq__(self, o): return isinstance(o, N) and o.v == self.v
n = N(2)
print(1 + n, [1] + n, "a" + n, 1.5 + n)
try: n + n
except TypeError as e: print(e)
n += 1; print(n, [1, 2, 3, 4][N(2)], "ab" * N(2), bool(N(0)), len(n), 102 in n, list(n), n(1, a=2), f"{n:>3}", n[1:2], n[1, ...], n < 3, int(n), float(n), complex(n), round(n), round(n, 2), -n, +n, ~n, abs(n), divmod(n, 2), n ** 2, pow(n, 2, 3), 2 ** n, n @ 1, bytes(n), reversed(n), {n: 1}, N(3) == N(3), N(3) != N(4))
n[1] = 2; del n[3]
with n as q: raise ValueError
class Sub(N):
    def __radd__(self, o): return "subradd"
print(N(1) + Sub(2))
class Bad:
    def __bool__(self): return 3
    def __len__(self): return -1
    def __hash__(self): return "x"
    def __repr__(self): return 3
    def __str__(self): return None
    def __iter__(self): return 3
    def __index__(self): return "x"
    def __eq__(self, o): raise ZeroDivisionError
    def __int__(self): return "s"
    def __float__(self): return 3
    def __contains__(self, x): return x
    def __format__(self, s): return 5
    def __next__(self): return 5
    def __init__(self): pass
b = Bad()
for f in (lambda: bool(b), lambda: len(b), lambda: hash(b), lambda: repr(b), lambda: str(b), lambda: iter(b), lambda: [1][b], lambda: b == 1, lambda: int(b), lambda: float(b), lambda: 3 in b, lambda: 0 in b, lambda: format(b), lambda: f"{b}", lambda: [b] == [1], lambda: {b: 1}, lambda: list(b), lambda: range(b), lambda: "a" * b, lambda: print(b)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class NoInit:
    def __init__(self): return 3
try: NoInit()
except TypeError as e: print(e)
class NewOther:
    def __new__(cls): return 5
    def __init__(self): print("never")
print(NewOther())
class Ord:
    def __init__(s, v): s.v = v
    def __eq__(s, o): print("eq"); return NotImplemented
    def __lt__(s, o): print("lt"); return NotImplemented
    def __gt__(s, o): print("gt"); return NotImplemented
print(Ord(1) == Ord(2), Ord(1) != 3)
try: Ord(1) < Ord(2)
except TypeError as e: print(e)
try: Ord(1) <= 3
except TypeError as e: print(e)
class LenOnly:
    def __getitem__(self, i):
        if i > 3: raise IndexError
        return i * 2
print(list(LenOnly()), 4 in LenOnly(), 5 in LenOnly())
class H:
    __hash__ = None
try: hash(H())
except TypeError as e: print(e)
class EqOnly:
    def __eq__(self, o): return True
try: hash(EqOnly())
except TypeError as e: print(e)
print(EqOnly.__hash__, object.__hash__(3) == object.__hash__(3))
class It:
    __iter__ = None
    __contains__ = None
for f in (lambda: iter(It()), lambda: 3 in It()):
    try: f()
    except TypeError as e: print(e)
class R:
    def __radd__(self, o): return "r"
    def __rsub__(self, o): return "rs"
    def __rmul__(self, o): return "rm"
    def __rmod__(self, o): return "rmod"
print(1 + R(), "a" + R(), [] + R(), () + R(), 3 - R(), "a" * R(), [1] * R(), 2.5 * R(), "a%s" % R() == "x")
x = [1]; x += (2, 3); x *= 2; print(x)
t = (1,); t += (2,); print(t)
s = {1}; s |= {2}; s -= {1}; s ^= {5}; print(s)
try: x += 3
except TypeError as e: print(e)
try: t += [1]
except TypeError as e: print(e)
