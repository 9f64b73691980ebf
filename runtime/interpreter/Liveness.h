//===- Liveness.h - Which registers an instruction's future may read ------===//
//
// Snapshots list live registers only: what compiled code must keep for an exit
// costs registers and code (DESIGN §8). Computed once per code object, by the
// usual backward data flow over its bytecode; a raising instruction may go on
// in its handler.
//
// Code that can look at its own locals by name (it mentions locals, vars, dir,
// eval, exec or _getframe) counts all locals as live everywhere.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/object/Layouts.h"
#include <vector>

namespace pyc {

/// Calls use(r) and def(r) for the registers an instruction reads and writes.
/// Defs that happen only on some outcome (ForIter) are not reported.
template <typename Use, typename Def>
void forEachOperand(const CodeObject *code, const Instr *pc, Use use, Def def);

class Liveness {
public:
  explicit Liveness(const CodeObject *code);
  /// May register r be read before it is written, from before instruction pc?
  bool liveBefore(const Instr *pc, unsigned r) const {
    return test(static_cast<size_t>(pc - code->instrs), r);
  }
  /// Calls f(r) for every live register, in order.
  template <typename F> void forEachLive(const Instr *pc, F f) const {
    const uint64_t *row = &bits[static_cast<size_t>(pc - code->instrs) * stride];
    for (unsigned w = 0; w < stride; ++w)
      for (uint64_t b = row[w]; b; b &= b - 1)
        f(w * 64 + static_cast<unsigned>(__builtin_ctzll(b)));
  }
  /// Targets of the code's Loop instructions.
  struct LoopInfo { const Instr *header, *loop; };
  std::vector<LoopInfo> loops;
  bool hasLoops() const { return !loops.empty(); }

private:
  const CodeObject *code;
  unsigned stride;
  std::vector<uint64_t> bits;
  bool test(size_t i, unsigned r) const {
    return bits[i * stride + r / 64] >> (r % 64) & 1;
  }
};

/// Where a jump goes, in words from pc.
int64_t jumpOffset(const Instr *pc);

/// Cached in a table by code object; never freed (code is not either).
const Liveness *livenessOf(const CodeObject *code);

/// The instruction behind pc, words skipped.
inline const Instr *nextInstr(const Instr *pc) {
  return pc + opLength(static_cast<Op>(pc->op));
}

} // namespace pyc
