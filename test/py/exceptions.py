# RUN: %py-emit bytecode %s | %FileCheck %s

def named():
    try:
        risky()
    except (A, B) as e:
        use(e)
    except C:
        raise
    else:
        fine()

def finally_return(x):
    try:
        return x
    finally:
        x = 1
        cleanup()

def loop_finally(xs):
    for x in xs:
        try:
            if x:
                break
            continue
        finally:
            done(x)

def star():
    try:
        risky()
    except* ValueError as e:
        use(e)
    except* TypeError:
        pass

def raising(e):
    raise E from e

def unbound():
    try:
        x = risky()
    except E:
        pass
    return x

# CHECK: code named (named, line 3, flags 0x3, registers 8, arguments 0+0+0)
# CHECK-NEXT: locals: r0=e
# CHECK-NEXT: 5:    0 LoadGlobal r1 'risky'
# CHECK-NEXT: 3 Call r1 r1 0
# CHECK-NEXT: 11:    5 LoadGlobal r1 'fine'
# CHECK-NEXT: 8 Call r1 r1 0
# CHECK-NEXT: 4:   10 ReturnNone
# CHECK-NEXT: 11 EnterHandler r1
# CHECK-NEXT: 6:   12 LoadGlobal r3 'A'
# CHECK-NEXT: 15 LoadGlobal r4 'B'
# CHECK-NEXT: 18 BuildTuple r3 r3 2
# CHECK-NEXT: 19 ExcMatch r3 r1 r3
# CHECK-NEXT: 20 JumpIfNot r3 -> 38
# CHECK-NEXT: 21 Move r0 r1
# CHECK-NEXT: 7:   22 LoadGlobal r3 'use'
# CHECK-NEXT: 25 Move r7 r0
# CHECK-NEXT: 26 Call r3 r3 1
# CHECK-NEXT: 28 LoadNone r0
# CHECK-NEXT: 29 DeleteLocal r0
# CHECK-NEXT: 30 Jump -> 36
# CHECK-NEXT: 31 EnterHandler r3
# CHECK-NEXT: 32 LoadNone r0
# CHECK-NEXT: 33 DeleteLocal r0
# CHECK-NEXT: 34 LeaveHandler r3
# CHECK-NEXT: 35 Reraise r3
# CHECK-NEXT: 36 LeaveHandler r1
# CHECK-NEXT: 37 Jump -> 10
# CHECK-NEXT: 8:   38 LoadGlobal r3 'C'
# CHECK-NEXT: 41 ExcMatch r3 r1 r3
# CHECK-NEXT: 42 JumpIfNot r3 -> 44
# CHECK-NEXT: 9:   43 Raise r0 r0 0
# CHECK-NEXT: 8:   44 LeaveHandler r1
# CHECK-NEXT: 45 Reraise r1
# CHECK-NEXT: 46 EnterHandler r3
# CHECK-NEXT: 47 LeaveHandler r1
# CHECK-NEXT: 48 Reraise r3
# CHECK-NEXT: exceptions: [0, 5) -> 11 [12, 22) -> 46 [22, 28) -> 31 [28, 36) -> 46 [38, 44) -> 46
# CHECK: code finally_return (finally_return, line 13, flags 0x3, registers 7, arguments 1+0+0)
# CHECK-NEXT: locals: r0=x
# CHECK-NEXT: 15:    0 Move r1 r0
# CHECK-NEXT: 17:    1 LoadInt r0 1
# CHECK-NEXT: 18:    2 LoadGlobal r2 'cleanup'
# CHECK-NEXT: 5 Call r2 r2 0
# CHECK-NEXT: 15:    7 Return r1
# CHECK-NEXT: 14:    8 EnterHandler r1
# CHECK-NEXT: 17:    9 LoadInt r0 1
# CHECK-NEXT: 18:   10 LoadGlobal r3 'cleanup'
# CHECK-NEXT: 13 Call r3 r3 0
# CHECK-NEXT: 15 LeaveHandler r1
# CHECK-NEXT: 16 Reraise r1
# CHECK-NEXT: 17 EnterHandler r3
# CHECK-NEXT: 18 LeaveHandler r1
# CHECK-NEXT: 19 Reraise r3
# CHECK-NEXT: exceptions: [0, 1) -> 8 [9, 15) -> 17
# CHECK: code loop_finally (loop_finally, line 20, flags 0x3, registers 9, arguments 1+0+0)
# CHECK-NEXT: locals: r0=xs r1=x
# CHECK-NEXT: 21:    0 GetIter r2 r0
# CHECK-NEXT: 1 ForIter r1 r2 -> 19
# CHECK-NEXT: 23:    3 JumpIfNot r1 -> 11
# CHECK-NEXT: 27:    4 LoadGlobal r2 'done'
# CHECK-NEXT: 7 Move r6 r1
# CHECK-NEXT: 8 Call r2 r2 1
# CHECK-NEXT: 24:   10 Jump -> 19
# CHECK-NEXT: 27:   11 LoadGlobal r3 'done'
# CHECK-NEXT: 14 Move r7 r1
# CHECK-NEXT: 15 Call r3 r3 1
# CHECK-NEXT: 25:   17 Loop 0 -> 1
# CHECK-NEXT: 21:   19 ReturnNone
# CHECK-NEXT: 22:   20 EnterHandler r2
# CHECK-NEXT: 27:   21 LoadGlobal r4 'done'
# CHECK-NEXT: 24 Move r8 r1
# CHECK-NEXT: 25 Call r4 r4 1
# CHECK-NEXT: 27 LeaveHandler r2
# CHECK-NEXT: 28 Reraise r2
# CHECK-NEXT: 29 EnterHandler r4
# CHECK-NEXT: 30 LeaveHandler r2
# CHECK-NEXT: 31 Reraise r4
# CHECK-NEXT: exceptions: [3, 4) -> 20 [21, 27) -> 29
# CHECK: code star (star, line 29, flags 0x3, registers 11, arguments 0+0+0)
# CHECK-NEXT: locals: r0=e
# CHECK-NEXT: 31:    0 LoadGlobal r1 'risky'
# CHECK-NEXT: 3 Call r1 r1 0
# CHECK-NEXT: 30:    5 ReturnNone
# CHECK-NEXT: 6 EnterHandler r1
# CHECK-NEXT: 7 BuildList r3 r0 0
# CHECK-NEXT: 32:    8 LoadGlobal r4 'ValueError'
# CHECK-NEXT: 11 ExcGroupMatch r4 r1 r4
# CHECK-NEXT: 12 JumpIfNone r4 -> 32
# CHECK-NEXT: 13 Move r0 r4
# CHECK-NEXT: 33:   14 LoadGlobal r6 'use'
# CHECK-NEXT: 17 Move r10 r0
# CHECK-NEXT: 18 Call r6 r6 1
# CHECK-NEXT: 20 LoadNone r0
# CHECK-NEXT: 21 DeleteLocal r0
# CHECK-NEXT: 22 Jump -> 32
# CHECK-NEXT: 23 EnterHandler r6
# CHECK-NEXT: 24 LoadNone r0
# CHECK-NEXT: 25 DeleteLocal r0
# CHECK-NEXT: 26 LeaveHandler r6
# CHECK-NEXT: 27 Reraise r6
# CHECK-NEXT: 28 Jump -> 32
# CHECK-NEXT: 29 EnterHandler r6
# CHECK-NEXT: 30 ListAppend r3 r6
# CHECK-NEXT: 31 LeaveHandler r6
# CHECK-NEXT: 34:   32 LoadGlobal r4 'TypeError'
# CHECK-NEXT: 35 ExcGroupMatch r4 r5 r4
# CHECK-NEXT: 36 JumpIfNone r4 -> 41
# CHECK-NEXT: 35:   37 Jump -> 41
# CHECK-NEXT: 38 EnterHandler r6
# CHECK-NEXT: 39 ListAppend r3 r6
# CHECK-NEXT: 40 LeaveHandler r6
# CHECK-NEXT: 41 ListAppend r3 r5
# CHECK-NEXT: 42 ExcGroupReraise r3 r1 r3
# CHECK-NEXT: 43 LeaveHandler r1
# CHECK-NEXT: 44 JumpIfNotNone r3 -> 46
# CHECK-NEXT: 45 Jump -> 5
# CHECK-NEXT: 46 Reraise r3
# CHECK-NEXT: 47 EnterHandler r3
# CHECK-NEXT: 48 LeaveHandler r1
# CHECK-NEXT: 49 Reraise r3
# CHECK-NEXT: exceptions: [0, 5) -> 6 [7, 13) -> 47 [13, 14) -> 29 [14, 20) -> 23 [20, 28) -> 29 [28, 43) -> 47
# CHECK: code raising (raising, line 37, flags 0x3, registers 2, arguments 1+0+0)
# CHECK-NEXT: locals: r0=e
# CHECK-NEXT: 38:    0 LoadGlobal r1 'E'
# CHECK-NEXT: 3 Raise r1 r0 2
# CHECK: code unbound (unbound, line 40, flags 0x3, registers 5, arguments 0+0+0)
# CHECK-NEXT: locals: r0=x
# CHECK-NEXT: 42:    0 LoadGlobal r1 'risky'
# CHECK-NEXT: 3 Call r0 r1 0
# CHECK-NEXT: 45:    5 CheckLocal r0
# CHECK-NEXT: 6 Return r0
# CHECK-NEXT: 41:    7 EnterHandler r1
# CHECK-NEXT: 43:    8 LoadGlobal r3 'E'
# CHECK-NEXT: 11 ExcMatch r3 r1 r3
# CHECK-NEXT: 12 JumpIfNot r3 -> 15
# CHECK-NEXT: 44:   13 LeaveHandler r1
# CHECK-NEXT: 14 Jump -> 5
# CHECK-NEXT: 43:   15 LeaveHandler r1
# CHECK-NEXT: 16 Reraise r1
# CHECK-NEXT: 17 EnterHandler r3
# CHECK-NEXT: 18 LeaveHandler r1
# CHECK-NEXT: 19 Reraise r3
# CHECK-NEXT: exceptions: [0, 5) -> 7 [8, 13) -> 17
