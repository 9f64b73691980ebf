for a in ["", "a","b","ab","abcdefgh","abcdefghi","abcdefgi","a\0","\0","é","zz"]:
    for b in ["", "a","b","ab","abcdefgh","abcdefghi","abcdefgi","a\0","\0","é","zz"]:
        b2="".join(list(b)); 
        print(a<b2,a<=b2,a>b2,a>=b2,a==b2,a!=b2, end=" ")
        if a<b2: print("<")
        if not a<=b2: print("!<=")
        if a==b2: print("==")
        if a!=b2: print("!=")
try: open("/nonexistent")
except OSError as e: print(type(e), e.errno, e.args)
e=OSError(2,"x"); print(type(e), e.errno)
print(list(reversed([1,2])), set([1,2,1]), dict([(1,2)]), list("ab"), tuple(range(3)), frozenset([1]), int("12"), int(" 5 "), float("1.5"), bytes(3), bytearray(b"x"), complex(1,2), list(), dict(), set(), str(), int(), slice(3), enumerate([1]).__next__())
l=[1,2,3,4,5]
l[1:3]=reversed(l[1:3]); print(l); l[:0]=l; print(l); l[-2:]=[9]; print(l, l[::-1], l[10:], l[-100:2], l[3:1])
b=bytearray(5); b[1]=255; b[-1]=3
try: b[0]=256
except ValueError as e: print(e)
try: b[9]=2
except IndexError as e: print(e)
print(b, b[1], b[-1], bytes(b)[4], list(b"abc"), list(b))
try: b[7]
except IndexError as e: print(e)
try: bytes(b)[7]
except IndexError as e: print(e)
t=(1,2); t+=(3,); print(t, t+(4,), [1]+[2], [0]*3, [1]*-1)
x=y=[1]; x+=[2]; print(y)
s={1,2,3}
try:
    for i in s: s.add(i+10)
except RuntimeError as e: print(e)
def f(*a): print(a)
f(*[1,2,3],*range(20)); a,*b=range(12); print(a,b); a,*b,c=[1,2]; print(a,b,c)
try: raise ValueError("x")
except ValueError as e: print(repr(e))
try: raise KeyError
except KeyError as e: print(repr(e))
try: int("x")
except ValueError as e: print(e)
try: list(1)
except TypeError as e: print(e)
try: list(1,2)
except TypeError as e: print(e)
try: reversed(1)
except TypeError as e: print(e)
try: reversed({1})
except TypeError as e: print(e)
try: set(1,2)
except TypeError as e: print(e)
try: dict(1)
except TypeError as e: print(e)
try: range()
except TypeError as e: print(e)
try: bool(1,2)
except TypeError as e: print(e)
class L(list): pass
print(L([1,2]), type(L()), L("ab")+[1])
print(type(type(1)), type("A",(),{}), object())  if 0 else None
import itertools
print(list(itertools.chain([1],[2])), list(map(str,[1,2])), list(zip([1],[2])), list(filter(None,[0,1])))
