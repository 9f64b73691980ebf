//===- SymbolTable.cpp - Which scope binds and uses which name ------------===//
//
// The walk and its order follow what Python's `symtable` module shows: targets
// before values, defaults and decorators in the enclosing scope, the first
// iterable of a comprehension in the enclosing scope too.
//
//===----------------------------------------------------------------------===//

#include "frontend/parse/ScopeBuilder.h"

namespace pyc::ast {

//===----------------------------------------------------------------------===//
// from __future__ import ...
//===----------------------------------------------------------------------===//

static const struct {
  const char *name;
  uint32_t flag;
} futureFeatures[] = {
    {"nested_scopes", 0},
    {"generators", 0},
    {"division", FutureDivision},
    {"absolute_import", FutureAbsoluteImport},
    {"with_statement", FutureWithStatement},
    {"print_function", FuturePrintFunction},
    {"unicode_literals", FutureUnicodeLiterals},
    {"barry_as_FLUFL", FutureBarryAsBdfl},
    {"generator_stop", FutureGeneratorStop},
    {"annotations", FutureAnnotations},
};

static Seq<Stmt *> moduleBody(Mod *module) {
  if (auto *m = dyn_cast<Module>(module))
    return m->body;
  if (auto *i = dyn_cast<Interactive>(module))
    return i->body;
  return {};
}

bool checkFutures(Analysis &a) {
  // Only some inherited flags reach the code object, but all mean the same.
  bool done = false;
  int previousLine = 0;
  for (Stmt *s : moduleBody(a.result.module)) {
    if (done && s->lineno > previousLine)
      break;
    previousLine = s->lineno;
    if (auto *import = dyn_cast<ImportFrom>(s)) {
      if (!import->module || import->module->index != KnownDunderFuture ||
          import->level != 0) {
        done = true;
        continue;
      }
      if (done)
        return a.errorAt("from __future__ imports must occur at the beginning "
                         "of the file",
                         s->lineno, s->col_offset, s->lineno, -1);
      for (alias *name : import->names) {
        bool known = false;
        for (auto &f : futureFeatures)
          if (name->name->text == f.name) {
            a.result.futures |= f.flag;
            known = true;
          }
        if (known)
          continue;
        if (name->name->text == "braces")
          return a.errorAt("not a chance", s->lineno, s->col_offset + 1,
                           s->lineno, -1);
        return a.errorAt("future feature " + std::string(name->name->text) +
                             " is not defined",
                         s->lineno, s->col_offset + 1, s->lineno, -1);
      }
      a.futureLine = s->lineno;
    } else if (auto *e = dyn_cast<ExprStmt>(s); e && !done) {
      auto *c = dyn_cast<Constant>(e->value);
      if (!c || c->value.type != ConstantType::Str)
        done = true;
    } else {
      done = true;
    }
  }
  a.futureAnnotations = a.result.futures & FutureAnnotations;
  return true;
}

//===----------------------------------------------------------------------===//
// The walk
//===----------------------------------------------------------------------===//

namespace {

enum Use : uint8_t {
  Read,
  Bind,
  BindParam,
  BindImport,
  BindAnnotated,
  DeclareGlobal,
  DeclareNonlocal
};

class SymbolWalk {
public:
  explicit SymbolWalk(Analysis &a)
      : a(a), context(a.context), superName(context.known(KnownSuper)),
        classCell(context.known(KnownDunderClass)) {}

  bool run();

private:
  void enter(BuildScope &b, ScopeKind kind, Node *node, const Ident *name);
  void leave(BuildScope &b);
  bool add(const Ident *name, Use use, const Node *at) {
    return add(*current, name, use, at);
  }
  bool add(BuildScope &b, const Ident *name, Use use, const Node *at);

  template <class T> bool all(Seq<T *> items) {
    for (T *item : items)
      if (item && !visit(item))
        return false;
    return true;
  }
  bool maybe(Expr *e) { return !e || visit(e); }
  bool visit(Stmt *s);
  bool visit(Expr *e);
  bool visit(Pattern *p);
  bool visit(match_case *c) {
    return visit(c->pattern) && maybe(c->guard) && all(c->body);
  }
  bool visit(keyword *k) { return visit(k->value); }
  bool visit(withitem *w) {
    return visit(w->context_expr) && maybe(w->optional_vars);
  }
  bool visit(ExceptHandler *h) {
    return maybe(h->type) && (!h->name || add(h->name, Bind, h)) &&
           all(h->body);
  }
  bool visit(alias *n);
  template <class T> bool function(T *f, bool isAsync);
  bool classDef(ClassDef *c);
  bool parameters(arguments *args);
  bool annotation(Expr *e);
  bool annotations(arguments *args, Expr *returns);
  template <class T>
  bool comprehensionExpr(T *e, const Ident *name, Expr *elt, Expr *value);
  bool namedExpr(NamedExpr *e);
  template <class T> bool declaration(T *s, Use use, const char *what);
  bool notInAnnotation(const char *what, const Node *at);
  std::string_view qualify(Scope *s);

  Analysis &a;
  ASTContext &context;
  const Ident *superName, *classCell;
  BuildScope *current = nullptr;
  const Ident *privateName = nullptr;
  int depth = 0;
};

std::string_view SymbolWalk::qualify(Scope *s) {
  Scope *parent = s->parent;
  if (!parent || parent->kind == ScopeKind::Module)
    return s->name->text;
  // A function or class that its scope declares global is qualified as one.
  if (s->kind == ScopeKind::Function || s->kind == ScopeKind::Class) {
    const Symbol *symbol =
        parent->find(context.mangle(parent->privateName, s->name));
    if (symbol && symbol->isGlobalDecl)
      return s->name->text;
  }
  std::string text(parent->qualname);
  // Comprehensions are no functions to the eye.
  bool function =
      parent->kind == ScopeKind::Function || parent->kind == ScopeKind::Lambda;
  text += function ? ".<locals>." : ".";
  text += s->name->text;
  return context.copyString(text);
}

void SymbolWalk::enter(BuildScope &b, ScopeKind kind, Node *node,
                       const Ident *name) {
  auto *s = context.make<Scope>();
  s->kind = kind;
  s->node = node;
  s->name = name;
  b.scope = s;
  b.parent = current;
  if (current) {
    Scope *p = current->scope;
    b.isAnnotation = current->isAnnotation;
    s->parent = p;
    s->isNested = p->isNested || p->isFunctionLike();
    s->privateName = privateName;
    s->qualname = qualify(s);
    if (!b.isAnnotation) {
      if (p->children.count == current->childCapacity) {
        current->childCapacity =
            current->childCapacity ? current->childCapacity * 2 : 4;
        auto **fresh = context.allocateArray<Scope *>(current->childCapacity);
        std::copy(p->children.begin(), p->children.end(), fresh);
        p->children.ptr = fresh;
      }
      p->children.ptr[p->children.count++] = s;
    }
  } else {
    s->qualname = name->text;
  }
  if (!b.isAnnotation)
    a.scopes.push_back(s);
  current = &b;
}

void SymbolWalk::leave(BuildScope &b) {
  b.scope->isGenerator = b.generator && !b.coroutine;
  b.scope->isCoroutine = b.coroutine && !b.generator;
  b.scope->isAsyncGenerator = b.generator && b.coroutine;
  current = b.parent;
}

bool SymbolWalk::add(BuildScope &b, const Ident *plain, Use use,
                     const Node *at) {
  const Ident *name = context.mangle(privateName, plain);
  Symbol *s = addSymbol(context, b.scope, b.symbolCapacity, name);
  switch (use) {
  case Read:
    s->isUsed = true;
    break;
  case BindAnnotated:
    s->isAnnotated = true;
    s->isAssigned = true;
    break;
  case Bind:
    s->isAssigned = true;
    break;
  case BindImport:
    s->isImported = true;
    break;
  case BindParam:
    if (s->isParam)
      return a.error("duplicate argument '" + std::string(plain->text) +
                         "' in function definition",
                     at);
    s->isParam = true;
    break;
  case DeclareGlobal:
    s->isGlobalDecl = true;
    break;
  case DeclareNonlocal:
    s->isNonlocalDecl = true;
    break;
  }
  if (b.compIterTarget) {
    if (s->isGlobalDecl || s->isNonlocalDecl)
      return a.error("comprehension inner loop cannot rebind assignment "
                     "expression target '" +
                         std::string(plain->text) + "'",
                     at);
    s->isCompIter = true;
  }
  return true;
}

bool SymbolWalk::run() {
  Mod *module = a.result.module;
  BuildScope top{};
  enter(top, ScopeKind::Module, module, context.known(KnownModuleName));
  bool ok;
  if (auto *m = dyn_cast<Module>(module)) {
    m->scope = top.scope;
    ok = all(m->body);
    if (!m->body.empty())
      if (auto *e = dyn_cast<ExprStmt>(m->body[0]))
        if (auto *c = dyn_cast<Constant>(e->value))
          top.scope->hasDocstring = c->value.type == ConstantType::Str;
  } else if (auto *i = dyn_cast<Interactive>(module)) {
    i->scope = top.scope;
    ok = all(i->body);
  } else {
    auto *e = cast<Expression>(module);
    e->scope = top.scope;
    ok = visit(e->body);
  }
  bool coroutine = top.coroutine;
  leave(top);
  // Only top-level await makes module code a coroutine.
  top.scope->isGenerator = top.scope->isAsyncGenerator = false;
  top.scope->isCoroutine = coroutine && a.result.allowTopLevelAwait;
  return ok;
}

template <class T>
bool SymbolWalk::declaration(T *s, Use use, const char *what) {
  for (const Ident *name : s->names) {
    const Symbol *seen =
        current->scope->find(context.mangle(privateName, name));
    std::string quoted = "'" + std::string(name->text) + "'";
    if (seen) {
      std::string kind = what;
      if (seen->isParam)
        return a.error("name " + quoted + " is parameter and " + kind, s);
      if (seen->isUsed)
        return a.error(
            "name " + quoted + " is used prior to " + kind + " declaration", s);
      if (seen->isAnnotated)
        return a.error("annotated name " + quoted + " can't be " + kind, s);
      if (seen->isAssigned)
        return a.error("name " + quoted + " is assigned to before " + kind +
                           " declaration",
                       s);
    }
    if (!add(name, use, s))
      return false;
    a.directives.push_back(
        {current->scope, context.mangle(privateName, name), s});
  }
  return true;
}

bool SymbolWalk::notInAnnotation(const char *what, const Node *at) {
  if (!current->isAnnotation || current->parent == nullptr)
    return true;
  return a.error(
      "'" + std::string(what) + "' can not be used within an annotation", at);
}

/// Under `from __future__ import annotations` an annotation is only text: its
/// names go to a scope that is thrown away.
bool SymbolWalk::annotation(Expr *e) {
  if (!a.futureAnnotations)
    return visit(e);
  BuildScope discarded{};
  Scope *parent = current->scope;
  auto *s = context.make<Scope>();
  s->kind = ScopeKind::Comprehension;
  s->node = e;
  s->name = context.known(KnownLambdaName);
  s->parent = parent;
  discarded.scope = s;
  discarded.parent = current;
  discarded.isAnnotation = true;
  current = &discarded;
  bool ok = visit(e);
  current = discarded.parent;
  return ok;
}

bool SymbolWalk::annotations(arguments *args, Expr *returns) {
  auto list = [&](Seq<arg *> s) {
    for (arg *p : s)
      if (p->annotation && !annotation(p->annotation))
        return false;
    return true;
  };
  auto one = [&](arg *p) {
    return !p || !p->annotation || annotation(p->annotation);
  };
  return list(args->posonlyargs) && list(args->args) && one(args->vararg) &&
         one(args->kwarg) && list(args->kwonlyargs) &&
         (!returns || annotation(returns));
}

bool SymbolWalk::parameters(arguments *args) {
  Scope *s = current->scope;
  auto list = [&](Seq<arg *> params) {
    for (arg *p : params)
      if (!add(p->name, BindParam, p))
        return false;
    return true;
  };
  if (!list(args->posonlyargs) || !list(args->args) || !list(args->kwonlyargs))
    return false;
  s->posOnlyCount = args->posonlyargs.size();
  s->argCount = s->posOnlyCount + args->args.size();
  s->kwOnlyCount = args->kwonlyargs.size();
  if (args->vararg) {
    s->hasVarArgs = true;
    if (!add(args->vararg->name, BindParam, args->vararg))
      return false;
  }
  if (args->kwarg) {
    s->hasVarKw = true;
    if (!add(args->kwarg->name, BindParam, args->kwarg))
      return false;
  }
  return true;
}

template <class T> bool SymbolWalk::function(T *f, bool isAsync) {
  if (!add(f->name, Bind, f) || !all(f->args->defaults) ||
      !all(f->args->kw_defaults) || !annotations(f->args, f->returns) ||
      !all(f->decorator_list))
    return false;
  BuildScope b{};
  enter(b, ScopeKind::Function, f, f->name);
  f->scope = b.scope;
  b.coroutine = isAsync;
  if (auto *e = dyn_cast<ExprStmt>(f->body[0]))
    if (auto *c = dyn_cast<Constant>(e->value))
      b.scope->hasDocstring = c->value.type == ConstantType::Str;
  if (!parameters(f->args) || !all(f->body))
    return false;
  leave(b);
  return true;
}

bool SymbolWalk::classDef(ClassDef *c) {
  if (!add(c->name, Bind, c) || !all(c->bases) || !all(c->keywords) ||
      !all(c->decorator_list))
    return false;
  BuildScope b{};
  enter(b, ScopeKind::Class, c, c->name);
  c->scope = b.scope;
  const Ident *outerPrivate = privateName;
  privateName = c->name;
  b.scope->privateName = c->name;
  if (auto *e = dyn_cast<ExprStmt>(c->body[0]))
    if (auto *k = dyn_cast<Constant>(e->value))
      b.scope->hasDocstring = k->value.type == ConstantType::Str;
  if (!all(c->body))
    return false;
  privateName = outerPrivate;
  leave(b);
  b.scope->isGenerator = b.scope->isAsyncGenerator = false;
  b.scope->isCoroutine = false;
  return true;
}

bool SymbolWalk::visit(alias *n) {
  const Ident *name = n->asname ? n->asname : n->name;
  if (name->index == KnownStarName) {
    if (current->scope->kind != ScopeKind::Module)
      return a.error("import * only allowed at module level", n);
    return true;
  }
  if (!n->asname) {
    size_t dot = name->text.find('.');
    if (dot != name->text.npos)
      name = context.intern(name->text.substr(0, dot));
  }
  return add(name, BindImport, n);
}

bool SymbolWalk::visit(Stmt *s) {
  struct Level {
    int &d;
    explicit Level(int &d) : d(++d) {}
    ~Level() { --d; }
  } level(depth);
  if (depth > MaxTreeDepth)
    return a.error("maximum recursion depth exceeded during compilation", s,
                   SyntaxErrorType::RecursionError);
  switch (s->kind) {
  case NodeKind::FunctionDef:
    return function(cast<FunctionDef>(s), false);
  case NodeKind::AsyncFunctionDef:
    return function(cast<AsyncFunctionDef>(s), true);
  case NodeKind::ClassDef:
    return classDef(cast<ClassDef>(s));
  case NodeKind::Return: {
    auto *r = cast<Return>(s);
    if (r->value)
      current->scope->returnsValue = true;
    return maybe(r->value);
  }
  case NodeKind::Delete:
    return all(cast<Delete>(s)->targets);
  case NodeKind::Assign:
    return all(cast<Assign>(s)->targets) && visit(cast<Assign>(s)->value);
  case NodeKind::AugAssign:
    return visit(cast<AugAssign>(s)->target) &&
           visit(cast<AugAssign>(s)->value);
  case NodeKind::AnnAssign: {
    auto *n = cast<AnnAssign>(s);
    if (auto *name = dyn_cast<Name>(n->target)) {
      const Symbol *seen =
          current->scope->find(context.mangle(privateName, name->id));
      if (seen && (seen->isGlobalDecl || seen->isNonlocalDecl) && n->simple &&
          current->scope->kind != ScopeKind::Module)
        return a.error("annotated name '" + std::string(name->id->text) +
                           "' can't be " +
                           (seen->isGlobalDecl ? "global" : "nonlocal"),
                       s);
      if (n->simple) {
        if (!add(name->id, BindAnnotated, name))
          return false;
      } else if (n->value && !add(name->id, Bind, name)) {
        return false;
      }
    } else if (!visit(n->target)) {
      return false;
    }
    return annotation(n->annotation) && maybe(n->value);
  }
  case NodeKind::For: {
    auto *n = cast<For>(s);
    return visit(n->target) && visit(n->iter) && all(n->body) && all(n->orelse);
  }
  case NodeKind::AsyncFor: {
    auto *n = cast<AsyncFor>(s);
    return visit(n->target) && visit(n->iter) && all(n->body) && all(n->orelse);
  }
  case NodeKind::While: {
    auto *n = cast<While>(s);
    return visit(n->test) && all(n->body) && all(n->orelse);
  }
  case NodeKind::If: {
    auto *n = cast<If>(s);
    return visit(n->test) && all(n->body) && all(n->orelse);
  }
  case NodeKind::With:
    return all(cast<With>(s)->items) && all(cast<With>(s)->body);
  case NodeKind::AsyncWith:
    return all(cast<AsyncWith>(s)->items) && all(cast<AsyncWith>(s)->body);
  case NodeKind::Match:
    return visit(cast<Match>(s)->subject) && all(cast<Match>(s)->cases);
  case NodeKind::Raise:
    return maybe(cast<Raise>(s)->exc) && maybe(cast<Raise>(s)->cause);
  case NodeKind::Try: {
    auto *n = cast<Try>(s);
    return all(n->body) && all(n->orelse) && all(n->handlers) &&
           all(n->finalbody);
  }
  case NodeKind::TryStar: {
    auto *n = cast<TryStar>(s);
    return all(n->body) && all(n->orelse) && all(n->handlers) &&
           all(n->finalbody);
  }
  case NodeKind::Assert:
    return visit(cast<Assert>(s)->test) && maybe(cast<Assert>(s)->msg);
  case NodeKind::Import:
    return all(cast<Import>(s)->names);
  case NodeKind::ImportFrom:
    return all(cast<ImportFrom>(s)->names);
  case NodeKind::Global:
    return declaration(cast<Global>(s), DeclareGlobal, "global");
  case NodeKind::Nonlocal:
    return declaration(cast<Nonlocal>(s), DeclareNonlocal, "nonlocal");
  case NodeKind::ExprStmt:
    return visit(cast<ExprStmt>(s)->value);
  default:
    return true;
  }
}

bool SymbolWalk::namedExpr(NamedExpr *e) {
  if (!notInAnnotation("named expression", e))
    return false;
  if (current->compIterExpr > 0)
    return a.error("assignment expression cannot be used in a comprehension "
                   "iterable expression",
                   e);
  auto *target = cast<Name>(e->target);
  if (current->scope->kind == ScopeKind::Comprehension &&
      !current->isAnnotation) {
    // Binds in the nearest scope that is no comprehension.
    for (BuildScope *b = current; b; b = b->parent) {
      Scope *s = b->scope;
      const Symbol *seen = s->find(target->id);
      if (s->kind == ScopeKind::Comprehension) {
        if (seen && seen->isCompIter &&
            (seen->isAssigned || seen->isGlobalDecl))
          return a.error("assignment expression cannot rebind comprehension "
                         "iteration variable '" +
                             std::string(target->id->text) + "'",
                         target);
        continue;
      }
      if (s->kind == ScopeKind::Class)
        return a.error("assignment expression within a comprehension cannot "
                       "be used in a class body",
                       target);
      bool global =
          s->kind == ScopeKind::Module || (seen && seen->isGlobalDecl);
      if (!add(target->id, global ? DeclareGlobal : DeclareNonlocal, target))
        return false;
      a.directives.push_back(
          {current->scope, context.mangle(privateName, target->id), target});
      if (!add(*b, target->id,
               s->kind == ScopeKind::Module ? DeclareGlobal : Bind, target))
        return false;
      break;
    }
  }
  return visit(e->value) && visit(e->target);
}

template <class T>
bool SymbolWalk::comprehensionExpr(T *e, const Ident *name, Expr *elt,
                                   Expr *value) {
  comprehension *outermost = e->generators[0];
  ++current->compIterExpr;
  bool ok = visit(outermost->iter);
  --current->compIterExpr;
  if (!ok)
    return false;
  BuildScope b{};
  enter(b, ScopeKind::Comprehension, e, name);
  e->scope = b.scope;
  b.coroutine = outermost->is_async;
  b.scope->argCount = 1;
  if (!add(context.known(KnownDotZero), BindParam, e))
    return false;
  for (uint32_t i = 0; i < e->generators.size(); ++i) {
    comprehension *c = e->generators[i];
    b.compIterTarget = true;
    ok = visit(c->target);
    b.compIterTarget = false;
    if (!ok)
      return false;
    if (i) {
      ++b.compIterExpr;
      ok = visit(c->iter);
      --b.compIterExpr;
      if (!ok)
        return false;
    }
    if (!all(c->ifs))
      return false;
    if (c->is_async)
      b.coroutine = true;
  }
  if (!maybe(value) || !visit(elt))
    return false;
  bool isGenerator = e->kind == NodeKind::GeneratorExp;
  b.generator = isGenerator;
  bool isAsync = b.coroutine && !isGenerator;
  leave(b);
  if (isAsync)
    current->coroutine = true;
  return true;
}

bool SymbolWalk::visit(Expr *e) {
  struct Level {
    int &d;
    explicit Level(int &d) : d(++d) {}
    ~Level() { --d; }
  } level(depth);
  if (depth > MaxTreeDepth)
    return a.error("maximum recursion depth exceeded during compilation", e,
                   SyntaxErrorType::RecursionError);
  switch (e->kind) {
  case NodeKind::Name: {
    auto *n = cast<Name>(e);
    if (!add(n->id, n->ctx == ExprContext::Load ? Read : Bind, n))
      return false;
    if (n->id == superName && n->ctx == ExprContext::Load &&
        current->scope->isFunctionLike()) {
      current->scope->usesSuper = true;
      return add(classCell, Read, n);
    }
    return true;
  }
  case NodeKind::Constant:
    return true;
  case NodeKind::Attribute:
    return visit(cast<Attribute>(e)->value);
  case NodeKind::Call: {
    auto *n = cast<Call>(e);
    return visit(n->func) && all(n->args) && all(n->keywords);
  }
  case NodeKind::BoolOp:
    return all(cast<BoolOp>(e)->values);
  case NodeKind::NamedExpr:
    return namedExpr(cast<NamedExpr>(e));
  case NodeKind::BinOp:
    return visit(cast<BinOp>(e)->left) && visit(cast<BinOp>(e)->right);
  case NodeKind::UnaryOp:
    return visit(cast<UnaryOp>(e)->operand);
  case NodeKind::Lambda: {
    auto *n = cast<Lambda>(e);
    if (!all(n->args->defaults) || !all(n->args->kw_defaults))
      return false;
    BuildScope b{};
    enter(b, ScopeKind::Lambda, e, context.known(KnownLambdaName));
    n->scope = b.scope;
    if (!parameters(n->args) || !visit(n->body))
      return false;
    leave(b);
    return true;
  }
  case NodeKind::IfExp: {
    auto *n = cast<IfExp>(e);
    return visit(n->test) && visit(n->body) && visit(n->orelse);
  }
  case NodeKind::Dict:
    return all(cast<Dict>(e)->keys) && all(cast<Dict>(e)->values);
  case NodeKind::Set:
    return all(cast<Set>(e)->elts);
  case NodeKind::ListComp: {
    auto *n = cast<ListComp>(e);
    return comprehensionExpr(n, context.known(KnownListCompName), n->elt,
                             nullptr);
  }
  case NodeKind::SetComp: {
    auto *n = cast<SetComp>(e);
    return comprehensionExpr(n, context.known(KnownSetCompName), n->elt,
                             nullptr);
  }
  case NodeKind::DictComp: {
    auto *n = cast<DictComp>(e);
    return comprehensionExpr(n, context.known(KnownDictCompName), n->key,
                             n->value);
  }
  case NodeKind::GeneratorExp: {
    auto *n = cast<GeneratorExp>(e);
    return comprehensionExpr(n, context.known(KnownGenExprName), n->elt,
                             nullptr);
  }
  case NodeKind::Yield:
  case NodeKind::YieldFrom: {
    if (!notInAnnotation("yield expression", e))
      return false;
    Expr *value = e->kind == NodeKind::Yield ? cast<Yield>(e)->value
                                             : cast<YieldFrom>(e)->value;
    if (!maybe(value))
      return false;
    current->generator = true;
    if (current->scope->kind == ScopeKind::Comprehension) {
      const char *where;
      switch (current->scope->node->kind) {
      case NodeKind::ListComp:
        where = "list comprehension";
        break;
      case NodeKind::SetComp:
        where = "set comprehension";
        break;
      case NodeKind::DictComp:
        where = "dict comprehension";
        break;
      default:
        where = "generator expression";
        break;
      }
      return a.error(std::string("'yield' inside ") + where, e);
    }
    return true;
  }
  case NodeKind::Await:
    if (!notInAnnotation("await expression", e) ||
        !visit(cast<Await>(e)->value))
      return false;
    current->coroutine = true;
    return true;
  case NodeKind::Compare:
    return visit(cast<Compare>(e)->left) && all(cast<Compare>(e)->comparators);
  case NodeKind::FormattedValue:
    return visit(cast<FormattedValue>(e)->value) &&
           maybe(cast<FormattedValue>(e)->format_spec);
  case NodeKind::JoinedStr:
    return all(cast<JoinedStr>(e)->values);
  case NodeKind::Subscript:
    return visit(cast<Subscript>(e)->value) && visit(cast<Subscript>(e)->slice);
  case NodeKind::Starred:
    return visit(cast<Starred>(e)->value);
  case NodeKind::List:
    return all(cast<List>(e)->elts);
  case NodeKind::Tuple:
    return all(cast<Tuple>(e)->elts);
  case NodeKind::Slice: {
    auto *n = cast<Slice>(e);
    return maybe(n->lower) && maybe(n->upper) && maybe(n->step);
  }
  default:
    return true;
  }
}

bool SymbolWalk::visit(Pattern *p) {
  struct Level {
    int &d;
    explicit Level(int &d) : d(++d) {}
    ~Level() { --d; }
  } level(depth);
  if (depth > MaxTreeDepth)
    return a.error("maximum recursion depth exceeded during compilation", p,
                   SyntaxErrorType::RecursionError);
  auto bind = [&](const Ident *name) { return !name || add(name, Bind, p); };
  switch (p->kind) {
  case NodeKind::MatchValue:
    return visit(cast<MatchValue>(p)->value);
  case NodeKind::MatchSequence:
    return all(cast<MatchSequence>(p)->patterns);
  case NodeKind::MatchMapping: {
    auto *n = cast<MatchMapping>(p);
    return all(n->keys) && all(n->patterns) && bind(n->rest);
  }
  case NodeKind::MatchClass: {
    auto *n = cast<MatchClass>(p);
    return visit(n->cls) && all(n->patterns) && all(n->kwd_patterns);
  }
  case NodeKind::MatchStar:
    return bind(cast<MatchStar>(p)->name);
  case NodeKind::MatchAs: {
    auto *n = cast<MatchAs>(p);
    return (!n->pattern || visit(n->pattern)) && bind(n->name);
  }
  case NodeKind::MatchOr:
    return all(cast<MatchOr>(p)->patterns);
  default:
    return true;
  }
}

} // namespace

bool buildSymbols(Analysis &analysis) { return SymbolWalk(analysis).run(); }

} // namespace pyc::ast
