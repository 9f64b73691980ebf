//===- Import.h - Trace buffers to the trace dialect ----------------------===//
#pragma once
#include "dialects/Trace/Trace.h"
#include "dialects/Trace/TraceBuffer.h"
#include "mlir/IR/OwningOpRef.h"
#include <string>

namespace pyc {
/// Null with a message in `problem` when the buffer breaks its rules.
mlir::OwningOpRef<trace::TraceOp> importTrace(const TraceBuffer &buffer,
                                              mlir::MLIRContext &context,
                                              std::string &problem);
} // namespace pyc
