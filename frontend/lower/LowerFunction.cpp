//===- LowerFunction.cpp - Functions, classes, comprehensions -------------===//
#include "frontend/lower/CodeLowering.h"

using namespace pyc;
using namespace pyc::lower;

static std::string symbolFor(ModuleState &state, Scope *scope) {
  // Qualified names repeat; the number makes the symbol unique.
  return std::string(scope->qualname) + "." +
         std::to_string(state.nextFunction++);
}

Value CodeLowering::makeFunction(py::FuncOp code, Value defaults,
                                 Value kwDefaults, Value annotations,
                                 Scope *inner) {
  Value closure = closureFor(inner);
  return make<py::MakeFunctionOp>(
      mlir::FlatSymbolRefAttr::get(code.getSymNameAttr()), defaults, kwDefaults,
      annotations, closure);
}

//===----------------------------------------------------------------------===//
// Parameters
//===----------------------------------------------------------------------===//

Value CodeLowering::visitDefaults(arguments *args) {
  if (args->defaults.empty())
    return {};
  SmallVector<Value> values;
  for (Expr *e : args->defaults)
    values.push_back(visit(e));
  return make<py::BuildTupleOp>(values);
}

Value CodeLowering::visitKwDefaults(arguments *args) {
  SmallVector<Attribute> names;
  SmallVector<Value> values;
  for (unsigned i = 0; i < args->kwonlyargs.size(); ++i) {
    Expr *value = i < args->kw_defaults.size() ? args->kw_defaults[i] : nullptr;
    if (!value)
      continue;
    names.push_back(state.name(mangle(args->kwonlyargs[i]->name)));
    values.push_back(visit(value));
  }
  if (names.empty())
    return {};
  return make<py::BuildConstMapOp>(tupleAttr(names), values);
}

Value CodeLowering::annotationValue(Expr *annotation) {
  if (state.futureAnnotations) {
    AtNode at(*this, annotation);
    return constant(strAttr(unparseExpr(annotation)));
  }
  if (auto *star = dyn_cast<Starred>(annotation)) {
    // `*args: *Ts` is `(*Ts,)[0]`: an iterable of one.
    Value v = visit(star->value);
    SmallVector<Type> one(1, state.object);
    return emit<py::UnpackSequenceOp>(one, v).getResult(0);
  }
  return visit(annotation);
}

Value CodeLowering::visitAnnotations(arguments *args, Expr *returns) {
  SmallVector<Value> parts;
  auto add = [&](const Ident *name, Expr *annotation) {
    if (!annotation)
      return;
    parts.push_back(constant(state.name(mangle(name))));
    parts.push_back(annotationValue(annotation));
  };
  for (arg *a : args->args)
    add(a->name, a->annotation);
  for (arg *a : args->posonlyargs)
    add(a->name, a->annotation);
  if (args->vararg)
    add(args->vararg->name, args->vararg->annotation);
  for (arg *a : args->kwonlyargs)
    add(a->name, a->annotation);
  if (args->kwarg)
    add(args->kwarg->name, args->kwarg->annotation);
  add(state.ast.intern("return"), returns);
  return parts.empty() ? Value() : make<py::BuildTupleOp>(parts);
}

//===----------------------------------------------------------------------===//
// def, lambda, class
//===----------------------------------------------------------------------===//

void CodeLowering::visitFunctionDef(Stmt *s) {
  // FunctionDef and AsyncFunctionDef have the same fields.
  const Ident *name;
  arguments *args;
  Seq<Stmt *> body;
  Seq<Expr *> decorators;
  Expr *returns;
  Scope *inner;
  auto take = [&](auto *def) {
    name = def->name;
    args = def->args;
    body = def->body;
    decorators = def->decorator_list;
    returns = def->returns;
    inner = def->scope;
  };
  if (auto *def = dyn_cast<FunctionDef>(s))
    take(def);
  else
    take(cast<AsyncFunctionDef>(s));

  SmallVector<Value> decoratorValues;
  for (Expr *e : decorators)
    decoratorValues.push_back(visit(e));
  int firstLine = decorators.empty() ? s->lineno : decorators[0]->lineno;
  AtNode at(*this, s);
  Value defaults = visitDefaults(args);
  Value kwDefaults = visitKwDefaults(args);
  Value annotations = visitAnnotations(args, returns);
  CodeLowering code(state, inner, this, symbolFor(state, inner), firstLine);
  {
    mlir::OpBuilder::InsertionGuard guard(b);
    code.lowerFunctionBody(body);
  }
  Value function =
      makeFunction(code.func, defaults, kwDefaults, annotations, inner);
  for (unsigned i = decoratorValues.size(); i-- > 0;) {
    AtNode atDecorator(*this, decorators[i]);
    function = make<py::CallOp>(decoratorValues[i], mlir::ValueRange(function),
                                Attribute());
  }
  storeName(name, function);
}

void CodeLowering::lowerFunctionBody(const Seq<Stmt *> &body) {
  place(newBlock());
  if (scope->hasDocstring && state.optimise < 2)
    func.setDocAttr(mlir::cast<StringAttr>(
        constantAttr(cast<Constant>(cast<ExprStmt>(body[0])->value)->value)));
  visitBody(body);
  if (reachable()) {
    if (!body.empty())
      setNode(body.back());
    terminate<py::ReturnOp>(none());
  }
}

Value CodeLowering::visitLambda(Lambda *e) {
  Value defaults = visitDefaults(e->args);
  Value kwDefaults = visitKwDefaults(e->args);
  CodeLowering code(state, e->scope, this, symbolFor(state, e->scope),
                    e->lineno);
  {
    mlir::OpBuilder::InsertionGuard guard(b);
    code.lowerLambdaBody(e);
  }
  return makeFunction(code.func, defaults, kwDefaults, {}, e->scope);
}

void CodeLowering::lowerLambdaBody(Lambda *lambda) {
  place(newBlock());
  setNode(lambda->body);
  Value v = visit(lambda->body);
  terminate<py::ReturnOp>(v);
}

void CodeLowering::visitClassDef(ClassDef *s) {
  SmallVector<Value> decorators;
  for (Expr *e : s->decorator_list)
    decorators.push_back(visit(e));
  int firstLine = decorators.empty() ? s->lineno : s->decorator_list[0]->lineno;
  AtNode at(*this, s);
  Value build = make<py::LoadBuildClassOp>();
  CodeLowering code(state, s->scope, this, symbolFor(state, s->scope),
                    firstLine);
  {
    mlir::OpBuilder::InsertionGuard guard(b);
    code.lowerClassBody(s);
  }
  Value function = makeFunction(code.func, {}, {}, {}, s->scope);
  Value name = constant(state.name(s->name));
  Value cls = callWith(build, {function, name}, s->bases, s->keywords);
  for (unsigned i = decorators.size(); i-- > 0;) {
    AtNode atDecorator(*this, s->decorator_list[i]);
    cls = make<py::CallOp>(decorators[i], mlir::ValueRange(cls), Attribute());
  }
  storeName(s->name, cls);
}

void CodeLowering::lowerClassBody(ClassDef *cls) {
  place(newBlock());
  auto intern = [&](const char *name) { return state.ast.intern(name); };
  storeName(intern("__module__"), loadName(intern("__name__")));
  storeName(intern("__qualname__"), constant(strAttr(scope->qualname)));
  for (const Symbol &symbol : scope->symbols)
    if (symbol.isAnnotated) {
      emit<py::SetupAnnotationsOp>();
      break;
    }
  if (scope->hasDocstring && state.optimise < 2) {
    setNode(cls->body[0]);
    storeName(intern("__doc__"),
              constant(constantAttr(
                  cast<Constant>(cast<ExprStmt>(cls->body[0])->value)->value)));
  }
  visitBody(cls->body);
  if (!reachable())
    return;
  if (scope->needsClassCell) {
    Value cell = loadCell(intern("__class__"));
    emit<py::StoreNameOp>(state.name(intern("__classcell__")), cell);
    terminate<py::ReturnOp>(loadCell(intern("__class__")));
    return;
  }
  terminate<py::ReturnOp>(none());
}

//===----------------------------------------------------------------------===//
// Comprehensions: functions of one parameter, the first iterator
//===----------------------------------------------------------------------===//

static Seq<comprehension *> generatorsOf(Expr *e) {
  switch (e->kind) {
  case NodeKind::ListComp:
    return cast<ListComp>(e)->generators;
  case NodeKind::SetComp:
    return cast<SetComp>(e)->generators;
  case NodeKind::DictComp:
    return cast<DictComp>(e)->generators;
  default:
    return cast<GeneratorExp>(e)->generators;
  }
}

static Scope *scopeOf(Expr *e) {
  switch (e->kind) {
  case NodeKind::ListComp:
    return cast<ListComp>(e)->scope;
  case NodeKind::SetComp:
    return cast<SetComp>(e)->scope;
  case NodeKind::DictComp:
    return cast<DictComp>(e)->scope;
  default:
    return cast<GeneratorExp>(e)->scope;
  }
}

Value CodeLowering::visitComprehension(Expr *e) {
  Scope *inner = scopeOf(e);
  CodeLowering code(state, inner, this, symbolFor(state, inner), e->lineno);
  {
    mlir::OpBuilder::InsertionGuard guard(b);
    code.lowerComprehensionBody(e);
  }
  Value function = makeFunction(code.func, {}, {}, {}, inner);
  comprehension *first = generatorsOf(e)[0];
  Value iterable = visit(first->iter);
  Value iterator = first->is_async ? make<py::GetAiterOp>(iterable)
                                   : make<py::GetIterOp>(iterable);
  Value result = make<py::CallOp>(function, mlir::ValueRange(iterator),
                                  Attribute());
  if (inner->isCoroutine && e->kind != NodeKind::GeneratorExp)
    result = awaitValue(result, 0);
  return result;
}

void CodeLowering::lowerComprehensionBody(Expr *comp) {
  place(newBlock());
  setNode(comp);
  Value result;
  switch (comp->kind) {
  case NodeKind::ListComp:
    result = make<py::BuildListOp>(mlir::ValueRange());
    break;
  case NodeKind::SetComp:
    result = make<py::BuildSetOp>(mlir::ValueRange());
    break;
  case NodeKind::DictComp:
    result = make<py::BuildMapOp>(mlir::ValueRange());
    break;
  default:
    break;
  }
  lowerGenerators(generatorsOf(comp), 0, [&] {
    switch (comp->kind) {
    case NodeKind::ListComp: {
      Expr *elt = cast<ListComp>(comp)->elt;
      Value v = visit(elt);
      emit<py::ListAppendOp>(result, v);
      return;
    }
    case NodeKind::SetComp: {
      Expr *elt = cast<SetComp>(comp)->elt;
      Value v = visit(elt);
      emit<py::SetAddOp>(result, v);
      return;
    }
    case NodeKind::DictComp: {
      auto *dict = cast<DictComp>(comp);
      Value key = visit(dict->key);
      Value value = visit(dict->value);
      emit<py::MapAddOp>(result, key, value);
      return;
    }
    default: {
      Expr *elt = cast<GeneratorExp>(comp)->elt;
      Value v = visit(elt);
      if (scope->isAsyncGenerator)
        v = make<py::AsyncGenWrapOp>(v);
      make<py::YieldOp>(v);
      return;
    }
    }
  });
  if (reachable())
    terminate<py::ReturnOp>(result ? result : none());
}

void CodeLowering::lowerGenerators(const Seq<comprehension *> &generators,
                                   unsigned index,
                                   llvm::function_ref<void()> element) {
  if (index == generators.size()) {
    element();
    return;
  }
  comprehension *g = generators[index];
  // Goes on with the conditions and the inner loops, then to `again`.
  auto inside = [&](Block *again) {
    for (Expr *condition : g->ifs) {
      if (!reachable())
        return;
      Block *next = newBlock();
      jumpIf(condition, next, again);
      place(next);
    }
    if (reachable())
      lowerGenerators(generators, index + 1, element);
    branchIfReachable(again);
  };

  if (index > 0 && !g->is_async) {
    // `for y in [f(x)]` is an assignment.
    const Seq<Expr *> *one = isa<List>(g->iter) ? &cast<List>(g->iter)->elts
                             : isa<Tuple>(g->iter)
                                 ? &cast<Tuple>(g->iter)->elts
                                 : nullptr;
    if (one && one->size() == 1 && !isa<Starred>((*one)[0])) {
      store(g->target, visit((*one)[0]));
      Block *end = newBlock();
      inside(end);
      place(end);
      return;
    }
  }

  Value iterator;
  if (index == 0) {
    const Ident *parameter = scope->varnames[0];
    iterator = make<py::LoadLocalOp>(state.name(parameter), 0, false);
  } else {
    Value iterable = visit(g->iter);
    iterator = g->is_async ? make<py::GetAiterOp>(iterable)
                           : make<py::GetIterOp>(iterable);
  }
  Block *end = newBlock();
  if (g->is_async) {
    asyncLoop(
        iterator, [&](Value item) { store(g->target, item); }, inside,
        end, locNode);
    place(end);
    return;
  }
  Block *head = newBlock(), *body = newBlock();
  branch(head);
  place(head);
  auto next = emit<py::ForIterOp>(state.object, iterator, body, end);
  block = nullptr;
  place(body);
  store(g->target, next.getItem());
  inside(head);
  place(end);
}
