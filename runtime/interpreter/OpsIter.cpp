//===- OpsIter.cpp - Iteration and unpacking ------------------------------===//
//
// ForIter steps the iterators that programs use most in its own handler (see
// Iterators.h for their rules): ranges, lists, tuples. Generators are resumed
// in this activation; dicts and the rest step in C++.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/SetTable.h"
#include "runtime/object/StrMethods.h"
#include "runtime/interpreter/Continuations.h"
#include "runtime/interpreter/Generator.h"
#include "runtime/builtins/Loops.h"

namespace pyc {

SLOW_EXTERN(forIterGenerator);

SLOW_EXTERN(forIterEnd) {
  FETCH();
  NEXT(OP_SC);
}
HANDLER(cont_ForIter) {
  Value r = Value::fromBits(ins);
  FETCH();
  REG_A = r;
  NEXT(2);
}

SLOW(forIterNative) {
  SYNC();
  Value it = REG_B;
  if (it.isObject())
    if (IteratorStep step = iteratorStepOf(it.asObject()->shape())) {
      Value v = step(t, it);
      if (PYC_LIKELY(!v.isEmpty())) {
        REG_A = v;
        NEXT(2);
      }
      if (t->pending)
        RAISE();
      NEXT(OP_SC);
    }
  TypeObject *type = typeOf(it);
  if (type->typeFlags & kTypeHeap) {
    Value f = lookupDunder(type, Dunder::Next);
    if (f && isFunction(f)) {
      Value *nb = frameTop(t, base) + kFrameHeaderWords;
      if (!pushFrame(t, f.as<FunctionObject>(), nb, it, nullptr, 0, Value::empty(),
                     base, returnWord(pc, Continuation::ForIter)))
        RAISE();
      ENTER_FRAME(nb, frameFunction(nb));
    }
  }
  Value v = iterNext(t, it);
  if (PYC_LIKELY(!v.isEmpty())) {
    REG_A = v;
    NEXT(2);
  }
  if (t->pending)
    RAISE();
  NEXT(OP_SC);
}
/// The next item of a list, tuple or range iterator that has one, without
/// stepping it; empty: ask the iterator itself.
static inline Value peekItem(Value it) {
  if (!it.isPointer())
    return Value::empty();
  Object *o = it.asObject();
  if (o->shapeId == shapeIdOf(shapes::listIterator)) {
    auto *i = static_cast<ListIterObject *>(o);
    if (i->list.bits != 0 && i->index < i->list.as<ListObject>()->size)
      return i->list.as<ListObject>()->items()->items[i->index];
  } else if (o->shapeId == shapeIdOf(shapes::tupleIterator)) {
    auto *i = static_cast<TupleIterObject *>(o);
    if (i->tuple.bits != 0 && i->index < i->tuple.as<TupleObject>()->length)
      return i->tuple.as<TupleObject>()->items[i->index];
  } else if (o->shapeId == shapeIdOf(shapes::rangeIterator)) {
    auto *i = static_cast<RangeIterObject *>(o);
    if (i->remaining)
      return Value::fromSmallInt(i->next);
  }
  return Value::empty();
}
/// Steps an iterator that peekItem has answered for. The first raw word of list
/// and tuple iterators is their index.
static inline void stepPeeked(Value it) {
  Object *o = it.asObject();
  if (o->shapeId == shapeIdOf(shapes::rangeIterator)) {
    auto *i = static_cast<RangeIterObject *>(o);
    i->next += i->step;
    --i->remaining;
  } else
    ++static_cast<ListIterObject *>(o)->index;
}
static_assert(offsetof(ListIterObject, index) == offsetof(TupleIterObject, index));

/// enumerate, zip of two, dict.items(): the pairs are made here when the nursery
/// has room.
SLOW(forIterPairs) {
  Object *it = REG_B.asObject();
  constexpr size_t kPair = sizeof(TupleObject) + 2 * sizeof(Value);
  char *p = t->nurseryTop;
  if (PYC_UNLIKELY(kPair > static_cast<size_t>(t->nurseryEnd - p)))
    TAIL(forIterNative);
  Value first, second;
  if (it->shapeId == shapeIdOf(shapes::enumerate)) {
    auto *e = static_cast<EnumerateObject *>(it);
    second = peekItem(e->iterator);
    if (second.isEmpty() || e->bigIndex.bits != 0)
      TAIL(forIterNative);
    first = Value::fromSmallInt(e->index);
    stepPeeked(e->iterator);
    ++e->index;
  } else if (it->shapeId == shapeIdOf(shapes::zip)) {
    auto *tuple = static_cast<ZipObject *>(it)->iterators.as<TupleObject>();
    if (tuple->length != 2 || tuple->items[0] == tuple->items[1])
      TAIL(forIterNative);
    first = peekItem(tuple->items[0]);
    second = peekItem(tuple->items[1]);
    if (first.isEmpty() || second.isEmpty())
      TAIL(forIterNative);
    stepPeeked(tuple->items[0]);
    stepPeeked(tuple->items[1]);
  } else {
    auto *i = static_cast<DictIterObject *>(it);
    if (i->dict.bits == 0)
      TAIL(forIterNative);
    auto *d = i->dict.as<DictObject>();
    if (d->used != i->expected)
      TAIL(forIterNative);
    Value *entries = d->entries.as<ValueBuffer>()->items;
    int64_t n = i->position;
    while (n < d->fill && entries[2 * n].isEmpty())
      ++n;
    if (n >= d->fill)
      TAIL(forIterNative);
    first = entries[2 * n];
    second = entries[2 * n + 1];
    i->position = n + 1;
  }
  t->nurseryTop = p + kPair;
  auto *pair = reinterpret_cast<TupleObject *>(p);
  pair->shapeId = shapeIdOf(shapes::tuple);
  pair->length = 2;
  pair->items[0] = first;
  pair->items[1] = second;
  REG_A = Value::fromObject(pair);
  NEXT(2);
}

/// The rarer inline cases.
SLOW(forIterMore) {
  Object *it = REG_B.asObject();
  if (it->shapeId == shapeIdOf(shapes::generator))
    TAIL(forIterGenerator);
  if (it->shapeId == shapeIdOf(shapes::strAsciiIterator) || it->shapeId == shapeIdOf(shapes::strIterator)) {
    SYNC();
    Value v = strIterNext(t, static_cast<StrIterObject *>(it));
    if (PYC_LIKELY(!v.isEmpty())) {
      REG_A = v;
      NEXT(2);
    }
    if (t->pending)
      RAISE();
    NEXT(OP_SC);
  }
  if (it->shapeId == shapeIdOf(shapes::enumerate) || it->shapeId == shapeIdOf(shapes::zip) ||
      it->shapeId == shapeIdOf(shapes::dictItemIterator))
    TAIL(forIterPairs);
  if (it->shapeId == shapeIdOf(shapes::setIterator)) {
    auto *i = static_cast<SetIterObject *>(it);
    if (PYC_LIKELY(i->set.bits != 0)) {
      auto *s = i->set.as<SetObject>();
      if (PYC_LIKELY(s->used == i->expected && sets::hasTable(s))) {
        Value *items = sets::table(s);
        int64_t at = i->position, n = sets::tableBuffer(s)->length;
        while (at < n && !sets::isLive(items[at]))
          ++at;
        if (at < n) {
          REG_A = items[at];
          i->position = at + 1;
          NEXT(2);
        }
      }
    }
    TAIL(forIterNative);
  }
  if (it->shapeId == shapeIdOf(shapes::listReverseIterator)) {
    auto *i = static_cast<ListReverseIterObject *>(it);
    if (PYC_LIKELY(i->list.bits != 0)) {
      auto *l = i->list.as<ListObject>();
      int64_t at = i->index;
      if (at >= 0 && at < l->size) {
        REG_A = l->items()->items[at];
        i->index = at - 1;
        NEXT(2);
      }
    }
    TAIL(forIterNative);
  }
  if (it->shapeId == shapeIdOf(shapes::tupleIterator)) {
    auto *i = static_cast<TupleIterObject *>(it);
    if (i->tuple.bits != 0) {
      auto *tuple = i->tuple.as<TupleObject>();
      if (i->index < tuple->length) {
        REG_A = tuple->items[i->index++];
        NEXT(2);
      }
      i->tuple = Value::fromBits(0);
    }
    NEXT(OP_SC);
  }
  if (it->shapeId == shapeIdOf(shapes::dictKeyIterator) ||
      it->shapeId == shapeIdOf(shapes::dictValueIterator)) {
    auto *i = static_cast<DictIterObject *>(it);
    if (PYC_LIKELY(i->dict.bits != 0)) {
      auto *d = i->dict.as<DictObject>();
      if (PYC_LIKELY(d->used == i->expected)) {
        Value *entries = d->entries.as<ValueBuffer>()->items;
        int64_t n = i->position;
        while (n < d->fill && entries[2 * n].isEmpty())
          ++n;
        if (n < d->fill) {
          REG_A = entries[2 * n + (it->shapeId == shapeIdOf(shapes::dictValueIterator))];
          i->position = n + 1;
          NEXT(2);
        }
      }
    }
  }
  TAIL(forIterNative);
}
HANDLER(op_ForIter) {
  Value v = REG_B;
  if (PYC_UNLIKELY(!v.isPointer()))
    TAIL(forIterNative);
  Object *it = v.asObject();
  if (it->shapeId == shapeIdOf(shapes::rangeIterator)) {
    auto *r = static_cast<RangeIterObject *>(it);
    if (PYC_UNLIKELY(r->remaining == 0))
      NEXT(OP_SC);
    int64_t item = r->next;
    r->next = item + r->step;
    --r->remaining;
    REG_A = Value::fromSmallInt(item);
    NEXT(2);
  }
  if (it->shapeId == shapeIdOf(shapes::listIterator)) {
    auto *i = static_cast<ListIterObject *>(it);
    if (PYC_LIKELY(i->list.bits != 0)) {
      auto *l = i->list.as<ListObject>();
      if (PYC_LIKELY(i->index < l->size)) {
        REG_A = l->items()->items[i->index++];
        NEXT(2);
      }
      i->list = Value::fromBits(0);
    }
    NEXT(OP_SC);
  }
  TAIL(forIterMore);
}

//===--- iter() -----------------------------------------------------------===//

static bool isIterator(Value v) {
  Value next = lookupDunder(typeOf(v), Dunder::Next);
  return next && next != None;
}
/// A loop over a map, filter, enumerate or zip object that Python code is
/// behind: over a generator that gives the same (Loops.h).
SLOW(getIterOfAdapter) {
  SYNC();
  LoopCall items;
  if (findItems(t, REG_B, true, items)) {
    Value *nb = frameTop(t, base) + kFrameHeaderWords;
    if (!pushFrame(t, items.function, nb, Value::empty(), items.args, items.count, Value::empty(),
                   base, returnWord(pc, Continuation::IterMethod)))
      RAISE();
    ENTER_FRAME(nb, frameFunction(nb));
  }
  if (t->pending)
    RAISE();
  REG_A = REG_B;
  NEXT(1);
}
SLOW_EXTERN(getIterSlow) {
  SYNC();
  Value o = REG_B;
  TypeObject *type = typeOf(o);
  if (type->typeFlags & kTypeHeap) {
    Value f = lookupDunder(type, Dunder::Iter);
    if (f && isFunction(f)) {
      Value *nb = frameTop(t, base) + kFrameHeaderWords;
      if (!pushFrame(t, f.as<FunctionObject>(), nb, o, nullptr, 0, Value::empty(),
                     base, returnWord(pc, Continuation::IterMethod)))
        RAISE();
      ENTER_FRAME(nb, frameFunction(nb));
    }
  }
  Value it = getIter(t, o);
  if (it.isEmpty())
    RAISE();
  REG_A = it;
  NEXT(1);
}
HANDLER(cont_IterMethod) {
  SYNC();
  Value r = Value::fromBits(ins);
  if (!isIterator(r)) {
    raise(t, exc::TypeError, "iter() returned non-iterator of type '%T'", r);
    RAISE();
  }
  TAIL(storeResult);
}
HANDLER(op_GetIter) {
  Value o = REG_B;
  if (o.isObject() && isAdapter(o.asObject()->shape()))
    TAIL(getIterOfAdapter);
  if (isExact(o, shapes::generator)) {
    REG_A = o;
    NEXT(1);
  }
  TAIL(getIterSlow);
}

//===--- unpacking --------------------------------------------------------===//

/// Nothing is written to `to` when it fails.
static bool unpackInto(Thread *t, Value from, Value *to, size_t n) {
  RootVector items(t);
  for (size_t i = 0; i < n; ++i)
    items.push(None);
  if (!unpackSequence(t, from, items.begin(), n))
    return false;
  memcpy(static_cast<void *>(to), items.begin(), n * sizeof(Value));
  return true;
}
static bool unpackStarredInto(Thread *t, Value from, Value *to, size_t before, size_t after) {
  RootVector items(t);
  size_t n = before + 1 + after;
  for (size_t i = 0; i < n; ++i)
    items.push(None);
  if (!unpackStarred(t, from, items.begin(), before, after))
    return false;
  memcpy(static_cast<void *>(to), items.begin(), n * sizeof(Value));
  return true;
}

SLOW(unpackSlow) {
  SYNC();
  unsigned n = OP_C;
  if (n <= 32) {
    Value items[32];
    if (!unpackSequence(t, REG_B, items, n))
      RAISE();
    memcpy(static_cast<void *>(&REG_A), items, n * sizeof(Value));
    NEXT(1);
  }
  bool ok = unpackInto(t, REG_B, &REG_A, n);
  if (!ok)
    RAISE();
  NEXT(1);
}
HANDLER(op_UnpackSequence) {
  Value s = REG_B;
  if (PYC_LIKELY(isExact(s, shapes::tuple))) {
    auto *tuple = s.as<TupleObject>();
    if (PYC_LIKELY(tuple->length == OP_C)) {
      Value *to = &REG_A;
      for (unsigned i = 0, n = OP_C; i < n; ++i)
        to[i] = tuple->items[i];
      NEXT(1);
    }
  }
  TAIL(unpackSlow);
}
SLOW(unpackExSlow) {
  SYNC();
  uint64_t word = reinterpret_cast<const uint64_t *>(pc)[1];
  bool ok = unpackStarredInto(t, REG_B, &REG_A, static_cast<uint32_t>(word), word >> 32);
  if (!ok)
    RAISE();
  NEXT(2);
}
HANDLER(op_UnpackEx) { TAIL(unpackExSlow); }

} // namespace pyc
