//===- ThreadModule.cpp - The GIL and the module _thread ------------------===//
//
// See Threads.h for the lock. Python's locks wait on one condition variable
// with an epoch: a release bumps it and wakes the waiters, who look again. They
// wake every 50 ms besides, so that the main thread notices signals.
//
//===----------------------------------------------------------------------===//
#include "runtime/interpreter/Interpreter.h"
#include "runtime/interpreter/JitInterface.h"
#include "runtime/modules/Import.h"
#include "runtime/modules/StructSeq.h"
#include "runtime/modules/Threads.h"
#include "runtime/object/Containers.h"
#include <cmath>
#include <ctime>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace pyc {

bool handleBreaker(Thread *t); // interpreter

//===-- the lock -----------------------------------------------------------===//

bool gThreadsStarted = false;
static pthread_mutex_t gGilMutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t gGilFree = PTHREAD_COND_INITIALIZER, gGilSwitched = PTHREAD_COND_INITIALIZER;
static Thread *gGilHolder;
static int gGilWaiting;
static uint64_t gGilSwitches;
static int gLiveThreads; ///< besides the main one

static timespec in(double seconds) {
  timespec ts;
  clock_gettime(CLOCK_REALTIME, &ts);
  double whole = std::floor(seconds);
  ts.tv_sec += static_cast<time_t>(whole);
  ts.tv_nsec += static_cast<long>((seconds - whole) * 1e9);
  if (ts.tv_nsec >= 1000000000) {
    ts.tv_nsec -= 1000000000;
    ++ts.tv_sec;
  }
  return ts;
}

static void take(Thread *t) {
  pthread_mutex_lock(&gGilMutex);
  ++gGilWaiting;
  while (gGilHolder) {
    timespec until = in(0.005);
    if (pthread_cond_timedwait(&gGilFree, &gGilMutex, &until) && gGilHolder)
      requestBreak(gGilHolder, kBreakGil);
  }
  --gGilWaiting;
  gGilHolder = t;
  ++gGilSwitches;
  pthread_cond_broadcast(&gGilSwitched);
  pthread_mutex_unlock(&gGilMutex);
}
static void drop(bool letOthersIn) {
  pthread_mutex_lock(&gGilMutex);
  gGilHolder = nullptr;
  uint64_t seen = gGilSwitches;
  pthread_cond_signal(&gGilFree);
  // A thread that was asked to give way lets one that waits have its turn.
  while (letOthersIn && gGilWaiting && gGilSwitches == seen)
    pthread_cond_wait(&gGilSwitched, &gGilMutex);
  pthread_mutex_unlock(&gGilMutex);
}

void gilRelease(Thread *t) {
  gcPark(t);
  drop(false);
}
void gilAcquire(Thread *t) {
  take(t);
  gcUnpark(t);
}
static void giveWay(Thread *t) {
  gcPark(t);
  drop(true);
  take(t);
  gcUnpark(t);
}

bool afterInterrupt(Thread *t) {
  if (!(t->evalBreaker.load() & kBreakSignal))
    return true;
  t->evalBreaker.fetch_and(~uint32_t(kBreakSignal));
  if (signalHook)
    return signalHook(t);
  raise(t, exc::KeyboardInterrupt, "");
  return false;
}

//===-- starting threads ---------------------------------------------------===//

namespace {
struct Start {
  Thread *thread;
  RootVector *roots; ///< function, args, kwargs or None
};
} // namespace
static Thread *gMain;
static JitHooks gSavedHooks;
static thread_local RootVector *tSentinel; ///< locks to release at the end
static pthread_mutex_t gLockMutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t gLockReleased = PTHREAD_COND_INITIALIZER;
static uint64_t gLockEpoch;

static void wakeLocks() {
  pthread_mutex_lock(&gLockMutex);
  ++gLockEpoch;
  pthread_cond_broadcast(&gLockReleased);
  pthread_mutex_unlock(&gLockMutex);
}

/// skip 3
struct LockObject : Object { int64_t count, recursive; uint64_t owner; };
static TypeObject *gLock, *gRLock;
static LockObject *L(Value v) { return v.as<LockObject>(); }

static void *threadMain(void *argument) {
  auto *start = static_cast<Start *>(argument);
  Thread *t = start->thread;
  tCurrentThread = t;
  take(t);
  gcAttachThread(t);
  t->osThread = static_cast<uint64_t>(pthread_self());
  t->recursionLimit = gMain->recursionLimit;
  t->stackLimit = t->stackBase;
  RootVector &r = *start->roots;
  if (t->stackBase) {
    auto *args = tupleOf(r[1]);
    RootVector all(t), keys(t);
    for (int64_t i = 0; i < args->length; ++i)
      all.push(args->items[i]);
    Value kwNames = Value::empty();
    if (r[2] != None && r[2].as<DictObject>()->used) {
      int64_t pos = 0;
      Value k, v;
      while (dictNext(r[2].as<DictObject>(), pos, k, v)) {
        keys.push(k);
        all.push(v);
      }
      kwNames = newTuple(t, keys.data, keys.size());
    }
    if (!call(t, r[0], all.data, all.size(), kwNames)) {
      if (pendingMatches(t, exc::SystemExit)) {
        clearPending(t);
      } else {
        reportUnraisable(t, r[0]);
      }
    }
  }
  if (tSentinel) {
    for (Value lock : *tSentinel)
      L(lock)->count = 0;
    delete tSentinel;
    tSentinel = nullptr;
    wakeLocks();
  }
  delete start->roots;
  delete start;
  if (--gLiveThreads == 0) {
    gJit.loop = gSavedHooks.loop;
    gJit.function = gSavedHooks.function;
  }
  gcDetachThread(t);
  drop(false);
  return nullptr; // `t` stays: a break may still be requested of it
}

static Value startThread(Thread *t, Value *a, size_t) {
  if (!lookupDunder(typeOf(a[0]), Dunder::Call))
    return raise(t, exc::TypeError, "first arg must be callable");
  if (!isTuple(a[1]))
    return raise(t, exc::TypeError, "2nd arg must be a tuple");
  if (a[2] && !isKind(a[2], Kind::Dict))
    return raise(t, exc::TypeError, "optional 3rd arg must be a dictionary");
  if (!gThreadsStarted) {
    gThreadsStarted = true;
    gGilHolder = t;
    gilHook = giveWay;
  }
  if (gLiveThreads++ == 0) {
    gSavedHooks = gJit;
    gJit.loop = nullptr;
    gJit.function = nullptr;
  }
  auto *start = new Start{new Thread(), new RootVector(gMain)};
  start->roots->push(a[0]);
  start->roots->push(a[1]);
  start->roots->push(a[2] ? a[2] : None);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, 8u << 20);
  pthread_t id;
  int error = pthread_create(&id, &attributes, threadMain, start);
  pthread_attr_destroy(&attributes);
  if (error) {
    delete start->roots;
    delete start->thread;
    delete start;
    if (--gLiveThreads == 0) {
      gJit.loop = gSavedHooks.loop;
      gJit.function = gSavedHooks.function;
    }
    return raise(t, exc::RuntimeError, "can't start new thread");
  }
  return newInt(t, static_cast<int64_t>(id));
}

void threadsAfterFork(Thread *t) {
  if (!gThreadsStarted)
    return;
  // Whoever held these is not here any more.
  pthread_mutex_init(&gGilMutex, nullptr);
  pthread_mutex_init(&gLockMutex, nullptr);
  pthread_cond_init(&gGilFree, nullptr);
  pthread_cond_init(&gGilSwitched, nullptr);
  pthread_cond_init(&gLockReleased, nullptr);
  gGilHolder = t;
  gGilWaiting = 0;
  gMain = t;
  if (gLiveThreads) {
    gJit.loop = gSavedHooks.loop;
    gJit.function = gSavedHooks.function;
  }
  gLiveThreads = 0;
}

//===-- locks --------------------------------------------------------------===//

static uint64_t identOf(Thread *t) {
  if (!t->osThread)
    t->osThread = static_cast<uint64_t>(pthread_self());
  return t->osThread;
}

/// Waits until `free` may hold again. 1: look again, 0: timed out, -1: raised.
static int waitForRelease(Thread *t, uint64_t epoch, double deadline) {
  {
    AllowThreads allow(t);
    pthread_mutex_lock(&gLockMutex);
    timespec until = in(0.05);
    timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    double left = deadline < 0 ? 1 : deadline - (static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9);
    if (left < 0.05)
      until = in(left > 0 ? left : 0);
    while (gLockEpoch == epoch)
      if (pthread_cond_timedwait(&gLockReleased, &gLockMutex, &until))
        break;
    pthread_mutex_unlock(&gLockMutex);
  }
  if (t->evalBreaker.load() && !handleBreaker(t))
    return -1;
  if (deadline < 0)
    return 1;
  timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9 < deadline;
}

static Value acquire(Thread *t, Value *a, size_t) {
  int blocking = a[1] ? isTrue(t, a[1]) : 1;
  double timeout = -1;
  if (a[2]) {
    Value f = call(t, typeValue(types::float_), a[2]);
    if (!f)
      return f;
    timeout = floatValue(f);
  }
  if (blocking < 0)
    return Value::empty();
  if (!blocking && timeout != -1)
    return raise(t, exc::ValueError, "can't specify a timeout for a non-blocking call");
  if (timeout < 0 && timeout != -1)
    return raise(t, exc::ValueError, "timeout value must be a non-negative number");
  if (timeout > 9223372036.0)
    return raise(t, exc::OverflowError, "timeout value is too large");
  uint64_t me = identOf(t);
  double deadline = -1;
  if (timeout >= 0) {
    timespec ts = in(timeout);
    deadline = static_cast<double>(ts.tv_sec) + static_cast<double>(ts.tv_nsec) * 1e-9;
  }
  for (bool last = false;;) {
    LockObject *l = L(a[0]);
    if (l->count == 0 || (l->recursive && l->owner == me)) {
      ++l->count;
      l->owner = me;
      return True;
    }
    if (!blocking || last)
      return False;
    pthread_mutex_lock(&gLockMutex);
    uint64_t epoch = gLockEpoch;
    pthread_mutex_unlock(&gLockMutex);
    int r = waitForRelease(t, epoch, deadline);
    if (r < 0)
      return Value::empty();
    last = r == 0;
  }
}
static Value release(Thread *t, Value *a, size_t) {
  LockObject *l = L(a[0]);
  if (l->count == 0 || (l->recursive && l->owner != identOf(t)))
    return raise(t, exc::RuntimeError, l->recursive ? "cannot release un-acquired lock" : "release unlocked lock");
  if (--l->count == 0) {
    l->owner = 0;
    if (gThreadsStarted)
      wakeLocks();
  }
  return None;
}
static Value locked(Thread *, Value *a, size_t) { return boolValue(L(a[0])->count); }
static Value enter(Thread *t, Value *a, size_t) {
  Value args[3] = {a[0], Value::empty(), Value::empty()};
  return acquire(t, args, 3);
}
static Value leave(Thread *t, Value *a, size_t) { return release(t, a, 1); }
static Value lockRepr(Thread *t, Value *a, size_t) {
  LockObject *l = L(a[0]);
  char text[160];
  auto address = static_cast<unsigned long>(gcIdentity(l));
  if (l->recursive)
    snprintf(text, sizeof text, "<%s %s object owner=%lu count=%ld at 0x%lx>", l->count ? "locked" : "unlocked", "_thread.RLock",
             static_cast<unsigned long>(l->owner), static_cast<long>(l->count), address);
  else
    snprintf(text, sizeof text, "<%s _thread.lock object at 0x%lx>", l->count ? "locked" : "unlocked", address);
  return newStr(t, text);
}
static Value rlockNew(Thread *t, Value *a, size_t) {
  Value v = newInstance(t, a[0].as<TypeObject>());
  if (v)
    L(v)->recursive = 1;
  return v;
}
static Value rlockOwned(Thread *t, Value *a, size_t) { return boolValue(L(a[0])->count && L(a[0])->owner == identOf(t)); }
static Value rlockSave(Thread *t, Value *a, size_t) {
  LockObject *l = L(a[0]);
  if (l->count == 0)
    return raise(t, exc::RuntimeError, "cannot release un-acquired lock");
  Value v[2] = {Value::fromSmallInt(l->count), newInt(t, static_cast<int64_t>(l->owner))};
  l = L(a[0]);
  l->count = 0;
  l->owner = 0;
  wakeLocks();
  return newTuple(t, v, 2);
}
static Value rlockRestore(Thread *t, Value *a, size_t) {
  if (!isTuple(a[1]) || tupleOf(a[1])->length != 2 || !tupleOf(a[1])->items[0].isInt())
    return raise(t, exc::TypeError, "invalid lock state");
  int64_t count = tupleOf(a[1])->items[0].asInt();
  Value args[3] = {a[0], Value::empty(), Value::empty()};
  if (!acquire(t, args, 3))
    return Value::empty();
  L(a[0])->count = count;
  return None;
}
static Value reinit(Thread *, Value *a, size_t) {
  L(a[0])->count = 0;
  L(a[0])->owner = 0;
  return None;
}
#define LOCK_ROWS                                                              \
  {"acquire", acquire, "($self, blocking=True, timeout=-1)"}, {"release", release, "($self, /)"}, \
      {"__enter__", enter, "($self, /)"}, {"__exit__", leave, "($self, *args)", kEffAny, nullptr, kNativeRaw}, \
      {"__repr__", lockRepr, "($self, /)"}, {"_at_fork_reinit", reinit, "($self, /)"}
static const NativeDef kLockMethods[] = {
    LOCK_ROWS, {"locked", locked, "($self, /)"}, {"acquire_lock", acquire, "($self, blocking=True, timeout=-1)"},
    {"release_lock", release, "($self, /)"}, {"locked_lock", locked, "($self, /)"}, {nullptr, nullptr, nullptr}};
static const NativeDef kRLockMethods[] = {
    LOCK_ROWS, {"__new__", rlockNew, "($type)"}, {"_is_owned", rlockOwned, "($self, /)"},
    {"_release_save", rlockSave, "($self, /)"}, {"_acquire_restore", rlockRestore, "($self, state, /)"}, {nullptr, nullptr, nullptr}};

//===-- the module ---------------------------------------------------------===//

static Value allocateLock(Thread *t, Value *, size_t) { return newInstance(t, gLock); }
/// A lock that is released when the calling thread has ended.
static Value setSentinel(Thread *t, Value *, size_t) {
  Value v = newInstance(t, gLock);
  if (v && t != gMain) {
    if (!tSentinel)
      tSentinel = new RootVector(t);
    tSentinel->push(v);
  }
  return v;
}
static Value getIdent(Thread *t, Value *, size_t) { return newInt(t, static_cast<int64_t>(identOf(t))); }
static Value getNativeId(Thread *t, Value *, size_t) { return newInt(t, syscall(SYS_gettid)); }
static Value threadCount(Thread *, Value *, size_t) { return Value::fromSmallInt(gLiveThreads); }
static Value threadExit(Thread *t, Value *, size_t) { return raiseWithArgs(t, exc::SystemExit, nullptr, 0); }
static Value interruptMain(Thread *, Value *, size_t) {
  requestBreak(gMain, kBreakSignal);
  return None;
}
static Value stackSize(Thread *, Value *, size_t) { return Value::fromSmallInt(0); }
static Value excepthook(Thread *t, Value *a, size_t) {
  // _ExceptHookArgs: type, value, traceback, thread
  if (!isTuple(a[0]) || tupleOf(a[0])->length < 4)
    return raise(t, exc::TypeError, "_thread.excepthook argument type must be ExceptHookArgs");
  auto *x = tupleOf(a[0]);
  if (x->items[0] == typeValue(exc::SystemExit) || x->items[1] == None)
    return None;
  std::string name = "?";
  if (x->items[3] != None) {
    Value n = getAttrOrEmpty(t, x->items[3], names::name);
    if (!n && t->pending)
      return n;
    if (n && isStr(n))
      name = strToUtf8(payloadOf(n));
  }
  std::string text = "Exception in thread " + name + ":\n" + formatException(t, tupleOf(a[0])->items[1]);
  Value sys = dictGetStr(gSysModules.as<DictObject>(), names::sys);
  Value err = sys ? getAttrOrEmpty(t, sys, names::stderr_) : sys;
  if (!err || err == None)
    return t->pending ? Value::empty() : None;
  Value s = newStr(t, text);
  return s && callMethod(t, err, "write", &s, 1) ? None : Value::empty();
}

static const NativeDef kFunctions[] = {
    {"allocate_lock", allocateLock, "()"}, {"allocate", allocateLock, "()"}, {"_set_sentinel", setSentinel, "()"},
    {"get_ident", getIdent, "()"}, {"get_native_id", getNativeId, "()"},
    {"start_new_thread", startThread, "(function, args, kwargs=None, /)"}, {"start_new", startThread, "(function, args, kwargs=None, /)"},
    {"_count", threadCount, "()"}, {"exit", threadExit, "()"}, {"exit_thread", threadExit, "()"},
    {"interrupt_main", interruptMain, "(signum=2, /)"}, {"stack_size", stackSize, "(size=0, /)"},
    {"_excepthook", excepthook, "(exc_info, /)"}, {nullptr, nullptr, nullptr}};

static bool initialise(Thread *t, ModuleObject *m) {
  gMain = t;
  identOf(t);
  TypeSpec lock{"_thread.lock", Kind::RegularObject, sizeof(LockObject), TraceKind::FixedSlots, 3, 0, kLockMethods};
  lock.typeFlags = kTypeHasWeakRefs;
  gLock = makeBuiltinType(t, lock);
  TypeSpec rlock{"_thread.RLock", Kind::RegularObject, sizeof(LockObject), TraceKind::FixedSlots, 3, 0, kRLockMethods};
  rlock.typeFlags = kTypeBaseable | kTypeHasWeakRefs;
  gRLock = makeBuiltinType(t, rlock);
  TypeObject *args = makeStructSeq(t, "_thread._ExceptHookArgs", {"exc_type", "exc_value", "exc_traceback", "thread"}, 4);
  // Without `_local` threading takes its own, in Python.
  return args && moduleSet(t, m, "LockType", typeValue(gLock)) && moduleSet(t, m, "RLock", typeValue(gRLock)) &&
         moduleSet(t, m, "error", typeValue(exc::RuntimeError)) && moduleSet(t, m, "_ExceptHookArgs", typeValue(args)) &&
         moduleSet(t, m, "TIMEOUT_MAX", newFloat(t, 9223372036.0));
}
static const ModuleSpec kThread{"_thread", "Threads and locks.", kFunctions, initialise};
void registerThreads() { registerNativeModule(&kThread); }

} // namespace pyc
