//===- DeadRegisters.cpp - What frames hold but will never read ----------===//
//
// Temporaries are not cleared when they die (Frame.h): after obj.method() the
// call window still holds obj, and another frame may have left its locals where
// this one has temporaries. Ordinary collections do not mind. But a program that
// says `del obj; gc.collect()` expects obj to be gone, so an explicit full
// collection first clears the temporaries that liveness says are dead. Named
// locals stay, as in CPython.
//
// Only the frames of the innermost activation are looked at: where a frame
// further out stands may be known to compiled code alone. (A trace that would
// call gc.collect() is not recorded: kEffFrames.) A frame that waits for a call
// keeps what the calling instruction names and whatever is live before or after
// it; registers from the call's window on belong to the callee.
//
//===----------------------------------------------------------------------===//
#include "runtime/interpreter/Interp.h"
#include "runtime/interpreter/Liveness.h"
#include <algorithm>

namespace pyc {

void clearDeadRegisters(Thread *t) {
  const Instr *pc = t->pc;
  Value *callee = nullptr;
  for (Value *base = t->base; base; base = frameCaller(base)) {
    CodeObject *code = frameCode(base);
    if (pc < code->instrs || pc >= code->instrs + code->instrCount)
      return;
    const Liveness *liveness = livenessOf(code);
    ptrdiff_t end = code->registerCount;
    if (callee > base && onRegisterStack(t, base))
      end = std::min<ptrdiff_t>(end, callee - kFrameHeaderWords - base);
    const OpInfo &info = kOpInfo[pc->op];
    const Instr *after[3] = {pc, nextInstr(pc), pc};
    if (info.flags & F_JUMP)
      after[2] = pc + jumpOffset(pc);
    for (unsigned r = code->localsCount; r < end; ++r) {
      bool keep = r == pc->a || r == pc->b || r == pc->c;
      for (const Instr *at : after)
        keep |= at >= code->instrs && at < code->instrs + code->instrCount &&
                liveness->liveBefore(at, r);
      if (!keep)
        base[r] = Value::fromSmallInt(0);
    }
    uint64_t word = base[kFrameReturn].bits;
    if (returnKind(word) == Continuation::Exit)
      return;
    pc = returnInstr(word);
    callee = base;
  }
}

void clearDeadTemporaries(const Instr *pc, Value *base) {
  CodeObject *code = frameCode(base);
  const Liveness *liveness = livenessOf(code);
  for (unsigned r = code->localsCount; r < code->registerCount; ++r)
    if (!liveness->liveBefore(pc, r))
      base[r] = Value::fromSmallInt(0);
}

} // namespace pyc
