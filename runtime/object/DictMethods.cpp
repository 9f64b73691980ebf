//===- DictMethods.cpp - The type `dict` ----------------------------------===//
//
// Rows of dict's method table and what they need beyond DictTable.cpp:
// updating from mappings and pairs, equality, repr.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/DictTable.h"
#include "runtime/object/Types.h"

namespace pyc {

using namespace dicts;

static DictObject *self(Value *args) { return args[0].as<DictObject>(); }
static Value noneIf(bool ok) { return ok ? None : Value::empty(); }

Value dictGetItem(Thread *t, Value dict, Value key) {
  auto *d = dict.as<DictObject>();
  Value v = dictGet(t, d, key);
  if (PYC_LIKELY(!v.isEmpty()) || t->pending)
    return v;
  if (!isExact(dict, shapes::dict) && d->type() != types::dict_)
    if (lookupDunder(d->type(), Dunder::Missing))
      return callDunder(t, dict, Dunder::Missing, &key, 1);
  return raiseKeyError(t, key);
}

/// Pairs from any iterable of two-item iterables.
static bool updateFromPairs(Thread *t, DictObject *d, Value pairs) {
  ssize_t number = 0;
  return forEach(t, pairs, [&](Value item) {
    Value items = item;
    if (!isList(item) && !isTuple(item)) {
      items = listFrom(t, item);
      if (!items) {
        if (pendingMatches(t, exc::TypeError)) {
          clearPending(t);
          raise(t, exc::TypeError,
                "cannot convert dictionary update sequence element #%zd to a sequence", number);
        }
        return false;
      }
    }
    Value *slots;
    size_t n;
    sequenceSlots(items, slots, n);
    if (n != 2) {
      raise(t, exc::ValueError,
            "dictionary update sequence element #%zd has length %zd; 2 is required", number,
            static_cast<ssize_t>(n));
      return false;
    }
    ++number;
    return dictSet(t, d, slots[0], slots[1]);
  });
}

bool dictUpdate(Thread *t, DictObject *d, Value source) {
  if (isDict(source)) {
    // A subclass that overrides __iter__ is asked through keys().
    if (isExact(source, shapes::dict) ||
        lookupDunder(typeOf(source), Dunder::Iter) == lookupDunder(types::dict_, Dunder::Iter))
      return dictMerge(t, d, source.as<DictObject>());
  }
  Value keys = getAttrOrEmpty(t, source, names::keys);
  if (!keys) {
    if (t->pending)
      return false;
    return updateFromPairs(t, d, source);
  }
  Value list = call(t, keys);
  if (!list)
    return false;
  return forEach(t, list, [&](Value key) {
    Value v = getItem(t, source, key);
    return v && dictSet(t, d, key, v);
  });
}

int dictEqual(Thread *t, DictObject *a, DictObject *b) {
  if (a == b)
    return 1;
  if (a->used != b->used)
    return 0;
  if (!checkNativeStackIn(t, " in comparison"))
    return -1;
  Value k, v;
  for (int64_t pos = 0; dictNext(a, pos, k, v);) {
    Value other = dictGet(t, b, k);
    if (!other)
      return t->pending ? -1 : 0;
    if (v == other)
      continue;
    int r = equals(t, v, other);
    if (r <= 0)
      return r;
  }
  return 1;
}

Value dictRepr(Thread *t, Value dict) {
  auto *d = dict.as<DictObject>();
  if (d->used == 0)
    return newStr(t, "{}");
  if (!checkNativeStackIn(t, " while getting the repr of an object"))
    return Value::empty();
  if (!reprEnter(t, dict))
    return newStr(t, "{...}");
  StrBuilder out;
  out.add("{");
  Value k, v;
  bool ok = true, first = true;
  for (int64_t pos = 0; ok && dictNext(d, pos, k, v); first = false) {
    if (!first)
      out.add(", ");
    Value s = repr(t, k);
    ok = s && out.addStr(t, s);
    out.add(": ");
    ok = ok && (s = repr(t, v)) && out.addStr(t, s);
  }
  reprLeave(t, dict);
  if (!ok)
    return Value::empty();
  out.add("}");
  return out.finish(t);
}

//===-- methods ------------------------------------------------------------===//

static Value dictNew(Thread *t, Value *args, size_t n) {
  auto *cls = args[0].as<TypeObject>();
  return cls == types::dict_ ? newDict(t) : newInstance(t, cls);
}

static bool updateWithArgs(Thread *t, Value *args, const char *what) {
  auto *positional = args[1].as<TupleObject>();
  if (positional->length > 1) {
    raise(t, exc::TypeError, "%s expected at most 1 argument, got %zd", what,
          static_cast<ssize_t>(positional->length));
    return false;
  }
  DictObject *d = self(args);
  if (positional->length && !dictUpdate(t, d, positional->items[0]))
    return false;
  return !args[2] || dictMerge(t, d, args[2].as<DictObject>());
}

static Value dictInit(Thread *t, Value *args, size_t n) {
  return noneIf(updateWithArgs(t, args, "dict"));
}
static Value dictUpdateMethod(Thread *t, Value *args, size_t n) {
  return noneIf(updateWithArgs(t, args, "update"));
}

static Value dictFromKeys(Thread *t, Value *args, size_t n) {
  Value value = args[2] ? args[2] : None;
  Value d = call(t, args[0]);
  if (!d)
    return d;
  bool exact = isExact(d, shapes::dict);
  if (exact) {
    int64_t hint = isAnySet(args[1]) ? args[1].as<SetObject>()->used
                   : isDict(args[1]) ? args[1].as<DictObject>()->used : 0;
    if (hint && !d.as<DictObject>()->used && !rebuild(t, d.as<DictObject>(), hint))
      return Value::empty();
  }
  bool ok = forEach(t, args[1], [&](Value key) {
    return exact ? dictSet(t, d.as<DictObject>(), key, value) : setItem(t, d, key, value);
  });
  return ok ? d : Value::empty();
}

static Value dictGetMethod(Thread *t, Value *args, size_t n) {
  Value v = dictGet(t, self(args), args[1]);
  if (v || t->pending)
    return v;
  return args[2] ? args[2] : None;
}

static Value dictSetDefaultMethod(Thread *t, Value *args, size_t n) {
  return dictSetDefault(t, self(args), args[1], args[2] ? args[2] : None);
}

static Value dictPopMethod(Thread *t, Value *args, size_t n) {
  Value v = dictPop(t, self(args), args[1]);
  if (v || t->pending)
    return v;
  return args[2] ? args[2] : raiseKeyError(t, args[1]);
}

static Value dictPopItem(Thread *t, Value *args, size_t n) {
  DictObject *d = self(args);
  if (d->used == 0)
    return raise(t, exc::KeyError, "popitem(): dictionary is empty");
  TupleObject *pair = newTupleBuffer(t, 2);
  if (!pair)
    return Value::empty();
  // The last entry is live: removed ones at the end are given back at once.
  Value *e = entryAt(d, d->fill - 1);
  pair->items[0] = e[0];
  pair->items[1] = e[1];
  removeEntry(d, d->fill - 1);
  return Value::fromObject(pair);
}

static Value dictClearMethod(Thread *t, Value *args, size_t n) {
  dictClear(self(args));
  return None;
}
static Value dictCopyMethod(Thread *t, Value *args, size_t n) { return dictCopy(t, self(args)); }
static Value dictKeys(Thread *t, Value *args, size_t n) {
  return newDictView(t, self(args), DictViewKind::Keys);
}
static Value dictValues(Thread *t, Value *args, size_t n) {
  return newDictView(t, self(args), DictViewKind::Values);
}
static Value dictItems(Thread *t, Value *args, size_t n) {
  return newDictView(t, self(args), DictViewKind::Items);
}

static Value dictLen(Thread *t, Value *args, size_t n) {
  return Value::fromSmallInt(self(args)->used);
}
static Value dictGetItemMethod(Thread *t, Value *args, size_t n) {
  return dictGetItem(t, args[0], args[1]);
}
static Value dictSetItem(Thread *t, Value *args, size_t n) {
  return noneIf(dictSet(t, self(args), args[1], args[2]));
}
static Value dictDelItem(Thread *t, Value *args, size_t n) {
  int r = dictDelete(t, self(args), args[1]);
  return r > 0 ? None : r == 0 ? raiseKeyError(t, args[1]) : Value::empty();
}
static Value dictContainsMethod(Thread *t, Value *args, size_t n) {
  int r = dictContains(t, self(args), args[1]);
  return r < 0 ? Value::empty() : boolValue(r);
}
static Value dictIter(Thread *t, Value *args, size_t n) {
  return newDictIterator(t, args[0], DictViewKind::Keys);
}
static Value dictReprMethod(Thread *t, Value *args, size_t n) { return dictRepr(t, args[0]); }

static Value dictReversed(Thread *t, Value *args, size_t n) {
  auto *it = gcAllocate<DictIterObject>(t, sizeof(DictIterObject), shapes::dictReverseKeyIterator);
  if (!it)
    return Value::empty();
  it->position = self(args)->fill - 1;
  it->expected = self(args)->used;
  it->dict = args[0];
  return Value::fromObject(it);
}

static Value dictEq(Thread *t, Value *args, size_t n) {
  if (!isDict(args[1]))
    return NotImplemented;
  int r = dictEqual(t, self(args), self(args + 1));
  return r < 0 ? Value::empty() : boolValue(r);
}
static Value dictNe(Thread *t, Value *args, size_t n) {
  if (!isDict(args[1]))
    return NotImplemented;
  int r = dictEqual(t, self(args), self(args + 1));
  return r < 0 ? Value::empty() : boolValue(!r);
}
static Value dictOrder(Thread *t, Value *args, size_t n) { return NotImplemented; }

static Value dictUnion(Thread *t, Value a, Value b) {
  if (!isDict(a) || !isDict(b))
    return NotImplemented;
  Value r = dictCopy(t, a.as<DictObject>());
  return r && dictUpdate(t, r.as<DictObject>(), b) ? r : Value::empty();
}
static Value dictOr(Thread *t, Value *args, size_t n) { return dictUnion(t, args[0], args[1]); }
static Value dictROr(Thread *t, Value *args, size_t n) { return dictUnion(t, args[1], args[0]); }
static Value dictIOr(Thread *t, Value *args, size_t n) {
  return dictUpdate(t, self(args), args[1]) ? args[0] : Value::empty();
}

static Value dictSizeof(Thread *t, Value *args, size_t n) {
  DictObject *d = self(args);
  int64_t size = static_cast<int64_t>(sizeof(DictObject)) + 16 * capacityOf(d);
  if (!d->index.isInt())
    size += d->index.as<RawBuffer>()->size;
  if (!d->hashes.isInt())
    size += d->hashes.as<RawBuffer>()->size;
  return Value::fromSmallInt(size);
}

static const NativeDef dictMethods[] = {
    {"__new__", dictNew, "($type, *args, **kwargs)", kEffAllocates | kEffRaises, "Create and return a new object.  See help(type) for accurate signature.", kNativeStatic},
    {"__init__", dictInit, "($self, /, *args, **kwargs)", kEffAny, "Initialize self.  See help(type(self)) for accurate signature.", kNativeSlotWrapper},
    {"fromkeys", dictFromKeys, "($type, iterable, value=None, /)", kEffAny, "Create a new dictionary with keys from iterable and values set to value.", kNativeClass},
    {"get", dictGetMethod, "($self, key, default=None, /)", kEffAny, "Return the value for key if key is in the dictionary, else default."},
    {"setdefault", dictSetDefaultMethod, "($self, key, default=None, /)", kEffAny, "Insert key with a value of default if key is not in the dictionary."},
    {"pop", dictPopMethod, "($self, key, default=<unrepresentable>, /)", kEffAny, "D.pop(k[,d]) -> v, remove specified key and return the corresponding value."},
    {"popitem", dictPopItem, "($self, /)", kEffReads | kEffWritesSelf | kEffRaises | kEffAllocates, "Remove and return a (key, value) pair as a 2-tuple."},
    {"update", dictUpdateMethod, "($self, /, *args, **kwargs)", kEffAny, "Update D from mapping/iterable E and F."},
    {"clear", dictClearMethod, "($self, /)", kEffWritesSelf, "Remove all items from D."},
    {"copy", dictCopyMethod, "($self, /)", kEffReads | kEffAllocates, "a shallow copy of D"},
    {"keys", dictKeys, "($self, /)", kEffAllocates, "a set-like object providing a view on D's keys"},
    {"values", dictValues, "($self, /)", kEffAllocates, "an object providing a view on D's values"},
    {"items", dictItems, "($self, /)", kEffAllocates, "a set-like object providing a view on D's items"},
    {"__len__", dictLen, "($self, /)", kEffReads, "Return len(self).", kNativeSlotWrapper},
    {"__getitem__", dictGetItemMethod, "($self, key, /)", kEffAny, "Return self[key]."},
    {"__setitem__", dictSetItem, "($self, key, value, /)", kEffAny, "Set self[key] to value.", kNativeSlotWrapper},
    {"__delitem__", dictDelItem, "($self, key, /)", kEffAny, "Delete self[key].", kNativeSlotWrapper},
    {"__contains__", dictContainsMethod, "($self, key, /)", kEffAny, "True if the dictionary has the specified key, else False."},
    {"__iter__", dictIter, "($self, /)", kEffReads | kEffAllocates, "Implement iter(self).", kNativeSlotWrapper},
    {"__reversed__", dictReversed, "($self, /)", kEffReads | kEffAllocates, "Return a reverse iterator over the dict keys."},
    {"__repr__", dictReprMethod, "($self, /)", kEffAny, "Return repr(self).", kNativeSlotWrapper},
    {"__eq__", dictEq, "($self, value, /)", kEffAny, "Return self==value.", kNativeSlotWrapper},
    {"__ne__", dictNe, "($self, value, /)", kEffAny, "Return self!=value.", kNativeSlotWrapper},
    {"__lt__", dictOrder, "($self, value, /)", kEffPure, "Return self<value.", kNativeSlotWrapper},
    {"__le__", dictOrder, "($self, value, /)", kEffPure, "Return self<=value.", kNativeSlotWrapper},
    {"__gt__", dictOrder, "($self, value, /)", kEffPure, "Return self>value.", kNativeSlotWrapper},
    {"__ge__", dictOrder, "($self, value, /)", kEffPure, "Return self>=value.", kNativeSlotWrapper},
    {"__or__", dictOr, "($self, value, /)", kEffAny, "Return self|value.", kNativeSlotWrapper},
    {"__ror__", dictROr, "($self, value, /)", kEffAny, "Return value|self.", kNativeSlotWrapper},
    {"__ior__", dictIOr, "($self, value, /)", kEffAny, "Return self|=value.", kNativeSlotWrapper},
    {"__sizeof__", dictSizeof, "($self, /)", kEffReads, "D.__sizeof__() -> size of D in memory, in bytes"},
    {"__class_getitem__", genericClassGetItem, "($type, item, /)", kEffAny, "See PEP 585", kNativeClass},
    {nullptr, nullptr, nullptr}};

void initDictViews(Thread *t);

void initDictTypes(Thread *t) {
  TypeSpec spec{"dict", Kind::Dict, sizeof(DictObject), TraceKind::FixedSlots, 3, 3, dictMethods};
  spec.typeFlags = kTypeBaseable | kTypeMapping;
  spec.doc = "A mapping that keeps the order in which keys were added.";
  makeBuiltinType(t, spec);
  setUnhashable(t, types::dict_);
  initDictViews(t);
}

} // namespace pyc
