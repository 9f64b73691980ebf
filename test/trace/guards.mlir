// RUN: %pyc-opt %s -trace-guards | FileCheck %s

// The same question in other words.
// CHECK-LABEL: @comparisons
// CHECK: guard_true
// CHECK-NOT: guard_true
// CHECK-NOT: guard_false
// CHECK: finish
trace.trace function @comparisons {
  %v = arg 0
  %w = arg 1
  %s = snapshot @f:0 []
  %i = guard_int %v else %s
  %n = guard_int %w else %s
  %lt = int_lt %i, %n
  guard_true %lt else %s
  %ge = int_ge %i, %n
  guard_false %ge else %s
  %ne = int_ne %i, %n
  guard_true %ne else %s
  %gt = int_gt %n, %i
  guard_true %gt else %s
  finish %v
}

// NaN: not less does not mean greater or equal.
// CHECK-LABEL: @nan
// CHECK: guard_false
// CHECK: guard_true
trace.trace function @nan {
  %v = arg 0
  %s = snapshot @f:0 []
  %x = guard_float %v else %s
  %c = const_float 1.0
  %lt = float_lt %x, %c
  guard_false %lt else %s
  %ge = float_ge %x, %c
  guard_true %ge else %s
  finish %v
}

// A value compared with a constant is the constant from there on.
// CHECK-LABEL: @promote
// CHECK: %[[C:.*]] = const_object @fn
// CHECK: %[[V:.*]] = arg 0
// CHECK: snapshot @f:0 [0 = %[[V]]]
// CHECK: guard_value %[[V]], %[[C]]
// CHECK: snapshot @f:1 [0 = %[[C]]]
// CHECK-NOT: guard_value
// CHECK: finish %[[C]]
trace.trace function @promote {
  %v = arg 0
  %c = const_object @fn
  %s = snapshot @f:0 [0 = %v]
  guard_value %v, %c else %s
  %s1 = snapshot @f:1 [0 = %v]
  guard_value %v, %c else %s1
  guard_breaker else %s1
  finish %v
}

// Shapes hold until something may change them.
// CHECK-LABEL: @shapes
// CHECK: guard_shape %[[V:.*]], @list else
// CHECK-NOT: guard_shape
// CHECK: call @append
// CHECK: guard_shape %[[V]], @list pointer else
trace.trace function @shapes {
  %v = arg 0
  %s = snapshot @f:0 []
  guard_shape %v, @list else %s
  guard_shape %v, @list else %s
  guard_not_empty %v else %s
  %x = getfield %v[8] class 2 as raw
  setfield %v[8] = raw %x class 2 as raw
  guard_shape %v, @list else %s
  %r = call @append(%v) reads 1 writes 13 : value
  guard_shape %v, @list else %s
  finish %r
}

// A test for a number answers whether the slot is bound, too.
// CHECK-LABEL: @strengthened
// CHECK: getfield
// CHECK-NEXT: %[[S:.*]] = snapshot @f:1
// CHECK-NOT: guard_not_empty
// CHECK: guard_float %{{.*}} else %[[S]]
// CHECK: call @test_id
// CHECK: guard_not_empty
// CHECK: guard_int
// CHECK: finish
trace.trace function @strengthened {
  %v = arg 0
  %s = snapshot @f:0 []
  guard_shape %v, @Point else %s
  %x = getfield %v[8] class 1 as value
  %s1 = snapshot @f:1 [1 = %v]
  guard_not_empty %x else %s1
  %s2 = snapshot @f:2 [1 = %v, 2 = %x]
  %f = guard_float %x else %s2
  %g = float_add %f, %f
  %b = box_float %g
  %r = call @test_id(%b) : value
  %s3 = snapshot @f:3 [1 = %v]
  guard_not_empty %r else %s3
  %i = guard_int %r else %s2
  %bi = box_int %i
  finish %bi
}
