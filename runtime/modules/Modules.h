//===- Modules.h - The native modules --------------------------------------===//
//
// Each registerX() registers one or a few native modules (and makes the types
// they need at once, if any). initModules() calls all of them; a module object
// is only made when it is imported.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"
#include <cstring>
#include <string>
#include <vector>

namespace pyc {

/// What the driver knows and sys tells. Set before initModules.
struct SysConfig {
  std::vector<std::string> argv, origArgv, path;
  std::string executable;
  std::vector<std::string> warnOptions, xOptions; ///< as on the command line
  std::string pycachePrefix, ioEncoding = "utf-8", ioErrors = "strict";
  int debug = 0, optimize = 0, verbose = 0, isolated = 0, noSite = 0, ignoreEnvironment = 0, noUserSite = 0,
      dontWriteBytecode = 0, interactive = 0, inspect = 0, utf8Mode = 0, quiet = 0, devMode = 0,
      bytesWarning = 0, safePath = 0, hashRandomization = 1, warnDefaultEncoding = 0, unbuffered = 0;
  int64_t intMaxStrDigits = -1; ///< -1: not given
};
extern SysConfig gSysConfig;

/// sys.stdin/stdout/stderr, argv and path: after the interpreter can run.
/// Called by initModules; flushes and the like at the end by finishModules.
/// Runs atexit callbacks and flushes files. false: data could not be written.
bool finishModules(Thread *t);

void registerIO(Thread *t);
void registerSys(Thread *t);
void registerTime(Thread *t);
void registerItertools(Thread *t);
void registerFunctools(Thread *t);
void registerCollections(Thread *t);
void registerOperator(Thread *t);
void registerSmallModules(Thread *t); ///< gc, atexit, errno, _abc, _thread, ...
void registerPosix(Thread *t);
void registerWeakref(Thread *t);
void registerAbc(Thread *t);
void registerContextVars(Thread *t);
void registerHashes(Thread *t);
void registerAst(Thread *t);
bool runAtExit(Thread *t);

} // namespace pyc
