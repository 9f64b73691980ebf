//===- SocketModule.cpp - The module _socket ------------------------------===//
//
// Sockets of the internet and Unix families. Blocking calls give the GIL away;
// a timeout is a poll() in front of the call on a non-blocking descriptor.
//
//===----------------------------------------------------------------------===//
#include "runtime/interpreter/Interpreter.h"
#include "runtime/modules/Import.h"
#include "runtime/modules/Threads.h"
#include "runtime/object/Containers.h"
#include "runtime/object/NumStr.h"
#include <arpa/inet.h>
#include <cerrno>
#include <cmath>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace pyc {

bool handleBreaker(Thread *t); // interpreter

struct SocketObject : Object { // skip 5
  int64_t fd, family, type, proto;
  double timeout; ///< -1: blocking, 0: non-blocking
};
static TypeObject *gSocket, *gGaiError;
static double gDefaultTimeout = -1;
static SocketObject *S(Value v) { return v.as<SocketObject>(); }

//===-- addresses ----------------------------------------------------------===//

struct Address {
  sockaddr_storage storage{};
  socklen_t length = sizeof(sockaddr_storage);
  sockaddr *get() { return reinterpret_cast<sockaddr *>(&storage); }
};

static Value raiseGai(Thread *t, int code) {
  Value args[2] = {Value::fromSmallInt(code), newStr(t, gai_strerror(code))};
  return args[1] ? raiseWithArgs(t, gGaiError, args, 2) : args[1];
}

static bool toAddress(Thread *t, int family, Value v, Address &out) {
  if (family == AF_UNIX) {
    auto *u = reinterpret_cast<sockaddr_un *>(&out.storage);
    std::string path;
    ByteView b;
    if (isStr(v))
      path = strToUtf8(payloadOf(v));
    else if (b.require(t, v))
      path = std::string(b.text());
    else
      return false;
    if (path.size() >= sizeof u->sun_path) {
      raise(t, exc::OSError, "AF_UNIX path too long");
      return false;
    }
    u->sun_family = AF_UNIX;
    memcpy(u->sun_path, path.data(), path.size());
    out.length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size() + (path.empty() || path[0] ? 1 : 0));
    return true;
  }
  if (!isTuple(v) || tupleOf(v)->length < 2) {
    raise(t, exc::TypeError, isTuple(v) ? "AF_INET address must be a pair (host, port)" : "AF_INET address must be tuple, not %T", v);
    return false;
  }
  Value host = tupleOf(v)->items[0], port = tupleOf(v)->items[1];
  int64_t number;
  if (!isStr(host)) {
    raise(t, exc::TypeError, "str, bytes or bytearray expected, not %T", host);
    return false;
  }
  if (!indexAsInt64(t, port, number))
    return false;
  if (number < 0 || number > 65535) {
    raise(t, exc::OverflowError, "port must be 0-65535.");
    return false;
  }
  std::string name = strToUtf8(payloadOf(host));
  addrinfo hints{}, *found = nullptr;
  hints.ai_family = family;
  hints.ai_socktype = SOCK_STREAM;
  if (name.empty())
    hints.ai_flags = AI_PASSIVE;
  int error;
  {
    AllowThreads allow(t);
    error = getaddrinfo(name.empty() ? nullptr : name.c_str(), name.empty() ? "0" : nullptr, &hints, &found);
  }
  if (error) {
    raiseGai(t, error);
    return false;
  }
  memcpy(&out.storage, found->ai_addr, found->ai_addrlen);
  out.length = found->ai_addrlen;
  freeaddrinfo(found);
  if (family == AF_INET6)
    reinterpret_cast<sockaddr_in6 *>(&out.storage)->sin6_port = htons(static_cast<uint16_t>(number));
  else
    reinterpret_cast<sockaddr_in *>(&out.storage)->sin_port = htons(static_cast<uint16_t>(number));
  return true;
}

static Value fromAddress(Thread *t, const sockaddr *a, socklen_t length) {
  char text[INET6_ADDRSTRLEN];
  if (length == 0)
    return None;
  if (a->sa_family == AF_INET) {
    auto *in = reinterpret_cast<const sockaddr_in *>(a);
    inet_ntop(AF_INET, &in->sin_addr, text, sizeof text);
    Value v[2] = {newStr(t, text), Value::fromSmallInt(ntohs(in->sin_port))};
    return v[0] ? newTuple(t, v, 2) : v[0];
  }
  if (a->sa_family == AF_INET6) {
    auto *in = reinterpret_cast<const sockaddr_in6 *>(a);
    inet_ntop(AF_INET6, &in->sin6_addr, text, sizeof text);
    Value v[4] = {newStr(t, text), Value::fromSmallInt(ntohs(in->sin6_port)), Value::fromSmallInt(ntohl(in->sin6_flowinfo)), Value::fromSmallInt(in->sin6_scope_id)};
    return v[0] ? newTuple(t, v, 4) : v[0];
  }
  if (a->sa_family == AF_UNIX) {
    auto *u = reinterpret_cast<const sockaddr_un *>(a);
    size_t n = length - offsetof(sockaddr_un, sun_path);
    if (length <= offsetof(sockaddr_un, sun_path))
      return EmptyStr;
    return u->sun_path[0] ? newStr(t, std::string_view(u->sun_path, strnlen(u->sun_path, n))) : newBytes(t, u->sun_path, static_cast<int64_t>(n));
  }
  return None;
}

//===-- calls that may block -----------------------------------------------===//

static Value raiseErrno(Thread *t, int e) { return raiseOSError(t, e, Value::empty()); }

/// Runs f (a system call: -1 and errno) with the socket's timeout. -1: raised.
template <typename F> static ssize_t blocking(Thread *t, Value self, short events, F f) {
  for (;;) {
    int fd = static_cast<int>(S(self)->fd);
    double timeout = S(self)->timeout;
    ssize_t r;
    int e = 0;
    {
      AllowThreads allow(t);
      r = 0;
      if (timeout > 0) {
        pollfd p{fd, events, 0};
        r = poll(&p, 1, static_cast<int>(std::ceil(timeout * 1000)));
        if (r == 0)
          e = -1;
        else if (r < 0)
          e = errno;
      }
      if (!e) {
        r = f(fd);
        e = r < 0 ? errno : 0;
      }
    }
    if (e == -1) {
      raise(t, exc::TimeoutError, "timed out");
      return -1;
    }
    if (!e)
      return r;
    if (e != EINTR) {
      raiseErrno(t, e);
      return -1;
    }
    if (t->evalBreaker.load() && !handleBreaker(t))
      return -1;
  }
}

//===-- methods ------------------------------------------------------------===//

static bool applyTimeout(Thread *t, Value self) {
  int fd = static_cast<int>(S(self)->fd), flags = fcntl(fd, F_GETFL);
  flags = S(self)->timeout < 0 ? flags & ~O_NONBLOCK : flags | O_NONBLOCK;
  if (fcntl(fd, F_SETFL, flags) < 0) {
    raiseErrno(t, errno);
    return false;
  }
  return true;
}
static Value sockNew(Thread *t, Value *a, size_t) {
  Value v = newInstance(t, a[0].as<TypeObject>());
  if (v) {
    S(v)->fd = -1;
    S(v)->timeout = gDefaultTimeout;
  }
  return v;
}
static bool intOr(Thread *t, Value v, int64_t &out) { return v.isEmpty() || indexAsInt64(t, v, out); }
static Value sockInit(Thread *t, Value *a, size_t) {
  int64_t family = -1, type = -1, proto = -1;
  if (!intOr(t, a[1], family) || !intOr(t, a[2], type) || !intOr(t, a[3], proto))
    return Value::empty();
  int64_t fd = -1;
  if (a[4] && a[4] != None) {
    if (!indexAsInt64(t, a[4], fd))
      return Value::empty();
    int value;
    socklen_t n = sizeof value;
    Address address;
    if (family == -1)
      family = getsockname(static_cast<int>(fd), address.get(), &address.length) ? AF_UNIX : address.storage.ss_family;
    if (type == -1)
      type = getsockopt(static_cast<int>(fd), SOL_SOCKET, SO_TYPE, &value, &n) ? SOCK_STREAM : value;
    if (proto == -1)
      proto = getsockopt(static_cast<int>(fd), SOL_SOCKET, SO_PROTOCOL, &value, &n) ? 0 : value;
  } else {
    if (family == -1) family = AF_INET;
    if (type == -1) type = SOCK_STREAM;
    if (proto == -1) proto = 0;
    fd = socket(static_cast<int>(family), static_cast<int>(type) | SOCK_CLOEXEC, static_cast<int>(proto));
    if (fd < 0)
      return raiseErrno(t, errno);
  }
  auto *s = S(a[0]);
  s->fd = fd;
  s->family = family;
  s->type = type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
  s->proto = proto;
  if (type & SOCK_NONBLOCK)
    s->timeout = 0;
  return s->timeout < 0 || applyTimeout(t, a[0]) ? None : Value::empty();
}
static Value sockClose(Thread *t, Value *a, size_t) {
  int fd = static_cast<int>(S(a[0])->fd);
  S(a[0])->fd = -1;
  if (fd >= 0 && close(fd) < 0 && errno != ECONNRESET)
    return raiseErrno(t, errno);
  return None;
}
static Value sockDetach(Thread *, Value *a, size_t) {
  Value fd = Value::fromSmallInt(S(a[0])->fd);
  S(a[0])->fd = -1;
  return fd;
}
static Value sockFileno(Thread *, Value *a, size_t) { return Value::fromSmallInt(S(a[0])->fd); }
static Value sockBind(Thread *t, Value *a, size_t) {
  Address to;
  if (!toAddress(t, static_cast<int>(S(a[0])->family), a[1], to))
    return Value::empty();
  return bind(static_cast<int>(S(a[0])->fd), to.get(), to.length) < 0 ? raiseErrno(t, errno) : None;
}
static Value sockListen(Thread *t, Value *a, size_t) {
  int64_t backlog = 128;
  if (!intOr(t, a[1], backlog))
    return Value::empty();
  return listen(static_cast<int>(S(a[0])->fd), static_cast<int>(backlog < 0 ? 0 : backlog)) < 0 ? raiseErrno(t, errno) : None;
}
static Value sockAccept(Thread *t, Value *a, size_t) {
  Address from;
  ssize_t fd = blocking(t, a[0], POLLIN, [&](int s) { return accept4(s, from.get(), &from.length, SOCK_CLOEXEC); });
  if (fd < 0)
    return Value::empty();
  Value pair[2] = {Value::fromSmallInt(fd), fromAddress(t, from.get(), from.length)};
  return pair[1] ? newTuple(t, pair, 2) : pair[1];
}
static int connectTo(Thread *t, Value self, Address &to) {
  int fd = static_cast<int>(S(self)->fd), e = 0;
  double timeout = S(self)->timeout;
  AllowThreads allow(t);
  if (connect(fd, to.get(), to.length) < 0)
    e = errno;
  if ((e == EINPROGRESS && timeout > 0) || e == EINTR) {
    pollfd p{fd, POLLOUT, 0};
    int n = poll(&p, 1, timeout < 0 ? -1 : static_cast<int>(std::ceil(timeout * 1000)));
    if (n == 0)
      return -1;
    socklen_t length = sizeof e;
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &e, &length) < 0)
      e = errno;
  }
  return e;
}
static Value sockConnect(Thread *t, Value *a, size_t) {
  Address to;
  if (!toAddress(t, static_cast<int>(S(a[0])->family), a[1], to))
    return Value::empty();
  int e = connectTo(t, a[0], to);
  return e == -1 ? raise(t, exc::TimeoutError, "timed out") : e ? raiseErrno(t, e) : None;
}
static Value sockConnectEx(Thread *t, Value *a, size_t) {
  Address to;
  if (!toAddress(t, static_cast<int>(S(a[0])->family), a[1], to))
    return Value::empty();
  int e = connectTo(t, a[0], to);
  return Value::fromSmallInt(e == -1 ? EAGAIN : e);
}
static Value sockRecv(Thread *t, Value *a, size_t) {
  int64_t size, flags = 0;
  if (!indexAsInt64(t, a[1], size) || !intOr(t, a[2], flags))
    return Value::empty();
  if (size < 0)
    return raise(t, exc::ValueError, "negative buffersize in recv");
  std::string buffer(static_cast<size_t>(size), 0);
  ssize_t n = blocking(t, a[0], POLLIN, [&](int s) { return recv(s, buffer.data(), buffer.size(), static_cast<int>(flags)); });
  return n < 0 ? Value::empty() : newBytes(t, buffer.data(), n);
}
static Value sockRecvInto(Thread *t, Value *a, size_t) {
  ByteView view;
  int64_t size = 0, flags = 0;
  if (!view.require(t, a[1]) || !intOr(t, a[2], size) || !intOr(t, a[3], flags))
    return Value::empty();
  if (size <= 0 || size > view.size)
    size = view.size;
  std::string buffer(static_cast<size_t>(size), 0);
  ssize_t n = blocking(t, a[0], POLLIN, [&](int s) { return recv(s, buffer.data(), buffer.size(), static_cast<int>(flags)); });
  if (n < 0)
    return Value::empty();
  memcpy(const_cast<uint8_t *>(view.data), buffer.data(), static_cast<size_t>(n));
  return Value::fromSmallInt(n);
}
static Value sockRecvFrom(Thread *t, Value *a, size_t) {
  int64_t size, flags = 0;
  if (!indexAsInt64(t, a[1], size) || !intOr(t, a[2], flags))
    return Value::empty();
  std::string buffer(static_cast<size_t>(size < 0 ? 0 : size), 0);
  Address from;
  ssize_t n = blocking(t, a[0], POLLIN, [&](int s) { return recvfrom(s, buffer.data(), buffer.size(), static_cast<int>(flags), from.get(), &from.length); });
  if (n < 0)
    return Value::empty();
  Value pair[2] = {newBytes(t, buffer.data(), n), fromAddress(t, from.get(), from.length)};
  return pair[0] && pair[1] ? newTuple(t, pair, 2) : Value::empty();
}
/// Sends all of it, or once.
static Value sendBytes(Thread *t, Value self, Value data, Value flagsValue, bool all, Address *to) {
  int64_t flags = 0;
  ByteView view;
  if (!intOr(t, flagsValue, flags) || !view.require(t, data))
    return Value::empty();
  std::string copy(view.text());
  size_t sent = 0;
  do {
    ssize_t n = blocking(t, self, POLLOUT, [&](int s) {
      return sendto(s, copy.data() + sent, copy.size() - sent, static_cast<int>(flags) | MSG_NOSIGNAL, to ? to->get() : nullptr, to ? to->length : 0);
    });
    if (n < 0)
      return Value::empty();
    sent += static_cast<size_t>(n);
  } while (all && sent < copy.size());
  return all ? None : newInt(t, static_cast<int64_t>(sent));
}
static Value sockSend(Thread *t, Value *a, size_t) { return sendBytes(t, a[0], a[1], a[2], false, nullptr); }
static Value sockSendAll(Thread *t, Value *a, size_t) { return sendBytes(t, a[0], a[1], a[2], true, nullptr); }
static Value sockSendTo(Thread *t, Value *a, size_t) {
  Address to;
  Value address = a[3] ? a[3] : a[2];
  if (!toAddress(t, static_cast<int>(S(a[0])->family), address, to))
    return Value::empty();
  return sendBytes(t, a[0], a[1], a[3] ? a[2] : Value::empty(), false, &to);
}
static Value sockSetTimeout(Thread *t, Value *a, size_t) {
  double seconds = -1;
  if (a[1] != None && !asDouble(t, a[1], seconds))
    return Value::empty();
  if (a[1] != None && seconds < 0)
    return raise(t, exc::ValueError, "Timeout value out of range");
  S(a[0])->timeout = seconds;
  return applyTimeout(t, a[0]) ? None : Value::empty();
}
static Value sockGetTimeout(Thread *t, Value *a, size_t) { return S(a[0])->timeout < 0 ? None : newFloat(t, S(a[0])->timeout); }
static Value sockSetBlocking(Thread *t, Value *a, size_t) {
  int truth = isTrue(t, a[1]);
  if (truth < 0)
    return Value::empty();
  S(a[0])->timeout = truth ? -1 : 0;
  return applyTimeout(t, a[0]) ? None : Value::empty();
}
static Value sockGetBlocking(Thread *, Value *a, size_t) { return boolValue(S(a[0])->timeout != 0); }
static Value sockName(Thread *t, Value *a, size_t) {
  Address x;
  return getsockname(static_cast<int>(S(a[0])->fd), x.get(), &x.length) < 0 ? raiseErrno(t, errno) : fromAddress(t, x.get(), x.length);
}
static Value sockPeer(Thread *t, Value *a, size_t) {
  Address x;
  return getpeername(static_cast<int>(S(a[0])->fd), x.get(), &x.length) < 0 ? raiseErrno(t, errno) : fromAddress(t, x.get(), x.length);
}
static Value sockSetOpt(Thread *t, Value *a, size_t) {
  int64_t level, option;
  if (!indexAsInt64(t, a[1], level) || !indexAsInt64(t, a[2], option))
    return Value::empty();
  int r;
  if (isIntLike(a[3])) {
    int64_t v;
    if (!indexAsInt64(t, a[3], v))
      return Value::empty();
    int value = static_cast<int>(v);
    r = setsockopt(static_cast<int>(S(a[0])->fd), static_cast<int>(level), static_cast<int>(option), &value, sizeof value);
  } else {
    ByteView view;
    if (!view.require(t, a[3]))
      return Value::empty();
    r = setsockopt(static_cast<int>(S(a[0])->fd), static_cast<int>(level), static_cast<int>(option), view.data, static_cast<socklen_t>(view.size));
  }
  return r < 0 ? raiseErrno(t, errno) : None;
}
static Value sockGetOpt(Thread *t, Value *a, size_t) {
  int64_t level, option, size = 0;
  if (!indexAsInt64(t, a[1], level) || !indexAsInt64(t, a[2], option) || !intOr(t, a[3], size))
    return Value::empty();
  char buffer[1024];
  auto n = static_cast<socklen_t>(size <= 0 ? sizeof(int) : size > 1024 ? 1024 : size);
  if (getsockopt(static_cast<int>(S(a[0])->fd), static_cast<int>(level), static_cast<int>(option), buffer, &n) < 0)
    return raiseErrno(t, errno);
  if (size > 0)
    return newBytes(t, buffer, n);
  int value;
  memcpy(&value, buffer, sizeof value);
  return Value::fromSmallInt(value);
}
static Value sockShutdown(Thread *t, Value *a, size_t) {
  int64_t how;
  if (!indexAsInt64(t, a[1], how))
    return Value::empty();
  return shutdown(static_cast<int>(S(a[0])->fd), static_cast<int>(how)) < 0 ? raiseErrno(t, errno) : None;
}
static Value getFamily(Thread *, Value s) { return Value::fromSmallInt(S(s)->family); }
static Value getType(Thread *, Value s) { return Value::fromSmallInt(S(s)->type); }
static Value getProto(Thread *, Value s) { return Value::fromSmallInt(S(s)->proto); }
static Value getTimeout(Thread *t, Value s) { return S(s)->timeout < 0 ? None : newFloat(t, S(s)->timeout); }
static const NativeDef kSocketMethods[] = {
    {"__new__", sockNew, "($type, *args, **kwargs)"}, {"__init__", sockInit, "($self, family=-1, type=-1, proto=-1, fileno=None)"},
    {"close", sockClose, "($self, /)"}, {"detach", sockDetach, "($self, /)"}, {"fileno", sockFileno, "($self, /)"},
    {"bind", sockBind, "($self, address, /)"}, {"listen", sockListen, "($self, backlog=128, /)"}, {"_accept", sockAccept, "($self, /)"},
    {"connect", sockConnect, "($self, address, /)"}, {"connect_ex", sockConnectEx, "($self, address, /)"},
    {"recv", sockRecv, "($self, bufsize, flags=0, /)"}, {"recv_into", sockRecvInto, "($self, buffer, nbytes=0, flags=0)"},
    {"recvfrom", sockRecvFrom, "($self, bufsize, flags=0, /)"}, {"send", sockSend, "($self, data, flags=0, /)"},
    {"sendall", sockSendAll, "($self, data, flags=0, /)"}, {"sendto", sockSendTo, "($self, data, flags_or_address, address=None, /)"},
    {"settimeout", sockSetTimeout, "($self, timeout, /)"}, {"gettimeout", sockGetTimeout, "($self, /)"},
    {"setblocking", sockSetBlocking, "($self, flag, /)"}, {"getblocking", sockGetBlocking, "($self, /)"},
    {"getsockname", sockName, "($self, /)"}, {"getpeername", sockPeer, "($self, /)"},
    {"setsockopt", sockSetOpt, "($self, level, option, value, /)"}, {"getsockopt", sockGetOpt, "($self, level, option, buflen=0, /)"},
    {"shutdown", sockShutdown, "($self, how, /)"}, {nullptr, nullptr, nullptr}};
static const GetSetDef kSocketGetSets[] = {
    {"family", getFamily, nullptr}, {"type", getType, nullptr}, {"proto", getProto, nullptr}, {"timeout", getTimeout, nullptr}, {nullptr, nullptr, nullptr}};

//===-- functions ----------------------------------------------------------===//

static Value fnPair(Thread *t, Value *a, size_t) {
  int64_t family = AF_UNIX, type = SOCK_STREAM, proto = 0;
  if (!intOr(t, a[0], family) || !intOr(t, a[1], type) || !intOr(t, a[2], proto))
    return Value::empty();
  int fds[2];
  if (socketpair(static_cast<int>(family), static_cast<int>(type) | SOCK_CLOEXEC, static_cast<int>(proto), fds) < 0)
    return raiseErrno(t, errno);
  Value pair[2];
  for (int i = 0; i < 2; ++i) {
    Value args[4] = {Value::fromSmallInt(family), Value::fromSmallInt(type), Value::fromSmallInt(proto), Value::fromSmallInt(fds[i])};
    pair[i] = call(t, typeValue(gSocket), args, 4);
    if (!pair[i])
      return pair[i];
  }
  return newTuple(t, pair, 2);
}
static Value fnGetAddrInfo(Thread *t, Value *a, size_t) {
  int64_t family = 0, type = 0, proto = 0, flags = 0;
  if (!intOr(t, a[2], family) || !intOr(t, a[3], type) || !intOr(t, a[4], proto) || !intOr(t, a[5], flags))
    return Value::empty();
  std::string host, port;
  auto text = [&](Value v, std::string &out) {
    ByteView b;
    if (isStr(v))
      out = strToUtf8(payloadOf(v));
    else if (isIntLike(v)) {
      Value s = str(t, v);
      if (s)
        out = strToUtf8(payloadOf(s));
    } else if (b.acquire(t, v) > 0)
      out = std::string(b.text());
  };
  if (a[0] != None)
    text(a[0], host);
  if (a[1] != None)
    text(a[1], port);
  addrinfo hints{}, *found = nullptr;
  hints.ai_family = static_cast<int>(family);
  hints.ai_socktype = static_cast<int>(type);
  hints.ai_protocol = static_cast<int>(proto);
  hints.ai_flags = static_cast<int>(flags);
  int error;
  {
    AllowThreads allow(t);
    error = getaddrinfo(a[0] == None ? nullptr : host.c_str(), a[1] == None ? nullptr : port.c_str(), &hints, &found);
  }
  if (error)
    return raiseGai(t, error);
  Value list = newList(t, nullptr, 0);
  for (addrinfo *p = found; list && p; p = p->ai_next) {
    Value v[5] = {Value::fromSmallInt(p->ai_family), Value::fromSmallInt(p->ai_socktype), Value::fromSmallInt(p->ai_protocol),
                  p->ai_canonname ? newStr(t, p->ai_canonname) : EmptyStr, fromAddress(t, p->ai_addr, p->ai_addrlen)};
    Value row = v[3] && v[4] ? newTuple(t, v, 5) : Value::empty();
    if (!row || !listAppend(t, list.as<ListObject>(), row))
      list = Value::empty();
  }
  freeaddrinfo(found);
  return list;
}
static Value fnHostName(Thread *t, Value *, size_t) {
  char name[256] = {};
  return gethostname(name, sizeof name - 1) < 0 ? raiseErrno(t, errno) : newStr(t, name);
}
static Value fnHostByName(Thread *t, Value *a, size_t) {
  Value pair[2] = {a[0], Value::fromSmallInt(0)};
  Value tuple = newTuple(t, pair, 2);
  Address x;
  if (!tuple || !toAddress(t, AF_INET, tuple, x))
    return Value::empty();
  Value r = fromAddress(t, x.get(), x.length);
  return r ? r.as<TupleObject>()->items[0] : r;
}
template <bool Long> static Value fnSwap(Thread *t, Value *a, size_t) {
  int64_t v;
  if (!indexAsInt64(t, a[0], v))
    return Value::empty();
  return newInt(t, Long ? static_cast<int64_t>(htonl(static_cast<uint32_t>(v))) : htons(static_cast<uint16_t>(v)));
}
static Value fnPton(Thread *t, Value *a, size_t) {
  int64_t family;
  unsigned char buffer[16];
  if (!indexAsInt64(t, a[0], family) || !isStr(a[1]))
    return t->pending ? Value::empty() : raise(t, exc::TypeError, "inet_pton() argument 2 must be str, not %T", a[1]);
  if (inet_pton(static_cast<int>(family), strToUtf8(payloadOf(a[1])).c_str(), buffer) != 1)
    return raise(t, exc::OSError, "illegal IP address string passed to inet_pton");
  return newBytes(t, buffer, family == AF_INET6 ? 16 : 4);
}
static Value fnNtop(Thread *t, Value *a, size_t) {
  int64_t family;
  ByteView b;
  char text[INET6_ADDRSTRLEN];
  if (!indexAsInt64(t, a[0], family) || !b.require(t, a[1]))
    return Value::empty();
  if (b.size != (family == AF_INET6 ? 16 : 4))
    return raise(t, exc::ValueError, "invalid length of packed IP address string");
  return inet_ntop(static_cast<int>(family), b.data, text, sizeof text) ? newStr(t, text) : raiseErrno(t, errno);
}
static Value fnGetDefault(Thread *t, Value *, size_t) { return gDefaultTimeout < 0 ? None : newFloat(t, gDefaultTimeout); }
static Value fnSetDefault(Thread *t, Value *a, size_t) {
  double d = -1;
  if (a[0] != None && !asDouble(t, a[0], d))
    return Value::empty();
  gDefaultTimeout = d;
  return None;
}
static Value fnClose(Thread *t, Value *a, size_t) {
  int64_t fd;
  return indexAsInt64(t, a[0], fd) ? (close(static_cast<int>(fd)) < 0 ? raiseErrno(t, errno) : None) : Value::empty();
}
static Value fnDup(Thread *t, Value *a, size_t) {
  int64_t fd;
  if (!indexAsInt64(t, a[0], fd))
    return Value::empty();
  int n = fcntl(static_cast<int>(fd), F_DUPFD_CLOEXEC, 0);
  return n < 0 ? raiseErrno(t, errno) : Value::fromSmallInt(n);
}
static const NativeDef kFunctions[] = {
    {"socketpair", fnPair, "(family=1, type=1, proto=0, /)"}, {"getaddrinfo", fnGetAddrInfo, "(host, port, family=0, type=0, proto=0, flags=0)"},
    {"gethostname", fnHostName, "()"}, {"gethostbyname", fnHostByName, "(host, /)"}, {"htons", fnSwap<false>, "(integer, /)"},
    {"ntohs", fnSwap<false>, "(integer, /)"}, {"htonl", fnSwap<true>, "(integer, /)"}, {"ntohl", fnSwap<true>, "(integer, /)"},
    {"inet_pton", fnPton, "(family, ip_string, /)"}, {"inet_ntop", fnNtop, "(family, packed_ip, /)"},
    {"getdefaulttimeout", fnGetDefault, "()"}, {"setdefaulttimeout", fnSetDefault, "(timeout, /)"}, {"close", fnClose, "(fd, /)"},
    {"dup", fnDup, "(fd, /)"}, {nullptr, nullptr, nullptr}};

static TypeObject *makeError(Thread *t, const char *name) {
  Value base = typeValue(exc::OSError);
  Value args[3] = {newStr(t, name), newTuple(t, &base, 1), newDict(t)};
  if (!dictSet(t, args[2].as<DictObject>(), names::__module__, newStr(t, "socket")))
    return nullptr;
  Value v = call(t, typeValue(types::type_), args, 3);
  return v ? v.as<TypeObject>() : nullptr;
}
static bool initialise(Thread *t, ModuleObject *m) {
  static TypeSpec spec{"_socket.socket", Kind::RegularObject, sizeof(SocketObject), TraceKind::FixedSlots, 5, 0};
  spec.methods = kSocketMethods;
  spec.getsets = kSocketGetSets;
  spec.typeFlags = kTypeBaseable;
  gSocket = makeBuiltinType(t, spec);
  gGaiError = makeError(t, "gaierror");
  TypeObject *herror = makeError(t, "herror");
  static const struct { const char *name; int64_t value; } kConstants[] = {
#define C(n) {#n, n}
      C(AF_UNSPEC), C(AF_UNIX), C(AF_INET), C(AF_INET6), C(SOCK_STREAM), C(SOCK_DGRAM), C(SOCK_RAW), C(SOCK_SEQPACKET), C(SOCK_NONBLOCK),
      C(SOCK_CLOEXEC), C(SOL_SOCKET), C(SO_REUSEADDR), C(SO_REUSEPORT), C(SO_KEEPALIVE), C(SO_BROADCAST), C(SO_ERROR), C(SO_TYPE), C(SO_RCVBUF),
      C(SO_SNDBUF), C(SO_LINGER), C(SO_RCVTIMEO), C(SO_SNDTIMEO), C(SOMAXCONN), C(IPPROTO_TCP), C(IPPROTO_UDP), C(IPPROTO_IP), C(IPPROTO_IPV6),
      C(IPV6_V6ONLY), C(TCP_NODELAY), C(TCP_KEEPIDLE), C(TCP_KEEPINTVL), C(TCP_KEEPCNT), C(SHUT_RD), C(SHUT_WR), C(SHUT_RDWR), C(AI_PASSIVE),
      C(AI_CANONNAME), C(AI_NUMERICHOST), C(AI_NUMERICSERV), C(AI_ADDRCONFIG), C(EAI_NONAME), C(EAI_FAMILY), C(EAI_AGAIN), C(EAI_FAIL),
      C(MSG_PEEK), C(MSG_WAITALL), C(MSG_DONTWAIT), C(MSG_NOSIGNAL), C(MSG_OOB), C(INADDR_ANY), C(NI_NUMERICHOST), C(NI_NUMERICSERV)};
#undef C
  for (auto &c : kConstants)
    if (!moduleSet(t, m, c.name, newInt(t, c.value)))
      return false;
  return gGaiError && herror && moduleSet(t, m, "socket", typeValue(gSocket)) && moduleSet(t, m, "SocketType", typeValue(gSocket)) &&
         moduleSet(t, m, "error", typeValue(exc::OSError)) && moduleSet(t, m, "timeout", typeValue(exc::TimeoutError)) &&
         moduleSet(t, m, "gaierror", typeValue(gGaiError)) && moduleSet(t, m, "herror", typeValue(herror)) && moduleSet(t, m, "has_ipv6", True);
}
static const ModuleSpec kSocket{"_socket", "Sockets.", kFunctions, initialise};
void registerSocket() { registerNativeModule(&kSocket); }

} // namespace pyc
