//===- SignalModule.cpp - The module _signal ------------------------------===//
//
// A C handler only notes the signal and sets the interpreter's breaker; the
// Python handler runs at the next safe point of the main thread (signalHook).
//
//===----------------------------------------------------------------------===//
#include "runtime/interpreter/Interpreter.h"
#include "runtime/modules/Import.h"
#include "runtime/object/Containers.h"
#include <atomic>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <pthread.h>
#include <sys/time.h>
#include <unistd.h>

namespace pyc {

constexpr int kSignals = 65;
static std::atomic<bool> gTripped[kSignals];
static Value gHandlers = Value::empty(); ///< list of kSignals handlers
static Thread *gSignalThread;
static std::atomic<int> gWakeupFd{-1};

static void onSignal(int number) {
  int saved = errno;
  gTripped[number] = true;
  requestBreak(gSignalThread, kBreakSignal);
  int fd = gWakeupFd;
  if (fd >= 0) {
    auto byte = static_cast<unsigned char>(number);
    ssize_t ignored = write(fd, &byte, 1);
    (void)ignored;
  }
  errno = saved;
}

static Value &handlerOf(int n) { return gHandlers.as<ListObject>()->items()->items[n]; }

/// Runs the Python handlers of the signals that arrived. False: raised.
static bool runHandlers(Thread *t) {
  for (int i = 1; i < kSignals; ++i) {
    if (!gTripped[i].exchange(false))
      continue;
    Value h = handlerOf(i);
    if (!h.isObject() || h == None)
      continue;
    Value frame = t->base ? currentFrame(t, 0) : None;
    if (!frame)
      return false;
    Value args[2] = {Value::fromSmallInt(i), frame};
    if (!call(t, h, args, 2))
      return false;
  }
  return true;
}

static bool signalNumber(Thread *t, Value v, int &out) {
  int64_t n;
  if (!indexAsInt64(t, v, n))
    return false;
  if (n < 1 || n >= kSignals) {
    raise(t, exc::ValueError, "signal number out of range");
    return false;
  }
  out = static_cast<int>(n);
  return true;
}

static Value sigSignal(Thread *t, Value *a, size_t) {
  int n;
  if (!signalNumber(t, a[0], n))
    return Value::empty();
  if (t != gSignalThread)
    return raise(t, exc::ValueError, "signal only works in main thread of the main interpreter");
  void (*action)(int);
  if (a[1] == Value::fromSmallInt(0) || a[1] == Value::fromSmallInt(1)) {
    action = a[1].asInt() ? SIG_IGN : SIG_DFL;
  } else {
    if (isIntLike(a[1])) {
      int64_t i;
      Value p = call(t, typeValue(types::int_), a[1]); // an enum member
      if (p && intToInt64(p, i) && (i == 0 || i == 1)) {
        a[1] = p;
        return sigSignal(t, a, 2);
      }
    }
    if (!lookupDunder(typeOf(a[1]), Dunder::Call))
      return raise(t, exc::TypeError, "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object");
    action = onSignal;
  }
  struct sigaction sa {};
  sa.sa_handler = action;
  sigemptyset(&sa.sa_mask);
  if (sigaction(n, &sa, nullptr) < 0)
    return raiseOSError(t, errno, Value::empty());
  Value old = handlerOf(n);
  auto *l = gHandlers.as<ListObject>();
  setSlot(l->items(), &l->items()->items[n], a[1]);
  return old;
}
static Value sigGet(Thread *t, Value *a, size_t) {
  int n;
  return signalNumber(t, a[0], n) ? handlerOf(n) : Value::empty();
}
static Value sigDefaultInt(Thread *t, Value *, size_t) { return raiseWithArgs(t, exc::KeyboardInterrupt, nullptr, 0); }
static Value sigRaise(Thread *t, Value *a, size_t) {
  int64_t n;
  if (!indexAsInt64(t, a[0], n))
    return Value::empty();
  if (::raise(static_cast<int>(n)) != 0)
    return raiseOSError(t, errno, Value::empty());
  return runHandlers(t) ? None : Value::empty();
}
static Value sigAlarm(Thread *t, Value *a, size_t) {
  int64_t n;
  return indexAsInt64(t, a[0], n) ? newInt(t, alarm(static_cast<unsigned>(n))) : Value::empty();
}
static Value sigPause(Thread *t, Value *, size_t) {
  pause();
  return runHandlers(t) ? None : Value::empty();
}
static bool seconds(Thread *t, Value v, timeval &out) {
  if (!v) {
    out = {};
    return true;
  }
  Value f = call(t, typeValue(types::float_), v);
  if (!f)
    return false;
  double d = floatValue(f);
  out.tv_sec = static_cast<time_t>(floor(d));
  out.tv_usec = static_cast<suseconds_t>((d - floor(d)) * 1e6);
  return true;
}
static Value timerPair(Thread *t, const itimerval &v) {
  auto toDouble = [](timeval x) { return static_cast<double>(x.tv_sec) + static_cast<double>(x.tv_usec) * 1e-6; };
  Value pair[2] = {newFloat(t, toDouble(v.it_value)), newFloat(t, toDouble(v.it_interval))};
  return pair[0] && pair[1] ? newTuple(t, pair, 2) : Value::empty();
}
static Value sigSetTimer(Thread *t, Value *a, size_t) {
  int64_t which;
  itimerval now{}, old{};
  if (!indexAsInt64(t, a[0], which) || !seconds(t, a[1], now.it_value) || !seconds(t, a[2], now.it_interval))
    return Value::empty();
  if (setitimer(static_cast<__itimer_which_t>(which), &now, &old) < 0)
    return raiseOSError(t, errno, Value::empty());
  return timerPair(t, old);
}
static Value sigGetTimer(Thread *t, Value *a, size_t) {
  int64_t which;
  itimerval now{};
  if (!indexAsInt64(t, a[0], which))
    return Value::empty();
  if (getitimer(static_cast<__itimer_which_t>(which), &now) < 0)
    return raiseOSError(t, errno, Value::empty());
  return timerPair(t, now);
}
static Value sigWakeupFd(Thread *t, Value *a, size_t) {
  int64_t fd;
  if (!indexAsInt64(t, a[0], fd))
    return Value::empty();
  return Value::fromSmallInt(gWakeupFd.exchange(static_cast<int>(fd)));
}
static Value sigInterrupt(Thread *t, Value *a, size_t) {
  int n;
  if (!signalNumber(t, a[0], n))
    return Value::empty();
  struct sigaction sa;
  if (sigaction(n, nullptr, &sa) < 0)
    return raiseOSError(t, errno, Value::empty());
  int flag = isTrue(t, a[1]);
  if (flag < 0)
    return Value::empty();
  sa.sa_flags = flag ? sa.sa_flags & ~SA_RESTART : sa.sa_flags | SA_RESTART;
  return sigaction(n, &sa, nullptr) < 0 ? raiseOSError(t, errno, Value::empty()) : None;
}
static Value sigStr(Thread *t, Value *a, size_t) {
  int n;
  if (!signalNumber(t, a[0], n))
    return Value::empty();
  const char *s = strsignal(n);
  return s && strncmp(s, "Unknown", 7) ? newStr(t, s) : None;
}
static Value sigValid(Thread *t, Value *, size_t) {
  Value s = newSet(t, false);
  for (int i = 1; s && i < kSignals; ++i)
    if (i != 32 && i != 33 && !setAdd(t, s.as<SetObject>(), Value::fromSmallInt(i)))
      return Value::empty();
  return s;
}
static Value sigMask(Thread *t, Value *a, size_t) {
  int64_t how;
  if (!indexAsInt64(t, a[0], how))
    return Value::empty();
  Value numbers = tupleFrom(t, a[1]);
  if (!numbers)
    return numbers;
  sigset_t set, old;
  sigemptyset(&set);
  for (int64_t i = 0; i < numbers.as<TupleObject>()->length; ++i) {
    int n;
    if (!signalNumber(t, numbers.as<TupleObject>()->items[i], n))
      return Value::empty();
    sigaddset(&set, n);
  }
  if (int e = pthread_sigmask(static_cast<int>(how), &set, &old))
    return raiseOSError(t, e, Value::empty());
  Value out = newSet(t, false);
  for (int i = 1; out && i < kSignals; ++i)
    if (sigismember(&old, i) == 1 && !setAdd(t, out.as<SetObject>(), Value::fromSmallInt(i)))
      return Value::empty();
  return runHandlers(t) ? out : Value::empty();
}

static const NativeDef kFunctions[] = {
    {"signal", sigSignal, "(signalnum, handler, /)"}, {"getsignal", sigGet, "(signalnum, /)"},
    {"default_int_handler", sigDefaultInt, "(signalnum, frame, /)"}, {"raise_signal", sigRaise, "(signalnum, /)"},
    {"alarm", sigAlarm, "(seconds, /)"}, {"pause", sigPause, "()"}, {"setitimer", sigSetTimer, "(which, seconds, interval=0.0, /)"},
    {"getitimer", sigGetTimer, "(which, /)"}, {"set_wakeup_fd", sigWakeupFd, "(fd, /, *, warn_on_full_buffer=True)"},
    {"siginterrupt", sigInterrupt, "(signalnum, flag, /)"}, {"strsignal", sigStr, "(signalnum, /)"},
    {"valid_signals", sigValid, "()"}, {"pthread_sigmask", sigMask, "(how, mask, /)"}, {nullptr, nullptr, nullptr}};

static bool initialise(Thread *t, ModuleObject *m) {
  gSignalThread = t;
  gcRegisterRoot(&gHandlers);
  gHandlers = newList(t, nullptr, 0);
  for (int i = 0; gHandlers && i < kSignals; ++i) {
    struct sigaction sa {};
    bool known = i > 0 && sigaction(i, nullptr, &sa) == 0;
    Value h = known && sa.sa_handler == SIG_DFL ? Value::fromSmallInt(0) : known && sa.sa_handler == SIG_IGN ? Value::fromSmallInt(1) : None;
    if (!listAppend(t, gHandlers.as<ListObject>(), h))
      return false;
  }
  Value interrupt = dictGetStr(m->dict.as<DictObject>(), internStr(t, "default_int_handler"));
  // The interpreter's own handler of SIGINT gives way to ours.
  if (!gHandlers || !interrupt)
    return false;
  Value args[2] = {Value::fromSmallInt(SIGINT), interrupt};
  if (handlerOf(SIGINT) != Value::fromSmallInt(1) && !sigSignal(t, args, 2))
    return false;
  signalHook = runHandlers;
  static const struct { const char *name; int64_t value; } kConstants[] = {
#define S(n) {#n, n}
      S(SIGHUP), S(SIGINT), S(SIGQUIT), S(SIGILL), S(SIGTRAP), S(SIGABRT), S(SIGFPE), S(SIGKILL), S(SIGBUS), S(SIGSEGV), S(SIGSYS), S(SIGPIPE),
      S(SIGALRM), S(SIGTERM), S(SIGURG), S(SIGSTOP), S(SIGTSTP), S(SIGCONT), S(SIGCHLD), S(SIGTTIN), S(SIGTTOU), S(SIGIO), S(SIGXCPU),
      S(SIGXFSZ), S(SIGVTALRM), S(SIGPROF), S(SIGWINCH), S(SIGUSR1), S(SIGUSR2), S(SIGPWR), S(SIGPOLL), S(SIGSTKFLT), {"SIGCLD", SIGCHLD},
      {"SIGIOT", SIGABRT}, {"SIGRTMIN", 34}, {"SIGRTMAX", 64}, {"NSIG", kSignals}, {"SIG_DFL", 0}, {"SIG_IGN", 1},
      S(SIG_BLOCK), S(SIG_UNBLOCK), S(SIG_SETMASK), S(ITIMER_REAL), S(ITIMER_VIRTUAL), S(ITIMER_PROF)};
#undef S
  for (auto &c : kConstants)
    if (!moduleSet(t, m, c.name, Value::fromSmallInt(c.value)))
      return false;
  return moduleSet(t, m, "ItimerError", typeValue(exc::OSError));
}
static const ModuleSpec kSignal{"_signal", "Handling of signals.", kFunctions, initialise};
void registerSignal() { registerNativeModule(&kSignal); }

} // namespace pyc
