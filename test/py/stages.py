# RUN: %py-emit py %s | %FileCheck %s --check-prefix=PY
# RUN: %py-emit py-opt %s | %FileCheck %s --check-prefix=OPT
# RUN: %py-emit bytecode %s | %FileCheck %s --check-prefix=BC
def f(x):
    while x < 10:
        x += 2 * 3
    return x
# PY: py.func @f.0
# PY: py.br ^bb1{{$}}
# PY: py.load_local "x"[0]
# PY: py.compare lt
# PY: py.binary mul
# OPT: py.load_local "x"[0] assigned
# OPT: py.constant 6 : i64
# OPT-NOT: py.binary mul
# BC: code f (f, line 4
# BC: JumpNotLtImm r0 10
# BC-NEXT: InplaceAddImm r0 r0 6
# BC-NEXT: Loop
# BC-NEXT: Return r0
