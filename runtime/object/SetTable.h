//===- SetTable.h - Inside sets -------------------------------------------===//
//
// See SetTable.cpp for the structure.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/object/DictProbe.h"

namespace pyc::sets {

constexpr Value kDeleted = EmptyBuffer;

inline bool hasTable(SetObject *s) { return !s->entries.isInt(); }
inline ValueBuffer *tableBuffer(SetObject *s) { return s->entries.as<ValueBuffer>(); }
inline Value *table(SetObject *s) { return tableBuffer(s)->items; }
/// A set without a table counts as one of eight slots.
inline uint64_t maskOf(SetObject *s) {
  return hasTable(s) ? static_cast<uint64_t>(tableBuffer(s)->length) - 1 : 7;
}
inline int64_t tableSize(SetObject *s) { return hasTable(s) ? tableBuffer(s)->length : 0; }
inline uint64_t *hashesOf(SetObject *s) {
  return reinterpret_cast<uint64_t *>(s->hashes.as<RawBuffer>()->data);
}
inline bool isLive(Value k) { return !k.isEmpty() && k != kDeleted; }

constexpr uint64_t kLinearProbes = 9;
/// match(slot, key) for live keys until it answers something but -1. At a free
/// slot the walk ends: -1 - slot.
template <typename Match>
PYC_INLINE int64_t walk(SetObject *s, uint64_t hash, const Match &match) {
  Value *items = table(s);
  uint64_t mask = maskOf(s), i = hash & mask, perturb = hash;
  for (;;) {
    uint64_t last = i + kLinearProbes <= mask ? i + kLinearProbes : i;
    for (uint64_t j = i; j <= last; ++j) {
      Value k = items[j];
      if (k.isEmpty())
        return -1 - static_cast<int64_t>(j);
      if (k == kDeleted)
        continue;
      int64_t r = match(static_cast<int64_t>(j), k);
      if (r != -1)
        return r;
    }
    perturb >>= 5;
    i = (i * 5 + 1 + perturb) & mask;
  }
}

/// Slot of a small int or short str in a set of only such, without any call; -1
/// absent; dicts::kUnknown when only findHashed() can tell.
PYC_INLINE int64_t findQuick(SetObject *s, Value key) {
  if (!hasTable(s))
    return key.isInt() || isExact(key, shapes::str1) ? -1 : dicts::kUnknown;
  uint16_t mode = s->flags & (kDictIntKeys | kDictAnyKeys);
  int64_t r;
  if (key.isInt()) {
    if (mode != kDictIntKeys)
      return mode == 0 ? -1 : dicts::kUnknown;
    r = walk(s, dicts::smallIntHash(key.asInt()), [key](int64_t i, Value k) PYC_INLINE_LAMBDA -> int64_t {
      return k == key ? i : -1;
    });
    return r < 0 ? -1 : r;
  }
  if (mode != 0 || !isExact(key, shapes::str1))
    return dicts::kUnknown;
  auto *y = key.as<StrObject>();
  uint64_t hash = y->hash;
  if (PYC_UNLIKELY(hash == 0))
    return dicts::kUnknown;
  constexpr int64_t kAsk = INT64_MIN;
  r = walk(s, hash, [key, y, hash](int64_t i, Value k) PYC_INLINE_LAMBDA -> int64_t {
    if (k == key)
      return i;
    auto *x = k.as<StrObject>();
    if (x->hash != hash)
      return -1;
    if (x->shapeId != y->shapeId || x->length != y->length || static_cast<uint64_t>(x->length) - 1 >= 8)
      return kAsk;
    return (dicts::textWord(x, 0) ^ dicts::textWord(y, 0)) << (64 - 8 * x->length) == 0 ? i : -1;
  });
  return r >= 0 ? r : r == kAsk ? dicts::kUnknown : -1;
}

[[nodiscard]] bool hashKey(Thread *t, Value key, uint64_t &hash);
/// For lookups: a set stands for the frozenset of its items.
[[nodiscard]] bool hashLookupKey(Thread *t, Value key, uint64_t &hash);
/// Slot of key; -1 - free slot when absent; INT64_MIN raised.
int64_t findHashed(Thread *t, SetObject *s, Value key, uint64_t hash);
[[nodiscard]] bool addHashed(Thread *t, SetObject *s, Value key, uint64_t hash);
int removeHashed(Thread *t, SetObject *s, Value key, uint64_t hash); ///< 1, 0, -1
void removeSlot(SetObject *s, int64_t i);
uint64_t liveHash(SetObject *s, int64_t i);
/// A table of the next power of two above minimum.
[[nodiscard]] bool resize(Thread *t, SetObject *s, int64_t minimum);
/// All items of another set.
[[nodiscard]] bool merge(Thread *t, SetObject *s, SetObject *from);
uint64_t itemsHash(SetObject *s);

} // namespace pyc::sets
