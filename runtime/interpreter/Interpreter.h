//===- Interpreter.h - What the interpreter offers the rest of the runtime ===//
//
// Beyond the functions in Api.h.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/object/Api.h"

namespace pyc {

/// Runs a class body (or other code with a namespace) of function f.
[[nodiscard]] Value callWithNamespace(Thread *t, FunctionObject *f, Value ns);

// --- generators ---
/// Resumes with `sent` (None at first). `returned` tells a return from a
/// yield. Empty: raised. Errors as generator.send raises them.
[[nodiscard]] Value generatorSend(Thread *t, GeneratorObject *g, Value sent, bool &returned);
/// Throws an exception instance into it.
[[nodiscard]] Value generatorThrow(Thread *t, GeneratorObject *g, Value exception, bool &returned);
/// False: raised.
[[nodiscard]] bool generatorClose(Thread *t, GeneratorObject *g);
/// The awaitable iterator of v, as `await v` gets it.
[[nodiscard]] Value getAwaitable(Thread *t, Value v, int where);

// --- frames ---
[[nodiscard]] Value frameObjectFor(Thread *t, Value *base);
/// f_locals / locals() of a running or left frame.
[[nodiscard]] Value frameLocals(Thread *t, FrameObject *f);
int frameLine(FrameObject *f);
/// Line of word index pc in code; 0: unknown.
const PositionEntry *positionOf(const CodeObject *code, uint32_t pcWord);
inline uint32_t pcWordOf(const CodeObject *code, const Instr *pc) {
  return static_cast<uint32_t>(pc - code->instrs);
}
/// The site that a frame of this code stands at, or null: pc is an instruction.
inline const TraceSite *siteOf(const CodeObject *code, const Instr *pc) {
  if (pc >= code->instrs && pc < code->instrs + code->instrCount)
    return nullptr;
  auto *site = reinterpret_cast<const TraceSite *>(pc);
  return site && site->mark == TraceSite::kMark ? site : nullptr;
}

// --- threads, signals ---
Thread *newThread();            ///< zeroed, with its register stack; not running
/// Makes Ctrl-C raise KeyboardInterrupt in the main thread.
void installSignalHandlers();
void setRecursionLimit(Thread *t, uint32_t limit);
/// Words kept free above the last frame, for windows of calls from C++.
constexpr size_t kStackReserve = 8192;
/// Frames on the register stack, from base outwards, and others that count.
unsigned countFrames(Thread *t, Value *base);
/// Sets the breaker so that running code notices soon. Async-signal-safe.
void requestBreak(Thread *t, EvalBreaker what);
/// Called for kBreakSignal; false: raised. Replaced by the signal module.
extern bool (*signalHook)(Thread *t);
/// Called for kBreakGil: lets another thread run.
extern void (*gilHook)(Thread *t);

} // namespace pyc
