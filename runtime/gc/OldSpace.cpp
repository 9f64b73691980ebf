//===- OldSpace.cpp - Immix blocks for promoted objects -------------------===//
//
// Blackburn and McKinley, "Immix: A Mark-Region Garbage Collector" (PLDI 2008).
// Blocks of 32 KB are divided into lines of 128 bytes. Marking an object marks
// its lines; sweeping looks only at line marks, and a block with free lines is
// allocated into again, bumping through its holes. Objects do not move.
//
// Two deviations. Lines are marked exactly when an object is scanned (its size
// is known then), so a hole begins right behind the last live line. And each
// chunk has start bits, one per 8 bytes, because a word on the native stack
// must be recognised as (pointing into) an object: after marking, the mark bits
// are the start bits of what is live, so the two bitmaps just change places.
//
// An object over a line that does not fit the hole at hand goes to an overflow
// block instead of making the allocator skip the hole (as in the paper).
//
//===----------------------------------------------------------------------===//
#include "runtime/gc/Heap.h"
#include <algorithm>
#include <sys/mman.h>

namespace pyc::gc {

OldSpace gOld;

static BlockState &stateOf(char *block) {
  BlockChunk *c = blockChunkOf(block);
  return c->blocks[(block - reinterpret_cast<char *>(c)) / kBlockSize];
}
static uint8_t *linesOf(char *block) {
  BlockChunk *c = blockChunkOf(block);
  return c->lines + (block - reinterpret_cast<char *>(c)) / kLineSize;
}

static bool addChunk() {
  if (gHeap.exhausted && gHeap.collecting)
    return false; // tried just before
  auto *c = static_cast<BlockChunk *>(mapChunks(kChunkSize));
  if (!c)
    return false;
  c->kind = ChunkKind::Blocks;
  c->listIndex = gOld.chunks.count;
  c->starts = c->bits[0];
  c->marks = c->bits[1];
  c->lines = c->lineBytes[0];
  c->markedLines = c->lineBytes[1];
  c->freeBlocks = kBlocksPerChunk - kMetaBlocks;
  gOld.chunks.push(c);
  registerChunk(c, kChunkSize);
  for (size_t i = kBlocksPerChunk; i-- > kMetaBlocks;)
    gOld.freeBlocks.push(reinterpret_cast<char *>(c) + i * kBlockSize);
  for (size_t i = 0; i < kMetaBlocks; ++i)
    c->blocks[i] = BlockState::Meta;
  return true;
}

static char *takeFreeBlock() {
  if (gOld.freeBlocks.empty() && !addChunk())
    return nullptr;
  char *b = gOld.freeBlocks.pop();
  stateOf(b) = BlockState::Used;
  --blockChunkOf(b)->freeBlocks;
  ++gOld.blocksInUse;
  return b;
}

/// Moves the cursor to the next run of free lines, in this block or another.
static bool nextHole() {
  for (;;) {
    if (gOld.block) {
      uint8_t *lines = linesOf(gOld.block);
      size_t i = (gOld.limit - gOld.block) / kLineSize;
      while (i < kLinesPerBlock && lines[i])
        ++i;
      if (i < kLinesPerBlock) {
        size_t j = i + 1;
        while (j < kLinesPerBlock && !lines[j])
          ++j;
        gOld.cursor = gOld.block + i * kLineSize;
        gOld.limit = gOld.block + j * kLineSize;
        return true;
      }
    }
    if (!gOld.recyclable.empty()) {
      gOld.block = gOld.recyclable.pop();
      stateOf(gOld.block) = BlockState::Used;
      gOld.cursor = gOld.limit = gOld.block;
      continue;
    }
    char *b = takeFreeBlock();
    if (!b) {
      gOld.block = gOld.cursor = gOld.limit = nullptr;
      return false;
    }
    gOld.block = gOld.cursor = b;
    gOld.limit = b + kBlockSize;
    return true;
  }
}

[[gnu::noinline]] char *oldAllocateMiss(size_t size) {
  // What is left of the hole is given up only for an object that any fresh
  // hole can take.
  if ((size <= kLineSize || gOld.cursor == gOld.limit) && !nextHole())
    return nullptr;
  if (size <= static_cast<size_t>(gOld.limit - gOld.cursor)) {
    char *p = gOld.cursor;
    gOld.cursor += size;
    return p;
  }
  if (size > static_cast<size_t>(gOld.overflowLimit - gOld.overflowCursor)) {
    char *b = takeFreeBlock();
    if (!b)
      return nullptr;
    gOld.overflowCursor = b;
    gOld.overflowLimit = b + kBlockSize;
  }
  char *p = gOld.overflowCursor;
  gOld.overflowCursor += size;
  return p;
}

void prepareBlocksForMark() {
  for (BlockChunk *c : gOld.chunks) {
    memset(c->markedLines, 0, sizeof c->lineBytes[0]);
    memset(c->marks, 0, sizeof c->bits[0]);
  }
}

/// Every word of dead objects becomes a pointer nobody can follow.
static void poisonDead(BlockChunk *c) {
  for (size_t w = 0; w < kChunkSize / 8 / 64; ++w)
    for (uint64_t dead = c->starts[w] & ~c->marks[w]; dead; dead &= dead - 1) {
      char *p = reinterpret_cast<char *>(c) +
                (w * 64 + __builtin_ctzll(dead)) * 8;
      poisonMemory(p, p + gcObjectSize(reinterpret_cast<Object *>(p)));
    }
}

/// Gives back chunks without any live line, as long as `excess` free blocks can
/// be spared.
static void unmapEmptyChunks(size_t excess) {
  constexpr size_t kUsable = kBlocksPerChunk - kMetaBlocks;
  size_t kept = 0, removed = 0;
  for (size_t i = 0; i < gOld.chunks.count; ++i) {
    BlockChunk *c = gOld.chunks[i];
    // Swapping keeps the doomed behind the kept.
    if (c->freeBlocks < kUsable || (removed + 1) * kUsable > excess)
      std::swap(gOld.chunks[kept++], gOld.chunks[i]);
    else
      ++removed;
  }
  if (!removed)
    return;
  for (size_t i = kept; i < gOld.chunks.count; ++i)
    gOld.chunks[i]->freeBlocks = 0;
  size_t n = 0;
  for (char *b : gOld.freeBlocks)
    if (blockChunkOf(b)->freeBlocks)
      gOld.freeBlocks[n++] = b;
  gOld.freeBlocks.count = n;
  for (size_t i = kept; i < gOld.chunks.count; ++i) {
    unregisterChunk(gOld.chunks[i], kChunkSize);
    unmapChunks(gOld.chunks[i], kChunkSize);
  }
  gOld.chunks.count = kept;
}

void forEachOld(bool marked, void (*f)(Object *)) {
  for (BlockChunk *c : gOld.chunks)
    for (size_t w = 0; w < kChunkSize / 8 / 64; ++w)
      for (uint64_t b = (marked ? c->marks : c->starts)[w]; b; b &= b - 1)
        f(reinterpret_cast<Object *>(reinterpret_cast<char *>(c) +
                                     (w * 64 + __builtin_ctzll(b)) * 8));
  struct Context { bool marked; void (*f)(Object *); } context{marked, f};
  forEachLarge(
      [](void *p, Object *o) {
        auto *c = static_cast<Context *>(p);
        if (o->shapeId && (!c->marked || (o->gcBits & gcBlack)))
          c->f(o);
      },
      &context);
}

void sweepBlocks(bool poison) {
  gOld.cursor = gOld.limit = gOld.block = nullptr;
  gOld.overflowCursor = gOld.overflowLimit = nullptr;
  gOld.recyclable.clear();
  gOld.freeBlocks.clear();
  gOld.blocksInUse = 0;
  if (poison)
    for (BlockChunk *c : gOld.chunks)
      poisonDead(c);
  // Highest chunk first, so that the stacks hand out low addresses first and
  // high chunks get a chance to become empty.
  std::sort(gOld.chunks.begin(), gOld.chunks.end(), std::greater<>());
  for (BlockChunk *c : gOld.chunks) {
    std::swap(c->starts, c->marks);
    std::swap(c->lines, c->markedLines);
    c->freeBlocks = 0;
    for (size_t b = kBlocksPerChunk; b-- > kMetaBlocks;) {
      char *block = reinterpret_cast<char *>(c) + b * kBlockSize;
      uint64_t live = 0;
      auto *words = reinterpret_cast<uint64_t *>(linesOf(block));
      for (size_t i = 0; i < kLinesPerBlock / 8; ++i)
        live += __builtin_popcountll(words[i]); // bytes are 0 or 1
      if (!live) {
        if (c->blocks[b] != BlockState::Clean)
          c->blocks[b] = BlockState::Free;
        gOld.freeBlocks.push(block);
        ++c->freeBlocks;
        continue;
      }
      ++gOld.blocksInUse;
      c->blocks[b] = BlockState::Used;
      if (live < kLinesPerBlock) {
        c->blocks[b] = BlockState::Recyclable;
        gOld.recyclable.push(block);
      }
    }
  }
  // Free blocks beyond what the next cycle will fill go back to the system.
  size_t keep = (gHeap.majorThreshold - std::min(gHeap.majorThreshold,
                                                 gHeap.oldBytes)) /
                    kBlockSize + 32;
  size_t excess = gOld.freeBlocks.count > keep ? gOld.freeBlocks.count - keep : 0;
  for (size_t i = 0; i < excess; ++i) {
    char *block = gOld.freeBlocks[i];
    if (stateOf(block) == BlockState::Free) {
      madvise(block, kBlockSize, MADV_DONTNEED);
      stateOf(block) = BlockState::Clean;
    }
  }
  unmapEmptyChunks(excess);
}

} // namespace pyc::gc
