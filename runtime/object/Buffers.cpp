//===- Buffers.cpp - Raw storage of the containers ------------------------===//
//
// Problem: lists, dicts and sets need growable storage that the collector
// knows. Idea: the container is a small fixed-size object that points to a
// buffer object (ValueBuffer: slots; RawBuffer: bytes); growing means a new
// buffer. Buffers from kLargeObject on never move, smaller ones start in the
// nursery. An empty list shares one immortal buffer of length 0, so that code
// that reads `items()->length` needs no null test.
//
// Invariant: slots past a container's size hold int 0 (the collector traces
// whole buffers; a stale Value there would keep garbage alive).
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Containers.h"

namespace pyc {

static_assert(SingletonIndex::kSingletonCount == 16 && kEmptyBytesIndex < 8,
              "EmptyBuffer takes singleton slot 8");

constexpr size_t kMaxSlots = size_t(1) << 59;

void initContainerSingletons() {
  auto setUp = [](Value v, const Shape *s) {
    Object *o = v.asObject();
    o->shapeId = shapeIdOf(s);
    o->gcBits = kGcOld | kGcImmortal;
    reinterpret_cast<ValueBuffer *>(o)->length = 0;
  };
  setUp(EmptyTuple, shapes::tuple);
  setUp(EmptyBuffer, shapes::valueBuffer);
}

/// An object of header + length word + bytes; big ones bypass the nursery.
static void *allocateSized(Thread *t, size_t size, const Shape *shape) {
  if (PYC_UNLIKELY(size >= kLargeObject))
    return gcAllocateSlow(t, size, shape);
  return gcAllocate<Object>(t, size, shape);
}

ValueBuffer *newValueBuffer(Thread *t, size_t n) {
  if (PYC_UNLIKELY(n > kMaxSlots)) {
    raiseMemoryError(t);
    return nullptr;
  }
  auto *b = static_cast<ValueBuffer *>(
      allocateSized(t, sizeof(ValueBuffer) + n * sizeof(Value), shapes::valueBuffer));
  if (PYC_LIKELY(b != nullptr))
    b->length = static_cast<int64_t>(n);
  return b;
}

RawBuffer *newRawBuffer(Thread *t, size_t n) {
  if (PYC_UNLIKELY(n > (kMaxSlots << 3))) {
    raiseMemoryError(t);
    return nullptr;
  }
  auto *b = static_cast<RawBuffer *>(
      allocateSized(t, (sizeof(RawBuffer) + n + 7) & ~size_t(7), shapes::rawBuffer));
  if (PYC_LIKELY(b != nullptr))
    b->size = static_cast<int64_t>(n);
  return b;
}

void copySlots(Object *holder, Value *to, const Value *from, size_t n) {
  memmove(to, from, n * sizeof(Value));
  if (PYC_LIKELY(!(holder->gcBits & kGcOld)))
    return;
  for (size_t i = 0; i < n; ++i)
    if (gcNeedsBarrier(holder, to[i]))
      gcRemember(holder, to + i);
}

TupleObject *newTupleBuffer(Thread *t, size_t n) {
  if (PYC_UNLIKELY(n > kMaxSlots)) {
    raiseMemoryError(t);
    return nullptr;
  }
  if (n == 0)
    return EmptyTuple.as<TupleObject>();
  auto *o = static_cast<TupleObject *>(
      allocateSized(t, sizeof(TupleObject) + n * sizeof(Value), shapes::tuple));
  if (PYC_LIKELY(o != nullptr))
    o->length = static_cast<int64_t>(n);
  return o;
}

Value newTuple(Thread *t, const Value *items, size_t n) {
  if (PYC_LIKELY(n - 1 < 8)) { // most tuples; memmove's call costs more than the copy
    auto *o = gcAllocate<TupleObject>(t, sizeof(TupleObject) + n * sizeof(Value), shapes::tuple);
    if (PYC_UNLIKELY(!o))
      return Value::empty();
    o->length = static_cast<int64_t>(n);
    if (PYC_LIKELY(gcIsYoung(o))) {
      for (size_t i = 0; i < n; ++i)
        o->items[i] = items[i];
    } else
      copySlots(o, o->items, items, n);
    return Value::fromObject(o);
  }
  TupleObject *o = newTupleBuffer(t, n);
  if (!o)
    return Value::empty();
  // A large tuple may be born old: the barrier looks at its header.
  copySlots(o, o->items, items, n);
  return Value::fromObject(o);
}

bool subscriptIndex(Thread *t, Value key, const char *what, int64_t &out) {
  if (PYC_LIKELY(key.isInt())) {
    out = key.asInt();
    return true;
  }
  if (!lookupDunder(typeOf(key), Dunder::Index)) {
    raise(t, exc::TypeError, "%s indices must be integers or slices, not %T", what, key);
    return false;
  }
  return indexAsInt64(t, key, out, exc::IndexError);
}

Value genericClassGetItem(Thread *t, Value *args, size_t n) {
  return newGenericAlias(t, args[0], args[1]);
}

} // namespace pyc
