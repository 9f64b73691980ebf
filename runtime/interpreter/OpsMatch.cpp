//===- OpsMatch.cpp - Pattern matching (PEP 634) --------------------------===//
#include "runtime/interpreter/Interp.h"

namespace pyc {

HANDLER(op_MatchSequence) {
  Value v = REG_B;
  REG_A = boolValue(v.isObject() && (v.asObject()->type()->typeFlags & kTypeSequence));
  NEXT(1);
}
HANDLER(op_MatchMapping) {
  Value v = REG_B;
  REG_A = boolValue(v.isObject() && (v.asObject()->type()->typeFlags & kTypeMapping));
  NEXT(1);
}
SLOW(getLenSlow) {
  SYNC();
  int64_t n = lengthOf(t, REG_B);
  if (n < 0)
    RAISE();
  REG_A = Value::fromSmallInt(n);
  NEXT(1);
}
HANDLER(op_GetLen) { TAIL(getLenSlow); }

/// Values of the keys, None when one is absent. Empty: raised.
static Value matchKeys(Thread *t, Value subject, Value keys) {
  auto *names = keys.as<TupleObject>();
  size_t n = static_cast<size_t>(names->length);
  if (!n)
    return EmptyTuple;
  Value seen = newSet(t, false);
  if (!seen)
    return seen;
  Value get = Value::empty(), marker = Value::empty();
  if (!isExact(subject, shapes::dict)) {
    get = getAttr(t, subject, "get");
    if (!get)
      return get;
    marker = newList(t, nullptr, 0); // a fresh object
    if (!marker)
      return marker;
  }
  RootVector values(t);
  for (size_t i = 0; i < n; ++i) {
    Value key = names->items[i];
    int there = setContains(t, seen.as<SetObject>(), key);
    if (there < 0 || (!there && !setAdd(t, seen.as<SetObject>(), key)))
      return Value::empty();
    if (there)
      return raise(t, exc::ValueError, "mapping pattern checks duplicate key (%V)", key);
    Value v;
    if (get) {
      Value args[2] = {key, marker};
      v = call(t, get, args, 2);
      if (!v)
        return v;
      if (v == marker)
        return None;
    } else {
      v = dictGet(t, subject.as<DictObject>(), key);
      if (!v)
        return t->pending ? v : None;
    }
    values.push(v);
  }
  return newTuple(t, values.begin(), n);
}
SLOW(matchKeysSlow) {
  SYNC();
  Value r = matchKeys(t, REG_B, REG_C);
  if (r.isEmpty())
    RAISE();
  REG_A = r;
  NEXT(1);
}
HANDLER(op_MatchKeys) { TAIL(matchKeysSlow); }

/// Attribute for a class pattern; empty, nothing pending: the match fails.
static Value classAttr(Thread *t, Value subject, TypeObject *cls, Value name, Value seen) {
  int there = setContains(t, seen.as<SetObject>(), name);
  if (there < 0 || (!there && !setAdd(t, seen.as<SetObject>(), name)))
    return Value::empty();
  if (there)
    return raise(t, exc::TypeError, "%N() got multiple sub-patterns for attribute %V", cls, name);
  Value v = getAttrOrEmpty(t, subject, name);
  if (!v && t->pending && pendingMatches(t, exc::AttributeError))
    clearPending(t);
  return v;
}
static bool matchesItself(const TypeObject *cls) {
  for (TypeObject *own : {types::bool_, types::bytearray_, types::bytes_, types::dict_,
                          types::float_, types::frozenset_, types::int_, types::list_,
                          types::set_, types::str_, types::tuple_})
    if (isSubtype(cls, own))
      return true;
  return false;
}
static Value matchClass(Thread *t, Value subject, Value clsValue, Value names, size_t positional) {
  if (!isTypeObject(clsValue))
    return raise(t, exc::TypeError, "called match pattern must be a type");
  auto *cls = clsValue.as<TypeObject>();
  int is = isInstance(t, subject, clsValue);
  if (is <= 0)
    return is < 0 ? Value::empty() : None;
  Value seen = newSet(t, false);
  if (!seen)
    return seen;
  RootVector values(t);
  if (positional) {
    bool self = false;
    Value args = getAttrOrEmpty(t, clsValue, names::__match_args__);
    if (args) {
      if (!isExact(args, shapes::tuple))
        return raise(t, exc::TypeError, "%N.__match_args__ must be a tuple (got %T)", cls, args);
    } else {
      if (t->pending && !pendingMatches(t, exc::AttributeError))
        return Value::empty();
      clearPending(t);
      self = matchesItself(cls);
      args = EmptyTuple;
    }
    size_t allowed = self ? 1 : size_t(args.as<TupleObject>()->length);
    if (positional > allowed)
      return raise(t, exc::TypeError, "%N() accepts %zu positional sub-pattern%s (%zu given)",
                   cls, allowed, allowed == 1 ? "" : "s", positional);
    if (self)
      values.push(subject);
    else
      for (size_t i = 0; i < positional; ++i) {
        Value name = args.as<TupleObject>()->items[i];
        if (!isStr(name))
          return raise(t, exc::TypeError, "__match_args__ elements must be strings (got %T)", name);
        Value v = classAttr(t, subject, cls, name, seen);
        if (!v)
          return t->pending ? v : None;
        values.push(v);
      }
  }
  auto *keywords = names.as<TupleObject>();
  for (int64_t i = 0; i < keywords->length; ++i) {
    Value v = classAttr(t, subject, cls, keywords->items[i], seen);
    if (!v)
      return t->pending ? v : None;
    values.push(v);
  }
  return newTuple(t, values.begin(), values.size());
}
SLOW(matchClassSlow) {
  SYNC();
  uint64_t positional = reinterpret_cast<const uint64_t *>(pc)[1];
  Value r = matchClass(t, REG_B, base[OP_C], base[OP_C + 1], positional);
  if (r.isEmpty())
    RAISE();
  REG_A = r;
  NEXT(2);
}
HANDLER(op_MatchClass) { TAIL(matchClassSlow); }

static Value copyWithout(Thread *t, Value mapping, Value keys) {
  Value d = newDict(t);
  if (!d || !dictUpdate(t, d.as<DictObject>(), mapping))
    return Value::empty();
  auto *names = keys.as<TupleObject>();
  for (int64_t i = 0; i < names->length; ++i)
    if (dictDelete(t, d.as<DictObject>(), names->items[i]) < 0)
      return Value::empty();
  return d;
}
SLOW(copyWithoutSlow) {
  SYNC();
  Value r = copyWithout(t, REG_B, REG_C);
  if (r.isEmpty())
    RAISE();
  REG_A = r;
  NEXT(1);
}
HANDLER(op_CopyDictWithoutKeys) { TAIL(copyWithoutSlow); }

} // namespace pyc
