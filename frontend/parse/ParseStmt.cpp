//===- ParseStmt.cpp - Statements and parameters --------------------------===//
//
// Two places need to look further than a token: `with (`, whose bracket may
// enclose the items or belong to the first item, and `match`, which may be an
// ordinary name. Both are tried the compound way first, as in CPython's
// grammar, and taken back when that fails before the block.
//
//===----------------------------------------------------------------------===//

#include "frontend/parse/Parser.h"

namespace pyc::ast {

//===----------------------------------------------------------------------===//
// Modules, blocks, simple statements
//===----------------------------------------------------------------------===//

Module *Parser::parseModule() {
  List<Stmt *> body(*this);
  if (!parseStatements(body, Tok::EndMarker))
    return nullptr;
  auto *m = make<Module>();
  m->body = body.take();
  return m;
}

Expression *Parser::parseEval() {
  Expr *e = at(Tok::Star) ? nullptr : parseStarExpressions();
  if (!e)
    return nullptr;
  while (accept(Tok::Newline))
    ;
  if (!at(Tok::EndMarker))
    return nullptr;
  auto *m = make<Expression>();
  m->body = e;
  return m;
}

Interactive *Parser::parseInteractive() {
  List<Stmt *> body(*this);
  if (accept(Tok::Newline)) {
    auto *pass = make<Pass>();
    body.add(finish(pass, tok - 1));
  } else if (at(Tok::EndMarker)) {
    return nullptr;
  } else {
    if (!parseStatement(body))
      return nullptr;
    // A compound statement ends with a blank line, or with the text.
    bool compound =
        isa<FunctionDef, AsyncFunctionDef, ClassDef, For, AsyncFor, While, If>(
            body[0]) ||
        isa<With, AsyncWith, Match, Try, TryStar>(body[0]);
    if (compound && !at(Tok::Newline) && !at(Tok::EndMarker))
      return nullptr;
  }
  while (accept(Tok::Newline))
    ;
  if (!at(Tok::EndMarker)) {
    reportErrorAt(state.result, unit, SyntaxErrorType::SyntaxError,
                  "multiple statements found while compiling a single "
                  "statement",
                  tok - 1);
    return nullptr;
  }
  auto *m = make<Interactive>();
  m->body = body.take();
  return m;
}

bool Parser::parseStatements(List<Stmt *> &out, Tok end) {
  do {
    if (at(end) && (end == Tok::EndMarker || out.size()))
      return true;
    if (end == Tok::EndMarker)
      topStatement = tok;
    if (!parseStatement(out))
      return false;
  } while (true);
}

bool Parser::parseStatement(List<Stmt *> &out) {
  const Token *start = tok;
  Stmt *s = nullptr;
  switch (tok->kind) {
  case Tok::KwIf:
    s = parseIf();
    break;
  case Tok::KwWhile:
    s = parseWhile();
    break;
  case Tok::KwFor:
    s = parseFor<For>(start);
    break;
  case Tok::KwWith:
    s = parseWith<With>(start);
    break;
  case Tok::KwTry:
    s = parseTry();
    break;
  case Tok::KwDef:
    s = parseFunction<FunctionDef>(start, {});
    break;
  case Tok::KwClass:
    s = parseClass({});
    break;
  case Tok::At:
    s = parseDecorated();
    break;
  case Tok::KwAsync:
    ++tok;
    if (at(Tok::KwDef))
      s = parseFunction<AsyncFunctionDef>(start, {});
    else if (at(Tok::KwFor))
      s = parseFor<AsyncFor>(start);
    else if (at(Tok::KwWith))
      s = parseWith<AsyncWith>(start);
    break;
  case Tok::Name:
    if (tok->ident->index == KnownMatch) {
      bool deep = tooDeep;
      if ((s = parseMatch()))
        break;
      if (hasError() || tooDeep != deep)
        return false;
      tok = start;
    }
    return parseSimpleLine(out);
  default:
    return parseSimpleLine(out);
  }
  if (!s)
    return false;
  out.add(s);
  return true;
}

bool Parser::parseSimpleLine(List<Stmt *> &out) {
  do {
    Stmt *s = parseSimple();
    if (!s)
      return false;
    out.add(s);
  } while (accept(Tok::Semi) && !at(Tok::Newline));
  return accept(Tok::Newline);
}

Stmt *Parser::parseSimple() {
  const Token *start = tok;
  switch (tok->kind) {
  case Tok::KwReturn:
    return parseReturn();
  case Tok::KwImport:
    return parseImport();
  case Tok::KwFrom:
    return parseFromImport();
  case Tok::KwRaise:
    return parseRaise();
  case Tok::KwPass:
    ++tok;
    return finish(make<Pass>(), start);
  case Tok::KwDel:
    return parseDelete();
  case Tok::KwAssert:
    return parseAssert();
  case Tok::KwBreak:
    ++tok;
    return finish(make<Break>(), start);
  case Tok::KwContinue:
    ++tok;
    return finish(make<Continue>(), start);
  case Tok::KwGlobal:
    return parseNameList<Global>();
  case Tok::KwNonlocal:
    return parseNameList<Nonlocal>();
  default:
    return parseExpressionStatement();
  }
}

/// NEWLINE INDENT statements DEDENT, or simple statements on the same line.
bool Parser::parseBlock(Seq<Stmt *> &out) {
  Nesting nesting(*this);
  if (!nesting.ok)
    return false;
  List<Stmt *> body(*this);
  if (accept(Tok::Newline)) {
    if (!accept(Tok::Indent) || !parseStatements(body, Tok::Dedent))
      return false;
    ++tok;
  } else if (!parseSimpleLine(body)) {
    return false;
  }
  out = body.take();
  return true;
}

/// Expression statements and all assignments.
Stmt *Parser::parseExpressionStatement() {
  const Token *start = tok;
  Expr *e = parseYieldOrStarExpressions();
  if (!e)
    return nullptr;
  Operator op;
  switch (tok->kind) {
  case Tok::Equal: {
    List<Expr *> targets(*this);
    while (accept(Tok::Equal)) {
      if (!toTarget(e, ExprContext::Store, true))
        return nullptr;
      targets.add(e);
      if (!(e = parseYieldOrStarExpressions()))
        return nullptr;
    }
    auto *n = make<Assign>();
    n->targets = targets.take();
    n->value = e;
    return finish(n, start);
  }
  case Tok::Colon: {
    auto *n = make<AnnAssign>();
    n->simple = e->kind == NodeKind::Name && start->kind != Tok::LParen;
    if ((e->kind != NodeKind::Name && e->kind != NodeKind::Attribute &&
         e->kind != NodeKind::Subscript) ||
        !toTarget(e, ExprContext::Store, false))
      return nullptr;
    ++tok;
    n->target = e;
    if (!(n->annotation = parseExpression()))
      return nullptr;
    if (accept(Tok::Equal) && !(n->value = parseYieldOrStarExpressions()))
      return nullptr;
    return finish(n, start);
  }
  case Tok::PlusEqual:
    op = Operator::Add;
    break;
  case Tok::MinusEqual:
    op = Operator::Sub;
    break;
  case Tok::StarEqual:
    op = Operator::Mult;
    break;
  case Tok::SlashEqual:
    op = Operator::Div;
    break;
  case Tok::PercentEqual:
    op = Operator::Mod;
    break;
  case Tok::AmperEqual:
    op = Operator::BitAnd;
    break;
  case Tok::VBarEqual:
    op = Operator::BitOr;
    break;
  case Tok::CircumflexEqual:
    op = Operator::BitXor;
    break;
  case Tok::LeftShiftEqual:
    op = Operator::LShift;
    break;
  case Tok::RightShiftEqual:
    op = Operator::RShift;
    break;
  case Tok::DoubleStarEqual:
    op = Operator::Pow;
    break;
  case Tok::DoubleSlashEqual:
    op = Operator::FloorDiv;
    break;
  case Tok::AtEqual:
    op = Operator::MatMult;
    break;
  default: {
    auto *n = make<ExprStmt>();
    n->value = e;
    return finish(n, start);
  }
  }
  if ((e->kind != NodeKind::Name && e->kind != NodeKind::Attribute &&
       e->kind != NodeKind::Subscript) ||
      !toTarget(e, ExprContext::Store, false))
    return nullptr;
  ++tok;
  auto *n = make<AugAssign>();
  n->target = e;
  n->op = op;
  if (!(n->value = parseYieldOrStarExpressions()))
    return nullptr;
  return finish(n, start);
}

/// a.b.c as one Ident.
const Ident *Parser::parseDottedName() {
  if (!at(Tok::Name))
    return nullptr;
  const Ident *name = tok->ident;
  ++tok;
  if (!at(Tok::Dot))
    return name;
  std::string text(name->text);
  while (accept(Tok::Dot)) {
    if (!at(Tok::Name))
      return nullptr;
    text += '.';
    text += tok->ident->text;
    ++tok;
  }
  return context.intern(text);
}

Stmt *Parser::parseImport() {
  const Token *start = tok++;
  List<alias *> names(*this);
  do {
    const Token *aliasStart = tok;
    auto *a = make<alias>();
    if (!(a->name = parseDottedName()))
      return nullptr;
    if (accept(Tok::KwAs)) {
      if (!at(Tok::Name))
        return nullptr;
      a->asname = (tok++)->ident;
    }
    names.add(finish(a, aliasStart));
  } while (accept(Tok::Comma));
  auto *n = make<Import>();
  n->names = names.take();
  return finish(n, start);
}

Stmt *Parser::parseFromImport() {
  const Token *start = tok++;
  auto *n = make<ImportFrom>();
  for (;; ++tok) {
    if (at(Tok::Dot))
      n->level += 1;
    else if (at(Tok::Ellipsis))
      n->level += 3;
    else
      break;
  }
  if (at(Tok::Name)) {
    if (!(n->module = parseDottedName()))
      return nullptr;
  } else if (n->level == 0) {
    return nullptr;
  }
  if (!accept(Tok::KwImport))
    return nullptr;
  List<alias *> names(*this);
  if (at(Tok::Star)) {
    const Token *star = tok++;
    auto *a = make<alias>();
    a->name = context.known(KnownStarName);
    names.add(finish(a, star));
  } else {
    bool parens = accept(Tok::LParen);
    do {
      if (parens && names.size() && at(Tok::RParen))
        break;
      if (!at(Tok::Name))
        return nullptr;
      const Token *aliasStart = tok++;
      auto *a = make<alias>();
      a->name = aliasStart->ident;
      if (accept(Tok::KwAs)) {
        if (!at(Tok::Name))
          return nullptr;
        a->asname = (tok++)->ident;
      }
      names.add(finish(a, aliasStart));
    } while (accept(Tok::Comma));
    if (parens && !accept(Tok::RParen))
      return nullptr;
  }
  n->names = names.take();
  finish(n, start);
  return n;
}

Stmt *Parser::parseDelete() {
  const Token *start = tok++;
  List<Expr *> targets(*this);
  do {
    if (targets.size() && (at(Tok::Newline) || at(Tok::Semi)))
      break;
    Expr *e = parsePrimary();
    if (!e || !toTarget(e, ExprContext::Del, false))
      return nullptr;
    targets.add(e);
  } while (accept(Tok::Comma));
  if (!at(Tok::Newline) && !at(Tok::Semi))
    return nullptr;
  auto *n = make<Delete>();
  n->targets = targets.take();
  return finish(n, start);
}

Stmt *Parser::parseAssert() {
  const Token *start = tok++;
  auto *n = make<Assert>();
  if (!(n->test = parseExpression()))
    return nullptr;
  if (accept(Tok::Comma) && !(n->msg = parseExpression()))
    return nullptr;
  return finish(n, start);
}

Stmt *Parser::parseRaise() {
  const Token *start = tok++;
  auto *n = make<Raise>();
  if (!at(Tok::Newline) && !at(Tok::Semi)) {
    if (!(n->exc = parseExpression()))
      return nullptr;
    if (accept(Tok::KwFrom) && !(n->cause = parseExpression()))
      return nullptr;
  }
  return finish(n, start);
}

Stmt *Parser::parseReturn() {
  const Token *start = tok++;
  auto *n = make<Return>();
  if (!at(Tok::Newline) && !at(Tok::Semi) &&
      !(n->value = parseStarExpressions()))
    return nullptr;
  return finish(n, start);
}

template <class T> Stmt *Parser::parseNameList() {
  const Token *start = tok++;
  List<const Ident *> names(*this);
  do {
    if (!at(Tok::Name))
      return nullptr;
    names.add((tok++)->ident);
  } while (accept(Tok::Comma));
  auto *n = make<T>();
  n->names = names.take();
  return finish(n, start);
}

//===----------------------------------------------------------------------===//
// Compound statements
//===----------------------------------------------------------------------===//

bool Parser::parseElse(Seq<Stmt *> &out) {
  if (!accept(Tok::KwElse))
    return true;
  return accept(Tok::Colon) && parseBlock(out);
}

Stmt *Parser::parseIf() {
  Nesting nesting(*this);
  if (!nesting.ok)
    return nullptr;
  const Token *start = tok++;
  auto *n = make<If>();
  if (!(n->test = parseNamedExpression()) || !accept(Tok::Colon) ||
      !parseBlock(n->body))
    return nullptr;
  if (at(Tok::KwElif)) {
    Stmt *nested = parseIf();
    if (!nested)
      return nullptr;
    n->orelse = context.copySeq<Stmt *>(&nested, 1);
  } else if (!parseElse(n->orelse)) {
    return nullptr;
  }
  return finishBlock(n, start);
}

Stmt *Parser::parseWhile() {
  const Token *start = tok++;
  auto *n = make<While>();
  if (!(n->test = parseNamedExpression()) || !accept(Tok::Colon) ||
      !parseBlock(n->body) || !parseElse(n->orelse))
    return nullptr;
  return finishBlock(n, start);
}

template <class T> Stmt *Parser::parseFor(const Token *start) {
  ++tok; // for
  auto *n = make<T>();
  if (!(n->target = parseStarTargets()) || !accept(Tok::KwIn) ||
      !(n->iter = parseStarExpressions()) || !accept(Tok::Colon) ||
      !parseBlock(n->body) || !parseElse(n->orelse))
    return nullptr;
  return finishBlock(n, start);
}

bool Parser::parseWithItems(List<withitem *> &items, bool parenthesised) {
  do {
    if (parenthesised && items.size() && at(Tok::RParen))
      break;
    auto *item = make<withitem>();
    if (!(item->context_expr = parseExpression()))
      return false;
    if (accept(Tok::KwAs)) {
      if (!(item->optional_vars = parseStarTarget()))
        return false;
      if (!at(Tok::Comma) && !at(Tok::Colon) && !at(Tok::RParen))
        return false;
    }
    items.add(item);
  } while (accept(Tok::Comma));
  return true;
}

template <class T> Stmt *Parser::parseWith(const Token *start) {
  ++tok; // with
  auto *n = make<T>();
  const Token *afterWith = tok;
  bool done = false;
  if (at(Tok::LParen)) {
    // Only when ")" is followed by ":" can the brackets enclose the items.
    const Token *close = tok;
    int level = 0;
    do {
      switch (close->kind) {
      case Tok::LParen:
      case Tok::LBracket:
      case Tok::LBrace:
        ++level;
        break;
      case Tok::RParen:
      case Tok::RBracket:
      case Tok::RBrace:
        --level;
        break;
      case Tok::Error:
        level = 0;
        break;
      default:
        break;
      }
    } while (level && (++close, true));
    if (close->kind == Tok::RParen && close[1].kind == Tok::Colon) {
      ++tok;
      List<withitem *> items(*this);
      if (parseWithItems(items, true) && tok == close) {
        tok += 2;
        n->items = items.take();
        done = true;
      } else if (hasError() || tooDeep) {
        return nullptr;
      }
    }
  }
  if (!done) {
    tok = afterWith;
    List<withitem *> items(*this);
    if (!parseWithItems(items, false) || !accept(Tok::Colon))
      return nullptr;
    n->items = items.take();
  }
  if (!parseBlock(n->body))
    return nullptr;
  return finishBlock(n, start);
}

Stmt *Parser::parseTry() {
  const Token *start = tok++;
  Seq<Stmt *> body, orelse, finalbody;
  if (!accept(Tok::Colon) || !parseBlock(body))
    return nullptr;
  List<ExceptHandler *> handlers(*this);
  bool star = at(Tok::KwExcept) && next(Tok::Star);
  while (at(Tok::KwExcept)) {
    const Token *handlerStart = tok++;
    auto *h = make<ExceptHandler>();
    if (accept(Tok::Star) != star)
      return nullptr;
    if (star || !at(Tok::Colon)) {
      if (!(h->type = parseExpression()))
        return nullptr;
      if (accept(Tok::KwAs)) {
        if (!at(Tok::Name))
          return nullptr;
        h->name = (tok++)->ident;
      }
    }
    if (!accept(Tok::Colon) || !parseBlock(h->body))
      return nullptr;
    handlers.add(finishBlock(h, handlerStart));
  }
  if (handlers.size() && at(Tok::KwElse)) {
    if (!parseElse(orelse))
      return nullptr;
  }
  if (accept(Tok::KwFinally)) {
    if (!accept(Tok::Colon) || !parseBlock(finalbody))
      return nullptr;
  } else if (!handlers.size()) {
    return nullptr;
  }
  auto fill = [&](auto *n) {
    n->body = body;
    n->handlers = handlers.take();
    n->orelse = orelse;
    n->finalbody = finalbody;
    return finishBlock(n, start);
  };
  if (star)
    return fill(make<TryStar>());
  return fill(make<Try>());
}

Stmt *Parser::parseMatch() {
  const Token *start = tok++;
  // Most uses of the name `match` are recognised by what follows it.
  switch (tok->kind) {
  case Tok::Equal:
  case Tok::Dot:
  case Tok::Comma:
  case Tok::RParen:
  case Tok::Colon:
  case Tok::Newline:
  case Tok::Semi:
    return nullptr;
  default:
    break;
  }
  auto *n = make<Match>();
  const Token *subjectStart = tok;
  Expr *subject = parseStarNamedExpression();
  if (!subject)
    return nullptr;
  if (at(Tok::Comma)) {
    List<Expr *> items(*this);
    items.add(subject);
    while (accept(Tok::Comma)) {
      if (at(Tok::Colon))
        break;
      Expr *e = parseStarNamedExpression();
      if (!e)
        return nullptr;
      items.add(e);
    }
    auto *t = make<Tuple>();
    t->elts = items.take();
    subject = finish(t, subjectStart);
  } else if (subject->kind == NodeKind::Starred) {
    return nullptr;
  }
  n->subject = subject;
  if (!accept(Tok::Colon) || !accept(Tok::Newline) || !accept(Tok::Indent))
    return nullptr;
  List<match_case *> cases(*this);
  do {
    match_case *c = parseCase();
    if (!c)
      return nullptr;
    cases.add(c);
  } while (!accept(Tok::Dedent));
  n->cases = cases.take();
  return finishBlock(n, start);
}

//===----------------------------------------------------------------------===//
// Definitions
//===----------------------------------------------------------------------===//

Stmt *Parser::parseDecorated() {
  List<Expr *> decorators(*this);
  while (accept(Tok::At)) {
    Expr *e = parseNamedExpression();
    if (!e || !accept(Tok::Newline))
      return nullptr;
    decorators.add(e);
  }
  const Token *start = tok;
  Seq<Expr *> list = decorators.take();
  if (at(Tok::KwDef))
    return parseFunction<FunctionDef>(start, list);
  if (at(Tok::KwClass))
    return parseClass(list);
  if (at(Tok::KwAsync) && next(Tok::KwDef)) {
    ++tok;
    return parseFunction<AsyncFunctionDef>(start, list);
  }
  return nullptr;
}

template <class T>
Stmt *Parser::parseFunction(const Token *start, Seq<Expr *> decorators) {
  ++tok; // def
  if (!at(Tok::Name))
    return nullptr;
  auto *n = make<T>();
  n->name = (tok++)->ident;
  n->decorator_list = decorators;
  if (!accept(Tok::LParen) ||
      !(n->args = parseParameters(Tok::RParen, /*annotated=*/true)) ||
      !accept(Tok::RParen))
    return nullptr;
  if (accept(Tok::Arrow) && !(n->returns = parseExpression()))
    return nullptr;
  if (!accept(Tok::Colon) || !parseBlock(n->body))
    return nullptr;
  return finishBlock(n, start);
}

Stmt *Parser::parseClass(Seq<Expr *> decorators) {
  const Token *start = tok++;
  if (!at(Tok::Name))
    return nullptr;
  auto *n = make<ClassDef>();
  n->name = (tok++)->ident;
  n->decorator_list = decorators;
  if (accept(Tok::LParen) &&
      !parseCallArguments(n->bases, n->keywords, nullptr))
    return nullptr;
  if (!accept(Tok::Colon) || !parseBlock(n->body))
    return nullptr;
  return finishBlock(n, start);
}

arg *Parser::parseParameter(bool annotated, bool star) {
  if (!at(Tok::Name))
    return nullptr;
  const Token *start = tok;
  auto *a = make<arg>();
  a->name = (tok++)->ident;
  if (annotated && accept(Tok::Colon)) {
    if (star && at(Tok::Star)) {
      const Token *starStart = tok++;
      Expr *value = parseBinary(1);
      if (!value)
        return nullptr;
      auto *s = make<Starred>();
      s->value = value;
      a->annotation = finish(s, starStart);
    } else if (!(a->annotation = parseExpression())) {
      return nullptr;
    }
  }
  return finish(a, start);
}

arguments *Parser::parseParameters(Tok end, bool annotated) {
  auto *n = make<arguments>();
  if (at(end))
    return n;
  // Three lists at once on one stack: entries keep their order, and are
  // sorted out at the end.
  List<void *> entries(*this); // arg, default, arg, default, ...
  uint32_t posOnly = 0, positional = 0, kwOnly = 0, defaults = 0;
  bool sawSlash = false, sawStar = false;
  do {
    if (at(end)) {
      if (entries.size() || sawStar || sawSlash)
        break; // trailing comma
      return nullptr;
    }
    if (at(Tok::Slash)) {
      if (sawSlash || sawStar || positional == 0)
        return nullptr;
      ++tok;
      sawSlash = true;
      posOnly = positional;
      positional = 0;
      continue;
    }
    if (accept(Tok::Star)) {
      if (sawStar)
        return nullptr;
      sawStar = true;
      if (at(Tok::Comma)) {
        if (!(tok[1].kind == Tok::Name))
          return nullptr; // named arguments must follow bare *
        continue;
      }
      if (!(n->vararg = parseParameter(annotated, true)) || at(Tok::Equal))
        return nullptr;
      continue;
    }
    if (accept(Tok::DoubleStar)) {
      if (!(n->kwarg = parseParameter(annotated, false)))
        return nullptr;
      accept(Tok::Comma);
      if (!at(end))
        return nullptr;
      break;
    }
    arg *a = parseParameter(annotated, false);
    if (!a)
      return nullptr;
    Expr *def = nullptr;
    if (accept(Tok::Equal)) {
      if (!(def = parseExpression()))
        return nullptr;
    }
    if (sawStar) {
      ++kwOnly;
    } else {
      ++positional;
      if (def)
        ++defaults;
      else if (defaults)
        return nullptr; // non-default argument follows default argument
    }
    entries.add(a);
    entries.add(def);
  } while (accept(Tok::Comma));
  if (!at(end))
    return nullptr;
  uint32_t i = 0;
  auto takeArgs = [&](uint32_t count) {
    Seq<arg *> s{context.allocateArray<arg *>(count), count};
    for (uint32_t k = 0; k < count; ++k)
      s[k] = static_cast<arg *>(entries[2 * (i + k)]);
    i += count;
    return s;
  };
  n->posonlyargs = takeArgs(posOnly);
  n->args = takeArgs(positional);
  uint32_t firstKwOnly = i;
  n->kwonlyargs = takeArgs(kwOnly);
  n->kw_defaults = {context.allocateArray<Expr *>(kwOnly), kwOnly};
  for (uint32_t k = 0; k < kwOnly; ++k)
    n->kw_defaults[k] = static_cast<Expr *>(entries[2 * (firstKwOnly + k) + 1]);
  n->defaults = {context.allocateArray<Expr *>(defaults), defaults};
  for (uint32_t k = 0; k < defaults; ++k)
    n->defaults[k] =
        static_cast<Expr *>(entries[2 * (firstKwOnly - defaults + k) + 1]);
  return n;
}

} // namespace pyc::ast
