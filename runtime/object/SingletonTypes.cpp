//===- SingletonTypes.cpp - None, NotImplemented, Ellipsis, X | Y ---------===//
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"

namespace pyc {

std::string typeFullName(Thread *t, TypeObject *type);

#define END_METHODS {nullptr, nullptr, nullptr}

static Value noneRepr(Thread *t, Value *, size_t) { return internStr(t, "None"); }
static Value noneBool(Thread *, Value *, size_t) { return False; }
static Value noneNew(Thread *t, Value *a, size_t) {
  return None;
}
static Value niRepr(Thread *t, Value *, size_t) { return internStr(t, "NotImplemented"); }
static Value niBool(Thread *t, Value *, size_t) {
  // CPython 3.11 warns (DeprecationWarning, ignored by default) and says True.
  return True;
}
static Value niNew(Thread *, Value *, size_t) { return NotImplemented; }
static Value ellipsisRepr(Thread *t, Value *, size_t) { return internStr(t, "Ellipsis"); }
static Value ellipsisNew(Thread *, Value *, size_t) { return Ellipsis; }
static const NativeDef kNone[] = {{"__new__", noneNew, "($type)"}, {"__repr__", noneRepr, "($self, /)"}, {"__bool__", noneBool, "($self, /)"}, END_METHODS};
static const NativeDef kNotImplemented[] = {{"__new__", niNew, "($type)"}, {"__repr__", niRepr, "($self, /)"}, {"__reduce__", niRepr, "($self, /)"}, {"__bool__", niBool, "($self, /)"}, END_METHODS};
static const NativeDef kEllipsis[] = {{"__new__", ellipsisNew, "($type)"}, {"__repr__", ellipsisRepr, "($self, /)"}, {"__reduce__", ellipsisRepr, "($self, /)"}, END_METHODS};

//===-- types.UnionType ----------------------------------------------------===//

struct UnionObject : Object { Value args; };
TypeObject *gUnionType;
static TupleObject *argsOf(Value u) { return u.as<UnionObject>()->args.as<TupleObject>(); }
static bool isUnion(Value v) { return v.isObject() && v.asObject()->type() == gUnionType; }

static bool unionable(Value v) {
  return v == None || isTypeObject(v) || isUnion(v) || (v.isObject() && typeNameOf(v) == "GenericAlias");
}

Value newUnion(Thread *t, Value a, Value b) {
  if (!unionable(a) || !unionable(b))
    return NotImplemented;
  RootVector parts(t);
  bool ok = true;
  auto add = [&](Value v) {
    if (v == None)
      v = typeValue(types::NoneType_);
    for (Value x : parts) {
      int r = equals(t, x, v);
      ok &= r >= 0;
      if (r)
        return;
    }
    parts.push(v);
  };
  for (Value side : {a, b}) {
    if (isUnion(side))
      for (int64_t i = 0; i < argsOf(side)->length; ++i)
        add(argsOf(side)->items[i]);
    else
      add(side);
  }
  if (!ok)
    return Value::empty();
  if (parts.size() == 1)
    return parts[0];
  Value args = newTuple(t, parts.data, parts.size());
  auto *u = args ? gcAllocate<UnionObject>(t, sizeof(UnionObject), gUnionType->instanceShape) : nullptr;
  if (!u)
    return Value::empty();
  u->args = args;
  return Value::fromObject(u);
}
static Value unionOr(Thread *t, Value *a, size_t) { return newUnion(t, a[0], a[1]); }
static Value unionRor(Thread *t, Value *a, size_t) { return newUnion(t, a[1], a[0]); }
static Value unionRepr(Thread *t, Value *a, size_t) {
  std::string out;
  for (int64_t i = 0; i < argsOf(a[0])->length; ++i) {
    Value v = argsOf(a[0])->items[i];
    if (i)
      out += " | ";
    if (v == typeValue(types::NoneType_))
      out += "None";
    else if (isTypeObject(v))
      out += typeFullName(t, v.as<TypeObject>());
    else {
      Value r = repr(t, v);
      if (!r)
        return r;
      out += strToUtf8(payloadOf(r));
    }
  }
  return newStr(t, out);
}
static Value asSet(Thread *t, Value u) {
  Value s = newSet(t, true);
  for (int64_t i = 0; s && i < argsOf(u)->length; ++i)
    if (!setAdd(t, s.as<SetObject>(), argsOf(u)->items[i]))
      return Value::empty();
  return s;
}
static Value unionEq(Thread *t, Value *a, size_t) {
  if (!isUnion(a[1]))
    return NotImplemented;
  Value x = asSet(t, a[0]), y = x ? asSet(t, a[1]) : x;
  return y ? compare(t, Dunder::Eq, x, y) : y;
}
static Value unionHash(Thread *t, Value *a, size_t) {
  Value s = asSet(t, a[0]);
  uint64_t h;
  return s && hashOf(t, s, h) ? newInt(t, static_cast<int64_t>(h)) : Value::empty();
}
template <int (*Check)(Thread *, Value, Value)>
static Value unionCheck(Thread *t, Value *a, size_t) {
  for (int64_t i = 0; i < argsOf(a[0])->length; ++i) {
    Value v = argsOf(a[0])->items[i];
    if (!isTypeObject(v))
      return raise(t, exc::TypeError, Check == isInstance ? "isinstance() argument 2 cannot be a parameterized generic" : "issubclass() argument 2 cannot be a parameterized generic");
  }
  for (int64_t i = 0; i < argsOf(a[0])->length; ++i)
    if (int r = Check(t, a[1], argsOf(a[0])->items[i]))
      return r < 0 ? Value::empty() : True;
  return False;
}
static Value unionArgs(Thread *, Value s) { return s.as<UnionObject>()->args; }
static Value unionParameters(Thread *t, Value s) {
  // Type variables of the members, in order.
  RootVector out(t);
  for (int64_t i = 0; i < argsOf(s)->length; ++i) {
    Value p = isTypeObject(argsOf(s)->items[i]) ? Value::empty() : getAttrOrEmpty(t, argsOf(s)->items[i], internStr(t, "__parameters__"));
    if (t->pending)
      return Value::empty();
    if (p && isTuple(p))
      for (int64_t k = 0; k < tupleOf(p)->length; ++k)
        out.push(tupleOf(p)->items[k]);
  }
  return newTuple(t, out.data, out.size());
}
static const NativeDef kUnion[] = {
    {"__or__", unionOr, "($self, value, /)"}, {"__ror__", unionRor, "($self, value, /)"}, {"__repr__", unionRepr, "($self, /)"},
    {"__eq__", unionEq, "($self, value, /)"}, {"__hash__", unionHash, "($self, /)"},
    {"__instancecheck__", unionCheck<isInstance>, "($self, instance, /)"},
    {"__subclasscheck__", unionCheck<isSubclass>, "($self, cls, /)"}, END_METHODS};
static const GetSetDef kUnionGetSets[] = {{"__args__", unionArgs, nullptr}, {"__parameters__", unionParameters, nullptr}, {nullptr, nullptr, nullptr}};

static TypeObject *make(Thread *t, const char *name, Kind kind, const NativeDef *methods) {
  auto *spec = new TypeSpec{name, kind, 8, TraceKind::NoPointers, 0, 0};
  spec->methods = methods;
  return makeBuiltinType(t, *spec);
}

void initSingletonTypes(Thread *t) {
  make(t, "NoneType", Kind::None, kNone);
  make(t, "NotImplementedType", Kind::NotImplemented, kNotImplemented);
  make(t, "ellipsis", Kind::Ellipsis, kEllipsis);
  static TypeSpec u{"types.UnionType", Kind::RegularObject, sizeof(UnionObject), TraceKind::FixedSlots, 0, 1};
  u.methods = kUnion;
  u.getsets = kUnionGetSets;
  u.typeFlags = kTypeDisallowInstantiation;
  gUnionType = makeBuiltinType(t, u);
}

} // namespace pyc
