// RUN: %pyc-opt %s -trace-fold -trace-peel -trace-carry -trace-fold -trace-clean | FileCheck %s
// After peeling, what the loop carries boxed and unboxes at once travels as it
// is: the guard of the value is left only in front of the loop.
// CHECK-LABEL: @count
// CHECK: guard_int
// CHECK: ^bb1(%{{.*}}: !trace.int
// CHECK-NOT: guard_int
// CHECK: jump ^bb1
trace.trace loop @count {
  %i0 = arg 0
  jump ^loop(%i0 : !trace.value)
^loop(%vi: !trace.value):
  %s = snapshot @f:4 [0 = %vi]
  %i = guard_int %vi else %s
  %one = const_int 1
  %j = int_add_ovf %i, %one else %s
  %vj = box_int %j
  guard_breaker else %s
  jump ^loop(%vj : !trace.value)
}

// The same for floats.
// CHECK-LABEL: @halve
// CHECK: guard_float
// CHECK: ^bb1(%{{.*}}: f64
// CHECK-NOT: guard_float
// CHECK: jump ^bb1
trace.trace loop @halve {
  %x0 = arg 0
  jump ^loop(%x0 : !trace.value)
^loop(%vx: !trace.value):
  %s = snapshot @f:4 [0 = %vx]
  %x = guard_float %vx else %s
  %half = const_float 5.0e-01
  %y = float_mul %x, %half
  %vy = box_float %y
  guard_breaker else %s
  jump ^loop(%vy : !trace.value)
}
