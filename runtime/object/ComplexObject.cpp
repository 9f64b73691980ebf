//===- ComplexObject.cpp - The type complex -------------------------------===//
//
// Division scales by the larger part of the divisor (Smith 1962); powers with
// small integral exponents multiply, the others go through polar form, as
// CPython's do, so that results agree to the last bit.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/NumStr.h"
#include <cmath>

namespace pyc {

Value newComplex(Thread *t, double re, double im) {
  auto *c = gcAllocate<ComplexObject>(t, sizeof(ComplexObject), shapes::complex);
  if (!c)
    return Value::empty();
  c->real = re;
  c->imag = im;
  return Value::fromObject(c);
}

bool isComplex(Value v, ComplexNumber &out) {
  if (!v.isObject())
    return false;
  if (!isExact(v, shapes::complex)) {
    if (!(v.asObject()->shape()->flags & kShapeWraps))
      return false;
    v = payloadOf(v);
    if (!isExact(v, shapes::complex))
      return false;
  }
  out = {v.as<ComplexObject>()->real, v.as<ComplexObject>()->imag};
  return true;
}

int toComplexOperand(Thread *t, Value v, ComplexNumber &out) {
  if (isComplex(v, out))
    return 1;
  out.imag = 0;
  return toDoubleOperand(t, v, out.real);
}

static ComplexNumber multiply(ComplexNumber a, ComplexNumber b) {
  return {a.real * b.real - a.imag * b.imag, a.real * b.imag + a.imag * b.real};
}

static ComplexNumber divide(ComplexNumber a, ComplexNumber b) {
  double br = std::fabs(b.real), bi = std::fabs(b.imag);
  if (br >= bi) {
    double ratio = b.imag / b.real, denominator = b.real + b.imag * ratio;
    return {(a.real + a.imag * ratio) / denominator,
            (a.imag - a.real * ratio) / denominator};
  }
  if (bi >= br) {
    double ratio = b.real / b.imag, denominator = b.real * ratio + b.imag;
    return {(a.real * ratio + a.imag) / denominator,
            (a.imag * ratio - a.real) / denominator};
  }
  return {NAN, NAN};
}

Value complexPow(Thread *t, ComplexNumber a, ComplexNumber b) {
  ComplexNumber r;
  auto overflowed = [](ComplexNumber z) {
    return std::isinf(z.real) || std::isinf(z.imag);
  };
  if (b.imag == 0 && b.real == std::floor(b.real) && std::fabs(b.real) <= 100) {
    // Repeated squaring.
    int64_t n = int64_t(std::fabs(b.real));
    ComplexNumber power = a;
    r = {1, 0};
    for (int64_t mask = 1; mask > 0 && n >= mask; mask <<= 1) {
      if (n & mask)
        r = multiply(r, power);
      power = multiply(power, power);
    }
    if (b.real < 0) {
      if (r.real == 0 && r.imag == 0)
        return raise(t, exc::ZeroDivisionError, "0.0 to a negative or complex power");
      r = divide({1, 0}, r);
    }
  } else if (b.real == 0 && b.imag == 0) {
    r = {1, 0};
  } else if (a.real == 0 && a.imag == 0) {
    if (b.imag != 0 || b.real < 0)
      return raise(t, exc::ZeroDivisionError, "0.0 to a negative or complex power");
    r = {0, 0};
  } else {
    double size = std::hypot(a.real, a.imag), length = std::pow(size, b.real);
    double at = std::atan2(a.imag, a.real), phase = at * b.real;
    if (b.imag != 0) {
      length /= std::exp(at * b.imag);
      phase += b.imag * std::log(size);
    }
    if (std::isinf(phase)) // cos and sin have no value there
      return raise(t, exc::ZeroDivisionError, "0.0 to a negative or complex power");
    r = {length * std::cos(phase), length * std::sin(phase)};
  }
  if (overflowed(r))
    return raise(t, exc::OverflowError, "complex exponentiation");
  return newComplex(t, r.real, r.imag);
}

static std::string complexText(ComplexNumber c) {
  std::string im = formatDouble(c.imag, 'r', 0, false, false);
  if (c.real == 0 && !std::signbit(c.real))
    return im + "j";
  std::string out = "(" + formatDouble(c.real, 'r', 0, false, false);
  if (im[0] != '-')
    out += '+';
  return out + im + "j)";
}
Value complexRepr(Thread *t, ComplexNumber c) { return newStrAscii(t, complexText(c)); }

//===-- construction -----------------------------------------------------------===//
static size_t scanFloat(std::string_view s, size_t i) {
  size_t start = i;
  if (i < s.size() && (s[i] == '+' || s[i] == '-'))
    ++i;
  auto word = [&](std::string_view w) {
    for (size_t k = 0; k < w.size(); ++k)
      if (i + k >= s.size() || (s[i + k] | 0x20) != w[k])
        return false;
    i += w.size();
    return true;
  };
  if (word("infinity") || word("inf") || word("nan"))
    return i;
  size_t digits = 0;
  auto isDigit = [&] { return i < s.size() && ((s[i] >= '0' && s[i] <= '9') || s[i] == '_'); };
  while (isDigit())
    ++i, ++digits;
  if (i < s.size() && s[i] == '.')
    for (++i; isDigit(); ++i)
      ++digits;
  if (!digits)
    return start;
  if (i < s.size() && (s[i] | 0x20) == 'e') {
    size_t mark = i++;
    if (i < s.size() && (s[i] == '+' || s[i] == '-'))
      ++i;
    size_t first = i;
    while (isDigit())
      ++i;
    if (i == first)
      i = mark;
  }
  return i;
}

static bool parseComplex(std::string_view s, ComplexNumber &out) {
  auto isSpace = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  auto strip = [&] {
    while (!s.empty() && isSpace(s.front()))
      s.remove_prefix(1);
    while (!s.empty() && isSpace(s.back()))
      s.remove_suffix(1);
  };
  strip();
  if (s.size() >= 2 && s.front() == '(' && s.back() == ')') {
    s = s.substr(1, s.size() - 2);
    strip();
  }
  auto isJ = [](char c) { return c == 'j' || c == 'J'; };
  out = {0, 0};
  size_t i = scanFloat(s, 0);
  if (i > 0) {
    double first;
    if (!parseDouble(s.substr(0, i), first))
      return false;
    if (i == s.size()) {
      out.real = first;
      return true;
    }
    if (isJ(s[i])) {
      out.imag = first;
      return i + 1 == s.size();
    }
    if (s[i] != '+' && s[i] != '-')
      return false;
    out.real = first;
    s = s.substr(i);
  }
  // [sign] [number] j
  size_t k = scanFloat(s, 0);
  if (k > 0) {
    if (!parseDouble(s.substr(0, k), out.imag))
      return false;
  } else {
    out.imag = 1;
    if (k < s.size() && (s[k] == '+' || s[k] == '-'))
      out.imag = s[k++] == '-' ? -1 : 1;
  }
  return k + 1 == s.size() && isJ(s[k]);
}

/// __complex__, then float's ways. 1 done, 0 not a number, -1 raised.
static int fromNumber(Thread *t, Value v, ComplexNumber &out) {
  if (isExact(v, shapes::complex))
    return isComplex(v, out);
  TypeObject *type = typeOf(v);
  if (Value f = lookupDunder(type, Dunder::Complex);
      f && !v.isFloat() && !v.isInt()) {
    Value r = callDunder(t, v, Dunder::Complex, nullptr, 0);
    if (!r)
      return -1;
    if (isComplex(r, out))
      return 1;
    raise(t, exc::TypeError, "__complex__ returned non-complex (type %T)", r);
    return -1;
  }
  if (isComplex(v, out))
    return 1;
  out.imag = 0;
  if (int k = toDoubleOperand(t, v, out.real))
    return k;
  if (lookupDunder(type, Dunder::Float) || lookupDunder(type, Dunder::Index))
    return asDouble(t, v, out.real) ? 1 : -1;
  return 0;
}

static Value complexNew(Thread *t, Value *args, size_t) {
  if (!checkNewType(t, args[0], types::complex_))
    return Value::empty();
  Value re = args[1], im = args[2];
  if (given(re) && !given(im) && args[0].as<TypeObject>() == types::complex_ &&
      isExact(re, shapes::complex))
    return re;
  ComplexNumber a{0, 0}, b{0, 0};
  if (given(re) && isStr(re)) {
    if (given(im))
      return raise(t, exc::TypeError,
                   "complex() can't take second arg if first is a string");
    StrObject *s = flatOf(t, re);
    if (!s)
      return Value::empty();
    if (!parseComplex(numericText(s), a))
      return raise(t, exc::ValueError, "complex() arg is a malformed string");
    return wrapPayload(t, args[0], types::complex_, newComplex(t, a.real, a.imag));
  }
  if (given(im) && isStr(im))
    return raise(t, exc::TypeError, "complex() second arg can't be a string");
  bool reComplex = false, imComplex = false;
  if (given(re)) {
    int k = fromNumber(t, re, a);
    if (k < 0)
      return Value::empty();
    if (!k)
      return raise(t, exc::TypeError,
                   "complex() first argument must be a string or a number, not '%T'", re);
    double ignored;
    reComplex = !toDoubleOperand(t, re, ignored);
  }
  if (given(im)) {
    imComplex = isComplex(im, b);
    if (!imComplex) {
      TypeObject *type = typeOf(im);
      int k = toDoubleOperand(t, im, b.real);
      if (!k && (lookupDunder(type, Dunder::Float) || lookupDunder(type, Dunder::Index)))
        k = asDouble(t, im, b.real) ? 1 : -1;
      if (k < 0)
        return Value::empty();
      if (!k)
        return raise(t, exc::TypeError,
                     "complex() second argument must be a number, not '%T'", im);
    }
  }
  double real = a.real, imag = given(im) ? b.real : a.imag;
  if (imComplex)
    real -= b.imag;
  if (given(im) && reComplex)
    imag += a.imag;
  return wrapPayload(t, args[0], types::complex_, newComplex(t, real, imag));
}

//===-- operators ------------------------------------------------------------------===//
static ComplexNumber self(Value v) {
  ComplexNumber c{0, 0};
  isComplex(v, c);
  return c;
}

template <Dunder op, bool reflected>
static Value complexOperator(Thread *t, Value *args, size_t) {
  ComplexNumber a = self(args[0]), b;
  int k = toComplexOperand(t, args[1], b);
  if (k <= 0)
    return k ? Value::empty() : NotImplemented;
  if (reflected)
    std::swap(a, b);
  switch (op) {
  case Dunder::Add:
    return newComplex(t, a.real + b.real, a.imag + b.imag);
  case Dunder::Sub:
    return newComplex(t, a.real - b.real, a.imag - b.imag);
  case Dunder::Mul: {
    ComplexNumber r = multiply(a, b);
    return newComplex(t, r.real, r.imag);
  }
  case Dunder::TrueDiv: {
    if (b.real == 0 && b.imag == 0)
      return raise(t, exc::ZeroDivisionError, "complex division by zero");
    ComplexNumber r = divide(a, b);
    return newComplex(t, r.real, r.imag);
  }
  default:
    return complexPow(t, a, b);
  }
}
template <bool reflected>
static Value complexPowMethod(Thread *t, Value *args, size_t n) {
  if (givenNotNone(args[2]))
    return raise(t, exc::ValueError, "complex modulo");
  return complexOperator<Dunder::Pow, reflected>(t, args, n);
}
template <bool equal> static Value complexEq(Thread *t, Value *args, size_t) {
  ComplexNumber a = self(args[0]), b;
  bool same;
  if (isComplex(args[1], b)) {
    same = a.real == b.real && a.imag == b.imag;
  } else if (Value i = asExactInt(args[1])) {
    same = a.imag == 0 && compareIntFloat(i, a.real) == 0;
  } else if (asExactFloat(args[1], b.real)) {
    same = a.imag == 0 && a.real == b.real;
  } else {
    return NotImplemented;
  }
  return boolValue(same == equal);
}
static Value complexOrder(Thread *, Value *, size_t) { return NotImplemented; }
static Value complexNeg(Thread *t, Value *args, size_t) {
  ComplexNumber c = self(args[0]);
  return newComplex(t, -c.real, -c.imag);
}
static Value complexPos(Thread *t, Value *args, size_t) {
  ComplexNumber c = self(args[0]);
  return newComplex(t, c.real, c.imag);
}
static Value complexConjugate(Thread *t, Value *args, size_t) {
  ComplexNumber c = self(args[0]);
  return newComplex(t, c.real, -c.imag);
}
static Value complexAbs(Thread *t, Value *args, size_t) {
  ComplexNumber c = self(args[0]);
  double r = std::hypot(c.real, c.imag);
  if (std::isinf(r) && std::isfinite(c.real) && std::isfinite(c.imag))
    return raise(t, exc::OverflowError, "absolute value too large");
  return newFloat(t, r);
}
static Value complexBool(Thread *, Value *args, size_t) {
  ComplexNumber c = self(args[0]);
  return boolValue(c.real != 0 || c.imag != 0);
}
static Value complexHash(Thread *t, Value *args, size_t) {
  ComplexNumber c = self(args[0]);
  int64_t h = int64_t(floatHash(c.real) + 1000003 * floatHash(c.imag));
  return newInt(t, h == -1 ? -2 : h);
}
static Value complexReprMethod(Thread *t, Value *args, size_t) { return complexRepr(t, self(args[0])); }
static Value complexFormat(Thread *t, Value *args, size_t) { return formatComplex(t, args[0], args[1]); }
static Value complexGetNewArgs(Thread *t, Value *args, size_t) {
  ComplexNumber c = self(args[0]);
  Value pair[2] = {newFloat(t, c.real), newFloat(t, c.imag)};
  return pair[0] && pair[1] ? newTuple(t, pair, 2) : Value::empty();
}
static Value getReal(Thread *t, Value v) { return newFloat(t, self(v).real); }
static Value getImag(Thread *t, Value v) { return newFloat(t, self(v).imag); }

#define COMPLEX_OP(NAME, OP)                                                   \
  {"__" NAME "__", complexOperator<Dunder::OP, false>, "($self, value, /)",    \
   kPureAlloc, nullptr, kNativeSlotWrapper},                                   \
  {"__r" NAME "__", complexOperator<Dunder::OP, true>, "($self, value, /)",    \
   kPureAlloc, nullptr, kNativeSlotWrapper}
#define COMPLEX_UNARY(NAME, FN) {NAME, FN, "($self, /)", kPureAlloc, nullptr, kNativeSlotWrapper}
#define COMPLEX_COMPARE(NAME, FN) {NAME, FN, "($self, value, /)", kPure, nullptr, kNativeSlotWrapper}

static const NativeDef complexMethods[] = {
    {"__new__", complexNew, "($type, real=0, imag=0)", kEffAny, nullptr, kNativeStatic},
    COMPLEX_OP("add", Add), COMPLEX_OP("sub", Sub), COMPLEX_OP("mul", Mul),
    COMPLEX_OP("truediv", TrueDiv),
    {"__pow__", complexPowMethod<false>, "($self, value, mod=None, /)", kPureAlloc, nullptr, kNativeSlotWrapper},
    {"__rpow__", complexPowMethod<true>, "($self, value, mod=None, /)", kPureAlloc, nullptr, kNativeSlotWrapper},
    COMPLEX_COMPARE("__eq__", complexEq<true>), COMPLEX_COMPARE("__ne__", complexEq<false>),
    COMPLEX_COMPARE("__lt__", complexOrder), COMPLEX_COMPARE("__le__", complexOrder),
    COMPLEX_COMPARE("__gt__", complexOrder), COMPLEX_COMPARE("__ge__", complexOrder),
    COMPLEX_UNARY("__neg__", complexNeg), COMPLEX_UNARY("__pos__", complexPos),
    COMPLEX_UNARY("__abs__", complexAbs), COMPLEX_UNARY("__bool__", complexBool),
    COMPLEX_UNARY("__hash__", complexHash), COMPLEX_UNARY("__repr__", complexReprMethod),
    {"__complex__", complexPos, "($self, /)", kPureAlloc},
    {"__format__", complexFormat, "($self, format_spec, /)", kPureAlloc},
    {"__getnewargs__", complexGetNewArgs, "($self, /)", kPureAlloc},
    {"conjugate", complexConjugate, "($self, /)", kPureAlloc, "Return the complex conjugate of its argument. (3-4j).conjugate() == 3+4j."},
    {nullptr, nullptr, nullptr}};
static const GetSetDef complexGetSets[] = {
    {"real", getReal, nullptr, "the real part of a complex number"},
    {"imag", getImag, nullptr, "the imaginary part of a complex number"},
    {nullptr, nullptr, nullptr}};

void initComplexType(Thread *t) {
  static const TypeSpec spec = {
      "complex", Kind::Complex, sizeof(ComplexObject), TraceKind::NoPointers, 0, 0,
      complexMethods, complexGetSets, nullptr, kTypeBaseable,
      "Create a complex number from a real part and an optional imaginary part.\n\n"
      "This is equivalent to (real + imag*1j) where imag defaults to 0."};
  makeBuiltinType(t, spec);
}

} // namespace pyc
