//===- Py.cpp - The py dialect: registration, verifiers, folders ----------===//
#include "dialects/Py/Py.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace pyc::py;

#include "dialects/Py/PyEnums.cpp.inc"

#include "dialects/Py/PyDialect.cpp.inc"

#define GET_ATTRDEF_CLASSES
#include "dialects/Py/PyAttrs.cpp.inc"

#define GET_TYPEDEF_CLASSES
#include "dialects/Py/PyTypes.cpp.inc"

#define GET_OP_CLASSES
#include "dialects/Py/PyOps.cpp.inc"

void PyDialect::initialize() {
  addTypes<
#define GET_TYPEDEF_LIST
#include "dialects/Py/PyTypes.cpp.inc"
      >();
  addAttributes<
#define GET_ATTRDEF_LIST
#include "dialects/Py/PyAttrs.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "dialects/Py/PyOps.cpp.inc"
      >();
}

LogicalResult FuncOp::verify() {
  if (getBody().empty())
    return emitOpError("needs a body");
  if (getBody().front().getNumArguments())
    return emitOpError("entry block takes no arguments");
  if (getLocals().size() != getKinds().size())
    return emitOpError("needs one kind per local");
  return success();
}

LogicalResult BrOp::verify() {
  if (getArgs().size() != getDest()->getNumArguments())
    return emitOpError("passes ") << getArgs().size() << " values to a block of "
                                  << getDest()->getNumArguments();
  return success();
}

bool pyc::py::mayRaise(Operation *op) {
  if (auto load = dyn_cast<LoadLocalOp>(op))
    return !load.getAssigned();
  return op->hasTrait<MayRaise>();
}

bool pyc::py::isRemovable(Operation *op) {
  if (auto load = dyn_cast<LoadLocalOp>(op))
    return load.getAssigned();
  return isPure(op);
}

Attribute pyc::py::constantOf(Value value) {
  if (auto constant = value.getDefiningOp<ConstantOp>())
    return constant.getValue();
  return {};
}

OpFoldResult ConstantOp::fold(FoldAdaptor) { return getValue(); }
OpFoldResult BinaryOp::fold(FoldAdaptor operands) {
  return foldBinary(getKind(), operands.getLhs(), operands.getRhs());
}
OpFoldResult UnaryOp::fold(FoldAdaptor operands) {
  return foldUnary(getKind(), operands.getOperand());
}
OpFoldResult BuildTupleOp::fold(FoldAdaptor operands) {
  for (Attribute element : operands.getElements())
    if (!element)
      return {};
  return TupleAttr::get(getContext(),
                        ArrayAttr::get(getContext(), operands.getElements()));
}

Operation *PyDialect::materializeConstant(OpBuilder &builder, Attribute value,
                                          Type type, Location loc) {
  return ConstantOp::create(builder, loc, type, value);
}
