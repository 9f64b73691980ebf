//===- Clean.cpp - Dead code, unused loop arguments, small snapshots ------===//
//
// Last in the pipeline. Exits cost code and live registers, so snapshots are
// made small first:
//  - a box in a snapshot is replaced by what is boxed: the exit boxes;
//  - a register of the entry frame that still holds what it held at entry is
//    left out, for memory has it;
//  - equal snapshots (and virtual objects) become one, so their exits do.
// Then whatever no guard, store, call or end of the trace needs is removed,
// arguments of the loop that only feed themselves included. Arithmetic that
// guards against overflow goes when nobody wants its result, division does not
// (it may have to raise).
//
// Stores into objects made since the last op that may collect need no barrier.
//
//===----------------------------------------------------------------------===//
#include "passes/trace/TraceUtil.h"

using namespace pyc;
using namespace pyc::trace;
using V = mlir::Value;

namespace {
class Cleaner {
public:
  explicit Cleaner(TraceOp trace) : trace(trace) {}
  void run();

private:
  void shrinkSnapshots();
  void shrink(SnapshotOp snapshot);
  void removeDead();
  void markYoungStores();

  TraceOp trace;
  ScopedMap<V, V> unboxed;
  bool writesRegisters = false;
  llvm::SmallVector<V> pendingArgs;
  llvm::SmallVector<std::pair<mlir::Block *, unsigned>> deadArgs;
};

struct SameExit : llvm::DenseMapInfo<mlir::Operation *> {
  static mlir::Operation *op(const mlir::Operation *o) {
    return const_cast<mlir::Operation *>(o);
  }
  static unsigned getHashValue(const mlir::Operation *o) {
    llvm::hash_code hash = op(o)->hashProperties();
    for (V v : op(o)->getOperands())
      hash = llvm::hash_combine(hash, v.getAsOpaquePointer());
    return hash;
  }
  static bool isEqual(const mlir::Operation *a, const mlir::Operation *b) {
    if (a == b)
      return true;
    if (a == getEmptyKey() || a == getTombstoneKey() || b == getEmptyKey() ||
        b == getTombstoneKey())
      return false;
    return op(a)->getName() == op(b)->getName() &&
           op(a)->getLoc() == op(b)->getLoc() && // where bridges go on
           op(a)->getOperands() == op(b)->getOperands() &&
           op(a)->getName().compareOpProperties(op(a)->getPropertiesStorage(),
                                                op(b)->getPropertiesStorage());
  }
};

bool isRemovable(mlir::Operation *op) {
  Opcode code = opcodeOf(op);
  switch (infoOf(code).effect) {
  case TraceEffect::Pure: case TraceEffect::Read: case TraceEffect::Alloc:
  case TraceEffect::Pseudo:
    return true;
  case TraceEffect::Guard:
    return code == Opcode::int_add_ovf_ || code == Opcode::int_sub_ovf_ ||
           code == Opcode::int_mul_ovf_ || code == Opcode::raw_to_int_ovf_;
  case TraceEffect::Call:
    if (auto call = llvm::dyn_cast<CallOp>(op))
      return !call.getWrites() && !call.getRaises() && !call.getPython();
    return false;
  default:
    return false;
  }
}
} // namespace

void Cleaner::shrink(SnapshotOp snapshot) {
  bool outermost = !snapshot.getParent() && !snapshot.getHolder() &&
                   !writesRegisters;
  llvm::SmallVector<int32_t> regs;
  llvm::SmallVector<V> values;
  bool changed = false;
  for (auto [reg, value] : llvm::zip(snapshot.getRegs(), snapshot.getValues())) {
    if (outermost)
      if (auto arg = value.getDefiningOp<ArgOp>(); arg && arg.getReg() == reg) {
        changed = true;
        continue;
      }
    V v = value;
    mlir::Operation *def = v.getDefiningOp();
    if (llvm::isa_and_present<BoxIntOp, BoxFloatOp, BoxBoolOp>(def)) {
      v = def->getOperand(0);
      changed = true;
    } else if (const V *it = unboxed.find(v)) {
      v = *it;
      changed = true;
    }
    regs.push_back(reg);
    values.push_back(v);
  }
  if (!changed)
    return;
  snapshot.setRegs(regs);
  snapshot.getValuesMutable().assign(values);
}

void Cleaner::shrinkSnapshots() {
  ScopedMap<mlir::Operation *, mlir::Operation *, SameExit> seen;
  auto visit = [&](mlir::Block &block) {
    for (mlir::Operation &op : llvm::make_early_inc_range(block)) {
      // A float that has been unboxed: the exit need not keep both forms.
      if (llvm::isa<GuardFloatOp, UnboxFloatOp>(op))
        if (!unboxed.find(op.getOperand(0)))
          unboxed.set(op.getOperand(0), op.getResult(0));
      if (auto virt = llvm::dyn_cast<VirtualOp>(op))
        for (mlir::OpOperand &o : virt->getOpOperands()) {
          mlir::Operation *def = o.get().getDefiningOp();
          if (llvm::isa_and_present<BoxIntOp, BoxFloatOp, BoxBoolOp>(def))
            o.set(def->getOperand(0));
        }
      auto snapshot = llvm::dyn_cast<SnapshotOp>(op);
      if (snapshot)
        shrink(snapshot);
      if (!llvm::isa<SnapshotOp>(op))
        continue;
      if (auto *twin = seen.find(&op)) {
        op.getResult(0).replaceAllUsesWith((*twin)->getResult(0));
        op.erase();
      } else {
        seen.set(&op, &op);
      }
    }
  };
  std::vector<std::pair<size_t, size_t>> saved;
  walkDominatorTree(
      trace, visit,
      [&] {
        saved.push_back({seen.mark(), unboxed.mark()});
        return saved.size() - 1;
      },
      [&](size_t m) {
        seen.rollback(saved[m].first);
        unboxed.rollback(saved[m].second);
        saved.resize(m);
      });
}

void Cleaner::removeDead() {
  llvm::DenseSet<mlir::Operation *> live;
  llvm::DenseSet<V> liveArgs;
  llvm::SmallVector<mlir::Operation *> work;
  auto need = [&](V v) {
    if (mlir::Operation *def = v.getDefiningOp()) {
      if (live.insert(def).second)
        work.push_back(def);
      return;
    }
    if (!liveArgs.insert(v).second)
      return;
    auto arg = llvm::cast<mlir::BlockArgument>(v);
    for (auto it = arg.getOwner()->pred_begin(); it != arg.getOwner()->pred_end();
         ++it) {
      auto branch = llvm::cast<mlir::BranchOpInterface>((*it)->getTerminator());
      V passed = branch.getSuccessorOperands(
          it.getSuccessorIndex())[arg.getArgNumber()];
      if (mlir::Operation *def = passed.getDefiningOp()) {
        if (live.insert(def).second)
          work.push_back(def);
      } else {
        work.push_back(nullptr); // revisit as a value below
        pendingArgs.push_back(passed);
      }
    }
  };
  for (mlir::Block &block : trace.getBody())
    for (mlir::Operation &op : block)
      if (!isRemovable(&op)) {
        live.insert(&op);
        work.push_back(&op);
      }
  while (!work.empty()) {
    mlir::Operation *op = work.pop_back_val();
    if (!op) {
      need(pendingArgs.pop_back_val());
      continue;
    }
    if (llvm::isa<JumpOp>(op))
      continue; // its operands are needed where the arguments are
    if (auto branch = llvm::dyn_cast<BranchOp>(op)) {
      need(branch.getCond());
      continue;
    }
    for (V v : op->getOperands())
      need(v);
  }
  for (mlir::Block &block : trace.getBody()) {
    for (int i = int(block.getNumArguments()) - 1; i >= 0; --i) {
      if (liveArgs.contains(block.getArgument(i)))
        continue;
      for (auto it = block.pred_begin(); it != block.pred_end(); ++it)
        llvm::cast<mlir::BranchOpInterface>((*it)->getTerminator())
            .getSuccessorOperands(it.getSuccessorIndex())
            .erase(i);
      // Dead ops may still use it; they go below.
      deadArgs.push_back({&block, i});
    }
  }
  for (mlir::Block &block : trace.getBody())
    for (mlir::Operation &op : llvm::make_early_inc_range(llvm::reverse(block)))
      if (!live.contains(&op)) {
        op.dropAllUses();
        op.erase();
      }
  for (auto [block, i] : deadArgs)
    block->eraseArgument(i);
}

void Cleaner::markYoungStores() {
  llvm::DenseSet<V> young;
  for (mlir::Block &block : trace.getBody()) {
    young.clear();
    for (mlir::Operation &op : block) {
      if (auto made = llvm::dyn_cast<NewOp>(op)) {
        young.clear();
        young.insert(made.getResult());
      } else if (auto store = llvm::dyn_cast<SetFieldOp>(op)) {
        if (young.contains(store.getBase()))
          store.setNobarrier(true);
      } else if (auto store = llvm::dyn_cast<SetItemOp>(op)) {
        if (young.contains(store.getBase()))
          store.setNobarrier(true);
      } else if (effectOf(&op) == TraceEffect::Call ||
                 llvm::isa<BoxFloatOp>(op)) {
        young.clear();
      }
    }
  }
}

void Cleaner::run() {
  // What is written before jump_trace is what its snapshot says.
  for (mlir::Block &block : trace.getBody())
    for (mlir::Operation &op : block)
      writesRegisters |= llvm::isa<SetRegOp>(op) &&
                         !llvm::isa<JumpTraceOp>(block.getTerminator());
  shrinkSnapshots();
  removeDead();
  markYoungStores();
}

void pyc::cleanTrace(TraceOp op) { Cleaner(op).run(); }
