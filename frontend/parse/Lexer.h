//===- Lexer.h - Source text to tokens ---------------------------*- C++
//-*-===//
//
// The whole text is tokenised before parsing: an array of tokens lets the
// parser look ahead and step back for nothing, and a failed parse can be
// diagnosed over the same array. An error of the lexer becomes a last token of
// kind Error, and is reported only if the parser gets there (or fails before,
// where CPython prefers the lexer's complaint: see Diagnose.cpp).
//
//===----------------------------------------------------------------------===//
#ifndef PYC_FRONTEND_PARSE_LEXER_H
#define PYC_FRONTEND_PARSE_LEXER_H

#include "frontend/parse/Parse.h"
#include "frontend/parse/Token.h"

#include <string>
#include <vector>

namespace pyc::ast {

class Lexer {
public:
  /// `text` must be valid UTF-8 in the arena, with '\n' line ends and followed
  /// by at least one NUL. Positions start at (firstLine, firstCol): not (1, 0)
  /// for the expressions inside f-strings.
  Lexer(ASTContext &context, std::string_view text, int firstLine = 1,
        int firstCol = 0);
  ~Lexer() { std::free(buffer); }
  Lexer(const Lexer &) = delete;

  void run();

  Token *tokens() const { return buffer; }
  size_t tokenCount() const { return count; }

  enum class ErrorKind : uint8_t {
    None,
    /// Message with its own position, from the tokenizer.
    Message,
    Dedent,           ///< unindent does not match
    TabSpace,         ///< inconsistent use of tabs and spaces
    TooDeep,          ///< too many levels of indentation
    LineContinuation, ///< unexpected character after line continuation
                      ///< character
    EofInParens,      ///< '(' was never closed
    UnexpectedEof,    ///< after a backslash
  };
  ErrorKind errorKind = ErrorKind::None;
  std::string errorMessage;
  /// Position in characters as SyntaxError wants it (1-based offset).
  int errorLine = 0, errorOffset = 0, errorEndOffset = -1;
  /// First source line of the text CPython shows, when not errorLine.
  uint32_t errorPos = 0;
  /// Still open brackets where the lexer stopped or failed.
  struct Bracket {
    char c;
    int lineno, col;
  };
  std::vector<Bracket> brackets;

  /// SyntaxWarnings.
  struct Warning {
    std::string message;
    int lineno, col;
  };
  std::vector<Warning> warnings;

private:
  void lexLineStart();
  bool lexToken();
  bool lexNumber();
  bool lexString(uint32_t start);
  bool lexName();
  bool verifyIdentifier(uint32_t start);
  bool endOfNumber(const char *kind);
  bool decimalTail();
  bool continuationLine();
  void stepBackToLastLine();
  bool error(std::string message);
  bool errorRange(std::string message, int offset, int endOffset);
  bool fail(ErrorKind kind);
  void newline() {
    ++line;
    lineStart = pos;
  }
  int columnOf(uint32_t p) const {
    return int(p - lineStart) + (line == firstLine ? firstCol : 0);
  }
  /// Characters, not bytes, from the start of the line.
  int charsTo(uint32_t p) const;
  void push(Tok kind, uint32_t start, const Ident *ident = nullptr) {
    if (count == capacity)
      grow();
    int col = columnOf(start);
    buffer[count++] =
        Token{kind, start, pos, line, col, line, col + int(pos - start), ident};
  }
  void grow();

  ASTContext &context;
  const char *src;
  uint32_t size;
  uint32_t pos = 0, lineStart = 0;
  int line, firstLine, firstCol;
  Token *buffer = nullptr;
  size_t count = 0, capacity = 0;
  bool atLineStart = true;
  int indentDepth = 0;
  int indents[101] = {0}, altIndents[101] = {0};
};

} // namespace pyc::ast

#endif
