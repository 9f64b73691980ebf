//===- Forks.cpp - Paths of a tree that are not or easily told ------------===//
//
// ImportTree.cpp puts a `fork` in front of the guards that a bridge continues.
// When other passes have shown that they all pass, the bridge is unreachable:
// its blocks go. When one guard of a condition is left, which is what an `if`
// leaves behind once types are known, the fork becomes a `branch`, and each side
// knows how the condition went.
//
// Until then a fork says nothing of why the other side was taken: the facts on
// both sides are those before it. Ops between the fork and its one guard are
// executed on either path, so they move in front.
//
//===----------------------------------------------------------------------===//
#include "passes/trace/TraceUtil.h"

using namespace pyc;
using namespace pyc::trace;

namespace {
using Key = std::pair<uint32_t, uint32_t>;

struct ForkRemover {
  explicit ForkRemover(TraceOp trace) : trace(trace) {}
  TraceOp trace;
  llvm::DenseMap<Key, llvm::SmallVector<mlir::Operation *, 2>> guards;

  void findGuards();
  void erase(mlir::Block *path);
  bool visit(ForkOp fork);
};
} // namespace

void ForkRemover::findGuards() {
  guards.clear();
  for (mlir::Block &block : trace.getBody())
    for (mlir::Operation &op : block) {
      // These leave by other ways.
      if (llvm::isa<SnapshotOp, NewOp, GuardBreakerOp, GuardAssumptionOp>(op))
        continue;
      for (mlir::Value v : op.getOperands())
        if (auto snapshot = v.getDefiningOp<SnapshotOp>())
          if (auto origin = originOf(snapshot))
            guards[{origin->part, origin->frame}].push_back(&op);
    }
}

// The blocks behind `path`, which nothing enters any more.
void ForkRemover::erase(mlir::Block *path) {
  llvm::SmallVector<mlir::Block *> dead = {path};
  for (size_t i = 0; i < dead.size(); ++i)
    for (mlir::Block *next : dead[i]->getSuccessors())
      if (next->getSinglePredecessor())
        dead.push_back(next);
  for (mlir::Block *block : dead)
    block->dropAllDefinedValueUses();
  for (mlir::Block *block : dead)
    block->dropAllReferences();
  for (mlir::Block *block : dead)
    block->erase();
}

bool ForkRemover::visit(ForkOp fork) {
  mlir::Block *block = fork->getBlock(), *next = fork.getNext(),
              *other = fork.getOther();
  auto &users = guards[{fork.getPart(), fork.getFrame()}];
  if (users.empty()) {
    fork.erase();
    erase(other);
    block->getOperations().splice(block->end(), next->getOperations());
    next->erase();
    return true;
  }
  mlir::Operation *guard = users.front();
  if (users.size() > 1 || guard->getBlock() != next ||
      !llvm::isa<GuardTrueOp, GuardFalseOp>(guard))
    return false;
  block->getOperations().splice(fork->getIterator(), next->getOperations(),
                                next->begin(), guard->getIterator());
  mlir::OpBuilder b(fork);
  bool want = llvm::isa<GuardTrueOp>(guard);
  auto branch = BranchOp::create(
      b, fork.getLoc(), guard->getOperand(0), mlir::ValueRange(),
      mlir::ValueRange(), want ? next : other, want ? other : next);
  if (!want)
    branch->setAttr("main_else", b.getUnitAttr());
  guard->erase();
  fork.erase();
  return false; // other guards are where they were
}

void pyc::simplifyForks(TraceOp op) {
  ForkRemover remover(op);
  for (bool again = true; again;) {
    again = false;
    remover.findGuards();
    for (mlir::Block &block : op.getBody())
      if (auto fork = llvm::dyn_cast<ForkOp>(block.getTerminator()))
        if ((again = remover.visit(fork)))
          break; // blocks and guards have gone
  }
}
