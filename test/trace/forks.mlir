// RUN: %pyc-opt %s -trace-forks | FileCheck %s
// A fork no guard of which is left goes, and its other side with it; one with a
// single guard of a condition becomes a branch.
// CHECK-LABEL: @unused
// CHECK-NOT: fork
// CHECK-NOT: const_int 2
// CHECK: finish
trace.trace function @unused {
  %v = arg 0
  fork 0:7 ^next, ^other
^next:
  finish %v
^other:
  %two = const_int 2
  %w = box_int %two
  finish %w
}

// CHECK-LABEL: @single
// CHECK-NOT: fork
// CHECK: %[[LESS:.*]] = int_lt
// CHECK: branch %[[LESS]]
// CHECK-NOT: guard_true
trace.trace function @single {
  %v = arg 0
  %s = snapshot @f:0 []
  %i = guard_int %v else %s
  %two = const_int 2
  %s2 = snapshot @f:2 [0 = %v] loc("recorded":7:0)
  fork 0:7 ^next, ^other
^next:
  %less = int_lt %i, %two
  guard_true %less else %s2
  finish %v
^other:
  %w = box_int %two
  finish %w
}
