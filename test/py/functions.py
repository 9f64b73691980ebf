# RUN: %py-emit bytecode %s | %FileCheck %s

# KEEP-MODULE
from os import path as p, sep
import a.b.c
import a.b.c as d
from . import *

@decorate
def f(a, b: int = 1, /, c=2, *args, k, m=3, **kw) -> str:
    "doc"
    return lambda q=a: q + b

def outer(x):
    def inner():
        nonlocal x
        x += 1
        return x
    del x
    return inner

def gen(n):
    x = yield n
    yield from x
    return 1

def calls(f, o):
    f(1, *o, k=2, **o)
    o.m(1, k=2)
    f(*o)
    f(a=1)
    return o.m(f(o), [1, 2, 3])

# CHECK: code <module> (<module>, line 1, flags 0x80000000, registers 8, arguments 0+0+0)
# CHECK-NEXT: locals: r0=.namespace
# CHECK-NEXT: 4:    0 LoadConst r1 ('path', 'sep')
# CHECK-NEXT: 1 LoadInt r2 0
# CHECK-NEXT: 2 ImportName r1 r1 'os'
# CHECK-NEXT: 3 ImportFrom r2 r1 'path'
# CHECK-NEXT: 4 StoreName r2 'p'
# CHECK-NEXT: 6 ImportFrom r1 r1 'sep'
# CHECK-NEXT: 7 StoreName r1 'sep'
# CHECK-NEXT: 5:    9 LoadNone r1
# CHECK-NEXT: 10 LoadInt r2 0
# CHECK-NEXT: 11 ImportName r1 r1 'a.b.c'
# CHECK-NEXT: 12 StoreName r1 'a'
# CHECK-NEXT: 6:   14 LoadNone r1
# CHECK-NEXT: 15 LoadInt r2 0
# CHECK-NEXT: 16 ImportName r1 r1 'a.b.c'
# CHECK-NEXT: 17 ImportFrom r1 r1 'b'
# CHECK-NEXT: 18 ImportFrom r1 r1 'c'
# CHECK-NEXT: 19 StoreName r1 'd'
# CHECK-NEXT: 7:   21 LoadConst r1 ('*',)
# CHECK-NEXT: 22 LoadInt r2 1
# CHECK-NEXT: 23 ImportName r1 r1 ''
# CHECK-NEXT: 24 ImportStar r1
# CHECK-NEXT: 9:   25 LoadName r1 'decorate'
# CHECK-NEXT: 10:   28 LoadInt r2 3
# CHECK-NEXT: 29 BuildConstMap r3 r2 ('m',)
# CHECK-NEXT: 30 LoadName r5 'int'
# CHECK-NEXT: 33 LoadName r7 'str'
# CHECK-NEXT: 36 LoadConst r4 'b'
# CHECK-NEXT: 37 LoadConst r6 'return'
# CHECK-NEXT: 38 BuildTuple r4 r4 4
# CHECK-NEXT: 39 LoadConst r2 (1, 2)
# CHECK-NEXT: 40 Clear r5
# CHECK-NEXT: 41 MakeFunction r5 <code f> r2
# CHECK-NEXT: 9:   42 Call r1 r1 1
# CHECK-NEXT: 10:   44 StoreName r1 'f'
# CHECK-NEXT: 14:   46 Clear r1
# CHECK-NEXT: 47 Clear r2
# CHECK-NEXT: 48 Clear r3
# CHECK-NEXT: 49 Clear r4
# CHECK-NEXT: 50 MakeFunction r1 <code outer> r1
# CHECK-NEXT: 51 StoreName r1 'outer'
# CHECK-NEXT: 22:   53 Clear r1
# CHECK-NEXT: 54 Clear r2
# CHECK-NEXT: 55 Clear r3
# CHECK-NEXT: 56 Clear r4
# CHECK-NEXT: 57 MakeFunction r1 <code gen> r1
# CHECK-NEXT: 58 StoreName r1 'gen'
# CHECK-NEXT: 27:   60 Clear r1
# CHECK-NEXT: 61 Clear r2
# CHECK-NEXT: 62 Clear r3
# CHECK-NEXT: 63 Clear r4
# CHECK-NEXT: 64 MakeFunction r1 <code calls> r1
# CHECK-NEXT: 65 StoreName r1 'calls'
# CHECK-NEXT: 67 ReturnNone
# CHECK: code f (f, line 9, flags 0xf, registers 11, arguments 3+2+2)
# CHECK-NEXT: locals: r0=a r1=b(cell) r2=c r3=k r4=m r5=args r6=kw
# CHECK-NEXT: 9:    0 MakeCell r1
# CHECK-NEXT: 12:    1 Move r7 r0
# CHECK-NEXT: 2 BuildTuple r7 r7 1
# CHECK-NEXT: 3 Move r8 r1
# CHECK-NEXT: 4 BuildTuple r10 r8 1
# CHECK-NEXT: 5 Clear r8
# CHECK-NEXT: 6 Clear r9
# CHECK-NEXT: 7 MakeFunction r7 <code f.<locals>.<lambda>> r7
# CHECK-NEXT: 8 Return r7
# CHECK: code <lambda> (f.<locals>.<lambda>, line 12, flags 0x13, registers 3, arguments 1+0+0)
# CHECK-NEXT: locals: r0=q r1=b(free)
# CHECK-NEXT: 12:    0 LoadFree r1 0
# CHECK-NEXT: 1 LoadDeref r2 r1
# CHECK-NEXT: 2 Add r2 r0 r2
# CHECK-NEXT: 3 Return r2
# CHECK: code outer (outer, line 14, flags 0x3, registers 6, arguments 1+0+0)
# CHECK-NEXT: locals: r0=x(cell) r1=inner
# CHECK-NEXT: 14:    0 MakeCell r0
# CHECK-NEXT: 15:    1 Move r2 r0
# CHECK-NEXT: 2 BuildTuple r5 r2 1
# CHECK-NEXT: 3 Clear r2
# CHECK-NEXT: 4 Clear r3
# CHECK-NEXT: 5 Clear r4
# CHECK-NEXT: 6 MakeFunction r1 <code outer.<locals>.inner> r2
# CHECK-NEXT: 19:    7 DeleteDeref r0
# CHECK-NEXT: 20:    8 Return r1
# CHECK: code inner (outer.<locals>.inner, line 15, flags 0x13, registers 2, arguments 0+0+0)
# CHECK-NEXT: locals: r0=x(free)
# CHECK-NEXT: 15:    0 LoadFree r0 0
# CHECK-NEXT: 17:    1 LoadDeref r1 r0
# CHECK-NEXT: 2 InplaceAddImm r1 r1 1
# CHECK-NEXT: 3 StoreDeref r0 r1
# CHECK-NEXT: 18:    4 LoadDeref r1 r0
# CHECK-NEXT: 5 Return r1
# CHECK: code gen (gen, line 22, flags 0x23, registers 3, arguments 1+0+0)
# CHECK-NEXT: locals: r0=n r1=x
# CHECK-NEXT: 22:    0 MakeGenerator
# CHECK-NEXT: 23:    1 Yield r1 r0
# CHECK-NEXT: 24:    2 GetYieldFromIter r2 r1
# CHECK-NEXT: 3 YieldFrom r2 r2
# CHECK-NEXT: 25:    4 LoadInt r2 1
# CHECK-NEXT: 5 Return r2
# CHECK: code calls (calls, line 27, flags 0x3, registers 12, arguments 2+0+0)
# CHECK-NEXT: locals: r0=f r1=o
# CHECK-NEXT: 28:    0 LoadInt r2 1
# CHECK-NEXT: 1 BuildList r2 r2 1
# CHECK-NEXT: 2 ListExtend r2 r1
# CHECK-NEXT: 3 ListToTuple r6 r2
# CHECK-NEXT: 4 LoadConst r7 'k'
# CHECK-NEXT: 5 LoadInt r8 2
# CHECK-NEXT: 6 BuildMap r7 r7 1
# CHECK-NEXT: 7 DictMerge r7 r1 r0
# CHECK-NEXT: 8 Move r2 r0
# CHECK-NEXT: 9 CallEx r2 r2
# CHECK-NEXT: 29:   11 LoadMethod r2 r1 'm'
# CHECK-NEXT: 16 LoadInt r7 1
# CHECK-NEXT: 17 LoadInt r8 2
# CHECK-NEXT: 18 CallMethodKw r2 r2 3 keywords ('k',)
# CHECK-NEXT: 30:   21 Move r2 r0
# CHECK-NEXT: 22 Move r6 r1
# CHECK-NEXT: 23 Clear r7
# CHECK-NEXT: 24 CallEx r2 r2
# CHECK-NEXT: 31:   26 Move r2 r0
# CHECK-NEXT: 27 LoadInt r6 1
# CHECK-NEXT: 28 CallKw r2 r2 1 keywords ('a',)
# CHECK-NEXT: 32:   31 LoadMethod r2 r1 'm'
# CHECK-NEXT: 36 Move r7 r0
# CHECK-NEXT: 37 Move r11 r1
# CHECK-NEXT: 38 Call r7 r7 1
# CHECK-NEXT: 40 BuildList r8 r0 0
# CHECK-NEXT: 41 LoadConst r3 (1, 2, 3)
# CHECK-NEXT: 42 ListExtend r8 r3
# CHECK-NEXT: 43 CallMethod r2 r2 3
# CHECK-NEXT: 45 Return r2
