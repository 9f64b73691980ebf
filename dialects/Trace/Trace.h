//===- Trace.h - The trace dialect ----------------------------------------===//
//
// Trace.td is the specification. Opcode.h maps ops to the opcodes that the
// recorder writes and that passes switch on.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/Location.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"

#include "dialects/Trace/TraceEnums.h.inc"

#include "dialects/Trace/TraceDialect.h.inc"

#define GET_TYPEDEF_CLASSES
#include "dialects/Trace/TraceTypes.h.inc"

#define GET_OP_CLASSES
#include "dialects/Trace/TraceOps.h.inc"

namespace pyc::trace {
/// The recorded snapshot that a snapshot op stands for: a frame of a buffer, and
/// the number of the buffer in its tree. Kept as the op's location, which passes
/// hand on. None: bridges from there stay functions of their own.
struct Origin {
  uint32_t part, frame;
  bool operator==(const Origin &o) const { return part == o.part && frame == o.frame; }
};
mlir::Location locationOf(Origin origin, mlir::MLIRContext *context);
std::optional<Origin> originOf(SnapshotOp snapshot);

/// The type that a slot of this kind loads and stores.
mlir::Type typeOfSlot(Slot slot, mlir::MLIRContext *context);
/// Bytes that a slot occupies.
unsigned sizeOfSlot(Slot slot);
/// value, int, float, bool, raw, ptr or snap; in text an operand's type is
/// written so, before it, and value is not written.
llvm::StringRef nameOfType(mlir::Type type);
} // namespace pyc::trace
