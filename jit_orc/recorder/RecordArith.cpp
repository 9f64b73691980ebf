//===- RecordArith.cpp - Operators, comparisons, truth --------------------===//
//
// Small ints and immediate floats become arithmetic under guards; strings of
// one byte per character compare by a pure call; instances whose class defines
// the operator in Python are followed into it; everything else is a call of
// the protocol function.
//
//===----------------------------------------------------------------------===//
#include "jit_orc/recorder/Helpers.h"
#include "jit_orc/recorder/RecordStr.h"
#include "jit_orc/recorder/RecordComplex.h"
#include "jit_orc/recorder/Recorder.h"
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"
#include <cmath>

namespace pyc {

namespace {
struct Operator {
  Dunder dunder;
  bool inplace;
  bool immediate;
};
} // namespace

static bool decodeBinary(Op op, Operator &out) {
  unsigned n = unsigned(op);
  auto in = [&](Op first, Op last) { return n >= unsigned(first) && n <= unsigned(last); };
  auto dunder = [](unsigned i) { return static_cast<Dunder>(3 * i); };
  if (in(Op::Add, Op::MatMul))
    out = {dunder(n - unsigned(Op::Add)), false, false};
  else if (in(Op::InplaceAdd, Op::InplaceMatMul))
    out = {dunder(n - unsigned(Op::InplaceAdd)), true, false};
  else if (op == Op::AddImm || op == Op::InplaceAddImm)
    out = {Dunder::Add, op == Op::InplaceAddImm, true};
  else if (op == Op::SubImm || op == Op::InplaceSubImm)
    out = {Dunder::Sub, op == Op::InplaceSubImm, true};
  else
    return false;
  return true;
}
static_assert(unsigned(Dunder::Add) == 0 && unsigned(Dunder::MatMul) == 36);

static Dunder reflectedOf(Dunder d) { return static_cast<Dunder>(unsigned(d) + 1); }
static Dunder inplaceOf(Dunder d) { return static_cast<Dunder>(unsigned(d) + 2); }

/// int op int. False: not by trace arithmetic (the result is big...).
static bool intArith(Recorder &r, unsigned dst, Dunder d, TraceRef x, TraceRef y, int64_t a, int64_t c) {
  TraceOpcode op;
  int64_t out;
  switch (d) {
  case Dunder::Add:
    if (!Value::fitsSmallInt(a + c))
      return false;
    op = TraceOpcode::int_add_ovf_;
    break;
  case Dunder::Sub:
    if (!Value::fitsSmallInt(a - c))
      return false;
    op = TraceOpcode::int_sub_ovf_;
    break;
  case Dunder::Mul:
    if (__builtin_mul_overflow(a, c, &out) || !Value::fitsSmallInt(out))
      return false;
    op = TraceOpcode::int_mul_ovf_;
    break;
  case Dunder::FloorDiv:
  case Dunder::Mod:
    if (c == 0 || (a == Value::kMinInt && c == -1))
      return false;
    op = d == Dunder::Mod ? TraceOpcode::int_mod_ovf_ : TraceOpcode::int_floordiv_ovf_;
    break;
  case Dunder::LShift:
    if (c < 0 || c > 61 || !Value::fitsSmallInt(a) || (a << c) >> c != a || !Value::fitsSmallInt(a << c))
      return false;
    op = TraceOpcode::int_shl_ovf_;
    break;
  case Dunder::RShift:
    if (c < 0)
      return false;
    op = TraceOpcode::int_shr_ovf_;
    break;
  case Dunder::And: op = TraceOpcode::int_and_; break;
  case Dunder::Or: op = TraceOpcode::int_or_; break;
  case Dunder::Xor: op = TraceOpcode::int_xor_; break;
  case Dunder::Pow:
    // Small constant exponents multiply; powers of two shift.
    if (c == 3 && r.b.facts[y].isConstant && !__builtin_mul_overflow(a, a, &out) && Value::fitsSmallInt(out) &&
        !__builtin_mul_overflow(out, a, &out) && Value::fitsSmallInt(out)) {
      TraceRef i = r.b.asInt(x), square = r.b.emit(TraceOpcode::int_mul_ovf_, {i, i});
      r.set(dst, r.b.emit(TraceOpcode::int_mul_ovf_, {square, i}));
      return true;
    }
    if (a == 2 && r.b.facts[x].isConstant && c >= 0 && c <= 60) {
      r.set(dst, r.b.emit(TraceOpcode::int_shl_ovf_, {r.b.constInt(1), r.b.asInt(y)}));
      return true;
    }
    if (c == 2 && !__builtin_mul_overflow(a, a, &out) && Value::fitsSmallInt(out)) {
      TraceRef i = r.b.asInt(x);
      r.b.guardConstant(r.value(y), Value::fromSmallInt(2));
      r.set(dst, r.b.emit(TraceOpcode::int_mul_ovf_, {i, i}));
      return true;
    }
    return false;
  case Dunder::TrueDiv: {
    // Exact only while both fit a double's 53 bits.
    constexpr int64_t limit = int64_t(1) << 53;
    if (c == 0 || a > limit || a < -limit || c > limit || c < -limit)
      return false;
    auto bounded = [&](TraceRef v) {
      TraceRef i = r.b.asInt(v);
      if (!r.b.facts[i].isConstant) {
        TraceRef raw = r.b.emit(TraceOpcode::int_to_raw_, {i});
        TraceRef moved = r.b.emit(TraceOpcode::raw_add_, {raw, r.b.constRaw(limit)});
        r.b.guardBool(r.b.emit(TraceOpcode::raw_ult_, {moved, r.b.constRaw(2 * limit + 1)}), true);
      }
      return i;
    };
    TraceRef i = bounded(x), j = bounded(y);
    if (!r.b.facts[j].isConstant)
      r.b.guardBool(r.b.emit(TraceOpcode::int_ne_, {j, r.b.constInt(0)}), true);
    TraceRef f = r.b.emit(TraceOpcode::int_to_float_, {i}), g = r.b.emit(TraceOpcode::int_to_float_, {j});
    r.set(dst, r.b.emit(TraceOpcode::float_div_, {f, g}));
    return true;
  }
  default:
    return false;
  }
  TraceRef i = r.b.asInt(x), j = r.b.asInt(y);
  r.set(dst, r.b.emit(op, {i, j}));
  return true;
}

static TraceRef toFloat(Recorder &r, TraceRef v, Value real) {
  return real.isInt() ? r.b.emit(TraceOpcode::int_to_float_, {r.b.asInt(v)}) : r.b.asFloat(v);
}
static double realFloat(Value v) {
  return v.isInt() ? static_cast<double>(v.asInt()) : v.asFloat();
}

/// float op float, or float with int.
static bool floatArith(Recorder &r, unsigned dst, Dunder d, TraceRef x, TraceRef y, Value a, Value c) {
  double q = realFloat(c);
  switch (d) {
  case Dunder::Add: case Dunder::Sub: case Dunder::Mul: {
    TraceRef f = toFloat(r, x, a), g = toFloat(r, y, c);
    r.set(dst, r.b.emit(d == Dunder::Add   ? TraceOpcode::float_add_
                        : d == Dunder::Sub ? TraceOpcode::float_sub_
                                           : TraceOpcode::float_mul_, {f, g}));
    return true;
  }
  case Dunder::TrueDiv: case Dunder::FloorDiv: case Dunder::Mod: {
    if (q == 0)
      return false;
    TraceRef f = toFloat(r, x, a), g = toFloat(r, y, c);
    if (!(r.b.facts[y].isConstant))
      r.b.guardBool(r.b.emit(TraceOpcode::float_ne_, {g, r.b.constFloat(0)}), true);
    if (d == Dunder::TrueDiv)
      r.set(dst, r.b.emit(TraceOpcode::float_div_, {f, g}));
    else if (d == Dunder::Mod)
      r.set(dst, r.callPure(reinterpret_cast<const void *>(pyc_jit_float_mod), "pyc_jit_float_mod", TraceType::Float, {f, g}));
    else
      r.set(dst, r.callPure(reinterpret_cast<const void *>(pyc_jit_float_floordiv), "pyc_jit_float_floordiv", TraceType::Float, {f, g}));
    return true;
  }
  case Dunder::Pow: {
    double p = realFloat(a), result = std::pow(p, q);
    if (!std::isfinite(result) || !std::isfinite(q))
      return false;
    // For a whole positive exponent any base will do.
    bool whole = r.b.facts[y].isConstant && q > 0 && q == std::floor(q);
    if (!whole && !(p > 0))
      return false;
    TraceRef f = toFloat(r, x, a);
    if (!whole)
      r.b.guardBool(r.b.emit(TraceOpcode::float_gt_, {f, r.b.constFloat(0)}), true);
    TraceRef g = whole ? r.b.constFloat(q) : toFloat(r, y, c);
    TraceRef power = whole && q == 2 ? r.callPure(reinterpret_cast<const void *>(pyc_jit_float_square),
                                                  "pyc_jit_float_square", TraceType::Float, {f}) : r.callPure(reinterpret_cast<const void *>(static_cast<double (*)(double, double)>(std::pow)),
                                "pow", TraceType::Float, {f, g});
    TraceRef difference = r.b.emit(TraceOpcode::float_sub_, {power, power});
    r.b.guardBool(r.b.emit(TraceOpcode::float_eq_, {difference, r.b.constFloat(0)}), true);
    r.set(dst, power);
    return true;
  }
  default:
    return false;
  }
}

/// The operator is a Python function of the operands' class(es), and the first
/// that the protocol tries: follow it. The interpreter pushes the same frame.
static bool followDunder(Recorder &r, Dunder forward, Dunder reflected, bool hasInplace, Dunder inplace,
                         TraceRef x, TraceRef y, Value a, Value c, Continuation k, Continuation kLast) {
  TypeObject *ta = typeOf(a), *tc = typeOf(c);
  auto isPython = [](Value f) { return f && isExact(f, shapes::function); };
  Value f = Value::empty();
  bool swapped = false;
  Continuation how = k;
  if (hasInplace) {
    f = lookupDunder(ta, inplace);
    how = Continuation::Inplace;
    if (f && !isPython(f))
      return false;
  }
  if (!f) {
    how = k;
    Value fa = lookupDunder(ta, forward);
    Value fc = ta == tc ? Value::empty() : lookupDunder(tc, reflected);
    if (isPython(fa) && (!fc || !isSubtype(tc, ta) || fc == lookupDunder(ta, reflected)))
      f = fa, how = fc ? k : kLast;
    else if (isPython(fc) && (ta == types::float_ || ta == types::int_ || !fa))
      f = fc, swapped = true, how = kLast;
    else
      return false;
  }
  CodeObject *code = f.as<FunctionObject>()->codeObject();
  if (code->paramCount != 2 || code->argCount != 2 || !r.mayInline(code))
    return false;
  auto know = [&](TraceRef v, Value real) {
    if (real.isInt())
      r.b.asInt(v);
    else if (real.isFloat())
      r.b.asFloat(v);
    else if (real.isObject())
      return r.guardInstanceShape(v, real);
    return !r.failed();
  };
  if (!know(x, a) || !know(y, c))
    return true;
  TraceRef fn = r.constant(f);
  if (r.failed())
    return true;
  std::vector<TraceRef> params = swapped ? std::vector<TraceRef>{y, x} : std::vector<TraceRef>{x, y};
  r.pushFrame(f, fn, params, how);
  return true;
}

static bool isNumber(Value v) { return v.isInt() || v.isFloat(); }

static TraceOpcode intCompareOp(Dunder d) {
  switch (d) {
  case Dunder::Lt: return TraceOpcode::int_lt_;
  case Dunder::Le: return TraceOpcode::int_le_;
  case Dunder::Eq: return TraceOpcode::int_eq_;
  case Dunder::Ne: return TraceOpcode::int_ne_;
  case Dunder::Gt: return TraceOpcode::int_gt_;
  default: return TraceOpcode::int_ge_;
  }
}
static TraceOpcode floatCompareOp(Dunder d) {
  switch (d) {
  case Dunder::Lt: return TraceOpcode::float_lt_;
  case Dunder::Le: return TraceOpcode::float_le_;
  case Dunder::Eq: return TraceOpcode::float_eq_;
  case Dunder::Ne: return TraceOpcode::float_ne_;
  case Dunder::Gt: return TraceOpcode::float_gt_;
  default: return TraceOpcode::float_ge_;
  }
}
template <typename T> static bool outcome(Dunder d, T a, T b) {
  switch (d) {
  case Dunder::Lt: return a < b;
  case Dunder::Le: return a <= b;
  case Dunder::Eq: return a == b;
  case Dunder::Ne: return a != b;
  case Dunder::Gt: return a > b;
  default: return a >= b;
  }
}

static bool simpleCompare(Recorder &r, Dunder d, TraceRef x, TraceRef y, Value a, Value c, TraceRef &cond, bool &now);

/// (a, b) == (c, d) of plain items: item by item.
static bool tupleEqual(Recorder &r, TraceRef x, TraceRef y, Value a, Value c, TraceRef &cond, bool &now) {
  TraceBuilder &b = r.b;
  if (!isExact(a, shapes::tuple) || !isExact(c, shapes::tuple))
    return false;
  auto *p = a.as<TupleObject>(), *q = c.as<TupleObject>();
  if (p->length != q->length || p->length > 6)
    return false;
  auto plain = [](Value v, Value w) {
    return (v.isInt() && w.isInt()) || (v.isFloat() && w.isFloat()) || (isExact(v, shapes::str1) && isExact(w, shapes::str1));
  };
  for (int64_t i = 0; i < p->length; ++i)
    if (!plain(p->items[i], q->items[i]))
      return false;
  for (auto [v, t] : {std::pair{x, p}, std::pair{y, q}}) {
    b.guardShape(r.value(v), shapes::tuple, true);
    TraceRef n = b.getField(r.value(v), offsetof(TupleObject, length), kAliasItems, TraceSlot::Raw, true);
    b.guardBool(b.emit(TraceOpcode::raw_eq_, {n, b.constRaw(t->length)}), true);
  }
  cond = b.constBool(true);
  now = true;
  for (int64_t i = 0; i < p->length; ++i) {
    auto at = static_cast<uint32_t>(offsetof(TupleObject, items) + 8 * i);
    TraceRef v = b.getField(r.value(x), at, kAliasItems, TraceSlot::Value, true);
    TraceRef w = b.getField(r.value(y), at, kAliasItems, TraceSlot::Value, true);
    b.facts[v].notEmpty = b.facts[w].notEmpty = true;
    TraceRef same;
    bool isSame;
    if (!simpleCompare(r, Dunder::Eq, v, w, p->items[i], q->items[i], same, isSame)) {
      r.abort(AbortReason::Opcode, "tuple-compare");
      return true;
    }
    if (p->items[i].isFloat()) { // items that are the same object are equal: NaN
      same = b.emit(TraceOpcode::bool_or_, {same, b.emit(TraceOpcode::value_eq_, {v, w})});
      isSame |= p->items[i] == q->items[i];
    }
    cond = i ? b.emit(TraceOpcode::bool_and_, {cond, same}) : same;
    now &= isSame;
  }
  return true;
}

/// A comparison without Python code: condition and what it is now.
static bool simpleCompare(Recorder &r, Dunder d, TraceRef x, TraceRef y, Value a, Value c,
                          TraceRef &cond, bool &now) {
  if (a.isInt() && c.isInt()) {
    TraceRef i = r.b.asInt(x), j = r.b.asInt(y);
    cond = r.b.emit(intCompareOp(d), {i, j});
    now = outcome(d, a.asInt(), c.asInt());
    return true;
  }
  if (isNumber(a) && isNumber(c)) {
    // An int beside a float compares exactly: as doubles only when it is small.
    constexpr int64_t limit = int64_t(1) << 53;
    for (auto [v, real] : {std::pair{x, a}, std::pair{y, c}})
      if (real.isInt()) {
        if (real.asInt() > limit || real.asInt() < -limit)
          return false;
        TraceRef i = r.b.asInt(v);
        if (!r.b.facts[i].isConstant) {
          TraceRef raw = r.b.emit(TraceOpcode::int_to_raw_, {i});
          TraceRef moved = r.b.emit(TraceOpcode::raw_add_, {raw, r.b.constRaw(limit)});
          r.b.guardBool(r.b.emit(TraceOpcode::raw_ult_, {moved, r.b.constRaw(2 * limit + 1)}), true);
        }
      }
    TraceRef f = toFloat(r, x, a), g = toFloat(r, y, c);
    cond = r.b.emit(floatCompareOp(d), {f, g});
    now = outcome(d, realFloat(a), realFloat(c));
    return true;
  }
  if (isExact(a, shapes::str1) && isExact(c, shapes::str1)) {
    if (recordStrCompare(r, d, x, y, a, c, cond, now))
      return true;
    TraceRef p = r.value(x), q = r.value(y);
    r.b.guardShape(p, shapes::str1, true);
    r.b.guardShape(q, shapes::str1, true);
    if (d == Dunder::Eq || d == Dunder::Ne) {
      cond = r.callPure(reinterpret_cast<const void *>(pyc_jit_str_eq), "pyc_jit_str_eq", TraceType::Bool, {p, q});
      now = strEqual(a, c);
      if (d == Dunder::Ne) {
        cond = r.b.emit(TraceOpcode::bool_not_, {cond});
        now = !now;
      }
      return true;
    }
    TraceRef order = r.callPure(reinterpret_cast<const void *>(pyc_jit_str_compare), "pyc_jit_str_compare", TraceType::Raw, {p, q});
    TraceRef zero = r.b.constRaw(0);
    switch (d) {
    case Dunder::Lt: cond = r.b.emit(TraceOpcode::raw_lt_, {order, zero}); break;
    case Dunder::Le: cond = r.b.emit(TraceOpcode::raw_le_, {order, zero}); break;
    case Dunder::Gt: cond = r.b.emit(TraceOpcode::raw_lt_, {zero, order}); break;
    default: cond = r.b.emit(TraceOpcode::raw_le_, {zero, order}); break;
    }
    now = outcome(d, strCompare(a, c), 0);
    return true;
  }
  if (recordComplexEqual(r, d, x, y, a, c, cond, now))
    return true;
  if ((d == Dunder::Eq || d == Dunder::Ne) && tupleEqual(r, x, y, a, c, cond, now)) {
    if (d == Dunder::Ne && !r.failed()) {
      cond = r.b.emit(TraceOpcode::bool_not_, {cond});
      now = !now;
    }
    return true;
  }
  if ((d == Dunder::Eq || d == Dunder::Ne) && (a == None || c == None) && a.isObject() && c.isObject() &&
      (a.asObject()->shape()->flags & kShapeBuiltinExact) && (c.asObject()->shape()->flags & kShapeBuiltinExact)) {
    // None equals itself only.
    for (auto [v, real] : {std::pair{r.value(x), a}, std::pair{r.value(y), c}}) {
      if (real == None)
        r.b.guardConstant(v, None);
      else
        r.b.guardShape(v, real.asObject()->shape(), true);
    }
    now = (a == c) == (d == Dunder::Eq);
    cond = r.b.constBool(now);
    return true;
  }
  return false;
}

/// Compare opcodes: which, and in what form.
static bool decodeCompare(Op op, Dunder &d, bool &jumps, bool &sense, bool &immediate) {
  unsigned n = unsigned(op);
  auto in = [&](Op first, Op last, unsigned &index) {
    index = n - unsigned(first);
    return n >= unsigned(first) && n <= unsigned(last);
  };
  auto at = [](unsigned i) { return static_cast<Dunder>(unsigned(Dunder::Lt) + i); };
  unsigned i;
  jumps = true;
  immediate = false;
  if (in(Op::Lt, Op::Ge, i)) {
    jumps = false;
    sense = true;
  } else if (in(Op::JumpLt, Op::JumpGe, i)) {
    sense = true;
  } else if (in(Op::JumpNotLt, Op::JumpNotGe, i)) {
    sense = false;
  } else if (in(Op::JumpLtImm, Op::JumpGeImm, i)) {
    sense = true;
    immediate = true;
  } else if (in(Op::JumpNotLtImm, Op::JumpNotGeImm, i)) {
    sense = false;
    immediate = true;
  } else {
    return false;
  }
  d = at(i);
  return true;
}
static Dunder swappedCompare(Dunder d) {
  switch (d) {
  case Dunder::Lt: return Dunder::Gt;
  case Dunder::Le: return Dunder::Ge;
  case Dunder::Gt: return Dunder::Lt;
  case Dunder::Ge: return Dunder::Le;
  default: return d;
  }
}

bool Recorder::recordArith(Op op) {
  const Instr *next = nextInstr(pc);
  Operator binary;
  if (decodeBinary(op, binary)) {
    Value a = real(pc->b), c = binary.immediate ? Value::fromSmallInt(pc->sc()) : real(pc->c);
    TraceRef x = reg(pc->b), y = binary.immediate ? b.constInt(pc->sc()) : reg(pc->c);
    if (failed())
      return true;
    Dunder d = binary.dunder;
    // A bool beside a number counts as 0 or 1 (but & | ^ of two are bools).
    auto isBool = [](Value v) { return v == True || v == False; };
    auto asNumber = [&](TraceRef &v, Value &now) {
      TraceRef cond;
      bool is;
      if (!isBool(now) || !truth(v, now, cond, is))
        return;
      v = b.facts[cond].isConstant ? b.constInt(is) : b.emit(TraceOpcode::bool_to_int_, {cond});
      now = Value::fromSmallInt(is);
    };
    if (isBool(a) != isBool(c) && (a.isInt() || a.isFloat() || c.isInt() || c.isFloat())) {
      asNumber(x, a);
      asNumber(y, c);
    }
    if (a.isInt() && c.isInt() && intArith(*this, pc->a, d, x, y, a.asInt(), c.asInt()))
      return true;
    if (isNumber(a) && isNumber(c) && (a.isFloat() || c.isFloat()) && floatArith(*this, pc->a, d, x, y, a, c))
      return true;
    if (TraceRef z; recordComplexArith(*this, d, x, y, a, c, z)) {
      set(pc->a, z);
      return true;
    }
    if (isIntExact(a) && isIntExact(c)) {
      // Big numbers: the result depends on the values only, but may allocate.
      auto know = [&](TraceRef v, Value now) {
        if (now.isInt())
          b.asInt(v);
        else
          b.guardShape(v, shapes::bigint, true);
        return value(v);
      };
      if (d == Dunder::TrueDiv)
        return false;
      TraceRef p = know(x, a), q = know(y, c);
      set(pc->a, callRuntime(reinterpret_cast<const void *>(pyc_jit_int_binary), "pyc_jit_int_binary",
                             TraceType::Value, {thread(), b.constRaw(int64_t(d)), p, q}, 0, 0, true));
      return true;
    }
    if (d == Dunder::Add && isExact(a, shapes::str1) && isExact(c, shapes::str1)) {
      TraceRef p = value(x), q = value(y);
      b.guardShape(p, shapes::str1, true);
      b.guardShape(q, shapes::str1, true);
      TraceRef s = callRuntime(reinterpret_cast<const void *>(pyc_jit_str_concat), "pyc_jit_str_concat",
                               TraceType::Value, {thread(), p, q}, 0, 0, true);
      set(pc->a, s);
      return true;
    }
    if (followDunder(*this, d, reflectedOf(d), binary.inplace, inplaceOf(d), x, y, a, c,
                     Continuation::Binary, Continuation::BinaryLast))
      return true;
    TraceRef v = callAnything(binary.inplace ? reinterpret_cast<const void *>(pyc_jit_inplace)
                                             : reinterpret_cast<const void *>(pyc_jit_binary),
                              binary.inplace ? "pyc_jit_inplace" : "pyc_jit_binary",
                              {thread(), b.constRaw(int64_t(d)), value(x), value(y)});
    set(pc->a, v);
    afterAnything(next);
    skipCallee();
    return true;
  }

  Dunder d;
  bool jumps, sense, immediate;
  if (decodeCompare(op, d, jumps, sense, immediate)) {
    unsigned left = jumps ? pc->a : pc->b, right = jumps ? pc->b : pc->c;
    Value a = real(left), c = immediate ? Value::fromSmallInt(pc->sb()) : real(right);
    TraceRef x = reg(left), y = immediate ? b.constInt(pc->sb()) : reg(right);
    if (failed())
      return true;
    TraceRef cond;
    bool now;
    if (simpleCompare(*this, d, x, y, a, c, cond, now)) {
      if (jumps) {
        b.guardBool(cond, now);
        expect(now == sense ? pc + pc->sc() : next);
      } else {
        set(pc->a, cond);
      }
      return true;
    }
    if (followDunder(*this, d, swappedCompare(d), false, d, x, y, a, c, Continuation::Compare,
                     Continuation::CompareLast))
      return true;
    if (!jumps) {
      TraceRef v = callAnything(reinterpret_cast<const void *>(pyc_jit_compare), "pyc_jit_compare",
                                {thread(), b.constRaw(int64_t(d)), value(x), value(y)});
      set(pc->a, v);
      afterAnything(next);
    } else {
      TraceRef v = callAnything(reinterpret_cast<const void *>(pyc_jit_compare_true), "pyc_jit_compare_true",
                                {thread(), b.constRaw(int64_t(d)), value(x), value(y)});
      branchLater(v, sense ? pc + pc->sc() : next, sense ? next : pc + pc->sc());
    }
    skipCallee();
    return true;
  }

  switch (op) {
  case Op::Negative: case Op::Positive: case Op::Invert: {
    Value a = real(pc->b);
    TraceRef x = reg(pc->b);
    if (a.isInt()) {
      TraceRef i = b.asInt(x);
      if (op == Op::Positive)
        set(pc->a, i);
      else if (op == Op::Invert)
        set(pc->a, b.emit(TraceOpcode::int_xor_, {i, b.constInt(-1)}));
      else if (a.asInt() != Value::kMinInt)
        set(pc->a, b.emit(TraceOpcode::int_sub_ovf_, {b.constInt(0), i}));
      else
        return false;
      return true;
    }
    if (a.isFloat() && op != Op::Invert) {
      TraceRef f = b.asFloat(x);
      set(pc->a, op == Op::Negative ? b.emit(TraceOpcode::float_neg_, {f}) : f);
      return true;
    }
    if (TraceRef z; op == Op::Negative && recordComplexNegative(*this, x, a, z)) {
      set(pc->a, z);
      return true;
    }
    Dunder u = op == Op::Negative ? Dunder::Neg : op == Op::Positive ? Dunder::Pos : Dunder::Invert;
    Value f = lookupDunder(typeOf(a), u);
    if (a.isObject() && f && isExact(f, shapes::function)) {
      CodeObject *code = f.as<FunctionObject>()->codeObject();
      if (code->paramCount == 1 && code->argCount == 1 && mayInline(code)) {
        if (!guardInstanceShape(x, a))
          return true;
        TraceRef fn = constant(f);
        if (!failed())
          pushFrame(f, fn, {x}, Continuation::Store);
        return true;
      }
    }
    TraceRef v = callAnything(reinterpret_cast<const void *>(pyc_jit_unary), "pyc_jit_unary",
                              {thread(), b.constRaw(int64_t(u)), value(x)});
    set(pc->a, v);
    afterAnything(next);
    skipCallee();
    return true;
  }
  case Op::Contains: case Op::NotContains: {
    TraceRef plain;
    if (recordCharIn(*this, reg(pc->b), reg(pc->c), real(pc->b), real(pc->c), plain)) {
      set(pc->a, op == Op::Contains ? plain : b.emit(TraceOpcode::bool_not_, {plain}));
      return true;
    }
    if (recordContains(*this, reg(pc->b), value(reg(pc->c)), real(pc->b), real(pc->c), plain)) {
      if (!failed())
        set(pc->a, b.emit(TraceOpcode::value_eq_, {plain, b.constValue(boolValue(op == Op::Contains))}));
      return true;
    }
    TraceRef container = value(reg(pc->c)), item = reg(pc->b);
    if (failed() || followItem(pc->a, Dunder::Contains, container, real(pc->c), {container, item},
                               op == Op::Contains ? Continuation::ToBool : Continuation::ToBoolNot))
      return true;
    TraceRef v = callAnything(reinterpret_cast<const void *>(pyc_jit_contains), "pyc_jit_contains",
                              {thread(), value(reg(pc->b)), value(reg(pc->c))});
    if (op == Op::NotContains) {
      TraceRef is = b.emit(TraceOpcode::value_eq_, {v, b.constValue(False)});
      set(pc->a, is);
    } else {
      set(pc->a, b.emit(TraceOpcode::value_eq_, {v, b.constValue(True)}));
    }
    afterAnything(next);
    skipCallee();
    return true;
  }
  default:
    return false;
  }
}

} // namespace pyc
