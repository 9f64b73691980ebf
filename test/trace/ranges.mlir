// RUN: %pyc-opt %s -trace-ranges | FileCheck %s
// What is known of a value's range makes checks superfluous.
// CHECK-LABEL: @below
// CHECK: int_lt
// CHECK: guard_true
// CHECK-NOT: int_add_ovf
// CHECK: int_add
trace.trace function @below {
  %v = arg 0
  %s = snapshot @f:0 []
  %i = guard_int %v else %s
  %limit = const_int 1000
  %lt = int_lt %i, %limit
  guard_true %lt else %s
  %one = const_int 1
  %j = int_add_ovf %i, %one else %s
  %r = box_int %j
  finish %r
}

// Nothing is known here: the check stays.
// CHECK-LABEL: @unknown
// CHECK: int_add_ovf
trace.trace function @unknown {
  %v = arg 0
  %s = snapshot @f:0 []
  %i = guard_int %v else %s
  %one = const_int 1
  %j = int_add_ovf %i, %one else %s
  %r = box_int %j
  finish %r
}

// A comparison that the range decides becomes a constant; folding removes its guard.
// CHECK-LABEL: @decided
// CHECK: int_lt
// CHECK-NOT: int_lt
trace.trace function @decided {
  %v = arg 0
  %s = snapshot @f:0 []
  %i = guard_int %v else %s
  %ten = const_int 10
  %lt = int_lt %i, %ten
  guard_true %lt else %s
  %twenty = const_int 20
  %lt2 = int_lt %i, %twenty
  guard_true %lt2 else %s
  finish %v
}
