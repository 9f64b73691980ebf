//===- Call.cpp - C++ calls Python ----------------------------------------===//
//
// A call from C++ starts a nested activation of the interpreter on the same
// register stack, above everything that is in use. It needs native stack, so
// recursion through it is limited by checkNativeStack.
//
//===----------------------------------------------------------------------===//
#include "runtime/interpreter/Activation.h"
#include <sys/mman.h>

namespace pyc {

Value gObjectNew, gObjectInit;

Value runActivation(Thread *t, const Instr *pc, Value *base, Handler first, uint64_t ins) {
  Value *savedBase = t->base, *savedTop = t->nativeTop;
  const Instr *savedPc = t->pc;
  ++t->nativeDepth;
  t->base = base;
  t->pc = pc;
  uint64_t r = first(pc, base, t, &kNormalTable, frameConstants(base), ins);
  --t->nativeDepth;
  t->base = savedBase;
  t->pc = savedPc;
  t->nativeTop = savedTop;
  return Value::fromBits(r);
}

uint64_t runFrom(Thread *t, const JitResume *r) {
  gResume = *r;
  return runActivation(t, r->pc, r->base, resumeFromJit, 0).bits;
}

/// First register that is free for windows of calls from C++.
static Value *nativeWindow(Thread *t) {
  Value *top = frameTop(t, t->base);
  return t->nativeTop > top ? t->nativeTop : top;
}

static Value callFunction(Thread *t, FunctionObject *f, Value self, Value *args,
                          size_t n, Value kwNames) {
  if (!checkNativeStack(t))
    return Value::empty();
  Value *base = nativeWindow(t) + kFrameHeaderWords;
  if (!pushFrame(t, f, base, self, args, n, kwNames, t->base,
                 returnWord(t->pc, Continuation::Exit)))
    return Value::empty();
  const Instr *pc = f->entry;
  bool hot = --f->codeObject()->callCounter < 0;
  return runActivation(t, pc, base, hot ? hotFunction : kNormalTable.entries[pc->op],
                       *reinterpret_cast<const uint64_t *>(pc));
}

static Value prependSelf(Thread *t, Value f, Value self, Value *args, size_t n, Value kwNames) {
  if (n < 8) {
    Value copy[8];
    copy[0] = self;
    memcpy(static_cast<void *>(copy + 1), args, n * sizeof(Value));
    return call(t, f, copy, n + 1, kwNames);
  }
  RootVector copy(t);
  copy.push(self);
  for (size_t i = 0; i < n; ++i)
    copy.push(args[i]);
  return call(t, f, copy.begin(), copy.size(), kwNames);
}

Value call(Thread *t, Value f, Value *args, size_t n, Value kwNames) {
  if (kwNames && kwNames.as<TupleObject>()->length == 0)
    kwNames = Value::empty();
  if (PYC_LIKELY(f.isObject())) {
    Object *o = f.asObject();
    if (o->shapeId == shapeIdOf(shapes::function))
      return callFunction(t, static_cast<FunctionObject *>(o), Value::empty(), args, n, kwNames);
    switch (o->kind()) {
    case Kind::NativeFunction:
      return callNativeObject(t, static_cast<NativeFunctionObject *>(o), args, n, kwNames);
    case Kind::BoundMethod: {
      auto *m = static_cast<BoundMethodObject *>(o);
      if (isFunction(m->function))
        return callFunction(t, m->function.as<FunctionObject>(), m->self, args, n, kwNames);
      if (!checkNativeStack(t))
        return Value::empty();
      return prependSelf(t, m->function, m->self, args, n, kwNames);
    }
    case Kind::Type: {
      auto *type = static_cast<TypeObject *>(o);
      TypeObject *meta = o->type();
      if (!checkNativeStack(t))
        return Value::empty();
      if (meta != types::type_) {
        Value custom = lookupDunder(meta, Dunder::Call);
        if (custom && isFunction(custom))
          return callFunction(t, custom.as<FunctionObject>(), f, args, n, kwNames);
        if (custom && custom != lookupDunder(types::type_, Dunder::Call))
          return prependSelf(t, custom, f, args, n, kwNames);
      }
      return instantiate(t, type, args, n, kwNames);
    }
    default:
      break;
    }
  }
  Value method = lookupDunder(typeOf(f), Dunder::Call);
  if (!method)
    return raise(t, exc::TypeError, "'%T' object is not callable", f);
  if (!checkNativeStack(t))
    return Value::empty();
  if (isFunction(method))
    return callFunction(t, method.as<FunctionObject>(), f, args, n, kwNames);
  if (isKind(method, Kind::NativeFunction) && !(method.asObject()->flags & kNativeFnBound))
    return prependSelf(t, method, f, args, n, kwNames);
  Value bound = bindDescriptor(t, method, f, typeOf(f));
  if (!bound)
    return bound;
  // `A.__call__ = A()` leads here for ever, and as a tail call without using
  // the native stack: such a hop counts as a frame.
  if (t->recursionDepth >= t->recursionLimit)
    return raise(t, exc::RecursionError, "maximum recursion depth exceeded while calling a Python object");
  ++t->recursionDepth;
  Value r = call(t, bound, args, n, kwNames);
  --t->recursionDepth;
  return r;
}

Value callWithNamespace(Thread *t, FunctionObject *f, Value ns) {
  return callFunction(t, f, Value::empty(), &ns, 1, Value::empty());
}

Value runCode(Thread *t, CodeObject *code, Value globals, Value locals) {
  Value f = newFunction(t, code, globals);
  if (!f)
    return f;
  if (code->flags & kCodeHasNamespace)
    return callWithNamespace(t, f.as<FunctionObject>(), locals ? locals : globals);
  return callFunction(t, f.as<FunctionObject>(), Value::empty(), nullptr, 0, Value::empty());
}

//===--- limits, signals --------------------------------------------------===//

static Value *hardLimit(Thread *t) { return t->stackEnd - kStackReserve; }
unsigned countFrames(Thread *t, Value *base) {
  unsigned n = t->recursionDepth;
  const Instr *pc = base == t->base ? t->pc : nullptr;
  while (base) {
    if (onRegisterStack(t, base) && !(frameCode(base)->flags & kCodeHidden))
      ++n;
    if (const TraceSite *site = pc ? siteOf(frameCode(base), pc) : nullptr)
      n += site->count;
    pc = returnInstr(base[kFrameReturn].bits);
    base = frameCaller(base);
  }
  return n;
}

bool (*signalHook)(Thread *t);
void (*gilHook)(Thread *t);

bool handleBreaker(Thread *t) {
  uint32_t what = t->evalBreaker.exchange(0);
  if (what & kBreakGc)
    gcRunPending(t);
  if ((what & kBreakCode) && gJit.codeReady)
    gJit.codeReady(t);
  if ((what & kBreakGil) && gilHook)
    gilHook(t);
  if (what & kBreakSignal) {
    if (signalHook) {
      if (!signalHook(t))
        return false;
    } else {
      raiseWithArgs(t, exc::KeyboardInterrupt, nullptr, 0);
      return false;
    }
  }
  if ((what & kBreakAsync) && t->asyncException.isObject()) {
    Value e = t->asyncException;
    t->asyncException = Value::empty();
    if (isTypeObject(e)) {
      e = call(t, e);
      if (!e)
        return false;
    }
    raiseValue(t, e);
    return false;
  }
  return true;
}

// stackLimit is lowered by requestBreak and stays below the recursion limit's
// worth of frames. A frame is at least four words (its header: `return f()`
// with no locals needs no more), so that after counting there is room for four
// words for each frame that may still come: the limit is exact the first time round, and calls pay one
// compare for the stack's end, the recursion limit and signals together.
bool stackCheckSlow(Thread *t, Value *callerBase, Value *top) {
  unsigned depth = countFrames(t, callerBase);
  unsigned left = depth < t->recursionLimit ? t->recursionLimit - depth : 0;
  Value *hard = hardLimit(t);
  Value *soft = top + size_t(left > 0 ? left - 1 : 0) * 4;
  t->stackLimit = soft < hard ? soft : hard;
  if (t->evalBreaker.load(std::memory_order_relaxed) && !handleBreaker(t))
    return false;
  if (left == 0 || top > hard) {
    t->stackLimit = t->stackBase; // count anew after unwinding
    raise(t, exc::RecursionError, "maximum recursion depth exceeded");
    return false;
  }
  return true;
}

void setRecursionLimit(Thread *t, uint32_t limit) {
  t->recursionLimit = limit;
  t->stackLimit = t->stackBase;
}

void requestBreak(Thread *t, EvalBreaker what) {
  t->evalBreaker.fetch_or(what);
  t->stackLimit = t->stackBase;
}

} // namespace pyc
