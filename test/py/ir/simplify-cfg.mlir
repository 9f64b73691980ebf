// RUN: %pyc-opt --py-simplify-cfg %s | %FileCheck %s
// CHECK-LABEL: py.func @main
// CHECK: %[[C:.*]] = py.load_name "c"
// CHECK-NEXT: py.cond_br %[[C]], ^bb1, ^bb2
// CHECK: ^bb1:
// CHECK-NEXT: py.load_name "x"
// CHECK-NEXT: py.return
// CHECK: ^bb2:
// CHECK-NEXT: py.load_name "y"
// CHECK-NEXT: py.return
// CHECK-NOT: dead
py.func @main attributes {name = "m", qualname = "m", first_line = 1 : i32,
    flags = -2147483648 : i32, arg_count = 0 : i32, pos_only_count = 0 : i32,
    kw_only_count = 0 : i32, locals = [".namespace"], kinds = array<i8: 1>} {
  %0 = py.load_name "c"
  py.cond_br %0, ^bb1, ^bb3
^bb1:
  py.br ^bb2
^bb2:
  %1 = py.load_name "x"
  py.return %1
^bb3:
  py.br ^bb4
^bb4:
  %2 = py.load_name "y"
  py.br ^bb5(%2 : !py.object)
^bb5(%3: !py.object):
  py.return %3
^bb6:
  %4 = py.load_name "dead"
  py.return %4
}
