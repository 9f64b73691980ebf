//===- Iteration.cpp - iter(), next() and the containers' iterators -------===//
//
// Problem: `for` over the builtin containers must not look up methods, box
// positions or raise StopIteration. Idea: each builtin iterator has a C++
// *step* (empty with nothing pending is the end); its shape carries the step's
// number in Shape::strategy, so that one load finds it. Python's __next__ is a
// wrapper around the step that raises StopIteration. Subclasses have other
// shapes and go through their __next__.
//
//===----------------------------------------------------------------------===//
#include "runtime/interpreter/Interpreter.h"
#include "runtime/object/Containers.h"
#include "runtime/object/DictTable.h"
#include "runtime/object/SetTable.h"
#include "runtime/object/Types.h"

namespace pyc {

namespace shapes {
Shape *listIterator, *listReverseIterator, *tupleIterator, *rangeIterator, *bigRangeIterator,
    *dictKeyIterator, *dictValueIterator, *dictItemIterator, *dictReverseKeyIterator,
    *dictReverseValueIterator, *dictReverseItemIterator, *setIterator, *sequenceIterator,
    *callableIterator;
}

static constexpr Value kFinished = Value::fromSmallInt(0);

namespace {
struct StepEntry {
  const Shape *shape;
  IteratorStep step;
};
constexpr uint32_t kMaxSteps = 128;
StepEntry gSteps[kMaxSteps];
uint32_t gStepCount = 1;
} // namespace

void registerIteratorStep(Shape *shape, IteratorStep step) {
  if (gStepCount == kMaxSteps)
    internalError(__FILE__, __LINE__, "too many native iterators");
  gSteps[gStepCount] = {shape, step};
  shape->strategy = gStepCount++;
}

IteratorStep iteratorStepOf(const Shape *shape) {
  if (shape->kind != Kind::Iterator || shape->strategy >= gStepCount)
    return nullptr;
  const StepEntry &e = gSteps[shape->strategy];
  return e.shape == shape ? e.step : nullptr;
}

Value stopAtEnd(Thread *t, Value v) {
  return t->pending ? v : raiseStopIteration(t, Value::empty());
}

Value returnSelf(Thread *t, Value *args, size_t n) { return args[0]; }

Value asIndex(Thread *t, Value v) {
  if (PYC_LIKELY(isIntExact(v)))
    return v;
  if (v == True || v == False)
    return Value::fromSmallInt(v == True);
  if (isIntLike(v))
    return payloadOf(v);
  if (!lookupDunder(typeOf(v), Dunder::Index))
    return raise(t, exc::TypeError, "'%T' object cannot be interpreted as an integer", v);
  Value r = callDunder(t, v, Dunder::Index, nullptr, 0);
  if (!r)
    return r;
  if (!isIntLike(r))
    return raise(t, exc::TypeError, "__index__ returned non-int (type %T)", r);
  return asIndex(t, r);
}

//===-- steps --------------------------------------------------------------===//

static Value stepList(Thread *t, Value it) {
  auto *i = it.as<ListIterObject>();
  if (i->list == kFinished)
    return Value::empty();
  auto *l = i->list.as<ListObject>();
  if (i->index < l->size)
    return l->items()->items[i->index++];
  i->list = kFinished;
  return Value::empty();
}

static Value stepListReverse(Thread *t, Value it) {
  auto *i = it.as<ListReverseIterObject>();
  if (i->list == kFinished)
    return Value::empty();
  auto *l = i->list.as<ListObject>();
  if (i->index >= 0 && i->index < l->size)
    return l->items()->items[i->index--];
  i->index = -1;
  i->list = kFinished;
  return Value::empty();
}

static Value stepTuple(Thread *t, Value it) {
  auto *i = it.as<TupleIterObject>();
  if (i->tuple == kFinished)
    return Value::empty();
  auto *o = i->tuple.as<TupleObject>();
  if (i->index < o->length)
    return o->items[i->index++];
  i->tuple = kFinished;
  return Value::empty();
}

static Value stepRange(Thread *t, Value it) {
  auto *i = it.as<RangeIterObject>();
  if (i->remaining == 0)
    return Value::empty();
  Value v = Value::fromSmallInt(i->next);
  i->next += i->step;
  --i->remaining;
  return v;
}

static Value stepBigRange(Thread *t, Value it) {
  auto *i = it.as<BigRangeIterObject>();
  if (i->remaining == Value::fromSmallInt(0))
    return Value::empty();
  Value v = i->next;
  Value next = intBinary(t, Dunder::Add, v, i->step);
  Value left = next ? intBinary(t, Dunder::Sub, i->remaining, Value::fromSmallInt(1)) : next;
  if (!left)
    return left;
  setSlot(i, &i->next, next);
  setSlot(i, &i->remaining, left);
  return v;
}

static bool checkUnchanged(Thread *t, DictIterObject *i, DictObject *d) {
  if (PYC_LIKELY(i->expected == d->used))
    return true;
  i->expected = -1;
  raise(t, exc::RuntimeError, "dictionary changed size during iteration");
  return false;
}

template <DictViewKind K> static Value entryResult(Thread *t, Value *e) {
  if (K == DictViewKind::Keys)
    return e[0];
  if (K == DictViewKind::Values)
    return e[1];
  Value pair[2] = {e[0], e[1]};
  return newTuple(t, pair, 2);
}

template <DictViewKind K> static Value stepDict(Thread *t, Value it) {
  auto *i = it.as<DictIterObject>();
  if (i->dict == kFinished)
    return Value::empty();
  auto *d = i->dict.as<DictObject>();
  if (!checkUnchanged(t, i, d))
    return Value::empty();
  while (i->position < d->fill) {
    Value *e = dicts::entryAt(d, i->position++);
    if (!e[0].isEmpty())
      return entryResult<K>(t, e);
  }
  i->dict = kFinished;
  return Value::empty();
}

template <DictViewKind K> static Value stepDictReverse(Thread *t, Value it) {
  auto *i = it.as<DictIterObject>();
  if (i->dict == kFinished)
    return Value::empty();
  auto *d = i->dict.as<DictObject>();
  if (!checkUnchanged(t, i, d))
    return Value::empty();
  if (i->position >= d->fill)
    i->position = d->fill - 1;
  while (i->position >= 0) {
    Value *e = dicts::entryAt(d, i->position--);
    if (!e[0].isEmpty())
      return entryResult<K>(t, e);
  }
  i->dict = kFinished;
  return Value::empty();
}

static Value stepSet(Thread *t, Value it) {
  auto *i = it.as<SetIterObject>();
  if (i->set == kFinished)
    return Value::empty();
  auto *s = i->set.as<SetObject>();
  if (i->expected != s->used) {
    i->expected = -1;
    return raise(t, exc::RuntimeError, "Set changed size during iteration");
  }
  Value v;
  if (setNext(s, i->position, v))
    return v;
  i->set = kFinished;
  return Value::empty();
}

static Value stepSequence(Thread *t, Value it) {
  auto *i = it.as<SequenceIterObject>();
  if (i->sequence == kFinished)
    return Value::empty();
  Value index = newInt(t, i->index);
  Value v = index ? getItem(t, i->sequence, index) : index;
  if (v) {
    ++i->index;
    return v;
  }
  if (pendingMatches(t, exc::IndexError) || pendingMatches(t, exc::StopIteration)) {
    clearPending(t);
    i->sequence = kFinished;
  }
  return v;
}

static Value stepCallable(Thread *t, Value it) {
  auto *i = it.as<CallableIterObject>();
  if (i->callable == kFinished)
    return Value::empty();
  Value v = call(t, i->callable);
  if (!v) {
    if (pendingMatches(t, exc::StopIteration)) {
      clearPending(t);
      i->callable = i->sentinel = kFinished;
    }
    return v;
  }
  if (i->callable == kFinished) // finished while it was called
    return Value::empty();
  int end = equals(t, i->sentinel, v);
  if (end == 0)
    return v;
  if (end > 0)
    i->callable = i->sentinel = kFinished;
  return Value::empty();
}

//===-- the protocol -------------------------------------------------------===//

Value newListIterator(Thread *t, Value list) {
  auto *it = gcAllocate<ListIterObject>(t, sizeof(ListIterObject), shapes::listIterator);
  if (!it)
    return Value::empty();
  it->list = list;
  return Value::fromObject(it);
}

Value newTupleIterator(Thread *t, Value tuple) {
  auto *it = gcAllocate<TupleIterObject>(t, sizeof(TupleIterObject), shapes::tupleIterator);
  if (!it)
    return Value::empty();
  it->tuple = Value::fromObject(tupleOf(tuple));
  return Value::fromObject(it);
}

Value newDictIterator(Thread *t, Value dict, DictViewKind kind) {
  Shape *s = kind == DictViewKind::Keys     ? shapes::dictKeyIterator
             : kind == DictViewKind::Values ? shapes::dictValueIterator
                                            : shapes::dictItemIterator;
  auto *it = gcAllocate<DictIterObject>(t, sizeof(DictIterObject), s);
  if (!it)
    return Value::empty();
  it->expected = dict.as<DictObject>()->used;
  it->dict = dict;
  return Value::fromObject(it);
}

Value getIter(Thread *t, Value o) {
  if (o.isObject()) {
    Shape *s = o.asObject()->shape();
    if (s == shapes::list)
      return newListIterator(t, o);
    if (s == shapes::tuple)
      return newTupleIterator(t, o);
    if (s == shapes::dict)
      return newDictIterator(t, o, DictViewKind::Keys);
    if (s == shapes::generator || iteratorStepOf(s))
      return o;
  }
  TypeObject *type = typeOf(o);
  Value f = lookupDunder(type, Dunder::Iter);
  if (!f || f == None) {
    if (!f && !isDict(o) && lookupDunder(type, Dunder::GetItem)) {
      auto *it = gcAllocate<SequenceIterObject>(t, sizeof(SequenceIterObject), shapes::sequenceIterator);
      if (!it)
        return Value::empty();
      it->sequence = o;
      return Value::fromObject(it);
    }
    return raise(t, exc::TypeError, "'%T' object is not iterable", o);
  }
  Value it = callDunder(t, o, Dunder::Iter, nullptr, 0);
  if (it && !lookupDunder(typeOf(it), Dunder::Next))
    return raise(t, exc::TypeError, "iter() returned non-iterator of type '%T'", it);
  return it;
}

Value iterNext(Thread *t, Value it) {
  if (it.isObject()) {
    if (IteratorStep step = iteratorStepOf(it.asObject()->shape()))
      return step(t, it);
    if (it.asObject()->shape() == shapes::generator) {
      bool returned;
      Value v = generatorSend(t, it.as<GeneratorObject>(), None, returned);
      return returned ? Value::empty() : v;
    }
  }
  if (!lookupDunder(typeOf(it), Dunder::Next))
    return raise(t, exc::TypeError, "'%T' object is not an iterator", it);
  Value v = callDunder(t, it, Dunder::Next, nullptr, 0);
  if (PYC_UNLIKELY(v.isEmpty()) && pendingMatches(t, exc::StopIteration))
    clearPending(t);
  return v;
}

int64_t lengthHint(Thread *t, Value o, int64_t otherwise) {
  TypeObject *type = typeOf(o);
  if (lookupDunder(type, Dunder::Len)) {
    int64_t n = lengthOf(t, o);
    if (n >= 0)
      return n;
    if (!pendingMatches(t, exc::TypeError))
      return -1;
    clearPending(t);
  }
  if (!lookupDunder(type, Dunder::LengthHint))
    return otherwise;
  Value v = callDunder(t, o, Dunder::LengthHint, nullptr, 0);
  if (!v) {
    if (!pendingMatches(t, exc::TypeError))
      return -1;
    clearPending(t);
    return otherwise;
  }
  if (v == NotImplemented)
    return otherwise;
  int64_t n;
  if (!isIntLike(v)) {
    raise(t, exc::TypeError, "__length_hint__ must be an integer, not %T", v);
    return -1;
  }
  if (!indexAsInt64(t, v, n, exc::OverflowError))
    return -1;
  if (n < 0) {
    raise(t, exc::ValueError, "__length_hint__() should return >= 0");
    return -1;
  }
  return n;
}

//===-- unpacking ----------------------------------------------------------===//

static Value iterForUnpack(Thread *t, Value sequence) {
  if (!lookupDunder(typeOf(sequence), Dunder::Iter) && !lookupDunder(typeOf(sequence), Dunder::GetItem))
    return raise(t, exc::TypeError, "cannot unpack non-iterable %T object", sequence);
  return getIter(t, sequence);
}

bool unpackSequence(Thread *t, Value sequence, Value *out, size_t n) {
  if (isExact(sequence, shapes::list) || isExact(sequence, shapes::tuple)) {
    Value *items;
    size_t count;
    sequenceSlots(sequence, items, count);
    if (PYC_LIKELY(count == n)) {
      memcpy(out, items, n * sizeof(Value));
      return true;
    }
    if (count < n)
      raise(t, exc::ValueError, "not enough values to unpack (expected %zu, got %zu)", n, count);
    else
      raise(t, exc::ValueError, "too many values to unpack (expected %zu)", n);
    return false;
  }
  Value it = iterForUnpack(t, sequence);
  if (!it)
    return false;
  for (size_t i = 0; i < n; ++i) {
    out[i] = iterNext(t, it);
    if (!out[i]) {
      out[i] = Value::fromSmallInt(0);
      if (!t->pending)
        raise(t, exc::ValueError, "not enough values to unpack (expected %zu, got %zu)", n, i);
      return false;
    }
  }
  if (iterNext(t, it))
    raise(t, exc::ValueError, "too many values to unpack (expected %zu)", n);
  return !t->pending;
}

bool unpackStarred(Thread *t, Value sequence, Value *out, size_t before, size_t after) {
  Value it = iterForUnpack(t, sequence);
  Value all = it ? listFrom(t, it) : it;
  if (!all)
    return false;
  auto *l = all.as<ListObject>();
  size_t n = static_cast<size_t>(l->size);
  if (n < before + after) {
    raise(t, exc::ValueError,
          after ? "not enough values to unpack (expected at least %zu, got %zu)"
                : "not enough values to unpack (expected at least %zu, got %zu)",
          before + after, n);
    return false;
  }
  size_t middle = n - before - after;
  memcpy(out, l->items()->items, before * sizeof(Value));
  memcpy(out + before + 1, l->items()->items + before + middle, after * sizeof(Value));
  out[before] = Value::fromSmallInt(0);
  Value rest = newList(t, l->items()->items + before, middle);
  if (!rest)
    return false;
  out[before] = rest;
  return true;
}

//===-- types --------------------------------------------------------------===//

static Value listIterHint(Thread *t, Value *args, size_t n) {
  auto *i = args[0].as<ListIterObject>();
  int64_t left = i->list == kFinished ? 0 : i->list.as<ListObject>()->size - i->index;
  return Value::fromSmallInt(left < 0 ? 0 : left);
}
static Value listReverseHint(Thread *t, Value *args, size_t n) {
  auto *i = args[0].as<ListReverseIterObject>();
  bool live = i->list != kFinished && i->index < i->list.as<ListObject>()->size;
  return Value::fromSmallInt(live ? i->index + 1 : 0);
}
static Value tupleIterHint(Thread *t, Value *args, size_t n) {
  auto *i = args[0].as<TupleIterObject>();
  return Value::fromSmallInt(i->tuple == kFinished ? 0 : i->tuple.as<TupleObject>()->length - i->index);
}
static Value reduceRangeIter(Thread *t, Value *bounds) {
  Value range = call(t, typeValue(types::range_), bounds, 3);
  Value iter = dictGetStr(gBuiltinsDict.as<DictObject>(), internStr(t, "iter"));
  Value arguments = range ? newTuple(t, &range, 1) : range;
  Value parts[3] = {iter, arguments, Value::fromSmallInt(0)};
  return arguments ? newTuple(t, parts, 3) : arguments;
}
static Value rangeIterHint(Thread *t, Value *args, size_t n) {
  return newInt(t, args[0].as<RangeIterObject>()->remaining);
}
static Value bigRangeIterHint(Thread *t, Value *args, size_t n) {
  return args[0].as<BigRangeIterObject>()->remaining;
}
static Value dictIterHint(Thread *t, Value *args, size_t n) {
  auto *i = args[0].as<DictIterObject>();
  if (i->dict == kFinished || i->expected != i->dict.as<DictObject>()->used)
    return Value::fromSmallInt(0);
  auto *d = i->dict.as<DictObject>();
  int64_t left = 0;
  Value k, v;
  for (int64_t pos = i->position; dictNext(d, pos, k, v);)
    ++left;
  return Value::fromSmallInt(left);
}
static Value dictReverseHint(Thread *t, Value *args, size_t n) {
  auto *i = args[0].as<DictIterObject>();
  if (i->dict == kFinished || i->expected != i->dict.as<DictObject>()->used)
    return Value::fromSmallInt(0);
  auto *d = i->dict.as<DictObject>();
  int64_t left = 0;
  for (int64_t pos = 0; pos <= i->position && pos < d->fill; ++pos)
    left += !dicts::entryAt(d, pos)->isEmpty();
  return Value::fromSmallInt(left);
}
static Value setIterHint(Thread *t, Value *args, size_t n) {
  auto *i = args[0].as<SetIterObject>();
  if (i->set == kFinished || i->expected != i->set.as<SetObject>()->used)
    return Value::fromSmallInt(0);
  int64_t left = 0;
  Value v;
  for (int64_t pos = i->position; setNext(i->set.as<SetObject>(), pos, v);)
    ++left;
  return Value::fromSmallInt(left);
}
static Value sequenceIterHint(Thread *t, Value *args, size_t n) {
  auto *i = args[0].as<SequenceIterObject>();
  if (i->sequence == kFinished)
    return Value::fromSmallInt(0);
  if (!lookupDunder(typeOf(i->sequence), Dunder::Len))
    return NotImplemented;
  int64_t length = lengthOf(t, i->sequence);
  if (length < 0)
    return Value::empty();
  return newInt(t, length < i->index ? 0 : length - i->index);
}

/// (iter, (range of what remains,), 0): a range may be too long for a list.
static Value rangeIterReduce(Thread *t, Value *args, size_t n) {
  auto *i = args[0].as<RangeIterObject>();
  Value stop = intBinary(t, Dunder::Mul, newInt(t, i->remaining), newInt(t, i->step));
  if (stop)
    stop = intBinary(t, Dunder::Add, stop, newInt(t, i->next));
  Value range[3] = {newInt(t, i->next), stop, newInt(t, i->step)};
  return stop ? reduceRangeIter(t, range) : stop;
}
static Value bigRangeIterReduce(Thread *t, Value *args, size_t n) {
  auto *i = args[0].as<BigRangeIterObject>();
  Value stop = intBinary(t, Dunder::Mul, i->remaining, i->step);
  if (stop)
    stop = intBinary(t, Dunder::Add, stop, i->next);
  Value range[3] = {i->next, stop, i->step};
  return stop ? reduceRangeIter(t, range) : stop;
}
/// Skips to item `index` of what is left (of a fresh iterator: of all).
static Value rangeIterSetState(Thread *t, Value *args, size_t n) {
  auto *i = args[0].as<RangeIterObject>();
  int64_t index;
  if (!indexAsInt64(t, args[1], index, exc::OverflowError))
    return Value::empty();
  index = index < 0 ? 0 : index > i->remaining ? i->remaining : index;
  i->next = static_cast<int64_t>(static_cast<uint64_t>(i->next) +
                                 static_cast<uint64_t>(index) * static_cast<uint64_t>(i->step));
  i->remaining -= index;
  return None;
}
static Value bigRangeIterSetState(Thread *t, Value *args, size_t n) {
  auto *i = args[0].as<BigRangeIterObject>();
  Value index = args[1].isInt() ? args[1] : call(t, typeValue(types::int_), args[1]), zero = Value::fromSmallInt(0);
  if (!index)
    return index;
  Value left = intBinary(t, Dunder::Sub, i->remaining, index);
  if (!left)
    return left;
  if (intCompare(index, zero) < 0)
    index = zero;
  else if (intCompare(left, zero) < 0)
    index = i->remaining;
  Value step = intBinary(t, Dunder::Mul, index, i->step);
  Value next = step ? intBinary(t, Dunder::Add, i->next, step) : step;
  left = next ? intBinary(t, Dunder::Sub, i->remaining, index) : next;
  if (!left)
    return left;
  setSlot(i, &i->next, next);
  setSlot(i, &i->remaining, left);
  return None;
}

/// (iter, (remaining items as a list,)): enough for copy and pickle.
template <IteratorStep Step> static Value reduceRest(Thread *t, Value *args, size_t n) {
  Object *o = args[0].asObject();
  auto *copy = gcAllocate<Object>(t, o->shape()->size, o->shape());
  if (!copy)
    return Value::empty();
  memcpy(static_cast<void *>(copy + 1), static_cast<void *>(o + 1), o->shape()->size - sizeof(Object));
  Value it = Value::fromObject(copy), list = newList(t, nullptr, 0);
  while (list) {
    Value v = Step(t, it);
    if (!v) {
      if (t->pending)
        return v;
      break;
    }
    if (!listAppend(t, list.as<ListObject>(), v))
      return Value::empty();
  }
  Value iter = gBuiltinsDict ? dictGetStr(gBuiltinsDict.as<DictObject>(), internStr(t, "iter")) : None;
  Value parts[2] = {iter ? iter : None, list ? newTuple(t, &list, 1) : list};
  return parts[1] ? newTuple(t, parts, 2) : parts[1];
}

template <typename T, IteratorStep Step>
static void makeIterator(Thread *t, const char *name, Shape *&shape, unsigned skip, unsigned slots,
                         NativeFn hint, NativeFn reduce = reduceRest<Step>, NativeFn setState = nullptr) {
  // The table lives as long as the type.
  static NativeDef methods[6];
  methods[0] = {"__iter__", returnSelf, "($self, /)", kEffPure, "Implement iter(self).", kNativeSlotWrapper};
  methods[1] = {"__next__", nextMethod<Step>, "($self, /)", kEffAny, "Implement next(self).", kNativeSlotWrapper};
  methods[2] = {"__reduce__", reduce, "($self, /)", kEffAny, "Return state information for pickling."};
  methods[3] = hint ? NativeDef{"__length_hint__", hint, "($self, /)", kEffAny, "Private method returning an estimate of len(list(it))."}
                    : NativeDef{nullptr, nullptr, nullptr};
  if (setState)
    methods[4] = {"__setstate__", setState, "($self, state, /)", kEffAny, "Set state information for unpickling."};
  methods[5] = {nullptr, nullptr, nullptr};
  TypeSpec spec{name, Kind::Iterator, sizeof(T), TraceKind::FixedSlots, static_cast<uint8_t>(skip), static_cast<uint16_t>(slots), methods};
  spec.typeFlags = kTypeDisallowInstantiation;
  shape = makeBuiltinType(t, spec)->instanceShape;
  registerIteratorStep(shape, Step);
}

void initIteratorTypes(Thread *t) {
  using K = DictViewKind;
  makeIterator<ListIterObject, stepList>(t, "list_iterator", shapes::listIterator, 1, 1, listIterHint);
  makeIterator<ListReverseIterObject, stepListReverse>(t, "list_reverseiterator", shapes::listReverseIterator, 1, 1, listReverseHint);
  makeIterator<TupleIterObject, stepTuple>(t, "tuple_iterator", shapes::tupleIterator, 1, 1, tupleIterHint);
  makeIterator<RangeIterObject, stepRange>(t, "range_iterator", shapes::rangeIterator, 3, 0, rangeIterHint, rangeIterReduce, rangeIterSetState);
  makeIterator<BigRangeIterObject, stepBigRange>(t, "longrange_iterator", shapes::bigRangeIterator, 0, 3, bigRangeIterHint, bigRangeIterReduce, bigRangeIterSetState);
  makeIterator<DictIterObject, stepDict<K::Keys>>(t, "dict_keyiterator", shapes::dictKeyIterator, 2, 1, dictIterHint);
  makeIterator<DictIterObject, stepDict<K::Values>>(t, "dict_valueiterator", shapes::dictValueIterator, 2, 1, dictIterHint);
  makeIterator<DictIterObject, stepDict<K::Items>>(t, "dict_itemiterator", shapes::dictItemIterator, 2, 1, dictIterHint);
  makeIterator<DictIterObject, stepDictReverse<K::Keys>>(t, "dict_reversekeyiterator", shapes::dictReverseKeyIterator, 2, 1, dictReverseHint);
  makeIterator<DictIterObject, stepDictReverse<K::Values>>(t, "dict_reversevalueiterator", shapes::dictReverseValueIterator, 2, 1, dictReverseHint);
  makeIterator<DictIterObject, stepDictReverse<K::Items>>(t, "dict_reverseitemiterator", shapes::dictReverseItemIterator, 2, 1, dictReverseHint);
  makeIterator<SetIterObject, stepSet>(t, "set_iterator", shapes::setIterator, 2, 1, setIterHint);
  makeIterator<SequenceIterObject, stepSequence>(t, "iterator", shapes::sequenceIterator, 1, 1, sequenceIterHint);
  makeIterator<CallableIterObject, stepCallable>(t, "callable_iterator", shapes::callableIterator, 0, 2, nullptr);
}

void initContainers(Thread *t) {
  initContainerSingletons();
  initListType(t);
  initTupleType(t);
  initDictTypes(t);
  initSetTypes(t);
  initRangeAndSlice(t);
  initIteratorTypes(t);
  initEnumerateAndZip(t);
}

} // namespace pyc
