//===- SetMethods.cpp - The types `set` and `frozenset` -------------------===//
//
// Operations take the same steps in the same order as CPython's, because the
// order in which a result is filled decides the order in which it iterates.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/SetTable.h"
#include "runtime/object/Types.h"

namespace pyc {

using namespace sets;

static SetObject *self(Value *args) { return args[0].as<SetObject>(); }
static Value noneIf(bool ok) { return ok ? None : Value::empty(); }
static bool isFrozen(SetObject *s) { return s->kind() == Kind::FrozenSet; }
static SetObject *asSet(Value v) { return v.as<SetObject>(); }

bool setUpdate(Thread *t, SetObject *s, Value iterable) {
  if (isAnySet(iterable))
    return merge(t, s, asSet(iterable));
  if (isExact(iterable, shapes::dict)) {
    auto *d = iterable.as<DictObject>();
    if (static_cast<uint64_t>(s->fill + d->used) * 5 >= maskOf(s) * 3 &&
        !resize(t, s, (s->used + d->used) * 2))
      return false;
    Value k, v;
    for (int64_t pos = 0; dictNext(d, pos, k, v);)
      if (!setAdd(t, s, k))
        return false;
    return true;
  }
  return forEach(t, iterable, [&](Value v) { return setAdd(t, s, v); });
}

/// An exact set or frozenset with the iterable's items.
static SetObject *newSetOf(Thread *t, bool frozen, Value iterable) {
  Value v = newSet(t, frozen);
  return v && (!iterable || setUpdate(t, asSet(v), iterable)) ? asSet(v) : nullptr;
}

Value setCopy(Thread *t, SetObject *s, bool frozen) {
  SetObject *r = newSetOf(t, frozen, Value::fromObject(s));
  return r ? Value::fromObject(r) : Value::empty();
}

/// The items of s (a set) that f approves go to result, in table order.
template <typename F>
static bool filterInto(Thread *t, SetObject *result, SetObject *s, F approves) {
  for (int64_t i = 0; i < tableSize(s); ++i) {
    Value k = table(s)[i];
    if (!isLive(k))
      continue;
    uint64_t hash = liveHash(s, i);
    int r = approves(k, hash);
    if (r < 0 || (r && !addHashed(t, result, k, hash)))
      return false;
  }
  return true;
}

static SetObject *intersection(Thread *t, SetObject *s, Value other) {
  if (Value::fromObject(s) == other)
    return newSetOf(t, isFrozen(s), other);
  SetObject *r = newSetOf(t, isFrozen(s), Value::empty());
  if (!r)
    return nullptr;
  if (isAnySet(other)) {
    SetObject *a = s, *b = asSet(other);
    if (b->used > a->used)
      std::swap(a, b);
    bool ok = filterInto(t, r, b, [&](Value k, uint64_t hash) {
      int64_t i = findHashed(t, a, k, hash);
      return i >= 0 ? 1 : i == INT64_MIN ? -1 : 0;
    });
    return ok ? r : nullptr;
  }
  bool ok = forEach(t, other, [&](Value k) {
    uint64_t hash;
    if (!hashKey(t, k, hash))
      return false;
    int64_t i = findHashed(t, s, k, hash);
    return i != INT64_MIN && (i < 0 || addHashed(t, r, k, hash));
  });
  return ok ? r : nullptr;
}

static bool differenceUpdate(Thread *t, SetObject *s, Value other) {
  if (Value::fromObject(s) == other) {
    setClear(s);
    return true;
  }
  if (isAnySet(other)) {
    SetObject *o = asSet(other);
    for (int64_t i = 0; i < tableSize(o); ++i)
      if (isLive(table(o)[i]) && removeHashed(t, s, table(o)[i], liveHash(o, i)) < 0)
        return false;
  } else if (!forEach(t, other, [&](Value k) {
               uint64_t hash;
               return hashKey(t, k, hash) && removeHashed(t, s, k, hash) >= 0;
             })) {
    return false;
  }
  if (static_cast<uint64_t>(s->fill - s->used) <= maskOf(s) / 4)
    return true;
  return resize(t, s, s->used > 50000 ? s->used * 2 : s->used * 4);
}

static SetObject *difference(Thread *t, SetObject *s, Value other) {
  bool set = isAnySet(other), dict = isDict(other);
  int64_t size = set ? asSet(other)->used : dict ? other.as<DictObject>()->used : 0;
  if ((!set && !dict) || (s->used >> 2) > size) {
    SetObject *r = newSetOf(t, isFrozen(s), Value::fromObject(s));
    return r && differenceUpdate(t, r, other) ? r : nullptr;
  }
  SetObject *r = newSetOf(t, isFrozen(s), Value::empty());
  bool ok = r && filterInto(t, r, s, [&](Value k, uint64_t hash) {
    if (dict) {
      int in = dictContains(t, other.as<DictObject>(), k);
      return in < 0 ? -1 : !in;
    }
    int64_t i = findHashed(t, asSet(other), k, hash);
    return i >= 0 ? 0 : i == INT64_MIN ? -1 : 1;
  });
  return ok ? r : nullptr;
}

static bool symmetricDifferenceUpdate(Thread *t, SetObject *s, Value other) {
  if (Value::fromObject(s) == other) {
    setClear(s);
    return true;
  }
  SetObject *o = isAnySet(other) ? asSet(other) : newSetOf(t, false, other);
  if (!o)
    return false;
  for (int64_t i = 0; i < tableSize(o); ++i) {
    Value k = table(o)[i];
    if (!isLive(k))
      continue;
    uint64_t hash = liveHash(o, i);
    int r = removeHashed(t, s, k, hash);
    if (r < 0 || (!r && !addHashed(t, s, k, hash)))
      return false;
  }
  return true;
}

static SetObject *symmetricDifference(Thread *t, SetObject *s, Value other) {
  SetObject *r = newSetOf(t, isFrozen(s), other);
  return r && symmetricDifferenceUpdate(t, r, Value::fromObject(s)) ? r : nullptr;
}

static Value orEmpty(SetObject *s) { return s ? Value::fromObject(s) : Value::empty(); }

Value setBinary(Thread *t, Dunder op, SetObject *a, SetObject *b) {
  Value other = Value::fromObject(b);
  switch (op) {
  case Dunder::And: return orEmpty(intersection(t, a, other));
  case Dunder::Sub: return orEmpty(difference(t, a, other));
  case Dunder::Xor: return orEmpty(symmetricDifference(t, a, other));
  default: {
    SetObject *r = newSetOf(t, isFrozen(a), Value::fromObject(a));
    return r && merge(t, r, b) ? Value::fromObject(r) : Value::empty();
  }
  }
}

static int isSubset(Thread *t, SetObject *a, SetObject *b) {
  if (a->used > b->used)
    return 0;
  for (int64_t i = 0; i < tableSize(a); ++i) {
    Value k = table(a)[i];
    if (!isLive(k))
      continue;
    int64_t r = findHashed(t, b, k, liveHash(a, i));
    if (r < 0)
      return r == INT64_MIN ? -1 : 0;
  }
  return 1;
}

Value setCompare(Thread *t, Dunder op, SetObject *a, Value other) {
  if (!isAnySet(other))
    return NotImplemented;
  SetObject *b = asSet(other);
  int r;
  switch (op) {
  case Dunder::Eq: case Dunder::Ne:
    r = a->used == b->used ? isSubset(t, a, b) : 0;
    break;
  case Dunder::Le: r = isSubset(t, a, b); break;
  case Dunder::Ge: r = isSubset(t, b, a); break;
  case Dunder::Lt: r = a->used < b->used ? isSubset(t, a, b) : 0; break;
  default: r = b->used < a->used ? isSubset(t, b, a) : 0; break;
  }
  return r < 0 ? Value::empty() : boolValue((op == Dunder::Ne) != bool(r));
}

Value setRepr(Thread *t, Value set) {
  SetObject *s = asSet(set);
  bool plain = s->type() == types::set_;
  StrBuilder out;
  if (s->used == 0) {
    out.add(typeNameOf(set));
    out.add("()");
    return out.finish(t);
  }
  if (!checkNativeStackIn(t, " while getting the repr of an object"))
    return Value::empty();
  if (!reprEnter(t, set)) {
    out.add(typeNameOf(set));
    out.add("(...)");
    return out.finish(t);
  }
  if (!plain) {
    out.add(typeNameOf(set));
    out.add("(");
  }
  out.add("{");
  Value list = listFrom(t, set);
  bool ok = bool(list);
  for (int64_t i = 0; ok && i < list.as<ListObject>()->size; ++i) {
    if (i)
      out.add(", ");
    Value r = repr(t, list.as<ListObject>()->items()->items[i]);
    ok = r && out.addStr(t, r);
  }
  reprLeave(t, set);
  if (!ok)
    return Value::empty();
  out.add(plain ? "}" : "})");
  return out.finish(t);
}

//===-- methods ------------------------------------------------------------===//

static Value setNew(Thread *t, Value *args, size_t n) {
  auto *cls = args[0].as<TypeObject>();
  return cls == types::set_ ? newSet(t, false) : newInstance(t, cls);
}

static bool checkCount(Thread *t, const char *what, size_t n) {
  if (n <= 2)
    return true;
  raise(t, exc::TypeError, "%s expected at most 1 argument, got %zu", what, n - 1);
  return false;
}

static Value setInit(Thread *t, Value *args, size_t n) {
  if (!checkCount(t, "set", n))
    return Value::empty();
  setClear(self(args));
  return noneIf(n < 2 || setUpdate(t, self(args), args[1]));
}

static Value frozensetNew(Thread *t, Value *args, size_t n) {
  if (!checkCount(t, "frozenset", n))
    return Value::empty();
  auto *cls = args[0].as<TypeObject>();
  if (cls == types::frozenset_ && n == 2 && isExact(args[1], shapes::frozenset))
    return args[1];
  Value s = cls == types::frozenset_ ? newSet(t, true) : newInstance(t, cls);
  return s && (n < 2 || setUpdate(t, asSet(s), args[1])) ? s : Value::empty();
}

static Value setLen(Thread *t, Value *args, size_t n) {
  return Value::fromSmallInt(self(args)->used);
}
static Value setContainsMethod(Thread *t, Value *args, size_t n) {
  int r = setContains(t, self(args), args[1]);
  return r < 0 ? Value::empty() : boolValue(r);
}
static Value setIter(Thread *t, Value *args, size_t n) {
  auto *it = gcAllocate<SetIterObject>(t, sizeof(SetIterObject), shapes::setIterator);
  if (!it)
    return Value::empty();
  it->expected = self(args)->used;
  it->set = args[0];
  return Value::fromObject(it);
}
static Value setReprMethod(Thread *t, Value *args, size_t n) { return setRepr(t, args[0]); }
static Value frozensetHashMethod(Thread *t, Value *args, size_t n) {
  uint64_t h;
  return frozensetHash(t, self(args), h) ? newInt(t, static_cast<int64_t>(h)) : Value::empty();
}

template <Dunder Op> static Value setOp(Thread *t, Value *args, size_t n) {
  if (!isAnySet(args[0]) || !isAnySet(args[1]))
    return NotImplemented;
  return setBinary(t, Op, self(args), self(args + 1));
}
template <Dunder Op> static Value setROp(Thread *t, Value *args, size_t n) {
  if (!isAnySet(args[0]) || !isAnySet(args[1]))
    return NotImplemented;
  return setBinary(t, Op, self(args + 1), self(args));
}

/// Takes over the storage of a set nobody else has.
static void takeStorage(SetObject *s, SetObject *from) {
  s->used = from->used;
  s->fill = from->fill;
  s->flags = (s->flags & ~(kDictIntKeys | kDictAnyKeys)) |
             (from->flags & (kDictIntKeys | kDictAnyKeys));
  setSlot(s, &s->entries, from->entries);
  setSlot(s, &s->hashes, from->hashes);
}

template <Dunder Op> static Value setIOp(Thread *t, Value *args, size_t n) {
  if (!isAnySet(args[1]))
    return NotImplemented;
  SetObject *s = self(args);
  bool ok = true;
  if (Op == Dunder::Or) {
    ok = merge(t, s, self(args + 1));
  } else if (Op == Dunder::Sub) {
    ok = differenceUpdate(t, s, args[1]);
  } else if (Op == Dunder::Xor) {
    ok = symmetricDifferenceUpdate(t, s, args[1]);
  } else {
    SetObject *r = intersection(t, s, args[1]);
    ok = r;
    if (ok)
      takeStorage(s, r);
  }
  return ok ? args[0] : Value::empty();
}

template <Dunder Op> static Value setCompareMethod(Thread *t, Value *args, size_t n) {
  return setCompare(t, Op, self(args), args[1]);
}

static Value setAddMethod(Thread *t, Value *args, size_t n) {
  return noneIf(setAdd(t, self(args), args[1]));
}
static Value setDiscardMethod(Thread *t, Value *args, size_t n) {
  return noneIf(setDiscard(t, self(args), args[1]) >= 0);
}
static Value setRemove(Thread *t, Value *args, size_t n) {
  int r = setDiscard(t, self(args), args[1]);
  return r > 0 ? None : r == 0 ? raiseKeyError(t, args[1]) : Value::empty();
}
static Value setPop(Thread *t, Value *args, size_t n) {
  SetObject *s = self(args);
  if (s->used == 0)
    return raise(t, exc::KeyError, "pop from an empty set");
  uint64_t i = s->hash & maskOf(s);
  while (!isLive(table(s)[i]))
    i = (i + 1) & maskOf(s);
  Value v = table(s)[i];
  removeSlot(s, static_cast<int64_t>(i));
  s->hash = i + 1; // the search goes on from here next time
  return v;
}
static Value setClearMethod(Thread *t, Value *args, size_t n) {
  setClear(self(args));
  return None;
}
static Value setCopyMethod(Thread *t, Value *args, size_t n) {
  return setCopy(t, self(args), false);
}
static Value frozensetCopy(Thread *t, Value *args, size_t n) {
  return isExact(args[0], shapes::frozenset) ? args[0] : setCopy(t, self(args), true);
}

// Those with any number of iterables: raw arguments.
static Value setUpdateMethod(Thread *t, Value *args, size_t n) {
  for (size_t i = 1; i < n; ++i)
    if (!setUpdate(t, self(args), args[i]))
      return Value::empty();
  return None;
}
static Value setUnion(Thread *t, Value *args, size_t n) {
  SetObject *r = newSetOf(t, isFrozen(self(args)), args[0]);
  for (size_t i = 1; r && i < n; ++i)
    if (args[i] != args[0] && !setUpdate(t, r, args[i]))
      r = nullptr;
  return orEmpty(r);
}
static SetObject *intersectAll(Thread *t, Value *args, size_t n) {
  if (n == 1)
    return newSetOf(t, isFrozen(self(args)), args[0]);
  SetObject *r = self(args);
  for (size_t i = 1; r && i < n; ++i)
    r = intersection(t, r, args[i]);
  return r;
}
static Value setIntersection(Thread *t, Value *args, size_t n) {
  return orEmpty(intersectAll(t, args, n));
}
static Value setIntersectionUpdate(Thread *t, Value *args, size_t n) {
  SetObject *r = intersectAll(t, args, n);
  if (!r)
    return Value::empty();
  takeStorage(self(args), r);
  return None;
}
static Value setDifference(Thread *t, Value *args, size_t n) {
  if (n == 1)
    return orEmpty(newSetOf(t, isFrozen(self(args)), args[0]));
  SetObject *r = difference(t, self(args), args[1]);
  for (size_t i = 2; r && i < n; ++i)
    if (!differenceUpdate(t, r, args[i]))
      r = nullptr;
  return orEmpty(r);
}
static Value setDifferenceUpdate(Thread *t, Value *args, size_t n) {
  for (size_t i = 1; i < n; ++i)
    if (!differenceUpdate(t, self(args), args[i]))
      return Value::empty();
  return None;
}

static Value setSymmetricDifference(Thread *t, Value *args, size_t n) {
  return orEmpty(symmetricDifference(t, self(args), args[1]));
}
static Value setSymmetricDifferenceUpdate(Thread *t, Value *args, size_t n) {
  return noneIf(symmetricDifferenceUpdate(t, self(args), args[1]));
}

static Value setIsSubset(Thread *t, Value *args, size_t n) {
  SetObject *o = isAnySet(args[1]) ? asSet(args[1]) : newSetOf(t, false, args[1]);
  int r = o ? isSubset(t, self(args), o) : -1;
  return r < 0 ? Value::empty() : boolValue(r);
}
static Value setIsSuperset(Thread *t, Value *args, size_t n) {
  SetObject *o = isAnySet(args[1]) ? asSet(args[1]) : newSetOf(t, false, args[1]);
  int r = o ? isSubset(t, o, self(args)) : -1;
  return r < 0 ? Value::empty() : boolValue(r);
}
static Value setIsDisjoint(Thread *t, Value *args, size_t n) {
  int found = 0;
  bool ok = forEach(t, args[1], [&](Value k) {
    uint64_t hash;
    if (!hashKey(t, k, hash))
      return false;
    int64_t i = findHashed(t, self(args), k, hash);
    found = i >= 0;
    return i != INT64_MIN && !found;
  });
  return !ok && t->pending ? Value::empty() : boolValue(!found);
}

static Value setReduce(Thread *t, Value *args, size_t n) {
  Value list = listFrom(t, args[0]);
  Value inner = list ? newTuple(t, &list, 1) : list;
  Value dict = inner ? getAttrOrEmpty(t, args[0], names::__dict__) : inner;
  if (!inner || t->pending)
    return Value::empty();
  Value parts[3] = {Value::fromObject(self(args)->type()), inner, dict ? dict : None};
  return newTuple(t, parts, 3);
}
static Value setSizeof(Thread *t, Value *args, size_t n) {
  return Value::fromSmallInt(static_cast<int64_t>(sizeof(SetObject)) + 8 * tableSize(self(args)));
}

#define SET_BINARY(op, name)                                                                       \
  {"__" name "__", setOp<Dunder::op>, "($self, value, /)", kEffAny, nullptr, kNativeSlotWrapper},  \
  {"__r" name "__", setROp<Dunder::op>, "($self, value, /)", kEffAny, nullptr, kNativeSlotWrapper}
#define SET_COMPARE(op, name)                                                                      \
  {"__" name "__", setCompareMethod<Dunder::op>, "($self, value, /)", kEffAny, nullptr, kNativeSlotWrapper}
#define SET_COMMON                                                                                 \
  SET_BINARY(And, "and"), SET_BINARY(Or, "or"), SET_BINARY(Sub, "sub"), SET_BINARY(Xor, "xor"),    \
      SET_COMPARE(Lt, "lt"), SET_COMPARE(Le, "le"), SET_COMPARE(Eq, "eq"),                         \
      SET_COMPARE(Ne, "ne"), SET_COMPARE(Gt, "gt"), SET_COMPARE(Ge, "ge"),                         \
      {"__len__", setLen, "($self, /)", kEffReads, "Return len(self).", kNativeSlotWrapper},       \
      {"__contains__", setContainsMethod, "($self, object, /)", kEffAny, "x.__contains__(y) <==> y in x."}, \
      {"__iter__", setIter, "($self, /)", kEffReads | kEffAllocates, "Implement iter(self).", kNativeSlotWrapper}, \
      {"__repr__", setReprMethod, "($self, /)", kEffAny, "Return repr(self).", kNativeSlotWrapper}, \
      {"union", setUnion, "($self, *args)", kEffAny, "Return the union of sets as a new set.", kNativeRaw}, \
      {"intersection", setIntersection, "($self, *args)", kEffAny, "Return the intersection of two sets as a new set.", kNativeRaw}, \
      {"difference", setDifference, "($self, *args)", kEffAny, "Return the difference of two or more sets as a new set.", kNativeRaw}, \
      {"symmetric_difference", setSymmetricDifference, "($self, object, /)", kEffAny, "Return the symmetric difference of two sets as a new set."}, \
      {"issubset", setIsSubset, "($self, object, /)", kEffAny, "Test whether every element in the set is in other."}, \
      {"issuperset", setIsSuperset, "($self, object, /)", kEffAny, "Test whether every element in other is in the set."}, \
      {"isdisjoint", setIsDisjoint, "($self, object, /)", kEffAny, "Return True if two sets have a null intersection."}, \
      {"__reduce__", setReduce, "($self, /)", kEffAny, "Return state information for pickling."}, \
      {"__sizeof__", setSizeof, "($self, /)", kEffReads, "S.__sizeof__() -> size of S in memory, in bytes"}, \
      {"__class_getitem__", genericClassGetItem, "($type, item, /)", kEffAny, "See PEP 585", kNativeClass}

static const NativeDef setMethods[] = {
    SET_COMMON,
    {"__new__", setNew, "($type, *args, **kwargs)", kEffAllocates | kEffRaises, nullptr, kNativeStatic},
    {"__init__", setInit, "($self, *args)", kEffAny, nullptr, kNativeSlotWrapper | kNativeRaw},
    {"add", setAddMethod, "($self, object, /)", kEffAny, "Add an element to a set."},
    {"discard", setDiscardMethod, "($self, object, /)", kEffAny, "Remove an element from a set if it is a member."},
    {"remove", setRemove, "($self, object, /)", kEffAny, "Remove an element from a set; it must be a member."},
    {"pop", setPop, "($self, /)", kEffReads | kEffWritesSelf | kEffRaises, "Remove and return an arbitrary set element."},
    {"clear", setClearMethod, "($self, /)", kEffWritesSelf, "Remove all elements from this set."},
    {"copy", setCopyMethod, "($self, /)", kEffReads | kEffAllocates, "Return a shallow copy of a set."},
    {"update", setUpdateMethod, "($self, *args)", kEffAny, "Update a set with the union of itself and others.", kNativeRaw},
    {"intersection_update", setIntersectionUpdate, "($self, *args)", kEffAny, "Update a set with the intersection of itself and another.", kNativeRaw},
    {"difference_update", setDifferenceUpdate, "($self, *args)", kEffAny, "Remove all elements of another set from this set.", kNativeRaw},
    {"symmetric_difference_update", setSymmetricDifferenceUpdate, "($self, object, /)", kEffAny, "Update a set with the symmetric difference of itself and another."},
    {"__ior__", setIOp<Dunder::Or>, "($self, value, /)", kEffAny, "Return self|=value.", kNativeSlotWrapper},
    {"__iand__", setIOp<Dunder::And>, "($self, value, /)", kEffAny, "Return self&=value.", kNativeSlotWrapper},
    {"__isub__", setIOp<Dunder::Sub>, "($self, value, /)", kEffAny, "Return self-=value.", kNativeSlotWrapper},
    {"__ixor__", setIOp<Dunder::Xor>, "($self, value, /)", kEffAny, "Return self^=value.", kNativeSlotWrapper},
    {nullptr, nullptr, nullptr}};

static const NativeDef frozensetMethods[] = {
    SET_COMMON,
    {"__new__", frozensetNew, "($type, *args)", kEffAny, nullptr, kNativeStatic | kNativeRaw},
    {"__hash__", frozensetHashMethod, "($self, /)", kEffReads, "Return hash(self).", kNativeSlotWrapper},
    {"copy", frozensetCopy, "($self, /)", kEffReads | kEffAllocates, "Return a shallow copy of a set."},
    {nullptr, nullptr, nullptr}};

void initSetTypes(Thread *t) {
  TypeSpec set{"set", Kind::Set, sizeof(SetObject), TraceKind::FixedSlots, 3, 3, setMethods};
  set.typeFlags = kTypeBaseable;
  set.doc = "A mutable collection of distinct hashable objects.";
  makeBuiltinType(t, set);
  setUnhashable(t, types::set_);
  TypeSpec frozen{"frozenset", Kind::FrozenSet, sizeof(SetObject), TraceKind::FixedSlots, 3, 3, frozensetMethods};
  frozen.typeFlags = kTypeBaseable;
  frozen.doc = "An immutable collection of distinct hashable objects.";
  makeBuiltinType(t, frozen);
}

} // namespace pyc
