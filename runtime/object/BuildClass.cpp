//===- BuildClass.cpp - The class statement -------------------------------===//
//
// __build_class__(body, name, *bases, metaclass=..., **keywords): resolves
// __mro_entries__ and the metaclass, prepares the namespace, runs the body in
// it and calls the metaclass.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"

namespace pyc {

Value callWithNamespace(Thread *t, FunctionObject *f, Value ns); // interpreter

/// Replaces bases that are no types by what their __mro_entries__ say. The same
/// tuple when there are none.
static Value resolveBases(Thread *t, Value bases) {
  auto *b = bases.as<TupleObject>();
  RootVector out(t);
  bool changed = false;
  for (int64_t i = 0; i < b->length; ++i) {
    Value base = b->items[i];
    if (isTypeObject(base)) {
      out.push(base);
      continue;
    }
    Value f = getAttrOrEmpty(t, base, names::__mro_entries__);
    if (!f) {
      if (t->pending)
        return f;
      out.push(base);
      continue;
    }
    Value entries = call(t, f, bases);
    if (!entries)
      return entries;
    if (!isTuple(entries))
      return raise(t, exc::TypeError, "__mro_entries__ must return a tuple");
    changed = true;
    for (int64_t k = 0; k < tupleOf(entries)->length; ++k)
      out.push(tupleOf(entries)->items[k]);
  }
  return changed ? newTuple(t, out.data, out.size()) : bases;
}

static Value buildClass(Thread *t, Value *a, size_t) {
  // a: positional tuple, keyword dict
  auto *pos = a[0].as<TupleObject>();
  if (pos->length < 2)
    return raise(t, exc::TypeError, "__build_class__: not enough arguments");
  Value func = pos->items[0], name = pos->items[1];
  if (!isKind(func, Kind::Function))
    return raise(t, exc::TypeError, "__build_class__: func must be a function");
  if (!isStr(name))
    return raise(t, exc::TypeError, "__build_class__: name is not a string");
  Value origBases = newTuple(t, pos->items + 2, static_cast<size_t>(pos->length - 2));
  Value bases = origBases ? resolveBases(t, origBases) : origBases;
  if (!bases)
    return bases;
  // The metaclass and the other keywords.
  RootVector kwValues(t), kwKeys(t);
  Value meta = Value::empty();
  if (a[1]) {
    int64_t p = 0;
    Value k, v;
    while (dictNext(a[1].as<DictObject>(), p, k, v)) {
      if (strEqual(k, names::metaclass)) {
        meta = v;
        continue;
      }
      kwKeys.push(k);
      kwValues.push(v);
    }
  }
  Value kwNames = Value::empty();
  if (kwKeys.size() && !(kwNames = newTuple(t, kwKeys.data, kwKeys.size())))
    return kwNames;
  bool metaIsType = true;
  if (!meta) {
    auto *b = bases.as<TupleObject>();
    meta = typeValue(b->length ? typeOf(b->items[0]) : types::type_);
  } else {
    metaIsType = isTypeObject(meta) && meta.as<TypeObject>()->kind == Kind::Type;
  }
  if (metaIsType) {
    TypeObject *best = bestMetatype(t, meta.as<TypeObject>(), bases);
    if (!best)
      return Value::empty();
    meta = typeValue(best);
  }
  Value ns;
  bool plain = meta == typeValue(types::type_);
  if (plain) {
    ns = newDict(t);
  } else {
    Value prepare = getAttrOrEmpty(t, meta, names::__prepare__);
    if (!prepare) {
      if (t->pending)
        return prepare;
      ns = newDict(t);
    } else {
      RootVector args(t);
      args.push(name);
      args.push(bases);
      for (Value v : kwValues)
        args.push(v);
      ns = call(t, prepare, args.data, args.size(), kwNames);
      if (ns && !isKind(ns, Kind::Dict) && !lookupDunder(typeOf(ns), Dunder::GetItem)) {
        if (metaIsType)
          return raise(t, exc::TypeError, "%N.__prepare__() must return a mapping, not %T", meta.as<TypeObject>(), ns);
        return raise(t, exc::TypeError, "<metaclass>.__prepare__() must return a mapping, not %T", ns);
      }
    }
  }
  if (!ns || !callWithNamespace(t, func.as<FunctionObject>(), ns))
    return Value::empty();
  if (bases != origBases && !setItem(t, ns, names::__orig_bases__, origBases))
    return Value::empty();
  Value cls;
  if (plain) {
    cls = typeNew(t, types::type_, name, bases, ns, kwValues.data, kwNames);
  } else {
    RootVector args(t);
    args.push(name);
    args.push(bases);
    args.push(ns);
    for (Value v : kwValues)
      args.push(v);
    cls = call(t, meta, args.data, args.size(), kwNames);
  }
  if (!cls)
    return cls;
  // The cell that super() and __class__ read must have reached type.__new__.
  if (isTypeObject(cls) && isKind(ns, Kind::Dict))
    if (Value cell = dictGetStr(ns.as<DictObject>(), names::__classcell__); cell && isKind(cell, Kind::Cell)) {
      Value in = cell.as<CellObject>()->contents;
      if (in.isEmpty())
        return raise(t, exc::RuntimeError,
                     "__class__ not set defining %V as %V. Was __classcell__ propagated to type.__new__?", name, cls);
      if (in != cls)
        return raise(t, exc::TypeError, "__class__ set to %V defining %V as %V", in, name, cls);
    }
  return cls;
}

static const NativeDef kBuildClass[] = {
    {"__build_class__", buildClass, "(*args, **kwargs)"}, {nullptr, nullptr, nullptr}};
void initBuildClass(Thread *t) { addBuiltins(t, kBuildClass); }

} // namespace pyc
