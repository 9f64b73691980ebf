//===- PyEmit.h - One code object's instructions --------------------------===//
#pragma once
#include "dialects/Py/Py.h"
#include "runtime/bytecode/Bytecode.h"
#include "llvm/ADT/DenseMap.h"
#include <string>
#include <vector>

namespace pyc::lowering {

/// Constants by attribute; nested code by the symbol that names it.
struct ConstantTable {
  std::vector<mlir::Attribute> entries;
  llvm::DenseMap<mlir::Attribute, uint32_t> indexOf;
  uint32_t add(mlir::Attribute value) {
    auto [it, isNew] = indexOf.try_emplace(value, uint32_t(entries.size()));
    if (isNew)
      entries.push_back(value);
    return it->second;
  }
};

struct EmittedCode {
  std::vector<uint64_t> words;
  std::vector<ExceptionEntry> exceptions;
  std::vector<PositionEntry> positions;
  ConstantTable constants;
  unsigned registerCount = 0;
};

/// False with a message when the function is malformed or too large.
[[nodiscard]] bool emitCode(py::FuncOp func, EmittedCode &out,
                            std::string &error);

} // namespace pyc::lowering
