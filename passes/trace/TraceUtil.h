//===- TraceUtil.h - What the trace passes share --------------------------===//
#pragma once
#include "dialects/Trace/Opcode.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "mlir/IR/Builders.h"
#include <optional>

namespace pyc {

/// A map whose entries can be taken back: facts hold in the blocks that the
/// block where they were found dominates.
template <typename K, typename V, typename Info = llvm::DenseMapInfo<K>>
class ScopedMap {
public:
  const V *find(const K &key) const {
    auto it = map.find(key);
    return it == map.end() ? nullptr : &it->second;
  }
  void set(const K &key, V value) {
    auto [it, isNew] = map.try_emplace(key, value);
    if (isNew) {
      log.push_back({key, std::nullopt});
    } else {
      log.push_back({key, it->second});
      it->second = value;
    }
  }
  void erase(const K &key) {
    auto it = map.find(key);
    if (it == map.end())
      return;
    log.push_back({key, it->second});
    map.erase(it);
  }
  /// Erases the entries for which `gone` holds.
  template <typename F> void eraseIf(F gone) {
    llvm::SmallVector<K> keys;
    for (auto &entry : map)
      if (gone(entry.first, entry.second))
        keys.push_back(entry.first);
    for (const K &key : keys)
      erase(key);
  }
  size_t mark() const { return log.size(); }
  void rollback(size_t mark) {
    while (log.size() > mark) {
      auto &[key, old] = log.back();
      if (old)
        map.insert_or_assign(key, *old);
      else
        map.erase(key);
      log.pop_back();
    }
  }
  auto begin() { return map.begin(); }
  auto end() { return map.end(); }
  bool empty() const { return map.empty(); }

private:
  llvm::DenseMap<K, V, Info> map;
  std::vector<std::pair<K, std::optional<V>>> log;
};

/// Visits blocks so that a block comes after those that dominate it. `enter`
/// runs a block; `mark` and `rollback` take back facts between siblings.
void walkDominatorTree(trace::TraceOp op,
                       llvm::function_ref<void(mlir::Block &)> visit,
                       llvm::function_ref<size_t()> mark,
                       llvm::function_ref<void(size_t)> rollback);

/// Blocks that are jumped to from more than one place or from behind: at their
/// start, what other blocks wrote must be forgotten.
bool isMerge(mlir::Block &block);

/// The loop of a trace that is an entry block and a block that jumps to itself;
/// else null.
mlir::Block *simpleLoop(trace::TraceOp op);

/// The loop of a trace or tree: the block that the entry jumps to, and the jumps
/// that come round to it, that of the root's own path first. Between them blocks
/// form a tree, since only the header is jumped to twice. No loop: null header.
struct TraceLoop {
  mlir::Block *header = nullptr;
  trace::JumpOp in;
  llvm::SmallVector<trace::JumpOp, 4> backs;
  explicit operator bool() const { return header; }
};
TraceLoop findLoop(trace::TraceOp op);
/// Whether block a lies on the way to b (blocks of a tree, or its entry).
bool isBefore(mlir::Block *a, mlir::Block *b);
/// Forks that no guard names any more: the paths behind them go. A fork that
/// serves one guard of a condition becomes a branch.
void simplifyForks(trace::TraceOp op);

// What a constant op holds.
std::optional<int64_t> constInt(mlir::Value v);
std::optional<int64_t> constRaw(mlir::Value v);
std::optional<bool> constBool(mlir::Value v);
std::optional<double> constFloat(mlir::Value v);
std::optional<uint64_t> constBits(mlir::Value v);
inline bool isConstant(mlir::Value v) {
  mlir::Operation *def = v.getDefiningOp();
  if (!def)
    return false;
  trace::Opcode code = trace::opcodeOf(def);
  return code >= trace::Opcode::const_int_ && code <= trace::Opcode::const_ptr_;
}

/// Makes constants at the start of the entry block, each once.
class ConstantPool {
public:
  explicit ConstantPool(trace::TraceOp op);
  mlir::Value getInt(int64_t v);
  mlir::Value getRaw(int64_t v);
  mlir::Value getBool(bool v);
  mlir::Value getFloat(double v);
  mlir::Value getBits(uint64_t v);
  /// Moves a constant op to the pool, or answers the one it equals.
  mlir::Value adopt(mlir::Operation *constant);

private:
  mlir::Value &slot(unsigned kind, uint64_t bits);
  mlir::OpBuilder at();
  mlir::Block &entry;
  mlir::Location loc;
  llvm::DenseMap<std::pair<unsigned, uint64_t>, mlir::Value> made;
  llvm::DenseMap<mlir::Attribute, mlir::Value> symbols[2];
};

/// Alias classes that an op may write (bit per class).
uint64_t writtenClasses(mlir::Operation *op);
/// Whether anybody outside (an exit, a callee) can see the heap at this op.
bool observesHeap(mlir::Operation *op);

/// The value, known to be bound, an object or a float, as the definition says.
bool isKnownNotEmpty(mlir::Value v);

// The passes, in files of their names. Each keeps the IR valid.
void foldTrace(trace::TraceOp op);
void eliminateGuards(trace::TraceOp op);
void forwardHeap(trace::TraceOp op);
void peelLoop(trace::TraceOp op);
void carryUnboxed(trace::TraceOp op);
void removeAllocations(trace::TraceOp op);
void inferRanges(trace::TraceOp op);
void cleanTrace(trace::TraceOp op);
} // namespace pyc
