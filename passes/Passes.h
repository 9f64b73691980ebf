//===- Passes.h - All dialects and passes, for the drivers ----------------===//
#pragma once
namespace mlir {
class DialectRegistry;
}
namespace pyc {
void registerAllDialects(mlir::DialectRegistry &registry);
void registerAllPasses();
} // namespace pyc
