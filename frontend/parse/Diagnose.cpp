//===- Diagnose.cpp - Why a parse failed ----------------------------------===//
//
// After the parser has failed: matches the diagnostic grammar twice, as
// CPython does. The first pass finds the furthest token that its parser looks
// at; the second, with the error alternatives, looks for a special message.
// When neither raises, it is "invalid syntax" at that furthest token. Last,
// the lexer's errors further down in the source come before what was found,
// and so does a bracket left open on an earlier line.
//
//===----------------------------------------------------------------------===//

#include "frontend/parse/Peg.h"

namespace pyc::ast {

//===----------------------------------------------------------------------===//
// Looking at the source again
//===----------------------------------------------------------------------===//

/// Gives the diagnoser the parser's expression rules.
class Reparser {
public:
  Reparser(ParseState &outer, const ParseUnit &unit, const Token *at)
      : filename(outer.result.filename), state(outer.context, scratch),
        parser(state, unit), start(at) {
    state.futures = outer.futures;
    parser.tok = at;
  }

  /// The expression that ends exactly at `end`.
  Expr *expressionTo(const Token *end) {
    using Rule = Expr *(Parser::*)();
    static const Rule rules[] = {
        &Parser::parseStarExpressions,     &Parser::parseNamedExpression,
        &Parser::parseStarNamedExpression, &Parser::parseYield,
        &Parser::parseExpression,          &Parser::parseDisjunction,
        &Parser::parseBitwiseOr,           &Parser::parsePrimary,
        &Parser::parseStarredArgument};
    for (Rule rule : rules) {
      parser.tok = start;
      if (rule == &Parser::parseYield && start->kind != Tok::KwYield)
        continue;
      Expr *e = (parser.*rule)();
      scratch.error = {};
      if (e && parser.tok == end)
        return e;
    }
    return nullptr;
  }
  /// Evaluates string literals; what is wrong with them, or no error.
  SyntaxErrorInfo strings() {
    scratch.filename = filename;
    parser.parseStrings();
    return std::move(scratch.error);
  }
  Seq<comprehension *> comprehensions() {
    Seq<comprehension *> out;
    if (!parser.parseComprehensionClauses(out))
      return {};
    return out;
  }
  std::vector<Expr *> arguments(const Token *end, bool *unpacking) {
    std::vector<Expr *> out;
    while (parser.tok < end) {
      if (parser.accept(Tok::Comma))
        continue;
      if (parser.accept(Tok::DoubleStar)) {
        *unpacking = true;
        if (!parser.parseExpression())
          break;
      } else if (parser.at(Tok::Name) && parser.next(Tok::Equal)) {
        parser.tok += 2;
        if (!parser.parseExpression())
          break;
      } else {
        Expr *e = parser.at(Tok::Star) ? parser.parseStarredArgument()
                                       : parser.parseNamedExpression();
        if (!e)
          break;
        out.push_back(e);
      }
    }
    return out;
  }

private:
  const std::string &filename;
  ParseResult scratch;
  ParseState state;
  Parser parser;
  const Token *start;
};

Expr *PegRun::expression(Range r) {
  return Reparser(state, unit, tokens + r.start).expressionTo(tokens + r.end);
}

/// CPython evaluates strings as soon as it has matched them.
void PegRun::checkStrings(int pos) {
  state.result.error = Reparser(state, unit, tokens + pos).strings();
}

/// Where CPython's node for a matched part is.
ErrorRange PegRun::position(Range r) {
  const std::string *rule =
      r.rule >= 0 ? &peg.rules[size_t(r.rule)].name : nullptr;
  bool isParameter =
      rule && (rule->starts_with("param") || rule->starts_with("lambda_param"));
  bool isExpression = rule && !isParameter && *rule != "args" &&
                      *rule != "for_if_clauses" &&
                      rule->find(':') == rule->npos;
  if (isExpression) {
    if (rule->starts_with("star_named_expressions")) {
      // A list of expressions: its last one counts.
      Range last = r;
      if (tokens[last.end - 1].kind == Tok::Comma)
        --last.end;
      const Token &from = tokens[last.start], &to = tokens[last.end - 1];
      return {from.lineno, from.col, to.endLineno, to.endCol};
    }
    if (Expr *e = expression(r))
      return {e->lineno, e->col_offset, e->end_lineno, e->end_col_offset};
  }
  // A parameter's node is without the comma.
  if (isParameter && tokens[r.end - 1].kind == Tok::Comma)
    --r.end;
  const Token &from = tokens[r.start], &to = tokens[r.end - 1];
  return {from.lineno, from.col, to.endLineno, to.endCol};
}

std::vector<Expr *> PegRun::positionalArguments(Range r, bool *unpacking) {
  return Reparser(state, unit, tokens + r.start)
      .arguments(tokens + r.end, unpacking);
}

Expr *PegRun::lastComprehensionPart(Range r, bool target) {
  auto clauses = Reparser(state, unit, tokens + r.start).comprehensions();
  if (clauses.empty())
    return nullptr;
  comprehension *last = clauses.back();
  if (target)
    return last->target;
  return last->ifs.empty() ? last->iter : last->ifs.back();
}

//===----------------------------------------------------------------------===//
// Names of things
//===----------------------------------------------------------------------===//

static const char *expressionName(const Expr *e) {
  switch (e->kind) {
  case NodeKind::Attribute:
    return "attribute";
  case NodeKind::Subscript:
    return "subscript";
  case NodeKind::Starred:
    return "starred";
  case NodeKind::Name:
    return "name";
  case NodeKind::List:
    return "list";
  case NodeKind::Tuple:
    return "tuple";
  case NodeKind::Lambda:
    return "lambda";
  case NodeKind::Call:
    return "function call";
  case NodeKind::BoolOp:
  case NodeKind::BinOp:
  case NodeKind::UnaryOp:
    return "expression";
  case NodeKind::GeneratorExp:
    return "generator expression";
  case NodeKind::Yield:
  case NodeKind::YieldFrom:
    return "yield expression";
  case NodeKind::Await:
    return "await expression";
  case NodeKind::ListComp:
    return "list comprehension";
  case NodeKind::SetComp:
    return "set comprehension";
  case NodeKind::DictComp:
    return "dict comprehension";
  case NodeKind::Dict:
    return "dict literal";
  case NodeKind::Set:
    return "set display";
  case NodeKind::JoinedStr:
  case NodeKind::FormattedValue:
    return "f-string expression";
  case NodeKind::Constant:
    switch (cast<Constant>(e)->value.type) {
    case ConstantType::None:
      return "None";
    case ConstantType::True:
      return "True";
    case ConstantType::False:
      return "False";
    case ConstantType::Ellipsis:
      return "ellipsis";
    default:
      return "literal";
    }
  case NodeKind::Compare:
    return "comparison";
  case NodeKind::IfExp:
    return "conditional expression";
  case NodeKind::NamedExpr:
    return "named expression";
  default:
    return "expression";
  }
}

Expr *PegRun::invalidTarget(Expr *e, const std::string &kind) {
  switch (e->kind) {
  case NodeKind::List:
    for (Expr *item : cast<List>(e)->elts)
      if (Expr *bad = invalidTarget(item, kind))
        return bad;
    return nullptr;
  case NodeKind::Tuple:
    for (Expr *item : cast<Tuple>(e)->elts)
      if (Expr *bad = invalidTarget(item, kind))
        return bad;
    return nullptr;
  case NodeKind::Starred:
    return kind == "del" ? e : invalidTarget(cast<Starred>(e)->value, kind);
  case NodeKind::Compare:
    if (kind != "for")
      return e;
    // `for a in b` was read as a comparison.
    return cast<Compare>(e)->ops[0] == CmpOperator::In
               ? invalidTarget(cast<Compare>(e)->left, kind)
               : nullptr;
  case NodeKind::Name:
  case NodeKind::Subscript:
  case NodeKind::Attribute:
    return nullptr;
  default:
    return e;
  }
}

bool PegRun::isLegacyName(Expr *e) {
  auto *n = dyn_cast_or_null<Name>(e);
  return n && (n->id->index == KnownPrint || n->id->index == KnownExec);
}

/// Open brackets after a token.
int PegRun::bracketLevel(int token) {
  int open = 0;
  for (int i = 0; i <= token; ++i) {
    switch (tokens[i].kind) {
    case Tok::LParen:
    case Tok::LBracket:
    case Tok::LBrace:
      ++open;
      break;
    case Tok::RParen:
    case Tok::RBracket:
    case Tok::RBrace:
      --open;
      break;
    default:
      break;
    }
  }
  return open;
}

//===----------------------------------------------------------------------===//
// Actions
//===----------------------------------------------------------------------===//

void PegRun::raise(std::string message, ErrorRange range,
                   SyntaxErrorType type) {
  reportError(state.result, unit, type, std::move(message), range,
              tokens + furthest);
}

void PegRun::raiseHere(std::string message, SyntaxErrorType type) {
  reportErrorAt(state.result, unit, type, std::move(message),
                tokens + furthest);
}

static std::string fill(const std::string &message, const std::string &name) {
  std::string out = message;
  for (size_t at = 0; (at = out.find("%s", at)) != out.npos; at += name.size())
    out.replace(at, 2, name);
  return out;
}

void PegRun::act(const Peg::Action &action, Range a, Range b) {
  std::string message = action.message;
  auto expandName = [&] {
    if (message.find("%s") == message.npos)
      return;
    Expr *e = expression(a);
    message = fill(message, e ? expressionName(e) : "expression");
  };
  switch (action.kind) {
  case Peg::Action::None:
    return;
  case Peg::Action::At:
    expandName();
    return raise(message, position(a));
  case Peg::Action::Range: {
    expandName();
    ErrorRange from = position(a), to;
    if (action.word == "b") {
      to = position(b);
    } else {
      Expr *e = lastComprehensionPart(b, action.word == "target(b)");
      if (!e)
        return raise(message, from);
      to = {e->lineno, e->col_offset, e->end_lineno, e->end_col_offset};
    }
    return raise(message, {from.lineno, from.col, to.endLineno, to.endCol});
  }
  case Peg::Action::Tokens: {
    const Token &from = tokens[a.start], &to = tokens[a.end - 1];
    return raise(message, {from.lineno, from.col, to.endLineno, to.endCol});
  }
  case Peg::Action::Here:
    return raiseHere(message, SyntaxErrorType::SyntaxError);
  case Peg::Action::From: {
    ErrorRange from = position(a);
    const Token &last = tokens[furthest];
    return raise(message,
                 {from.lineno, from.col, last.endLineno, last.endCol - 1});
  }
  case Peg::Action::Block:
    if (action.hasA)
      message = "expected an indented block after " + message + " on line " +
                std::to_string(tokens[a.start].lineno);
    return raiseHere(message, SyntaxErrorType::IndentationError);
  case Peg::Action::Target: {
    Expr *e = expression(a);
    Expr *bad = e ? invalidTarget(e, action.word) : nullptr;
    if (bad)
      raise(
          std::string(action.word == "del" ? "cannot delete "
                                           : "cannot assign to ") +
              expressionName(bad),
          {bad->lineno, bad->col_offset, bad->end_lineno, bad->end_col_offset});
    return;
  }
  case Peg::Action::Special:
    return special(action.word, a, b);
  }
}

void PegRun::special(const std::string &name, Range a, Range b) {
  if (name == "real" || name == "imaginary") {
    const Token &t = tokens[a.start];
    char last = char(unit.text[t.end - 1] | 0x20);
    bool hex = t.end - t.start > 1 && unit.text[t.start] == '0' &&
               (unit.text[t.start + 1] | 0x20) == 'x';
    bool isImaginary = last == 'j' && !hex;
    if (isImaginary != (name == "imaginary"))
      raise(name + " number required in complex literal",
            {t.lineno, t.col, t.endLineno, t.endCol});
  } else if (name == "legacy") {
    const Token &t = tokens[a.start];
    if (t.ident->index != KnownPrint && t.ident->index != KnownExec)
      return;
    std::string word(t.ident->text);
    ErrorRange to = position(b);
    raise("Missing parentheses in call to '" + word + "'. Did you mean " +
              word + "(...)?",
          {t.lineno, t.col, to.endLineno, to.endCol});
  } else if (name == "comma") {
    if (isLegacyName(expression(a)) || bracketLevel(b.end - 1) == 0)
      return;
    ErrorRange from = position(a), to = position(b);
    raise("invalid syntax. Perhaps you forgot a comma?",
          {from.lineno, from.col, to.endLineno, to.endCol});
  } else if (name == "generator_in_call") {
    bool unpacking = false;
    auto args = positionalArguments(a, &unpacking);
    Expr *last = lastComprehensionPart(b, false);
    if (args.size() <= 1 || !last)
      return;
    raise("Generator expression must be parenthesized",
          {args.back()->lineno, args.back()->col_offset, last->end_lineno,
           last->end_col_offset});
  } else if (name == "argument_order") {
    bool unpacking = false;
    positionalArguments(a, &unpacking);
    raiseHere(unpacking
                  ? "positional argument follows keyword argument unpacking"
                  : "positional argument follows keyword argument",
              SyntaxErrorType::SyntaxError);
  } else if (name == "colon_after_key") {
    ErrorRange r = position(a);
    raise("':' expected after dictionary key",
          {r.lineno, r.endCol - 1, r.endLineno, -1});
  }
}

//===----------------------------------------------------------------------===//
// The two passes
//===----------------------------------------------------------------------===//

void PegRun::run() {
  const char *entry = "file";
  if (unit.isFString)
    entry = "fstring";
  else if (unit.mode == ParseMode::Eval)
    entry = "eval";
  else if (unit.mode == ParseMode::Single)
    entry = "interactive";
  int rule = peg.find(entry);
  int end = match(rule, start);
  int lastFetched = furthest;
  if (end == Fail && !raised()) {
    memo.clear();
    callInvalid = true;
    match(rule, start);
  }
  if (overflow) {
    state.result.error = {};
    state.result.error.type = SyntaxErrorType::MemoryError;
    return;
  }
  if (raised()) {
    if (furthest >= 0)
      preferLexerError(state.result, unit, tokens + furthest);
    return;
  }
  const Token &last = tokens[lastFetched < 0 ? start : lastFetched];
  if (last.kind == Tok::Indent || last.kind == Tok::Dedent) {
    reportErrorAt(state.result, unit, SyntaxErrorType::IndentationError,
                  last.kind == Tok::Indent ? "unexpected indent"
                                           : "unexpected unindent",
                  &last);
    return;
  }
  bool noColumns = last.kind == Tok::EndMarker;
  raise("invalid syntax", {last.lineno, noColumns ? -1 : last.col,
                           last.endLineno, noColumns ? -1 : last.endCol});
  preferLexerError(state.result, unit, tokens + furthest);
}

void diagnose(ParseState &state, const ParseUnit &unit, const Token *furthest,
              const Token *start) {
  if (furthest->kind == Tok::Error)
    return reportLexerError(state.result, unit);
  PegRun(state, unit, int(start - unit.lexer.tokens())).run();
}

} // namespace pyc::ast
