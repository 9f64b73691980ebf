//===- BlobView.h - A blob read back, for the dump and the verifier -------===//
#pragma once
#include "runtime/bytecode/Blob.h"
#include "runtime/bytecode/Bytecode.h"
#include <string>
#include <vector>

namespace pyc::lowering {

struct BlobCode {
  std::string name, qualname, filename;
  uint32_t firstLine = 0, flags = 0, argCount = 0, posOnlyCount = 0,
           kwOnlyCount = 0, registerCount = 0;
  struct Local {
    uint8_t kind;
    std::string name;
  };
  struct Const {
    ConstTag tag;
    std::string text;    ///< as repr() would show it; code: the qualified name
    unsigned code = ~0u; ///< index in `codes`
  };
  std::vector<Local> locals;
  std::vector<Const> constants;
  std::vector<uint64_t> words;
  std::vector<ExceptionEntry> exceptions;
  std::vector<PositionEntry> positions;
  std::vector<BlobCode> codes; ///< nested, in order of their constants

  Instr at(size_t pc) const {
    Instr instr;
    memcpy(&instr, &words[pc], 8);
    return instr;
  }
};

/// False when the blob is not well formed.
[[nodiscard]] bool readBlob(std::string_view blob, BlobCode &code);

} // namespace pyc::lowering
