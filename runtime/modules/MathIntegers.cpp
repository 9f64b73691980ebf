//===- MathIntegers.cpp - math: gcd, factorial, comb, isqrt ---------------===//
#include "runtime/modules/Math.h"

namespace pyc::math {

static Value fromMpz(Thread *t, mpz_t z) {
  Value r = newIntFromLimbs(t, mpz_limbs_read(z), int64_t(mpz_size(z)), mpz_sgn(z) < 0);
  mpz_clear(z);
  return r;
}

static Value gcdFn(Thread *t, Value *args, size_t) {
  auto *tuple = args[0].as<TupleObject>();
  Value r = Value::fromSmallInt(0);
  for (int64_t i = 0; i < tuple->length; ++i) {
    Value v = indexOf(t, tuple->items[i]);
    r = v ? intGcd(t, r, v) : v;
    if (!r)
      return r;
  }
  return r;
}
static Value lcmFn(Thread *t, Value *args, size_t) {
  auto *tuple = args[0].as<TupleObject>();
  Value r = Value::fromSmallInt(1);
  for (int64_t i = 0; i < tuple->length; ++i) {
    Value v = indexOf(t, tuple->items[i]);
    if (!v)
      return v;
    if (intIsZero(r))
      continue; // still checks the types of the rest
    if (intIsZero(v)) {
      r = v;
      continue;
    }
    Value g = intGcd(t, r, v), q;
    if (!g || !intDivMod(t, r, g, &q, nullptr))
      return Value::empty();
    r = intMul(t, q, v);
    r = r ? intAbs(t, r) : r;
    if (!r)
      return r;
  }
  return r;
}
static Value isqrtFn(Thread *t, Value *args, size_t) {
  Value n = indexOf(t, args[0]);
  if (!n)
    return n;
  if (intIsNegative(n))
    return raise(t, exc::ValueError, "isqrt() argument must be nonnegative");
  return intSqrt(t, n);
}
static Value factorialFn(Thread *t, Value *args, size_t) {
  Value n = indexOf(t, args[0]);
  if (!n)
    return n;
  if (intIsNegative(n))
    return raise(t, exc::ValueError, "factorial() not defined for negative values");
  int64_t k;
  if (!intToInt64(n, k))
    return raise(t, exc::OverflowError, "factorial() argument should not exceed %lld", (long long)INT64_MAX);
  if (k > int64_t(1) << 32)
    return raiseMemoryError(t);
  if (k <= 20) {
    uint64_t f = 1;
    for (int64_t i = 2; i <= k; ++i)
      f *= uint64_t(i);
    return newUInt(t, f);
  }
  mpz_t z;
  mpz_init(z);
  mpz_fac_ui(z, uint64_t(k));
  return fromMpz(t, z);
}

/// n and k of comb and perm. 1 proceed, 0 the result is zero, -1 raised.
static int readCounts(Thread *t, Value *args, Value &n, Value &k) {
  n = indexOf(t, args[0]);
  k = n ? indexOf(t, args[1]) : n;
  if (!k)
    return -1;
  if (intIsNegative(n)) {
    raise(t, exc::ValueError, "n must be a non-negative integer");
    return -1;
  }
  if (intIsNegative(k)) {
    raise(t, exc::ValueError, "k must be a non-negative integer");
    return -1;
  }
  return intCompare(k, n) <= 0;
}
static Value combFn(Thread *t, Value *args, size_t) {
  Value n, k;
  int go = readCounts(t, args, n, k);
  if (go <= 0)
    return go ? Value::empty() : Value::fromSmallInt(0);
  Value other = intSub(t, n, k);
  if (!other)
    return other;
  if (intCompare(other, k) < 0)
    k = other;
  int64_t count;
  if (!intToInt64(k, count))
    return raise(t, exc::OverflowError, "min(n - k, k) must not exceed %lld", (long long)INT64_MAX);
  mpz_t r;
  mpz_init(r);
  IntView x(n);
  mpz_t big;
  mpz_roinit_n(big, x.limbs, x.size);
  mpz_bin_ui(r, big, uint64_t(count));
  return fromMpz(t, r);
}
static Value permFn(Thread *t, Value *args, size_t n) {
  if (!givenNotNone(args[1]))
    return factorialFn(t, args, n);
  Value total, k;
  int go = readCounts(t, args, total, k);
  if (go <= 0)
    return go ? Value::empty() : Value::fromSmallInt(0);
  int64_t count;
  if (!intToInt64(k, count))
    return raise(t, exc::OverflowError, "k must not exceed %lld", (long long)INT64_MAX);
  Value r = Value::fromSmallInt(1);
  for (int64_t i = 0; i < count; ++i) {
    Value f = intSub(t, total, Value::fromSmallInt(i));
    r = f ? intMul(t, r, f) : f;
    if (!r)
      return r;
  }
  return r;
}

const NativeDef integerFunctions[] = {
    {"gcd", gcdFn, "(*integers)", kEffAny, "Greatest Common Divisor."},
    {"lcm", lcmFn, "(*integers)", kEffAny, "Least Common Multiple."},
    {"isqrt", isqrtFn, "(n, /)", kPureAlloc | kEffExactArgs, "Return the integer part of the square root of the input."},
    {"factorial", factorialFn, "(x, /)", kPureAlloc | kEffExactArgs, "Find x!."},
    {"comb", combFn, "(n, k, /)", kPureAlloc | kEffExactArgs, "Number of ways to choose k items from n items without repetition and without order."},
    {"perm", permFn, "(n, k=None, /)", kPureAlloc | kEffExactArgs, "Number of ways to choose k items from n items without repetition and with order."},
    {nullptr, nullptr, nullptr}};

} // namespace pyc::math
