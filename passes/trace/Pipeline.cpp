//===- Pipeline.cpp - The order of the trace passes -----------------------===//
//
// Simplify first, so that what is peeled is small; peel; simplify again, now
// with the first iteration's facts; carry values unboxed and take objects
// apart, each of which gives the others something to do; ranges when ints
// travel as ints; clean last.
//
// Every pass is a linear walk; the list takes about 1 us per operation.
//
//===----------------------------------------------------------------------===//
#include "passes/trace/Passes.h"
#include "passes/trace/TraceUtil.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Pass/Pass.h"

using namespace pyc;

namespace {
struct TracePass {
  const char *name;
  const char *what;
  void (*run)(trace::TraceOp);
};
// Bit n of `disabled` is the n-th of these.
constexpr TracePass kPasses[] = {
    {"fold", "fold constants, remove common subexpressions", foldTrace},
    {"guards", "remove guards and comparisons that earlier guards imply",
     eliminateGuards},
    {"heap", "forward stores and loads, remove dead stores", forwardHeap},
    {"peel", "copy the first iteration in front of the loop", peelLoop},
    {"carry", "let loop-carried values travel unboxed", carryUnboxed},
    {"virtuals", "remove allocations", removeAllocations},
    {"ranges", "remove overflow and bounds checks", inferRanges},
    {"clean", "shrink snapshots, remove dead code", cleanTrace},
    {"forks", "remove paths never taken, tell the others by condition",
     simplifyForks},
};
enum { Fold, Guards, Heap, Peel, Carry, Virtuals, Ranges, Clean, Forks };
constexpr int kOrder[] = {Fold,  Guards,   Heap, Virtuals, Fold,  Peel,
                          Carry, Fold,     Guards, Heap,   Carry, Virtuals,
                          Fold,  Guards,   Forks, Carry,   Fold,   Guards,
                          Ranges, Fold,    Carry, Guards,  Forks,  Clean};

struct WrappedPass
    : mlir::PassWrapper<WrappedPass, mlir::OperationPass<trace::TraceOp>> {
  explicit WrappedPass(const TracePass &pass)
      : pass(pass), argument("trace-" + std::string(pass.name)) {}
  WrappedPass(const WrappedPass &) = default;
  llvm::StringRef getArgument() const override { return argument; }
  llvm::StringRef getDescription() const override { return pass.what; }
  llvm::StringRef getName() const override { return pass.name; }
  void runOnOperation() override { pass.run(getOperation()); }
  const TracePass &pass;
  std::string argument;
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(WrappedPass)
};

struct OptimisePass
    : mlir::PassWrapper<OptimisePass, mlir::OperationPass<trace::TraceOp>> {
  llvm::StringRef getArgument() const override { return "trace-optimise"; }
  llvm::StringRef getDescription() const override {
    return "all trace passes, in the order in which traces are compiled";
  }
  void runOnOperation() override {
    if (!optimiseTrace(getOperation(), {}).empty())
      signalPassFailure();
  }
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(OptimisePass)
};
} // namespace

std::string pyc::optimiseTrace(trace::TraceOp op,
                               const TracePassOptions &options) {
  for (int i : kOrder) {
    if (options.disabled >> i & 1)
      continue;
    kPasses[i].run(op);
    if (options.verify && failed(mlir::verify(op)))
      return std::string("after trace-") + kPasses[i].name;
  }
  return "";
}

void pyc::registerTracePasses() {
  for (const TracePass &pass : kPasses)
    mlir::registerPass([&pass]() -> std::unique_ptr<mlir::Pass> {
      return std::make_unique<WrappedPass>(pass);
    });
  mlir::registerPass([]() -> std::unique_ptr<mlir::Pass> {
    return std::make_unique<OptimisePass>();
  });
}
