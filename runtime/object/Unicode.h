//===- Unicode.h - Character properties as Python sees them ---------------===//
//
// Python 3.11 follows Unicode 14.0; the ICU on the machine is newer, so
// characters that 15.0 added count as unassigned here. ASCII is answered from a
// table, so programs that use no other script never touch ICU's data.
//
//===----------------------------------------------------------------------===//
#pragma once
#include <cstdint>

namespace pyc::unicode {

enum AsciiClass : uint8_t {
  kSpace = 1, kUpper = 2, kLower = 4, kDigit = 8, kUnderscore = 16,
  kPrintable = 32, kLineBreak = 64,
  kAlpha = kUpper | kLower, kAlnum = kAlpha | kDigit,
};
struct AsciiTable {
  uint8_t classes[128];
  constexpr AsciiTable() : classes() {
    for (int c = 0; c < 128; ++c) {
      uint8_t k = 0;
      if ((c >= 9 && c <= 13) || (c >= 28 && c <= 32))
        k |= kSpace;
      if ((c >= 10 && c <= 13) || (c >= 28 && c <= 30))
        k |= kLineBreak;
      if (c >= 'A' && c <= 'Z')
        k |= kUpper;
      if (c >= 'a' && c <= 'z')
        k |= kLower;
      if (c >= '0' && c <= '9')
        k |= kDigit;
      if (c == '_')
        k |= kUnderscore;
      if (c >= 32 && c < 127)
        k |= kPrintable;
      classes[c] = k;
    }
  }
};
inline constexpr AsciiTable kAscii;

bool isSpaceSlow(uint32_t c);
bool isAlphaSlow(uint32_t c);
bool isPrintableSlow(uint32_t c);
bool isUpperSlow(uint32_t c);
bool isLowerSlow(uint32_t c);
uint32_t lowerSlow(uint32_t c);
uint32_t upperSlow(uint32_t c);

inline bool isSpace(uint32_t c) {
  return c < 128 ? kAscii.classes[c] & kSpace : isSpaceSlow(c);
}
inline bool isLineBreak(uint32_t c) {
  return c < 128 ? kAscii.classes[c] & kLineBreak
                 : c == 0x85 || c == 0x2028 || c == 0x2029;
}
inline bool isAlpha(uint32_t c) {
  return c < 128 ? kAscii.classes[c] & kAlpha : isAlphaSlow(c);
}
inline bool isPrintable(uint32_t c) {
  return c < 128 ? kAscii.classes[c] & kPrintable : isPrintableSlow(c);
}
inline bool isUpper(uint32_t c) {
  return c < 128 ? kAscii.classes[c] & kUpper : isUpperSlow(c);
}
inline bool isLower(uint32_t c) {
  return c < 128 ? kAscii.classes[c] & kLower : isLowerSlow(c);
}
bool isTitle(uint32_t c);
int decimalValue(uint32_t c); ///< -1 when c is no decimal digit
int digitValue(uint32_t c);   ///< superscripts and the like too
bool isNumeric(uint32_t c);
bool numericValue(uint32_t c, double &out);
inline bool isAlnum(uint32_t c) {
  return c < 128 ? kAscii.classes[c] & kAlnum
                 : isAlphaSlow(c) || decimalValue(c) >= 0 ||
                       digitValue(c) >= 0 || isNumeric(c);
}
bool isIdStart(uint32_t c);    ///< XID_Start or underscore
bool isIdContinue(uint32_t c); ///< XID_Continue
bool isCased(uint32_t c);
bool isCaseIgnorable(uint32_t c);
/// Unassigned in Unicode 14.0?
bool isUnassigned(uint32_t c);

/// Simple (one to one) mappings.
inline uint32_t lower(uint32_t c) {
  return c < 128 ? (c >= 'A' && c <= 'Z' ? c + 32 : c) : lowerSlow(c);
}
inline uint32_t upper(uint32_t c) {
  return c < 128 ? (c >= 'a' && c <= 'z' ? c - 32 : c) : upperSlow(c);
}
/// Full mappings: up to three characters; returns how many.
int lowerFull(uint32_t c, uint32_t out[3]);
int upperFull(uint32_t c, uint32_t out[3]);
int titleFull(uint32_t c, uint32_t out[3]);
int foldFull(uint32_t c, uint32_t out[3]);

} // namespace pyc::unicode
