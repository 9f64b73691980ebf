//===- RecordAttr.cpp - Globals and attributes ----------------------------===//
//
// What a class says of a name is an assumption on the shape's version, so an
// attribute access costs the shape guard and a load. Globals that have not
// changed are constants under an assumption; others are loads from their
// entry under an assumption on the key set.
//
//===----------------------------------------------------------------------===//
#include "jit_orc/Jit.h"
#include "jit_orc/recorder/Helpers.h"
#include "jit_orc/recorder/RecordComplex.h"
#include "jit_orc/recorder/Recorder.h"
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"

namespace pyc {

/// A namespace's entry as a trace value: constant if it may be watched.
static TraceRef namespaceEntry(Recorder &r, DictObject *d, int64_t entry) {
  Value v = d->entries.as<ValueBuffer>()->items[2 * entry + 1];
  if (!v.isObject() || !gcIsYoung(v.asObject()))
    if (uint32_t a = namespaceWatch(d, entry)) {
      r.dependOn(a);
      return r.constant(v);
    }
  uint32_t keys = namespaceWatchKeys(d);
  if (!keys) {
    r.abort(AbortReason::Unstable, "globals' keys change");
    return r.b.constInt(0);
  }
  r.dependOn(keys);
  TraceRef dict = r.constant(Value::fromObject(d));
  TraceRef entries = r.b.getField(dict, offsetof(DictObject, entries), kAliasGlobal,
                                  TraceSlot::Value);
  r.b.facts[entries].notEmpty = true;
  TraceRef loaded = r.b.getField(entries, static_cast<uint32_t>(offsetof(ValueBuffer, items) + 16 * entry + 8),
                                 kAliasGlobal, TraceSlot::Value);
  r.b.facts[loaded].notEmpty = true;
  return loaded;
}

TraceRef recordModuleName(Recorder &r) {
  auto *globals = r.frame().function.as<FunctionObject>()->globals.as<DictObject>();
  if (!(globals->flags & kDictNamespace))
    return kNoRef;
  int64_t entry = dictFindStr(globals, names::__name__);
  return entry < 0 ? kNoRef : r.value(namespaceEntry(r, globals, entry));
}

/// A name of the running frame's globals or builtins.
static bool loadGlobal(Recorder &r, unsigned dst, Value name) {
  VirtualFrame &f = r.frame();
  auto *fn = f.function.as<FunctionObject>();
  auto *globals = fn->globals.as<DictObject>();
  auto *builtins = fn->builtins.as<DictObject>();
  if (!(globals->flags & kDictNamespace))
    return false;
  int64_t entry = dictFindStr(globals, name);
  if (entry >= 0) {
    r.set(dst, namespaceEntry(r, globals, entry));
    return true;
  }
  uint32_t absent = namespaceWatchKeys(globals);
  if (!absent || !(builtins->flags & kDictNamespace)) {
    r.abort(AbortReason::Unstable, "globals' keys change");
    return true;
  }
  entry = dictFindStr(builtins, name);
  if (entry < 0) {
    r.abort(AbortReason::Exception, "NameError");
    return true;
  }
  r.dependOn(absent);
  r.set(dst, namespaceEntry(r, builtins, entry));
  return true;
}

static bool storeGlobal(Recorder &r, unsigned src, Value name) {
  auto *globals = r.frame().function.as<FunctionObject>()->globals.as<DictObject>();
  int64_t entry = (globals->flags & kDictNamespace) ? dictFindStr(globals, name) : -1;
  if (entry < 0)
    return false;
  // The helper honours watches; what this trace took for constant may break.
  TraceRef dict = r.constant(Value::fromObject(globals));
  uint32_t keys = namespaceWatchKeys(globals);
  if (!keys) {
    r.abort(AbortReason::Unstable, "globals' keys change");
    return true;
  }
  r.dependOn(keys);
  if (!namespaceWatch(globals, entry)) { // changes often: nobody relies on it
    TraceRef entries = r.b.getField(dict, offsetof(DictObject, entries), kAliasGlobal, TraceSlot::Value);
    r.b.facts[entries].notEmpty = true;
    r.b.setField(entries, r.value(r.reg(src)), static_cast<uint32_t>(offsetof(ValueBuffer, items) + 16 * entry + 8),
                 kAliasGlobal, TraceSlot::Value);
    return true;
  }
  r.b.call(reinterpret_cast<const void *>(pyc_jit_store_global), "pyc_jit_store_global", TraceType::Value,
           {dict, r.b.constRaw(entry), r.value(r.reg(src))},
           {0, uint64_t(1) << kAliasGlobal, kCallPython});
  r.afterAnything(nextInstr(r.pc));
  return true;
}

/// Loads an attribute slot; guards that it is bound.
static TraceRef loadPlace(Recorder &r, TraceRef o, const Shape *s, uint32_t place) {
  TraceRef v;
  if (place & ShapeAttr::kOverflow) {
    TraceRef buffer = r.b.getField(o, s->overflowOffset, kAliasInstance, TraceSlot::Value);
    r.b.facts[buffer].notEmpty = true;
    v = r.b.getField(buffer, static_cast<uint32_t>(offsetof(ValueBuffer, items) + 8 * (place & ~ShapeAttr::kOverflow)),
                     kAliasItems, TraceSlot::Value);
  } else {
    v = r.b.getField(o, place, kAliasInstance, TraceSlot::Value);
  }
  r.b.guardNotEmpty(v);
  return v;
}

enum class LoadResult : uint8_t { Done, Residual };

/// method: LoadMethod. Result in dst, and dst + 4 for methods.
static LoadResult loadAttr(Recorder &r, unsigned dst, TraceRef object, Value real,
                           Value name, bool method) {
  auto put = [&](TraceRef v) {
    r.set(dst, v);
    if (method)
      r.set(dst + 4, kEmptyRef);
    return LoadResult::Done;
  };
  AttrLookup found = lookupForCache(real, name);
  TraceRef o = r.value(object);
  static Value classOfObject = lookupType(types::object_, names::__class__);
  if (name == names::__class__ && !method && real.isObject() && !isTypeObject(real) &&
      real.asObject()->kind() != Kind::Module && !(typeOf(real)->typeFlags & kTypeCustomGetAttr) &&
      lookupType(typeOf(real), name) == classOfObject) {
    if (r.guardInstanceShape(o, real))
      put(r.constant(Value::fromObject(typeOf(real))));
    return LoadResult::Done;
  }
  if (!real.isObject()) {
    // Methods of ints and floats.
    if (found.source != AttrLookup::Method || !method)
      return LoadResult::Residual;
    if (real.isInt())
      r.b.asInt(object);
    else
      r.b.asFloat(object);
    r.set(dst, r.constant(found.value));
    r.set(dst + 4, object);
    return LoadResult::Done;
  }
  Shape *s = real.asObject()->shape();
  switch (found.source) {
  case AttrLookup::Slot:
    if (!r.guardInstanceShape(o, real))
      return LoadResult::Done;
    return put(loadPlace(r, o, s, found.place));
  case AttrLookup::ClassValue:
    if (!r.guardInstanceShape(o, real))
      return LoadResult::Done;
    return put(r.constant(found.value));
  case AttrLookup::Method: {
    if (!r.guardInstanceShape(o, real))
      return LoadResult::Done;
    if (method) {
      r.set(dst, r.constant(found.value));
      r.set(dst + 4, object);
      return LoadResult::Done;
    }
    if (!isExact(found.value, shapes::function))
      return LoadResult::Residual;
    return put(recordBoundMethod(r, o, found.value));
  }
  case AttrLookup::Property: {
    Value getter = found.value.as<PropertyObject>()->getter;
    if (method || !isExact(getter, shapes::function))
      return LoadResult::Residual;
    CodeObject *code = getter.as<FunctionObject>()->codeObject();
    if (code->paramCount != 1 || code->argCount != 1 || !r.mayInline(code))
      return LoadResult::Residual;
    if (!r.guardInstanceShape(o, real))
      return LoadResult::Done;
    TraceRef fn = r.constant(getter);
    if (!r.failed())
      r.pushFrame(getter, fn, {o}, Continuation::Store);
    return LoadResult::Done;
  }
  case AttrLookup::ModuleAttr: {
    DictObject *d = moduleDict(real);
    int64_t entry = d && (d->flags & kDictNamespace) ? dictFindStr(d, name) : -1;
    if (entry < 0)
      return LoadResult::Residual;
    r.guardConstant(o, real);
    return put(namespaceEntry(r, d, entry));
  }
  case AttrLookup::TypeAttr:
    r.guardConstant(o, real);
    r.dependOnType(real.as<TypeObject>());
    return put(r.constant(found.value));
  case AttrLookup::Descriptor: {
    // A class method, of the class itself or of an instance.
    if (!isExact(found.value, shapes::classmethod))
      return LoadResult::Residual;
    Value f = found.value.as<ClassMethodObject>()->function;
    if (!isExact(f, shapes::function))
      return LoadResult::Residual;
    TypeObject *type = isTypeObject(real) ? real.as<TypeObject>() : typeOf(real);
    if (isTypeObject(real)) {
      r.guardConstant(o, real);
      r.dependOnType(type);
    } else if (!r.guardInstanceShape(o, real)) {
      return LoadResult::Done;
    }
    TraceRef self = r.constant(Value::fromObject(type));
    if (r.failed())
      return LoadResult::Done;
    if (!method)
      return put(recordBoundMethod(r, self, f));
    r.set(dst, r.constant(f));
    r.set(dst + 4, self);
    return LoadResult::Done;
  }
  default:
    return LoadResult::Residual;
  }
}

/// Stores into an existing slot, or adds an attribute.
static bool storeAttr(Recorder &r, TraceRef object, Value real, Value name, TraceRef v) {
  if (!real.isObject() || real.asObject()->kind() == Kind::Type ||
      real.asObject()->kind() == Kind::Module)
    return false;
  TypeObject *type = typeOf(real);
  if (type->typeFlags & kTypeCustomSetAttr)
    return false;
  Shape *s = real.asObject()->shape();
  AttrLookup found = lookupForCache(real, name);
  TraceRef o = r.value(object);
  if (found.source == AttrLookup::Slot) {
    if (!r.guardInstanceShape(o, real))
      return true;
    if (found.place & ShapeAttr::kOverflow) {
      TraceRef buffer = r.b.getField(o, s->overflowOffset, kAliasInstance, TraceSlot::Value);
      r.b.facts[buffer].notEmpty = true;
      r.b.setField(buffer, r.value(v), static_cast<uint32_t>(offsetof(ValueBuffer, items) + 8 * (found.place & ~ShapeAttr::kOverflow)),
                   kAliasItems, TraceSlot::Value);
    } else {
      r.b.setField(o, r.value(v), found.place, kAliasInstance, TraceSlot::Value);
    }
    return true;
  }
  if (found.source == AttrLookup::Property && (type->typeFlags & kTypeHeap)) {
    Value setter = found.value.as<PropertyObject>()->setter;
    if (!isExact(setter, shapes::function))
      return false;
    auto *fn = setter.as<FunctionObject>();
    CodeObject *code = fn->codeObject();
    if (code->paramCount != 2 || code->argCount != 2 || !r.mayInline(code))
      return false;
    if (!r.guardInstanceShape(o, real))
      return true;
    TraceRef fnRef = r.constant(setter);
    if (!r.failed() && knowFunction(r, fnRef, fn))
      r.pushFrame(setter, fnRef, {o, v}, Continuation::Discard);
    return true;
  }
  bool adds = found.source == AttrLookup::Absent || found.source == AttrLookup::ClassValue ||
              found.source == AttrLookup::Method || found.source == AttrLookup::GetAttrHook;
  uint32_t place;
  Shape *next = adds && (s->flags & kShapeHasDict) ? shapeAfterAdding(r.t, s, name, place) : nullptr;
  if (!next)
    return false;
  if (!r.guardInstanceShape(o, real))
    return true;
  RecordedOp &maker = r.b.at(o);
  if (maker.opcode == TraceOpcode::new_ && !(place & ShapeAttr::kOverflow)) {
    // An object of this trace: it is made with the later layout at once. Until
    // the slot is written it holds the empty Value, which reads as absent.
    maker.symbol = r.b.shapeSymbol(next);
    r.b.facts[o].shape = next;
    if (!next->assumption)
      next->assumption = newAssumption();
    r.dependOn(next->assumption);
    r.b.setField(o, r.value(v), place, kAliasInstance, TraceSlot::Value);
    return true;
  }
  TraceRef to = r.b.constPtr(next, ("shape." + strToUtf8(next->type->name)).c_str(), SymbolKind::Shape);
  r.callRuntime(reinterpret_cast<const void *>(pyc_jit_add_attr), "pyc_jit_add_attr", TraceType::Value,
                {r.thread(), o, to, r.b.constRaw(place), r.value(v)},
                0, 1u << kAliasInstance | 1u << kAliasShape | 1u << kAliasItems, true);
  r.b.facts[o].shape = next;
  r.b.facts[o].shapeForEver = false;
  if (!next->assumption)
    next->assumption = newAssumption();
  r.dependOn(next->assumption);
  return true;
}

bool recordAttrOf(Recorder &r, TraceRef object, Value real, TraceRef nameRef, Value name, bool test, TraceRef otherwise,
                  TraceRef &out) {
  AttrLookup found = lookupForCache(real, name);
  bool absent = found.source == AttrLookup::Absent, slot = found.source == AttrLookup::Slot;
  if (absent ? !test && otherwise == kNoRef
             : !slot && found.source != AttrLookup::ClassValue &&
                   !(found.source == AttrLookup::Method && (test || isExact(found.value, shapes::function))))
    return false;
  Object *p = real.asObject();
  if (!(p->type()->typeFlags & kTypeHeap) || p->kind() == Kind::Type || p->kind() == Kind::Module)
    return false;
  // An empty slot is an AttributeError.
  if (slot && !(found.place & ShapeAttr::kOverflow) &&
      reinterpret_cast<Value *>(reinterpret_cast<char *>(p) + found.place)->isEmpty())
    return false;
  TraceRef o = r.value(object);
  r.guardConstant(r.value(nameRef), name);
  if (r.failed() || !r.guardInstanceShape(o, real))
    return true;
  if (slot) {
    TraceRef v = loadPlace(r, o, p->shape(), found.place);
    out = test ? r.b.constBool(true) : v;
  } else if (test) {
    out = r.b.constBool(!absent);
  } else if (absent) {
    out = otherwise;
  } else {
    out = found.source == AttrLookup::Method ? recordBoundMethod(r, o, found.value) : r.constant(found.value);
  }
  return true;
}

bool recordStoreOf(Recorder &r, TraceRef object, Value real, TraceRef nameRef, Value name, TraceRef v) {
  if (!real.isObject() || lookupForCache(real, name).source != AttrLookup::Slot ||
      (typeOf(real)->typeFlags & kTypeCustomSetAttr) || isTypeObject(real) || real.asObject()->kind() == Kind::Module)
    return false;
  r.guardConstant(r.value(nameRef), name);
  return r.failed() || storeAttr(r, object, real, name, v);
}

bool Recorder::recordAttr(Op op) {
  VirtualFrame &f = frame();
  Value *k = f.code->constantData;
  switch (op) {
  case Op::LoadName:
    if (real(0) != f.function.as<FunctionObject>()->globals)
      return false;
    [[fallthrough]];
  case Op::LoadGlobal:
    return loadGlobal(*this, pc->a, k[pc->b]);
  case Op::StoreName:
    if (real(0) != f.function.as<FunctionObject>()->globals)
      return false;
    [[fallthrough]];
  case Op::StoreGlobal:
    return storeGlobal(*this, pc->a, k[pc->b]);
  case Op::LoadAttr:
  case Op::LoadMethod: {
    bool method = op == Op::LoadMethod;
    Value o = real(pc->b), name = k[pc->c];
    unsigned dst = pc->a;
    if (TraceRef part; !method && recordComplexPart(*this, reg(pc->b), o, name, part)) {
      set(dst, part);
      return true;
    }
    if (loadAttr(*this, dst, reg(pc->b), o, name, method) == LoadResult::Residual && !failed()) {
      const Instr *next = nextInstr(pc);
      TraceRef v = callAnything(reinterpret_cast<const void *>(pyc_jit_get_attr), "pyc_jit_get_attr",
                                {thread(), value(reg(pc->b)), constant(name)});
      set(dst, v);
      if (method)
        set(dst + 4, kEmptyRef);
      afterAnything(next);
      skipCallee();
      // The interpreter may have found a method; the trace always has a bound
      // value: the call that follows must agree with what it sees.
      if (method)
        opaque.push_back(v);
    }
    return true;
  }
  case Op::StoreAttr: {
    // A.C = B
    Value o = real(pc->a), name = k[pc->c];
    if (storeAttr(*this, reg(pc->a), o, name, reg(pc->b)))
      return true;
    const Instr *next = nextInstr(pc);
    callAnything(reinterpret_cast<const void *>(pyc_jit_set_attr), "pyc_jit_set_attr",
                 {thread(), value(reg(pc->a)), constant(name), value(reg(pc->b))});
    afterAnything(next);
    skipCallee();
    return true;
  }
  default:
    return false;
  }
}

} // namespace pyc
