//===- TupleObject.cpp - The type `tuple` ---------------------------------===//
//
// Tuples are immutable arrays of Values; instances of subclasses wrap an exact
// tuple (Layouts.h), which tupleOf() gets at. The hash combines the items'
// hashes with the mixing of xxHash (Collet), as CPython has done since 3.8, so
// that sets of tuples iterate in CPython's order.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/DictTable.h"
#include "runtime/object/Types.h"
#include <algorithm>

namespace pyc {

bool isTuple(Value v) {
  if (!v.isObject())
    return false;
  Object *o = v.asObject();
  if (o->kind() == Kind::Tuple)
    return true;
  return (o->shape()->flags & kShapeWraps) && isSubtype(o->type(), types::tuple_);
}

Value tupleFrom(Thread *t, Value iterable) {
  if (isExact(iterable, shapes::tuple))
    return iterable;
  if (isExact(iterable, shapes::list)) {
    auto *l = iterable.as<ListObject>();
    return newTuple(t, l->items()->items, static_cast<size_t>(l->size));
  }
  Value list = listFrom(t, iterable);
  return list ? tupleFrom(t, list) : list;
}

Value tupleSlice(Thread *t, TupleObject *o, int64_t start, int64_t stop) {
  start = std::clamp<int64_t>(start, 0, o->length);
  stop = std::clamp<int64_t>(stop, start, o->length);
  if (start == 0 && stop == o->length)
    return Value::fromObject(o);
  return newTuple(t, o->items + start, static_cast<size_t>(stop - start));
}

Value tupleGetItem(Thread *t, Value tuple, Value key) {
  TupleObject *o = tupleOf(tuple);
  int64_t i;
  if (PYC_LIKELY(key.isInt())) {
    i = key.asInt();
  } else if (isExact(key, shapes::slice)) {
    int64_t start, stop, step, count;
    if (!sliceIndices(t, key.as<SliceObject>(), o->length, start, stop, step, count))
      return Value::empty();
    if (step == 1)
      return tupleSlice(t, o, start, std::max(start, stop));
    TupleObject *r = newTupleBuffer(t, static_cast<size_t>(count));
    if (!r)
      return Value::empty();
    for (int64_t n = 0, j = start; n < count; ++n, j += step)
      setSlot(r, &r->items[n], o->items[j]);
    return Value::fromObject(r);
  } else if (!subscriptIndex(t, key, "tuple", i)) {
    return Value::empty();
  }
  if (i < 0)
    i += o->length;
  if (PYC_UNLIKELY(static_cast<uint64_t>(i) >= static_cast<uint64_t>(o->length)))
    return raise(t, exc::IndexError, "tuple index out of range");
  return o->items[i];
}

Value tupleConcat(Thread *t, TupleObject *a, TupleObject *b) {
  if (a->length == 0)
    return Value::fromObject(b);
  if (b->length == 0)
    return Value::fromObject(a);
  TupleObject *r = newTupleBuffer(t, static_cast<size_t>(a->length + b->length));
  if (!r)
    return Value::empty();
  copySlots(r, r->items, a->items, static_cast<size_t>(a->length));
  copySlots(r, r->items + a->length, b->items, static_cast<size_t>(b->length));
  return Value::fromObject(r);
}

Value tupleRepeat(Thread *t, TupleObject *a, int64_t times) {
  if (times <= 0 || a->length == 0)
    return EmptyTuple;
  if (times == 1)
    return Value::fromObject(a);
  int64_t n;
  if (__builtin_mul_overflow(a->length, times, &n))
    return raiseMemoryError(t);
  TupleObject *r = newTupleBuffer(t, static_cast<size_t>(n));
  if (!r)
    return Value::empty();
  for (int64_t i = 0; i < n; i += a->length)
    copySlots(r, r->items + i, a->items, static_cast<size_t>(a->length));
  return Value::fromObject(r);
}

bool tupleHash(Thread *t, TupleObject *o, uint64_t &out) {
  constexpr uint64_t kPrime1 = 11400714785074694791u, kPrime2 = 14029467366897019727u,
                     kPrime5 = 2870177450012600261u;
  uint64_t acc = kPrime5;
  for (int64_t i = 0; i < o->length; ++i) {
    uint64_t h;
    if (PYC_LIKELY(o->items[i].isInt()))
      h = dicts::smallIntHash(o->items[i].asInt());
    else if (!checkNativeStack(t) || !hashOf(t, o->items[i], h))
      return false;
    acc += h * kPrime2;
    acc = std::rotl(acc, 31) * kPrime1;
  }
  acc += static_cast<uint64_t>(o->length) ^ (kPrime5 ^ 3527539u);
  out = acc == ~uint64_t(0) ? 1546275796 : acc;
  return true;
}

//===-- methods ------------------------------------------------------------===//

static TupleObject *self(Value *args) { return tupleOf(args[0]); }

static Value tupleNew(Thread *t, Value *args, size_t n) {
  if (n > 2)
    return raise(t, exc::TypeError, "tuple expected at most 1 argument, got %zu", n - 1);
  Value v = n == 2 ? tupleFrom(t, args[1]) : EmptyTuple;
  auto *cls = args[0].as<TypeObject>();
  if (!v || cls == types::tuple_)
    return v;
  return newWrapped(t, cls, v);
}

static Value tupleLen(Thread *t, Value *args, size_t n) {
  return Value::fromSmallInt(self(args)->length);
}
static Value tupleGetItemMethod(Thread *t, Value *args, size_t n) {
  return tupleGetItem(t, args[0], args[1]);
}
static Value tupleContains(Thread *t, Value *args, size_t n) {
  int r = sequenceContains(t, args[0], args[1]);
  return r < 0 ? Value::empty() : boolValue(r);
}
static Value tupleIter(Thread *t, Value *args, size_t n) {
  return newTupleIterator(t, args[0]);
}
static Value tupleReprMethod(Thread *t, Value *args, size_t n) { return tupleRepr(t, args[0]); }

static Value tupleHashMethod(Thread *t, Value *args, size_t n) {
  uint64_t h;
  if (!tupleHash(t, self(args), h))
    return Value::empty();
  return newInt(t, static_cast<int64_t>(h));
}

static Value tupleAdd(Thread *t, Value *args, size_t n) {
  if (!isTuple(args[1]))
    return raise(t, exc::TypeError, "can only concatenate tuple (not \"%T\") to tuple", args[1]);
  return tupleConcat(t, self(args), self(args + 1));
}

static Value tupleMul(Thread *t, Value *args, size_t n) {
  int64_t times;
  if (!indexAsInt64(t, args[1], times, exc::OverflowError))
    return Value::empty();
  return tupleRepeat(t, self(args), times);
}

template <Dunder Op> static Value tupleCompareMethod(Thread *t, Value *args, size_t n) {
  if (!isTuple(args[1]))
    return NotImplemented;
  return tupleCompare(t, Op, args[0], args[1]);
}

static Value tupleCount(Thread *t, Value *args, size_t n) {
  TupleObject *o = self(args);
  int64_t count = 0;
  for (int64_t i = 0; i < o->length; ++i) {
    int r = equals(t, o->items[i], args[1]);
    if (r < 0)
      return Value::empty();
    count += r;
  }
  return Value::fromSmallInt(count);
}

static Value tupleIndex(Thread *t, Value *args, size_t n) {
  TupleObject *o = self(args);
  int64_t start = 0, stop = INT64_MAX;
  if ((args[2] && !indexAsInt64(t, args[2], start)) || (args[3] && !indexAsInt64(t, args[3], stop)))
    return Value::empty();
  if (start < 0)
    start = std::max<int64_t>(0, start + o->length);
  if (stop < 0)
    stop = std::max<int64_t>(0, stop + o->length);
  for (int64_t i = start; i < std::min(stop, o->length); ++i) {
    int r = equals(t, o->items[i], args[1]);
    if (r < 0)
      return Value::empty();
    if (r)
      return Value::fromSmallInt(i);
  }
  return raise(t, exc::ValueError, "tuple.index(x): x not in tuple");
}

static Value tupleGetNewArgs(Thread *t, Value *args, size_t n) {
  Value exact = Value::fromObject(self(args));
  return newTuple(t, &exact, 1);
}

constexpr uint32_t kPureAlloc = kEffPure | kEffAllocates | kEffRaises;
static const NativeDef tupleMethods[] = {
    {"__new__", tupleNew, "($type, *args)", kEffAny, "Create and return a new object.  See help(type) for accurate signature.", kNativeStatic | kNativeRaw},
    {"__len__", tupleLen, "($self, /)", kEffPure, "Return len(self).", kNativeSlotWrapper},
    {"__getitem__", tupleGetItemMethod, "($self, key, /)", kEffAny, "Return self[key].", kNativeSlotWrapper},
    {"__contains__", tupleContains, "($self, key, /)", kEffAny, "Return key in self.", kNativeSlotWrapper},
    {"__iter__", tupleIter, "($self, /)", kEffAllocates, "Implement iter(self).", kNativeSlotWrapper},
    {"__repr__", tupleReprMethod, "($self, /)", kEffAny, "Return repr(self).", kNativeSlotWrapper},
    {"__hash__", tupleHashMethod, "($self, /)", kEffAny, "Return hash(self).", kNativeSlotWrapper},
    {"__add__", tupleAdd, "($self, value, /)", kPureAlloc, "Return self+value.", kNativeSlotWrapper},
    {"__mul__", tupleMul, "($self, value, /)", kEffAny, "Return self*value.", kNativeSlotWrapper},
    {"__rmul__", tupleMul, "($self, value, /)", kEffAny, "Return value*self.", kNativeSlotWrapper},
    {"__lt__", tupleCompareMethod<Dunder::Lt>, "($self, value, /)", kEffAny, "Return self<value.", kNativeSlotWrapper},
    {"__le__", tupleCompareMethod<Dunder::Le>, "($self, value, /)", kEffAny, "Return self<=value.", kNativeSlotWrapper},
    {"__eq__", tupleCompareMethod<Dunder::Eq>, "($self, value, /)", kEffAny, "Return self==value.", kNativeSlotWrapper},
    {"__ne__", tupleCompareMethod<Dunder::Ne>, "($self, value, /)", kEffAny, "Return self!=value.", kNativeSlotWrapper},
    {"__gt__", tupleCompareMethod<Dunder::Gt>, "($self, value, /)", kEffAny, "Return self>value.", kNativeSlotWrapper},
    {"__ge__", tupleCompareMethod<Dunder::Ge>, "($self, value, /)", kEffAny, "Return self>=value.", kNativeSlotWrapper},
    {"count", tupleCount, "($self, value, /)", kEffAny, "Return number of occurrences of value."},
    {"index", tupleIndex, "($self, value, start=0, stop=sys.maxsize, /)", kEffAny, "Return first index of value."},
    {"__getnewargs__", tupleGetNewArgs, "($self, /)", kPureAlloc},
    {"__class_getitem__", genericClassGetItem, "($type, item, /)", kEffAny, "See PEP 585", kNativeClass},
    {nullptr, nullptr, nullptr}};

void initTupleType(Thread *t) {
  TypeSpec spec{"tuple", Kind::Tuple, 0, TraceKind::ValueArray, 0, 0, tupleMethods};
  spec.typeFlags = kTypeBaseable | kTypeSequence;
  spec.doc = "An immutable sequence of any objects.";
  makeBuiltinType(t, spec);
}

} // namespace pyc
