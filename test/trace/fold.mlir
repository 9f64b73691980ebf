// RUN: %pyc-opt %s -trace-fold | FileCheck %s

// CHECK-LABEL: @arithmetic
// CHECK-DAG: %[[FIVE:.*]] = const_int 5
// CHECK-DAG: %[[A:.*]] = guard_int
// CHECK-NOT: int_add
// CHECK: int_floordiv %[[A]]
// CHECK-NOT: int_mod_ovf
// CHECK: snapshot @f:1 [0 = int %[[FIVE]], 1 = int %[[A]], 2 = int %{{.*}}, 3 = int %{{.*}}, 4 = bool %{{.*}}]
trace.trace function @arithmetic {
  %v = arg 0
  %s = snapshot @f:0 []
  %a = guard_int %v else %s
  %two = const_int 2
  %three = const_int 3
  %zero = const_int 0
  %five = int_add_ovf %two, %three else %s
  %same = int_add_ovf %zero, %a else %s
  %half = int_floordiv_ovf %a, %two else %s
  %rest = int_mod_ovf %a, %two else %s
  %lt = int_lt %a, %two
  %ge = bool_not %lt
  %s1 = snapshot @f:1 [0 = int %five, 1 = int %same, 2 = int %half, 3 = int %rest, 4 = bool %ge]
  guard_breaker else %s1
  finish %v
}

// Overflow is never folded away: the trace leaves.
// CHECK-LABEL: @overflow
// CHECK: int_add_ovf
trace.trace function @overflow {
  %s = snapshot @f:0 []
  %max = const_int 2305843009213693951
  %one = const_int 1
  %x = int_add_ovf %max, %one else %s
  %v = box_int %x
  finish %v
}

// A guard that has passed holds; equal computations are one.
// CHECK-LABEL: @twins
// CHECK: %[[I:.*]] = guard_int
// CHECK-NOT: guard_int
// CHECK-NOT: unbox_int
// CHECK: %[[S:.*]] = int_add_ovf %[[I]], %[[I]]
// CHECK-NOT: int_add
// CHECK: int_mul_ovf %[[S]], %[[S]]
trace.trace function @twins {
  %v = arg 0
  %s = snapshot @f:0 []
  %i = guard_int %v else %s
  %j = guard_int %v else %s
  %k = unbox_int %v
  %x = int_add_ovf %i, %j else %s
  %y = int_add %k, %i
  %z = int_mul_ovf %x, %y else %s
  %r = box_int %z
  finish %r
}

// Boxing and unboxing meet.
// CHECK-LABEL: @boxes
// CHECK: %[[F:.*]] = guard_float %[[V:.*]] else
// CHECK-NOT: guard_float
// CHECK-NOT: box_float
// CHECK: finish %[[V]]
trace.trace function @boxes {
  %v = arg 0
  %s = snapshot @f:0 []
  %f = guard_float %v else %s
  %b = box_float %f
  %g = guard_float %b else %s
  %c = box_float %g
  finish %c
}

// A constant index makes a field of an element; halving multiplies.
// CHECK-LABEL: @access
// CHECK-DAG: %[[HALF:.*]] = const_float 5.000000e-01
// CHECK-DAG: %[[E:.*]] = getfield %{{.*}}[32] class 5 as f64
// CHECK: float_mul %[[E]], %[[HALF]]
trace.trace function @access {
  %v = arg 0
  %two = const_raw 2
  %x = getitem %v[%two] from 16 class 5 as f64
  %c = const_float 2.0
  %h = float_div %x, %c
  %r = box_float %h
  finish %r
}

// CHECK-LABEL: @truth
// CHECK: guard_false
// CHECK-NOT: guard_true
trace.trace function @truth {
  %v = arg 0
  %s = snapshot @f:0 []
  %i = guard_float %v else %s
  %c = const_float 1.0
  %lt = float_lt %i, %c
  %n = bool_not %lt
  guard_true %n else %s
  %t = const_bool 1
  guard_true %t else %s
  %b = box_bool %n
  finish %b
}
