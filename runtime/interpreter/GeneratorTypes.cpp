//===- GeneratorTypes.cpp - generator and coroutine in Python -------------===//
#include "runtime/interpreter/Generator.h"
#include <string>

namespace pyc {

static GeneratorObject *self(Value *args) { return args[0].as<GeneratorObject>(); }

/// StopIteration for a return, the value for a yield.
static Value deliver(Thread *t, Value r, bool returned) {
  if (!r || !returned)
    return r;
  return raiseStopIteration(t, r == None ? Value::empty() : r);
}
static Value generatorNext(Thread *t, Value *args, size_t) {
  bool returned;
  Value r = generatorSend(t, self(args), None, returned);
  return deliver(t, r, returned);
}
static Value generatorSendMethod(Thread *t, Value *args, size_t) {
  bool returned;
  Value r = generatorSend(t, self(args), args[1], returned);
  return deliver(t, r, returned);
}

/// The exception that throw(type, value, traceback) means. Empty: raised.
Value exceptionFromThrow(Thread *t, Value type, Value value, Value traceback) {
  if (traceback && traceback != None && !isKind(traceback, Kind::Traceback))
    return raise(t, exc::TypeError, "throw() third argument must be a traceback object");
  Value e;
  if (isTypeObject(type) && isSubtype(type.as<TypeObject>(), exc::BaseException)) {
    if (value && value != None && isInstanceOf(value, type.as<TypeObject>()))
      e = value;
    else if (!value || value == None)
      e = call(t, type);
    else if (isTuple(value)) {
      auto *tuple = tupleOf(value);
      e = call(t, type, tuple->items, static_cast<size_t>(tuple->length));
    } else
      e = call(t, type, value);
    if (!e)
      return e;
    if (!e.isObject() || !isInstanceOf(e, exc::BaseException))
      return raise(t, exc::TypeError, "calling %V should have returned an instance of BaseException, not %T", type, e);
  } else if (type.isObject() && isInstanceOf(type, exc::BaseException)) {
    if (value && value != None)
      return raise(t, exc::TypeError, "instance exception may not have a separate value");
    e = type;
  } else
    return raise(t, exc::TypeError,
                 "exceptions must be classes or instances deriving from BaseException, not %T", type);
  if (traceback && traceback != None) {
    auto *x = e.as<ExceptionObject>();
    setSlot(x, &x->traceback, traceback);
  }
  return e;
}
static Value generatorThrowMethod(Thread *t, Value *args, size_t) {
  Value e = exceptionFromThrow(t, args[1], args[2], args[3]);
  if (!e)
    return e;
  bool returned;
  Value r = generatorThrow(t, self(args), e, returned);
  return deliver(t, r, returned);
}
static Value generatorCloseMethod(Thread *t, Value *args, size_t) {
  return generatorClose(t, self(args)) ? None : Value::empty();
}
static Value itself(Thread *, Value *args, size_t) { return args[0]; }

static Value generatorRepr(Thread *t, Value *args, size_t) {
  auto *g = self(args);
  const char *kind = g->generatorKind == GeneratorKind::Generator   ? "generator"
                     : g->generatorKind == GeneratorKind::Coroutine ? "coroutine"
                                                                    : "async_generator";
  char at[40];
  snprintf(at, sizeof at, " at 0x%llx>", static_cast<unsigned long long>(gcIdentity(g)));
  return newStr(t, std::string("<") + kind + " object " + strToUtf8(g->qualname) + at);
}

//===--- attributes -------------------------------------------------------===//

static GeneratorObject *gen(Value v) { return v.as<GeneratorObject>(); }
static Value getName(Thread *, Value v) { return gen(v)->name; }
static Value getQualname(Thread *, Value v) { return gen(v)->qualname; }
static bool setNameOf(Thread *t, Value v, Value name, Value GeneratorObject::*field, const char *what) {
  if (name.isEmpty() || !isStr(name)) {
    raise(t, exc::TypeError, "%s must be set to a string object", what);
    return false;
  }
  setSlot(gen(v), &(gen(v)->*field), name);
  return true;
}
static bool setName(Thread *t, Value v, Value n) {
  return setNameOf(t, v, n, &GeneratorObject::name, "__name__");
}
static bool setQualname(Thread *t, Value v, Value n) {
  return setNameOf(t, v, n, &GeneratorObject::qualname, "__qualname__");
}
static Value getFrame(Thread *t, Value v) {
  if (gen(v)->state == GeneratorState::Finished)
    return None;
  return frameObjectFor(t, gen(v)->base());
}
static Value getRunning(Thread *, Value v) {
  return boolValue(gen(v)->state == GeneratorState::Running);
}
static Value getSuspended(Thread *, Value v) {
  return boolValue(gen(v)->state == GeneratorState::Suspended);
}
static Value getCode(Thread *, Value v) { return frameFunction(gen(v)->base())->code; }
static Value getDelegate(Thread *, Value v) {
  auto *g = gen(v);
  if (g->state == GeneratorState::Suspended && opAt(g->resumePc) == Op::YieldFrom)
    return g->base()[g->resumePc->b];
  return None;
}
static Value getNone(Thread *, Value) { return None; }

static const NativeDef kGeneratorMethods[] = {
    {"__iter__", itself, "($self, /)", kEffPure},
    {"__next__", generatorNext, "($self, /)"},
    {"__repr__", generatorRepr, "($self, /)"},
    {"send", generatorSendMethod, "($self, value, /)", kEffAny,
     "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise StopIteration."},
    {"throw", generatorThrowMethod, "($self, typ, val=None, tb=None, /)", kEffAny,
     "Raise an exception inside the generator."},
    {"close", generatorCloseMethod, "($self, /)", kEffAny, "close() -> raise GeneratorExit inside generator."},
    {nullptr, nullptr, nullptr}};
static const GetSetDef kGeneratorGetSets[] = {
    {"__name__", getName, setName},       {"__qualname__", getQualname, setQualname},
    {"gi_frame", getFrame, nullptr},      {"gi_running", getRunning, nullptr},
    {"gi_suspended", getSuspended, nullptr}, {"gi_code", getCode, nullptr},
    {"gi_yieldfrom", getDelegate, nullptr},  {nullptr, nullptr, nullptr}};

//===--- coroutines -------------------------------------------------------===//

struct CoroutineWrapper : Object { Value coroutine; };
static Shape *gWrapperShape;

static Value coroutineAwait(Thread *t, Value *args, size_t) {
  auto *w = gcAllocate<CoroutineWrapper>(t, sizeof(CoroutineWrapper), gWrapperShape);
  if (!w)
    return Value::empty();
  w->coroutine = args[0];
  return Value::fromObject(w);
}
static Value wrapperNext(Thread *t, Value *args, size_t) {
  Value inner = args[0].as<CoroutineWrapper>()->coroutine;
  return generatorNext(t, &inner, 1);
}
static Value wrapperSend(Thread *t, Value *args, size_t) {
  Value inner[2] = {args[0].as<CoroutineWrapper>()->coroutine, args[1]};
  return generatorSendMethod(t, inner, 2);
}
static Value wrapperThrow(Thread *t, Value *args, size_t) {
  Value inner[4] = {args[0].as<CoroutineWrapper>()->coroutine, args[1], args[2], args[3]};
  return generatorThrowMethod(t, inner, 4);
}
static Value wrapperClose(Thread *t, Value *args, size_t) {
  Value inner = args[0].as<CoroutineWrapper>()->coroutine;
  return generatorCloseMethod(t, &inner, 1);
}
static const NativeDef kCoroutineMethods[] = {
    {"__await__", coroutineAwait, "($self, /)"},
    {"__repr__", generatorRepr, "($self, /)"},
    {"send", generatorSendMethod, "($self, value, /)", kEffAny,
     "send(arg) -> send 'arg' into coroutine,\nreturn next yielded value or raise StopIteration."},
    {"throw", generatorThrowMethod, "($self, typ, val=None, tb=None, /)", kEffAny,
     "Raise an exception inside the coroutine."},
    {"close", generatorCloseMethod, "($self, /)", kEffAny, "close() -> raise GeneratorExit inside coroutine."},
    {nullptr, nullptr, nullptr}};
static const GetSetDef kCoroutineGetSets[] = {
    {"__name__", getName, setName},       {"__qualname__", getQualname, setQualname},
    {"cr_frame", getFrame, nullptr},      {"cr_running", getRunning, nullptr},
    {"cr_suspended", getSuspended, nullptr}, {"cr_code", getCode, nullptr},
    {"cr_await", getDelegate, nullptr},   {"cr_origin", getNone, nullptr},
    {nullptr, nullptr, nullptr}};
static const NativeDef kWrapperMethods[] = {
    {"__iter__", itself, "($self, /)", kEffPure},
    {"__next__", wrapperNext, "($self, /)"},
    {"send", wrapperSend, "($self, value, /)"},
    {"throw", wrapperThrow, "($self, typ, val=None, tb=None, /)"},
    {"close", wrapperClose, "($self, /)"},
    {nullptr, nullptr, nullptr}};

void initGeneratorTypes(Thread *t) {
  makeBuiltinType(t, {"generator", Kind::Generator, 0, TraceKind::Custom, 0, 0,
                      kGeneratorMethods, kGeneratorGetSets, nullptr,
                      kTypeDisallowInstantiation, nullptr, shapes::generator->customTracer});
  makeBuiltinType(t, {"coroutine", Kind::Generator, 0, TraceKind::Custom, 0, 0,
                      kCoroutineMethods, kCoroutineGetSets, nullptr,
                      kTypeDisallowInstantiation, nullptr, shapes::coroutine->customTracer});
  TypeObject *wrapper = makeBuiltinType(
      t, {"coroutine_wrapper", Kind::RegularObject, sizeof(CoroutineWrapper),
          TraceKind::FixedSlots, 0, 1, kWrapperMethods, nullptr, nullptr,
          kTypeDisallowInstantiation});
  gWrapperShape = wrapper->instanceShape;
}

} // namespace pyc
