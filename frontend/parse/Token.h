//===- Token.h - Tokens ------------------------------------------*- C++
//-*-===//
#ifndef PYC_FRONTEND_PARSE_TOKEN_H
#define PYC_FRONTEND_PARSE_TOKEN_H

#include "frontend/parse/Arena.h"

namespace pyc::ast {

enum class Tok : uint8_t {
  EndMarker,
  Newline,
  Indent,
  Dedent,
  Name,
  Number,
  String,
  /// The lexer gave up here; Lexer::error says why. Always the last token.
  Error,
  /// A punctuation character Python has no use for: `$`, `?`, `!`.
  Unknown,
#define OP(N, S) N,
#include "frontend/parse/Tokens.def"
#define KW(N, S) Kw##N,
#include "frontend/parse/Tokens.def"
};

/// Ident::index of keywords and other well-known names: ASTContext interns
/// them first, in this order.
enum KnownName : uint32_t {
#define KW(N, S) KwIndex##N,
#include "frontend/parse/Tokens.def"
  KeywordCount,
  SoftBase_ = KeywordCount - 1,
#define SOFT(N, S) Known##N,
#include "frontend/parse/Tokens.def"
  KnownNameCount
};

inline Tok keywordTok(uint32_t identIndex) {
  return Tok(uint32_t(Tok::KwFalse) + identIndex);
}
inline bool isKeyword(Tok t) { return t >= Tok::KwFalse; }

struct Token {
  Tok kind;
  /// Indent and Dedent have no column in CPython (-1): errors about them are
  /// reported where the tokenizer stands. `col` holds that column.
  uint32_t start, end; ///< byte offsets in the source
  int32_t lineno, col;
  int32_t endLineno, endCol;
  const Ident *ident; ///< Name and keywords
};

const char *tokenName(Tok kind);     ///< "NAME", "LPAR", ...
const char *tokenSpelling(Tok kind); ///< "(", "def"; null for classes

} // namespace pyc::ast

#endif
