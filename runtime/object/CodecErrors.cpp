//===- CodecErrors.cpp - Error handlers and the codec registry ------------===//
#include "runtime/object/Codecs.h"

namespace pyc::codecs {

//===-- registry ------------------------------------------------------------------===//
static Value gHandlers = Value::fromSmallInt(0), gSearch = Value::fromSmallInt(0),
             gCache = Value::fromSmallInt(0);

static bool prepare(Thread *t) {
  if (!gHandlers.isInt())
    return true;
  static bool registered = false;
  if (!registered) {
    gcRegisterRoot(&gHandlers);
    gcRegisterRoot(&gSearch);
    gcRegisterRoot(&gCache);
    registered = true;
  }
  Value d = newDict(t), l = newList(t, nullptr, 0), c = newDict(t);
  if (!d || !l || !c)
    return false;
  gSearch = l;
  gCache = c;
  gHandlers = d;
  return true;
}

bool registerErrorHandler(Thread *t, Value name, Value handler) {
  return prepare(t) && dictSet(t, gHandlers.as<DictObject>(), name, handler);
}

Value lookupErrorHandler(Thread *t, std::string_view name) {
  Value key = prepare(t) ? newStr(t, name) : Value::empty();
  if (!key)
    return key;
  Value h = dictGet(t, gHandlers.as<DictObject>(), key);
  if (!h && t->pending.isEmpty())
    return raise(t, exc::LookupError, "unknown error handler name '%S'", key);
  return h;
}

bool registerSearch(Thread *t, Value function) {
  return prepare(t) && listAppend(t, gSearch.as<ListObject>(), function);
}
bool unregisterSearch(Thread *t, Value function) {
  if (!prepare(t))
    return false;
  Value index = Value::fromSmallInt(0);
  auto *l = gSearch.as<ListObject>();
  for (int64_t i = 0; i < l->size; ++i)
    if (l->items()->items[i] == function) {
      Value fresh = newDict(t);
      if (!fresh)
        return false;
      gCache = fresh;
      index = Value::fromSmallInt(i);
      return delItem(t, gSearch, index);
    }
  return true;
}

Value lookupCodec(Thread *t, std::string_view name) {
  if (!prepare(t))
    return Value::empty();
  std::string low;
  for (char c : name)
    low += c == ' ' ? '_' : c >= 'A' && c <= 'Z' ? char(c + 32) : c;
  Value key = newStr(t, low);
  if (!key)
    return key;
  Value found = dictGet(t, gCache.as<DictObject>(), key);
  if (found || !t->pending.isEmpty())
    return found;
  // `encodings` registers its search function when it is first imported.
  Value m = importModule(t, "encodings");
  if (!m)
    return m;
  for (int64_t i = 0; i < gSearch.as<ListObject>()->size; ++i) {
    Value f = gSearch.as<ListObject>()->items()->items[i];
    found = call(t, f, key);
    if (!found)
      return found;
    if (found == None)
      continue;
    if (!isInstanceOf(found, types::tuple_) || payloadOf(found).as<TupleObject>()->length != 4)
      return raise(t, exc::TypeError, "codec search functions must return 4-tuples");
    if (!dictSet(t, gCache.as<DictObject>(), key, found))
      return Value::empty();
    return found;
  }
  Value shown = newStr(t, name);
  return shown ? raise(t, exc::LookupError, "unknown encoding: %S", shown) : shown;
}

//===-- exceptions -----------------------------------------------------------------===//
Value raiseEncodeError(Thread *t, const char *encoding, Value s, int64_t start,
                       int64_t end, const char *reason) {
  Value args[5] = {newStr(t, encoding), s, Value::fromSmallInt(start),
                   Value::fromSmallInt(end), newStr(t, reason)};
  return raiseWithArgs(t, exc::UnicodeEncodeError, args, 5);
}
static Value bytesFor(Thread *t, const uint8_t *p, int64_t n, Value original) {
  return given(original) && isExact(original, shapes::bytes) ? original : newBytes(t, n ? p : (const uint8_t *)"", n);
}
Value raiseDecodeError(Thread *t, const char *encoding, const uint8_t *p, int64_t n,
                       Value original, int64_t start, int64_t end, const char *reason) {
  Value object = bytesFor(t, p, n, original);
  if (!object)
    return object;
  Value args[5] = {newStr(t, encoding), object, Value::fromSmallInt(start),
                   Value::fromSmallInt(end), newStr(t, reason)};
  return raiseWithArgs(t, exc::UnicodeDecodeError, args, 5);
}

/// (replacement, position) of a handler's result.
static bool handlerResult(Thread *t, Value r, int64_t length, bool encoding,
                          Value &replacement, int64_t &position) {
  const char *message = encoding
      ? "encoding error handler must return (str/bytes, int) tuple"
      : "decoding error handler must return (str, int) tuple";
  if (!isInstanceOf(r, types::tuple_) || payloadOf(r).as<TupleObject>()->length != 2) {
    raise(t, exc::TypeError, "%s", message);
    return false;
  }
  auto *tuple = payloadOf(r).as<TupleObject>();
  replacement = tuple->items[0];
  Value where = asExactInt(tuple->items[1]);
  if (!where || !(isStr(replacement) || (encoding && isBytes(replacement)))) {
    raise(t, exc::TypeError, "%s", message);
    return false;
  }
  if (!intToInt64(where, position))
    position = INT64_MAX;
  int64_t given = position;
  if (position < 0)
    position += length;
  if (position < 0 || position > length) {
    raise(t, exc::IndexError, "position %lld from error handler out of bounds", (long long)given);
    return false;
  }
  return true;
}

static void appendHexEscape(std::string &out, uint32_t c) {
  char buf[16];
  snprintf(buf, sizeof buf, c < 256 ? "\\x%02x" : c < 65536 ? "\\u%04x" : "\\U%08x", c);
  out += buf;
}

bool ErrorPolicy::encodeError(Value s, int64_t start, int64_t end, const char *reason,
                              Value &replacement, int64_t &position) {
  Thread *t = thread;
  CharReader c(s.as<StrObject>());
  position = end;
  std::string text;
  if (name == "strict") {
    raiseEncodeError(t, encoding, s, start, end, reason);
    return false;
  }
  if (name == "ignore") {
    replacement = EmptyStr;
    return true;
  }
  if (name == "replace") {
    text.assign(size_t(end - start), '?');
  } else if (name == "backslashreplace") {
    for (int64_t i = start; i < end; ++i)
      appendHexEscape(text, c[i]);
  } else if (name == "xmlcharrefreplace") {
    for (int64_t i = start; i < end; ++i)
      text += "&#" + std::to_string(c[i]) + ";";
  } else if (name == "surrogateescape") {
    int64_t i = start;
    while (i < end && c[i] >= 0xDC80 && c[i] <= 0xDCFF)
      text += char(c[i++] & 0xFF);
    if (i == start) {
      raiseEncodeError(t, encoding, s, start, end, reason);
      return false;
    }
    position = i;
    replacement = newBytes(t, text.data(), int64_t(text.size()));
    return bool(replacement);
  } else if (name == "surrogatepass") {
    if (strncmp(encoding, "utf", 3)) {
      raiseEncodeError(t, encoding, s, start, end, reason);
      return false;
    }
    bool utf16 = strstr(encoding, "16"), utf32 = strstr(encoding, "32"), big = strstr(encoding, "be");
    for (int64_t i = start; i < end; ++i) {
      uint32_t x = c[i];
      if (x < 0xD800 || x > 0xDFFF) {
        raiseEncodeError(t, encoding, s, start, end, reason);
        return false;
      }
      char b[4] = {char(x), char(x >> 8), 0, 0};
      if (utf16 || utf32) {
        int n = utf16 ? 2 : 4;
        for (int k = 0; k < n; ++k)
          text += b[big ? n - 1 - k : k];
      } else {
        text += char(0xE0 | x >> 12);
        text += char(0x80 | (x >> 6 & 0x3F));
        text += char(0x80 | (x & 0x3F));
      }
    }
    replacement = newBytes(t, text.data(), int64_t(text.size()));
    return bool(replacement);
  } else {
    Value handler = lookupErrorHandler(t, name);
    if (!handler)
      return false;
    Value args[5] = {newStr(t, encoding), s, Value::fromSmallInt(start),
                     Value::fromSmallInt(end), newStr(t, reason)};
    Value e = instantiate(t, exc::UnicodeEncodeError, args, 5, Value::empty());
    Value r = e ? call(t, handler, e) : e;
    return r && handlerResult(t, r, c.size(), true, replacement, position);
  }
  replacement = newStrAscii(t, text);
  return bool(replacement);
}

bool ErrorPolicy::decodeError(const uint8_t *p, int64_t n, Value original, int64_t start,
                              int64_t end, const char *reason, TextBuffer &out,
                              int64_t &position) {
  Thread *t = thread;
  position = end;
  if (name == "strict") {
    raiseDecodeError(t, encoding, p, n, original, start, end, reason);
    return false;
  }
  if (name == "ignore")
    return true;
  if (name == "replace") {
    out.put(0xFFFD);
    return true;
  }
  if (name == "backslashreplace") {
    std::string text;
    for (int64_t i = start; i < end; ++i)
      appendHexEscape(text, p[i]);
    out.putAscii(text);
    return true;
  }
  if (name == "surrogateescape") {
    int64_t i = start;
    while (i < end && i - start < 4 && p[i] >= 128)
      out.put(0xDC00 + p[i++]);
    if (i == start) {
      raiseDecodeError(t, encoding, p, n, original, start, end, reason);
      return false;
    }
    position = i;
    return true;
  }
  if (name == "surrogatepass") {
    if (strncmp(encoding, "utf", 3)) {
      raiseDecodeError(t, encoding, p, n, original, start, end, reason);
      return false;
    }
    bool utf16 = strstr(encoding, "16"), utf32 = strstr(encoding, "32"), big = strstr(encoding, "be");
    uint32_t x = 0;
    int64_t used = 0;
    if (utf16 && n - start >= 2) {
      x = big ? uint32_t(p[start]) << 8 | p[start + 1] : uint32_t(p[start + 1]) << 8 | p[start];
      used = 2;
    } else if (utf32 && n - start >= 4) {
      for (int k = 0; k < 4; ++k)
        x |= uint32_t(p[start + k]) << (big ? 24 - 8 * k : 8 * k);
      used = 4;
    } else if (!utf16 && !utf32 && n - start >= 3 && (p[start] & 0xF0) == 0xE0 &&
               (p[start + 1] & 0xC0) == 0x80 && (p[start + 2] & 0xC0) == 0x80) {
      x = uint32_t(p[start] & 15) << 12 | uint32_t(p[start + 1] & 63) << 6 | (p[start + 2] & 63);
      used = 3;
    }
    if (x < 0xD800 || x > 0xDFFF) {
      raiseDecodeError(t, encoding, p, n, original, start, end, reason);
      return false;
    }
    out.put(x);
    position = start + used;
    return true;
  }
  Value handler = lookupErrorHandler(t, name);
  Value object = handler ? bytesFor(t, p, n, original) : handler;
  if (!object)
    return false;
  Value args[5] = {newStr(t, encoding), object, Value::fromSmallInt(start),
                   Value::fromSmallInt(end), newStr(t, reason)};
  Value e = instantiate(t, exc::UnicodeDecodeError, args, 5, Value::empty());
  Value r = e ? call(t, handler, e) : e, replacement;
  if (!r || !handlerResult(t, r, n, false, replacement, position))
    return false;
  StrObject *s = flatOf(t, replacement);
  if (!s)
    return false;
  out.putRange(s, 0, s->length);
  return true;
}

} // namespace pyc::codecs
