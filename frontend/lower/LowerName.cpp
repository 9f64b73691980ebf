//===- LowerName.cpp - Variables, closures and targets --------------------===//
#include "frontend/lower/CodeLowering.h"

using namespace pyc;
using namespace pyc::lower;

CodeLowering::NameOp CodeLowering::classify(const Ident *mangled, int &reg,
                                            bool load) {
  const Symbol *symbol = scope->find(mangled);
  NameScope where = symbol ? symbol->where : NameScope::GlobalImplicit;
  bool isFunction = scope->isFunctionLike();
  switch (where) {
  case NameScope::Local:
    if (!isFunction)
      return NameOp::Name;
    reg = registers.lookup(mangled);
    return NameOp::Local;
  case NameScope::Cell:
  case NameScope::Free: {
    auto known = registers.find(mangled);
    if (known == registers.end())
      return NameOp::Name;
    reg = known->second;
    if (scope->kind == ScopeKind::Class && load && where == NameScope::Free)
      return NameOp::ClassDeref;
    return NameOp::Deref;
  }
  case NameScope::GlobalExplicit:
    return NameOp::Global;
  case NameScope::GlobalImplicit:
    return isFunction ? NameOp::Global : NameOp::Name;
  }
  return NameOp::Name;
}

Value CodeLowering::loadName(const Ident *name) {
  name = mangle(name);
  int reg = 0;
  StringAttr attr = state.name(name);
  switch (classify(name, reg, true)) {
  case NameOp::Local:
    return make<py::LoadLocalOp>(attr, reg, false);
  case NameOp::Deref:
    return make<py::LoadDerefOp>(attr, reg);
  case NameOp::ClassDeref:
    return make<py::LoadClassDerefOp>(attr, reg);
  case NameOp::Global:
    return make<py::LoadGlobalOp>(attr);
  case NameOp::Name:
    return make<py::LoadNameOp>(attr);
  }
  return {};
}

void CodeLowering::storeName(const Ident *name, Value value) {
  name = mangle(name);
  int reg = 0;
  StringAttr attr = state.name(name);
  switch (classify(name, reg, false)) {
  case NameOp::Local:
    emit<py::StoreLocalOp>(attr, reg, value);
    return;
  case NameOp::Deref:
  case NameOp::ClassDeref:
    emit<py::StoreDerefOp>(attr, reg, value);
    return;
  case NameOp::Global:
    emit<py::StoreGlobalOp>(attr, value);
    return;
  case NameOp::Name:
    emit<py::StoreNameOp>(attr, value);
    return;
  }
}

void CodeLowering::deleteName(const Ident *name) {
  name = mangle(name);
  int reg = 0;
  StringAttr attr = state.name(name);
  switch (classify(name, reg, false)) {
  case NameOp::Local:
    emit<py::DeleteLocalOp>(attr, reg);
    return;
  case NameOp::Deref:
  case NameOp::ClassDeref:
    emit<py::DeleteDerefOp>(attr, reg);
    return;
  case NameOp::Global:
    emit<py::DeleteGlobalOp>(attr);
    return;
  case NameOp::Name:
    emit<py::DeleteNameOp>(attr);
    return;
  }
}

Value CodeLowering::loadCell(const Ident *name) {
  return make<py::LoadCellOp>(state.name(name), registers.lookup(name));
}

/// The tuple of cells that functions of the inner scope close over, or null.
Value CodeLowering::closureFor(Scope *inner) {
  if (inner->freevars.empty())
    return {};
  SmallVector<Value> cells;
  for (const Ident *name : inner->freevars)
    cells.push_back(loadCell(name));
  return make<py::BuildTupleOp>(cells);
}

void CodeLowering::store(Expr *target, Value value) {
  AtNode at(*this, target);
  switch (target->kind) {
  case NodeKind::Name:
    storeName(cast<Name>(target)->id, value);
    return;
  case NodeKind::Attribute: {
    auto *attribute = cast<ast::Attribute>(target);
    Value object = visit(attribute->value);
    atAttribute(attribute);
    emit<py::StoreAttrOp>(object, state.name(mangle(attribute->attr)), value);
    return;
  }
  case NodeKind::Subscript: {
    auto *subscript = cast<Subscript>(target);
    Value object = visit(subscript->value);
    Value index = visit(subscript->slice);
    emit<py::SetItemOp>(object, index, value);
    return;
  }
  case NodeKind::Tuple:
    storeUnpacked(cast<Tuple>(target)->elts, value);
    return;
  case NodeKind::List:
    storeUnpacked(cast<List>(target)->elts, value);
    return;
  case NodeKind::Starred: // only inside of storeUnpacked
    store(cast<Starred>(target)->value, value);
    return;
  default:
    state.fail(target, "internal error: bad assignment target");
  }
}

void CodeLowering::storeUnpacked(const Seq<Expr *> &targets, Value value) {
  SmallVector<Type> types(targets.size(), state.object);
  int star = -1;
  for (unsigned i = 0; i < targets.size(); ++i)
    if (isa<Starred>(targets[i]))
      star = int(i);
  mlir::Operation *op =
      star >= 0 ? emit<py::UnpackExOp>(types, value, star).getOperation()
                : emit<py::UnpackSequenceOp>(types, value).getOperation();
  for (unsigned i = 0; i < targets.size(); ++i)
    store(targets[i], op->getResult(i));
}

void CodeLowering::deleteTarget(Expr *target) {
  AtNode at(*this, target);
  switch (target->kind) {
  case NodeKind::Name:
    deleteName(cast<Name>(target)->id);
    return;
  case NodeKind::Attribute: {
    auto *attribute = cast<ast::Attribute>(target);
    Value object = visit(attribute->value);
    atAttribute(attribute);
    emit<py::DeleteAttrOp>(object, state.name(mangle(attribute->attr)));
    return;
  }
  case NodeKind::Subscript: {
    auto *subscript = cast<Subscript>(target);
    Value object = visit(subscript->value);
    Value index = visit(subscript->slice);
    emit<py::DeleteItemOp>(object, index);
    return;
  }
  case NodeKind::Tuple:
    for (Expr *e : cast<Tuple>(target)->elts)
      deleteTarget(e);
    return;
  case NodeKind::List:
    for (Expr *e : cast<List>(target)->elts)
      deleteTarget(e);
    return;
  default:
    state.fail(target, "internal error: bad del target");
  }
}
