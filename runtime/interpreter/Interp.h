//===- Interp.h - Inside the interpreter: handlers, dispatch, frames ------===//
//
// One function per opcode, reached by tail calls (DESIGN §5). Rules that keep
// handlers free of prologues and spills; check the assembly when changing one:
//
//  * a handler calls no ordinary function. What must, is a *slow path*: another
//    noinline function of the same type, reached by musttail;
//  * every arm dispatches for itself (a conditional pc before a shared dispatch
//    becomes a cmov on the critical path);
//  * no local with a destructor in scope of a musttail;
//  * a slow path stores base and pc into the thread (SYNC) before it calls
//    anything that may raise, collect or look at frames. Afterwards t->base is
//    the same again: nested activations restore it.
//
// Failing: with the exception pending, tail call raiseHere: it unwinds from the
// instruction at pc in the frame at base.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/interpreter/Caches.h"
#include "runtime/interpreter/Interpreter.h"
#include "runtime/interpreter/JitInterface.h"
#include "runtime/object/Api.h"
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"

namespace pyc {

#define HANDLER_ARGS                                                           \
  const Instr *pc, Value *base, Thread *t, const DispatchTable *table,         \
      Value *k, uint64_t ins
#define HANDLER_PASS pc, base, t, table, k, ins
#define HANDLER(name)                                                          \
  [[clang::preserve_none]] uint64_t name(HANDLER_ARGS)
#define SLOW(name)                                                             \
  [[gnu::noinline, clang::preserve_none]] static uint64_t name(HANDLER_ARGS)
#define SLOW_EXTERN(name)                                                      \
  [[gnu::noinline, clang::preserve_none]] uint64_t name(HANDLER_ARGS)
#define TAIL(fn) [[clang::musttail]] return fn(HANDLER_PASS)

#define OP_A static_cast<uint16_t>(ins >> 16)
#define OP_B static_cast<uint16_t>(ins >> 32)
#define OP_C static_cast<uint16_t>(ins >> 48)
#define OP_SB static_cast<int16_t>(ins >> 32)
#define OP_SC static_cast<int16_t>(static_cast<int64_t>(ins) >> 48)
#define OP_BC static_cast<int32_t>(static_cast<int64_t>(ins) >> 32)
#define REG_A base[OP_A]
#define REG_B base[OP_B]
#define REG_C base[OP_C]

/// Executes the instruction at pc.
#define DISPATCH()                                                             \
  do {                                                                         \
    ins = *reinterpret_cast<const uint64_t *>(pc);                             \
    [[clang::musttail]] return table->entries[static_cast<uint16_t>(ins)](     \
        HANDLER_PASS);                                                         \
  } while (0)
/// Goes on n words further.
#define NEXT(n)                                                                \
  do {                                                                         \
    pc += (n);                                                                 \
    DISPATCH();                                                                \
  } while (0)
#define SYNC()                                                                 \
  do {                                                                         \
    t->base = base;                                                            \
    t->pc = pc;                                                                \
  } while (0)
#define RAISE() TAIL(raiseHere)
/// Re-reads ins, which a slow path's caller may have changed.
#define FETCH() (ins = *reinterpret_cast<const uint64_t *>(pc))

// --- frames ---
inline FunctionObject *frameFunction(const Value *base) {
  return base[kFrameFunction].as<FunctionObject>();
}
inline CodeObject *frameCode(const Value *base) {
  return frameFunction(base)->codeObject();
}
inline Value *frameConstants(const Value *base) {
  return frameCode(base)->constantData;
}
inline Value *frameCaller(const Value *base) {
  return reinterpret_cast<Value *>(base[kFrameCaller].bits);
}
inline bool onRegisterStack(const Thread *t, const Value *base) {
  return base >= t->stackBase && base < t->stackEnd;
}
/// Generator whose registers are at base (which is not on the register stack).
inline GeneratorObject *generatorAt(Value *base) {
  return reinterpret_cast<GeneratorObject *>(
      reinterpret_cast<char *>(base) - offsetof(GeneratorObject, registers));
}
inline Value rawValue(const void *p) {
  return Value::fromBits(reinterpret_cast<uint64_t>(p));
}
/// First free word of the register stack while the frame at base runs.
inline Value *frameTop(Thread *t, Value *base) {
  if (!base)
    return t->stackBase;
  if (onRegisterStack(t, base))
    return base + frameCode(base)->registerCount;
  return generatorAt(base)->stackTop;
}

/// Before an explicit full collection (DeadRegisters.cpp).
void clearDeadRegisters(Thread *t);
/// The same for the frame at base alone, which goes on at pc.
void clearDeadTemporaries(const Instr *pc, Value *base);

// --- the state machine's other states (handlers' type) ---
/// Unwinds from the instruction at pc; adds this frame to the traceback.
SLOW_EXTERN(raiseHere);
/// The same without adding this frame to the traceback.
SLOW_EXTERN(raiseAgain);
/// Gives `ins` (a Value's bits) to the continuation of the frame at base and
/// pops it. The frame is an ordinary one, or a generator that has returned.
SLOW_EXTERN(returnSlow);
/// The continuations: pc is the calling instruction, base its frame, ins the
/// result's bits. Constants are reloaded.
extern const Handler kContinuations[];
/// Finishes an instruction whose value is `ins` as Continuation::Store does.
SLOW_EXTERN(storeResult);
/// Finishes a compare (plain or jump form) with the result `ins`.
SLOW_EXTERN(finishCompare);
/// Resumes the generator in `ins`... see Generator.cpp.
SLOW_EXTERN(resumeGenerator);
/// A ForIter has come to its end.
SLOW_EXTERN(forIterEnd);
/// Continues as t->resume says.
SLOW_EXTERN(resumeFromJit);
/// Calls gJit.loop; the answer is in gResume.
void callLoopHook(Thread *t, const Instr *loop, Value *base, const DispatchTable *table);
/// What a hook answered; used before anything else can run.
extern JitResume gResume;
/// The activation that has just been left ended in a generator's return.
extern bool gGeneratorReturned;
/// object.__new__ and __init__, registered roots.
extern Value gObjectNew, gObjectInit;

/// The frame at newBase is complete and checked: runs it. pc, k, ins are
/// loaded from its function.
#define ENTER_FRAME(newBase, fn)                                               \
  do {                                                                         \
    FunctionObject *f_ = (fn);                                                 \
    CodeObject *code_ = f_->codeObject();                                      \
    base = (newBase);                                                          \
    pc = f_->entry;                                                            \
    k = code_->constantData;                                                   \
    if (PYC_UNLIKELY(--code_->callCounter < 0))                                \
      TAIL(hotFunction);                                                       \
    DISPATCH();                                                                \
  } while (0)
SLOW_EXTERN(hotFunction);

/// Where the frame of a call whose window is at `window` has its registers: in
/// place, or above the generator's stackTop when the caller is a generator.
inline Value *calleeBase(Thread *t, Value *base, Value *window) {
  if (PYC_LIKELY(onRegisterStack(t, base)))
    return window + kFrameHeaderWords;
  return generatorAt(base)->stackTop + kFrameHeaderWords;
}

/// Binds arguments (self first unless empty; then args[0..n), of which the last
/// tuple-length(kwNames) are keywords) to fn's parameters in newBase, which may
/// overlap args; fills the other locals with empty; checks the stack; writes
/// the frame header. False: raised.
[[nodiscard]] bool pushFrame(Thread *t, FunctionObject *fn, Value *newBase,
                             Value self, Value *args, size_t n, Value kwNames,
                             Value *callerBase, uint64_t returnWord);
/// Only when newBase + registers > t->stackLimit: signals, growth, or
/// RecursionError. False: raised.
[[nodiscard]] bool stackCheckSlow(Thread *t, Value *callerBase, Value *top);
[[nodiscard]] inline bool stackCheck(Thread *t, Value *callerBase, Value *top) {
  return PYC_LIKELY(top <= t->stackLimit) || stackCheckSlow(t, callerBase, top);
}
/// Eval breaker: false: raised.
[[nodiscard]] bool handleBreaker(Thread *t);

/// A Python function in v (exact FunctionObject)?
inline bool isFunction(Value v) { return isExact(v, shapes::function); }

/// The jump of a compare-and-jump or JumpIf instruction.
bool jumpWhen(Op op);            ///< sense: jump when the test is this
int32_t jumpOffset(Instr i);     ///< by operand form

/// Dunder of a binary or compare opcode (any form).
Dunder binaryDunder(Op op);
Dunder compareDunder(Op op);
bool isInplace(Op op);
/// Right operand of a binary/compare instruction.
inline Value rightOperand(Op op, const Value *base, uint64_t ins) {
  if (op >= Op::AddImm && op <= Op::InplaceSubImm)
    return Value::fromSmallInt(OP_SC);
  if (op >= Op::JumpLtImm && op <= Op::JumpNotGeImm)
    return Value::fromSmallInt(OP_SB);
  if (op >= Op::JumpLt && op <= Op::JumpNotGe)
    return base[OP_B];
  return base[OP_C];
}
inline Value leftOperand(Op op, const Value *base, uint64_t ins) {
  return op >= Op::JumpLt && op <= Op::JumpNotGeImm ? base[OP_A] : base[OP_B];
}
inline Op opAt(const Instr *pc) { return static_cast<Op>(pc->op); }

/// Makes the frame at base leave (returned, raised): a frame object that
/// somebody asked for takes the registers with it.
void leaveFrame(Thread *t, Value *base, const Instr *pc);

#define OP(Name, A, B, C, Words, Flags, Doc) HANDLER(op_##Name);
#include "runtime/bytecode/Opcodes.def"
#undef OP

} // namespace pyc
