//===- RecordLoops.cpp - Builtins that loop over Python's items -----------===//
//
// sum(x * x for x in v) runs as a Python function (runtime/builtins/Loops.h),
// so it is recorded as a call of one: followed while its loop is short, else
// called, which enters the traces of its own copy. What is guarded is what made
// the interpreter choose that copy: the code that makes the items.
//
//===----------------------------------------------------------------------===//
#include "jit_orc/recorder/Helpers.h"
#include "jit_orc/recorder/Recorder.h"
#include "runtime/builtins/Loops.h"
#include "runtime/object/Iterators.h"

namespace pyc {

#define HELPER(f) reinterpret_cast<const void *>(f), #f

namespace {
/// What is behind a map, filter, enumerate or zip object.
struct Adapter {
  TraceRef function = kNoRef;
  std::vector<TraceRef> iterators;
};
} // namespace

static void guardItems(Recorder &r, TraceRef v, Value real);

/// Guards all that decides which generator stands for it.
static Adapter guardAdapter(Recorder &r, TraceRef v, Value real) {
  TraceBuilder &b = r.b;
  const Shape *s = real.asObject()->shape();
  Adapter a;
  Value function = Value::empty();
  std::vector<Value> iterators;
  auto field = [&](TraceRef o, size_t offset, uint8_t alias) {
    TraceRef f = b.getField(o, static_cast<uint32_t>(offset), alias, TraceSlot::Value, true);
    b.facts[f].notEmpty = true;
    return f;
  };
  b.guardShape(v, s, true);
  if (s == shapes::enumerate) {
    a.iterators = {field(v, offsetof(EnumerateObject, iterator), kAliasIterator)};
    iterators = {real.as<EnumerateObject>()->iterator};
  } else if (s == shapes::filter) {
    function = real.as<FilterObject>()->function;
    a.function = field(v, offsetof(FilterObject, function), kAliasIterator);
    a.iterators = {field(v, offsetof(FilterObject, iterator), kAliasIterator)};
    iterators = {real.as<FilterObject>()->iterator};
  } else {
    bool zip = s == shapes::zip;
    auto *inner = (zip ? real.as<ZipObject>()->iterators : real.as<MapObject>()->iterators).as<TupleObject>();
    TraceRef tuple = field(v, zip ? offsetof(ZipObject, iterators) : offsetof(MapObject, iterators), kAliasIterator);
    b.guardShape(tuple, shapes::tuple, true);
    TraceRef length = b.getField(tuple, offsetof(TupleObject, length), kAliasItems, TraceSlot::Raw, true);
    b.guardBool(b.emit(TraceOpcode::raw_eq_, {length, b.constRaw(inner->length)}), true);
    for (int64_t i = 0; i < inner->length; ++i) {
      a.iterators.push_back(field(tuple, offsetof(TupleObject, items) + 8 * static_cast<size_t>(i), kAliasItems));
      iterators.push_back(inner->items[i]);
    }
    if (zip) {
      TraceRef strict = b.getField(v, offsetof(ZipObject, strict), kAliasIterator, TraceSlot::Raw, true);
      b.guardBool(b.emit(TraceOpcode::raw_eq_, {strict, b.constRaw(0)}), true);
    } else {
      function = real.as<MapObject>()->function;
      a.function = field(v, offsetof(MapObject, function), kAliasIterator);
    }
  }
  bool byFunction = function && isExact(function, shapes::function);
  if (byFunction)
    knowFunction(r, a.function, function.as<FunctionObject>());
  else if (function)
    r.guardConstant(a.function, function);
  for (size_t i = 0; i < iterators.size() && !r.failed(); ++i) {
    if (byFunction || !itemCodeOf(iterators[i]))
      b.guardShape(a.iterators[i], iterators[i].asObject()->shape(), true);
    else
      guardItems(r, a.iterators[i], iterators[i]);
  }
  return a;
}

/// v's items are made by the code that makes real's.
static void guardItems(Recorder &r, TraceRef v, Value real) {
  TraceBuilder &b = r.b;
  if (isAdapter(real.asObject()->shape())) {
    guardAdapter(r, v, real);
    return;
  }
  if (isExact(real, shapes::generator)) {
    b.guardShape(v, shapes::generator, true);
    auto *fn = real.as<GeneratorObject>()->header[0].as<FunctionObject>();
    TraceRef function = b.getField(v, offsetof(GeneratorObject, header), kAliasGenerator, TraceSlot::Value, true);
    b.facts[function].notEmpty = true;
    TraceRef code = b.getField(function, offsetof(FunctionObject, code), kAliasOther, TraceSlot::Value);
    b.facts[code].notEmpty = true;
    r.guardConstant(code, fn->code);
  } else if (isExact(real, shapes::function)) { // a key
    knowFunction(r, v, real.as<FunctionObject>());
  } else {
    r.guardInstanceShape(v, real);
  }
}

/// The same type, as far as the builtin looks at it.
static void guardKind(Recorder &r, TraceRef v, Value real) {
  if (real.isInt())
    r.b.asInt(v);
  else if (real.isFloat())
    r.b.asFloat(v);
  else
    r.guardInstanceShape(v, real);
}

bool Recorder::recordLoop(TraceRef f, Value shown, const std::vector<TraceRef> &args,
                          const std::vector<Value> &realArgs) {
  LoopCall loop;
  if (!findLoop(t, shown, realArgs.data(), realArgs.size(), Value::empty(), false, loop))
    return false;
  guardItems(*this, value(args[loop.source]), realArgs[loop.source]);
  std::vector<TraceRef> params;
  for (unsigned i = 0; i < loop.count && !failed(); ++i) {
    int from = loop.from[i];
    if (from >= 0 && static_cast<unsigned>(from) != loop.source)
      guardKind(*this, value(args[static_cast<size_t>(from)]), realArgs[static_cast<size_t>(from)]);
    params.push_back(from >= 0 ? args[static_cast<size_t>(from)] : constant(loop.args[i]));
  }
  Value callee = Value::fromObject(loop.function);
  TraceRef fn = failed() ? kNoRef : constant(callee);
  if (failed())
    return true;
  if (mayInline(loop.function->codeObject()))
    pushFrame(callee, fn, params, Continuation::Store);
  else
    residualCall(fn, params);
  return true;
}

bool Recorder::recordAdapterLoop(TraceRef x, Value real) {
  LoopCall items;
  if (!real.isObject() || !isAdapter(real.asObject()->shape()) || frames.size() >= kMaxInlineDepth ||
      !findItems(t, real, false, items))
    return false;
  Adapter a = guardAdapter(*this, x, real);
  std::vector<TraceRef> params;
  for (unsigned i = 0; i < items.count && !failed(); ++i)
    params.push_back(items.from[i] == -2   ? x
                     : items.from[i] == -1 ? constant(items.args[i])
                     : items.from[i] == 0  ? a.function
                                           : a.iterators[static_cast<size_t>(items.from[i]) - 1]);
  Value callee = Value::fromObject(items.function);
  TraceRef fn = failed() ? kNoRef : constant(callee);
  if (!failed())
    pushFrame(callee, fn, params, Continuation::IterMethod);
  return true;
}

} // namespace pyc
