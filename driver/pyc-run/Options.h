//===- Options.h - What the command line asks for -------------------------===//
#pragma once
#include <cstdint>
#include <vector>

namespace pyc {

struct Options {
  enum Source : uint8_t { None, Command, Module, Script, Stdin } source = None;
  const char *argument = nullptr; ///< command text, module name or script path
  int firstArg = 0;               ///< index in argv of the program's arguments
  bool inspect = false, quiet = false, unbuffered = false, noSite = false,
       isolated = false, ignoreEnvironment = false, safePath = false;
  int optimise = 0, verbose = 0, bytesWarning = 0, debug = 0;
  bool skipFirstLine = false;     ///< -x
  std::vector<const char *> warnOptions, xOptions; ///< -W, -X
  bool dontWriteBytecode = false, noUserSite = false;
  const char *emit = nullptr;     ///< --emit=STAGE
  // Forwarded to the JIT and the collector.
  bool jit = true;
  int32_t jitThreshold = -1;      ///< -1: its own
  const char *jitLog = nullptr;
  bool jitStats = false, jitVerify = false, jitTrees = true, perf = false;
  uint32_t deoptStress = 0;
  uint32_t gcStress = 0;
  bool gcStats = false, gcVerify = false;
};
extern Options gOptions;

/// False: nothing to run, exit with exitCode.
bool parseOptions(int argc, char **argv, int &exitCode);

} // namespace pyc
