//===- TraceToLLVM.h - Trace dialect to LLVM IR, in one walk --------------===//
#pragma once
#include "dialects/Trace/Trace.h"
#include "dialects/Trace/TraceBuffer.h"
#include "passes/lowering/RuntimeLayout.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Error.h"
#include <string>
#include <vector>

namespace llvm {
class Module;
}

namespace pyc {
/// The tables of a trace's exits, and the symbols that code and tables name.
struct ExitTables {
  std::vector<Exit> exits;
  std::vector<ExitFrame> frames;
  std::vector<ExitValue> values;
  std::vector<ExitVirtual> virtuals;
  std::vector<std::string> symbols;
  llvm::StringMap<uint32_t> symbolIndex;
  std::vector<uint32_t> valueSymbols; ///< those also used with kValueSuffix

  llvm::DenseMap<size_t, uint32_t> placed; ///< hash of a run to its place

  uint32_t symbol(llvm::StringRef name);
  /// Where the values of a frame stand in `values`; added if need be.
  uint32_t place(llvm::ArrayRef<ExitValue> run);
  /// Drops what only the making of them needed.
  void finish();
};

// Symbols that every trace's object may refer to besides its own.
constexpr const char *kSymExits = "pyc_exits";             ///< ExitSlot[]
constexpr const char *kSymInvalidated = "pyc_invalidated"; ///< u32
constexpr const char *kSymAllocate = "pyc_rt_allocate";
constexpr const char *kSymRemember = "pyc_rt_remember";
constexpr const char *kSymBoxFloat = "pyc_rt_box_float";
constexpr const char *kSymStress = "pyc_rt_stress";
/// The function of a trace is named so; the plain name may be its slot's.
constexpr const char *kCodePrefix = "trace.";
/// `name` + this is the Value that points to the symbol: address + 3.
constexpr const char *kValueSuffix = ".v";

struct LoweringOptions {
  RuntimeLayout layout;
  bool stress = false;
};

/// Adds the function named as the trace to `module`. Fails (with a message)
/// when an exit holds more words than the exit buffer.
llvm::Error lowerTrace(trace::TraceOp trace, llvm::Module &module,
                       const LoweringOptions &options, ExitTables &tables);

constexpr unsigned kExitBufferWords = 256;
} // namespace pyc
