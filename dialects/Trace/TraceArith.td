//===- TraceArith.td - Arithmetic, comparison, conversion -----------------===//
//
// All pure. Those with `else` leave the trace instead of giving a result that
// the type cannot hold.
//
//===----------------------------------------------------------------------===//

// Python ints of 62 bits. Example: `%c = int_add_ovf %a, %b else %snap`
def IntAddOvfOp : GuardedBinary<"int_add_ovf", "a + b; leaves on overflow of 62 bits">;
def IntSubOvfOp : GuardedBinary<"int_sub_ovf", "a - b; leaves on overflow of 62 bits">;
def IntMulOvfOp : GuardedBinary<"int_mul_ovf", "a * b; leaves on overflow of 62 bits">;
def IntFloorDivOvfOp : GuardedBinary<"int_floordiv_ovf",
  "a // b as in Python; leaves when b is 0 or the result does not fit">;
def IntModOvfOp : GuardedBinary<"int_mod_ovf", "a % b as in Python; leaves when b is 0">;
def IntShlOvfOp : GuardedBinary<"int_shl_ovf",
  "a << b; leaves when b is negative or above 61, or bits are lost">;
def IntShrOvfOp : GuardedBinary<"int_shr_ovf", "a >> b as in Python; leaves when b is negative">;

// The same where a pass has proved that they cannot leave. `%c = int_add %a, %b`
def IntAddOp : Binary<"int_add", "a + b, known to fit", IntT, IntT>;
def IntSubOp : Binary<"int_sub", "a - b, known to fit", IntT, IntT>;
def IntMulOp : Binary<"int_mul", "a * b, known to fit", IntT, IntT>;
def IntFloorDivOp : Binary<"int_floordiv", "a // b, b known to be neither 0 nor -1", IntT, IntT>;
def IntModOp : Binary<"int_mod", "a % b, b known not to be 0", IntT, IntT>;
def IntShlOp : Binary<"int_shl", "a << b, 0 <= b <= 61, known to fit", IntT, IntT>;
def IntShrOp : Binary<"int_shr", "a >> b, 0 <= b", IntT, IntT>;
def IntAndOp : Binary<"int_and", "a & b", IntT, IntT>;
def IntOrOp : Binary<"int_or", "a | b", IntT, IntT>;
def IntXorOp : Binary<"int_xor", "a ^ b", IntT, IntT>;
def IntMinOp : Binary<"int_min", "b if b < a else a", IntT, IntT>;
def IntMaxOp : Binary<"int_max", "b if b > a else a", IntT, IntT>;

// Modulo 2^62, where a mask makes it irrelevant what is beyond. A different
// number than int_add's where that leaves: never the same op to a pass.
def IntAddWrapOp : Binary<"int_add_wrap", "a + b modulo 2^62", IntT, IntT>;
def IntSubWrapOp : Binary<"int_sub_wrap", "a - b modulo 2^62", IntT, IntT>;
def IntMulWrapOp : Binary<"int_mul_wrap", "a * b modulo 2^62", IntT, IntT>;
def IntShlWrapOp : Binary<"int_shl_wrap", "a << b modulo 2^62, 0 <= b <= 61", IntT, IntT>;

def IntLtOp : Binary<"int_lt", "a < b", IntT, BoolT>;
def IntLeOp : Binary<"int_le", "a <= b", IntT, BoolT>;
def IntGtOp : Binary<"int_gt", "a > b", IntT, BoolT>;
def IntGeOp : Binary<"int_ge", "a >= b", IntT, BoolT>;
def IntEqOp : Binary<"int_eq", "a == b", IntT, BoolT>;
def IntNeOp : Binary<"int_ne", "a != b", IntT, BoolT>;

// Doubles, IEEE 754 without contraction. `%c = float_add %a, %b`
def FloatAddOp : Binary<"float_add", "a + b", FloatT, FloatT>;
def FloatSubOp : Binary<"float_sub", "a - b", FloatT, FloatT>;
def FloatMulOp : Binary<"float_mul", "a * b", FloatT, FloatT>;
def FloatDivOp : Binary<"float_div", "a / b; Python's ZeroDivisionError is a guard before it", FloatT, FloatT>;
def FloatNegOp : Unary<"float_neg", "-a", FloatT, FloatT>;
def FloatAbsOp : Unary<"float_abs", "magnitude of a", FloatT, FloatT>;
def FloatSqrtOp : Unary<"float_sqrt", "square root; NaN below zero", FloatT, FloatT>;
def FloatMinOp : Binary<"float_min", "b if b < a else a, as Python's min: order counts for NaN and -0", FloatT, FloatT>;
def FloatMaxOp : Binary<"float_max", "b if b > a else a", FloatT, FloatT>;
def FloatLtOp : Binary<"float_lt", "a < b, false for NaN", FloatT, BoolT>;
def FloatLeOp : Binary<"float_le", "a <= b, false for NaN", FloatT, BoolT>;
def FloatGtOp : Binary<"float_gt", "a > b, false for NaN", FloatT, BoolT>;
def FloatGeOp : Binary<"float_ge", "a >= b, false for NaN", FloatT, BoolT>;
def FloatEqOp : Binary<"float_eq", "a == b, false for NaN", FloatT, BoolT>;
def FloatNeOp : Binary<"float_ne", "a != b, true for NaN", FloatT, BoolT>;

// Untagged words, wrapping. `%c = raw_add %a, %b`
def RawAddOp : Binary<"raw_add", "a + b modulo 2^64", RawT, RawT>;
def RawSubOp : Binary<"raw_sub", "a - b modulo 2^64", RawT, RawT>;
def RawMulOp : Binary<"raw_mul", "a * b modulo 2^64", RawT, RawT>;
def RawAndOp : Binary<"raw_and", "a & b", RawT, RawT>;
def RawOrOp : Binary<"raw_or", "a | b", RawT, RawT>;
def RawXorOp : Binary<"raw_xor", "a ^ b", RawT, RawT>;
def RawShlOp : Binary<"raw_shl", "a << b, 0 <= b <= 63", RawT, RawT>;
def RawShrOp : Binary<"raw_shr", "a >> b arithmetic, 0 <= b <= 63", RawT, RawT>;
def RawUshrOp : Binary<"raw_ushr", "a >> b logical, 0 <= b <= 63", RawT, RawT>;
def RawEqOp : Binary<"raw_eq", "a == b", RawT, BoolT>;
def RawNeOp : Binary<"raw_ne", "a != b", RawT, BoolT>;
def RawLtOp : Binary<"raw_lt", "a < b signed", RawT, BoolT>;
def RawLeOp : Binary<"raw_le", "a <= b signed", RawT, BoolT>;
def RawUltOp : Binary<"raw_ult", "a < b unsigned: the bounds check", RawT, BoolT>;
def PtrEqOp : Binary<"ptr_eq", "same address", PtrT, BoolT>;
def PtrAddOp : Trace_Op<"ptr_add", "an address n bytes further"> {
  let arguments = (ins PtrT:$a, RawT:$b);
  let results = (outs PtrT:$result);
  let assemblyFormat = "$a `,` $b attr-dict";
}

// Truth values.
def BoolNotOp : Unary<"bool_not", "not a", BoolT, BoolT>;
def BoolAndOp : Binary<"bool_and", "a and b, both computed", BoolT, BoolT>;
def BoolOrOp : Binary<"bool_or", "a or b, both computed", BoolT, BoolT>;

// Conversions. `%f = int_to_float %i`
def IntToFloatOp : Unary<"int_to_float", "the nearest double", IntT, FloatT>;
def FloatToIntOvfOp : TypeGuard<"float_to_int_ovf",
  "truncate; leaves for NaN and what does not fit 62 bits", FloatT, IntT>;
def IntToRawOp : Unary<"int_to_raw", "untag", IntT, RawT>;
def RawToIntOp : Unary<"raw_to_int", "tag a word known to fit 62 bits", RawT, IntT>;
def RawToIntOvfOp : TypeGuard<"raw_to_int_ovf", "tag; leaves when the word does not fit 62 bits", RawT, IntT>;
def RawToFloatOp : Unary<"raw_to_float", "the nearest double of a signed word", RawT, FloatT>;
def BoolToIntOp : Unary<"bool_to_int", "0 or 1", BoolT, IntT>;
def BoxIntOp : Unary<"box_int", "int as Value: the same bits", IntT, ValueT>;
def BoxFloatOp : Unary<"box_float", "float as Value; allocates for extreme magnitudes", FloatT, ValueT>;
def BoxBoolOp : Unary<"box_bool", "True or False", BoolT, ValueT>;
def UnboxIntOp : Unary<"unbox_int", "a Value known to be an immediate int", ValueT, IntT>;
def UnboxFloatOp : Unary<"unbox_float", "a Value known to be a self-tagged float", ValueT, FloatT>;
def ValueEqOp : Binary<"value_eq", "same bits: identity of objects, not of boxed numbers", ValueT, BoolT>;
def IsIntOp : Unary<"is_int", "tagged as an immediate int", ValueT, BoolT>;
def ValueToPtrOp : Unary<"value_to_ptr", "address of the object of a pointer Value", ValueT, PtrT>;
def PtrToValueOp : Unary<"ptr_to_value", "Value pointing to an object at this address", PtrT, ValueT>;
def ValueBitsOp : Unary<"value_bits", "the word a Value is", ValueT, RawT>;
def ShapeOfOp : Unary<"shape_of", "the shape word (32 bits) of a pointer Value; reads the header", ValueT, RawT>;
