//===- EscapeCodecs.cpp - unicode_escape, raw_unicode_escape, escape ------===//
#include "runtime/modules/TextModules.h"
#include "runtime/object/Bytes.h"
#include "runtime/object/Codecs.h"
#include <unicode/uchar.h>

namespace pyc::codecs {

static Value pairOf(Thread *t, Value v, int64_t n) {
  if (!v)
    return v;
  Value pair[2] = {v, newInt(t, n)};
  return newTuple(t, pair, 2);
}
static bool errorsOf(Value v, std::string &out) {
  out = givenNotNone(v) && isStr(v) ? strToUtf8(payloadOf(v)) : "strict";
  return true;
}
static int hexValue(uint8_t c) {
  return c >= '0' && c <= '9'               ? c - '0'
         : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                              : -1;
}
static void hexEscape(std::string &out, const char *format, uint32_t c) {
  char buf[16];
  snprintf(buf, sizeof buf, format, c);
  out += buf;
}
/// Data of a bytes-like or (as UTF-8) str argument.
static bool dataOf(Thread *t, Value v, ByteView &view) {
  if (!isStr(v))
    return view.require(t, v);
  StrObject *s = flatOf(t, v);
  Value b = s ? encode(t, s, Encoding::Utf8, "strict") : Value::empty();
  return b && view.acquire(t, b) > 0;
}

static Value unicodeEscapeEncode(Thread *t, Value *a, size_t) {
  StrObject *s = requireStr(t, a[0], "unicode_escape_encode() argument 1 must be str, not %T");
  if (!s)
    return Value::empty();
  std::string out;
  CharReader c(s);
  for (int64_t i = 0; i < c.size(); ++i) {
    uint32_t x = c[i];
    if (x == '\\')
      out += "\\\\";
    else if (x == '\t')
      out += "\\t";
    else if (x == '\n')
      out += "\\n";
    else if (x == '\r')
      out += "\\r";
    else if (x >= 32 && x < 127)
      out += char(x);
    else
      hexEscape(out, x < 256 ? "\\x%02x" : x < 65536 ? "\\u%04x" : "\\U%08x", x);
  }
  return pairOf(t, newBytes(t, out.data(), int64_t(out.size())), s->length);
}
static Value rawUnicodeEscapeEncode(Thread *t, Value *a, size_t) {
  StrObject *s = requireStr(t, a[0], "raw_unicode_escape_encode() argument 1 must be str, not %T");
  if (!s)
    return Value::empty();
  std::string out;
  CharReader c(s);
  for (int64_t i = 0; i < c.size(); ++i) {
    if (c[i] < 256)
      out += char(c[i]);
    else
      hexEscape(out, c[i] < 65536 ? "\\u%04x" : "\\U%08x", c[i]);
  }
  return pairOf(t, newBytes(t, out.data(), int64_t(out.size())), s->length);
}

static Value decodeEscapes(Thread *t, Value *a, bool raw) {
  ByteView v;
  std::string errors;
  errorsOf(a[1], errors);
  if (!dataOf(t, a[0], v))
    return Value::empty();
  int final = given(a[2]) ? isTrue(t, a[2]) : 1;
  if (final < 0)
    return Value::empty();
  ErrorPolicy policy(t, errors.c_str(), raw ? "rawunicodeescape" : "unicodeescape");
  TextBuffer out;
  const uint8_t *p = v.data;
  int64_t n = v.size, i = 0;
  while (i < n) {
    if (p[i] != '\\') {
      out.put(p[i++]);
      continue;
    }
    int64_t start = i++;
    const char *reason = nullptr;
    if (i >= n) {
      if (raw) {
        out.put('\\');
        break;
      }
      if (!final) {
        i = start;
        break;
      }
      reason = "\\ at end of string";
    } else {
      uint8_t c = p[i++];
      int digits = c == 'x' && !raw ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
      if (digits) {
        uint32_t x = 0;
        int k = 0;
        while (k < digits && i < n && hexValue(p[i]) >= 0) {
          x = x << 4 | uint32_t(hexValue(p[i++]));
          ++k;
        }
        if (k < digits) {
          if (i >= n && !final) {
            i = start;
            break;
          }
          reason = digits == 2 ? "truncated \\xXX escape" : digits == 4 ? "truncated \\uXXXX escape" : "truncated \\UXXXXXXXX escape";
        } else if (x > 0x10FFFF) {
          reason = raw ? "\\Uxxxxxxxx out of range" : "illegal Unicode character";
        } else {
          out.put(x);
          continue;
        }
      } else if (raw) {
        out.put('\\');
        out.put(c);
        continue;
      } else if (c >= '0' && c <= '7') {
        uint32_t x = c - '0';
        for (int k = 0; k < 2 && i < n && p[i] >= '0' && p[i] <= '7'; ++k)
          x = x * 8 + (p[i++] - '0');
        out.put(x);
        continue;
      } else if (c == 'N') {
        reason = "malformed \\N character escape";
        if (i < n && p[i] == '{') {
          int64_t close = i;
          while (close < n && p[close] != '}')
            ++close;
          if (close < n && close > i + 1) {
            std::string name(reinterpret_cast<const char *>(p) + i + 1, size_t(close - i - 1));
            UErrorCode e = U_ZERO_ERROR;
            UChar32 x = u_charFromName(U_UNICODE_CHAR_NAME, name.c_str(), &e);
            if (U_FAILURE(e)) {
              e = U_ZERO_ERROR;
              x = u_charFromName(U_CHAR_NAME_ALIAS, name.c_str(), &e);
            }
            i = close + 1;
            if (!U_FAILURE(e)) {
              out.put(uint32_t(x));
              continue;
            }
            reason = "unknown Unicode character name";
          }
        }
      } else {
        switch (c) {
        case '\n':
          continue;
        case '\\': case '\'': case '"':
          out.put(c);
          continue;
        case 'a': out.put(7); continue;
        case 'b': out.put(8); continue;
        case 'f': out.put(12); continue;
        case 'n': out.put(10); continue;
        case 'r': out.put(13); continue;
        case 't': out.put(9); continue;
        case 'v': out.put(11); continue;
        }
        out.put('\\');
        out.put(c);
        continue;
      }
    }
    if (!policy.decodeError(p, n, a[0], start, i, reason, out, i))
      return Value::empty();
  }
  return pairOf(t, out.finish(t), i > n ? n : i);
}
static Value unicodeEscapeDecode(Thread *t, Value *a, size_t) { return decodeEscapes(t, a, false); }
static Value rawUnicodeEscapeDecode(Thread *t, Value *a, size_t) { return decodeEscapes(t, a, true); }

static Value escapeEncode(Thread *t, Value *a, size_t) {
  if (!isBytes(a[0]))
    return raise(t, exc::TypeError, "escape_encode() argument 1 must be bytes, not %T", a[0]);
  BytesObject *b = bytesOf(a[0]);
  std::string out;
  for (int64_t i = 0; i < b->length; ++i) {
    uint8_t c = b->data[i];
    if (c == '\'' || c == '\\')
      out += {'\\', char(c)};
    else if (c == '\t')
      out += "\\t";
    else if (c == '\n')
      out += "\\n";
    else if (c == '\r')
      out += "\\r";
    else if (c < 32 || c >= 127)
      hexEscape(out, "\\x%02x", c);
    else
      out += char(c);
  }
  return pairOf(t, newBytes(t, out.data(), int64_t(out.size())), b->length);
}
static Value escapeDecode(Thread *t, Value *a, size_t) {
  ByteView v;
  std::string errors, out;
  errorsOf(a[1], errors);
  if (!dataOf(t, a[0], v))
    return Value::empty();
  const uint8_t *p = v.data;
  for (int64_t i = 0; i < v.size;) {
    if (p[i] != '\\') {
      out += char(p[i++]);
      continue;
    }
    if (++i >= v.size)
      return raise(t, exc::ValueError, "Trailing \\ in string");
    uint8_t c = p[i++];
    switch (c) {
    case '\n': continue;
    case '\\': case '\'': case '"': out += char(c); continue;
    case 'a': out += '\a'; continue;
    case 'b': out += '\b'; continue;
    case 'f': out += '\f'; continue;
    case 'n': out += '\n'; continue;
    case 'r': out += '\r'; continue;
    case 't': out += '\t'; continue;
    case 'v': out += '\v'; continue;
    }
    if (c >= '0' && c <= '7') {
      int x = c - '0';
      for (int k = 0; k < 2 && i < v.size && p[i] >= '0' && p[i] <= '7'; ++k)
        x = x * 8 + (p[i++] - '0');
      out += char(x);
    } else if (c == 'x') {
      int high = i < v.size ? hexValue(p[i]) : -1, low = high >= 0 && i + 1 < v.size ? hexValue(p[i + 1]) : -1;
      if (low >= 0) {
        out += char(high << 4 | low);
        i += 2;
      } else if (errors == "strict") {
        return raise(t, exc::ValueError, "invalid \\x escape at position %lld", (long long)(i - 2));
      } else {
        if (errors == "replace")
          out += '?';
        if (high >= 0)
          ++i;
      }
    } else {
      out += '\\';
      out += char(c);
    }
  }
  return pairOf(t, newBytes(t, out.data(), int64_t(out.size())), v.size);
}

extern const NativeDef escapeFunctions[];
const NativeDef escapeFunctions[] = {
    {"unicode_escape_encode", unicodeEscapeEncode, "(str, errors=None, /)", kEffAny},
    {"unicode_escape_decode", unicodeEscapeDecode, "(data, errors=None, final=True, /)", kEffAny},
    {"raw_unicode_escape_encode", rawUnicodeEscapeEncode, "(str, errors=None, /)", kEffAny},
    {"raw_unicode_escape_decode", rawUnicodeEscapeDecode, "(data, errors=None, final=True, /)", kEffAny},
    {"escape_encode", escapeEncode, "(data, errors=None, /)", kEffAny},
    {"escape_decode", escapeDecode, "(data, errors=None, /)", kEffAny},
    {nullptr, nullptr, nullptr}};

} // namespace pyc::codecs
