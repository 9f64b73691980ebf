//===- Tracers.cpp - Layouts with raw addresses of Values -----------------===//
//
// Generators and frames cannot be described by counts alone. A generator's
// registers are live only until it has finished, and its frame object holds the
// raw address of these registers, which changes when the generator is copied.
// Only a running generator's registers are addressed from elsewhere, and that
// one is pinned.
//
//===----------------------------------------------------------------------===//
#include "runtime/gc/GC.h"
#include "runtime/object/Layouts.h"

namespace pyc {

void gcTraceGenerator(Object *o, void *context, SlotVisitor visit) {
  auto *g = static_cast<GeneratorObject *>(o);
  for (Value *v = &g->handled; v <= &g->extra; ++v)
    visit(context, v);
  if (g->frameObject.isObject()) {
    // The visit may have moved the frame, and we may be the copy.
    auto *f = g->frameObject.as<FrameObject>();
    if (f->base && g->state != GeneratorState::Finished)
      f->base = g->base();
  }
  if (g->state == GeneratorState::Finished) {
    visit(context, g->header); // its function, for gi_code
    return;
  }
  for (int i = 0; i < kFrameHeaderWords + g->registerCount; ++i)
    visit(context, g->header + i);
}

void gcTraceFrame(Object *o, void *context, SlotVisitor visit) {
  auto *f = static_cast<FrameObject *>(o);
  for (Value *v = &f->function; v <= &f->savedRegisters; ++v)
    visit(context, v);
}

} // namespace pyc
