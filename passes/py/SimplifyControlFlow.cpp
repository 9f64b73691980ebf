//===- SimplifyControlFlow.cpp - Dead blocks, jumps to jumps --------------===//
//
// Blocks keep their protected region: a branch is only redirected past another
// py.br, which cannot change regions, and two blocks are joined only by a
// py.br.
//
//===----------------------------------------------------------------------===//
#include "mlir/IR/Builders.h"
#include "passes/py/PyPasses.h"
#include "llvm/ADT/DenseSet.h"

using namespace mlir;
using namespace pyc::py;

/// Where a block that only branches on leads, without arguments; else itself.
static Block *threaded(Block *block) {
  for (unsigned steps = 0; steps < 64; ++steps) {
    auto br = dyn_cast<BrOp>(block->front());
    if (!br || !br.getArgs().empty() || br.getDest() == block)
      return block;
    block = br.getDest();
  }
  return block;
}

void pyc::py::simplifyControlFlow(FuncOp func) {
  Region &body = func.getBody();
  // Jumps to jumps. A loop's back-edge stays where it is: redirecting a
  // conditional branch straight to the loop head would only need a new block
  // for the back-edge instruction.
  llvm::DenseMap<Block *, unsigned> position;
  unsigned count = 0;
  for (Block &block : body)
    position[&block] = count++;
  for (Block &block : body) {
    Operation *last = &block.back();
    if (!isa<BrOp, CondBrOp, ForIterOp>(last))
      continue;
    for (unsigned i = 0; i < last->getNumSuccessors(); ++i) {
      Block *old = last->getSuccessor(i);
      if (old->getNumArguments())
        continue;
      Block *dest = threaded(old);
      if (dest != old && !dest->getNumArguments() &&
          (isa<BrOp>(last) || position[dest] > position[&block]))
        last->setSuccessor(dest, i);
    }
  }
  // Unreachable blocks.
  llvm::DenseSet<Block *> seen;
  SmallVector<Block *> todo = {&body.front()};
  seen.insert(&body.front());
  while (!todo.empty()) {
    Block *block = todo.pop_back_val();
    for (Block *next : block->getSuccessors())
      if (seen.insert(next).second)
        todo.push_back(next);
  }
  if (seen.size() != count) {
    for (Block &block : body)
      if (!seen.count(&block))
        block.dropAllReferences();
    for (Block &block : llvm::make_early_inc_range(body))
      if (!seen.count(&block))
        block.erase();
  }
  // A block and its only predecessor, when that has no other successor.
  for (Block &block : llvm::make_early_inc_range(body)) {
    Block *pred = block.getSinglePredecessor();
    if (!pred || pred == &block || &block == &body.front())
      continue;
    auto br = dyn_cast<BrOp>(pred->back());
    if (!br)
      continue;
    for (auto [arg, value] : llvm::zip(block.getArguments(), br.getArgs()))
      arg.replaceAllUsesWith(value);
    br.erase();
    pred->getOperations().splice(pred->end(), block.getOperations());
    block.erase();
  }
}
