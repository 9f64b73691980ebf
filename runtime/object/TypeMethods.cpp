//===- TypeMethods.cpp - The type `type` ----------------------------------===//
//
// Attributes and methods of classes as objects.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"

namespace pyc {

Value instantiatePlain(Thread *t, TypeObject *type, Value *args, size_t n, Value kwNames);
int realIsInstance(Thread *t, Value o, Value cls);
int realIsSubclass(Thread *t, Value c, Value cls);
Value newUnion(Thread *t, Value a, Value b); // Unions.cpp; NotImplemented when no types

static TypeObject *T(Value v) { return v.as<TypeObject>(); }

//===-- naming -------------------------------------------------------------===//

Value typeModule(Thread *t, TypeObject *type) {
  if (Value m = dictGetStr(typeDict(type), names::__module__))
    if (!isKind(m, Kind::GetSet) && !isKind(m, Kind::Member))
      return m;
  if (type->module.isObject())
    return type->module;
  return names::builtins;
}

/// "module.qualname", or "qualname" for builtins.
std::string typeFullName(Thread *t, TypeObject *type) {
  Value m = typeModule(t, type);
  std::string q = strToUtf8(payloadOf(type->qualname));
  if (!isStr(m))
    return q;
  std::string mod = strToUtf8(payloadOf(m));
  return mod == "builtins" ? q : mod + "." + q;
}

static Value typeRepr(Thread *t, Value *a, size_t) {
  return newStr(t, "<class '" + typeFullName(t, T(a[0])) + "'>");
}

static bool mustBeHeap(Thread *t, TypeObject *type, const char *name, Value v) {
  if (!(type->typeFlags & kTypeHeap)) {
    raise(t, exc::TypeError, "cannot set '%s' attribute of immutable type '%N'", name, type);
    return false;
  }
  if (!v) {
    raise(t, exc::TypeError, "cannot delete '%s' attribute of immutable type '%N'", name, type);
    return false;
  }
  return true;
}

static Value getName(Thread *, Value s) { return T(s)->name; }
static bool setName(Thread *t, Value s, Value v) {
  if (!mustBeHeap(t, T(s), "__name__", v))
    return false;
  if (!isStr(v)) {
    raise(t, exc::TypeError, "can only assign string to %N.__name__, not '%T'", T(s), v);
    return false;
  }
  setSlot(T(s), &T(s)->name, payloadOf(v));
  return true;
}
static Value getQualname(Thread *, Value s) { return T(s)->qualname; }
static bool setQualname(Thread *t, Value s, Value v) {
  if (!mustBeHeap(t, T(s), "__qualname__", v))
    return false;
  if (!isStr(v)) {
    raise(t, exc::TypeError, "can only assign string to %N.__qualname__, not '%T'", T(s), v);
    return false;
  }
  setSlot(T(s), &T(s)->qualname, payloadOf(v));
  return true;
}
static Value getModule(Thread *t, Value s) {
  TypeObject *type = T(s);
  if (type->typeFlags & kTypeHeap) {
    Value m = dictGetStr(typeDict(type), names::__module__);
    return m ? m : raise(t, exc::AttributeError, "__module__");
  }
  return type->module.isObject() ? type->module : names::builtins;
}
static bool setModule(Thread *t, Value s, Value v) {
  return mustBeHeap(t, T(s), "__module__", v) && typeDictSet(t, T(s), names::__module__, v);
}
static Value getDoc(Thread *t, Value s) {
  Value d = dictGetStr(typeDict(T(s)), names::__doc__);
  if (!d)
    return None;
  return bindDescriptor(t, d, Value::empty(), T(s));
}
static bool setDoc(Thread *t, Value s, Value v) {
  return mustBeHeap(t, T(s), "__doc__", v) && typeDictSet(t, T(s), names::__doc__, v);
}

//===-- hierarchy ----------------------------------------------------------===//

static Value getBases(Thread *, Value s) { return T(s)->bases; }

static Value mroMethod(Thread *t, Value *a, size_t) {
  Value m = computeC3(t, T(a[0]));
  return m ? listFrom(t, m) : m;
}

/// The MRO as the metatype's mro() says.
Value callMro(Thread *t, TypeObject *type) {
  TypeObject *meta = type->type();
  if (PYC_LIKELY(meta == types::type_))
    return computeC3(t, type);
  Value f = lookupType(meta, names::mro);
  if (!f || isKind(f, Kind::NativeFunction))
    return computeC3(t, type);
  Value bound = bindDescriptor(t, f, typeValue(type), meta);
  Value r = bound ? call(t, bound) : bound;
  Value tuple = r ? tupleFrom(t, r) : r;
  if (!tuple)
    return tuple;
  auto *m = tuple.as<TupleObject>();
  for (int64_t i = 0; i < m->length; ++i)
    if (!isTypeObject(m->items[i]))
      return raise(t, exc::TypeError, "mro() returned a non-class ('%T')", m->items[i]);
  return tuple;
}

static bool recomputeMro(Thread *t, TypeObject *type) {
  Value m = callMro(t, type);
  if (!m)
    return false;
  setSlot(type, &type->mro, m);
  if (type->subclasses.isObject()) {
    auto *l = type->subclasses.as<ListObject>();
    for (int64_t i = 0; i < l->size; ++i)
      if (!recomputeMro(t, l->items()->items[i].as<TypeObject>()))
        return false;
  }
  return true;
}

static bool setBases(Thread *t, Value s, Value v) {
  TypeObject *type = T(s);
  if (!mustBeHeap(t, type, "__bases__", v))
    return false;
  if (!isTuple(v)) {
    raise(t, exc::TypeError, "can only assign tuple to %N.__bases__, not %T", type, v);
    return false;
  }
  auto *b = tupleOf(v);
  if (!b->length) {
    raise(t, exc::TypeError, "can only assign non-empty tuple to %N.__bases__, not ()", type);
    return false;
  }
  for (int64_t i = 0; i < b->length; ++i) {
    if (!isTypeObject(b->items[i])) {
      raise(t, exc::TypeError, "%N.__bases__ must be tuple of classes, not '%T'", type, b->items[i]);
      return false;
    }
    if (isSubtype(T(b->items[i]), type)) {
      raise(t, exc::TypeError, "a __bases__ item causes an inheritance cycle");
      return false;
    }
  }
  TypeObject *newBase = T(b->items[0]), *oldBase = T(type->base);
  if (newBase->solidBase != oldBase->solidBase && !(newBase->typeFlags & kTypeHeap)) {
    raise(t, exc::TypeError, "__bases__ assignment: '%N' deallocator differs from '%N'", newBase, oldBase);
    return false;
  }
  if (newBase->solidBase != oldBase->solidBase || newBase->slotMembers != oldBase->slotMembers) {
    raise(t, exc::TypeError, "__bases__ assignment: '%N' object layout differs from '%N'", newBase, oldBase);
    return false;
  }
  Value old = type->bases;
  setSlot(type, &type->bases, v);
  if (!recomputeMro(t, type)) {
    Value e = takePending(t);
    setSlot(type, &type->bases, old);
    if (!recomputeMro(t, type))
      clearPending(t);
    t->pending = e;
    return false;
  }
  setSlot(type, &type->base, typeValue(newBase));
  auto *o = old.as<TupleObject>();
  for (int64_t i = 0; i < o->length; ++i) {
    TypeObject *k = T(o->items[i]);
    if (!k->subclasses.isObject())
      continue;
    auto *l = k->subclasses.as<ListObject>();
    for (int64_t j = 0; j < l->size; ++j)
      if (l->items()->items[j] == s && !listDelItem(t, l, Value::fromSmallInt(j)))
        return false;
  }
  for (int64_t i = 0; i < b->length; ++i)
    addSubclass(t, T(b->items[i]), type);
  typeModified(type);
  return true;
}

static Value subclassesMethod(Thread *t, Value *a, size_t) {
  Value l = T(a[0])->subclasses;
  return l.isObject() ? listFrom(t, l) : newList(t, nullptr, 0);
}

//===-- dict and annotations -----------------------------------------------===//

Value newMappingProxy(Thread *t, Value mapping);
static Value getDict(Thread *t, Value s) { return newMappingProxy(t, T(s)->dict); }

static Value getAnnotations(Thread *t, Value s) {
  TypeObject *type = T(s);
  if (!(type->typeFlags & kTypeHeap))
    return raise(t, exc::AttributeError, "type object '%N' has no attribute '__annotations__'", type);
  Value a = typeOwn(type, names::__annotations__);
  if (a)
    return bindDescriptor(t, a, Value::empty(), type);
  a = newDict(t);
  if (!a || !typeDictSet(t, type, names::__annotations__, a))
    return Value::empty();
  return a;
}
static bool setAnnotations(Thread *t, Value s, Value v) {
  TypeObject *type = T(s);
  if (!(type->typeFlags & kTypeHeap)) {
    raise(t, exc::TypeError, "cannot set '__annotations__' attribute of immutable type '%N'", type);
    return false;
  }
  if (v)
    return typeDictSet(t, type, names::__annotations__, v);
  int r = dictDelete(t, typeDict(type), names::__annotations__);
  if (r == 0)
    raise(t, exc::AttributeError, "__annotations__");
  else
    typeModifiedName(type, names::__annotations__);
  return r > 0;
}

static Value getAbstract(Thread *t, Value s) {
  Value v = T(s) == types::type_ ? Value::empty() : typeOwn(T(s), names::__abstractmethods__);
  return v ? v : raise(t, exc::AttributeError, "__abstractmethods__");
}
static bool setAbstract(Thread *t, Value s, Value v) {
  TypeObject *type = T(s);
  int truth = 0;
  if (v) {
    truth = isTrue(t, v);
    if (truth < 0 || !typeDictSet(t, type, names::__abstractmethods__, v))
      return false;
  } else {
    int r = dictDelete(t, typeDict(type), names::__abstractmethods__);
    if (r <= 0) {
      if (!r)
        raise(t, exc::AttributeError, "__abstractmethods__");
      return false;
    }
    typeModifiedName(type, names::__abstractmethods__);
  }
  if (truth)
    type->typeFlags |= kTypeAbstract;
  else
    type->typeFlags &= ~kTypeAbstract;
  return true;
}

static Value getFlags(Thread *, Value s) {
  uint32_t f = T(s)->typeFlags;
  int64_t out = 1 << 12; // Py_TPFLAGS_READY, as inspect and others test bits
  if (f & kTypeHeap) out |= 1 << 9;
  else out |= 1 << 8; // immutable
  if (f & (kTypeBaseable | kTypeHeap)) out |= 1 << 10;
  if (f & kTypeAbstract) out |= 1 << 20;
  if (f & kTypeSequence) out |= 1 << 5;
  if (f & kTypeMapping) out |= 1 << 6;
  struct { TypeObject *k; int bit; } known[] = {
      {types::int_, 24}, {types::list_, 25}, {types::tuple_, 26}, {types::bytes_, 27},
      {types::str_, 28}, {types::dict_, 29}, {exc::BaseException, 30}, {types::type_, 31}};
  for (auto &k : known)
    if (isSubtype(T(s), k.k))
      out |= int64_t(1) << k.bit;
  return Value::fromSmallInt(out);
}
static Value getBasicSize(Thread *, Value s) {
  return Value::fromSmallInt(8 + T(s)->basicSize + 8 * T(s)->slotMembers);
}
static Value getItemSize(Thread *, Value s) {
  TypeObject *k = T(s)->solidBase;
  return Value::fromSmallInt(k == types::tuple_ ? 8 : k == types::int_ ? 4 : k == types::bytes_ ? 1 : k == types::type_ ? 40 : 0);
}
static Value getDictOffset(Thread *, Value s) {
  return Value::fromSmallInt(T(s)->typeFlags & kTypeHasDict ? 16 : 0);
}
static Value getWeakOffset(Thread *, Value s) {
  return Value::fromSmallInt(T(s)->typeFlags & kTypeHasWeakRefs ? 24 : 0);
}
/// For inspect.signature() of the builtin types that CPython tells something of.
static Value getTextSignature(Thread *t, Value s) {
  static const struct { TypeObject *const &type; const char *text; } kTexts[] = {
      {types::object_, "()"}, {types::list_, "(iterable=(), /)"}, {types::tuple_, "(iterable=(), /)"},
      {types::float_, "(x=0, /)"}, {types::complex_, "(real=0, imag=0)"}, {types::enumerate_, "(iterable, start=0)"},
      {types::reversed_, "(sequence, /)"}, {types::memoryview_, "(object)"},
      {types::property_, "(fget=None, fset=None, fdel=None, doc=None)"}};
  for (auto &row : kTexts)
    if (s.asObject() == row.type)
      return newStr(t, row.text);
  return None;
}

//===-- methods ------------------------------------------------------------===//

static Value typeNewMethod(Thread *t, Value *a, size_t) {
  // a: metatype, args tuple, kwargs dict
  TypeObject *meta = T(a[0]);
  auto *args = a[1].as<TupleObject>();
  bool keywords = a[2] && a[2].as<DictObject>()->used;
  if (meta == types::type_ && args->length == 1 && !keywords)
    return typeValue(typeOf(args->items[0]));
  if (args->length != 3) {
    if (meta == types::type_ && args->length != 2 && args->length <= 1)
      return raise(t, exc::TypeError, "type() takes 1 or 3 arguments");
    return raise(t, exc::TypeError, meta == types::type_ ? "type() takes 1 or 3 arguments" : "type.__new__() takes exactly 3 arguments (%zd given)", args->length);
  }
  Value name = args->items[0], bases = args->items[1], ns = args->items[2];
  if (!isStr(name))
    return raise(t, exc::TypeError, "type.__new__() argument 1 must be str, not %T", name);
  if (strToUtf8(payloadOf(name)).find('\0') != std::string::npos)
    return raise(t, exc::ValueError, "type name must not contain null characters");
  if (!isTuple(bases))
    return raise(t, exc::TypeError, "type.__new__() argument 2 must be tuple, not %T", bases);
  if (!isKind(ns, Kind::Dict))
    return raise(t, exc::TypeError, "type.__new__() argument 3 must be dict, not %T", ns);
  bases = Value::fromObject(tupleOf(bases));
  for (int64_t i = 0; i < bases.as<TupleObject>()->length; ++i) {
    Value b = bases.as<TupleObject>()->items[i];
    if (isTypeObject(b))
      continue;
    Value f = getAttrOrEmpty(t, b, names::__mro_entries__);
    if (!f && t->pending)
      return f;
    if (f)
      return raise(t, exc::TypeError,
                   "type() doesn't support MRO entry resolution; use types.new_class()");
  }
  TypeObject *best = bestMetatype(t, meta, bases);
  if (!best)
    return Value::empty();
  RootVector values(t), keys(t);
  Value kwNames = Value::empty();
  if (keywords) {
    int64_t pos = 0;
    Value k, v;
    while (dictNext(a[2].as<DictObject>(), pos, k, v)) {
      keys.push(k);
      values.push(v);
    }
    kwNames = newTuple(t, keys.data, keys.size());
    if (!kwNames)
      return kwNames;
  }
  if (best != meta) {
    Value f = lookupDunder(best, Dunder::New);
    if (!isKind(f, Kind::NativeFunction)) {
      RootVector all(t);
      all.push(typeValue(best));
      for (int64_t i = 0; i < 3; ++i)
        all.push(args->items[i]);
      for (Value v : values)
        all.push(v);
      Value bound = bindDescriptor(t, f, Value::empty(), best);
      return bound ? call(t, bound, all.data, all.size(), kwNames) : bound;
    }
    meta = best;
  }
  return typeNew(t, meta, name, bases, ns, values.data, kwNames);
}

static Value typeInit(Thread *t, Value *a, size_t) {
  auto *args = a[1].as<TupleObject>();
  if (a[2] && a[2].as<DictObject>()->used && args->length == 1)
    return raise(t, exc::TypeError, "type.__init__() takes no keyword arguments");
  if (args->length != 1 && args->length != 3)
    return raise(t, exc::TypeError, "type.__init__() takes 1 or 3 arguments");
  return None;
}

Value typeCall(Thread *t, Value *a, size_t) {
  auto *args = a[1].as<TupleObject>();
  if (!a[2] || !a[2].as<DictObject>()->used)
    return instantiatePlain(t, T(a[0]), args->items, static_cast<size_t>(args->length), Value::empty());
  RootVector all(t), keys(t);
  for (int64_t i = 0; i < args->length; ++i)
    all.push(args->items[i]);
  int64_t pos = 0;
  Value k, v;
  while (dictNext(a[2].as<DictObject>(), pos, k, v)) {
    keys.push(k);
    all.push(v);
  }
  Value kwNames = newTuple(t, keys.data, keys.size());
  return kwNames ? instantiatePlain(t, T(a[0]), all.data, all.size(), kwNames) : kwNames;
}

static Value typeInstanceCheck(Thread *t, Value *a, size_t) {
  int r = realIsInstance(t, a[1], a[0]);
  return r < 0 ? Value::empty() : boolValue(r);
}
static Value typeSubclassCheck(Thread *t, Value *a, size_t) {
  int r = realIsSubclass(t, a[1], a[0]);
  return r < 0 ? Value::empty() : boolValue(r);
}
static Value typePrepare(Thread *t, Value *, size_t) { return newDict(t); }
static Value typeGetAttribute(Thread *t, Value *a, size_t) { return genericGetAttr(t, a[0], a[1]); }
static Value typeSetAttribute(Thread *t, Value *a, size_t) {
  return genericSetAttr(t, a[0], a[1], a[2]) ? None : Value::empty();
}
static Value typeDelAttribute(Thread *t, Value *a, size_t) {
  return genericSetAttr(t, a[0], a[1], Value::empty()) ? None : Value::empty();
}

/// Names of the whole MRO.
static Value typeDir(Thread *t, Value *a, size_t) {
  Value d = newDict(t);
  if (!d)
    return d;
  auto *mro = typeMro(T(a[0]));
  for (int64_t i = mro->length; i-- > 0;)
    if (!dictUpdate(t, d.as<DictObject>(), T(mro->items[i])->dict))
      return Value::empty();
  return listFrom(t, d);
}
static Value typeSizeof(Thread *, Value *a, size_t) {
  return Value::fromSmallInt(static_cast<int64_t>(sizeof(TypeObject)));
}
static Value typeOr(Thread *t, Value *a, size_t) { return newUnion(t, a[0], a[1]); }
static Value typeRor(Thread *t, Value *a, size_t) { return newUnion(t, a[1], a[0]); }

static const NativeDef kMethods[] = {
    {"__new__", typeNewMethod, "($type, *args, **kwargs)"},
    {"__init__", typeInit, "($self, /, *args, **kwargs)"},
    {"__call__", typeCall, "($self, /, *args, **kwargs)"},
    {"__repr__", typeRepr, "($self, /)"},
    {"__getattribute__", typeGetAttribute, "($self, name, /)"},
    {"__setattr__", typeSetAttribute, "($self, name, value, /)"},
    {"__delattr__", typeDelAttribute, "($self, name, /)"},
    {"mro", mroMethod, "($self, /)"},
    {"__subclasses__", subclassesMethod, "($self, /)"},
    {"__prepare__", typePrepare, "($type, *args, **kwargs)"},
    {"__instancecheck__", typeInstanceCheck, "($self, instance, /)"},
    {"__subclasscheck__", typeSubclassCheck, "($self, subclass, /)"},
    {"__dir__", typeDir, "($self, /)"},
    {"__sizeof__", typeSizeof, "($self, /)"},
    {"__or__", typeOr, "($self, value, /)"},
    {"__ror__", typeRor, "($self, value, /)"},
    {nullptr, nullptr, nullptr}};
static const GetSetDef kGetSets[] = {
    {"__name__", getName, setName},
    {"__qualname__", getQualname, setQualname},
    {"__module__", getModule, setModule},
    {"__doc__", getDoc, setDoc},
    {"__bases__", getBases, setBases},
    {"__dict__", getDict, nullptr},
    {"__annotations__", getAnnotations, setAnnotations},
    {"__abstractmethods__", getAbstract, setAbstract},
    {"__flags__", getFlags, nullptr},
    {"__basicsize__", getBasicSize, nullptr},
    {"__itemsize__", getItemSize, nullptr},
    {"__dictoffset__", getDictOffset, nullptr},
    {"__weakrefoffset__", getWeakOffset, nullptr},
    {"__text_signature__", getTextSignature, nullptr},
    {nullptr, nullptr, nullptr}};

static const MemberDef kMembers[] = {
    {"__base__", offsetof(TypeObject, base), true}, {"__mro__", offsetof(TypeObject, mro), true}, {nullptr, 0, false}};

void initTypeType(Thread *t) {
  static TypeSpec spec{"type", Kind::Type, sizeof(TypeObject), TraceKind::FixedSlots, 0, 0};
  spec.methods = kMethods;
  spec.getsets = kGetSets;
  spec.members = kMembers;
  spec.typeFlags = kTypeBaseable | kTypeIsType | kTypeHasDict | kTypeHasWeakRefs;
  makeBuiltinType(t, spec);
}

} // namespace pyc
