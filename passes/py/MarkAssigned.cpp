//===- MarkAssigned.cpp - Definite assignment of fast locals --------------===//
//
// Problem: every read of a local may find it unbound and must then raise
// UnboundLocalError. Nearly none can, and a check costs a dispatch.
//
// A forward must-analysis: the set of locals that are bound on every path to a
// point. Parameters are bound at the entry; a store binds, a successful read
// proves, a del unbinds. An exception may leave a block anywhere, so a handler
// gets, from each block it protects, what is bound at the block's start less
// what the block deletes. Sets start full and shrink until nothing changes.
//
//===----------------------------------------------------------------------===//
#include "passes/py/PyPasses.h"
#include "runtime/bytecode/Bytecode.h"
#include "llvm/ADT/BitVector.h"

using namespace mlir;
using namespace pyc::py;

/// Applies a block to `state`; `deleted` loses what the block deletes.
static void transfer(Block *block, llvm::BitVector &state,
                     llvm::BitVector *deleted, bool mark) {
  for (Operation &op : *block) {
    if (auto load = dyn_cast<LoadLocalOp>(op)) {
      if (mark && state.test(unsigned(load.getReg())))
        load.setAssigned(true);
      state.set(unsigned(load.getReg()));
    } else if (auto store = dyn_cast<StoreLocalOp>(op)) {
      state.set(unsigned(store.getReg()));
    } else if (auto del = dyn_cast<DeleteLocalOp>(op)) {
      state.reset(unsigned(del.getReg()));
      if (deleted)
        deleted->reset(unsigned(del.getReg()));
    }
  }
}

void pyc::py::markAssigned(FuncOp func) {
  unsigned locals = unsigned(func.getLocals().size());
  if (!locals)
    return;
  RegionInfo regions(func);
  unsigned n = unsigned(regions.order.size());
  SmallVector<llvm::BitVector, 16> in(n, llvm::BitVector(locals, true));
  in[0].reset();
  uint32_t flags = uint32_t(func.getFlags());
  unsigned parameters = func.getArgCount() + func.getKwOnlyCount() +
                        ((flags & kCodeVarArgs) != 0) +
                        ((flags & kCodeVarKeywords) != 0);
  for (unsigned i = 0; i < parameters && i < locals; ++i)
    in[0].set(i);

  llvm::BitVector changed(n, true);
  bool again = true;
  while (again) {
    again = false;
    for (unsigned i = 0; i < n; ++i) {
      if (!changed.test(i))
        continue;
      changed.reset(i);
      llvm::BitVector state = in[i], atHandler = in[i];
      transfer(regions.order[i], state, &atHandler, false);
      auto meet = [&](Block *to, const llvm::BitVector &what) {
        unsigned index = regions.indexOf[to];
        llvm::BitVector old = in[index];
        in[index] &= what;
        if (in[index] != old) {
          changed.set(index);
          again |= index <= i;
        }
      };
      if (Block *handler = regions.handlerOf(i))
        meet(handler, atHandler);
      for (Block *next : regions.order[i]->getSuccessors())
        meet(next, state);
    }
  }
  for (unsigned i = 0; i < n; ++i)
    transfer(regions.order[i], in[i], nullptr, true);
}
