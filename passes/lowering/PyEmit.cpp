//===- PyEmit.cpp - Registers and instructions in one walk ----------------===//
//
// Blocks are visited in layout order, in which definitions come before uses.
// `owner` says which value each register holds at this point; a value gets a
// register where it is defined and gives it back at its last use. In SSA form
// walked this way that is a correct allocation whatever register is picked, so
// the picking is free to follow wishes:
//
//  - The first operand of a register range (a call's window, a tuple's items)
//    to be defined places the range above everything alive; the others are
//    computed straight into their slots. Temporaries needed in between take
//    what is free. When a slot turns out to be taken at the end, or something
//    that outlives a call lies above its window, the whole range is moved
//    higher (RangePlacement). So correctness never depends on the wishes.
//  - Values that are passed to a block argument try to share its register.
//
// Every branch is emitted as a jump; a jump to what comes next is taken back
// when that block begins. Backward jumps are Loop instructions, nothing else.
// When a fused compare-and-jump's 16-bit offset overflows, the function is
// emitted again without fused jumps.
//
//===----------------------------------------------------------------------===//
#include "passes/lowering/PyEmitter.h"

using namespace mlir;
using namespace pyc;
using namespace pyc::lowering;

//===----------------------------------------------------------------------===//
// Positions, constants
//===----------------------------------------------------------------------===//

void Emitter::position() {
  if (haveLoc && loc == lastLoc)
    return;
  lastLoc = loc;
  haveLoc = true;
  PositionEntry entry{uint32_t(out.words.size()), 0, 0, 0xFFFF, 0xFFFF};
  if (auto range = dyn_cast<FileLineColRange>(loc)) {
    auto column = [](unsigned c) {
      return uint16_t(std::min(c, 0xFFFFu));
    };
    entry.line = range.getStartLine();
    entry.endLine = range.getEndLine();
    entry.col = column(range.getStartColumn());
    entry.endCol = column(range.getEndColumn());
    // A location without columns: the function's own.
    if (entry.col == 0 && entry.endCol == 0 && entry.line == entry.endLine)
      entry.col = entry.endCol = 0xFFFF;
  }
  out.positions.push_back(entry);
}

void Emitter::loadConstant(uint32_t reg, Attribute value) {
  if (isa<py::NoneAttr>(value)) {
    emit(Op::LoadNone, reg);
    return;
  }
  if (auto b = dyn_cast<BoolAttr>(value)) {
    emit(b.getValue() ? Op::LoadTrue : Op::LoadFalse, reg);
    return;
  }
  if (auto i = dyn_cast<IntegerAttr>(value)) {
    int64_t v = i.getInt();
    if (v == int32_t(v)) {
      emitLong(Op::LoadInt, reg, uint32_t(v));
      return;
    }
  }
  emitLong(Op::LoadConst, reg, out.constants.add(value));
}

//===----------------------------------------------------------------------===//
// Registers
//===----------------------------------------------------------------------===//

uint32_t Emitter::use(uint32_t id) {
  FlatValue &v = f.values[id];
  switch (v.mode) {
  case Mode::Alias:
  case Mode::Direct:
    return uint32_t(v.local);
  case Mode::Const: {
    uint32_t reg = takeScratch();
    loadConstant(reg, f.constantOf(id));
    return reg;
  }
  case Mode::Temp:
    if (v.reg < 0) {
      fail("malformed function: a value is used where it has no register");
      return f.localCount;
    }
    return uint32_t(v.reg);
  }
  return 0;
}

/// Where a Temp would best be, or -1.
int32_t Emitter::wishedRegister(uint32_t id) {
  FlatValue &v = f.values[id];
  if (v.group != kNone) {
    int32_t &base = groupBase[v.group];
    if (base < 0)
      base = int32_t(top());
    return base + int32_t(v.slot);
  }
  if (v.phi != kNone) {
    FlatValue &phi = f.values[v.phi];
    if (phi.mode != Mode::Temp || phi.uses == 0)
      return -1;
    if (phi.reg < 0) {
      int32_t wish = wishedRegister(v.phi);
      phi.reg = wish >= 0 && isFree(uint32_t(wish)) ? wish
                                                    : int32_t(lowestRun(1));
    }
    return phi.reg;
  }
  return -1;
}

uint32_t Emitter::define(uint32_t id) {
  FlatValue &v = f.values[id];
  if (v.mode == Mode::Direct)
    return uint32_t(v.local);
  if (v.uses == 0)
    return lowestRun(1); // nobody looks
  int32_t wish = wishedRegister(id);
  uint32_t reg =
      wish >= 0 && isFree(uint32_t(wish)) ? uint32_t(wish) : lowestRun(1);
  v.reg = int32_t(reg);
  own(reg, id);
  return reg;
}

/// Consecutive registers for all results.
uint32_t Emitter::defineRun(const FlatInst &inst) {
  uint32_t n = inst.resultCount;
  if (n == 0)
    return f.localCount;
  FlatValue &first = f.values[inst.firstResult];
  if (first.mode == Mode::Direct)
    return uint32_t(first.local);
  int32_t base = -1;
  if (first.group != kNone) {
    base = wishedRegister(inst.firstResult);
    for (uint32_t i = 0; i < n && base >= 0; ++i) {
      const FlatValue &v = f.values[inst.firstResult + i];
      if (v.group != first.group || v.slot != first.slot + i ||
          !isFree(uint32_t(base) + i))
        base = -1;
    }
  }
  if (base < 0)
    base = int32_t(lowestRun(n));
  for (uint32_t i = 0; i < n; ++i) {
    uint32_t reg = uint32_t(base) + i;
    touch(reg);
    FlatValue &v = f.values[inst.firstResult + i];
    v.reg = int32_t(reg);
    if (v.uses)
      own(reg, inst.firstResult + i);
  }
  return uint32_t(base);
}

/// Puts the operands that have a slot into their range and returns its base.
/// A window must have nothing alive above its base that outlives it.
uint32_t Emitter::placeRange(uint32_t index, uint32_t extent, bool isWindow) {
  const FlatInst &inst = f.insts[index];
  int32_t base = groupBase[index];
  if (base < 0) {
    // Nothing was computed into it. Operands that die here need no room of
    // their own unless they are moved from above.
    base = int32_t(top());
    groupBase[index] = base;
  }
  auto inPlace = [&](uint32_t reg) {
    for (uint32_t k = 0; k < inst.operandCount; ++k) {
      int slot = FlatFunction::slotOf(inst, k);
      uint32_t id = f.operands[inst.firstOperand + k];
      const FlatValue &v = f.values[id];
      if (slot >= 0 && v.mode == Mode::Temp && v.reg == int32_t(reg) &&
          reg == uint32_t(base) + uint32_t(slot))
        return !isWindow || f.kills[inst.firstOperand + k];
    }
    return false;
  };
  // Slots that will be written or clobbered must not hold anything else.
  uint32_t limit = isWindow ? std::max(top(), uint32_t(base))
                            : uint32_t(base) + extent;
  bool valid = true;
  for (uint32_t reg = uint32_t(base); reg < limit && valid; ++reg) {
    if (isFree(reg) || inPlace(reg))
      continue;
    uint32_t id = owner[reg];
    // An operand that needs no slot may die above the window.
    bool diesHere = id < f.values.size() && killedBy(inst, id);
    bool wanted = false;
    for (uint32_t k = 0; k < inst.operandCount; ++k) {
      int slot = FlatFunction::slotOf(inst, k);
      if (f.operands[inst.firstOperand + k] == id && slot >= 0)
        wanted = true;
    }
    if (!diesHere || wanted || reg < uint32_t(base) + extent)
      valid = false;
  }
  if (!valid)
    base = int32_t(top());
  for (uint32_t k = 0; k < inst.operandCount; ++k) {
    int slot = FlatFunction::slotOf(inst, k);
    if (slot < 0)
      continue;
    uint32_t id = f.operands[inst.firstOperand + k];
    const FlatValue &v = f.values[id];
    uint32_t to = uint32_t(base + slot);
    touch(to);
    if (v.mode == Mode::Const)
      loadConstant(to, f.constantOf(id));
    else
      move(to, use(id));
  }
  if (extent)
    touch(uint32_t(base) + extent - 1);
  return uint32_t(base);
}

//===----------------------------------------------------------------------===//
// Control flow
//===----------------------------------------------------------------------===//

void Emitter::bind(uint32_t block) {
  uint32_t here = uint32_t(out.words.size());
  // Take jumps to here back.
  while (!fixups.empty() && fixups.back().at + 1 == here &&
         fixups.back().block == block && !fixups.back().isShort &&
         uint16_t(out.words.back()) == uint16_t(Op::Jump)) {
    fixups.pop_back();
    out.words.pop_back();
    --here;
    for (uint32_t b = block; b-- > 0 && blockStart[b] > here;)
      blockStart[b] = here;
    while (!out.positions.empty() && out.positions.back().pc >= here) {
      out.positions.pop_back();
      haveLoc = false;
    }
  }
  blockStart[block] = here;
}

void Emitter::jump(uint32_t from, uint32_t to) {
  if (to > from || !f.regions.isLoopHead.test(to)) {
    emitLong(Op::Jump, 0, 0);
    fixup(to, false);
  } else {
    emitLong(Op::Loop, 0, 0);
    fixups.push_back({uint32_t(out.words.size()) - 2, to, false});
  }
}

bool Emitter::isFused(uint32_t index) const {
  const FlatInst &inst = f.insts[index];
  if (inst.kind != Kind::Compare || index + 1 >= f.insts.size() ||
      f.insts[index + 1].kind != Kind::CondBr ||
      f.insts[index + 1].block != inst.block)
    return false;
  auto kind = cast<py::CompareOp>(inst.op).getKind();
  if (kind == py::CompareKind::In || kind == py::CompareKind::NotIn)
    return false;
  const FlatValue &v = f.values[inst.firstResult];
  if (v.uses != 1 || v.firstUse != index + 1)
    return false;
  if (!wide)
    return true;
  // Without short jumps only the tests for None are left.
  auto rhs = f.constantOf(f.operands[inst.firstOperand + 1]);
  return (kind == py::CompareKind::Is || kind == py::CompareKind::IsNot) &&
         rhs && isa<py::NoneAttr>(rhs);
}

int32_t Emitter::smallInt(uint32_t id, bool &isSmall) const {
  Attribute c = f.constantOf(id);
  isSmall = false;
  if (!c || isa<BoolAttr>(c) || !isa<IntegerAttr>(c))
    return 0;
  int64_t v = cast<IntegerAttr>(c).getInt();
  isSmall = v == int16_t(v);
  return int32_t(v);
}

/// Emits a jump to target when the condition's truth is `sense`.
void Emitter::condJump(uint32_t index, bool sense, uint32_t target) {
  const FlatInst &inst = f.insts[index];
  if (index == 0 || !isFused(index - 1)) {
    uint32_t reg = use(inst, 0);
    kill(inst);
    emitLong(sense ? Op::JumpIf : Op::JumpIfNot, reg, 0);
    fixup(target, false);
    return;
  }
  const FlatInst &test = f.insts[index - 1];
  loc = test.op->getLoc();
  auto kind = cast<py::CompareOp>(test.op).getKind();
  uint32_t rhsId = f.operands[test.firstOperand + 1];
  if (kind == py::CompareKind::Is || kind == py::CompareKind::IsNot) {
    bool is = (kind == py::CompareKind::Is) == sense;
    uint32_t lhs = use(test, 0);
    Attribute c = f.constantOf(rhsId);
    if (c && isa<py::NoneAttr>(c)) {
      kill(test);
      emitLong(is ? Op::JumpIfNone : Op::JumpIfNotNone, lhs, 0);
      fixup(target, false);
      return;
    }
    uint32_t rhs = use(rhsId);
    kill(test);
    emit(is ? Op::JumpIs : Op::JumpIsNot, lhs, rhs);
    fixup(target, true);
    return;
  }
  unsigned k = unsigned(kind);
  bool isSmall;
  int32_t value = smallInt(rhsId, isSmall);
  uint32_t lhs = use(test, 0);
  if (isSmall) {
    kill(test);
    Op first = sense ? Op::JumpLtImm : Op::JumpNotLtImm;
    emit(Op(unsigned(first) + k), lhs, uint32_t(value));
  } else {
    uint32_t rhs = use(rhsId);
    kill(test);
    Op first = sense ? Op::JumpLt : Op::JumpNotLt;
    emit(Op(unsigned(first) + k), lhs, rhs);
  }
  fixup(target, true);
}
static_assert(unsigned(pyc::Op::JumpGe) == unsigned(pyc::Op::JumpLt) + 5 &&
              unsigned(pyc::Op::JumpNotGe) == unsigned(pyc::Op::JumpNotLt) + 5 &&
              unsigned(pyc::Op::JumpGeImm) == unsigned(pyc::Op::JumpLtImm) + 5 &&
              unsigned(pyc::Op::JumpNotGeImm) == unsigned(pyc::Op::JumpNotLtImm) + 5);

void Emitter::condBranch(uint32_t index) {
  const FlatInst &inst = f.insts[index];
  uint32_t here = inst.block;
  uint32_t t = f.blockIndex(inst.op->getSuccessor(0));
  uint32_t e = f.blockIndex(inst.op->getSuccessor(1));
  bool tBack = t <= here, eBack = e <= here;
  if (tBack && eBack) {
    // Over the first Loop to the second.
    condJump(index, false, here);
    Fixup skip = fixups.back();
    fixups.pop_back();
    jump(here, t);
    uint32_t distance = uint32_t(out.words.size()) - skip.at;
    out.words[skip.at] |= uint64_t(distance) << (skip.isShort ? 48 : 32);
    jump(here, e);
    return;
  }
  if (tBack || (!eBack && t == here + 1)) {
    condJump(index, false, e);
    jump(here, t);
  } else {
    condJump(index, true, t);
    jump(here, e);
  }
}

void Emitter::forIter(uint32_t index) {
  const FlatInst &inst = f.insts[index];
  uint32_t here = inst.block;
  uint32_t body = f.blockIndex(inst.op->getSuccessor(0));
  uint32_t end = f.blockIndex(inst.op->getSuccessor(1));
  uint32_t iterator = use(inst, 0);
  kill(inst);
  emit(Op::ForIter, result(inst), iterator);
  uint32_t at = uint32_t(out.words.size()) - 1 - kInfo[unsigned(Op::ForIter)].words;
  if (end > here && !wide) {
    fixups.push_back({at, end, true});
    jump(here, body);
    return;
  }
  // The end is far away or behind: by way of a jump.
  jump(here, body);
  out.words[at] |= uint64_t(out.words.size() - at) << 48;
  jump(here, end);
}

/// The block arguments of a branch: a parallel move.
void Emitter::passArguments(const FlatInst &inst) {
  const FlatBlock &to = f.blocks[f.blockIndex(inst.op->getSuccessor(0))];
  struct Pending {
    uint32_t dest;
    uint32_t source;   ///< register, when constant is null
    Attribute constant;
  };
  SmallVector<Pending, 4> pending;
  for (uint32_t k = 0; k < inst.operandCount; ++k) {
    uint32_t phiId = to.firstArg + k;
    FlatValue &phi = f.values[phiId];
    if (phi.uses == 0)
      continue;
    uint32_t id = f.operands[inst.firstOperand + k];
    uint32_t dest;
    if (phi.mode == Mode::Direct) {
      dest = uint32_t(phi.local);
    } else {
      if (phi.reg < 0) {
        int32_t wish = wishedRegister(phiId);
        auto taken = [&](uint32_t reg) {
          if (!isFree(reg))
            return true;
          for (uint32_t j = 0; j < to.argCount; ++j)
            if (f.values[to.firstArg + j].reg == int32_t(reg))
              return true;
          return false;
        };
        uint32_t reg = wish >= 0 ? uint32_t(wish) : f.localCount;
        if (taken(reg))
          for (reg = f.localCount; taken(reg); ++reg) {
          }
        phi.reg = int32_t(reg);
      }
      dest = uint32_t(phi.reg);
      touch(dest);
    }
    if (f.values[id].mode == Mode::Const) {
      pending.push_back({dest, 0, f.constantOf(id)});
    } else {
      uint32_t source = use(id);
      if (source != dest)
        pending.push_back({dest, source, {}});
    }
  }
  kill(inst);
  while (!pending.empty()) {
    bool progress = false;
    for (size_t i = 0; i < pending.size(); ++i) {
      bool blocked = false;
      for (size_t j = 0; j < pending.size(); ++j)
        blocked |= j != i && !pending[j].constant &&
                   pending[j].source == pending[i].dest;
      if (blocked)
        continue;
      if (pending[i].constant)
        loadConstant(pending[i].dest, pending[i].constant);
      else
        move(pending[i].dest, pending[i].source);
      pending.erase(pending.begin() + ptrdiff_t(i));
      progress = true;
      break;
    }
    if (progress)
      continue;
    // A cycle: one value steps aside.
    uint32_t aside = std::max(top(), maxRegister);
    touch(aside);
    move(aside, pending[0].source);
    pending[0].source = aside;
  }
}

void Emitter::patch() {
  for (const Fixup &fix : fixups) {
    uint32_t target = blockStart[fix.block];
    // A jump to a jump: go there at once.
    for (unsigned hops = 0; hops < 16 && target < out.words.size(); ++hops) {
      if (uint16_t(out.words[target]) != uint16_t(Op::Jump))
        break;
      auto it = std::lower_bound(
          fixups.begin(), fixups.end(), target,
          [](const Fixup &a, uint32_t at) { return a.at < at; });
      if (it == fixups.end() || it->at != target)
        break;
      uint32_t next = blockStart[it->block];
      if (next <= fix.at)
        break;
      target = next;
    }
    int64_t distance = int64_t(target) - int64_t(fix.at);
    if (fix.isShort) {
      if (distance != int16_t(distance)) {
        offsetOverflow = true;
        return;
      }
      out.words[fix.at] |= uint64_t(uint16_t(distance)) << 48;
    } else {
      out.words[fix.at] |= uint64_t(uint32_t(int32_t(distance))) << 32;
    }
  }
}

void Emitter::tables() {
  uint32_t size = uint32_t(out.words.size());
  for (uint32_t b = 0; b < f.blocks.size(); ++b) {
    if (f.blocks[b].handler == kNone)
      continue;
    uint32_t start = blockStart[b];
    uint32_t end = b + 1 < f.blocks.size() ? blockStart[b + 1] : size;
    uint32_t handler = blockStart[f.blocks[b].handler];
    if (start == end)
      continue;
    if (!out.exceptions.empty() && out.exceptions.back().end == start &&
        out.exceptions.back().handler == handler)
      out.exceptions.back().end = end;
    else
      out.exceptions.push_back({start, end, handler});
  }
}

//===----------------------------------------------------------------------===//
// Ops
//===----------------------------------------------------------------------===//

/// D, S, S: all operands in any registers, one result.
void Emitter::simple(const FlatInst &inst, Op op) {
  uint32_t b = inst.operandCount > 0 ? use(inst, 0) : 0;
  uint32_t c = inst.operandCount > 1 ? use(inst, 1) : 0;
  kill(inst);
  emit(op, result(inst), b, c);
}

/// S, S, S: no result.
void Emitter::effect(const FlatInst &inst, Op op) {
  uint32_t a = inst.operandCount > 0 ? use(inst, 0) : 0;
  uint32_t b = inst.operandCount > 1 ? use(inst, 1) : 0;
  uint32_t c = inst.operandCount > 2 ? use(inst, 2) : 0;
  kill(inst);
  emit(op, a, b, c);
}

void Emitter::binary(const FlatInst &inst) {
  bool inplace = inst.kind == Kind::Inplace;
  auto kind = inplace ? cast<py::InplaceOp>(inst.op).getKind()
                      : cast<py::BinaryOp>(inst.op).getKind();
  if (kind == py::BinaryKind::Add || kind == py::BinaryKind::Sub) {
    bool isSmall;
    int32_t value = smallInt(f.operands[inst.firstOperand + 1], isSmall);
    if (isSmall) {
      bool add = kind == py::BinaryKind::Add;
      Op op = inplace ? (add ? Op::InplaceAddImm : Op::InplaceSubImm)
                      : (add ? Op::AddImm : Op::SubImm);
      uint32_t lhs = use(inst, 0);
      kill(inst);
      emit(op, result(inst), lhs, uint32_t(value));
      return;
    }
  }
  Op first = inplace ? Op::InplaceAdd : Op::Add;
  simple(inst, Op(unsigned(first) + unsigned(kind)));
}
static_assert(unsigned(pyc::Op::MatMul) ==
                  unsigned(pyc::Op::Add) + unsigned(py::BinaryKind::MatMul) &&
              unsigned(pyc::Op::InplaceMatMul) ==
                  unsigned(pyc::Op::InplaceAdd) + unsigned(py::BinaryKind::MatMul));

void Emitter::compare(uint32_t index) {
  if (isFused(index))
    return; // emitted by the branch
  const FlatInst &inst = f.insts[index];
  auto kind = cast<py::CompareOp>(inst.op).getKind();
  simple(inst, Op(unsigned(Op::Lt) + unsigned(kind)));
}
static_assert(unsigned(pyc::Op::NotContains) ==
              unsigned(pyc::Op::Lt) + unsigned(py::CompareKind::NotIn));

void Emitter::build(uint32_t index, Op op) {
  const FlatInst &inst = f.insts[index];
  uint32_t n = inst.operandCount;
  uint32_t base = n ? placeRange(index, n, false) : 0;
  kill(inst);
  emit(op, result(inst), base, op == Op::BuildMap ? n / 2 : n);
}

/// Places a call window and returns the destination register.
uint32_t Emitter::call(uint32_t index, uint32_t arguments, uint32_t &base) {
  const FlatInst &inst = f.insts[index];
  base = placeRange(index, 4 + arguments, true);
  kill(inst);
  const FlatValue &v = f.values[inst.firstResult];
  return v.uses == 0 ? base : result(inst);
}

void Emitter::callOp(uint32_t index) {
  const FlatInst &inst = f.insts[index];
  bool method = inst.kind == Kind::CallMethod;
  Attribute keywords =
      method ? cast<py::CallMethodOp>(inst.op).getKeywords().value_or(Attribute())
             : cast<py::CallOp>(inst.op).getKeywords().value_or(Attribute());
  uint32_t arguments = inst.operandCount - 1, base;
  uint32_t dest = call(index, arguments, base);
  if (keywords) {
    emit(method ? Op::CallMethodKw : Op::CallKw, dest, base, arguments);
    out.words[out.words.size() - 2] = out.constants.add(keywords);
  } else {
    emit(method ? Op::CallMethod : Op::Call, dest, base, arguments);
  }
}

void Emitter::prologue() {
  loc = f.func.getLoc();
  ArrayRef<int8_t> kinds = f.func.getKinds();
  uint32_t freeIndex = 0;
  for (uint32_t i = 0; i < kinds.size(); ++i) {
    if (kinds[i] & kCellLocal)
      emit(Op::MakeCell, i);
    else if (kinds[i] & pyc::kFree)
      emit(Op::LoadFree, i, freeIndex++);
  }
  if (uint32_t(f.func.getFlags()) &
      (kCodeGenerator | kCodeCoroutine | kCodeAsyncGenerator))
    emit(Op::MakeGenerator);
}

bool Emitter::run() {
  prologue();
  for (uint32_t b = 0; b < f.blocks.size() && error.empty(); ++b) {
    const FlatBlock &block = f.blocks[b];
    bind(b);
    std::fill(owner.begin() + f.localCount, owner.end(), kFree);
    high = f.localCount;
    for (uint32_t id : block.liveIn)
      if (f.values[id].reg >= 0)
        own(uint32_t(f.values[id].reg), id);
    for (uint32_t k = 0; k < block.argCount; ++k) {
      FlatValue &phi = f.values[block.firstArg + k];
      if (phi.mode == Mode::Temp && phi.uses && phi.reg >= 0)
        own(uint32_t(phi.reg), block.firstArg + k);
    }
    for (uint32_t i = block.start; i < block.end && error.empty(); ++i) {
      loc = f.insts[i].op->getLoc();
      if (!instruction(i))
        fail("malformed function");
    }
  }
  if (!error.empty())
    return false;
  patch();
  if (offsetOverflow)
    return false;
  tables();
  out.registerCount = maxRegister;
  if (maxRegister > 0xFFFF) {
    error = "too many registers in one function";
    return false;
  }
  return true;
}

bool pyc::lowering::emitCode(py::FuncOp func, EmittedCode &out,
                             std::string &error) {
  for (bool wide : {false, true}) {
    FlatFunction flat(func);
    if (flat.malformed) {
      error = "malformed function";
      return false;
    }
    out = EmittedCode();
    if (!(uint32_t(func.getFlags()) & kCodeHasNamespace)) {
      // As in CPython, the first constant is the docstring or None.
      Attribute doc = func.getDocAttr();
      out.constants.add(doc ? doc : py::NoneAttr::get(func.getContext()));
    }
    Emitter emitter(flat, out, wide);
    if (emitter.run())
      return true;
    if (!emitter.error.empty()) {
      error = emitter.error;
      return false;
    }
  }
  error = "function too large";
  return false;
}
