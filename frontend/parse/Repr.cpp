//===- Repr.cpp - repr() of constants -------------------------------------===//

#include "frontend/parse/Repr.h"
#include "frontend/parse/Unicode.h"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <gmp.h>

namespace pyc::ast {

/// repr() of a float; also the real and imaginary parts of complex numbers,
/// where integral values have no ".0".
static std::string reprDouble(double d, bool inComplex) {
  if (std::isinf(d))
    return d > 0 ? "inf" : "-inf";
  if (std::isnan(d))
    return "nan";
  char buffer[40];
  auto r = std::to_chars(buffer, buffer + sizeof buffer, d,
                         std::chars_format::scientific);
  std::string s(buffer, r.ptr);
  size_t e = s.find('e');
  int exponent = std::atoi(s.c_str() + e + 1);
  std::string digits;
  bool negative = s[0] == '-';
  for (size_t i = negative; i < e; ++i)
    if (s[i] != '.')
      digits += s[i];
  std::string out = negative ? "-" : "";
  if (exponent < -4 || exponent >= 16) {
    out += digits[0];
    if (digits.size() > 1)
      out += "." + digits.substr(1);
    char ex[16];
    std::snprintf(ex, sizeof ex, "e%c%02d", exponent < 0 ? '-' : '+',
                  std::abs(exponent));
    return out + ex;
  }
  if (exponent < 0)
    return out + "0." + std::string(size_t(-exponent - 1), '0') + digits;
  size_t whole = size_t(exponent) + 1;
  if (digits.size() <= whole) {
    out += digits + std::string(whole - digits.size(), '0');
    return inComplex ? out : out + ".0";
  }
  return out + digits.substr(0, whole) + "." + digits.substr(whole);
}

std::string reprString(std::string_view s, bool bytes) {
  bool single = s.find('\'') != s.npos, dbl = s.find('"') != s.npos;
  char quote = single && !dbl ? '"' : '\'';
  std::string out = bytes ? "b" : "";
  out += quote;
  const char *p = s.data(), *end = p + s.size();
  char buffer[16];
  while (p < end) {
    const char *at = p;
    uint32_t cp = bytes ? (unsigned char)*p++ : nextCodePoint(p);
    if (cp == uint32_t(quote) || cp == '\\') {
      out += '\\';
      out += char(cp);
    } else if (cp == '\n') {
      out += "\\n";
    } else if (cp == '\r') {
      out += "\\r";
    } else if (cp == '\t') {
      out += "\\t";
    } else if (bytes ? cp >= 0x20 && cp < 0x7F : isPrintable(cp)) {
      out.append(at, p);
    } else {
      const char *format = cp < 0x100     ? "\\x%02x"
                           : cp < 0x10000 ? "\\u%04x"
                                          : "\\U%08x";
      std::snprintf(buffer, sizeof buffer, format, cp);
      out += buffer;
    }
  }
  out += quote;
  return out;
}

std::string reprConstant(const ConstantValue &v) {
  switch (v.type) {
  case ConstantType::None:
    return "None";
  case ConstantType::True:
    return "True";
  case ConstantType::False:
    return "False";
  case ConstantType::Ellipsis:
    return "Ellipsis";
  case ConstantType::Int:
    return std::to_string(v.i);
  case ConstantType::BigInt: {
    if (v.base == 10)
      return std::string(v.s);
    mpz_t z;
    mpz_init_set_str(z, std::string(v.s).c_str(), v.base);
    char *digits = mpz_get_str(nullptr, 10, z);
    std::string s = digits;
    std::free(digits);
    mpz_clear(z);
    return s;
  }
  case ConstantType::Float:
    return reprDouble(v.d, false);
  case ConstantType::Complex:
    return reprDouble(v.d, true) + "j";
  case ConstantType::Str:
    return reprString(v.s, false);
  case ConstantType::Bytes:
    return reprString(v.s, true);
  }
  return "";
}

} // namespace pyc::ast
