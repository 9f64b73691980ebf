//===- EnumerateZip.cpp - enumerate, zip, map, filter, reversed -----------===//
//
// The iterator types that are builtins. Each is stepped by a C++ function
// (Iteration.cpp); instances of subclasses have the same layout.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"

namespace pyc {

namespace shapes {
Shape *enumerate, *zip, *map, *filter, *reversed;
}
namespace types {
TypeObject *enumerate_, *zip_, *map_, *filter_, *reversed_;
}

/// An instance of cls, which is the builtin type or a subclass of it.
template <typename T>
static T *allocate(Thread *t, Value cls, TypeObject *exact, Shape *shape) {
  auto *type = cls.as<TypeObject>();
  if (type == exact)
    return gcAllocate<T>(t, sizeof(T), shape);
  Value v = newInstance(t, type);
  return v ? v.as<T>() : nullptr;
}

/// Iterators over each argument, as a tuple.
static Value iteratorsOf(Thread *t, Value *args, size_t n) {
  TupleObject *its = newTupleBuffer(t, n);
  for (size_t i = 0; its && i < n; ++i) {
    Value it = getIter(t, args[i]);
    if (!it)
      return it;
    setSlot(its, &its->items[i], it);
  }
  return its ? Value::fromObject(its) : Value::empty();
}

//===-- enumerate ----------------------------------------------------------===//

static Value enumerateNew(Thread *t, Value *args, size_t n) {
  if (!args[1])
    return raise(t, exc::TypeError, "enumerate() missing required argument 'iterable'");
  Value start = args[2] ? asIndex(t, args[2]) : Value::fromSmallInt(0);
  Value it = start ? getIter(t, args[1]) : start;
  if (!it)
    return it;
  auto *e = allocate<EnumerateObject>(t, args[0], types::enumerate_, shapes::enumerate);
  if (!e)
    return Value::empty();
  e->index = start.isInt() ? start.asInt() : 0;
  setSlot(e, &e->iterator, it);
  setSlot(e, &e->bigIndex, start.isInt() ? Value::fromSmallInt(0) : start);
  return Value::fromObject(e);
}

static Value stepEnumerate(Thread *t, Value it) {
  auto *e = it.as<EnumerateObject>();
  Value pair[2] = {Value::empty(), iterNext(t, e->iterator)};
  if (!pair[1])
    return pair[1];
  if (PYC_LIKELY(e->bigIndex == Value::fromSmallInt(0) && e->index < Value::kMaxInt)) {
    pair[0] = Value::fromSmallInt(e->index++);
  } else {
    if (e->bigIndex == Value::fromSmallInt(0))
      e->bigIndex = Value::fromSmallInt(e->index);
    pair[0] = e->bigIndex;
    Value next = intBinary(t, Dunder::Add, e->bigIndex, Value::fromSmallInt(1));
    if (!next)
      return next;
    setSlot(e, &e->bigIndex, next);
  }
  return newTuple(t, pair, 2);
}

static Value enumerateReduce(Thread *t, Value *args, size_t n) {
  auto *e = args[0].as<EnumerateObject>();
  Value inner[2] = {e->iterator, e->bigIndex == Value::fromSmallInt(0) ? newInt(t, e->index) : e->bigIndex};
  Value outer[2] = {Value::fromObject(args[0].asObject()->type()), newTuple(t, inner, 2)};
  return outer[1] ? newTuple(t, outer, 2) : outer[1];
}

//===-- zip ----------------------------------------------------------------===//

static Value zipNew(Thread *t, Value *args, size_t n) {
  // ($type, /, *iterables, strict=False)
  int strict = args[2] ? isTrue(t, args[2]) : 0;
  if (strict < 0)
    return Value::empty();
  auto *iterables = args[1].as<TupleObject>();
  Value its = iteratorsOf(t, iterables->items, static_cast<size_t>(iterables->length));
  if (!its)
    return its;
  auto *z = allocate<ZipObject>(t, args[0], types::zip_, shapes::zip);
  if (!z)
    return Value::empty();
  z->strict = strict;
  setSlot(z, &z->iterators, its);
  return Value::fromObject(z);
}

static Value zipMismatch(Thread *t, int64_t argument, const char *how) {
  return raise(t, exc::ValueError, "zip() argument %zd is %s than argument%s%zd",
               static_cast<ssize_t>(argument + 1), how, argument == 1 ? " " : "s 1-",
               static_cast<ssize_t>(argument));
}

static Value stepZip(Thread *t, Value it) {
  auto *z = it.as<ZipObject>();
  auto *its = z->iterators.as<TupleObject>();
  int64_t n = its->length;
  if (n == 0)
    return Value::empty();
  // Most zips are of two: their items are held here, larger ones in the result.
  Value local[4];
  TupleObject *result = nullptr;
  if (n > 4 && !(result = newTupleBuffer(t, static_cast<size_t>(n))))
    return Value::empty();
  for (int64_t i = 0; i < n; ++i) {
    Value v = iterNext(t, its->items[i]);
    if (PYC_UNLIKELY(v.isEmpty())) {
      if (t->pending || !z->strict)
        return v;
      if (i > 0)
        return zipMismatch(t, i, "shorter");
      for (int64_t j = 1; j < n; ++j) {
        if (iterNext(t, its->items[j]))
          return zipMismatch(t, j, "longer");
        if (t->pending)
          return Value::empty();
      }
      return v;
    }
    if (result)
      setSlot(result, &result->items[i], v);
    else
      local[i] = v;
  }
  return result ? Value::fromObject(result) : newTuple(t, local, static_cast<size_t>(n));
}

static Value zipReduce(Thread *t, Value *args, size_t n) {
  auto *z = args[0].as<ZipObject>();
  Value parts[3] = {Value::fromObject(args[0].asObject()->type()), z->iterators, True};
  return newTuple(t, parts, z->strict ? 3 : 2);
}
static Value zipSetState(Thread *t, Value *args, size_t n) {
  int strict = isTrue(t, args[1]);
  if (strict < 0)
    return Value::empty();
  args[0].as<ZipObject>()->strict = strict;
  return None;
}

//===-- map and filter -----------------------------------------------------===//

static Value mapNew(Thread *t, Value *args, size_t n) {
  if (n < 3)
    return raise(t, exc::TypeError, "map() must have at least two arguments.");
  Value its = iteratorsOf(t, args + 2, n - 2);
  if (!its)
    return its;
  auto *m = allocate<MapObject>(t, args[0], types::map_, shapes::map);
  if (!m)
    return Value::empty();
  setSlot(m, &m->function, args[1]);
  setSlot(m, &m->iterators, its);
  return Value::fromObject(m);
}

static Value stepMap(Thread *t, Value it) {
  auto *m = it.as<MapObject>();
  auto *its = m->iterators.as<TupleObject>();
  size_t n = static_cast<size_t>(its->length);
  Value args[8];
  if (PYC_UNLIKELY(n > 8)) {
    // Calls may overwrite their arguments: a buffer of our own.
    ValueBuffer *b = newValueBuffer(t, n);
    if (!b)
      return Value::empty();
    for (size_t i = 0; i < n; ++i) {
      Value v = iterNext(t, its->items[i]);
      if (!v)
        return v;
      setSlot(b, &b->items[i], v);
    }
    return call(t, m->function, b->items, n);
  }
  for (size_t i = 0; i < n; ++i) {
    args[i] = iterNext(t, its->items[i]);
    if (!args[i])
      return args[i];
  }
  return call(t, m->function, args, n);
}

static Value mapReduce(Thread *t, Value *args, size_t n) {
  auto *m = args[0].as<MapObject>();
  Value inner = tupleFrom(t, m->iterators);
  Value f = newTuple(t, &m->function, 1);
  if (!inner || !f)
    return Value::empty();
  Value outer[2] = {Value::fromObject(args[0].asObject()->type()),
                    tupleConcat(t, f.as<TupleObject>(), inner.as<TupleObject>())};
  return outer[1] ? newTuple(t, outer, 2) : outer[1];
}

static Value filterNew(Thread *t, Value *args, size_t n) {
  if (n != 3)
    return raise(t, exc::TypeError, "filter expected 2 arguments, got %zu", n - 1);
  Value it = getIter(t, args[2]);
  if (!it)
    return it;
  auto *f = allocate<FilterObject>(t, args[0], types::filter_, shapes::filter);
  if (!f)
    return Value::empty();
  setSlot(f, &f->function, args[1]);
  setSlot(f, &f->iterator, it);
  return Value::fromObject(f);
}

static Value stepFilter(Thread *t, Value it) {
  auto *f = it.as<FilterObject>();
  bool plain = f->function == None || f->function == Value::fromObject(types::bool_);
  for (;;) {
    Value v = iterNext(t, f->iterator);
    if (!v)
      return v;
    Value test = v;
    if (!plain) {
      test = call(t, f->function, v);
      if (!test)
        return test;
    }
    int r = isTrue(t, test);
    if (r)
      return r > 0 ? v : Value::empty();
  }
}

static Value filterReduce(Thread *t, Value *args, size_t n) {
  auto *f = args[0].as<FilterObject>();
  Value inner[2] = {f->function, f->iterator};
  Value outer[2] = {Value::fromObject(args[0].asObject()->type()), newTuple(t, inner, 2)};
  return outer[1] ? newTuple(t, outer, 2) : outer[1];
}

//===-- reversed -----------------------------------------------------------===//

static Value reversedNew(Thread *t, Value *args, size_t n) {
  if (n != 2)
    return raise(t, exc::TypeError, "reversed expected 1 argument, got %zu", n - 1);
  Value o = args[1];
  TypeObject *type = typeOf(o);
  Value method = lookupDunder(type, Dunder::Reversed);
  if (method == None)
    return raise(t, exc::TypeError, "'%T' object is not reversible", o);
  if (method)
    return callDunder(t, o, Dunder::Reversed, nullptr, 0);
  if (isDict(o) || !lookupDunder(type, Dunder::GetItem) || !lookupDunder(type, Dunder::Len))
    return raise(t, exc::TypeError, "'%T' object is not reversible", o);
  int64_t length = lengthOf(t, o);
  if (length < 0)
    return Value::empty();
  auto *r = allocate<ReversedObject>(t, args[0], types::reversed_, shapes::reversed);
  if (!r)
    return Value::empty();
  r->index = length - 1;
  setSlot(r, &r->sequence, o);
  return Value::fromObject(r);
}

static Value stepReversed(Thread *t, Value it) {
  auto *r = it.as<ReversedObject>();
  if (r->sequence == Value::fromSmallInt(0))
    return Value::empty();
  if (r->index >= 0) {
    Value v = getItem(t, r->sequence, Value::fromSmallInt(r->index));
    if (v) {
      --r->index;
      return v;
    }
    if (!pendingMatches(t, exc::IndexError) && !pendingMatches(t, exc::StopIteration))
      return v;
    clearPending(t);
  }
  r->index = -1;
  r->sequence = Value::fromSmallInt(0);
  return Value::empty();
}

static Value reversedHint(Thread *t, Value *args, size_t n) {
  auto *r = args[0].as<ReversedObject>();
  if (r->sequence == Value::fromSmallInt(0))
    return Value::fromSmallInt(0);
  int64_t length = lengthOf(t, r->sequence);
  if (length < 0)
    return Value::empty();
  return Value::fromSmallInt(length < r->index + 1 ? 0 : r->index + 1);
}

static Value reversedReduce(Thread *t, Value *args, size_t n) {
  auto *r = args[0].as<ReversedObject>();
  Value sequence = r->sequence == Value::fromSmallInt(0) ? EmptyTuple : r->sequence;
  Value outer[3] = {Value::fromObject(args[0].asObject()->type()), newTuple(t, &sequence, 1),
                    newInt(t, r->index)};
  return outer[1] ? newTuple(t, outer, r->sequence == sequence ? 3 : 2) : outer[1];
}
static Value reversedSetState(Thread *t, Value *args, size_t n) {
  auto *r = args[0].as<ReversedObject>();
  int64_t i;
  if (!indexAsInt64(t, args[1], i))
    return Value::empty();
  if (r->sequence == Value::fromSmallInt(0))
    return None;
  int64_t length = lengthOf(t, r->sequence);
  if (length < 0)
    return Value::empty();
  r->index = i < -1 ? -1 : i > length - 1 ? length - 1 : i;
  return None;
}

//===-- tables -------------------------------------------------------------===//

#define NEW_ROW(fn, signature, flags)                                                              \
  {"__new__", fn, signature, kEffAny, "Create and return a new object.  See help(type) for accurate signature.", kNativeStatic | flags}
#define ITER_ROWS(step)                                                                            \
  {"__iter__", returnSelf, "($self, /)", kEffPure, "Implement iter(self).", kNativeSlotWrapper},   \
      {"__next__", nextMethod<step>, "($self, /)", kEffAny, "Implement next(self).", kNativeSlotWrapper}
#define REDUCE_ROW(fn) {"__reduce__", fn, "($self, /)", kEffAny, "Return state information for pickling."}

static const NativeDef enumerateMethods[] = {
    NEW_ROW(enumerateNew, "($type, iterable=<required>, start=0)", 0), ITER_ROWS(stepEnumerate),
    REDUCE_ROW(enumerateReduce),
    {"__class_getitem__", genericClassGetItem, "($type, item, /)", kEffAny, "See PEP 585", kNativeClass},
    {nullptr, nullptr, nullptr}};
static const NativeDef zipMethods[] = {
    NEW_ROW(zipNew, "($type, /, *iterables, strict=False)", 0), ITER_ROWS(stepZip), REDUCE_ROW(zipReduce),
    {"__setstate__", zipSetState, "($self, state, /)", kEffAny, "Set state information for unpickling."},
    {nullptr, nullptr, nullptr}};
static const NativeDef mapMethods[] = {
    NEW_ROW(mapNew, "($type, *args)", kNativeRaw), ITER_ROWS(stepMap), REDUCE_ROW(mapReduce),
    {nullptr, nullptr, nullptr}};
static const NativeDef filterMethods[] = {
    NEW_ROW(filterNew, "($type, *args)", kNativeRaw), ITER_ROWS(stepFilter), REDUCE_ROW(filterReduce),
    {nullptr, nullptr, nullptr}};
static const NativeDef reversedMethods[] = {
    NEW_ROW(reversedNew, "($type, *args)", kNativeRaw), ITER_ROWS(stepReversed),
    REDUCE_ROW(reversedReduce),
    {"__setstate__", reversedSetState, "($self, state, /)", kEffAny, "Set state information for unpickling."},
    {"__length_hint__", reversedHint, "($self, /)", kEffAny, "Private method returning an estimate of len(list(it))."},
    {nullptr, nullptr, nullptr}};

void initEnumerateAndZip(Thread *t) {
  auto make = [t](const char *name, size_t size, uint8_t skip, uint16_t slots,
                  const NativeDef *methods, TypeObject *&type, Shape *&shape, IteratorStep step,
                  const char *doc) {
    TypeSpec spec{name, Kind::Iterator, static_cast<uint32_t>(size), TraceKind::FixedSlots, skip, slots, methods};
    spec.typeFlags = kTypeBaseable;
    spec.doc = doc;
    type = makeBuiltinType(t, spec);
    shape = type->instanceShape;
    registerIteratorStep(shape, step);
  };
  make("enumerate", sizeof(EnumerateObject), 1, 2, enumerateMethods, types::enumerate_, shapes::enumerate, stepEnumerate,
       "Pairs of a running count and an item.");
  make("zip", sizeof(ZipObject), 1, 1, zipMethods, types::zip_, shapes::zip, stepZip,
       "Tuples of one item of each iterable, until one ends.");
  make("map", sizeof(MapObject), 0, 2, mapMethods, types::map_, shapes::map, stepMap,
       "What a function makes of the items of one or more iterables.");
  make("filter", sizeof(FilterObject), 0, 2, filterMethods, types::filter_, shapes::filter, stepFilter,
       "The items of an iterable that pass a test.");
  make("reversed", sizeof(ReversedObject), 1, 1, reversedMethods, types::reversed_, shapes::reversed, stepReversed,
       "Return a reverse iterator over the values of the given sequence.");
}

} // namespace pyc
