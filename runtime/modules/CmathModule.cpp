//===- CmathModule.cpp - cmath: functions of complex numbers --------------===//
//
// The C library's complex functions follow the same annex of the C standard
// that CPython's do, branch cuts and signed zeros included. What is added is
// Python's view of errors: a NaN or infinity that the arguments did not have.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/Math.h"
#include <cmath>
#include <complex.h>
#undef I

namespace pyc::cmath {

using C = _Complex double;
static C toC(ComplexNumber z) {
  C r;
  __real__ r = z.real;
  __imag__ r = z.imag;
  return r;
}
static bool argument(Thread *t, Value v, ComplexNumber &z) {
  int k = toComplexOperand(t, v, z);
  if (k)
    return k > 0;
  if (lookupDunder(typeOf(v), Dunder::Complex)) {
    Value r = callDunder(t, v, Dunder::Complex, nullptr, 0);
    if (r && isComplex(r, z))
      return true;
    if (r)
      raise(t, exc::TypeError, "__complex__ returned non-complex (type %T)", r);
    return false;
  }
  z.imag = 0;
  return asDouble(t, v, z.real);
}
static bool finite(ComplexNumber z) { return std::isfinite(z.real) && std::isfinite(z.imag); }
static Value checked(Thread *t, ComplexNumber in, C out) {
  ComplexNumber r{__real__ out, __imag__ out};
  bool nanOut = std::isnan(r.real) || std::isnan(r.imag), nanIn = std::isnan(in.real) || std::isnan(in.imag);
  if (nanOut && !nanIn)
    return math::domainError(t);
  if (finite(in) && (std::isinf(r.real) || std::isinf(r.imag)))
    return math::rangeError(t);
  return newComplex(t, r.real, r.imag);
}
template <C (*f)(C)> static Value unary(Thread *t, Value *a, size_t) {
  ComplexNumber z;
  return argument(t, a[0], z) ? checked(t, z, f(toC(z))) : Value::empty();
}
/// Values at the poles are domain errors, not infinities.
template <C (*f)(C)> static Value withPoles(Thread *t, Value *a, size_t) {
  ComplexNumber z;
  if (!argument(t, a[0], z))
    return Value::empty();
  C r = f(toC(z));
  if (finite(z) && (std::isinf(__real__ r) || std::isinf(__imag__ r)))
    return math::domainError(t);
  return checked(t, z, r);
}
static Value logFn(Thread *t, Value *a, size_t) {
  ComplexNumber z;
  if (!argument(t, a[0], z))
    return Value::empty();
  if (z.real == 0 && z.imag == 0)
    return math::domainError(t);
  C r = clog(toC(z));
  if (!given(a[1]))
    return checked(t, z, r);
  ComplexNumber b;
  if (!argument(t, a[1], b))
    return Value::empty();
  if (b.real == 0 && b.imag == 0)
    return math::domainError(t);
  C d = clog(toC(b));
  Value top = newComplex(t, __real__ r, __imag__ r), bottom = newComplex(t, __real__ d, __imag__ d);
  return top && bottom ? binaryOp(t, Dunder::TrueDiv, top, bottom) : Value::empty();
}
static Value log10Fn(Thread *t, Value *a, size_t) {
  ComplexNumber z;
  if (!argument(t, a[0], z))
    return Value::empty();
  if (z.real == 0 && z.imag == 0)
    return math::domainError(t);
  C r = clog(toC(z));
  return newComplex(t, __real__ r / M_LN10, __imag__ r / M_LN10);
}
static Value phase(Thread *t, Value *a, size_t) {
  ComplexNumber z;
  return argument(t, a[0], z) ? newFloat(t, std::atan2(z.imag, z.real)) : Value::empty();
}
static Value polar(Thread *t, Value *a, size_t) {
  ComplexNumber z;
  if (!argument(t, a[0], z))
    return Value::empty();
  double r = std::hypot(z.real, z.imag);
  if (std::isinf(r) && finite(z))
    return math::rangeError(t);
  Value pair[2] = {newFloat(t, r), newFloat(t, std::atan2(z.imag, z.real))};
  return pair[0] && pair[1] ? newTuple(t, pair, 2) : Value::empty();
}
static Value rect(Thread *t, Value *a, size_t) {
  double r, phi;
  if (!asDouble(t, a[0], r) || !asDouble(t, a[1], phi))
    return Value::empty();
  if (std::isinf(phi) && r != 0 && !std::isnan(r))
    return math::domainError(t);
  if (phi == 0)
    return newComplex(t, r, r * phi);
  return newComplex(t, r * std::cos(phi), r * std::sin(phi));
}
template <bool (*f)(double), bool both> static Value question(Thread *t, Value *a, size_t) {
  ComplexNumber z;
  if (!argument(t, a[0], z))
    return Value::empty();
  return boolValue(both ? f(z.real) && f(z.imag) : f(z.real) || f(z.imag));
}
static bool isNan(double x) { return std::isnan(x); }
static bool isInf(double x) { return std::isinf(x); }
static bool isFinite(double x) { return std::isfinite(x); }
static Value isclose(Thread *t, Value *args, size_t) {
  ComplexNumber a, b;
  double rel = 1e-9, abs = 0;
  if (!argument(t, args[0], a) || !argument(t, args[1], b) || (given(args[2]) && !asDouble(t, args[2], rel)) ||
      (given(args[3]) && !asDouble(t, args[3], abs)))
    return Value::empty();
  if (rel < 0 || abs < 0)
    return raise(t, exc::ValueError, "tolerances must be non-negative");
  if (a.real == b.real && a.imag == b.imag)
    return True;
  if (!finite(a) || !finite(b))
    return False;
  double diff = std::hypot(a.real - b.real, a.imag - b.imag);
  return boolValue(diff <= rel * std::hypot(b.real, b.imag) || diff <= rel * std::hypot(a.real, a.imag) || diff <= abs);
}

#define U(NAME, F) {NAME, unary<F>, "(z, /)", kPureAlloc}
static const NativeDef functions[] = {
    U("acos", cacos), U("acosh", cacosh), U("asin", casin), U("asinh", casinh), {"atan", withPoles<catan>, "(z, /)", kPureAlloc},
    {"atanh", withPoles<catanh>, "(z, /)", kPureAlloc}, U("cos", ccos), U("cosh", ccosh), U("exp", cexp), U("sin", csin),
    U("sinh", csinh), U("sqrt", csqrt), U("tan", ctan), U("tanh", ctanh),
    {"log", logFn, "(z, base=None, /)", kPureAlloc}, {"log10", log10Fn, "(z, /)", kPureAlloc},
    {"phase", phase, "(z, /)", kPureRaises}, {"polar", polar, "(z, /)", kPureAlloc}, {"rect", rect, "(r, phi, /)", kPureAlloc},
    {"isnan", question<isNan, false>, "(z, /)", kPureRaises}, {"isinf", question<isInf, false>, "(z, /)", kPureRaises},
    {"isfinite", question<isFinite, true>, "(z, /)", kPureRaises},
    {"isclose", isclose, "(a, b, *, rel_tol=1e-09, abs_tol=0.0)", kEffAny},
    {nullptr, nullptr, nullptr}};

static bool initialise(Thread *t, ModuleObject *m) {
  return moduleSet(t, m, "pi", newFloat(t, M_PI)) && moduleSet(t, m, "e", newFloat(t, M_E)) &&
         moduleSet(t, m, "tau", newFloat(t, 2 * M_PI)) && moduleSet(t, m, "inf", newFloat(t, INFINITY)) &&
         moduleSet(t, m, "nan", newFloat(t, NAN)) && moduleSet(t, m, "infj", newComplex(t, 0, INFINITY)) &&
         moduleSet(t, m, "nanj", newComplex(t, 0, NAN));
}

} // namespace pyc::cmath

void pyc::registerCmath() {
  static const ModuleSpec spec = {"cmath", "This module provides access to mathematical functions for complex numbers.",
                                  cmath::functions, cmath::initialise};
  registerNativeModule(&spec);
}
