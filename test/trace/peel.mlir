// RUN: %pyc-opt %s -trace-peel | FileCheck %s
// The first iteration is copied in front of the loop; the loop's label then has
// two predecessors: the copy's end and its own.
// CHECK-LABEL: @count
// CHECK: arg 0
// CHECK: guard_int
// CHECK: int_add_ovf
// CHECK: guard_breaker
// CHECK: jump ^bb1
// CHECK: ^bb1(
// CHECK: int_add_ovf
// CHECK: guard_breaker
// CHECK: jump ^bb1
// CHECK-NOT: jump
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

// A function's trace has no loop: nothing is copied.
// CHECK-LABEL: @straight
// CHECK: int_add_ovf
// CHECK-NOT: int_add_ovf
// CHECK: finish
trace.trace function @straight {
  %v = arg 0
  %s = snapshot @f:0 []
  %i = guard_int %v else %s
  %j = int_add_ovf %i, %i else %s
  %r = box_int %j
  finish %r
}
