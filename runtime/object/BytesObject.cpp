//===- BytesObject.cpp - Making and viewing bytes -------------------------===//
#include "runtime/object/Bytes.h"
#include <algorithm>
#include <vector>

namespace pyc {

BytesObject *newBytesBuffer(Thread *t, int64_t n) {
  if (n == 0)
    return EmptyBytes.as<BytesObject>();
  if (n > (int64_t(1) << 45)) {
    raiseMemoryError(t);
    return nullptr;
  }
  auto *b = gcAllocate<BytesObject>(t, sizeof(BytesObject) + size_t(n), shapes::bytes);
  if (b)
    b->length = n;
  return b;
}
Value newBytes(Thread *t, const void *p, int64_t n) {
  BytesObject *b = newBytesBuffer(t, n);
  if (!b)
    return Value::empty();
  if (p && n)
    memcpy(b->data, p, size_t(n));
  return Value::fromObject(b);
}

bool isBytes(Value v) { return v.isObject() && isSubtype(typeOf(v), types::bytes_); }
bool isByteArray(Value v) { return v.isObject() && v.asObject()->kind() == Kind::ByteArray; }
bool isMemoryView(Value v) { return v.isObject() && v.asObject()->kind() == Kind::MemoryView; }
BytesObject *bytesOf(Value v) { return payloadOf(v).as<BytesObject>(); }
MemoryViewObject *memoryViewOf(Value v) { return v.as<MemoryViewObject>(); }

//===-- exporters -----------------------------------------------------------------===//
namespace {
struct Exporter {
  TypeObject *type;
  BufferFn fn;
  void (*lock)(Value, int);
};
} // namespace
static std::vector<Exporter> *gExporters;

void registerBufferType(TypeObject *type, BufferFn fn, void (*lock)(Value, int)) {
  if (!gExporters)
    gExporters = new std::vector<Exporter>;
  gExporters->push_back({type, fn, lock});
}
static const Exporter *exporterOf(Value v) {
  if (gExporters && v.isObject())
    for (const Exporter &e : *gExporters)
      if (isSubtype(typeOf(v), e.type))
        return &e;
  return nullptr;
}

bool bufferOf(Value v, BufferInfo &out) {
  if (isByteArray(v)) {
    auto *b = v.as<ByteArrayObject>();
    out = {byteArrayData(b), b->length};
    return true;
  }
  if (isBytes(v)) {
    BytesObject *b = bytesOf(v);
    out = {b->data, b->length, 1, 'B', true};
    return true;
  }
  const Exporter *e = exporterOf(v);
  return e && e->fn(v, out);
}
void lockBuffer(Value v, int change) {
  if (isByteArray(v))
    v.as<ByteArrayObject>()->exports += change;
  else if (const Exporter *e = exporterOf(v); e && e->lock)
    e->lock(v, change);
}

int ByteView::acquire(Thread *t, Value v) {
  if (isExact(v, shapes::bytes)) {
    data = v.as<BytesObject>()->data;
    size = v.as<BytesObject>()->length;
    owner = v;
    return 1;
  }
  if (isMemoryView(v)) {
    MemoryViewObject *m = memoryViewOf(v);
    if (m->released) {
      raise(t, exc::ValueError, "operation forbidden on released memoryview object");
      return -1;
    }
    BufferInfo info;
    if (!bufferOf(m->owner, info))
      return 0;
    int64_t last = m->offset + (m->length - 1) * m->stride;
    if (m->length && std::max(m->offset, last) + m->itemSize > info.bytes) {
      raise(t, exc::ValueError, "operation forbidden on a memoryview of an object that was resized");
      return -1;
    }
    if (m->stride != m->itemSize && m->length > 1) {
      // Not contiguous: a copy stands in for it.
      Value copy = newBytes(t, nullptr, m->length * m->itemSize);
      if (!copy)
        return -1;
      bufferOf(m->owner, info);
      auto *b = copy.as<BytesObject>();
      for (int64_t i = 0; i < m->length; ++i)
        memcpy(b->data + i * m->itemSize, info.data + m->offset + i * m->stride, m->itemSize);
      return acquire(t, copy);
    }
    data = info.data + m->offset;
    size = m->length * m->itemSize;
    owner = m->owner;
    return 1;
  }
  BufferInfo info;
  if (!bufferOf(v, info))
    return 0;
  data = info.data;
  size = info.bytes;
  owner = v;
  if (isByteArray(v)) {
    locked = v.as<ByteArrayObject>();
    ++locked->exports;
  }
  return 1;
}

bool ByteView::require(Thread *t, Value v) {
  int got = acquire(t, v);
  if (!got)
    raise(t, exc::TypeError, "a bytes-like object is required, not '%T'", v);
  return got > 0;
}

SelfBytes::SelfBytes(Value v) {
  if (isExact(v, shapes::bytes)) {
    p = v.as<BytesObject>()->data;
    n = v.as<BytesObject>()->length;
    return;
  }
  BufferInfo info{nullptr, 0};
  bufferOf(v, info);
  p = info.data;
  n = info.bytes;
}
Value likeSelf(Thread *t, Value self, const void *p, int64_t n) {
  return isByteArray(self) ? newByteArray(t, p, n) : newBytes(t, p, n);
}

//===-- text ------------------------------------------------------------------------===//
Value bytesRepr(Thread *t, const uint8_t *p, int64_t n, const char *prefix, const char *suffix) {
  bool single = n && memchr(p, '\'', size_t(n)), dbl = n && memchr(p, '"', size_t(n));
  char quote = single && !dbl ? '"' : '\'';
  std::string out = prefix;
  out += 'b';
  out += quote;
  char buf[8];
  for (int64_t i = 0; i < n; ++i) {
    uint8_t c = p[i];
    if (c == uint8_t(quote) || c == '\\' || (c == '\'' && *prefix)) { // bytearray escapes it always
      out += '\\';
      out += char(c);
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c < 32 || c >= 127) {
      snprintf(buf, sizeof buf, "\\x%02x", c);
      out += buf;
    } else {
      out += char(c);
    }
  }
  out += quote;
  out += suffix;
  return newStrAscii(t, out);
}

//===-- from arguments ------------------------------------------------------------------===//
int byteFrom(Thread *t, Value v, const char *range) {
  if (v.isInt() && v.asInt() >= 0 && v.asInt() < 256)
    return int(v.asInt());
  Value i = indexOf(t, v);
  if (!i)
    return -1;
  if (i.isInt() && i.asInt() >= 0 && i.asInt() < 256)
    return int(i.asInt());
  raise(t, exc::ValueError, "%s must be in range(0, 256)", range);
  return -1;
}

static bool textArgument(Thread *t, Value v, std::string &out, const char *function, const char *name) {
  if (!given(v))
    return true;
  if (!isStr(v)) {
    raise(t, exc::TypeError, "%s() argument '%s' must be str, not %T", function, name, v);
    return false;
  }
  out = strToUtf8(payloadOf(v));
  return true;
}

Value bytesFromArguments(Thread *t, Value x, Value encoding, Value errors, bool forArray) {
  const char *function = forArray ? "bytearray" : "bytes";
  std::string enc, err;
  if (!textArgument(t, encoding, enc, function, "encoding") ||
      !textArgument(t, errors, err, function, "errors"))
    return Value::empty();
  if (!given(x)) {
    if (given(encoding) || given(errors))
      return raise(t, exc::TypeError, given(encoding) ? "encoding without a string argument"
                                                      : "errors without a string argument");
    return EmptyBytes;
  }
  if (isStr(x)) {
    if (!given(encoding))
      return raise(t, exc::TypeError, "string argument without an encoding");
    return encodeStr(t, payloadOf(x), enc.c_str(), given(errors) ? err.c_str() : nullptr);
  }
  if (given(encoding) || given(errors))
    return raise(t, exc::TypeError, given(encoding) ? "encoding without a string argument"
                                                    : "errors without a string argument");
  if (isExact(x, shapes::bytes))
    return x;
  TypeObject *type = typeOf(x);
  if (!forArray && lookupDunder(type, Dunder::Bytes) && x.isObject()) {
    Value r = callDunder(t, x, Dunder::Bytes, nullptr, 0);
    if (r && !isBytes(r))
      return raise(t, exc::TypeError, "__bytes__ returned non-bytes (type %T)", r);
    return r;
  }
  if (asExactInt(x) || lookupDunder(type, Dunder::Index)) {
    int64_t n;
    Value i = indexOf(t, x);
    if (!i) {
      if (!pendingMatches(t, exc::TypeError))
        return i;
      clearPending(t);
    } else {
      if (!intToInt64(i, n))
        return raise(t, exc::OverflowError, "cannot fit '%T' into an index-sized integer", x);
      if (n < 0)
        return raise(t, exc::ValueError, "negative count");
      return newBytes(t, nullptr, n);
    }
  }
  {
    ByteView view;
    int got = view.acquire(t, x);
    if (got)
      return got > 0 ? newBytes(t, view.size ? view.data : nullptr, view.size) : Value::empty();
  }
  if (!lookupDunder(type, Dunder::Iter) && !lookupDunder(type, Dunder::GetItem))
    return raise(t, exc::TypeError, "cannot convert '%T' object to %s", x, function);
  std::string out;
  const char *range = forArray ? "byte" : "bytes";
  if (isExact(x, shapes::list) || isExact(x, shapes::tuple)) {
    for (int64_t i = 0;; ++i) { // items may run Python: look at the length each time
      Value item;
      if (isExact(x, shapes::list)) {
        if (i >= x.as<ListObject>()->size)
          break;
        item = x.as<ListObject>()->items()->items[i];
      } else {
        if (i >= x.as<TupleObject>()->length)
          break;
        item = x.as<TupleObject>()->items[i];
      }
      int b = byteFrom(t, item, range);
      if (b < 0)
        return Value::empty();
      out += char(b);
    }
  } else {
    Value it = getIter(t, x);
    if (!it) {
      if (pendingMatches(t, exc::TypeError)) {
        clearPending(t);
        return raise(t, exc::TypeError, "cannot convert '%T' object to %s", x, function);
      }
      return it;
    }
    while (Value item = iterNext(t, it)) {
      int b = byteFrom(t, item, range);
      if (b < 0)
        return Value::empty();
      out += char(b);
    }
    if (!t->pending.isEmpty())
      return Value::empty();
  }
  return newBytes(t, out.data(), int64_t(out.size()));
}

const NativeDef *joinTables(const NativeDef *a, const NativeDef *b) {
  size_t n = 0, m = 0;
  while (a[n].name)
    ++n;
  while (b[m].name)
    ++m;
  auto *out = new NativeDef[n + m + 1];
  std::copy(a, a + n, out);
  std::copy(b, b + m + 1, out + n);
  return out;
}

} // namespace pyc
