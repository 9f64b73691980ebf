//===- Config.cpp - From options and environment to what sys shows --------===//
//
// As CPython: an option wins over its variable, counted ones take the larger of
// the two; an empty variable is an absent one.
//
//===----------------------------------------------------------------------===//
#include "driver/pyc-run/Config.h"
#include "driver/pyc-run/Options.h"
#include "runtime/interpreter/Compile.h"
#include "runtime/modules/Modules.h"
#include "runtime/object/NumStr.h"
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace pyc {

/// A variable's value, or null when empty, absent or ignored.
static const char *variable(const char *name) {
  const char *v = gOptions.ignoreEnvironment ? nullptr : getenv(name);
  return v && *v ? v : nullptr;
}
static bool parseNumber(const char *text, long &out) {
  char *end;
  errno = 0;
  out = strtol(text, &end, 10);
  return !errno && end != text && !*end;
}
/// PYTHONOPTIMIZE and its like: a number, anything else counts as 1.
static int level(const char *name, int option) {
  const char *v = variable(name);
  if (!v)
    return option;
  long n;
  if (!parseNumber(v, n) || n < 0)
    n = 1;
  return n > option ? static_cast<int>(n) : option;
}
static bool fatal(const char *where, const char *what) {
  fprintf(stderr, "Fatal Python error: %s: %s\nPython runtime state: preinitialized\n", where, what);
  return false;
}
static const char *xOption(const char *name) {
  size_t n = strlen(name);
  const char *found = nullptr;
  for (const char *x : gOptions.xOptions)
    if (!strncmp(x, name, n) && (!x[n] || x[n] == '='))
      found = x[n] ? x + n + 1 : "";
  return found;
}
static void split(const char *text, char separator, std::vector<std::string> &out) {
  for (std::string all = text;;) {
    size_t at = all.find(separator);
    out.push_back(all.substr(0, at));
    if (at == std::string::npos)
      return;
    all.erase(0, at + 1);
  }
}

static bool digitLimit(SysConfig &c) {
  long n;
  if (const char *v = variable("PYTHONINTMAXSTRDIGITS")) {
    if (!parseNumber(v, n) || (n && n < 640))
      return fatal("config_init_int_max_str_digits",
                   "PYTHONINTMAXSTRDIGITS: invalid limit; must be >= 640 or 0 for unlimited.");
    c.intMaxStrDigits = n;
  }
  if (const char *v = xOption("int_max_str_digits")) {
    if (!parseNumber(v, n) || (n && n < 640))
      return fatal("config_init_int_max_str_digits",
                   "-X int_max_str_digits: invalid limit; must be >= 640 or 0 for unlimited.");
    c.intMaxStrDigits = n;
  }
  if (c.intMaxStrDigits >= 0)
    gIntMaxStrDigits = c.intMaxStrDigits;
  return true;
}

/// What LC_CTYPE is.
static const char *localeName() {
  for (const char *variable : {"LC_ALL", "LC_CTYPE", "LANG"})
    if (const char *v = getenv(variable); v && *v)
      return v;
  return "";
}

static bool utf8Mode(SysConfig &c) {
  if (const char *v = xOption("utf8")) {
    if (*v && strcmp(v, "0") && strcmp(v, "1"))
      return fatal("preconfig_init_utf8_mode", "invalid -X utf8 option value");
    c.utf8Mode = !*v || *v == '1';
  } else if (const char *v = variable("PYTHONUTF8")) {
    if (strcmp(v, "0") && strcmp(v, "1"))
      return fatal("preconfig_init_utf8_mode", "invalid PYTHONUTF8 environment variable value");
    c.utf8Mode = *v == '1';
  } else {
    std::string locale = localeName();
    c.utf8Mode = locale.empty() || locale == "C" || locale == "POSIX";
  }
  return true;
}

/// Bytes that are no text pass through stdin and stdout in the locales C and
/// POSIX, and in the UTF-8 ones that stand in for them.
static bool lenientLocale() {
  for (const char *n : {"", "C", "POSIX", "C.UTF-8", "C.utf8", "UTF-8"})
    if (!strcmp(localeName(), n))
      return true;
  return false;
}

static void streams(SysConfig &c) {
  c.ioEncoding = "utf-8";
  c.ioErrors = c.utf8Mode || lenientLocale() ? "surrogateescape" : "strict";
  const char *v = variable("PYTHONIOENCODING");
  if (!v)
    return;
  const char *colon = strchr(v, ':');
  std::string encoding = colon ? std::string(v, colon) : v;
  if (!encoding.empty())
    c.ioEncoding = encoding;
  // An encoding of its own is strict unless it says otherwise.
  c.ioErrors = colon && colon[1] ? colon + 1 : encoding.empty() ? c.ioErrors : "strict";
}

bool configure(int argc, char **argv) {
  Options &o = gOptions;
  SysConfig &c = gSysConfig;
  for (int i = 0; i < argc; ++i)
    c.origArgv.push_back(argv[i]);
  for (const char *x : o.xOptions)
    c.xOptions.push_back(x);
  c.optimize = level("PYTHONOPTIMIZE", o.optimise);
  c.debug = level("PYTHONDEBUG", o.debug);
  c.verbose = level("PYTHONVERBOSE", o.verbose);
  o.inspect |= variable("PYTHONINSPECT") != nullptr;
  o.unbuffered |= variable("PYTHONUNBUFFERED") != nullptr;
  o.dontWriteBytecode |= variable("PYTHONDONTWRITEBYTECODE") != nullptr;
  o.noUserSite |= variable("PYTHONNOUSERSITE") != nullptr;
  o.safePath |= variable("PYTHONSAFEPATH") != nullptr;
  c.inspect = c.interactive = o.inspect;
  c.dontWriteBytecode = o.dontWriteBytecode;
  c.noUserSite = o.noUserSite;
  c.noSite = o.noSite;
  c.isolated = o.isolated;
  c.ignoreEnvironment = o.ignoreEnvironment;
  c.safePath = o.safePath;
  c.quiet = o.quiet;
  c.bytesWarning = o.bytesWarning;
  c.unbuffered = o.unbuffered;
  c.warnDefaultEncoding = xOption("warn_default_encoding") || variable("PYTHONWARNDEFAULTENCODING");
  const char *dev = variable("PYTHONDEVMODE");
  c.devMode = xOption("dev") || (dev && *dev != '0');
  if (const char *seed = variable("PYTHONHASHSEED")) {
    long n;
    if (strcmp(seed, "random") && (!parseNumber(seed, n) || n < 0 || n > 4294967295L))
      return fatal("config_init_hash_seed",
                   "PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]");
    c.hashRandomization = strcmp(seed, "0") != 0;
  }
  if (!utf8Mode(c) || !digitLimit(c))
    return false;
  if (c.devMode)
    c.warnOptions.push_back("default");
  if (const char *v = variable("PYTHONWARNINGS"))
    split(v, ',', c.warnOptions);
  for (const char *w : o.warnOptions)
    c.warnOptions.push_back(w);
  if (c.bytesWarning)
    c.warnOptions.push_back(c.bytesWarning > 1 ? "error::BytesWarning" : "default::BytesWarning");
  if (const char *v = variable("PYTHONPATH"))
    split(v, ':', c.path);
  const char *prefix = xOption("pycache_prefix");
  if (!prefix || !*prefix)
    prefix = variable("PYTHONPYCACHEPREFIX");
  c.pycachePrefix = prefix ? prefix : "";
  streams(c);
  gOptimiseLevel = c.optimize;
  return true;
}

} // namespace pyc
