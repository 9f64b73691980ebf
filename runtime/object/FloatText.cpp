//===- FloatText.cpp - Doubles to text and back, exactly rounded ----------===//
//
// std::to_chars gives the shortest digits that read back (Ryu) and exact
// digits for a precision; std::from_chars reads correctly rounded. What is
// here is Python's layout of those digits: repr goes scientific below 1e-4 and
// from 1e16, 'g' keeps or drops trailing zeros, infinities and NaNs have names.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/NumStr.h"
#include <charconv>
#include <cmath>

namespace pyc {

/// Digits d1d2..dn and exponent such that value = d1.d2..dn * 10^exponent.
static void shortestDigits(double d, std::string &digits, int &exponent) {
  char buf[40];
  auto r = std::to_chars(buf, buf + sizeof buf, d, std::chars_format::scientific);
  char *e = static_cast<char *>(memchr(buf, 'e', size_t(r.ptr - buf)));
  digits.clear();
  for (char *p = buf; p < e; ++p)
    if (*p != '.')
      digits += *p;
  exponent = atoi(std::string(e + 1, r.ptr).c_str());
}

static std::string exponentText(int e) {
  char buf[16];
  snprintf(buf, sizeof buf, "e%c%02d", e < 0 ? '-' : '+', e < 0 ? -e : e);
  return buf;
}

static std::string fixedDigits(double d, std::chars_format f, int precision) {
  size_t room = 360 + size_t(precision > 0 ? precision : 0);
  std::string out(room, '\0');
  auto r = std::to_chars(out.data(), out.data() + room, d, f, precision);
  out.resize(size_t(r.ptr - out.data()));
  return out;
}

std::string formatDouble(double d, char type, int precision, bool alternate,
                         bool addDotZero) {
  bool upper = type >= 'A' && type <= 'Z';
  char kind = upper ? char(type | 0x20) : type;
  std::string out;
  if (std::isnan(d) || std::isinf(d)) {
    out = std::isnan(d) ? "nan" : d < 0 ? "-inf" : "inf";
  } else {
    bool negative = std::signbit(d);
    double a = std::fabs(d);
    if (kind == 'e') {
      std::string s = fixedDigits(a, std::chars_format::scientific, precision);
      size_t e = s.find('e');
      out = s.substr(0, e);
      if (alternate && precision == 0)
        out += '.';
      out += exponentText(atoi(s.c_str() + e + 1));
    } else if (kind == 'f') {
      out = fixedDigits(a, std::chars_format::fixed, precision);
      if (alternate && precision == 0)
        out += '.';
    } else { // 'g', and 'r' with the shortest digits
      std::string digits;
      int exponent, limit;
      if (kind == 'r') {
        shortestDigits(a, digits, exponent);
        limit = 16;
      } else {
        if (precision == 0)
          precision = 1;
        std::string s =
            fixedDigits(a, std::chars_format::scientific, precision - 1);
        size_t e = s.find('e');
        exponent = atoi(s.c_str() + e + 1);
        for (size_t i = 0; i < e; ++i)
          if (s[i] != '.')
            digits += s[i];
        limit = addDotZero ? precision - 1 : precision;
      }
      bool keepZeros = alternate && kind == 'g';
      if (!keepZeros)
        while (digits.size() > 1 && digits.back() == '0')
          digits.pop_back();
      int n = int(digits.size());
      if (exponent < -4 || exponent >= limit) {
        out = digits.substr(0, 1);
        if (n > 1 || alternate)
          out += '.';
        out += digits.substr(1);
        out += exponentText(exponent);
      } else if (exponent < 0) {
        out = "0." + std::string(size_t(-exponent - 1), '0') + digits;
      } else {
        if (n <= exponent)
          digits.append(size_t(exponent + 1 - n), '0');
        out = digits.substr(0, size_t(exponent) + 1);
        if (int(digits.size()) > exponent + 1)
          out += '.' + digits.substr(size_t(exponent) + 1);
        else if (addDotZero)
          out += ".0";
        else if (alternate)
          out += '.';
      }
    }
    if (negative)
      out.insert(out.begin(), '-');
  }
  if (upper)
    for (char &c : out)
      c = c >= 'a' && c <= 'z' ? char(c - 32) : c;
  return out;
}

std::string doubleRepr(double d) { return formatDouble(d, 'r', 0, false, true); }
Value floatRepr(Thread *t, double d) { return newStrAscii(t, doubleRepr(d)); }

bool parseDouble(std::string_view text, double &out) {
  auto isSpace = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!text.empty() && isSpace(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && isSpace(text.back()))
    text.remove_suffix(1);
  // Underscores only between digits.
  std::string plain;
  if (text.find('_') != text.npos) {
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '_') {
        plain += text[i];
        continue;
      }
      auto digit = [&](size_t k) {
        return k < text.size() && text[k] >= '0' && text[k] <= '9';
      };
      if (!i || !digit(i - 1) || !digit(i + 1))
        return false;
    }
    text = plain;
  }
  bool negative = false;
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  if (text.empty())
    return false;
  char c = text[0];
  if ((c < '0' || c > '9') && c != '.') {
    std::string low;
    for (char ch : text)
      low += ch >= 'A' && ch <= 'Z' ? char(ch + 32) : ch;
    if (low == "inf" || low == "infinity")
      out = INFINITY;
    else if (low == "nan")
      out = NAN;
    else
      return false;
    if (negative)
      out = -out;
    return true;
  }
  // from_chars takes forms Python refuses (none here) and refuses "1." + "e5"
  // never; check the shape first: digits [. digits] [e [sign] digits].
  size_t i = 0, digits = 0;
  while (i < text.size() && text[i] >= '0' && text[i] <= '9')
    ++i, ++digits;
  if (i < text.size() && text[i] == '.')
    for (++i; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i)
      ++digits;
  if (!digits)
    return false;
  if (i < text.size() && (text[i] | 0x20) == 'e') {
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-'))
      ++i;
    size_t start = i;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9')
      ++i;
    if (i == start)
      return false;
  }
  if (i != text.size())
    return false;
  double v = 0;
  auto r = std::from_chars(text.data(), text.data() + text.size(), v);
  if (r.ec == std::errc::result_out_of_range)
    v = strtod(std::string(text).c_str(), nullptr);
  else if (r.ptr != text.data() + text.size())
    return false;
  out = negative ? -v : v;
  return true;
}

// d * 10^n = hi + lo exactly (lo by a fused multiply-add), so the nearest whole
// number is known exactly, halves included; it and 10^n are exact doubles, and
// their quotient is rounded once: the double nearest to the decimal number.
bool floatRoundExact(double d, int64_t ndigits, double &out) {
  static const double kPowers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                   1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  if (ndigits < 0 || ndigits > 15)
    return false;
  double power = kPowers[ndigits], hi = d * power;
  if (!(std::fabs(hi) < 0x1p51))
    return false;
  double lo = std::fma(d, power, -hi), whole = std::nearbyint(hi), rest = hi - whole;
  if (rest == 0.5 && lo > 0)
    whole += 1;
  else if (rest == -0.5 && lo < 0)
    whole -= 1;
  out = whole / power;
  return true;
}

/// round(x, n): the decimal value nearest to x's exact value, half to even.
Value floatRound(Thread *t, double d, int64_t ndigits) {
  if (!std::isfinite(d) || d == 0 || ndigits > 323)
    return newFloat(t, d);
  if (ndigits < -308)
    return newFloat(t, std::copysign(0.0, d));
  if (double exact; floatRoundExact(d, ndigits, exact))
    return newFloat(t, exact);
  std::string text;
  if (ndigits >= 0) {
    text = fixedDigits(d, std::chars_format::fixed, int(ndigits));
  } else {
    // Exact expansion, then half-even at the wanted place.
    std::string exact = fixedDigits(std::fabs(d), std::chars_format::fixed, 1080);
    size_t point = exact.find('.');
    std::string whole = exact.substr(0, point);
    size_t drop = size_t(-ndigits);
    if (whole.size() < drop)
      whole.insert(0, drop - whole.size(), '0');
    size_t keep = whole.size() - drop;
    char first = whole[keep];
    bool rest = false;
    for (size_t i = keep + 1; i < whole.size(); ++i)
      rest |= whole[i] != '0';
    for (size_t i = point + 1; i < exact.size(); ++i)
      rest |= exact[i] != '0';
    text = "0" + whole.substr(0, keep);
    bool odd = (text.back() - '0') & 1;
    if (first > '5' || (first == '5' && (rest || odd))) {
      size_t i = text.size();
      while (text[--i] == '9')
        text[i] = '0';
      ++text[i];
    }
    text.append(drop, '0');
    if (std::signbit(d))
      text.insert(0, 1, '-');
  }
  double r = strtod(text.c_str(), nullptr);
  if (std::isinf(r))
    return raise(t, exc::OverflowError, "rounded value too large to represent");
  return newFloat(t, r);
}

} // namespace pyc
