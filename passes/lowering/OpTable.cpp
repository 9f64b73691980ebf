//===- OpTable.cpp - The opcode table, for the compiler's side ------------===//
#include "passes/lowering/OpTable.h"

namespace pyc::lowering {
const OpInfo kInfo[kOpCount] = {
#define OP(Name, A, B, C, Words, Flags, Doc)                                   \
  {#Name,          OperandRole::OP_ROLE_##A, OperandRole::OP_ROLE_##B,         \
   OperandRole::OP_ROLE_##C, Words, uint8_t(Flags), Doc},
#define OP_ROLE__ None
#define OP_ROLE_D D
#define OP_ROLE_S S
#define OP_ROLE_SD SD
#define OP_ROLE_R R
#define OP_ROLE_I I
#define OP_ROLE_U U
#define OP_ROLE_K K
#define OP_ROLE_N N
#define OP_ROLE_J J
#define OP_ROLE_KK KK
#define OP_ROLE_JJ JJ
#define OP_ROLE_II II
#include "runtime/bytecode/Opcodes.def"
#undef OP
};
} // namespace pyc::lowering
