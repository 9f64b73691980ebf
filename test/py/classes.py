# RUN: %py-emit bytecode %s | %FileCheck %s

# KEEP-MODULE
class A(B, metaclass=M):
    """doc"""
    x: int = 1
    __private = 2

    def method(self):
        super().method(self.__private)
        return super().attr

def scope(y):
    class C:
        z = y
        y = 1
        def f(self):
            return y, __class__
    return C

# CHECK: code <module> (<module>, line 1, flags 0x80000000, registers 9, arguments 0+0+0)
# CHECK-NEXT: locals: r0=.namespace
# CHECK-NEXT: 4:    0 LoadBuildClass r1
# CHECK-NEXT: 1 Clear r2
# CHECK-NEXT: 2 Clear r3
# CHECK-NEXT: 3 Clear r4
# CHECK-NEXT: 4 Clear r5
# CHECK-NEXT: 5 MakeFunction r5 <code A> r2
# CHECK-NEXT: 6 LoadName r7 'B'
# CHECK-NEXT: 9 LoadName r8 'M'
# CHECK-NEXT: 12 LoadConst r6 'A'
# CHECK-NEXT: 13 CallKw r1 r1 4 keywords ('metaclass',)
# CHECK-NEXT: 16 StoreName r1 'A'
# CHECK-NEXT: 13:   18 Clear r1
# CHECK-NEXT: 19 Clear r2
# CHECK-NEXT: 20 Clear r3
# CHECK-NEXT: 21 Clear r4
# CHECK-NEXT: 22 MakeFunction r1 <code scope> r1
# CHECK-NEXT: 23 StoreName r1 'scope'
# CHECK-NEXT: 25 ReturnNone
# CHECK: code A (A, line 4, flags 0x80000000, registers 6, arguments 0+0+0)
# CHECK-NEXT: locals: r0=.namespace r1=__class__(cell)
# CHECK-NEXT: 4:    0 MakeCell r1
# CHECK-NEXT: 1 LoadName r2 '__name__'
# CHECK-NEXT: 4 StoreName r2 '__module__'
# CHECK-NEXT: 6 LoadConst r2 'A'
# CHECK-NEXT: 7 StoreName r2 '__qualname__'
# CHECK-NEXT: 9 SetupAnnotations
# CHECK-NEXT: 5:   10 LoadConst r2 'doc'
# CHECK-NEXT: 11 StoreName r2 '__doc__'
# CHECK-NEXT: 6:   13 LoadInt r2 1
# CHECK-NEXT: 14 StoreName r2 'x'
# CHECK-NEXT: 16 LoadName r2 'int'
# CHECK-NEXT: 19 LoadName r3 '__annotations__'
# CHECK-NEXT: 22 LoadConst r4 'x'
# CHECK-NEXT: 23 SetItem r3 r4 r2
# CHECK-NEXT: 7:   24 LoadInt r2 2
# CHECK-NEXT: 25 StoreName r2 '_A__private'
# CHECK-NEXT: 9:   27 Move r2 r1
# CHECK-NEXT: 28 BuildTuple r5 r2 1
# CHECK-NEXT: 29 Clear r2
# CHECK-NEXT: 30 Clear r3
# CHECK-NEXT: 31 Clear r4
# CHECK-NEXT: 32 MakeFunction r2 <code A.method> r2
# CHECK-NEXT: 33 StoreName r2 'method'
# CHECK-NEXT: 35 StoreName r1 '__classcell__'
# CHECK-NEXT: 37 Return r1
# CHECK: code method (A.method, line 9, flags 0x3, registers 8, arguments 1+0+0)
# CHECK-NEXT: locals: r0=self r1=__class__(free)
# CHECK-NEXT: 9:    0 LoadFree r1 0
# CHECK-NEXT: 10:    1 LoadGlobal r4 'super'
# CHECK-NEXT: 4 LoadDeref r2 r1
# CHECK-NEXT: 5 Move r3 r0
# CHECK-NEXT: 6 LoadSuperMethod r2 r2 'method'
# CHECK-NEXT: 9 LoadAttr r7 r0 '_A__private'
# CHECK-NEXT: 14 CallMethod r2 r2 2
# CHECK-NEXT: 11:   16 LoadGlobal r4 'super'
# CHECK-NEXT: 19 LoadDeref r2 r1
# CHECK-NEXT: 20 Move r3 r0
# CHECK-NEXT: 21 LoadSuperAttr r2 r2 'attr'
# CHECK-NEXT: 24 Return r2
# CHECK: code scope (scope, line 13, flags 0x3, registers 8, arguments 1+0+0)
# CHECK-NEXT: locals: r0=y(cell) r1=C
# CHECK-NEXT: 13:    0 MakeCell r0
# CHECK-NEXT: 14:    1 LoadBuildClass r2
# CHECK-NEXT: 2 Move r3 r0
# CHECK-NEXT: 3 BuildTuple r6 r3 1
# CHECK-NEXT: 4 Clear r3
# CHECK-NEXT: 5 Clear r4
# CHECK-NEXT: 6 Clear r5
# CHECK-NEXT: 7 MakeFunction r6 <code scope.<locals>.C> r3
# CHECK-NEXT: 8 LoadConst r7 'C'
# CHECK-NEXT: 9 Call r1 r2 2
# CHECK-NEXT: 19:   11 Return r1
# CHECK: code C (scope.<locals>.C, line 14, flags 0x80000000, registers 7, arguments 0+0+0)
# CHECK-NEXT: locals: r0=.namespace r1=__class__(cell) r2=y(free)
# CHECK-NEXT: 14:    0 MakeCell r1
# CHECK-NEXT: 1 LoadFree r2 0
# CHECK-NEXT: 2 LoadName r3 '__name__'
# CHECK-NEXT: 5 StoreName r3 '__module__'
# CHECK-NEXT: 7 LoadConst r3 'scope.<locals>.C'
# CHECK-NEXT: 8 StoreName r3 '__qualname__'
# CHECK-NEXT: 15:   10 LoadName r3 'y'
# CHECK-NEXT: 13 StoreName r3 'z'
# CHECK-NEXT: 16:   15 LoadInt r3 1
# CHECK-NEXT: 16 StoreName r3 'y'
# CHECK-NEXT: 17:   18 Move r3 r1
# CHECK-NEXT: 19 Move r4 r2
# CHECK-NEXT: 20 BuildTuple r6 r3 2
# CHECK-NEXT: 21 Clear r3
# CHECK-NEXT: 22 Clear r4
# CHECK-NEXT: 23 Clear r5
# CHECK-NEXT: 24 MakeFunction r3 <code scope.<locals>.C.f> r3
# CHECK-NEXT: 25 StoreName r3 'f'
# CHECK-NEXT: 27 StoreName r1 '__classcell__'
# CHECK-NEXT: 29 Return r1
# CHECK: code f (scope.<locals>.C.f, line 17, flags 0x13, registers 5, arguments 1+0+0)
# CHECK-NEXT: locals: r0=self r1=__class__(free) r2=y(free)
# CHECK-NEXT: 17:    0 LoadFree r1 0
# CHECK-NEXT: 1 LoadFree r2 1
# CHECK-NEXT: 18:    2 LoadDeref r3 r2
# CHECK-NEXT: 3 LoadDeref r4 r1
# CHECK-NEXT: 4 BuildTuple r3 r3 2
# CHECK-NEXT: 5 Return r3
