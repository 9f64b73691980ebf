// RUN: %pyc-opt --py-emit-bytecode %s | %FileCheck %s
// Windows, wishes and moves from text.
// CHECK: code m (m, line 1, flags 0x3, registers 8, arguments 2+0+0)
// CHECK: LoadGlobal r2 'f'
// CHECK-NEXT: LoadGlobal r3 'g'
// CHECK-NEXT: Move r7 r0
// CHECK-NEXT: Call r6 r3 1
// CHECK-NEXT: JumpIfNot r1 -> [[ELSE:[0-9]+]]
// CHECK-NEXT: LoadInt r7 1
// CHECK-NEXT: Jump -> [[JOIN:[0-9]+]]
// CHECK-NEXT: {{[0-9: ]*}} [[ELSE]] Move r7 r0
// CHECK-NEXT: {{[0-9: ]*}} [[JOIN]] Call r0 r2 2
// CHECK-NEXT: Return r0
py.func @main attributes {name = "m", qualname = "m", first_line = 1 : i32,
    flags = 3 : i32, arg_count = 2 : i32, pos_only_count = 0 : i32,
    kw_only_count = 0 : i32, locals = ["x", "y"], kinds = array<i8: 1, 1>} {
  %f = py.load_global "f"
  %g = py.load_global "g"
  %x = py.load_local "x"[0] assigned
  %gx = py.call %g(%x)
  %y = py.load_local "y"[1] assigned
  py.cond_br %y, ^bb1, ^bb2
^bb1:
  %one = py.constant 1 : i64
  py.br ^bb3(%one : !py.object)
^bb2:
  %x2 = py.load_local "x"[0] assigned
  py.br ^bb3(%x2 : !py.object)
^bb3(%arg: !py.object):
  %r = py.call %f(%gx, %arg)
  py.store_local "x"[0], %r
  %x3 = py.load_local "x"[0] assigned
  py.return %x3
}
