//===- IOBase.cpp - _IOBase and the abstract stream classes ---------------===//
//
// What user classes inherit: iteration over lines, context management,
// readlines and the rest in terms of the few methods a stream must have. The
// native streams override nearly all of it.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/io/IO.h"
#include <unistd.h>

namespace pyc::io {

TypeObject *gIOBase, *gRawIOBase, *gBufferedIOBase, *gTextIOBase, *gUnsupported;

Value raiseUnsupported(Thread *t, const char *what) {
  return raise(t, gUnsupported, "%s", what);
}
Value raiseClosed(Thread *t) {
  return raise(t, exc::ValueError, "I/O operation on closed file.");
}

bool sizeArgument(Thread *t, Value v, int64_t &out) {
  out = -1;
  if (v.isEmpty() || v == None)
    return true;
  if (!isIntLike(v) && !lookupDunder(typeOf(v), Dunder::Index)) {
    raise(t, exc::TypeError, "argument should be integer or None, not '%T'", v);
    return false;
  }
  return indexAsInt64(t, v, out, exc::OverflowError);
}

bool bytesLike(Thread *t, Value &v, const char *&data, size_t &size) {
  Value p = payloadOf(v);
  if (hasKind(p, Kind::MemoryView)) {
    p = callMethod(t, p, "tobytes", nullptr, 0);
    if (!p)
      return false;
    v = p;
  }
  if (isExact(p, shapes::bytes)) {
    data = reinterpret_cast<const char *>(p.as<BytesObject>()->data);
    size = static_cast<size_t>(p.as<BytesObject>()->length);
    return true;
  }
  if (hasKind(p, Kind::ByteArray)) {
    auto *b = p.as<ByteArrayObject>();
    size = static_cast<size_t>(b->length);
    data = size ? reinterpret_cast<const char *>(b->buffer.as<RawBuffer>()->data) : "";
    return true;
  }
  // array.array and others that offer their bytes.
  Value tobytes = isStr(p) ? Value::empty() : getAttrOrEmpty(t, p, internStr(t, "tobytes"));
  if (tobytes) {
    v = call(t, tobytes);
    if (!v)
      return false;
    if (isExact(v, shapes::bytes))
      return bytesLike(t, v, data, size);
  }
  if (!t->pending)
    raise(t, exc::TypeError, "a bytes-like object is required, not '%T'", v);
  return false;
}

Value storeInto(Thread *t, Value b, const char *data, size_t n) {
  Value bytes = newBytes(t, data, static_cast<int64_t>(n));
  Value slice = bytes ? newSlice(t, None, Value::fromSmallInt(static_cast<int64_t>(n)), None) : bytes;
  if (!slice || !setItem(t, b, slice, bytes))
    return Value::empty();
  return Value::fromSmallInt(static_cast<int64_t>(n));
}

static bool isClosed(Thread *t, Value self, bool &closed) {
  Value v = getAttr(t, self, "closed");
  int r = v ? isTrue(t, v) : -1;
  closed = r > 0;
  return r >= 0;
}
static bool checkOpen(Thread *t, Value self) {
  bool closed;
  if (!isClosed(t, self, closed))
    return false;
  if (closed)
    raiseClosed(t);
  return !closed;
}

static Value closedOf(Thread *t, Value self) {
  Value v = getAttrOrEmpty(t, self, internStr(t, "__IOBase_closed"));
  return v ? v : t->pending ? v : False;
}

static Value baseFlush(Thread *t, Value *args, size_t n) {
  return checkOpen(t, args[0]) ? None : Value::empty();
}
static Value baseClose(Thread *t, Value *args, size_t n) {
  Value closed = closedOf(t, args[0]);
  if (!closed || closed == True)
    return closed ? None : closed;
  Value r = callMethod(t, args[0], "flush", nullptr, 0);
  Value pending = r ? Value::empty() : takePending(t);
  if (!setAttr(t, args[0], internStr(t, "__IOBase_closed"), True))
    return Value::empty();
  return r ? None : raiseValue(t, pending);
}
static Value baseFalse(Thread *t, Value *args, size_t n) { return False; }
static Value baseIsatty(Thread *t, Value *args, size_t n) {
  return checkOpen(t, args[0]) ? False : Value::empty();
}
static Value baseSeek(Thread *t, Value *args, size_t n) { return raiseUnsupported(t, "seek"); }
static Value baseTruncate(Thread *t, Value *args, size_t n) { return raiseUnsupported(t, "truncate"); }
static Value baseFileno(Thread *t, Value *args, size_t n) { return raiseUnsupported(t, "fileno"); }
static Value baseTell(Thread *t, Value *args, size_t n) {
  Value a[2] = {Value::fromSmallInt(0), Value::fromSmallInt(1)};
  return callMethod(t, args[0], "seek", a, 2);
}
static Value checkClosed(Thread *t, Value *args, size_t n) {
  return checkOpen(t, args[0]) ? None : Value::empty();
}
static Value checkAbility(Thread *t, Value self, const char *method, const char *message) {
  Value r = callMethod(t, self, method, nullptr, 0);
  if (!r)
    return r;
  return r == True ? True : raiseUnsupported(t, message);
}
static Value checkReadable(Thread *t, Value *args, size_t n) {
  return checkAbility(t, args[0], "readable", "File or stream is not readable.");
}
static Value checkWritable(Thread *t, Value *args, size_t n) {
  return checkAbility(t, args[0], "writable", "File or stream is not writable.");
}
static Value checkSeekable(Thread *t, Value *args, size_t n) {
  return checkAbility(t, args[0], "seekable", "File or stream is not seekable.");
}
static Value baseEnter(Thread *t, Value *args, size_t n) {
  return checkOpen(t, args[0]) ? args[0] : Value::empty();
}
static Value baseExit(Thread *t, Value *args, size_t n) {
  return callMethod(t, args[0], "close", nullptr, 0);
}
static Value baseNext(Thread *t, Value *args, size_t n) {
  Value line = callMethod(t, args[0], "readline", nullptr, 0);
  int64_t length = line ? lengthOf(t, line) : -1;
  if (length < 0)
    return Value::empty();
  return length ? line : raiseStopIteration(t, Value::empty());
}
static Value baseReadline(Thread *t, Value *args, size_t n) {
  int64_t limit;
  if (!sizeArgument(t, args[1], limit))
    return Value::empty();
  std::string line;
  while (limit < 0 || static_cast<int64_t>(line.size()) < limit) {
    Value one = Value::fromSmallInt(1);
    Value b = callMethod(t, args[0], "read", &one, 1);
    if (!b)
      return b;
    const char *p;
    size_t size;
    if (!isInstanceOf(b, types::bytes_))
      return raise(t, exc::OSError, "read() should have returned a bytes object, not '%T'", b);
    if (!bytesLike(t, b, p, size))
      return Value::empty();
    if (!size)
      break;
    line.append(p, size);
    if (line.back() == '\n')
      break;
  }
  return newBytes(t, line.data(), static_cast<int64_t>(line.size()));
}
static Value baseReadlines(Thread *t, Value *args, size_t n) {
  int64_t hint, total = 0;
  Value list = sizeArgument(t, args[1], hint) ? newList(t, nullptr, 0) : Value::empty();
  if (!list)
    return list;
  bool stopped = false;
  bool ok = forEach(t, args[0], [&](Value line) {
    int64_t length = lengthOf(t, line);
    if (length < 0 || !listAppend(t, list.as<ListObject>(), line))
      return false;
    total += length;
    stopped = hint > 0 && total >= hint;
    return !stopped;
  });
  return ok || stopped ? list : Value::empty();
}
static Value baseWritelines(Thread *t, Value *args, size_t n) {
  if (!checkOpen(t, args[0]))
    return Value::empty();
  bool ok = forEach(t, args[1], [&](Value line) {
    return !callMethod(t, args[0], "write", &line, 1).isEmpty();
  });
  return ok ? None : Value::empty();
}

static const NativeDef baseMethods[] = {
    {"flush", baseFlush, "($self, /)"},
    {"close", baseClose, "($self, /)"},
    {"seek", baseSeek, "($self, *args)", kEffAny, nullptr, kNativeRaw},
    {"tell", baseTell, "($self, /)"},
    {"truncate", baseTruncate, "($self, *args)", kEffAny, nullptr, kNativeRaw},
    {"fileno", baseFileno, "($self, /)"},
    {"isatty", baseIsatty, "($self, /)"},
    {"seekable", baseFalse, "($self, /)"},
    {"readable", baseFalse, "($self, /)"},
    {"writable", baseFalse, "($self, /)"},
    {"_checkClosed", checkClosed, "($self, *args)", kEffAny, nullptr, kNativeRaw},
    {"_checkReadable", checkReadable, "($self, *args)", kEffAny, nullptr, kNativeRaw},
    {"_checkWritable", checkWritable, "($self, *args)", kEffAny, nullptr, kNativeRaw},
    {"_checkSeekable", checkSeekable, "($self, *args)", kEffAny, nullptr, kNativeRaw},
    {"__enter__", baseEnter, "($self, /)"},
    {"__exit__", baseExit, "($self, *args)", kEffAny, nullptr, kNativeRaw},
    {"__iter__", baseEnter, "($self, /)"},
    {"__next__", baseNext, "($self, /)"},
    {"readline", baseReadline, "($self, size=-1, /)"},
    {"readlines", baseReadlines, "($self, hint=-1, /)"},
    {"writelines", baseWritelines, "($self, lines, /)"},
    {nullptr, nullptr, nullptr}};
static const GetSetDef baseGetSets[] = {{"closed", closedOf, nullptr}, {nullptr, nullptr, nullptr}};

//===-- raw, buffered, text ------------------------------------------------===//

static Value rawRead(Thread *t, Value *args, size_t n) {
  int64_t size;
  if (!sizeArgument(t, args[1], size))
    return Value::empty();
  if (size < 0)
    return callMethod(t, args[0], "readall", nullptr, 0);
  Value length = Value::fromSmallInt(size);
  Value b = call(t, Value::fromObject(types::bytearray_), length);
  Value got = b ? callMethod(t, args[0], "readinto", &b, 1) : b;
  if (!got || got == None)
    return got;
  Value slice = newSlice(t, None, got, None);
  Value part = slice ? getItem(t, b, slice) : slice;
  return part ? call(t, Value::fromObject(types::bytes_), part) : part;
}
static Value rawReadall(Thread *t, Value *args, size_t n) {
  std::string all;
  for (;;) {
    Value size = Value::fromSmallInt(8192);
    Value b = callMethod(t, args[0], "read", &size, 1);
    if (!b || (b == None && all.empty()))
      return b;
    const char *p;
    size_t got = 0;
    if (b != None && !bytesLike(t, b, p, got))
      return Value::empty();
    if (!got)
      return newBytes(t, all.data(), static_cast<int64_t>(all.size()));
    all.append(p, got);
  }
}
static const NativeDef rawMethods[] = {
    {"read", rawRead, "($self, size=-1, /)"}, {"readall", rawReadall, "($self, /)"}, {nullptr, nullptr, nullptr}};

template <int What> static Value unsupported(Thread *t, Value *args, size_t n) {
  static const char *const names[] = {"read", "read1", "write", "detach", "readline", "truncate", "readinto"};
  return raiseUnsupported(t, names[What]);
}
static Value bufferedReadinto(Thread *t, Value *args, size_t n) {
  int64_t length = lengthOf(t, args[1]);
  if (length < 0)
    return Value::empty();
  Value size = Value::fromSmallInt(length);
  Value b = callMethod(t, args[0], "read", &size, 1);
  const char *p;
  size_t got;
  if (!b || !bytesLike(t, b, p, got))
    return Value::empty();
  return storeInto(t, args[1], p, got);
}
#define RAW(name, fn) {name, fn, "($self, *args)", kEffAny, nullptr, kNativeRaw}
static const NativeDef bufferedBaseMethods[] = {
    RAW("read", unsupported<0>), RAW("read1", unsupported<1>), RAW("write", unsupported<2>),
    RAW("detach", unsupported<3>), {"readinto", bufferedReadinto, "($self, buffer, /)"},
    {"readinto1", bufferedReadinto, "($self, buffer, /)"}, {nullptr, nullptr, nullptr}};
static const NativeDef textBaseMethods[] = {
    RAW("read", unsupported<0>), RAW("write", unsupported<2>), RAW("detach", unsupported<3>),
    RAW("readline", unsupported<4>), RAW("truncate", unsupported<5>), {nullptr, nullptr, nullptr}};
static Value noneAttribute(Thread *t, Value self) { return None; }
static const GetSetDef textBaseGetSets[] = {{"encoding", noneAttribute, nullptr},
                                            {"newlines", noneAttribute, nullptr},
                                            {"errors", noneAttribute, nullptr},
                                            {nullptr, nullptr, nullptr}};

void initIOTypes(Thread *t) {
  auto make = [t](const char *name, const NativeDef *methods, const GetSetDef *getsets, TypeObject *base) {
    TypeSpec spec{name, Kind::RegularObject, sizeof(Object), TraceKind::FixedSlots, 0, 0, methods, getsets};
    spec.typeFlags = kTypeBaseable;
    return makeBuiltinType(t, spec, base);
  };
  gIOBase = make("_io._IOBase", baseMethods, baseGetSets, nullptr);
  gRawIOBase = make("_io._RawIOBase", rawMethods, nullptr, gIOBase);
  gBufferedIOBase = make("_io._BufferedIOBase", bufferedBaseMethods, nullptr, gIOBase);
  gTextIOBase = make("_io._TextIOBase", textBaseMethods, textBaseGetSets, gIOBase);
  initFileIO(t);
  initBuffered(t);
  initText(t);
  initMemoryIO(t);
}

} // namespace pyc::io

namespace pyc {
bool finalizeHash(Object *o); // modules/Hashes.cpp

namespace io {
/// Dead streams: descriptors are closed and C++ states freed. Nothing is lost:
/// whoever has unwritten data is not dead (IO.h).
void finalizeStream(Thread *t, Object *o) {
  const Shape *s = o->shape();
  if (s == gFileIOShape) {
    auto *f = static_cast<FileIOObject *>(o);
    if (f->fd > 2 && (f->flags & kCloseFd))
      ::close(static_cast<int>(f->fd));
    f->fd = -1;
  } else if (s == gReaderShape || s == gWriterShape || s == gRandomShape) {
    auto *b = static_cast<BufferedObject *>(o);
    delete b->state;
    b->state = nullptr;
  } else if (s == gTextShape) {
    auto *f = static_cast<TextObject *>(o);
    delete f->state;
    f->state = nullptr;
  } else if (s == gBytesIOShape) {
    auto *b = static_cast<BytesIOObject *>(o);
    delete b->data;
    b->data = nullptr;
  } else if (s == gStringIOShape) {
    auto *b = static_cast<StringIOObject *>(o);
    delete b->data;
    b->data = nullptr;
  } else {
    finalizeHash(o);
  }
}
} // namespace io
} // namespace pyc
