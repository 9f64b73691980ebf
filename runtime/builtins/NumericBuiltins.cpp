//===- NumericBuiltins.cpp - abs, divmod, pow, round, chr, ord, bin... ----===//
//
// Builtin functions over numbers and characters: the arithmetic is in object/.
//
//===----------------------------------------------------------------------===//
#include "runtime/builtins/Builtins.h"
#include "runtime/object/NumStr.h"
#include "runtime/object/Types.h"

namespace pyc {

static Value builtinAbs(Thread *t, Value *args, size_t n) {
  Value v = args[0];
  if (v.isInt())
    return newInt(t, v.asInt() < 0 ? -v.asInt() : v.asInt());
  if (!v.isFloat() && !lookupDunder(typeOf(v), Dunder::Abs))
    return raise(t, exc::TypeError, "bad operand type for abs(): '%T'", v);
  return unaryOp(t, Dunder::Abs, v);
}

static Value builtinDivmod(Thread *t, Value *args, size_t n) {
  return binaryOp(t, Dunder::DivMod, args[0], args[1]);
}

static Value builtinPow(Thread *t, Value *args, size_t n) {
  if (!args[2] || args[2] == None) {
    // The message names pow() beside **.
    return binaryOp(t, Dunder::Pow, args[0], args[1]);
  }
  return powerMod(t, args[0], args[1], args[2]);
}

static Value builtinRound(Thread *t, Value *args, size_t n) {
  if (!lookupDunder(typeOf(args[0]), Dunder::Round))
    return raise(t, exc::TypeError, "type %T doesn't define __round__ method", args[0]);
  bool digits = args[1] && args[1] != None;
  return callDunder(t, args[0], Dunder::Round, args + 1, digits ? 1 : 0);
}

static Value builtinChr(Thread *t, Value *args, size_t n) {
  int64_t c;
  Value i = asIndex(t, args[0]);
  if (!i)
    return i;
  if (!intToInt64(i, c) || c < INT32_MIN || c > INT32_MAX)
    return raise(t, exc::OverflowError, "Python int too large to convert to C int");
  if (c < 0 || c > 0x10FFFF)
    return raise(t, exc::ValueError, "chr() arg not in range(0x110000)");
  return newChar(t, static_cast<uint32_t>(c));
}

static Value builtinOrd(Thread *t, Value *args, size_t n) {
  Value v = payloadOf(args[0]);
  int64_t length;
  if (isStr(v)) {
    StrObject *s = flattenStr(t, v);
    if (!s)
      return Value::empty();
    if (s->length == 1)
      return Value::fromSmallInt(strCharAt(s, 0));
    length = s->length;
  } else if (isExact(v, shapes::bytes)) {
    auto *b = v.as<BytesObject>();
    if (b->length == 1)
      return Value::fromSmallInt(b->data[0]);
    length = b->length;
  } else if (hasKind(v, Kind::ByteArray)) {
    auto *b = v.as<ByteArrayObject>();
    if (b->length == 1)
      return Value::fromSmallInt(b->buffer.as<RawBuffer>()->data[0]);
    length = b->length;
  } else {
    return raise(t, exc::TypeError, "ord() expected string of length 1, but %T found", v);
  }
  return raise(t, exc::TypeError, "ord() expected a character, but string of length %zd found",
               static_cast<ssize_t>(length));
}

static Value inBase(Thread *t, Value v, int base, const char *prefix) {
  Value i = asIndex(t, v);
  Value s = i ? intToStr(t, i, base) : i;
  if (!s)
    return s;
  std::string digits = strToUtf8(s);
  bool negative = !digits.empty() && digits[0] == '-';
  std::string text = negative ? "-" : "";
  text += prefix;
  text += digits.substr(negative);
  return newStr(t, text);
}
static Value builtinBin(Thread *t, Value *args, size_t n) { return inBase(t, args[0], 2, "0b"); }
static Value builtinOct(Thread *t, Value *args, size_t n) { return inBase(t, args[0], 8, "0o"); }
static Value builtinHex(Thread *t, Value *args, size_t n) { return inBase(t, args[0], 16, "0x"); }

static const NativeDef numericBuiltins[] = {
    {"abs", builtinAbs, "(x, /)", kPureAlloc | kEffExactArgs, "The absolute value of a number."},
    {"divmod", builtinDivmod, "(x, y, /)", kPureAlloc | kEffExactArgs, "(x // y, x % y)"},
    {"pow", builtinPow, "(base, exp, mod=None)", kPureAlloc | kEffExactArgs, "base ** exp, or base ** exp % mod."},
    {"round", builtinRound, "(number, ndigits=None)", kPureAlloc | kEffExactArgs, "A number rounded to so many decimal places."},
    {"chr", builtinChr, "(i, /)", kPureAlloc | kEffExactArgs, "The character with code point i."},
    {"ord", builtinOrd, "(c, /)", kEffPure | kEffRaises | kEffAllocates, "The code point of a character."},
    {"bin", builtinBin, "(number, /)", kPureAlloc | kEffExactArgs, "Binary text of an int."},
    {"oct", builtinOct, "(number, /)", kPureAlloc | kEffExactArgs, "Octal text of an int."},
    {"hex", builtinHex, "(number, /)", kPureAlloc | kEffExactArgs, "Hexadecimal text of an int."},
    {nullptr, nullptr, nullptr}};

void addNumericBuiltins(Thread *t) { addBuiltins(t, numericBuiltins); }

} // namespace pyc
