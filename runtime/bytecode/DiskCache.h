//===- DiskCache.h - Compiled modules kept between runs -------------------===//
//
// A module that was compiled once starts from its blob the next time: neither
// parsed nor lowered, and the compiler library is not even loaded. The key is
// the content of the source, its file name and mode, and the identity of the
// compiler, so nothing is ever stale; what is found is never trusted: the file
// must belong to the user and be writable by nobody else, its checksum must
// hold, and loadBlob verifies the code.
//
// $PYC_CACHE_DIR, else $XDG_CACHE_HOME/pyc, else ~/.cache/pyc. PYC_CACHE=off
// switches it off. A cache that cannot be read or written is ignored.
//
// Its size is bounded: 64 MB, or $PYC_CACHE_SIZE MB. Every 64th store or so, and
// whenever this process has stored a sixteenth of the bound, the folder is gone
// through (‹m› 4 ms for 2,400 files); when it holds too much, the files that
// were not used for the longest time go until a quarter is free. Loading a file
// renews its time once a day. Processes need not agree on anything: a file that
// vanishes is compiled again, one that is being read stays readable.
//
//===----------------------------------------------------------------------===//
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace pyc {

struct CacheKey {
  uint64_t words[2];
};
CacheKey cacheKey(std::string_view source, std::string_view filename,
                  std::string_view mode, uint32_t flags, std::string_view compiler);
/// False: not there (or not acceptable).
bool cacheLoad(const CacheKey &key, std::string &blob);
/// Best effort. library: a module of the standard library, stored even when
/// gCacheReadOnly: CPython's come compiled with the distribution.
void cacheStore(const CacheKey &key, std::string_view blob, bool library);

/// Names the compiler; empty: nothing is cached. Set by the driver.
extern std::string *gCompilerIdentity;
/// -B, PYTHONDONTWRITEBYTECODE: read, but do not write the program's own.
extern bool gCacheReadOnly;

} // namespace pyc
