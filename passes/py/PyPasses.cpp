//===- PyPasses.cpp - The py passes by name -------------------------------===//
#include "passes/py/PyPasses.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

using namespace mlir;
using namespace pyc::py;

void pyc::py::optimise(FuncOp func) {
  simplifyControlFlow(func);
  foldConstants(func);
  simplifyControlFlow(func);
  markAssigned(func);
}

namespace {
/// A pass that runs one function on every py.func of a module.
template <void (*Run)(FuncOp)>
struct OnFunctions : PassWrapper<OnFunctions<Run>, OperationPass<ModuleOp>> {
  StringRef argument, description;
  OnFunctions(StringRef argument, StringRef description)
      : argument(argument), description(description) {}
  OnFunctions(const OnFunctions &other) = default;
  StringRef getArgument() const override { return argument; }
  StringRef getDescription() const override { return description; }
  StringRef getName() const override { return argument; }
  void runOnOperation() override {
    for (FuncOp func : this->getOperation().template getOps<FuncOp>())
      Run(func);
  }
};

template <void (*Run)(FuncOp)> void add(StringRef name, StringRef what) {
  registerPass([=]() -> std::unique_ptr<Pass> {
    return std::make_unique<OnFunctions<Run>>(name, what);
  });
}
} // namespace

void pyc::py::registerPyPasses() {
  add<foldConstants>("py-fold", "fold constants, remove unused ops");
  add<simplifyControlFlow>("py-simplify-cfg",
                           "remove dead blocks and jumps to jumps");
  add<markAssigned>("py-mark-assigned", "definite assignment of locals");
  add<optimise>("py-optimise", "all py passes in order");
}
