//===- DictViews.cpp - dict_keys, dict_values, dict_items -----------------===//
//
// A view is one reference to its dict. Keys and items are set-like: their
// operators give exact sets and take any iterable on the other side.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/DictTable.h"
#include "runtime/object/Types.h"

namespace pyc {

namespace shapes {
Shape *dictKeys, *dictValues, *dictItems;
}
using namespace dicts;

static DictObject *dictOf(Value view) { return view.as<DictViewObject>()->dict.as<DictObject>(); }
static bool isKeys(Value v) { return isExact(v, shapes::dictKeys); }
static bool isItems(Value v) { return isExact(v, shapes::dictItems); }
static bool isSetLikeView(Value v) { return isKeys(v) || isItems(v); }

Value newDictView(Thread *t, DictObject *d, DictViewKind kind) {
  Shape *s = kind == DictViewKind::Keys     ? shapes::dictKeys
             : kind == DictViewKind::Values ? shapes::dictValues
                                            : shapes::dictItems;
  auto *v = gcAllocate<DictViewObject>(t, sizeof(DictViewObject), s);
  if (!v)
    return Value::empty();
  v->dict = Value::fromObject(d);
  return Value::fromObject(v);
}

static int viewContains(Thread *t, Value view, Value item) {
  DictObject *d = dictOf(view);
  if (isKeys(view))
    return dictContains(t, d, item);
  if (!isTuple(item) || tupleOf(item)->length != 2)
    return 0;
  Value *pair = tupleOf(item)->items;
  Value v = dictGet(t, d, pair[0]);
  if (!v)
    return t->pending ? -1 : 0;
  return equals(t, v, pair[1]);
}

static Value viewLen(Thread *t, Value *args, size_t n) {
  return Value::fromSmallInt(dictOf(args[0])->used);
}
static Value viewContainsMethod(Thread *t, Value *args, size_t n) {
  int r = viewContains(t, args[0], args[1]);
  return r < 0 ? Value::empty() : boolValue(r);
}

template <DictViewKind K> static Value viewIter(Thread *t, Value *args, size_t n) {
  return newDictIterator(t, args[0].as<DictViewObject>()->dict, K);
}

template <DictViewKind K> static Value viewReversed(Thread *t, Value *args, size_t n) {
  Shape *s = K == DictViewKind::Keys     ? shapes::dictReverseKeyIterator
             : K == DictViewKind::Values ? shapes::dictReverseValueIterator
                                         : shapes::dictReverseItemIterator;
  auto *it = gcAllocate<DictIterObject>(t, sizeof(DictIterObject), s);
  if (!it)
    return Value::empty();
  it->position = dictOf(args[0])->fill - 1;
  it->expected = dictOf(args[0])->used;
  it->dict = args[0].as<DictViewObject>()->dict;
  return Value::fromObject(it);
}

static Value viewRepr(Thread *t, Value *args, size_t n) {
  if (!reprEnter(t, args[0]))
    return newStr(t, "...");
  Value list = listFrom(t, args[0]);
  Value s = list ? repr(t, list) : list;
  reprLeave(t, args[0]);
  if (!s)
    return s;
  StrBuilder out;
  out.add(typeNameOf(args[0]));
  out.add("(");
  if (!out.addStr(t, s))
    return Value::empty();
  out.add(")");
  return out.finish(t);
}

/// A new set of the view's items.
static SetObject *setOf(Thread *t, Value iterable) {
  Value s = newSet(t, false);
  if (!s || !setUpdate(t, s.as<SetObject>(), iterable))
    return nullptr;
  return s.as<SetObject>();
}

static Value intersect(Thread *t, Value view, Value other) {
  if (isSetLikeView(other) && dictOf(other)->used > dictOf(view)->used)
    std::swap(view, other);
  if (isAnySet(other) && other.as<SetObject>()->used > dictOf(view)->used) {
    // Walk the smaller side.
    Value r = newSet(t, false);
    if (!r || !forEach(t, view, [&](Value item) {
          int in = setContains(t, other.as<SetObject>(), item);
          return in >= 0 && (!in || setAdd(t, r.as<SetObject>(), item));
        }))
      return Value::empty();
    return r;
  }
  Value r = newSet(t, false);
  if (!r || !forEach(t, other, [&](Value item) {
        int in = viewContains(t, view, item);
        return in >= 0 && (!in || setAdd(t, r.as<SetObject>(), item));
      }))
    return Value::empty();
  return r;
}

template <Dunder Op> static Value viewOperator(Thread *t, Value a, Value b) {
  if (!isSetLikeView(a) && !isSetLikeView(b))
    return NotImplemented;
  if (Op == Dunder::And)
    return isSetLikeView(a) ? intersect(t, a, b) : intersect(t, b, a);
  SetObject *s = setOf(t, a);
  if (!s)
    return Value::empty();
  bool ok;
  if (Op == Dunder::Or) {
    ok = setUpdate(t, s, b);
  } else if (Op == Dunder::Sub) {
    ok = forEach(t, b, [&](Value item) { return setDiscard(t, s, item) >= 0; });
  } else {
    SetObject *other = setOf(t, b);
    return other ? setBinary(t, Dunder::Xor, s, other) : Value::empty();
  }
  return ok ? Value::fromObject(s) : Value::empty();
}
template <Dunder Op> static Value viewOp(Thread *t, Value *args, size_t n) {
  return viewOperator<Op>(t, args[0], args[1]);
}
template <Dunder Op> static Value viewROp(Thread *t, Value *args, size_t n) {
  return viewOperator<Op>(t, args[1], args[0]);
}

/// Are all of a's items in b?
static int allIn(Thread *t, Value a, Value b) {
  int result = 1;
  bool ok = forEach(t, a, [&](Value item) {
    int r = contains(t, b, item);
    if (r <= 0)
      result = r;
    return r > 0;
  });
  return ok ? 1 : t->pending ? -1 : result;
}

template <Dunder Op> static Value viewCompare(Thread *t, Value *args, size_t n) {
  Value a = args[0], b = args[1];
  if (!isAnySet(b) && !isSetLikeView(b))
    return NotImplemented;
  int64_t x = dictOf(a)->used, y = lengthOf(t, b);
  if (y < 0)
    return Value::empty();
  int r;
  switch (Op) {
  case Dunder::Eq: case Dunder::Ne: r = x == y ? allIn(t, a, b) : 0; break;
  case Dunder::Lt: r = x < y ? allIn(t, a, b) : 0; break;
  case Dunder::Le: r = x <= y ? allIn(t, a, b) : 0; break;
  case Dunder::Gt: r = x > y ? allIn(t, b, a) : 0; break;
  default: r = x >= y ? allIn(t, b, a) : 0; break;
  }
  return r < 0 ? Value::empty() : boolValue((Op == Dunder::Ne) != bool(r));
}

static Value viewIsDisjoint(Thread *t, Value *args, size_t n) {
  Value view = args[0], other = args[1];
  int found = 0;
  bool ok = forEach(t, other, [&](Value item) {
    found = viewContains(t, view, item);
    return found == 0;
  });
  if (!ok && t->pending)
    return Value::empty();
  return boolValue(!found);
}

static Value viewMapping(Thread *t, Value self) {
  Value proxy = Value::fromObject(types::mappingproxy_);
  return call(t, proxy, self.as<DictViewObject>()->dict);
}

static const GetSetDef viewGetSets[] = {
    {"mapping", viewMapping, nullptr, "dictionary that this view refers to"},
    {nullptr, nullptr, nullptr}};

#define VIEW_BASICS(K)                                                                             \
  {"__len__", viewLen, "($self, /)", kEffReads, "Return len(self).", kNativeSlotWrapper},          \
      {"__iter__", viewIter<K>, "($self, /)", kEffReads | kEffAllocates, "Implement iter(self).",  \
       kNativeSlotWrapper},                                                                        \
      {"__reversed__", viewReversed<K>, "($self, /)", kEffReads | kEffAllocates,                   \
       "Return a reverse iterator over the dict view."},                                           \
  {"__repr__", viewRepr, "($self, /)", kEffAny, "Return repr(self).", kNativeSlotWrapper}
#define VIEW_OP(op, name)                                                                          \
  {"__" name "__", viewOp<Dunder::op>, "($self, value, /)", kEffAny, nullptr, kNativeSlotWrapper}, \
  {"__r" name "__", viewROp<Dunder::op>, "($self, value, /)", kEffAny, nullptr, kNativeSlotWrapper}
#define VIEW_CMP(op, name)                                                                         \
  {"__" name "__", viewCompare<Dunder::op>, "($self, value, /)", kEffAny, nullptr, kNativeSlotWrapper}
#define VIEW_SET_METHODS                                                                           \
  {"__contains__", viewContainsMethod, "($self, key, /)", kEffAny, "Return key in self.",          \
   kNativeSlotWrapper},                                                                            \
      {"isdisjoint", viewIsDisjoint, "($self, other, /)", kEffAny,                                 \
       "Return True if the view and the given iterable have a null intersection."},                \
      VIEW_OP(And, "and"), VIEW_OP(Or, "or"), VIEW_OP(Sub, "sub"), VIEW_OP(Xor, "xor"),            \
      VIEW_CMP(Lt, "lt"), VIEW_CMP(Le, "le"), VIEW_CMP(Eq, "eq"), VIEW_CMP(Ne, "ne"),              \
      VIEW_CMP(Gt, "gt"), VIEW_CMP(Ge, "ge")

static const NativeDef keysMethods[] = {VIEW_BASICS(DictViewKind::Keys), VIEW_SET_METHODS,
                                        {nullptr, nullptr, nullptr}};
static const NativeDef itemsMethods[] = {VIEW_BASICS(DictViewKind::Items), VIEW_SET_METHODS,
                                         {nullptr, nullptr, nullptr}};
static const NativeDef valuesMethods[] = {VIEW_BASICS(DictViewKind::Values),
                                          {nullptr, nullptr, nullptr}};

void initDictViews(Thread *t) {
  auto make = [t](const char *name, const NativeDef *methods, Shape *&shape, bool unhashable) {
    TypeSpec spec{name, Kind::DictView, sizeof(DictViewObject), TraceKind::FixedSlots, 0, 1, methods, viewGetSets};
    spec.typeFlags = kTypeDisallowInstantiation;
    TypeObject *type = makeBuiltinType(t, spec);
    shape = type->instanceShape;
    if (unhashable)
      setUnhashable(t, type);
  };
  make("dict_keys", keysMethods, shapes::dictKeys, true);
  make("dict_items", itemsMethods, shapes::dictItems, true);
  make("dict_values", valuesMethods, shapes::dictValues, false);
}

} // namespace pyc
