//===- StrSearchMethods.cpp - str methods that look for text --------------===//
//
// find, count, replace, split, partition, strip, startswith and their kin.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Containers.h"
#include "runtime/object/StrMethods.h"
#include "runtime/object/StrSearch.h"
#include "runtime/object/Unicode.h"

namespace pyc {

bool search::rangeArgs(Thread *t, Value startArg, Value endArg, int64_t n,
                       int64_t &start, int64_t &end) {
  start = 0;
  end = n;
  Value in[2] = {startArg, endArg};
  int64_t *out[2] = {&start, &end};
  for (int i = 0; i < 2; ++i) {
    if (!givenNotNone(in[i]))
      continue;
    if (!in[i].isInt() && !asExactInt(in[i]) &&
        !lookupDunder(typeOf(in[i]), Dunder::Index)) {
      raise(t, exc::TypeError,
            "slice indices must be integers or None or have an __index__ method");
      return false;
    }
    if (!indexAsInt64(t, in[i], *out[i]))
      return false;
  }
  clampRange(start, end, n);
  return true;
}

namespace strm {

//===-- find ------------------------------------------------------------------===//
/// -1 absent, -2 raised.
template <bool last>
static int64_t findIn(Thread *t, Value *args) {
  StrObject *s = flatFast(t, args[0]);
  StrObject *sub = s ? requireStr(t, args[1], "must be str, not %T") : nullptr;
  int64_t start, end;
  if (!sub || !search::rangeArgs(t, args[2], args[3], s->length, start, end))
    return -2;
  if (start > end)
    return -1;
  int64_t at = search::withSameWidth<int64_t>(s, sub, -1, [&](auto *h, auto *n) {
    return last ? search::rfind(h + start, end - start, n, sub->length)
                : search::find(h + start, end - start, n, sub->length);
  });
  return at < 0 ? -1 : at + start;
}
Value find(Thread *t, Value *args, size_t) {
  int64_t i = findIn<false>(t, args);
  return i == -2 ? Value::empty() : Value::fromSmallInt(i);
}
Value rfind(Thread *t, Value *args, size_t) {
  int64_t i = findIn<true>(t, args);
  return i == -2 ? Value::empty() : Value::fromSmallInt(i);
}
static Value indexResult(Thread *t, int64_t i) {
  if (i == -1)
    return raise(t, exc::ValueError, "substring not found");
  return i == -2 ? Value::empty() : Value::fromSmallInt(i);
}
Value index(Thread *t, Value *args, size_t) { return indexResult(t, findIn<false>(t, args)); }
Value rindex(Thread *t, Value *args, size_t) { return indexResult(t, findIn<true>(t, args)); }

Value count(Thread *t, Value *args, size_t) {
  StrObject *s = flatFast(t, args[0]);
  StrObject *sub = s ? requireStr(t, args[1], "must be str, not %T") : nullptr;
  int64_t start, end;
  if (!sub || !search::rangeArgs(t, args[2], args[3], s->length, start, end))
    return Value::empty();
  if (start > end)
    return Value::fromSmallInt(0);
  return Value::fromSmallInt(search::withSameWidth<int64_t>(s, sub, 0, [&](auto *h, auto *n) {
    return search::count(h + start, end - start, n, sub->length);
  }));
}

int containsStr(Thread *t, Value self, Value item) {
  if (!isStr(item)) {
    raise(t, exc::TypeError, "'in <string>' requires string as left operand, not %T", item);
    return -1;
  }
  StrObject *s = flatFast(t, self), *sub = s ? flatOf(t, item) : nullptr;
  if (!sub)
    return -1;
  return search::withSameWidth<int64_t>(s, sub, -1, [&](auto *h, auto *n) {
    return search::find(h, s->length, n, sub->length);
  }) >= 0;
}
Value contains(Thread *t, Value *args, size_t) {
  int r = containsStr(t, args[0], args[1]);
  return r < 0 ? Value::empty() : boolValue(r);
}

//===-- startswith ---------------------------------------------------------------===//
template <bool atEnd>
static bool matches(StrObject *s, StrObject *sub, int64_t start, int64_t end) {
  if (start > end || end - start < sub->length)
    return false;
  int64_t at = atEnd ? end - sub->length : start;
  return search::withSameWidth<bool>(s, sub, false, [&](auto *h, auto *n) {
    return !memcmp(h + at, n, size_t(sub->length) * sizeof(*h));
  });
}
template <bool atEnd>
static Value withAffix(Thread *t, Value *args, const char *name) {
  StrObject *s = flatFast(t, args[0]);
  int64_t start, end;
  if (!s || !search::rangeArgs(t, args[2], args[3], s->length, start, end))
    return Value::empty();
  Value sub = args[1];
  if (isInstanceOf(sub, types::tuple_)) {
    auto *tuple = payloadOf(sub).as<TupleObject>();
    for (int64_t i = 0; i < tuple->length; ++i) {
      Value item = tuple->items[i];
      if (!isStr(item))
        return raise(t, exc::TypeError, "tuple for %s must only contain str, not %T", name, item);
      StrObject *x = flatOf(t, item);
      if (!x)
        return Value::empty();
      if (matches<atEnd>(s, x, start, end))
        return True;
    }
    return False;
  }
  if (!isStr(sub))
    return raise(t, exc::TypeError, "%s first arg must be str or a tuple of str, not %T", name, sub);
  StrObject *x = flatOf(t, sub);
  return x ? boolValue(matches<atEnd>(s, x, start, end)) : Value::empty();
}
Value startswith(Thread *t, Value *args, size_t) { return withAffix<false>(t, args, "startswith"); }
Value endswith(Thread *t, Value *args, size_t) { return withAffix<true>(t, args, "endswith"); }

Value removeprefix(Thread *t, Value *args, size_t) {
  StrObject *s = flatFast(t, args[0]);
  StrObject *p = s ? requireStr(t, args[1], "removeprefix() argument must be str, not %T") : nullptr;
  if (!p)
    return Value::empty();
  return matches<false>(s, p, 0, s->length) ? strSubstring(t, s, p->length, s->length)
                                            : Value::fromObject(s);
}
Value removesuffix(Thread *t, Value *args, size_t) {
  StrObject *s = flatFast(t, args[0]);
  StrObject *p = s ? requireStr(t, args[1], "removesuffix() argument must be str, not %T") : nullptr;
  if (!p)
    return Value::empty();
  return p->length && matches<true>(s, p, 0, s->length)
             ? strSubstring(t, s, 0, s->length - p->length)
             : Value::fromObject(s);
}

//===-- replace --------------------------------------------------------------------===//
Value replaceStr(Thread *t, StrObject *s, StrObject *from, StrObject *to, int64_t most) {
  if (most < 0)
    most = INT64_MAX;
  if (!most || (from->length > s->length) || strWidth(from) > strWidth(s))
    return Value::fromObject(s);
  if (from->length == 0 && to->length == 0)
    return Value::fromObject(s);
  if (from->length == 1 && to->length == 1 && strWidth(to) <= strWidth(s) && most == INT64_MAX) {
    // In place on a copy of the same width (narrowed again when that may be needed).
    uint32_t a = strCharAt(from, 0), b = strCharAt(to, 0);
    if (strWidth(s) == 1) {
      auto *p = s->chars<uint8_t>();
      int64_t first = search::findChar(p, s->length, a);
      if (first < 0)
        return Value::fromObject(s);
      StrObject *r = newStrBuffer(t, s->length, 1);
      if (!r)
        return Value::empty();
      auto *q = r->chars<uint8_t>();
      p = s->chars<uint8_t>();
      for (int64_t i = 0; i < s->length; ++i)
        q[i] = p[i] == a ? uint8_t(b) : p[i];
      r->flags |= s->flags & to->flags & kStrAscii;
      return Value::fromObject(r);
    }
  }
  if (strWidth(s) == 1 && strWidth(to) == 1 && from->length) {
    // One byte a character on all sides: count first, then fill once.
    auto *h = s->chars<uint8_t>();
    auto *needle = from->chars<uint8_t>();
    int64_t m = from->length, k = search::count(h, s->length, needle, m, most);
    if (!k)
      return Value::fromObject(s);
    int64_t added, total;
    if (__builtin_mul_overflow(k, to->length - m, &added) || __builtin_add_overflow(s->length, added, &total))
      return raiseMemoryError(t);
    if (!total)
      return EmptyStr;
    StrObject *r = newStrBuffer(t, total, 1);
    if (!r)
      return Value::empty();
    r->flags |= s->flags & to->flags & kStrAscii;
    auto *q = r->chars<uint8_t>();
    int64_t i = 0;
    while (k-- > 0) {
      int64_t at = search::find(h + i, s->length - i, needle, m);
      memcpy(q, h + i, size_t(at));
      memcpy(q + at, to + 1, size_t(to->length));
      q += at + to->length;
      i += at + m;
    }
    memcpy(q, h + i, size_t(s->length - i));
    return Value::fromObject(r);
  }
  TextBuffer out;
  bool any = false;
  search::withSameWidth<int>(s, from, 0, [&](auto *h, auto *needle) {
    int64_t n = s->length, m = from->length, i = 0;
    if (m == 0) {
      any = true;
      for (; most-- > 0; ++i) {
        out.putRange(to, 0, to->length);
        if (i >= n)
          break;
        out.put(h[i]);
      }
      out.putRange(s, i < n ? i : n, n);
      return 0;
    }
    while (most-- > 0) {
      int64_t at = search::find(h + i, n - i, needle, m);
      if (at < 0)
        break;
      any = true;
      out.putRange(s, i, i + at);
      out.putRange(to, 0, to->length);
      i += at + m;
    }
    if (any)
      out.putRange(s, i, n);
    return 0;
  });
  return any ? out.finish(t) : Value::fromObject(s);
}
Value replace(Thread *t, Value *args, size_t) {
  StrObject *s = flatFast(t, args[0]);
  StrObject *from = s ? requireStr(t, args[1], "replace() argument 1 must be str, not %T") : nullptr;
  StrObject *to = from ? requireStr(t, args[2], "replace() argument 2 must be str, not %T") : nullptr;
  int64_t most = -1;
  if (!to || (given(args[3]) && !indexAsInt64(t, args[3], most, exc::OverflowError)))
    return Value::empty();
  return replaceStr(t, s, from, to, most);
}

//===-- split -----------------------------------------------------------------------===//
static bool appendPart(Thread *t, Value list, StrObject *s, int64_t start, int64_t end) {
  Value part = strSubstring(t, s, start, end);
  return part && listAppend(t, list.as<ListObject>(), part);
}

template <bool fromRight>
static Value splitBy(Thread *t, Value *args) {
  StrObject *s = flatFast(t, args[0]);
  int64_t most = -1;
  if (!s || (given(args[2]) && !indexAsInt64(t, args[2], most, exc::OverflowError)))
    return Value::empty();
  if (most < 0)
    most = INT64_MAX;
  Value list = newList(t, nullptr, 0);
  if (!list)
    return list;
  if (!fromRight && givenNotNone(args[1]) && isExact(args[1], shapes::str1) &&
      args[1].as<StrObject>()->length == 1 && s->shapeId == shapeIdOf(shapes::str1)) {
    // One character, the usual separator: no search to set up for each part.
    auto *l = list.as<ListObject>();
    if (!listReserve(t, l, 8))
      return Value::empty();
    uint8_t wanted = args[1].as<StrObject>()->chars<uint8_t>()[0];
    int64_t start = 0, length = s->length;
    for (int64_t i = 0; i < length && most > 0; ++i) {
      if (s->chars<uint8_t>()[i] != wanted) {
        if (i - start < 16)
          continue;
        auto *found = static_cast<uint8_t *>(
            memchr(s->chars<uint8_t>() + i, wanted, static_cast<size_t>(length - i)));
        if (!found)
          break;
        i = found - s->chars<uint8_t>();
      }
      if (!appendPart(t, list, s, start, i))
        return Value::empty();
      start = i + 1;
      --most;
    }
    return appendPart(t, list, s, start, length) ? list : Value::empty();
  }
  CharReader c(s);
  int64_t n = s->length;
  bool ok = true;
  if (!givenNotNone(args[1])) {
    if (!listReserve(t, list.as<ListObject>(), 8))
      return Value::empty();
    if (fromRight) {
      int64_t end = n;
      while (ok) {
        while (end > 0 && unicode::isSpace(c[end - 1]))
          --end;
        if (!end)
          break;
        if (most-- == 0) {
          ok = appendPart(t, list, s, 0, end);
          break;
        }
        int64_t start = end;
        while (start > 0 && !unicode::isSpace(c[start - 1]))
          --start;
        ok = appendPart(t, list, s, start, end);
        end = start;
      }
    } else {
      int64_t i = 0;
      while (ok) {
        while (i < n && unicode::isSpace(c[i]))
          ++i;
        if (i == n)
          break;
        int64_t start = i;
        if (most-- == 0) {
          // The rest keeps its trailing space.
          ok = appendPart(t, list, s, start, n);
          break;
        }
        while (i < n && !unicode::isSpace(c[i]))
          ++i;
        ok = appendPart(t, list, s, start, i);
      }
    }
  } else {
    StrObject *sep = requireStr(t, args[1], "must be str or None, not %T");
    if (!sep)
      return Value::empty();
    if (!sep->length)
      return raise(t, exc::ValueError, "empty separator");
    int64_t m = sep->length;
    if (strWidth(sep) > strWidth(s))
      return appendPart(t, list, s, 0, n) ? list : Value::empty();
    ok = search::withSameWidth<bool>(s, sep, true, [&](auto *h, auto *needle) {
      if (fromRight) {
        int64_t end = n;
        while (most-- > 0) {
          int64_t at = search::rfind(h, end, needle, m);
          if (at < 0)
            break;
          if (!appendPart(t, list, s, at + m, end))
            return false;
          end = at;
        }
        return appendPart(t, list, s, 0, end);
      }
      int64_t i = 0;
      while (most-- > 0) {
        int64_t at = search::find(h + i, n - i, needle, m);
        if (at < 0)
          break;
        if (!appendPart(t, list, s, i, i + at))
          return false;
        i += at + m;
      }
      return appendPart(t, list, s, i, n);
    });
  }
  if (!ok)
    return Value::empty();
  if (fromRight) {
    auto *l = list.as<ListObject>();
    Value *a = l->items()->items;
    for (int64_t i = 0, j = l->size - 1; i < j; ++i, --j) {
      Value x = a[i];
      setSlot(l->buffer.asObject(), &a[i], a[j]);
      setSlot(l->buffer.asObject(), &a[j], x);
    }
  }
  return list;
}
Value split(Thread *t, Value *args, size_t) { return splitBy<false>(t, args); }
Value rsplit(Thread *t, Value *args, size_t) { return splitBy<true>(t, args); }

template <bool fromRight> static Value partitionBy(Thread *t, Value *args) {
  StrObject *s = flatFast(t, args[0]);
  StrObject *sep = s ? requireStr(t, args[1], "must be str, not %T") : nullptr;
  if (!sep)
    return Value::empty();
  if (!sep->length)
    return raise(t, exc::ValueError, "empty separator");
  int64_t at = search::withSameWidth<int64_t>(s, sep, -1, [&](auto *h, auto *n) {
    return fromRight ? search::rfind(h, s->length, n, sep->length)
                     : search::find(h, s->length, n, sep->length);
  });
  Value parts[3] = {Value::fromObject(s), EmptyStr, EmptyStr};
  if (at < 0) {
    if (fromRight)
      std::swap(parts[0], parts[2]);
  } else {
    parts[0] = strSubstring(t, s, 0, at);
    parts[1] = Value::fromObject(sep);
    parts[2] = parts[0] ? strSubstring(t, s, at + sep->length, s->length) : parts[0];
    if (!parts[2])
      return Value::empty();
  }
  return newTuple(t, parts, 3);
}
Value partition(Thread *t, Value *args, size_t) { return partitionBy<false>(t, args); }
Value rpartition(Thread *t, Value *args, size_t) { return partitionBy<true>(t, args); }

Value splitlines(Thread *t, Value *args, size_t) {
  StrObject *s = flatFast(t, args[0]);
  int keep = s && given(args[1]) ? isTrue(t, args[1]) : 0;
  Value list = s && keep >= 0 ? newList(t, nullptr, 0) : Value::empty();
  if (!list)
    return list;
  CharReader c(s);
  int64_t n = s->length;
  for (int64_t i = 0; i < n;) {
    int64_t start = i;
    while (i < n && !unicode::isLineBreak(c[i]))
      ++i;
    int64_t end = i;
    if (i < n) {
      i += c[i] == '\r' && i + 1 < n && c[i + 1] == '\n' ? 2 : 1;
      if (keep)
        end = i;
    }
    if (!appendPart(t, list, s, start, end))
      return Value::empty();
  }
  return list;
}

//===-- strip -------------------------------------------------------------------------===//
static Value stripBy(Thread *t, Value *args, bool left, bool right, const char *name) {
  StrObject *s = flatFast(t, args[0]);
  if (!s)
    return Value::empty();
  CharReader c(s);
  int64_t start = 0, end = s->length;
  if (!givenNotNone(args[1])) {
    while (left && start < end && unicode::isSpace(c[start]))
      ++start;
    while (right && start < end && unicode::isSpace(c[end - 1]))
      --end;
  } else {
    if (!isStr(args[1]))
      return raise(t, exc::TypeError, "%s arg must be None or str", name);
    StrObject *set = flatOf(t, args[1]);
    if (!set)
      return Value::empty();
    CharReader k(set);
    auto inSet = [&](uint32_t x) {
      for (int64_t i = 0; i < k.size(); ++i)
        if (k[i] == x)
          return true;
      return false;
    };
    while (left && start < end && inSet(c[start]))
      ++start;
    while (right && start < end && inSet(c[end - 1]))
      --end;
  }
  return strSubstring(t, s, start, end);
}
Value strip(Thread *t, Value *args, size_t) { return stripBy(t, args, true, true, "strip"); }
Value lstrip(Thread *t, Value *args, size_t) { return stripBy(t, args, true, false, "lstrip"); }
Value rstrip(Thread *t, Value *args, size_t) { return stripBy(t, args, false, true, "rstrip"); }

} // namespace strm
} // namespace pyc
