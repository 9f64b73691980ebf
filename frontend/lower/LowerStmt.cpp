//===- LowerStmt.cpp - Statements other than try, with and match ----------===//
#include "frontend/lower/CodeLowering.h"

using namespace pyc;
using namespace pyc::lower;

void CodeLowering::visitBody(const Seq<Stmt *> &body) {
  for (Stmt *s : body) {
    if (!reachable() || state.failed)
      return;
    visitStmt(s);
  }
}

void CodeLowering::visitStmt(Stmt *s) {
  setNode(s);
  if (++state.depth > kMaxDepth) {
    state.fail(s, "maximum recursion depth exceeded during compilation");
    --state.depth;
    return;
  }
  switch (s->kind) {
  case NodeKind::FunctionDef:
  case NodeKind::AsyncFunctionDef:
    visitFunctionDef(s);
    break;
  case NodeKind::ClassDef:
    visitClassDef(cast<ClassDef>(s));
    break;
  case NodeKind::Return:
    visitReturn(cast<Return>(s));
    break;
  case NodeKind::Delete:
    for (Expr *target : cast<Delete>(s)->targets)
      deleteTarget(target);
    break;
  case NodeKind::Assign:
    visitAssign(cast<Assign>(s));
    break;
  case NodeKind::AugAssign:
    visitAugAssign(cast<AugAssign>(s));
    break;
  case NodeKind::AnnAssign:
    visitAnnAssign(cast<AnnAssign>(s));
    break;
  case NodeKind::For:
    visitFor(cast<For>(s));
    break;
  case NodeKind::AsyncFor:
    visitAsyncFor(cast<AsyncFor>(s));
    break;
  case NodeKind::While:
    visitWhile(cast<While>(s));
    break;
  case NodeKind::If:
    visitIf(cast<If>(s));
    break;
  case NodeKind::With:
    visitWith(cast<With>(s)->items, 0, cast<With>(s)->body, s, false);
    break;
  case NodeKind::AsyncWith:
    visitWith(cast<AsyncWith>(s)->items, 0, cast<AsyncWith>(s)->body, s, true);
    break;
  case NodeKind::Match:
    visitMatch(cast<Match>(s));
    break;
  case NodeKind::Raise: {
    auto *raise = cast<Raise>(s);
    Value exception, cause;
    if (raise->exc)
      exception = visit(raise->exc);
    if (raise->cause)
      cause = visit(raise->cause);
    terminate<py::RaiseOp>(exception, cause);
    break;
  }
  case NodeKind::Try:
    visitTry(cast<Try>(s));
    break;
  case NodeKind::TryStar:
    visitTryStar(cast<TryStar>(s));
    break;
  case NodeKind::Assert:
    visitAssert(cast<Assert>(s));
    break;
  case NodeKind::Import:
    visitImport(cast<Import>(s));
    break;
  case NodeKind::ImportFrom:
    visitImportFrom(cast<ImportFrom>(s));
    break;
  case NodeKind::Global:
  case NodeKind::Nonlocal:
  case NodeKind::Pass:
    break;
  case NodeKind::ExprStmt: {
    Expr *e = cast<ExprStmt>(s)->value;
    if (state.interactive && !parent) {
      Value v = visit(e);
      emit<py::PrintExprOp>(v);
    } else if (!isa<Constant>(e)) {
      visit(e);
    }
    break;
  }
  case NodeKind::Break:
    visitBreakContinue(true, s);
    break;
  case NodeKind::Continue:
    visitBreakContinue(false, s);
    break;
  default:
    state.fail(s, "internal error: unknown statement");
    break;
  }
  --state.depth;
}

//===----------------------------------------------------------------------===//
// Assignment
//===----------------------------------------------------------------------===//

static const Seq<Expr *> *elementsOf(Expr *e) {
  if (auto *tuple = dyn_cast<Tuple>(e))
    return &tuple->elts;
  if (auto *list = dyn_cast<List>(e))
    return &list->elts;
  return nullptr;
}

static bool hasStar(const Seq<Expr *> &elements) {
  for (Expr *e : elements)
    if (isa<Starred>(e))
      return true;
  return false;
}

void CodeLowering::visitAssign(Assign *s) {
  // `a, b = x, y` makes no tuple.
  if (s->targets.size() == 1) {
    const Seq<Expr *> *targets = elementsOf(s->targets[0]);
    auto *values = dyn_cast<Tuple>(s->value);
    if (targets && values && targets->size() == values->elts.size() &&
        targets->size() <= 64 && !hasStar(*targets) && !hasStar(values->elts)) {
      SmallVector<Value> parts;
      for (Expr *e : values->elts)
        parts.push_back(visit(e));
      AtNode at(*this, s->targets[0]);
      for (unsigned i = 0; i < parts.size(); ++i)
        store((*targets)[i], parts[i]);
      return;
    }
  }
  Value v = visit(s->value);
  for (Expr *target : s->targets)
    store(target, v);
}

static py::BinaryKind inplaceKind(Operator op) {
  using K = py::BinaryKind;
  static const K kinds[] = {K::Add, K::Sub, K::Mul, K::MatMul, K::TrueDiv,
                            K::Mod, K::Pow, K::LShift, K::RShift, K::Or,
                            K::Xor, K::And, K::FloorDiv};
  return kinds[unsigned(op)];
}

void CodeLowering::visitAugAssign(AugAssign *s) {
  py::BinaryKind kind = inplaceKind(s->op);
  auto operate = [&](Value old) {
    Value v = visit(s->value);
    return make<py::InplaceOp>(kind, old, v);
  };
  switch (s->target->kind) {
  case NodeKind::Name: {
    auto *name = cast<Name>(s->target);
    Value old;
    {
      AtNode at(*this, name);
      old = loadName(name->id);
    }
    Value v = operate(old);
    AtNode at(*this, name);
    storeName(name->id, v);
    return;
  }
  case NodeKind::Attribute: {
    auto *attribute = cast<ast::Attribute>(s->target);
    StringAttr name = state.name(mangle(attribute->attr));
    Value object = visit(attribute->value);
    Value old;
    {
      AtNode at(*this, attribute);
      atAttribute(attribute);
      old = make<py::LoadAttrOp>(object, name);
    }
    Value v = operate(old);
    AtNode at(*this, attribute);
    atAttribute(attribute);
    emit<py::StoreAttrOp>(object, name, v);
    return;
  }
  case NodeKind::Subscript: {
    auto *subscript = cast<Subscript>(s->target);
    Value object = visit(subscript->value);
    Value index = visit(subscript->slice);
    Value old;
    {
      AtNode at(*this, subscript);
      old = make<py::GetItemOp>(object, index);
    }
    Value v = operate(old);
    AtNode at(*this, subscript);
    emit<py::SetItemOp>(object, index, v);
    return;
  }
  default:
    state.fail(s, "internal error: bad target of augmented assignment");
  }
}

void CodeLowering::visitAnnAssign(AnnAssign *s) {
  if (s->value) {
    Value v = visit(s->value);
    store(s->target, v);
  }
  bool evaluates = !scope->isFunctionLike();
  switch (s->target->kind) {
  case NodeKind::Name:
    if (s->simple && evaluates) {
      Value annotation = annotationValue(s->annotation);
      Value dict = make<py::LoadNameOp>(
          state.name(state.ast.intern("__annotations__")));
      Value key = constant(state.name(mangle(cast<Name>(s->target)->id)));
      emit<py::SetItemOp>(dict, key, annotation);
      return;
    }
    break;
  case NodeKind::Attribute:
    if (!s->value)
      visit(cast<ast::Attribute>(s->target)->value);
    break;
  case NodeKind::Subscript:
    if (!s->value) {
      visit(cast<Subscript>(s->target)->value);
      visit(cast<Subscript>(s->target)->slice);
    }
    break;
  default:
    break;
  }
  if (!s->simple && evaluates && !state.futureAnnotations)
    visit(s->annotation);
}

//===----------------------------------------------------------------------===//
// Control flow
//===----------------------------------------------------------------------===//

void CodeLowering::visitIf(If *s) {
  // An elif chain is a nest on the right: walked, not recursed into.
  Block *end = newBlock();
  for (If *arm = s;;) {
    Block *then = newBlock();
    Block *other = arm->orelse.empty() ? end : newBlock();
    jumpIf(arm->test, then, other);
    place(then);
    visitBody(arm->body);
    branchIfReachable(end);
    if (arm->orelse.empty())
      break;
    place(other);
    if (arm->orelse.size() == 1 && isa<If>(arm->orelse[0]) && reachable()) {
      arm = cast<If>(arm->orelse[0]);
      setNode(arm);
      continue;
    }
    visitBody(arm->orelse);
    branchIfReachable(end);
    break;
  }
  place(end);
}

void CodeLowering::visitWhile(While *s) {
  Block *head = newBlock(), *body = newBlock(), *end = newBlock();
  Block *other = s->orelse.empty() ? end : newBlock();
  branch(head);
  place(head);
  jumpIf(s->test, body, other);
  place(body);
  Unwind loop{Unwind::Loop};
  loop.continueTarget = head;
  loop.breakTarget = end;
  unwinds.push_back(loop);
  visitBody(s->body);
  unwinds.pop_back();
  branchIfReachable(head);
  if (other != end) {
    place(other);
    visitBody(s->orelse);
    branchIfReachable(end);
  }
  place(end);
}

void CodeLowering::visitFor(For *s) {
  Value iterable = visit(s->iter);
  iterable = make<py::GetIterOp>(iterable);
  Block *head = newBlock(), *body = newBlock(), *end = newBlock();
  Block *other = s->orelse.empty() ? end : newBlock();
  branch(head);
  place(head);
  Value item =
      emit<py::ForIterOp>(state.object, iterable, body, other).getItem();
  block = nullptr;
  place(body);
  store(s->target, item);
  Unwind loop{Unwind::Loop};
  loop.continueTarget = head;
  loop.breakTarget = end;
  unwinds.push_back(loop);
  visitBody(s->body);
  unwinds.pop_back();
  setNode(s);
  branchIfReachable(head);
  if (other != end) {
    place(other);
    visitBody(s->orelse);
    branchIfReachable(end);
  }
  place(end);
}

void CodeLowering::asyncLoop(Value iterator,
                             llvm::function_ref<void(Value)> store,
                             llvm::function_ref<void(Block *)> body,
                             Block *end, const Node *endNode) {
  Block *head = newBlock(), *handler = newBlock();
  branch(head);
  place(head);
  openTry(handler);
  Value item = make<py::YieldFromOp>(make<py::GetAnextOp>(iterator));
  closeTry();
  store(item);
  body(head);
  AtNode at(*this, endNode);
  Value exception, previous;
  beginHandler(handler, exception, previous);
  leaveHandler(exception, previous);
  terminate<py::EndAsyncForOp>(exception, end);
}

void CodeLowering::visitAsyncFor(AsyncFor *s) {
  Value iterable = visit(s->iter);
  iterable = make<py::GetAiterOp>(iterable);
  Block *end = newBlock();
  Block *other = s->orelse.empty() ? end : newBlock();
  asyncLoop(
      iterable, [&](Value item) { store(s->target, item); },
      [&](Block *head) {
        Unwind loop{Unwind::Loop};
        loop.continueTarget = head;
        loop.breakTarget = end;
        unwinds.push_back(loop);
        visitBody(s->body);
        unwinds.pop_back();
        setNode(s);
        branchIfReachable(head);
      },
      other, s->iter);
  if (other != end) {
    place(other);
    visitBody(s->orelse);
    branchIfReachable(end);
  }
  place(end);
}

void CodeLowering::visitReturn(Return *s) {
  Value v = s->value ? visit(s->value) : none();
  unwindTo(0);
  if (!reachable())
    return;
  setNode(s);
  terminate<py::ReturnOp>(v);
}

void CodeLowering::visitBreakContinue(bool isBreak, Stmt *s) {
  for (size_t i = unwinds.size(); i-- > 0;) {
    if (unwinds[i].kind != Unwind::Loop)
      continue;
    Block *target =
        isBreak ? unwinds[i].breakTarget : unwinds[i].continueTarget;
    unwindTo(i + 1);
    setNode(s);
    branchIfReachable(target);
    return;
  }
  state.fail(s, "internal error: break or continue outside of a loop");
}

void CodeLowering::visitAssert(Assert *s) {
  if (state.optimise)
    return;
  Block *fail = newBlock(), *end = newBlock();
  lastTest = nullptr;
  jumpIf(s->test, end, fail);
  place(fail);
  if (reachable()) {
    // As in CPython, the exception points at a comparison, else at all.
    if (lastTest)
      setNode(lastTest);
    Value error = make<py::AssertErrorOp>();
    if (s->msg) {
      Value message = visit(s->msg);
      error = make<py::CallOp>(error, mlir::ValueRange(message), Attribute());
    }
    terminate<py::RaiseOp>(error, Value());
  }
  place(end);
}

//===----------------------------------------------------------------------===//
// Imports
//===----------------------------------------------------------------------===//

void CodeLowering::visitImport(Import *s) {
  for (alias *a : s->names) {
    std::string_view text = a->name->text;
    Value fromList = none();
    Value level = constant(intAttr(0));
    Value module =
        make<py::ImportNameOp>(state.name(a->name), fromList, level);
    size_t dot = text.find('.');
    if (!a->asname) {
      const Ident *top = dot == text.npos
                             ? a->name
                             : state.ast.intern(text.substr(0, dot));
      storeName(top, module);
      continue;
    }
    // `import a.b.c as m` binds the innermost.
    while (dot != text.npos) {
      size_t next = text.find('.', dot + 1);
      std::string_view part = text.substr(
          dot + 1, next == text.npos ? text.npos : next - dot - 1);
      module = make<py::ImportFromOp>(module,
                                      state.name(state.ast.intern(part)));
      dot = next;
    }
    storeName(a->asname, module);
  }
}

void CodeLowering::visitImportFrom(ImportFrom *s) {
  SmallVector<Attribute> names;
  for (alias *a : s->names)
    names.push_back(state.name(a->name));
  Value level = constant(intAttr(s->level));
  Value fromList = constant(tupleAttr(names));
  StringAttr from =
      s->module ? state.name(s->module) : StringAttr::get(&state.context, "");
  Value module = make<py::ImportNameOp>(from, fromList, level);
  if (s->names.size() == 1 && s->names[0]->name->text == "*") {
    emit<py::ImportStarOp>(module);
    return;
  }
  for (alias *a : s->names) {
    Value v = make<py::ImportFromOp>(module, state.name(a->name));
    storeName(a->asname ? a->asname : a->name, v);
  }
}
