//===- BinasciiModule.cpp - binascii --------------------------------------===//
#include "runtime/modules/TextModules.h"
#include "runtime/object/Bytes.h"

namespace pyc::ascii_codecs {

static Value gError = Value::fromSmallInt(0), gIncomplete = Value::fromSmallInt(0);
static Value fail(Thread *t, const char *message) { return raise(t, gError.as<TypeObject>(), "%s", message); }

/// Bytes of a bytes-like object or an ASCII str.
static bool textOf(Thread *t, Value v, ByteView &out, std::string &hold) {
  if (isStr(v)) {
    StrObject *s = flatOf(t, v);
    if (!s)
      return false;
    if (!isAsciiStr(s)) {
      raise(t, exc::ValueError, "string argument should contain only ASCII characters");
      return false;
    }
    hold.assign(s->chars<char>(), size_t(s->length));
    out.data = reinterpret_cast<const uint8_t *>(hold.data());
    out.size = s->length;
    return true;
  }
  int got = out.acquire(t, v);
  if (!got)
    raise(t, exc::TypeError, "argument should be bytes, buffer or ASCII string, not '%T'", v);
  return got > 0;
}

static Value hexlify(Thread *t, Value *a, size_t) {
  ByteView v;
  if (!v.require(t, a[0]))
    return Value::empty();
  Value s = bytesHex(t, v.data, v.size, a[1], a[2]);
  return s ? encodeStr(t, s, "ascii", nullptr) : s;
}
static int hexValue(uint8_t c) {
  return c >= '0' && c <= '9'               ? c - '0'
         : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                              : -1;
}
static Value unhexlify(Thread *t, Value *a, size_t) {
  ByteView v;
  std::string hold, out;
  if (!textOf(t, a[0], v, hold))
    return Value::empty();
  if (v.size % 2)
    return fail(t, "Odd-length string");
  for (int64_t i = 0; i < v.size; i += 2) {
    int h = hexValue(v.data[i]), l = hexValue(v.data[i + 1]);
    if (h < 0 || l < 0)
      return fail(t, "Non-hexadecimal digit found");
    out += char(h << 4 | l);
  }
  return newBytes(t, out.data(), int64_t(out.size()));
}

static const char kBase64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static int base64Value(uint8_t c) {
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 26;
  if (c >= '0' && c <= '9')
    return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}
static Value b2aBase64(Thread *t, Value *a, size_t) {
  ByteView v;
  if (!v.require(t, a[0]))
    return Value::empty();
  int newline = given(a[1]) ? isTrue(t, a[1]) : 1;
  if (newline < 0)
    return Value::empty();
  std::string out;
  out.reserve(size_t(v.size) * 4 / 3 + 5);
  for (int64_t i = 0; i < v.size; i += 3) {
    int64_t n = v.size - i;
    uint32_t w = uint32_t(v.data[i]) << 16 | (n > 1 ? uint32_t(v.data[i + 1]) << 8 : 0) | (n > 2 ? v.data[i + 2] : 0);
    out += kBase64[w >> 18];
    out += kBase64[w >> 12 & 63];
    out += n > 1 ? kBase64[w >> 6 & 63] : '=';
    out += n > 2 ? kBase64[w & 63] : '=';
  }
  if (newline)
    out += '\n';
  return newBytes(t, out.data(), int64_t(out.size()));
}
static Value a2bBase64(Thread *t, Value *a, size_t) {
  ByteView v;
  std::string hold, out;
  if (!textOf(t, a[0], v, hold))
    return Value::empty();
  int strict = given(a[1]) ? isTrue(t, a[1]) : 0;
  if (strict < 0)
    return Value::empty();
  if (strict && v.size && v.data[0] == '=')
    return fail(t, "Leading padding not allowed");
  int quad = 0, pads = 0;
  uint32_t left = 0;
  bool started = false;
  for (int64_t i = 0; i < v.size; ++i) {
    uint8_t c = v.data[i];
    if (c == '=') {
      started = true;
      if (quad >= 2 && quad + ++pads >= 4) {
        if (strict && i + 1 < v.size)
          return fail(t, "Excess data after padding");
        return newBytes(t, out.data(), int64_t(out.size()));
      }
      continue;
    }
    int x = base64Value(c);
    if (x < 0) {
      if (strict)
        return fail(t, "Only base64 data is allowed");
      continue;
    }
    if (strict && started && pads)
      return fail(t, "Discontinuous padding not allowed");
    pads = 0;
    if (quad == 0) {
      left = uint32_t(x);
      quad = 1;
    } else if (quad == 1) {
      out += char(left << 2 | uint32_t(x) >> 4);
      left = uint32_t(x) & 15;
      quad = 2;
    } else if (quad == 2) {
      out += char(left << 4 | uint32_t(x) >> 2);
      left = uint32_t(x) & 3;
      quad = 3;
    } else {
      out += char(left << 6 | uint32_t(x));
      quad = 0;
    }
  }
  if (quad == 1)
    return raise(t, gError.as<TypeObject>(),
                 "Invalid base64-encoded string: number of data characters (%zu) cannot be 1 more than a multiple of 4",
                 out.size() / 3 * 4 + 1);
  if (quad)
    return fail(t, "Incorrect padding");
  return newBytes(t, out.data(), int64_t(out.size()));
}

static Value crc32Fn(Thread *t, Value *a, size_t) {
  static uint32_t table[256];
  if (!table[1])
    for (uint32_t i = 0; i < 256; ++i) {
      uint32_t c = i;
      for (int k = 0; k < 8; ++k)
        c = c & 1 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
      table[i] = c;
    }
  ByteView v;
  if (!v.require(t, a[0]))
    return Value::empty();
  uint32_t crc = 0;
  if (given(a[1])) {
    Value i = indexOf(t, a[1]);
    if (!i)
      return i;
    IntView x(i);
    crc = x.size ? uint32_t(x.limbs[0]) : 0;
    if (x.negative)
      crc = -crc;
  }
  crc = ~crc;
  for (int64_t i = 0; i < v.size; ++i)
    crc = table[(crc ^ v.data[i]) & 255] ^ (crc >> 8);
  return newInt(t, int64_t(~crc));
}
static Value crcHqx(Thread *t, Value *a, size_t) {
  ByteView v;
  int64_t crc;
  if (!v.require(t, a[0]) || !indexAsInt64(t, a[1], crc, exc::OverflowError))
    return Value::empty();
  uint32_t c = uint32_t(crc) & 0xFFFF;
  for (int64_t i = 0; i < v.size; ++i) {
    c ^= uint32_t(v.data[i]) << 8;
    for (int k = 0; k < 8; ++k)
      c = c & 0x8000 ? (c << 1) ^ 0x1021 : c << 1;
    c &= 0xFFFF;
  }
  return newInt(t, c);
}

//===-- uuencode ------------------------------------------------------------------===//
static Value b2aUu(Thread *t, Value *a, size_t) {
  ByteView v;
  if (!v.require(t, a[0]))
    return Value::empty();
  int backtick = given(a[1]) ? isTrue(t, a[1]) : 0;
  if (backtick < 0)
    return Value::empty();
  if (v.size > 45)
    return fail(t, "At most 45 bytes at once");
  auto code = [&](uint32_t x) { return char(backtick && !x ? '`' : ' ' + x); };
  std::string out(1, code(uint32_t(v.size)));
  for (int64_t i = 0; i < v.size; i += 3) {
    uint32_t w = 0;
    for (int k = 0; k < 3; ++k)
      w = w << 8 | (i + k < v.size ? v.data[i + k] : 0);
    for (int k = 18; k >= 0; k -= 6)
      out += code(w >> k & 63);
  }
  out += '\n';
  return newBytes(t, out.data(), int64_t(out.size()));
}
static Value a2bUu(Thread *t, Value *a, size_t) {
  ByteView v;
  std::string hold, out;
  if (!textOf(t, a[0], v, hold))
    return Value::empty();
  int64_t want = v.size ? (v.data[0] - ' ') & 63 : 32, i = 1;
  uint32_t left = 0;
  int bits = 0;
  while (int64_t(out.size()) < want) {
    uint8_t c = i < v.size ? v.data[i] : 0;
    ++i;
    if (c == '\n' || c == '\r' || c == 0) {
      c = 0;
    } else {
      if (c < ' ' || c > ' ' + 64)
        return fail(t, "Illegal char");
      c = (c - ' ') & 63;
    }
    left = left << 6 | c;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out += char(left >> bits & 255);
      left &= (1u << bits) - 1;
    }
  }
  for (; i < v.size; ++i)
    if (uint8_t c = v.data[i]; c != ' ' && c != ' ' + 64 && c != '\n' && c != '\r')
      return fail(t, "Trailing garbage");
  return newBytes(t, out.data(), int64_t(out.size()));
}

//===-- quoted printable ---------------------------------------------------------------===//
static Value a2bQp(Thread *t, Value *a, size_t) {
  ByteView v;
  std::string hold, out;
  if (!textOf(t, a[0], v, hold))
    return Value::empty();
  int header = given(a[1]) ? isTrue(t, a[1]) : 0;
  if (header < 0)
    return Value::empty();
  const uint8_t *p = v.data;
  for (int64_t i = 0; i < v.size;) {
    if (p[i] == '=') {
      if (++i >= v.size)
        break;
      if (p[i] == '\n' || p[i] == '\r') { // soft line break
        if (p[i] != '\n')
          while (i < v.size && p[i] != '\n')
            ++i;
        if (i < v.size)
          ++i;
      } else if (p[i] == '=') {
        out += '=';
        ++i;
      } else if (i + 1 < v.size && hexValue(p[i]) >= 0 && hexValue(p[i + 1]) >= 0) {
        out += char(hexValue(p[i]) << 4 | hexValue(p[i + 1]));
        i += 2;
      } else {
        out += '=';
      }
    } else {
      out += header && p[i] == '_' ? ' ' : char(p[i]);
      ++i;
    }
  }
  return newBytes(t, out.data(), int64_t(out.size()));
}
static Value b2aQp(Thread *t, Value *a, size_t) {
  ByteView v;
  if (!v.require(t, a[0]))
    return Value::empty();
  int tabs = given(a[1]) ? isTrue(t, a[1]) : 0, isText = given(a[2]) ? isTrue(t, a[2]) : 1,
      header = given(a[3]) ? isTrue(t, a[3]) : 0;
  if (tabs < 0 || isText < 0 || header < 0)
    return Value::empty();
  const uint8_t *p = v.data;
  int64_t n = v.size;
  auto *newline = n ? static_cast<const uint8_t *>(memchr(p, '\n', size_t(n))) : nullptr;
  bool crlf = newline && newline > p && newline[-1] == '\r';
  std::string out;
  int line = 0;
  auto hex = [&](uint8_t c) {
    out += '=';
    out += "0123456789ABCDEF"[c >> 4];
    out += "0123456789ABCDEF"[c & 15];
  };
  auto soft = [&] {
    out += '=';
    if (crlf)
      out += '\r';
    out += '\n';
    line = 0;
  };
  for (int64_t i = 0; i < n;) {
    uint8_t c = p[i];
    bool quote = c > 126 || c == '=' || (header && c == '_') || (c == '.' && line == 0 && (i + 1 == n || p[i + 1] == '\n' || p[i + 1] == '\r' || p[i + 1] == 0)) ||
                 (!isText && (c == '\r' || c == '\n')) || ((c == '\t' || c == ' ') && i + 1 == n) ||
                 (c < 33 && c != '\r' && c != '\n' && c != '\t' && c != ' ') || (c < 33 && c != '\r' && c != '\n' && (tabs || (c != '\t' && c != ' ')) && !(header && c == ' '));
    if (quote) {
      if (line + 3 >= 76)
        soft();
      hex(c);
      line += 3;
      ++i;
    } else if (isText && (c == '\n' || (c == '\r' && i + 1 < n && p[i + 1] == '\n'))) {
      line = 0;
      // Space before the end of a line has to be visible.
      if (!out.empty() && (out.back() == ' ' || out.back() == '\t')) {
        uint8_t last = uint8_t(out.back());
        out.pop_back();
        hex(last);
      }
      if (crlf)
        out += '\r';
      out += '\n';
      i += c == '\r' ? 2 : 1;
    } else {
      if (i + 1 != n && p[i + 1] != '\n' && line + 1 >= 76)
        soft();
      ++line;
      if (header && c == ' ')
        out += '_';
      else
        out += char(c);
      ++i;
    }
  }
  return newBytes(t, out.data(), int64_t(out.size()));
}

static const NativeDef functions[] = {
    {"hexlify", hexlify, "(data, sep=None, bytes_per_sep=1)", kEffAny, "Hexadecimal representation of binary data."},
    {"b2a_hex", hexlify, "(data, sep=None, bytes_per_sep=1)", kEffAny, "Hexadecimal representation of binary data."},
    {"unhexlify", unhexlify, "(hexstr, /)", kEffAny, "Binary data of hexadecimal representation."},
    {"a2b_hex", unhexlify, "(hexstr, /)", kEffAny, "Binary data of hexadecimal representation."},
    {"b2a_base64", b2aBase64, "(data, /, *, newline=True)", kEffAny, "Base64-code line of data."},
    {"a2b_base64", a2bBase64, "(data, /, *, strict_mode=False)", kEffAny, "Decode a line of base64 data."},
    {"crc32", crc32Fn, "(data, crc=0, /)", kEffAny, "Compute CRC-32 incrementally."},
    {"crc_hqx", crcHqx, "(data, crc, /)", kEffAny, "Compute CRC-CCITT incrementally."},
    {"b2a_uu", b2aUu, "(data, /, *, backtick=False)", kEffAny, "Uuencode line of data."},
    {"a2b_uu", a2bUu, "(data, /)", kEffAny, "Decode a line of uuencoded data."},
    {"a2b_qp", a2bQp, "(data, header=False)", kEffAny, "Decode a string of qp-encoded data."},
    {"b2a_qp", b2aQp, "(data, quotetabs=False, istext=True, header=False)", kEffAny, "Encode a string using quoted-printable encoding."},
    {nullptr, nullptr, nullptr}};

static bool initialise(Thread *t, ModuleObject *m) {
  if (gError.isInt()) {
    gcRegisterRoot(&gError);
    gcRegisterRoot(&gIncomplete);
    gError = newExceptionClass(t, "binascii", "Error", exc::ValueError);
    gIncomplete = newExceptionClass(t, "binascii", "Incomplete", exc::Exception);
  }
  return gError && gIncomplete && moduleSet(t, m, "Error", gError) && moduleSet(t, m, "Incomplete", gIncomplete);
}

} // namespace pyc::ascii_codecs

void pyc::registerBinascii() {
  static const ModuleSpec spec = {"binascii", "Conversion between binary data and ASCII", ascii_codecs::functions,
                                  ascii_codecs::initialise};
  registerNativeModule(&spec);
}
