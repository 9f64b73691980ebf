// The same results with and without optimising, wherever the trace leaves.
// RUN: %trace-run %s --run=@sum --reg 1=obj:list:raw3 --reg 2=0.5 --reg 3=3 2>&1 | FileCheck %s --check-prefix=BAD
// RUN: %trace-run %s --run=@points --reg 0=10 --reg 1=1.5 | FileCheck %s --check-prefix=POINTS
// RUN: %trace-run %s --run=@points --reg 0=10 --reg 1=1.5 --no-opt | FileCheck %s --check-prefix=POINTS-NO
// RUN: %trace-run %s --run=@points --reg 0=10 --reg 1=1.5 --no-opt --full-nursery | FileCheck %s --check-prefix=SLOW

// BAD: exit of @sum
// BAD-NEXT: @f:4

trace.trace loop @sum {
  %l = arg 1
  %s0 = arg 2
  %i0 = const_value 0
  jump ^loop(%i0, %s0 : !trace.value, !trace.value)
^loop(%vi: !trace.value, %vs: !trace.value):
  %s = snapshot @f:4 [0 = %vi, 2 = %vs]
  guard_shape %l, @tuple else %s
  %i = guard_int %vi else %s
  %one = const_int 1
  %j = int_add_ovf %i, %one else %s
  %vj = box_int %j
  jump ^loop(%vj, %vs : !trace.value, !trace.value)
}

// p = Point(0, x); while p.i < n: p = Point(p.i + 1, p.x * 2)
// POINTS: exit of @points
// POINTS-NEXT: @f:4 1=float 1.5, 2=virtual Point(8=int 10, 16=float 1536.0)
// POINTS-NO: @f:4 1=float 1.5, 2=Point(10)
// SLOW: @f:4 1=float 1.5, 2=Point(10)
// SLOW: slow allocations 11
trace.trace loop @points {
  %n = arg 0
  %x0 = arg 1
  %s0 = snapshot @f:0 []
  %f0 = guard_float %x0 else %s0
  %p0 = new @Point size 24 else %s0
  %zero = const_value 0
  setfield %p0[8] = %zero class 1 as value
  setfield %p0[16] = float %f0 class 1 as f64
  jump ^loop(%p0 : !trace.value)
^loop(%p: !trace.value):
  %s = snapshot @f:4 [1 = float %f0, 2 = %p]
  guard_shape %p, @Point else %s
  %vi = getfield %p[8] class 1 as value
  %i = guard_int %vi else %s
  %ni = guard_int %n else %s
  %lt = int_lt %i, %ni
  guard_true %lt else %s
  %one = const_int 1
  %j = int_add_ovf %i, %one else %s
  %f = getfield %p[16] class 1 as f64
  %g = float_add %f, %f
  %q = new @Point size 24 else %s
  %vj = box_int %j
  setfield %q[8] = %vj class 1 as value
  setfield %q[16] = float %g class 1 as f64
  jump ^loop(%q : !trace.value)
}
