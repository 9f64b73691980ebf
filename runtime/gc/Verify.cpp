//===- Verify.cpp - Does every slot point to an object? -------------------===//
//
// For tests and the stress modes. Walks every object there is, the dead not yet
// swept included (what they point to is not reused before they are gone), and
// checks that each Value is no pointer or the address of an object whose header
// makes sense, and that an old object's pointers into the nursery are
// remembered.
//
//===----------------------------------------------------------------------===//
#include "runtime/gc/Heap.h"
#include <algorithm>
#include <cstdio>

namespace pyc::gc {

namespace {

Vec<Object *> gNurseryStarts;
Vec<Value *> gKnown;
const char *gWhen;

[[noreturn]] void fail(Object *holder, Value *slot, const char *what) {
  fprintf(stderr,
          "heap verifier, %s: %s\n  holder %p header %016lx, slot +%ld, "
          "value %016lx\n",
          gWhen, what, static_cast<void *>(holder),
          holder ? *reinterpret_cast<uint64_t *>(holder) : 0ul,
          holder ? long(reinterpret_cast<char *>(slot) -
                        reinterpret_cast<char *>(holder))
                 : 0l,
          slot ? slot->bits : 0ul);
  internalError(__FILE__, __LINE__, "the heap is damaged");
}

void checkHeader(Object *o, Object *holder, Value *slot) {
  uint32_t s = o->shapeId;
  if (s < kLowArenaBase || s >= kLowArenaEnd || (s & 7))
    fail(holder, slot, "target has no shape");
  if (o->shape()->traceKind > TraceKind::Custom)
    fail(holder, slot, "target's shape is damaged");
}

void checkSlot(Object *holder, Value *slot) {
  if (!slot->isObject())
    return;
  Object *o = slot->asObject();
  auto p = reinterpret_cast<uintptr_t>(o);
  if (p < kLowArenaEnd)
    return;
  if (p & 7)
    fail(holder, slot, "misaligned pointer");
  if (inNursery(o)) {
    if (!std::binary_search(gNurseryStarts.begin(), gNurseryStarts.end(), o))
      fail(holder, slot, "no object begins there in the nursery");
  } else {
    Chunk *c = findChunk(p);
    if (!c)
      fail(holder, slot, "points outside the heap");
    if (c->kind == ChunkKind::Blocks
            ? !testBit(static_cast<BlockChunk *>(c)->starts, o)
            : largeFind(c, p) != o)
      fail(holder, slot, "no object begins there in old space");
  }
  checkHeader(o, holder, slot);
  if (holder && (holder->gcBits & kGcOld) && !(holder->gcBits & kGcRemembered) &&
      gcIsYoung(o) &&
      !std::binary_search(gKnown.begin(), gKnown.end(), slot))
    fail(holder, slot, "an old object's pointer to a young one is not remembered");
  // While marking: no scanned object points to an unmarked one. (Large objects
  // have the colour before they are scanned, so they are not checked.)
  if (gHeap.marking && holder && (holder->gcBits & kGcOld) &&
      (holder->gcBits & gcBlack) && !(holder->gcBits & kGcRemembered) &&
      chunkOf(holder)->kind == ChunkKind::Blocks && !gcIsYoung(o) &&
      (chunkOf(o)->kind == ChunkKind::Blocks
           ? !testBit(blockChunkOf(o)->marks, o)
           : !(o->gcBits & gcBlack)))
    fail(holder, slot, "a marked object points to one that is not");
}

void checkObject(Object *o) {
  checkHeader(o, nullptr, nullptr);
  forEachSlot(o, [o](Value *slot) { checkSlot(o, slot); });
}

void collectNurseryStarts() {
  Vec<Segment> &s = gNursery.segments;
  std::sort(s.begin(), s.end(), [](const Segment &a, const Segment &b) {
    return a.start < b.start;
  });
  gNurseryStarts.clear();
  for (size_t i = 0; i < s.count; ++i) {
    char *stop = i + 1 < s.count ? std::min(s[i].end, s[i + 1].start) : s[i].end;
    for (char *p = s[i].start; p < stop;) {
      auto *o = reinterpret_cast<Object *>(p);
      if (!o->shapeId) {
        p += 8;
        continue;
      }
      gNurseryStarts.push(o);
      p += (gcObjectSize(o) + 7) & ~size_t(7);
      if (p > s[i].end)
        fail(o, nullptr, "object runs over its piece of the nursery");
    }
  }
}

} // namespace

void verifyHeap(const char *when) {
  gWhen = when;
  collectNurseryStarts();
  gKnown.clear();
  for (RememberedSlot r : gHeap.slots)
    gKnown.push(r.slot);
  std::sort(gKnown.begin(), gKnown.end());
  for (Object *o : gNurseryStarts)
    checkObject(o);
  for (BlockChunk *c : gOld.chunks)
    for (size_t w = 0; w < kChunkSize / 8 / 64; ++w)
      for (uint64_t bits = c->starts[w]; bits; bits &= bits - 1)
        checkObject(reinterpret_cast<Object *>(
            reinterpret_cast<char *>(c) + (w * 64 + __builtin_ctzll(bits)) * 8));
  forEachLarge(
      [](void *, Object *o) {
        if (o->shapeId)
          checkObject(o);
      },
      nullptr);
  visitRoots(nullptr, [](void *, Value *slot) { checkSlot(nullptr, slot); });
}

} // namespace pyc::gc
