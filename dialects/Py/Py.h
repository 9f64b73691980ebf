//===- Py.h - The py dialect ----------------------------------------------===//
//
// Py.td is the specification.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "dialects/Py/PyEnums.h.inc"

#include "dialects/Py/PyDialect.h.inc"

#define GET_ATTRDEF_CLASSES
#include "dialects/Py/PyAttrs.h.inc"

#define GET_TYPEDEF_CLASSES
#include "dialects/Py/PyTypes.h.inc"

namespace pyc::py {
/// When it raises, its results are undefined and the handler runs.
template <typename Op>
class MayRaise : public mlir::OpTrait::TraitBase<Op, MayRaise> {};
/// May run arbitrary Python code.
template <typename Op>
class MayCall : public mlir::OpTrait::TraitBase<Op, MayCall> {};
} // namespace pyc::py

#define GET_OP_CLASSES
#include "dialects/Py/PyOps.h.inc"

namespace pyc::py {
/// Whether op can transfer control to a handler. A load_local that is known to
/// be assigned cannot.
bool mayRaise(mlir::Operation *op);
/// No effect and cannot raise: may be dropped when unused.
bool isRemovable(mlir::Operation *op);

/// The constant that a constant op makes, else null.
mlir::Attribute constantOf(mlir::Value value);
/// Python's truth of a constant.
bool truthOf(mlir::Attribute constant);

/// What Python computes for constant operands, or null where folding would
/// raise, be visible (too large) or is not worth it (Fold.cpp).
mlir::Attribute foldBinary(BinaryKind kind, mlir::Attribute lhs,
                           mlir::Attribute rhs);
mlir::Attribute foldUnary(UnaryKind kind, mlir::Attribute operand);
} // namespace pyc::py
