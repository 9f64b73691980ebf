// RUN: %pyc-opt %s -trace-virtuals | FileCheck %s
// RUN: %pyc-opt %s -trace-optimise | FileCheck %s --check-prefix=OPT

// Never leaves the trace: an exit builds it from its slots.
// CHECK-LABEL: @local
// CHECK-NOT: new @Point
// CHECK: %[[V:.*]] = virtual @Point size 24 [8 as value = %[[A:.*]], 16 as f64 = float %{{.*}}]
// CHECK: snapshot @f:1 [0 = %[[V]]]
// CHECK: finish %[[A]]
trace.trace function @local {
  %a = arg 0
  %x = const_float 2.5
  %s = snapshot @f:0 []
  %o = new @Point size 24 else %s
  setfield %o[8] = %a class 1 as value
  setfield %o[16] = float %x class 1 as f64
  %s1 = snapshot @f:1 [0 = %o]
  %i = guard_int %a else %s1
  guard_shape %o, @Point else %s1
  %l = getfield %o[8] class 1 as value
  finish %l
}

// Stored into an object that is really there: it escapes, with what it holds.
// CHECK-LABEL: @escapes
// CHECK-COUNT-2: new @Point
trace.trace function @escapes {
  %a = arg 0
  %s = snapshot @f:0 []
  %inner = new @Point size 16 else %s
  setfield %inner[8] = %a class 1 as value
  %o = new @Point size 16 else %s
  setfield %o[8] = %inner class 1 as value
  setfield %a[8] = %o class 1 as value
  finish %a
}

// A tuple that the loop makes anew each time travels as its slots, which
// travel unboxed.
// OPT-LABEL: @carried
// OPT: ^bb1(%[[I:.*]]: !trace.int):
// OPT-NOT: new
// OPT: %[[J:.*]] = int_add_ovf %[[I]]
// OPT: jump ^bb1(%[[J]]
trace.trace loop @carried {
  %n = arg 0
  %s = snapshot @f:0 []
  %t0 = new @Pair size 16 else %s
  %zero = const_int 0
  %z = box_int %zero
  setfield %t0[8] = %z class 1 as value
  jump ^loop(%t0 : !trace.value)
^loop(%t: !trace.value):
  %s1 = snapshot @f:1 [1 = %t]
  guard_shape %t, @Pair else %s1
  %v = getfield %t[8] class 1 as value
  %i = guard_int %v else %s1
  %one = const_int 1
  %j = int_add_ovf %i, %one else %s1
  %t2 = new @Pair size 16 else %s1
  %w = box_int %j
  setfield %t2[8] = %w class 1 as value
  guard_breaker else %s1
  jump ^loop(%t2 : !trace.value)
}

// An object from before the loop that the loop changes.
// OPT-LABEL: @iterator
// OPT-NOT: new
// OPT: ^bb1(%[[I:.*]]: !trace.int):
// OPT: %[[J:.*]] = int_add_ovf %[[I]]
// OPT: virtual @Iter size 16 [8 as value = int %[[J]]]
// OPT: jump ^bb1(%[[J]]
trace.trace loop @iterator {
  %n = arg 0
  %s = snapshot @f:0 []
  %it = new @Iter size 16 else %s
  %zero = const_int 0
  %z = box_int %zero
  setfield %it[8] = %z class 10 as value
  jump ^loop(%it : !trace.value)
^loop(%t: !trace.value):
  %s1 = snapshot @f:1 [1 = %t]
  %v = getfield %t[8] class 10 as value
  %i = guard_int %v else %s1
  %one = const_int 1
  %j = int_add_ovf %i, %one else %s1
  %w = box_int %j
  setfield %t[8] = %w class 10 as value
  %s2 = snapshot @f:2 [1 = %t]
  guard_breaker else %s2
  jump ^loop(%t : !trace.value)
}

// The frames of one exit agree about the object.
// CHECK-LABEL: @frames
// CHECK: snapshot @inner:0
// CHECK: %[[V:.*]] = virtual @Point size 16 [8 as value = %{{.*}}]
// CHECK: %[[P:.*]] = snapshot @outer:3 [0 = %[[V]]]
// CHECK: snapshot @inner:1 [0 = %[[V]]] parent %[[P]] offset 9
trace.trace function @frames {
  %a = arg 0
  %s = snapshot @outer:0 []
  %o = new @Point size 16 else %s
  setfield %o[8] = %a class 1 as value
  %outer = snapshot @outer:3 [0 = %o]
  %s1 = snapshot @inner:0 [0 = %o] parent %outer offset 9
  %i = guard_int %a else %s1
  %b = const_value 8
  setfield %o[8] = %b class 1 as value
  %s2 = snapshot @inner:1 [0 = %o] parent %outer offset 9
  guard_breaker else %s2
  finish %a
}

// A generator that is never built: bytes and an address among its fields, and
// an exit's registers live in it.
// CHECK-LABEL: @generator
// CHECK-NOT: new @Generator
// CHECK: %[[P:.*]] = const_ptr @place
// CHECK: %[[G:.*]] = virtual @Generator size 40 [16 as u8 = raw %{{.*}}, 24 as ptr = ptr %[[P]], 32 as value = %{{.*}}]
// CHECK: snapshot @gen:1 [0 = %{{.*}}] parent %{{.*}} ret 5 holder %[[G]]
trace.trace function @generator {
  %a = arg 0
  %s = snapshot @f:0 []
  %g = new @Generator size 40 else %s
  %p = const_ptr @place
  %running = const_raw 2
  setfield %g[16] = raw %running class 1 as u8
  setfield %g[24] = ptr %p class 1 as ptr
  setfield %g[32] = %a class 1 as value
  %state = getfield %g[16] class 1 as u8
  %is = raw_eq %state, %running
  guard_true %is else %s
  %outer = snapshot @f:3 []
  %inner = snapshot @gen:1 [0 = %a] parent %outer ret 5 holder %g
  %i = guard_int %a else %inner
  finish %a
}

// A byte that is not constant is not kept in a register.
// CHECK-LABEL: @byte
// CHECK: new @Generator
trace.trace function @byte {
  %a = arg 0
  %s = snapshot @f:0 []
  %i = guard_int %a else %s
  %r = int_to_raw %i
  %g = new @Generator size 40 else %s
  setfield %g[16] = raw %r class 1 as u8
  %state = getfield %g[16] class 1 as u8
  %v = raw_to_int %state
  %w = box_int %v
  finish %w
}
