//===- SmallModules.cpp - errno, atexit, gc -------------------------------===//
//
// Modules of a few functions each.
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

} // namespace

bool runAtExit(Thread *t) { return !atexitRun(t, nullptr, 0).isEmpty(); }

void registerSmallModules(Thread *t) {
  for (const ModuleSpec *s : {&errnoSpec, &atexitSpec, &gcSpec})
    registerNativeModule(s);
}

} // namespace pyc
