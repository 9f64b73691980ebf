//===- ParseString.cpp - String literals, f-strings included --------------===//
//
// A run of adjacent STRING tokens becomes one node: a Constant, or a JoinedStr
// when one of them is an f-string. As in CPython 3.11 an f-string is one token,
// whose braces are found by scanning for the matching end; the text between
// them is then lexed and parsed on its own, as "(text)" placed where the brace
// stood, which gives the inner nodes their true positions.
//
//===----------------------------------------------------------------------===//

#include "frontend/parse/Parser.h"
#include "frontend/parse/Unicode.h"

#include <cctype>

namespace pyc::ast {

class StringParser {
public:
  StringParser(Parser &p, const Token *firstTok, const Token *lastTok)
      : p(p), first(firstTok), last(lastTok), runFirst(firstTok),
        runLast(lastTok), after(lastTok + 1) {}

  Expr *run();

private:
  struct Literal {
    bool bytes = false, raw = false, fstring = false;
    const char *begin, *end; // without quotes
  };
  Literal split(const Token *t);

  bool decodeText(const char *s, const char *end, std::string &out);
  bool decodeBytes(const char *s, const char *end, std::string &out);
  bool warnEscape(const char *at);
  bool unicodeError(size_t from, size_t to, const char *reason);

  bool parseFString(const char *&s, const char *end, bool raw, int level,
                    std::vector<Expr *> &values, std::string &pending);
  bool findLiteral(const char *&s, const char *end, bool raw, int level,
                   std::string &out, bool &again);
  bool findExpression(const char *&s, const char *end, bool raw, int level,
                      std::string &pending, std::vector<Expr *> &values);
  Expr *compileExpression(const char *s, const char *end);
  void flush(std::vector<Expr *> &values, std::string &pending);

  /// CPython reports these at the last token it has read: the one after the
  /// strings.
  bool error(std::string message) {
    reportErrorAt(p.state.result, p.unit, SyntaxErrorType::SyntaxError,
                  std::move(message), after);
    return false;
  }
  template <class T> T *finish(T *n) {
    n->lineno = first->lineno;
    n->col_offset = first->col;
    n->end_lineno = last->endLineno;
    n->end_col_offset = last->endCol;
    return n;
  }
  Constant *constant(ConstantType type, std::string_view s) {
    auto *n = finish(p.make<Constant>());
    n->value.type = type;
    n->value.s = s;
    n->kind_u.isU = p.src[first->start] == 'u';
    return n;
  }

  Parser &p;
  const Token *first, *last; ///< the range that nodes get as their position
  const Token *const runFirst, *const runLast;
  const Token *const after;
  const Token *current = nullptr;
};

StringParser::Literal StringParser::split(const Token *t) {
  Literal l;
  const char *s = p.src + t->start;
  for (; *s != '"' && *s != '\''; ++s) {
    char c = char(*s | 0x20);
    l.bytes |= c == 'b';
    l.raw |= c == 'r';
    l.fstring |= c == 'f';
  }
  const char *end = p.src + t->end;
  bool triple = end - s >= 6 && s[1] == s[0] && s[2] == s[0];
  l.begin = s + (triple ? 3 : 1);
  l.end = end - (triple ? 3 : 1);
  return l;
}

Expr *StringParser::run() {
  bool anyFString = false, bytesMode = false;
  // One plain literal without escapes is a view of the source.
  if (first == last) {
    current = first;
    Literal l = split(first);
    size_t size = size_t(l.end - l.begin);
    if (!l.fstring && (l.raw || !std::memchr(l.begin, '\\', size))) {
      if (l.bytes)
        for (const char *s = l.begin; s < l.end; ++s)
          if ((unsigned char)*s >= 128) {
            error("bytes can only contain ASCII literal characters");
            return nullptr;
          }
      return constant(l.bytes ? ConstantType::Bytes : ConstantType::Str,
                      {l.begin, size});
    }
  }
  std::vector<Expr *> values;
  std::string pending;
  for (const Token *t = first; t < after; ++t) {
    current = t;
    Literal l = split(t);
    if (l.bytes)
      for (const char *s = l.begin; s < l.end; ++s)
        if ((unsigned char)*s >= 128) {
          error("bytes can only contain ASCII literal characters");
          return nullptr;
        }
    if (!l.fstring) {
      bool ok = true;
      std::string piece;
      if (l.raw)
        piece.assign(l.begin, l.end);
      else
        ok = l.bytes ? decodeBytes(l.begin, l.end, piece)
                     : decodeText(l.begin, l.end, piece);
      if (!ok)
        return nullptr;
      if (t != first && l.bytes != bytesMode) {
        error("cannot mix bytes and nonbytes literals");
        return nullptr;
      }
      bytesMode = l.bytes;
      pending += piece;
      continue;
    }
    if (t != first && bytesMode) {
      error("cannot mix bytes and nonbytes literals");
      return nullptr;
    }
    anyFString = true;
    const char *s = l.begin;
    if (!parseFString(s, l.end, l.raw, 0, values, pending))
      return nullptr;
  }
  if (!anyFString)
    return constant(bytesMode ? ConstantType::Bytes : ConstantType::Str,
                    p.context.copyString(pending));
  flush(values, pending);
  auto *n = finish(p.make<JoinedStr>());
  n->values = p.context.copySeq<Expr *>(values.data(), values.size());
  return n;
}

void StringParser::flush(std::vector<Expr *> &values, std::string &pending) {
  if (pending.empty())
    return;
  values.push_back(constant(ConstantType::Str, p.context.copyString(pending)));
  pending.clear();
}

//===----------------------------------------------------------------------===//
// Escapes
//===----------------------------------------------------------------------===//

bool StringParser::warnEscape(const char *at) {
  // Only the start of the token is known to the warning's reader.
  std::string message = "invalid escape sequence '\\";
  const char *end = at;
  if (*at >= '0' && *at <= '7') {
    message = "invalid octal escape sequence '\\";
    end += 3;
  } else {
    nextCodePoint(end);
  }
  message.append(at, end);
  message += "'";
  p.state.result.warnings.push_back({SyntaxWarningInfo::Deprecation,
                                     std::move(message), current->lineno,
                                     current->col});
  return true;
}

bool StringParser::unicodeError(size_t from, size_t to, const char *reason) {
  std::string message = "(unicode error) 'unicodeescape' codec can't decode ";
  if (to == from + 1)
    message += "byte 0x5c in position " + std::to_string(from);
  else
    message += "bytes in position " + std::to_string(from) + "-" +
               std::to_string(to - 1);
  return error(message + ": " + reason);
}

static int hexValue(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  c = char(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// Appends what the escape `c` stands for where that needs no look at what
/// follows, in strings and bytes alike.
static bool simpleEscape(char c, std::string &out) {
  static constexpr char kEscapes[] = "\\\\''\"\"a\ab\bf\fn\nr\rt\tv\v";
  if (c == '\n') // the line goes on
    return true;
  for (const char *e = kEscapes; *e; e += 2)
    if (*e == c) {
      out += e[1];
      return true;
    }
  return false;
}

/// One to three octal digits; more than a byte counts as an invalid escape.
static uint32_t octalEscape(char first, const char *&s, const char *end,
                            const char *&firstInvalid) {
  uint32_t v = uint32_t(first - '0');
  for (int i = 0; i < 2 && s < end && *s >= '0' && *s <= '7'; ++i)
    v = v * 8 + uint32_t(*s++ - '0');
  if (v > 0377 && !firstInvalid)
    firstInvalid = s - 3;
  return v;
}

/// Positions in error messages count what CPython's decoder sees: each
/// non-ASCII character as ten bytes ("\UXXXXXXXX").
bool StringParser::decodeText(const char *s, const char *end,
                              std::string &out) {
  const char *firstInvalid = nullptr;
  out.reserve(out.size() + size_t(end - s));
  size_t extra = 0; // positions beyond s - begin
  const char *begin = s;
  auto position = [&](const char *at) { return size_t(at - begin) + extra; };
  while (s < end) {
    const void *backslash = std::memchr(s, '\\', size_t(end - s));
    const char *stop = backslash ? static_cast<const char *>(backslash) : end;
    for (const char *c = s; c < stop;) {
      if ((unsigned char)*c < 128) {
        ++c;
        continue;
      }
      const char *from = c;
      nextCodePoint(c);
      extra += 10 - size_t(c - from);
    }
    out.append(s, stop);
    s = stop;
    if (s == end)
      break;
    const char *escape = s++;
    size_t escapePos = position(escape);
    if (s == end) {
      out += '\\';
      break;
    }
    char c = *s++;
    auto hex = [&](int digits, const char *reason) {
      uint32_t cp = 0;
      for (int i = 0; i < digits; ++i) {
        int v = s < end ? hexValue(*s) : -1;
        if (v < 0)
          return unicodeError(escapePos, position(s), reason);
        cp = cp << 4 | uint32_t(v);
        ++s;
      }
      if (cp > 0x10FFFF)
        return unicodeError(escapePos, position(s),
                            "illegal Unicode character");
      appendUtf8(out, cp);
      return true;
    };
    if (simpleEscape(c, out))
      continue;
    switch (c) {
    case 'x':
      if (!hex(2, "truncated \\xXX escape"))
        return false;
      break;
    case 'u':
      if (!hex(4, "truncated \\uXXXX escape"))
        return false;
      break;
    case 'U':
      if (!hex(8, "truncated \\UXXXXXXXX escape"))
        return false;
      break;
    case 'N': {
      if (s >= end || *s != '{')
        return unicodeError(escapePos, position(s),
                            "malformed \\N character escape");
      const char *name = ++s;
      while (s < end && *s != '}')
        ++s;
      if (s >= end || s == name)
        return unicodeError(escapePos, position(s),
                            "malformed \\N character escape");
      int32_t cp = characterByName({name, size_t(s - name)});
      ++s;
      if (cp < 0)
        return unicodeError(escapePos, position(s),
                            "unknown Unicode character name");
      appendUtf8(out, uint32_t(cp));
      break;
    }
    default:
      if (c >= '0' && c <= '7') {
        appendUtf8(out, octalEscape(c, s, end, firstInvalid));
        break;
      }
      if (!firstInvalid)
        firstInvalid = s - 1;
      out += '\\';
      --s; // the character itself follows as text
      break;
    }
  }
  return !firstInvalid || warnEscape(firstInvalid);
}

bool StringParser::decodeBytes(const char *s, const char *end,
                               std::string &out) {
  const char *begin = s, *firstInvalid = nullptr;
  while (s < end) {
    char c = *s++;
    if (c != '\\' || s == end) {
      out += c;
      continue;
    }
    c = *s++;
    if (simpleEscape(c, out))
      continue;
    switch (c) {
    case 'x': {
      int hi = s < end ? hexValue(s[0]) : -1;
      int lo = s + 1 < end ? hexValue(s[1]) : -1;
      if (hi < 0 || lo < 0)
        return error("(value error) invalid \\x escape at position " +
                     std::to_string(s - 2 - begin));
      out += char(hi << 4 | lo);
      s += 2;
      break;
    }
    default:
      if (c >= '0' && c <= '7') {
        out += char(octalEscape(c, s, end, firstInvalid));
        break;
      }
      if (!firstInvalid)
        firstInvalid = s - 1;
      out += '\\';
      out += c;
      break;
    }
  }
  return !firstInvalid || warnEscape(firstInvalid);
}

//===----------------------------------------------------------------------===//
// f-strings
//===----------------------------------------------------------------------===//

/// Parses up to the end, or at level > 0 (a format spec) up to the "}".
bool StringParser::parseFString(const char *&s, const char *end, bool raw,
                                int level, std::vector<Expr *> &values,
                                std::string &pending) {
  for (;;) {
    bool again = false;
    if (!findLiteral(s, end, raw, level, pending, again))
      return false;
    if (again)
      continue;
    if (s >= end || *s == '}')
      break;
    if (!findExpression(s, end, raw, level, pending, values))
      return false;
  }
  if (level != 0 && (s >= end || *s != '}'))
    return error("f-string: expecting '}'");
  return true;
}

/// The text before the next brace. `again`: a doubled brace was taken, go on.
bool StringParser::findLiteral(const char *&s, const char *end, bool raw,
                               int level, std::string &out, bool &again) {
  const char *start = s, *stop = end;
  const char *c = s;
  s = end;
  while (c < end) {
    char ch = *c++;
    if (!raw && ch == '\\' && c < end) {
      ch = *c++;
      if (ch == 'N') {
        // The braces of \N{name} start no expression.
        if (c < end && *c++ == '{')
          while (c < end && *c++ != '}')
            ;
        continue;
      }
      if (ch == '{')
        warnEscape(c - 1);
    }
    if (ch != '{' && ch != '}')
      continue;
    if (level == 0) {
      if (c < end && *c == ch) {
        stop = c;
        s = c + 1;
        again = true;
        break;
      }
      if (ch == '}')
        return error("f-string: single '}' is not allowed");
    }
    stop = s = c - 1;
    break;
  }
  if (start == stop)
    return true;
  if (raw) {
    out.append(start, stop);
    return true;
  }
  return decodeText(start, stop, out);
}

bool StringParser::findExpression(const char *&s, const char *end, bool raw,
                                  int level, std::string &pending,
                                  std::vector<Expr *> &values) {
  if (level >= 2)
    return error("f-string: expressions nested too deeply");
  const char *exprStart = ++s;
  char quote = 0;
  bool triple = false;
  std::string brackets;
  for (; s < end; ++s) {
    char ch = *s;
    if (ch == '\\')
      return error("f-string expression part cannot include a backslash");
    bool three = s + 2 < end && s[1] == ch && s[2] == ch;
    if (quote) {
      if (ch == quote) {
        if (!triple) {
          quote = 0;
        } else if (three) {
          s += 2;
          quote = 0;
        }
      }
      continue;
    }
    if (ch == '\'' || ch == '"') {
      triple = three;
      if (three)
        s += 2;
      quote = ch;
      continue;
    }
    if (ch == '[' || ch == '{' || ch == '(') {
      if (brackets.size() >= 200)
        return error("f-string: too many nested parenthesis");
      brackets += ch;
      continue;
    }
    if (ch == '#')
      return error("f-string expression part cannot include '#'");
    if (brackets.empty() && (ch == '!' || ch == ':' || ch == '}' || ch == '=' ||
                             ch == '>' || ch == '<')) {
      if (s + 1 < end && s[1] == '=' &&
          (ch == '!' || ch == '=' || ch == '<' || ch == '>')) {
        ++s;
        continue;
      }
      if (ch == '>' || ch == '<')
        continue;
      break;
    }
    if (ch == ']' || ch == '}' || ch == ')') {
      if (brackets.empty())
        return error(std::string("f-string: unmatched '") + ch + "'");
      char open = brackets.back();
      brackets.pop_back();
      if (!((open == '(' && ch == ')') || (open == '[' && ch == ']') ||
            (open == '{' && ch == '}')))
        return error(std::string("f-string: closing parenthesis '") + ch +
                     "' does not match opening parenthesis '" + open + "'");
    }
  }
  const char *exprEnd = s;
  if (quote)
    return error("f-string: unterminated string");
  if (!brackets.empty())
    return error(std::string("f-string: unmatched '") + brackets.back() + "'");
  if (s >= end)
    return error("f-string: expecting '}'");

  Expr *value = compileExpression(exprStart, exprEnd);
  if (!value)
    return false;
  auto *n = p.make<FormattedValue>();
  n->lineno = runFirst->lineno;
  n->col_offset = runFirst->col;
  n->end_lineno = runLast->endLineno;
  n->end_col_offset = runLast->endCol;
  n->value = value;
  n->conversion = -1;
  bool selfDocumenting = *s == '=';
  if (selfDocumenting) {
    ++s;
    while (s < end && std::isspace((unsigned char)*s))
      ++s;
    if (s >= end)
      return error("f-string: expecting '}'");
    pending.append(exprStart, s);
  }
  if (*s == '!') {
    ++s;
    if (s >= end)
      return error("f-string: expecting '}'");
    char conversion = *s++;
    if (conversion != 's' && conversion != 'r' && conversion != 'a')
      return error("f-string: invalid conversion character: expected 's', "
                   "'r', or 'a'");
    n->conversion = conversion;
  }
  if (s >= end)
    return error("f-string: expecting '}'");
  if (*s == ':') {
    ++s;
    if (s >= end)
      return error("f-string: expecting '}'");
    std::vector<Expr *> specValues;
    std::string specPending;
    // The nodes of a format spec have the position of their own literal, not
    // of the whole run.
    const Token *outerFirst = first, *outerLast = last;
    first = last = current;
    if (!parseFString(s, end, raw, level + 1, specValues, specPending))
      return false;
    flush(specValues, specPending);
    auto *spec = finish(p.make<JoinedStr>());
    spec->values =
        p.context.copySeq<Expr *>(specValues.data(), specValues.size());
    n->format_spec = spec;
    first = outerFirst;
    last = outerLast;
  }
  if (s >= end || *s != '}')
    return error("f-string: expecting '}'");
  ++s;
  if (selfDocumenting && !n->format_spec && n->conversion == -1)
    n->conversion = 'r';
  flush(values, pending);
  values.push_back(n);
  return true;
}

Expr *StringParser::compileExpression(const char *s, const char *end) {
  const char *c = s;
  while (c < end && (*c == ' ' || *c == '\t' || *c == '\n' || *c == '\f'))
    ++c;
  if (c == end) {
    if (*end == '!' || *end == ':' || *end == '=')
      error(std::string("f-string: expression required before '") + *end + "'");
    else
      error("f-string: empty expression not allowed");
    return nullptr;
  }
  size_t size = size_t(end - s);
  char *text = p.context.allocateArray<char>(size + 7);
  text[0] = '(';
  std::memcpy(text + 1, s, size);
  text[size + 1] = ')';
  text[size + 2] = '\n';
  std::memset(text + size + 3, 0, 4);
  // Where the brace stands.
  const char *brace = s - 1, *tokenStart = p.src + current->start;
  int line = current->lineno;
  const char *newline = nullptr;
  for (const char *q = tokenStart; q < brace; ++q)
    if (*q == '\n') {
      ++line;
      newline = q;
    }
  int col = newline ? int(brace - newline) - 1
                    : current->col + int(brace - tokenStart);
  Lexer lexer(p.context, {text, size + 3}, line, col);
  lexer.run();
  ParseUnit unit{lexer, {text, size + 3}, true, ParseMode::Eval, line, col};
  Parser inner(p.state, unit);
  Expr *e = inner.parseFStringExpression();
  for (auto &w : lexer.warnings)
    p.state.result.warnings.push_back(
        {SyntaxWarningInfo::Syntax, std::move(w.message), w.lineno, w.col});
  if (e)
    return e;
  if (inner.tooDeep)
    p.tooDeep = true;
  else if (!inner.hasError())
    diagnose(p.state, unit, inner.position(), lexer.tokens());
  return nullptr;
}

Expr *Parser::parseStrings() {
  const Token *firstString = tok;
  while (at(Tok::String))
    ++tok;
  // CPython looks at the next token before it evaluates strings.
  if (at(Tok::Error))
    return nullptr;
  return StringParser(*this, firstString, tok - 1).run();
}

/// fstring: star_expressions
Expr *Parser::parseFStringExpression() {
  Expr *e = parseStarExpressions();
  if (e)
    while (accept(Tok::Newline))
      ;
  return e && at(Tok::EndMarker) ? e : nullptr;
}

} // namespace pyc::ast
