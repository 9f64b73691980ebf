// RUN: %pyc-opt %s -trace-optimise | FileCheck %s

// while i < n: i += 1. Types are tested in the first iteration only, overflow
// cannot happen below n.
// CHECK-LABEL: @count
// CHECK: guard_int
// CHECK: ^bb1(%[[I:.*]]: !trace.int):
// CHECK-NOT: guard_int
// CHECK: int_lt %[[I]], %{{.*}}
// CHECK-NEXT: guard_true
// CHECK-NOT: ovf
// CHECK: %[[J:.*]] = int_add %[[I]]
// CHECK: guard_breaker
// CHECK: jump ^bb1(%[[J]] : !trace.int)
trace.trace loop @count {
  %i0 = arg 0
  %n0 = arg 1
  jump ^loop(%i0, %n0 : !trace.value, !trace.value)
^loop(%vi: !trace.value, %vn: !trace.value):
  %s = snapshot @f:4 [0 = %vi, 1 = %vn]
  %i = guard_int %vi else %s
  %n = guard_int %vn else %s
  %lt = int_lt %i, %n
  guard_true %lt else %s
  %one = const_int 1
  %j = int_add_ovf %i, %one else %s
  %vj = box_int %j
  %s2 = snapshot @f:2 [0 = %vj, 1 = %vn]
  guard_breaker else %s2
  jump ^loop(%vj, %vn : !trace.value, !trace.value)
}

// for i in range(len(l)): s += l[i]. Shape, buffer and length are loaded once,
// the bounds check is the loop's condition, the sum is a float in a register.
// CHECK-LABEL: @sum
// CHECK: guard_shape
// CHECK: ^bb1(%{{.*}}: !trace.int, %[[S:.*]]: f64):
// CHECK-NOT: guard_shape
// CHECK-NOT: class 2
// CHECK-NOT: class 3
// CHECK-COUNT-1: guard_true
// CHECK-NOT: guard_true
// CHECK: getitem
// CHECK: guard_float
// CHECK: float_add %[[S]]
trace.trace loop @sum {
  %i0 = const_int 0
  %vi0 = box_int %i0
  %l = arg 1
  %s0 = arg 2
  jump ^loop(%vi0, %l, %s0 : !trace.value, !trace.value, !trace.value)
^loop(%vi: !trace.value, %vl: !trace.value, %vs: !trace.value):
  %s = snapshot @f:4 [0 = %vi, 1 = %vl, 2 = %vs]
  guard_shape %vl, @list else %s
  %len = getfield %vl[8] class 2 as raw
  %n = raw_to_int_ovf %len else %s
  %i = guard_int %vi else %s
  %lt = int_lt %i, %n
  guard_true %lt else %s
  %zero = const_int 0
  %pos = int_ge %i, %zero
  guard_true %pos else %s
  %x = int_to_raw %i
  %in = raw_ult %x, %len
  guard_true %in else %s
  %buf = getfield %vl[16] class 3 as value
  %e = getitem %buf[%x] from 16 class 4 as value
  %f = guard_float %e else %s
  %a = guard_float %vs else %s
  %sum = float_add %a, %f
  %vsum = box_float %sum
  %one = const_int 1
  %j = int_add_ovf %i, %one else %s
  %vj = box_int %j
  %s2 = snapshot @f:2 [0 = %vj, 1 = %vl, 2 = %vsum]
  guard_breaker else %s2
  jump ^loop(%vj, %vl, %vsum : !trace.value, !trace.value, !trace.value)
}
