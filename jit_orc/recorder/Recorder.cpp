//===- Recorder.cpp - Frames, snapshots, beginnings and ends --------------===//
#include "jit_orc/recorder/Recorder.h"
#include "jit_orc/Jit.h"
#include "runtime/object/Containers.h"
#include <unordered_map>
#include <unordered_set>

namespace pyc {

const char *abortReasonName(AbortReason r) {
  switch (r) {
#define X(name, text)                                                          \
  case AbortReason::name:                                                      \
    return text;
    PYC_ABORT_REASONS(X)
#undef X
  }
  return "unknown";
}

static CodeObject *codeAt(Value *base) {
  return base[kFrameFunction].as<FunctionObject>()->codeObject();
}

Recorder::Recorder(Thread *t, RecordMode mode, Value *entryBase)
    : t(t), mode(mode), entryBase(entryBase), entryCode(codeAt(entryBase)) {
  b.snapshotContext = this;
  b.needSnapshot = [](void *self) {
    auto *r = static_cast<Recorder *>(self);
    return r->snapshotAt(r->pc, false);
  };
  VirtualFrame f{};
  f.code = entryCode;
  f.functionRef = kNoRef;
  f.function = entryBase[kFrameFunction];
  f.live = livenessOf(entryCode);
  f.base = entryBase;
  f.regs.assign(entryCode->registerCount + 8u, kNoRef);
  f.written.assign(entryCode->registerCount + 8u, false);
  f.callPc = nullptr;
  f.continuation = Continuation::Store;
  frames.push_back(std::move(f));
}

uint32_t Recorder::inlinedFrames() const {
  uint32_t n = 0;
  for (size_t i = 1; i < frames.size(); ++i)
    n += !(frames[i].code->flags & kCodeHidden);
  return n;
}
Recorder::~Recorder() = default;

void Recorder::beginLoop(const Instr *loop) {
  loopInstr = loop;
  header = loopTarget(loop);
  pc = header;
  VirtualFrame &f = frame();
  f.live->forEachLive(header, [&](unsigned r) {
    if (r >= entryCode->registerCount)
      return;
    TraceRef a = b.emit(TraceOpcode::arg_);
    b.at(a).imm = r;
    f.regs[r] = a;
    // Another iteration, or another path of a tree, may have written it:
    // snapshots list it, and the importer leaves it out where none does.
    f.written[r] = true;
  });
  Value closure = f.function.as<FunctionObject>()->closure;
  if (closure.isObject() && isExact(closure, shapes::tuple) && closure.as<TupleObject>()->length) {
    f.functionRef = b.emit(TraceOpcode::arg_);
    b.at(f.functionRef).imm = kFrameFunction;
    b.facts[f.functionRef].notEmpty = true;
  }
  thread();
  b.labelOp = static_cast<uint32_t>(b.ops.size());
}

void Recorder::beginFunction() {
  pc = entryCode->instrs;
  ownLoopsUnrolled = mayUnroll(entryCode);
  VirtualFrame &f = frame();
  // Parameters come from memory; the other locals are unbound at entry.
  for (unsigned r = entryCode->paramCount; r < entryCode->localsCount; ++r)
    f.regs[r] = kEmptyRef;
  f.live->forEachLive(pc, [&](unsigned r) {
    if (r >= entryCode->paramCount)
      return;
    TraceRef a = b.emit(TraceOpcode::arg_);
    b.at(a).imm = r;
    f.regs[r] = a;
    // Arguments are bound.
    b.facts[a].notEmpty = !(entryCode->localKinds[r] & kCellLocal);
  });
  thread();
}

TraceRef Recorder::thread() {
  if (threadRef == kNoRef)
    threadRef = b.emit(TraceOpcode::thread_);
  return threadRef;
}

void Recorder::abort(AbortReason r, const std::string &detail) {
  if (failed())
    return;
  state = State::Aborted;
  abortReason = r;
  abortDetail = detail;
}

TraceRef Recorder::reg(unsigned r) {
  VirtualFrame &f = frame();
  TraceRef v = f.regs[r];
  if (v == kEmptyRef) {
    abort(AbortReason::Unbound);
    return b.constInt(0);
  }
  if (v != kNoRef)
    return v;
  if (f.holder != kNoRef) {
    v = b.getField(f.holder, static_cast<uint32_t>(offsetof(GeneratorObject, registers) + 8 * r), kAliasGenerator,
                   TraceSlot::Value);
    f.regs[r] = v;
    return v;
  }
  if (frames.size() == 1 && mode != RecordMode::Loop) {
    // The entry frame's memory still holds it.
    v = b.emit(TraceOpcode::arg_);
    b.at(v).imm = r;
    f.regs[r] = v;
    return v;
  }
  abort(AbortReason::DeadRegister, "r" + std::to_string(r));
  return b.constInt(0);
}

void Recorder::set(unsigned r, TraceRef v) {
  VirtualFrame &f = frame();
  f.regs[r] = v;
  if (frames.size() == 1 || f.holder != kNoRef)
    f.written[r] = true;
}

TraceRef Recorder::constant(Value v) {
  if (v.isObject() && gcIsYoung(v.asObject())) {
    abort(AbortReason::YoungConstant);
    return b.constInt(0);
  }
  return b.constValue(v);
}

void Recorder::guardConstant(TraceRef v, Value c) {
  constant(c);
  if (!failed())
    b.guardConstant(value(v), c);
}

//===-- snapshots ---------------------------------------------------------===//

uint32_t Recorder::frameSnapshot(VirtualFrame &f, const Instr *at, uint32_t parent,
                                 bool innermost, bool raise, const VirtualFrame *callee) {
  TraceFrame out{};
  out.code = b.objectSymbol(Value::fromObject(f.code));
  out.pc = static_cast<uint32_t>(at - f.code->instrs);
  out.parent = parent;
  out.offset = f.offset;
  out.holder = f.holder;
  out.raise = raise;
  bool entry = parent == kNoIndex;
  bool inMemory = entry || f.holder != kNoRef;
  if (!entry)
    out.ret = uint64_t(f.continuation) << 56 |
              static_cast<uint64_t>(f.callPc - frames[static_cast<size_t>(&f - frames.data()) - 1].code->instrs);
  std::vector<TraceEntry> list;
  if (!inMemory)
    list.push_back({static_cast<uint32_t>(kFrameFunction), f.functionRef});
  auto add = [&](unsigned r) {
    if (r >= f.regs.size() || (inMemory && !f.written[r]))
      return;
    TraceRef v = f.regs[r];
    if (v != kNoRef)
      list.push_back({r, v});
  };
  if (innermost) {
    f.live->forEachLive(at, add);
  } else {
    // The caller goes on behind the calling instruction; its destination is
    // written then. Continuations that try again need the operands.
    const Instr *call = callee->callPc;
    std::vector<bool> want(f.regs.size(), false);
    f.live->forEachLive(nextInstr(call), [&](unsigned r) { want[r] = true; });
    if (kOpInfo[call->op].flags & F_JUMP) {
      const OpInfo &info = kOpInfo[call->op];
      const Instr *target = call + (info.c == OperandRole::J ? call->sc() : call->bc());
      f.live->forEachLive(target, [&](unsigned r) { want[r] = true; });
    }
    if (callee->continuation == Continuation::Init)
      list.push_back({call->b, callee->extra}); // the new object waits there
    if (callee->continuation == Continuation::Store ||
        callee->continuation == Continuation::Init) {
      if (call->a < want.size())
        want[call->a] = false;
    } else {
      f.live->forEachLive(call, [&](unsigned r) { want[r] = true; });
    }
    // A handler in this frame may read more.
    if (f.code->exceptionCount)
      f.live->forEachLive(call, [&](unsigned r) { want[r] = true; });
    // The calling window's first word holds the new object by now, not the class.
    if (callee->continuation == Continuation::Init && call->b < want.size())
      want[call->b] = false;
    for (unsigned r = 0; r < want.size(); ++r)
      if (want[r])
        add(r);
  }
  // Locals of a new frame that are unbound must read so.
  if (!inMemory)
    for (unsigned r = 0; r < f.code->localsCount; ++r)
      if (f.regs[r] == kEmptyRef)
        list.push_back({r, kEmptyRef});
  out.firstEntry = static_cast<uint32_t>(b.entries.size());
  out.entryCount = static_cast<uint32_t>(list.size());
  b.entries.insert(b.entries.end(), list.begin(), list.end());
  b.frames.push_back(out);
  return static_cast<uint32_t>(b.frames.size() - 1);
}

uint32_t Recorder::snapshotAt(const Instr *at, bool raise) {
  uint32_t parent = kNoIndex;
  for (size_t i = 0; i + 1 < frames.size(); ++i) {
    VirtualFrame &f = frames[i];
    if (f.cachedParent == kNoIndex)
      f.cachedParent = frameSnapshot(f, frames[i + 1].callPc, parent, false, false, &frames[i + 1]);
    parent = f.cachedParent;
  }
  return frameSnapshot(frames.back(), at, parent, true, raise, nullptr);
}

//===-- calls -------------------------------------------------------------===//

TraceRef Recorder::callPure(const void *fn, const char *name, TraceType result,
                            const std::vector<TraceRef> &args) {
  return b.call(fn, name, result, args, {0, 0, 0});
}

TraceRef Recorder::callRuntime(const void *fn, const char *name, TraceType result,
                               std::vector<TraceRef> args, uint64_t reads,
                               uint64_t writes, bool raises) {
  TraceRef r = b.call(fn, name, result, args,
                      {reads, writes, uint32_t(kCallCollects | (raises ? kCallRaises : 0))});
  if (raises)
    guardNoException(r);
  return r;
}

void Recorder::guardNoException(TraceRef result) {
  b.constValue(Value::empty()); // for turnGuard: an operand comes first
  uint32_t before = b.snapshot;
  b.snapshot = snapshotAt(pc, true);
  b.emit(TraceOpcode::guard_no_exception_, {result});
  b.facts[result].notEmpty = true;
  b.snapshot = before;
}

/// Stack walks of what is called start where Thread::pc says.
void Recorder::storeSite() {
  auto site = std::make_unique<TraceSite>();
  site->pc = frames.size() > 1 ? frames[1].callPc : pc;
  site->count = static_cast<uint32_t>(frames.size() - 1);
  siteFrames.push_back(std::make_unique<TraceSite::Inlined[]>(site->count));
  site->inlined = siteFrames.back().get();
  std::string name = "site." + strToUtf8(frame().code->name) + "." + std::to_string(pc - frame().code->instrs);
  for (size_t i = 1; i < frames.size(); ++i) {
    VirtualFrame &f = frames[i];
    Value code = Value::fromObject(f.code), globals = f.function.as<FunctionObject>()->globals;
    constant(code);
    constant(globals);
    b.objectSymbol(code);
    b.objectSymbol(globals);
    site->inlined[i - 1] = {code, globals, i + 1 < frames.size() ? frames[i + 1].callPc : pc};
  }
  TraceRef where = b.constPtr(site.get(), name.c_str(), SymbolKind::Word);
  b.setField(thread(), where, offsetof(Thread, pc), kAliasThread, TraceSlot::Ptr);
  sites.push_back(std::move(site));
}

TraceRef Recorder::callAnything(const void *fn, const char *name, std::vector<TraceRef> args) {
  storeSite();
  TraceRef r = b.call(fn, name, TraceType::Value, args,
                      {kAliasAll, kAliasAll, kCallRaises | kCallCollects | kCallPython});
  b.forgetMutable();
  guardNoException(r);
  return r;
}

void Recorder::afterAnything(const Instr *next) {
  b.snapshot = snapshotAt(next, false);
  TraceRef g = b.emit(TraceOpcode::guard_assumption_);
  b.at(g).symbol = b.symbol(&gInvalidatedPlaceholder, "pyc_invalidated", SymbolKind::Word);
}

void Recorder::branchLater(TraceRef v, const Instr *ifTrue, const Instr *ifFalse) {
  branch.v = v;
  branch.ifTrue = ifTrue;
  branch.ifFalse = ifFalse;
}

void Recorder::iterLater(TraceRef v, unsigned dst, const Instr *more, const Instr *end) {
  iteration.v = v;
  iteration.dst = dst;
  iteration.more = more;
  iteration.end = end;
}

bool Recorder::dependOn(uint32_t assumption) {
  if (!assumption)
    return false;
  for (uint32_t a : assumptions)
    if (a == assumption)
      return true;
  assumptions.push_back(assumption);
  return true;
}

bool Recorder::guardInstanceShape(TraceRef v, Value realValue) {
  Shape *s = realValue.asObject()->shape();
  if (s->flags & kShapeObsolete) {
    abort(AbortReason::Unstable);
    return false;
  }
  bool builtin = s->flags & kShapeBuiltinExact;
  b.guardShape(value(v), s, builtin);
  if (!builtin) {
    if (!s->assumption)
      s->assumption = newAssumption();
    dependOn(s->assumption);
  }
  return true;
}

bool Recorder::dependOnType(TypeObject *type) {
  if (!(type->typeFlags & kTypeHeap))
    return true;
  if (!type->assumption)
    type->assumption = newAssumption();
  return dependOn(type->assumption);
}

//===-- frames ------------------------------------------------------------===//

static std::unordered_set<const CodeObject *> gNotUnrolled;
void doNotUnroll(const CodeObject *code) { gNotUnrolled.insert(code); }

/// Does a loop's body branch? Unrolled, its paths would multiply with each
/// iteration: such a loop is to have a trace of its own.
static bool loopsBranch(const CodeObject *code, const Liveness *live) {
  for (const Liveness::LoopInfo &loop : live->loops)
    for (const Instr *at = loop.header; at < loop.loop; at = nextInstr(at)) {
      Op op = static_cast<Op>(at->op);
      if (!(kOpInfo[at->op].flags & F_JUMP) || op == Op::Jump || op == Op::Loop || op == Op::ForIter)
        continue;
      const Instr *target = at + jumpOffset(at);
      if (target > at && target <= loop.loop)
        return true;
    }
  return false;
}

bool mayUnroll(const CodeObject *code) {
  const Liveness *live = livenessOf(code);
  if (!live->hasLoops())
    return true;
  static std::unordered_map<const CodeObject *, bool> known;
  auto [it, isNew] = known.try_emplace(code, false);
  if (isNew)
    it->second = loopsBranch(code, live);
  return !it->second && !gNotUnrolled.count(code);
}

bool Recorder::mayInline(CodeObject *code) {
  if (frames.size() >= kMaxInlineDepth || (code->flags & (kCodeCoroutine | kCodeAsyncGenerator)))
    return false;
  if (code->flags & kCodeGenerator)
    return true; // only makes the object
  if (!mayUnroll(code))
    return false;
  unsigned recursion = 0;
  for (VirtualFrame &f : frames)
    recursion += f.code == code;
  if (recursion && livenessOf(code)->hasLoops()) {
    // A tree of calls: unrolled loops would multiply with each level.
    doNotUnroll(code);
    if (ownLoopsUnrolled && mode == RecordMode::Function && code == entryCode)
      abort(AbortReason::Unrolling, "recursion in a loop");
    return false;
  }
  return recursion < 3;
}

void Recorder::pushFrame(Value function, TraceRef functionRef,
                         const std::vector<TraceRef> &params, Continuation k, TraceRef extra) {
  auto *fn = function.as<FunctionObject>();
  VirtualFrame f{};
  f.code = fn->codeObject();
  f.function = function;
  f.functionRef = functionRef;
  f.live = livenessOf(f.code);
  f.base = nullptr; // known when its first instruction comes
  f.regs.assign(f.code->registerCount + 8u, kNoRef);
  for (unsigned i = 0; i < f.code->localsCount; ++i)
    f.regs[i] = i < params.size() ? params[i] : kEmptyRef;
  f.callPc = pc;
  f.continuation = k;
  f.extra = extra;
  frame().cachedParent = kNoIndex;
  frames.push_back(std::move(f));
  mostInlined = std::max(mostInlined, inlinedFrames());
}

void Recorder::popFrame(TraceRef result, Value real) {
  if (frames.size() == 1) {
    // The interpreter takes the result from there: the frame is a real one.
    bool plain = !(entryCode->flags & (kCodeGenerator | kCodeCoroutine | kCodeAsyncGenerator));
    if (mode != RecordMode::Loop && plain) {
      b.emit(TraceOpcode::finish_, {value(result)});
      state = State::Finished;
      return;
    }
    abort(AbortReason::LeftFrame);
    return;
  }
  if (frame().holder != kNoRef) {
    leaveGeneratorFrame(result);
    return;
  }
  // Guards leave through the callee's snapshot: the interpreter returns again.
  VirtualFrame &callee = frames.back();
  const Instr *call = callee.callPc;
  Continuation k = callee.continuation;
  Op op = static_cast<Op>(call->op);
  auto notNotImplemented = [&] {
    if (real == NotImplemented) {
      abort(AbortReason::Opcode, "NotImplemented");
      return;
    }
    if (b.typeOf(result) == TraceType::Value && !b.facts[result].shape &&
        b.facts[result].unboxed == kNoRef && !b.facts[result].isConstant)
      b.guardBool(b.emit(TraceOpcode::value_eq_, {result, b.constValue(NotImplemented)}), false);
  };
  bool jumps = kOpInfo[call->op].flags & F_JUMP;
  bool sense = op == Op::JumpIf || (op >= Op::JumpLt && op <= Op::JumpGe) ||
               (op >= Op::JumpLtImm && op <= Op::JumpGeImm);
  TraceRef cond = kNoRef;
  bool isTrue = false;
  auto test = [&] {
    if (!truth(result, real, cond, isTrue)) {
      if (!failed())
        abort(AbortReason::Opcode, "truth-by-python");
      return;
    }
    if (jumps)
      b.guardBool(cond, isTrue);
  };
  switch (k) {
  case Continuation::Store: case Continuation::Discard: case Continuation::StoreMethod:
  case Continuation::ForIter:
    break;
  case Continuation::IterMethod:
    // An iterator by its type; the loop's step guards what it relies on.
    if (b.facts[result].shape == shapes::generator)
      break;
    if (!real.isObject() || !lookupDunder(typeOf(real), Dunder::Next))
      abort(AbortReason::Exception, "iter-result");
    else
      guardInstanceShape(result, real);
    break;
  case Continuation::Init:
    if (real != None) {
      abort(AbortReason::Exception, "init-result");
      break;
    }
    b.guardConstant(value(result), None);
    break;
  case Continuation::Binary: case Continuation::BinaryLast: case Continuation::Inplace:
    notNotImplemented();
    break;
  case Continuation::Compare: case Continuation::CompareLast:
    notNotImplemented();
    if (jumps && !failed())
      test();
    break;
  case Continuation::ToBool: case Continuation::ToBoolNot:
    test();
    break;
  case Continuation::BoolMethod:
    if (real != True && real != False)
      abort(AbortReason::Exception, "bool-result");
    else
      test();
    break;
  case Continuation::LenMethod: {
    if (!real.isInt() || real.asInt() < 0) {
      abort(AbortReason::Exception, "len-result");
      break;
    }
    TraceRef n = b.asInt(result);
    b.guardBool(b.emit(TraceOpcode::int_ge_, {n, b.constInt(0)}), true);
    cond = b.emit(TraceOpcode::int_ne_, {n, b.constInt(0)});
    isTrue = real.asInt() != 0;
    if (jumps)
      b.guardBool(cond, isTrue);
    break;
  }
  default:
    abort(AbortReason::Opcode, "continuation");
  }
  if (failed())
    return;
  TraceRef made = callee.extra;
  frames.pop_back();
  frame().cachedParent = kNoIndex;
  pc = call;
  b.snapshot = kNoIndex;
  const Instr *target = call + (kOpInfo[call->op].c == OperandRole::J ? call->sc() : call->bc());
  if (k == Continuation::ForIter) {
    set(call->a, result);
    expect(nextInstr(call));
    return;
  }
  if (jumps) {
    expect(isTrue == sense ? target : nextInstr(call));
    return;
  }
  switch (k) {
  case Continuation::Discard:
    break;
  case Continuation::Init:
    set(call->a, made);
    break;
  case Continuation::StoreMethod:
    set(call->a, result);
    set(call->a + 4u, kEmptyRef);
    break;
  case Continuation::ToBool:
    set(call->a, cond);
    break;
  case Continuation::ToBoolNot:
    set(call->a, b.emit(TraceOpcode::bool_not_, {cond}));
    break;
  case Continuation::BoolMethod: case Continuation::LenMethod:
    set(call->a, op == Op::Not ? b.emit(TraceOpcode::bool_not_, {cond}) : cond);
    break;
  default:
    set(call->a, result);
  }
}

//===-- stepping ----------------------------------------------------------===//

/// `raise StopIteration` in __next__ is the end of the loop that called it. No
/// handler can see the exception: nothing is made.
void Recorder::raiseStopIteration() {
  const Instr *call = frame().callPc;
  frames.pop_back();
  frame().cachedParent = kNoIndex;
  pc = call;
  b.snapshot = kNoIndex;
  raises = true;
  expect(call + call->sc());
}

bool Recorder::atHeader(const Instr *at) {
  if (frames.size() != 1 || (mode == RecordMode::Loop && at == header) || unrollsHere())
    return false;
  for (const Liveness::LoopInfo &loop : frame().live->loops) {
    if (loop.header != at)
      continue;
    uint32_t number = loopCounterOf(loop.loop)->trace;
    JitTrace *target = number ? traceByNumber(number) : nullptr;
    if (target && target->usable()) {
      finishAt(target);
      return true;
    }
  }
  return false;
}

void Recorder::step(const Instr *at, Value *base) {
  if (failed())
    return;
  if (skipping) {
    if (base != frame().base)
      return;
    skipping = false;
  }
  VirtualFrame &f = frame();
  if (!f.base) { // the first instruction of a frame just pushed
    if (at != f.code->instrs || codeAt(base) != f.code) {
      abort(AbortReason::UnexpectedFrame);
      return;
    }
    if (base[kFrameFunction] != f.function ||
        returnInstr(base[kFrameReturn].bits) != f.callPc) {
      abort(AbortReason::UnexpectedFrame, "another function");
      return;
    }
    f.continuation = returnKind(base[kFrameReturn].bits);
    f.base = base;
    f.offset = static_cast<int32_t>(base - frameOrigin());
  }
  if (base != f.base) {
    abort(AbortReason::UnexpectedFrame, kOpInfo[pc->op].name);
    return;
  }
  if (expectedPc && expectedPc != at) {
    abort(AbortReason::Mispredicted, kOpInfo[pc->op].name);
    return;
  }
  expectedPc = nullptr;
  raises = false;
  if (raising != Raising::No) {
    abort(AbortReason::Exception, "not raised");
    return;
  }
  if (branch.v != kNoRef) {
    bool went = at == branch.ifTrue;
    if (!went && at != branch.ifFalse) {
      abort(AbortReason::Mispredicted, kOpInfo[pc->op].name);
      return;
    }
    // The call has been made: a failing guard goes on at the other target.
    b.snapshot = snapshotAt(went ? branch.ifFalse : branch.ifTrue, false);
    b.emit(TraceOpcode::guard_value_, {branch.v, b.constValue(boolValue(went))});
    branch.v = kNoRef;
    afterAnything(at);
  }
  if (iteration.v != kNoRef) {
    TraceRef v = iteration.v;
    iteration.v = kNoRef;
    TraceRef ended = b.emit(TraceOpcode::value_eq_, {v, b.constValue(EmptyBuffer)});
    if (at == iteration.more) {
      b.snapshot = snapshotAt(iteration.end, false);
      b.guardBool(ended, false);
      set(iteration.dst, v);
    } else if (at == iteration.end) {
      TraceRef before = f.regs[iteration.dst];
      bool written = f.written.size() > iteration.dst && f.written[iteration.dst];
      set(iteration.dst, v);
      b.snapshot = snapshotAt(iteration.more, false);
      b.guardBool(ended, true);
      f.regs[iteration.dst] = before;
      if (f.written.size() > iteration.dst)
        f.written[iteration.dst] = written;
    } else {
      abort(AbortReason::Mispredicted, kOpInfo[pc->op].name);
      return;
    }
    afterAnything(at);
  }
  if (b.ops.size() > kMaxRecordedOps) {
    abort(AbortReason::TooLong);
    return;
  }
  pc = at;
  firstOp = b.ops.size();
  before = {at->a < f.regs.size() ? f.regs[at->a] : kNoRef, at->a < f.written.size() && f.written[at->a]};
  b.snapshot = kNoIndex;
  b.position = static_cast<uint32_t>(at - f.code->instrs);
  // Going back to where it began, without a step, would be no progress: a
  // bridge from a failed test at a loop's header would lead to the same test.
  if (stepped && atHeader(at))
    return;
  stepped = true;
  Op op = static_cast<Op>(at->op);
  if (recordBasic(op) || recordArith(op) || recordAttr(op) || recordItems(op) ||
      recordCall(op) || recordCallForms(op) || recordExc(op) || recordObject(op) || recordGenerator(op) || recordResidual(op))
    return;
  abort(AbortReason::Opcode, kOpInfo[at->op].name);
}

//===-- ends --------------------------------------------------------------===//

void Recorder::finishLoop() {
  // The values the loop carries: those of the header's registers that changed.
  VirtualFrame &f = frame();
  std::vector<TraceRef> next;
  unsigned arg = 0;
  for (; arg < b.labelOp; ++arg) {
    if (b.ops[arg].opcode != TraceOpcode::arg_ || b.ops[arg].imm < 0)
      continue;
    unsigned r = static_cast<unsigned>(b.ops[arg].imm);
    TraceRef now = f.regs[r];
    if (now == arg)
      continue;
    if (now == kEmptyRef || now == kNoRef) {
      abort(AbortReason::Unbound);
      return;
    }
    b.labelArgs.push_back(arg);
    next.push_back(value(now));
  }
  b.snapshot = snapshotAt(header, false);
  b.emit(TraceOpcode::guard_breaker_);
  b.emitList(TraceOpcode::jump_, next);
  state = State::Finished;
}

void Recorder::writeBackEntryFrame(const Instr *at) {
  VirtualFrame &f = frame();
  f.live->forEachLive(at, [&](unsigned r) {
    if (r >= f.regs.size() || !f.written[r])
      return;
    TraceRef v = f.regs[r];
    if (v == kNoRef)
      return;
    TraceRef s = b.emit(TraceOpcode::set_reg_, {v == kEmptyRef ? constant(Value::empty()) : value(v)});
    b.at(s).imm = r;
  });
}

void Recorder::finishAt(JitTrace *target) {
  goesRound = static_cast<Op>(pc->op) == Op::Loop && loopTarget(pc) == target->header;
  b.snapshot = snapshotAt(target->header, false);
  b.emit(TraceOpcode::guard_breaker_);
  writeBackEntryFrame(target->header);
  TraceRef j = b.emit(TraceOpcode::jump_trace_);
  b.at(j).symbol = b.symbol(target->entrySlot(), target->name.c_str(), SymbolKind::TraceSlot);
  state = State::Finished;
}

TraceBuffer Recorder::buffer(const char *name) {
  TraceBuffer out{};
  out.name = name;
  out.kind = mode == RecordMode::Loop     ? TraceBufferKind::Loop
             : mode == RecordMode::Bridge ? TraceBufferKind::Bridge
                                          : TraceBufferKind::Function;
  // A root trace that ended in another loop has no loop of its own.
  bool loops = !b.ops.empty() && b.ops.back().opcode == TraceOpcode::jump_;
  out.labelOp = loops ? b.labelOp : kNoIndex;
  out.ops = b.ops.data(); out.opCount = static_cast<uint32_t>(b.ops.size());
  out.lists = b.lists.data(); out.listCount = static_cast<uint32_t>(b.lists.size());
  out.frames = b.frames.data(); out.frameCount = static_cast<uint32_t>(b.frames.size());
  out.entries = b.entries.data(); out.entryCount = static_cast<uint32_t>(b.entries.size());
  out.calls = b.calls.data(); out.callCount = static_cast<uint32_t>(b.calls.size());
  out.symbols = b.symbols.data(); out.symbolCount = static_cast<uint32_t>(b.symbols.size());
  out.labelArgs = b.labelArgs.data(); out.labelArgCount = static_cast<uint32_t>(b.labelArgs.size());
  out.bindings = bindings.data(); out.bindingCount = static_cast<uint32_t>(bindings.size());
  out.firstOp = ownOps;
  out.goesRound = goesRound;
  return out;
}

} // namespace pyc
