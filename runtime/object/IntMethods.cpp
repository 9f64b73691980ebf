//===- IntMethods.cpp - The types int and bool ----------------------------===//
//
// Rows of int and bool. Every operand may be an int, a bool or an instance of
// an int subclass; whatever else gives NotImplemented.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/NumStr.h"
#include <algorithm>
#include <cmath>

namespace pyc {

//===-- construction ----------------------------------------------------------===//
static Value intFromNumber(Thread *t, Value v) {
  Value i = asExactInt(v);
  if (i && !(v.isObject() && v.asObject()->shape()->flags & kShapeWraps))
    return i;
  if (v.isFloat())
    return intFromDouble(t, v.asFloat());
  TypeObject *type = typeOf(v);
  if (lookupDunder(type, Dunder::Int)) {
    Value r = callDunder(t, v, Dunder::Int, nullptr, 0);
    if (!r)
      return r;
    if (Value e = asExactInt(r))
      return e;
    return raise(t, exc::TypeError, "__int__ returned non-int (type %T)", r);
  }
  if (lookupDunder(type, Dunder::Index))
    return indexOf(t, v);
  if (lookupDunder(type, Dunder::Trunc)) {
    Value r = callDunder(t, v, Dunder::Trunc, nullptr, 0);
    if (!r)
      return r;
    if (Value e = asExactInt(r))
      return e;
    if (lookupDunder(typeOf(r), Dunder::Index))
      return indexOf(t, r);
    return raise(t, exc::TypeError,
                 "__trunc__ returned non-Integral (type %T)", r);
  }
  if (isStr(v)) {
    StrObject *s = flatFast(t, v);
    if (!s)
      return Value::empty();
    if (s->flags & kStrAscii) {
      // The usual case: a few digits and nothing else.
      auto *p = s->chars<uint8_t>();
      int64_t n = s->length, r = 0, i = 0;
      for (; i < n && n <= 17 && uint8_t(p[i] - '0') <= 9; ++i)
        r = r * 10 + (p[i] - '0');
      if (n && i == n)
        return Value::fromSmallInt(r);
      return parseInt(t, {s->chars<char>(), size_t(n)}, 10, v);
    }
    return parseInt(t, numericText(s), 10, v);
  }
  ByteView bytes;
  int got = bytes.acquire(t, v);
  if (got < 0)
    return Value::empty();
  if (got) {
    Value shown = isBytes(v) ? v : newBytes(t, bytes.data, bytes.size);
    return shown ? parseInt(t, bytes.text(), 10, shown) : shown;
  }
  return raise(t, exc::TypeError,
               "int() argument must be a string, a bytes-like object or a real "
               "number, not '%T'",
               v);
}

static Value intNew(Thread *t, Value *args, size_t) {
  Value type = args[0], x = args[1], base = args[2];
  if (!checkNewType(t, type, types::int_))
    return Value::empty();
  Value result;
  if (!given(x)) {
    if (given(base))
      return raise(t, exc::TypeError, "int() missing string argument");
    result = Value::fromSmallInt(0);
  } else if (!given(base)) {
    result = intFromNumber(t, x);
  } else {
    int64_t b;
    if (!indexAsInt64(t, base, b))
      return Value::empty();
    if ((b != 0 && b < 2) || b > 36)
      return raise(t, exc::ValueError,
                   "int() base must be >= 2 and <= 36, or 0");
    if (isStr(x)) {
      StrObject *s = flatOf(t, x);
      if (!s)
        return Value::empty();
      result = parseInt(t, numericText(s), int(b), x);
    } else if (isBytes(x) || isByteArray(x)) {
      ByteView bytes;
      if (bytes.acquire(t, x) < 0)
        return Value::empty();
      Value shown = isBytes(x) ? x : newBytes(t, bytes.data, bytes.size);
      result = shown ? parseInt(t, bytes.text(), int(b), shown) : shown;
    } else {
      return raise(t, exc::TypeError,
                   "int() can't convert non-string with explicit base");
    }
  }
  return wrapPayload(t, type, types::int_, result);
}

//===-- operators ----------------------------------------------------------------===//
template <Dunder op, bool reflected>
static Value intOperator(Thread *t, Value *args, size_t) {
  Value a = asExactInt(args[0]), b = asExactInt(args[1]);
  if (!b || !a)
    return NotImplemented;
  return reflected ? intBinary(t, op, b, a) : intBinary(t, op, a, b);
}

static Value intPowMethod(Thread *t, Value *args, size_t) {
  Value a = asExactInt(args[0]), b = asExactInt(args[1]);
  if (!b)
    return NotImplemented;
  if (!givenNotNone(args[2]))
    return intBinary(t, Dunder::Pow, a, b);
  Value m = asExactInt(args[2]);
  return m ? intPowMod(t, a, b, m) : NotImplemented;
}
static Value intRPowMethod(Thread *t, Value *args, size_t) {
  Value a = asExactInt(args[0]), b = asExactInt(args[1]);
  if (!b)
    return NotImplemented;
  return intBinary(t, Dunder::Pow, b, a);
}

template <Dunder op> static Value intCompareMethod(Thread *t, Value *args, size_t) {
  Value b = asExactInt(args[1]);
  if (!b)
    return NotImplemented;
  int c = intCompare(asExactInt(args[0]), b);
  switch (op) {
  case Dunder::Lt:
    return boolValue(c < 0);
  case Dunder::Le:
    return boolValue(c <= 0);
  case Dunder::Eq:
    return boolValue(c == 0);
  case Dunder::Ne:
    return boolValue(c != 0);
  case Dunder::Gt:
    return boolValue(c > 0);
  default:
    return boolValue(c >= 0);
  }
}

static Value intNeg(Thread *t, Value *args, size_t) {
  return intNegate(t, asExactInt(args[0]));
}
static Value intSelf(Thread *t, Value *args, size_t) {
  return asExactInt(args[0]);
}
static Value intAbsMethod(Thread *t, Value *args, size_t) {
  return intAbs(t, asExactInt(args[0]));
}
static Value intInvert(Thread *t, Value *args, size_t) {
  return intSub(t, Value::fromSmallInt(-1), asExactInt(args[0]));
}
static Value intBool(Thread *t, Value *args, size_t) {
  return boolValue(!intIsZero(asExactInt(args[0])));
}
static Value intFloat(Thread *t, Value *args, size_t) {
  double d;
  return intToDouble(t, asExactInt(args[0]), d) ? newFloat(t, d)
                                                : Value::empty();
}
static Value intHashMethod(Thread *t, Value *args, size_t) {
  return newInt(t, int64_t(intHash(asExactInt(args[0]))));
}
static Value intRepr(Thread *t, Value *args, size_t) {
  return intToStr(t, asExactInt(args[0]));
}
static Value intFormat(Thread *t, Value *args, size_t) {
  return formatInt(t, args[0], args[1]);
}
static Value intRound(Thread *t, Value *args, size_t) {
  Value i = asExactInt(args[0]);
  return given(args[1]) ? intRoundToDigits(t, i, args[1]) : i;
}
static Value intSizeof(Thread *t, Value *args, size_t) {
  // What CPython answers: 24 bytes and 30 bits per 4-byte digit.
  IntView x(asExactInt(args[0]));
  uint64_t digits = (x.bitLength() + 29) / 30;
  return newInt(t, int64_t(24 + 4 * (digits ? digits : 1)));
}
static Value intGetNewArgs(Thread *t, Value *args, size_t) {
  Value i = asExactInt(args[0]);
  return newTuple(t, &i, 1);
}

//===-- methods ------------------------------------------------------------------===//
static Value intBitLength(Thread *t, Value *args, size_t) {
  IntView x(asExactInt(args[0]));
  return newInt(t, int64_t(x.bitLength()));
}
static Value intBitCount(Thread *t, Value *args, size_t) {
  IntView x(asExactInt(args[0]));
  return newInt(t, x.size ? int64_t(mpn_popcount(x.limbs, x.size)) : 0);
}
static Value intRatio(Thread *t, Value *args, size_t) {
  Value pair[2] = {asExactInt(args[0]), Value::fromSmallInt(1)};
  return newTuple(t, pair, 2);
}

/// 1 little, 0 big, -1 raised.
static int byteOrder(Thread *t, Value v) {
  if (!given(v))
    return 0;
  if (!isStr(v)) {
    raise(t, exc::TypeError, "to_bytes() argument 'byteorder' must be str, not %T", v);
    return -1;
  }
  std::string s = strToUtf8(payloadOf(v));
  if (s == "little")
    return 1;
  if (s == "big")
    return 0;
  raise(t, exc::ValueError, "byteorder must be either 'little' or 'big'");
  return -1;
}

static Value intToBytes(Thread *t, Value *args, size_t) {
  int64_t length = 1;
  if (given(args[1]) && !indexAsInt64(t, args[1], length, exc::OverflowError))
    return Value::empty();
  int little = byteOrder(t, args[2]);
  if (little < 0)
    return Value::empty();
  int isSigned = given(args[3]) ? isTrue(t, args[3]) : 0;
  if (isSigned < 0)
    return Value::empty();
  if (length < 0)
    return raise(t, exc::ValueError, "length argument must be non-negative");
  IntView x(asExactInt(args[0]));
  if (x.negative && !isSigned)
    return raise(t, exc::OverflowError,
                 "can't convert negative int to unsigned");
  uint64_t bits = x.bitLength();
  if (isSigned && x.size) {
    // -2^k needs k bits besides the sign, 2^k needs k + 1.
    bool power = x.negative && mpn_popcount(x.limbs, x.size) == 1;
    bits += power ? 0 : 1;
  }
  if (bits > uint64_t(length) * 8)
    return raise(t, exc::OverflowError, "int too big to convert");
  BytesObject *b = newBytesBuffer(t, length);
  if (!b)
    return Value::empty();
  int64_t limbs = length / 8 + 2;
  LimbBuffer twos(limbs > x.size ? limbs : x.size + 1);
  if (twos.failed())
    return raiseMemoryError(t);
  mpn_zero(twos, limbs);
  if (x.size)
    mpn_copyi(twos, x.limbs, std::min(x.size, limbs));
  if (x.negative)
    mpn_neg(twos, twos, limbs);
  auto *raw = reinterpret_cast<const uint8_t *>(static_cast<uint64_t *>(twos));
  if (length) {
    if (little)
      memcpy(b->data, raw, size_t(length));
    else
      std::reverse_copy(raw, raw + length, b->data);
  }
  return Value::fromObject(b);
}

static Value intFromBytes(Thread *t, Value *args, size_t) {
  int little = byteOrder(t, args[2]);
  if (little < 0)
    return Value::empty();
  int isSigned = given(args[3]) ? isTrue(t, args[3]) : 0;
  if (isSigned < 0)
    return Value::empty();
  Value source = args[1];
  ByteView view;
  int got = view.acquire(t, source);
  if (got < 0)
    return Value::empty();
  if (!got) {
    if (isStr(source) || asExactInt(source))
      return raise(t, exc::TypeError, "cannot convert '%T' object to bytes", source);
    Value made = call(t, Value::fromObject(types::bytes_), source);
    if (!made)
      return made;
    if (view.acquire(t, made) <= 0)
      return Value::empty();
  }
  int64_t n = view.size, limbs = n / 8 + 1;
  LimbBuffer raw(limbs);
  if (raw.failed())
    return raiseMemoryError(t);
  mpn_zero(raw, limbs);
  auto *bytes = reinterpret_cast<uint8_t *>(static_cast<uint64_t *>(raw));
  if (n) {
    if (little)
      memcpy(bytes, view.data, size_t(n));
    else
      std::reverse_copy(view.data, view.data + n, bytes);
  }
  bool negative = isSigned && n && (bytes[n - 1] & 0x80);
  if (negative) {
    memset(bytes + n, 0xFF, size_t(limbs * 8 - n));
    mpn_neg(raw, raw, limbs);
  }
  Value r = newIntFromLimbs(t, raw, limbs, negative);
  if (!r || args[0].as<TypeObject>() == types::int_)
    return r;
  return call(t, args[0], r);
}

//===-- bool -----------------------------------------------------------------------===//
static Value boolNew(Thread *t, Value *args, size_t) {
  if (!checkNewType(t, args[0], types::bool_))
    return Value::empty();
  if (!given(args[1]))
    return False;
  int b = isTrue(t, args[1]);
  return b < 0 ? Value::empty() : boolValue(b);
}
static Value boolRepr(Thread *t, Value *args, size_t) {
  return internStr(t, args[0] == True ? "True" : "False");
}
template <Dunder op> static Value boolBits(Thread *t, Value *args, size_t) {
  Value a = args[0], b = args[1];
  if ((a == True || a == False) && (b == True || b == False)) {
    bool x = a == True, y = b == True;
    return boolValue(op == Dunder::And  ? x && y
                     : op == Dunder::Or ? x || y
                                        : x != y);
  }
  a = asExactInt(a);
  b = asExactInt(b);
  return b ? intBitwise(t, op, a, b) : NotImplemented;
}

static Value getSelf(Thread *t, Value self) { return asExactInt(self); }
static Value getZero(Thread *t, Value self) { return Value::fromSmallInt(0); }
static Value getOne(Thread *t, Value self) { return Value::fromSmallInt(1); }

#define INT_OP(NAME, OP)                                                       \
  {"__" NAME "__", intOperator<Dunder::OP, false>, "($self, value, /)",        \
   kPureAlloc, nullptr, kNativeSlotWrapper},                                   \
  {"__r" NAME "__", intOperator<Dunder::OP, true>, "($self, value, /)",        \
   kPureAlloc, nullptr, kNativeSlotWrapper}
#define INT_COMPARE(NAME, OP)                                                  \
  {NAME, intCompareMethod<Dunder::OP>, "($self, value, /)", kPure, nullptr,    \
   kNativeSlotWrapper}
#define INT_UNARY(NAME, FN)                                                    \
  {NAME, FN, "($self, /)", kPureAlloc, nullptr, kNativeSlotWrapper}

static const NativeDef intMethods[] = {
    {"__new__", intNew, "($type, x=0, /, base=10)", kEffAny, nullptr, kNativeStatic},
    INT_OP("add", Add), INT_OP("sub", Sub), INT_OP("mul", Mul),
    INT_OP("truediv", TrueDiv), INT_OP("floordiv", FloorDiv),
    INT_OP("mod", Mod), INT_OP("divmod", DivMod), INT_OP("lshift", LShift),
    INT_OP("rshift", RShift), INT_OP("and", And), INT_OP("or", Or),
    INT_OP("xor", Xor),
    {"__pow__", intPowMethod, "($self, value, mod=None, /)", kPureAlloc, nullptr, kNativeSlotWrapper},
    {"__rpow__", intRPowMethod, "($self, value, mod=None, /)", kPureAlloc, nullptr, kNativeSlotWrapper},
    INT_COMPARE("__lt__", Lt), INT_COMPARE("__le__", Le), INT_COMPARE("__eq__", Eq),
    INT_COMPARE("__ne__", Ne), INT_COMPARE("__gt__", Gt), INT_COMPARE("__ge__", Ge),
    INT_UNARY("__neg__", intNeg), INT_UNARY("__pos__", intSelf),
    INT_UNARY("__abs__", intAbsMethod), INT_UNARY("__invert__", intInvert),
    INT_UNARY("__int__", intSelf), INT_UNARY("__index__", intSelf),
    INT_UNARY("__bool__", intBool), INT_UNARY("__float__", intFloat),
    INT_UNARY("__hash__", intHashMethod), INT_UNARY("__repr__", intRepr),
    {"__format__", intFormat, "($self, format_spec, /)", kPureAlloc},
    {"__round__", intRound, "($self, ndigits=None, /)", kEffAny},
    {"__trunc__", intSelf, "($self, /)", kPure},
    {"__floor__", intSelf, "($self, /)", kPure},
    {"__ceil__", intSelf, "($self, /)", kPure},
    {"__sizeof__", intSizeof, "($self, /)", kPure},
    {"__getnewargs__", intGetNewArgs, "($self, /)", kPureAlloc},
    {"conjugate", intSelf, "($self, /)", kPure, "Returns self, the complex conjugate of any int."},
    {"bit_length", intBitLength, "($self, /)", kPure, "Number of bits necessary to represent self in binary."},
    {"bit_count", intBitCount, "($self, /)", kPure, "Number of ones in the binary representation of the absolute value of self."},
    {"as_integer_ratio", intRatio, "($self, /)", kPureAlloc, "Return integer ratio."},
    {"to_bytes", intToBytes, "($self, /, length=1, byteorder='big', *, signed=False)", kEffAny, "Return an array of bytes representing an integer."},
    {"from_bytes", intFromBytes, "($type, /, bytes, byteorder='big', *, signed=False)", kEffAny, "Return the integer represented by the given array of bytes.", kNativeClass},
    {nullptr, nullptr, nullptr}};
static const GetSetDef intGetSets[] = {
    {"real", getSelf, nullptr, "the real part of a complex number"},
    {"imag", getZero, nullptr, "the imaginary part of a complex number"},
    {"numerator", getSelf, nullptr, "the numerator of a rational number in lowest terms"},
    {"denominator", getOne, nullptr, "the denominator of a rational number in lowest terms"},
    {nullptr, nullptr, nullptr}};

#define BOOL_BITS(NAME, OP)                                                    \
  {"__" NAME "__", boolBits<Dunder::OP>, "($self, value, /)", kPureAlloc,      \
   nullptr, kNativeSlotWrapper},                                               \
  {"__r" NAME "__", boolBits<Dunder::OP>, "($self, value, /)", kPureAlloc,     \
   nullptr, kNativeSlotWrapper}
static const NativeDef boolMethods[] = {
    {"__new__", boolNew, "($type, x=False, /)", kEffAny, nullptr, kNativeStatic},
    BOOL_BITS("and", And), BOOL_BITS("or", Or), BOOL_BITS("xor", Xor),
    {"__repr__", boolRepr, "($self, /)", kPure, nullptr, kNativeSlotWrapper},
    {nullptr, nullptr, nullptr}};

void initIntTypes(Thread *t) {
  static const TypeSpec intSpec = {
      "int", Kind::BigInt, 0, TraceKind::NoPointers, 0, 0, intMethods,
      intGetSets, nullptr, kTypeBaseable,
      "int([x]) -> integer\nint(x, base=10) -> integer\n\nConvert a number or "
      "string to an integer, or return 0 if no arguments\nare given."};
  makeBuiltinType(t, intSpec);
  static const TypeSpec boolSpec = {
      "bool", Kind::Bool, sizeof(Object), TraceKind::NoPointers, 0, 0,
      boolMethods, nullptr, nullptr, 0,
      "bool(x) -> bool\n\nReturns True when the argument x is true, False "
      "otherwise."};
  makeBuiltinType(t, boolSpec, types::int_);
}

} // namespace pyc
