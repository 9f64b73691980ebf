//===- Abc.cpp - The module _abc: abstract base classes -------------------===//
//
// What abc.ABCMeta calls. Each abstract class holds an _abc_data object with
// the classes registered with it and caches of answers. The negative cache is
// dropped whenever any class is registered anywhere (a global counter). Classes
// are held strongly: an ABC keeps registered and tested classes alive.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/Modules.h"

namespace pyc {

namespace {
struct AbcData : Object { // skip 1
  int64_t negativeVersion;
  Value registry, cache, negative; ///< sets or int 0
};
TypeObject *gDataType;
int64_t gInvalidation = 0;

AbcData *dataOf(Thread *t, Value cls) {
  Value v = getAttr(t, cls, "_abc_impl");
  if (!v)
    return nullptr;
  if (typeOf(v) != gDataType) {
    raise(t, exc::TypeError, "_abc_impl is set to a wrong type");
    return nullptr;
  }
  return v.as<AbcData>();
}

int inSet(Thread *t, Value set, Value v) {
  return set.isObject() ? setContains(t, set.as<SetObject>(), v) : 0;
}
bool addTo(Thread *t, AbcData *d, Value *set, Value v) {
  if (!set->isObject()) {
    Value s = newSet(t, false);
    if (!s)
      return false;
    setSlot(d, set, s);
  }
  return setAdd(t, set->as<SetObject>(), v);
}

int isAbstract(Thread *t, Value v) {
  Value flag = getAttrOrEmpty(t, v, names::__isabstractmethod__);
  if (!flag)
    return t->pending ? -1 : 0;
  return isTrue(t, flag);
}

/// The names that cls leaves abstract, as __abstractmethods__.
bool computeAbstract(Thread *t, Value cls) {
  Value result = newSet(t, false);
  Value ns = result ? getAttr(t, cls, names::__dict__) : result;
  Value items = ns ? callMethod(t, ns, "items", nullptr, 0) : ns;
  if (!items || !forEach(t, items, [&](Value pair) {
        Value *p = tupleOf(pair)->items;
        int r = isAbstract(t, p[1]);
        return r >= 0 && (!r || setAdd(t, result.as<SetObject>(), p[0]));
      }))
    return false;
  Value bases = getAttr(t, cls, names::__bases__);
  if (!bases)
    return false;
  for (int64_t i = 0; i < tupleOf(bases)->length; ++i) {
    Value inherited = getAttrOrEmpty(t, tupleOf(bases)->items[i], names::__abstractmethods__);
    if (!inherited) {
      if (t->pending)
        return false;
      continue;
    }
    if (!forEach(t, inherited, [&](Value name) {
          Value v = getAttrOrEmpty(t, cls, name);
          if (!v)
            return !t->pending;
          int r = isAbstract(t, v);
          return r >= 0 && (!r || setAdd(t, result.as<SetObject>(), name));
        }))
      return false;
  }
  Value frozen = setCopy(t, result.as<SetObject>(), true);
  return frozen && setAttr(t, cls, names::__abstractmethods__, frozen);
}

constexpr uint32_t kPatternFlags = kTypeSequence | kTypeMapping;

/// collections.abc.Sequence and Mapping say in __abc_tpflags__ (as CPython's
/// type flags) that match takes their instances for sequences or mappings.
bool takePatternFlags(Thread *t, Value cls) {
  if (!isTypeObject(cls))
    return true;
  auto *type = cls.as<TypeObject>();
  Value name = internStr(t, "__abc_tpflags__");
  Value flags = typeOwn(type, name);
  if (!flags || !flags.isInt())
    return true;
  uint32_t asked = (flags.asInt() & 1 << 5 ? kTypeSequence : 0) | (flags.asInt() & 1 << 6 ? kTypeMapping : 0);
  if (asked == kPatternFlags) {
    raise(t, exc::TypeError, "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING");
    return false;
  }
  type->typeFlags |= asked;
  return dictDelete(t, typeDict(type), name) >= 0;
}
void setPatternFlags(TypeObject *type, uint32_t flags) {
  if (!(type->typeFlags & kTypeHeap))
    return; // the builtin types are what they are
  type->typeFlags = (type->typeFlags & ~kPatternFlags) | flags;
  if (!type->subclasses.isObject() || !isKind(type->subclasses, Kind::List))
    return;
  auto *list = type->subclasses.as<ListObject>();
  for (int64_t i = 0; i < list->size; ++i)
    if (isTypeObject(list->items()->items[i]))
      setPatternFlags(list->items()->items[i].as<TypeObject>(), flags);
}

Value abcInit(Thread *t, Value *args, size_t n) {
  if (!computeAbstract(t, args[0]) || !takePatternFlags(t, args[0]))
    return Value::empty();
  Value data = newInstance(t, gDataType);
  return data && setAttr(t, args[0], internStr(t, "_abc_impl"), data) ? None : Value::empty();
}

Value abcRegister(Thread *t, Value *args, size_t n) {
  Value cls = args[0], sub = args[1];
  if (!isTypeObject(sub))
    return raise(t, exc::TypeError, "Can only register classes");
  int r = isSubclass(t, sub, cls);
  if (r)
    return r > 0 ? sub : Value::empty();
  r = isSubclass(t, cls, sub);
  if (r)
    return r > 0 ? raise(t, exc::RuntimeError, "Refusing to create an inheritance cycle") : Value::empty();
  AbcData *d = dataOf(t, cls);
  if (!d || !addTo(t, d, &d->registry, sub))
    return Value::empty();
  ++gInvalidation;
  if (isTypeObject(cls))
    if (uint32_t flags = cls.as<TypeObject>()->typeFlags & kPatternFlags)
      setPatternFlags(sub.as<TypeObject>(), flags);
  return sub;
}

Value abcSubclassCheck(Thread *t, Value *args, size_t n) {
  Value cls = args[0], sub = args[1];
  if (!isTypeObject(sub))
    return raise(t, exc::TypeError, "issubclass() arg 1 must be a class");
  AbcData *d = dataOf(t, cls);
  if (!d)
    return Value::empty();
  int r = inSet(t, d->cache, sub);
  if (r)
    return r > 0 ? True : Value::empty();
  if (d->negativeVersion < gInvalidation) {
    d->negative = Value::fromSmallInt(0);
    d->negativeVersion = gInvalidation;
  } else {
    r = inSet(t, d->negative, sub);
    if (r)
      return r > 0 ? False : Value::empty();
  }
  Value answer = callMethod(t, cls, "__subclasshook__", &sub, 1);
  if (!answer)
    return answer;
  if (answer == True || answer == False) {
    bool yes = answer == True;
    return addTo(t, d, yes ? &d->cache : &d->negative, sub) ? answer : Value::empty();
  }
  if (answer != NotImplemented)
    return raise(t, exc::AssertionError, "__subclasshook__ must return either False, True, or NotImplemented");
  bool found = isSubtype(sub.as<TypeObject>(), cls.as<TypeObject>());
  // Registered classes, then subclasses: any of them may be a base of sub.
  for (int source = 0; source < 2 && !found; ++source) {
    Value candidates = source == 0 ? d->registry : callMethod(t, cls, "__subclasses__", nullptr, 0);
    if (!candidates)
      return candidates;
    if (!candidates.isObject())
      continue;
    Value list = listFrom(t, candidates);
    if (!list)
      return list;
    for (int64_t i = 0; i < list.as<ListObject>()->size && !found; ++i) {
      r = isSubclass(t, sub, list.as<ListObject>()->items()->items[i]);
      if (r < 0)
        return Value::empty();
      found = r;
    }
  }
  return addTo(t, d, found ? &d->cache : &d->negative, sub) ? boolValue(found) : Value::empty();
}

Value abcInstanceCheck(Thread *t, Value *args, size_t n) {
  Value cls = args[0];
  AbcData *d = dataOf(t, cls);
  Value sub = d ? getAttr(t, args[1], names::__class__) : Value::empty();
  if (!sub)
    return sub;
  int r = inSet(t, d->cache, sub);
  if (r)
    return r > 0 ? True : Value::empty();
  Value type = typeValue(typeOf(args[1]));
  if (sub == type) {
    if (d->negativeVersion == gInvalidation && (r = inSet(t, d->negative, sub)))
      return r > 0 ? False : Value::empty();
    return callMethod(t, cls, "__subclasscheck__", &sub, 1);
  }
  Value answer = callMethod(t, cls, "__subclasscheck__", &sub, 1);
  int yes = answer ? isTrue(t, answer) : -1;
  if (yes)
    return yes > 0 ? True : Value::empty();
  return callMethod(t, cls, "__subclasscheck__", &type, 1);
}

Value abcToken(Thread *t, Value *args, size_t n) { return Value::fromSmallInt(gInvalidation); }
Value abcResetRegistry(Thread *t, Value *args, size_t n) {
  AbcData *d = dataOf(t, args[0]);
  if (!d)
    return Value::empty();
  d->registry = Value::fromSmallInt(0);
  return None;
}
Value abcResetCaches(Thread *t, Value *args, size_t n) {
  AbcData *d = dataOf(t, args[0]);
  if (!d)
    return Value::empty();
  d->cache = d->negative = Value::fromSmallInt(0);
  return None;
}
Value abcDump(Thread *t, Value *args, size_t n) {
  AbcData *d = dataOf(t, args[0]);
  if (!d)
    return Value::empty();
  Value parts[4];
  Value *sets[] = {&d->registry, &d->cache, &d->negative};
  for (int i = 0; i < 3; ++i) {
    parts[i] = sets[i]->isObject() ? *sets[i] : newSet(t, false);
    if (!parts[i])
      return parts[i];
  }
  parts[3] = Value::fromSmallInt(d->negativeVersion);
  return newTuple(t, parts, 4);
}

const NativeDef abcFunctions[] = {
    {"_abc_init", abcInit, "(self, /)"},
    {"_abc_register", abcRegister, "(self, subclass, /)"},
    {"_abc_subclasscheck", abcSubclassCheck, "(self, subclass, /)"},
    {"_abc_instancecheck", abcInstanceCheck, "(self, instance, /)"},
    {"get_cache_token", abcToken, "()"},
    {"_reset_registry", abcResetRegistry, "(self, /)"},
    {"_reset_caches", abcResetCaches, "(self, /)"},
    {"_get_dump", abcDump, "(self, /)"},
    {nullptr, nullptr, nullptr}};

bool initModule(Thread *t, ModuleObject *m) {
  TypeSpec spec{"_abc._abc_data", Kind::RegularObject, sizeof(AbcData), TraceKind::FixedSlots, 1, 3};
  spec.typeFlags = kTypeDisallowInstantiation;
  gDataType = makeBuiltinType(t, spec);
  return true;
}
const ModuleSpec abcSpec{"_abc", "Abstract base classes.", abcFunctions, initModule};
} // namespace

void registerAbc(Thread *t) { registerNativeModule(&abcSpec); }

} // namespace pyc
