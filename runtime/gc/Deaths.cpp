//===- Deaths.cpp - Weak references, finalisers and identities ------------===//
//
// Weak references and objects with finalisers are kept in lists by age: a minor
// collection looks only at entries of which something is young. At the end of
// tracing
//   1. weak references to dead objects are cleared and queued;
//   2. dead objects with finalisers are made live again, with all they reach,
//      and queued. Those no other of them reaches come first, so that an owner
//      is finalised before what it owns.
// The queues are emptied outside the collector, at a safe point of the
// interpreter (kBreakGc, gcRunPending) or at the end of gcCollect(): finalisers
// run Python code, which must not happen inside an arbitrary allocation.
//
// Identity: id(o) and the default hash are the object's address, which must not
// change when a young object is copied. Asking for it reserves the old-space
// address the object will be copied to. kFlagHashed says there is a
// reservation; old objects have none and are their own identity.
//
//===----------------------------------------------------------------------===//
#include "runtime/gc/Heap.h"

namespace pyc::gc {

namespace {

struct WeakEntry {
  Object *weakref;
  size_t offset;
  Value *slot() const {
    return reinterpret_cast<Value *>(reinterpret_cast<char *>(weakref) + offset);
  }
};
/// Entries, and on demand a chained hash index from referent to entries. A list
/// whose entries a collection may have changed forgets its index.
struct WeakList : Vec<WeakEntry> {
  static constexpr uint32_t kEnd = ~0u;
  Vec<uint32_t> heads, tails, next;
  size_t indexed;
  void forget() { indexed = heads.count = next.count = 0; }
  size_t hash(Object *o) {
    return (reinterpret_cast<uintptr_t>(o) >> 3) * 0x9E3779B97F4A7C15ull >> 32 &
           (heads.count - 1);
  }
  void index() {
    if (indexed == count && heads.count)
      return;
    if (!heads.count || count * 2 > heads.count) {
      size_t size = heads.count ? heads.count : 64;
      while (size < count * 4)
        size *= 2;
      forget();
      tails.count = 0;
      for (size_t i = 0; i < size; ++i) {
        heads.push(kEnd);
        tails.push(kEnd);
      }
    }
    for (; indexed < count; ++indexed) {
      next.push(kEnd);
      Value *s = (*this)[indexed].slot();
      if (!s->isObject())
        continue;
      size_t h = hash(s->asObject());
      (tails[h] == kEnd ? heads[h] : next[tails[h]]) = indexed;
      tails[h] = indexed;
    }
  }
};
WeakList gYoungWeak, gOldWeak;
Vec<Object *> gYoungFinal, gOldFinal;
/// First in, first out.
struct Queue {
  Vec<Value> values;
  size_t head;
  size_t length() const { return values.count - head; }
  Value take() {
    Value v = values[head++];
    if (head == values.count)
      head = values.count = 0;
    return v;
  }
};
Queue gClearedWeak, gFinalQueue;
bool gRunningPending;

/// Open addressing; emptied at each minor collection but for the pinned.
struct Reservation {
  Object *young;
  char *reserved; ///< null once the object has moved there
  size_t size;
};
Reservation *gReservations;
size_t gReservationMask, gReservationCount;

size_t slotFor(Object *o) {
  size_t i = (reinterpret_cast<uintptr_t>(o) >> 3) * 0x9E3779B97F4A7C15ull >> 32;
  for (i &= gReservationMask; gReservations[i].young && gReservations[i].young != o;)
    i = (i + 1) & gReservationMask;
  return i;
}

void addReservation(Reservation r) {
  if ((gReservationCount + 1) * 2 > gReservationMask) {
    Reservation *old = gReservations;
    size_t oldSize = old ? gReservationMask + 1 : 0, size = old ? oldSize * 2 : 256;
    gReservations = static_cast<Reservation *>(
        resizeOrDie(nullptr, size * sizeof(Reservation)));
    memset(gReservations, 0, size * sizeof(Reservation));
    gReservationMask = size - 1;
    for (size_t i = 0; i < oldSize; ++i)
      if (old[i].young)
        gReservations[slotFor(old[i].young)] = old[i];
    free(old);
  }
  gReservations[slotFor(r.young)] = r;
  ++gReservationCount;
}

bool isOldForGood(Object *o) { return !gcIsYoung(o); }

/// Dead weak references go to `dead`: a finaliser may bring them back.
void processWeak(WeakList &list, Survivor survivor, Vec<WeakEntry> &dead) {
  list.forget();
  size_t n = 0;
  for (size_t i = 0; i < list.count; ++i) {
    WeakEntry e = list[i];
    e.weakref = survivor(e.weakref);
    if (!e.weakref) {
      dead.push(list[i]);
      continue;
    }
    Value *slot = e.slot();
    if (!slot->isObject())
      continue;
    Object *referent = survivor(slot->asObject());
    if (!referent) {
      *slot = Value::empty();
      gClearedWeak.values.push(Value::fromObject(e.weakref));
      continue;
    }
    *slot = Value::fromObject(referent);
    if (&list == &gYoungWeak && isOldForGood(e.weakref) && isOldForGood(referent))
      gOldWeak.push(e);
    else
      list[n++] = e;
  }
  list.count = n;
}

/// A weak reference that only a finalisable object reached is not called back,
/// but finds its referent when that is alive.
void reviveWeak(Vec<WeakEntry> &dead, Survivor survivor) {
  for (WeakEntry e : dead) {
    e.weakref = survivor(e.weakref);
    if (!e.weakref)
      continue;
    Value *slot = e.slot();
    if (!slot->isObject())
      continue;
    Object *referent = survivor(slot->asObject());
    *slot = referent ? Value::fromObject(referent) : Value::empty();
    if (referent)
      gYoungWeak.push(e);
  }
  dead.clear();
}

void processFinal(Vec<Object *> &list, Survivor survivor, Value (*keep)(Value)) {
  size_t dead = 0, n = 0;
  Vec<Object *> deadList;
  for (size_t i = 0; i < list.count; ++i) {
    Object *o = survivor(list[i]);
    if (!o) {
      deadList.push(list[i]);
      ++dead;
    } else if (&list == &gYoungFinal && isOldForGood(o)) {
      gOldFinal.push(o);
    } else {
      list[n++] = o;
    }
  }
  list.count = n;
  if (!dead)
    return;
  // Whoever is reached from another dead one comes later.
  for (Object *o : deadList)
    if (!survivor(o))
      forEachSlot(o, [keep](Value *slot) { *slot = keep(*slot); });
  size_t owners = 0;
  for (size_t i = 0; i < deadList.count; ++i)
    if (!survivor(deadList[i]))
      std::swap(deadList[owners++], deadList[i]);
  for (Object *o : deadList) {
    Object *alive = keep(Value::fromObject(o)).asObject();
    alive->gcBits &= ~kGcHasFinalizer;
    gFinalQueue.values.push(Value::fromObject(alive));
  }
  deadList.release();
}

} // namespace

void processDeaths(Survivor survivor, Value (*keep)(Value), bool major) {
  size_t before = deathQueueLength();
  static Vec<WeakEntry> dead;
  processWeak(gYoungWeak, survivor, dead);
  if (major)
    processWeak(gOldWeak, survivor, dead);
  // A cleared weak reference is live: queueing it resurrects nothing.
  processFinal(gYoungFinal, survivor, keep);
  if (major)
    processFinal(gOldFinal, survivor, keep);
  reviveWeak(dead, survivor);
  if (deathQueueLength() != before)
    for (Thread *t = gHeap.threads; t; t = t->next)
      t->evalBreaker.fetch_or(kBreakGc, std::memory_order_relaxed);
}

void visitDeathQueues(void *context, SlotVisitor visit) {
  for (Queue *q : {&gClearedWeak, &gFinalQueue})
    for (size_t i = q->head; i < q->values.count; ++i)
      visit(context, &q->values[i]);
}

size_t deathQueueLength() { return gClearedWeak.length() + gFinalQueue.length(); }

char *takeReservation(Object *o, size_t size) {
  if (!gReservationCount)
    return nullptr;
  size_t i = slotFor(o);
  if (gReservations[i].young != o)
    return nullptr;
  PYC_ASSERT(gReservations[i].size == size, "object resized after id()");
  char *p = gReservations[i].reserved;
  // The entry stays in its place, for the chains; pruneReservations drops it.
  gReservations[i].reserved = nullptr;
  if (size < kLargeObject)
    noteStart(p);
  return p;
}

void pruneReservations(bool (*isPinned)(Object *)) {
  if (!gReservationCount)
    return;
  Vec<Reservation> kept;
  for (size_t i = 0; i <= gReservationMask; ++i) {
    Reservation &r = gReservations[i];
    if (!r.young || !r.reserved)
      continue;
    if (isPinned(r.young))
      kept.push(r);
    else if (r.size >= kLargeObject)
      largeFree(reinterpret_cast<Object *>(r.reserved));
  }
  if (gReservationMask > 4095 && kept.count < gReservationMask / 16) {
    free(gReservations);
    gReservations = nullptr;
    gReservationMask = 0;
  } else {
    memset(gReservations, 0, (gReservationMask + 1) * sizeof(Reservation));
  }
  gReservationCount = 0;
  for (Reservation r : kept)
    addReservation(r);
  kept.release();
}

void markReservations() {
  if (!gReservationCount)
    return;
  for (size_t i = 0; i <= gReservationMask; ++i) {
    Reservation &r = gReservations[i];
    if (!r.young)
      continue;
    if (r.size < kLargeObject)
      markLines(blockChunkOf(r.reserved), r.reserved, r.size);
    else
      reinterpret_cast<Object *>(r.reserved)->gcBits |= gcBlack;
  }
}

} // namespace pyc::gc

namespace pyc {

using namespace gc;

void (*gcFinalizeHook)(Thread *, Object *);
void (*gcWeakRefClearedHook)(Thread *, Object *);

void gcRegisterWeak(Object *weakref, size_t referentOffset) {
  gYoungWeak.push({weakref, referentOffset});
  Value referent = *gYoungWeak.back().slot();
  if (referent.isObject())
    referent.asObject()->flags |= kFlagWeakRef;
}

void gcForEachWeak(Object *referent, void (*f)(void *, Object *), void *context) {
  if (!(referent->flags & kFlagWeakRef))
    return;
  for (WeakList *list : {&gOldWeak, &gYoungWeak}) {
    list->index();
    for (uint32_t i = list->heads[list->hash(referent)]; i != WeakList::kEnd;
         i = list->next[i])
      if ((*list)[i].slot()->bits == Value::fromObject(referent).bits)
        f(context, (*list)[i].weakref);
  }
}

void gcRegisterFinalizer(Object *o) {
  if (o->gcBits & kGcHasFinalizer)
    return;
  o->gcBits |= kGcHasFinalizer;
  gYoungFinal.push(o);
}

uint64_t gcIdentity(Object *o) {
  if (!inNursery(o))
    return reinterpret_cast<uint64_t>(o);
  if (o->flags & kFlagHashed)
    return reinterpret_cast<uint64_t>(gReservations[slotFor(o)].reserved);
  size_t size = gcObjectSize(o);
  char *p;
  if (size < kLargeObject) {
    p = oldAllocate(size);
    gHeap.oldBytes += p ? size : 0;
  } else {
    // Never copied by a minor collection before: make it large at once.
    p = reinterpret_cast<char *>(largeAllocate(size));
  }
  if (!p)
    return reinterpret_cast<uint64_t>(o); // out of memory: at least distinct
  o->flags |= kFlagHashed;
  addReservation({o, p, size});
  return reinterpret_cast<uint64_t>(p);
}

void gcRunPending(Thread *t) {
  t->evalBreaker.fetch_and(~uint32_t(kBreakGc), std::memory_order_relaxed);
  // A finaliser that reaches a safe point itself must not start the next one
  // on top of its own frame.
  if (gRunningPending)
    return;
  gRunningPending = true;
  // Finalisers may collect and so add to the queues. Whoever is called back is
  // on this stack, and so pinned and alive, for as long as it runs.
  while (deathQueueLength()) {
    bool weak = gClearedWeak.length() != 0;
    Value v = weak ? gClearedWeak.take() : gFinalQueue.take();
    auto hook = weak ? gcWeakRefClearedHook : gcFinalizeHook;
    if (hook)
      hook(t, v.asObject());
  }
  gRunningPending = false;
}

} // namespace pyc
