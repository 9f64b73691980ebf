//===- Frame.h - Register windows and the thread's register stack ---------===//
//
// A frame is a window on the thread's register stack, which grows upwards:
//
//   base[-4]  function     the FunctionObject being run (its code, constants,
//                          globals and closure are reached from it)
//   base[-3]  return word  address of the *calling instruction* in the caller |
//                          Continuation << 56; it reads as an int to the GC
//   base[-2]  link         frame object, once somebody asked for one, or the
//                          generator whose registers these are, else 0
//   base[-1]  caller base  raw, 8-byte aligned: reads as an int to the GC
//   base[0..] registers    localsplus first (Blob.h), then temporaries
//
// Arguments are written straight into the callee's window: a call window at
// register W of the caller is the callee's base - 4. Frames overlap.
//
// Return continuation: what becomes of the result. `Store` puts it in operand
// A of the calling instruction and goes on behind it (behind its words).
// The other continuations let every operator, attribute access, iteration
// step, constructor... that runs Python code do so without native recursion:
// the handler pushes a frame with the continuation that finishes its work.
//
// A generator's registers are inside the GeneratorObject, same layout, and
// base points there while it runs. Windows for its calls go to the register
// stack at GeneratorObject::stackTop (set on each resumption to the top of the
// resumer's frame), so Call in generator code copies the window there.
//
// Entering: the callee's registers [argument count, localsplus count) are set
// to empty by the call; temporaries are not cleared. The collector scans
// [stackBase, top) precisely and zeroes above top, so stale temporaries are
// always valid Values (DESIGN §4).
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/bytecode/Bytecode.h"

namespace pyc {

constexpr int kFrameHeaderWords = 4;
constexpr int kFrameFunction = -4, kFrameReturn = -3, kFrameLink = -2,
              kFrameCaller = -1;

/// Extended by the interpreter (runtime/interpreter); Store and Exit are fixed.
enum class Continuation : uint8_t {
  Store = 0,      ///< R[A] = result
  Exit = 1,       ///< leave this interpreter activation (called from C++)
  Discard = 2,    ///< ignore the result (__setitem__, __setattr__, ...)
  Init = 3,       ///< __init__: result must be None; R[A] = the new object
  Jump = 4,       ///< test as bool and jump as the calling instruction says
  JumpNot = 5,
  ToBool = 6,     ///< R[A] = bool(result), e.g. `in`, ToBool
  ToBoolNot = 7,
  ForIter = 8,    ///< result is the next item; StopIteration ends the loop
  Binary = 9,     ///< NotImplemented tries the reflected method, then raises
  Compare = 10,
  Inplace = 11,
  BinaryLast = 12,  ///< the last attempt of Binary / Compare
  CompareLast = 13,
  BoolMethod = 14,  ///< __bool__ of Not, ToBool, JumpIf, JumpIfNot: must be a bool
  LenMethod = 15,   ///< __len__ likewise: an int >= 0
  IterMethod = 16,  ///< __iter__ of GetIter: must be an iterator
  YieldFrom = 17,   ///< a delegated generator has yielded: so does this one
  StoreMethod = 18, ///< __get__/__getattr__ of LoadMethod: window's callee, no self
  Next = 19,        ///< next(g) by Call: R[A] = what g yields; its return raises
                    ///  StopIteration
  FirstFree = 20,
};

inline uint64_t returnWord(const Instr *caller, Continuation k) {
  return reinterpret_cast<uint64_t>(caller) | uint64_t(k) << 56;
}
inline const Instr *returnInstr(uint64_t word) {
  return reinterpret_cast<const Instr *>(word & 0x00FFFFFFFFFFFFFFull);
}
inline Continuation returnKind(uint64_t word) {
  return static_cast<Continuation>(word >> 56);
}

/// Where compiled code stands while it calls out: Thread::pc, and from there
/// the callee's return word, points to one. Compiled code has no register
/// windows for the frames that it has inlined, and its own frame's registers
/// are out of date; a site still tells what a stack walk has to show: which
/// frames there are, where each stands and what its globals are. (PyPy forces
/// its virtualizable frame in this case; sites cost one store per call.)
/// Immutable; never freed. The objects are kept alive by the trace.
struct TraceSite {
  static constexpr uint64_t kMark = 0x6574'6953'6361'FFFFull; ///< no instruction
  struct Inlined {
    Value code, globals;
    const Instr *pc;
  };
  uint64_t mark = kMark;
  const Instr *pc;   ///< of the frame in whose window the trace runs
  uint32_t count;    ///< inlined frames, outermost first
  Inlined *inlined;
};

} // namespace pyc
