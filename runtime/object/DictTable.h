//===- DictTable.h - Inside dicts: index words and key modes --------------===//
//
// A dict is an array of key/value entries in insertion order plus an index
// from hashes to entry numbers. Three forms of index:
//
//  tags    up to 8 entries: DictObject::index is an int Value whose byte i is
//          the tag of entry i (0x80 | 7 bits of hash; byte 0 loses its two
//          lowest bits, so that the word reads as an int to the collector).
//          All entries are probed with one 64-bit xor and zero-byte test, and
//          the common small dict has no index object.
//  32 bits RawBuffer of 2^k slots: tag << 24 | entry number + 1; 0 is free.
//  64 bits the same with a 32-bit tag and 32-bit number, from 16M entries on.
//
// A deleted entry's key is empty; its index slot stays and keeps probe chains
// whole, until the next rebuild.
//
// Key modes (flags): all exact strs (or none), all small ints, anything. The
// first two need no stored hashes: a str caches its own, an int's is its
// value. Strs probe linearly from a multiplied hash; the others start at the
// hash itself and perturb (sequential ints then never collide; mixing them was
// measured ten times slower, DESIGN §3).
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/object/Containers.h"

namespace pyc::dicts {

constexpr uint64_t kMix = 0x9E3779B97F4A7C15ull;
constexpr int64_t kSmallDict = 8;

/// What Python's hash() says of a small int: the value modulo 2^61 - 1.
inline uint64_t smallIntHash(int64_t i) {
  constexpr int64_t kModulus = (int64_t(1) << 61) - 1;
  if (PYC_LIKELY(i != -1 && i < kModulus && i > -kModulus))
    return static_cast<uint64_t>(i);
  int64_t h = i % kModulus;
  return static_cast<uint64_t>(h == -1 ? -2 : h);
}

inline uint8_t tagOf(uint64_t mixed) { return 0x80 | static_cast<uint8_t>(mixed >> 57); }

/// Bytes of `tags` equal to tag have bit 7 set in the result. Bytes are 0 (no
/// entry) or have bit 7, so the test is exact.
inline uint64_t matchTags(uint64_t tags, uint8_t tag) {
  constexpr uint64_t kOnes = 0x0101010101010101ull, kHigh = kOnes << 7;
  uint64_t x = tags ^ ((kOnes * tag) & ~uint64_t(3));
  // Bytes lie in 0..0x7F where both have bit 7, and are >= 0x80 where not.
  return ~(((x & ~kHigh) + ~kHigh) | x) & kHigh;
}
inline void setTag(DictObject *d, int64_t entry, uint8_t tag) {
  d->index.bits |= (uint64_t(tag) << (entry * 8)) & ~uint64_t(3);
}
inline void clearTag(DictObject *d, int64_t entry) {
  d->index.bits &= ~(uint64_t(0xFF) << (entry * 8));
}

inline ValueBuffer *entriesOf(DictObject *d) { return d->entries.as<ValueBuffer>(); }
inline Value *entryAt(DictObject *d, int64_t i) { return &entriesOf(d)->items[2 * i]; }
inline int64_t capacityOf(DictObject *d) {
  return d->entries.isInt() ? 0 : entriesOf(d)->length / 2;
}
inline uint64_t *hashesOf(DictObject *d) {
  return reinterpret_cast<uint64_t *>(d->hashes.as<RawBuffer>()->data);
}
inline bool isStrMode(const DictObject *d) {
  return !(d->flags & (kDictIntKeys | kDictAnyKeys));
}

inline bool isExactStr(Value v) {
  return v.isObject() && v.asObject()->kind() == Kind::Str &&
         v.asObject()->type() == types::str_;
}
/// Cached hash of an exact str, computed when missing.
inline uint64_t hashOfStr(Thread *t, Value s) {
  uint64_t h = s.as<StrObject>()->hash; // a rope has it at the same place
  return PYC_LIKELY(h != 0) ? h : strHash(t, s);
}

/// Makes room for one more entry (compacts or grows). false: raised.
[[nodiscard]] bool reserveEntry(Thread *t, DictObject *d);
/// Gives d entries for at least n, and an index; d holds what it held.
[[nodiscard]] bool rebuild(Thread *t, DictObject *d, int64_t n);
/// Appends an entry known to be absent; the mode must suit the key. false: raised
[[nodiscard]] bool appendEntry(Thread *t, DictObject *d, Value key, uint64_t hash, Value v);
/// Entry number of key: -1 absent, -2 raised. hash is set for the caller to
/// insert with; `hashOf` errors raise.
int64_t find(Thread *t, DictObject *d, Value key, uint64_t &hash);
/// Switches to a mode that can hold key. false: raised.
[[nodiscard]] bool adaptMode(Thread *t, DictObject *d, Value key);
/// Removes entry i. [no collect]
void removeEntry(DictObject *d, int64_t i);
/// Stores a value into entry i, honouring watches of namespaces.
inline void storeValue(DictObject *d, int64_t i, Value v) {
  if (PYC_UNLIKELY(d->watch))
    return namespaceStore(d, i, v);
  ValueBuffer *b = entriesOf(d);
  setSlot(b, &b->items[2 * i + 1], v);
}
/// Makes a dict a namespace, if it is none: exec(code, {}) gets the inline
/// caches (and traces) of module globals.
void makeNamespace(DictObject *d);
/// A namespace gained a key: new version, key watches break.
void keysChanged(DictObject *d);
/// Its entries got other numbers: every watch breaks.
void entriesMoved(DictObject *d);
/// Entry i is about to go.
void entryRemoved(DictObject *d, int64_t i);

} // namespace pyc::dicts
