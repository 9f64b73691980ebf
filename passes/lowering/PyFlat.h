//===- PyFlat.h - A py.func as flat arrays, analysed for emission ---------===//
//
// MLIR's graph is turned into arrays once, in the order of RegionInfo, so that
// everything after it works with dense numbers. A value ends up in one of these
// modes:
//
//   Alias   a load_local (or cell) whose variable's register is not written
//           before the value's last use: users read that register itself.
//           `x + (x := 3)` is why this is checked.
//   Const   loaded where it is used, into the register the user wants.
//   Direct  written straight into the register of the local that it is stored
//           to; the store itself vanishes.
//   Temp    gets a register above the locals while it lives. It may have a
//           wish: a slot of the range its only user wants its operands in
//           (a call's window), or the register of the block argument that it
//           is passed to.
//
// A store whose value is Direct happens earlier than the op says, at the
// value's definition; `writes` has the effective positions, and aliases are
// checked against those.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "passes/py/PyPasses.h"
#include <vector>

namespace pyc::lowering {

// Every op of the dialect that can be in a function's body.
#define PYC_PY_OPS(X)                                                          \
  X(Return) X(Br) X(CondBr) X(Try) X(EndTry) X(ForIter) X(Unreachable)         \
  X(Constant) X(LoadLocal) X(StoreLocal) X(DeleteLocal) X(LoadCell)            \
  X(LoadDeref) X(StoreDeref) X(DeleteDeref) X(LoadClassDeref) X(LoadGlobal)    \
  X(StoreGlobal) X(DeleteGlobal) X(LoadName) X(StoreName) X(DeleteName)        \
  X(SetupAnnotations) X(LoadAttr) X(StoreAttr) X(DeleteAttr) X(LoadMethod)     \
  X(LoadSuperAttr) X(LoadSuperMethod) X(LoadSpecial) X(Binary) X(Inplace)      \
  X(Unary) X(Compare) X(GetItem) X(SetItem) X(DeleteItem) X(BuildSlice)        \
  X(BuildTuple) X(BuildList) X(BuildSet) X(BuildMap) X(BuildString)            \
  X(BuildConstMap) X(ListAppend) X(ListExtend) X(SetAdd) X(SetUpdate)          \
  X(DictUpdate) X(DictMerge) X(MapAdd) X(ListToTuple) X(FormatValue)           \
  X(UnpackSequence) X(UnpackEx) X(MakeFunction) X(LoadBuildClass) X(Call)      \
  X(CallMethod) X(CallEx) X(GetIter) X(Yield) X(GetYieldFromIter)              \
  X(YieldFrom) X(GetAiter) X(GetAnext) X(AsyncGenWrap) X(GetAwaitable)         \
  X(Raise) X(Reraise) X(EnterHandler) X(LeaveHandler) X(ExcMatch)              \
  X(ExcGroupMatch) X(ExcGroupReraise) X(ExcInfo) X(AssertError)                \
  X(EndAsyncFor) X(ImportName) X(ImportFrom) X(ImportStar) X(GetLen)           \
  X(MatchSequence) X(MatchMapping) X(MatchKeys) X(MatchClass)                  \
  X(CopyDictWithoutKeys) X(PrintExpr)

enum class Kind : uint8_t {
#define X(Name) Name,
  PYC_PY_OPS(X)
#undef X
  Unknown
};
Kind kindOf(mlir::Operation *op);

constexpr uint32_t kNone = ~0u;

struct FlatInst {
  mlir::Operation *op;
  Kind kind;
  uint32_t block;
  uint32_t firstOperand, operandCount;
  uint32_t firstResult, resultCount;
};

enum class Mode : uint8_t { Temp, Alias, Const, Direct };

struct FlatValue {
  uint32_t def = kNone; ///< instruction; kNone: block argument
  uint32_t block = 0;
  uint32_t uses = 0;
  uint32_t firstUse = kNone, lastUse = 0; ///< instructions
  uint32_t lastOperand = 0; ///< index of the last use in its instruction
  bool escapes = false;     ///< used outside of its block
  Mode mode = Mode::Temp;
  int32_t local = -1; ///< Alias, Direct
  int32_t reg = -1;   ///< Temp, once allocated
  uint32_t group = kNone, slot = 0; ///< wish: slot of that instruction's range
  uint32_t phi = kNone;             ///< wish: register of that block argument
};

struct FlatBlock {
  mlir::Block *block;
  uint32_t start = 0, end = 0; ///< instructions
  uint32_t firstArg = 0, argCount = 0;
  uint32_t handler = kNone;
  llvm::SmallVector<uint32_t, 2> predecessors; ///< normal and exceptional
  unsigned normalPredecessors = 0;
  llvm::SmallVector<uint32_t, 4> liveIn;  ///< Temps (block arguments not)
  llvm::SmallVector<uint32_t, 4> liveOut;
};

struct FlatFunction {
  py::FuncOp func;
  py::RegionInfo regions;
  std::vector<FlatInst> insts;
  std::vector<FlatValue> values;
  std::vector<uint32_t> operands;
  std::vector<uint8_t> kills; ///< by operand: the value dies there
  std::vector<FlatBlock> blocks;
  unsigned localCount;
  bool malformed = false;

  explicit FlatFunction(py::FuncOp func);

  llvm::ArrayRef<uint32_t> operandsOf(const FlatInst &inst) const {
    return {operands.data() + inst.firstOperand, inst.operandCount};
  }
  uint32_t blockIndex(mlir::Block *block) const {
    return regions.indexOf.lookup(block);
  }
  mlir::Attribute constantOf(uint32_t value) const;
  /// The slot of an operand in the register range that its instruction takes,
  /// or -1 when the operand may be in any register.
  static int slotOf(const FlatInst &inst, uint32_t operand);

private:
  std::vector<std::vector<uint32_t>> writes; ///< by local: positions, sorted
  /// Stores that happen earlier than their op: local, position.
  std::vector<std::pair<int32_t, uint32_t>> early;
  std::vector<uint32_t> blockStamp; ///< the value that a walk came by with
  void flatten();
  void connect();
  void wishes();
  void placeStores();
  bool tryDirect(uint32_t store);
  bool tryDirectPhi(uint32_t value, uint32_t at, int local);
  void tryDirectUnpack(uint32_t inst);
  bool quietBetween(uint32_t from, uint32_t to, int local) const;
  bool writtenBetween(int local, uint32_t from, uint32_t to) const;
  void chooseAliases();
  bool spread(uint32_t value, bool asAlias);
  void liveness();
};

} // namespace pyc::lowering
