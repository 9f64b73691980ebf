//===- CompilerApi.h - The border of libpyc-compiler.so -------------------===//
//
// pyc-run loads the library with dlopen when something must be compiled, asks
// for pyc_compiler_api(kCompilerApiVersion) and calls through the table. No C++
// object crosses: both sides have their own standard library. Memory belongs
// to the side that made it and goes back through the function named `free...`.
//
// Threads: each thread that compiles makes one Compiler with newCompiler and
// uses it alone; it holds the MLIR and LLVM contexts, the target machine and
// the linker. freeTrace and linkTrace take the same Compiler (calls on one
// Compiler are serialised by a lock inside; keep them off hot paths).
//
//===----------------------------------------------------------------------===//
#pragma once
#include "dialects/Trace/TraceBuffer.h"
#include "passes/lowering/RuntimeLayout.h"

namespace pyc {

constexpr uint32_t kCompilerApiVersion = 2;

struct Compiler; ///< opaque

enum class SourceMode : uint8_t { Exec, Eval, Single };

struct CompileError {      ///< a SyntaxError (or subclass) to be raised
  const char *type;        ///< "SyntaxError", "IndentationError", "TabError", ...
  const char *message;
  const char *filename;
  const char *text;        ///< the source line, or null
  int32_t line, column, endLine, endColumn; ///< 1-based; -1: none
};
struct CompileWarning {    ///< in CPython's order; issue before using the blob
  const char *category;    ///< "SyntaxWarning" or "DeprecationWarning"
  const char *message;
  int32_t line;
};
struct CompileResult {
  const uint8_t *blob; size_t blobSize; ///< null when there is an error
  const CompileError *error;
  const char *text;                     ///< emitStage
  const CompileWarning *warnings; size_t warningCount;
  void *impl;
};

/// compileSource's and emitStage's flags, as compile()'s: CO_FUTURE_* bits are
/// inherited futures.
enum SourceFlags : uint32_t {
  kSourceIsUtf8 = 0x100,            ///< the text of a str: no coding line
  kSourceAllowTopLevelAwait = 0x2000,
  kSourceScriptFile = 0x8000,       ///< a file given to pyc-run: its errors
  kSourceOptimise1 = 0x10000000,    ///< -O
  kSourceOptimise2 = 0x20000000,    ///< -OO
};

enum TraceTextStages : uint32_t {
  kTextTrace = 1, kTextTraceOpt = 2, kTextLLVM = 4, kTextLLVMOpt = 8, kTextAsm = 16,
};
struct TraceOptions {
  uint32_t textStages = 0;     ///< TraceTextStages
  bool verify = false;         ///< --jit-verify: the verifier after every pass
  bool optimise = true;        ///< false: lower what was recorded
  bool stress = false;         ///< --jit-stress=deopt: guards count stressCounter down
  bool perfMap = false;        ///< append to /tmp/perf-PID.map
  bool keepObject = false;     ///< for linkTrace
  uint32_t disabledPasses = 0; ///< bit n: pass n (order of passes/trace/Passes.h)
};

struct CompilerApi {
  uint32_t version;
  const char *(*compilerVersion)();

  Compiler *(*newCompiler)(const RuntimeLayout *layout);
  void (*freeCompiler)(Compiler *);

  /// Source to bytecode blob (runtime/bytecode). Never null; free it. Makes an
  /// MLIR context of its own, so the Compiler may be null.
  CompileResult *(*compileSource)(Compiler *, const char *source, size_t size,
                                  const char *filename, SourceMode mode,
                                  uint32_t flags);
  /// Text of a stage: tokens, ast, py, py-opt, bytecode.
  CompileResult *(*emitStage)(Compiler *, const char *stage, const char *source,
                              size_t size, const char *filename,
                              SourceMode mode, uint32_t flags);
  void (*freeResult)(CompileResult *);

  /// Never null: look at `error`. The buffer is not kept.
  CompiledTrace *(*compileTrace)(Compiler *, const TraceBuffer *,
                                 const TraceOptions *);
  /// The same for a root and its bridges as one function. ownSlot: address of
  /// the word through which bridges jump to the root.
  CompiledTrace *(*compileTree)(Compiler *, const TreePart *parts, uint32_t count,
                                const char *name, uint64_t ownSlot,
                           const TraceOptions *);
  /// Links a stored object with this process's symbols; the exit tables are
  /// those that were stored with it (serialised by the caller).
  CompiledTrace *(*linkTrace)(Compiler *, const CompiledTrace *tables);
  void (*freeTrace)(Compiler *, CompiledTrace *);
};

} // namespace pyc

/// The library's one symbol. Null when the version is another.
extern "C" const pyc::CompilerApi *pyc_compiler_api(uint32_t version);
