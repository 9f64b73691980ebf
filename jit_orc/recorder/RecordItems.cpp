//===- RecordItems.cpp - Items, displays, iteration -----------------------===//
//
// Lists and tuples are indexed inline: shape guard, bounds check, load. The
// iterators of list, tuple and range are stepped inline; those made in the
// trace are virtual in the end.
//
//===----------------------------------------------------------------------===//
#include "jit_orc/recorder/Helpers.h"
#include "jit_orc/recorder/RecordStr.h"
#include "jit_orc/recorder/RecordList.h"
#include "jit_orc/recorder/Recorder.h"
#include "runtime/object/Containers.h"
#include "runtime/object/Iterators.h"
#include "runtime/object/StrMethods.h"
#include "runtime/object/Types.h"

namespace pyc {

#define HELPER(f) reinterpret_cast<const void *>(f), #f

/// Index as a raw word that is within [0, length): negative ones are wrapped
/// as they were when recording.
static TraceRef checkedIndex(Recorder &r, TraceRef index, int64_t now, TraceRef length) {
  TraceRef raw = r.b.emit(TraceOpcode::int_to_raw_, {r.b.asInt(index)});
  if (now < 0) {
    r.b.guardBool(r.b.emit(TraceOpcode::raw_lt_, {raw, r.b.constRaw(0)}), true);
    raw = r.b.emit(TraceOpcode::raw_add_, {raw, length});
  }
  r.b.guardBool(r.b.emit(TraceOpcode::raw_ult_, {raw, length}), true);
  return raw;
}

static TraceRef listLength(Recorder &r, TraceRef list) {
  return r.b.getField(list, offsetof(ListObject, size), kAliasListSize, TraceSlot::Raw);
}
static TraceRef listBuffer(Recorder &r, TraceRef list) {
  TraceRef buffer = r.b.getField(list, offsetof(ListObject, buffer), kAliasListBuffer, TraceSlot::Value);
  r.b.facts[buffer].notEmpty = true;
  return buffer;
}
static TraceRef bound(Recorder &r, TraceRef v) {
  r.b.facts[v].notEmpty = true;
  return v;
}

static bool byteArrayPlace(Recorder &r, TraceRef o, TraceRef key, Value real, int64_t i, TraceRef &index,
                           TraceRef &buffer) {
  int64_t n = real.as<ByteArrayObject>()->length;
  if (i >= n || i < -n)
    return false;
  r.b.guardShape(o, shapes::bytearray, true);
  TraceRef length = r.b.getField(o, offsetof(ByteArrayObject, length), kAliasListSize, TraceSlot::Raw);
  index = checkedIndex(r, key, i, length);
  buffer = r.b.getField(o, offsetof(ByteArrayObject, buffer), kAliasListBuffer, TraceSlot::Value);
  r.b.facts[buffer].notEmpty = true;
  return true;
}

/// o[key] without Python code. False: not one of the simple kinds.
static bool getItem(Recorder &r, unsigned dst, TraceRef o, TraceRef key, Value real, Value k) {
  if (k.isInt() && isExact(real, shapes::list)) {
    int64_t n = real.as<ListObject>()->size, i = k.asInt();
    if (i >= n || i < -n)
      return false;
    r.b.guardShape(o, shapes::list, true);
    TraceRef index = checkedIndex(r, key, i, listLength(r, o));
    r.set(dst, bound(r, r.b.getItem(listBuffer(r, o), index, offsetof(ValueBuffer, items),
                                    kAliasItems, TraceSlot::Value)));
    return true;
  }
  if (k.isInt() && isExact(real, shapes::tuple)) {
    int64_t n = real.as<TupleObject>()->length, i = k.asInt();
    if (i >= n || i < -n)
      return false;
    r.b.guardShape(o, shapes::tuple, true);
    TraceRef length = r.b.getField(o, offsetof(TupleObject, length), kAliasItems, TraceSlot::Raw, true);
    if (r.b.facts[key].isConstant && i >= 0) {
      r.b.guardBool(r.b.emit(TraceOpcode::raw_ult_, {r.b.constRaw(i), length}), true);
      r.set(dst, bound(r, r.b.getField(o, static_cast<uint32_t>(offsetof(TupleObject, items) + 8 * i),
                                       kAliasItems, TraceSlot::Value, true)));
      return true;
    }
    TraceRef index = checkedIndex(r, key, i, length);
    r.set(dst, bound(r, r.b.getItem(o, index, offsetof(TupleObject, items), kAliasItems, TraceSlot::Value, true)));
    return true;
  }
  if (k.isInt() && isExact(real, shapes::str1)) {
    int64_t n = real.as<StrObject>()->length, i = k.asInt();
    if (i >= n || i < -n)
      return false;
    r.b.guardShape(o, shapes::str1, true);
    TraceRef length = r.b.getField(o, offsetof(StrObject, length), kAliasString, TraceSlot::Raw, true);
    TraceRef index = checkedIndex(r, key, i, length);
    r.set(dst, recordCharAt(r, o, index));
    return true;
  }
  if (k.isInt() && isExact(real, shapes::bytes)) {
    int64_t n = real.as<BytesObject>()->length, i = k.asInt();
    if (i >= n || i < -n)
      return false;
    r.b.guardShape(o, shapes::bytes, true);
    TraceRef length = r.b.getField(o, offsetof(BytesObject, length), kAliasString, TraceSlot::Raw, true);
    TraceRef index = checkedIndex(r, key, i, length);
    TraceRef byte = r.b.getItem(o, index, offsetof(BytesObject, data), kAliasString, TraceSlot::U8, true);
    r.set(dst, r.b.emit(TraceOpcode::raw_to_int_, {byte}));
    return true;
  }
  if (k.isInt() && isExact(real, shapes::bytearray)) {
    TraceRef index, buffer;
    if (!byteArrayPlace(r, o, key, real, k.asInt(), index, buffer))
      return false;
    TraceRef byte = r.b.getItem(buffer, index, offsetof(RawBuffer, data), kAliasRawItems, TraceSlot::U8);
    r.set(dst, r.b.emit(TraceOpcode::raw_to_int_, {byte}));
    return true;
  }
  return false;
}

static bool setItem(Recorder &r, TraceRef o, TraceRef key, TraceRef v, Value real, Value k, Value now) {
  if (k.isInt() && isExact(real, shapes::bytearray) && now.isInt() && now.asInt() >= 0 && now.asInt() < 256) {
    TraceRef index, buffer;
    if (!byteArrayPlace(r, o, key, real, k.asInt(), index, buffer))
      return false;
    TraceRef byte = r.b.emit(TraceOpcode::int_to_raw_, {r.b.asInt(v)});
    r.b.guardBool(r.b.emit(TraceOpcode::raw_ult_, {byte, r.b.constRaw(256)}), true);
    r.b.setItem(buffer, index, byte, offsetof(RawBuffer, data), kAliasRawItems, TraceSlot::U8);
    return true;
  }
  if (!k.isInt() || !isExact(real, shapes::list))
    return false;
  int64_t n = real.as<ListObject>()->size, i = k.asInt();
  if (i >= n || i < -n)
    return false;
  r.b.guardShape(o, shapes::list, true);
  TraceRef index = checkedIndex(r, key, i, listLength(r, o));
  r.b.setItem(listBuffer(r, o), index, r.value(v), offsetof(ValueBuffer, items), kAliasItems, TraceSlot::Value);
  return true;
}

/// A tuple of trace values.
static TraceRef makeTuple(Recorder &r, const std::vector<TraceRef> &items) {
  if (items.empty())
    return r.b.constValue(EmptyTuple);
  std::vector<TraceRef> values;
  for (TraceRef i : items)
    values.push_back(r.value(i));
  TraceRef t = r.b.newObject(shapes::tuple, static_cast<uint32_t>(sizeof(TupleObject) + 8 * items.size()));
  r.b.setField(t, r.b.constRaw(static_cast<int64_t>(items.size())), offsetof(TupleObject, length),
               kAliasItems, TraceSlot::Raw);
  for (size_t i = 0; i < values.size(); ++i)
    r.b.setField(t, values[i], static_cast<uint32_t>(offsetof(TupleObject, items) + 8 * i),
                 kAliasItems, TraceSlot::Value);
  return t;
}
TraceRef recordTuple(Recorder &r, const std::vector<TraceRef> &items) { return makeTuple(r, items); }

TraceRef recordList(Recorder &r, const std::vector<TraceRef> &items) {
  std::vector<TraceRef> values;
  for (TraceRef i : items)
    values.push_back(r.value(i));
  int64_t n = static_cast<int64_t>(items.size());
  TraceRef buffer = kNoRef;
  if (n) {
    buffer = r.b.newObject(shapes::valueBuffer, static_cast<uint32_t>(sizeof(ValueBuffer) + 8 * n));
    r.b.setField(buffer, r.b.constRaw(n), offsetof(ValueBuffer, length), kAliasOther, TraceSlot::Raw);
    for (int64_t i = 0; i < n; ++i)
      r.b.setField(buffer, values[static_cast<size_t>(i)], static_cast<uint32_t>(offsetof(ValueBuffer, items) + 8 * i),
                   kAliasItems, TraceSlot::Value);
  }
  TraceRef list = r.b.newObject(shapes::list, sizeof(ListObject));
  r.b.setField(list, r.b.constRaw(n), offsetof(ListObject, size), kAliasListSize, TraceSlot::Raw);
  r.b.setField(list, buffer == kNoRef ? r.b.constValue(EmptyBuffer) : buffer,
               offsetof(ListObject, buffer), kAliasListBuffer, TraceSlot::Value);
  return list;
}

/// An iterator for list, tuple, range and one-byte str, made in the trace; the
/// object itself when it is an iterator. kNoRef: another kind (nothing emitted).
TraceRef recordIterator(Recorder &r, TraceRef o, Value real) {
  if (!real.isObject())
    return kNoRef;
  TraceBuilder &b = r.b;
  const Shape *s = real.asObject()->shape();
  if (s == shapes::list || s == shapes::tuple || s == shapes::str1) {
    b.guardShape(o, s, true);
    const Shape *is = s == shapes::list ? shapes::listIterator : shapes::tupleIterator;
    if (s == shapes::str1) {
      // Which of the two types of iterators depends on a flag of the string.
      bool ascii = real.asObject()->flags & kStrAscii;
      TraceRef flags = b.getField(o, offsetof(Object, flags), kAliasString, TraceSlot::U16);
      TraceRef bit = b.emit(TraceOpcode::raw_and_, {flags, b.constRaw(kStrAscii)});
      b.guardBool(b.emit(TraceOpcode::raw_ne_, {bit, b.constRaw(0)}), ascii);
      is = ascii ? shapes::strAsciiIterator : shapes::strIterator;
    }
    static_assert(offsetof(StrIterObject, str) == offsetof(ListIterObject, list) &&
                  offsetof(StrIterObject, index) == offsetof(ListIterObject, index));
    TraceRef it = b.newObject(is, sizeof(ListIterObject));
    b.setField(it, b.constRaw(0), offsetof(ListIterObject, index), kAliasIterator, TraceSlot::Raw);
    b.setField(it, r.value(o), offsetof(ListIterObject, list), kAliasIterator, TraceSlot::Value);
    return it;
  }
  if (s == shapes::range) {
    auto *range = real.as<RangeObject>();
    if (!range->start.isInt() || !range->stop.isInt() || !range->step.isInt() || !range->length.isInt())
      return kNoRef;
    b.guardShape(o, s, true);
    auto part = [&](uint32_t offset) {
      TraceRef v = b.getField(o, offset, kAliasOther, TraceSlot::Value, true);
      return b.emit(TraceOpcode::int_to_raw_, {b.asInt(v)});
    };
    TraceRef start = part(offsetof(RangeObject, start)), step = part(offsetof(RangeObject, step)),
             length = part(offsetof(RangeObject, length));
    part(offsetof(RangeObject, stop));
    TraceRef it = b.newObject(shapes::rangeIterator, sizeof(RangeIterObject));
    b.setField(it, start, offsetof(RangeIterObject, next), kAliasIterator, TraceSlot::Raw);
    b.setField(it, step, offsetof(RangeIterObject, step), kAliasIterator, TraceSlot::Raw);
    b.setField(it, length, offsetof(RangeIterObject, remaining), kAliasIterator, TraceSlot::Raw);
    return it;
  }
  if (s == shapes::generator || s == shapes::map || s == shapes::filter || s == shapes::listIterator ||
      s == shapes::tupleIterator || s == shapes::rangeIterator ||
      s == shapes::enumerate || s == shapes::zip || s == shapes::generator ||
      s == shapes::strAsciiIterator || s == shapes::strIterator) {
    b.guardShape(o, s, true);
    return o;
  }
  return kNoRef;
}

static bool getIter(Recorder &r, unsigned dst, TraceRef o, Value real) {
  TraceRef it = recordIterator(r, o, real);
  if (it == kNoRef)
    return false;
  r.set(dst, it);
  return true;
}

namespace {
/// What one step of an iterator gave.
struct Stepped {
  bool ended;
  TraceRef item;
  Value realItem; ///< empty when not known beforehand
};
} // namespace

/// Steps `it` inline, with its effect. False: not one of the simple kinds; then
/// nothing was emitted. `guarded`: nothing was stepped before in this
/// instruction, so that more guards are allowed.
static bool stepInline(Recorder &r, TraceRef it, Value real, Stepped &out, bool guarded = true) {
  if (!real.isObject())
    return false;
  const Shape *s = real.asObject()->shape();
  TraceBuilder &b = r.b;
  if (s == shapes::rangeIterator) {
    auto *now = real.as<RangeIterObject>();
    b.guardShape(it, s, true);
    TraceRef remaining = b.getField(it, offsetof(RangeIterObject, remaining), kAliasIterator, TraceSlot::Raw);
    TraceRef more = b.emit(TraceOpcode::raw_ne_, {remaining, b.constRaw(0)});
    out.ended = now->remaining == 0;
    b.guardBool(more, !out.ended);
    if (out.ended)
      return true;
    TraceRef next = b.getField(it, offsetof(RangeIterObject, next), kAliasIterator, TraceSlot::Raw);
    TraceRef step = b.getField(it, offsetof(RangeIterObject, step), kAliasIterator, TraceSlot::Raw);
    // As a constant it tells the passes that the numbers rise. Only the usual
    // one: others are as often computed, and would differ the next time.
    if (guarded && now->step == 1 && !b.facts[step].isConstant) {
      TraceRef one = b.constRaw(1);
      b.guardBool(b.emit(TraceOpcode::raw_eq_, {step, one}), true);
      step = one;
    }
    b.setField(it, b.emit(TraceOpcode::raw_add_, {next, step}), offsetof(RangeIterObject, next), kAliasIterator, TraceSlot::Raw);
    b.setField(it, b.emit(TraceOpcode::raw_sub_, {remaining, b.constRaw(1)}), offsetof(RangeIterObject, remaining),
               kAliasIterator, TraceSlot::Raw);
    out.item = b.emit(TraceOpcode::raw_to_int_, {next});
    out.realItem = Value::fromSmallInt(now->next);
    return true;
  }
  if (s == shapes::listIterator || s == shapes::tupleIterator) {
    bool list = s == shapes::listIterator;
    auto *now = real.as<ListIterObject>();
    if (!now->list.isObject())
      return false; // finished before
    if (!isExact(now->list, list ? shapes::list : shapes::tuple))
      return false;
    b.guardShape(it, s, true);
    TraceRef container = b.getField(it, offsetof(ListIterObject, list), kAliasIterator, TraceSlot::Value);
    // A finished iterator holds the int 0 here.
    if (!b.facts[container].shape) {
      TraceRef finished = b.emit(TraceOpcode::is_int_, {container});
      b.guardBool(finished, false);
      b.facts[container].notEmpty = true;
      b.guardShape(container, list ? shapes::list : shapes::tuple, true);
    }
    TraceRef index = b.getField(it, offsetof(ListIterObject, index), kAliasIterator, TraceSlot::Raw);
    TraceRef length = list ? listLength(r, container)
                           : b.getField(container, offsetof(TupleObject, length), kAliasItems, TraceSlot::Raw, true);
    int64_t n = list ? now->list.as<ListObject>()->size : now->list.as<TupleObject>()->length;
    out.ended = now->index >= n;
    b.guardBool(b.emit(TraceOpcode::raw_ult_, {index, length}), !out.ended);
    if (out.ended) {
      b.setField(it, b.toValue(b.constInt(0)), offsetof(ListIterObject, list), kAliasIterator, TraceSlot::Value);
      return true;
    }
    out.item = bound(r, list ? b.getItem(listBuffer(r, container), index, offsetof(ValueBuffer, items), kAliasItems, TraceSlot::Value)
                             : b.getItem(container, index, offsetof(TupleObject, items), kAliasItems, TraceSlot::Value, true));
    out.realItem = list ? now->list.as<ListObject>()->items()->items[now->index]
                        : now->list.as<TupleObject>()->items[now->index];
    b.setField(it, b.emit(TraceOpcode::raw_add_, {index, b.constRaw(1)}), offsetof(ListIterObject, index), kAliasIterator, TraceSlot::Raw);
    return true;
  }
  if (s == shapes::strAsciiIterator || s == shapes::strIterator) {
    auto *now = real.as<StrIterObject>();
    if (!isExact(now->str, shapes::str1))
      return false; // finished before, or wide characters
    b.guardShape(it, s, true);
    TraceRef str = b.getField(it, offsetof(StrIterObject, str), kAliasIterator, TraceSlot::Value);
    if (!b.facts[str].shape) {
      b.guardBool(b.emit(TraceOpcode::is_int_, {str}), false);
      b.facts[str].notEmpty = true;
      b.guardShape(str, shapes::str1, true);
    }
    TraceRef index = b.getField(it, offsetof(StrIterObject, index), kAliasIterator, TraceSlot::Raw);
    TraceRef length = b.getField(str, offsetof(StrObject, length), kAliasString, TraceSlot::Raw, true);
    out.ended = now->index >= now->str.as<StrObject>()->length;
    b.guardBool(b.emit(TraceOpcode::raw_ult_, {index, length}), !out.ended);
    if (out.ended) {
      b.setField(it, b.toValue(b.constInt(0)), offsetof(StrIterObject, str), kAliasIterator, TraceSlot::Value);
      return true;
    }
    out.item = recordCharAt(r, str, index);
    out.realItem = Value::empty();
    b.setField(it, b.emit(TraceOpcode::raw_add_, {index, b.constRaw(1)}), offsetof(StrIterObject, index), kAliasIterator, TraceSlot::Raw);
    return true;
  }
  if (s == shapes::enumerate) {
    auto *now = real.as<EnumerateObject>();
    if (now->bigIndex != Value::fromSmallInt(0))
      return false;
    // Only over an iterator that is itself simple, so that nothing is emitted
    // in vain: its guards come first, its end is ours.
    Value inner = now->iterator;
    if (!inner.isObject())
      return false;
    const Shape *is = inner.asObject()->shape();
    bool str = is == shapes::strAsciiIterator || is == shapes::strIterator;
    if (is != shapes::listIterator && is != shapes::tupleIterator && is != shapes::rangeIterator && !str)
      return false;
    if (is != shapes::rangeIterator && !inner.as<ListIterObject>()->list.isObject())
      return false;
    if (str && !isExact(inner.as<StrIterObject>()->str, shapes::str1))
      return false;
    b.guardShape(it, s, true);
    TraceRef big = b.getField(it, offsetof(EnumerateObject, bigIndex), kAliasIterator, TraceSlot::Value);
    b.guardConstant(big, Value::fromSmallInt(0));
    TraceRef innerRef = b.getField(it, offsetof(EnumerateObject, iterator), kAliasIterator, TraceSlot::Value, true);
    b.facts[innerRef].notEmpty = true;
    Stepped item;
    if (!stepInline(r, innerRef, inner, item)) {
      r.abort(AbortReason::Opcode, "enumerate");
      return true;
    }
    out = item;
    if (item.ended)
      return true;
    TraceRef index = b.getField(it, offsetof(EnumerateObject, index), kAliasIterator, TraceSlot::Raw);
    TraceRef number = b.emit(TraceOpcode::raw_to_int_, {index});
    b.setField(it, b.emit(TraceOpcode::raw_add_, {index, b.constRaw(1)}), offsetof(EnumerateObject, index), kAliasIterator, TraceSlot::Raw);
    out.item = makeTuple(r, {number, item.item});
    out.realItem = Value::empty();
    return true;
  }
  if (s == shapes::zip) {
    auto *now = real.as<ZipObject>();
    auto *inner = now->iterators.as<TupleObject>();
    if (now->strict || inner->length == 0 || inner->length > 4)
      return false;
    for (int64_t i = 0; i < inner->length; ++i) {
      Value v = inner->items[i];
      if (!v.isObject())
        return false;
      const Shape *is = v.asObject()->shape();
      if (is != shapes::listIterator && is != shapes::tupleIterator && is != shapes::rangeIterator)
        return false;
      if (is != shapes::rangeIterator && !v.as<ListIterObject>()->list.isObject())
        return false;
      // An end behind the first would repeat the first's step after a guard.
      bool ends = is == shapes::rangeIterator ? v.as<RangeIterObject>()->remaining == 0
                  : is == shapes::listIterator
                      ? v.as<ListIterObject>()->index >= v.as<ListIterObject>()->list.as<ListObject>()->size
                      : v.as<ListIterObject>()->index >= v.as<ListIterObject>()->list.as<TupleObject>()->length;
      if (ends && i > 0)
        return false;
      if (ends)
        break;
    }
    // The same iterator twice (zip(it, it)) steps it twice: not this way.
    for (int64_t i = 0; i < inner->length; ++i)
      for (int64_t j = 0; j < i; ++j)
        if (inner->items[i] == inner->items[j])
          return false;
    b.guardShape(it, s, true);
    TraceRef strict = b.getField(it, offsetof(ZipObject, strict), kAliasIterator, TraceSlot::Raw, true);
    b.guardBool(b.emit(TraceOpcode::raw_eq_, {strict, b.constRaw(0)}), true);
    TraceRef tuple = b.getField(it, offsetof(ZipObject, iterators), kAliasIterator, TraceSlot::Value, true);
    b.facts[tuple].notEmpty = true;
    b.guardShape(tuple, shapes::tuple, true);
    TraceRef length = b.getField(tuple, offsetof(TupleObject, length), kAliasItems, TraceSlot::Raw, true);
    b.guardBool(b.emit(TraceOpcode::raw_eq_, {length, b.constRaw(inner->length)}), true);
    // First all guards, then all steps: a guard that fails between two steps
    // would make the interpreter repeat the first.
    std::vector<TraceRef> refs;
    for (int64_t i = 0; i < inner->length; ++i) {
      TraceRef ref = b.getField(tuple, static_cast<uint32_t>(offsetof(TupleObject, items) + 8 * i), kAliasItems, TraceSlot::Value, true);
      b.facts[ref].notEmpty = true;
      for (TraceRef other : refs)
        b.guardBool(b.emit(TraceOpcode::value_eq_, {ref, other}), false);
      refs.push_back(ref);
      Value v = inner->items[i];
      const Shape *is = v.asObject()->shape();
      b.guardShape(ref, is, true);
      bool last = false;
      if (is == shapes::rangeIterator) {
        TraceRef remaining = b.getField(ref, offsetof(RangeIterObject, remaining), kAliasIterator, TraceSlot::Raw);
        last = v.as<RangeIterObject>()->remaining == 0;
        b.guardBool(b.emit(TraceOpcode::raw_ne_, {remaining, b.constRaw(0)}), !last);
      } else {
        bool list = is == shapes::listIterator;
        TraceRef container = b.getField(ref, offsetof(ListIterObject, list), kAliasIterator, TraceSlot::Value);
        b.guardBool(b.emit(TraceOpcode::is_int_, {container}), false);
        b.facts[container].notEmpty = true;
        b.guardShape(container, list ? shapes::list : shapes::tuple, true);
        TraceRef index = b.getField(ref, offsetof(ListIterObject, index), kAliasIterator, TraceSlot::Raw);
        TraceRef n = list ? listLength(r, container) : b.getField(container, offsetof(TupleObject, length), kAliasItems, TraceSlot::Raw, true);
        int64_t size = list ? v.as<ListIterObject>()->list.as<ListObject>()->size : v.as<ListIterObject>()->list.as<TupleObject>()->length;
        last = v.as<ListIterObject>()->index >= size;
        b.guardBool(b.emit(TraceOpcode::raw_ult_, {index, n}), !last);
      }
      if (last) {
        out.ended = true;
        if (is != shapes::rangeIterator)
          b.setField(ref, b.toValue(b.constInt(0)), offsetof(ListIterObject, list), kAliasIterator, TraceSlot::Value);
        return true;
      }
    }
    std::vector<TraceRef> items;
    for (int64_t i = 0; i < inner->length; ++i) {
      Stepped one;
      if (!stepInline(r, refs[static_cast<size_t>(i)], inner->items[i], one, i == 0) || one.ended) {
        r.abort(AbortReason::Opcode, "zip");
        return true;
      }
      items.push_back(one.item);
    }
    out.ended = false;
    out.item = makeTuple(r, items);
    out.realItem = Value::empty();
    return true;
  }
  return recordDictStep(r, it, real, out.ended, out.item);
}

bool stepIterator(Recorder &r, TraceRef it, Value real, bool &ended, TraceRef &item) {
  Stepped s{};
  if (!stepInline(r, it, real, s))
    return false;
  ended = s.ended;
  item = s.item;
  return true;
}

static bool unpackSequence(Recorder &r, unsigned dst, unsigned n, TraceRef o, Value real) {
  TraceBuilder &b = r.b;
  if (isExact(real, shapes::tuple) && real.as<TupleObject>()->length == n) {
    b.guardShape(o, shapes::tuple, true);
    TraceRef length = b.getField(o, offsetof(TupleObject, length), kAliasItems, TraceSlot::Raw, true);
    b.guardBool(b.emit(TraceOpcode::raw_eq_, {length, b.constRaw(n)}), true);
    std::vector<TraceRef> items;
    for (unsigned i = 0; i < n; ++i)
      items.push_back(bound(r, b.getField(o, static_cast<uint32_t>(offsetof(TupleObject, items) + 8 * i), kAliasItems, TraceSlot::Value, true)));
    for (unsigned i = 0; i < n; ++i)
      r.set(dst + i, items[i]);
    return true;
  }
  if (isExact(real, shapes::list) && real.as<ListObject>()->size == n) {
    b.guardShape(o, shapes::list, true);
    b.guardBool(b.emit(TraceOpcode::raw_eq_, {listLength(r, o), b.constRaw(n)}), true);
    std::vector<TraceRef> items;
    TraceRef buffer = n ? listBuffer(r, o) : kNoRef;
    for (unsigned i = 0; i < n; ++i)
      items.push_back(bound(r, b.getField(buffer, static_cast<uint32_t>(offsetof(ValueBuffer, items) + 8 * i), kAliasItems, TraceSlot::Value)));
    for (unsigned i = 0; i < n; ++i)
      r.set(dst + i, items[i]);
    return true;
  }
  return false;
}

bool Recorder::recordItems(Op op) {
  const Instr *next = nextInstr(pc);
  auto range = [&](unsigned first, unsigned n) {
    std::vector<TraceRef> out;
    for (unsigned i = 0; i < n; ++i)
      out.push_back(reg(first + i));
    return out;
  };
  switch (op) {
  case Op::GetItem: {
    Value o = real(pc->b), k = real(pc->c);
    TraceRef x = value(reg(pc->b)), y = reg(pc->c);
    if (failed() || getItem(*this, pc->a, x, y, o, k) || recordDictGetItem(*this, pc->a, x, y, o, k) ||
        recordGetSlice(*this, pc->a, x, y, o, k))
      return true;
    if (followItem(pc->a, Dunder::GetItem, x, o, {x, y}, Continuation::Store))
      return true;
    TraceRef v = callAnything(HELPER(pyc_jit_get_item), {thread(), x, value(y)});
    set(pc->a, v);
    afterAnything(next);
    skipCallee();
    return true;
  }
  case Op::SetItem: {
    Value o = real(pc->a), k = real(pc->b);
    TraceRef x = value(reg(pc->a)), y = reg(pc->b), v = reg(pc->c);
    if (failed() || setItem(*this, x, y, v, o, k, real(pc->c)) || recordDictSetItem(*this, x, y, v, o, k))
      return true;
    if (followItem(0, Dunder::SetItem, x, o, {x, y, v}, Continuation::Discard))
      return true;
    callAnything(HELPER(pyc_jit_set_item), {thread(), x, value(y), value(v)});
    afterAnything(next);
    skipCallee();
    return true;
  }
  case Op::BuildTuple:
    set(pc->a, makeTuple(*this, range(pc->b, pc->c)));
    return true;
  case Op::BuildList:
    if (pc->c > 32)
      return false;
    set(pc->a, recordList(*this, range(pc->b, pc->c)));
    return true;
  case Op::ListAppend:
    recordAppend(*this, value(reg(pc->a)), value(reg(pc->b)));
    return true;
  case Op::UnpackSequence: {
    Value o = real(pc->b);
    TraceRef x = value(reg(pc->b));
    return failed() || unpackSequence(*this, pc->a, pc->c, x, o) ? true : false;
  }
  case Op::GetYieldFromIter:
    if (!isExact(real(pc->b), shapes::generator) && isKind(real(pc->b), Kind::Generator))
      return false;
    [[fallthrough]];
  case Op::GetIter: {
    Value o = real(pc->b);
    TraceRef x = value(reg(pc->b));
    if (failed() || (op == Op::GetIter && recordAdapterLoop(x, o)) || failed() || getIter(*this, pc->a, x, o))
      return true;
    if (isExact(o, shapes::generator)) {
      b.guardShape(x, shapes::generator, true);
      set(pc->a, x);
      return true;
    }
    if (followItem(pc->a, Dunder::Iter, x, o, {x}, Continuation::IterMethod))
      return true;
    TraceRef v = callAnything(HELPER(pyc_jit_get_iter), {thread(), x});
    set(pc->a, v);
    afterAnything(next);
    skipCallee();
    return true;
  }
  case Op::ForIter: {
    Value it = real(pc->b);
    TraceRef x = value(reg(pc->b));
    Stepped s{};
    if (failed())
      return true;
    if (stepInline(*this, x, it, s)) {
      if (failed())
        return true;
      if (s.ended) {
        expect(pc + pc->sc());
      } else {
        set(pc->a, s.item);
        expect(next);
      }
      return true;
    }
    if (isExact(it, shapes::generator) && followGenerator(x, it, Continuation::ForIter, b.constValue(None)))
      return true;
    if (failed() || followItem(pc->a, Dunder::Next, x, it, {x}, Continuation::ForIter))
      return true;
    // By call. Which way it went is seen at the next instruction.
    TraceRef v = callAnything(HELPER(pyc_jit_iter_next), {thread(), x});
    iterLater(v, pc->a, next, pc + pc->sc());
    skipCallee();
    return true;
  }
  default:
    return false;
  }
}

} // namespace pyc
