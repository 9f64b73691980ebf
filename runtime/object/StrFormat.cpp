//===- StrFormat.cpp - str.format and str.format_map ----------------------===//
#include "runtime/object/StrFormat.h"
#include "runtime/object/StrMethods.h"
#include "runtime/object/Unicode.h"

namespace pyc {

static int fail(Thread *t, const char *message) {
  raise(t, exc::ValueError, "%s", message);
  return -1;
}

int MarkupIterator::next(Thread *t) {
  CharReader c(s);
  int64_t end = s->length;
  literal = name = spec = {};
  hasField = specNested = specGiven = false;
  conversion = 0;
  if (pos >= end)
    return 0;
  int64_t start = pos;
  uint32_t x = 0;
  bool brace = false;
  while (pos < end) {
    x = c[pos++];
    if (x == '{' || x == '}') {
      brace = true;
      break;
    }
  }
  literal = {start, pos};
  if (!brace)
    return 1;
  bool atEnd = pos >= end;
  if (x == '}' && (atEnd || c[pos] != '}'))
    return fail(t, "Single '}' encountered in format string");
  if (atEnd)
    return fail(t, "Single '{' encountered in format string");
  if (c[pos] == x) { // doubled: the literal keeps one
    ++pos;
    return 1;
  }
  --literal.end;
  hasField = true;
  name.start = pos;
  x = 0;
  while (pos < end) {
    x = c[pos++];
    if (x == '{')
      return fail(t, "unexpected '{' in field name");
    if (x == '[') {
      while (pos < end && c[pos] != ']')
        ++pos;
      continue;
    }
    if (x == '}' || x == ':' || x == '!')
      break;
  }
  name.end = pos - 1;
  if (x != '!' && x != ':') {
    if (x != '}')
      return fail(t, "expected '}' before end of string");
    return 1;
  }
  if (x == '!') {
    if (pos >= end)
      return fail(t, "end of string while looking for conversion specifier");
    conversion = c[pos++];
    if (pos < end) {
      x = c[pos++];
      if (x == '}')
        return 1;
      if (x != ':')
        return fail(t, "expected ':' after conversion specifier");
    }
  }
  spec.start = pos;
  specGiven = true;
  int depth = 1;
  while (pos < end) {
    x = c[pos++];
    if (x == '{') {
      specNested = true;
      ++depth;
    } else if (x == '}' && --depth == 0) {
      spec.end = pos - 1;
      return 1;
    }
  }
  return fail(t, "unmatched '{' in format spec");
}

/// Value of an all-digit range, -1 when it isn't one, -2 raised.
static int64_t integerOf(Thread *t, StrObject *s, TextRange r) {
  if (r.size() <= 0)
    return -1;
  CharReader c(s);
  int64_t v = 0;
  for (int64_t i = r.start; i < r.end; ++i) {
    int d = unicode::decimalValue(c[i]);
    if (d < 0)
      return -1;
    if (v > (INT64_MAX - d) / 10) {
      fail(t, "Too many decimal digits in format string");
      return -2;
    }
    v = v * 10 + d;
  }
  return v;
}

bool splitFieldName(Thread *t, StrObject *s, TextRange range, TextRange &first,
                    int64_t &number, FieldNameIterator &rest) {
  CharReader c(s);
  int64_t i = range.start;
  while (i < range.end && c[i] != '.' && c[i] != '[')
    ++i;
  first = {range.start, i};
  rest.s = s;
  rest.pos = i;
  rest.end = range.end;
  number = integerOf(t, s, first);
  return number != -2;
}

int FieldNameIterator::next(Thread *t) {
  if (pos >= end)
    return 0;
  CharReader c(s);
  uint32_t x = c[pos++];
  number = -1;
  if (x == '.') {
    isAttribute = true;
    name.start = pos;
    while (pos < end && c[pos] != '.' && c[pos] != '[')
      ++pos;
    name.end = pos;
  } else if (x == '[') {
    isAttribute = false;
    name.start = pos;
    while (pos < end && c[pos] != ']')
      ++pos;
    if (pos >= end)
      return fail(t, "Missing ']' in format string");
    name.end = pos++;
    number = integerOf(t, s, name);
    if (number == -2)
      return -1;
  } else {
    return fail(t, "Only '.' or '[' may follow ']' in format field specifier");
  }
  if (!name.size())
    return fail(t, "Empty attribute in format string");
  return 1;
}

namespace {
enum class Numbering { Unknown, Automatic, Manual };
struct FormatJob {
  Thread *t;
  Value args;    ///< tuple, or empty (format_map)
  Value mapping; ///< dict or any mapping, or empty
  Numbering numbering = Numbering::Unknown;
  int64_t nextNumber = 0;

  Value field(StrObject *s, TextRange name);
  bool write(TextBuffer &out, StrObject *s, int depth);
};
} // namespace

Value FormatJob::field(StrObject *s, TextRange name) {
  TextRange first;
  int64_t number;
  FieldNameIterator rest{};
  if (!splitFieldName(t, s, name, first, number, rest))
    return Value::empty();
  bool isNumber = number >= 0, isEmpty = first.size() == 0;
  if (isNumber || isEmpty) {
    Numbering now = isEmpty ? Numbering::Automatic : Numbering::Manual;
    if (numbering == Numbering::Unknown)
      numbering = now;
    if (numbering != now)
      return raise(t, exc::ValueError,
                   isEmpty ? "cannot switch from manual field specification to automatic field numbering"
                           : "cannot switch from automatic field numbering to manual field specification");
    if (isEmpty)
      number = nextNumber++;
  }
  Value v;
  if (number < 0) {
    Value key = strSubstring(t, s, first.start, first.end);
    if (!key)
      return key;
    if (!given(mapping))
      return raiseKeyError(t, key);
    v = getItem(t, mapping, key);
    if (!v)
      return v;
  } else {
    if (!given(args))
      return raise(t, exc::ValueError, "Format string contains positional fields");
    auto *tuple = args.as<TupleObject>();
    if (number >= tuple->length)
      return raise(t, exc::IndexError, "Replacement index %lld out of range for positional args tuple",
                   (long long)number);
    v = tuple->items[number];
  }
  int k;
  while ((k = rest.next(t)) > 0) {
    if (!rest.isAttribute && rest.number >= 0) {
      v = getItem(t, v, newInt(t, rest.number));
    } else {
      Value key = strSubstring(t, s, rest.name.start, rest.name.end);
      if (!key)
        return key;
      v = rest.isAttribute ? getAttr(t, v, key) : getItem(t, v, key);
    }
    if (!v)
      return v;
  }
  return k < 0 ? Value::empty() : v;
}

bool FormatJob::write(TextBuffer &out, StrObject *s, int depth) {
  if (depth <= 0) {
    fail(t, "Max string recursion exceeded");
    return false;
  }
  MarkupIterator m{s};
  int k;
  while ((k = m.next(t)) > 0) {
    out.putRange(s, m.literal.start, m.literal.end);
    if (!m.hasField)
      continue;
    Value v = field(s, m.name);
    if (!v)
      return false;
    switch (m.conversion) {
    case 0:
      break;
    case 'r':
      v = repr(t, v);
      break;
    case 's':
      v = str(t, v);
      break;
    case 'a':
      v = ascii(t, v);
      break;
    default:
      if (m.conversion > 32 && m.conversion < 127)
        raise(t, exc::ValueError, "Unknown conversion specifier %c", int(m.conversion));
      else
        raise(t, exc::ValueError, "Unknown conversion specifier \\x%x", m.conversion);
      return false;
    }
    if (!v)
      return false;
    Value spec = strSubstring(t, s, m.spec.start, m.spec.end);
    if (!spec)
      return false;
    if (m.specNested) {
      TextBuffer inner;
      if (!write(inner, flatOf(t, spec), depth - 1))
        return false;
      spec = inner.finish(t);
      if (!spec)
        return false;
    }
    Value text = isExact(v, shapes::str1) && spec == EmptyStr ? v : format(t, v, spec);
    StrObject *flat = text ? flatOf(t, text) : nullptr;
    if (!flat)
      return false;
    out.putRange(flat, 0, flat->length);
  }
  return k == 0;
}

namespace strm {
Value formatMethod(Thread *t, Value *args, size_t) {
  StrObject *s = flatFast(t, args[0]);
  if (!s)
    return Value::empty();
  FormatJob job{t, args[1], args[2]};
  TextBuffer out;
  return job.write(out, s, 2) ? out.finish(t) : Value::empty();
}
Value formatMap(Thread *t, Value *args, size_t) {
  StrObject *s = flatFast(t, args[0]);
  if (!s)
    return Value::empty();
  FormatJob job{t, Value::empty(), args[1]};
  TextBuffer out;
  return job.write(out, s, 2) ? out.finish(t) : Value::empty();
}
} // namespace strm

} // namespace pyc
