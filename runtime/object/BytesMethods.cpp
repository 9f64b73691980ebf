//===- BytesMethods.cpp - Methods that bytes and bytearray share ----------===//
//
// Each works on a view of the receiver and makes a result of its kind. Letters
// are ASCII letters.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Bytes.h"
#include "runtime/object/StrSearch.h"
#include "runtime/object/Unicode.h"
#include <algorithm>

namespace pyc {
namespace {

bool isSpaceByte(uint8_t c) { return c == ' ' || (c >= 9 && c <= 13); }
bool isUpperByte(uint8_t c) { return c >= 'A' && c <= 'Z'; }
bool isLowerByte(uint8_t c) { return c >= 'a' && c <= 'z'; }
bool isDigitByte(uint8_t c) { return c >= '0' && c <= '9'; }
uint8_t up(uint8_t c) { return isLowerByte(c) ? uint8_t(c - 32) : c; }
uint8_t low(uint8_t c) { return isUpperByte(c) ? uint8_t(c + 32) : c; }

/// An operand that may be an int (one byte) or bytes-like.
struct Needle {
  ByteView view;
  uint8_t single;
  const uint8_t *p = nullptr;
  int64_t n = 0;
  bool acquire(Thread *t, Value v) {
    if (asExactInt(v) || (v.isObject() && !isBytes(v) && !isByteArray(v) &&
                          lookupDunder(typeOf(v), Dunder::Index))) {
      int b = byteFrom(t, v, "byte");
      if (b < 0)
        return false;
      single = uint8_t(b);
      p = &single;
      n = 1;
      return true;
    }
    int got = view.acquire(t, v);
    if (!got)
      raise(t, exc::TypeError, "argument should be integer or bytes-like object, not '%T'", v);
    p = view.data;
    n = view.size;
    return got > 0;
  }
};

//===-- search ----------------------------------------------------------------------===//
template <bool last> int64_t findIn(Thread *t, Value *args) {
  Needle needle;
  int64_t start, end;
  if (!needle.acquire(t, args[1]))
    return -2;
  SelfBytes s(args[0]);
  if (!search::rangeArgs(t, args[2], args[3], s.n, start, end))
    return -2;
  s = SelfBytes(args[0]);
  if (start > end)
    return -1;
  int64_t at = last ? search::rfind(s.p + start, end - start, needle.p, needle.n)
                    : search::find(s.p + start, end - start, needle.p, needle.n);
  return at < 0 ? -1 : at + start;
}
template <bool last> Value findMethod(Thread *t, Value *args, size_t) {
  int64_t i = findIn<last>(t, args);
  return i == -2 ? Value::empty() : Value::fromSmallInt(i);
}
template <bool last> Value indexMethod(Thread *t, Value *args, size_t) {
  int64_t i = findIn<last>(t, args);
  if (i == -1)
    return raise(t, exc::ValueError, "subsection not found");
  return i == -2 ? Value::empty() : Value::fromSmallInt(i);
}
Value countMethod(Thread *t, Value *args, size_t) {
  Needle needle;
  int64_t start, end;
  if (!needle.acquire(t, args[1]))
    return Value::empty();
  SelfBytes s(args[0]);
  if (!search::rangeArgs(t, args[2], args[3], s.n, start, end))
    return Value::empty();
  if (start > end)
    return Value::fromSmallInt(0);
  return Value::fromSmallInt(search::count(s.p + start, end - start, needle.p, needle.n));
}
Value containsMethod(Thread *t, Value *args, size_t) {
  Needle needle;
  if (!asExactInt(args[1])) {
    if (!needle.view.require(t, args[1]))
      return Value::empty();
    needle.p = needle.view.data;
    needle.n = needle.view.size;
  } else if (!needle.acquire(t, args[1])) {
    return Value::empty();
  }
  SelfBytes s(args[0]);
  return boolValue(search::find(s.p, s.n, needle.p, needle.n) >= 0);
}

template <bool atEnd> Value affix(Thread *t, Value *args, size_t) {
  const char *name = atEnd ? "endswith" : "startswith";
  SelfBytes s(args[0]);
  int64_t start, end;
  if (!search::rangeArgs(t, args[2], args[3], s.n, start, end))
    return Value::empty();
  auto test = [&](const ByteView &v) {
    if (start > end || end - start < v.size)
      return false;
    return !v.size || !memcmp(s.p + (atEnd ? end - v.size : start), v.data, size_t(v.size));
  };
  if (isInstanceOf(args[1], types::tuple_)) {
    auto *tuple = payloadOf(args[1]).as<TupleObject>();
    for (int64_t i = 0; i < tuple->length; ++i) {
      ByteView v;
      if (!v.require(t, tuple->items[i]))
        return Value::empty();
      if (test(v))
        return True;
    }
    return False;
  }
  ByteView v;
  int got = v.acquire(t, args[1]);
  if (!got)
    return raise(t, exc::TypeError, "%s first arg must be bytes or a tuple of bytes, not %T", name, args[1]);
  return got > 0 ? boolValue(test(v)) : Value::empty();
}
Value removeprefix(Thread *t, Value *args, size_t) {
  ByteView v;
  if (!v.require(t, args[1]))
    return Value::empty();
  SelfBytes s(args[0]);
  bool has = v.size && s.n >= v.size && !memcmp(s.p, v.data, size_t(v.size));
  return likeSelf(t, args[0], s.p + (has ? v.size : 0), s.n - (has ? v.size : 0));
}
Value removesuffix(Thread *t, Value *args, size_t) {
  ByteView v;
  if (!v.require(t, args[1]))
    return Value::empty();
  SelfBytes s(args[0]);
  bool has = v.size && s.n >= v.size && !memcmp(s.p + s.n - v.size, v.data, size_t(v.size));
  return likeSelf(t, args[0], s.p, s.n - (has ? v.size : 0));
}

Value replace(Thread *t, Value *args, size_t) {
  ByteView from, to;
  int64_t most = -1;
  if (!from.require(t, args[1]) || !to.require(t, args[2]) ||
      (given(args[3]) && !indexAsInt64(t, args[3], most, exc::OverflowError)))
    return Value::empty();
  if (most < 0)
    most = INT64_MAX;
  SelfBytes s(args[0]);
  std::string out;
  auto add = [&](const void *p, int64_t n) { out.append(static_cast<const char *>(p), size_t(n)); };
  int64_t i = 0;
  if (!from.size) {
    while (most-- > 0) {
      if (to.size)
        add(to.data, to.size);
      if (i >= s.n)
        break;
      out += char(s.p[i++]);
    }
  } else {
    while (most-- > 0) {
      int64_t at = search::find(s.p + i, s.n - i, from.data, from.size);
      if (at < 0)
        break;
      add(s.p + i, at);
      if (to.size)
        add(to.data, to.size);
      i += at + from.size;
    }
    if (i == 0 && isExact(args[0], shapes::bytes))
      return args[0];
  }
  if (i < s.n)
    add(s.p + i, s.n - i);
  return likeSelf(t, args[0], out.data(), int64_t(out.size()));
}

//===-- split -----------------------------------------------------------------------------===//
bool addPart(Thread *t, Value list, Value self, int64_t start, int64_t end) {
  SelfBytes s(self);
  Value part = likeSelf(t, self, end > start ? s.p + start : nullptr, end - start);
  return part && listAppend(t, list.as<ListObject>(), part);
}
template <bool fromRight> Value splitMethod(Thread *t, Value *args, size_t) {
  int64_t most = -1;
  if (given(args[2]) && !indexAsInt64(t, args[2], most, exc::OverflowError))
    return Value::empty();
  if (most < 0)
    most = INT64_MAX;
  ByteView sep;
  bool byRun = !givenNotNone(args[1]);
  if (!byRun) {
    if (!sep.require(t, args[1]))
      return Value::empty();
    if (!sep.size)
      return raise(t, exc::ValueError, "empty separator");
  }
  Value self = args[0], list = newList(t, nullptr, 0);
  if (!list)
    return list;
  ByteView hold; // pins and locks the receiver
  if (hold.acquire(t, self) < 0)
    return Value::empty();
  SelfBytes s(self);
  if (byRun) {
    int64_t a = 0, b = s.n;
    while (true) {
      if (fromRight) {
        while (b > 0 && isSpaceByte(s.p[b - 1]))
          --b;
        if (b <= 0)
          break;
        a = b;
        if (most-- == 0)
          a = 0;
        else
          while (a > 0 && !isSpaceByte(s.p[a - 1]))
            --a;
        if (!addPart(t, list, self, a, b))
          return Value::empty();
        b = a;
        if (most < 0)
          break;
      } else {
        while (a < s.n && isSpaceByte(s.p[a]))
          ++a;
        if (a >= s.n)
          break;
        b = a;
        bool rest = most-- == 0;
        if (rest)
          b = s.n;
        else
          while (b < s.n && !isSpaceByte(s.p[b]))
            ++b;
        if (!addPart(t, list, self, a, b))
          return Value::empty();
        a = b;
        if (rest)
          break;
      }
    }
  } else if (fromRight) {
    int64_t end = s.n;
    while (most-- > 0) {
      int64_t at = search::rfind(s.p, end, sep.data, sep.size);
      if (at < 0)
        break;
      if (!addPart(t, list, self, at + sep.size, end))
        return Value::empty();
      end = at;
    }
    if (!addPart(t, list, self, 0, end))
      return Value::empty();
  } else {
    int64_t i = 0;
    while (most-- > 0) {
      int64_t at = search::find(s.p + i, s.n - i, sep.data, sep.size);
      if (at < 0)
        break;
      if (!addPart(t, list, self, i, i + at))
        return Value::empty();
      i += at + sep.size;
    }
    if (!addPart(t, list, self, i, s.n))
      return Value::empty();
  }
  if (fromRight) {
    Value r = callMethod(t, list, "reverse", nullptr, 0);
    if (!r)
      return r;
  }
  return list;
}
template <bool fromRight> Value partitionMethod(Thread *t, Value *args, size_t) {
  ByteView sep;
  if (!sep.require(t, args[1]))
    return Value::empty();
  if (!sep.size)
    return raise(t, exc::ValueError, "empty separator");
  Value self = args[0];
  SelfBytes s(self);
  int64_t at = fromRight ? search::rfind(s.p, s.n, sep.data, sep.size)
                         : search::find(s.p, s.n, sep.data, sep.size);
  Value parts[3];
  if (at < 0) {
    parts[0] = likeSelf(t, self, s.p, s.n);
    parts[1] = likeSelf(t, self, nullptr, 0);
    parts[2] = likeSelf(t, self, nullptr, 0);
    if (fromRight)
      std::swap(parts[0], parts[2]);
  } else {
    parts[0] = likeSelf(t, self, s.p, at);
    parts[1] = likeSelf(t, self, sep.data, sep.size);
    parts[2] = likeSelf(t, self, s.p + at + sep.size, s.n - at - sep.size);
  }
  if (!parts[0] || !parts[1] || !parts[2])
    return Value::empty();
  return newTuple(t, parts, 3);
}
Value splitlines(Thread *t, Value *args, size_t) {
  int keep = given(args[1]) ? isTrue(t, args[1]) : 0;
  Value list = keep < 0 ? Value::empty() : newList(t, nullptr, 0);
  if (!list)
    return list;
  SelfBytes s(args[0]);
  for (int64_t i = 0; i < s.n;) {
    int64_t start = i;
    while (i < s.n && s.p[i] != '\n' && s.p[i] != '\r')
      ++i;
    int64_t end = i;
    if (i < s.n) {
      i += s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n' ? 2 : 1;
      if (keep)
        end = i;
    }
    if (!addPart(t, list, args[0], start, end))
      return Value::empty();
  }
  return list;
}
template <int sides> Value stripMethod(Thread *t, Value *args, size_t) {
  ByteView set;
  bool bySpace = !givenNotNone(args[1]);
  if (!bySpace && !set.require(t, args[1]))
    return Value::empty();
  SelfBytes s(args[0]);
  auto drop = [&](uint8_t c) {
    return bySpace ? isSpaceByte(c) : set.size && memchr(set.data, c, size_t(set.size)) != nullptr;
  };
  int64_t a = 0, b = s.n;
  while ((sides & 1) && a < b && drop(s.p[a]))
    ++a;
  while ((sides & 2) && a < b && drop(s.p[b - 1]))
    --b;
  if (a == 0 && b == s.n && isExact(args[0], shapes::bytes))
    return args[0];
  return likeSelf(t, args[0], s.p + a, b - a);
}

Value join(Thread *t, Value *args, size_t) {
  Value list = args[1];
  if (!isExact(list, shapes::list) && !isExact(list, shapes::tuple)) {
    Value iterator = getIter(t, list);
    if (!iterator && pendingMatches(t, exc::TypeError)) {
      clearPending(t);
      return raise(t, exc::TypeError, "can only join an iterable");
    }
    list = iterator ? listFrom(t, iterator) : iterator;
    if (!list)
      return list;
  }
  bool tuple = isExact(list, shapes::tuple);
  int64_t n = tuple ? list.as<TupleObject>()->length : list.as<ListObject>()->size;
  std::string out;
  for (int64_t i = 0; i < n; ++i) {
    Value item = tuple ? list.as<TupleObject>()->items[i] : list.as<ListObject>()->items()->items[i];
    ByteView v;
    int got = v.acquire(t, item);
    if (!got)
      return raise(t, exc::TypeError, "sequence item %lld: expected a bytes-like object, %T found", (long long)i, item);
    if (got < 0)
      return Value::empty();
    if (n == 1 && isExact(item, shapes::bytes) && isExact(args[0], shapes::bytes))
      return item;
    if (i) {
      SelfBytes s(args[0]);
      if (s.n)
        out.append(reinterpret_cast<const char *>(s.p), size_t(s.n));
    }
    if (v.size)
      out.append(v.text());
  }
  return likeSelf(t, args[0], out.data(), int64_t(out.size()));
}

//===-- letters ----------------------------------------------------------------------------===//
template <typename F> Value mapBytes(Thread *t, Value self, F f) {
  SelfBytes s(self);
  std::string out(size_t(s.n), '\0');
  for (int64_t i = 0; i < s.n; ++i)
    out[size_t(i)] = char(f(s.p[i], i));
  return likeSelf(t, self, out.data(), s.n);
}
Value upperMethod(Thread *t, Value *a, size_t) { return mapBytes(t, a[0], [](uint8_t c, int64_t) { return up(c); }); }
Value lowerMethod(Thread *t, Value *a, size_t) { return mapBytes(t, a[0], [](uint8_t c, int64_t) { return low(c); }); }
Value swapcase(Thread *t, Value *a, size_t) {
  return mapBytes(t, a[0], [](uint8_t c, int64_t) { return isUpperByte(c) ? low(c) : up(c); });
}
Value capitalize(Thread *t, Value *a, size_t) {
  return mapBytes(t, a[0], [](uint8_t c, int64_t i) { return i ? low(c) : up(c); });
}
Value title(Thread *t, Value *a, size_t) {
  bool inWord = false;
  return mapBytes(t, a[0], [&](uint8_t c, int64_t) {
    uint8_t r = inWord ? low(c) : up(c);
    inWord = isUpperByte(c) || isLowerByte(c);
    return r;
  });
}
template <typename F> Value all(Value self, bool whenEmpty, F f) {
  SelfBytes s(self);
  for (int64_t i = 0; i < s.n; ++i)
    if (!f(s.p[i]))
      return False;
  return boolValue(s.n || whenEmpty);
}
Value isalpha(Thread *, Value *a, size_t) { return all(a[0], false, [](uint8_t c) { return isUpperByte(c) || isLowerByte(c); }); }
Value isalnum(Thread *, Value *a, size_t) { return all(a[0], false, [](uint8_t c) { return isUpperByte(c) || isLowerByte(c) || isDigitByte(c); }); }
Value isdigit(Thread *, Value *a, size_t) { return all(a[0], false, isDigitByte); }
Value isspace(Thread *, Value *a, size_t) { return all(a[0], false, isSpaceByte); }
Value isascii(Thread *, Value *a, size_t) { return all(a[0], true, [](uint8_t c) { return c < 128; }); }
Value isupper(Thread *, Value *a, size_t) {
  bool cased = false;
  Value r = all(a[0], false, [&](uint8_t c) { cased |= isUpperByte(c); return !isLowerByte(c); });
  return boolValue(r == True && cased);
}
Value islower(Thread *, Value *a, size_t) {
  bool cased = false;
  Value r = all(a[0], false, [&](uint8_t c) { cased |= isLowerByte(c); return !isUpperByte(c); });
  return boolValue(r == True && cased);
}
Value istitle(Thread *, Value *a, size_t) {
  bool cased = false, inWord = false;
  Value r = all(a[0], false, [&](uint8_t c) {
    if (isUpperByte(c)) {
      if (inWord)
        return false;
      cased = inWord = true;
    } else if (isLowerByte(c)) {
      if (!inWord)
        return false;
      cased = true;
    } else {
      inWord = false;
    }
    return true;
  });
  return boolValue(r == True && cased);
}

//===-- padding ------------------------------------------------------------------------------===//
Value padBytes(Thread *t, Value *args, int how, const char *name) {
  int64_t width;
  if (!indexAsInt64(t, args[1], width, exc::OverflowError))
    return Value::empty();
  uint8_t fill = ' ';
  if (given(args[2])) {
    bool bytes = isBytes(args[2]) || isByteArray(args[2]);
    SelfBytes f(args[2]);
    if (!bytes || f.n != 1)
      return raise(t, exc::TypeError, "%s() argument 2 must be a byte string of length 1, not %T", name, args[2]);
    fill = *f.p;
  }
  SelfBytes s(args[0]);
  if (width <= s.n)
    return isExact(args[0], shapes::bytes) ? args[0] : likeSelf(t, args[0], s.p, s.n);
  if (width > (int64_t(1) << 40))
    return raiseMemoryError(t);
  int64_t room = width - s.n, left = how < 0 ? 0 : how > 0 ? room : room / 2 + (room & width & 1);
  std::string out;
  out.append(size_t(left), char(fill));
  out.append(reinterpret_cast<const char *>(s.p), size_t(s.n));
  out.append(size_t(room - left), char(fill));
  return likeSelf(t, args[0], out.data(), width);
}
Value center(Thread *t, Value *a, size_t) { return padBytes(t, a, 0, "center"); }
Value ljust(Thread *t, Value *a, size_t) { return padBytes(t, a, -1, "ljust"); }
Value rjust(Thread *t, Value *a, size_t) { return padBytes(t, a, 1, "rjust"); }
Value zfill(Thread *t, Value *args, size_t) {
  int64_t width;
  if (!indexAsInt64(t, args[1], width, exc::OverflowError))
    return Value::empty();
  SelfBytes s(args[0]);
  if (width <= s.n)
    return likeSelf(t, args[0], s.p, s.n);
  if (width > (int64_t(1) << 40))
    return raiseMemoryError(t);
  std::string out;
  int64_t from = s.n && (*s.p == '+' || *s.p == '-') ? 1 : 0;
  out.append(reinterpret_cast<const char *>(s.p), size_t(from));
  out.append(size_t(width - s.n), '0');
  out.append(reinterpret_cast<const char *>(s.p) + from, size_t(s.n - from));
  return likeSelf(t, args[0], out.data(), width);
}
Value expandtabs(Thread *t, Value *args, size_t) {
  int64_t size = 8, column = 0;
  if (given(args[1]) && !indexAsInt64(t, args[1], size, exc::OverflowError))
    return Value::empty();
  SelfBytes s(args[0]);
  std::string out;
  for (int64_t i = 0; i < s.n; ++i) {
    if (s.p[i] == '\t') {
      if (size > 0) {
        int64_t k = size - column % size;
        column += k;
        out.append(size_t(k), ' ');
      }
      continue;
    }
    ++column;
    out += char(s.p[i]);
    if (s.p[i] == '\n' || s.p[i] == '\r')
      column = 0;
  }
  return likeSelf(t, args[0], out.data(), int64_t(out.size()));
}

Value translate(Thread *t, Value *args, size_t) {
  ByteView table, drop;
  bool mapped = args[1] != None;
  if (mapped && !table.require(t, args[1]))
    return Value::empty();
  if (mapped && table.size != 256)
    return raise(t, exc::ValueError, "translation table must be 256 characters long");
  if (given(args[2]) && !drop.require(t, args[2]))
    return Value::empty();
  bool dropped[256] = {};
  for (int64_t i = 0; i < drop.size; ++i)
    dropped[drop.data[i]] = true;
  SelfBytes s(args[0]);
  std::string out;
  for (int64_t i = 0; i < s.n; ++i)
    if (!dropped[s.p[i]])
      out += char(mapped ? table.data[s.p[i]] : s.p[i]);
  return likeSelf(t, args[0], out.data(), int64_t(out.size()));
}
Value maketrans(Thread *t, Value *args, size_t) {
  ByteView from, to;
  if (!from.require(t, args[0]) || !to.require(t, args[1]))
    return Value::empty();
  if (from.size != to.size)
    return raise(t, exc::ValueError, "maketrans arguments must have same length");
  uint8_t table[256];
  for (int i = 0; i < 256; ++i)
    table[i] = uint8_t(i);
  for (int64_t i = 0; i < from.size; ++i)
    table[from.data[i]] = to.data[i];
  return newBytes(t, table, 256);
}

//===-- text -----------------------------------------------------------------------------------===//
Value decodeMethod(Thread *t, Value *args, size_t) {
  std::string names[2];
  for (int i = 0; i < 2; ++i) {
    if (!given(args[1 + i]))
      continue;
    StrObject *s = requireStr(t, args[1 + i], i ? "decode() argument 'errors' must be str, not %T"
                                                : "decode() argument 'encoding' must be str, not %T");
    if (!s)
      return Value::empty();
    names[i] = strToUtf8(Value::fromObject(s));
  }
  ByteView v;
  if (!v.require(t, args[0]))
    return Value::empty();
  return decodeBytes(t, v.data, v.size, given(args[1]) ? names[0].c_str() : nullptr,
                     given(args[2]) ? names[1].c_str() : nullptr, args[0]);
}
Value fromHex(Thread *t, Value *args, size_t) {
  StrObject *s = requireStr(t, args[1], "fromhex() argument must be str, not %T");
  if (!s)
    return Value::empty();
  CharReader c(s);
  auto digit = [&](int64_t i) {
    uint32_t x = i < c.size() ? c[i] : 0;
    return x >= '0' && x <= '9' ? int(x - '0')
           : (x | 32) >= 'a' && (x | 32) <= 'f' && x < 128 ? int((x | 32) - 'a' + 10)
                                                            : -1;
  };
  std::string out;
  for (int64_t i = 0; i < c.size();) {
    if (c[i] < 128 && isSpaceByte(uint8_t(c[i]))) {
      ++i;
      continue;
    }
    int high = digit(i), lowDigit = high < 0 ? -1 : digit(i + 1);
    if (lowDigit < 0)
      return raise(t, exc::ValueError, "non-hexadecimal number found in fromhex() arg at position %lld",
                   (long long)(high < 0 ? i : i + 1));
    out += char(high << 4 | lowDigit);
    i += 2;
  }
  auto *type = args[0].as<TypeObject>();
  bool array = isSubtype(type, types::bytearray_);
  Value r = newBytes(t, out.data(), int64_t(out.size()));
  if (!r || type == types::bytes_)
    return r;
  if (array && type == types::bytearray_)
    return newByteArray(t, out.data(), int64_t(out.size()));
  return call(t, args[0], r);
}
Value addMethod(Thread *t, Value *args, size_t) {
  ByteView a, b;
  int got = b.acquire(t, args[1]);
  if (!got)
    return raise(t, exc::TypeError, "can't concat %T to %T", args[1], args[0]);
  if (got < 0 || a.acquire(t, args[0]) < 0)
    return Value::empty();
  if (isByteArray(args[0])) {
    std::string both(a.text());
    both.append(b.text());
    return newByteArray(t, both.data(), int64_t(both.size()));
  }
  if (!b.size && isExact(args[0], shapes::bytes))
    return args[0];
  if (!a.size && isExact(args[1], shapes::bytes))
    return args[1];
  BytesObject *r = newBytesBuffer(t, a.size + b.size);
  if (!r)
    return Value::empty();
  if (a.size)
    memcpy(r->data, a.data, size_t(a.size));
  if (b.size)
    memcpy(r->data + a.size, b.data, size_t(b.size));
  return Value::fromObject(r);
}
Value mulMethod(Thread *t, Value *args, size_t) {
  int64_t times;
  if (!indexAsInt64(t, args[1], times, exc::OverflowError))
    return Value::empty();
  SelfBytes s(args[0]);
  int64_t total;
  if (times < 0)
    times = 0;
  if (__builtin_mul_overflow(s.n, times, &total) || total > (int64_t(1) << 45))
    return raiseMemoryError(t);
  if (times == 1 && isExact(args[0], shapes::bytes))
    return args[0];
  Value r = likeSelf(t, args[0], nullptr, total);
  if (!r || !total)
    return r;
  s = SelfBytes(args[0]);
  auto *to = const_cast<uint8_t *>(SelfBytes(r).p);
  for (int64_t done = 0; done < total; done += s.n)
    memcpy(to + done, s.p, size_t(s.n));
  return r;
}
Value modMethod(Thread *t, Value *args, size_t) {
  SelfBytes s(args[0]);
  std::string copy(reinterpret_cast<const char *>(s.p), size_t(s.n));
  return bytesFormatPercent(t, copy, args[1], isByteArray(args[0]));
}
Value rmodMethod(Thread *t, Value *args, size_t) { return NotImplemented; }
Value lenMethod(Thread *, Value *args, size_t) { return Value::fromSmallInt(SelfBytes(args[0]).n); }

template <Dunder op> Value compareMethod(Thread *t, Value *args, size_t) {
  ByteView b;
  int got = b.acquire(t, args[1]);
  if (got <= 0) {
    if (got < 0)
      clearPending(t);
    return NotImplemented;
  }
  SelfBytes a(args[0]);
  int64_t n = std::min(a.n, b.size);
  int c = n ? memcmp(a.p, b.data, size_t(n)) : 0;
  if (!c)
    c = (a.n > b.size) - (a.n < b.size);
  return boolValue(op == Dunder::Eq   ? c == 0
                   : op == Dunder::Ne ? c != 0
                   : op == Dunder::Lt ? c < 0
                   : op == Dunder::Le ? c <= 0
                   : op == Dunder::Gt ? c > 0
                                      : c >= 0);
}
} // namespace

#define SLOT(NAME, FN, SIG, EFF) {NAME, FN, SIG, EFF, nullptr, kNativeSlotWrapper}
#define BYTES(NAME, FN, SIG) {NAME, FN, SIG, kEffAny}
const NativeDef bytesSharedMethods[] = {
    SLOT("__add__", addMethod, "($self, value, /)", kEffReads | kEffAllocates | kEffRaises),
    SLOT("__mul__", mulMethod, "($self, value, /)", kEffAny),
    SLOT("__rmul__", mulMethod, "($self, value, /)", kEffAny),
    SLOT("__mod__", modMethod, "($self, value, /)", kEffAny),
    SLOT("__rmod__", rmodMethod, "($self, value, /)", kEffAny),
    SLOT("__len__", lenMethod, "($self, /)", kEffReads),
    SLOT("__contains__", containsMethod, "($self, key, /)", kEffReads | kEffRaises),
    SLOT("__eq__", compareMethod<Dunder::Eq>, "($self, value, /)", kEffReads),
    SLOT("__ne__", compareMethod<Dunder::Ne>, "($self, value, /)", kEffReads),
    SLOT("__lt__", compareMethod<Dunder::Lt>, "($self, value, /)", kEffReads),
    SLOT("__le__", compareMethod<Dunder::Le>, "($self, value, /)", kEffReads),
    SLOT("__gt__", compareMethod<Dunder::Gt>, "($self, value, /)", kEffReads),
    SLOT("__ge__", compareMethod<Dunder::Ge>, "($self, value, /)", kEffReads),
    BYTES("find", findMethod<false>, "($self, sub, start=None, end=None, /)"),
    BYTES("rfind", findMethod<true>, "($self, sub, start=None, end=None, /)"),
    BYTES("index", indexMethod<false>, "($self, sub, start=None, end=None, /)"),
    BYTES("rindex", indexMethod<true>, "($self, sub, start=None, end=None, /)"),
    BYTES("count", countMethod, "($self, sub, start=None, end=None, /)"),
    BYTES("startswith", affix<false>, "($self, prefix, start=None, end=None, /)"),
    BYTES("endswith", affix<true>, "($self, suffix, start=None, end=None, /)"),
    BYTES("removeprefix", removeprefix, "($self, prefix, /)"),
    BYTES("removesuffix", removesuffix, "($self, suffix, /)"),
    BYTES("replace", replace, "($self, old, new, count=-1, /)"),
    BYTES("split", splitMethod<false>, "($self, /, sep=None, maxsplit=-1)"),
    BYTES("rsplit", splitMethod<true>, "($self, /, sep=None, maxsplit=-1)"),
    BYTES("partition", partitionMethod<false>, "($self, sep, /)"),
    BYTES("rpartition", partitionMethod<true>, "($self, sep, /)"),
    BYTES("splitlines", splitlines, "($self, /, keepends=False)"),
    BYTES("strip", stripMethod<3>, "($self, bytes=None, /)"),
    BYTES("lstrip", stripMethod<1>, "($self, bytes=None, /)"),
    BYTES("rstrip", stripMethod<2>, "($self, bytes=None, /)"),
    BYTES("join", join, "($self, iterable_of_bytes, /)"),
    BYTES("upper", upperMethod, "($self, /)"), BYTES("lower", lowerMethod, "($self, /)"),
    BYTES("title", title, "($self, /)"), BYTES("capitalize", capitalize, "($self, /)"),
    BYTES("swapcase", swapcase, "($self, /)"), BYTES("isalpha", isalpha, "($self, /)"),
    BYTES("isalnum", isalnum, "($self, /)"), BYTES("isdigit", isdigit, "($self, /)"),
    BYTES("isspace", isspace, "($self, /)"), BYTES("isascii", isascii, "($self, /)"),
    BYTES("isupper", isupper, "($self, /)"), BYTES("islower", islower, "($self, /)"),
    BYTES("istitle", istitle, "($self, /)"),
    BYTES("center", center, "($self, width, fillchar=b' ', /)"),
    BYTES("ljust", ljust, "($self, width, fillchar=b' ', /)"),
    BYTES("rjust", rjust, "($self, width, fillchar=b' ', /)"),
    BYTES("zfill", zfill, "($self, width, /)"),
    BYTES("expandtabs", expandtabs, "($self, /, tabsize=8)"),
    BYTES("translate", translate, "($self, table, /, delete=b'')"),
    {"maketrans", maketrans, "(frm, to, /)", kEffAny, nullptr, kNativeStatic},
    BYTES("decode", decodeMethod, "($self, /, encoding='utf-8', errors='strict')"),
    {"fromhex", fromHex, "($type, string, /)", kEffAny, nullptr, kNativeClass},
    {nullptr, nullptr, nullptr}};

} // namespace pyc
