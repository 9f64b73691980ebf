import sys
l=[]
try:
    while True: l.append([0]*100000)
except MemoryError as e:
    n=len(l); l=None
    print('MemoryError', n>10)
d={}
try:
    i=0
    while True:
        d[i]=str(i)*10; i+=1
except MemoryError:
    d=None; print('dict ok')
try:
    s='x'
    while True: s+=s
except MemoryError: s=None; print('str ok')
class N:
    def __init__(s,n): s.n=n
try:
    x=None
    while True: x=N(x)
except MemoryError: x=None; print('linked ok')
try:
    b=bytearray(1)
    while True: b*=3
except MemoryError: b=None; print('ba ok')
try:
    v=1
    while True: v=v*v+1 if v>1 else 3
except (MemoryError,OverflowError) as e: v=None; print('int ok')
try:
    g=set()
    i=0
    while True: g.add((i,)); i+=1
except MemoryError: g=None; print('set ok')
def rec(n): return [rec(n+1)]
try: rec(0)
except RecursionError: print('rec ok')
print('end')
