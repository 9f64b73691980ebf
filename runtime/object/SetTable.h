//===- SetTable.h - Inside sets -------------------------------------------===//
//
// See SetTable.cpp for the structure.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/object/DictTable.h"

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
