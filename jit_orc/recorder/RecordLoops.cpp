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

namespace pyc {

#define HELPER(f) reinterpret_cast<const void *>(f), #f

/// v's items are made by the code that makes real's.
static void guardItems(Recorder &r, TraceRef v, Value real) {
  TraceBuilder &b = r.b;
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

} // namespace pyc
