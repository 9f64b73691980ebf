//===- PyEmitter.h - The walk that allocates registers and emits ----------===//
//
// Private to PyEmit.cpp (registers, control flow; the idea is told there) and
// PyEmitOps.cpp (one case per op).
//
//===----------------------------------------------------------------------===//
#pragma once
#include "passes/lowering/PyEmit.h"
#include "passes/lowering/PyFlat.h"
#include "passes/lowering/OpTable.h"

namespace pyc::lowering {
using llvm::ArrayRef;
using llvm::SmallVector;
using mlir::Attribute;
using mlir::Location;
using mlir::StringAttr;

class Emitter {
public:
  Emitter(FlatFunction &f, EmittedCode &out, bool wide)
      : f(f), out(out), wide(wide), groupBase(f.insts.size(), -1),
        blockStart(f.blocks.size(), 0), maxRegister(f.localCount),
        high(f.localCount) {
    owner.assign(f.localCount, kLocalOwner);
  }
  bool run();
  std::string error;
  bool offsetOverflow = false;

private:
  static constexpr uint32_t kFree = kNone, kLocalOwner = kNone - 1,
                            kScratch = kNone - 2;
  struct Fixup {
    uint32_t at, block;
    bool isShort;
  };
  FlatFunction &f;
  EmittedCode &out;
  bool wide;
  std::vector<uint32_t> owner;
  std::vector<int32_t> groupBase;
  std::vector<uint32_t> blockStart;
  std::vector<Fixup> fixups;
  llvm::SmallVector<uint32_t, 4> scratch;
  uint32_t maxRegister, high;
  Location loc = mlir::UnknownLoc::get(f.func.getContext());
  Location lastLoc = loc;
  bool haveLoc = false;

  // --- instructions ---
  void position();
  void word(uint64_t w) { out.words.push_back(w); }
  void emit(Op op, uint32_t a = 0, uint32_t b = 0, uint32_t c = 0) {
    position();
    const OpInfo &info = kInfo[unsigned(op)];
    if (isRegister(info.a))
      touch(a);
    if (isRegister(info.b))
      touch(b);
    if (isRegister(info.c))
      touch(c);
    word(uint64_t(uint16_t(op)) | uint64_t(a & 0xFFFF) << 16 |
         uint64_t(b & 0xFFFF) << 32 | uint64_t(c & 0xFFFF) << 48);
    for (unsigned i = 0; i < info.words; ++i)
      word(0);
  }
  /// b and c together hold 32 bits.
  void emitLong(Op op, uint32_t a, uint32_t bc) {
    emit(op, a, bc & 0xFFFF, bc >> 16);
  }
  void operandWord(uint64_t value) { out.words.back() = value; }
  void touch(uint32_t reg) { maxRegister = std::max(maxRegister, reg + 1); }
  void fail(const char *message) {
    if (error.empty())
      error = message;
  }
  uint32_t name(StringAttr attr) { return shortConstant(attr); }
  uint32_t shortConstant(Attribute attr) {
    uint32_t index = out.constants.add(attr);
    if (index > 0xFFFF)
      fail("too many constants in one function");
    return index;
  }
  void move(uint32_t to, uint32_t from) {
    if (to != from)
      emit(Op::Move, to, from);
  }
  void loadConstant(uint32_t reg, Attribute value);

  // --- registers ---
  void own(uint32_t reg, uint32_t value) {
    if (reg >= owner.size())
      owner.resize(reg + 1, kFree);
    owner[reg] = value;
    high = std::max(high, reg + 1);
    touch(reg);
  }
  bool isFree(uint32_t reg) const {
    return reg >= owner.size() || owner[reg] == kFree;
  }
  uint32_t top() {
    while (high > f.localCount && owner[high - 1] == kFree)
      --high;
    return high;
  }
  uint32_t lowestRun(uint32_t n) {
    uint32_t run = 0, reg = f.localCount;
    for (;; ++reg) {
      run = isFree(reg) ? run + 1 : 0;
      if (run == n)
        return reg + 1 - n;
    }
  }
  uint32_t takeScratch() {
    uint32_t reg = lowestRun(1);
    own(reg, kScratch);
    scratch.push_back(reg);
    return reg;
  }
  void releaseScratch() {
    for (uint32_t reg : scratch)
      owner[reg] = kFree;
    scratch.clear();
  }
  void release(uint32_t id) {
    FlatValue &v = f.values[id];
    if (v.mode == Mode::Temp && v.reg >= 0 && owner[uint32_t(v.reg)] == id)
      owner[uint32_t(v.reg)] = kFree;
  }
  void kill(const FlatInst &inst) {
    for (uint32_t k = 0; k < inst.operandCount; ++k)
      if (f.kills[inst.firstOperand + k])
        release(f.operands[inst.firstOperand + k]);
    releaseScratch();
  }
  bool killedBy(const FlatInst &inst, uint32_t id) const {
    for (uint32_t k = 0; k < inst.operandCount; ++k)
      if (f.operands[inst.firstOperand + k] == id &&
          f.kills[inst.firstOperand + k])
        return true;
    return false;
  }
  /// The register that holds a value; a constant is loaded into a scratch.
  uint32_t use(uint32_t id);
  uint32_t use(const FlatInst &inst, uint32_t operand) {
    return use(f.operands[inst.firstOperand + operand]);
  }
  int32_t wishedRegister(uint32_t id);
  uint32_t define(uint32_t id);
  uint32_t result(const FlatInst &inst) { return define(inst.firstResult); }
  uint32_t defineRun(const FlatInst &inst);
  uint32_t placeRange(uint32_t index, uint32_t extent, bool isWindow);
  uint32_t methodWindow(const FlatInst &inst);
  uint32_t call(uint32_t index, uint32_t arguments, uint32_t &base);

  // --- control flow ---
  void bind(uint32_t block);
  void jump(uint32_t from, uint32_t to);
  void fixup(uint32_t block, bool isShort) {
    fixups.push_back({uint32_t(out.words.size()) - 1, block, isShort});
  }
  bool isFused(uint32_t index) const;
  void passArguments(const FlatInst &inst);
  void condBranch(uint32_t index);
  void condJump(uint32_t index, bool sense, uint32_t target);
  void forIter(uint32_t index);
  void patch();
  void tables();

  // --- ops ---
  void prologue();
  bool instruction(uint32_t index);
  void simple(const FlatInst &inst, Op op);
  void effect(const FlatInst &inst, Op op);
  void binary(const FlatInst &inst);
  void compare(uint32_t index);
  void build(uint32_t index, Op op);
  void callOp(uint32_t index);
  int32_t smallInt(uint32_t id, bool &isSmall) const;
};

} // namespace pyc::lowering
