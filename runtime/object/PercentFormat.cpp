//===- PercentFormat.cpp - printf-style formatting of str and bytes -------===//
//
// One walker serves both: a bytes format is read as Latin-1 text and the
// result is handed out as bytes. What differs (the conversions s, b, c and the
// names in messages) asks `bytes`.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/NumStr.h"
#include <algorithm>
#include <charconv>
#include <cmath>

namespace pyc {

namespace {
struct Percent {
  Thread *t;
  StrObject *format;
  bool bytes;
  Value args;
  Value mapping = Value::empty();
  bool single;           ///< args is one value, no tuple
  int64_t next = 0, count = 0;
  TextBuffer out;

  // The conversion being read.
  bool left, plus, blank, alternate, zero;
  int64_t width, precision;
  uint32_t type;

  Value take();
  bool star(int64_t &value, bool isPrecision);
  bool digits(const CharReader &f, int64_t &i, int64_t &value, const char *tooBig);
  bool run();
  bool convert(int64_t index);
  bool text(Value v);
  bool character(Value v);
  bool integer(Value v);
  bool real(Value v);
  void lay(std::string_view number, std::string_view prefix);
  void layText(StrObject *s, int64_t n);
};
} // namespace

Value Percent::take() {
  if (next < count) {
    Value v = single ? args : args.as<TupleObject>()->items[next];
    ++next;
    return v;
  }
  return raise(t, exc::TypeError, "not enough arguments for format string");
}

bool Percent::star(int64_t &value, bool isPrecision) {
  Value v = take();
  if (!v)
    return false;
  Value i = asExactInt(v);
  if (!i) {
    raise(t, exc::TypeError, "* wants int");
    return false;
  }
  if (!intToInt64(i, value) || (isPrecision && (value > INT32_MAX || value < INT32_MIN))) {
    raise(t, exc::OverflowError,
          isPrecision ? "Python int too large to convert to C int" : "Python int too large to convert to C ssize_t");
    return false;
  }
  return true;
}

bool Percent::digits(const CharReader &f, int64_t &i, int64_t &value, const char *tooBig) {
  while (i < f.size() && f[i] >= '0' && f[i] <= '9') {
    value = value * 10 + int64_t(f[i++] - '0');
    if (value > INT32_MAX) {
      raise(t, exc::ValueError, "%s too big", tooBig);
      return false;
    }
  }
  return true;
}

/// Sign, prefix, zeros and padding around the text of a number.
void Percent::lay(std::string_view number, std::string_view prefix) {
  char sign = 0;
  if (number[0] == '-' || number[0] == '+') {
    sign = number[0];
    number.remove_prefix(1);
  } else if (plus) {
    sign = '+';
  } else if (blank) {
    sign = ' ';
  }
  int64_t n = int64_t((sign ? 1 : 0) + prefix.size() + number.size());
  int64_t padding = std::max<int64_t>(width - n, 0);
  if (!left && !zero)
    out.putFill(' ', padding);
  if (sign)
    out.put(uint8_t(sign));
  out.putAscii(prefix);
  if (!left && zero)
    out.putFill('0', padding);
  out.putAscii(number);
  if (left)
    out.putFill(' ', padding);
}

void Percent::layText(StrObject *s, int64_t n) {
  int64_t padding = std::max<int64_t>(width - n, 0);
  if (!left)
    out.putFill(' ', padding);
  out.putRange(s, 0, n);
  if (left)
    out.putFill(' ', padding);
}

bool Percent::text(Value v) {
  if (type == 's' && !bytes && isFlatStr(v)) {
    auto *s = v.as<StrObject>();
    layText(s, precision >= 0 ? std::min(precision, s->length) : s->length);
    return true;
  }
  Value r;
  if (type == 'r' && !bytes) {
    r = repr(t, v);
  } else if (type == 'a' || type == 'r') {
    r = ascii(t, v);
  } else if (!bytes) {
    r = str(t, v);
  } else {
    ByteView view;
    int got = view.acquire(t, v);
    if (got < 0)
      return false;
    if (!got) {
      if (!lookupDunder(typeOf(v), Dunder::Bytes)) {
        raise(t, exc::TypeError,
              "%%b requires a bytes-like object, or an object that implements __bytes__, not '%T'", v);
        return false;
      }
      Value made = callDunder(t, v, Dunder::Bytes, nullptr, 0);
      if (!made)
        return false;
      if (!isBytes(made)) {
        raise(t, exc::TypeError, "__bytes__ returned non-bytes (type %T)", made);
        return false;
      }
      if (view.acquire(t, made) <= 0)
        return false;
    }
    r = newStrLatin1(t, view.data, view.size);
  }
  StrObject *s = r ? flatOf(t, r) : nullptr;
  if (!s)
    return false;
  layText(s, precision >= 0 ? std::min(precision, s->length) : s->length);
  return true;
}

bool Percent::character(Value v) {
  uint32_t limit = bytes ? 256 : 0x110000;
  StrObject *s = nullptr;
  if (!bytes && isStr(v)) {
    s = flatOf(t, v);
    if (!s)
      return false;
    if (s->length == 1) {
      layText(s, 1);
      return true;
    }
  } else if (bytes && (isBytes(v) || isByteArray(v))) {
    ByteView view;
    if (view.acquire(t, v) < 0)
      return false;
    if (view.size == 1) {
      Value c = newChar(t, view.data[0]);
      layText(c.as<StrObject>(), 1);
      return true;
    }
  } else if (Value i = asExactInt(v); i || lookupDunder(typeOf(v), Dunder::Index)) {
    if (!i && !(i = indexOf(t, v)))
      return false;
    int64_t c;
    if (!intToInt64(i, c) || c < 0 || c >= int64_t(limit)) {
      raise(t, exc::OverflowError, bytes ? "%%c arg not in range(256)" : "%%c arg not in range(0x110000)");
      return false;
    }
    Value ch = newChar(t, uint32_t(c));
    if (!ch)
      return false;
    layText(ch.as<StrObject>(), 1);
    return true;
  }
  raise(t, exc::TypeError, bytes ? "%%c requires an integer in range(256) or a single byte"
                                 : "%%c requires int or char");
  return false;
}

bool Percent::integer(Value v) {
  if (v.isInt() && width < 0 && precision < 0 && !plus && !blank && type != 'x' && type != 'X' && type != 'o') {
    char buf[24];
    auto r = std::to_chars(buf, buf + sizeof buf, v.asInt());
    out.putAscii({buf, size_t(r.ptr - buf)});
    return true;
  }
  Value i = asExactInt(v);
  bool index = type == 'x' || type == 'X' || type == 'o';
  if (!i) {
    TypeObject *kind = typeOf(v);
    bool can = lookupDunder(kind, Dunder::Index) ||
               (!index && (lookupDunder(kind, Dunder::Int) || lookupDunder(kind, Dunder::Float)));
    if (can) {
      if (index)
        i = indexOf(t, v);
      else if (v.isFloat())
        i = intFromDouble(t, v.asFloat());
      else
        i = call(t, Value::fromObject(types::int_), v);
      if (!i && !pendingMatches(t, exc::TypeError))
        return false;
      if (!i)
        clearPending(t);
      else
        i = asExactInt(i);
    }
    if (!i) {
      raise(t, exc::TypeError,
            index ? "%%%c format: an integer is required, not %T"
                  : "%%%c format: a real number is required, not %T",
            int(type), v);
      return false;
    }
  }
  int base = type == 'o' ? 8 : index ? 16 : 10;
  Value made = intToStr(t, i, base);
  if (!made)
    return false;
  std::string number = strToUtf8(made);
  size_t sign = number[0] == '-';
  if (precision > INT32_MAX - 3) {
    raise(t, exc::OverflowError, "precision too large");
    return false;
  }
  if (!roomForDigits(t, precision))
    return false;
  if (precision > int64_t(number.size() - sign))
    number.insert(sign, size_t(precision) - (number.size() - sign), '0');
  if (type == 'X')
    for (char &c : number)
      c = c >= 'a' && c <= 'z' ? char(c - 32) : c;
  std::string prefix;
  if (alternate && index)
    prefix = std::string("0") + char(type);
  lay(number, prefix);
  return true;
}

bool Percent::real(Value v) {
  double d;
  if (!asDouble(t, v, d))
    return false;
  int p = precision < 0 ? 6 : int(precision);
  if (!roomForDigits(t, p))
    return false;
  lay(formatDouble(d, char(type), p, alternate, false), "");
  return true;
}

bool Percent::convert(int64_t index) {
  Value v = take();
  if (!v)
    return false;
  switch (type) {
  case 's': case 'r': case 'a':
    return text(v);
  case 'b':
    if (bytes)
      return text(v);
    break;
  case 'c':
    return character(v);
  case 'd': case 'i': case 'u': case 'o': case 'x': case 'X':
    return integer(v);
  case 'e': case 'E': case 'f': case 'F': case 'g': case 'G':
    return real(v);
  default:
    break;
  }
  raise(t, exc::ValueError, "unsupported format character '%c' (0x%x) at index %lld",
        type > 31 && type < 127 ? int(type) : '?', type, (long long)index);
  return false;
}

bool Percent::run() {
  CharReader f(format);
  int64_t n = f.size(), i = 0;
  Value allArgs = args;
  bool allSingle = single;
  int64_t allNext = next, allCount = count;
  while (i < n) {
    int64_t start = i;
    while (i < n && f[i] != '%')
      ++i;
    out.putRange(format, start, i);
    if (i >= n)
      break;
    ++i;
    left = plus = blank = alternate = zero = false;
    width = precision = -1;
    bool plain = true, keyed = false;
    if (i < n && f[i] == '(') {
      if (!given(mapping)) {
        raise(t, exc::TypeError, "format requires a mapping");
        return false;
      }
      int64_t from = ++i;
      int depth = 1;
      while (depth > 0 && i < n) {
        if (f[i] == ')')
          --depth;
        else if (f[i] == '(')
          ++depth;
        ++i;
      }
      if (depth > 0) {
        raise(t, exc::ValueError, "incomplete format key");
        return false;
      }
      Value key = strSubstring(t, format, from, i - 1);
      if (key && bytes) {
        std::string raw;
        CharReader k(flatOf(t, key));
        for (int64_t j = 0; j < k.size(); ++j)
          raw += char(k[j]);
        key = newBytes(t, raw.data(), int64_t(raw.size()));
      }
      Value v = key ? getItem(t, mapping, key) : key;
      if (!v)
        return false;
      allNext = next; // kept for what follows without a key
      args = v;
      single = true;
      next = 0;
      count = 1;
      keyed = true;
      plain = false;
    }
    for (; i < n; ++i) {
      uint32_t c = f[i];
      if (c == '-')
        left = true;
      else if (c == '+')
        plus = true;
      else if (c == ' ')
        blank = true;
      else if (c == '#')
        alternate = true;
      else if (c == '0')
        zero = true;
      else
        break;
      plain = false;
    }
    if (i < n && f[i] == '*') {
      if (!star(width, false))
        return false;
      if (width < 0) {
        left = true;
        width = -width;
      }
      ++i;
      plain = false;
    } else if (i < n && f[i] >= '0' && f[i] <= '9') {
      width = 0;
      plain = false;
      if (!digits(f, i, width, "width"))
        return false;
    }
    if (i < n && f[i] == '.') {
      precision = 0;
      plain = false;
      ++i;
      if (i < n && f[i] == '*') {
        if (!star(precision, true))
          return false;
        precision = std::max<int64_t>(precision, 0);
        ++i;
      } else if (!digits(f, i, precision, "precision")) {
        return false;
      }
    }
    if (i < n && (f[i] == 'h' || f[i] == 'l' || f[i] == 'L')) {
      ++i;
      plain = false;
    }
    if (i >= n) {
      raise(t, exc::ValueError, "incomplete format");
      return false;
    }
    type = f[i++];
    if (type == '%' && plain) {
      out.put('%');
      continue;
    }
    if (!convert(i - 1))
      return false;
    if (keyed) {
      args = allArgs;
      single = allSingle;
      next = allNext;
      count = allCount;
    }
  }
  if (next < count && !given(mapping)) {
    raise(t, exc::TypeError, "not all arguments converted during %s formatting",
          bytes ? "bytes" : "string");
    return false;
  }
  return !out.failed || (raiseMemoryError(t), false);
}

static void setArguments(Percent &p, Value args) {
  bool tuple = isInstanceOf(args, types::tuple_);
  p.args = tuple ? payloadOf(args) : args;
  p.single = !tuple;
  p.count = tuple ? p.args.as<TupleObject>()->length : 1;
  if (!tuple && !isStr(args) &&
      !(p.bytes && (isBytes(args) || isByteArray(args))) &&
      lookupDunder(typeOf(args), Dunder::GetItem))
    p.mapping = args;
}

Value strFormatPercent(Thread *t, Value format, Value args) {
  StrObject *s = flatOf(t, format);
  if (!s)
    return Value::empty();
  Percent p{.t = t, .format = s, .bytes = false};
  setArguments(p, args);
  return p.run() ? p.out.finish(t) : Value::empty();
}

Value bytesFormatPercent(Thread *t, std::string_view format, Value args, bool toByteArray) {
  Value text = newStrLatin1(t, reinterpret_cast<const uint8_t *>(format.data()), int64_t(format.size()));
  if (!text)
    return text;
  Percent p{.t = t, .format = text.as<StrObject>(), .bytes = true};
  setArguments(p, args);
  if (!p.run())
    return Value::empty();
  return toByteArray ? newByteArray(t, p.out.data, p.out.length)
                     : newBytes(t, p.out.data ? p.out.data : "", p.out.length);
}

} // namespace pyc
