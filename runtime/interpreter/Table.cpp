//===- Table.cpp - The dispatch tables ------------------------------------===//
#include "runtime/interpreter/Activation.h"
#include "runtime/interpreter/Generator.h"

namespace pyc {

DispatchTable kNormalTable = {{
#define OP(Name, A, B, C, Words, Flags, Doc) op_##Name,
#include "runtime/bytecode/Opcodes.def"
#undef OP
}};

/// One step while recording: the JIT looks first, then the usual handler runs.
SLOW_EXTERN(recordStep) {
  SYNC();
  table = gJit.record(t, pc, base);
  ins = *reinterpret_cast<const uint64_t *>(pc);
  [[clang::musttail]] return kNormalTable.entries[static_cast<uint16_t>(ins)](HANDLER_PASS);
}
const DispatchTable kRecordingTable = {{
#define OP(Name, A, B, C, Words, Flags, Doc) recordStep,
#include "runtime/bytecode/Opcodes.def"
#undef OP
}};

static Value *stackTop(Thread *t) {
  Value *top = frameTop(t, t->base);
  return t->nativeTop > top ? t->nativeTop : top;
}

void initInterpreter(Thread *t) {
  gcStackTopHook = stackTop;
  gcBeforeFullHook = clearDeadRegisters;
  if (!t->recursionLimit)
    t->recursionLimit = 1000;
  t->stackLimit = t->stackBase;
  gObjectNew = lookupDunder(types::object_, Dunder::New);
  gcRegisterRoot(&gObjectNew);
  gObjectInit = lookupDunder(types::object_, Dunder::Init);
  gcRegisterRoot(&gObjectInit);
  initGeneratorTracer();
  initGeneratorTypes(t);
  initAsyncGenerators(t);
  initFrames();
}

} // namespace pyc
