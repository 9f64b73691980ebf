//===- RecordCall.cpp - Calls and returns ---------------------------------===//
//
// What is called is promoted: a function, class or builtin that is the same
// each time becomes a constant under one compare. Closures made over and over
// (the callee is young, or has cells) are recognised by their code instead.
// Python callees are followed when they are small enough and have no loop.
//
//===----------------------------------------------------------------------===//
#include "jit_orc/Jit.h"
#include "jit_orc/recorder/Helpers.h"
#include "jit_orc/recorder/Recorder.h"
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"

namespace pyc {

#define HELPER(f) reinterpret_cast<const void *>(f), #f

bool Recorder::mayFollowCall(Value f) {
  if (isExact(f, shapes::boundMethod))
    return mayFollowCall(f.as<BoundMethodObject>()->function);
  if (isExact(f, shapes::function))
    return mayInline(f.as<FunctionObject>()->codeObject());
  return f.isObject();
}

void Recorder::residualCall(TraceRef f, const std::vector<TraceRef> &args, const Keywords *kw) {
  const Instr *next = nextInstr(pc);
  TraceRef inlined = b.constRaw(inlinedFrames());
  if (kw) {
    TraceRef v = kw->args != kNoRef
                     ? callAnything(HELPER(pyc_jit_call_ex), {thread(), value(kw->callee), kw->args, kw->dict, inlined})
                     : callAnything(HELPER(pyc_jit_call_tuple),
                                    {thread(), value(f), recordTuple(*this, args), constant(kw->tuple), inlined});
    set(pc->a, v);
    afterAnything(next);
    skipCallee();
    return;
  }
  std::vector<TraceRef> all{thread(), value(f)};
  for (TraceRef a : args)
    all.push_back(value(a));
  all.push_back(inlined);
  TraceRef v;
  switch (args.size()) {
  case 0: v = callAnything(HELPER(pyc_jit_call0), all); break;
  case 1: v = callAnything(HELPER(pyc_jit_call1), all); break;
  case 2: v = callAnything(HELPER(pyc_jit_call2), all); break;
  case 3: v = callAnything(HELPER(pyc_jit_call3), all); break;
  case 4: v = callAnything(HELPER(pyc_jit_call4), all); break;
  default: {
    TraceRef tuple = recordTuple(*this, args);
    v = callAnything(HELPER(pyc_jit_call_tuple), {thread(), value(f), tuple, b.constValue(EmptyTuple), inlined});
  }
  }
  set(pc->a, v);
  afterAnything(next);
  skipCallee();
}

bool knowFunction(Recorder &r, TraceRef f, FunctionObject *fn) {
  Value shown = Value::fromObject(fn);
  TraceBuilder &b = r.b;
  // A function that is handed around (a predicate, a closure) is often made
  // again with the same code.
  bool byCode = !b.facts[f].isConstant;
  if (!byCode) {
    r.guardConstant(f, shown);
    if (r.failed())
      return false;
  } else {
    b.guardShape(f, shapes::function, true);
    TraceRef globals = b.getField(f, offsetof(FunctionObject, globals), kAliasOther, TraceSlot::Value, true);
    b.facts[globals].notEmpty = true;
    r.guardConstant(globals, fn->globals);
  }
  // __code__ and __defaults__ can be assigned: one compare, shared by later
  // calls of the same function.
  TraceRef code = b.getField(f, offsetof(FunctionObject, code), kAliasOther, TraceSlot::Value);
  b.facts[code].notEmpty = true;
  r.guardConstant(code, fn->code);
  return !r.failed();
}

/// A class made by a class statement whose instances are made by object.__new__.
static bool hasPlainNew(TypeObject *type) {
  static Value objectNew = lookupDunder(types::object_, Dunder::New);
  return (type->typeFlags & kTypeHeap) && !(type->typeFlags & (kTypeAbstract | kTypeHasFinalizer)) &&
         type->shape()->type == types::type_ && type->kind == Kind::Instance &&
         lookupDunder(type, Dunder::New) == objectNew;
}

/// `new` with every slot written: absent until its attribute is stored.
static TraceRef makeInstance(Recorder &r, TypeObject *type) {
  const Shape *s = type->instanceShape;
  TraceRef o = r.b.newObject(s, s->size);
  TraceRef empty = r.b.constValue(Value::empty());
  uint32_t firstInline = s->size - 8u * s->attrCapacity;
  for (uint32_t at = type->basicSize ? type->basicSize : 8u; at < s->size; at += 8) {
    bool member = at < (type->basicSize ? type->basicSize : 8u) + 8u * type->slotMembers;
    bool attribute = at >= firstInline;
    r.b.setField(o, member || attribute ? empty : r.b.toValue(r.b.constInt(0)), at, kAliasInstance, TraceSlot::Value);
  }
  return o;
}

void Recorder::recordCallOf(TraceRef f, Value shown, std::vector<TraceRef> args, std::vector<Value> realArgs,
                            const Keywords *kw) {
  if (failed())
    return;
  if (kw && kw->names.empty())
    kw = nullptr;
  for (TraceRef o : opaque)
    if (o == f) {
      residualCall(f, args, kw);
      return;
    }
  TraceRef fv = value(f);
  if (!shown.isObject()) {
    abort(AbortReason::Exception, "not callable");
    return;
  }
  Object *o = shown.asObject();
  if (isExact(shown, shapes::boundMethod)) {
    auto *m = shown.as<BoundMethodObject>();
    b.guardShape(fv, shapes::boundMethod, true);
    TraceRef self = b.getField(fv, offsetof(BoundMethodObject, self), kAliasOther, TraceSlot::Value, true);
    TraceRef inner = b.getField(fv, offsetof(BoundMethodObject, function), kAliasOther, TraceSlot::Value, true);
    b.facts[self].notEmpty = b.facts[inner].notEmpty = true;
    args.insert(args.begin(), self);
    realArgs.insert(realArgs.begin(), m->self);
    recordCallOf(inner, m->function, std::move(args), std::move(realArgs), kw);
    return;
  }
  if (isExact(shown, shapes::function)) {
    auto *fn = shown.as<FunctionObject>();
    if (!mayInline(fn->codeObject())) {
      residualCall(f, args, kw);
      return;
    }
    std::vector<TraceRef> bound = args;
    if (!knowFunction(*this, fv, fn))
      return;
    if (!bindArguments(*this, fv, fn, bound, kw)) {
      if (!failed())
        residualCall(f, args, kw);
      return;
    }
    pushFrame(shown, fv, bound, Continuation::Store);
    return;
  }
  if (o->kind() == Kind::NativeFunction) {
    if (!gcIsYoung(o))
      guardConstant(fv, shown);
    if (failed())
      return;
    auto *nf = shown.as<NativeFunctionObject>();
    if (b.facts[fv].isConstant) {
      TraceRef self = kNoRef;
      Value realSelf = Value::empty();
      if (nf->flags & kNativeFnBound) {
        realSelf = nf->self;
        if (gcIsYoung(realSelf.isObject() ? realSelf.asObject() : o)) {
          residualCall(f, args, kw);
          return;
        }
        self = constant(realSelf);
        args.insert(args.begin(), self);
        realArgs.insert(realArgs.begin(), realSelf);
      }
      if (recordLoop(fv, shown, args, realArgs) || failed() ||
          recordNative(*this, shown, nf, args, realArgs) || failed())
        return;
      if (self != kNoRef)
        args.erase(args.begin());
    }
    residualCall(f, args, kw);
    return;
  }
  if (o->kind() == Kind::Type) {
    auto *type = shown.as<TypeObject>();
    if (type == types::super_ && args.empty()) {
      abort(AbortReason::LooksAtFrames, "super");
      return;
    }
    if (gcIsYoung(o) || (!b.facts[fv].isConstant && false)) {
      residualCall(f, args, kw);
      return;
    }
    if (!hasPlainNew(type)) {
      guardConstant(fv, shown);
      if (!failed() && (recordLoop(fv, shown, args, realArgs) || failed() || recordTypeCall(*this, type, args, realArgs)))
        return;
      if (!failed())
        residualCall(f, args, kw);
      return;
    }
    Value init = lookupDunder(type, Dunder::Init);
    static Value objectInit = lookupDunder(types::object_, Dunder::Init);
    if (init == objectInit && args.empty()) {
      guardConstant(fv, shown);
      dependOnType(type);
      if (!failed())
        set(pc->a, makeInstance(*this, type));
      return;
    }
    if (!init || !isExact(init, shapes::function) || !mayInline(init.as<FunctionObject>()->codeObject())) {
      residualCall(f, args, kw);
      return;
    }
    auto *fn = init.as<FunctionObject>();
    std::vector<TraceRef> bound = args;
    bound.insert(bound.begin(), b.constValue(None)); // the object comes in its place
    guardConstant(fv, shown);
    dependOnType(type);
    TraceRef fnRef = constant(init);
    if (failed() || !knowFunction(*this, fnRef, fn))
      return;
    if (!fn->codeObject()->argCount || !bindArguments(*this, fnRef, fn, bound, kw)) {
      if (!failed())
        residualCall(f, args, kw);
      return;
    }
    TraceRef self = makeInstance(*this, type);
    bound[0] = self;
    pushFrame(init, fnRef, bound, Continuation::Init, self);
    return;
  }
  // Instances with __call__.
  TypeObject *type = o->type();
  Value callee = lookupDunder(type, Dunder::Call);
  if ((type->typeFlags & kTypeHeap) && callee && isExact(callee, shapes::function)) {
    if (!guardInstanceShape(fv, shown))
      return;
    TraceRef fnRef = constant(callee);
    args.insert(args.begin(), fv);
    realArgs.insert(realArgs.begin(), shown);
    if (!failed())
      recordCallOf(fnRef, callee, std::move(args), std::move(realArgs), kw);
    return;
  }
  residualCall(f, args, kw);
}

bool Recorder::followItem(unsigned dst, Dunder d, TraceRef o, Value real,
                          const std::vector<TraceRef> &params, Continuation k) {
  if (!real.isObject())
    return false;
  TypeObject *type = typeOf(real);
  Value f = lookupDunder(type, d);
  if (!(type->typeFlags & kTypeHeap) || !f || !isExact(f, shapes::function))
    return false;
  auto *fn = f.as<FunctionObject>();
  CodeObject *code = fn->codeObject();
  if (code->paramCount != params.size() || code->argCount != params.size() || !mayInline(code))
    return false;
  if (!guardInstanceShape(o, real))
    return true;
  TraceRef fnRef = constant(f);
  if (!failed() && knowFunction(*this, fnRef, fn))
    pushFrame(f, fnRef, params, k);
  return true;
}

bool Recorder::recordCall(Op op) {
  switch (op) {
  case Op::Call:
  case Op::CallMethod: {
    unsigned window = pc->b, n = pc->c, first = window + 4;
    std::vector<TraceRef> args;
    std::vector<Value> realArgs;
    VirtualFrame &f = frame();
    if (op == Op::CallMethod) {
      bool noSelf = real(first).isEmpty();
      if (f.regs[first] == kEmptyRef) {
        // Ours has no receiver. If the interpreter's has, ours is a value that
        // it sees otherwise (opaque).
        ++first;
        --n;
        for (unsigned i = 0; i < n; ++i) {
          args.push_back(reg(first + i));
          realArgs.push_back(real(first + i));
        }
        TraceRef callee = reg(window);
        if (!noSelf && !failed()) {
          residualCall(callee, args);
          return true;
        }
        recordCallOf(callee, real(window), std::move(args), std::move(realArgs));
        return true;
      }
      if (noSelf) {
        // The interpreter holds the method bound to what ours has beside it.
        Value bound = real(window), self = Value::empty();
        if (isExact(bound, shapes::boundMethod))
          self = bound.as<BoundMethodObject>()->self;
        else if (isKind(bound, Kind::NativeFunction) && (bound.asObject()->flags & kNativeFnBound))
          self = bound.as<NativeFunctionObject>()->self;
        TraceRef callee = reg(window);
        if (!self || failed() || !b.facts[callee].isConstant) {
          abort(AbortReason::Mispredicted, "receiver");
          return true;
        }
        for (unsigned i = 0; i < n; ++i) {
          args.push_back(reg(first + i));
          realArgs.push_back(i ? real(first + i) : self);
        }
        recordCallOf(callee, b.facts[callee].constant, std::move(args), std::move(realArgs));
        return true;
      }
    }
    for (unsigned i = 0; i < n; ++i) {
      args.push_back(reg(first + i));
      realArgs.push_back(real(first + i));
    }
    recordCallOf(reg(window), real(window), std::move(args), std::move(realArgs));
    return true;
  }
  case Op::Return: {
    TraceRef v = reg(pc->a);
    Value now = real(pc->a);
    if (!failed())
      popFrame(v, now);
    return true;
  }
  case Op::ReturnNone:
    popFrame(b.constValue(None), None);
    return true;
  default:
    return false;
  }
}

} // namespace pyc
