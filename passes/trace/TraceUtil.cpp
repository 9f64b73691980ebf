//===- TraceUtil.cpp - What the trace passes share ------------------------===//
#include "passes/trace/TraceUtil.h"
#include "mlir/IR/Dominance.h"

using namespace pyc;
using namespace pyc::trace;

void pyc::walkDominatorTree(TraceOp op,
                            llvm::function_ref<void(mlir::Block &)> visit,
                            llvm::function_ref<size_t()> mark,
                            llvm::function_ref<void(size_t)> rollback) {
  mlir::Region &body = op.getBody();
  if (llvm::hasNItemsOrLess(body, 2)) { // entry, loop
    for (mlir::Block &block : body)
      visit(block);
    return;
  }
  mlir::DominanceInfo dominance(op);
  auto &tree = dominance.getDomTree(&body);
  // Depth first, by hand: traces of many paths are deep.
  struct Step {
    mlir::DominanceInfoNode *node;
    size_t mark;
    unsigned next;
  };
  llvm::SmallVector<Step> stack;
  auto push = [&](mlir::DominanceInfoNode *node) {
    stack.push_back({node, mark(), 0});
    visit(*node->getBlock());
  };
  push(tree.getRootNode());
  while (!stack.empty()) {
    Step &top = stack.back();
    if (top.next < top.node->getNumChildren()) {
      auto *child = *(top.node->begin() + top.next++);
      push(child);
    } else {
      rollback(top.mark);
      stack.pop_back();
    }
  }
}

bool pyc::isMerge(mlir::Block &block) {
  return !block.isEntryBlock() && !block.getSinglePredecessor();
}

mlir::Block *pyc::simpleLoop(TraceOp op) {
  mlir::Region &body = op.getBody();
  if (!llvm::hasNItems(body, 2))
    return nullptr;
  mlir::Block &loop = body.back();
  auto in = llvm::dyn_cast<JumpOp>(body.front().getTerminator());
  auto back = llvm::dyn_cast<JumpOp>(loop.getTerminator());
  return in && back && back.getDest() == &loop ? &loop : nullptr;
}

TraceLoop pyc::findLoop(TraceOp op) {
  TraceLoop loop;
  mlir::Block &entry = op.getBody().front();
  loop.in = llvm::dyn_cast<JumpOp>(entry.getTerminator());
  if (!loop.in)
    return {};
  mlir::Block *header = loop.in.getDest();
  for (mlir::Block &block : llvm::drop_begin(op.getBody()))
    for (mlir::Block *next : block.getSuccessors())
      if (next == header) {
        auto back = llvm::dyn_cast<JumpOp>(block.getTerminator());
        if (!back)
          return {};
        loop.backs.push_back(back);
      }
  if (!loop.backs.empty())
    loop.header = header;
  return loop;
}

bool pyc::isBefore(mlir::Block *a, mlir::Block *b) {
  for (; b; b = b->getSinglePredecessor())
    if (a == b)
      return true;
  return a->isEntryBlock();
}

std::optional<int64_t> pyc::constInt(mlir::Value v) {
  if (auto c = v.getDefiningOp<ConstIntOp>())
    return c.getImm();
  return std::nullopt;
}
std::optional<int64_t> pyc::constRaw(mlir::Value v) {
  if (auto c = v.getDefiningOp<ConstRawOp>())
    return c.getImm();
  return std::nullopt;
}
std::optional<bool> pyc::constBool(mlir::Value v) {
  if (auto c = v.getDefiningOp<ConstBoolOp>())
    return c.getImm() != 0;
  return std::nullopt;
}
std::optional<double> pyc::constFloat(mlir::Value v) {
  if (auto c = v.getDefiningOp<ConstFloatOp>())
    return c.getImm().convertToDouble();
  return std::nullopt;
}
std::optional<uint64_t> pyc::constBits(mlir::Value v) {
  if (auto c = v.getDefiningOp<ConstValueOp>())
    return uint64_t(c.getImm());
  return std::nullopt;
}

// The pool's names: kind and bits.
enum : unsigned { kInt, kRaw, kBool, kFloat, kBits };

ConstantPool::ConstantPool(TraceOp op)
    : entry(op.getBody().front()), loc(op.getLoc()) {
  llvm::SmallVector<mlir::Operation *> found;
  for (mlir::Block &block : op.getBody())
    for (mlir::Operation &o : block)
      if (o.getNumResults() && isConstant(o.getResult(0)))
        found.push_back(&o);
  for (mlir::Operation *o : found) {
    mlir::Value kept = adopt(o);
    if (kept != o->getResult(0)) {
      o->getResult(0).replaceAllUsesWith(kept);
      o->erase();
    }
  }
}

mlir::Value ConstantPool::adopt(mlir::Operation *o) {
  mlir::Value result = o->getResult(0);
  mlir::Value *place;
  if (auto c = llvm::dyn_cast<ConstIntOp>(o))
    place = &slot(kInt, c.getImm());
  else if (auto c = llvm::dyn_cast<ConstRawOp>(o))
    place = &slot(kRaw, c.getImm());
  else if (auto c = llvm::dyn_cast<ConstBoolOp>(o))
    place = &slot(kBool, c.getImm());
  else if (auto c = llvm::dyn_cast<ConstFloatOp>(o))
    place = &slot(kFloat, c.getImm().bitcastToAPInt().getZExtValue());
  else if (auto c = llvm::dyn_cast<ConstValueOp>(o))
    place = &slot(kBits, c.getImm());
  else if (auto c = llvm::dyn_cast<ConstObjectOp>(o))
    place = &symbols[0][c.getSymAttr()];
  else
    place = &symbols[1][llvm::cast<ConstPtrOp>(o).getSymAttr()];
  if (!*place) {
    *place = result;
    o->moveBefore(&entry, entry.begin());
  }
  return *place;
}

mlir::Value &ConstantPool::slot(unsigned kind, uint64_t bits) {
  return made[{kind, bits}];
}
mlir::OpBuilder ConstantPool::at() {
  return mlir::OpBuilder(&entry, entry.begin());
}
mlir::Value ConstantPool::getInt(int64_t v) {
  mlir::Value &s = slot(kInt, v);
  if (!s) {
    mlir::OpBuilder b = at();
    s = ConstIntOp::create(b, loc, IntType::get(b.getContext()), v);
  }
  return s;
}
mlir::Value ConstantPool::getRaw(int64_t v) {
  mlir::Value &s = slot(kRaw, v);
  if (!s) {
    mlir::OpBuilder b = at();
    s = ConstRawOp::create(b, loc, b.getI64Type(), v);
  }
  return s;
}
mlir::Value ConstantPool::getBool(bool v) {
  mlir::Value &s = slot(kBool, v);
  if (!s) {
    mlir::OpBuilder b = at();
    s = ConstBoolOp::create(b, loc, b.getI1Type(), int64_t(v));
  }
  return s;
}
mlir::Value ConstantPool::getFloat(double v) {
  mlir::Value &s = slot(kFloat, std::bit_cast<uint64_t>(v));
  if (!s) {
    mlir::OpBuilder b = at();
    s = ConstFloatOp::create(b, loc, b.getF64Type(), b.getF64FloatAttr(v));
  }
  return s;
}
mlir::Value ConstantPool::getBits(uint64_t v) {
  mlir::Value &s = slot(kBits, v);
  if (!s) {
    mlir::OpBuilder b = at();
    s = ConstValueOp::create(b, loc, trace::ValueType::get(b.getContext()),
                             int64_t(v));
  }
  return s;
}

uint64_t pyc::writtenClasses(mlir::Operation *op) {
  switch (opcodeOf(op)) {
  case Opcode::setfield_:
    return uint64_t(1) << llvm::cast<SetFieldOp>(op).getAliasClass();
  case Opcode::setitem_:
    return uint64_t(1) << llvm::cast<SetItemOp>(op).getAliasClass();
  case Opcode::call_:
    return uint64_t(llvm::cast<CallOp>(op).getWrites());
  case Opcode::call_trace_:
    return kAliasAll;
  case Opcode::set_reg_:
    return uint64_t(1) << kAliasFrame;
  default:
    return 0;
  }
}

bool pyc::observesHeap(mlir::Operation *op) {
  switch (infoOf(opcodeOf(op)).effect) {
  case TraceEffect::Guard:
  case TraceEffect::Term:
  case TraceEffect::Alloc:
    return true;
  case TraceEffect::Call: {
    auto call = llvm::dyn_cast<CallOp>(op);
    return !call || call.getReads() || call.getWrites() || call.getCollects();
  }
  default:
    return false;
  }
}

bool pyc::isKnownNotEmpty(mlir::Value v) {
  mlir::Operation *def = v.getDefiningOp();
  switch (def ? opcodeOf(def) : Opcode::Count) {
  case Opcode::box_int_: case Opcode::box_float_: case Opcode::box_bool_:
  case Opcode::new_: case Opcode::const_object_: case Opcode::ptr_to_value_:
  case Opcode::virtual_:
    return true;
  case Opcode::const_value_:
    return constBits(v) != 3;
  default:
    return false;
  }
}
