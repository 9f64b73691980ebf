//===- SuperAndModule.cpp - super, module, SimpleNamespace ----------------===//
//
// super() without arguments finds its class in the __class__ cell of the
// running function and its object in the first argument, as the compiler
// arranged; frames are reached through the thread (Frame.h).
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"
#include <algorithm>
#include <vector>

namespace pyc {

std::string typeFullName(Thread *t, TypeObject *type);
std::string addressText(Value v);
Value getDictAttribute(Thread *t, Value self);
bool setDictAttribute(Thread *t, Value self, Value v);

//===-- super --------------------------------------------------------------===//

static SuperObject *U(Value v) { return v.as<SuperObject>(); }

/// The class in whose MRO super(cls, o) looks: type(o), or o itself when a
/// class, or what o says its __class__ is.
static TypeObject *superStart(Thread *t, TypeObject *cls, Value o) {
  if (isTypeObject(o) && isSubtype(o.as<TypeObject>(), cls))
    return o.as<TypeObject>();
  if (isSubtype(typeOf(o), cls))
    return typeOf(o);
  Value c = getAttrOrEmpty(t, o, names::__class__);
  if (!c && t->pending)
    return nullptr;
  if (c && isTypeObject(c) && c != typeValue(typeOf(o)) && isSubtype(c.as<TypeObject>(), cls))
    return c.as<TypeObject>();
  raise(t, exc::TypeError, "super(type, obj): obj must be an instance or subtype of type");
  return nullptr;
}

static Value superNew(Thread *t, Value *a, size_t) {
  Value v = newInstance(t, a[0].as<TypeObject>());
  if (v)
    U(v)->thisClass = None;
  return v;
}

static bool superFromFrame(Thread *t, Value &cls, Value &self) {
  Value *base = t->base;
  if (!base) {
    raise(t, exc::RuntimeError, "super(): no current frame");
    return false;
  }
  auto *f = base[kFrameFunction].as<FunctionObject>();
  CodeObject *code = f->codeObject();
  if (code->argCount == 0 && !(code->flags & kCodeVarArgs)) {
    raise(t, exc::RuntimeError, "super(): no arguments");
    return false;
  }
  unsigned first = code->argCount ? 0 : code->kwOnlyCount;
  self = base[first];
  if (code->localKinds[first] & kCellLocal && isKind(self, Kind::Cell))
    self = self.as<CellObject>()->contents;
  if (code->argCount == 0 && self)
    self = isKind(self, Kind::Tuple) && self.as<TupleObject>()->length ? self.as<TupleObject>()->items[0] : Value::empty();
  if (!self) {
    raise(t, exc::RuntimeError, code->argCount ? "super(): arg[0] deleted" : "super(): no arguments");
    return false;
  }
  auto *localNames = code->localNames.as<TupleObject>();
  unsigned freeIndex = 0;
  for (unsigned i = 0; i < code->localsCount; ++i) {
    if (!(code->localKinds[i] & kFree))
      continue;
    if (strEqual(localNames->items[i], names::__class__)) {
      Value cell = f->closure.as<TupleObject>()->items[freeIndex];
      cls = cell.as<CellObject>()->contents;
      if (!cls) {
        raise(t, exc::RuntimeError, "super(): empty __class__ cell");
        return false;
      }
      if (!isTypeObject(cls)) {
        raise(t, exc::RuntimeError, "super(): __class__ is not a type (%T)", cls);
        return false;
      }
      return true;
    }
    ++freeIndex;
  }
  raise(t, exc::RuntimeError, "super(): __class__ cell not found");
  return false;
}

static Value superInit(Thread *t, Value *a, size_t) {
  Value cls = a[1], o = a[2];
  if (!cls && !superFromFrame(t, cls, o))
    return Value::empty();
  if (!isTypeObject(cls))
    return raise(t, exc::TypeError, "super() argument 1 must be a type, not %T", cls);
  auto *s = U(a[0]);
  setSlot(s, &s->thisClass, cls);
  if (!o || o == None) {
    s->self = s->selfClass = Value::fromSmallInt(0);
    if (!a[1].isEmpty() || !o)
      return None;
  }
  TypeObject *start = superStart(t, cls.as<TypeObject>(), o);
  if (!start)
    return Value::empty();
  setSlot(s, &s->self, o);
  setSlot(s, &s->selfClass, typeValue(start));
  return None;
}
static Value superRepr(Thread *t, Value *a, size_t) {
  auto *s = U(a[0]);
  std::string cls = isTypeObject(s->thisClass) ? typeNameOf(s->thisClass.as<TypeObject>()) : "NULL";
  if (s->selfClass.isObject())
    return newStr(t, "<super: <class '" + cls + "'>, <" + typeNameOf(s->selfClass.as<TypeObject>()) + " object>>");
  return newStr(t, "<super: <class '" + cls + "'>, NULL>");
}
static Value superGetAttribute(Thread *t, Value *a, size_t) {
  Value name = attributeName(t, a[1]);
  if (!name)
    return name;
  Value v = superGetAttr(t, U(a[0]), name);
  return v || t->pending ? v : raiseNoAttribute(t, a[0], name);
}
static Value superGet(Thread *t, Value *a, size_t) {
  auto *s = U(a[0]);
  if (a[1] == None || s->selfClass.isObject())
    return a[0];
  Value args[2] = {s->thisClass, a[1]};
  return call(t, typeValue(typeOf(a[0])), args, 2);
}
static Value superThisClass(Thread *, Value s) { return U(s)->thisClass; }
static Value superSelf(Thread *, Value s) { return U(s)->selfClass.isObject() ? U(s)->self : None; }
static Value superSelfClass(Thread *, Value s) { return U(s)->selfClass.isObject() ? U(s)->selfClass : None; }
static const NativeDef kSuperMethods[] = {
    {"__new__", superNew, "($type, *args, **kwargs)"}, {"__init__", superInit, "($self, type=None, object=None, /)"},
    {"__repr__", superRepr, "($self, /)"}, {"__getattribute__", superGetAttribute, "($self, name, /)"},
    {"__get__", superGet, "($self, instance, owner=None, /)"}, {nullptr, nullptr, nullptr}};
static const GetSetDef kSuperGetSets[] = {
    {"__thisclass__", superThisClass, nullptr}, {"__self__", superSelf, nullptr}, {"__self_class__", superSelfClass, nullptr},
    {nullptr, nullptr, nullptr}};

//===-- module -------------------------------------------------------------===//

DictObject *moduleDict(Value module) { return module.as<ModuleObject>()->dict.as<DictObject>(); }

static bool fillModule(Thread *t, DictObject *d, Value name, Value doc) {
  return dictSet(t, d, names::__name__, name) && dictSet(t, d, names::__doc__, doc) && dictSet(t, d, names::__package__, None) &&
         dictSet(t, d, names::__loader__, None) && dictSet(t, d, names::__spec__, None);
}

Value newModule(Thread *t, Value name) {
  Value d = newNamespace(t);
  if (!d || !fillModule(t, d.as<DictObject>(), name, None))
    return Value::empty();
  auto *m = static_cast<ModuleObject *>(gcAllocateOld(t, sizeof(ModuleObject), shapes::module));
  if (!m)
    return Value::empty();
  setSlot(m, &m->dict, d);
  return Value::fromObject(m);
}
static Value moduleNew(Thread *t, Value *a, size_t) {
  Value d = newNamespace(t);
  Value v = d ? newInstance(t, a[0].as<TypeObject>()) : d;
  if (v)
    setSlot(v.asObject(), &v.as<ModuleObject>()->dict, d);
  return v;
}
static Value moduleInit(Thread *t, Value *a, size_t) {
  if (!isStr(a[1]))
    return raise(t, exc::TypeError, "module() argument 'name' must be str, not %T", a[1]);
  return fillModule(t, moduleDict(a[0]), a[1], a[2] ? a[2] : None) ? None : Value::empty();
}
static Value moduleRepr(Thread *t, Value *a, size_t) {
  DictObject *d = moduleDict(a[0]);
  Value name = dictGetStr(d, names::__name__), file = dictGetStr(d, names::__file__), spec = dictGetStr(d, names::__spec__);
  Value nameRepr = name ? repr(t, name) : newStr(t, "'?'");
  if (!nameRepr)
    return nameRepr;
  std::string n = strToUtf8(payloadOf(nameRepr));
  if (file && isStr(file)) {
    Value f = repr(t, file);
    return f ? newStr(t, "<module " + n + " from " + strToUtf8(payloadOf(f)) + ">") : f;
  }
  if (spec && spec != None) {
    Value origin = getAttrOrEmpty(t, spec, names::origin);
    if (!origin && t->pending)
      return origin;
    if (origin && isStr(origin) && strToUtf8(payloadOf(origin)) == "built-in")
      return newStr(t, "<module " + n + " (built-in)>");
    Value path = dictGetStr(d, names::__path__);
    if (path)
      return newStr(t, "<module " + n + " (namespace)>");
  }
  return newStr(t, "<module " + n + ">");
}
static Value moduleDir(Thread *t, Value *a, size_t) {
  DictObject *d = moduleDict(a[0]);
  Value hook = dictGetStr(d, dunderName(Dunder::Dir));
  if (hook)
    return call(t, hook);
  return listFrom(t, Value::fromObject(d));
}
static Value moduleAnnotations(Thread *t, Value s) {
  DictObject *d = moduleDict(s);
  Value v = dictGetStr(d, names::__annotations__);
  if (v)
    return v;
  v = newDict(t);
  return v && dictSet(t, d, names::__annotations__, v) ? v : Value::empty();
}
static bool setModuleAnnotations(Thread *t, Value s, Value v) {
  if (v)
    return dictSet(t, moduleDict(s), names::__annotations__, v);
  int r = dictDelete(t, moduleDict(s), names::__annotations__);
  if (!r)
    raise(t, exc::AttributeError, "__annotations__");
  return r > 0;
}
static Value moduleGetDict(Thread *, Value s) { return s.as<ModuleObject>()->dict; }
static const NativeDef kModuleMethods[] = {
    {"__new__", moduleNew, "($type, *args, **kwargs)"}, {"__init__", moduleInit, "($self, name, doc=None)"},
    {"__repr__", moduleRepr, "($self, /)"}, {"__dir__", moduleDir, "($self, /)"}, {nullptr, nullptr, nullptr}};
static const GetSetDef kModuleGetSets[] = {
    {"__dict__", moduleGetDict, nullptr}, {"__annotations__", moduleAnnotations, setModuleAnnotations}, {nullptr, nullptr, nullptr}};

bool moduleSet(Thread *t, ModuleObject *m, const char *name, Value v) {
  Value n = internStr(t, name);
  return n && v && dictSet(t, m->dict.as<DictObject>(), n, v);
}
bool moduleAddFunctions(Thread *t, ModuleObject *m, const NativeDef *defs) {
  Value module = dictGetStr(m->dict.as<DictObject>(), names::__name__);
  for (; defs && defs->name; ++defs) {
    Value f = newNativeFunction(t, defs, Value::empty(), module);
    if (!f)
      return false;
    f.as<NativeFunctionObject>()->self = Value::fromObject(m);
    if (!moduleSet(t, m, defs->name, f))
      return false;
  }
  return true;
}

//===-- types.SimpleNamespace ----------------------------------------------===//

TypeObject *gSimpleNamespace;

static Value nsInit(Thread *t, Value *a, size_t) {
  if (a[1].as<TupleObject>()->length)
    return raise(t, exc::TypeError, "no positional arguments expected");
  if (!a[2])
    return None;
  int64_t pos = 0;
  Value k, v;
  while (dictNext(a[2].as<DictObject>(), pos, k, v)) {
    Value name = attributeName(t, k);
    if (!name || instanceSet(t, a[0].asObject(), name, v) < 0)
      return Value::empty();
  }
  return None;
}
static Value nsRepr(Thread *t, Value *a, size_t) {
  TypeObject *type = typeOf(a[0]);
  std::string name = type == gSimpleNamespace ? "namespace" : typeNameOf(type);
  if (!reprEnter(t, a[0]))
    return newStr(t, name + "(...)");
  StrBuilder b;
  b.add(name + "(");
  Value d = instanceDictCopy(t, a[0].asObject());
  bool ok = static_cast<bool>(d), first = true;
  int64_t pos = 0;
  Value k, v;
  while (ok && dictNext(d.as<DictObject>(), pos, k, v)) {
    if (!isStr(k) || !lengthOf(t, k))
      continue;
    if (!first)
      b.add(", ");
    first = false;
    Value r = repr(t, v);
    ok = r && b.addStr(t, k);
    if (ok) {
      b.add("=");
      ok = b.addStr(t, r);
    }
  }
  reprLeave(t, a[0]);
  b.add(")");
  return ok ? b.finish(t) : Value::empty();
}
template <bool Negate> static Value nsEq(Thread *t, Value *a, size_t) {
  if (!isInstanceOf(a[1], gSimpleNamespace))
    return NotImplemented;
  Value x = instanceDictCopy(t, a[0].asObject()), y = x ? instanceDictCopy(t, a[1].asObject()) : x;
  if (!y)
    return y;
  int r = equals(t, x, y);
  return r < 0 ? Value::empty() : boolValue(r != Negate);
}
static Value nsReduce(Thread *t, Value *a, size_t) {
  Value d = instanceDictCopy(t, a[0].asObject());
  if (!d)
    return d;
  Value parts[3] = {typeValue(typeOf(a[0])), EmptyTuple, d};
  return newTuple(t, parts, 3);
}
static const NativeDef kNsMethods[] = {
    {"__init__", nsInit, "($self, /, *args, **kwargs)"}, {"__repr__", nsRepr, "($self, /)"},
    {"__eq__", nsEq<false>, "($self, value, /)"}, {"__ne__", nsEq<true>, "($self, value, /)"},
    {"__reduce__", nsReduce, "($self, /)"}, {nullptr, nullptr, nullptr}};
static const GetSetDef kNsGetSets[] = {{"__dict__", getDictAttribute, setDictAttribute}, {nullptr, nullptr, nullptr}};

void initSuperAndModule(Thread *t) {
  static TypeSpec super{"super", Kind::Super, sizeof(SuperObject), TraceKind::FixedSlots, 0, 3};
  super.methods = kSuperMethods;
  super.getsets = kSuperGetSets;
  super.typeFlags = kTypeBaseable;
  makeBuiltinType(t, super);
  static TypeSpec module{"module", Kind::Module, sizeof(ModuleObject), TraceKind::FixedSlots, 0, 1};
  module.methods = kModuleMethods;
  module.getsets = kModuleGetSets;
  module.typeFlags = kTypeBaseable | kTypeHasDict | kTypeHasWeakRefs;
  makeBuiltinType(t, module);
  static TypeSpec ns{"types.SimpleNamespace", Kind::Instance, 16, TraceKind::FixedSlots, 0, 1};
  ns.methods = kNsMethods;
  ns.getsets = kNsGetSets;
  ns.typeFlags = kTypeBaseable | kTypeHasDict;
  gSimpleNamespace = makeBuiltinType(t, ns);
  gSimpleNamespace->instanceShape->overflowOffset = 8;
  gSimpleNamespace->instanceShape->flags |= kShapeDictMode | kShapeHasDict;
  gSimpleNamespace->solidBase = gSimpleNamespace;
}

} // namespace pyc
