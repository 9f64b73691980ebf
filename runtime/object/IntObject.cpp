//===- IntObject.cpp - Operators on ints and conversions to them ----------===//
//
// What the interpreter's slow paths call for int operands, and the helpers by
// which other types accept an int, a bool or an instance of a subclass.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/NumStr.h"


namespace pyc {

Value asExactInt(Value v) {
  if (v.isInt())
    return v;
  if (!v.isObject())
    return Value::empty();
  if (isExact(v, shapes::bigint))
    return v;
  if (v == True)
    return Value::fromSmallInt(1);
  if (v == False)
    return Value::fromSmallInt(0);
  if (v.asObject()->shape()->flags & kShapeWraps) {
    Value p = payloadOf(v);
    if (p.isInt() || isExact(p, shapes::bigint))
      return p;
  }
  return Value::empty();
}

bool isIntLike(Value v) { return bool(asExactInt(v)); }

Value indexOf(Thread *t, Value v) {
  Value i = asExactInt(v);
  if (i)
    return i;
  if (!lookupDunder(typeOf(v), Dunder::Index))
    return raise(t, exc::TypeError,
                 "'%T' object cannot be interpreted as an integer", v);
  Value r = callDunder(t, v, Dunder::Index, nullptr, 0);
  if (!r)
    return r;
  i = asExactInt(r);
  if (!i)
    return raise(t, exc::TypeError, "__index__ returned non-int (type %T)", r);
  return i;
}

static Value powInts(Thread *t, Value a, Value b) {
  if (!intIsNegative(b))
    return intPow(t, a, b);
  double x, y, r;
  if (!intToDouble(t, a, x) || !intToDouble(t, b, y) || !floatPow(t, x, y, r))
    return Value::empty();
  return newFloat(t, r);
}

Value intBinary(Thread *t, Dunder op, Value a, Value b) {
  a = asExactInt(a);
  b = asExactInt(b);
  Value q, r;
  switch (op) {
  case Dunder::Add:
    return intAdd(t, a, b);
  case Dunder::Sub:
    return intSub(t, a, b);
  case Dunder::Mul:
    return intMul(t, a, b);
  case Dunder::FloorDiv:
    return intDivMod(t, a, b, &q, nullptr) ? q : Value::empty();
  case Dunder::Mod:
    return intDivMod(t, a, b, nullptr, &r) ? r : Value::empty();
  case Dunder::DivMod: {
    if (!intDivMod(t, a, b, &q, &r))
      return Value::empty();
    Value pair[2] = {q, r};
    return newTuple(t, pair, 2);
  }
  case Dunder::TrueDiv: {
    double d;
    return intTrueDivide(t, a, b, d) ? newFloat(t, d) : Value::empty();
  }
  case Dunder::Pow:
    return powInts(t, a, b);
  case Dunder::LShift:
    return intShiftLeft(t, a, b);
  case Dunder::RShift:
    return intShiftRight(t, a, b);
  case Dunder::And:
  case Dunder::Or:
  case Dunder::Xor:
    return intBitwise(t, op, a, b);
  default:
    return NotImplemented;
  }
}

Value intRoundToDigits(Thread *t, Value i, Value ndigits) {
  ndigits = indexOf(t, ndigits);
  if (!ndigits || !intIsNegative(ndigits))
    return ndigits ? i : ndigits;
  // Half-even to a multiple of 10^-ndigits.
  Value ten = Value::fromSmallInt(10);
  int64_t digits;
  if (!intToInt64(ndigits, digits) ||
      double(-digits) > double(IntView(i).bitLength()) * 0.30103 + 2)
    return Value::fromSmallInt(0);
  Value unit = intPow(t, ten, newInt(t, -digits));
  Value q, r;
  if (!unit || !intDivMod(t, i, unit, &q, &r))
    return Value::empty();
  Value twice = intAdd(t, r, r);
  if (!twice)
    return twice;
  int c = intCompare(twice, unit);
  Value result = intSub(t, i, r);
  if (!result)
    return result;
  if (c > 0 || (c == 0 && intIsOdd(q)))
    result = intAdd(t, result, unit);
  return result;
}

Value newWrapped(Thread *t, TypeObject *cls, Value exact); // Types.h

Value wrapPayload(Thread *t, Value type, TypeObject *exact, Value payload) {
  if (!payload || type.as<TypeObject>() == exact)
    return payload;
  return newWrapped(t, type.as<TypeObject>(), payload);
}

bool checkNewType(Thread *t, Value type, TypeObject *exact) {
  Value name = exact->name;
  if (!type.isObject() || !(typeOf(type)->typeFlags & kTypeIsType)) {
    raise(t, exc::TypeError, "%S.__new__(X): X is not a type object (%T)", name,
          type);
    return false;
  }
  if (!isSubtype(type.as<TypeObject>(), exact)) {
    raise(t, exc::TypeError, "%S.__new__(%N): %N is not a subtype of %S", name,
          type.as<TypeObject>(), type.as<TypeObject>(), name);
    return false;
  }
  return true;
}

} // namespace pyc
