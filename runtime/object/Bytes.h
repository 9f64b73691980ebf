//===- Bytes.h - Inside the bytes, bytearray and memoryview rooms ---------===//
#pragma once
#include "runtime/object/NumStr.h"

namespace pyc {

/// One-dimensional view. Data moves with the collector, so that it is reached
/// through the owner each time.
struct MemoryViewObject : Object { // FixedSlots skip 4
  int64_t offset;   ///< bytes into the owner's data
  int64_t length;   ///< items
  int64_t stride;   ///< bytes between items; negative for reversed views
  uint8_t itemSize;
  char format;      ///< struct code
  bool readOnly, released;
  uint32_t exports; ///< 1: inside `with`, the owner is locked
  Value owner;      ///< bytes, bytearray or another exporter
  Value shape;      ///< int 0: one dimension; else a tuple of ints (cast)
};

/// Exporters other than bytes and bytearray (array.array, mmap) register how
/// their memory is reached.
struct BufferInfo {
  uint8_t *data;
  int64_t bytes;
  int itemSize = 1;
  char format = 'B';
  bool readOnly = false;
};
using BufferFn = bool (*)(Value v, BufferInfo &out); ///< [no collect]
void registerBufferType(TypeObject *type, BufferFn fn, void (*lock)(Value v, int change));
/// bytes, bytearray or a registered exporter. false: none of them.
bool bufferOf(Value v, BufferInfo &out);
/// Counts an export that forbids resizing.
void lockBuffer(Value v, int change);
bool isMemoryView(Value v);
MemoryViewObject *memoryViewOf(Value v);

/// The data of a bytes, bytearray, or bytes subclass receiver.
struct SelfBytes {
  const uint8_t *p;
  int64_t n;
  explicit SelfBytes(Value v);
};
/// A result of the receiver's kind: bytearray for bytearrays, else bytes.
Value likeSelf(Thread *t, Value self, const void *p, int64_t n);
inline uint8_t *byteArrayData(ByteArrayObject *b) {
  return b->buffer.isInt() ? nullptr : b->buffer.as<RawBuffer>()->data;
}
/// Resizes; raises BufferError while exported. New bytes are undefined.
bool byteArrayResize(Thread *t, ByteArrayObject *b, int64_t n);
/// 0..255, or -1 raised with the message for bytes or bytearray.
int byteFrom(Thread *t, Value v, const char *range);

extern const NativeDef bytesSharedMethods[];
/// Shared rows followed by own ones, as one null-terminated table that lives
/// for ever.
const NativeDef *joinTables(const NativeDef *a, const NativeDef *b);
/// What bytes(x, encoding, errors) holds, as a new bytes (x itself when exact).
Value bytesFromArguments(Thread *t, Value x, Value encoding, Value errors, bool forArray);

struct BytesIterObject : Object { // FixedSlots skip 1
  int64_t index;
  Value owner; ///< bytes or bytearray, or int 0 when finished
};
/// hex(sep, bytes_per_sep) of any bytes.
Value bytesHex(Thread *t, const uint8_t *p, int64_t n, Value sep, Value group);
void initByteArrayType(Thread *t);
Value newBytesIter(Thread *t, Value owner);

} // namespace pyc
