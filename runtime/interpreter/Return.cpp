//===- Return.cpp - Leaving frames: returns, continuations, unwinding -----===//
//
// Return gives its value to the frame's continuation. The usual one (Store, for
// a Call) is inline: the two call instructions have the same length, so the
// predicted branch on the opcode hides the load of the calling instruction.
//
// Unwinding: raiseHere looks the raising instruction up in its code's table. If
// no handler covers it, the frame is left and the search goes on at the calling
// instruction; a continuation may want the exception (StopIteration ends a
// ForIter). An Exit frame ends the activation: its caller in C++ gets the empty
// Value. Nothing is paid for handlers that are not used.
//
//===----------------------------------------------------------------------===//
#include "runtime/interpreter/Continuations.h"
#include "runtime/interpreter/Generator.h"
#include "runtime/interpreter/Interp.h"
#include "runtime/interpreter/Tracing.h"

namespace pyc {

#define DO_RETURN(value)                                                       \
  do {                                                                         \
    Value r_ = (value);                                                        \
    uint64_t w_ = base[kFrameReturn].bits;                                     \
    Value *caller_ = frameCaller(base);                                        \
    if (PYC_UNLIKELY(w_ >> 56 || base[kFrameLink].bits)) {                     \
      ins = r_.bits;                                                           \
      TAIL(returnSlow);                                                        \
    }                                                                          \
    pc = reinterpret_cast<const Instr *>(w_);                                  \
    ins = *reinterpret_cast<const uint64_t *>(pc);                             \
    base = caller_;                                                            \
    k = frameConstants(base);                                                  \
    Op op_ = static_cast<Op>(static_cast<uint16_t>(ins));                      \
    if (PYC_LIKELY(op_ == Op::Call || op_ == Op::CallMethod)) {                \
      REG_A = r_;                                                              \
      NEXT(2);                                                                 \
    }                                                                          \
    ins = r_.bits;                                                             \
    TAIL(storeResult);                                                         \
  } while (0)
static_assert(unsigned(Op::Call) + 1 == unsigned(Op::CallMethod));

HANDLER(op_Return) { DO_RETURN(REG_A); }
HANDLER(op_ReturnNone) { DO_RETURN(None); }

SLOW_EXTERN(storeResult) {
  Value r = Value::fromBits(ins);
  FETCH();
  REG_A = r;
  NEXT(opLength(opAt(pc)));
}

SLOW_EXTERN(returnSlow) {
  Value result = Value::fromBits(ins);
  if (!onRegisterStack(t, base)) {
    // A generator's return.
    GeneratorObject *g = generatorAt(base);
    uint64_t word = base[kFrameReturn].bits;
    Value *caller = frameCaller(base);
    leaveGenerator(t, g, GeneratorState::Finished, pc);
    t->base = base = caller;
    pc = returnInstr(word);
    Continuation kind = returnKind(word);
    if (kind == Continuation::Exit) {
      gGeneratorReturned = true;
      return result.bits;
    }
    t->pc = pc;
    k = frameConstants(base);
    FETCH();
    if (kind == Continuation::ForIter)
      TAIL(forIterEnd);
    if (kind == Continuation::YieldFrom) {
      REG_A = result;
      NEXT(1);
    }
    // next(g), g.send(v) from bytecode.
    raiseStopIteration(t, result == None ? Value::empty() : result);
    RAISE();
  }
  if (base[kFrameLink].isObject())
    leaveFrame(t, base, pc);
  uint64_t word = base[kFrameReturn].bits;
  Value *caller = frameCaller(base);
  if (returnKind(word) == Continuation::Exit) {
    gGeneratorReturned = false;
    return result.bits;
  }
  pc = returnInstr(word);
  base = caller;
  k = frameConstants(base);
  ins = result.bits;
  [[clang::musttail]] return kContinuations[word >> 56](HANDLER_PASS);
}

HANDLER(cont_Exit) { return ins; }
SLOW(discardResult) { NEXT(opLength(opAt(pc))); }
HANDLER(cont_Discard) { TAIL(discardResult); }

SLOW(initNotNone) {
  SYNC();
  raise(t, exc::TypeError, "__init__() should return None, not '%T'", Value::fromBits(ins));
  RAISE();
}
HANDLER(cont_Init) {
  if (PYC_UNLIKELY(ins != None.bits))
    TAIL(initNotNone);
  FETCH();
  // The object waits in the window's first word.
  ins = REG_B.bits;
  TAIL(storeResult);
}

const Handler kContinuations[] = {
    storeResult,     cont_Exit,        cont_Discard,    cont_Init,
    cont_Jump,       cont_Jump,        cont_ToBool,     cont_ToBoolNot,
    cont_ForIter,    cont_Binary,      cont_Compare,    cont_Inplace,
    cont_BinaryLast, cont_CompareLast, cont_BoolMethod, cont_LenMethod,
    cont_IterMethod, cont_YieldFrom,   cont_StoreMethod, storeResult,
};
static_assert(sizeof(kContinuations) / sizeof(Handler) == unsigned(Continuation::FirstFree));

//===--- unwinding --------------------------------------------------------===//

static const Instr *findHandler(const CodeObject *c, const Instr *pc) {
  auto at = static_cast<uint32_t>(pc - c->instrs);
  for (uint32_t i = 0; i < c->exceptionCount; ++i) {
    const ExceptionEntry &e = c->exceptionTable[i];
    if (at >= e.start && at < e.end)
      return c->instrs + e.handler;
  }
  return nullptr;
}

namespace {
struct UnwindTo {
  const Instr *pc; ///< null: leave the activation
  Value *base;
  bool forIterEnds;
};
} // namespace

static UnwindTo unwind(Thread *t, const Instr *pc, Value *base, bool addEntry,
                       bool recording) {
  if (!t->pending)
    internalError(__FILE__, __LINE__, "an operation failed without an exception");
  for (;;) {
    t->base = base;
    t->pc = pc;
    if (recording && gJit.recordRaise)
      gJit.recordRaise(t, pc, base);
    if (addEntry) {
      addTraceback(t, frameFunction(base), pc, base);
      if (PYC_UNLIKELY(gTracing))
        traceException(t, pc, base);
    }
    addEntry = true;
    if (const Instr *h = findHandler(frameCode(base), pc)) {
      // The handler needs the memory that a stale temporary holds.
      if (PYC_UNLIKELY(t->pending.asObject()->shape()->type == exc::MemoryError))
        clearDeadTemporaries(h, base);
      return {h, base, false};
    }
    if (PYC_UNLIKELY(gTracing))
      traceLeaving(t, base);
    uint64_t word = base[kFrameReturn].bits;
    Value *caller = frameCaller(base);
    if (!onRegisterStack(t, base))
      generatorRaised(t, generatorAt(base), pc);
    else if (base[kFrameLink].isObject())
      leaveFrame(t, base, pc);
    Continuation kind = returnKind(word);
    if (kind == Continuation::Exit)
      return {nullptr, nullptr, false};
    pc = returnInstr(word);
    base = caller;
    if (kind == Continuation::ForIter && pendingMatches(t, exc::StopIteration)) {
      clearPending(t);
      return {pc, base, true};
    }
  }
}

#define UNWIND(addEntry)                                                       \
  do {                                                                         \
    UnwindTo to = unwind(t, pc, base, addEntry, table != &kNormalTable);       \
    if (!to.pc)                                                                \
      return Value::empty().bits;                                              \
    pc = to.pc;                                                                \
    base = to.base;                                                            \
    k = frameConstants(base);                                                  \
    if (to.forIterEnds) {                                                      \
      FETCH();                                                                 \
      TAIL(forIterEnd);                                                        \
    }                                                                          \
    DISPATCH();                                                                \
  } while (0)

SLOW_EXTERN(raiseHere) { UNWIND(true); }
SLOW_EXTERN(raiseAgain) { UNWIND(false); }

//===--- the JIT's hooks --------------------------------------------------===//

JitHooks gJit = {nullptr, nullptr, nullptr, nullptr, nullptr, INT32_MAX, INT32_MAX};
JitResume gResume;
bool gGeneratorReturned;

SLOW_EXTERN(resumeFromJit) {
  base = gResume.base;
  pc = gResume.pc;
  table = gResume.table;
  SYNC();
  k = frameConstants(base);
  switch (gResume.kind) {
  case ResumeKind::Raise:
    RAISE();
  case ResumeKind::Return:
    ins = gResume.result.bits;
    TAIL(returnSlow);
  case ResumeKind::Continue:
    break;
  }
  DISPATCH();
}

// The hooks run compiled code, which may come back here through native calls:
// the answer is global only once nothing else can run.
[[gnu::noinline]] void callLoopHook(Thread *t, const Instr *loop, Value *base,
                                    const DispatchTable *table) {
  JitResume r = {ResumeKind::Continue, loopTarget(loop), base, table, None};
  gJit.loop(t, loop, base, &r);
  gResume = r;
}
[[gnu::noinline]] static void callFunctionHook(Thread *t, const Instr *pc, Value *base,
                                               const DispatchTable *table) {
  JitResume r = {ResumeKind::Continue, pc, base, table, None};
  gJit.function(t, frameCode(base), base, &r);
  gResume = r;
}

SLOW_EXTERN(hotFunction) {
  SYNC();
  CodeObject *c = frameCode(base);
  if (!gJit.function) {
    c->callCounter = INT32_MAX;
    DISPATCH();
  }
  callFunctionHook(t, pc, base, table);
  TAIL(resumeFromJit);
}

} // namespace pyc
