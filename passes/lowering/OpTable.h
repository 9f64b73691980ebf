//===- OpTable.h - The opcode table, for the compiler's side --------------===//
//
// The compiler library does not link the runtime, whose table has other
// columns too; both come from Opcodes.def.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/bytecode/Bytecode.h"

namespace pyc::lowering {

extern const OpInfo kInfo[kOpCount];

inline bool isRegister(OperandRole role) {
  return role == OperandRole::D || role == OperandRole::S ||
         role == OperandRole::SD || role == OperandRole::R;
}

} // namespace pyc::lowering
