//===- OpsBasic.cpp - Moves, constants, cells, jumps ----------------------===//
#include "runtime/interpreter/Interp.h"

namespace pyc {

HANDLER(op_Nop) { NEXT(1); }
HANDLER(op_Move) {
  REG_A = REG_B;
  NEXT(1);
}
HANDLER(op_LoadConst) {
  REG_A = k[static_cast<uint32_t>(OP_BC)];
  NEXT(1);
}
HANDLER(op_LoadInt) {
  REG_A = Value::fromSmallInt(OP_BC);
  NEXT(1);
}
HANDLER(op_LoadNone) {
  REG_A = None;
  NEXT(1);
}
HANDLER(op_LoadTrue) {
  REG_A = True;
  NEXT(1);
}
HANDLER(op_LoadFalse) {
  REG_A = False;
  NEXT(1);
}
HANDLER(op_Clear) {
  REG_A = Value::empty();
  NEXT(1);
}

/// UnboundLocalError or NameError for register r.
static void raiseUnbound(Thread *t, Value *base, unsigned r) {
  CodeObject *c = frameCode(base);
  Value name = r < c->localsCount ? c->localNames.as<TupleObject>()->items[r] : EmptyStr;
  if (r < c->localsCount && (c->localKinds[r] & kFree)) {
    raise(t, exc::NameError,
          "cannot access free variable '%S' where it is not associated with a "
          "value in enclosing scope", name.bits);
    return;
  }
  raise(t, exc::UnboundLocalError,
        "cannot access local variable '%S' where it is not associated with a value",
        name.bits);
}
SLOW(unboundA) {
  SYNC();
  raiseUnbound(t, base, OP_A);
  RAISE();
}
SLOW(unboundB) {
  SYNC();
  raiseUnbound(t, base, OP_B);
  RAISE();
}
HANDLER(op_CheckLocal) {
  if (PYC_UNLIKELY(REG_A.isEmpty()))
    TAIL(unboundA);
  NEXT(1);
}
HANDLER(op_DeleteLocal) {
  if (PYC_UNLIKELY(REG_A.isEmpty()))
    TAIL(unboundA);
  REG_A = Value::empty();
  NEXT(1);
}

// --- cells ---
SLOW(makeCellSlow) {
  SYNC();
  Value c = newCell(t, REG_A);
  if (!c)
    RAISE();
  REG_A = c;
  NEXT(1);
}
HANDLER(op_MakeCell) { TAIL(makeCellSlow); }
HANDLER(op_LoadFree) {
  REG_A = frameFunction(base)->closure.as<TupleObject>()->items[OP_B];
  NEXT(1);
}
HANDLER(op_LoadDeref) {
  Value v = REG_B.as<CellObject>()->contents;
  if (PYC_UNLIKELY(v.isEmpty()))
    TAIL(unboundB);
  REG_A = v;
  NEXT(1);
}
SLOW(storeDerefOld) {
  CellObject *c = REG_A.as<CellObject>();
  setSlot(c, &c->contents, REG_B);
  NEXT(1);
}
HANDLER(op_StoreDeref) {
  CellObject *c = REG_A.as<CellObject>();
  if (PYC_UNLIKELY(c->gcBits & kGcOld))
    TAIL(storeDerefOld);
  c->contents = REG_B;
  NEXT(1);
}
HANDLER(op_DeleteDeref) {
  CellObject *c = REG_A.as<CellObject>();
  if (PYC_UNLIKELY(c->contents.isEmpty()))
    TAIL(unboundA);
  c->contents = Value::empty();
  NEXT(1);
}

// --- jumps ---
HANDLER(op_Jump) { NEXT(OP_BC); }

SLOW(loopSlow) {
  SYNC();
  if (t->evalBreaker.load(std::memory_order_relaxed)) {
    // The count stays below zero when it fired as well: seen next time round.
    if (!handleBreaker(t))
      RAISE();
    if (loopCounterOf(pc)->count >= 0)
      NEXT(OP_BC);
  }
  LoopCounter *counter = loopCounterOf(pc);
  if (!gJit.loop) {
    counter->count = INT32_MAX;
    NEXT(OP_BC);
  }
  callLoopHook(t, pc, base, table);
  TAIL(resumeFromJit);
}
HANDLER(op_Loop) {
  LoopCounter *counter = loopCounterOf(pc);
  if (PYC_UNLIKELY(--counter->count < 0))
    TAIL(loopSlow);
  if (PYC_UNLIKELY(t->evalBreaker.load(std::memory_order_relaxed)))
    TAIL(loopSlow);
  NEXT(OP_BC);
}

HANDLER(op_JumpIfNone) {
  if (REG_A == None)
    NEXT(OP_BC);
  NEXT(1);
}
HANDLER(op_JumpIfNotNone) {
  if (REG_A != None)
    NEXT(OP_BC);
  NEXT(1);
}

// `is`: identity of bits decides unless both are boxed numbers.
SLOW(isSlow) {
  Op op = opAt(pc);
  bool same = op == Op::Is || op == Op::IsNot ? isIdentical(REG_B, REG_C)
                                              : isIdentical(REG_A, REG_B);
  switch (op) {
  case Op::Is:
    REG_A = boolValue(same);
    NEXT(1);
  case Op::IsNot:
    REG_A = boolValue(!same);
    NEXT(1);
  case Op::JumpIs:
    if (same)
      NEXT(OP_SC);
    NEXT(1);
  default:
    if (!same)
      NEXT(OP_SC);
    NEXT(1);
  }
}
#define MAY_BE_SAME(a, b) ((a).isPointer() && (b).isPointer() && \
   (a).bits >= kLowArenaEnd && (b).bits >= kLowArenaEnd)
HANDLER(op_Is) {
  Value a = REG_B, b = REG_C;
  if (a == b) {
    REG_A = True;
    NEXT(1);
  }
  if (PYC_UNLIKELY(MAY_BE_SAME(a, b)))
    TAIL(isSlow);
  REG_A = False;
  NEXT(1);
}
HANDLER(op_IsNot) {
  Value a = REG_B, b = REG_C;
  if (a == b) {
    REG_A = False;
    NEXT(1);
  }
  if (PYC_UNLIKELY(MAY_BE_SAME(a, b)))
    TAIL(isSlow);
  REG_A = True;
  NEXT(1);
}
HANDLER(op_JumpIs) {
  Value a = REG_A, b = REG_B;
  if (a == b)
    NEXT(OP_SC);
  if (PYC_UNLIKELY(MAY_BE_SAME(a, b)))
    TAIL(isSlow);
  NEXT(1);
}
HANDLER(op_JumpIsNot) {
  Value a = REG_A, b = REG_B;
  if (a == b)
    NEXT(1);
  if (PYC_UNLIKELY(MAY_BE_SAME(a, b)))
    TAIL(isSlow);
  NEXT(OP_SC);
}

} // namespace pyc
