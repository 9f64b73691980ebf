//===- PyBytecodePass.cpp - Bytecode text from pyc-opt --------------------===//
#include "mlir/Pass/Pass.h"
#include "passes/lowering/PyToBytecode.h"
#include "passes/py/PyPasses.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;

namespace {
struct EmitBytecode : PassWrapper<EmitBytecode, OperationPass<ModuleOp>> {
  StringRef getArgument() const override { return "py-emit-bytecode"; }
  StringRef getDescription() const override {
    return "print the bytecode of @main and what it nests, verified";
  }
  void runOnOperation() override {
    std::string blob, error;
    if (!pyc::lowerToBlob(getOperation(), "test.py", blob, error)) {
      getOperation().emitError(error);
      return signalPassFailure();
    }
    llvm::outs() << pyc::dumpBlob(blob);
    error = pyc::verifyBlob(blob);
    if (!error.empty()) {
      getOperation().emitError("bytecode verifier: " + error);
      signalPassFailure();
    }
  }
};
} // namespace

void pyc::py::registerBytecodePass() {
  registerPass([]() -> std::unique_ptr<Pass> {
    return std::make_unique<EmitBytecode>();
  });
}
