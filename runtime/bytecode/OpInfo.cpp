//===- OpInfo.cpp - The opcode table as data ------------------------------===//
#include "runtime/bytecode/Bytecode.h"

namespace pyc {

namespace {
constexpr OperandRole roleOf(const char *s) {
  switch (s[0]) {
  case 'D': return OperandRole::D;
  case 'S': return s[1] == 'D' ? OperandRole::SD : OperandRole::S;
  case 'R': return OperandRole::R;
  case 'I': return s[1] == 'I' ? OperandRole::II : OperandRole::I;
  case 'U': return OperandRole::U;
  case 'K': return s[1] == 'K' ? OperandRole::KK : OperandRole::K;
  case 'N': return OperandRole::N;
  case 'J': return s[1] == 'J' ? OperandRole::JJ : OperandRole::J;
  default: return OperandRole::None;
  }
}
} // namespace

const OpInfo kOpInfo[kOpCount] = {
#define OP(Name, A, B, C, Words, Flags, Doc)                                   \
  {#Name, roleOf(#A), roleOf(#B), roleOf(#C), Words, Flags, Doc},
#include "runtime/bytecode/Opcodes.def"
#undef OP
};

} // namespace pyc
