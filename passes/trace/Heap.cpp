//===- Heap.cpp - Loads from known stores, dead stores --------------------===//
//
// Problem: Python keeps everything in objects, so a trace loads the same slot
// again and again, or loads what it has just stored.
//
// Idea: a table from memory locations to the value last stored or loaded
// there; a load whose location is in the table is that value. A location is
// (alias class, base, offset) for a field and (class, base, offset, index) for
// an element. A store ends what it may overlap: entries of its class whose
// base may be the same object. Two bases are known to differ when both are
// made in the trace, or one is and the other was there before it. A call ends
// the classes of its mask.
//
// At a loop's header an entry survives when no op of the loop writes its
// location: the loads of invariant slots leave the loop this way, once it has
// been peeled (Peel.cpp).
//
// A slot of an invariant object that the loop writes travels in a register:
// when its content is known where the loop is entered and where it jumps back,
// and the loop loads it before it may have been written, the content becomes
// an argument of the loop. (The store stays: exits see the heap.)
//
// A store is dead when the same location is stored again before anybody can
// look: a load that may alias, a call, a guard (exits read the heap).
//
// Invariant: loads of classes that other threads write (kAliasThread) are
// never forwarded.
//
// From: LuaJIT's forwarding (lj_opt_mem.c's design), RPython's heap cache.
//
//===----------------------------------------------------------------------===//
#include "passes/trace/TraceUtil.h"

using namespace pyc;
using namespace pyc::trace;
using V = mlir::Value;

namespace {
struct Location {
  V base, index; // index: elements only
  int32_t offset;
  uint8_t aliasClass;
  Slot slot;
  bool operator==(const Location &o) const {
    return base == o.base && index == o.index && offset == o.offset &&
           aliasClass == o.aliasClass && slot == o.slot;
  }
};
struct LocationInfo {
  static Location getEmptyKey() {
    return {llvm::DenseMapInfo<V>::getEmptyKey(), {}, 0, 0, Slot::value};
  }
  static Location getTombstoneKey() {
    return {llvm::DenseMapInfo<V>::getTombstoneKey(), {}, 0, 0, Slot::value};
  }
  static unsigned getHashValue(const Location &l) {
    return llvm::hash_combine(l.base.getAsOpaquePointer(),
                              l.index.getAsOpaquePointer(), l.offset,
                              l.aliasClass, unsigned(l.slot));
  }
  static bool isEqual(const Location &a, const Location &b) { return a == b; }
};

std::optional<Location> locationOf(mlir::Operation *op) {
  if (auto o = llvm::dyn_cast<GetFieldOp>(op))
    return Location{o.getBase(), {}, int32_t(o.getOffset()),
                    uint8_t(o.getAliasClass()), o.getSlot()};
  if (auto o = llvm::dyn_cast<SetFieldOp>(op))
    return Location{o.getBase(), {}, int32_t(o.getOffset()),
                    uint8_t(o.getAliasClass()), o.getSlot()};
  if (auto o = llvm::dyn_cast<GetItemOp>(op))
    return Location{o.getBase(), o.getIndex(), int32_t(o.getOffset()),
                    uint8_t(o.getAliasClass()), o.getSlot()};
  if (auto o = llvm::dyn_cast<SetItemOp>(op))
    return Location{o.getBase(), o.getIndex(), int32_t(o.getOffset()),
                    uint8_t(o.getAliasClass()), o.getSlot()};
  return std::nullopt;
}

// Objects that exist before the given one was made cannot be it.
bool differ(V x, V y) {
  auto made = x.getDefiningOp<NewOp>();
  auto other = y.getDefiningOp<NewOp>();
  if (made && other)
    return made != other;
  if (!made)
    std::swap(x, y), std::swap(made, other);
  if (!made)
    return x != y && isConstant(x) && isConstant(y);
  mlir::Operation *def = y.getDefiningOp();
  if (!def)
    return y.getParentBlock()->isEntryBlock();
  Opcode code = opcodeOf(def);
  return code == Opcode::arg_ || code == Opcode::input_ || isConstant(y) ||
         (def->getBlock() == made->getBlock()
              ? def->isBeforeInBlock(made)
              : isBefore(def->getBlock(), made->getBlock()));
}

bool mayAlias(const Location &a, const Location &b) {
  if (a.aliasClass != b.aliasClass)
    return false;
  if (!a.index && !b.index) { // two fields
    int32_t aEnd = a.offset + int32_t(sizeOfSlot(a.slot)),
            bEnd = b.offset + int32_t(sizeOfSlot(b.slot));
    if (aEnd <= b.offset || bEnd <= a.offset)
      return false;
  }
  return a.base == b.base || !differ(a.base, b.base);
}

class HeapForwarder {
public:
  explicit HeapForwarder(TraceOp trace) : trace(trace) {}
  void run();

private:
  void visit(mlir::Operation *op);
  void store(mlir::Operation *op, const Location &where, V value);
  void forgetWritten(uint64_t classes);
  void enterMerge();
  bool writtenInLoop(const Location &where);
  void carryThroughLoop();

  TraceOp trace;
  ScopedMap<Location, V, LocationInfo> known, immutable;
  std::vector<std::pair<size_t, size_t>> saved;
  // Stores that nobody can have looked at since; within one block.
  llvm::SmallVector<std::pair<Location, mlir::Operation *>> unseen;
  // For carrying slots through the loop.
  // Only the header's own ops count before its first branch: a tree's loads
  // behind it are not on all ways round.
  TraceLoop shape;
  mlir::Block *loop = nullptr; ///< its header
  std::vector<llvm::DenseMap<Location, V, LocationInfo>> atBack; ///< by jump
  llvm::DenseMap<Location, V, LocationInfo> atEntryEnd;
  uint64_t loopClasses = 0;
  llvm::SmallVector<Location> loopStores;
  llvm::SmallVector<std::pair<Location, V>> firstLoads;
};
} // namespace

void HeapForwarder::forgetWritten(uint64_t classes) {
  if (classes)
    known.eraseIf([&](const Location &l, V) {
      return classes >> l.aliasClass & 1;
    });
}

// What the blocks behind the entry write is forgotten at their start.
void HeapForwarder::enterMerge() {
  uint64_t classes = 0;
  llvm::SmallVector<Location> stores;
  for (mlir::Block &block : llvm::drop_begin(trace.getBody()))
    for (mlir::Operation &op : block) {
      if (llvm::isa<SetFieldOp, SetItemOp>(op))
        stores.push_back(*locationOf(&op));
      else
        classes |= writtenClasses(&op);
    }
  // Many stores: by class, to stay linear.
  if (stores.size() > 64) {
    for (const Location &l : stores)
      classes |= uint64_t(1) << l.aliasClass;
    stores.clear();
  }
  known.eraseIf([&](const Location &l, V) {
    if (classes >> l.aliasClass & 1)
      return true;
    return llvm::any_of(stores,
                        [&](const Location &s) { return mayAlias(l, s); });
  });
}

void HeapForwarder::store(mlir::Operation *op, const Location &where, V value) {
  if (const V *now = known.find(where); now && *now == value) {
    op->erase(); // it is there already
    return;
  }
  if (op->getBlock() == loop) {
    if (loopStores.size() < 64)
      loopStores.push_back(where);
    else
      loopClasses |= uint64_t(1) << where.aliasClass;
  }
  for (auto &[location, earlier] : unseen)
    if (earlier && location == where) {
      earlier->erase();
      earlier = nullptr;
    }
  llvm::erase_if(unseen, [](auto &entry) { return !entry.second; });
  known.eraseIf([&](const Location &l, V) { return mayAlias(l, where); });
  // A narrow store cuts bits off; what is loaded again is not the value.
  if (sizeOfSlot(where.slot) == 8)
    known.set(where, value);
  unseen.push_back({where, op});
}

void HeapForwarder::visit(mlir::Operation *op) {
  switch (opcodeOf(op)) {
  case Opcode::getfield_: case Opcode::getitem_: {
    Location where = *locationOf(op);
    if (where.aliasClass == kAliasThread)
      return;
    auto field = llvm::dyn_cast<GetFieldOp>(op);
    if (field ? field.getImmutable()
              : llvm::cast<GetItemOp>(op).getImmutable()) {
      const V *value = immutable.find(where);
      if (!value)
        value = known.find(where); // stored while the object was made
      if (value) {
        op->getResult(0).replaceAllUsesWith(*value);
        op->erase();
      } else {
        immutable.set(where, op->getResult(0));
      }
      return;
    }
    if (const V *value = known.find(where)) {
      op->getResult(0).replaceAllUsesWith(*value);
      op->erase();
      return;
    }
    if (op->getBlock() == loop && atEntryEnd.count(where) &&
        !writtenInLoop(where))
      firstLoads.push_back({where, op->getResult(0)});
    known.set(where, op->getResult(0));
    llvm::erase_if(unseen,
                   [&](auto &e) { return mayAlias(e.first, where); });
    return;
  }
  case Opcode::setfield_:
    return store(op, *locationOf(op), llvm::cast<SetFieldOp>(op).getValue());
  case Opcode::setitem_:
    return store(op, *locationOf(op), llvm::cast<SetItemOp>(op).getValue());
  default:
    break;
  }
  if (observesHeap(op))
    unseen.clear();
  uint64_t classes = writtenClasses(op);
  if (op->getBlock() == loop)
    loopClasses |= classes;
  forgetWritten(classes);
}

bool HeapForwarder::writtenInLoop(const Location &where) {
  return (loopClasses >> where.aliasClass & 1) ||
         llvm::any_of(loopStores,
                      [&](const Location &s) { return mayAlias(where, s); });
}

// After the loop has been walked: what its slots hold where it is entered and
// at each way round.
void HeapForwarder::carryThroughLoop() {
  for (auto &[where, load] : firstLoads) {
    if (llvm::any_of(atBack, [&](auto &known) { return !known.count(where); }))
      continue;
    mlir::BlockArgument arg =
        loop->addArgument(load.getType(), trace.getLoc());
    shape.in.getArgsMutable().append(atEntryEnd[where]);
    for (auto [back, known] : llvm::zip(shape.backs, atBack))
      back.getArgsMutable().append(known[where]);
    load.replaceAllUsesWith(arg);
  }
}

void HeapForwarder::run() {
  shape = findLoop(trace);
  loop = shape.header;
  atBack.resize(shape.backs.size());
  walkDominatorTree(
      trace,
      [&](mlir::Block &block) {
        unseen.clear();
        if (&block == loop)
          for (auto &entry : known)
            atEntryEnd.insert({entry.first, entry.second});
        if (isMerge(block))
          enterMerge();
        for (mlir::Operation &op : llvm::make_early_inc_range(block))
          visit(&op);
        for (auto [back, atEnd] : llvm::zip(shape.backs, atBack))
          if (back->getBlock() == &block)
            for (auto &[where, load] : firstLoads)
              if (const V *value = known.find(where))
                atEnd[where] = *value;
      },
      [&] {
        saved.push_back({known.mark(), immutable.mark()});
        return saved.size() - 1;
      },
      [&](size_t m) {
        known.rollback(saved[m].first);
        immutable.rollback(saved[m].second);
        saved.resize(m);
      });
  if (loop)
    carryThroughLoop();
}

void pyc::forwardHeap(TraceOp op) { HeapForwarder(op).run(); }
