//===- Guards.cpp - What guards have established --------------------------===//
//
// Problem: a guard that passed says something about values, and recorders ask
// again in other words: the shape once more, i >= n after i < n, a value that
// has been compared with a constant.
//
// Idea: one walk in dominance order with a table of facts that hold from each
// guard on: this value is that constant, this comparison is true or false,
// this value is a pointer, has that shape, is bound. Operands are replaced by
// what is known of them, comparisons by their outcome, and guards that must
// pass are dropped.
//
// Invariants: values do not change, so facts about them hold for good. Shapes
// of objects do change (an attribute is added, a list gets another strategy):
// facts about them end at a write to kAliasShape, and at a loop's header when
// the loop has one. A guard's fact holds behind it only; the guard's own
// snapshot is left alone (it would be right, too: when the guard fails its
// fact does not hold).
//
//===----------------------------------------------------------------------===//
#include "passes/trace/TraceUtil.h"

using namespace pyc;
using namespace pyc::trace;
using V = mlir::Value;

namespace {
constexpr uint64_t kShapeBit = uint64_t(1) << kAliasShape;

class GuardEliminator {
public:
  explicit GuardEliminator(TraceOp trace) : trace(trace), pool(trace) {}
  void run();

private:
  using Comparison = std::pair<unsigned, std::pair<V, V>>;
  void visit(mlir::Operation *op);
  void learnTruth(V condition, bool truth);
  void setOutcome(Opcode code, V x, V y, bool truth) {
    outcomes.set({unsigned(code), {x, y}}, truth);
  }
  /// How two values compare: facts for all three relations.
  void learnOrder(Opcode lt, Opcode le, Opcode eq, V x, V y, Opcode relation,
                  bool truth);
  const bool *outcome(mlir::Operation *op, Opcode code, bool &inverted);
  void learnNotEmpty(V v) { bound.set(v, true); }
  bool strengthen(mlir::Operation *notEmpty);
  bool knownPointer(V v) {
    return pointers.find(v) || llvm::isa_and_present<NewOp, ConstObjectOp>(
                                   v.getDefiningOp());
  }

  // Marks of the five tables, as one number for the walk.
  size_t marks() {
    saved.push_back({constants.mark(), shapes.mark(), pointers.mark(),
                     bound.mark(), outcomes.mark()});
    return saved.size() - 1;
  }
  void rollbackTo(size_t m) {
    constants.rollback(saved[m][0]);
    shapes.rollback(saved[m][1]);
    pointers.rollback(saved[m][2]);
    bound.rollback(saved[m][3]);
    outcomes.rollback(saved[m][4]);
    saved.resize(m);
  }

  TraceOp trace;
  ConstantPool pool;
  std::vector<std::array<size_t, 5>> saved;
  ScopedMap<V, V> constants;
  ScopedMap<V, mlir::Attribute> shapes;
  ScopedMap<V, bool> pointers, bound;
  ScopedMap<Comparison, bool> outcomes;
};
} // namespace

void GuardEliminator::learnOrder(Opcode lt, Opcode le, Opcode eq, V x, V y,
                                 Opcode relation, bool truth) {
  auto less = [&](V p, V q) { // p < q
    setOutcome(lt, p, q, true);
    setOutcome(le, p, q, true);
    setOutcome(eq, p, q, false);
    setOutcome(eq, q, p, false);
    setOutcome(lt, q, p, false);
    setOutcome(le, q, p, false);
  };
  auto lessOrEqual = [&](V p, V q) {
    setOutcome(le, p, q, true);
    setOutcome(lt, q, p, false);
  };
  if (relation == lt)
    return truth ? less(x, y) : lessOrEqual(y, x);
  if (relation == le)
    return truth ? lessOrEqual(x, y) : less(y, x);
  setOutcome(eq, x, y, truth);
  setOutcome(eq, y, x, truth);
  if (truth) {
    lessOrEqual(x, y);
    lessOrEqual(y, x);
  }
}

void GuardEliminator::learnTruth(V condition, bool truth) {
  constants.set(condition, pool.getBool(truth));
  mlir::Operation *def = condition.getDefiningOp();
  if (!def)
    return;
  Opcode code = opcodeOf(def);
  V x = def->getNumOperands() ? def->getOperand(0) : V();
  V y = def->getNumOperands() > 1 ? def->getOperand(1) : V();
  using O = Opcode;
  auto ints = [&](V p, V q, O relation, bool t) {
    learnOrder(O::int_lt_, O::int_le_, O::int_eq_, p, q, relation, t);
  };
  auto raws = [&](O relation, bool t) {
    learnOrder(O::raw_lt_, O::raw_le_, O::raw_eq_, x, y, relation, t);
  };
  auto equal = [&] {
    if (isConstant(y))
      constants.set(x, y);
    else if (isConstant(x))
      constants.set(y, x);
  };
  switch (code) {
  case O::bool_not_: return learnTruth(x, !truth);
  case O::bool_and_:
    if (truth) {
      learnTruth(x, true);
      learnTruth(y, true);
    }
    return;
  case O::bool_or_:
    if (!truth) {
      learnTruth(x, false);
      learnTruth(y, false);
    }
    return;
  case O::int_lt_: return ints(x, y, O::int_lt_, truth);
  case O::int_le_: return ints(x, y, O::int_le_, truth);
  case O::int_gt_: return ints(y, x, O::int_lt_, truth);
  case O::int_ge_: return ints(y, x, O::int_le_, truth);
  case O::int_eq_: case O::int_ne_: {
    bool same = truth == (code == O::int_eq_);
    ints(x, y, O::int_eq_, same);
    if (same)
      equal();
    return;
  }
  case O::raw_lt_: return raws(O::raw_lt_, truth);
  case O::raw_le_: return raws(O::raw_le_, truth);
  case O::raw_eq_: case O::raw_ne_: {
    bool same = truth == (code == O::raw_eq_);
    raws(O::raw_eq_, same);
    if (same)
      equal();
    return;
  }
  case O::value_eq_:
    setOutcome(O::value_eq_, x, y, truth);
    setOutcome(O::value_eq_, y, x, truth);
    if (truth)
      equal();
    return;
  case O::float_lt_: // false says little: NaN
    if (truth) {
      setOutcome(O::float_le_, x, y, true);
      setOutcome(O::float_gt_, x, y, false);
      setOutcome(O::float_ge_, x, y, false);
      setOutcome(O::float_eq_, x, y, false);
    }
    return;
  case O::float_gt_:
    if (truth) {
      setOutcome(O::float_ge_, x, y, true);
      setOutcome(O::float_lt_, x, y, false);
      setOutcome(O::float_le_, x, y, false);
      setOutcome(O::float_eq_, x, y, false);
    }
    return;
  case O::float_eq_:
    setOutcome(O::float_ne_, x, y, !truth);
    return;
  case O::float_ne_:
    setOutcome(O::float_eq_, x, y, !truth);
    return;
  default:
    return;
  }
}

// int_gt and int_ge are looked up as int_lt and int_le turned round; not equal
// as equal inverted.
const bool *GuardEliminator::outcome(mlir::Operation *op, Opcode code,
                                     bool &inverted) {
  inverted = false;
  V x = op->getOperand(0), y = op->getOperand(1);
  switch (code) {
  case Opcode::int_gt_: code = Opcode::int_lt_; std::swap(x, y); break;
  case Opcode::int_ge_: code = Opcode::int_le_; std::swap(x, y); break;
  case Opcode::int_ne_: code = Opcode::int_eq_; inverted = true; break;
  case Opcode::raw_ne_: code = Opcode::raw_eq_; inverted = true; break;
  default: break;
  }
  return outcomes.find({unsigned(code), {x, y}});
}

// A slot is loaded and tested for being bound; what it holds is tested where it
// is used, a few operations later. The test for a number answers both, so it
// moves up: to leave early, before anything has been done, is always right.
// (Not so guard_shape: it reads the header of what must be a pointer. Nor for
// a call's result, where empty may mean another way to go on.)
bool GuardEliminator::strengthen(mlir::Operation *notEmpty) {
  V x = notEmpty->getOperand(0);
  if (!llvm::isa_and_present<GetFieldOp, GetItemOp, ArgOp, InputOp>(
          x.getDefiningOp()))
    return false;
  mlir::Operation *first = nullptr;
  for (mlir::Operation *user : x.getUsers())
    if (llvm::isa<GuardIntOp, GuardFloatOp>(user) &&
        user->getBlock() == notEmpty->getBlock() &&
        (!first || user->isBeforeInBlock(first)))
      first = user;
  if (!first)
    return false;
  first->moveBefore(notEmpty);
  first->setOperand(1, notEmpty->getOperand(1));
  learnNotEmpty(x);
  notEmpty->erase();
  return true;
}

void GuardEliminator::visit(mlir::Operation *op) {
  for (mlir::OpOperand &operand : op->getOpOperands())
    if (const V *known = constants.find(operand.get()))
      operand.set(*known);
  Opcode code = opcodeOf(op);
  if ((code >= Opcode::int_lt_ && code <= Opcode::int_ne_) ||
      (code >= Opcode::float_lt_ && code <= Opcode::float_ne_) ||
      (code >= Opcode::raw_eq_ && code <= Opcode::raw_ult_) ||
      code == Opcode::value_eq_) {
    bool inverted;
    if (const bool *known = outcome(op, code, inverted)) {
      op->getResult(0).replaceAllUsesWith(pool.getBool(*known != inverted));
      op->erase();
    }
    return;
  }
  switch (code) {
  case Opcode::guard_true_: case Opcode::guard_false_: {
    bool want = code == Opcode::guard_true_;
    V x = op->getOperand(0);
    if (constBool(x) == want)
      return op->erase();
    if (!isConstant(x))
      learnTruth(x, want);
    return;
  }
  case Opcode::guard_value_: {
    V x = op->getOperand(0), c = op->getOperand(1);
    if (x == c || (constBits(x) && constBits(x) == constBits(c)))
      return op->erase();
    if (isConstant(c)) {
      constants.set(x, c);
      if (c.getDefiningOp<ConstObjectOp>())
        pointers.set(x, true);
      if (constBits(c) != 3)
        learnNotEmpty(x);
    }
    return;
  }
  case Opcode::guard_int_: case Opcode::guard_float_:
    return learnNotEmpty(op->getOperand(0));
  case Opcode::guard_shape_: {
    auto guard = llvm::cast<GuardShapeOp>(op);
    V x = guard.getA();
    if (auto *known = shapes.find(x); known && *known == guard.getShapeAttr())
      return op->erase();
    if (knownPointer(x))
      guard.setPointer(true);
    shapes.set(x, guard.getShapeAttr());
    pointers.set(x, true);
    return learnNotEmpty(x);
  }
  case Opcode::guard_not_empty_: case Opcode::guard_no_exception_: {
    V x = op->getOperand(0);
    if (isKnownNotEmpty(x) || bound.find(x))
      return op->erase();
    if (code == Opcode::guard_not_empty_ && strengthen(op))
      return;
    return learnNotEmpty(x);
  }
  case Opcode::new_:
    shapes.set(op->getResult(0), llvm::cast<NewOp>(op).getShapeAttr());
    return;
  case Opcode::branch_:
    return;
  default:
    break;
  }
  if (writtenClasses(op) & kShapeBit)
    shapes.eraseIf([&](V, mlir::Attribute) { return true; });
}

void GuardEliminator::run() {
  bool loopWritesShapes = false;
  for (mlir::Block &block : llvm::drop_begin(trace.getBody()))
    for (mlir::Operation &op : block)
      loopWritesShapes |= (writtenClasses(&op) & kShapeBit) != 0;
  walkDominatorTree(
      trace,
      [&](mlir::Block &block) {
        if (isMerge(block) && loopWritesShapes)
          shapes.eraseIf([](V, mlir::Attribute) { return true; });
        // A block reached from one branch only knows how it went.
        if (mlir::Block *from = block.getSinglePredecessor())
          if (auto branch = llvm::dyn_cast<BranchOp>(from->getTerminator());
              branch && branch.getThenDest() != branch.getElseDest())
            learnTruth(branch.getCond(), branch.getThenDest() == &block);
        for (mlir::Operation &op : llvm::make_early_inc_range(block))
          visit(&op);
      },
      [&] { return marks(); }, [&](size_t m) { rollbackTo(m); });
}

void pyc::eliminateGuards(TraceOp op) { GuardEliminator(op).run(); }
