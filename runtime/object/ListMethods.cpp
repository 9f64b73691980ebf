//===- ListMethods.cpp - The type `list` ----------------------------------===//
//
// Rows of list's method table; the work is in ListObject.cpp, ListSort.cpp and
// SequenceCompare.cpp.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"
#include <algorithm>

namespace pyc {

static ListObject *self(Value *args) { return args[0].as<ListObject>(); }
static Value noneIf(bool ok) { return ok ? None : Value::empty(); }

static Value listNew(Thread *t, Value *args, size_t n) {
  auto *cls = args[0].as<TypeObject>();
  if (cls == types::list_)
    return newList(t, nullptr, 0);
  Value v = newInstance(t, cls);
  if (v)
    self(&v)->buffer = EmptyBuffer;
  return v;
}

static Value listInit(Thread *t, Value *args, size_t n) {
  ListObject *l = self(args);
  if (n > 2)
    return raise(t, exc::TypeError, "list expected at most 1 argument, got %zu", n - 1);
  if (l->size && !listSplice(t, l, 0, l->size, nullptr, 0))
    return Value::empty();
  return noneIf(n < 2 || listExtend(t, l, args[1]));
}

static Value listAppendMethod(Thread *t, Value *args, size_t n) {
  return noneIf(listAppend(t, self(args), args[1]));
}

static Value listExtendMethod(Thread *t, Value *args, size_t n) {
  return noneIf(listExtend(t, self(args), args[1]));
}

static Value listInsertMethod(Thread *t, Value *args, size_t n) {
  int64_t i;
  if (!indexAsInt64(t, args[1], i, exc::OverflowError))
    return Value::empty();
  return noneIf(listInsert(t, self(args), i, args[2]));
}

static Value listPop(Thread *t, Value *args, size_t n) {
  ListObject *l = self(args);
  int64_t i = -1;
  if (args[1] && !indexAsInt64(t, args[1], i, exc::IndexError))
    return Value::empty();
  if (l->size == 0)
    return raise(t, exc::IndexError, "pop from empty list");
  if (i < 0)
    i += l->size;
  if (i < 0 || i >= l->size)
    return raise(t, exc::IndexError, "pop index out of range");
  ValueBuffer *b = l->items();
  Value v = b->items[i];
  if (i == l->size - 1 && (b->length <= 64 || l->size > b->length / 4)) {
    b->items[i] = Value::fromSmallInt(0);
    --l->size;
    return v;
  }
  return listSplice(t, l, i, i + 1, nullptr, 0) ? v : Value::empty();
}

/// Index of the first item equal to v in [start, stop), -1 absent, -2 raised.
static int64_t findItem(Thread *t, ListObject *l, Value v, int64_t start, int64_t stop) {
  for (int64_t i = start; i < stop && i < l->size; ++i) {
    Value x = l->items()->items[i];
    if (x.isInt() && v.isInt()) {
      if (x == v)
        return i;
      continue;
    }
    int r = equals(t, x, v);
    if (r < 0)
      return -2;
    if (r)
      return i;
  }
  return -1;
}

static Value listRemove(Thread *t, Value *args, size_t n) {
  ListObject *l = self(args);
  int64_t i = findItem(t, l, args[1], 0, INT64_MAX);
  if (i == -2)
    return Value::empty();
  if (i < 0)
    return raise(t, exc::ValueError, "list.remove(x): x not in list");
  return noneIf(listSplice(t, l, i, i + 1, nullptr, 0));
}

static Value listClear(Thread *t, Value *args, size_t n) {
  self(args)->size = 0;
  self(args)->buffer = EmptyBuffer;
  return None;
}

static Value listIndex(Thread *t, Value *args, size_t n) {
  ListObject *l = self(args);
  int64_t start = 0, stop = INT64_MAX;
  if (args[2] && !indexAsInt64(t, args[2], start))
    return Value::empty();
  if (args[3] && !indexAsInt64(t, args[3], stop))
    return Value::empty();
  if (start < 0)
    start = std::max<int64_t>(0, start + l->size);
  if (stop < 0)
    stop = std::max<int64_t>(0, stop + l->size);
  int64_t i = findItem(t, l, args[1], start, stop);
  if (i == -2)
    return Value::empty();
  if (i < 0)
    return raise(t, exc::ValueError, "%V is not in list", args[1]);
  return Value::fromSmallInt(i);
}

static Value listCount(Thread *t, Value *args, size_t n) {
  ListObject *l = self(args);
  int64_t count = 0;
  for (int64_t i = 0; i < l->size; ++i) {
    int r = equals(t, l->items()->items[i], args[1]);
    if (r < 0)
      return Value::empty();
    count += r;
  }
  return Value::fromSmallInt(count);
}

static Value listSortMethod(Thread *t, Value *args, size_t n) {
  int64_t reverse = 0; // "i" in CPython: an int, not a truth value
  if (args[2] && !indexAsInt64(t, args[2], reverse, exc::OverflowError))
    return Value::empty();
  return noneIf(listSort(t, self(args), args[1] ? args[1] : None, reverse != 0));
}

static Value listReverse(Thread *t, Value *args, size_t n) {
  ListObject *l = self(args);
  ValueBuffer *b = l->items();
  std::reverse(b->items, b->items + l->size);
  if (b->gcBits & kGcOld)
    copySlots(b, b->items, b->items, static_cast<size_t>(l->size));
  return None;
}

static Value listCopy(Thread *t, Value *args, size_t n) {
  return newList(t, self(args)->items()->items, static_cast<size_t>(self(args)->size));
}

static Value listLen(Thread *t, Value *args, size_t n) {
  return Value::fromSmallInt(self(args)->size);
}
static Value listGetItemMethod(Thread *t, Value *args, size_t n) {
  return listGetItem(t, self(args), args[1]);
}
static Value listSetItemMethod(Thread *t, Value *args, size_t n) {
  return noneIf(listSetItem(t, self(args), args[1], args[2]));
}
static Value listDelItemMethod(Thread *t, Value *args, size_t n) {
  return noneIf(listDelItem(t, self(args), args[1]));
}
static Value listContains(Thread *t, Value *args, size_t n) {
  int r = sequenceContains(t, args[0], args[1]);
  return r < 0 ? Value::empty() : boolValue(r);
}
static Value listIter(Thread *t, Value *args, size_t n) { return newListIterator(t, args[0]); }

static Value listReversed(Thread *t, Value *args, size_t n) {
  auto *it = gcAllocate<ListReverseIterObject>(t, sizeof(ListReverseIterObject),
                                               shapes::listReverseIterator);
  if (!it)
    return Value::empty();
  it->index = self(args)->size - 1;
  it->list = args[0];
  return Value::fromObject(it);
}

static Value listAdd(Thread *t, Value *args, size_t n) {
  if (!isList(args[1]))
    return raise(t, exc::TypeError, "can only concatenate list (not \"%T\") to list", args[1]);
  return listConcat(t, self(args), self(args + 1));
}

static Value listInPlaceAdd(Thread *t, Value *args, size_t n) {
  return listExtend(t, self(args), args[1]) ? args[0] : Value::empty();
}

static Value listMul(Thread *t, Value *args, size_t n) {
  int64_t times;
  if (!indexAsInt64(t, args[1], times, exc::OverflowError))
    return Value::empty();
  return listRepeat(t, self(args), times);
}

static Value listInPlaceMul(Thread *t, Value *args, size_t n) {
  ListObject *l = self(args);
  int64_t times, total;
  if (!indexAsInt64(t, args[1], times, exc::OverflowError))
    return Value::empty();
  if (times <= 0) {
    l->size = 0;
    l->buffer = EmptyBuffer;
    return args[0];
  }
  int64_t size = l->size;
  if (__builtin_mul_overflow(size, times, &total))
    return raiseMemoryError(t);
  if (!listReserve(t, l, static_cast<size_t>(total)))
    return Value::empty();
  ValueBuffer *b = l->items();
  for (int64_t i = size; i < total; i += size)
    copySlots(b, b->items + i, b->items, static_cast<size_t>(size));
  l->size = total;
  return args[0];
}

template <Dunder Op> static Value listCompareMethod(Thread *t, Value *args, size_t n) {
  if (!isList(args[1]))
    return NotImplemented;
  return listCompare(t, Op, args[0], args[1]);
}

static Value listReprMethod(Thread *t, Value *args, size_t n) { return listRepr(t, args[0]); }

static Value listSizeof(Thread *t, Value *args, size_t n) {
  return Value::fromSmallInt(static_cast<int64_t>(sizeof(ListObject)) + 16 + 8 * self(args)->items()->length);
}

constexpr uint32_t kMutates = kEffWritesSelf | kEffReads;
static const NativeDef listMethods[] = {
    {"__new__", listNew, "($type, *args, **kwargs)", kEffAllocates | kEffRaises, "Create and return a new object.  See help(type) for accurate signature.", kNativeStatic},
    {"__init__", listInit, "($self, *args)", kEffAny, "Initialize self.  See help(type(self)) for accurate signature.", kNativeSlotWrapper | kNativeRaw},
    {"append", listAppendMethod, "($self, object, /)", kMutates | kEffAllocates, "Append object to the end of the list."},
    {"extend", listExtendMethod, "($self, iterable, /)", kEffAny, "Extend list by appending elements from the iterable."},
    {"insert", listInsertMethod, "($self, index, object, /)", kEffAny, "Insert object before index."},
    {"pop", listPop, "($self, index=-1, /)", kMutates | kEffRaises | kEffAllocates, "Remove and return item at index (default last)."},
    {"remove", listRemove, "($self, value, /)", kEffAny, "Remove first occurrence of value."},
    {"clear", listClear, "($self, /)", kMutates, "Remove all items from list."},
    {"index", listIndex, "($self, value, start=0, stop=sys.maxsize, /)", kEffAny, "Return first index of value."},
    {"count", listCount, "($self, value, /)", kEffAny, "Return number of occurrences of value."},
    {"sort", listSortMethod, "($self, /, *, key=None, reverse=False)", kEffAny, "Sort the list in ascending order and return None."},
    {"reverse", listReverse, "($self, /)", kMutates, "Reverse *IN PLACE*."},
    {"copy", listCopy, "($self, /)", kEffReads | kEffAllocates, "Return a shallow copy of the list."},
    {"__len__", listLen, "($self, /)", kEffReads, "Return len(self).", kNativeSlotWrapper},
    {"__getitem__", listGetItemMethod, "($self, index, /)", kEffAny, "Return self[index]."},
    {"__setitem__", listSetItemMethod, "($self, key, value, /)", kEffAny, "Set self[key] to value.", kNativeSlotWrapper},
    {"__delitem__", listDelItemMethod, "($self, key, /)", kEffAny, "Delete self[key].", kNativeSlotWrapper},
    {"__contains__", listContains, "($self, key, /)", kEffAny, "Return key in self.", kNativeSlotWrapper},
    {"__iter__", listIter, "($self, /)", kEffAllocates, "Implement iter(self).", kNativeSlotWrapper},
    {"__reversed__", listReversed, "($self, /)", kEffReads | kEffAllocates, "Return a reverse iterator over the list."},
    {"__add__", listAdd, "($self, value, /)", kEffReads | kEffAllocates | kEffRaises, "Return self+value.", kNativeSlotWrapper},
    {"__iadd__", listInPlaceAdd, "($self, value, /)", kEffAny, "Implement self+=value.", kNativeSlotWrapper},
    {"__mul__", listMul, "($self, value, /)", kEffAny, "Return self*value.", kNativeSlotWrapper},
    {"__rmul__", listMul, "($self, value, /)", kEffAny, "Return value*self.", kNativeSlotWrapper},
    {"__imul__", listInPlaceMul, "($self, value, /)", kEffAny, "Implement self*=value.", kNativeSlotWrapper},
    {"__lt__", listCompareMethod<Dunder::Lt>, "($self, value, /)", kEffAny, "Return self<value.", kNativeSlotWrapper},
    {"__le__", listCompareMethod<Dunder::Le>, "($self, value, /)", kEffAny, "Return self<=value.", kNativeSlotWrapper},
    {"__eq__", listCompareMethod<Dunder::Eq>, "($self, value, /)", kEffAny, "Return self==value.", kNativeSlotWrapper},
    {"__ne__", listCompareMethod<Dunder::Ne>, "($self, value, /)", kEffAny, "Return self!=value.", kNativeSlotWrapper},
    {"__gt__", listCompareMethod<Dunder::Gt>, "($self, value, /)", kEffAny, "Return self>value.", kNativeSlotWrapper},
    {"__ge__", listCompareMethod<Dunder::Ge>, "($self, value, /)", kEffAny, "Return self>=value.", kNativeSlotWrapper},
    {"__repr__", listReprMethod, "($self, /)", kEffAny, "Return repr(self).", kNativeSlotWrapper},
    {"__sizeof__", listSizeof, "($self, /)", kEffReads, "Return the size of the list in memory, in bytes."},
    {"__class_getitem__", genericClassGetItem, "($type, item, /)", kEffAny, "See PEP 585", kNativeClass},
    {nullptr, nullptr, nullptr}};

void setUnhashable(Thread *t, TypeObject *type) {
  if (!dictSet(t, type->dict.as<DictObject>(), names::__hash__, None))
    internalError(__FILE__, __LINE__, "out of memory at start-up");
  typeModified(type);
}

void initListType(Thread *t) {
  TypeSpec spec{"list", Kind::List, sizeof(ListObject), TraceKind::FixedSlots, 1, 1, listMethods};
  spec.typeFlags = kTypeBaseable | kTypeSequence;
  spec.doc = "A mutable sequence of any objects.";
  makeBuiltinType(t, spec);
  setUnhashable(t, types::list_);
}

} // namespace pyc
