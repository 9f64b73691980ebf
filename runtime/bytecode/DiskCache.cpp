//===- DiskCache.cpp - Compiled modules kept between runs -----------------===//
#include "runtime/bytecode/DiskCache.h"
#include "runtime/bytecode/Blob.h"
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <vector>

namespace pyc {

std::string *gCompilerIdentity;
bool gCacheReadOnly;

namespace {

/// 128 bits by two multiply-rotate lanes over 8-byte words. Keys are no secret
/// and files are checked for their owner, so it need not resist an adversary.
struct Hasher {
  uint64_t a = 0x9E3779B97F4A7C15ull, b = 0xC2B2AE3D27D4EB4Full;
  void word(uint64_t w) {
    a = (a ^ w) * 0xFF51AFD7ED558CCDull;
    a ^= a >> 32;
    b = (b + w) * 0xC4CEB9FE1A85EC53ull;
    b = (b << 29 | b >> 35) ^ a;
  }
  void add(std::string_view s) {
    word(s.size());
    while (s.size() >= 8) {
      uint64_t w;
      memcpy(&w, s.data(), 8);
      word(w);
      s.remove_prefix(8);
    }
    uint64_t last = 0;
    memcpy(&last, s.data(), s.size());
    word(last);
  }
};

struct Header {
  char magic[4];
  uint32_t version;
  uint64_t key[2], checksum[2], size;
};
constexpr char kMagic[4] = {'P', 'Y', 'C', 'C'};

/// The folder with a trailing slash; empty: no cache.
const std::string &folder() {
  static const std::string *path = [] {
    auto *p = new std::string;
    const char *off = getenv("PYC_CACHE");
    if (off && std::string_view(off) == "off")
      return p;
    const char *own = getenv("PYC_CACHE_DIR"), *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    if (own && *own)
      *p = own;
    else if (xdg && *xdg == '/')
      *p = std::string(xdg) + "/pyc";
    else if (home && *home == '/')
      *p = std::string(home) + "/.cache/pyc";
    if (!p->empty())
      *p += "/";
    return p;
  }();
  return *path;
}

std::string fileFor(const CacheKey &key) {
  char name[48];
  snprintf(name, sizeof name, "%016llx%016llx.pycb",
           static_cast<unsigned long long>(key.words[0]),
           static_cast<unsigned long long>(key.words[1]));
  return folder() + name;
}

void makeFolder(const std::string &path) {
  for (size_t at = path.find('/', 1); at != std::string::npos; at = path.find('/', at + 1))
    mkdir(path.substr(0, at).c_str(), 0700);
}

bool readFully(int fd, void *to, size_t n) {
  for (char *p = static_cast<char *>(to); n;) {
    ssize_t got = read(fd, p, n);
    if (got <= 0)
      return false;
    p += got;
    n -= static_cast<size_t>(got);
  }
  return true;
}

constexpr uint64_t kMegabyte = 1u << 20;
constexpr time_t kHour = 3600, kDay = 24 * kHour;

/// Bytes the folder may hold.
uint64_t cacheBound() {
  static const uint64_t bound = [] {
    const char *given = getenv("PYC_CACHE_SIZE");
    uint64_t megabytes = given ? strtoull(given, nullptr, 10) : 0;
    return (megabytes && megabytes < 1u << 30 ? megabytes : 64) * kMegabyte;
  }();
  return bound;
}

/// 32 hexadecimal digits and .pycb: ours. With something behind it: a file that
/// is being written, or whose writer died.
bool isCacheName(const char *name, bool &aside) {
  if (strspn(name, "0123456789abcdef") != 32 || strncmp(name + 32, ".pycb", 5))
    return false;
  aside = name[37] != 0;
  return !aside || name[37] == '.';
}

void prune() {
  DIR *dir = opendir(folder().c_str());
  if (!dir)
    return;
  struct Found {
    int64_t used; // nanoseconds
    uint64_t bytes;
    std::string name;
  };
  std::vector<Found> files;
  uint64_t total = 0;
  time_t now = time(nullptr);
  while (dirent *entry = readdir(dir)) {
    struct stat info;
    bool aside;
    if (!isCacheName(entry->d_name, aside) ||
        fstatat(dirfd(dir), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) || !S_ISREG(info.st_mode))
      continue;
    if (aside) {
      if (info.st_mtime < now - kHour)
        unlinkat(dirfd(dir), entry->d_name, 0);
      continue;
    }
    uint64_t bytes = static_cast<uint64_t>(info.st_blocks) * 512;
    files.push_back({info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec, bytes, entry->d_name});
    total += bytes;
  }
  if (total > cacheBound()) {
    std::sort(files.begin(), files.end(), [](const Found &a, const Found &b) { return a.used < b.used; });
    for (const Found &f : files) {
      if (total <= cacheBound() / 4 * 3)
        break;
      unlinkat(dirfd(dir), f.name.c_str(), 0);
      total -= f.bytes;
    }
  }
  closedir(dir);
}

} // namespace

CacheKey cacheKey(std::string_view source, std::string_view filename,
                  std::string_view mode, uint32_t flags, std::string_view compiler) {
  Hasher h;
  h.word(kBlobVersion);
  h.word(flags);
  h.add(compiler);
  h.add(mode);
  h.add(filename);
  h.add(source);
  return {{h.a, h.b}};
}

bool cacheLoad(const CacheKey &key, std::string &blob) {
  if (folder().empty())
    return false;
  int fd = open(fileFor(key).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0)
    return false;
  struct stat info;
  Header head;
  bool ok = fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_uid == geteuid() &&
            !(info.st_mode & 022) && readFully(fd, &head, sizeof head) &&
            !memcmp(head.magic, kMagic, 4) && head.version == kBlobVersion &&
            head.key[0] == key.words[0] && head.key[1] == key.words[1] &&
            static_cast<uint64_t>(info.st_size) == sizeof head + head.size;
  if (ok) {
    blob.resize(head.size);
    Hasher h;
    ok = readFully(fd, blob.data(), blob.size());
    if (ok) {
      h.add(blob);
      ok = h.a == head.checksum[0] && h.b == head.checksum[1];
    }
  }
  if (ok && !gCacheReadOnly && info.st_mtime < time(nullptr) - kDay)
    futimens(fd, nullptr); // it is in use: see prune()
  close(fd);
  return ok;
}

void cacheStore(const CacheKey &key, std::string_view blob, bool library) {
  if (folder().empty() || (gCacheReadOnly && !library) || blob.size() > cacheBound() / 4)
    return;
  Header head;
  memcpy(head.magic, kMagic, 4);
  head.version = kBlobVersion;
  head.key[0] = key.words[0];
  head.key[1] = key.words[1];
  head.size = blob.size();
  Hasher h;
  h.add(blob);
  head.checksum[0] = h.a;
  head.checksum[1] = h.b;
  // Written aside and renamed: readers see all of it or nothing.
  std::string file = fileFor(key), aside = file + "." + std::to_string(getpid());
  int fd = open(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) {
    makeFolder(folder());
    fd = open(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
      return;
  }
  bool ok = write(fd, &head, sizeof head) == static_cast<ssize_t>(sizeof head) &&
            write(fd, blob.data(), blob.size()) == static_cast<ssize_t>(blob.size());
  ok = close(fd) == 0 && ok;
  if (!ok || rename(aside.c_str(), file.c_str()) != 0)
    unlink(aside.c_str());
  static uint64_t stored;
  stored += blob.size();
  if (key.words[0] % 64 == 0 || stored > cacheBound() / 16) {
    stored = 0;
    prune();
  }
}

} // namespace pyc
