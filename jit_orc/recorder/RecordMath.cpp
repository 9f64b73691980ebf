//===- RecordMath.cpp - Builtins and math functions of numbers ------------===//
//
// abs, min, max, round, divmod, pow and the functions of math, for small ints
// and immediate floats, as trace arithmetic or as pure calls.
//
// A function of libm raises in Python where C gives an infinity or a NaN for
// ordinary arguments. So one guard behind the call that its result is finite
// (y - y == 0) stands for all of them: what it lets through is what Python
// returns, and the rest is done again by the interpreter.
//
// min, max and abs select, they do not branch: which argument is the least
// differs from one iteration to the next in dynamic programming.
//
//===----------------------------------------------------------------------===//
#include "jit_orc/recorder/RecordMath.h"
#include "jit_orc/recorder/Helpers.h"
#include "jit_orc/recorder/RecordComplex.h"
#include "jit_orc/recorder/Recorder.h"
#include "runtime/object/NumStr.h"
#include "runtime/object/Types.h"
#include <cmath>

namespace pyc {
namespace {
using Refs = const std::vector<TraceRef> &;
using Values = const std::vector<Value> &;

bool isNumber(Value v) { return v.isInt() || v.isFloat(); }
double asReal(Value v) { return v.isInt() ? static_cast<double>(v.asInt()) : v.asFloat(); }
TraceRef asDouble(Recorder &r, TraceRef v, Value real) {
  return real.isInt() ? r.b.emit(TraceOpcode::int_to_float_, {r.b.asInt(v)}) : r.b.asFloat(v);
}
void guardFinite(Recorder &r, TraceRef f) {
  TraceRef zero = r.b.emit(TraceOpcode::float_sub_, {f, f});
  r.b.guardBool(r.b.emit(TraceOpcode::float_eq_, {zero, r.b.constFloat(0)}), true);
}

bool recordAbs(Recorder &r, Refs args, Values real, TraceRef &out) {
  if (args.size() != 1)
    return false;
  if (recordComplexAbs(r, args[0], real[0], out))
    return true;
  if (real[0].isFloat()) {
    out = r.b.emit(TraceOpcode::float_abs_, {r.b.asFloat(args[0])});
    return true;
  }
  if (real[0].isInt() && real[0].asInt() != Value::kMinInt) {
    TraceRef i = r.b.asInt(args[0]);
    TraceRef negated = r.b.emit(TraceOpcode::int_sub_ovf_, {r.b.constInt(0), i});
    out = r.b.emit(TraceOpcode::int_max_, {i, negated});
    return true;
  }
  return false;
}
bool recordFabs(Recorder &r, Refs args, Values real, TraceRef &out) {
  if (args.size() != 1 || !isNumber(real[0]))
    return false;
  out = r.b.emit(TraceOpcode::float_abs_, {asDouble(r, args[0], real[0])});
  return true;
}

/// min and max of two to four numbers of one type.
template <bool isMax> bool recordMinMax(Recorder &r, Refs args, Values real, TraceRef &out) {
  if (args.size() < 2 || args.size() > 4)
    return false;
  bool ints = true, floats = true;
  for (Value v : real) {
    ints &= v.isInt();
    floats &= v.isFloat();
  }
  if (!ints && !floats)
    return false;
  TraceOpcode op = ints ? (isMax ? TraceOpcode::int_max_ : TraceOpcode::int_min_)
                        : (isMax ? TraceOpcode::float_max_ : TraceOpcode::float_min_);
  for (size_t i = 0; i < args.size(); ++i) {
    TraceRef next = ints ? r.b.asInt(args[i]) : r.b.asFloat(args[i]);
    out = i ? r.b.emit(op, {out, next}) : next;
  }
  return true;
}

bool recordSqrt(Recorder &r, Refs args, Values real, TraceRef &out) {
  if (args.size() != 1 || !isNumber(real[0]) || !(asReal(real[0]) >= 0))
    return false;
  TraceRef f = asDouble(r, args[0], real[0]);
  r.b.guardBool(r.b.emit(TraceOpcode::float_ge_, {f, r.b.constFloat(0)}), true);
  out = r.b.emit(TraceOpcode::float_sqrt_, {f});
  return true;
}

struct Libm1 {
  const char *name;
  double (*fn)(double);
};
#define FN(name) {#name, [](double x) { return std::name(x); }}
constexpr Libm1 kLibm1[] = {FN(sin), FN(cos), FN(tan), FN(asin), FN(acos), FN(atan), FN(sinh), FN(cosh),
                            FN(tanh), FN(exp), FN(expm1), FN(log), FN(log2), FN(log10), FN(log1p), FN(erf),
                            FN(cbrt), FN(asinh), FN(acosh), FN(atanh),
                            {"degrees", [](double x) { return x * (180.0 / M_PI); }},
                            {"radians", [](double x) { return x * (M_PI / 180.0); }}};
#undef FN
template <unsigned k> bool recordLibm1(Recorder &r, Refs args, Values real, TraceRef &out) {
  if (args.size() != 1 || !isNumber(real[0]) || !std::isfinite(kLibm1[k].fn(asReal(real[0]))))
    return false;
  std::string name = std::string("math.") + kLibm1[k].name;
  out = r.callPure(reinterpret_cast<const void *>(kLibm1[k].fn), name.c_str(), TraceType::Float,
                   {asDouble(r, args[0], real[0])});
  guardFinite(r, out);
  return true;
}

struct Libm2 {
  const char *name;
  double (*fn)(double, double);
};
#define FN(name) {#name, [](double x, double y) { return std::name(x, y); }}
constexpr Libm2 kLibm2[] = {FN(atan2), FN(fmod), FN(pow), FN(copysign)};
#undef FN
template <unsigned k> bool recordLibm2(Recorder &r, Refs args, Values real, TraceRef &out) {
  if (args.size() != 2 || !isNumber(real[0]) || !isNumber(real[1]) ||
      !std::isfinite(kLibm2[k].fn(asReal(real[0]), asReal(real[1]))))
    return false;
  std::string name = std::string("math.") + kLibm2[k].name;
  out = r.callPure(reinterpret_cast<const void *>(kLibm2[k].fn), name.c_str(), TraceType::Float,
                   {asDouble(r, args[0], real[0]), asDouble(r, args[1], real[1])});
  guardFinite(r, out);
  return true;
}

/// Functions that give a whole double, made an int.
template <double (*fn)(double)>
bool recordRounding(Recorder &r, Refs args, Values real, TraceRef &out, const char *name) {
  if (args.size() != 1)
    return false;
  if (real[0].isInt()) {
    out = r.b.asInt(args[0]);
    return true;
  }
  if (!real[0].isFloat() || !(std::fabs(real[0].asFloat()) < 1e15))
    return false;
  TraceRef whole = r.callPure(reinterpret_cast<const void *>(fn), name, TraceType::Float, {r.b.asFloat(args[0])});
  out = r.b.emit(TraceOpcode::float_to_int_ovf_, {whole});
  return true;
}
double callFloor(double x) { return std::floor(x); }
double callCeil(double x) { return std::ceil(x); }
double callEven(double x) { return std::nearbyint(x); }
bool recordFloor(Recorder &r, Refs a, Values v, TraceRef &o) { return recordRounding<callFloor>(r, a, v, o, "floor"); }
bool recordCeil(Recorder &r, Refs a, Values v, TraceRef &o) { return recordRounding<callCeil>(r, a, v, o, "ceil"); }
bool recordTrunc(Recorder &r, Refs args, Values real, TraceRef &out) {
  if (args.size() != 1 || !real[0].isFloat() || !(std::fabs(real[0].asFloat()) < 1e15))
    return false;
  out = r.b.emit(TraceOpcode::float_to_int_ovf_, {r.b.asFloat(args[0])});
  return true;
}

/// round(x), and round(x, n) for a float and a constant number of places.
bool recordRound(Recorder &r, Refs args, Values real, TraceRef &out) {
  if (args.size() == 1 || (args.size() == 2 && real[1] == None && r.b.facts[args[1]].isConstant))
    return recordRounding<callEven>(r, {args[0]}, {real[0]}, out, "nearbyint");
  if (args.size() != 2 || !real[0].isFloat() || !real[1].isInt() || !r.b.facts[args[1]].isConstant)
    return false;
  int64_t n = real[1].asInt();
  if (n < 0 || n > 15 || !(std::fabs(real[0].asFloat()) < 1e15))
    return false;
  TraceRef f = r.b.asFloat(args[0]);
  // Larger ones may not have a result.
  r.b.guardBool(r.b.emit(TraceOpcode::float_lt_, {r.b.emit(TraceOpcode::float_abs_, {f}), r.b.constFloat(1e15)}), true);
  out = r.callPure(reinterpret_cast<const void *>(pyc_jit_float_round), "pyc_jit_float_round", TraceType::Float,
                   {f, r.b.constRaw(n)});
  return true;
}

bool recordDivmod(Recorder &r, Refs args, Values real, TraceRef &out) {
  if (args.size() != 2 || !real[0].isInt() || !real[1].isInt() || real[1].asInt() == 0 || real[1].asInt() == -1)
    return false;
  TraceRef i = r.b.asInt(args[0]), j = r.b.asInt(args[1]);
  TraceRef q = r.b.emit(TraceOpcode::int_floordiv_ovf_, {i, j}), m = r.b.emit(TraceOpcode::int_mod_ovf_, {i, j});
  out = recordTuple(r, {q, m});
  return true;
}

template <unsigned... k>
void addUnary(void (*add)(Thread *, Value, const char *, MathIntrinsic), Thread *t, Value math,
              std::integer_sequence<unsigned, k...>) {
  (add(t, math, kLibm1[k].name, recordLibm1<k>), ...);
}
template <unsigned... k>
void addBinary(void (*add)(Thread *, Value, const char *, MathIntrinsic), Thread *t, Value math,
               std::integer_sequence<unsigned, k...>) {
  (add(t, math, kLibm2[k].name, recordLibm2<k>), ...);
}
} // namespace

void findMathIntrinsics(Thread *t, Value builtins, Value math,
                        void (*add)(Thread *, Value, const char *, MathIntrinsic)) {
  add(t, builtins, "abs", recordAbs);
  add(t, builtins, "min", recordMinMax<false>);
  add(t, builtins, "max", recordMinMax<true>);
  add(t, builtins, "round", recordRound);
  add(t, builtins, "divmod", recordDivmod);
  if (!math)
    return;
  add(t, math, "sqrt", recordSqrt);
  add(t, math, "fabs", recordFabs);
  add(t, math, "floor", recordFloor);
  add(t, math, "ceil", recordCeil);
  add(t, math, "trunc", recordTrunc);
  addUnary(add, t, math, std::make_integer_sequence<unsigned, std::size(kLibm1)>());
  addBinary(add, t, math, std::make_integer_sequence<unsigned, std::size(kLibm2)>());
}

} // namespace pyc
