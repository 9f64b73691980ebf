//===- MathSums.cpp - math: fsum, hypot, dist, prod -----------------------===//
//
// fsum keeps a list of non-overlapping partial sums (Shewchuk 1997), so that
// the result is the exact sum rounded once. hypot and dist add squares in
// double-double arithmetic and correct the root once, which is right to the
// last bit but for the rarest ties.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/Math.h"
#include <cmath>
#include <vector>

namespace pyc::math {

static Value fsumFn(Thread *t, Value *args, size_t) {
  Value it = getIter(t, args[0]);
  if (!it)
    return it;
  std::vector<double> partials;
  double specials = 0, infinities = 0;
  while (Value item = iterNext(t, it)) {
    double x;
    if (!asDouble(t, item, x))
      return Value::empty();
    double original = x;
    size_t kept = 0;
    for (double y : partials) {
      if (std::fabs(x) < std::fabs(y))
        std::swap(x, y);
      double hi = x + y, lo = y - (hi - x);
      if (lo)
        partials[kept++] = lo;
      x = hi;
    }
    partials.resize(kept);
    if (x != 0) {
      if (!std::isfinite(x)) {
        if (std::isfinite(original))
          return raise(t, exc::OverflowError, "intermediate overflow in fsum");
        if (std::isinf(original))
          infinities += original;
        specials += original;
        partials.clear();
      } else {
        partials.push_back(x);
      }
    }
  }
  if (!t->pending.isEmpty())
    return Value::empty();
  if (specials != 0) {
    if (std::isnan(infinities))
      return raise(t, exc::ValueError, "-inf + inf in fsum");
    return newFloat(t, specials);
  }
  double hi = 0;
  size_t n = partials.size();
  if (n) {
    hi = partials[--n];
    double lo = 0;
    while (n) {
      double x = hi, y = partials[--n];
      hi = x + y;
      lo = y - (hi - x);
      if (lo)
        break;
    }
    // A half-way case is decided by the next partial.
    if (n && ((lo < 0 && partials[n - 1] < 0) || (lo > 0 && partials[n - 1] > 0))) {
      double y = lo * 2, x = hi + y;
      if (y == x - hi)
        hi = x;
    }
  }
  return newFloat(t, hi);
}

/// Euclidean norm.
static double norm(const std::vector<double> &v) {
  double most = 0;
  bool nan = false, inf = false;
  for (double x : v) {
    nan |= std::isnan(x);
    inf |= std::isinf(x);
    most = std::fmax(most, std::fabs(x));
  }
  if (inf)
    return INFINITY;
  if (nan)
    return NAN;
  if (most == 0 || v.size() == 1)
    return most;
  int e;
  std::frexp(most, &e);
  double hi = 0, lo = 0;
  for (double x : v) {
    x = std::ldexp(x, -e);
    double square = x * x, error = std::fma(x, x, -square);
    double sum = hi + square;
    double part = std::fabs(hi) >= square ? square - (sum - hi) : hi - (sum - square);
    hi = sum;
    lo += error + part;
  }
  double root = std::sqrt(hi + lo);
  double rest = std::fma(-root, root, hi) + lo;
  return std::ldexp(root + rest / (2 * root), e);
}

static bool numbers(Thread *t, Value tuple, std::vector<double> &out) {
  auto *items = tuple.as<TupleObject>();
  for (int64_t i = 0; i < items->length; ++i) {
    double x;
    if (!asDouble(t, items->items[i], x))
      return false;
    out.push_back(x);
  }
  return true;
}
static Value hypotFn(Thread *t, Value *args, size_t) {
  std::vector<double> v;
  return numbers(t, args[0], v) ? newFloat(t, norm(v)) : Value::empty();
}
static Value distFn(Thread *t, Value *args, size_t) {
  std::vector<double> p, q;
  Value a = isExact(args[0], shapes::tuple) ? args[0] : tupleFrom(t, args[0]);
  Value b = a ? isExact(args[1], shapes::tuple) ? args[1] : tupleFrom(t, args[1]) : a;
  if (!b)
    return b;
  if (a.as<TupleObject>()->length != b.as<TupleObject>()->length)
    return raise(t, exc::ValueError, "both points must have the same number of dimensions");
  if (!numbers(t, a, p) || !numbers(t, b, q))
    return Value::empty();
  for (size_t i = 0; i < p.size(); ++i)
    p[i] = std::fabs(p[i] - q[i]);
  return newFloat(t, norm(p));
}
static Value prodFn(Thread *t, Value *args, size_t) {
  Value r = given(args[1]) ? args[1] : Value::fromSmallInt(1);
  Value it = getIter(t, args[0]);
  if (!it)
    return it;
  while (Value item = iterNext(t, it)) {
    r = binaryOp(t, Dunder::Mul, r, item);
    if (!r)
      return r;
  }
  return t->pending.isEmpty() ? r : Value::empty();
}

const NativeDef sumFunctions[] = {
    {"fsum", fsumFn, "(seq, /)", kEffAny, "Return an accurate floating point sum of values in the iterable seq."},
    {"hypot", hypotFn, "(*coordinates)", kEffAny, "Multidimensional Euclidean distance from the origin to a point."},
    {"dist", distFn, "(p, q, /)", kEffAny, "Return the Euclidean distance between two points p and q."},
    {"prod", prodFn, "(iterable, /, *, start=1)", kEffAny, "Calculate the product of all the elements in the input iterable."},
    {nullptr, nullptr, nullptr}};

} // namespace pyc::math
