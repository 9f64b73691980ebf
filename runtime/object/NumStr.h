//===- NumStr.h - Shared inside the numbers and strings rooms -------------===//
//
// Helpers that the files of int, float, complex, str and bytes share among
// themselves. Other rooms use Api.h.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/object/Api.h"
#include <gmp.h>

namespace pyc {

// Effects of rows, as they come up again and again.
constexpr uint32_t kPure = kEffPure;
constexpr uint32_t kPureRaises = kEffPure | kEffRaises;
constexpr uint32_t kPureAlloc = kEffPure | kEffAllocates | kEffRaises;

/// An empty bound argument: "not passed".
inline bool given(Value v) { return !v.isEmpty(); }
inline bool givenNotNone(Value v) { return given(v) && v != None; }

//===-- ints ---------------------------------------------------------------===//
/// The limbs of an exact int of either representation. Points into itself for
/// small ones, so it must not be copied.
struct IntView {
  const uint64_t *limbs;
  int64_t size; ///< 0 for zero
  bool negative;
  uint64_t small;
  explicit IntView(Value v) {
    if (v.isInt()) {
      int64_t i = v.asInt();
      negative = i < 0;
      small = negative ? -static_cast<uint64_t>(i) : static_cast<uint64_t>(i);
      limbs = &small;
      size = i != 0;
    } else {
      auto *b = v.as<BigIntObject>();
      negative = b->signedSize < 0;
      size = negative ? -b->signedSize : b->signedSize;
      limbs = b->limbs;
    }
  }
  IntView(const IntView &) = delete;
  uint64_t bitLength() const {
    return size ? uint64_t(size) * 64 - __builtin_clzll(limbs[size - 1]) : 0;
  }
};

/// Scratch limbs: on the stack up to 64, malloc'ed beyond.
class LimbBuffer {
public:
  explicit LimbBuffer(size_t n)
      : limbs(n <= kInline ? inlineLimbs
                           : static_cast<uint64_t *>(malloc(n * 8))) {}
  ~LimbBuffer() {
    if (limbs != inlineLimbs)
      free(limbs);
  }
  LimbBuffer(const LimbBuffer &) = delete;
  operator uint64_t *() { return limbs; }
  bool failed() const { return !limbs; }

private:
  static constexpr size_t kInline = 64;
  uint64_t inlineLimbs[kInline];
  uint64_t *limbs;
};

/// The exact int behind an int, bool or instance of an int subclass; empty
/// when v is none of them. [no collect]
Value asExactInt(Value v);
/// The double behind a float or instance of a float subclass. [no collect]
bool asExactFloat(Value v, double &out);
/// Float-like or int-like operand of a float operation. 1 converted, 0 not a
/// number of that kind, -1 raised (int too large).
int toDoubleOperand(Thread *t, Value v, double &out);
/// float(x) conversion as math functions do it: __float__, __index__.
bool asDouble(Thread *t, Value v, double &out);
/// Exact int from __index__, or TypeError.
Value indexOf(Thread *t, Value v);

/// Uninitialised big int with room for n limbs, to be finished by normalise().
BigIntObject *newBigIntBuffer(Thread *t, int64_t limbs);
/// False, and MemoryError: no memory for GMP to work on so many limbs.
[[nodiscard]] bool roomForScratch(Thread *t, int64_t limbs);
/// Strips leading zero limbs and turns what fits into a small int.
Value normaliseBig(BigIntObject *b, int64_t limbs, bool negative);
/// A new int from |limbs| (copied).
Value newIntFromLimbs(Thread *t, const uint64_t *limbs, int64_t n, bool negative);

Value intAdd(Thread *t, Value a, Value b);
Value intSub(Thread *t, Value a, Value b);
Value intMul(Thread *t, Value a, Value b);
/// Floor division and modulo; either result may be left out (null).
bool intDivMod(Thread *t, Value a, Value b, Value *quotient, Value *remainder);
Value intPow(Thread *t, Value a, Value b); ///< b >= 0
Value intPowMod(Thread *t, Value a, Value b, Value m);
Value intShiftLeft(Thread *t, Value a, Value count);
Value intShiftRight(Thread *t, Value a, Value count);
Value intBitwise(Thread *t, Dunder op, Value a, Value b);
Value intNegate(Thread *t, Value a);
Value intAbs(Thread *t, Value a);
Value intGcd(Thread *t, Value a, Value b);
Value intSqrt(Thread *t, Value a); ///< floor, a >= 0
bool intTrueDivide(Thread *t, Value a, Value b, double &out);
inline bool intIsNegative(Value v) {
  return v.isInt() ? v.asInt() < 0 : v.as<BigIntObject>()->signedSize < 0;
}
inline bool intIsZero(Value v) { return v.isInt() && v.asInt() == 0; }
inline bool intIsOdd(Value v) {
  return v.isInt() ? v.asInt() & 1 : v.as<BigIntObject>()->limbs[0] & 1;
}
int64_t intSign(Value v);
uint64_t intHash(Value v);
/// Correctly rounded (half even) double of (mantissa + sticky) * 2^exponent.
/// False: overflow.
bool roundToDouble(uint64_t mantissa, bool sticky, int64_t exponent, double &out);
/// frexp-like: |v| = mantissa * 2^exponent with mantissa in [0.5, 1).
double intFrexp(Value v, int64_t &exponent);
/// int(text, base) on the characters of a str or bytes literal; `original` is
/// shown in the error. Digits of any script must be ASCII already.
Value parseInt(Thread *t, std::string_view text, int base, Value original);
Value intRoundToDigits(Thread *t, Value i, Value ndigits);
extern int64_t gIntMaxStrDigits; ///< sys.set_int_max_str_digits; 0: no limit

//===-- floats --------------------------------------------------------------===//
uint64_t floatHash(double d);
/// -1, 0, 1; 2 when d is a NaN. Exact.
int compareIntFloat(Value i, double d);
double floatFloorDiv(double a, double b);
double floatMod(double a, double b);
bool floatPow(Thread *t, double a, double b, double &out); ///< b integral or a >= 0
/// float(text): false when malformed. Takes underscores and surrounding space.
bool parseDouble(std::string_view text, double &out);
/// Digits as the 'r','e','f','g' conversions give them, of a finite or special
/// d; sign only when negative. `alternate` is '#', addDotZero is repr's ".0".
/// Numbers are laid out in std::strings, which end the program when memory does:
/// may one of n digits (a precision the program gave) be made? false: raised
[[nodiscard]] bool roomForDigits(Thread *t, int64_t n);
std::string formatDouble(double d, char type, int precision, bool alternate,
                         bool addDotZero);
Value floatRound(Thread *t, double d, int64_t ndigits);
/// The same without text, where the digits fit a double's whole numbers.
bool floatRoundExact(double d, int64_t ndigits, double &out);

//===-- complex --------------------------------------------------------------===//
struct ComplexNumber {
  double real, imag;
};
Value complexPow(Thread *t, ComplexNumber a, ComplexNumber b);
/// 1: out is set; 0: not a number complex arithmetic takes; -1: raised.
int toComplexOperand(Thread *t, Value v, ComplexNumber &out);
bool isComplex(Value v, ComplexNumber &out);
Value complexRepr(Thread *t, ComplexNumber c);

//===-- construction of subclass instances -----------------------------------===//
/// `payload` itself when type is `exact`, else an instance of type around it.
Value wrapPayload(Thread *t, Value type, TypeObject *exact, Value payload);
/// args[0] of a __new__: must be a subtype of exact. False: TypeError.
bool checkNewType(Thread *t, Value type, TypeObject *exact);

//===-- strings ---------------------------------------------------------------===//
/// The exact str behind a str or an instance of a subclass, flattened; null
/// with nothing pending when v is no str, so callers test isStr first.
StrObject *flatOf(Thread *t, Value v);
inline bool isFlatStr(Value v) {
  return v.isObject() && v.asObject()->kind() == Kind::Str &&
         v.asObject()->shapeId != shapeIdOf(shapes::rope);
}
/// flatOf with the usual case inline.
inline StrObject *flatFast(Thread *t, Value v) {
  return PYC_LIKELY(isFlatStr(v)) ? v.as<StrObject>() : flatOf(t, v);
}
/// Flattens or raises TypeError with `message` (a printf format taking %T).
StrObject *requireStr(Thread *t, Value v, const char *message);
inline bool isFlatWidth1(const StrObject *s) { return strWidth(s) == 1; }
bool isAsciiStr(StrObject *s);
Value strSubstring(Thread *t, StrObject *s, int64_t start, int64_t end);
/// Characters of any width, for code that isn't hot.
struct CharReader {
  const StrObject *s;
  int width;
  const void *p;
  explicit CharReader(StrObject *str)
      : s(str), width(strWidth(str)), p(str + 1) {}
  uint32_t operator[](int64_t i) const {
    return width == 1   ? static_cast<const uint8_t *>(p)[i]
           : width == 2 ? static_cast<const uint16_t *>(p)[i]
                        : static_cast<const uint32_t *>(p)[i];
  }
  int64_t size() const { return s->length; }
};
/// Calls f with the typed character pointer of a flat str.
template <typename F> auto withChars(StrObject *s, F f) {
  switch (strWidth(s)) {
  case 1:
    return f(s->chars<uint8_t>());
  case 2:
    return f(s->chars<uint16_t>());
  default:
    return f(s->chars<uint32_t>());
  }
}
/// ASCII text with Unicode decimal digits and spaces turned into ASCII ones,
/// other characters into '?': for int(), float(), complex().
std::string numericText(StrObject *s);
Value strRepr(Thread *t, StrObject *s, bool asciiOnly);
Value strRepeat(Thread *t, StrObject *s, int64_t n);
Value newStrAscii(Thread *t, std::string_view ascii);
/// Growing text of code points in the narrowest width that has sufficed so
/// far; what StrBuilder and the formatters write into.
struct TextBuffer {
  static constexpr int64_t kInline = 232;
  char inlineData[kInline]; ///< short texts need no malloc
  char *data = inlineData;
  int64_t length = 0, capacity = kInline; // in characters
  int width = 1;
  bool failed = false;
  ~TextBuffer() {
    if (data != inlineData)
      free(data);
  }
  TextBuffer() = default;
  TextBuffer(const TextBuffer &) = delete;
  void reserve(int64_t extra, int newWidth);
  void put(uint32_t c) {
    int w = c < 256 ? 1 : c < 65536 ? 2 : 4;
    if (length == capacity || w > width)
      reserve(1, w);
    if (failed)
      return;
    if (width == 1)
      data[length++] = static_cast<char>(c);
    else if (width == 2)
      reinterpret_cast<uint16_t *>(data)[length++] = static_cast<uint16_t>(c);
    else
      reinterpret_cast<uint32_t *>(data)[length++] = c;
  }
  void putAscii(std::string_view s); ///< Latin-1 bytes
  void putFill(uint32_t c, int64_t n);
  void putRange(const StrObject *s, int64_t start, int64_t end);
  Value finish(Thread *t);
};

//===-- bytes -------------------------------------------------------------------===//
/// A view of the bytes of a bytes-like object (bytes, bytearray, memoryview and
/// subclasses). A bytearray stays locked against resizing while it is viewed.
struct ByteView {
  const uint8_t *data = nullptr;
  int64_t size = 0;
  ByteArrayObject *locked = nullptr;
  Value owner = Value::empty();
  /// 1 bytes-like, 0 not, never raises but for released or strided memoryviews (-1).
  int acquire(Thread *t, Value v);
  /// TypeError "a bytes-like object is required, not 'T'".
  bool require(Thread *t, Value v);
  ~ByteView() {
    if (locked)
      --locked->exports;
  }
  ByteView() = default;
  ByteView(const ByteView &) = delete;
  std::string_view text() const {
    return {reinterpret_cast<const char *>(data), static_cast<size_t>(size)};
  }
};
bool isBytes(Value v);     ///< exact or subclass
bool isByteArray(Value v); ///< exact or subclass
BytesObject *bytesOf(Value v); ///< exact bytes behind v
BytesObject *newBytesBuffer(Thread *t, int64_t n);
/// In place of `bytes` a bytearray when asked.
Value newByteArray(Thread *t, const void *p, int64_t n);
Value bytesRepr(Thread *t, const uint8_t *p, int64_t n, const char *prefix, const char *suffix);
Value bytesFormatPercent(Thread *t, std::string_view format, Value args, bool toByteArray);
uint64_t hashBytes(const void *p, size_t n);

//===-- formatting -----------------------------------------------------------------===//
/// [[fill]align][sign][z][#][0][width][grouping][.precision][type]
struct FormatSpec {
  uint32_t fill = ' ';
  uint32_t align = 0; ///< 0: by type
  char sign = 0;      ///< 0, '+', '-', ' '
  bool noNegativeZero = false, alternate = false;
  bool fillGiven = false;
  int64_t width = -1;
  char grouping = 0;  ///< 0, ',', '_'
  int64_t precision = -1;
  uint32_t type = 0;
};
bool parseFormatSpec(Thread *t, StrObject *spec, FormatSpec &out, Value value,
                     uint32_t defaultType, uint32_t defaultAlign);
Value formatInt(Thread *t, Value v, Value spec);
Value formatFloat(Thread *t, Value v, Value spec);
Value formatComplex(Thread *t, Value v, Value spec);
Value formatStr(Thread *t, Value v, Value spec);

//===-- codecs ------------------------------------------------------------------------===//
/// str.encode / bytes.decode. encoding and errors may be null: utf-8, strict.
Value encodeStr(Thread *t, Value s, const char *encoding, const char *errors);
Value decodeBytes(Thread *t, const uint8_t *p, int64_t n, const char *encoding,
                  const char *errors, Value original);

// Set-up of each room's types, in order, from initNumbersAndStrings.
void initIntTypes(Thread *t);
void initFloatType(Thread *t);
void initComplexType(Thread *t);
void initStrType(Thread *t);
void initBytesTypes(Thread *t);
void initMemoryViewType(Thread *t);

} // namespace pyc
