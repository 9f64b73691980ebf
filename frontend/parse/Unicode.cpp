//===- Unicode.cpp - The questions the front half asks ICU ----------------===//
//
// ASCII never gets here on the hot path: the lexer's tables answer first.
// Python 3.11 knows Unicode 14; characters that ICU's later tables added are
// treated as unassigned, so that both agree.
//
//===----------------------------------------------------------------------===//

#include "frontend/parse/Unicode.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include <vector>

namespace pyc::ast {

uint32_t nextCodePoint(const char *&p) {
  auto *u = reinterpret_cast<const unsigned char *>(p);
  uint32_t c = u[0];
  if (c < 0x80) {
    p += 1;
    return c;
  }
  if (c < 0xE0) {
    p += 2;
    return (c & 0x1F) << 6 | (u[1] & 0x3F);
  }
  if (c < 0xF0) {
    p += 3;
    return (c & 0x0F) << 12 | (u[1] & 0x3F) << 6 | (u[2] & 0x3F);
  }
  p += 4;
  return (c & 0x07) << 18 | (u[1] & 0x3F) << 12 | (u[2] & 0x3F) << 6 |
         (u[3] & 0x3F);
}

void appendUtf8(std::string &out, uint32_t cp) {
  if (cp < 0x80) {
    out += char(cp);
  } else if (cp < 0x800) {
    out += char(0xC0 | cp >> 6);
    out += char(0x80 | (cp & 0x3F));
  } else if (cp < 0x10000) {
    out += char(0xE0 | cp >> 12);
    out += char(0x80 | (cp >> 6 & 0x3F));
    out += char(0x80 | (cp & 0x3F));
  } else {
    out += char(0xF0 | cp >> 18);
    out += char(0x80 | (cp >> 12 & 0x3F));
    out += char(0x80 | (cp >> 6 & 0x3F));
    out += char(0x80 | (cp & 0x3F));
  }
}

int countChars(std::string_view s) {
  int n = 0;
  for (unsigned char c : s)
    n += (c & 0xC0) != 0x80;
  return n;
}

size_t validUtf8Prefix(std::string_view s) {
  size_t i = 0, n = s.size();
  auto cont = [&](size_t k) { return k < n && (s[k] & 0xC0) == 0x80; };
  while (i < n) {
    // Eight ASCII bytes at a time.
    while (i + 8 <= n) {
      uint64_t word;
      __builtin_memcpy(&word, s.data() + i, 8);
      if (word & 0x8080808080808080ull)
        break;
      i += 8;
    }
    if (i >= n)
      break;
    unsigned char c = s[i];
    if (c < 0x80) {
      ++i;
      continue;
    }
    if (c >= 0xC2 && c < 0xE0) {
      if (!cont(i + 1))
        return i;
      i += 2;
    } else if (c >= 0xE0 && c < 0xF0) {
      unsigned char d = i + 1 < n ? s[i + 1] : 0;
      if (!cont(i + 1) || !cont(i + 2) || (c == 0xE0 && d < 0xA0) ||
          (c == 0xED && d >= 0xA0))
        return i;
      i += 3;
    } else if (c >= 0xF0 && c < 0xF5) {
      unsigned char d = i + 1 < n ? s[i + 1] : 0;
      if (!cont(i + 1) || !cont(i + 2) || !cont(i + 3) ||
          (c == 0xF0 && d < 0x90) || (c == 0xF4 && d >= 0x90))
        return i;
      i += 4;
    } else {
      return i;
    }
  }
  return n;
}

/// ICU may know more than Unicode 14.
static bool tooNew(uint32_t cp) {
  UVersionInfo age;
  u_charAge(UChar32(cp), age);
  return age[0] > 14;
}

bool isIdentifierStart(uint32_t cp) {
  if (cp < 0x80)
    return (cp | 0x20) - 'a' < 26u || cp == '_';
  return u_hasBinaryProperty(UChar32(cp), UCHAR_XID_START) && !tooNew(cp);
}

bool isIdentifierContinue(uint32_t cp) {
  if (cp < 0x80)
    return (cp | 0x20) - 'a' < 26u || cp == '_' || cp - '0' < 10u;
  return u_hasBinaryProperty(UChar32(cp), UCHAR_XID_CONTINUE) && !tooNew(cp);
}

bool isPrintable(uint32_t cp) {
  if (cp < 0x80)
    return cp >= 0x20 && cp < 0x7F;
  switch (u_charType(UChar32(cp))) {
  case U_CONTROL_CHAR:
  case U_FORMAT_CHAR:
  case U_SURROGATE:
  case U_PRIVATE_USE_CHAR:
  case U_UNASSIGNED:
  case U_LINE_SEPARATOR:
  case U_PARAGRAPH_SEPARATOR:
  case U_SPACE_SEPARATOR:
    return false;
  default:
    return !tooNew(cp);
  }
}

std::string normaliseNFKC(std::string_view utf8) {
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&status);
  if (U_FAILURE(status))
    return std::string(utf8);
  std::vector<UChar> in(utf8.size() + 1);
  int32_t inLength = 0;
  u_strFromUTF8(in.data(), int32_t(in.size()), &inLength, utf8.data(),
                int32_t(utf8.size()), &status);
  if (U_FAILURE(status))
    return std::string(utf8);
  // One character can grow to 18 in NFKC.
  std::vector<UChar> out(size_t(inLength) * 18 + 1);
  int32_t outLength = unorm2_normalize(nfkc, in.data(), inLength, out.data(),
                                       int32_t(out.size()), &status);
  if (U_FAILURE(status))
    return std::string(utf8);
  std::string result(size_t(outLength) * 3 + 1, '\0');
  int32_t written = 0;
  u_strToUTF8(result.data(), int32_t(result.size()), &written, out.data(),
              outLength, &status);
  if (U_FAILURE(status))
    return std::string(utf8);
  result.resize(size_t(written));
  return result;
}

int32_t characterByName(std::string_view name) {
  // ICU would also accept spellings that Python does not ("<control-0007>",
  // leading blanks), so only the characters of real names are let through.
  std::string upper;
  for (char c : name) {
    if (c >= 'a' && c <= 'z')
      c = char(c - 32);
    if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ' ||
          c == '-' || c == '(' || c == ')'))
      return -1;
    upper += c;
  }
  // ICU knows the aliases that correct names; of the others, those in use.
  static const struct { std::string_view name; int32_t c; } kAliases[] = {
      {"NULL", 0}, {"ALERT", 7}, {"BACKSPACE", 8}, {"CHARACTER TABULATION", 9}, {"HORIZONTAL TABULATION", 9}, {"TAB", 9},
      {"LINE FEED", 10}, {"NEW LINE", 10}, {"LF", 10}, {"NL", 10}, {"LINE TABULATION", 11}, {"VERTICAL TABULATION", 11},
      {"FORM FEED", 12}, {"FF", 12}, {"CARRIAGE RETURN", 13}, {"CR", 13}, {"ESCAPE", 27}, {"ESC", 27}, {"DELETE", 127},
      {"DEL", 127}, {"NEXT LINE", 0x85}, {"NEL", 0x85}, {"NBSP", 0xA0}, {"SHY", 0xAD}, {"ZWSP", 0x200B}, {"ZWNJ", 0x200C},
      {"ZWJ", 0x200D}, {"LRM", 0x200E}, {"RLM", 0x200F}, {"WJ", 0x2060}, {"BYTE ORDER MARK", 0xFEFF}, {"BOM", 0xFEFF},
      {"ZWNBSP", 0xFEFF}};
  for (auto &alias : kAliases)
    if (alias.name == upper)
      return alias.c;
  for (UCharNameChoice choice : {U_UNICODE_CHAR_NAME, U_CHAR_NAME_ALIAS}) {
    UErrorCode status = U_ZERO_ERROR;
    UChar32 c = u_charFromName(choice, upper.c_str(), &status);
    if (U_SUCCESS(status) && !tooNew(uint32_t(c)))
      return c;
  }
  return -1;
}

} // namespace pyc::ast
