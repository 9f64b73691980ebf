//===- PosixProcess.cpp - posix: what running other programs needs --------===//
#include "runtime/modules/Import.h"
#include "runtime/modules/Threads.h"
#include "runtime/modules/Posix.h"
#include "runtime/object/Containers.h"
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace pyc {

static bool ints(Thread *t, Value *a, size_t n, int *out) {
  for (size_t i = 0; i < n; ++i) {
    int64_t v;
    if (!indexAsInt64(t, a[i], v, exc::OverflowError))
      return false;
    out[i] = static_cast<int>(v);
  }
  return true;
}
static Value result(Thread *t, long r) { return r < 0 ? raiseOSError(t, errno, Value::empty()) : newInt(t, r); }
static Value done(Thread *t, long r) { return r < 0 ? raiseOSError(t, errno, Value::empty()) : None; }

#define STATUS(fn, expr, wrap)                                                 \
  static Value fn(Thread *t, Value *a, size_t) {                               \
    int status;                                                                \
    return ints(t, a, 1, &status) ? wrap(expr) : Value::empty();               \
  }
STATUS(wIfStopped, WIFSTOPPED(status), boolValue)
STATUS(wIfSignaled, WIFSIGNALED(status), boolValue)
STATUS(wIfExited, WIFEXITED(status), boolValue)
STATUS(wIfContinued, WIFCONTINUED(status), boolValue)
STATUS(wCoreDump, WCOREDUMP(status) != 0, boolValue)
STATUS(wExitStatus, WEXITSTATUS(status), Value::fromSmallInt)
STATUS(wTermSig, WTERMSIG(status), Value::fromSmallInt)
STATUS(wStopSig, WSTOPSIG(status), Value::fromSmallInt)
#undef STATUS

static Value setBlocking(Thread *t, Value *a, size_t) {
  int fd;
  int truth = isTrue(t, a[1]);
  if (truth < 0 || !ints(t, a, 1, &fd))
    return Value::empty();
  int flags = fcntl(fd, F_GETFL);
  return done(t, flags < 0 ? -1 : fcntl(fd, F_SETFL, truth ? flags & ~O_NONBLOCK : flags | O_NONBLOCK));
}
static Value getBlocking(Thread *t, Value *a, size_t) {
  int fd;
  if (!ints(t, a, 1, &fd))
    return Value::empty();
  int flags = fcntl(fd, F_GETFL);
  return flags < 0 ? done(t, -1) : boolValue(!(flags & O_NONBLOCK));
}
static Value dup2Fn(Thread *t, Value *a, size_t) {
  int fds[2];
  if (!ints(t, a, 2, fds))
    return Value::empty();
  int inheritable = a[2] ? isTrue(t, a[2]) : 1;
  if (inheritable < 0)
    return Value::empty();
  return result(t, inheritable ? dup2(fds[0], fds[1]) : dup3(fds[0], fds[1], O_CLOEXEC));
}
static Value pipe2Fn(Thread *t, Value *a, size_t) {
  int flags, fds[2];
  if (!ints(t, a, 1, &flags))
    return Value::empty();
  if (pipe2(fds, flags) < 0)
    return done(t, -1);
  Value pair[2] = {Value::fromSmallInt(fds[0]), Value::fromSmallInt(fds[1])};
  return newTuple(t, pair, 2);
}
static Value closeRange(Thread *t, Value *a, size_t) {
  int range[2];
  if (!ints(t, a, 2, range))
    return Value::empty();
  for (int fd = range[0]; fd < range[1]; ++fd)
    close(fd);
  return None;
}
static Value setSid(Thread *t, Value *, size_t) { return done(t, setsid()); }
static Value killPg(Thread *t, Value *a, size_t) {
  int v[2];
  if (!ints(t, a, 2, v))
    return Value::empty();
  // The signal may be for this process.
  int r = killpg(v[0], v[1]);
  return r < 0 || afterInterrupt(t) ? done(t, r) : Value::empty();
}
static Value getPgid(Thread *t, Value *a, size_t) {
  int pid;
  return ints(t, a, 1, &pid) ? result(t, getpgid(pid)) : Value::empty();
}
static Value getPgrp(Thread *t, Value *, size_t) { return result(t, getpgrp()); }
static Value setPgid(Thread *t, Value *a, size_t) {
  int v[2];
  return ints(t, a, 2, v) ? done(t, setpgid(v[0], v[1])) : Value::empty();
}
static const NativeDef kFunctions[] = {
    {"WIFSTOPPED", wIfStopped, "(status)"}, {"WIFSIGNALED", wIfSignaled, "(status)"}, {"WIFEXITED", wIfExited, "(status)"},
    {"WIFCONTINUED", wIfContinued, "(status)"}, {"WCOREDUMP", wCoreDump, "(status, /)"}, {"WEXITSTATUS", wExitStatus, "(status)"},
    {"WTERMSIG", wTermSig, "(status)"}, {"WSTOPSIG", wStopSig, "(status)"}, {"set_blocking", setBlocking, "(fd, blocking, /)"},
    {"get_blocking", getBlocking, "(fd, /)"}, {"dup2", dup2Fn, "(fd, fd2, inheritable=True)"}, {"pipe2", pipe2Fn, "(flags, /)"},
    {"closerange", closeRange, "(fd_low, fd_high, /)"}, {"setsid", setSid, "()"}, {"killpg", killPg, "(pgid, signal, /)"},
    {"getpgid", getPgid, "(pid)"}, {"getpgrp", getPgrp, "()"}, {"setpgid", setPgid, "(pid, pgrp, /)"}, {nullptr, nullptr, nullptr}};

/// Called by posix's initialiser.
bool addPosixProcess(Thread *t, ModuleObject *m) {
  static const struct { const char *name; int value; } kConstants[] = {
      {"WNOHANG", WNOHANG}, {"WUNTRACED", WUNTRACED}, {"WCONTINUED", WCONTINUED}};
  for (auto &c : kConstants)
    if (!moduleSet(t, m, c.name, Value::fromSmallInt(c.value)))
      return false;
  return moduleAddFunctions(t, m, kFunctions);
}

} // namespace pyc
