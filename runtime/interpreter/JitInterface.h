//===- JitInterface.h - Where the interpreter meets the JIT ---------------===//
//
// The whole border. jit_orc fills `gJit`; in an interpreter-only build it stays
// as it is, and counters that fire are wound up again.
//
// Hot loops. The cache word of a `Loop` instruction is a LoopCounter: a count
// that is decremented by each back-edge and a trace number. Below zero the
// interpreter calls gJit.loop. Whoever installs a trace leaves `count` at 0, so
// that each arrival calls the hook, which then runs the compiled code.
//
// Hot functions. CodeObject::callCounter is decremented by each call of the
// function; below zero gJit.function is called with the new frame complete.
//
// A hook does what it wants (start a recording, run compiled code, rebuild
// frames after an exit, nothing) and says in Thread::jitResume's fields where
// the interpreter goes on: see JitResume.
//
// Recording. While kRecordingTable is the dispatch table, gJit.record is called
// before every instruction, with Thread::base and Thread::pc stored; it returns
// the table to go on with (kRecordingTable or kNormalTable). Nested activations
// (native code calling Python) always run on the normal table.
//
// All hooks are ordinary C functions called with the GIL held.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/interpreter/Thread.h"

namespace pyc {

struct DispatchTable;
struct CodeObject;

/// One handler per opcode. A tail call passes all the machine's state on; the
/// first four arguments are in registers that ordinary calls preserve.
using Handler = __attribute__((preserve_none)) uint64_t (*)(
    const Instr *pc, Value *base, Thread *t, const DispatchTable *table,
    Value *constants, uint64_t instruction);
struct DispatchTable {
  Handler entries[kOpCount];
};
extern DispatchTable kNormalTable; ///< its entries change while a program traces (Tracing.cpp)
extern const DispatchTable kRecordingTable;

struct LoopCounter {
  int32_t count;
  uint32_t trace; ///< 0: none; else the JIT's number
};
static_assert(sizeof(LoopCounter) == 8);
inline LoopCounter *loopCounterOf(const Instr *loop) {
  return reinterpret_cast<LoopCounter *>(const_cast<Instr *>(loop + 1));
}
/// The jump target of a Loop: where its trace starts.
inline const Instr *loopTarget(const Instr *loop) { return loop + loop->bc(); }

enum class ResumeKind : uint32_t {
  Continue, ///< execute the instruction at pc in the frame at base
  Raise,    ///< the pending exception was raised by the instruction at pc
  Return,   ///< the frame at base returns `result`
};
struct JitResume {
  ResumeKind kind;
  const Instr *pc;
  Value *base;
  const DispatchTable *table;
  Value result;
};

struct JitHooks {
  /// A loop's counter fired; `loop` is the Loop instruction (its jump has not
  /// been made: to go on without doing anything, Continue at loopTarget(loop)).
  void (*loop)(Thread *t, const Instr *loop, Value *base, JitResume *out);
  /// A function's counter fired; pc is its first instruction, base its frame.
  void (*function)(Thread *t, CodeObject *code, Value *base, JitResume *out);
  const DispatchTable *(*record)(Thread *t, const Instr *pc, Value *base);
  /// While recording: an exception leaves (or is caught in) the frame at base;
  /// called before the frame is unwound.
  void (*recordRaise)(Thread *t, const Instr *pc, Value *base);
  /// kBreakCode was seen: install what the compiler thread has finished.
  void (*codeReady)(Thread *t);
  int32_t loopThreshold, callThreshold; ///< initial values of the counters
};
extern JitHooks gJit;

// Parts of instructions that compiled code calls as well. false / empty: raised.
[[nodiscard]] bool extendDisplay(Thread *t, Value list, Value iterable);       ///< ListExtend
[[nodiscard]] bool dictUpdateDisplay(Thread *t, Value dict, Value from);       ///< DictUpdate
[[nodiscard]] bool dictMergeCall(Thread *t, Value into, Value from, Value callee); ///< DictMerge
[[nodiscard]] Value starArguments(Thread *t, Value callee, Value v);           ///< CallEx: a tuple

[[nodiscard]] Value superAttr(Thread *t, Value *window, Value name); ///< LoadSuperAttr: class, self, `super`
[[nodiscard]] Value loadSpecial(Thread *t, Value o, unsigned which);  ///< LoadSpecial
void raiseStatement(Thread *t, Value v, Value from, bool hasFrom);           ///< Raise

/// Continues as `r` says, until the activation's first frame returns. For
/// jit_orc's tests; the interpreter does this itself after a hook.
uint64_t runFrom(Thread *t, const JitResume *r);

} // namespace pyc
