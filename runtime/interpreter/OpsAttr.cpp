//===- OpsAttr.cpp - Attributes -------------------------------------------===//
//
// The handlers hold the one case that matters most, an instance slot behind a
// shape and version compare; other hits switch on the cache's kind in a slow
// path without leaving the interpreter; misses ask lookupForCache and fill the
// cache. Properties, __getattr__, setters and __setattr__ in Python are frames
// in this activation.
//
//===----------------------------------------------------------------------===//
#include "runtime/interpreter/Continuations.h"
#include "runtime/interpreter/Interp.h"

namespace pyc {

static inline Value *placeAt(Object *o, uint32_t offset) {
  return reinterpret_cast<Value *>(reinterpret_cast<char *>(o) + offset);
}
static inline bool cacheHits(Object *o, const AttrCache *c) {
  return o->shapeId == c->shape && o->shape()->version == c->version;
}

/// What filling a cache found: the value to be used now unless kind says
/// otherwise.
namespace {
enum class Found : uint8_t { Uncached, Cached };
}

/// Fills the cache of LoadAttr/LoadMethod for object o.
static Found fillLoadCache(Value o, Value name, AttrCache *c) {
  c->kind = AttrKind::None;
  c->shape = 0;
  if (!o.isObject())
    return Found::Uncached;
  Object *p = o.asObject();
  AttrLookup l = lookupForCache(o, name);
  AttrKind kind;
  switch (l.source) {
  case AttrLookup::Slot:
    if (l.place & ShapeAttr::kOverflow) {
      kind = AttrKind::Overflow;
      c->place = l.place & ~ShapeAttr::kOverflow;
      c->overflow = p->shape()->overflowOffset;
    } else {
      kind = AttrKind::Slot;
      c->place = l.place;
    }
    break;
  case AttrLookup::ClassValue:
    kind = AttrKind::ClassValue;
    setCacheValue(c, l.value);
    break;
  case AttrLookup::Method:
    kind = AttrKind::Method;
    setCacheValue(c, l.value);
    break;
  case AttrLookup::Property: {
    Value getter = l.value.as<PropertyObject>()->getter;
    if (!isFunction(getter))
      return Found::Uncached;
    kind = AttrKind::Property;
    setCacheValue(c, getter);
    break;
  }
  case AttrLookup::Descriptor: {
    if (!isExact(l.value, shapes::classmethod))
      return Found::Uncached;
    Value f = l.value.as<ClassMethodObject>()->function;
    if (!isFunction(f))
      return Found::Uncached;
    setCacheValue(c, f);
    if (isTypeObject(o)) {
      c->kind = AttrKind::TypeClassMethod;
      c->version = reinterpret_cast<TypeObject *>(p)->version;
      c->owner = p;
      return Found::Cached;
    }
    kind = AttrKind::ClassMethod;
    break;
  }
  case AttrLookup::GetAttrHook:
    if (!isFunction(l.value))
      return Found::Uncached;
    kind = AttrKind::GetAttrHook;
    setCacheValue(c, l.value);
    break;
  case AttrLookup::TypeAttr:
    setCacheValue(c, l.value);
    c->kind = AttrKind::TypeValue;
    c->version = reinterpret_cast<TypeObject *>(p)->version;
    c->owner = p;
    return Found::Cached;
  case AttrLookup::ModuleAttr: {
    DictObject *d = moduleDict(o);
    int64_t i = dictFindStr(d, name);
    if (i < 0 || !d->keysVersion)
      return Found::Uncached;
    c->kind = AttrKind::ModuleEntry;
    c->version = d->keysVersion;
    c->place = static_cast<uint32_t>(i);
    return Found::Cached;
  }
  default:
    return Found::Uncached;
  }
  if (p->shape()->flags & kShapeObsolete)
    return Found::Uncached;
  c->kind = kind;
  c->version = p->shape()->version;
  c->shape = p->shapeId;
  return Found::Cached;
}

/// Does a cache of the kinds that do not compare shapes hold for o? Gives the
/// value.
static inline Value otherHit(Value o, const AttrCache *c) {
  if (c->kind == AttrKind::TypeValue) {
    if (o.isObject() && o.asObject() == c->owner &&
        o.as<TypeObject>()->version == c->version)
      return c->value;
  } else if (c->kind == AttrKind::ModuleEntry) {
    if (isExact(o, shapes::module)) {
      auto *d = o.as<ModuleObject>()->dict.as<DictObject>();
      if (d->keysVersion == c->version)
        return d->entries.as<ValueBuffer>()->items[2 * size_t(c->place) + 1];
    }
  }
  return Value::empty();
}

static inline Value slotOf(Object *p, const AttrCache *c) {
  if (c->kind == AttrKind::Slot)
    return *placeAt(p, c->place);
  if (c->kind == AttrKind::Overflow) {
    Value buffer = *placeAt(p, c->overflow);
    return buffer.as<ValueBuffer>()->items[c->place];
  }
  return Value::empty();
}

// Sites that see several classes miss their inline cache time and again. What
// they find is shared by all sites in one table, indexed by shape and name, so
// that such a miss costs a probe and not a walk along the MRO.
// ‹m› bench/richards.py (polymorphic tasks and records): a third of its time.
namespace {
struct SharedEntry {
  Object *name; ///< interned, never moves
  AttrCache cache;
};
constexpr uint32_t kSharedEntries = 2048;
SharedEntry gShared[kSharedEntries];
} // namespace

static inline SharedEntry &sharedEntry(const Object *o, Value name) {
  uint64_t h = (uint64_t(o->shapeId) >> 4) * 31 + (name.bits >> 4);
  return gShared[(h ^ h >> 11) & (kSharedEntries - 1)];
}
/// The shared cache for o and name when it holds, else null.
static inline AttrCache *sharedHit(Value o, Value name) {
  SharedEntry &e = sharedEntry(o.asObject(), name);
  return e.name == name.asObject() && cacheHits(o.asObject(), &e.cache) ? &e.cache : nullptr;
}
/// A miss that the shared table can answer refills the site's own cache only now
/// and then: sites that alternate keep one of their classes, sites that have
/// changed for good get their new one.
[[gnu::noinline]] static void refill(AttrCache *c, const AttrCache *from) {
  c->shape = from->shape;
  c->version = from->version;
  c->kind = from->kind;
  c->overflow = from->overflow;
  c->place = from->place;
  if (from->kind == AttrKind::ClassValue || from->kind == AttrKind::Method)
    setCacheValue(c, from->value);
}
static inline void countMiss(AttrCache *c, const AttrCache *from) {
  c->rooted = static_cast<uint8_t>(c->rooted + 2);
  if ((c->rooted & 0x1E) == 0)
    refill(c, from);
}
static void shareCache(Value o, Value name, const AttrCache *c) {
  if (c->kind < AttrKind::Slot || c->kind > AttrKind::Method)
    return;
  SharedEntry &e = sharedEntry(o.asObject(), name);
  e.name = name.asObject();
  refill(&e.cache, c);
}

/// A frame for f(a[, b]) with the continuation; tail of the attribute paths.
#define CALL_PYTHON(f, self, argp, n, kind)                                    \
  do {                                                                         \
    Value *nb_ = frameTop(t, base) + kFrameHeaderWords;                        \
    if (!pushFrame(t, (f).as<FunctionObject>(), nb_, self, argp, n,            \
                   Value::empty(), base, returnWord(pc, kind)))                \
      RAISE();                                                                 \
    ENTER_FRAME(nb_, frameFunction(nb_));                                      \
  } while (0)

SLOW(loadAttrSlow) {
  SYNC();
  Value v = getAttr(t, REG_B, k[OP_C]);
  if (v.isEmpty())
    RAISE();
  REG_A = v;
  NEXT(5);
}
/// The cache holds for the object, and it is no plain slot.
SLOW(loadAttrHit) {
  Value o = REG_B;
  AttrCache *c = attrCacheOf(pc);
  switch (c->kind) {
  case AttrKind::Slot:
  case AttrKind::Overflow: {
    Value v = slotOf(o.asObject(), c);
    if (v.isEmpty())
      TAIL(loadAttrSlow);
    REG_A = v;
    NEXT(5);
  }
  case AttrKind::ClassValue:
    REG_A = c->value;
    NEXT(5);
  case AttrKind::Property:
    SYNC();
    CALL_PYTHON(c->value, o, nullptr, 0, Continuation::Store);
  case AttrKind::GetAttrHook: {
    SYNC();
    Value name = k[OP_C];
    CALL_PYTHON(c->value, o, &name, 1, Continuation::Store);
  }
  case AttrKind::ClassMethod:
    o = Value::fromObject(o.asObject()->type());
    [[fallthrough]];
  case AttrKind::Method: {
    if (!isFunction(c->value))
      TAIL(loadAttrSlow);
    SYNC();
    Value m = newBoundMethod(t, o, c->value);
    if (m.isEmpty())
      RAISE();
    REG_A = m;
    NEXT(5);
  }
  default:
    TAIL(loadAttrSlow);
  }
}
SLOW(loadAttrMiss) {
  AttrCache *c = attrCacheOf(pc);
  Value o = REG_B;
  Value v = otherHit(o, c);
  if (!v.isEmpty()) {
    REG_A = v;
    NEXT(5);
  }
  if (AttrCache *shared = sharedHit(o, k[OP_C])) {
    countMiss(c, shared);
    v = shared->kind == AttrKind::ClassValue ? shared->value : slotOf(o.asObject(), shared);
    if (shared->kind != AttrKind::Method && !v.isEmpty()) {
      REG_A = v;
      NEXT(5);
    }
  }
  SYNC();
  if (fillLoadCache(o, k[OP_C], c) == Found::Uncached)
    TAIL(loadAttrSlow);
  shareCache(o, k[OP_C], c);
  v = otherHit(o, c);
  if (!v.isEmpty()) {
    REG_A = v;
    NEXT(5);
  }
  TAIL(loadAttrHit);
}
HANDLER(op_LoadAttr) {
  Value o = REG_B;
  AttrCache *c = attrCacheOf(pc);
  if (PYC_UNLIKELY(!o.isPointer()))
    TAIL(loadAttrSlow);
  Object *p = o.asObject();
  if (PYC_UNLIKELY(!cacheHits(p, c)))
    TAIL(loadAttrMiss);
  if (PYC_UNLIKELY(c->kind != AttrKind::Slot))
    TAIL(loadAttrHit);
  Value v = *placeAt(p, c->place);
  if (PYC_UNLIKELY(v.isEmpty()))
    TAIL(loadAttrSlow);
  REG_A = v;
  NEXT(5);
}

//===--- methods ----------------------------------------------------------===//

#define METHOD_RESULT(callee, self)                                            \
  do {                                                                         \
    REG_A = (callee);                                                          \
    base[OP_A + 4] = (self);                                                   \
    NEXT(5);                                                                   \
  } while (0)

SLOW(loadMethodSlow) {
  SYNC();
  Value v = getAttr(t, REG_B, k[OP_C]);
  if (v.isEmpty())
    RAISE();
  METHOD_RESULT(v, Value::empty());
}
HANDLER(cont_StoreMethod) {
  Value v = Value::fromBits(ins);
  FETCH();
  METHOD_RESULT(v, Value::empty());
}
SLOW(loadMethodHit) {
  Value o = REG_B;
  AttrCache *c = attrCacheOf(pc);
  switch (c->kind) {
  case AttrKind::Method:
    METHOD_RESULT(c->value, o);
  case AttrKind::ClassMethod:
    METHOD_RESULT(c->value, Value::fromObject(o.asObject()->type()));
  case AttrKind::Slot:
  case AttrKind::Overflow: {
    Value v = slotOf(o.asObject(), c);
    if (v.isEmpty())
      TAIL(loadMethodSlow);
    METHOD_RESULT(v, Value::empty());
  }
  case AttrKind::ClassValue:
    METHOD_RESULT(c->value, Value::empty());
  case AttrKind::Property:
    SYNC();
    CALL_PYTHON(c->value, o, nullptr, 0, Continuation::StoreMethod);
  case AttrKind::GetAttrHook: {
    SYNC();
    Value name = k[OP_C];
    CALL_PYTHON(c->value, o, &name, 1, Continuation::StoreMethod);
  }
  default:
    TAIL(loadMethodSlow);
  }
}
/// cls.method() of a class method.
static inline bool typeClassMethodHit(Value o, const AttrCache *c) {
  return c->kind == AttrKind::TypeClassMethod && o.isObject() &&
         o.asObject() == c->owner && o.as<TypeObject>()->version == c->version;
}
SLOW(loadMethodMiss) {
  AttrCache *c = attrCacheOf(pc);
  Value o = REG_B;
  if (typeClassMethodHit(o, c))
    METHOD_RESULT(c->value, o);
  Value v = otherHit(o, c);
  if (!v.isEmpty())
    METHOD_RESULT(v, Value::empty());
  if (AttrCache *shared = sharedHit(o, k[OP_C]))
    if (shared->kind == AttrKind::Method) {
      countMiss(c, shared);
      METHOD_RESULT(shared->value, o);
    }
  SYNC();
  if (fillLoadCache(o, k[OP_C], c) == Found::Uncached)
    TAIL(loadMethodSlow);
  shareCache(o, k[OP_C], c);
  v = otherHit(o, c);
  if (!v.isEmpty())
    METHOD_RESULT(v, Value::empty());
  if (typeClassMethodHit(o, c))
    METHOD_RESULT(c->value, o);
  TAIL(loadMethodHit);
}
HANDLER(op_LoadMethod) {
  Value o = REG_B;
  AttrCache *c = attrCacheOf(pc);
  if (PYC_UNLIKELY(!o.isPointer()))
    TAIL(loadMethodSlow);
  Object *p = o.asObject();
  if (PYC_UNLIKELY(!cacheHits(p, c)))
    TAIL(loadMethodMiss);
  if (PYC_UNLIKELY(c->kind != AttrKind::Method))
    TAIL(loadMethodHit);
  METHOD_RESULT(c->value, o);
}

//===--- stores -----------------------------------------------------------===//

SLOW(storeAttrSlow) {
  SYNC();
  if (!setAttr(t, REG_A, k[OP_C], REG_B))
    RAISE();
  NEXT(5);
}
SLOW(storeAttrHit) {
  Value o = REG_A, v = REG_B;
  Object *p = o.asObject();
  AttrCache *c = attrCacheOf(pc);
  switch (c->kind) {
  case AttrKind::Slot:
    setSlot(p, placeAt(p, c->place), v);
    NEXT(5);
  case AttrKind::Overflow: {
    Object *buffer = placeAt(p, c->overflow)->asObject();
    setSlot(buffer, &static_cast<ValueBuffer *>(buffer)->items[c->place], v);
    NEXT(5);
  }
  case AttrKind::Add:
    p->shapeId = c->newShape;
    setSlot(p, placeAt(p, c->place), v);
    NEXT(5);
  case AttrKind::AddOverflow: {
    SYNC();
    auto *next = reinterpret_cast<Shape *>(static_cast<uintptr_t>(c->newShape));
    if (!addAttr(t, p, next, c->place, v))
      RAISE();
    NEXT(5);
  }
  case AttrKind::Property:
    SYNC();
    CALL_PYTHON(c->value, o, &v, 1, Continuation::Discard);
  default:
    TAIL(storeAttrSlow);
  }
}
static Found fillStoreCache(Thread *t, Value o, Value name, AttrCache *c) {
  c->kind = AttrKind::None;
  c->shape = 0;
  if (!o.isObject())
    return Found::Uncached;
  Object *p = o.asObject();
  Shape *s = p->shape();
  if ((s->type->typeFlags & kTypeCustomSetAttr) || (s->flags & kShapeObsolete) ||
      !(s->type->typeFlags & kTypeHeap))
    return Found::Uncached;
  AttrLookup l = lookupForCache(o, name);
  AttrKind kind;
  switch (l.source) {
  case AttrLookup::Slot:
    if (l.place & ShapeAttr::kOverflow) {
      kind = AttrKind::Overflow;
      c->place = l.place & ~ShapeAttr::kOverflow;
      c->overflow = s->overflowOffset;
    } else {
      kind = AttrKind::Slot;
      c->place = l.place;
    }
    break;
  case AttrLookup::Property: {
    Value setter = l.value.as<PropertyObject>()->setter;
    if (!setter.isObject() || !isFunction(setter))
      return Found::Uncached;
    kind = AttrKind::Property;
    setCacheValue(c, setter);
    break;
  }
  case AttrLookup::Absent:
  case AttrLookup::ClassValue:
  case AttrLookup::Method:
  case AttrLookup::GetAttrHook: {
    if (!(s->flags & kShapeHasDict) || (s->flags & kShapeDictMode))
      return Found::Uncached;
    uint32_t place;
    Shape *next = shapeAfterAdding(t, s, name, place);
    if (!next)
      return Found::Uncached;
    kind = place & ShapeAttr::kOverflow ? AttrKind::AddOverflow : AttrKind::Add;
    c->place = place;
    c->newShape = shapeIdOf(next);
    break;
  }
  default:
    return Found::Uncached;
  }
  c->kind = kind;
  c->version = s->version;
  c->shape = p->shapeId;
  return Found::Cached;
}
SLOW(storeAttrMiss) {
  SYNC();
  Value o = REG_A;
  if (o.isObject() && (o.asObject()->type()->typeFlags & kTypeCustomSetAttr)) {
    Value f = lookupDunder(o.asObject()->type(), Dunder::SetAttr);
    if (f && isFunction(f)) {
      Value args[2] = {k[OP_C], REG_B};
      CALL_PYTHON(f, o, args, 2, Continuation::Discard);
    }
  }
  // A slot that can be read here can be written: loads and stores share entries
  // (a class that overrides __setattr__ never gets this far).
  if (o.isObject())
    if (AttrCache *shared = sharedHit(o, k[OP_C]))
      if (shared->kind == AttrKind::Slot &&
          !(o.asObject()->type()->typeFlags & kTypeCustomSetAttr)) {
        countMiss(attrCacheOf(pc), shared);
        Object *p = o.asObject();
        setSlot(p, placeAt(p, shared->place), REG_B);
        NEXT(5);
      }
  if (fillStoreCache(t, o, k[OP_C], attrCacheOf(pc)) == Found::Uncached)
    TAIL(storeAttrSlow);
  if (attrCacheOf(pc)->kind == AttrKind::Slot)
    shareCache(o, k[OP_C], attrCacheOf(pc));
  TAIL(storeAttrHit);
}
HANDLER(op_StoreAttr) {
  Value o = REG_A, v = REG_B;
  AttrCache *c = attrCacheOf(pc);
  if (PYC_UNLIKELY(!o.isPointer()))
    TAIL(storeAttrSlow);
  Object *p = o.asObject();
  if (PYC_UNLIKELY(!cacheHits(p, c)))
    TAIL(storeAttrMiss);
  if (PYC_UNLIKELY(c->kind != AttrKind::Slot))
    TAIL(storeAttrHit);
  if (PYC_UNLIKELY(gcNeedsBarrier(p, v)))
    TAIL(storeAttrHit);
  *placeAt(p, c->place) = v;
  NEXT(5);
}
SLOW(deleteAttrSlow) {
  SYNC();
  if (!delAttr(t, REG_A, k[OP_B]))
    RAISE();
  NEXT(1);
}
HANDLER(op_DeleteAttr) { TAIL(deleteAttrSlow); }

//===--- super ------------------------------------------------------------===//

/// What `name` gives in self's MRO behind cls; empty: absent or irregular.
static Value superLookup(Value cls, Value self, Value name) {
  if (!isTypeObject(cls))
    return Value::empty();
  TypeObject *type = typeOf(self);
  auto *mro = type->mro.as<TupleObject>();
  int64_t i = 0;
  while (i < mro->length && mro->items[i] != cls)
    ++i;
  for (++i; i < mro->length; ++i) {
    if (!isTypeObject(mro->items[i]))
      return Value::empty();
    auto *d = mro->items[i].as<TypeObject>()->dict.as<DictObject>();
    Value v = dictGetStr(d, name);
    if (v)
      return v;
  }
  return Value::empty();
}

/// Finds the function for the method form and remembers it; empty: do it the
/// long way.
static Value superMethod(Value *window, Value name, SuperCache *c) {
  Value cls = window[0], self = window[1];
  if (window[2] != typeValue(types::super_) || !self.isObject() || isTypeObject(self))
    return Value::empty();
  Object *p = self.asObject();
  if (p->shapeId == c->shape && p->shape()->version == c->version)
    return c->function;
  Value f = superLookup(cls, self, name);
  if (!f || !isFunction(f))
    return Value::empty();
  if (c->function.bits == 0)
    registerCacheWord(&c->function);
  gcStoreRoot(&c->function, f);
  c->shape = p->shapeId;
  c->version = p->shape()->version;
  return f;
}
/// super(...) as an object, then its attribute.
Value superAttr(Thread *t, Value *window, Value name) {
  Value super = window[2] == typeValue(types::super_)
                    ? call(t, window[2], window, 2)
                    : call(t, window[2]);
  return super ? getAttr(t, super, name) : super;
}
SLOW(loadSuperAttrSlow) {
  SYNC();
  Value v = superAttr(t, &REG_B, k[OP_C]);
  if (v.isEmpty())
    RAISE();
  REG_A = v;
  NEXT(3);
}
HANDLER(op_LoadSuperAttr) { TAIL(loadSuperAttrSlow); }
SLOW(loadSuperMethodSlow) {
  SYNC();
  Value self = base[OP_B + 1];
  Value f = superMethod(&REG_B, k[OP_C], superCacheOf(pc));
  if (f.isEmpty()) {
    self = Value::empty();
    f = superAttr(t, &REG_B, k[OP_C]);
    if (f.isEmpty())
      RAISE();
  }
  REG_A = f;
  base[OP_A + 4] = self;
  NEXT(3);
}
HANDLER(op_LoadSuperMethod) { TAIL(loadSuperMethodSlow); }

//===--- special methods of `with` ----------------------------------------===//

Value loadSpecial(Thread *t, Value o, unsigned which) {
  which &= 3;
  static constexpr Dunder dunders[] = {Dunder::Enter, Dunder::Exit, Dunder::AEnter, Dunder::AExit};
  TypeObject *type = typeOf(o);
  Value f = lookupDunder(type, dunders[which]);
  if (f.isEmpty()) {
    raise(t, exc::TypeError,
          which == 0   ? "'%T' object does not support the context manager protocol"
          : which == 1 ? "'%T' object does not support the context manager protocol "
                         "(missed __exit__ method)"
          : which == 2 ? "'%T' object does not support the asynchronous context manager "
                         "protocol"
                       : "'%T' object does not support the asynchronous context manager "
                         "protocol (missed __aexit__ method)",
          o);
    return Value::empty();
  }
  Value bound;
  if (isFunction(f))
    bound = newBoundMethod(t, o, f);
  else if (isKind(f, Kind::NativeFunction))
    bound = getAttr(t, o, dunderName(dunders[which]));
  else {
    Value get = lookupDunder(typeOf(f), Dunder::Get);
    if (get) {
      Value args[3] = {f, o, typeValue(type)};
      bound = call(t, get, args, 3);
    } else
      bound = f;
  }
  return bound;
}
SLOW(loadSpecialSlow) {
  SYNC();
  Value bound = loadSpecial(t, REG_B, OP_C);
  if (bound.isEmpty())
    RAISE();
  REG_A = bound;
  NEXT(1);
}
HANDLER(op_LoadSpecial) { TAIL(loadSpecialSlow); }

} // namespace pyc
