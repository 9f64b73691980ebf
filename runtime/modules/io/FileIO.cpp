//===- FileIO.cpp - Unbuffered files: a descriptor and its mode -----------===//
//
// System calls interrupted by a signal are repeated (PEP 475) unless the
// signal asks for KeyboardInterrupt.
//
//===----------------------------------------------------------------------===//
#include "runtime/interpreter/Interpreter.h"
#include "runtime/modules/Threads.h"
#include "runtime/modules/io/IO.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>

namespace pyc::io {

TypeObject *gFileIO;
Shape *gFileIOShape;

static FileIOObject *self(Value *args) { return args[0].as<FileIOObject>(); }

int64_t fileRead(Thread *t, FileIOObject *f, std::string &out, size_t n) {
  if (!gcMayFit(n)) {
    raiseMemoryError(t);
    return -1;
  }
  // Other threads may change `out` in the meantime when it is a file's buffer.
  std::string own;
  std::string &to = gThreadsStarted ? own : out;
  size_t old = to.size();
  to.resize(old + n);
  auto fd = static_cast<int>(f->fd);
  ssize_t got = blockingCall(t, [&] { return ::read(fd, to.data() + old, n); });
  int e = errno;
  to.resize(old + static_cast<size_t>(got > 0 ? got : 0));
  if (got >= 0) {
    if (&to != &out)
      out += own;
    return got;
  }
  if (t->pending)
    return -1;
  if (e == EAGAIN)
    return -2;
  raiseOSError(t, e, Value::empty());
  return -1;
}

bool fileWriteAll(Thread *t, FileIOObject *f, const char *p, size_t n) {
  while (n) {
    auto fd = static_cast<int>(f->fd);
    ssize_t put = blockingCall(t, [&] { return ::write(fd, p, n); });
    if (put < 0) {
      if (!t->pending)
        raiseOSError(t, errno, Value::empty());
      return false;
    }
    p += put;
    n -= static_cast<size_t>(put);
  }
  return true;
}

static bool parseMode(Thread *t, const char *mode, uint32_t &flags, int &open) {
  int kinds = 0;
  bool plus = false;
  flags = 0;
  for (const char *m = mode; *m; ++m) {
    switch (*m) {
    case 'r': flags |= kReadable; ++kinds; open = 0; break;
    case 'w': flags |= kWritable; ++kinds; open = O_CREAT | O_TRUNC; break;
    case 'x': flags |= kWritable | kCreated; ++kinds; open = O_CREAT | O_EXCL; break;
    case 'a': flags |= kWritable | kAppending; ++kinds; open = O_CREAT | O_APPEND; break;
    case '+': plus = true; break;
    case 'b': break;
    default:
      raise(t, exc::ValueError, "invalid mode: %.200s", mode);
      return false;
    }
  }
  if (kinds != 1) {
    raise(t, exc::ValueError, "Must have exactly one of create/read/write/append mode and at most one plus");
    return false;
  }
  if (plus)
    flags |= kReadable | kWritable | kUpdating;
  bool r = flags & kReadable, w = flags & kWritable;
  open |= r && w ? O_RDWR : w ? O_WRONLY : O_RDONLY;
  return true;
}

static bool setUp(Thread *t, FileIOObject *f, Value file, const char *mode, bool closeFd, Value opener) {
  f->fd = -1;
  uint32_t flags;
  int openFlags;
  if (!parseMode(t, mode, flags, openFlags))
    return false;
  f->flags = flags | (closeFd ? kCloseFd : 0);
  setSlot(f, &f->name, file);
  if (isIntLike(file) && file != True && file != False) {
    int64_t fd;
    if (!indexAsInt64(t, file, fd, exc::OverflowError))
      return false;
    if (fd < 0) {
      raise(t, exc::ValueError, "negative file descriptor");
      return false;
    }
    f->fd = fd;
    struct stat st;
    if (fstat(static_cast<int>(fd), &st) < 0) {
      f->fd = -1;
      raiseOSError(t, errno, Value::empty());
      return false;
    }
  } else {
    if (!closeFd) {
      raise(t, exc::ValueError, "Cannot use closefd=False with file name");
      return false;
    }
    Value path = file;
    if (!isStr(path) && !isInstanceOf(path, types::bytes_)) {
      if (!lookupDunder(typeOf(file), Dunder::FSPath)) {
        raise(t, exc::TypeError, "expected str, bytes or os.PathLike object, not %T", file);
        return false;
      }
      path = callDunder(t, file, Dunder::FSPath, nullptr, 0);
      if (!path)
        return false;
      setSlot(f, &f->name, path);
    }
    std::string text;
    const char *p;
    size_t n;
    if (isStr(path))
      text = strToUtf8(payloadOf(path));
    else if (bytesLike(t, path, p, n))
      text.assign(p, n);
    else
      return false;
    if (text.find('\0') != std::string::npos) {
      raise(t, exc::ValueError, "embedded null byte");
      return false;
    }
    if (opener != None) {
      Value a[2] = {path, Value::fromSmallInt(openFlags | O_CLOEXEC)};
      Value r = call(t, opener, a, 2);
      int64_t fd;
      if (!r || !indexAsInt64(t, r, fd, exc::OverflowError))
        return false;
      if (fd < 0) {
        raise(t, exc::ValueError, "opener returned %zd", static_cast<ssize_t>(fd));
        return false;
      }
      f->fd = fd;
    } else {
      f->fd = blockingCall(t, [&] { return ::open(text.c_str(), openFlags | O_CLOEXEC, 0666); });
      if (f->fd < 0) {
        if (!t->pending)
          raiseOSError(t, errno, path);
        return false;
      }
    }
    struct stat st;
    if (fstat(static_cast<int>(f->fd), &st) == 0 && S_ISDIR(st.st_mode)) {
      ::close(static_cast<int>(f->fd));
      f->fd = -1;
      raiseOSError(t, EISDIR, path);
      return false;
    }
  }
  if (flags & kAppending)
    lseek(static_cast<int>(f->fd), 0, SEEK_END);
  return true;
}

Value newFileIO(Thread *t, Value file, const char *mode, bool closeFd, Value opener) {
  auto *f = gcAllocate<FileIOObject>(t, sizeof(FileIOObject), gFileIOShape);
  if (!f)
    return Value::empty();
  f->name = file;
  f->fd = -1;
  gcRegisterFinalizer(f);
  if (!setUp(t, f, file, mode, closeFd, opener))
    return Value::empty();
  return Value::fromObject(f);
}

static Value fileNew(Thread *t, Value *args, size_t n) {
  Value v = newInstance(t, args[0].as<TypeObject>());
  if (v)
    self(&v)->fd = -1;
  return v;
}
static Value fileInit(Thread *t, Value *args, size_t n) {
  if (args[2] && !isStr(args[2]))
    return raise(t, exc::TypeError, "FileIO() argument 'mode' must be str, not %T", args[2]);
  std::string mode = args[2] ? strToUtf8(payloadOf(args[2])) : "r";
  int closeFd = args[3] ? isTrue(t, args[3]) : 1;
  if (closeFd < 0 || !setUp(t, self(args), args[1], mode.c_str(), closeFd, args[4] ? args[4] : None))
    return Value::empty();
  return None;
}

static bool open(Thread *t, FileIOObject *f) {
  if (f->fd < 0)
    raise(t, exc::ValueError, "I/O operation on closed file");
  return f->fd >= 0;
}
static bool readable(Thread *t, FileIOObject *f) {
  if (!open(t, f))
    return false;
  if (!(f->flags & kReadable))
    raiseUnsupported(t, "File not open for reading");
  return f->flags & kReadable;
}

static Value fileReadall(Thread *t, Value *args, size_t n) {
  if (!readable(t, self(args)))
    return Value::empty();
  std::string all;
  size_t chunk = 65536;
  struct stat st;
  if (fstat(static_cast<int>(self(args)->fd), &st) == 0 && st.st_size > 0 && st.st_size < (1 << 30))
    chunk = static_cast<size_t>(st.st_size) + 1;
  for (;;) {
    int64_t got = fileRead(t, self(args), all, chunk);
    if (got == -2 && all.empty())
      return None;
    if (got == -1)
      return Value::empty();
    if (got <= 0)
      return newBytes(t, all.data(), static_cast<int64_t>(all.size()));
  }
}
static Value fileReadMethod(Thread *t, Value *args, size_t n) {
  int64_t size;
  if (!sizeArgument(t, args[1], size) || !readable(t, self(args)))
    return Value::empty();
  if (size < 0)
    return fileReadall(t, args, n);
  std::string data;
  int64_t got = fileRead(t, self(args), data, static_cast<size_t>(size));
  if (got == -1)
    return Value::empty();
  return got == -2 ? None : newBytes(t, data.data(), got);
}
static Value fileReadinto(Thread *t, Value *args, size_t n) {
  int64_t length = readable(t, self(args)) ? lengthOf(t, args[1]) : -1;
  if (length < 0)
    return Value::empty();
  std::string data;
  int64_t got = fileRead(t, self(args), data, static_cast<size_t>(length));
  if (got == -1)
    return Value::empty();
  return got == -2 ? None : storeInto(t, args[1], data.data(), data.size());
}
static Value fileWriteMethod(Thread *t, Value *args, size_t n) {
  if (!open(t, self(args)))
    return Value::empty();
  if (!(self(args)->flags & kWritable))
    return raiseUnsupported(t, "File not open for writing");
  const char *p;
  size_t size;
  if (!bytesLike(t, args[1], p, size))
    return Value::empty();
  auto fd = static_cast<int>(self(args)->fd);
  ssize_t put = blockingCall(t, [&] { return ::write(fd, p, size); });
  if (put >= 0)
    return Value::fromSmallInt(put);
  if (t->pending)
    return Value::empty();
  return errno == EAGAIN ? None : raiseOSError(t, errno, Value::empty());
}
static Value fileSeek(Thread *t, Value *args, size_t n) {
  int64_t offset, whence = 0;
  if (!open(t, self(args)) || !indexAsInt64(t, args[1], offset, exc::OverflowError) ||
      (args[2] && !indexAsInt64(t, args[2], whence, exc::OverflowError)))
    return Value::empty();
  off_t r = lseek(static_cast<int>(self(args)->fd), offset, static_cast<int>(whence));
  return r < 0 ? raiseOSError(t, errno, Value::empty()) : newInt(t, r);
}
static Value fileTell(Thread *t, Value *args, size_t n) {
  if (!open(t, self(args)))
    return Value::empty();
  off_t r = lseek(static_cast<int>(self(args)->fd), 0, SEEK_CUR);
  return r < 0 ? raiseOSError(t, errno, Value::empty()) : newInt(t, r);
}
static Value fileTruncate(Thread *t, Value *args, size_t n) {
  FileIOObject *f = self(args);
  if (!open(t, f))
    return Value::empty();
  if (!(f->flags & kWritable))
    return raiseUnsupported(t, "File not open for writing");
  int64_t size = lseek(static_cast<int>(f->fd), 0, SEEK_CUR);
  if (args[1] && args[1] != None && !indexAsInt64(t, args[1], size, exc::OverflowError))
    return Value::empty();
  if (ftruncate(static_cast<int>(f->fd), size) < 0)
    return raiseOSError(t, errno, Value::empty());
  return newInt(t, size);
}
static Value fileClose(Thread *t, Value *args, size_t n) {
  FileIOObject *f = self(args);
  int fd = static_cast<int>(f->fd);
  f->fd = -1;
  if (fd < 0)
    return None;
  if (args[0].asObject()->shape() != gFileIOShape) { // a subclass may flush
    f->fd = fd;
    if (!callMethod(t, args[0], "flush", nullptr, 0)) {
      f->fd = -1;
      ::close(fd);
      return Value::empty();
    }
    f->fd = -1;
  }
  if ((f->flags & kCloseFd) && ::close(fd) < 0 && errno != EINTR)
    return raiseOSError(t, errno, Value::empty());
  return None;
}
static Value fileFileno(Thread *t, Value *args, size_t n) {
  return open(t, self(args)) ? newInt(t, self(args)->fd) : Value::empty();
}
static Value fileIsatty(Thread *t, Value *args, size_t n) {
  return open(t, self(args)) ? boolValue(::isatty(static_cast<int>(self(args)->fd))) : Value::empty();
}
static Value fileReadable(Thread *t, Value *args, size_t n) {
  return open(t, self(args)) ? boolValue(self(args)->flags & kReadable) : Value::empty();
}
static Value fileWritable(Thread *t, Value *args, size_t n) {
  return open(t, self(args)) ? boolValue(self(args)->flags & kWritable) : Value::empty();
}
static Value fileSeekable(Thread *t, Value *args, size_t n) {
  FileIOObject *f = self(args);
  if (!open(t, f))
    return Value::empty();
  if (!f->seekable)
    f->seekable = lseek(static_cast<int>(f->fd), 0, SEEK_CUR) >= 0 ? 1 : 2;
  return boolValue(f->seekable == 1);
}
static Value fileMode(Thread *t, Value v) {
  uint32_t f = v.as<FileIOObject>()->flags;
  const char *m = f & kCreated     ? (f & kReadable ? "xb+" : "xb")
                  : f & kAppending ? (f & kReadable ? "ab+" : "ab")
                  : (f & kReadable) && (f & kWritable) ? "rb+"
                  : f & kReadable  ? "rb"
                                   : "wb";
  return newStr(t, m);
}
static Value fileRepr(Thread *t, Value *args, size_t n) {
  FileIOObject *f = self(args);
  if (f->fd < 0)
    return newStr(t, "<_io.FileIO [closed]>");
  std::string source = "fd=" + std::to_string(f->fd);
  if (f->name) { // not deleted
    if (!reprEnter(t, args[0]))
      return raise(t, exc::RuntimeError, "reentrant call inside %T.__repr__", args[0]);
    Value name = repr(t, f->name);
    reprLeave(t, args[0]);
    if (!name)
      return name;
    source = "name=" + strToUtf8(name);
  }
  Value mode = fileMode(t, args[0]);
  if (!mode)
    return mode;
  return newStr(t, "<_io.FileIO " + source + " mode='" + strToUtf8(mode) + "' closefd=" +
                       (f->flags & kCloseFd ? "True>" : "False>"));
}
static Value fileClosed(Thread *t, Value v) { return boolValue(v.as<FileIOObject>()->fd < 0); }
static Value fileCloseFd(Thread *t, Value v) { return boolValue(v.as<FileIOObject>()->flags & kCloseFd); }

static const NativeDef fileMethods[] = {
    {"__new__", fileNew, "($type, *args, **kwargs)", kEffAny, nullptr, kNativeStatic},
    {"__init__", fileInit, "($self, file, mode='r', closefd=True, opener=None)"},
    {"read", fileReadMethod, "($self, size=-1, /)"},
    {"readall", fileReadall, "($self, /)"},
    {"readinto", fileReadinto, "($self, buffer, /)"},
    {"write", fileWriteMethod, "($self, b, /)"},
    {"seek", fileSeek, "($self, pos, whence=0, /)"},
    {"tell", fileTell, "($self, /)"},
    {"truncate", fileTruncate, "($self, size=None, /)"},
    {"close", fileClose, "($self, /)"},
    {"fileno", fileFileno, "($self, /)"},
    {"isatty", fileIsatty, "($self, /)"},
    {"readable", fileReadable, "($self, /)"},
    {"writable", fileWritable, "($self, /)"},
    {"seekable", fileSeekable, "($self, /)"},
    {"__repr__", fileRepr, "($self, /)"},
    {nullptr, nullptr, nullptr}};
static const GetSetDef fileGetSets[] = {{"closed", fileClosed, nullptr},
                                        {"mode", fileMode, nullptr},
                                        {"closefd", fileCloseFd, nullptr},
                                        {nullptr, nullptr, nullptr}};
static const MemberDef fileMembers[] = {{"name", offsetof(FileIOObject, name), false}, {nullptr, 0, true}};

void initFileIO(Thread *t) {
  TypeSpec spec{"_io.FileIO", Kind::RegularObject, sizeof(FileIOObject), TraceKind::FixedSlots, 2, 1, fileMethods, fileGetSets, fileMembers};
  spec.typeFlags = kTypeBaseable | kTypeHasWeakRefs;
  gFileIO = makeBuiltinType(t, spec, gRawIOBase);
  gFileIOShape = gFileIO->instanceShape;
}

} // namespace pyc::io
