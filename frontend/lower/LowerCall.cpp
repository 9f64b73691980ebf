//===- LowerCall.cpp - Calls ----------------------------------------------===//
//
// `o.m(...)` becomes load_method + call_method, so that no bound method is
// made. `super().m(...)` inside a method becomes load_super_method: no super
// object either; what the name `super` gave is passed along and decides at run
// time. Calls with * or ** collect a tuple and a dict for call_ex.
//
//===----------------------------------------------------------------------===//
#include "frontend/lower/CodeLowering.h"

using namespace pyc;
using namespace pyc::lower;

bool CodeLowering::isSuperCall(Expr *e) {
  auto *call = dyn_cast<Call>(e);
  if (!call || !call->args.empty() || !call->keywords.empty())
    return false;
  auto *name = dyn_cast<Name>(call->func);
  return name && name->id->text == "super";
}

/// The three operands of `super()` without arguments, when it is the builtin's
/// form: in a method (there is a `__class__` cell and a first parameter).
bool CodeLowering::superMethod(Call *superCall, Value &cls, Value &self,
                               Value &super) {
  if (scope->kind != ScopeKind::Function && scope->kind != ScopeKind::Lambda)
    return false;
  int reg;
  auto *name = cast<Name>(superCall->func);
  if (classify(name->id, reg, true) != NameOp::Global)
    return false;
  const Ident *classIdent = state.ast.intern("__class__");
  const Symbol *classSymbol = scope->find(classIdent);
  if (!classSymbol || classSymbol->where != NameScope::Free ||
      !registers.count(classIdent) || scope->argCount == 0)
    return false;
  // The first parameter as it is now, as the builtin finds it in the frame.
  const Ident *first = scope->varnames[0];
  AtNode at(*this, superCall);
  super = visit(superCall->func);
  cls = make<py::LoadDerefOp>(state.name(classIdent),
                              registers.lookup(classIdent));
  const Symbol *symbol = scope->find(first);
  int firstReg = registers.lookup(first);
  if (symbol && symbol->where == NameScope::Cell)
    self = make<py::LoadDerefOp>(state.name(first), firstReg);
  else
    self = make<py::LoadLocalOp>(state.name(first), firstReg, false);
  return true;
}

mlir::Attribute CodeLowering::keywordNames(const Seq<keyword *> &keywords) {
  if (keywords.empty())
    return {};
  SmallVector<Attribute> names;
  for (keyword *k : keywords)
    names.push_back(state.name(mangle(k->name)));
  return tupleAttr(names);
}

static bool needsCallEx(const Seq<Expr *> &args,
                        const Seq<keyword *> &keywords) {
  for (Expr *e : args)
    if (isa<Starred>(e))
      return true;
  for (keyword *k : keywords)
    if (!k->name)
      return true;
  // The window of a call with very many arguments would be too high a tower.
  return args.size() + keywords.size() > 1000;
}

Value CodeLowering::visitCall(Call *e) {
  if (auto *attribute = dyn_cast<ast::Attribute>(e->func);
      attribute && !needsCallEx(e->args, e->keywords))
    return visitMethodCall(e, attribute);
  Value callee = visit(e->func);
  return callWith(callee, {}, e->args, e->keywords);
}

Value CodeLowering::visitMethodCall(Call *e, ast::Attribute *func) {
  StringAttr name = state.name(mangle(func->attr));
  Value callee, bound;
  Value cls, self, super;
  Value object;
  bool viaSuper = isSuperCall(func->value) &&
                  superMethod(cast<Call>(func->value), cls, self, super);
  if (!viaSuper)
    object = visit(func->value);
  Location callLoc = loc;
  {
    AtNode at(*this, func);
    // A chain over several lines points at the line of the name.
    if (func->lineno != func->end_lineno) {
      int column = func->end_col_offset - int(func->attr->text.size());
      loc = locationOf(func->end_lineno, column, func->end_lineno,
                       func->end_col_offset);
      callLoc = locationOf(func->end_lineno, column, e->end_lineno,
                           e->end_col_offset);
    }
    if (viaSuper) {
      auto op = emit<py::LoadSuperMethodOp>(state.object, state.object, cls,
                                            self, super, name);
      callee = op.getCallee();
      bound = op.getBound();
    } else {
      auto op =
          emit<py::LoadMethodOp>(state.object, state.object, object, name);
      callee = op.getCallee();
      bound = op.getSelf();
    }
  }
  SmallVector<Value> args;
  for (Expr *arg : e->args)
    args.push_back(visit(arg));
  for (keyword *k : e->keywords)
    args.push_back(visit(k->value));
  loc = callLoc;
  return make<py::CallMethodOp>(callee, bound, args, keywordNames(e->keywords));
}

/// Calls with `first` before the arguments that are still to be evaluated.
Value CodeLowering::callWith(Value callee, ArrayRef<Value> first,
                             const Seq<Expr *> &args,
                             const Seq<keyword *> &keywords) {
  if (needsCallEx(args, keywords))
    return callEx(callee, first, args, keywords);
  SmallVector<Value> values(first.begin(), first.end());
  for (Expr *arg : args)
    values.push_back(visit(arg));
  for (keyword *k : keywords)
    values.push_back(visit(k->value));
  return make<py::CallOp>(callee, values, keywordNames(keywords));
}

Value CodeLowering::callEx(Value callee, ArrayRef<Value> first,
                           const Seq<Expr *> &args,
                           const Seq<keyword *> &keywords) {
  Value positional;
  if (first.empty() && args.size() == 1 && isa<Starred>(args[0])) {
    positional = visit(cast<Starred>(args[0])->value);
  } else {
    SmallVector<Value> values(first.begin(), first.end());
    unsigned i = 0;
    for (; i < args.size() && i < 256 && !isa<Starred>(args[i]); ++i)
      values.push_back(visit(args[i]));
    if (i == args.size()) {
      positional = make<py::BuildTupleOp>(values);
    } else {
      Value list = make<py::BuildListOp>(values);
      for (; i < args.size(); ++i) {
        if (auto *star = dyn_cast<Starred>(args[i])) {
          Value more = visit(star->value);
          emit<py::ListExtendOp>(list, more);
        } else {
          Value v = visit(args[i]);
          emit<py::ListAppendOp>(list, v);
        }
      }
      positional = make<py::ListToTupleOp>(list);
    }
  }
  Value dict;
  for (unsigned i = 0; i < keywords.size();) {
    if (!keywords[i]->name) {
      Value mapping = visit(keywords[i]->value);
      if (!dict)
        dict = make<py::BuildMapOp>(mlir::ValueRange());
      emit<py::DictMergeOp>(dict, mapping, callee);
      ++i;
      continue;
    }
    // A run of named arguments.
    SmallVector<Value> pairs;
    for (; i < keywords.size() && keywords[i]->name && pairs.size() < 512;
         ++i) {
      pairs.push_back(constant(state.name(mangle(keywords[i]->name))));
      pairs.push_back(visit(keywords[i]->value));
    }
    Value part = make<py::BuildMapOp>(pairs);
    if (dict)
      emit<py::DictMergeOp>(dict, part, callee);
    else
      dict = part;
  }
  return make<py::CallExOp>(callee, positional, dict);
}
