//===- OpsArith.cpp - Arithmetic: both number paths inline ----------------===//
//
// Each handler tries small ints, then immediate floats; everything else goes to
// binarySlow: numbers without a method lookup, then Python's protocol as frames
// in this activation (Binary continuations, OpsBinary.cpp).
//
//===----------------------------------------------------------------------===//
#include "runtime/interpreter/Interp.h"

namespace pyc {

SLOW_EXTERN(binarySlow); // OpsBinary.cpp

#define BOTH_INT(a, b) ((((a).bits | (b).bits) & 3) == 0)
#define STORE_NEXT(v)                                                          \
  do {                                                                         \
    REG_A = (v);                                                               \
    NEXT(1);                                                                   \
  } while (0)

/// One immediate float and one small int, or two floats: the operands as
/// doubles. (An int of 62 bits may not be exact as a double: as in Python, the
/// conversion rounds.)
static inline bool asDoubles(Value a, Value b, double &x, double &y) {
  if (a.isFloat())
    x = a.asFloat();
  else if (a.isInt())
    x = static_cast<double>(a.asInt());
  else
    return false;
  if (b.isFloat())
    y = b.asFloat();
  else if (b.isInt())
    y = static_cast<double>(b.asInt());
  else
    return false;
  return true;
}
// Mixed operands, out of the handlers' way but still without a call.
#define MIXED(name, expr)                                                      \
  SLOW(name) {                                                                 \
    double x, y;                                                               \
    Value r;                                                                   \
    if (!asDoubles(REG_B, REG_C, x, y) || !Value::tryFromDouble(expr, r))      \
      TAIL(binarySlow);                                                        \
    STORE_NEXT(r);                                                             \
  }
MIXED(addMixed, x + y)
MIXED(subMixed, x - y)
MIXED(mulMixed, x *y)

#define ADD_LIKE(name, overflowOp, op, mixed)                                  \
  HANDLER(name) {                                                              \
    Value a = REG_B, b = REG_C;                                                \
    if (PYC_LIKELY(BOTH_INT(a, b))) {                                          \
      int64_t r;                                                               \
      if (PYC_UNLIKELY(overflowOp(static_cast<int64_t>(a.bits),                \
                                  static_cast<int64_t>(b.bits), &r)))          \
        TAIL(binarySlow);                                                      \
      STORE_NEXT(Value::fromBits(static_cast<uint64_t>(r)));                   \
    }                                                                          \
    if (PYC_LIKELY(a.isFloat() && b.isFloat())) {                              \
      Value r;                                                                 \
      if (PYC_UNLIKELY(!Value::tryFromDouble(a.asFloat() op b.asFloat(), r)))  \
        TAIL(binarySlow);                                                      \
      STORE_NEXT(r);                                                           \
    }                                                                          \
    TAIL(mixed);                                                               \
  }
ADD_LIKE(op_Add, __builtin_add_overflow, +, addMixed)
ADD_LIKE(op_InplaceAdd, __builtin_add_overflow, +, addMixed)
ADD_LIKE(op_Sub, __builtin_sub_overflow, -, subMixed)
ADD_LIKE(op_InplaceSub, __builtin_sub_overflow, -, subMixed)

#define IMM_LIKE(name, overflowOp, op)                                         \
  HANDLER(name) {                                                              \
    Value a = REG_B;                                                           \
    if (PYC_LIKELY(a.isInt())) {                                               \
      int64_t r;                                                               \
      if (PYC_UNLIKELY(overflowOp(static_cast<int64_t>(a.bits),                \
                                  static_cast<int64_t>(OP_SC) * 4, &r)))       \
        TAIL(binarySlow);                                                      \
      STORE_NEXT(Value::fromBits(static_cast<uint64_t>(r)));                   \
    }                                                                          \
    if (a.isFloat()) {                                                         \
      Value r;                                                                 \
      if (PYC_UNLIKELY(!Value::tryFromDouble(                                  \
              a.asFloat() op static_cast<double>(OP_SC), r)))                  \
        TAIL(binarySlow);                                                      \
      STORE_NEXT(r);                                                           \
    }                                                                          \
    TAIL(binarySlow);                                                          \
  }
IMM_LIKE(op_AddImm, __builtin_add_overflow, +)
IMM_LIKE(op_InplaceAddImm, __builtin_add_overflow, +)
IMM_LIKE(op_SubImm, __builtin_sub_overflow, -)
IMM_LIKE(op_InplaceSubImm, __builtin_sub_overflow, -)

#define MUL(name)                                                              \
  HANDLER(name) {                                                              \
    Value a = REG_B, b = REG_C;                                                \
    if (PYC_LIKELY(BOTH_INT(a, b))) {                                          \
      int64_t r;                                                               \
      if (PYC_UNLIKELY(__builtin_mul_overflow(                                 \
              a.asInt(), static_cast<int64_t>(b.bits), &r)))                   \
        TAIL(binarySlow);                                                      \
      STORE_NEXT(Value::fromBits(static_cast<uint64_t>(r)));                   \
    }                                                                          \
    if (PYC_LIKELY(a.isFloat() && b.isFloat())) {                              \
      Value r;                                                                 \
      if (PYC_UNLIKELY(!Value::tryFromDouble(a.asFloat() * b.asFloat(), r)))   \
        TAIL(binarySlow);                                                      \
      STORE_NEXT(r);                                                           \
    }                                                                          \
    TAIL(mulMixed);                                                            \
  }
MUL(op_Mul)
MUL(op_InplaceMul)

SLOW(divMixed) {
  Value a = REG_B, b = REG_C;
  double x, y;
  Value r;
  // Ints beyond 2^53 need a correctly rounded quotient: not here.
  constexpr int64_t kExact = int64_t(1) << 53;
  if (a.isInt() && b.isInt() &&
      (a.asInt() > kExact || a.asInt() < -kExact || b.asInt() > kExact ||
       b.asInt() < -kExact))
    TAIL(binarySlow);
  if (!asDoubles(a, b, x, y) || y == 0 || !Value::tryFromDouble(x / y, r))
    TAIL(binarySlow);
  STORE_NEXT(r);
}
#define TRUEDIV(name)                                                          \
  HANDLER(name) {                                                              \
    Value a = REG_B, b = REG_C;                                                \
    if (PYC_LIKELY(a.isFloat() && b.isFloat())) {                              \
      double y = b.asFloat();                                                  \
      Value r;                                                                 \
      if (PYC_UNLIKELY(y == 0 || !Value::tryFromDouble(a.asFloat() / y, r)))   \
        TAIL(binarySlow);                                                      \
      STORE_NEXT(r);                                                           \
    }                                                                          \
    TAIL(divMixed);                                                            \
  }
TRUEDIV(op_TrueDiv)
TRUEDIV(op_InplaceTrueDiv)

// Python rounds quotients down; the remainder has the divisor's sign. Most
// operands are small and positive: a 32-bit unsigned division is then several
// times faster on many machines.
#define DIVMOD(name, smallExpr, expr)                                          \
  HANDLER(name) {                                                              \
    Value a = REG_B, b = REG_C;                                                \
    if (PYC_UNLIKELY(!BOTH_INT(a, b) || b.bits == 0))                          \
      TAIL(binarySlow);                                                        \
    int64_t x = a.asInt(), y = b.asInt();                                      \
    if (PYC_LIKELY((static_cast<uint64_t>(x) | static_cast<uint64_t>(y)) >>    \
                       32 == 0)) {                                             \
      uint32_t ux = static_cast<uint32_t>(x), uy = static_cast<uint32_t>(y);   \
      STORE_NEXT(Value::fromSmallInt(smallExpr));                              \
    }                                                                          \
    int64_t q = x / y, m = x % y;                                              \
    if (m != 0 && (m ^ y) < 0) {                                               \
      --q;                                                                     \
      m += y;                                                                  \
    }                                                                          \
    if (PYC_UNLIKELY(!Value::fitsSmallInt(expr)))                              \
      TAIL(binarySlow);                                                        \
    STORE_NEXT(Value::fromSmallInt(expr));                                     \
  }
DIVMOD(op_FloorDiv, ux / uy, q)
DIVMOD(op_InplaceFloorDiv, ux / uy, q)
DIVMOD(op_Mod, ux % uy, m)
DIVMOD(op_InplaceMod, ux % uy, m)

#define BITWISE(name, op)                                                      \
  HANDLER(name) {                                                              \
    Value a = REG_B, b = REG_C;                                                \
    if (PYC_UNLIKELY(!BOTH_INT(a, b)))                                         \
      TAIL(binarySlow);                                                        \
    STORE_NEXT(Value::fromBits(a.bits op b.bits));                             \
  }
BITWISE(op_And, &)
BITWISE(op_Or, |)
BITWISE(op_Xor, ^)
BITWISE(op_InplaceAnd, &)
BITWISE(op_InplaceOr, |)
BITWISE(op_InplaceXor, ^)

#define LSHIFT(name)                                                           \
  HANDLER(name) {                                                              \
    Value a = REG_B, b = REG_C;                                                \
    if (PYC_UNLIKELY(!BOTH_INT(a, b) || b.bits >= (62u << 2)))                 \
      TAIL(binarySlow);                                                        \
    int64_t r = static_cast<int64_t>(a.bits << b.asInt());                     \
    if (PYC_UNLIKELY(r >> b.asInt() != static_cast<int64_t>(a.bits)))          \
      TAIL(binarySlow);                                                        \
    STORE_NEXT(Value::fromBits(static_cast<uint64_t>(r)));                     \
  }
LSHIFT(op_LShift)
LSHIFT(op_InplaceLShift)
#define RSHIFT(name)                                                           \
  HANDLER(name) {                                                              \
    Value a = REG_B, b = REG_C;                                                \
    if (PYC_UNLIKELY(!BOTH_INT(a, b) || b.bits >= (62u << 2)))                 \
      TAIL(binarySlow);                                                        \
    STORE_NEXT(Value::fromSmallInt(a.asInt() >> b.asInt()));                   \
  }
RSHIFT(op_RShift)
RSHIFT(op_InplaceRShift)

HANDLER(op_Pow) { TAIL(binarySlow); }
HANDLER(op_InplacePow) { TAIL(binarySlow); }
HANDLER(op_MatMul) { TAIL(binarySlow); }
HANDLER(op_InplaceMatMul) { TAIL(binarySlow); }

} // namespace pyc
