//===- Bz2Module.cpp - _bz2 -----------------------------------------------===//
//
// The system's libbz2, loaded when it is first needed. As in zlib, a stream's
// memory is given back when the stream ends.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Bytes.h"
#include "runtime/object/Types.h"
#include <bzlib.h>
#include <dlfcn.h>

namespace pyc {

namespace {

struct Library {
  decltype(&::BZ2_bzCompressInit) compressInit;
  decltype(&::BZ2_bzCompress) compress;
  decltype(&::BZ2_bzCompressEnd) compressEnd;
  decltype(&::BZ2_bzDecompressInit) decompressInit;
  decltype(&::BZ2_bzDecompress) decompress;
  decltype(&::BZ2_bzDecompressEnd) decompressEnd;
};
Library bz;

bool loadLibrary(Thread *t) {
  void *lib = dlopen("libbz2.so.1.0", RTLD_NOW | RTLD_LOCAL);
  auto get = [&](auto &f, const char *name) {
    f = reinterpret_cast<std::remove_reference_t<decltype(f)>>(lib ? dlsym(lib, name) : nullptr);
    return f != nullptr;
  };
  bool ok = get(bz.compressInit, "BZ2_bzCompressInit") && get(bz.compress, "BZ2_bzCompress") && get(bz.compressEnd, "BZ2_bzCompressEnd") &&
            get(bz.decompressInit, "BZ2_bzDecompressInit") && get(bz.decompress, "BZ2_bzDecompress") &&
            get(bz.decompressEnd, "BZ2_bzDecompressEnd");
  if (!ok)
    raise(t, exc::ImportError, "libbz2.so.1.0 cannot be loaded");
  return ok;
}

struct BzObject : Object { // FixedSlots skip 3
  bz_stream *stream;       ///< null once ended
  std::string *held;       ///< decompressor: input not used yet
  uint8_t eof, flushed, needsInput;
  uint8_t reserved[5];
  Value unused;
};
BzObject *B(Value v) { return v.as<BzObject>(); }

Value fail(Thread *t, int code) {
  switch (code) {
  case BZ_PARAM_ERROR:
    return raise(t, exc::ValueError, "Internal error - invalid parameters passed to libbzip2");
  case BZ_MEM_ERROR:
    return raiseMemoryError(t);
  case BZ_DATA_ERROR:
  case BZ_DATA_ERROR_MAGIC:
    return raise(t, exc::OSError, "Invalid data stream");
  case BZ_IO_ERROR:
    return raise(t, exc::OSError, "Unknown I/O error");
  case BZ_UNEXPECTED_EOF:
    return raise(t, exc::EOFError, "Compressed file ended before the logical end-of-stream was detected");
  case BZ_SEQUENCE_ERROR:
    return raise(t, exc::RuntimeError, "Internal error - Invalid sequence of commands sent to libbzip2");
  default:
    return raise(t, exc::OSError, "Unrecognized error from libbzip2: %d", code);
  }
}
Value newStream(Thread *t, Value *a) {
  Value v = newInstance(t, a[0].as<TypeObject>());
  if (!v)
    return v;
  B(v)->unused = EmptyBytes;
  B(v)->needsInput = 1;
  B(v)->stream = new bz_stream{};
  return v;
}
Value compressorNew(Thread *t, Value *a, size_t) {
  int64_t level = 9;
  if (a[1] && !indexAsInt64(t, a[1], level, exc::OverflowError))
    return Value::empty();
  if (level < 1 || level > 9)
    return raise(t, exc::ValueError, "compresslevel must be between 1 and 9");
  Value v = newStream(t, a);
  if (!v)
    return v;
  int r = bz.compressInit(B(v)->stream, static_cast<int>(level), 0, 0);
  return r == BZ_OK ? v : fail(t, r);
}
Value run(Thread *t, BzObject *o, const char *p, size_t n, int action) {
  std::string out;
  bz_stream *s = o->stream;
  char block[32768];
  do {
    auto part = static_cast<unsigned>(n < (1u << 30) ? n : 1u << 30);
    s->next_in = const_cast<char *>(p);
    s->avail_in = part;
    for (;;) {
      s->next_out = block;
      s->avail_out = sizeof block;
      int r = bz.compress(s, action);
      if (r < 0)
        return fail(t, r);
      out.append(block, sizeof block - s->avail_out);
      if (action == BZ_RUN ? s->avail_in == 0 : r == BZ_STREAM_END)
        break;
    }
    p += part;
    n -= part;
  } while (n);
  return newBytes(t, out.data(), static_cast<int64_t>(out.size()));
}
Value compressData(Thread *t, Value *a, size_t) {
  ByteView v;
  if (!v.require(t, a[1]))
    return Value::empty();
  if (B(a[0])->flushed)
    return raise(t, exc::ValueError, "Compressor has been flushed");
  return v.size ? run(t, B(a[0]), reinterpret_cast<const char *>(v.data), static_cast<size_t>(v.size), BZ_RUN) : EmptyBytes;
}
Value compressFlush(Thread *t, Value *a, size_t) {
  BzObject *o = B(a[0]);
  if (o->flushed)
    return raise(t, exc::ValueError, "Repeated call to flush()");
  o->flushed = 1;
  Value r = run(t, o, nullptr, 0, BZ_FINISH);
  o = B(a[0]);
  bz.compressEnd(o->stream);
  delete o->stream;
  o->stream = nullptr;
  return r;
}

Value decompressorNew(Thread *t, Value *a, size_t) {
  Value v = newStream(t, a);
  if (!v)
    return v;
  B(v)->held = new std::string;
  int r = bz.decompressInit(B(v)->stream, 0, 0);
  return r == BZ_OK ? v : fail(t, r);
}
Value decompressData(Thread *t, Value *a, size_t) {
  ByteView v;
  int64_t most = -1;
  if (!v.require(t, a[1]) || (a[2] && !indexAsInt64(t, a[2], most, exc::OverflowError)))
    return Value::empty();
  BzObject *o = B(a[0]);
  if (o->eof)
    return raise(t, exc::EOFError, "End of stream already reached");
  std::string in = std::move(*o->held);
  o->held->clear();
  in.append(reinterpret_cast<const char *>(v.data), static_cast<size_t>(v.size));
  std::string out;
  char block[32768];
  size_t pos = 0;
  int r = BZ_OK;
  while (r != BZ_STREAM_END) {
    size_t room = most < 0 ? sizeof block : std::min(sizeof block, static_cast<size_t>(most) - out.size());
    if (!room)
      break;
    auto part = static_cast<unsigned>(std::min<size_t>(in.size() - pos, 1u << 30));
    o->stream->next_in = in.data() + pos;
    o->stream->avail_in = part;
    o->stream->next_out = block;
    o->stream->avail_out = static_cast<unsigned>(room);
    r = bz.decompress(o->stream);
    if (r < 0)
      return fail(t, r);
    pos += part - o->stream->avail_in;
    size_t made = room - o->stream->avail_out;
    out.append(block, made);
    if (pos == in.size() && o->stream->avail_out)
      break;
  }
  // With the output's limit reached there may be more in the library itself.
  bool limited = most >= 0 && out.size() >= static_cast<size_t>(most);
  if (r == BZ_STREAM_END) {
    o->eof = 1;
    o->needsInput = 0;
    bz.decompressEnd(o->stream);
    delete o->stream;
    o->stream = nullptr;
    Value rest = newBytes(t, in.data() + pos, static_cast<int64_t>(in.size() - pos));
    if (!rest)
      return rest;
    o = B(a[0]);
    setSlot(o, &o->unused, rest);
  } else {
    *o->held = in.substr(pos);
    o->needsInput = !limited;
  }
  return newBytes(t, out.data(), static_cast<int64_t>(out.size()));
}
Value getEof(Thread *, Value v) { return boolValue(B(v)->eof); }
Value getNeedsInput(Thread *, Value v) { return boolValue(B(v)->needsInput); }
const NativeDef kCompressor[] = {
    {"__new__", compressorNew, "($type, compresslevel=9, /)"}, {"compress", compressData, "($self, data, /)"},
    {"flush", compressFlush, "($self, /)"}, {nullptr, nullptr, nullptr}};
const NativeDef kDecompressor[] = {
    {"__new__", decompressorNew, "($type)"}, {"decompress", decompressData, "($self, data, max_length=-1)"}, {nullptr, nullptr, nullptr}};
const GetSetDef kDecompressorGetSets[] = {{"eof", getEof, nullptr}, {"needs_input", getNeedsInput, nullptr}, {nullptr, nullptr, nullptr}};
const MemberDef kDecompressorMembers[] = {{"unused_data", offsetof(BzObject, unused), true}, {nullptr, 0, true}};
const NativeDef kNone[] = {{nullptr, nullptr, nullptr}};

bool initialise(Thread *t, ModuleObject *m) {
  if (!loadLibrary(t))
    return false;
  static TypeSpec c{"_bz2.BZ2Compressor", Kind::RegularObject, sizeof(BzObject), TraceKind::FixedSlots, 3, 1, kCompressor};
  static TypeSpec d{"_bz2.BZ2Decompressor", Kind::RegularObject, sizeof(BzObject), TraceKind::FixedSlots, 3, 1, kDecompressor, kDecompressorGetSets,
                    kDecompressorMembers};
  return moduleSet(t, m, "BZ2Compressor", typeValue(makeBuiltinType(t, c))) &&
         moduleSet(t, m, "BZ2Decompressor", typeValue(makeBuiltinType(t, d)));
}
const ModuleSpec kModule{"_bz2", "Compression with libbz2.", kNone, initialise};

} // namespace

void registerBz2() { registerNativeModule(&kModule); }

} // namespace pyc
