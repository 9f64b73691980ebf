//===- Pipeline.cpp - The order of the trace passes -----------------------===//
#include "passes/trace/Passes.h"
#include "mlir/IR/Verifier.h"

using namespace pyc;

std::string pyc::optimiseTrace(trace::TraceOp op,
                               const TracePassOptions &options) {
  return "";
}
