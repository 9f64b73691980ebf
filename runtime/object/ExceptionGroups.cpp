//===- ExceptionGroups.cpp - ExceptionGroup, split, subgroup --------------===//
//
// A group is an exception whose extras are a message and a tuple of exceptions.
// split() and subgroup() keep the nesting structure and the traceback, cause,
// context and notes of every group they rebuild (PEP 654).
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"

namespace pyc {

TypeObject *gExceptionGroup;

static bool isGroup(Value v) { return isInstanceOf(v, exc::BaseExceptionGroup); }
static TupleObject *members(Value g) { return asException(g)->extra[kGroupExceptions].as<TupleObject>(); }

static Value groupNew(Thread *t, Value *a, size_t) {
  auto *cls = a[0].as<TypeObject>();
  auto *args = a[1].as<TupleObject>();
  if (args->length != 2)
    return raise(t, exc::TypeError, "BaseExceptionGroup.__new__() takes exactly 2 arguments (%zd given)", args->length);
  Value message = args->items[0], given = args->items[1];
  if (!isStr(message))
    return raise(t, exc::TypeError, "BaseExceptionGroup.__new__() argument 1 must be str, not %T", message);
  if (!lookupDunder(typeOf(given), Dunder::GetItem) || isKind(given, Kind::Dict))
    return raise(t, exc::TypeError, "second argument (exceptions) must be a sequence");
  Value list = tupleFrom(t, given);
  if (!list)
    return list;
  auto *items = list.as<TupleObject>();
  if (!items->length)
    return raise(t, exc::ValueError, "second argument (exceptions) must be a non-empty sequence");
  bool onlyExceptions = true;
  for (int64_t i = 0; i < items->length; ++i) {
    if (!isInstanceOf(items->items[i], exc::BaseException))
      return raise(t, exc::ValueError, "Item %zd of second argument (exceptions) is not an exception", i);
    onlyExceptions &= isInstanceOf(items->items[i], exc::Exception);
  }
  if (cls == exc::BaseExceptionGroup) {
    if (onlyExceptions)
      cls = gExceptionGroup;
  } else if (!onlyExceptions && isSubtype(cls, exc::Exception)) {
    if (cls == gExceptionGroup)
      return raise(t, exc::TypeError, "Cannot nest BaseExceptions in an ExceptionGroup");
    return raise(t, exc::TypeError, "Cannot nest BaseExceptions in '%N'", cls);
  }
  Value v = newInstance(t, cls);
  if (!v)
    return v;
  auto *e = asException(v);
  e->args = a[1];
  e->traceback = e->context = e->cause = None;
  for (Value &x : e->extra)
    x = None;
  setSlot(e, &e->extra[kGroupMessage], message);
  setSlot(e, &e->extra[kGroupExceptions], list);
  return v;
}
static Value groupStr(Thread *t, Value *a, size_t) {
  int64_t n = members(a[0])->length;
  Value m = str(t, asException(a[0])->extra[kGroupMessage]);
  return m ? newStr(t, strToUtf8(payloadOf(m)) + " (" + std::to_string(n) + " sub-exception" + (n == 1 ? "" : "s") + ")") : m;
}
static Value groupDerive(Thread *t, Value *a, size_t) {
  Value args[2] = {asException(a[0])->extra[kGroupMessage], a[1]};
  return call(t, typeValue(exc::BaseExceptionGroup), args, 2);
}

/// orig.derive(parts) with orig's history.
static Value rebuild(Thread *t, Value orig, RootVector &parts) {
  Value list = newList(t, parts.data, parts.size());
  if (!list)
    return list;
  Value g = callMethod(t, orig, "derive", &list, 1);
  if (!g)
    return g;
  if (!isGroup(g))
    return raise(t, exc::TypeError, "derive must return an instance of BaseExceptionGroup");
  auto *from = asException(orig), *to = asException(g);
  setSlot(to, &to->traceback, from->traceback);
  setSlot(to, &to->context, from->context);
  setSlot(to, &to->cause, from->cause);
  to->bits = from->bits;
  Value notes = getAttrOrEmpty(t, orig, names::__notes__);
  if (!notes)
    return t->pending ? notes : g;
  if (isKind(notes, Kind::List)) {
    notes = listFrom(t, notes);
    if (!notes || !setAttr(t, g, names::__notes__, notes))
      return Value::empty();
  }
  return g;
}

/// 1, 0, -1: does the exception satisfy the condition (class, tuple, callable)?
static int satisfies(Thread *t, Value e, Value condition) {
  if (isTypeObject(condition) || isTuple(condition))
    return isInstance(t, e, condition);
  Value r = call(t, condition, e);
  return r ? isTrue(t, r) : -1;
}

static bool split(Thread *t, Value e, Value condition, bool wantRest, Value &match, Value &rest) {
  match = rest = None;
  if (!checkNativeStack(t))
    return false;
  int r = satisfies(t, e, condition);
  if (r < 0)
    return false;
  if (r) {
    match = e;
    return true;
  }
  if (!isGroup(e)) {
    rest = e;
    return true;
  }
  RootVector yes(t), no(t);
  auto *m = members(e);
  for (int64_t i = 0; i < m->length; ++i) {
    Value a, b;
    if (!split(t, m->items[i], condition, wantRest, a, b))
      return false;
    if (a != None)
      yes.push(a);
    if (b != None)
      no.push(b);
  }
  if (yes.size() && !(match = rebuild(t, e, yes)))
    return false;
  if (!yes.size()) {
    rest = e;
    return true;
  }
  if (wantRest && no.size() && !(rest = rebuild(t, e, no)))
    return false;
  return true;
}

bool splitGroup(Thread *t, Value e, Value condition, Value &match, Value &rest) {
  return split(t, e, condition, true, match, rest);
}

static bool validCondition(Thread *t, Value c) {
  bool ok = isKind(c, Kind::Function) || (isTypeObject(c) && isSubtype(c.as<TypeObject>(), exc::BaseException));
  if (isTuple(c)) {
    ok = true;
    for (int64_t i = 0; i < tupleOf(c)->length; ++i)
      ok &= isTypeObject(tupleOf(c)->items[i]) && isSubtype(tupleOf(c)->items[i].as<TypeObject>(), exc::BaseException);
  }
  if (!ok)
    raise(t, exc::TypeError, "expected a function, exception type or tuple of exception types");
  return ok;
}
static Value groupSplit(Thread *t, Value *a, size_t) {
  Value both[2];
  if (!validCondition(t, a[1]) || !split(t, a[0], a[1], true, both[0], both[1]))
    return Value::empty();
  return newTuple(t, both, 2);
}
static Value groupSubgroup(Thread *t, Value *a, size_t) {
  Value match, rest;
  if (!validCondition(t, a[1]) || !split(t, a[0], a[1], false, match, rest))
    return Value::empty();
  return match;
}

static const NativeDef kMethods[] = {
    {"__new__", groupNew, "($type, *args, **kwargs)"}, {"__str__", groupStr, "($self, /)"},
    {"derive", groupDerive, "($self, excs, /)"}, {"split", groupSplit, "($self, matcher_value, /)"},
    {"subgroup", groupSubgroup, "($self, matcher_value, /)"},
    {"__class_getitem__", genericClassGetItem, "($type, item, /)", kEffAny, nullptr, kNativeClass}, {nullptr, nullptr, nullptr}};

static Value getMessage(Thread *, Value s) { return asException(s)->extra[kGroupMessage]; }
static Value getMembers(Thread *, Value s) { return asException(s)->extra[kGroupExceptions]; }
static const GetSetDef kGetSets[] = {{"message", getMessage, nullptr, "exception message"}, {"exceptions", getMembers, nullptr, "nested exceptions"}, {nullptr, nullptr, nullptr}};

void fillTypeDict(Thread *t, TypeObject *type, const TypeSpec &spec);

void initExceptionGroups(Thread *t) {
  // BaseExceptionGroup was made from the table, without methods.
  static TypeSpec methods{"BaseExceptionGroup", Kind::Exception, sizeof(ExceptionObject), TraceKind::FixedSlots, 1, 11};
  methods.methods = kMethods;
  methods.getsets = kGetSets;
  fillTypeDict(t, exc::BaseExceptionGroup, methods);
  exc::BaseExceptionGroup->spec = &methods;
  static TypeSpec spec{"ExceptionGroup", Kind::Exception, sizeof(ExceptionObject), TraceKind::FixedSlots, 1, 11};
  spec.typeFlags = kTypeBaseable | kTypeHasDict | kTypeIsException;
  gExceptionGroup = makeBuiltinType(t, spec, exc::BaseExceptionGroup);
  gExceptionGroup->instanceShape->overflowOffset = offsetof(ExceptionObject, dict);
  gExceptionGroup->instanceShape->flags |= kShapeHasDict | kShapeDictMode;
  Value bases[2] = {typeValue(exc::BaseExceptionGroup), typeValue(exc::Exception)};
  setSlot(gExceptionGroup, &gExceptionGroup->bases, newTuple(t, bases, 2));
  setSlot(gExceptionGroup, &gExceptionGroup->mro, computeC3(t, gExceptionGroup));
  addSubclass(t, exc::Exception, gExceptionGroup);
  typeModified(exc::BaseExceptionGroup);
}

} // namespace pyc
