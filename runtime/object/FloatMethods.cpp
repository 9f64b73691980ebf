//===- FloatMethods.cpp - The type float ----------------------------------===//
//
// Rows of float; hexadecimal text and ratios, which need exact bits.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/NumStr.h"
#include <cmath>

namespace pyc {

static double self(Value v) {
  double d = 0;
  asExactFloat(v, d);
  return d;
}

//===-- construction -----------------------------------------------------------===//
static Value floatFromObject(Thread *t, Value v) {
  double d;
  if (v.isFloat() || isExact(v, shapes::float_))
    return v;
  if (isStr(v)) {
    StrObject *s = flatOf(t, v);
    if (!s)
      return Value::empty();
    if (!parseDouble(numericText(s), d))
      return raise(t, exc::ValueError, "could not convert string to float: %V", v);
    return newFloat(t, d);
  }
  bool wraps = v.isObject() && v.asObject()->shape()->flags & kShapeWraps;
  if (!wraps) {
    int k = toDoubleOperand(t, v, d);
    if (k)
      return k > 0 ? newFloat(t, d) : Value::empty();
  }
  TypeObject *type = typeOf(v);
  if (Value own = lookupDunder(type, Dunder::Float);
      own && isInstanceOf(v, types::float_) && own != lookupDunder(types::float_, Dunder::Float)) {
    Value r = callDunder(t, v, Dunder::Float, nullptr, 0);
    if (r && !isInstanceOf(r, types::float_))
      return raise(t, exc::TypeError, "%T.__float__ returned non-float (type %T)", v, r);
    return r ? payloadOf(r) : r;
  }
  if (lookupDunder(type, Dunder::Float) || lookupDunder(type, Dunder::Index))
    return asDouble(t, v, d) ? newFloat(t, d) : Value::empty();
  ByteView bytes;
  int got = bytes.acquire(t, v);
  if (got < 0)
    return Value::empty();
  if (got) {
    if (!parseDouble(bytes.text(), d))
      return raise(t, exc::ValueError, "could not convert string to float: %V", v);
    return newFloat(t, d);
  }
  return raise(t, exc::TypeError,
               "float() argument must be a string or a real number, not '%T'", v);
}

static Value floatNew(Thread *t, Value *args, size_t) {
  if (!checkNewType(t, args[0], types::float_))
    return Value::empty();
  Value r = given(args[1]) ? floatFromObject(t, args[1]) : newFloat(t, 0.0);
  return wrapPayload(t, args[0], types::float_, r);
}

//===-- operators -----------------------------------------------------------------===//
template <Dunder op, bool reflected>
static Value floatOperator(Thread *t, Value *args, size_t) {
  double b;
  int k = toDoubleOperand(t, args[1], b);
  if (k <= 0)
    return k ? Value::empty() : NotImplemented;
  double a = self(args[0]);
  return reflected ? floatBinary(t, op, b, a) : floatBinary(t, op, a, b);
}
template <bool reflected>
static Value floatPowMethod(Thread *t, Value *args, size_t n) {
  if (givenNotNone(args[2]))
    return raise(t, exc::TypeError,
                 "pow() 3rd argument not allowed unless all arguments are integers");
  return floatOperator<Dunder::Pow, reflected>(t, args, n);
}

template <Dunder op>
static Value floatCompare(Thread *t, Value *args, size_t) {
  double a = self(args[0]), b;
  int c;
  if (asExactFloat(args[1], b)) {
    c = a < b ? -1 : a > b ? 1 : a == b ? 0 : 2;
  } else if (Value i = asExactInt(args[1])) {
    c = compareIntFloat(i, a);
    if (c != 2)
      c = -c;
  } else {
    return NotImplemented;
  }
  switch (op) {
  case Dunder::Lt:
    return boolValue(c == -1);
  case Dunder::Le:
    return boolValue(c == -1 || c == 0);
  case Dunder::Eq:
    return boolValue(c == 0);
  case Dunder::Ne:
    return boolValue(c != 0);
  case Dunder::Gt:
    return boolValue(c == 1);
  default:
    return boolValue(c == 0 || c == 1);
  }
}

static Value floatNeg(Thread *t, Value *args, size_t) { return newFloat(t, -self(args[0])); }
static Value floatPos(Thread *t, Value *args, size_t) { return newFloat(t, self(args[0])); }
static Value floatAbs(Thread *t, Value *args, size_t) { return newFloat(t, std::fabs(self(args[0]))); }
static Value floatBool(Thread *, Value *args, size_t) { return boolValue(self(args[0]) != 0); }
static Value floatInt(Thread *t, Value *args, size_t) { return intFromDouble(t, self(args[0])); }
static Value floatFloor(Thread *t, Value *args, size_t) { return intFromDouble(t, std::floor(self(args[0]))); }
static Value floatCeil(Thread *t, Value *args, size_t) { return intFromDouble(t, std::ceil(self(args[0]))); }
static Value floatReprMethod(Thread *t, Value *args, size_t) { return floatRepr(t, self(args[0])); }
static Value floatHashMethod(Thread *t, Value *args, size_t) {
  double d = self(args[0]);
  if (std::isnan(d)) // identity-like: any fixed function of the object
    return newInt(t, int64_t((args[0].bits >> 4) & 0xFFFFFFFFFFFFF));
  return newInt(t, int64_t(floatHash(d)));
}
static Value floatFormat(Thread *t, Value *args, size_t) { return formatFloat(t, args[0], args[1]); }
static Value floatRoundMethod(Thread *t, Value *args, size_t) {
  double d = self(args[0]);
  if (!givenNotNone(args[1])) {
    if (!std::isfinite(d))
      return intFromDouble(t, d);
    double r = std::nearbyint(d); // round-half-even mode
    return intFromDouble(t, r);
  }
  int64_t n;
  if (!indexAsInt64(t, args[1], n))
    return Value::empty();
  return floatRound(t, d, n);
}

//===-- methods ---------------------------------------------------------------------===//
static Value floatIsInteger(Thread *, Value *args, size_t) {
  double d = self(args[0]);
  return boolValue(std::isfinite(d) && d == std::floor(d));
}
static Value floatRatio(Thread *t, Value *args, size_t) {
  double d = self(args[0]);
  if (std::isinf(d))
    return raise(t, exc::OverflowError, "cannot convert Infinity to integer ratio");
  if (std::isnan(d))
    return raise(t, exc::ValueError, "cannot convert NaN to integer ratio");
  int e;
  double m = std::frexp(d, &e);
  int64_t n = int64_t(std::ldexp(m, 53));
  e -= 53;
  while (n && !(n & 1))
    n >>= 1, ++e;
  if (!n)
    e = 0;
  Value one = Value::fromSmallInt(1), num = newInt(t, n);
  Value pair[2] = {
      e > 0 ? intShiftLeft(t, num, Value::fromSmallInt(e)) : num,
      e < 0 ? intShiftLeft(t, one, Value::fromSmallInt(-e)) : one};
  if (!pair[0] || !pair[1])
    return Value::empty();
  return newTuple(t, pair, 2);
}
static Value floatHex(Thread *t, Value *args, size_t) {
  double d = self(args[0]);
  if (!std::isfinite(d))
    return floatRepr(t, d);
  if (d == 0)
    return newStrAscii(t, std::signbit(d) ? "-0x0.0p+0" : "0x0.0p+0");
  uint64_t bits = std::bit_cast<uint64_t>(d);
  int e = int(bits >> 52 & 0x7FF);
  char buf[48];
  snprintf(buf, sizeof buf, "%s0x%d.%013llxp%+d", std::signbit(d) ? "-" : "",
           e ? 1 : 0, (unsigned long long)(bits & 0xFFFFFFFFFFFFFull),
           e ? e - 1023 : -1022);
  return newStrAscii(t, buf);
}

static int hexDigit(char c) {
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}

/// 1 parsed, 0 malformed, -1 too large.
static int parseHexFloat(std::string_view s, double &out) {
  auto isSpace = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!s.empty() && isSpace(s.front()))
    s.remove_prefix(1);
  while (!s.empty() && isSpace(s.back()))
    s.remove_suffix(1);
  size_t i = 0;
  bool negative = false;
  if (i < s.size() && (s[i] == '+' || s[i] == '-'))
    negative = s[i++] == '-';
  std::string low;
  for (char c : s.substr(i))
    low += c >= 'A' && c <= 'Z' ? char(c + 32) : c;
  if (low == "inf" || low == "infinity" || low == "nan") {
    out = low == "nan" ? NAN : INFINITY;
    if (negative)
      out = -out;
    return 1;
  }
  if (i + 1 < s.size() && s[i] == '0' && (s[i + 1] | 0x20) == 'x')
    i += 2;
  uint64_t m = 0;
  bool sticky = false, any = false, point = false;
  int64_t exponent = 0;
  for (; i < s.size(); ++i) {
    if (s[i] == '.') {
      if (point)
        return 0;
      point = true;
      continue;
    }
    int h = hexDigit(s[i]);
    if (h < 0)
      break;
    any = true;
    if (m >> 60) {
      sticky |= h != 0;
      exponent += point ? 0 : 4;
    } else {
      m = m << 4 | uint64_t(h);
      exponent -= point ? 4 : 0;
    }
  }
  if (!any)
    return 0;
  if (i < s.size() && (s[i] | 0x20) == 'p') {
    ++i;
    bool minus = false;
    if (i < s.size() && (s[i] == '+' || s[i] == '-'))
      minus = s[i++] == '-';
    size_t start = i;
    int64_t e = 0;
    for (; i < s.size() && s[i] >= '0' && s[i] <= '9'; ++i)
      if (e < 1000000000)
        e = e * 10 + (s[i] - '0');
    if (i == start)
      return 0;
    exponent += minus ? -e : e;
  }
  if (i != s.size())
    return 0;
  if (!roundToDouble(m, sticky, exponent, out))
    return -1;
  if (negative)
    out = -out;
  return 1;
}

static Value floatFromHex(Thread *t, Value *args, size_t) {
  StrObject *s = requireStr(t, args[1], "fromhex() argument must be str, not %T");
  if (!s)
    return Value::empty();
  double d;
  int k = parseHexFloat(strToUtf8(Value::fromObject(s)), d);
  if (k < 0)
    return raise(t, exc::OverflowError,
                 "hexadecimal value too large to represent as a float");
  if (!k)
    return raise(t, exc::ValueError, "invalid hexadecimal floating-point string");
  Value r = newFloat(t, d);
  if (!r || args[0].as<TypeObject>() == types::float_)
    return r;
  return call(t, args[0], r);
}
static Value floatGetFormat(Thread *t, Value *args, size_t) {
  StrObject *s = requireStr(t, args[1], "__getformat__() argument must be str, not %T");
  if (!s)
    return Value::empty();
  std::string kind = strToUtf8(Value::fromObject(s));
  if (kind != "double" && kind != "float")
    return raise(t, exc::ValueError,
                 "__getformat__() argument 1 must be 'double' or 'float'");
  return newStrAscii(t, "IEEE, little-endian");
}
static Value floatGetNewArgs(Thread *t, Value *args, size_t) {
  Value f = newFloat(t, self(args[0]));
  return f ? newTuple(t, &f, 1) : f;
}
static Value getReal(Thread *t, Value v) { return newFloat(t, self(v)); }
static Value getImag(Thread *t, Value) { return newFloat(t, 0.0); }

#define FLOAT_OP(NAME, OP)                                                     \
  {"__" NAME "__", floatOperator<Dunder::OP, false>, "($self, value, /)",      \
   kPureAlloc, nullptr, kNativeSlotWrapper},                                   \
  {"__r" NAME "__", floatOperator<Dunder::OP, true>, "($self, value, /)",      \
   kPureAlloc, nullptr, kNativeSlotWrapper}
#define FLOAT_COMPARE(NAME, OP)                                                \
  {NAME, floatCompare<Dunder::OP>, "($self, value, /)", kPure, nullptr,        \
   kNativeSlotWrapper}
#define FLOAT_UNARY(NAME, FN)                                                  \
  {NAME, FN, "($self, /)", kPureAlloc, nullptr, kNativeSlotWrapper}

static const NativeDef floatMethods[] = {
    {"__new__", floatNew, "($type, x=0, /)", kEffAny, nullptr, kNativeStatic},
    FLOAT_OP("add", Add), FLOAT_OP("sub", Sub), FLOAT_OP("mul", Mul),
    FLOAT_OP("truediv", TrueDiv), FLOAT_OP("floordiv", FloorDiv),
    FLOAT_OP("mod", Mod), FLOAT_OP("divmod", DivMod),
    {"__pow__", floatPowMethod<false>, "($self, value, mod=None, /)", kPureAlloc, nullptr, kNativeSlotWrapper},
    {"__rpow__", floatPowMethod<true>, "($self, value, mod=None, /)", kPureAlloc, nullptr, kNativeSlotWrapper},
    FLOAT_COMPARE("__lt__", Lt), FLOAT_COMPARE("__le__", Le), FLOAT_COMPARE("__eq__", Eq),
    FLOAT_COMPARE("__ne__", Ne), FLOAT_COMPARE("__gt__", Gt), FLOAT_COMPARE("__ge__", Ge),
    FLOAT_UNARY("__neg__", floatNeg), FLOAT_UNARY("__pos__", floatPos),
    FLOAT_UNARY("__abs__", floatAbs), FLOAT_UNARY("__bool__", floatBool),
    FLOAT_UNARY("__int__", floatInt), FLOAT_UNARY("__float__", floatPos),
    FLOAT_UNARY("__hash__", floatHashMethod), FLOAT_UNARY("__repr__", floatReprMethod),
    {"__format__", floatFormat, "($self, format_spec, /)", kPureAlloc},
    {"__round__", floatRoundMethod, "($self, ndigits=None, /)", kEffAny},
    {"__trunc__", floatInt, "($self, /)", kPureAlloc},
    {"__floor__", floatFloor, "($self, /)", kPureAlloc},
    {"__ceil__", floatCeil, "($self, /)", kPureAlloc},
    {"__getnewargs__", floatGetNewArgs, "($self, /)", kPureAlloc},
    {"conjugate", floatPos, "($self, /)", kPureAlloc, "Return self, the complex conjugate of any float."},
    {"is_integer", floatIsInteger, "($self, /)", kPure, "Return True if the float is an integer."},
    {"as_integer_ratio", floatRatio, "($self, /)", kPureAlloc, "Return integer ratio."},
    {"hex", floatHex, "($self, /)", kPureAlloc, "Return a hexadecimal representation of a floating-point number."},
    {"fromhex", floatFromHex, "($type, string, /)", kEffAny, "Create a floating-point number from a hexadecimal string.", kNativeClass},
    {"__getformat__", floatGetFormat, "($type, typestr, /)", kEffAny, nullptr, kNativeClass},
    {nullptr, nullptr, nullptr}};
static const GetSetDef floatGetSets[] = {
    {"real", getReal, nullptr, "the real part of a complex number"},
    {"imag", getImag, nullptr, "the imaginary part of a complex number"},
    {nullptr, nullptr, nullptr}};

void initFloatType(Thread *t) {
  static const TypeSpec spec = {
      "float", Kind::Float, sizeof(FloatObject), TraceKind::NoPointers, 0, 0,
      floatMethods, floatGetSets, nullptr, kTypeBaseable,
      "Convert a string or number to a floating point number, if possible."};
  makeBuiltinType(t, spec);
}

} // namespace pyc
