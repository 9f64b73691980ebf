//===- Sys.cpp - The module sys -------------------------------------------===//
//
// Facts about this implementation and access to the running thread. Names that
// CPython has and we do not offer are absent, so that hasattr tells the truth.
//
//===----------------------------------------------------------------------===//
#include "runtime/interpreter/Interpreter.h"
#include "runtime/interpreter/Tracing.h"
#include "runtime/modules/Import.h"
#include "runtime/modules/Modules.h"
#include "runtime/modules/StructSeq.h"
#include "runtime/modules/io/IO.h"
#include "runtime/object/NumStr.h"
#include <cfloat>
#include <climits>
#include <unistd.h>

namespace pyc {

Value stdlibModuleNames(Thread *t); // StdlibNames.cpp

SysConfig gSysConfig;

static ModuleObject *gSys;

static Value sysExit(Thread *t, Value *args, size_t n) {
  if (!args[0] || args[0] == None)
    return raiseWithArgs(t, exc::SystemExit, args, 0);
  if (isInstanceOf(args[0], exc::SystemExit))
    return raiseValue(t, args[0]);
  if (isTuple(args[0])) {
    auto *parts = args[0].as<TupleObject>();
    return raiseWithArgs(t, exc::SystemExit, parts->items, static_cast<size_t>(parts->length));
  }
  return raiseWithArgs(t, exc::SystemExit, args, 1);
}

static Value sysExcInfo(Thread *t, Value *args, size_t n) {
  Value e = t->handled;
  if (!e || e == None || e.isInt()) {
    Value none[3] = {None, None, None};
    return newTuple(t, none, 3);
  }
  Value tb = asException(e)->traceback;
  Value parts[3] = {typeValue(typeOf(e)), e, tb.isObject() ? tb : None};
  return newTuple(t, parts, 3);
}
static Value sysException(Thread *t, Value *args, size_t n) {
  return t->handled.isObject() ? t->handled : None;
}

static Value sysGetRecursionLimit(Thread *t, Value *args, size_t n) {
  return Value::fromSmallInt(t->recursionLimit);
}
static Value sysSetRecursionLimit(Thread *t, Value *args, size_t n) {
  int64_t limit;
  if (!indexAsInt64(t, args[0], limit, exc::OverflowError))
    return Value::empty();
  if (limit < 1)
    return raise(t, exc::ValueError, "recursion limit must be greater or equal than 1");
  if (limit > INT_MAX)
    return raise(t, exc::OverflowError, "Python int too large to convert to C int");
  unsigned depth = countFrames(t, t->base) + 1; // this call counts in CPython
  if (depth >= static_cast<uint64_t>(limit))
    return raise(t, exc::RecursionError,
                 "cannot set the recursion limit to %zd at the recursion depth %u: the limit is too low",
                 static_cast<ssize_t>(limit), depth);
  setRecursionLimit(t, static_cast<uint32_t>(limit));
  return None;
}

static Value sysGetSizeof(Thread *t, Value *args, size_t n) {
  Value r = Value::empty();
  if (lookupDunder(typeOf(args[0]), Dunder::Sizeof))
    r = callDunder(t, args[0], Dunder::Sizeof, nullptr, 0);
  else
    raise(t, exc::TypeError, "Type %T doesn't define __sizeof__", args[0]);
  if (!r && args[1] && pendingMatches(t, exc::TypeError)) {
    clearPending(t);
    return args[1];
  }
  return r;
}

static Value sysIntern(Thread *t, Value *args, size_t n) {
  if (!isStr(args[0]))
    return raise(t, exc::TypeError, "intern() argument must be str, not %T", args[0]);
  if (payloadOf(args[0]) != args[0])
    return raise(t, exc::TypeError, "can't intern %T", args[0]);
  return internValue(t, args[0]);
}

static Value sysGetFrame(Thread *t, Value *args, size_t n) {
  int64_t depth = 0;
  if (args[0] && !indexAsInt64(t, args[0], depth, exc::OverflowError))
    return Value::empty();
  return currentFrame(t, depth < 0 ? 0 : static_cast<int>(depth));
}

template <int Which> static Value sysSetHook(Thread *t, Value *args, size_t n) {
  setTracer(t, Which, args[0]);
  return None;
}
template <int Which> static Value sysGetHook(Thread *t, Value *args, size_t n) {
  Value f = Which ? t->profileFunction : t->traceFunction;
  return f.isObject() ? f : None;
}
static Value sysCallTracing(Thread *t, Value *args, size_t n) {
  if (!isTuple(args[1]))
    return raise(t, exc::TypeError, "call_tracing() argument 2 must be tuple, not %T", args[1]);
  bool was = setInsideTracer(false);
  auto *parts = args[1].as<TupleObject>();
  Value r = call(t, args[0], parts->items, static_cast<size_t>(parts->length));
  setInsideTracer(was);
  return r;
}
static Value sysUtf8(Thread *t, Value *args, size_t n) { return internStr(t, "utf-8"); }
static Value sysSurrogateEscape(Thread *t, Value *args, size_t n) { return internStr(t, "surrogateescape"); }
static Value sysFalse(Thread *t, Value *args, size_t n) { return False; }

static Value sysGetDigits(Thread *t, Value *args, size_t n) { return Value::fromSmallInt(gIntMaxStrDigits); }
static Value sysSetDigits(Thread *t, Value *args, size_t n) {
  int64_t limit;
  if (!indexAsInt64(t, args[0], limit, exc::OverflowError))
    return Value::empty();
  if (limit != 0 && limit < 640)
    return raise(t, exc::ValueError, "maxdigits must be 0 or larger than 640");
  gIntMaxStrDigits = limit;
  return None;
}

/// sys.NAME, or empty with nothing pending.
static Value attribute(Thread *t, const char *name) {
  return dictGetStr(gSys->dict.as<DictObject>(), internStr(t, name));
}

static bool writeErr(Thread *t, const std::string &text) {
  Value err = attribute(t, "stderr"), s = newStr(t, text);
  if (!err || err == None)
    return true;
  return s && callMethod(t, err, "write", &s, 1) && callMethod(t, err, "flush", nullptr, 0);
}

static Value sysDisplayHook(Thread *t, Value *args, size_t n) {
  if (args[0] == None)
    return None;
  Value builtins = gBuiltinsDict, underscore = internStr(t, "_");
  if (!dictSet(t, builtins.as<DictObject>(), underscore, None))
    return Value::empty();
  Value out = attribute(t, "stdout"), s = repr(t, args[0]);
  if (!s)
    return s;
  if (!out || out == None)
    return raise(t, exc::RuntimeError, "lost sys.stdout");
  Value nl = newStr(t, "\n");
  if (!callMethod(t, out, "write", &s, 1) || !nl || !callMethod(t, out, "write", &nl, 1))
    return Value::empty();
  return dictSet(t, builtins.as<DictObject>(), underscore, args[0]) ? None : Value::empty();
}

static Value sysExceptHook(Thread *t, Value *args, size_t n) {
  std::string text = formatException(t, args[1]);
  return writeErr(t, text) ? None : Value::empty();
}

static Value sysUnraisableHook(Thread *t, Value *args, size_t n) {
  Value e = getAttr(t, args[0], "exc_value"), message = e ? getAttr(t, args[0], "err_msg") : e,
        object = message ? getAttr(t, args[0], "object") : message;
  if (!object)
    return object;
  std::string text = message == None ? "Exception ignored in" : strToUtf8(message);
  if (object != None) {
    Value r = repr(t, object);
    if (!r)
      return r;
    text += ": " + strToUtf8(r);
  }
  text += "\n";
  if (e != None)
    text += formatException(t, e);
  return writeErr(t, text) ? None : Value::empty();
}

static Value gAsyncGenHooks[2] = {None, None};
static TypeObject *gAsyncGenHooksType;
static Value sysGetAsyncGenHooks(Thread *t, Value *args, size_t n) {
  return newStructSeq(t, gAsyncGenHooksType, gAsyncGenHooks, 2);
}
static Value sysSetAsyncGenHooks(Thread *t, Value *args, size_t n) {
  for (int i = 0; i < 2; ++i)
    if (args[i])
      gAsyncGenHooks[i] = args[i];
  return None;
}
static double gSwitchInterval = 0.005;
static Value sysGetSwitchInterval(Thread *t, Value *args, size_t n) { return newFloat(t, gSwitchInterval); }
static Value sysSetSwitchInterval(Thread *t, Value *args, size_t n) {
  Value f = call(t, typeValue(types::float_), args[0]);
  if (!f)
    return f;
  if (floatValue(f) <= 0)
    return raise(t, exc::ValueError, "switch interval must be strictly positive");
  gSwitchInterval = floatValue(f);
  return None;
}
static Value sysGetOriginDepth(Thread *t, Value *args, size_t n) { return Value::fromSmallInt(0); }
static Value sysAudit(Thread *t, Value *args, size_t n) { return None; }
static Value sysBreakpointHook(Thread *t, Value *args, size_t n) {
  Value pdb = importModule(t, "pdb");
  return pdb ? callMethod(t, pdb, "set_trace", nullptr, 0) : pdb;
}

static const NativeDef sysFunctions[] = {
    {"exit", sysExit, "(status=None, /)"},
    {"exc_info", sysExcInfo, "()"},
    {"exception", sysException, "()"},
    {"getrecursionlimit", sysGetRecursionLimit, "()"},
    {"setrecursionlimit", sysSetRecursionLimit, "(limit, /)"},
    {"getsizeof", sysGetSizeof, "(object, default=None)"},
    {"intern", sysIntern, "(string, /)"},
    {"_getframe", sysGetFrame, "(depth=0, /)", kEffAny | kEffFrames},
    {"settrace", sysSetHook<0>, "(function, /)"},
    {"setprofile", sysSetHook<1>, "(function, /)"},
    {"gettrace", sysGetHook<0>, "()"}, {"call_tracing", sysCallTracing, "(func, args, /)"},
    {"getprofile", sysGetHook<1>, "()"},
    {"getdefaultencoding", sysUtf8, "()"},
    {"getfilesystemencoding", sysUtf8, "()"},
    {"getfilesystemencodeerrors", sysSurrogateEscape, "()"},
    {"is_finalizing", sysFalse, "()"},
    {"get_int_max_str_digits", sysGetDigits, "()"}, {"set_int_max_str_digits", sysSetDigits, "(maxdigits)"},
    {"displayhook", sysDisplayHook, "(object, /)"},
    {"excepthook", sysExceptHook, "(exctype, value, traceback, /)"},
    {"unraisablehook", sysUnraisableHook, "(unraisable, /)"},
    {"breakpointhook", sysBreakpointHook, "(*args, **kwargs)"},
    {"get_asyncgen_hooks", sysGetAsyncGenHooks, "()"},
    {"set_asyncgen_hooks", sysSetAsyncGenHooks, "(firstiter=None, finalizer=None)"},
    {"get_coroutine_origin_tracking_depth", sysGetOriginDepth, "()"},
    {"getswitchinterval", sysGetSwitchInterval, "()"},
    {"setswitchinterval", sysSetSwitchInterval, "(interval, /)"},
    {"audit", sysAudit, "(event, /, *args)"},
    {nullptr, nullptr, nullptr}};

//===-- SimpleNamespace ----------------------------------------------------===//

static Value namespaceInit(Thread *t, Value *args, size_t n) {
  if (!args[1])
    return None;
  Value k, v;
  for (int64_t pos = 0; dictNext(args[1].as<DictObject>(), pos, k, v);)
    if (!setAttr(t, args[0], k, v))
      return Value::empty();
  return None;
}
static Value namespaceRepr(Thread *t, Value *args, size_t n) {
  Value d = getAttr(t, args[0], names::__dict__);
  if (!d)
    return d;
  std::string name = typeNameOf(args[0]);
  if (name == "SimpleNamespace")
    name = "namespace";
  if (!reprEnter(t, args[0]))
    return newStr(t, name + "(...)");
  StrBuilder out;
  out.add(name + "(");
  bool ok = true, first = true;
  Value k, v;
  for (int64_t pos = 0; ok && dictNext(d.as<DictObject>(), pos, k, v); first = false) {
    Value r = repr(t, v);
    if (!first)
      out.add(", ");
    ok = r && out.addStr(t, k);
    out.add("=");
    ok = ok && out.addStr(t, r);
  }
  reprLeave(t, args[0]);
  if (!ok)
    return Value::empty();
  out.add(")");
  return out.finish(t);
}
static Value namespaceEq(Thread *t, Value *args, size_t n) {
  if (!isInstanceOf(args[1], typeOf(args[0])) && !isInstanceOf(args[0], typeOf(args[1])))
    return NotImplemented;
  Value a = getAttr(t, args[0], names::__dict__), b = a ? getAttrOrEmpty(t, args[1], names::__dict__) : a;
  if (!b)
    return t->pending ? b : NotImplemented;
  int r = dictEqual(t, a.as<DictObject>(), b.as<DictObject>());
  return r < 0 ? Value::empty() : boolValue(r);
}
static Value namespaceReduce(Thread *t, Value *args, size_t n) {
  Value parts[3] = {typeValue(typeOf(args[0])), EmptyTuple, getAttr(t, args[0], names::__dict__)};
  return parts[2] ? newTuple(t, parts, 3) : parts[2];
}
static const NativeDef namespaceMethods[] = {
    {"__init__", namespaceInit, "($self, /, **kwargs)"},
    {"__repr__", namespaceRepr, "($self, /)"},
    {"__eq__", namespaceEq, "($self, value, /)"},
    {"__reduce__", namespaceReduce, "($self, /)"},
    {nullptr, nullptr, nullptr}};

//===-- the module's facts -------------------------------------------------===//

static Value num(int64_t i) { return Value::fromSmallInt(i); }

static bool addStructs(Thread *t, ModuleObject *m) {
  const SysConfig &c = gSysConfig;
  TypeObject *version = makeStructSeq(t, "sys.version_info", {"major", "minor", "micro", "releaselevel", "serial"}, 5);
  Value v[5] = {num(3), num(11), num(2), internStr(t, "final"), num(0)};
  Value versionInfo = newStructSeq(t, version, v, 5);
  TypeObject *flagsType = makeStructSeq(t, "sys.flags",
      {"debug", "inspect", "interactive", "optimize", "dont_write_bytecode", "no_user_site", "no_site",
       "ignore_environment", "verbose", "bytes_warning", "quiet", "hash_randomization", "isolated", "dev_mode",
       "utf8_mode", "warn_default_encoding", "safe_path", "int_max_str_digits"}, 18);
  Value f[18] = {num(c.debug), num(c.inspect), num(c.interactive), num(c.optimize), num(c.dontWriteBytecode),
                 num(c.noUserSite), num(c.noSite), num(c.ignoreEnvironment), num(c.verbose), num(c.bytesWarning),
                 num(c.quiet), num(c.hashRandomization), num(c.isolated), boolValue(c.devMode), num(c.utf8Mode), num(c.warnDefaultEncoding),
                 boolValue(c.safePath), num(c.intMaxStrDigits)};
  Value flags = newStructSeq(t, flagsType, f, 18);
  TypeObject *floatType = makeStructSeq(t, "sys.float_info",
      {"max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp", "dig", "mant_dig", "epsilon", "radix", "rounds"}, 11);
  Value fl[11] = {newFloat(t, DBL_MAX), num(DBL_MAX_EXP), num(DBL_MAX_10_EXP), newFloat(t, DBL_MIN), num(DBL_MIN_EXP),
                  num(DBL_MIN_10_EXP), num(DBL_DIG), num(DBL_MANT_DIG), newFloat(t, DBL_EPSILON), num(FLT_RADIX), num(1)};
  Value floatInfo = newStructSeq(t, floatType, fl, 11);
  TypeObject *intType = makeStructSeq(t, "sys.int_info",
      {"bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold"}, 4);
  Value in[4] = {num(30), num(4), num(4300), num(640)};
  Value intInfo = newStructSeq(t, intType, in, 4);
  TypeObject *hashType = makeStructSeq(t, "sys.hash_info",
      {"width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff"}, 9);
  Value h[9] = {num(64), newInt(t, (int64_t(1) << 61) - 1), num(314159), num(0), num(1000003), internStr(t, "siphash13"), num(64), num(128), num(0)};
  Value hashInfo = newStructSeq(t, hashType, h, 9);
  TypeObject *threadType = makeStructSeq(t, "sys.thread_info", {"name", "lock", "version"}, 3);
  Value th[3] = {internStr(t, "pthread"), internStr(t, "semaphore"), None};
  Value threadInfo = newStructSeq(t, threadType, th, 3);
  gAsyncGenHooksType = makeStructSeq(t, "sys.asyncgen_hooks", {"firstiter", "finalizer"}, 2);
  makeStructSeq(t, "sys.UnraisableHookArgs", {"exc_type", "exc_value", "exc_traceback", "err_msg", "object"}, 5);
  static TypeSpec spec{"types._SimpleNamespaceMethods", Kind::Instance, sizeof(Object), TraceKind::Instance, 0, 0, namespaceMethods};
  spec.typeFlags = kTypeBaseable;
  TypeObject *mixin = makeBuiltinType(t, spec);
  Value ns = newDict(t);
  if (!ns)
    return false;
  TypeObject *simple = makeHeapClass(t, "types.SimpleNamespace", mixin, nullptr, ns);
  setUnhashable(t, simple);
  Value impl = call(t, typeValue(simple));
  Value hex = num(0x030B02F0);
  bool ok = impl && setAttr(t, impl, internStr(t, "name"), internStr(t, "pyc")) &&
            setAttr(t, impl, internStr(t, "cache_tag"), internStr(t, "pyc-311")) &&
            setAttr(t, impl, internStr(t, "version"), versionInfo) &&
            setAttr(t, impl, internStr(t, "hexversion"), hex) &&
            setAttr(t, impl, internStr(t, "_multiarch"), internStr(t, "x86_64-linux-gnu"));
  return ok && moduleSet(t, m, "version_info", versionInfo) && moduleSet(t, m, "flags", flags) &&
         moduleSet(t, m, "float_info", floatInfo) && moduleSet(t, m, "int_info", intInfo) &&
         moduleSet(t, m, "hash_info", hashInfo) && moduleSet(t, m, "thread_info", threadInfo) &&
         moduleSet(t, m, "implementation", impl) && moduleSet(t, m, "hexversion", hex);
}

static bool setList(Thread *t, ModuleObject *m, const char *name, const std::vector<std::string> &items) {
  Value l = newList(t, nullptr, 0);
  for (auto &s : items) {
    Value v = l ? newStr(t, s) : l;
    if (!v || !listAppend(t, l.as<ListObject>(), v))
      return false;
  }
  return l && moduleSet(t, m, name, l);
}

static bool setStr(Thread *t, ModuleObject *m, const char *name, const std::string &s) {
  Value v = newStr(t, s);
  return v && moduleSet(t, m, name, v);
}

static bool setXOptions(Thread *t, ModuleObject *m) {
  Value d = newDict(t);
  for (const std::string &x : gSysConfig.xOptions) {
    size_t eq = x.find('=');
    Value name = d ? newStr(t, x.substr(0, eq)) : d;
    Value value = eq == std::string::npos ? True : newStr(t, x.substr(eq + 1));
    if (!name || !value || !dictSet(t, d.as<DictObject>(), name, value))
      return false;
  }
  return d && moduleSet(t, m, "_xoptions", d);
}

static bool initSys(Thread *t, ModuleObject *m) {
  gSys = m; // modules are old and do not move; sys.modules keeps it alive
  static Value keep;
  keep = Value::fromObject(m);
  gcRegisterRoot(&keep);
  for (Value &v : gAsyncGenHooks)
    gcRegisterRoot(&v);
  if (!addStructs(t, m))
    return false;
  std::string exe = gSysConfig.executable;
  if (exe.empty()) {
    char buffer[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", buffer, sizeof buffer);
    if (n > 0)
      exe.assign(buffer, static_cast<size_t>(n));
  }
  Value nativeNames = newList(t, nullptr, 0);
  struct Context { Thread *t; Value list; bool ok; } context{t, nativeNames, bool(nativeNames)};
  forEachNativeModule([](void *p, const char *name) {
    auto *c = static_cast<Context *>(p);
    Value s = newStr(c->t, name);
    c->ok = c->ok && s && listAppend(c->t, c->list.as<ListObject>(), s);
  }, &context);
  if (!context.ok || !listSort(t, nativeNames.as<ListObject>(), None, false))
    return false;
  Value builtinNames = tupleFrom(t, nativeNames), stdlibNames = stdlibModuleNames(t);
  bool ok = builtinNames && stdlibNames && moduleSet(t, m, "stdlib_module_names", stdlibNames) && moduleSet(t, m, "builtin_module_names", builtinNames) &&
            setList(t, m, "argv", gSysConfig.argv) && setList(t, m, "orig_argv", gSysConfig.origArgv) &&
            setList(t, m, "warnoptions", gSysConfig.warnOptions) && setList(t, m, "meta_path", {}) && setList(t, m, "path_hooks", {}) &&
            setStr(t, m, "version", "3.11.2 (pyc 0.1.0) [Clang 22]") && setStr(t, m, "platform", "linux") &&
            setStr(t, m, "byteorder", "little") && setStr(t, m, "executable", exe) && setStr(t, m, "_base_executable", exe) &&
            setStr(t, m, "prefix", "/usr") && setStr(t, m, "exec_prefix", "/usr") && setStr(t, m, "base_prefix", "/usr") &&
            setStr(t, m, "base_exec_prefix", "/usr") && setStr(t, m, "platlibdir", "lib") && setStr(t, m, "abiflags", "") &&
            setStr(t, m, "copyright", "The pyc project.") && setStr(t, m, "float_repr_style", "short") &&
            setStr(t, m, "_stdlib_dir", "/usr/lib/python3.11") && setStr(t, m, "_framework", "") &&
            moduleSet(t, m, "maxsize", newInt(t, INT64_MAX)) && moduleSet(t, m, "maxunicode", num(0x10FFFF)) &&
            moduleSet(t, m, "api_version", num(1013)) && moduleSet(t, m, "pycache_prefix", gSysConfig.pycachePrefix.empty() ? None : newStr(t, gSysConfig.pycachePrefix)) &&
            // importlib writes none: compiled modules have a cache of their own.
            moduleSet(t, m, "dont_write_bytecode", True) &&
            setXOptions(t, m) && moduleSet(t, m, "path_importer_cache", newDict(t)) &&
            moduleSet(t, m, "modules", gSysModules) && moduleSet(t, m, "path", gSysPath);
  if (!ok)
    return false;
  for (const char *hook : {"displayhook", "excepthook", "unraisablehook", "breakpointhook"})
    if (!setStr(t, m, "__doc__", "Access to the interpreter.") ||
        !moduleSet(t, m, (std::string("__") + hook + "__").c_str(), attribute(t, hook)))
      return false;
  const char *const streams[] = {"stdin", "stdout", "stderr"};
  for (int fd = 0; fd < 3; ++fd) {
    Value s = io::standardStream(t, fd);
    if (!s || !moduleSet(t, m, streams[fd], s) ||
        !moduleSet(t, m, (std::string("__") + streams[fd] + "__").c_str(), s))
      return false;
  }
  return true;
}

static const ModuleSpec sysSpec{"sys", "Access to the interpreter.", sysFunctions, initSys};

void registerSys(Thread *t) {
  initStructSeq(t);
  registerNativeModule(&sysSpec);
}

} // namespace pyc
