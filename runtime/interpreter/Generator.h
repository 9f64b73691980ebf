//===- Generator.h - Inside generators, coroutines, async generators ------===//
//
// A suspended generator stands at `resumePc`: its MakeGenerator (nothing ran
// yet), a Yield, or a YieldFrom. Resuming links its registers to the resumer's
// frame: header words as of a call, base = g->registers.
//
// Exceptions being handled. Thread::handled is what sys.exception() answers.
// While a generator runs, g->handled keeps the resumer's; while suspended, its
// own (empty when it is in no handler). EnterHandler in a generator saves
// "empty" for the resumer's, so that LeaveHandler after another resumption
// brings back the right one.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/interpreter/Interp.h"

namespace pyc {

/// Makes g the running frame, called by the instruction pc of base.
void enterGenerator(Thread *t, GeneratorObject *g, Value *callerBase, uint64_t returnWord);
/// The frame of g stops running: Suspended at pc, or Finished.
void leaveGenerator(Thread *t, GeneratorObject *g, GeneratorState to, const Instr *pc);
/// The pending exception leaves g: finishes it; StopIteration becomes
/// RuntimeError (PEP 479).
void generatorRaised(Thread *t, GeneratorObject *g, const Instr *pc);
/// May g be resumed with v? False: raised ("generator already executing",
/// "can't send non-None value to a just-started generator", ...). Finished
/// generators are the caller's business.
[[nodiscard]] bool checkResumable(Thread *t, GeneratorObject *g, Value v);
inline bool isGeneratorLike(Value v) { return isKind(v, Kind::Generator); }
inline bool isPlainGenerator(Value v) { return isExact(v, shapes::generator); }

/// Resumes the generator that enterGenerator has made the running frame; `ins`
/// is the sent value.
SLOW_EXTERN(continueGenerator);

void initGeneratorTypes(Thread *t);
void initAsyncGenerators(Thread *t);
/// What an async generator hands to its consumer, told from awaited yields.
[[nodiscard]] Value newWrappedYield(Thread *t, Value v);
/// Empty when v is none.
Value unwrapYield(Value v);

} // namespace pyc
