//===- ParseExpr.cpp - Expressions and targets ----------------------------===//
//
// Rules are named as in the language reference's grammar. Targets are parsed
// as expressions and converted once the `=`, `in` or `as` around them is seen:
// what converts is exactly what the grammar's target rules accept, because
// brackets that change the meaning (a lone starred item) never parse.
//
//===----------------------------------------------------------------------===//

#include "frontend/parse/Parser.h"

#include <cerrno>
#include <charconv>

namespace pyc::ast {

namespace {
struct TokenTables {
  uint8_t precedence[256] = {};
  Operator op[256] = {};
  bool startsExpr[256] = {};
  constexpr TokenTables() {
    auto set = [&](Tok t, int p, Operator o) {
      precedence[int(t)] = uint8_t(p);
      op[int(t)] = o;
    };
    set(Tok::VBar, 1, Operator::BitOr);
    set(Tok::Circumflex, 2, Operator::BitXor);
    set(Tok::Amper, 3, Operator::BitAnd);
    set(Tok::LeftShift, 4, Operator::LShift);
    set(Tok::RightShift, 4, Operator::RShift);
    set(Tok::Plus, 5, Operator::Add);
    set(Tok::Minus, 5, Operator::Sub);
    set(Tok::Star, 6, Operator::Mult);
    set(Tok::Slash, 6, Operator::Div);
    set(Tok::DoubleSlash, 6, Operator::FloorDiv);
    set(Tok::Percent, 6, Operator::Mod);
    set(Tok::At, 6, Operator::MatMult);
    for (Tok t : {Tok::Name, Tok::Number, Tok::String, Tok::LParen,
                  Tok::LBracket, Tok::LBrace, Tok::Minus, Tok::Plus, Tok::Tilde,
                  Tok::Ellipsis, Tok::KwNone, Tok::KwTrue, Tok::KwFalse,
                  Tok::KwNot, Tok::KwLambda, Tok::KwAwait})
      startsExpr[int(t)] = true;
  }
};
constexpr TokenTables tables;

bool startsExpression(Tok t) { return tables.startsExpr[int(t)]; }
bool startsStarExpression(Tok t) {
  return tables.startsExpr[int(t)] || t == Tok::Star;
}
} // namespace

//===----------------------------------------------------------------------===//
// Lists of expressions
//===----------------------------------------------------------------------===//

Expr *Parser::parseStarExpression() {
  if (!at(Tok::Star))
    return parseExpression();
  const Token *start = tok++;
  Expr *value = parseBinary(1);
  if (!value)
    return nullptr;
  auto *n = make<Starred>();
  n->value = value;
  return finish(n, start);
}

/// `*expression`, as in calls and subscripts.
Expr *Parser::parseStarredArgument() {
  const Token *start = tok;
  if (!accept(Tok::Star))
    return nullptr;
  Expr *value = parseExpression();
  if (!value)
    return nullptr;
  auto *n = make<Starred>();
  n->value = value;
  return finish(n, start);
}

Expr *Parser::parseStarExpressions() {
  const Token *start = tok;
  Expr *firstItem = parseStarExpression();
  if (!firstItem || !at(Tok::Comma))
    return firstItem;
  List<Expr *> items(*this);
  items.add(firstItem);
  while (accept(Tok::Comma)) {
    if (!startsStarExpression(tok->kind))
      break;
    Expr *e = parseStarExpression();
    if (!e)
      return nullptr;
    items.add(e);
  }
  auto *n = make<Tuple>();
  n->elts = items.take();
  return finish(n, start);
}

Expr *Parser::parseStarNamedExpression() {
  return at(Tok::Star) ? parseStarExpression() : parseNamedExpression();
}

Expr *Parser::parseNamedExpression() {
  if (!(at(Tok::Name) && next(Tok::ColonEqual))) {
    Expr *e = parseExpression();
    return e && at(Tok::ColonEqual) ? nullptr : e;
  }
  const Token *start = tok;
  auto *name = make<Name>();
  name->id = tok->ident;
  name->ctx = ExprContext::Store;
  ++tok;
  finish(name, start);
  ++tok;
  Expr *value = parseExpression();
  if (!value || at(Tok::ColonEqual))
    return nullptr;
  auto *n = make<NamedExpr>();
  n->target = name;
  n->value = value;
  return finish(n, start);
}

Expr *Parser::parseYield() {
  const Token *start = tok++;
  if (accept(Tok::KwFrom)) {
    Expr *value = parseExpression();
    if (!value)
      return nullptr;
    auto *n = make<YieldFrom>();
    n->value = value;
    return finish(n, start);
  }
  Expr *value = nullptr;
  if (startsStarExpression(tok->kind) && !(value = parseStarExpressions()))
    return nullptr;
  auto *n = make<Yield>();
  n->value = value;
  return finish(n, start);
}

Expr *Parser::parseYieldOrStarExpressions() {
  return at(Tok::KwYield) ? parseYield() : parseStarExpressions();
}

//===----------------------------------------------------------------------===//
// Operators
//===----------------------------------------------------------------------===//

Expr *Parser::parseExpression() {
  Nesting nesting(*this);
  if (!nesting.ok)
    return nullptr;
  if (at(Tok::KwLambda))
    return parseLambda();
  const Token *start = tok;
  Expr *body = parseDisjunction();
  if (!body || !at(Tok::KwIf))
    return body;
  ++tok;
  Expr *test = parseDisjunction();
  if (!test || !accept(Tok::KwElse))
    return nullptr;
  Expr *orelse = parseExpression();
  if (!orelse)
    return nullptr;
  auto *n = make<IfExp>();
  n->test = test;
  n->body = body;
  n->orelse = orelse;
  return finish(n, start);
}

Expr *Parser::parseLambda() {
  const Token *start = tok++;
  arguments *args = parseParameters(Tok::Colon, /*annotated=*/false);
  if (!args || !accept(Tok::Colon))
    return nullptr;
  Expr *body = parseExpression();
  if (!body)
    return nullptr;
  auto *n = make<Lambda>();
  n->args = args;
  n->body = body;
  return finish(n, start);
}

Expr *Parser::parseDisjunction() {
  return parseBoolOp(Tok::KwOr, BoolOperator::Or, &Parser::parseConjunction);
}

Expr *Parser::parseConjunction() {
  return parseBoolOp(Tok::KwAnd, BoolOperator::And, &Parser::parseInversion);
}

Expr *Parser::parseBoolOp(Tok keyword, BoolOperator op,
                          Expr *(Parser::*operand)()) {
  const Token *start = tok;
  Expr *left = (this->*operand)();
  if (!left || !at(keyword))
    return left;
  List<Expr *> values(*this);
  values.add(left);
  while (accept(keyword)) {
    Expr *e = (this->*operand)();
    if (!e)
      return nullptr;
    values.add(e);
  }
  auto *n = make<BoolOp>();
  n->op = op;
  n->values = values.take();
  return finish(n, start);
}

Expr *Parser::parseInversion() {
  if (!at(Tok::KwNot))
    return parseComparison();
  Nesting nesting(*this);
  if (!nesting.ok)
    return nullptr;
  const Token *start = tok++;
  Expr *operand = parseInversion();
  if (!operand)
    return nullptr;
  auto *n = make<UnaryOp>();
  n->op = UnaryOperator::Not;
  n->operand = operand;
  return finish(n, start);
}

Expr *Parser::parseComparison() {
  const Token *start = tok;
  Expr *left = parseBinary(1);
  if (!left)
    return nullptr;
  CmpOperator op;
  auto acceptOperator = [&] {
    switch (tok->kind) {
    case Tok::EqEqual:
      op = CmpOperator::Eq;
      break;
    case Tok::NotEqual:
      // `<>` is the operator exactly under barry_as_FLUFL, `!=` otherwise.
      if ((src[tok->start] == '<') !=
          ((state.futures & FutureBarryAsBdfl) != 0))
        return false;
      op = CmpOperator::NotEq;
      break;
    case Tok::Less:
      op = CmpOperator::Lt;
      break;
    case Tok::LessEqual:
      op = CmpOperator::LtE;
      break;
    case Tok::Greater:
      op = CmpOperator::Gt;
      break;
    case Tok::GreaterEqual:
      op = CmpOperator::GtE;
      break;
    case Tok::KwIn:
      op = CmpOperator::In;
      break;
    case Tok::KwNot:
      if (!next(Tok::KwIn))
        return false;
      ++tok;
      op = CmpOperator::NotIn;
      break;
    case Tok::KwIs:
      op = CmpOperator::Is;
      if (next(Tok::KwNot)) {
        ++tok;
        op = CmpOperator::IsNot;
      }
      break;
    default:
      return false;
    }
    ++tok;
    return true;
  };
  if (!acceptOperator())
    return left;
  // Operands and operators alternate on the scratch stack.
  List<Expr *> items(*this);
  do {
    CmpOperator thisOp = op;
    Expr *e = parseBinary(1);
    if (!e)
      return nullptr;
    items.add(reinterpret_cast<Expr *>(uintptr_t(thisOp)));
    items.add(e);
  } while (acceptOperator());
  auto *n = make<Compare>();
  n->left = left;
  uint32_t count = uint32_t(items.size() / 2);
  n->ops = {context.allocateArray<CmpOperator>(count), count};
  n->comparators = {context.allocateArray<Expr *>(count), count};
  for (uint32_t i = 0; i < count; ++i) {
    n->ops[i] = CmpOperator(reinterpret_cast<uintptr_t>(items[2 * i]));
    n->comparators[i] = items[2 * i + 1];
  }
  return finish(n, start);
}

Expr *Parser::parseBinary(int minPrecedence) {
  const Token *start = tok;
  Expr *left = parseFactor();
  if (!left)
    return nullptr;
  for (;;) {
    int precedence = tables.precedence[int(tok->kind)];
    if (precedence == 0 || precedence < minPrecedence)
      return left;
    Operator op = tables.op[int(tok->kind)];
    ++tok;
    Expr *right = parseBinary(precedence + 1);
    if (!right)
      return nullptr;
    auto *n = make<BinOp>();
    n->left = left;
    n->op = op;
    n->right = right;
    left = finish(n, start);
  }
}

Expr *Parser::parseFactor() {
  UnaryOperator op;
  switch (tok->kind) {
  case Tok::Plus:
    op = UnaryOperator::UAdd;
    break;
  case Tok::Minus:
    op = UnaryOperator::USub;
    break;
  case Tok::Tilde:
    op = UnaryOperator::Invert;
    break;
  default: {
    const Token *start = tok;
    Expr *base;
    if (at(Tok::KwAwait)) {
      ++tok;
      Expr *value = parsePrimary();
      if (!value)
        return nullptr;
      auto *n = make<Await>();
      n->value = value;
      base = finish(n, start);
    } else {
      base = parsePrimary();
    }
    if (!base || !at(Tok::DoubleStar))
      return base;
    Nesting nesting(*this);
    if (!nesting.ok)
      return nullptr;
    ++tok;
    Expr *exponent = parseFactor();
    if (!exponent)
      return nullptr;
    auto *n = make<BinOp>();
    n->left = base;
    n->op = Operator::Pow;
    n->right = exponent;
    return finish(n, start);
  }
  }
  Nesting nesting(*this);
  if (!nesting.ok)
    return nullptr;
  const Token *start = tok++;
  Expr *operand = parseFactor();
  if (!operand)
    return nullptr;
  auto *n = make<UnaryOp>();
  n->op = op;
  n->operand = operand;
  return finish(n, start);
}

//===----------------------------------------------------------------------===//
// Primaries
//===----------------------------------------------------------------------===//

Expr *Parser::parsePrimary() {
  const Token *start = tok;
  Expr *left = parseAtom();
  while (left) {
    switch (tok->kind) {
    case Tok::Dot: {
      ++tok;
      if (!at(Tok::Name))
        return nullptr;
      auto *n = make<Attribute>();
      n->value = left;
      n->attr = tok->ident;
      ++tok;
      left = finish(n, start);
      continue;
    }
    case Tok::LParen: {
      auto *n = make<Call>();
      n->func = left;
      const Token *open = tok++;
      if (!parseCallArguments(n->args, n->keywords, open))
        return nullptr;
      left = finish(n, start);
      continue;
    }
    case Tok::LBracket: {
      ++tok;
      Expr *slice = parseSlices();
      if (!slice || !accept(Tok::RBracket))
        return nullptr;
      auto *n = make<Subscript>();
      n->value = left;
      n->slice = slice;
      left = finish(n, start);
      continue;
    }
    default:
      return left;
    }
  }
  return nullptr;
}

Expr *Parser::parseAtom() {
  const Token *start = tok;
  auto constant = [&](ConstantType type) {
    auto *n = make<Constant>();
    n->value.type = type;
    ++tok;
    return finish(n, start);
  };
  switch (tok->kind) {
  case Tok::Name: {
    auto *n = make<Name>();
    n->id = tok->ident;
    ++tok;
    return finish(n, start);
  }
  case Tok::Number:
    return parseNumber();
  case Tok::String:
    return parseStrings();
  case Tok::KwNone:
    return constant(ConstantType::None);
  case Tok::KwTrue:
    return constant(ConstantType::True);
  case Tok::KwFalse:
    return constant(ConstantType::False);
  case Tok::Ellipsis:
    return constant(ConstantType::Ellipsis);
  case Tok::LParen:
    return parseParenthesised();
  case Tok::LBracket:
    return parseListDisplay();
  case Tok::LBrace:
    return parseBraceDisplay();
  default:
    return nullptr;
  }
}

/// Python's limit on the digits of a decimal int (sys.set_int_max_str_digits).
static constexpr size_t MaxIntDigits = 4300;

Expr *Parser::parseNumber() {
  const Token *start = tok++;
  std::string_view text(src + start->start, start->end - start->start);
  char small[64];
  std::string large;
  if (text.find('_') != text.npos) {
    char *to = small;
    if (text.size() > sizeof small) {
      large.resize(text.size());
      to = large.data();
    }
    size_t n = 0;
    for (char c : text)
      if (c != '_')
        to[n++] = c;
    text = {to, n};
  }
  auto *n = make<Constant>();
  ConstantValue &v = n->value;
  char last = char(text.back() | 0x20);
  int base = 10;
  std::string_view digits = text;
  if (text.size() > 2 && text[0] == '0') {
    char x = char(text[1] | 0x20);
    base = x == 'x' ? 16 : x == 'o' ? 8 : x == 'b' ? 2 : 10;
    if (base != 10)
      digits.remove_prefix(2);
  }
  if (base == 10 && (last == 'j' || text.find_first_of(".eE") != text.npos)) {
    v.type = last == 'j' ? ConstantType::Complex : ConstantType::Float;
    if (last == 'j')
      text.remove_suffix(1);
    double d = 0;
    auto r = std::from_chars(text.data(), text.data() + text.size(), d);
    if (r.ec == std::errc::result_out_of_range) {
      // Overflow to infinity or underflow to zero, which from_chars does not
      // tell apart.
      d = std::strtod(std::string(text).c_str(), nullptr);
    }
    v.d = d;
    return finish(n, start);
  }
  v.type = ConstantType::Int;
  auto r =
      std::from_chars(digits.data(), digits.data() + digits.size(), v.i, base);
  if (r.ec == std::errc::result_out_of_range) {
    size_t significant = digits.size();
    for (char c : digits) {
      if (c != '0')
        break;
      --significant;
    }
    if (base == 10 && significant > MaxIntDigits) {
      reportError(state.result, unit, SyntaxErrorType::SyntaxError,
                  "Exceeds the limit (4300 digits) for integer string "
                  "conversion: value has " +
                      std::to_string(significant) +
                      " digits; use sys.set_int_max_str_digits() to increase "
                      "the limit - Consider hexadecimal for huge integer "
                      "literals to avoid decimal conversion limits.",
                  {start->lineno, start->col, start->lineno, -1}, tok);
      return nullptr;
    }
    v.type = ConstantType::BigInt;
    v.base = uint8_t(base);
    v.s = context.copyString(digits.substr(digits.size() - significant));
  }
  return finish(n, start);
}

/// After "(": a group, a tuple or a generator expression.
Expr *Parser::parseParenthesised() {
  const Token *start = tok++;
  if (accept(Tok::RParen))
    return finish(make<Tuple>(), start);
  if (at(Tok::KwYield)) {
    Expr *e = parseYield();
    return e && accept(Tok::RParen) ? e : nullptr;
  }
  Expr *e = parseStarNamedExpression();
  if (!e)
    return nullptr;
  if (at(Tok::RParen)) {
    if (e->kind == NodeKind::Starred)
      return nullptr;
    ++tok;
    return e;
  }
  if (atComprehension())
    return finishGenerator(e, start);
  if (!at(Tok::Comma))
    return nullptr;
  List<Expr *> items(*this);
  items.add(e);
  while (accept(Tok::Comma)) {
    if (!startsStarExpression(tok->kind))
      break;
    if (!(e = parseStarNamedExpression()))
      return nullptr;
    items.add(e);
  }
  if (!accept(Tok::RParen))
    return nullptr;
  auto *n = make<Tuple>();
  n->elts = items.take();
  return finish(n, start);
}

Expr *Parser::finishGenerator(Expr *elt, const Token *open) {
  if (elt->kind == NodeKind::Starred)
    return nullptr;
  auto *n = make<GeneratorExp>();
  n->elt = elt;
  if (!parseComprehensionClauses(n->generators) || !accept(Tok::RParen))
    return nullptr;
  return finish(n, open);
}

Expr *Parser::parseListDisplay() {
  const Token *start = tok++;
  if (accept(Tok::RBracket))
    return finish(make<ast::List>(), start);
  Expr *e = parseStarNamedExpression();
  if (!e)
    return nullptr;
  if (atComprehension()) {
    if (e->kind == NodeKind::Starred)
      return nullptr;
    auto *n = make<ListComp>();
    n->elt = e;
    if (!parseComprehensionClauses(n->generators) || !accept(Tok::RBracket))
      return nullptr;
    return finish(n, start);
  }
  List<Expr *> items(*this);
  items.add(e);
  while (accept(Tok::Comma)) {
    if (!startsStarExpression(tok->kind))
      break;
    if (!(e = parseStarNamedExpression()))
      return nullptr;
    items.add(e);
  }
  if (!accept(Tok::RBracket))
    return nullptr;
  auto *n = make<ast::List>();
  n->elts = items.take();
  return finish(n, start);
}

/// After "{": dict, set, or a comprehension of either.
Expr *Parser::parseBraceDisplay() {
  const Token *start = tok++;
  if (accept(Tok::RBrace))
    return finish(make<Dict>(), start);
  if (!at(Tok::DoubleStar)) {
    Expr *e = parseStarNamedExpression();
    if (!e)
      return nullptr;
    if (!at(Tok::Colon)) {
      if (atComprehension()) {
        if (e->kind == NodeKind::Starred)
          return nullptr;
        auto *n = make<SetComp>();
        n->elt = e;
        if (!parseComprehensionClauses(n->generators) || !accept(Tok::RBrace))
          return nullptr;
        return finish(n, start);
      }
      List<Expr *> items(*this);
      items.add(e);
      while (accept(Tok::Comma)) {
        if (!startsStarExpression(tok->kind))
          break;
        if (!(e = parseStarNamedExpression()))
          return nullptr;
        items.add(e);
      }
      if (!accept(Tok::RBrace))
        return nullptr;
      auto *n = make<Set>();
      n->elts = items.take();
      return finish(n, start);
    }
    tok = start + 1; // a dict: keys are plain expressions
  }
  // Keys and values alternate on the scratch stack.
  List<Expr *> items(*this);
  do {
    if (at(Tok::RBrace))
      break;
    if (accept(Tok::DoubleStar)) {
      Expr *e = parseBinary(1);
      if (!e)
        return nullptr;
      items.add(nullptr);
      items.add(e);
      continue;
    }
    Expr *key = parseExpression();
    if (!key || !accept(Tok::Colon))
      return nullptr;
    Expr *value = parseExpression();
    if (!value)
      return nullptr;
    if (items.size() == 0 && atComprehension()) {
      auto *n = make<DictComp>();
      n->key = key;
      n->value = value;
      if (!parseComprehensionClauses(n->generators) || !accept(Tok::RBrace))
        return nullptr;
      return finish(n, start);
    }
    items.add(key);
    items.add(value);
  } while (accept(Tok::Comma));
  if (!accept(Tok::RBrace))
    return nullptr;
  auto *n = make<Dict>();
  uint32_t count = uint32_t(items.size() / 2);
  n->keys = {context.allocateArray<Expr *>(count), count};
  n->values = {context.allocateArray<Expr *>(count), count};
  for (uint32_t i = 0; i < count; ++i) {
    n->keys[i] = items[2 * i];
    n->values[i] = items[2 * i + 1];
  }
  return finish(n, start);
}

bool Parser::parseComprehensionClauses(Seq<comprehension *> &out) {
  List<comprehension *> clauses(*this);
  while (atComprehension()) {
    auto *c = make<comprehension>();
    c->is_async = accept(Tok::KwAsync);
    ++tok; // for
    if (!(c->target = parseStarTargets()) || !accept(Tok::KwIn))
      return false;
    if (!(c->iter = parseDisjunction()))
      return false;
    {
      List<Expr *> ifs(*this);
      while (accept(Tok::KwIf)) {
        Expr *e = parseDisjunction();
        if (!e)
          return false;
        ifs.add(e);
      }
      c->ifs = ifs.take();
    }
    clauses.add(c);
  }
  out = clauses.take();
  return true;
}

Expr *Parser::parseSlices() {
  const Token *start = tok;
  auto item = [&]() -> Expr * {
    return at(Tok::Star) ? parseStarredArgument() : parseSlice();
  };
  Expr *e = item();
  if (!e)
    return nullptr;
  if (!at(Tok::Comma) && e->kind != NodeKind::Starred)
    return e;
  List<Expr *> items(*this);
  items.add(e);
  while (accept(Tok::Comma)) {
    if (at(Tok::RBracket))
      break;
    if (!(e = item()))
      return nullptr;
    items.add(e);
  }
  auto *n = make<Tuple>();
  n->elts = items.take();
  return finish(n, start);
}

Expr *Parser::parseSlice() {
  const Token *start = tok;
  Expr *lower = nullptr, *upper = nullptr, *step = nullptr;
  if (!at(Tok::Colon)) {
    if (!(lower = parseNamedExpression()))
      return nullptr;
    if (!at(Tok::Colon) ||
        (start->kind == Tok::Name && start[1].kind == Tok::ColonEqual))
      return lower;
  }
  ++tok; // :
  if (startsExpression(tok->kind) && !(upper = parseExpression()))
    return nullptr;
  if (accept(Tok::Colon) && startsExpression(tok->kind) &&
      !(step = parseExpression()))
    return nullptr;
  auto *n = make<Slice>();
  n->lower = lower;
  n->upper = upper;
  n->step = step;
  return finish(n, start);
}

/// The argument list of a call or a class, from behind "(" through ")". A lone
/// generator expression in a call needs no brackets of its own: it takes the
/// call's, from `open` on (null for classes, which do not have this).
bool Parser::parseCallArguments(Seq<Expr *> &args, Seq<keyword *> &keywords,
                                const Token *open) {
  // Positional arguments and keywords alternate freely with stars between
  // them, so both lists grow on one stack: entries are tagged by node kind.
  List<Node *> items(*this);
  bool sawKeyword = false, sawDoubleStar = false;
  if (accept(Tok::RParen))
    return true;
  do {
    const Token *start = tok;
    if (at(Tok::RParen) && items.size())
      break;
    if (accept(Tok::DoubleStar)) {
      Expr *value = parseExpression();
      if (!value)
        return false;
      auto *k = make<keyword>();
      k->value = value;
      items.add(finish(k, start));
      sawDoubleStar = true;
    } else if (at(Tok::Star)) {
      if (sawDoubleStar)
        return false;
      Expr *starred = parseStarredArgument();
      if (!starred)
        return false;
      items.add(starred);
    } else if (at(Tok::Name) && next(Tok::Equal)) {
      tok += 2;
      Expr *value = parseExpression();
      if (!value)
        return false;
      auto *k = make<keyword>();
      k->name = start->ident;
      k->value = value;
      items.add(finish(k, start));
      sawKeyword = true;
    } else {
      if (sawKeyword || sawDoubleStar)
        return false;
      Expr *e = parseNamedExpression();
      if (!e || at(Tok::Equal))
        return false;
      if (open && items.size() == 0 && atComprehension()) {
        if (!(e = finishGenerator(e, open)))
          return false;
        args = context.copySeq<Expr *>(&e, 1);
        return true;
      }
      items.add(e);
    }
  } while (accept(Tok::Comma));
  if (!accept(Tok::RParen))
    return false;
  uint32_t total = uint32_t(items.size()), keywordCount = 0;
  for (uint32_t i = 0; i < total; ++i)
    keywordCount += items[i]->kind == NodeKind::keyword;
  args = {context.allocateArray<Expr *>(total - keywordCount), 0};
  keywords = {context.allocateArray<keyword *>(keywordCount), 0};
  for (uint32_t i = 0; i < total; ++i) {
    if (items[i]->kind == NodeKind::keyword)
      keywords.ptr[keywords.count++] = static_cast<keyword *>(items[i]);
    else
      args.ptr[args.count++] = static_cast<Expr *>(items[i]);
  }
  return true;
}

//===----------------------------------------------------------------------===//
// Targets
//===----------------------------------------------------------------------===//

/// Turns an expression into a target; false when it cannot be one. `topLevel`
/// allows a starred item (which is then an error of the compiler's if it
/// stands alone).
bool Parser::toTarget(Expr *e, ExprContext ctx, bool topLevel) {
  switch (e->kind) {
  case NodeKind::Name:
    cast<Name>(e)->ctx = ctx;
    return true;
  case NodeKind::Attribute:
    cast<Attribute>(e)->ctx = ctx;
    return true;
  case NodeKind::Subscript:
    cast<Subscript>(e)->ctx = ctx;
    return true;
  case NodeKind::Tuple:
    cast<Tuple>(e)->ctx = ctx;
    for (Expr *item : cast<Tuple>(e)->elts)
      if (!toTarget(item, ctx, true))
        return false;
    return true;
  case NodeKind::List:
    cast<ast::List>(e)->ctx = ctx;
    for (Expr *item : cast<ast::List>(e)->elts)
      if (!toTarget(item, ctx, true))
        return false;
    return true;
  case NodeKind::Starred:
    if (!topLevel || ctx == ExprContext::Del)
      return false;
    cast<Starred>(e)->ctx = ctx;
    return toTarget(cast<Starred>(e)->value, ctx, false);
  default:
    return false;
  }
}

Expr *Parser::parseStarTargets() {
  const Token *start = tok;
  auto item = [&]() -> Expr * {
    const Token *itemStart = tok;
    bool star = accept(Tok::Star);
    Expr *e = parsePrimary();
    if (!e || !star)
      return e;
    auto *n = make<Starred>();
    n->value = e;
    return finish(n, itemStart);
  };
  Expr *e = item();
  if (!e)
    return nullptr;
  if (!at(Tok::Comma))
    return toTarget(e, ExprContext::Store, true) ? e : nullptr;
  List<Expr *> items(*this);
  items.add(e);
  while (accept(Tok::Comma)) {
    if (!startsStarExpression(tok->kind))
      break;
    if (!(e = item()))
      return nullptr;
    items.add(e);
  }
  auto *n = make<Tuple>();
  n->elts = items.take();
  finish(n, start);
  return toTarget(n, ExprContext::Store, true) ? n : nullptr;
}

Expr *Parser::parseStarTarget() {
  const Token *start = tok;
  bool star = accept(Tok::Star);
  Expr *e = parsePrimary();
  if (!e)
    return nullptr;
  if (star) {
    auto *n = make<Starred>();
    n->value = e;
    e = finish(n, start);
  }
  return toTarget(e, ExprContext::Store, true) ? e : nullptr;
}

} // namespace pyc::ast
