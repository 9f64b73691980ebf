//===- ObjectMethods.cpp - The type `object` ------------------------------===//
//
// What every class inherits: creation, comparison by identity, repr, attribute
// access, and the protocol that copy and pickle use (__reduce_ex__).
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"
#include <vector>

namespace pyc {

extern const NativeFn kObjectHash;
uint64_t identityHash(Value v);
bool usesObjectNew(TypeObject *type);
bool usesObjectInit(TypeObject *type);
bool checkAbstract(Thread *t, TypeObject *type);
std::string typeFullName(Thread *t, TypeObject *type);

//===-- creation -----------------------------------------------------------===//

static bool anyArguments(Value *a) {
  return a[1].as<TupleObject>()->length || (a[2] && a[2].as<DictObject>()->used);
}

Value objectNew(Thread *t, Value *a, size_t) {
  if (!isTypeObject(a[0]))
    return raise(t, exc::TypeError, "object.__new__(X): X is not a type object (%T)", a[0]);
  auto *type = a[0].as<TypeObject>();
  if (anyArguments(a)) {
    if (!usesObjectNew(type))
      return raise(t, exc::TypeError, "object.__new__() takes exactly one argument (the type to instantiate)");
    if (usesObjectInit(type))
      return raise(t, exc::TypeError, "%N() takes no arguments", type);
  }
  if (!checkAbstract(t, type))
    return Value::empty();
  TypeObject *solid = type->solidBase ? type->solidBase : type;
  if (!type->instanceShape || (solid != types::object_ && solid->spec && solid->kind != Kind::Instance && solid->kind != Kind::RegularObject))
    return raise(t, exc::TypeError, "object.__new__(%N) is not safe, use %N.__new__()", type, solid);
  return newInstance(t, type);
}

Value objectInit(Thread *t, Value *a, size_t) {
  TypeObject *type = typeOf(a[0]);
  if (anyArguments(a)) {
    if (!usesObjectInit(type))
      return raise(t, exc::TypeError, "object.__init__() takes exactly one argument (the instance to initialize)");
    if (usesObjectNew(type))
      return raise(t, exc::TypeError, "%N() takes no arguments", type);
  }
  return None;
}

//===-- comparison, text ---------------------------------------------------===//

Value objectEq(Thread *, Value *a, size_t) { return isIdentical(a[0], a[1]) ? True : NotImplemented; }
Value objectNe(Thread *t, Value *a, size_t) {
  Value r = callDunder(t, a[0], Dunder::Eq, a + 1, 1);
  if (!r || r == NotImplemented)
    return r;
  int truth = isTrue(t, r);
  return truth < 0 ? Value::empty() : boolValue(!truth);
}
Value objectCompareDefault(Thread *, Value *, size_t) { return NotImplemented; }

std::string addressText(Value v) {
  char b[32];
  snprintf(b, sizeof b, "0x%012lx", v.isObject() ? gcIdentity(v.asObject()) : v.bits);
  return b;
}

static Value objectRepr(Thread *t, Value *a, size_t) {
  return newStr(t, "<" + typeFullName(t, typeOf(a[0])) + " object at " + addressText(a[0]) + ">");
}
static Value objectStr(Thread *t, Value *a, size_t) { return repr(t, a[0]); }
static Value objectFormat(Thread *t, Value *a, size_t) {
  if (!isStr(a[1]))
    return raise(t, exc::TypeError, "__format__() argument must be str, not %T", a[1]);
  if (lengthOf(t, a[1]) > 0)
    return raise(t, exc::TypeError, "unsupported format string passed to %T.__format__", a[0]);
  return str(t, a[0]);
}

//===-- attributes ---------------------------------------------------------===//

static Value objectGetAttribute(Thread *t, Value *a, size_t) { return genericGetAttr(t, a[0], a[1]); }
static Value objectSetAttr(Thread *t, Value *a, size_t) {
  if (isTypeObject(a[0]))
    return raise(t, exc::TypeError, "can't apply this __setattr__ to %T object", a[0]);
  return genericSetAttr(t, a[0], a[1], a[2]) ? None : Value::empty();
}
static Value objectDelAttr(Thread *t, Value *a, size_t) {
  if (isTypeObject(a[0]))
    return raise(t, exc::TypeError, "can't apply this __delattr__ to %T object", a[0]);
  return genericSetAttr(t, a[0], a[1], Value::empty()) ? None : Value::empty();
}
static Value getClass(Thread *, Value self) { return typeValue(typeOf(self)); }
static bool setClass(Thread *t, Value self, Value v) {
  if (!v) {
    raise(t, exc::TypeError, "can't delete __class__ attribute");
    return false;
  }
  if (!isTypeObject(v)) {
    raise(t, exc::TypeError, "__class__ must be set to a class, not '%T' object", v);
    return false;
  }
  if (!self.isObject() || self.asObject()->kind() == Kind::Type) {
    raise(t, exc::TypeError, "__class__ assignment only supported for mutable types or ModuleType subclasses");
    return false;
  }
  return instanceSetClass(t, self.asObject(), v.as<TypeObject>());
}

static Value objectDir(Thread *t, Value *a, size_t) {
  Value d = newDict(t);
  if (!d)
    return d;
  Value own = getAttrOrEmpty(t, a[0], names::__dict__);
  if (!own && t->pending)
    return own;
  if (own && isKind(own, Kind::Dict) && !dictUpdate(t, d.as<DictObject>(), own))
    return Value::empty();
  Value cls = getAttrOrEmpty(t, a[0], names::__class__);
  if (!cls && t->pending)
    return cls;
  if (cls && isTypeObject(cls)) {
    auto *mro = typeMro(cls.as<TypeObject>());
    for (int64_t i = mro->length; i-- > 0;)
      if (!dictUpdate(t, d.as<DictObject>(), mro->items[i].as<TypeObject>()->dict))
        return Value::empty();
  }
  return listFrom(t, d);
}
static Value objectSizeof(Thread *, Value *a, size_t) {
  return Value::fromSmallInt(a[0].isObject() ? static_cast<int64_t>(gcObjectSize(a[0].asObject())) + 8 : 24);
}
Value objectInitSubclass(Thread *t, Value *a, size_t) {
  // Bound by the descriptor; arguments are refused here with CPython's words.
  if (a[1].as<TupleObject>()->length)
    return raise(t, exc::TypeError, "%N.__init_subclass__() takes no arguments (%zd given)", a[0].as<TypeObject>(), a[1].as<TupleObject>()->length);
  if (a[2] && a[2].as<DictObject>()->used)
    return raise(t, exc::TypeError, "%N.__init_subclass__() takes no keyword arguments", a[0].as<TypeObject>());
  return None;
}
static Value objectSubclassHook(Thread *, Value *, size_t) { return NotImplemented; }

//===-- copying and pickling -----------------------------------------------===//

/// Values of __slots__ members of the whole MRO, as a dict (None: no slots).
static Value slotState(Thread *t, Value self) {
  TypeObject *type = typeOf(self);
  if (!type->slotMembers)
    return None;
  Value d = newDict(t);
  if (!d)
    return d;
  auto *mro = typeMro(type);
  for (int64_t i = mro->length; i-- > 0;) {
    int64_t pos = 0;
    Value k, v;
    auto *owner = mro->items[i].as<TypeObject>();
    while (dictNext(typeDict(owner), pos, k, v)) {
      if (!isKind(v, Kind::Member) || !v.as<MemberObject>()->isSlot)
        continue;
      Value x = *reinterpret_cast<Value *>(reinterpret_cast<char *>(self.asObject()) + v.as<MemberObject>()->offset);
      if (x && !dictSet(t, d.as<DictObject>(), v.as<MemberObject>()->name, x))
        return Value::empty();
    }
  }
  return d;
}

static Value defaultState(Thread *t, Value self, bool required) {
  TypeObject *type = typeOf(self);
  TypeObject *solid = type->solidBase ? type->solidBase : type;
  if (required && solid != types::object_ && !(type->typeFlags & kTypeWraps) && solid->kind != Kind::Instance &&
      solid->kind != Kind::Exception && solid->kind != Kind::List && solid->kind != Kind::Dict)
    return raise(t, exc::TypeError, "cannot pickle '%T' object", self);
  Value state = None;
  if (self.isObject() && instanceHasDict(self.asObject())) {
    state = instanceDictCopy(t, self.asObject());
    if (!state)
      return state;
    if (!state.as<DictObject>()->used)
      state = None;
  }
  if (!self.isObject())
    return state;
  Value slots = slotState(t, self);
  if (!slots || slots == None || !slots.as<DictObject>()->used)
    return slots ? state : slots;
  Value both[2] = {state, slots};
  return newTuple(t, both, 2);
}

static Value objectGetState(Thread *t, Value *a, size_t) { return defaultState(t, a[0], false); }

static Value reduceNewObject(Thread *t, Value self) {
  TypeObject *type = typeOf(self);
  Value copyreg = importModule(t, "copyreg");
  if (!copyreg)
    return copyreg;
  Value args = Value::empty(), kwargs = Value::empty();
  Value f = getAttrOrEmpty(t, self, names::__getnewargs_ex__);
  if (!f && t->pending)
    return f;
  if (f) {
    Value r = call(t, f);
    if (!r)
      return r;
    if (!isTuple(r))
      return raise(t, exc::TypeError, "__getnewargs_ex__ should return a tuple, not '%T'", r);
    if (tupleOf(r)->length != 2)
      return raise(t, exc::ValueError, "__getnewargs_ex__ should return a tuple of length 2, not %zd", tupleOf(r)->length);
    args = tupleOf(r)->items[0];
    kwargs = tupleOf(r)->items[1];
  } else {
    f = getAttrOrEmpty(t, self, names::__getnewargs__);
    if (!f && t->pending)
      return f;
    if (f) {
      args = call(t, f);
      if (!args)
        return args;
      if (!isTuple(args))
        return raise(t, exc::TypeError, "__getnewargs__ should return a tuple, not '%T'", args);
    }
  }
  // __getstate__, the default one directly.
  Value state;
  Value gs = getAttrOrEmpty(t, self, names::__getstate__);
  if (!gs)
    return t->pending ? gs : raise(t, exc::AttributeError, "__getstate__");
  if (isKind(gs, Kind::NativeFunction) && gs.as<NativeFunctionObject>()->def->fn == objectGetState)
    state = defaultState(t, self, args.isEmpty() && !isSubtype(type, types::list_) && !isSubtype(type, types::dict_));
  else
    state = call(t, gs);
  if (!state)
    return state;
  Value newobj, newargs;
  if (kwargs && kwargs.isObject() && isKind(kwargs, Kind::Dict) && kwargs.as<DictObject>()->used) {
    newobj = getAttr(t, copyreg, "__newobj_ex__");
    Value parts[3] = {typeValue(type), args, kwargs};
    newargs = newTuple(t, parts, 3);
  } else {
    newobj = getAttr(t, copyreg, "__newobj__");
    RootVector parts(t);
    parts.push(typeValue(type));
    if (args)
      for (int64_t i = 0; i < tupleOf(args)->length; ++i)
        parts.push(tupleOf(args)->items[i]);
    newargs = newTuple(t, parts.data, parts.size());
  }
  if (!newobj || !newargs)
    return Value::empty();
  Value listItems = None, dictItems = None;
  if (isSubtype(type, types::list_))
    listItems = getIter(t, self);
  if (isSubtype(type, types::dict_)) {
    Value items = callMethod(t, self, "items", nullptr, 0);
    dictItems = items ? getIter(t, items) : items;
  }
  if (!listItems || !dictItems)
    return Value::empty();
  Value parts[5] = {newobj, newargs, state, listItems, dictItems};
  return newTuple(t, parts, 5);
}

static Value reduceWith(Thread *t, Value self, int64_t protocol) {
  if (protocol >= 2)
    return reduceNewObject(t, self);
  Value copyreg = importModule(t, "copyreg");
  if (!copyreg)
    return copyreg;
  Value args[2] = {self, Value::fromSmallInt(protocol)};
  return callMethod(t, copyreg, "_reduce_ex", args, 2);
}
static Value objectReduce(Thread *t, Value *a, size_t) { return reduceWith(t, a[0], 0); }
static Value objectReduceEx(Thread *t, Value *a, size_t) {
  int64_t protocol;
  if (!indexAsInt64(t, a[1], protocol))
    return Value::empty();
  Value f = lookupDunder(typeOf(a[0]), Dunder::Reduce);
  if (f && !(isKind(f, Kind::NativeFunction) && f.as<NativeFunctionObject>()->def->fn == objectReduce))
    return callDunder(t, a[0], Dunder::Reduce, nullptr, 0);
  return reduceWith(t, a[0], protocol);
}

static const NativeDef kMethods[] = {
    {"__new__", objectNew, "($type, *args, **kwargs)"},
    {"__init__", objectInit, "($self, /, *args, **kwargs)"},
    {"__repr__", objectRepr, "($self, /)"},
    {"__str__", objectStr, "($self, /)"},
    {"__hash__", kObjectHash, "($self, /)"},
    {"__eq__", objectEq, "($self, value, /)"},
    {"__ne__", objectNe, "($self, value, /)"},
    {"__lt__", objectCompareDefault, "($self, value, /)"},
    {"__le__", objectCompareDefault, "($self, value, /)"},
    {"__gt__", objectCompareDefault, "($self, value, /)"},
    {"__ge__", objectCompareDefault, "($self, value, /)"},
    {"__getattribute__", objectGetAttribute, "($self, name, /)"},
    {"__setattr__", objectSetAttr, "($self, name, value, /)"},
    {"__delattr__", objectDelAttr, "($self, name, /)"},
    {"__dir__", objectDir, "($self, /)"},
    {"__format__", objectFormat, "($self, format_spec, /)"},
    {"__sizeof__", objectSizeof, "($self, /)"},
    {"__init_subclass__", objectInitSubclass, "($type, *args, **kwargs)", kEffAny, nullptr, kNativeClass},
    {"__subclasshook__", objectSubclassHook, "($type, subclass, /)", kEffAny, nullptr, kNativeClass},
    {"__reduce__", objectReduce, "($self, /)"},
    {"__reduce_ex__", objectReduceEx, "($self, protocol, /)"},
    {"__getstate__", objectGetState, "($self, /)"},
    {nullptr, nullptr, nullptr}};
static const GetSetDef kGetSets[] = {{"__class__", getClass, setClass}, {nullptr, nullptr, nullptr}};

void initObjectType(Thread *t) {
  static TypeSpec spec{"object", Kind::Instance, 8, TraceKind::Instance, 0, 0};
  spec.methods = kMethods;
  spec.getsets = kGetSets;
  spec.typeFlags = kTypeBaseable;
  spec.doc = "The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\ninstance that has no instance attributes and cannot be given any.\n";
  makeBuiltinType(t, spec);
}

} // namespace pyc
