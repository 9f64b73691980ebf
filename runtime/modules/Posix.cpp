//===- Posix.cpp - The module posix: what os and posixpath are made of ----===//
//
// Paths are str, bytes or os.PathLike; results have the argument's kind. Text
// is UTF-8 with lone surrogates standing for undecodable bytes (WTF-8 in and
// out). A failed call is an OSError with errno and the path.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/Modules.h"
#include "runtime/modules/Posix.h"
#include "runtime/modules/StructSeq.h"
#include "runtime/modules/Threads.h"
#include "runtime/modules/io/IO.h"
#include <cerrno>
#include <climits>
#include <csignal>
#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

namespace pyc {


void reportUnraisable(Thread *t, Value where); // object/WeakRefs.cpp

namespace {

TypeObject *gStatResult, *gTerminalSize, *gTimesResult, *gUnameResult, *gDirEntry;
} // namespace

namespace posix {
Value fsPath(Thread *t, Value v) {
  if (isStr(v) || isInstanceOf(v, types::bytes_))
    return v;
  if (!lookupDunder(typeOf(v), Dunder::FSPath))
    return raise(t, exc::TypeError, "expected str, bytes or os.PathLike object, not %T", v);
  Value r = callDunder(t, v, Dunder::FSPath, nullptr, 0);
  if (r && !isStr(r) && !isInstanceOf(r, types::bytes_))
    return raise(t, exc::TypeError, "expected %T.__fspath__() to return str or bytes, not %T", v, r);
  return r;
}

bool toPath(Thread *t, Value v, Path &out, const char *function, bool allowFd) {
  if (allowFd && isIntLike(v)) {
    int64_t fd;
    if (!indexAsInt64(t, v, fd, exc::OverflowError))
      return false;
    out.fd = static_cast<int>(fd);
    out.value = v;
    return true;
  }
  if (!isStr(v) && !isInstanceOf(v, types::bytes_) && !lookupDunder(typeOf(v), Dunder::FSPath)) {
    raise(t, exc::TypeError, "%s: path should be string, bytes%s%s, not %T", function,
          allowFd ? ", os.PathLike or integer" : " or os.PathLike", "", v);
    return false;
  }
  Value p = fsPath(t, v);
  if (!p)
    return false;
  out.value = p;
  if (isStr(p)) {
    out.text = strToUtf8(payloadOf(p));
  } else {
    const char *data;
    size_t n;
    if (!io::bytesLike(t, p, data, n))
      return false;
    out.text.assign(data, n);
    out.bytes = true;
  }
  if (out.text.find('\0') == std::string::npos)
    return true;
  raise(t, exc::ValueError, "%s: embedded null %s in path", function, out.bytes ? "byte" : "character");
  return false;
}

/// An OSError of errno; or nothing when a signal's handler raised (blockingCall).
Value fail(Thread *t, const Path &p) { return t->pending ? Value::empty() : raiseOSError(t, errno, p.value); }
Value fail(Thread *t) { return t->pending ? Value::empty() : raiseOSError(t, errno, Value::empty()); }
Value textOrBytes(Thread *t, const std::string &s, bool bytes) {
  return bytes ? newBytes(t, s.data(), static_cast<int64_t>(s.size())) : newStr(t, s);
}
Value noneOr(Thread *t, int r, const Path &p) { return r < 0 ? fail(t, p) : None; }
bool intArgument(Thread *t, Value v, int &out) {
  int64_t i;
  if (!isIntLike(v) && !lookupDunder(typeOf(v), Dunder::Index)) {
    raise(t, exc::TypeError, "'%T' object cannot be interpreted as an integer", v);
    return false;
  }
  if (!indexAsInt64(t, v, i, exc::OverflowError))
    return false;
  if (i < INT_MIN || i > INT_MAX) {
    raise(t, exc::OverflowError, "Python int too large to convert to C int");
    return false;
  }
  out = static_cast<int>(i);
  return true;
}
int dirFd(Thread *t, Value v, bool &ok) {
  int fd = AT_FDCWD;
  ok = v.isEmpty() || v == None || intArgument(t, v, fd);
  return fd;
}
} // namespace posix
using namespace posix;

namespace {

//===-- files --------------------------------------------------------------===//

Value statResult(Thread *t, const struct stat &s) {
  auto time = [&](const struct timespec &ts) { return newFloat(t, static_cast<double>(ts.tv_sec) + 1e-9 * static_cast<double>(ts.tv_nsec)); };
  auto ns = [&](const struct timespec &ts) { return newInt(t, int64_t(ts.tv_sec) * 1000000000 + ts.tv_nsec); };
  Value v[19] = {newInt(t, s.st_mode), newUInt(t, s.st_ino), newUInt(t, s.st_dev), newInt(t, static_cast<int64_t>(s.st_nlink)),
                 newInt(t, s.st_uid), newInt(t, s.st_gid), newInt(t, s.st_size), newInt(t, s.st_atim.tv_sec),
                 newInt(t, s.st_mtim.tv_sec), newInt(t, s.st_ctim.tv_sec), time(s.st_atim), time(s.st_mtim), time(s.st_ctim),
                 ns(s.st_atim), ns(s.st_mtim), ns(s.st_ctim), newInt(t, s.st_blksize), newInt(t, s.st_blocks),
                 newInt(t, static_cast<int64_t>(s.st_rdev))};
  return newStructSeq(t, gStatResult, v, 19);
}
Value posixStat(Thread *t, Value *args, size_t n) {
  Path p;
  bool ok;
  int at = dirFd(t, args[1], ok), follow = args[2] ? isTrue(t, args[2]) : 1;
  struct stat s;
  if (!ok || follow < 0 || !toPath(t, args[0], p, "stat", true))
    return Value::empty();
  int r = p.fd >= 0 ? fstat(p.fd, &s) : fstatat(at, p.text.c_str(), &s, follow ? 0 : AT_SYMLINK_NOFOLLOW);
  return r < 0 ? fail(t, p) : statResult(t, s);
}
Value posixLstat(Thread *t, Value *args, size_t n) {
  Path p;
  struct stat s;
  if (!toPath(t, args[0], p, "lstat"))
    return Value::empty();
  return lstat(p.text.c_str(), &s) < 0 ? fail(t, p) : statResult(t, s);
}
Value posixFstat(Thread *t, Value *args, size_t n) {
  int fd;
  struct stat s;
  if (!intArgument(t, args[0], fd))
    return Value::empty();
  return fstat(fd, &s) < 0 ? fail(t) : statResult(t, s);
}
Value posixAccess(Thread *t, Value *args, size_t n) {
  Path p;
  int mode;
  if (!toPath(t, args[0], p, "access") || !intArgument(t, args[1], mode))
    return Value::empty();
  return boolValue(access(p.text.c_str(), mode) == 0);
}
Value posixOpen(Thread *t, Value *args, size_t n) {
  Path p;
  int flags, mode = 0777;
  bool ok;
  int at = dirFd(t, args[3], ok);
  if (!ok || !toPath(t, args[0], p, "open") || !intArgument(t, args[1], flags) || (args[2] && !intArgument(t, args[2], mode)))
    return Value::empty();
  int fd = blockingCall(t, [&] { return openat(at, p.text.c_str(), flags | O_CLOEXEC, mode); });
  return fd < 0 ? fail(t, p) : newInt(t, fd);
}
Value posixClose(Thread *t, Value *args, size_t n) {
  int fd;
  if (!intArgument(t, args[0], fd))
    return Value::empty();
  return close(fd) < 0 ? fail(t) : None;
}
Value posixRead(Thread *t, Value *args, size_t n) {
  int fd;
  int64_t size;
  if (!intArgument(t, args[0], fd) || !indexAsInt64(t, args[1], size, exc::OverflowError))
    return Value::empty();
  if (size < 0)
    return errno = EINVAL, fail(t);
  if (!gcMayFit(static_cast<size_t>(size)))
    return raiseMemoryError(t);
  std::string buffer(static_cast<size_t>(size), '\0');
  ssize_t got = blockingCall(t, [&] { return read(fd, buffer.data(), buffer.size()); });
  return got < 0 ? fail(t) : newBytes(t, buffer.data(), got);
}
Value posixWrite(Thread *t, Value *args, size_t n) {
  int fd;
  const char *p;
  size_t size;
  if (!intArgument(t, args[0], fd) || !io::bytesLike(t, args[1], p, size))
    return Value::empty();
  ssize_t put = blockingCall(t, [&] { return write(fd, p, size); });
  return put < 0 ? fail(t) : newInt(t, put);
}
Value posixLseek(Thread *t, Value *args, size_t n) {
  int fd, whence;
  int64_t at;
  if (!intArgument(t, args[0], fd) || !indexAsInt64(t, args[1], at, exc::OverflowError) || !intArgument(t, args[2], whence))
    return Value::empty();
  off_t r = lseek(fd, at, whence);
  return r < 0 ? fail(t) : newInt(t, r);
}
Value posixDup(Thread *t, Value *args, size_t n) {
  int fd;
  if (!intArgument(t, args[0], fd))
    return Value::empty();
  int r = fcntl(fd, F_DUPFD_CLOEXEC, 0);
  return r < 0 ? fail(t) : newInt(t, r);
}
Value posixDup2(Thread *t, Value *args, size_t n) {
  int a, b;
  if (!intArgument(t, args[0], a) || !intArgument(t, args[1], b))
    return Value::empty();
  return dup2(a, b) < 0 ? fail(t) : newInt(t, b);
}
Value posixPipe(Thread *t, Value *args, size_t n) {
  int fds[2];
  if (pipe2(fds, O_CLOEXEC) < 0)
    return fail(t);
  Value v[2] = {Value::fromSmallInt(fds[0]), Value::fromSmallInt(fds[1])};
  return newTuple(t, v, 2);
}
Value posixIsatty(Thread *t, Value *args, size_t n) {
  int fd;
  return intArgument(t, args[0], fd) ? boolValue(isatty(fd)) : Value::empty();
}
Value posixFsync(Thread *t, Value *args, size_t n) {
  int fd;
  if (!intArgument(t, args[0], fd))
    return Value::empty();
  return blockingCall(t, [&] { return fsync(fd); }) < 0 ? fail(t) : None;
}
Value posixTruncate(Thread *t, Value *args, size_t n) {
  Path p;
  int64_t size;
  if (!toPath(t, args[0], p, "truncate", true) || !indexAsInt64(t, args[1], size, exc::OverflowError))
    return Value::empty();
  return noneOr(t, p.fd >= 0 ? ftruncate(p.fd, size) : truncate(p.text.c_str(), size), p);
}
Value posixGetInheritable(Thread *t, Value *args, size_t n) {
  int fd;
  if (!intArgument(t, args[0], fd))
    return Value::empty();
  int r = fcntl(fd, F_GETFD);
  return r < 0 ? fail(t) : boolValue(!(r & FD_CLOEXEC));
}
Value posixSetInheritable(Thread *t, Value *args, size_t n) {
  int fd;
  if (!intArgument(t, args[0], fd))
    return Value::empty();
  int r = fcntl(fd, F_GETFD), on = isTrue(t, args[1]);
  return r < 0 || fcntl(fd, F_SETFD, on > 0 ? r & ~FD_CLOEXEC : r | FD_CLOEXEC) < 0 ? fail(t) : None;
}

//===-- directories --------------------------------------------------------===//

template <int (*Call)(const char *)> Value pathCall(Thread *t, Value *args, const char *name) {
  Path p;
  return toPath(t, args[0], p, name) ? noneOr(t, Call(p.text.c_str()), p) : Value::empty();
}
Value posixUnlink(Thread *t, Value *args, size_t n) { return pathCall<unlink>(t, args, "unlink"); }
Value posixRemove(Thread *t, Value *args, size_t n) { return pathCall<unlink>(t, args, "remove"); }
Value posixRmdir(Thread *t, Value *args, size_t n) { return pathCall<rmdir>(t, args, "rmdir"); }
Value posixChdir(Thread *t, Value *args, size_t n) { return pathCall<chdir>(t, args, "chdir"); }
Value posixMkdir(Thread *t, Value *args, size_t n) {
  Path p;
  int mode = 0777;
  if (!toPath(t, args[0], p, "mkdir") || (args[1] && !intArgument(t, args[1], mode)))
    return Value::empty();
  return noneOr(t, mkdir(p.text.c_str(), static_cast<mode_t>(mode)), p);
}
Value posixChmod(Thread *t, Value *args, size_t n) {
  Path p;
  int mode;
  if (!toPath(t, args[0], p, "chmod", true) || !intArgument(t, args[1], mode))
    return Value::empty();
  return noneOr(t, p.fd >= 0 ? fchmod(p.fd, static_cast<mode_t>(mode)) : chmod(p.text.c_str(), static_cast<mode_t>(mode)), p);
}
template <int (*Call)(const char *, const char *)> Value twoPaths(Thread *t, Value *args, const char *name) {
  Path a, b;
  if (!toPath(t, args[0], a, name) || !toPath(t, args[1], b, name))
    return Value::empty();
  if (Call(a.text.c_str(), b.text.c_str()) == 0)
    return None;
  Value e[5] = {Value::fromSmallInt(errno), newStr(t, strerror(errno)), a.value, None, b.value};
  return raiseWithArgs(t, exc::OSError, e, 5);
}
Value posixRename(Thread *t, Value *args, size_t n) { return twoPaths<rename>(t, args, "rename"); }
Value posixReplace(Thread *t, Value *args, size_t n) { return twoPaths<rename>(t, args, "replace"); }
Value posixLink(Thread *t, Value *args, size_t n) { return twoPaths<link>(t, args, "link"); }
Value posixSymlink(Thread *t, Value *args, size_t n) { return twoPaths<symlink>(t, args, "symlink"); }
Value posixReadlink(Thread *t, Value *args, size_t n) {
  Path p;
  char buffer[PATH_MAX];
  if (!toPath(t, args[0], p, "readlink"))
    return Value::empty();
  ssize_t r = readlink(p.text.c_str(), buffer, sizeof buffer);
  return r < 0 ? fail(t, p) : textOrBytes(t, std::string(buffer, static_cast<size_t>(r)), p.bytes);
}
Value posixGetcwd(Thread *t, Value *args, size_t n) {
  char buffer[PATH_MAX];
  return getcwd(buffer, sizeof buffer) ? newStr(t, buffer) : fail(t);
}
Value posixGetcwdb(Thread *t, Value *args, size_t n) {
  char buffer[PATH_MAX];
  return getcwd(buffer, sizeof buffer) ? newBytes(t, buffer, static_cast<int64_t>(strlen(buffer))) : fail(t);
}
DIR *openDirectory(Thread *t, Value v, Path &p, const char *name) {
  if (v.isEmpty() || v == None) {
    p.text = ".";
    p.value = Value::empty();
  } else if (!toPath(t, v, p, name, true)) {
    return nullptr;
  }
  DIR *d = p.fd >= 0 ? fdopendir(dup(p.fd)) : opendir(p.text.c_str());
  if (!d)
    (void)fail(t, p);
  return d;
}
bool isDots(const char *name) { return !strcmp(name, ".") || !strcmp(name, ".."); }
Value posixListdir(Thread *t, Value *args, size_t n) {
  Path p;
  DIR *d = openDirectory(t, args[0], p, "listdir");
  if (!d)
    return Value::empty();
  Value list = newList(t, nullptr, 0);
  while (struct dirent *e = list ? readdir(d) : nullptr) {
    if (isDots(e->d_name))
      continue;
    Value name = textOrBytes(t, e->d_name, p.bytes);
    if (!name || !listAppend(t, list.as<ListObject>(), name))
      list = Value::empty();
  }
  closedir(d);
  return list;
}

struct DirEntryObject : Object { // skip 2
  int64_t kind, inode;
  Value name, path;
};
DirEntryObject *E(Value v) { return v.as<DirEntryObject>(); }
bool entryStat(Thread *t, Value v, bool follow, struct stat &s) {
  Path p;
  if (!toPath(t, E(v)->path, p, "stat"))
    return false;
  return (follow ? stat : lstat)(p.text.c_str(), &s) == 0;
}
template <int Which> Value entryIs(Thread *t, Value *args, size_t n) { // 0 dir, 1 file, 2 symlink
  int64_t kind = E(args[0])->kind;
  int follow = Which == 2 ? 0 : args[1] ? isTrue(t, args[1]) : 1;
  if (kind != DT_UNKNOWN && (kind != DT_LNK || !follow))
    return boolValue(kind == (Which == 0 ? DT_DIR : Which == 1 ? DT_REG : DT_LNK));
  struct stat s;
  if (!entryStat(t, args[0], follow, s))
    return t->pending ? Value::empty() : False;
  return boolValue(Which == 0 ? S_ISDIR(s.st_mode) : Which == 1 ? S_ISREG(s.st_mode) : S_ISLNK(s.st_mode));
}
Value entryStatMethod(Thread *t, Value *args, size_t n) {
  struct stat s;
  int follow = args[1] ? isTrue(t, args[1]) : 1;
  if (!entryStat(t, args[0], follow, s))
    return t->pending ? Value::empty() : raiseOSError(t, errno, E(args[0])->path);
  return statResult(t, s);
}
Value entryInode(Thread *t, Value *args, size_t n) { return newInt(t, E(args[0])->inode); }
Value entryPath(Thread *t, Value *args, size_t n) { return E(args[0])->path; }
Value entryRepr(Thread *t, Value *args, size_t n) {
  Value r = repr(t, E(args[0])->name);
  return r ? newStr(t, "<DirEntry " + strToUtf8(r) + ">") : r;
}
const NativeDef entryMethods[] = {
    {"is_dir", entryIs<0>, "($self, /, *, follow_symlinks=True)"}, {"is_file", entryIs<1>, "($self, /, *, follow_symlinks=True)"},
    {"is_symlink", entryIs<2>, "($self, /)"}, {"stat", entryStatMethod, "($self, /, *, follow_symlinks=True)"},
    {"inode", entryInode, "($self, /)"}, {"__fspath__", entryPath, "($self, /)"}, {"__repr__", entryRepr, "($self, /)"},
    {nullptr, nullptr, nullptr}};
const MemberDef entryMembers[] = {{"name", offsetof(DirEntryObject, name), true}, {"path", offsetof(DirEntryObject, path), true}, {nullptr, 0, true}};

/// scandir reads everything at once; its iterator is a context manager.
struct ScanObject : Object { Value list; }; // skip 0
TypeObject *gScan;
Value scanNext(Thread *t, Value it) {
  auto *s = it.as<ScanObject>();
  if (!s->list.isObject())
    return Value::empty();
  auto *l = s->list.as<ListObject>();
  if (l->size)
    return l->items()->items[--l->size];
  s->list = Value::fromSmallInt(0);
  return Value::empty();
}
Value scanClose(Thread *t, Value *args, size_t n) {
  args[0].as<ScanObject>()->list = Value::fromSmallInt(0);
  return None;
}
const NativeDef scanMethods[] = {
    {"__iter__", returnSelf, "($self, /)"}, {"__next__", nextMethod<scanNext>, "($self, /)"}, {"close", scanClose, "($self, /)"},
    {"__enter__", returnSelf, "($self, /)"}, {"__exit__", scanClose, "($self, *args)", kEffAny, nullptr, kNativeRaw}, {nullptr, nullptr, nullptr}};
Value posixScandir(Thread *t, Value *args, size_t n) {
  Path p;
  DIR *d = openDirectory(t, args[0], p, "scandir");
  if (!d)
    return Value::empty();
  Value list = newList(t, nullptr, 0);
  std::string prefix = args[0] && args[0] != None && p.fd < 0 ? p.text : std::string("./");
  if (prefix.empty() || prefix.back() != '/')
    prefix += '/';
  if (!args[0] || args[0] == None)
    prefix = "./";
  while (struct dirent *e = list ? readdir(d) : nullptr) {
    if (isDots(e->d_name))
      continue;
    Value name = textOrBytes(t, e->d_name, p.bytes);
    Value path = name ? textOrBytes(t, p.fd >= 0 ? std::string(e->d_name) : prefix + e->d_name, p.bytes) : name;
    Value entry = path ? newInstance(t, gDirEntry) : path;
    if (entry) {
      E(entry)->kind = e->d_type;
      E(entry)->inode = static_cast<int64_t>(e->d_ino);
      setSlot(E(entry), &E(entry)->name, name);
      setSlot(E(entry), &E(entry)->path, path);
    }
    if (!entry || !listAppend(t, list.as<ListObject>(), entry))
      list = Value::empty();
  }
  closedir(d);
  Value scan = list ? newInstance(t, gScan) : list;
  if (!scan)
    return scan;
  ValueBuffer *b = list.as<ListObject>()->items(); // taken from the end
  int64_t size = list.as<ListObject>()->size;
  for (int64_t i = 0, j = size - 1; i < j; ++i, --j) {
    Value a = b->items[i], z = b->items[j];
    setSlot(b, &b->items[i], z);
    setSlot(b, &b->items[j], a);
  }
  setSlot(scan.asObject(), &scan.as<ScanObject>()->list, list);
  return scan;
}
Value posixUtime(Thread *t, Value *args, size_t n) {
  Path p;
  if (!toPath(t, args[0], p, "utime", true))
    return Value::empty();
  struct timespec ts[2] = {{0, UTIME_NOW}, {0, UTIME_NOW}};
  Value times = args[1], ns = args[2];
  if (times && times != None) {
    if (!isTuple(times) || tupleOf(times)->length != 2)
      return raise(t, exc::TypeError, "utime: 'times' must be either a tuple of two ints or None");
    for (int i = 0; i < 2; ++i) {
      Value f = call(t, typeValue(types::float_), tupleOf(times)->items[i]);
      if (!f)
        return f;
      double s = floatValue(f), whole = __builtin_floor(s);
      ts[i] = {static_cast<time_t>(whole), static_cast<long>((s - whole) * 1e9)};
    }
  } else if (ns && ns != None) {
    for (int i = 0; i < 2; ++i) {
      int64_t v;
      if (!indexAsInt64(t, tupleOf(ns)->items[i], v, exc::OverflowError))
        return Value::empty();
      ts[i] = {v / 1000000000, v % 1000000000};
    }
  }
  return noneOr(t, p.fd >= 0 ? futimens(p.fd, ts) : utimensat(AT_FDCWD, p.text.c_str(), ts, 0), p);
}

//===-- the process --------------------------------------------------------===//

template <typename R, R (*Call)()> Value getId(Thread *t, Value *args, size_t n) { return newInt(t, Call()); }
Value posixExit(Thread *t, Value *args, size_t n) {
  int status;
  if (!intArgument(t, args[0], status))
    return Value::empty();
  _exit(status);
}
Value posixAbort(Thread *t, Value *args, size_t n) { abort(); }
Value posixKill(Thread *t, Value *args, size_t n) {
  int pid, number;
  if (!intArgument(t, args[0], pid) || !intArgument(t, args[1], number))
    return Value::empty();
  // The signal may be for this process.
  return kill(pid, number) < 0 ? fail(t) : afterInterrupt(t) ? None : Value::empty();
}
Value posixSystem(Thread *t, Value *args, size_t n) {
  Path p;
  if (!toPath(t, args[0], p, "system"))
    return Value::empty();
  return newInt(t, blockingCall(t, [&] { return system(p.text.c_str()); }));
}
Value posixUmask(Thread *t, Value *args, size_t n) {
  int mask;
  return intArgument(t, args[0], mask) ? newInt(t, umask(static_cast<mode_t>(mask))) : Value::empty();
}
Value posixStrerror(Thread *t, Value *args, size_t n) {
  int code;
  return intArgument(t, args[0], code) ? newStr(t, strerror(code)) : Value::empty();
}
Value posixUrandom(Thread *t, Value *args, size_t n) {
  int64_t size;
  if (!indexAsInt64(t, args[0], size, exc::OverflowError))
    return Value::empty();
  if (size < 0)
    return raise(t, exc::ValueError, "negative argument not allowed");
  std::string data(static_cast<size_t>(size), '\0');
  for (size_t at = 0; at < data.size();) {
    ssize_t got = getrandom(data.data() + at, data.size() - at, 0);
    if (got < 0 && errno != EINTR)
      return fail(t);
    at += got > 0 ? static_cast<size_t>(got) : 0;
  }
  return newBytes(t, data.data(), size);
}
Value posixCpuCount(Thread *t, Value *args, size_t n) {
  long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count < 1 ? None : newInt(t, count);
}
Value posixAffinity(Thread *t, Value *args, size_t n) {
  int pid;
  cpu_set_t cpus;
  if (!intArgument(t, args[0], pid))
    return Value::empty();
  if (sched_getaffinity(pid, sizeof cpus, &cpus) < 0)
    return fail(t);
  Value set = newSet(t, false);
  for (int i = 0; set && i < CPU_SETSIZE; ++i)
    if (CPU_ISSET(i, &cpus) && !setAdd(t, set.as<SetObject>(), Value::fromSmallInt(i)))
      return Value::empty();
  return set;
}
Value posixTerminalSize(Thread *t, Value *args, size_t n) {
  int fd = 1;
  struct winsize size;
  if (args[0] && !intArgument(t, args[0], fd))
    return Value::empty();
  if (ioctl(fd, TIOCGWINSZ, &size) < 0)
    return fail(t);
  Value v[2] = {Value::fromSmallInt(size.ws_col), Value::fromSmallInt(size.ws_row)};
  return newStructSeq(t, gTerminalSize, v, 2);
}
Value posixTimes(Thread *t, Value *args, size_t n) {
  struct tms tms;
  clock_t elapsed = times(&tms);
  auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  Value v[5];
  clock_t raw[5] = {tms.tms_utime, tms.tms_stime, tms.tms_cutime, tms.tms_cstime, elapsed};
  for (int i = 0; i < 5; ++i)
    v[i] = newFloat(t, static_cast<double>(raw[i]) / ticks);
  return newStructSeq(t, gTimesResult, v, 5);
}
Value posixUname(Thread *t, Value *args, size_t n) {
  struct utsname u;
  if (uname(&u) < 0)
    return fail(t);
  Value v[5] = {newStr(t, u.sysname), newStr(t, u.nodename), newStr(t, u.release), newStr(t, u.version), newStr(t, u.machine)};
  return newStructSeq(t, gUnameResult, v, 5);
}
Value posixFspath(Thread *t, Value *args, size_t n) { return fsPath(t, args[0]); }
Value posixPutenv(Thread *t, Value *args, size_t n) {
  Path a, b;
  if (!toPath(t, args[0], a, "putenv") || !toPath(t, args[1], b, "putenv"))
    return Value::empty();
  return setenv(a.text.c_str(), b.text.c_str(), 1) < 0 ? fail(t) : None;
}
Value posixUnsetenv(Thread *t, Value *args, size_t n) {
  Path a;
  if (!toPath(t, args[0], a, "unsetenv"))
    return Value::empty();
  return unsetenv(a.text.c_str()) < 0 ? fail(t) : None;
}
/// Lists of callbacks for fork: before, in the parent, in the child.
Value gForkHooks[3] = {Value::fromSmallInt(0), Value::fromSmallInt(0), Value::fromSmallInt(0)};
Value posixAtFork(Thread *t, Value *args, size_t n) {
  if (!args[0] && !args[1] && !args[2])
    return raise(t, exc::TypeError, "At least one argument is required.");
  for (int i = 0; i < 3; ++i) {
    if (!args[i])
      continue;
    if (gForkHooks[i].isInt()) {
      gForkHooks[i] = newList(t, nullptr, 0);
      gcRegisterRoot(&gForkHooks[i]);
    }
    if (!gForkHooks[i] || !listAppend(t, gForkHooks[i].as<ListObject>(), args[i]))
      return Value::empty();
  }
  return None;
}
void runForkHooks(Thread *t, int which) {
  if (!gForkHooks[which].isObject())
    return;
  auto *l = gForkHooks[which].as<ListObject>();
  for (int64_t i = 0; i < l->size; ++i)
    if (!call(t, l->items()->items[which == 0 ? l->size - 1 - i : i]))
      reportUnraisable(t, l->items()->items[i]);
}
Value posixFork(Thread *t, Value *args, size_t n) {
  runForkHooks(t, 0);
  pid_t pid = fork();
  if (pid == 0)
    threadsAfterFork(t);
  runForkHooks(t, pid == 0 ? 2 : 1);
  return pid < 0 ? fail(t) : newInt(t, pid);
}
Value posixWaitpid(Thread *t, Value *args, size_t n) {
  int pid, options, status = 0;
  if (!intArgument(t, args[0], pid) || !intArgument(t, args[1], options))
    return Value::empty();
  pid_t r = blockingCall(t, [&] { return waitpid(pid, &status, options); });
  if (r < 0)
    return fail(t);
  Value v[2] = {newInt(t, r), newInt(t, status)};
  return newTuple(t, v, 2);
}
Value posixExitCode(Thread *t, Value *args, size_t n) {
  int status;
  if (!intArgument(t, args[0], status))
    return Value::empty();
  if (WIFEXITED(status))
    return newInt(t, WEXITSTATUS(status));
  if (WIFSIGNALED(status))
    return newInt(t, -WTERMSIG(status));
  return raise(t, exc::ValueError, "invalid wait status: %d", status);
}

const NativeDef functions[] = {
    {"stat", posixStat, "(path, *, dir_fd=None, follow_symlinks=True)"}, {"lstat", posixLstat, "(path, *, dir_fd=None)"},
    {"fstat", posixFstat, "(fd)"}, {"access", posixAccess, "(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)"},
    {"open", posixOpen, "(path, flags, mode=0o777, *, dir_fd=None)"}, {"close", posixClose, "(fd)"},
    {"read", posixRead, "(fd, length, /)"}, {"write", posixWrite, "(fd, data, /)"}, {"lseek", posixLseek, "(fd, position, how, /)"},
    {"dup", posixDup, "(fd, /)"}, {"dup2", posixDup2, "(fd, fd2, inheritable=True)"}, {"pipe", posixPipe, "()"},
    {"isatty", posixIsatty, "(fd, /)"}, {"fsync", posixFsync, "(fd)"}, {"truncate", posixTruncate, "(path, length)"},
    {"ftruncate", posixTruncate, "(fd, length, /)"}, {"get_inheritable", posixGetInheritable, "(fd, /)"},
    {"set_inheritable", posixSetInheritable, "(fd, inheritable, /)"},
    {"unlink", posixUnlink, "(path, *, dir_fd=None)"}, {"remove", posixRemove, "(path, *, dir_fd=None)"},
    {"rmdir", posixRmdir, "(path, *, dir_fd=None)"}, {"chdir", posixChdir, "(path)"},
    {"mkdir", posixMkdir, "(path, mode=0o777, *, dir_fd=None)"}, {"chmod", posixChmod, "(path, mode, *, dir_fd=None, follow_symlinks=True)"},
    {"rename", posixRename, "(src, dst, *, src_dir_fd=None, dst_dir_fd=None)"},
    {"replace", posixReplace, "(src, dst, *, src_dir_fd=None, dst_dir_fd=None)"},
    {"link", posixLink, "(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)"},
    {"symlink", posixSymlink, "(src, dst, target_is_directory=False, *, dir_fd=None)"},
    {"readlink", posixReadlink, "(path, *, dir_fd=None)"}, {"getcwd", posixGetcwd, "()"}, {"getcwdb", posixGetcwdb, "()"},
    {"listdir", posixListdir, "(path=None)"}, {"scandir", posixScandir, "(path=None)"},
    {"utime", posixUtime, "(path, times=None, *, ns=None, dir_fd=None, follow_symlinks=True)"},
    {"getpid", getId<pid_t, getpid>, "()"}, {"getppid", getId<pid_t, getppid>, "()"}, {"getuid", getId<uid_t, getuid>, "()"},
    {"geteuid", getId<uid_t, geteuid>, "()"}, {"getgid", getId<gid_t, getgid>, "()"}, {"getegid", getId<gid_t, getegid>, "()"},
    {"_exit", posixExit, "(status)"}, {"abort", posixAbort, "()"}, {"kill", posixKill, "(pid, signal, /)"},
    {"system", posixSystem, "(command)"}, {"umask", posixUmask, "(mask, /)"}, {"strerror", posixStrerror, "(code, /)"},
    {"urandom", posixUrandom, "(size, /)"}, {"cpu_count", posixCpuCount, "()"}, {"sched_getaffinity", posixAffinity, "(pid, /)"},
    {"get_terminal_size", posixTerminalSize, "(fd=1, /)"}, {"times", posixTimes, "()"}, {"uname", posixUname, "()"},
    {"fspath", posixFspath, "(path)"}, {"putenv", posixPutenv, "(name, value, /)"}, {"unsetenv", posixUnsetenv, "(name, /)"},
    {"fork", posixFork, "()"}, {"register_at_fork", posixAtFork, "(*, before=<none>, after_in_parent=<none>, after_in_child=<none>)"}, {"waitpid", posixWaitpid, "(pid, options, /)"}, {"waitstatus_to_exitcode", posixExitCode, "(status)"},
    {nullptr, nullptr, nullptr}};

bool initModule(Thread *t, ModuleObject *m) {
  if (!addPosixProcess(t, m) || !addPosixSystem(t, m))
    return false;
  gStatResult = makeStructSeq(t, "os.stat_result",
                              {"st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", "_atime", "_mtime", "_ctime",
                               "st_atime", "st_mtime", "st_ctime", "st_atime_ns", "st_mtime_ns", "st_ctime_ns", "st_blksize", "st_blocks", "st_rdev"}, 10);
  gTerminalSize = makeStructSeq(t, "os.terminal_size", {"columns", "lines"}, 2);
  gTimesResult = makeStructSeq(t, "posix.times_result", {"user", "system", "children_user", "children_system", "elapsed"}, 5);
  gUnameResult = makeStructSeq(t, "posix.uname_result", {"sysname", "nodename", "release", "version", "machine"}, 5);
  TypeSpec entry{"posix.DirEntry", Kind::RegularObject, sizeof(DirEntryObject), TraceKind::FixedSlots, 2, 2, entryMethods, nullptr, entryMembers};
  entry.typeFlags = kTypeDisallowInstantiation;
  gDirEntry = makeBuiltinType(t, entry);
  TypeSpec scan{"posix.ScandirIterator", Kind::Iterator, sizeof(ScanObject), TraceKind::FixedSlots, 0, 1, scanMethods};
  scan.typeFlags = kTypeDisallowInstantiation;
  gScan = makeBuiltinType(t, scan);
  registerIteratorStep(gScan->instanceShape, scanNext);
  Value environment = newDict(t);
  if (!environment)
    return false;
  for (char **e = environ; e && *e; ++e) {
    const char *eq = strchr(*e, '=');
    if (!eq)
      continue;
    Value k = newBytes(t, *e, eq - *e), v = newBytes(t, eq + 1, static_cast<int64_t>(strlen(eq + 1)));
    if (!k || !v || !dictSetDefault(t, environment.as<DictObject>(), k, v))
      return false;
  }
  struct { const char *name; int64_t value; } numbers[] = {
#define N(n) {#n, n},
      N(F_OK) N(R_OK) N(W_OK) N(X_OK) N(O_RDONLY) N(O_WRONLY) N(O_RDWR) N(O_CREAT) N(O_EXCL) N(O_TRUNC) N(O_APPEND)
      N(O_NONBLOCK) N(O_CLOEXEC) N(O_DIRECTORY) N(O_NOFOLLOW) N(O_SYNC) N(O_DSYNC) N(O_NOCTTY) N(O_ACCMODE) N(WNOHANG)
      N(WUNTRACED) N(WCONTINUED) N(SEEK_DATA) N(SEEK_HOLE)
#undef N
      {"EX_OK", 0}, {"EX_USAGE", 64}, {"EX_DATAERR", 65}, {"EX_NOINPUT", 66}, {"EX_SOFTWARE", 70}, {"EX_OSERR", 71},
      {"EX_IOERR", 74}, {"EX_NOPERM", 77}, {"EX_CONFIG", 78}, {"TMP_MAX", 238328}, {"NGROUPS_MAX", 65536}};
  for (auto &x : numbers)
    if (!moduleSet(t, m, x.name, newInt(t, x.value)))
      return false;
  const char *have[] = {"HAVE_FACCESSAT", "HAVE_FCHMOD", "HAVE_FDOPENDIR", "HAVE_FSTATAT", "HAVE_FTRUNCATE", "HAVE_FUTIMENS",
                        "HAVE_LSTAT", "HAVE_OPENAT", "HAVE_UTIMENSAT"};
  Value list = newList(t, nullptr, 0);
  for (const char *h : have)
    if (!list || !listAppend(t, list.as<ListObject>(), newStr(t, h)))
      return false;
  return moduleSet(t, m, "environ", environment) && moduleSet(t, m, "_have_functions", list) &&
         moduleSet(t, m, "stat_result", typeValue(gStatResult)) && moduleSet(t, m, "terminal_size", typeValue(gTerminalSize)) &&
         moduleSet(t, m, "times_result", typeValue(gTimesResult)) && moduleSet(t, m, "uname_result", typeValue(gUnameResult)) &&
         moduleSet(t, m, "DirEntry", typeValue(gDirEntry)) && moduleSet(t, m, "error", typeValue(exc::OSError));
}
const ModuleSpec spec{"posix", "The operating system.", functions, initModule};

} // namespace

void registerPosix(Thread *t) { registerNativeModule(&spec); }

} // namespace pyc
