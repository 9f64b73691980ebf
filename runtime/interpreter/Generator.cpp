//===- Generator.cpp - Resuming, yielding, throwing -----------------------===//
#include "runtime/interpreter/Generator.h"
#include "runtime/interpreter/Activation.h"
#include "runtime/interpreter/Continuations.h"

namespace pyc {

static const char *kindName(GeneratorKind k) {
  return k == GeneratorKind::Generator   ? "generator"
         : k == GeneratorKind::Coroutine ? "coroutine"
                                         : "async generator";
}

void enterGenerator(Thread *t, GeneratorObject *g, Value *callerBase, uint64_t returnWord) {
  Value *base = g->base();
  Value *top = frameTop(t, callerBase);
  if (t->nativeTop > top)
    top = t->nativeTop;
  g->stackTop = top;
  base[kFrameReturn] = Value::fromBits(returnWord);
  base[kFrameCaller] = rawValue(callerBase);
  g->state = GeneratorState::Running;
  g->outerRunning = t->runningGenerator;
  t->runningGenerator = g;
  Value own = g->handled;
  g->handled = t->handled;
  if (own)
    t->handled = own;
  ++t->recursionDepth;
}

static inline void suspendInline(Thread *t, GeneratorObject *g, const Instr *pc) {
  g->resumePc = pc;
  t->runningGenerator = g->outerRunning;
  g->outerRunning = nullptr;
  Value resumers = g->handled;
  g->handled = t->handled == resumers ? Value::empty() : t->handled;
  t->handled = resumers;
  --t->recursionDepth;
}

void leaveGenerator(Thread *t, GeneratorObject *g, GeneratorState to, const Instr *pc) {
  suspendInline(t, g, pc);
  g->state = to;
  if (to == GeneratorState::Finished) {
    g->handled = Value::empty();
    if (g->frameObject.isObject())
      leaveFrame(t, g->base(), pc);
    // Nothing in it is needed any more; the function still names the code.
    for (unsigned i = 0; i < g->registerCount; ++i)
      g->registers[i] = Value::fromBits(0);
    return;
  }
  if (g->gcBits & kGcOld)
    gcRememberObject(g);
}

void generatorRaised(Thread *t, GeneratorObject *g, const Instr *pc) {
  const char *what = nullptr;
  // Of a map's loop it is the end, as of the map.
  if (frameCode(g->base())->flags & kCodeHidden)
    ;
  else if (pendingMatches(t, exc::StopIteration))
    what = "StopIteration";
  else if (g->generatorKind == GeneratorKind::AsyncGenerator &&
           pendingMatches(t, exc::StopAsyncIteration))
    what = "StopAsyncIteration";
  if (what) {
    Value original = takePending(t);
    raise(t, exc::RuntimeError, "%s raised %s", kindName(g->generatorKind), what);
    Value e = t->pending;
    auto *x = asException(e);
    setSlot(x, &x->cause, original);
    setSlot(x, &x->context, original);
    x->bits |= 1;
  }
  leaveGenerator(t, g, GeneratorState::Finished, pc);
}

bool checkResumable(Thread *t, GeneratorObject *g, Value v) {
  if (g->state == GeneratorState::Running) {
    raise(t, exc::ValueError, "%s already executing", kindName(g->generatorKind));
    return false;
  }
  if (g->state == GeneratorState::Created && v != None) {
    raise(t, exc::TypeError, "can't send non-None value to a just-started %s",
          kindName(g->generatorKind));
    return false;
  }
  if (t->recursionDepth >= t->recursionLimit) {
    raise(t, exc::RecursionError, "maximum recursion depth exceeded");
    return false;
  }
  return true;
}

//===--- making -----------------------------------------------------------===//

static Value makeGenerator(Thread *t, const Instr *pc, Value *base) {
  auto *f = frameFunction(base);
  CodeObject *c = f->codeObject();
  Shape *shape = shapes::generator;
  GeneratorKind kind = GeneratorKind::Generator;
  if (c->flags & kCodeCoroutine) {
    shape = shapes::coroutine;
    kind = GeneratorKind::Coroutine;
  } else if (c->flags & kCodeAsyncGenerator) {
    shape = shapes::asyncGenerator;
    kind = GeneratorKind::AsyncGenerator;
  }
  size_t size = sizeof(GeneratorObject) + sizeof(Value) * c->registerCount;
  auto *g = gcAllocate<GeneratorObject>(t, size, shape);
  if (!g)
    return Value::empty();
  g->size = static_cast<int64_t>(size);
  g->state = GeneratorState::Created;
  g->generatorKind = kind;
  g->registerCount = c->registerCount;
  g->resumePc = pc;
  g->handled = Value::empty();
  f = frameFunction(base);
  g->name = f->name;
  g->qualname = f->qualname;
  g->header[0] = Value::fromObject(f);
  memcpy(static_cast<void *>(g->registers), base, sizeof(Value) * c->localsCount);
  return Value::fromObject(g);
}
SLOW(makeGeneratorSlow) {
  SYNC();
  Value g = makeGenerator(t, pc, base);
  if (g.isEmpty())
    RAISE();
  if (base[kFrameLink].isObject())
    leaveFrame(t, base, pc);
  // Return it, as op_Return does.
  base[kFrameLink] = Value::fromBits(0);
  ins = g.bits;
  TAIL(returnSlow);
}
HANDLER(op_MakeGenerator) { TAIL(makeGeneratorSlow); }

//===--- resuming and yielding --------------------------------------------===//

SLOW(yieldFromStep);

SLOW_EXTERN(continueGenerator) {
  Op op = opAt(pc);
  if (PYC_LIKELY(op == Op::Yield)) {
    base[pc->a] = Value::fromBits(ins);
    NEXT(1);
  }
  if (op == Op::MakeGenerator)
    NEXT(1);
  TAIL(yieldFromStep);
}

/// Hands `ins` to whoever resumed this generator, which stops at pc.
SLOW_EXTERN(yieldOut) {
  GeneratorObject *g = generatorAt(base);
  uint64_t word = base[kFrameReturn].bits;
  Value *caller = frameCaller(base);
  suspendInline(t, g, pc);
  g->state = GeneratorState::Suspended;
  if (PYC_UNLIKELY(g->gcBits & kGcOld))
    gcRememberObject(g);
  if (returnKind(word) == Continuation::Exit) {
    gGeneratorReturned = false;
    return ins;
  }
  pc = returnInstr(word);
  base = caller;
  k = frameConstants(base);
  [[clang::musttail]] return kContinuations[word >> 56](HANDLER_PASS);
}
HANDLER(op_Yield) {
  ins = REG_B.bits;
  TAIL(yieldOut);
}
HANDLER(cont_YieldFrom) { TAIL(yieldOut); }

/// One step of `yield from`: ins is the value sent.
[[gnu::noinline, clang::preserve_none]] static uint64_t yieldFromStep(HANDLER_ARGS) {
  SYNC();
  Value sent = Value::fromBits(ins);
  Value it = base[pc->b];
  Value r;
  if (isGeneratorLike(it) && it.as<GeneratorObject>()->generatorKind != GeneratorKind::AsyncGenerator) {
    auto *g = it.as<GeneratorObject>();
    if (g->state == GeneratorState::Finished) {
      if (g->generatorKind == GeneratorKind::Coroutine) {
        raise(t, exc::RuntimeError, "cannot reuse already awaited coroutine");
        RAISE();
      }
      base[pc->a] = None;
      NEXT(1);
    }
    if (!checkResumable(t, g, sent))
      RAISE();
    enterGenerator(t, g, base, returnWord(pc, Continuation::YieldFrom));
    base = g->base();
    pc = g->resumePc;
    k = frameConstants(base);
    ins = sent.bits;
    TAIL(continueGenerator);
  }
  if (sent == None) {
    Value next = lookupDunder(typeOf(it), Dunder::Next);
    if (next)
      r = callDunder(t, it, Dunder::Next, nullptr, 0);
    else
      r = raise(t, exc::TypeError, "'%T' object is not an iterator", it);
  } else
    r = callMethod(t, it, "send", &sent, 1);
  if (r.isEmpty()) {
    if (!pendingMatches(t, exc::StopIteration))
      RAISE();
    r = takeStopIteration(t);
    base[pc->a] = r.isEmpty() ? None : r;
    NEXT(1);
  }
  ins = r.bits;
  TAIL(yieldOut);
}
HANDLER(op_YieldFrom) {
  ins = None.bits;
  TAIL(yieldFromStep);
}

/// ForIter over a suspended generator: ins is the ForIter instruction.
SLOW_EXTERN(forIterGenerator) {
  auto *g = REG_B.as<GeneratorObject>();
  if (PYC_UNLIKELY(g->state == GeneratorState::Finished))
    TAIL(forIterEnd);
  if (PYC_UNLIKELY(g->state == GeneratorState::Running ||
                   t->recursionDepth >= t->recursionLimit)) {
    SYNC();
    (void)checkResumable(t, g, None);
    RAISE();
  }
  enterGenerator(t, g, base, returnWord(pc, Continuation::ForIter));
  base = g->base();
  pc = g->resumePc;
  k = frameConstants(base);
  if (PYC_LIKELY(opAt(pc) == Op::Yield)) {
    base[pc->a] = None;
    NEXT(1);
  }
  ins = None.bits;
  TAIL(continueGenerator);
}

//===--- from C++ ---------------------------------------------------------===//

Value generatorSend(Thread *t, GeneratorObject *g, Value sent, bool &returned) {
  returned = false;
  if (g->state == GeneratorState::Finished) {
    if (g->generatorKind == GeneratorKind::Coroutine)
      return raise(t, exc::RuntimeError, "cannot reuse already awaited coroutine");
    returned = true;
    return None;
  }
  if (!checkResumable(t, g, sent) || !checkNativeStack(t))
    return Value::empty();
  enterGenerator(t, g, t->base, returnWord(t->pc, Continuation::Exit));
  Value r = runActivation(t, g->resumePc, g->base(), continueGenerator, sent.bits);
  returned = gGeneratorReturned && r;
  return r;
}

/// Raises `exception` at the place where g is suspended.
static Value raiseInside(Thread *t, GeneratorObject *g, Value exception, bool &returned) {
  enterGenerator(t, g, t->base, returnWord(t->pc, Continuation::Exit));
  raiseValue(t, exception);
  Value r = runActivation(t, g->resumePc, g->base(), raiseHere, 0);
  returned = gGeneratorReturned && r;
  return r;
}

/// Resumes behind a YieldFrom whose delegate has ended with `value`.
static Value resumeBehind(Thread *t, GeneratorObject *g, Value value, bool &returned) {
  enterGenerator(t, g, t->base, returnWord(t->pc, Continuation::Exit));
  g->base()[g->resumePc->a] = value;
  const Instr *pc = g->resumePc + 1;
  Handler first = kNormalTable.entries[pc->op];
  Value r = runActivation(t, pc, g->base(), first, *reinterpret_cast<const uint64_t *>(pc));
  returned = gGeneratorReturned && r;
  return r;
}

Value generatorThrow(Thread *t, GeneratorObject *g, Value exception, bool &returned) {
  returned = false;
  if (!checkNativeStack(t))
    return Value::empty();
  switch (g->state) {
  case GeneratorState::Running:
    return raise(t, exc::ValueError, "%s already executing", kindName(g->generatorKind));
  case GeneratorState::Finished:
    if (g->generatorKind == GeneratorKind::Coroutine)
      return raise(t, exc::RuntimeError, "cannot reuse already awaited coroutine");
    return raiseValue(t, exception);
  case GeneratorState::Created: {
    raiseValue(t, exception);
    addTraceback(t, frameFunction(g->base()), g->resumePc, nullptr);
    enterGenerator(t, g, t->base, returnWord(t->pc, Continuation::Exit));
    leaveGenerator(t, g, GeneratorState::Finished, g->resumePc);
    return Value::empty();
  }
  case GeneratorState::Suspended:
    break;
  }
  if (opAt(g->resumePc) != Op::YieldFrom)
    return raiseInside(t, g, exception, returned);

  // The delegate comes first.
  Value it = g->base()[g->resumePc->b];
  bool subReturned = false;
  Value r = Value::empty();
  g->state = GeneratorState::Running;
  auto back = [&] { g->state = GeneratorState::Suspended; };
  bool isExit = isInstanceOf(exception, exc::GeneratorExit);
  bool plainGenerator = isGeneratorLike(it) &&
      it.as<GeneratorObject>()->generatorKind != GeneratorKind::AsyncGenerator;
  if (isExit) {
    bool ok = true;
    if (plainGenerator)
      ok = generatorClose(t, it.as<GeneratorObject>());
    else {
      Value close = getAttrOrEmpty(t, it, dunderName(Dunder::Close));
      if (close)
        ok = !call(t, close).isEmpty();
      else
        ok = !t->pending;
    }
    back();
    return raiseInside(t, g, ok ? exception : takePending(t), returned);
  }
  if (plainGenerator)
    r = generatorThrow(t, it.as<GeneratorObject>(), exception, subReturned);
  else {
    Value method = getAttrOrEmpty(t, it, dunderName(Dunder::Throw));
    if (!method) {
      back();
      return raiseInside(t, g, t->pending ? takePending(t) : exception, returned);
    }
    r = call(t, method, &exception, 1);
    if (!r && pendingMatches(t, exc::StopIteration)) {
      r = takeStopIteration(t);
      if (!r)
        r = None;
      subReturned = true;
    }
  }
  back();
  if (!r)
    return raiseInside(t, g, takePending(t), returned);
  if (subReturned)
    return resumeBehind(t, g, r, returned);
  return r; // the delegate has yielded, and so has g
}

bool generatorClose(Thread *t, GeneratorObject *g) {
  switch (g->state) {
  case GeneratorState::Finished:
    return true;
  case GeneratorState::Created:
    enterGenerator(t, g, t->base, returnWord(t->pc, Continuation::Exit));
    leaveGenerator(t, g, GeneratorState::Finished, g->resumePc);
    return true;
  default:
    break;
  }
  Value exit = call(t, typeValue(exc::GeneratorExit));
  if (!exit)
    return false;
  bool returned;
  Value r = generatorThrow(t, g, exit, returned);
  if (r && !returned) {
    raise(t, exc::RuntimeError, "%s ignored GeneratorExit", kindName(g->generatorKind));
    return false;
  }
  if (r || pendingMatches(t, exc::GeneratorExit) || pendingMatches(t, exc::StopIteration)) {
    clearPending(t);
    return true;
  }
  return false;
}

//===--- the collector ----------------------------------------------------===//

void initGeneratorTracer() {
  uint8_t index = gcRegisterTracer(gcTraceGenerator);
  for (Shape *s : {shapes::generator, shapes::coroutine, shapes::asyncGenerator})
    s->customTracer = index;
}

} // namespace pyc
