//===- BigIntArith.cpp - Arithmetic on ints of any size -------------------===//
//
// An int is a 62-bit immediate or a BigIntObject of 64-bit limbs; every
// function here takes either and gives back a normalised int. The limb work is
// done by GMP's mpn functions, straight on the heap objects: these never call
// back and never collect, so interior pointers may be held across them (the
// stack pins the objects anyway).
//
// Python's division floors and its bit operations see infinite two's
// complement; mpn has truncating division and magnitudes. The conversions are
// the only interesting code here.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/NumStr.h"
#include <cmath>

namespace pyc {

BigIntObject *newBigIntBuffer(Thread *t, int64_t limbs) {
  if (limbs > (int64_t(1) << 40)) {
    raiseMemoryError(t);
    return nullptr;
  }
  auto *b = gcAllocate<BigIntObject>(
      t, sizeof(BigIntObject) + size_t(limbs) * 8, shapes::bigint);
  if (b)
    b->signedSize = limbs;
  return b;
}

Value normaliseBig(BigIntObject *b, int64_t n, bool negative) {
  while (n && !b->limbs[n - 1])
    --n;
  if (n == 0)
    return Value::fromSmallInt(0);
  if (n == 1) {
    uint64_t m = b->limbs[0];
    if (m <= uint64_t(Value::kMaxInt))
      return Value::fromSmallInt(negative ? -int64_t(m) : int64_t(m));
    if (negative && m == uint64_t(Value::kMaxInt) + 1)
      return Value::fromSmallInt(Value::kMinInt);
  }
  b->signedSize = negative ? -n : n;
  return Value::fromObject(b);
}

Value newIntFromLimbs(Thread *t, const uint64_t *limbs, int64_t n,
                      bool negative) {
  while (n && !limbs[n - 1])
    --n;
  if (n == 0)
    return Value::fromSmallInt(0);
  if (n == 1 && limbs[0] <= uint64_t(Value::kMaxInt))
    return Value::fromSmallInt(negative ? -int64_t(limbs[0])
                                        : int64_t(limbs[0]));
  BigIntObject *b = newBigIntBuffer(t, n);
  if (!b)
    return Value::empty();
  memcpy(b->limbs, limbs, size_t(n) * 8);
  return normaliseBig(b, n, negative);
}

Value newIntSlow(Thread *t, int64_t i) {
  uint64_t m = i < 0 ? -uint64_t(i) : uint64_t(i);
  return newIntFromLimbs(t, &m, 1, i < 0);
}
Value newUInt(Thread *t, uint64_t i) { return newIntFromLimbs(t, &i, 1, false); }

bool intToInt64(Value v, int64_t &out) {
  if (v.isInt()) {
    out = v.asInt();
    return true;
  }
  IntView x(v);
  if (x.size != 1)
    return false;
  if (x.negative) {
    if (x.limbs[0] > uint64_t(1) << 63)
      return false;
    out = static_cast<int64_t>(-x.limbs[0]);
    return true;
  }
  if (x.limbs[0] >> 63)
    return false;
  out = static_cast<int64_t>(x.limbs[0]);
  return true;
}

int64_t intSign(Value v) {
  if (v.isInt())
    return (v.asInt() > 0) - (v.asInt() < 0);
  return v.as<BigIntObject>()->signedSize < 0 ? -1 : 1;
}

static int compareMagnitude(const IntView &a, const IntView &b) {
  if (a.size != b.size)
    return a.size < b.size ? -1 : 1;
  int c = a.size ? mpn_cmp(a.limbs, b.limbs, a.size) : 0;
  return (c > 0) - (c < 0);
}

int intCompare(Value a, Value b) {
  if (a.isInt() && b.isInt())
    return (a.asInt() > b.asInt()) - (a.asInt() < b.asInt());
  IntView x(a), y(b);
  if (x.negative != y.negative)
    return x.negative ? -1 : 1;
  int c = compareMagnitude(x, y);
  return x.negative ? -c : c;
}

//===-- addition ------------------------------------------------------------===//
static Value addSigned(Thread *t, const IntView &a, const IntView &b,
                       bool bNegative) {
  const IntView *x = &a, *y = &b;
  bool xNegative = a.negative, yNegative = bNegative;
  if (compareMagnitude(a, b) < 0) {
    std::swap(x, y);
    std::swap(xNegative, yNegative);
  }
  BigIntObject *r = newBigIntBuffer(t, x->size + 1);
  if (!r)
    return Value::empty();
  if (x->size == 0)
    return Value::fromSmallInt(0);
  if (xNegative == yNegative) {
    r->limbs[x->size] = y->size
                            ? mpn_add(r->limbs, x->limbs, x->size, y->limbs, y->size)
                            : (mpn_copyi(r->limbs, x->limbs, x->size), 0);
    return normaliseBig(r, x->size + 1, xNegative);
  }
  if (y->size)
    mpn_sub(r->limbs, x->limbs, x->size, y->limbs, y->size);
  else
    mpn_copyi(r->limbs, x->limbs, x->size);
  return normaliseBig(r, x->size, xNegative);
}

Value intAdd(Thread *t, Value a, Value b) {
  if (a.isInt() && b.isInt())
    return newInt(t, a.asInt() + b.asInt());
  IntView x(a), y(b);
  return addSigned(t, x, y, y.negative);
}
Value intSub(Thread *t, Value a, Value b) {
  if (a.isInt() && b.isInt())
    return newInt(t, a.asInt() - b.asInt());
  IntView x(a), y(b);
  return addSigned(t, x, y, !y.negative);
}

Value intNegate(Thread *t, Value a) {
  if (a.isInt())
    return newInt(t, -a.asInt());
  IntView x(a);
  return newIntFromLimbs(t, x.limbs, x.size, !x.negative);
}
Value intAbs(Thread *t, Value a) {
  return intIsNegative(a) ? intNegate(t, a) : a;
}

// GMP takes scratch memory from malloc and aborts when there is none: ask
// before, where it would be much.
bool roomForScratch(Thread *t, int64_t limbs) {
  if (limbs < 1 << 16)
    return true;
  void *volatile p = malloc(static_cast<size_t>(limbs) * 8 * 4); // not elided
  bool room = p != nullptr;
  free(p);
  if (!room)
    (void)raiseMemoryError(t);
  return room;
}

//===-- multiplication --------------------------------------------------------===//
Value intMul(Thread *t, Value a, Value b) {
  if (a.isInt() && b.isInt()) {
    __int128 p = static_cast<__int128>(a.asInt()) * b.asInt();
    int64_t low = static_cast<int64_t>(p);
    if (PYC_LIKELY(low == p))
      return newInt(t, low);
    bool negative = p < 0;
    unsigned __int128 m = negative ? -static_cast<unsigned __int128>(p)
                                   : static_cast<unsigned __int128>(p);
    uint64_t limbs[2] = {static_cast<uint64_t>(m),
                         static_cast<uint64_t>(m >> 64)};
    return newIntFromLimbs(t, limbs, 2, negative);
  }
  IntView x(a), y(b);
  if (!x.size || !y.size)
    return Value::fromSmallInt(0);
  BigIntObject *r = newBigIntBuffer(t, x.size + y.size);
  if (!r || !roomForScratch(t, x.size + y.size))
    return Value::empty();
  if (a == b)
    mpn_sqr(r->limbs, x.limbs, x.size);
  else if (x.size >= y.size)
    mpn_mul(r->limbs, x.limbs, x.size, y.limbs, y.size);
  else
    mpn_mul(r->limbs, y.limbs, y.size, x.limbs, x.size);
  return normaliseBig(r, x.size + y.size, x.negative != y.negative);
}

//===-- division ----------------------------------------------------------------===//
bool intDivMod(Thread *t, Value a, Value b, Value *quotient, Value *remainder) {
  if (intIsZero(b)) {
    raise(t, exc::ZeroDivisionError,
          quotient ? "integer division or modulo by zero"
                   : "integer modulo by zero");
    return false;
  }
  if (a.isInt() && b.isInt()) {
    int64_t x = a.asInt(), y = b.asInt();
    int64_t q = x / y, r = x - q * y;
    if (r && (r ^ y) < 0) {
      --q;
      r += y;
    }
    if (remainder)
      *remainder = Value::fromSmallInt(r);
    if (quotient) {
      *quotient = newInt(t, q); // kMinInt / -1 does not fit
      return bool(*quotient);
    }
    return true;
  }
  IntView x(a), y(b);
  if (compareMagnitude(x, y) < 0) {
    // |a| < |b|: the truncated quotient is 0.
    if (x.size == 0 || x.negative == y.negative) {
      if (quotient)
        *quotient = Value::fromSmallInt(0);
      if (remainder)
        *remainder = a;
      return true;
    }
    if (quotient)
      *quotient = Value::fromSmallInt(-1);
    if (remainder) {
      *remainder = intAdd(t, a, b);
      return bool(*remainder);
    }
    return true;
  }
  int64_t qn = x.size - y.size + 1;
  BigIntObject *q = newBigIntBuffer(t, qn + 1);
  BigIntObject *r = q ? newBigIntBuffer(t, y.size) : nullptr;
  if (!r || !roomForScratch(t, 2 * x.size))
    return false;
  mpn_tdiv_qr(q->limbs, r->limbs, 0, x.limbs, x.size, y.limbs, y.size);
  bool inexact = false;
  for (int64_t i = 0; i < y.size && !inexact; ++i)
    inexact = r->limbs[i] != 0;
  bool floorDown = inexact && x.negative != y.negative;
  if (floorDown) {
    q->limbs[qn] = mpn_add_1(q->limbs, q->limbs, qn, 1);
    // The result has the divisor's sign: |b| - |r|.
    mpn_sub_n(r->limbs, y.limbs, r->limbs, y.size);
  } else {
    q->limbs[qn] = 0;
  }
  if (quotient)
    *quotient = normaliseBig(q, qn + 1, x.negative != y.negative);
  if (remainder)
    *remainder = normaliseBig(r, y.size, y.negative);
  return true;
}

/// Correctly rounded a / b: scale so that the integer quotient has at least 55
/// bits, keep the rest as a sticky bit, and round once.
bool intTrueDivide(Thread *t, Value a, Value b, double &out) {
  if (intIsZero(b)) {
    raise(t, exc::ZeroDivisionError, "division by zero");
    return false;
  }
  constexpr int64_t exact = int64_t(1) << 53;
  if (a.isInt() && b.isInt() && a.asInt() <= exact && a.asInt() >= -exact &&
      b.asInt() <= exact && b.asInt() >= -exact) {
    out = double(a.asInt()) / double(b.asInt());
    return true;
  }
  IntView x(a), y(b);
  if (!x.size) {
    out = y.negative ? -0.0 : 0.0;
    return true;
  }
  int64_t shift = 64 - (int64_t(x.bitLength()) - int64_t(y.bitLength()));
  // Numerator x << shift (or denominator << -shift) gives 64 or 65 bits; the
  // shift is chosen one less so that the quotient fits one limb.
  --shift;
  int64_t nl = x.size + (shift > 0 ? shift / 64 + 1 : 0);
  int64_t dl = y.size + (shift < 0 ? -shift / 64 + 1 : 0);
  LimbBuffer n(nl + 1), d(dl + 1), q(nl + 2), r(dl + 1);
  if (n.failed() || d.failed() || q.failed() || r.failed()) {
    raiseMemoryError(t);
    return false;
  }
  auto shifted = [](uint64_t *dst, int64_t dn, const IntView &v, int64_t by) {
    mpn_zero(dst, dn);
    int64_t words = by / 64, bits = by % 64;
    if (bits) {
      uint64_t c = mpn_lshift(dst + words, v.limbs, v.size, unsigned(bits));
      if (words + v.size < dn)
        dst[words + v.size] = c;
    } else {
      mpn_copyi(dst + words, v.limbs, v.size);
    }
    while (dn && !dst[dn - 1])
      --dn;
    return dn;
  };
  nl = shifted(n, nl, x, shift > 0 ? shift : 0);
  dl = shifted(d, dl, y, shift < 0 ? -shift : 0);
  uint64_t top;
  bool sticky = false;
  if (nl < dl) {
    top = 0;
    sticky = true;
  } else {
    mpn_tdiv_qr(q, r, 0, n, nl, d, dl);
    top = q[0];
    for (int64_t i = 0; i < dl; ++i)
      sticky |= r[i] != 0;
  }
  if (!roundToDouble(top, sticky, -shift, out)) {
    raise(t, exc::OverflowError, "integer division result too large for a float");
    return false;
  }
  if (x.negative != y.negative)
    out = -out;
  return true;
}

bool roundToDouble(uint64_t m, bool sticky, int64_t exponent, double &out) {
  if (!m) {
    out = 0.0;
    return true;
  }
  int bits = 64 - __builtin_clzll(m);
  int64_t top = exponent + bits; // value in [2^(top-1), 2^top)
  if (top > 1024)
    return false;
  int64_t keep = 53;
  if (top < -1021)
    keep = 53 - (-1021 - top); // subnormal: fewer bits
  if (keep < 0) {
    out = 0.0;
    return true;
  }
  int64_t drop = bits - keep;
  if (drop > 0) {
    uint64_t half = uint64_t(1) << (drop - 1);
    uint64_t rest = drop == 64 ? m : m & ((half << 1) - 1);
    uint64_t kept = drop == 64 ? 0 : m >> drop;
    if (rest > half || (rest == half && (sticky || (kept & 1))))
      ++kept;
    m = kept;
    exponent += drop;
  }
  out = std::ldexp(double(m), int(exponent));
  return !std::isinf(out);
}

bool intToDouble(Thread *t, Value v, double &out) {
  if (v.isInt()) {
    out = double(v.asInt());
    return true;
  }
  IntView x(v);
  uint64_t m = x.limbs[x.size - 1];
  int lead = __builtin_clzll(m);
  int64_t exponent = (x.size - 1) * 64 - lead;
  bool sticky = false;
  if (lead)
    m <<= lead;
  if (x.size > 1) {
    uint64_t next = x.limbs[x.size - 2];
    if (lead) {
      m |= next >> (64 - lead);
      next <<= lead;
    }
    sticky = next != 0;
    for (int64_t i = 0; i < x.size - 2 && !sticky; ++i)
      sticky = x.limbs[i] != 0;
  }
  if (!roundToDouble(m, sticky, exponent, out)) {
    if (t)
      raise(t, exc::OverflowError, "int too large to convert to float");
    return false;
  }
  if (x.negative)
    out = -out;
  return true;
}

double intFrexp(Value v, int64_t &exponent) {
  IntView x(v);
  if (!x.size) {
    exponent = 0;
    return 0.0;
  }
  exponent = int64_t(x.bitLength());
  uint64_t m = x.limbs[x.size - 1];
  int lead = __builtin_clzll(m);
  bool sticky = false;
  m <<= lead;
  if (x.size > 1) {
    uint64_t next = x.limbs[x.size - 2];
    if (lead) {
      m |= next >> (64 - lead);
      next <<= lead;
    }
    sticky = next != 0;
    for (int64_t i = 0; i < x.size - 2 && !sticky; ++i)
      sticky = x.limbs[i] != 0;
  }
  double d;
  if (!roundToDouble(m, sticky, -64, d))
    d = 1.0;
  if (d == 1.0) {
    d = 0.5;
    ++exponent;
  }
  return x.negative ? -d : d;
}

Value intFromDouble(Thread *t, double d) {
  if (std::isnan(d))
    return raise(t, exc::ValueError, "cannot convert float NaN to integer");
  if (std::isinf(d))
    return raise(t, exc::OverflowError, "cannot convert float infinity to integer");
  d = std::trunc(d);
  if (std::fabs(d) < 0x1p61)
    return Value::fromSmallInt(int64_t(d));
  int e;
  uint64_t m = uint64_t(std::ldexp(std::frexp(std::fabs(d), &e), 53));
  int shift = e - 53;
  uint64_t limbs[18] = {};
  limbs[shift / 64] = m << (shift % 64);
  if (shift % 64 > 11)
    limbs[shift / 64 + 1] = m >> (64 - shift % 64);
  return newIntFromLimbs(t, limbs, shift / 64 + 2, d < 0);
}

//===-- powers ------------------------------------------------------------------===//
Value intPow(Thread *t, Value a, Value b) {
  int64_t e;
  if (!intToInt64(b, e)) {
    if (a.isInt() && a.asInt() >= -1 && a.asInt() <= 1)
      return Value::fromSmallInt(a.asInt() == -1 && !intIsOdd(b) ? 1 : a.asInt());
    return raiseMemoryError(t);
  }
  if (a.isInt() && a.asInt() == 2)
    return intShiftLeft(t, Value::fromSmallInt(1), b);
  Value result = Value::fromSmallInt(1), power = a;
  while (true) {
    if (e & 1) {
      result = intMul(t, result, power);
      if (!result)
        return result;
    }
    e >>= 1;
    if (!e)
      return result;
    if (power.isInt() && power.asInt() >= -1 && power.asInt() <= 1) {
      power = power.asInt() == 0 ? power : Value::fromSmallInt(1);
      continue;
    }
    power = intMul(t, power, power);
    if (!power)
      return power;
  }
}

Value intPowMod(Thread *t, Value a, Value b, Value m) {
  if (intIsZero(m))
    return raise(t, exc::ValueError, "pow() 3rd argument cannot be 0");
  IntView x(a), y(b), z(m);
  mpz_t base, exponent, modulus, r;
  mpz_roinit_n(base, x.limbs, x.negative ? -x.size : x.size);
  mpz_roinit_n(exponent, y.limbs, y.negative ? -y.size : y.size);
  mpz_roinit_n(modulus, z.limbs, z.size); // magnitude
  mpz_init(r);
  bool invertible = true;
  if (y.negative) {
    if (z.size == 1 && z.limbs[0] == 1) {
      mpz_set_ui(r, 0);
    } else {
      invertible = mpz_invert(r, base, modulus);
      if (invertible) {
        mpz_t positive;
        mpz_roinit_n(positive, y.limbs, y.size);
        mpz_powm(r, r, positive, modulus);
      }
    }
  } else {
    mpz_powm(r, base, exponent, modulus);
  }
  Value result;
  if (!invertible)
    result = raise(t, exc::ValueError,
                   "base is not invertible for the given modulus");
  else
    result = newIntFromLimbs(t, mpz_limbs_read(r), int64_t(mpz_size(r)), false);
  mpz_clear(r);
  // powm leaves the result in [0, |m|); Python's has the modulus's sign.
  if (result && z.negative && !intIsZero(result))
    result = intAdd(t, result, m);
  return result;
}

Value intGcd(Thread *t, Value a, Value b) {
  if (a.isInt() && b.isInt()) {
    uint64_t x = uint64_t(std::llabs(a.asInt())), y = uint64_t(std::llabs(b.asInt()));
    while (y) {
      uint64_t r = x % y;
      x = y;
      y = r;
    }
    return newUInt(t, x);
  }
  if (intIsZero(a))
    return intAbs(t, b);
  if (intIsZero(b))
    return intAbs(t, a);
  IntView x(a), y(b);
  mpz_t u, v, r;
  mpz_roinit_n(u, x.limbs, x.size);
  mpz_roinit_n(v, y.limbs, y.size);
  mpz_init(r);
  mpz_gcd(r, u, v);
  Value result =
      newIntFromLimbs(t, mpz_limbs_read(r), int64_t(mpz_size(r)), false);
  mpz_clear(r);
  return result;
}

Value intSqrt(Thread *t, Value a) {
  IntView x(a);
  if (!x.size)
    return a;
  BigIntObject *r = newBigIntBuffer(t, (x.size + 1) / 2);
  if (!r)
    return Value::empty();
  mpn_sqrtrem(r->limbs, nullptr, x.limbs, x.size);
  return normaliseBig(r, (x.size + 1) / 2, false);
}

//===-- shifts and bits ------------------------------------------------------------===//
Value intShiftLeft(Thread *t, Value a, Value count) {
  int64_t n;
  if (intIsNegative(count))
    return raise(t, exc::ValueError, "negative shift count");
  if (intIsZero(a))
    return a;
  if (!intToInt64(count, n))
    return raiseMemoryError(t);
  if (a.isInt() && n < 62) {
    __int128 p = static_cast<__int128>(a.asInt()) << n;
    if (p >= Value::kMinInt && p <= Value::kMaxInt)
      return Value::fromSmallInt(int64_t(p));
  }
  IntView x(a);
  int64_t words = n / 64;
  unsigned bits = n % 64;
  if (words > (int64_t(1) << 40))
    return raiseMemoryError(t);
  BigIntObject *r = newBigIntBuffer(t, words + x.size + 1);
  if (!r)
    return Value::empty();
  mpn_zero(r->limbs, words);
  r->limbs[words + x.size] = 0;
  if (bits)
    r->limbs[words + x.size] =
        mpn_lshift(r->limbs + words, x.limbs, x.size, bits);
  else
    mpn_copyi(r->limbs + words, x.limbs, x.size);
  return normaliseBig(r, words + x.size + 1, x.negative);
}

Value intShiftRight(Thread *t, Value a, Value count) {
  int64_t n;
  if (intIsNegative(count))
    return raise(t, exc::ValueError, "negative shift count");
  Value allOut = Value::fromSmallInt(intIsNegative(a) ? -1 : 0);
  if (!intToInt64(count, n))
    return allOut;
  if (a.isInt())
    return n >= 63 ? allOut : Value::fromSmallInt(a.asInt() >> n);
  IntView x(a);
  int64_t words = n / 64;
  unsigned bits = n % 64;
  if (words >= x.size)
    return allOut;
  bool lost = false;
  for (int64_t i = 0; i < words && !lost; ++i)
    lost = x.limbs[i] != 0;
  if (bits && !lost)
    lost = x.limbs[words] << (64 - bits);
  int64_t size = x.size - words;
  BigIntObject *r = newBigIntBuffer(t, size + 1);
  if (!r)
    return Value::empty();
  if (bits)
    mpn_rshift(r->limbs, x.limbs + words, size, bits);
  else
    mpn_copyi(r->limbs, x.limbs + words, size);
  r->limbs[size] = 0;
  if (x.negative && lost) // floor
    r->limbs[size] = mpn_add_1(r->limbs, r->limbs, size, 1);
  return normaliseBig(r, size + 1, x.negative);
}

/// Two's complement of v in n limbs (n > v.size).
static void toTwos(uint64_t *dst, int64_t n, const IntView &v) {
  mpn_copyi(dst, v.limbs, v.size);
  mpn_zero(dst + v.size, n - v.size);
  if (v.negative)
    mpn_neg(dst, dst, n);
}

Value intBitwise(Thread *t, Dunder op, Value a, Value b) {
  if (a.isInt() && b.isInt()) {
    uint64_t bits = op == Dunder::And  ? a.bits & b.bits
                    : op == Dunder::Or ? a.bits | b.bits
                                       : a.bits ^ b.bits;
    return Value::fromBits(bits);
  }
  IntView x(a), y(b);
  int64_t n = (x.size > y.size ? x.size : y.size) + 1;
  if (op == Dunder::And && !x.negative && !y.negative)
    n = (x.size < y.size ? x.size : y.size) + 1; // mask: only the low limbs
  BigIntObject *r = newBigIntBuffer(t, n);
  if (!r)
    return Value::empty();
  LimbBuffer p(n + 1), q(n + 1);
  if (p.failed() || q.failed())
    return raiseMemoryError(t);
  auto load = [n](uint64_t *dst, const IntView &v) {
    if (v.size < n)
      return toTwos(dst, n, v);
    mpn_copyi(dst, v.limbs, n); // only for And of non-negatives
  };
  load(p, x);
  load(q, y);
  if (op == Dunder::And)
    mpn_and_n(r->limbs, p, q, n);
  else if (op == Dunder::Or)
    mpn_ior_n(r->limbs, p, q, n);
  else
    mpn_xor_n(r->limbs, p, q, n);
  bool negative = op == Dunder::And  ? x.negative && y.negative
                  : op == Dunder::Or ? x.negative || y.negative
                                     : x.negative != y.negative;
  if (negative)
    mpn_neg(r->limbs, r->limbs, n);
  return normaliseBig(r, n, negative);
}

uint64_t intHash(Value v) {
  constexpr uint64_t p = (uint64_t(1) << 61) - 1;
  if (v.isInt()) {
    int64_t i = v.asInt();
    if (i > -int64_t(p) && i < int64_t(p))
      return uint64_t(i == -1 ? -2 : i);
  }
  IntView x(v);
  // 2^64 = 8 (mod 2^61 - 1).
  unsigned __int128 h = 0;
  for (int64_t i = x.size; i-- > 0;)
    h = ((h << 64) + x.limbs[i]) % p;
  int64_t r = int64_t(h);
  if (x.negative)
    r = -r;
  if (r == -1)
    r = -2;
  return uint64_t(r);
}

} // namespace pyc
