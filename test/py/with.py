# RUN: %py-emit bytecode %s | %FileCheck %s

def one(m):
    with m as x:
        return x

def two(a, b):
    with a, b as (y, z):
        body()

async def asynchronous(m):
    async with m as x:
        await x
    async for i in m:
        if i:
            break
    else:
        last()
    return [j async for j in m]

# CHECK: code one (one, line 3, flags 0x3, registers 17, arguments 1+0+0)
# CHECK-NEXT: locals: r0=m r1=x
# CHECK-NEXT: 4:    0 LoadSpecial r2 r0 0
# CHECK-NEXT: 1 LoadSpecial r3 r0 1
# CHECK-NEXT: 2 Move r4 r2
# CHECK-NEXT: 3 Call r2 r4 0
# CHECK-NEXT: 5 Move r1 r2
# CHECK-NEXT: 6 Move r4 r3
# CHECK-NEXT: 7 LoadNone r8
# CHECK-NEXT: 8 LoadNone r9
# CHECK-NEXT: 9 LoadNone r10
# CHECK-NEXT: 10 Call r4 r4 3
# CHECK-NEXT: 5:   12 Return r1
# CHECK-NEXT: 4:   13 EnterHandler r4
# CHECK-NEXT: 14 ExcInfo r7 r4
# CHECK-NEXT: 15 Move r10 r3
# CHECK-NEXT: 16 Move r14 r7
# CHECK-NEXT: 17 Move r15 r8
# CHECK-NEXT: 18 Move r16 r9
# CHECK-NEXT: 19 Call r2 r10 3
# CHECK-NEXT: 21 JumpIf r2 -> 24
# CHECK-NEXT: 22 LeaveHandler r4
# CHECK-NEXT: 23 Reraise r4
# CHECK-NEXT: 24 LeaveHandler r4
# CHECK-NEXT: 25 ReturnNone
# CHECK-NEXT: 26 EnterHandler r2
# CHECK-NEXT: 27 LeaveHandler r4
# CHECK-NEXT: 28 Reraise r2
# CHECK-NEXT: exceptions: [5, 6) -> 13 [14, 22) -> 26
# CHECK: code two (two, line 7, flags 0x3, registers 21, arguments 2+0+0)
# CHECK-NEXT: locals: r0=a r1=b r2=y r3=z
# CHECK-NEXT: 8:    0 LoadSpecial r4 r0 0
# CHECK-NEXT: 1 LoadSpecial r5 r0 1
# CHECK-NEXT: 2 Move r6 r4
# CHECK-NEXT: 3 Call r6 r6 0
# CHECK-NEXT: 5 LoadSpecial r6 r1 0
# CHECK-NEXT: 6 LoadSpecial r7 r1 1
# CHECK-NEXT: 7 Move r8 r6
# CHECK-NEXT: 8 Call r4 r8 0
# CHECK-NEXT: 10 UnpackSequence r2 r4 2
# CHECK-NEXT: 9:   11 LoadGlobal r8 'body'
# CHECK-NEXT: 14 Call r8 r8 0
# CHECK-NEXT: 8:   16 Move r8 r7
# CHECK-NEXT: 17 LoadNone r12
# CHECK-NEXT: 18 LoadNone r13
# CHECK-NEXT: 19 LoadNone r14
# CHECK-NEXT: 20 Call r8 r8 3
# CHECK-NEXT: 22 Move r6 r5
# CHECK-NEXT: 23 LoadNone r10
# CHECK-NEXT: 24 LoadNone r11
# CHECK-NEXT: 25 LoadNone r12
# CHECK-NEXT: 26 Call r6 r6 3
# CHECK-NEXT: 28 ReturnNone
# CHECK-NEXT: 29 EnterHandler r8
# CHECK-NEXT: 30 ExcInfo r11 r8
# CHECK-NEXT: 31 Move r14 r7
# CHECK-NEXT: 32 Move r18 r11
# CHECK-NEXT: 33 Move r19 r12
# CHECK-NEXT: 34 Move r20 r13
# CHECK-NEXT: 35 Call r4 r14 3
# CHECK-NEXT: 37 JumpIf r4 -> 40
# CHECK-NEXT: 38 LeaveHandler r8
# CHECK-NEXT: 39 Reraise r8
# CHECK-NEXT: 40 LeaveHandler r8
# CHECK-NEXT: 41 Jump -> 22
# CHECK-NEXT: 42 EnterHandler r6
# CHECK-NEXT: 43 LeaveHandler r8
# CHECK-NEXT: 44 Reraise r6
# CHECK-NEXT: 45 EnterHandler r6
# CHECK-NEXT: 46 ExcInfo r9 r6
# CHECK-NEXT: 47 Move r12 r5
# CHECK-NEXT: 48 Move r16 r9
# CHECK-NEXT: 49 Move r17 r10
# CHECK-NEXT: 50 Move r18 r11
# CHECK-NEXT: 51 Call r4 r12 3
# CHECK-NEXT: 53 JumpIf r4 -> 56
# CHECK-NEXT: 54 LeaveHandler r6
# CHECK-NEXT: 55 Reraise r6
# CHECK-NEXT: 56 LeaveHandler r6
# CHECK-NEXT: 57 Jump -> 28
# CHECK-NEXT: 58 EnterHandler r4
# CHECK-NEXT: 59 LeaveHandler r6
# CHECK-NEXT: 60 Reraise r4
# CHECK-NEXT: exceptions: [5, 10) -> 45 [10, 16) -> 29 [16, 22) -> 45 [29, 30) -> 45 [30, 38) -> 42 [38, 45) -> 45 [46, 54) -> 58
# CHECK: code asynchronous (asynchronous, line 11, flags 0x83, registers 18, arguments 1+0+0)
# CHECK-NEXT: locals: r0=m r1=x r2=i
# CHECK-NEXT: 11:    0 MakeGenerator
# CHECK-NEXT: 12:    1 LoadSpecial r3 r0 2
# CHECK-NEXT: 2 LoadSpecial r4 r0 3
# CHECK-NEXT: 3 Move r5 r3
# CHECK-NEXT: 4 Call r3 r5 0
# CHECK-NEXT: 6 GetAwaitable r3 r3 1
# CHECK-NEXT: 7 YieldFrom r3 r3
# CHECK-NEXT: 8 Move r1 r3
# CHECK-NEXT: 13:    9 GetAwaitable r3 r1 0
# CHECK-NEXT: 10 YieldFrom r3 r3
# CHECK-NEXT: 12:   11 Move r5 r4
# CHECK-NEXT: 12 LoadNone r9
# CHECK-NEXT: 13 LoadNone r10
# CHECK-NEXT: 14 LoadNone r11
# CHECK-NEXT: 15 Call r3 r5 3
# CHECK-NEXT: 17 GetAwaitable r3 r3 2
# CHECK-NEXT: 18 YieldFrom r3 r3
# CHECK-NEXT: 14:   19 GetAiter r3 r0
# CHECK-NEXT: 20 GetAnext r4 r3
# CHECK-NEXT: 21 YieldFrom r4 r4
# CHECK-NEXT: 22 Move r2 r4
# CHECK-NEXT: 15:   23 JumpIf r2 -> 26
# CHECK-NEXT: 14:   24 Loop 0 -> 20
# CHECK-NEXT: 19:   26 Clear r3
# CHECK-NEXT: 27 Clear r4
# CHECK-NEXT: 28 Clear r5
# CHECK-NEXT: 29 Clear r6
# CHECK-NEXT: 30 MakeFunction r3 <code asynchronous.<locals>.<listcomp>> r3
# CHECK-NEXT: 31 GetAiter r7 r0
# CHECK-NEXT: 32 Call r3 r3 1
# CHECK-NEXT: 34 GetAwaitable r3 r3 0
# CHECK-NEXT: 35 YieldFrom r3 r3
# CHECK-NEXT: 36 Return r3
# CHECK-NEXT: 12:   37 EnterHandler r5
# CHECK-NEXT: 38 ExcInfo r8 r5
# CHECK-NEXT: 39 Move r11 r4
# CHECK-NEXT: 40 Move r15 r8
# CHECK-NEXT: 41 Move r16 r9
# CHECK-NEXT: 42 Move r17 r10
# CHECK-NEXT: 43 Call r3 r11 3
# CHECK-NEXT: 45 GetAwaitable r3 r3 2
# CHECK-NEXT: 46 YieldFrom r3 r3
# CHECK-NEXT: 47 JumpIf r3 -> 50
# CHECK-NEXT: 48 LeaveHandler r5
# CHECK-NEXT: 49 Reraise r5
# CHECK-NEXT: 50 LeaveHandler r5
# CHECK-NEXT: 51 Jump -> 19
# CHECK-NEXT: 52 EnterHandler r3
# CHECK-NEXT: 53 LeaveHandler r5
# CHECK-NEXT: 54 Reraise r3
# CHECK-NEXT: 14:   55 EnterHandler r3
# CHECK-NEXT: 56 LeaveHandler r3
# CHECK-NEXT: 57 EndAsyncFor r3 -> 58
# CHECK-NEXT: 18:   58 LoadGlobal r3 'last'
# CHECK-NEXT: 61 Call r3 r3 0
# CHECK-NEXT: 63 Jump -> 26
# CHECK-NEXT: exceptions: [8, 11) -> 37 [20, 22) -> 55 [38, 48) -> 52
# CHECK: code <listcomp> (asynchronous.<locals>.<listcomp>, line 19, flags 0x93, registers 5, arguments 1+0+0)
# CHECK-NEXT: locals: r0=.0 r1=j
# CHECK-NEXT: 19:    0 MakeGenerator
# CHECK-NEXT: 1 BuildList r2 r0 0
# CHECK-NEXT: 2 GetAnext r3 r0
# CHECK-NEXT: 3 YieldFrom r3 r3
# CHECK-NEXT: 4 Move r1 r3
# CHECK-NEXT: 5 ListAppend r2 r1
# CHECK-NEXT: 6 Loop 0 -> 2
# CHECK-NEXT: 8 EnterHandler r3
# CHECK-NEXT: 9 LeaveHandler r3
# CHECK-NEXT: 10 EndAsyncFor r3 -> 11
# CHECK-NEXT: 11 Return r2
# CHECK-NEXT: exceptions: [2, 4) -> 8
