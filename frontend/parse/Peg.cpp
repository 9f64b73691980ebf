//===- Peg.cpp - A small packrat matcher for diagnostics ------------------===//

#include "frontend/parse/Peg.h"

#include <cctype>

namespace pyc::ast {

//===----------------------------------------------------------------------===//
// Reading the grammar
//===----------------------------------------------------------------------===//

namespace {

class GrammarReader {
public:
  GrammarReader(Peg &peg, const char *text) : peg(peg), p(text) {}

  void read() {
    while (skip(), *p) {
      std::string name = word();
      int rule = ruleIndex(name);
      if (*p == '!') {
        ++p;
        peg.rules[size_t(rule)].memo = true;
      }
      expect(':');
      auto alternatives = readAlternatives(name);
      peg.rules[size_t(rule)].alternatives = std::move(alternatives);
    }
  }

private:
  void skip() {
    while (*p == ' ' || *p == '\n')
      ++p;
  }
  void expect(char c) {
    skip();
    assert(*p == c && "the diagnostic grammar is malformed");
    (void)c;
    ++p;
  }
  std::string word() {
    skip();
    std::string s;
    while (std::isalnum((unsigned char)*p) || *p == '_')
      s += *p++;
    return s;
  }
  /// Between two equal quotes, with \" inside.
  std::string quoted() {
    char quote = *p++;
    std::string s;
    while (*p != quote) {
      if (*p == '\\')
        ++p;
      s += *p++;
    }
    ++p;
    return s;
  }
  int ruleIndex(const std::string &name) {
    for (size_t i = 0; i < peg.rules.size(); ++i)
      if (peg.rules[i].name == name)
        return int(i);
    peg.rules.push_back({name, false, {}});
    return int(peg.rules.size()) - 1;
  }
  static Tok tokenOf(const std::string &spelling) {
#define OP(N, S)                                                               \
  if (spelling == S)                                                           \
    return Tok::N;
#include "frontend/parse/Tokens.def"
#define KW(N, S)                                                               \
  if (spelling == S)                                                           \
    return Tok::Kw##N;
#include "frontend/parse/Tokens.def"
    assert(false && "unknown token in the diagnostic grammar");
    return Tok::Error;
  }

  /// At the name of the next rule: a word at the start of a line.
  bool atEnd() {
    skip();
    if (!*p)
      return true;
    const char *q = p;
    if (q[-1] != '\n')
      return false;
    while (std::isalnum((unsigned char)*q) || *q == '_')
      ++q;
    if (*q == '!')
      ++q;
    return q > p && *q == ':';
  }

  std::vector<Peg::Alternative> readAlternatives(const std::string &owner) {
    std::vector<Peg::Alternative> result;
    for (;;) {
      Peg::Alternative alt;
      while (!atEnd() && *p != '|' && *p != ')' && *p != ']' && *p != '{')
        alt.items.push_back(readItem(owner));
      if (*p == '{')
        alt.action = readAction();
      alt.secondPassOnly =
          alt.items.size() == 1 && alt.items[0].rule >= 0 &&
          alt.items[0].look == Peg::Look::None &&
          alt.items[0].repeat == Peg::Repeat::Once &&
          peg.rules[size_t(alt.items[0].rule)].name.starts_with("invalid_");
      result.push_back(std::move(alt));
      if (atEnd() || *p != '|')
        return result;
      ++p;
    }
  }

  Peg::Item readItem(const std::string &owner) {
    Peg::Item item;
    skip();
    if (p[0] >= 'a' && p[0] <= 'b' && p[1] == '=') {
      item.capture = *p;
      p += 2;
    }
    if (*p == '~') {
      ++p;
      item.look = Peg::Look::Cut;
      return item;
    }
    if (*p == '&') {
      ++p;
      item.look = Peg::Look::Ahead;
      if (*p == '&') {
        ++p;
        item.look = Peg::Look::Forced;
      }
    } else if (*p == '!') {
      ++p;
      item.look = Peg::Look::Not;
    }
    if (*p == '(' || *p == '[') {
      char close = *p == '(' ? ')' : ']';
      ++p;
      std::string name = owner + ":" + std::to_string(groups++);
      auto alternatives = readAlternatives(owner);
      expect(close);
      item.rule = int(peg.rules.size());
      peg.rules.push_back({name, false, std::move(alternatives)});
      if (close == ']')
        item.repeat = Peg::Repeat::Optional;
    } else if (*p == '\'') {
      item.tok = tokenOf(quoted());
      if (*p == '.') {
        ++p;
        Peg::Item element = readItem(owner);
        element.separator = item.tok;
        element.repeat = Peg::Repeat::Gather;
        element.capture = item.capture;
        return element;
      }
    } else if (*p == '"') {
      std::string s = quoted();
      item.terminal = Peg::Terminal::Soft;
      item.tok = Tok::Name;
      item.soft = s == "match"  ? KnownMatch
                  : s == "case" ? KnownCase
                                : KnownUnderscore;
    } else if (std::isupper((unsigned char)*p)) {
      std::string s = word();
      if (s == "SOFT_KEYWORD")
        item.terminal = Peg::Terminal::SoftKeyword;
      else if (s == "AUGASSIGN")
        item.terminal = Peg::Terminal::AugAssign;
      else if (s == "BINARY")
        item.terminal = Peg::Terminal::Binary;
      else if (s == "NOTEQUAL")
        item.terminal = Peg::Terminal::NotEqual;
      else
        item.tok = s == "NAME"        ? Tok::Name
                   : s == "NUMBER"    ? Tok::Number
                   : s == "STRING"    ? Tok::String
                   : s == "NEWLINE"   ? Tok::Newline
                   : s == "INDENT"    ? Tok::Indent
                   : s == "DEDENT"    ? Tok::Dedent
                   : s == "ENDMARKER" ? Tok::EndMarker
                                      : Tok::Error;
    } else {
      item.rule = ruleIndex(word());
    }
    if (item.look == Peg::Look::None && item.repeat == Peg::Repeat::Once) {
      if (*p == '?') {
        ++p;
        item.repeat = Peg::Repeat::Optional;
      } else if (*p == '*') {
        ++p;
        item.repeat = Peg::Repeat::Star;
      } else if (*p == '+') {
        ++p;
        item.repeat = Peg::Repeat::Plus;
      }
    }
    return item;
  }

  Peg::Action readAction() {
    ++p; // {
    Peg::Action action;
    std::string name = word();
    skip();
    auto part = [&] {
      std::string s = word();
      if (*p == '(') {
        ++p;
        s += "(" + word() + ")";
        expect(')');
      }
      skip();
      return s;
    };
    if (name == "at" || name == "tokens" || name == "from") {
      action.kind = name == "at"       ? Peg::Action::At
                    : name == "tokens" ? Peg::Action::Tokens
                                       : Peg::Action::From;
      part();
    } else if (name == "range") {
      action.kind = Peg::Action::Range;
      part();
      action.word = part();
    } else if (name == "here") {
      action.kind = Peg::Action::Here;
    } else if (name == "block") {
      action.kind = Peg::Action::Block;
      if (*p != '"') {
        part();
        action.hasA = true;
      }
    } else if (name == "target") {
      action.kind = Peg::Action::Target;
      action.word = part();
      part();
    } else {
      action.kind = Peg::Action::Special;
      action.word = name;
    }
    if (*p == '"')
      action.message = quoted();
    expect('}');
    return action;
  }

  Peg &peg;
  const char *p;
  int groups = 0;
};

} // namespace

const Peg &Peg::get() {
  static const Peg *const peg = [] {
    auto *fresh = new Peg;
    GrammarReader(*fresh, diagnosticGrammar).read();
    return fresh;
  }();
  return *peg;
}

int Peg::find(std::string_view name) const {
  for (size_t i = 0; i < rules.size(); ++i)
    if (rules[i].name == name)
      return int(i);
  return -1;
}

//===----------------------------------------------------------------------===//
// Matching
//===----------------------------------------------------------------------===//

/// CPython's limit on nested rules (MAXSTACK).
static constexpr int MaxLevel = 6000;

bool PegRun::fetch(int pos) {
  if (pos > furthest) {
    furthest = pos;
    if (tokens[pos].kind == Tok::Error) {
      reportLexerError(state.result, unit);
      return false;
    }
  }
  return true;
}

bool PegRun::terminal(const Peg::Item &item, int pos) {
  if (!fetch(pos))
    return false;
  const Token &t = tokens[pos];
  switch (item.terminal) {
  case Peg::Terminal::Exact:
    return t.kind == item.tok;
  case Peg::Terminal::Soft:
    return t.kind == Tok::Name && t.ident->index == item.soft;
  case Peg::Terminal::SoftKeyword:
    // CPython 3.11 compares only as many characters as the name has: `c` and
    // `mat` count as soft keywords here.
    if (t.kind != Tok::Name)
      return false;
    for (std::string_view keyword : {"_", "case", "match"})
      if (keyword.starts_with(unit.text.substr(t.start, t.end - t.start)))
        return true;
    return false;
  case Peg::Terminal::AugAssign:
    switch (t.kind) {
    case Tok::PlusEqual:
    case Tok::MinusEqual:
    case Tok::StarEqual:
    case Tok::SlashEqual:
    case Tok::PercentEqual:
    case Tok::AmperEqual:
    case Tok::VBarEqual:
    case Tok::CircumflexEqual:
    case Tok::LeftShiftEqual:
    case Tok::RightShiftEqual:
    case Tok::DoubleStarEqual:
    case Tok::DoubleSlashEqual:
    case Tok::AtEqual:
      return true;
    default:
      return false;
    }
  case Peg::Terminal::Binary:
    switch (t.kind) {
    case Tok::VBar:
    case Tok::Circumflex:
    case Tok::Amper:
    case Tok::LeftShift:
    case Tok::RightShift:
    case Tok::Plus:
    case Tok::Minus:
    case Tok::Star:
    case Tok::Slash:
    case Tok::DoubleSlash:
    case Tok::Percent:
    case Tok::At:
      return true;
    default:
      return false;
    }
  case Peg::Terminal::NotEqual:
    return t.kind == Tok::NotEqual &&
           (unit.text[t.start] == '<') ==
               ((state.futures & FutureBarryAsBdfl) != 0);
  }
  return false;
}

int PegRun::match(int rule, int pos) {
  const Peg::Rule &r = peg.rules[size_t(rule)];
  // Results of rules that CPython does not keep must not cross from one mode
  // into the other.
  uint64_t key = (uint64_t(pos) << 16 | uint64_t(rule)) << 1 |
                 uint64_t(!r.memo && callInvalid);
  if (auto it = memo.find(key); it != memo.end())
    return it->second;
  if (++level >= MaxLevel) {
    overflow = true;
    --level;
    return Fail;
  }
  bool saved = callInvalid;
  if (rule == noInvalidRule)
    callInvalid = false;
  int end = Fail;
  bool stop = false;
  for (const Peg::Alternative &alt : r.alternatives) {
    if (alt.secondPassOnly && !callInvalid)
      continue;
    end = matchAlternative(r, alt, pos, stop);
    if (end != Fail || stop || raised())
      break;
  }
  callInvalid = saved;
  --level;
  if (rule == stringsRule && end != Fail && !raised())
    checkStrings(pos);
  if (!raised())
    memo[key] = end;
  return raised() ? Fail : end;
}

int PegRun::matchAlternative(const Peg::Rule &rule, const Peg::Alternative &alt,
                             int pos, bool &stop) {
  Range a, b;
  bool cut = false;
  for (const Peg::Item &item : alt.items) {
    if (item.look == Peg::Look::Cut) {
      cut = true;
      continue;
    }
    int end = matchItem(item, pos);
    if (end == Fail || raised()) {
      stop = cut;
      return Fail;
    }
    if (item.capture)
      (item.capture == 'a' ? a : b) = {pos, end, item.rule};
    pos = end;
  }
  if (alt.action.kind != Peg::Action::None) {
    bool check = alt.action.word == "real" || alt.action.word == "imaginary";
    act(alt.action, a, b);
    if (raised())
      return Fail;
    if (!check) {
      // The action decided against an error: the rule fails, and CPython does
      // not try its other alternatives.
      stop = true;
      return Fail;
    }
  }
  return pos;
}

int PegRun::matchItem(const Peg::Item &item, int pos) {
  switch (item.look) {
  case Peg::Look::Ahead:
    return matchOne(item, pos) != Fail ? pos : Fail;
  case Peg::Look::Not:
    return matchOne(item, pos) == Fail && !raised() ? pos : Fail;
  case Peg::Look::Forced:
    if (matchOne(item, pos) != Fail)
      return pos + 1;
    if (!raised()) {
      const Token &t = tokens[pos];
      bool none = t.kind == Tok::Indent || t.kind == Tok::Dedent ||
                  t.kind == Tok::EndMarker;
      raise(std::string("expected '") + tokenSpelling(item.tok) + "'",
            {t.lineno, none ? -1 : t.col, t.endLineno, none ? -1 : t.endCol});
    }
    return Fail;
  default:
    break;
  }
  switch (item.repeat) {
  case Peg::Repeat::Once:
    return matchOne(item, pos);
  case Peg::Repeat::Optional: {
    int end = matchOne(item, pos);
    return end == Fail ? pos : end;
  }
  case Peg::Repeat::Star:
  case Peg::Repeat::Plus: {
    int count = 0;
    for (;;) {
      int end = matchOne(item, pos);
      if (end == Fail || raised())
        break;
      ++count;
      if (end == pos)
        break;
      pos = end;
    }
    return item.repeat == Peg::Repeat::Plus && !count ? Fail : pos;
  }
  case Peg::Repeat::Gather: {
    int end = matchOne(item, pos);
    if (end == Fail)
      return Fail;
    for (;;) {
      pos = end;
      if (!fetch(pos) || tokens[pos].kind != item.separator)
        return pos;
      end = matchOne(item, pos + 1);
      if (end == Fail || raised())
        return pos;
    }
  }
  }
  return Fail;
}

int PegRun::matchOne(const Peg::Item &item, int pos) {
  if (item.rule >= 0)
    return match(item.rule, pos);
  return terminal(item, pos) ? pos + 1 : Fail;
}

} // namespace pyc::ast
