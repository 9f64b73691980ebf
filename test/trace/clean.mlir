// RUN: %pyc-opt %s -trace-clean | FileCheck %s
// Dead operations go; snapshots name unboxed values and forget what memory
// holds anyway; equal snapshots become one.
// CHECK-LABEL: @clean
// CHECK-NOT: int_sub
// CHECK-NOT: box_int
// CHECK: snapshot @f:2 [1 = int %{{.*}}]
// CHECK-NOT: snapshot @f:2
// CHECK: finish
trace.trace function @clean {
  %v = arg 0
  %s = snapshot @f:0 []
  %i = guard_int %v else %s
  %unused = int_sub_ovf %i, %i else %s
  %j = int_add_ovf %i, %i else %s
  %vj = box_int %j
  %s2 = snapshot @f:2 [0 = %v, 1 = %vj]
  %k = int_add_ovf %j, %i else %s2
  %s3 = snapshot @f:2 [0 = %v, 1 = %vj]
  %l = int_add_ovf %k, %i else %s3
  guard_value %v, %v else %s3
  finish %v
}
