//===- PyFlat.cpp - Flattening, placement wishes, liveness ----------------===//
#include "passes/lowering/PyFlat.h"
#include <algorithm>

using namespace mlir;
using namespace pyc;
using namespace pyc::lowering;

Kind pyc::lowering::kindOf(Operation *op) {
  static const llvm::DenseMap<TypeID, Kind> *table = [] {
    auto *map = new llvm::DenseMap<TypeID, Kind>;
#define X(Name) (*map)[TypeID::get<py::Name##Op>()] = Kind::Name;
    PYC_PY_OPS(X)
#undef X
    return map;
  }();
  auto it = table->find(op->getName().getTypeID());
  return it == table->end() ? Kind::Unknown : it->second;
}

Attribute FlatFunction::constantOf(uint32_t value) const {
  uint32_t def = values[value].def;
  if (def == kNone || insts[def].kind != Kind::Constant)
    return {};
  return cast<py::ConstantOp>(insts[def].op).getValue();
}

FlatFunction::FlatFunction(py::FuncOp func)
    : func(func), regions(func), localCount(unsigned(func.getLocals().size())) {
  flatten();
  if (malformed)
    return;
  connect();
  wishes();
  placeStores();
  chooseAliases();
  liveness();
}

//===----------------------------------------------------------------------===//
// Arrays
//===----------------------------------------------------------------------===//

void FlatFunction::flatten() {
  if (regions.conflict) {
    malformed = true;
    return;
  }
  llvm::DenseMap<Value, uint32_t> ids;
  blocks.resize(regions.order.size());
  for (uint32_t b = 0; b < blocks.size(); ++b) {
    FlatBlock &block = blocks[b];
    block.block = regions.order[b];
    block.firstArg = uint32_t(values.size());
    block.argCount = block.block->getNumArguments();
    for (BlockArgument arg : block.block->getArguments()) {
      ids[arg] = uint32_t(values.size());
      values.push_back({});
      values.back().block = b;
    }
  }
  for (uint32_t b = 0; b < blocks.size(); ++b) {
    FlatBlock &block = blocks[b];
    block.start = uint32_t(insts.size());
    for (Operation &op : *block.block) {
      FlatInst inst;
      inst.op = &op;
      inst.kind = kindOf(&op);
      if (inst.kind == Kind::Unknown) {
        malformed = true;
        return;
      }
      inst.block = b;
      inst.firstOperand = uint32_t(operands.size());
      inst.operandCount = op.getNumOperands();
      uint32_t position = uint32_t(insts.size());
      for (uint32_t i = 0; i < inst.operandCount; ++i) {
        auto known = ids.find(op.getOperand(i));
        if (known == ids.end()) {
          malformed = true;
          return;
        }
        uint32_t id = known->second;
        operands.push_back(id);
        FlatValue &v = values[id];
        if (v.uses++ == 0)
          v.firstUse = position;
        v.lastUse = position;
        v.lastOperand = i;
        v.escapes |= v.block != b;
      }
      inst.firstResult = uint32_t(values.size());
      inst.resultCount = op.getNumResults();
      for (Value result : op.getResults()) {
        ids[result] = uint32_t(values.size());
        values.push_back({});
        values.back().block = b;
        values.back().def = position;
      }
      insts.push_back(inst);
    }
    block.end = uint32_t(insts.size());
  }
  kills.assign(operands.size(), 0);
}

void FlatFunction::connect() {
  for (uint32_t b = 0; b < blocks.size(); ++b) {
    for (Block *next : blocks[b].block->getSuccessors()) {
      FlatBlock &to = blocks[blockIndex(next)];
      to.predecessors.push_back(b);
      ++to.normalPredecessors;
    }
    if (Block *handler = regions.handlerOf(b)) {
      blocks[b].handler = blockIndex(handler);
      blocks[blocks[b].handler].predecessors.push_back(b);
    }
  }
}

//===----------------------------------------------------------------------===//
// Wishes
//===----------------------------------------------------------------------===//

int FlatFunction::slotOf(const FlatInst &inst, uint32_t operand) {
  switch (inst.kind) {
  case Kind::Call:
  case Kind::CallEx:
    return operand == 0 ? 0 : int(operand) + 3;
  case Kind::CallMethod:
    return operand == 0 ? 0 : int(operand) + 3;
  case Kind::BuildSlice:
  case Kind::BuildTuple:
  case Kind::BuildList:
  case Kind::BuildSet:
  case Kind::BuildMap:
  case Kind::BuildString:
  case Kind::BuildConstMap:
  case Kind::LoadSuperAttr:
  case Kind::LoadSuperMethod:
  case Kind::ImportName:
    return int(operand);
  case Kind::MatchClass:
    return int(operand) - 1; // the subject is anywhere
  case Kind::MakeFunction: {
    // Operands that are absent leave their slot empty.
    auto sizes = cast<py::MakeFunctionOp>(inst.op)
                     .getProperties()
                     .operandSegmentSizes;
    for (int slot = 0; slot < 4; ++slot)
      if (sizes[slot] && operand-- == 0)
        return slot;
    return -1;
  }
  default:
    return -1;
  }
}

void FlatFunction::wishes() {
  for (uint32_t i = 0; i < insts.size(); ++i) {
    const FlatInst &inst = insts[i];
    if (inst.kind == Kind::Br) {
      uint32_t args = blocks[blockIndex(inst.op->getSuccessor(0))].firstArg;
      for (uint32_t k = 0; k < inst.operandCount; ++k)
        values[operands[inst.firstOperand + k]].phi = args + k;
      continue;
    }
    for (uint32_t k = 0; k < inst.operandCount; ++k) {
      int slot = slotOf(inst, k);
      FlatValue &v = values[operands[inst.firstOperand + k]];
      // Its last use: earlier ones read it where it waits.
      if (slot >= 0 && v.lastUse == i && v.lastOperand == k) {
        v.group = i;
        v.slot = uint32_t(slot);
      }
    }
  }
}

//===----------------------------------------------------------------------===//
// Stores
//===----------------------------------------------------------------------===//

static int32_t registerOf(const FlatInst &inst) {
  if (inst.kind == Kind::StoreLocal)
    return cast<py::StoreLocalOp>(inst.op).getReg();
  if (inst.kind == Kind::DeleteLocal)
    return cast<py::DeleteLocalOp>(inst.op).getReg();
  if (inst.kind == Kind::LoadLocal)
    return cast<py::LoadLocalOp>(inst.op).getReg();
  return cast<py::LoadCellOp>(inst.op).getReg();
}

/// Whether writing `local` right behind instruction `from` instead of at `to`
/// cannot be noticed: in between nothing raises or reads that register.
bool FlatFunction::quietBetween(uint32_t from, uint32_t to, int local) const {
  if (to - from > 64)
    return false;
  for (uint32_t i = from + 1; i < to; ++i) {
    const FlatInst &inst = insts[i];
    switch (inst.kind) {
    case Kind::Constant:
    case Kind::LoadCell:
      break;
    case Kind::LoadLocal:
      if (!cast<py::LoadLocalOp>(inst.op).getAssigned() ||
          registerOf(inst) == local)
        return false;
      break;
    case Kind::StoreLocal: {
      const FlatValue &v = values[operands[inst.firstOperand]];
      if (registerOf(inst) == local ||
          (v.mode == Mode::Direct && v.local == local))
        return false;
      break;
    }
    default:
      return false;
    }
  }
  return true;
}

bool FlatFunction::writtenBetween(int local, uint32_t from,
                                  uint32_t to) const {
  const std::vector<uint32_t> &at = writes[size_t(local)];
  auto it = std::upper_bound(at.begin(), at.end(), from);
  return it != at.end() && *it < to;
}

bool FlatFunction::tryDirect(uint32_t store) {
  const FlatInst &inst = insts[store];
  uint32_t id = operands[inst.firstOperand];
  FlatValue &v = values[id];
  int local = registerOf(inst);
  if (v.mode != Mode::Temp || v.firstUse != store)
    return false;
  if (v.def == kNone)
    return tryDirectPhi(id, store, local);
  const FlatInst &def = insts[v.def];
  if (def.kind == Kind::Constant || def.kind == Kind::LoadLocal ||
      def.kind == Kind::LoadCell || def.resultCount != 1)
    return false;
  if (def.block == inst.block) {
    if (!quietBetween(v.def, store, local))
      return false;
    if (v.uses > 1 &&
        (v.escapes || writtenBetween(local, store, v.lastUse)))
      return false;
  } else {
    const FlatBlock &body = blocks[inst.block];
    if (def.kind != Kind::ForIter || v.uses != 1 ||
        def.op->getSuccessor(0) != body.block ||
        def.op->getSuccessor(1) == body.block ||
        body.predecessors.size() != body.normalPredecessors ||
        body.normalPredecessors != 1 ||
        !quietBetween(body.start - 1, store, local))
      return false;
  }
  v.mode = Mode::Direct;
  v.local = local;
  early.push_back({local, v.def});
  return true;
}

/// A block argument that is only stored: the branches write the local, and
/// what is computed just for them is computed into it.
bool FlatFunction::tryDirectPhi(uint32_t id, uint32_t at, int local) {
  FlatValue &v = values[id];
  const FlatBlock &block = blocks[v.block];
  if (v.uses != 1 || v.escapes ||
      block.predecessors.size() != block.normalPredecessors ||
      !quietBetween(block.start - 1, at, local))
    return false;
  for (uint32_t pred : block.predecessors)
    if (insts[blocks[pred].end - 1].kind != Kind::Br)
      return false;
  v.mode = Mode::Direct;
  v.local = local;
  for (uint32_t pred : block.predecessors) {
    uint32_t br = blocks[pred].end - 1;
    early.push_back({local, br});
    uint32_t incoming =
        operands[insts[br].firstOperand + (id - block.firstArg)];
    FlatValue &in = values[incoming];
    if (in.uses != 1 || in.block != pred || in.mode != Mode::Temp)
      continue;
    if (in.def == kNone) {
      tryDirectPhi(incoming, br, local);
      continue;
    }
    const FlatInst &def = insts[in.def];
    if (def.kind == Kind::Constant || def.kind == Kind::LoadLocal ||
        def.kind == Kind::LoadCell || def.resultCount != 1 ||
        !quietBetween(in.def, br, local))
      continue;
    in.mode = Mode::Direct;
    in.local = local;
    early.push_back({local, in.def});
  }
  return true;
}

/// `a, b = ...` with a and b in neighbouring registers.
void FlatFunction::tryDirectUnpack(uint32_t unpack) {
  const FlatInst &inst = insts[unpack];
  if (inst.resultCount == 0)
    return;
  int first = -1;
  for (uint32_t i = 0; i < inst.resultCount; ++i) {
    const FlatValue &v = values[inst.firstResult + i];
    if (v.uses != 1 || v.escapes || insts[v.firstUse].kind != Kind::StoreLocal)
      return;
    int local = registerOf(insts[v.firstUse]);
    if (i == 0)
      first = local;
    if (local != first + int(i) || !quietBetween(unpack, v.firstUse, local))
      return;
  }
  for (uint32_t i = 0; i < inst.resultCount; ++i) {
    FlatValue &v = values[inst.firstResult + i];
    v.mode = Mode::Direct;
    v.local = first + int(i);
    early.push_back({v.local, unpack});
  }
}

void FlatFunction::placeStores() {
  writes.resize(localCount);
  for (uint32_t i = 0; i < insts.size(); ++i) {
    if (insts[i].kind != Kind::StoreLocal && insts[i].kind != Kind::DeleteLocal)
      continue;
    int local = registerOf(insts[i]);
    if (local < 0 || unsigned(local) >= localCount) {
      malformed = true;
      return;
    }
    writes[size_t(local)].push_back(i);
  }
  for (uint32_t i = 0; i < insts.size(); ++i) {
    if (insts[i].kind == Kind::UnpackSequence || insts[i].kind == Kind::UnpackEx)
      tryDirectUnpack(i);
    else if (insts[i].kind == Kind::StoreLocal)
      tryDirect(i);
  }
  for (auto &[local, position] : early)
    writes[size_t(local)].push_back(position);
  for (auto &positions : writes)
    std::sort(positions.begin(), positions.end());
}

//===----------------------------------------------------------------------===//
// Aliases and liveness
//===----------------------------------------------------------------------===//

void FlatFunction::chooseAliases() {
  if (malformed)
    return;
  blockStamp.assign(blocks.size(), kNone);
  for (uint32_t i = 0; i < insts.size(); ++i) {
    const FlatInst &inst = insts[i];
    if (inst.kind == Kind::Constant) {
      values[inst.firstResult].mode = Mode::Const;
      continue;
    }
    if (inst.kind != Kind::LoadLocal && inst.kind != Kind::LoadCell)
      continue;
    FlatValue &v = values[inst.firstResult];
    v.local = registerOf(inst);
    if (unsigned(v.local) >= localCount) {
      malformed = true;
      return;
    }
    bool alias;
    if (inst.kind == Kind::LoadCell || v.uses == 0)
      alias = true;
    else if (v.phi != kNone && v.uses > 1)
      alias = false; // `x or y`: one move up front instead of one per branch
    else if (!v.escapes)
      alias = !writtenBetween(v.local, i, v.lastUse);
    else
      alias = !writtenBetween(v.local, i, blocks[inst.block].end) &&
              spread(inst.firstResult, true);
    v.mode = alias ? Mode::Alias : Mode::Temp;
  }
}

/// Walks from the uses of a value that escapes its block back to the
/// definition. For an alias: false if its local is written on the way.
/// Otherwise records it in the blocks' live sets.
bool FlatFunction::spread(uint32_t id, bool asAlias) {
  const FlatValue &v = values[id];
  Value value = v.def == kNone
                    ? Value(blocks[v.block].block->getArgument(
                          id - blocks[v.block].firstArg))
                    : insts[v.def].op->getResult(id - insts[v.def].firstResult);
  SmallVector<uint32_t, 16> todo;
  auto liveInto = [&](uint32_t b) {
    if (b == v.block || blockStamp[b] == id)
      return;
    blockStamp[b] = id;
    todo.push_back(b);
    if (!asAlias)
      blocks[b].liveIn.push_back(id);
  };
  for (OpOperand &use : value.getUses()) {
    auto known = regions.indexOf.find(use.getOwner()->getBlock());
    if (known == regions.indexOf.end() || known->second == v.block)
      continue;
    uint32_t b = known->second;
    if (asAlias) {
      const FlatBlock &block = blocks[b];
      if (block.start &&
          writtenBetween(v.local, block.start - 1, block.end)) {
        // Only what is written before the use matters.
        uint32_t at = block.start;
        while (insts[at].op != use.getOwner())
          ++at;
        if (writtenBetween(v.local, block.start - 1, at))
          return false;
      }
    }
    liveInto(b);
  }
  SmallVector<uint32_t, 16> liveOutOf;
  while (!todo.empty()) {
    uint32_t b = todo.pop_back_val();
    for (uint32_t pred : blocks[b].predecessors) {
      if (asAlias) {
        const FlatBlock &from = blocks[pred];
        // All of pred, or what follows the definition (checked by the caller).
        if (pred != v.block && from.start &&
            writtenBetween(v.local, from.start - 1, from.end))
          return false;
      } else {
        liveOutOf.push_back(pred);
      }
      liveInto(pred);
    }
  }
  if (!asAlias) {
    llvm::sort(liveOutOf);
    liveOutOf.erase(llvm::unique(liveOutOf), liveOutOf.end());
    for (uint32_t b : liveOutOf)
      blocks[b].liveOut.push_back(id);
  }
  return true;
}

void FlatFunction::liveness() {
  if (malformed)
    return;
  blockStamp.assign(blocks.size(), kNone);
  for (uint32_t id = 0; id < values.size(); ++id)
    if (values[id].escapes && values[id].mode == Mode::Temp)
      spread(id, false);
  // Where values die: the last use in a block they are not live out of.
  std::vector<uint32_t> seenIn(values.size(), kNone);
  for (uint32_t b = 0; b < blocks.size(); ++b) {
    for (uint32_t id : blocks[b].liveOut)
      seenIn[id] = b;
    for (uint32_t i = blocks[b].end; i-- > blocks[b].start;) {
      const FlatInst &inst = insts[i];
      for (uint32_t k = inst.operandCount; k-- > 0;) {
        uint32_t id = operands[inst.firstOperand + k];
        if (seenIn[id] == b)
          continue;
        seenIn[id] = b;
        kills[inst.firstOperand + k] = 1;
      }
    }
  }
}
