//===- Ranges.cpp - What numbers can be -----------------------------------===//
//
// Problem: each addition of ints tests for overflow of 62 bits and each access
// by index tests the bounds, though the loop's own condition implies both.
//
// Idea: an interval for every int and word, from constants, operations, sizes
// of slots and guards (after i < n passed, i is at most the greatest n less
// one). A loop's argument that starts at p and has a constant added in each
// iteration is never below p (or above, for a negative one): overflow leaves
// the trace, so it cannot wrap. Arithmetic whose result's interval fits loses
// its guard; comparisons of disjoint intervals are known; an unsigned bounds
// check of an index that is not negative becomes the signed comparison that
// the loop's condition has made already.
// Values that a loop carries otherwise get what goes round (see enterLoop).
//
// Intervals are of untagged numbers. Facts are scoped by dominance.
//
// From: value range propagation (Harrison 1977); ABCD's use for bounds checks
// (Bodik, Gupta, Sarkar 2000) without its inequality graph.
//
//===----------------------------------------------------------------------===//
#include "passes/trace/TraceUtil.h"
#include "runtime/object/Value.h"

using namespace pyc;
using namespace pyc::trace;
using V = mlir::Value;
using I128 = __int128;

namespace {
constexpr int64_t kMin = pyc::Value::kMinInt, kMax = pyc::Value::kMaxInt;

struct Interval {
  int64_t lo = INT64_MIN, hi = INT64_MAX;
  bool operator==(const Interval &o) const { return lo == o.lo && hi == o.hi; }
};

class RangeInference {
public:
  explicit RangeInference(TraceOp trace)
      : trace(trace), pool(trace), b(trace.getContext()) {}
  void run();

private:
  Interval of(V v);
  Interval compute(mlir::Operation *op, Opcode code);
  void narrow(V v, Interval with);
  void learn(V condition, bool truth);
  void learnLess(V x, V y, bool strict);
  void visit(mlir::Operation *op);
  bool infer(mlir::Operation *op);
  void enterLoop(mlir::Block &loop);
  void inductions(mlir::Block &loop);
  bool onlyLowBits(V v, unsigned depth = 0);
  void dropMaskedOverflow();
  bool fitsInt(V v);
  Interval sharpened(V v);
  template <typename Op> void unguard(mlir::Operation *op) {
    b.setInsertionPoint(op);
    V plain = Op::create(b, op->getLoc(), op->getResult(0).getType(),
                         op->getOperand(0), op->getOperand(1));
    if (const Interval *known = facts.find(op->getResult(0)))
      facts.set(plain, *known);
    op->getResult(0).replaceAllUsesWith(plain);
    op->erase();
  }

  TraceOp trace;
  ConstantPool pool;
  mlir::OpBuilder b;
  ScopedMap<V, Interval> facts;
};

int64_t clamp(I128 v) {
  return v < INT64_MIN ? INT64_MIN : v > INT64_MAX ? INT64_MAX : int64_t(v);
}
bool fits(I128 lo, I128 hi) { return lo >= kMin && hi <= kMax; }
} // namespace

Interval RangeInference::of(V v) {
  if (auto c = constInt(v))
    return {*c, *c};
  if (auto c = constRaw(v))
    return {*c, *c};
  if (const Interval *known = facts.find(v))
    return *known;
  return llvm::isa<IntType>(v.getType()) ? Interval{kMin, kMax} : Interval{};
}

void RangeInference::narrow(V v, Interval with) {
  if (isConstant(v))
    return;
  Interval now = of(v);
  Interval made = {std::max(now.lo, with.lo), std::min(now.hi, with.hi)};
  if (made.lo > made.hi || made == now) // contradiction: this is not reached
    return;
  facts.set(v, made);
  // Tagging changes no number.
  if (mlir::Operation *def = v.getDefiningOp())
    if (llvm::isa<IntToRawOp, RawToIntOp, RawToIntOvfOp>(def))
      narrow(def->getOperand(0), with);
}

void RangeInference::learnLess(V x, V y, bool strict) {
  Interval a = of(x), c = of(y);
  narrow(x, {INT64_MIN, clamp(I128(c.hi) - strict)});
  narrow(y, {clamp(I128(a.lo) + strict), INT64_MAX});
}

void RangeInference::learn(V condition, bool truth) {
  mlir::Operation *def = condition.getDefiningOp();
  if (!def || def->getNumOperands() != 2)
    return;
  V x = def->getOperand(0), y = def->getOperand(1);
  switch (opcodeOf(def)) {
  case Opcode::int_lt_: case Opcode::raw_lt_:
    return truth ? learnLess(x, y, true) : learnLess(y, x, false);
  case Opcode::int_le_: case Opcode::raw_le_:
    return truth ? learnLess(x, y, false) : learnLess(y, x, true);
  case Opcode::int_gt_:
    return truth ? learnLess(y, x, true) : learnLess(x, y, false);
  case Opcode::int_ge_:
    return truth ? learnLess(y, x, false) : learnLess(x, y, true);
  case Opcode::int_eq_: case Opcode::raw_eq_: case Opcode::int_ne_:
  case Opcode::raw_ne_: {
    bool equal = opcodeOf(def) == Opcode::int_eq_ ||
                 opcodeOf(def) == Opcode::raw_eq_;
    if (truth == equal) {
      narrow(x, of(y));
      narrow(y, of(x));
    }
    return;
  }
  case Opcode::raw_ult_:
    // Below a number that is not negative: not negative itself.
    if (truth && of(y).lo >= 0) {
      narrow(x, {0, of(y).hi - 1});
      narrow(y, {1, INT64_MAX});
    }
    return;
  default:
    return;
  }
}

Interval RangeInference::compute(mlir::Operation *op, Opcode code) {
  auto operand = [&](unsigned i) { return of(op->getOperand(i)); };
  bool isInt = llvm::isa<IntType>(op->getResult(0).getType());
  Interval full = isInt ? Interval{kMin, kMax} : Interval{};
  auto bounded = [&](I128 lo, I128 hi) -> Interval {
    if (isInt) { // beyond 62 bits the trace has been left
      lo = std::max<I128>(lo, kMin);
      hi = std::min<I128>(hi, kMax);
      return lo > hi ? full : Interval{int64_t(lo), int64_t(hi)};
    }
    if (lo < INT64_MIN || hi > INT64_MAX)
      return full; // words wrap
    return {int64_t(lo), int64_t(hi)};
  };
  switch (code) {
  case Opcode::int_add_ovf_: case Opcode::int_add_: case Opcode::raw_add_: {
    Interval x = operand(0), y = operand(1);
    return bounded(I128(x.lo) + y.lo, I128(x.hi) + y.hi);
  }
  case Opcode::int_sub_ovf_: case Opcode::int_sub_: case Opcode::raw_sub_: {
    Interval x = operand(0), y = operand(1);
    return bounded(I128(x.lo) - y.hi, I128(x.hi) - y.lo);
  }
  case Opcode::int_mul_ovf_: case Opcode::int_mul_: {
    Interval x = operand(0), y = operand(1);
    I128 p[] = {I128(x.lo) * y.lo, I128(x.lo) * y.hi, I128(x.hi) * y.lo,
                I128(x.hi) * y.hi};
    return bounded(*std::min_element(p, p + 4), *std::max_element(p, p + 4));
  }
  case Opcode::int_mod_: case Opcode::int_mod_ovf_: {
    Interval y = operand(1);
    if (y.lo > 0)
      return {0, y.hi - 1};
    return y.hi < 0 ? Interval{y.lo + 1, 0} : full;
  }
  case Opcode::int_floordiv_: case Opcode::int_floordiv_ovf_: {
    Interval x = operand(0), y = operand(1);
    if (y.lo >= 1)
      return {std::min<int64_t>(x.lo, x.lo < 0 ? x.lo : 0),
              std::max<int64_t>(x.hi, 0)};
    return full;
  }
  case Opcode::int_and_: case Opcode::raw_and_: {
    Interval x = operand(0), y = operand(1);
    if (x.lo >= 0 && y.lo >= 0)
      return {0, std::min(x.hi, y.hi)};
    if (y.lo >= 0)
      return {0, y.hi};
    return x.lo >= 0 ? Interval{0, x.hi} : full;
  }
  case Opcode::int_or_: case Opcode::int_xor_: {
    Interval x = operand(0), y = operand(1);
    if (x.lo >= 0 && y.lo >= 0) {
      uint64_t top = uint64_t(std::max(x.hi, y.hi));
      return {0, top ? int64_t(~uint64_t(0) >> __builtin_clzll(top)) : 0};
    }
    return full;
  }
  case Opcode::int_min_: {
    Interval x = operand(0), y = operand(1);
    return {std::min(x.lo, y.lo), std::min(x.hi, y.hi)};
  }
  case Opcode::int_max_: {
    Interval x = operand(0), y = operand(1);
    return {std::max(x.lo, y.lo), std::max(x.hi, y.hi)};
  }
  case Opcode::int_shr_: case Opcode::int_shr_ovf_: {
    Interval x = operand(0);
    if (x.lo >= 0)
      return {0, x.hi};
    return {x.lo, std::max<int64_t>(x.hi, 0)};
  }
  case Opcode::int_shl_: case Opcode::int_shl_ovf_: {
    Interval x = operand(0), y = operand(1);
    if (y.lo >= 0 && y.hi <= 61 && x.lo >= 0)
      return bounded(x.lo, I128(x.hi) << y.hi);
    return full;
  }
  case Opcode::bool_to_int_:
    return {0, 1};
  case Opcode::int_to_raw_:
    return operand(0);
  case Opcode::raw_to_int_: case Opcode::raw_to_int_ovf_: {
    Interval x = operand(0);
    return bounded(x.lo, x.hi);
  }
  case Opcode::getfield_: case Opcode::getitem_: {
    auto field = llvm::dyn_cast<GetFieldOp>(op);
    Slot slot = field ? field.getSlot() : llvm::cast<GetItemOp>(op).getSlot();
    switch (slot) {
    case Slot::u8: return {0, 255};
    case Slot::u16: return {0, 65535};
    case Slot::u32: return {0, UINT32_MAX};
    case Slot::i32: return {INT32_MIN, INT32_MAX};
    case Slot::raw:
      // Sizes of lists and lengths of immutable objects: what fits memory.
      if (field && (field.getAliasClass() == kAliasListSize))
        return {0, int64_t(1) << 47};
      return {};
    default: return full;
    }
  }
  default:
    return full;
  }
}

// What an op says of its result, and a guard of its condition. False when there
// is nothing more to be found at it.
bool RangeInference::infer(mlir::Operation *op) {
  Opcode code = opcodeOf(op);
  if (code == Opcode::guard_true_ || code == Opcode::guard_false_) {
    learn(op->getOperand(0), code == Opcode::guard_true_);
    return false;
  }
  if (!op->getNumResults())
    return false;
  mlir::Type type = op->getResult(0).getType();
  if (llvm::isa<IntType>(type) || type.isInteger(64)) {
    if (isConstant(op->getResult(0)))
      return false;
    Interval made = compute(op, code);
    if (!(made == of(op->getResult(0))))
      facts.set(op->getResult(0), made);
    if (code == Opcode::raw_to_int_ || code == Opcode::raw_to_int_ovf_)
      narrow(op->getOperand(0), {kMin, kMax}); // or the trace has been left
  }
  return true;
}

void RangeInference::visit(mlir::Operation *op) {
  if (!infer(op))
    return;
  Opcode code = opcodeOf(op);
  mlir::Type type = op->getResult(0).getType();
  if (llvm::isa<IntType>(type) || type.isInteger(64)) {
    Interval x = op->getNumOperands() ? of(op->getOperand(0)) : Interval{};
    Interval y = op->getNumOperands() > 1 ? of(op->getOperand(1)) : Interval{};
    switch (code) {
    case Opcode::int_add_ovf_:
      if (fits(I128(x.lo) + y.lo, I128(x.hi) + y.hi))
        unguard<IntAddOp>(op);
      return;
    case Opcode::int_sub_ovf_:
      if (fits(I128(x.lo) - y.hi, I128(x.hi) - y.lo))
        unguard<IntSubOp>(op);
      return;
    case Opcode::int_mul_ovf_: {
      I128 least = std::min({I128(x.lo) * y.lo, I128(x.lo) * y.hi,
                             I128(x.hi) * y.lo, I128(x.hi) * y.hi});
      I128 most = std::max({I128(x.lo) * y.lo, I128(x.lo) * y.hi,
                            I128(x.hi) * y.lo, I128(x.hi) * y.hi});
      if (fits(least, most))
        unguard<IntMulOp>(op);
      return;
    }
    case Opcode::int_mod_ovf_:
      if (y.lo > 0 || y.hi < 0)
        unguard<IntModOp>(op);
      return;
    case Opcode::int_floordiv_ovf_:
      if (y.lo > 0 || y.hi < -1)
        unguard<IntFloorDivOp>(op);
      return;
    case Opcode::int_shr_ovf_:
      if (y.lo >= 0)
        unguard<IntShrOp>(op);
      return;
    case Opcode::int_shl_ovf_:
      if (y.lo >= 0 && y.hi <= 61 &&
          fits(I128(x.lo) << y.hi, I128(x.hi) << y.hi))
        unguard<IntShlOp>(op);
      return;
    case Opcode::raw_to_int_ovf_:
      if (fits(x.lo, x.hi)) {
        b.setInsertionPoint(op);
        V plain = RawToIntOp::create(b, op->getLoc(), type, op->getOperand(0));
        facts.set(plain, {x.lo, x.hi});
        op->getResult(0).replaceAllUsesWith(plain);
        op->erase();
      }
      return;
    default:
      return;
    }
  }
  if (!type.isInteger(1) || op->getNumOperands() != 2)
    return;
  V p = op->getOperand(0), q = op->getOperand(1);
  if (!llvm::isa<IntType>(p.getType()) && !p.getType().isInteger(64))
    return;
  Interval x = of(p), y = of(q);
  auto known = [&](bool v) {
    op->getResult(0).replaceAllUsesWith(pool.getBool(v));
    op->erase();
  };
  switch (code) {
  case Opcode::int_lt_: case Opcode::raw_lt_:
    if (x.hi < y.lo) return known(true);
    if (x.lo >= y.hi) return known(false);
    return;
  case Opcode::int_le_: case Opcode::raw_le_:
    if (x.hi <= y.lo) return known(true);
    if (x.lo > y.hi) return known(false);
    return;
  case Opcode::int_gt_:
    if (x.lo > y.hi) return known(true);
    if (x.hi <= y.lo) return known(false);
    return;
  case Opcode::int_ge_:
    if (x.lo >= y.hi) return known(true);
    if (x.hi < y.lo) return known(false);
    return;
  case Opcode::int_eq_: case Opcode::raw_eq_:
    if (x.hi < y.lo || y.hi < x.lo) return known(false);
    return;
  case Opcode::int_ne_: case Opcode::raw_ne_:
    if (x.hi < y.lo || y.hi < x.lo) return known(true);
    return;
  case Opcode::raw_ult_: {
    if (x.lo < 0 || y.lo < 0)
      return;
    if (x.hi < y.lo) return known(true);
    // Signed and unsigned agree. As a comparison of ints where both are.
    b.setInsertionPoint(op);
    auto tagged = [&](V v) -> V {
      if (auto from = v.getDefiningOp<IntToRawOp>())
        return from.getA();
      for (mlir::Operation *user : v.getUsers())
        if (llvm::isa<RawToIntOp, RawToIntOvfOp>(user) &&
            (user->getBlock() == op->getBlock()
                 ? user->isBeforeInBlock(op)
                 : user->getBlock()->isEntryBlock()))
          return user->getResult(0);
      return {};
    };
    V i = tagged(p), n = tagged(q), made;
    if (i && n)
      made = IntLtOp::create(b, op->getLoc(), type, i, n);
    else
      made = RawLtOp::create(b, op->getLoc(), type, p, q);
    op->getResult(0).replaceAllUsesWith(made);
    op->erase();
    return;
  }
  default:
    return;
  }
}

// Whether a word is made an int without a test in the loop: then it fits one.
bool RangeInference::fitsInt(V v) {
  return llvm::any_of(v.getUsers(), [&](mlir::Operation *user) {
    return llvm::isa<RawToIntOp, RawToIntOvfOp>(user) &&
           user->getBlock() == v.getParentBlock();
  });
}

// Arguments that start at p and have constants of one sign added.
// With several ways round all must add constants of that sign.
void RangeInference::inductions(mlir::Block &loop) {
  TraceLoop shape = findLoop(trace);
  for (auto [i, arg] : llvm::enumerate(loop.getArguments())) {
    bool isInt = llvm::isa<IntType>(arg.getType());
    if (!isInt && !(arg.getType().isInteger(64) && fitsInt(arg)))
      continue;
    // arg + c + c' ... : only additions of constants between.
    bool up = true, down = true, small = true, only = true;
    for (JumpOp back : shape.backs) {
      I128 step = 0;
      V v = back.getArgs()[i];
      while (v != arg) {
        mlir::Operation *def = v.getDefiningOp();
        bool sub = llvm::isa_and_present<IntSubOp, IntSubOvfOp, RawSubOp>(def);
        if (!sub &&
            !llvm::isa_and_present<IntAddOp, IntAddOvfOp, RawAddOp>(def))
          break;
        auto c = isInt ? constInt(def->getOperand(1))
                       : constRaw(def->getOperand(1));
        if (!c)
          break;
        step += sub ? -I128(*c) : I128(*c);
        up &= sub ? *c <= 0 : *c >= 0;
        down &= sub ? *c >= 0 : *c <= 0;
        v = def->getOperand(0);
      }
      only &= v == arg;
      small &= step <= (1 << 30) && step >= -(1 << 30);
    }
    // A word fits an int where the loop has made it one, and from there a small
    // step does not wrap; at the loop's start it may lie a step outside.
    if (!only || (!isInt && !small))
      continue;
    Interval start = sharpened(shape.in.getArgs()[i]);
    if (up)
      facts.set(arg, {start.lo, isInt ? kMax : INT64_MAX});
    else if (down)
      facts.set(arg, {isInt ? kMin : INT64_MIN, start.hi});
  }
}

// What is known of v where the entry ends: its operands may have been narrowed
// since it was computed.
Interval RangeInference::sharpened(V v) {
  Interval known = of(v);
  mlir::Operation *def = v.getDefiningOp();
  if (!def || isConstant(v) || infoOf(opcodeOf(def)).effect == TraceEffect::Read)
    return known;
  Interval again = compute(def, opcodeOf(def));
  return {std::max(known.lo, again.lo), std::min(known.hi, again.hi)};
}

// What an argument can be is what the entry passes or the back-edge passes;
// what the back-edge passes follows from what the arguments can be. Starting
// with all numbers, each round through the loop gives a sound, narrower answer:
// x = (x * 31 + c) & m needs one round, a, b = b, f(a) % m two.
void RangeInference::enterLoop(mlir::Block &loop) {
  constexpr int kRounds = 2;
  inductions(loop);
  if (&loop != simpleLoop(trace))
    return; // a tree: its values come round on many ways
  auto in = llvm::cast<JumpOp>(trace.getBody().front().getTerminator());
  auto back = llvm::cast<JumpOp>(loop.getTerminator());
  llvm::SmallVector<Interval> joined(loop.getNumArguments());
  for (int round = 0; round < kRounds; ++round) {
    size_t start = facts.mark();
    for (mlir::Operation &op : loop)
      infer(&op);
    bool narrower = false;
    for (auto [j, next] : llvm::zip(joined, back.getArgs()))
      j = of(next);
    facts.rollback(start);
    for (auto [arg, first, j] :
         llvm::zip(loop.getArguments(), in.getArgs(), joined)) {
      if (!llvm::isa<IntType>(arg.getType()) && !arg.getType().isInteger(64))
        continue;
      Interval before = of(arg), begin = sharpened(first);
      Interval after = {std::max(before.lo, std::min(begin.lo, j.lo)),
                        std::min(before.hi, std::max(begin.hi, j.hi))};
      if (after == before || after.lo > after.hi)
        continue;
      narrower = true;
      facts.set(arg, after);
    }
    if (!narrower)
      return;
  }
}

// Whether nothing but the low bits of v counts: its uses end in a mask that is
// not negative. Bit n of a sum, a product or a shift to the left depends on the
// operands' bits up to n only, so above the mask the number may be anything.
bool RangeInference::onlyLowBits(V v, unsigned depth) {
  if (depth > 8 || v.use_empty())
    return false;
  return llvm::all_of(v.getUses(), [&](mlir::OpOperand &use) {
    mlir::Operation *user = use.getOwner();
    switch (opcodeOf(user)) {
    case Opcode::int_and_: {
      auto mask = constInt(user->getOperand(1 - use.getOperandNumber()));
      return (mask && *mask >= 0) || onlyLowBits(user->getResult(0), depth + 1);
    }
    case Opcode::int_shl_wrap_: case Opcode::int_shl_ovf_:
      if (use.getOperandNumber() != 0 || !constInt(user->getOperand(1)))
        return false;
      [[fallthrough]];
    case Opcode::int_add_wrap_: case Opcode::int_sub_wrap_:
    case Opcode::int_mul_wrap_: case Opcode::int_add_ovf_: case Opcode::int_sub_ovf_:
    case Opcode::int_mul_ovf_: case Opcode::int_or_: case Opcode::int_xor_:
      return onlyLowBits(user->getResult(0), depth + 1);
    default:
      return false;
    }
  });
}

// (x * a + c) & m: no test for overflow, the sum is a number modulo 2^62.
void RangeInference::dropMaskedOverflow() {
  llvm::SmallVector<mlir::Operation *> found;
  for (mlir::Block &block : trace.getBody())
    for (mlir::Operation &op : block)
      switch (opcodeOf(&op)) {
      case Opcode::int_shl_ovf_:
        if (auto n = constInt(op.getOperand(1)); !n || *n < 0 || *n > 61)
          break;
        [[fallthrough]];
      case Opcode::int_add_ovf_: case Opcode::int_sub_ovf_:
      case Opcode::int_mul_ovf_:
        if (onlyLowBits(op.getResult(0)))
          found.push_back(&op);
        break;
      default:
        break;
      }
  for (mlir::Operation *op : found)
    switch (opcodeOf(op)) {
    case Opcode::int_add_ovf_: unguard<IntAddWrapOp>(op); break;
    case Opcode::int_sub_ovf_: unguard<IntSubWrapOp>(op); break;
    case Opcode::int_mul_ovf_: unguard<IntMulWrapOp>(op); break;
    default: unguard<IntShlWrapOp>(op); break;
    }
}

void RangeInference::run() {
  dropMaskedOverflow();
  mlir::Block *loop = findLoop(trace).header;
  walkDominatorTree(
      trace,
      [&](mlir::Block &block) {
        if (&block == loop)
          enterLoop(block);
        if (mlir::Block *from = block.getSinglePredecessor())
          if (auto branch = llvm::dyn_cast<BranchOp>(from->getTerminator());
              branch && branch.getThenDest() != branch.getElseDest())
            learn(branch.getCond(), branch.getThenDest() == &block);
        for (mlir::Operation &op : llvm::make_early_inc_range(block))
          visit(&op);
      },
      [&] { return facts.mark(); }, [&](size_t m) { facts.rollback(m); });
}

void pyc::inferRanges(TraceOp op) { RangeInference(op).run(); }
