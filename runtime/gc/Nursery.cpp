//===- Nursery.cpp - Where objects are born -------------------------------===//
//
// 1 MB at first, up to 4 when much survives (and what pinned objects take away
// from it), out of one reservation of address space, so that "is it in the
// nursery" is one subtraction and compare.
// A thread bumps through zeroed pieces; when one is used up the next kZeroStep
// bytes are cleared and the piece grows in place, or the next free range is
// begun.
//
// Where do objects begin? A conservative root may point anywhere, and nothing
// is recorded per object. But where a piece was extended, the bump pointer stood
// at an object's start: these crossing points are the segments, and a candidate
// is found by walking from the last one before it. What the walk relies on:
// headers are never zero, memory behind the last object is, and gcObjectSize()
// of an object never shrinks without its tail being cleared.
//
//===----------------------------------------------------------------------===//
#include "runtime/gc/Heap.h"
#include <algorithm>
#include <sys/mman.h>
#include <sys/resource.h>

namespace pyc::gc {

Nursery gNursery;

// ‹m› clear-ahead step: see docs/design/gc.md.
static constexpr size_t kZeroStep = 16u << 10;
static constexpr size_t kSmallestRange = 512;

bool nurseryInitialise() {
  rlimit limit;
  bool rationed =
      getrlimit(RLIMIT_AS, &limit) || limit.rlim_cur != RLIM_INFINITY;
  gNursery.reserved = rationed ? 4 * kNurserySize : 64 * kNurserySize;
  void *p = mmap(nullptr, gNursery.reserved, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (p == MAP_FAILED)
    return false;
  gNursery.base = static_cast<char *>(p);
  gNursery.target = kNurseryStart;
  nurseryReset(false);
  return true;
}

bool nurseryRefill(Thread *t, size_t size) {
  char *p = t->nurseryTop;
  for (;;) {
    if (t->nurseryEnd == gNursery.cursor && p) {
      // The piece can grow in place.
      size_t need = size - (t->nurseryEnd - p);
      size_t left = gNursery.limit - gNursery.cursor;
      if (need <= left) {
        size_t step = std::min(left, std::max(need, kZeroStep));
        memset(gNursery.cursor, 0, step);
        gNursery.cursor += step;
        t->nurseryEnd = gNursery.cursor;
        gNursery.segments.push({p, gNursery.cursor});
        return true;
      }
    }
    if (static_cast<size_t>(gNursery.limit - gNursery.cursor) < size ||
        t->nurseryEnd == gNursery.cursor) {
      if (gNursery.nextRange == gNursery.ranges.count)
        return false;
      Segment r = gNursery.ranges[gNursery.nextRange++];
      gNursery.cursor = r.start;
      gNursery.limit = r.end;
      gNursery.active = std::max<size_t>(gNursery.active, r.end - gNursery.base);
    }
    p = t->nurseryTop = t->nurseryEnd = gNursery.cursor;
  }
}

void resolveNursery(Vec<uintptr_t> &candidates, void (*hit)(Object *)) {
  Vec<Segment> &segments = gNursery.segments;
  auto byStart = [](const Segment &a, const Segment &b) {
    return a.start < b.start;
  };
  std::sort(candidates.begin(), candidates.end());
  if (!std::is_sorted(segments.begin(), segments.end(), byStart))
    std::sort(segments.begin(), segments.end(), byStart);
  Segment *at = segments.begin();
  char *p = nullptr, *stop = nullptr;
  for (uintptr_t c : candidates) {
    auto *address = reinterpret_cast<char *>(c);
    Segment *next = std::upper_bound(
        at, segments.end(), address,
        [](char *a, const Segment &s) { return a < s.start; });
    if (next == segments.begin())
      continue;
    if (next - 1 != at || !p) {
      at = next - 1;
      p = at->start;
      stop = next < segments.end() ? std::min(at->end, next->start) : at->end;
    }
    while (p < stop && p <= address) {
      auto *o = reinterpret_cast<Object *>(p);
      if (!o->shapeId) {
        p += 8;
        continue;
      }
      size_t size = gcObjectSize(o);
      if (address < p + size) {
        hit(o);
        break; // p stays: the next candidate may be in it too
      }
      p += size;
    }
  }
}

void nurseryAdapt(size_t copied) {
  // A program that starts promotes what it loads once: grow only beside an old
  // space of that size.
  // The average is over about eight collections: what is built in one go would
  // survive a larger nursery too.
  gNursery.survival = gNursery.survival / 8 * 7 + copied / 8;
  if (gNursery.survival > gNursery.target / 8 && gHeap.oldBytes >= gNursery.target) {
    gNursery.target = std::min(gNursery.target * 2, kNurserySize);
    gNursery.survival = 0;
  }
}

void poisonMemory(char *p, char *end) {
  for (; p < end; p += 8)
    *reinterpret_cast<uint64_t *>(p) = kPoison;
}

void nurseryReset(bool poison) {
  Nursery &n = gNursery;
  std::sort(n.pinned.begin(), n.pinned.end());
  n.ranges.clear();
  n.segments.clear();
  n.nextRange = 0;
  n.cursor = n.limit = nullptr;
  // Without memory to copy to, giving out more nursery would only collect more
  // pinned objects than there are tables for.
  char *at = n.base;
  char *top = n.base + (gHeap.exhausted ? kNurserySize : n.reserved);
  size_t free = 0, wasActive = n.active;
  n.active = 0;
  auto addRange = [&](char *end) {
    if (free >= n.target || at >= end)
      return;
    end = std::min(end, at + (n.target - free));
    if (poison) // what was never handed out may stay untouched
      poisonMemory(at, std::min(end, std::max(at, n.base + wasActive)));
    n.ranges.push({at, end});
    free += end - at;
  };
  for (Object *o : n.pinned) {
    auto *start = reinterpret_cast<char *>(o);
    char *end = start + ((gcObjectSize(o) + 7) & ~size_t(7));
    if (n.segments.count && size_t(start - at) < kSmallestRange) {
      // Too small a hole to hand out: with zeros in it the walk gets over it.
      memset(at, 0, start - at);
      n.segments.back().end = end;
    } else {
      addRange(start);
      n.segments.push({start, end});
    }
    at = end;
    n.active = at - n.base;
  }
  addRange(top);
  for (Thread *t = gHeap.threads; t; t = t->next)
    t->nurseryTop = t->nurseryEnd = nullptr;
  // After a spell with many pinned objects, let the far end go.
  size_t used = std::max<size_t>(
      n.active, n.ranges.empty() ? 0 : n.ranges.back().end - n.base);
  if (wasActive > used + n.target / 4) {
    size_t from = (used + 4095) & ~size_t(4095);
    madvise(n.base + from, wasActive - from, MADV_DONTNEED);
  } else {
    n.active = std::max(n.active, wasActive);
  }
}

} // namespace pyc::gc
