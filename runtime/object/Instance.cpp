//===- Instance.cpp - Instances: layouts, transitions, dict mode ----------===//
//
// Problem: Python instances are dictionaries, but nearly all instances of a
// class have the same attributes set in the same order.
//
// Idea (Self's maps; Chambers, Ungar, Lee 1989): the names and places live in
// the Shape, shared by all objects of that history; adding an attribute follows
// a transition to a child shape. The object holds only the values: some inline,
// the rest in an overflow buffer.
//
// How many inline slots a new instance gets is a property of the class
// (TypeObject::inlineSlotHint): guessed when the class is made, and raised
// when an instance overflows, by giving the class a new root shape. Older
// instances keep their family of shapes.
//
// An object leaves shapes for a real dict ("dict mode") when somebody asks for
// its __dict__, when it has more than kMaxShapeAttrs attributes, or when its
// class shows no regularity (kMaxTransitions). It never comes back.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Types.h"
#include <cstdlib>

namespace pyc {

constexpr unsigned kMaxShapeAttrs = 128;
constexpr unsigned kMaxTransitions = 64;
constexpr unsigned kLinearSearch = 8;

struct ShapeTransitions {
  uint32_t count, capacity;
  struct {
    StrObject *name;
    Shape *child;
  } entries[];
};

//===-- shapes -------------------------------------------------------------===//

Shape *makeInstanceShape(TypeObject *type, unsigned inlineSlots) {
  TypeObject *solid = type->solidBase;
  Shape *base = solid->instanceShape;
  uint32_t offset = type->basicSize + 8u * type->slotMembers;
  if (!(type->typeFlags & kTypeHasDict) || type->kind == Kind::Type)
    inlineSlots = 0;
  bool baseDict = base && base->overflowOffset;
  uint32_t overflow = 0;
  if (type->typeFlags & kTypeHasDict && type->kind != Kind::Type) {
    overflow = baseDict ? base->overflowOffset : offset;
    if (!baseDict)
      offset += 8;
  }
  uint32_t size = offset + 8 * inlineSlots;
  bool wraps = type->typeFlags & kTypeWraps;
  TraceKind trace = wraps ? TraceKind::Instance : base->traceKind;
  Kind kind = wraps ? Kind::Instance : type->kind;
  Shape *s = newShape(type, kind, trace, size, wraps ? 0 : base->skipWords);
  if (trace == TraceKind::FixedSlots)
    s->slotCount = type->kind == Kind::Type
                       ? base->slotCount
                       : static_cast<uint16_t>((size - 8 - 8 * base->skipWords) / 8);
  s->customTracer = base->customTracer;
  s->strategy = wraps ? 0 : base->strategy;
  s->overflowOffset = static_cast<uint16_t>(overflow);
  s->attrCapacity = inlineSlots;
  if (wraps)
    s->flags |= kShapeWraps;
  if (overflow)
    s->flags |= kShapeHasDict;
  // A module's slot is its namespace from the start.
  if (overflow && kind == Kind::Module)
    s->flags |= kShapeDictMode;
  return s;
}

static unsigned indexSize(unsigned n) { return std::bit_ceil(n * 2); }
static unsigned nameHash(const StrObject *name) {
  uintptr_t p = reinterpret_cast<uintptr_t>(name) >> 3;
  return static_cast<unsigned>(p * 0x9E3779B97F4A7C15ull >> 32);
}

bool findPlace(const Shape *s, const StrObject *name, uint32_t &place) {
  if (PYC_LIKELY(!s->attrIndex)) {
    for (unsigned i = 0; i < s->attrCount; ++i)
      if (s->attrs[i].name == name) {
        place = s->attrs[i].place;
        return true;
      }
    return false;
  }
  unsigned mask = indexSize(s->attrCount) - 1;
  for (unsigned h = nameHash(name) & mask;; h = (h + 1) & mask) {
    uint32_t i = s->attrIndex[h];
    if (!i)
      return false;
    if (s->attrs[i - 1].name == name) {
      place = s->attrs[i - 1].place;
      return true;
    }
  }
}

static Shape *copyShape(Shape *s) {
  Shape *n = newShape(s->type, s->kind, s->traceKind, s->size, s->skipWords, s->slotCount);
  n->customTracer = s->customTracer;
  n->strategy = s->strategy;
  n->flags = s->flags;
  n->overflowOffset = s->overflowOffset;
  n->attrCapacity = s->attrCapacity;
  return n;
}

static Shape *addTransition(Shape *s, StrObject *name) {
  Shape *n = copyShape(s);
  unsigned count = s->attrCount;
  n->attrs = static_cast<ShapeAttr *>(malloc(sizeof(ShapeAttr) * (count + 1)));
  if (!n->attrs)
    internalError(__FILE__, __LINE__, "out of memory for shapes");
  if (count)
    memcpy(n->attrs, s->attrs, sizeof(ShapeAttr) * count);
  uint32_t place = count < s->attrCapacity
                       ? s->size - 8 * (s->attrCapacity - count)
                       : ShapeAttr::kOverflow | (count - s->attrCapacity);
  n->attrs[count] = {name, place, 0};
  n->attrCount = static_cast<uint16_t>(count + 1);
  n->parent = s;
  if (n->attrCount > kLinearSearch) {
    unsigned size = indexSize(n->attrCount);
    n->attrIndex = static_cast<uint32_t *>(calloc(size, sizeof(uint32_t)));
    if (!n->attrIndex)
      internalError(__FILE__, __LINE__, "out of memory for shapes");
    for (unsigned i = 0; i < n->attrCount; ++i) {
      unsigned h = nameHash(n->attrs[i].name) & (size - 1);
      while (n->attrIndex[h])
        h = (h + 1) & (size - 1);
      n->attrIndex[h] = i + 1;
    }
  }
  ShapeTransitions *tr = s->transitions;
  if (!tr || tr->count == tr->capacity) {
    uint32_t cap = tr ? tr->capacity * 2 : 2;
    auto *bigger = static_cast<ShapeTransitions *>(
        realloc(tr, sizeof(ShapeTransitions) + cap * sizeof(tr->entries[0])));
    if (!bigger)
      internalError(__FILE__, __LINE__, "out of memory for shapes");
    if (!tr)
      bigger->count = 0;
    bigger->capacity = cap;
    s->transitions = tr = bigger;
  }
  tr->entries[tr->count++] = {name, n};
  return n;
}

Shape *shapeAfterAdding(Thread *t, Shape *s, Value name, uint32_t &place) {
  if (!(s->flags & kShapeHasDict) || (s->flags & kShapeDictMode))
    return nullptr;
  if (!(name.asObject()->flags & kStrInterned))
    name = internValue(t, name);
  auto *n = name.as<StrObject>();
  Shape *child = nullptr;
  if (ShapeTransitions *tr = s->transitions)
    for (uint32_t i = 0; i < tr->count; ++i)
      if (tr->entries[i].name == n) {
        child = tr->entries[i].child;
        break;
      }
  if (!child) {
    if (s->attrCount >= kMaxShapeAttrs ||
        (s->transitions && s->transitions->count >= kMaxTransitions))
      return nullptr;
    child = addTransition(s, n);
    TypeObject *type = s->type;
    if (child->attrCount > s->attrCapacity && type->inlineSlotHint < child->attrCount &&
        type->instanceShape->attrCapacity == s->attrCapacity && s->attrCapacity < 60) {
      // This family overflows: instances made from now on get more room.
      type->inlineSlotHint = static_cast<uint8_t>(s->attrCapacity + (s->attrCapacity < 4 ? 2 : s->attrCapacity / 2));
      type->instanceShape = makeInstanceShape(type, type->inlineSlotHint);
    }
  }
  place = child->attrs[s->attrCount].place;
  return child;
}

static Shape *dictModeShape(Shape *s) {
  if (!s->dictMode) {
    Shape *n = copyShape(s);
    n->flags |= kShapeDictMode;
    s->dictMode = n;
  }
  return s->dictMode;
}

//===-- attributes ---------------------------------------------------------===//

Value readPlace(Object *o, uint32_t place) { return *placeAddress(o, place); }

bool addAttr(Thread *t, Object *o, Shape *next, uint32_t place, Value v) {
  if (PYC_UNLIKELY(place & ShapeAttr::kOverflow)) {
    uint32_t i = place & ~ShapeAttr::kOverflow;
    auto *slot = reinterpret_cast<Value *>(reinterpret_cast<char *>(o) + next->overflowOffset);
    int64_t have = slot->isObject() ? slot->as<ValueBuffer>()->length : 0;
    if (i >= have) {
      int64_t want = have ? have * 2 : 4;
      auto *b = gcAllocate<ValueBuffer>(t, sizeof(ValueBuffer) + 8 * static_cast<size_t>(want), shapes::valueBuffer);
      if (!b)
        return false;
      b->length = want;
      for (int64_t k = 0; k < have; ++k)
        setSlot(b, &b->items[k], slot->as<ValueBuffer>()->items[k]);
      setSlot(o, slot, Value::fromObject(b));
    }
    auto *b = slot->as<ValueBuffer>();
    setSlot(b, &b->items[i], v);
    o->shapeId = shapeIdOf(next);
    return true;
  }
  o->shapeId = shapeIdOf(next);
  setSlot(o, reinterpret_cast<Value *>(reinterpret_cast<char *>(o) + place), v);
  return true;
}

/// Stores to an existing place, with the barrier on the right holder.
static void storePlace(Object *o, uint32_t place, Value v) {
  Value *slot = placeAddress(o, place);
  if (place & ShapeAttr::kOverflow)
    setSlot(reinterpret_cast<Value *>(reinterpret_cast<char *>(o) + o->shape()->overflowOffset)->asObject(), slot, v);
  else
    setSlot(o, slot, v);
}

static Value *dictSlot(Object *o) {
  return reinterpret_cast<Value *>(reinterpret_cast<char *>(o) + o->shape()->overflowOffset);
}

static bool toDictMode(Thread *t, Object *o) {
  Shape *s = o->shape();
  Value d = newDict(t);
  if (!d)
    return false;
  for (unsigned i = 0; i < s->attrCount; ++i)
    if (!dictSet(t, d.as<DictObject>(), Value::fromObject(s->attrs[i].name), readPlace(o, s->attrs[i].place)))
      return false;
  Value *slot = dictSlot(o);
  o->shapeId = shapeIdOf(dictModeShape(s));
  setSlot(o, slot, d);
  // What the inline slots hold is dead now.
  for (unsigned i = 0; i < s->attrCapacity; ++i)
    *reinterpret_cast<Value *>(reinterpret_cast<char *>(o) + s->size - 8 * (i + 1)) = Value::fromSmallInt(0);
  return true;
}

Value instanceGet(Object *o, Value name) {
  Shape *s = o->shape();
  if (PYC_LIKELY(s->flags & kShapeHasDict) && !(s->flags & kShapeDictMode)) {
    uint32_t place;
    return findPlace(s, name.as<StrObject>(), place) ? *placeAddress(o, place) : Value::empty();
  }
  if (s->flags & kShapeDictMode) {
    Value d = *dictSlot(o);
    if (d.isObject())
      return isKind(d, Kind::Dict) ? dictGetStr(d.as<DictObject>(), name) : Value::empty();
  }
  return Value::empty();
}

static DictObject *needDict(Thread *t, Object *o) {
  Value *slot = dictSlot(o);
  if (!slot->isObject()) {
    Value d = newDict(t);
    if (!d)
      return nullptr;
    setSlot(o, slot, d);
  }
  return slot->as<DictObject>();
}

int instanceSet(Thread *t, Object *o, Value name, Value v) {
  Shape *s = o->shape();
  if (!(s->flags & (kShapeHasDict | kShapeDictMode)))
    return 0;
  if (!(s->flags & kShapeDictMode)) {
    uint32_t place;
    if (findPlace(s, name.as<StrObject>(), place)) {
      storePlace(o, place, v);
      return 1;
    }
    if (Shape *next = shapeAfterAdding(t, s, name, place))
      return addAttr(t, o, next, place, v) ? 1 : -1;
    if (!toDictMode(t, o))
      return -1;
  }
  DictObject *d = needDict(t, o);
  return d && dictSet(t, d, name, v) ? 1 : -1;
}

int instanceDelete(Thread *t, Object *o, Value name) {
  Shape *s = o->shape();
  if (!(s->flags & (kShapeHasDict | kShapeDictMode)))
    return 0;
  if (s->flags & kShapeDictMode) {
    Value d = *dictSlot(o);
    return d.isObject() ? dictDelete(t, d.as<DictObject>(), name) : 0;
  }
  uint32_t place;
  if (!findPlace(s, name.as<StrObject>(), place))
    return 0;
  // Walk down to before the attribute and add the later ones again: the
  // layout is that of an object that never had it.
  RootVector values(t);
  unsigned at = 0;
  while (s->attrs[at].name != name.as<StrObject>())
    ++at;
  for (unsigned i = at + 1; i < s->attrCount; ++i)
    values.push(readPlace(o, s->attrs[i].place));
  Shape *p = s;
  while (p->attrCount > at)
    p = p->parent;
  o->shapeId = shapeIdOf(p);
  for (unsigned i = at + 1; i < s->attrCount; ++i) {
    uint32_t where;
    Shape *next = shapeAfterAdding(t, o->shape(), Value::fromObject(s->attrs[i].name), where);
    if (!next) {
      if (instanceSet(t, o, Value::fromObject(s->attrs[i].name), values[i - at - 1]) < 0)
        return -1;
    } else if (!addAttr(t, o, next, where, values[i - at - 1]))
      return -1;
  }
  return 1;
}

Value instanceDict(Thread *t, Object *o) {
  if (!instanceHasDict(o))
    return Value::empty();
  if (!(o->shape()->flags & kShapeDictMode) && !toDictMode(t, o))
    return Value::empty();
  if (!needDict(t, o))
    return Value::empty();
  return *dictSlot(o);
}

bool instanceSetDict(Thread *t, Object *o, Value dict) {
  if (!(o->shape()->flags & kShapeDictMode) && !toDictMode(t, o))
    return false;
  setSlot(o, dictSlot(o), dict);
  return true;
}

Value instanceDictCopy(Thread *t, Object *o) {
  Value d = newDict(t);
  if (!d)
    return d;
  Shape *s = o->shape();
  if (s->flags & kShapeDictMode) {
    Value old = *dictSlot(o);
    if (old.isObject() && !dictUpdate(t, d.as<DictObject>(), old))
      return Value::empty();
  } else {
    for (unsigned i = 0; i < s->attrCount; ++i)
      if (!dictSet(t, d.as<DictObject>(), Value::fromObject(s->attrs[i].name), readPlace(o, s->attrs[i].place)))
        return Value::empty();
  }
  return d;
}

//===-- creation -----------------------------------------------------------===//

Value newInstance(Thread *t, TypeObject *type) {
  Shape *s = type->instanceShape;
  auto *o = gcAllocate<Object>(t, s->size, s);
  if (PYC_UNLIKELY(!o))
    return Value::empty();
  if (PYC_UNLIKELY(type->slotMembers)) {
    auto *p = reinterpret_cast<Value *>(reinterpret_cast<char *>(o) + type->basicSize);
    for (unsigned i = 0; i < type->slotMembers; ++i)
      p[i] = Value::empty();
  }
  if (PYC_UNLIKELY(type->typeFlags & kTypeHasFinalizer))
    gcRegisterFinalizer(o);
  return Value::fromObject(o);
}

Value newWrapped(Thread *t, TypeObject *cls, Value exact) {
  if (PYC_LIKELY(!(cls->typeFlags & kTypeHeap)))
    return exact;
  Value v = newInstance(t, cls);
  if (v) {
    auto *o = v.asObject();
    setSlot(o, reinterpret_cast<Value *>(o + 1), exact);
  }
  return v;
}

Value payloadOf(Value v) {
  if (v.isObject() && (v.asObject()->shape()->flags & kShapeWraps))
    return *reinterpret_cast<Value *>(v.asObject() + 1);
  return v;
}

//===-- __class__ ----------------------------------------------------------===//

bool instanceSetClass(Thread *t, Object *o, TypeObject *cls) {
  TypeObject *old = o->type();
  if (old == cls)
    return true;
  bool bothModules = isSubtype(old, types::module_) && isSubtype(cls, types::module_);
  if (!bothModules && (!(old->typeFlags & kTypeHeap) || !(cls->typeFlags & kTypeHeap))) {
    raise(t, exc::TypeError,
          "__class__ assignment only supported for mutable types or ModuleType subclasses");
    return false;
  }
  if (bothModules && !(cls->typeFlags & kTypeHasDict))
    return true;
  // Same solid base, same members by name, same presence of a dict.
  bool same = old->solidBase == cls->solidBase && old->slotMembers == cls->slotMembers &&
              (old->typeFlags & (kTypeHasDict | kTypeWraps)) == (cls->typeFlags & (kTypeHasDict | kTypeWraps));
  if (!same && !bothModules) {
    raise(t, exc::TypeError, "__class__ assignment: '%s' object layout differs from '%s'",
          typeNameOf(cls).c_str(), typeNameOf(old).c_str());
    return false;
  }
  Shape *s = o->shape();
  Shape *root = nullptr;
  bool dictMode = s->flags & kShapeDictMode;
  for (Shape *k = cls->shapes; k; k = k->nextOfType)
    if (k->attrCount == 0 && k->size == s->size && !(k->flags & kShapeDictMode) &&
        k->overflowOffset == s->overflowOffset && k->strategy == s->strategy)
      root = k;
  if (!root) {
    if (bothModules) {
      root = newShape(cls, s->kind, s->traceKind, s->size, s->skipWords, s->slotCount);
      root->flags = s->flags & ~kShapeBuiltinExact;
      root->overflowOffset = s->overflowOffset;
    } else {
      root = makeInstanceShape(cls, s->attrCapacity);
      root->strategy = s->strategy;
    }
  }
  if (!dictMode && !bothModules) {
    for (unsigned i = 0; i < s->attrCount; ++i) {
      uint32_t place;
      Shape *next = shapeAfterAdding(t, root, Value::fromObject(s->attrs[i].name), place);
      if (!next || place != s->attrs[i].place) {
        if (!toDictMode(t, o))
          return false;
        dictMode = true;
        while (root->parent)
          root = root->parent;
        break;
      }
      root = next;
    }
  }
  if (dictMode && !(root->flags & kShapeDictMode))
    root = dictModeShape(root);
  o->shapeId = shapeIdOf(root);
  if (o->gcBits & kGcOld)
    gcRememberObject(o); // its header keeps another type alive now
  if (cls->typeFlags & kTypeHasFinalizer) // from now on
    gcRegisterFinalizer(o);
  return true;
}

} // namespace pyc
