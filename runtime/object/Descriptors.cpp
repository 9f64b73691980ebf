//===- Descriptors.cpp - Native functions and builtin descriptor types ----===//
//
// Python's view of native functions (five types, one layout), getset and member
// descriptors, staticmethod, classmethod, property, super and mappingproxy.
// How they bind is in Attributes.cpp.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"

namespace pyc {

std::string typeFullName(Thread *t, TypeObject *type);
std::string addressText(Value v);
uint64_t identityHash(Value v);
Value descriptorGet(Thread *t, Value *a, size_t n);
Value callObject(Thread *t, Value *a, size_t n);
Value getDictAttribute(Thread *t, Value self);
bool setDictAttribute(Thread *t, Value self, Value v);

#define END_METHODS {nullptr, nullptr, nullptr}
static Value descriptorSet(Thread *t, Value *a, size_t) {
  return setBuiltinDescriptor(t, a[0], a[1], a[2]) ? None : Value::empty();
}
static Value descriptorDelete(Thread *t, Value *a, size_t) {
  return setBuiltinDescriptor(t, a[0], a[1], Value::empty()) ? None : Value::empty();
}

//===-- native functions ---------------------------------------------------===//

static NativeFunctionObject *N(Value v) { return v.as<NativeFunctionObject>(); }

static Value nativeRepr(Thread *t, Value *a, size_t) {
  NativeFunctionObject *f = N(a[0]);
  TypeObject *kind = f->type();
  std::string name = f->def->name;
  if (kind == types::methodWrapper_)
    return newStr(t, "<method-wrapper '" + name + "' of " + typeNameOf(f->self) + " object at " + addressText(f->self) + ">");
  if (kind == types::wrapperDescriptor_)
    return newStr(t, "<slot wrapper '" + name + "' of '" + typeNameOf(f->owner.as<TypeObject>()) + "' objects>");
  if (kind == types::methodDescriptor_ || kind == types::classMethodDescriptor_)
    return newStr(t, "<method '" + name + "' of '" + typeNameOf(f->owner.as<TypeObject>()) + "' objects>");
  bool bound = (f->flags & kNativeFnBound) || (f->owner.isObject() && f->owner != None);
  if (bound && !isKind(f->self, Kind::Module)) {
    Value self = f->owner != None && !(f->flags & kNativeFnBound) ? f->owner : f->self;
    return newStr(t, "<built-in method " + name + " of " + typeNameOf(self) + " object at " + addressText(self) + ">");
  }
  return newStr(t, "<built-in function " + name + ">");
}
static Value nativeName(Thread *t, Value s) { return internStr(t, N(s)->def->name); }
static Value nativeQualname(Thread *t, Value s) {
  NativeFunctionObject *f = N(s);
  if (f->owner.isObject() && f->owner != None) {
    TypeObject *owner = f->owner.as<TypeObject>();
    if (f->type() == types::builtinFunction_ && (f->flags & kNativeFnBound) && !isTypeObject(f->self))
      owner = typeOf(f->self);
    else if (isTypeObject(f->self))
      owner = f->self.as<TypeObject>();
    return newStr(t, strToUtf8(owner->qualname) + "." + f->def->name);
  }
  if ((f->flags & kNativeFnBound) && !isKind(f->self, Kind::Module))
    return newStr(t, typeNameOf(f->self) + "." + f->def->name);
  return internStr(t, f->def->name);
}
/// The docstring's text; CPython's __doc__ is None when there is none.
static Value nativeDoc(Thread *t, Value s) {
  return N(s)->def->doc ? newStr(t, N(s)->def->doc) : None;
}
static Value nativeModule(Thread *t, Value s) {
  NativeFunctionObject *f = N(s);
  if (f->module.isObject() && f->module != None)
    return f->module;
  return None;
}
static Value nativeSelf(Thread *t, Value s) {
  NativeFunctionObject *f = N(s);
  if (f->flags & kNativeFnBound)
    return f->self;
  if (f->self.isObject())
    return f->self;
  if (f->owner.isObject() && f->owner != None)
    return f->owner;
  return None;
}
static Value nativeSignature(Thread *t, Value s) {
  const char *text = N(s)->def->signature;
  if (!text || !strcmp(N(s)->def->name, "__new__"))
    return None;
  // A bare "(*args)" row says nothing about its parameters.
  if (!strcmp(text, "(*args)") || !strcmp(text, "($self, *args)"))
    return None;
  return newStr(t, text);
}
static Value nativeObjClass(Thread *, Value s) { return N(s)->owner; }
static Value nativeEq(Thread *t, Value *a, size_t) {
  if (!isKind(a[1], Kind::NativeFunction))
    return NotImplemented;
  NativeFunctionObject *x = N(a[0]), *y = N(a[1]);
  return boolValue(x == y || (x->def == y->def && x->type() == y->type() && (x->flags & kNativeFnBound) == (y->flags & kNativeFnBound) && isIdentical(x->self, y->self) && x->owner == y->owner));
}
static Value nativeNe(Thread *t, Value *a, size_t n) {
  Value r = nativeEq(t, a, n);
  return r == NotImplemented ? r : boolValue(r == False);
}
static Value nativeHash(Thread *t, Value *a, size_t) {
  uint64_t h = reinterpret_cast<uint64_t>(N(a[0])->def) >> 4;
  if (N(a[0])->flags & kNativeFnBound)
    h ^= identityHash(N(a[0])->self);
  return newInt(t, static_cast<int64_t>(h >> 3));
}
static Value nativeReduce(Thread *t, Value *a, size_t) {
  NativeFunctionObject *f = N(a[0]);
  Value name = internStr(t, f->def->name);
  Value self = nativeSelf(t, a[0]);
  if (!isKind(f->self, Kind::Module) && self != None) {
    Value getattr = getAttr(t, gBuiltinsModule, "getattr");
    Value args[2] = {self, name};
    Value tuple = newTuple(t, args, 2);
    if (!getattr || !tuple)
      return Value::empty();
    Value parts[2] = {getattr, tuple};
    return newTuple(t, parts, 2);
  }
  return name;
}
static const NativeDef kNativeMethods[] = {
    {"__repr__", nativeRepr, "($self, /)"}, {"__call__", callObject, "($self, /, *args, **kwargs)"},
    {"__eq__", nativeEq, "($self, value, /)"}, {"__ne__", nativeNe, "($self, value, /)"},
    {"__hash__", nativeHash, "($self, /)"}, {"__reduce__", nativeReduce, "($self, /)"}, END_METHODS};
static const NativeDef kDescriptorMethods[] = {
    {"__repr__", nativeRepr, "($self, /)"}, {"__call__", callObject, "($self, /, *args, **kwargs)"},
    {"__get__", descriptorGet, "($self, instance, owner=None, /)"}, {"__reduce__", nativeReduce, "($self, /)"}, END_METHODS};
static const GetSetDef kNativeGetSets[] = {
    {"__name__", nativeName, nullptr}, {"__qualname__", nativeQualname, nullptr}, {"__doc__", nativeDoc, nullptr},
    {"__module__", nativeModule, nullptr}, {"__self__", nativeSelf, nullptr}, {"__text_signature__", nativeSignature, nullptr},
    {nullptr, nullptr, nullptr}};
static const GetSetDef kDescriptorGetSets[] = {
    {"__name__", nativeName, nullptr}, {"__qualname__", nativeQualname, nullptr}, {"__doc__", nativeDoc, nullptr},
    {"__objclass__", nativeObjClass, nullptr}, {"__text_signature__", nativeSignature, nullptr}, {nullptr, nullptr, nullptr}};
static const GetSetDef kWrapperGetSets[] = {
    {"__name__", nativeName, nullptr}, {"__qualname__", nativeQualname, nullptr}, {"__doc__", nativeDoc, nullptr},
    {"__self__", nativeSelf, nullptr}, {"__objclass__", nativeObjClass, nullptr}, {"__text_signature__", nativeSignature, nullptr},
    {nullptr, nullptr, nullptr}};

//===-- getset and member --------------------------------------------------===//

static Value dName(Thread *t, Value s) {
  return isKind(s, Kind::GetSet) ? internStr(t, s.as<GetSetObject>()->def->name) : s.as<MemberObject>()->name;
}
static TypeObject *dOwner(Value s) {
  return (isKind(s, Kind::GetSet) ? s.as<GetSetObject>()->owner : s.as<MemberObject>()->owner).as<TypeObject>();
}
static Value dRepr(Thread *t, Value *a, size_t) {
  return newStr(t, std::string(isKind(a[0], Kind::GetSet) ? "<attribute '" : "<member '") + strToUtf8(dName(t, a[0])) + "' of '" + typeNameOf(dOwner(a[0])) + "' objects>");
}
static Value dObjClass(Thread *, Value s) { return typeValue(dOwner(s)); }
static Value dQualname(Thread *t, Value s) {
  return newStr(t, strToUtf8(dOwner(s)->qualname) + "." + strToUtf8(dName(t, s)));
}
static Value dDoc(Thread *t, Value s) {
  if (isKind(s, Kind::Member))
    return s.as<MemberObject>()->doc;
  const char *d = s.as<GetSetObject>()->def->doc;
  return d ? newStr(t, d) : None;
}
static const NativeDef kDataMethods[] = {
    {"__repr__", dRepr, "($self, /)"}, {"__get__", descriptorGet, "($self, instance, owner=None, /)"},
    {"__set__", descriptorSet, "($self, instance, value, /)"}, {"__delete__", descriptorDelete, "($self, instance, /)"}, END_METHODS};
static const GetSetDef kDataGetSets[] = {
    {"__name__", dName, nullptr}, {"__qualname__", dQualname, nullptr}, {"__objclass__", dObjClass, nullptr},
    {"__doc__", dDoc, nullptr}, {nullptr, nullptr, nullptr}};

//===-- staticmethod and classmethod ---------------------------------------===//

// Both have the same layout: function, dict.
static StaticMethodObject *S(Value v) { return v.as<StaticMethodObject>(); }

/// The wrapped function's __name__ and so on become the wrapper's.
static bool copyWrapperAttributes(Thread *t, Value self, Value f) {
  for (Value name : {names::__module__, names::__name__, names::__qualname__, names::__doc__, names::__annotations__}) {
    Value v = getAttrOrEmpty(t, f, name);
    if (!v) {
      if (t->pending)
        return false;
      continue;
    }
    if (instanceSet(t, self.asObject(), name, v) < 0)
      return false;
  }
  Value d = getAttrOrEmpty(t, f, names::__dict__);
  if (!d)
    return !t->pending;
  if (isKind(d, Kind::Dict) && d.as<DictObject>()->used) {
    Value own = instanceDict(t, self.asObject());
    return own && dictUpdate(t, own.as<DictObject>(), d);
  }
  return true;
}
static Value wrapperNew(Thread *t, Value *a, size_t) {
  Value v = newInstance(t, a[0].as<TypeObject>());
  if (v)
    S(v)->function = None;
  return v;
}
static Value wrapperInit(Thread *t, Value *a, size_t) {
  setSlot(a[0].asObject(), &S(a[0])->function, a[1]);
  return copyWrapperAttributes(t, a[0], a[1]) ? None : Value::empty();
}
static Value wrapperRepr(Thread *t, Value *a, size_t) {
  Value r = repr(t, S(a[0])->function);
  return r ? newStr(t, std::string("<") + (isKind(a[0], Kind::StaticMethod) ? "staticmethod(" : "classmethod(") + strToUtf8(payloadOf(r)) + ")>") : r;
}
static Value staticCall(Thread *t, Value *a, size_t n) {
  a[0] = S(a[0])->function;
  return callObject(t, a, n);
}
static Value wrapperFunction(Thread *, Value s) { return S(s)->function; }
static Value wrapperAbstract(Thread *t, Value s) {
  Value v = getAttrOrEmpty(t, S(s)->function, names::__isabstractmethod__);
  if (!v)
    return t->pending ? v : False;
  int r = isTrue(t, v);
  return r < 0 ? Value::empty() : boolValue(r);
}
static const NativeDef kStaticMethods[] = {
    {"__new__", wrapperNew, "($type, *args, **kwargs)"}, {"__init__", wrapperInit, "($self, function, /)"},
    {"__repr__", wrapperRepr, "($self, /)"}, {"__get__", descriptorGet, "($self, instance, owner=None, /)"},
    {"__call__", staticCall, "($self, /, *args, **kwargs)"}, END_METHODS};
static const NativeDef kClassMethods[] = {
    {"__new__", wrapperNew, "($type, *args, **kwargs)"}, {"__init__", wrapperInit, "($self, function, /)"},
    {"__repr__", wrapperRepr, "($self, /)"}, {"__get__", descriptorGet, "($self, instance, owner=None, /)"}, END_METHODS};
static const GetSetDef kWrapGetSets[] = {
    {"__func__", wrapperFunction, nullptr}, {"__wrapped__", wrapperFunction, nullptr},
    {"__isabstractmethod__", wrapperAbstract, nullptr}, {"__dict__", getDictAttribute, setDictAttribute}, {nullptr, nullptr, nullptr}};

//===-- property -----------------------------------------------------------===//

static PropertyObject *P(Value v) { return v.as<PropertyObject>(); }

static Value propertyNew(Thread *t, Value *a, size_t) {
  Value v = newInstance(t, a[0].as<TypeObject>());
  if (v)
    P(v)->getter = P(v)->setter = P(v)->deleter = P(v)->doc = P(v)->name = None;
  return v;
}
static Value orNone(Value v) { return v ? v : None; }
static Value propertyInit(Thread *t, Value *a, size_t) {
  auto *p = P(a[0]);
  setSlot(p, &p->getter, orNone(a[1]));
  setSlot(p, &p->setter, orNone(a[2]));
  setSlot(p, &p->deleter, orNone(a[3]));
  setSlot(p, &p->doc, orNone(a[4]));
  p->name = None;
  // bit 16: the docstring is the getter's
  p->flags &= ~uint16_t(16);
  if ((a[4].isEmpty() || a[4] == None) && p->getter != None) {
    Value doc = getAttrOrEmpty(t, p->getter, names::__doc__);
    if (!doc && t->pending)
      return doc;
    if (doc && doc != None) {
      p->flags |= 16;
      if (p->type() == types::property_)
        setSlot(p, &p->doc, doc);
      else if (!setAttr(t, a[0], names::__doc__, doc))
        return Value::empty();
    }
  }
  return None;
}
static Value propertyCopy(Thread *t, Value self, Value getter, Value setter, Value deleter) {
  auto *p = P(self);
  Value args[4] = {getter ? getter : p->getter, setter ? setter : p->setter, deleter ? deleter : p->deleter, p->doc};
  if (getter && (p->flags & 16) && getter != None)
    args[3] = None;
  Value q = call(t, typeValue(typeOf(self)), args, 4);
  if (q && isKind(q, Kind::Property))
    setSlot(q.asObject(), &P(q)->name, p->name);
  return q;
}
static Value propertyGetter(Thread *t, Value *a, size_t) { return propertyCopy(t, a[0], a[1], Value::empty(), Value::empty()); }
static Value propertySetter(Thread *t, Value *a, size_t) { return propertyCopy(t, a[0], Value::empty(), a[1], Value::empty()); }
static Value propertyDeleter(Thread *t, Value *a, size_t) { return propertyCopy(t, a[0], Value::empty(), Value::empty(), a[1]); }
static Value propertySetName(Thread *t, Value *a, size_t) {
  setSlot(a[0].asObject(), &P(a[0])->name, a[2]);
  return None;
}
static Value propertyAbstract(Thread *t, Value s) {
  for (Value f : {P(s)->getter, P(s)->setter, P(s)->deleter}) {
    if (f == None)
      continue;
    Value v = getAttrOrEmpty(t, f, names::__isabstractmethod__);
    if (!v) {
      if (t->pending)
        return v;
      continue;
    }
    int r = isTrue(t, v);
    if (r)
      return r < 0 ? Value::empty() : True;
  }
  return False;
}
static const NativeDef kPropertyMethods[] = {
    {"__new__", propertyNew, "($type, *args, **kwargs)"},
    {"__init__", propertyInit, "($self, fget=None, fset=None, fdel=None, doc=None)"},
    {"getter", propertyGetter, "($self, fget, /)"}, {"setter", propertySetter, "($self, fset, /)"},
    {"deleter", propertyDeleter, "($self, fdel, /)"}, {"__set_name__", propertySetName, "($self, owner, name, /)"},
    {"__get__", descriptorGet, "($self, instance, owner=None, /)"}, {"__set__", descriptorSet, "($self, instance, value, /)"},
    {"__delete__", descriptorDelete, "($self, instance, /)"}, END_METHODS};
static const MemberDef kPropertyMembers[] = {
    {"fget", offsetof(PropertyObject, getter), true}, {"fset", offsetof(PropertyObject, setter), true},
    {"fdel", offsetof(PropertyObject, deleter), true}, {"__doc__", offsetof(PropertyObject, doc), false}, {nullptr, 0, false}};
static const GetSetDef kPropertyGetSets[] = {{"__isabstractmethod__", propertyAbstract, nullptr}, {nullptr, nullptr, nullptr}};

//===-- mappingproxy -------------------------------------------------------===//

struct ProxyObject : Object { Value mapping; };
static Value &map(Value v) { return v.as<ProxyObject>()->mapping; }

Value newMappingProxy(Thread *t, Value mapping) {
  auto *p = gcAllocate<ProxyObject>(t, sizeof(ProxyObject), types::mappingproxy_->instanceShape);
  if (!p)
    return Value::empty();
  p->mapping = mapping;
  return Value::fromObject(p);
}
static Value proxyNew(Thread *t, Value *a, size_t) {
  if (!lookupDunder(typeOf(a[1]), Dunder::GetItem) || isKind(a[1], Kind::List) || isKind(payloadOf(a[1]), Kind::Tuple))
    return raise(t, exc::TypeError, "mappingproxy() argument must be a mapping, not %T", a[1]);
  return newMappingProxy(t, a[1]);
}
static Value proxyRepr(Thread *t, Value *a, size_t) {
  Value r = repr(t, map(a[0]));
  return r ? newStr(t, "mappingproxy(" + strToUtf8(payloadOf(r)) + ")") : r;
}
static Value proxyStr(Thread *t, Value *a, size_t) { return str(t, map(a[0])); }
static Value proxyLen(Thread *t, Value *a, size_t) {
  int64_t n = lengthOf(t, map(a[0]));
  return n < 0 ? Value::empty() : newInt(t, n);
}
static Value proxyGetItem(Thread *t, Value *a, size_t) { return getItem(t, map(a[0]), a[1]); }
static Value proxyContains(Thread *t, Value *a, size_t) {
  int r = contains(t, map(a[0]), a[1]);
  return r < 0 ? Value::empty() : boolValue(r);
}
static Value proxyIter(Thread *t, Value *a, size_t) { return getIter(t, map(a[0])); }
static Value proxyHash(Thread *t, Value *a, size_t) {
  uint64_t h;
  return hashOf(t, map(a[0]), h) ? newInt(t, static_cast<int64_t>(h)) : Value::empty();
}
static Value proxyReversed(Thread *t, Value *a, size_t) { return callMethod(t, map(a[0]), "__reversed__", nullptr, 0); }
static Value unproxy(Value v) { return isKind(v, Kind::MappingProxy) ? map(v) : v; }
template <Dunder Op> static Value proxyCompare(Thread *t, Value *a, size_t) { return compare(t, Op, map(a[0]), unproxy(a[1])); }
static Value proxyOr(Thread *t, Value *a, size_t) { return binaryOp(t, Dunder::Or, unproxy(a[0]), unproxy(a[1])); }
static Value proxyRor(Thread *t, Value *a, size_t) { return binaryOp(t, Dunder::Or, unproxy(a[1]), unproxy(a[0])); }
static Value proxyIor(Thread *t, Value *a, size_t) {
  return raise(t, exc::TypeError, "'|=' is not supported by %T; use '|' instead", a[0]);
}
static Value proxyGet(Thread *t, Value *a, size_t) {
  Value args[2] = {a[1], a[2] ? a[2] : None};
  return callMethod(t, map(a[0]), "get", args, 2);
}
static Value proxyKeys(Thread *t, Value *a, size_t) { return callMethod(t, map(a[0]), "keys", nullptr, 0); }
static Value proxyValues(Thread *t, Value *a, size_t) { return callMethod(t, map(a[0]), "values", nullptr, 0); }
static Value proxyItems(Thread *t, Value *a, size_t) { return callMethod(t, map(a[0]), "items", nullptr, 0); }
static Value proxyCopy(Thread *t, Value *a, size_t) { return callMethod(t, map(a[0]), "copy", nullptr, 0); }
static const NativeDef kProxyMethods[] = {
    {"__new__", proxyNew, "($type, mapping)"}, {"__repr__", proxyRepr, "($self, /)"}, {"__str__", proxyStr, "($self, /)"},
    {"__len__", proxyLen, "($self, /)"}, {"__getitem__", proxyGetItem, "($self, key, /)"},
    {"__contains__", proxyContains, "($self, key, /)"}, {"__iter__", proxyIter, "($self, /)"},
    {"__reversed__", proxyReversed, "($self, /)"}, {"__hash__", proxyHash, "($self, /)"},
    {"__eq__", proxyCompare<Dunder::Eq>, "($self, value, /)"}, {"__ne__", proxyCompare<Dunder::Ne>, "($self, value, /)"},
    {"__lt__", proxyCompare<Dunder::Lt>, "($self, value, /)"}, {"__le__", proxyCompare<Dunder::Le>, "($self, value, /)"},
    {"__gt__", proxyCompare<Dunder::Gt>, "($self, value, /)"}, {"__ge__", proxyCompare<Dunder::Ge>, "($self, value, /)"},
    {"__or__", proxyOr, "($self, value, /)"}, {"__ror__", proxyRor, "($self, value, /)"}, {"__ior__", proxyIor, "($self, value, /)"},
    {"get", proxyGet, "($self, key, default=None, /)"}, {"keys", proxyKeys, "($self, /)"},
    {"values", proxyValues, "($self, /)"}, {"items", proxyItems, "($self, /)"}, {"copy", proxyCopy, "($self, /)"},
    {"__class_getitem__", genericClassGetItem, "($type, item, /)", kEffAny, nullptr, kNativeClass}, END_METHODS};

static void make(Thread *t, const char *name, Kind kind, size_t size, uint8_t skip, uint16_t slots, const NativeDef *methods,
                 const GetSetDef *getsets, const MemberDef *members = nullptr, uint32_t flags = 0) {
  auto *spec = new TypeSpec{name, kind, static_cast<uint32_t>(size), TraceKind::FixedSlots, skip, slots};
  spec->methods = methods;
  spec->getsets = getsets;
  spec->members = members;
  spec->typeFlags = flags;
  makeBuiltinType(t, *spec);
}

void initDescriptorTypes(Thread *t) {
  constexpr size_t nf = sizeof(NativeFunctionObject);
  constexpr uint32_t no = kTypeDisallowInstantiation;
  make(t, "builtin_function_or_method", Kind::NativeFunction, nf, 1, 4, kNativeMethods, kNativeGetSets, nullptr, no | kTypeHasWeakRefs);
  make(t, "method_descriptor", Kind::NativeFunction, nf, 1, 4, kDescriptorMethods, kDescriptorGetSets, nullptr, no);
  make(t, "wrapper_descriptor", Kind::NativeFunction, nf, 1, 4, kDescriptorMethods, kDescriptorGetSets, nullptr, no);
  make(t, "classmethod_descriptor", Kind::NativeFunction, nf, 1, 4, kDescriptorMethods, kDescriptorGetSets, nullptr, no);
  make(t, "method-wrapper", Kind::NativeFunction, nf, 1, 4, kNativeMethods, kWrapperGetSets, nullptr, no);
  make(t, "getset_descriptor", Kind::GetSet, sizeof(GetSetObject), 1, 1, kDataMethods, kDataGetSets, nullptr, no);
  make(t, "member_descriptor", Kind::Member, sizeof(MemberObject), 1, 3, kDataMethods, kDataGetSets, nullptr, no);
  make(t, "staticmethod", Kind::StaticMethod, sizeof(StaticMethodObject), 0, 2, kStaticMethods, kWrapGetSets, nullptr, kTypeBaseable | kTypeHasDict);
  make(t, "classmethod", Kind::ClassMethod, sizeof(ClassMethodObject), 0, 2, kClassMethods, kWrapGetSets, nullptr, kTypeBaseable | kTypeHasDict);
  make(t, "property", Kind::Property, sizeof(PropertyObject), 0, 5, kPropertyMethods, kPropertyGetSets, kPropertyMembers, kTypeBaseable);
  make(t, "mappingproxy", Kind::MappingProxy, sizeof(ProxyObject), 0, 1, kProxyMethods, nullptr, nullptr, kTypeMapping);
}

} // namespace pyc
