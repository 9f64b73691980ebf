//===- Heap.h - The collector's own structures ----------------------------===//
//
// Private to runtime/gc. The heap's address space:
//
//   low arena   below 2 GB      shapes, singletons; immortal      LowArena.cpp
//   nursery     one reservation  bump allocation, mostly copied   Nursery.cpp
//   chunks      4 MB aligned     everything else                  Chunk.cpp
//     Blocks    128 Immix blocks of 32 KB, the first few hold the chunk's
//               metadata (start bits, mark bits, line marks)      OldSpace.cpp
//     Medium    objects of 8 KB to 1 MB in granules of 1 KB       LargeSpace.cpp
//     Huge      one object, mapped alone
//
// A pointer to an object above the low arena and outside the nursery therefore
// finds its chunk by masking, and the chunk says what kind of object it is. No
// object may live anywhere else.
//
// A collection is: Minor.cpp empties the nursery into old space; for a full
// one Major.cpp then marks old space and sweeps it. Roots.cpp enumerates roots
// for both, Deaths.cpp does weak references and finalisers for both.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/gc/GC.h"
#include <cstdlib>
#include <type_traits>

namespace pyc {
size_t gcVariableSize(const Object *o, const Shape *s);
}
namespace pyc::gc {

/// gcObjectSize() for the collector's loops.
inline size_t sizeOf(const Object *o, const Shape *s) {
  if (s->traceKind == TraceKind::ValueArray)
    return 16 + 8 * *reinterpret_cast<const size_t *>(o + 1);
  if (PYC_LIKELY(s->size))
    return s->size;
  return gcVariableSize(o, s);
}

/// Growable array of plain data. std::vector throws when memory runs out, which
/// this runtime does not do; here the heap's emergency reserve is released and
/// the request repeated.
void *resizeOrDie(void *p, size_t bytes);
template <typename T> struct Vec {
  T *data = nullptr;
  size_t count = 0, capacity = 0;
  void push(T v) {
    if (PYC_UNLIKELY(count == capacity))
      grow();
    data[count++] = v;
  }
  /// False when there is no memory.
  [[nodiscard]] bool tryPush(T v) {
    if (PYC_UNLIKELY(count == capacity)) {
      size_t more = capacity ? capacity * 2 : 64;
      void *p = realloc(data, more * sizeof(T));
      if (!p)
        return false;
      data = static_cast<T *>(p);
      capacity = more;
    }
    data[count++] = v;
    return true;
  }
  [[gnu::noinline]] void grow() {
    capacity = capacity ? capacity * 2 : 64;
    data = static_cast<T *>(resizeOrDie(data, capacity * sizeof(T)));
  }
  void reserve(size_t n) {
    capacity = n;
    data = static_cast<T *>(resizeOrDie(data, n * sizeof(T)));
  }
  T pop() { return data[--count]; }
  bool empty() const { return !count; }
  void clear() { count = 0; }
  void release() {
    free(data);
    data = nullptr;
    count = capacity = 0;
  }
  T *begin() { return data; }
  T *end() { return data + count; }
  T &back() { return data[count - 1]; }
  T &operator[](size_t i) { return data[i]; }
};

//===--- Chunks -----------------------------------------------------------===//

constexpr size_t kChunkSize = 4u << 20, kBlockSize = 32u << 10, kLineSize = 128;
constexpr size_t kBlocksPerChunk = kChunkSize / kBlockSize;
constexpr size_t kLinesPerBlock = kBlockSize / kLineSize;
constexpr size_t kGranule = 1024, kGranulesPerChunk = kChunkSize / kGranule;
constexpr size_t kHugeObject = 1u << 20;

enum class ChunkKind : uint32_t { Blocks = 1, Medium, Huge };
struct Chunk {
  ChunkKind kind;
  uint32_t listIndex; ///< place in its space's list
};
inline Chunk *chunkOf(const void *p) {
  return reinterpret_cast<Chunk *>(reinterpret_cast<uintptr_t>(p) &
                                   ~(kChunkSize - 1));
}

enum class BlockState : uint8_t {
  Clean,      ///< free, and its memory reads zero (fresh or given back)
  Free,       ///< no live line
  Recyclable, ///< has free lines and waits for the allocator
  Used,       ///< full, or the allocator has been here since the last sweep
  Meta,
};
struct BlockChunk : Chunk {
  uint64_t *starts; ///< one bit per 8 bytes: an object begins here
  uint64_t *marks;  ///< likewise, while marking: and it is live
  uint8_t *lines;   ///< one per line; 0: free when last swept
  uint8_t *markedLines; ///< while marking; 1: holds (part of) a live object
  uint32_t freeBlocks;
  BlockState blocks[kBlocksPerChunk];
  uint8_t lineBytes[2][kChunkSize / kLineSize];
  uint64_t bits[2][kChunkSize / 8 / 64];
};
constexpr size_t kMetaBlocks = (sizeof(BlockChunk) + kBlockSize - 1) / kBlockSize;

struct MediumChunk : Chunk {
  uint32_t freeGranules, longestRun; ///< longestRun: upper bound
  uint16_t owner[kGranulesPerChunk]; ///< first granule of the object here, or 0
  uint16_t length[kGranulesPerChunk];///< at an object's first granule: its granules
  uint64_t dirty[kGranulesPerChunk / 64]; ///< memory may not read zero
};
constexpr size_t kMediumMeta = (sizeof(MediumChunk) + kGranule - 1) / kGranule;

struct HugeChunk : Chunk {
  size_t mapped;   ///< bytes from the chunk's start that may be used
  size_t reserved; ///< bytes of address space, for growth in place
  uint64_t pad[4];
};
constexpr size_t kHugeHeader = 64;
static_assert(sizeof(HugeChunk) <= kHugeHeader);

/// Null when the address space or the limit is exhausted.
void *mapChunks(size_t bytes);
void unmapChunks(void *p, size_t bytes);
void registerChunk(Chunk *c, size_t bytes);
void unregisterChunk(Chunk *c, size_t bytes);
/// The chunk that holds an arbitrary word taken for an address, or null.
Chunk *findChunk(uintptr_t p);
/// Gives the emergency reserve back to the system. False when already gone.
bool releaseReserve();
void refillReserve();

//===--- Old space --------------------------------------------------------===//

/// Not zeroed, no header; start bit set. Null when memory is exhausted. size is
/// a multiple of 8 and below kLargeObject.
char *oldAllocateMiss(size_t size);
struct OldSpace {
  char *cursor, *limit;                 ///< hole being filled
  char *overflowCursor, *overflowLimit; ///< for objects over a line, see Immix
  char *block;                          ///< block the hole is in
  Vec<BlockChunk *> chunks;
  Vec<char *> recyclable, freeBlocks;   ///< stacks; lowest addresses on top
  size_t blocksInUse;
};
extern OldSpace gOld;

inline void setBit(uint64_t *bits, const void *p) {
  size_t i = (reinterpret_cast<uintptr_t>(p) & (kChunkSize - 1)) >> 3;
  bits[i >> 6] |= uint64_t(1) << (i & 63);
}
inline bool testBit(const uint64_t *bits, const void *p) {
  size_t i = (reinterpret_cast<uintptr_t>(p) & (kChunkSize - 1)) >> 3;
  return bits[i >> 6] >> (i & 63) & 1;
}
inline BlockChunk *blockChunkOf(const void *p) {
  return static_cast<BlockChunk *>(chunkOf(p));
}
inline void noteStart(char *p) { setBit(blockChunkOf(p)->starts, p); }

inline char *oldAllocate(size_t size) {
  char *p = gOld.cursor;
  if (PYC_LIKELY(size <= static_cast<size_t>(gOld.limit - p))) {
    gOld.cursor = p + size;
    return p;
  }
  return oldAllocateMiss(size);
}
/// Before and after marking.
void prepareBlocksForMark();
void sweepBlocks(bool poison);
/// All objects in old and large space, or the marked ones.
void forEachOld(bool marked, void (*f)(Object *));
inline void markLines(BlockChunk *c, const char *p, size_t size) {
  size_t offset = p - reinterpret_cast<char *>(c);
  size_t first = offset / kLineSize, last = (offset + size - 1) / kLineSize;
  do
    c->markedLines[first] = 1;
  while (++first <= last);
}

//===--- Large space ------------------------------------------------------===//

/// Zeroed, header not set. Null when memory is exhausted.
Object *largeAllocate(size_t size);
void largeFree(Object *o);
/// Once a minor collection: gives back what has been free for long; or all.
void largeTrim(bool all);
size_t largeFootprint(const Object *o);
/// The large object an address lies in, or null.
Object *largeFind(Chunk *c, uintptr_t p);
void forEachLarge(void (*f)(void *context, Object *o), void *context);
bool largeGrow(Object *o, size_t newSize);
extern size_t gLargeBytes;

//===--- Nursery ----------------------------------------------------------===//

struct Segment { char *start, *end; };
struct Nursery {
  char *base;
  size_t reserved; ///< bytes of address space; in-nursery is one compare
  size_t active;   ///< bytes from base in use this cycle
  size_t target;   ///< free bytes to hand out between two collections
  size_t survival; ///< bytes copied by a collection, moving average
  Vec<Segment> ranges;   ///< free, ascending, to be handed out
  size_t nextRange;
  char *cursor, *limit;  ///< rest of the range being handed out
  /// Handed-out pieces. An object starts at each `start`, and objects and zero
  /// words follow each other up to the next one's start or `end`.
  Vec<Segment> segments;
  Vec<Object *> pinned;  ///< ascending, left over from the last collection
  Vec<Object *> youngLarge;
  size_t youngLargeBytes;
};
extern Nursery gNursery;
// ‹m› A nursery that stays in the second-level cache costs a program nothing
// until much of it survives; then fewer, larger collections copy less.
constexpr size_t kNurseryStart = 1u << 20;
/// After a minor collection that copied so many bytes.
void nurseryAdapt(size_t copied);
bool nurseryInitialise();
/// Makes room for `size` bytes at t->nurseryTop. False: collect.
bool nurseryRefill(Thread *t, size_t size);
inline bool inNursery(const void *p) {
  return reinterpret_cast<uintptr_t>(p) -
             reinterpret_cast<uintptr_t>(gNursery.base) < gNursery.reserved;
}
/// Object starts for sorted candidate addresses; calls pinNursery on each hit.
void resolveNursery(Vec<uintptr_t> &candidates, void (*hit)(Object *));
/// After a minor collection: builds the free ranges around the pinned objects.
void nurseryReset(bool poison);

//===--- Collections ------------------------------------------------------===//

struct RememberedSlot { Object *holder; Value *slot; };
struct Heap {
  bool ready, collecting;
  Thread *threads;
  uintptr_t nativeStack; ///< the collecting thread's native stack begins here
  Vec<RememberedSlot> slots;
  bool marking;   ///< between startMarking() and finishMajor()
  size_t incrementalStart; ///< oldBytes that starts marking in steps
  bool slotsLost; ///< no memory for one: look at all of old space
  Vec<Object *> objects; ///< wholly remembered: allocated old since the last minor
  Vec<Object *> immortals;
  Vec<Value *> roots, quietRoots;
  Vec<void (*)(void *, SlotVisitor)> visitors;
  size_t slotLimit;      ///< slots.count at which duplicates are dropped
  size_t oldBytes;       ///< allocated in old space and large space, dead included
  size_t majorThreshold; ///< oldBytes at which a full collection should be over
  size_t limit;          ///< bytes the heap may occupy
  size_t grace;          ///< allowed past the limit while a MemoryError is handled
  uint32_t stressEvery, stressCount, stressMinors;
  bool verify, poison, wantMajor;
  bool exhausted; ///< the last minor collection had no memory to copy to
  GcStats stats;
};
extern Heap gHeap;
size_t heapFootprint();

// What old space may grow by before the next full collection: 3 MB, which keeps
// small heaps small; with more than 2 MB live as much again and a fifth, up to
// 16 MB; with more than 20 MB four fifths of it.
constexpr size_t kLeastGrowth = 3u << 20, kSmallHeap = 2u << 20, kEasyGrowth = 16u << 20;
void setMajorThreshold(size_t live);
void collectMinor(Thread *t);
/// Marking, in steps between minor collections. All of these are called right
/// after one.
void startMarking();
/// Marks about `bytes` worth of objects; true when nothing is left to mark.
bool markStep(size_t bytes);
/// The rest of a full collection; starts it first if need be.
void finishMajor(Thread *t);
/// While marking: o must not be missed.
void shade(Object *o);
void shadeType(const Shape *s);
/// While marking: p has become an old object; it counts as marked, and its
/// slots are the caller's business.
void noteBlack(char *p, size_t size, const Shape *shape);
void setBlack(uint8_t color);
constexpr uint64_t kPoison = 0xDBDBDBDBDBDBDBDBull;
void poisonMemory(char *p, char *end);

/// Calls f on every word of every native stack, the registers included.
void forEachNativeWord(Thread *t, void (*f)(uintptr_t word));
/// Precise slots outside the heap. RootVectors and running generators are not
/// among them: they pin.
void visitRoots(void *context, SlotVisitor visit);
/// Raw object pointers outside the heap that must be updated.
void visitRawRoots(void (*f)(Object **p));
/// Objects that must stay where they are while they are reachable from here.
void visitPinnedRoots(void (*f)(Object *o));
/// Zeroes the register stacks above their live tops.
void clearStacksAbove();

extern CustomTracer gTracers[256];

/// Calls fn(Value *slot) on each slot of o.
template <typename Fn>
inline void forEachSlot(Object *o, const Shape *s, Fn &&fn) {
  Value *words = reinterpret_cast<Value *>(o + 1);
  size_t i = 0, n = 0;
  switch (s->traceKind) {
  case TraceKind::NoPointers:
    return;
  case TraceKind::FixedSlots:
    i = s->skipWords;
    n = i + s->slotCount;
    break;
  case TraceKind::ValueArray:
    i = 1;
    n = 1 + static_cast<size_t>(words[0].bits);
    break;
  case TraceKind::Instance:
    n = s->size / 8 - 1;
    break;
  case TraceKind::Custom:
    gTracers[s->customTracer](
        o, &fn, [](void *c, Value *slot) {
          (*static_cast<std::remove_reference_t<Fn> *>(c))(slot);
        });
    return;
  }
  for (; i < n; ++i)
    fn(words + i);
}
template <typename Fn> inline void forEachSlot(Object *o, Fn &&fn) {
  forEachSlot(o, o->shape(), fn);
}

//===--- Weak references, finalisers, identities --------------------------===//

/// What became of an object: its address now, or null when it is dead.
using Survivor = Object *(*)(Object *o);
/// Clears weak references to the dead and queues their callbacks' owners, then
/// queues dead objects with finalisers. `keep` makes an object and all it
/// reaches live again. major: look at the old lists too.
void processDeaths(Survivor survivor, Value (*keep)(Value v), bool major);
void visitDeathQueues(void *context, SlotVisitor visit);
size_t deathQueueLength();

/// Old-space address promised to a young object, or null. Taken once.
char *takeReservation(Object *o, size_t size);
/// After a minor collection: forgets the promises of the dead.
void pruneReservations(bool (*isPinned)(Object *o));
void markReservations();

void verifyHeap(const char *when);

} // namespace pyc::gc
