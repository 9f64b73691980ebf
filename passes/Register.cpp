//===- Register.cpp - Names of the dialects and passes in pyc-opt ---------===//
#include "dialects/Py/Py.h"
#include "dialects/Trace/Trace.h"
#include "passes/Passes.h"
#include "passes/py/PyPasses.h"
#include "passes/trace/Passes.h"

void pyc::registerAllDialects(mlir::DialectRegistry &registry) {
  registry.insert<py::PyDialect, trace::TraceDialect>();
}
void pyc::registerAllPasses() {
  registerTracePasses();
  py::registerPyPasses();
  py::registerBytecodePass();
}
