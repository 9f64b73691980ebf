//===- Namespace.cpp - Versions and watches of module and class dicts -----===//
//
// Problem: compiled code wants to treat a global or a builtin as a constant,
// without a test at each use. Idea: it *watches* the entry; whoever stores to
// a watched entry first reports that the assumption is broken (DESIGN §9).
//
//  * DictObject::keysVersion changes with every change of the set of keys and
//    with every move of entries: (version, entry number) caches a lookup, in
//    the interpreter's inline caches, whatever the values do.
//  * DictObject::watch is 0 (nobody watches: stores cost one test) or the
//    number of a record here: assumptions by entry number, and one for the set
//    of keys. Entry numbers are stable until entries move, which breaks all.
//
// An entry whose assumption was broken kPatience times changes "too often" and
// is not watched again: a global counter must not cause endless compilation.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/DictTable.h"
#include <unordered_map>
#include <vector>

namespace pyc {

namespace {
constexpr uint32_t kPatience = 3;

struct Watched {
  uint32_t assumption = 0; ///< 0: none now
  uint32_t broken = 0;
};
struct WatchRecord {
  std::unordered_map<int64_t, Watched> entries;
  Watched keys;
};
std::vector<WatchRecord> &records() {
  static std::vector<WatchRecord> r(1); // number 0 means none
  return r;
}
uint32_t gKeysVersion = 0;
uint32_t gNextAssumption = 0;

void breakWatch(Watched &w) {
  if (!w.assumption)
    return;
  uint32_t a = w.assumption;
  w.assumption = 0;
  ++w.broken;
  if (assumptionBrokenHook)
    assumptionBrokenHook(a);
}

WatchRecord &recordOf(DictObject *d) {
  if (!d->watch) {
    d->watch = static_cast<uint32_t>(records().size());
    records().emplace_back();
  }
  return records()[d->watch];
}

uint32_t watch(Watched &w) {
  if (w.broken >= kPatience)
    return 0;
  if (!w.assumption)
    w.assumption = newAssumption();
  return w.assumption;
}
} // namespace

uint32_t newAssumption() { return ++gNextAssumption; }

uint32_t namespaceWatch(DictObject *d, int64_t entry) {
  return watch(recordOf(d).entries[entry]);
}
uint32_t namespaceWatchKeys(DictObject *d) { return watch(recordOf(d).keys); }

void namespaceStore(DictObject *d, int64_t entry, Value v) {
  if (PYC_UNLIKELY(d->watch) && d->entries.as<ValueBuffer>()->items[2 * entry + 1] != v) {
    auto &r = records()[d->watch];
    auto it = r.entries.find(entry);
    if (it != r.entries.end())
      breakWatch(it->second);
  }
  ValueBuffer *b = d->entries.as<ValueBuffer>();
  setSlot(b, &b->items[2 * entry + 1], v);
}

namespace dicts {
/// A key was added or removed or entries moved. Which one is not told apart:
/// after start-up namespaces hardly change, and adding a key (the common case)
/// must only break the watch of the keys.
void keysChanged(DictObject *d) {
  d->keysVersion = ++gKeysVersion;
  if (PYC_UNLIKELY(d->watch))
    breakWatch(records()[d->watch].keys);
}
void entriesMoved(DictObject *d) {
  keysChanged(d);
  if (!d->watch)
    return;
  for (auto &[entry, w] : records()[d->watch].entries)
    breakWatch(w);
}
void entryRemoved(DictObject *d, int64_t i) {
  keysChanged(d);
  if (!d->watch)
    return;
  auto &r = records()[d->watch];
  auto it = r.entries.find(i);
  if (it != r.entries.end())
    breakWatch(it->second);
}
void makeNamespace(DictObject *d) {
  if (d->flags & kDictNamespace)
    return;
  d->flags |= kDictNamespace;
  d->keysVersion = ++gKeysVersion;
}
} // namespace dicts

Value newNamespace(Thread *t) {
  // Old space: module and class dicts live long, and compiled code may hold
  // their address.
  auto *d = static_cast<DictObject *>(gcAllocateOld(t, sizeof(DictObject), shapes::dict));
  if (!d)
    return Value::empty();
  d->flags |= kDictNamespace;
  d->keysVersion = ++gKeysVersion;
  return Value::fromObject(d);
}

} // namespace pyc
