//===- UnixModules.cpp - fcntl, resource, pwd, grp ------------------------===//
//
// Thin modules over the system's calls. Those that may wait give the lock away.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/StructSeq.h"
#include "runtime/modules/Threads.h"
#include "runtime/object/Bytes.h"
#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace pyc {

bool descriptorOf(Thread *t, Value v, int &out); // SelectModule.cpp

namespace {

struct Constant { const char *name; int64_t value; };
bool addConstants(Thread *t, ModuleObject *m, const Constant *list, size_t n) {
  for (size_t i = 0; i < n; ++i)
    if (!moduleSet(t, m, list[i].name, newInt(t, list[i].value)))
      return false;
  return true;
}
#define N(x) {#x, static_cast<int64_t>(x)}
Value failed(Thread *t) { return t->pending ? Value::empty() : raiseOSError(t, errno, Value::empty()); }

//===-- fcntl --------------------------------------------------------------===//

Value fcntlFn(Thread *t, Value *a, size_t) {
  int fd;
  int64_t command, number = 0;
  if (!descriptorOf(t, a[0], fd) || !indexAsInt64(t, a[1], command))
    return Value::empty();
  if (a[2] && !isIntLike(a[2])) {
    std::string buffer;
    if (isStr(a[2])) {
      buffer = strToUtf8(payloadOf(a[2]));
    } else {
      ByteView v;
      if (!v.require(t, a[2]))
        return Value::empty();
      buffer = std::string(v.text());
    }
    if (buffer.size() > 1024)
      return raise(t, exc::ValueError, "fcntl string arg too long");
    size_t size = buffer.size();
    buffer.resize(1024);
    int r = blockingCall(t, [&] { return fcntl(fd, static_cast<int>(command), buffer.data()); });
    return r < 0 ? failed(t) : newBytes(t, buffer.data(), static_cast<int64_t>(size));
  }
  if (a[2] && !indexAsInt64(t, a[2], number))
    return Value::empty();
  int r = blockingCall(t, [&] { return fcntl(fd, static_cast<int>(command), static_cast<long>(number)); });
  return r < 0 ? failed(t) : newInt(t, r);
}
Value ioctlFn(Thread *t, Value *a, size_t) {
  int fd;
  int64_t request, number = 0;
  int mutate = a[3] ? isTrue(t, a[3]) : 1;
  if (mutate < 0 || !descriptorOf(t, a[0], fd) || !indexAsInt64(t, a[1], request))
    return Value::empty();
  if (a[2] && !isIntLike(a[2])) {
    std::string buffer;
    ByteView v;
    if (isStr(a[2])) {
      buffer = strToUtf8(payloadOf(a[2]));
    } else {
      if (!v.require(t, a[2]))
        return Value::empty();
      buffer = std::string(v.text());
    }
    if (buffer.size() > 1024)
      return raise(t, exc::ValueError, "ioctl string arg too long");
    size_t size = buffer.size();
    buffer.resize(1024);
    int r = blockingCall(t, [&] { return ioctl(fd, static_cast<unsigned long>(request), buffer.data()); });
    if (r < 0)
      return failed(t);
    BufferInfo info;
    if (mutate && bufferOf(a[2], info) && !info.readOnly) {
      memcpy(info.data, buffer.data(), std::min(size, static_cast<size_t>(info.bytes)));
      return newInt(t, r);
    }
    return newBytes(t, buffer.data(), static_cast<int64_t>(size));
  }
  if (a[2] && !indexAsInt64(t, a[2], number))
    return Value::empty();
  int r = blockingCall(t, [&] { return ioctl(fd, static_cast<unsigned long>(request), number); });
  return r < 0 ? failed(t) : newInt(t, r);
}
Value flockFn(Thread *t, Value *a, size_t) {
  int fd;
  int64_t operation;
  if (!descriptorOf(t, a[0], fd) || !indexAsInt64(t, a[1], operation))
    return Value::empty();
  return blockingCall(t, [&] { return flock(fd, static_cast<int>(operation)); }) < 0 ? failed(t) : None;
}
Value lockfFn(Thread *t, Value *a, size_t) {
  int fd;
  int64_t operation, length = 0, start = 0, whence = 0;
  if (!descriptorOf(t, a[0], fd) || !indexAsInt64(t, a[1], operation) || (a[2] && !indexAsInt64(t, a[2], length)) ||
      (a[3] && !indexAsInt64(t, a[3], start)) || (a[4] && !indexAsInt64(t, a[4], whence)))
    return Value::empty();
  struct flock l {};
  if (operation & LOCK_UN)
    l.l_type = F_UNLCK;
  else if (operation & LOCK_SH)
    l.l_type = F_RDLCK;
  else if (operation & LOCK_EX)
    l.l_type = F_WRLCK;
  else
    return raise(t, exc::ValueError, "unrecognized lockf argument");
  l.l_start = start;
  l.l_len = length;
  l.l_whence = static_cast<short>(whence);
  int command = operation & LOCK_NB ? F_SETLK : F_SETLKW;
  return blockingCall(t, [&] { return fcntl(fd, command, &l); }) < 0 ? failed(t) : None;
}
const NativeDef kFcntl[] = {
    {"fcntl", fcntlFn, "(fd, cmd, arg=0, /)"}, {"ioctl", ioctlFn, "(fd, request, arg=0, mutate_flag=True, /)"},
    {"flock", flockFn, "(fd, operation, /)"}, {"lockf", lockfFn, "(fd, cmd, len=0, start=0, whence=0, /)"}, {nullptr, nullptr, nullptr}};
bool initFcntl(Thread *t, ModuleObject *m) {
  static const Constant list[] = {
      N(LOCK_SH), N(LOCK_EX), N(LOCK_NB), N(LOCK_UN), N(F_DUPFD), N(F_DUPFD_CLOEXEC), N(F_GETFD), N(F_SETFD), N(F_GETFL), N(F_SETFL),
      N(F_GETLK), N(F_SETLK), N(F_SETLKW), N(F_GETOWN), N(F_SETOWN), N(F_RDLCK), N(F_UNLCK), N(F_WRLCK), N(FD_CLOEXEC),
      {"F_SETPIPE_SZ", 1031}, {"F_GETPIPE_SZ", 1032}, {"F_ADD_SEALS", 1033}, {"F_GET_SEALS", 1034}, {"F_OFD_GETLK", 36},
      {"F_OFD_SETLK", 37}, {"F_OFD_SETLKW", 38}, {"F_GETLEASE", 1025}, {"F_SETLEASE", 1024}, {"F_NOTIFY", 1026}, {"F_GETSIG", 11},
      {"F_SETSIG", 10}, {"FASYNC", O_ASYNC}, N(LOCK_MAND), N(LOCK_READ), N(LOCK_WRITE), N(LOCK_RW)};
  return addConstants(t, m, list, std::size(list));
}
const ModuleSpec kFcntlModule{"fcntl", "File control: locks, descriptor flags, ioctl.", kFcntl, initFcntl};

//===-- resource -----------------------------------------------------------===//

TypeObject *gUsage;
Value limitValue(Thread *t, rlim_t l) { return l == RLIM_INFINITY ? Value::fromSmallInt(-1) : newUInt(t, l); }
bool resourceNumber(Thread *t, Value v, int64_t &out) {
  if (!indexAsInt64(t, v, out))
    return false;
  if (out >= 0 && out < RLIM_NLIMITS)
    return true;
  raise(t, exc::ValueError, "invalid resource specified");
  return false;
}
Value limits(Thread *t, const rlimit &r) {
  Value pair[2] = {limitValue(t, r.rlim_cur), limitValue(t, r.rlim_max)};
  return pair[0] && pair[1] ? newTuple(t, pair, 2) : Value::empty();
}
Value getLimit(Thread *t, Value *a, size_t) {
  int64_t which;
  rlimit r;
  if (!resourceNumber(t, a[0], which))
    return Value::empty();
  return getrlimit(static_cast<__rlimit_resource>(which), &r) < 0 ? failed(t) : limits(t, r);
}
bool newLimits(Thread *t, Value v, rlimit &out) {
  Value pair = tupleFrom(t, v);
  if (!pair)
    return false;
  auto *p = pair.as<TupleObject>();
  if (p->length != 2) {
    raise(t, exc::ValueError, "expected a tuple of 2 integers");
    return false;
  }
  int64_t soft, hard;
  if (!indexAsInt64(t, p->items[0], soft) || !indexAsInt64(t, pair.as<TupleObject>()->items[1], hard))
    return false;
  out.rlim_cur = static_cast<rlim_t>(soft);
  out.rlim_max = static_cast<rlim_t>(hard);
  return true;
}
Value limitError(Thread *t) {
  if (errno == EINVAL)
    return raise(t, exc::ValueError, "current limit exceeds maximum limit");
  if (errno == EPERM)
    return raise(t, exc::ValueError, "not allowed to raise maximum limit");
  return failed(t);
}
Value setLimit(Thread *t, Value *a, size_t) {
  int64_t which;
  rlimit r;
  if (!resourceNumber(t, a[0], which) || !newLimits(t, a[1], r))
    return Value::empty();
  return setrlimit(static_cast<__rlimit_resource>(which), &r) < 0 ? limitError(t) : None;
}
Value pLimit(Thread *t, Value *a, size_t) {
  int64_t pid, which;
  rlimit next, old;
  if (!indexAsInt64(t, a[0], pid) || !resourceNumber(t, a[1], which) || (a[2] && a[2] != None && !newLimits(t, a[2], next)))
    return Value::empty();
  bool sets = a[2] && a[2] != None;
  if (prlimit(static_cast<pid_t>(pid), static_cast<__rlimit_resource>(which), sets ? &next : nullptr, &old) < 0)
    return limitError(t);
  return limits(t, old);
}
Value getUsage(Thread *t, Value *a, size_t) {
  int64_t who;
  rusage r;
  if (!indexAsInt64(t, a[0], who))
    return Value::empty();
  if (getrusage(static_cast<__rusage_who>(who), &r) < 0)
    return errno == EINVAL ? raise(t, exc::ValueError, "invalid who parameter") : failed(t);
  auto seconds = [&](const timeval &v) { return newFloat(t, static_cast<double>(v.tv_sec) + static_cast<double>(v.tv_usec) * 1e-6); };
  Value v[16] = {seconds(r.ru_utime), seconds(r.ru_stime)};
  long rest[14] = {r.ru_maxrss, r.ru_ixrss, r.ru_idrss, r.ru_isrss, r.ru_minflt, r.ru_majflt, r.ru_nswap,
                   r.ru_inblock, r.ru_oublock, r.ru_msgsnd, r.ru_msgrcv, r.ru_nsignals, r.ru_nvcsw, r.ru_nivcsw};
  for (int i = 0; i < 14; ++i)
    v[2 + i] = newInt(t, rest[i]);
  return newStructSeq(t, gUsage, v, 16);
}
Value pageSize(Thread *t, Value *, size_t) { return newInt(t, sysconf(_SC_PAGESIZE)); }
const NativeDef kResource[] = {{"getrlimit", getLimit, "(resource, /)"}, {"setrlimit", setLimit, "(resource, limits, /)"},
                               {"prlimit", pLimit, "(pid, resource, limits=None, /)"}, {"getrusage", getUsage, "(who, /)"},
                               {"getpagesize", pageSize, "()"}, {nullptr, nullptr, nullptr}};
bool initResource(Thread *t, ModuleObject *m) {
  gUsage = makeStructSeq(t, "resource.struct_rusage",
                         {"ru_utime", "ru_stime", "ru_maxrss", "ru_ixrss", "ru_idrss", "ru_isrss", "ru_minflt", "ru_majflt", "ru_nswap",
                          "ru_inblock", "ru_oublock", "ru_msgsnd", "ru_msgrcv", "ru_nsignals", "ru_nvcsw", "ru_nivcsw"}, 16);
  static const Constant list[] = {
      N(RLIMIT_CPU), N(RLIMIT_FSIZE), N(RLIMIT_DATA), N(RLIMIT_STACK), N(RLIMIT_CORE), N(RLIMIT_NOFILE), N(RLIMIT_OFILE), N(RLIMIT_AS),
      N(RLIMIT_RSS), N(RLIMIT_NPROC), N(RLIMIT_MEMLOCK), N(RLIMIT_MSGQUEUE), N(RLIMIT_NICE), N(RLIMIT_RTPRIO), N(RLIMIT_RTTIME),
      N(RLIMIT_SIGPENDING), N(RUSAGE_SELF), N(RUSAGE_CHILDREN), N(RUSAGE_THREAD), {"RLIM_INFINITY", -1}};
  return addConstants(t, m, list, std::size(list)) && moduleSet(t, m, "error", typeValue(exc::OSError)) &&
         moduleSet(t, m, "struct_rusage", typeValue(gUsage));
}
const ModuleSpec kResourceModule{"resource", "Limits and use of the system's resources.", kResource, initResource};

//===-- pwd, grp -----------------------------------------------------------===//

TypeObject *gPasswd, *gGroup;
Value textOf(Thread *t, const char *s) { return s ? newStr(t, s) : None; }
Value passwdOf(Thread *t, const passwd *p) {
  Value v[7] = {textOf(t, p->pw_name), textOf(t, p->pw_passwd), newInt(t, p->pw_uid), newInt(t, p->pw_gid),
                textOf(t, p->pw_gecos), textOf(t, p->pw_dir), textOf(t, p->pw_shell)};
  return newStructSeq(t, gPasswd, v, 7);
}
Value groupOf(Thread *t, const group *g) {
  Value members = newList(t, nullptr, 0);
  for (char **p = g->gr_mem; members && *p; ++p) {
    Value name = newStr(t, *p);
    if (!name || !listAppend(t, members.as<ListObject>(), name))
      return Value::empty();
  }
  Value v[4] = {textOf(t, g->gr_name), textOf(t, g->gr_passwd), newInt(t, g->gr_gid), members};
  return members ? newStructSeq(t, gGroup, v, 4) : members;
}
/// A user or group number; -1 (0xFFFFFFFF) never exists.
bool idNumber(Thread *t, Value v, const char *what, int64_t &out) {
  if (!isIntLike(v)) {
    raise(t, exc::TypeError, "%s should be integer, not %T", what, v);
    return false;
  }
  if (!indexAsInt64(t, v, out) || out < -1 || out > UINT_MAX) {
    clearPending(t);
    out = UINT_MAX;
  }
  return true;
}
Value byUid(Thread *t, Value *a, size_t) {
  int64_t id;
  if (!idNumber(t, a[0], "uid", id))
    return Value::empty();
  const passwd *p = getpwuid(static_cast<uid_t>(id));
  return p ? passwdOf(t, p) : raise(t, exc::KeyError, "getpwuid(): uid not found: %S", str(t, a[0]).bits);
}
Value byUser(Thread *t, Value *a, size_t) {
  if (!isStr(a[0]))
    return raise(t, exc::TypeError, "getpwnam() argument must be str, not %T", a[0]);
  std::string name = strToUtf8(payloadOf(a[0]));
  if (name.find('\0') != std::string::npos)
    return raise(t, exc::ValueError, "embedded null byte");
  const passwd *p = getpwnam(name.c_str());
  return p ? passwdOf(t, p) : raise(t, exc::KeyError, "getpwnam(): name not found: %V", a[0].bits);
}
Value allUsers(Thread *t, Value *, size_t) {
  Value list = newList(t, nullptr, 0);
  setpwent();
  while (const passwd *p = list ? getpwent() : nullptr) {
    Value v = passwdOf(t, p);
    if (!v || !listAppend(t, list.as<ListObject>(), v))
      list = Value::empty();
  }
  endpwent();
  return list;
}
Value byGid(Thread *t, Value *a, size_t) {
  int64_t id;
  if (!idNumber(t, a[0], "gid", id))
    return Value::empty();
  const group *g = getgrgid(static_cast<gid_t>(id));
  return g ? groupOf(t, g) : raise(t, exc::KeyError, "getgrgid(): gid not found: %S", str(t, a[0]).bits);
}
Value byGroup(Thread *t, Value *a, size_t) {
  if (!isStr(a[0]))
    return raise(t, exc::TypeError, "getgrnam() argument 'name' must be str, not %T", a[0]);
  std::string name = strToUtf8(payloadOf(a[0]));
  if (name.find('\0') != std::string::npos)
    return raise(t, exc::ValueError, "embedded null byte");
  const group *g = getgrnam(name.c_str());
  return g ? groupOf(t, g) : raise(t, exc::KeyError, "getgrnam(): name not found: %V", a[0].bits);
}
Value allGroups(Thread *t, Value *, size_t) {
  Value list = newList(t, nullptr, 0);
  setgrent();
  while (const group *g = list ? getgrent() : nullptr) {
    Value v = groupOf(t, g);
    if (!v || !listAppend(t, list.as<ListObject>(), v))
      list = Value::empty();
  }
  endgrent();
  return list;
}
const NativeDef kPwd[] = {{"getpwuid", byUid, "(uidobj, /)"}, {"getpwnam", byUser, "(name, /)"}, {"getpwall", allUsers, "()"}, {nullptr, nullptr, nullptr}};
const NativeDef kGrp[] = {{"getgrgid", byGid, "(id)"}, {"getgrnam", byGroup, "(name)"}, {"getgrall", allGroups, "()"}, {nullptr, nullptr, nullptr}};
bool initPwd(Thread *t, ModuleObject *m) {
  gPasswd = makeStructSeq(t, "pwd.struct_passwd", {"pw_name", "pw_passwd", "pw_uid", "pw_gid", "pw_gecos", "pw_dir", "pw_shell"}, 7);
  return moduleSet(t, m, "struct_passwd", typeValue(gPasswd));
}
bool initGrp(Thread *t, ModuleObject *m) {
  gGroup = makeStructSeq(t, "grp.struct_group", {"gr_name", "gr_passwd", "gr_gid", "gr_mem"}, 4);
  return moduleSet(t, m, "struct_group", typeValue(gGroup));
}
const ModuleSpec kPwdModule{"pwd", "The password database.", kPwd, initPwd};
const ModuleSpec kGrpModule{"grp", "The group database.", kGrp, initGrp};
#undef N

} // namespace

void registerUnix() {
  for (const ModuleSpec *m : {&kFcntlModule, &kResourceModule, &kPwdModule, &kGrpModule})
    registerNativeModule(m);
}

} // namespace pyc
