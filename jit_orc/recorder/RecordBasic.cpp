//===- RecordBasic.cpp - Moves, cells, jumps, loops -----------------------===//
#include "jit_orc/recorder/Helpers.h"
#include "jit_orc/recorder/Recorder.h"
#include "jit_orc/Jit.h"
#include "runtime/object/Types.h"

namespace pyc {

static TraceRef cellContents(Recorder &r, TraceRef cell) {
  return r.b.getField(cell, offsetof(CellObject, contents), kAliasCell, TraceSlot::Value);
}

/// True and false of a value whose truth needs no Python code.
bool Recorder::truth(TraceRef v, Value real, TraceRef &cond, bool &out) {
  if (b.typeOf(v) == TraceType::Bool) {
    cond = v;
    out = real == True;
    return true;
  }
  if (real == True || real == False) {
    TraceRef u = b.facts[v].unboxed;
    out = real == True;
    if (u != kNoRef && b.typeOf(u) == TraceType::Bool) {
      cond = u;
      return true;
    }
    // A value that was a bool just now: promote which one.
    b.guardConstant(value(v), real);
    cond = b.constBool(out);
    return true;
  }
  if (real.isInt()) {
    TraceRef i = b.asInt(v);
    out = real.asInt() != 0;
    cond = b.emit(TraceOpcode::int_ne_, {i, b.constInt(0)});
    return true;
  }
  if (real.isFloat()) {
    TraceRef f = b.asFloat(v);
    out = real.asFloat() != 0;
    cond = b.emit(TraceOpcode::float_ne_, {f, b.constFloat(0)});
    return true;
  }
  if (real == None) {
    b.guardConstant(v, None);
    cond = b.constBool(false);
    out = false;
    return true;
  }
  Object *o = real.asObject();
  const Shape *s = o->shape();
  auto byLength = [&](uint32_t offset, uint8_t alias, int64_t length, bool immutable) {
    b.guardShape(v, s, true);
    TraceRef n = b.getField(v, offset, alias, TraceSlot::Raw, immutable);
    cond = b.emit(TraceOpcode::raw_ne_, {n, b.constRaw(0)});
    out = length != 0;
    return true;
  };
  if (s == shapes::list)
    return byLength(offsetof(ListObject, size), kAliasListSize, real.as<ListObject>()->size, false);
  if (s == shapes::tuple)
    return byLength(offsetof(TupleObject, length), kAliasItems, real.as<TupleObject>()->length, true);
  if (s == shapes::dict)
    return byLength(offsetof(DictObject, used), kAliasDict, real.as<DictObject>()->used, false);
  if (s == shapes::set || s == shapes::frozenset)
    return byLength(offsetof(SetObject, used), kAliasDict, real.as<SetObject>()->used, false);
  if (s == shapes::str1 || s == shapes::str2 || s == shapes::str4)
    return byLength(offsetof(StrObject, length), kAliasString, real.as<StrObject>()->length, true);
  TypeObject *type = o->type();
  if (s->kind == Kind::Instance && !(s->flags & kShapeWraps) &&
      lookupDunder(type, Dunder::Bool).isEmpty() && lookupDunder(type, Dunder::Len).isEmpty()) {
    if (!guardInstanceShape(v, real))
      return false;
    cond = b.constBool(true);
    out = true;
    return true;
  }
  if (s == shapes::bytes)
    return byLength(offsetof(BytesObject, length), kAliasItems, real.as<BytesObject>()->length, true);
  // Types that say nothing of truth: a shape is of one type for ever, and
  // builtin types do not change.
  bool heapType = type->typeFlags & kTypeHeap;
  if ((s->kind == Kind::BigInt || (!heapType && s->kind != Kind::Str && s->kind != Kind::Float)) &&
      !(s->flags & kShapeObsolete) &&
      (s->kind == Kind::BigInt || (lookupDunder(type, Dunder::Bool).isEmpty() && lookupDunder(type, Dunder::Len).isEmpty()))) {
    b.guardShape(v, s, s->flags & kShapeBuiltinExact);
    cond = b.constBool(true);
    out = true;
    return true;
  }
  return false;
}

/// Truth by __bool__ or __len__ in Python: its frame is followed.
bool Recorder::followTruth(TraceRef o, Value real) {
  if (!real.isObject() || !(typeOf(real)->typeFlags & kTypeHeap))
    return false;
  Continuation k = Continuation::BoolMethod;
  Value f = lookupDunder(typeOf(real), Dunder::Bool);
  if (!f) {
    f = lookupDunder(typeOf(real), Dunder::Len);
    k = Continuation::LenMethod;
  }
  if (!f || !isExact(f, shapes::function))
    return false;
  auto *fn = f.as<FunctionObject>();
  CodeObject *code = fn->codeObject();
  if (code->paramCount != 1 || code->argCount != 1 || !mayInline(code))
    return false;
  if (!guardInstanceShape(o, real))
    return true;
  TraceRef fnRef = constant(f);
  if (!failed() && knowFunction(*this, fnRef, fn))
    pushFrame(f, fnRef, {o}, k);
  return true;
}

bool Recorder::recordBasic(Op op) {
  const Instr *next = nextInstr(pc);
  switch (op) {
  case Op::Nop:
    return true;
  case Op::Move: {
    VirtualFrame &f = frame();
    if (f.regs[pc->b] == kEmptyRef)
      set(pc->a, kEmptyRef);
    else
      set(pc->a, reg(pc->b));
    return true;
  }
  case Op::LoadConst:
    set(pc->a, constant(frame().code->constantData[static_cast<uint32_t>(pc->bc())]));
    return true;
  case Op::LoadInt:
    set(pc->a, b.constInt(pc->bc()));
    return true;
  case Op::LoadNone:
    set(pc->a, b.constValue(None));
    return true;
  case Op::LoadTrue:
    set(pc->a, b.constBool(true));
    return true;
  case Op::LoadFalse:
    set(pc->a, b.constBool(false));
    return true;
  case Op::Clear:
    set(pc->a, kEmptyRef);
    return true;
  case Op::CheckLocal:
    if (real(pc->a).isEmpty()) {
      abort(AbortReason::Unbound);
      return true;
    }
    b.guardNotEmpty(reg(pc->a));
    return true;
  case Op::DeleteLocal:
    if (real(pc->a).isEmpty()) {
      abort(AbortReason::Unbound);
      return true;
    }
    b.guardNotEmpty(reg(pc->a));
    set(pc->a, kEmptyRef);
    return true;

  case Op::MakeCell: {
    VirtualFrame &f = frame();
    TraceRef contents = f.regs[pc->a] == kEmptyRef || real(pc->a).isEmpty()
                            ? b.constValue(Value::empty())
                            : value(reg(pc->a));
    TraceRef cell = b.newObject(shapes::cell, sizeof(CellObject));
    b.setField(cell, contents, offsetof(CellObject, contents), kAliasCell, TraceSlot::Value);
    set(pc->a, cell);
    return true;
  }
  case Op::LoadFree: {
    VirtualFrame &f = frame();
    Value closure = f.function.as<FunctionObject>()->closure;
    if (f.functionRef == kNoRef || b.facts[f.functionRef].isConstant) {
      if (f.functionRef != kNoRef) {
        set(pc->a, constant(closure.as<TupleObject>()->items[pc->b]));
        return true;
      }
      // The entry frame's function may be another closure of the same code.
      if (f.base == entryBase && frames.size() == 1) {
        f.functionRef = b.emit(TraceOpcode::arg_);
        b.at(f.functionRef).imm = kFrameFunction;
      } else {
        f.functionRef = constant(f.function);
      }
      b.facts[f.functionRef].notEmpty = true;
    }
    TraceRef tuple = b.getField(f.functionRef, offsetof(FunctionObject, closure), kAliasOther,
                                TraceSlot::Value, true);
    b.facts[tuple].notEmpty = true;
    TraceRef cell = b.getField(tuple, offsetof(TupleObject, items) + 8u * pc->b, kAliasItems,
                               TraceSlot::Value, true);
    b.facts[cell].notEmpty = true;
    b.facts[cell].shape = shapes::cell;
    b.facts[cell].shapeForEver = true;
    set(pc->a, cell);
    return true;
  }
  case Op::LoadDeref: {
    Value contents = real(pc->b).as<CellObject>()->contents;
    if (contents.isEmpty()) {
      abort(AbortReason::Unbound);
      return true;
    }
    TraceRef v = cellContents(*this, reg(pc->b));
    b.guardNotEmpty(v);
    set(pc->a, v);
    return true;
  }
  case Op::StoreDeref:
    b.setField(reg(pc->a), value(reg(pc->b)), offsetof(CellObject, contents), kAliasCell,
               TraceSlot::Value);
    return true;

  case Op::Jump:
    expect(pc + pc->bc());
    return true;
  case Op::Loop:
    if (frames.size() == 1 && mode == RecordMode::Loop && loopTarget(pc) == header) {
      if (mayClose)
        finishLoop();
      else
        abort(AbortReason::Round);
      return true;
    }
    // Loops of what is inlined are unrolled while they are short; the
    // interpreter leaves their traces alone meanwhile.
    if (unrollsHere()) {
      // Each frame's own; the sum is limited by the trace's length.
      ++unrolled;
      if (++frame().unrolled > kMaxUnrolled) {
        doNotUnroll(frame().code);
        abort(AbortReason::Unrolling);
        return true;
      }
      expect(loopTarget(pc));
      return true;
    }
    // The interpreter is about to run that loop's trace, if it has one.
    if (uint32_t number = loopCounterOf(pc)->trace) {
      JitTrace *target = traceByNumber(number);
      if (target && target->usable()) {
        if (frames.size() == 1)
          finishAt(target);
        else
          abort(AbortReason::Unrolling);
        return true;
      }
      // It is being compiled: later there will be something to go on in.
      abort(AbortReason::Unrolling, "inner loop is being compiled");
      return true;
    }
    // Short inner loops are unrolled; others get a trace of their own first.
    if (++unrolled > kMaxUnrolled) {
      abort(AbortReason::Unrolling);
      return true;
    }
    expect(loopTarget(pc));
    return true;
  case Op::JumpIf:
  case Op::JumpIfNot: {
    Value v = real(pc->a);
    TraceRef cond;
    bool isTrue;
    if (!truth(reg(pc->a), v, cond, isTrue)) {
      TraceRef o = value(reg(pc->a));
      if (failed() || followTruth(o, v))
        return true;
      TraceRef answer = callAnything(reinterpret_cast<const void *>(pyc_jit_truth), "pyc_jit_truth", {thread(), o});
      const Instr *target = pc + pc->bc();
      branchLater(answer, op == Op::JumpIf ? target : next, op == Op::JumpIf ? next : target);
      skipCallee();
      return true;
    }
    b.guardBool(cond, isTrue);
    expect(isTrue == (op == Op::JumpIf) ? pc + pc->bc() : next);
    return true;
  }
  case Op::JumpIfNone:
  case Op::JumpIfNotNone: {
    Value v = real(pc->a);
    TraceRef r = value(reg(pc->a));
    if (!b.facts[r].isConstant && !b.facts[r].shape && b.facts[r].unboxed == kNoRef) {
      TraceRef is = b.emit(TraceOpcode::value_eq_, {r, b.constValue(None)});
      b.guardBool(is, v == None);
    }
    expect((v == None) == (op == Op::JumpIfNone) ? pc + pc->bc() : next);
    return true;
  }
  case Op::Is:
  case Op::IsNot:
  case Op::JumpIs:
  case Op::JumpIsNot: {
    bool jumps = op == Op::JumpIs || op == Op::JumpIsNot;
    unsigned left = jumps ? pc->a : pc->b, right = jumps ? pc->b : pc->c;
    Value x = real(left), y = real(right);
    // Numbers compare by value: immediate ones by bits but for -0.0 and NaN.
    TraceRef p = value(reg(left)), q = value(reg(right));
    // Against None and the like bits tell, whatever the other is.
    auto isObject = [&](TraceRef v, Value now) {
      return b.facts[v].isConstant && now.isObject() && !isKind(now, Kind::BigInt) && !isKind(now, Kind::Float);
    };
    if (!isObject(p, x) && !isObject(q, y) &&
        (x.isFloat() || y.isFloat() || isKind(x, Kind::BigInt) || isKind(x, Kind::Float))) {
      abort(AbortReason::Opcode, "is-on-numbers");
      return true;
    }
    TraceRef eq = b.emit(TraceOpcode::value_eq_, {p, q});
    bool same = x == y;
    if (jumps) {
      b.guardBool(eq, same);
      expect(same == (op == Op::JumpIs) ? pc + pc->sc() : next);
    } else {
      set(pc->a, op == Op::Is ? eq : b.emit(TraceOpcode::bool_not_, {eq}));
    }
    return true;
  }
  case Op::Not:
  case Op::ToBool: {
    TraceRef cond;
    bool isTrue;
    if (!truth(reg(pc->b), real(pc->b), cond, isTrue))
      return failed() || followTruth(value(reg(pc->b)), real(pc->b));
    set(pc->a, op == Op::Not ? b.emit(TraceOpcode::bool_not_, {cond}) : cond);
    return true;
  }
  default:
    return false;
  }
}

} // namespace pyc
