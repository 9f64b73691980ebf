// RUN: %pyc-opt %s | %pyc-opt | FileCheck %s
// What is printed can be read again.

// CHECK-LABEL: trace.trace loop @count {
trace.trace loop @count {
  // CHECK: %[[N:.*]] = arg 1
  %n = arg 1
  %zero = const_int 0
  %f0 = const_float 1.5
  %none = const_value 268435459
  // CHECK: snapshot @f:2 [0 = int %{{.*}}, 1 = %[[N]]]
  %s0 = snapshot @f:2 [0 = int %zero, 1 = %n]
  // CHECK: %[[NI:.*]] = guard_int %[[N]] else
  %ni = guard_int %n else %s0
  jump ^loop(%zero, %f0 : !trace.int, f64)
// CHECK: ^bb1(%[[I:.*]]: !trace.int, %[[F:.*]]: f64):
^loop(%i: !trace.int, %f: f64):
  %s1 = snapshot @f:4 [0 = int %i, 2 = float %f]
  %lt = int_lt %i, %ni
  guard_true %lt else %s1
  %one = const_int 1
  // CHECK: int_add_ovf %[[I]], %{{.*}} else
  %i2 = int_add_ovf %i, %one else %s1
  // CHECK: guard_shape %[[N]], @list pointer else
  guard_shape %n, @list pointer else %s1
  // CHECK: getfield %[[N]][16] class 3 as value
  %buf = getfield %n[16] class 3 as value
  %ix = int_to_raw %i
  // CHECK: getitem %{{.*}}[%{{.*}}] from 16 class 4 as f64
  %x = getitem %buf[%ix] from 16 class 4 as f64
  // CHECK: setfield %[[N]][8] = raw %{{.*}} class 2 as raw
  setfield %n[8] = raw %ix class 2 as raw
  %o = new @Point size 24 else %s1
  // CHECK: %[[V:.*]] = virtual @Point size 24 [8 as value = %[[N]], 16 as f64 = float %{{.*}}]
  %v = virtual @Point size 24 [8 as value = %n, 16 as f64 = float %x]
  // CHECK: snapshot @g:0 [0 = %[[V]]] parent %{{.*}} offset 9 ret 7 raise
  %s2 = snapshot @g:0 [0 = %v] parent %s1 offset 9 ret 7 raise
  %p = thread
  // CHECK: call @helper(ptr %{{.*}}, %{{.*}}, float %{{.*}}) reads 8 writes -1 raises collects : value
  %r = call @helper(ptr %p, %o, float %x) reads 8 writes -1 raises collects : value
  guard_no_exception %r else %s2
  guard_breaker else %s1
  // CHECK: jump ^bb1(
  jump ^loop(%i2, %x : !trace.int, f64)
}

// CHECK-LABEL: trace.trace bridge @b {
trace.trace bridge @b {
  // CHECK: input 2 : f64
  %x = input 2 : f64
  %v = box_float %x
  set_reg 3 = %v
  %s = snapshot @f:4 []
  // CHECK: jump_trace @count else
  jump_trace @count else %s
}
