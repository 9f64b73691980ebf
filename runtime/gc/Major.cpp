//===- Major.cpp - Marking and sweeping old space -------------------------===//
//
// Runs right after a minor collection, so the nursery holds only pinned
// objects; they are roots (something on a native stack or a remembered slot
// holds them) and are traced like the rest.
//
// Marking keeps an explicit stack and no recursion. Objects taken from it pass
// through a short queue that has been prefetched: what is marked next is seldom
// in the cache, and the queue hides the miss (Cher, Hosking, Vitek, "Software
// Prefetching for Mark-Sweep Garbage Collection", 2004).
//
// A shape does not live in the heap but keeps its type alive, so a scanned
// object marks its shape's type.
//
// The mark stack stays small: long arrays are scanned in slices, the rest of
// the array waiting aside until the stack is empty. Where there is no memory for
// it nonetheless, the object is marked but not stacked, and what marked objects
// point to is gone through again until nothing was dropped.
//
//===----------------------------------------------------------------------===//
#include "runtime/gc/Heap.h"
#include "runtime/object/Layouts.h"
#include <algorithm>

namespace pyc::gc {

namespace {

constexpr size_t kPrefetchQueue = 16;
constexpr size_t kSlice = 1024;
struct Slice { Object *array; size_t next; };
struct MajorState {
  Vec<Object *> work;
  Vec<Slice> slices;
  bool dropped;
  size_t liveBytes;
  TypeObject *lastType;
};
MajorState gMajor;

/// True when o was not marked before.
inline bool mark(Object *o) {
  if (PYC_UNLIKELY(inNursery(o))) {
    if (o->gcBits & kGcMarked)
      return false;
    o->gcBits |= kGcMarked;
    return true;
  }
  if (reinterpret_cast<uintptr_t>(o) < kLowArenaEnd)
    return false;
  Chunk *c = chunkOf(o);
  if (PYC_LIKELY(c->kind == ChunkKind::Blocks)) {
    size_t i = (reinterpret_cast<uintptr_t>(o) & (kChunkSize - 1)) >> 3;
    uint64_t bit = uint64_t(1) << (i & 63);
    uint64_t &word = static_cast<BlockChunk *>(c)->marks[i >> 6];
    if (word & bit)
      return false;
    word |= bit;
    return true;
  }
  if (o->gcBits & kGcMarked)
    return false;
  o->gcBits |= kGcMarked;
  return true;
}

inline void markObject(Object *o) {
  if (mark(o)) {
    __builtin_prefetch(o);
    if (PYC_UNLIKELY(!gMajor.work.tryPush(o)))
      gMajor.dropped = true;
  }
}

inline void markSlot(Value *slot) {
  Value v = *slot;
  if (v.isObject())
    markObject(v.asObject());
}

void visitMajor(void *, Value *slot) { markSlot(slot); }

/// One slice of a long array.
void scanSlice() {
  Slice s = gMajor.slices.pop();
  auto *words = reinterpret_cast<Value *>(s.array + 1);
  size_t length = words[0].bits, end = std::min(length, s.next + kSlice);
  for (size_t i = s.next; i < end; ++i)
    markSlot(&words[1 + i]);
  if (end < length)
    gMajor.slices.push({s.array, end});
}

void scanMarked(Object *o) {
  const Shape *s = o->shape();
  if (s->type != gMajor.lastType) {
    gMajor.lastType = s->type;
    if (s->type)
      markObject(s->type);
  }
  if (!inNursery(o)) {
    Chunk *c = chunkOf(o);
    if (PYC_LIKELY(c->kind == ChunkKind::Blocks)) {
      size_t size = sizeOf(o, s);
      markLines(static_cast<BlockChunk *>(c), reinterpret_cast<char *>(o), size);
      gMajor.liveBytes += size;
    } else {
      gMajor.liveBytes += largeFootprint(o);
    }
  }
  if (s->traceKind == TraceKind::ValueArray &&
      reinterpret_cast<size_t *>(o)[1] > kSlice)
    gMajor.slices.push({o, 0});
  else
    forEachSlot(o, s, [](Value *slot) { markSlot(slot); });
}

void drainQueue() {
  Object *queue[kPrefetchQueue] = {};
  size_t at = 0, queued = 0;
  for (;;) {
    Object *next = nullptr;
    if (!gMajor.work.empty()) {
      next = gMajor.work.pop();
      __builtin_prefetch(next);
      ++queued;
    } else if (!queued) {
      return;
    }
    Object *o = queue[at];
    queue[at] = next;
    at = (at + 1) % kPrefetchQueue;
    if (o) {
      --queued;
      scanMarked(o);
    }
  }
}

void drainMarks() {
  do {
    do {
      drainQueue();
      if (!gMajor.slices.empty())
        scanSlice();
    } while (!gMajor.work.empty() || !gMajor.slices.empty());
    if (PYC_LIKELY(!gMajor.dropped))
      return;
    gMajor.dropped = false;
    forEachOld(/*marked=*/true, [](Object *o) {
      forEachSlot(o, [](Value *slot) { markSlot(slot); });
      drainQueue();
    });
    for (Object *o : gNursery.pinned)
      forEachSlot(o, [](Value *slot) { markSlot(slot); });
  } while (gMajor.dropped || !gMajor.work.empty() || !gMajor.slices.empty());
}

/// The object a word may point to or into, outside the nursery.
Object *findOldObject(uintptr_t word) {
  Chunk *c = findChunk(word);
  if (!c)
    return nullptr;
  if (c->kind != ChunkKind::Blocks) {
    Object *o = largeFind(c, word);
    return o && o->shapeId ? o : nullptr;
  }
  // The nearest start at or below the word, at most a large object away.
  auto *b = static_cast<BlockChunk *>(c);
  size_t i = (word & (kChunkSize - 1)) >> 3;
  size_t lowest = i > kLargeObject / 8 ? i - kLargeObject / 8 : 0;
  for (size_t w = i >> 6;; --w) {
    uint64_t bits = b->starts[w];
    if (w == i >> 6 && (i & 63) != 63)
      bits &= (uint64_t(2) << (i & 63)) - 1;
    if (bits) {
      size_t found = w * 64 + 63 - __builtin_clzll(bits);
      auto *o = reinterpret_cast<Object *>(reinterpret_cast<char *>(c) + found * 8);
      return word < reinterpret_cast<uintptr_t>(o) + gcObjectSize(o) ? o
                                                                     : nullptr;
    }
    if (w == 0 || w * 64 < lowest)
      return nullptr;
  }
}

void markWord(uintptr_t word) {
  if (!inNursery(reinterpret_cast<void *>(word)))
    if (Object *o = findOldObject(word))
      markObject(o);
}

bool isLive(Object *o) {
  if (inNursery(o))
    return o->gcBits & kGcMarked;
  if (reinterpret_cast<uintptr_t>(o) < kLowArenaEnd)
    return true;
  Chunk *c = chunkOf(o);
  if (c->kind == ChunkKind::Blocks)
    return testBit(static_cast<BlockChunk *>(c)->marks, o);
  return o->gcBits & kGcMarked;
}

Object *survivor(Object *o) { return isLive(o) ? o : nullptr; }

Value keep(Value v) {
  markSlot(&v);
  drainMarks();
  return v;
}

void sweepLarge(void *, Object *o) {
  if (o->gcBits & kGcMarked)
    o->gcBits &= ~kGcMarked;
  else
    largeFree(o);
}

} // namespace

void collectMajor(Thread *t) {
  gMajor.liveBytes = 0;
  gMajor.lastType = nullptr;
  prepareBlocksForMark();
  forEachNativeWord(t, markWord);
  for (Object *o : gNursery.pinned)
    markObject(o);
  visitPinnedRoots(markObject);
  visitRoots(nullptr, visitMajor);
  for (Value *slot : gHeap.quietRoots)
    markSlot(slot);
  visitRawRoots([](Object **p) { markObject(*p); });
  for (Object *o : gHeap.immortals)
    forEachSlot(o, [](Value *slot) { markSlot(slot); });
  drainMarks();
  processDeaths(survivor, keep, /*major=*/true);
  // Edges from holders that are about to go.
  size_t n = 0;
  for (RememberedSlot r : gHeap.slots)
    if (isLive(r.holder))
      gHeap.slots[n++] = r;
  gHeap.slots.count = n;
  for (Object *o : gNursery.pinned)
    o->gcBits &= ~kGcMarked;
  markReservations();
  forEachLarge(sweepLarge, nullptr);
  gHeap.oldBytes = gMajor.liveBytes;
  gHeap.majorThreshold =
      std::max<size_t>(gMajor.liveBytes * 9 / 5, gMajor.liveBytes + (16u << 20));
  sweepBlocks(gHeap.poison);
  ++gHeap.stats.major;
}

} // namespace pyc::gc
