//===- FloatObject.cpp - Arithmetic and comparison of floats --------------===//
//
// Python's float semantics where they differ from C's: floor division and
// modulo with the divisor's sign, powers that go complex or raise, comparison
// with ints of any size by exact value, and a hash that equals the int's for
// integral floats.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/NumStr.h"
#include <cmath>

namespace pyc {

Value newFloatSlow(Thread *t, double d) {
  auto *f = gcAllocate<FloatObject>(t, sizeof(FloatObject), shapes::float_);
  if (!f)
    return Value::empty();
  f->value = d;
  return Value::fromObject(f);
}

bool asExactFloat(Value v, double &out) {
  if (v.isFloat()) {
    out = v.asFloat();
    return true;
  }
  if (!v.isObject())
    return false;
  if (!isExact(v, shapes::float_)) {
    if (!(v.asObject()->shape()->flags & kShapeWraps))
      return false;
    v = payloadOf(v);
    if (!isFloatExact(v))
      return false;
  }
  out = floatValue(v);
  return true;
}

int toDoubleOperand(Thread *t, Value v, double &out) {
  if (asExactFloat(v, out))
    return 1;
  Value i = asExactInt(v);
  if (!i)
    return 0;
  return intToDouble(t, i, out) ? 1 : -1;
}

bool asDouble(Thread *t, Value v, double &out) {
  int k = toDoubleOperand(t, v, out);
  if (k)
    return k > 0;
  TypeObject *type = typeOf(v);
  if (lookupDunder(type, Dunder::Float)) {
    Value r = callDunder(t, v, Dunder::Float, nullptr, 0);
    if (!r)
      return false;
    if (asExactFloat(r, out))
      return true;
    raise(t, exc::TypeError, "%T.__float__ returned non-float (type %T)", v, r);
    return false;
  }
  if (lookupDunder(type, Dunder::Index)) {
    Value i = indexOf(t, v);
    return i && intToDouble(t, i, out);
  }
  raise(t, exc::TypeError, "must be real number, not %T", v);
  return false;
}

double floatMod(double a, double b) {
  double m = std::fmod(a, b);
  if (m) {
    if ((b < 0) != (m < 0))
      m += b;
  } else {
    m = std::copysign(0.0, b);
  }
  return m;
}

static void floatDivMod(double a, double b, double &q, double &m) {
  m = std::fmod(a, b);
  double div = (a - m) / b;
  if (m) {
    if ((b < 0) != (m < 0)) {
      m += b;
      div -= 1.0;
    }
  } else {
    m = std::copysign(0.0, b);
  }
  if (div) {
    q = std::floor(div);
    if (div - q > 0.5)
      q += 1.0;
  } else {
    q = std::copysign(0.0, a / b);
  }
}

double floatFloorDiv(double a, double b) {
  double q, m;
  floatDivMod(a, b, q, m);
  return q;
}

static Value raiseRange(Thread *t) {
  Value args[2] = {Value::fromSmallInt(34),
                   newStr(t, "Numerical result out of range")};
  return args[1] ? raiseWithArgs(t, exc::OverflowError, args, 2) : Value::empty();
}

bool floatPow(Thread *t, double a, double b, double &out) {
  if (b == 0 || a == 1.0) {
    out = 1.0;
    return true;
  }
  if (a == 0 && b < 0 && std::isfinite(b)) {
    raise(t, exc::ZeroDivisionError, "0.0 cannot be raised to a negative power");
    return false;
  }
  out = std::pow(a, b);
  if (std::isinf(out) && std::isfinite(a) && std::isfinite(b) && a != 0) {
    raiseRange(t);
    return false;
  }
  if (a == 0 && std::isinf(b) && b < 0)
    out = INFINITY;
  return true;
}

Value floatBinary(Thread *t, Dunder op, double a, double b) {
  double q, m;
  switch (op) {
  case Dunder::Add:
    return newFloat(t, a + b);
  case Dunder::Sub:
    return newFloat(t, a - b);
  case Dunder::Mul:
    return newFloat(t, a * b);
  case Dunder::TrueDiv:
    if (b == 0)
      return raise(t, exc::ZeroDivisionError, "float division by zero");
    return newFloat(t, a / b);
  case Dunder::FloorDiv:
    if (b == 0)
      return raise(t, exc::ZeroDivisionError, "float floor division by zero");
    return newFloat(t, floatFloorDiv(a, b));
  case Dunder::Mod:
    if (b == 0)
      return raise(t, exc::ZeroDivisionError, "float modulo");
    return newFloat(t, floatMod(a, b));
  case Dunder::DivMod: {
    if (b == 0)
      return raise(t, exc::ZeroDivisionError, "float divmod()");
    floatDivMod(a, b, q, m);
    Value pair[2] = {newFloat(t, q), newFloat(t, m)};
    if (!pair[0] || !pair[1])
      return Value::empty();
    return newTuple(t, pair, 2);
  }
  case Dunder::Pow:
    // A negative base with a fractional exponent has a complex result.
    if (a < 0 && std::isfinite(a) && std::isfinite(b) && b != std::floor(b))
      return complexPow(t, {a, 0.0}, {b, 0.0});
    return floatPow(t, a, b, q) ? newFloat(t, q) : Value::empty();
  default:
    return NotImplemented;
  }
}

int compareIntFloat(Value i, double d) {
  if (std::isnan(d))
    return 2;
  if (i.isInt()) {
    int64_t n = i.asInt();
    if (n >= -(int64_t(1) << 53) && n <= (int64_t(1) << 53))
      return (double(n) > d) - (double(n) < d);
    if (d >= 0x1p61)
      return -1;
    if (d < -0x1p61)
      return 1;
    // |n| > 2^53, and a double this size close to n is integral.
    double whole = std::trunc(d);
    int64_t k = int64_t(whole);
    if (n != k)
      return n < k ? -1 : 1;
    return (whole > d) - (whole < d);
  }
  bool negative = intIsNegative(i);
  if (std::isinf(d))
    return d > 0 ? -1 : 1;
  if ((d < 0) != negative || std::fabs(d) < 0x1p61)
    return negative ? -1 : 1;
  // Both of one sign and large: d is an integer; compare bit lengths, then bits.
  IntView x(i);
  int e;
  double m = std::frexp(std::fabs(d), &e);
  int64_t bits = int64_t(x.bitLength());
  int c;
  if (bits != e) {
    c = bits < e ? -1 : 1;
  } else {
    uint64_t limbs[18] = {};
    uint64_t mant = uint64_t(std::ldexp(m, 53));
    int shift = e - 53;
    limbs[shift / 64] = mant << (shift % 64);
    if (shift % 64 > 11)
      limbs[shift / 64 + 1] = mant >> (64 - shift % 64);
    c = mpn_cmp(x.limbs, limbs, x.size);
    c = (c > 0) - (c < 0);
  }
  return negative ? -c : c;
}

uint64_t floatHash(double d) {
  constexpr uint64_t p = (uint64_t(1) << 61) - 1;
  if (std::isinf(d))
    return d > 0 ? 314159 : uint64_t(int64_t(-314159));
  if (std::isnan(d))
    return 0;
  if (d == std::trunc(d) && std::fabs(d) < 0x1p60) {
    int64_t i = int64_t(d);
    return uint64_t(i == -1 ? -2 : i);
  }
  // d = m * 2^e with m odd-ish 53 bit integer: multiply modulo 2^61 - 1, where
  // 2^61 = 1.
  int e;
  double m = std::frexp(std::fabs(d), &e);
  uint64_t x = uint64_t(std::ldexp(m, 53));
  e -= 53;
  int r = e % 61;
  if (r < 0)
    r += 61;
  x = ((x << r) & p) | (r ? x >> (61 - r) : 0);
  if (x >= p)
    x -= p;
  int64_t h = d < 0 ? -int64_t(x) : int64_t(x);
  return uint64_t(h == -1 ? -2 : h);
}

} // namespace pyc
