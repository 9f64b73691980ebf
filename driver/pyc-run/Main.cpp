//===- Main.cpp - pyc-run: runs Python programs ---------------------------===//
//
// Wiring: options, start-up of the runtime's rooms, sys.argv and sys.path, the
// program, the exit code. Static storage only: a start costs no more than what
// the rooms do.
//
//===----------------------------------------------------------------------===//
#include "driver/pyc-run/Compiler.h"
#include "driver/pyc-run/Config.h"
#include "driver/pyc-run/Options.h"
#include "jit_orc/Jit.h"
#include "runtime/modules/Modules.h"
#include "runtime/modules/Threads.h"
#include "runtime/bytecode/DiskCache.h"
#include "runtime/interpreter/Compile.h"
#include "runtime/interpreter/Interpreter.h"
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

using namespace pyc;

static Thread gMainThread;

/// Attribute of module sys, or empty with nothing pending.
static Value sysAttr(Thread *t, const char *name) {
  Value sys = importModule(t, "sys");
  Value v = sys ? getAttrOrEmpty(t, sys, internStr(t, name)) : sys;
  if (!v)
    clearPending(t);
  return v;
}

static void flushStream(Thread *t, const char *name) {
  Value pending = t->pending;
  t->pending = Value::empty();
  Value stream = sysAttr(t, name);
  if (stream && stream != ::pyc::None && !callMethod(t, stream, "flush", nullptr, 0))
    clearPending(t);
  t->pending = pending;
}

static void writeStderr(Thread *t, const std::string &text) {
  flushStream(t, "stdout");
  Value stream = sysAttr(t, "stderr");
  if (stream == ::pyc::None)
    return; // the program does not want to know
  if (stream) {
    Value s = newStr(t, text);
    if (s && callMethod(t, stream, "write", &s, 1)) {
      flushStream(t, "stderr");
      return;
    }
    clearPending(t);
  }
  fwrite(text.data(), 1, text.size(), stderr);
}

/// An exit status for "KeyboardInterrupt": the process dies of SIGINT, so that
/// a shell knows and stops its loop, and shows 130.
static constexpr int kInterrupted = 256;

/// What SystemExit(code) means to the shell.
static int exitStatus(Thread *t, Value exception) {
  Value code = getAttrOrEmpty(t, exception, internStr(t, "code"));
  if (!code) {
    clearPending(t);
    return 1;
  }
  if (code == ::pyc::None)
    return 0;
  if (isIntLike(code)) {
    int64_t n;
    Value i = asIndex(t, code);
    clearPending(t);
    return i && intToInt64(i, n) ? static_cast<int>(n & 0xFF) : 255;
  }
  Value s = str(t, code);
  if (!s) {
    clearPending(t);
    return 1;
  }
  writeStderr(t, strToUtf8(s) + "\n");
  return 1;
}

/// Reports the pending exception. The exit code.
static int reportException(Thread *t) {
  Value e = takePending(t);
  if (isInstanceOf(e, exc::SystemExit))
    return exitStatus(t, e);
  bool interrupted = isInstanceOf(e, exc::KeyboardInterrupt);
  Value hook = sysAttr(t, "excepthook"), original = sysAttr(t, "__excepthook__");
  bool done = false;
  if (!hook) {
    writeStderr(t, "sys.excepthook is missing\n");
  } else if (hook != original) {
    flushStream(t, "stdout");
    Value tb = asException(e)->traceback;
    Value args[3] = {typeValue(typeOf(e)), e, tb.isObject() ? tb : ::pyc::None};
    done = bool(call(t, hook, args, 3));
    if (!done) {
      if (pendingMatches(t, exc::SystemExit))
        return exitStatus(t, takePending(t));
      Value inner = takePending(t);
      writeStderr(t, "Error in sys.excepthook:\n" + formatException(t, inner) +
                         "\nOriginal exception was:\n");
      clearPending(t);
    }
  }
  if (!done) {
    std::string text = formatException(t, e);
    clearPending(t);
    writeStderr(t, text);
  }
  return interrupted ? kInterrupted : 1;
}

//===--- the program ------------------------------------------------------===//

static Value mainModule(Thread *t) {
  Value name = internStr(t, "__main__");
  Value m = newModule(t, name);
  if (!m)
    return m;
  DictObject *d = moduleDict(m);
  if (!dictSet(t, d, names::__builtins__, gBuiltinsModule) ||
      !dictSet(t, d, names::__spec__, ::pyc::None) ||
      !dictSet(t, d, internStr(t, "__loader__"), ::pyc::None) ||
      !dictSet(t, d, names::__package__, ::pyc::None) ||
      !dictSet(t, d, names::__doc__, ::pyc::None))
    return Value::empty();
  if (gSysModules.isObject() && !dictSet(t, gSysModules.as<DictObject>(), name, m))
    return Value::empty();
  return m;
}

static bool runSource(Thread *t, Value module, std::string_view source, const char *filename, uint32_t flags) {
  CodeObject *code = compileSource(t, source, filename, "exec", flags);
  if (!code)
    return false;
  return bool(runCode(t, code, Value::fromObject(moduleDict(module)), Value::empty()));
}

static bool readAll(FILE *f, std::string &out) {
  char buffer[65536];
  size_t n;
  while ((n = fread(buffer, 1, sizeof buffer, f)) > 0)
    out.append(buffer, n);
  return !ferror(f);
}

/// Inserts in front of sys.path. CPython: the script's folder, '' for -c and
/// stdin, the current directory for -m.
static bool prependPath(Thread *t, const std::string &path) {
  Value list = sysAttr(t, "path");
  if (!list || !isKind(list, Kind::List))
    return true;
  Value s = newStr(t, path);
  return s && listInsert(t, list.as<ListObject>(), 0, s);
}

static bool setArgv(Thread *t, const char *first, int argc, char **argv) {
  Value list = newList(t, nullptr, 0);
  Value s = newStr(t, first);
  if (!list || !s || !listAppend(t, list.as<ListObject>(), s))
    return false;
  for (int i = gOptions.firstArg; i < argc; ++i) {
    s = newStr(t, argv[i]);
    if (!s || !listAppend(t, list.as<ListObject>(), s))
      return false;
  }
  Value sys = importModule(t, "sys");
  if (!sys) {
    clearPending(t);
    return true; // a runtime without a sys module
  }
  return setAttr(t, sys, internStr(t, "argv"), list);
}

/// runpy finds and runs modules, folders and zip files.
static bool runThroughRunpy(Thread *t, const char *function, Value *args, size_t n) {
  Value runpy = importModule(t, "runpy");
  return runpy && callMethod(t, runpy, function, args, n);
}

static std::string folderOf(const char *script) {
  char resolved[PATH_MAX];
  std::string path = realpath(script, resolved) ? resolved : script;
  size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : slash == 0 ? "/" : path.substr(0, slash);
}

static std::string absolute(const char *path) {
  char cwd[PATH_MAX];
  return path[0] == '/' || !getcwd(cwd, sizeof cwd) ? path : std::string(cwd) + "/" + path;
}

/// False: raised; or exitCode is set (not -1).
static bool runScript(Thread *t, Value module, int argc, char **argv, int &exitCode) {
  // An empty name is the current folder.
  const char *path = *gOptions.argument ? gOptions.argument : ".";
  struct stat info;
  FILE *f = stat(path, &info) == 0 ? fopen(path, "rb") : nullptr;
  if (!f) {
    int error = errno;
    fprintf(stderr, "%s: can't open file '%s': [Errno %d] %s\n", argv[0],
            absolute(path).c_str(), error, strerror(error));
    exitCode = 2;
    return true;
  }
  if (S_ISDIR(info.st_mode)) {
    fclose(f);
    std::string inner = std::string(path) + "/__main__.py";
    if (stat(inner.c_str(), &info) != 0) {
      fprintf(stderr, "%s: can't find '__main__' module in '%s'\n", argv[0], absolute(path).c_str());
      exitCode = 1;
      return true;
    }
    Value name = newStr(t, "__main__");
    Value args[2] = {name, False};
    return setArgv(t, path, argc, argv) && prependPath(t, path) &&
           runThroughRunpy(t, "_run_module_as_main", args, 2);
  }
  std::string source;
  bool ok = readAll(f, source);
  fclose(f);
  // What CPython would run of these is not for us: its bytecode, and modules in
  // an archive, which import does not look into.
  const char *refused = !ok                                                  ? "can't read"
                        : source.starts_with(std::string_view("\xa7\r\r\n")) ? "cannot run compiled code:"
                        : source.starts_with("PK\3\4")                      ? "cannot run an archive:"
                                                                             : nullptr;
  if (refused) {
    fprintf(stderr, "%s: %s '%s'\n", argv[0], refused, path);
    exitCode = ok ? 1 : 2;
    return true;
  }
  if (gOptions.skipFirstLine)
    source.erase(0, source.find('\n')); // the line end stays, for line numbers
  // As in CPython, __file__ and tracebacks have the absolute path, sys.argv the
  // one that was given, sys.path the folder without symbolic links.
  std::string full = absolute(path);
  Value file = newStr(t, full);
  return file && dictSet(t, moduleDict(module), names::__file__, file) &&
         dictSet(t, moduleDict(module), names::__cached__, ::pyc::None) &&
         setArgv(t, path, argc, argv) &&
         (gOptions.safePath || prependPath(t, folderOf(path))) &&
         runSource(t, module, source, full.c_str(), kCompileScriptFile);
}

static bool runProgram(Thread *t, int argc, char **argv, int &exitCode) {
  Value module = mainModule(t);
  if (!module)
    return false;
  switch (gOptions.source) {
  case Options::Command:
    return setArgv(t, "-c", argc, argv) && (gOptions.safePath || prependPath(t, "")) &&
           runSource(t, module, std::string(gOptions.argument) + "\n", "<string>", 0);
  case Options::Module: {
    char cwd[PATH_MAX];
    Value name = newStr(t, gOptions.argument);
    Value args[1] = {name};
    return name && setArgv(t, "-m", argc, argv) &&
           (gOptions.safePath || prependPath(t, getcwd(cwd, sizeof cwd) ? cwd : "")) &&
           runThroughRunpy(t, "_run_module_as_main", args, 1);
  }
  case Options::Script:
    return runScript(t, module, argc, argv, exitCode);
  default: {
    std::string source;
    readAll(stdin, source);
    return setArgv(t, gOptions.firstArg <= argc && argc > 1 ? "-" : "", argc, argv) &&
           (gOptions.safePath || prependPath(t, "")) &&
           runSource(t, module, source, "<stdin>", kCompileScriptFile);
  }
  }
}

/// --emit: the compiler's stages, without running.
static int emitOnly() {
  const char *name = gOptions.source == Options::Script ? gOptions.argument : "<string>";
  std::string source;
  if (gOptions.source == Options::Command)
    source = std::string(gOptions.argument) + "\n";
  else {
    FILE *f = gOptions.source == Options::Script ? fopen(gOptions.argument, "rb") : stdin;
    if (!f) {
      fprintf(stderr, "pyc-run: can't open file '%s': %s\n", name, strerror(errno));
      return 2;
    }
    readAll(f, source);
  }
  return emitStage(gOptions.emit, source.data(), source.size(), name);
}

/// False: what the program printed could not be written; said on stderr.
static bool finish(Thread *t) {
  // What modules have registered to happen at exit.
  if (gSysModules.isObject()) {
    for (const char *name : {"threading", "atexit"}) {
      Value m = dictGetStr(gSysModules.as<DictObject>(), internStr(t, name));
      if (m && m != ::pyc::None &&
          !callMethod(t, m, name[0] == 't' ? "_shutdown" : "_run_exitfuncs", nullptr, 0)) {
        if (pendingMatches(t, exc::AttributeError))
          clearPending(t);
        else
          reportException(t);
      }
    }
  }
  Value out = sysAttr(t, "stdout");
  bool ok = true;
  if (out && out != ::pyc::None && !callMethod(t, out, "flush", nullptr, 0)) {
    Value closed = Value::empty(), e = takePending(t);
    closed = getAttrOrEmpty(t, out, internStr(t, "closed"));
    clearPending(t);
    if (closed != ::pyc::True) {
      ok = false;
      Value name = repr(t, out);
      clearPending(t);
      writeStderr(t, "Exception ignored in: " + (name ? strToUtf8(name) : std::string("?")) + "\n" + formatException(t, e));
    }
  }
  flushStream(t, "stderr");
  (void)finishModules(t);
  return ok;
}

/// Stages that only a run of the program shows.
static uint32_t traceStages(const char *stage) {
  return !strcmp(stage, "trace")      ? kTextTrace
         : !strcmp(stage, "trace-opt") ? kTextTraceOpt
         : !strcmp(stage, "llvm")      ? kTextLLVM
         : !strcmp(stage, "llvm-opt")  ? kTextLLVMOpt
         : !strcmp(stage, "asm")       ? kTextAsm
                                       : 0;
}
static bool isTraceStage(const char *stage) { return traceStages(stage) != 0; }

static void startJit(Thread *t) {
  JitOptions options;
  options.on = gOptions.jit;
  if (gOptions.jitThreshold >= 0)
    options.threshold = gOptions.jitThreshold < 1 ? 1 : static_cast<uint32_t>(gOptions.jitThreshold);
  // A low threshold is for tests, which want the same thing to happen each time.
  options.synchronous = options.threshold < 100 || gOptions.emit;
  options.verify = gOptions.jitVerify;
  options.trees = gOptions.jitTrees;
  options.stats = gOptions.jitStats;
  options.stressDeopt = gOptions.deoptStress;
  options.perf = gOptions.perf;
  options.log = gOptions.jitLog ? gOptions.jitLog : "";
  if (gOptions.emit)
    options.textStages = traceStages(gOptions.emit);
  jitInitialise(t, options, {compilerApi});
}

static void printGcStats() {
  const GcStats &s = gcStats();
  fprintf(stderr,
          "gc: %llu minor (%.1f ms), %llu major (%.1f ms), longest pause %.2f ms, "
          "allocated %.1f MB, copied %.1f MB, old %.1f MB, peak %.1f MB\n",
          (unsigned long long)s.minor, s.minorNanos / 1e6, (unsigned long long)s.major,
          s.majorNanos / 1e6, s.maxPauseNanos / 1e6, s.bytesAllocated / 1048576.0,
          s.bytesCopied / 1048576.0, s.bytesOld / 1048576.0, s.peakBytes / 1048576.0);
}

int main(int argc, char **argv) {
  int exitCode = 0;
  if (!parseOptions(argc, argv, exitCode))
    return exitCode;
  if (gOptions.emit && !isTraceStage(gOptions.emit))
    return emitOnly();
  if (!configure(argc, argv))
    return 1;
  Thread *t = tCurrentThread = &gMainThread;
  if (!gcInitialise(t, 0)) {
    fprintf(stderr, "pyc-run: cannot reserve memory\n");
    return 1;
  }
  if (gOptions.gcVerify)
    gcSetVerify(true);
  if (gOptions.gcStress)
    gcSetStress(gOptions.gcStress);
  installCompiler();
  gCacheReadOnly = gOptions.dontWriteBytecode;
  initObjectCore(t);
  initNumbersAndStrings(t);
  initContainers(t);
  initInterpreter(t);
  initBuiltins(t);
  initModules(t);
  installSignalHandlers();
  startJit(t);
  exitCode = -1;
  // Filters on the command line are the warnings module's to understand.
  if (!gSysConfig.warnOptions.empty() && !importModule(t, "warnings"))
    clearPending(t);
  bool ok = runProgram(t, argc, argv, exitCode);
  // A signal that came during the last statement.
  if (ok && (t->evalBreaker.load() & kBreakSignal))
    ok = afterInterrupt(t);
  if (!ok)
    exitCode = reportException(t);
  else if (exitCode < 0)
    exitCode = 0;
  if (!finish(t))
    exitCode = 120;
  if (gOptions.emit)
    fputs(jitEmittedText().c_str(), stdout);
  jitShutdown(t);
  if (gOptions.gcStats)
    printGcStats();
  fflush(nullptr);
  if (exitCode == kInterrupted) {
    signal(SIGINT, SIG_DFL);
    kill(getpid(), SIGINT);
    exitCode = 130;
  }
  _exit(exitCode); // the heap and the compiler's threads need no tearing down
}
