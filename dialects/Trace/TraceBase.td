//===- TraceBase.td - Dialect, types and op classes of trace IR -----------===//
//
// Included by Trace.td, which is where to start reading.
//
//===----------------------------------------------------------------------===//
#ifndef PYC_TRACE_BASE
#define PYC_TRACE_BASE
include "mlir/IR/OpBase.td"
include "mlir/IR/OpAsmInterface.td"
include "mlir/IR/EnumAttr.td"
include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/Properties.td"
include "mlir/Interfaces/ControlFlowInterfaces.td"

def Trace_Dialect : Dialect {
  let name = "trace";
  let cppNamespace = "::pyc::trace";
  let summary = "What a recorded path through the interpreter did.";
  let useDefaultTypePrinterParser = 1;
}

class Trace_Type<string cpp, string mnem, string what> : TypeDef<Trace_Dialect, cpp> {
  let mnemonic = mnem;
  let summary = what;
}
def ValueT : Trace_Type<"Value", "value", "a boxed 64-bit Python Value (runtime/object/Value.h)">;
def IntT : Trace_Type<"Int", "int",
  "a 62-bit Python int, held tagged (shifted left by two) in a machine word, so that boxing is free">;
def PtrT : Trace_Type<"Ptr", "ptr", "an untagged address, interior ones included">;
def SnapT : Trace_Type<"Snap", "snap", "the state of the interpreter's frames; exists in exits only">;
defvar FloatT = F64;   // an unboxed double
defvar BoolT = I1;     // a machine truth value
defvar RawT = I64;     // an untagged word: a length, a hash, a slot number
def AnyT : AnyTypeOf<[ValueT, IntT, FloatT, BoolT, RawT, PtrT]>;
def BaseT : AnyTypeOf<[ValueT, PtrT]>;

// How a memory slot holds its content. The type of what is loaded or stored
// follows: value -> value, f64 -> float, ptr -> ptr, all others -> raw.
def SlotKind : I32EnumAttr<"Slot", "representation of a memory slot", [
  I32EnumAttrCase<"value", 0>, I32EnumAttrCase<"f64", 1>, I32EnumAttrCase<"raw", 2>,
  I32EnumAttrCase<"ptr", 3>, I32EnumAttrCase<"u8", 4>, I32EnumAttrCase<"u16", 5>,
  I32EnumAttrCase<"u32", 6>, I32EnumAttrCase<"i32", 7>, I32EnumAttrCase<"taggedptr", 8>]> {
  let cppNamespace = "::pyc::trace";
}
def KindOfTrace : I32EnumAttr<"TraceKind", "where a trace is entered", [
  I32EnumAttrCase<"loop", 0>, I32EnumAttrCase<"bridge", 1>, I32EnumAttrCase<"function", 2>]> {
  let cppNamespace = "::pyc::trace";
}
defvar SlotP = EnumProp<SlotKind>;
defvar KindP = EnumProp<KindOfTrace>;

// Every op's class: no attributes in the way of a pleasant text.
class Trace_Op<string mnem, string what, list<Trait> traits = []>
    : Op<Trace_Dialect, mnem, traits> {
  let summary = what;
}
class Unary<string mnem, string what, Type operand, Type res> : Trace_Op<mnem, what> {
  let arguments = (ins operand:$a);
  let results = (outs res:$result);
  let assemblyFormat = "$a attr-dict";
}
class Binary<string mnem, string what, Type operand, Type res> : Trace_Op<mnem, what> {
  let arguments = (ins operand:$a, operand:$b);
  let results = (outs res:$result);
  let assemblyFormat = "$a `,` $b attr-dict";
}
class Shift<string mnem, string what, Type operand> : Trace_Op<mnem, what> {
  let arguments = (ins operand:$a, RawT:$b);
  let results = (outs operand:$result);
  let assemblyFormat = "$a `,` $b attr-dict";
}
// Arithmetic that leaves the trace where its result would be no 62-bit int.
class GuardedBinary<string mnem, string what> : Trace_Op<mnem, what> {
  let arguments = (ins IntT:$a, IntT:$b, SnapT:$snap);
  let results = (outs IntT:$result);
  let assemblyFormat = "$a `,` $b `else` $snap attr-dict";
}
class Guard<string mnem, string what, Type operand> : Trace_Op<mnem, what> {
  let arguments = (ins operand:$a, SnapT:$snap);
  let assemblyFormat = "$a `else` $snap attr-dict";
}
class TypeGuard<string mnem, string what, Type operand, Type res> : Guard<mnem, what, operand> {
  let results = (outs res:$result);
}
#endif
