//===- Functools.cpp - The module _functools ------------------------------===//
//
// partial, reduce, cmp_to_key and the cache behind lru_cache.
//
// The cache is an ordered dict from call key to result: a hit in a bounded
// cache moves its entry to the end by removing and adding it again, so that
// the first live entry is always the least recently used one.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/Modules.h"
#include "runtime/modules/StructSeq.h"

namespace pyc {

namespace {

//===-- partial ------------------------------------------------------------===//

struct PartialObject : Object { // skip 0
  Value function, args, keywords, dict;
};
TypeObject *gPartial;
PartialObject *P(Value v) { return v.as<PartialObject>(); }

Value partialNew(Thread *t, Value *args, size_t n) {
  // ($type, /, *args, **kwargs)
  auto *given = args[1].as<TupleObject>();
  if (given->length < 1)
    return raise(t, exc::TypeError, "type 'partial' takes at least one argument");
  Value f = given->items[0];
  if (!lookupDunder(typeOf(f), Dunder::Call))
    return raise(t, exc::TypeError, "the first argument must be callable");
  Value rest = tupleSlice(t, given, 1, given->length);
  Value kw = args[2] && args[2].as<DictObject>()->used ? dictCopy(t, args[2].as<DictObject>()) : newDict(t);
  if (!rest || !kw)
    return Value::empty();
  // A partial of a partial is one partial.
  if (typeOf(f) == gPartial && !(P(f)->dict.isObject() && P(f)->dict.as<DictObject>()->used)) {
    Value merged = dictCopy(t, P(f)->keywords.as<DictObject>());
    rest = tupleConcat(t, tupleOf(P(f)->args), rest.as<TupleObject>());
    if (!merged || !rest || !dictMerge(t, merged.as<DictObject>(), kw.as<DictObject>()))
      return Value::empty();
    kw = merged;
    f = P(f)->function;
  }
  Value v = newInstance(t, args[0].as<TypeObject>());
  if (!v)
    return v;
  setSlot(P(v), &P(v)->function, f);
  setSlot(P(v), &P(v)->args, rest);
  setSlot(P(v), &P(v)->keywords, kw);
  return v;
}

/// Calls f with positional values, then those of a dict by name.
Value callWith(Thread *t, Value f, RootVector &values, DictObject *keywords) {
  Value names = Value::empty();
  if (keywords && keywords->used) {
    TupleObject *tuple = newTupleBuffer(t, static_cast<size_t>(keywords->used));
    if (!tuple)
      return Value::empty();
    Value k, v;
    int64_t i = 0;
    for (int64_t pos = 0; i < tuple->length && dictNext(keywords, pos, k, v); ++i) {
      if (!isStr(k))
        return raise(t, exc::TypeError, "keywords must be strings");
      setSlot(tuple, &tuple->items[i], k);
      values.push(v);
    }
    names = Value::fromObject(tuple);
  }
  return call(t, f, values.data, values.size(), names);
}

Value partialCall(Thread *t, Value *args, size_t n) {
  PartialObject *p = P(args[0]);
  RootVector values(t);
  for (int64_t i = 0; i < tupleOf(p->args)->length; ++i)
    values.push(tupleOf(p->args)->items[i]);
  auto *given = args[1].as<TupleObject>();
  for (int64_t i = 0; i < given->length; ++i)
    values.push(given->items[i]);
  auto *own = p->keywords.as<DictObject>();
  if (!args[2] || !args[2].as<DictObject>()->used)
    return callWith(t, p->function, values, own);
  if (!own->used)
    return callWith(t, p->function, values, args[2].as<DictObject>());
  Value merged = dictCopy(t, own);
  if (!merged || !dictMerge(t, merged.as<DictObject>(), args[2].as<DictObject>()))
    return Value::empty();
  return callWith(t, p->function, values, merged.as<DictObject>());
}
Value partialRepr(Thread *t, Value *args, size_t n) {
  PartialObject *p = P(args[0]);
  std::string name = typeOf(args[0]) == gPartial ? "functools.partial" : typeNameOf(args[0]);
  if (!reprEnter(t, args[0]))
    return newStr(t, "...");
  StrBuilder out;
  out.add(name + "(");
  Value s = repr(t, p->function);
  bool ok = s && out.addStr(t, s);
  for (int64_t i = 0; ok && i < tupleOf(p->args)->length; ++i) {
    out.add(", ");
    s = repr(t, tupleOf(p->args)->items[i]);
    ok = s && out.addStr(t, s);
  }
  Value k, v;
  for (int64_t pos = 0; ok && dictNext(p->keywords.as<DictObject>(), pos, k, v);) {
    out.add(", ");
    Value ks = str(t, k);
    s = ks ? repr(t, v) : ks;
    ok = s && out.addStr(t, ks);
    out.add("=");
    ok = ok && out.addStr(t, s);
  }
  reprLeave(t, args[0]);
  if (!ok)
    return Value::empty();
  out.add(")");
  return out.finish(t);
}
Value partialDict(Thread *t, Value v) {
  if (!P(v)->dict.isObject()) {
    Value d = newDict(t);
    if (!d)
      return d;
    setSlot(P(v), &P(v)->dict, d);
  }
  return P(v)->dict;
}
Value partialSetAttr(Thread *t, Value *args, size_t n) {
  Value d = partialDict(t, args[0]);
  return d && dictSet(t, d.as<DictObject>(), args[1], args[2]) ? None : Value::empty();
}
Value partialGetAttr(Thread *t, Value *args, size_t n) {
  if (P(args[0])->dict.isObject()) {
    Value v = dictGet(t, P(args[0])->dict.as<DictObject>(), args[1]);
    if (v || t->pending)
      return v;
  }
  return raise(t, exc::AttributeError, "'%s' object has no attribute '%S'",
               typeOf(args[0]) == gPartial ? "functools.partial" : typeNameOf(args[0]).c_str(), args[1]);
}
Value partialReduce(Thread *t, Value *args, size_t n) {
  PartialObject *p = P(args[0]);
  Value state[4] = {p->function, p->args, p->keywords, p->dict.isObject() ? p->dict : None};
  Value parts[3] = {typeValue(typeOf(args[0])), newTuple(t, &p->function, 1), newTuple(t, state, 4)};
  return parts[1] && parts[2] ? newTuple(t, parts, 3) : Value::empty();
}
Value partialSetState(Thread *t, Value *args, size_t n) {
  PartialObject *p = P(args[0]);
  if (!isTuple(args[1]) || tupleOf(args[1])->length != 4 || !isTuple(tupleOf(args[1])->items[1]))
    return raise(t, exc::TypeError, "invalid partial state");
  Value *s = tupleOf(args[1])->items;
  Value kw = s[2] == None ? newDict(t) : isDict(s[2]) ? dictCopy(t, s[2].as<DictObject>()) : Value::empty();
  if (!kw)
    return t->pending ? kw : raise(t, exc::TypeError, "invalid partial state");
  setSlot(p, &p->function, s[0]);
  setSlot(p, &p->args, Value::fromObject(tupleOf(s[1])));
  setSlot(p, &p->keywords, kw);
  setSlot(p, &p->dict, s[3] == None ? Value::fromSmallInt(0) : s[3]);
  return None;
}
const NativeDef partialMethods[] = {
    {"__new__", partialNew, "($type, /, *args, **kwargs)", kEffAny, nullptr, kNativeStatic},
    {"__call__", partialCall, "($self, /, *args, **kwargs)"},
    {"__repr__", partialRepr, "($self, /)"},
    {"__setattr__", partialSetAttr, "($self, name, value, /)"},
    {"__getattr__", partialGetAttr, "($self, name, /)"},
    {"__reduce__", partialReduce, "($self, /)"},
    {"__setstate__", partialSetState, "($self, state, /)"},
    {"__class_getitem__", genericClassGetItem, "($type, item, /)", kEffAny, nullptr, kNativeClass},
    {nullptr, nullptr, nullptr}};
const MemberDef partialMembers[] = {{"func", offsetof(PartialObject, function), true},
                                    {"args", offsetof(PartialObject, args), true},
                                    {"keywords", offsetof(PartialObject, keywords), true},
                                    {nullptr, 0, true}};
const GetSetDef partialGetSets[] = {{"__dict__", partialDict, nullptr}, {nullptr, nullptr, nullptr}};

//===-- reduce, cmp_to_key -------------------------------------------------===//

Value reduce(Thread *t, Value *args, size_t n) {
  Value total = args[2];
  if (!lookupDunder(typeOf(args[1]), Dunder::Iter) && !lookupDunder(typeOf(args[1]), Dunder::GetItem))
    return raise(t, exc::TypeError, "reduce() arg 2 must support iteration");
  bool ok = forEach(t, args[1], [&](Value v) {
    if (total.isEmpty()) {
      total = v;
      return true;
    }
    Value a[2] = {total, v};
    total = call(t, args[0], a, 2);
    return !total.isEmpty();
  });
  if (!ok)
    return Value::empty();
  return total ? total : raise(t, exc::TypeError, "reduce() of empty iterable with no initial value");
}

struct KeyObject : Object { // skip 0
  Value compare, object; ///< object int 0: the factory
};
TypeObject *gKey;
Value newKey(Thread *t, Value compare, Value object) {
  auto *k = gcAllocate<KeyObject>(t, sizeof(KeyObject), gKey->instanceShape);
  if (!k)
    return Value::empty();
  k->compare = compare;
  k->object = object;
  return Value::fromObject(k);
}
Value cmpToKey(Thread *t, Value *args, size_t n) { return newKey(t, args[0], Value::empty()); }
Value keyCall(Thread *t, Value *args, size_t n) { return newKey(t, args[0].as<KeyObject>()->compare, args[1]); }
template <Dunder Op> Value keyCompare(Thread *t, Value *args, size_t n) {
  if (typeOf(args[1]) != gKey)
    return raise(t, exc::TypeError, "other argument must be K instance");
  Value a[2] = {args[0].as<KeyObject>()->object, args[1].as<KeyObject>()->object};
  Value r = call(t, args[0].as<KeyObject>()->compare, a, 2);
  return r ? compare(t, Op, r, Value::fromSmallInt(0)) : r;
}
const NativeDef keyMethods[] = {
    {"__call__", keyCall, "($self, /, obj)"},
    {"__lt__", keyCompare<Dunder::Lt>, "($self, value, /)"},
    {"__le__", keyCompare<Dunder::Le>, "($self, value, /)"},
    {"__eq__", keyCompare<Dunder::Eq>, "($self, value, /)"},
    {"__ne__", keyCompare<Dunder::Ne>, "($self, value, /)"},
    {"__gt__", keyCompare<Dunder::Gt>, "($self, value, /)"},
    {"__ge__", keyCompare<Dunder::Ge>, "($self, value, /)"},
    {nullptr, nullptr, nullptr}};
const MemberDef keyMembers[] = {{"obj", offsetof(KeyObject, object), true}, {nullptr, 0, true}};

//===-- lru_cache ----------------------------------------------------------===//

struct CacheObject : Object { // skip 4
  int64_t hits, misses, maxSize /* -1: no bound */, typed;
  Value function, cache, infoType, marker, dict;
};
TypeObject *gCache;
CacheObject *C(Value v) { return v.as<CacheObject>(); }

Value cacheNew(Thread *t, Value *args, size_t n) {
  // (type, user_function, maxsize, typed, cache_info_type)
  if (!lookupDunder(typeOf(args[1]), Dunder::Call))
    return raise(t, exc::TypeError, "the first argument must be callable");
  int64_t maxSize = -1;
  if (args[2] != None) {
    if (!isIntLike(args[2]))
      return raise(t, exc::TypeError, "maxsize should be integer or None");
    if (!indexAsInt64(t, args[2], maxSize, exc::OverflowError))
      return Value::empty();
    maxSize = maxSize < 0 ? 0 : maxSize;
  }
  int typed = isTrue(t, args[3]);
  Value cache = typed < 0 ? Value::empty() : newDict(t), dict = cache ? newDict(t) : cache;
  Value marker = dict ? newList(t, nullptr, 0) : dict;
  Value v = marker ? newInstance(t, args[0].as<TypeObject>()) : marker;
  if (!v)
    return v;
  CacheObject *c = C(v);
  c->maxSize = maxSize;
  c->typed = typed;
  setSlot(c, &c->function, args[1]);
  setSlot(c, &c->cache, cache);
  setSlot(c, &c->infoType, args[4]);
  setSlot(c, &c->dict, dict);
  return v;
}

/// One plain argument of a type with a fast hash is its own key.
Value makeKey(Thread *t, CacheObject *c, TupleObject *args, DictObject *kw) {
  bool named = kw && kw->used;
  if (!c->typed && !named && args->length == 1) {
    Value v = args->items[0];
    if (isIntExact(v) || isExact(v, shapes::str1))
      return v;
  }
  if (!named && !c->typed) {
    // A tuple argument list may not be confused with a single tuple key: plain
    // keys are never tuples.
    return Value::fromObject(args);
  }
  RootVector parts(t);
  for (int64_t i = 0; i < args->length; ++i)
    parts.push(args->items[i]);
  Value k, v;
  if (named) {
    parts.push(typeValue(gCache)); // separates positional from named
    for (int64_t pos = 0; dictNext(kw, pos, k, v);) {
      parts.push(k);
      parts.push(v);
    }
  }
  if (c->typed) {
    for (int64_t i = 0; i < args->length; ++i)
      parts.push(typeValue(typeOf(args->items[i])));
    for (int64_t pos = 0; named && dictNext(kw, pos, k, v);)
      parts.push(typeValue(typeOf(v)));
  }
  return newTuple(t, parts.data, parts.size());
}

Value cacheCall(Thread *t, Value *args, size_t n) {
  CacheObject *c = C(args[0]);
  auto *positional = args[1].as<TupleObject>();
  auto *kw = args[2] ? args[2].as<DictObject>() : nullptr;
  auto callFunction = [&] {
    RootVector values(t);
    for (int64_t i = 0; i < positional->length; ++i)
      values.push(positional->items[i]);
    return callWith(t, c->function, values, kw);
  };
  if (c->maxSize == 0) {
    ++c->misses;
    return callFunction();
  }
  Value key = makeKey(t, c, positional, kw);
  if (!key)
    return key;
  auto *cache = c->cache.as<DictObject>();
  Value r = dictGet(t, cache, key);
  if (r) {
    ++c->hits;
    if (c->maxSize > 0 && cache->used > 1) { // to the end: most recently used
      if (dictDelete(t, cache, key) < 0 || !dictSet(t, cache, key, r))
        return Value::empty();
    }
    return r;
  }
  if (t->pending)
    return r;
  ++c->misses;
  r = callFunction();
  if (!r)
    return r;
  if (c->maxSize > 0 && cache->used >= c->maxSize && !dictContains(t, cache, key)) {
    Value oldKey, oldValue;
    int64_t pos = 0;
    if (dictNext(cache, pos, oldKey, oldValue) && dictDelete(t, cache, oldKey) < 0)
      return Value::empty();
  }
  if (t->pending || !dictSet(t, cache, key, r))
    return Value::empty();
  return r;
}
Value cacheInfo(Thread *t, Value *args, size_t n) {
  CacheObject *c = C(args[0]);
  Value a[4] = {newInt(t, c->hits), newInt(t, c->misses), c->maxSize < 0 ? None : newInt(t, c->maxSize),
                newInt(t, c->cache.as<DictObject>()->used)};
  return call(t, c->infoType, a, 4);
}
Value cacheClear(Thread *t, Value *args, size_t n) {
  C(args[0])->hits = C(args[0])->misses = 0;
  dictClear(C(args[0])->cache.as<DictObject>());
  return None;
}
Value cacheGet(Thread *t, Value *args, size_t n) {
  return !args[1] || args[1] == None ? args[0] : newBoundMethod(t, args[1], args[0]);
}
Value cacheDict(Thread *t, Value v) { return C(v)->dict; }
Value cacheSetAttr(Thread *t, Value *args, size_t n) {
  return dictSet(t, C(args[0])->dict.as<DictObject>(), args[1], args[2]) ? None : Value::empty();
}
/// What functools.wraps put there comes before the type's own (__doc__...).
Value cacheGetAttribute(Thread *t, Value *args, size_t n) {
  Value v = dictGet(t, C(args[0])->dict.as<DictObject>(), args[1]);
  return v || t->pending ? v : genericGetAttr(t, args[0], args[1]);
}
Value cacheCopy(Thread *t, Value *args, size_t n) { return args[0]; }
Value cacheReduce(Thread *t, Value *args, size_t n) { return getAttr(t, args[0], "__qualname__"); }
const NativeDef cacheMethods[] = {
    {"__new__", cacheNew, "($type, user_function, maxsize, typed, cache_info_type)", kEffAny, nullptr, kNativeStatic},
    {"__call__", cacheCall, "($self, /, *args, **kwargs)"},
    {"cache_info", cacheInfo, "($self, /)"},
    {"cache_clear", cacheClear, "($self, /)"},
    {"__get__", cacheGet, "($self, instance, owner=None, /)"},
    {"__setattr__", cacheSetAttr, "($self, name, value, /)"},
    {"__getattribute__", cacheGetAttribute, "($self, name, /)"},
    {"__copy__", cacheCopy, "($self, /)"},
    {"__deepcopy__", cacheCopy, "($self, memo, /)"},
    {"__reduce__", cacheReduce, "($self, /)"},
    {nullptr, nullptr, nullptr}};
const GetSetDef cacheGetSets[] = {{"__dict__", cacheDict, nullptr}, {nullptr, nullptr, nullptr}};

const NativeDef functions[] = {{"reduce", reduce, "(function, iterable, initial=<none>, /)"},
                               {"cmp_to_key", cmpToKey, "(mycmp)"},
                               {nullptr, nullptr, nullptr}};

bool initModule(Thread *t, ModuleObject *m) {
  TypeSpec partial{"functools.partial", Kind::RegularObject, sizeof(PartialObject), TraceKind::FixedSlots, 0, 4, partialMethods, partialGetSets, partialMembers};
  partial.typeFlags = kTypeBaseable | kTypeHasWeakRefs | kTypeCustomSetAttr;
  gPartial = makeBuiltinType(t, partial);
  TypeSpec key{"functools.KeyWrapper", Kind::RegularObject, sizeof(KeyObject), TraceKind::FixedSlots, 0, 2, keyMethods, nullptr, keyMembers};
  key.typeFlags = kTypeDisallowInstantiation;
  gKey = makeBuiltinType(t, key);
  setUnhashable(t, gKey);
  TypeSpec cache{"functools._lru_cache_wrapper", Kind::RegularObject, sizeof(CacheObject), TraceKind::FixedSlots, 4, 5, cacheMethods, cacheGetSets};
  cache.typeFlags = kTypeBaseable | kTypeCustomSetAttr | kTypeCustomGetAttr | kTypeHasWeakRefs;
  gCache = makeBuiltinType(t, cache);
  return moduleSet(t, m, "partial", typeValue(gPartial)) && moduleSet(t, m, "_lru_cache_wrapper", typeValue(gCache));
}
const ModuleSpec spec{"_functools", "Tools that operate on functions.", functions, initModule};

} // namespace

void registerFunctools(Thread *t) { registerNativeModule(&spec); }

} // namespace pyc
