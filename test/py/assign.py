# RUN: %py-emit bytecode %s | %FileCheck %s

def swap(a, b):
    a, b = b, a
    return a, b

def hazards(x):
    y = x + (x := 3)
    print(x, x := 2)
    return x if y else (x := y)

def chain():
    a = b = c = []
    return a, b, c

def unpack(t):
    a, b = t
    c, *d, e = t
    for k, v in t:
        a = k
    return a, b, c, d, e, v

def augmented(o, i):
    o.x += 1
    o[i] -= i
    o[1:2] *= 3
    i **= 2
    return i

def annotated():
    x: int = 1
    y: str
    return x

z: int = 5
def deletes(a, o):
    del a, o.x, o[1], (o.y)
    return a

# CHECK: code swap (swap, line 3, flags 0x3, registers 4, arguments 2+0+0)
# CHECK-NEXT: locals: r0=a r1=b
# CHECK-NEXT: 4:    0 Move r2 r0
# CHECK-NEXT: 1 Move r0 r1
# CHECK-NEXT: 2 Move r1 r2
# CHECK-NEXT: 5:    3 Move r2 r0
# CHECK-NEXT: 4 Move r3 r1
# CHECK-NEXT: 5 BuildTuple r2 r2 2
# CHECK-NEXT: 6 Return r2
# CHECK: code hazards (hazards, line 7, flags 0x3, registers 8, arguments 1+0+0)
# CHECK-NEXT: locals: r0=x r1=y
# CHECK-NEXT: 8:    0 Move r2 r0
# CHECK-NEXT: 1 LoadInt r0 3
# CHECK-NEXT: 2 AddImm r1 r2 3
# CHECK-NEXT: 9:    3 LoadGlobal r2 'print'
# CHECK-NEXT: 6 Move r6 r0
# CHECK-NEXT: 7 LoadInt r0 2
# CHECK-NEXT: 8 LoadInt r7 2
# CHECK-NEXT: 9 Call r2 r2 2
# CHECK-NEXT: 10:   11 JumpIfNot r1 -> 14
# CHECK-NEXT: 12 Move r2 r0
# CHECK-NEXT: 13 Jump -> 16
# CHECK-NEXT: 14 Move r2 r1
# CHECK-NEXT: 15 Move r0 r2
# CHECK-NEXT: 16 Return r2
# CHECK: code chain (chain, line 12, flags 0x3, registers 6, arguments 0+0+0)
# CHECK-NEXT: locals: r0=a r1=b r2=c
# CHECK-NEXT: 13:    0 BuildList r0 r0 0
# CHECK-NEXT: 1 Move r1 r0
# CHECK-NEXT: 2 Move r2 r0
# CHECK-NEXT: 14:    3 Move r3 r0
# CHECK-NEXT: 4 Move r4 r1
# CHECK-NEXT: 5 Move r5 r2
# CHECK-NEXT: 6 BuildTuple r3 r3 3
# CHECK-NEXT: 7 Return r3
# CHECK: code unpack (unpack, line 16, flags 0x3, registers 14, arguments 1+0+0)
# CHECK-NEXT: locals: r0=t r1=a r2=b r3=c r4=d r5=e r6=k r7=v
# CHECK-NEXT: 17:    0 UnpackSequence r1 r0 2
# CHECK-NEXT: 18:    1 UnpackEx r3 r0 before 1 after 1
# CHECK-NEXT: 19:    3 GetIter r8 r0
# CHECK-NEXT: 4 ForIter r9 r8 -> 10
# CHECK-NEXT: 6 UnpackSequence r6 r9 2
# CHECK-NEXT: 20:    7 Move r1 r6
# CHECK-NEXT: 19:    8 Loop 0 -> 4
# CHECK-NEXT: 21:   10 CheckLocal r7
# CHECK-NEXT: 11 Move r8 r1
# CHECK-NEXT: 12 Move r9 r2
# CHECK-NEXT: 13 Move r10 r3
# CHECK-NEXT: 14 Move r11 r4
# CHECK-NEXT: 15 Move r12 r5
# CHECK-NEXT: 16 Move r13 r7
# CHECK-NEXT: 17 BuildTuple r8 r8 6
# CHECK-NEXT: 18 Return r8
# CHECK: code augmented (augmented, line 23, flags 0x3, registers 5, arguments 2+0+0)
# CHECK-NEXT: locals: r0=o r1=i
# CHECK-NEXT: 24:    0 LoadAttr r2 r0 'x'
# CHECK-NEXT: 5 InplaceAddImm r2 r2 1
# CHECK-NEXT: 6 StoreAttr r0 r2 'x'
# CHECK-NEXT: 25:   11 GetItem r2 r0 r1
# CHECK-NEXT: 12 InplaceSub r2 r2 r1
# CHECK-NEXT: 13 SetItem r0 r1 r2
# CHECK-NEXT: 26:   14 LoadInt r2 1
# CHECK-NEXT: 15 LoadInt r3 2
# CHECK-NEXT: 16 BuildSlice r2 r2 2
# CHECK-NEXT: 17 GetItem r3 r0 r2
# CHECK-NEXT: 18 LoadInt r4 3
# CHECK-NEXT: 19 InplaceMul r3 r3 r4
# CHECK-NEXT: 20 SetItem r0 r2 r3
# CHECK-NEXT: 27:   21 LoadInt r2 2
# CHECK-NEXT: 22 InplacePow r1 r1 r2
# CHECK-NEXT: 28:   23 Return r1
# CHECK: code annotated (annotated, line 30, flags 0x3, registers 1, arguments 0+0+0)
# CHECK-NEXT: locals: r0=x
# CHECK-NEXT: 31:    0 LoadInt r0 1
# CHECK-NEXT: 33:    1 Return r0
# CHECK: code deletes (deletes, line 36, flags 0x3, registers 3, arguments 2+0+0)
# CHECK-NEXT: locals: r0=a r1=o
# CHECK-NEXT: 37:    0 DeleteLocal r0
# CHECK-NEXT: 1 DeleteAttr r1 'x'
# CHECK-NEXT: 2 LoadInt r2 1
# CHECK-NEXT: 3 DeleteItem r1 r2
# CHECK-NEXT: 4 DeleteAttr r1 'y'
# CHECK-NEXT: 38:    5 CheckLocal r0
# CHECK-NEXT: 6 Return r0
