//===- DictProbe.h - Probing a dict's index, inline -----------------------===//
//
// The search of DictTable.h's index as templates to be inlined: DictTable.cpp
// builds all lookups of them, and the interpreter's handlers use findQuick(),
// which answers for the keys that programs use most (small ints and short strs
// in a dict of only such keys) without any call, so that a handler needs no
// stack frame. ‹m› two d["k5"] 20.8 -> 13.6 ns.
//
// Everything here is [no collect] and runs no Python.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/object/DictTable.h"

namespace pyc::dicts {

#define PYC_INLINE [[gnu::always_inline]] inline
#define PYC_INLINE_LAMBDA __attribute__((always_inline))

struct Slot32 {
  using Word = uint32_t;
  static constexpr int kNumberBits = 24;
};
struct Slot64 {
  using Word = uint64_t;
  static constexpr int kNumberBits = 32;
};
constexpr int64_t kMaxSlot32Entries = (1 << 24) - 2;

inline bool usesWideSlots(DictObject *d) { return capacityOf(d) > kMaxSlot32Entries; }

template <typename S> struct Index {
  using Word = typename S::Word;
  Word *slots;
  uint64_t mask;
  int shift;
  explicit Index(DictObject *d) {
    auto *raw = d->index.as<RawBuffer>();
    slots = reinterpret_cast<Word *>(raw->data);
    mask = static_cast<uint64_t>(raw->size) / sizeof(Word) - 1;
    shift = __builtin_clzll(mask);
  }
  static Word tagPart(uint64_t mixed) {
    return static_cast<Word>(mixed >> 24) << S::kNumberBits;
  }
  static bool tagMatches(Word slot, Word tag) {
    return ((slot ^ tag) >> S::kNumberBits) == 0;
  }
  static int64_t number(Word slot) {
    return static_cast<int64_t>(slot & ((Word(1) << S::kNumberBits) - 1)) - 1;
  }
};

/// The sequence of slots a hash may be in.
struct Probe {
  uint64_t position, mask, perturb;
  bool linear;
  PYC_INLINE Probe(bool strMode, uint64_t hash, uint64_t mixed, uint64_t mask, int shift)
      : mask(mask), perturb(hash), linear(strMode) {
    position = strMode ? mixed >> shift : hash & mask;
  }
  PYC_INLINE void next() {
    if (linear) {
      position = (position + 1) & mask;
    } else {
      perturb >>= 5;
      position = (position * 5 + perturb + 1) & mask;
    }
  }
};

/// Calls match(entry) for candidates until it returns something but -1.
/// Inlined by force: out of line the captured words travel through memory, and
/// the wide copy of what was just stored in halves stalls (‹m› 20% of
/// bench/sudoku.py).
template <typename S, typename Match>
PYC_INLINE int64_t probeIndex(DictObject *d, bool strMode, uint64_t hash, const Match &match) {
  Index<S> index(d);
  uint64_t mixed = hash * kMix;
  auto tag = Index<S>::tagPart(mixed);
  for (Probe p(strMode, hash, mixed, index.mask, index.shift);; p.next()) {
    auto slot = index.slots[p.position];
    if (slot == 0)
      return -1;
    if (Index<S>::tagMatches(slot, tag)) {
      int64_t r = match(Index<S>::number(slot));
      if (r != -1)
        return r;
    }
  }
}

/// The same in a dict of at most 8 entries.
template <typename Match>
PYC_INLINE int64_t probeTags(DictObject *d, uint64_t hash, const Match &match) {
  uint64_t m = matchTags(d->index.bits, tagOf(hash * kMix));
  for (; m; m &= m - 1) {
    int64_t r = match(__builtin_ctzll(m) >> 3);
    if (r != -1)
      return r;
  }
  return -1;
}

/// First eight characters and so on: objects are padded to 8 bytes, so a word
/// can be read.
inline uint64_t textWord(StrObject *s, int64_t at) {
  uint64_t w;
  memcpy(&w, s->chars<char>() + at, 8);
  return w;
}

/// Tuples of ints, strs and the like, the usual composite keys: 1, 0, or -1 when
/// only equals() can tell.
inline int tuplesEqual(Value a, Value b) {
  if (!isExact(a, shapes::tuple) || !isExact(b, shapes::tuple))
    return -1;
  auto *x = a.as<TupleObject>(), *y = b.as<TupleObject>();
  if (x->length != y->length)
    return 0;
  for (int64_t i = 0; i < x->length; ++i)
    if (x->items[i] != y->items[i])
      return x->items[i].isInt() && y->items[i].isInt() ? 0 : -1;
  return 1;
}

constexpr int64_t kUnknown = -4;

/// Entry number of key, -1 when absent, kUnknown when only find() can tell.
PYC_INLINE int64_t findQuick(DictObject *d, Value key) {
  if (key.isInt()) {
    if (!(d->flags & kDictIntKeys))
      return isStrMode(d) ? -1 : kUnknown;
    uint64_t hash = smallIntHash(key.asInt());
    auto match = [d, key](int64_t i) PYC_INLINE_LAMBDA -> int64_t {
      return *entryAt(d, i) == key ? i : -1;
    };
    if (d->index.isInt())
      return probeTags(d, hash, match);
    if (PYC_UNLIKELY(usesWideSlots(d)))
      return kUnknown;
    return probeIndex<Slot32>(d, false, hash, match);
  }
  if (!isExact(key, shapes::str1) || !isStrMode(d))
    return kUnknown;
  auto *y = key.as<StrObject>();
  uint64_t hash = y->hash;
  if (PYC_UNLIKELY(hash == 0))
    return kUnknown;
  auto match = [d, key, y, hash](int64_t i) PYC_INLINE_LAMBDA -> int64_t {
    Value k = *entryAt(d, i);
    if (PYC_LIKELY(k == key))
      return i;
    if (k.isEmpty())
      return -1;
    // Of equal hash, so nearly always equal.
    auto *x = k.as<StrObject>();
    if (x->hash != hash)
      return -1;
    int64_t n = x->length;
    if (x->shapeId != y->shapeId || n > 16)
      return kUnknown;
    if (n != y->length)
      return -1;
    if (n < 8)
      return n == 0 || (textWord(x, 0) ^ textWord(y, 0)) << (64 - 8 * n) == 0 ? i : -1;
    return textWord(x, 0) == textWord(y, 0) && textWord(x, n - 8) == textWord(y, n - 8) ? i : -1;
  };
  if (d->index.isInt())
    return probeTags(d, hash, match);
  if (PYC_UNLIKELY(usesWideSlots(d)))
    return kUnknown;
  return probeIndex<Slot32>(d, true, hash, match);
}

} // namespace pyc::dicts
