//===- LowArena.cpp - Immortal memory below 2 GB --------------------------===//
//
// Shapes and singletons live here so that their addresses are 32-bit
// immediates. Mapped in steps as it fills: one mapping of the whole gigabyte
// would count against RLIMIT_AS.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Object.h"
#include <sys/mman.h>

namespace pyc {

namespace {
constexpr uintptr_t kStep = 1u << 20;
uintptr_t gTop = kLowArenaBase + kSingletonCount * kSingletonStride;
uintptr_t gMapped = kLowArenaBase;

void mapUpTo(uintptr_t end) {
  uintptr_t size = (end - gMapped + kStep - 1) & ~(kStep - 1);
  if (end > kLowArenaEnd)
    internalError(__FILE__, __LINE__, "the arena of shapes is full");
  void *p = mmap(reinterpret_cast<void *>(gMapped), size,
                 PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE |
                     MAP_FIXED_NOREPLACE,
                 -1, 0);
  if (p != reinterpret_cast<void *>(gMapped))
    internalError(__FILE__, __LINE__, "cannot map the arena of shapes");
  gMapped += size;
}
} // namespace

void *lowArenaAllocate(size_t bytes) {
  bytes = (bytes + 7) & ~size_t(7);
  // A shape's hot fields are its first 32 bytes: keep them in one cache line.
  if (bytes >= 64)
    gTop = (gTop + 31) & ~uintptr_t(31);
  if (gTop + bytes > gMapped)
    mapUpTo(gTop + bytes);
  void *p = reinterpret_cast<void *>(gTop);
  gTop += bytes;
  return p;
}

/// Maps the singletons' place before anything was allocated.
void lowArenaInitialise() {
  if (gMapped == kLowArenaBase)
    mapUpTo(gTop);
}

} // namespace pyc
