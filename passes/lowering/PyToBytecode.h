//===- PyToBytecode.h - The py dialect to bytecode blobs ------------------===//
//
//   py.func --flatten--> FlatFunction --emit--> code, exceptions, positions
//           (PyFlat.cpp: values, liveness,     (PyEmit.cpp: one walk that
//            placement wishes)                  allocates registers and emits)
//           --> blob (PyBlob.cpp)
//
//===----------------------------------------------------------------------===//
#pragma once
#include "dialects/Py/Py.h"
#include "mlir/IR/BuiltinOps.h"
#include <string>
#include <string_view>

namespace pyc {

/// The blob (runtime/bytecode/Blob.h) of the module whose code is @main. False
/// with a message when a function exceeds a limit of the bytecode or the IR is
/// malformed.
[[nodiscard]] bool lowerToBlob(mlir::ModuleOp module, std::string_view filename,
                               std::string &blob, std::string &error);

/// Text for people and FileCheck.
std::string dumpBlob(std::string_view blob);

/// Everything that can be checked about a blob without running it: operands
/// and jump targets in range, exception ranges sensible, no temporary read
/// before it is written, nothing alive above a call window. Empty: all is well.
std::string verifyBlob(std::string_view blob);

} // namespace pyc
