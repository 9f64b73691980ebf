//===- Import.h - Trace buffers to the trace dialect ----------------------===//
#pragma once
#include "dialects/Trace/Trace.h"
#include "dialects/Trace/TraceBuffer.h"
#include "mlir/IR/OwningOpRef.h"
#include "llvm/ADT/StringMap.h"
#include <string>

namespace pyc {
/// Null with a message in `problem` when the buffer breaks its rules.
mlir::OwningOpRef<trace::TraceOp> importTrace(const TraceBuffer &buffer,
                                              mlir::MLIRContext &context,
                                              std::string &problem);
/// A root and its bridges (ImportTree.cpp). `refused`: the part at fault when
/// that is known. `symbols` are those of the trace, by name.
mlir::OwningOpRef<trace::TraceOp>
importTree(llvm::ArrayRef<TreePart> parts, llvm::StringRef name, uint64_t ownSlot,
           mlir::MLIRContext &context, std::string &problem, uint32_t &refused,
           llvm::StringMap<TraceSymbol> &symbols);
} // namespace pyc
