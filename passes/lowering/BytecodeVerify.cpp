//===- BytecodeVerify.cpp - What must hold of bytecode --------------------===//
//
// Operands, jump targets and ranges are checked one by one; then a forward
// data-flow over the set of temporaries that surely hold a value: whatever an
// instruction reads must be in the set. A call empties the set above its
// window, which is how a value left alive there is found. An exception may
// occur at every instruction of a protected range, so a handler gets the
// intersection of the sets before each of them.
//
//===----------------------------------------------------------------------===//
#include "passes/lowering/BlobView.h"
#include "passes/lowering/OpTable.h"
#include "passes/lowering/PyToBytecode.h"
#include "llvm/ADT/BitVector.h"

using namespace pyc;
using namespace pyc::lowering;

namespace {
class Verifier {
public:
  explicit Verifier(const BlobCode &code) : code(code) {}
  std::string run();

private:
  const BlobCode &code;
  std::string error;
  std::vector<uint8_t> starts;
  void fail(size_t pc, const std::string &what) {
    if (error.empty())
      error = code.qualname + " at " + std::to_string(pc) + ": " + what;
  }
  void shape();
  void flow();
  bool transfer(size_t pc, llvm::BitVector &known, bool check);
};

void Verifier::shape() {
  size_t size = code.words.size();
  starts.assign(size + 1, 0);
  size_t last = 0;
  for (size_t pc = 0; pc < size;) {
    Instr instr = code.at(pc);
    if (instr.op >= kOpCount)
      return fail(pc, "bad opcode");
    starts[pc] = 1;
    last = pc;
    pc += 1 + size_t(kInfo[instr.op].words);
    if (pc > size)
      return fail(last, "truncated instruction");
  }
  if (!size || !(kInfo[code.at(last).op].flags & F_END) ||
      code.at(last).op == uint16_t(Op::MakeGenerator))
    return fail(last, "falls off the end");
  for (size_t pc = 0; pc < size; ++pc) {
    if (!starts[pc])
      continue;
    Instr instr = code.at(pc);
    const OpInfo &info = kInfo[instr.op];
    auto check = [&](OperandRole role, uint16_t v) {
      int64_t target = -1;
      switch (role) {
      case OperandRole::D:
      case OperandRole::S:
      case OperandRole::SD:
      case OperandRole::R:
        if (v >= code.registerCount && v != 0)
          fail(pc, "register out of range");
        return;
      case OperandRole::K:
        if (v >= code.constants.size())
          fail(pc, "constant out of range");
        return;
      case OperandRole::N:
        if (v >= code.constants.size() ||
            (code.constants[v].tag != ConstTag::Name &&
             code.constants[v].tag != ConstTag::Str))
          fail(pc, "name out of range");
        return;
      case OperandRole::KK:
        if (uint32_t(instr.bc()) >= code.constants.size())
          fail(pc, "constant out of range");
        return;
      case OperandRole::J:
        target = int64_t(pc) + int16_t(v);
        break;
      case OperandRole::JJ:
        target = int64_t(pc) + instr.bc();
        break;
      default:
        return;
      }
      if (target < 0 || target >= int64_t(size) || !starts[size_t(target)])
        fail(pc, "jump into nowhere");
      else if (Op(instr.op) == Op::Loop && target > int64_t(pc))
        fail(pc, "a Loop jumps back");
      else if (Op(instr.op) != Op::Loop && Op(instr.op) != Op::Jump &&
               target <= int64_t(pc))
        fail(pc, "only Loop and Jump may jump back");
    };
    check(info.a, instr.a);
    check(info.b, instr.b);
    check(info.c, instr.c);
  }
  uint32_t end = 0;
  for (const ExceptionEntry &e : code.exceptions) {
    if (e.start >= e.end || e.end > size || e.handler >= size ||
        !starts[e.start] || (e.end < size && !starts[e.end]))
      fail(e.start, "bad exception range");
    else if (code.at(e.handler).op != uint16_t(Op::EnterHandler))
      fail(e.handler, "handler without EnterHandler");
    else if (e.start < end)
      fail(e.start, "exception ranges overlap");
    end = e.end;
  }
}

/// Applies one instruction; false when it does not fall through.
bool Verifier::transfer(size_t pc, llvm::BitVector &known, bool check) {
  Instr i = code.at(pc);
  const OpInfo &info = kInfo[i.op];
  auto read = [&](uint32_t reg) {
    if (check && (reg >= known.size() || !known.test(reg)))
      fail(pc, std::string(info.name) + " reads r" + std::to_string(reg) +
                   ", which holds nothing");
  };
  auto readRun = [&](uint32_t base, uint32_t n) {
    for (uint32_t k = 0; k < n; ++k)
      read(base + k);
  };
  auto write = [&](uint32_t base, uint32_t n = 1) {
    for (uint32_t k = 0; k < n; ++k) {
      if (base + k < known.size())
        known.set(base + k);
      else if (check)
        fail(pc, "writes beyond the registers");
    }
  };
  auto window = [&](uint32_t base) {
    for (uint32_t r = base; r < known.size(); ++r)
      if (r >= code.locals.size())
        known.reset(r);
      else if (check)
        fail(pc, "window over the locals");
  };
  switch (Op(i.op)) {
  case Op::LoadMethod:
    read(i.b);
    write(i.a);
    write(i.a + 4u);
    return true;
  case Op::LoadSuperMethod:
    readRun(i.b, 3);
    write(i.a);
    write(i.a + 4u);
    return true;
  case Op::LoadSuperAttr:
    readRun(i.b, 3);
    write(i.a);
    return true;
  case Op::BuildSlice:
  case Op::BuildTuple:
  case Op::BuildList:
  case Op::BuildSet:
  case Op::BuildString:
    readRun(i.b, i.c);
    write(i.a);
    return true;
  case Op::BuildMap:
    readRun(i.b, 2u * i.c);
    write(i.a);
    return true;
  case Op::BuildConstMap:
    write(i.a);
    return true;
  case Op::UnpackSequence:
    read(i.b);
    write(i.a, i.c);
    return true;
  case Op::UnpackEx:
    read(i.b);
    write(i.a, uint32_t(code.words[pc + 1]) +
                   uint32_t(code.words[pc + 1] >> 32) + 1);
    return true;
  case Op::MakeFunction:
    readRun(i.c, 4);
    write(i.a);
    return true;
  case Op::Call:
  case Op::CallMethod:
  case Op::CallKw:
  case Op::CallMethodKw:
    read(i.b);
    readRun(i.b + 4u, i.c);
    window(i.b);
    write(i.a);
    return true;
  case Op::CallEx:
    read(i.b);
    readRun(i.b + 4u, 2);
    window(i.b);
    write(i.a);
    return true;
  case Op::FormatValue:
    read(i.b);
    if (code.words[pc + 1] & 256)
      read(i.c);
    write(i.a);
    return true;
  case Op::Raise:
    if (i.c > 0)
      read(i.a);
    if (i.c > 1)
      read(i.b);
    return false;
  case Op::EnterHandler:
    write(i.a, 2);
    return true;
  case Op::LeaveHandler:
    readRun(i.a, 2);
    return true;
  case Op::ExcGroupMatch:
    read(i.b);
    read(i.c);
    write(i.a, 2);
    return true;
  case Op::ExcInfo:
    read(i.b);
    write(i.a, 3);
    return true;
  case Op::ImportName:
    readRun(i.b, 2);
    write(i.a);
    return true;
  case Op::MatchClass:
    read(i.b);
    readRun(i.c, 2);
    write(i.a);
    return true;
  case Op::MakeGenerator:
    return true; // goes on when resumed
  default:
    break;
  }
  auto source = [&](OperandRole role, uint16_t v) {
    if (role == OperandRole::S || role == OperandRole::SD)
      read(v);
  };
  source(info.a, i.a);
  source(info.b, i.b);
  source(info.c, i.c);
  if (info.a == OperandRole::D)
    write(i.a);
  return !(info.flags & F_END);
}

void Verifier::flow() {
  size_t size = code.words.size();
  unsigned registers = code.registerCount;
  std::vector<llvm::BitVector> at(size);
  std::vector<uint32_t> todo;
  auto meet = [&](size_t pc, const llvm::BitVector &known) {
    if (at[pc].empty()) {
      at[pc] = known;
      if (at[pc].empty())
        at[pc].resize(1);
      todo.push_back(uint32_t(pc));
      return;
    }
    llvm::BitVector old = at[pc];
    at[pc] &= known;
    if (at[pc] != old)
      todo.push_back(uint32_t(pc));
  };
  llvm::BitVector entry(std::max(registers, 1u));
  for (size_t r = 0; r < code.locals.size(); ++r)
    entry.set(unsigned(r));
  meet(0, entry);
  for (bool check : {false, true}) {
    if (check) {
      todo.clear();
      for (size_t pc = 0; pc < size; ++pc)
        if (!at[pc].empty())
          todo.push_back(uint32_t(pc));
    }
    while (!todo.empty() && error.empty()) {
      size_t pc = todo.back();
      todo.pop_back();
      llvm::BitVector known = at[pc];
      const ExceptionEntry *range = nullptr;
      for (const ExceptionEntry &e : code.exceptions)
        if (e.start <= pc && pc < e.end)
          range = &e;
      if (range && !check)
        meet(range->handler, known);
      Instr i = code.at(pc);
      const OpInfo &info = kInfo[i.op];
      bool falls = transfer(pc, known, check);
      if (check)
        continue;
      if (info.flags & F_JUMP) {
        llvm::BitVector jumped = Op(i.op) == Op::ForIter ? at[pc] : known;
        size_t target = info.c == OperandRole::J
                            ? pc + size_t(int64_t(int16_t(i.c)))
                            : pc + size_t(int64_t(i.bc()));
        meet(target, jumped);
      }
      if (falls)
        meet(pc + 1 + info.words, known);
    }
  }
}

std::string Verifier::run() {
  if (code.registerCount < code.locals.size())
    fail(0, "fewer registers than locals");
  shape();
  if (error.empty())
    flow();
  for (const BlobCode &nested : code.codes)
    if (error.empty())
      error = Verifier(nested).run();
  return error;
}
} // namespace

std::string pyc::verifyBlob(std::string_view blob) {
  BlobCode code;
  if (!readBlob(blob, code))
    return "malformed blob";
  return Verifier(code).run();
}
