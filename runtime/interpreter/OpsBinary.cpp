//===- OpsBinary.cpp - Operators beyond small ints and floats -------------===//
//
// Python's protocol for a op b (and for comparisons) is a short list of
// attempts: methods to be tried until one answers something other than
// NotImplemented. When an attempt is a Python function, its frame is pushed with
// a continuation that knows which attempt it was; the operands are still in the
// instruction's registers, so the rest of the list is worked out again when the
// answer is NotImplemented. No state is kept elsewhere.
//
//   Inplace      __iop__ was tried; then as for a op b
//   Binary       the first attempt was tried
//   BinaryLast   the last one
//   Compare, CompareLast likewise
//
//===----------------------------------------------------------------------===//
#include "runtime/interpreter/Continuations.h"
#include "runtime/interpreter/Interp.h"
#include "runtime/object/DictProbe.h"

namespace pyc {

static constexpr Dunder kOpDunders[] = {
    Dunder::Add, Dunder::Sub, Dunder::Mul, Dunder::TrueDiv, Dunder::FloorDiv,
    Dunder::Mod, Dunder::Pow, Dunder::LShift, Dunder::RShift, Dunder::And,
    Dunder::Or, Dunder::Xor, Dunder::MatMul};
static const char *const kOpSymbols[] = {"+", "-", "*", "/", "//", "%", "** or pow()",
                                         "<<", ">>", "&", "|", "^", "@"};

static unsigned opIndex(Op op) {
  if (op >= Op::Add && op <= Op::MatMul)
    return unsigned(op) - unsigned(Op::Add);
  if (op >= Op::InplaceAdd && op <= Op::InplaceMatMul)
    return unsigned(op) - unsigned(Op::InplaceAdd);
  return op == Op::AddImm || op == Op::InplaceAddImm ? 0 : 1;
}
Dunder binaryDunder(Op op) { return kOpDunders[opIndex(op)]; }
bool isInplace(Op op) {
  return (op >= Op::InplaceAdd && op <= Op::InplaceMatMul) ||
         op == Op::InplaceAddImm || op == Op::InplaceSubImm;
}
static Dunder reflected(Dunder d) { return static_cast<Dunder>(unsigned(d) + 1); }
static Dunder inplaceForm(Dunder d) { return static_cast<Dunder>(unsigned(d) + 2); }

namespace {
struct Attempt {
  Value function, self, other;
};
struct Attempts {
  Attempt list[2];
  int count = 0;
  bool anyPython = false;
  void add(Value f, Value self, Value other) {
    if (!f)
      return;
    list[count++] = {f, self, other};
    anyPython |= isFunction(f);
  }
};
} // namespace

static inline bool isPlainStr(Value v) {
  return isExact(v, shapes::str1) || isExact(v, shapes::rope) ||
         isExact(v, shapes::str2) || isExact(v, shapes::str4);
}
static bool isBuiltinSequence(Value v) {
  if (!v.isObject())
    return false;
  switch (v.asObject()->kind()) {
  case Kind::List: case Kind::Tuple: case Kind::Str: case Kind::Bytes:
  case Kind::ByteArray:
    return true;
  default:
    return false;
  }
}

static Attempts binaryAttempts(Dunder d, Value a, Value b) {
  Attempts r;
  TypeObject *ta = typeOf(a), *tb = typeOf(b);
  Value fa = lookupDunder(ta, d);
  Value fb = ta == tb ? Value::empty() : lookupDunder(tb, reflected(d));
  bool rightFirst = false;
  if (fb) {
    if (isSubtype(tb, ta))
      rightFirst = fb != lookupDunder(ta, reflected(d));
    // list + x: in CPython concatenation is not a number's method and comes
    // after the reflected method of x.
    else if ((d == Dunder::Add || d == Dunder::Mul) && isBuiltinSequence(a) &&
             isFunction(fb))
      rightFirst = true;
  }
  if (rightFirst) {
    r.add(fb, b, a);
    r.add(fa, a, b);
  } else {
    r.add(fa, a, b);
    r.add(fb, b, a);
  }
  return r;
}

static Value callAttempt(Thread *t, const Attempt &a) {
  // Natives of every descriptor type take the receiver first. (Their __get__
  // would take None for "no instance".)
  if (isKind(a.function, Kind::NativeFunction) && !(a.function.asObject()->flags & kNativeFnBound)) {
    Value args[2] = {a.self, a.other};
    return callNativeObject(t, a.function.as<NativeFunctionObject>(), args, 2, Value::empty());
  }
  // Some other callable or descriptor: bind as the object model does.
  Value other = a.other;
  Value get = lookupDunder(typeOf(a.function), Dunder::Get);
  if (get) {
    Value args[3] = {a.function, a.self, Value::fromObject(typeOf(a.self))};
    Value bound = call(t, get, args, 3);
    return bound ? call(t, bound, &other, 1) : bound;
  }
  return call(t, a.function, &other, 1);
}

/// Builds the frame for f(self, other) above the caller's and returns its base.
static Value *pushBinaryFrame(Thread *t, Value *base, const Instr *pc, Value f,
                              Value self, Value other, Continuation k) {
  Value *newBase = frameTop(t, base) + kFrameHeaderWords;
  Value args[2] = {self, other};
  if (!pushFrame(t, f.as<FunctionObject>(), newBase, Value::empty(), args, 2,
                 Value::empty(), base, returnWord(pc, k)))
    return nullptr;
  return newBase;
}

/// State of a binary instruction between attempts. Answers: the result; or a
/// frame to run; or neither (raised).
struct Step {
  Value result = Value::empty();
  Value *frame = nullptr;
};

static Step binaryStep(Thread *t, const Instr *pc, Value *base, int from) {
  Op op = opAt(pc);
  uint64_t ins = *reinterpret_cast<const uint64_t *>(pc);
  Dunder d = binaryDunder(op);
  Value a = leftOperand(op, base, ins), b = rightOperand(op, base, ins);
  Step s;
  Attempts attempts = binaryAttempts(d, a, b);
  if (!attempts.anyPython && from == 0) {
    s.result = binaryOp(t, d, a, b, isInplace(op));
    return s;
  }
  for (int i = from; i < attempts.count; ++i) {
    const Attempt &at = attempts.list[i];
    if (isFunction(at.function)) {
      s.frame = pushBinaryFrame(t, base, pc, at.function, at.self, at.other,
                                i + 1 < attempts.count ? Continuation::Binary
                                                       : Continuation::BinaryLast);
      return s;
    }
    Value r = callAttempt(t, at);
    if (r != NotImplemented) {
      s.result = r;
      return s;
    }
  }
  raise(t, exc::TypeError, "unsupported operand type(s) for %s%s: '%T' and '%T'",
        kOpSymbols[opIndex(op)], isInplace(op) ? "=" : "", a, b);
  return s;
}

#define RUN_STEP(s)                                                            \
  do {                                                                         \
    if ((s).frame)                                                             \
      ENTER_FRAME((s).frame, frameFunction((s).frame));                        \
    if ((s).result.isEmpty())                                                  \
      RAISE();                                                                 \
    FETCH();                                                                   \
    REG_A = (s).result;                                                        \
    NEXT(1);                                                                   \
  } while (0)

SLOW_EXTERN(binarySlow) {
  SYNC();
  Op op = opAt(pc);
  Value a = REG_B, b = rightOperand(op, base, ins);
  bool inplace = isInplace(op);
  // Numbers first: no lookups.
  if ((a.isInt() || a.isFloat()) && (b.isInt() || b.isFloat())) {
    Value r = binaryOp(t, binaryDunder(op), a, b, inplace);
    if (r.isEmpty())
      RAISE();
    REG_A = r;
    NEXT(1);
  }
  if (isPlainStr(a) && isPlainStr(b) && binaryDunder(op) == Dunder::Add) {
    Value r = strConcat(t, a, b);
    if (r.isEmpty())
      RAISE();
    REG_A = r;
    NEXT(1);
  }
  // Counting with bools: n + (a != b).
  if ((a.isInt() || a == True || a == False) && (b.isInt() || b == True || b == False)) {
    Dunder d = binaryDunder(op);
    if (d == Dunder::Add || d == Dunder::Sub || d == Dunder::Mul) {
      Value x = a.isInt() ? a : Value::fromSmallInt(a == True);
      Value y = b.isInt() ? b : Value::fromSmallInt(b == True);
      Value r = intBinary(t, d, x, y);
      if (r.isEmpty())
        RAISE();
      REG_A = r;
      NEXT(1);
    }
  }
  TypeObject *ta = typeOf(a), *tb = typeOf(b);
  if (PYC_LIKELY(!((ta->typeFlags | tb->typeFlags) & kTypeHeap))) {
    Value r = binaryOp(t, binaryDunder(op), a, b, inplace);
    if (r.isEmpty())
      RAISE();
    REG_A = r;
    NEXT(1);
  }
  // The left operand's method goes first unless the right one's class derives
  // from the left one's. Binary finds out what else there is only when asked.
  if (!inplace && (ta == tb || !(tb->typeFlags & kTypeHeap) || !isSubtype(tb, ta))) {
    Value f = lookupDunder(ta, binaryDunder(op));
    if (f && isFunction(f)) {
      Value *nb = pushBinaryFrame(t, base, pc, f, a, b, ta == tb ? Continuation::BinaryLast : Continuation::Binary);
      if (!nb)
        RAISE();
      ENTER_FRAME(nb, frameFunction(nb));
    }
  }
  if (inplace) {
    Value f = lookupDunder(ta, inplaceForm(binaryDunder(op)));
    if (f && isFunction(f)) {
      Value *nb = pushBinaryFrame(t, base, pc, f, a, b, Continuation::Inplace);
      if (!nb)
        RAISE();
      ENTER_FRAME(nb, frameFunction(nb));
    }
    if (f) {
      Value r = callAttempt(t, {f, a, b});
      if (r.isEmpty())
        RAISE();
      if (r != NotImplemented) {
        REG_A = r;
        NEXT(1);
      }
    }
  }
  Step s = binaryStep(t, pc, base, 0);
  RUN_STEP(s);
}

HANDLER(cont_Inplace) {
  SYNC();
  if (Value::fromBits(ins) != NotImplemented)
    TAIL(storeResult);
  Step s = binaryStep(t, pc, base, 0);
  RUN_STEP(s);
}
HANDLER(cont_Binary) {
  SYNC();
  if (Value::fromBits(ins) != NotImplemented)
    TAIL(storeResult);
  Step s = binaryStep(t, pc, base, 1);
  RUN_STEP(s);
}
HANDLER(cont_BinaryLast) {
  SYNC();
  if (Value::fromBits(ins) != NotImplemented)
    TAIL(storeResult);
  Step s = binaryStep(t, pc, base, 2);
  RUN_STEP(s);
}

//===--- comparisons ------------------------------------------------------===//

Dunder compareDunder(Op op) {
  unsigned n;
  if (op >= Op::Lt && op <= Op::Ge)
    n = unsigned(op) - unsigned(Op::Lt);
  else
    n = (unsigned(op) - unsigned(Op::JumpLt)) % 6;
  return static_cast<Dunder>(unsigned(Dunder::Lt) + n);
}
static Dunder swapped(Dunder d) {
  switch (d) {
  case Dunder::Lt: return Dunder::Gt;
  case Dunder::Le: return Dunder::Ge;
  case Dunder::Gt: return Dunder::Lt;
  case Dunder::Ge: return Dunder::Le;
  default: return d;
  }
}

static Attempts compareAttempts(Dunder d, Value a, Value b) {
  Attempts r;
  TypeObject *ta = typeOf(a), *tb = typeOf(b);
  Value fa = lookupDunder(ta, d), fb = lookupDunder(tb, swapped(d));
  if (ta != tb && fb && isSubtype(tb, ta)) {
    r.add(fb, b, a);
    r.add(fa, a, b);
  } else {
    r.add(fa, a, b);
    r.add(fb, b, a);
  }
  return r;
}

static Step compareStep(Thread *t, const Instr *pc, Value *base, int from) {
  Op op = opAt(pc);
  uint64_t ins = *reinterpret_cast<const uint64_t *>(pc);
  Dunder d = compareDunder(op);
  Value a = leftOperand(op, base, ins), b = rightOperand(op, base, ins);
  Step s;
  Attempts attempts = compareAttempts(d, a, b);
  if (!attempts.anyPython && from == 0) {
    s.result = compare(t, d, a, b);
    return s;
  }
  for (int i = from; i < attempts.count; ++i) {
    const Attempt &at = attempts.list[i];
    if (isFunction(at.function)) {
      s.frame = pushBinaryFrame(t, base, pc, at.function, at.self, at.other,
                                i + 1 < attempts.count ? Continuation::Compare
                                                       : Continuation::CompareLast);
      return s;
    }
    Value r = callAttempt(t, at);
    if (r != NotImplemented) {
      s.result = r;
      return s;
    }
  }
  if (d == Dunder::Eq || d == Dunder::Ne) {
    s.result = boolValue(isIdentical(a, b) == (d == Dunder::Eq));
    return s;
  }
  static const char *const symbols[] = {"<", "<=", "==", "!=", ">", ">="};
  raise(t, exc::TypeError, "'%s' not supported between instances of '%T' and '%T'",
        symbols[unsigned(d) - unsigned(Dunder::Lt)], a, b);
  return s;
}

#define RUN_COMPARE(s)                                                         \
  do {                                                                         \
    if ((s).frame)                                                             \
      ENTER_FRAME((s).frame, frameFunction((s).frame));                        \
    if ((s).result.isEmpty())                                                  \
      RAISE();                                                                 \
    ins = (s).result.bits;                                                     \
    TAIL(finishCompare);                                                       \
  } while (0)

SLOW_EXTERN(compareSlow) {
  Op op = opAt(pc);
  Value a = leftOperand(op, base, ins), b = rightOperand(op, base, ins);
  SYNC();
  if (isExact(a, shapes::tuple) && (compareDunder(op) == Dunder::Eq || compareDunder(op) == Dunder::Ne))
    if (int same = dicts::tuplesEqual(a, b); same >= 0) {
      ins = boolValue((same == 1) == (compareDunder(op) == Dunder::Eq)).bits;
      TAIL(finishCompare);
    }
  bool numbers = (a.isInt() || a.isFloat()) && (b.isInt() || b.isFloat());
  if (PYC_LIKELY(numbers || !((typeOf(a)->typeFlags | typeOf(b)->typeFlags) & kTypeHeap))) {
    Value r = compare(t, compareDunder(op), a, b);
    if (r.isEmpty())
      RAISE();
    ins = r.bits;
    TAIL(finishCompare);
  }
  Step s = compareStep(t, pc, base, 0);
  RUN_COMPARE(s);
}
HANDLER(cont_Compare) {
  SYNC();
  if (Value::fromBits(ins) != NotImplemented)
    TAIL(finishCompare);
  Step s = compareStep(t, pc, base, 1);
  RUN_COMPARE(s);
}
HANDLER(cont_CompareLast) {
  SYNC();
  if (Value::fromBits(ins) != NotImplemented)
    TAIL(finishCompare);
  Step s = compareStep(t, pc, base, 2);
  RUN_COMPARE(s);
}

/// Jump sense: true when the instruction jumps on a true test.
bool jumpWhen(Op op) {
  if (op == Op::JumpIf)
    return true;
  if (op == Op::JumpIfNot)
    return false;
  return ((unsigned(op) - unsigned(Op::JumpLt)) / 6) % 2 == 0;
}
int32_t jumpOffset(Instr i) {
  return kOpInfo[i.op].b == OperandRole::JJ ? i.bc() : i.sc();
}

SLOW_EXTERN(finishCompare) {
  Value r = Value::fromBits(ins);
  Op op = opAt(pc);
  FETCH();
  if (op >= Op::Lt && op <= Op::Ge) {
    REG_A = r;
    NEXT(1);
  }
  bool truth;
  if (r == True)
    truth = true;
  else if (r == False)
    truth = false;
  else {
    SYNC();
    int i = isTrue(t, r);
    if (i < 0)
      RAISE();
    truth = i;
  }
  if (truth == jumpWhen(op))
    NEXT(jumpOffset(*pc));
  NEXT(1);
}

//===--- unary ------------------------------------------------------------===//

SLOW(unarySlow) {
  SYNC();
  Op op = opAt(pc);
  Dunder d = op == Op::Negative ? Dunder::Neg : op == Op::Positive ? Dunder::Pos : Dunder::Invert;
  Value a = REG_B;
  if (!a.isInt() && !a.isFloat() && (typeOf(a)->typeFlags & kTypeHeap)) {
    Value f = lookupDunder(typeOf(a), d);
    if (f && isFunction(f)) {
      Value *nb = frameTop(t, base) + kFrameHeaderWords;
      if (!pushFrame(t, f.as<FunctionObject>(), nb, a, nullptr, 0, Value::empty(),
                     base, returnWord(pc, Continuation::Store)))
        RAISE();
      ENTER_FRAME(nb, frameFunction(nb));
    }
  }
  Value r = unaryOp(t, d, a);
  if (r.isEmpty())
    RAISE();
  REG_A = r;
  NEXT(1);
}
HANDLER(op_Negative) {
  Value a = REG_B;
  if (PYC_LIKELY(a.isInt() && a.bits != uint64_t(1) << 63)) {
    REG_A = Value::fromBits(-a.bits);
    NEXT(1);
  }
  if (a.isFloat()) {
    Value r;
    if (Value::tryFromDouble(-a.asFloat(), r)) {
      REG_A = r;
      NEXT(1);
    }
  }
  TAIL(unarySlow);
}
HANDLER(op_Positive) {
  Value a = REG_B;
  if (PYC_LIKELY(a.isInt() || a.isFloat())) {
    REG_A = a;
    NEXT(1);
  }
  TAIL(unarySlow);
}
HANDLER(op_Invert) {
  Value a = REG_B;
  if (PYC_LIKELY(a.isInt())) {
    REG_A = Value::fromBits(~a.bits & ~uint64_t(3));
    NEXT(1);
  }
  TAIL(unarySlow);
}

} // namespace pyc
