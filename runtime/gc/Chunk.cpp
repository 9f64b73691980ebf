//===- Chunk.cpp - Address space of the heap ------------------------------===//
//
// Maps and unmaps 4 MB aligned chunks, keeps the table that tells whether an
// arbitrary word may be an address in one, and enforces the heap's limit.
//
// Running out of memory: the collector itself needs memory (survivors, mark
// stacks) exactly when there is none. One untouched chunk of address space is
// kept in reserve for it, and one for what handles the MemoryError; they cost no
// memory, only address space (which is what RLIMIT_AS counts), and are given up
// when a mapping fails, the second after MemoryError was raised.
//
//===----------------------------------------------------------------------===//
#include "runtime/gc/Heap.h"
#include <algorithm>
#include <cstdio>
#include <sys/mman.h>

namespace pyc::gc {

namespace {
// Open addressing on the chunk number; 0 is free, deletion re-inserts the run.
struct Entry { uintptr_t number; Chunk *chunk; };
Entry *gTable;
size_t gTableMask, gTableUsed;
uintptr_t gLowestNumber = ~uintptr_t(0), gHighestNumber;
void *gReserve;        // for the collector
void *gHandlerReserve; // for what handles a MemoryError

size_t hashNumber(uintptr_t n) { return n * 0x9E3779B97F4A7C15ull >> 20; }

void insert(uintptr_t number, Chunk *c) {
  size_t i = hashNumber(number) & gTableMask;
  while (gTable[i].number)
    i = (i + 1) & gTableMask;
  gTable[i] = {number, c};
}

void growTable() {
  Entry *old = gTable;
  size_t oldSize = old ? gTableMask + 1 : 0, size = old ? oldSize * 2 : 256;
  gTable = static_cast<Entry *>(resizeOrDie(nullptr, size * sizeof(Entry)));
  memset(gTable, 0, size * sizeof(Entry));
  gTableMask = size - 1;
  for (size_t i = 0; i < oldSize; ++i)
    if (old[i].number)
      insert(old[i].number, old[i].chunk);
  free(old);
}
} // namespace

void *resizeOrDie(void *p, size_t bytes) {
  for (;;) {
    if (void *r = realloc(p, bytes))
      return r;
    if (!releaseReserve())
      internalError(__FILE__, __LINE__,
                    "out of memory for the collector's own tables");
  }
}

bool releaseReserve() {
  if (!gReserve)
    return false;
  munmap(gReserve, kChunkSize);
  gReserve = nullptr;
  return true;
}

static void *mapAligned(size_t bytes) {
  size_t span = bytes + kChunkSize;
  auto *raw = static_cast<char *>(mmap(nullptr, span, PROT_READ | PROT_WRITE,
                                       MAP_PRIVATE | MAP_ANONYMOUS |
                                           MAP_NORESERVE,
                                       -1, 0));
  if (raw == MAP_FAILED)
    return nullptr;
  uintptr_t at = (reinterpret_cast<uintptr_t>(raw) + kChunkSize - 1) &
                 ~(kChunkSize - 1);
  char *p = reinterpret_cast<char *>(at);
  if (p > raw)
    munmap(raw, p - raw);
  if (raw + span > p + bytes)
    munmap(p + bytes, raw + span - (p + bytes));
  return p;
}

void refillReserve() {
  for (void **p : {&gReserve, &gHandlerReserve})
    if (!*p)
      *p = mapAligned(kChunkSize);
}

void *mapChunks(size_t bytes) {
  if (void *p = mapAligned(bytes))
    return p;
  largeTrim(/*all=*/true);
  if (void *p = mapAligned(bytes))
    return p;
  // Survivors of the collection that runs, or the objects a MemoryError
  // handler needs, go where the reserve was.
  if (bytes == kChunkSize)
    for (void **reserve : {&gReserve, gHeap.grace ? &gHandlerReserve : &gReserve})
      if (void *p = *reserve) {
        *reserve = nullptr;
        return p;
      }
  return nullptr;
}

void unmapChunks(void *p, size_t bytes) { munmap(p, bytes); }

void registerChunk(Chunk *c, size_t bytes) {
  uintptr_t first = reinterpret_cast<uintptr_t>(c) / kChunkSize;
  uintptr_t last = first + (bytes - 1) / kChunkSize;
  for (uintptr_t n = first; n <= last; ++n) {
    if (!gTable || (gTableUsed + 1) * 2 > gTableMask + 1)
      growTable();
    insert(n, c);
    ++gTableUsed;
  }
  gLowestNumber = std::min(gLowestNumber, first);
  gHighestNumber = std::max(gHighestNumber, last);
}

void unregisterChunk(Chunk *c, size_t bytes) {
  uintptr_t first = reinterpret_cast<uintptr_t>(c) / kChunkSize;
  uintptr_t last = first + (bytes - 1) / kChunkSize;
  for (uintptr_t n = first; n <= last; ++n) {
    size_t i = hashNumber(n) & gTableMask;
    while (gTable[i].number != n)
      i = (i + 1) & gTableMask;
    gTable[i].number = 0;
    --gTableUsed;
    // Entries behind may have been displaced by this one.
    for (i = (i + 1) & gTableMask; gTable[i].number; i = (i + 1) & gTableMask) {
      Entry e = gTable[i];
      gTable[i].number = 0;
      insert(e.number, e.chunk);
    }
  }
}

Chunk *findChunk(uintptr_t p) {
  uintptr_t n = p / kChunkSize;
  if (n < gLowestNumber || n > gHighestNumber)
    return nullptr;
  for (size_t i = hashNumber(n) & gTableMask; gTable[i].number;
       i = (i + 1) & gTableMask)
    if (gTable[i].number == n)
      return gTable[i].chunk;
  return nullptr;
}

} // namespace pyc::gc

void pyc::internalError(const char *file, int line, const char *what) {
  fprintf(stderr,
          "pyc: internal error: %s (%s:%d)\n"
          "This is a bug in pyc, not in the program it runs; please report it "
          "with the program.\n",
          what, file, line);
  abort();
}
