//===- TraceToLLVM.cpp - Trace dialect to LLVM IR, in one walk ------------===//
//
// DialectConversion is quadratic when guards split blocks (13 ms for 1,000
// operations); a walk with IRBuilder takes 0.6 ms. No LLVM optimisation follows
// (DESIGN §8), so what is emitted here should already be what the machine is
// to do: constants on the right, one compare and branch per guard, tagged
// arithmetic without untagging.
//
//===----------------------------------------------------------------------===//
#include "passes/lowering/TraceLowering.h"
#include "llvm/IR/MDBuilder.h"
#include "mlir/IR/Block.h"

using namespace pyc;
using namespace pyc::trace;
using llvm::Intrinsic::ID;

uint32_t ExitTables::symbol(llvm::StringRef name) {
  auto [it, isNew] = symbolIndex.try_emplace(name, symbols.size());
  if (isNew)
    symbols.push_back(name.str());
  return it->second;
}

void ExitTables::finish() {
  exits.shrink_to_fit();
  frames.shrink_to_fit();
  values.shrink_to_fit();
  virtuals.shrink_to_fit();
  decltype(symbols)().swap(symbols);
  decltype(symbolIndex)().swap(symbolIndex);
  decltype(placed)().swap(placed);
}

TraceLowering::TraceLowering(TraceOp trace, llvm::Module &module,
                             const LoweringOptions &options, ExitTables &tables)
    : traceOp(trace), module(module), context(module.getContext()),
      options(options), tables(tables), b(context) {
  llvm::MDBuilder md(context);
  likelyWeights = md.createBranchWeights(1 << 20, 1);
  unlikelyWeights = md.createBranchWeights(1, 1 << 20);
}

llvm::Type *TraceLowering::typeOf(mlir::Type type) {
  switch (traceTypeOf(type)) {
  case TraceType::Float:
    return b.getDoubleTy();
  case TraceType::Bool:
    return b.getInt1Ty();
  case TraceType::Ptr:
    return b.getPtrTy();
  default:
    return b.getInt64Ty();
  }
}

llvm::GlobalVariable *TraceLowering::symbol(llvm::StringRef name) {
  llvm::GlobalVariable *g = module.getNamedGlobal(name);
  if (!g) {
    g = new llvm::GlobalVariable(module, b.getInt8Ty(), false,
                                 llvm::GlobalValue::ExternalLinkage, nullptr,
                                 name);
    if (!name.starts_with("pyc_"))
      tables.symbol(name);
  }
  return g;
}

// The word that points to the object: an instruction and no constant
// expression, which FastISel leaves to the slow selector (for the rest of the
// block).
llvm::Value *TraceLowering::objectWord(llvm::StringRef name) {
  std::string valueName = (name + kValueSuffix).str();
  llvm::GlobalVariable *g = module.getNamedGlobal(valueName);
  if (!g) {
    g = new llvm::GlobalVariable(module, b.getInt8Ty(), false,
                                 llvm::GlobalValue::ExternalLinkage, nullptr,
                                 valueName);
    tables.valueSymbols.push_back(tables.symbol(name));
  }
  return b.Insert(
      llvm::CastInst::Create(llvm::Instruction::PtrToInt, g, b.getInt64Ty()));
}

llvm::FunctionCallee TraceLowering::helper(llvm::StringRef name,
                                           llvm::FunctionType *type) {
  // One name may be called with several types: declare it once, opaque.
  if (llvm::Function *known = module.getFunction(name))
    return {type, known};
  if (!name.starts_with("pyc_rt_"))
    tables.symbol(name);
  return {type, llvm::Function::Create(type, llvm::GlobalValue::ExternalLinkage,
                                       name, module)};
}

llvm::BasicBlock *TraceLowering::newBlock(const char *name, bool cold) {
  auto *block = llvm::BasicBlock::Create(context, name);
  function->insert(function->end(), block);
  if (cold)
    coldBlocks.push_back(block); // moved behind the others at the end
  return block;
}

void TraceLowering::stressPoint(llvm::BasicBlock *exit) {
  llvm::Value *counter = symbol(kSymStress);
  llvm::Value *left =
      b.CreateSub(b.CreateLoad(b.getInt32Ty(), counter), b.getInt32(1));
  b.CreateStore(left, counter);
  llvm::BasicBlock *next = newBlock("go");
  b.CreateCondBr(b.CreateICmpEQ(left, b.getInt32(0)), exit, next,
                 unlikelyWeights);
  b.SetInsertPoint(next);
}

void TraceLowering::branchOk(llvm::Value *ok, llvm::BasicBlock *exit) {
  llvm::BasicBlock *next = newBlock("go");
  b.CreateCondBr(ok, next, exit, likelyWeights);
  b.SetInsertPoint(next);
}

void TraceLowering::branchFail(llvm::Value *fail, llvm::BasicBlock *exit) {
  llvm::BasicBlock *next = newBlock("go");
  b.CreateCondBr(fail, exit, next, unlikelyWeights);
  b.SetInsertPoint(next);
}

llvm::Value *TraceLowering::lowerConstant(mlir::Operation *op) {
  switch (opcodeOf(op)) {
  case Opcode::const_int_:
    return word(int64_t(uint64_t(llvm::cast<ConstIntOp>(op).getImm()) << 2));
  case Opcode::const_float_:
    return llvm::ConstantFP::get(context, llvm::cast<ConstFloatOp>(op).getImm());
  case Opcode::const_bool_:
    return b.getInt1(llvm::cast<ConstBoolOp>(op).getImm());
  case Opcode::const_raw_:
    return word(llvm::cast<ConstRawOp>(op).getImm());
  case Opcode::const_value_:
    return word(llvm::cast<ConstValueOp>(op).getImm());
  case Opcode::const_object_:
    return objectWord(llvm::cast<ConstObjectOp>(op).getSym());
  case Opcode::const_ptr_:
    return symbol(llvm::cast<ConstPtrOp>(op).getSym());
  default:
    return nullptr;
  }
}

// Constants are made where they are used: they cost no register in between.
llvm::Value *TraceLowering::get(mlir::Value v) {
  auto it = values.find(v);
  if (it != values.end())
    return it->second;
  mlir::Operation *def = v.getDefiningOp();
  llvm::Value *made = def ? lowerConstant(def) : nullptr;
  if (!made) {
    problem = "a value is used before it is computed";
    return llvm::PoisonValue::get(typeOf(v.getType()));
  }
  if (llvm::isa<llvm::Constant>(made)) // an instruction serves its block only
    values[v] = made;
  return made;
}

// Floor of a / divisor, not tagged, by multiplying with the inverse. With t the
// sign of a (0 or -1), a ^ t lies in [0, 2^63) and floor(a / D) is
// ((a ^ t) / D) ^ t. For numerators of 63 bits and l = ceil(log2(D)) the factor
// ceil(2^(63 + l) / D) fits in 64 bits and gives the quotient exactly
// (Granlund and Montgomery, "Division by Invariant Integers using
// Multiplication", 1994). 4 instructions and a multiplication for the 10 to 40
// cycles of a division.
llvm::Value *TraceLowering::quotientByConstant(llvm::Value *a, uint64_t n) {
  unsigned __int128 divisor = (unsigned __int128)n << 2; // a carries 4 too
  unsigned log = llvm::Log2_64_Ceil(n) + 2;
  auto factor =
      uint64_t((((unsigned __int128)1 << (63 + log)) + divisor - 1) / divisor);
  llvm::Value *sign = b.CreateAShr(a, word(63));
  llvm::Value *x = b.CreateXor(a, sign);
  llvm::Type *wide = b.getIntNTy(128);
  llvm::Value *product =
      b.CreateMul(b.CreateZExt(x, wide),
                  b.CreateZExt(word(int64_t(factor)), wide));
  llvm::Value *high = b.CreateTrunc(
      b.CreateLShr(product, llvm::ConstantInt::get(wide, 64)), b.getInt64Ty());
  return b.CreateXor(b.CreateLShr(high, word(log - 1)), sign);
}

// Tagged operands: both carry the factor 4, so the quotient comes out untagged
// and the remainder tagged. Python rounds down: where the remainder's sign
// differs from the divisor's, one less and one divisor more.
llvm::Value *TraceLowering::intDivMod(llvm::Value *a, llvm::Value *d, bool mod) {
  auto *c = llvm::dyn_cast<llvm::ConstantInt>(d);
  int64_t n = c ? c->getSExtValue() >> 2 : 0;
  if (n > 0 && llvm::isPowerOf2_64(n)) {
    if (mod)
      return b.CreateAnd(a, word((n - 1) << 2));
    llvm::Value *q = b.CreateAShr(a, word(llvm::Log2_64(n)));
    return b.CreateAnd(q, word(~int64_t(3)));
  }
  Division &known = divisions[{a, d}];
  if (!known.quotient) {
    if (n > 0) {
      known.quotient = quotientByConstant(a, n);
    } else {
      llvm::Value *q = b.CreateSDiv(a, d);
      llvm::Value *r = b.CreateSub(a, b.CreateMul(q, d));
      llvm::Value *off =
          b.CreateAnd(b.CreateICmpNE(r, word(0)),
                      b.CreateICmpSLT(b.CreateXor(r, d), word(0)));
      known.remainder = b.CreateAdd(r, b.CreateSelect(off, d, word(0)));
      known.quotient = b.CreateSub(q, b.CreateZExt(off, b.getInt64Ty()));
    }
  }
  if (!mod)
    return b.CreateShl(known.quotient, word(2));
  if (!known.remainder)
    known.remainder = b.CreateSub(a, b.CreateMul(known.quotient, d));
  return known.remainder;
}

void TraceLowering::lowerArithmetic(mlir::Operation *op, Opcode code) {
  llvm::Value *x = get(op->getOperand(0));
  llvm::Value *y = op->getNumOperands() > 1 ? get(op->getOperand(1)) : nullptr;
  auto done = [&](llvm::Value *v) { set(op->getResult(0), v); };
  using P = llvm::CmpInst::Predicate;
  auto icmp = [&](P p) {
    if (llvm::isa<llvm::ConstantInt>(x)) // an immediate on the right only
      return done(b.CreateICmp(llvm::CmpInst::getSwappedPredicate(p), y, x));
    done(b.CreateICmp(p, x, y));
  };
  auto fcmp = [&](P p) { done(b.CreateFCmp(p, x, y)); };
  switch (code) {
  case Opcode::int_add_: case Opcode::int_add_wrap_:
  case Opcode::raw_add_: return done(b.CreateAdd(x, y));
  case Opcode::int_sub_: case Opcode::int_sub_wrap_:
  case Opcode::raw_sub_: return done(b.CreateSub(x, y));
  case Opcode::int_mul_: case Opcode::int_mul_wrap_:
    if (llvm::isa<llvm::Constant>(y))
      std::swap(x, y);
    return done(b.CreateMul(b.CreateAShr(x, word(2)), y));
  case Opcode::raw_mul_: return done(b.CreateMul(x, y));
  case Opcode::int_floordiv_: return done(intDivMod(x, y, false));
  case Opcode::int_mod_: return done(intDivMod(x, y, true));
  case Opcode::int_and_: case Opcode::raw_and_: return done(b.CreateAnd(x, y));
  case Opcode::int_or_: case Opcode::raw_or_: return done(b.CreateOr(x, y));
  case Opcode::int_xor_: case Opcode::raw_xor_: return done(b.CreateXor(x, y));
  case Opcode::int_min_: return done(b.CreateSelect(b.CreateICmpSLT(y, x), y, x));
  case Opcode::int_max_: return done(b.CreateSelect(b.CreateICmpSGT(y, x), y, x));
  case Opcode::float_min_: return done(b.CreateSelect(b.CreateFCmpOLT(y, x), y, x));
  case Opcode::float_max_: return done(b.CreateSelect(b.CreateFCmpOGT(y, x), y, x));
  case Opcode::int_shl_: case Opcode::int_shl_wrap_: return done(b.CreateShl(x, b.CreateAShr(y, word(2))));
  case Opcode::int_shr_: {
    llvm::Value *n = b.CreateAShr(y, word(2));
    if (!llvm::isa<llvm::ConstantInt>(n))
      n = b.CreateSelect(b.CreateICmpULT(n, word(63)), n, word(63));
    else if (llvm::cast<llvm::ConstantInt>(n)->getZExtValue() > 63)
      n = word(63);
    return done(b.CreateAnd(b.CreateAShr(x, n), word(~int64_t(3))));
  }
  case Opcode::raw_shl_: return done(b.CreateShl(x, y));
  case Opcode::raw_shr_: return done(b.CreateAShr(x, y));
  case Opcode::raw_ushr_: return done(b.CreateLShr(x, y));
  case Opcode::int_lt_: case Opcode::raw_lt_: return icmp(P::ICMP_SLT);
  case Opcode::int_le_: case Opcode::raw_le_: return icmp(P::ICMP_SLE);
  case Opcode::int_gt_: return icmp(P::ICMP_SGT);
  case Opcode::int_ge_: return icmp(P::ICMP_SGE);
  case Opcode::int_eq_: case Opcode::raw_eq_: case Opcode::ptr_eq_:
  case Opcode::value_eq_: return icmp(P::ICMP_EQ);
  case Opcode::int_ne_: case Opcode::raw_ne_: return icmp(P::ICMP_NE);
  case Opcode::raw_ult_: return icmp(P::ICMP_ULT);
  case Opcode::float_add_: return done(b.CreateFAdd(x, y));
  case Opcode::float_sub_: return done(b.CreateFSub(x, y));
  case Opcode::float_mul_: return done(b.CreateFMul(x, y));
  case Opcode::float_div_: return done(b.CreateFDiv(x, y));
  case Opcode::float_neg_: return done(b.CreateFNeg(x));
  case Opcode::float_abs_:
    return done(b.CreateUnaryIntrinsic(llvm::Intrinsic::fabs, x));
  case Opcode::float_sqrt_:
    return done(b.CreateUnaryIntrinsic(llvm::Intrinsic::sqrt, x));
  case Opcode::float_lt_: return fcmp(P::FCMP_OLT);
  case Opcode::float_le_: return fcmp(P::FCMP_OLE);
  case Opcode::float_gt_: return fcmp(P::FCMP_OGT);
  case Opcode::float_ge_: return fcmp(P::FCMP_OGE);
  case Opcode::float_eq_: return fcmp(P::FCMP_OEQ);
  case Opcode::float_ne_: return fcmp(P::FCMP_UNE);
  case Opcode::bool_not_: return done(b.CreateXor(x, b.getInt1(true)));
  case Opcode::bool_and_: return done(b.CreateAnd(x, y));
  case Opcode::bool_or_: return done(b.CreateOr(x, y));
  case Opcode::ptr_add_: return done(b.CreateGEP(b.getInt8Ty(), x, y));
  default:
    problem = "no lowering for an operation";
  }
}

void TraceLowering::lowerGuardedArithmetic(mlir::Operation *op, Opcode code) {
  llvm::Value *x = get(op->getOperand(0)), *y = get(op->getOperand(1));
  llvm::BasicBlock *exit = exitFor(op->getOperand(2));
  llvm::Value *result = nullptr;
  auto overflow = [&](ID id, llvm::Value *p, llvm::Value *q) {
    llvm::Value *pair = b.CreateBinaryIntrinsic(id, p, q);
    result = b.CreateExtractValue(pair, 0);
    branchFail(b.CreateExtractValue(pair, 1), exit);
  };
  if (options.stress)
    stressPoint(exit);
  switch (code) {
  case Opcode::int_add_ovf_:
    overflow(llvm::Intrinsic::sadd_with_overflow, x, y);
    break;
  case Opcode::int_sub_ovf_:
    overflow(llvm::Intrinsic::ssub_with_overflow, x, y);
    break;
  case Opcode::int_mul_ovf_:
    if (llvm::isa<llvm::Constant>(y))
      std::swap(x, y);
    overflow(llvm::Intrinsic::smul_with_overflow, b.CreateAShr(x, word(2)), y);
    break;
  case Opcode::int_floordiv_ovf_: {
    branchFail(b.CreateICmpEQ(y, word(0)), exit);
    // Only the least int divided by -1 does not fit.
    llvm::Value *least = b.CreateICmpEQ(x, word(INT64_MIN));
    branchFail(b.CreateAnd(least, b.CreateICmpEQ(y, word(-4))), exit);
    result = intDivMod(x, y, false);
    break;
  }
  case Opcode::int_mod_ovf_:
    branchFail(b.CreateICmpEQ(y, word(0)), exit);
    result = intDivMod(x, y, true);
    break;
  case Opcode::int_shl_ovf_: {
    llvm::Value *n = b.CreateAShr(y, word(2));
    if (!llvm::isa<llvm::Constant>(n))
      branchFail(b.CreateICmpUGT(n, word(61)), exit);
    else if (llvm::cast<llvm::ConstantInt>(n)->getZExtValue() > 61)
      n = word(61), branchFail(b.getTrue(), exit);
    result = b.CreateShl(x, n);
    branchOk(b.CreateICmpEQ(b.CreateAShr(result, n), x), exit);
    break;
  }
  case Opcode::int_shr_ovf_: {
    branchFail(b.CreateICmpSLT(y, word(0)), exit);
    llvm::Value *n = b.CreateLShr(y, word(2));
    n = b.CreateSelect(b.CreateICmpULT(n, word(63)), n, word(63));
    result = b.CreateAnd(b.CreateAShr(x, n), word(~int64_t(3)));
    break;
  }
  default:
    problem = "no lowering for a guarded operation";
  }
  set(op->getResult(0), result);
}

void TraceLowering::lowerConversion(mlir::Operation *op, Opcode code) {
  llvm::Value *x = get(op->getOperand(0));
  auto done = [&](llvm::Value *v) { set(op->getResult(0), v); };
  switch (code) {
  case Opcode::int_to_float_:
    return done(b.CreateSIToFP(b.CreateAShr(x, word(2)), b.getDoubleTy()));
  case Opcode::raw_to_float_:
    return done(b.CreateSIToFP(x, b.getDoubleTy()));
  case Opcode::int_to_raw_:
    return done(b.CreateAShr(x, word(2)));
  case Opcode::raw_to_int_:
    return done(b.CreateShl(x, word(2)));
  case Opcode::raw_to_int_ovf_: {
    llvm::Value *r = b.CreateShl(x, word(2));
    branchOk(b.CreateICmpEQ(b.CreateAShr(r, word(2)), x),
             exitFor(op->getOperand(1)));
    return done(r);
  }
  case Opcode::float_to_int_ovf_: {
    llvm::Value *size = b.CreateUnaryIntrinsic(llvm::Intrinsic::fabs, x);
    branchOk(b.CreateFCmpOLT(size, llvm::ConstantFP::get(b.getDoubleTy(),
                                                         0x1p61)),
             exitFor(op->getOperand(1)));
    return done(b.CreateShl(b.CreateFPToSI(x, b.getInt64Ty()), word(2)));
  }
  case Opcode::bool_to_int_:
    return done(b.CreateShl(b.CreateZExt(x, b.getInt64Ty()), word(2)));
  case Opcode::box_int_: case Opcode::unbox_int_: case Opcode::value_bits_:
    return done(x);
  case Opcode::box_float_:
    if (boxedByStore(op)) {
      deferredBoxes.insert(op->getResult(0));
      return;
    }
    return done(boxFloat(x));
  case Opcode::box_bool_:
    return done(b.CreateSelect(x, word(options.layout.trueBits),
                               word(options.layout.falseBits)));
  case Opcode::unbox_float_: case Opcode::guard_float_: {
    llvm::Value *bits = b.CreateXor(x, word(2));
    bits = b.CreateIntrinsic(llvm::Intrinsic::fshr, {b.getInt64Ty()},
                             {bits, bits, word(4)});
    return done(b.CreateBitCast(bits, b.getDoubleTy()));
  }
  case Opcode::is_int_:
    return done(b.CreateICmpEQ(b.CreateAnd(x, word(3)), word(0)));
  case Opcode::value_to_ptr_:
    return done(b.CreateConstGEP1_64(b.getInt8Ty(), asPointer(x), -3));
  case Opcode::ptr_to_value_:
    return done(b.CreateAdd(b.CreatePtrToInt(x, b.getInt64Ty()), word(3)));
  case Opcode::shape_of_:
    x = b.CreateConstGEP1_64(b.getInt8Ty(), asPointer(x), -3);
    return done(b.CreateZExt(b.CreateLoad(b.getInt32Ty(), x), b.getInt64Ty()));
  default:
    problem = "no lowering for a conversion";
  }
}

void TraceLowering::lowerTerminator(mlir::Operation *op, Opcode code) {
  auto pass = [&](mlir::Block *dest, mlir::ValueRange args) {
    auto phi = blocks[dest]->phis().begin();
    for (mlir::Value arg : args) {
      llvm::Value *v = get(arg);
      (&*phi++)->addIncoming(v, b.GetInsertBlock());
    }
    return blocks[dest];
  };
  switch (code) {
  case Opcode::jump_: {
    auto jump = llvm::cast<JumpOp>(op);
    b.CreateBr(pass(jump.getDest(), jump.getArgs()));
    return;
  }
  case Opcode::fork_:
    b.CreateBr(blocks[llvm::cast<ForkOp>(op).getNext()]);
    return;
  case Opcode::branch_: {
    auto branch = llvm::cast<BranchOp>(op);
    llvm::Value *cond = get(branch.getCond());
    llvm::BasicBlock *yes = pass(branch.getThenDest(), branch.getThenArgs());
    llvm::BasicBlock *no = pass(branch.getElseDest(), branch.getElseArgs());
    b.CreateCondBr(cond, yes, no);
    return;
  }
  case Opcode::finish_: {
    llvm::Value *buffer =
        b.CreateLoad(b.getPtrTy(), threadField(options.layout.exitValues));
    b.CreateStore(get(op->getOperand(0)), buffer);
    b.CreateRet(llvm::ConstantPointerNull::get(b.getPtrTy()));
    return;
  }
  case Opcode::exit_:
    b.CreateBr(exitFor(op->getOperand(0)));
    return;
  case Opcode::jump_trace_: {
    auto jump = llvm::cast<JumpTraceOp>(op);
    llvm::Value *target =
        b.CreateLoad(b.getPtrTy(), symbol(jump.getTarget()));
    branchFail(b.CreateIsNull(target), exitFor(jump.getSnap()));
    llvm::CallInst *call =
        b.CreateCall(function->getFunctionType(), target, {base, thread});
    call->setCallingConv(llvm::CallingConv::PreserveNone);
    call->setTailCallKind(llvm::CallInst::TCK_MustTail);
    b.CreateRet(call);
    return;
  }
  default:
    problem = "no lowering for a terminator";
  }
}

/// May this guard be made to fail although it holds? Not if the exit raises
/// (nothing is pending), nor if it tests which way a call that has had its
/// effect went: such an exit goes on as the *other* outcome demands, which would
/// be wrong, while all others execute their instruction again.
static bool mayStress(mlir::Operation *op) {
  auto snapshot = op->getOperands().back().getDefiningOp<SnapshotOp>();
  if (snapshot.getRaise())
    return false;
  auto fromCall = [](mlir::Value v) {
    auto call = v.getDefiningOp<CallOp>();
    return call && (call.getPython() || call.getRaises());
  };
  mlir::Value tested = op->getOperand(0);
  if (auto negated = tested.getDefiningOp<BoolNotOp>())
    tested = negated->getOperand(0);
  if (auto same = tested.getDefiningOp<ValueEqOp>())
    return !fromCall(same->getOperand(0)) && !fromCall(same->getOperand(1));
  return opcodeOf(op) != Opcode::guard_value_ || !fromCall(tested);
}

void TraceLowering::lowerOp(mlir::Operation *op) {
  Opcode code = opcodeOf(op);
  if (op->getNumOperands() && infoOf(code).effect == TraceEffect::Guard &&
      options.stress && code < Opcode::guard_assumption_ &&
      code >= Opcode::guard_int_ && mayStress(op))
    stressPoint(exitFor(op->getOperands().back()));
  switch (code) {
  case Opcode::snapshot_: case Opcode::virtual_:
  case Opcode::const_int_: case Opcode::const_float_: case Opcode::const_bool_:
  case Opcode::const_raw_: case Opcode::const_value_:
  case Opcode::const_object_: case Opcode::const_ptr_:
    return; // made by get() and exits
  case Opcode::base_:
    return set(op->getResult(0), base);
  case Opcode::thread_:
    return set(op->getResult(0), thread);
  case Opcode::arg_:
    return set(op->getResult(0),
               b.CreateLoad(b.getInt64Ty(),
                            b.CreateConstGEP1_64(b.getInt64Ty(), base,
                                                 llvm::cast<ArgOp>(op).getReg())));
  case Opcode::input_: {
    llvm::Value *buffer =
        b.CreateLoad(b.getPtrTy(), threadField(options.layout.exitValues));
    llvm::Value *at = b.CreateConstGEP1_64(b.getInt64Ty(), buffer,
                                           llvm::cast<InputOp>(op).getSlot());
    llvm::Type *type = typeOf(op->getResult(0).getType());
    if (type->isIntegerTy(1))
      return set(op->getResult(0),
                 b.CreateICmpNE(b.CreateLoad(b.getInt64Ty(), at), word(0)));
    return set(op->getResult(0), b.CreateLoad(type, at));
  }
  case Opcode::guard_int_: {
    llvm::Value *x = get(op->getOperand(0));
    branchOk(b.CreateICmpEQ(b.CreateAnd(x, word(3)), word(0)),
             exitFor(op->getOperand(1)));
    return set(op->getResult(0), x);
  }
  case Opcode::guard_float_: {
    llvm::Value *x = get(op->getOperand(0));
    branchOk(isSelfTagged(x), exitFor(op->getOperand(1)));
    return lowerConversion(op, code);
  }
  case Opcode::guard_shape_: {
    auto guard = llvm::cast<GuardShapeOp>(op);
    llvm::Value *x = get(guard.getA());
    llvm::BasicBlock *exit = exitFor(guard.getSnap());
    if (!guard.getPointer())
      branchOk(isTagged(x), exit);
    llvm::Value *header = b.CreateLoad(
        b.getInt32Ty(), b.CreateConstGEP1_64(b.getInt8Ty(), asPointer(x), -3));
    // As addresses, for FastISel's sake: shapes lie below 2 GB. (Comparing
    // with a 32-bit constant expression costs a third more to compile.)
    header = b.CreateIntToPtr(b.CreateZExt(header, b.getInt64Ty()),
                              b.getPtrTy());
    return branchOk(b.CreateICmpEQ(header, symbol(guard.getShape())), exit);
  }
  case Opcode::guard_value_:
    return branchOk(
        b.CreateICmpEQ(get(op->getOperand(0)), get(op->getOperand(1))),
        exitFor(op->getOperand(2)));
  case Opcode::guard_true_:
    return branchOk(get(op->getOperand(0)), exitFor(op->getOperand(1)));
  case Opcode::guard_false_:
    return branchFail(get(op->getOperand(0)), exitFor(op->getOperand(1)));
  case Opcode::guard_not_empty_: case Opcode::guard_no_exception_:
    if (guardedByCall.contains(op))
      return;
    return branchFail(b.CreateICmpEQ(get(op->getOperand(0)), word(3)),
                      exitFor(op->getOperand(1)));
  case Opcode::guard_assumption_: {
    auto guard = llvm::cast<GuardAssumptionOp>(op);
    llvm::Value *flag = b.CreateLoad(b.getInt32Ty(), symbol(guard.getSym()),
                                     /*isVolatile=*/true);
    return branchOk(b.CreateICmpEQ(flag, b.getInt32(0)),
                    exitFor(guard.getSnap(), false));
  }
  case Opcode::guard_breaker_: {
    llvm::Value *flag =
        b.CreateLoad(b.getInt32Ty(), threadField(options.layout.evalBreaker),
                     /*isVolatile=*/true);
    return branchOk(b.CreateICmpEQ(flag, b.getInt32(0)),
                    exitFor(op->getOperand(0), false));
  }
  case Opcode::set_reg_:
    b.CreateStore(get(op->getOperand(0)),
                  b.CreateConstGEP1_64(b.getInt64Ty(), base,
                                       llvm::cast<SetRegOp>(op).getReg()));
    return;
  case Opcode::getfield_: case Opcode::setfield_:
  case Opcode::getitem_: case Opcode::setitem_:
    return lowerMemory(op, code);
  case Opcode::new_:
    return lowerNew(llvm::cast<NewOp>(op));
  case Opcode::call_:
    return lowerCall(llvm::cast<CallOp>(op));
  case Opcode::call_trace_:
    return lowerCallTrace(llvm::cast<CallTraceOp>(op));
  case Opcode::float_to_int_ovf_: case Opcode::raw_to_int_ovf_:
    return lowerConversion(op, code);
  default:
    break;
  }
  if (infoOf(code).effect == TraceEffect::Term)
    return lowerTerminator(op, code);
  if (code >= Opcode::int_add_ovf_ && code <= Opcode::int_shr_ovf_)
    return lowerGuardedArithmetic(op, code);
  if (code >= Opcode::int_to_float_ && code <= Opcode::shape_of_ &&
      code != Opcode::value_eq_)
    return lowerConversion(op, code);
  lowerArithmetic(op, code);
}

llvm::Error TraceLowering::run() {
  llvm::FunctionType *type = llvm::FunctionType::get(
      b.getPtrTy(), {b.getPtrTy(), b.getPtrTy()}, false);
  function = llvm::Function::Create(type, llvm::GlobalValue::ExternalLinkage,
                                    kCodePrefix + traceOp.getSymName(), module);
  function->setCallingConv(llvm::CallingConv::PreserveNone);
  function->addFnAttr(llvm::Attribute::NoUnwind);
  base = function->getArg(0);
  thread = function->getArg(1);
  base->setName("base");
  thread->setName("thread");
  // A block and its phis first, so that jumps find them.
  for (mlir::Block &block : traceOp.getBody()) {
    auto *llvmBlock = newBlock("path");
    blocks[&block] = llvmBlock;
    b.SetInsertPoint(llvmBlock);
    for (mlir::BlockArgument arg : block.getArguments())
      set(arg, b.CreatePHI(typeOf(arg.getType()), 2));
  }
  for (mlir::Block &block : traceOp.getBody())
    if (auto fork = llvm::dyn_cast<ForkOp>(block.getTerminator()))
      forks[{fork.getPart(), fork.getFrame()}] = fork.getOther();
  for (mlir::Block &block : traceOp.getBody()) {
    if (&block != &traceOp.getBody().front())
      blocks[&block]->moveAfter(&function->back());
    b.SetInsertPoint(blocks[&block]);
    divisions.clear();
    for (mlir::Operation &op : block)
      lowerOp(&op);
  }
  for (size_t i = 0; i < pendingExits.size(); ++i) {
    PendingExit pending = pendingExits[i];
    emitExit(pending.snapshot.getDefiningOp<SnapshotOp>(), pending.raise,
             pending.block);
  }
  for (llvm::BasicBlock *block : coldBlocks)
    block->moveAfter(&function->back());
  if (!problem.empty())
    return llvm::createStringError(problem);
  return llvm::Error::success();
}

llvm::Error pyc::lowerTrace(TraceOp trace, llvm::Module &module,
                            const LoweringOptions &options,
                            ExitTables &tables) {
  return TraceLowering(trace, module, options, tables).run();
}
