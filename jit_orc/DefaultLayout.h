//===- DefaultLayout.h - The runtime's layout as the compiler wants it ----===//
//
// Included on the runtime's side of the border. The helpers' addresses are
// filled in by whoever makes the compiler.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "jit_orc/CompilerApi.h"
#include "runtime/interpreter/Thread.h"
#include "runtime/object/Object.h"

namespace pyc {
inline RuntimeLayout defaultRuntimeLayout() {
  RuntimeLayout layout = {};
  layout.nurseryTop = offsetof(Thread, nurseryTop);
  layout.nurseryEnd = offsetof(Thread, nurseryEnd);
  layout.evalBreaker = offsetof(Thread, evalBreaker);
  layout.exitValues = offsetof(Thread, exitValues);
  layout.pending = offsetof(Thread, pending);
  layout.gcBits = offsetof(Object, gcBits);
  layout.gcBlack = offsetof(Thread, gcBlack);
  layout.gcOldMask = kGcOld;
  layout.trueBits = True.bits;
  layout.falseBits = False.bits;
  return layout;
}
} // namespace pyc
