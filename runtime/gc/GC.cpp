//===- GC.cpp - Allocation, when to collect, start-up ---------------------===//
//
// When: a minor collection when the nursery (or the budget of young large
// objects) is used up, a full one when old space has grown to 1.8 times what
// lived after the last one (at least 3 MB more), or when the limit is near.
//
// The limit: maxHeapBytes, or what the machine (or its control group) has.
// Past it a full collection is tried, then MemoryError; while that is handled a
// grace of a few megabytes keeps allocation going.
//
//===----------------------------------------------------------------------===//
#include "runtime/gc/Heap.h"
#include "runtime/object/Layouts.h"
#include <algorithm>
#include <cstdio>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

extern "C" void *__libc_stack_end;

namespace pyc {
void lowArenaInitialise();
Value *(*gcStackTopHook)(Thread *);
void (*gcOutOfMemoryHook)(Thread *);
void (*gcBeforeFullHook)(Thread *);
uint8_t gcBlack = kGcColorA;
} // namespace pyc

namespace pyc::gc {

Heap gHeap;
CustomTracer gTracers[256];
static unsigned gTracerCount;

// Young large objects between two minor collections: like a nursery, little
// beside a small heap.
static size_t youngLargeBudget() {
  return std::clamp<size_t>(gHeap.oldBytes, 2u << 20, 8u << 20);
}
static constexpr size_t kGrace = 8u << 20;
// Heaps below this are marked in one go, which takes less than 10 ms.
static constexpr size_t kIncrementalHeap = 24u << 20;
// Least to mark after a minor collection: 1-2 ms.
static constexpr size_t kMarkStep = 3u << 20, kStressStep = 2048;

size_t heapFootprint() {
  return gOld.blocksInUse * kBlockSize + gLargeBytes + gNursery.active;
}

static uint64_t nanos() {
  timespec ts;
  clock_gettime(CLOCK_MONOTONIC, &ts);
  return ts.tv_sec * 1000000000ull + ts.tv_nsec;
}

static void notePeak() {
  gHeap.stats.peakBytes = std::max<uint64_t>(gHeap.stats.peakBytes, heapFootprint());
}

/// Begins, continues or finishes a full collection, after the minor one that
/// started with `before` bytes in old space. True when one was finished.
static bool advanceMajor(Thread *t, bool full, size_t before) {
  full |= gHeap.wantMajor || heapFootprint() > gHeap.limit;
  if (full) {
    // What died since marking began is found only by marking anew.
    if (gHeap.marking)
      finishMajor(t);
    finishMajor(t);
    gHeap.wantMajor = false;
    return true;
  }
  size_t budget = kMarkStep;
  if (!gHeap.marking) {
    bool due = gHeap.oldBytes >= gHeap.incrementalStart &&
               gHeap.oldBytes >= kIncrementalHeap;
    if (!due && !gHeap.stressEvery) {
      if (gHeap.oldBytes < gHeap.majorThreshold)
        return false;
      finishMajor(t);
      return true;
    }
    startMarking();
  } else if (gHeap.oldBytes > before) {
    // Be through when the threshold is reached.
    double perByte = double(gHeap.majorThreshold) /
                     (gHeap.majorThreshold - gHeap.incrementalStart);
    budget = std::max<size_t>(budget, (gHeap.oldBytes - before) * perByte);
  }
  if (gHeap.stressEvery)
    budget = kStressStep;
  if (!markStep(budget) &&
      gHeap.oldBytes < gHeap.majorThreshold + gHeap.majorThreshold / 8)
    return false;
  finishMajor(t);
  return true;
}

/// Called by collect() with the stack pointer of the one that called it.
extern "C" void pycCollectFrom(Thread *t, bool major, uintptr_t sp) {
  if (gHeap.collecting)
    internalError(__FILE__, __LINE__, "allocation inside a collection");
  gHeap.collecting = true;
  gHeap.nativeStack = sp;
  uint64_t start = nanos(), majors = gHeap.stats.major;
  size_t before = gHeap.oldBytes;
  notePeak();
  // Running generators write their registers without the barrier.
  for (Thread *each = gHeap.threads; each; each = each->next)
    for (GeneratorObject *g = each->runningGenerator; g; g = g->outerRunning)
      gcRememberObject(g);
  for (Segment r : gNursery.ranges)
    if (r.end <= gNursery.cursor || r.start < gNursery.cursor)
      gHeap.stats.bytesAllocated += std::min(r.end, gNursery.cursor) - r.start;
  if (gHeap.verify)
    verifyHeap("before a collection");
  collectMinor(t);
  uint64_t middle = nanos();
  gHeap.stats.minorNanos += middle - start;
  uint64_t end = middle;
  if (gHeap.verify)
    verifyHeap("after a minor collection");
  if (advanceMajor(t, major, before)) {
    if (heapFootprint() < gHeap.limit) {
      gHeap.grace = 0;
      refillReserve();
    }
  }
  if (gHeap.marking || gHeap.stats.major != majors) {
    end = nanos();
    gHeap.stats.majorNanos += end - middle;
  }
  gHeap.stats.maxPauseNanos = std::max(gHeap.stats.maxPauseNanos, end - start);
  gHeap.stats.bytesOld = gHeap.oldBytes;
  if (gHeap.verify)
    verifyHeap("after a collection");
  gHeap.collecting = false;
}

/// Saves the callee-saved registers on the stack, and lets the collector scan
/// from there: its own frames, full of stale pointers to what an earlier
/// collection handled, are not looked at. (They once kept a whole queue alive
/// through its first node.)
[[gnu::naked, gnu::noinline]] static void collect(Thread *, bool) {
  asm("pushq %rbp\n\tpushq %rbx\n\tpushq %r12\n\tpushq %r13\n\t"
      "pushq %r14\n\tpushq %r15\n\tmovq %rsp, %rdx\n\t"
      "subq $8, %rsp\n\tcallq pycCollectFrom\n\taddq $8, %rsp\n\t"
      "popq %r15\n\tpopq %r14\n\tpopq %r13\n\tpopq %r12\n\t"
      "popq %rbx\n\tpopq %rbp\n\tretq");
}

[[gnu::noinline, gnu::cold]] static void *outOfMemory(Thread *t) {
  if (!gHeap.grace)
    gHeap.grace = kGrace;
  releaseReserve();
  if (gcOutOfMemoryHook)
    gcOutOfMemoryHook(t);
  return nullptr;
}

/// True when `size` more bytes are allowed, if need be after collecting.
static bool admit(Thread *t, size_t size) {
  size_t allowed = gHeap.limit + gHeap.grace;
  if (size > allowed)
    return false;
  if (heapFootprint() + size <= allowed)
    return true;
  collect(t, true);
  return heapFootprint() + size <= gHeap.limit + gHeap.grace;
}

static void *finish(void *p, const Shape *shape, uint8_t bits) {
  auto *o = static_cast<Object *>(p);
  o->shapeId = shapeIdOf(shape);
  o->gcBits = bits;
  return o;
}

[[gnu::noinline]] static void *allocateLarge(Thread *t, size_t size,
                                             const Shape *shape, bool old) {
  if (gNursery.youngLargeBytes &&
      gNursery.youngLargeBytes + size > youngLargeBudget())
    collect(t, false);
  if (!admit(t, size))
    return outOfMemory(t);
  Object *o = largeAllocate(size);
  if (!o) {
    collect(t, true);
    o = largeAllocate(size);
    if (!o)
      return outOfMemory(t);
  }
  gHeap.stats.bytesAllocated += size;
  if (old) {
    gHeap.oldBytes += largeFootprint(o);
    gHeap.objects.push(o);
    if (gHeap.marking)
      noteBlack(reinterpret_cast<char *>(o), largeFootprint(o), shape);
    return finish(o, shape, kGcLarge | kGcOld | kGcRemembered | gcBlack);
  }
  gNursery.youngLarge.push(o);
  gNursery.youngLargeBytes += size;
  return finish(o, shape, kGcLarge);
}

static void *allocateSmallOld(Thread *t, size_t size, const Shape *shape) {
  char *p = oldAllocate(size);
  if (!p) {
    collect(t, true);
    p = oldAllocate(size);
    if (!p)
      return outOfMemory(t);
  }
  memset(p, 0, size);
  noteStart(p);
  gHeap.oldBytes += size;
  gHeap.stats.bytesAllocated += size;
  gHeap.objects.push(reinterpret_cast<Object *>(p));
  if (gHeap.marking)
    noteBlack(p, size, shape);
  return finish(p, shape, kGcOld | kGcRemembered | gcBlack);
}

/// With stress on, nurseryEnd stays at nurseryTop so that every allocation comes
/// here; the piece's real end is its segment's.
static void *allocateStressed(Thread *t, size_t size, const Shape *shape) {
  if (++gHeap.stressCount >= gHeap.stressEvery) {
    gHeap.stressCount = 0;
    collect(t, ++gHeap.stressMinors % 64 == 0);
  }
  for (int attempt = 0;; ++attempt) {
    char *p = t->nurseryTop;
    Segment *last = gNursery.segments.count ? &gNursery.segments.back() : nullptr;
    if (p && last && p >= last->start && p <= last->end)
      t->nurseryEnd = last->end;
    if ((p && size <= static_cast<size_t>(t->nurseryEnd - p)) ||
        nurseryRefill(t, size)) {
      p = t->nurseryTop;
      t->nurseryTop = t->nurseryEnd = p + size;
      return finish(p, shape, 0);
    }
    if (attempt)
      return allocateSmallOld(t, size, shape);
    collect(t, false);
  }
}

} // namespace pyc::gc

namespace pyc {

using namespace gc;

void *gcAllocateSlow(Thread *t, size_t size, const Shape *shape) {
  if (PYC_UNLIKELY(size > SIZE_MAX / 2))
    return outOfMemory(t);
  size = (size + 7) & ~size_t(7);
  if (size >= kLargeObject)
    return allocateLarge(t, size, shape, /*old=*/false);
  if (PYC_UNLIKELY(gHeap.stressEvery))
    return allocateStressed(t, size, shape);
  if (!nurseryRefill(t, size)) {
    collect(t, false);
    if (PYC_UNLIKELY(heapFootprint() > gHeap.limit + gHeap.grace))
      return outOfMemory(t);
    // Pinned objects may have taken all of the nursery.
    if (!nurseryRefill(t, size))
      return allocateSmallOld(t, size, shape);
  }
  char *p = t->nurseryTop;
  t->nurseryTop = p + size;
  return finish(p, shape, 0);
}

void *gcAllocateOld(Thread *t, size_t size, const Shape *shape) {
  if (PYC_UNLIKELY(size > SIZE_MAX / 2))
    return outOfMemory(t);
  size = (size + 7) & ~size_t(7);
  if (size >= kLargeObject)
    return allocateLarge(t, size, shape, /*old=*/true);
  if (heapFootprint() + size > gHeap.limit + gHeap.grace && !admit(t, size))
    return outOfMemory(t);
  return allocateSmallOld(t, size, shape);
}

bool gcTryGrowLarge(Object *o, size_t newSize) {
  newSize = (newSize + 7) & ~size_t(7);
  if (!(o->gcBits & kGcLarge) || newSize < gcObjectSize(o) ||
      newSize > gHeap.limit)
    return false;
  size_t before = largeFootprint(o);
  if (heapFootprint() + newSize - before > gHeap.limit || !largeGrow(o, newSize))
    return false;
  size_t grown = largeFootprint(o) - before;
  (gcIsYoung(o) ? gNursery.youngLargeBytes : gHeap.oldBytes) += grown;
  return true;
}

void gcRememberObject(Object *o) {
  if ((o->gcBits & (kGcOld | kGcRemembered)) != kGcOld)
    return;
  o->gcBits |= kGcRemembered;
  gHeap.objects.push(o);
}

void gcRemember(Object *holder, Value *slot) {
  if (holder->gcBits & kGcRemembered)
    return; // will be looked at as a whole
  if (slot->isObject() && !gcIsYoung(slot->asObject())) {
    if (gHeap.marking)
      shade(slot->asObject());
    return;
  }
  // Small objects as a whole: programs store to the same few again and again,
  // and one bit tells. ‹m› 7% of bench/richards.py went into sorting slots.
  const Shape *shape = holder->shape();
  if ((shape->traceKind == TraceKind::Instance || shape->traceKind == TraceKind::FixedSlots) &&
      shape->size && shape->size <= 256) {
    gcRememberObject(holder);
    return;
  }
  // Loops that store to one slot again and again.
  if (gHeap.slots.count && gHeap.slots.back().slot == slot)
    return;
  if (PYC_UNLIKELY(!gHeap.slots.tryPush({holder, slot})))
    gHeap.slotsLost = true;
  if (PYC_UNLIKELY(gHeap.slots.count >= gHeap.slotLimit)) {
    std::sort(gHeap.slots.begin(), gHeap.slots.end(),
              [](RememberedSlot a, RememberedSlot b) { return a.slot < b.slot; });
    auto *end = std::unique(
        gHeap.slots.begin(), gHeap.slots.end(),
        [](RememberedSlot a, RememberedSlot b) { return a.slot == b.slot; });
    gHeap.slots.count = end - gHeap.slots.begin();
    gHeap.slotLimit = std::max<size_t>(gHeap.slots.count * 2, 1u << 16);
  }
}

void gcRegisterRoot(Value *slot) { gHeap.roots.push(slot); }
bool gcMayFit(size_t bytes) { return bytes <= gHeap.limit; }

void gcRegisterQuietRoot(Value *slot) { gHeap.quietRoots.push(slot); }
void gcStoreRoot(Value *slot, Value v) {
  // Remembered on behalf of an old object that is always alive.
  *slot = v;
  if (v.isObject() && !(v.asObject()->gcBits & gcBlack))
    gcRemember(None.asObject(), slot);
}
void gcRegisterRootVisitor(void (*f)(void *, SlotVisitor)) {
  gHeap.visitors.push(f);
}
void gcRegisterImmortal(Object *o) {
  o->gcBits |= kGcOld | kGcImmortal | kGcRemembered;
  gHeap.immortals.push(o);
  gHeap.objects.push(o);
}

uint8_t gcRegisterTracer(CustomTracer tracer) {
  if (gTracerCount == 256)
    internalError(__FILE__, __LINE__, "too many custom tracers");
  gTracers[gTracerCount] = tracer;
  return gTracerCount++;
}

size_t gcCollect(Thread *t, int generation) {
  if (generation > 0 && gcBeforeFullHook)
    gcBeforeFullHook(t);
  collect(t, generation > 0);
  size_t found = deathQueueLength();
  gcRunPending(t);
  return found;
}

void gcForEachObject(Thread *t, void (*f)(void *, Object *), void *context) {
  collect(t, true);
  for (Object *o : gNursery.pinned)
    f(context, o);
  struct Call { void (*f)(void *, Object *); void *context; };
  static Call call;
  call = {f, context};
  forEachOld(/*marked=*/false, [](Object *o) { call.f(call.context, o); });
}

void gcVisitSlots(Object *o, void *context, SlotVisitor visit) {
  forEachSlot(o, [=](Value *slot) { visit(context, slot); });
}

const GcStats &gcStats() {
  notePeak();
  return gHeap.stats;
}

void gcSetStress(uint32_t everyN) {
  gHeap.stressEvery = everyN;
  gHeap.stressCount = 0;
  gHeap.poison = everyN != 0;
  for (Thread *t = gHeap.threads; t; t = t->next)
    t->nurseryEnd = t->nurseryTop;
}

void gcSetVerify(bool on) { gHeap.verify = on; }
void gcVerifyHeap() { verifyHeap("on request"); }

/// What the machine and the control group allow, for programs without a limit
/// of their own: asking for more is a MemoryError, not a visit of the kernel's
/// out-of-memory killer.
static size_t machineLimit() {
  size_t limit = size_t(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGESIZE);
  if (FILE *f = fopen("/sys/fs/cgroup/memory.max", "re")) {
    unsigned long long bytes;
    if (fscanf(f, "%llu", &bytes) == 1)
      limit = std::min<size_t>(limit, bytes);
    fclose(f);
  }
  return limit - limit / 16;
}

bool gcInitialise(Thread *t, size_t maxHeapBytes) {
  if (gHeap.ready)
    return true;
  lowArenaInitialise();
  if (!nurseryInitialise())
    return false;
  gHeap.limit = maxHeapBytes ? maxHeapBytes : machineLimit();
  setMajorThreshold(0);
  gHeap.slotLimit = 1u << 16;
  refillReserve();
  gHeap.ready = true;
  gcAttachThread(t);
  return t->stackBase != nullptr;
}

void gcAttachThread(Thread *t) {
  rlimit space;
  bool rationed =
      getrlimit(RLIMIT_AS, &space) || space.rlim_cur != RLIM_INFINITY;
  size_t stackBytes = rationed ? 8u << 20 : 64u << 20;
  // Below everything else that is mapped: the interpreter's stack check then
  // also tells frames that live in heap objects (generators).
  static uintptr_t nextStack = uintptr_t(1) << 32;
  void *stack = MAP_FAILED;
  for (int attempt = 0; stack == MAP_FAILED && attempt < 1024; ++attempt) {
    stack = mmap(reinterpret_cast<void *>(nextStack), stackBytes,
                 PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
    nextStack += uintptr_t(64) << 20;
    if (nextStack > uintptr_t(1) << 40)
      nextStack = uintptr_t(1) << 32;
  }
  if (stack == MAP_FAILED) {
    t->stackBase = nullptr;
    return;
  }
  madvise(stack, stackBytes, MADV_NOHUGEPAGE);
  t->stackBase = static_cast<Value *>(stack);
  t->stackEnd = t->stackBase + stackBytes / sizeof(Value);
  t->stackLimit = t->stackEnd - 8192; // windows for calls from C++
  if (!t->nativeStackTop) {
    rlimit r;
    size_t size = 8u << 20;
    if (getpid() == gettid()) {
      if (!getrlimit(RLIMIT_STACK, &r) && r.rlim_cur != RLIM_INFINITY)
        size = r.rlim_cur;
      t->nativeStackTop = reinterpret_cast<uint64_t>(__libc_stack_end);
    } else {
      pthread_attr_t attributes;
      void *low;
      if (pthread_getattr_np(pthread_self(), &attributes))
        internalError(__FILE__, __LINE__, "cannot find the thread's stack");
      pthread_attr_getstack(&attributes, &low, &size);
      pthread_attr_destroy(&attributes);
      t->nativeStackTop = reinterpret_cast<uint64_t>(low) + size;
    }
    if (!t->nativeStackLimit)
      t->nativeStackLimit = t->nativeStackTop - size + (256u << 10);
  }
  for (Value *v : {&t->pending, &t->handled, &t->asyncException})
    if (v->bits == 0)
      *v = Value::empty();
  t->nurseryTop = t->nurseryEnd = nullptr;
  t->gcBlack = gcBlack;
  t->next = gHeap.threads;
  gHeap.threads = t;
}

void gcDetachThread(Thread *t) {
  for (Thread **p = &gHeap.threads; *p; p = &(*p)->next)
    if (*p == t) {
      *p = t->next;
      break;
    }
  munmap(t->stackBase,
         reinterpret_cast<char *>(t->stackEnd) -
             reinterpret_cast<char *>(t->stackBase));
  t->stackBase = t->stackEnd = t->stackLimit = nullptr;
  t->nurseryTop = t->nurseryEnd = nullptr;
}

[[gnu::noinline]] void gcPark(Thread *t) {
  uint64_t *r = t->parkedRegisters;
  asm volatile("movq %%rbx, 0(%0)\n\tmovq %%rbp, 8(%0)\n\t"
               "movq %%r12, 16(%0)\n\tmovq %%r13, 24(%0)\n\t"
               "movq %%r14, 32(%0)\n\tmovq %%r15, 40(%0)"
               :
               : "r"(r)
               : "memory");
  t->parkedStack = reinterpret_cast<uint64_t>(__builtin_frame_address(0));
}

void gcUnpark(Thread *t) { t->parkedStack = 0; }

} // namespace pyc
