//===- Roots.cpp - What keeps objects alive from outside the heap ---------===//
//
// Conservative: the native stacks of all threads and their registers. Any word
// may be a tagged Value, an object's address or an address inside an object.
// The running thread's callee-saved registers are on its stack (collect() in
// GC.cpp puts them there); a thread without the GIL has left its own in
// Thread::parkedRegisters (gcPark).
//
// Precise: the register stacks up to the live top, the Values in Thread,
// registered slots and visitors. Everything above the live top is cleared at
// each collection, so that a frame pushed later finds no stale pointers in its
// temporaries. How far up frames had reached is not known and need not be: near
// the top memory is cleared, the rest is given back to the system, which makes
// it read zero.
//
//===----------------------------------------------------------------------===//
#include "runtime/gc/Heap.h"
#include "runtime/object/Layouts.h"
#include <algorithm>
#include <sys/mman.h>

namespace pyc::gc {

[[gnu::noinline, gnu::no_sanitize("undefined")]]
void forEachNativeWord(Thread *current, void (*f)(uintptr_t word)) {
  for (Thread *t = gHeap.threads; t; t = t->next) {
    uintptr_t from = gHeap.nativeStack;
    if (t != current) {
      if (!t->parkedStack)
        continue;
      from = t->parkedStack;
      for (uint64_t word : t->parkedRegisters)
        f(word);
    }
    for (uintptr_t p = from & ~uintptr_t(7); p < t->nativeStackTop; p += 8)
      f(*reinterpret_cast<volatile uintptr_t *>(p));
  }
}

static Value *liveTop(Thread *t) {
  return gcStackTopHook ? gcStackTopHook(t) : t->stackBase;
}

void visitRoots(void *context, SlotVisitor visit) {
  for (Thread *t = gHeap.threads; t; t = t->next) {
    for (Value *p = t->stackBase, *end = liveTop(t); p < end; ++p)
      if (p->isPointer())
        visit(context, p);
    visit(context, &t->pending);
    visit(context, &t->handled);
    visit(context, &t->traceFunction);
    visit(context, &t->profileFunction);
    visit(context, &t->asyncException);
  }
  for (Value *slot : gHeap.roots)
    visit(context, slot);
  for (auto f : gHeap.visitors)
    f(context, visit);
  visitDeathQueues(context, visit);
}

void visitRawRoots(void (*f)(Object **p)) {
  for (Thread *t = gHeap.threads; t; t = t->next)
    if (t->traceFrame)
      f(reinterpret_cast<Object **>(&t->traceFrame));
}

void visitPinnedRoots(void (*f)(Object *o)) {
  for (Thread *t = gHeap.threads; t; t = t->next) {
    for (GeneratorObject *g = t->runningGenerator; g; g = g->outerRunning)
      f(g);
    for (RootVector *v = t->rootVectors; v; v = v->next)
      for (size_t i = 0; i < v->count; ++i)
        if (v->data[i].isObject())
          f(v->data[i].asObject());
  }
}

void clearStacksAbove() {
  // ‹m› clearing 64 KB takes 1-2 us, the madvise of an untouched tail under 1 us.
  constexpr uintptr_t kCleared = 64u << 10, kPage = 4096;
  for (Thread *t = gHeap.threads; t; t = t->next) {
    auto top = reinterpret_cast<uintptr_t>(liveTop(t));
    auto end = reinterpret_cast<uintptr_t>(t->stackEnd);
    uintptr_t from = std::min(end, (top + kCleared) & ~(kPage - 1));
    if (from > top)
      memset(reinterpret_cast<void *>(top), 0, from - top);
    if (from < end)
      madvise(reinterpret_cast<void *>(from), end - from, MADV_DONTNEED);
  }
}

} // namespace pyc::gc

namespace pyc {

RootVector::RootVector(Thread *t) : thread(t) {
  next = t->rootVectors;
  prevLink = &t->rootVectors;
  if (next)
    next->prevLink = &next;
  t->rootVectors = this;
}

RootVector::~RootVector() {
  *prevLink = next;
  if (next)
    next->prevLink = prevLink;
  if (data != room)
    free(data);
  memset(static_cast<void *>(room), 0, sizeof room); // nothing stale on the stack
}

void RootVector::push(Value v) {
  if (count == capacity) {
    capacity *= 2;
    bool first = data == room;
    data = static_cast<Value *>(gc::resizeOrDie(first ? nullptr : data, capacity * sizeof(Value)));
    if (first)
      memcpy(static_cast<void *>(data), room, sizeof room);
  }
  data[count++] = v;
}

} // namespace pyc
