//===- MathModule.cpp - math: functions of floats -------------------------===//
//
// libm does the work; what is here is Python's view of errors. A NaN result
// from arguments that weren't is a domain error, an infinite one from finite
// arguments a range error (or a domain error for functions with poles).
// Integer functions are in MathIntegers.cpp, sums in MathSums.cpp.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/Math.h"
#include <cmath>

namespace pyc::math {

Value domainError(Thread *t) { return raise(t, exc::ValueError, "math domain error"); }
Value rangeError(Thread *t) { return raise(t, exc::OverflowError, "math range error"); }

using Unary = double (*)(double);

template <Unary f, bool canOverflow> static Value unary(Thread *t, Value *args, size_t) {
  double x;
  if (args[0].isFloat())
    x = args[0].asFloat();
  else if (!asDouble(t, args[0], x))
    return Value::empty();
  double r = f(x);
  if (PYC_UNLIKELY(std::isnan(r) && !std::isnan(x)))
    return domainError(t);
  if (PYC_UNLIKELY(std::isinf(r) && std::isfinite(x)))
    return canOverflow ? rangeError(t) : domainError(t);
  return newFloat(t, r);
}

static double degreesOf(double x) { return x * (180.0 / M_PI); }
static double radiansOf(double x) { return x * (M_PI / 180.0); }

//===-- gamma: Lanczos approximation (coefficients after Boost, N = 13) -------===//
static const double lanczosNum[13] = {
    23531376880.410759688572007674451636754734846804940,
    42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843,
    17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708,
    1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801,
    31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768,
    186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024,
    210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408};
static const double lanczosDen[13] = {0,        39916800, 120543840, 150917976, 105258076, 45995730, 13339535,
                                      2637558,  357423,   32670,     1925,      66,        1};
constexpr double kG = 6.024680040776729583740234375, kGMinusHalf = 5.524680040776729583740234375;

static double lanczosSum(double x) {
  double num = 0, den = 0;
  if (x < 5) {
    for (int i = 12; i >= 0; --i) {
      num = num * x + lanczosNum[i];
      den = den * x + lanczosDen[i];
    }
  } else {
    for (int i = 0; i < 13; ++i) {
      num = num / x + lanczosNum[i];
      den = den / x + lanczosDen[i];
    }
  }
  return num / den;
}

/// sin(pi x), exact at multiples of one half.
static double sinPi(double x) {
  double y = std::fmod(std::fabs(x), 2.0), r;
  switch (int(std::round(2.0 * y))) {
  case 0:
    r = std::sin(M_PI * y);
    break;
  case 1:
    r = std::cos(M_PI * (y - 0.5));
    break;
  case 2:
    r = std::sin(M_PI * (1.0 - y));
    break;
  case 3:
    r = -std::cos(M_PI * (y - 1.5));
    break;
  default:
    r = std::sin(M_PI * (y - 2.0));
  }
  return std::copysign(1.0, x) * r;
}

static Value gammaFn(Thread *t, Value *args, size_t) {
  double x;
  if (!asDouble(t, args[0], x))
    return Value::empty();
  if (!std::isfinite(x)) {
    if (std::isnan(x) || x > 0)
      return newFloat(t, x);
    return domainError(t);
  }
  if (x == 0)
    return domainError(t);
  if (x == std::floor(x)) {
    if (x < 0)
      return domainError(t);
    if (x <= 23) {
      double f = 1;
      for (int i = 2; i < int(x); ++i)
        f *= i;
      return newFloat(t, f);
    }
  }
  double a = std::fabs(x), r;
  if (a < 1e-20) {
    r = 1.0 / x;
    return std::isinf(r) ? rangeError(t) : newFloat(t, r);
  }
  if (a > 200) {
    if (x < 0)
      return newFloat(t, 0.0 / sinPi(x));
    return rangeError(t);
  }
  double y = a + kGMinusHalf, z;
  if (a > kGMinusHalf)
    z = (y - a) - kGMinusHalf;
  else
    z = (y - kGMinusHalf) - a;
  z = z * kG / y;
  auto power = [&](double result, bool divide) {
    if (a < 140.0) {
      double p = std::pow(y, a - 0.5);
      return divide ? result / p : result * p;
    }
    double p = std::pow(y, a / 2.0 - 0.25);
    return divide ? result / p / p : result * p * p;
  };
  if (x < 0) {
    r = -M_PI / sinPi(a) / a * std::exp(y) / lanczosSum(a);
    r -= z * r;
    r = power(r, true);
  } else {
    r = lanczosSum(a) / std::exp(y);
    r += z * r;
    r = power(r, false);
  }
  return std::isinf(r) ? rangeError(t) : newFloat(t, r);
}

static Value lgammaFn(Thread *t, Value *args, size_t) {
  double x;
  if (!asDouble(t, args[0], x))
    return Value::empty();
  if (!std::isfinite(x))
    return newFloat(t, std::isnan(x) ? x : INFINITY);
  if (x == std::floor(x) && x <= 2.0)
    return x <= 0 ? domainError(t) : newFloat(t, 0.0);
  double a = std::fabs(x);
  if (a < 1e-20)
    return newFloat(t, -std::log(a));
  double r = std::log(lanczosSum(a)) - kG;
  r += (a - 0.5) * (std::log(a + kG - 0.5) - 1);
  if (x < 0)
    r = 1.144729885849400174143427351353058711647 - std::log(std::fabs(sinPi(a))) - std::log(a) - r;
  return std::isinf(r) ? rangeError(t) : newFloat(t, r);
}

//===-- logarithms ------------------------------------------------------------------===//
/// f of a float or an int of any size.
static bool logOf(Thread *t, Value v, Unary f, double &out) {
  if (Value i = asExactInt(v)) {
    if (intSign(i) <= 0) {
      domainError(t);
      return false;
    }
    double x;
    if (intToDouble(nullptr, i, x)) {
      out = f(x);
      return true;
    }
    int64_t e;
    double m = intFrexp(i, e);
    out = f(m) + f(2.0) * double(e);
    return true;
  }
  double x;
  if (!asDouble(t, v, x))
    return false;
  if (std::isfinite(x) ? x <= 0 : x < 0) {
    domainError(t);
    return false;
  }
  out = f(x);
  return true;
}
static Value logFn(Thread *t, Value *args, size_t) {
  double a, b;
  if (!logOf(t, args[0], std::log, a))
    return Value::empty();
  if (!given(args[1]))
    return newFloat(t, a);
  if (!logOf(t, args[1], std::log, b))
    return Value::empty();
  return floatBinary(t, Dunder::TrueDiv, a, b);
}
static Value log2Fn(Thread *t, Value *args, size_t) {
  double a;
  return logOf(t, args[0], std::log2, a) ? newFloat(t, a) : Value::empty();
}
static Value log10Fn(Thread *t, Value *args, size_t) {
  double a;
  return logOf(t, args[0], std::log10, a) ? newFloat(t, a) : Value::empty();
}

//===-- two arguments -----------------------------------------------------------------===//
static bool two(Thread *t, Value *args, double &x, double &y) {
  return asDouble(t, args[0], x) && asDouble(t, args[1], y);
}
static Value checked(Thread *t, double r, double x, double y) {
  if (std::isnan(r) && !std::isnan(x) && !std::isnan(y))
    return domainError(t);
  if (std::isinf(r) && std::isfinite(x) && std::isfinite(y))
    return rangeError(t);
  return newFloat(t, r);
}
static Value atan2Fn(Thread *t, Value *a, size_t) {
  double x, y;
  return two(t, a, x, y) ? newFloat(t, std::atan2(x, y)) : Value::empty();
}
static Value copysignFn(Thread *t, Value *a, size_t) {
  double x, y;
  return two(t, a, x, y) ? newFloat(t, std::copysign(x, y)) : Value::empty();
}
static Value nextafterFn(Thread *t, Value *a, size_t) {
  double x, y;
  return two(t, a, x, y) ? newFloat(t, std::nextafter(x, y)) : Value::empty();
}
static Value remainderFn(Thread *t, Value *a, size_t) {
  double x, y;
  return two(t, a, x, y) ? checked(t, std::remainder(x, y), x, y) : Value::empty();
}
static Value fmodFn(Thread *t, Value *a, size_t) {
  double x, y;
  if (!two(t, a, x, y))
    return Value::empty();
  if (std::isinf(y) && std::isfinite(x))
    return newFloat(t, x);
  return checked(t, std::fmod(x, y), x, y);
}
static Value powFn(Thread *t, Value *a, size_t) {
  double x, y;
  if (!two(t, a, x, y))
    return Value::empty();
  double r = std::pow(x, y);
  if (std::isfinite(x) && std::isfinite(y)) {
    if (std::isnan(r))
      return domainError(t);
    if (std::isinf(r))
      return x == 0 ? domainError(t) : rangeError(t);
  }
  return newFloat(t, r);
}
static Value ldexpFn(Thread *t, Value *args, size_t) {
  double x;
  if (!asDouble(t, args[0], x))
    return Value::empty();
  Value i = asExactInt(args[1]);
  if (!i)
    return raise(t, exc::TypeError, "Expected an int as second argument to ldexp.");
  int64_t e;
  if (!intToInt64(i, e))
    e = intIsNegative(i) ? INT64_MIN : INT64_MAX;
  if (x == 0 || !std::isfinite(x))
    return newFloat(t, x);
  if (e > INT32_MAX)
    return rangeError(t);
  if (e < INT32_MIN)
    return newFloat(t, std::copysign(0.0, x));
  double r = std::ldexp(x, int(e));
  return std::isinf(r) ? rangeError(t) : newFloat(t, r);
}
static Value isclose(Thread *t, Value *args, size_t) {
  double a, b, rel = 1e-9, abs = 0;
  if (!two(t, args, a, b) || (given(args[2]) && !asDouble(t, args[2], rel)) ||
      (given(args[3]) && !asDouble(t, args[3], abs)))
    return Value::empty();
  if (rel < 0 || abs < 0)
    return raise(t, exc::ValueError, "tolerances must be non-negative");
  if (a == b)
    return True;
  if (std::isinf(a) || std::isinf(b))
    return False;
  double diff = std::fabs(b - a);
  return boolValue(diff <= std::fabs(rel * b) || diff <= std::fabs(rel * a) || diff <= abs);
}

//===-- parts -----------------------------------------------------------------------------===//
static Value frexpFn(Thread *t, Value *args, size_t) {
  double x;
  if (!asDouble(t, args[0], x))
    return Value::empty();
  int e = 0;
  double m = x == 0 || !std::isfinite(x) ? x : std::frexp(x, &e);
  Value pair[2] = {newFloat(t, m), Value::fromSmallInt(e)};
  return pair[0] ? newTuple(t, pair, 2) : Value::empty();
}
static Value modfFn(Thread *t, Value *args, size_t) {
  double x, whole;
  if (!asDouble(t, args[0], x))
    return Value::empty();
  double part = std::modf(x, &whole);
  Value pair[2] = {newFloat(t, part), newFloat(t, whole)};
  return pair[0] && pair[1] ? newTuple(t, pair, 2) : Value::empty();
}
static Value ulpFn(Thread *t, Value *args, size_t) {
  double x;
  if (!asDouble(t, args[0], x))
    return Value::empty();
  x = std::fabs(x);
  if (!std::isfinite(x))
    return newFloat(t, x);
  double next = std::nextafter(x, INFINITY);
  return newFloat(t, std::isinf(next) ? x - std::nextafter(x, -INFINITY) : next - x);
}

template <Dunder d, Unary f> static Value toInt(Thread *t, Value *args, size_t) {
  Value v = args[0];
  if (isFloatExact(v))
    return intFromDouble(t, f(floatValue(v)));
  if (isIntExact(v))
    return v;
  if (lookupDunder(typeOf(v), d))
    return callDunder(t, v, d, nullptr, 0);
  if (d == Dunder::Trunc)
    return raise(t, exc::TypeError, "type %T doesn't define __trunc__ method", v);
  double x;
  return asDouble(t, v, x) ? intFromDouble(t, f(x)) : Value::empty();
}

template <bool (*f)(double)> static Value question(Thread *t, Value *args, size_t) {
  double x;
  return asDouble(t, args[0], x) ? boolValue(f(x)) : Value::empty();
}
static bool isNan(double x) { return std::isnan(x); }
static bool isInf(double x) { return std::isinf(x); }
static bool isFinite(double x) { return std::isfinite(x); }

#define U(NAME, FN, OVERFLOW, DOC) {NAME, unary<FN, OVERFLOW>, "(x, /)", kPureRaises, DOC}
static const NativeDef functions[] = {
    U("acos", std::acos, false, "Return the arc cosine (measured in radians) of x."),
    U("acosh", std::acosh, false, "Return the inverse hyperbolic cosine of x."),
    U("asin", std::asin, false, "Return the arc sine (measured in radians) of x."),
    U("asinh", std::asinh, false, "Return the inverse hyperbolic sine of x."),
    U("atan", std::atan, false, "Return the arc tangent (measured in radians) of x."),
    U("atanh", std::atanh, false, "Return the inverse hyperbolic tangent of x."),
    U("cbrt", std::cbrt, false, "Return the cube root of x."),
    U("cos", std::cos, false, "Return the cosine of x (measured in radians)."),
    U("cosh", std::cosh, true, "Return the hyperbolic cosine of x."),
    U("degrees", degreesOf, true, "Convert angle x from radians to degrees."),
    U("erf", std::erf, false, "Error function at x."),
    U("erfc", std::erfc, false, "Complementary error function at x."),
    U("exp", std::exp, true, "Return e raised to the power of x."),
    U("exp2", std::exp2, true, "Return 2 raised to the power of x."),
    U("expm1", std::expm1, true, "Return exp(x)-1."),
    U("fabs", std::fabs, false, "Return the absolute value of the float x."),
    U("log1p", std::log1p, false, "Return the natural logarithm of 1+x (base e)."),
    U("radians", radiansOf, false, "Convert angle x from degrees to radians."),
    U("sin", std::sin, false, "Return the sine of x (measured in radians)."),
    U("sinh", std::sinh, true, "Return the hyperbolic sine of x."),
    U("sqrt", std::sqrt, false, "Return the square root of x."),
    U("tan", std::tan, false, "Return the tangent of x (measured in radians)."),
    U("tanh", std::tanh, false, "Return the hyperbolic tangent of x."),
    {"gamma", gammaFn, "(x, /)", kPureRaises, "Gamma function at x."},
    {"lgamma", lgammaFn, "(x, /)", kPureRaises, "Natural logarithm of absolute value of Gamma function at x."},
    {"log", logFn, "(x, base=None, /)", kPureRaises, "log(x, [base=math.e])\nReturn the logarithm of x to the given base."},
    {"log2", log2Fn, "(x, /)", kPureRaises, "Return the base 2 logarithm of x."},
    {"log10", log10Fn, "(x, /)", kPureRaises, "Return the base 10 logarithm of x."},
    {"atan2", atan2Fn, "(y, x, /)", kPureRaises, "Return the arc tangent (measured in radians) of y/x."},
    {"copysign", copysignFn, "(x, y, /)", kPureRaises, "Return a float with the magnitude (absolute value) of x but the sign of y."},
    {"nextafter", nextafterFn, "(x, y, /)", kPureRaises, "Return the next floating-point value after x towards y."},
    {"remainder", remainderFn, "(x, y, /)", kPureRaises, "Difference between x and the closest integer multiple of y."},
    {"fmod", fmodFn, "(x, y, /)", kPureRaises, "Return fmod(x, y), according to platform C."},
    {"pow", powFn, "(x, y, /)", kPureRaises, "Return x**y (x to the power of y)."},
    {"ldexp", ldexpFn, "(x, i, /)", kPureRaises, "Return x * (2**i)."},
    {"isclose", isclose, "(a, b, *, rel_tol=1e-09, abs_tol=0.0)", kEffAny, "Determine whether two floating point numbers are close in value."},
    {"frexp", frexpFn, "(x, /)", kPureAlloc, "Return the mantissa and exponent of x, as pair (m, e)."},
    {"modf", modfFn, "(x, /)", kPureAlloc, "Return the fractional and integer parts of x."},
    {"ulp", ulpFn, "(x, /)", kPureRaises, "Return the value of the least significant bit of the float x."},
    {"floor", toInt<Dunder::Floor, std::floor>, "(x, /)", kEffAny, "Return the floor of x as an Integral."},
    {"ceil", toInt<Dunder::Ceil, std::ceil>, "(x, /)", kEffAny, "Return the ceiling of x as an Integral."},
    {"trunc", toInt<Dunder::Trunc, std::trunc>, "(x, /)", kEffAny, "Truncates the Real x to the nearest Integral toward 0."},
    {"isnan", question<isNan>, "(x, /)", kPureRaises, "Return True if x is a NaN (not a number), and False otherwise."},
    {"isinf", question<isInf>, "(x, /)", kPureRaises, "Return True if x is a positive or negative infinity, and False otherwise."},
    {"isfinite", question<isFinite>, "(x, /)", kPureRaises, "Return True if x is neither an infinity nor a NaN, and False otherwise."},
    {nullptr, nullptr, nullptr}};

static bool initialise(Thread *t, ModuleObject *m) {
  struct {
    const char *name;
    double value;
  } constants[] = {{"pi", M_PI}, {"e", M_E}, {"tau", 2 * M_PI}, {"inf", INFINITY}, {"nan", NAN}};
  for (auto &c : constants) {
    Value v = newFloat(t, c.value);
    if (!v || !moduleSet(t, m, c.name, v))
      return false;
  }
  return moduleAddFunctions(t, m, integerFunctions) && moduleAddFunctions(t, m, sumFunctions);
}

} // namespace pyc::math

void pyc::registerMath() {
  static const ModuleSpec spec = {
      "math", "This module provides access to the mathematical functions\ndefined by the C standard.",
      math::functions, math::initialise};
  registerNativeModule(&spec);
}
