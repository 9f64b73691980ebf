//===- Options.cpp - Command line -----------------------------------------===//
//
// CPython's options, and ours, which all begin with two dashes.
//
//===----------------------------------------------------------------------===//
#include "driver/pyc-run/Options.h"
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <initializer_list>

namespace pyc {

Options gOptions;

static const char kUsage[] =
    "usage: pyc-run [option] ... [-c cmd | -m mod | file | -] [arg] ...\n"
    "Options and arguments:\n"
    "-c cmd : program passed in as string (terminates option list)\n"
    "-m mod : run library module as a script (terminates option list)\n"
    "file   : program read from script file\n"
    "-      : program read from stdin (default)\n"
    "-h     : print this help message and exit (also --help)\n"
    "-V     : print the Python version number and exit (also --version)\n"
    "-i     : inspect interactively after running script\n"
    "-u     : unbuffered stdout and stderr\n"
    "-B -E -I -O -OO -P -q -s -S -v -W arg -X opt : as in CPython\n"
    "--emit=STAGE       : print what a stage makes of the program: tokens, ast,\n"
    "                     py, py-opt, bytecode\n"
    "--jit=on|off       : compile hot code (on)\n"
    "--jit-threshold=N  : iterations before a loop is recorded\n"
    "--jit-trees=on|off : compile traces and their bridges as one (on)\n"
    "--jit-log[=FILE]   : what the JIT does and why\n"
    "--jit-perf         : name compiled traces for perf (/tmp/perf-PID.map)\n"
    "--jit-stats        : counters at exit\n"
    "--jit-verify       : check traces after every pass\n"
    "--jit-stress=deopt:N : make every N-th guard fail\n"
    "--gc-stress=N      : collect every N allocations\n"
    "--gc-stats         : the collector's counters at exit\n"
    "--gc-verify        : check the heap around every collection\n";

static const char *gProgram; ///< argv[0]

/// Says what is wrong with the command line. False, for the caller to return.
[[gnu::format(printf, 2, 3)]] static bool refuse(int &exitCode, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fprintf(stderr,
          "\nusage: %s [option] ... [-c cmd | -m mod | file | -] [arg] ...\n"
          "Try `%s -h' for more information.\n",
          gProgram, gProgram);
  exitCode = 2;
  return false;
}

/// --name=value: the value, or null.
static const char *valueOf(const char *arg, const char *name) {
  size_t n = strlen(name);
  return strncmp(arg, name, n) == 0 && arg[n] == '=' ? arg + n + 1 : nullptr;
}

static bool longOption(const char *a, int &exitCode) {
  Options &o = gOptions;
  if (const char *v = valueOf(a, "--emit")) {
    o.emit = v;
    for (const char *stage : {"tokens", "ast", "py", "py-opt", "bytecode", "trace", "trace-opt", "llvm", "llvm-opt", "asm"})
      if (!strcmp(v, stage))
        return true;
    return refuse(exitCode, "unknown stage %s", v);
  } else if (const char *v = valueOf(a, "--jit"))
    o.jit = strcmp(v, "off") && strcmp(v, "0");
  else if (const char *v = valueOf(a, "--jit-threshold"))
    o.jitThreshold = atoi(v);
  else if (const char *v = valueOf(a, "--jit-log"))
    o.jitLog = v;
  else if (!strcmp(a, "--jit-log"))
    o.jitLog = "-";
  else if (const char *v = valueOf(a, "--jit-trees"))
    o.jitTrees = strcmp(v, "off") && strcmp(v, "0");
  else if (!strcmp(a, "--jit-perf"))
    o.perf = true;
  else if (!strcmp(a, "--jit-stats"))
    o.jitStats = true;
  else if (!strcmp(a, "--jit-verify"))
    o.jitVerify = true;
  else if (const char *v = valueOf(a, "--jit-stress")) {
    if (strncmp(v, "deopt:", 6))
      return refuse(exitCode, "unknown option %s", a);
    o.deoptStress = static_cast<uint32_t>(atoi(v + 6));
  } else if (const char *v = valueOf(a, "--gc-stress"))
    o.gcStress = static_cast<uint32_t>(atoi(v));
  else if (!strcmp(a, "--gc-stats"))
    o.gcStats = true;
  else if (!strcmp(a, "--gc-verify"))
    o.gcVerify = true;
  else
    return refuse(exitCode, "unknown option %s", a);
  return true;
}

bool parseOptions(int argc, char **argv, int &exitCode) {
  Options &o = gOptions;
  gProgram = argv[0];
  int i = 1;
  for (; i < argc; ++i) {
    const char *a = argv[i];
    if (a[0] != '-' || !a[1])
      break;
    if (a[1] == '-') {
      if (!a[2]) {
        ++i;
        break;
      }
      if (!strcmp(a, "--help")) {
        fputs(kUsage, stdout);
        exitCode = 0;
        return false;
      }
      if (!strcmp(a, "--version")) {
        puts("Python 3.11.2");
        exitCode = 0;
        return false;
      }
      if (!strcmp(a, "--check-hash-based-pycs")) {
        // There are no pyc files here to check; the option is read all the same.
        const char *v = i + 1 < argc ? argv[++i] : nullptr;
        if (!v)
          return refuse(exitCode, "Argument expected for the %s option", a);
        if (strcmp(v, "always") && strcmp(v, "never") && strcmp(v, "default"))
          return refuse(exitCode, "%s must be one of 'default', 'always', or 'never'", a);
        continue;
      }
      if (!longOption(a, exitCode))
        return false;
      continue;
    }
    for (const char *p = a + 1; *p; ++p) {
      bool takesRest = false;
      switch (*p) {
      case 'c': case 'm': {
        o.source = *p == 'c' ? Options::Command : Options::Module;
        if (p[1])
          o.argument = p + 1;
        else if (i + 1 < argc)
          o.argument = argv[++i];
        else
          return refuse(exitCode, "Argument expected for the -%c option", *p);
        o.firstArg = i + 1;
        return true;
      }
      case 'h': case '?':
        fputs(kUsage, stdout);
        exitCode = 0;
        return false;
      case 'V':
        puts("Python 3.11.2");
        exitCode = 0;
        return false;
      case 'i': o.inspect = true; break;
      case 'q': o.quiet = true; break;
      case 'u': o.unbuffered = true; break;
      case 'S': o.noSite = true; break;
      case 's': o.noUserSite = true; break;
      case 'E': o.ignoreEnvironment = true; break;
      case 'I': o.isolated = o.ignoreEnvironment = o.noUserSite = o.safePath = true; break;
      case 'P': o.safePath = true; break;
      case 'B': o.dontWriteBytecode = true; break;
      case 'O': ++o.optimise; break;
      case 'v': ++o.verbose; break;
      case 'b': ++o.bytesWarning; break;
      case 'd': ++o.debug; break;
      case 'x': o.skipFirstLine = true; break;
      case 't': case 'R': break; // accepted, without a meaning
      case 'W': case 'X': {
        const char *value = p[1] ? p + 1 : i + 1 < argc ? argv[++i] : nullptr;
        if (!value)
          return refuse(exitCode, "Argument expected for the -%c option", *p);
        (*p == 'W' ? o.warnOptions : o.xOptions).push_back(value);
        takesRest = true;
        break;
      }
      case 'J':
        return refuse(exitCode, "-J is reserved for Jython");
      default:
        return refuse(exitCode, "Unknown option: -%c", *p);
      }
      if (takesRest)
        break;
    }
  }
  if (i >= argc || !strcmp(argv[i], "-")) {
    o.source = Options::Stdin;
    o.firstArg = i + 1;
  } else {
    o.source = Options::Script;
    o.argument = argv[i];
    o.firstArg = i + 1;
  }
  return true;
}

} // namespace pyc
