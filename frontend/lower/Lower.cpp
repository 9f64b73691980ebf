//===- Lower.cpp - Code objects, blocks and positions ---------------------===//
#include "frontend/lower/Lower.h"
#include "frontend/lower/CodeLowering.h"
#include "runtime/bytecode/Bytecode.h"

using namespace pyc;
using namespace pyc::lower;

ModuleState::ModuleState(mlir::MLIRContext &context, ASTContext &ast,
                         ParseResult &result)
    : context(context), ast(ast), result(result), builder(&context),
      filename(StringAttr::get(&context, result.filename)),
      futureAnnotations(result.futures & FutureAnnotations) {
  module = mlir::ModuleOp::create(mlir::UnknownLoc::get(&context));
  object = py::ObjectType::get(&context);
  names.resize(ast.identCount() + 64);
}

void ModuleState::fail(const Node *where, const char *message) {
  if (failed)
    return;
  failed = true;
  SyntaxErrorInfo &error = result.error;
  error.type = SyntaxErrorType::RecursionError;
  error.message = message;
  error.filename = result.filename;
  error.lineno = where ? where->lineno : -1;
}

//===----------------------------------------------------------------------===//
// One code object
//===----------------------------------------------------------------------===//

CodeLowering::CodeLowering(ModuleState &state, Scope *scope,
                           CodeLowering *parent, StringRef symbol,
                           int firstLine)
    : state(state), b(state.builder), scope(scope), parent(parent),
      loc(locationOf(firstLine, 0, firstLine, 0)) {
  SmallVector<Attribute, 16> locals;
  SmallVector<int8_t, 16> kinds;
  auto add = [&](const Ident *name, int8_t kind) {
    registers[name] = int(locals.size());
    locals.push_back(state.name(name));
    kinds.push_back(kind);
  };
  bool isFunction = scope->isFunctionLike();
  // As in CPython, only the features that still change something leave a flag.
  uint32_t flags =
      codeFlags(*scope) |
      (state.result.futures & (FutureAnnotations | FutureBarryAsBdfl));
  if (isFunction) {
    for (const Ident *name : scope->varnames)
      add(name, kLocal);
  } else {
    flags |= kCodeHasNamespace;
    locals.push_back(StringAttr::get(&state.context, ".namespace"));
    kinds.push_back(kLocal);
  }
  for (const Ident *name : scope->cellvars) {
    auto known = registers.find(name);
    if (known != registers.end())
      kinds[size_t(known->second)] = kLocal | kCellLocal;
    else
      add(name, kCellLocal);
  }
  for (const Ident *name : scope->freevars)
    add(name, kFree);

  mlir::OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToEnd(state.module.getBody());
  auto i32 = [&](uint32_t v) {
    return b.getI32IntegerAttr(int32_t(v));
  };
  func = py::FuncOp::create(
      b, loc, StringAttr::get(&state.context, symbol), state.name(scope->name),
      StringAttr::get(&state.context, StringRef(scope->qualname.data(),
                                                scope->qualname.size())),
      i32(uint32_t(firstLine)), i32(flags), i32(scope->argCount),
      i32(scope->posOnlyCount), i32(scope->kwOnlyCount),
      b.getArrayAttr(locals), b.getDenseI8ArrayAttr(kinds), StringAttr());
}

Location CodeLowering::locationOf(int line, int column, int endLine,
                                  int endColumn) {
  return mlir::FileLineColRange::get(state.filename, unsigned(line),
                                     unsigned(column), unsigned(endLine),
                                     unsigned(endColumn));
}

void CodeLowering::place(Block *next) {
  mlir::Region &body = func.getBody();
  if (!body.empty() && next->hasNoPredecessors()) {
    // Values of a dropped block's arguments have no users yet.
    delete next;
    block = nullptr;
    return;
  }
  body.push_back(next);
  block = next;
  b.setInsertionPointToEnd(next);
}

void CodeLowering::lowerModule(Mod *mod) {
  place(newBlock());
  if (auto *expression = dyn_cast<Expression>(mod)) {
    Value v = visit(expression->body);
    setNode(expression->body);
    terminate<py::ReturnOp>(v);
    return;
  }
  const Seq<Stmt *> &body = isa<Module>(mod) ? cast<Module>(mod)->body
                                             : cast<Interactive>(mod)->body;
  if (scope->symbols.size())
    for (const Symbol &symbol : scope->symbols)
      if (symbol.isAnnotated) {
        emit<py::SetupAnnotationsOp>();
        break;
      }
  if (scope->hasDocstring && !body.empty() && state.optimise < 2) {
    setNode(body[0]);
    Value doc = constant(
        constantAttr(cast<Constant>(cast<ExprStmt>(body[0])->value)->value));
    storeName(state.ast.intern("__doc__"), doc);
  }
  visitBody(body);
  if (reachable())
    terminate<py::ReturnOp>(none());
}

mlir::OwningOpRef<mlir::ModuleOp> pyc::lowerToPy(mlir::MLIRContext &context,
                                                 ASTContext &astContext,
                                                 ParseResult &result,
                                                 unsigned optimise) {
  ModuleState state(context, astContext, result);
  mlir::OwningOpRef<mlir::ModuleOp> module(state.module);
  state.optimise = optimise;
  state.interactive = isa<Interactive>(result.module);
  Scope *scope = isa<Module>(result.module)
                     ? cast<Module>(result.module)->scope
                 : isa<Expression>(result.module)
                     ? cast<Expression>(result.module)->scope
                     : cast<Interactive>(result.module)->scope;
  CodeLowering lowering(state, scope, nullptr, "main", 1);
  lowering.lowerModule(result.module);
  if (state.failed) {
    result.module = nullptr;
    return {};
  }
  return module;
}
