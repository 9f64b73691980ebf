//===- Value.h - The 64-bit value every Python object is held in ----------===//
//
// A Value is one machine word. The low two bits are the tag:
//
//    63                                        2 1 0
//   +-------------------------------------------+---+
//   | 62-bit signed integer                     |0 0|  int
//   +-------------------------------------------+---+
//   | rol(double, 4) ^ 2                        |0 1|  float (self-tagged)
//   |                                           |1 0|
//   +-------------------------------------------+---+
//   | address of an 8-byte aligned object       |1 1|  pointer (address + 3)
//   +-------------------------------------------+---+
//
// Floats tag themselves (Melancon, Feeley, Serrano, "Float Self-Tagging",
// 2024): rotating the sign and the top three exponent bits down makes the low
// two bits of every double of magnitude 2^-255..2^257, of zeros, of those
// below 2^-767 and of those from 2^769 up (infinities and NaN among them) read
// 01 or 10 after the xor. Every other double lives in a FloatObject. Ints
// outside 62 bits live in a BigInt, always normalised: an int that fits is
// never boxed, so equality of small ints is equality of bits.
//
// The all-zero word is the int 0, so fresh memory holds valid Values. The
// *empty* Value (tagged null, bits 3) means unbound, absent or "an exception is
// pending", and is never visible to Python code.
//
//===----------------------------------------------------------------------===//
#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#define PYC_LIKELY(x) __builtin_expect(!!(x), 1)
#define PYC_UNLIKELY(x) __builtin_expect(!!(x), 0)

#if PYC_CHECKS
#define PYC_ASSERT(cond, what)                                                 \
  do {                                                                         \
    if (PYC_UNLIKELY(!(cond)))                                                 \
      ::pyc::internalError(__FILE__, __LINE__, what);                          \
  } while (0)
#else
#define PYC_ASSERT(cond, what) ((void)0)
#endif

namespace pyc {

/// Prints what happened and how to report it, then aborts. For broken
/// invariants only, never for anything a Python program can cause.
[[noreturn]] void internalError(const char *file, int line, const char *what);

struct Object;

struct Value {
  uint64_t bits;

  static constexpr uint64_t kTagMask = 3, kPointerTag = 3;
  static constexpr uint64_t kEmptyBits = 3;
  static constexpr int64_t kMaxInt = (int64_t(1) << 61) - 1;
  static constexpr int64_t kMinInt = -(int64_t(1) << 61);

  static constexpr Value fromBits(uint64_t b) { return Value{b}; }
  static constexpr Value empty() { return Value{kEmptyBits}; }
  static Value fromObject(const void *o) {
    return Value{reinterpret_cast<uint64_t>(o) + kPointerTag};
  }
  /// The caller knows that kMinInt <= i <= kMaxInt; else use newInt().
  static constexpr Value fromSmallInt(int64_t i) {
    return Value{static_cast<uint64_t>(i) << 2};
  }
  static constexpr bool fitsSmallInt(int64_t i) {
    return i >= kMinInt && i <= kMaxInt;
  }
  /// Encodes d when it is one of the self-tagging doubles; false otherwise.
  static bool tryFromDouble(double d, Value &out) {
    uint64_t b = std::rotl(std::bit_cast<uint64_t>(d), 4) ^ 2;
    out.bits = b;
    return (b + 1) & 2;
  }

  constexpr bool isEmpty() const { return bits == kEmptyBits; }
  constexpr explicit operator bool() const { return bits != kEmptyBits; }
  constexpr bool isInt() const { return (bits & kTagMask) == 0; }
  constexpr bool isFloat() const { return (bits + 1) & 2; }
  /// True of the empty Value too.
  constexpr bool isPointer() const { return (bits & kTagMask) == kPointerTag; }
  /// A pointer to a real object.
  constexpr bool isObject() const { return isPointer() && !isEmpty(); }

  constexpr int64_t asInt() const { return static_cast<int64_t>(bits) >> 2; }
  double asFloat() const {
    return std::bit_cast<double>(std::rotr(bits ^ 2, 4));
  }
  Object *asObject() const { return reinterpret_cast<Object *>(bits - 3); }
  template <typename T> T *as() const {
    return reinterpret_cast<T *>(bits - 3);
  }
  /// Identity of representation: `is` for everything but boxed numbers.
  constexpr bool operator==(const Value &o) const { return bits == o.bits; }
  constexpr bool operator!=(const Value &o) const { return bits != o.bits; }
};
static_assert(sizeof(Value) == 8);

} // namespace pyc
