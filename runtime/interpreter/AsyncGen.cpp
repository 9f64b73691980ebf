//===- AsyncGen.cpp - Asynchronous generators -----------------------------===//
//
// The body of an async generator yields two kinds of things: values for its
// consumer, wrapped by AsyncGenWrap, and whatever the awaitables inside yield
// to the event loop, unwrapped. __anext__, asend, athrow and aclose give an
// awaitable that drives the body: what comes out unwrapped is passed on to the
// loop, a wrapped value ends the awaitable with StopIteration(value).
//
//===----------------------------------------------------------------------===//
#include "runtime/interpreter/Generator.h"

namespace pyc {

Value exceptionFromThrow(Thread *t, Value type, Value value, Value traceback);

namespace {
enum GenFlags : uint32_t { kGenRunning = 1, kGenHooked = 2, kGenClosed = 4 };
enum class Phase : uint64_t { Init, Iterating, Closed };
enum class Action : uint64_t { Send, Throw, Close };

struct WrappedValue : Object { Value value; };
/// async_generator_asend (action Send) and async_generator_athrow.
struct Step : Object { // skip 2
  Phase phase;
  Action action;
  Value generator;
  Value argument; ///< value to send, or exception to throw
};
struct AnextAwaitable : Object { Value wrapped, fallback; };
Shape *gAnextShape;
Shape *gWrappedShape, *gSendShape, *gThrowShape;
} // namespace

Value gAsyncGenFirstIter = None, gAsyncGenFinalizer = None;

Value newWrappedYield(Thread *t, Value v) {
  auto *w = gcAllocate<WrappedValue>(t, sizeof(WrappedValue), gWrappedShape);
  if (!w)
    return Value::empty();
  w->value = v;
  return Value::fromObject(w);
}
Value unwrapYield(Value v) {
  return isExact(v, gWrappedShape) ? v.as<WrappedValue>()->value : Value::empty();
}

static Value newStep(Thread *t, Value g, Action action, Value argument) {
  auto *gen = g.as<GeneratorObject>();
  if (!(gen->flags2 & kGenHooked)) {
    gen->flags2 |= kGenHooked;
    if (gAsyncGenFirstIter != None && !call(t, gAsyncGenFirstIter, g))
      return Value::empty();
  }
  auto *s = gcAllocate<Step>(t, sizeof(Step), action == Action::Send ? gSendShape : gThrowShape);
  if (!s)
    return Value::empty();
  s->phase = Phase::Init;
  s->action = action;
  s->generator = g;
  s->argument = argument;
  return Value::fromObject(s);
}

/// What the generator answered to a step: passes on, ends or fails.
static Value afterStep(Thread *t, Step *s, Value r, bool returned) {
  auto *g = s->generator.as<GeneratorObject>();
  if (r && !returned) {
    Value value = unwrapYield(r);
    if (!value)
      return r; // for the event loop
    g->flags2 &= ~kGenRunning;
    s->phase = Phase::Closed;
    if (s->action == Action::Close)
      return raise(t, exc::RuntimeError, "async generator ignored GeneratorExit");
    return raiseStopIteration(t, value);
  }
  g->flags2 &= ~kGenRunning;
  s->phase = Phase::Closed;
  if (returned) {
    if (s->action == Action::Close)
      return raiseStopIteration(t, Value::empty());
    return raiseWithArgs(t, exc::StopAsyncIteration, nullptr, 0);
  }
  if (s->action == Action::Close &&
      (pendingMatches(t, exc::StopAsyncIteration) || pendingMatches(t, exc::GeneratorExit))) {
    clearPending(t);
    return raiseStopIteration(t, Value::empty());
  }
  return Value::empty();
}

static Value stepSend(Thread *t, Value *args, size_t) {
  auto *s = args[0].as<Step>();
  Value sent = args[1];
  auto *g = s->generator.as<GeneratorObject>();
  const char *name = s->action == Action::Send ? "__anext__()/asend()" : "aclose()/athrow()";
  if (s->phase == Phase::Closed)
    return raise(t, exc::RuntimeError, "cannot reuse already awaited %s", name);
  bool returned = false;
  if (s->phase == Phase::Init) {
    if (g->flags2 & kGenRunning) {
      if (s->action == Action::Send)
        s->phase = Phase::Closed;
      return raise(t, exc::RuntimeError, "%s: asynchronous generator is already running",
                   s->action == Action::Send    ? "anext()"
                   : s->action == Action::Throw ? "athrow()" : "aclose()");
    }
    if (s->action != Action::Send) {
      if (g->flags2 & kGenClosed || g->state == GeneratorState::Finished) {
        s->phase = Phase::Closed;
        if (s->action == Action::Close)
          return raiseStopIteration(t, Value::empty());
        return raiseWithArgs(t, exc::StopAsyncIteration, nullptr, 0);
      }
      if (sent != None)
        return raise(t, exc::RuntimeError, "can't send non-None value to a just-started coroutine");
      s->phase = Phase::Iterating;
      g->flags2 |= kGenRunning;
      Value e = s->argument;
      if (s->action == Action::Close) {
        g->flags2 |= kGenClosed;
        e = call(t, typeValue(exc::GeneratorExit));
        if (!e)
          return e;
      }
      Value r = generatorThrow(t, g, e, returned);
      return afterStep(t, args[0].as<Step>(), r, returned);
    }
    if (g->flags2 & kGenClosed) {
      s->phase = Phase::Closed;
      return raiseWithArgs(t, exc::StopAsyncIteration, nullptr, 0);
    }
    if (sent == None)
      sent = s->argument;
    s->phase = Phase::Iterating;
  }
  g->flags2 |= kGenRunning;
  Value r = generatorSend(t, g, sent, returned);
  return afterStep(t, args[0].as<Step>(), r, returned);
}
static Value stepNext(Thread *t, Value *args, size_t) {
  Value both[2] = {args[0], None};
  return stepSend(t, both, 2);
}
static Value stepThrow(Thread *t, Value *args, size_t) {
  auto *s = args[0].as<Step>();
  if (s->phase == Phase::Closed)
    return raise(t, exc::RuntimeError, "cannot reuse already awaited %s",
                 s->action == Action::Send ? "__anext__()/asend()" : "aclose()/athrow()");
  Value e = exceptionFromThrow(t, args[1], args[2], args[3]);
  if (!e)
    return e;
  bool returned;
  s->phase = Phase::Iterating;
  Value r = generatorThrow(t, s->generator.as<GeneratorObject>(), e, returned);
  return afterStep(t, args[0].as<Step>(), r, returned);
}
static Value stepClose(Thread *, Value *args, size_t) {
  auto *s = args[0].as<Step>();
  s->phase = Phase::Closed;
  return None;
}
static Value itself(Thread *, Value *args, size_t) { return args[0]; }

static Value anext(Thread *t, Value *args, size_t) {
  return newStep(t, args[0], Action::Send, None);
}
static Value asend(Thread *t, Value *args, size_t) {
  return newStep(t, args[0], Action::Send, args[1]);
}
static Value athrow(Thread *t, Value *args, size_t) {
  Value e = exceptionFromThrow(t, args[1], args[2], args[3]);
  return e ? newStep(t, args[0], Action::Throw, e) : e;
}
static Value aclose(Thread *t, Value *args, size_t) {
  return newStep(t, args[0], Action::Close, None);
}

//===--- anext(iterator, default) -----------------------------------------===//

static AnextAwaitable *anextOf(Value *args) { return args[0].as<AnextAwaitable>(); }
/// The default is what StopAsyncIteration means here.
static Value orDefault(Thread *t, Value r, Value fallback) {
  if (r || !pendingMatches(t, exc::StopAsyncIteration))
    return r;
  clearPending(t);
  return raiseStopIteration(t, fallback);
}
static Value anextDelegate(Thread *t, AnextAwaitable *a) {
  // A coroutine that waits in the middle may be asked again: no check here.
  if (isKind(a->wrapped, Kind::Generator) &&
      a->wrapped.as<GeneratorObject>()->generatorKind == GeneratorKind::Coroutine)
    return a->wrapped;
  Value it = getAwaitable(t, a->wrapped, 0);
  if (it && !isKind(it, Kind::Generator) && !lookupDunder(typeOf(it), Dunder::Next))
    return raise(t, exc::TypeError, "%T.__await__() must return an iterable, not %T", a->wrapped, it);
  return it;
}
static Value anextNext(Thread *t, Value *args, size_t) {
  Value fallback = anextOf(args)->fallback, it = anextDelegate(t, anextOf(args)), none = None;
  if (!it)
    return it;
  return orDefault(t, isKind(it, Kind::Generator) ? callMethod(t, it, "send", &none, 1)
                                                  : callDunder(t, it, Dunder::Next, nullptr, 0), fallback);
}
static Value anextForward(Thread *t, Value *args, const char *method, size_t n) {
  Value fallback = anextOf(args)->fallback, it = anextDelegate(t, anextOf(args));
  return it ? orDefault(t, callMethod(t, it, method, args + 1, n), fallback) : it;
}
static Value anextSend(Thread *t, Value *args, size_t) { return anextForward(t, args, "send", 1); }
static Value anextThrow(Thread *t, Value *args, size_t) {
  return anextForward(t, args, "throw", args[2].isEmpty() ? 1 : args[3].isEmpty() ? 2 : 3);
}
static Value anextClose(Thread *t, Value *args, size_t) { return anextForward(t, args, "close", 0); }

Value newAnextAwaitable(Thread *t, Value wrapped, Value fallback) {
  auto *a = gcAllocate<AnextAwaitable>(t, sizeof(AnextAwaitable), gAnextShape);
  if (!a)
    return Value::empty();
  a->wrapped = wrapped;
  a->fallback = fallback;
  return Value::fromObject(a);
}

static Value getName(Thread *, Value v) { return v.as<GeneratorObject>()->name; }
static Value getQualname(Thread *, Value v) { return v.as<GeneratorObject>()->qualname; }
static Value getRunning(Thread *, Value v) {
  return boolValue(v.as<GeneratorObject>()->flags2 & kGenRunning);
}
static Value getFrame(Thread *t, Value v) {
  auto *g = v.as<GeneratorObject>();
  return g->state == GeneratorState::Finished ? None : frameObjectFor(t, g->base());
}
static Value getCode(Thread *, Value v) {
  return frameFunction(v.as<GeneratorObject>()->base())->code;
}
static Value getAwait(Thread *, Value v) {
  auto *g = v.as<GeneratorObject>();
  if (g->state == GeneratorState::Suspended && opAt(g->resumePc) == Op::YieldFrom)
    return g->base()[g->resumePc->b];
  return None;
}

static const NativeDef kAsyncMethods[] = {
    {"__aiter__", itself, "($self, /)", kEffPure},
    {"__anext__", anext, "($self, /)"},
    {"asend", asend, "($self, value, /)"},
    {"athrow", athrow, "($self, typ, val=None, tb=None, /)"},
    {"aclose", aclose, "($self, /)"},
    {nullptr, nullptr, nullptr}};
static const GetSetDef kAsyncGetSets[] = {
    {"__name__", getName, nullptr},   {"__qualname__", getQualname, nullptr},
    {"ag_running", getRunning, nullptr}, {"ag_frame", getFrame, nullptr},
    {"ag_code", getCode, nullptr},    {"ag_await", getAwait, nullptr},
    {nullptr, nullptr, nullptr}};
static const NativeDef kStepMethods[] = {
    {"__await__", itself, "($self, /)", kEffPure},
    {"__iter__", itself, "($self, /)", kEffPure},
    {"__next__", stepNext, "($self, /)"},
    {"send", stepSend, "($self, value, /)"},
    {"throw", stepThrow, "($self, typ, val=None, tb=None, /)"},
    {"close", stepClose, "($self, /)"},
    {nullptr, nullptr, nullptr}};

static const NativeDef kAnextMethods[] = {
    {"__await__", itself, "($self, /)", kEffPure},
    {"__iter__", itself, "($self, /)", kEffPure},
    {"__next__", anextNext, "($self, /)"},
    {"send", anextSend, "($self, value, /)"},
    {"throw", anextThrow, "($self, typ, val=None, tb=None, /)"},
    {"close", anextClose, "($self, /)"},
    {nullptr, nullptr, nullptr}};

void initAsyncGenerators(Thread *t) {
  gcRegisterRoot(&gAsyncGenFirstIter);
  gcRegisterRoot(&gAsyncGenFinalizer);
  makeBuiltinType(t, {"async_generator", Kind::Generator, 0, TraceKind::Custom, 0, 0,
                      kAsyncMethods, kAsyncGetSets, nullptr, kTypeDisallowInstantiation,
                      nullptr, shapes::asyncGenerator->customTracer});
  auto make = [&](const char *name, size_t size, uint8_t skip, uint16_t slots,
                  const NativeDef *methods) {
    return makeBuiltinType(t, {name, Kind::RegularObject, static_cast<uint32_t>(size),
                               TraceKind::FixedSlots, skip, slots, methods, nullptr,
                               nullptr, kTypeDisallowInstantiation})->instanceShape;
  };
  gWrappedShape = make("async_generator_wrapped_value", sizeof(WrappedValue), 0, 1, nullptr);
  gSendShape = make("async_generator_asend", sizeof(Step), 2, 2, kStepMethods);
  gAnextShape = make("anext_awaitable", sizeof(AnextAwaitable), 0, 2, kAnextMethods);
  gThrowShape = make("async_generator_athrow", sizeof(Step), 2, 2, kStepMethods);
}

} // namespace pyc
