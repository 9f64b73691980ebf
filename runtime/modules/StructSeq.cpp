//===- StructSeq.cpp - Named tuples of the runtime ------------------------===//
//
// A struct sequence is an ordinary class derived from tuple and from a small
// builtin mixin that knows repr and construction; its fields are tuple getters
// (the descriptors collections.namedtuple uses), so everything that is fast
// for namedtuples is fast here.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/StructSeq.h"
#include <cstring>
#include <string>

namespace pyc {

TypeObject *gTupleGetter;
static TypeObject *gMixin;
static Shape *gGetterShape;

struct TupleGetterObject : Object { // skip 1
  int64_t index;
  Value doc;
};

Value newTupleGetter(Thread *t, int64_t index, Value doc) {
  auto *g = gcAllocate<TupleGetterObject>(t, sizeof(TupleGetterObject), gGetterShape);
  if (!g)
    return Value::empty();
  g->index = index;
  g->doc = doc;
  return Value::fromObject(g);
}

static Value getterNew(Thread *t, Value *args, size_t n) {
  int64_t i;
  if (!indexAsInt64(t, args[1], i, exc::OverflowError))
    return Value::empty();
  return newTupleGetter(t, i, args[2]);
}
static Value getterGet(Thread *t, Value *args, size_t n) {
  auto *g = args[0].as<TupleGetterObject>();
  if (!args[1] || args[1] == None)
    return args[0];
  if (PYC_UNLIKELY(!isTuple(args[1])))
    return raise(t, exc::TypeError,
                 "descriptor for index '%zd' for tuple subclasses doesn't apply to '%T' object",
                 static_cast<ssize_t>(g->index), args[1]);
  TupleObject *o = tupleOf(args[1]);
  if (g->index >= o->length)
    return raise(t, exc::IndexError, "tuple index out of range");
  return o->items[g->index];
}
static Value getterSet(Thread *t, Value *args, size_t n) {
  return raise(t, exc::AttributeError, "can't set attribute");
}
static Value getterDelete(Thread *t, Value *args, size_t n) {
  return raise(t, exc::AttributeError, "can't delete attribute");
}
static Value getterReduce(Thread *t, Value *args, size_t n) {
  auto *g = args[0].as<TupleGetterObject>();
  Value inner[2] = {Value::fromSmallInt(g->index), g->doc};
  Value outer[2] = {Value::fromObject(gTupleGetter), newTuple(t, inner, 2)};
  return outer[1] ? newTuple(t, outer, 2) : outer[1];
}
static Value getterRepr(Thread *t, Value *args, size_t n) {
  auto *g = args[0].as<TupleGetterObject>();
  Value doc = repr(t, g->doc);
  if (!doc)
    return doc;
  return newStr(t, "_tuplegetter(" + std::to_string(g->index) + ", " + strToUtf8(doc) + ")");
}
static const NativeDef getterMethods[] = {
    {"__new__", getterNew, "($type, index, doc, /)", kEffAny, nullptr, kNativeStatic},
    {"__get__", getterGet, "($self, obj, owner=None, /)", kEffRaises, nullptr, kNativeSlotWrapper},
    {"__set__", getterSet, "($self, obj, value, /)", kEffRaises, nullptr, kNativeSlotWrapper},
    {"__delete__", getterDelete, "($self, obj, /)", kEffRaises, nullptr, kNativeSlotWrapper},
    {"__reduce__", getterReduce, "($self, /)"},
    {"__repr__", getterRepr, "($self, /)", kEffAny, nullptr, kNativeSlotWrapper},
    {nullptr, nullptr, nullptr}};
static const MemberDef getterMembers[] = {{"__doc__", offsetof(TupleGetterObject, doc), false}, {nullptr, 0, true}};

//===-- struct sequences ---------------------------------------------------===//

static Value fieldNames(Thread *t, Value self) {
  return getAttr(t, Value::fromObject(self.asObject()->type()), "__match_args__");
}

static Value seqRepr(Thread *t, Value *args, size_t n) {
  Value names = fieldNames(t, args[0]);
  if (!names)
    return names;
  Value module = getAttr(t, typeValue(typeOf(args[0])), "__module__");
  if (!module)
    return module;
  std::string text = strToUtf8(module) + "." + typeNameOf(args[0]) + "(";
  TupleObject *fields = names.as<TupleObject>(), *items = tupleOf(args[0]);
  for (int64_t i = 0; i < fields->length && i < items->length; ++i) {
    Value r = repr(t, items->items[i]);
    if (!r)
      return r;
    text += (i ? ", " : "") + strToUtf8(fields->items[i]) + "=" + strToUtf8(r);
  }
  return newStr(t, text + ")");
}

/// struct_time(sequence): at least the visible items.
static Value seqNew(Thread *t, Value *args, size_t n) {
  auto *cls = args[0].as<TypeObject>();
  Value items = tupleFrom(t, args[1]);
  if (!items)
    return items;
  Value visible = getAttr(t, args[0], "n_sequence_fields"), all = visible ? getAttr(t, args[0], "n_fields") : visible;
  if (!all)
    return all;
  int64_t length = items.as<TupleObject>()->length;
  if (length < visible.asInt() || length > all.asInt()) {
    bool few = length < visible.asInt();
    std::string name = typeFullName(t, cls);
    return raise(t, exc::TypeError, "%s() takes %s%zd-sequence (%zd-sequence given)", name.c_str(),
                 visible == all ? "a " : few ? "an at least " : "an at most ",
                 static_cast<ssize_t>(few ? visible.asInt() : all.asInt()), static_cast<ssize_t>(length));
  }
  ValueBuffer *v = newValueBuffer(t, static_cast<size_t>(all.asInt()));
  if (!v)
    return Value::empty();
  for (int64_t i = 0; i < v->length; ++i)
    setSlot(v, &v->items[i], i < length ? items.as<TupleObject>()->items[i] : None);
  return newStructSeq(t, cls, v->items, static_cast<size_t>(v->length));
}
static Value seqReduce(Thread *t, Value *args, size_t n) {
  Value exact = Value::fromObject(tupleOf(args[0]));
  Value outer[2] = {typeValue(typeOf(args[0])), newTuple(t, &exact, 1)};
  return outer[1] ? newTuple(t, outer, 2) : outer[1];
}
static const NativeDef mixinMethods[] = {
    {"__new__", seqNew, "($type, sequence, dict=None)", kEffAny, nullptr, kNativeStatic},
    {"__repr__", seqRepr, "($self, /)"},
    {"__reduce__", seqReduce, "($self, /)"},
    {nullptr, nullptr, nullptr}};

[[noreturn]] static void cannotStart() { internalError(__FILE__, __LINE__, "cannot make a struct sequence"); }

TypeObject *makeHeapClass(Thread *t, const char *name, TypeObject *mixin, TypeObject *base, Value ns) {
  const char *dot = strrchr(name, '.');
  Value bases[2] = {typeValue(mixin), base ? typeValue(base) : None};
  Value args[3] = {newStr(t, dot + 1), newTuple(t, bases, base ? 2 : 1), ns};
  if (!dictSetStr(t, ns.as<DictObject>(), "__module__", newStr(t, std::string_view(name, static_cast<size_t>(dot - name)))))
    cannotStart();
  Value cls = call(t, typeValue(types::type_), args, 3);
  if (!cls)
    cannotStart();
  return cls.as<TypeObject>();
}

TypeObject *makeStructSeq(Thread *t, const char *name, std::initializer_list<const char *> fields, size_t visible) {
  Value ns = newDict(t);
  auto *d = ns.as<DictObject>();
  TupleObject *names = newTupleBuffer(t, visible);
  if (!ns || !names)
    cannotStart();
  int64_t i = 0;
  for (const char *f : fields) {
    if (static_cast<size_t>(i) >= visible)
      break;
    Value fieldName = internStr(t, f), getter = newTupleGetter(t, i, None);
    if (!fieldName || !getter || !dictSet(t, d, fieldName, getter))
      cannotStart();
    if (visible)
      setSlot(names, &names->items[i], fieldName);
    ++i;
  }
  TupleObject *hidden = newTupleBuffer(t, fields.size() - visible);
  if (!hidden)
    cannotStart();
  size_t k = 0;
  for (const char *f : fields) {
    if (k >= visible)
      setSlot(hidden, &hidden->items[k - visible], internStr(t, f));
    ++k;
  }
  bool ok = dictSetStr(t, d, "__match_args__", Value::fromObject(names)) &&
            dictSetStr(t, d, "_hidden_fields", Value::fromObject(hidden)) &&
            dictSetStr(t, d, "n_fields", Value::fromSmallInt(static_cast<int64_t>(fields.size()))) &&
            dictSetStr(t, d, "n_sequence_fields", Value::fromSmallInt(static_cast<int64_t>(visible))) &&
            dictSetStr(t, d, "n_unnamed_fields", Value::fromSmallInt(0)) &&
            (visible < fields.size() || dictSetStr(t, d, "__slots__", EmptyTuple));
  if (!ok)
    cannotStart();
  return makeHeapClass(t, name, gMixin, types::tuple_, ns);
}

Value newStructSeq(Thread *t, TypeObject *type, const Value *values, size_t n) {
  Value hidden = typeOwn(type, internStr(t, "_hidden_fields"));
  size_t more = static_cast<size_t>(hidden.as<TupleObject>()->length);
  Value exact = newTuple(t, values, n - more);
  Value v = exact ? newWrapped(t, type, exact) : exact;
  for (size_t i = 0; v && i < more; ++i)
    if (!setAttr(t, v, hidden.as<TupleObject>()->items[i], values[n - more + i]))
      return Value::empty();
  return v;
}

void initStructSeq(Thread *t) {
  static const TypeSpec getter{"collections._tuplegetter", Kind::RegularObject, sizeof(TupleGetterObject), TraceKind::FixedSlots, 1, 1, getterMethods, nullptr, getterMembers};
  gTupleGetter = makeBuiltinType(t, getter);
  gGetterShape = gTupleGetter->instanceShape;
  static TypeSpec mixin{"builtins.structseq", Kind::Instance, sizeof(Object), TraceKind::Instance, 0, 0, mixinMethods};
  mixin.typeFlags = kTypeBaseable;
  gMixin = makeBuiltinType(t, mixin);
}

} // namespace pyc
