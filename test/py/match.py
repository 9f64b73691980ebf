# RUN: %py-emit bytecode %s | %FileCheck %s

def f(x):
    match x:
        case 1 | 'a':
            return 1
        case [a, _, *rest] if a:
            return rest
        case [_, *_, last]:
            return last
        case {'k': v, **more}:
            return v, more
        case Point(0, y=b) | Line(b):
            return b
        case None:
            return 0
        case str() as s:
            return s
        case _:
            return None

# CHECK: code f (f, line 3, flags 0x3, registers 11, arguments 1+0+0)
# CHECK-NEXT: locals: r0=x r1=a r2=rest r3=last r4=v r5=more r6=b r7=s
# CHECK-NEXT: 5:    0 JumpEqImm r0 1 -> 3
# CHECK-NEXT: 1 LoadConst r8 'a'
# CHECK-NEXT: 2 JumpNotEq r0 r8 -> 5
# CHECK-NEXT: 6:    3 LoadInt r8 1
# CHECK-NEXT: 4 Return r8
# CHECK-NEXT: 7:    5 MatchSequence r8 r0
# CHECK-NEXT: 6 JumpIfNot r8 -> 15
# CHECK-NEXT: 7 GetLen r8 r0
# CHECK-NEXT: 8 JumpNotGeImm r8 2 -> 15
# CHECK-NEXT: 9 UnpackEx r8 r0 before 2 after 0
# CHECK-NEXT: 11 Move r1 r8
# CHECK-NEXT: 12 Move r2 r10
# CHECK-NEXT: 13 JumpIfNot r1 -> 15
# CHECK-NEXT: 8:   14 Return r2
# CHECK-NEXT: 9:   15 MatchSequence r8 r0
# CHECK-NEXT: 16 JumpIfNot r8 -> 23
# CHECK-NEXT: 17 GetLen r8 r0
# CHECK-NEXT: 18 JumpNotGeImm r8 2 -> 23
# CHECK-NEXT: 19 GetLen r8 r0
# CHECK-NEXT: 20 SubImm r8 r8 1
# CHECK-NEXT: 21 GetItem r3 r0 r8
# CHECK-NEXT: 10:   22 Return r3
# CHECK-NEXT: 11:   23 MatchMapping r8 r0
# CHECK-NEXT: 24 JumpIfNot r8 -> 38
# CHECK-NEXT: 25 GetLen r8 r0
# CHECK-NEXT: 26 JumpNotGeImm r8 1 -> 38
# CHECK-NEXT: 27 LoadConst r8 ('k',)
# CHECK-NEXT: 28 MatchKeys r8 r0 r8
# CHECK-NEXT: 29 JumpIfNone r8 -> 38
# CHECK-NEXT: 30 UnpackSequence r8 r8 1
# CHECK-NEXT: 31 LoadConst r9 ('k',)
# CHECK-NEXT: 32 CopyDictWithoutKeys r5 r0 r9
# CHECK-NEXT: 33 Move r4 r8
# CHECK-NEXT: 12:   34 Move r8 r4
# CHECK-NEXT: 35 Move r9 r5
# CHECK-NEXT: 36 BuildTuple r8 r8 2
# CHECK-NEXT: 37 Return r8
# CHECK-NEXT: 13:   38 LoadGlobal r8 'Point'
# CHECK-NEXT: 41 LoadConst r9 ('y',)
# CHECK-NEXT: 42 MatchClass r8 r0 r8 positional 1
# CHECK-NEXT: 44 JumpIfNone r8 -> 49
# CHECK-NEXT: 45 UnpackSequence r8 r8 2
# CHECK-NEXT: 46 JumpNotEqImm r8 0 -> 49
# CHECK-NEXT: 47 Move r6 r9
# CHECK-NEXT: 48 Jump -> 57
# CHECK-NEXT: 49 LoadGlobal r8 'Line'
# CHECK-NEXT: 52 LoadConst r9 ()
# CHECK-NEXT: 53 MatchClass r8 r0 r8 positional 1
# CHECK-NEXT: 55 JumpIfNone r8 -> 58
# CHECK-NEXT: 56 UnpackSequence r6 r8 1
# CHECK-NEXT: 14:   57 Return r6
# CHECK-NEXT: 15:   58 JumpIfNotNone r0 -> 61
# CHECK-NEXT: 16:   59 LoadInt r8 0
# CHECK-NEXT: 60 Return r8
# CHECK-NEXT: 17:   61 LoadGlobal r8 'str'
# CHECK-NEXT: 64 LoadConst r9 ()
# CHECK-NEXT: 65 MatchClass r8 r0 r8 positional 0
# CHECK-NEXT: 67 JumpIfNone r8 -> 70
# CHECK-NEXT: 68 Move r7 r0
# CHECK-NEXT: 18:   69 Return r7
# CHECK-NEXT: 20:   70 ReturnNone
