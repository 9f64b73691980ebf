//===- Tracing.h - sys.settrace and sys.setprofile ------------------------===//
#pragma once
#include "runtime/object/Api.h"

namespace pyc {

constexpr uint64_t kFrameAtCall = 4; ///< FrameObject::reserved: "call" is being reported
extern bool gTracing; ///< some thread traces
/// Sets (None: takes away) the thread's trace or profile function.
void setTracer(Thread *t, bool profile, Value function);
/// Whether the calling thread is inside such a function, where nothing is
/// traced; the value before.
bool setInsideTracer(bool inside);

// For unwind(), while gTracing; with the exception pending, which they may
// replace by one of their own.
/// The exception arrives at the frame at base.
void traceException(Thread *t, const Instr *pc, Value *base);
/// ... and leaves it.
void traceLeaving(Thread *t, Value *base);

} // namespace pyc
