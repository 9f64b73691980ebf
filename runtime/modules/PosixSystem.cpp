//===- PosixSystem.cpp - posix: exec, ids, limits, scheduling, descriptors ===//
//
// One function of the system each; no state. Calls that may block let other
// threads run (blockingCall).
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/Import.h"
#include "runtime/modules/Posix.h"
#include "runtime/modules/StructSeq.h"
#include "runtime/modules/Threads.h"
#include "runtime/modules/io/IO.h"
#include "runtime/object/Containers.h"
#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <grp.h>
#include <langinfo.h>
#include <pty.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <sysexits.h>
#include <utmp.h>
#include <unistd.h>
#include <vector>

extern char **environ;

namespace pyc {
using namespace posix;

namespace {
TypeObject *gStatvfsResult, *gSchedParam, *gWaitidResult;

template <typename... Out> bool ints(Thread *t, Value *a, Out &...out) {
  size_t i = 0;
  return (intArgument(t, a[i++], out) && ...);
}
Value done(Thread *t, long r) { return r < 0 ? fail(t) : None; }
Value number(Thread *t, long r) { return r < 0 ? fail(t) : newInt(t, r); }
bool longArgument(Thread *t, Value v, int64_t &out) { return indexAsInt64(t, v, out, exc::OverflowError); }
Value pairOf(Thread *t, int64_t a, int64_t b) {
  Value v[2] = {Value::fromSmallInt(a), Value::fromSmallInt(b)};
  return newTuple(t, v, 2);
}

/// A uid or gid: -1 means "leave it".
bool idArgument(Thread *t, Value v, uint32_t &out) {
  int64_t id;
  if (!longArgument(t, v, id))
    return false;
  if (id < -1 || id > int64_t(UINT32_MAX)) {
    raise(t, exc::OverflowError, id < 0 ? "uid is less than minimum" : "uid is greater than maximum");
    return false;
  }
  out = static_cast<uint32_t>(id);
  return true;
}

//===-- running programs ---------------------------------------------------===//

/// The C strings of an argument list or an environment.
struct Strings {
  std::vector<std::string> text;
  std::vector<char *> pointers;
  char **data() {
    pointers.clear();
    for (std::string &s : text)
      pointers.push_back(s.data());
    pointers.push_back(nullptr);
    return pointers.data();
  }
};
bool argumentList(Thread *t, Value v, Strings &out, const char *function) {
  bool list = v.isObject() && isInstanceOf(v, types::list_), tuple = v.isObject() && isInstanceOf(v, types::tuple_);
  if (!list && !tuple) {
    raise(t, exc::TypeError, "%s() arg 2 must be a tuple or list", function);
    return false;
  }
  int64_t n = lengthOf(t, v);
  if (n < 0)
    return false;
  if (n == 0) {
    raise(t, exc::ValueError, "%s() arg 2 must not be empty", function);
    return false;
  }
  for (int64_t i = 0; i < n; ++i) {
    Value item = getItem(t, v, Value::fromSmallInt(i));
    Path p;
    if (!item || !toPath(t, item, p, function))
      return false;
    out.text.push_back(std::move(p.text));
  }
  if (!out.text[0].empty())
    return true;
  raise(t, exc::ValueError, "%s() arg 2 first element cannot be empty", function);
  return false;
}
bool environment(Thread *t, Value v, Strings &out, const char *function) {
  Value items = callMethod(t, v, "items", nullptr, 0);
  Value it = items ? getIter(t, items) : items;
  if (!it)
    return false;
  RootVector roots(t);
  roots.push(it);
  for (;;) {
    Value pair = iterNext(t, roots[0]);
    if (!pair)
      return !t->pending;
    if (!isTuple(pair) || pair.as<TupleObject>()->length != 2) {
      raise(t, exc::TypeError, "%s: environment items must be pairs", function);
      return false;
    }
    roots.push(pair);
    Path key, value;
    if (!toPath(t, pair.as<TupleObject>()->items[0], key, function) ||
        !toPath(t, roots[1].as<TupleObject>()->items[1], value, function))
      return false;
    if (key.text.empty() || key.text.find('=') != std::string::npos) {
      raise(t, exc::ValueError, "illegal environment variable name");
      return false;
    }
    out.text.push_back(key.text + "=" + value.text);
    roots.pop();
  }
}
Value execvFn(Thread *t, Value *a, size_t) {
  Path p;
  Strings argv;
  if (!toPath(t, a[0], p, "execv") || !argumentList(t, a[1], argv, "execv"))
    return Value::empty();
  execv(p.text.c_str(), argv.data());
  return fail(t);
}
Value execveFn(Thread *t, Value *a, size_t) {
  Path p;
  Strings argv, envp;
  if (!toPath(t, a[0], p, "execve", true) || !argumentList(t, a[1], argv, "execve") ||
      !environment(t, a[2], envp, "execve"))
    return Value::empty();
  if (p.fd >= 0)
    fexecve(p.fd, argv.data(), envp.data());
  else
    execve(p.text.c_str(), argv.data(), envp.data());
  return fail(t, p);
}

//===-- waiting ------------------------------------------------------------===//

Value usageResult(Thread *t, pid_t pid, int status, const struct rusage &u) {
  // resource.struct_rusage is the module resource's to make.
  Value name = newStr(t, "resource");
  Value module = name ? importName(t, name, None, None, 0) : name;
  Value make = module ? getAttr(t, module, newStr(t, "struct_rusage")) : module;
  if (!make)
    return make;
  auto seconds = [&](const struct timeval &v) {
    return newFloat(t, static_cast<double>(v.tv_sec) + 1e-6 * static_cast<double>(v.tv_usec));
  };
  RootVector parts(t);
  parts.push(make);
  Value fields[16] = {seconds(u.ru_utime), seconds(u.ru_stime)};
  const long rest[14] = {u.ru_maxrss, u.ru_ixrss, u.ru_idrss, u.ru_isrss, u.ru_minflt, u.ru_majflt, u.ru_nswap,
                         u.ru_inblock, u.ru_oublock, u.ru_msgsnd, u.ru_msgrcv, u.ru_nsignals, u.ru_nvcsw, u.ru_nivcsw};
  for (int i = 0; i < 14; ++i)
    fields[i + 2] = newInt(t, rest[i]);
  Value tuple = newTuple(t, fields, 16);
  Value usage = tuple ? call(t, parts[0], &tuple, 1) : tuple;
  if (!usage)
    return usage;
  Value all[3] = {Value::fromSmallInt(pid), Value::fromSmallInt(status), usage};
  return newTuple(t, all, 3);
}
Value wait4For(Thread *t, pid_t pid, int options) {
  int status = 0;
  struct rusage usage = {};
  pid_t r = blockingCall(t, [&] { return wait4(pid, &status, options, &usage); });
  return r < 0 ? fail(t) : usageResult(t, r, status, usage);
}
Value waitFn(Thread *t, Value *, size_t) {
  int status = 0;
  pid_t r = blockingCall(t, [&] { return wait(&status); });
  return r < 0 ? fail(t) : pairOf(t, r, status);
}
Value wait3Fn(Thread *t, Value *a, size_t) {
  int options;
  return ints(t, a, options) ? wait4For(t, -1, options) : Value::empty();
}
Value wait4Fn(Thread *t, Value *a, size_t) {
  int pid, options;
  return ints(t, a, pid, options) ? wait4For(t, pid, options) : Value::empty();
}
Value waitidFn(Thread *t, Value *a, size_t) {
  int type, id, options;
  if (!ints(t, a, type, id, options))
    return Value::empty();
  siginfo_t info = {};
  if (blockingCall(t, [&] { return waitid(static_cast<idtype_t>(type), static_cast<id_t>(id), &info, options); }) < 0)
    return fail(t);
  if (!info.si_pid)
    return None;
  Value v[5] = {newInt(t, info.si_pid), newInt(t, info.si_uid), newInt(t, info.si_signo), newInt(t, info.si_status),
                newInt(t, info.si_code)};
  return newStructSeq(t, gWaitidResult, v, 5);
}
Value pidfdOpen(Thread *t, Value *a, size_t) {
  int pid, flags = 0;
  if (!intArgument(t, a[0], pid) || (a[1] && !intArgument(t, a[1], flags)))
    return Value::empty();
  return number(t, syscall(SYS_pidfd_open, pid, flags));
}

//===-- users and groups ---------------------------------------------------===//

template <int (*Call)(uint32_t)> Value setOne(Thread *t, Value *a, size_t) {
  uint32_t id;
  return idArgument(t, a[0], id) ? done(t, Call(id)) : Value::empty();
}
template <int (*Call)(uint32_t, uint32_t)> Value setTwo(Thread *t, Value *a, size_t) {
  uint32_t x, y;
  return idArgument(t, a[0], x) && idArgument(t, a[1], y) ? done(t, Call(x, y)) : Value::empty();
}
template <int (*Call)(uint32_t, uint32_t, uint32_t)> Value setThree(Thread *t, Value *a, size_t) {
  uint32_t x, y, z;
  return idArgument(t, a[0], x) && idArgument(t, a[1], y) && idArgument(t, a[2], z) ? done(t, Call(x, y, z))
                                                                                    : Value::empty();
}
template <int (*Call)(uint32_t *, uint32_t *, uint32_t *)> Value getThree(Thread *t, Value *, size_t) {
  uint32_t id[3];
  if (Call(&id[0], &id[1], &id[2]) < 0)
    return fail(t);
  Value v[3] = {Value::fromSmallInt(id[0]), Value::fromSmallInt(id[1]), Value::fromSmallInt(id[2])};
  return newTuple(t, v, 3);
}
Value listOfIds(Thread *t, const std::vector<gid_t> &ids) {
  std::vector<Value> v;
  for (gid_t g : ids)
    v.push_back(Value::fromSmallInt(g));
  return newList(t, v.data(), v.size());
}
Value getGroups(Thread *t, Value *, size_t) {
  int n = getgroups(0, nullptr);
  if (n < 0)
    return fail(t);
  std::vector<gid_t> ids(static_cast<size_t>(n));
  n = getgroups(n, ids.data());
  return n < 0 ? fail(t) : listOfIds(t, ids);
}
Value getGroupList(Thread *t, Value *a, size_t) {
  Path user;
  uint32_t group;
  if (!toPath(t, a[0], user, "getgrouplist") || !idArgument(t, a[1], group))
    return Value::empty();
  int n = 64;
  std::vector<gid_t> ids(64);
  while (getgrouplist(user.text.c_str(), group, ids.data(), &n) < 0)
    ids.resize(static_cast<size_t>(n = std::max(n, int(ids.size()) * 2)));
  ids.resize(static_cast<size_t>(n));
  return listOfIds(t, ids);
}
Value setGroups(Thread *t, Value *a, size_t) {
  int64_t n = lengthOf(t, a[0]);
  if (n < 0)
    return Value::empty();
  std::vector<gid_t> ids;
  for (int64_t i = 0; i < n; ++i) {
    Value item = getItem(t, a[0], Value::fromSmallInt(i));
    uint32_t id;
    if (!item || !idArgument(t, item, id))
      return Value::empty();
    ids.push_back(id);
  }
  return done(t, setgroups(ids.size(), ids.data()));
}
Value initGroups(Thread *t, Value *a, size_t) {
  Path user;
  uint32_t group;
  if (!toPath(t, a[0], user, "initgroups") || !idArgument(t, a[1], group))
    return Value::empty();
  return done(t, initgroups(user.text.c_str(), group));
}
Value getSid(Thread *t, Value *a, size_t) {
  int pid;
  return ints(t, a, pid) ? number(t, getsid(pid)) : Value::empty();
}
Value setPgrp(Thread *t, Value *, size_t) { return done(t, setpgid(0, 0)); }
Value getLogin(Thread *t, Value *, size_t) {
  char name[256];
  int e = getlogin_r(name, sizeof name);
  return e ? (errno = e, fail(t)) : newStr(t, name);
}
template <int (*Call)(const char *, uid_t, gid_t)> Value ownPath(Thread *t, Value *a, const char *name) {
  Path p;
  uint32_t user, group;
  if (!toPath(t, a[0], p, name) || !idArgument(t, a[1], user) || !idArgument(t, a[2], group))
    return Value::empty();
  return noneOr(t, Call(p.text.c_str(), user, group), p);
}
Value lchownFn(Thread *t, Value *a, size_t) { return ownPath<lchown>(t, a, "lchown"); }
Value chownFn(Thread *t, Value *a, size_t) {
  Path p;
  uint32_t user, group;
  bool ok;
  int at = dirFd(t, a[3], ok), follow = a[4] ? isTrue(t, a[4]) : 1;
  if (!ok || follow < 0 || !toPath(t, a[0], p, "chown", true) || !idArgument(t, a[1], user) ||
      !idArgument(t, a[2], group))
    return Value::empty();
  if (p.fd >= 0)
    return noneOr(t, fchown(p.fd, user, group), p);
  return noneOr(t, fchownat(at, p.text.c_str(), user, group, follow ? 0 : AT_SYMLINK_NOFOLLOW), p);
}
Value fchownFn(Thread *t, Value *a, size_t) {
  int fd;
  uint32_t user, group;
  return intArgument(t, a[0], fd) && idArgument(t, a[1], user) && idArgument(t, a[2], group)
             ? done(t, fchown(fd, user, group))
             : Value::empty();
}

//===-- limits of the system -----------------------------------------------===//

struct Name {
  const char *name;
  int value;
};
/// A number, or one of the names in the table.
bool nameArgument(Thread *t, Value v, const Name *table, size_t n, int &out) {
  if (!isStr(v)) {
    if (!isIntLike(v)) {
      raise(t, exc::TypeError, "configuration names must be strings or integers");
      return false;
    }
    return intArgument(t, v, out);
  }
  std::string text = strToUtf8(payloadOf(v));
  for (size_t i = 0; i < n; ++i)
    if (text == table[i].name) {
      out = table[i].value;
      return true;
    }
  raise(t, exc::ValueError, "unrecognized configuration name");
  return false;
}
#define N(x) {&#x[1], x},
constexpr Name kSysconf[] = {
    N(_SC_ARG_MAX) N(_SC_CHILD_MAX) N(_SC_CLK_TCK) N(_SC_NGROUPS_MAX) N(_SC_OPEN_MAX) N(_SC_STREAM_MAX)
    N(_SC_TZNAME_MAX) N(_SC_JOB_CONTROL) N(_SC_SAVED_IDS) N(_SC_REALTIME_SIGNALS) N(_SC_PRIORITY_SCHEDULING)
    N(_SC_TIMERS) N(_SC_ASYNCHRONOUS_IO) N(_SC_FSYNC) N(_SC_MAPPED_FILES) N(_SC_MEMLOCK) N(_SC_MEMORY_PROTECTION)
    N(_SC_MESSAGE_PASSING) N(_SC_SEMAPHORES) N(_SC_SHARED_MEMORY_OBJECTS) N(_SC_AIO_LISTIO_MAX) N(_SC_AIO_MAX)
    N(_SC_DELAYTIMER_MAX) N(_SC_MQ_OPEN_MAX) N(_SC_VERSION) N(_SC_PAGESIZE) N(_SC_RTSIG_MAX) N(_SC_SEM_NSEMS_MAX)
    N(_SC_SEM_VALUE_MAX) N(_SC_SIGQUEUE_MAX) N(_SC_TIMER_MAX) N(_SC_LINE_MAX) N(_SC_IOV_MAX)
    N(_SC_GETGR_R_SIZE_MAX) N(_SC_GETPW_R_SIZE_MAX) N(_SC_LOGIN_NAME_MAX) N(_SC_TTY_NAME_MAX) N(_SC_THREADS)
    N(_SC_THREAD_STACK_MIN) N(_SC_THREAD_THREADS_MAX) N(_SC_NPROCESSORS_CONF) N(_SC_NPROCESSORS_ONLN)
    N(_SC_PHYS_PAGES) N(_SC_AVPHYS_PAGES) N(_SC_ATEXIT_MAX) N(_SC_XOPEN_VERSION) N(_SC_HOST_NAME_MAX)
    {"SC_PAGE_SIZE", _SC_PAGESIZE}};
constexpr Name kPathconf[] = {
    N(_PC_LINK_MAX) N(_PC_MAX_CANON) N(_PC_MAX_INPUT) N(_PC_NAME_MAX) N(_PC_PATH_MAX) N(_PC_PIPE_BUF)
    N(_PC_CHOWN_RESTRICTED) N(_PC_NO_TRUNC) N(_PC_VDISABLE) N(_PC_SYNC_IO) N(_PC_ASYNC_IO) N(_PC_PRIO_IO)
    N(_PC_SOCK_MAXBUF) N(_PC_FILESIZEBITS) N(_PC_REC_INCR_XFER_SIZE) N(_PC_REC_MAX_XFER_SIZE)
    N(_PC_REC_MIN_XFER_SIZE) N(_PC_REC_XFER_ALIGN) N(_PC_ALLOC_SIZE_MIN) N(_PC_SYMLINK_MAX)};
constexpr Name kConfstr[] = {N(_CS_PATH) N(_CS_GNU_LIBC_VERSION) N(_CS_GNU_LIBPTHREAD_VERSION)};
#undef N
template <size_t K> bool addNames(Thread *t, ModuleObject *m, const char *attribute, const Name (&table)[K]) {
  Value d = newDict(t);
  RootVector root(t);
  root.push(d);
  for (const Name &n : table) {
    Value key = newStr(t, n.name);
    if (!d || !key || !dictSet(t, root[0].as<DictObject>(), key, Value::fromSmallInt(n.value)))
      return false;
  }
  return moduleSet(t, m, attribute, root[0]);
}
/// -1 with errno untouched means "no limit".
Value limitOr(Thread *t, long r) { return r == -1 && errno ? fail(t) : newInt(t, r); }
Value sysconfFn(Thread *t, Value *a, size_t) {
  int name;
  if (!nameArgument(t, a[0], kSysconf, std::size(kSysconf), name))
    return Value::empty();
  errno = 0;
  return limitOr(t, sysconf(name));
}
Value pathconfFn(Thread *t, Value *a, size_t) {
  Path p;
  int name;
  if (!toPath(t, a[0], p, "pathconf", true) || !nameArgument(t, a[1], kPathconf, std::size(kPathconf), name))
    return Value::empty();
  errno = 0;
  return limitOr(t, p.fd >= 0 ? fpathconf(p.fd, name) : pathconf(p.text.c_str(), name));
}
Value fpathconfFn(Thread *t, Value *a, size_t) {
  int fd, name;
  if (!intArgument(t, a[0], fd) || !nameArgument(t, a[1], kPathconf, std::size(kPathconf), name))
    return Value::empty();
  errno = 0;
  return limitOr(t, fpathconf(fd, name));
}
Value confstrFn(Thread *t, Value *a, size_t) {
  int name;
  if (!nameArgument(t, a[0], kConfstr, std::size(kConfstr), name))
    return Value::empty();
  char text[256];
  errno = 0;
  size_t n = confstr(name, text, sizeof text);
  return n ? newStr(t, text) : errno ? fail(t) : None;
}
Value statvfsResult(Thread *t, const struct statvfs &s) {
  Value v[11] = {newUInt(t, s.f_bsize),  newUInt(t, s.f_frsize), newUInt(t, s.f_blocks), newUInt(t, s.f_bfree),
                 newUInt(t, s.f_bavail), newUInt(t, s.f_files),  newUInt(t, s.f_ffree),  newUInt(t, s.f_favail),
                 newUInt(t, s.f_flag),   newUInt(t, s.f_namemax), newUInt(t, s.f_fsid)};
  return newStructSeq(t, gStatvfsResult, v, 11);
}
Value statvfsFn(Thread *t, Value *a, size_t) {
  Path p;
  struct statvfs s;
  if (!toPath(t, a[0], p, "statvfs", true))
    return Value::empty();
  int r = blockingCall(t, [&] { return p.fd >= 0 ? fstatvfs(p.fd, &s) : statvfs(p.text.c_str(), &s); });
  return r < 0 ? fail(t, p) : statvfsResult(t, s);
}
Value fstatvfsFn(Thread *t, Value *a, size_t) {
  int fd;
  struct statvfs s;
  if (!intArgument(t, a[0], fd))
    return Value::empty();
  return fstatvfs(fd, &s) < 0 ? fail(t) : statvfsResult(t, s);
}
Value loadAverage(Thread *t, Value *, size_t) {
  double v[3];
  if (getloadavg(v, 3) != 3)
    return raise(t, exc::OSError, "Load averages are unobtainable");
  Value out[3] = {newFloat(t, v[0]), newFloat(t, v[1]), newFloat(t, v[2])};
  return newTuple(t, out, 3);
}

//===-- scheduling ---------------------------------------------------------===//

Value niceFn(Thread *t, Value *a, size_t) {
  int by;
  if (!ints(t, a, by))
    return Value::empty();
  errno = 0;
  return limitOr(t, nice(by));
}
Value getPriority(Thread *t, Value *a, size_t) {
  int which, who;
  if (!ints(t, a, which, who))
    return Value::empty();
  errno = 0;
  return limitOr(t, getpriority(static_cast<__priority_which_t>(which), static_cast<id_t>(who)));
}
Value setPriority(Thread *t, Value *a, size_t) {
  int which, who, priority;
  if (!ints(t, a, which, who, priority))
    return Value::empty();
  return done(t, setpriority(static_cast<__priority_which_t>(which), static_cast<id_t>(who), priority));
}
Value schedYield(Thread *t, Value *, size_t) { return done(t, blockingCall(t, [] { return sched_yield(); })); }
Value priorityMax(Thread *t, Value *a, size_t) {
  int policy;
  return ints(t, a, policy) ? number(t, sched_get_priority_max(policy)) : Value::empty();
}
Value priorityMin(Thread *t, Value *a, size_t) {
  int policy;
  return ints(t, a, policy) ? number(t, sched_get_priority_min(policy)) : Value::empty();
}
Value getScheduler(Thread *t, Value *a, size_t) {
  int pid;
  return ints(t, a, pid) ? number(t, sched_getscheduler(pid)) : Value::empty();
}
Value getParam(Thread *t, Value *a, size_t) {
  int pid;
  sched_param p;
  if (!ints(t, a, pid))
    return Value::empty();
  if (sched_getparam(pid, &p) < 0)
    return fail(t);
  Value v = Value::fromSmallInt(p.sched_priority);
  return newStructSeq(t, gSchedParam, &v, 1);
}
/// sched_param(priority): the item itself where others take a sequence.
Value newParam(Thread *t, Value *a, size_t) { return newStructSeq(t, gSchedParam, &a[1], 1); }
const NativeDef kNewParam = {"__new__", newParam, "($type, sched_priority)", kEffAny, nullptr, kNativeStatic};
bool paramArgument(Thread *t, Value v, sched_param &out) {
  if (!isInstanceOf(v, gSchedParam)) {
    raise(t, exc::TypeError, "must have a sched_param object");
    return false;
  }
  return intArgument(t, v.as<TupleObject>()->items[0], out.sched_priority);
}
Value setParam(Thread *t, Value *a, size_t) {
  int pid;
  sched_param p;
  return intArgument(t, a[0], pid) && paramArgument(t, a[1], p) ? done(t, sched_setparam(pid, &p)) : Value::empty();
}
Value setScheduler(Thread *t, Value *a, size_t) {
  int pid, policy;
  sched_param p;
  return ints(t, a, pid, policy) && paramArgument(t, a[2], p) ? done(t, sched_setscheduler(pid, policy, &p))
                                                              : Value::empty();
}
Value roundRobin(Thread *t, Value *a, size_t) {
  int pid;
  struct timespec ts;
  if (!ints(t, a, pid))
    return Value::empty();
  if (sched_rr_get_interval(pid, &ts) < 0)
    return fail(t);
  return newFloat(t, static_cast<double>(ts.tv_sec) + 1e-9 * static_cast<double>(ts.tv_nsec));
}
Value setAffinity(Thread *t, Value *a, size_t) {
  int pid;
  if (!intArgument(t, a[0], pid))
    return Value::empty();
  Value it = getIter(t, a[1]);
  if (!it)
    return it;
  RootVector root(t);
  root.push(it);
  cpu_set_t set;
  CPU_ZERO(&set);
  while (Value v = iterNext(t, root[0])) {
    int cpu;
    if (!intArgument(t, v, cpu))
      return Value::empty();
    if (cpu < 0 || cpu >= CPU_SETSIZE)
      return raise(t, exc::ValueError, "negative CPU number");
    CPU_SET(cpu, &set);
  }
  return t->pending ? Value::empty() : done(t, sched_setaffinity(pid, sizeof set, &set));
}

//===-- descriptors --------------------------------------------------------===//

Value preadFn(Thread *t, Value *a, size_t) {
  int fd;
  int64_t size, at;
  if (!intArgument(t, a[0], fd) || !longArgument(t, a[1], size) || !longArgument(t, a[2], at))
    return Value::empty();
  if (size < 0)
    return errno = EINVAL, fail(t);
  if (!gcMayFit(static_cast<size_t>(size)))
    return raiseMemoryError(t);
  std::string buffer(static_cast<size_t>(size), '\0');
  ssize_t got = blockingCall(t, [&] { return pread(fd, buffer.data(), buffer.size(), at); });
  return got < 0 ? fail(t) : newBytes(t, buffer.data(), got);
}
Value pwriteFn(Thread *t, Value *a, size_t) {
  int fd;
  const char *p;
  size_t size;
  int64_t at;
  if (!intArgument(t, a[0], fd) || !longArgument(t, a[2], at) || !io::bytesLike(t, a[1], p, size))
    return Value::empty();
  ssize_t put = blockingCall(t, [&] { return pwrite(fd, p, size, at); });
  return put < 0 ? fail(t) : newInt(t, put);
}
Value writevFn(Thread *t, Value *a, size_t) {
  int fd;
  int64_t n;
  if (!intArgument(t, a[0], fd) || (n = lengthOf(t, a[1])) < 0)
    return Value::empty();
  std::string all;
  for (int64_t i = 0; i < n; ++i) {
    Value item = getItem(t, a[1], Value::fromSmallInt(i));
    const char *p;
    size_t size;
    if (!item || !io::bytesLike(t, item, p, size))
      return Value::empty();
    all.append(p, size);
  }
  ssize_t put = blockingCall(t, [&] { return write(fd, all.data(), all.size()); });
  return put < 0 ? fail(t) : newInt(t, put);
}
Value sendFile(Thread *t, Value *a, size_t) {
  int out, in;
  int64_t count;
  if (!ints(t, a, out, in) || !longArgument(t, a[3], count))
    return Value::empty();
  off_t at = 0;
  bool given = a[2] != None;
  if (given) {
    int64_t v;
    if (!longArgument(t, a[2], v))
      return Value::empty();
    at = v;
  }
  ssize_t r = blockingCall(t, [&] { return sendfile(out, in, given ? &at : nullptr, static_cast<size_t>(count)); });
  return r < 0 ? fail(t) : newInt(t, r);
}
Value copyRange(Thread *t, Value *a, size_t) {
  int from, to;
  int64_t count;
  if (!ints(t, a, from, to) || !longArgument(t, a[2], count))
    return Value::empty();
  if (count < 0)
    return raise(t, exc::ValueError, "negative value for 'count' not allowed");
  off_t at[2];
  off_t *where[2] = {nullptr, nullptr};
  for (int i = 0; i < 2; ++i)
    if (a[3 + i] && a[3 + i] != None) {
      int64_t v;
      if (!longArgument(t, a[3 + i], v))
        return Value::empty();
      at[i] = v;
      where[i] = &at[i];
    }
  ssize_t r = blockingCall(t, [&] { return copy_file_range(from, where[0], to, where[1], static_cast<size_t>(count), 0); });
  return r < 0 ? fail(t) : newInt(t, r);
}
Value lockF(Thread *t, Value *a, size_t) {
  int fd, command;
  int64_t length;
  if (!ints(t, a, fd, command) || !longArgument(t, a[2], length))
    return Value::empty();
  return done(t, blockingCall(t, [&] { return lockf(fd, command, length); }));
}
Value fdatasyncFn(Thread *t, Value *a, size_t) {
  int fd;
  return ints(t, a, fd) ? done(t, blockingCall(t, [&] { return fdatasync(fd); })) : Value::empty();
}
Value syncFn(Thread *t, Value *, size_t) {
  AllowThreads allow(t);
  sync();
  return None;
}
Value fchdirFn(Thread *t, Value *a, size_t) {
  int fd;
  return ints(t, a, fd) ? done(t, fchdir(fd)) : Value::empty();
}
Value fchmodFn(Thread *t, Value *a, size_t) {
  int fd, mode;
  return ints(t, a, fd, mode) ? done(t, fchmod(fd, static_cast<mode_t>(mode))) : Value::empty();
}
Value chrootFn(Thread *t, Value *a, size_t) {
  Path p;
  return toPath(t, a[0], p, "chroot") ? noneOr(t, chroot(p.text.c_str()), p) : Value::empty();
}
Value posixFadvise(Thread *t, Value *a, size_t) {
  int fd, advice;
  int64_t at, length;
  if (!intArgument(t, a[0], fd) || !longArgument(t, a[1], at) || !longArgument(t, a[2], length) ||
      !intArgument(t, a[3], advice))
    return Value::empty();
  int e = posix_fadvise(fd, at, length, advice);
  return e ? (errno = e, fail(t)) : None;
}
Value posixFallocate(Thread *t, Value *a, size_t) {
  int fd;
  int64_t at, length;
  if (!intArgument(t, a[0], fd) || !longArgument(t, a[1], at) || !longArgument(t, a[2], length))
    return Value::empty();
  int e = posix_fallocate(fd, at, length);
  return e ? (errno = e, fail(t)) : None;
}
Value mkfifoFn(Thread *t, Value *a, size_t) {
  Path p;
  int mode = 0666;
  bool ok;
  int at = dirFd(t, a[2], ok);
  if (!ok || !toPath(t, a[0], p, "mkfifo") || (a[1] && !intArgument(t, a[1], mode)))
    return Value::empty();
  return noneOr(t, mkfifoat(at, p.text.c_str(), static_cast<mode_t>(mode)), p);
}
Value mknodFn(Thread *t, Value *a, size_t) {
  Path p;
  int mode = 0600;
  int64_t device = 0;
  bool ok;
  int at = dirFd(t, a[3], ok);
  if (!ok || !toPath(t, a[0], p, "mknod") || (a[1] && !intArgument(t, a[1], mode)) ||
      (a[2] && !longArgument(t, a[2], device)))
    return Value::empty();
  return noneOr(t, mknodat(at, p.text.c_str(), static_cast<mode_t>(mode), static_cast<dev_t>(device)), p);
}
Value majorFn(Thread *t, Value *a, size_t) {
  int64_t d;
  return longArgument(t, a[0], d) ? newInt(t, major(static_cast<dev_t>(d))) : Value::empty();
}
Value minorFn(Thread *t, Value *a, size_t) {
  int64_t d;
  return longArgument(t, a[0], d) ? newInt(t, minor(static_cast<dev_t>(d))) : Value::empty();
}
Value makedevFn(Thread *t, Value *a, size_t) {
  int x, y;
  return ints(t, a, x, y) ? newUInt(t, makedev(static_cast<unsigned>(x), static_cast<unsigned>(y))) : Value::empty();
}
Value eventFd(Thread *t, Value *a, size_t) {
  int64_t initial;
  int flags = EFD_CLOEXEC;
  if (!longArgument(t, a[0], initial) || (a[1] && !intArgument(t, a[1], flags)))
    return Value::empty();
  return number(t, eventfd(static_cast<unsigned>(initial), flags));
}
Value eventFdRead(Thread *t, Value *a, size_t) {
  int fd;
  uint64_t v = 0;
  if (!ints(t, a, fd))
    return Value::empty();
  return blockingCall(t, [&] { return eventfd_read(fd, &v); }) < 0 ? fail(t) : newUInt(t, v);
}
Value eventFdWrite(Thread *t, Value *a, size_t) {
  int fd;
  int64_t v;
  if (!intArgument(t, a[0], fd) || !longArgument(t, a[1], v))
    return Value::empty();
  return done(t, blockingCall(t, [&] { return eventfd_write(fd, static_cast<uint64_t>(v)); }));
}
Value memfdCreate(Thread *t, Value *a, size_t) {
  Path p;
  int flags = MFD_CLOEXEC;
  if (!toPath(t, a[0], p, "memfd_create") || (a[1] && !intArgument(t, a[1], flags)))
    return Value::empty();
  return number(t, memfd_create(p.text.c_str(), static_cast<unsigned>(flags)));
}
Value getRandom(Thread *t, Value *a, size_t) {
  int64_t size;
  int flags = 0;
  if (!longArgument(t, a[0], size) || (a[1] && !intArgument(t, a[1], flags)))
    return Value::empty();
  if (size < 0)
    return errno = EINVAL, fail(t);
  if (!gcMayFit(static_cast<size_t>(size)))
    return raiseMemoryError(t);
  std::string buffer(static_cast<size_t>(size), '\0');
  ssize_t got = blockingCall(t, [&] { return getrandom(buffer.data(), buffer.size(), static_cast<unsigned>(flags)); });
  return got < 0 ? fail(t) : newBytes(t, buffer.data(), got);
}

//===-- terminals ----------------------------------------------------------===//

Value openPty(Thread *t, Value *, size_t) {
  int parent, child;
  if (openpty(&parent, &child, nullptr, nullptr, nullptr) < 0)
    return fail(t);
  fcntl(parent, F_SETFD, FD_CLOEXEC);
  fcntl(child, F_SETFD, FD_CLOEXEC);
  return pairOf(t, parent, child);
}
Value ttyName(Thread *t, Value *a, size_t) {
  int fd;
  char name[PATH_MAX];
  if (!ints(t, a, fd))
    return Value::empty();
  int e = ttyname_r(fd, name, sizeof name);
  return e ? (errno = e, fail(t)) : newStr(t, name);
}
Value ctermId(Thread *t, Value *, size_t) {
  char name[L_ctermid];
  return newStr(t, ctermid(name));
}
Value tcGetPgrp(Thread *t, Value *a, size_t) {
  int fd;
  return ints(t, a, fd) ? number(t, tcgetpgrp(fd)) : Value::empty();
}
Value tcSetPgrp(Thread *t, Value *a, size_t) {
  int fd, group;
  return ints(t, a, fd, group) ? done(t, tcsetpgrp(fd, group)) : Value::empty();
}
Value loginTty(Thread *t, Value *a, size_t) {
  int fd;
  return ints(t, a, fd) ? done(t, login_tty(fd)) : Value::empty();
}
Value deviceEncoding(Thread *t, Value *a, size_t) {
  int fd;
  if (!ints(t, a, fd))
    return Value::empty();
  return isatty(fd) ? newStr(t, "UTF-8") : None;
}

//===-- extended attributes ------------------------------------------------===//

bool follows(Thread *t, Value v, int &out) { return (out = v ? isTrue(t, v) : 1) >= 0; }
Value getXattr(Thread *t, Value *a, size_t) {
  Path p, name;
  int follow;
  if (!toPath(t, a[0], p, "getxattr", true) || !toPath(t, a[1], name, "getxattr") || !follows(t, a[2], follow))
    return Value::empty();
  std::string buffer(65536, '\0');
  const char *path = p.text.c_str(), *key = name.text.c_str();
  ssize_t n = p.fd >= 0 ? fgetxattr(p.fd, key, buffer.data(), buffer.size())
              : follow  ? getxattr(path, key, buffer.data(), buffer.size())
                        : lgetxattr(path, key, buffer.data(), buffer.size());
  return n < 0 ? fail(t, p) : newBytes(t, buffer.data(), n);
}
Value setXattr(Thread *t, Value *a, size_t) {
  Path p, name;
  const char *data;
  size_t size;
  int flags = 0, follow;
  if (!toPath(t, a[0], p, "setxattr", true) || !toPath(t, a[1], name, "setxattr") ||
      (a[3] && !intArgument(t, a[3], flags)) || !follows(t, a[4], follow) || !io::bytesLike(t, a[2], data, size))
    return Value::empty();
  const char *path = p.text.c_str(), *key = name.text.c_str();
  return noneOr(t, p.fd >= 0 ? fsetxattr(p.fd, key, data, size, flags)
                   : follow  ? setxattr(path, key, data, size, flags)
                             : lsetxattr(path, key, data, size, flags), p);
}
Value removeXattr(Thread *t, Value *a, size_t) {
  Path p, name;
  int follow;
  if (!toPath(t, a[0], p, "removexattr", true) || !toPath(t, a[1], name, "removexattr") || !follows(t, a[2], follow))
    return Value::empty();
  const char *path = p.text.c_str(), *key = name.text.c_str();
  return noneOr(t, p.fd >= 0 ? fremovexattr(p.fd, key) : follow ? removexattr(path, key) : lremovexattr(path, key), p);
}
Value listXattr(Thread *t, Value *a, size_t) {
  Path p;
  int follow;
  Value where = a[0] && a[0] != None ? a[0] : newStr(t, ".");
  if (!where || !toPath(t, where, p, "listxattr", true) || !follows(t, a[1], follow))
    return Value::empty();
  std::string buffer(1 << 16, '\0');
  const char *path = p.text.c_str();
  ssize_t n = p.fd >= 0 ? flistxattr(p.fd, buffer.data(), buffer.size())
              : follow  ? listxattr(path, buffer.data(), buffer.size())
                        : llistxattr(path, buffer.data(), buffer.size());
  if (n < 0)
    return fail(t, p);
  RootVector names(t);
  for (size_t at = 0; at < static_cast<size_t>(n); at += strlen(&buffer[at]) + 1) {
    Value name = newStr(t, &buffer[at]);
    if (!name)
      return name;
    names.push(name);
  }
  return newList(t, names.begin(), names.size());
}

const NativeDef kFunctions[] = {
    {"execv", execvFn, "(path, argv, /)"},
    {"execve", execveFn, "(path, argv, env)"},
    {"wait", waitFn, "()"},
    {"wait3", wait3Fn, "(options)"},
    {"wait4", wait4Fn, "(pid, options)"},
    {"waitid", waitidFn, "(idtype, id, options, /)"},
    {"pidfd_open", pidfdOpen, "(pid, flags=0)"},
    {"setuid", setOne<setuid>, "(uid, /)"},
    {"setgid", setOne<setgid>, "(gid, /)"},
    {"seteuid", setOne<seteuid>, "(euid, /)"},
    {"setegid", setOne<setegid>, "(egid, /)"},
    {"setreuid", setTwo<setreuid>, "(ruid, euid, /)"},
    {"setregid", setTwo<setregid>, "(rgid, egid, /)"},
    {"setresuid", setThree<setresuid>, "(ruid, euid, suid, /)"},
    {"setresgid", setThree<setresgid>, "(rgid, egid, sgid, /)"},
    {"getresuid", getThree<getresuid>, "()"},
    {"getresgid", getThree<getresgid>, "()"},
    {"getgroups", getGroups, "()"},
    {"getgrouplist", getGroupList, "(user, group, /)"},
    {"setgroups", setGroups, "(groups, /)"},
    {"initgroups", initGroups, "(username, gid, /)"},
    {"getsid", getSid, "(pid, /)"},
    {"setpgrp", setPgrp, "()"},
    {"getlogin", getLogin, "()"},
    {"chown", chownFn, "(path, uid, gid, *, dir_fd=None, follow_symlinks=True)"},
    {"lchown", lchownFn, "(path, uid, gid)"},
    {"fchown", fchownFn, "(fd, uid, gid)"},
    {"sysconf", sysconfFn, "(name, /)"},
    {"pathconf", pathconfFn, "(path, name)"},
    {"fpathconf", fpathconfFn, "(fd, name, /)"},
    {"confstr", confstrFn, "(name, /)"},
    {"statvfs", statvfsFn, "(path)"},
    {"fstatvfs", fstatvfsFn, "(fd, /)"},
    {"getloadavg", loadAverage, "()"},
    {"nice", niceFn, "(increment, /)"},
    {"getpriority", getPriority, "(which, who)"},
    {"setpriority", setPriority, "(which, who, priority)"},
    {"sched_yield", schedYield, "()"},
    {"sched_get_priority_max", priorityMax, "(policy)"},
    {"sched_get_priority_min", priorityMin, "(policy)"},
    {"sched_getscheduler", getScheduler, "(pid, /)"},
    {"sched_getparam", getParam, "(pid, /)"},
    {"sched_setparam", setParam, "(pid, param, /)"},
    {"sched_setscheduler", setScheduler, "(pid, policy, param, /)"},
    {"sched_rr_get_interval", roundRobin, "(pid, /)"},
    {"sched_setaffinity", setAffinity, "(pid, mask, /)"},
    {"pread", preadFn, "(fd, length, offset, /)"},
    {"pwrite", pwriteFn, "(fd, buffer, offset, /)"},
    {"writev", writevFn, "(fd, buffers, /)"},
    {"sendfile", sendFile, "(out_fd, in_fd, offset, count)"},
    {"copy_file_range", copyRange, "(src, dst, count, offset_src=None, offset_dst=None)"},
    {"lockf", lockF, "(fd, command, length, /)"},
    {"fdatasync", fdatasyncFn, "(fd)"},
    {"sync", syncFn, "()"},
    {"fchdir", fchdirFn, "(fd)"},
    {"fchmod", fchmodFn, "(fd, mode)"},
    {"chroot", chrootFn, "(path)"},
    {"posix_fadvise", posixFadvise, "(fd, offset, length, advice, /)"},
    {"posix_fallocate", posixFallocate, "(fd, offset, length, /)"},
    {"mkfifo", mkfifoFn, "(path, mode=438, *, dir_fd=None)"},
    {"mknod", mknodFn, "(path, mode=384, device=0, *, dir_fd=None)"},
    {"major", majorFn, "(device, /)"},
    {"minor", minorFn, "(device, /)"},
    {"makedev", makedevFn, "(major, minor, /)"},
    {"eventfd", eventFd, "(initval, flags=524288)"},
    {"eventfd_read", eventFdRead, "(fd)"},
    {"eventfd_write", eventFdWrite, "(fd, value)"},
    {"memfd_create", memfdCreate, "(name, flags=1)"},
    {"getrandom", getRandom, "(size, flags=0)"},
    {"openpty", openPty, "()"},
    {"ttyname", ttyName, "(fd, /)"},
    {"ctermid", ctermId, "()"},
    {"tcgetpgrp", tcGetPgrp, "(fd, /)"},
    {"tcsetpgrp", tcSetPgrp, "(fd, pgid, /)"},
    {"login_tty", loginTty, "(fd, /)"},
    {"device_encoding", deviceEncoding, "(fd)"},
    {"getxattr", getXattr, "(path, attribute, *, follow_symlinks=True)"},
    {"setxattr", setXattr, "(path, attribute, value, flags=0, *, follow_symlinks=True)"},
    {"removexattr", removeXattr, "(path, attribute, *, follow_symlinks=True)"},
    {"listxattr", listXattr, "(path=None, *, follow_symlinks=True)"},
    {nullptr, nullptr, nullptr}};

#define C(x) {#x, x},
constexpr Name kConstants[] = {
    C(EX_CANTCREAT) C(EX_NOHOST) C(EX_NOUSER) C(EX_OSFILE) C(EX_PROTOCOL) C(EX_TEMPFAIL) C(EX_UNAVAILABLE)
    C(F_LOCK) C(F_TEST) C(F_TLOCK) C(F_ULOCK) C(EFD_CLOEXEC) C(EFD_NONBLOCK) C(EFD_SEMAPHORE)
    C(GRND_NONBLOCK) C(GRND_RANDOM) C(MFD_CLOEXEC) C(MFD_ALLOW_SEALING) C(MFD_HUGETLB)
    C(O_ASYNC) C(O_DIRECT) C(O_FSYNC) C(O_LARGEFILE) C(O_NDELAY) C(O_NOATIME) C(O_PATH) C(O_RSYNC) C(O_TMPFILE)
    C(POSIX_FADV_DONTNEED) C(POSIX_FADV_NOREUSE) C(POSIX_FADV_NORMAL) C(POSIX_FADV_RANDOM)
    C(POSIX_FADV_SEQUENTIAL) C(POSIX_FADV_WILLNEED) C(PRIO_PGRP) C(PRIO_PROCESS) C(PRIO_USER)
    C(P_ALL) C(P_PGID) C(P_PID) C(P_PIDFD) C(RTLD_DEEPBIND) C(RTLD_GLOBAL) C(RTLD_LAZY) C(RTLD_LOCAL)
    C(RTLD_NODELETE) C(RTLD_NOLOAD) C(RTLD_NOW) C(SCHED_BATCH) C(SCHED_FIFO) C(SCHED_IDLE) C(SCHED_OTHER)
    C(SCHED_RESET_ON_FORK) C(SCHED_RR) C(ST_APPEND) C(ST_MANDLOCK) C(ST_NOATIME) C(ST_NODEV) C(ST_NODIRATIME)
    C(ST_NOEXEC) C(ST_NOSUID) C(ST_RDONLY) C(ST_RELATIME) C(ST_SYNCHRONOUS) C(ST_WRITE) C(WEXITED) C(WNOWAIT)
    C(WSTOPPED) C(CLD_CONTINUED) C(CLD_DUMPED) C(CLD_EXITED) C(CLD_KILLED) C(CLD_STOPPED) C(CLD_TRAPPED)
    C(XATTR_CREATE) C(XATTR_REPLACE) {"XATTR_SIZE_MAX", 65536}};
#undef C
} // namespace

bool addPosixSystem(Thread *t, ModuleObject *m) {
  gStatvfsResult = makeStructSeq(t, "os.statvfs_result",
                                 {"f_bsize", "f_frsize", "f_blocks", "f_bfree", "f_bavail", "f_files", "f_ffree",
                                  "f_favail", "f_flag", "f_namemax", "f_fsid"}, 10);
  gSchedParam = makeStructSeq(t, "posix.sched_param", {"sched_priority"}, 1);
  Value make = newNativeFunction(t, &kNewParam, Value::empty(), Value::empty()), key = newStr(t, "__new__");
  if (!make || !key || !typeDictSet(t, gSchedParam, key, make))
    return false;
  gWaitidResult = makeStructSeq(t, "posix.waitid_result", {"si_pid", "si_uid", "si_signo", "si_status", "si_code"}, 5);
  for (const Name &c : kConstants)
    if (!moduleSet(t, m, c.name, Value::fromSmallInt(c.value)))
      return false;
  return moduleSet(t, m, "statvfs_result", Value::fromObject(gStatvfsResult)) &&
         moduleSet(t, m, "sched_param", Value::fromObject(gSchedParam)) &&
         moduleSet(t, m, "waitid_result", Value::fromObject(gWaitidResult)) &&
         addNames(t, m, "sysconf_names", kSysconf) && addNames(t, m, "pathconf_names", kPathconf) &&
         addNames(t, m, "confstr_names", kConfstr) && moduleAddFunctions(t, m, kFunctions);
}

} // namespace pyc
