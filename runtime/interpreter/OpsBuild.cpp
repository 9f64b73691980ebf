//===- OpsBuild.cpp - Displays, strings -----------------------------------===//
#include "runtime/interpreter/Interp.h"

namespace pyc {

#define SIMPLE_OP(name, body)                                                  \
  SLOW(name##Slow) {                                                           \
    SYNC();                                                                    \
    Value r;                                                                   \
    body;                                                                      \
    if (r.isEmpty())                                                           \
      RAISE();                                                                 \
    REG_A = r;                                                                 \
    NEXT(1);                                                                   \
  }                                                                            \
  HANDLER(op_##name) { TAIL(name##Slow); }
/// Success or failure, no result.
#define ACTION_OP(name, ok)                                                    \
  SLOW(name##Slow) {                                                           \
    SYNC();                                                                    \
    if (!(ok))                                                                 \
      RAISE();                                                                 \
    NEXT(1);                                                                   \
  }                                                                            \
  HANDLER(op_##name) { TAIL(name##Slow); }

SLOW(buildTupleSlow) {
  SYNC();
  Value r = newTuple(t, &REG_B, OP_C);
  if (r.isEmpty())
    RAISE();
  REG_A = r;
  NEXT(1);
}
HANDLER(op_BuildTuple) {
  unsigned n = OP_C;
  char *p = t->nurseryTop;
  size_t size = sizeof(TupleObject) + n * sizeof(Value);
  if (PYC_UNLIKELY(n - 1u >= 8 || size > static_cast<size_t>(t->nurseryEnd - p)))
    TAIL(buildTupleSlow);
  t->nurseryTop = p + size;
  auto *o = reinterpret_cast<TupleObject *>(p);
  o->shapeId = shapeIdOf(shapes::tuple);
  o->length = n;
  const Value *from = &REG_B;
  _Pragma("clang loop vectorize(disable) unroll(disable)")
  for (unsigned i = 0; i < n; ++i)
    o->items[i] = from[i];
  REG_A = Value::fromObject(o);
  NEXT(1);
}
SIMPLE_OP(BuildList, r = newList(t, &REG_B, OP_C))
SIMPLE_OP(BuildString, r = strConcatMany(t, &REG_B, OP_C))
SIMPLE_OP(ListToTuple, r = tupleFrom(t, REG_B))

static Value buildSet(Thread *t, Value *items, unsigned n) {
  Value s = newSet(t, false);
  for (unsigned i = 0; s && i < n; ++i)
    if (!setAdd(t, s.as<SetObject>(), items[i]))
      return Value::empty();
  return s;
}
SIMPLE_OP(BuildSet, r = buildSet(t, &REG_B, OP_C))
static Value buildMap(Thread *t, Value *items, unsigned n) {
  if (!n)
    return newDict(t);
  DictObject *d = newDictSized(t, n);
  if (!d)
    return Value::empty();
  for (unsigned i = 0; i < n; ++i)
    if (!dictSet(t, d, items[2 * i], items[2 * i + 1]))
      return Value::empty();
  return Value::fromObject(d);
}
SIMPLE_OP(BuildMap, r = buildMap(t, &REG_B, OP_C))
static Value buildConstMap(Thread *t, Value *values, Value keys) {
  auto *names = keys.as<TupleObject>();
  DictObject *d = newDictSized(t, static_cast<size_t>(names->length));
  if (!d)
    return Value::empty();
  for (int64_t i = 0; i < names->length; ++i)
    if (!dictSet(t, d, names->items[i], values[i]))
      return Value::empty();
  return Value::fromObject(d);
}
SIMPLE_OP(BuildConstMap, r = buildConstMap(t, &REG_B, k[OP_C]))

SLOW(listAppendMore) {
  SYNC();
  if (!listAppend(t, REG_A.as<ListObject>(), REG_B))
    RAISE();
  NEXT(1);
}
HANDLER(op_ListAppend) {
  auto *l = REG_A.as<ListObject>();
  ValueBuffer *b = l->items();
  Value v = REG_B;
  int64_t n = l->size;
  if (PYC_UNLIKELY(n >= b->length || gcNeedsBarrier(b, v)))
    TAIL(listAppendMore);
  b->items[n] = v;
  l->size = n + 1;
  NEXT(1);
}
bool extendDisplay(Thread *t, Value list, Value iterable) {
  if (listExtend(t, list.as<ListObject>(), iterable))
    return true;
  if (pendingMatches(t, exc::TypeError)) {
    Value iter = lookupDunder(typeOf(iterable), Dunder::Iter);
    if ((!iter || iter == None) && !lookupDunder(typeOf(iterable), Dunder::GetItem)) {
      clearPending(t);
      raise(t, exc::TypeError, "Value after * must be an iterable, not %T", iterable);
    }
  }
  return false;
}
ACTION_OP(ListExtend, extendDisplay(t, REG_A, REG_B))
ACTION_OP(SetAdd, setAdd(t, REG_A.as<SetObject>(), REG_B))
ACTION_OP(SetUpdate, setUpdate(t, REG_A.as<SetObject>(), REG_B))
ACTION_OP(MapAdd, dictSet(t, REG_A.as<DictObject>(), REG_B, REG_C))

static bool isMapping(Thread *t, Value v) {
  if (isDict(v))
    return true;
  Value keys = getAttrOrEmpty(t, v, names::keys);
  return bool(keys);
}
bool dictUpdateDisplay(Thread *t, Value d, Value from) {
  if (isExact(from, shapes::dict))
    return dictMerge(t, d.as<DictObject>(), from.as<DictObject>());
  if (!isMapping(t, from)) {
    if (!t->pending || pendingMatches(t, exc::AttributeError)) {
      clearPending(t);
      raise(t, exc::TypeError, "'%T' object is not a mapping", from);
    }
    return false;
  }
  return dictUpdate(t, d.as<DictObject>(), from);
}
ACTION_OP(DictUpdate, dictUpdateDisplay(t, REG_A, REG_B))

/// "f()" with its module, as messages about calls name the callee.
static std::string calleeText(Thread *t, Value callee) {
  Value name = getAttrOrEmpty(t, callee, names::__qualname__);
  clearPending(t);
  if (!name || !isStr(name)) {
    Value s = str(t, callee);
    clearPending(t);
    return s ? strToUtf8(s) : "function";
  }
  Value module = getAttrOrEmpty(t, callee, names::__module__);
  clearPending(t);
  std::string text = strToUtf8(name) + "()";
  if (module && isStr(module) && strToUtf8(module) != "builtins")
    text = strToUtf8(module) + "." + text;
  return text;
}
bool dictMergeCall(Thread *t, Value into, Value from, Value callee) {
  auto *d = into.as<DictObject>();
  if (!isMapping(t, from)) {
    if (t->pending && !pendingMatches(t, exc::AttributeError))
      return false;
    clearPending(t);
    std::string name = calleeText(t, callee);
    raise(t, exc::TypeError, "%s argument after ** must be a mapping, not %T", name.c_str(), from);
    return false;
  }
  Value source = from;
  if (!isExact(from, shapes::dict)) {
    source = newDict(t);
    if (!source || !dictUpdate(t, source.as<DictObject>(), from))
      return false;
  }
  int64_t pos = 0;
  Value key, value;
  while (dictNext(source.as<DictObject>(), pos, key, value)) {
    if (!isStr(key)) {
      raise(t, exc::TypeError, "keywords must be strings");
      return false;
    }
    int there = dictContains(t, d, key);
    if (there < 0)
      return false;
    if (there) {
      std::string name = calleeText(t, callee);
      raise(t, exc::TypeError, "%s got multiple values for keyword argument '%S'",
            name.c_str(), key);
      return false;
    }
    if (!dictSet(t, d, key, value))
      return false;
  }
  return true;
}
ACTION_OP(DictMerge, dictMergeCall(t, REG_A, REG_B, REG_C))

static Value formatValue(Thread *t, Value v, Value spec, uint64_t word) {
  switch (word & 0xFF) {
  case 's': v = str(t, v); break;
  case 'r': v = repr(t, v); break;
  case 'a': v = ascii(t, v); break;
  default: break;
  }
  if (!v)
    return v;
  if (!(word & 0x100)) {
    if (isStr(v) && (isExact(v, shapes::str1) || isExact(v, shapes::str2) ||
                     isExact(v, shapes::str4) || isExact(v, shapes::rope)))
      return v;
    if (v.isInt())
      return intToStr(t, v);
    spec = EmptyStr;
  }
  return format(t, v, spec);
}
SLOW(formatValueSlow) {
  SYNC();
  uint64_t word = reinterpret_cast<const uint64_t *>(pc)[1];
  Value r = formatValue(t, REG_B, REG_C, word);
  if (r.isEmpty())
    RAISE();
  REG_A = r;
  NEXT(2);
}
HANDLER(op_FormatValue) { TAIL(formatValueSlow); }

} // namespace pyc
