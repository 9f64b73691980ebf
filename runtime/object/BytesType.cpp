//===- BytesType.cpp - The type bytes, and hex ----------------------------===//
#include "runtime/object/Containers.h"
#include "runtime/object/Bytes.h"
#include "runtime/object/Containers.h"

namespace pyc {

Value bytesHex(Thread *t, const uint8_t *p, int64_t n, Value sep, Value group) {
  char separator = 0;
  int64_t every = 1;
  if (given(sep)) {
    if (isStr(sep)) {
      StrObject *s = flatOf(t, sep);
      if (!s)
        return Value::empty();
      if (s->length != 1)
        return raise(t, exc::ValueError, "sep must be length 1.");
      uint32_t c = strCharAt(s, 0);
      if (c >= 128)
        return raise(t, exc::ValueError, "sep must be ASCII.");
      separator = char(c);
    } else if (isBytes(sep)) {
      SelfBytes s(sep);
      if (s.n != 1)
        return raise(t, exc::ValueError, "sep must be length 1.");
      if (*s.p >= 128)
        return raise(t, exc::ValueError, "sep must be ASCII.");
      separator = char(*s.p);
    } else {
      return raise(t, exc::TypeError, "sep must be str or bytes.");
    }
    if (given(group) && !indexAsInt64(t, group, every, exc::OverflowError))
      return Value::empty();
  }
  std::string out;
  out.reserve(size_t(n) * 3);
  int64_t k = every < 0 ? -every : every;
  for (int64_t i = 0; i < n; ++i) {
    if (separator && k && i && (every > 0 ? (n - i) % k == 0 : i % k == 0))
      out += separator;
    out += "0123456789abcdef"[p[i] >> 4];
    out += "0123456789abcdef"[p[i] & 15];
  }
  return newStrAscii(t, out);
}

static Value bytesNew(Thread *t, Value *args, size_t) {
  if (!checkNewType(t, args[0], types::bytes_))
    return Value::empty();
  Value r = bytesFromArguments(t, args[1], args[2], args[3], false);
  if (r && args[0].as<TypeObject>() != types::bytes_)
    r = payloadOf(r);
  return wrapPayload(t, args[0], types::bytes_, r);
}
static Value getItemMethod(Thread *t, Value *args, size_t) {
  BytesObject *b = bytesOf(args[0]);
  Value key = args[1];
  if (isExact(key, shapes::slice)) {
    int64_t start, stop, step, n;
    if (!sliceIndices(t, key.as<SliceObject>(), b->length, start, stop, step, n))
      return Value::empty();
    if (n <= 0)
      return EmptyBytes;
    if (step == 1) {
      if (n == b->length && isExact(args[0], shapes::bytes))
        return args[0];
      return newBytes(t, b->data + start, n);
    }
    BytesObject *r = newBytesBuffer(t, n);
    if (!r)
      return Value::empty();
    for (int64_t i = 0, at = start; i < n; ++i, at += step)
      r->data[i] = b->data[at];
    return Value::fromObject(r);
  }
  int64_t i;
  if (!asExactInt(key) && !lookupDunder(typeOf(key), Dunder::Index))
    return raise(t, exc::TypeError, "byte indices must be integers or slices, not %T", key);
  if (!indexAsInt64(t, key, i, exc::IndexError))
    return Value::empty();
  if (i < 0)
    i += b->length;
  if (i < 0 || i >= b->length)
    return raise(t, exc::IndexError, "index out of range");
  return Value::fromSmallInt(b->data[i]);
}
static Value hashMethod(Thread *t, Value *args, size_t) {
  BytesObject *b = bytesOf(args[0]);
  if (!b->hash) {
    uint64_t h = hashBytes(b->data, size_t(b->length));
    b->hash = h == 0 ? 1 : h == ~uint64_t(0) ? h - 1 : h;
  }
  return newInt(t, int64_t(b->hash));
}
static Value reprMethod(Thread *t, Value *args, size_t) {
  BytesObject *b = bytesOf(args[0]);
  return bytesRepr(t, b->data, b->length, "", "");
}
static Value bytesMethod(Thread *t, Value *args, size_t) { return payloadOf(args[0]); }
static Value hexMethod(Thread *t, Value *args, size_t) {
  BytesObject *b = bytesOf(args[0]);
  return bytesHex(t, b->data, b->length, args[1], args[2]);
}
static Value iterMethod(Thread *t, Value *args, size_t) { return newBytesIter(t, payloadOf(args[0])); }
static Value getNewArgs(Thread *t, Value *args, size_t) {
  Value b = payloadOf(args[0]);
  return newTuple(t, &b, 1);
}
static Value sizeofMethod(Thread *t, Value *args, size_t) { return newInt(t, 33 + bytesOf(args[0])->length); }

//===-- iterators -----------------------------------------------------------------===//
static Shape *gBytesIter, *gByteArrayIter;
Value newBytesIter(Thread *t, Value owner) {
  auto *it = gcAllocate<BytesIterObject>(t, sizeof(BytesIterObject), isByteArray(owner) ? gByteArrayIter : gBytesIter);
  if (!it)
    return Value::empty();
  it->owner = owner;
  return Value::fromObject(it);
}
static Value iterSelf(Thread *, Value *args, size_t) { return args[0]; }
static Value stepBytes(Thread *, Value v) {
  auto *it = v.as<BytesIterObject>();
  if (!it->owner.isInt()) {
    if (isExact(it->owner, shapes::bytes)) {
      auto *b = it->owner.as<BytesObject>();
      if (it->index < b->length)
        return Value::fromSmallInt(b->data[it->index++]);
    } else if (SelfBytes s(it->owner); it->index < s.n)
      return Value::fromSmallInt(s.p[it->index++]);
    it->owner = Value::fromSmallInt(0);
  }
  return Value::empty();
}
static Value iterNextMethod(Thread *t, Value *args, size_t) {
  Value v = stepBytes(t, args[0]);
  return v ? v : raiseStopIteration(t, Value::empty());
}
static Value iterHint(Thread *, Value *args, size_t) {
  auto *it = args[0].as<BytesIterObject>();
  return Value::fromSmallInt(it->owner.isInt() ? 0 : std::max<int64_t>(0, SelfBytes(it->owner).n - it->index));
}
static Value iterReduce(Thread *t, Value *args, size_t) {
  auto *it = args[0].as<BytesIterObject>();
  Value fn = getAttr(t, gBuiltinsModule, "iter");
  if (!fn)
    return fn;
  bool done = it->owner.isInt();
  Value s = done ? EmptyTuple : it->owner, inner = newTuple(t, &s, 1);
  if (!inner)
    return inner;
  Value parts[3] = {fn, inner, Value::fromSmallInt(it->index)};
  return newTuple(t, parts, done ? 2 : 3);
}
static Value iterSetState(Thread *t, Value *args, size_t) {
  auto *it = args[0].as<BytesIterObject>();
  int64_t i;
  if (!indexAsInt64(t, args[1], i))
    return Value::empty();
  if (!it->owner.isInt())
    it->index = std::min(std::max<int64_t>(i, 0), SelfBytes(it->owner).n);
  return None;
}

#define SLOT(NAME, FN, SIG, EFF) {NAME, FN, SIG, EFF, nullptr, kNativeSlotWrapper}
static const NativeDef ownMethods[] = {
    {"__new__", bytesNew, "($type, source=b'', encoding='utf-8', errors='strict')", kEffAny, nullptr, kNativeStatic},
    SLOT("__getitem__", getItemMethod, "($self, key, /)", kEffAny),
    SLOT("__hash__", hashMethod, "($self, /)", kPure),
    SLOT("__repr__", reprMethod, "($self, /)", kPureAlloc),
    SLOT("__str__", reprMethod, "($self, /)", kPureAlloc),
    SLOT("__iter__", iterMethod, "($self, /)", kPureAlloc),
    {"__bytes__", bytesMethod, "($self, /)", kPure, "Convert this value to exact type bytes."},
    {"__getnewargs__", getNewArgs, "($self, /)", kPureAlloc},
    {"__sizeof__", sizeofMethod, "($self, /)", kPure},
    {"hex", hexMethod, "($self, /, sep=None, bytes_per_sep=1)", kEffAny, "Create a string of hexadecimal numbers from a bytes object."},
    {nullptr, nullptr, nullptr}};
static const NativeDef iterMethods[] = {
    SLOT("__iter__", iterSelf, "($self, /)", kPure),
    SLOT("__next__", iterNextMethod, "($self, /)", kEffReads | kEffWritesSelf | kEffRaises),
    {"__length_hint__", iterHint, "($self, /)", kEffReads},
    {"__reduce__", iterReduce, "($self, /)", kEffAny},
    {"__setstate__", iterSetState, "($self, state, /)", kEffAny},
    {nullptr, nullptr, nullptr}};

void initBytesTypes(Thread *t) {
  static TypeSpec spec = {"bytes", Kind::Bytes, 0, TraceKind::NoPointers, 0, 0};
  spec.methods = joinTables(bytesSharedMethods, ownMethods);
  spec.typeFlags = kTypeBaseable;
  spec.doc = "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\n"
             "bytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\n"
             "bytes(int) -> bytes object of size given by the parameter initialized with null bytes\n"
             "bytes() -> empty bytes object";
  makeBuiltinType(t, spec);
  static const TypeSpec iter = {"bytes_iterator", Kind::Iterator, sizeof(BytesIterObject), TraceKind::FixedSlots,
                                1, 1, iterMethods, nullptr, nullptr, kTypeDisallowInstantiation};
  gBytesIter = makeBuiltinType(t, iter)->instanceShape;
  static const TypeSpec arrayIter = {"bytearray_iterator", Kind::Iterator, sizeof(BytesIterObject), TraceKind::FixedSlots,
                                     1, 1, iterMethods, nullptr, nullptr, kTypeDisallowInstantiation};
  gByteArrayIter = makeBuiltinType(t, arrayIter)->instanceShape;
  registerIteratorStep(gBytesIter, stepBytes);
  registerIteratorStep(gByteArrayIter, stepBytes);
  initByteArrayType(t);
}

} // namespace pyc
