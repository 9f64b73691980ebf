//===- pyc-opt.cpp - Run passes on textual IR, for tests ------------------===//
#include "passes/Passes.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  pyc::registerAllDialects(registry);
  pyc::registerAllPasses();
  return failed(mlir::MlirOptMain(argc, argv, "pyc-opt\n", registry));
}
