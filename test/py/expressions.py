# RUN: %py-emit bytecode %s | %FileCheck %s

def displays(a, b):
    return [a, *b, 1], {a, b}, {a: 1, **b}, {'x': a, 'y': b}, (a, *b), a[1:b, ::2]

def strings(a, b):
    return f"{a}{b!r:>{a}} text", f"{a}", "x" "y"

def comparisons(a, b):
    return a in (1, 2), a not in {3, 4}, a is None, not a, -a, ~a, a @ b

def folded():
    return 2 ** 10 * 3 - -1, (1, (2, 'a')), 1 + 2j, 'ab' * 3, 7 // -2, 1 / 4, 2 ** 100, not 0

def comprehensions(xs, k):
    return [x + k for x in xs if x], {x: 1 for y in xs for x in [y]}, sum(x for x in xs)

def walrus(xs):
    while (line := next(xs)) is not None:
        print(line)

# CHECK: code displays (displays, line 3, flags 0x3, registers 11, arguments 2+0+0)
# CHECK-NEXT: locals: r0=a r1=b
# CHECK-NEXT: 4:    0 Move r2 r0
# CHECK-NEXT: 1 BuildList r2 r2 1
# CHECK-NEXT: 2 ListExtend r2 r1
# CHECK-NEXT: 3 LoadInt r3 1
# CHECK-NEXT: 4 ListAppend r2 r3
# CHECK-NEXT: 5 Move r3 r0
# CHECK-NEXT: 6 Move r4 r1
# CHECK-NEXT: 7 BuildSet r3 r3 2
# CHECK-NEXT: 8 Move r4 r0
# CHECK-NEXT: 9 LoadInt r5 1
# CHECK-NEXT: 10 BuildMap r4 r4 1
# CHECK-NEXT: 11 DictUpdate r4 r1
# CHECK-NEXT: 12 Move r5 r0
# CHECK-NEXT: 13 Move r6 r1
# CHECK-NEXT: 14 BuildConstMap r5 r5 ('x', 'y')
# CHECK-NEXT: 15 Move r6 r0
# CHECK-NEXT: 16 BuildList r6 r6 1
# CHECK-NEXT: 17 ListExtend r6 r1
# CHECK-NEXT: 18 ListToTuple r6 r6
# CHECK-NEXT: 19 LoadInt r7 1
# CHECK-NEXT: 20 Move r8 r1
# CHECK-NEXT: 21 BuildSlice r7 r7 2
# CHECK-NEXT: 22 LoadNone r8
# CHECK-NEXT: 23 LoadNone r9
# CHECK-NEXT: 24 LoadInt r10 2
# CHECK-NEXT: 25 BuildSlice r8 r8 3
# CHECK-NEXT: 26 BuildTuple r7 r7 2
# CHECK-NEXT: 27 GetItem r7 r0 r7
# CHECK-NEXT: 28 BuildTuple r2 r2 6
# CHECK-NEXT: 29 Return r2
# CHECK: code strings (strings, line 6, flags 0x3, registers 5, arguments 2+0+0)
# CHECK-NEXT: locals: r0=a r1=b
# CHECK-NEXT: 7:    0 FormatValue r2 r0 r0
# CHECK-NEXT: 2 FormatValue r4 r0 r0
# CHECK-NEXT: 4 LoadConst r3 '>'
# CHECK-NEXT: 5 BuildString r3 r3 2
# CHECK-NEXT: 6 FormatValue r3 r1 r3 !r spec
# CHECK-NEXT: 8 LoadConst r4 ' text'
# CHECK-NEXT: 9 BuildString r2 r2 3
# CHECK-NEXT: 10 FormatValue r3 r0 r0
# CHECK-NEXT: 12 LoadConst r4 'xy'
# CHECK-NEXT: 13 BuildTuple r2 r2 3
# CHECK-NEXT: 14 Return r2
# CHECK: code comparisons (comparisons, line 9, flags 0x3, registers 9, arguments 2+0+0)
# CHECK-NEXT: locals: r0=a r1=b
# CHECK-NEXT: 10:    0 LoadConst r2 (1, 2)
# CHECK-NEXT: 1 Contains r2 r0 r2
# CHECK-NEXT: 2 LoadConst r3 frozenset({3, 4})
# CHECK-NEXT: 3 NotContains r3 r0 r3
# CHECK-NEXT: 4 LoadNone r4
# CHECK-NEXT: 5 Is r4 r0 r4
# CHECK-NEXT: 6 Not r5 r0
# CHECK-NEXT: 7 Negative r6 r0
# CHECK-NEXT: 8 Invert r7 r0
# CHECK-NEXT: 9 MatMul r8 r0 r1
# CHECK-NEXT: 10 BuildTuple r2 r2 7
# CHECK-NEXT: 11 Return r2
# CHECK: code folded (folded, line 12, flags 0x3, registers 1, arguments 0+0+0)
# CHECK-NEXT: 13:    0 LoadConst r0 (3073, (1, (2, 'a')), (1.0+2.0j), 'ababab', -4, 0.25, 0x10000000000000000000000000, True)
# CHECK-NEXT: 1 Return r0
# CHECK: code comprehensions (comprehensions, line 15, flags 0x3, registers 10, arguments 2+0+0)
# CHECK-NEXT: locals: r0=xs r1=k(cell)
# CHECK-NEXT: 15:    0 MakeCell r1
# CHECK-NEXT: 16:    1 Move r2 r1
# CHECK-NEXT: 2 BuildTuple r5 r2 1
# CHECK-NEXT: 3 Clear r2
# CHECK-NEXT: 4 Clear r3
# CHECK-NEXT: 5 Clear r4
# CHECK-NEXT: 6 MakeFunction r2 <code comprehensions.<locals>.<listcomp>> r2
# CHECK-NEXT: 7 GetIter r6 r0
# CHECK-NEXT: 8 Call r2 r2 1
# CHECK-NEXT: 10 Clear r3
# CHECK-NEXT: 11 Clear r4
# CHECK-NEXT: 12 Clear r5
# CHECK-NEXT: 13 Clear r6
# CHECK-NEXT: 14 MakeFunction r3 <code comprehensions.<locals>.<dictcomp>> r3
# CHECK-NEXT: 15 GetIter r7 r0
# CHECK-NEXT: 16 Call r3 r3 1
# CHECK-NEXT: 18 LoadGlobal r4 'sum'
# CHECK-NEXT: 21 Clear r5
# CHECK-NEXT: 22 Clear r6
# CHECK-NEXT: 23 Clear r7
# CHECK-NEXT: 24 Clear r8
# CHECK-NEXT: 25 MakeFunction r5 <code comprehensions.<locals>.<genexpr>> r5
# CHECK-NEXT: 26 GetIter r9 r0
# CHECK-NEXT: 27 Call r8 r5 1
# CHECK-NEXT: 29 Call r4 r4 1
# CHECK-NEXT: 31 BuildTuple r2 r2 3
# CHECK-NEXT: 32 Return r2
# CHECK: code <listcomp> (comprehensions.<locals>.<listcomp>, line 16, flags 0x13, registers 5, arguments 1+0+0)
# CHECK-NEXT: locals: r0=.0 r1=x r2=k(free)
# CHECK-NEXT: 16:    0 LoadFree r2 0
# CHECK-NEXT: 1 BuildList r3 r0 0
# CHECK-NEXT: 2 ForIter r1 r0 -> 12
# CHECK-NEXT: 4 JumpIf r1 -> 7
# CHECK-NEXT: 5 Loop 0 -> 2
# CHECK-NEXT: 7 LoadDeref r4 r2
# CHECK-NEXT: 8 Add r4 r1 r4
# CHECK-NEXT: 9 ListAppend r3 r4
# CHECK-NEXT: 10 Loop 0 -> 2
# CHECK-NEXT: 12 Return r3
# CHECK: code <dictcomp> (comprehensions.<locals>.<dictcomp>, line 16, flags 0x13, registers 5, arguments 1+0+0)
# CHECK-NEXT: locals: r0=.0 r1=y r2=x
# CHECK-NEXT: 16:    0 BuildMap r3 r0 0
# CHECK-NEXT: 1 ForIter r1 r0 -> 8
# CHECK-NEXT: 3 Move r2 r1
# CHECK-NEXT: 4 LoadInt r4 1
# CHECK-NEXT: 5 MapAdd r3 r2 r4
# CHECK-NEXT: 6 Loop 0 -> 1
# CHECK-NEXT: 8 Return r3
# CHECK: code <genexpr> (comprehensions.<locals>.<genexpr>, line 16, flags 0x33, registers 3, arguments 1+0+0)
# CHECK-NEXT: locals: r0=.0 r1=x
# CHECK-NEXT: 16:    0 MakeGenerator
# CHECK-NEXT: 1 ForIter r1 r0 -> 6
# CHECK-NEXT: 3 Yield r2 r1
# CHECK-NEXT: 4 Loop 0 -> 1
# CHECK-NEXT: 6 ReturnNone
# CHECK: code walrus (walrus, line 18, flags 0x3, registers 7, arguments 1+0+0)
# CHECK-NEXT: locals: r0=xs r1=line
# CHECK-NEXT: 19:    0 LoadGlobal r2 'next'
# CHECK-NEXT: 3 Move r6 r0
# CHECK-NEXT: 4 Call r1 r2 1
# CHECK-NEXT: 6 JumpIfNone r1 -> 15
# CHECK-NEXT: 20:    7 LoadGlobal r2 'print'
# CHECK-NEXT: 10 Move r6 r1
# CHECK-NEXT: 11 Call r2 r2 1
# CHECK-NEXT: 13 Loop 0 -> 0
# CHECK-NEXT: 19:   15 ReturnNone
