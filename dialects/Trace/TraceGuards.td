//===- TraceGuards.td - Guards --------------------------------------------===//
//
// A guard states what was true while recording. Where it is not, the trace
// leaves through the guard's snapshot. Guards have no other effect.
//
//===----------------------------------------------------------------------===//
def GuardIntOp : TypeGuard<"guard_int", "a is an immediate int", ValueT, IntT> {
  let description = "`%i = guard_int %v else %s`";
}
def GuardFloatOp : TypeGuard<"guard_float", "a is a self-tagged float", ValueT, FloatT> {
  let description = "`%f = guard_float %v else %s`. Floats boxed for their magnitude fail; guard_shape them.";
}
def GuardShapeOp : Trace_Op<"guard_shape", "a points to an object of this shape"> {
  let description = [{
    `guard_shape %v, @Point else %s`. a must not be the empty Value. With
    `pointer` its tag is known and only the header is compared.
  }];
  let arguments = (ins ValueT:$a, FlatSymbolRefAttr:$shape, SnapT:$snap, BoolProp:$pointer);
  let hasCustomAssemblyFormat = 1;
}
def GuardValueOp : Trace_Op<"guard_value", "a has the bits of b, a constant: promotion"> {
  let description = "`guard_value %v, %c else %s`";
  let arguments = (ins ValueT:$a, ValueT:$b, SnapT:$snap);
  let assemblyFormat = "$a `,` $b `else` $snap attr-dict";
}
def GuardTrueOp : Guard<"guard_true", "a is true", BoolT>;
def GuardFalseOp : Guard<"guard_false", "a is false", BoolT>;
def GuardNotEmptyOp : Guard<"guard_not_empty", "a is bound: not the empty Value", ValueT>;
def GuardNoExceptionOp : Guard<"guard_no_exception",
  "a, the result of a call, is not empty; the snapshot says `raise`", ValueT>;
def GuardAssumptionOp : Trace_Op<"guard_assumption", "the 32-bit word at the symbol is zero: still valid"> {
  let description = [{
    `guard_assumption @invalidated else %s`, at back-edges and after calls.
    Reads the heap: another thread may have written the word.
  }];
  let arguments = (ins FlatSymbolRefAttr:$sym, SnapT:$snap);
  let assemblyFormat = "$sym `else` $snap attr-dict";
}
def GuardBreakerOp : Trace_Op<"guard_breaker", "nobody asks this thread to stop (eval breaker)"> {
  let description = "`guard_breaker else %s`, at back-edges and function entries.";
  let arguments = (ins SnapT:$snap);
  let assemblyFormat = "`else` $snap attr-dict";
}
