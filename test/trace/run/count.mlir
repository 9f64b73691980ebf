// RUN: %trace-run %s --run=@count --reg 1=1000 --no-opt | FileCheck %s
// RUN: %trace-run %s --run=@count --reg 1=1000 | FileCheck %s
// RUN: %trace-run %s --run=@count --reg 1=1.5 | FileCheck %s --check-prefix=TYPE
// RUN: %trace-run %s --run=@count --reg 1=1000 --breaker | FileCheck %s --check-prefix=BREAK
// RUN: %trace-run %s --run=@count --reg 1=1000 --stress=500 --no-opt | FileCheck %s --check-prefix=STRESS

// i = 0; f = 0.5
// while i < n: i += 1; f += 1.5
trace.trace loop @count {
  %n = arg 1
  %zero = const_int 0
  %f0 = const_float 0.5
  %s0 = snapshot @f:2 [0 = int %zero, 2 = float %f0]
  %ni = guard_int %n else %s0
  jump ^loop(%zero, %f0 : !trace.int, f64)
^loop(%i: !trace.int, %f: f64):
  %s1 = snapshot @f:4 [0 = int %i, 2 = float %f]
  %lt = int_lt %i, %ni
  guard_true %lt else %s1
  %one = const_int 1
  %i2 = int_add_ovf %i, %one else %s1
  %x = const_float 1.5
  %f2 = float_add %f, %x
  %s2 = snapshot @f:3 [0 = int %i2, 2 = float %f2]
  guard_breaker else %s2
  jump ^loop(%i2, %f2 : !trace.int, f64)
}
// CHECK: exit of @count
// CHECK-NEXT: @f:4 0=int 1000, 2=float 1500.5
// TYPE: @f:2 0=int 0, 2=float 0.5
// BREAK: @f:3 0=int 1, 2=float 2.0
// STRESS: @f:4 0=int 249, 2=float 374.0
