//===- Peel.cpp - The first iteration in front of the loop ----------------===//
//
// Problem: what does not change in a loop (the type of a variable, the shape
// of an object, a list's buffer) is tested and loaded in each iteration.
// Classical hoisting cannot move it: a load is safe only behind the guards
// before it, and a guard may only be moved where its snapshot is right.
//
// Idea: copy the loop's body in front of the loop. The copy is the first
// iteration; its guards and loads stand where their snapshots are right, and
// they dominate the loop. The other passes then do the rest: an op of the loop
// that a dominating op of the copy equals is redundant (Fold.cpp), as are its
// guards (Guards.cpp) and loads of slots that the loop does not write
// (Heap.cpp), and what the copy knows about the values that it passes on lets
// them travel unboxed (Carry.cpp, Virtuals.cpp).
//
// From: LuaJIT's loop optimisation (copy-substitution); Ardö, Bolz, Fijałkowski,
// "Loop-Aware Optimizations in PyPy's Tracing JIT" (2012).
//
//===----------------------------------------------------------------------===//
#include "passes/trace/TraceUtil.h"
#include "mlir/IR/IRMapping.h"

using namespace pyc;
using namespace pyc::trace;

// Code for the copy costs as much as for the loop; beyond this it is not paid
// back soon enough (20 ms for 1,000 operations).
static constexpr size_t kLargestPeeled = 1500;

// Of a tree the root's own path is copied. Its guards leave for good: the
// bridges that were made for the first iteration stay functions of their own.
void pyc::peelLoop(TraceOp op) {
  TraceLoop loop = findLoop(op);
  if (!loop)
    return;
  llvm::SmallVector<mlir::Block *> path = {loop.header};
  size_t size = 0;
  for (;;) {
    size += path.back()->getOperations().size();
    auto fork = llvm::dyn_cast<ForkOp>(path.back()->getTerminator());
    if (!fork)
      break;
    path.push_back(fork.getNext());
  }
  auto back = llvm::dyn_cast<JumpOp>(path.back()->getTerminator());
  if (!back || size > kLargestPeeled)
    return;
  mlir::IRMapping map;
  map.map(loop.header->getArguments(), loop.in.getArgs());
  mlir::OpBuilder b(loop.in);
  for (mlir::Block *block : path)
    for (mlir::Operation &o : block->without_terminator()) {
      mlir::Operation *copy = b.clone(o, map);
      if (llvm::isa<SnapshotOp>(copy))
        copy->setLoc(op.getLoc());
    }
  llvm::SmallVector<mlir::Value> args;
  for (mlir::Value v : back.getArgs())
    args.push_back(map.lookupOrDefault(v));
  loop.in.getArgsMutable().assign(args);
}
