//===- Major.cpp - Marking and sweeping old space -------------------------===//
//
// Each step runs right after a minor collection, so the nursery holds only
// pinned objects. Marking ignores them until the last step, where they are roots
// (something on a native stack held them a moment ago).
//
// Marking keeps an explicit stack and no recursion. Objects taken from it pass
// through a short queue that has been prefetched: what is marked next is seldom
// in the cache, and the queue hides the miss (Cher, Hosking, Vitek, "Software
// Prefetching for Mark-Sweep Garbage Collection", 2004).
//
// In steps. Marking may be spread over many minor collections. It begins by
// changing the colour that means "marked" (gcBlack), which turns all old objects
// white. Invariant (Dijkstra): no scanned object points to an unmarked old one.
// Its guards: the write barrier, which shades a white object that is stored into
// an old one; minor collections, which shade what promoted and remembered
// objects point to and promote to black. Stacks and other roots have no barrier
// and are marked again at the end. Marking and sweeping end together in
// finishMajor(). Line marks and mark bits are built beside those that the
// allocator and the conservative scan use in the meantime.
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
  size_t scanned; ///< bytes, to keep a step short
  TypeObject *lastType;
};
MajorState gMajor;

void setColor(Object *o) {
  o->gcBits = (o->gcBits & ~(kGcColorA | kGcColorB)) | gcBlack;
}

/// True when o has to be scanned: it is old and was not marked before.
inline bool mark(Object *o) {
  if (PYC_UNLIKELY(inNursery(o)) ||
      reinterpret_cast<uintptr_t>(o) < kLowArenaEnd)
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
  if (!(o->gcBits & kGcOld) || (o->gcBits & gcBlack))
    return false;
  setColor(o);
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

/// A shape keeps its type alive.
inline void markType(const Shape *s) {
  if (s->type != gMajor.lastType) {
    gMajor.lastType = s->type;
    if (s->type)
      markObject(s->type);
  }
}

/// One slice of a long array.
void scanSlice() {
  Slice s = gMajor.slices.pop();
  auto *words = reinterpret_cast<Value *>(s.array + 1);
  size_t length = words[0].bits, end = std::min(length, s.next + kSlice);
  for (size_t i = s.next; i < end; ++i)
    markSlot(&words[1 + i]);
  if (end < length)
    gMajor.slices.push({s.array, end});
  gMajor.scanned += (end - s.next) * sizeof(Value);
}

void scanMarked(Object *o) {
  const Shape *s = o->shape();
  markType(s);
  Chunk *c = chunkOf(o);
  if (PYC_LIKELY(c->kind == ChunkKind::Blocks)) {
    size_t size = sizeOf(o, s);
    setColor(o);
    markLines(static_cast<BlockChunk *>(c), reinterpret_cast<char *>(o), size);
    gMajor.liveBytes += size;
    gMajor.scanned += size;
  } else {
    gMajor.liveBytes += largeFootprint(o);
  }
  if (s->traceKind == TraceKind::ValueArray &&
      reinterpret_cast<size_t *>(o)[1] > kSlice)
    gMajor.slices.push({o, 0});
  else
    forEachSlot(o, s, [](Value *slot) { markSlot(slot); });
}

/// Scans until nothing is left, or gMajor.scanned has reached `until`.
void drainQueue(size_t until) {
  Object *queue[kPrefetchQueue] = {};
  size_t at = 0, queued = 0;
  for (;;) {
    Object *next = nullptr;
    if (!gMajor.work.empty() && gMajor.scanned < until) {
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

constexpr size_t kNoLimit = ~size_t(0);

/// True when nothing is left to mark.
bool drainMarks(size_t until = kNoLimit) {
  for (;;) {
    while (!gMajor.work.empty() || !gMajor.slices.empty()) {
      if (gMajor.scanned >= until)
        return false;
      drainQueue(until);
      if (!gMajor.slices.empty() && gMajor.work.empty())
        scanSlice();
    }
    if (PYC_LIKELY(!gMajor.dropped))
      return true;
    gMajor.dropped = false;
    forEachOld(/*marked=*/true, [](Object *o) {
      forEachSlot(o, [](Value *slot) { markSlot(slot); });
      drainQueue(kNoLimit);
    });
  }
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
  if (inNursery(o)) // right after a minor collection: pinned
    return true;
  if (reinterpret_cast<uintptr_t>(o) < kLowArenaEnd)
    return true;
  Chunk *c = chunkOf(o);
  if (c->kind == ChunkKind::Blocks)
    return testBit(static_cast<BlockChunk *>(c)->marks, o);
  return o->gcBits & gcBlack;
}

Object *survivor(Object *o) { return isLive(o) ? o : nullptr; }

Value keep(Value v) {
  markSlot(&v);
  drainMarks();
  return v;
}

void sweepLarge(void *, Object *o) {
  if (!(o->gcBits & gcBlack))
    largeFree(o);
}

void markPreciseRoots() {
  visitRoots(nullptr, visitMajor);
  for (Value *slot : gHeap.quietRoots)
    markSlot(slot);
  visitRawRoots([](Object **p) { markObject(*p); });
  for (Object *o : gHeap.immortals)
    forEachSlot(o, [](Value *slot) { markSlot(slot); });
}

} // namespace

void setBlack(uint8_t color) {
  gcBlack = color;
  for (Thread *t = gHeap.threads; t; t = t->next)
    t->gcBlack = color;
}

void setMajorThreshold(size_t live) {
  size_t easy = kLeastGrowth + (std::max(live, kSmallHeap) - kSmallHeap) * 6 / 5;
  gHeap.majorThreshold = live + std::max(live * 4 / 5, std::min(easy, kEasyGrowth));
  gHeap.incrementalStart = live + (gHeap.majorThreshold - live) / 4 * 3;
}

void startMarking() {
  setBlack(gcBlack ^ (kGcColorA | kGcColorB));
  gHeap.marking = true;
  gMajor.liveBytes = gMajor.scanned = 0;
  gMajor.lastType = nullptr;
  prepareBlocksForMark();
  markPreciseRoots();
}

bool markStep(size_t bytes) { return drainMarks(gMajor.scanned + bytes); }

void shade(Object *o) { markObject(o); }
void shadeType(const Shape *s) { markType(s); }

void noteBlack(char *p, size_t size, const Shape *shape) {
  Chunk *c = chunkOf(p);
  if (c->kind == ChunkKind::Blocks) {
    setBit(static_cast<BlockChunk *>(c)->marks, p);
    markLines(static_cast<BlockChunk *>(c), p, size);
  }
  gMajor.liveBytes += size;
  markType(shape);
}

void finishMajor(Thread *t) {
  if (!gHeap.marking)
    startMarking();
  forEachNativeWord(t, markWord);
  markPreciseRoots();
  visitPinnedRoots(markObject);
  for (Object *o : gNursery.pinned) {
    markType(o->shape());
    forEachSlot(o, [](Value *slot) { markSlot(slot); });
  }
  drainMarks();
  processDeaths(survivor, keep, /*major=*/true);
  gHeap.marking = false;
  // Edges from holders that are about to go.
  size_t n = 0;
  for (RememberedSlot r : gHeap.slots)
    if (isLive(r.holder))
      gHeap.slots[n++] = r;
  gHeap.slots.count = n;
  markReservations();
  forEachLarge(sweepLarge, nullptr);
  size_t live = gMajor.liveBytes;
  gHeap.oldBytes = live;
  setMajorThreshold(live);
  sweepBlocks(gHeap.poison);
  ++gHeap.stats.major;
}

} // namespace pyc::gc
