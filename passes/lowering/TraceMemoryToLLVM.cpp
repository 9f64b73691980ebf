//===- TraceMemoryToLLVM.cpp - Heap access, allocation and calls ----------===//
#include "passes/lowering/TraceLowering.h"
#include "runtime/object/Layouts.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/IR/CFG.h"
#include "llvm/TargetParser/Host.h"

using namespace pyc;
using namespace pyc::trace;

llvm::Value *TraceLowering::slotAddress(mlir::Value base, mlir::Value index,
                                        int64_t offset, Slot slot) {
  llvm::Value *p = asPointer(get(base));
  if (llvm::isa<trace::ValueType>(base.getType()))
    offset -= 3;
  if (index)
    p = b.CreateGEP(b.getIntNTy(8 * sizeOfSlot(slot)), p, get(index));
  return offset ? b.CreateConstGEP1_64(b.getInt8Ty(), p, offset) : p;
}

// Whether a stored Value may point to the heap's young part, by its definition.
static bool mayBeYoung(mlir::Value v) {
  mlir::Operation *def = v.getDefiningOp();
  switch (def ? opcodeOf(def) : Opcode::Count) {
  case Opcode::box_int_: case Opcode::box_bool_: case Opcode::const_value_:
  case Opcode::const_object_:
    return false;
  default:
    return true;
  }
}

// An old object that receives a pointer to a young one is remembered, as
// gcNeedsBarrier() in GC.h says:
//   (v & 3) == 3 && holder is old && v is not empty && !(bits of v & black)
void TraceLowering::barrier(mlir::Value base, llvm::Value *address,
                            mlir::Value stored) {
  if (!mayBeYoung(stored))
    return;
  llvm::BasicBlock *isPointer = newBlock("pointer"), *done = newBlock("stored");
  llvm::Value *v = get(stored);
  b.CreateCondBr(isTagged(v), isPointer, done);
  b.SetInsertPoint(isPointer);
  pointerBarrier(holderAddress(base), address, v, done);
  b.SetInsertPoint(done);
}

llvm::Value *TraceLowering::holderAddress(mlir::Value base) {
  llvm::Value *w = asPointer(get(base));
  return llvm::isa<trace::ValueType>(base.getType())
             ? b.CreateConstGEP1_64(b.getInt8Ty(), w, -3)
             : w;
}

// (v + 1) & 3 is 0 for pointers only: an instruction less than (v & 3) == 3.
llvm::Value *TraceLowering::isTagged(llvm::Value *v) {
  return b.CreateICmpEQ(b.CreateAnd(b.CreateAdd(v, word(1)), word(3)), word(0));
}

// The rest of the barrier, for a v that is a pointer or empty. Goes to `done`.
void TraceLowering::pointerBarrier(llvm::Value *holder, llvm::Value *address,
                                   llvm::Value *v, llvm::BasicBlock *done) {
  llvm::BasicBlock *holderOld = newBlock("holder_old", true),
                   *bound = newBlock("bound", true),
                   *remember = newBlock("remember", true);
  auto gcBits = [&](llvm::Value *object, llvm::Value *mask) {
    llvm::Value *bits = b.CreateLoad(
        b.getInt8Ty(), b.CreateConstGEP1_64(b.getInt8Ty(), object,
                                            options.layout.gcBits));
    return b.CreateAnd(bits, mask);
  };
  llvm::Value *old = gcBits(holder, b.getInt8(options.layout.gcOldMask));
  b.CreateCondBr(b.CreateICmpNE(old, b.getInt8(0)), holderOld, done,
                 unlikelyWeights);
  b.SetInsertPoint(holderOld);
  b.CreateCondBr(b.CreateICmpEQ(v, word(3)), done, bound);
  b.SetInsertPoint(bound);
  llvm::Value *black =
      b.CreateLoad(b.getInt8Ty(), threadField(options.layout.gcBlack));
  b.CreateCondBr(
      b.CreateICmpNE(gcBits(b.CreateConstGEP1_64(b.getInt8Ty(), asPointer(v), -3),
                            black),
                     b.getInt8(0)),
      done,
      remember);
  b.SetInsertPoint(remember);
  b.CreateCall(helper(kSymRemember,
                      llvm::FunctionType::get(b.getVoidTy(),
                                              {b.getPtrTy(), b.getPtrTy()},
                                              false)),
               {holder, address});
  b.CreateBr(done);
}

// A float that is boxed to be stored is boxed by the store (storeFloat), where
// nothing needs the box before: only one that had to go to the heap, on the
// cold path, can need the barrier then. All other users of the box must come
// after the store.
bool TraceLowering::boxedByStore(mlir::Operation *box) {
  mlir::Operation *store = nullptr;
  for (mlir::Operation *user : box->getResult(0).getUsers()) {
    if (user->getBlock() != box->getBlock())
      continue;
    if (!store || user->isBeforeInBlock(store))
      store = user;
  }
  mlir::Value boxed = box->getResult(0);
  if (auto o = llvm::dyn_cast_or_null<SetFieldOp>(store))
    return o.getValue() == boxed && o.getBase() != boxed &&
           o.getSlot() == Slot::value && !o.getNobarrier();
  if (auto o = llvm::dyn_cast_or_null<SetItemOp>(store))
    return o.getValue() == boxed && o.getBase() != boxed &&
           o.getSlot() == Slot::value && !o.getNobarrier();
  return false;
}

void TraceLowering::storeFloat(mlir::Value base, llvm::Value *address,
                               mlir::Value boxed) {
  llvm::Value *f = get(boxed.getDefiningOp()->getOperand(0));
  llvm::BasicBlock *fast = newBlock("self_tagged"), *slow = newBlock("box", true),
                   *done = newBlock("stored");
  llvm::Value *bits = encodeFloat(f);
  b.CreateCondBr(isSelfTagged(bits), fast, slow, likelyWeights);
  b.SetInsertPoint(fast);
  b.CreateStore(bits, address);
  b.CreateBr(done);
  b.SetInsertPoint(slow);
  llvm::Value *onHeap = callBoxFloat(f);
  b.CreateStore(onHeap, address);
  pointerBarrier(holderAddress(base), address, onHeap, done);
  b.SetInsertPoint(done);
  if (boxed.hasOneUse())
    return;
  llvm::PHINode *phi = b.CreatePHI(b.getInt64Ty(), 2);
  for (llvm::BasicBlock *from : llvm::predecessors(done))
    phi->addIncoming(from == fast ? bits : onHeap, from);
  set(boxed, phi);
}

void TraceLowering::lowerMemory(mlir::Operation *op, Opcode code) {
  auto load = [&](mlir::Value base, mlir::Value index, int64_t offset,
                  Slot slot) {
    llvm::Value *p = slotAddress(base, index, offset, slot);
    llvm::Value *v;
    switch (slot) {
    case Slot::f64:
      v = b.CreateLoad(b.getDoubleTy(), p);
      break;
    case Slot::ptr:
      v = b.CreateLoad(b.getPtrTy(), p);
      break;
    case Slot::u8: case Slot::u16: case Slot::u32:
      v = b.CreateZExt(b.CreateLoad(b.getIntNTy(8 * sizeOfSlot(slot)), p),
                       b.getInt64Ty());
      break;
    case Slot::i32:
      v = b.CreateSExt(b.CreateLoad(b.getInt32Ty(), p), b.getInt64Ty());
      break;
    default:
      v = b.CreateLoad(b.getInt64Ty(), p);
    }
    set(op->getResult(0), v);
  };
  auto store = [&](mlir::Value base, mlir::Value index, int64_t offset,
                   Slot slot, mlir::Value value, bool noBarrier) {
    llvm::Value *p = slotAddress(base, index, offset, slot);
    if (deferredBoxes.erase(value))
      return storeFloat(base, p, value);
    llvm::Value *v = get(value);
    if (sizeOfSlot(slot) < 8)
      v = b.CreateTrunc(v, b.getIntNTy(8 * sizeOfSlot(slot)));
    b.CreateStore(v, p);
    if (!noBarrier && (slot == Slot::value || slot == Slot::taggedptr))
      barrier(base, p, value);
  };
  switch (code) {
  case Opcode::getfield_: {
    auto o = llvm::cast<GetFieldOp>(op);
    return load(o.getBase(), {}, o.getOffset(), o.getSlot());
  }
  case Opcode::getitem_: {
    auto o = llvm::cast<GetItemOp>(op);
    return load(o.getBase(), o.getIndex(), o.getOffset(), o.getSlot());
  }
  case Opcode::setfield_: {
    auto o = llvm::cast<SetFieldOp>(op);
    return store(o.getBase(), {}, o.getOffset(), o.getSlot(), o.getValue(),
                 o.getNobarrier());
  }
  default: {
    auto o = llvm::cast<SetItemOp>(op);
    return store(o.getBase(), o.getIndex(), o.getOffset(), o.getSlot(),
                 o.getValue(), o.getNobarrier());
  }
  }
}

// bits = rol(f, 4) ^ 2; where they do not read as a float, the heap.
llvm::Value *TraceLowering::encodeFloat(llvm::Value *f) {
  llvm::Value *bits = b.CreateBitCast(f, b.getInt64Ty());
  bits = b.CreateIntrinsic(llvm::Intrinsic::fshl, {b.getInt64Ty()},
                           {bits, bits, word(4)});
  return b.CreateXor(bits, word(2));
}

llvm::Value *TraceLowering::isSelfTagged(llvm::Value *v) {
  return b.CreateICmpNE(b.CreateAnd(b.CreateAdd(v, word(1)), word(2)), word(0));
}

llvm::Value *TraceLowering::callBoxFloat(llvm::Value *f) {
  return b.CreateCall(
      helper(kSymBoxFloat,
             llvm::FunctionType::get(b.getInt64Ty(),
                                     {b.getPtrTy(), b.getDoubleTy()}, false)),
      {thread, f});
}

llvm::Value *TraceLowering::boxFloat(llvm::Value *f) {
  llvm::Value *bits = encodeFloat(f);
  llvm::BasicBlock *from = b.GetInsertBlock();
  llvm::BasicBlock *slow = newBlock("box", true), *done = newBlock("boxed");
  b.CreateCondBr(isSelfTagged(bits), done, slow, likelyWeights);
  b.SetInsertPoint(slow);
  llvm::Value *boxed = callBoxFloat(f);
  b.CreateBr(done);
  b.SetInsertPoint(done);
  llvm::PHINode *phi = b.CreatePHI(b.getInt64Ty(), 2);
  phi->addIncoming(bits, from);
  phi->addIncoming(boxed, slow);
  return phi;
}

// p = nurseryTop; if (size <= nurseryEnd - p) nurseryTop = p + size
void TraceLowering::lowerNew(NewOp op) {
  uint64_t size = (uint64_t(op.getSize()) + 7) & ~uint64_t(7);
  llvm::Value *topAt = threadField(options.layout.nurseryTop);
  llvm::Value *p = b.CreateLoad(b.getPtrTy(), topAt);
  llvm::Value *end =
      b.CreateLoad(b.getInt64Ty(), threadField(options.layout.nurseryEnd));
  llvm::Value *next = b.CreateConstGEP1_64(b.getInt8Ty(), p, size);
  llvm::BasicBlock *fast = newBlock("bump"), *slow = newBlock("allocate", true),
                   *done = newBlock("new");
  b.CreateCondBr(
      b.CreateICmpULE(b.CreatePtrToInt(next, b.getInt64Ty()), end), fast, slow,
      likelyWeights);
  llvm::GlobalVariable *shape = symbol(op.getShape());
  b.SetInsertPoint(fast);
  b.CreateStore(next, topAt);
  b.CreateStore(shape, p); // the whole header: shape, no flags, young
  b.CreateBr(done);
  b.SetInsertPoint(slow);
  llvm::Value *q = b.CreateCall(
      helper(kSymAllocate,
             llvm::FunctionType::get(
                 b.getPtrTy(), {b.getPtrTy(), b.getInt64Ty(), b.getPtrTy()},
                 false)),
      {thread, word(size), shape});
  b.CreateCondBr(b.CreateIsNull(q), exitFor(op.getSnap(), /*raise=*/true), done,
                 unlikelyWeights);
  b.SetInsertPoint(done);
  llvm::PHINode *phi = b.CreatePHI(b.getPtrTy(), 2);
  phi->addIncoming(p, fast);
  phi->addIncoming(q, slow);
  set(op.getResult(),
      b.CreateAdd(b.CreatePtrToInt(phi, b.getInt64Ty()), word(3)));
}

// Rounding to whole doubles is an instruction from SSE4.1 on; a call would spill
// all floating point registers.
static llvm::Intrinsic::ID roundingOf(llvm::StringRef callee) {
  static const bool hasInstruction =
      llvm::sys::getHostCPUFeatures().lookup("sse4.1");
  if (!hasInstruction)
    return llvm::Intrinsic::not_intrinsic;
  return llvm::StringSwitch<llvm::Intrinsic::ID>(callee)
      .Case("floor", llvm::Intrinsic::floor)
      .Case("ceil", llvm::Intrinsic::ceil)
      .Case("nearbyint", llvm::Intrinsic::nearbyint)
      .Default(llvm::Intrinsic::not_intrinsic);
}

// list.append: the store where there is room, the call where there is none. (As
// operations of the trace the test for room would be a guard, and the trace
// would be left each time a list grows.) A guard behind it that the call has not
// failed belongs to the call's path only.
void TraceLowering::lowerListAppend(CallOp op) {
  mlir::Value list = op.getArgs()[1], stored = op.getArgs()[2];
  llvm::Value *l = holderAddress(list), *v = get(stored);
  auto at = [&](llvm::Value *base, uint64_t offset) {
    return b.CreateConstGEP1_64(b.getInt8Ty(), base, int64_t(offset));
  };
  llvm::BasicBlock *room = newBlock("room"), *full = newBlock("full", true),
                   *done = newBlock("appended");
  llvm::Value *sizeAt = at(l, offsetof(ListObject, size));
  llvm::Value *size = b.CreateLoad(b.getInt64Ty(), sizeAt);
  llvm::Value *buffer = at(
      asPointer(b.CreateLoad(b.getInt64Ty(), at(l, offsetof(ListObject, buffer)))),
      uint64_t(-3));
  llvm::Value *capacity =
      b.CreateLoad(b.getInt64Ty(), at(buffer, offsetof(ValueBuffer, length)));
  b.CreateCondBr(b.CreateICmpSLT(size, capacity), room, full, likelyWeights);
  b.SetInsertPoint(room);
  llvm::Value *slot = at(b.CreateGEP(b.getInt64Ty(), buffer, size),
                         offsetof(ValueBuffer, items));
  b.CreateStore(v, slot);
  b.CreateStore(b.CreateAdd(size, word(1)), sizeAt);
  if (mayBeYoung(stored)) {
    llvm::BasicBlock *isPointer = newBlock("pointer");
    b.CreateCondBr(isTagged(v), isPointer, done);
    b.SetInsertPoint(isPointer);
    pointerBarrier(buffer, slot, v, done);
  } else {
    b.CreateBr(done);
  }
  b.SetInsertPoint(full);
  llvm::Type *i64 = b.getInt64Ty();
  llvm::Value *r = b.CreateCall(
      helper(op.getCallee(),
             llvm::FunctionType::get(i64, {b.getPtrTy(), i64, i64}, false)),
      {get(op.getArgs()[0]), get(list), v});
  mlir::Operation *guard = op->getNextNode();
  while (guard && llvm::isa<SnapshotOp>(guard))
    guard = guard->getNextNode();
  if (guard && llvm::isa<GuardNoExceptionOp>(guard) &&
      guard->getOperand(0) == op.getResult()) {
    b.CreateCondBr(b.CreateICmpEQ(r, word(3)), exitFor(guard->getOperand(1)),
                   done, unlikelyWeights);
    guardedByCall.insert(guard);
  } else {
    b.CreateBr(done);
  }
  b.SetInsertPoint(done);
  bool used = llvm::any_of(op.getResult().getUsers(), [&](mlir::Operation *user) {
    return !guardedByCall.contains(user);
  });
  if (!used)
    return;
  llvm::PHINode *phi = b.CreatePHI(i64, 2);
  for (llvm::BasicBlock *from : llvm::predecessors(done))
    phi->addIncoming(from == full ? r : word(int64_t(singleton(kNoneIndex).bits)),
                     from);
  set(op.getResult(), phi);
}

void TraceLowering::lowerCall(CallOp op) {
  if (op.getCallee() == "pyc_jit_list_append")
    return lowerListAppend(op);
  if (auto rounding = roundingOf(op.getCallee());
      rounding != llvm::Intrinsic::not_intrinsic)
    return set(op.getResult(),
               b.CreateUnaryIntrinsic(rounding, get(op.getArgs().front())));
  llvm::SmallVector<llvm::Type *> types;
  llvm::SmallVector<llvm::Value *> args;
  for (mlir::Value arg : op.getArgs()) {
    args.push_back(get(arg));
    types.push_back(args.back()->getType());
  }
  llvm::Type *result =
      op.getResult() ? typeOf(op.getResult().getType()) : b.getVoidTy();
  llvm::FunctionCallee callee =
      helper(op.getCallee(), llvm::FunctionType::get(result, types, false));
  llvm::CallInst *call = b.CreateCall(callee, args);
  for (unsigned i = 0; i < types.size(); ++i)
    if (types[i]->isIntegerTy(1))
      call->addParamAttr(i, llvm::Attribute::ZExt);
  if (op.getResult()) {
    if (result->isIntegerTy(1))
      call->addRetAttr(llvm::Attribute::ZExt);
    set(op.getResult(), call);
  }
}

// target = load slot; r = target(newbase, thread);
// result = r ? helper(thread, r, newbase, slot) : exitValues[0]
void TraceLowering::lowerCallTrace(CallTraceOp op) {
  llvm::Value *newBase = get(op.getBase());
  llvm::Value *slot = symbol(op.getTarget());
  llvm::Value *target = b.CreateLoad(b.getPtrTy(), slot);
  llvm::BasicBlock *call = newBlock("call"), *fast = newBlock("returned"),
                   *done = newBlock("called"),
                   *slow = newBlock("finish_call", true);
  llvm::Constant *null = llvm::ConstantPointerNull::get(b.getPtrTy());
  llvm::BasicBlock *from = b.GetInsertBlock();
  b.CreateCondBr(b.CreateIsNull(target), slow, call, unlikelyWeights);
  b.SetInsertPoint(call);
  llvm::CallInst *left =
      b.CreateCall(function->getFunctionType(), target, {newBase, thread});
  left->setCallingConv(llvm::CallingConv::PreserveNone);
  b.CreateCondBr(b.CreateIsNull(left), fast, slow, likelyWeights);
  b.SetInsertPoint(fast);
  llvm::Value *result = b.CreateLoad(
      b.getInt64Ty(),
      b.CreateLoad(b.getPtrTy(), threadField(options.layout.exitValues)));
  b.CreateBr(done);
  b.SetInsertPoint(slow);
  llvm::PHINode *why = b.CreatePHI(b.getPtrTy(), 2);
  why->addIncoming(null, from);
  why->addIncoming(left, call);
  llvm::Value *slowResult = b.CreateCall(
      helper(op.getHelper(),
             llvm::FunctionType::get(
                 b.getInt64Ty(),
                 {b.getPtrTy(), b.getPtrTy(), b.getPtrTy(), b.getPtrTy()},
                 false)),
      {thread, why, newBase, slot});
  b.CreateBr(done);
  b.SetInsertPoint(done);
  llvm::PHINode *phi = b.CreatePHI(b.getInt64Ty(), 2);
  phi->addIncoming(result, fast);
  phi->addIncoming(slowResult, slow);
  set(op.getResult(), phi);
}
