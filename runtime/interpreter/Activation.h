//===- Activation.h - Entering the interpreter from C++ -------------------===//
#pragma once
#include "runtime/interpreter/Interp.h"

namespace pyc {

/// Runs from `first` at (pc, base) with `ins` until the frame whose continuation
/// is Exit returns. Thread::base, pc and nativeTop are as before afterwards.
/// Empty: raised.
[[nodiscard]] Value runActivation(Thread *t, const Instr *pc, Value *base,
                                  Handler first, uint64_t ins);
void initGeneratorTracer();
void initFrames();

} // namespace pyc
