//===- CodecsModule.cpp - _codecs: the codec registry and the codecs ------===//
#include "runtime/modules/TextModules.h"
#include "runtime/object/Bytes.h"
#include "runtime/object/Codecs.h"
#include <unicode/uchar.h>

namespace pyc::codecs {

static std::string textOf(Value v) { return strToUtf8(payloadOf(v)); }
/// An optional errors argument. False: raised.
static bool errorsOf(Thread *t, Value v, std::string &out) {
  if (!givenNotNone(v)) {
    out = "strict";
    return true;
  }
  if (!isStr(v)) {
    raise(t, exc::TypeError, "errors must be str or None, not %T", v);
    return false;
  }
  out = textOf(v);
  return true;
}
static Value pairOf(Thread *t, Value v, int64_t n) {
  if (!v)
    return v;
  Value pair[2] = {v, newInt(t, n)};
  return newTuple(t, pair, 2);
}

//===-- registry ------------------------------------------------------------------===//
static Value registerFn(Thread *t, Value *a, size_t) {
  if (!lookupDunder(typeOf(a[0]), Dunder::Call))
    return raise(t, exc::TypeError, "argument must be callable");
  return registerSearch(t, a[0]) ? None : Value::empty();
}
static Value unregisterFn(Thread *t, Value *a, size_t) { return unregisterSearch(t, a[0]) ? None : Value::empty(); }
static Value lookupFn(Thread *t, Value *a, size_t) {
  if (!isStr(a[0]))
    return raise(t, exc::TypeError, "lookup() argument must be str, not %T", a[0]);
  return lookupCodec(t, textOf(a[0]));
}
static Value codeWith(Thread *t, Value *a, int which) {
  std::string encoding = givenNotNone(a[1]) ? textOf(a[1]) : "utf-8";
  Value info = lookupCodec(t, encoding);
  if (!info)
    return info;
  Value args[2] = {a[0], given(a[2]) ? a[2] : Value::empty()};
  Value r = call(t, payloadOf(info).as<TupleObject>()->items[which], args, given(a[2]) ? 2 : 1);
  if (!r)
    return r;
  if (!isInstanceOf(r, types::tuple_) || payloadOf(r).as<TupleObject>()->length != 2)
    return raise(t, exc::TypeError, which ? "decoder must return a tuple (object,integer)"
                                          : "encoder must return a tuple (object, integer)");
  return payloadOf(r).as<TupleObject>()->items[0];
}
static Value encodeFn(Thread *t, Value *a, size_t) { return codeWith(t, a, 0); }
static Value decodeFn(Thread *t, Value *a, size_t) { return codeWith(t, a, 1); }
static Value registerErrorFn(Thread *t, Value *a, size_t) {
  if (!lookupDunder(typeOf(a[1]), Dunder::Call))
    return raise(t, exc::TypeError, "handler must be callable");
  return registerErrorHandler(t, a[0], a[1]) ? None : Value::empty();
}
static Value lookupErrorFn(Thread *t, Value *a, size_t) {
  if (!isStr(a[0]))
    return raise(t, exc::TypeError, "lookup_error() argument must be str, not %T", a[0]);
  return lookupErrorHandler(t, textOf(a[0]));
}

//===-- the built-in error handlers as functions ------------------------------------===//
/// object[start:end] of a UnicodeError.
struct Culprit {
  int64_t start, end;
  Value object;
  bool encoding, decoding;
  bool read(Thread *t, Value e) {
    encoding = isInstanceOf(e, exc::UnicodeEncodeError);
    decoding = isInstanceOf(e, exc::UnicodeDecodeError);
    if (!encoding && !decoding && !isInstanceOf(e, exc::UnicodeTranslateError)) {
      raise(t, exc::TypeError, isInstanceOf(e, exc::BaseException) ? "don't know how to handle %T in error callback"
                                                                   : "codec must pass exception instance", e);
      return false;
    }
    object = getAttr(t, e, "object");
    Value s = object ? getAttr(t, e, "start") : object, n = s ? getAttr(t, e, "end") : s;
    return n && indexAsInt64(t, s, start) && indexAsInt64(t, n, end);
  }
};
static Value strictErrors(Thread *t, Value *a, size_t) {
  if (!isInstanceOf(a[0], exc::BaseException))
    return raise(t, exc::TypeError, "codec must pass exception instance");
  return raiseValue(t, a[0]);
}
static Value ignoreErrors(Thread *t, Value *a, size_t) {
  Culprit c;
  return c.read(t, a[0]) ? pairOf(t, EmptyStr, c.end) : Value::empty();
}
static Value replaceErrors(Thread *t, Value *a, size_t) {
  Culprit c;
  if (!c.read(t, a[0]))
    return Value::empty();
  TextBuffer b;
  b.putFill(c.encoding ? '?' : 0xFFFD, c.decoding ? 1 : c.end - c.start);
  return pairOf(t, b.finish(t), c.end);
}
/// By name (ICU's names are Unicode's), or as backslashreplace where there is none.
static std::string nameEscape(uint32_t c) {
  char name[128];
  UErrorCode e = U_ZERO_ERROR;
  int32_t n = u_charName(UChar32(c), U_UNICODE_CHAR_NAME, name, sizeof name, &e);
  if (U_FAILURE(e) || n <= 0) {
    snprintf(name, sizeof name, c < 256 ? "\\x%02x" : c < 65536 ? "\\u%04x" : "\\U%08x", c);
    return name;
  }
  return "\\N{" + std::string(name, size_t(n)) + "}";
}
static Value nameErrors(Thread *t, Value *a, size_t) {
  Culprit c;
  if (!c.read(t, a[0]))
    return Value::empty();
  if (!c.encoding)
    return raise(t, exc::TypeError, "don't know how to handle %T in error callback", a[0]);
  TextBuffer b;
  for (int64_t i = c.start; i < c.end; ++i)
    b.putAscii(nameEscape(strCharAt(flatOf(t, c.object), i)));
  return pairOf(t, b.finish(t), c.end);
}
static Value escapeErrors(Thread *t, Value *a, bool xml) {
  Culprit c;
  if (!c.read(t, a[0]))
    return Value::empty();
  if (xml && !c.encoding)
    return raise(t, exc::TypeError, "don't know how to handle %T in error callback", a[0]);
  TextBuffer b;
  char buf[24];
  for (int64_t i = c.start; i < c.end; ++i) {
    uint32_t x;
    if (c.decoding)
      x = SelfBytes(c.object).p[i];
    else
      x = strCharAt(flatOf(t, c.object), i);
    if (xml)
      snprintf(buf, sizeof buf, "&#%u;", x);
    else
      snprintf(buf, sizeof buf, x < 256 ? "\\x%02x" : x < 65536 ? "\\u%04x" : "\\U%08x", x);
    b.putAscii(buf);
  }
  return pairOf(t, b.finish(t), c.end);
}
static Value backslashErrors(Thread *t, Value *a, size_t) { return escapeErrors(t, a, false); }
static Value xmlErrors(Thread *t, Value *a, size_t) { return escapeErrors(t, a, true); }
/// surrogateescape and surrogatepass hand the work to ErrorPolicy.
static Value policyErrors(Thread *t, Value e, const char *name) {
  Culprit c;
  if (!c.read(t, e))
    return Value::empty();
  Value encodingName = getAttr(t, e, "encoding");
  if (!encodingName)
    return encodingName;
  std::string encoding = textOf(encodingName);
  ErrorPolicy policy(t, name, encoding.c_str());
  int64_t next;
  if (c.encoding) {
    Value replacement;
    StrObject *s = flatOf(t, c.object);
    if (!s || !policy.encodeError(Value::fromObject(s), c.start, c.end, "", replacement, next))
      return t->pending.isEmpty() ? Value::empty() : (clearPending(t), raiseValue(t, e));
    return pairOf(t, replacement, next);
  }
  SelfBytes b(c.object);
  TextBuffer out;
  if (!policy.decodeError(b.p, b.n, c.object, c.start, c.end, "", out, next)) {
    clearPending(t);
    return raiseValue(t, e);
  }
  return pairOf(t, out.finish(t), next);
}
static Value surrogateEscape(Thread *t, Value *a, size_t) { return policyErrors(t, a[0], "surrogateescape"); }
static Value surrogatePass(Thread *t, Value *a, size_t) { return policyErrors(t, a[0], "surrogatepass"); }

//===-- the formats -------------------------------------------------------------------===//
template <Encoding e> static Value encodeTo(Thread *t, Value *a, size_t) {
  StrObject *s = requireStr(t, a[0], "encode() argument 1 must be str, not %T");
  std::string errors;
  if (!s || !errorsOf(t, a[1], errors))
    return Value::empty();
  return pairOf(t, encode(t, s, e, errors.c_str()), s->length);
}
template <Encoding e> static Value encodeWide(Thread *t, Value *a, size_t) {
  StrObject *s = requireStr(t, a[0], "encode() argument 1 must be str, not %T");
  std::string errors;
  int64_t order = 0;
  if (!s || !errorsOf(t, a[1], errors) || (given(a[2]) && !indexAsInt64(t, a[2], order)))
    return Value::empty();
  Encoding use = order == 0 ? e : Encoding(int(e) + (order < 0 ? 1 : 2));
  return pairOf(t, encode(t, s, use, errors.c_str()), s->length);
}
/// (data, errors=None, final=False)
template <Encoding e> static Value decodeFrom(Thread *t, Value *a, size_t) {
  ByteView v;
  std::string errors;
  if (!v.require(t, a[0]) || !errorsOf(t, a[1], errors))
    return Value::empty();
  int final = e == Encoding::Latin1 || e == Encoding::Ascii ? 1 : given(a[2]) ? isTrue(t, a[2]) : 0;
  if (final < 0)
    return Value::empty();
  int64_t used = v.size;
  return pairOf(t, decode(t, v.data, v.size, e, errors.c_str(), a[0], final ? nullptr : &used), used);
}
/// utf_16_ex_decode(data, errors, byteorder, final): tells the byte order too.
template <Encoding e> static Value decodeEx(Thread *t, Value *a, size_t) {
  ByteView v;
  std::string errors;
  int64_t order = 0;
  if (!v.require(t, a[0]) || !errorsOf(t, a[1], errors) || (given(a[2]) && !indexAsInt64(t, a[2], order)))
    return Value::empty();
  int final = given(a[3]) ? isTrue(t, a[3]) : 0, found = int(order);
  if (final < 0)
    return Value::empty();
  int64_t used = v.size;
  Value s = decode(t, v.data, v.size, e, errors.c_str(), a[0], final ? nullptr : &used, &found);
  if (!s)
    return s;
  Value parts[3] = {s, newInt(t, used), newInt(t, found)};
  return newTuple(t, parts, 3);
}
static Value readbufferEncode(Thread *t, Value *a, size_t) {
  if (isStr(a[0])) {
    StrObject *s = flatOf(t, a[0]);
    return s ? pairOf(t, encode(t, s, Encoding::Utf8, "strict"), s->length) : Value::empty();
  }
  ByteView v;
  return v.require(t, a[0]) ? pairOf(t, newBytes(t, v.size ? v.data : nullptr, v.size), v.size) : Value::empty();
}

//===-- character maps --------------------------------------------------------------------===//
static Value charmapBuild(Thread *t, Value *a, size_t) {
  StrObject *s = requireStr(t, a[0], "charmap_build() argument must be str, not %T");
  Value d = s ? newDict(t) : Value::empty();
  for (int64_t i = 0; d && i < s->length; ++i)
    if (uint32_t c = strCharAt(s, i); c != 0xFFFE)
      if (!dictSet(t, d.as<DictObject>(), Value::fromSmallInt(c), Value::fromSmallInt(i)))
        return Value::empty();
  return d;
}
/// 1 mapped, 0 undefined, -1 raised.
static int mapChar(Thread *t, Value mapping, uint32_t c, std::string &out) {
  Value v = getItem(t, mapping, Value::fromSmallInt(c));
  if (!v) {
    if (!pendingMatches(t, exc::LookupError))
      return -1;
    clearPending(t);
    return 0;
  }
  if (v == None)
    return 0;
  if (isBytes(v)) {
    SelfBytes b(v);
    out.append(reinterpret_cast<const char *>(b.p), size_t(b.n));
    return 1;
  }
  if (!asExactInt(v)) {
    raise(t, exc::TypeError, "character mapping must return integer, bytes or None, not %T", v);
    return -1;
  }
  int64_t x;
  if (!intToInt64(asExactInt(v), x) || x < 0 || x > 255) {
    raise(t, exc::TypeError, "character mapping must be in range(256)");
    return -1;
  }
  out += char(x);
  return 1;
}
static Value charmapEncode(Thread *t, Value *a, size_t) {
  StrObject *s = requireStr(t, a[0], "charmap_encode() argument 1 must be str, not %T");
  std::string errors, out;
  if (!s || !errorsOf(t, a[1], errors))
    return Value::empty();
  if (!givenNotNone(a[2]))
    return pairOf(t, encode(t, s, Encoding::Latin1, errors.c_str()), s->length);
  ErrorPolicy policy(t, errors.c_str(), "charmap");
  for (int64_t i = 0; i < s->length;) {
    int k = mapChar(t, a[2], strCharAt(s, i), out);
    if (k < 0)
      return Value::empty();
    if (k) {
      ++i;
      continue;
    }
    Value replacement;
    int64_t next;
    int64_t end = i + 1;
    std::string ignored;
    while (end < s->length && (k = mapChar(t, a[2], strCharAt(s, end), ignored)) == 0)
      ++end;
    if (k < 0)
      return Value::empty();
    if (!policy.encodeError(Value::fromObject(s), i, end, "character maps to <undefined>", replacement, next))
      return Value::empty();
    if (isBytes(replacement)) {
      SelfBytes b(replacement);
      out.append(reinterpret_cast<const char *>(b.p), size_t(b.n));
    } else {
      StrObject *r = flatOf(t, replacement);
      for (int64_t j = 0; r && j < r->length; ++j) {
        k = mapChar(t, a[2], strCharAt(r, j), out);
        if (k == 0)
          return raiseEncodeError(t, "charmap", Value::fromObject(s), i, end, "character maps to <undefined>");
        if (k < 0)
          return Value::empty();
      }
    }
    i = next;
  }
  return pairOf(t, newBytes(t, out.data(), int64_t(out.size())), s->length);
}
static Value charmapDecode(Thread *t, Value *a, size_t) {
  ByteView v;
  std::string errors;
  if (!v.require(t, a[0]) || !errorsOf(t, a[1], errors))
    return Value::empty();
  if (!givenNotNone(a[2]))
    return pairOf(t, newStrLatin1(t, v.data, v.size), v.size);
  ErrorPolicy policy(t, errors.c_str(), "charmap");
  TextBuffer out;
  StrObject *table = isStr(a[2]) ? flatOf(t, a[2]) : nullptr;
  for (int64_t i = 0; i < v.size;) {
    bool ok = false;
    if (table) {
      uint32_t c = v.data[i] < table->length ? strCharAt(table, v.data[i]) : 0xFFFE;
      ok = c != 0xFFFE;
      if (ok)
        out.put(c);
    } else {
      Value x = getItem(t, a[2], Value::fromSmallInt(v.data[i]));
      if (!x) {
        if (!pendingMatches(t, exc::LookupError))
          return x;
        clearPending(t);
      } else if (x != None) {
        if (isStr(x)) {
          StrObject *s = flatOf(t, x);
          if (!s)
            return Value::empty();
          ok = !(s->length == 1 && strCharAt(s, 0) == 0xFFFE);
          if (ok)
            out.putRange(s, 0, s->length);
        } else {
          int64_t c;
          if (!asExactInt(x))
            return raise(t, exc::TypeError, "character mapping must return integer, None or str");
          if (!intToInt64(asExactInt(x), c) || c < 0 || c > 0x10FFFF)
            return raise(t, exc::TypeError, "character mapping must be in range(0x110000)");
          ok = c != 0xFFFE;
          if (ok)
            out.put(uint32_t(c));
        }
      }
    }
    if (ok)
      ++i;
    else if (!policy.decodeError(v.data, v.size, a[0], i, i + 1, "character maps to <undefined>", out, i))
      return Value::empty();
  }
  return pairOf(t, out.finish(t), v.size);
}

extern const NativeDef escapeFunctions[]; // EscapeCodecs.cpp

#define FORMAT(NAME, E)                                                        \
  {NAME "_encode", encodeTo<Encoding::E>, "(str, errors=None, /)", kEffAny},   \
  {NAME "_decode", decodeFrom<Encoding::E>, "(data, errors=None, final=False, /)", kEffAny}
static const NativeDef functions[] = {
    {"register", registerFn, "(search_function, /)", kEffAny},
    {"unregister", unregisterFn, "(search_function, /)", kEffAny},
    {"lookup", lookupFn, "(encoding, /)", kEffAny},
    {"encode", encodeFn, "(obj, encoding='utf-8', errors='strict')", kEffAny},
    {"decode", decodeFn, "(obj, encoding='utf-8', errors='strict')", kEffAny},
    {"register_error", registerErrorFn, "(errors, handler, /)", kEffAny},
    {"lookup_error", lookupErrorFn, "(name, /)", kEffAny},
    FORMAT("utf_8", Utf8), FORMAT("latin_1", Latin1), FORMAT("ascii", Ascii),
    FORMAT("utf_16_le", Utf16LE), FORMAT("utf_16_be", Utf16BE),
    FORMAT("utf_32_le", Utf32LE), FORMAT("utf_32_be", Utf32BE),
    {"utf_16_encode", encodeWide<Encoding::Utf16>, "(str, errors=None, byteorder=0, /)", kEffAny},
    {"utf_32_encode", encodeWide<Encoding::Utf32>, "(str, errors=None, byteorder=0, /)", kEffAny},
    {"utf_16_decode", decodeFrom<Encoding::Utf16>, "(data, errors=None, final=False, /)", kEffAny},
    {"utf_32_decode", decodeFrom<Encoding::Utf32>, "(data, errors=None, final=False, /)", kEffAny},
    {"utf_16_ex_decode", decodeEx<Encoding::Utf16>, "(data, errors=None, byteorder=0, final=False, /)", kEffAny},
    {"utf_32_ex_decode", decodeEx<Encoding::Utf32>, "(data, errors=None, byteorder=0, final=False, /)", kEffAny},
    {"readbuffer_encode", readbufferEncode, "(data, errors=None, /)", kEffAny},
    {"charmap_build", charmapBuild, "(map, /)", kEffAny},
    {"charmap_encode", charmapEncode, "(str, errors=None, mapping=None, /)", kEffAny},
    {"charmap_decode", charmapDecode, "(data, errors=None, mapping=None, /)", kEffAny},
    {nullptr, nullptr, nullptr}};

static const NativeDef handlers[] = {
    {"strict_errors", strictErrors, "(exception, /)"}, {"ignore_errors", ignoreErrors, "(exception, /)"},
    {"replace_errors", replaceErrors, "(exception, /)"}, {"backslashreplace_errors", backslashErrors, "(exception, /)"},
    {"xmlcharrefreplace_errors", xmlErrors, "(exception, /)"}, {"surrogateescape", surrogateEscape, "(exception, /)"},
    {"surrogatepass", surrogatePass, "(exception, /)"}, {"namereplace_errors", nameErrors, "(exception, /)"}, {nullptr, nullptr, nullptr}};

static bool initialise(Thread *t, ModuleObject *m) {
  static const char *const names[] = {"strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace",
                                      "surrogateescape", "surrogatepass", "namereplace"};
  for (int i = 0; handlers[i].name; ++i) {
    Value f = newNativeFunction(t, &handlers[i], Value::fromSmallInt(0), None);
    if (!f || !registerErrorHandler(t, internStr(t, names[i]), f))
      return false;
  }
  return moduleAddFunctions(t, m, escapeFunctions);
}

} // namespace pyc::codecs

void pyc::registerCodecs(Thread *) {
  static const ModuleSpec spec = {"_codecs", nullptr, codecs::functions, codecs::initialise};
  registerNativeModule(&spec);
}
