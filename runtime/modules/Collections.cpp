//===- Collections.cpp - The module _collections --------------------------===//
//
// deque, defaultdict, _count_elements and _tuplegetter. OrderedDict is the
// pure-Python one of the standard library.
//
// A deque is a ring in a ValueBuffer of 2^k slots: item i is at
// (head + i) & mask. Slots outside hold int 0.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/Modules.h"
#include "runtime/modules/StructSeq.h"
#include <algorithm>

namespace pyc {

namespace {

struct DequeObject : Object { // skip 4
  int64_t head, size;
  int64_t maxLength; ///< -1: no bound
  int64_t version;   ///< changes with every change of size
  Value ring;        ///< ValueBuffer
};
TypeObject *gDeque;
Shape *gDequeShape;
DequeObject *D(Value v) { return v.as<DequeObject>(); }
bool isDeque(Value v) { return v.isObject() && isSubtype(v.asObject()->type(), gDeque); }
ValueBuffer *ring(DequeObject *d) { return d->ring.as<ValueBuffer>(); }
Value &at(DequeObject *d, int64_t i) { return ring(d)->items[(d->head + i) & (ring(d)->length - 1)]; }

bool reserve(Thread *t, DequeObject *d) {
  if (d->ring.isObject() && d->size < ring(d)->length)
    return true;
  ValueBuffer *b = newValueBuffer(t, d->size ? static_cast<size_t>(d->size) * 2 : 8);
  if (!b)
    return false;
  for (int64_t i = 0; i < d->size; ++i)
    setSlot(b, &b->items[i], at(d, i));
  setSlot(d, &d->ring, Value::fromObject(b));
  d->head = 0;
  return true;
}
Value popLeft(DequeObject *d) {
  Value &slot = at(d, 0), v = slot;
  slot = Value::fromSmallInt(0);
  d->head = (d->head + 1) & (ring(d)->length - 1);
  --d->size;
  ++d->version;
  return v;
}
Value popRight(DequeObject *d) {
  Value &slot = at(d, d->size - 1), v = slot;
  slot = Value::fromSmallInt(0);
  --d->size;
  ++d->version;
  return v;
}
bool append(Thread *t, DequeObject *d, Value v) {
  if (d->maxLength == 0)
    return true;
  if (d->size == d->maxLength)
    popLeft(d);
  if (!reserve(t, d))
    return false;
  setSlot(ring(d), &at(d, d->size), v);
  ++d->size;
  ++d->version;
  return true;
}
bool appendLeft(Thread *t, DequeObject *d, Value v) {
  if (d->maxLength == 0)
    return true;
  if (d->size == d->maxLength)
    popRight(d);
  if (!reserve(t, d))
    return false;
  d->head = (d->head - 1) & (ring(d)->length - 1);
  setSlot(ring(d), &at(d, 0), v);
  ++d->size;
  ++d->version;
  return true;
}
void clear(DequeObject *d) {
  d->head = d->size = 0;
  d->ring = Value::fromSmallInt(0);
  ++d->version;
}
Value noneIf(bool ok) { return ok ? None : Value::empty(); }

bool extend(Thread *t, DequeObject *d, Value iterable, bool left) {
  if (iterable == Value::fromObject(d)) {
    iterable = listFrom(t, iterable);
    if (!iterable)
      return false;
  }
  return forEach(t, iterable, [&](Value v) { return left ? appendLeft(t, d, v) : append(t, d, v); });
}

Value dequeNew(Thread *t, Value *args, size_t n) {
  Value v = newInstance(t, args[0].as<TypeObject>());
  if (v)
    D(v)->maxLength = -1;
  return v;
}
Value dequeInit(Thread *t, Value *args, size_t n) {
  DequeObject *d = D(args[0]);
  int64_t maxLength = -1;
  if (args[2] && args[2] != None) {
    if (!isIntLike(args[2]))
      return raise(t, exc::TypeError, "an integer is required");
    if (!indexAsInt64(t, args[2], maxLength, exc::OverflowError))
      return Value::empty();
    if (maxLength < 0)
      return raise(t, exc::ValueError, "maxlen must be non-negative");
  }
  clear(d);
  d->maxLength = maxLength;
  return noneIf(!args[1] || extend(t, d, args[1], false));
}
Value newLike(Thread *t, Value like) {
  Value v = newInstance(t, D(like)->type());
  if (v)
    D(v)->maxLength = D(like)->maxLength;
  return v;
}
Value dequeCopy(Thread *t, Value *args, size_t n) {
  if (args[0].asObject()->shape() != gDequeShape) {
    Value a[2] = {args[0], D(args[0])->maxLength < 0 ? None : newInt(t, D(args[0])->maxLength)};
    return call(t, typeValue(typeOf(args[0])), a, D(args[0])->maxLength < 0 ? 1 : 2);
  }
  Value v = newLike(t, args[0]);
  return v && extend(t, D(v), args[0], false) ? v : Value::empty();
}
Value dequeAppend(Thread *t, Value *args, size_t n) { return noneIf(append(t, D(args[0]), args[1])); }
Value dequeAppendLeft(Thread *t, Value *args, size_t n) { return noneIf(appendLeft(t, D(args[0]), args[1])); }
Value dequeExtend(Thread *t, Value *args, size_t n) { return noneIf(extend(t, D(args[0]), args[1], false)); }
Value dequeExtendLeft(Thread *t, Value *args, size_t n) { return noneIf(extend(t, D(args[0]), args[1], true)); }
Value dequePop(Thread *t, Value *args, size_t n) {
  return D(args[0])->size ? popRight(D(args[0])) : raise(t, exc::IndexError, "pop from an empty deque");
}
Value dequePopLeft(Thread *t, Value *args, size_t n) {
  return D(args[0])->size ? popLeft(D(args[0])) : raise(t, exc::IndexError, "pop from an empty deque");
}
Value dequeClear(Thread *t, Value *args, size_t n) {
  clear(D(args[0]));
  return None;
}
Value dequeRotate(Thread *t, Value *args, size_t n) {
  DequeObject *d = D(args[0]);
  int64_t k = 1;
  if (args[1] && !indexAsInt64(t, args[1], k, exc::OverflowError))
    return Value::empty();
  if (d->size < 2)
    return None;
  k %= d->size;
  if (k > d->size / 2)
    k -= d->size;
  if (k < -d->size / 2)
    k += d->size;
  for (; k > 0; --k)
    if (Value v = popRight(d); !appendLeft(t, d, v))
      return Value::empty();
  for (; k < 0; ++k)
    if (Value v = popLeft(d); !append(t, d, v))
      return Value::empty();
  return None;
}
Value dequeReverse(Thread *t, Value *args, size_t n) {
  DequeObject *d = D(args[0]);
  for (int64_t i = 0, j = d->size - 1; i < j; ++i, --j) {
    Value a = at(d, i), b = at(d, j);
    setSlot(ring(d), &at(d, i), b);
    setSlot(ring(d), &at(d, j), a);
  }
  return None;
}
/// Position of v in [start, stop): -1 absent, -2 raised.
int64_t find(Thread *t, DequeObject *d, Value v, int64_t start, int64_t stop) {
  int64_t version = d->version;
  for (int64_t i = start; i < stop && i < d->size; ++i) {
    int r = equals(t, at(d, i), v);
    if (r)
      return r > 0 ? i : -2;
    if (version != d->version) {
      raise(t, exc::RuntimeError, "deque mutated during iteration");
      return -2;
    }
  }
  return -1;
}
Value dequeIndex(Thread *t, Value *args, size_t n) {
  DequeObject *d = D(args[0]);
  int64_t start = 0, stop = INT64_MAX;
  if ((args[2] && !indexAsInt64(t, args[2], start)) || (args[3] && !indexAsInt64(t, args[3], stop)))
    return Value::empty();
  if (start < 0)
    start = std::max<int64_t>(0, start + d->size);
  if (stop < 0)
    stop = std::max<int64_t>(0, stop + d->size);
  int64_t i = find(t, d, args[1], start, stop);
  if (i == -2)
    return Value::empty();
  return i >= 0 ? Value::fromSmallInt(i) : raise(t, exc::ValueError, "%V is not in deque", args[1]);
}
Value dequeContains(Thread *t, Value *args, size_t n) {
  int64_t i = find(t, D(args[0]), args[1], 0, INT64_MAX);
  return i == -2 ? Value::empty() : boolValue(i >= 0);
}
Value dequeCount(Thread *t, Value *args, size_t n) {
  DequeObject *d = D(args[0]);
  int64_t count = 0, version = d->version;
  for (int64_t i = 0; i < d->size; ++i) {
    int r = equals(t, at(d, i), args[1]);
    if (r < 0)
      return Value::empty();
    count += r;
    if (version != d->version)
      return raise(t, exc::RuntimeError, "deque mutated during iteration");
  }
  return Value::fromSmallInt(count);
}
void removeAt(DequeObject *d, int64_t i) {
  for (; i + 1 < d->size; ++i)
    setSlot(ring(d), &at(d, i), at(d, i + 1));
  popRight(d);
}
Value dequeRemove(Thread *t, Value *args, size_t n) {
  int64_t i = find(t, D(args[0]), args[1], 0, INT64_MAX);
  if (i == -2) {
    if (pendingMatches(t, exc::RuntimeError)) {
      clearPending(t);
      return raise(t, exc::IndexError, "deque mutated during remove().");
    }
    return Value::empty();
  }
  if (i < 0)
    return raise(t, exc::ValueError, "%V is not in deque", args[1]);
  removeAt(D(args[0]), i);
  return None;
}
Value dequeInsert(Thread *t, Value *args, size_t n) {
  DequeObject *d = D(args[0]);
  int64_t i;
  if (!indexAsInt64(t, args[1], i, exc::OverflowError))
    return Value::empty();
  if (d->size == d->maxLength)
    return raise(t, exc::IndexError, "deque already at its maximum size");
  if (i < 0)
    i = std::max<int64_t>(0, i + d->size);
  i = std::min(i, d->size);
  if (!append(t, d, args[2]))
    return Value::empty();
  for (int64_t j = d->size - 1; j > i; --j)
    setSlot(ring(d), &at(d, j), at(d, j - 1));
  setSlot(ring(d), &at(d, i), args[2]);
  return None;
}
bool position(Thread *t, DequeObject *d, Value key, int64_t &i) {
  if (!isIntLike(key) && !lookupDunder(typeOf(key), Dunder::Index)) {
    raise(t, exc::TypeError, "sequence index must be integer, not '%T'", key);
    return false;
  }
  if (!indexAsInt64(t, key, i, exc::IndexError))
    return false;
  if (i < 0)
    i += d->size;
  if (i >= 0 && i < d->size)
    return true;
  raise(t, exc::IndexError, "deque index out of range");
  return false;
}
Value dequeGetItem(Thread *t, Value *args, size_t n) {
  int64_t i;
  return position(t, D(args[0]), args[1], i) ? at(D(args[0]), i) : Value::empty();
}
Value dequeSetItem(Thread *t, Value *args, size_t n) {
  int64_t i;
  if (!position(t, D(args[0]), args[1], i))
    return Value::empty();
  setSlot(ring(D(args[0])), &at(D(args[0]), i), args[2]);
  return None;
}
Value dequeDelItem(Thread *t, Value *args, size_t n) {
  int64_t i;
  if (!position(t, D(args[0]), args[1], i))
    return Value::empty();
  removeAt(D(args[0]), i);
  return None;
}
Value dequeLen(Thread *t, Value *args, size_t n) { return Value::fromSmallInt(D(args[0])->size); }
Value dequeRepr(Thread *t, Value *args, size_t n) {
  if (!reprEnter(t, args[0]))
    return newStr(t, "[...]");
  Value list = listFrom(t, args[0]), s = list ? repr(t, list) : list;
  reprLeave(t, args[0]);
  if (!s)
    return s;
  StrBuilder out;
  out.add(typeNameOf(args[0]) + "(");
  if (!out.addStr(t, s))
    return Value::empty();
  if (D(args[0])->maxLength >= 0)
    out.add(", maxlen=" + std::to_string(D(args[0])->maxLength));
  out.add(")");
  return out.finish(t);
}
template <Dunder Op> Value dequeCompare(Thread *t, Value *args, size_t n) {
  if (!isDeque(args[1]))
    return NotImplemented;
  Value a = listFrom(t, args[0]), b = a ? listFrom(t, args[1]) : a;
  return b ? listCompare(t, Op, a, b) : b;
}
Value dequeAdd(Thread *t, Value *args, size_t n) {
  if (!isDeque(args[1]))
    return raise(t, exc::TypeError, "can only concatenate deque (not \"%T\") to deque", args[1]);
  Value v = dequeCopy(t, args, 1);
  return v && extend(t, D(v), args[1], false) ? v : Value::empty();
}
Value dequeIAdd(Thread *t, Value *args, size_t n) {
  return extend(t, D(args[0]), args[1], false) ? args[0] : Value::empty();
}
bool repeatInto(Thread *t, DequeObject *d, Value items, int64_t times) {
  clear(d);
  for (int64_t i = 0; i < times; ++i)
    if (!extend(t, d, items, false))
      return false;
  return true;
}
Value dequeMul(Thread *t, Value *args, size_t n) {
  int64_t times;
  if (!indexAsInt64(t, args[1], times, exc::OverflowError))
    return Value::empty();
  Value items = listFrom(t, args[0]), v = items ? dequeCopy(t, args, 1) : items;
  return v && repeatInto(t, D(v), items, times) ? v : Value::empty();
}
Value dequeIMul(Thread *t, Value *args, size_t n) {
  int64_t times;
  if (!indexAsInt64(t, args[1], times, exc::OverflowError))
    return Value::empty();
  Value items = listFrom(t, args[0]);
  return items && repeatInto(t, D(args[0]), items, times) ? args[0] : Value::empty();
}
Value dequeReduce(Thread *t, Value *args, size_t n) {
  DequeObject *d = D(args[0]);
  Value inner[2] = {EmptyTuple, d->maxLength < 0 ? None : newInt(t, d->maxLength)};
  Value state = getAttrOrEmpty(t, args[0], names::__dict__);
  if (t->pending)
    return Value::empty();
  Value parts[4] = {typeValue(typeOf(args[0])), d->maxLength < 0 ? EmptyTuple : newTuple(t, inner, 2),
                    state ? state : None, getIter(t, args[0])};
  return parts[1] && parts[3] ? newTuple(t, parts, 4) : Value::empty();
}
Value maxLengthOf(Thread *t, Value v) { return D(v)->maxLength < 0 ? None : newInt(t, D(v)->maxLength); }

/// Iterators: {position from the front (reverse: from the back), version, deque}.
struct DequeIter : Object { // skip 2
  int64_t index, version;
  Value deque; ///< or int 0
};
Shape *gIterShape, *gReverseShape;
Value newDequeIter(Thread *t, Value deque, Shape *shape) {
  auto *it = gcAllocate<DequeIter>(t, sizeof(DequeIter), shape);
  if (!it)
    return Value::empty();
  it->version = D(deque)->version;
  it->deque = deque;
  return Value::fromObject(it);
}
Value dequeIter(Thread *t, Value *args, size_t n) { return newDequeIter(t, args[0], gIterShape); }
Value dequeReversed(Thread *t, Value *args, size_t n) { return newDequeIter(t, args[0], gReverseShape); }
template <bool Reverse> Value stepDeque(Thread *t, Value v) {
  auto *it = v.as<DequeIter>();
  if (!it->deque.isObject())
    return Value::empty();
  DequeObject *d = D(it->deque);
  if (it->version != d->version) {
    it->deque = Value::fromSmallInt(0);
    return raise(t, exc::RuntimeError, "deque mutated during iteration");
  }
  if (it->index >= d->size) {
    it->deque = Value::fromSmallInt(0);
    return Value::empty();
  }
  int64_t i = it->index++;
  return at(d, Reverse ? d->size - 1 - i : i);
}
Value iterHint(Thread *t, Value *args, size_t n) {
  auto *it = args[0].as<DequeIter>();
  return Value::fromSmallInt(it->deque.isObject() ? std::max<int64_t>(0, D(it->deque)->size - it->index) : 0);
}

#define COMPARE(op, name) {name, dequeCompare<Dunder::op>, "($self, value, /)"}
const NativeDef dequeMethods[] = {
    {"__new__", dequeNew, "($type, *args, **kwargs)", kEffAny, nullptr, kNativeStatic},
    {"__init__", dequeInit, "($self, iterable=(), maxlen=None)"},
    {"append", dequeAppend, "($self, object, /)", kEffReads | kEffWritesSelf | kEffAllocates},
    {"appendleft", dequeAppendLeft, "($self, object, /)", kEffReads | kEffWritesSelf | kEffAllocates},
    {"extend", dequeExtend, "($self, iterable, /)"},
    {"extendleft", dequeExtendLeft, "($self, iterable, /)"},
    {"pop", dequePop, "($self, /)", kEffReads | kEffWritesSelf | kEffRaises},
    {"popleft", dequePopLeft, "($self, /)", kEffReads | kEffWritesSelf | kEffRaises},
    {"clear", dequeClear, "($self, /)", kEffWritesSelf},
    {"copy", dequeCopy, "($self, /)"},
    {"__copy__", dequeCopy, "($self, /)"},
    {"rotate", dequeRotate, "($self, n=1, /)"},
    {"reverse", dequeReverse, "($self, /)", kEffReads | kEffWritesSelf},
    {"index", dequeIndex, "($self, value, start=0, stop=sys.maxsize, /)"},
    {"count", dequeCount, "($self, value, /)"},
    {"remove", dequeRemove, "($self, value, /)"},
    {"insert", dequeInsert, "($self, index, object, /)"},
    {"__len__", dequeLen, "($self, /)", kEffReads, nullptr, kNativeSlotWrapper},
    {"__getitem__", dequeGetItem, "($self, key, /)"},
    {"__setitem__", dequeSetItem, "($self, key, value, /)"},
    {"__delitem__", dequeDelItem, "($self, key, /)"},
    {"__contains__", dequeContains, "($self, key, /)"},
    {"__iter__", dequeIter, "($self, /)", kEffReads | kEffAllocates},
    {"__reversed__", dequeReversed, "($self, /)", kEffReads | kEffAllocates},
    {"__repr__", dequeRepr, "($self, /)"},
    {"__add__", dequeAdd, "($self, value, /)"},
    {"__iadd__", dequeIAdd, "($self, value, /)"},
    {"__mul__", dequeMul, "($self, value, /)"},
    {"__rmul__", dequeMul, "($self, value, /)"},
    {"__imul__", dequeIMul, "($self, value, /)"},
    COMPARE(Lt, "__lt__"), COMPARE(Le, "__le__"), COMPARE(Eq, "__eq__"), COMPARE(Ne, "__ne__"),
    COMPARE(Gt, "__gt__"), COMPARE(Ge, "__ge__"),
    {"__reduce__", dequeReduce, "($self, /)"},
    {"__class_getitem__", genericClassGetItem, "($type, item, /)", kEffAny, nullptr, kNativeClass},
    {nullptr, nullptr, nullptr}};
const GetSetDef dequeGetSets[] = {{"maxlen", maxLengthOf, nullptr}, {nullptr, nullptr, nullptr}};
#define ITER_METHODS(step)                                                                         \
  {{"__iter__", returnSelf, "($self, /)"}, {"__next__", nextMethod<step>, "($self, /)"},           \
   {"__length_hint__", iterHint, "($self, /)"}, {nullptr, nullptr, nullptr}}
const NativeDef iterMethods[] = ITER_METHODS(stepDeque<false>);
const NativeDef reverseMethods[] = ITER_METHODS(stepDeque<true>);

//===-- defaultdict: a dict and one more Value -----------------------------===//

struct DefaultDictObject : DictObject {
  Value factory; ///< or None
};
TypeObject *gDefaultDict;
DefaultDictObject *F(Value v) { return v.as<DefaultDictObject>(); }

Value defaultNew(Thread *t, Value *args, size_t n) {
  Value v = newInstance(t, args[0].as<TypeObject>());
  if (v)
    F(v)->factory = None;
  return v;
}
Value defaultInit(Thread *t, Value *args, size_t n) {
  auto *positional = args[1].as<TupleObject>();
  Value factory = positional->length ? positional->items[0] : None;
  if (factory != None && !lookupDunder(typeOf(factory), Dunder::Call))
    return raise(t, exc::TypeError, "first argument must be callable or None");
  if (positional->length > 2)
    return raise(t, exc::TypeError, "dict expected at most 1 argument, got %zd", static_cast<ssize_t>(positional->length - 1));
  setSlot(F(args[0]), &F(args[0])->factory, factory);
  if (positional->length == 2 && !dictUpdate(t, F(args[0]), positional->items[1]))
    return Value::empty();
  return noneIf(!args[2] || dictMerge(t, F(args[0]), args[2].as<DictObject>()));
}
Value defaultMissing(Thread *t, Value *args, size_t n) {
  if (F(args[0])->factory == None)
    return raiseKeyError(t, args[1]);
  Value v = call(t, F(args[0])->factory);
  return v && dictSet(t, F(args[0]), args[1], v) ? v : Value::empty();
}
Value defaultRepr(Thread *t, Value *args, size_t n) {
  Value d = dictRepr(t, args[0]);
  if (!d)
    return d;
  Value f;
  if (reprEnter(t, args[0])) {
    f = repr(t, F(args[0])->factory);
    reprLeave(t, args[0]);
  } else {
    f = newStr(t, "...");
  }
  if (!f)
    return f;
  StrBuilder out;
  out.add(typeNameOf(args[0]) + "(");
  if (!out.addStr(t, f))
    return Value::empty();
  out.add(", ");
  if (!out.addStr(t, d))
    return Value::empty();
  out.add(")");
  return out.finish(t);
}
Value defaultCopy(Thread *t, Value *args, size_t n) {
  Value a[2] = {F(args[0])->factory, args[0]};
  return call(t, typeValue(typeOf(args[0])), a, 2);
}
Value defaultReduce(Thread *t, Value *args, size_t n) {
  Value f = F(args[0])->factory, items = callMethod(t, args[0], "items", nullptr, 0);
  Value parts[5] = {typeValue(typeOf(args[0])), f == None ? EmptyTuple : newTuple(t, &f, 1), None, None,
                    items ? getIter(t, items) : items};
  return parts[1] && parts[4] ? newTuple(t, parts, 5) : Value::empty();
}
Value unionOf(Thread *t, Value self, Value a, Value b) {
  if (!isDict(a) || !isDict(b))
    return NotImplemented;
  Value args[2] = {F(self)->factory, a};
  Value r = call(t, typeValue(typeOf(self)), args, 2);
  return r && dictUpdate(t, r.as<DictObject>(), b) ? r : Value::empty();
}
Value defaultOr(Thread *t, Value *args, size_t n) { return unionOf(t, args[0], args[0], args[1]); }
Value defaultROr(Thread *t, Value *args, size_t n) { return unionOf(t, args[0], args[1], args[0]); }
const NativeDef defaultMethods[] = {
    {"__new__", defaultNew, "($type, *args, **kwargs)", kEffAny, nullptr, kNativeStatic},
    {"__init__", defaultInit, "($self, /, *args, **kwargs)"},
    {"__missing__", defaultMissing, "($self, key, /)"},
    {"__repr__", defaultRepr, "($self, /)"},
    {"copy", defaultCopy, "($self, /)"},
    {"__copy__", defaultCopy, "($self, /)"},
    {"__reduce__", defaultReduce, "($self, /)"},
    {"__or__", defaultOr, "($self, value, /)"},
    {"__ror__", defaultROr, "($self, value, /)"},
    {nullptr, nullptr, nullptr}};
const MemberDef defaultMembers[] = {{"default_factory", offsetof(DefaultDictObject, factory), false}, {nullptr, 0, true}};

//===-- functions ----------------------------------------------------------===//

/// mapping[x] += 1 for each x: Counter's inner loop.
Value countElements(Thread *t, Value *args, size_t n) {
  Value mapping = args[0];
  bool plain = isDict(mapping) &&
               lookupDunder(typeOf(mapping), Dunder::SetItem) == lookupDunder(types::dict_, Dunder::SetItem) &&
               lookupType(typeOf(mapping), internStr(t, "get")) == lookupType(types::dict_, internStr(t, "get"));
  bool ok = forEach(t, args[1], [&](Value x) {
    Value old;
    if (plain) {
      old = dictGet(t, mapping.as<DictObject>(), x);
    } else {
      Value a[2] = {x, Value::fromSmallInt(0)};
      old = callMethod(t, mapping, "get", a, 2);
    }
    if (!old && t->pending)
      return false;
    Value sum = old ? binaryOp(t, Dunder::Add, old, Value::fromSmallInt(1)) : Value::fromSmallInt(1);
    return sum && (plain ? dictSet(t, mapping.as<DictObject>(), x, sum) : setItem(t, mapping, x, sum));
  });
  return noneIf(ok);
}
const NativeDef functions[] = {{"_count_elements", countElements, "(mapping, iterable, /)"}, {nullptr, nullptr, nullptr}};

bool initModule(Thread *t, ModuleObject *m) {
  TypeSpec deque{"collections.deque", Kind::RegularObject, sizeof(DequeObject), TraceKind::FixedSlots, 4, 1, dequeMethods, dequeGetSets};
  deque.typeFlags = kTypeBaseable | kTypeHasWeakRefs | kTypeSequence;
  gDeque = makeBuiltinType(t, deque);
  gDequeShape = gDeque->instanceShape;
  setUnhashable(t, gDeque);
  auto iterator = [t](const char *name, const NativeDef *methods, IteratorStep step) {
    TypeSpec spec{name, Kind::Iterator, sizeof(DequeIter), TraceKind::FixedSlots, 2, 1, methods};
    spec.typeFlags = kTypeDisallowInstantiation;
    TypeObject *type = makeBuiltinType(t, spec);
    registerIteratorStep(type->instanceShape, step);
    return type;
  };
  TypeObject *forward = iterator("_collections._deque_iterator", iterMethods, stepDeque<false>);
  TypeObject *reverse = iterator("_collections._deque_reverse_iterator", reverseMethods, stepDeque<true>);
  gIterShape = forward->instanceShape;
  gReverseShape = reverse->instanceShape;
  TypeSpec dict{"collections.defaultdict", Kind::Dict, sizeof(DefaultDictObject), TraceKind::FixedSlots, 3, 4, defaultMethods, nullptr, defaultMembers};
  dict.typeFlags = kTypeBaseable;
  gDefaultDict = makeBuiltinType(t, dict, types::dict_);
  setUnhashable(t, gDefaultDict);
  return moduleSet(t, m, "deque", typeValue(gDeque)) && moduleSet(t, m, "_deque_iterator", typeValue(forward)) &&
         moduleSet(t, m, "_deque_reverse_iterator", typeValue(reverse)) &&
         moduleSet(t, m, "defaultdict", typeValue(gDefaultDict)) &&
         moduleSet(t, m, "_tuplegetter", typeValue(gTupleGetter));
}
const ModuleSpec spec{"_collections", "High-performance data structures.", functions, initModule};

} // namespace

const uint32_t kDefaultDictFactory = offsetof(DefaultDictObject, factory);
bool isDefaultDict(Value v, Value &factory) {
  if (!gDefaultDict || !v.isObject() || v.asObject()->type() != gDefaultDict)
    return false;
  factory = F(v)->factory;
  return true;
}

void registerCollections(Thread *t) { registerNativeModule(&spec); }

} // namespace pyc
