//===- IO.h - Native files -------------------------------------------------===//
//
// The three layers of Python's io, each one native type:
//
//   TextIOWrapper   str <-> bytes, newlines          TextObject
//   Buffered*       bytes <-> blocks                 BufferedObject
//   FileIO          a file descriptor                FileIOObject
//
// and StringIO and BytesIO in memory. Layers talk natively when the layer below
// is exactly the native type, else through Python methods, so that user classes
// fit in anywhere. What has no Values (pending bytes, text) is in a C++ state
// object behind a raw pointer, freed when the object is closed or finalised.
//
// Lost data: whoever has unwritten bytes is in a list of dirty files (a root)
// and is flushed at exit, whether closed or not.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"
#include <string>

namespace pyc::io {

struct FileIOObject : Object { // skip 2
  int64_t fd;                  ///< -1: closed (or not opened yet)
  uint32_t flags;              ///< FileFlags
  uint32_t seekable;           ///< 0 unknown, 1 yes, 2 no
  Value name;
};
enum FileFlags : uint32_t {
  kReadable = 1, kWritable = 2, kAppending = 4, kCreated = 8, kCloseFd = 16, kUpdating = 32,
};

struct BufferedState {
  std::string in;        ///< read ahead; in[pos..) is unread
  size_t pos = 0;
  std::string out;       ///< not written yet
  size_t size = 8192;
  bool closed = false, detached = false;
};
struct BufferedObject : Object { // skip 2
  BufferedState *state;          ///< null: __init__ has not run
  uint64_t flags;                ///< FileFlags it offers
  Value raw;
  Value writer;                  ///< BufferedRWPair: the other raw, else int 0
};

enum class Codec : uint8_t { Utf8, Latin1, Ascii, Other };
struct TextState {
  std::string in;        ///< undecoded input (Other: UTF-8 of what was decoded)
  size_t pos = 0;
  std::string out;       ///< encoded, not handed to the buffer yet
  Codec codec = Codec::Utf8;
  bool readTranslate = true;  ///< \r and \r\n read as \n
  bool readUniversal = true;  ///< all three end lines
  std::string readNewline;    ///< the one line end when not universal
  std::string writeNewline;   ///< what \n is written as; empty: itself
  bool lineBuffering = false, writeThrough = false, closed = false, detached = false;
  bool endOfFile = false;
  bool seenCr = false, seenLf = false, seenCrLf = false;
};
struct TextObject : Object { // skip 2
  TextState *state;          ///< null: __init__ has not run
  uint64_t reserved;
  Value buffer;
  Value encoding, errors;    ///< str
  Value newline;             ///< str or None
  Value decoder;             ///< incremental decoder for Codec::Other, or int 0
  Value mode;                ///< attribute set by open(), or int 0
};

struct BytesIOObject : Object { // skip 3
  std::string *data;
  int64_t pos;
  int64_t closed;
};
struct StringIOObject : Object { // skip 4
  std::u32string *data;
  int64_t pos;
  int64_t closed;
  int64_t translate;         ///< 0: newline='', 1: None (universal), 2: '\n', 3: \r, 4: \r\n
};

extern TypeObject *gIOBase, *gRawIOBase, *gBufferedIOBase, *gTextIOBase, *gFileIO, *gBufferedReader,
    *gBufferedWriter, *gBufferedRandom, *gBufferedRWPair, *gTextIOWrapper, *gBytesIO, *gStringIO,
    *gUnsupported;
extern Shape *gFileIOShape, *gReaderShape, *gWriterShape, *gRandomShape, *gTextShape, *gBytesIOShape,
    *gStringIOShape;

/// io.UnsupportedOperation(what)
Value raiseUnsupported(Thread *t, const char *what);
Value raiseClosed(Thread *t);
/// An optional size argument: None or absent is -1. false: raised.
[[nodiscard]] bool sizeArgument(Thread *t, Value v, int64_t &out);
/// b[:n] = data, for readinto.
[[nodiscard]] Value storeInto(Thread *t, Value b, const char *data, size_t n);

/// Bytes-like object's memory (v may be replaced by its bytes). false: TypeError "a bytes-like object is
/// required, not 'X'". Valid until the next call that may collect.
[[nodiscard]] bool bytesLike(Thread *t, Value &v, const char *&data, size_t &size);

// FileIO
[[nodiscard]] Value newFileIO(Thread *t, Value fileOrFd, const char *mode, bool closeFd, Value opener);
/// Reads up to n bytes at the end of out. -1 raised, -2 would block.
int64_t fileRead(Thread *t, FileIOObject *f, std::string &out, size_t n);
/// Writes all. false: raised.
[[nodiscard]] bool fileWriteAll(Thread *t, FileIOObject *f, const char *p, size_t n);

// Buffered
[[nodiscard]] Value newBuffered(Thread *t, Value raw, uint64_t flags, size_t size);
[[nodiscard]] bool bufferedWrite(Thread *t, BufferedObject *b, const char *p, size_t n);
[[nodiscard]] bool bufferedFlush(Thread *t, BufferedObject *b);
/// More unread bytes into state->in. Number got (0: end of file), -1 raised.
int64_t bufferedFill(Thread *t, BufferedObject *b);
bool isBuffered(Value v);

// Text
[[nodiscard]] Value newTextIO(Thread *t, Value buffer, Value encoding, Value errors, Value newline, bool lineBuffering, bool writeThrough);
/// Writes an exact str. false: raised.
[[nodiscard]] bool textWrite(Thread *t, TextObject *f, Value s);
[[nodiscard]] bool textFlush(Thread *t, TextObject *f);
inline bool isTextIO(Value v) { return isExact(v, gTextShape); }

/// open()
[[nodiscard]] Value openFile(Thread *t, Value file, const std::string &mode, int64_t buffering, Value encoding, Value errors, Value newline, bool closeFd, Value opener);

/// The object has unwritten data (again) / none any more.
void markDirty(Thread *t, Object *o);
void markClean(Object *o);
/// Flushes everything dirty, at exit. Errors are reported for stdout only.
bool flushAll(Thread *t);

/// sys.stdin, stdout, stderr.
Value standardStream(Thread *t, int fd);

void initIOTypes(Thread *t);
/// gNativeFinalizer: closes and frees what a dead stream holds.
void finalizeStream(Thread *t, Object *o);
void initFileIO(Thread *t);
void initBuffered(Thread *t);
void initText(Thread *t);
void initMemoryIO(Thread *t);

} // namespace pyc::io
