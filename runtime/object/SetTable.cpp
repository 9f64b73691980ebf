//===- SetTable.cpp - Sets: storage and lookup ----------------------------===//
//
// Problem: programs print sets and take items out of them, so the order in
// which a set iterates is visible; with ints it is even predictable. Idea:
// use CPython's table: power-of-two open addressing, up to nine neighbouring
// slots, then a jump perturbed by the upper bits of the hash; grown fourfold
// (twofold past 50,000) at three fifths full; a new key takes the last deleted
// slot that its search passed.
// With equal hashes the order is then equal.
//
// The table holds just the keys: a str caches its hash, a small int's hash is
// its value; other keys have theirs in a parallel buffer (key modes as in
// DictTable.h).
//
// Invariant: keys' __eq__ may change the set; after every comparison that may
// run Python the table is checked and the search starts again if it changed.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/SetTable.h"

namespace pyc::sets {

namespace {
constexpr int64_t kAgain = INT64_MIN + 1;

uint64_t slotHash(SetObject *s, int64_t i) {
  if (s->flags & kDictAnyKeys)
    return hashesOf(s)[i];
  Value k = table(s)[i];
  return k.isInt() ? dicts::smallIntHash(k.asInt()) : k.as<StrObject>()->hash;
}

/// The last deleted slot before the free slot that ends the search for hash.
bool lastDeleted(SetObject *s, uint64_t hash, int64_t &slot) {
  Value *items = table(s);
  uint64_t mask = maskOf(s), i = hash & mask, perturb = hash;
  bool found = false;
  for (;;) {
    uint64_t last = i + kLinearProbes <= mask ? i + kLinearProbes : i;
    for (uint64_t j = i; j <= last; ++j) {
      if (items[j].isEmpty())
        return found;
      if (items[j] == kDeleted) {
        slot = static_cast<int64_t>(j);
        found = true;
      }
    }
    perturb >>= 5;
    i = (i * 5 + 1 + perturb) & mask;
  }
}

/// Into a table without deleted slots that does not hold key.
void insertClean(Value *items, uint64_t mask, uint64_t hash, Value key, uint64_t *hashes,
                 ValueBuffer *holder) {
  uint64_t i = hash & mask, perturb = hash;
  for (;;) {
    uint64_t last = i + kLinearProbes <= mask ? i + kLinearProbes : i;
    for (uint64_t j = i; j <= last; ++j) {
      if (!items[j].isEmpty())
        continue;
      setSlot(holder, &items[j], key);
      if (hashes)
        hashes[j] = hash;
      return;
    }
    perturb >>= 5;
    i = (i * 5 + 1 + perturb) & mask;
  }
}

ValueBuffer *newTable(Thread *t, size_t size) {
  ValueBuffer *b = newValueBuffer(t, size);
  if (b)
    for (size_t i = 0; i < size; ++i)
      b->items[i] = Value::empty();
  return b;
}

bool adaptMode(Thread *t, SetObject *s, Value key) {
  uint16_t wanted = key.isInt() ? kDictIntKeys : dicts::isExactStr(key) ? 0 : kDictAnyKeys;
  uint16_t mode = s->flags & (kDictIntKeys | kDictAnyKeys);
  if (PYC_LIKELY(mode == wanted) || mode == kDictAnyKeys)
    return true;
  if (s->used == 0 && wanted != kDictAnyKeys) {
    s->flags = (s->flags & ~kDictIntKeys) | wanted;
    return true;
  }
  RawBuffer *hashes = newRawBuffer(t, (maskOf(s) + 1) * 8);
  if (!hashes)
    return false;
  auto *h = reinterpret_cast<uint64_t *>(hashes->data);
  for (int64_t i = 0; i <= static_cast<int64_t>(maskOf(s)); ++i)
    if (isLive(table(s)[i]))
      h[i] = slotHash(s, i);
  s->flags = (s->flags & ~kDictIntKeys) | kDictAnyKeys;
  setSlot(s, &s->hashes, Value::fromObject(hashes));
  return true;
}
} // namespace

bool resize(Thread *t, SetObject *s, int64_t minimum) {
  size_t size = 8;
  while (size <= static_cast<size_t>(minimum))
    size <<= 1;
  ValueBuffer *b = newTable(t, size);
  RawBuffer *hashes = nullptr;
  if (!b || ((s->flags & kDictAnyKeys) && !(hashes = newRawBuffer(t, size * 8))))
    return false;
  auto *h = hashes ? reinterpret_cast<uint64_t *>(hashes->data) : nullptr;
  if (hasTable(s))
    for (int64_t i = 0, n = table(s) ? tableSize(s) : 0; i < n; ++i)
      if (isLive(table(s)[i]))
        insertClean(b->items, size - 1, slotHash(s, i), table(s)[i], h, b);
  setSlot(s, &s->entries, Value::fromObject(b));
  setSlot(s, &s->hashes, hashes ? Value::fromObject(hashes) : Value::fromSmallInt(0));
  s->fill = s->used;
  return true;
}

static bool ensureTable(Thread *t, SetObject *s) { return hasTable(s) || resize(t, s, 0); }

int64_t findHashed(Thread *t, SetObject *s, Value key, uint64_t hash) {
  if (!hasTable(s))
    return -1;
  uint16_t mode = s->flags & (kDictIntKeys | kDictAnyKeys);
  if (mode == kDictIntKeys && key.isInt())
    return walk(s, hash, [key](int64_t i, Value k) __attribute__((always_inline)) -> int64_t { return k == key ? i : -1; });
  if (mode == 0 && dicts::isExactStr(key))
    return walk(s, hash, [key, hash](int64_t i, Value k) __attribute__((always_inline)) -> int64_t {
      return k == key || (k.as<StrObject>()->hash == hash && strEqual(k, key)) ? i : -1;
    });
  for (;;) {
    if (!hasTable(s))
      return -1;
    int64_t r = walk(s, hash, [=](int64_t i, Value k) -> int64_t {
      if (k == key)
        return i;
      if (slotHash(s, i) != hash)
        return -1;
      int quick = dicts::tuplesEqual(k, key);
      if (PYC_LIKELY(quick >= 0))
        return quick ? i : -1;
      Value before = s->entries;
      int equal = equals(t, k, key);
      if (equal < 0)
        return INT64_MIN;
      if (s->entries != before || table(s)[i] != k)
        return kAgain;
      return equal ? i : -1;
    });
    if (r == INT64_MIN || r != kAgain)
      return r;
  }
}

/// Adds a key of the set's own mode (small ints; flat strs) to a set without
/// deleted slots. 1 done, 0 raised, -1: not so simple.
static inline int addSimple(Thread *t, SetObject *s, Value key, uint64_t hash) {
  if (!hasTable(s) || s->fill != s->used)
    return -1;
  uint16_t mode = s->flags & (kDictIntKeys | kDictAnyKeys);
  int64_t i;
  if (key.isInt() && mode == kDictIntKeys)
    i = walk(s, hash, [key](int64_t i, Value k) PYC_INLINE_LAMBDA -> int64_t { return k == key ? i : -1; });
  else if (mode == 0 && isExact(key, shapes::str1))
    i = walk(s, hash, [key, hash](int64_t i, Value k) PYC_INLINE_LAMBDA -> int64_t {
      return k == key || (k.as<StrObject>()->hash == hash && strEqual(k, key)) ? i : -1;
    });
  else
    return -1;
  if (i >= 0)
    return 1;
  i = -1 - i;
  ++s->fill;
  ++s->used;
  ValueBuffer *b = tableBuffer(s);
  setSlot(b, &b->items[i], key);
  if (static_cast<uint64_t>(s->fill) * 5 < maskOf(s) * 3)
    return 1;
  return resize(t, s, s->used > 50000 ? s->used * 2 : s->used * 4);
}

bool addHashed(Thread *t, SetObject *s, Value key, uint64_t hash) {
  if (int r = addSimple(t, s, key, hash); PYC_LIKELY(r >= 0))
    return r;
  if (PYC_UNLIKELY(isExact(key, shapes::rope))) {
    StrObject *flat = flattenStr(t, key);
    if (!flat)
      return false;
    flat->hash = hash;
    key = Value::fromObject(flat);
  }
  int64_t i;
  do { // once more when comparing with the items emptied the set
    if (!ensureTable(t, s))
      return false;
    i = findHashed(t, s, key, hash);
    if (i >= 0)
      return true;
  } while (!hasTable(s));
  if (i == INT64_MIN || !adaptMode(t, s, key))
    return false;
  bool reused = s->fill != s->used && lastDeleted(s, hash, i);
  if (!reused) {
    i = -1 - i;
    ++s->fill;
  }
  ++s->used;
  setSlot(tableBuffer(s), &table(s)[i], key);
  if (s->flags & kDictAnyKeys)
    hashesOf(s)[i] = hash;
  if (reused || static_cast<uint64_t>(s->fill) * 5 < maskOf(s) * 3)
    return true;
  return resize(t, s, s->used > 50000 ? s->used * 2 : s->used * 4);
}

int removeHashed(Thread *t, SetObject *s, Value key, uint64_t hash) {
  int64_t i = findHashed(t, s, key, hash);
  if (i == INT64_MIN)
    return -1;
  if (i < 0)
    return 0;
  removeSlot(s, i);
  return 1;
}

void removeSlot(SetObject *s, int64_t i) {
  table(s)[i] = kDeleted;
  --s->used;
}

uint64_t liveHash(SetObject *s, int64_t i) { return slotHash(s, i); }

bool hashKey(Thread *t, Value key, uint64_t &hash) {
  if (key.isInt()) {
    hash = dicts::smallIntHash(key.asInt());
    return true;
  }
  if (dicts::isExactStr(key)) {
    hash = dicts::hashOfStr(t, key);
    return true;
  }
  if (isExact(key, shapes::tuple))
    return tupleHash(t, key.as<TupleObject>(), hash);
  return hashOf(t, key, hash);
}

bool hashLookupKey(Thread *t, Value key, uint64_t &hash) {
  if (hashKey(t, key, hash))
    return true;
  // A set is looked for as the frozenset of its items.
  if (!hasKind(key, Kind::Set) || !pendingMatches(t, exc::TypeError))
    return false;
  clearPending(t);
  hash = itemsHash(key.as<SetObject>());
  return true;
}

bool merge(Thread *t, SetObject *s, SetObject *from) {
  if (s == from || from->used == 0)
    return true;
  if (static_cast<uint64_t>(s->fill + from->used) * 5 >= maskOf(s) * 3 || !hasTable(s))
    if (!resize(t, s, static_cast<uint64_t>(s->fill + from->used) * 5 >= maskOf(s) * 3
                          ? (s->used + from->used) * 2
                          : static_cast<int64_t>(maskOf(s))))
      return false;
  if (s->fill == 0) {
    uint16_t mode = from->flags & (kDictIntKeys | kDictAnyKeys);
    RawBuffer *hashes = nullptr;
    if (mode & kDictAnyKeys) {
      if (!(hashes = newRawBuffer(t, (maskOf(s) + 1) * 8)))
        return false;
      setSlot(s, &s->hashes, Value::fromObject(hashes));
    }
    s->flags = (s->flags & ~(kDictIntKeys | kDictAnyKeys)) | mode;
    auto *h = hashes ? reinterpret_cast<uint64_t *>(hashes->data) : nullptr;
    if (maskOf(s) == maskOf(from) && from->fill == from->used) {
      copySlots(tableBuffer(s), table(s), table(from), maskOf(s) + 1);
      if (h)
        memcpy(h, hashesOf(from), (maskOf(s) + 1) * 8);
    } else {
      for (int64_t i = 0; i < tableSize(from); ++i)
        if (isLive(table(from)[i]))
          insertClean(table(s), maskOf(s), slotHash(from, i), table(from)[i], h, tableBuffer(s));
    }
    s->fill = s->used = from->used;
    return true;
  }
  for (int64_t i = 0; i < tableSize(from); ++i)
    if (isLive(table(from)[i]) && !addHashed(t, s, table(from)[i], slotHash(from, i)))
      return false;
  return true;
}

uint64_t itemsHash(SetObject *s) {
  uint64_t hash = 0;
  for (int64_t i = 0, n = tableSize(s); i < n; ++i)
    if (isLive(table(s)[i])) {
      uint64_t h = slotHash(s, i);
      hash ^= ((h ^ 89869747u) ^ (h << 16)) * 3644798167u;
    }
  hash ^= (static_cast<uint64_t>(s->used) + 1) * 1927868237u;
  hash ^= (hash >> 11) ^ (hash >> 25);
  hash = hash * 69069u + 907133923u;
  return hash == ~uint64_t(0) ? 590923713 : hash;
}

} // namespace pyc::sets

namespace pyc {
using namespace sets;

Value newSet(Thread *t, bool frozen) {
  auto *s = gcAllocate<SetObject>(t, sizeof(SetObject), frozen ? shapes::frozenset : shapes::set);
  return s ? Value::fromObject(s) : Value::empty();
}

bool setAdd(Thread *t, SetObject *s, Value v) {
  uint64_t hash;
  return hashKey(t, v, hash) && addHashed(t, s, v, hash);
}

int setContains(Thread *t, SetObject *s, Value v) {
  uint64_t hash;
  if (!hashLookupKey(t, v, hash))
    return -1;
  int64_t i = findHashed(t, s, v, hash);
  return i >= 0 ? 1 : i == INT64_MIN ? -1 : 0;
}

int setDiscard(Thread *t, SetObject *s, Value v) {
  uint64_t hash;
  if (!hashLookupKey(t, v, hash))
    return -1;
  return removeHashed(t, s, v, hash);
}

bool setNext(SetObject *s, int64_t &pos, Value &v) {
  for (int64_t n = tableSize(s); pos < n;) {
    v = table(s)[pos++];
    if (isLive(v))
      return true;
  }
  return false;
}

void setClear(SetObject *s) {
  s->used = s->fill = 0;
  s->hash = 0;
  s->entries = s->hashes = Value::fromSmallInt(0);
  s->flags &= ~(kDictIntKeys | kDictAnyKeys);
}

bool frozensetHash(Thread *t, SetObject *s, uint64_t &out) {
  if (s->hash == 0)
    s->hash = itemsHash(s);
  out = s->hash;
  return true;
}

} // namespace pyc
