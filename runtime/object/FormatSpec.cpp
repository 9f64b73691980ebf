//===- FormatSpec.cpp - The format mini-language for builtin types --------===//
//
// format(value, spec) for int, float, complex and str. A spec is parsed once
// into a FormatSpec; a number is then laid out as
//
//   [fill] sign prefix [fill] grouped-digits rest [fill]
//
// where "rest" is a decimal part, an exponent or a percent sign. Zero padding
// with grouping pads with digits, so that separators stay in step.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/NumStr.h"
#include "runtime/object/Unicode.h"
#include <algorithm>
#include <cmath>

namespace pyc {

bool roomForDigits(Thread *t, int64_t n) {
  if (n < 1 << 20)
    return true;
  // Three copies of the text may be alive at once.
  void *p = n < INT64_MAX / 3 ? malloc(static_cast<size_t>(n) * 3) : nullptr;
  free(p);
  return p || (raiseMemoryError(t), false);
}

static bool isAlign(uint32_t c) {
  return c == '<' || c == '>' || c == '=' || c == '^';
}

/// Decimal digits from pos on; -1 when there are none, -2 too many (raised).
static int64_t parseDigits(Thread *t, const CharReader &s, int64_t &pos) {
  int64_t v = -1;
  int d;
  while (pos < s.size() && (d = unicode::decimalValue(s[pos])) >= 0) {
    if (v < 0)
      v = 0;
    if (v > (INT64_MAX - d) / 10) {
      raise(t, exc::ValueError, "Too many decimal digits in format string");
      return -2;
    }
    v = v * 10 + d;
    ++pos;
  }
  return v;
}

static std::string shownType(uint32_t c) {
  char buf[24];
  if (c > 32 && c < 128)
    snprintf(buf, sizeof buf, "%c", int(c));
  else
    snprintf(buf, sizeof buf, "\\x%x", c);
  return buf;
}

static bool raiseUnknownCode(Thread *t, uint32_t c, Value v) {
  raise(t, exc::ValueError, "Unknown format code '%s' for object of type '%T'",
        shownType(c).c_str(), v);
  return false;
}

bool parseFormatSpec(Thread *t, StrObject *str, FormatSpec &f, Value value,
                     uint32_t defaultType, uint32_t defaultAlign) {
  CharReader s(str);
  int64_t n = s.size(), pos = 0;
  f.align = defaultAlign;
  f.type = defaultType;
  bool alignGiven = false;
  if (n >= 2 && isAlign(s[1])) {
    f.fill = s[0];
    f.align = s[1];
    f.fillGiven = alignGiven = true;
    pos = 2;
  } else if (n >= 1 && isAlign(s[0])) {
    f.align = s[0];
    alignGiven = true;
    pos = 1;
  }
  if (pos < n && (s[pos] == '+' || s[pos] == '-' || s[pos] == ' '))
    f.sign = char(s[pos++]);
  if (pos < n && s[pos] == 'z') {
    f.noNegativeZero = true;
    ++pos;
  }
  if (pos < n && s[pos] == '#') {
    f.alternate = true;
    ++pos;
  }
  if (!f.fillGiven && pos < n && s[pos] == '0') {
    f.fill = '0';
    if (!alignGiven && defaultAlign == '>')
      f.align = '=';
    ++pos;
  }
  f.width = parseDigits(t, s, pos);
  if (f.width == -2)
    return false;
  if (pos < n && s[pos] == ',') {
    f.grouping = ',';
    ++pos;
  }
  if (pos < n && s[pos] == '_') {
    if (f.grouping) {
      raise(t, exc::ValueError, "Cannot specify both ',' and '_'.");
      return false;
    }
    f.grouping = '_';
    ++pos;
  }
  if (pos < n && s[pos] == ',' && f.grouping == '_') {
    raise(t, exc::ValueError, "Cannot specify both ',' and '_'.");
    return false;
  }
  if (pos < n && s[pos] == '.') {
    ++pos;
    f.precision = parseDigits(t, s, pos);
    if (f.precision == -2)
      return false;
    if (f.precision < 0) {
      raise(t, exc::ValueError, "Format specifier missing precision");
      return false;
    }
  }
  if (n - pos > 1) {
    raise(t, exc::ValueError,
          "Invalid format specifier '%S' for object of type '%T'",
          Value::fromObject(str), value);
    return false;
  }
  if (pos < n)
    f.type = s[pos];
  if (f.grouping) {
    bool ok;
    switch (f.type) {
    case 'd': case 'e': case 'f': case 'g': case 'E': case 'G': case '%':
    case 'F': case 0:
      ok = true;
      break;
    case 'b': case 'o': case 'x': case 'X':
      ok = f.grouping == '_';
      break;
    default:
      ok = false;
    }
    if (!ok) {
      raise(t, exc::ValueError, "Cannot specify '%c' with '%s'.", f.grouping,
            shownType(f.type).c_str());
      return false;
    }
  }
  return true;
}

//===-- numbers ------------------------------------------------------------------===//
/// digits with separators every `every` places, padded with zeros to minWidth.
static std::string grouped(std::string_view digits, char separator, int every,
                           int64_t minWidth) {
  if (!separator) {
    std::string out;
    if (minWidth > int64_t(digits.size()))
      out.assign(size_t(minWidth) - digits.size(), '0');
    return out.append(digits);
  }
  std::string reversed;
  int64_t remaining = int64_t(digits.size());
  size_t at = digits.size();
  while (true) {
    int64_t most = std::max({remaining, minWidth, int64_t(1)});
    int64_t take = std::min<int64_t>(every, most);
    int64_t real = std::min(take, remaining);
    for (int64_t i = 0; i < real; ++i)
      reversed += digits[--at];
    reversed.append(size_t(take - real), '0');
    remaining -= real;
    minWidth -= take;
    if (remaining <= 0 && minWidth <= 0)
      break;
    reversed += separator;
    --minWidth;
  }
  return std::string(reversed.rbegin(), reversed.rend());
}

/// Lays out sign + prefix + digits + rest. digits are those that are grouped.
static void layNumber(TextBuffer &out, const FormatSpec &f, bool negative,
                      std::string_view prefix, std::string_view digits,
                      std::string_view rest) {
  char sign = negative ? '-' : f.sign == '+' ? '+' : f.sign == ' ' ? ' ' : 0;
  int64_t fixed = int64_t((sign ? 1 : 0) + prefix.size() + rest.size());
  int every = f.type == 'b' || f.type == 'o' || f.type == 'x' || f.type == 'X' ? 4 : 3;
  int64_t minWidth = f.fill == '0' && f.align == '=' ? f.width - fixed : 0;
  std::string body;
  if (!digits.empty())
    body = grouped(digits, f.grouping, every, minWidth);
  int64_t padding = f.width - fixed - int64_t(body.size());
  if (padding < 0)
    padding = 0;
  int64_t left = f.align == '>' ? padding : f.align == '^' ? padding / 2 : 0;
  int64_t inside = f.align == '=' ? padding : 0;
  out.putFill(f.fill, left);
  if (sign)
    out.put(uint8_t(sign));
  out.putAscii(prefix);
  out.putFill(f.fill, inside);
  out.putAscii(body);
  out.putAscii(rest);
  out.putFill(f.fill, padding - left - inside);
}

/// What a double's text becomes before it is laid out.
static bool doubleParts(Thread *t, double d, const FormatSpec &f, bool isFloat,
                        Value value, bool &negative, std::string &digits,
                        std::string &rest) {
  uint32_t type = f.type;
  int64_t precision = f.precision;
  bool percent = false, dotZero = false;
  if (precision > INT32_MAX) {
    raise(t, exc::ValueError, "precision too big");
    return false;
  }
  if (type == 0) {
    type = precision >= 0 ? 'g' : 'r';
    dotZero = isFloat;
  }
  if (type == 'n')
    type = 'g';
  if (type == '%') {
    type = 'f';
    d *= 100;
    percent = true;
  }
  if (precision < 0)
    precision = type == 'r' ? 0 : 6;
  if (!roomForDigits(t, precision))
    return false;
  std::string text = formatDouble(d, char(type), int(precision), f.alternate, dotZero);
  negative = text[0] == '-';
  if (negative)
    text.erase(0, 1);
  if (negative && f.noNegativeZero) {
    bool zero = true;
    for (char c : text) {
      if (c == 'e' || c == 'E')
        break;
      zero &= c == '0' || c == '.';
    }
    negative = !zero;
  }
  size_t n = 0;
  while (n < text.size() && text[n] >= '0' && text[n] <= '9')
    ++n;
  digits = text.substr(0, n);
  rest = text.substr(n);
  if (percent)
    rest += '%';
  return true;
}

static bool isFloatCode(uint32_t c) {
  switch (c) {
  case 0: case 'e': case 'E': case 'f': case 'F': case 'g': case 'G':
  case 'n': case '%':
    return true;
  }
  return false;
}

static StrObject *specOf(Thread *t, Value spec) {
  return requireStr(t, spec, "__format__() argument must be str, not %T");
}

static Value formatDoubleAs(Thread *t, double d, const FormatSpec &f, Value value) {
  bool negative;
  std::string digits, rest;
  if (!doubleParts(t, d, f, true, value, negative, digits, rest))
    return Value::empty();
  TextBuffer out;
  // A name (inf, nan) has no digits: pad it as a number all the same.
  layNumber(out, f, negative, "", digits, rest);
  return out.finish(t);
}

Value formatFloat(Thread *t, Value v, Value spec) {
  StrObject *s = specOf(t, spec);
  if (!s)
    return Value::empty();
  if (!s->length)
    return str(t, v);
  FormatSpec f;
  if (!parseFormatSpec(t, s, f, v, 0, '>'))
    return Value::empty();
  if (!isFloatCode(f.type)) {
    raiseUnknownCode(t, f.type, v);
    return Value::empty();
  }
  double d = 0;
  asExactFloat(v, d);
  return formatDoubleAs(t, d, f, v);
}

Value formatInt(Thread *t, Value v, Value spec) {
  StrObject *s = specOf(t, spec);
  if (!s)
    return Value::empty();
  if (!s->length)
    return str(t, v);
  FormatSpec f;
  if (!parseFormatSpec(t, s, f, v, 'd', '>'))
    return Value::empty();
  Value i = asExactInt(v);
  int base = 10;
  switch (f.type) {
  case 'b':
    base = 2;
    break;
  case 'o':
    base = 8;
    break;
  case 'x': case 'X':
    base = 16;
    break;
  case 'c': case 'd': case 'n':
    break;
  case 'e': case 'E': case 'f': case 'F': case 'g': case 'G': case '%': {
    double d;
    if (!intToDouble(t, i, d))
      return Value::empty();
    return formatDoubleAs(t, d, f, v);
  }
  default:
    raiseUnknownCode(t, f.type, v);
    return Value::empty();
  }
  if (f.precision >= 0)
    return raise(t, exc::ValueError,
                 "Precision not allowed in integer format specifier");
  if (f.noNegativeZero)
    return raise(t, exc::ValueError,
                 "Negative zero coercion (z) not allowed in integer format specifier");
  TextBuffer out;
  if (f.type == 'c') {
    if (f.sign)
      return raise(t, exc::ValueError,
                   "Sign not allowed with integer format specifier 'c'");
    if (f.alternate)
      return raise(t, exc::ValueError,
                   "Alternate form (#) not allowed with integer format specifier 'c'");
    int64_t c;
    if (!intToInt64(i, c))
      return raise(t, exc::OverflowError, "Python int too large to convert to C long");
    if (c < 0 || c > 0x10FFFF)
      return raise(t, exc::OverflowError, "%%c arg not in range(0x110000)");
    int64_t padding = std::max<int64_t>(f.width - 1, 0);
    int64_t left = f.align == '>' || f.align == '=' ? padding
                   : f.align == '^'                 ? padding / 2
                                                    : 0;
    out.putFill(f.fill, left);
    out.put(uint32_t(c));
    out.putFill(f.fill, padding - left);
    return out.finish(t);
  }
  Value text = intToStr(t, i, base);
  if (!text)
    return text;
  std::string digits = strToUtf8(text);
  bool negative = digits[0] == '-';
  if (negative)
    digits.erase(0, 1);
  std::string prefix;
  if (f.alternate && base != 10)
    prefix = std::string("0") + char(f.type);
  if (f.type == 'X')
    for (char &c : digits)
      c = c >= 'a' && c <= 'z' ? char(c - 32) : c;
  layNumber(out, f, negative, prefix, digits, "");
  return out.finish(t);
}

Value formatComplex(Thread *t, Value v, Value spec) {
  StrObject *s = specOf(t, spec);
  if (!s)
    return Value::empty();
  if (!s->length)
    return str(t, v);
  FormatSpec f;
  if (!parseFormatSpec(t, s, f, v, 0, '>'))
    return Value::empty();
  if (!isFloatCode(f.type) || f.type == '%') {
    raiseUnknownCode(t, f.type, v);
    return Value::empty();
  }
  if (f.fill == '0')
    return raise(t, exc::ValueError,
                 "Zero padding is not allowed in complex format specifier");
  if (f.align == '=')
    return raise(t, exc::ValueError,
                 "'=' alignment flag is not allowed in complex format specifier");
  ComplexNumber c{0, 0};
  isComplex(v, c);
  bool plain = f.type == 0;
  bool skipReal = plain && c.real == 0 && !std::signbit(c.real);
  TextBuffer body;
  FormatSpec part = f;
  part.width = -1;
  part.fill = ' ';
  bool negative;
  std::string digits, rest;
  if (plain && !skipReal)
    body.put('(');
  if (!skipReal) {
    if (!doubleParts(t, c.real, part, false, v, negative, digits, rest))
      return Value::empty();
    layNumber(body, part, negative, "", digits, rest);
    part.sign = '+';
  }
  if (!doubleParts(t, c.imag, part, false, v, negative, digits, rest))
    return Value::empty();
  layNumber(body, part, negative, "", digits, rest);
  body.put('j');
  if (plain && !skipReal)
    body.put(')');
  int64_t padding = std::max<int64_t>(f.width - body.length, 0);
  int64_t left = f.align == '>' ? padding : f.align == '^' ? padding / 2 : 0;
  TextBuffer out;
  out.putFill(f.fill, left);
  out.putAscii({body.data, size_t(body.length)}); // numbers are ASCII
  out.putFill(f.fill, padding - left);
  return out.finish(t);
}

//===-- str -------------------------------------------------------------------------===//
Value formatStr(Thread *t, Value v, Value spec) {
  StrObject *s = specOf(t, spec);
  if (!s)
    return Value::empty();
  if (!s->length)
    return str(t, v);
  FormatSpec f;
  if (!parseFormatSpec(t, s, f, v, 's', '<'))
    return Value::empty();
  if (f.type != 's') {
    raiseUnknownCode(t, f.type, v);
    return Value::empty();
  }
  if (f.sign)
    return raise(t, exc::ValueError,
                 f.sign == ' ' ? "Space not allowed in string format specifier"
                               : "Sign not allowed in string format specifier");
  if (f.noNegativeZero)
    return raise(t, exc::ValueError,
                 "Negative zero coercion (z) not allowed in string format specifier");
  if (f.alternate)
    return raise(t, exc::ValueError,
                 "Alternate form (#) not allowed in string format specifier");
  if (f.align == '=')
    return raise(t, exc::ValueError,
                 "'=' alignment not allowed in string format specifier");
  StrObject *text = flatOf(t, v);
  if (!text)
    return Value::empty();
  int64_t n = text->length;
  if (f.precision >= 0 && f.precision < n)
    n = f.precision;
  int64_t padding = std::max<int64_t>(f.width - n, 0);
  int64_t left = f.align == '>' ? padding : f.align == '^' ? padding / 2 : 0;
  if (!padding)
    return strSubstring(t, text, 0, n);
  TextBuffer out;
  out.putFill(f.fill, left);
  out.putRange(text, 0, n);
  out.putFill(f.fill, padding - left);
  return out.finish(t);
}

} // namespace pyc
