//===- Weakref.cpp - The module _weakref -----------------------------------===//
//
// ref itself is in object/WeakRefs.cpp; here are proxies and the functions
// that look at an object's references.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/Modules.h"

namespace pyc {

namespace {
struct ProxyObject : Object { // skip 0
  Value ref; ///< weakref.ref of the target
};
TypeObject *gProxy, *gCallableProxy;

Value target(Thread *t, Value proxy) {
  Value v = weakRefTarget(proxy.as<ProxyObject>()->ref);
  return v ? v : raise(t, exc::ReferenceError, "weakly-referenced object no longer exists");
}
bool isProxy(Value v) {
  TypeObject *type = typeOf(v);
  return type == gProxy || type == gCallableProxy;
}
Value unwrap(Thread *t, Value v) { return isProxy(v) ? target(t, v) : v; }

Value proxyGetAttribute(Thread *t, Value *args, size_t n) {
  Value o = target(t, args[0]);
  return o ? getAttr(t, o, args[1]) : o;
}
Value proxySetAttr(Thread *t, Value *args, size_t n) {
  Value o = target(t, args[0]);
  return o && setAttr(t, o, args[1], args[2]) ? None : Value::empty();
}
Value proxyDelAttr(Thread *t, Value *args, size_t n) {
  Value o = target(t, args[0]);
  return o && delAttr(t, o, args[1]) ? None : Value::empty();
}
Value proxyStr(Thread *t, Value *args, size_t n) {
  Value o = target(t, args[0]);
  return o ? str(t, o) : o;
}
Value proxyRepr(Thread *t, Value *args, size_t n) {
  Value o = weakRefTarget(args[0].as<ProxyObject>()->ref);
  if (!o)
    return newStr(t, "<weakproxy; dead>");
  char buffer[160];
  snprintf(buffer, sizeof buffer, "<weakproxy at 0x%lx to %.80s at 0x%lx>",
           static_cast<unsigned long>(gcIdentity(args[0].asObject())), typeNameOf(o).c_str(),
           static_cast<unsigned long>(o.isObject() ? gcIdentity(o.asObject()) : o.bits));
  return newStr(t, buffer);
}
Value proxyBool(Thread *t, Value *args, size_t n) {
  Value o = target(t, args[0]);
  int r = o ? isTrue(t, o) : -1;
  return r < 0 ? Value::empty() : boolValue(r);
}
Value proxyLen(Thread *t, Value *args, size_t n) {
  Value o = target(t, args[0]);
  int64_t length = o ? lengthOf(t, o) : -1;
  return length < 0 ? Value::empty() : newInt(t, length);
}
Value proxyGetItem(Thread *t, Value *args, size_t n) {
  Value o = target(t, args[0]);
  return o ? getItem(t, o, args[1]) : o;
}
Value proxySetItem(Thread *t, Value *args, size_t n) {
  Value o = target(t, args[0]);
  return o && setItem(t, o, args[1], args[2]) ? None : Value::empty();
}
Value proxyDelItem(Thread *t, Value *args, size_t n) {
  Value o = target(t, args[0]);
  return o && delItem(t, o, args[1]) ? None : Value::empty();
}
Value proxyContains(Thread *t, Value *args, size_t n) {
  Value o = target(t, args[0]);
  int r = o ? contains(t, o, args[1]) : -1;
  return r < 0 ? Value::empty() : boolValue(r);
}
Value proxyIter(Thread *t, Value *args, size_t n) {
  Value o = target(t, args[0]);
  return o ? getIter(t, o) : o;
}
Value proxyNext(Thread *t, Value *args, size_t n) {
  Value o = target(t, args[0]);
  Value v = o ? iterNext(t, o) : o;
  return v ? v : stopAtEnd(t, v);
}
Value proxyCall(Thread *t, Value *args, size_t n) {
  Value o = target(t, args[0]);
  return o ? call(t, o, args + 1, n - 1) : o;
}
template <Dunder Op> Value proxyCompare(Thread *t, Value *args, size_t n) {
  Value a = unwrap(t, args[0]), b = a ? unwrap(t, args[1]) : a;
  return b ? compare(t, Op, a, b) : b;
}
template <Dunder Op> Value proxyBinary(Thread *t, Value *args, size_t n) {
  Value a = unwrap(t, args[0]), b = a ? unwrap(t, args[1]) : a;
  return b ? binaryOp(t, Op, a, b) : b;
}

const NativeDef proxyMethods[] = {
    {"__getattribute__", proxyGetAttribute, "($self, name, /)"},
    {"__setattr__", proxySetAttr, "($self, name, value, /)"},
    {"__delattr__", proxyDelAttr, "($self, name, /)"},
    {"__str__", proxyStr, "($self, /)"},
    {"__repr__", proxyRepr, "($self, /)"},
    {"__bool__", proxyBool, "($self, /)"},
    {"__len__", proxyLen, "($self, /)"},
    {"__getitem__", proxyGetItem, "($self, key, /)"},
    {"__setitem__", proxySetItem, "($self, key, value, /)"},
    {"__delitem__", proxyDelItem, "($self, key, /)"},
    {"__contains__", proxyContains, "($self, key, /)"},
    {"__iter__", proxyIter, "($self, /)"},
    {"__eq__", proxyCompare<Dunder::Eq>, "($self, value, /)"},
    {"__ne__", proxyCompare<Dunder::Ne>, "($self, value, /)"},
    {"__lt__", proxyCompare<Dunder::Lt>, "($self, value, /)"},
    {"__le__", proxyCompare<Dunder::Le>, "($self, value, /)"},
    {"__gt__", proxyCompare<Dunder::Gt>, "($self, value, /)"},
    {"__ge__", proxyCompare<Dunder::Ge>, "($self, value, /)"},
    {"__add__", proxyBinary<Dunder::Add>, "($self, value, /)"},
    {"__sub__", proxyBinary<Dunder::Sub>, "($self, value, /)"},
    {"__mul__", proxyBinary<Dunder::Mul>, "($self, value, /)"},
    {"__next__", proxyNext, "($self, /)"},
    {nullptr, nullptr, nullptr}};
const NativeDef callableMethods[] = {{"__call__", proxyCall, "($self, *args)", kEffAny, nullptr, kNativeRaw},
                                     {nullptr, nullptr, nullptr}};

Value makeProxy(Thread *t, Value *args, size_t n) {
  Value ref = newWeakRef(t, types::weakref_, args[0], args[1] ? args[1] : None);
  TypeObject *type = ref && lookupDunder(typeOf(args[0]), Dunder::Call) ? gCallableProxy : gProxy;
  Value p = ref ? newInstance(t, type) : ref;
  if (p)
    setSlot(p.asObject(), &p.as<ProxyObject>()->ref, ref);
  return p;
}

struct Found { Object *refs[256]; size_t n = 0; };
void findRefs(Value v, Found &found) {
  if (v.isObject())
    gcForEachWeak(v.asObject(), [](void *p, Object *ref) {
      auto *f = static_cast<Found *>(p);
      if (f->n < 256)
        f->refs[f->n++] = ref;
    }, &found);
}
Value getWeakRefCount(Thread *t, Value *args, size_t n) {
  Found f;
  findRefs(args[0], f);
  return Value::fromSmallInt(static_cast<int64_t>(f.n));
}
Value getWeakRefs(Thread *t, Value *args, size_t n) {
  Found f; // on the stack: what it points to is pinned
  findRefs(args[0], f);
  Value list = newList(t, nullptr, 0);
  for (size_t i = 0; list && i < f.n; ++i)
    if (!listAppend(t, list.as<ListObject>(), Value::fromObject(f.refs[i])))
      return Value::empty();
  return list;
}
/// _remove_dead_weakref(dict, key): deletes the entry if its reference is dead.
Value removeDead(Thread *t, Value *args, size_t n) {
  auto *d = args[0].as<DictObject>();
  Value v = dictGet(t, d, args[1]);
  if (!v)
    return t->pending ? v : None;
  if (hasKind(v, Kind::WeakRef) && !weakRefTarget(v) && dictDelete(t, d, args[1]) < 0)
    return Value::empty();
  return None;
}

const NativeDef weakrefFunctions[] = {
    {"proxy", makeProxy, "(object, callback=None, /)"},
    {"getweakrefcount", getWeakRefCount, "(object, /)"},
    {"getweakrefs", getWeakRefs, "(object, /)"},
    {"_remove_dead_weakref", removeDead, "(dct, key, /)"},
    {nullptr, nullptr, nullptr}};

bool initModule(Thread *t, ModuleObject *m) {
  TypeSpec proxy{"weakref.ProxyType", Kind::RegularObject, sizeof(ProxyObject), TraceKind::FixedSlots, 0, 1, proxyMethods};
  proxy.typeFlags = kTypeDisallowInstantiation | kTypeCustomSetAttr | kTypeCustomGetAttr;
  gProxy = makeBuiltinType(t, proxy);
  setUnhashable(t, gProxy);
  TypeSpec callable{"weakref.CallableProxyType", Kind::RegularObject, sizeof(ProxyObject), TraceKind::FixedSlots, 0, 1, callableMethods};
  callable.typeFlags = kTypeDisallowInstantiation | kTypeCustomSetAttr | kTypeCustomGetAttr;
  gCallableProxy = makeBuiltinType(t, callable, gProxy);
  return moduleSet(t, m, "ref", typeValue(types::weakref_)) &&
         moduleSet(t, m, "ReferenceType", typeValue(types::weakref_)) &&
         moduleSet(t, m, "ProxyType", typeValue(gProxy)) &&
         moduleSet(t, m, "CallableProxyType", typeValue(gCallableProxy));
}
const ModuleSpec weakrefSpec{"_weakref", "Weak references.", weakrefFunctions, initModule};
} // namespace

void registerWeakref(Thread *t) { registerNativeModule(&weakrefSpec); }

} // namespace pyc
