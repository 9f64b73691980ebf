//===- Compile.h - Source to code objects, through the driver -------------===//
//
// The runtime cannot parse; the driver gives it a function that can.
//
//===----------------------------------------------------------------------===//
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pyc {

struct SourceWarning {
  std::string category, message;
  int line;
};
struct SourceCompiled {
  std::string blob;
  std::vector<SourceWarning> warnings;
  bool unavailable = false; ///< there is no compiler
  // When it failed otherwise: the SyntaxError.
  std::string type, message, filename, text;
  bool hasText = false;
  int line = -1, column = -1, endLine = -1, endColumn = -1;
};
using CompileHook = bool (*)(std::string_view source, std::string_view filename,
                             const char *mode, uint32_t flags, SourceCompiled &out);
extern CompileHook gCompileHook;
/// -O: 1, -OO: 2; for sources that do not say otherwise (kSourceOptimise*).
extern int gOptimiseLevel;
constexpr uint32_t kCompileScriptFile = 0x8000, kCompileOptimise1 = 0x10000000, kCompileOptimise2 = 0x20000000,
                   kCompileNoOptimise = 0x40000000;

} // namespace pyc
