//===- Import.cpp - Trace buffers to the trace dialect --------------------===//
//
// One pass over the ops. What a recorder may get wrong (an operand of another
// type, a reference forwards, a missing snapshot) is refused with a message,
// so that a fault in a recorder costs a trace and not the process.
//
// In a loop, ops before the label make the entry block. Values the loop
// carries (labelArgs) become arguments of the loop's block, and from the label
// on their names mean those. A snapshot op is made where it is first used, and
// again behind the label, where its values mean other things.
//
//===----------------------------------------------------------------------===//
#include "jit_orc/engine/Importer.h"

using namespace pyc;
using namespace pyc::trace;
using mlir::FlatSymbolRefAttr;

FlatSymbolRefAttr Importer::symbol(uint32_t index) {
  if (index >= buffer.symbolCount) {
    fail(current, "names no symbol");
    return FlatSymbolRefAttr::get(&context, "none");
  }
  if (!symbols[index])
    symbols[index] = FlatSymbolRefAttr::get(
        &context, tree ? tree->symbolName(buffer.symbols[index])
                       : llvm::StringRef(buffer.symbols[index].name));
  return symbols[index];
}

mlir::Value Importer::ref(TraceRef r, uint32_t user) {
  if (r == kEmptyRef) {
    if (!empty) {
      mlir::OpBuilder::InsertionGuard guard(b);
      b.setInsertionPointToStart(&b.getInsertionBlock()->getParent()->front());
      empty = ConstValueOp::create(b, loc, ValueType::get(&context), int64_t(3));
    }
    return empty;
  }
  if (r >= values.size() || !values[r]) {
    fail(user, "uses what is not computed before it");
    return {};
  }
  return values[r];
}

mlir::Type Importer::typeOf(char letter, const RecordedOp &op) {
  switch (letter) {
  case 'v': return ValueType::get(&context);
  case 'i': return IntType::get(&context);
  case 'f': return b.getF64Type();
  case 'b': return b.getI1Type();
  case 'p': return PtrType::get(&context);
  case 'r': return b.getI64Type();
  case 'S': return typeOfSlot(Slot(op.slot), &context);
  default:
    break;
  }
  switch (op.type) {
  case TraceType::Value: return typeOf('v', op);
  case TraceType::Int: return typeOf('i', op);
  case TraceType::Float: return typeOf('f', op);
  case TraceType::Bool: return typeOf('b', op);
  case TraceType::Raw: return typeOf('r', op);
  case TraceType::Ptr: return typeOf('p', op);
  case TraceType::None: return {};
  }
  return {};
}

mlir::Value Importer::snapshot(uint32_t index) {
  if (index >= buffer.frameCount) {
    fail(current, "has no snapshot");
    return {};
  }
  if (frames[index])
    return frames[index];
  const TraceFrame &frame = buffer.frames[index];
  if (frame.firstEntry > buffer.entryCount ||
      frame.entryCount > buffer.entryCount - frame.firstEntry) {
    fail(current, "has a snapshot with entries out of range");
    return {};
  }
  mlir::Value parent, holder;
  if (frame.parent != kNoIndex) {
    if (frame.parent >= index) {
      fail(current, "has a snapshot whose caller comes after it");
      return {};
    }
    if (!(parent = snapshot(frame.parent)))
      return {};
  }
  if (frame.holder != kNoRef && !(holder = ref(frame.holder, current)))
    return {};
  llvm::SmallVector<int32_t> regs;
  llvm::SmallVector<mlir::Value> regValues;
  for (const TraceEntry &entry :
       llvm::ArrayRef(buffer.entries + frame.firstEntry, frame.entryCount)) {
    mlir::Value v = ref(entry.value, current);
    if (!v)
      return {};
    // What memory has anyway: a register that the loop leaves as it was.
    if (auto arg = v.getDefiningOp<ArgOp>();
        arg && !tree && frame.parent == kNoIndex &&
        buffer.kind == TraceBufferKind::Loop && arg.getReg() == int32_t(entry.reg))
      continue;
    regs.push_back(entry.reg);
    regValues.push_back(v);
  }
  // Registers that only other ways round the loop write: the exit that the
  // bridge was recorded from did not list them.
  if (tree && part && frame.parent == kNoIndex)
    for (int32_t reg : tree->carried)
      if (auto it = inherited.find(reg);
          it != inherited.end() && !llvm::is_contained(regs, reg)) {
        regs.push_back(reg);
        regValues.push_back(it->second);
      }
  mlir::Location at = origins ? locationOf({part, index}, &context) : loc;
  return frames[index] = SnapshotOp::create(
             b, at, SnapType::get(&context), symbol(frame.code),
             int32_t(frame.pc), frame.offset, int64_t(frame.ret),
             frame.raise != 0, b.getDenseI32ArrayAttr(regs), parent, holder,
             regValues);
}

bool Importer::startLoop(uint32_t at) {
  llvm::SmallVector<mlir::Value> init;
  for (uint32_t i = 0; i < buffer.labelArgCount; ++i) {
    mlir::Value v = ref(buffer.labelArgs[i], at);
    if (!v)
      return false;
    init.push_back(v);
  }
  auto *body = b.getInsertionBlock()->getParent();
  JumpOp::create(b, loc, init, loop);
  body->push_back(loop);
  for (uint32_t i = 0; i < buffer.labelArgCount; ++i)
    values[buffer.labelArgs[i]] = loop->addArgument(init[i].getType(), loc);
  b.setInsertionPointToEnd(loop);
  origins = true;
  std::fill(frames.begin(), frames.end(), mlir::Value());
  return true;
}

mlir::Operation *Importer::importOp(uint32_t index) {
  const RecordedOp &op = buffer.ops[index];
  if (op.opcode >= Opcode::branch_) {
    fail(index, "is no operation that a recorder may write");
    return nullptr;
  }
  const TraceOpInfo &info = infoOf(op.opcode);
  llvm::ArrayRef<TraceRef> refs(op.a, std::min<uint32_t>(op.operandCount, 3));
  if (op.operandCount == kOperandsInList) {
    if (op.list.first > buffer.listCount ||
        op.list.count > buffer.listCount - op.list.first) {
      fail(index, "has a list out of range");
      return nullptr;
    }
    refs = llvm::ArrayRef(buffer.lists + op.list.first, op.list.count);
  }
  llvm::SmallVector<mlir::Value> operands;
  const char *letter = info.operands;
  for (TraceRef r : refs) {
    mlir::Value v = ref(r, index);
    if (!v)
      return nullptr;
    char want = *letter;
    bool fits = want == '*' ||
                (want == 'o' ? mlir::isa<ValueType, PtrType>(v.getType())
                             : want && v.getType() == typeOf(want, op));
    if (!fits) {
      fail(index, "has an operand of another type, or one too many");
      return nullptr;
    }
    if (want != '*')
      ++letter;
    operands.push_back(v);
  }
  if (*letter && *letter != '*') {
    fail(index, "lacks an operand");
    return nullptr;
  }
  bool needsSnapshot = info.effect == TraceEffect::Guard ||
                       op.opcode == Opcode::new_ ||
                       op.opcode == Opcode::exit_ ||
                       op.opcode == Opcode::jump_trace_;
  mlir::Value snap;
  if (needsSnapshot && !(snap = snapshot(op.snapshot)))
    return nullptr;
  mlir::Type type = info.result == '-' ? mlir::Type() : typeOf(info.result, op);
  if (info.result != '-' && !type && op.opcode != Opcode::call_) {
    fail(index, "has no type");
    return nullptr;
  }
  auto store = [&]() -> mlir::Value {
    if (!operands.empty() &&
        operands.back().getType() == typeOf('S', op))
      return operands.back();
    fail(index, "stores another type than its slot holds");
    return {};
  };
  // In a tree what a bridge takes for new may be old.
  auto takenOver = [&] {
    return part && op.operandCount && op.operandCount != kOperandsInList &&
           op.a[0] < buffer.firstOp && buffer.ops[op.a[0]].opcode == Opcode::new_;
  };
  bool flagged = op.flags & kTraceImmutable,
       young = (op.flags & kTraceNoBarrier) && !takenOver();
  if (op.aliasClass >= 64 || op.slot > TraceSlot::TaggedPtr) {
    fail(index, "has a class or slot out of range");
    return nullptr;
  }
  switch (op.opcode) {
  case Opcode::arg_:
    if (loop && loop->getParent()) { // read in the loop, but as it was at entry
      mlir::Block &entry = loop->getParent()->front();
      mlir::OpBuilder front(&entry, entry.begin());
      return ArgOp::create(front, loc, type, int32_t(op.imm));
    }
    return ArgOp::create(b, loc, type, int32_t(op.imm));
  case Opcode::input_:
    return InputOp::create(b, loc, type, int32_t(op.imm));
  case Opcode::const_int_:
    return ConstIntOp::create(b, loc, type, op.imm);
  case Opcode::const_float_:
    return ConstFloatOp::create(
        b, loc, type, b.getF64FloatAttr(std::bit_cast<double>(op.imm)));
  case Opcode::const_bool_:
    return ConstBoolOp::create(b, loc, type, int64_t(op.imm != 0));
  case Opcode::const_raw_:
    return ConstRawOp::create(b, loc, type, op.imm);
  case Opcode::const_value_:
    return ConstValueOp::create(b, loc, type, op.imm);
  case Opcode::const_object_:
    return ConstObjectOp::create(b, loc, type, symbol(op.symbol));
  case Opcode::const_ptr_:
    return ConstPtrOp::create(b, loc, type, symbol(op.symbol));
  case Opcode::set_reg_:
    return SetRegOp::create(b, loc, int32_t(op.imm), operands[0]);
  case Opcode::guard_shape_:
    return GuardShapeOp::create(b, loc, operands[0], symbol(op.symbol), snap,
                                false);
  case Opcode::guard_assumption_:
    return GuardAssumptionOp::create(b, loc, symbol(op.symbol), snap);
  case Opcode::getfield_:
    return GetFieldOp::create(b, loc, type, operands[0], int32_t(op.imm),
                              int32_t(op.aliasClass), Slot(op.slot), flagged);
  case Opcode::getitem_:
    return GetItemOp::create(b, loc, type, operands[0], operands[1],
                             int32_t(op.imm), int32_t(op.aliasClass),
                             Slot(op.slot), flagged);
  case Opcode::setfield_:
    if (operands.size() != 2 || !store())
      return fail(index, "lacks an operand"), nullptr;
    return SetFieldOp::create(b, loc, operands[0], operands[1], int32_t(op.imm),
                              int32_t(op.aliasClass), Slot(op.slot), young);
  case Opcode::setitem_:
    if (operands.size() != 3 || !store())
      return fail(index, "lacks an operand"), nullptr;
    return SetItemOp::create(b, loc, operands[0], operands[1], operands[2],
                             int32_t(op.imm), int32_t(op.aliasClass),
                             Slot(op.slot), young);
  case Opcode::new_:
    return NewOp::create(b, loc, type, symbol(op.symbol), int32_t(op.imm), snap);
  case Opcode::call_: {
    if (uint64_t(op.imm) >= buffer.callCount) {
      fail(index, "has no call record");
      return nullptr;
    }
    const TraceCall &call = buffer.calls[op.imm];
    return CallOp::create(b, loc, type, symbol(op.symbol), operands,
                          int64_t(call.reads), int64_t(call.writes),
                          (call.flags & kCallRaises) != 0,
                          (call.flags & kCallCollects) != 0,
                          (call.flags & kCallPython) != 0);
  }
  case Opcode::call_trace_:
    return CallTraceOp::create(b, loc, type, symbol(op.symbol),
                               symbol(uint32_t(op.imm)), operands[0]);
  case Opcode::jump_: {
    if (!loop->getParent() || operands.size() != loop->getNumArguments()) {
      fail(index, "jumps with another number of values than the label takes");
      return nullptr;
    }
    for (auto [v, arg] : llvm::zip(operands, loop->getArguments()))
      if (v.getType() != arg.getType())
        return fail(index, "jumps with other types than the label takes"),
               nullptr;
    return JumpOp::create(b, loc, operands, loop);
  }
  case Opcode::jump_trace_:
    if (tree)
      return tree->jumpTrace(*this, op, snap);
    return JumpTraceOp::create(b, loc, symbol(op.symbol), snap);
  default:
    break;
  }
  // No attributes: operands, snapshot, result.
  if (snap)
    operands.push_back(snap);
  mlir::OperationState state(
      loc, (llvm::Twine("trace.") + info.name).str());
  state.addOperands(operands);
  if (type)
    state.addTypes(type);
  return b.create(state);
}

mlir::OwningOpRef<TraceOp> Importer::run() {
  mlir::OwningOpRef<TraceOp> trace =
      TraceOp::create(b, loc, TraceKind(buffer.kind), buffer.name);
  mlir::Region &body = trace->getBody();
  body.emplaceBlock();
  b.setInsertionPointToEnd(&body.front());
  loop = new mlir::Block();
  std::unique_ptr<mlir::Block> owner(loop);
  values.resize(buffer.opCount);
  frames.resize(buffer.frameCount);
  symbols.resize(buffer.symbolCount);
  bool ended = false;
  for (uint32_t i = 0; i < buffer.opCount; ++i) {
    current = i;
    if (i == buffer.labelOp) {
      if (!startLoop(i))
        return nullptr;
      owner.release();
    }
    if (ended) {
      fail(i, "comes after the end");
      return nullptr;
    }
    mlir::Operation *made = importOp(i);
    if (!made || !problem.empty()) {
      fail(i, "cannot be imported");
      return nullptr;
    }
    if (made->getNumResults())
      values[i] = made->getResult(0);
    ended = infoOf(buffer.ops[i].opcode).effect == TraceEffect::Term;
  }
  if (!ended) {
    problem = "the trace has no end";
    return nullptr;
  }
  return trace;
}

mlir::OwningOpRef<TraceOp> pyc::importTree(
    llvm::ArrayRef<TreePart> parts, llvm::StringRef name, uint64_t ownSlot,
    mlir::MLIRContext &context, std::string &problem, uint32_t &refused,
    llvm::StringMap<TraceSymbol> &symbols) {
  TreeImporter importer(parts, ownSlot, context, problem);
  auto trace = importer.run(name);
  refused = importer.refused;
  symbols = std::move(importer.symbols);
  return trace;
}

mlir::OwningOpRef<TraceOp> pyc::importTrace(const TraceBuffer &buffer,
                                            mlir::MLIRContext &context,
                                            std::string &problem) {
  return Importer(buffer, context, problem).run();
}
