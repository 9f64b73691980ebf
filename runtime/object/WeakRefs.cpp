//===- WeakRefs.cpp - weakref.ref and finalisation hooks ------------------===//
//
// The collector clears a weak reference's untraced slot when its referent dies
// and reports it later, at a safe point, where the callback runs. One reference
// without callback per object is reused, as in CPython (a side table would be
// needed to find it; we make a new one each time, which only `is` can tell).
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"

namespace pyc {

std::string addressText(Value v);

/// FixedSlots skip 2: referent is not traced.
struct WeakRefObject : Object {
  Value referent; ///< untraced; empty when dead
  int64_t hash;   ///< 0: not known
  Value callback; ///< or None
};

static WeakRefObject *W(Value v) { return v.as<WeakRefObject>(); }

Value weakRefTarget(Value ref) {
  Value v = W(ref)->referent;
  return v.isObject() ? v : Value::empty();
}

static bool canBeReferenced(Value v) {
  if (!v.isObject())
    return false;
  TypeObject *type = v.asObject()->type();
  return (type->typeFlags & kTypeHasWeakRefs) || isTypeObject(v) || isKind(v, Kind::Function) ||
         isKind(v, Kind::Generator) || isKind(v, Kind::Set) || isKind(v, Kind::FrozenSet) || isKind(v, Kind::Module) ||
         isKind(v, Kind::BoundMethod) || isKind(v, Kind::File);
}

Value newWeakRef(Thread *t, TypeObject *type, Value o, Value callback) {
  if (!canBeReferenced(o))
    return raise(t, exc::TypeError, "cannot create weak reference to '%T' object", o);
  Value v = newInstance(t, type);
  if (!v)
    return v;
  W(v)->referent = o;
  W(v)->callback = callback ? callback : None;
  gcRegisterWeak(v.asObject(), offsetof(WeakRefObject, referent));
  return v;
}
static Value refNew(Thread *t, Value *a, size_t) {
  auto *args = a[1].as<TupleObject>();
  if (args->length < 1)
    return raise(t, exc::TypeError, "__new__ expected at least 1 argument, got 0");
  if (args->length > 2 && a[0] == typeValue(types::weakref_))
    return raise(t, exc::TypeError, "__new__ expected at most 2 arguments, got %zd", args->length);
  Value callback = args->length > 1 ? args->items[1] : None;
  return newWeakRef(t, a[0].as<TypeObject>(), args->items[0], callback);
}
static Value refInit(Thread *, Value *, size_t) { return None; }
static Value refCall(Thread *, Value *a, size_t) {
  Value v = weakRefTarget(a[0]);
  return v ? v : None;
}
static Value refRepr(Thread *t, Value *a, size_t) {
  Value v = weakRefTarget(a[0]);
  if (!v)
    return newStr(t, "<weakref at " + addressText(a[0]) + "; dead>");
  std::string name;
  Value n = getAttrOrEmpty(t, v, names::__name__);
  if (!n)
    clearPending(t);
  else if (isStr(n))
    name = " (" + strToUtf8(payloadOf(n)) + ")";
  return newStr(t, "<weakref at " + addressText(a[0]) + "; to '" + typeNameOf(v) + "' at " + addressText(v) + name + ">");
}
static Value refHash(Thread *t, Value *a, size_t) {
  if (!W(a[0])->hash) {
    Value v = weakRefTarget(a[0]);
    if (!v)
      return raise(t, exc::TypeError, "weak object has gone away");
    uint64_t h;
    if (!hashOf(t, v, h))
      return Value::empty();
    W(a[0])->hash = static_cast<int64_t>(h);
  }
  return newInt(t, W(a[0])->hash);
}
template <bool Negate> static Value refEq(Thread *t, Value *a, size_t) {
  if (!isKind(a[1], Kind::WeakRef))
    return NotImplemented;
  Value x = weakRefTarget(a[0]), y = weakRefTarget(a[1]);
  if (!x || !y)
    return boolValue((a[0] == a[1]) != Negate);
  return compare(t, Negate ? Dunder::Ne : Dunder::Eq, x, y);
}
static Value refCallback(Thread *, Value s) { return W(s)->referent.isObject() ? W(s)->callback : None; }
static const NativeDef kMethods[] = {
    {"__new__", refNew, "($type, *args, **kwargs)"}, {"__init__", refInit, "($self, /, *args, **kwargs)"},
    {"__call__", refCall, "($self)"}, {"__repr__", refRepr, "($self, /)"}, {"__hash__", refHash, "($self, /)"},
    {"__eq__", refEq<false>, "($self, value, /)"}, {"__ne__", refEq<true>, "($self, value, /)"},
    {"__class_getitem__", genericClassGetItem, "($type, item, /)", kEffAny, nullptr, kNativeClass},
    {nullptr, nullptr, nullptr}};
static const GetSetDef kGetSets[] = {{"__callback__", refCallback, nullptr}, {nullptr, nullptr, nullptr}};

/// What a callback or finaliser raises is reported and dropped.
void reportUnraisable(Thread *t, Value where) {
  Value e = takePending(t);
  if (!e)
    return;
  Value r = where ? repr(t, where) : Value::empty();
  clearPending(t);
  std::string text = "Exception ignored in: " + (r ? strToUtf8(payloadOf(r)) : std::string("?")) + "\n" + formatException(t, e);
  Value stream = gSysModules ? dictGetStr(gSysModules.as<DictObject>(), names::sys) : Value::empty();
  stream = stream ? getAttrOrEmpty(t, stream, names::stderr_) : stream;
  Value s = newStr(t, text);
  if (!stream || !s || !callMethod(t, stream, "write", &s, 1)) {
    clearPending(t);
    fputs(text.c_str(), stderr);
  }
}

static void weakCleared(Thread *t, Object *o) {
  auto *w = static_cast<WeakRefObject *>(o);
  if (o->kind() != Kind::WeakRef || w->callback == None || !w->callback.isObject())
    return;
  Value saved = takePending(t);
  Value callback = w->callback;
  if (!call(t, callback, Value::fromObject(w)))
    reportUnraisable(t, callback);
  t->pending = saved;
}

void (*gNativeFinalizer)(Thread *t, Object *o) = nullptr; // files and the like

static void finalize(Thread *t, Object *o) {
  if (Value del = lookupDunder(o->type(), Dunder::Del)) {
    Value saved = takePending(t);
    if (!callDunder(t, Value::fromObject(o), Dunder::Del, nullptr, 0))
      reportUnraisable(t, del);
    t->pending = saved;
    return;
  }
  if (gNativeFinalizer)
    gNativeFinalizer(t, o);
}

void initWeakRefs(Thread *t) {
  static TypeSpec spec{"weakref.ReferenceType", Kind::WeakRef, sizeof(WeakRefObject), TraceKind::FixedSlots, 2, 1};
  spec.methods = kMethods;
  spec.getsets = kGetSets;
  spec.typeFlags = kTypeBaseable;
  makeBuiltinType(t, spec);
  gcWeakRefClearedHook = weakCleared;
  gcFinalizeHook = finalize;
}

} // namespace pyc
