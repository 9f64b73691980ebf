//===- UnicodedataModule.cpp - unicodedata on ICU -------------------------===//
#include "runtime/modules/TextModules.h"
#include "runtime/object/Unicode.h"
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <vector>

namespace pyc::ucd {

/// The one character of a str argument.
static bool charOf(Thread *t, Value v, uint32_t &c, const char *function) {
  if (!isStr(v)) {
    raise(t, exc::TypeError, "%s() argument must be a unicode character, not %T", function, v);
    return false;
  }
  StrObject *s = flatOf(t, v);
  if (!s)
    return false;
  if (s->length != 1) {
    raise(t, exc::TypeError, "%s() argument must be a unicode character, not %T", function, v);
    return false;
  }
  c = strCharAt(s, 0);
  return true;
}

static const char *categoryName(uint32_t c) {
  static const char *const names[] = {"Cn", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Me", "Mc", "Nd",
                                      "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Co", "Cs", "Pd",
                                      "Ps", "Pe", "Pc", "Po", "Sm", "Sc", "Sk", "So", "Pi", "Pf"};
  return unicode::isUnassigned(c) ? "Cn" : names[u_charType(UChar32(c))];
}
static Value category(Thread *t, Value *a, size_t) {
  uint32_t c;
  return charOf(t, a[0], c, "category") ? internStr(t, categoryName(c)) : Value::empty();
}
static Value bidirectional(Thread *t, Value *a, size_t) {
  static const char *const names[] = {"L", "R", "EN", "ES", "ET", "AN", "CS", "B", "S", "WS", "ON", "LRE",
                                      "LRO", "AL", "RLE", "RLO", "PDF", "NSM", "BN", "FSI", "LRI", "RLI", "PDI"};
  uint32_t c;
  if (!charOf(t, a[0], c, "bidirectional"))
    return Value::empty();
  return internStr(t, unicode::isUnassigned(c) ? "" : names[u_charDirection(UChar32(c))]);
}
static Value combining(Thread *t, Value *a, size_t) {
  uint32_t c;
  return charOf(t, a[0], c, "combining") ? newInt(t, u_getCombiningClass(UChar32(c))) : Value::empty();
}
static Value mirrored(Thread *t, Value *a, size_t) {
  uint32_t c;
  return charOf(t, a[0], c, "mirrored") ? newInt(t, u_isMirrored(UChar32(c))) : Value::empty();
}
static Value eastAsianWidth(Thread *t, Value *a, size_t) {
  static const char *const names[] = {"N", "A", "H", "F", "Na", "W"};
  uint32_t c;
  if (!charOf(t, a[0], c, "east_asian_width"))
    return Value::empty();
  if (unicode::isUnassigned(c))
    return internStr(t, "F"); // what CPython's database says of these
  return internStr(t, names[u_getIntPropertyValue(UChar32(c), UCHAR_EAST_ASIAN_WIDTH)]);
}
static Value decimal(Thread *t, Value *a, size_t) {
  uint32_t c;
  if (!charOf(t, a[0], c, "decimal"))
    return Value::empty();
  int d = unicode::decimalValue(c);
  if (d >= 0)
    return newInt(t, d);
  return given(a[1]) ? a[1] : raise(t, exc::ValueError, "not a decimal");
}
static Value digit(Thread *t, Value *a, size_t) {
  uint32_t c;
  if (!charOf(t, a[0], c, "digit"))
    return Value::empty();
  int d = unicode::digitValue(c);
  if (d >= 0)
    return newInt(t, d);
  return given(a[1]) ? a[1] : raise(t, exc::ValueError, "not a digit");
}
static Value numeric(Thread *t, Value *a, size_t) {
  uint32_t c;
  double d;
  if (!charOf(t, a[0], c, "numeric"))
    return Value::empty();
  if (unicode::numericValue(c, d))
    return newFloat(t, d);
  return given(a[1]) ? a[1] : raise(t, exc::ValueError, "not a numeric character");
}
static Value name(Thread *t, Value *a, size_t) {
  uint32_t c;
  if (!charOf(t, a[0], c, "name"))
    return Value::empty();
  char buf[160];
  UErrorCode e = U_ZERO_ERROR;
  int32_t n = unicode::isUnassigned(c) ? 0 : u_charName(UChar32(c), U_UNICODE_CHAR_NAME, buf, sizeof buf, &e);
  if (n > 0 && U_SUCCESS(e))
    return newStrAscii(t, {buf, size_t(n)});
  return given(a[1]) ? a[1] : raise(t, exc::ValueError, "no such name");
}
static Value lookup(Thread *t, Value *a, size_t) {
  StrObject *s = requireStr(t, a[0], "lookup() argument must be str, not %T");
  if (!s)
    return Value::empty();
  std::string text = strToUtf8(Value::fromObject(s)), up;
  for (char c : text)
    up += c >= 'a' && c <= 'z' ? char(c - 32) : c;
  UErrorCode e = U_ZERO_ERROR;
  UChar32 c = u_charFromName(U_UNICODE_CHAR_NAME, up.c_str(), &e);
  if (U_FAILURE(e)) {
    e = U_ZERO_ERROR;
    c = u_charFromName(U_CHAR_NAME_ALIAS, up.c_str(), &e);
  }
  if (U_FAILURE(e) || unicode::isUnassigned(uint32_t(c)))
    return raise(t, exc::KeyError, "undefined character name '%S'", Value::fromObject(s));
  return newChar(t, uint32_t(c));
}

static const UNormalizer2 *normaliser(std::string_view form) {
  UErrorCode e = U_ZERO_ERROR;
  if (form == "NFC")
    return unorm2_getNFCInstance(&e);
  if (form == "NFD")
    return unorm2_getNFDInstance(&e);
  if (form == "NFKC")
    return unorm2_getNFKCInstance(&e);
  if (form == "NFKD")
    return unorm2_getNFKDInstance(&e);
  return nullptr;
}
static std::vector<UChar> utf16(StrObject *s) {
  std::vector<UChar> out;
  CharReader c(s);
  for (int64_t i = 0; i < c.size(); ++i) {
    if (c[i] >= 0x10000) {
      out.push_back(UChar(0xD7C0 + (c[i] >> 10)));
      out.push_back(UChar(0xDC00 | (c[i] & 0x3FF)));
    } else {
      out.push_back(UChar(c[i]));
    }
  }
  return out;
}
static Value fromUtf16(Thread *t, const UChar *p, int32_t n) {
  TextBuffer b;
  for (int32_t i = 0; i < n;) {
    UChar32 c;
    U16_NEXT(p, i, n, c);
    b.put(uint32_t(c));
  }
  return b.finish(t);
}
static bool formAndText(Thread *t, Value *a, const UNormalizer2 *&n, StrObject *&s) {
  StrObject *f = requireStr(t, a[0], "normalize() argument 1 must be str, not %T");
  s = f ? requireStr(t, a[1], "normalize() argument 2 must be str, not %T") : nullptr;
  if (!s)
    return false;
  n = normaliser(strToUtf8(Value::fromObject(f)));
  if (!n)
    raise(t, exc::ValueError, "invalid normalization form");
  return n;
}
static Value normalize(Thread *t, Value *a, size_t) {
  const UNormalizer2 *n;
  StrObject *s;
  if (!formAndText(t, a, n, s))
    return Value::empty();
  if (isAsciiStr(s))
    return Value::fromObject(s);
  std::vector<UChar> in = utf16(s), out(in.size() * 3 + 32);
  UErrorCode e = U_ZERO_ERROR;
  int32_t size = unorm2_normalize(n, in.data(), int32_t(in.size()), out.data(), int32_t(out.size()), &e);
  if (e == U_BUFFER_OVERFLOW_ERROR) {
    out.resize(size_t(size));
    e = U_ZERO_ERROR;
    size = unorm2_normalize(n, in.data(), int32_t(in.size()), out.data(), int32_t(out.size()), &e);
  }
  return U_FAILURE(e) ? raiseMemoryError(t) : fromUtf16(t, out.data(), size);
}
static Value isNormalized(Thread *t, Value *a, size_t) {
  const UNormalizer2 *n;
  StrObject *s;
  if (!formAndText(t, a, n, s))
    return Value::empty();
  std::vector<UChar> in = utf16(s);
  UErrorCode e = U_ZERO_ERROR;
  return boolValue(unorm2_isNormalized(n, in.data(), int32_t(in.size()), &e));
}
static Value decomposition(Thread *t, Value *a, size_t) {
  static const char *const tags[] = {"", "", "<compat> ", "<circle> ", "<final> ", "<font> ", "<fraction> ", "<initial> ",
                                     "<isolated> ", "<medial> ", "<narrow> ", "<noBreak> ", "<small> ", "<square> ",
                                     "<sub> ", "<super> ", "<vertical> ", "<wide> "};
  uint32_t c;
  if (!charOf(t, a[0], c, "decomposition"))
    return Value::empty();
  int type = u_getIntPropertyValue(UChar32(c), UCHAR_DECOMPOSITION_TYPE);
  if (type == 0 || (c >= 0xAC00 && c <= 0xD7A3))
    return EmptyStr;
  UErrorCode e = U_ZERO_ERROR;
  const UNormalizer2 *n = type == 1 ? unorm2_getNFDInstance(&e) : unorm2_getNFKDInstance(&e);
  UChar out[64];
  int32_t size = unorm2_getRawDecomposition(n, UChar32(c), out, 64, &e);
  std::string text = type < 18 ? tags[type] : "";
  bool first = true;
  for (int32_t i = 0; i < size;) {
    UChar32 x;
    U16_NEXT(out, i, size, x);
    char buf[16];
    snprintf(buf, sizeof buf, first ? "%04X" : " %04X", unsigned(x));
    text += buf;
    first = false;
  }
  return newStrAscii(t, text);
}

static const NativeDef functions[] = {
    {"category", category, "(chr, /)", kPureRaises}, {"bidirectional", bidirectional, "(chr, /)", kPureRaises},
    {"combining", combining, "(chr, /)", kPureRaises}, {"mirrored", mirrored, "(chr, /)", kPureRaises},
    {"east_asian_width", eastAsianWidth, "(chr, /)", kPureRaises}, {"decimal", decimal, "(chr, default=None, /)", kPureRaises},
    {"digit", digit, "(chr, default=None, /)", kPureRaises}, {"numeric", numeric, "(chr, default=None, /)", kPureRaises},
    {"name", name, "(chr, default=None, /)", kPureAlloc}, {"lookup", lookup, "(name, /)", kPureAlloc},
    {"normalize", normalize, "(form, unistr, /)", kPureAlloc}, {"is_normalized", isNormalized, "(form, unistr, /)", kPureAlloc},
    {"decomposition", decomposition, "(chr, /)", kPureAlloc}, {nullptr, nullptr, nullptr}};

static bool initialise(Thread *t, ModuleObject *m) {
  return moduleSet(t, m, "unidata_version", newStr(t, "14.0.0"));
}

} // namespace pyc::ucd

void pyc::registerUnicodedata() {
  static const ModuleSpec spec = {"unicodedata", "This module provides access to the Unicode Character Database.",
                                  ucd::functions, ucd::initialise};
  registerNativeModule(&spec);
}
