//===- SmallModules.cpp - errno, atexit, gc, _thread ----------------------===//
//
// Modules of a few functions each.
//
// There is one thread so far: _thread offers locks and identity, and refuses to
// start threads. A blocking acquire of a held lock could never return, so it
// raises instead of hanging.
//
//===----------------------------------------------------------------------===//
#include "runtime/interpreter/Interpreter.h"
#include "runtime/modules/Modules.h"
#include "runtime/modules/StructSeq.h"
#include <cerrno>
#include <csignal>
#include <ctime>
#include <sys/syscall.h>
#include <unistd.h>

namespace pyc {

namespace {

//===-- errno --------------------------------------------------------------===//

struct ErrnoName { const char *name; int value; };
const ErrnoName errnoNames[] = {
#define E(n) {#n, n},
    E(EPERM) E(ENOENT) E(ESRCH) E(EINTR) E(EIO) E(ENXIO) E(E2BIG) E(ENOEXEC) E(EBADF) E(ECHILD) E(EAGAIN)
    E(ENOMEM) E(EACCES) E(EFAULT) E(ENOTBLK) E(EBUSY) E(EEXIST) E(EXDEV) E(ENODEV) E(ENOTDIR) E(EISDIR)
    E(EINVAL) E(ENFILE) E(EMFILE) E(ENOTTY) E(ETXTBSY) E(EFBIG) E(ENOSPC) E(ESPIPE) E(EROFS) E(EMLINK)
    E(EPIPE) E(EDOM) E(ERANGE) E(EDEADLK) E(ENAMETOOLONG) E(ENOLCK) E(ENOSYS) E(ENOTEMPTY) E(ELOOP)
    E(ENOMSG) E(EIDRM) E(ENOSTR) E(ENODATA) E(ETIME) E(EPROTO) E(EBADMSG) E(EOVERFLOW) E(EILSEQ) E(EUSERS)
    E(ENOTSOCK) E(EDESTADDRREQ) E(EMSGSIZE) E(EPROTOTYPE) E(ENOPROTOOPT) E(EPROTONOSUPPORT)
    E(ESOCKTNOSUPPORT) E(EOPNOTSUPP) E(EPFNOSUPPORT) E(EAFNOSUPPORT) E(EADDRINUSE) E(EADDRNOTAVAIL)
    E(ENETDOWN) E(ENETUNREACH) E(ENETRESET) E(ECONNABORTED) E(ECONNRESET) E(ENOBUFS) E(EISCONN) E(ENOTCONN)
    E(ESHUTDOWN) E(ETOOMANYREFS) E(ETIMEDOUT) E(ECONNREFUSED) E(EHOSTDOWN) E(EHOSTUNREACH) E(EALREADY)
    E(EINPROGRESS) E(ESTALE) E(EDQUOT) E(ECANCELED) E(EOWNERDEAD) E(ENOTRECOVERABLE)
#undef E
    {"EWOULDBLOCK", EWOULDBLOCK}, {"ENOTSUP", ENOTSUP}, {"EDEADLOCK", EDEADLOCK}};

bool initErrno(Thread *t, ModuleObject *m) {
  Value codes = newDict(t);
  if (!codes)
    return false;
  for (auto &e : errnoNames) {
    Value name = internStr(t, e.name), value = Value::fromSmallInt(e.value);
    if (!name || !moduleSet(t, m, e.name, value))
      return false;
    if (!dictSetDefault(t, codes.as<DictObject>(), value, name))
      return false;
  }
  return moduleSet(t, m, "errorcode", codes);
}
const NativeDef noFunctions[] = {{nullptr, nullptr, nullptr}};
const ModuleSpec errnoSpec{"errno", "System error numbers.", noFunctions, initErrno};

//===-- atexit -------------------------------------------------------------===//

Value gCallbacks = Value::fromSmallInt(0); ///< list of (function, args, kwargs), or 0

Value atexitRegister(Thread *t, Value *args, size_t n) {
  if (!lookupDunder(typeOf(args[0]), Dunder::Call))
    return raise(t, exc::TypeError, "the first argument must be callable");
  Value entry[3] = {args[0], args[1], args[2] ? args[2] : None};
  Value tuple = newTuple(t, entry, 3);
  return tuple && listAppend(t, gCallbacks.as<ListObject>(), tuple) ? args[0] : Value::empty();
}
Value atexitRun(Thread *t, Value *args, size_t n) {
  Value last = Value::empty();
  while (gCallbacks.isObject() && gCallbacks.as<ListObject>()->size) {
    auto *l = gCallbacks.as<ListObject>();
    Value entry = l->items()->items[l->size - 1];
    if (!listSplice(t, l, l->size - 1, l->size, nullptr, 0))
      return Value::empty();
    Value *e = entry.as<TupleObject>()->items;
    RootVector values(t);
    for (int64_t i = 0; i < tupleOf(e[1])->length; ++i)
      values.push(tupleOf(e[1])->items[i]);
    Value names = Value::empty();
    if (isDict(e[2])) {
      Value list = listFrom(t, e[2]), k, v;
      names = list ? tupleFrom(t, list) : list;
      if (!names)
        return names;
      for (int64_t pos = 0; dictNext(e[2].as<DictObject>(), pos, k, v);)
        values.push(v);
      if (names == EmptyTuple)
        names = Value::empty();
    }
    if (!call(t, e[0], values.data, values.size(), names)) {
      last = takePending(t);
      Value hook = importModule(t, "sys");
      std::string text = "Exception ignored in atexit callback: ";
      Value r = repr(t, e[0]);
      text += (r ? strToUtf8(payloadOf(r)) : std::string("?")) + "\n" + formatException(t, last);
      Value err = hook ? getAttr(t, hook, "stderr") : hook, s = newStr(t, text);
      if (!err || !s || !callMethod(t, err, "write", &s, 1))
        clearPending(t);
    }
  }
  return None;
}
Value atexitClear(Thread *t, Value *args, size_t n) {
  return listSplice(t, gCallbacks.as<ListObject>(), 0, gCallbacks.as<ListObject>()->size, nullptr, 0) ? None : Value::empty();
}
Value atexitUnregister(Thread *t, Value *args, size_t n) {
  auto *l = gCallbacks.as<ListObject>();
  for (int64_t i = l->size; i-- > 0;) {
    if (i >= l->size)
      continue;
    int r = equals(t, l->items()->items[i].as<TupleObject>()->items[0], args[0]);
    if (r < 0 || (r && !listSplice(t, l, i, i + 1, nullptr, 0)))
      return Value::empty();
  }
  return None;
}
Value atexitCount(Thread *t, Value *args, size_t n) { return Value::fromSmallInt(gCallbacks.as<ListObject>()->size); }
const NativeDef atexitFunctions[] = {
    {"register", atexitRegister, "(func, /, *args, **kwargs)"},
    {"unregister", atexitUnregister, "(func, /)"},
    {"_run_exitfuncs", atexitRun, "()"},
    {"_clear", atexitClear, "()"},
    {"_ncallbacks", atexitCount, "()"},
    {nullptr, nullptr, nullptr}};
bool initAtexit(Thread *t, ModuleObject *m) {
  gCallbacks = newList(t, nullptr, 0);
  gcRegisterRoot(&gCallbacks);
  return bool(gCallbacks);
}
const ModuleSpec atexitSpec{"atexit", "Functions called at exit.", atexitFunctions, initAtexit};

//===-- gc -----------------------------------------------------------------===//

bool gGcEnabled = true;
Value gcCollectFn(Thread *t, Value *args, size_t n) {
  int64_t generation = 2;
  if (args[0] && !indexAsInt64(t, args[0], generation, exc::OverflowError))
    return Value::empty();
  if (generation < 0 || generation > 2)
    return raise(t, exc::ValueError, "invalid generation");
  size_t found = gcCollect(t, static_cast<int>(generation));
  return t->pending ? Value::empty() : newInt(t, static_cast<int64_t>(found));
}
/// Collection is never needed for correctness here, so that "disabled" only
/// changes what isenabled() says.
Value gcEnable(Thread *t, Value *args, size_t n) { return gGcEnabled = true, None; }
Value gcDisable(Thread *t, Value *args, size_t n) { return gGcEnabled = false, None; }
Value gcIsEnabled(Thread *t, Value *args, size_t n) { return boolValue(gGcEnabled); }
int64_t gThresholds[3] = {700, 10, 10};
Value gcGetThreshold(Thread *t, Value *args, size_t n) {
  Value v[3];
  for (int i = 0; i < 3; ++i)
    v[i] = newInt(t, gThresholds[i]);
  return newTuple(t, v, 3);
}
Value gcSetThreshold(Thread *t, Value *args, size_t n) {
  for (int i = 0; i < 3; ++i)
    if (args[i] && !indexAsInt64(t, args[i], gThresholds[i], exc::OverflowError))
      return Value::empty();
  return None;
}
Value gcGetCount(Thread *t, Value *args, size_t n) {
  Value v[3] = {Value::fromSmallInt(0), Value::fromSmallInt(0), Value::fromSmallInt(0)};
  return newTuple(t, v, 3);
}
Value gcGetDebug(Thread *t, Value *args, size_t n) { return Value::fromSmallInt(0); }
Value gcIsTracked(Thread *t, Value *args, size_t n) {
  return boolValue(args[0].isObject() && args[0].asObject()->shape()->traceKind != TraceKind::NoPointers);
}
Value gcGetReferents(Thread *t, Value *args, size_t n) {
  Value list = newList(t, nullptr, 0);
  for (size_t i = 0; list && i < n; ++i) {
    if (!args[i].isObject())
      continue;
    struct Found { Value v[512]; size_t n = 0; } found; // on the stack: pinned
    gcVisitSlots(args[i].asObject(), &found, [](void *p, Value *slot) {
      auto *f = static_cast<Found *>(p);
      if (f->n < 512 && slot->isObject() && slot->asObject()->kind() != Kind::Internal)
        f->v[f->n++] = *slot;
    });
    for (size_t k = 0; k < found.n; ++k)
      if (!listAppend(t, list.as<ListObject>(), found.v[k]))
        return Value::empty();
  }
  return list;
}
const NativeDef gcFunctions[] = {
    {"collect", gcCollectFn, "(generation=2)", kEffAny | kEffFrames}, {"enable", gcEnable, "()"}, {"disable", gcDisable, "()"},
    {"isenabled", gcIsEnabled, "()"}, {"get_threshold", gcGetThreshold, "()"},
    {"set_threshold", gcSetThreshold, "(threshold0, threshold1=0, threshold2=0, /)"},
    {"get_count", gcGetCount, "()"}, {"get_debug", gcGetDebug, "()"}, {"is_tracked", gcIsTracked, "(obj, /)"},
    {"get_referents", gcGetReferents, "(*objs)", kEffAny, nullptr, kNativeRaw}, {"freeze", gcDisable, "()"},
    {nullptr, nullptr, nullptr}};
bool initGc(Thread *t, ModuleObject *m) {
  Value garbage = newList(t, nullptr, 0), callbacks = newList(t, nullptr, 0);
  return garbage && callbacks && moduleSet(t, m, "garbage", garbage) && moduleSet(t, m, "callbacks", callbacks);
}
const ModuleSpec gcSpec{"gc", "The garbage collector's interface.", gcFunctions, initGc};

//===-- _thread ------------------------------------------------------------===//

struct LockObject : Object { int64_t count, recursive; }; // skip 2
TypeObject *gLock, *gRLock;
LockObject *L(Value v) { return v.as<LockObject>(); }

Value lockAcquire(Thread *t, Value *args, size_t n) {
  LockObject *l = L(args[0]);
  int blocking = args[1] ? isTrue(t, args[1]) : 1;
  double timeout = -1;
  if (args[2]) {
    Value f = call(t, typeValue(types::float_), args[2]);
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
  if (l->count == 0 || l->recursive) {
    ++l->count;
    return True;
  }
  if (!blocking)
    return False;
  if (timeout >= 0) {
    struct timespec ts = {static_cast<time_t>(timeout), static_cast<long>((timeout - static_cast<double>(static_cast<time_t>(timeout))) * 1e9)};
    nanosleep(&ts, nullptr);
    return False;
  }
  return raise(t, exc::RuntimeError, "deadlock: the lock is held by the only thread");
}
Value lockRelease(Thread *t, Value *args, size_t n) {
  LockObject *l = L(args[0]);
  if (l->count == 0)
    return raise(t, exc::RuntimeError, l->recursive ? "cannot release un-acquired lock" : "release unlocked lock");
  --l->count;
  return None;
}
Value lockLocked(Thread *t, Value *args, size_t n) { return boolValue(L(args[0])->count); }
Value lockEnter(Thread *t, Value *args, size_t n) {
  Value a[3] = {args[0], Value::empty(), Value::empty()};
  return lockAcquire(t, a, 3);
}
Value lockExit(Thread *t, Value *args, size_t n) { return lockRelease(t, args, 1); }
Value lockRepr(Thread *t, Value *args, size_t n) {
  LockObject *l = L(args[0]);
  char text[128];
  auto address = static_cast<unsigned long>(gcIdentity(l));
  if (l->recursive)
    snprintf(text, sizeof text, "<%s _thread.RLock object owner=%lu count=%ld at 0x%lx>", l->count ? "locked" : "unlocked",
             l->count ? static_cast<unsigned long>(t->osThread ? t->osThread : 1) : 0, static_cast<long>(l->count), address);
  else
    snprintf(text, sizeof text, "<%s _thread.lock object at 0x%lx>", l->count ? "locked" : "unlocked", address);
  return newStr(t, text);
}
Value rlockNew(Thread *t, Value *args, size_t n) {
  Value v = newInstance(t, args[0].as<TypeObject>());
  if (v)
    L(v)->recursive = 1;
  return v;
}
Value rlockOwned(Thread *t, Value *args, size_t n) { return boolValue(L(args[0])->count); }
Value rlockSave(Thread *t, Value *args, size_t n) {
  if (L(args[0])->count == 0)
    return raise(t, exc::RuntimeError, "cannot release un-acquired lock");
  Value v[2] = {Value::fromSmallInt(L(args[0])->count), Value::fromSmallInt(1)};
  L(args[0])->count = 0;
  return newTuple(t, v, 2);
}
Value rlockRestore(Thread *t, Value *args, size_t n) {
  if (!isTuple(args[1]) || tupleOf(args[1])->length < 1 || !tupleOf(args[1])->items[0].isInt())
    return raise(t, exc::TypeError, "invalid lock state");
  L(args[0])->count = tupleOf(args[1])->items[0].asInt();
  return None;
}
Value lockReinit(Thread *t, Value *args, size_t n) {
  L(args[0])->count = 0;
  return None;
}
#define LOCK_ROWS                                                                                  \
  {"acquire", lockAcquire, "($self, blocking=True, timeout=-1)"}, {"release", lockRelease, "($self, /)"}, \
      {"__enter__", lockEnter, "($self, /)"}, {"__exit__", lockExit, "($self, *args)", kEffAny, nullptr, kNativeRaw}, \
      {"__repr__", lockRepr, "($self, /)"}, {"_at_fork_reinit", lockReinit, "($self, /)"}
const NativeDef lockMethods[] = {LOCK_ROWS, {"locked", lockLocked, "($self, /)"},
                                 {"acquire_lock", lockAcquire, "($self, blocking=True, timeout=-1)"},
                                 {"release_lock", lockRelease, "($self, /)"}, {"locked_lock", lockLocked, "($self, /)"},
                                 {nullptr, nullptr, nullptr}};
const NativeDef rlockMethods[] = {LOCK_ROWS, {"__new__", rlockNew, "($type)", kEffAny, nullptr, kNativeStatic},
                                  {"_is_owned", rlockOwned, "($self, /)"}, {"_release_save", rlockSave, "($self, /)"},
                                  {"_acquire_restore", rlockRestore, "($self, state, /)"}, {nullptr, nullptr, nullptr}};

Value allocateLock(Thread *t, Value *args, size_t n) { return newInstance(t, gLock); }
Value getIdent(Thread *t, Value *args, size_t n) { return newInt(t, static_cast<int64_t>(t->osThread ? t->osThread : 1)); }
Value getNativeId(Thread *t, Value *args, size_t n) { return newInt(t, syscall(SYS_gettid)); }
Value startThread(Thread *t, Value *args, size_t n) {
  return raise(t, exc::RuntimeError, "can't start new thread: threads are not supported yet");
}
Value threadCount(Thread *t, Value *args, size_t n) { return Value::fromSmallInt(0); }
Value threadExit(Thread *t, Value *args, size_t n) { return raiseWithArgs(t, exc::SystemExit, nullptr, 0); }
Value interruptMain(Thread *t, Value *args, size_t n) {
  requestBreak(t, kBreakSignal);
  return None;
}
Value stackSize(Thread *t, Value *args, size_t n) { return Value::fromSmallInt(0); }
const NativeDef threadFunctions[] = {
    {"allocate_lock", allocateLock, "()"}, {"allocate", allocateLock, "()"}, {"_set_sentinel", allocateLock, "()"},
    {"get_ident", getIdent, "()"}, {"get_native_id", getNativeId, "()"},
    {"start_new_thread", startThread, "(function, args, kwargs=None, /)"},
    {"start_new", startThread, "(function, args, kwargs=None, /)"}, {"_count", threadCount, "()"},
    {"exit", threadExit, "()"}, {"exit_thread", threadExit, "()"},
    {"interrupt_main", interruptMain, "(signum=2, /)"}, {"stack_size", stackSize, "(size=0, /)"},
    {nullptr, nullptr, nullptr}};
bool initThread(Thread *t, ModuleObject *m) {
  TypeSpec lock{"_thread.lock", Kind::RegularObject, sizeof(LockObject), TraceKind::FixedSlots, 2, 0, lockMethods};
  lock.typeFlags = kTypeHasWeakRefs;
  gLock = makeBuiltinType(t, lock);
  TypeSpec rlock{"_thread.RLock", Kind::RegularObject, sizeof(LockObject), TraceKind::FixedSlots, 2, 0, rlockMethods};
  rlock.typeFlags = kTypeBaseable | kTypeHasWeakRefs;
  gRLock = makeBuiltinType(t, rlock);
  static TypeSpec localSpec{"_thread._localMethods", Kind::Instance, sizeof(Object), TraceKind::Instance, 0, 0, noFunctions};
  localSpec.typeFlags = kTypeBaseable;
  Value ns = newDict(t);
  // One thread: its local storage is an ordinary instance.
  TypeObject *local = ns ? makeHeapClass(t, "_thread._local", makeBuiltinType(t, localSpec), nullptr, ns) : nullptr;
  TypeObject *args = makeStructSeq(t, "_thread._ExceptHookArgs", {"exc_type", "exc_value", "exc_traceback", "thread"}, 4);
  return local && moduleSet(t, m, "LockType", typeValue(gLock)) && moduleSet(t, m, "RLock", typeValue(gRLock)) &&
         moduleSet(t, m, "_local", typeValue(local)) && moduleSet(t, m, "error", typeValue(exc::RuntimeError)) &&
         moduleSet(t, m, "_ExceptHookArgs", typeValue(args)) &&
         moduleSet(t, m, "TIMEOUT_MAX", newFloat(t, 9223372036.0));
}
const ModuleSpec threadSpec{"_thread", "Locks and thread identity.", threadFunctions, initThread};

} // namespace

bool runAtExit(Thread *t) { return !atexitRun(t, nullptr, 0).isEmpty(); }

void registerSmallModules(Thread *t) {
  for (const ModuleSpec *s : {&errnoSpec, &atexitSpec, &gcSpec, &threadSpec})
    registerNativeModule(s);
}

} // namespace pyc
