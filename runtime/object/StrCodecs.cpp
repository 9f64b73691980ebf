//===- StrCodecs.cpp - UTF-8, UTF-16, UTF-32, Latin-1 and ASCII -----------===//
//
// One encoder and one decoder per format, strict about what is well formed;
// whatever isn't goes through an ErrorPolicy.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Codecs.h"
#include "runtime/object/StrMethods.h"

namespace pyc::codecs {

Encoding encodingOf(std::string_view name) {
  std::string s;
  for (char c : name)
    if (c != '-' && c != '_' && c != ' ')
      s += c >= 'A' && c <= 'Z' ? char(c + 32) : c;
  static const struct {
    const char *name;
    Encoding e;
  } names[] = {
      {"utf8", Encoding::Utf8},       {"u8", Encoding::Utf8},
      {"cp65001", Encoding::Utf8},    {"latin1", Encoding::Latin1},
      {"iso88591", Encoding::Latin1}, {"l1", Encoding::Latin1},
      {"8859", Encoding::Latin1},     {"ascii", Encoding::Ascii},
      {"usascii", Encoding::Ascii},   {"646", Encoding::Ascii},
      {"utf16", Encoding::Utf16},     {"u16", Encoding::Utf16},
      {"utf16le", Encoding::Utf16LE}, {"utf16be", Encoding::Utf16BE},
      {"utf32", Encoding::Utf32},     {"u32", Encoding::Utf32},
      {"utf32le", Encoding::Utf32LE}, {"utf32be", Encoding::Utf32BE}};
  for (auto &n : names)
    if (s == n.name)
      return n.e;
  return Encoding::Other;
}

const char *encodingName(Encoding e) {
  static const char *const names[] = {"utf-8", "latin-1", "ascii", "utf-16", "utf-16-le",
                                      "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "?"};
  return names[int(e)];
}

//===-- encoding --------------------------------------------------------------------===//
static void putUnit(std::string &out, uint32_t v, int bytes, bool big) {
  for (int k = 0; k < bytes; ++k)
    out += char(v >> (big ? 8 * (bytes - 1 - k) : 8 * k));
}

Value encode(Thread *t, StrObject *s, Encoding e, const char *errors) {
  int64_t n = s->length;
  if (e <= Encoding::Ascii && isAsciiStr(s))
    return newBytes(t, s->chars<char>(), n);
  if (e == Encoding::Latin1 && strWidth(s) == 1)
    return newBytes(t, s->chars<char>(), n);
  Value self = Value::fromObject(s);
  CharReader c(s);
  std::string out;
  bool big = e == Encoding::Utf16BE || e == Encoding::Utf32BE;
  int unit = e >= Encoding::Utf32 ? 4 : e >= Encoding::Utf16 ? 2 : 1;
  if (e == Encoding::Utf16 || e == Encoding::Utf32)
    putUnit(out, 0xFEFF, unit, false);
  uint32_t limit = e == Encoding::Ascii ? 128 : 256;
  ErrorPolicy policy(t, errors, encodingName(e));
  const char *reason = unit > 1 || e == Encoding::Utf8 ? "surrogates not allowed"
                       : e == Encoding::Ascii          ? "ordinal not in range(128)"
                                                       : "ordinal not in range(256)";
  auto encodable = [&](uint32_t x) {
    return e == Encoding::Latin1 || e == Encoding::Ascii ? x < limit
                                                         : x < 0xD800 || x > 0xDFFF;
  };
  auto put = [&](uint32_t x) {
    switch (unit) {
    case 4:
      putUnit(out, x, 4, big);
      return;
    case 2:
      if (x >= 0x10000) {
        putUnit(out, 0xD7C0 + (x >> 10), 2, big);
        putUnit(out, 0xDC00 | (x & 0x3FF), 2, big);
      } else {
        putUnit(out, x, 2, big);
      }
      return;
    }
    if (e != Encoding::Utf8 || x < 0x80) {
      out += char(x);
    } else if (x < 0x800) {
      out += char(0xC0 | x >> 6);
      out += char(0x80 | (x & 0x3F));
    } else if (x < 0x10000) {
      out += char(0xE0 | x >> 12);
      out += char(0x80 | (x >> 6 & 0x3F));
      out += char(0x80 | (x & 0x3F));
    } else {
      out += char(0xF0 | x >> 18);
      out += char(0x80 | (x >> 12 & 0x3F));
      out += char(0x80 | (x >> 6 & 0x3F));
      out += char(0x80 | (x & 0x3F));
    }
  };
  for (int64_t i = 0; i < n;) {
    if (encodable(c[i])) {
      put(c[i++]);
      continue;
    }
    int64_t end = i + 1;
    while (end < n && !encodable(c[end]))
      ++end;
    Value replacement;
    int64_t next;
    if (!policy.encodeError(self, i, end, reason, replacement, next))
      return Value::empty();
    if (isBytes(replacement)) {
      BytesObject *b = bytesOf(replacement);
      if (b->length % unit) // half a code unit
        return raiseEncodeError(t, encodingName(e), self, i, end, reason);
      out.append(reinterpret_cast<char *>(b->data), size_t(b->length));
    } else {
      StrObject *r = flatOf(t, replacement);
      if (!r)
        return Value::empty();
      CharReader rc(r);
      for (int64_t k = 0; k < rc.size(); ++k) {
        if (!encodable(rc[k]))
          return raiseEncodeError(t, encodingName(e), self, i, end, reason);
        put(rc[k]);
      }
    }
    i = next;
  }
  return newBytes(t, out.data(), int64_t(out.size()));
}

//===-- decoding -----------------------------------------------------------------------===//
/// Length of the well-formed sequence at p (1..4), 0 when it is cut off by the
/// end, or minus the number of bytes to blame.
static int utf8Sequence(const uint8_t *p, int64_t n, uint32_t &c, const char *&reason) {
  uint32_t b = p[0];
  reason = "invalid start byte";
  if (b < 0x80) {
    c = b;
    return 1;
  }
  if (b < 0xC2 || b > 0xF4)
    return -1;
  int length = b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
  uint32_t low = 0x80, high = 0xBF; // of the second byte
  if (b == 0xE0)
    low = 0xA0;
  else if (b == 0xED)
    high = 0x9F;
  else if (b == 0xF0)
    low = 0x90;
  else if (b == 0xF4)
    high = 0x8F;
  c = b & (0xFFu >> (length + 1));
  reason = "invalid continuation byte";
  for (int i = 1; i < length; ++i) {
    if (i >= n)
      return 0;
    if (p[i] < low || p[i] > high)
      return -i;
    c = c << 6 | (p[i] & 0x3F);
    low = 0x80;
    high = 0xBF;
  }
  return length;
}

static Value decodeUtf8(Thread *t, const uint8_t *p, int64_t n, const char *errors,
                        Value original, int64_t *consumed) {
  // ASCII and well-formed text first, without a copy in between.
  int64_t i = 0;
  while (i + 8 <= n) {
    uint64_t w;
    memcpy(&w, p + i, 8);
    if (w & 0x8080808080808080ull)
      break;
    i += 8;
  }
  while (i < n && p[i] < 0x80)
    ++i;
  if (i == n) {
    if (consumed)
      *consumed = n;
    return newStrAscii(t, {reinterpret_cast<const char *>(p), size_t(n)});
  }
  TextBuffer out;
  out.reserve(n, 1);
  out.putAscii({reinterpret_cast<const char *>(p), size_t(i)});
  ErrorPolicy policy(t, errors, "utf-8");
  while (i < n) {
    uint32_t c;
    const char *reason;
    if (p[i] < 0x80) {
      out.put(p[i++]);
      continue;
    }
    int k = utf8Sequence(p + i, n - i, c, reason);
    if (k > 0) {
      out.put(c);
      i += k;
      continue;
    }
    int64_t end = i - k;
    if (k == 0) {
      if (consumed)
        break;
      reason = "unexpected end of data";
      end = n;
    }
    if (!policy.decodeError(p, n, original, i, end, reason, out, i))
      return Value::empty();
  }
  if (consumed)
    *consumed = i;
  return out.finish(t);
}

static Value decodeWide(Thread *t, const uint8_t *p, int64_t n, Encoding e, const char *errors,
                        Value original, int64_t *consumed, int *byteOrder) {
  int unit = e >= Encoding::Utf32 ? 4 : 2;
  bool big = e == Encoding::Utf16BE || e == Encoding::Utf32BE;
  bool detect = e == Encoding::Utf16 || e == Encoding::Utf32;
  int64_t i = 0;
  if (detect && byteOrder && *byteOrder) {
    big = *byteOrder > 0;
    detect = false;
  }
  auto read = [&](int64_t at, bool bigEndian) {
    uint32_t v = 0;
    for (int k = 0; k < unit; ++k)
      v |= uint32_t(p[at + k]) << (bigEndian ? 8 * (unit - 1 - k) : 8 * k);
    return v;
  };
  if (detect && n >= unit) {
    if (read(0, false) == 0xFEFF) {
      i = unit;
      if (byteOrder)
        *byteOrder = -1;
    } else if (read(0, true) == 0xFEFF) {
      i = unit;
      big = true;
      if (byteOrder)
        *byteOrder = 1;
    }
  }
  const char *name = e == Encoding::Utf16   ? (big ? "utf-16-be" : "utf-16-le")
                     : e == Encoding::Utf32 ? (big ? "utf-32-be" : "utf-32-le")
                                            : encodingName(e);
  ErrorPolicy policy(t, errors, name);
  TextBuffer out;
  while (i < n) {
    const char *reason = nullptr;
    int64_t end = i + unit;
    if (n - i < unit) {
      if (consumed)
        break;
      reason = "truncated data";
      end = n;
    } else {
      uint32_t c = read(i, big);
      if (unit == 4) {
        if (c >= 0xD800 && c <= 0xDFFF)
          reason = "code point in surrogate code point range(0xd800, 0xe000)";
        else if (c > 0x10FFFF)
          reason = "code point not in range(0x110000)";
      } else if (c >= 0xDC00 && c <= 0xDFFF) {
        reason = "illegal encoding";
      } else if (c >= 0xD800 && c <= 0xDBFF) {
        if (n - i < 4) {
          if (consumed)
            break;
          reason = "unexpected end of data";
          end = n;
        } else {
          uint32_t low = read(i + 2, big);
          if (low < 0xDC00 || low > 0xDFFF) {
            reason = "illegal UTF-16 surrogate";
          } else {
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
            end = i + 4;
          }
        }
      }
      if (!reason) {
        out.put(c);
        i = end;
        continue;
      }
    }
    if (!policy.decodeError(p, n, original, i, end, reason, out, i))
      return Value::empty();
  }
  if (consumed)
    *consumed = i;
  return out.finish(t);
}

Value decode(Thread *t, const uint8_t *p, int64_t n, Encoding e, const char *errors,
             Value original, int64_t *consumed, int *byteOrder) {
  if (e == Encoding::Utf8)
    return decodeUtf8(t, p, n, errors, original, consumed);
  if (e >= Encoding::Utf16)
    return decodeWide(t, p, n, e, errors, original, consumed, byteOrder);
  if (consumed)
    *consumed = n;
  if (e == Encoding::Latin1)
    return newStrLatin1(t, p, n);
  int64_t i = 0;
  while (i < n && p[i] < 128)
    ++i;
  if (i == n)
    return newStrAscii(t, {reinterpret_cast<const char *>(p), size_t(n)});
  TextBuffer out;
  ErrorPolicy policy(t, errors, "ascii");
  for (i = 0; i < n;) {
    if (p[i] < 128) {
      out.put(p[i++]);
      continue;
    }
    if (!policy.decodeError(p, n, original, i, i + 1, "ordinal not in range(128)", out, i))
      return Value::empty();
  }
  return out.finish(t);
}

} // namespace pyc::codecs

namespace pyc {
using namespace codecs;

/// A registered codec's function number `which` (0 encode, 1 decode) applied.
static Value throughRegistry(Thread *t, Value object, const char *encoding,
                             const char *errors, int which) {
  Value info = lookupCodec(t, encoding);
  if (!info)
    return info;
  Value isText = getAttrOrEmpty(t, info, internStr(t, "_is_text_encoding"));
  if (!isText && !t->pending.isEmpty())
    return isText;
  if (isText == False)
    return raise(t, exc::LookupError,
                 "'%s' is not a text encoding; use %s to handle arbitrary codecs", encoding,
                 which ? "codecs.decode()" : "codecs.encode()");
  Value args[2] = {object, newStr(t, errors ? errors : "strict")};
  if (!args[1])
    return args[1];
  Value r = call(t, payloadOf(info).as<TupleObject>()->items[which], args, errors ? 2 : 1);
  if (!r)
    return r;
  if (!isInstanceOf(r, types::tuple_) || payloadOf(r).as<TupleObject>()->length != 2)
    return raise(t, exc::TypeError, which ? "decoder must return a tuple (object,integer)"
                                          : "encoder must return a tuple (object, integer)");
  return payloadOf(r).as<TupleObject>()->items[0];
}

Value encodeStr(Thread *t, Value v, const char *encoding, const char *errors) {
  Encoding e = encoding ? encodingOf(encoding) : Encoding::Utf8;
  if (e != Encoding::Other) {
    StrObject *s = flatOf(t, v);
    return s ? encode(t, s, e, errors) : Value::empty();
  }
  Value r = throughRegistry(t, v, encoding, errors, 0);
  if (r && !isBytes(r)) {
    if (isByteArray(r))
      return call(t, Value::fromObject(types::bytes_), r);
    return raise(t, exc::TypeError,
                 "'%s' encoder returned '%T' instead of 'bytes'; use codecs.encode() to encode to arbitrary types",
                 encoding, r);
  }
  return r;
}

Value decodeBytes(Thread *t, const uint8_t *p, int64_t n, const char *encoding,
                  const char *errors, Value original) {
  Encoding e = encoding ? encodingOf(encoding) : Encoding::Utf8;
  if (e != Encoding::Other)
    return decode(t, p, n, e, errors, original, nullptr);
  Value object = isBytes(original) ? original : newBytes(t, p, n);
  Value r = object ? throughRegistry(t, object, encoding, errors, 1) : object;
  if (r && !isStr(r))
    return raise(t, exc::TypeError,
                 "'%s' decoder returned '%T' instead of 'str'; use codecs.decode() to decode to arbitrary types",
                 encoding, r);
  return r;
}

Value strm::encode(Thread *t, Value *args, size_t) {
  std::string names[2];
  for (int i = 0; i < 2; ++i) {
    if (!given(args[1 + i]))
      continue;
    StrObject *s = requireStr(t, args[1 + i], i ? "encode() argument 'errors' must be str, not %T"
                                                : "encode() argument 'encoding' must be str, not %T");
    if (!s)
      return Value::empty();
    names[i] = strToUtf8(Value::fromObject(s));
  }
  return encodeStr(t, args[0], given(args[1]) ? names[0].c_str() : nullptr,
                   given(args[2]) ? names[1].c_str() : nullptr);
}

} // namespace pyc
