//===- StrCaseMethods.cpp - Case mapping, classes, padding, translate -----===//
//
// Case mapping is full (one character may become three) and unconditional but
// for the final sigma. ASCII text takes a byte loop.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/StrMethods.h"
#include "runtime/object/Unicode.h"

namespace pyc::strm {
using namespace pyc::unicode;

template <typename F> static Value mapAscii(Thread *t, StrObject *s, F f) {
  if (!s->length)
    return EmptyStr;
  StrObject *r = newStrBuffer(t, s->length, 1);
  if (!r)
    return Value::empty();
  r->flags |= kStrAscii;
  auto *p = s->chars<uint8_t>();
  auto *q = r->chars<uint8_t>();
  for (int64_t i = 0; i < s->length; ++i)
    q[i] = f(p[i]);
  return Value::fromObject(r);
}
static uint8_t upAscii(uint8_t c) { return c >= 'a' && c <= 'z' ? uint8_t(c - 32) : c; }
static uint8_t lowAscii(uint8_t c) { return c >= 'A' && c <= 'Z' ? uint8_t(c + 32) : c; }

static void put(TextBuffer &out, const uint32_t *c, int n) {
  for (int i = 0; i < n; ++i)
    out.put(c[i]);
}

/// Lower case of the character at i, with the final sigma's rule: a capital
/// sigma behind a cased letter and not before one is a final one.
static int lowerAt(const CharReader &c, int64_t i, uint32_t out[3]) {
  if (c[i] != 0x3A3)
    return lowerFull(c[i], out);
  int64_t j = i - 1;
  while (j >= 0 && isCaseIgnorable(c[j]))
    --j;
  bool final = j >= 0 && isCased(c[j]);
  if (final) {
    j = i + 1;
    while (j < c.size() && isCaseIgnorable(c[j]))
      ++j;
    final = j == c.size() || !isCased(c[j]);
  }
  out[0] = final ? 0x3C2 : 0x3C3;
  return 1;
}

Value upper(Thread *t, Value *args, size_t) {
  StrObject *s = flatFast(t, args[0]);
  if (!s)
    return Value::empty();
  if (isAsciiStr(s))
    return mapAscii(t, s, upAscii);
  TextBuffer out;
  CharReader c(s);
  uint32_t m[3];
  for (int64_t i = 0; i < c.size(); ++i)
    put(out, m, upperFull(c[i], m));
  return out.finish(t);
}
Value lower(Thread *t, Value *args, size_t) {
  StrObject *s = flatFast(t, args[0]);
  if (!s)
    return Value::empty();
  if (isAsciiStr(s))
    return mapAscii(t, s, lowAscii);
  TextBuffer out;
  CharReader c(s);
  uint32_t m[3];
  for (int64_t i = 0; i < c.size(); ++i)
    put(out, m, lowerAt(c, i, m));
  return out.finish(t);
}
Value casefold(Thread *t, Value *args, size_t) {
  StrObject *s = flatFast(t, args[0]);
  if (!s)
    return Value::empty();
  if (isAsciiStr(s))
    return mapAscii(t, s, lowAscii);
  TextBuffer out;
  CharReader c(s);
  uint32_t m[3];
  for (int64_t i = 0; i < c.size(); ++i)
    put(out, m, foldFull(c[i], m));
  return out.finish(t);
}
Value title(Thread *t, Value *args, size_t) {
  StrObject *s = flatFast(t, args[0]);
  if (!s)
    return Value::empty();
  TextBuffer out;
  CharReader c(s);
  uint32_t m[3];
  bool inWord = false;
  for (int64_t i = 0; i < c.size(); ++i) {
    put(out, m, inWord ? lowerAt(c, i, m) : titleFull(c[i], m));
    inWord = isCased(c[i]);
  }
  return out.finish(t);
}
Value capitalize(Thread *t, Value *args, size_t) {
  StrObject *s = flatFast(t, args[0]);
  if (!s)
    return Value::empty();
  TextBuffer out;
  CharReader c(s);
  uint32_t m[3];
  for (int64_t i = 0; i < c.size(); ++i)
    put(out, m, i ? lowerAt(c, i, m) : titleFull(c[i], m));
  return out.finish(t);
}
Value swapcase(Thread *t, Value *args, size_t) {
  StrObject *s = flatFast(t, args[0]);
  if (!s)
    return Value::empty();
  TextBuffer out;
  CharReader c(s);
  uint32_t m[3];
  for (int64_t i = 0; i < c.size(); ++i) {
    if (isUpper(c[i]))
      put(out, m, lowerAt(c, i, m));
    else if (isLower(c[i]))
      put(out, m, upperFull(c[i], m));
    else
      out.put(c[i]);
  }
  return out.finish(t);
}

//===-- classes -----------------------------------------------------------------===//
template <typename F> static Value allChars(Thread *t, Value self, bool whenEmpty, F f) {
  StrObject *s = flatFast(t, self);
  if (!s)
    return Value::empty();
  if (!s->length)
    return boolValue(whenEmpty);
  return withChars(s, [&](auto *c) {
    for (int64_t i = 0; i < s->length; ++i)
      if (!f(c[i]))
        return False;
    return True;
  });
}
Value isalpha(Thread *t, Value *a, size_t) { return allChars(t, a[0], false, [](uint32_t c) { return isAlpha(c); }); }
Value isalnum(Thread *t, Value *a, size_t) { return allChars(t, a[0], false, [](uint32_t c) { return isAlnum(c); }); }
Value isdigit(Thread *t, Value *a, size_t) { return allChars(t, a[0], false, [](uint32_t c) { return digitValue(c) >= 0; }); }
Value isdecimal(Thread *t, Value *a, size_t) { return allChars(t, a[0], false, [](uint32_t c) { return decimalValue(c) >= 0; }); }
Value isnumeric(Thread *t, Value *a, size_t) { return allChars(t, a[0], false, [](uint32_t c) { return isNumeric(c); }); }
Value isspace(Thread *t, Value *a, size_t) { return allChars(t, a[0], false, [](uint32_t c) { return isSpace(c); }); }
Value isprintable(Thread *t, Value *a, size_t) { return allChars(t, a[0], true, [](uint32_t c) { return isPrintable(c); }); }
Value isascii(Thread *t, Value *a, size_t) {
  StrObject *s = flatFast(t, a[0]);
  return s ? boolValue(isAsciiStr(s)) : Value::empty();
}
Value isidentifier(Thread *t, Value *a, size_t) {
  bool first = true;
  return allChars(t, a[0], false, [&](uint32_t c) {
    bool ok = first ? isIdStart(c) : isIdContinue(c);
    first = false;
    return ok;
  });
}
Value isupper(Thread *t, Value *a, size_t) {
  bool cased = false;
  Value r = allChars(t, a[0], false, [&](uint32_t c) {
    if (isLower(c) || (c >= 128 && isTitle(c)))
      return false;
    cased |= isUpper(c);
    return true;
  });
  return r == True ? boolValue(cased) : r;
}
Value islower(Thread *t, Value *a, size_t) {
  bool cased = false;
  Value r = allChars(t, a[0], false, [&](uint32_t c) {
    if (isUpper(c) || (c >= 128 && isTitle(c)))
      return false;
    cased |= isLower(c);
    return true;
  });
  return r == True ? boolValue(cased) : r;
}
Value istitle(Thread *t, Value *a, size_t) {
  bool cased = false, inWord = false;
  Value r = allChars(t, a[0], false, [&](uint32_t c) {
    if (isUpper(c) || (c >= 128 && isTitle(c))) {
      if (inWord)
        return false;
      cased = inWord = true;
    } else if (isLower(c)) {
      if (!inWord)
        return false;
      cased = true;
    } else {
      inWord = false;
    }
    return true;
  });
  return r == True ? boolValue(cased) : r;
}

//===-- padding --------------------------------------------------------------------===//
static Value pad(Thread *t, Value *args, int how) {
  StrObject *s = flatFast(t, args[0]);
  int64_t width;
  if (!s || !indexAsInt64(t, args[1], width, exc::OverflowError))
    return Value::empty();
  uint32_t fill = ' ';
  if (given(args[2])) {
    StrObject *f = requireStr(t, args[2], "The fill character must be a unicode character, not %T");
    if (!f)
      return Value::empty();
    if (f->length != 1)
      return raise(t, exc::TypeError, "The fill character must be exactly one character long");
    fill = strCharAt(f, 0);
  }
  int64_t n = s->length;
  if (width <= n)
    return Value::fromObject(s);
  int64_t room = width - n, left = how < 0 ? 0 : how > 0 ? room : room / 2 + (room & width & 1);
  TextBuffer out;
  out.putFill(fill, left);
  out.putRange(s, 0, n);
  out.putFill(fill, room - left);
  return out.finish(t);
}
Value center(Thread *t, Value *args, size_t) { return pad(t, args, 0); }
Value ljust(Thread *t, Value *args, size_t) { return pad(t, args, -1); }
Value rjust(Thread *t, Value *args, size_t) { return pad(t, args, 1); }
Value zfill(Thread *t, Value *args, size_t) {
  StrObject *s = flatFast(t, args[0]);
  int64_t width;
  if (!s || !indexAsInt64(t, args[1], width, exc::OverflowError))
    return Value::empty();
  int64_t n = s->length;
  if (width <= n)
    return Value::fromObject(s);
  TextBuffer out;
  int64_t from = 0;
  uint32_t first = n ? strCharAt(s, 0) : 0;
  if (first == '+' || first == '-') {
    out.put(first);
    from = 1;
  }
  out.putFill('0', width - n);
  out.putRange(s, from, n);
  return out.finish(t);
}
Value expandtabs(Thread *t, Value *args, size_t) {
  StrObject *s = flatFast(t, args[0]);
  int64_t size = 8;
  if (!s || (given(args[1]) && !indexAsInt64(t, args[1], size, exc::OverflowError)))
    return Value::empty();
  TextBuffer out;
  CharReader c(s);
  int64_t column = 0;
  for (int64_t i = 0; i < c.size(); ++i) {
    if (c[i] == '\t') {
      if (size > 0) {
        int64_t k = size - column % size;
        column += k;
        out.putFill(' ', k);
      }
      continue;
    }
    ++column;
    out.put(c[i]);
    if (c[i] == '\n' || c[i] == '\r')
      column = 0;
  }
  return out.finish(t);
}

//===-- translate --------------------------------------------------------------------===//
Value translate(Thread *t, Value *args, size_t) {
  StrObject *s = flatFast(t, args[0]);
  if (!s)
    return Value::empty();
  Value table = args[1];
  bool plainDict = isExact(table, shapes::dict);
  TextBuffer out;
  CharReader c(s);
  for (int64_t i = 0; i < c.size(); ++i) {
    Value key = Value::fromSmallInt(c[i]), to;
    if (plainDict) {
      to = dictGet(t, table.as<DictObject>(), key);
      if (!to && !t->pending.isEmpty())
        return to;
      if (!to) {
        out.put(c[i]);
        continue;
      }
    } else {
      to = getItem(t, table, key);
      if (!to) {
        if (!pendingMatches(t, exc::LookupError))
          return to;
        clearPending(t);
        out.put(c[i]);
        continue;
      }
    }
    if (to == None)
      continue;
    if (Value n = asExactInt(to)) {
      int64_t x;
      if (!intToInt64(n, x) || x < 0 || x > 0x10FFFF)
        return raise(t, exc::ValueError, "character mapping must be in range(0x110000)");
      out.put(uint32_t(x));
    } else if (isStr(to)) {
      StrObject *r = flatOf(t, to);
      if (!r)
        return Value::empty();
      out.putRange(r, 0, r->length);
    } else {
      return raise(t, exc::TypeError, "character mapping must return integer, None or str");
    }
  }
  return out.finish(t);
}

Value maketrans(Thread *t, Value *args, size_t) {
  Value x = args[0], y = args[1], z = args[2];
  Value table = newDict(t);
  if (!table)
    return table;
  auto *d = table.as<DictObject>();
  if (given(y)) {
    if (!isStr(x))
      return raise(t, exc::TypeError, "first maketrans argument must be a string if there is a second argument");
    StrObject *from = flatOf(t, x);
    StrObject *to = from ? requireStr(t, y, "maketrans() argument 2 must be str, not %T") : nullptr;
    if (!to)
      return Value::empty();
    StrObject *drop = nullptr;
    if (given(z) && !(drop = requireStr(t, z, "maketrans() argument 3 must be str, not %T")))
      return Value::empty();
    if (from->length != to->length)
      return raise(t, exc::ValueError, "the first two maketrans arguments must have equal length");
    CharReader a(from), b(to);
    for (int64_t i = 0; i < a.size(); ++i)
      if (!dictSet(t, d, Value::fromSmallInt(a[i]), Value::fromSmallInt(b[i])))
        return Value::empty();
    if (drop) {
      CharReader k(drop);
      for (int64_t i = 0; i < k.size(); ++i)
        if (!dictSet(t, d, Value::fromSmallInt(k[i]), None))
          return Value::empty();
    }
    return table;
  }
  if (!isInstanceOf(x, types::dict_))
    return raise(t, exc::TypeError, "if you give only one argument to maketrans it must be a dict");
  int64_t pos = 0;
  Value key, value;
  while (dictNext(x.as<DictObject>(), pos, key, value)) {
    if (isStr(key)) {
      StrObject *k = flatOf(t, key);
      if (!k)
        return Value::empty();
      if (k->length != 1)
        return raise(t, exc::ValueError, "string keys in translate table must be of length 1");
      key = Value::fromSmallInt(strCharAt(k, 0));
    } else if (!asExactInt(key)) {
      return raise(t, exc::TypeError, "keys in translate table must be strings or integers");
    }
    if (!dictSet(t, d, key, value))
      return Value::empty();
  }
  return table;
}

} // namespace pyc::strm
