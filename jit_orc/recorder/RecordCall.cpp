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

void Recorder::residualCall(TraceRef f, const std::vector<TraceRef> &args) {
  const Instr *next = nextInstr(pc);
  std::vector<TraceRef> all{thread(), value(f)};
  for (TraceRef a : args)
    all.push_back(value(a));
  TraceRef v;
  switch (args.size()) {
  case 0: v = callAnything(HELPER(pyc_jit_call0), all); break;
  case 1: v = callAnything(HELPER(pyc_jit_call1), all); break;
  case 2: v = callAnything(HELPER(pyc_jit_call2), all); break;
  case 3: v = callAnything(HELPER(pyc_jit_call3), all); break;
  case 4: v = callAnything(HELPER(pyc_jit_call4), all); break;
  default: {
    TraceRef tuple = recordTuple(*this, args);
    v = callAnything(HELPER(pyc_jit_call_tuple), {thread(), value(f), tuple, b.constValue(EmptyTuple)});
  }
  }
  set(pc->a, v);
  afterAnything(next);
  skipCallee();
}

bool knowFunction(Recorder &r, TraceRef f, FunctionObject *fn) {
  Value shown = Value::fromObject(fn);
  TraceBuilder &b = r.b;
  bool hasCells = fn->closure.isObject() && fn->closure.as<TupleObject>()->length > 0;
  bool byCode = !b.facts[f].isConstant && (hasCells || gcIsYoung(fn));
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

/// Parameters by register from positional arguments and defaults. False: other
/// forms of parameters are needed.
static bool bindPositional(Recorder &r, TraceRef f, FunctionObject *fn, std::vector<TraceRef> &args) {
  CodeObject *code = fn->codeObject();
  if ((code->flags & (kCodeVarArgs | kCodeVarKeywords)) || code->kwOnlyCount)
    return false;
  if (args.size() > code->argCount)
    return false;
  size_t missing = code->argCount - args.size();
  if (!missing)
    return true;
  if (!fn->defaults.isObject() || !isExact(fn->defaults, shapes::tuple))
    return false;
  auto *defaults = fn->defaults.as<TupleObject>();
  size_t count = static_cast<size_t>(defaults->length);
  if (count < missing)
    return false;
  TraceRef tuple = r.b.getField(f, offsetof(FunctionObject, defaults), kAliasOther, TraceSlot::Value);
  r.b.facts[tuple].notEmpty = true;
  r.b.guardShape(tuple, shapes::tuple, true);
  TraceRef length = r.b.getField(tuple, offsetof(TupleObject, length), kAliasItems, TraceSlot::Raw, true);
  r.b.guardBool(r.b.emit(TraceOpcode::raw_eq_, {length, r.b.constRaw(defaults->length)}), true);
  for (size_t i = count - missing; i < count; ++i) {
    TraceRef v = r.b.getField(tuple, static_cast<uint32_t>(offsetof(TupleObject, items) + 8 * i), kAliasItems,
                              TraceSlot::Value, true);
    r.b.facts[v].notEmpty = true;
    args.push_back(v);
  }
  return true;
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

void Recorder::recordCallOf(TraceRef f, Value shown, std::vector<TraceRef> args, std::vector<Value> realArgs) {
  if (failed())
    return;
  for (TraceRef o : opaque)
    if (o == f) {
      residualCall(f, args);
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
    recordCallOf(inner, m->function, std::move(args), std::move(realArgs));
    return;
  }
  if (isExact(shown, shapes::function)) {
    auto *fn = shown.as<FunctionObject>();
    if (!mayInline(fn->codeObject())) {
      residualCall(f, args);
      return;
    }
    std::vector<TraceRef> bound = args;
    CodeObject *code = fn->codeObject();
    bool simple = !(code->flags & (kCodeVarArgs | kCodeVarKeywords)) && !code->kwOnlyCount &&
                  args.size() <= code->argCount;
    if (!simple) {
      residualCall(f, args);
      return;
    }
    if (!knowFunction(*this, fv, fn))
      return;
    if (!bindPositional(*this, fv, fn, bound)) {
      residualCall(f, args);
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
          residualCall(f, args);
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
    residualCall(f, args);
    return;
  }
  if (o->kind() == Kind::Type) {
    auto *type = shown.as<TypeObject>();
    if (gcIsYoung(o) || (!b.facts[fv].isConstant && false)) {
      residualCall(f, args);
      return;
    }
    if (!hasPlainNew(type)) {
      guardConstant(fv, shown);
      if (!failed() && (recordLoop(fv, shown, args, realArgs) || failed() || recordTypeCall(*this, type, args, realArgs)))
        return;
      if (!failed())
        residualCall(f, args);
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
      residualCall(f, args);
      return;
    }
    auto *fn = init.as<FunctionObject>();
    CodeObject *code = fn->codeObject();
    std::vector<TraceRef> bound = args;
    bound.insert(bound.begin(), kNoRef);
    if ((code->flags & (kCodeVarArgs | kCodeVarKeywords)) || code->kwOnlyCount || bound.size() > code->argCount) {
      residualCall(f, args);
      return;
    }
    guardConstant(fv, shown);
    dependOnType(type);
    TraceRef fnRef = constant(init);
    if (failed() || !knowFunction(*this, fnRef, fn))
      return;
    if (!bindPositional(*this, fnRef, fn, bound)) {
      residualCall(f, args);
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
      recordCallOf(fnRef, callee, std::move(args), std::move(realArgs));
    return;
  }
  residualCall(f, args);
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
        abort(AbortReason::Mispredicted, "receiver");
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
