//===- MemoryView.cpp - The type memoryview -------------------------------===//
//
// One-dimensional views of bytes, bytearray and registered exporters, with
// slicing, struct formats of native size and cast. More dimensions raise
// NotImplementedError, as indexing them does in CPython for the most part.
//
// CPython forbids resizing a bytearray while a view of it exists, which it
// knows from reference counts. Here that holds inside a `with` statement on the
// view; elsewhere a view whose memory has gone raises when it is used.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Bytes.h"
#include "runtime/object/Containers.h"
#include <algorithm>

namespace pyc {

static Shape *gShape, *gIterShape;
static MemoryViewObject *self(Value *args) { return args[0].as<MemoryViewObject>(); }

static bool alive(Thread *t, MemoryViewObject *m) {
  if (m->released) {
    raise(t, exc::ValueError, "operation forbidden on released memoryview object");
    return false;
  }
  BufferInfo info{nullptr, 0};
  bufferOf(m->owner, info);
  int64_t last = m->offset + (m->length - 1) * m->stride;
  if (PYC_UNLIKELY(m->length && (std::max(m->offset, last) + m->itemSize > info.bytes))) {
    raise(t, exc::ValueError, "operation forbidden on a memoryview of an object that was resized");
    return false;
  }
  return true;
}
static void unlock(MemoryViewObject *m) {
  if (m->exports) {
    m->exports = 0;
    lockBuffer(m->owner, -1);
  }
}
static uint8_t *dataOf(MemoryViewObject *m) {
  BufferInfo info{nullptr, 0};
  bufferOf(m->owner, info);
  return info.data + m->offset;
}
static int sizeOfFormat(char f) {
  switch (f) {
  case 'b': case 'B': case 'c': case '?':
    return 1;
  case 'h': case 'H': case 'e':
    return 2;
  case 'i': case 'I': case 'f':
    return 4;
  case 'l': case 'L': case 'q': case 'Q': case 'd': case 'n': case 'N': case 'P':
    return 8;
  }
  return 0;
}

static MemoryViewObject *derive(Thread *t, MemoryViewObject *from) {
  auto *m = gcAllocate<MemoryViewObject>(t, sizeof(MemoryViewObject), gShape);
  if (!m)
    return nullptr;
  memcpy(reinterpret_cast<char *>(m) + sizeof(Object), reinterpret_cast<char *>(from) + sizeof(Object),
         sizeof(MemoryViewObject) - sizeof(Object));
  m->exports = 0;
  m->released = false;
  return m;
}

static Value newMethod(Thread *t, Value *args, size_t) {
  Value x = args[1];
  if (isMemoryView(x)) {
    if (!alive(t, memoryViewOf(x)))
      return Value::empty();
    MemoryViewObject *m = derive(t, memoryViewOf(x));
    return m ? Value::fromObject(m) : Value::empty();
  }
  BufferInfo info;
  if (!bufferOf(x, info))
    return raise(t, exc::TypeError, "memoryview: a bytes-like object is required, not '%T'", x);
  auto *m = gcAllocate<MemoryViewObject>(t, sizeof(MemoryViewObject), gShape);
  if (!m)
    return Value::empty();
  m->owner = x;
  m->itemSize = uint8_t(info.itemSize);
  m->format = info.format;
  m->readOnly = info.readOnly;
  m->stride = info.itemSize;
  m->length = info.bytes / info.itemSize;
  return Value::fromObject(m);
}

template <typename T> static T load(const uint8_t *p) {
  T v;
  memcpy(&v, p, sizeof v);
  return v;
}
static Value unpack(Thread *t, const uint8_t *p, char f) {
  switch (f) {
  case 'B':
    return Value::fromSmallInt(*p);
  case 'b':
    return Value::fromSmallInt(int8_t(*p));
  case 'c':
    return newBytes(t, p, 1);
  case '?':
    return boolValue(*p);
  case 'h':
    return newInt(t, load<int16_t>(p));
  case 'H':
    return newInt(t, load<uint16_t>(p));
  case 'i':
    return newInt(t, load<int32_t>(p));
  case 'I':
    return newInt(t, load<uint32_t>(p));
  case 'l': case 'q': case 'n':
    return newInt(t, load<int64_t>(p));
  case 'L': case 'Q': case 'N': case 'P':
    return newUInt(t, load<uint64_t>(p));
  case 'f':
    return newFloat(t, load<float>(p));
  case 'd':
    return newFloat(t, load<double>(p));
  }
  return raise(t, exc::NotImplementedError, "memoryview: unsupported format %c", f);
}
static bool pack(Thread *t, uint8_t *p, char f, Value v) {
  auto badType = [&] {
    raise(t, exc::TypeError, "memoryview: invalid type for format '%c'", f);
    return false;
  };
  auto badValue = [&] {
    raise(t, exc::ValueError, "memoryview: invalid value for format '%c'", f);
    return false;
  };
  if (f == 'f' || f == 'd') {
    double d;
    if (!toDoubleOperand(t, v, d))
      return badType();
    if (f == 'd') {
      memcpy(p, &d, 8);
    } else {
      float x = float(d);
      memcpy(p, &x, 4);
    }
    return true;
  }
  if (f == 'c') {
    if (!isBytes(v))
      return badType();
    if (bytesOf(v)->length != 1)
      return badValue();
    *p = bytesOf(v)->data[0];
    return true;
  }
  if (f == '?') {
    int b = isTrue(t, v);
    *p = b > 0;
    return b >= 0;
  }
  Value i = asExactInt(v);
  if (!i && !lookupDunder(typeOf(v), Dunder::Index))
    return badType();
  if (!i && !(i = indexOf(t, v)))
    return false;
  int size = sizeOfFormat(f);
  bool isUnsigned = f == 'B' || f == 'H' || f == 'I' || f == 'L' || f == 'Q' || f == 'N' || f == 'P';
  IntView x(i);
  uint64_t bits = x.bitLength();
  uint64_t room = uint64_t(size) * 8 - (isUnsigned ? 0 : 1);
  int64_t n = 0;
  bool least = !isUnsigned && x.negative && bits == room + 1 && mpn_popcount(x.limbs, x.size) == 1;
  if ((isUnsigned && x.negative) || (bits > room && !least))
    return badValue();
  uint64_t raw = x.size ? x.limbs[0] : 0;
  n = int64_t(x.negative ? -raw : raw);
  memcpy(p, &n, size_t(size));
  return true;
}

static bool position(Thread *t, MemoryViewObject *m, Value key, int64_t &i) {
  if (!indexAsInt64(t, key, i, exc::IndexError))
    return false;
  if (i < 0)
    i += m->length;
  if (i < 0 || i >= m->length) {
    raise(t, exc::IndexError, "index out of bounds on dimension 1");
    return false;
  }
  return true;
}
static MemoryViewObject *sliced(Thread *t, MemoryViewObject *m, SliceObject *s) {
  int64_t start, stop, step, n;
  if (!sliceIndices(t, s, m->length, start, stop, step, n))
    return nullptr;
  MemoryViewObject *r = derive(t, m);
  if (!r)
    return nullptr;
  r->offset = m->offset + start * m->stride;
  r->stride = m->stride * step;
  r->length = n < 0 ? 0 : n;
  return r;
}
static Value getItemMethod(Thread *t, Value *args, size_t) {
  auto *m = self(args);
  if (!alive(t, m))
    return Value::empty();
  if (isExact(args[1], shapes::slice)) {
    MemoryViewObject *r = sliced(t, m, args[1].as<SliceObject>());
    return r ? Value::fromObject(r) : Value::empty();
  }
  int64_t i;
  if (!asExactInt(args[1]) && !lookupDunder(typeOf(args[1]), Dunder::Index))
    return raise(t, exc::TypeError, "memoryview: invalid slice key");
  return position(t, m, args[1], i) ? unpack(t, dataOf(m) + i * m->stride, m->format) : Value::empty();
}
static Value setItemMethod(Thread *t, Value *args, size_t) {
  auto *m = self(args);
  if (!alive(t, m))
    return Value::empty();
  if (m->readOnly)
    return raise(t, exc::TypeError, "cannot modify read-only memory");
  if (isExact(args[1], shapes::slice)) {
    ByteView v;
    if (!v.require(t, args[2]))
      return Value::empty();
    std::string copy(v.text());
    MemoryViewObject *r = sliced(t, m, args[1].as<SliceObject>());
    if (!r)
      return Value::empty();
    if (r->length * r->itemSize != int64_t(copy.size()))
      return raise(t, exc::ValueError, "memoryview assignment: lvalue and rvalue have different structures");
    uint8_t *d = dataOf(r);
    for (int64_t i = 0; i < r->length; ++i)
      memcpy(d + i * r->stride, copy.data() + i * r->itemSize, r->itemSize);
    return None;
  }
  int64_t i;
  if (!asExactInt(args[1]) && !lookupDunder(typeOf(args[1]), Dunder::Index))
    return raise(t, exc::TypeError, "memoryview: invalid slice key");
  return position(t, m, args[1], i) && pack(t, dataOf(m) + i * m->stride, m->format, args[2]) ? None : Value::empty();
}
static Value delItemMethod(Thread *t, Value *args, size_t) {
  return raise(t, exc::TypeError, self(args)->readOnly ? "cannot modify read-only memory" : "cannot delete memory");
}
static Value lenMethod(Thread *t, Value *args, size_t) {
  return alive(t, self(args)) ? newInt(t, self(args)->length) : Value::empty();
}

static Value tobytes(Thread *t, Value *args, size_t) {
  ByteView v;
  return v.require(t, args[0]) ? newBytes(t, v.size ? v.data : nullptr, v.size) : Value::empty();
}
static Value hexMethod(Thread *t, Value *args, size_t) {
  ByteView v;
  return v.require(t, args[0]) ? bytesHex(t, v.data, v.size, args[1], args[2]) : Value::empty();
}
static Value tolist(Thread *t, Value *args, size_t) {
  auto *m = self(args);
  Value list = alive(t, m) ? newList(t, nullptr, 0) : Value::empty();
  for (int64_t i = 0; list && i < m->length; ++i) {
    Value v = unpack(t, dataOf(m) + i * m->stride, m->format);
    if (!v || !listAppend(t, list.as<ListObject>(), v))
      return Value::empty();
  }
  return list;
}
static Value release(Thread *, Value *args, size_t) {
  auto *m = self(args);
  unlock(m);
  m->released = true;
  return None;
}
static Value enter(Thread *t, Value *args, size_t) {
  auto *m = self(args);
  if (!alive(t, m))
    return Value::empty();
  if (!m->exports) {
    m->exports = 1;
    lockBuffer(m->owner, 1);
  }
  return args[0];
}
static Value toreadonly(Thread *t, Value *args, size_t) {
  MemoryViewObject *m = alive(t, self(args)) ? derive(t, self(args)) : nullptr;
  if (!m)
    return Value::empty();
  m->readOnly = true;
  return Value::fromObject(m);
}
static Value cast(Thread *t, Value *args, size_t) {
  auto *m = self(args);
  if (!alive(t, m))
    return Value::empty();
  StrObject *s = requireStr(t, args[1], "cast() argument 'format' must be str, not %T");
  if (!s)
    return Value::empty();
  std::string f = strToUtf8(Value::fromObject(s));
  if (!f.empty() && f[0] == '@')
    f.erase(0, 1);
  int size = f.size() == 1 ? sizeOfFormat(f[0]) : 0;
  if (!size || f[0] == 'e')
    return raise(t, exc::ValueError,
                 "memoryview: destination format must be a native single character format prefixed with an optional '@'");
  if (m->stride != m->itemSize)
    return raise(t, exc::TypeError, "memoryview: casts are restricted to C-contiguous views");
  if (m->itemSize != 1 && size != 1)
    return raise(t, exc::TypeError, "memoryview: cannot cast between two non-byte formats");
  if (givenNotNone(args[2])) {
    int64_t items = lengthOf(t, args[2]);
    if (items < 0)
      return Value::empty();
    if (items != 1)
      return raise(t, exc::NotImplementedError, "memoryview: views of more than one dimension are not supported");
  }
  int64_t bytes = m->length * m->itemSize;
  if (bytes % size)
    return raise(t, exc::TypeError, "memoryview: length is not a multiple of itemsize");
  MemoryViewObject *r = derive(t, m);
  if (!r)
    return Value::empty();
  r->format = f[0];
  r->itemSize = uint8_t(size);
  r->stride = size;
  r->length = bytes / size;
  return Value::fromObject(r);
}
template <bool equal> static Value eqMethod(Thread *t, Value *args, size_t) {
  auto *m = self(args);
  Value other = args[1];
  if (m->released || (isMemoryView(other) && memoryViewOf(other)->released))
    return boolValue((args[0] == other) == equal);
  BufferInfo info{};
  if (isMemoryView(other)) {
    MemoryViewObject *o = memoryViewOf(other);
    if (o->length != m->length)
      return boolValue(!equal);
    for (int64_t i = 0; i < m->length; ++i) {
      Value a = unpack(t, dataOf(m) + i * m->stride, m->format);
      Value b = unpack(t, dataOf(o) + i * o->stride, o->format);
      int same = a && b ? equals(t, a, b) : -1;
      if (same < 0)
        return Value::empty();
      if (!same)
        return boolValue(!equal);
    }
    return boolValue(equal);
  }
  if (!bufferOf(other, info))
    return NotImplemented;
  bool same = info.bytes / info.itemSize == m->length;
  for (int64_t i = 0; same && i < m->length; ++i) {
    bufferOf(other, info);
    Value a = unpack(t, dataOf(m) + i * m->stride, m->format);
    Value b = unpack(t, info.data + i * info.itemSize, info.format);
    int e = a && b ? equals(t, a, b) : -1;
    if (e < 0)
      return Value::empty();
    same = e;
  }
  return boolValue(same == equal);
}
static Value hashMethod(Thread *t, Value *args, size_t) {
  auto *m = self(args);
  if (!alive(t, m))
    return Value::empty();
  if (!m->readOnly)
    return raise(t, exc::ValueError, "cannot hash writable memoryview object");
  if (m->format != 'B' && m->format != 'b' && m->format != 'c')
    return raise(t, exc::ValueError, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
  Value b = tobytes(t, args, 1);
  uint64_t h;
  return b && hashOf(t, b, h) ? newInt(t, int64_t(h)) : Value::empty();
}
static Value reprMethod(Thread *t, Value *args, size_t) {
  char buf[64];
  snprintf(buf, sizeof buf, self(args)->released ? "<released memory at %p>" : "<memory at %p>", (void *)self(args));
  return newStrAscii(t, buf);
}
static Value iterMethod(Thread *t, Value *args, size_t) {
  if (!alive(t, self(args)))
    return Value::empty();
  auto *it = gcAllocate<BytesIterObject>(t, sizeof(BytesIterObject), gIterShape);
  if (!it)
    return Value::empty();
  it->owner = args[0];
  return Value::fromObject(it);
}
static Value iterSelf(Thread *, Value *args, size_t) { return args[0]; }
static Value iterNextMethod(Thread *t, Value *args, size_t) {
  auto *it = args[0].as<BytesIterObject>();
  if (!it->owner.isInt()) {
    auto *m = it->owner.as<MemoryViewObject>();
    if (!alive(t, m))
      return Value::empty();
    if (it->index < m->length)
      return unpack(t, dataOf(m) + it->index++ * m->stride, m->format);
    it->owner = Value::fromSmallInt(0);
  }
  return raiseStopIteration(t, Value::empty());
}

static Value getObj(Thread *t, Value v) { return alive(t, memoryViewOf(v)) ? memoryViewOf(v)->owner : Value::empty(); }
static Value getNbytes(Thread *t, Value v) {
  auto *m = memoryViewOf(v);
  return alive(t, m) ? newInt(t, m->length * m->itemSize) : Value::empty();
}
static Value getItemSize(Thread *t, Value v) { return alive(t, memoryViewOf(v)) ? newInt(t, memoryViewOf(v)->itemSize) : Value::empty(); }
static Value getFormat(Thread *t, Value v) { return alive(t, memoryViewOf(v)) ? newChar(t, uint8_t(memoryViewOf(v)->format)) : Value::empty(); }
static Value getReadOnly(Thread *t, Value v) { return alive(t, memoryViewOf(v)) ? boolValue(memoryViewOf(v)->readOnly) : Value::empty(); }
static Value getNdim(Thread *t, Value v) { return alive(t, memoryViewOf(v)) ? Value::fromSmallInt(1) : Value::empty(); }
static Value tupleOfOne(Thread *t, Value v, int64_t x) {
  if (!alive(t, memoryViewOf(v)))
    return Value::empty();
  Value i = newInt(t, x);
  return newTuple(t, &i, 1);
}
static Value getShape(Thread *t, Value v) { return tupleOfOne(t, v, memoryViewOf(v)->length); }
static Value getStrides(Thread *t, Value v) { return tupleOfOne(t, v, memoryViewOf(v)->stride); }
static Value getSuboffsets(Thread *t, Value v) { return EmptyTuple; }
static Value getContiguous(Thread *t, Value v) {
  auto *m = memoryViewOf(v);
  return alive(t, m) ? boolValue(m->stride == m->itemSize || m->length <= 1) : Value::empty();
}

#define SLOT(NAME, FN, SIG, EFF) {NAME, FN, SIG, EFF, nullptr, kNativeSlotWrapper}
#define VIEW(NAME, FN, SIG) {NAME, FN, SIG, kEffAny}
static const NativeDef methods[] = {
    {"__new__", newMethod, "($type, object)", kEffAny, nullptr, kNativeStatic},
    SLOT("__getitem__", getItemMethod, "($self, key, /)", kEffAny),
    SLOT("__setitem__", setItemMethod, "($self, key, value, /)", kEffAny),
    SLOT("__delitem__", delItemMethod, "($self, key, /)", kEffAny),
    SLOT("__len__", lenMethod, "($self, /)", kEffReads | kEffRaises),
    SLOT("__eq__", eqMethod<true>, "($self, value, /)", kEffAny),
    SLOT("__ne__", eqMethod<false>, "($self, value, /)", kEffAny),
    SLOT("__hash__", hashMethod, "($self, /)", kEffAny),
    SLOT("__repr__", reprMethod, "($self, /)", kPureAlloc),
    SLOT("__iter__", iterMethod, "($self, /)", kEffReads | kEffAllocates | kEffRaises),
    VIEW("tobytes", tobytes, "($self, /, order='C')"), VIEW("tolist", tolist, "($self, /)"),
    VIEW("hex", hexMethod, "($self, /, sep=None, bytes_per_sep=1)"), VIEW("release", release, "($self, /)"),
    VIEW("toreadonly", toreadonly, "($self, /)"), VIEW("cast", cast, "($self, /, format, shape=None)"),
    VIEW("__enter__", enter, "($self, /)"), VIEW("__exit__", release, "($self, /, *exc_info)"),
    {nullptr, nullptr, nullptr}};
static const GetSetDef getsets[] = {
    {"obj", getObj, nullptr}, {"nbytes", getNbytes, nullptr}, {"itemsize", getItemSize, nullptr},
    {"format", getFormat, nullptr}, {"readonly", getReadOnly, nullptr}, {"ndim", getNdim, nullptr},
    {"shape", getShape, nullptr}, {"strides", getStrides, nullptr}, {"suboffsets", getSuboffsets, nullptr},
    {"contiguous", getContiguous, nullptr}, {"c_contiguous", getContiguous, nullptr},
    {"f_contiguous", getContiguous, nullptr}, {nullptr, nullptr, nullptr}};
static const NativeDef iterMethods[] = {
    SLOT("__iter__", iterSelf, "($self, /)", kPure),
    SLOT("__next__", iterNextMethod, "($self, /)", kEffAny),
    {nullptr, nullptr, nullptr}};

void initMemoryViewType(Thread *t) {
  static const TypeSpec spec = {"memoryview", Kind::MemoryView, sizeof(MemoryViewObject), TraceKind::FixedSlots, 4, 2,
                                methods, getsets, nullptr, kTypeSequence | kTypeHasWeakRefs, "Create a new memoryview object which references the given object."};
  gShape = makeBuiltinType(t, spec)->instanceShape;
  static const TypeSpec iter = {"memory_iterator", Kind::Iterator, sizeof(BytesIterObject), TraceKind::FixedSlots, 1, 1,
                                iterMethods, nullptr, nullptr, kTypeDisallowInstantiation};
  gIterShape = makeBuiltinType(t, iter)->instanceShape;
}

void initNumbersAndStrings(Thread *t) {
  initIntTypes(t);
  initFloatType(t);
  initComplexType(t);
  initStrType(t);
  initBytesTypes(t);
  initMemoryViewType(t);
}

} // namespace pyc
