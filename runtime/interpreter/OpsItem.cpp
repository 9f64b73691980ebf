//===- OpsItem.cpp - Subscripts -------------------------------------------===//
//
// list[int] in the handler; dicts with simple keys, tuples and strings behind it
// without any call (DictProbe.h); the other builtins in one call, Python's
// __getitem__ and __setitem__ as frames.
//
//===----------------------------------------------------------------------===//
#include "runtime/interpreter/Continuations.h"
#include "runtime/interpreter/Interp.h"
#include "runtime/object/DictProbe.h"
#include "runtime/object/StrMethods.h"

namespace pyc {

/// Frame for a special method of an object of a class made in Python.
#define TRY_PYTHON_METHOD(o, dunder, argp, n, kind)                            \
  do {                                                                         \
    TypeObject *type_ = typeOf(o);                                             \
    if (type_->typeFlags & kTypeHeap) {                                        \
      Value f_ = lookupDunder(type_, dunder);                                  \
      if (f_ && isFunction(f_)) {                                              \
        Value *nb_ = frameTop(t, base) + kFrameHeaderWords;                    \
        if (!pushFrame(t, f_.as<FunctionObject>(), nb_, o, argp, n,            \
                       Value::empty(), base, returnWord(pc, kind)))            \
          RAISE();                                                             \
        ENTER_FRAME(nb_, frameFunction(nb_));                                  \
      }                                                                        \
    }                                                                          \
  } while (0)

SLOW(getItemSlow) {
  SYNC();
  Value o = REG_B, key = REG_C, r;
  if (isExact(o, shapes::dict)) {
    r = dictGet(t, o.as<DictObject>(), key);
    if (r.isEmpty() && !t->pending)
      raiseKeyError(t, key);
  } else if (key.isInt() && isExact(o, shapes::str1)) {
    auto *s = o.as<StrObject>();
    int64_t i = key.asInt();
    if (i < 0)
      i += s->length;
    r = static_cast<uint64_t>(i) < static_cast<uint64_t>(s->length)
            ? newChar(t, s->chars<uint8_t>()[i])
            : getItem(t, o, key);
  } else {
    TRY_PYTHON_METHOD(o, Dunder::GetItem, &key, 1, Continuation::Store);
    r = getItem(t, o, key);
  }
  if (r.isEmpty())
    RAISE();
  REG_A = r;
  NEXT(1);
}
/// list[i:j], str[i:j].
SLOW(getSlice) {
  SYNC();
  Value o = REG_B;
  Value r = isExact(o, shapes::list) ? listGetItem(t, o.as<ListObject>(), REG_C)
                                     : strGetItem(t, o, REG_C);
  if (r.isEmpty())
    RAISE();
  REG_A = r;
  NEXT(1);
}
/// bytes[i], bytearray[i]
SLOW(getByte) {
  Value o = REG_B, key = REG_C;
  if (key.isInt()) {
    int64_t i = key.asInt(), size = o.as<BytesObject>()->length; // bytearray: same place
    if (i < 0)
      i += size;
    if (PYC_LIKELY(static_cast<uint64_t>(i) < static_cast<uint64_t>(size))) {
      REG_A = Value::fromSmallInt(isExact(o, shapes::bytes)
                                      ? o.as<BytesObject>()->data[i]
                                      : o.as<ByteArrayObject>()->buffer.as<RawBuffer>()->data[i]);
      NEXT(1);
    }
  }
  TAIL(getItemSlow);
}
/// All that needs no call.
SLOW(getItemMore) {
  Value o = REG_B, key = REG_C;
  if (PYC_UNLIKELY(!o.isPointer()))
    TAIL(getItemSlow);
  uint32_t shape = o.asObject()->shapeId;
  if (shape == shapeIdOf(shapes::dict)) {
    auto *d = o.as<DictObject>();
    int64_t i = dicts::findQuick(d, key);
    if (PYC_UNLIKELY(i < 0))
      TAIL(getItemSlow);
    REG_A = dicts::entryAt(d, i)[1];
    NEXT(1);
  }
  if (PYC_UNLIKELY(!key.isInt())) {
    if (isExact(key, shapes::slice) &&
        (shape == shapeIdOf(shapes::list) || shape == shapeIdOf(shapes::str1)))
      TAIL(getSlice);
    TAIL(getItemSlow);
  }
  if (shape == shapeIdOf(shapes::bytes) || shape == shapeIdOf(shapes::bytearray))
    TAIL(getByte);
  // Their length is the first word.
  int64_t i = key.asInt(), size = o.as<ListObject>()->size;
  if (i < 0)
    i += size;
  if (shape == shapeIdOf(shapes::tuple)) {
    if (PYC_LIKELY(static_cast<uint64_t>(i) < static_cast<uint64_t>(size))) {
      REG_A = o.as<TupleObject>()->items[i];
      NEXT(1);
    }
  } else if (shape == shapeIdOf(shapes::list)) {
    if (PYC_LIKELY(static_cast<uint64_t>(i) < static_cast<uint64_t>(size))) {
      REG_A = o.as<ListObject>()->items()->items[i];
      NEXT(1);
    }
  } else if (shape == shapeIdOf(shapes::str1)) {
    if (PYC_LIKELY(static_cast<uint64_t>(i) < static_cast<uint64_t>(size))) {
      StrObject *c = gChars[o.as<StrObject>()->chars<uint8_t>()[i]];
      if (PYC_LIKELY(c != nullptr)) {
        REG_A = Value::fromObject(c);
        NEXT(1);
      }
    }
  }
  TAIL(getItemSlow);
}
HANDLER(op_GetItem) {
  Value o = REG_B, key = REG_C;
  if (PYC_LIKELY(key.isInt() && o.isPointer() &&
                 o.asObject()->shapeId == shapeIdOf(shapes::list))) {
    auto *l = o.as<ListObject>();
    // Unsigned: a negative index is out of range here.
    if (PYC_LIKELY(static_cast<uint64_t>(key.asInt()) < static_cast<uint64_t>(l->size))) {
      REG_A = l->items()->items[key.asInt()];
      NEXT(1);
    }
  }
  TAIL(getItemMore);
}

SLOW(setItemSlow) {
  SYNC();
  Value o = REG_A, key = REG_B, v = REG_C;
  bool ok;
  if (isExact(o, shapes::dict))
    ok = dictSet(t, o.as<DictObject>(), key, v);
  else {
    Value args[2] = {key, v};
    TRY_PYTHON_METHOD(o, Dunder::SetItem, args, 2, Continuation::Discard);
    ok = setItem(t, o, key, v);
  }
  if (!ok)
    RAISE();
  NEXT(1);
}
/// A key that is there already.
SLOW(setItemDict) {
  auto *d = REG_A.as<DictObject>();
  int64_t i = dicts::findQuick(d, REG_B);
  if (PYC_UNLIKELY(i < 0 || d->watch))
    TAIL(setItemSlow);
  ValueBuffer *entries = dicts::entriesOf(d);
  Value v = REG_C;
  if (PYC_UNLIKELY(gcNeedsBarrier(entries, v)))
    TAIL(setItemSlow);
  entries->items[2 * i + 1] = v;
  NEXT(1);
}
/// list[i:j] = x, bytearray[i] = byte
SLOW(setItemMore) {
  Value o = REG_A, key = REG_B, v = REG_C;
  if (isExact(o, shapes::list)) {
    SYNC();
    if (!listSetItem(t, o.as<ListObject>(), key, v))
      RAISE();
    NEXT(1);
  }
  if (isExact(o, shapes::bytearray) && key.isInt() && v.isInt() && v.bits < (256u << 2)) {
    auto *b = o.as<ByteArrayObject>();
    int64_t i = key.asInt();
    if (i < 0)
      i += b->length;
    if (PYC_LIKELY(static_cast<uint64_t>(i) < static_cast<uint64_t>(b->length))) {
      b->buffer.as<RawBuffer>()->data[i] = static_cast<uint8_t>(v.asInt());
      NEXT(1);
    }
  }
  TAIL(setItemSlow);
}
SLOW(setItemBarrier) {
  auto *buffer = REG_A.as<ListObject>()->items();
  gcRemember(buffer, &buffer->items[REG_B.asInt()]);
  NEXT(1);
}
HANDLER(op_SetItem) {
  Value o = REG_A, key = REG_B, v = REG_C;
  if (PYC_LIKELY(key.isInt() && o.isPointer() &&
                 o.asObject()->shapeId == shapeIdOf(shapes::list))) {
    auto *l = o.as<ListObject>();
    if (PYC_LIKELY(static_cast<uint64_t>(key.asInt()) < static_cast<uint64_t>(l->size))) {
      ValueBuffer *buffer = l->items();
      buffer->items[key.asInt()] = v;
      if (PYC_UNLIKELY(gcNeedsBarrier(buffer, v)))
        TAIL(setItemBarrier);
      NEXT(1);
    }
  }
  if (isExact(o, shapes::dict))
    TAIL(setItemDict);
  TAIL(setItemMore);
}
SLOW(deleteItemSlow) {
  SYNC();
  Value o = REG_A, key = REG_B;
  TRY_PYTHON_METHOD(o, Dunder::DelItem, &key, 1, Continuation::Discard);
  if (!delItem(t, o, key))
    RAISE();
  NEXT(1);
}
HANDLER(op_DeleteItem) { TAIL(deleteItemSlow); }
SLOW(buildSliceSlow) {
  SYNC();
  Value *r = &REG_B;
  Value s = newSlice(t, r[0], r[1], OP_C == 3 ? r[2] : None);
  if (s.isEmpty())
    RAISE();
  REG_A = s;
  NEXT(1);
}
HANDLER(op_BuildSlice) {
  char *p = t->nurseryTop;
  if (PYC_UNLIKELY(sizeof(SliceObject) > static_cast<size_t>(t->nurseryEnd - p)))
    TAIL(buildSliceSlow);
  t->nurseryTop = p + sizeof(SliceObject);
  auto *s = reinterpret_cast<SliceObject *>(p);
  s->shapeId = shapeIdOf(shapes::slice);
  const Value *r = &REG_B;
  s->start = r[0];
  s->stop = r[1];
  if (OP_C == 3) {
    s->step = r[2];
    REG_A = Value::fromObject(s);
    NEXT(1);
  }
  s->step = None;
  REG_A = Value::fromObject(s);
  NEXT(1);
}

} // namespace pyc
