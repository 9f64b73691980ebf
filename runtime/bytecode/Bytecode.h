//===- Bytecode.h - Instructions, opcodes and exception tables ------------===//
//
// A register machine. One instruction is 64 bits:
//
//    63        48 47        32 31        16 15         0
//   +------------+------------+------------+------------+
//   |     C      |     B      |     A      |   opcode   |
//   +------------+------------+------------+------------+
//
// optionally followed by words (inline cache or wide operands), see
// Opcodes.def. There are no wide forms: a function with more than 65,535
// registers is refused by the lowering with a SyntaxError-like message.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/object/Value.h"

namespace pyc {

enum OpFlags : uint8_t {
  F_RAISE = 1, F_CALL = 2, F_JUMP = 4, F_END = 8, F_PURE = 16,
};

enum class Op : uint16_t {
#define OP(Name, A, B, C, Words, Flags, Doc) Name,
#include "runtime/bytecode/Opcodes.def"
#undef OP
  Count
};
constexpr unsigned kOpCount = static_cast<unsigned>(Op::Count);

struct Instr {
  uint16_t op, a, b, c;
  int32_t bc() const { return static_cast<int32_t>(b | uint32_t(c) << 16); }
  int16_t sb() const { return static_cast<int16_t>(b); }
  int16_t sc() const { return static_cast<int16_t>(c); }
};
static_assert(sizeof(Instr) == 8);

enum class OperandRole : uint8_t { None, D, S, SD, R, I, U, K, N, J, KK, JJ, II };

struct OpInfo {
  const char *name;
  OperandRole a, b, c;
  uint8_t words; ///< words that follow the instruction
  uint8_t flags; ///< OpFlags
  const char *doc;
};
extern const OpInfo kOpInfo[kOpCount];
inline unsigned opLength(Op op) { return 1 + kOpInfo[unsigned(op)].words; }

/// Which special method LoadSpecial looks up.
enum class SpecialName : uint16_t { Enter, Exit, AEnter, AExit };

/// Zero-cost exceptions: entries are sorted so that the first whose
/// [start, end) holds the raising instruction's word index is the innermost.
/// Control goes to `handler`, whose first instruction is EnterHandler.
struct ExceptionEntry {
  uint32_t start, end, handler;
};

/// Source range of one instruction (PEP 657). Sorted by pc; an entry holds for
/// all words from pc up to the next entry. line 0: no position.
struct PositionEntry {
  uint32_t pc;
  uint32_t line, endLine;
  uint16_t col, endCol; ///< UTF-8 byte columns, 0-based; 0xFFFF: none
};

/// As CPython's co_flags where a bit of it exists.
enum CodeFlags : uint32_t {
  kCodeOptimized = 1, kCodeNewLocals = 2, kCodeVarArgs = 4, kCodeVarKeywords = 8,
  kCodeNested = 16, kCodeGenerator = 32, kCodeCoroutine = 128,
  kCodeIterableCoroutine = 256, kCodeAsyncGenerator = 512,
  kCodeStandIn = 0x20000000, ///< Python for what CPython has in C: no line in tracebacks
  kCodeHidden = 0x40000000, ///< its frames are nobody's business (Loops.h)
  // __future__ bits as CPython's follow (0x20000 ... 0x1000000 annotations).
  kCodeHasNamespace = 0x80000000, ///< R[0] is the namespace mapping (module, class, eval)
};

enum LocalKind : uint8_t { kLocal = 1, kCellLocal = 2, kFree = 4 };

} // namespace pyc
