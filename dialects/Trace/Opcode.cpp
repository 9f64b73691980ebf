//===- Opcode.cpp - Ops of the trace dialect as numbers -------------------===//
#include "dialects/Trace/Opcode.h"
#include "llvm/ADT/DenseMap.h"

using namespace mlir;
using namespace pyc::trace;

static llvm::DenseMap<TypeID, uint8_t> makeTable() {
  llvm::DenseMap<TypeID, uint8_t> table;
#define TRACE_OP(Class, mnemonic, operands, result, effects)                   \
  table[TypeID::get<Class>()] = uint8_t(Opcode::mnemonic##_);
#include "dialects/Trace/TraceOps.def"
#undef TRACE_OP
  return table;
}

Opcode pyc::trace::opcodeOf(Operation *op) {
  static const llvm::DenseMap<TypeID, uint8_t> table = makeTable();
  auto it = table.find(op->getName().getTypeID());
  return it == table.end() ? Opcode::Count : Opcode(it->second);
}

pyc::TraceType pyc::trace::traceTypeOf(Type type) {
  if (isa<ValueType>(type))
    return TraceType::Value;
  if (isa<IntType>(type))
    return TraceType::Int;
  if (isa<PtrType>(type))
    return TraceType::Ptr;
  if (isa<SnapType>(type))
    return TraceType::None;
  if (type.isF64())
    return TraceType::Float;
  return type.isInteger(1) ? TraceType::Bool : TraceType::Raw;
}
