//===- FoldConstants.cpp - Constant operands, unused ops ------------------===//
//
// One walk forwards folds (operands come before their users in the order of
// blocks that the lowering makes; what another order hides stays), one walk
// backwards removes what has no effect and no use. CPython folds the same
// operations on its tree, so this is also what keeps `x = -1` one instruction
// and `(1, 2)` one constant.
//
//===----------------------------------------------------------------------===//
#include "mlir/IR/Builders.h"
#include "passes/py/PyPasses.h"

using namespace mlir;
using namespace pyc::py;

/// The constant that op computes, or null.
static Attribute folded(Operation *op) {
  if (auto binary = dyn_cast<BinaryOp>(op)) {
    Attribute lhs = constantOf(binary.getLhs());
    return lhs ? foldBinary(binary.getKind(), lhs, constantOf(binary.getRhs()))
               : Attribute();
  }
  if (auto unary = dyn_cast<UnaryOp>(op))
    return foldUnary(unary.getKind(), constantOf(unary.getOperand()));
  if (auto tuple = dyn_cast<BuildTupleOp>(op)) {
    SmallVector<Attribute, 8> elements;
    for (Value v : tuple.getElements()) {
      elements.push_back(constantOf(v));
      if (!elements.back())
        return {};
    }
    return TupleAttr::get(op->getContext(),
                          ArrayAttr::get(op->getContext(), elements));
  }
  return {};
}

void pyc::py::foldConstants(FuncOp func) {
  OpBuilder b(func.getContext());
  for (Block &block : func.getBody()) {
    for (Operation &op : llvm::make_early_inc_range(block)) {
      if (auto branch = dyn_cast<CondBrOp>(op)) {
        if (Attribute c = constantOf(branch.getCond())) {
          b.setInsertionPoint(branch);
          BrOp::create(b, branch.getLoc(), ValueRange(),
                       truthOf(c) ? branch.getIfTrue() : branch.getIfFalse());
          branch.erase();
        }
        continue;
      }
      Attribute value = folded(&op);
      if (!value)
        continue;
      b.setInsertionPoint(&op);
      Value constant = ConstantOp::create(b, op.getLoc(),
                                          op.getResult(0).getType(), value);
      op.getResult(0).replaceAllUsesWith(constant);
      op.erase();
    }
  }
  for (Block &block : llvm::reverse(func.getBody()))
    for (Operation &op :
         llvm::make_early_inc_range(llvm::reverse(block.getOperations())))
      if (op.use_empty() && isRemovable(&op))
        op.erase();
}
