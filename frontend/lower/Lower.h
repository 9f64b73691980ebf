//===- Lower.h - AST and scopes to the py dialect -------------------------===//
#pragma once
#include "dialects/Py/Py.h"
#include "frontend/parse/Parse.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

namespace pyc {

/// One py.func per code object, the module's own first, named @main. The
/// result of parse() and analyseScopes() goes in. Null when the program is too
/// complex to compile: result.error then says so.
mlir::OwningOpRef<mlir::ModuleOp> lowerToPy(mlir::MLIRContext &context,
                                            ast::ASTContext &astContext,
                                            ast::ParseResult &result,
                                            unsigned optimise = 0);

} // namespace pyc
