//===- Compiler.h - One compiler: contexts, target machine, linker --------===//
#pragma once
#include "dialects/Trace/Trace.h"
#include "jit_orc/CompilerApi.h"
#include "jit_orc/engine/Linker.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "mlir/IR/MLIRContext.h"
#include <memory>
#include <mutex>

namespace llvm {
class TargetMachine;
class LLVMContext;
} // namespace llvm

namespace pyc {
/// What the border calls Compiler. Each thread that compiles has its own.
struct Compiler {
  explicit Compiler(const RuntimeLayout &layout);
  ~Compiler();

  RuntimeLayout layout;
  mlir::MLIRContext context;
  std::unique_ptr<llvm::TargetMachine> machine; // made at the first trace
  std::unique_ptr<Linker> linker;
  std::mutex lock;

  /// Empty, or why traces cannot be compiled.
  std::string prepareTraces();
};

/// Compiles an op already imported; `addressOf` resolves the symbols it names
/// (0: unknown, which is an error). `phases.import` is the caller's.
CompiledTrace *
compileTraceOp(Compiler &compiler, trace::TraceOp op,
               llvm::function_ref<TraceSymbol(llvm::StringRef)> lookup,
               const TraceOptions &options);
CompiledTrace *compileTrace(Compiler *, const TraceBuffer *,
                            const TraceOptions *);
CompiledTrace *compileTree(Compiler *, const TreePart *parts, uint32_t count,
                           const char *name, uint64_t ownSlot,
                           const TraceOptions *);
CompiledTrace *linkTrace(Compiler *, const CompiledTrace *tables);
void freeTrace(Compiler *, CompiledTrace *);
} // namespace pyc
