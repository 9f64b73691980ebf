//===- ZlibModule.cpp - zlib ----------------------------------------------===//
//
// The system's libz, loaded when it is first needed. A stream's memory is given
// back when the stream ends (flush, end of data); that of an abandoned one is
// not, since nothing here has a finaliser.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/TextModules.h"
#include "runtime/object/Bytes.h"
#include <dlfcn.h>
#include <zlib.h>

namespace pyc::zlib {

struct Library {
  decltype(&::deflateInit2_) deflateInit2_;
  decltype(&::deflate) deflate;
  decltype(&::deflateEnd) deflateEnd;
  decltype(&::deflateSetDictionary) deflateSetDictionary;
  decltype(&::deflateCopy) deflateCopy;
  decltype(&::inflateInit2_) inflateInit2_;
  decltype(&::inflate) inflate;
  decltype(&::inflateEnd) inflateEnd;
  decltype(&::inflateSetDictionary) inflateSetDictionary;
  decltype(&::inflateCopy) inflateCopy;
  decltype(&::crc32) crc32;
  decltype(&::adler32) adler32;
  decltype(&::zlibVersion) zlibVersion;
};
static Library z;
static Value gError = Value::fromSmallInt(0);
static Shape *gCompress, *gDecompress;

static bool loadLibrary(Thread *t) {
  void *lib = dlopen("libz.so.1", RTLD_NOW | RTLD_LOCAL);
  auto get = [&](auto &f, const char *name) {
    f = reinterpret_cast<std::remove_reference_t<decltype(f)>>(lib ? dlsym(lib, name) : nullptr);
    return f != nullptr;
  };
  bool ok = get(z.deflateInit2_, "deflateInit2_") && get(z.deflate, "deflate") && get(z.deflateEnd, "deflateEnd") &&
            get(z.deflateSetDictionary, "deflateSetDictionary") && get(z.deflateCopy, "deflateCopy") &&
            get(z.inflateInit2_, "inflateInit2_") && get(z.inflate, "inflate") && get(z.inflateEnd, "inflateEnd") &&
            get(z.inflateSetDictionary, "inflateSetDictionary") && get(z.inflateCopy, "inflateCopy") &&
            get(z.crc32, "crc32") && get(z.adler32, "adler32") && get(z.zlibVersion, "zlibVersion");
  if (!ok)
    raise(t, exc::ImportError, "libz.so.1 cannot be loaded");
  return ok;
}

struct StreamObject : Object { // FixedSlots skip 2; compressors use no Values
  z_stream *stream;            ///< null once ended
  uint8_t eof, compressor;
  uint8_t reserved[6];
  Value unusedData, unconsumedTail, dictionary;
};
static StreamObject *S(Value v) { return v.as<StreamObject>(); }

static Value fail(Thread *t, const z_stream *s, int code, const char *what) {
  const char *detail = s ? s->msg : nullptr;
  if (code == Z_VERSION_ERROR)
    detail = "library version mismatch";
  if (!detail)
    detail = code == Z_BUF_ERROR      ? "incomplete or truncated stream"
             : code == Z_STREAM_ERROR ? "inconsistent stream state"
             : code == Z_DATA_ERROR   ? "invalid input data"
                                      : nullptr;
  if (detail)
    return raise(t, gError.as<TypeObject>(), "Error %d %s: %.200s", code, what, detail);
  return raise(t, gError.as<TypeObject>(), "Error %d %s", code, what);
}
static void endStream(StreamObject *o) {
  if (!o->stream)
    return;
  if (o->compressor)
    z.deflateEnd(o->stream);
  else
    z.inflateEnd(o->stream);
  delete o->stream;
  o->stream = nullptr;
}

/// Runs f (deflate or inflate) until it has nothing more to say, at most
/// `most` bytes of output. The input may be longer than zlib's counters hold.
template <typename F>
static int pump(z_stream *s, const uint8_t *p, int64_t n, int flush, std::string &out, int64_t most, F f) {
  s->next_in = const_cast<Bytef *>(p);
  int64_t left = n;
  int r = Z_OK;
  do {
    s->avail_in = uInt(left > (1 << 30) ? (1 << 30) : left);
    left -= s->avail_in;
    bool last = left == 0;
    do {
      size_t at = out.size();
      size_t chunk = at < 16384 ? 16384 : at;
      if (int64_t(at + chunk) > most)
        chunk = size_t(most) - at;
      if (chunk == 0)
        goto done;
      if (chunk > (1u << 30))
        chunk = 1u << 30;
      out.resize(at + chunk);
      s->next_out = reinterpret_cast<Bytef *>(out.data()) + at;
      s->avail_out = uInt(chunk);
      r = f(s, last ? flush : Z_NO_FLUSH);
      out.resize(at + chunk - s->avail_out);
      if (r != Z_OK && r != Z_BUF_ERROR)
        goto done;
    } while (s->avail_out == 0);
  } while (left);
done:
  s->avail_in += uInt(left > (1 << 30) ? 0 : left); // what was not looked at
  return r;
}

static bool intArgument(Thread *t, Value v, int64_t &out) {
  return !given(v) || indexAsInt64(t, v, out, exc::OverflowError);
}
static Value compress(Thread *t, Value *a, size_t) {
  ByteView v;
  int64_t level = Z_DEFAULT_COMPRESSION, wbits = MAX_WBITS;
  if (!v.require(t, a[0]) || !intArgument(t, a[1], level) || !intArgument(t, a[2], wbits))
    return Value::empty();
  z_stream s{};
  int r = z.deflateInit2_(&s, int(level), Z_DEFLATED, int(wbits), 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, sizeof s);
  if (r == Z_STREAM_ERROR)
    return raise(t, gError.as<TypeObject>(), "Bad compression level");
  if (r != Z_OK)
    return r == Z_MEM_ERROR ? raiseMemoryError(t) : fail(t, &s, r, "while compressing data");
  std::string out;
  r = pump(&s, v.data, v.size, Z_FINISH, out, INT64_MAX, z.deflate);
  z.deflateEnd(&s);
  return r == Z_STREAM_END ? newBytes(t, out.data(), int64_t(out.size())) : fail(t, &s, r, "while compressing data");
}
static Value decompress(Thread *t, Value *a, size_t) {
  ByteView v;
  int64_t wbits = MAX_WBITS, size;
  if (!v.require(t, a[0]) || !intArgument(t, a[1], wbits) || !intArgument(t, a[2], size))
    return Value::empty();
  z_stream s{};
  int r = z.inflateInit2_(&s, int(wbits), ZLIB_VERSION, sizeof s);
  if (r != Z_OK)
    return fail(t, &s, r, "while preparing to decompress data");
  std::string out;
  r = pump(&s, v.data, v.size, Z_SYNC_FLUSH, out, INT64_MAX, z.inflate);
  Value result = r == Z_STREAM_END ? newBytes(t, out.data(), int64_t(out.size()))
                                   : fail(t, &s, r == Z_OK ? Z_BUF_ERROR : r, "while decompressing data");
  z.inflateEnd(&s);
  return result;
}

static Value checksum(Thread *t, Value *a, bool crc) {
  ByteView v;
  uint32_t sum = crc ? 0 : 1;
  if (!v.require(t, a[0]))
    return Value::empty();
  if (given(a[1])) {
    Value i = indexOf(t, a[1]);
    if (!i)
      return i;
    IntView x(i);
    sum = x.size ? uint32_t(x.negative ? -x.limbs[0] : x.limbs[0]) : 0;
  }
  const uint8_t *p = v.data;
  for (int64_t left = v.size; left > 0;) {
    uInt n = uInt(left > (1 << 30) ? (1 << 30) : left);
    sum = uint32_t(crc ? z.crc32(sum, p, n) : z.adler32(sum, p, n));
    p += n;
    left -= n;
  }
  return newInt(t, sum);
}
static Value crc32Fn(Thread *t, Value *a, size_t) { return checksum(t, a, true); }
static Value adler32Fn(Thread *t, Value *a, size_t) { return checksum(t, a, false); }

static StreamObject *newStream(Thread *t, Shape *shape) {
  auto *o = gcAllocate<StreamObject>(t, sizeof(StreamObject), shape);
  if (!o)
    return nullptr;
  o->stream = new z_stream{};
  o->compressor = shape == gCompress;
  o->unusedData = o->unconsumedTail = EmptyBytes;
  return o;
}
static Value compressobj(Thread *t, Value *a, size_t) {
  int64_t level = Z_DEFAULT_COMPRESSION, method = Z_DEFLATED, wbits = MAX_WBITS, memory = 8, strategy = 0;
  if (!intArgument(t, a[0], level) || !intArgument(t, a[1], method) || !intArgument(t, a[2], wbits) ||
      !intArgument(t, a[3], memory) || !intArgument(t, a[4], strategy))
    return Value::empty();
  ByteView dictionary;
  if (givenNotNone(a[5]) && !dictionary.require(t, a[5]))
    return Value::empty();
  StreamObject *o = newStream(t, gCompress);
  if (!o)
    return Value::empty();
  int r = z.deflateInit2_(o->stream, int(level), int(method), int(wbits), int(memory), int(strategy), ZLIB_VERSION, sizeof(z_stream));
  if (r != Z_OK) {
    delete o->stream;
    o->stream = nullptr;
    return r == Z_MEM_ERROR ? raiseMemoryError(t) : raise(t, exc::ValueError, "Invalid initialization option");
  }
  if (givenNotNone(a[5]) && z.deflateSetDictionary(o->stream, dictionary.data, uInt(dictionary.size)) != Z_OK)
    return raise(t, exc::ValueError, "Invalid dictionary");
  return Value::fromObject(o);
}
static Value decompressobj(Thread *t, Value *a, size_t) {
  int64_t wbits = MAX_WBITS;
  if (!intArgument(t, a[0], wbits))
    return Value::empty();
  StreamObject *o = newStream(t, gDecompress);
  if (!o)
    return Value::empty();
  if (z.inflateInit2_(o->stream, int(wbits), ZLIB_VERSION, sizeof(z_stream)) != Z_OK) {
    delete o->stream;
    o->stream = nullptr;
    return raise(t, exc::ValueError, "Invalid initialization option");
  }
  if (givenNotNone(a[1])) {
    ByteView d;
    if (!d.require(t, a[1]))
      return Value::empty();
    o->dictionary = a[1];
    if (wbits < 0 && z.inflateSetDictionary(o->stream, d.data, uInt(d.size)) != Z_OK)
      return raise(t, exc::ValueError, "Invalid dictionary");
  }
  return Value::fromObject(o);
}

static Value streamCompress(Thread *t, Value *a, size_t) {
  ByteView v;
  StreamObject *o = S(a[0]);
  if (!v.require(t, a[1]))
    return Value::empty();
  if (!o->stream)
    return fail(t, nullptr, Z_STREAM_ERROR, "while compressing data");
  std::string out;
  int r = pump(o->stream, v.data, v.size, Z_NO_FLUSH, out, INT64_MAX, z.deflate);
  return r == Z_OK || r == Z_BUF_ERROR ? newBytes(t, out.data(), int64_t(out.size()))
                                       : fail(t, o->stream, r, "while compressing data");
}
static Value streamFlush(Thread *t, Value *a, size_t) {
  StreamObject *o = S(a[0]);
  int64_t mode = Z_FINISH;
  if (!intArgument(t, a[1], mode))
    return Value::empty();
  if (mode == Z_NO_FLUSH)
    return EmptyBytes;
  if (!o->stream)
    return fail(t, nullptr, Z_STREAM_ERROR, "while flushing");
  std::string out;
  int r = pump(o->stream, nullptr, 0, int(mode), out, INT64_MAX, z.deflate);
  if (r != Z_OK && r != Z_BUF_ERROR && r != Z_STREAM_END)
    return fail(t, o->stream, r, "while flushing");
  if (r == Z_STREAM_END)
    endStream(o);
  return newBytes(t, out.data(), int64_t(out.size()));
}

/// Keeps what zlib did not take: behind the end, or beyond max_length.
static bool keepRest(Thread *t, StreamObject *o, const uint8_t *p, int64_t n, bool ended) {
  int64_t used = o->stream->next_in ? o->stream->next_in - p : 0;
  int64_t left = n - used;
  if (ended) {
    if (left > 0) {
      ByteView before;
      if (before.acquire(t, o->unusedData) <= 0)
        return false;
      std::string all(before.text());
      all.append(reinterpret_cast<const char *>(p) + used, size_t(left));
      Value v = newBytes(t, all.data(), int64_t(all.size()));
      if (!v)
        return false;
      setSlot(o, &o->unusedData, v);
    }
    left = 0;
  }
  Value tail = left > 0 ? newBytes(t, p + used, left) : EmptyBytes;
  if (!tail)
    return false;
  setSlot(o, &o->unconsumedTail, tail);
  return true;
}
static Value inflateSome(Thread *t, StreamObject *o, const uint8_t *p, int64_t n, int64_t most, int flush, const char *what) {
  std::string out;
  int r = pump(o->stream, p, n, flush, out, most, z.inflate);
  if (r == Z_NEED_DICT && !o->dictionary.isInt()) {
    ByteView d;
    if (!d.require(t, o->dictionary))
      return Value::empty();
    r = z.inflateSetDictionary(o->stream, d.data, uInt(d.size));
    if (r == Z_OK) {
      const uint8_t *rest = o->stream->next_in;
      r = pump(o->stream, rest, n - (rest - p), flush, out, most, z.inflate);
    }
  }
  if (r != Z_OK && r != Z_BUF_ERROR && r != Z_STREAM_END)
    return fail(t, o->stream, r, what);
  if (!keepRest(t, o, p, n, r == Z_STREAM_END))
    return Value::empty();
  if (r == Z_STREAM_END) {
    o->eof = 1;
    endStream(o);
  }
  return newBytes(t, out.data(), int64_t(out.size()));
}
static Value streamDecompress(Thread *t, Value *a, size_t) {
  ByteView v;
  StreamObject *o = S(a[0]);
  int64_t most = 0;
  if (!v.require(t, a[1]) || !intArgument(t, a[2], most))
    return Value::empty();
  if (most < 0)
    return raise(t, exc::ValueError, "max_length must be non-negative");
  if (!o->stream) { // ended: everything is unused
    if (v.size) {
      ByteView before;
      if (before.acquire(t, o->unusedData) <= 0)
        return Value::empty();
      std::string all(before.text());
      all.append(v.text());
      Value kept = newBytes(t, all.data(), int64_t(all.size()));
      if (!kept)
        return kept;
      setSlot(o, &o->unusedData, kept);
    }
    return EmptyBytes;
  }
  return inflateSome(t, o, v.data, v.size, most ? most : INT64_MAX, Z_SYNC_FLUSH, "while decompressing data");
}
static Value decompressFlush(Thread *t, Value *a, size_t) {
  StreamObject *o = S(a[0]);
  int64_t length = 16384;
  if (!intArgument(t, a[1], length))
    return Value::empty();
  if (length <= 0)
    return raise(t, exc::ValueError, "length must be greater than zero");
  if (!o->stream)
    return EmptyBytes;
  ByteView v;
  if (v.acquire(t, o->unconsumedTail) <= 0)
    return Value::empty();
  return inflateSome(t, o, v.data, v.size, INT64_MAX, Z_FINISH, "while finishing decompression");
}
static Value copyMethod(Thread *t, Value *a, size_t) {
  StreamObject *from = S(a[0]);
  if (!from->stream)
    return raise(t, exc::ValueError, "Inconsistent stream state");
  StreamObject *o = newStream(t, a[0].asObject()->shape());
  if (!o)
    return Value::empty();
  int r = from->compressor ? z.deflateCopy(o->stream, from->stream) : z.inflateCopy(o->stream, from->stream);
  if (r != Z_OK)
    return raise(t, exc::ValueError, "Inconsistent stream state");
  o->eof = from->eof;
  o->unusedData = from->unusedData;
  o->unconsumedTail = from->unconsumedTail;
  o->dictionary = from->dictionary;
  return Value::fromObject(o);
}
static Value getUnused(Thread *, Value v) { return S(v)->unusedData; }
static Value getTail(Thread *, Value v) { return S(v)->unconsumedTail; }
static Value getEof(Thread *, Value v) { return boolValue(S(v)->eof); }

static const NativeDef compressMethods[] = {
    {"compress", streamCompress, "($self, data, /)", kEffAny}, {"flush", streamFlush, "($self, mode=4, /)", kEffAny},
    {"copy", copyMethod, "($self, /)", kEffAny}, {"__copy__", copyMethod, "($self, /)", kEffAny},
    {"__deepcopy__", copyMethod, "($self, memo, /)", kEffAny}, {nullptr, nullptr, nullptr}};
static const NativeDef decompressMethods[] = {
    {"decompress", streamDecompress, "($self, data, /, max_length=0)", kEffAny},
    {"flush", decompressFlush, "($self, length=16384, /)", kEffAny}, {"copy", copyMethod, "($self, /)", kEffAny},
    {"__copy__", copyMethod, "($self, /)", kEffAny}, {"__deepcopy__", copyMethod, "($self, memo, /)", kEffAny},
    {nullptr, nullptr, nullptr}};
static const GetSetDef decompressGetSets[] = {{"unused_data", getUnused, nullptr}, {"unconsumed_tail", getTail, nullptr},
                                              {"eof", getEof, nullptr}, {nullptr, nullptr, nullptr}};
static const NativeDef functions[] = {
    {"compress", compress, "(data, /, level=-1, wbits=15)", kEffAny, "Returns a bytes object containing compressed data."},
    {"decompress", decompress, "(data, /, wbits=15, bufsize=16384)", kEffAny, "Returns a bytes object containing the uncompressed data."},
    {"compressobj", compressobj, "(level=-1, method=8, wbits=15, memLevel=8, strategy=0, zdict=None)", kEffAny, "Return a compressor object."},
    {"decompressobj", decompressobj, "(wbits=15, zdict=b'')", kEffAny, "Return a decompressor object."},
    {"crc32", crc32Fn, "(data, value=0, /)", kEffAny, "Compute a CRC-32 checksum of data."},
    {"adler32", adler32Fn, "(data, value=1, /)", kEffAny, "Compute an Adler-32 checksum of data."},
    {nullptr, nullptr, nullptr}};

static bool initialise(Thread *t, ModuleObject *m) {
  if (gError.isInt()) {
    if (!loadLibrary(t))
      return false;
    gcRegisterRoot(&gError);
    gError = newExceptionClass(t, "zlib", "error", exc::Exception);
    if (!gError)
      return false;
    static const TypeSpec compressor = {"zlib.Compress", Kind::RegularObject, sizeof(StreamObject), TraceKind::FixedSlots, 2, 3,
                                        compressMethods, nullptr, nullptr, kTypeDisallowInstantiation};
    gCompress = makeBuiltinType(t, compressor)->instanceShape;
    static const TypeSpec decompressor = {"zlib.Decompress", Kind::RegularObject, sizeof(StreamObject), TraceKind::FixedSlots, 2, 3,
                                          decompressMethods, decompressGetSets, nullptr, kTypeDisallowInstantiation};
    gDecompress = makeBuiltinType(t, decompressor)->instanceShape;
  }
  static const struct {
    const char *name;
    int value;
  } constants[] = {{"DEFLATED", 8}, {"DEF_BUF_SIZE", 16384}, {"DEF_MEM_LEVEL", 8}, {"MAX_WBITS", 15}, {"Z_BEST_COMPRESSION", 9},
                   {"Z_BEST_SPEED", 1}, {"Z_BLOCK", 5}, {"Z_DEFAULT_COMPRESSION", -1}, {"Z_DEFAULT_STRATEGY", 0}, {"Z_FILTERED", 1},
                   {"Z_FINISH", 4}, {"Z_FIXED", 4}, {"Z_FULL_FLUSH", 3}, {"Z_HUFFMAN_ONLY", 2}, {"Z_NO_COMPRESSION", 0},
                   {"Z_NO_FLUSH", 0}, {"Z_PARTIAL_FLUSH", 1}, {"Z_RLE", 3}, {"Z_SYNC_FLUSH", 2}, {"Z_TREES", 6}};
  for (auto &c : constants)
    if (!moduleSet(t, m, c.name, Value::fromSmallInt(c.value)))
      return false;
  return moduleSet(t, m, "error", gError) && moduleSet(t, m, "ZLIB_VERSION", newStr(t, ZLIB_VERSION)) &&
         moduleSet(t, m, "ZLIB_RUNTIME_VERSION", newStr(t, z.zlibVersion())) &&
         moduleSet(t, m, "__version__", newStr(t, "1.0"));
}

} // namespace pyc::zlib

void pyc::registerZlib() {
  static const ModuleSpec spec = {"zlib", "Compression compatible with gzip.", zlib::functions, zlib::initialise};
  registerNativeModule(&spec);
}
