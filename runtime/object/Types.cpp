//===- Types.cpp - Type objects: bootstrap, MRO, versions, lookups --------===//
//
// Idea: everything a lookup along the MRO can see is covered by one number,
// TypeObject::version, which is never reused. A change to a type gives new
// numbers to it, to its subclasses and to all their shapes, so an inline cache
// that compared a shape and its version needs to know nothing else.
//
// Two caches hang on that number: a per-type array for special methods, so
// that an operator's slow path is one load, and a global hash table keyed by
// (version, interned name) for everything else. The table stores where the
// value is (type and dict entry), not the value: the collector moves values.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Types.h"
#include <vector>

namespace pyc {

namespace types {
#define X(name) TypeObject *name##_;
PYC_TYPES(X)
#undef X
} // namespace types
namespace shapes {
Shape *float_, *bigint, *complex, *str1, *str2, *str4, *rope, *bytes,
    *bytearray, *tuple, *list, *dict, *set, *frozenset, *range, *slice,
    *function, *nativeFunction, *code, *cell, *boundMethod, *generator,
    *coroutine, *asyncGenerator, *module, *valueBuffer, *rawBuffer, *frame,
    *traceback, *property, *staticmethod, *classmethod, *super;
} // namespace shapes
namespace names {
Value stderr_ = Value::empty();
#define X(n) Value n = Value::empty();
PYC_NAMES(X)
#undef X
} // namespace names

uint32_t gNextTypeVersion = 1;
void (*assumptionBrokenHook)(uint32_t assumption) = nullptr;

static Value gDunderNames[kDunderCount];
static const char *const kDunderTexts[] = {
#define DUNDER(Enum, Name) Name,
#include "runtime/object/Dunders.def"
#undef DUNDER
};
Value dunderName(Dunder d) { return gDunderNames[unsigned(d)]; }

//===-- allocation ---------------------------------------------------------===//

Shape *newShape(TypeObject *type, Kind kind, TraceKind traceKind, uint32_t size,
                uint8_t skipWords, uint16_t slotCount) {
  auto *s = static_cast<Shape *>(lowArenaAllocate(sizeof(Shape)));
  s->type = type;
  s->kind = kind;
  s->traceKind = traceKind;
  s->size = (size + 7) & ~7u;
  s->skipWords = skipWords;
  s->slotCount = slotCount;
  if (type) {
    s->version = type->version;
    s->nextOfType = type->shapes;
    type->shapes = s;
  }
  return s;
}

constexpr uint16_t kTypeSlotCount =
    (offsetof(TypeObject, metatypeCache) - sizeof(Object)) / sizeof(Value);

TypeObject *allocateType(Thread *t, TypeObject *metatype) {
  Shape *s = metatype->instanceShape;
  auto *type = static_cast<TypeObject *>(gcAllocateOld(t, s->size, s));
  if (!type)
    return nullptr;
  type->version = gNextTypeVersion++;
  type->base = None;
  type->bases = type->mro = EmptyTuple;
  type->doc = None;
  return type;
}

//===-- bootstrap ----------------------------------------------------------===//

namespace {
struct WellKnown {
  TypeObject **type;
  const char *name;
  Kind kind;
};
} // namespace
static const WellKnown kWellKnown[] = {
    {&types::object_, "object", Kind::Instance},
    {&types::type_, "type", Kind::Type},
    {&types::int_, "int", Kind::BigInt},
    {&types::bool_, "bool", Kind::Bool},
    {&types::float_, "float", Kind::Float},
    {&types::complex_, "complex", Kind::Complex},
    {&types::str_, "str", Kind::Str},
    {&types::bytes_, "bytes", Kind::Bytes},
    {&types::bytearray_, "bytearray", Kind::ByteArray},
    {&types::memoryview_, "memoryview", Kind::MemoryView},
    {&types::list_, "list", Kind::List},
    {&types::tuple_, "tuple", Kind::Tuple},
    {&types::dict_, "dict", Kind::Dict},
    {&types::set_, "set", Kind::Set},
    {&types::frozenset_, "frozenset", Kind::FrozenSet},
    {&types::range_, "range", Kind::Range},
    {&types::slice_, "slice", Kind::Slice},
    {&types::function_, "function", Kind::Function},
    {&types::builtinFunction_, "builtin_function_or_method", Kind::NativeFunction},
    {&types::methodDescriptor_, "method_descriptor", Kind::NativeFunction},
    {&types::wrapperDescriptor_, "wrapper_descriptor", Kind::NativeFunction},
    {&types::classMethodDescriptor_, "classmethod_descriptor", Kind::NativeFunction},
    {&types::method_, "method", Kind::BoundMethod},
    {&types::staticmethod_, "staticmethod", Kind::StaticMethod},
    {&types::classmethod_, "classmethod", Kind::ClassMethod},
    {&types::property_, "property", Kind::Property},
    {&types::member_, "member_descriptor", Kind::Member},
    {&types::getset_, "getset_descriptor", Kind::GetSet},
    {&types::module_, "module", Kind::Module},
    {&types::code_, "code", Kind::Code},
    {&types::cell_, "cell", Kind::Cell},
    {&types::generator_, "generator", Kind::Generator},
    {&types::coroutine_, "coroutine", Kind::Generator},
    {&types::asyncGenerator_, "async_generator", Kind::Generator},
    {&types::frame_, "frame", Kind::Frame},
    {&types::traceback_, "traceback", Kind::Traceback},
    {&types::super_, "super", Kind::Super},
    {&types::NoneType_, "NoneType", Kind::None},
    {&types::NotImplementedType_, "NotImplementedType", Kind::NotImplemented},
    {&types::ellipsis_, "ellipsis", Kind::Ellipsis},
    {&types::mappingproxy_, "mappingproxy", Kind::MappingProxy},
    {&types::weakref_, "weakref", Kind::WeakRef},
    {&types::dictKeys_, "dict_keys", Kind::DictView},
    {&types::dictValues_, "dict_values", Kind::DictView},
    {&types::dictItems_, "dict_items", Kind::DictView},
    {&types::methodWrapper_, "method-wrapper", Kind::NativeFunction},
};

static TypeObject *wellKnownType(std::string_view name) {
  if (name == "weakref.ReferenceType" || name == "ReferenceType")
    name = "weakref";
  for (const WellKnown &w : kWellKnown)
    if (name == w.name)
      return *w.type;
  return nullptr;
}

/// Shape of a bare well-known type; becomes its instanceShape.
static Shape *primary(TypeObject *type, TraceKind trace, uint32_t size,
                      uint8_t skip = 0, uint16_t slots = 0) {
  Shape *s = newShape(type, type->kind, trace, size, skip, slots);
  s->flags |= kShapeBuiltinExact;
  if (!type->instanceShape)
    type->instanceShape = s;
  return s;
}

static void initSingleton(SingletonIndex i, TypeObject *type, Shape *shape) {
  if (!shape)
    shape = primary(type, TraceKind::NoPointers, 8);
  auto *o = reinterpret_cast<Object *>(kLowArenaBase + i * kSingletonStride);
  o->shapeId = shapeIdOf(shape);
  o->gcBits = kGcOld | kGcImmortal;
}

static void bootstrapShapes(Thread *t) {
  // `type` first: its own shape is needed to allocate any type.
  Shape *typeShape = newShape(nullptr, Kind::Type, TraceKind::FixedSlots,
                              sizeof(TypeObject), 0, kTypeSlotCount);
  typeShape->flags |= kShapeBuiltinExact;
  for (const WellKnown &w : kWellKnown) {
    auto *type = static_cast<TypeObject *>(
        gcAllocateOld(t, sizeof(TypeObject), typeShape));
    if (!type)
      internalError(__FILE__, __LINE__, "no memory for the builtin types");
    type->version = gNextTypeVersion++;
    type->kind = w.kind;
    type->bases = type->mro = EmptyTuple;
    type->base = type->doc = None;
    *w.type = type;
  }
  typeShape->type = types::type_;
  typeShape->version = types::type_->version;
  types::type_->shapes = types::type_->instanceShape = typeShape;

  using namespace types;
  constexpr auto NoPointers = TraceKind::NoPointers;
  constexpr auto Fixed = TraceKind::FixedSlots;
  shapes::float_ = primary(types::float_, NoPointers, sizeof(FloatObject));
  shapes::bigint = primary(int_, NoPointers, 0);
  shapes::complex = primary(complex_, NoPointers, sizeof(ComplexObject));
  shapes::str1 = primary(str_, NoPointers, 0);
  shapes::str1->strategy = 1;
  shapes::str2 = primary(str_, NoPointers, 0);
  shapes::str2->strategy = 2;
  shapes::str4 = primary(str_, NoPointers, 0);
  shapes::str4->strategy = 4;
  shapes::rope = primary(str_, Fixed, sizeof(RopeObject), 2, 2);
  shapes::bytes = primary(bytes_, NoPointers, 0);
  shapes::bytearray = primary(bytearray_, Fixed, sizeof(ByteArrayObject), 2, 1);
  shapes::tuple = primary(tuple_, TraceKind::ValueArray, 0);
  shapes::list = primary(list_, Fixed, sizeof(ListObject), 1, 1);
  shapes::dict = primary(dict_, Fixed, sizeof(DictObject), 3, 3);
  shapes::set = primary(set_, Fixed, sizeof(SetObject), 3, 3);
  shapes::frozenset = primary(frozenset_, Fixed, sizeof(SetObject), 3, 3);
  shapes::range = primary(range_, Fixed, sizeof(RangeObject), 0, 4);
  shapes::slice = primary(slice_, Fixed, sizeof(SliceObject), 0, 3);
  shapes::function = primary(function_, Fixed, sizeof(FunctionObject), 2, 12);
  for (TypeObject *n : {builtinFunction_, methodDescriptor_, wrapperDescriptor_,
                        classMethodDescriptor_, methodWrapper_}) {
    Shape *s = primary(n, Fixed, sizeof(NativeFunctionObject), 1, 4);
    if (n == builtinFunction_)
      shapes::nativeFunction = s;
  }
  shapes::code = primary(code_, Fixed, sizeof(CodeObject), 0, 6);
  shapes::cell = primary(cell_, Fixed, sizeof(CellObject), 0, 1);
  shapes::boundMethod = primary(method_, Fixed, sizeof(BoundMethodObject), 0, 2);
  shapes::generator = primary(generator_, TraceKind::Custom, 0);
  shapes::coroutine = primary(coroutine_, TraceKind::Custom, 0);
  shapes::asyncGenerator = primary(asyncGenerator_, TraceKind::Custom, 0);
  shapes::module = primary(module_, Fixed, sizeof(ModuleObject), 0, 1);
  shapes::frame = primary(frame_, TraceKind::Custom, sizeof(FrameObject));
  shapes::traceback = primary(traceback_, Fixed, sizeof(TracebackObject), 2, 3);
  shapes::property = primary(property_, Fixed, sizeof(PropertyObject), 0, 5);
  shapes::staticmethod = primary(staticmethod_, Fixed, sizeof(StaticMethodObject), 0, 2);
  shapes::classmethod = primary(classmethod_, Fixed, sizeof(ClassMethodObject), 0, 2);
  shapes::super = primary(super_, Fixed, sizeof(SuperObject), 0, 3);
  primary(getset_, Fixed, sizeof(GetSetObject), 1, 1);
  primary(member_, Fixed, sizeof(MemberObject), 1, 3);
  primary(mappingproxy_, Fixed, 16, 0, 1);
  // Builtin structs with an attribute dict of their own are in dict mode for
  // ever; the slot is int 0 until the first attribute is set.
  auto withDict = [](Shape *s, size_t offset) {
    s->overflowOffset = static_cast<uint16_t>(offset);
    s->flags |= kShapeDictMode | kShapeHasDict;
    s->type->typeFlags |= kTypeHasDict;
  };
  withDict(shapes::function, offsetof(FunctionObject, dict));
  withDict(shapes::staticmethod, offsetof(StaticMethodObject, dict));
  withDict(shapes::classmethod, offsetof(ClassMethodObject, dict));
  withDict(shapes::module, offsetof(ModuleObject, dict));
  shapes::valueBuffer = newShape(object_, Kind::Internal, TraceKind::ValueArray, 0);
  shapes::rawBuffer = newShape(object_, Kind::Internal, NoPointers, 0);
  object_->instanceShape = newShape(object_, Kind::Instance, TraceKind::Instance, 8);
  object_->instanceShape->flags |= kShapeBuiltinExact;

  initSingleton(kNoneIndex, NoneType_, nullptr);
  initSingleton(kFalseIndex, bool_, nullptr);
  initSingleton(kTrueIndex, bool_, bool_->instanceShape);
  initSingleton(kNotImplementedIndex, NotImplementedType_, nullptr);
  initSingleton(kEllipsisIndex, ellipsis_, nullptr);
  initSingleton(kEmptyTupleIndex, tuple_, shapes::tuple);
  initSingleton(kEmptyStrIndex, str_, shapes::str1);
  initSingleton(kEmptyBytesIndex, bytes_, shapes::bytes);
  EmptyStr.asObject()->flags |= kStrInterned | kStrAscii;
}

static void visitTypeRoots(void *context, SlotVisitor visit) {
  // Types are reached from their base's list of subclasses; this is where the
  // walk begins for those the bootstrap made.
  for (const WellKnown &w : kWellKnown) {
    Value v = typeValue(*w.type);
    visit(context, &v);
  }
  for (Value &n : gDunderNames)
    visit(context, &n);
  visit(context, &names::stderr_);
#define X(n) visit(context, &names::n);
  PYC_NAMES(X)
#undef X
}

/// First thing initObjectCore does.
void bootstrapTypes(Thread *t) {
  bootstrapShapes(t);
  for (unsigned i = 0; i < kDunderCount; ++i)
    gDunderNames[i] = internStr(t, kDunderTexts[i]);
  names::stderr_ = internStr(t, "stderr");
#define X(n) names::n = internStr(t, #n);
  PYC_NAMES(X)
#undef X
  gcRegisterRootVisitor(visitTypeRoots);
}

//===-- builtin types ------------------------------------------------------===//

/// Special methods that are slot wrappers ("<slot wrapper ...>") on CPython's
/// builtin types; the others in method tables are plain method descriptors.
static bool isSlotWrapperName(std::string_view n) {
  static const char *const kNot[] = {
      "__reduce__", "__reduce_ex__", "__format__", "__sizeof__", "__dir__",
      "__reversed__", "__round__", "__trunc__", "__floor__", "__ceil__",
      "__getnewargs__", "__complex__", "__bytes__", "__length_hint__",
      "__getstate__", "__setstate__", "__enter__", "__exit__", "__copy__",
      "__deepcopy__", "__missing__", "__instancecheck__", "__subclasscheck__",
      "__subclasses__", "__set_name__", "__mro_entries__", "__getnewargs_ex__"};
  if (n.size() < 5 || n.substr(0, 2) != "__")
    return false;
  for (const char *x : kNot)
    if (n == x)
      return false;
  for (const char *x : kDunderTexts)
    if (n == x)
      return true;
  return false;
}

static Value makeNative(Thread *t, TypeObject *kind, const NativeDef *def,
                        Value self, TypeObject *owner) {
  Value v = newNativeFunction(t, def, Value::empty(), None);
  auto *f = v.as<NativeFunctionObject>();
  f->shapeId = shapeIdOf(kind->instanceShape);
  f->self = self;
  setSlot(f, &f->owner, typeValue(owner));
  return v;
}

bool isMethodInCPython(std::string_view type, std::string_view name); // NativeCall.cpp

/// Puts a spec's methods, getsets and members into the type's dict.
void fillTypeDict(Thread *t, TypeObject *type, const TypeSpec &spec) {
  DictObject *d = typeDict(type);
  bool ok = true, hasEq = false, hasHash = false;
  Value zero = Value::fromSmallInt(0);
  for (const NativeDef *m = spec.methods; m && m->name; ++m) {
    std::string_view n = m->name;
    hasEq |= n == "__eq__";
    hasHash |= n == "__hash__";
    Value f;
    if (n == "__new__" || n == "__prepare__") {
      f = makeNative(t, n == "__new__" ? types::builtinFunction_ : types::classMethodDescriptor_,
                     m, n == "__new__" ? typeValue(type) : zero, type);
    } else if (m->flags & kNativeStatic) {
      f = makeNative(t, types::builtinFunction_, m, typeValue(type), type);
      auto *s = gcAllocate<StaticMethodObject>(t, sizeof(StaticMethodObject), shapes::staticmethod);
      s->function = f;
      f = Value::fromObject(s);
    } else if ((m->flags & kNativeClass) || n == "__class_getitem__" ||
               n == "__init_subclass__" || n == "__subclasshook__") {
      f = makeNative(t, types::classMethodDescriptor_, m, zero, type);
    } else if (((m->flags & kNativeSlotWrapper) || isSlotWrapperName(n)) && !isMethodInCPython(spec.name, n)) {
      f = makeNative(t, types::wrapperDescriptor_, m, zero, type);
    } else {
      f = makeNative(t, types::methodDescriptor_, m, zero, type);
    }
    ok &= dictSet(t, d, internStr(t, n), f);
  }
  for (const GetSetDef *g = spec.getsets; g && g->name; ++g) {
    auto *o = gcAllocate<GetSetObject>(t, sizeof(GetSetObject), types::getset_->instanceShape);
    o->def = g;
    o->owner = typeValue(type);
    ok &= dictSet(t, d, internStr(t, g->name), Value::fromObject(o));
  }
  for (const MemberDef *m = spec.members; m && m->name; ++m) {
    Value name = internStr(t, m->name);
    Value doc = m->doc ? newStr(t, m->doc) : None;
    auto *o = gcAllocate<MemberObject>(t, sizeof(MemberObject), types::member_->instanceShape);
    o->offset = m->offset;
    o->readOnly = m->readOnly;
    o->name = name;
    o->owner = typeValue(type);
    o->doc = doc;
    ok &= dictSet(t, d, name, Value::fromObject(o));
  }
  if (hasEq && !hasHash)
    ok &= dictSet(t, d, names::__hash__, None);
  if (dictFindStr(d, names::__doc__) < 0)
    ok &= dictSet(t, d, names::__doc__, spec.doc ? newStr(t, spec.doc) : None);
  if (!ok)
    internalError(__FILE__, __LINE__, "cannot make a builtin type");
}

TypeObject *makeBuiltinType(Thread *t, const TypeSpec &spec, TypeObject *base) {
  std::string_view full = spec.name, module = "builtins", name = full;
  size_t dot = full.rfind('.');
  if (dot != std::string_view::npos) {
    module = full.substr(0, dot);
    name = full.substr(dot + 1);
  }
  TypeObject *type = wellKnownType(dot == std::string_view::npos || name == "ReferenceType" ? name : "");
  if (!type)
    type = allocateType(t, types::type_);
  if (!type)
    internalError(__FILE__, __LINE__, "no memory for a builtin type");
  if (!base && type != types::object_)
    base = types::object_;
  Value nameValue = internStr(t, name);
  type->name = type->qualname = nameValue;
  type->module = internStr(t, module);
  setSlot(type, &type->dict, newNamespace(t));
  type->spec = new TypeSpec(spec); // callers' specs may be on the stack
  type->kind = spec.kind;
  type->typeFlags |= spec.typeFlags;
  if (base) {
    type->base = typeValue(base);
    type->typeFlags |= base->typeFlags & (kTypeIsException | kTypeIsType | kTypeHasDict |
                                          kTypeSequence | kTypeMapping | kTypeHasWeakRefs);
    Value b = typeValue(base);
    setSlot(type, &type->bases, newTuple(t, &b, 1));
    addSubclass(t, base, type);
  }
  bool wraps = spec.size == 0 && (spec.kind == Kind::BigInt || spec.kind == Kind::Str ||
                                  spec.kind == Kind::Bytes || spec.kind == Kind::Tuple);
  wraps |= spec.kind == Kind::Float || spec.kind == Kind::Complex;
  if (wraps)
    type->typeFlags |= kTypeWraps;
  type->basicSize = wraps ? 16 : spec.size ? (spec.size + 7) & ~7u : base ? base->basicSize : 8;
  type->solidBase = type;
  if (base && base->solidBase && spec.size == base->basicSize && spec.kind == base->kind && !spec.members)
    type->solidBase = base->solidBase;
  if (spec.kind == Kind::Instance && base && type->basicSize == base->basicSize)
    type->solidBase = base->solidBase ? base->solidBase : base;
  setSlot(type, &type->mro, computeC3(t, type));
  if (!type->instanceShape) {
    Shape *s = newShape(type, spec.kind, spec.traceKind, spec.size, spec.skipWords, spec.slotCount);
    s->customTracer = spec.customTracer;
    s->flags |= kShapeBuiltinExact;
    type->instanceShape = s;
  }
  if (type->typeFlags & kTypeWraps)
    type->instanceShape->flags &= ~kShapeWraps; // the exact type is no wrapper
  fillTypeDict(t, type, spec);
  typeModified(type);
  return type;
}

//===-- method resolution order --------------------------------------------===//

Value computeC3(Thread *t, TypeObject *type) {
  // Sequences still to merge: the bases' MROs and the list of bases itself.
  auto *bases = type->bases.as<TupleObject>();
  int64_t n = bases->length;
  if (n == 1) {
    auto *m = typeMro(bases->items[0].as<TypeObject>());
    TupleObject *r = newTupleBuffer(t, static_cast<size_t>(m->length) + 1);
    if (!r)
      return Value::empty();
    m = typeMro(bases->items[0].as<TypeObject>());
    setSlot(r, &r->items[0], typeValue(type));
    for (int64_t i = 0; i < m->length; ++i)
      setSlot(r, &r->items[i + 1], m->items[i]);
    return Value::fromObject(r);
  }
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = 0; j < i; ++j)
      if (bases->items[i] == bases->items[j])
        return raise(t, exc::TypeError, "duplicate base class %s",
                     typeNameOf(bases->items[i].as<TypeObject>()).c_str());
  RootVector out(t), heads(t);
  out.push(typeValue(type));
  struct Seq { TupleObject *seq; int64_t at; };
  Seq seqs[64];
  if (n > 63)
    return raise(t, exc::TypeError, "too many base classes");
  size_t count = 0;
  for (int64_t i = 0; i < n; ++i)
    seqs[count++] = {typeMro(bases->items[i].as<TypeObject>()), 0};
  seqs[count++] = {bases, 0};
  for (;;) {
    bool any = false, took = false;
    for (size_t i = 0; i < count && !took; ++i) {
      if (seqs[i].at >= seqs[i].seq->length)
        continue;
      any = true;
      Value cand = seqs[i].seq->items[seqs[i].at];
      bool inTail = false;
      for (size_t j = 0; j < count && !inTail; ++j)
        for (int64_t k = seqs[j].at + 1; k < seqs[j].seq->length; ++k)
          if (seqs[j].seq->items[k] == cand) {
            inTail = true;
            break;
          }
      if (inTail)
        continue;
      out.push(cand);
      for (size_t j = 0; j < count; ++j)
        if (seqs[j].at < seqs[j].seq->length && seqs[j].seq->items[seqs[j].at] == cand)
          ++seqs[j].at;
      took = true;
    }
    if (!any)
      break;
    if (!took) {
      std::string s;
      std::vector<Value> seen;
      for (size_t i = 0; i < count; ++i) {
        if (seqs[i].at >= seqs[i].seq->length)
          continue;
        Value v = seqs[i].seq->items[seqs[i].at];
        bool dup = false;
        for (Value x : seen)
          dup |= x == v;
        if (dup)
          continue;
        seen.push_back(v);
        if (!s.empty())
          s += ", ";
        s += typeNameOf(v.as<TypeObject>());
      }
      return raise(t, exc::TypeError,
                   "Cannot create a consistent method resolution\norder (MRO) for bases %s",
                   s.c_str());
    }
  }
  return newTuple(t, out.data, out.size());
}

bool isSubtype(const TypeObject *a, const TypeObject *b) {
  if (a == b)
    return true;
  auto *m = typeMro(a);
  Value v = typeValue(b);
  for (int64_t i = 0, n = m->length; i < n; ++i)
    if (m->items[i] == v)
      return true;
  return false;
}

std::string typeNameOf(const TypeObject *t) { return strToUtf8(t->name); }
std::string typeNameOf(Value v) { return typeNameOf(typeOf(v)); }

//===-- versions -----------------------------------------------------------===//

void addSubclass(Thread *t, TypeObject *base, TypeObject *type) {
  if (!base->subclasses.isObject()) {
    Value l = newList(t, nullptr, 0);
    setSlot(base, &base->subclasses, l);
  }
  if (!listAppend(t, base->subclasses.as<ListObject>(), typeValue(type)))
    clearPending(t);
}

static void bumpVersions(TypeObject *type, bool dunders) {
  if (type->assumption) {
    uint32_t a = type->assumption;
    type->assumption = 0;
    if (assumptionBrokenHook)
      assumptionBrokenHook(a);
  }
  type->version = gNextTypeVersion++;
  for (Shape *s = type->shapes; s; s = s->nextOfType) {
    if (s->assumption) {
      uint32_t a = s->assumption;
      s->assumption = 0;
      if (assumptionBrokenHook)
        assumptionBrokenHook(a);
    }
    s->version = type->version;
  }
  if (dunders) {
    for (Value &d : type->dunders)
      d = Value::fromSmallInt(0);
    updateTypeFlags(type);
  }
  if (type->subclasses.isObject()) {
    auto *l = type->subclasses.as<ListObject>();
    for (int64_t i = 0; i < l->size; ++i)
      bumpVersions(l->items()->items[i].as<TypeObject>(), dunders);
  }
}

void typeModified(TypeObject *type) { bumpVersions(type, true); }

void typeModifiedName(TypeObject *type, Value name) {
  // Special methods are the dunders and the generator protocol's three names.
  auto *s = name.as<StrObject>();
  bool dunder = s->length >= 4 && strCharAt(s, 0) == '_' && strCharAt(s, 1) == '_';
  dunder |= s->length == 4 || s->length == 5;
  bumpVersions(type, dunder);
}

void updateTypeFlags(TypeObject *type) {
  uint32_t f = type->typeFlags & ~(kTypeCustomGetAttr | kTypeHasGetAttr |
                                   kTypeCustomSetAttr | kTypeHasFinalizer);
  auto own = [&](Dunder d) { return lookupDunder(type, d); };
  if (Value v = own(Dunder::GetAttribute))
    if (!isKind(v, Kind::NativeFunction))
      f |= kTypeCustomGetAttr;
  if (own(Dunder::GetAttr))
    f |= kTypeHasGetAttr;
  for (Dunder d : {Dunder::SetAttr, Dunder::DelAttr})
    if (Value v = own(d))
      if (!isKind(v, Kind::NativeFunction))
        f |= kTypeCustomSetAttr;
  // Natives other than object's and type's own are overrides as well (super,
  // module and the like say so with kTypeCustomGetAttr in their spec).
  if (auto *spec = static_cast<const TypeSpec *>(type->solidBase ? type->solidBase->spec : nullptr))
    f |= spec->typeFlags & (kTypeCustomGetAttr | kTypeCustomSetAttr);
  if (own(Dunder::Del))
    f |= kTypeHasFinalizer;
  type->typeFlags = f;
}

//===-- lookups ------------------------------------------------------------===//

namespace {
struct LookupEntry {
  uint32_t version;
  uint32_t entry; ///< in owner's dict
  const StrObject *name;
  TypeObject *owner; ///< null: absent
};
} // namespace
static LookupEntry gLookupCache[4096];

static Value entryValue(TypeObject *owner, uint32_t entry) {
  return typeDict(owner)->entries.as<ValueBuffer>()->items[2 * entry + 1];
}

Value typeOwn(const TypeObject *t, Value name) {
  return dictGetStr(typeDict(t), name);
}

Value lookupType(TypeObject *type, Value name) {
  auto *s = name.as<StrObject>();
  bool interned = s->flags & kStrInterned;
  LookupEntry *e = nullptr;
  if (PYC_LIKELY(interned)) {
    size_t h = (reinterpret_cast<uintptr_t>(s) >> 3) ^ (type->version * 0x9E3779B1u);
    e = &gLookupCache[(h ^ h >> 12) & 4095];
    if (e->version == type->version && e->name == s)
      return e->owner ? entryValue(e->owner, e->entry) : Value::empty();
  }
  auto *m = typeMro(type);
  TypeObject *owner = nullptr;
  int64_t at = -1;
  for (int64_t i = 0; i < m->length; ++i) {
    owner = m->items[i].as<TypeObject>();
    at = dictFindStr(typeDict(owner), name);
    if (at >= 0)
      break;
  }
  if (at < 0)
    owner = nullptr;
  if (e)
    *e = {type->version, static_cast<uint32_t>(at), s, owner};
  return owner ? entryValue(owner, static_cast<uint32_t>(at)) : Value::empty();
}

Value lookupTypeAfter(TypeObject *type, TypeObject *after, Value name) {
  auto *m = typeMro(type);
  bool seen = false;
  for (int64_t i = 0; i < m->length; ++i) {
    auto *k = m->items[i].as<TypeObject>();
    if (seen)
      if (Value v = dictGetStr(typeDict(k), name))
        return v;
    seen |= k == after;
  }
  return Value::empty();
}

Value lookupDunderSlow(TypeObject *type, Dunder d) {
  Value v = lookupType(type, gDunderNames[unsigned(d)]);
  setSlot(type, &type->dunders[unsigned(d)], v);
  return v;
}

bool typeDictSet(Thread *t, TypeObject *type, Value name, Value v) {
  if (!dictSet(t, typeDict(type), name, v))
    return false;
  typeModifiedName(type, name);
  return true;
}

} // namespace pyc
