//===- StrText.cpp - repr, repetition and joining of str ------------------===//
#include "runtime/object/NumStr.h"
#include "runtime/object/StrMethods.h"
#include "runtime/object/Unicode.h"
#include <algorithm>

namespace pyc {

Value strRepr(Thread *t, StrObject *s, bool asciiOnly) {
  CharReader c(s);
  bool single = false, dbl = false;
  for (int64_t i = 0; i < c.size(); ++i) {
    single |= c[i] == '\'';
    dbl |= c[i] == '"';
  }
  char quote = single && !dbl ? '"' : '\'';
  TextBuffer out;
  out.reserve(c.size() + 2, 1);
  out.put(uint8_t(quote));
  char buf[16];
  for (int64_t i = 0; i < c.size(); ++i) {
    uint32_t x = c[i];
    if (x == uint8_t(quote) || x == '\\') {
      out.put('\\');
      out.put(x);
    } else if (x >= 32 && x < 127) {
      out.put(x);
    } else if (x == '\t' || x == '\n' || x == '\r') {
      out.put('\\');
      out.put(x == '\t' ? 't' : x == '\n' ? 'n' : 'r');
    } else if (x < 128 || asciiOnly || !unicode::isPrintable(x)) {
      snprintf(buf, sizeof buf, x < 256 ? "\\x%02x" : x < 65536 ? "\\u%04x" : "\\U%08x", x);
      out.putAscii(buf);
    } else {
      out.put(x);
    }
  }
  out.put(uint8_t(quote));
  return out.finish(t);
}

Value strRepeat(Thread *t, StrObject *s, int64_t times) {
  int64_t n = s->length;
  if (times <= 0 || !n)
    return EmptyStr;
  if (times == 1)
    return Value::fromObject(s);
  int64_t total;
  if (__builtin_mul_overflow(n, times, &total) || total > (int64_t(1) << 45))
    return raiseMemoryError(t);
  int width = strWidth(s);
  StrObject *r = newStrBuffer(t, total, width);
  if (!r)
    return Value::empty();
  r->flags |= s->flags & kStrAscii;
  char *to = r->chars<char>();
  size_t unit = size_t(n) * size_t(width), bytes = size_t(total) * size_t(width);
  if (unit == 1) {
    memset(to, s->chars<char>()[0], bytes);
  } else {
    memcpy(to, s + 1, unit);
    for (size_t done = unit; done < bytes;) { // doubling
      size_t k = std::min(done, bytes - done);
      memcpy(to + done, to, k);
      done += k;
    }
  }
  return Value::fromObject(r);
}

Value strJoin(Thread *t, Value sepValue, Value iterable) {
  StrObject *sep = flatOf(t, sepValue);
  if (!sep)
    return Value::empty();
  Value list = iterable;
  if (!isExact(list, shapes::list) && !isExact(list, shapes::tuple)) {
    Value iterator = getIter(t, iterable);
    if (!iterator && pendingMatches(t, exc::TypeError)) {
      clearPending(t);
      return raise(t, exc::TypeError, "can only join an iterable");
    }
    list = iterator ? listFrom(t, iterator) : iterator;
    if (!list)
      return list;
  }
  bool isTuple = isExact(list, shapes::tuple);
  auto items = [&] {
    return isTuple ? list.as<TupleObject>()->items
                   : list.as<ListObject>()->items()->items;
  };
  int64_t n = isTuple ? list.as<TupleObject>()->length : list.as<ListObject>()->size;
  if (n == 0)
    return EmptyStr;
  if (n == 1) {
    Value only = items()[0];
    if (isStr(only) && typeOf(only) == types::str_)
      return only;
  }
  int width = n > 1 ? strWidth(sep) : 1;
  bool ascii = n > 1 ? sep->flags & kStrAscii : true;
  int64_t total = sep->length * (n - 1);
  for (int64_t i = 0; i < n; ++i) {
    Value v = items()[i];
    StrObject *s;
    if (PYC_LIKELY(isFlatStr(v))) {
      s = v.as<StrObject>();
    } else {
      if (!isStr(v))
        return raise(t, exc::TypeError, "sequence item %lld: expected str instance, %T found", (long long)i, v);
      s = flatOf(t, v);
      if (!s)
        return Value::empty();
    }
    width = std::max(width, strWidth(s));
    ascii = ascii && (s->flags & kStrAscii);
    total += s->length;
  }
  if (!total)
    return EmptyStr;
  if (total == 1) {
    for (int64_t i = 0; i < n; ++i)
      if (StrObject *s = flatOf(t, items()[i]); s->length)
        return Value::fromObject(s);
    return Value::fromObject(sep);
  }
  StrObject *r = newStrBuffer(t, total, width);
  if (!r)
    return Value::empty();
  if (ascii)
    r->flags |= kStrAscii;
  withChars(r, [&](auto *to) {
    using D = std::remove_pointer_t<decltype(to)>;
    auto add = [&](StrObject *s) {
      if (strWidth(s) == int(sizeof(D))) {
        if (s->length == 1)
          *to = *s->chars<D>();
        else
          memcpy(to, s + 1, size_t(s->length) * sizeof(D));
      } else {
        CharReader c(s);
        for (int64_t i = 0; i < c.size(); ++i)
          to[i] = D(c[i]);
      }
      to += s->length;
    };
    Value *v = items();
    for (int64_t i = 0; i < n; ++i) {
      if (i && sep->length)
        add(sep);
      add(flatFast(t, v[i])); // flat already: does not allocate
    }
  });
  return Value::fromObject(r);
}

//===-- items --------------------------------------------------------------------===//
Value strGetItem(Thread *t, Value self, Value key) {
  StrObject *s = flatFast(t, self);
  if (!s)
    return Value::empty();
  if (isExact(key, shapes::slice)) {
    int64_t start, stop, step, n;
    if (!sliceIndices(t, key.as<SliceObject>(), s->length, start, stop, step, n))
      return Value::empty();
    if (step == 1 || n <= 0)
      return strSubstring(t, s, start, n <= 0 ? start : start + n);
    TextBuffer out;
    CharReader c(s);
    out.reserve(n, 1);
    for (int64_t i = 0, at = start; i < n; ++i, at += step)
      out.put(c[at]);
    return out.finish(t);
  }
  int64_t i;
  if (key.isInt()) {
    i = key.asInt();
  } else {
    if (!asExactInt(key) && !lookupDunder(typeOf(key), Dunder::Index))
      return raise(t, exc::TypeError, "string indices must be integers, not '%T'", key);
    if (!indexAsInt64(t, key, i, exc::IndexError))
      return Value::empty();
  }
  if (i < 0)
    i += s->length;
  if (i < 0 || i >= s->length)
    return raise(t, exc::IndexError, "string index out of range");
  return newChar(t, strCharAt(s, i));
}

//===-- iterator -------------------------------------------------------------------===//
namespace shapes {
Shape *strIterator, *strAsciiIterator;
}

Value newStrIter(Thread *t, Value v) {
  StrObject *s = flatOf(t, v);
  if (!s)
    return Value::empty();
  auto *it = gcAllocate<StrIterObject>(
      t, sizeof(StrIterObject), isAsciiStr(s) ? shapes::strAsciiIterator : shapes::strIterator);
  if (!it)
    return Value::empty();
  it->str = Value::fromObject(s);
  return Value::fromObject(it);
}

Value strIterNext(Thread *t, StrIterObject *it) {
  if (it->str.isInt())
    return Value::empty();
  auto *s = it->str.as<StrObject>();
  if (it->index < s->length)
    return newChar(t, strCharAt(s, it->index++));
  it->str = Value::fromSmallInt(0);
  return Value::empty();
}

} // namespace pyc
