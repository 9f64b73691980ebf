//===- CodegenChecks.cpp - Statements in code generation order ------------===//
//
// Two results come out of walking the tree in the order in which CPython
// generates code: the order of co_varnames (a local's index is given where it
// is first met), and the errors that CPython's code generator finds, of which
// the first in this order is reported. So values come before targets, class
// bodies before bases, and a `finally` body where the first jump out of its
// `try` passes through it.
//
//===----------------------------------------------------------------------===//

#include "frontend/parse/CodegenChecks.h"

#include <algorithm>

namespace pyc::ast {

static constexpr size_t MaxBlocks = 20; // CPython's CO_MAXBLOCKS

void CodegenWalk::enter(CodeUnit &u, Scope *scope) {
  u.scope = scope;
  u.parent = unit;
  unit = &u;
  if (!scope->isFunctionLike())
    return;
  for (Symbol &s : scope->symbols)
    if (s.isParam) {
      s.varIndex = int32_t(u.varnames.size());
      u.varnames.push_back(s.name);
    }
}

void CodegenWalk::leave(CodeUnit &u) {
  Scope *s = u.scope;
  s->varnames =
      context.copySeq<const Ident *>(u.varnames.data(), u.varnames.size());
  std::vector<const Ident *> cells, others;
  for (const Symbol &symbol : s->symbols)
    if (symbol.where == NameScope::Cell && s->isFunctionLike())
      (symbol.isParam ? cells : others).push_back(symbol.name);
  if (s->needsClassCell)
    others.push_back(context.known(KnownDunderClass));
  std::sort(others.begin(), others.end(),
            [](const Ident *x, const Ident *y) { return x->text < y->text; });
  cells.insert(cells.end(), others.begin(), others.end());
  s->cellvars = context.copySeq<const Ident *>(cells.data(), cells.size());
  unit = u.parent;
}

/// Assigning to or deleting `__debug__` is refused.
bool CodegenWalk::allowed(const Ident *id, ExprContext ctx) {
  if (id->index != KnownDunderDebug || ctx == ExprContext::Load)
    return true;
  return error(ctx == ExprContext::Store ? "cannot assign to __debug__"
                                         : "cannot delete __debug__");
}

bool CodegenWalk::name(const Ident *id, ExprContext ctx) {
  if (!allowed(id, ctx))
    return false;
  Scope *s = unit->scope;
  if (!s->isFunctionLike())
    return true;
  auto *symbol = const_cast<Symbol *>(s->resolve(context, id));
  if (symbol && symbol->where == NameScope::Local && symbol->varIndex < 0) {
    symbol->varIndex = int32_t(unit->varnames.size());
    unit->varnames.push_back(symbol->name);
  }
  return true;
}

void CodegenWalk::warn(std::string message) {
  a.result.warnings.push_back({SyntaxWarningInfo::Syntax, std::move(message),
                               at->lineno, at->col_offset});
}

bool CodegenWalk::push(FrameBlock::Kind kind, Seq<Stmt *> finalbody) {
  if (unit->blocks.size() >= MaxBlocks)
    return error("too many statically nested blocks");
  unit->blocks.push_back({kind, finalbody});
  return true;
}

/// What a jump out of the current blocks passes through.
bool CodegenWalk::unwind(bool toLoop, bool &foundLoop) {
  std::vector<FrameBlock> saved = unit->blocks;
  bool ok = true;
  while (ok && !unit->blocks.empty()) {
    FrameBlock block = unit->blocks.back();
    if (block.kind == FrameBlock::ExceptStar) {
      ok = error("'break', 'continue' and 'return' cannot appear in an "
                 "except* block");
      break;
    }
    if (toLoop && block.kind == FrameBlock::Loop) {
      foundLoop = true;
      break;
    }
    unit->blocks.pop_back();
    if (block.kind == FrameBlock::Finally) {
      // Once is enough: a second walk would meet the same names and errors.
      const void *key = block.finalbody.ptr;
      if (std::find(visitedFinally.begin(), visitedFinally.end(), key) ==
          visitedFinally.end()) {
        visitedFinally.push_back(key);
        const Node *here = at;
        ok = body(block.finalbody);
        at = here;
      }
    }
  }
  unit->blocks = std::move(saved);
  return ok;
}

bool CodegenWalk::body(Seq<Stmt *> stmts) {
  for (Stmt *s : stmts)
    if (!visit(s))
      return false;
  return true;
}

bool CodegenWalk::run() {
  CodeUnit top{};
  Mod *module = a.result.module;
  if (auto *m = dyn_cast<Module>(module)) {
    enter(top, m->scope);
    if (!body(m->body))
      return false;
  } else if (auto *i = dyn_cast<Interactive>(module)) {
    interactive = true;
    enter(top, i->scope);
    if (!body(i->body))
      return false;
  } else {
    enter(top, cast<Expression>(module)->scope);
    if (!visit(cast<Expression>(module)->body))
      return false;
  }
  leave(top);
  return true;
}

//===----------------------------------------------------------------------===//
// Definitions
//===----------------------------------------------------------------------===//

/// Annotations that are evaluated: all but those that stay text.
bool CodegenWalk::annotation(Expr *e) {
  if (a.futureAnnotations)
    return true;
  if (auto *star = dyn_cast<Starred>(e))
    return visit(star->value);
  return visit(e);
}

bool CodegenWalk::annotations(arguments *args, Expr *returns) {
  auto one = [&](arg *p) {
    return !p || !p->annotation || annotation(p->annotation);
  };
  auto list = [&](Seq<arg *> s) {
    return std::all_of(s.begin(), s.end(), one);
  };
  return list(args->args) && list(args->posonlyargs) && one(args->vararg) &&
         list(args->kwonlyargs) && one(args->kwarg) &&
         (!returns || annotation(returns));
}

template <class T> bool CodegenWalk::function(T *f) {
  if (!debugArguments(f->args))
    return false;
  if (!all(f->decorator_list))
    return false;
  if (!all(f->args->defaults) || !all(f->args->kw_defaults) ||
      !annotations(f->args, f->returns))
    return false;
  const Node *here = at;
  CodeUnit inner{};
  enter(inner, f->scope);
  if (!body(f->body))
    return false;
  leave(inner);
  at = here;
  return name(f->name, ExprContext::Store);
}

bool CodegenWalk::classDef(ClassDef *c) {
  if (!all(c->decorator_list))
    return false;
  const Node *here = at;
  CodeUnit inner{};
  enter(inner, c->scope);
  if (!body(c->body))
    return false;
  leave(inner);
  at = here;
  if (!keywords(c->keywords) || !display(c->bases))
    return false;
  for (keyword *k : c->keywords)
    if (!visit(k->value))
      return false;
  return name(c->name, ExprContext::Store);
}

//===----------------------------------------------------------------------===//
// Statements
//===----------------------------------------------------------------------===//

bool CodegenWalk::returnStmt(Return *s) {
  Scope *scope = unit->scope;
  if (!scope->isFunctionLike())
    return error("'return' outside function");
  if (s->value && scope->isAsyncGenerator)
    return error("'return' with value in async generator");
  if (!maybe(s->value))
    return false;
  bool loop = false;
  return unwind(/*toLoop=*/false, loop);
}

bool CodegenWalk::annAssign(AnnAssign *s) {
  if (s->value && (!visit(s->value) || !visit(s->target)))
    return false;
  bool evaluated = unit->scope->kind == ScopeKind::Module ||
                   unit->scope->kind == ScopeKind::Class;
  switch (s->target->kind) {
  case NodeKind::Name:
    if (!allowed(cast<Name>(s->target)->id, ExprContext::Store))
      return false;
    if (s->simple && evaluated && !annotation(s->annotation))
      return false;
    break;
  case NodeKind::Attribute: {
    auto *t = cast<Attribute>(s->target);
    if (!allowed(t->attr, ExprContext::Store) ||
        (!s->value && !visit(t->value)))
      return false;
    break;
  }
  default: {
    auto *t = cast<Subscript>(s->target);
    if (!s->value && (!visit(t->value) || !visit(t->slice)))
      return false;
  }
  }
  return s->simple || !evaluated || annotation(s->annotation);
}

template <class T> bool CodegenWalk::loop(T *s, bool async) {
  if (async && !topLevelAwait() && !inAsyncFunction())
    return error("'async for' outside async function");
  const Node *here = at;
  auto blocked = [&] {
    if (!push(FrameBlock::Loop))
      return false;
    if (!visit(s->target) || !body(s->body))
      return false;
    pop();
    return true;
  };
  if (!visit(s->iter) || !blocked())
    return false;
  at = here;
  return body(s->orelse);
}

template <class T> bool CodegenWalk::with(T *s, uint32_t i, bool async) {
  if (async && !topLevelAwait() && !inAsyncFunction())
    return error("'async with' outside async function");
  withitem *item = s->items[i];
  if (!visit(item->context_expr) || !push(FrameBlock::Other))
    return false;
  if (!maybe(item->optional_vars))
    return false;
  if (i + 1 < s->items.size() ? !with(s, i + 1, async) : !body(s->body))
    return false;
  pop();
  return true;
}

template <class T> bool CodegenWalk::tryBody(T *s, bool star) {
  if (!push(FrameBlock::Other) || !body(s->body))
    return false;
  pop();
  if (!star && !body(s->orelse))
    return false;
  for (uint32_t i = 0; i < s->handlers.size(); ++i) {
    ExceptHandler *h = s->handlers[i];
    at = h;
    if (!h->type && i + 1 < s->handlers.size())
      return error("default 'except:' must be last");
    if (!push(star ? FrameBlock::ExceptStar : FrameBlock::Other))
      return false;
    if (!maybe(h->type))
      return false;
    if (h->name && !name(h->name, ExprContext::Store))
      return false;
    if (!push(FrameBlock::Other) || !body(h->body))
      return false;
    pop();
    pop();
  }
  return !star || body(s->orelse);
}

template <class T> bool CodegenWalk::tryStmt(T *s, bool star) {
  if (s->finalbody.empty())
    return tryBody(s, star);
  if (!push(FrameBlock::Finally, s->finalbody))
    return false;
  if (s->handlers.empty() ? !body(s->body) : !tryBody(s, star))
    return false;
  pop();
  if (!body(s->finalbody))
    return false;
  // Once more where an exception arrives, inside a block: only the nesting
  // limit and jumps could tell the difference, and they do not.
  return true;
}

bool CodegenWalk::match(Match *s) {
  if (!visit(s->subject))
    return false;
  for (uint32_t i = 0; i < s->cases.size(); ++i) {
    match_case *c = s->cases[i];
    PatternState state;
    state.allowIrrefutable = c->guard || i + 1 == s->cases.size();
    at = c->pattern;
    if (!pattern(c->pattern, state))
      return false;
    for (const Ident *id : state.stores)
      if (!name(id, ExprContext::Store))
        return false;
    if (!maybe(c->guard) || !body(c->body))
      return false;
  }
  return true;
}

bool CodegenWalk::visit(Stmt *s) {
  at = s;
  switch (s->kind) {
  case NodeKind::FunctionDef:
    return function(cast<FunctionDef>(s));
  case NodeKind::AsyncFunctionDef:
    return function(cast<AsyncFunctionDef>(s));
  case NodeKind::ClassDef:
    return classDef(cast<ClassDef>(s));
  case NodeKind::Return:
    return returnStmt(cast<Return>(s));
  case NodeKind::Delete:
    return all(cast<Delete>(s)->targets);
  case NodeKind::Assign: {
    auto *n = cast<Assign>(s);
    return visit(n->value) && all(n->targets);
  }
  case NodeKind::AugAssign: {
    auto *n = cast<AugAssign>(s);
    // The target is read first, then stored with the same parts.
    at = n->target;
    switch (n->target->kind) {
    case NodeKind::Name:
      if (!name(cast<Name>(n->target)->id, ExprContext::Load))
        return false;
      break;
    case NodeKind::Attribute:
      if (!visit(cast<Attribute>(n->target)->value))
        return false;
      break;
    default:
      if (!visit(cast<Subscript>(n->target)->value) ||
          !visit(cast<Subscript>(n->target)->slice))
        return false;
    }
    at = s;
    if (!visit(n->value))
      return false;
    at = n->target;
    if (auto *target = dyn_cast<Name>(n->target))
      return name(target->id, ExprContext::Store);
    if (auto *target = dyn_cast<Attribute>(n->target))
      return allowed(target->attr, ExprContext::Store);
    return true;
  }
  case NodeKind::AnnAssign:
    return annAssign(cast<AnnAssign>(s));
  case NodeKind::For:
    return loop(cast<For>(s), false);
  case NodeKind::AsyncFor:
    return loop(cast<AsyncFor>(s), true);
  case NodeKind::While: {
    auto *n = cast<While>(s);
    if (!push(FrameBlock::Loop) || !visit(n->test) || !body(n->body))
      return false;
    pop();
    return body(n->orelse);
  }
  case NodeKind::If: {
    auto *n = cast<If>(s);
    return visit(n->test) && body(n->body) && body(n->orelse);
  }
  case NodeKind::With:
    return with(cast<With>(s), 0, false);
  case NodeKind::AsyncWith:
    return with(cast<AsyncWith>(s), 0, true);
  case NodeKind::Match:
    return match(cast<Match>(s));
  case NodeKind::Raise:
    return maybe(cast<Raise>(s)->exc) && maybe(cast<Raise>(s)->cause);
  case NodeKind::Try:
    return tryStmt(cast<Try>(s), false);
  case NodeKind::TryStar:
    return tryStmt(cast<TryStar>(s), true);
  case NodeKind::Assert: {
    auto *n = cast<Assert>(s);
    if (auto *t = dyn_cast<Tuple>(n->test); t && !t->elts.empty())
      warn("assertion is always true, perhaps remove parentheses?");
    return visit(n->test) && maybe(n->msg);
  }
  case NodeKind::Import:
    for (alias *n : cast<Import>(s)->names) {
      const Ident *id = n->asname ? n->asname : n->name;
      size_t dot = n->asname ? id->text.npos : id->text.find('.');
      if (dot != id->text.npos)
        id = context.intern(id->text.substr(0, dot));
      if (!name(id, ExprContext::Store))
        return false;
    }
    return true;
  case NodeKind::ImportFrom: {
    auto *n = cast<ImportFrom>(s);
    if (n->level == 0 && n->module && n->module->index == KnownDunderFuture &&
        s->lineno > a.futureLine)
      return error("from __future__ imports must occur at the beginning of "
                   "the file");
    for (alias *item : n->names) {
      if (item->name->index == KnownStarName)
        return true;
      if (!name(item->asname ? item->asname : item->name, ExprContext::Store))
        return false;
    }
    return true;
  }
  case NodeKind::ExprStmt: {
    auto *n = cast<ExprStmt>(s);
    return n->value->kind == NodeKind::Constant || visit(n->value);
  }
  case NodeKind::Break:
  case NodeKind::Continue: {
    bool found = false;
    if (!unwind(/*toLoop=*/true, found))
      return false;
    if (found)
      return true;
    return error(s->kind == NodeKind::Break
                     ? "'break' outside loop"
                     : "'continue' not properly in loop");
  }
  default:
    return true;
  }
}

bool checkCodegen(Analysis &analysis) { return CodegenWalk(analysis).run(); }

} // namespace pyc::ast
