//===- ContextVars.cpp - The module _contextvars --------------------------===//
//
// A context is a dict from variable to value. Context.run() makes a context
// the current one; copies share nothing.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/Modules.h"

namespace pyc {

namespace {

struct ContextObject : Object { int64_t entered; Value vars; };                 // skip 1
struct VarObject : Object { Value name, fallback; };                            // fallback empty: none
struct TokenObject : Object { int64_t used; Value context, var, old; };         // skip 1
TypeObject *gContext, *gVar, *gToken;
Value gMissing = None;
Value gCurrent = None; ///< ContextObject, made on first use

ContextObject *X(Value v) { return v.as<ContextObject>(); }
VarObject *V(Value v) { return v.as<VarObject>(); }
TokenObject *K(Value v) { return v.as<TokenObject>(); }

Value newContext(Thread *t, Value vars) {
  Value v = vars ? newInstance(t, gContext) : vars;
  if (v)
    setSlot(X(v), &X(v)->vars, vars);
  return v;
}
Value current(Thread *t) {
  if (gCurrent == None) {
    Value c = newContext(t, newDict(t));
    if (!c)
      return c;
    gCurrent = c;
  }
  return gCurrent;
}
DictObject *varsOf(Value context) { return X(context)->vars.as<DictObject>(); }

Value copyContext(Thread *t, Value *args, size_t n) {
  Value c = current(t);
  return c ? newContext(t, dictCopy(t, varsOf(c))) : c;
}
Value contextNew(Thread *t, Value *args, size_t n) { return newContext(t, newDict(t)); }
Value contextCopy(Thread *t, Value *args, size_t n) { return newContext(t, dictCopy(t, varsOf(args[0]))); }
Value contextRun(Thread *t, Value *args, size_t n) {
  auto *given = args[1].as<TupleObject>();
  if (given->length < 1)
    return raise(t, exc::TypeError, "run() missing 1 required positional argument");
  if (X(args[0])->entered)
    return raise(t, exc::RuntimeError, "cannot enter context: %V is already entered", args[0]);
  RootVector values(t);
  for (int64_t i = 1; i < given->length; ++i)
    values.push(given->items[i]);
  Value names = Value::empty(), k, v;
  if (args[2] && args[2].as<DictObject>()->used) {
    names = tupleFrom(t, args[2]);
    if (!names)
      return names;
    for (int64_t pos = 0; dictNext(args[2].as<DictObject>(), pos, k, v);)
      values.push(v);
  }
  Value saved = gCurrent;
  values.push(saved); // kept alive, not passed
  X(args[0])->entered = 1;
  gCurrent = args[0];
  Value r = call(t, given->items[0], values.data, values.size() - 1, names);
  gCurrent = values[values.size() - 1];
  X(args[0])->entered = 0;
  return r;
}
Value contextGetItem(Thread *t, Value *args, size_t n) {
  if (typeOf(args[1]) != gVar)
    return raise(t, exc::TypeError, "a ContextVar key was expected, got %V", args[1]);
  Value v = dictGet(t, varsOf(args[0]), args[1]);
  return v || t->pending ? v : raiseKeyError(t, args[1]);
}
Value contextGet(Thread *t, Value *args, size_t n) {
  Value v = dictGet(t, varsOf(args[0]), args[1]);
  return v || t->pending ? v : args[2] ? args[2] : None;
}
Value contextContains(Thread *t, Value *args, size_t n) {
  int r = dictContains(t, varsOf(args[0]), args[1]);
  return r < 0 ? Value::empty() : boolValue(r);
}
Value contextLen(Thread *t, Value *args, size_t n) { return Value::fromSmallInt(varsOf(args[0])->used); }
Value contextIter(Thread *t, Value *args, size_t n) { return getIter(t, X(args[0])->vars); }
template <DictViewKind View> Value contextView(Thread *t, Value *args, size_t n) { return newDictView(t, varsOf(args[0]), View); }
const NativeDef contextMethods[] = {
    {"__new__", contextNew, "($type)", kEffAny, nullptr, kNativeStatic}, {"run", contextRun, "($self, /, *args, **kwargs)"},
    {"copy", contextCopy, "($self, /)"}, {"__getitem__", contextGetItem, "($self, key, /)"}, {"get", contextGet, "($self, key, default=None, /)"},
    {"__contains__", contextContains, "($self, key, /)"}, {"__len__", contextLen, "($self, /)"}, {"__iter__", contextIter, "($self, /)"},
    {"keys", contextView<DictViewKind::Keys>, "($self, /)"}, {"values", contextView<DictViewKind::Values>, "($self, /)"},
    {"items", contextView<DictViewKind::Items>, "($self, /)"}, {nullptr, nullptr, nullptr}};

Value varNew(Thread *t, Value *args, size_t n) {
  if (!isStr(args[1]))
    return raise(t, exc::TypeError, "context variable name must be a str");
  Value v = newInstance(t, gVar);
  if (v) {
    setSlot(V(v), &V(v)->name, args[1]);
    V(v)->fallback = Value::empty();
    if (args[2])
      setSlot(V(v), &V(v)->fallback, args[2]);
  }
  return v;
}
Value varGet(Thread *t, Value *args, size_t n) {
  Value c = current(t), v = c ? dictGet(t, varsOf(c), args[0]) : c;
  if (v || t->pending)
    return v;
  if (args[1])
    return args[1];
  return V(args[0])->fallback ? V(args[0])->fallback : raiseWithArgs(t, exc::LookupError, args, 1);
}
Value varSet(Thread *t, Value *args, size_t n) {
  Value c = current(t);
  if (!c)
    return c;
  Value old = dictGet(t, varsOf(c), args[0]), token = t->pending ? Value::empty() : newInstance(t, gToken);
  if (!token || !dictSet(t, varsOf(c), args[0], args[1]))
    return Value::empty();
  setSlot(K(token), &K(token)->context, c);
  setSlot(K(token), &K(token)->var, args[0]);
  setSlot(K(token), &K(token)->old, old ? old : gMissing);
  return token;
}
Value varReset(Thread *t, Value *args, size_t n) {
  if (typeOf(args[1]) != gToken)
    return raise(t, exc::TypeError, "expected an instance of Token, got %V", args[1]);
  TokenObject *k = K(args[1]);
  if (k->used)
    return raise(t, exc::RuntimeError, "%V has already been used once", args[1]);
  if (k->var != args[0])
    return raise(t, exc::ValueError, "%V was created by a different ContextVar", args[1]);
  Value c = current(t);
  if (!c)
    return c;
  if (k->context != c)
    return raise(t, exc::ValueError, "%V was created in a different Context", args[1]);
  k->used = 1;
  if (k->old == gMissing)
    return dictDelete(t, varsOf(c), args[0]) < 0 ? Value::empty() : None;
  return dictSet(t, varsOf(c), args[0], k->old) ? None : Value::empty();
}
const NativeDef varMethods[] = {
    {"__new__", varNew, "($type, name, *, default=<none>)", kEffAny, nullptr, kNativeStatic}, {"get", varGet, "($self, default=<none>, /)"},
    {"set", varSet, "($self, value, /)"}, {"reset", varReset, "($self, token, /)"},
    {"__class_getitem__", genericClassGetItem, "($type, item, /)", kEffAny, nullptr, kNativeClass}, {nullptr, nullptr, nullptr}};
const MemberDef varMembers[] = {{"name", offsetof(VarObject, name), true}, {nullptr, 0, true}};
const NativeDef tokenMethods[] = {{"__class_getitem__", genericClassGetItem, "($type, item, /)", kEffAny, nullptr, kNativeClass}, {nullptr, nullptr, nullptr}};
const MemberDef tokenMembers[] = {{"var", offsetof(TokenObject, var), true}, {"old_value", offsetof(TokenObject, old), true}, {nullptr, 0, true}};
const NativeDef functions[] = {{"copy_context", copyContext, "()"}, {nullptr, nullptr, nullptr}};

bool initModule(Thread *t, ModuleObject *m) {
  gcRegisterRoot(&gCurrent);
  gcRegisterRoot(&gMissing);
  TypeSpec context{"_contextvars.Context", Kind::RegularObject, sizeof(ContextObject), TraceKind::FixedSlots, 1, 1, contextMethods, nullptr, nullptr, kTypeHasWeakRefs};
  gContext = makeBuiltinType(t, context);
  TypeSpec var{"_contextvars.ContextVar", Kind::RegularObject, sizeof(VarObject), TraceKind::FixedSlots, 0, 2, varMethods, nullptr, varMembers};
  gVar = makeBuiltinType(t, var);
  TypeSpec token{"_contextvars.Token", Kind::RegularObject, sizeof(TokenObject), TraceKind::FixedSlots, 1, 3, tokenMethods, nullptr, tokenMembers};
  token.typeFlags = kTypeDisallowInstantiation;
  gToken = makeBuiltinType(t, token);
  // Token.MISSING: an object that is nothing but itself.
  gMissing = newInstance(t, types::object_);
  return gMissing && typeDictSet(t, gToken, internStr(t, "MISSING"), gMissing) && moduleSet(t, m, "Context", typeValue(gContext)) &&
         moduleSet(t, m, "ContextVar", typeValue(gVar)) && moduleSet(t, m, "Token", typeValue(gToken));
}
const ModuleSpec spec{"_contextvars", "Context variables.", functions, initModule};

} // namespace

void registerContextVars(Thread *t) { registerNativeModule(&spec); }

} // namespace pyc
