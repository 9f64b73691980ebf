//===- BytecodeDump.cpp - The text of --emit=bytecode ---------------------===//
//
//   code f (qualname, line 1, flags 0x3, registers 4, arguments 1+0+0)
//     locals: r0=x r1=y(cell)
//       1: 0 AddImm r2 r0 1
//          1 Return r2
//     exceptions: [0, 1) -> 2
//
// One instruction a line: the source line where it changes, the word index, the
// name, the operands (rN a register, -> a jump's target, '...' a constant).
// Nested code follows its parent.
//
//===----------------------------------------------------------------------===//
#include "passes/lowering/BlobView.h"
#include "passes/lowering/OpTable.h"
#include "passes/lowering/PyToBytecode.h"

using namespace pyc;
using namespace pyc::lowering;

namespace {
std::string hex(uint64_t v) {
  char buffer[24];
  snprintf(buffer, sizeof buffer, "0x%llx", static_cast<unsigned long long>(v));
  return buffer;
}

std::string constant(const BlobCode &code, uint32_t index) {
  return index < code.constants.size() ? code.constants[index].text
                                       : "<bad constant>";
}

void operand(const BlobCode &code, std::string &out, OperandRole role,
             uint16_t value, const Instr &instr, size_t pc) {
  switch (role) {
  case OperandRole::None:
    return;
  case OperandRole::D:
  case OperandRole::S:
  case OperandRole::SD:
  case OperandRole::R:
    out += " r" + std::to_string(value);
    return;
  case OperandRole::I:
    out += " " + std::to_string(int16_t(value));
    return;
  case OperandRole::U:
    out += " " + std::to_string(value);
    return;
  case OperandRole::K:
  case OperandRole::N:
    out += " " + constant(code, value);
    return;
  case OperandRole::J:
    out += " -> " + std::to_string(int64_t(pc) + int16_t(value));
    return;
  case OperandRole::KK:
    out += " " + constant(code, uint32_t(instr.bc()));
    return;
  case OperandRole::JJ:
    out += " -> " + std::to_string(int64_t(pc) + instr.bc());
    return;
  case OperandRole::II:
    out += " " + std::to_string(instr.bc());
    return;
  }
}

void dump(const BlobCode &code, std::string &out) {
  out += "code " + code.name + " (" + code.qualname + ", line " +
         std::to_string(code.firstLine) + ", flags " + hex(code.flags) +
         ", registers " + std::to_string(code.registerCount) + ", arguments " +
         std::to_string(code.argCount) + "+" +
         std::to_string(code.posOnlyCount) + "+" +
         std::to_string(code.kwOnlyCount) + ")\n";
  if (!code.locals.empty()) {
    out += "  locals:";
    for (size_t i = 0; i < code.locals.size(); ++i) {
      uint8_t kind = code.locals[i].kind;
      out += " r" + std::to_string(i) + "=" + code.locals[i].name;
      if (kind & kCellLocal)
        out += "(cell)";
      if (kind & kFree)
        out += "(free)";
    }
    out += "\n";
  }
  size_t position = 0;
  uint32_t lastLine = ~0u;
  for (size_t pc = 0; pc < code.words.size();) {
    Instr instr = code.at(pc);
    while (position + 1 < code.positions.size() &&
           code.positions[position + 1].pc <= pc)
      ++position;
    uint32_t line =
        code.positions.empty() ? 0 : code.positions[position].line;
    char head[48];
    if (line != lastLine)
      snprintf(head, sizeof head, "%5u: %4zu ", line, pc);
    else
      snprintf(head, sizeof head, "       %4zu ", pc);
    lastLine = line;
    out += head;
    if (instr.op >= kOpCount) {
      out += "<bad opcode>\n";
      return;
    }
    const OpInfo &info = kInfo[instr.op];
    out += info.name;
    operand(code, out, info.a, instr.a, instr, pc);
    operand(code, out, info.b, instr.b, instr, pc);
    operand(code, out, info.c, instr.c, instr, pc);
    size_t length = 1 + size_t(info.words);
    if (pc + length > code.words.size()) {
      out += " <truncated>\n";
      return;
    }
    switch (Op(instr.op)) {
    case Op::CallKw:
    case Op::CallMethodKw:
      out += " keywords " + constant(code, uint32_t(code.words[pc + 1]));
      break;
    case Op::FormatValue:
      if (uint8_t conversion = uint8_t(code.words[pc + 1]))
        out += std::string(" !") + char(conversion);
      if (code.words[pc + 1] & 256)
        out += " spec";
      break;
    case Op::UnpackEx:
      out += " before " + std::to_string(uint32_t(code.words[pc + 1])) +
             " after " + std::to_string(code.words[pc + 1] >> 32);
      break;
    case Op::MatchClass:
      out += " positional " + std::to_string(code.words[pc + 1]);
      break;
    default:
      break;
    }
    out += "\n";
    pc += length;
  }
  if (!code.exceptions.empty()) {
    out += "  exceptions:";
    for (const ExceptionEntry &e : code.exceptions)
      out += " [" + std::to_string(e.start) + ", " + std::to_string(e.end) +
             ") -> " + std::to_string(e.handler);
    out += "\n";
  }
  for (const BlobCode &nested : code.codes)
    dump(nested, out);
}
} // namespace

std::string pyc::dumpBlob(std::string_view blob) {
  BlobCode code;
  if (!readBlob(blob, code))
    return "malformed blob\n";
  std::string out;
  dump(code, out);
  return out;
}
