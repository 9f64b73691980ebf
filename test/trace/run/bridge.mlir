// A loop with two paths: the second one is a bridge from the exit of the
// first's guard, and goes back to the loop.
// RUN: %trace-run %s --run=@loop --reg 0=0 --reg 1=100 --reg 2=0 | FileCheck %s --check-prefix=ALONE
// RUN: %trace-run %s --run=@loop --reg 0=0 --reg 1=100 --reg 2=0 --bridge 3=@odd --plain | FileCheck %s
// RUN: %trace-run %s --run=@loop --reg 0=0 --reg 1=101 --reg 2=0.5 --bridge 3=@odd --plain | FileCheck %s --check-prefix=TYPE

// ALONE: exit of @loop
// ALONE-NEXT: @f:5 0=int 1

// CHECK: @f:4
// CHECK-NEXT: 0 = 100
// CHECK-NEXT: 1 = 100
// CHECK-NEXT: 2 = 2500
// TYPE: @f:5
// TYPE-NEXT: 0 = 0
// TYPE: 2 = 0.5

// while i < n: s += i if i % 2 == 0 else 1; i += 1
trace.trace loop @loop {
  %i0 = arg 0
  %n0 = arg 1
  %s0 = arg 2
  jump ^loop(%i0, %s0 : !trace.value, !trace.value)
^loop(%vi: !trace.value, %vs: !trace.value):
  %s = snapshot @f:4 [0 = %vi, 2 = %vs]
  %i = guard_int %vi else %s
  %n = guard_int %n0 else %s
  %lt = int_lt %i, %n
  guard_true %lt else %s
  %two = const_int 2
  %m = int_mod_ovf %i, %two else %s
  %zero = const_int 0
  %even = int_eq %m, %zero
  %s5 = snapshot @f:5 [0 = %vi, 2 = %vs]
  guard_true %even else %s5
  %a = guard_int %vs else %s5
  %t = int_add_ovf %a, %i else %s5
  %vt = box_int %t
  %one = const_int 1
  %j = int_add_ovf %i, %one else %s5
  %vj = box_int %j
  jump ^loop(%vj, %vt : !trace.value, !trace.value)
}
// From the loop's exit at 5: register 0 in slot 0 and register 2 in slot 1,
// ints.
trace.trace bridge @odd {
  %i = input 0 : !trace.int
  %a = input 1 : !trace.int
  %s = snapshot @f:5 [0 = int %i, 2 = int %a]
  %one = const_int 1
  %t = int_add_ovf %a, %one else %s
  %j = int_add_ovf %i, %one else %s
  %vj = box_int %j
  %vt = box_int %t
  %s6 = snapshot @f:4 [0 = %vj, 2 = %vt]
  set_reg 0 = %vj
  set_reg 2 = %vt
  jump_trace @loop else %s6
}
