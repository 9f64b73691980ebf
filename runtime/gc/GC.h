//===- GC.h - The collector's interface -----------------------------------===//
//
// Mostly-copying and generational (DESIGN §4; Bartlett 1988 for pinning by
// conservative roots, Blackburn and McKinley 2008 for Immix).
//
// What C++ code must know:
//  * Any function marked "may collect" may move young objects, *except* those
//    that some word on the native stack or in a register points to (interior
//    pointers and tagged Values included): these are pinned. So locals may
//    simply hold Values and Object pointers across collections.
//  * Values held in memory the collector does not know (malloc, std::vector,
//    C++ statics) are neither kept alive nor updated. Use RootVector, or
//    gcRegisterRoot() for statics (updated when the object moves), or put them in
//    heap objects.
//  * A store of a Value into a heap object goes through setSlot() unless the
//    object was allocated since the last call that may collect (it is young
//    then, or has been put in the remembered set by allocation).
//  * An object's size (gcObjectSize) never changes, except that a length field
//    may shrink when the words given up are cleared. A Value slot of an object
//    that may be old never turns into raw memory: make a new object instead.
//  * Objects live on this heap or below kLowArenaEnd, nowhere else.
//  * allocate*() return zeroed memory (every slot int 0) with the header set,
//    or null with MemoryError pending.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/interpreter/Thread.h"
#include "runtime/object/Object.h"

namespace pyc {

constexpr size_t kNurserySize = 4u << 20;
constexpr size_t kLargeObject = 8u << 10; ///< from here on: large-object space

/// May collect. size is in bytes including the header; rounded up to 8.
[[nodiscard]] void *gcAllocateSlow(Thread *t, size_t size, const Shape *shape);

/// The bump allocation that handlers and compiled code inline. May collect.
template <typename T = Object>
[[nodiscard]] inline T *gcAllocate(Thread *t, size_t size, const Shape *shape) {
  size = (size + 7) & ~size_t(7);
  char *p = t->nurseryTop;
  // The nursery is kept zeroed ahead of the pointer.
  if (PYC_LIKELY(size <= static_cast<size_t>(t->nurseryEnd - p))) {
    t->nurseryTop = p + size;
    reinterpret_cast<Object *>(p)->shapeId = shapeIdOf(shape);
    return reinterpret_cast<T *>(p);
  }
  return static_cast<T *>(gcAllocateSlow(t, size, shape));
}

/// Directly in old space: never moves. For types, code, modules, interned
/// strings. May collect.
[[nodiscard]] void *gcAllocateOld(Thread *t, size_t size, const Shape *shape);

/// Slow part of the barrier: `slot` of the old object `holder` received a young
/// Value, or while marking one that is not marked yet. Call it after the store.
/// Never collects.
void gcRemember(Object *holder, Value *slot);
/// An old object whose slots have been or will be written without the barrier:
/// all of it is looked at by the next minor collection. Never collects.
void gcRememberObject(Object *o);

inline bool gcIsYoung(const Object *o) { return !(o->gcBits & kGcOld); }

/// The colour of old objects that a store need not report: kGcColorA or
/// kGcColorB. Between collections all old objects have it. Old space is marked
/// in steps between which the program runs; this begins with a change of
/// colours, so that objects not yet marked lack the new one. Young objects have
/// no colour, immortal ones have both (DESIGN §4, docs/design/gc.md).
extern uint8_t gcBlack; // Thread::gcBlack is a copy, for compiled code

/// The write barrier's test: must gcRemember(holder, slot) be called, after v
/// was stored in a slot of holder?
inline bool gcNeedsBarrier(const Object *holder, Value v) {
  return (holder->gcBits & kGcOld) && v.isObject() &&
         !(v.asObject()->gcBits & gcBlack);
}

/// The only way to store a Value into a heap object that may be old.
inline void setSlot(Object *holder, Value *slot, Value v) {
  *slot = v;
  if (PYC_UNLIKELY(gcNeedsBarrier(holder, v)))
    gcRemember(holder, slot);
}

/// A C++ container of Values that is scanned (and pins). Lives on the C++
/// stack or in a long-lived C++ object; unregisters itself.
struct RootVector {
  static constexpr size_t kInlineRoom = 8; ///< so many without malloc
  Value *data = room;
  size_t count = 0, capacity = kInlineRoom;
  Value room[kInlineRoom] = {};
  RootVector *next, **prevLink;
  Thread *thread;
  explicit RootVector(Thread *t);
  ~RootVector();
  RootVector(const RootVector &) = delete;
  void push(Value v);
  Value pop() { return data[--count]; }
  Value &operator[](size_t i) { return data[i]; }
  size_t size() const { return count; }
  Value *begin() { return data; }
  Value *end() { return data + count; }
};

/// A static slot that is a root for the life of the process; what it points to
/// is kept alive and the slot is updated when it moves.
void gcRegisterRoot(Value *slot);

/// The same for many slots that seldom change (inline caches): minor
/// collections do not look at them, so every store goes through gcStoreRoot().
void gcRegisterQuietRoot(Value *slot);
void gcStoreRoot(Value *slot, Value v);

/// Hooks. A custom tracer calls `visit` on the address of each Value slot.
using SlotVisitor = void (*)(void *context, Value *slot);
using CustomTracer = void (*)(Object *o, void *context, SlotVisitor visit);
/// Returns the index for Shape::customTracer. Objects with custom tracers must
/// be fixed-size (Shape::size) or give their size in word 1 in bytes when
/// Shape::size is 0. NoPointers objects with Shape::size 0 likewise hold their
/// total size in bytes... see gcObjectSize in the implementation and Layouts.h.
uint8_t gcRegisterTracer(CustomTracer tracer);
/// Tracers for GeneratorObject and FrameObject, to be registered by whoever
/// makes their shapes.
void gcTraceGenerator(Object *o, void *context, SlotVisitor visit);
void gcTraceFrame(Object *o, void *context, SlotVisitor visit);
/// For the gc module: calls f on every object alive, internal buffers included,
/// after a full collection. f must not allocate.
void gcForEachObject(Thread *t, void (*f)(void *context, Object *o),
                     void *context);
/// Calls visit on each slot of o (gc.get_referents).
void gcVisitSlots(Object *o, void *context, SlotVisitor visit);
/// Size of an object in bytes, by its shape (kinds of variable size compute it
/// from their length fields). Defined with the layouts.
size_t gcObjectSize(const Object *o);

/// Asks for gcFinalizeHook when o is found dead, once. Call it when the object
/// is made (files, instances of types with __del__). Sets kGcHasFinalizer.
void gcRegisterFinalizer(Object *o);
/// `weakref` holds its referent at byte `referentOffset` in a slot that its
/// shape does not trace. When the referent dies the slot becomes empty.
void gcRegisterWeak(Object *weakref, size_t referentOffset);
/// Calls f on each weak reference registered for `referent` and not cleared, in
/// the order they were made. f must not allocate. kFlagWeakRef says whether
/// there may be any.
void gcForEachWeak(Object *referent, void (*f)(void *context, Object *weakref),
                   void *context);
/// Finaliser of a dead object, which is intact and alive again for the time
/// being; may run Python.
extern void (*gcFinalizeHook)(Thread *t, Object *o);
/// A (live) weak reference's referent has died and its slot is empty now; may
/// run Python (the callback).
extern void (*gcWeakRefClearedHook)(Thread *t, Object *weakref);
/// Calls these two hooks for what died. A collection never does: it sets
/// kBreakGc, and the interpreter calls this at its next safe point, because
/// Python code must not run inside an arbitrary allocation. gcCollect() calls
/// it at its end. Clears kBreakGc.
void gcRunPending(Thread *t);

/// The object's identity, for id() and default hashes: an address that is never
/// another living object's and does not change when the object moves.
uint64_t gcIdentity(Object *o);

/// Grows a large object (kGcLarge) where it is, when there is room behind it.
/// The new bytes are zero. The caller then updates its length field.
[[nodiscard]] bool gcTryGrowLarge(Object *o, size_t newSize);

/// Objects made with lowArenaAllocate (or static ones below kLowArenaEnd) that
/// have slots: call once the header is set. Others need nothing but
/// gcBits = kGcOld | kGcImmortal.
void gcRegisterImmortal(Object *o);

/// Whether an object of that size is within the heap's limit at all.
bool gcMayFit(size_t bytes);
/// Sets t->pending to a MemoryError (a preallocated one), without allocating.
extern void (*gcOutOfMemoryHook)(Thread *t);

/// Called by gcCollect() before a full collection: may clear what is dead.
extern void (*gcBeforeFullHook)(Thread *t);

/// generation 0: nursery only; 1 or 2: full. Returns the number of objects
/// found dead with finalisers. Collects.
size_t gcCollect(Thread *t, int generation);

struct GcStats {
  uint64_t minor, major, bytesAllocated, bytesCopied, bytesOld, pinned,
      minorNanos, majorNanos, maxPauseNanos, peakBytes;
};
const GcStats &gcStats();
/// Stress: a minor collection every N allocations (through the slow path; the
/// fast path is disabled) and a full one every 64th; dead memory is poisoned.
void gcSetStress(uint32_t everyN);

/// Checks the whole heap before and after each collection (slow), or now;
/// aborts with a description of the first damaged slot.
void gcSetVerify(bool on);
void gcVerifyHeap();

/// Sets up the heap and the calling thread's nursery and register stack.
/// maxHeapBytes 0: limited by the machine (MemoryError past it).
[[nodiscard]] bool gcInitialise(Thread *t, size_t maxHeapBytes);
void gcAttachThread(Thread *t);
void gcDetachThread(Thread *t);
/// Around the time a thread spends without the GIL: gcPark() right before
/// releasing it, gcUnpark() right after taking it again. In between the thread
/// must not touch the heap; its frames at the time of gcPark() are scanned.
void gcPark(Thread *t);
void gcUnpark(Thread *t);
/// Finds the top of the running frame (interpreter): everything from
/// stackBase up to it is live.
extern Value *(*gcStackTopHook)(Thread *t);
/// Other precise roots (interned strings, type registry...): called at each
/// collection with the visitor.
void gcRegisterRootVisitor(void (*f)(void *context, SlotVisitor visit));

} // namespace pyc
