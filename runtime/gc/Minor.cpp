//===- Minor.cpp - Emptying the nursery -----------------------------------===//
//
// Bartlett, "Compacting Garbage Collection with Ambiguous Roots" (1988), for a
// nursery: what a conservative root points to is pinned where it is for this
// cycle; every other live young object is copied to old space and the precise
// slots that led to it are updated.
//
// Order: pins first (nothing pinned may have been copied before), then precise
// roots and remembered slots, then the copied and pinned objects' own slots
// until none is left. A slot of an old object that (still) leads to a pinned
// object is remembered again.
//
// A forwarded object's header holds the new address with bit 0 set (a shape's
// address is even), so objects of one word can be forwarded too.
//
// When old space has no memory left the object is pinned instead: a minor
// collection cannot fail.
//
//===----------------------------------------------------------------------===//
#include "runtime/gc/Heap.h"
#include <algorithm>

namespace pyc::gc {

namespace {

struct MinorState {
  Vec<Object *> work;
  Vec<uintptr_t> candidates;
  Vec<RememberedSlot> previousSlots;
  uint64_t copied;
  uint64_t oldHeader;  ///< bits of a promoted object's header
  bool outsideMatters; ///< pointers to outside the nursery must be looked at
};
MinorState gMinor;

uint64_t &headerWord(Object *o) { return *reinterpret_cast<uint64_t *>(o); }
constexpr uint64_t kHashedInHeader = uint64_t(kFlagHashed) << 48;

bool hasPointers(const Object *o) {
  return o->shape()->traceKind != TraceKind::NoPointers;
}

void pin(Object *o) {
  if (o->gcBits & kGcPinned)
    return;
  o->gcBits |= kGcPinned;
  gNursery.pinned.push(o);
  ++gHeap.stats.pinned;
  if (hasPointers(o))
    gMinor.work.push(o);
}

void keepLarge(Object *o) {
  if (o->gcBits & kGcOld)
    return;
  o->gcBits |= kGcOld | gcBlack;
  if (gHeap.marking)
    noteBlack(reinterpret_cast<char *>(o), largeFootprint(o), o->shape());
  if (hasPointers(o))
    gMinor.work.push(o);
}

[[gnu::noinline]] char *placeUnusual(Object *o, size_t size, bool hashed) {
  if (hashed)
    if (char *p = takeReservation(o, size))
      return p;
  if (size < kLargeObject) {
    char *p = oldAllocate(size);
    if (p)
      noteStart(p);
    return p;
  }
  return reinterpret_cast<char *>(largeAllocate(size));
}

/// Returns the object's new address, or o itself when it has to stay.
Object *evacuate(Object *o, uint64_t header) {
  auto *shape = reinterpret_cast<const Shape *>(header & 0xFFFFFFFFu);
  size_t size = sizeOf(o, shape);
  char *to;
  if (PYC_UNLIKELY((header & kHashedInHeader) || size >= kLargeObject)) {
    to = placeUnusual(o, size, header & kHashedInHeader);
    if (size >= kLargeObject)
      header |= uint64_t(kGcLarge) << 32;
  } else if ((to = oldAllocate(size))) {
    noteStart(to);
  }
  if (PYC_UNLIKELY(!to)) {
    gHeap.exhausted = gHeap.wantMajor = true;
    pin(o);
    return o;
  }
  gMinor.copied += size;
  auto *copy = reinterpret_cast<Object *>(to);
  headerWord(copy) = header | gMinor.oldHeader;
  auto *from64 = reinterpret_cast<uint64_t *>(o);
  auto *to64 = reinterpret_cast<uint64_t *>(to);
  if (size <= 128) {
    for (size_t i = 1; i < size / 8; ++i)
      to64[i] = from64[i];
  } else {
    memcpy(to64 + 1, from64 + 1, size - 8);
  }
  headerWord(o) = reinterpret_cast<uint64_t>(to) | 1;
  if (PYC_UNLIKELY(gHeap.marking))
    noteBlack(to, size, shape);
  if (shape->traceKind != TraceKind::NoPointers)
    gMinor.work.push(copy);
  return copy;
}

/// The young object's address after this collection (itself when pinned).
inline Object *relocate(Object *o) {
  uint64_t header = headerWord(o);
  if (header & 1)
    return reinterpret_cast<Object *>(header & ~uint64_t(1));
  if (header & uint64_t(kGcPinned) << 32)
    return o;
  return evacuate(o, header);
}

/// A pointer to a young large object keeps it; while old space is being marked
/// one to an old object must not be missed.
[[gnu::noinline]] void visitOutside(Object *o) {
  if (reinterpret_cast<uintptr_t>(o) < kLowArenaEnd)
    return;
  if (chunkOf(o)->kind != ChunkKind::Blocks)
    keepLarge(o);
  if (gHeap.marking)
    shade(o);
}

template <bool HolderIsOld> inline void visitSlot(Value *slot, Object *holder) {
  uint64_t bits = slot->bits;
  if ((bits & Value::kTagMask) != Value::kPointerTag)
    return;
  auto *o = reinterpret_cast<Object *>(bits - Value::kPointerTag);
  if (!inNursery(o)) {
    if (PYC_UNLIKELY(gMinor.outsideMatters))
      visitOutside(o);
    return;
  }
  Object *to = relocate(o);
  if (to != o)
    slot->bits = reinterpret_cast<uint64_t>(to) + Value::kPointerTag;
  else if (HolderIsOld && !gHeap.slots.tryPush({holder, slot}))
    gHeap.slotsLost = true;
}

void visitRootSlot(void *, Value *slot) { visitSlot<false>(slot, nullptr); }

void scan(Object *o) {
  if (o->gcBits & kGcOld) {
    if (PYC_UNLIKELY(gHeap.marking))
      shadeType(o->shape()); // __class__ may have been assigned
    forEachSlot(o, [o](Value *slot) { visitSlot<true>(slot, o); });
  } else {
    forEachSlot(o, [o](Value *slot) { visitSlot<false>(slot, o); });
  }
}

void drain() {
  while (!gMinor.work.empty())
    scan(gMinor.work.pop());
}

void addCandidate(uintptr_t word) {
  if (inNursery(reinterpret_cast<void *>(word))) {
    gMinor.candidates.push(word);
  } else if (gNursery.youngLarge.count) {
    Chunk *c = findChunk(word);
    if (c && c->kind != ChunkKind::Blocks)
      if (Object *o = largeFind(c, word))
        if (o->shapeId)
          keepLarge(o);
  }
}

void pinRoot(Object *o) {
  if (inNursery(o))
    pin(o);
  else if (gMinor.outsideMatters)
    visitOutside(o);
}

Object *survivor(Object *o) {
  if (!inNursery(o)) {
    if (reinterpret_cast<uintptr_t>(o) < kLowArenaEnd || (o->gcBits & kGcOld))
      return o;
    return nullptr; // a young large object nobody reached
  }
  uint64_t header = headerWord(o);
  if (header & 1)
    return reinterpret_cast<Object *>(header & ~uint64_t(1));
  return header & uint64_t(kGcPinned) << 32 ? o : nullptr;
}

Value keep(Value v) {
  visitSlot<false>(&v, nullptr);
  drain();
  return v;
}

void scanRemembered() {
  if (PYC_UNLIKELY(gHeap.slotsLost)) {
    gHeap.slotsLost = false;
    forEachOld(/*marked=*/false, scan);
  }
  std::swap(gHeap.slots, gMinor.previousSlots);
  for (RememberedSlot r : gMinor.previousSlots)
    visitSlot<true>(r.slot, r.holder);
  gMinor.previousSlots.clear();
  for (Object *o : gHeap.objects) {
    o->gcBits &= ~kGcRemembered;
    scan(o);
  }
  gHeap.objects.clear();
}

/// A slot is remembered once for each store, and once for each time it is
/// scanned; duplicates would pile up for as long as the target is pinned.
void dropDuplicateSlots() {
  auto *end = std::unique(
      gHeap.slots.begin(), gHeap.slots.end(),
      [](RememberedSlot a, RememberedSlot b) { return a.slot == b.slot; });
  gHeap.slots.count = end - gHeap.slots.begin();
}

void sweepYoungLarge() {
  largeTrim(/*all=*/false);
  for (Object *o : gNursery.youngLarge)
    if (o->gcBits & kGcOld)
      gHeap.oldBytes += largeFootprint(o);
    else
      largeFree(o);
  gNursery.youngLarge.clear();
  gNursery.youngLargeBytes = 0;
}

} // namespace

void collectMinor(Thread *t) {
  gMinor.copied = 0;
  gMinor.oldHeader = uint64_t(kGcOld | gcBlack) << 32;
  gMinor.outsideMatters = gHeap.marking || gNursery.youngLarge.count;
  gHeap.exhausted = false;
  if (!gMinor.work.capacity) {
    // Enough for any nursery, while there is memory; most stays untouched.
    gMinor.work.reserve(kNurserySize / 8);
    gNursery.pinned.reserve(kNurserySize / 8);
  }
  for (Object *o : gNursery.pinned)
    o->gcBits &= ~kGcPinned;
  gNursery.pinned.clear();
  gMinor.candidates.clear();
  forEachNativeWord(t, addCandidate);
  resolveNursery(gMinor.candidates, pin);
  visitPinnedRoots(pinRoot);
  visitRoots(nullptr, visitRootSlot);
  visitRawRoots([](Object **p) {
    if (inNursery(*p))
      *p = relocate(*p);
  });
  scanRemembered();
  drain();
  processDeaths(survivor, keep, /*major=*/false);
  pruneReservations([](Object *o) { return (o->gcBits & kGcPinned) != 0; });
  sweepYoungLarge();
  std::sort(gHeap.slots.begin(), gHeap.slots.end(),
            [](RememberedSlot a, RememberedSlot b) { return a.slot < b.slot; });
  dropDuplicateSlots();
  gHeap.oldBytes += gMinor.copied;
  nurseryAdapt(gMinor.copied);
  nurseryReset(gHeap.poison);
  clearStacksAbove();
  gHeap.stats.bytesCopied += gMinor.copied;
  ++gHeap.stats.minor;
}

} // namespace pyc::gc
