// RUN: %trace-run %s --run=@fib --reg 0=20 | FileCheck %s
// RUN: %trace-run %s --run=@fib --reg 0=20 --no-opt | FileCheck %s
// CHECK: finished 6765
// RUN: %trace-run %s --run=@helpers --reg 0=3 --reg 1=4.0 | FileCheck %s --check-prefix=HELPERS
// HELPERS: print 7
// HELPERS: exit of @helpers raise
// HELPERS-NEXT: @f:3 4=float 5.0

// A function trace that calls itself on frames above its own. (The path where
// n < 2 is another trace as a rule; here the result is selected.)
trace.trace function @fib {
  %n = arg 0
  %s = snapshot @fib_code:0 []
  guard_breaker else %s
  %i = guard_int %n else %s
  %two = const_int 2
  %small = int_lt %i, %two
  branch %small, ^leaf, ^deep
^leaf:
  finish %n
^deep:
  %one = const_int 1
  %a = int_sub_ovf %i, %one else %s
  %va = box_int %a
  %b = base
  %step = const_raw 64
  %nb = ptr_add %b, %step
  setfield ptr %nb[0] = %va class 12 as value nobarrier
  %x = call_trace @fib, @test_id (%nb)
  %sx = snapshot @fib_code:4 [1 = %x] raise
  guard_no_exception %x else %sx
  %s2 = snapshot @fib_code:5 [1 = %x]
  %c = int_sub_ovf %i, %two else %s2
  %vc = box_int %c
  setfield ptr %nb[0] = %vc class 12 as value nobarrier
  %y = call_trace @fib, @test_id (%nb)
  %sy = snapshot @fib_code:8 [1 = %x] raise
  guard_no_exception %y else %sy
  %s3 = snapshot @fib_code:9 [1 = %x, 2 = %y]
  %p = guard_int %x else %s3
  %q = guard_int %y else %s3
  %r = int_add_ovf %p, %q else %s3
  %vr = box_int %r
  finish %vr
}

trace.trace function @helpers {
  %n = arg 0
  %m = arg 1
  %s = snapshot @f:0 []
  %i = guard_int %n else %s
  %f = guard_float %m else %s
  %g = int_to_float %i
  %h = call @test_hypot(float %g, float %f) : float
  %four = const_int 4
  %seven = call @test_add(int %i, int %four) : int
  %b = const_bool 0
  %t = call @test_not(bool %b) : bool
  guard_true %t else %s
  call @test_print(int %seven) writes -1 raises
  %th = thread
  %r = call @test_fail(ptr %th) writes -1 raises : value
  %s3 = snapshot @f:3 [4 = float %h] raise
  guard_no_exception %r else %s3
  finish %r
}
