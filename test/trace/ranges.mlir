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

// What goes round through a mask stays below it: no test for overflow.
// CHECK-LABEL: @hash
// CHECK: ^bb1
// CHECK: int_mul %
// CHECK: int_add %
// CHECK: int_and
trace.trace loop @hash {
  %v = arg 0
  %w = arg 1
  %s0 = snapshot @f:0 []
  %i0 = guard_int %v else %s0
  %c = guard_int %w else %s0
  %m = const_int 65535
  %h0 = int_and %i0, %m
  %d = int_and %c, %m
  jump ^loop(%h0 : !trace.int)
^loop(%h: !trace.int):
  %s = snapshot @f:4 [0 = int %h]
  guard_breaker else %s
  %k = const_int 31
  %p = int_mul_ovf %h, %k else %s
  %q = int_add_ovf %p, %d else %s
  %s1 = snapshot @f:6 [0 = int %p, 1 = int %q]
  guard_breaker else %s1
  %n = int_and %q, %m
  jump ^loop(%n : !trace.int)
}

// The word of a range iterator rises from where it begins, and is an int while
// the loop runs.
// CHECK-LABEL: @range
// CHECK: ^bb1
// CHECK: raw_to_int
// CHECK: int_sub %
// CHECK-NOT: raw_ult
// CHECK: raw_lt
trace.trace loop @range {
  %it = arg 0
  %w = arg 1
  %s0 = snapshot @f:0 []
  %n = guard_int %w else %s0
  %size = getfield %it[24] class 2 as raw
  %first = getfield %it[8] class 10 as raw
  %f = raw_to_int %first
  %inside = raw_ult %first, %size
  guard_true %inside else %s0
  %one = const_raw 1
  %next = raw_add %first, %one
  jump ^loop(%next : i64)
^loop(%r: i64):
  %s = snapshot @f:4 []
  guard_breaker else %s
  %i = raw_to_int %r
  %c1 = const_int 1
  %j = int_sub_ovf %i, %c1 else %s
  %in = raw_ult %r, %size
  guard_true %in else %s
  %s1 = snapshot @f:5 [0 = int %j]
  guard_breaker else %s1
  %r1 = raw_add %r, %one
  jump ^loop(%r1 : i64)
}

// The least of two is at most each, the greatest at least.
// CHECK-LABEL: @least
// CHECK: int_min
// CHECK: int_max
// CHECK-NOT: int_add_ovf
// CHECK: int_add %
trace.trace function @least {
  %v = arg 0
  %s = snapshot @f:0 []
  %i = guard_int %v else %s
  %ten = const_int 10
  %zero = const_int 0
  %a = int_min %i, %ten
  %b = int_max %a, %zero
  %j = int_add_ovf %b, %ten else %s
  %r = box_int %j
  finish %r
}

// Under a mask nobody asks whether the sum fits; a snapshot does.
// CHECK-LABEL: @masked
// CHECK: int_mul_wrap
// CHECK: int_add_wrap
// CHECK: int_and
// CHECK: int_add_ovf
// CHECK: int_and
trace.trace function @masked {
  %v = arg 0
  %s = snapshot @f:0 []
  %i = guard_int %v else %s
  %a = const_int 1103515245
  %c = const_int 12345
  %m = const_int 2147483647
  %p = int_mul_ovf %i, %a else %s
  %q = int_add_ovf %p, %c else %s
  %r = int_and %q, %m
  %x = int_add_ovf %i, %c else %s
  %s1 = snapshot @f:1 [1 = int %x]
  guard_breaker else %s1
  %y = int_and %x, %m
  %z = int_xor %r, %y
  %b = box_int %z
  finish %b
}
