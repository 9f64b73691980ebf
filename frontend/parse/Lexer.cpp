//===- Lexer.cpp - Source text to tokens ----------------------------------===//
//
// One pass, driven by a table of character classes. What needs care:
//
//  - Indentation: CPython measures it twice, with tabs to multiples of 8 and
//    with tabs of 1; when the two disagree about deeper, shallower or equal,
//    the line mixes tabs and spaces inconsistently (TabError).
//  - Inside brackets lines do not count; at most 200 brackets nest.
//  - Error positions: the tokenizer reports the column just after the last
//    character it read, in characters. `error` follows that.
//
//===----------------------------------------------------------------------===//

#include "frontend/parse/Lexer.h"
#include "frontend/parse/Unicode.h"

#include <cstdio>

namespace pyc::ast {

static constexpr int MaxBrackets = 200;
static constexpr int MaxIndents = 100;

namespace {
enum CharClass : uint8_t {
  CcOther, // not part of any token
  CcSpace, // blank, tab, form feed
  CcNewline,
  CcName, // may start a name; bytes of non-ASCII characters
  CcDigit,
  CcQuote,
  CcDot,
  CcHash,
  CcBackslash,
  CcPunct,
  CcNul,
};
struct CharTable {
  uint8_t cls[256] = {};
  bool name[256] = {}; // may continue a name
  constexpr CharTable() {
    for (int c = 0; c < 256; ++c) {
      bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                    c == '_' || c >= 128;
      bool digit = c >= '0' && c <= '9';
      name[c] = letter || digit;
      cls[c] = letter ? CcName : digit ? CcDigit : CcOther;
    }
    cls[' '] = cls['\t'] = cls['\f'] = CcSpace;
    cls['\n'] = CcNewline;
    cls['"'] = cls['\''] = CcQuote;
    cls['.'] = CcDot;
    cls['#'] = CcHash;
    cls['\\'] = CcBackslash;
    cls[0] = CcNul;
    for (char c :
         {'(', ')', '[', ']', '{', '}', ':', ',', ';', '+', '-', '*', '/',
          '|', '&', '<', '>', '=', '%', '~', '^', '@', '!', '$', '?', '`'})
      cls[(unsigned char)c] = CcPunct;
  }
};
constexpr CharTable table;
} // namespace

Lexer::Lexer(ASTContext &context, std::string_view text, int firstLine,
             int firstCol)
    : context(context), src(text.data()), size(uint32_t(text.size())),
      line(firstLine), firstLine(firstLine), firstCol(firstCol) {}

void Lexer::grow() {
  size_t wanted = capacity ? capacity * 2 : size / 5 + 32;
  auto *fresh =
      static_cast<Token *>(std::realloc(buffer, wanted * sizeof(Token)));
  if (!fresh)
    std::abort();
  buffer = fresh;
  capacity = wanted;
}

int Lexer::charsTo(uint32_t p) const {
  return countChars({src + lineStart, p - lineStart});
}

bool Lexer::errorRange(std::string message, int offset, int endOffset) {
  errorKind = ErrorKind::Message;
  errorMessage = std::move(message);
  errorLine = line;
  errorOffset = offset;
  errorEndOffset = endOffset;
  errorPos = lineStart;
  push(Tok::Error, pos);
  return false;
}

bool Lexer::error(std::string message) {
  return errorRange(std::move(message), charsTo(pos), -1);
}

bool Lexer::fail(ErrorKind kind) {
  errorKind = kind;
  errorLine = line;
  errorOffset = int(pos - lineStart);
  errorPos = lineStart;
  push(Tok::Error, pos);
  return false;
}

void Lexer::run() {
  for (;;) {
    if (atLineStart) {
      atLineStart = false;
      lexLineStart();
      if (errorKind != ErrorKind::None)
        return;
    }
    if (!lexToken())
      return;
  }
}

/// At the end CPython's tokenizer still stands at the end of the last line,
/// behind its newline: the line that follows does not exist.
void Lexer::stepBackToLastLine() {
  if (pos != lineStart || line == firstLine)
    return;
  --line;
  --lineStart;
  while (lineStart > 0 && src[lineStart - 1] != '\n')
    --lineStart;
}

/// A backslash has been read. On success the position is at the start of the
/// next line.
bool Lexer::continuationLine() {
  if (src[pos] != '\n' || pos >= size) {
    if (pos < size)
      ++pos;
    return fail(ErrorKind::LineContinuation);
  }
  ++pos;
  if (pos >= size)
    return fail(ErrorKind::UnexpectedEof);
  newline();
  return true;
}

/// Measures the indentation of a line that starts outside brackets and emits
/// Indent and Dedent tokens; lines with nothing but blanks and a comment do
/// not count.
void Lexer::lexLineStart() {
  int col, alt, continuedCol;
again:
  col = alt = continuedCol = 0;
  for (;;) {
    char c = src[pos];
    if (c == ' ') {
      ++col, ++alt;
    } else if (c == '\t') {
      col = (col / 8 + 1) * 8;
      ++alt;
    } else if (c == '\f') {
      col = alt = 0;
    } else if (c == '\\') {
      // The indentation before the first backslash is the one that counts.
      continuedCol = continuedCol ? continuedCol : col;
      ++pos;
      if (!continuationLine())
        return;
      continue;
    } else {
      break;
    }
    ++pos;
  }
  char c = src[pos];
  if (c == '#') {
    const void *nl = std::memchr(src + pos, '\n', size - pos);
    pos = nl ? uint32_t(static_cast<const char *>(nl) - src) : size;
    c = src[pos];
  }
  if (c == '\n' && pos < size) {
    ++pos;
    newline();
    goto again;
  }
  if (pos >= size)
    return; // the end: lexToken closes the open blocks
  if (!brackets.empty())
    return;
  if (continuedCol)
    col = alt = continuedCol;
  if (col == indents[indentDepth]) {
    if (alt != altIndents[indentDepth])
      fail(ErrorKind::TabSpace);
    return;
  }
  if (col > indents[indentDepth]) {
    if (indentDepth + 1 >= MaxIndents) {
      fail(ErrorKind::TooDeep);
      return;
    }
    if (alt <= altIndents[indentDepth]) {
      fail(ErrorKind::TabSpace);
      return;
    }
    ++indentDepth;
    indents[indentDepth] = col;
    altIndents[indentDepth] = alt;
    push(Tok::Indent, pos);
    return;
  }
  int depth = indentDepth;
  while (depth > 0 && col < indents[depth])
    --depth;
  if (col != indents[depth]) {
    fail(ErrorKind::Dedent);
    return;
  }
  if (alt != altIndents[depth]) {
    fail(ErrorKind::TabSpace);
    return;
  }
  for (; indentDepth > depth; --indentDepth)
    push(Tok::Dedent, pos);
}

bool Lexer::lexToken() {
  unsigned char c;
  for (;;) {
    while (table.cls[c = (unsigned char)src[pos]] == CcSpace)
      ++pos;
    uint32_t start = pos;
    switch (CharClass(table.cls[c])) {
    case CcName:
      return lexName();
    case CcDigit:
      return lexNumber();
    case CcQuote:
      return lexString(start);
    case CcHash: {
      const void *nl = std::memchr(src + pos, '\n', size - pos);
      pos = nl ? uint32_t(static_cast<const char *>(nl) - src) : size;
      if (brackets.empty() && pos < size) {
        // CPython's NEWLINE begins where the comment does.
        push(Tok::Newline, start);
        ++pos;
        newline();
        atLineStart = true;
        return true;
      }
      continue;
    }
    case CcNewline:
      if (!brackets.empty()) {
        ++pos;
        newline();
        continue;
      }
      push(Tok::Newline, start);
      ++pos;
      newline();
      atLineStart = true;
      return true;
    case CcBackslash:
      ++pos;
      if (!continuationLine())
        return false;
      continue;
    case CcNul:
      if (pos < size) {
        ++pos;
        return error("invalid non-printable character U+0000");
      }
      stepBackToLastLine();
      if (!brackets.empty())
        return fail(ErrorKind::EofInParens);
      while (indentDepth > 0) {
        --indentDepth;
        push(Tok::Dedent, pos);
      }
      push(Tok::EndMarker, pos);
      return false;
    case CcDot:
      if (table.cls[(unsigned char)src[pos + 1]] == CcDigit)
        return lexNumber();
      if (src[pos + 1] == '.' && src[pos + 2] == '.') {
        pos += 3;
        push(Tok::Ellipsis, start);
        return true;
      }
      ++pos;
      push(Tok::Dot, start);
      return true;
    case CcPunct:
      break;
    case CcSpace:
    case CcOther: {
      ++pos;
      char hex[40];
      std::snprintf(hex, sizeof hex, "invalid non-printable character U+%04X",
                    c);
      return error(hex);
    }
    }

    char d = src[pos + 1], e = d ? src[pos + 2] : '\0';
    Tok kind = Tok::Unknown;
    uint32_t length = 1;
    auto withEqual = [&](Tok plain, Tok equal) {
      kind = d == '=' ? (length = 2, equal) : plain;
    };
    auto doubled = [&](char self, Tok plain, Tok equal, Tok twice,
                       Tok twiceEqual) {
      if (d == self)
        kind = e == '=' ? (length = 3, twiceEqual) : (length = 2, twice);
      else
        withEqual(plain, equal);
    };
    switch (c) {
    case '(':
    case '[':
    case '{':
      ++pos;
      if (brackets.size() >= MaxBrackets)
        return error("too many nested parentheses");
      brackets.push_back({char(c), line, int(start - lineStart)});
      push(c == '('   ? Tok::LParen
           : c == '[' ? Tok::LBracket
                      : Tok::LBrace,
           start);
      return true;
    case ')':
    case ']':
    case '}': {
      ++pos;
      if (brackets.empty())
        return error(std::string("unmatched '") + char(c) + "'");
      Bracket open = brackets.back();
      brackets.pop_back();
      if (!((open.c == '(' && c == ')') || (open.c == '[' && c == ']') ||
            (open.c == '{' && c == '}'))) {
        std::string message = std::string("closing parenthesis '") + char(c) +
                              "' does not match opening parenthesis '" +
                              open.c + "'";
        if (open.lineno != line)
          message += " on line " + std::to_string(open.lineno);
        return error(message);
      }
      push(c == ')'   ? Tok::RParen
           : c == ']' ? Tok::RBracket
                      : Tok::RBrace,
           start);
      return true;
    }
    case ':':
      withEqual(Tok::Colon, Tok::ColonEqual);
      break;
    case ',':
      kind = Tok::Comma;
      break;
    case ';':
      kind = Tok::Semi;
      break;
    case '+':
      withEqual(Tok::Plus, Tok::PlusEqual);
      break;
    case '-':
      if (d == '>') {
        kind = Tok::Arrow;
        length = 2;
      } else {
        withEqual(Tok::Minus, Tok::MinusEqual);
      }
      break;
    case '*':
      doubled('*', Tok::Star, Tok::StarEqual, Tok::DoubleStar,
              Tok::DoubleStarEqual);
      break;
    case '/':
      doubled('/', Tok::Slash, Tok::SlashEqual, Tok::DoubleSlash,
              Tok::DoubleSlashEqual);
      break;
    case '|':
      withEqual(Tok::VBar, Tok::VBarEqual);
      break;
    case '&':
      withEqual(Tok::Amper, Tok::AmperEqual);
      break;
    case '<':
      if (d == '>') {
        kind = Tok::NotEqual; // the parser rejects it unless barry_as_FLUFL
        length = 2;
      } else {
        doubled('<', Tok::Less, Tok::LessEqual, Tok::LeftShift,
                Tok::LeftShiftEqual);
      }
      break;
    case '>':
      doubled('>', Tok::Greater, Tok::GreaterEqual, Tok::RightShift,
              Tok::RightShiftEqual);
      break;
    case '=':
      withEqual(Tok::Equal, Tok::EqEqual);
      break;
    case '!':
      withEqual(Tok::Unknown, Tok::NotEqual);
      break;
    case '%':
      withEqual(Tok::Percent, Tok::PercentEqual);
      break;
    case '~':
      kind = Tok::Tilde;
      break;
    case '^':
      withEqual(Tok::Circumflex, Tok::CircumflexEqual);
      break;
    case '@':
      withEqual(Tok::At, Tok::AtEqual);
      break;
    default: // $ ? `
      break;
    }
    pos += length;
    push(kind, start);
    return true;
  }
}

bool Lexer::lexName() {
  uint32_t start = pos;
  // String prefixes: b, r, u, f and the pairs of b or f with r, in any case.
  unsigned char c = src[pos];
  char low = char(c | 0x20);
  if (low == 'b' || low == 'r' || low == 'u' || low == 'f') {
    unsigned char d = src[pos + 1];
    if (d == '"' || d == '\'') {
      ++pos;
      return lexString(start);
    }
    char low2 = char(d | 0x20);
    if (((low == 'r' && (low2 == 'b' || low2 == 'f')) ||
         ((low == 'b' || low == 'f') && low2 == 'r')) &&
        (src[pos + 2] == '"' || src[pos + 2] == '\'')) {
      pos += 2;
      return lexString(start);
    }
  }
  unsigned char seen = 0;
  while (table.name[c = (unsigned char)src[pos]]) {
    seen |= c;
    ++pos;
  }
  if (seen < 128) [[likely]] {
    const Ident *ident = context.intern({src + start, pos - start});
    push(ident->index < KeywordCount ? keywordTok(ident->index) : Tok::Name,
         start, ident);
    return true;
  }
  if (!verifyIdentifier(start))
    return false;
  push(Tok::Name, start,
       context.intern(normaliseNFKC({src + start, pos - start})));
  return true;
}

bool Lexer::verifyIdentifier(uint32_t start) {
  const char *p = src + start, *end = src + pos;
  while (p < end) {
    const char *at = p;
    uint32_t cp = nextCodePoint(p);
    if (at == src + start ? isIdentifierStart(cp) : isIdentifierContinue(cp))
      continue;
    pos = uint32_t(p - src);
    char hex[16];
    std::snprintf(hex, sizeof hex, "U+%04X", cp);
    if (!isPrintable(cp))
      return error(std::string("invalid non-printable character ") + hex);
    return error("invalid character '" + std::string(at, p) + "' (" + hex +
                 ")");
  }
  return true;
}

/// Called after the last digit. A name right behind a number is an error,
/// except (with a warning) for the keywords that can follow an operand.
bool Lexer::endOfNumber(const char *kind) {
  const char *p = src + pos;
  unsigned char c = *p;
  if (!table.name[c])
    return true;
  // `if`, `in` and `is` may go on, as CPython has it.
  auto follows = [&](const char *word, bool whole) {
    size_t n = std::strlen(word);
    return std::strncmp(p, word, n) == 0 &&
           !(whole && table.name[(unsigned char)p[n]]);
  };
  if (follows("and", true) || follows("else", true) || follows("for", true) ||
      follows("or", true) || follows("if", false) || follows("in", false) ||
      follows("is", false)) {
    warnings.push_back(
        {std::string("invalid ") + kind + " literal", line, columnOf(pos)});
    return true;
  }
  return error(std::string("invalid ") + kind + " literal");
}

/// Digits with single underscores between them.
bool Lexer::decimalTail() {
  auto digit = [&] { return (unsigned char)(src[pos] - '0') < 10; };
  for (;;) {
    while (digit())
      ++pos;
    if (src[pos] != '_')
      return true;
    ++pos;
    if (!digit())
      return error("invalid decimal literal");
  }
}

bool Lexer::lexNumber() {
  uint32_t start = pos;
  auto isDigit = [](char c) { return (unsigned char)(c - '0') < 10; };
  auto finish = [&](const char *kind) {
    if (!endOfNumber(kind))
      return false;
    push(Tok::Number, start);
    return true;
  };
  bool zeros = false;    // only zeros so far: int must not go on with digits
  uint32_t zerosEnd = 0; // just past the first character after them
  bool nonzero = false;
  if (src[pos] == '0') {
    char x = char(src[pos + 1] | 0x20);
    if (x == 'x' || x == 'o' || x == 'b') {
      const char *kind = x == 'x'   ? "hexadecimal"
                         : x == 'o' ? "octal"
                                    : "binary";
      auto ok = [&](char c) {
        if (x == 'x')
          return isDigit(c) || (unsigned char)((c | 0x20) - 'a') < 6;
        return c >= '0' && c < (x == 'o' ? '8' : '2');
      };
      auto badDigit = [&] {
        ++pos;
        return error(std::string("invalid digit '") + src[pos - 1] + "' in " +
                     kind + " literal");
      };
      pos += 2;
      do {
        if (src[pos] == '_')
          ++pos;
        if (!ok(src[pos])) {
          if (x != 'x' && isDigit(src[pos]))
            return badDigit();
          return error(std::string("invalid ") + kind + " literal");
        }
        while (ok(src[pos]))
          ++pos;
      } while (src[pos] == '_');
      if (x != 'x' && isDigit(src[pos]))
        return badDigit();
      return finish(kind);
    }
    zeros = true;
    for (;;) {
      if (src[pos] == '_') {
        ++pos;
        if (!isDigit(src[pos]))
          return error("invalid decimal literal");
      }
      if (src[pos] != '0')
        break;
      ++pos;
    }
    zerosEnd = pos + 1;
    if (isDigit(src[pos])) {
      nonzero = true;
      if (!decimalTail())
        return false;
    }
  } else if (src[pos] != '.') {
    if (!decimalTail())
      return false;
  }
  bool isFloat = false;
  if (src[pos] == '.') {
    isFloat = true;
    ++pos;
    if (isDigit(src[pos]) && !decimalTail())
      return false;
  }
  if ((src[pos] | 0x20) == 'e') {
    uint32_t beforeE = pos;
    ++pos;
    bool sign = src[pos] == '+' || src[pos] == '-';
    if (sign)
      ++pos;
    if (isDigit(src[pos])) {
      isFloat = true;
      if (!decimalTail())
        return false;
    } else if (sign) {
      return error("invalid decimal literal");
    } else {
      pos = beforeE;
      return finish("decimal");
    }
  }
  if ((src[pos] | 0x20) == 'j') {
    ++pos;
    return finish("imaginary");
  }
  if (zeros && nonzero && !isFloat) {
    // Old-style octal.
    return errorRange(
        "leading zeros in decimal integer literals are not permitted; use an "
        "0o prefix for octal integers",
        charsTo(start) + 1, charsTo(zerosEnd));
  }
  return finish("decimal");
}

/// `start` is the prefix's first character, the position is at the quote.
bool Lexer::lexString(uint32_t start) {
  char quote = src[pos];
  int startLine = line;
  uint32_t startLineStart = lineStart;
  int startCol = columnOf(start);
  bool triple = src[pos + 1] == quote && src[pos + 2] == quote;
  if (!triple && src[pos + 1] == quote) {
    pos += 2;
    push(Tok::String, start);
    return true;
  }
  pos += triple ? 3 : 1;
  for (;;) {
    char c = src[pos];
    if (c == quote) {
      if (!triple) {
        ++pos;
        break;
      }
      if (src[pos + 1] == quote && src[pos + 2] == quote) {
        pos += 3;
        break;
      }
      ++pos;
    } else if (c == '\\') {
      ++pos;
      if (pos >= size)
        continue; // unterminated: seen below
      if (src[pos] == '\n') {
        ++pos;
        newline();
      } else {
        ++pos;
      }
    } else if ((c == '\n' && !triple) || pos >= size) {
      stepBackToLastLine();
      int detected = line;
      line = startLine;
      lineStart = startLineStart;
      pos = start + 1;
      return error(
          std::string("unterminated ") + (triple ? "triple-quoted " : "") +
          "string literal (detected at line " + std::to_string(detected) + ")");
    } else if (c == '\n') {
      ++pos;
      newline();
    } else {
      ++pos;
    }
  }
  if (count == capacity)
    grow();
  buffer[count++] = Token{Tok::String, start, pos,           startLine,
                          startCol,    line,  columnOf(pos), nullptr};
  return true;
}

//===----------------------------------------------------------------------===//
// Names of tokens
//===----------------------------------------------------------------------===//

const char *tokenSpelling(Tok kind) {
  switch (kind) {
#define OP(N, S)                                                               \
  case Tok::N:                                                                 \
    return S;
#include "frontend/parse/Tokens.def"
#define KW(N, S)                                                               \
  case Tok::Kw##N:                                                             \
    return S;
#include "frontend/parse/Tokens.def"
  default:
    return nullptr;
  }
}

const char *tokenName(Tok kind) {
  switch (kind) {
  case Tok::EndMarker:
    return "ENDMARKER";
  case Tok::Newline:
    return "NEWLINE";
  case Tok::Indent:
    return "INDENT";
  case Tok::Dedent:
    return "DEDENT";
  case Tok::Number:
    return "NUMBER";
  case Tok::String:
    return "STRING";
  case Tok::Error:
    return "ERRORTOKEN";
  case Tok::Name:
    return "NAME";
  default:
    return isKeyword(kind) ? "NAME" : "OP";
  }
}

} // namespace pyc::ast
