//===- Attributes.cpp - Getting, setting and deleting attributes ----------===//
//
// The attribute protocol: data descriptors of the type, then the instance's own
// attributes, then other descriptors and values of the type, then __getattr__.
// Types look into their own MRO as well as their metatype's; modules and super
// objects have their own rules. "find" functions answer empty without a pending
// exception when there is no attribute, so that hasattr(), getattr() with a
// default and the interpreter pay nothing for messages nobody reads.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Types.h"

namespace pyc {

Value attributeName(Thread *t, Value name) {
  if (PYC_UNLIKELY(!isStr(name)))
    return raise(t, exc::TypeError, "attribute name must be string, not '%T'", name);
  name = payloadOf(name);
  if (PYC_LIKELY(name.asObject()->flags & kStrInterned))
    return name;
  return internValue(t, name);
}

//===-- descriptors --------------------------------------------------------===//

bool isDataDescriptor(Value d) {
  if (!d.isObject())
    return false;
  Object *o = d.asObject();
  if (PYC_UNLIKELY(o->type()->typeFlags & kTypeHeap))
    return lookupDunder(o->type(), Dunder::Set) || lookupDunder(o->type(), Dunder::Delete);
  switch (o->kind()) {
  case Kind::Property:
  case Kind::Member:
  case Kind::GetSet:
    return true;
  case Kind::RegularObject:
    return lookupDunder(o->type(), Dunder::Set) || lookupDunder(o->type(), Dunder::Delete);
  default:
    return false;
  }
}

Value raiseWrongReceiver(Thread *t, Value name, TypeObject *owner, Value o) {
  return raise(t, exc::TypeError, "descriptor '%S' for '%N' objects doesn't apply to a '%T' object",
               name, owner, o);
}

static Value bindNative(Thread *t, NativeFunctionObject *f, Value o, TypeObject *type) {
  TypeObject *kind = f->type();
  if (kind == types::builtinFunction_ || kind == types::methodWrapper_)
    return Value::fromObject(f);
  bool classMethod = kind == types::classMethodDescriptor_;
  if (!classMethod) {
    if (o.isEmpty())
      return Value::fromObject(f);
    auto *owner = f->owner.as<TypeObject>();
    if (PYC_UNLIKELY(!isInstanceOf(o, owner)))
      return raiseWrongReceiver(t, internStr(t, f->def->name), owner, o);
  }
  Shape *s = kind == types::wrapperDescriptor_ ? types::methodWrapper_->instanceShape
                                               : shapes::nativeFunction;
  auto *b = gcAllocate<NativeFunctionObject>(t, sizeof(NativeFunctionObject), s);
  if (!b)
    return Value::empty();
  b->def = f->def;
  b->flags |= kNativeFnBound;
  b->self = classMethod ? typeValue(type) : o;
  b->owner = f->owner;
  b->module = None;
  return Value::fromObject(b);
}

static Value getProperty(Thread *t, PropertyObject *p, Value o) {
  if (PYC_LIKELY(p->getter.isObject() && p->getter != None))
    return call(t, p->getter, o);
  if (p->name.isObject() && p->name != None)
    return raise(t, exc::AttributeError, "property %V of %V object has no getter", p->name,
                 typeOf(o)->qualname);
  return raise(t, exc::AttributeError, "property of %V object has no getter", typeOf(o)->qualname);
}

static bool setProperty(Thread *t, PropertyObject *p, Value o, Value v) {
  Value f = v ? p->setter : p->deleter;
  if (!f.isObject() || f == None) {
    const char *what = v ? "setter" : "deleter";
    if (p->name.isObject() && p->name != None)
      raise(t, exc::AttributeError, "property %V of %V object has no %s", p->name,
            typeOf(o)->qualname, what);
    else
      raise(t, exc::AttributeError, "property of %V object has no %s", typeOf(o)->qualname, what);
    return false;
  }
  Value args[2] = {o, v};
  return static_cast<bool>(call(t, f, args, v ? 2 : 1));
}

static Value *memberSlot(Thread *t, MemberObject *m, Value o) {
  auto *owner = m->owner.as<TypeObject>();
  if (PYC_UNLIKELY(!o.isObject() || !isSubtype(o.asObject()->type(), owner))) {
    raiseWrongReceiver(t, m->name, owner, o);
    return nullptr;
  }
  return reinterpret_cast<Value *>(reinterpret_cast<char *>(o.asObject()) + m->offset);
}

Value bindBuiltin(Thread *t, Value d, Value o, TypeObject *type) {
  switch (d.asObject()->kind()) {
  case Kind::Function:
    return o.isEmpty() ? d : newBoundMethod(t, o, d);
  case Kind::NativeFunction:
    return bindNative(t, d.as<NativeFunctionObject>(), o, type);
  case Kind::StaticMethod:
    return d.as<StaticMethodObject>()->function;
  case Kind::ClassMethod: {
    Value f = d.as<ClassMethodObject>()->function;
    if (isKind(f, Kind::Function))
      return newBoundMethod(t, typeValue(type), f);
    if (f.isObject() && (lookupDunder(typeOf(f), Dunder::Get)))
      return bindDescriptor(t, f, typeValue(type), type);
    return newBoundMethod(t, typeValue(type), f);
  }
  case Kind::Property:
    return o.isEmpty() ? d : getProperty(t, d.as<PropertyObject>(), o);
  case Kind::Member: {
    if (o.isEmpty())
      return d;
    auto *m = d.as<MemberObject>();
    Value *slot = memberSlot(t, m, o);
    if (!slot)
      return Value::empty();
    if (slot->isEmpty())
      return raiseNoAttribute(t, o, m->name);
    return *slot;
  }
  case Kind::GetSet: {
    if (o.isEmpty())
      return d;
    auto *g = d.as<GetSetObject>();
    auto *owner = g->owner.as<TypeObject>();
    if (PYC_UNLIKELY(!isInstanceOf(o, owner)))
      return raiseWrongReceiver(t, internStr(t, g->def->name), owner, o);
    return g->def->get(t, o);
  }
  default:
    return d;
  }
}

bool setBuiltinDescriptor(Thread *t, Value d, Value o, Value v) {
  switch (d.asObject()->kind()) {
  case Kind::Property:
    return setProperty(t, d.as<PropertyObject>(), o, v);
  case Kind::Member: {
    auto *m = d.as<MemberObject>();
    Value *slot = memberSlot(t, m, o);
    if (!slot)
      return false;
    if (m->readOnly) {
      raise(t, exc::AttributeError, "readonly attribute");
      return false;
    }
    if (!v && slot->isEmpty()) {
      raise(t, exc::AttributeError, "%S", m->name);
      return false;
    }
    setSlot(o.asObject(), slot, v);
    return true;
  }
  case Kind::GetSet: {
    auto *g = d.as<GetSetObject>();
    auto *owner = g->owner.as<TypeObject>();
    if (!isInstanceOf(o, owner)) {
      raiseWrongReceiver(t, internStr(t, g->def->name), owner, o);
      return false;
    }
    if (!g->def->set) {
      raise(t, exc::AttributeError, "attribute '%s' of '%N' objects is not writable", g->def->name, owner);
      return false;
    }
    return g->def->set(t, o, v);
  }
  default:
    internalError(__FILE__, __LINE__, "no builtin data descriptor");
  }
}

Value bindDescriptor(Thread *t, Value d, Value o, TypeObject *type) {
  if (!d.isObject())
    return d;
  TypeObject *dt = d.asObject()->type();
  Kind k = d.asObject()->kind();
  if (PYC_LIKELY(!(dt->typeFlags & kTypeHeap))) {
    switch (k) {
    case Kind::Function: case Kind::NativeFunction: case Kind::StaticMethod:
    case Kind::ClassMethod: case Kind::Property: case Kind::Member: case Kind::GetSet:
      return bindBuiltin(t, d, o, type);
    case Kind::RegularObject:
      break;
    default:
      return d;
    }
  }
  Value get = lookupDunder(dt, Dunder::Get);
  if (!get)
    return d;
  Value args[3] = {d, o ? o : None, type ? typeValue(type) : None};
  if (isKind(get, Kind::Function))
    return call(t, get, args, 3);
  return callDunder(t, d, Dunder::Get, args + 1, 2);
}

static bool setDescriptor(Thread *t, Value d, Value o, Value v) {
  TypeObject *dt = d.asObject()->type();
  Kind k = d.asObject()->kind();
  if (!(dt->typeFlags & kTypeHeap) && (k == Kind::Property || k == Kind::Member || k == Kind::GetSet))
    return setBuiltinDescriptor(t, d, o, v);
  Dunder which = v ? Dunder::Set : Dunder::Delete;
  if (!lookupDunder(dt, which)) {
    raise(t, exc::AttributeError, "%s", v ? "__set__" : "__delete__");
    return false;
  }
  Value args[2] = {o, v};
  return static_cast<bool>(callDunder(t, d, which, args, v ? 2 : 1));
}

//===-- finding ------------------------------------------------------------===//

static Value findGeneric(Thread *t, Value o, TypeObject *type, Value name) {
  Value d = lookupType(type, name);
  if (d && isDataDescriptor(d))
    return bindDescriptor(t, d, o, type);
  if (o.isObject())
    if (Value v = instanceGet(o.asObject(), name))
      return v;
  return d ? bindDescriptor(t, d, o, type) : d;
}

static Value findInType(Thread *t, TypeObject *type, Value name) {
  TypeObject *meta = type->type();
  Value m = lookupType(meta, name);
  if (m && isDataDescriptor(m))
    return bindDescriptor(t, m, typeValue(type), meta);
  if (Value v = lookupType(type, name))
    return bindDescriptor(t, v, Value::empty(), type);
  return m ? bindDescriptor(t, m, typeValue(type), meta) : m;
}

static Value findInModule(Thread *t, Value o, Value name) {
  Value v = findGeneric(t, o, o.asObject()->type(), name);
  if (v || t->pending)
    return v;
  if (Value hook = dictGetStr(moduleDict(o), names::__getattr__))
    return call(t, hook, name);
  return v;
}

Value superGetAttr(Thread *t, SuperObject *s, Value name) {
  Value self = Value::fromObject(s);
  if (s->selfClass.isObject()) { // int 0 there: unbound
    auto *start = s->selfClass.as<TypeObject>();
    if (name != names::__class__) {
      Value d = lookupTypeAfter(start, s->thisClass.as<TypeObject>(), name);
      if (d) {
        Value o = s->self == s->selfClass ? Value::empty() : s->self;
        return bindDescriptor(t, d, o, start);
      }
    }
  }
  return findGeneric(t, self, s->type(), name);
}

/// Without __getattr__ and user-defined __getattribute__.
static Value findPlain(Thread *t, Value o, TypeObject *type, Value name) {
  switch (type->kind) {
  case Kind::Type:
    return findInType(t, o.as<TypeObject>(), name);
  case Kind::Module:
    return findInModule(t, o, name);
  case Kind::Super:
    return superGetAttr(t, o.as<SuperObject>(), name);
  default:
    return findGeneric(t, o, type, name);
  }
}

static Value findHooked(Thread *t, Value o, TypeObject *type, Value name) {
  Value v;
  if (type->typeFlags & kTypeCustomGetAttr)
    v = callDunder(t, o, Dunder::GetAttribute, &name, 1);
  else
    v = findPlain(t, o, type, name);
  if (v || !(type->typeFlags & kTypeHasGetAttr))
    return v;
  if (t->pending) {
    if (!pendingMatches(t, exc::AttributeError))
      return v;
    clearPending(t);
  }
  return callDunder(t, o, Dunder::GetAttr, &name, 1);
}

static inline Value find(Thread *t, Value o, TypeObject *type, Value name) {
  if (PYC_UNLIKELY(type->typeFlags & (kTypeCustomGetAttr | kTypeHasGetAttr)))
    return findHooked(t, o, type, name);
  return findPlain(t, o, type, name);
}

Value raiseNoAttribute(Thread *t, Value o, Value name) {
  std::string text, n = strToUtf8(name);
  if (isTypeObject(o)) {
    text = "type object '" + typeNameOf(o.as<TypeObject>()) + "' has no attribute '" + n + "'";
  } else if (isKind(o, Kind::Module)) {
    DictObject *d = moduleDict(o);
    Value mod = dictGetStr(d, names::__name__);
    bool partial = false;
    if (Value spec = dictGetStr(d, names::__spec__); spec && spec != None) {
      Value init = getAttrOrEmpty(t, spec, names::_initializing);
      if (!init)
        clearPending(t);
      else
        partial = isTrue(t, init) > 0;
    }
    if (mod && isStr(mod)) {
      std::string m = strToUtf8(payloadOf(mod));
      text = partial ? "partially initialized module '" + m + "' has no attribute '" + n +
                           "' (most likely due to a circular import)"
                     : "module '" + m + "' has no attribute '" + n + "'";
    } else {
      text = "module has no attribute '" + n + "'";
    }
  } else {
    text = "'" + typeNameOf(o) + "' object has no attribute '" + n + "'";
  }
  return raiseAttributeError(t, newStr(t, text), name, o);
}

Value getAttr(Thread *t, Value o, Value name) {
  if (PYC_UNLIKELY(!isExact(name, shapes::str1) || !(name.asObject()->flags & kStrInterned))) {
    name = attributeName(t, name);
    if (!name)
      return name;
  }
  Value v = find(t, o, typeOf(o), name);
  if (PYC_LIKELY(!!v))
    return v;
  if (!t->pending)
    return raiseNoAttribute(t, o, name);
  if (pendingMatches(t, exc::AttributeError)) {
    // One that Python code raised learns what it was about.
    auto *e = asException(t->pending);
    if (e->extra[kAttributeErrorName] == None && e->extra[kAttributeErrorObj] == None) {
      setSlot(e, &e->extra[kAttributeErrorName], name);
      setSlot(e, &e->extra[kAttributeErrorObj], o);
    }
  }
  return v;
}

Value getAttr(Thread *t, Value o, std::string_view name) {
  Value n = internStr(t, name);
  return n ? getAttr(t, o, n) : n;
}

Value getAttrOrEmpty(Thread *t, Value o, Value name) {
  name = attributeName(t, name);
  if (!name)
    return name;
  Value v = find(t, o, typeOf(o), name);
  if (!v && t->pending && pendingMatches(t, exc::AttributeError))
    clearPending(t);
  return v;
}

Value genericGetAttr(Thread *t, Value o, Value name) {
  name = attributeName(t, name);
  if (!name)
    return name;
  Value v = findPlain(t, o, typeOf(o), name);
  if (v || t->pending)
    return v;
  return raiseNoAttribute(t, o, name);
}

Value typeGetAttrOrEmpty(Thread *t, TypeObject *type, Value name) {
  return getAttrOrEmpty(t, typeValue(type), name);
}
Value typeGetAttr(Thread *t, TypeObject *type, Value name) {
  return getAttr(t, typeValue(type), name);
}

//===-- setting and deleting -----------------------------------------------===//

bool typeSetAttr(Thread *t, TypeObject *type, Value name, Value v) {
  if (!(type->typeFlags & kTypeHeap)) {
    raise(t, exc::TypeError, "cannot set %V attribute of immutable type '%N'", name, type);
    return false;
  }
  TypeObject *meta = type->type();
  Value d = lookupType(meta, name);
  if (d && isDataDescriptor(d))
    return setDescriptor(t, d, typeValue(type), v);
  if (v)
    return typeDictSet(t, type, name, v);
  int r = dictDelete(t, typeDict(type), name);
  if (r < 0)
    return false;
  if (!r) {
    raiseNoAttribute(t, typeValue(type), name);
    return false;
  }
  typeModifiedName(type, name);
  return true;
}

bool genericSetAttr(Thread *t, Value o, Value name, Value v) {
  name = attributeName(t, name);
  if (!name)
    return false;
  TypeObject *type = typeOf(o);
  if (type->kind == Kind::Type)
    return typeSetAttr(t, o.as<TypeObject>(), name, v);
  Value d = lookupType(type, name);
  if (d && isDataDescriptor(d))
    return setDescriptor(t, d, o, v);
  int r = 0;
  if (o.isObject())
    r = v ? instanceSet(t, o.asObject(), name, v) : instanceDelete(t, o.asObject(), name);
  if (r > 0)
    return true;
  if (r < 0)
    return false;
  bool hasDict = o.isObject() && instanceHasDict(o.asObject());
  if (d && !hasDict)
    raise(t, exc::AttributeError, "'%T' object attribute '%S' is read-only", o, name);
  else
    raiseNoAttribute(t, o, name);
  return false;
}

bool setAttr(Thread *t, Value o, Value name, Value v) {
  name = attributeName(t, name);
  if (!name)
    return false;
  TypeObject *type = typeOf(o);
  if (PYC_UNLIKELY(type->typeFlags & kTypeCustomSetAttr)) {
    Value args[2] = {name, v};
    return static_cast<bool>(callDunder(t, o, Dunder::SetAttr, args, 2));
  }
  return genericSetAttr(t, o, name, v);
}

bool delAttr(Thread *t, Value o, Value name) {
  name = attributeName(t, name);
  if (!name)
    return false;
  TypeObject *type = typeOf(o);
  if (PYC_UNLIKELY(type->typeFlags & kTypeCustomSetAttr))
    return static_cast<bool>(callDunder(t, o, Dunder::DelAttr, &name, 1));
  return genericSetAttr(t, o, name, Value::empty());
}

//===-- for inline caches --------------------------------------------------===//

/// How an attribute found on a type binds to an instance.
static AttrLookup classify(Value d) {
  if (!d.isObject())
    return {AttrLookup::ClassValue, 0, d};
  Object *o = d.asObject();
  if (o->type()->typeFlags & kTypeHeap)
    return {lookupDunder(o->type(), Dunder::Get) ? AttrLookup::Descriptor : AttrLookup::ClassValue, 0, d};
  switch (o->kind()) {
  case Kind::Function:
    return {AttrLookup::Method, 0, d};
  case Kind::NativeFunction: {
    TypeObject *k = o->type();
    if (k == types::methodDescriptor_ || k == types::wrapperDescriptor_)
      return {AttrLookup::Method, 0, d};
    if (k == types::classMethodDescriptor_)
      return {AttrLookup::Descriptor, 0, d};
    return {AttrLookup::ClassValue, 0, d};
  }
  case Kind::StaticMethod:
    return {AttrLookup::ClassValue, 0, static_cast<StaticMethodObject *>(o)->function};
  case Kind::Property:
    return {AttrLookup::Property, 0, d};
  case Kind::Member:
    // A __slots__ member is a Value at a fixed offset (empty: not set).
    if (static_cast<MemberObject *>(o)->isSlot)
      return {AttrLookup::Slot, static_cast<MemberObject *>(o)->offset, Value::empty()};
    return {AttrLookup::Descriptor, 0, d};
  case Kind::ClassMethod:
  case Kind::GetSet:
    return {AttrLookup::Descriptor, 0, d};
  case Kind::RegularObject:
    return {lookupDunder(o->type(), Dunder::Get) ? AttrLookup::Descriptor : AttrLookup::ClassValue, 0, d};
  default:
    return {AttrLookup::ClassValue, 0, d};
  }
}

static AttrLookup lookupTypeForCache(TypeObject *type, Value name) {
  Value m = lookupType(type->type(), name);
  if (m && isDataDescriptor(m))
    return {AttrLookup::NotCacheable, 0, Value::empty()};
  Value v = lookupType(type, name);
  if (!v)
    return {AttrLookup::NotCacheable, 0, Value::empty()};
  AttrLookup r = classify(v);
  if (r.source == AttrLookup::ClassValue)
    return {AttrLookup::TypeAttr, 0, r.value};
  // A function, property or member read from the class is itself.
  if (r.source == AttrLookup::Method || r.source == AttrLookup::Property || r.source == AttrLookup::Slot)
    return {AttrLookup::TypeAttr, 0, v};
  if (isExact(v, shapes::classmethod))
    return {AttrLookup::Descriptor, 0, v};
  return {AttrLookup::NotCacheable, 0, Value::empty()};
}

AttrLookup lookupForCache(Value o, Value name) {
  TypeObject *type = typeOf(o);
  constexpr AttrLookup no{AttrLookup::NotCacheable, 0, Value::empty()};
  if ((type->typeFlags & kTypeCustomGetAttr) || type->kind == Kind::Super ||
      !(name.asObject()->flags & kStrInterned))
    return no;
  bool hook = type->typeFlags & kTypeHasGetAttr;
  if (type->kind == Kind::Type)
    return hook ? no : lookupTypeForCache(o.as<TypeObject>(), name);
  Value d = lookupType(type, name);
  if (d && isDataDescriptor(d)) {
    AttrLookup r = classify(d);
    return hook ? no : r;
  }
  if (o.isObject()) {
    Object *p = o.asObject();
    Shape *s = p->shape();
    if (type->kind == Kind::Module) {
      if (Value v = instanceGet(p, name))
        return {AttrLookup::ModuleAttr, 0, v};
      return no;
    }
    if (s->flags & kShapeDictMode)
      return {AttrLookup::DictMode, 0, d};
    uint32_t place;
    if ((s->flags & kShapeHasDict) && findPlace(s, name.as<StrObject>(), place))
      return {AttrLookup::Slot, place, Value::empty()};
  }
  if (d) {
    AttrLookup r = classify(d);
    return hook && r.source == AttrLookup::Descriptor ? no : r;
  }
  if (hook)
    return {AttrLookup::GetAttrHook, 0, lookupDunder(type, Dunder::GetAttr)};
  return {AttrLookup::Absent, 0, Value::empty()};
}

} // namespace pyc
