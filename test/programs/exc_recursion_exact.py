# The recursion limit is exact, whatever of the calls was compiled or inlined.
import sys
def depth(n):
    try:
        return depth(n + 1)
    except RecursionError:
        return n
def depth2(n):
    global deepest
    deepest = n
    return depth2(n + 1)
def even(n):
    global deepest
    deepest = n
    return odd(n + 1)
def odd(n):
    return even(n + 1)
def tree(n):
    global deepest
    deepest = n
    x = [tree(n+1) for _ in (1,)]
    return x
class C:
    def __init__(self, n):
        global deepest
        deepest = n
        self.c = C(n + 1)
def small(n):
    return 0 if n == 0 else 1 + small(n - 1)
def measure(f, lim):
    global deepest
    sys.setrecursionlimit(lim)
    try: f(0)
    except RecursionError as e: print(f.__name__, lim, deepest, str(e)[:32])
    finally: sys.setrecursionlimit(1000)
del C
for lim in (300, 1000, 150):
    for i in range(6):
        sys.setrecursionlimit(lim); print(depth(0)); sys.setrecursionlimit(1000)
        for f in depth2, even: measure(f, lim)
for i in range(200): small(200)
sys.setrecursionlimit(300)
for i in range(5):
    try: print(small(297))
    except RecursionError: print("no")
    try: print(small(298))
    except RecursionError: print("no298")
    try: print(small(310))
    except RecursionError: print("no310")
