// RUN: %pyc-opt %s -trace-heap | FileCheck %s

// CHECK-LABEL: @forward
// CHECK: %[[A:.*]] = arg 0
// CHECK: %[[X:.*]] = getfield %[[A]][8]
// CHECK-NOT: getfield %[[A]][8]
// CHECK: setfield %[[A]][16] = %[[X]]
// CHECK-NOT: getfield %[[A]][16]
// CHECK: finish %[[X]]
trace.trace function @forward {
  %a = arg 0
  %x = getfield %a[8] class 1 as value
  %y = getfield %a[8] class 1 as value
  setfield %a[16] = %y class 1 as value
  %z = getfield %a[16] class 1 as value
  finish %z
}

// Another object may be the same one; another offset or class is not.
// CHECK-LABEL: @alias
// CHECK: getfield %[[A:.*]][8] class 1
// CHECK: setfield %{{.*}}[8]
// CHECK: getfield %[[A]][8] class 1
// CHECK-NOT: getfield
// CHECK: finish
trace.trace function @alias {
  %a = arg 0
  %b = arg 1
  %x = getfield %a[8] class 1 as value
  %u = getfield %a[16] class 1 as value
  setfield %b[8] = %u class 1 as value
  %y = getfield %a[8] class 1 as value
  setfield %b[24] = %y class 1 as value
  setfield %b[16] = %y class 2 as value
  %w = getfield %a[16] class 1 as value
  setfield %b[32] = %w class 1 as value
  setfield %b[40] = %x class 1 as value
  finish %w
}

// A new object is no other one.
// CHECK-LABEL: @fresh
// CHECK: %[[X:.*]] = getfield
// CHECK-NOT: getfield
// CHECK: finish %[[X]]
trace.trace function @fresh {
  %a = arg 0
  %s = snapshot @f:0 []
  %x = getfield %a[8] class 1 as value
  %o = new @P size 16 else %s
  setfield %o[8] = %a class 1 as value
  %y = getfield %a[8] class 1 as value
  finish %y
}

// Calls end the classes they write.
// CHECK-LABEL: @calls
// CHECK: getfield %{{.*}}[8] class 1
// CHECK: getfield %{{.*}}[8] class 2
// CHECK: call
// CHECK-NOT: class 1
// CHECK: getfield %{{.*}}[8] class 2
trace.trace function @calls {
  %a = arg 0
  %x = getfield %a[8] class 1 as value
  %y = getfield %a[8] class 2 as raw
  call @f(%x, raw %y) reads 6 writes 4
  %z = getfield %a[8] class 1 as value
  %w = getfield %a[8] class 2 as raw
  call @f(%z, raw %w) reads 6 writes 4
  finish %z
}

// Overwritten before anybody looks.
// CHECK-LABEL: @dead
// CHECK-NOT: setfield %{{.*}}[8] = %{{.*}}
// CHECK: %[[B:.*]] = arg 1
// CHECK-NEXT: snapshot
// CHECK-NEXT: setfield %{{.*}}[8] = %[[B]]
// CHECK-NEXT: guard_breaker
// CHECK-NEXT: setfield %{{.*}}[8] = %{{.*}}
trace.trace function @dead {
  %a = arg 0
  %b = arg 1
  %s = snapshot @f:0 []
  setfield %a[8] = %a class 1 as value
  setfield %a[8] = %b class 1 as value
  guard_breaker else %s
  setfield %a[8] = %a class 1 as value
  finish %b
}

// A narrow slot cuts bits off.
// CHECK-LABEL: @narrow
// CHECK: getfield
trace.trace function @narrow {
  %a = arg 0
  %x = const_raw 300
  setfield %a[8] = raw %x class 1 as u8
  %y = getfield %a[8] class 1 as u8
  %i = raw_to_int %y
  %r = box_int %i
  finish %r
}

// self.x += 1 in a loop: the slot's content is carried in a register.
// CHECK-LABEL: @attribute
// CHECK: ^bb1(%[[X:.*]]: !trace.value):
// CHECK: %[[I:.*]] = guard_int %[[X]]
// CHECK: %[[V:.*]] = box_int
// CHECK: setfield %{{.*}}[8] = %[[V]]
// CHECK: jump ^bb1(%[[V]] : !trace.value)
trace.trace loop @attribute {
  %a = arg 0
  %s = snapshot @f:0 []
  %x0 = getfield %a[8] class 1 as value
  %i0 = guard_int %x0 else %s
  jump ^loop
^loop:
  %s1 = snapshot @f:1 []
  %x = getfield %a[8] class 1 as value
  %i = guard_int %x else %s1
  %one = const_int 1
  %j = int_add_ovf %i, %one else %s1
  %v = box_int %j
  setfield %a[8] = %v class 1 as value
  jump ^loop
}
