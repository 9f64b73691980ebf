// A float boxed to be stored: no test of the box and no barrier on the way that
// immediates take.
// RUN: %trace-run %s --run=@store --reg 0=obj:Point:1:2 --reg 1=1.5 --text=llvm | FileCheck %s --check-prefix=LLVM
// RUN: %trace-run %s --run=@store --reg 0=obj:Point:1:2 --reg 1=1.5 | FileCheck %s --check-prefix=PLAIN
// RUN: %trace-run %s --run=@store --reg 0=obj:Point:1:2 --reg 1=1e77 | FileCheck %s --check-prefix=BOXED
// RUN: %trace-run %s --run=@used_before --reg 0=obj:Point:1:2 --reg 1=1.5 --text=llvm | FileCheck %s --check-prefix=BEFORE

// LLVM: br i1 {{.*}}, label %[[FAST:self_tagged[0-9]*]], label %[[BOX:box[0-9]*]]
// LLVM: {{^}}[[FAST]]:
// LLVM-NEXT: store i64
// LLVM-NEXT: br label %[[DONE:stored[0-9]*]]
// LLVM: {{^}}[[BOX]]:
// LLVM: call i64 @pyc_rt_box_float
// PLAIN: 2=float 4.5
// BOXED: 2=float 3e+77

// BEFORE: boxed:
// BEFORE-NEXT: phi i64
// BEFORE: store i64
// BEFORE: label %pointer
trace.trace function @store {
  %o = arg 0
  %v = arg 1
  %s = snapshot @f:0 []
  guard_shape %o, @Point else %s
  %f = guard_float %v else %s
  %c = const_float 3.0
  %g = float_mul %f, %c
  %b = box_float %g
  setfield %o[8] = %b class 1 as value
  %e = snapshot @f:1 [2 = %b]
  exit %e
}

trace.trace function @used_before {
  %o = arg 0
  %v = arg 1
  %s = snapshot @f:0 []
  guard_shape %o, @Point else %s
  %f = guard_float %v else %s
  %c = const_float 3.0
  %g = float_mul %f, %c
  %b = box_float %g
  %n = const_value 3
  %x = call @test_id(%b) : value
  setfield %o[8] = %b class 1 as value
  setfield %o[16] = %x class 1 as value
  %e = snapshot @f:1 [2 = %b]
  exit %e
}
