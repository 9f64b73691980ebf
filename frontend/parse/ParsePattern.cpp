//===- ParsePattern.cpp - case blocks -------------------------------------===//

#include "frontend/parse/Parser.h"

namespace pyc::ast {

match_case *Parser::parseCase() {
  if (!atSoft(KnownCase))
    return nullptr;
  ++tok;
  auto *n = make<match_case>();
  if (!(n->pattern = parsePatterns()))
    return nullptr;
  if (accept(Tok::KwIf) && !(n->guard = parseNamedExpression()))
    return nullptr;
  if (!accept(Tok::Colon) || !parseBlock(n->body))
    return nullptr;
  return n;
}

/// An open sequence pattern, or one pattern.
Pattern *Parser::parsePatterns() {
  const Token *start = tok;
  Pattern *p = parseMaybeStar();
  if (!p)
    return nullptr;
  if (!at(Tok::Comma))
    return p->kind == NodeKind::MatchStar ? nullptr : p;
  List<Pattern *> items(*this);
  items.add(p);
  while (accept(Tok::Comma)) {
    if (at(Tok::Colon) || at(Tok::KwIf))
      break;
    if (!(p = parseMaybeStar()))
      return nullptr;
    items.add(p);
  }
  auto *n = make<MatchSequence>();
  n->patterns = items.take();
  return finish(n, start);
}

Pattern *Parser::parseMaybeStar() {
  if (!at(Tok::Star))
    return parseAsPattern();
  const Token *start = tok++;
  if (!at(Tok::Name))
    return nullptr;
  auto *n = make<MatchStar>();
  if (!atSoft(KnownUnderscore))
    n->name = tok->ident;
  ++tok;
  return finish(n, start);
}

Pattern *Parser::parseAsPattern() {
  Nesting nesting(*this);
  if (!nesting.ok)
    return nullptr;
  const Token *start = tok;
  Pattern *p = parseOrPattern();
  if (!p || !accept(Tok::KwAs))
    return p;
  if (!at(Tok::Name) || atSoft(KnownUnderscore))
    return nullptr;
  auto *n = make<MatchAs>();
  n->pattern = p;
  n->name = (tok++)->ident;
  // A capture target is followed by neither "." nor "(" nor "=".
  if (at(Tok::Dot) || at(Tok::LParen) || at(Tok::Equal))
    return nullptr;
  return finish(n, start);
}

Pattern *Parser::parseOrPattern() {
  const Token *start = tok;
  Pattern *p = parseClosedPattern();
  if (!p || !at(Tok::VBar))
    return p;
  List<Pattern *> items(*this);
  items.add(p);
  while (accept(Tok::VBar)) {
    if (!(p = parseClosedPattern()))
      return nullptr;
    items.add(p);
  }
  auto *n = make<MatchOr>();
  n->patterns = items.take();
  return finish(n, start);
}

Pattern *Parser::parseClosedPattern() {
  const Token *start = tok;
  switch (tok->kind) {
  case Tok::Number:
  case Tok::String:
  case Tok::Minus:
  case Tok::KwNone:
  case Tok::KwTrue:
  case Tok::KwFalse:
    return parseLiteralPattern();
  case Tok::Name:
    return parseNameOrClassPattern();
  case Tok::LBrace:
    return parseMappingPattern();
  case Tok::LBracket: {
    ++tok;
    auto *n = make<MatchSequence>();
    List<Pattern *> items(*this);
    if (!parseSequenceTail(items, Tok::RBracket))
      return nullptr;
    n->patterns = items.take();
    return finish(n, start);
  }
  case Tok::LParen: {
    ++tok;
    List<Pattern *> items(*this);
    if (!parseSequenceTail(items, Tok::RParen))
      return nullptr;
    // One pattern without a comma is a group.
    if (items.size() == 1 && tok[-2].kind != Tok::Comma)
      return items[0]->kind == NodeKind::MatchStar ? nullptr : items[0];
    auto *n = make<MatchSequence>();
    n->patterns = items.take();
    return finish(n, start);
  }
  default:
    return nullptr;
  }
}

bool Parser::parseSequenceTail(List<Pattern *> &items, Tok end) {
  while (!at(end)) {
    Pattern *p = parseMaybeStar();
    if (!p)
      return false;
    items.add(p);
    if (!accept(Tok::Comma))
      break;
  }
  return accept(end);
}

/// Numbers (signed, or a complex sum), strings, None, True, False, as an
/// expression: also the keys of mapping patterns.
Expr *Parser::parseLiteralExpr() {
  const Token *start = tok;
  if (!at(Tok::Minus) && !at(Tok::Number)) {
    Expr *e = parseAtom();
    return e && (e->kind == NodeKind::Constant ||
                 e->kind == NodeKind::JoinedStr)
               ? e
               : nullptr;
  }
  auto isImaginary = [](Expr *e) {
    return cast<Constant>(e)->value.type == ConstantType::Complex;
  };
  bool minus = accept(Tok::Minus);
  if (!at(Tok::Number))
    return nullptr;
  Expr *number = parseNumber();
  if (!number)
    return nullptr;
  bool real = !isImaginary(number);
  Expr *left = number;
  if (minus) {
    auto *n = make<UnaryOp>();
    n->op = UnaryOperator::USub;
    n->operand = number;
    left = finish(n, start);
  }
  if (!at(Tok::Plus) && !at(Tok::Minus))
    return left;
  if (!real)
    return nullptr;
  Operator op = at(Tok::Plus) ? Operator::Add : Operator::Sub;
  ++tok;
  if (!at(Tok::Number))
    return nullptr;
  Expr *imaginary = parseNumber();
  if (!imaginary || !isImaginary(imaginary))
    return nullptr;
  auto *n = make<BinOp>();
  n->left = left;
  n->op = op;
  n->right = imaginary;
  return finish(n, start);
}

Pattern *Parser::parseLiteralPattern() {
  const Token *start = tok;
  Expr *e = parseLiteralExpr();
  if (!e)
    return nullptr;
  if (auto *c = dyn_cast<Constant>(e);
      c && (c->value.type == ConstantType::None ||
            c->value.type == ConstantType::True ||
            c->value.type == ConstantType::False)) {
    auto *n = make<MatchSingleton>();
    n->value = c->value;
    return finish(n, start);
  }
  auto *n = make<MatchValue>();
  n->value = e;
  return finish(n, start);
}

/// A capture, the wildcard, a dotted value or a class pattern.
Pattern *Parser::parseNameOrClassPattern() {
  const Token *start = tok++;
  if (!at(Tok::Dot) && !at(Tok::LParen)) {
    if (at(Tok::Equal))
      return nullptr;
    auto *n = make<MatchAs>();
    if (start->ident->index != KnownUnderscore)
      n->name = start->ident;
    return finish(n, start);
  }
  auto *name = make<Name>();
  name->id = start->ident;
  Expr *e = finish(name, start);
  while (accept(Tok::Dot)) {
    if (!at(Tok::Name))
      return nullptr;
    auto *a = make<Attribute>();
    a->value = e;
    a->attr = (tok++)->ident;
    e = finish(a, start);
  }
  if (!at(Tok::LParen)) {
    if (at(Tok::Equal))
      return nullptr;
    auto *n = make<MatchValue>();
    n->value = e;
    return finish(n, start);
  }
  ++tok;
  auto *n = make<MatchClass>();
  n->cls = e;
  List<Pattern *> positional(*this);
  std::vector<const Ident *> keywords;
  while (!at(Tok::RParen)) {
    if (at(Tok::Name) && next(Tok::Equal)) {
      keywords.push_back(tok->ident);
      tok += 2;
    } else if (!keywords.empty()) {
      return nullptr;
    }
    Pattern *p = parseAsPattern();
    if (!p)
      return nullptr;
    positional.add(p);
    if (!accept(Tok::Comma))
      break;
  }
  if (!accept(Tok::RParen))
    return nullptr;
  Seq<Pattern *> all = positional.take();
  uint32_t kw = uint32_t(keywords.size());
  n->patterns = {all.ptr, all.count - kw};
  n->kwd_patterns = {all.ptr + n->patterns.count, kw};
  n->kwd_attrs = context.copySeq<const Ident *>(keywords.data(), kw);
  return finish(n, start);
}

Pattern *Parser::parseMappingPattern() {
  const Token *start = tok++;
  auto *n = make<MatchMapping>();
  List<void *> items(*this); // key, pattern, key, pattern, ...
  while (!at(Tok::RBrace)) {
    if (accept(Tok::DoubleStar)) {
      if (!at(Tok::Name) || atSoft(KnownUnderscore))
        return nullptr;
      n->rest = (tok++)->ident;
      accept(Tok::Comma);
      break;
    }
    Expr *key = nullptr;
    const Token *keyStart = tok;
    if (at(Tok::Name)) {
      auto *name = make<Name>();
      name->id = (tok++)->ident;
      key = finish(name, keyStart);
      if (!at(Tok::Dot))
        return nullptr;
      while (accept(Tok::Dot)) {
        if (!at(Tok::Name))
          return nullptr;
        auto *a = make<Attribute>();
        a->value = key;
        a->attr = (tok++)->ident;
        key = finish(a, keyStart);
      }
    } else {
      key = parseLiteralExpr();
    }
    if (!key || !accept(Tok::Colon))
      return nullptr;
    Pattern *p = parseAsPattern();
    if (!p)
      return nullptr;
    items.add(key);
    items.add(p);
    if (!accept(Tok::Comma))
      break;
  }
  if (!accept(Tok::RBrace))
    return nullptr;
  uint32_t count = uint32_t(items.size() / 2);
  n->keys = {context.allocateArray<Expr *>(count), count};
  n->patterns = {context.allocateArray<Pattern *>(count), count};
  for (uint32_t i = 0; i < count; ++i) {
    n->keys[i] = static_cast<Expr *>(items[2 * i]);
    n->patterns[i] = static_cast<Pattern *>(items[2 * i + 1]);
  }
  return finish(n, start);
}

} // namespace pyc::ast
