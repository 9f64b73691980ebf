//===- Importer.h - One buffer's import (private to engine/Import*) -------===//
#pragma once
#include "dialects/Trace/Opcode.h"
#include "jit_orc/engine/Import.h"
#include "mlir/IR/Builders.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"

namespace pyc {

class TreeImporter;

class Importer {
public:
  Importer(const TraceBuffer &buffer, mlir::MLIRContext &context,
           std::string &problem)
      : buffer(buffer), context(context), problem(problem), b(&context),
        loc(mlir::UnknownLoc::get(&context)), values(buffer.opCount),
        frames(buffer.frameCount), symbols(buffer.symbolCount),
        origins(buffer.labelOp == kNoIndex) {}
  mlir::OwningOpRef<trace::TraceOp> run();

private:
  friend class TreeImporter;
  mlir::Operation *importOp(uint32_t index);
  mlir::Value snapshot(uint32_t frame);
  mlir::Value ref(TraceRef r, uint32_t user);
  mlir::FlatSymbolRefAttr symbol(uint32_t index);
  mlir::Type typeOf(char letter, const RecordedOp &op);
  bool fail(uint32_t at, const char *why) {
    if (problem.empty())
      problem = (llvm::Twine("op ") + llvm::Twine(at) + ": " + why).str();
    return false;
  }
  bool startLoop(uint32_t at);

  const TraceBuffer &buffer;
  mlir::MLIRContext &context;
  std::string &problem;
  mlir::OpBuilder b;
  mlir::Location loc;
  std::vector<mlir::Value> values;
  std::vector<mlir::Value> frames;
  std::vector<mlir::FlatSymbolRefAttr> symbols;
  mlir::Block *loop = nullptr;
  mlir::Value empty;
  uint32_t current = 0;
  bool origins; ///< snapshots may be gone on from in a tree
  // Parts of trees:
  TreeImporter *tree = nullptr;
  uint32_t part = 0;
  /// What memory does not have of the entry frame where the bridge begins.
  llvm::MapVector<int32_t, mlir::Value> inherited;
  llvm::MapVector<int32_t, mlir::Value> written; ///< by set_reg, at the end
};

/// Several buffers to one trace (ImportTree.cpp).
class TreeImporter {
public:
  TreeImporter(llvm::ArrayRef<TreePart> parts, uint64_t ownSlot,
               mlir::MLIRContext &context, std::string &problem)
      : parts(parts), ownSlot(ownSlot), context(context), problem(problem),
        loc(mlir::UnknownLoc::get(&context)) {}
  mlir::OwningOpRef<trace::TraceOp> run(llvm::StringRef name);
  /// Of the whole tree, by name.
  llvm::StringMap<TraceSymbol> symbols;
  uint32_t refused = kNoIndex;

private:
  friend class Importer;
  struct Child {
    uint32_t part;
    mlir::Block *block;
    trace::SnapshotOp snapshot;
  };
  llvm::StringRef symbolName(const TraceSymbol &symbol);
  mlir::Value arg(int32_t reg);
  bool startLoop(Importer &root);
  bool jumpBack(Importer &from, llvm::function_ref<mlir::Value(int32_t)> now);
  mlir::Operation *jumpTrace(Importer &from, const RecordedOp &op, mlir::Value snap);
  bool importPart(uint32_t part, mlir::Block *block);
  bool takeOver(Importer &bridge, trace::SnapshotOp snapshot);
  bool bind(Importer &bridge, const TraceBinding &binding, mlir::Value source);
  bool guardSame(Importer &bridge, mlir::Value x, mlir::Value y);
  mlir::Value convert(Importer &bridge, mlir::Value v, mlir::Type type);
  mlir::Value boxed(mlir::OpBuilder &b, mlir::Value v);
  void findCarried();

  llvm::ArrayRef<TreePart> parts;
  uint64_t ownSlot;
  mlir::MLIRContext &context;
  std::string &problem;
  mlir::Location loc;
  trace::TraceOp trace;
  std::vector<std::unique_ptr<Importer>> importers;
  llvm::SmallVector<Child> waiting;
  llvm::DenseMap<uint64_t, std::string> names; // by address
  llvm::DenseMap<int32_t, mlir::Value> args;
  llvm::SmallVector<int32_t> carried;    // registers
  llvm::DenseMap<int32_t, TraceRef> rootArgs;
  mlir::Block *loop = nullptr;
  mlir::Value leave; // the snapshot for guards that a bridge begins with
};

} // namespace pyc
