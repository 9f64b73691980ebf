//===- OpsCall.cpp - Calls ------------------------------------------------===//
//
// Call and CallMethod enter a Python function whose parameters are exactly the
// arguments without leaving their handler: the window is the frame. Everything
// else is callAny: it looks at the callee, unwraps bound methods, makes
// instances (the frame of __init__ runs in this activation; the new object
// waits in the window's first word), and binds arguments (Binder.cpp).
//
//===----------------------------------------------------------------------===//
#include "runtime/interpreter/Continuations.h"
#include "runtime/interpreter/Generator.h"
#include "runtime/builtins/Loops.h"

namespace pyc {

/// Tail of the fast paths: fn is an exact function whose parameters are n, its
/// window begins at newBase - 4 and the arguments are in place.
/// The register stack lies below every heap, so that a frame in a generator
/// fails the stack check and comes to the slow path by the same compare.
#define ENTER_SIMPLE(newBaseExpr, f, n)                                        \
  do {                                                                         \
    Value *nb_ = (newBaseExpr);                                                \
    FunctionObject *fn_ = (f).as<FunctionObject>();                            \
    CodeObject *c_ = fn_->codeObject();                                        \
    if (PYC_UNLIKELY(c_->argCount != (n) || c_->paramCount != (n)))            \
      TAIL(callAny);                                                           \
    if (PYC_UNLIKELY(nb_ + c_->registerCount > t->stackLimit))                 \
      TAIL(callAny);                                                           \
    nb_[kFrameFunction] = (f);                                                 \
    nb_[kFrameReturn] = rawValue(pc);                                          \
    nb_[kFrameLink] = Value::fromBits(0);                                      \
    nb_[kFrameCaller] = rawValue(base);                                        \
    _Pragma("clang loop vectorize(disable) unroll(disable)")                   \
    for (Value *p_ = nb_ + (n), *e_ = nb_ + c_->localsCount; p_ < e_; ++p_)    \
      *p_ = Value::empty();                                                    \
    base = nb_;                                                                \
    pc = fn_->entry;                                                           \
    k = c_->constantData;                                                      \
    if (PYC_UNLIKELY(--c_->callCounter < 0))                                   \
      TAIL(hotFunction);                                                       \
    DISPATCH();                                                                \
  } while (0)

SLOW_EXTERN(callAny);
SLOW_EXTERN(callPython);

/// The cache word of Call and CallMethod: version of the class that was called
/// here, which makes instances in the simple way with a Python __init__; or
/// kDirectNative and the row of a native function that takes the arguments as
/// they are; kBoundNative: which is bound to its receiver (`append = l.append`);
/// kPaddedNative: with empty Values behind them, up to the number at bit 56.
constexpr uint64_t kDirectNative = uint64_t(1) << 63, kBoundNative = uint64_t(1) << 62,
                   kPaddedNative = uint64_t(1) << 61;
constexpr unsigned kMaxPadded = 8, kPaddedShift = 56;
static inline uint64_t directNative(const NativeDef *def, size_t n) {
  return kDirectNative | n << 48 | reinterpret_cast<uint64_t>(def);
}
static inline uint64_t *callCacheOf(const Instr *pc) {
  return reinterpret_cast<uint64_t *>(const_cast<Instr *>(pc + 1));
}
static inline TypeObject *typeOfInline(Value v) {
  return v.isPointer() ? v.asObject()->type() : v.isInt() ? types::int_ : types::float_;
}

/// The native function of the cache, called with the window's arguments.
/// ‹m› len(l) 15.5 -> 7 ns against the way through callAny.
#define NATIVE_RESULT(value)                                                   \
  do {                                                                         \
    Value r_ = (value);                                                        \
    if (PYC_UNLIKELY(r_.isEmpty()))                                            \
      RAISE();                                                                 \
    REG_A = r_;                                                                \
    NEXT(2);                                                                   \
  } while (0)
#define CALL_CACHED_NATIVE(args, n)                                            \
  do {                                                                         \
    auto *nf_ = f.as<NativeFunctionObject>();                                  \
    const NativeDef *def_ = nf_->def;                                          \
    if (PYC_LIKELY(directNative(def_, (n)) == cache &&                         \
                   !(nf_->flags & kNativeFnBound) &&                           \
                   (nf_->shapeId == shapeIdOf(shapes::nativeFunction) ||       \
                    typeOfInline((args)[0]) == nf_->owner.as<TypeObject>()))) {\
      SYNC();                                                                  \
      NATIVE_RESULT((def_->positional ? def_->positional : def_->fn)(t, (args), (n))); \
    }                                                                          \
    if (PYC_LIKELY((directNative(def_, (n)) | kBoundNative) == cache &&        \
                   (nf_->flags & kNativeFnBound))) {                           \
      SYNC();                                                                  \
      (args)[-1] = nf_->self; /* header room, or the absent receiver's place */\
      NATIVE_RESULT((def_->positional ? def_->positional : def_->fn)(t, (args) - 1, (n) + 1)); \
    }                                                                          \
  } while (0)
SLOW(callNativePadded);
/// Call and CallMethod of something that is no Python function.
SLOW(callNativeCached) {
  uint64_t cache = *callCacheOf(pc);
  Value *window = &REG_B;
  Value f = window[0];
  if (PYC_LIKELY(static_cast<int64_t>(cache) < 0 && f.isPointer() &&
                 f.asObject()->kind() == Kind::NativeFunction)) {
    Value *args = window + kFrameHeaderWords;
    size_t n = OP_C;
    if (cache & kPaddedNative)
      TAIL(callNativePadded);
    CALL_CACHED_NATIVE(args, n);
  }
  TAIL(callAny);
}
SLOW(callMethodCached) {
  uint64_t cache = *callCacheOf(pc);
  Value *window = &REG_B;
  Value f = window[0];
  if (PYC_LIKELY(static_cast<int64_t>(cache) < 0 && f.isPointer() &&
                 f.asObject()->kind() == Kind::NativeFunction)) {
    Value *args = window + kFrameHeaderWords;
    size_t n = OP_C;
    if (cache & kPaddedNative)
      TAIL(callNativePadded);
    if (args[0].isEmpty()) {
      ++args;
      --n;
    }
    CALL_CACHED_NATIVE(args, n);
  }
  TAIL(callAny);
}
SLOW(callNativePadded) {
  uint64_t cache = *callCacheOf(pc);
  Value *window = &REG_B;
  auto *nf = window[0].as<NativeFunctionObject>();
  Value *args = window + kFrameHeaderWords;
  size_t n = OP_C;
  if (opAt(pc) == Op::CallMethod && args[0].isEmpty()) {
    ++args;
    --n;
  }
  unsigned total = (cache >> kPaddedShift) & 15;
  bool bound = nf->flags & kNativeFnBound;
  if (PYC_UNLIKELY((directNative(nf->def, n) | kPaddedNative | uint64_t(total) << kPaddedShift |
                    (bound ? kBoundNative : 0)) != cache ||
                   !(bound || nf->shapeId == shapeIdOf(shapes::nativeFunction) ||
                     typeOfInline(args[0]) == nf->owner.as<TypeObject>())))
    TAIL(callAny);
  SYNC();
  if (bound) {
    *--args = nf->self;
    ++n;
  }
  Value values[kMaxPadded];
  _Pragma("clang loop vectorize(disable) unroll(disable)")
  for (size_t i = 0; i < n; ++i)
    values[i] = args[i];
  _Pragma("clang loop vectorize(disable) unroll(disable)")
  for (size_t i = n; i < kMaxPadded; ++i) // all of it: the collector scans it
    values[i] = Value::empty();
  NATIVE_RESULT(nf->def->fn(t, values, total));
}
HANDLER(op_Call) {
  Value *window = &REG_B;
  Value f = window[0];
  if (PYC_UNLIKELY(!f.isPointer() ||
                   f.asObject()->shapeId != shapeIdOf(shapes::function)))
    TAIL(callNativeCached);
  ENTER_SIMPLE(window + kFrameHeaderWords, f, OP_C);
}
HANDLER(op_CallMethod) {
  Value *window = &REG_B;
  Value f = window[0];
  if (PYC_UNLIKELY(!f.isPointer() ||
                   f.asObject()->shapeId != shapeIdOf(shapes::function)))
    TAIL(callMethodCached);
  if (PYC_LIKELY(!window[kFrameHeaderWords].isEmpty()))
    ENTER_SIMPLE(window + kFrameHeaderWords, f, OP_C);
  // No receiver: the frame begins one word further, at the arguments.
  ENTER_SIMPLE(window + kFrameHeaderWords + 1, f, OP_C - 1);
}
HANDLER(op_CallKw) { TAIL(callPython); }
HANDLER(op_CallMethodKw) { TAIL(callPython); }

namespace {
struct CallSite {
  Value callee, self; ///< self: empty or to be put before the arguments
  Value *args;
  size_t n;
  Value kwNames;
};
/// What a step of callAny ended with.
enum class Outcome : uint8_t { Result, Frame, Raised };
} // namespace

/// The simple instantiation: class made by a class statement with `type` as its
/// metaclass, object's __new__.
static bool hasPlainNew(Thread *t, TypeObject *type) {
  return (type->typeFlags & kTypeHeap) && !(type->typeFlags & kTypeAbstract) &&
         type->shape()->type == types::type_ &&
         lookupDunder(type, Dunder::New) == gObjectNew;
}

/// A builtin that loops over items which Python code makes: the frame of its
/// loop (Loops.h). Result: it is no such call.
static Outcome startLoop(Thread *t, const Instr *pc, Value *base, Value *window,
                         const CallSite &s, Value *&frame) {
  LoopCall loop;
  if (!findLoop(t, s.callee, s.args, s.n, s.kwNames, true, loop))
    return t->pending ? Outcome::Raised : Outcome::Result;
  frame = calleeBase(t, base, window);
  return pushFrame(t, loop.function, frame, Value::empty(), loop.args, loop.count,
                   Value::empty(), base, returnWord(pc, Continuation::Store))
             ? Outcome::Frame
             : Outcome::Raised;
}

/// Runs the call or builds its frame. window: where a frame (or the object
/// being made) may be put.
static Outcome startCall(Thread *t, const Instr *pc, Value *base, Value *window,
                         CallSite s, Value *&frame, Value &result) {
  for (int hops = 0;; ++hops) {
    if (!s.callee.isObject()) {
      break;
    }
    Object *o = s.callee.asObject();
    uint32_t shape = o->shapeId;
    if (shape == shapeIdOf(shapes::function)) {
      Value *nb = calleeBase(t, base, window);
      if (!pushFrame(t, s.callee.as<FunctionObject>(), nb, s.self, s.args, s.n,
                     s.kwNames, base, returnWord(pc, Continuation::Store)))
        return Outcome::Raised;
      frame = nb;
      return Outcome::Frame;
    }
    if (shape == shapeIdOf(shapes::boundMethod) && s.self.isEmpty()) {
      auto *m = s.callee.as<BoundMethodObject>();
      s.callee = m->function;
      s.self = m->self;
      continue;
    }
    if (o->kind() == Kind::NativeFunction) {
      auto *nf = s.callee.as<NativeFunctionObject>();
      if (nf->def->loop && s.self.isEmpty()) {
        Outcome outcome = startLoop(t, pc, base, window, s, frame);
        if (outcome != Outcome::Result)
          return outcome;
      }
      if (!s.self) {
        result = callNativeObject(t, nf, s.args, s.n, s.kwNames);
        return result.isEmpty() ? Outcome::Raised : Outcome::Result;
      }
      break;
    }
    if (o->kind() == Kind::Type && s.self.isEmpty()) {
      auto *type = s.callee.as<TypeObject>();
      if (!hasPlainNew(t, type)) {
        if (!(type->typeFlags & kTypeHeap) && s.n == 1) {
          Outcome outcome = startLoop(t, pc, base, window, s, frame);
          if (outcome != Outcome::Result)
            return outcome;
        }
        // A metaclass with __call__ in Python.
        if (type->shape()->type != types::type_) {
          Value f = lookupDunder(type->shape()->type, Dunder::Call);
          if (f && isFunction(f)) {
            s.self = s.callee;
            s.callee = f;
            continue;
          }
        }
        result = instantiate(t, type, s.args, s.n, s.kwNames);
        return result.isEmpty() ? Outcome::Raised : Outcome::Result;
      }
      Value init = lookupDunder(type, Dunder::Init);
      if (!init || !isFunction(init)) {
        result = instantiate(t, type, s.args, s.n, s.kwNames);
        return result.isEmpty() ? Outcome::Raised : Outcome::Result;
      }
      Op op = opAt(pc);
      if ((op == Op::Call || op == Op::CallMethod) && !(type->typeFlags & kTypeHasFinalizer))
        *callCacheOf(pc) = type->version;
      Value self = newInstance(t, type);
      if (!self)
        return Outcome::Raised;
      // [object][header ×4][self, arguments...]; pushFrame moves the arguments.
      Value *nb = calleeBase(t, base, window) + 1;
      if (!pushFrame(t, init.as<FunctionObject>(), nb, self, s.args, s.n, s.kwNames,
                     base, returnWord(pc, Continuation::Init)))
        return Outcome::Raised;
      window[0] = self;
      frame = nb;
      return Outcome::Frame;
    }
    TypeObject *type = o->type();
    if ((type->typeFlags & kTypeHeap) && s.self.isEmpty()) {
      Value f = lookupDunder(type, Dunder::Call);
      if (f && isFunction(f)) {
        s.self = s.callee;
        s.callee = f;
        continue;
      }
    }
    break;
  }
  if (s.self) {
    // Receiver before the arguments: copied to the native stack.
    if (s.n + 1 <= 16) {
      Value args[16];
      args[0] = s.self;
      memcpy(static_cast<void *>(args + 1), s.args, s.n * sizeof(Value));
      result = call(t, s.callee, args, s.n + 1, s.kwNames);
    } else {
      RootVector args(t);
      args.push(s.self);
      for (size_t i = 0; i < s.n; ++i)
        args.push(s.args[i]);
      result = call(t, s.callee, args.begin(), args.size(), s.kwNames);
    }
  } else
    result = call(t, s.callee, s.args, s.n, s.kwNames);
  return result.isEmpty() ? Outcome::Raised : Outcome::Result;
}

#define RUN_CALL(site)                                                         \
  do {                                                                         \
    Value *frame_ = nullptr, result_ = Value::empty();                         \
    switch (startCall(t, pc, base, window, site, frame_, result_)) {           \
    case Outcome::Frame:                                                       \
      ENTER_FRAME(frame_, frameFunction(frame_));                              \
    case Outcome::Raised:                                                      \
      RAISE();                                                                 \
    case Outcome::Result:                                                      \
      ins = result_.bits;                                                      \
      TAIL(storeResult);                                                       \
    }                                                                          \
    __builtin_unreachable();                                                   \
  } while (0)

SLOW_EXTERN(callPython) {
  SYNC();
  Op op = opAt(pc);
  Value *window = &REG_B;
  CallSite s;
  s.callee = window[0];
  s.self = Value::empty();
  s.args = window + kFrameHeaderWords;
  s.n = OP_C;
  s.kwNames = Value::empty();
  if ((op == Op::CallMethod || op == Op::CallMethodKw) && s.args[0].isEmpty()) {
    ++s.args;
    --s.n;
  }
  if (op == Op::CallKw || op == Op::CallMethodKw)
    s.kwNames = k[reinterpret_cast<const uint64_t *>(pc)[1]];
  RUN_CALL(s);
}

/// A builtin type by its native __new__ and __init__, called with the arguments
/// as they are. ‹m› int(str(i)) 64 -> 37 ns.
SLOW(constructBuiltin) {
  Value *args = &REG_B + kFrameHeaderWords;
  auto *type = REG_B.as<TypeObject>();
  size_t n = OP_C;
  if (opAt(pc) == Op::CallMethod && args[0].isEmpty()) {
    ++args;
    --n;
  }
  if (n > 2 || (type->typeFlags & (kTypeHeap | kTypeDisallowInstantiation)) ||
      type->shape()->type != types::type_ || (n && itemCodeOf(args[0])))
    TAIL(callPython);
  Value made = lookupDunder(type, Dunder::New), init = lookupDunder(type, Dunder::Init);
  if (made == gObjectNew || !made.isObject() || made.asObject()->kind() != Kind::NativeFunction)
    TAIL(callPython);
  const NativeDef *def = made.as<NativeFunctionObject>()->def, *initDef = nullptr;
  if (init != gObjectInit) {
    if (!init.isObject() || init.asObject()->kind() != Kind::NativeFunction)
      TAIL(callPython);
    initDef = init.as<NativeFunctionObject>()->def;
    if (!nativeIsDirect(initDef, n + 1))
      TAIL(callPython);
  }
  unsigned padded = 0;
  if (!nativeIsDirect(def, n + 1) && (!(padded = nativePadded(def, n + 1)) || padded > 4))
    TAIL(callPython);
  SYNC();
  Value values[4] = {REG_B, n > 0 ? args[0] : Value::empty(), n > 1 ? args[1] : Value::empty(),
                     Value::empty()};
  Value r = (def->positional ? def->positional : def->fn)(t, values, padded ? padded : n + 1);
  if (r.isEmpty())
    RAISE();
  if (PYC_UNLIKELY(typeOf(r) != type)) {
    // OSError(2, "") makes a FileNotFoundError.
    if (isSubtype(typeOf(r), type) && lookupDunder(typeOf(r), Dunder::Init) != gObjectInit &&
        callDunder(t, r, Dunder::Init, args, n).isEmpty())
      RAISE();
  } else if (initDef) {
    values[0] = r;
    values[1] = n > 0 ? args[0] : Value::empty();
    values[2] = n > 1 ? args[1] : Value::empty();
    if ((initDef->positional ? initDef->positional : initDef->fn)(t, values, n + 1).isEmpty())
      RAISE();
  }
  REG_A = r;
  NEXT(2);
}

/// Conversions that programs make all the time.
SLOW(callBuiltinType) {
  auto *type = REG_B.as<TypeObject>();
  Value *args = &REG_B + kFrameHeaderWords;
  unsigned n = OP_C;
  if (opAt(pc) == Op::CallMethod && args[0].isEmpty()) {
    ++args;
    --n;
  }
  if (n == 1 && !(type->typeFlags & kTypeHeap)) {
    Value v = args[0], r;
    SYNC();
    if (type == types::str_)
      r = str(t, v);
    else if (type == types::type_)
      r = typeValue(typeOf(v));
    else if (type == types::int_ && v.isInt())
      r = v;
    else if (type == types::int_ && v.isFloat())
      r = intFromDouble(t, v.asFloat());
    else if (type == types::float_ && v.isFloat())
      r = v;
    else if (type == types::float_ && v.isInt())
      r = newFloat(t, static_cast<double>(v.asInt()));
    else if (type == types::bool_) {
      int truth = isTrue(t, v);
      r = truth < 0 ? Value::empty() : boolValue(truth);
    } else if (type == types::range_ && v.isInt())
      r = newRange(t, 0, v.asInt(), 1);
    else
      TAIL(constructBuiltin);
    if (r.isEmpty())
      RAISE();
    REG_A = r;
    NEXT(2);
  }
  if ((n == 2 || n == 3) && type == types::range_ && args[0].isInt() && args[1].isInt() &&
      (n == 2 || (args[2].isInt() && args[2].bits != 0))) {
    SYNC();
    Value r = newRange(t, args[0].asInt(), args[1].asInt(), n == 3 ? args[2].asInt() : 1);
    if (r.isEmpty())
      RAISE();
    REG_A = r;
    NEXT(2);
  }
  TAIL(constructBuiltin);
}

/// Instances made without leaving for C++: the nursery has room, __init__ takes
/// exactly the arguments. [object][header x4][self, arguments...]
SLOW(callClass) {
  Value *window = &REG_B;
  auto *type = window[0].as<TypeObject>();
  if (PYC_UNLIKELY(*callCacheOf(pc) != type->version))
    TAIL(callBuiltinType);
  unsigned n = OP_C;
  Value *args = window + kFrameHeaderWords;
  if (opAt(pc) == Op::CallMethod && args[0].isEmpty()) {
    ++args;
    --n;
  }
  Value init = type->dunders[unsigned(Dunder::Init)];
  CodeObject *c = init.as<FunctionObject>()->codeObject();
  Value *nb = window + kFrameHeaderWords + 1;
  Shape *s = type->instanceShape;
  char *p = t->nurseryTop;
  if (PYC_UNLIKELY(c->argCount != n + 1 || c->paramCount != n + 1 ||
                   nb + c->registerCount > t->stackLimit ||
                   s->size > static_cast<size_t>(t->nurseryEnd - p)))
    TAIL(callPython);
  t->nurseryTop = p + s->size;
  reinterpret_cast<Object *>(p)->shapeId = shapeIdOf(s);
  if (PYC_UNLIKELY(type->slotMembers)) {
    auto *slots = reinterpret_cast<Value *>(p + type->basicSize);
    _Pragma("clang loop vectorize(disable) unroll(disable)")
    for (unsigned i = 0, e = type->slotMembers; i < e; ++i)
      slots[i] = Value::empty();
  }
  _Pragma("clang loop vectorize(disable) unroll(disable)")
  for (unsigned i = n; i > 0; --i)
    nb[i] = args[i - 1];
  Value self = Value::fromObject(p);
  nb[0] = self;
  window[0] = self;
  nb[kFrameFunction] = init;
  nb[kFrameReturn] = Value::fromBits(returnWord(pc, Continuation::Init));
  nb[kFrameLink] = Value::fromBits(0);
  nb[kFrameCaller] = rawValue(base);
  _Pragma("clang loop vectorize(disable) unroll(disable)")
  for (Value *q = nb + n + 1, *e = nb + c->localsCount; q < e; ++q)
    *q = Value::empty();
  ENTER_FRAME(nb, init.as<FunctionObject>());
}

/// The builtin function next.
static NativeFn nextFunction() {
  static NativeFn found;
  if (PYC_UNLIKELY(!found)) {
    Value v = dictGetStr(gBuiltinsDict.as<DictObject>(), internStr(currentThread(), "next"));
    if (isKind(v, Kind::NativeFunction))
      found = v.as<NativeFunctionObject>()->def->fn;
  }
  return found;
}

/// The method send of generators.
static NativeFn sendFunction() {
  static NativeFn found;
  if (PYC_UNLIKELY(!found)) {
    Value v = lookupType(shapes::generator->type, internStr(currentThread(), "send"));
    if (isKind(v, Kind::NativeFunction))
      found = v.as<NativeFunctionObject>()->def->fn;
  }
  return found;
}

/// next(g) and g.send(v), with the arguments at `ins` in the window: a
/// resumption in this activation.
SLOW(nextOfGenerator) {
  Value *args = reinterpret_cast<Value *>(ins);
  auto *g = args[0].as<GeneratorObject>();
  FETCH();
  bool sends = REG_B.as<NativeFunctionObject>()->def->fn == sendFunction();
  Value sent = sends ? args[1] : None;
  if (g->state == GeneratorState::Finished) {
    raiseStopIteration(t, Value::empty());
    RAISE();
  }
  if (!checkResumable(t, g, sent))
    RAISE();
  enterGenerator(t, g, base, returnWord(pc, Continuation::Next));
  base = g->base();
  pc = g->resumePc;
  k = frameConstants(base);
  ins = sent.bits;
  TAIL(continueGenerator);
}

/// From a generator, whose windows are no frames: the arguments are copied to
/// the register stack, above the generator's resumer.
SLOW(callInGenerator) {
  Value *args = &REG_B + kFrameHeaderWords;
  Value f = REG_B;
  unsigned n = OP_C;
  if (opAt(pc) == Op::CallMethod && args->isEmpty()) {
    ++args;
    --n;
  }
  auto *fn = f.as<FunctionObject>();
  CodeObject *c = fn->codeObject();
  Value *nb = generatorAt(base)->stackTop + kFrameHeaderWords;
  if (c->argCount != n || c->paramCount != n || (c->flags & kCodeHasNamespace) ||
      nb + c->registerCount > t->stackLimit)
    TAIL(callPython);
  _Pragma("clang loop vectorize(disable) unroll(disable)")
  for (unsigned i = 0; i < n; ++i)
    nb[i] = args[i];
  nb[kFrameFunction] = f;
  nb[kFrameReturn] = rawValue(pc);
  nb[kFrameLink] = Value::fromBits(0);
  nb[kFrameCaller] = rawValue(base);
  _Pragma("clang loop vectorize(disable) unroll(disable)")
  for (Value *q = nb + n, *e = nb + c->localsCount; q < e; ++q)
    *q = Value::empty();
  ENTER_FRAME(nb, fn);
}

/// A bound method of a Python function: its receiver goes before the arguments,
/// which move up (nothing above a window is alive).
SLOW(callBound) {
  Value *nb = &REG_B + kFrameHeaderWords;
  auto *m = REG_B.as<BoundMethodObject>();
  bool method = opAt(pc) == Op::CallMethod;
  unsigned n = OP_C - method; // without receiver
  if (!isFunction(m->function) || (method && !nb->isEmpty()))
    TAIL(callPython);
  auto *fn = m->function.as<FunctionObject>();
  CodeObject *c = fn->codeObject();
  if (c->argCount != n + 1 || c->paramCount != n + 1 || (c->flags & kCodeHasNamespace) ||
      nb + c->registerCount > t->stackLimit)
    TAIL(callPython);
  if (!method) {
    _Pragma("clang loop vectorize(disable) unroll(disable)")
    for (unsigned i = n; i > 0; --i)
      nb[i] = nb[i - 1];
  }
  nb[0] = m->self;
  nb[kFrameFunction] = m->function;
  nb[kFrameReturn] = rawValue(pc);
  nb[kFrameLink] = Value::fromBits(0);
  nb[kFrameCaller] = rawValue(base);
  _Pragma("clang loop vectorize(disable) unroll(disable)")
  for (Value *q = nb + n + 1, *e = nb + c->localsCount; q < e; ++q)
    *q = Value::empty();
  ENTER_FRAME(nb, fn);
}

/// A Python function that gets fewer arguments than it has parameters, all
/// others from its defaults: still without leaving for C++.
SLOW(callDefaults) {
  Value *window = &REG_B;
  Value f = window[0];
  unsigned n = OP_C;
  Value *nb = window + kFrameHeaderWords;
  if (opAt(pc) == Op::CallMethod && nb->isEmpty()) {
    ++nb;
    --n;
  }
  auto *fn = f.as<FunctionObject>();
  CodeObject *c = fn->codeObject();
  if (c->argCount != c->paramCount || n >= c->argCount || !fn->defaults.isPointer() ||
      fn->defaults == None || (c->flags & kCodeHasNamespace) ||
      nb + c->registerCount > t->stackLimit)
    TAIL(callPython);
  auto *defaults = fn->defaults.as<TupleObject>();
  unsigned missing = c->argCount - n;
  if (defaults->length < missing)
    TAIL(callPython);
  const Value *from = defaults->items + (defaults->length - missing);
  _Pragma("clang loop vectorize(disable) unroll(disable)")
  for (unsigned i = 0; i < missing; ++i)
    nb[n + i] = from[i];
  nb[kFrameFunction] = f;
  nb[kFrameReturn] = rawValue(pc);
  nb[kFrameLink] = Value::fromBits(0);
  nb[kFrameCaller] = rawValue(base);
  _Pragma("clang loop vectorize(disable) unroll(disable)")
  for (Value *q = nb + c->argCount, *e = nb + c->localsCount; q < e; ++q)
    *q = Value::empty();
  ENTER_FRAME(nb, fn);
}

/// Native functions first: the most common of the others.
SLOW_EXTERN(callAny) {
  Value *window = &REG_B;
  Value f = window[0];
  Op op = opAt(pc);
  if (isFunction(f) && (op == Op::Call || op == Op::CallMethod)) {
    if (!onRegisterStack(t, base))
      TAIL(callInGenerator);
    TAIL(callDefaults);
  }
  if (isExact(f, shapes::boundMethod) && (op == Op::Call || op == Op::CallMethod))
    TAIL(callBound);
  if (f.isObject() && f.asObject()->shapeId == shapeIdOf(types::type_->instanceShape) &&
      (op == Op::Call || op == Op::CallMethod))
    TAIL(callClass);
  if (f.isObject() && f.asObject()->kind() == Kind::NativeFunction &&
      (op == Op::Call || op == Op::CallMethod)) {
    SYNC();
    auto *nf = f.as<NativeFunctionObject>();
    Value *args = window + kFrameHeaderWords;
    size_t n = OP_C;
    if (op == Op::CallMethod && args[0].isEmpty()) {
      ++args;
      --n;
    }
    // Items or keys that Python code makes: perhaps a loop in Python.
    if (PYC_UNLIKELY(nf->def->loop) && n && itemCodeOf(args[nf->def->loop == kLoopJoin ? n - 1 : 0]))
      TAIL(callPython);
    if ((n == 1 || n == 2) && isPlainGenerator(args[0]) && !(nf->flags & kNativeFnBound) &&
        nf->def->fn == (n == 1 ? nextFunction() : sendFunction())) {
      ins = reinterpret_cast<uint64_t>(args);
      TAIL(nextOfGenerator);
    }
    bool module = nf->type() == types::builtinFunction_ &&
                  !(nf->owner.isObject() && nf->owner != None);
    bool method = nf->type() == types::methodDescriptor_;
    bool bound = nf->flags & kNativeFnBound;
    if (!nf->def->loop && nf->def->fn != nextFunction() && (bound || ((module || method) && n)) && n < 100) {
      uint64_t word = directNative(nf->def, n) | (bound ? kBoundNative : 0);
      if (nativeIsDirect(nf->def, n + bound))
        *callCacheOf(pc) = word;
      else if (unsigned total = nativePadded(nf->def, n + bound); total && total <= kMaxPadded)
        *callCacheOf(pc) = word | kPaddedNative | uint64_t(total) << kPaddedShift;
    }
    Value r = callNativeObject(t, nf, args, n, Value::empty());
    if (PYC_UNLIKELY(r.isEmpty()))
      RAISE();
    REG_A = r;
    NEXT(2);
  }
  TAIL(callPython);
}

//===--- f(*args, **kwargs) -----------------------------------------------===//

/// The positional arguments as a tuple. Empty: raised.
Value starArguments(Thread *t, Value callee, Value v) {
  if (isExact(v, shapes::tuple))
    return v;
  Value r = tupleFrom(t, v);
  if (!r && pendingMatches(t, exc::TypeError)) {
    Value iter = lookupDunder(typeOf(v), Dunder::Iter);
    if ((!iter || iter == None) && !lookupDunder(typeOf(v), Dunder::GetItem)) {
      clearPending(t);
      Value name = getAttrOrEmpty(t, callee, names::__qualname__);
      if (!name)
        clearPending(t);
      if (name && isStr(name)) {
        Value module = getAttrOrEmpty(t, callee, names::__module__);
        clearPending(t);
        std::string prefix;
        if (module && isStr(module) && strToUtf8(module) != "builtins")
          prefix = strToUtf8(module) + ".";
        raise(t, exc::TypeError, "%s%S() argument after * must be an iterable, not %T",
              prefix.c_str(), name, v);
      } else
        raise(t, exc::TypeError, "%V argument after * must be an iterable, not %T",
              callee, v);
    }
  }
  return r;
}

SLOW(callExSlow) {
  SYNC();
  Value *window = &REG_B;
  Value callee = window[0];
  Value star = starArguments(t, callee, window[4]);
  if (star.isEmpty())
    RAISE();
  auto *tuple = star.as<TupleObject>();
  size_t n = static_cast<size_t>(tuple->length), keywords = 0;
  DictObject *kw = window[5].isEmpty() ? nullptr : window[5].as<DictObject>();
  if (kw)
    keywords = static_cast<size_t>(kw->used);
  // All arguments on the native stack or, when many, in a root vector: the
  // frame may overlap nothing of the tuple.
  Value kwNames = Value::empty();
  if (keywords) {
    auto *names = newTupleBuffer(t, keywords);
    if (!names)
      RAISE();
    int64_t pos = 0;
    Value key, value;
    for (size_t i = 0; i < keywords && dictNext(kw, pos, key, value); ++i)
      names->items[i] = key;
    kwNames = Value::fromObject(names);
  }
  Value *frame = nullptr, result = Value::empty();
  Outcome outcome;
  {
    RootVector args(t);
    for (size_t i = 0; i < n; ++i)
      args.push(tuple->items[i]);
    if (keywords) {
      int64_t pos = 0;
      Value key, value;
      while (dictNext(kw, pos, key, value))
        args.push(value);
    }
    CallSite s{callee, Value::empty(), args.begin(), n + keywords, kwNames};
    outcome = startCall(t, pc, base, window, s, frame, result);
  }
  if (outcome == Outcome::Frame)
    ENTER_FRAME(frame, frameFunction(frame));
  if (outcome == Outcome::Raised)
    RAISE();
  ins = result.bits;
  TAIL(storeResult);
}
HANDLER(op_CallEx) { TAIL(callExSlow); }

//===--- functions --------------------------------------------------------===//

SLOW(makeFunctionSlow) {
  SYNC();
  auto *self = frameFunction(base);
  Value v = newFunction(t, k[OP_B].as<CodeObject>(), self->globals);
  if (v.isEmpty())
    RAISE();
  auto *f = v.as<FunctionObject>();
  Value *r = &REG_C;
  if (!r[0].isEmpty())
    setSlot(f, &f->defaults, r[0]);
  if (!r[1].isEmpty())
    setSlot(f, &f->kwDefaults, r[1]);
  if (!r[2].isEmpty())
    setSlot(f, &f->annotations, r[2]);
  if (!r[3].isEmpty())
    setSlot(f, &f->closure, r[3]);
  setSlot(f, &f->builtins, self->builtins);
  REG_A = v;
  NEXT(1);
}
HANDLER(op_MakeFunction) { TAIL(makeFunctionSlow); }
SLOW(loadBuildClassSlow) {
  SYNC();
  Value b = frameFunction(base)->builtins;
  Value v = isExact(b, shapes::dict) ? dictGetStr(b.as<DictObject>(), names::__build_class__)
                                     : getItem(t, b, names::__build_class__);
  if (v.isEmpty()) {
    if (!t->pending || pendingMatches(t, exc::KeyError)) {
      clearPending(t);
      raise(t, exc::NameError, "__build_class__ not found");
    }
    RAISE();
  }
  REG_A = v;
  NEXT(1);
}
HANDLER(op_LoadBuildClass) { TAIL(loadBuildClassSlow); }

} // namespace pyc
