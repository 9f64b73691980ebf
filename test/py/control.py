# RUN: %py-emit bytecode %s | %FileCheck %s

def while_else(n):
    while n > 0 and n != 7:
        n -= 1
        if n == 3:
            break
        if n == 2:
            continue
    else:
        return 1
    return n

def for_break(xs):
    for x in xs:
        if not x:
            break
    else:
        x = None
    return x

def forever():
    while True:
        work()

def constant_tests():
    if 0:
        never()
    if __debug__:
        always()
    while 0:
        never()
    assert x, "message"

def ternary(a, b):
    x = a if b else 0
    f(a if b else 1, a or b, a and b or 3)
    return 0 < a <= b

def nested(xs):
    for x in xs:
        for y in x:
            if y is None:
                continue
            yield y

# CHECK: code while_else (while_else, line 3, flags 0x3, registers 2, arguments 1+0+0)
# CHECK-NEXT: locals: r0=n
# CHECK-NEXT: 4:    0 JumpNotGtImm r0 0 -> 9
# CHECK-NEXT: 1 JumpNotNeImm r0 7 -> 9
# CHECK-NEXT: 5:    2 InplaceSubImm r0 r0 1
# CHECK-NEXT: 6:    3 JumpEqImm r0 3 -> 11
# CHECK-NEXT: 8:    4 JumpNotEqImm r0 2 -> 7
# CHECK-NEXT: 9:    5 Loop 0 -> 0
# CHECK-NEXT: 7 Loop 0 -> 0
# CHECK-NEXT: 11:    9 LoadInt r1 1
# CHECK-NEXT: 10 Return r1
# CHECK-NEXT: 12:   11 Return r0
# CHECK: code for_break (for_break, line 14, flags 0x3, registers 3, arguments 1+0+0)
# CHECK-NEXT: locals: r0=xs r1=x
# CHECK-NEXT: 15:    0 GetIter r2 r0
# CHECK-NEXT: 1 ForIter r1 r2 -> 6
# CHECK-NEXT: 16:    3 JumpIfNot r1 -> 7
# CHECK-NEXT: 15:    4 Loop 0 -> 1
# CHECK-NEXT: 19:    6 LoadNone r1
# CHECK-NEXT: 20:    7 Return r1
# CHECK: code forever (forever, line 22, flags 0x3, registers 4, arguments 0+0+0)
# CHECK-NEXT: 24:    0 LoadGlobal r0 'work'
# CHECK-NEXT: 3 Call r0 r0 0
# CHECK-NEXT: 5 Loop 0 -> 0
# CHECK: code constant_tests (constant_tests, line 26, flags 0x3, registers 5, arguments 0+0+0)
# CHECK-NEXT: 30:    0 LoadGlobal r0 'always'
# CHECK-NEXT: 3 Call r0 r0 0
# CHECK-NEXT: 33:    5 LoadGlobal r0 'x'
# CHECK-NEXT: 8 JumpIf r0 -> 14
# CHECK-NEXT: 9 AssertError r0
# CHECK-NEXT: 10 LoadConst r4 'message'
# CHECK-NEXT: 11 Call r0 r0 1
# CHECK-NEXT: 13 Raise r0 r0 1
# CHECK-NEXT: 14 ReturnNone
# CHECK: code ternary (ternary, line 35, flags 0x3, registers 10, arguments 2+0+0)
# CHECK-NEXT: locals: r0=a r1=b r2=x
# CHECK-NEXT: 36:    0 JumpIfNot r1 -> 3
# CHECK-NEXT: 1 Move r2 r0
# CHECK-NEXT: 2 Jump -> 4
# CHECK-NEXT: 3 LoadInt r2 0
# CHECK-NEXT: 37:    4 LoadGlobal r3 'f'
# CHECK-NEXT: 7 JumpIfNot r1 -> 10
# CHECK-NEXT: 8 Move r7 r0
# CHECK-NEXT: 9 Jump -> 11
# CHECK-NEXT: 10 LoadInt r7 1
# CHECK-NEXT: 11 Move r8 r0
# CHECK-NEXT: 12 JumpIf r8 -> 14
# CHECK-NEXT: 13 Move r8 r1
# CHECK-NEXT: 14 Move r9 r0
# CHECK-NEXT: 15 JumpIfNot r9 -> 17
# CHECK-NEXT: 16 Move r9 r1
# CHECK-NEXT: 17 JumpIf r9 -> 19
# CHECK-NEXT: 18 LoadInt r9 3
# CHECK-NEXT: 19 Call r3 r3 3
# CHECK-NEXT: 38:   21 LoadInt r3 0
# CHECK-NEXT: 22 Lt r3 r3 r0
# CHECK-NEXT: 23 JumpIfNot r3 -> 25
# CHECK-NEXT: 24 Le r3 r0 r1
# CHECK-NEXT: 25 Return r3
# CHECK: code nested (nested, line 40, flags 0x23, registers 6, arguments 1+0+0)
# CHECK-NEXT: locals: r0=xs r1=x r2=y
# CHECK-NEXT: 40:    0 MakeGenerator
# CHECK-NEXT: 41:    1 GetIter r3 r0
# CHECK-NEXT: 2 ForIter r1 r3 -> 15
# CHECK-NEXT: 42:    4 GetIter r4 r1
# CHECK-NEXT: 5 ForIter r2 r4 -> 13
# CHECK-NEXT: 43:    7 JumpIfNotNone r2 -> 10
# CHECK-NEXT: 44:    8 Loop 0 -> 5
# CHECK-NEXT: 45:   10 Yield r5 r2
# CHECK-NEXT: 42:   11 Loop 0 -> 5
# CHECK-NEXT: 41:   13 Loop 0 -> 2
# CHECK-NEXT: 15 ReturnNone
