//===- SelectModule.cpp - The module select: select, poll, epoll ----------------===//
//
// Waiting gives the GIL away and is resumed after signals.
//
//===----------------------------------------------------------------------===//
#include "runtime/interpreter/Interpreter.h"
#include "runtime/modules/Import.h"
#include "runtime/modules/Threads.h"
#include "runtime/object/Containers.h"
#include "runtime/object/NumStr.h"
#include <cerrno>
#include <cmath>
#include <ctime>
#include <poll.h>
#include <sys/epoll.h>
#include <unistd.h>
#include <vector>

namespace pyc {

bool handleBreaker(Thread *t); // interpreter

/// A descriptor: an int or an object with fileno().
bool descriptorOf(Thread *t, Value v, int &out) {
  if (!isIntLike(v)) {
    Value f = getAttrOrEmpty(t, v, internStr(t, "fileno"));
    if (!f) {
      if (!t->pending)
        raise(t, exc::TypeError, "argument must be an int, or have a fileno() method.");
      return false;
    }
    v = call(t, f);
    if (!v)
      return false;
    if (!isIntLike(v)) {
      raise(t, exc::TypeError, "fileno() returned a non-integer");
      return false;
    }
  }
  int64_t fd;
  if (!indexAsInt64(t, v, fd))
    return false;
  if (fd < 0) {
    raise(t, exc::ValueError, "file descriptor cannot be a negative integer (%zd)", fd);
    return false;
  }
  out = static_cast<int>(fd);
  return true;
}

/// Seconds (None or empty: for ever, -1) to a deadline. false: raised
static bool secondsOf(Thread *t, Value v, double &out) {
  out = -1;
  if (v.isEmpty() || v == None)
    return true;
  return asDouble(t, v, out);
}
static double now() {
  timespec ts;
  clock_gettime(CLOCK_MONOTONIC, &ts);
  return static_cast<double>(ts.tv_sec) + static_cast<double>(ts.tv_nsec) * 1e-9;
}
static int millisecondsLeft(double deadline) {
  if (deadline < 0)
    return -1;
  double left = std::ceil((deadline - now()) * 1000);
  return left < 0 ? 0 : left > 1e9 ? 1000000000 : static_cast<int>(left);
}

static Value selectFn(Thread *t, Value *a, size_t) {
  double timeout;
  if (!secondsOf(t, a[3], timeout))
    return Value::empty();
  if (a[3] && a[3] != None && timeout < 0)
    return raise(t, exc::ValueError, "timeout must be non-negative");
  RootVector lists(t);
  std::vector<pollfd> fds;
  std::vector<size_t> counts;
  for (int i = 0; i < 3; ++i) {
    Value list = tupleFrom(t, a[i]);
    if (!list)
      return list;
    lists.push(list);
    counts.push_back(static_cast<size_t>(list.as<TupleObject>()->length));
    for (size_t k = 0; k < counts.back(); ++k) {
      int fd;
      if (!descriptorOf(t, lists[static_cast<size_t>(i)].as<TupleObject>()->items[k], fd))
        return Value::empty();
      fds.push_back({fd, static_cast<short>(i == 0 ? POLLIN : i == 1 ? POLLOUT : POLLPRI), 0});
    }
  }
  double deadline = timeout < 0 ? -1 : now() + timeout;
  for (;;) {
    int n;
    {
      AllowThreads allow(t);
      n = poll(fds.data(), fds.size(), millisecondsLeft(deadline));
    }
    if (n >= 0)
      break;
    if (errno != EINTR)
      return raiseOSError(t, errno, Value::empty());
    if (t->evalBreaker.load() && !handleBreaker(t))
      return Value::empty();
  }
  Value out[3];
  size_t at = 0;
  for (size_t i = 0; i < 3; ++i) {
    out[i] = newList(t, nullptr, 0);
    for (size_t k = 0; out[i] && k < counts[i]; ++k, ++at) {
      short mask = i == 0 ? POLLIN | POLLHUP | POLLERR : i == 1 ? POLLOUT | POLLERR : POLLPRI;
      if (fds[at].revents & POLLNVAL)
        return raiseOSError(t, EBADF, Value::empty());
      if ((fds[at].revents & mask) && !listAppend(t, out[i].as<ListObject>(), lists[i].as<TupleObject>()->items[k]))
        return Value::empty();
    }
    if (!out[i])
      return out[i];
  }
  return newTuple(t, out, 3);
}

//===-- epoll --------------------------------------------------------------===//

struct EpollObject : Object { int64_t fd; }; // skip 1
static EpollObject *E(Value v) { return v.as<EpollObject>(); }

static Value epollNew(Thread *t, Value *a, size_t) {
  Value v = newInstance(t, a[0].as<TypeObject>());
  if (!v)
    return v;
  E(v)->fd = epoll_create1(EPOLL_CLOEXEC);
  return E(v)->fd < 0 ? raiseOSError(t, errno, Value::empty()) : v;
}
static bool isOpen(Thread *t, Value v) {
  if (E(v)->fd < 0)
    raise(t, exc::ValueError, "I/O operation on closed epoll object");
  return E(v)->fd >= 0;
}
static Value control(Thread *t, Value *a, int operation, uint32_t events) {
  int fd;
  if (!isOpen(t, a[0]) || !descriptorOf(t, a[1], fd))
    return Value::empty();
  epoll_event e{};
  e.events = events;
  e.data.fd = fd;
  if (epoll_ctl(static_cast<int>(E(a[0])->fd), operation, fd, &e) < 0)
    return raiseOSError(t, errno, Value::empty());
  return None;
}
static Value epollRegister(Thread *t, Value *a, size_t) {
  int64_t events = EPOLLIN | EPOLLPRI | EPOLLOUT;
  if (a[2] && !indexAsInt64(t, a[2], events))
    return Value::empty();
  return control(t, a, EPOLL_CTL_ADD, static_cast<uint32_t>(events));
}
static Value epollModify(Thread *t, Value *a, size_t) {
  int64_t events;
  return indexAsInt64(t, a[2], events) ? control(t, a, EPOLL_CTL_MOD, static_cast<uint32_t>(events)) : Value::empty();
}
static Value epollUnregister(Thread *t, Value *a, size_t) { return control(t, a, EPOLL_CTL_DEL, 0); }
static Value epollPoll(Thread *t, Value *a, size_t) {
  double timeout;
  int64_t most = -1;
  if (!isOpen(t, a[0]) || !secondsOf(t, a[1], timeout) || (a[2] && !indexAsInt64(t, a[2], most)))
    return Value::empty();
  if (most < 0)
    most = 1023;
  if (most == 0)
    return raise(t, exc::ValueError, "maxevents must be greater than 0, got 0");
  std::vector<epoll_event> events(static_cast<size_t>(most > 4096 ? 4096 : most));
  double deadline = timeout < 0 ? -1 : now() + timeout;
  int n;
  for (;;) {
    auto fd = static_cast<int>(E(a[0])->fd);
    {
      AllowThreads allow(t);
      n = epoll_wait(fd, events.data(), static_cast<int>(events.size()), millisecondsLeft(deadline));
    }
    if (n >= 0)
      break;
    if (errno != EINTR)
      return raiseOSError(t, errno, Value::empty());
    if (t->evalBreaker.load() && !handleBreaker(t))
      return Value::empty();
  }
  Value list = newList(t, nullptr, 0);
  for (int i = 0; list && i < n; ++i) {
    Value pair[2] = {Value::fromSmallInt(events[static_cast<size_t>(i)].data.fd), Value::fromSmallInt(events[static_cast<size_t>(i)].events)};
    Value tuple = newTuple(t, pair, 2);
    if (!tuple || !listAppend(t, list.as<ListObject>(), tuple))
      return Value::empty();
  }
  return list;
}
static Value epollClose(Thread *, Value *a, size_t) {
  if (E(a[0])->fd >= 0)
    close(static_cast<int>(E(a[0])->fd));
  E(a[0])->fd = -1;
  return None;
}
static Value epollFileno(Thread *t, Value *a, size_t) { return isOpen(t, a[0]) ? Value::fromSmallInt(E(a[0])->fd) : Value::empty(); }
static Value epollEnter(Thread *, Value *a, size_t) { return a[0]; }
static Value epollClosed(Thread *, Value s) { return boolValue(E(s)->fd < 0); }
static const NativeDef kEpoll[] = {
    {"__new__", epollNew, "($type, sizehint=-1, flags=0)"}, {"register", epollRegister, "($self, fd, eventmask=7)"},
    {"modify", epollModify, "($self, fd, eventmask)"}, {"unregister", epollUnregister, "($self, fd)"},
    {"poll", epollPoll, "($self, timeout=None, maxevents=-1)"}, {"close", epollClose, "($self, /)"},
    {"fileno", epollFileno, "($self, /)"}, {"__enter__", epollEnter, "($self, /)"},
    {"__exit__", epollClose, "($self, *args)", kEffAny, nullptr, kNativeRaw}, {nullptr, nullptr, nullptr}};
static const GetSetDef kEpollGetSets[] = {{"closed", epollClosed, nullptr}, {nullptr, nullptr, nullptr}};

//===-- poll ---------------------------------------------------------------===//

/// Which descriptors to wait for, as a dict fd -> events in the order registered.
struct PollObject : Object { Value fds; }; // skip 0
static TypeObject *gPoll;
static DictObject *D(Value v) { return v.as<PollObject>()->fds.as<DictObject>(); }

static Value pollNew(Thread *t, Value *, size_t) {
  Value v = newInstance(t, gPoll), d = v ? newDict(t) : v;
  if (!d)
    return d;
  setSlot(v.asObject(), &v.as<PollObject>()->fds, d);
  return v;
}
static bool eventMask(Thread *t, Value v, int64_t &out) {
  if (!indexAsInt64(t, v, out, exc::OverflowError))
    return false;
  if (out >= 0 && out <= 0xFFFF)
    return true;
  raise(t, exc::OverflowError, out < 0 ? "can't convert negative value to C unsigned short" : "Python int too large for C unsigned short");
  return false;
}
static Value pollSet(Thread *t, Value *a, bool mustExist) {
  int fd;
  int64_t events = POLLIN | POLLPRI | POLLOUT;
  if (!descriptorOf(t, a[1], fd) || (a[2] && !eventMask(t, a[2], events)))
    return Value::empty();
  Value key = Value::fromSmallInt(fd);
  if (mustExist) {
    Value old = dictGet(t, D(a[0]), key);
    if (!old)
      return t->pending ? old : raiseOSError(t, ENOENT, Value::empty());
  }
  return dictSet(t, D(a[0]), key, Value::fromSmallInt(events)) ? None : Value::empty();
}
static Value pollRegister(Thread *t, Value *a, size_t) { return pollSet(t, a, false); }
static Value pollModify(Thread *t, Value *a, size_t) { return pollSet(t, a, true); }
static Value pollUnregister(Thread *t, Value *a, size_t) {
  int fd;
  if (!descriptorOf(t, a[1], fd))
    return Value::empty();
  int r = dictDelete(t, D(a[0]), Value::fromSmallInt(fd));
  return r < 0 ? Value::empty() : r ? None : raiseKeyError(t, Value::fromSmallInt(fd));
}
static Value pollPoll(Thread *t, Value *a, size_t) {
  double milliseconds = -1;
  if (a[1] && a[1] != None && !asDouble(t, a[1], milliseconds))
    return Value::empty();
  std::vector<pollfd> fds;
  Value k, v;
  for (int64_t pos = 0; dictNext(D(a[0]), pos, k, v);)
    fds.push_back({static_cast<int>(k.asInt()), static_cast<short>(v.asInt()), 0});
  double deadline = milliseconds < 0 ? -1 : now() + milliseconds / 1000;
  for (;;) {
    int n;
    int error;
    {
      AllowThreads allow(t);
      n = poll(fds.data(), fds.size(), millisecondsLeft(deadline));
      error = errno;
    }
    if (n >= 0)
      break;
    if (error != EINTR)
      return raiseOSError(t, error, Value::empty());
    if (t->evalBreaker.load() && !handleBreaker(t))
      return Value::empty();
  }
  Value list = newList(t, nullptr, 0);
  for (const pollfd &f : fds) {
    if (!f.revents)
      continue;
    Value pair[2] = {Value::fromSmallInt(f.fd), Value::fromSmallInt(static_cast<unsigned short>(f.revents))};
    Value tuple = list ? newTuple(t, pair, 2) : list;
    if (!tuple || !listAppend(t, list.as<ListObject>(), tuple))
      return Value::empty();
  }
  return list;
}
static const NativeDef kPoll[] = {
    {"register", pollRegister, "($self, fd, eventmask=7, /)"}, {"modify", pollModify, "($self, fd, eventmask, /)"},
    {"unregister", pollUnregister, "($self, fd, /)"}, {"poll", pollPoll, "($self, timeout=None, /)"}, {nullptr, nullptr, nullptr}};

static const NativeDef kFunctions[] = {{"poll", pollNew, "()"}, {"select", selectFn, "(rlist, wlist, xlist, timeout=None, /)"}, {nullptr, nullptr, nullptr}};
static bool initialise(Thread *t, ModuleObject *m) {
  static TypeSpec spec{"select.epoll", Kind::RegularObject, sizeof(EpollObject), TraceKind::FixedSlots, 1, 0};
  spec.methods = kEpoll;
  spec.getsets = kEpollGetSets;
  TypeObject *epoll = makeBuiltinType(t, spec);
  static TypeSpec pollSpec{"select.poll", Kind::RegularObject, sizeof(PollObject), TraceKind::FixedSlots, 0, 1};
  pollSpec.methods = kPoll;
  pollSpec.typeFlags = kTypeDisallowInstantiation;
  gPoll = makeBuiltinType(t, pollSpec);
  static const struct { const char *name; int64_t value; } kConstants[] = {
#define S(n) {#n, static_cast<int64_t>(n)}
      S(EPOLLIN), S(EPOLLOUT), S(EPOLLPRI), S(EPOLLERR), S(EPOLLHUP), S(EPOLLRDHUP), S(EPOLLET), S(EPOLLONESHOT), S(EPOLLEXCLUSIVE),
      S(EPOLLRDNORM), S(EPOLLRDBAND), S(EPOLLWRNORM), S(EPOLLWRBAND), S(EPOLLMSG), S(EPOLL_CLOEXEC),
      S(POLLIN), S(POLLOUT), S(POLLPRI), S(POLLERR), S(POLLHUP), S(POLLNVAL), S(POLLRDHUP), S(POLLRDNORM), S(POLLRDBAND), S(POLLWRNORM),
      S(POLLWRBAND), S(POLLMSG), {"PIPE_BUF", 4096}};
#undef S
  for (auto &c : kConstants)
    if (!moduleSet(t, m, c.name, Value::fromSmallInt(c.value)))
      return false;
  return moduleSet(t, m, "epoll", typeValue(epoll)) && moduleSet(t, m, "error", typeValue(exc::OSError));
}
static const ModuleSpec kSelect{"select", "Waiting for descriptors.", kFunctions, initialise};
void registerSelect() { registerNativeModule(&kSelect); }

} // namespace pyc
