//===- Json.cpp - The module _json: json's scanner and encoder ------------===//
//
// The parts of the json package that take the time. Behaviour, error texts and
// positions are those json's users see with CPython.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/Modules.h"
#include <cmath>

namespace pyc {

namespace {

Value fail(Thread *t, const char *message, Value text, int64_t at) {
  Value m = importModule(t, "json.decoder");
  Value cls = m ? getAttr(t, m, "JSONDecodeError") : m;
  Value a[3] = {newStr(t, message), text, newInt(t, at)};
  Value e = cls ? call(t, cls, a, 3) : cls;
  return e ? raiseValue(t, e) : e;
}

//===-- strings ------------------------------------------------------------===//

int hexDigit(uint32_t c) {
  return c >= '0' && c <= '9' ? static_cast<int>(c - '0') : c >= 'a' && c <= 'f' ? static_cast<int>(c - 'a' + 10)
         : c >= 'A' && c <= 'F' ? static_cast<int>(c - 'A' + 10) : -1;
}

/// The string that begins behind a quote at `end`; end moves past its closing
/// quote. text is the StrObject that s is.
template <typename C>
Value scanString(Thread *t, Value text, const C *s, int64_t length, int64_t &end, bool strict) {
  int64_t begin = end - 1;
  std::u32string built;
  bool plain = true;
  for (int64_t start = end;;) {
    int64_t next = start;
    uint32_t c = 0;
    for (; next < length; ++next) {
      c = s[next];
      if (c == '"' || c == '\\')
        break;
      if (c <= 0x1F && strict)
        return fail(t, "Invalid control character at", text, next);
    }
    if (next >= length)
      return fail(t, "Unterminated string starting at", text, begin);
    if (plain && c == '"') { // no escapes: one copy
      end = next + 1;
      if constexpr (sizeof(C) == 1)
        return newStrLatin1(t, s + start, next - start);
    }
    plain = false;
    built.append(s + start, s + next);
    ++next;
    if (c == '"') {
      end = next;
      return newStrUcs4(t, reinterpret_cast<const uint32_t *>(built.data()), static_cast<int64_t>(built.size()));
    }
    if (next == length)
      return fail(t, "Unterminated string starting at", text, begin);
    c = s[next];
    if (c != 'u') {
      int64_t after = next + 1;
      switch (c) {
      case '"': case '\\': case '/': break;
      case 'b': c = '\b'; break;
      case 'f': c = '\f'; break;
      case 'n': c = '\n'; break;
      case 'r': c = '\r'; break;
      case 't': c = '\t'; break;
      default: return fail(t, "Invalid \\escape", text, after - 2);
      }
      built += static_cast<char32_t>(c);
      start = after;
      continue;
    }
    ++next;
    int64_t stop = next + 4;
    if (stop >= length)
      return fail(t, "Invalid \\uXXXX escape", text, next - 1);
    auto four = [&](int64_t from, uint32_t &out) {
      out = 0;
      for (int64_t i = from; i < from + 4; ++i) {
        int digit = hexDigit(s[i]);
        if (digit < 0)
          return false;
        out = out << 4 | static_cast<uint32_t>(digit);
      }
      return true;
    };
    if (!four(next, c))
      return fail(t, "Invalid \\uXXXX escape", text, stop - 5);
    if (c >= 0xD800 && c < 0xDC00 && stop + 6 < length && s[stop] == '\\' && s[stop + 1] == 'u') {
      uint32_t low;
      if (!four(stop + 2, low))
        return fail(t, "Invalid \\uXXXX escape", text, stop + 6 - 5);
      if (low >= 0xDC00 && low < 0xE000) {
        c = 0x10000 + ((c - 0xD800) << 10 | (low - 0xDC00));
        stop += 6;
      }
    }
    built += static_cast<char32_t>(c);
    start = stop;
  }
}

template <typename F> auto withChars(StrObject *s, F f) {
  switch (strWidth(s)) {
  case 1: return f(s->chars<uint8_t>());
  case 2: return f(s->chars<uint16_t>());
  default: return f(s->chars<uint32_t>());
  }
}

Value scanStringFn(Thread *t, Value *args, size_t n) {
  int64_t end;
  if (!isStr(args[0]))
    return raise(t, exc::TypeError, "first argument must be a string, not %T", args[0]);
  if (!indexAsInt64(t, args[1], end, exc::OverflowError))
    return Value::empty();
  int strict = args[2] ? isTrue(t, args[2]) : 1;
  StrObject *s = flattenStr(t, payloadOf(args[0]));
  if (strict < 0 || !s)
    return Value::empty();
  if (end < 0 || end > s->length)
    return raise(t, exc::ValueError, "end is out of bounds");
  Value r[2];
  r[0] = withChars(s, [&](auto *p) { return scanString(t, args[0], p, s->length, end, strict); });
  r[1] = r[0] ? newInt(t, end) : r[0];
  return r[1] ? newTuple(t, r, 2) : r[1];
}

//===-- the scanner --------------------------------------------------------===//

struct ScannerObject : Object { // skip 1
  int64_t strict;
  Value objectHook, pairsHook, parseFloat, parseInt, parseConstant;
};
TypeObject *gScanner;

struct Scan {
  Thread *t;
  ScannerObject *o;
  Value text;
  StrObject *s;
  DictObject *memo; ///< equal keys share one str
  int64_t length;
  uint32_t depth = 0; ///< counts against the recursion limit

  Value stop(int64_t at) {
    Value v = newInt(t, at);
    return v ? raiseStopIteration(t, v) : v;
  }
  template <typename C> static bool space(C c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
  template <typename C> void skip(const C *p, int64_t &i) {
    while (i < length && space(p[i]))
      ++i;
  }
  template <typename C> bool word(const C *p, int64_t i, const char *w) {
    for (; *w; ++w, ++i)
      if (i >= length || p[i] != static_cast<C>(*w))
        return false;
    return true;
  }
  Value constant(const char *name, int64_t &i, size_t n) {
    i += static_cast<int64_t>(n);
    Value v = newStr(t, name);
    return v ? call(t, o->parseConstant, v) : v;
  }

  template <typename C> Value number(const C *p, int64_t &i) {
    int64_t start = i, k = i;
    bool isFloat = false;
    auto digit = [&](int64_t j) { return j < length && p[j] >= '0' && p[j] <= '9'; };
    if (p[k] == '-' && ++k >= length)
      return stop(start);
    if (p[k] >= '1' && p[k] <= '9')
      while (digit(k))
        ++k;
    else if (p[k] == '0')
      ++k;
    else
      return stop(start);
    if (k + 1 < length && p[k] == '.' && digit(k + 1)) {
      isFloat = true;
      k += 2;
      while (digit(k))
        ++k;
    }
    if (k + 1 < length && (p[k] == 'e' || p[k] == 'E')) {
      int64_t e = k + 1;
      if (e + 1 < length && (p[e] == '+' || p[e] == '-'))
        ++e;
      if (digit(e)) {
        isFloat = true;
        for (k = e; digit(k);)
          ++k;
      }
    }
    i = k;
    std::string digits;
    for (int64_t j = start; j < k; ++j)
      digits += static_cast<char>(p[j]);
    Value parser = isFloat ? o->parseFloat : o->parseInt;
    if (!isFloat && parser == typeValue(types::int_)) {
      bool negative = digits[0] == '-';
      if (digits.size() <= 18)
        return newInt(t, strtoll(digits.c_str(), nullptr, 10));
      if (digits.size() <= 4300)
        return intFromText(t, std::string_view(digits).substr(negative), 10, negative);
    }
    if (isFloat && parser == typeValue(types::float_))
      return newFloat(t, strtod(digits.c_str(), nullptr));
    Value v = newStr(t, digits);
    return v ? call(t, parser, v) : v;
  }

  template <typename C> Value object(const C *p, int64_t &i) {
    bool pairs = o->pairsHook != None;
    Value result = pairs ? newList(t, nullptr, 0) : newDict(t);
    if (!result)
      return result;
    skip(p, i);
    if (i >= length || p[i] != '}') {
      for (;;) {
        if (i >= length || p[i] != '"')
          return fail(t, "Expecting property name enclosed in double quotes", text, i);
        Value key = scanString(t, text, p, length, ++i, o->strict);
        if (key)
          key = dictSetDefault(t, memo, key, key);
        if (!key)
          return key;
        skip(p, i);
        if (i >= length || p[i] != ':')
          return fail(t, "Expecting ':' delimiter", text, i);
        ++i;
        skip(p, i);
        Value v = once(p, i);
        if (!v)
          return v;
        if (pairs) {
          Value pair[2] = {key, v};
          Value tuple = newTuple(t, pair, 2);
          if (!tuple || !listAppend(t, result.as<ListObject>(), tuple))
            return Value::empty();
        } else if (!dictSet(t, result.as<DictObject>(), key, v)) {
          return Value::empty();
        }
        skip(p, i);
        if (i < length && p[i] == '}')
          break;
        if (i >= length || p[i] != ',')
          return fail(t, "Expecting ',' delimiter", text, i);
        ++i;
        skip(p, i);
      }
    }
    ++i;
    if (pairs)
      return call(t, o->pairsHook, result);
    return o->objectHook == None ? result : call(t, o->objectHook, result);
  }

  template <typename C> Value array(const C *p, int64_t &i) {
    Value result = newList(t, nullptr, 0);
    if (!result)
      return result;
    skip(p, i);
    if (i >= length || p[i] != ']') {
      for (;;) {
        Value v = once(p, i);
        if (!v || !listAppend(t, result.as<ListObject>(), v))
          return Value::empty();
        skip(p, i);
        if (i < length && p[i] == ']')
          break;
        if (i >= length || p[i] != ',')
          return fail(t, "Expecting ',' delimiter", text, i);
        ++i;
        skip(p, i);
      }
    }
    ++i;
    return result;
  }

  template <typename C> Value once(const C *p, int64_t &i) {
    if (i >= length)
      return stop(i);
    switch (p[i]) {
    case '"':
      return scanString(t, text, p, length, ++i, o->strict);
    case '{': case '[':
    {
      bool isObject = p[i] == '{';
      if (++depth + t->recursionDepth > t->recursionLimit)
        return raise(t, exc::RecursionError, "maximum recursion depth exceeded while decoding a JSON %s from a unicode string",
                     isObject ? "object" : "array");
      Value v = !checkNativeStack(t) ? Value::empty() : isObject ? object(p, ++i) : array(p, ++i);
      --depth;
      return v;
    }
    case 'n':
      if (word(p, i, "null"))
        return i += 4, None;
      break;
    case 't':
      if (word(p, i, "true"))
        return i += 4, True;
      break;
    case 'f':
      if (word(p, i, "false"))
        return i += 5, False;
      break;
    case 'N':
      if (word(p, i, "NaN"))
        return constant("NaN", i, 3);
      break;
    case 'I':
      if (word(p, i, "Infinity"))
        return constant("Infinity", i, 8);
      break;
    case '-':
      if (word(p, i, "-Infinity"))
        return constant("-Infinity", i, 9);
      break;
    default: break;
    }
    return number(p, i);
  }
};

Value scannerNew(Thread *t, Value *args, size_t n) {
  Value v = newInstance(t, gScanner), strict = v ? getAttr(t, args[1], "strict") : v;
  int yes = strict ? isTrue(t, strict) : -1;
  if (yes < 0)
    return Value::empty();
  auto *o = v.as<ScannerObject>();
  o->strict = yes;
  struct { const char *name; Value *slot; } rows[] = {{"object_hook", &o->objectHook}, {"object_pairs_hook", &o->pairsHook},
                                                      {"parse_float", &o->parseFloat}, {"parse_int", &o->parseInt}, {"parse_constant", &o->parseConstant}};
  for (auto &r : rows) {
    Value x = getAttr(t, args[1], r.name);
    if (!x)
      return x;
    setSlot(o, r.slot, x);
  }
  return v;
}
Value scannerCall(Thread *t, Value *args, size_t n) {
  int64_t i;
  if (!isStr(args[1]))
    return raise(t, exc::TypeError, "first argument must be a string, not %T", args[1]);
  if (!indexAsInt64(t, args[2], i, exc::OverflowError))
    return Value::empty();
  if (i < 0)
    return raise(t, exc::ValueError, "idx cannot be negative");
  StrObject *s = flattenStr(t, payloadOf(args[1]));
  Value memo = s ? newDict(t) : Value::empty();
  if (!memo)
    return memo;
  Scan scan{t, args[0].as<ScannerObject>(), args[1], s, memo.as<DictObject>(), s->length};
  Value r[2];
  r[0] = withChars(s, [&](auto *p) { return scan.once(p, i); });
  r[1] = r[0] ? newInt(t, i) : r[0];
  return r[1] ? newTuple(t, r, 2) : r[1];
}
const NativeDef scannerMethods[] = {{"__new__", scannerNew, "($type, context)", kEffAny, nullptr, kNativeStatic},
                                    {"__call__", scannerCall, "($self, string, idx)"}, {nullptr, nullptr, nullptr}};
const MemberDef scannerMembers[] = {{"object_hook", offsetof(ScannerObject, objectHook), true}, {"object_pairs_hook", offsetof(ScannerObject, pairsHook), true},
                                    {"parse_float", offsetof(ScannerObject, parseFloat), true}, {"parse_int", offsetof(ScannerObject, parseInt), true},
                                    {"parse_constant", offsetof(ScannerObject, parseConstant), true}, {nullptr, 0, true}};

//===-- the encoder --------------------------------------------------------===//

void appendUtf8(std::string &out, uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 63));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 63));
    out += static_cast<char>(0x80 | (c & 63));
  } else {
    out += static_cast<char>(0xF0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 63));
    out += static_cast<char>(0x80 | (c >> 6 & 63));
    out += static_cast<char>(0x80 | (c & 63));
  }
}
bool quote(Thread *t, Value v, bool ascii, std::string &out) {
  StrObject *s = flattenStr(t, payloadOf(v));
  if (!s)
    return false;
  auto unit = [&](uint32_t c) {
    char b[8];
    snprintf(b, sizeof b, "\\u%04x", c);
    out += b;
  };
  out += '"';
  for (int64_t i = 0; i < s->length; ++i) {
    uint32_t c = strCharAt(s, i);
    switch (c) {
    case '"': out += "\\\""; continue;
    case '\\': out += "\\\\"; continue;
    case '\n': out += "\\n"; continue;
    case '\r': out += "\\r"; continue;
    case '\t': out += "\\t"; continue;
    case '\f': out += "\\f"; continue;
    case '\b': out += "\\b"; continue;
    default: break;
    }
    if (c >= 0x20 && (c < 0x7F || (c == 0x7F && !ascii))) {
      out += static_cast<char>(c);
    } else if (c < 0x20 || (ascii && c < 0x10000)) {
      unit(c);
    } else if (ascii) {
      unit(0xD800 + ((c - 0x10000) >> 10));
      unit(0xDC00 + ((c - 0x10000) & 0x3FF));
    } else {
      appendUtf8(out, c);
    }
  }
  out += '"';
  return true;
}
template <bool Ascii> Value quoteFn(Thread *t, Value *args, size_t n) {
  std::string out;
  if (!isStr(args[0]))
    return raise(t, exc::TypeError, "first argument must be a string, not %T", args[0]);
  return quote(t, args[0], Ascii, out) ? newStr(t, out) : Value::empty();
}

struct EncoderObject : Object { // skip 2
  int64_t flags;    ///< 1 sort keys, 2 skip keys, 4 allow nan
  int64_t quoting;  ///< 0: call `encoder`, 1: ASCII, 2: not
  Value markers, defaultFn, encoder, keySeparator, itemSeparator;
};
TypeObject *gEncoder;

struct Encode {
  Thread *t;
  EncoderObject *o;
  std::string out, keySeparator, itemSeparator;
  uint32_t depth = 0; ///< counts against the recursion limit

  bool string(Value v) {
    if (o->quoting)
      return quote(t, v, o->quoting == 1, out);
    Value s = call(t, o->encoder, v);
    if (!s)
      return false;
    if (!isStr(s)) {
      raise(t, exc::TypeError, "encoder() must return a string, not %T", s);
      return false;
    }
    out += strToUtf8(payloadOf(s));
    return true;
  }
  bool real(double d) {
    if (std::isfinite(d)) {
      out += doubleRepr(d);
      return true;
    }
    if (!(o->flags & 4)) {
      raise(t, exc::ValueError, "Out of range float values are not JSON compliant");
      return false;
    }
    out += std::isnan(d) ? "NaN" : d > 0 ? "Infinity" : "-Infinity";
    return true;
  }
  bool integer(Value v) {
    Value s = intToStr(t, asIndex(t, v));
    if (!s)
      return false;
    out += strToUtf8(s);
    return true;
  }
  /// Marks a container as being encoded. false: raised.
  bool enter(Value v, Value &id) {
    id = Value::empty();
    if (++depth + t->recursionDepth > t->recursionLimit) {
      raise(t, exc::RecursionError, "maximum recursion depth exceeded while encoding a JSON object");
      return false;
    }
    if (!checkNativeStackIn(t, " while encoding a JSON object"))
      return false;
    if (o->markers == None)
      return true;
    id = newUInt(t, v.isObject() ? gcIdentity(v.asObject()) : v.bits);
    int seen = id ? dictContains(t, o->markers.as<DictObject>(), id) : -1;
    if (seen > 0)
      raise(t, exc::ValueError, "Circular reference detected");
    return seen == 0 && dictSet(t, o->markers.as<DictObject>(), id, v);
  }
  bool leave(Value id) {
    --depth;
    return !id || dictDelete(t, o->markers.as<DictObject>(), id) >= 0;
  }

  bool sequence(Value v) {
    Value id, list = isExact(v, shapes::list) ? v : listFrom(t, v);
    if (!list)
      return false;
    if (list.as<ListObject>()->size == 0) {
      out += "[]";
      return true;
    }
    if (!enter(v, id))
      return false;
    out += '[';
    for (int64_t i = 0; i < list.as<ListObject>()->size; ++i) {
      if (i)
        out += itemSeparator;
      if (!any(list.as<ListObject>()->items()->items[i]))
        return false;
    }
    out += ']';
    return leave(id);
  }
  bool mapping(Value v) {
    if (v.as<DictObject>()->used == 0) {
      out += "{}";
      return true;
    }
    Value id;
    if (!enter(v, id))
      return false;
    Value view = callMethod(t, v, "items", nullptr, 0), items = view ? listFrom(t, view) : view;
    if (!items || ((o->flags & 1) && !listSort(t, items.as<ListObject>(), None, false)))
      return false;
    out += '{';
    bool first = true;
    for (int64_t i = 0; i < items.as<ListObject>()->size; ++i) {
      Value pair = items.as<ListObject>()->items()->items[i];
      if (!isTuple(pair) || tupleOf(pair)->length != 2) {
        raise(t, exc::ValueError, "items must return 2-tuples");
        return false;
      }
      Value key = tupleOf(pair)->items[0];
      size_t before = out.size();
      if (!first)
        out += itemSeparator;
      bool ok = true;
      if (isStr(key)) {
        ok = string(key);
      } else if (key == None || key == True || key == False) {
        out += key == None ? "\"null\"" : key == True ? "\"true\"" : "\"false\"";
      } else if (isIntLike(key) || isFloatExact(payloadOf(key))) {
        out += '"';
        ok = isIntLike(key) ? integer(key) : real(floatValue(payloadOf(key)));
        out += '"';
      } else if (o->flags & 2) {
        out.resize(before);
        continue;
      } else {
        raise(t, exc::TypeError, "keys must be str, int, float, bool or None, not %T", key);
        return false;
      }
      if (!ok)
        return false;
      out += keySeparator;
      if (!any(tupleOf(pair)->items[1]))
        return false;
      first = false;
    }
    out += '}';
    return leave(id);
  }
  bool any(Value v) {
    if (v == None || v == True || v == False) {
      out += v == None ? "null" : v == True ? "true" : "false";
      return true;
    }
    if (isStr(v))
      return string(v);
    if (v.isInt() || isIntLike(v))
      return integer(v);
    Value p = payloadOf(v);
    if (isFloatExact(p))
      return real(floatValue(p));
    if (isList(v) || isTuple(v))
      return sequence(v);
    if (isDict(v))
      return mapping(v);
    Value id = Value::empty();
    if (!enter(v, id))
      return false;
    Value r = call(t, o->defaultFn, v);
    return r && any(r) && leave(id);
  }
};

Value encoderNew(Thread *t, Value *args, size_t n) {
  // (markers, default, encoder, indent, key_separator, item_separator,
  //  sort_keys, skipkeys, allow_nan)
  if (args[1] != None && !isDict(args[1]))
    return raise(t, exc::TypeError, "make_encoder() argument 1 must be dict or None, not %T", args[1]);
  for (int i : {5, 6})
    if (!isStr(args[i]))
      return raise(t, exc::TypeError, "make_encoder() argument %d must be str, not %T", i, args[i]);
  int flags = 0;
  for (int i = 0; i < 3; ++i) {
    int r = isTrue(t, args[7 + i]);
    if (r < 0)
      return Value::empty();
    flags |= r << i;
  }
  Value v = newInstance(t, gEncoder);
  if (!v)
    return v;
  auto *o = v.as<EncoderObject>();
  o->flags = flags;
  if (hasKind(args[3], Kind::NativeFunction)) {
    NativeFn fn = args[3].as<NativeFunctionObject>()->def->fn;
    o->quoting = fn == quoteFn<true> ? 1 : fn == quoteFn<false> ? 2 : 0;
  }
  setSlot(o, &o->markers, args[1]);
  setSlot(o, &o->defaultFn, args[2]);
  setSlot(o, &o->encoder, args[3]);
  setSlot(o, &o->keySeparator, args[5]);
  setSlot(o, &o->itemSeparator, args[6]);
  return v;
}
Value encoderCall(Thread *t, Value *args, size_t n) {
  auto *o = args[0].as<EncoderObject>();
  Encode e{t, o, {}, strToUtf8(payloadOf(o->keySeparator)), strToUtf8(payloadOf(o->itemSeparator))};
  if (!e.any(args[1]))
    return Value::empty();
  Value s = newStr(t, e.out);
  return s ? newTuple(t, &s, 1) : s;
}
const NativeDef encoderMethods[] = {
    {"__new__", encoderNew, "($type, markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)", kEffAny, nullptr, kNativeStatic},
    {"__call__", encoderCall, "($self, obj, _current_indent_level)"}, {nullptr, nullptr, nullptr}};

const NativeDef functions[] = {{"scanstring", scanStringFn, "(string, end, strict=True, /)"}, {"encode_basestring_ascii", quoteFn<true>, "(string, /)"},
                               {"encode_basestring", quoteFn<false>, "(string, /)"}, {nullptr, nullptr, nullptr}};
bool initModule(Thread *t, ModuleObject *m) {
  TypeSpec scanner{"_json.Scanner", Kind::RegularObject, sizeof(ScannerObject), TraceKind::FixedSlots, 1, 5, scannerMethods, nullptr, scannerMembers};
  gScanner = makeBuiltinType(t, scanner);
  TypeSpec encoder{"_json.Encoder", Kind::RegularObject, sizeof(EncoderObject), TraceKind::FixedSlots, 2, 5, encoderMethods};
  gEncoder = makeBuiltinType(t, encoder);
  return moduleSet(t, m, "make_scanner", typeValue(gScanner)) && moduleSet(t, m, "make_encoder", typeValue(gEncoder));
}
const ModuleSpec spec{"_json", "JSON scanning and encoding.", functions, initModule};

} // namespace

void registerJson(Thread *t) { registerNativeModule(&spec); }

} // namespace pyc
