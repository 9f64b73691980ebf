//===- RecordResidual.cpp - The rest, by runtime call ---------------------===//
#include "jit_orc/recorder/Helpers.h"
#include "jit_orc/recorder/RecordList.h"
#include "jit_orc/recorder/Recorder.h"
#include "runtime/object/Types.h"

namespace pyc {

#define HELPER(f) reinterpret_cast<const void *>(f), #f

/// A handler of code covers the instruction at `at`.
static bool catches(const CodeObject *code, uint32_t at) {
  for (uint32_t i = 0; i < code->exceptionCount; ++i)
    if (at >= code->exceptionTable[i].start && at < code->exceptionTable[i].end)
      return true;
  return false;
}

/// newFunction (Functions.cpp) inline: one that only this trace calls, or whose
/// generator it follows, is never built. Versions number changes: none yet.
TraceRef Recorder::makeFunction(CodeObject *code, TraceRef globals, TraceRef module, TraceRef defaults, TraceRef closure) {
  TraceRef builtins = constant(frame().function.as<FunctionObject>()->builtins);
  bool hasDoc = code->constants.isObject() && code->constants.as<ValueBuffer>()->length &&
                isKind(code->constantData[0], Kind::Str) && !(code->flags & kCodeHasNamespace);
  TraceRef doc = hasDoc ? constant(code->constantData[0]) : b.constValue(None);
  TraceRef codeRef = constant(Value::fromObject(code)), name = constant(code->name), qualname = constant(code->qualname);
  if (failed())
    return kNoRef;
  TraceRef o = b.newObject(shapes::function, sizeof(FunctionObject));
  auto put = [&](TraceRef v, size_t offset, TraceSlot slot = TraceSlot::Value) {
    b.setField(o, v, static_cast<uint32_t>(offset), kAliasOther, slot);
  };
  put(b.constPtr(code->instrs, ("entry." + strToUtf8(code->name)).c_str(), SymbolKind::Word), offsetof(FunctionObject, entry),
      TraceSlot::Ptr);
  put(codeRef, offsetof(FunctionObject, code));
  put(globals, offsetof(FunctionObject, globals));
  put(builtins, offsetof(FunctionObject, builtins));
  put(closure, offsetof(FunctionObject, closure));
  put(defaults, offsetof(FunctionObject, defaults));
  put(b.constValue(None), offsetof(FunctionObject, kwDefaults));
  put(name, offsetof(FunctionObject, name));
  put(qualname, offsetof(FunctionObject, qualname));
  put(module, offsetof(FunctionObject, module));
  put(doc, offsetof(FunctionObject, doc));
  return o;
}

bool Recorder::recordResidual(Op op) {
  const Instr *next = nextInstr(pc);
  auto anything = [&](const void *fn, const char *name, std::vector<TraceRef> args) {
    args.insert(args.begin(), thread());
    return callAnything(fn, name, std::move(args));
  };
  auto done = [&](TraceRef v) {
    set(pc->a, v);
    afterAnything(next);
    skipCallee();
    return true;
  };
  auto tupleOfRange = [&](unsigned first, unsigned n) {
    std::vector<TraceRef> items;
    for (unsigned i = 0; i < n; ++i)
      items.push_back(reg(first + i));
    return recordTuple(*this, items);
  };
  switch (op) {
  case Op::Not:
  case Op::ToBool: {
    TraceRef v = anything(HELPER(pyc_jit_truth), {value(reg(pc->b))});
    return done(b.emit(TraceOpcode::value_eq_, {v, b.constValue(boolValue(op == Op::ToBool))}));
  }
  case Op::LoadName:
  case Op::StoreName:
    abort(AbortReason::Opcode, "class body or exec");
    return true;
  case Op::DeleteItem: {
    anything(HELPER(pyc_jit_del_item), {value(reg(pc->a)), value(reg(pc->b))});
    afterAnything(next);
    skipCallee();
    return true;
  }
  case Op::BuildSlice: {
    TraceRef step = pc->c == 3 ? value(reg(pc->b + 2u)) : b.constValue(None);
    set(pc->a, recordSlice(*this, value(reg(pc->b)), value(reg(pc->b + 1u)), step));
    return true;
  }
  case Op::BuildList: {
    TraceRef items = tupleOfRange(pc->b, pc->c);
    TraceRef v = callRuntime(HELPER(pyc_jit_build_list), TraceType::Value, {thread(), items}, kAliasAll, 0, true);
    b.facts[v].shape = shapes::list;
    b.facts[v].shapeForEver = true;
    set(pc->a, v);
    return true;
  }
  case Op::BuildString: {
    TraceRef items = tupleOfRange(pc->b, pc->c);
    set(pc->a, callRuntime(HELPER(pyc_jit_build_string), TraceType::Value, {thread(), items}, kAliasAll, 0, true));
    return true;
  }
  case Op::BuildMap:
    return done(anything(HELPER(pyc_jit_build_map), {tupleOfRange(pc->b, pc->c * 2u)}));
  case Op::BuildSet:
    return done(anything(HELPER(pyc_jit_build_set), {tupleOfRange(pc->b, pc->c)}));
  case Op::BuildConstMap: {
    Value keys = frame().code->constantData[pc->c];
    std::vector<TraceRef> values;
    for (int64_t i = 0; i < keys.as<TupleObject>()->length; ++i)
      values.push_back(reg(pc->b + static_cast<unsigned>(i)));
    return failed() || recordConstMap(*this, pc->a, values, keys);
  }
  case Op::SetAdd: {
    TraceRef set_ = value(reg(pc->a)), v = value(reg(pc->b)), out;
    if (failed() || recordSetAdd(*this, {set_, v}, {real(pc->a), real(pc->b)}, out))
      return true;
    anything(HELPER(pyc_jit_set_add), {set_, v});
    afterAnything(next);
    skipCallee();
    return true;
  }
  case Op::MapAdd: {
    TraceRef dict = value(reg(pc->a)), k = reg(pc->b), v = value(reg(pc->c));
    if (failed() || recordDictSetItem(*this, dict, k, v, real(pc->a), real(pc->b)))
      return true;
    anything(HELPER(pyc_jit_dict_set), {dict, value(k), v});
    afterAnything(next);
    skipCallee();
    return true;
  }
  case Op::FormatValue: {
    uint64_t word;
    memcpy(&word, pc + 1, 8);
    TraceRef spec = word & 0x100 ? value(reg(pc->c)) : b.constValue(EmptyStr);
    Value now = real(pc->b);
    TraceRef v = reg(pc->b);
    if (failed())
      return true;
    bool plainSpec = !(word & 0x100) || (b.facts[spec].isConstant && isExact(b.facts[spec].constant, shapes::str1));
    if (plainSpec && knowPlain(*this, v, now)) {
      uint64_t conversion = word & 0xFF;
      bool same = isExact(now, shapes::str1) && !(word & 0x100) && (!conversion || conversion == 's');
      TraceRef text = same ? value(v)
                           : callRuntime(HELPER(pyc_jit_format), TraceType::Value,
                                         {thread(), value(v), spec, b.constRaw(static_cast<int64_t>(conversion))}, 0, 0, true);
      if (!failed())
        set(pc->a, text);
      return true;
    }
    return done(anything(HELPER(pyc_jit_format), {value(reg(pc->b)), spec, b.constRaw(static_cast<int64_t>(word & 0xFF))}));
  }
  case Op::ListToTuple:
    set(pc->a, callRuntime(HELPER(pyc_jit_list_to_tuple), TraceType::Value, {thread(), value(reg(pc->b))}, kAliasAll, 0, true));
    return true;
  case Op::UnpackSequence: {
    TraceRef tuple = anything(HELPER(pyc_jit_unpack), {value(reg(pc->b)), b.constRaw(pc->c)});
    b.facts[tuple].shape = shapes::tuple;
    b.facts[tuple].shapeForEver = true;
    std::vector<TraceRef> items;
    for (unsigned i = 0; i < pc->c; ++i) {
      TraceRef v = b.getField(tuple, static_cast<uint32_t>(offsetof(TupleObject, items) + 8 * i), kAliasItems,
                              TraceSlot::Value, true);
      b.facts[v].notEmpty = true;
      items.push_back(v);
    }
    for (unsigned i = 0; i < pc->c; ++i)
      set(pc->a + i, items[i]);
    afterAnything(next);
    skipCallee();
    return true;
  }
  case Op::MakeFunction: {
    VirtualFrame &f = frame();
    // Plain closures and lambdas; annotations and keyword defaults are rare.
    auto emptyAt = [&](unsigned r) { return f.regs[r] == kEmptyRef; };
    unsigned extra = pc->c;
    if (!emptyAt(extra + 1u) || !emptyAt(extra + 2u)) {
      abort(AbortReason::Opcode, "MakeFunction");
      return true;
    }
    TraceRef none = b.constValue(Value::empty());
    TraceRef defaults = emptyAt(extra) ? none : value(reg(extra));
    TraceRef closure = emptyAt(extra + 3u) ? none : value(reg(extra + 3u));
    TraceRef code = constant(f.code->constantData[pc->b]);
    TraceRef globals = constant(f.function.as<FunctionObject>()->globals);
    if (failed())
      return true;
    if (TraceRef module = recordModuleName(*this); module != kNoRef) {
      if (!failed())
        set(pc->a, makeFunction(f.code->constantData[pc->b].as<CodeObject>(), globals, module,
                                defaults == none ? b.constValue(None) : defaults,
                                closure == none ? b.constValue(EmptyTuple) : closure));
      return true;
    }
    TraceRef v = callRuntime(HELPER(pyc_jit_make_function), TraceType::Value, {thread(), code, globals, defaults, closure},
                             0, 0, true);
    b.facts[v].shape = shapes::function;
    b.facts[v].shapeForEver = true;
    set(pc->a, v);
    return true;
  }
  case Op::Raise: {
    // raise StopIteration in a __next__ that a for loop has called
    Value e = real(pc->a);
    VirtualFrame &f = frame();
    if (frames.size() == 1 || f.continuation != Continuation::ForIter || f.holder != kNoRef || pc->c != 1 ||
        e != Value::fromObject(exc::StopIteration) || catches(f.code, static_cast<uint32_t>(pc - f.code->instrs)))
      return false;
    guardConstant(value(reg(pc->a)), e);
    if (!failed())
      raiseStopIteration();
    return true;
  }
  case Op::AssertError:
    set(pc->a, constant(Value::fromObject(exc::AssertionError)));
    return true;
  default:
    return false;
  }
}

} // namespace pyc
