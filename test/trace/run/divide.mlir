// Division by a constant multiplies with the inverse; the quotient serves the
// remainder of the same operands.
// RUN: %trace-run %s --run=@split --reg 0=1234567 --text=llvm | FileCheck %s --check-prefix=LLVM
// LLVM: mul i128
// LLVM-NOT: mul i128
// LLVM-NOT: sdiv
// LLVM: ret
// RUN: %trace-run %s --run=@split --reg 0=1234567 | FileCheck %s --check-prefix=A
// A: 1=int 123456, 2=int 7
// RUN: %trace-run %s --run=@split --reg 0=-1 | FileCheck %s --check-prefix=B
// B: 1=int -1, 2=int 9
// RUN: %trace-run %s --run=@split --reg 0=-10 | FileCheck %s --check-prefix=C
// C: 1=int -1, 2=int 0
// RUN: %trace-run %s --run=@split --reg 0=-2305843009213693952 | FileCheck %s --check-prefix=D
// D: 1=int -230584300921369396, 2=int 8
// RUN: %trace-run %s --run=@split --reg 0=2305843009213693951 | FileCheck %s --check-prefix=E
// E: 1=int 230584300921369395, 2=int 1
// RUN: %trace-run %s --run=@huge --reg 0=-2305843009213693952 | FileCheck %s --check-prefix=F
// F: 1=int -2, 2=int 2305843009213693948
// RUN: %trace-run %s --run=@huge --reg 0=2305843009213693950 | FileCheck %s --check-prefix=G
// G: 1=int 1, 2=int 0

trace.trace function @split {
  %v = arg 0
  %s = snapshot @f:0 []
  %i = guard_int %v else %s
  %ten = const_int 10
  %q = int_floordiv_ovf %i, %ten else %s
  %r = int_mod_ovf %i, %ten else %s
  %e = snapshot @f:1 [1 = int %q, 2 = int %r]
  exit %e
}

// The greatest divisor.
trace.trace function @huge {
  %v = arg 0
  %s = snapshot @f:0 []
  %i = guard_int %v else %s
  %c = const_int 2305843009213693950
  %q = int_floordiv_ovf %i, %c else %s
  %r = int_mod_ovf %i, %c else %s
  %e = snapshot @f:1 [1 = int %q, 2 = int %r]
  exit %e
}
