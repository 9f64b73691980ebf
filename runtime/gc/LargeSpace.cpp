//===- LargeSpace.cpp - Objects of 8 KB and more --------------------------===//
//
// Large objects do not move. Those below 1 MB share chunks in granules of 1 KB
// (next fit over a table of owners); bigger ones have a mapping of their own,
// with address space behind it to grow into. Memory handed out reads zero: a
// granule is cleared when it is taken a second time, and long free runs go back
// to the system instead.
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
constexpr size_t kGiveBackGranules = 64; // 64 KB: cheaper to fault than to keep

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
    if (c->dirty[i >> 6] & bit)
      memset(granule(c, i), 0, kGranule);
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
  if (n >= kGiveBackGranules) {
    uintptr_t from = roundUp(reinterpret_cast<uintptr_t>(o), kPage);
    uintptr_t to = (reinterpret_cast<uintptr_t>(o) + n * kGranule) & ~(kPage - 1);
    madvise(reinterpret_cast<void *>(from), to - from, MADV_DONTNEED);
    for (size_t i = start; i < start + n; ++i) {
      auto p = reinterpret_cast<uintptr_t>(granule(c, i));
      if (p >= from && p + kGranule <= to)
        c->dirty[i >> 6] &= ~(uint64_t(1) << (i & 63));
    }
  }
  if (c->freeGranules == kGranulesPerChunk - kMediumMeta && gMedium.count > 1) {
    gMedium[c->listIndex] = gMedium.back();
    gMedium[c->listIndex]->listIndex = c->listIndex;
    gMedium.pop();
    unregisterChunk(c, kChunkSize);
    unmapChunks(c, kChunkSize);
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

Object *allocateHuge(size_t size) {
  if (size > size_t(1) << 46)
    return nullptr;
  size_t mapped = roundUp(size + kHugeHeader, kPage);
  size_t reserved = addressSpaceIsRationed() ? mapped : mapped * 2;
  auto *c = static_cast<HugeChunk *>(mapChunks(reserved));
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
  unmapChunks(c, c->reserved);
}
} // namespace

Object *largeAllocate(size_t size) {
  return size < kHugeObject ? allocateMedium(size) : allocateHuge(size);
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
    if (c->dirty[i >> 6] & bit)
      memset(granule(c, i), 0, kGranule);
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
