//===- SubprocessModule.cpp - _posixsubprocess.fork_exec ------------------===//
//
// The child between fork and exec calls nothing that allocates (preexec_fn
// excepted, which is Python's own risk); what goes wrong there is written to the
// error pipe as "ExceptionName:hex errno:where" and raised by subprocess.py.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/Import.h"
#include "runtime/object/Containers.h"
#include "runtime/object/NumStr.h"
#include <cerrno>
#include <csignal>
#include <dirent.h>
#include <fcntl.h>
#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace pyc {

/// Path or argument bytes. false: raised
static bool bytesText(Thread *t, Value v, std::string &out) {
  if (isStr(v)) {
    out = strToUtf8(payloadOf(v));
    return true;
  }
  if (!isKind(payloadOf(v), Kind::Bytes) && lookupDunder(typeOf(v), Dunder::FSPath)) {
    v = callDunder(t, v, Dunder::FSPath, nullptr, 0);
    return v && bytesText(t, v, out);
  }
  ByteView b;
  if (!b.require(t, v))
    return false;
  out = std::string(b.text());
  return true;
}
static bool textList(Thread *t, Value v, std::vector<std::string> &out) {
  Value items = tupleFrom(t, v);
  if (!items)
    return false;
  for (int64_t i = 0; i < items.as<TupleObject>()->length; ++i) {
    std::string s;
    if (!bytesText(t, items.as<TupleObject>()->items[i], s))
      return false;
    if (s.find('\0') != std::string::npos) {
      raise(t, exc::ValueError, "embedded null byte");
      return false;
    }
    out.push_back(std::move(s));
  }
  return true;
}
static std::vector<char *> pointers(std::vector<std::string> &v) {
  std::vector<char *> out;
  for (std::string &s : v)
    out.push_back(s.data());
  out.push_back(nullptr);
  return out;
}

static Value forkExec(Thread *t, Value *a, size_t n) {
  if (n != 23)
    return raise(t, exc::TypeError, "fork_exec expected 23 arguments, got %zu", n);
  std::vector<std::string> args, executables, env;
  std::string cwd;
  bool hasCwd = a[4] != None, hasEnv = a[5] != None;
  if (!textList(t, a[0], args) || !textList(t, a[1], executables) || (hasCwd && !bytesText(t, a[4], cwd)) || (hasEnv && !textList(t, a[5], env)))
    return Value::empty();
  int closeFds = isTrue(t, a[2]), restoreSignals = isTrue(t, a[14]), newSession = isTrue(t, a[15]);
  if (closeFds < 0 || restoreSignals < 0 || newSession < 0)
    return Value::empty();
  std::vector<int> keep;
  Value keepTuple = tupleFrom(t, a[3]);
  if (!keepTuple)
    return keepTuple;
  for (int64_t i = 0; i < keepTuple.as<TupleObject>()->length; ++i) {
    int64_t fd;
    if (!indexAsInt64(t, keepTuple.as<TupleObject>()->items[i], fd))
      return Value::empty();
    keep.push_back(static_cast<int>(fd));
  }
  int64_t f[8]; // p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, errpipe_read, errpipe_write
  for (int i = 0; i < 8; ++i)
    if (!indexAsInt64(t, a[6 + i], f[i]))
      return Value::empty();
  int64_t group = -1, gid = -1, uid = -1, mask = -1;
  if (!indexAsInt64(t, a[16], group) || (a[17] != None && !indexAsInt64(t, a[17], gid)) || (a[19] != None && !indexAsInt64(t, a[19], uid)) ||
      !indexAsInt64(t, a[20], mask))
    return Value::empty();
  std::vector<gid_t> groups;
  if (a[18] != None) {
    Value list = tupleFrom(t, a[18]);
    if (!list)
      return list;
    for (int64_t i = 0; i < list.as<TupleObject>()->length; ++i) {
      int64_t g;
      if (!indexAsInt64(t, list.as<TupleObject>()->items[i], g))
        return Value::empty();
      groups.push_back(static_cast<gid_t>(g));
    }
  }
  std::vector<char *> argv = pointers(args), envp = pointers(env);
  auto p2cread = static_cast<int>(f[0]), c2pwrite = static_cast<int>(f[3]), errwrite = static_cast<int>(f[5]), errpipe = static_cast<int>(f[7]);
  pid_t pid = fork();
  if (pid < 0)
    return raiseOSError(t, errno, Value::empty());
  if (pid > 0)
    return Value::fromSmallInt(pid);
  // The child.
  const char *where = "";
  bool failed = false, preexecFailed = false;
  auto check = [&](bool ok) { failed |= !ok; return ok; };
  for (int parent : {static_cast<int>(f[1]), static_cast<int>(f[2]), static_cast<int>(f[4]), static_cast<int>(f[6])})
    if (parent >= 0)
      close(parent);
  // Keep the ends clear of 0..2 before they are put there.
  if (c2pwrite == 0)
    check((c2pwrite = fcntl(c2pwrite, F_DUPFD, 3)) >= 0);
  while (!failed && (errwrite == 0 || errwrite == 1))
    check((errwrite = fcntl(errwrite, F_DUPFD, 3)) >= 0);
  auto put = [&](int from, int to) {
    if (failed || from < 0)
      return;
    if (from == to)
      check(fcntl(from, F_SETFD, 0) >= 0);
    else
      check(dup2(from, to) >= 0);
  };
  put(p2cread, 0);
  put(c2pwrite, 1);
  put(errwrite, 2);
  if (!failed && hasCwd && chdir(cwd.c_str()) < 0) {
    failed = true;
    where = "noexec:chdir";
  }
  if (!failed && mask >= 0)
    umask(static_cast<mode_t>(mask));
  if (!failed && restoreSignals)
    for (int s : {SIGPIPE, SIGXFSZ})
      signal(s, SIG_DFL);
  if (!failed && newSession)
    setsid();
  if (!failed && group >= 0)
    check(setpgid(0, static_cast<pid_t>(group)) == 0);
  if (!failed && !groups.empty())
    check(setgroups(groups.size(), groups.data()) == 0);
  if (!failed && gid >= 0)
    check(setregid(static_cast<gid_t>(gid), static_cast<gid_t>(gid)) == 0);
  if (!failed && uid >= 0)
    check(setreuid(static_cast<uid_t>(uid), static_cast<uid_t>(uid)) == 0);
  if (!failed && a[21] != None && !call(t, a[21])) {
    clearPending(t);
    failed = preexecFailed = true;
  }
  if (!failed && closeFds) {
    for (int fd = 3; fd < 65536; ++fd) {
      bool kept = fd == errpipe;
      for (int k : keep)
        kept |= k == fd;
      if (kept)
        continue;
      // Past the last open one close_range does the rest at once.
      if (fd > 1024) {
        close_range(static_cast<unsigned>(fd), ~0u, 0);
        break;
      }
      close(fd);
    }
  }
  for (int k : keep) // the error pipe must close when exec succeeds
    if (!failed && k > 2 && k != errpipe)
      fcntl(k, F_SETFD, 0);
  int error = errno;
  if (!failed) {
    error = ENOENT;
    for (std::string &e : executables) {
      if (hasEnv)
        execve(e.c_str(), argv.data(), envp.data());
      else
        execv(e.c_str(), argv.data());
      if (errno != ENOENT && errno != ENOTDIR)
        error = errno;
    }
  }
  char text[96];
  int length = preexecFailed ? snprintf(text, sizeof text, "SubprocessError:0:Exception occurred in preexec_fn.")
                             : snprintf(text, sizeof text, "OSError:%X:%s", static_cast<unsigned>(error), where);
  ssize_t ignored = write(errpipe, text, static_cast<size_t>(length));
  (void)ignored;
  _exit(255);
}

static const NativeDef kFunctions[] = {{"fork_exec", forkExec, "(*args)", kEffAny, nullptr, kNativeRaw}, {nullptr, nullptr, nullptr}};
static const ModuleSpec kModule{"_posixsubprocess", "A POSIX helper for the subprocess module.", kFunctions, nullptr};
void registerSubprocess() { registerNativeModule(&kModule); }

} // namespace pyc
