//===- JsonModule.cpp - _json: encoding and decoding ----------------------===//
//
// What json.encoder and json.decoder use instead of their Python code when it
// is there: same results, same errors.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/TextModules.h"
#include "runtime/object/Containers.h"
#include <cmath>

namespace pyc::json {

//===-- strings ------------------------------------------------------------------===//
static void writeString(TextBuffer &out, StrObject *s, bool asciiOnly) {
  out.put('"');
  CharReader c(s);
  auto escape = [&](uint32_t x) {
    char buf[8];
    snprintf(buf, sizeof buf, "\\u%04x", x);
    out.putAscii(buf);
  };
  int64_t n = c.size();
  for (int64_t i = 0; i < n; ++i) {
    uint32_t x = c[i];
    if (x >= 32 && x != '"' && x != '\\' && (x < 127 || !asciiOnly)) {
      out.put(x);
      continue;
    }
    switch (x) {
    case '"': case '\\':
      out.put('\\');
      out.put(x);
      break;
    case '\b': out.putAscii("\\b"); break;
    case '\f': out.putAscii("\\f"); break;
    case '\n': out.putAscii("\\n"); break;
    case '\r': out.putAscii("\\r"); break;
    case '\t': out.putAscii("\\t"); break;
    default:
      if (x >= 0x10000) {
        escape(0xD7C0 + (x >> 10));
        escape(0xDC00 | (x & 0x3FF));
      } else {
        escape(x);
      }
    }
  }
  out.put('"');
}
template <bool asciiOnly> static Value encodeString(Thread *t, Value *args, size_t) {
  StrObject *s = isStr(args[0]) ? flatFast(t, args[0]) : nullptr;
  if (!s)
    return t->pending.isEmpty() ? raise(t, exc::TypeError, "first argument must be a string, not %T", args[0]) : Value::empty();
  TextBuffer out;
  writeString(out, s, asciiOnly);
  return out.finish(t);
}

//===-- encoder --------------------------------------------------------------------===//
struct EncoderObject : Object { // FixedSlots skip 1
  uint8_t sortKeys, skipKeys, allowNan, fastStrings; ///< fastStrings: 1 ASCII, 2 any
  uint32_t reserved;
  Value markers, defaultFn, encoder, indent, keySeparator, itemSeparator;
};
static Shape *gEncoder, *gScanner;

/// Nesting counts against the recursion limit, as it does in CPython.
static bool deeper(Thread *t, uint32_t &depth, const char *doing) {
  if (t->recursionDepth + ++depth >= t->recursionLimit) {
    raise(t, exc::RecursionError, "maximum recursion depth exceeded while %s", doing);
    return false;
  }
  return checkNativeStack(t);
}

namespace {
struct Writer {
  Thread *t;
  EncoderObject *e;
  TextBuffer out;
  RootVector open; ///< containers being written
  uint32_t depth = 0;
  Writer(Thread *t, EncoderObject *e) : t(t), e(e), open(t) {}

  bool value(Value v);
  bool string(Value v);
  bool text(Value v); ///< a str as it is
  bool list(Value v);
  bool dict(Value v);
  bool real(double d);
  bool enter(Value v);
  void leave() {
    --depth;
    if (e->markers != None)
      open.pop();
  }
};
} // namespace

bool Writer::enter(Value v) {
  if (!deeper(t, depth, "encoding a JSON object"))
    return false;
  if (e->markers == None)
    return true;
  for (size_t i = 0; i < open.size(); ++i)
    if (open[i] == v) {
      raise(t, exc::ValueError, "Circular reference detected");
      return false;
    }
  open.push(v);
  return true;
}
bool Writer::text(Value v) {
  StrObject *s = v && isStr(v) ? flatFast(t, v) : nullptr;
  if (s)
    out.putRange(s, 0, s->length);
  return s;
}
bool Writer::string(Value v) {
  if (e->fastStrings) {
    StrObject *s = flatFast(t, v);
    if (s)
      writeString(out, s, e->fastStrings == 1);
    return s;
  }
  Value r = call(t, e->encoder, v);
  if (r && !isStr(r))
    r = raise(t, exc::TypeError, "encoder() must return a string, not %T", r);
  return r && text(r);
}
bool Writer::real(double d) {
  if (!std::isfinite(d)) {
    if (!e->allowNan) {
      raise(t, exc::ValueError, "Out of range float values are not JSON compliant");
      return false;
    }
    out.putAscii(std::isnan(d) ? "NaN" : d > 0 ? "Infinity" : "-Infinity");
    return true;
  }
  out.putAscii(doubleRepr(d));
  return true;
}
bool Writer::list(Value v) {
  Value items = isInstanceOf(v, types::tuple_) ? payloadOf(v) : v;
  bool tuple = isExact(items, shapes::tuple);
  auto size = [&] { return tuple ? items.as<TupleObject>()->length : items.as<ListObject>()->size; };
  if (!size()) {
    out.putAscii("[]");
    return true;
  }
  if (!enter(v))
    return false;
  out.put('[');
  for (int64_t i = 0; i < size(); ++i) {
    if (i && !text(e->itemSeparator))
      return false;
    if (!value(tuple ? items.as<TupleObject>()->items[i] : items.as<ListObject>()->items()->items[i]))
      return false;
  }
  out.put(']');
  leave();
  return true;
}
bool Writer::dict(Value v) {
  if (!v.as<DictObject>()->used) {
    out.putAscii("{}");
    return true;
  }
  if (!enter(v))
    return false;
  Value items = callMethod(t, v, "items", nullptr, 0);
  items = items ? listFrom(t, items) : items;
  if (!items || (e->sortKeys && !listSort(t, items.as<ListObject>(), None, false)))
    return false;
  out.put('{');
  bool first = true;
  for (int64_t i = 0; i < items.as<ListObject>()->size; ++i) {
    Value pair = items.as<ListObject>()->items()->items[i];
    if (!isExact(pair, shapes::tuple) || pair.as<TupleObject>()->length != 2) {
      raise(t, exc::ValueError, "items must return 2-tuples");
      return false;
    }
    Value key = pair.as<TupleObject>()->items[0];
    Value item = pair.as<TupleObject>()->items[1];
    double d;
    Value n = Value::empty();
    bool known = isStr(key) || asExactFloat(key, d) || key == True || key == False || key == None || (n = asExactInt(key));
    if (!known) {
      if (e->skipKeys)
        continue;
      raise(t, exc::TypeError, "keys must be str, int, float, bool or None, not %T", key);
      return false;
    }
    if (!first && !text(e->itemSeparator))
      return false;
    first = false;
    if (isStr(key)) {
      if (!string(key))
        return false;
    } else {
      // Everything else is written as a string; none needs an escape.
      out.put('"');
      bool ok = true;
      if (asExactFloat(key, d))
        ok = real(d);
      else if (key == True || key == False || key == None)
        out.putAscii(key == True ? "true" : key == False ? "false" : "null");
      else
        ok = text(intToStr(t, n));
      if (!ok)
        return false;
      out.put('"');
    }
    if (!text(e->keySeparator) || !value(item))
      return false;
  }
  out.put('}');
  leave();
  return true;
}
bool Writer::value(Value v) {
  double d;
  if (v == None || v == True || v == False) {
    out.putAscii(v == None ? "null" : v == True ? "true" : "false");
    return true;
  }
  if (v.isObject() && isStr(v))
    return string(v);
  if (Value i = asExactInt(v))
    return text(intToStr(t, i));
  if (asExactFloat(v, d))
    return real(d);
  if (isList(v) || isInstanceOf(v, types::tuple_))
    return list(v);
  if (isDict(v))
    return dict(v);
  if (!enter(v))
    return false;
  Value other = call(t, e->defaultFn, v);
  if (!other || !value(other))
    return false;
  leave();
  return true;
}

static bool isNativeNamed(Value f, NativeFn fn) {
  return f.isObject() && f.asObject()->kind() == Kind::NativeFunction && f.as<NativeFunctionObject>()->def->fn == fn;
}
static Value encoderNew(Thread *t, Value *args, size_t) {
  Value v = newInstance(t, args[0].as<TypeObject>());
  if (!v)
    return v;
  auto *e = v.as<EncoderObject>();
  Value *slots[] = {&e->markers, &e->defaultFn, &e->encoder, &e->indent, &e->keySeparator, &e->itemSeparator};
  for (int i = 0; i < 6; ++i)
    setSlot(e, slots[i], args[1 + i]);
  if (args[1] != None && !isDict(args[1]))
    return raise(t, exc::TypeError, "make_encoder() argument 1 must be dict or None, not %T", args[1]);
  if (!isStr(args[5]) || !isStr(args[6]))
    return raise(t, exc::TypeError, "make_encoder() argument %d must be str, not %T", isStr(args[5]) ? 6 : 5, isStr(args[5]) ? args[6] : args[5]);
  uint8_t *flags[] = {&e->sortKeys, &e->skipKeys, &e->allowNan};
  for (int i = 0; i < 3; ++i) {
    int b = isTrue(t, args[7 + i]);
    if (b < 0)
      return Value::empty();
    *flags[i] = uint8_t(b);
  }
  e->fastStrings = isNativeNamed(args[3], encodeString<true>) ? 1 : isNativeNamed(args[3], encodeString<false>) ? 2 : 0;
  return v;
}
static Value encoderCall(Thread *t, Value *args, size_t) {
  Writer w(t, args[0].as<EncoderObject>());
  if (!w.value(args[1]))
    return Value::empty();
  Value text = w.out.finish(t);
  return text ? newTuple(t, &text, 1) : text;
}

//===-- scanner ----------------------------------------------------------------------===//
struct ScannerObject : Object { // FixedSlots skip 1
  uint64_t strict;
  Value objectHook, pairsHook, parseFloat, parseInt, parseConstant;
};
static Value raiseDecode(Thread *t, const char *message, Value doc, int64_t pos) {
  Value m = importModule(t, "json.decoder"), cls = m ? getAttr(t, m, "JSONDecodeError") : m;
  Value args[3] = {newStr(t, message), doc, newInt(t, pos)};
  Value e = cls && args[0] ? call(t, cls, args, 3) : Value::empty();
  return e ? raiseValue(t, e) : e;
}

namespace {
struct Reader {
  Thread *t;
  ScannerObject *s; ///< null for scanstring alone
  StrObject *str;
  Value memo = Value::empty();
  uint32_t depth = 0;
  CharReader c;
  int64_t n;
  Reader(Thread *t, ScannerObject *s, StrObject *str) : t(t), s(s), str(str), c(str), n(str->length) {}

  Value fail(const char *message, int64_t pos) { return raiseDecode(t, message, Value::fromObject(str), pos); }
  Value stop(int64_t pos) { return raiseStopIteration(t, newInt(t, pos)); }
  void skip(int64_t &i) {
    while (i < n && (c[i] == ' ' || c[i] == '\t' || c[i] == '\n' || c[i] == '\r'))
      ++i;
  }
  Value string(int64_t i, int64_t &end, bool strict);
  Value value(int64_t i, int64_t &end);
  Value number(int64_t i, int64_t &end);
  Value object(int64_t i, int64_t &end);
  Value array(int64_t i, int64_t &end);
  bool word(int64_t i, const char *w) {
    int64_t k = 0;
    while (w[k] && i + k < n && c[i + k] == uint8_t(w[k]))
      ++k;
    return !w[k];
  }
};
} // namespace

/// i is behind the opening quote.
Value Reader::string(int64_t i, int64_t &end, bool strict) {
  int64_t begin = i - 1, from = i;
  // A string without escapes is a slice.
  while (i < n && c[i] != '"' && c[i] != '\\' && (c[i] > 31 || !strict))
    ++i;
  if (i < n && c[i] == '"') {
    end = i + 1;
    return strSubstring(t, str, from, i);
  }
  TextBuffer out;
  out.putRange(str, from, i);
  while (true) {
    if (i >= n)
      return fail("Unterminated string starting at", begin);
    uint32_t x = c[i];
    if (x == '"')
      break;
    if (x != '\\') {
      if (x <= 31 && strict)
        return fail("Invalid control character at", i);
      out.put(x);
      ++i;
      continue;
    }
    if (++i == n)
      return fail("Unterminated string starting at", begin);
    x = c[i++];
    if (x != 'u') {
      switch (x) {
      case '"': case '\\': case '/': break;
      case 'b': x = '\b'; break;
      case 'f': x = '\f'; break;
      case 'n': x = '\n'; break;
      case 'r': x = '\r'; break;
      case 't': x = '\t'; break;
      default:
        return fail("Invalid \\escape", i - 2);
      }
      out.put(x);
      continue;
    }
    auto hex4 = [&](int64_t at, uint32_t &v) {
      v = 0;
      for (int64_t k = at; k < at + 4; ++k) {
        uint32_t h = c[k];
        int d = h >= '0' && h <= '9' ? int(h - '0') : h < 128 && (h | 32) >= 'a' && (h | 32) <= 'f' ? int((h | 32) - 'a' + 10) : -1;
        if (d < 0)
          return false;
        v = v << 4 | uint32_t(d);
      }
      return true;
    };
    uint32_t v, low;
    if (i + 4 >= n)
      return fail("Invalid \\uXXXX escape", i - 1);
    if (!hex4(i, v))
      return fail("Invalid \\uXXXX escape", i - 1);
    i += 4;
    if (v >= 0xD800 && v <= 0xDBFF && i + 6 < n && c[i] == '\\' && c[i + 1] == 'u') {
      if (!hex4(i + 2, low))
        return fail("Invalid \\uXXXX escape", i + 1);
      if (low >= 0xDC00 && low <= 0xDFFF) {
        v = 0x10000 + ((v - 0xD800) << 10) + (low - 0xDC00);
        i += 6;
      }
    }
    out.put(v);
  }
  end = i + 1;
  return out.finish(t);
}

Value Reader::number(int64_t start, int64_t &end) {
  int64_t i = start;
  auto digit = [&](int64_t k) { return k < n && c[k] >= '0' && c[k] <= '9'; };
  if (i < n && c[i] == '-')
    ++i;
  if (!digit(i))
    return stop(start);
  if (c[i] == '0')
    ++i;
  else
    while (digit(i))
      ++i;
  bool isFloat = false;
  if (i < n && c[i] == '.' && digit(i + 1)) {
    isFloat = true;
    for (i += 2; digit(i);)
      ++i;
  }
  if (i < n && (c[i] == 'e' || c[i] == 'E')) {
    int64_t k = i + 1;
    if (k < n && (c[k] == '-' || c[k] == '+'))
      ++k;
    if (digit(k)) {
      isFloat = true;
      for (i = k; digit(i);)
        ++i;
    }
  }
  end = i;
  Value custom = isFloat ? s->parseFloat : s->parseInt;
  bool plain = custom == Value::fromObject(isFloat ? types::float_ : types::int_);
  if (!plain) {
    Value text = strSubstring(t, str, start, end);
    return text ? call(t, custom, text) : text;
  }
  if (!isFloat && end - start < 18) {
    int64_t v = 0;
    bool negative = c[start] == '-';
    for (int64_t k = start + negative; k < end; ++k)
      v = v * 10 + (c[k] - '0');
    return Value::fromSmallInt(negative ? -v : v);
  }
  std::string text;
  for (int64_t k = start; k < end; ++k)
    text += char(c[k]);
  if (isFloat) {
    double d = 0;
    parseDouble(text, d);
    return newFloat(t, d);
  }
  bool negative = text[0] == '-';
  return intFromText(t, std::string_view(text).substr(negative), 10, negative);
}

Value Reader::array(int64_t i, int64_t &end) {
  Value list = newList(t, nullptr, 0);
  if (!list)
    return list;
  skip(i);
  if (i < n && c[i] == ']') {
    end = i + 1;
    return list;
  }
  while (true) {
    Value v = value(i, i);
    if (!v || !listAppend(t, list.as<ListObject>(), v))
      return Value::empty();
    skip(i);
    if (i < n && c[i] == ']')
      break;
    if (i >= n || c[i] != ',')
      return fail("Expecting ',' delimiter", i);
    ++i;
    skip(i);
  }
  end = i + 1;
  return list;
}

Value Reader::object(int64_t i, int64_t &end) {
  bool pairs = s->pairsHook != None;
  Value made = pairs ? newList(t, nullptr, 0) : newDict(t);
  if (!made)
    return made;
  skip(i);
  if (i >= n || c[i] != '}') {
    while (true) {
      if (i >= n || c[i] != '"')
        return fail("Expecting property name enclosed in double quotes", i);
      Value key = string(i + 1, i, s->strict);
      if (!key)
        return key;
      Value known = dictGet(t, memo.as<DictObject>(), key);
      if (known)
        key = known;
      else if (!t->pending.isEmpty() || !dictSet(t, memo.as<DictObject>(), key, key))
        return Value::empty();
      skip(i);
      if (i >= n || c[i] != ':')
        return fail("Expecting ':' delimiter", i);
      ++i;
      skip(i);
      Value v = value(i, i);
      if (!v)
        return v;
      if (pairs) {
        Value both[2] = {key, v};
        Value pair = newTuple(t, both, 2);
        if (!pair || !listAppend(t, made.as<ListObject>(), pair))
          return Value::empty();
      } else if (!dictSet(t, made.as<DictObject>(), key, v)) {
        return Value::empty();
      }
      skip(i);
      if (i < n && c[i] == '}')
        break;
      if (i >= n || c[i] != ',')
        return fail("Expecting ',' delimiter", i);
      ++i;
      skip(i);
    }
  }
  end = i + 1;
  if (pairs)
    return call(t, s->pairsHook, made);
  return s->objectHook == None ? made : call(t, s->objectHook, made);
}

Value Reader::value(int64_t i, int64_t &end) {
  if (i < 0)
    return raise(t, exc::ValueError, "idx cannot be negative");
  if (i >= n)
    return stop(i);
  const char *constant = nullptr;
  switch (c[i]) {
  case '"':
    return string(i + 1, end, s->strict);
  case '{':
    if (!deeper(t, depth, "decoding a JSON object from a unicode string"))
      return Value::empty();
    {
      Value v = object(i + 1, end);
      --depth;
      return v;
    }
  case '[':
    if (!deeper(t, depth, "decoding a JSON array from a unicode string"))
      return Value::empty();
    {
      Value v = array(i + 1, end);
      --depth;
      return v;
    }
  case 'n':
    if (word(i, "null")) {
      end = i + 4;
      return None;
    }
    break;
  case 't':
    if (word(i, "true")) {
      end = i + 4;
      return True;
    }
    break;
  case 'f':
    if (word(i, "false")) {
      end = i + 5;
      return False;
    }
    break;
  case 'N':
    constant = word(i, "NaN") ? "NaN" : nullptr;
    break;
  case 'I':
    constant = word(i, "Infinity") ? "Infinity" : nullptr;
    break;
  case '-':
    constant = word(i, "-Infinity") ? "-Infinity" : nullptr;
    break;
  }
  if (constant) {
    end = i + int64_t(strlen(constant));
    return call(t, s->parseConstant, internStr(t, constant));
  }
  return number(i, end);
}

static Value scannerNew(Thread *t, Value *args, size_t) {
  Value v = newInstance(t, args[0].as<TypeObject>()), context = args[1];
  if (!v)
    return v;
  auto *s = v.as<ScannerObject>();
  Value strict = getAttr(t, context, "strict");
  int b = strict ? isTrue(t, strict) : -1;
  if (b < 0)
    return Value::empty();
  s->strict = uint64_t(b);
  const char *names[] = {"object_hook", "object_pairs_hook", "parse_float", "parse_int", "parse_constant"};
  Value *slots[] = {&s->objectHook, &s->pairsHook, &s->parseFloat, &s->parseInt, &s->parseConstant};
  for (int i = 0; i < 5; ++i) {
    Value x = getAttr(t, context, names[i]);
    if (!x)
      return x;
    setSlot(s, slots[i], x);
  }
  return v;
}
static Value scannerCall(Thread *t, Value *args, size_t) {
  int64_t i, end = 0;
  if (!isStr(args[1]))
    return raise(t, exc::TypeError, "first argument must be a string, not %T", args[1]);
  StrObject *str = flatFast(t, args[1]);
  if (!str || !indexAsInt64(t, args[2], i, exc::OverflowError))
    return Value::empty();
  Reader r(t, args[0].as<ScannerObject>(), str);
  r.memo = newDict(t);
  Value v = r.memo ? r.value(i, end) : r.memo;
  if (!v)
    return v;
  Value pair[2] = {v, newInt(t, end)};
  return newTuple(t, pair, 2);
}
static Value scanString(Thread *t, Value *args, size_t) {
  int64_t i, end = 0;
  if (!isStr(args[0]))
    return raise(t, exc::TypeError, "first argument must be a string, not %T", args[0]);
  int strict = given(args[2]) ? isTrue(t, args[2]) : 1;
  StrObject *str = flatFast(t, args[0]);
  if (strict < 0 || !str || !indexAsInt64(t, args[1], i, exc::OverflowError))
    return Value::empty();
  if (i < 0 || i > str->length)
    return raise(t, exc::ValueError, "end is out of bounds");
  Value v = Reader(t, nullptr, str).string(i, end, strict);
  if (!v)
    return v;
  Value pair[2] = {v, newInt(t, end)};
  return newTuple(t, pair, 2);
}

static const NativeDef encoderMethods[] = {
    {"__new__", encoderNew, "($type, markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)", kEffAny, nullptr, kNativeStatic},
    {"__call__", encoderCall, "($self, /, obj, _current_indent_level)", kEffAny, nullptr, kNativeSlotWrapper},
    {nullptr, nullptr, nullptr}};
static const NativeDef scannerMethods[] = {
    {"__new__", scannerNew, "($type, context)", kEffAny, nullptr, kNativeStatic},
    {"__call__", scannerCall, "($self, /, string, idx)", kEffAny, nullptr, kNativeSlotWrapper},
    {nullptr, nullptr, nullptr}};
static const NativeDef functions[] = {
    {"encode_basestring_ascii", encodeString<true>, "(string, /)", kPureAlloc, "Return an ASCII-only JSON representation of a Python string"},
    {"encode_basestring", encodeString<false>, "(string, /)", kPureAlloc, "Return a JSON representation of a Python string"},
    {"scanstring", scanString, "(string, end, strict=True, /)", kEffAny, "scanstring(string, end, strict=True) -> (string, end)"},
    {nullptr, nullptr, nullptr}};

static bool initialise(Thread *t, ModuleObject *m) {
  if (!gEncoder) {
    static const TypeSpec encoder = {"_json.Encoder", Kind::RegularObject, sizeof(EncoderObject), TraceKind::FixedSlots, 1, 6,
                                     encoderMethods, nullptr, nullptr, kTypeBaseable};
    gEncoder = makeBuiltinType(t, encoder)->instanceShape;
    static const TypeSpec scanner = {"_json.Scanner", Kind::RegularObject, sizeof(ScannerObject), TraceKind::FixedSlots, 1, 5,
                                     scannerMethods, nullptr, nullptr, kTypeBaseable};
    gScanner = makeBuiltinType(t, scanner)->instanceShape;
  }
  return moduleSet(t, m, "make_encoder", Value::fromObject(gEncoder->type)) &&
         moduleSet(t, m, "make_scanner", Value::fromObject(gScanner->type));
}

} // namespace pyc::json

void pyc::registerJson() {
  static const ModuleSpec spec = {"_json", "json speedups", json::functions, json::initialise};
  registerNativeModule(&spec);
}
