//===- LargeSpace.cpp - Objects of 8 KB and more --------------------------===//
//
// Large objects do not move. Those below 1 MB share chunks in granules of 1 KB
// (next fit over a table of owners); bigger ones have a mapping of their own,
// with address space behind it to grow into. Memory handed out reads zero: it is
// cleared when it is taken a second time.
//
// What is freed is likely to be asked for again: a program that makes a list of
// 2 MB makes another. Clearing such memory takes 0.1 ms, faulting it in anew 2 ms
// (‹m› `z + b'x'` with 2 MB: 1.83 ms, so 0.2). So free granules stay, until they
// are many; then long free runs go back to the system. Mappings of freed huge
// objects wait in a pool for a few collections.
//
// Large objects are born young: until the next minor collection they are on
// Nursery::youngLarge and need no write barrier. Surviving, they become old
// where they are.
//
//===----------------------------------------------------------------------===//
#include "runtime/gc/Heap.h"
#include <algorithm>
#include <sys/mman.h>
#include <sys/resource.h>

namespace pyc::gc {

size_t gLargeBytes;

namespace {
Vec<MediumChunk *> gMedium;
Vec<HugeChunk *> gHuge;
constexpr size_t kPage = 4096;
constexpr size_t kPoolBytes = 16u << 20, kFreeDirty = 4u << 20;
constexpr unsigned kPoolAge = 8; // minor collections
constexpr size_t kGiveBackGranules = 16; // shorter runs are left alone
size_t gFreeDirty; ///< bytes of free granules that may be resident
struct Pooled {
  HugeChunk *chunk;
  unsigned age; ///< minor collections since it was freed
};
Vec<Pooled> gPool;
size_t gPoolBytes;

size_t roundUp(size_t n, size_t unit) { return (n + unit - 1) & ~(unit - 1); }

MediumChunk *addMediumChunk() {
  auto *c = static_cast<MediumChunk *>(mapChunks(kChunkSize));
  if (!c)
    return nullptr;
  c->kind = ChunkKind::Medium;
  c->listIndex = gMedium.count;
  c->freeGranules = c->longestRun = kGranulesPerChunk - kMediumMeta;
  gMedium.push(c);
  registerChunk(c, kChunkSize);
  return c;
}

/// First granule of a free run of n, or 0; learns the longest run on failure.
size_t findRun(MediumChunk *c, size_t n) {
  size_t longest = 0;
  for (size_t i = kMediumMeta; i < kGranulesPerChunk;) {
    if (c->owner[i]) {
      i = c->owner[i] + c->length[c->owner[i]];
      continue;
    }
    size_t start = i;
    while (i < kGranulesPerChunk && !c->owner[i] && i - start < n)
      ++i;
    if (i - start == n)
      return start;
    longest = std::max(longest, i - start);
  }
  c->longestRun = longest;
  return 0;
}

char *granule(MediumChunk *c, size_t i) {
  return reinterpret_cast<char *>(c) + i * kGranule;
}

Object *allocateMedium(size_t size) {
  size_t n = (size + kGranule - 1) / kGranule;
  MediumChunk *c = nullptr;
  size_t start = 0;
  for (size_t k = gMedium.count; k-- > 0 && !start;)
    if (gMedium[k]->longestRun >= n)
      start = findRun(c = gMedium[k], n);
  if (!start) {
    c = addMediumChunk();
    if (!c)
      return nullptr;
    start = kMediumMeta;
  }
  for (size_t i = start; i < start + n; ++i) {
    c->owner[i] = start;
    uint64_t bit = uint64_t(1) << (i & 63);
    if (c->dirty[i >> 6] & bit) {
      memset(granule(c, i), 0, kGranule);
      gFreeDirty -= kGranule;
    }
    c->dirty[i >> 6] |= bit;
  }
  c->length[start] = n;
  c->freeGranules -= n;
  gLargeBytes += n * kGranule;
  return reinterpret_cast<Object *>(granule(c, start));
}

void freeMedium(MediumChunk *c, Object *o) {
  size_t start = (reinterpret_cast<char *>(o) - reinterpret_cast<char *>(c)) /
                 kGranule;
  size_t n = c->length[start];
  for (size_t i = start; i < start + n; ++i)
    c->owner[i] = 0;
  c->freeGranules += n;
  // Only neighbours can make a longer run; the bound is made exact by findRun.
  c->longestRun = c->freeGranules;
  gLargeBytes -= n * kGranule;
  gFreeDirty += n * kGranule;
  if (c->freeGranules == kGranulesPerChunk - kMediumMeta && gMedium.count > 1) {
    gMedium[c->listIndex] = gMedium.back();
    gMedium[c->listIndex]->listIndex = c->listIndex;
    gMedium.pop();
    for (uint64_t word : c->dirty)
      gFreeDirty -= __builtin_popcountll(word) * kGranule;
    unregisterChunk(c, kChunkSize);
    unmapChunks(c, kChunkSize);
  }
}

/// The free granules from `start` to before `end` go back to the system.
void giveBack(MediumChunk *c, size_t start, size_t end) {
  auto from = roundUp(reinterpret_cast<uintptr_t>(granule(c, start)), kPage);
  auto to = reinterpret_cast<uintptr_t>(granule(c, end)) & ~(kPage - 1);
  madvise(reinterpret_cast<void *>(from), to - from, MADV_DONTNEED);
  for (size_t i = start; i < end; ++i) {
    auto p = reinterpret_cast<uintptr_t>(granule(c, i));
    uint64_t bit = uint64_t(1) << (i & 63);
    if (p >= from && p + kGranule <= to && c->dirty[i >> 6] & bit) {
      c->dirty[i >> 6] &= ~bit;
      gFreeDirty -= kGranule;
    }
  }
}

void giveBackMedium() {
  for (MediumChunk *c : gMedium)
    for (size_t i = kMediumMeta; i < kGranulesPerChunk;) {
      if (c->owner[i]) {
        i = c->owner[i] + c->length[c->owner[i]];
        continue;
      }
      size_t start = i;
      bool dirty = false;
      for (; i < kGranulesPerChunk && !c->owner[i]; ++i)
        dirty |= c->dirty[i >> 6] >> (i & 63) & 1;
      if (dirty && i - start >= kGiveBackGranules)
        giveBack(c, start, i);
    }
}

/// Address space is free unless it is rationed.
bool addressSpaceIsRationed() {
  static int rationed = -1;
  if (rationed < 0) {
    rlimit limit;
    rationed = getrlimit(RLIMIT_AS, &limit) || limit.rlim_cur != RLIM_INFINITY;
  }
  return rationed;
}

void dropPooled(size_t i) {
  HugeChunk *c = gPool[i].chunk;
  gPoolBytes -= c->mapped;
  gPool[i] = gPool.back();
  gPool.pop();
  unmapChunks(c, c->reserved);
}

/// A pooled mapping of at least `mapped` bytes, but not twice that, cleared.
HugeChunk *takePooled(size_t mapped) {
  size_t best = gPool.count;
  for (size_t i = 0; i < gPool.count; ++i) {
    size_t have = gPool[i].chunk->mapped;
    if (have >= mapped && have < 2 * mapped &&
        (best == gPool.count || have < gPool[best].chunk->mapped))
      best = i;
  }
  if (best == gPool.count)
    return nullptr;
  HugeChunk *c = gPool[best].chunk;
  gPoolBytes -= c->mapped;
  gPool[best] = gPool.back();
  gPool.pop();
  char *start = reinterpret_cast<char *>(c);
  if (c->mapped > mapped)
    madvise(start + mapped, c->mapped - mapped, MADV_DONTNEED);
  memset(start + kHugeHeader, 0, mapped - kHugeHeader);
  return c;
}

Object *allocateHuge(size_t size) {
  if (size > size_t(1) << 46)
    return nullptr;
  size_t mapped = roundUp(size + kHugeHeader, kPage);
  HugeChunk *c = takePooled(mapped);
  size_t reserved = c ? c->reserved : addressSpaceIsRationed() ? mapped : mapped * 2;
  if (!c)
    c = static_cast<HugeChunk *>(mapChunks(reserved));
  if (!c && reserved != mapped)
    c = static_cast<HugeChunk *>(mapChunks(reserved = mapped));
  if (!c)
    return nullptr;
  c->kind = ChunkKind::Huge;
  c->listIndex = gHuge.count;
  c->mapped = mapped;
  c->reserved = reserved;
  gHuge.push(c);
  registerChunk(c, reserved);
  gLargeBytes += mapped;
  return reinterpret_cast<Object *>(reinterpret_cast<char *>(c) + kHugeHeader);
}

void freeHuge(HugeChunk *c) {
  gHuge[c->listIndex] = gHuge.back();
  gHuge[c->listIndex]->listIndex = c->listIndex;
  gHuge.pop();
  gLargeBytes -= c->mapped;
  unregisterChunk(c, c->reserved);
  if (gPoolBytes + c->mapped > std::max(kPoolBytes, gHeap.oldBytes / 2) ||
      !gPool.tryPush({c, 0}))
    return unmapChunks(c, c->reserved);
  gPoolBytes += c->mapped;
}
} // namespace

Object *largeAllocate(size_t size) {
  return size < kHugeObject ? allocateMedium(size) : allocateHuge(size);
}

void largeTrim(bool all) {
  for (size_t i = gPool.count; i-- > 0;)
    if (all || ++gPool[i].age > kPoolAge)
      dropPooled(i);
  if (all || gFreeDirty > std::max(kFreeDirty, gHeap.oldBytes / 4))
    giveBackMedium();
}

void largeFree(Object *o) {
  Chunk *c = chunkOf(o);
  if (c->kind == ChunkKind::Huge)
    freeHuge(static_cast<HugeChunk *>(c));
  else
    freeMedium(static_cast<MediumChunk *>(c), o);
}

size_t largeFootprint(const Object *o) {
  Chunk *c = chunkOf(o);
  if (c->kind == ChunkKind::Huge)
    return static_cast<HugeChunk *>(c)->mapped;
  auto *m = static_cast<MediumChunk *>(c);
  return m->length[(reinterpret_cast<const char *>(o) -
                    reinterpret_cast<const char *>(c)) / kGranule] * kGranule;
}

Object *largeFind(Chunk *c, uintptr_t p) {
  auto start = reinterpret_cast<uintptr_t>(c);
  if (c->kind == ChunkKind::Huge) {
    if (p < start + kHugeHeader)
      return nullptr;
    return reinterpret_cast<Object *>(start + kHugeHeader);
  }
  auto *m = static_cast<MediumChunk *>(c);
  size_t i = (p - start) / kGranule;
  if (i >= kGranulesPerChunk || !m->owner[i])
    return nullptr;
  return reinterpret_cast<Object *>(granule(m, m->owner[i]));
}

void forEachLarge(void (*f)(void *, Object *), void *context) {
  // f may free the object it gets, and with it the chunk.
  for (size_t k = gMedium.count; k-- > 0;) {
    MediumChunk *c = gMedium[k];
    for (size_t i = kMediumMeta, next; i < kGranulesPerChunk; i = next) {
      next = c->owner[i] == i ? i + c->length[i] : i + 1;
      if (c->owner[i] != i)
        continue;
      bool last = c->freeGranules + c->length[i] ==
                  kGranulesPerChunk - kMediumMeta;
      f(context, reinterpret_cast<Object *>(granule(c, i)));
      if (last)
        break;
    }
  }
  for (size_t k = gHuge.count; k-- > 0;)
    f(context, reinterpret_cast<Object *>(reinterpret_cast<char *>(gHuge[k]) +
                                          kHugeHeader));
}

bool largeGrow(Object *o, size_t newSize) {
  Chunk *chunk = chunkOf(o);
  if (chunk->kind == ChunkKind::Huge) {
    auto *c = static_cast<HugeChunk *>(chunk);
    size_t mapped = roundUp(newSize + kHugeHeader, kPage);
    if (mapped > c->reserved)
      return false;
    if (mapped > c->mapped) {
      gLargeBytes += mapped - c->mapped;
      c->mapped = mapped;
    }
    return true;
  }
  auto *c = static_cast<MediumChunk *>(chunk);
  size_t start = (reinterpret_cast<char *>(o) - reinterpret_cast<char *>(c)) /
                 kGranule;
  size_t have = c->length[start], want = (newSize + kGranule - 1) / kGranule;
  if (start + want > kGranulesPerChunk || want >= kHugeObject / kGranule)
    return false;
  for (size_t i = start + have; i < start + want; ++i)
    if (c->owner[i])
      return false;
  for (size_t i = start + have; i < start + want; ++i) {
    c->owner[i] = start;
    uint64_t bit = uint64_t(1) << (i & 63);
    if (c->dirty[i >> 6] & bit) {
      memset(granule(c, i), 0, kGranule);
      gFreeDirty -= kGranule;
    }
    c->dirty[i >> 6] |= bit;
  }
  if (want > have) {
    c->length[start] = want;
    c->freeGranules -= want - have;
    gLargeBytes += (want - have) * kGranule;
  }
  return true;
}

} // namespace pyc::gc
