//===- TypeNew.cpp - Making classes: type.__new__ and instantiation -------===//
//
// A class is made from a name, bases and a namespace: the winning metatype, the
// base whose memory layout is extended (the only one that may have a layout of
// its own), __slots__, the C3 order, __set_name__ and __init_subclass__.
//
// instantiate() is the other half of type.__call__: __new__, then __init__.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"
#include <algorithm>
#include <vector>

namespace pyc {

//===-- choosing metatype and layout ---------------------------------------===//

TypeObject *bestMetatype(Thread *t, TypeObject *meta, Value bases) {
  auto *b = bases.as<TupleObject>();
  for (int64_t i = 0; i < b->length; ++i) {
    TypeObject *m = typeOf(b->items[i]);
    if (isSubtype(meta, m))
      continue;
    if (isSubtype(m, meta)) {
      meta = m;
      continue;
    }
    raise(t, exc::TypeError,
          "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases");
    return nullptr;
  }
  return meta;
}

/// Nearest type in the layout chain that adds to the memory layout.
static TypeObject *layoutOwner(TypeObject *type) {
  while (type->typeFlags & kTypeHeap) {
    auto *base = type->base.as<TypeObject>();
    if (type->slotMembers > base->slotMembers)
      return type;
    type = base;
  }
  return type->solidBase ? type->solidBase : type;
}

static TypeObject *bestBase(Thread *t, TupleObject *bases) {
  TypeObject *winner = nullptr, *base = nullptr;
  for (int64_t i = 0; i < bases->length; ++i) {
    Value v = bases->items[i];
    if (!isTypeObject(v)) {
      raise(t, exc::TypeError, "bases must be types");
      return nullptr;
    }
    auto *b = v.as<TypeObject>();
    if (!(b->typeFlags & (kTypeBaseable | kTypeHeap))) {
      raise(t, exc::TypeError, "type '%N' is not an acceptable base type", b);
      return nullptr;
    }
    TypeObject *candidate = layoutOwner(b);
    if (!winner || isSubtype(candidate, winner)) {
      // A later base wins only when its layout really is longer.
      if (!winner || candidate != winner) {
        winner = candidate;
        base = b;
      }
    } else if (!isSubtype(winner, candidate)) {
      raise(t, exc::TypeError, "multiple bases have instance lay-out conflict");
      return nullptr;
    }
  }
  return base;
}

//===-- __slots__ ----------------------------------------------------------===//

namespace {
struct Slots {
  bool given = false, wantsDict = false, wantsWeakRef = false;
  std::vector<Value> names; // interned: immortal enough for the call (rooted below)
};
} // namespace

static bool isIdentifierText(const std::string &s) {
  if (s.empty() || (s[0] >= '0' && s[0] <= '9'))
    return false;
  for (char c : s)
    if (!(c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c & 0x80))
      return false;
  return true;
}

static std::string mangle(const std::string &cls, const std::string &name) {
  if (name.size() < 3 || name.compare(0, 2, "__") || name.compare(name.size() - 2, 2, "__") == 0)
    return name;
  size_t strip = cls.find_first_not_of('_');
  if (strip == std::string::npos)
    return name;
  return "_" + cls.substr(strip) + name;
}

static bool readSlots(Thread *t, TypeObject *base, bool baseHasDict, Value className, DictObject *ns, Slots &out) {
  Value slots = dictGetStr(ns, names::__slots__);
  if (!slots)
    return true;
  out.given = true;
  Value list;
  if (isStr(slots))
    list = newTuple(t, &slots, 1);
  else
    list = tupleFrom(t, slots);
  if (!list)
    return false;
  auto *items = list.as<TupleObject>();
  if (items->length && ((base->typeFlags & kTypeWraps && base->solidBase != types::float_ && base->solidBase != types::complex_) ||
                        base->kind == Kind::Type) ) {
    bool str = base->solidBase == types::str_; // str is of fixed size in CPython
    if (!str) {
      raise(t, exc::TypeError, "nonempty __slots__ not supported for subtype of '%N'", base);
      return false;
    }
  }
  std::string cls = strToUtf8(className);
  for (int64_t i = 0; i < items->length; ++i) {
    Value n = items->items[i];
    if (!isStr(n)) {
      raise(t, exc::TypeError, "__slots__ items must be strings, not '%T'", n);
      return false;
    }
    std::string s = strToUtf8(payloadOf(n));
    if (!isIdentifierText(s)) {
      raise(t, exc::TypeError, "__slots__ must be identifiers");
      return false;
    }
    if (s == "__dict__") {
      if (baseHasDict || out.wantsDict) {
        raise(t, exc::TypeError, "__dict__ slot disallowed: we already got one");
        return false;
      }
      out.wantsDict = true;
      continue;
    }
    if (s == "__weakref__") {
      if ((base->typeFlags & kTypeHasWeakRefs) || out.wantsWeakRef) {
        raise(t, exc::TypeError, "__weakref__ slot disallowed: either we already got one, or __itemsize__ != 0");
        return false;
      }
      out.wantsWeakRef = true;
      continue;
    }
    Value mangled = internStr(t, mangle(cls, s));
    if (dictGetStr(ns, mangled) && s != "__qualname__" && s != "__classcell__") {
      raise(t, exc::ValueError, "%V in __slots__ conflicts with class variable", mangled);
      return false;
    }
    out.names.push_back(mangled);
  }
  std::sort(out.names.begin(), out.names.end(), [](Value a, Value b) { return strCompare(a, b) < 0; });
  out.names.erase(std::unique(out.names.begin(), out.names.end()), out.names.end());
  return true;
}

//===-- inline slots -------------------------------------------------------===//

/// How many attributes __init__ stores on its first parameter: a good guess for
/// what instances will have. Also says whether it calls another __init__.
static unsigned storesOfInit(Value init, bool &callsInit) {
  callsInit = false;
  if (!isKind(init, Kind::Function))
    return 0;
  CodeObject *code = init.as<FunctionObject>()->codeObject();
  std::vector<uint16_t> seen;
  for (uint32_t i = 0; i < code->instrCount;) {
    Instr in = code->instrs[i];
    auto op = static_cast<Op>(in.op);
    if (in.op >= kOpCount)
      break;
    if (op == Op::StoreAttr && in.b == 0 && std::find(seen.begin(), seen.end(), in.c) == seen.end())
      seen.push_back(in.c);
    if (op == Op::StoreAttr && in.a == 0 && std::find(seen.begin(), seen.end(), in.c) == seen.end())
      seen.push_back(in.c);
    if (op == Op::LoadMethod || op == Op::LoadAttr || op == Op::LoadSuperAttr || op == Op::LoadSuperMethod)
      if (in.c < code->constants.as<ValueBuffer>()->length && code->constantData[in.c] == names::__init__)
        callsInit = true;
    i += opLength(op);
  }
  return static_cast<unsigned>(seen.size());
}

static unsigned guessInlineSlots(TypeObject *type, TypeObject *base) {
  constexpr unsigned kDefault = 4, kMost = 40;
  unsigned inherited = base->typeFlags & kTypeHeap ? base->inlineSlotHint : 0;
  Value init = typeOwn(type, names::__init__);
  if (!init)
    return inherited ? inherited : kDefault;
  bool callsInit;
  unsigned n = storesOfInit(init, callsInit);
  if (callsInit)
    n += inherited;
  return std::min(n ? n : 2, kMost);
}

//===-- type.__new__ -------------------------------------------------------===//

static Value getInstanceDict(Thread *t, Value self) {
  Value d = self.isObject() ? instanceDict(t, self.asObject()) : Value::empty();
  if (!d && !t->pending)
    return raise(t, exc::AttributeError, "This object has no __dict__");
  return d;
}
static bool setInstanceDict(Thread *t, Value self, Value v) {
  if (!v) {
    raise(t, exc::TypeError, "cannot delete __dict__");
    return false;
  }
  if (!isKind(v, Kind::Dict)) {
    raise(t, exc::TypeError, "__dict__ must be set to a dictionary, not a '%T'", v);
    return false;
  }
  return instanceSetDict(t, self.asObject(), v);
}
static Value getWeakRefs(Thread *, Value) { return None; }
static const GetSetDef kDictGetSet = {"__dict__", getInstanceDict, setInstanceDict, "dictionary for instance variables (if defined)"};
static const GetSetDef kWeakRefGetSet = {"__weakref__", getWeakRefs, nullptr, "list of weak references to the object (if defined)"};

static bool addGetSet(Thread *t, TypeObject *type, Value name, const GetSetDef *def) {
  auto *g = gcAllocate<GetSetObject>(t, sizeof(GetSetObject), types::getset_->instanceShape);
  if (!g)
    return false;
  g->def = def;
  g->owner = typeValue(type);
  return dictSet(t, typeDict(type), name, Value::fromObject(g));
}

/// Turns a plain function in the class's dict into a static or class method.
static bool wrapFunction(Thread *t, TypeObject *type, Value name, bool isStatic) {
  Value f = typeOwn(type, name);
  if (!f || !isKind(f, Kind::Function))
    return true;
  Object *w;
  if (isStatic) {
    auto *s = gcAllocate<StaticMethodObject>(t, sizeof(StaticMethodObject), shapes::staticmethod);
    if (s)
      s->function = typeOwn(type, name);
    w = s;
  } else {
    auto *s = gcAllocate<ClassMethodObject>(t, sizeof(ClassMethodObject), shapes::classmethod);
    if (s)
      s->function = typeOwn(type, name);
    w = s;
  }
  return w && dictSet(t, typeDict(type), name, Value::fromObject(w));
}

static bool callSetNames(Thread *t, TypeObject *type) {
  RootVector keys(t), values(t);
  int64_t pos = 0;
  Value k, v;
  while (dictNext(typeDict(type), pos, k, v)) {
    // Functions, strings and numbers are most of it and have no __set_name__.
    if (!v.isObject() || isKind(v, Kind::Function) || isKind(v, Kind::Str))
      continue;
    keys.push(k);
    values.push(v);
  }
  for (size_t i = 0; i < keys.size(); ++i) {
    if (!lookupDunder(typeOf(values[i]), Dunder::SetName))
      continue;
    Value args[2] = {typeValue(type), keys[i]};
    if (callDunder(t, values[i], Dunder::SetName, args, 2))
      continue;
    Value cause = takePending(t);
    raise(t, exc::RuntimeError, "Error calling __set_name__ on '%T' instance %V in '%N'", values[i], keys[i], type);
    if (t->pending) {
      auto *e = asException(t->pending);
      setSlot(e, &e->cause, cause);
      setSlot(e, &e->context, cause);
      e->bits |= 1;
    }
    return false;
  }
  return true;
}

Value objectInitSubclass(Thread *t, Value *a, size_t n); // object.__init_subclass__

static bool callInitSubclass(Thread *t, TypeObject *type, Value *kwValues, Value kwNames) {
  Value f = lookupTypeAfter(type, type, names::__init_subclass__);
  if (!f)
    return true;
  size_t n = kwNames ? static_cast<size_t>(kwNames.as<TupleObject>()->length) : 0;
  if (!n && isKind(f, Kind::NativeFunction) && f.as<NativeFunctionObject>()->def->fn == objectInitSubclass)
    return true;
  Value bound = bindDescriptor(t, f, Value::empty(), type);
  if (!bound)
    return false;
  return static_cast<bool>(call(t, bound, kwValues, n, n ? kwNames : Value::empty()));
}

Value callMro(Thread *t, TypeObject *type); // TypeMethods.cpp: mro() of metatypes

Value typeNew(Thread *t, TypeObject *meta, Value name, Value bases, Value ns, Value *kwValues, Value kwNames) {
  if (bases.as<TupleObject>()->length == 0) {
    Value object = typeValue(types::object_);
    bases = newTuple(t, &object, 1);
    if (!bases)
      return bases;
  }
  TypeObject *base = bestBase(t, bases.as<TupleObject>());
  if (!base)
    return Value::empty();
  name = internValue(t, payloadOf(name));
  auto *b = bases.as<TupleObject>();
  bool anyDict = false, anyWeak = false;
  for (int64_t i = 0; i < b->length; ++i) {
    anyDict |= b->items[i].as<TypeObject>()->typeFlags & kTypeHasDict;
    anyWeak |= b->items[i].as<TypeObject>()->typeFlags & kTypeHasWeakRefs;
  }
  bool baseHasDict = base->typeFlags & kTypeHasDict;
  Value dictValue = newNamespace(t);
  if (!dictValue || !dictUpdate(t, dictValue.as<DictObject>(), ns))
    return Value::empty();
  auto *dict = dictValue.as<DictObject>();
  Slots slots;
  if (!readSlots(t, base, baseHasDict, name, dict, slots))
    return Value::empty();
  Value qualname = dictGetStr(dict, names::__qualname__);
  if (qualname && !isStr(qualname))
    return raise(t, exc::TypeError, "type __qualname__ must be a str, not %T", qualname);
  TypeObject *type = allocateType(t, meta);
  if (!type)
    return Value::empty();
  setSlot(type, &type->name, name);
  setSlot(type, &type->qualname, qualname ? qualname : name);
  setSlot(type, &type->bases, bases);
  setSlot(type, &type->base, typeValue(base));
  setSlot(type, &type->dict, dictValue);
  type->module = Value::fromSmallInt(0);
  type->kind = base->kind;
  type->solidBase = base->solidBase ? base->solidBase : base;
  type->basicSize = base->basicSize;
  type->slotMembers = static_cast<uint16_t>(base->slotMembers + slots.names.size());
  type->typeFlags = kTypeHeap | kTypeBaseable |
                    (base->typeFlags & (kTypeWraps | kTypeIsException | kTypeIsType));
  // Sequence or mapping, for patterns: as the first base that says either.
  for (int64_t i = 0; i < b->length && !(type->typeFlags & (kTypeSequence | kTypeMapping)); ++i)
    type->typeFlags |= b->items[i].as<TypeObject>()->typeFlags & (kTypeSequence | kTypeMapping);
  bool hasDict = baseHasDict || anyDict || !slots.given || slots.wantsDict;
  if (hasDict)
    type->typeFlags |= kTypeHasDict;
  if (anyWeak || !slots.given || slots.wantsWeakRef)
    type->typeFlags |= kTypeHasWeakRefs;
  // The namespace's special entries.
  bool ok = true;
  if (qualname)
    ok &= dictDelete(t, dict, names::__qualname__) >= 0;
  Value cell = dictGetStr(dict, names::__classcell__);
  if (cell) {
    if (!isKind(cell, Kind::Cell))
      return raise(t, exc::TypeError, "__classcell__ must be a nonlocal cell, not <class '%T'>", cell);
    ok &= dictDelete(t, dict, names::__classcell__) >= 0;
  }
  if (dictFindStr(dict, names::__module__) < 0)
    if (Value globals = currentGlobals(t))
      if (Value m = dictGetStr(globals.as<DictObject>(), names::__name__))
        ok &= dictSet(t, dict, names::__module__, m);
  if (dictFindStr(dict, names::__doc__) < 0)
    ok &= dictSet(t, dict, names::__doc__, None);
  if (dictFindStr(dict, names::__eq__) >= 0 && dictFindStr(dict, names::__hash__) < 0)
    ok &= dictSet(t, dict, names::__hash__, None);
  ok = ok && wrapFunction(t, type, names::__new__, true) && wrapFunction(t, type, names::__init_subclass__, false) &&
       wrapFunction(t, type, names::__class_getitem__, false);
  if (hasDict && !baseHasDict && type->kind != Kind::Type)
    ok = ok && addGetSet(t, type, names::__dict__, &kDictGetSet);
  if ((type->typeFlags & kTypeHasWeakRefs) && !(base->typeFlags & kTypeHasWeakRefs) && type->kind != Kind::Type)
    ok = ok && addGetSet(t, type, names::__weakref__, &kWeakRefGetSet);
  uint32_t offset = type->basicSize + 8u * base->slotMembers;
  for (Value slot : slots.names) {
    auto *m = ok ? gcAllocate<MemberObject>(t, sizeof(MemberObject), types::member_->instanceShape) : nullptr;
    if (!m)
      return Value::empty();
    m->offset = offset;
    offset += 8;
    m->isSlot = 1;
    m->name = slot;
    m->owner = typeValue(type);
    m->doc = None;
    ok = dictSet(t, typeDict(type), slot, Value::fromObject(m));
  }
  if (!ok)
    return Value::empty();
  Value mro = callMro(t, type);
  if (!mro)
    return mro;
  setSlot(type, &type->mro, mro);
  if (type->kind == Kind::Type) {
    type->instanceShape = makeInstanceShape(type, 0);
  } else {
    type->inlineSlotHint = hasDict ? static_cast<uint8_t>(guessInlineSlots(type, base)) : 0;
    type->instanceShape = makeInstanceShape(type, type->inlineSlotHint);
  }
  updateTypeFlags(type);
  for (int64_t i = 0; i < b->length; ++i)
    addSubclass(t, bases.as<TupleObject>()->items[i].as<TypeObject>(), type);
  if (cell) {
    auto *c = cell.as<CellObject>();
    setSlot(c, &c->contents, typeValue(type));
  }
  if (!callSetNames(t, type) || !callInitSubclass(t, type, kwValues, kwNames))
    return Value::empty();
  return typeValue(type);
}

//===-- instantiation ------------------------------------------------------===//

Value objectNew(Thread *t, Value *a, size_t n);  // object.__new__
Value objectInit(Thread *t, Value *a, size_t n); // object.__init__
Value typeCall(Thread *t, Value *a, size_t n);   // type.__call__

static bool isNativeFn(Value f, NativeFn fn) {
  return isKind(f, Kind::NativeFunction) && f.as<NativeFunctionObject>()->def->fn == fn;
}
bool usesObjectNew(TypeObject *type) { return isNativeFn(lookupDunder(type, Dunder::New), objectNew); }
bool usesObjectInit(TypeObject *type) { return isNativeFn(lookupDunder(type, Dunder::Init), objectInit); }

bool checkAbstract(Thread *t, TypeObject *type) {
  if (PYC_LIKELY(!(type->typeFlags & kTypeAbstract)))
    return true;
  Value set = typeOwn(type, names::__abstractmethods__);
  Value list = set ? listFrom(t, set) : set;
  if (!list)
    return !t->pending;
  if (!listSort(t, list.as<ListObject>(), None, false))
    return false;
  auto *l = list.as<ListObject>();
  std::string all;
  for (int64_t i = 0; i < l->size; ++i)
    all += (i ? ", " : "") + strToUtf8(payloadOf(l->items()->items[i]));
  raise(t, exc::TypeError, "Can't instantiate abstract class %N with abstract method%s %s", type, l->size > 1 ? "s" : "", all.c_str());
  return false;
}

/// f(first, *args): with the receiver put in front.
static Value callPrefixed(Thread *t, Value f, Value first, Value *args, size_t n, Value kwNames) {
  if (PYC_LIKELY(n < 12)) {
    Value local[12];
    local[0] = first;
    for (size_t i = 0; i < n; ++i)
      local[i + 1] = args[i];
    return call(t, f, local, n + 1, kwNames);
  }
  RootVector v(t);
  v.push(first);
  for (size_t i = 0; i < n; ++i)
    v.push(args[i]);
  return call(t, f, v.data, n + 1, kwNames);
}

/// Without a metatype's own __call__.
Value instantiatePlain(Thread *t, TypeObject *type, Value *args, size_t n, Value kwNames) {
  if (type == types::type_ && n == 1 && !kwNames)
    return typeValue(typeOf(args[0]));
  if (PYC_UNLIKELY(type->typeFlags & kTypeDisallowInstantiation))
    return raise(t, exc::TypeError, "cannot create '%s%N' instances",
                 type->module.isObject() && strToUtf8(type->module) != "builtins" ? (strToUtf8(type->module) + ".").c_str() : "", type);
  Value newF = lookupDunder(type, Dunder::New);
  Value self;
  bool plainNew = isNativeFn(newF, objectNew);
  if (PYC_LIKELY(plainNew)) {
    if (PYC_UNLIKELY(n && usesObjectInit(type)))
      return raise(t, exc::TypeError, "%N() takes no arguments", type);
    if (!checkAbstract(t, type))
      return Value::empty();
    if (PYC_UNLIKELY(!type->instanceShape))
      return raise(t, exc::TypeError, "cannot create '%N' instances", type);
    self = newInstance(t, type);
  } else if (newF && isKind(newF, Kind::NativeFunction)) {
    self = callNative(t, newF.as<NativeFunctionObject>()->def, typeValue(type), args, n, kwNames);
  } else if (newF) {
    Value f = bindDescriptor(t, newF, Value::empty(), type);
    self = f ? callPrefixed(t, f, typeValue(type), args, n, kwNames) : f;
  } else {
    return raise(t, exc::TypeError, "cannot create '%N' instances", type);
  }
  if (!self || (self.isObject() && self.asObject()->type() != type && !isSubtype(typeOf(self), type)))
    return self;
  if (!self.isObject())
    if (!isSubtype(typeOf(self), type))
      return self;
  Value init = lookupDunder(typeOf(self), Dunder::Init);
  if (isNativeFn(init, objectInit))
    return self;
  Value r;
  if (isKind(init, Kind::Function)) {
    r = callPrefixed(t, init, self, args, n, kwNames);
  } else if (isKind(init, Kind::NativeFunction)) {
    r = callNative(t, init.as<NativeFunctionObject>()->def, self, args, n, kwNames);
  } else {
    Value f = bindDescriptor(t, init, self, typeOf(self));
    r = f ? call(t, f, args, n, kwNames) : f;
  }
  if (!r)
    return r;
  if (r != None)
    return raise(t, exc::TypeError, "__init__() should return None, not '%T'", r);
  return self;
}

Value instantiate(Thread *t, TypeObject *type, Value *args, size_t n, Value kwNames) {
  if (kwNames && kwNames.as<TupleObject>()->length == 0)
    kwNames = Value::empty();
  TypeObject *meta = type->type();
  if (PYC_UNLIKELY(meta != types::type_)) {
    Value c = lookupDunder(meta, Dunder::Call);
    if (c && !isNativeFn(c, typeCall)) {
      if (isKind(c, Kind::Function))
        return callPrefixed(t, c, typeValue(type), args, n, kwNames);
      Value bound = bindDescriptor(t, c, typeValue(type), meta);
      return bound ? call(t, bound, args, n, kwNames) : bound;
    }
  }
  return instantiatePlain(t, type, args, n, kwNames);
}

} // namespace pyc
