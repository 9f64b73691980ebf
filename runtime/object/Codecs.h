//===- Codecs.h - Encoding and decoding of text ---------------------------===//
//
// The Unicode transformation formats, Latin-1 and ASCII are here; any other
// name goes to the codec registry (modules/CodecsModule.cpp), as do error
// handlers that aren't built in.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/object/NumStr.h"

namespace pyc::codecs {

enum class Encoding : uint8_t {
  Utf8, Latin1, Ascii, Utf16, Utf16LE, Utf16BE, Utf32, Utf32LE, Utf32BE, Other,
};
/// By any of the usual spellings.
Encoding encodingOf(std::string_view name);
/// Name as exceptions print it.
const char *encodingName(Encoding e);

/// What happens to what cannot be encoded or decoded.
class ErrorPolicy {
public:
  ErrorPolicy(Thread *t, const char *errors, const char *encoding)
      : thread(t), name(errors ? errors : "strict"), encoding(encoding) {}
  /// Characters [start, end) of s can't be encoded. Either bytes or a str to be
  /// encoded in their place; position moves to where to go on.
  bool encodeError(Value s, int64_t start, int64_t end, const char *reason,
                   Value &replacement, int64_t &position);
  /// Bytes [start, end) can't be decoded; replacement is put into out.
  bool decodeError(const uint8_t *p, int64_t n, Value original, int64_t start,
                   int64_t end, const char *reason, TextBuffer &out,
                   int64_t &position);
  std::string_view errors() const { return name; }
  Thread *thread;

private:
  std::string name;
  const char *encoding;
};

Value encode(Thread *t, StrObject *s, Encoding e, const char *errors);
/// consumed null: everything must be decoded (final); else an incomplete
/// sequence at the end is left, and consumed says how far it went.
Value decode(Thread *t, const uint8_t *p, int64_t n, Encoding e,
             const char *errors, Value original, int64_t *consumed,
             int *byteOrder = nullptr);
Value raiseDecodeError(Thread *t, const char *encoding, const uint8_t *p, int64_t n,
                       Value original, int64_t start, int64_t end, const char *reason);
Value raiseEncodeError(Thread *t, const char *encoding, Value s, int64_t start,
                       int64_t end, const char *reason);

// The registry.
Value lookupErrorHandler(Thread *t, std::string_view name); ///< LookupError
bool registerErrorHandler(Thread *t, Value name, Value handler);
Value lookupCodec(Thread *t, std::string_view name);        ///< CodecInfo; LookupError
bool registerSearch(Thread *t, Value function);
bool unregisterSearch(Thread *t, Value function);

} // namespace pyc::codecs
