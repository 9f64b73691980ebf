//===- Buffered.cpp - BufferedReader, Writer, Random, RWPair --------------===//
//
// One struct for all four. Invariant: read-ahead and unwritten bytes are never
// there at once; changing direction seeks back over the read-ahead or flushes.
// When the raw stream is exactly FileIO its system calls are made directly.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/io/IO.h"
#include <algorithm>
#include <unistd.h>

namespace pyc::io {

TypeObject *gBufferedReader, *gBufferedWriter, *gBufferedRandom, *gBufferedRWPair;
Shape *gReaderShape, *gWriterShape, *gRandomShape;
static Shape *gPairShape;

static BufferedObject *self(Value *args) { return args[0].as<BufferedObject>(); }
static bool isFile(Value raw) { return isExact(raw, gFileIOShape); }

bool isBuffered(Value v) {
  return isExact(v, gReaderShape) || isExact(v, gWriterShape) || isExact(v, gRandomShape);
}

static bool usable(Thread *t, BufferedObject *b) {
  if (!b->state) {
    raise(t, exc::ValueError, "I/O operation on uninitialized object");
    return false;
  }
  if (b->state->detached) {
    raise(t, exc::ValueError, "raw stream has been detached");
    return false;
  }
  bool closed = b->state->closed;
  if (!closed && isFile(b->raw))
    closed = b->raw.as<FileIOObject>()->fd < 0;
  if (closed)
    raiseClosed(t);
  return !closed;
}

Value newBuffered(Thread *t, Value raw, uint64_t flags, size_t size) {
  Shape *s = (flags & kReadable) && (flags & kWritable) ? gRandomShape : flags & kWritable ? gWriterShape : gReaderShape;
  auto *b = gcAllocate<BufferedObject>(t, sizeof(BufferedObject), s);
  if (!b)
    return Value::empty();
  b->state = new BufferedState;
  b->state->size = size;
  b->flags = flags;
  b->raw = raw;
  gcRegisterFinalizer(b);
  return Value::fromObject(b);
}

static int64_t rawRead(Thread *t, BufferedObject *b, std::string &out, size_t n) {
  if (isFile(b->raw))
    return fileRead(t, b->raw.as<FileIOObject>(), out, n);
  Value size = Value::fromSmallInt(static_cast<int64_t>(n));
  Value v = callMethod(t, b->raw, "read", &size, 1);
  if (!v)
    return -1;
  if (v == None)
    return -2;
  const char *p;
  size_t got;
  if (!bytesLike(t, v, p, got))
    return -1;
  out.append(p, got);
  return static_cast<int64_t>(got);
}

static Value rawTarget(BufferedObject *b) {
  return b->writer.isInt() ? b->raw : b->writer;
}

static bool rawWriteAll(Thread *t, BufferedObject *b, const char *p, size_t n) {
  Value raw = rawTarget(b);
  if (isFile(raw))
    return fileWriteAll(t, raw.as<FileIOObject>(), p, n);
  while (n) {
    Value data = newBytes(t, p, static_cast<int64_t>(n));
    Value r = data ? callMethod(t, raw, "write", &data, 1) : data;
    int64_t put;
    if (!r)
      return false;
    if (r == None) {
      raise(t, exc::BlockingIOError, "write could not complete without blocking");
      return false;
    }
    if (!indexAsInt64(t, r, put, exc::OverflowError))
      return false;
    if (put < 0 || put > static_cast<int64_t>(n)) {
      raise(t, exc::OSError, "raw write() returned invalid length %zd (should have been between 0 and %zd)",
            static_cast<ssize_t>(put), static_cast<ssize_t>(n));
      return false;
    }
    p += put;
    n -= static_cast<size_t>(put);
  }
  return true;
}

bool bufferedFlush(Thread *t, BufferedObject *b) {
  if (b->state->out.empty())
    return true;
  std::string out = std::move(b->state->out);
  b->state->out.clear();
  markClean(b);
  return rawWriteAll(t, b, out.data(), out.size());
}

/// Gives read-ahead back to the raw stream before writing or seeking.
static bool dropReadAhead(Thread *t, BufferedObject *b) {
  BufferedState &s = *b->state;
  int64_t ahead = static_cast<int64_t>(s.in.size() - s.pos);
  s.in.clear();
  s.pos = 0;
  if (!ahead)
    return true;
  Value a[2] = {Value::fromSmallInt(-ahead), Value::fromSmallInt(1)};
  return !callMethod(t, b->raw, "seek", a, 2).isEmpty();
}

bool bufferedWrite(Thread *t, BufferedObject *b, const char *p, size_t n) {
  BufferedState &s = *b->state;
  if (b->writer.isInt() && s.pos < s.in.size() && !dropReadAhead(t, b))
    return false;
  if (s.out.size() + n > s.size) {
    if (!bufferedFlush(t, b))
      return false;
    if (n >= s.size)
      return rawWriteAll(t, b, p, n);
  }
  if (s.out.empty() && n)
    markDirty(t, b);
  s.out.append(p, n);
  return true;
}

int64_t bufferedFill(Thread *t, BufferedObject *b) {
  BufferedState &s = *b->state;
  if (b->writer.isInt() && !bufferedFlush(t, b))
    return -1;
  if (s.pos == s.in.size()) {
    s.in.clear();
    s.pos = 0;
  }
  return rawRead(t, b, s.in, s.size);
}

static bool readable(Thread *t, BufferedObject *b) {
  if (!usable(t, b))
    return false;
  if (!(b->flags & kReadable))
    raiseUnsupported(t, "read");
  return b->flags & kReadable;
}

static Value take(Thread *t, BufferedObject *b, size_t n) {
  BufferedState &s = *b->state;
  n = std::min(n, s.in.size() - s.pos);
  Value v = newBytes(t, s.in.data() + s.pos, static_cast<int64_t>(n));
  if (v)
    s.pos += n;
  return v;
}

static Value readAll(Thread *t, BufferedObject *b) {
  for (;;) {
    int64_t got = bufferedFill(t, b);
    if (got == -1)
      return Value::empty();
    if (got <= 0)
      break;
    b->state->size = std::min<size_t>(b->state->size * 2, 1 << 20);
  }
  Value v = take(t, b, SIZE_MAX);
  b->state->size = 8192;
  return v;
}

static Value readMethod(Thread *t, Value *args, size_t n) {
  int64_t size;
  BufferedObject *b = self(args);
  if (!sizeArgument(t, args[1], size) || !readable(t, b))
    return Value::empty();
  if (size < -1)
    return raise(t, exc::ValueError, "read length must be non-negative or -1");
  if (size < 0)
    return readAll(t, b);
  BufferedState &s = *b->state;
  while (s.in.size() - s.pos < static_cast<size_t>(size)) {
    int64_t got = bufferedFill(t, b);
    if (got == -1)
      return Value::empty();
    if (got == -2 && s.pos == s.in.size())
      return None;
    if (got <= 0)
      break;
  }
  return take(t, b, static_cast<size_t>(size));
}
static Value read1Method(Thread *t, Value *args, size_t n) {
  int64_t size;
  BufferedObject *b = self(args);
  if (!sizeArgument(t, args[1], size) || !readable(t, b))
    return Value::empty();
  if (size == 0)
    return EmptyBytes;
  if (b->state->pos == b->state->in.size() && bufferedFill(t, b) == -1)
    return Value::empty();
  return take(t, b, size < 0 ? SIZE_MAX : static_cast<size_t>(size));
}
static Value peekMethod(Thread *t, Value *args, size_t n) {
  BufferedObject *b = self(args);
  if (!readable(t, b))
    return Value::empty();
  BufferedState &s = *b->state;
  if (s.pos == s.in.size() && bufferedFill(t, b) == -1)
    return Value::empty();
  return newBytes(t, s.in.data() + s.pos, static_cast<int64_t>(s.in.size() - s.pos));
}
static Value readintoMethod(Thread *t, Value *args, size_t n) {
  int64_t length = lengthOf(t, args[1]);
  if (length < 0)
    return Value::empty();
  Value a[2] = {args[0], Value::fromSmallInt(length)};
  Value v = readMethod(t, a, 2);
  const char *p;
  size_t got;
  if (!v || v == None)
    return v;
  return bytesLike(t, v, p, got) ? storeInto(t, args[1], p, got) : Value::empty();
}

/// A line up to limit bytes (-1: none).
static Value readLine(Thread *t, BufferedObject *b, int64_t limit) {
  BufferedState &s = *b->state;
  size_t seen = s.pos;
  for (;;) {
    size_t end = s.in.find('\n', seen);
    size_t have = s.in.size() - s.pos;
    size_t want = end == std::string::npos ? SIZE_MAX : end + 1 - s.pos;
    if (limit >= 0 && std::min(want, have) >= static_cast<size_t>(limit))
      return take(t, b, static_cast<size_t>(limit));
    if (want != SIZE_MAX)
      return take(t, b, want);
    int64_t got = bufferedFill(t, b);
    if (got == -1)
      return Value::empty();
    if (got <= 0)
      return take(t, b, SIZE_MAX);
    seen = s.pos + have;
  }
}
static Value readlineMethod(Thread *t, Value *args, size_t n) {
  int64_t limit;
  if (!sizeArgument(t, args[1], limit) || !readable(t, self(args)))
    return Value::empty();
  return readLine(t, self(args), limit);
}
static Value stepLines(Thread *t, Value it) {
  if (!usable(t, it.as<BufferedObject>()))
    return Value::empty();
  if (!(it.as<BufferedObject>()->flags & kReadable))
    return raiseUnsupported(t, "readline");
  Value v = readLine(t, it.as<BufferedObject>(), -1);
  return v && v.as<BytesObject>()->length == 0 ? Value::empty() : v;
}
static Value nextLine(Thread *t, Value *args, size_t n) {
  Value v = stepLines(t, args[0]);
  return v ? v : stopAtEnd(t, v);
}

static Value writeMethod(Thread *t, Value *args, size_t n) {
  BufferedObject *b = self(args);
  const char *p;
  size_t size;
  if (!usable(t, b))
    return Value::empty();
  if (!(b->flags & kWritable))
    return raiseUnsupported(t, "write");
  if (isStr(args[1]))
    return raise(t, exc::TypeError, "a bytes-like object is required, not 'str'");
  if (!bytesLike(t, args[1], p, size) || !bufferedWrite(t, b, p, size))
    return Value::empty();
  return newInt(t, static_cast<int64_t>(size));
}
static Value flushMethod(Thread *t, Value *args, size_t n) {
  if (!usable(t, self(args)) || !bufferedFlush(t, self(args)))
    return Value::empty();
  Value raw = rawTarget(self(args));
  if (!isFile(raw) && !callMethod(t, raw, "flush", nullptr, 0))
    return Value::empty();
  return None;
}
static Value seekMethod(Thread *t, Value *args, size_t n) {
  BufferedObject *b = self(args);
  if (!usable(t, b) || !bufferedFlush(t, b))
    return Value::empty();
  int64_t whence = 0;
  if (args[2] && !indexAsInt64(t, args[2], whence, exc::OverflowError))
    return Value::empty();
  if (whence < 0 || whence > 2)
    return raise(t, exc::ValueError, "whence value %zd unsupported", static_cast<ssize_t>(whence));
  if (whence == 1) {
    if (!dropReadAhead(t, b))
      return Value::empty();
  } else {
    b->state->in.clear();
    b->state->pos = 0;
  }
  Value a[2] = {args[1], Value::fromSmallInt(whence)};
  return callMethod(t, b->raw, "seek", a, 2);
}
static Value tellMethod(Thread *t, Value *args, size_t n) {
  BufferedObject *b = self(args);
  if (!usable(t, b))
    return Value::empty();
  Value at = callMethod(t, b->raw, "tell", nullptr, 0);
  int64_t pos;
  if (!at || !indexAsInt64(t, at, pos, exc::OverflowError))
    return Value::empty();
  BufferedState &s = *b->state;
  return newInt(t, pos - static_cast<int64_t>(s.in.size() - s.pos) + static_cast<int64_t>(s.out.size()));
}
static Value truncateMethod(Thread *t, Value *args, size_t n) {
  BufferedObject *b = self(args);
  if (!usable(t, b) || !bufferedFlush(t, b))
    return Value::empty();
  Value size = args[1] && args[1] != None ? args[1] : tellMethod(t, args, 1);
  return size ? callMethod(t, b->raw, "truncate", &size, 1) : size;
}
static Value closeMethod(Thread *t, Value *args, size_t n) {
  BufferedObject *b = self(args);
  if (!b->state || b->state->closed || b->state->detached)
    return None;
  Value closedNow = getAttr(t, b->raw, "closed");
  if (!closedNow)
    return closedNow;
  if (closedNow == True) {
    b->state->closed = true;
    return None;
  }
  bool ok = args[0].asObject()->shape() == gReaderShape || isBuffered(args[0])
                ? bufferedFlush(t, b)
                : !callMethod(t, args[0], "flush", nullptr, 0).isEmpty();
  Value pending = ok ? Value::empty() : takePending(t);
  markClean(b);
  b->state->closed = true;
  b->state->in.clear();
  b->state->out.clear();
  Value r = callMethod(t, b->raw, "close", nullptr, 0);
  if (r && !b->writer.isInt())
    r = callMethod(t, b->writer, "close", nullptr, 0);
  if (!ok) {
    clearPending(t);
    return raiseValue(t, pending);
  }
  return r ? None : r;
}
static Value detachMethod(Thread *t, Value *args, size_t n) {
  if (!usable(t, self(args)) || !bufferedFlush(t, self(args)))
    return Value::empty();
  self(args)->state->detached = true;
  return self(args)->raw;
}
template <int Which> static Value forward(Thread *t, Value *args, size_t n) {
  static const char *const names[] = {"fileno", "isatty", "seekable"};
  return usable(t, self(args)) ? callMethod(t, self(args)->raw, names[Which], nullptr, 0) : Value::empty();
}
static Value readableMethod(Thread *t, Value *args, size_t n) {
  return usable(t, self(args)) ? boolValue(self(args)->flags & kReadable) : Value::empty();
}
static Value writableMethod(Thread *t, Value *args, size_t n) {
  return usable(t, self(args)) ? boolValue(self(args)->flags & kWritable) : Value::empty();
}
static Value reprMethod(Thread *t, Value *args, size_t n) {
  std::string text = "<_io." + typeNameOf(args[0]);
  Value name = getAttrOrEmpty(t, self(args)->raw, names::name);
  if (!name && t->pending)
    clearPending(t);
  if (name) {
    Value s = repr(t, name);
    if (!s)
      return s;
    text += " name=" + strToUtf8(s);
  }
  return newStr(t, text + ">");
}
static Value closedOf(Thread *t, Value v) {
  auto *b = v.as<BufferedObject>();
  if (!b->state || b->state->closed)
    return True;
  return getAttr(t, b->raw, "closed");
}
template <int Which> static Value rawAttribute(Thread *t, Value v) {
  static const char *const names[] = {"name", "mode"};
  return getAttr(t, v.as<BufferedObject>()->raw, names[Which]);
}
static Value rawOf(Thread *t, Value v) {
  auto *b = v.as<BufferedObject>();
  return b->state && b->state->detached ? None : b->raw;
}

template <unsigned Flags> static Value initMethod(Thread *t, Value *args, size_t n) {
  int64_t size = 8192;
  if (args[2] && !indexAsInt64(t, args[2], size, exc::OverflowError))
    return Value::empty();
  if (size <= 0)
    return raise(t, exc::ValueError, "buffer size must be strictly positive");
  struct { unsigned flag; const char *method, *what; } checks[] = {
      {kReadable, "readable", "File or stream is not readable."},
      {kWritable, "writable", "File or stream is not writable."}};
  for (auto &c : checks) {
    if (!(Flags & c.flag))
      continue;
    Value r = callMethod(t, args[1], c.method, nullptr, 0);
    int ok = r ? isTrue(t, r) : -1;
    if (ok < 0)
      return Value::empty();
    if (!ok)
      return raiseUnsupported(t, c.what);
  }
  BufferedObject *b = self(args);
  if (!b->state)
    b->state = new BufferedState;
  b->state->size = static_cast<size_t>(size);
  b->flags = Flags;
  setSlot(b, &b->raw, args[1]);
  return None;
}
static Value pairInit(Thread *t, Value *args, size_t n) {
  BufferedObject *b = self(args);
  if (!b->state)
    b->state = new BufferedState;
  b->flags = kReadable | kWritable;
  setSlot(b, &b->raw, args[1]);
  setSlot(b, &b->writer, args[2]);
  return None;
}

#define COMMON                                                                                     \
  {"read", readMethod, "($self, size=-1, /)"}, {"read1", read1Method, "($self, size=-1, /)"},      \
      {"peek", peekMethod, "($self, size=0, /)"}, {"readinto", readintoMethod, "($self, buffer, /)"}, \
      {"readinto1", readintoMethod, "($self, buffer, /)"},                                         \
      {"readline", readlineMethod, "($self, size=-1, /)"}, {"write", writeMethod, "($self, buffer, /)"}, \
      {"flush", flushMethod, "($self, /)"}, {"seek", seekMethod, "($self, target, whence=0, /)"},   \
      {"tell", tellMethod, "($self, /)"}, {"truncate", truncateMethod, "($self, pos=None, /)"},     \
      {"close", closeMethod, "($self, /)"}, {"detach", detachMethod, "($self, /)"},                 \
      {"fileno", forward<0>, "($self, /)"}, {"isatty", forward<1>, "($self, /)"},                   \
      {"seekable", forward<2>, "($self, /)"}, {"readable", readableMethod, "($self, /)"},           \
      {"writable", writableMethod, "($self, /)"}, {"__repr__", reprMethod, "($self, /)"},           \
      {"__next__", nextLine, "($self, /)"}
static const NativeDef readerMethods[] = {
    {"__init__", initMethod<kReadable>, "($self, raw, buffer_size=8192)"}, COMMON, {nullptr, nullptr, nullptr}};
static const NativeDef writerMethods[] = {
    {"__init__", initMethod<kWritable>, "($self, raw, buffer_size=8192)"}, COMMON, {nullptr, nullptr, nullptr}};
static const NativeDef randomMethods[] = {
    {"__init__", initMethod<kReadable | kWritable>, "($self, raw, buffer_size=8192)"}, COMMON, {nullptr, nullptr, nullptr}};
static const NativeDef pairMethods[] = {
    {"__init__", pairInit, "($self, reader, writer, buffer_size=8192, /)"}, COMMON, {nullptr, nullptr, nullptr}};
static const GetSetDef bufferedGetSets[] = {{"closed", closedOf, nullptr},
                                            {"name", rawAttribute<0>, nullptr},
                                            {"mode", rawAttribute<1>, nullptr},
                                            {"raw", rawOf, nullptr},
                                            {nullptr, nullptr, nullptr}};

void initBuffered(Thread *t) {
  auto make = [t](const char *name, const NativeDef *methods, TypeObject *&type, Shape *&shape) {
    TypeSpec spec{name, Kind::RegularObject, sizeof(BufferedObject), TraceKind::FixedSlots, 2, 2, methods, bufferedGetSets};
    spec.typeFlags = kTypeBaseable | kTypeHasWeakRefs;
    type = makeBuiltinType(t, spec, gBufferedIOBase);
    shape = type->instanceShape;
  };
  make("_io.BufferedReader", readerMethods, gBufferedReader, gReaderShape);
  make("_io.BufferedWriter", writerMethods, gBufferedWriter, gWriterShape);
  make("_io.BufferedRandom", randomMethods, gBufferedRandom, gRandomShape);
  make("_io.BufferedRWPair", pairMethods, gBufferedRWPair, gPairShape);
}

} // namespace pyc::io
