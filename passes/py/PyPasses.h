//===- PyPasses.h - Passes on the py dialect ------------------------------===//
//
// Each is a plain function on one py.func, so that compiling a small script
// pays for no pass manager, and a named pass for pyc-opt (PyPasses.cpp).
//
//===----------------------------------------------------------------------===//
#pragma once
#include "dialects/Py/Py.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

namespace pyc::py {

/// Which handler protects each block, and the order blocks are laid out in.
struct RegionInfo {
  /// Reachable blocks; each after one of its predecessors (hence after all
  /// that dominate it); what only handlers reach comes last. Otherwise in the
  /// order of the function.
  llvm::SmallVector<mlir::Block *, 16> order;
  llvm::DenseMap<mlir::Block *, unsigned> indexOf; ///< in `order`
  /// By index: the py.try whose handler an exception in the block reaches.
  llvm::SmallVector<TryOp, 16> protector;
  /// By index: some edge into the block closes a loop.
  llvm::BitVector isLoopHead;
  /// A block that py.try and py.end_try contradict each other about; null if
  /// the function is well formed.
  mlir::Block *conflict = nullptr;

  explicit RegionInfo(FuncOp func);
  mlir::Block *handlerOf(unsigned index) const {
    return protector[index] ? TryOp(protector[index]).getHandler() : nullptr;
  }

private:
  void findLoops();
};

/// Constant operands; removes unused ops without effect; branches on
/// constants.
void foldConstants(FuncOp func);
/// Removes unreachable blocks, branches to branches, and joins a block with
/// its only successor.
void simplifyControlFlow(FuncOp func);
/// Marks load_locals that cannot find their variable unbound.
void markAssigned(FuncOp func);

/// All of the above, in the order that lowering wants.
void optimise(FuncOp func);

void registerPyPasses();
void registerBytecodePass(); ///< passes/lowering

} // namespace pyc::py
