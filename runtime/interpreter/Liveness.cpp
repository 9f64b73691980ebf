//===- Liveness.cpp - Backward data flow over bytecode --------------------===//
#include "runtime/interpreter/Liveness.h"
#include "runtime/object/Api.h"
#include <unordered_map>

namespace pyc {

template <typename Use, typename Def>
void forEachOperand(const CodeObject *code, const Instr *pc, Use use, Def def) {
  auto range = [](unsigned from, unsigned count, auto f) {
    for (unsigned i = 0; i < count; ++i)
      f(from + i);
  };
  uint64_t word;
  switch (static_cast<Op>(pc->op)) {
  // Ops with register ranges, and those that touch R[0], by hand.
  case Op::LoadName: case Op::LoadLocals:
    use(0); def(pc->a); return;
  case Op::StoreName:
    use(0); use(pc->a); return;
  case Op::DeleteName: case Op::SetupAnnotations:
    use(0); return;
  case Op::ImportStar:
    use(0); use(pc->a); return;
  case Op::LoadClassDeref:
    use(0); use(pc->b); def(pc->a); return;
  case Op::LoadMethod:
    use(pc->b); def(pc->a); def(pc->a + 4u); return;
  case Op::LoadSuperAttr:
    range(pc->b, 3, use); def(pc->a); return;
  case Op::LoadSuperMethod:
    range(pc->b, 3, use); def(pc->a); def(pc->a + 4u); return;
  case Op::BuildSlice:
    range(pc->b, pc->c == 3 ? 3 : 2, use); def(pc->a); return;
  case Op::BuildTuple: case Op::BuildList: case Op::BuildSet: case Op::BuildString:
    range(pc->b, pc->c, use); def(pc->a); return;
  case Op::BuildMap:
    range(pc->b, pc->c * 2u, use); def(pc->a); return;
  case Op::BuildConstMap:
    range(pc->b, static_cast<unsigned>(
        code->constantData[pc->c].as<TupleObject>()->length), use);
    def(pc->a); return;
  case Op::FormatValue:
    memcpy(&word, pc + 1, 8);
    use(pc->b);
    if (word & 0x100)
      use(pc->c);
    def(pc->a); return;
  case Op::UnpackSequence:
    use(pc->b); range(pc->a, pc->c, def); return;
  case Op::UnpackEx:
    memcpy(&word, pc + 1, 8);
    use(pc->b);
    range(pc->a, static_cast<uint32_t>(word) + static_cast<uint32_t>(word >> 32) + 1, def);
    return;
  case Op::MakeFunction:
    range(pc->c, 4, use); def(pc->a); return;
  case Op::Call: case Op::CallMethod: case Op::CallKw: case Op::CallMethodKw:
    use(pc->b); range(pc->b + 4u, pc->c, use); def(pc->a); return;
  case Op::CallEx:
    use(pc->b); use(pc->b + 4u); use(pc->b + 5u); def(pc->a); return;
  case Op::EnterHandler:
    def(pc->a); def(pc->a + 1u); return;
  case Op::LeaveHandler:
    use(pc->a + 1u); return;
  case Op::ExcGroupMatch:
    use(pc->b); use(pc->c); def(pc->a); def(pc->a + 1u); return;
  case Op::ExcInfo:
    use(pc->b); range(pc->a, 3, def); return;
  case Op::ImportName:
    use(pc->b); use(pc->b + 1u); def(pc->a); return;
  case Op::MatchClass:
    use(pc->b); use(pc->c); use(pc->c + 1u); def(pc->a); return;
  case Op::Raise:
    if (pc->c >= 1)
      use(pc->a);
    if (pc->c == 2)
      use(pc->b);
    return;
  case Op::ForIter:
    use(pc->a); use(pc->b); return; // A keeps its value at the end
  case Op::MakeGenerator:
    range(0, code->localsCount, use); return;
  default: {
    const OpInfo &info = kOpInfo[pc->op];
    auto one = [&](OperandRole role, unsigned r) {
      if (role == OperandRole::S || role == OperandRole::SD)
        use(r);
      if (role == OperandRole::D || role == OperandRole::SD)
        def(r);
    };
    one(info.a, pc->a);
    one(info.b, pc->b);
    one(info.c, pc->c);
  }
  }
}

int64_t jumpOffset(const Instr *pc) {
  const OpInfo &info = kOpInfo[pc->op];
  if (info.b == OperandRole::JJ)
    return pc->bc();
  if (info.c == OperandRole::J)
    return pc->sc();
  return 0;
}

/// Does the code name anything that shows locals?
static bool looksAtLocals(const CodeObject *code) {
  auto *constants = code->constants.as<ValueBuffer>();
  for (int64_t i = 0; i < constants->length; ++i) {
    Value v = constants->items[i];
    if (!v.isObject() || v.asObject()->kind() != Kind::Str)
      continue;
    std::string s = strToUtf8(v);
    if (s == "locals" || s == "vars" || s == "dir" || s == "eval" ||
        s == "exec" || s == "_getframe")
      return true;
  }
  return false;
}

Liveness::Liveness(const CodeObject *code) : code(code) {
  unsigned registers = code->registerCount + 6u;
  stride = (registers + 63) / 64;
  bits.assign(static_cast<size_t>(code->instrCount) * stride, 0);
  std::vector<uint32_t> starts;
  for (const Instr *pc = code->instrs, *end = pc + code->instrCount; pc < end;
       pc = nextInstr(pc)) {
    starts.push_back(static_cast<uint32_t>(pc - code->instrs));
    if (static_cast<Op>(pc->op) == Op::Loop)
      loops.push_back({pc + pc->bc(), pc});
  }
  std::vector<uint64_t> row(stride), all(stride, 0);
  if (looksAtLocals(code))
    for (unsigned r = 0; r < code->localsCount; ++r)
      all[r / 64] |= uint64_t(1) << (r % 64);
  bool changed = true;
  while (changed) {
    changed = false;
    for (size_t k = starts.size(); k-- > 0;) {
      uint32_t at = starts[k];
      const Instr *pc = code->instrs + at;
      const OpInfo &info = kOpInfo[pc->op];
      row = all;
      auto merge = [&](int64_t target) {
        if (target < 0 || target >= static_cast<int64_t>(code->instrCount))
          return;
        for (unsigned w = 0; w < stride; ++w)
          row[w] |= bits[static_cast<size_t>(target) * stride + w];
      };
      if (!(info.flags & F_END))
        merge(at + opLength(static_cast<Op>(pc->op)));
      if (info.flags & F_JUMP)
        merge(at + jumpOffset(pc));
      forEachOperand(code, pc, [](unsigned) {}, [&](unsigned r) {
        row[r / 64] &= ~(uint64_t(1) << (r % 64));
      });
      if (info.flags & F_RAISE)
        for (uint32_t e = 0; e < code->exceptionCount; ++e)
          if (at >= code->exceptionTable[e].start && at < code->exceptionTable[e].end) {
            merge(code->exceptionTable[e].handler);
            break; // the innermost
          }
      forEachOperand(code, pc, [&](unsigned r) {
        row[r / 64] |= uint64_t(1) << (r % 64);
      }, [](unsigned) {});
      for (unsigned w = 0; w < stride; ++w) {
        row[w] |= all[w];
        uint64_t &b = bits[static_cast<size_t>(at) * stride + w];
        if (b != row[w]) {
          b = row[w];
          changed = true;
        }
      }
    }
  }
}

const Liveness *livenessOf(const CodeObject *code) {
  static std::unordered_map<const CodeObject *, const Liveness *> cache;
  const Liveness *&entry = cache[code];
  if (!entry)
    entry = new Liveness(code);
  return entry;
}

} // namespace pyc
