//===- RecordComplex.cpp - Complex numbers --------------------------------===//
//
// A complex number is an object with two doubles that never change. Operations
// on exact ones are recorded as arithmetic of the parts, in the order in which
// the runtime computes them (each step rounds), and a `new` with two stores;
// allocation removal leaves the parts in registers. The other operand may be a
// float or a small int: it becomes a complex number with imaginary part 0.0, as
// in Python, zero terms included (they matter for infinities and -0.0).
//
//===----------------------------------------------------------------------===//
#include "jit_orc/recorder/RecordComplex.h"
#include "jit_orc/recorder/Recorder.h"
#include "runtime/object/Types.h"
#include <cmath>

namespace pyc {

namespace {
struct Parts {
  TraceRef real, imag;
};
} // namespace

static bool isComplexNow(Value v) { return isExact(v, shapes::complex); }
static bool isOperand(Value v) { return isComplexNow(v) || v.isInt() || v.isFloat(); }

static Parts partsOf(Recorder &r, TraceRef v, Value now) {
  TraceBuilder &b = r.b;
  if (now.isInt())
    return {b.emit(TraceOpcode::int_to_float_, {b.asInt(v)}), b.constFloat(0)};
  if (now.isFloat())
    return {b.asFloat(v), b.constFloat(0)};
  TraceRef o = r.value(v);
  if (b.facts[o].isConstant) {
    auto *c = b.facts[o].constant.as<ComplexObject>();
    return {b.constFloat(c->real), b.constFloat(c->imag)};
  }
  b.guardShape(o, shapes::complex, true);
  return {b.getField(o, offsetof(ComplexObject, real), kAliasOther, TraceSlot::F64, true),
          b.getField(o, offsetof(ComplexObject, imag), kAliasOther, TraceSlot::F64, true)};
}

static TraceRef makeComplex(Recorder &r, Parts p) {
  TraceBuilder &b = r.b;
  TraceRef o = b.newObject(shapes::complex, sizeof(ComplexObject));
  b.setField(o, p.real, offsetof(ComplexObject, real), kAliasOther, TraceSlot::F64);
  b.setField(o, p.imag, offsetof(ComplexObject, imag), kAliasOther, TraceSlot::F64);
  return o;
}

static Parts multiply(TraceBuilder &b, Parts x, Parts y) {
  auto times = [&](TraceRef p, TraceRef q) { return b.emit(TraceOpcode::float_mul_, {p, q}); };
  TraceRef rr = times(x.real, y.real), ii = times(x.imag, y.imag);
  TraceRef ri = times(x.real, y.imag), ir = times(x.imag, y.real);
  return {b.emit(TraceOpcode::float_sub_, {rr, ii}), b.emit(TraceOpcode::float_add_, {ri, ir})};
}

/// x / y by the way it goes now: the part of y that is greater divides first.
static Parts divide(TraceBuilder &b, Parts x, Parts y, bool byReal) {
  auto op = [&](TraceOpcode code, TraceRef p, TraceRef q) { return b.emit(code, {p, q}); };
  constexpr auto add = TraceOpcode::float_add_, sub = TraceOpcode::float_sub_, mul = TraceOpcode::float_mul_,
                 div = TraceOpcode::float_div_;
  TraceRef re = b.emit(TraceOpcode::float_abs_, {y.real}), im = b.emit(TraceOpcode::float_abs_, {y.imag});
  TraceRef realFirst = op(TraceOpcode::float_ge_, re, im);
  if (byReal) {
    b.guardBool(realFirst, true);
    b.guardBool(op(TraceOpcode::float_ne_, y.real, b.constFloat(0)), true); // else both are 0
    TraceRef ratio = op(div, y.imag, y.real), denominator = op(add, y.real, op(mul, y.imag, ratio));
    TraceRef p = op(add, x.real, op(mul, x.imag, ratio)), q = op(sub, x.imag, op(mul, x.real, ratio));
    return {op(div, p, denominator), op(div, q, denominator)};
  }
  b.guardBool(op(TraceOpcode::float_gt_, im, re), true);
  TraceRef ratio = op(div, y.real, y.imag), denominator = op(add, op(mul, y.real, ratio), y.imag);
  TraceRef p = op(add, op(mul, x.real, ratio), x.imag), q = op(sub, op(mul, x.imag, ratio), x.real);
  return {op(div, p, denominator), op(div, q, denominator)};
}

bool recordComplexArith(Recorder &r, Dunder d, TraceRef x, TraceRef y, Value a, Value c, TraceRef &out) {
  if ((!isComplexNow(a) && !isComplexNow(c)) || !isOperand(a) || !isOperand(c))
    return false;
  TraceBuilder &b = r.b;
  switch (d) {
  case Dunder::Add: case Dunder::Sub: {
    TraceOpcode op = d == Dunder::Add ? TraceOpcode::float_add_ : TraceOpcode::float_sub_;
    Parts p = partsOf(r, x, a), q = partsOf(r, y, c);
    TraceRef real = b.emit(op, {p.real, q.real}), imag = b.emit(op, {p.imag, q.imag});
    out = makeComplex(r, {real, imag});
    return true;
  }
  case Dunder::Mul: {
    Parts p = partsOf(r, x, a), q = partsOf(r, y, c);
    out = makeComplex(r, multiply(b, p, q));
    return true;
  }
  case Dunder::TrueDiv: {
    double re = isComplexNow(c) ? c.as<ComplexObject>()->real : c.isInt() ? double(c.asInt()) : c.asFloat();
    double im = isComplexNow(c) ? c.as<ComplexObject>()->imag : 0;
    bool byReal = std::fabs(re) >= std::fabs(im);
    if (std::isnan(re) || std::isnan(im) || (re == 0 && im == 0))
      return false;
    Parts p = partsOf(r, x, a), q = partsOf(r, y, c);
    out = makeComplex(r, divide(b, p, q, byReal));
    return true;
  }
  case Dunder::Pow: {
    // Squares only; as the runtime's repeated squaring: 1 * (x * x).
    if (!c.isInt() || c.asInt() != 2 || !b.facts[y].isConstant)
      return false;
    // Overflow raises: only finite results go this way.
    auto *z = a.as<ComplexObject>();
    double real = z->real * z->real - z->imag * z->imag, imag = z->real * z->imag + z->imag * z->real;
    if (!std::isfinite(real) || !std::isfinite(imag))
      return false;
    Parts p = partsOf(r, x, a);
    Parts square = multiply(b, {b.constFloat(1), b.constFloat(0)}, multiply(b, p, p));
    for (TraceRef part : {square.real, square.imag}) {
      TraceRef zero = b.emit(TraceOpcode::float_sub_, {part, part});
      b.guardBool(b.emit(TraceOpcode::float_eq_, {zero, b.constFloat(0)}), true);
    }
    out = makeComplex(r, square);
    return true;
  }
  default:
    return false;
  }
}

bool recordComplexEqual(Recorder &r, Dunder d, TraceRef x, TraceRef y, Value a, Value c, TraceRef &cond, bool &now) {
  if ((d != Dunder::Eq && d != Dunder::Ne) || !isComplexNow(a) || !isComplexNow(c))
    return false;
  TraceBuilder &b = r.b;
  Parts p = partsOf(r, x, a), q = partsOf(r, y, c);
  TraceRef real = b.emit(TraceOpcode::float_eq_, {p.real, q.real});
  TraceRef imag = b.emit(TraceOpcode::float_eq_, {p.imag, q.imag});
  cond = b.emit(TraceOpcode::bool_and_, {real, imag});
  auto *z = a.as<ComplexObject>(), *w = c.as<ComplexObject>();
  now = z->real == w->real && z->imag == w->imag;
  if (d == Dunder::Ne) {
    cond = b.emit(TraceOpcode::bool_not_, {cond});
    now = !now;
  }
  return true;
}

bool recordComplexNegative(Recorder &r, TraceRef x, Value a, TraceRef &out) {
  if (!isComplexNow(a))
    return false;
  Parts p = partsOf(r, x, a);
  TraceRef real = r.b.emit(TraceOpcode::float_neg_, {p.real}), imag = r.b.emit(TraceOpcode::float_neg_, {p.imag});
  out = makeComplex(r, {real, imag});
  return true;
}

static double callHypot(double x, double y) { return std::hypot(x, y); }

/// Leaves where the result is not finite: an overflow, or infinite parts.
bool recordComplexAbs(Recorder &r, TraceRef x, Value a, TraceRef &out) {
  if (!isComplexNow(a))
    return false;
  auto *z = a.as<ComplexObject>();
  if (!std::isfinite(std::hypot(z->real, z->imag)))
    return false;
  Parts p = partsOf(r, x, a);
  out = r.callPure(reinterpret_cast<const void *>(callHypot), "hypot", TraceType::Float, {p.real, p.imag});
  TraceRef zero = r.b.emit(TraceOpcode::float_sub_, {out, out});
  r.b.guardBool(r.b.emit(TraceOpcode::float_eq_, {zero, r.b.constFloat(0)}), true);
  return true;
}

bool recordComplexPart(Recorder &r, TraceRef x, Value a, Value name, TraceRef &out) {
  if (!isComplexNow(a) || !isExact(name, shapes::str1))
    return false;
  std::string text = strToUtf8(name);
  if (text != "real" && text != "imag")
    return false;
  Parts p = partsOf(r, x, a);
  out = text == "real" ? p.real : p.imag;
  return true;
}

bool recordMakeComplex(Recorder &r, const std::vector<TraceRef> &args, const std::vector<Value> &real, TraceRef &out) {
  if (args.empty() || args.size() > 2)
    return false;
  for (Value v : real)
    if (!v.isInt() && !v.isFloat())
      return false;
  TraceRef re = partsOf(r, args[0], real[0]).real;
  TraceRef im = args.size() > 1 ? partsOf(r, args[1], real[1]).real : r.b.constFloat(0);
  out = makeComplex(r, {re, im});
  return true;
}

} // namespace pyc
