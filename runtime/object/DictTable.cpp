//===- DictTable.cpp - Finding, adding and removing dict entries ----------===//
//
// See DictTable.h for the structure. Points that are easy to get wrong:
//
//  * Comparing keys of the "anything" mode may run Python, which may change
//    the dict. After each such comparison the entries buffer and the key are
//    checked, and the search starts again when they changed.
//  * Storage is allocated before anything is touched, so that a failed or
//    collecting allocation never sees a half-made dict.
//  * A removed entry remembers in its value slot where its index slot is.
//    Removed entries at the end of the array are given back at once, newest
//    first; a slot may be freed then, because every chain that ran over it
//    belonged to an entry that was newer and is gone. So a dict used as a
//    stack does not grow, and popitem() never scans.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/DictProbe.h"
#include <algorithm>

namespace pyc::dicts {

namespace {

uint64_t entryHash(DictObject *d, int64_t i) {
  if (d->flags & kDictAnyKeys)
    return hashesOf(d)[i];
  Value k = *entryAt(d, i);
  return k.isInt() ? smallIntHash(k.asInt()) : k.as<StrObject>()->hash;
}

/// Calls match(entry) for candidates until it returns something but -1.
template <typename Match>
PYC_INLINE int64_t candidates(DictObject *d, uint64_t hash, const Match &match) {
  if (PYC_LIKELY(d->index.isInt()))
    return probeTags(d, hash, match);
  if (PYC_LIKELY(!usesWideSlots(d)))
    return probeIndex<Slot32>(d, isStrMode(d), hash, match);
  return probeIndex<Slot64>(d, isStrMode(d), hash, match);
}

template <typename S> void indexInsert(DictObject *d, uint64_t hash, int64_t entry) {
  Index<S> index(d);
  uint64_t mixed = hash * kMix;
  Probe p(isStrMode(d), hash, mixed, index.mask, index.shift);
  while (index.slots[p.position])
    p.next();
  index.slots[p.position] =
      Index<S>::tagPart(mixed) | static_cast<typename S::Word>(entry + 1);
}

void insertIntoIndex(DictObject *d, uint64_t hash, int64_t entry) {
  if (d->index.isInt())
    setTag(d, entry, tagOf(hash * kMix));
  else if (!usesWideSlots(d))
    indexInsert<Slot32>(d, hash, entry);
  else
    indexInsert<Slot64>(d, hash, entry);
}

template <typename S> int64_t slotOfEntry(DictObject *d, uint64_t hash, int64_t entry) {
  Index<S> index(d);
  uint64_t mixed = hash * kMix;
  Probe p(isStrMode(d), hash, mixed, index.mask, index.shift);
  while (Index<S>::number(index.slots[p.position]) != entry)
    p.next();
  return static_cast<int64_t>(p.position);
}

void freeSlot(DictObject *d, int64_t position) {
  auto *raw = d->index.as<RawBuffer>();
  if (usesWideSlots(d))
    reinterpret_cast<uint64_t *>(raw->data)[position] = 0;
  else
    reinterpret_cast<uint32_t *>(raw->data)[position] = 0;
}

/// Entries and index slots of a table for n entries.
struct Size {
  int64_t entries, slots;
};
Size sizeFor(int64_t n) {
  if (n <= kSmallDict)
    return {n <= 4 ? 4 : kSmallDict, 0};
  int64_t slots = 32;
  while (slots / 3 * 2 < n)
    slots *= 2;
  return {slots / 3 * 2, slots};
}

RawBuffer *newIndex(Thread *t, Size size) {
  size_t width = size.entries > kMaxSlot32Entries ? 8 : 4;
  return newRawBuffer(t, static_cast<size_t>(size.slots) * width);
}

void fillIndex(DictObject *d) {
  if (d->index.isInt())
    d->index = Value::fromSmallInt(0);
  for (int64_t i = 0; i < d->fill; ++i)
    insertIntoIndex(d, entryHash(d, i), i);
}

/// Two strings of equal hash. Nearly always equal then, short and of one byte
/// per character: compared as words (objects are padded to 8 bytes). ‹m› 10% of
/// bench/sudoku.py, whose keys are equal but not identical.
inline bool sameText(Value a, Value b) {
  auto *x = a.as<StrObject>(), *y = b.as<StrObject>();
  if (PYC_UNLIKELY(x->shapeId != shapeIdOf(shapes::str1) || y->shapeId != x->shapeId))
    return strEqual(a, b);
  if (x->length != y->length)
    return false;
  int64_t n = x->length;
  if (n < 8)
    return n == 0 || (textWord(x, 0) ^ textWord(y, 0)) << (64 - 8 * n) == 0;
  if (n <= 16)
    return textWord(x, 0) == textWord(y, 0) && textWord(x, n - 8) == textWord(y, n - 8);
  return strEqual(a, b);
}

int64_t findStrIn(DictObject *d, Value key, uint64_t hash) {
  if (isStrMode(d))
    return candidates(d, hash, [d, key, hash](int64_t i) __attribute__((always_inline)) -> int64_t {
      Value k = *entryAt(d, i);
      if (PYC_LIKELY(k == key))
        return i;
      if (k.isEmpty() || k.as<StrObject>()->hash != hash || !sameText(k, key))
        return -1;
      return i;
    });
  if (d->flags & kDictIntKeys)
    return -1;
  return candidates(d, hash, [d, key, hash](int64_t i) __attribute__((always_inline)) -> int64_t {
    Value k = *entryAt(d, i);
    if (k == key)
      return i;
    if (k.isEmpty() || !isExactStr(k) || hashesOf(d)[i] != hash || !strEqual(k, key))
      return -1;
    return i;
  });
}

/// Any key in any mode; comparisons may run Python.
int64_t findAny(Thread *t, DictObject *d, Value key, uint64_t hash) {
  constexpr int64_t kAgain = -3;
  for (;;) {
    if (d->fill == 0)
      return -1;
    int64_t r = candidates(d, hash, [=](int64_t i) -> int64_t {
      Value k = *entryAt(d, i);
      if (k == key)
        return i;
      if (k.isEmpty() || entryHash(d, i) != hash)
        return -1;
      int quick = tuplesEqual(k, key);
      if (PYC_LIKELY(quick >= 0))
        return quick ? i : -1;
      Value entries = d->entries;
      int equal = equals(t, k, key);
      if (equal < 0)
        return -2;
      if (d->entries != entries || i >= d->fill || *entryAt(d, i) != k)
        return kAgain;
      return equal ? i : -1;
    });
    if (r != kAgain)
      return r;
  }
}

} // namespace

int64_t find(Thread *t, DictObject *d, Value key, uint64_t &hash) {
  if (key.isInt()) {
    hash = smallIntHash(key.asInt());
    if (isStrMode(d))
      return -1;
    if (d->flags & kDictIntKeys)
      return candidates(d, hash, [d, key](int64_t i) __attribute__((always_inline)) -> int64_t {
        return *entryAt(d, i) == key ? i : -1;
      });
  } else if (isExactStr(key)) {
    hash = hashOfStr(t, key);
    if (!(d->flags & kDictAnyKeys))
      return findStrIn(d, key, hash);
  } else if (isExact(key, shapes::tuple)) {
    if (!tupleHash(t, key.as<TupleObject>(), hash))
      return -2;
  } else if (!hashOf(t, key, hash)) {
    return -2;
  }
  return findAny(t, d, key, hash);
}

bool rebuild(Thread *t, DictObject *d, int64_t n) {
  Size size = sizeFor(std::max(n, d->used));
  ValueBuffer *entries = nullptr;
  size_t slots = static_cast<size_t>(size.entries) * 2;
  // Large entries may have room behind them: then only the index is made anew.
  if (d->used == d->fill && !d->entries.isInt() && (entriesOf(d)->gcBits & kGcLarge) &&
      entriesOf(d)->length < static_cast<int64_t>(slots) &&
      gcTryGrowLarge(entriesOf(d), sizeof(ValueBuffer) + slots * sizeof(Value))) {
    entries = entriesOf(d);
    entries->length = static_cast<int64_t>(slots);
  } else if (!(entries = newValueBuffer(t, slots))) {
    return false;
  }
  RawBuffer *hashes = nullptr, *index = nullptr;
  if ((d->flags & kDictAnyKeys) &&
      !(hashes = newRawBuffer(t, static_cast<size_t>(size.entries) * 8)))
    return false;
  if (size.slots && !(index = newIndex(t, size)))
    return false;
  // Nothing below collects or fails. Finalisers that ran during the
  // allocations cannot have touched d (they run after a collection, later).
  int64_t to = 0;
  if (d->used == d->fill) {
    if (d->fill) {
      if (entries != entriesOf(d))
        copySlots(entries, entries->items, entriesOf(d)->items, static_cast<size_t>(d->fill) * 2);
      if (hashes)
        memcpy(hashes->data, hashesOf(d), static_cast<size_t>(d->fill) * 8);
    }
    to = d->fill;
  } else {
    for (int64_t i = 0; i < d->fill; ++i) {
      Value *e = entryAt(d, i);
      if (e[0].isEmpty())
        continue;
      copySlots(entries, &entries->items[2 * to], e, 2);
      if (hashes)
        reinterpret_cast<uint64_t *>(hashes->data)[to] = hashesOf(d)[i];
      ++to;
    }
    if (d->flags & kDictNamespace)
      entriesMoved(d);
  }
  setSlot(d, &d->entries, Value::fromObject(entries));
  setSlot(d, &d->hashes, hashes ? Value::fromObject(hashes) : Value::fromSmallInt(0));
  setSlot(d, &d->index, index ? Value::fromObject(index) : Value::fromSmallInt(0));
  d->fill = to;
  fillIndex(d);
  return true;
}

bool reserveEntry(Thread *t, DictObject *d) {
  if (PYC_LIKELY(d->fill < capacityOf(d)))
    return true;
  return rebuild(t, d, d->used + (d->used >> 1) + 1);
}

bool adaptMode(Thread *t, DictObject *d, Value key) {
  uint16_t wanted = key.isInt() ? kDictIntKeys : isExactStr(key) ? 0 : kDictAnyKeys;
  uint16_t mode = d->flags & (kDictIntKeys | kDictAnyKeys);
  if (PYC_LIKELY(mode == wanted) || mode == kDictAnyKeys)
    return true;
  if (d->fill == 0 && wanted != kDictAnyKeys) {
    d->flags = (d->flags & ~kDictIntKeys) | wanted;
    return true;
  }
  RawBuffer *hashes = newRawBuffer(t, static_cast<size_t>(capacityOf(d)) * 8);
  if (!hashes)
    return false;
  RawBuffer *index = nullptr;
  if (mode == 0 && !d->index.isInt()) { // probing changes
    int64_t slots = d->index.as<RawBuffer>()->size;
    if (!(index = newRawBuffer(t, static_cast<size_t>(slots))))
      return false;
  }
  auto *h = reinterpret_cast<uint64_t *>(hashes->data);
  for (int64_t i = 0; i < d->fill; ++i)
    if (!entryAt(d, i)->isEmpty())
      h[i] = entryHash(d, i);
  d->flags = (d->flags & ~kDictIntKeys) | kDictAnyKeys;
  setSlot(d, &d->hashes, Value::fromObject(hashes));
  if (index) {
    setSlot(d, &d->index, Value::fromObject(index));
    if (d->used != d->fill)
      return rebuild(t, d, capacityOf(d)); // drops removed entries first
    fillIndex(d);
  }
  return true;
}

bool appendEntry(Thread *t, DictObject *d, Value key, uint64_t hash, Value v) {
  if (PYC_UNLIKELY(key.isObject() && key.asObject()->kind() == Kind::Str &&
                   isExact(key, shapes::rope))) {
    StrObject *flat = flattenStr(t, key);
    if (!flat)
      return false;
    key = Value::fromObject(flat);
    flat->hash = hash;
  }
  if (!adaptMode(t, d, key) || !reserveEntry(t, d))
    return false;
  int64_t i = d->fill++;
  ++d->used;
  ValueBuffer *b = entriesOf(d);
  setSlot(b, &b->items[2 * i], key);
  setSlot(b, &b->items[2 * i + 1], v);
  if (d->flags & kDictAnyKeys)
    hashesOf(d)[i] = hash;
  insertIntoIndex(d, hash, i);
  if (d->flags & kDictNamespace)
    keysChanged(d);
  return true;
}

void removeEntry(DictObject *d, int64_t i) {
  Value *e = entryAt(d, i);
  int64_t slot = 0;
  if (d->index.isInt()) {
    clearTag(d, i);
  } else {
    uint64_t hash = entryHash(d, i);
    slot = usesWideSlots(d) ? slotOfEntry<Slot64>(d, hash, i) : slotOfEntry<Slot32>(d, hash, i);
  }
  if (d->flags & kDictNamespace)
    entryRemoved(d, i);
  e[0] = Value::empty();
  e[1] = Value::fromSmallInt(slot);
  --d->used;
  while (d->fill > 0) {
    Value *last = entryAt(d, d->fill - 1);
    if (!last->isEmpty())
      break;
    if (!d->index.isInt())
      freeSlot(d, last[1].asInt());
    last[0] = last[1] = Value::fromSmallInt(0);
    --d->fill;
  }
}

} // namespace pyc::dicts

namespace pyc {
using namespace dicts;

int64_t dictFindStr(DictObject *d, Value name) {
  if (d->fill == 0)
    return -1;
  return findStrIn(d, name, hashOfStr(currentThread(), name));
}

Value dictGetStr(DictObject *d, Value name) {
  int64_t i = dictFindStr(d, name);
  return i < 0 ? Value::empty() : entryAt(d, i)[1];
}

Value dictGet(Thread *t, DictObject *d, Value key) {
  uint64_t hash;
  int64_t i = find(t, d, key, hash);
  return i < 0 ? Value::empty() : entryAt(d, i)[1];
}

int dictContains(Thread *t, DictObject *d, Value key) {
  uint64_t hash;
  int64_t i = find(t, d, key, hash);
  return i >= 0 ? 1 : i == -1 ? 0 : -1;
}

bool dictSet(Thread *t, DictObject *d, Value key, Value v) {
  uint64_t hash;
  int64_t i = find(t, d, key, hash);
  if (i >= 0) {
    storeValue(d, i, v);
    return true;
  }
  return i == -1 && appendEntry(t, d, key, hash, v);
}

Value dictSetDefault(Thread *t, DictObject *d, Value key, Value v) {
  uint64_t hash;
  int64_t i = find(t, d, key, hash);
  if (i >= 0)
    return entryAt(d, i)[1];
  if (i == -2 || !appendEntry(t, d, key, hash, v))
    return Value::empty();
  return v;
}

int dictDelete(Thread *t, DictObject *d, Value key) {
  uint64_t hash;
  int64_t i = find(t, d, key, hash);
  if (i >= 0)
    removeEntry(d, i);
  return i >= 0 ? 1 : i == -1 ? 0 : -1;
}

Value dictPop(Thread *t, DictObject *d, Value key) {
  uint64_t hash;
  int64_t i = find(t, d, key, hash);
  if (i < 0)
    return Value::empty();
  Value v = entryAt(d, i)[1];
  removeEntry(d, i);
  return v;
}

void dictClear(DictObject *d) {
  if (d->flags & kDictNamespace)
    entriesMoved(d);
  d->used = d->fill = 0;
  d->entries = d->index = d->hashes = Value::fromSmallInt(0);
  d->flags &= ~(kDictIntKeys | kDictAnyKeys);
}

bool dictNext(DictObject *d, int64_t &pos, Value &key, Value &value) {
  while (pos < d->fill) {
    Value *e = entryAt(d, pos++);
    if (e[0].isEmpty())
      continue;
    key = e[0];
    value = e[1];
    return true;
  }
  return false;
}

Value newDict(Thread *t) {
  auto *d = gcAllocate<DictObject>(t, sizeof(DictObject), shapes::dict);
  return d ? Value::fromObject(d) : Value::empty();
}

DictObject *newDictSized(Thread *t, size_t n) {
  Value v = newDict(t);
  if (!v || (n && !rebuild(t, v.as<DictObject>(), static_cast<int64_t>(n))))
    return nullptr;
  return v.as<DictObject>();
}

Value dictCopy(Thread *t, DictObject *d) {
  DictObject *r = newDictSized(t, 0);
  if (!r || (d->used && !dictMerge(t, r, d)))
    return Value::empty();
  return Value::fromObject(r);
}

bool dictMerge(Thread *t, DictObject *d, DictObject *from, bool overrideOld) {
  if (d == from || from->used == 0)
    return true;
  if (d->used == 0 && d->fill == 0 && !(d->flags & kDictNamespace)) {
    // Into an empty dict: same mode, no lookups.
    d->flags = (d->flags & ~(kDictIntKeys | kDictAnyKeys)) |
               (from->flags & (kDictIntKeys | kDictAnyKeys));
    if (!rebuild(t, d, from->used))
      return false;
    ValueBuffer *b = entriesOf(d);
    int64_t to = 0;
    if (from->used == from->fill) { // no holes: entries as they are
      to = from->fill;
      copySlots(b, b->items, entriesOf(from)->items, static_cast<size_t>(to) * 2);
      if (d->flags & kDictAnyKeys)
        memcpy(hashesOf(d), hashesOf(from), static_cast<size_t>(to) * 8);
      if (from->index.isInt() && d->index.isInt()) {
        d->index = from->index;
        d->used = d->fill = to;
        return true;
      }
      if (!from->index.isInt() && !d->index.isInt() &&
          d->index.as<RawBuffer>()->size == from->index.as<RawBuffer>()->size &&
          usesWideSlots(d) == usesWideSlots(from)) {
        memcpy(d->index.as<RawBuffer>()->data, from->index.as<RawBuffer>()->data,
               static_cast<size_t>(from->index.as<RawBuffer>()->size));
        d->used = d->fill = to;
        return true;
      }
    }
    for (int64_t i = to; i < from->fill; ++i) {
      Value *e = entryAt(from, i);
      if (e[0].isEmpty())
        continue;
      copySlots(b, &b->items[2 * to], e, 2);
      if (d->flags & kDictAnyKeys)
        hashesOf(d)[to] = hashesOf(from)[i];
      ++to;
    }
    d->used = d->fill = to;
    for (int64_t i = 0; i < to; ++i)
      insertIntoIndex(d, entryHash(d, i), i);
    return true;
  }
  int64_t size = from->used;
  for (int64_t pos = 0;;) {
    Value k, v;
    if (!dictNext(from, pos, k, v))
      return true;
    uint64_t hash;
    int64_t i = find(t, d, k, hash);
    if (i == -2)
      return false;
    if (i >= 0) {
      if (overrideOld)
        storeValue(d, i, v);
    } else if (!appendEntry(t, d, k, hash, v)) {
      return false;
    }
    if (from->used != size) {
      raise(t, exc::RuntimeError, "dict mutated during update");
      return false;
    }
  }
}

} // namespace pyc
