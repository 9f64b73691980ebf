//===- SliceObject.cpp - The type `slice` and slice arithmetic ------------===//
//
// sliceIndices() is the arithmetic every sequence shares; slice.indices() is
// the same on ints of any size.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"
#include <algorithm>

namespace pyc {

static SliceObject *self(Value *args) { return args[0].as<SliceObject>(); }

Value newSlice(Thread *t, Value start, Value stop, Value step) {
  auto *s = gcAllocate<SliceObject>(t, sizeof(SliceObject), shapes::slice);
  if (!s)
    return Value::empty();
  s->start = start;
  s->stop = stop;
  s->step = step;
  return Value::fromObject(s);
}

/// A slice part as a machine word, clamped.
static bool part(Thread *t, Value v, int64_t &out) {
  if (PYC_LIKELY(v.isInt())) {
    out = v.asInt();
    return true;
  }
  if (!isIntExact(v) && !lookupDunder(typeOf(v), Dunder::Index)) {
    raise(t, exc::TypeError, "slice indices must be integers or None or have an __index__ method");
    return false;
  }
  return indexAsInt64(t, v, out);
}

bool sliceIndices(Thread *t, SliceObject *s, int64_t length, int64_t &start, int64_t &stop,
                  int64_t &step, int64_t &count) {
  step = 1;
  if (s->step != None && !part(t, s->step, step))
    return false;
  if (step == 0) {
    raise(t, exc::ValueError, "slice step cannot be zero");
    return false;
  }
  step = std::max(step, -INT64_MAX);
  start = step < 0 ? INT64_MAX : 0;
  stop = step < 0 ? INT64_MIN : INT64_MAX;
  if (s->start != None && !part(t, s->start, start))
    return false;
  if (s->stop != None && !part(t, s->stop, stop))
    return false;
  int64_t low = step < 0 ? -1 : 0, high = step < 0 ? length - 1 : length;
  auto fit = [=](int64_t i) {
    if (i < 0)
      i = i < -length ? low : i + length;
    return std::clamp(i, low, std::max(low, high));
  };
  start = fit(start);
  stop = s->stop == None && step < 0 ? -1 : fit(stop);
  // A division takes longer than all the rest.
  if (PYC_LIKELY(step == 1))
    count = start < stop ? stop - start : 0;
  else if (step == -1)
    count = stop < start ? start - stop : 0;
  else if (step < 0)
    count = stop < start ? (start - stop - 1) / -step + 1 : 0;
  else
    count = start < stop ? (stop - start - 1) / step + 1 : 0;
  return true;
}

static Value sliceNew(Thread *t, Value *args, size_t n) {
  if (n < 2)
    return raise(t, exc::TypeError, "slice expected at least 1 argument, got 0");
  if (n > 4)
    return raise(t, exc::TypeError, "slice expected at most 3 arguments, got %zu", n - 1);
  if (n == 2)
    return newSlice(t, None, args[1], None);
  return newSlice(t, args[1], args[2], n == 4 ? args[3] : None);
}

static Value asTuple(Thread *t, SliceObject *s) {
  Value parts[3] = {s->start, s->stop, s->step};
  return newTuple(t, parts, 3);
}

static Value sliceRepr(Thread *t, Value *args, size_t n) {
  Value tuple = asTuple(t, self(args));
  Value s = tuple ? tupleRepr(t, tuple) : tuple;
  if (!s)
    return s;
  StrBuilder out;
  out.add("slice");
  return out.addStr(t, s) ? out.finish(t) : Value::empty();
}

static Value sliceHash(Thread *t, Value *args, size_t n) {
  return raise(t, exc::TypeError, "unhashable type: 'slice'");
}

template <Dunder Op> static Value sliceCompare(Thread *t, Value *args, size_t n) {
  if (!isExact(args[1], shapes::slice))
    return NotImplemented;
  Value a = asTuple(t, self(args)), b = a ? asTuple(t, self(args + 1)) : a;
  return b ? tupleCompare(t, Op, a, b) : b;
}

static Value sliceIndicesMethod(Thread *t, Value *args, size_t n) {
  constexpr Value kZero = Value::fromSmallInt(0), kMinusOne = Value::fromSmallInt(-1);
  SliceObject *s = self(args);
  Value length = asIndex(t, args[1]);
  if (!length)
    return length;
  if (intCompare(length, kZero) < 0)
    return raise(t, exc::ValueError, "length should not be negative");
  auto index = [t](Value v) {
    if (!isIntLike(v) && !lookupDunder(typeOf(v), Dunder::Index))
      return raise(t, exc::TypeError, "slice indices must be integers or None or have an __index__ method");
    return asIndex(t, v);
  };
  Value step = s->step == None ? Value::fromSmallInt(1) : index(s->step);
  if (!step)
    return step;
  if (step == kZero)
    return raise(t, exc::ValueError, "slice step cannot be zero");
  bool down = intCompare(step, kZero) < 0;
  Value low = down ? kMinusOne : kZero;
  Value high = down ? intBinary(t, Dunder::Add, length, kMinusOne) : length;
  if (!high)
    return high;
  auto fit = [&](Value v) {
    v = index(v);
    if (!v)
      return v;
    if (intCompare(v, kZero) < 0) {
      v = intBinary(t, Dunder::Add, v, length);
      return v && intCompare(v, low) < 0 ? low : v;
    }
    return intCompare(v, high) > 0 ? high : v;
  };
  Value start = s->start == None ? (down ? high : low) : fit(s->start);
  Value stop = !start ? start : s->stop == None ? (down ? low : high) : fit(s->stop);
  if (!stop)
    return stop;
  Value parts[3] = {start, stop, step};
  return newTuple(t, parts, 3);
}

static Value sliceReduce(Thread *t, Value *args, size_t n) {
  Value outer[2] = {Value::fromObject(types::slice_), asTuple(t, self(args))};
  return outer[1] ? newTuple(t, outer, 2) : outer[1];
}

static const NativeDef sliceMethods[] = {
    {"__new__", sliceNew, "($type, *args)", kEffPure | kEffAllocates | kEffRaises, nullptr, kNativeStatic | kNativeRaw},
    {"__repr__", sliceRepr, "($self, /)", kEffAny, "Return repr(self).", kNativeSlotWrapper},
    {"__hash__", sliceHash, "($self, /)", kEffRaises, "Return hash(self).", kNativeSlotWrapper},
    {"__eq__", sliceCompare<Dunder::Eq>, "($self, value, /)", kEffAny, nullptr, kNativeSlotWrapper},
    {"__ne__", sliceCompare<Dunder::Ne>, "($self, value, /)", kEffAny, nullptr, kNativeSlotWrapper},
    {"__lt__", sliceCompare<Dunder::Lt>, "($self, value, /)", kEffAny, nullptr, kNativeSlotWrapper},
    {"__le__", sliceCompare<Dunder::Le>, "($self, value, /)", kEffAny, nullptr, kNativeSlotWrapper},
    {"__gt__", sliceCompare<Dunder::Gt>, "($self, value, /)", kEffAny, nullptr, kNativeSlotWrapper},
    {"__ge__", sliceCompare<Dunder::Ge>, "($self, value, /)", kEffAny, nullptr, kNativeSlotWrapper},
    {"indices", sliceIndicesMethod, "($self, object, /)", kEffAny, "(start, stop, step) for a sequence of that length."},
    {"__reduce__", sliceReduce, "($self, /)", kEffAllocates},
    {nullptr, nullptr, nullptr}};

static const MemberDef sliceMembers[] = {
    {"start", offsetof(SliceObject, start), true},
    {"stop", offsetof(SliceObject, stop), true},
    {"step", offsetof(SliceObject, step), true},
    {nullptr, 0, true}};

void initSliceType(Thread *t) {
  TypeSpec spec{"slice", Kind::Slice, sizeof(SliceObject), TraceKind::FixedSlots, 0, 3, sliceMethods, nullptr, sliceMembers};
  spec.doc = "What start:stop:step inside [] becomes.";
  makeBuiltinType(t, spec);
}

} // namespace pyc
