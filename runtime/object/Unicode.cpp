//===- Unicode.cpp - Character properties from ICU ------------------------===//
#include "runtime/object/Unicode.h"
#include <unicode/ucasemap.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>

namespace pyc::unicode {

/// Characters first assigned in Unicode 15.0.
static bool isNewIn15(uint32_t c) {
  static const uint32_t ranges[][2] = {
      {0xCF3, 0xCF3},     {0xECE, 0xECE},     {0x10EFD, 0x10EFF},
      {0x1123F, 0x11241}, {0x11B00, 0x11B09}, {0x11F00, 0x11F10},
      {0x11F12, 0x11F3A}, {0x11F3E, 0x11F59}, {0x1342F, 0x1342F},
      {0x13439, 0x13455}, {0x1B132, 0x1B132}, {0x1B155, 0x1B155},
      {0x1D2C0, 0x1D2D3}, {0x1DF25, 0x1DF2A}, {0x1E030, 0x1E06D},
      {0x1E08F, 0x1E08F}, {0x1E4D0, 0x1E4F9}, {0x1F6DC, 0x1F6DC},
      {0x1F774, 0x1F776}, {0x1F77B, 0x1F77F}, {0x1F7D9, 0x1F7D9},
      {0x1FA75, 0x1FA77}, {0x1FA87, 0x1FA88}, {0x1FAAD, 0x1FAAF},
      {0x1FABB, 0x1FABD}, {0x1FABF, 0x1FABF}, {0x1FACE, 0x1FACF},
      {0x1FADA, 0x1FADB}, {0x1FAE8, 0x1FAE8}, {0x1FAF7, 0x1FAF8},
      {0x2B739, 0x2B739}, {0x31350, 0x323AF}};
  if (c < 0xCF3)
    return false;
  for (auto &r : ranges)
    if (c >= r[0] && c <= r[1])
      return true;
  return false;
}

bool isUnassigned(uint32_t c) {
  return u_charType(UChar32(c)) == U_UNASSIGNED || isNewIn15(c);
}

bool isSpaceSlow(uint32_t c) {
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
         c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}
bool isAlphaSlow(uint32_t c) {
  return (U_MASK(u_charType(UChar32(c))) & U_GC_L_MASK) && !isNewIn15(c);
}
bool isPrintableSlow(uint32_t c) {
  constexpr uint32_t hidden = U_GC_CC_MASK | U_GC_CF_MASK | U_GC_CS_MASK |
                              U_GC_CO_MASK | U_GC_CN_MASK | U_GC_Z_MASK;
  return !(U_MASK(u_charType(UChar32(c))) & hidden) && !isNewIn15(c);
}
bool isUpperSlow(uint32_t c) { return u_isUUppercase(UChar32(c)) && !isNewIn15(c); }
bool isLowerSlow(uint32_t c) { return u_isULowercase(UChar32(c)) && !isNewIn15(c); }
bool isTitle(uint32_t c) { return u_charType(UChar32(c)) == U_TITLECASE_LETTER; }
int decimalValue(uint32_t c) {
  if (c < 128)
    return c >= '0' && c <= '9' ? int(c - '0') : -1;
  return isNewIn15(c) ? -1 : u_charDigitValue(UChar32(c));
}
int digitValue(uint32_t c) {
  if (c < 128)
    return decimalValue(c);
  int type = u_getIntPropertyValue(UChar32(c), UCHAR_NUMERIC_TYPE);
  if ((type != U_NT_DECIMAL && type != U_NT_DIGIT) || isNewIn15(c))
    return -1;
  return int(u_getNumericValue(UChar32(c)));
}
bool isNumeric(uint32_t c) {
  if (c < 128)
    return c >= '0' && c <= '9';
  return u_getIntPropertyValue(UChar32(c), UCHAR_NUMERIC_TYPE) != U_NT_NONE &&
         !isNewIn15(c);
}
bool numericValue(uint32_t c, double &out) {
  if (!isNumeric(c))
    return false;
  out = u_getNumericValue(UChar32(c));
  return out != U_NO_NUMERIC_VALUE;
}
bool isIdStart(uint32_t c) {
  if (c < 128)
    return kAscii.classes[c] & (kAlpha | kUnderscore);
  return u_hasBinaryProperty(UChar32(c), UCHAR_XID_START) && !isNewIn15(c);
}
bool isIdContinue(uint32_t c) {
  if (c < 128)
    return kAscii.classes[c] & (kAlnum | kUnderscore);
  return u_hasBinaryProperty(UChar32(c), UCHAR_XID_CONTINUE) && !isNewIn15(c);
}
bool isCased(uint32_t c) {
  return c < 128 ? kAscii.classes[c] & kAlpha
                 : u_hasBinaryProperty(UChar32(c), UCHAR_CASED);
}
bool isCaseIgnorable(uint32_t c) {
  return u_hasBinaryProperty(UChar32(c), UCHAR_CASE_IGNORABLE);
}
uint32_t lowerSlow(uint32_t c) { return uint32_t(u_tolower(UChar32(c))); }
uint32_t upperSlow(uint32_t c) { return uint32_t(u_toupper(UChar32(c))); }

/// The characters that have an entry in SpecialCasing.txt (conditional ones
/// apart) lie in these few places.
static bool mayExpand(uint32_t c) {
  return c == 0xDF || c == 0x130 || c == 0x149 || c == 0x1F0 || c == 0x390 ||
         c == 0x3B0 || c == 0x587 || (c >= 0x1E96 && c <= 0x1E9E) ||
         (c >= 0x1F50 && c <= 0x1FFC) || (c >= 0xFB00 && c <= 0xFB17);
}

static int decode(const UChar *s, int32_t n, uint32_t out[3]) {
  int count = 0;
  for (int32_t i = 0; i < n && count < 3;) {
    UChar32 c;
    U16_NEXT(s, i, n, c);
    out[count++] = uint32_t(c);
  }
  return count;
}

int lowerFull(uint32_t c, uint32_t out[3]) {
  if (c == 0x130) {
    out[0] = 'i';
    out[1] = 0x307;
    return 2;
  }
  out[0] = lower(c);
  return 1;
}
int upperFull(uint32_t c, uint32_t out[3]) {
  if (!mayExpand(c)) {
    out[0] = upper(c);
    return 1;
  }
  UChar in[1] = {UChar(c)}, to[8];
  UErrorCode e = U_ZERO_ERROR;
  int32_t n = u_strToUpper(to, 8, in, 1, "", &e);
  return decode(to, n, out);
}
int foldFull(uint32_t c, uint32_t out[3]) {
  if (c < 128) {
    out[0] = lower(c);
    return 1;
  }
  if (!mayExpand(c)) {
    out[0] = uint32_t(u_foldCase(UChar32(c), U_FOLD_CASE_DEFAULT));
    return 1;
  }
  UChar in[1] = {UChar(c)}, to[8];
  UErrorCode e = U_ZERO_ERROR;
  int32_t n = u_strFoldCase(to, 8, in, 1, U_FOLD_CASE_DEFAULT, &e);
  return decode(to, n, out);
}
int titleFull(uint32_t c, uint32_t out[3]) {
  if (!mayExpand(c)) {
    out[0] = uint32_t(u_totitle(UChar32(c)));
    return 1;
  }
  // A one-character string as one word; needs no break rules.
  static UCaseMap *map = [] {
    UErrorCode e = U_ZERO_ERROR;
    return ucasemap_open(
        "", U_TITLECASE_WHOLE_STRING | U_TITLECASE_NO_BREAK_ADJUSTMENT, &e);
  }();
  UChar in[1] = {UChar(c)}, to[8];
  UErrorCode e = U_ZERO_ERROR;
  int32_t n = map ? ucasemap_toTitle(map, to, 8, in, 1, &e) : 0;
  if (n <= 0 || U_FAILURE(e)) {
    out[0] = uint32_t(u_totitle(UChar32(c)));
    return 1;
  }
  return decode(to, n, out);
}

} // namespace pyc::unicode
