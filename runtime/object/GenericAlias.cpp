//===- GenericAlias.cpp - list[int]: types.GenericAlias -------------------===//
//
// An alias remembers its origin and arguments, looks like the origin for most
// attributes, makes instances when called, and can be subscripted again when
// its arguments contain type variables (PEP 585). As a base class it stands for
// its origin (__mro_entries__).
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"

namespace pyc {

struct AliasObject : Object { // FixedSlots skip 1
  int64_t starred;
  Value origin, args, parameters;
};
static TypeObject *gAlias;
static AliasObject *A(Value v) { return v.as<AliasObject>(); }
static bool isAlias(Value v) { return v.isObject() && isSubtype(typeOf(v), gAlias); }

//===-- parameters ---------------------------------------------------------===//

static bool addUnique(Thread *t, RootVector &out, Value v) {
  for (Value x : out)
    if (x == v)
      return true;
  out.push(v);
  return true;
}

/// Type variables in args, in order of appearance. Empty: raised.
static Value collectParameters(Thread *t, Value args) {
  RootVector out(t);
  auto *a = args.as<TupleObject>();
  Value substName = internStr(t, "__typing_subst__"), paramName = internStr(t, "__parameters__");
  for (int64_t i = 0; i < a->length; ++i) {
    Value x = a->items[i];
    if (isTypeObject(x))
      continue;
    Value s = getAttrOrEmpty(t, x, substName);
    if (s) {
      addUnique(t, out, x);
      continue;
    }
    if (t->pending)
      return Value::empty();
    Value p = getAttrOrEmpty(t, x, paramName);
    if (!p && t->pending)
      return p;
    if (p && isTuple(p))
      for (int64_t k = 0; k < tupleOf(p)->length; ++k)
        addUnique(t, out, tupleOf(p)->items[k]);
  }
  return newTuple(t, out.data, out.size());
}

Value newGenericAlias(Thread *t, Value origin, Value args) {
  if (!isTuple(args)) {
    args = newTuple(t, &args, 1);
    if (!args)
      return args;
  }
  args = Value::fromObject(tupleOf(args));
  Value parameters = collectParameters(t, args);
  auto *a = parameters ? gcAllocate<AliasObject>(t, sizeof(AliasObject), gAlias->instanceShape) : nullptr;
  if (!a)
    return Value::empty();
  a->origin = origin;
  a->args = args;
  a->parameters = parameters;
  return Value::fromObject(a);
}

/// alias[item]: type variables replaced.
static Value substitute(Thread *t, Value self, Value item) {
  auto *params = A(self)->parameters.as<TupleObject>();
  Value reprSelf;
  if (!params->length) {
    reprSelf = repr(t, self);
    return reprSelf ? raise(t, exc::TypeError, "%S is not a generic class", reprSelf) : reprSelf;
  }
  Value items = isTuple(item) ? Value::fromObject(tupleOf(item)) : newTuple(t, &item, 1);
  if (!items)
    return items;
  // A ParamSpec or TypeVarTuple prepares the arguments itself.
  Value prepareName = internStr(t, "__typing_prepare_subst__"), substName = internStr(t, "__typing_subst__");
  for (int64_t i = 0; i < params->length; ++i) {
    Value p = getAttrOrEmpty(t, params->items[i], prepareName);
    if (!p && t->pending)
      return p;
    if (p) {
      Value a[2] = {self, items};
      Value r = call(t, p, a, 2);
      if (!r)
        return r;
      items = isTuple(r) ? Value::fromObject(tupleOf(r)) : newTuple(t, &r, 1);
      if (!items)
        return items;
    }
  }
  auto *given = items.as<TupleObject>();
  if (given->length != params->length) {
    reprSelf = repr(t, self);
    if (!reprSelf)
      return reprSelf;
    return raise(t, exc::TypeError, "Too %s arguments for %S; actual %zd, expected %zd", given->length > params->length ? "many" : "few",
                 reprSelf, given->length, params->length);
  }
  RootVector out(t);
  auto *args = A(self)->args.as<TupleObject>();
  auto replacement = [&](Value param) {
    for (int64_t k = 0; k < params->length; ++k)
      if (params->items[k] == param)
        return given->items[k];
    return param;
  };
  Value paramName = internStr(t, "__parameters__");
  for (int64_t i = 0; i < args->length; ++i) {
    Value x = args->items[i];
    if (isTypeObject(x)) {
      out.push(x);
      continue;
    }
    Value s = getAttrOrEmpty(t, x, substName);
    if (!s && t->pending)
      return s;
    if (s) {
      Value r = call(t, s, replacement(x));
      if (!r)
        return r;
      out.push(r);
      continue;
    }
    Value p = getAttrOrEmpty(t, x, paramName);
    if (!p && t->pending)
      return p;
    if (p && isTuple(p) && tupleOf(p)->length) {
      RootVector sub(t);
      for (int64_t k = 0; k < tupleOf(p)->length; ++k)
        sub.push(replacement(tupleOf(p)->items[k]));
      Value key = newTuple(t, sub.data, sub.size());
      Value r = key ? getItem(t, x, key) : key;
      if (!r)
        return r;
      out.push(r);
      continue;
    }
    out.push(x);
  }
  Value newArgs = newTuple(t, out.data, out.size());
  return newArgs ? newGenericAlias(t, A(self)->origin, newArgs) : newArgs;
}

//===-- methods ------------------------------------------------------------===//

static bool reprItem(Thread *t, StrBuilder &b, Value v) {
  if (v == Ellipsis) {
    b.add("...");
    return true;
  }
  if (isTypeObject(v)) {
    b.add(typeFullName(t, v.as<TypeObject>()));
    return true;
  }
  if (!isAlias(v)) {
    Value q = getAttrOrEmpty(t, v, names::__qualname__), m = q ? getAttrOrEmpty(t, v, names::__module__) : q;
    if (t->pending)
      return false;
    if (q && m && isStr(q) && isStr(m)) {
      std::string mod = strToUtf8(payloadOf(m));
      b.add(mod == "builtins" ? "" : mod + ".");
      return b.addStr(t, q);
    }
  }
  Value r = repr(t, v);
  return r && b.addStr(t, r);
}
static Value aliasRepr(Thread *t, Value *a, size_t) {
  StrBuilder b;
  if (A(a[0])->starred)
    b.add("*");
  if (!reprItem(t, b, A(a[0])->origin))
    return Value::empty();
  b.add("[");
  for (int64_t i = 0; i < A(a[0])->args.as<TupleObject>()->length; ++i) {
    if (i)
      b.add(", ");
    Value x = A(a[0])->args.as<TupleObject>()->items[i];
    if (isList(x)) {
      b.add("[");
      for (int64_t k = 0; k < x.as<ListObject>()->size; ++k) {
        if (k)
          b.add(", ");
        if (!reprItem(t, b, x.as<ListObject>()->items()->items[k]))
          return Value::empty();
      }
      b.add("]");
    } else if (!reprItem(t, b, x)) {
      return Value::empty();
    }
  }
  if (!A(a[0])->args.as<TupleObject>()->length)
    b.add("()");
  b.add("]");
  return b.finish(t);
}
static Value aliasCall(Thread *t, Value *a, size_t) {
  auto *args = a[1].as<TupleObject>();
  RootVector all(t), keys(t);
  for (int64_t i = 0; i < args->length; ++i)
    all.push(args->items[i]);
  Value kwNames = Value::empty();
  if (a[2] && a[2].as<DictObject>()->used) {
    int64_t pos = 0;
    Value k, v;
    while (dictNext(a[2].as<DictObject>(), pos, k, v)) {
      keys.push(k);
      all.push(v);
    }
    kwNames = newTuple(t, keys.data, keys.size());
    if (!kwNames)
      return kwNames;
  }
  Value o = call(t, A(a[0])->origin, all.data, all.size(), kwNames);
  if (!o)
    return o;
  if (o.isObject() && !setAttr(t, o, internStr(t, "__orig_class__"), a[0])) {
    if (!pendingMatches(t, exc::AttributeError) && !pendingMatches(t, exc::TypeError))
      return Value::empty();
    clearPending(t);
  }
  return o;
}
static Value aliasGetAttribute(Thread *t, Value *a, size_t) {
  Value name = attributeName(t, a[1]);
  if (!name)
    return name;
  std::string n = strToUtf8(name);
  static const char *const kOwn[] = {"__class__", "__bases__", "__origin__", "__args__", "__unpacked__", "__parameters__",
                                     "__typing_unpacked_tuple_args__", "__mro_entries__", "__reduce_ex__", "__reduce__", "__copy__", "__deepcopy__"};
  bool own = !(n.size() > 4 && n.starts_with("__") && n.ends_with("__"));
  // Everything but dunders goes to the origin.
  if (own)
    return getAttr(t, A(a[0])->origin, name);
  for (const char *k : kOwn)
    if (n == k)
      return genericGetAttr(t, a[0], name);
  // Other dunders: the origin's too, as CPython has it for all but the list.
  return getAttr(t, A(a[0])->origin, name);
}
static Value aliasGetItem(Thread *t, Value *a, size_t) { return substitute(t, a[0], a[1]); }
static Value aliasEq(Thread *t, Value *a, size_t) {
  if (!isAlias(a[1]) || A(a[0])->starred != A(a[1])->starred)
    return isAlias(a[1]) ? False : NotImplemented;
  int r = equals(t, A(a[0])->origin, A(a[1])->origin);
  if (r <= 0)
    return r ? Value::empty() : False;
  return compare(t, Dunder::Eq, A(a[0])->args, A(a[1])->args);
}
static Value aliasHash(Thread *t, Value *a, size_t) {
  uint64_t x, y;
  if (!hashOf(t, A(a[0])->origin, x) || !hashOf(t, A(a[0])->args, y))
    return Value::empty();
  return newInt(t, static_cast<int64_t>((x ^ y) << 2) >> 2);
}
static Value aliasMroEntries(Thread *t, Value *a, size_t) { return newTuple(t, &A(a[0])->origin, 1); }
static Value aliasInstanceCheck(Thread *t, Value *, size_t) {
  return raise(t, exc::TypeError, "isinstance() argument 2 cannot be a parameterized generic");
}
static Value aliasSubclassCheck(Thread *t, Value *, size_t) {
  return raise(t, exc::TypeError, "issubclass() argument 2 cannot be a parameterized generic");
}
static Value aliasReduce(Thread *t, Value *a, size_t) {
  Value parts[2] = {A(a[0])->origin, A(a[0])->args};
  Value args = newTuple(t, parts, 2);
  if (!args)
    return args;
  Value out[2] = {typeValue(gAlias), args};
  return newTuple(t, out, 2);
}
static Value aliasDir(Thread *t, Value *a, size_t) {
  Value d = callDunder(t, A(a[0])->origin, Dunder::Dir, nullptr, 0);
  Value l = d ? listFrom(t, d) : d;
  for (const char *n : {"__origin__", "__args__", "__parameters__", "__mro_entries__", "__reduce_ex__", "__reduce__", "__copy__", "__deepcopy__", "__unpacked__", "__typing_unpacked_tuple_args__"}) {
    Value name = internStr(t, n);
    int has = l ? contains(t, l, name) : -1;
    if (has < 0 || (!has && !listAppend(t, l.as<ListObject>(), name)))
      return Value::empty();
  }
  return l;
}
static Value aliasIter(Thread *t, Value *a, size_t) {
  // *alias yields one starred copy of itself.
  Value copy = newGenericAlias(t, A(a[0])->origin, A(a[0])->args);
  if (!copy)
    return copy;
  A(copy)->starred = 1;
  Value tuple = newTuple(t, &copy, 1);
  return tuple ? getIter(t, tuple) : tuple;
}
Value newUnion(Thread *t, Value a, Value b);
static Value aliasOr(Thread *t, Value *a, size_t) { return newUnion(t, a[0], a[1]); }
static Value aliasRor(Thread *t, Value *a, size_t) { return newUnion(t, a[1], a[0]); }
static Value aliasNew(Thread *t, Value *a, size_t) { return newGenericAlias(t, a[1], a[2]); }
static Value unpacked(Thread *, Value s) { return boolValue(A(s)->starred); }
static Value unpackedArgs(Thread *, Value s) {
  return A(s)->starred && A(s)->origin == typeValue(types::tuple_) ? A(s)->args : None;
}

static const NativeDef kMethods[] = {
    {"__new__", aliasNew, "($type, origin, args, /)"}, {"__repr__", aliasRepr, "($self, /)"},
    {"__call__", aliasCall, "($self, /, *args, **kwargs)"}, {"__getattribute__", aliasGetAttribute, "($self, name, /)"},
    {"__getitem__", aliasGetItem, "($self, key, /)"}, {"__eq__", aliasEq, "($self, value, /)"}, {"__hash__", aliasHash, "($self, /)"},
    {"__mro_entries__", aliasMroEntries, "($self, bases, /)"}, {"__instancecheck__", aliasInstanceCheck, "($self, instance, /)"},
    {"__subclasscheck__", aliasSubclassCheck, "($self, cls, /)"}, {"__reduce__", aliasReduce, "($self, /)"},
    {"__dir__", aliasDir, "($self, /)"}, {"__iter__", aliasIter, "($self, /)"}, {"__or__", aliasOr, "($self, value, /)"},
    {"__ror__", aliasRor, "($self, value, /)"}, {nullptr, nullptr, nullptr}};
static const MemberDef kMembers[] = {
    {"__origin__", offsetof(AliasObject, origin), true}, {"__args__", offsetof(AliasObject, args), true},
    {"__parameters__", offsetof(AliasObject, parameters), true}, {nullptr, 0, false}};
static const GetSetDef kGetSets[] = {
    {"__unpacked__", unpacked, nullptr}, {"__typing_unpacked_tuple_args__", unpackedArgs, nullptr}, {nullptr, nullptr, nullptr}};

void initGenericAlias(Thread *t) {
  static TypeSpec spec{"types.GenericAlias", Kind::RegularObject, sizeof(AliasObject), TraceKind::FixedSlots, 1, 3};
  spec.methods = kMethods;
  spec.members = kMembers;
  spec.getsets = kGetSets;
  spec.typeFlags = kTypeCustomGetAttr | kTypeBaseable | kTypeHasWeakRefs;
  gAlias = makeBuiltinType(t, spec);
}

} // namespace pyc
