// RUN: %pyc-opt --py-fold %s | %FileCheck %s
// Constant operands are folded, what would raise is not; unused pure ops go.
py.func @main attributes {name = "m", qualname = "m", first_line = 1 : i32,
    flags = -2147483648 : i32, arg_count = 0 : i32, pos_only_count = 0 : i32,
    kw_only_count = 0 : i32, locals = [".namespace"], kinds = array<i8: 1>} {
  // CHECK-NOT: py.binary mul
  // CHECK: py.constant 42 : i64
  %0 = py.constant 6 : i64
  %1 = py.constant 7 : i64
  %2 = py.binary mul %0, %1
  py.store_name "a", %2
  // CHECK: py.constant #py.bigint<"10000000000000000000000000000000">
  %3 = py.constant 2 : i64
  %4 = py.constant 124 : i64
  %5 = py.binary pow %3, %4
  py.store_name "b", %5
  // CHECK: py.binary floordiv
  %6 = py.constant 0 : i64
  %7 = py.binary floordiv %0, %6
  py.store_name "c", %7
  // CHECK: py.constant #py.tuple<[-6, "x", #py.tuple<[]>]>
  %8 = py.unary neg %0
  %9 = py.constant "x"
  %10 = py.build_tuple()
  %11 = py.build_tuple(%8, %9, %10)
  py.store_name "d", %11
  // CHECK: py.constant #py.complex<1.000000e+00 : f64, 2.000000e+00 : f64>
  %12 = py.constant 1 : i64
  %13 = py.constant #py.complex<0.0 : f64, 2.0 : f64>
  %14 = py.binary add %12, %13
  py.store_name "e", %14
  // CHECK: py.constant -2 : i64
  %15 = py.constant -7 : i64
  %16 = py.constant 4 : i64
  %17 = py.binary floordiv %15, %16
  py.store_name "f", %17
  // CHECK-NOT: unused
  %18 = py.constant "unused"
  // CHECK: py.br ^bb2
  %19 = py.constant ""
  py.cond_br %19, ^bb1, ^bb2
^bb1:
  py.return %0
^bb2:
  py.return %1
}
