//===- PyEmitOps.cpp - One case per op ------------------------------------===//
#include "passes/lowering/PyEmitter.h"

using namespace mlir;
using namespace pyc;
using namespace pyc::lowering;

/// Emits one op; false when it is malformed.
bool Emitter::instruction(uint32_t index) {
  const FlatInst &inst = f.insts[index];
  Operation *op = inst.op;
  auto target = [&](unsigned successor) {
    return f.blockIndex(op->getSuccessor(successor));
  };
  switch (inst.kind) {
  // --- control flow ---
  case Kind::Return: {
    Attribute c = f.constantOf(f.operands[inst.firstOperand]);
    if (c && isa<py::NoneAttr>(c)) {
      emit(Op::ReturnNone);
      kill(inst);
    } else {
      effect(inst, Op::Return);
    }
    return true;
  }
  case Kind::Br:
    passArguments(inst);
    jump(inst.block, target(0));
    return true;
  case Kind::CondBr:
    condBranch(index);
    return true;
  case Kind::Try:
  case Kind::EndTry:
    jump(inst.block, target(0));
    return true;
  case Kind::ForIter:
    forIter(index);
    return true;
  case Kind::EndAsyncFor: {
    uint32_t exception = use(inst, 0);
    kill(inst);
    emitLong(Op::EndAsyncFor, exception, 0);
    fixup(target(0), false);
    // Not on the way to anywhere when it is behind: go round by a Loop.
    if (target(0) <= inst.block) {
      fixups.pop_back();
      uint32_t at = uint32_t(out.words.size()) - 1;
      out.words[at] |= uint64_t(1) << 32;
      jump(inst.block, target(0));
    }
    return true;
  }
  case Kind::Unreachable:
    emit(Op::ReturnNone);
    return true;

  // --- locals, cells, names ---
  case Kind::Constant:
    return true; // loaded where it is used
  case Kind::LoadCell:
    return true;
  case Kind::LoadLocal: {
    auto load = cast<py::LoadLocalOp>(op);
    uint32_t reg = uint32_t(load.getReg());
    if (!load.getAssigned())
      emit(Op::CheckLocal, reg);
    if (f.values[inst.firstResult].mode != Mode::Alias)
      move(result(inst), reg);
    return true;
  }
  case Kind::StoreLocal: {
    uint32_t reg = uint32_t(cast<py::StoreLocalOp>(op).getReg());
    uint32_t id = f.operands[inst.firstOperand];
    const FlatValue &v = f.values[id];
    if (v.mode == Mode::Const)
      loadConstant(reg, f.constantOf(id));
    else
      move(reg, use(id));
    kill(inst);
    return true;
  }
  case Kind::DeleteLocal:
    emit(Op::DeleteLocal, uint32_t(cast<py::DeleteLocalOp>(op).getReg()));
    return true;
  case Kind::LoadDeref:
    emit(Op::LoadDeref, result(inst),
         uint32_t(cast<py::LoadDerefOp>(op).getReg()));
    return true;
  case Kind::StoreDeref: {
    uint32_t v = use(inst, 0);
    kill(inst);
    emit(Op::StoreDeref, uint32_t(cast<py::StoreDerefOp>(op).getReg()), v);
    return true;
  }
  case Kind::DeleteDeref:
    emit(Op::DeleteDeref, uint32_t(cast<py::DeleteDerefOp>(op).getReg()));
    return true;
  case Kind::LoadClassDeref: {
    auto load = cast<py::LoadClassDerefOp>(op);
    emit(Op::LoadClassDeref, result(inst), uint32_t(load.getReg()),
         name(load.getNameAttr()));
    return true;
  }
  case Kind::LoadGlobal:
    emit(Op::LoadGlobal, result(inst),
         name(cast<py::LoadGlobalOp>(op).getNameAttr()));
    return true;
  case Kind::LoadName:
    emit(Op::LoadName, result(inst),
         name(cast<py::LoadNameOp>(op).getNameAttr()));
    return true;
  case Kind::StoreGlobal: {
    uint32_t v = use(inst, 0);
    kill(inst);
    emit(Op::StoreGlobal, v, name(cast<py::StoreGlobalOp>(op).getNameAttr()));
    return true;
  }
  case Kind::StoreName: {
    uint32_t v = use(inst, 0);
    kill(inst);
    emit(Op::StoreName, v, name(cast<py::StoreNameOp>(op).getNameAttr()));
    return true;
  }
  case Kind::DeleteGlobal:
    emit(Op::DeleteGlobal, name(cast<py::DeleteGlobalOp>(op).getNameAttr()));
    return true;
  case Kind::DeleteName:
    emit(Op::DeleteName, name(cast<py::DeleteNameOp>(op).getNameAttr()));
    return true;
  case Kind::SetupAnnotations:
    emit(Op::SetupAnnotations);
    return true;

  // --- attributes ---
  case Kind::LoadAttr: {
    uint32_t object = use(inst, 0);
    kill(inst);
    emit(Op::LoadAttr, result(inst), object,
         name(cast<py::LoadAttrOp>(op).getNameAttr()));
    return true;
  }
  case Kind::StoreAttr: {
    uint32_t object = use(inst, 0), v = use(inst, 1);
    kill(inst);
    emit(Op::StoreAttr, object, v,
         name(cast<py::StoreAttrOp>(op).getNameAttr()));
    return true;
  }
  case Kind::DeleteAttr: {
    uint32_t object = use(inst, 0);
    kill(inst);
    emit(Op::DeleteAttr, object,
         name(cast<py::DeleteAttrOp>(op).getNameAttr()));
    return true;
  }
  case Kind::LoadMethod: {
    uint32_t object = use(inst, 0);
    kill(inst);
    emit(Op::LoadMethod, methodWindow(inst), object,
         name(cast<py::LoadMethodOp>(op).getNameAttr()));
    return true;
  }
  case Kind::LoadSuperAttr: {
    uint32_t base = placeRange(index, 3, false);
    kill(inst);
    emit(Op::LoadSuperAttr, result(inst), base,
         name(cast<py::LoadSuperAttrOp>(op).getNameAttr()));
    return true;
  }
  case Kind::LoadSuperMethod: {
    uint32_t base = placeRange(index, 3, false);
    kill(inst);
    emit(Op::LoadSuperMethod, methodWindow(inst), base,
         name(cast<py::LoadSuperMethodOp>(op).getNameAttr()));
    return true;
  }
  case Kind::LoadSpecial: {
    uint32_t object = use(inst, 0);
    kill(inst);
    emit(Op::LoadSpecial, result(inst), object,
         uint32_t(cast<py::LoadSpecialOp>(op).getKind()));
    return true;
  }

  // --- operators, items ---
  case Kind::Binary:
  case Kind::Inplace:
    binary(inst);
    return true;
  case Kind::Unary:
    simple(inst, Op(unsigned(Op::Negative) +
                    unsigned(cast<py::UnaryOp>(op).getKind())));
    return true;
  case Kind::Compare:
    compare(index);
    return true;
  case Kind::GetItem:
    simple(inst, Op::GetItem);
    return true;
  case Kind::SetItem:
    effect(inst, Op::SetItem);
    return true;
  case Kind::DeleteItem:
    effect(inst, Op::DeleteItem);
    return true;

  // --- building ---
  case Kind::BuildSlice:
    build(index, Op::BuildSlice);
    return true;
  case Kind::BuildTuple:
    build(index, Op::BuildTuple);
    return true;
  case Kind::BuildList:
    build(index, Op::BuildList);
    return true;
  case Kind::BuildSet:
    build(index, Op::BuildSet);
    return true;
  case Kind::BuildMap:
    build(index, Op::BuildMap);
    return true;
  case Kind::BuildString:
    build(index, Op::BuildString);
    return true;
  case Kind::BuildConstMap: {
    uint32_t base = placeRange(index, inst.operandCount, false);
    kill(inst);
    emit(Op::BuildConstMap, result(inst), base,
         shortConstant(cast<py::BuildConstMapOp>(op).getKeys()));
    return true;
  }
  case Kind::ListAppend:
    effect(inst, Op::ListAppend);
    return true;
  case Kind::ListExtend:
    effect(inst, Op::ListExtend);
    return true;
  case Kind::SetAdd:
    effect(inst, Op::SetAdd);
    return true;
  case Kind::SetUpdate:
    effect(inst, Op::SetUpdate);
    return true;
  case Kind::DictUpdate:
    effect(inst, Op::DictUpdate);
    return true;
  case Kind::DictMerge:
    effect(inst, Op::DictMerge);
    return true;
  case Kind::MapAdd:
    effect(inst, Op::MapAdd);
    return true;
  case Kind::ListToTuple:
    simple(inst, Op::ListToTuple);
    return true;
  case Kind::FormatValue: {
    auto format = cast<py::FormatValueOp>(op);
    uint32_t v = use(inst, 0);
    bool hasSpec = inst.operandCount > 1;
    uint32_t spec = hasSpec ? use(inst, 1) : 0;
    kill(inst);
    emit(Op::FormatValue, result(inst), v, spec);
    operandWord(uint64_t(uint8_t(format.getConversion())) |
                (hasSpec ? 256 : 0));
    return true;
  }
  case Kind::UnpackSequence: {
    uint32_t sequence = use(inst, 0);
    kill(inst);
    emit(Op::UnpackSequence, defineRun(inst), sequence, inst.resultCount);
    return true;
  }
  case Kind::UnpackEx: {
    uint32_t before = uint32_t(cast<py::UnpackExOp>(op).getBefore());
    if (before >= inst.resultCount)
      return false;
    uint32_t sequence = use(inst, 0);
    kill(inst);
    emit(Op::UnpackEx, defineRun(inst), sequence);
    operandWord(uint64_t(before) |
                uint64_t(inst.resultCount - before - 1) << 32);
    return true;
  }

  // --- functions, calls ---
  case Kind::MakeFunction: {
    auto make = cast<py::MakeFunctionOp>(op);
    uint32_t base = placeRange(index, 4, false);
    for (uint32_t slot = 0; slot < 4; ++slot)
      if (!make.getProperties().operandSegmentSizes[slot])
        emit(Op::Clear, base + slot);
    kill(inst);
    emit(Op::MakeFunction, result(inst), shortConstant(make.getCodeAttr()),
         base);
    return true;
  }
  case Kind::LoadBuildClass:
    emit(Op::LoadBuildClass, result(inst));
    return true;
  case Kind::Call:
  case Kind::CallMethod:
    callOp(index);
    return true;
  case Kind::CallEx: {
    uint32_t base = placeRange(index, 6, true);
    if (inst.operandCount < 3)
      emit(Op::Clear, base + 5);
    kill(inst);
    uint32_t dest =
        f.values[inst.firstResult].uses == 0 ? base : result(inst);
    emit(Op::CallEx, dest, base);
    return true;
  }

  // --- iteration, generators ---
  case Kind::GetIter:
    simple(inst, Op::GetIter);
    return true;
  case Kind::Yield:
    simple(inst, Op::Yield);
    return true;
  case Kind::GetYieldFromIter:
    simple(inst, Op::GetYieldFromIter);
    return true;
  case Kind::YieldFrom:
    simple(inst, Op::YieldFrom);
    return true;
  case Kind::GetAiter:
    simple(inst, Op::GetAiter);
    return true;
  case Kind::GetAnext:
    simple(inst, Op::GetAnext);
    return true;
  case Kind::AsyncGenWrap:
    simple(inst, Op::AsyncGenWrap);
    return true;
  case Kind::GetAwaitable: {
    uint32_t v = use(inst, 0);
    kill(inst);
    emit(Op::GetAwaitable, result(inst), v,
         uint32_t(cast<py::GetAwaitableOp>(op).getKind()));
    return true;
  }

  // --- exceptions ---
  case Kind::Raise: {
    uint32_t exception = inst.operandCount > 0 ? use(inst, 0) : 0;
    uint32_t cause = inst.operandCount > 1 ? use(inst, 1) : 0;
    kill(inst);
    emit(Op::Raise, exception, cause, inst.operandCount);
    return true;
  }
  case Kind::Reraise:
    effect(inst, Op::Reraise);
    return true;
  case Kind::EnterHandler:
    emit(Op::EnterHandler, defineRun(inst));
    return true;
  case Kind::LeaveHandler: {
    uint32_t exception = use(inst, 0), previous = use(inst, 1);
    if (previous != exception + 1)
      return false;
    emit(Op::LeaveHandler, exception);
    kill(inst);
    return true;
  }
  case Kind::ExcMatch:
    simple(inst, Op::ExcMatch);
    return true;
  case Kind::ExcGroupMatch: {
    uint32_t exception = use(inst, 0), cls = use(inst, 1);
    kill(inst);
    emit(Op::ExcGroupMatch, defineRun(inst), exception, cls);
    return true;
  }
  case Kind::ExcGroupReraise:
    simple(inst, Op::ExcGroupReraise);
    return true;
  case Kind::ExcInfo: {
    uint32_t exception = use(inst, 0);
    kill(inst);
    emit(Op::ExcInfo, defineRun(inst), exception);
    return true;
  }
  case Kind::AssertError:
    emit(Op::AssertError, result(inst));
    return true;

  // --- imports ---
  case Kind::ImportName: {
    uint32_t base = placeRange(index, 2, false);
    kill(inst);
    emit(Op::ImportName, result(inst), base,
         name(cast<py::ImportNameOp>(op).getNameAttr()));
    return true;
  }
  case Kind::ImportFrom: {
    uint32_t module = use(inst, 0);
    kill(inst);
    emit(Op::ImportFrom, result(inst), module,
         name(cast<py::ImportFromOp>(op).getNameAttr()));
    return true;
  }
  case Kind::ImportStar:
    effect(inst, Op::ImportStar);
    return true;

  // --- patterns ---
  case Kind::GetLen:
    simple(inst, Op::GetLen);
    return true;
  case Kind::MatchSequence:
    simple(inst, Op::MatchSequence);
    return true;
  case Kind::MatchMapping:
    simple(inst, Op::MatchMapping);
    return true;
  case Kind::MatchKeys:
    simple(inst, Op::MatchKeys);
    return true;
  case Kind::MatchClass: {
    // A constant subject takes a scratch register, which the range must avoid.
    uint32_t subject = use(inst, 0);
    uint32_t base = placeRange(index, 2, false);
    kill(inst);
    emit(Op::MatchClass, result(inst), subject, base);
    operandWord(uint64_t(cast<py::MatchClassOp>(op).getPositional()));
    return true;
  }
  case Kind::CopyDictWithoutKeys:
    simple(inst, Op::CopyDictWithoutKeys);
    return true;
  case Kind::PrintExpr:
    effect(inst, Op::PrintExpr);
    return true;
  case Kind::Unknown:
    return false;
  }
  return false;
}
static_assert(unsigned(pyc::Op::ToBool) ==
              unsigned(pyc::Op::Negative) + unsigned(py::UnaryKind::ToBool));

/// The window that a method's look-up fills: its results' slots when the call
/// wants both there.
uint32_t Emitter::methodWindow(const FlatInst &inst) {
  uint32_t calleeId = inst.firstResult, selfId = inst.firstResult + 1;
  FlatValue &callee = f.values[calleeId], &self = f.values[selfId];
  uint32_t base = top();
  if (callee.group != kNone && callee.group == self.group &&
      callee.slot == 0 && self.slot == 4) {
    uint32_t wish = uint32_t(wishedRegister(calleeId));
    if (isFree(wish) && isFree(wish + 4))
      base = wish;
  }
  callee.reg = int32_t(base);
  self.reg = int32_t(base + 4);
  touch(base + 4);
  if (callee.uses)
    own(base, calleeId);
  if (self.uses)
    own(base + 4, selfId);
  return base;
}
