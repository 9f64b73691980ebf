//===- ErrorReport.cpp - Filling and printing SyntaxErrors ----------------===//
//
// CPython's rules for what a SyntaxError carries: lines from 1, offsets in
// characters from 1, and the text of the line. The text has its newline when
// the tokenizer was still on that line, and none when it is fetched again from
// an earlier line; a text within an unfinished multi-line token begins where
// the token does. For an f-string's expression the text is "(expression)" and
// columns count from its bracket, in bytes.
//
//===----------------------------------------------------------------------===//

#include "frontend/parse/Parser.h"
#include "frontend/parse/Unicode.h"

#include <unistd.h>

namespace pyc::ast {

/// Start of a 1-based line within the unit.
static size_t lineOffset(std::string_view text, int line, int firstLine) {
  size_t pos = 0;
  for (; line > firstLine; --line) {
    size_t nl = text.find('\n', pos);
    if (nl == text.npos || nl + 1 > text.size())
      break;
    pos = nl + 1;
  }
  return pos;
}

static std::string_view lineText(const ParseUnit &unit, int lineno,
                                 bool withNewline) {
  size_t begin = lineOffset(unit.text, lineno, unit.firstLine);
  size_t end = unit.text.find('\n', begin);
  if (end == unit.text.npos)
    end = unit.text.size();
  else if (withNewline)
    ++end;
  return unit.text.substr(begin, end - begin);
}

/// A 1-based byte offset in the line to a 1-based character offset.
static int characterOffset(std::string_view line, int byteOffset) {
  if (byteOffset < 0)
    return -1;
  size_t n = size_t(byteOffset);
  if (n > line.size() + 1)
    n = line.size() + 1;
  // A partial last character counts as one.
  size_t whole = n < line.size() ? n : line.size();
  return countChars(line.substr(0, whole)) + int(n - whole);
}

void reportError(ParseResult &result, const ParseUnit &unit,
                 SyntaxErrorType type, std::string message, ErrorRange range,
                 const Token *fetched) {
  SyntaxErrorInfo &e = result.error;
  if (e.type != SyntaxErrorType::None)
    return;
  e.type = type;
  e.filename = result.filename;
  e.message = (unit.isFString ? "f-string: " : "") + std::move(message);
  e.lineno = range.lineno;
  e.endLineno = range.endLineno;
  // Where the tokenizer stands after the last token.
  int tokenizerLine = fetched ? fetched->endLineno : range.lineno;
  if (unit.mode == ParseMode::Exec && !unit.isFString &&
      access(result.filename.c_str(), R_OK) == 0) {
    // CPython reads the line from the file.
    e.text = lineText(unit, range.lineno, true);
  } else {
    // The tokenizer's buffer: the line it is on, and the lines before when it
    // came there within a string or by a backslash.
    int firstLine = range.lineno;
    if (tokenizerLine <= range.lineno)
      for (const Token *t = fetched;
           t && t >= unit.lexer.tokens() && t->endLineno >= firstLine - 1;
           --t) {
        if (t->endLineno == firstLine && t->lineno < firstLine)
          firstLine = t->lineno;
        if (t->endLineno == firstLine - 1 && t->kind > Tok::Dedent) {
          std::string_view before = lineText(unit, firstLine - 1, false);
          if (!before.ends_with('\\'))
            break;
          --firstLine;
        }
      }
    size_t begin = lineOffset(unit.text, firstLine, unit.firstLine);
    std::string_view last =
        lineText(unit, range.lineno, tokenizerLine <= range.lineno);
    e.text = unit.text.substr(
        begin, size_t(last.data() + last.size() - unit.text.data()) - begin);
  }
  e.hasText = true;
  int offset = range.col + 1, endOffset = range.endCol + 1;
  if (result.columnsInBytes && !unit.isFString) {
    e.offset = offset;
    e.endOffset = endOffset;
    return;
  }
  if (unit.isFString) {
    e.offset = offset - unit.firstCol;
    e.endOffset = endOffset - unit.firstCol;
    return;
  }
  e.offset = characterOffset(e.text, offset);
  e.endOffset = endOffset > 0 ? characterOffset(e.text, endOffset) : endOffset;
}

/// INDENT, DEDENT and ENDMARKER have no columns in CPython: errors at them are
/// put where the tokenizer stands, without an end.
void reportErrorAt(ParseResult &result, const ParseUnit &unit,
                   SyntaxErrorType type, std::string message, const Token *at) {
  if (at->kind == Tok::Indent || at->kind == Tok::Dedent ||
      at->kind == Tok::EndMarker)
    return reportError(result, unit, type, std::move(message),
                       {at->lineno, at->col - 1, at->endLineno, -2}, at);
  reportError(result, unit, type, std::move(message),
              {at->lineno, at->col, at->endLineno, at->endCol}, at);
}

void reportLexerError(ParseResult &result, const ParseUnit &unit) {
  const Lexer &lexer = unit.lexer;
  const Token *errorToken = lexer.tokens() + lexer.tokenCount() - 1;
  SyntaxErrorInfo &e = result.error;
  if (e.type != SyntaxErrorType::None)
    return;
  switch (lexer.errorKind) {
  case Lexer::ErrorKind::None:
    return;
  case Lexer::ErrorKind::Message: {
    // From the tokenizer itself, which knows nothing of f-strings.
    e.type = SyntaxErrorType::SyntaxError;
    e.filename = result.filename;
    e.message = lexer.errorMessage;
    e.lineno = e.endLineno = lexer.errorLine;
    e.offset = lexer.errorOffset;
    e.endOffset = lexer.errorEndOffset < 0 ? e.offset : lexer.errorEndOffset;
    e.text = lineText(unit, lexer.errorLine, false);
    e.hasText = true;
    return;
  }
  case Lexer::ErrorKind::Dedent: {
    std::string_view line = lineText(unit, lexer.errorLine, true);
    reportError(result, unit, SyntaxErrorType::IndentationError,
                "unindent does not match any outer indentation level",
                {lexer.errorLine, int(line.size()) - 1, lexer.errorLine, -2},
                errorToken);
    return;
  }
  case Lexer::ErrorKind::TabSpace:
    reportError(result, unit, SyntaxErrorType::TabError,
                "inconsistent use of tabs and spaces in indentation",
                {lexer.errorLine, 0, lexer.errorLine, -1}, errorToken);
    return;
  case Lexer::ErrorKind::TooDeep:
    reportError(result, unit, SyntaxErrorType::IndentationError,
                "too many levels of indentation",
                {lexer.errorLine, 0, lexer.errorLine, -1}, errorToken);
    return;
  case Lexer::ErrorKind::LineContinuation:
    reportError(result, unit, SyntaxErrorType::SyntaxError,
                "unexpected character after line continuation character",
                {lexer.errorLine, lexer.errorOffset - 1, lexer.errorLine, -1},
                errorToken);
    return;
  case Lexer::ErrorKind::EofInParens: {
    const Lexer::Bracket &b = lexer.brackets.back();
    reportError(result, unit, SyntaxErrorType::SyntaxError,
                std::string("'") + b.c + "' was never closed",
                {b.lineno, b.col, b.lineno, -1}, errorToken);
    return;
  }
  case Lexer::ErrorKind::UnexpectedEof:
    reportError(result, unit, SyntaxErrorType::SyntaxError,
                "unexpected EOF while parsing",
                {lexer.errorLine, lexer.errorOffset - 1, lexer.errorLine, -2},
                errorToken);
    return;
  }
}

void preferLexerError(ParseResult &result, const ParseUnit &unit,
                      const Token *fetched) {
  const Lexer &lexer = unit.lexer;
  if (fetched->kind == Tok::EndMarker || fetched->kind == Tok::Error ||
      lexer.errorKind == Lexer::ErrorKind::None)
    return;
  SyntaxErrorInfo found = std::move(result.error);
  result.error = {};
  if (lexer.errorKind == Lexer::ErrorKind::Message) {
    reportLexerError(result, unit);
  } else if (!lexer.brackets.empty()) {
    const Lexer::Bracket &open = lexer.brackets.back();
    if (fetched->lineno > open.lineno)
      reportError(result, unit, SyntaxErrorType::SyntaxError,
                  std::string("'") + open.c + "' was never closed",
                  {open.lineno, open.col, open.lineno, -1},
                  lexer.tokens() + lexer.tokenCount() - 1);
  }
  if (result.error.type == SyntaxErrorType::None)
    result.error = std::move(found);
}

std::string formatSyntaxError(const SyntaxErrorInfo &e) {
  static const char *const names[] = {
      "",           "SyntaxError", "IndentationError", "TabError",
      "ValueError", "MemoryError", "RecursionError"};
  std::string out;
  if (e.lineno > 0) {
    out += "  File \"" + e.filename + "\", line " + std::to_string(e.lineno) +
           "\n";
  }
  if (e.hasText) {
    // The line without its indentation, and carets under the range. Offsets
    // before the text are clipped.
    std::string_view text = e.text;
    size_t nl = text.find('\n');
    if (nl != text.npos)
      text = text.substr(0, nl);
    size_t indent = 0;
    while (
        indent < text.size() &&
        (text[indent] == ' ' || text[indent] == '\t' || text[indent] == '\f'))
      ++indent;
    text.remove_prefix(indent);
    out += "    " + std::string(text) + "\n";
    if (e.offset >= 1) {
      int offset = e.offset - 1 - int(indent);
      int endOffset = e.endOffset;
      if (e.endLineno != e.lineno && e.endLineno > 0)
        endOffset = countChars(text) + int(indent) + 1;
      int end = endOffset > 0 ? endOffset - 1 - int(indent) : -1;
      if (end <= offset)
        end = offset + 1;
      // Errors of indentation point, they do not underline.
      if (e.type == SyntaxErrorType::IndentationError)
        end = offset + 1;
      if (offset >= 0)
        out += "    " + std::string(size_t(offset), ' ') +
               std::string(size_t(end - offset), '^') + "\n";
    }
  }
  out += names[int(e.type)];
  if (!e.message.empty())
    out += ": " + e.message;
  return out + "\n";
}

} // namespace pyc::ast
