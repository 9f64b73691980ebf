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
//  - Both values are known to be ints (or floats, or truth values), being
//    boxed there or having been guarded: the argument becomes an int and is
//    boxed at the loop's start, where nothing needs the box as a rule.
//
// From: LuaJIT's PHI pass; unboxing of loop-carried values as in RPython's
// "unroll" with virtual states.
//
//===----------------------------------------------------------------------===//
#include "passes/trace/TraceUtil.h"
#include "runtime/object/Value.h"

using namespace pyc;
using namespace pyc::trace;
using V = mlir::Value;

namespace {
class Carrier {
public:
  Carrier(TraceOp trace, mlir::Block &loop)
      : trace(trace), pool(trace), loop(loop),
        in(llvm::cast<JumpOp>(trace.getBody().front().getTerminator())),
        back(llvm::cast<JumpOp>(loop.getTerminator())) {}
  void run();

private:
  V typedTwin(V v, mlir::Operation *where);
  void remove(unsigned index) {
    loop.eraseArgument(index);
    in.getArgsMutable().erase(index);
    back.getArgsMutable().erase(index);
  }

  TraceOp trace;
  ConstantPool pool;
  mlir::Block &loop;
  JumpOp in, back;
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
        (user->getBlock() == where->getBlock() ||
         user->getBlock()->isEntryBlock()))
      return user->getResult(0);
  return {};
}

void Carrier::run() {
  llvm::DenseMap<std::pair<V, V>, V> seen; // the argument as users see it
  for (unsigned i = 0; i < loop.getNumArguments();) {
    mlir::BlockArgument arg = loop.getArgument(i);
    V first = in.getArgs()[i], next = back.getArgs()[i];
    if (next == arg || next == first) {
      // `next == first`: both come from the entry.
      arg.replaceAllUsesWith(first);
      remove(i);
      continue;
    }
    auto [it, isNew] = seen.try_emplace({first, next}, arg);
    if (!isNew) {
      arg.replaceAllUsesWith(it->second);
      remove(i);
      continue;
    }
    ++i;
    if (!llvm::isa<trace::ValueType>(arg.getType()))
      continue;
    V typedFirst = typedTwin(first, in), typedNext = typedTwin(next, back);
    if (!typedFirst || !typedNext ||
        typedFirst.getType() != typedNext.getType())
      continue;
    // In place: the argument's type changes, and its users get the box.
    mlir::OpBuilder b(&loop, loop.begin());
    arg.setType(typedFirst.getType());
    V boxed;
    if (llvm::isa<IntType>(arg.getType()))
      boxed = BoxIntOp::create(b, trace.getLoc(), first.getType(), arg);
    else if (arg.getType().isF64())
      boxed = BoxFloatOp::create(b, trace.getLoc(), first.getType(), arg);
    else
      boxed = BoxBoolOp::create(b, trace.getLoc(), first.getType(), arg);
    arg.replaceAllUsesExcept(boxed, boxed.getDefiningOp());
    it->second = boxed;
    in.getArgsMutable()[i - 1].set(typedFirst);
    back.getArgsMutable()[i - 1].set(
        typedNext == arg ? V(arg) : typedNext);
  }
}

void pyc::carryUnboxed(TraceOp op) {
  if (mlir::Block *loop = simpleLoop(op))
    Carrier(op, *loop).run();
}
