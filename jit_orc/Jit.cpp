//===- Jit.cpp - When to record, compile, enter and leave -----------------===//
//
// The hooks of JitInterface.h. A loop's counter fires: a recording begins and
// the interpreter goes on with the recording table. It ends at the header: the
// buffer goes to the compiler thread. The trace comes back: it is installed in
// the loop's counter, and each arrival at the back-edge runs it. An exit taken
// often begins a recording of its own (a bridge).
//
// A place whose recordings abort is tried again after ever longer waits
// (twice as many iterations each time), and given up after kMaxTries.
//
//===----------------------------------------------------------------------===//
#include "jit_orc/Jit.h"
#include "jit_orc/JitLog.h"
#include "jit_orc/recorder/Recorder.h"
#include "runtime/builtins/Loops.h"
#include "runtime/interpreter/Interp.h"
#include "runtime/object/Api.h"
#include <chrono>
#include <unordered_map>

namespace pyc {

uint32_t gInvalidatedPlaceholder;
JitStats gJitStats;

namespace {
constexpr uint32_t kMaxTries = 6;
/// A generator's loop has a trace of its own only when it seldom yields: each
/// yield leaves it. (Where it yields often, its consumer's trace follows it.)
constexpr uint32_t kRoundsWithoutYield = 8;
constexpr uint32_t kExitThreshold = 60; ///< exits taken until a bridge is recorded
constexpr uint32_t kMaxBridges = 48;    ///< per root trace

struct State {
  JitOptions options;
  bool enabled = false;
  std::vector<std::unique_ptr<JitTrace>> traces{1}; // number 0: none
  std::unordered_map<uint32_t, std::vector<JitTrace *>> dependents;
  std::unordered_map<const void *, uint32_t> tries; ///< by Loop instruction or code
  std::unordered_map<const Instr *, uint32_t> rounds; ///< of generators' loops, without a yield
  std::unordered_map<const void *, uint32_t> early; ///< likewise: waits for an inner loop
  /// Several Loop instructions may go to one header; they share its trace.
  std::unordered_map<const Instr *, uint32_t> traceAt;
  std::unique_ptr<Recorder> recorder;
  std::chrono::steady_clock::time_point recordingSince;
  int32_t stressCounter = 0;
};
State *gState;
} // namespace

static uint32_t exitThreshold() { return std::min(kExitThreshold, gState->options.threshold); }

JitTrace *traceByNumber(uint32_t number) {
  return number < gState->traces.size() ? gState->traces[number].get() : nullptr;
}

static uint32_t lineOf(const CodeObject *code, const Instr *pc) {
  uint32_t at = static_cast<uint32_t>(pc - code->instrs), line = code->firstLine;
  for (uint32_t i = 0; i < code->positionCount && code->positions[i].pc <= at; ++i)
    if (code->positions[i].line)
      line = code->positions[i].line;
  return line;
}
static std::string describe(const CodeObject *code, const Instr *pc) {
  return strToUtf8(code->filename) + ":" + std::to_string(lineOf(code, pc)) + " " + strToUtf8(code->name);
}

//===-- recording ---------------------------------------------------------===//

static void beginRecording(Thread *t, std::unique_ptr<Recorder> r, JitResume *out) {
  ++gJitStats.recordings;
  gState->recordingSince = std::chrono::steady_clock::now();
  gState->recorder = std::move(r);
  out->table = &kRecordingTable;
}

static void retryLater(Recorder &r) {
  const void *place = r.mode == RecordMode::Loop ? static_cast<const void *>(r.loopInstr)
                                                 : static_cast<const void *>(r.entryCode);
  if (r.mode == RecordMode::Bridge) {
    JitTrace *parent = r.parentTrace;
    ExitSlot &slot = parent->compiled->slots[r.parentExit];
    // What it would go on in is being compiled: no fault of this place.
    bool early = r.abortReason == AbortReason::Unrolling && !r.abortDetail.empty();
    uint32_t tries = early ? 0 : ++gState->tries[&slot];
    parent->exitState[r.parentExit] = tries >= kMaxTries || r.abortReason == AbortReason::LeftFrame ? kExitBlacklisted : kExitCold;
    uint32_t hits = slot.hits.load(std::memory_order_relaxed);
    parent->nextTry[r.parentExit] = early ? hits * 2 : hits + (exitThreshold() << 2 * tries);
    return;
  }
  if (r.mode == RecordMode::Loop && (r.entryCode->flags & kCodeGenerator)) {
    uint32_t &rounds = gState->rounds[r.loopInstr];
    if (r.abortReason == AbortReason::Round) {
      ++rounds;
      loopCounterOf(r.loopInstr)->count = 0;
      return;
    }
    rounds = 0;
  }
  if (r.abortReason == AbortReason::Unrolling && !r.abortDetail.empty()) {
    auto soon = static_cast<int32_t>(gState->options.threshold << std::min(gState->early[place]++, 6u));
    (r.mode == RecordMode::Loop ? loopCounterOf(r.loopInstr)->count : r.entryCode->callCounter) = soon;
    return;
  }
  uint32_t tries = ++gState->tries[place];
  int64_t wait = int64_t(gState->options.threshold) << tries;
  int32_t count = tries >= kMaxTries || wait > INT32_MAX ? INT32_MAX : static_cast<int32_t>(wait);
  if (r.mode == RecordMode::Loop)
    loopCounterOf(r.loopInstr)->count = count;
  else
    r.entryCode->callCounter = count;
}

static void finishRecording() {
  std::unique_ptr<Recorder> r = std::move(gState->recorder);
  auto micros = static_cast<uint32_t>(std::chrono::duration_cast<std::chrono::microseconds>(
                                          std::chrono::steady_clock::now() - gState->recordingSince).count());
  gJitStats.recordMicros += micros;
  if (r->state == Recorder::State::Aborted) {
    ++gJitStats.aborts;
    jitLogAbort(*r);
    bool passing = r->abortReason == AbortReason::TooLong || r->abortReason == AbortReason::YoungConstant ||
                   (r->abortReason == AbortReason::Unrolling && !r->abortDetail.empty());
    if (r->frame().holder != kNoRef && !passing)
      doNotFollowGenerator(r->frame().code);
    retryLater(*r);
    return;
  }
  auto trace = std::make_unique<JitTrace>();
  trace->number = static_cast<uint32_t>(gState->traces.size());
  trace->origin = r->origin;
  trace->mostInlined = r->mostInlined;
  trace->code = r->entryCode;
  trace->recordMicros = micros;
  trace->assumptions = r->assumptions;
  trace->objects = r->b.objects;
  trace->sites = std::move(r->sites);
  trace->siteFrames = std::move(r->siteFrames);
  const char *kindName = "loop";
  switch (r->mode) {
  case RecordMode::Loop:
    trace->kind = TraceBufferKind::Loop;
    trace->header = r->header;
    trace->loop = r->loopInstr;
    loopCounterOf(r->loopInstr)->trace = trace->number;
    gState->traceAt[trace->header] = trace->number;
    loopCounterOf(r->loopInstr)->count = INT32_MAX;
    ++gJitStats.loops;
    break;
  case RecordMode::Function:
    trace->kind = TraceBufferKind::Function;
    kindName = "function";
    trace->header = r->entryCode->instrs;
    r->entryCode->jitData = trace.get();
    r->entryCode->callCounter = INT32_MAX;
    ++gJitStats.functions;
    break;
  case RecordMode::Bridge:
    trace->kind = TraceBufferKind::Bridge;
    kindName = "bridge";
    trace->parent = r->parentTrace;
    trace->parentExit = r->parentExit;
    trace->root = r->parentTrace->root ? r->parentTrace->root : r->parentTrace;
    trace->root->bridges++;
    trace->root->mostInlined = std::max(trace->root->mostInlined, r->mostInlined);
    trace->parent->exitState[trace->parentExit] = kExitQueued;
    describeExitOf(trace.get());
    ++gJitStats.bridges;
    break;
  }
  trace->name = std::string(kindName) + std::to_string(trace->number) + "_" + strToUtf8(r->entryCode->name);
  for (char &c : trace->name)
    if (!isalnum(static_cast<unsigned char>(c)))
      c = '_';
  r->b.finish();
  r->bindings.shrink_to_fit();
  r->frames = {};
  trace->recorded = std::move(r);
  auto job = std::make_unique<CompileJob>();
  job->trace = addTrace(std::move(trace));
  compilerSubmit(std::move(job));
}

JitTrace *addTrace(std::unique_ptr<JitTrace> trace) {
  trace->number = static_cast<uint32_t>(gState->traces.size());
  for (uint32_t a : trace->assumptions)
    gState->dependents[a].push_back(trace.get());
  gState->traces.push_back(std::move(trace));
  return gState->traces.back().get();
}

static const DispatchTable *recordHook(Thread *t, const Instr *pc, Value *base) {
  Recorder *r = gState->recorder.get();
  if (!r || r->t != t)
    return &kNormalTable;
  r->step(pc, base);
  if (r->state == Recorder::State::Recording)
    return &kRecordingTable;
  finishRecording();
  return &kNormalTable;
}

static void recordRaiseHook(Thread *t, const Instr *pc, Value *base) {
  Recorder *r = gState->recorder.get();
  if (!r || r->t != t)
    return;
  r->raised(pc, base);
  if (r->failed())
    finishRecording();
}

//===-- installing --------------------------------------------------------===//

/// The counters of all Loop instructions that go to the trace's header.
static void setCounters(JitTrace *trace, uint32_t number, int32_t count) {
  auto set = [&](const Instr *loop) {
    loopCounterOf(loop)->trace = number;
    loopCounterOf(loop)->count = count;
  };
  set(trace->loop);
  for (const Instr *loop : trace->otherLoops)
    set(loop);
}

static void install(CompileJob &job) {
  JitTrace *trace = job.trace;
  CompiledTrace *c = trace->compiled;
  if (c && !c->error) {
    gJitStats.codeBytes += c->codeSize;
    gJitStats.compileMicros += c->phases.total;
    gJitStats.opsRecorded += c->opsBefore;
    gJitStats.opsAfter += c->opsAfter;
  }
  jitLogCompiled(*trace);
  bool valid = trace->state != TraceState::Invalid;
  bool tooMany = false;
  for (uint32_t i = 0; c && !c->error && i < c->exitCount; ++i)
    tooMany |= c->exits[i].virtualCount > kMaxExitVirtuals;
  if (!c || c->error || tooMany) {
    ++gJitStats.failed;
    trace->state = TraceState::Failed;
  } else if (valid) {
    trace->state = TraceState::Compiled;
    trace->exitState.assign(c->exitCount, kExitCold);
    trace->nextTry.assign(c->exitCount, exitThreshold());
    c->user = trace;
  } else {
    trace->exitState.assign(c->exitCount, kExitBlacklisted);
    trace->nextTry.assign(c->exitCount, UINT32_MAX);
    c->user = trace;
  }
  bool usable = trace->usable();
  if (!trace->parts.empty()) {
    if (!acceptTree(trace))
      return;
    ++gJitStats.trees;
    trace->entrySlot()->store(c->entry, std::memory_order_release);
    if (trace->kind == TraceBufferKind::Function) {
      trace->code->jitData = trace;
      trace->code->callCounter = 0;
    } else {
      trace->otherLoops = trace->base()->otherLoops;
      gState->traceAt[trace->header] = trace->number;
      setCounters(trace, trace->number, 0);
    }
    return;
  }
  switch (trace->kind) {
  case TraceBufferKind::Loop:
    if (usable) {
      trace->slot.store(c->entry, std::memory_order_release);
      setCounters(trace, trace->number, 0);
    } else {
      setCounters(trace, 0, valid ? INT32_MAX : static_cast<int32_t>(gState->options.threshold));
    }
    break;
  case TraceBufferKind::Function:
    if (usable) {
      trace->slot.store(c->entry, std::memory_order_release);
      trace->code->callCounter = 0;
    } else {
      trace->code->jitData = nullptr;
      trace->code->callCounter = valid ? INT32_MAX : static_cast<int32_t>(gState->options.threshold);
    }
    break;
  case TraceBufferKind::Bridge:
    if (usable && trace->parent->usable()) {
      trace->parent->compiled->slots[trace->parentExit].bridge.store(c->entry, std::memory_order_release);
      trace->parent->exitState[trace->parentExit] = kExitBridged;
      if (trace->attachTo) {
        trace->attachTo->attached.push_back(trace);
        treeWanted(trace);
      }
    } else {
      trace->parent->exitState[trace->parentExit] = valid ? kExitBlacklisted : kExitCold;
    }
    break;
  }
}

static void codeReadyHook(Thread *t) {
  for (auto &job : compilerTakeFinished())
    install(*job);
  if (gState->options.trees)
    makeTrees(gState->options);
}

/// An assumption broke: what depends on it is cut off.
static void assumptionBroken(uint32_t assumption) {
  // What is being recorded may rely on it too, before any trace does.
  if (Recorder *r = gState->recorder.get())
    for (uint32_t a : r->assumptions)
      if (a == assumption) {
        r->abort(AbortReason::Unstable, "assumption broken while recording");
        break;
      }
  auto found = gState->dependents.find(assumption);
  if (found == gState->dependents.end())
    return;
  std::vector<JitTrace *> traces = std::move(found->second);
  gState->dependents.erase(found);
  for (JitTrace *trace : traces) {
    if (trace->state == TraceState::Invalid || trace->state == TraceState::Failed)
      continue;
    bool compiled = trace->state == TraceState::Compiled;
    trace->state = TraceState::Invalid;
    ++gJitStats.invalidated;
    jitLogInvalid(*trace);
    if (!compiled)
      continue; // install() sees it
    trace->compiled->invalidated->store(1, std::memory_order_release);
    trace->entrySlot()->store(nullptr, std::memory_order_release);
    if (JitTrace *root = trace->base(); root != trace && root->usable()) {
      // A bridge of the tree is invalid, its root is not.
      trace = root;
      trace->treeParts = 0;
      trace->slot.store(trace->compiled->entry, std::memory_order_release);
      if (trace->kind == TraceBufferKind::Function) {
        trace->code->jitData = trace;
      } else {
        gState->traceAt[trace->header] = trace->number;
        setCounters(trace, trace->number, 0);
      }
      continue;
    }
    int32_t again = static_cast<int32_t>(gState->options.threshold);
    switch (trace->kind) {
    case TraceBufferKind::Loop:
      setCounters(trace, 0, again);
      break;
    case TraceBufferKind::Function:
      trace->code->jitData = nullptr;
      trace->code->callCounter = again;
      break;
    case TraceBufferKind::Bridge:
      trace->parent->compiled->slots[trace->parentExit].bridge.store(nullptr, std::memory_order_release);
      if (trace->parent->exitState[trace->parentExit] == kExitBridged)
        trace->parent->exitState[trace->parentExit] = kExitCold;
      break;
    }
  }
}

//===-- running -----------------------------------------------------------===//

static void left(Thread *t, ExitSlot *slot, Value *base, JitResume *out) {
  auto *trace = static_cast<JitTrace *>(slot->trace->user);
  const DispatchTable *table = out->table;
  ++gJitStats.exits;
  bool raise = slot->trace->exits[slot->index].raise;
  if (raise && !t->pending)
    internalError(__FILE__, __LINE__, "compiled code left for an exception, but none is pending");
  if (gState->stressCounter <= 0 && gState->options.stressDeopt)
    gState->stressCounter = static_cast<int32_t>(gState->options.stressDeopt);
  uint32_t hits = slot->hits.fetch_add(1, std::memory_order_relaxed) + 1;
  bool wanted = !gState->recorder && hits >= trace->nextTry[slot->index] && trace->usable() && trace->exitState[slot->index] == kExitCold &&
                !t->evalBreaker.load(std::memory_order_relaxed) && table == &kNormalTable;
  JitTrace *root = trace->root ? trace->root : trace;
  if (!wanted || root->bridges >= kMaxBridges) {
    deoptimise(t, slot, base, out);
    out->table = table;
    return;
  }
  std::vector<uint64_t> values(t->exitValues, t->exitValues + slot->trace->exits[slot->index].slotCount);
  deoptimise(t, slot, base, out);
  out->table = table;
  if (out->kind != (raise ? ResumeKind::Raise : ResumeKind::Continue))
    return;
  auto r = std::make_unique<Recorder>(t, RecordMode::Bridge, base);
  r->origin = describe(r->entryCode, out->pc);
  r->beginBridge(trace, slot->index, out->pc);
  if (raise)
    r->startsRaised();
  if (r->failed()) {
    ++gJitStats.aborts;
    jitLogAbort(*r);
    retryLater(*r);
    return;
  }
  beginRecording(t, std::move(r), out);
}

static void run(Thread *t, JitTrace *trace, Value *base, JitResume *out) {
  ++trace->entered;
  ++gJitStats.entries;
  ExitSlot *slot = trace->compiled->entry(base, t);
  if (!slot) {
    out->base = base;
    out->kind = ResumeKind::Return;
    out->result = Value::fromBits(t->exitValues[0]);
    return;
  }
  left(t, slot, base, out);
}

/// A minor collection, so that what the trace embeds is old. It may run
/// finalisers, and these anything: *out is the interpreter's and must survive
/// their own hooks. False: a recording has begun meanwhile.
static bool collectFirst(Thread *t, JitResume *out) {
  JitResume saved = *out;
  Value *base = t->base;
  const Instr *pc = t->pc;
  gcCollect(t, 0);
  *out = saved;
  t->base = base;
  t->pc = pc;
  return !gState->recorder;
}

/// Another loop with the same header may have a trace: it serves this one too.
static void shareTrace(const Instr *loop) {
  auto found = gState->traceAt.find(loopTarget(loop));
  if (found == gState->traceAt.end())
    return;
  JitTrace *trace = traceByNumber(found->second);
  if (trace->state == TraceState::Queued || trace->usable()) {
    loopCounterOf(loop)->trace = trace->number;
    trace->otherLoops.push_back(loop);
  }
}

static void loopHook(Thread *t, const Instr *loop, Value *base, JitResume *out) {
  LoopCounter *counter = loopCounterOf(loop);
  if (!counter->trace)
    shareTrace(loop);
  if (Recorder *r = gState->recorder.get(); r && out->table != &kNormalTable && !r->isSkipping() && r->pc == loop) {
    counter->count = 0; // followed instruction by instruction
    return;
  }
  if (counter->trace) {
    JitTrace *trace = traceByNumber(counter->trace);
    if (trace && trace->usable()) {
      counter->count = 0;
      run(t, trace, base, out);
      return;
    }
    counter->count = INT32_MAX; // being compiled
    return;
  }
  if (gState->recorder || out->table != &kNormalTable) {
    counter->count = 50;
    return;
  }
  auto *code = base[kFrameFunction].as<FunctionObject>()->codeObject();
  if (code->flags & (kCodeCoroutine | kCodeAsyncGenerator)) {
    counter->count = INT32_MAX;
    return;
  }
  findIntrinsics(t);
  if (!collectFirst(t, out))
    return;
  // How often a builtin's loop goes round says whether callers unroll it.
  if ((code->flags & kCodeHidden) && code->callCounter < gJit.callThreshold &&
      int64_t(gJit.callThreshold - code->callCounter) * kMaxUnrolled < gJit.loopThreshold)
    doNotUnroll(code);
  auto r = std::make_unique<Recorder>(t, RecordMode::Loop, base);
  r->origin = describe(code, loopTarget(loop));
  counter->count = INT32_MAX;
  r->mayClose = !(code->flags & kCodeGenerator) || gState->rounds[loop] >= kRoundsWithoutYield;
  r->beginLoop(loop);
  beginRecording(t, std::move(r), out);
}

/// Whether the frames that the function's trace inlines stay within the recursion
/// limit. Near it (the stack limit is never too high for it) they are counted;
/// where there is no room, the interpreter raises RecursionError in the right one.
static bool hasRoom(Thread *t, const JitTrace *trace, Value *base) {
  Value *top = base + trace->code->registerCount;
  if (!trace->mostInlined || top + size_t(trace->mostInlined) * kFrameHeaderWords <= t->stackLimit)
    return true;
  return countFrames(t, base) + trace->mostInlined <= t->recursionLimit;
}

static void functionHook(Thread *t, CodeObject *code, Value *base, JitResume *out) {
  // What is being recorded is followed instruction by instruction.
  if (gState->recorder && out->table != &kNormalTable && !gState->recorder->isSkipping()) {
    code->callCounter = 0;
    return;
  }
  if (auto *trace = static_cast<JitTrace *>(code->jitData)) {
    if (trace->usable()) {
      code->callCounter = 0;
      if (hasRoom(t, trace, base))
        run(t, trace, base, out);
      return;
    }
    code->callCounter = INT32_MAX;
    return;
  }
  if (gState->recorder || out->table != &kNormalTable) {
    code->callCounter = 50;
    return;
  }
  if ((code->flags & (kCodeGenerator | kCodeCoroutine | kCodeAsyncGenerator | kCodeHasNamespace))) {
    code->callCounter = INT32_MAX;
    return;
  }
  findIntrinsics(t);
  if (!collectFirst(t, out))
    return;
  auto r = std::make_unique<Recorder>(t, RecordMode::Function, base);
  r->origin = describe(code, code->instrs);
  code->callCounter = INT32_MAX;
  r->beginFunction();
  beginRecording(t, std::move(r), out);
}

//===-- calls out of traces -----------------------------------------------===//

/// A call in a trace whose callee has a trace: straight from one to the other,
/// with a frame but without a round of the interpreter.
Value jitCall(Thread *t, Value f, Value *args, size_t n) {
  if (!isFunction(f)) {
    LoopCall loop;
    if (findLoop(t, f, args, n, Value::empty(), true, loop))
      return jitCall(t, Value::fromObject(loop.function), loop.args, loop.count);
    return t->pending ? Value::empty() : call(t, f, args, n);
  }
  auto *fn = f.as<FunctionObject>();
  CodeObject *code = fn->codeObject();
  auto *trace = static_cast<JitTrace *>(code->jitData);
  if (!trace || !trace->usable() || code->argCount != n || code->paramCount != n)
    return call(t, f, args, n);
  if (!checkNativeStack(t))
    return Value::empty();
  Value *top = frameTop(t, t->base);
  Value *base = (t->nativeTop > top ? t->nativeTop : top) + kFrameHeaderWords;
  if (!pushFrame(t, fn, base, Value::empty(), args, n, Value::empty(), t->base, returnWord(t->pc, Continuation::Exit)))
    return Value::empty();
  if (!trace->usable() || !hasRoom(t, trace, base)) { // the stack check may run a signal handler
    JitResume r{ResumeKind::Continue, fn->entry, base, &kNormalTable, None};
    return Value::fromBits(runFrom(t, &r));
  }
  Value *savedBase = t->base, *savedTop = t->nativeTop;
  const Instr *savedPc = t->pc;
  ++t->nativeDepth;
  t->base = base;
  t->pc = fn->entry;
  ++trace->entered;
  ++gJitStats.entries;
  ExitSlot *slot = trace->compiled->entry(base, t);
  Value result;
  if (!slot) {
    result = Value::fromBits(t->exitValues[0]);
  } else {
    JitResume r{ResumeKind::Continue, fn->entry, base, &kNormalTable, None};
    left(t, slot, base, &r);
    result = Value::fromBits(runFrom(t, &r));
  }
  --t->nativeDepth;
  t->base = savedBase;
  t->pc = savedPc;
  t->nativeTop = savedTop;
  return result;
}

//===-- start and end -----------------------------------------------------===//

static void visitRoots(void *context, SlotVisitor visit) {
  for (auto &trace : gState->traces)
    if (trace)
      for (Value &v : trace->objects)
        visit(context, &v);
  if (Recorder *r = gState->recorder.get()) {
    for (Value &v : r->b.objects)
      visit(context, &v);
    for (VirtualFrame &f : r->frames)
      visit(context, &f.function);
  }
}

void jitInitialise(Thread *t, const JitOptions &options, CompilerAccess access) {
  if (!options.on)
    return;
  gState = new State;
  gState->options = options;
  gState->enabled = true;
  gState->stressCounter = static_cast<int32_t>(options.stressDeopt);
  if (!t->exitValues)
    t->exitValues = static_cast<uint64_t *>(calloc(256, 8));
  jitLogOpen(options);
  compilerStart(options, access, &gState->stressCounter);
  gcRegisterRootVisitor(visitRoots);
  assumptionBrokenHook = assumptionBroken;
  gJit.loop = loopHook;
  gJit.function = functionHook;
  gJit.record = recordHook;
  gJit.recordRaise = recordRaiseHook;
  gJit.codeReady = codeReadyHook;
  gJit.loopThreshold = static_cast<int32_t>(options.threshold);
  gJit.callThreshold = static_cast<int32_t>(std::min<uint64_t>(uint64_t(options.threshold) * 2, INT32_MAX));
}

void jitShutdown(Thread *t) {
  if (!gState)
    return;
  compilerStop();
  jitLogClose(gState->traces, gState->options);
}

std::string jitEmittedText() {
  std::string out;
  if (!gState)
    return out;
  compilerDrain();
  for (auto &job : compilerTakeFinished())
    install(*job);
  for (auto &trace : gState->traces)
    if (trace && trace->compiled && trace->compiled->text)
      out += trace->compiled->text;
  return out;
}

} // namespace pyc
