//===- Digest.cpp - Message digests ---------------------------------------===//
#include "runtime/modules/Digest.h"
#include <bit>
#include <cmath>
#include <cstring>

namespace pyc::digest {

namespace {

template <typename T> T load(const uint8_t *p, bool big) {
  T v = 0;
  for (size_t i = 0; i < sizeof(T); ++i)
    v |= T(p[i]) << 8 * (big ? sizeof(T) - 1 - i : i);
  return v;
}
template <typename T> void store(std::string &out, T v, bool big) {
  for (size_t i = 0; i < sizeof(T); ++i)
    out += static_cast<char>(v >> 8 * (big ? sizeof(T) - 1 - i : i));
}

/// The first bits of the fractional parts of the square (cube) roots of the
/// primes: SHA-2's constants, computed with integers.
struct Constants {
  uint64_t square[16], cube[80];
  uint32_t sine[64]; ///< MD5's
  Constants() {
    using Wide = unsigned __int128;
    int found = 0;
    for (uint64_t p = 2; found < 80; ++p) {
      bool prime = true;
      for (uint64_t d = 2; d * d <= p; ++d)
        prime &= p % d != 0;
      if (!prime)
        continue;
      // floor(p^(1/3) * 2^64) by bisection; products of three need 200 bits,
      // so compare through division: x^3 <= p * 2^192.
      cube[found] = root3(p);
      if (found < 16) {
        Wide low = 0, high = Wide(1) << 68;
        while (high - low > 1) { // floor(sqrt(p) * 2^64)
          Wide mid = low + (high - low) / 2;
          if (squareAtMost(mid, p))
            low = mid;
          else
            high = mid;
        }
        square[found] = static_cast<uint64_t>(low);
      }
      ++found;
    }
    for (int i = 0; i < 64; ++i)
      sine[i] = static_cast<uint32_t>(std::floor(std::fabs(std::sin(i + 1.0)) * 4294967296.0));
  }

private:
  /// Little numbers of 8 32-bit words are enough for cubes of 68-bit numbers.
  struct Big {
    uint32_t w[8] = {};
    static Big of(unsigned __int128 v) {
      Big b;
      for (int i = 0; i < 4; ++i)
        b.w[i] = static_cast<uint32_t>(v >> 32 * i);
      return b;
    }
    Big operator*(const Big &o) const {
      Big r;
      for (int i = 0; i < 8; ++i) {
        uint64_t carry = 0;
        for (int j = 0; i + j < 8; ++j) {
          uint64_t x = uint64_t(w[i]) * o.w[j] + r.w[i + j] + carry;
          r.w[i + j] = static_cast<uint32_t>(x);
          carry = x >> 32;
        }
      }
      return r;
    }
    bool operator<=(const Big &o) const {
      for (int i = 7; i >= 0; --i)
        if (w[i] != o.w[i])
          return w[i] < o.w[i];
      return true;
    }
  };
  static bool squareAtMost(unsigned __int128 x, uint64_t p) {
    Big limit;
    limit.w[4] = static_cast<uint32_t>(p); // p * 2^128
    return Big::of(x) * Big::of(x) <= limit;
  }
  static uint64_t root3(uint64_t p) {
    Big limit;
    limit.w[6] = static_cast<uint32_t>(p); // p * 2^192
    unsigned __int128 low = 0, high = static_cast<unsigned __int128>(1) << 68;
    while (high - low > 1) {
      unsigned __int128 mid = low + (high - low) / 2;
      Big b = Big::of(mid);
      if (b * b * b <= limit)
        low = mid;
      else
        high = mid;
    }
    return static_cast<uint64_t>(low);
  }
};
const Constants &constants() {
  static const Constants c;
  return c;
}

void md5(State &s, const uint8_t *p) {
  static const uint8_t shifts[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
  uint32_t m[16], v[4];
  for (int i = 0; i < 16; ++i)
    m[i] = load<uint32_t>(p + 4 * i, false);
  for (int i = 0; i < 4; ++i)
    v[i] = static_cast<uint32_t>(s.h[i]);
  uint32_t a = v[0], b = v[1], c = v[2], d = v[3];
  for (unsigned i = 0; i < 64; ++i) {
    uint32_t f;
    unsigned g;
    switch (i / 16) {
    case 0: f = (b & c) | (~b & d); g = i; break;
    case 1: f = (d & b) | (~d & c); g = (5 * i + 1) % 16; break;
    case 2: f = b ^ c ^ d; g = (3 * i + 5) % 16; break;
    default: f = c ^ (b | ~d); g = (7 * i) % 16; break;
    }
    uint32_t next = b + std::rotl(a + f + constants().sine[i] + m[g], shifts[i / 16][i % 4]);
    a = d, d = c, c = b, b = next;
  }
  s.h[0] = v[0] + a, s.h[1] = v[1] + b, s.h[2] = v[2] + c, s.h[3] = v[3] + d;
}

void sha1(State &s, const uint8_t *p) {
  uint32_t w[80], v[5];
  for (int i = 0; i < 16; ++i)
    w[i] = load<uint32_t>(p + 4 * i, true);
  for (int i = 16; i < 80; ++i)
    w[i] = std::rotl(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
  for (int i = 0; i < 5; ++i)
    v[i] = static_cast<uint32_t>(s.h[i]);
  uint32_t a = v[0], b = v[1], c = v[2], d = v[3], e = v[4];
  for (int i = 0; i < 80; ++i) {
    uint32_t f = i < 20 ? ((b & c) | (~b & d)) + 0x5A827999u : i < 40 ? (b ^ c ^ d) + 0x6ED9EBA1u
                 : i < 60 ? ((b & c) | (b & d) | (c & d)) + 0x8F1BBCDCu : (b ^ c ^ d) + 0xCA62C1D6u;
    uint32_t next = std::rotl(a, 5) + f + e + w[i];
    e = d, d = c, c = std::rotl(b, 30), b = a, a = next;
  }
  uint32_t r[5] = {a, b, c, d, e};
  for (int i = 0; i < 5; ++i)
    s.h[i] = static_cast<uint32_t>(v[i] + r[i]);
}

/// SHA-256 (W 32 bits, 64 rounds) and SHA-512 (64 bits, 80 rounds).
template <typename W> void sha2(State &s, const uint8_t *p) {
  constexpr bool wide = sizeof(W) == 8;
  constexpr int rounds = wide ? 80 : 64;
  constexpr int r[12] = {wide ? 1 : 7, wide ? 8 : 18, wide ? 7 : 3, wide ? 19 : 17, wide ? 61 : 19, wide ? 6 : 10,
                         wide ? 28 : 2, wide ? 34 : 13, wide ? 39 : 22, wide ? 14 : 6, wide ? 18 : 11, wide ? 41 : 25};
  W w[rounds], v[8];
  for (int i = 0; i < 16; ++i)
    w[i] = load<W>(p + sizeof(W) * i, true);
  for (int i = 16; i < rounds; ++i) {
    W x = w[i - 15], y = w[i - 2];
    w[i] = w[i - 16] + w[i - 7] + (std::rotr(x, r[0]) ^ std::rotr(x, r[1]) ^ (x >> r[2])) +
           (std::rotr(y, r[3]) ^ std::rotr(y, r[4]) ^ (y >> r[5]));
  }
  for (int i = 0; i < 8; ++i)
    v[i] = static_cast<W>(s.h[i]);
  W x[8];
  memcpy(x, v, sizeof v);
  for (int i = 0; i < rounds; ++i) {
    W k = static_cast<W>(wide ? constants().cube[i] : constants().cube[i] >> 32);
    W t1 = x[7] + (std::rotr(x[4], r[9]) ^ std::rotr(x[4], r[10]) ^ std::rotr(x[4], r[11])) + ((x[4] & x[5]) ^ (~x[4] & x[6])) + k + w[i];
    W t2 = (std::rotr(x[0], r[6]) ^ std::rotr(x[0], r[7]) ^ std::rotr(x[0], r[8])) + ((x[0] & x[1]) ^ (x[0] & x[2]) ^ (x[1] & x[2]));
    for (int j = 7; j > 0; --j)
      x[j] = x[j - 1];
    x[4] += t1;
    x[0] = t1 + t2;
  }
  for (int i = 0; i < 8; ++i)
    s.h[i] = static_cast<W>(v[i] + x[i]);
}

void keccak(uint64_t *a) {
  uint8_t lfsr = 1;
  for (int round = 0; round < 24; ++round) {
    uint64_t c[5], b[25];
    for (int x = 0; x < 5; ++x)
      c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
    for (int x = 0; x < 5; ++x)
      for (int y = 0; y < 25; y += 5)
        a[y + x] ^= c[(x + 4) % 5] ^ std::rotl(c[(x + 1) % 5], 1);
    // rho and pi: along the trajectory (x, y) -> (y, 2x + 3y).
    b[0] = a[0];
    for (int t = 0, x = 1, y = 0; t < 24; ++t) {
      int nx = y, ny = (2 * x + 3 * y) % 5;
      b[nx + 5 * ny] = std::rotl(a[x + 5 * y], (t + 1) * (t + 2) / 2 % 64);
      x = nx, y = ny;
    }
    for (int y = 0; y < 25; y += 5)
      for (int x = 0; x < 5; ++x)
        a[y + x] = b[y + x] ^ (~b[y + (x + 1) % 5] & b[y + (x + 2) % 5]);
    for (int j = 0; j < 7; ++j) { // iota
      if (lfsr & 1)
        a[0] ^= uint64_t(1) << ((1 << j) - 1);
      lfsr = static_cast<uint8_t>(lfsr << 1 ^ (lfsr & 0x80 ? 0x71 : 0));
    }
  }
}

const uint8_t kSigma[10][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0}};

template <typename W> W blakeIv(int i) { return static_cast<W>(sizeof(W) == 8 ? constants().square[i] : constants().square[i] >> 32); }

template <typename W> void blake2(State &s, const uint8_t *p, uint64_t total, bool last) {
  constexpr bool wide = sizeof(W) == 8;
  W m[16], v[16];
  for (int i = 0; i < 16; ++i)
    m[i] = load<W>(p + sizeof(W) * i, false);
  for (int i = 0; i < 8; ++i) {
    v[i] = static_cast<W>(s.h[i]);
    v[i + 8] = blakeIv<W>(i);
  }
  v[12] ^= static_cast<W>(total);
  if (!wide)
    v[13] ^= static_cast<W>(total >> 32);
  if (last)
    v[14] = ~v[14];
  for (int round = 0; round < (wide ? 12 : 10); ++round) {
    const uint8_t *g = kSigma[round % 10];
    for (int i = 0; i < 8; ++i) {
      int a = i % 4, b = 4 + (i < 4 ? a : (a + 1) % 4), c = 8 + (i < 4 ? a : (a + 2) % 4), d = 12 + (i < 4 ? a : (a + 3) % 4);
      v[a] += v[b] + m[g[2 * i]];
      v[d] = std::rotr(static_cast<W>(v[d] ^ v[a]), wide ? 32 : 16);
      v[c] += v[d];
      v[b] = std::rotr(static_cast<W>(v[b] ^ v[c]), wide ? 24 : 12);
      v[a] += v[b] + m[g[2 * i + 1]];
      v[d] = std::rotr(static_cast<W>(v[d] ^ v[a]), wide ? 16 : 8);
      v[c] += v[d];
      v[b] = std::rotr(static_cast<W>(v[b] ^ v[c]), wide ? 63 : 7);
    }
  }
  for (int i = 0; i < 8; ++i)
    s.h[i] = static_cast<W>(s.h[i] ^ v[i] ^ v[i + 8]);
}

bool isKeccak(Algorithm a) { return a >= Algorithm::Sha3_224 && a <= Algorithm::Shake256; }
bool isBlake(Algorithm a) { return a >= Algorithm::Blake2b; }

/// One full block.
void compress(State &s, const uint8_t *p) {
  switch (s.algorithm) {
  case Algorithm::Md5: return md5(s, p);
  case Algorithm::Sha1: return sha1(s, p);
  case Algorithm::Sha224: case Algorithm::Sha256: return sha2<uint32_t>(s, p);
  case Algorithm::Sha384: case Algorithm::Sha512: return sha2<uint64_t>(s, p);
  case Algorithm::Blake2b: return blake2<uint64_t>(s, p, s.total + s.blockSize, false);
  case Algorithm::Blake2s: return blake2<uint32_t>(s, p, s.total + s.blockSize, false);
  default:
    for (uint32_t i = 0; i < s.blockSize / 8; ++i)
      s.h[i] ^= load<uint64_t>(p + 8 * i, false);
    return keccak(s.h);
  }
}

} // namespace

void start(State &s, Algorithm a, uint32_t digestSize, const std::string &key, const std::string &salt, const std::string &person) {
  static const struct { uint16_t block, digest; } sizes[] = {{64, 16}, {64, 20}, {64, 28}, {64, 32}, {128, 48}, {128, 64}, {144, 28},
                                                             {136, 32}, {104, 48}, {72, 64}, {168, 0}, {136, 0}, {128, 64}, {64, 32}};
  s = {};
  s.algorithm = a;
  s.blockSize = sizes[static_cast<int>(a)].block;
  s.digestSize = isBlake(a) && digestSize ? digestSize : sizes[static_cast<int>(a)].digest;
  static const uint32_t md[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
  static const uint32_t sha224[8] = {0xC1059ED8, 0x367CD507, 0x3070DD17, 0xF70E5939, 0xFFC00B31, 0x68581511, 0x64F98FA7, 0xBEFA4FA4};
  for (int i = 0; i < 8; ++i)
    switch (a) {
    case Algorithm::Md5: case Algorithm::Sha1: s.h[i] = i < 5 ? md[i] : 0; break;
    case Algorithm::Sha224: s.h[i] = sha224[i]; break;
    case Algorithm::Sha256: case Algorithm::Blake2s: s.h[i] = constants().square[i] >> 32; break;
    case Algorithm::Sha384: s.h[i] = constants().square[i + 8]; break;
    case Algorithm::Sha512: case Algorithm::Blake2b: s.h[i] = constants().square[i]; break;
    default: break;
    }
  if (!isBlake(a))
    return;
  bool wide = a == Algorithm::Blake2b;
  size_t word = wide ? 8 : 4, extra = 2 * word;
  s.h[0] ^= 0x01010000 ^ key.size() << 8 ^ s.digestSize;
  std::string parameters = salt;
  parameters.resize(extra);
  parameters += person;
  parameters.resize(2 * extra);
  for (int i = 0; i < 4; ++i) {
    auto *p = reinterpret_cast<const uint8_t *>(parameters.data()) + word * i;
    s.h[4 + i] ^= wide ? load<uint64_t>(p, false) : load<uint32_t>(p, false);
  }
  if (!key.empty()) {
    std::string block = key;
    block.resize(s.blockSize);
    update(s, block.data(), block.size());
  }
}

void update(State &s, const void *data, size_t n) {
  auto *p = static_cast<const uint8_t *>(data);
  // Blake2's last block is compressed differently: a full one waits.
  bool wait = isBlake(s.algorithm);
  while (n) {
    if (s.used == s.blockSize) {
      compress(s, s.block);
      s.total += s.blockSize;
      s.used = 0;
    }
    size_t take = s.blockSize - s.used < n ? s.blockSize - s.used : n;
    memcpy(s.block + s.used, p, take);
    s.used += static_cast<uint32_t>(take);
    p += take;
    n -= take;
    if (s.used == s.blockSize && !wait) {
      compress(s, s.block);
      s.total += s.blockSize;
      s.used = 0;
    }
  }
}

std::string finish(const State &original, size_t length) {
  State s = original;
  std::string out;
  if (isKeccak(s.algorithm)) {
    bool shake = s.digestSize == 0;
    memset(s.block + s.used, 0, s.blockSize - s.used);
    s.block[s.used] = shake ? 0x1F : 0x06;
    s.block[s.blockSize - 1] |= 0x80;
    compress(s, s.block);
    size_t want = shake ? length : s.digestSize;
    while (out.size() < want) {
      for (uint32_t i = 0; i < s.blockSize / 8; ++i)
        store(out, s.h[i], false);
      keccak(s.h);
    }
    out.resize(want);
    return out;
  }
  if (isBlake(s.algorithm)) {
    memset(s.block + s.used, 0, s.blockSize - s.used);
    if (s.algorithm == Algorithm::Blake2b)
      blake2<uint64_t>(s, s.block, s.total + s.used, true);
    else
      blake2<uint32_t>(s, s.block, s.total + s.used, true);
    for (int i = 0; i < 8; ++i)
      s.algorithm == Algorithm::Blake2b ? store(out, s.h[i], false) : store(out, static_cast<uint32_t>(s.h[i]), false);
    out.resize(s.digestSize);
    return out;
  }
  bool big = s.algorithm != Algorithm::Md5, wide = s.blockSize == 128;
  uint64_t bits = (s.total + s.used) * 8;
  uint8_t padding[256] = {0x80};
  uint32_t lengthBytes = wide ? 16 : 8, gap = (2 * s.blockSize - lengthBytes - 1 - s.used) % s.blockSize;
  update(s, padding, 1 + gap);
  std::string tail;
  if (wide)
    store(tail, uint64_t(0), true);
  store(tail, bits, big);
  update(s, tail.data(), tail.size());
  for (uint32_t i = 0; out.size() < s.digestSize; ++i)
    wide ? store(out, s.h[i], big) : store(out, static_cast<uint32_t>(s.h[i]), big);
  out.resize(s.digestSize);
  return out;
}

} // namespace pyc::digest
