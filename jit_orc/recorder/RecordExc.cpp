//===- RecordExc.cpp - Raising and handling inside a trace ----------------===//
//
// Problem: an exception that is raised and caught in a loop is ordinary control
// flow there, but it goes through the thread, tracebacks and handler tables.
//
// Idea: while recording, the interpreter finds the handler. The trace does what
// it did and goes on at the handler: unwinding a frame is a call that extends
// the traceback, entering and leaving a handler are loads and stores of the
// thread's words. `except` clauses are decided by the exception's shape.
//
// An exception by a call (d[k], int(s)) is only seen once the interpreter makes
// the call, when the trace already guards that there is none. That guard is
// turned round (turnGuard): the call gave nothing; should it give something
// next time, the trace leaves behind the call. So a bridge can begin at an exit
// with an exception pending (Recorder::startsRaised).
//
// Between the raise and the handler no guard is emitted: the exits there would
// have to know of the pending exception.
//
// Not followed: exceptions that leave the entry frame, and generators' frames.
//
//===----------------------------------------------------------------------===//
#include "jit_orc/recorder/Helpers.h"
#include "jit_orc/recorder/Recorder.h"
#include "runtime/interpreter/Thread.h"
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"

namespace pyc {

#define HELPER(f) reinterpret_cast<const void *>(f), #f

static TraceRef threadWord(Recorder &r, uint32_t offset) {
  return r.b.getField(r.thread(), offset, kAliasRaised, TraceSlot::Value);
}
static void setThreadWord(Recorder &r, uint32_t offset, TraceRef v) {
  r.b.setField(r.thread(), v, offset, kAliasRaised, TraceSlot::Value);
  r.b.ops.back().flags = kTraceNoBarrier;
}

static const Instr *handlerOf(const CodeObject *c, const Instr *pc) {
  auto at = static_cast<uint32_t>(pc - c->instrs);
  for (uint32_t i = 0; i < c->exceptionCount; ++i)
    if (at >= c->exceptionTable[i].start && at < c->exceptionTable[i].end)
      return c->instrs + c->exceptionTable[i].handler;
  return nullptr;
}

/// Whether the innermost frame, or one that it would be left for, handles what
/// is raised here, so that recording it is worth while.
bool Recorder::isCaught() {
  const Instr *at = pc;
  for (size_t i = frames.size(); i-- > 0; at = frames[i].callPc) {
    if (frames[i].holder != kNoRef ||
        (frames[i].code->flags & (kCodeGenerator | kCodeCoroutine | kCodeAsyncGenerator)))
      return false;
    if (handlerOf(frames[i].code, at))
      return true;
    if (i && frames[i].continuation == Continuation::ForIter)
      return false; // a StopIteration ends that loop
  }
  return false;
}

/// The instruction just recorded is a call that gave its result: now it gives
/// none. False: it is of another form.
bool Recorder::turnGuard() {
  Op op = static_cast<Op>(pc->op);
  bool stores = kOpInfo[pc->op].a == OperandRole::D;
  switch (op) {
  case Op::Call: case Op::CallMethod: case Op::CallKw: case Op::CallMethodKw: case Op::CallEx:
  case Op::GetItem: case Op::SetItem: case Op::DeleteItem: case Op::LoadAttr: case Op::StoreAttr:
  case Op::Add: case Op::Sub: case Op::Mul: case Op::TrueDiv: case Op::FloorDiv: case Op::Mod:
  case Op::InplaceAdd: case Op::InplaceSub: case Op::FormatValue: case Op::GetIter:
    break;
  default:
    return false;
  }
  if (branch.v != kNoRef || iteration.v != kNoRef)
    return false;
  size_t g = b.ops.size();
  while (g > 0) {
    TraceOpcode o = b.ops[--g].opcode;
    if (o == TraceOpcode::guard_no_exception_)
      break;
    if (o != TraceOpcode::guard_assumption_ && !(o >= TraceOpcode::const_int_ && o <= TraceOpcode::const_ptr_))
      return false;
  }
  if (b.ops[g].opcode != TraceOpcode::guard_no_exception_ || g < firstOp)
    return false;
  TraceRef v = b.ops[g].a[0], empty = b.constValue(Value::empty());
  if (empty > g || b.typeOf(v) != TraceType::Value || (stores && frame().regs[pc->a] != v))
    return false;
  RecordedOp &turned = b.ops[g];
  turned.opcode = TraceOpcode::value_eq_;
  turned.a[1] = empty;
  turned.operandCount = 2;
  turned.snapshot = kNoIndex;
  for (size_t i = g + 1; i < b.ops.size(); ++i)
    if (b.ops[i].opcode == TraceOpcode::guard_assumption_) {
      b.ops[i].opcode = TraceOpcode::const_bool_;
      b.ops[i].snapshot = b.ops[i].symbol = kNoIndex;
      b.ops[i].imm = 0;
    }
  b.snapshot = snapshotAt(nextInstr(pc), false);
  b.emit(TraceOpcode::guard_true_, {static_cast<TraceRef>(g)});
  b.facts[v].notEmpty = false;
  b.facts[v].shape = nullptr;
  if (stores) { // what the interpreter has not written
    VirtualFrame &f = frame();
    f.regs[pc->a] = before.ref;
    if (pc->a < f.written.size())
      f.written[pc->a] = before.written;
  }
  return true;
}

void Recorder::raised(const Instr *at, Value *base) {
  if (failed())
    return;
  if (skipping) {
    if (base != frame().base)
      return; // inside a call that is not recorded
    skipping = false;
  }
  if (raises && base != frame().base)
    return; // StopIteration on its way to the loop that it ends
  VirtualFrame &f = frame();
  if (raises || f.base != base || at != pc || !isCaught()) {
    abort(AbortReason::Exception);
    return;
  }
  bool again = raising == Raising::Again;
  if (raising == Raising::No && !turnGuard()) {
    abort(AbortReason::Exception, kOpInfo[pc->op].name);
    return;
  }
  b.snapshot = kNoIndex;
  if (!again) {
    if (f.functionRef == kNoRef) {
      f.functionRef = b.emit(TraceOpcode::arg_);
      b.at(f.functionRef).imm = kFrameFunction;
      b.facts[f.functionRef].notEmpty = true;
    }
    TraceRef window = frames.size() == 1 ? b.emit(TraceOpcode::base_) : b.constRaw(0);
    b.call(HELPER(pyc_jit_add_traceback), TraceType::Value,
           {thread(), f.functionRef, b.constRaw(at - f.code->instrs), window},
           {uint64_t(1) << kAliasRaised | uint64_t(1) << kAliasOther,
            uint64_t(1) << kAliasRaised | uint64_t(1) << kAliasOther, kCallCollects});
  }
  if (const Instr *handler = handlerOf(f.code, at)) {
    raising = Raising::No;
    expect(handler);
    return;
  }
  raising = Raising::Yes;
  pc = f.callPc;
  frames.pop_back();
  frame().cachedParent = kNoIndex;
  b.position = static_cast<uint32_t>(pc - frame().code->instrs);
}

/// except cls. The answer is a constant once shapes are known.
static bool recordMatch(Recorder &r, unsigned dst, TraceRef e, Value real, TraceRef cls, Value realCls) {
  TraceBuilder &b = r.b;
  if (!real.isObject())
    return false;
  auto isClass = [](Value v) { return isTypeObject(v) && isSubtype(v.as<TypeObject>(), exc::BaseException); };
  std::vector<std::pair<TraceRef, Value>> classes;
  bool tuple = isExact(realCls, shapes::tuple);
  if (tuple) {
    auto *items = realCls.as<TupleObject>();
    if (items->length > 8)
      return false;
    for (int64_t i = 0; i < items->length; ++i)
      if (!isClass(items->items[i]))
        return false;
  } else if (!isClass(realCls)) {
    return false;
  }
  if (!r.guardInstanceShape(e, real))
    return true;
  if (tuple) {
    auto *items = realCls.as<TupleObject>();
    b.guardShape(cls, shapes::tuple, true);
    TraceRef n = b.getField(cls, offsetof(TupleObject, length), kAliasItems, TraceSlot::Raw, true);
    b.guardBool(b.emit(TraceOpcode::raw_eq_, {n, b.constRaw(items->length)}), true);
    for (int64_t i = 0; i < items->length; ++i) {
      TraceRef c = b.getField(cls, static_cast<uint32_t>(offsetof(TupleObject, items) + 8 * i), kAliasItems,
                              TraceSlot::Value, true);
      b.facts[c].notEmpty = true;
      classes.push_back({c, items->items[i]});
    }
  } else {
    classes.push_back({cls, realCls});
  }
  bool match = false;
  TypeObject *type = typeOf(real);
  r.dependOnType(type);
  for (auto [ref, c] : classes) {
    r.guardConstant(ref, c);
    match |= isSubtype(type, c.as<TypeObject>());
  }
  if (!r.failed())
    r.set(dst, b.constBool(match));
  return true;
}

bool Recorder::recordExc(Op op) {
  constexpr uint32_t kPending = offsetof(Thread, pending), kHandled = offsetof(Thread, handled);
  bool plain = frame().holder == kNoRef &&
               !(frame().code->flags & (kCodeGenerator | kCodeCoroutine | kCodeAsyncGenerator));
  switch (op) {
  case Op::Raise: {
    if (!isCaught())
      return false;
    if (pc->c == 0) {
      Value now = t->handled;
      if (!now.isObject() || now == None)
        return false;
      TraceRef e = threadWord(*this, kHandled);
      b.guardNotEmpty(e);
      if (!guardInstanceShape(e, now))
        return true;
      setThreadWord(*this, kPending, e);
      raising = Raising::Again;
      return true;
    }
    TraceRef e = value(reg(pc->a)), from = pc->c == 2 ? value(reg(pc->b)) : b.constValue(Value::empty());
    if (failed())
      return true;
    // Classes are instantiated here: Python code may run. What comes of it is
    // seen at the handler.
    b.call(HELPER(pyc_jit_raise), TraceType::Value, {thread(), e, from},
           {kAliasAll, kAliasAll, kCallCollects | kCallPython});
    b.forgetMutable();
    raising = Raising::Yes;
    skipCallee();
    return true;
  }
  case Op::Reraise: {
    if (!isCaught()) {
      abort(AbortReason::Exception, "leaves");
      return true;
    }
    setThreadWord(*this, kPending, value(reg(pc->a)));
    raising = Raising::Again;
    return true;
  }
  case Op::EnterHandler: {
    if (!plain)
      return false;
    TraceRef caught = threadWord(*this, kPending), until = threadWord(*this, kHandled);
    b.facts[caught].notEmpty = true;
    setThreadWord(*this, kPending, b.constValue(Value::empty()));
    setThreadWord(*this, kHandled, caught);
    set(pc->a, caught);
    set(pc->a + 1u, until);
    return true;
  }
  case Op::LeaveHandler: {
    if (!plain)
      return false;
    VirtualFrame &f = frame();
    unsigned at = pc->a + 1u;
    setThreadWord(*this, kHandled, f.regs[at] == kEmptyRef ? b.constValue(Value::empty()) : value(reg(at)));
    return true;
  }
  case Op::ExcMatch: {
    TraceRef e = value(reg(pc->b)), cls = value(reg(pc->c));
    return failed() || recordMatch(*this, pc->a, e, real(pc->b), cls, real(pc->c));
  }
  case Op::ExcInfo: {
    Value now = real(pc->b);
    TraceRef e = value(reg(pc->b));
    if (failed() || !guardInstanceShape(e, now))
      return true;
    TraceRef type = constant(Value::fromObject(typeOf(now)));
    if (!now.as<ExceptionObject>()->traceback.isObject())
      return false;
    TraceRef tb = b.getField(e, offsetof(ExceptionObject, traceback), kAliasOther, TraceSlot::Value);
    b.guardBool(b.emit(TraceOpcode::is_int_, {tb}), false);
    b.guardNotEmpty(tb);
    set(pc->a, type);
    set(pc->a + 1u, e);
    set(pc->a + 2u, tb);
    return true;
  }
  default:
    return false;
  }
}

} // namespace pyc
