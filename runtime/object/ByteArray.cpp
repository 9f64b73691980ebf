//===- ByteArray.cpp - The type bytearray ---------------------------------===//
//
// The bytes live in a RawBuffer with spare room at the end, so that appending
// is amortised. While a view is exported the size may not change (BufferError).
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Bytes.h"
#include "runtime/object/Containers.h"
#include <algorithm>

namespace pyc {

static ByteArrayObject *self(Value *args) { return args[0].as<ByteArrayObject>(); }

bool byteArrayResize(Thread *t, ByteArrayObject *b, int64_t n) {
  if (n == b->length)
    return true;
  if (b->exports > 0) {
    raise(t, exc::BufferError, "Existing exports of data: object cannot be re-sized");
    return false;
  }
  int64_t capacity = b->buffer.isInt() ? 0 : b->buffer.as<RawBuffer>()->size;
  if (n > capacity || n < capacity / 4) {
    if (n > (int64_t(1) << 45)) {
      raiseMemoryError(t);
      return false;
    }
    RawBuffer *fresh = newRawBuffer(t, size_t(n + n / 8 + (n < 9 ? 3 : 6)));
    if (!fresh)
      return false;
    if (int64_t keep = std::min(n, b->length))
      memcpy(fresh->data, byteArrayData(b), size_t(keep));
    setSlot(b, &b->buffer, Value::fromObject(fresh));
  }
  b->length = n;
  return true;
}

Value newByteArray(Thread *t, const void *p, int64_t n) {
  auto *b = gcAllocate<ByteArrayObject>(t, sizeof(ByteArrayObject), shapes::bytearray);
  if (!b || !byteArrayResize(t, b, n))
    return Value::empty();
  if (p && n)
    memcpy(byteArrayData(b), p, size_t(n));
  else if (n)
    memset(byteArrayData(b), 0, size_t(n));
  return Value::fromObject(b);
}

/// Replaces [start, end) by m bytes that don't overlap the array.
static bool splice(Thread *t, ByteArrayObject *b, int64_t start, int64_t end, const void *p, int64_t m) {
  int64_t tail = b->length - end, n = start + m + tail;
  if (n > b->length && !byteArrayResize(t, b, n))
    return false;
  uint8_t *d = byteArrayData(b);
  if (tail && m != end - start) {
    if (b->exports > 0 && n < b->length) {
      raise(t, exc::BufferError, "Existing exports of data: object cannot be re-sized");
      return false;
    }
    memmove(d + start + m, d + end, size_t(tail));
  }
  if (m)
    memcpy(d + start, p, size_t(m));
  return n >= b->length || byteArrayResize(t, b, n);
}

static Value initMethod(Thread *t, Value *args, size_t) {
  Value made = bytesFromArguments(t, args[1], args[2], args[3], true);
  if (!made)
    return made;
  SelfBytes s(made);
  if (!byteArrayResize(t, self(args), s.n))
    return Value::empty();
  if (s.n)
    memcpy(byteArrayData(self(args)), s.p, size_t(s.n));
  return None;
}
static Value newMethod(Thread *t, Value *args, size_t) {
  if (!checkNewType(t, args[0], types::bytearray_))
    return Value::empty();
  return newInstance(t, args[0].as<TypeObject>());
}

static bool indexOfKey(Thread *t, ByteArrayObject *b, Value key, int64_t &i, const char *message) {
  if (!asExactInt(key) && !lookupDunder(typeOf(key), Dunder::Index)) {
    raise(t, exc::TypeError, "bytearray indices must be integers or slices, not %T", key);
    return false;
  }
  if (!indexAsInt64(t, key, i, exc::IndexError))
    return false;
  if (i < 0)
    i += b->length;
  if (i < 0 || i >= b->length) {
    raise(t, exc::IndexError, "%s", message);
    return false;
  }
  return true;
}
static Value getItemMethod(Thread *t, Value *args, size_t) {
  auto *b = self(args);
  if (isExact(args[1], shapes::slice)) {
    int64_t start, stop, step, n;
    if (!sliceIndices(t, args[1].as<SliceObject>(), b->length, start, stop, step, n))
      return Value::empty();
    Value r = newByteArray(t, nullptr, std::max<int64_t>(n, 0));
    if (!r || n <= 0)
      return r;
    uint8_t *to = byteArrayData(r.as<ByteArrayObject>()), *from = byteArrayData(b);
    for (int64_t i = 0, at = start; i < n; ++i, at += step)
      to[i] = from[at];
    return r;
  }
  int64_t i;
  return indexOfKey(t, b, args[1], i, "bytearray index out of range") ? Value::fromSmallInt(byteArrayData(b)[i])
                                                                      : Value::empty();
}
static Value setItemMethod(Thread *t, Value *args, size_t) {
  auto *b = self(args);
  int64_t i;
  if (!isExact(args[1], shapes::slice)) {
    if (!indexOfKey(t, b, args[1], i, "bytearray index out of range"))
      return Value::empty();
    int c = byteFrom(t, args[2], "byte");
    if (c < 0)
      return Value::empty();
    if (i < b->length)
      byteArrayData(b)[i] = uint8_t(c);
    return None;
  }
  int64_t start, stop, step, n;
  std::string copy; // the value may be the array itself
  ByteView v;
  int got = v.acquire(t, args[2]);
  if (got < 0)
    return Value::empty();
  if (got && v.size) {
    copy = v.text();
  } else if (!got) {
    if (asExactInt(args[2]) || isStr(args[2]))
      return raise(t, exc::TypeError, "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
    Value made = bytesFromArguments(t, args[2], Value::empty(), Value::empty(), true);
    if (!made)
      return made;
    SelfBytes s(made);
    copy.assign(reinterpret_cast<const char *>(s.p), size_t(s.n));
  }
  if (v.locked) {
    --v.locked->exports;
    v.locked = nullptr;
  }
  if (!sliceIndices(t, args[1].as<SliceObject>(), b->length, start, stop, step, n))
    return Value::empty();
  if (step == 1) {
    if (stop < start)
      stop = start;
    return splice(t, b, start, stop, copy.data(), int64_t(copy.size())) ? None : Value::empty();
  }
  if (int64_t(copy.size()) != n)
    return raise(t, exc::ValueError, "attempt to assign bytes of size %zu to extended slice of size %lld",
                 copy.size(), (long long)n);
  uint8_t *d = byteArrayData(b);
  for (int64_t k = 0, at = start; k < n; ++k, at += step)
    d[at] = uint8_t(copy[size_t(k)]);
  return None;
}
static Value delItemMethod(Thread *t, Value *args, size_t) {
  auto *b = self(args);
  int64_t start, stop, step, n;
  if (!isExact(args[1], shapes::slice)) {
    if (!indexOfKey(t, b, args[1], start, "bytearray index out of range"))
      return Value::empty();
    return splice(t, b, start, start + 1, nullptr, 0) ? None : Value::empty();
  }
  if (!sliceIndices(t, args[1].as<SliceObject>(), b->length, start, stop, step, n))
    return Value::empty();
  if (n <= 0)
    return None;
  if (step == 1)
    return splice(t, b, start, start + n, nullptr, 0) ? None : Value::empty();
  if (b->exports > 0)
    return raise(t, exc::BufferError, "Existing exports of data: object cannot be re-sized");
  if (step < 0) {
    start += step * (n - 1);
    step = -step;
  }
  uint8_t *d = byteArrayData(b);
  int64_t to = start, next = start, removed = 0;
  for (int64_t i = start; i < b->length; ++i) {
    if (removed < n && i == next) {
      ++removed;
      next += step;
    } else {
      d[to++] = d[i];
    }
  }
  return byteArrayResize(t, b, to) ? None : Value::empty();
}

static bool extend(Thread *t, ByteArrayObject *b, Value x) {
  std::string copy;
  {
    ByteView v;
    int got = v.acquire(t, x);
    if (got < 0)
      return false;
    if (got && v.size)
      copy = v.text();
    if (!got) {
      Value it = getIter(t, x);
      if (!it) {
        if (pendingMatches(t, exc::TypeError)) {
          clearPending(t);
          raise(t, exc::TypeError, "can't extend bytearray with %T", x);
        }
        return false;
      }
      while (Value item = iterNext(t, it)) {
        int c = byteFrom(t, item, "byte");
        if (c < 0)
          return false;
        copy += char(c);
      }
      if (!t->pending.isEmpty())
        return false;
    }
  }
  return splice(t, b, b->length, b->length, copy.data(), int64_t(copy.size()));
}
static Value appendMethod(Thread *t, Value *args, size_t) {
  int c = byteFrom(t, args[1], "byte");
  uint8_t byte = uint8_t(c);
  auto *b = self(args);
  return c >= 0 && splice(t, b, b->length, b->length, &byte, 1) ? None : Value::empty();
}
static Value extendMethod(Thread *t, Value *args, size_t) { return extend(t, self(args), args[1]) ? None : Value::empty(); }
static Value iaddMethod(Thread *t, Value *args, size_t) {
  {
    ByteView v;
    int got = v.acquire(t, args[1]);
    if (!got)
      return raise(t, exc::TypeError, "can't concat %T to %T", args[1], args[0]);
    if (got < 0)
      return Value::empty();
  }
  return extend(t, self(args), args[1]) ? args[0] : Value::empty();
}
static Value imulMethod(Thread *t, Value *args, size_t) {
  int64_t times, total;
  if (!indexAsInt64(t, args[1], times, exc::OverflowError))
    return Value::empty();
  auto *b = self(args);
  int64_t n = b->length;
  times = std::max<int64_t>(times, 0);
  if (__builtin_mul_overflow(n, times, &total))
    return raiseMemoryError(t);
  if (!byteArrayResize(t, b, total))
    return Value::empty();
  for (int64_t done = n; done < total; done += n)
    memcpy(byteArrayData(b) + done, byteArrayData(b), size_t(n));
  return args[0];
}
static Value insertMethod(Thread *t, Value *args, size_t) {
  int64_t i;
  if (!indexAsInt64(t, args[1], i, exc::OverflowError))
    return Value::empty();
  int c = byteFrom(t, args[2], "byte");
  if (c < 0)
    return Value::empty();
  auto *b = self(args);
  if (i < 0)
    i = std::max<int64_t>(i + b->length, 0);
  i = std::min(i, b->length);
  uint8_t byte = uint8_t(c);
  return splice(t, b, i, i, &byte, 1) ? None : Value::empty();
}
static Value popMethod(Thread *t, Value *args, size_t) {
  auto *b = self(args);
  int64_t i = -1;
  if (given(args[1]) && !indexAsInt64(t, args[1], i, exc::IndexError))
    return Value::empty();
  if (!b->length)
    return raise(t, exc::IndexError, "pop from empty bytearray");
  if (i < 0)
    i += b->length;
  if (i < 0 || i >= b->length)
    return raise(t, exc::IndexError, "pop index out of range");
  uint8_t c = byteArrayData(b)[i];
  return splice(t, b, i, i + 1, nullptr, 0) ? Value::fromSmallInt(c) : Value::empty();
}
static Value removeMethod(Thread *t, Value *args, size_t) {
  int c = byteFrom(t, args[1], "byte");
  if (c < 0)
    return Value::empty();
  auto *b = self(args);
  uint8_t *d = byteArrayData(b);
  auto *at = b->length ? static_cast<uint8_t *>(memchr(d, c, size_t(b->length))) : nullptr;
  if (!at)
    return raise(t, exc::ValueError, "value not found in bytearray");
  return splice(t, b, at - d, at - d + 1, nullptr, 0) ? None : Value::empty();
}
static Value clearMethod(Thread *t, Value *args, size_t) { return byteArrayResize(t, self(args), 0) ? None : Value::empty(); }
static Value reverseMethod(Thread *, Value *args, size_t) {
  auto *b = self(args);
  if (b->length)
    std::reverse(byteArrayData(b), byteArrayData(b) + b->length);
  return None;
}
static Value copyMethod(Thread *t, Value *args, size_t) {
  auto *b = self(args);
  return newByteArray(t, byteArrayData(b), b->length);
}
static Value reprMethod(Thread *t, Value *args, size_t) {
  auto *b = self(args);
  std::string name;
  Value typeName = typeOf(args[0])->name;
  name = strToUtf8(typeName) + "(";
  return bytesRepr(t, byteArrayData(b), b->length, name.c_str(), ")");
}
static Value hexMethod(Thread *t, Value *args, size_t) {
  auto *b = self(args);
  return bytesHex(t, byteArrayData(b), b->length, args[1], args[2]);
}
static Value iterMethod(Thread *t, Value *args, size_t) { return newBytesIter(t, args[0]); }
static Value allocMethod(Thread *t, Value *args, size_t) {
  auto *b = self(args);
  return newInt(t, b->buffer.isInt() ? 0 : b->length + 1);
}
static Value sizeofMethod(Thread *t, Value *args, size_t) {
  auto *b = self(args);
  return newInt(t, 56 + (b->length ? b->length + 1 : 0));
}
static Value reduceMethod(Thread *t, Value *args, size_t) {
  auto *b = self(args);
  Value text = newStrLatin1(t, byteArrayData(b), b->length);
  Value inner[2] = {text, newStr(t, "latin-1")};
  if (!inner[0] || !inner[1])
    return Value::empty();
  Value state = getAttrOrEmpty(t, args[0], internStr(t, "__dict__"));
  if (!state && !t->pending.isEmpty())
    return state;
  Value tuple = b->length ? newTuple(t, inner, 2) : EmptyTuple;
  Value parts[3] = {Value::fromObject(typeOf(args[0])), tuple, state ? state : None};
  return tuple ? newTuple(t, parts, 3) : tuple;
}

#define SLOT(NAME, FN, SIG, EFF) {NAME, FN, SIG, EFF, nullptr, kNativeSlotWrapper}
static const NativeDef ownMethods[] = {
    {"__new__", newMethod, "($type, *args, **kwargs)", kEffAny, nullptr, kNativeStatic},
    SLOT("__init__", initMethod, "($self, /, source=b'', encoding='utf-8', errors='strict')", kEffAny),
    SLOT("__getitem__", getItemMethod, "($self, key, /)", kEffAny),
    SLOT("__setitem__", setItemMethod, "($self, key, value, /)", kEffAny),
    SLOT("__delitem__", delItemMethod, "($self, key, /)", kEffAny),
    SLOT("__iadd__", iaddMethod, "($self, value, /)", kEffAny),
    SLOT("__imul__", imulMethod, "($self, value, /)", kEffAny),
    SLOT("__repr__", reprMethod, "($self, /)", kEffReads | kEffAllocates),
    SLOT("__str__", reprMethod, "($self, /)", kEffReads | kEffAllocates),
    SLOT("__iter__", iterMethod, "($self, /)", kPureAlloc),
    {"append", appendMethod, "($self, item, /)", kEffAny, "Append a single item to the end of the bytearray."},
    {"extend", extendMethod, "($self, iterable_of_ints, /)", kEffAny, "Append all the items from the iterator or sequence to the end of the bytearray."},
    {"insert", insertMethod, "($self, index, item, /)", kEffAny, "Insert a single item into the bytearray before the given index."},
    {"pop", popMethod, "($self, index=-1, /)", kEffAny, "Remove and return a single item from B."},
    {"remove", removeMethod, "($self, value, /)", kEffAny, "Remove the first occurrence of a value in the bytearray."},
    {"clear", clearMethod, "($self, /)", kEffWritesSelf | kEffRaises | kEffAllocates, "Remove all items from the bytearray."},
    {"reverse", reverseMethod, "($self, /)", kEffWritesSelf, "Reverse the order of the values in B in place."},
    {"copy", copyMethod, "($self, /)", kEffReads | kEffAllocates, "Return a copy of B."},
    {"hex", hexMethod, "($self, /, sep=None, bytes_per_sep=1)", kEffAny, "Create a string of hexadecimal numbers from a bytearray object."},
    {"__alloc__", allocMethod, "($self, /)", kEffReads},
    {"__sizeof__", sizeofMethod, "($self, /)", kEffReads},
    {"__reduce__", reduceMethod, "($self, /)", kEffAny},
    {nullptr, nullptr, nullptr}};

void initByteArrayType(Thread *t) {
  static TypeSpec spec = {"bytearray", Kind::ByteArray, sizeof(ByteArrayObject), TraceKind::FixedSlots, 2, 1};
  spec.methods = joinTables(bytesSharedMethods, ownMethods);
  spec.typeFlags = kTypeBaseable;
  spec.doc = "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\n"
             "bytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\n"
             "bytearray(int) -> bytes array of size given by the parameter initialized with null bytes\n"
             "bytearray() -> empty bytes array";
  makeBuiltinType(t, spec);
}

} // namespace pyc
