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

void pyc::peelLoop(TraceOp op) {
  mlir::Block *loop = simpleLoop(op);
  if (!loop || loop->getOperations().size() > kLargestPeeled)
    return;
  mlir::Block &entry = op.getBody().front();
  auto in = llvm::cast<JumpOp>(entry.getTerminator());
  mlir::IRMapping map;
  map.map(loop->getArguments(), in.getArgs());
  mlir::OpBuilder b(in);
  for (mlir::Operation &o : loop->without_terminator())
    b.clone(o, map);
  auto back = llvm::cast<JumpOp>(loop->getTerminator());
  llvm::SmallVector<mlir::Value> args;
  for (mlir::Value v : back.getArgs())
    args.push_back(map.lookupOrDefault(v));
  in.getArgsMutable().assign(args);
}
