//===- ProtocolsItems.cpp - Items, length, iteration, isinstance ----------===//
//
// The second half of the generic dispatchers: subscripts, `in`, len(), iter()
// and next(), isinstance() and issubclass() with their hooks.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/StrMethods.h"
#include "runtime/object/Containers.h"
#include "runtime/object/NumStr.h"
#include "runtime/object/Types.h"

namespace pyc {

static bool exactBuiltin(Value v) {
  return v.isObject() && !(v.asObject()->type()->typeFlags & kTypeHeap);
}

//===-- subscripts ---------------------------------------------------------===//

Value getItem(Thread *t, Value o, Value key) {
  if (exactBuiltin(o)) {
    switch (o.asObject()->kind()) {
    case Kind::List:
      return listGetItem(t, o.as<ListObject>(), key);
    case Kind::Tuple:
      return tupleGetItem(t, o, key);
    case Kind::Str:
      return strGetItem(t, o, key);
    case Kind::Dict:
      if (o.asObject()->type() == types::dict_)
        return dictGetItem(t, o, key);
      break;
    default:
      break;
    }
  }
  TypeObject *type = typeOf(o);
  if (lookupDunder(type, Dunder::GetItem))
    return callDunder(t, o, Dunder::GetItem, &key, 1);
  if (isTypeObject(o)) {
    // type[...] is a generic alias; other types have __class_getitem__.
    if (o == typeValue(types::type_))
      return newGenericAlias(t, o, key);
    Value f = typeGetAttrOrEmpty(t, o.as<TypeObject>(), dunderName(Dunder::ClassGetItem));
    if (f && f != None)
      return call(t, f, key);
    if (t->pending)
      return Value::empty();
    return raise(t, exc::TypeError, "type '%N' is not subscriptable", o.as<TypeObject>());
  }
  return raise(t, exc::TypeError, "'%T' object is not subscriptable", o);
}

bool setItem(Thread *t, Value o, Value key, Value v) {
  if (exactBuiltin(o)) {
    if (o.asObject()->kind() == Kind::List)
      return listSetItem(t, o.as<ListObject>(), key, v);
    if (o.asObject()->type() == types::dict_)
      return dictSet(t, o.as<DictObject>(), key, v);
  }
  if (!lookupDunder(typeOf(o), Dunder::SetItem)) {
    raise(t, exc::TypeError, "'%T' object does not support item assignment", o);
    return false;
  }
  Value args[2] = {key, v};
  return static_cast<bool>(callDunder(t, o, Dunder::SetItem, args, 2));
}

bool delItem(Thread *t, Value o, Value key) {
  if (exactBuiltin(o)) {
    if (o.asObject()->kind() == Kind::List)
      return listDelItem(t, o.as<ListObject>(), key);
    if (o.asObject()->type() == types::dict_) {
      int r = dictDelete(t, o.as<DictObject>(), key);
      if (r == 0)
        raiseKeyError(t, key);
      return r > 0;
    }
  }
  if (!lookupDunder(typeOf(o), Dunder::DelItem)) {
    raise(t, exc::TypeError, lookupDunder(typeOf(o), Dunder::SetItem) || !lookupDunder(typeOf(o), Dunder::GetItem)
                                 ? "'%T' object does not support item deletion"
                                 : "'%T' object doesn't support item deletion", o);
    return false;
  }
  return static_cast<bool>(callDunder(t, o, Dunder::DelItem, &key, 1));
}

int contains(Thread *t, Value container, Value item) {
  if (exactBuiltin(container)) {
    switch (container.asObject()->kind()) {
    case Kind::List: case Kind::Tuple:
      return sequenceContains(t, container, item);
    case Kind::Dict:
      return dictContains(t, container.as<DictObject>(), item);
    case Kind::Str:
      return strm::containsStr(t, container, item);
    default:
      break;
    }
  }
  Value f = lookupDunder(typeOf(container), Dunder::Contains);
  if (f == None && f) {
    raise(t, exc::TypeError, "'%T' object is not a container", container);
    return -1;
  }
  if (f) {
    Value r = callDunder(t, container, Dunder::Contains, &item, 1);
    return r ? isTrue(t, r) : -1;
  }
  if (!lookupDunder(typeOf(container), Dunder::Iter) && !lookupDunder(typeOf(container), Dunder::GetItem)) {
    raise(t, exc::TypeError, "argument of type '%T' is not iterable", container);
    return -1;
  }
  Value it = getIter(t, container);
  if (!it)
    return -1;
  for (;;) {
    Value v = iterNext(t, it);
    if (!v)
      return t->pending ? -1 : 0;
    int e = equals(t, v, item);
    if (e)
      return e;
  }
}

int64_t lengthOf(Thread *t, Value o) {
  if (exactBuiltin(o)) {
    Object *p = o.asObject();
    switch (p->kind()) {
    case Kind::Str: return static_cast<StrObject *>(p)->length;
    case Kind::List: return static_cast<ListObject *>(p)->size;
    case Kind::Tuple: return static_cast<TupleObject *>(p)->length;
    case Kind::Dict: return static_cast<DictObject *>(p)->used;
    case Kind::Set: case Kind::FrozenSet: return static_cast<SetObject *>(p)->used;
    case Kind::Bytes: return static_cast<BytesObject *>(p)->length;
    default: break;
    }
  }
  if (!lookupDunder(typeOf(o), Dunder::Len)) {
    raise(t, exc::TypeError, "object of type '%T' has no len()", o);
    return -1;
  }
  Value r = callDunder(t, o, Dunder::Len, nullptr, 0);
  if (!r)
    return -1;
  Value i = indexOf(t, r);
  if (!i)
    return -1;
  if (intIsNegative(i)) {
    raise(t, exc::ValueError, "__len__() should return >= 0");
    return -1;
  }
  int64_t n;
  if (!intToInt64(i, n)) {
    raise(t, exc::OverflowError, "cannot fit 'int' into an index-sized integer");
    return -1;
  }
  return n;
}

//===-- isinstance and issubclass ------------------------------------------===//

/// The bases of something that is no type but has a __bases__ tuple.
static Value abstractBases(Thread *t, Value cls) {
  Value b = getAttrOrEmpty(t, cls, names::__bases__);
  return b && isTuple(b) ? b : Value::empty();
}

static int abstractSubclass(Thread *t, Value c, Value cls) {
  if (!checkNativeStack(t))
    return -1;
  if (c == cls)
    return 1;
  Value bases = abstractBases(t, c);
  if (!bases)
    return t->pending ? -1 : 0;
  auto *b = tupleOf(bases);
  for (int64_t i = 0; i < b->length; ++i)
    if (int r = abstractSubclass(t, b->items[i], cls))
      return r;
  return 0;
}

bool isUnionType(Value v) { return typeNameOf(v) == "UnionType"; }

int realIsInstance(Thread *t, Value o, Value cls) {
  if (isTypeObject(cls)) {
    auto *k = cls.as<TypeObject>();
    if (isSubtype(typeOf(o), k))
      return 1;
    if (!o.isObject() || exactBuiltin(o))
      return 0;
    Value c = getAttrOrEmpty(t, o, names::__class__);
    if (!c)
      return t->pending ? -1 : 0;
    return c != typeValue(typeOf(o)) && isTypeObject(c) && isSubtype(c.as<TypeObject>(), k);
  }
  if (!abstractBases(t, cls)) {
    if (!t->pending)
      raise(t, exc::TypeError, "isinstance() arg 2 must be a type, a tuple of types, or a union");
    return -1;
  }
  Value c = getAttrOrEmpty(t, o, names::__class__);
  if (!c)
    return t->pending ? -1 : 0;
  return abstractSubclass(t, c, cls);
}

int realIsSubclass(Thread *t, Value c, Value cls) {
  if (isTypeObject(c) && isTypeObject(cls))
    return isSubtype(c.as<TypeObject>(), cls.as<TypeObject>());
  if (!abstractBases(t, c)) {
    if (!t->pending)
      raise(t, exc::TypeError, "issubclass() arg 1 must be a class");
    return -1;
  }
  if (!abstractBases(t, cls)) {
    if (!t->pending)
      raise(t, exc::TypeError, "issubclass() arg 2 must be a class, a tuple of classes, or a union");
    return -1;
  }
  return abstractSubclass(t, c, cls);
}

static int checkHook(Thread *t, Value o, Value cls, Dunder hook, int (*again)(Thread *, Value, Value),
                     int (*real)(Thread *, Value, Value)) {
  if (isTypeObject(cls) && typeOf(cls) == types::type_)
    return real(t, o, cls);
  if (isTuple(cls)) {
    if (!checkNativeStack(t))
      return -1;
    auto *classes = tupleOf(cls);
    for (int64_t i = 0; i < classes->length; ++i)
      if (int r = again(t, o, classes->items[i]))
        return r;
    return 0;
  }
  if (lookupDunder(typeOf(cls), hook)) {
    Value r = callDunder(t, cls, hook, &o, 1);
    return r ? isTrue(t, r) : -1;
  }
  return real(t, o, cls);
}

int isInstance(Thread *t, Value o, Value cls) {
  if (cls == typeValue(typeOf(o)))
    return 1;
  return checkHook(t, o, cls, Dunder::InstanceCheck, isInstance, realIsInstance);
}

int isSubclass(Thread *t, Value c, Value cls) {
  return checkHook(t, c, cls, Dunder::SubclassCheck, isSubclass, realIsSubclass);
}

} // namespace pyc
