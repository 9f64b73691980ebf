//===- Blob.h - The serialised form of compiled code ----------------------===//
//
// What crosses the border from the compiler to the runtime, and what is cached
// on disk: one flat byte string, position independent, read once into
// CodeObjects. Little endian; `varint` is unsigned LEB128, `svarint` zigzag
// LEB128; `str` is varint length + that many bytes of UTF-8 (lone surrogates
// as their three-byte form).
//
//   blob   := "PYCB" u32 formatVersion  code
//   code   := str name, str qualname, str filename
//             varint firstLine, flags, argCount (positional incl. positional-only),
//             posOnlyCount, kwOnlyCount, registerCount
//             varint n, then n × (u8 LocalKind bits, str name)   ; registers 0..n)
//               order: parameters as co_varnames has them (positional, kw-only,
//               *args, **kw), other locals, cells that are no locals, free.
//               A parameter that is a cell has both bits; MakeCell wraps it in place.
//               With kCodeHasNamespace register 0 is (kLocal, ".namespace").
//             varint n, then n × const
//             varint n (words), padding to 8 bytes relative to the blob's start,
//               then n × u64 (instructions with zeroed caches)
//             varint n, then n × (varint start, end, handler)       ; ExceptionEntry
//             varint n, then n × (varint pcDelta, svarint lineDelta,
//               svarint endLine-line, svarint col, svarint endCol)  ; -1: none
//   const  := u8 tag, then by tag (ConstTag)
//
// Equal constants may be shared; names of attributes and globals are constants
// of tag Name (interned when loaded). CodeObject constants nest.
//
//===----------------------------------------------------------------------===//
#pragma once
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace pyc {

constexpr char kBlobMagic[4] = {'P', 'Y', 'C', 'B'};
constexpr uint32_t kBlobVersion = 1;

enum class ConstTag : uint8_t {
  None, True, False, Ellipsis,
  Int,       ///< svarint (fits 64 bits)
  BigInt,    ///< str: '-'? hexadecimal digits
  Float,     ///< u64 bits
  Complex,   ///< u64 real, u64 imaginary bits
  Str,       ///< str
  Name,      ///< str, interned
  Bytes,     ///< varint length + bytes
  Tuple,     ///< varint n, n × const
  FrozenSet, ///< varint n, n × const
  Code,      ///< code
};

class BlobWriter {
public:
  std::string out;
  void u8(uint8_t v) { out.push_back(static_cast<char>(v)); }
  void u64(uint64_t v) { out.append(reinterpret_cast<char *>(&v), 8); }
  void u32(uint32_t v) { out.append(reinterpret_cast<char *>(&v), 4); }
  void varint(uint64_t v) {
    while (v >= 0x80) {
      u8(static_cast<uint8_t>(v) | 0x80);
      v >>= 7;
    }
    u8(static_cast<uint8_t>(v));
  }
  void svarint(int64_t v) {
    varint((static_cast<uint64_t>(v) << 1) ^ static_cast<uint64_t>(v >> 63));
  }
  void str(std::string_view s) {
    varint(s.size());
    out.append(s);
  }
  void align8() {
    while (out.size() % 8)
      u8(0);
  }
};

/// Bounds-checked: reading past the end sets `failed` and yields zeros, so a
/// corrupt blob is refused, never trusted.
class BlobReader {
public:
  const char *begin, *p, *end;
  bool failed = false;
  BlobReader(const char *data, size_t size)
      : begin(data), p(data), end(data + size) {}
  bool need(size_t n) {
    if (static_cast<size_t>(end - p) < n)
      failed = true;
    return !failed;
  }
  uint8_t u8() { return need(1) ? static_cast<uint8_t>(*p++) : 0; }
  template <typename T> T fixed() {
    T v{};
    if (need(sizeof(T))) {
      memcpy(&v, p, sizeof(T));
      p += sizeof(T);
    }
    return v;
  }
  uint32_t u32() { return fixed<uint32_t>(); }
  uint64_t u64() { return fixed<uint64_t>(); }
  uint64_t varint() {
    uint64_t v = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      uint8_t b = u8();
      v |= static_cast<uint64_t>(b & 0x7F) << shift;
      if (!(b & 0x80))
        return v;
    }
    failed = true;
    return 0;
  }
  int64_t svarint() {
    uint64_t v = varint();
    return static_cast<int64_t>(v >> 1) ^ -static_cast<int64_t>(v & 1);
  }
  std::string_view str() {
    uint64_t n = varint();
    if (failed || !need(n))
      return {};
    std::string_view s(p, n);
    p += n;
    return s;
  }
  void align8() {
    while (!failed && (p - begin) % 8)
      u8();
  }
};

} // namespace pyc
