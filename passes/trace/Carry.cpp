//===- Carry.cpp - What a loop carries, and how ---------------------------===//
//
// Problem: between iterations values travel as the interpreter would hold
// them: boxed, and also those that never change.
//
// Idea: look at each argument of the loop's block with the value it gets from
// the entry and the one it gets at the back-edge.
//  - The back-edge passes the argument itself: it is invariant, and the
//    entry's value takes its place.
//  - Two arguments get the same values: one of them is enough.
//  - All values are known to be ints (or floats, or truth values), being
//    boxed there or having been guarded: the argument becomes an int and is
//    boxed at the loop's start, where nothing needs the box as a rule.
//
// From: LuaJIT's PHI pass; unboxing of loop-carried values as in RPython's
// "unroll" with virtual states.
//
//===----------------------------------------------------------------------===//
#include "passes/trace/TraceUtil.h"
#include "runtime/object/Value.h"
#include <map>

using namespace pyc;
using namespace pyc::trace;
using V = mlir::Value;

namespace {
class Carrier {
public:
  Carrier(TraceOp trace, TraceLoop &loop)
      : trace(trace), pool(trace), loop(*loop.header), in(loop.in),
        backs(loop.backs) {}
  void run();

private:
  V typedTwin(V v, mlir::Operation *where);
  void remove(unsigned index) {
    loop.eraseArgument(index);
    in.getArgsMutable().erase(index);
    for (JumpOp back : backs)
      back.getArgsMutable().erase(index);
  }
  V guarded(V v, mlir::Type type, JumpOp back);

  TraceOp trace;
  ConstantPool pool;
  mlir::Block &loop;
  JumpOp in;
  llvm::SmallVector<JumpOp, 4> &backs;
};
} // namespace

// The unboxed form of v that is known at the end of the block of `where`.
V Carrier::typedTwin(V v, mlir::Operation *where) {
  if (auto bits = constBits(v)) {
    pyc::Value c = pyc::Value::fromBits(*bits);
    if (c.isInt())
      return pool.getInt(c.asInt());
    return c.isFloat() ? pool.getFloat(c.asFloat()) : V();
  }
  if (llvm::isa_and_present<BoxIntOp, BoxFloatOp, BoxBoolOp>(v.getDefiningOp()))
    return v.getDefiningOp()->getOperand(0);
  for (mlir::Operation *user : v.getUsers())
    if (llvm::isa<GuardIntOp, GuardFloatOp, UnboxIntOp, UnboxFloatOp>(user) &&
        isBefore(user->getBlock(), where->getBlock()))
      return user->getResult(0);
  return {};
}

// Another way round of a tree, where v is not known to be what the root's own
// path passes: it is tested, and the trace left at the header if it is not.
V Carrier::guarded(V v, mlir::Type type, JumpOp back) {
  auto breaker = llvm::dyn_cast_or_null<GuardBreakerOp>(back->getPrevNode());
  if (!breaker || v.getDefiningOp<BoxIntOp>() || v.getDefiningOp<BoxFloatOp>() ||
      v.getDefiningOp<BoxBoolOp>() || v.getDefiningOp<NewOp>() || isConstant(v))
    return {};
  mlir::OpBuilder b(breaker); // stays the last
  if (llvm::isa<IntType>(type))
    return GuardIntOp::create(b, trace.getLoc(), type, v, breaker.getSnap());
  if (type.isF64())
    return GuardFloatOp::create(b, trace.getLoc(), type, v, breaker.getSnap());
  return {};
}

void Carrier::run() {
  // Arguments by what they get from the entry and each way round, as users see
  // them.
  std::map<llvm::SmallVector<void *>, V> seen;
  for (unsigned i = 0; i < loop.getNumArguments();) {
    mlir::BlockArgument arg = loop.getArgument(i);
    V first = in.getArgs()[i];
    // What comes from the entry on all ways, or stays.
    bool invariant = llvm::all_of(backs, [&](JumpOp back) {
      V next = back.getArgs()[i];
      return next == arg || next == first;
    });
    if (invariant) {
      arg.replaceAllUsesWith(first);
      remove(i);
      continue;
    }
    llvm::SmallVector<void *> key = {first.getAsOpaquePointer()};
    bool keepsItself = false;
    for (JumpOp back : backs) {
      key.push_back(back.getArgs()[i].getAsOpaquePointer());
      keepsItself |= back.getArgs()[i] == arg;
    }
    V unused, &twin = keepsItself ? unused : seen[key];
    if (twin) {
      arg.replaceAllUsesWith(twin);
      remove(i);
      continue;
    }
    twin = arg;
    ++i;
    if (!llvm::isa<trace::ValueType>(arg.getType()))
      continue;
    V typedFirst = typedTwin(first, in);
    if (!typedFirst)
      continue;
    mlir::Type type = typedFirst.getType();
    // A value: itself round some way, or what is known there.
    llvm::SmallVector<V> typed;
    bool known = true;
    for (JumpOp back : backs) {
      V next = back.getArgs()[i - 1];
      V v = next == arg ? V(arg) : typedTwin(next, back);
      known &= v ? v == arg || v.getType() == type : back != backs.front();
      typed.push_back(v);
    }
    for (unsigned k = 0; known && k < backs.size(); ++k)
      if (!typed[k])
        known = bool(typed[k] = guarded(backs[k].getArgs()[i - 1], type, backs[k]));
    if (!known)
      continue;
    // In place: the argument's type changes, and its users get the box.
    mlir::OpBuilder b(&loop, loop.begin());
    arg.setType(type);
    V boxed;
    if (llvm::isa<IntType>(type))
      boxed = BoxIntOp::create(b, trace.getLoc(), first.getType(), arg);
    else if (type.isF64())
      boxed = BoxFloatOp::create(b, trace.getLoc(), first.getType(), arg);
    else
      boxed = BoxBoolOp::create(b, trace.getLoc(), first.getType(), arg);
    arg.replaceAllUsesExcept(boxed, boxed.getDefiningOp());
    twin = boxed;
    in.getArgsMutable()[i - 1].set(typedFirst);
    for (unsigned k = 0; k < backs.size(); ++k)
      backs[k].getArgsMutable()[i - 1].set(typed[k]);
  }
}

void pyc::carryUnboxed(TraceOp op) {
  if (TraceLoop loop = findLoop(op))
    Carrier(op, loop).run();
}
