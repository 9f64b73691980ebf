//===- Intrinsics.cpp - Calls of builtins ---------------------------------===//
//
// A builtin that is worth expanding has a row here, by the object that Python
// finds under its name; the others are called directly, without argument
// binding, with the effects that their own row states (Native.h). Those that
// may run Python go through the general call.
//
//===----------------------------------------------------------------------===//
#include "jit_orc/recorder/Helpers.h"
#include "jit_orc/recorder/RecordMath.h"
#include "jit_orc/recorder/RecordStr.h"
#include "jit_orc/recorder/RecordComplex.h"
#include "jit_orc/recorder/RecordList.h"
#include "jit_orc/recorder/Recorder.h"
#include "runtime/builtins/Loops.h"
#include "runtime/object/Containers.h"
#include "runtime/object/Iterators.h"
#include "runtime/object/Types.h"
#include <cmath>
#include <unordered_map>

namespace pyc {

#define HELPER(f) reinterpret_cast<const void *>(f), #f

using Refs = const std::vector<TraceRef> &;
using Values = const std::vector<Value> &;
/// True: recorded, the result is in out (kNoRef: abort was called).
using Intrinsic = bool (*)(Recorder &r, Refs args, Values real, TraceRef &out);

static bool recordLen(Recorder &r, Refs args, Values real, TraceRef &out) {
  if (args.size() != 1 || !real[0].isObject())
    return false;
  if (r.b.facts[args[0]].charCode != kNoRef) {
    out = r.b.constInt(1);
    return true;
  }
  const Shape *s = real[0].asObject()->shape();
  uint32_t offset;
  uint8_t alias;
  bool immutable = false;
  if (s == shapes::list)
    offset = offsetof(ListObject, size), alias = kAliasListSize;
  else if (s == shapes::tuple)
    offset = offsetof(TupleObject, length), alias = kAliasItems, immutable = true;
  else if (s == shapes::str1 || s == shapes::str2 || s == shapes::str4)
    offset = offsetof(StrObject, length), alias = kAliasString, immutable = true;
  else if (s == shapes::bytes)
    offset = offsetof(BytesObject, length), alias = kAliasString, immutable = true;
  else if (s == shapes::dict)
    offset = offsetof(DictObject, used), alias = kAliasDict;
  else if (s == shapes::set || s == shapes::frozenset)
    offset = offsetof(SetObject, used), alias = kAliasDict;
  else
    return false;
  TraceRef v = r.value(args[0]);
  r.b.guardShape(v, s, true);
  TraceRef n = r.b.getField(v, offset, alias, TraceSlot::Raw, immutable);
  out = r.b.emit(TraceOpcode::raw_to_int_, {n});
  return true;
}

/// Guards the type of a value. False: failed.
static bool knowType(Recorder &r, TraceRef v, Value real) {
  if (real.isInt())
    r.b.asInt(v);
  else if (real.isFloat())
    r.b.asFloat(v);
  else if (r.b.typeOf(v) != TraceType::Bool)
    return r.guardInstanceShape(v, real);
  return !r.failed();
}

bool knowPlain(Recorder &r, TraceRef v, Value real) {
  if (r.b.typeOf(v) == TraceType::Bool)
    return true;
  if (real.isInt())
    r.b.asInt(v);
  else if (real.isFloat())
    r.b.asFloat(v);
  else if (real == None || real == True || real == False)
    r.b.guardConstant(r.value(v), real);
  else if (isExact(real, shapes::str1))
    r.b.guardShape(r.value(v), shapes::str1, true);
  else
    return false;
  return true;
}

/// str(1), int("1"), list(t): conversions by a call that runs no Python code.
static bool recordConversion(Recorder &r, TypeObject *type, Refs args, Values real) {
  if (args.size() != 1)
    return false;
  Value v = real[0];
  bool text = isExact(v, shapes::str1);
  const Shape *made = nullptr;
  uint64_t reads = 0;
  if (type == types::str_) {
    if (text) {
      r.b.guardShape(r.value(args[0]), shapes::str1, true);
      r.set(r.pc->a, r.value(args[0]));
      return true;
    }
    if (!knowPlain(r, args[0], v))
      return false;
  } else if ((type == types::int_ || type == types::float_) && text) {
    r.b.guardShape(r.value(args[0]), shapes::str1, true);
  } else if ((type == types::list_ || type == types::tuple_) &&
             (isExact(v, shapes::list) || isExact(v, shapes::tuple) || text || isExact(v, shapes::range))) {
    r.b.guardShape(r.value(args[0]), v.asObject()->shape(), true);
    made = type == types::list_ ? shapes::list : shapes::tuple;
    reads = kAliasAll;
  } else {
    return false;
  }
  TraceRef out = r.callRuntime(HELPER(pyc_jit_call1), TraceType::Value,
                               {r.thread(), r.b.constValue(Value::fromObject(type)), r.value(args[0])}, reads, 0, true);
  if (made) {
    r.b.facts[out].shape = made;
    r.b.facts[out].shapeForEver = true;
  }
  r.set(r.pc->a, out);
  return true;
}

static bool recordIsInstance(Recorder &r, Refs args, Values real, TraceRef &out) {
  if (args.size() != 2 || !real[1].isObject())
    return false;
  // One class, or a few.
  std::vector<Value> classes;
  bool tuple = isExact(real[1], shapes::tuple);
  if (tuple && real[1].as<TupleObject>()->length <= 8)
    classes.assign(real[1].as<TupleObject>()->items, real[1].as<TupleObject>()->items + real[1].as<TupleObject>()->length);
  else
    classes.push_back(real[1]);
  for (Value c : classes)
    if (!isTypeObject(c) || c.as<TypeObject>()->shape()->type != types::type_)
      return false; // a metaclass may answer
  TypeObject *type = typeOf(real[0]);
  bool match = false;
  for (Value c : classes)
    match |= isSubtype(type, c.as<TypeObject>());
  // A __class__ that lies would be asked next.
  if (!match && (type->typeFlags & kTypeHeap) &&
      lookupType(type, names::__class__) != lookupType(types::object_, names::__class__))
    return false;
  TraceRef cls = r.value(args[1]);
  if (!tuple) {
    r.guardConstant(cls, real[1]);
  } else if (!r.b.facts[cls].isConstant) {
    r.b.guardShape(cls, shapes::tuple, true);
    TraceRef n = r.b.getField(cls, offsetof(TupleObject, length), kAliasItems, TraceSlot::Raw, true);
    r.b.guardBool(r.b.emit(TraceOpcode::raw_eq_, {n, r.b.constRaw(static_cast<int64_t>(classes.size()))}), true);
    for (size_t i = 0; i < classes.size(); ++i) {
      TraceRef c = r.b.getField(cls, static_cast<uint32_t>(offsetof(TupleObject, items) + 8 * i), kAliasItems,
                                TraceSlot::Value, true);
      r.b.facts[c].notEmpty = true;
      r.guardConstant(c, classes[i]);
    }
  }
  if (!knowType(r, args[0], real[0]))
    return true;
  out = r.b.constBool(match);
  return true;
}

/// getattr(o, "name"), hasattr(o, "name") of what is found without Python code.
template <bool test> static bool recordGetAttr(Recorder &r, Refs args, Values real, TraceRef &out) {
  if (args.size() < 2 || args.size() > (test ? 2 : 3) || !real[0].isObject() || !isExact(real[1], shapes::str1) ||
      !(real[1].asObject()->flags & kStrInterned))
    return false;
  return recordAttrOf(r, args[0], real[0], args[1], real[1], test, args.size() == 3 ? r.value(args[2]) : kNoRef, out);
}
static bool recordSetAttr(Recorder &r, Refs args, Values real, TraceRef &out) {
  if (args.size() != 3 || !isExact(real[1], shapes::str1) || !(real[1].asObject()->flags & kStrInterned) ||
      !recordStoreOf(r, args[0], real[0], args[1], real[1], args[2]))
    return false;
  out = r.b.constValue(None);
  return true;
}

/// next(g) and g.send(v) resume in the interpreter's activation too.
static bool recordNext(Recorder &r, Refs args, Values real, TraceRef &out) {
  if (args.size() != 1)
    return false;
  TraceRef it = r.value(args[0]);
  if (isExact(real[0], shapes::generator))
    return r.followGenerator(it, real[0], Continuation::Next, r.b.constValue(None));
  return false;
}
static bool recordSend(Recorder &r, Refs args, Values real, TraceRef &out) {
  return args.size() == 2 && isExact(real[0], shapes::generator) &&
         r.followGenerator(r.value(args[0]), real[0], Continuation::Next, r.value(args[1]));
}

/// The last item; the list keeps its buffer (listPop shrinks it otherwise).
static bool recordListPop(Recorder &r, Refs args, Values real, TraceRef &out) {
  if (args.size() != 1 || !isExact(real[0], shapes::list))
    return false;
  auto *l = real[0].as<ListObject>();
  int64_t capacity = l->items()->length;
  if (l->size == 0 || (capacity > 64 && l->size <= capacity / 4))
    return false;
  TraceBuilder &b = r.b;
  TraceRef list = r.value(args[0]);
  b.guardShape(list, shapes::list, true);
  TraceRef size = b.getField(list, offsetof(ListObject, size), kAliasListSize, TraceSlot::Raw);
  TraceRef buffer = b.getField(list, offsetof(ListObject, buffer), kAliasListBuffer, TraceSlot::Value);
  b.facts[buffer].notEmpty = true;
  TraceRef length = b.getField(buffer, offsetof(ValueBuffer, length), kAliasOther, TraceSlot::Raw, true);
  b.guardBool(b.emit(TraceOpcode::raw_lt_, {b.constRaw(0), size}), true);
  TraceRef small = b.emit(TraceOpcode::raw_le_, {length, b.constRaw(64)});
  TraceRef enough = b.emit(TraceOpcode::raw_lt_, {b.emit(TraceOpcode::raw_ushr_, {length, b.constRaw(2)}), size});
  b.guardBool(b.emit(TraceOpcode::bool_or_, {small, enough}), true);
  TraceRef last = b.emit(TraceOpcode::raw_sub_, {size, b.constRaw(1)});
  out = b.getItem(buffer, last, offsetof(ValueBuffer, items), kAliasItems, TraceSlot::Value);
  b.facts[out].notEmpty = true;
  b.setItem(buffer, last, r.value(b.constInt(0)), offsetof(ValueBuffer, items), kAliasItems, TraceSlot::Value);
  b.setField(list, last, offsetof(ListObject, size), kAliasListSize, TraceSlot::Raw);
  return true;
}

/// enumerate's next number (Loops.h).
static bool recordCount(Recorder &r, Refs args, Values real, TraceRef &out) {
  auto *now = real[0].as<EnumerateObject>();
  if (now->bigIndex != Value::fromSmallInt(0) || now->index >= int64_t(1) << 58)
    return false;
  TraceBuilder &b = r.b;
  TraceRef e = r.value(args[0]);
  b.guardShape(e, shapes::enumerate, true);
  TraceRef big = b.getField(e, offsetof(EnumerateObject, bigIndex), kAliasIterator, TraceSlot::Value);
  b.guardConstant(big, Value::fromSmallInt(0));
  TraceRef index = b.getField(e, offsetof(EnumerateObject, index), kAliasIterator, TraceSlot::Raw);
  b.setField(e, b.emit(TraceOpcode::raw_add_, {index, b.constRaw(1)}), offsetof(EnumerateObject, index), kAliasIterator, TraceSlot::Raw);
  out = b.emit(TraceOpcode::raw_to_int_, {index});
  return true;
}

static std::unordered_map<const NativeDef *, Intrinsic> *gIntrinsics;

static void addIntrinsic(Value function, Intrinsic f) {
  if (function.isObject() && function.asObject()->kind() == Kind::NativeFunction)
    gIntrinsics->emplace(function.as<NativeFunctionObject>()->def, f);
}

void findIntrinsics(Thread *t) {
  if (gIntrinsics)
    return;
  gIntrinsics = new std::unordered_map<const NativeDef *, Intrinsic>;
  auto builtin = [&](const char *name, Intrinsic f) {
    addIntrinsic(dictGetStr(gBuiltinsDict.as<DictObject>(), internStr(t, name)), f);
  };
  builtin("len", recordLen);
  builtin("isinstance", recordIsInstance);
  builtin("getattr", recordGetAttr<false>);
  builtin("hasattr", recordGetAttr<true>);
  builtin("setattr", recordSetAttr);
  builtin("ord", recordOrd);
  builtin("next", recordNext);
  gIntrinsics->emplace(countDef(), recordCount);
  builtin("chr", recordChr);
  auto method = [&](TypeObject *type, const char *name, Intrinsic f) {
    addIntrinsic(lookupType(type, internStr(t, name)), f);
  };
#define X(type, name, fn) method(types::type, name, fn);
  PYC_CONTAINER_INTRINSICS(X)
#undef X
  method(shapes::generator->type, "send", recordSend);
  method(types::list_, "pop", recordListPop);
  method(types::dict_, "get", recordDictGet);
  findCharIntrinsics(t, [](Thread *t, const char *name, Intrinsic f) {
    addIntrinsic(lookupType(types::str_, internStr(t, name)), f);
  });
  Value math = importModule(t, "math");
  if (!math)
    clearPending(t);
  findMathIntrinsics(t, gBuiltinsDict, math ? Value::fromObject(moduleDict(math)) : math,
                     [](Thread *t, Value dict, const char *name, Intrinsic f) {
    addIntrinsic(dictGetStr(dict.as<DictObject>(), internStr(t, name)), f);
  });
}

/// Guards that the receiver is what it is now, so that the method's own check
/// of its type can be left out. False: not for this kind of receiver.
static bool knowReceiver(Recorder &r, TraceRef v, Value real) {
  if (real.isInt())
    r.b.asInt(v);
  else if (real.isFloat())
    r.b.asFloat(v);
  else if (real == None || real == True || real == False)
    r.b.guardConstant(r.value(v), real);
  else
    r.b.guardShape(r.value(v), real.asObject()->shape(), real.asObject()->shape()->flags & kShapeBuiltinExact);
  return true;
}

/// An exact builtin no method of which a program can have replaced.
static bool hasNoHooks(Value v) {
  if (!v.isObject() || v == None || v == True || v == False)
    return true;
  switch (v.asObject()->kind()) {
  case Kind::Str: case Kind::Bytes: case Kind::BigInt: case Kind::Float:
    return v.asObject()->shape()->flags & kShapeBuiltinExact;
  default:
    return false;
  }
}

bool recordNative(Recorder &r, Value function, const NativeFunctionObject *nf, Refs args, Values real) {
  const NativeDef *def = nf->def;
  unsigned dst = r.pc->a;
  auto found = gIntrinsics->find(def);
  if (found != gIntrinsics->end()) {
    TraceRef out = kNoRef;
    if (found->second(r, args, real, out)) {
      if (!r.failed() && out != kNoRef)
        r.set(dst, out);
      return true;
    }
  }
  if (def->effects & kEffFrames) {
    r.abort(AbortReason::LooksAtFrames, def->name);
    return true;
  }
  if ((def->effects & kEffCallsPython) || args.size() > 4)
    return false;
  if (def->effects & kEffExactArgs)
    for (Value v : real)
      if (!hasNoHooks(v))
        return false;
  unsigned required, total;
  bool raw = def->flags & kNativeRaw;
  if (!nativePositional(def, required, total) && !raw)
    return false;
  if (!raw && (args.size() < required || args.size() > total || total > 4))
    return false;
  if (nf->owner.isObject() && isTypeObject(nf->owner) && !args.empty() && !knowReceiver(r, args[0], real[0]))
    return false;
  if (def->effects & kEffExactArgs)
    for (size_t i = 0; i < args.size(); ++i)
      knowReceiver(r, args[i], real[i]);
  std::vector<TraceRef> all{r.thread(), r.b.constPtr(reinterpret_cast<const void *>(def->fn), def->name, SymbolKind::Helper)};
  for (TraceRef a : args)
    all.push_back(r.value(a));
  size_t n = args.size();
  if (!raw)
    for (; n < total; ++n)
      all.push_back(r.b.constValue(Value::empty()));
  uint64_t reads = def->effects & kEffReads ? kAliasAll : 0;
  uint64_t writes = def->effects & kEffWrites ? kAliasAll : 0;
  if (def->effects & kEffWritesSelf)
    writes |= kAliasAll & ~(uint64_t(1) << kAliasInstance | uint64_t(1) << kAliasGlobal | uint64_t(1) << kAliasCell |
                            uint64_t(1) << kAliasShape);
  if (def->effects & kEffWrites)
    r.b.forgetMutable();
  static const struct { const void *fn; const char *name; } kCallers[] = {
      {HELPER(pyc_jit_native0)}, {HELPER(pyc_jit_native1)}, {HELPER(pyc_jit_native2)},
      {HELPER(pyc_jit_native3)}, {HELPER(pyc_jit_native4)}};
  TraceRef v = r.callRuntime(kCallers[n].fn, kCallers[n].name, TraceType::Value, all, reads | writes, writes,
                             def->effects & (kEffRaises | kEffAllocates));
  r.b.facts[v].notEmpty = true;
  r.set(dst, v);
  return true;
}

bool recordTypeCall(Recorder &r, TypeObject *type, Refs args, Values real) {
  TraceBuilder &b = r.b;
  if (type == types::range_ && args.size() >= 1 && args.size() <= 3) {
    for (Value v : real)
      if (!v.isInt())
        return false;
    int64_t start = args.size() > 1 ? real[0].asInt() : 0, stop = real[args.size() > 1 ? 1 : 0].asInt(),
            step = args.size() > 2 ? real[2].asInt() : 1;
    constexpr int64_t limit = int64_t(1) << 59;
    auto small = [&](int64_t v) { return v > -limit && v < limit; };
    if (step != 1 || !small(start) || !small(stop))
      return false;
    TraceRef from = args.size() > 1 ? b.asInt(args[0]) : b.constInt(0);
    TraceRef to = b.asInt(args[args.size() > 1 ? 1 : 0]);
    if (args.size() > 2)
      b.guardConstant(r.value(args[2]), Value::fromSmallInt(1));
    // length = max(0, stop - start), by the way it went.
    bool none = stop <= start;
    b.guardBool(b.emit(TraceOpcode::int_le_, {to, from}), none);
    TraceRef length = none ? b.constInt(0) : b.emit(TraceOpcode::int_sub_ovf_, {to, from});
    TraceRef range = b.newObject(shapes::range, sizeof(RangeObject));
    auto put = [&](uint32_t offset, TraceRef v) {
      b.setField(range, r.value(v), offset, kAliasOther, TraceSlot::Value);
    };
    put(offsetof(RangeObject, start), from);
    put(offsetof(RangeObject, stop), to);
    put(offsetof(RangeObject, step), b.constInt(1));
    put(offsetof(RangeObject, length), length);
    r.set(r.pc->a, range);
    return true;
  }
  if (type == types::enumerate_ && (args.size() == 1 || (args.size() == 2 && real[1].isInt()))) {
    TraceRef inner = recordIterator(r, r.value(args[0]), real[0]);
    if (inner == kNoRef)
      return false;
    TraceRef first = args.size() == 2 ? b.emit(TraceOpcode::int_to_raw_, {b.asInt(args[1])}) : b.constRaw(0);
    TraceRef e = b.newObject(shapes::enumerate, sizeof(EnumerateObject));
    b.setField(e, first, offsetof(EnumerateObject, index), kAliasIterator, TraceSlot::Raw);
    b.setField(e, inner, offsetof(EnumerateObject, iterator), kAliasIterator, TraceSlot::Value);
    b.setField(e, b.toValue(b.constInt(0)), offsetof(EnumerateObject, bigIndex), kAliasIterator, TraceSlot::Value);
    r.set(r.pc->a, e);
    return true;
  }
  if ((type == types::map_ && (args.size() == 2 || args.size() == 3)) || (type == types::filter_ && args.size() == 2)) {
    std::vector<TraceRef> inner;
    for (size_t i = 1; i < args.size(); ++i) {
      inner.push_back(recordIterator(r, r.value(args[i]), real[i]));
      if (inner.back() == kNoRef)
        return false;
    }
    bool isMap = type == types::map_;
    TraceRef o = b.newObject(isMap ? shapes::map : shapes::filter, sizeof(MapObject));
    b.setField(o, r.value(args[0]), offsetof(MapObject, function), kAliasIterator, TraceSlot::Value);
    b.setField(o, isMap ? recordTuple(r, inner) : inner[0], offsetof(MapObject, iterators), kAliasIterator, TraceSlot::Value);
    r.set(r.pc->a, o);
    return true;
  }
  if (type == types::zip_ && args.size() >= 1 && args.size() <= 4) {
    for (Value v : real) {
      const Shape *s = v.isObject() ? v.asObject()->shape() : nullptr;
      if (s != shapes::list && s != shapes::tuple && s != shapes::range && s != shapes::generator)
        return false;
    }
    std::vector<TraceRef> inner;
    for (size_t i = 0; i < args.size(); ++i) {
      inner.push_back(recordIterator(r, r.value(args[i]), real[i]));
      if (inner.back() == kNoRef)
        return false;
    }
    TraceRef tuple = recordTuple(r, inner);
    TraceRef z = b.newObject(shapes::zip, sizeof(ZipObject));
    b.setField(z, b.constRaw(0), offsetof(ZipObject, strict), kAliasIterator, TraceSlot::Raw);
    b.setField(z, tuple, offsetof(ZipObject, iterators), kAliasIterator, TraceSlot::Value);
    r.set(r.pc->a, z);
    return true;
  }
  if (TraceRef z; type == types::complex_ && recordMakeComplex(r, args, real, z)) {
    r.set(r.pc->a, z);
    return true;
  }
  if (recordConversion(r, type, args, real))
    return true;
  if (type == types::type_ && args.size() == 1) {
    if (knowType(r, args[0], real[0]))
      r.set(r.pc->a, r.constant(Value::fromObject(typeOf(real[0]))));
    return true;
  }
  if (type == types::float_ && args.size() == 1 && (real[0].isInt() || real[0].isFloat())) {
    r.set(r.pc->a, real[0].isInt() ? b.emit(TraceOpcode::int_to_float_, {b.asInt(args[0])}) : b.asFloat(args[0]));
    return true;
  }
  if (type == types::int_ && args.size() == 1 && (real[0].isInt() || (real[0].isFloat() && std::fabs(real[0].asFloat()) < 1e15))) {
    r.set(r.pc->a, real[0].isInt() ? b.asInt(args[0]) : b.emit(TraceOpcode::float_to_int_ovf_, {b.asFloat(args[0])}));
    return true;
  }
  if (type == types::bool_ && args.size() == 1) {
    TraceRef cond;
    bool now;
    if (!r.truth(args[0], real[0], cond, now))
      return false;
    r.set(r.pc->a, cond);
    return true;
  }
  return false;
}

} // namespace pyc
