//===- Source.cpp - Source bytes to UTF-8 ---------------------------------===//
//
// PEP 263: a UTF-8 byte order mark, or a comment with "coding: NAME" in the
// first two lines, or UTF-8. Latin-1, ASCII and UTF-8 are done here; ICU's
// converters do the rest. CPython words decoding errors differently for the
// script it runs and for compile(): both are followed.
//
//===----------------------------------------------------------------------===//

#include "frontend/parse/Source.h"
#include "frontend/parse/Unicode.h"

#include <cstdio>
#include <unicode/ucnv.h>

namespace pyc::ast {

static bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\f'; }

/// The name in `# ... coding[:=] NAME` of one line, or empty.
static std::string_view declaredEncoding(std::string_view line) {
  size_t i = 0;
  while (i < line.size() && isBlank(line[i]))
    ++i;
  if (i == line.size() || line[i] != '#')
    return {};
  for (size_t at = i; (at = line.find("coding", at)) != line.npos; ++at) {
    size_t p = at + 6;
    if (p >= line.size() || (line[p] != ':' && line[p] != '='))
      continue;
    do
      ++p;
    while (p < line.size() && (line[p] == ' ' || line[p] == '\t'));
    size_t begin = p;
    while (p < line.size() &&
           (std::isalnum((unsigned char)line[p]) || line[p] == '-' ||
            line[p] == '_' || line[p] == '.'))
      ++p;
    if (p > begin)
      return line.substr(begin, p - begin);
  }
  return {};
}

static std::string_view takeLine(std::string_view text, size_t &pos) {
  size_t begin = pos;
  while (pos < text.size() && text[pos] != '\n' && text[pos] != '\r')
    ++pos;
  std::string_view line = text.substr(begin, pos - begin);
  if (pos < text.size() && text[pos] == '\r')
    ++pos;
  if (pos < text.size() && text[pos] == '\n')
    ++pos;
  return line;
}

/// utf-8 and latin-1 have many spellings; others keep theirs.
static std::string normalEncodingName(std::string_view name) {
  std::string low;
  for (char c : name.substr(0, 12))
    low += c == '_' ? '-' : char(std::tolower((unsigned char)c));
  auto is = [&](std::string_view n) {
    return low == n || low.starts_with(std::string(n) + "-");
  };
  if (is("utf-8"))
    return "utf-8";
  if (is("latin-1") || is("iso-8859-1") || is("iso-latin-1"))
    return "iso-8859-1";
  return std::string(name);
}

static bool failDecoding(ParseResult &result, std::string message,
                         const ParseOptions &options) {
  SyntaxErrorInfo &e = result.error;
  e.type = SyntaxErrorType::SyntaxError;
  e.message = std::move(message);
  e.filename = result.filename;
  e.lineno = options.isScriptFile ? -1 : 0;
  return false;
}

/// Bytes that are no UTF-8, without a declaration that says otherwise.
static bool failUtf8(ParseResult &result, std::string_view text, size_t at,
                     const ParseOptions &options, bool declared) {
  int line = 1;
  size_t lineStart = 0;
  for (size_t i = 0; i < at; ++i)
    if (text[i] == '\n') {
      ++line;
      lineStart = i + 1;
    }
  unsigned char c = text[at];
  char buffer[64];
  SyntaxErrorInfo &e = result.error;
  e.type = SyntaxErrorType::SyntaxError;
  e.filename = result.filename;
  if (options.isScriptFile && !declared) {
    std::snprintf(buffer, sizeof buffer, "\\x%02x", c);
    e.message = std::string("Non-UTF-8 code starting with '") + buffer +
                "' in file " + result.filename + " on line " +
                std::to_string(line) +
                ", but no encoding declared; see "
                "https://peps.python.org/pep-0263/ for details";
    e.lineno = -1;
    return false;
  }
  // CPython decodes token by token, and counts from the token's content.
  size_t literal = at;
  while (literal > lineStart && text[literal - 1] != '"' &&
         text[literal - 1] != '\'')
    --literal;
  if (literal == lineStart)
    literal = at;
  bool startByte = c >= 0xC2 && c < 0xF5;
  bool atEnd =
      at + 1 >= text.size() || text[at + 1] == '"' || text[at + 1] == '\'';
  std::snprintf(buffer, sizeof buffer, "0x%02x in position %zu: ", c,
                at - literal);
  e.message = std::string("(unicode error) 'utf-8' codec can't decode byte ") +
              buffer +
              (!startByte ? "invalid start byte"
               : atEnd    ? "unexpected end of data"
                          : "invalid continuation byte");
  e.lineno = e.endLineno = line;
  e.offset = int(at - lineStart) + 1;
  size_t lineEnd = text.find('\n', at);
  std::string_view shown = text.substr(
      lineStart, lineEnd == text.npos ? text.npos : lineEnd + 1 - lineStart);
  for (char ch : shown) {
    if ((unsigned char)ch < 128)
      e.text += ch;
    else
      e.text += "\xEF\xBF\xBD";
  }
  e.hasText = true;
  return false;
}

bool loadSource(ASTContext &context, ParseResult &result,
                std::string_view bytes, const ParseOptions &options) {
  std::string withoutNuls;
  if (!bytes.empty() && std::memchr(bytes.data(), 0, bytes.size())) {
    if (!options.isScriptFile) {
      result.error.type = SyntaxErrorType::ValueError;
      result.error.message = "source code string cannot contain null bytes";
      return false;
    }
    // CPython reads a script line by line, as C strings: a NUL hides the rest
    // of its line with the line end, and one at the start of a line ends it
    // all.
    size_t pos = 0;
    while (pos < bytes.size()) {
      size_t end = bytes.find('\n', pos);
      end = end == bytes.npos ? bytes.size() : end + 1;
      std::string_view line = bytes.substr(pos, end - pos);
      bool freshLine = withoutNuls.empty() || withoutNuls.back() == '\n';
      if (freshLine && line[0] == '\0')
        break;
      withoutNuls += line.substr(0, line.find('\0'));
      pos = end;
    }
    bytes = withoutNuls;
  }
  if (bytes.size() > 0x7FFFFF00u) {
    result.error.type = SyntaxErrorType::MemoryError;
    return false;
  }
  std::string encoding = "utf-8", spelling;
  bool declared = false;
  if (!options.sourceIsUtf8) {
    bool bom = bytes.starts_with("\xEF\xBB\xBF");
    if (bom)
      bytes.remove_prefix(3);
    size_t pos = 0;
    std::string_view line = takeLine(bytes, pos);
    std::string_view name = declaredEncoding(line);
    if (name.empty()) {
      // The second line counts only after a blank or comment line.
      size_t i = 0;
      while (i < line.size() && isBlank(line[i]))
        ++i;
      if (i == line.size() || line[i] == '#')
        name = declaredEncoding(takeLine(bytes, pos));
    }
    result.columnsInBytes = !bom && name.empty();
    if (!name.empty()) {
      declared = true;
      spelling = name;
      encoding = normalEncodingName(name);
      if (bom && encoding != "utf-8")
        return failDecoding(result,
                            "encoding problem: " + encoding + " with BOM",
                            options);
    }
  }

  // Converted text, when it is not a view of the input.
  std::string converted;
  if (encoding == "iso-8859-1") {
    for (unsigned char c : bytes)
      appendUtf8(converted, c);
    bytes = converted;
  } else if (encoding != "utf-8") {
    UErrorCode status = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(encoding.c_str(), &status);
    if (U_FAILURE(status))
      return failDecoding(
          result,
          (options.isScriptFile ? "encoding problem: " : "unknown encoding: ") +
              encoding,
          options);
    ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr,
                        nullptr, &status);
    std::vector<UChar> wide(bytes.size() * 2 + 2);
    UChar *to = wide.data();
    const char *from = bytes.data();
    ucnv_toUnicode(converter, &to, wide.data() + wide.size(), &from,
                   bytes.data() + bytes.size(), nullptr, true, &status);
    if (U_FAILURE(status)) {
      char invalid[16];
      int8_t length = sizeof invalid;
      UErrorCode ignored = U_ZERO_ERROR;
      ucnv_getInvalidChars(converter, invalid, &length, &ignored);
      ucnv_close(converter);
      if (options.isScriptFile)
        return failDecoding(result, "encoding problem: " + encoding, options);
      size_t at = size_t(from - bytes.data()) - size_t(length > 0 ? length : 1);
      char buffer[64];
      std::snprintf(buffer, sizeof buffer,
                    "0x%02x in position %zu: ", (unsigned char)bytes[at], at);
      return failDecoding(
          result, "'" + encoding + "' codec can't decode byte " + buffer +
                      (encoding == "ascii" ? "ordinal not in range(128)"
                                           : "character maps to <undefined>"),
          options);
    }
    ucnv_close(converter);
    for (const UChar *w = wide.data(); w < to; ++w) {
      uint32_t cp = *w;
      if ((cp & 0xFC00) == 0xD800 && w + 1 < to)
        cp = 0x10000 + ((cp & 0x3FF) << 10) + (*++w & 0x3FF);
      appendUtf8(converted, cp);
    }
    bytes = converted;
  } else if (!options.sourceIsUtf8) {
    size_t valid = validUtf8Prefix(bytes);
    if (valid < bytes.size())
      return failUtf8(result, bytes, valid, options, declared);
  }

  // One copy: line ends, a last newline, and NULs behind for the lexer, which
  // looks up to three characters ahead.
  char *text = context.allocateArray<char>(bytes.size() + 6);
  size_t size = 0;
  if (std::memchr(bytes.data(), '\r', bytes.size())) {
    for (size_t i = 0; i < bytes.size(); ++i) {
      char c = bytes[i];
      if (c == '\r') {
        c = '\n';
        if (i + 1 < bytes.size() && bytes[i + 1] == '\n')
          ++i;
      }
      text[size++] = c;
    }
  } else if (!bytes.empty()) {
    std::memcpy(text, bytes.data(), bytes.size());
    size = bytes.size();
  }
  if (result.mode != ParseMode::Eval && size && text[size - 1] != '\n')
    text[size++] = '\n';
  std::memset(text + size, 0, 4);
  result.source = {text, size};
  return true;
}

} // namespace pyc::ast
