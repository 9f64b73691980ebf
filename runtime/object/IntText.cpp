//===- IntText.cpp - Ints to text and back --------------------------------===//
//
// Bases that are powers of two are shifted out limb by limb; the others go
// through GMP's subquadratic radix conversion. sys.set_int_max_str_digits
// limits the decimal conversions (quadratic ones in CPython) both ways; the
// limit and its messages are part of the language since 3.11.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/NumStr.h"
#include <charconv>
#include <cmath>

namespace pyc {

int64_t gIntMaxStrDigits = 4300;

static bool isPowerOfTwo(int base) { return (base & (base - 1)) == 0; }

Value intToStr(Thread *t, Value v, int base) {
  if (v.isInt()) {
    char buf[72];
    auto r = std::to_chars(buf, buf + sizeof buf, v.asInt(), base);
    return newStrAscii(t, {buf, size_t(r.ptr - buf)});
  }
  IntView x(v);
  if (!isPowerOfTwo(base) && gIntMaxStrDigits > 0) {
    // log10(2) = 0.30102999...: a lower bound of the number of digits first,
    // so that huge numbers are refused without converting them.
    double least = double(x.bitLength() - 1) * 0.301029995663981195;
    if (least > double(gIntMaxStrDigits))
      return raise(t, exc::ValueError,
                   "Exceeds the limit (%lld digits) for integer string "
                   "conversion; use sys.set_int_max_str_digits() to increase "
                   "the limit",
                   (long long)gIntMaxStrDigits);
  }
  size_t room = mpn_sizeinbase(x.limbs, x.size, base) + 2;
  char *text = static_cast<char *>(malloc(room));
  LimbBuffer copy(x.size + 1); // mpn_get_str clobbers its input
  if (!text || copy.failed()) {
    free(text);
    return raiseMemoryError(t);
  }
  if (!roomForScratch(t, 2 * x.size)) {
    free(text);
    return Value::empty();
  }
  mpn_copyi(copy, x.limbs, x.size);
  size_t n = mpn_get_str(reinterpret_cast<unsigned char *>(text) + 1, base,
                         copy, x.size);
  char *digits = text + 1;
  while (n > 1 && *digits == 0)
    ++digits, --n;
  for (size_t i = 0; i < n; ++i)
    digits[i] = "0123456789abcdefghijklmnopqrstuvwxyz"[int(digits[i])];
  Value result;
  if (!isPowerOfTwo(base) && gIntMaxStrDigits > 0 &&
      n > size_t(gIntMaxStrDigits)) {
    result = raise(t, exc::ValueError,
                   "Exceeds the limit (%lld digits) for integer string "
                   "conversion; use sys.set_int_max_str_digits() to increase "
                   "the limit",
                   (long long)gIntMaxStrDigits);
  } else {
    if (x.negative) {
      *--digits = '-';
      ++n;
    }
    result = newStrAscii(t, {digits, n});
  }
  free(text);
  return result;
}

static int digitValue(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 10;
  if (c >= 'A' && c <= 'Z')
    return c - 'A' + 10;
  return 99;
}

/// Digits valid in base, possibly with underscores in between.
Value intFromText(Thread *t, std::string_view digits, int base, bool negative) {
  uint64_t small = 0;
  size_t count = 0;
  bool fits = true;
  for (char c : digits) {
    if (c == '_')
      continue;
    ++count;
    if (fits && small < (uint64_t(1) << 61) / 36)
      small = small * uint64_t(base) + uint64_t(digitValue(c));
    else
      fits = false;
  }
  if (fits)
    return newInt(t, negative ? -int64_t(small) : int64_t(small));
  if (!isPowerOfTwo(base) && gIntMaxStrDigits > 0 &&
      count > size_t(gIntMaxStrDigits))
    return raise(t, exc::ValueError,
                 "Exceeds the limit (%lld digits) for integer string "
                 "conversion: value has %zu digits; use "
                 "sys.set_int_max_str_digits() to increase the limit",
                 (long long)gIntMaxStrDigits, count);
  auto *raw = static_cast<unsigned char *>(malloc(count));
  if (!raw)
    return raiseMemoryError(t);
  size_t n = 0;
  for (char c : digits)
    if (c != '_' && (n || c != '0'))
      raw[n++] = static_cast<unsigned char>(digitValue(c));
  Value result = Value::fromSmallInt(0);
  if (n) {
    int64_t limbs = int64_t(double(n) * std::log2(double(base)) / 64) + 2;
    BigIntObject *b = newBigIntBuffer(t, limbs);
    if (b && roomForScratch(t, 2 * limbs)) {
      int64_t used = int64_t(mpn_set_str(b->limbs, raw, n, base));
      result = normaliseBig(b, used, negative);
    } else {
      result = Value::empty();
    }
  }
  free(raw);
  return result;
}

Value parseInt(Thread *t, std::string_view text, int base, Value original) {
  size_t i = 0, end = text.size();
  auto isSpace = [](char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  };
  while (i < end && isSpace(text[i]))
    ++i;
  while (end > i && isSpace(text[end - 1]))
    --end;
  bool negative = false;
  if (i < end && (text[i] == '+' || text[i] == '-'))
    negative = text[i++] == '-';
  int shown = base;
  bool bad = false, zeroOnly = false;
  auto prefix = [&](int want, char lower) {
    return (base == 0 || base == want) && i + 1 < end && text[i] == '0' &&
           (text[i + 1] | 0x20) == lower;
  };
  int real = base;
  bool prefixed = false;
  if (prefix(16, 'x'))
    real = 16, prefixed = true;
  else if (prefix(8, 'o'))
    real = 8, prefixed = true;
  else if (prefix(2, 'b'))
    real = 2, prefixed = true;
  else if (base == 0) {
    real = 10;
    zeroOnly = i < end && text[i] == '0'; // "010" isn't decimal, "000" is
  }
  if (prefixed) {
    i += 2;
    if (i < end && text[i] == '_')
      ++i;
  }
  size_t start = i;
  char last = '_';
  for (; i < end; ++i) {
    char c = text[i];
    if (c == '_') {
      if (last == '_')
        bad = true;
    } else if (digitValue(c) >= real) {
      bad = true;
      break;
    } else if (zeroOnly && c != '0') {
      bad = true;
      break;
    }
    last = c;
  }
  if (last == '_')
    bad = true; // nothing, or an underscore at the end
  if (bad)
    return raise(t, exc::ValueError,
                 "invalid literal for int() with base %d: %V", shown, original);
  return intFromText(t, text.substr(start, end - start), real, negative);
}

} // namespace pyc
