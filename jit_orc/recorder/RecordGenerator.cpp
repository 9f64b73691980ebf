//===- RecordGenerator.cpp - Following generators -------------------------===//
//
// `for x in g`, next(g), g.send(v) and `yield from g` where g is a suspended
// generator: its frame is followed like a callee's. Its registers are in the generator object: they are loaded when
// first read, and those that the trace has written are stored when it yields,
// so between two resumptions (of one iteration and of the next) the optimiser
// forwards stores to loads. While the frame is in the trace, snapshots list the
// written registers and name the generator (TraceFrame::holder); the
// deoptimiser makes it the running frame and writes them into it.
//
// What the interpreter checks at a resumption is guarded: not running, not
// finished, standing at this yield (which implies the code), not in an
// exception handler, no frame object made. The state is stored as Running, so
// that calls out of the trace find it as it should be.
//
//===----------------------------------------------------------------------===//
#include "jit_orc/recorder/Helpers.h"
#include "jit_orc/recorder/Recorder.h"
#include <unordered_set>

namespace pyc {

constexpr unsigned kMaxDelegation = 4;
static std::unordered_set<const CodeObject *> gNotFollowed;
void doNotFollowGenerator(const CodeObject *code) { gNotFollowed.insert(code); }

static void setState(Recorder &r, TraceRef g, GeneratorState s) {
  r.b.setField(g, r.b.constRaw(static_cast<int64_t>(s)), offsetof(GeneratorObject, state), kAliasGenerator,
               TraceSlot::U8);
}

bool Recorder::followGenerator(TraceRef x, Value real, Continuation k, TraceRef sent) {
  auto *g = real.as<GeneratorObject>();
  auto guardState = [&] {
    b.guardShape(x, shapes::generator, true);
    TraceRef state = b.getField(x, offsetof(GeneratorObject, state), kAliasGenerator, TraceSlot::U8);
    b.guardBool(b.emit(TraceOpcode::raw_eq_, {state, b.constRaw(static_cast<int64_t>(g->state))}), true);
  };
  if (g->state == GeneratorState::Finished) {
    if (k == Continuation::Next)
      return false;
    guardState();
    generatorEnds(pc, k, b.constValue(None));
    return true;
  }
  if (g->state == GeneratorState::Running || g->handled || g->frameObject.isObject() || frames.size() >= kMaxInlineDepth)
    return false;
  Op at = static_cast<Op>(g->resumePc->op);
  if (at != Op::Yield && at != Op::MakeGenerator && at != Op::YieldFrom)
    return false;
  // A value sent to one just made raises; one sent on is not followed.
  if (at != Op::Yield && !(b.facts[sent].isConstant && b.facts[sent].constant == None))
    return false;
  auto *fn = g->header[0].as<FunctionObject>();
  CodeObject *code = fn->codeObject();
  if (gNotFollowed.count(code) || g->resumePc < code->instrs || g->resumePc >= code->instrs + code->instrCount)
    return false;
  // One that delegates to others like itself, over a tree: each depth and each
  // way through it would be a trace of its own.
  unsigned depth = 0;
  for (VirtualFrame &f : frames)
    depth += f.code == code;
  if (depth >= kMaxDelegation) {
    doNotFollowGenerator(code);
    abort(AbortReason::Generator, "recursive generator");
    return true;
  }
  guardState();
  TraceRef handled = b.getField(x, offsetof(GeneratorObject, handled), kAliasGenerator, TraceSlot::Value);
  b.guardBool(b.emit(TraceOpcode::value_eq_, {handled, b.constValue(Value::empty())}), true);
  TraceRef frameObject = b.getField(x, offsetof(GeneratorObject, frameObject), kAliasGenerator, TraceSlot::Value);
  b.guardBool(b.emit(TraceOpcode::value_eq_, {frameObject, b.constValue(g->frameObject)}), true);
  TraceRef place = b.getField(x, offsetof(GeneratorObject, resumePc), kAliasGenerator, TraceSlot::Ptr);
  std::string name = "resume." + strToUtf8(code->name);
  TraceRef expected = b.constPtr(g->resumePc, name.c_str(), SymbolKind::Word);
  b.guardBool(b.emit(TraceOpcode::ptr_eq_, {place, expected}), true);
  TraceRef function = b.getField(x, offsetof(GeneratorObject, header), kAliasGenerator, TraceSlot::Value, true);
  b.facts[function].notEmpty = true;
  if (!knowFunction(*this, function, fn))
    return true;
  setState(*this, x, GeneratorState::Running);
  VirtualFrame f{};
  f.code = code;
  f.function = g->header[0];
  f.functionRef = function;
  f.holder = x;
  f.live = livenessOf(code);
  f.base = g->base(); // running: pinned
  f.offset = 0;
  f.regs.assign(code->registerCount + 8u, kNoRef);
  f.written.assign(code->registerCount + 8u, false);
  f.callPc = pc;
  f.continuation = k;
  frame().cachedParent = kNoIndex;
  frames.push_back(std::move(f));
  if (at == Op::YieldFrom) {
    pc = g->resumePc;
    b.snapshot = kNoIndex;
    stepDelegate();
    return true;
  }
  if (at == Op::Yield)
    set(g->resumePc->a, sent);
  expect(nextInstr(g->resumePc));
  return true;
}

/// One step of the YieldFrom at pc. A generator's frame is followed; what other
/// iterators give is yielded at once.
void Recorder::stepDelegate() {
  Value it = real(pc->b);
  TraceRef x = value(reg(pc->b));
  if (failed())
    return;
  if (isExact(it, shapes::generator)) {
    if (!followGenerator(x, it, Continuation::YieldFrom, b.constValue(None)) && !failed())
      abort(AbortReason::Generator, "yield from");
    return;
  }
  bool ended;
  TraceRef item;
  if (!stepIterator(*this, x, it, ended, item)) {
    abort(AbortReason::Generator, "yield from");
    return;
  }
  if (failed())
    return;
  if (!ended) {
    yieldValue(value(item));
    return;
  }
  set(pc->a, b.constValue(None));
  expect(nextInstr(pc));
}

/// What the instruction at `call`, which had resumed a generator, does when
/// that has returned `result`.
void Recorder::generatorEnds(const Instr *call, Continuation k, TraceRef result) {
  if (k == Continuation::ForIter) {
    expect(call + call->sc());
  } else if (k == Continuation::YieldFrom) {
    set(call->a, result);
    expect(nextInstr(call));
  } else {
    abort(AbortReason::Exception, "StopIteration");
  }
}

void Recorder::makeGenerator() {
  VirtualFrame &f = frame();
  CodeObject *code = f.code;
  TraceRef function = value(f.functionRef);
  std::vector<TraceRef> registers;
  for (unsigned r = 0; r < code->localsCount; ++r)
    registers.push_back(f.regs[r] == kEmptyRef ? b.constValue(Value::empty()) : value(reg(r)));
  if (failed())
    return;
  auto size = static_cast<uint32_t>(sizeof(GeneratorObject) + 8u * code->registerCount);
  TraceRef g = b.newObject(shapes::generator, size);
  auto put = [&](TraceRef v, size_t offset, TraceSlot slot) {
    b.setField(g, v, static_cast<uint32_t>(offset), kAliasGenerator, slot);
  };
  TraceRef name = b.getField(function, offsetof(FunctionObject, name), kAliasOther, TraceSlot::Value);
  TraceRef qualname = b.getField(function, offsetof(FunctionObject, qualname), kAliasOther, TraceSlot::Value);
  put(b.constRaw(size), offsetof(GeneratorObject, size), TraceSlot::Raw);
  put(b.constRaw(static_cast<int64_t>(GeneratorState::Created)), offsetof(GeneratorObject, state), TraceSlot::U8);
  put(b.constRaw(static_cast<int64_t>(GeneratorKind::Generator)), offsetof(GeneratorObject, generatorKind), TraceSlot::U8);
  put(b.constRaw(code->registerCount), offsetof(GeneratorObject, registerCount), TraceSlot::U16);
  put(b.constPtr(pc, ("resume." + strToUtf8(code->name)).c_str(), SymbolKind::Word), offsetof(GeneratorObject, resumePc),
      TraceSlot::Ptr);
  put(b.constValue(Value::empty()), offsetof(GeneratorObject, handled), TraceSlot::Value);
  put(b.constValue(Value::fromBits(0)), offsetof(GeneratorObject, frameObject), TraceSlot::Value);
  put(name, offsetof(GeneratorObject, name), TraceSlot::Value);
  put(qualname, offsetof(GeneratorObject, qualname), TraceSlot::Value);
  put(function, offsetof(GeneratorObject, header), TraceSlot::Value);
  for (unsigned r = 0; r < registers.size(); ++r)
    put(registers[r], offsetof(GeneratorObject, registers) + 8 * r, TraceSlot::Value);
  b.facts[g].shape = shapes::generator;
  b.facts[g].shapeForEver = b.facts[g].notEmpty = true;
  popFrame(g, None);
}

/// Return in a generator: the loop that iterates over it ends.
void Recorder::leaveGeneratorFrame(TraceRef result) {
  const Instr *call = frame().callPc;
  Continuation k = frame().continuation;
  // What was made in this trace may never exist: no call takes it.
  if (b.ops[frame().holder].opcode == TraceOpcode::new_)
    setState(*this, frame().holder, GeneratorState::Finished);
  else
    b.call(reinterpret_cast<const void *>(&pyc_jit_finish_generator), "pyc_jit_finish_generator", TraceType::None,
         {frame().holder}, {0, uint64_t(1) << kAliasGenerator, 0});
  frames.pop_back();
  frame().cachedParent = kNoIndex;
  pc = call;
  b.snapshot = kNoIndex;
  generatorEnds(call, k, result);
}

bool Recorder::recordGenerator(Op op) {
  if (op == Op::MakeGenerator && frames.size() > 1 && frame().holder == kNoRef) {
    makeGenerator();
    return true;
  }
  if (frame().holder == kNoRef) {
    // The entry frame is a generator's: its resumer goes on.
    if (op == Op::Yield || op == Op::YieldFrom) {
      abort(mode == RecordMode::Loop ? AbortReason::Generator : AbortReason::LeftFrame, "yield");
      return true;
    }
    return false;
  }
  if (op == Op::Yield) {
    TraceRef v = reg(pc->b);
    if (!failed())
      yieldValue(value(v));
    return true;
  }
  if (op == Op::YieldFrom) {
    stepDelegate();
    return true;
  }
  return false;
}

/// The generator whose frame is the innermost stops at pc and gives v.
void Recorder::yieldValue(TraceRef v) {
  VirtualFrame &f = frame();
  std::vector<bool> want(f.regs.size(), false);
  auto live = [&](unsigned r) {
    if (r < want.size())
      want[r] = true;
  };
  f.live->forEachLive(pc, live);
  f.live->forEachLive(nextInstr(pc), live);
  for (unsigned r = 0; r < f.code->registerCount; ++r) {
    if (!want[r] || !f.written[r] || f.regs[r] == kNoRef)
      continue;
    TraceRef now = f.regs[r] == kEmptyRef ? b.constValue(Value::empty()) : value(f.regs[r]);
    b.setField(f.holder, now, static_cast<uint32_t>(offsetof(GeneratorObject, registers) + 8 * r), kAliasGenerator,
               TraceSlot::Value);
  }
  std::string name = "resume." + strToUtf8(f.code->name);
  b.setField(f.holder, b.constPtr(pc, name.c_str(), SymbolKind::Word), offsetof(GeneratorObject, resumePc),
             kAliasGenerator, TraceSlot::Ptr);
  setState(*this, f.holder, GeneratorState::Suspended);
  const Instr *call = f.callPc;
  Continuation k = f.continuation;
  frames.pop_back();
  frame().cachedParent = kNoIndex;
  pc = call;
  b.snapshot = kNoIndex;
  if (k == Continuation::YieldFrom) {
    yieldValue(v); // so does the one that delegates to it
    return;
  }
  set(call->a, v);
  expect(nextInstr(call));
}

} // namespace pyc
