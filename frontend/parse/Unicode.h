//===- Unicode.h - The questions the front half asks ICU ---------*- C++
//-*-===//
#ifndef PYC_FRONTEND_PARSE_UNICODE_H
#define PYC_FRONTEND_PARSE_UNICODE_H

#include <cstdint>
#include <string>
#include <string_view>

namespace pyc::ast {

/// Decodes one code point of valid UTF-8 (surrogates allowed) and advances.
uint32_t nextCodePoint(const char *&p);
void appendUtf8(std::string &out, uint32_t cp);
/// Number of characters in valid UTF-8.
int countChars(std::string_view s);
/// Length of the longest valid UTF-8 prefix (strict: no surrogates).
size_t validUtf8Prefix(std::string_view s);

bool isIdentifierStart(uint32_t cp);
bool isIdentifierContinue(uint32_t cp);
/// str.isprintable() of one character.
bool isPrintable(uint32_t cp);
std::string normaliseNFKC(std::string_view utf8);
/// \N{name}: -1 when there is no such character.
int32_t characterByName(std::string_view name);

} // namespace pyc::ast

#endif
