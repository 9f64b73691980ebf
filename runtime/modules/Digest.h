//===- Digest.h - Message digests -----------------------------------------===//
//
// MD5 (RFC 1321), SHA-1 and SHA-2 (FIPS 180-4), SHA-3 and SHAKE (FIPS 202),
// BLAKE2 (RFC 7693), as streaming states of plain data.
//
//===----------------------------------------------------------------------===//
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

namespace pyc::digest {

enum class Algorithm : uint8_t {
  Md5, Sha1, Sha224, Sha256, Sha384, Sha512, Sha3_224, Sha3_256, Sha3_384, Sha3_512, Shake128, Shake256, Blake2b, Blake2s,
};

struct State {
  uint64_t h[25]; ///< chaining value; 32-bit algorithms use the low halves
  uint8_t block[168];
  uint64_t total;    ///< bytes compressed or absorbed before `block`
  uint32_t used;     ///< bytes in block
  uint32_t blockSize;
  uint32_t digestSize; ///< 0: extendable (SHAKE)
  Algorithm algorithm;
};

/// Blake2 takes a digest size, a key (at most 64 or 32 bytes), salt and
/// personalisation (16 or 8 bytes, zero-padded); others ignore them.
void start(State &s, Algorithm a, uint32_t digestSize = 0, const std::string &key = "", const std::string &salt = "", const std::string &person = "");
void update(State &s, const void *data, size_t n);
/// Does not change s. `length` counts for SHAKE only.
std::string finish(const State &s, size_t length = 0);

} // namespace pyc::digest
