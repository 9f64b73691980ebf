//===- MemoryIO.cpp - BytesIO and StringIO --------------------------------===//
//
// Streams over a C++ string that belongs to the object: bytes, or UTF-32 code
// points (so that positions are character numbers). Writing past the end pads
// with zeros.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/io/IO.h"
#include <algorithm>

namespace pyc::io {

TypeObject *gBytesIO, *gStringIO;
Shape *gBytesIOShape, *gStringIOShape;

static BytesIOObject *bytesSelf(Value *args) { return args[0].as<BytesIOObject>(); }
static StringIOObject *textSelf(Value *args) { return args[0].as<StringIOObject>(); }

/// Common to both: O is the object, a data pointer means __init__ has run.
template <typename O> static bool usable(Thread *t, O *o) {
  if (!o->data)
    raise(t, exc::ValueError, "I/O operation on uninitialized object");
  else if (o->closed)
    raise(t, exc::ValueError, "I/O operation on closed file%s", sizeof(O) == sizeof(StringIOObject) ? "" : ".");
  return o->data && !o->closed;
}

static Value bytesValue(Thread *t, const std::string &s, size_t from, size_t n) {
  return newBytes(t, s.data() + from, static_cast<int64_t>(n));
}
static Value textValue(Thread *t, const std::u32string &s, size_t from, size_t n) {
  return newStrUcs4(t, reinterpret_cast<const uint32_t *>(s.data() + from), static_cast<int64_t>(n));
}
static Value take(Thread *t, BytesIOObject *o, size_t n) {
  size_t at = std::min(static_cast<size_t>(o->pos), o->data->size());
  n = std::min(n, o->data->size() - at);
  Value v = bytesValue(t, *o->data, at, n);
  o->pos += static_cast<int64_t>(n);
  return v;
}
static Value take(Thread *t, StringIOObject *o, size_t n) {
  size_t at = std::min(static_cast<size_t>(o->pos), o->data->size());
  n = std::min(n, o->data->size() - at);
  Value v = textValue(t, *o->data, at, n);
  o->pos += static_cast<int64_t>(n);
  return v;
}

template <typename O> static size_t lineLength(O *o, int64_t limit) {
  size_t at = std::min(static_cast<size_t>(o->pos), o->data->size()), n = o->data->size() - at;
  size_t end;
  if constexpr (sizeof(O) == sizeof(StringIOObject)) {
    const auto &s = *o->data;
    if (o->translate == 0) { // any of the three, untranslated
      end = s.find_first_of(U"\r\n", at);
      if (end != s.npos)
        n = end + 1 - at + (s[end] == '\r' && end + 1 < s.size() && s[end + 1] == '\n');
    } else {
      std::u32string nl = o->translate == 3 ? U"\r" : o->translate == 4 ? U"\r\n" : U"\n";
      end = s.find(nl, at);
      if (end != s.npos)
        n = end + nl.size() - at;
    }
  } else {
    end = o->data->find('\n', at);
    if (end != std::string::npos)
      n = end + 1 - at;
  }
  return limit >= 0 ? std::min(n, static_cast<size_t>(limit)) : n;
}

template <typename O> static Value readMethod(Thread *t, Value *args, size_t n) {
  int64_t size;
  auto *o = args[0].as<O>();
  if (!sizeArgument(t, args[1], size) || !usable(t, o))
    return Value::empty();
  return take(t, o, size < 0 ? SIZE_MAX : static_cast<size_t>(size));
}
template <typename O> static Value readlineMethod(Thread *t, Value *args, size_t n) {
  int64_t limit;
  auto *o = args[0].as<O>();
  if (!sizeArgument(t, args[1], limit) || !usable(t, o))
    return Value::empty();
  return take(t, o, lineLength(o, limit));
}
template <typename O> static Value nextLine(Thread *t, Value *args, size_t n) {
  auto *o = args[0].as<O>();
  if (!usable(t, o))
    return Value::empty();
  size_t length = lineLength(o, -1);
  return length ? take(t, o, length) : raiseStopIteration(t, Value::empty());
}
template <typename O> static Value tellMethod(Thread *t, Value *args, size_t n) {
  return usable(t, args[0].as<O>()) ? newInt(t, args[0].as<O>()->pos) : Value::empty();
}
template <typename O> static Value truncateMethod(Thread *t, Value *args, size_t n) {
  auto *o = args[0].as<O>();
  if (!usable(t, o))
    return Value::empty();
  int64_t size = o->pos;
  if (args[1] && args[1] != None && !indexAsInt64(t, args[1], size, exc::OverflowError))
    return Value::empty();
  if (size < 0)
    return raise(t, exc::ValueError, sizeof(O) == sizeof(StringIOObject) ? "Negative size value %zd" : "negative size value %zd", static_cast<ssize_t>(size));
  if (static_cast<size_t>(size) < o->data->size())
    o->data->resize(static_cast<size_t>(size));
  return newInt(t, size);
}
template <typename O> static Value closeMethod(Thread *t, Value *args, size_t n) {
  auto *o = args[0].as<O>();
  o->closed = 1;
  if (o->data) {
    o->data->clear();
    o->data->shrink_to_fit();
  }
  return None;
}
template <typename O> static Value closedOf(Thread *t, Value v) { return boolValue(v.as<O>()->closed); }
template <typename O> static Value yes(Thread *t, Value *args, size_t n) {
  return usable(t, args[0].as<O>()) ? True : Value::empty();
}
template <typename O> static Value no(Thread *t, Value *args, size_t n) {
  return usable(t, args[0].as<O>()) ? False : Value::empty();
}
template <typename O> static Value flushMethod(Thread *t, Value *args, size_t n) {
  return usable(t, args[0].as<O>()) ? None : Value::empty();
}

template <typename S> static void overwrite(S &data, int64_t &pos, const S &piece) {
  if (piece.empty())
    return;
  auto at = static_cast<size_t>(pos);
  if (data.size() < at)
    data.resize(at);
  data.replace(at, std::min(piece.size(), data.size() - at), piece);
  pos += static_cast<int64_t>(piece.size());
}

//===-- BytesIO ------------------------------------------------------------===//

static Value bytesInit(Thread *t, Value *args, size_t n) {
  auto *o = bytesSelf(args);
  std::string data;
  if (args[1] && args[1] != None) {
    const char *p;
    size_t size;
    if (!bytesLike(t, args[1], p, size))
      return Value::empty();
    data.assign(p, size);
  }
  if (!o->data) {
    o->data = new std::string;
    if (o->shape() == gBytesIOShape)
      gcRegisterFinalizer(o);
  }
  *o->data = std::move(data);
  o->pos = o->closed = 0;
  return None;
}
static Value bytesWrite(Thread *t, Value *args, size_t n) {
  auto *o = bytesSelf(args);
  const char *p;
  size_t size;
  if (!usable(t, o) || !bytesLike(t, args[1], p, size))
    return Value::empty();
  overwrite(*o->data, o->pos, std::string(p, size));
  return newInt(t, static_cast<int64_t>(size));
}
static Value bytesSeek(Thread *t, Value *args, size_t n) {
  auto *o = bytesSelf(args);
  int64_t pos, whence = 0;
  if (!usable(t, o) || !indexAsInt64(t, args[1], pos, exc::OverflowError) ||
      (args[2] && !indexAsInt64(t, args[2], whence, exc::OverflowError)))
    return Value::empty();
  if (whence == 0 && pos < 0)
    return raise(t, exc::ValueError, "negative seek value %zd", static_cast<ssize_t>(pos));
  if (whence < 0 || whence > 2)
    return raise(t, exc::ValueError, "invalid whence (%zd, should be 0, 1 or 2)", static_cast<ssize_t>(whence));
  pos += whence == 1 ? o->pos : whence == 2 ? static_cast<int64_t>(o->data->size()) : 0;
  o->pos = std::max<int64_t>(pos, 0);
  return newInt(t, o->pos);
}
static Value bytesGetValue(Thread *t, Value *args, size_t n) {
  auto *o = bytesSelf(args);
  return usable(t, o) ? bytesValue(t, *o->data, 0, o->data->size()) : Value::empty();
}
static Value bytesGetBuffer(Thread *t, Value *args, size_t n) {
  Value v = bytesGetValue(t, args, n);
  return v ? call(t, Value::fromObject(types::memoryview_), v) : v;
}
static Value bytesReadinto(Thread *t, Value *args, size_t n) {
  auto *o = bytesSelf(args);
  int64_t length = usable(t, o) ? lengthOf(t, args[1]) : -1;
  if (length < 0)
    return Value::empty();
  size_t at = std::min(static_cast<size_t>(o->pos), o->data->size());
  std::string piece = o->data->substr(at, static_cast<size_t>(length));
  o->pos += static_cast<int64_t>(piece.size());
  return storeInto(t, args[1], piece.data(), piece.size());
}
static const NativeDef bytesMethods[] = {
    {"__init__", bytesInit, "($self, initial_bytes=b'')"},
    {"read", readMethod<BytesIOObject>, "($self, size=-1, /)"},
    {"read1", readMethod<BytesIOObject>, "($self, size=-1, /)"},
    {"readinto", bytesReadinto, "($self, buffer, /)"},
    {"readline", readlineMethod<BytesIOObject>, "($self, size=-1, /)"},
    {"__next__", nextLine<BytesIOObject>, "($self, /)"},
    {"write", bytesWrite, "($self, b, /)"},
    {"seek", bytesSeek, "($self, pos, whence=0, /)"},
    {"tell", tellMethod<BytesIOObject>, "($self, /)"},
    {"truncate", truncateMethod<BytesIOObject>, "($self, size=None, /)"},
    {"getvalue", bytesGetValue, "($self, /)"},
    {"getbuffer", bytesGetBuffer, "($self, /)"},
    {"close", closeMethod<BytesIOObject>, "($self, /)"},
    {"flush", flushMethod<BytesIOObject>, "($self, /)"},
    {"readable", yes<BytesIOObject>, "($self, /)"},
    {"writable", yes<BytesIOObject>, "($self, /)"},
    {"seekable", yes<BytesIOObject>, "($self, /)"},
    {"isatty", no<BytesIOObject>, "($self, /)"},
    {nullptr, nullptr, nullptr}};
static const GetSetDef bytesGetSets[] = {{"closed", closedOf<BytesIOObject>, nullptr}, {nullptr, nullptr, nullptr}};

//===-- StringIO -----------------------------------------------------------===//

/// The characters of a str, newlines translated as the object says.
static bool characters(Thread *t, StringIOObject *o, Value v, std::u32string &out) {
  StrObject *s = flattenStr(t, payloadOf(v));
  if (!s)
    return false;
  out.reserve(static_cast<size_t>(s->length));
  for (int64_t i = 0; i < s->length; ++i) {
    auto c = static_cast<char32_t>(strCharAt(s, i));
    if (o->translate == 1 && c == '\r') {
      out += U'\n';
      i += i + 1 < s->length && strCharAt(s, i + 1) == '\n';
    } else if (c == '\n' && o->translate >= 3) {
      out += o->translate == 3 ? U"\r" : U"\r\n";
    } else {
      out += c;
    }
  }
  return true;
}

static Value textInit(Thread *t, Value *args, size_t n) {
  auto *o = textSelf(args);
  Value initial = args[1], newline = args[2];
  o->translate = 2;
  if (newline && newline != None) {
    if (!isStr(newline))
      return raise(t, exc::TypeError, "newline must be str or None, not %T", newline);
    std::string nl = strToUtf8(payloadOf(newline));
    if (nl != "" && nl != "\n" && nl != "\r" && nl != "\r\n")
      return raise(t, exc::ValueError, "illegal newline value: %V", newline);
    o->translate = nl.empty() ? 0 : nl == "\n" ? 2 : nl == "\r" ? 3 : 4;
  } else if (newline == None) {
    o->translate = 1;
  }
  std::u32string data;
  if (initial && initial != None) {
    if (!isStr(initial))
      return raise(t, exc::TypeError, "initial_value must be str or None, not %T", initial);
    if (!characters(t, o, initial, data))
      return Value::empty();
  }
  if (!o->data) {
    o->data = new std::u32string;
    if (o->shape() == gStringIOShape)
      gcRegisterFinalizer(o);
  }
  *o->data = std::move(data);
  o->pos = o->closed = 0;
  return None;
}
static Value textWriteMethod(Thread *t, Value *args, size_t n) {
  auto *o = textSelf(args);
  std::u32string piece;
  if (!isStr(args[1]))
    return raise(t, exc::TypeError, "string argument expected, got '%T'", args[1]);
  if (!usable(t, o) || !characters(t, o, args[1], piece))
    return Value::empty();
  overwrite(*o->data, o->pos, piece);
  return newInt(t, flattenStr(t, payloadOf(args[1]))->length);
}
static Value textSeek(Thread *t, Value *args, size_t n) {
  auto *o = textSelf(args);
  int64_t pos, whence = 0;
  if (!usable(t, o) || !indexAsInt64(t, args[1], pos, exc::OverflowError) ||
      (args[2] && !indexAsInt64(t, args[2], whence, exc::OverflowError)))
    return Value::empty();
  if (whence < 0 || whence > 2)
    return raise(t, exc::ValueError, "Invalid whence (%zd, should be 0, 1 or 2)", static_cast<ssize_t>(whence));
  if (whence == 0 && pos < 0)
    return raise(t, exc::ValueError, "Negative seek position %zd", static_cast<ssize_t>(pos));
  if (whence && pos)
    return raise(t, exc::OSError, "Can't do nonzero cur-relative seeks");
  if (whence != 1)
    o->pos = whence == 2 ? static_cast<int64_t>(o->data->size()) : pos;
  return newInt(t, o->pos);
}
static Value textGetValue(Thread *t, Value *args, size_t n) {
  auto *o = textSelf(args);
  return usable(t, o) ? textValue(t, *o->data, 0, o->data->size()) : Value::empty();
}
static Value textLineBuffering(Thread *t, Value v) { return False; }
static Value textNewlines(Thread *t, Value v) { return None; }
static const NativeDef textMethods[] = {
    {"__init__", textInit, "($self, initial_value='', newline='\\n')"},
    {"read", readMethod<StringIOObject>, "($self, size=-1, /)"},
    {"readline", readlineMethod<StringIOObject>, "($self, size=-1, /)"},
    {"__next__", nextLine<StringIOObject>, "($self, /)"},
    {"write", textWriteMethod, "($self, s, /)"},
    {"seek", textSeek, "($self, pos, whence=0, /)"},
    {"tell", tellMethod<StringIOObject>, "($self, /)"},
    {"truncate", truncateMethod<StringIOObject>, "($self, pos=None, /)"},
    {"getvalue", textGetValue, "($self, /)"},
    {"close", closeMethod<StringIOObject>, "($self, /)"},
    {"flush", flushMethod<StringIOObject>, "($self, /)"},
    {"readable", yes<StringIOObject>, "($self, /)"},
    {"writable", yes<StringIOObject>, "($self, /)"},
    {"seekable", yes<StringIOObject>, "($self, /)"},
    {"isatty", no<StringIOObject>, "($self, /)"},
    {nullptr, nullptr, nullptr}};
static const GetSetDef textGetSets[] = {{"closed", closedOf<StringIOObject>, nullptr},
                                        {"line_buffering", textLineBuffering, nullptr},
                                        {"newlines", textNewlines, nullptr},
                                        {nullptr, nullptr, nullptr}};

void initMemoryIO(Thread *t) {
  TypeSpec bytes{"_io.BytesIO", Kind::RegularObject, sizeof(BytesIOObject), TraceKind::FixedSlots, 3, 0, bytesMethods, bytesGetSets};
  bytes.typeFlags = kTypeBaseable | kTypeHasWeakRefs;
  gBytesIO = makeBuiltinType(t, bytes, gBufferedIOBase);
  gBytesIOShape = gBytesIO->instanceShape;
  TypeSpec text{"_io.StringIO", Kind::RegularObject, sizeof(StringIOObject), TraceKind::FixedSlots, 4, 0, textMethods, textGetSets};
  text.typeFlags = kTypeBaseable | kTypeHasWeakRefs;
  gStringIO = makeBuiltinType(t, text, gTextIOBase);
  gStringIOShape = gStringIO->instanceShape;
}

} // namespace pyc::io
