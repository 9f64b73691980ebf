//===- TraceLowering.h - State of one walk (private to lowering/Trace*) ---===//
#pragma once
#include "dialects/Trace/Opcode.h"
#include "passes/lowering/TraceToLLVM.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Module.h"

namespace pyc {

class TraceLowering {
public:
  TraceLowering(trace::TraceOp trace, llvm::Module &module,
                const LoweringOptions &options, ExitTables &tables);
  llvm::Error run();

private:
  // TraceToLLVM.cpp: ops
  void lowerOp(mlir::Operation *op);
  llvm::Value *lowerConstant(mlir::Operation *op);
  void lowerArithmetic(mlir::Operation *op, trace::Opcode code);
  void lowerGuardedArithmetic(mlir::Operation *op, trace::Opcode code);
  void lowerConversion(mlir::Operation *op, trace::Opcode code);
  void lowerTerminator(mlir::Operation *op, trace::Opcode code);
  llvm::Value *intDivMod(llvm::Value *a, llvm::Value *b, bool wantMod);
  llvm::Value *quotientByConstant(llvm::Value *a, uint64_t divisor);
  // TraceMemoryToLLVM.cpp: heap, allocation, calls
  void lowerMemory(mlir::Operation *op, trace::Opcode code);
  void lowerCall(trace::CallOp op);
  void lowerListAppend(trace::CallOp op);
  void lowerCallTrace(trace::CallTraceOp op);
  void lowerNew(trace::NewOp op);
  llvm::Value *boxFloat(llvm::Value *f);
  llvm::Value *encodeFloat(llvm::Value *f);
  llvm::Value *isSelfTagged(llvm::Value *v);
  llvm::Value *isTagged(llvm::Value *v);
  llvm::Value *callBoxFloat(llvm::Value *f);
  bool boxedByStore(mlir::Operation *box);
  void storeFloat(mlir::Value base, llvm::Value *address, mlir::Value boxed);
  llvm::Value *slotAddress(mlir::Value base, mlir::Value index, int64_t offset,
                           trace::Slot slot);
  void barrier(mlir::Value base, llvm::Value *address, mlir::Value stored);
  void pointerBarrier(llvm::Value *holder, llvm::Value *address, llvm::Value *v,
                      llvm::BasicBlock *done);
  llvm::Value *holderAddress(mlir::Value base);
  // TraceExitsToLLVM.cpp
  llvm::BasicBlock *exitFor(mlir::Value snapshot, bool raise);
  llvm::BasicBlock *exitFor(mlir::Value snapshot);
  void emitExit(trace::SnapshotOp snapshot, bool raise, llvm::BasicBlock *block);
  ExitValue describe(mlir::Value v);
  void storeExitWords(size_t from, size_t to);
  void emitTail();

  llvm::Value *get(mlir::Value v);
  void set(mlir::Value v, llvm::Value *l) { values[v] = l; }
  llvm::GlobalVariable *symbol(llvm::StringRef name);
  llvm::Value *objectWord(llvm::StringRef name);
  llvm::FunctionCallee helper(llvm::StringRef name, llvm::FunctionType *type);
  llvm::Type *typeOf(mlir::Type type);
  llvm::ConstantInt *word(int64_t v) { return b.getInt64(v); }
  llvm::Value *threadField(uint32_t offset) {
    return b.CreateConstGEP1_64(b.getInt8Ty(), thread, offset);
  }
  llvm::Value *asPointer(llvm::Value *v) {
    return v->getType()->isPointerTy() ? v : b.CreateIntToPtr(v, b.getPtrTy());
  }
  /// Goes on where `ok` holds; leaves by `exit` elsewhere.
  void branchOk(llvm::Value *ok, llvm::BasicBlock *exit);
  void branchFail(llvm::Value *fail, llvm::BasicBlock *exit);
  void stressPoint(llvm::BasicBlock *exit);
  llvm::BasicBlock *newBlock(const char *name, bool cold = false);

  trace::TraceOp traceOp;
  llvm::Module &module;
  llvm::LLVMContext &context;
  const LoweringOptions &options;
  ExitTables &tables;
  llvm::IRBuilder<> b;
  llvm::Function *function = nullptr;
  llvm::Value *base = nullptr, *thread = nullptr;
  llvm::DenseMap<mlir::Value, llvm::Value *> values;
  llvm::DenseMap<mlir::Block *, llvm::BasicBlock *> blocks;
  /// Where guards go on whose snapshot comes from this part and frame.
  llvm::DenseMap<std::pair<uint32_t, uint32_t>, mlir::Block *> forks;
  llvm::SmallVector<llvm::BasicBlock *> coldBlocks;
  llvm::DenseSet<mlir::Value> deferredBoxes; // see boxedByStore
  llvm::DenseSet<mlir::Operation *> guardedByCall; // see lowerListAppend
  /// Quotient and remainder (0 where not yet computed) of pairs of operands,
  /// within one block of the trace: a // b and a % b go together.
  struct Division {
    llvm::Value *quotient, *remainder;
  };
  llvm::DenseMap<std::pair<llvm::Value *, llvm::Value *>, Division> divisions;
  // Exits: one block per snapshot and way of leaving.
  llvm::DenseMap<std::pair<mlir::Value, unsigned>, llvm::BasicBlock *> exits;
  struct PendingExit {
    mlir::Value snapshot;
    bool raise;
    llvm::BasicBlock *block;
  };
  llvm::SmallVector<PendingExit> pendingExits;
  /// By a calling frame's snapshot: where its words are stored.
  struct CallerExit {
    llvm::BasicBlock *block = nullptr;
    llvm::PHINode *slot = nullptr;
  };
  llvm::DenseMap<mlir::Operation *, CallerExit> callerExits;
  llvm::BasicBlock *tailBlock = nullptr;
  llvm::PHINode *tailSlot = nullptr;
  // While one exit is described:
  llvm::DenseMap<mlir::Value, uint32_t> slotOf, virtualOf;
  llvm::SmallVector<mlir::Value> slotValues;
  llvm::MDNode *likelyWeights, *unlikelyWeights;
  std::string problem;
};

} // namespace pyc
