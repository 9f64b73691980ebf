//===- RangeObject.cpp - The type `range` ---------------------------------===//
//
// start, stop, step and length are ints of any size; when all four are small
// (nearly always) arithmetic is on machine words, else on ints. The two paths
// are kept apart: small() decides.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"
#include <algorithm>

namespace pyc {

static RangeObject *self(Value *args) { return args[0].as<RangeObject>(); }
static bool small(const RangeObject *r) {
  return r->start.isInt() && r->stop.isInt() && r->step.isInt() && r->length.isInt();
}
static constexpr Value kZero = Value::fromSmallInt(0), kOne = Value::fromSmallInt(1);

static Value make(Thread *t, Value start, Value stop, Value step, Value length) {
  auto *r = gcAllocate<RangeObject>(t, sizeof(RangeObject), shapes::range);
  if (!r)
    return Value::empty();
  r->start = start;
  r->stop = stop;
  r->step = step;
  r->length = length;
  return Value::fromObject(r);
}

static uint64_t smallLength(int64_t start, int64_t stop, int64_t step) {
  if (step > 0)
    return start >= stop ? 0 : (static_cast<uint64_t>(stop) - static_cast<uint64_t>(start) - 1) / static_cast<uint64_t>(step) + 1;
  return start <= stop ? 0 : (static_cast<uint64_t>(start) - static_cast<uint64_t>(stop) - 1) / (0 - static_cast<uint64_t>(step)) + 1;
}

Value newRange(Thread *t, int64_t start, int64_t stop, int64_t step) {
  Value a = newInt(t, start), b = newInt(t, stop), c = newInt(t, step);
  return a && b && c ? newRangeFrom(t, a, b, c) : Value::empty();
}

Value newRangeFrom(Thread *t, Value start, Value stop, Value step) {
  if (step == kZero)
    return raise(t, exc::ValueError, "range() arg 3 must not be zero");
  if (PYC_LIKELY(start.isInt() && stop.isInt() && step.isInt())) {
    Value length = newUInt(t, smallLength(start.asInt(), stop.asInt(), step.asInt()));
    return length ? make(t, start, stop, step, length) : length;
  }
  bool up = intCompare(step, kZero) > 0;
  Value low = up ? start : stop, high = up ? stop : start;
  if (intCompare(low, high) >= 0)
    return make(t, start, stop, step, kZero);
  Value n = intBinary(t, Dunder::Sub, high, low);
  n = n ? intBinary(t, Dunder::Sub, n, kOne) : n;
  Value stride = !n ? n : up ? step : intBinary(t, Dunder::Sub, kZero, step);
  n = stride ? intBinary(t, Dunder::FloorDiv, n, stride) : stride;
  n = n ? intBinary(t, Dunder::Add, n, kOne) : n;
  return n ? make(t, start, stop, step, n) : n;
}

/// start + i * step
static Value itemAt(Thread *t, RangeObject *r, Value i) {
  if (PYC_LIKELY(small(r)))
    return newInt(t, r->start.asInt() + i.asInt() * r->step.asInt());
  Value v = intBinary(t, Dunder::Mul, i, r->step);
  return v ? intBinary(t, Dunder::Add, r->start, v) : v;
}

Value rangeGetItem(Thread *t, RangeObject *r, Value key) {
  if (isExact(key, shapes::slice)) {
    auto *s = key.as<SliceObject>();
    Value start, stop, step;
    if (r->length.isInt()) {
      int64_t a, b, c, count;
      if (!sliceIndices(t, s, r->length.asInt(), a, b, c, count))
        return Value::empty();
      start = newInt(t, a), stop = newInt(t, b), step = newInt(t, c);
    } else {
      Value indices = callMethod(t, key, "indices", &r->length, 1);
      if (!indices)
        return indices;
      Value *p = indices.as<TupleObject>()->items;
      start = p[0], stop = p[1], step = p[2];
    }
    if (!start || !stop || !step)
      return Value::empty();
    Value newStep = intBinary(t, Dunder::Mul, step, r->step);
    auto at = [&](Value i) {
      Value v = intBinary(t, Dunder::Mul, i, r->step);
      return v ? intBinary(t, Dunder::Add, r->start, v) : v;
    };
    Value newStart = newStep ? at(start) : newStep;
    Value newStop = newStart ? at(stop) : newStart;
    return newStop ? newRangeFrom(t, newStart, newStop, newStep) : newStop;
  }
  if (!key.isInt() && !lookupDunder(typeOf(key), Dunder::Index))
    return raise(t, exc::TypeError, "range indices must be integers or slices, not %T", key);
  Value i = asIndex(t, key);
  if (!i)
    return i;
  if (intCompare(i, kZero) < 0) {
    i = intBinary(t, Dunder::Add, i, r->length);
    if (!i)
      return i;
  }
  if (intCompare(i, kZero) < 0 || intCompare(i, r->length) >= 0)
    return raise(t, exc::IndexError, "range object index out of range");
  return itemAt(t, r, i);
}

/// Position of an int in r, or empty when it is not there.
static bool positionOf(Thread *t, RangeObject *r, Value v, Value &out) {
  out = Value::empty();
  if (small(r) && v.isInt()) {
    int64_t start = r->start.asInt(), step = r->step.asInt(), x = v.asInt();
    int64_t stop = r->stop.asInt();
    if (step > 0 ? (x < start || x >= stop) : (x > start || x <= stop))
      return true;
    if ((x - start) % step == 0)
      out = newInt(t, (x - start) / step);
    return true;
  }
  bool up = intCompare(r->step, kZero) > 0;
  if (up ? intCompare(v, r->start) < 0 || intCompare(v, r->stop) >= 0
         : intCompare(v, r->start) > 0 || intCompare(v, r->stop) <= 0)
    return true;
  Value d = intBinary(t, Dunder::Sub, v, r->start);
  Value m = d ? intBinary(t, Dunder::Mod, d, r->step) : d;
  if (!m)
    return false;
  if (m == kZero)
    out = intBinary(t, Dunder::FloorDiv, d, r->step);
  return m != kZero || out;
}

static bool isPlainInt(Value v) { return isIntExact(v) || v == True || v == False; }
static Value plainInt(Value v) {
  return v == True ? kOne : v == False ? kZero : v;
}

int rangeContains(Thread *t, RangeObject *r, Value item) {
  if (isPlainInt(item)) {
    Value at;
    if (!positionOf(t, r, plainInt(item), at))
      return -1;
    return !at.isEmpty();
  }
  int found = 0;
  bool ok = forEach(t, Value::fromObject(r), [&](Value v) {
    found = equals(t, v, item);
    return found == 0;
  });
  return ok ? 0 : found;
}

int rangeEqual(Thread *t, RangeObject *a, RangeObject *b) {
  if (intCompare(a->length, b->length) != 0)
    return 0;
  if (a->length == kZero)
    return 1;
  if (intCompare(a->start, b->start) != 0)
    return 0;
  return a->length == kOne || intCompare(a->step, b->step) == 0;
}

//===-- methods ------------------------------------------------------------===//

static Value rangeNew(Thread *t, Value *args, size_t n) {
  if (n < 2)
    return raise(t, exc::TypeError, "range expected at least 1 argument, got 0");
  if (n > 4)
    return raise(t, exc::TypeError, "range expected at most 3 arguments, got %zu", n - 1);
  Value v[3] = {kZero, kZero, kOne};
  for (size_t i = 1; i < n; ++i) {
    Value x = asIndex(t, args[i]);
    if (!x)
      return x;
    v[n == 2 ? 1 : i - 1] = x;
  }
  return newRangeFrom(t, v[0], v[1], v[2]);
}

static Value rangeLen(Thread *t, Value *args, size_t n) {
  int64_t length;
  if (!intToInt64(self(args)->length, length))
    return raise(t, exc::OverflowError, "Python int too large to convert to C ssize_t");
  return newInt(t, length);
}
static Value rangeBool(Thread *t, Value *args, size_t n) {
  return boolValue(self(args)->length != kZero);
}
static Value rangeGetItemMethod(Thread *t, Value *args, size_t n) {
  return rangeGetItem(t, self(args), args[1]);
}
static Value rangeContainsMethod(Thread *t, Value *args, size_t n) {
  int r = rangeContains(t, self(args), args[1]);
  return r < 0 ? Value::empty() : boolValue(r);
}

static Value iterate(Thread *t, Value start, Value step, Value length) {
  if (start.isInt() && step.isInt() && length.isInt()) {
    auto *it = gcAllocate<RangeIterObject>(t, sizeof(RangeIterObject), shapes::rangeIterator);
    if (!it)
      return Value::empty();
    it->next = start.asInt();
    it->step = step.asInt();
    it->remaining = length.asInt();
    return Value::fromObject(it);
  }
  auto *it = gcAllocate<BigRangeIterObject>(t, sizeof(BigRangeIterObject), shapes::bigRangeIterator);
  if (!it)
    return Value::empty();
  it->next = start;
  it->step = step;
  it->remaining = length;
  return Value::fromObject(it);
}

static Value rangeIter(Thread *t, Value *args, size_t n) {
  RangeObject *r = self(args);
  // A small iterator never computes past its items, which lie between start
  // and stop; both must be small.
  if (!small(r)) {
    auto *it = gcAllocate<BigRangeIterObject>(t, sizeof(BigRangeIterObject), shapes::bigRangeIterator);
    if (!it)
      return Value::empty();
    it->next = r->start;
    it->step = r->step;
    it->remaining = r->length;
    return Value::fromObject(it);
  }
  return iterate(t, r->start, r->step, r->length);
}

static Value rangeReversed(Thread *t, Value *args, size_t n) {
  RangeObject *r = self(args);
  Value last = intBinary(t, Dunder::Sub, r->length, kOne);
  Value offset = last ? intBinary(t, Dunder::Mul, last, r->step) : last;
  Value start = offset ? intBinary(t, Dunder::Add, r->start, offset) : offset;
  Value step = start ? intBinary(t, Dunder::Sub, kZero, r->step) : start;
  return step ? iterate(t, r->length == kZero ? kZero : start, step, r->length) : step;
}

static Value rangeRepr(Thread *t, Value *args, size_t n) {
  RangeObject *r = self(args);
  StrBuilder out;
  Value a = repr(t, r->start), b = a ? repr(t, r->stop) : a, c = b ? repr(t, r->step) : b;
  if (!c)
    return c;
  out.add("range(");
  if (!out.addStr(t, a))
    return Value::empty();
  out.add(", ");
  if (!out.addStr(t, b))
    return Value::empty();
  if (r->step != kOne) {
    out.add(", ");
    if (!out.addStr(t, c))
      return Value::empty();
  }
  out.add(")");
  return out.finish(t);
}

static Value rangeHash(Thread *t, Value *args, size_t n) {
  RangeObject *r = self(args);
  Value parts[3] = {r->length, None, None};
  if (r->length != kZero) {
    parts[1] = r->start;
    if (r->length != kOne)
      parts[2] = r->step;
  }
  Value tuple = newTuple(t, parts, 3);
  uint64_t h;
  if (!tuple || !tupleHash(t, tuple.as<TupleObject>(), h))
    return Value::empty();
  return newInt(t, static_cast<int64_t>(h));
}

static Value rangeEq(Thread *t, Value *args, size_t n) {
  if (!isExact(args[1], shapes::range))
    return NotImplemented;
  return boolValue(rangeEqual(t, self(args), self(args + 1)));
}
static Value rangeNe(Thread *t, Value *args, size_t n) {
  if (!isExact(args[1], shapes::range))
    return NotImplemented;
  return boolValue(!rangeEqual(t, self(args), self(args + 1)));
}
static Value notImplemented(Thread *t, Value *args, size_t n) { return NotImplemented; }

static Value rangeIndex(Thread *t, Value *args, size_t n) {
  RangeObject *r = self(args);
  if (isPlainInt(args[1])) {
    Value at;
    if (!positionOf(t, r, plainInt(args[1]), at))
      return Value::empty();
    if (at)
      return at;
    return raise(t, exc::ValueError, "%V is not in range", args[1]);
  }
  int64_t i = 0;
  int found = 0;
  bool ok = forEach(t, args[0], [&](Value v) {
    found = equals(t, v, args[1]);
    i += found == 0;
    return found == 0;
  });
  if (!ok && found > 0)
    return newInt(t, i);
  if (t->pending)
    return Value::empty();
  return raise(t, exc::ValueError, "sequence.index(x): x not in sequence");
}

static Value rangeCount(Thread *t, Value *args, size_t n) {
  if (isPlainInt(args[1])) {
    int r = rangeContains(t, self(args), args[1]);
    return r < 0 ? Value::empty() : Value::fromSmallInt(r);
  }
  int64_t count = 0;
  bool ok = forEach(t, args[0], [&](Value v) {
    int r = equals(t, v, args[1]);
    count += r > 0;
    return r >= 0;
  });
  return ok ? newInt(t, count) : Value::empty();
}

static Value rangeReduce(Thread *t, Value *args, size_t n) {
  RangeObject *r = self(args);
  Value inner[3] = {r->start, r->stop, r->step};
  Value outer[2] = {Value::fromObject(types::range_), newTuple(t, inner, 3)};
  return outer[1] ? newTuple(t, outer, 2) : outer[1];
}

static const NativeDef rangeMethods[] = {
    {"__new__", rangeNew, "($type, *args)", kEffAny, "Create and return a new object.  See help(type) for accurate signature.", kNativeStatic | kNativeRaw},
    {"__len__", rangeLen, "($self, /)", kEffPure | kEffRaises, "Return len(self).", kNativeSlotWrapper},
    {"__bool__", rangeBool, "($self, /)", kEffPure, "True if self else False", kNativeSlotWrapper},
    {"__getitem__", rangeGetItemMethod, "($self, key, /)", kEffAny, "Return self[key].", kNativeSlotWrapper},
    {"__contains__", rangeContainsMethod, "($self, key, /)", kEffAny, "Return key in self.", kNativeSlotWrapper},
    {"__iter__", rangeIter, "($self, /)", kEffAllocates, "Implement iter(self).", kNativeSlotWrapper},
    {"__reversed__", rangeReversed, "($self, /)", kEffAllocates, "Return a reverse iterator."},
    {"__repr__", rangeRepr, "($self, /)", kEffAllocates, "Return repr(self).", kNativeSlotWrapper},
    {"__hash__", rangeHash, "($self, /)", kEffAllocates, "Return hash(self).", kNativeSlotWrapper},
    {"__eq__", rangeEq, "($self, value, /)", kEffPure, "Return self==value.", kNativeSlotWrapper},
    {"__ne__", rangeNe, "($self, value, /)", kEffPure, "Return self!=value.", kNativeSlotWrapper},
    {"__lt__", notImplemented, "($self, value, /)", kEffPure, "Return self<value.", kNativeSlotWrapper},
    {"__le__", notImplemented, "($self, value, /)", kEffPure, "Return self<=value.", kNativeSlotWrapper},
    {"__gt__", notImplemented, "($self, value, /)", kEffPure, "Return self>value.", kNativeSlotWrapper},
    {"__ge__", notImplemented, "($self, value, /)", kEffPure, "Return self>=value.", kNativeSlotWrapper},
    {"index", rangeIndex, "($self, value, /)", kEffAny, "Position of value in the range."},
    {"count", rangeCount, "($self, value, /)", kEffAny, "1 if value is in the range, else 0."},
    {"__reduce__", rangeReduce, "($self, /)", kEffAllocates},
    {nullptr, nullptr, nullptr}};

static const MemberDef rangeMembers[] = {
    {"start", offsetof(RangeObject, start), true},
    {"stop", offsetof(RangeObject, stop), true},
    {"step", offsetof(RangeObject, step), true},
    {nullptr, 0, true}};

void initSliceType(Thread *t);

void initRangeAndSlice(Thread *t) {
  TypeSpec spec{"range", Kind::Range, sizeof(RangeObject), TraceKind::FixedSlots, 0, 4, rangeMethods, nullptr, rangeMembers};
  spec.typeFlags = kTypeSequence;
  spec.doc = "What start:stop:step inside [] becomes.";
  makeBuiltinType(t, spec);
  initSliceType(t);
}

} // namespace pyc
