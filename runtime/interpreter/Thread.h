//===- Thread.h - Per-thread state of the virtual machine -----------------===//
//
// One Thread per OS thread that runs Python. The fields that handlers and
// compiled code touch come first, at offsets fixed below (the JIT's lowering
// uses them). A thread runs Python only while it holds the GIL.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/interpreter/Frame.h"
#include <atomic>

namespace pyc {

struct GeneratorObject;
struct RootVector;
struct FrameObject;

enum EvalBreaker : uint32_t {
  kBreakSignal = 1,  ///< a signal handler wants to run (KeyboardInterrupt)
  kBreakGil = 2,     ///< another thread asks for the GIL
  kBreakGc = 4,      ///< the collector wants a step
  kBreakCode = 8,    ///< compiled code is ready to be installed
  kBreakAsync = 16,  ///< an exception was set for this thread from outside
};

struct Thread {
  char *nurseryTop;                    // 0: bump pointer, see GC.h
  char *nurseryEnd;                    // 8
  std::atomic<uint32_t> evalBreaker;   // 16
  uint32_t nativeDepth;                // 20: nested interpreter activations
  Value *base;      // 24: registers of the running frame; slow paths and native
                    //     calls require it and pc to be stored
  const Instr *pc;  // 32: running instruction (positions, tracebacks)
  Value *stackLimit;// 40: a frame that would end above it is a RecursionError
  Value pending;    // 48: exception being raised (instance), or empty
  Value handled;    // 56: sys.exception(): exception being handled, or empty
  Value *nativeTop; // 64: windows for calls from C++ start at
                    //     max(frameTop(base), nativeTop)
  uint64_t *exitValues; // 72: where compiled code leaves live values (256 words)
  void *jit;        // 80: the JIT's per-thread state (recorder); null without
  uint64_t nativeStackLimit; // 88: address; natives that recurse check it
  GeneratorObject *runningGenerator; // 96: innermost running, linked; pinned by GC
  RootVector *rootVectors;           // 104: C++ containers that hold Values
  Value *stackBase;                  // 112
  Value *stackEnd;                   // 120
  uint32_t recursionDepth;           // 128: Python frames, against recursionLimit
  uint32_t recursionLimit;           // 132
  Thread *next;                      // all threads
  uint64_t osThread;
  uint64_t nativeStackTop;           // conservative scan: [current sp, this)
  FrameObject *traceFrame;           // sys.settrace state
  Value traceFunction, profileFunction;
  Value asyncException;
  void *modulesState;                // for runtime/modules, per thread
  uint64_t parkedStack;              // gcPark(): stack pointer while without the
  uint64_t parkedRegisters[6];       //   GIL (0: running) and saved registers
  uint8_t gcBlack;                   // the write barrier's colour, see GC.h
};
static_assert(offsetof(Thread, nurseryEnd) == 8 &&
              offsetof(Thread, evalBreaker) == 16 &&
              offsetof(Thread, base) == 24 && offsetof(Thread, pc) == 32 &&
              offsetof(Thread, stackLimit) == 40 &&
              offsetof(Thread, pending) == 48 &&
              offsetof(Thread, handled) == 56 &&
              offsetof(Thread, nativeTop) == 64 &&
              offsetof(Thread, exitValues) == 72 &&
              offsetof(Thread, jit) == 80);

/// The calling OS thread's Thread. Cheap (local-exec TLS).
extern thread_local Thread *tCurrentThread;
inline Thread *currentThread() { return tCurrentThread; }

} // namespace pyc
