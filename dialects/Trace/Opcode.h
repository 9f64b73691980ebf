//===- Opcode.h - Ops of the trace dialect as numbers ---------------------===//
//
// Passes switch on opcodes: comparing with one class after the other
// (TypeSwitch) costs 40 ns at the end of the list, a lookup 4.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "dialects/Trace/Trace.h"
#include "dialects/Trace/TraceBuffer.h"

namespace pyc::trace {
using Opcode = TraceOpcode;

/// TraceOpcode::Count for ops of other dialects.
Opcode opcodeOf(mlir::Operation *op);
inline const TraceOpInfo &infoOf(Opcode op) {
  return kTraceOpInfo[unsigned(op)];
}
inline TraceEffect effectOf(mlir::Operation *op) {
  return infoOf(opcodeOf(op)).effect;
}
/// How a typed word is held, for exits.
TraceType traceTypeOf(mlir::Type type);
} // namespace pyc::trace
