//===- Containers.h - Direct entries to the builtin containers ------------===//
//
// What the generic dispatchers, the interpreter's slow paths, the builtins and
// compiled code call once they know that they hold a list, tuple, dict, set,
// range or slice (exact, or of a subclass without override of the operation):
// the same semantics as the methods, without a method lookup.
//
// Conventions as in Api.h. "Raw" results: no exception pending.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/object/Api.h"
#include "runtime/object/Iterators.h"

namespace pyc {

//===-- layout tests -------------------------------------------------------===//
inline bool hasKind(Value v, Kind k) {
  return v.isObject() && v.asObject()->kind() == k;
}
inline bool isList(Value v) { return hasKind(v, Kind::List); }
inline bool isDict(Value v) { return hasKind(v, Kind::Dict); }
inline bool isAnySet(Value v) {
  return hasKind(v, Kind::Set) || hasKind(v, Kind::FrozenSet);
}
/// tuple or a subclass.
bool isTuple(Value v);
/// The exact tuple inside (v is a tuple or a subclass).
inline TupleObject *tupleOf(Value v) {
  return isExact(v, shapes::tuple) ? v.as<TupleObject>()
                                   : payloadOf(v).as<TupleObject>();
}

//===-- buffers ------------------------------------------------------------===//
/// Length 0, immortal: the buffer of empty lists. Also marks deleted slots of
/// set tables (it is never visible to Python).
constexpr Value EmptyBuffer = singleton(8);
/// Headers of EmptyTuple and EmptyBuffer; as soon as shapes exist. Idempotent.
void initContainerSingletons();
/// n slots of int 0. Large ones go to the large-object space.
[[nodiscard]] ValueBuffer *newValueBuffer(Thread *t, size_t n);
/// n zero bytes.
[[nodiscard]] RawBuffer *newRawBuffer(Thread *t, size_t n);
/// Copies n Values into holder's slots starting at to (any direction of
/// overlap), with the barrier. [no collect]
void copySlots(Object *holder, Value *to, const Value *from, size_t n);

//===-- list ---------------------------------------------------------------===//
/// Room for at least `capacity` items; the size is unchanged.
[[nodiscard]] bool listReserve(Thread *t, ListObject *l, size_t capacity);
[[nodiscard]] bool listAppendSlow(Thread *t, ListObject *l, Value v);
[[nodiscard]] bool listInsert(Thread *t, ListObject *l, int64_t index, Value v);
[[nodiscard]] bool listExtend(Thread *t, ListObject *l, Value iterable);
/// Replaces items [low, high) by n values (which may be the list's own).
[[nodiscard]] bool listSplice(Thread *t, ListObject *l, int64_t low, int64_t high, const Value *items, size_t n);
/// List of length n with zero slots to be filled by the caller at once.
[[nodiscard]] ListObject *newListBuffer(Thread *t, size_t n);
[[nodiscard]] Value listGetItem(Thread *t, ListObject *l, Value key);
[[nodiscard]] bool listSetItem(Thread *t, ListObject *l, Value key, Value v);
[[nodiscard]] bool listDelItem(Thread *t, ListObject *l, Value key);
[[nodiscard]] Value listRepeat(Thread *t, ListObject *l, int64_t times);
[[nodiscard]] Value listConcat(Thread *t, ListObject *a, ListObject *b);
/// Stable. key may be None. The list is emptied while it is sorted.
[[nodiscard]] bool listSort(Thread *t, ListObject *l, Value key, bool reverse);
/// list/tuple of the items [start, stop) of any Values.
int sequenceContains(Thread *t, Value sequence, Value item); // list or tuple
/// Rich comparison of two lists or two tuples (layouts checked by the caller).
[[nodiscard]] Value listCompare(Thread *t, Dunder op, Value a, Value b);
[[nodiscard]] Value tupleCompare(Thread *t, Dunder op, Value a, Value b);
[[nodiscard]] Value listRepr(Thread *t, Value l);

//===-- tuple --------------------------------------------------------------===//
[[nodiscard]] Value tupleGetItem(Thread *t, Value tuple, Value key);
[[nodiscard]] Value tupleConcat(Thread *t, TupleObject *a, TupleObject *b);
[[nodiscard]] Value tupleRepeat(Thread *t, TupleObject *a, int64_t times);
[[nodiscard]] bool tupleHash(Thread *t, TupleObject *tuple, uint64_t &out);
[[nodiscard]] Value tupleRepr(Thread *t, Value tuple);
[[nodiscard]] Value tupleSlice(Thread *t, TupleObject *tuple, int64_t start, int64_t stop);

//===-- dict ---------------------------------------------------------------===//
enum DictKeyMode : uint16_t {
  kDictIntKeys = 32,  ///< all keys are small ints
  kDictAnyKeys = 64,  ///< hashes are stored
  // neither: all keys are exact strs (or there are none)
};
/// d[key] with __missing__ of subclasses and KeyError.
[[nodiscard]] Value dictGetItem(Thread *t, Value dict, Value key);
int dictContains(Thread *t, DictObject *d, Value key); ///< 1, 0, -1
/// Value of key, or `v` put there.
/// A collections.defaultdict (no subclass): its factory.
bool isDefaultDict(Value v, Value &factory);
extern const uint32_t kDefaultDictFactory; ///< where it lies
[[nodiscard]] Value dictSetDefault(Thread *t, DictObject *d, Value key, Value v);
/// The removed value; empty, nothing pending: absent.
[[nodiscard]] Value dictPop(Thread *t, DictObject *d, Value key);
void dictClear(DictObject *d);
[[nodiscard]] Value dictCopy(Thread *t, DictObject *d);
/// Entries of `from` into d; override false keeps what is there.
[[nodiscard]] bool dictMerge(Thread *t, DictObject *d, DictObject *from, bool override_ = true);
/// An empty dict with room for n entries.
[[nodiscard]] DictObject *newDictSized(Thread *t, size_t n);
/// 1, 0, -1: the dicts hold equal items.
int dictEqual(Thread *t, DictObject *a, DictObject *b);
[[nodiscard]] Value dictRepr(Thread *t, Value d);
enum class DictViewKind : uint8_t { Keys, Values, Items };
[[nodiscard]] Value newDictView(Thread *t, DictObject *d, DictViewKind kind);
/// Exact-str-key store; the key must be an exact str.
[[nodiscard]] inline bool dictSetStr(Thread *t, DictObject *d, std::string_view key, Value v) {
  Value k = internStr(t, key);
  return k && dictSet(t, d, k, v);
}

/// A fresh number for assumptionBrokenHook; types, shapes and namespaces share
/// the numbering.
uint32_t newAssumption();

//===-- set ----------------------------------------------------------------===//
int setDiscard(Thread *t, SetObject *s, Value v); ///< 1, 0 absent, -1
[[nodiscard]] bool setUpdate(Thread *t, SetObject *s, Value iterable);
void setClear(SetObject *s);
[[nodiscard]] Value setCopy(Thread *t, SetObject *s, bool frozen);
/// op: Or And Sub Xor, of two sets; the result has a's type (exact builtin).
[[nodiscard]] Value setBinary(Thread *t, Dunder op, SetObject *a, SetObject *b);
[[nodiscard]] Value setCompare(Thread *t, Dunder op, SetObject *a, Value b);
[[nodiscard]] Value setRepr(Thread *t, Value s);
[[nodiscard]] bool frozensetHash(Thread *t, SetObject *s, uint64_t &out);

//===-- range, slice -------------------------------------------------------===//
/// range(start, stop, step) of ints of any size. ValueError for step 0.
[[nodiscard]] Value newRangeFrom(Thread *t, Value start, Value stop, Value step);
[[nodiscard]] Value rangeGetItem(Thread *t, RangeObject *r, Value key);
int rangeContains(Thread *t, RangeObject *r, Value item);
int rangeEqual(Thread *t, RangeObject *a, RangeObject *b);

//===-- iteration ----------------------------------------------------------===//
[[nodiscard]] Value newListIterator(Thread *t, Value list);
[[nodiscard]] Value newTupleIterator(Thread *t, Value tuple);
[[nodiscard]] Value newDictIterator(Thread *t, Value dict, DictViewKind kind);
/// Native iterators are stepped by a C++ function of this shape: the next item;
/// empty with nothing pending at the end. iterNext() and ForIter call it
/// directly; the type's __next__ row is nextMethod<step>.
using IteratorStep = Value (*)(Thread *t, Value it);
/// The exact instances of shape are stepped by step (uses Shape::strategy).
void registerIteratorStep(Shape *shape, IteratorStep step);
/// The step of an exact native iterator, or null. [no collect]
IteratorStep iteratorStepOf(const Shape *shape);
/// The exhausted iterator's StopIteration.
Value stopAtEnd(Thread *t, Value v);
template <IteratorStep Step> Value nextMethod(Thread *t, Value *args, size_t n) {
  Value v = Step(t, args[0]);
  return PYC_LIKELY(!v.isEmpty()) ? v : stopAtEnd(t, v);
}
/// __iter__ of iterators.
Value returnSelf(Thread *t, Value *args, size_t n);
/// An int (of any size) from __index__; TypeError otherwise.
[[nodiscard]] Value asIndex(Thread *t, Value v);
/// operator.length_hint: -1 raised.
int64_t lengthHint(Thread *t, Value o, int64_t otherwise);
/// Unpacks exactly n items into out; messages as in CPython.
[[nodiscard]] bool unpackSequence(Thread *t, Value sequence, Value *out, size_t n);
/// before items, a list of the rest, after items: before + 1 + after Values.
[[nodiscard]] bool unpackStarred(Thread *t, Value sequence, Value *out, size_t before, size_t after);
/// Calls f on each item; stops when it returns false (raised).
template <typename F>
[[nodiscard]] inline bool forEach(Thread *t, Value iterable, F f) {
  // Lists may change meanwhile: as their iterator does.
  if (isExact(iterable, shapes::list)) {
    auto *l = iterable.as<ListObject>();
    for (int64_t i = 0; i < l->size; ++i)
      if (!f(l->items()->items[i]))
        return false;
    return true;
  }
  if (isExact(iterable, shapes::tuple)) {
    auto *tuple = iterable.as<TupleObject>();
    for (int64_t i = 0; i < tuple->length; ++i)
      if (!f(tuple->items[i]))
        return false;
    return true;
  }
  Value it = getIter(t, iterable);
  if (!it)
    return false;
  if (IteratorStep step = it.isObject() ? iteratorStepOf(it.asObject()->shape()) : nullptr) {
    for (;;) {
      Value v = step(t, it);
      if (!v)
        return !t->pending;
      if (!f(v))
        return false;
    }
  }
  for (;;) {
    Value v = iterNext(t, it);
    if (!v)
      return !t->pending;
    if (!f(v))
      return false;
  }
}
/// list and tuple slots of v if it is one of the two layouts. [no collect]
inline bool sequenceSlots(Value v, Value *&items, size_t &n) {
  if (isList(v)) {
    auto *l = v.as<ListObject>();
    items = l->items()->items;
    n = static_cast<size_t>(l->size);
    return true;
  }
  if (isTuple(v)) {
    auto *tup = tupleOf(v);
    items = tup->items;
    n = static_cast<size_t>(tup->length);
    return true;
  }
  return false;
}

/// types.GenericAlias(origin, args), for list[int] and the like: the row every
/// generic builtin has as __class_getitem__.
/// A key of [] as an index: ints and __index__; IndexError when it does not fit.
/// `what` begins the TypeError: "list indices must be integers or slices, not X".
[[nodiscard]] bool subscriptIndex(Thread *t, Value key, const char *what, int64_t &out);
/// __hash__ = None in the type's dict.
void setUnhashable(Thread *t, TypeObject *type);
/// Row functions shared by the containers' method tables.
Value genericClassGetItem(Thread *t, Value *args, size_t n);
[[nodiscard]] Value newGenericAlias(Thread *t, Value origin, Value args);

// Called by initContainers, in this order.
void initListType(Thread *t);
void initTupleType(Thread *t);
void initDictTypes(Thread *t);
void initSetTypes(Thread *t);
void initRangeAndSlice(Thread *t);
void initIteratorTypes(Thread *t);
void initEnumerateAndZip(Thread *t);

} // namespace pyc
