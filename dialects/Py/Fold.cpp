//===- Fold.cpp - Arithmetic on constants ---------------------------------===//
//
// What CPython's AST optimiser folds, with its limits (an int result of more
// than 128 bits or a string of more than 4,096 characters is left to run time,
// so that `2 ** 10**9` does not hang the compiler), and never anything that
// would raise: the exception belongs to run time.
//
// Ints are computed in 256-bit APInts; operands outside 64 bits are left
// alone. Float arithmetic is IEEE double in both worlds.
//
//===----------------------------------------------------------------------===//
#include "dialects/Py/Py.h"
#include "mlir/IR/Builders.h"
#include "llvm/ADT/APInt.h"
#include "llvm/ADT/SmallString.h"

using namespace mlir;
using namespace pyc::py;
using llvm::APInt;

namespace {
constexpr unsigned kWidth = 256;

bool isInt(Attribute a) { return isa<IntegerAttr>(a) && !isa<BoolAttr>(a); }
int64_t intOf(Attribute a) { return cast<IntegerAttr>(a).getInt(); }
double floatOf(Attribute a) { return cast<FloatAttr>(a).getValueAsDouble(); }

Attribute makeInt(MLIRContext *context, const APInt &value) {
  if (value.getSignificantBits() <= 64)
    return IntegerAttr::get(IntegerType::get(context, 64),
                            value.getSExtValue());
  if (value.abs().getActiveBits() > 128)
    return {};
  llvm::SmallString<40> digits;
  APInt magnitude = value.abs();
  if (value.isNegative())
    digits.push_back('-');
  magnitude.toString(digits, 16, /*Signed=*/false, /*formatAsCLiteral=*/false,
                     /*UpperCase=*/false);
  return BigIntAttr::get(context, digits);
}

Attribute makeFloat(MLIRContext *context, double value) {
  return FloatAttr::get(Float64Type::get(context), value);
}

Attribute foldInts(MLIRContext *context, BinaryKind kind, int64_t l,
                   int64_t r) {
  APInt a(kWidth, static_cast<uint64_t>(l), true);
  APInt b(kWidth, static_cast<uint64_t>(r), true);
  switch (kind) {
  case BinaryKind::Add:
    return makeInt(context, a + b);
  case BinaryKind::Sub:
    return makeInt(context, a - b);
  case BinaryKind::Mul:
    return makeInt(context, a * b);
  case BinaryKind::And:
    return makeInt(context, a & b);
  case BinaryKind::Or:
    return makeInt(context, a | b);
  case BinaryKind::Xor:
    return makeInt(context, a ^ b);
  case BinaryKind::FloorDiv:
  case BinaryKind::Mod: {
    if (r == 0)
      return {};
    APInt quotient(kWidth, 0), remainder(kWidth, 0);
    APInt::sdivrem(a, b, quotient, remainder);
    if (!remainder.isZero() && remainder.isNegative() != b.isNegative()) {
      quotient -= 1;
      remainder += b;
    }
    return makeInt(context, kind == BinaryKind::Mod ? remainder : quotient);
  }
  case BinaryKind::TrueDiv: {
    // Exact operands make one correctly rounded division.
    constexpr int64_t exact = int64_t(1) << 53;
    if (r == 0 || l < -exact || l > exact || r < -exact || r > exact)
      return {};
    return makeFloat(context, double(l) / double(r));
  }
  case BinaryKind::LShift:
    if (r < 0 || r > 128)
      return {};
    return makeInt(context, a.shl(unsigned(r)));
  case BinaryKind::RShift:
    if (r < 0)
      return {};
    return makeInt(context, a.ashr(unsigned(r > 255 ? 255 : r)));
  case BinaryKind::Pow: {
    if (r < 0 || r > 128)
      return {};
    APInt result(kWidth, 1);
    for (int64_t i = 0; i < r; ++i) {
      result *= a;
      if (result.abs().getActiveBits() > 128)
        return {};
    }
    return makeInt(context, result);
  }
  case BinaryKind::MatMul:
    return {};
  }
  return {};
}

Attribute foldFloats(MLIRContext *context, BinaryKind kind, double a,
                     double b) {
  switch (kind) {
  case BinaryKind::Add:
    return makeFloat(context, a + b);
  case BinaryKind::Sub:
    return makeFloat(context, a - b);
  case BinaryKind::Mul:
    return makeFloat(context, a * b);
  case BinaryKind::TrueDiv:
    return b == 0 ? Attribute() : makeFloat(context, a / b);
  default:
    return {};
  }
}

/// A number as double, when that is exact.
bool toDouble(Attribute a, double &out) {
  if (isa<FloatAttr>(a)) {
    out = floatOf(a);
    return true;
  }
  constexpr int64_t exact = int64_t(1) << 53;
  if (!isInt(a) || intOf(a) < -exact || intOf(a) > exact)
    return false;
  out = double(intOf(a));
  return true;
}

/// `1 + 2j` and friends: what a complex literal with a real part is.
Attribute foldComplex(MLIRContext *context, BinaryKind kind, Attribute l,
                      Attribute r) {
  if (kind != BinaryKind::Add && kind != BinaryKind::Sub)
    return {};
  auto parts = [](Attribute a, double &re, double &im) {
    if (auto c = dyn_cast<ComplexAttr>(a)) {
      re = c.getReal().getValueAsDouble();
      im = c.getImag().getValueAsDouble();
      return true;
    }
    im = 0;
    return toDouble(a, re);
  };
  double lr, li, rr, ri;
  if (!parts(l, lr, li) || !parts(r, rr, ri))
    return {};
  bool add = kind == BinaryKind::Add;
  auto attr = [&](double d) {
    return FloatAttr::get(Float64Type::get(context), d);
  };
  return ComplexAttr::get(context, attr(add ? lr + rr : lr - rr),
                          attr(add ? li + ri : li - ri));
}
} // namespace

Attribute pyc::py::foldBinary(BinaryKind kind, Attribute l, Attribute r) {
  if (!l || !r)
    return {};
  MLIRContext *context = l.getContext();
  if (isInt(l) && isInt(r))
    return foldInts(context, kind, intOf(l), intOf(r));
  if (isa<ComplexAttr>(l) || isa<ComplexAttr>(r))
    return foldComplex(context, kind, l, r);
  double a, b;
  if ((isa<FloatAttr>(l) || isa<FloatAttr>(r)) && toDouble(l, a) &&
      toDouble(r, b))
    return foldFloats(context, kind, a, b);
  constexpr size_t kMaxString = 4096;
  if (kind == BinaryKind::Add) {
    if (isa<StringAttr>(l) && isa<StringAttr>(r)) {
      StringRef x = cast<StringAttr>(l).getValue();
      StringRef y = cast<StringAttr>(r).getValue();
      if (x.size() + y.size() <= kMaxString)
        return StringAttr::get(context, x + y);
    }
    if (isa<BytesAttr>(l) && isa<BytesAttr>(r)) {
      StringRef x = cast<BytesAttr>(l).getValue().getValue();
      StringRef y = cast<BytesAttr>(r).getValue().getValue();
      if (x.size() + y.size() <= kMaxString)
        return BytesAttr::get(context, StringAttr::get(context, x + y));
    }
    if (isa<TupleAttr>(l) && isa<TupleAttr>(r)) {
      auto x = cast<TupleAttr>(l).getElements();
      auto y = cast<TupleAttr>(r).getElements();
      if (x.size() + y.size() <= 256) {
        SmallVector<Attribute> all(x.begin(), x.end());
        all.append(y.begin(), y.end());
        return TupleAttr::get(context, ArrayAttr::get(context, all));
      }
    }
    return {};
  }
  if (kind == BinaryKind::Mul) {
    if (isInt(l))
      std::swap(l, r);
    if (!isInt(r) || intOf(r) < 0 || intOf(r) > int64_t(kMaxString))
      return {};
    size_t count = size_t(intOf(r));
    auto repeat = [&](StringRef s, std::string &out) {
      if (s.size() * count > kMaxString)
        return false;
      for (size_t i = 0; i < count; ++i)
        out += s;
      return true;
    };
    std::string text;
    if (auto s = dyn_cast<StringAttr>(l)) {
      if (repeat(s.getValue(), text))
        return StringAttr::get(context, text);
    } else if (auto s = dyn_cast<BytesAttr>(l)) {
      if (repeat(s.getValue().getValue(), text))
        return BytesAttr::get(context, StringAttr::get(context, text));
    } else if (auto t = dyn_cast<TupleAttr>(l)) {
      ArrayRef<Attribute> items = t.getElements().getValue();
      if (items.size() * count > 256)
        return {};
      SmallVector<Attribute> all;
      for (size_t i = 0; i < count; ++i)
        all.append(items.begin(), items.end());
      return TupleAttr::get(context, ArrayAttr::get(context, all));
    }
  }
  return {};
}

Attribute pyc::py::foldUnary(UnaryKind kind, Attribute a) {
  if (!a)
    return {};
  MLIRContext *context = a.getContext();
  switch (kind) {
  case UnaryKind::Not:
    return BoolAttr::get(context, !truthOf(a));
  case UnaryKind::ToBool:
    return BoolAttr::get(context, truthOf(a));
  case UnaryKind::Negative:
    if (isInt(a))
      return makeInt(context, -APInt(kWidth, uint64_t(intOf(a)), true));
    if (auto big = dyn_cast<BigIntAttr>(a)) {
      StringRef digits = big.getDigits();
      if (digits.consume_front("-"))
        return BigIntAttr::get(context, digits);
      if (digits == "8000000000000000")
        return IntegerAttr::get(IntegerType::get(context, 64), INT64_MIN);
      return BigIntAttr::get(context, ("-" + digits).str());
    }
    if (isa<FloatAttr>(a))
      return makeFloat(context, -floatOf(a));
    if (auto c = dyn_cast<ComplexAttr>(a))
      return ComplexAttr::get(
          context,
          cast<FloatAttr>(makeFloat(context, -c.getReal().getValueAsDouble())),
          cast<FloatAttr>(makeFloat(context, -c.getImag().getValueAsDouble())));
    return {};
  case UnaryKind::Positive:
    if (isInt(a) || isa<FloatAttr, BigIntAttr, ComplexAttr>(a))
      return a;
    return {};
  case UnaryKind::Invert:
    if (isInt(a))
      return makeInt(context, ~APInt(kWidth, uint64_t(intOf(a)), true));
    return {};
  }
  return {};
}

bool pyc::py::truthOf(Attribute a) {
  if (auto b = dyn_cast<BoolAttr>(a))
    return b.getValue();
  if (isa<NoneAttr>(a))
    return false;
  if (isInt(a))
    return intOf(a) != 0;
  if (isa<FloatAttr>(a))
    return floatOf(a) != 0;
  if (auto c = dyn_cast<ComplexAttr>(a))
    return c.getReal().getValueAsDouble() != 0 ||
           c.getImag().getValueAsDouble() != 0;
  if (auto s = dyn_cast<StringAttr>(a))
    return !s.getValue().empty();
  if (auto s = dyn_cast<BytesAttr>(a))
    return !s.getValue().getValue().empty();
  if (auto t = dyn_cast<TupleAttr>(a))
    return !t.getElements().empty();
  if (auto t = dyn_cast<FrozenSetAttr>(a))
    return !t.getElements().empty();
  return true; // Ellipsis, big ints
}
