//===- ListObject.cpp - Lists: storage, items and slices ------------------===//
//
// A list is {size, buffer}. Immediate ints and floats make the generic buffer
// of Values as cheap as typed storage for most work, so there is one strategy.
//
// Growth: half as much again while small, a quarter from 64K items on, which
// keeps append linear and the slack of big lists below 25%.
//
// Any call into Python may change the list: code here reloads size and buffer
// after each such call, and copies out what it iterates over where CPython
// would see a snapshot.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Containers.h"
#include <algorithm>

namespace pyc {

static size_t grownCapacity(size_t needed) {
  size_t slack = needed < 65536 ? needed >> 1 : needed >> 2;
  return (needed + slack + 3) & ~size_t(1);
}

static bool setCapacity(Thread *t, ListObject *l, size_t capacity) {
  ValueBuffer *old = l->items();
  if (capacity > static_cast<size_t>(old->length) &&
      gcTryGrowLarge(old, sizeof(ValueBuffer) + capacity * sizeof(Value))) {
    old->length = static_cast<int64_t>(capacity);
    return true;
  }
  ValueBuffer *b = newValueBuffer(t, capacity);
  if (!b)
    return false;
  copySlots(b, b->items, l->items()->items, static_cast<size_t>(l->size));
  setSlot(l, &l->buffer, Value::fromObject(b));
  return true;
}

bool listReserve(Thread *t, ListObject *l, size_t capacity) {
  if (static_cast<size_t>(l->items()->length) >= capacity)
    return true;
  return setCapacity(t, l, capacity);
}

ListObject *newListBuffer(Thread *t, size_t n) {
  Value buffer = EmptyBuffer;
  if (n) {
    ValueBuffer *b = newValueBuffer(t, n);
    if (!b)
      return nullptr;
    buffer = Value::fromObject(b);
  }
  auto *l = gcAllocate<ListObject>(t, sizeof(ListObject), shapes::list);
  if (!l)
    return nullptr;
  l->size = static_cast<int64_t>(n);
  l->buffer = buffer;
  return l;
}

Value newList(Thread *t, const Value *items, size_t n) {
  ListObject *l = newListBuffer(t, n);
  if (!l)
    return Value::empty();
  if (n)
    copySlots(l->items(), l->items()->items, items, n);
  return Value::fromObject(l);
}

bool listAppend(Thread *t, ListObject *l, Value v) {
  ValueBuffer *b = l->items();
  if (PYC_LIKELY(l->size < b->length)) {
    setSlot(b, &b->items[l->size], v);
    ++l->size;
    return true;
  }
  return listAppendSlow(t, l, v);
}

bool listAppendSlow(Thread *t, ListObject *l, Value v) {
  if (l->size == l->items()->length &&
      !setCapacity(t, l, grownCapacity(static_cast<size_t>(l->size) + 1)))
    return false;
  ValueBuffer *b = l->items();
  setSlot(b, &b->items[l->size], v);
  ++l->size;
  return true;
}

bool listSplice(Thread *t, ListObject *l, int64_t low, int64_t high,
                const Value *items, size_t n) {
  int64_t size = l->size;
  low = std::clamp<int64_t>(low, 0, size);
  high = std::clamp<int64_t>(high, low, size);
  int64_t growth = static_cast<int64_t>(n) - (high - low);
  if (growth > 0 && size + growth > l->items()->length) {
    // A new buffer: `items` may point into the old one, which stays alive (and
    // in place, pinned by `items`) until we are done.
    ValueBuffer *b = newValueBuffer(t, grownCapacity(static_cast<size_t>(size + growth)));
    if (!b)
      return false;
    const Value *old = l->items()->items;
    copySlots(b, b->items, old, static_cast<size_t>(low));
    copySlots(b, b->items + low, items, n);
    copySlots(b, b->items + low + n, old + high, static_cast<size_t>(size - high));
    setSlot(l, &l->buffer, Value::fromObject(b));
    l->size = size + growth;
    return true;
  }
  ValueBuffer *b = l->items();
  // In place: a source that overlaps what moves must be copied out first.
  Value *copy = nullptr, local[16];
  if (n && items >= b->items && items < b->items + b->length) {
    copy = n <= 16 ? local : static_cast<Value *>(malloc(n * sizeof(Value)));
    if (!copy) {
      raiseMemoryError(t);
      return false;
    }
    memcpy(copy, items, n * sizeof(Value)); // nothing collects until it is used
    items = copy;
  }
  if (growth)
    copySlots(b, b->items + high + growth, b->items + high, static_cast<size_t>(size - high));
  if (n)
    copySlots(b, b->items + low, items, n);
  for (int64_t i = size + growth; i < size; ++i)
    b->items[i] = Value::fromSmallInt(0);
  l->size = size + growth;
  if (copy && copy != local)
    free(copy);
  // A buffer three quarters empty is given back.
  if (growth < 0 && b->length > 64 && l->size < b->length / 4) {
    if (l->size == 0)
      l->buffer = EmptyBuffer;
    else if (!setCapacity(t, l, grownCapacity(static_cast<size_t>(l->size))))
      return false;
  }
  return true;
}

bool listInsert(Thread *t, ListObject *l, int64_t index, Value v) {
  if (index < 0)
    index = std::max<int64_t>(0, index + l->size);
  index = std::min(index, l->size);
  if (l->size == l->items()->length &&
      !setCapacity(t, l, grownCapacity(static_cast<size_t>(l->size) + 1)))
    return false;
  ValueBuffer *b = l->items();
  copySlots(b, b->items + index + 1, b->items + index, static_cast<size_t>(l->size - index));
  setSlot(b, &b->items[index], v);
  ++l->size;
  return true;
}

bool listExtend(Thread *t, ListObject *l, Value iterable) {
  Value *items;
  size_t n;
  bool exactSequence = isExact(iterable, shapes::list) || isExact(iterable, shapes::tuple) ||
                       iterable == Value::fromObject(l);
  if (exactSequence && sequenceSlots(iterable, items, n))
    return n == 0 || listSplice(t, l, l->size, l->size, items, n);
  if (isExact(iterable, shapes::range)) {
    auto *r = iterable.as<RangeObject>();
    if (r->start.isInt() && r->stop.isInt() && r->step.isInt() && r->length.isInt()) {
      int64_t count = r->length.asInt(), v = r->start.asInt(), step = r->step.asInt();
      if (count > (int64_t(1) << 58)) {
        raiseMemoryError(t);
        return false;
      }
      if (!listReserve(t, l, static_cast<size_t>(l->size + count)))
        return false;
      Value *to = l->items()->items + l->size;
      for (int64_t i = 0; i < count; ++i, v += step)
        to[i] = Value::fromSmallInt(v);
      l->size += count;
      return true;
    }
  }
  Value it = getIter(t, iterable);
  if (!it)
    return false;
  int64_t hint = isExact(iterable, shapes::listReverseIterator)
                     ? iterable.as<ListReverseIterObject>()->index + 1
                     : lengthHint(t, iterable, 0);
  if (hint < 0)
    return false;
  // A hint is only a hint: trust it up to a million.
  if (hint > 0 && l->size < (1 << 28) &&
      !listReserve(t, l, static_cast<size_t>(l->size + std::min<int64_t>(hint, 1 << 20))))
    return false;
  if (IteratorStep step = it.isObject() ? iteratorStepOf(it.asObject()->shape()) : nullptr) {
    for (;;) {
      Value v = step(t, it);
      if (!v)
        return !t->pending;
      if (!listAppend(t, l, v))
        return false;
    }
  }
  for (;;) {
    Value v = iterNext(t, it);
    if (!v)
      return !t->pending;
    if (!listAppend(t, l, v))
      return false;
  }
}

Value listFrom(Thread *t, Value iterable) {
  ListObject *l = newListBuffer(t, 0);
  if (!l)
    return Value::empty();
  if (isExact(iterable, shapes::list) || isExact(iterable, shapes::tuple)) {
    Value *items;
    size_t n;
    sequenceSlots(iterable, items, n);
    return newList(t, items, n);
  }
  if (!listExtend(t, l, iterable))
    return Value::empty();
  return Value::fromObject(l);
}

//===-- items --------------------------------------------------------------===//

/// Of a slice without step whose ends are small ints or missing, which is nearly
/// all of them: what sliceIndices says.
static inline bool plainSlice(const SliceObject *s, int64_t length, int64_t &start, int64_t &stop) {
  if (s->step != None || !(s->start.isInt() || s->start == None) ||
      !(s->stop.isInt() || s->stop == None))
    return false;
  auto fit = [length](int64_t i) {
    if (i < 0)
      i += length;
    return i < 0 ? 0 : i > length ? length : i;
  };
  start = s->start == None ? 0 : fit(s->start.asInt());
  stop = s->stop == None ? length : fit(s->stop.asInt());
  return true;
}

static Value listSlice(Thread *t, ListObject *l, SliceObject *slice) {
  int64_t start, stop, step, count;
  if (PYC_LIKELY(plainSlice(slice, l->size, start, stop))) {
    auto n = static_cast<size_t>(std::max<int64_t>(stop - start, 0));
    ListObject *r = newListBuffer(t, n);
    if (!r)
      return Value::empty();
    if (n)
      copySlots(r->items(), r->items()->items, l->items()->items + start, n);
    return Value::fromObject(r);
  }
  if (!sliceIndices(t, slice, l->size, start, stop, step, count))
    return Value::empty();
  // __index__ may have shrunk the list.
  if (!sliceIndices(t, slice, l->size, start, stop, step, count))
    return Value::empty();
  ListObject *r = newListBuffer(t, static_cast<size_t>(count));
  if (!r)
    return Value::empty();
  const Value *from = l->items()->items;
  Value *to = r->items()->items;
  if (step == 1) {
    if (count)
      copySlots(r->items(), to, from + start, static_cast<size_t>(count));
  } else {
    ValueBuffer *b = r->items();
    for (int64_t i = 0, j = start; i < count; ++i, j += step)
      setSlot(b, &to[i], from[j]);
  }
  return Value::fromObject(r);
}

Value listGetItem(Thread *t, ListObject *l, Value key) {
  int64_t i;
  if (PYC_LIKELY(key.isInt()))
    i = key.asInt();
  else if (isExact(key, shapes::slice))
    return listSlice(t, l, key.as<SliceObject>());
  else if (!subscriptIndex(t, key, "list", i))
    return Value::empty();
  if (i < 0)
    i += l->size;
  if (PYC_UNLIKELY(static_cast<uint64_t>(i) >= static_cast<uint64_t>(l->size)))
    return raise(t, exc::IndexError, "list index out of range");
  return l->items()->items[i];
}

static bool assignSlice(Thread *t, ListObject *l, SliceObject *slice, Value v) {
  int64_t start, stop, step, count;
  if (isExact(v, shapes::list) && v != Value::fromObject(l) && plainSlice(slice, l->size, start, stop))
    return listSplice(t, l, start, std::max(start, stop), v.as<ListObject>()->items()->items,
                      static_cast<size_t>(v.as<ListObject>()->size));
  if (!sliceIndices(t, slice, l->size, start, stop, step, count))
    return false;
  bool plain = step == 1;
  Value source = v;
  // Items are taken before the list is looked at again; also unties l[:] = l.
  if (!isExact(v, shapes::list) && !isExact(v, shapes::tuple)) {
    if (!lookupDunder(typeOf(v), Dunder::Iter) && !lookupDunder(typeOf(v), Dunder::GetItem)) {
      raise(t, exc::TypeError, plain ? "can only assign an iterable"
                                     : "must assign iterable to extended slice");
      return false;
    }
    source = listFrom(t, v);
  } else if (v == Value::fromObject(l)) {
    source = newList(t, l->items()->items, static_cast<size_t>(l->size));
  }
  if (!source || !sliceIndices(t, slice, l->size, start, stop, step, count))
    return false;
  Value *items;
  size_t n;
  sequenceSlots(source, items, n);
  if (plain)
    return listSplice(t, l, start, std::max(start, stop), items, n);
  if (static_cast<int64_t>(n) != count) {
    raise(t, exc::ValueError, "attempt to assign sequence of size %zd to extended slice of size %zd",
          static_cast<ssize_t>(n), static_cast<ssize_t>(count));
    return false;
  }
  ValueBuffer *b = l->items();
  for (int64_t i = 0, j = start; i < count; ++i, j += step)
    setSlot(b, &b->items[j], items[i]);
  return true;
}

bool listSetItem(Thread *t, ListObject *l, Value key, Value v) {
  int64_t i;
  if (PYC_LIKELY(key.isInt()))
    i = key.asInt();
  else if (isExact(key, shapes::slice))
    return assignSlice(t, l, key.as<SliceObject>(), v);
  else if (!subscriptIndex(t, key, "list", i))
    return false;
  if (i < 0)
    i += l->size;
  if (PYC_UNLIKELY(static_cast<uint64_t>(i) >= static_cast<uint64_t>(l->size))) {
    raise(t, exc::IndexError, "list assignment index out of range");
    return false;
  }
  ValueBuffer *b = l->items();
  setSlot(b, &b->items[i], v);
  return true;
}

static bool deleteSlice(Thread *t, ListObject *l, SliceObject *slice) {
  int64_t start, stop, step, count;
  if (!sliceIndices(t, slice, l->size, start, stop, step, count) ||
      !sliceIndices(t, slice, l->size, start, stop, step, count))
    return false;
  if (count == 0)
    return true;
  if (step < 0) { // the same items in ascending order
    start += (count - 1) * step;
    step = -step;
  }
  if (step == 1)
    return listSplice(t, l, start, start + count, nullptr, 0);
  ValueBuffer *b = l->items();
  int64_t to = start, next = start, dropped = 0;
  for (int64_t i = start; i < l->size; ++i) {
    if (i == next && dropped < count) {
      ++dropped;
      next += step;
      continue;
    }
    setSlot(b, &b->items[to++], b->items[i]);
  }
  for (int64_t i = to; i < l->size; ++i)
    b->items[i] = Value::fromSmallInt(0);
  l->size = to;
  return true;
}

bool listDelItem(Thread *t, ListObject *l, Value key) {
  int64_t i;
  if (key.isInt())
    i = key.asInt();
  else if (isExact(key, shapes::slice))
    return deleteSlice(t, l, key.as<SliceObject>());
  else if (!subscriptIndex(t, key, "list", i))
    return false;
  if (i < 0)
    i += l->size;
  if (static_cast<uint64_t>(i) >= static_cast<uint64_t>(l->size)) {
    raise(t, exc::IndexError, "list assignment index out of range");
    return false;
  }
  return listSplice(t, l, i, i + 1, nullptr, 0);
}

//===-- concatenation ------------------------------------------------------===//

Value listConcat(Thread *t, ListObject *a, ListObject *b) {
  ListObject *r = newListBuffer(t, static_cast<size_t>(a->size + b->size));
  if (!r)
    return Value::empty();
  if (r->size) {
    copySlots(r->items(), r->items()->items, a->items()->items, static_cast<size_t>(a->size));
    copySlots(r->items(), r->items()->items + a->size, b->items()->items,
              static_cast<size_t>(b->size));
  }
  return Value::fromObject(r);
}

Value listRepeat(Thread *t, ListObject *l, int64_t times) {
  if (times < 0)
    times = 0;
  int64_t n;
  if (__builtin_mul_overflow(l->size, times, &n))
    return raiseMemoryError(t);
  ListObject *r = newListBuffer(t, static_cast<size_t>(n));
  if (!r)
    return Value::empty();
  if (n == 0)
    return Value::fromObject(r);
  ValueBuffer *b = r->items();
  if (l->size == 1) {
    Value v = l->items()->items[0];
    for (int64_t i = 0; i < n; ++i)
      b->items[i] = v;
    if (b->gcBits & kGcOld)
      copySlots(b, b->items, b->items, static_cast<size_t>(n));
  } else {
    for (int64_t i = 0; i < n; i += l->size)
      copySlots(b, b->items + i, l->items()->items, static_cast<size_t>(l->size));
  }
  return Value::fromObject(r);
}

} // namespace pyc
