//===- LowArena.cpp - Immortal memory below 2 GB --------------------------===//
//
// Shapes and singletons live here so that their addresses are 32-bit
// immediates. Mapped in steps as it fills: one mapping of the whole gigabyte
// would count against RLIMIT_AS.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Object.h"
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <unistd.h>

namespace pyc {

namespace {
constexpr uintptr_t kStep = 1u << 20, kSkip = 1u << 24;
uintptr_t gTop = kLowArenaBase + kSingletonCount * kSingletonStride;
uintptr_t gMapped = kLowArenaBase;

/// Runs this program again with the same arguments, addresses not randomised.
[[noreturn]] void restartWithoutRandomisation() {
  int old = personality(0xffffffff);
  if (old != -1 && !(old & ADDR_NO_RANDOMIZE) &&
      personality(unsigned(old) | ADDR_NO_RANDOMIZE) != -1) {
    static char text[1 << 17]; // as much as Linux hands over in one argument
    char *argv[4096];
    size_t argc = 0, n = 0;
    if (int fd = open("/proc/self/cmdline", O_RDONLY); fd >= 0) {
      for (ssize_t k; (k = read(fd, text + n, sizeof text - 1 - n)) > 0;)
        n += size_t(k);
      close(fd);
    }
    for (size_t i = 0; i < n && argc < 4095; i += strlen(text + i) + 1)
      argv[argc++] = text + i;
    argv[argc] = nullptr;
    if (argc && n < sizeof text - 1)
      execv("/proc/self/exe", argv);
  }
  internalError(__FILE__, __LINE__, "cannot map the arena of shapes");
}

/// Maps what is needed for `bytes` more behind gTop.
void mapFor(uintptr_t bytes) {
  while (true) {
    uintptr_t size = (gTop + bytes - gMapped + kStep - 1) & ~(kStep - 1);
    if (gMapped + size > kLowArenaEnd)
      internalError(__FILE__, __LINE__, "the arena of shapes is full");
    void *p = mmap(reinterpret_cast<void *>(gMapped), size,
                   PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE |
                       MAP_FIXED_NOREPLACE,
                   -1, 0);
    if (p == reinterpret_cast<void *>(gMapped)) {
      gMapped += size;
      return;
    }
    if (gMapped == kLowArenaBase)
      restartWithoutRandomisation();
    gTop = gMapped = (gMapped + kSkip) & ~(kSkip - 1);
  }
}
} // namespace

void *lowArenaAllocate(size_t bytes) {
  bytes = (bytes + 7) & ~size_t(7);
  // A shape's hot fields are its first 32 bytes: keep them in one cache line.
  if (bytes >= 64)
    gTop = (gTop + 31) & ~uintptr_t(31);
  if (gTop + bytes > gMapped)
    mapFor(bytes);
  void *p = reinterpret_cast<void *>(gTop);
  gTop += bytes;
  return p;
}

/// Maps the singletons' place before anything was allocated.
void lowArenaInitialise() {
  if (gMapped == kLowArenaBase)
    mapFor(0);
}

} // namespace pyc
