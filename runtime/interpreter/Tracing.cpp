//===- Tracing.cpp - sys.settrace and sys.setprofile ----------------------===//
//
// While some thread traces, every entry of the dispatch table that handlers go
// through leads to traceStep, which reports what the instruction at hand means
// to the program's functions and then runs the usual handler. So code that does
// not trace pays nothing, and frames that are already running are traced from
// their next instruction on. The JIT's hooks are out for the time being.
//
// What a traced frame has seen is in its frame object (FrameObject::reserved):
// whether "call" was reported, the last line and instruction. Events:
//   call       the first instruction of a frame, or a generator's resumption
//   line       an instruction of another line, or a jump back
//   return     before Return and Yield, or when an exception leaves the frame
//   exception  in each frame that an exception passes (unwind, Return.cpp)
//   c_call...  around calls of builtins (profile functions only)
// The functions themselves are not traced (tInside).
//
//===----------------------------------------------------------------------===//
#include "runtime/interpreter/Tracing.h"
#include "runtime/interpreter/Generator.h"
#include "runtime/interpreter/Interp.h"
#include <vector>

namespace pyc {

bool gTracing;
static thread_local bool tInside;
static JitHooks gHooksBefore;

namespace {
constexpr uint64_t kEntered = 2; // bit 0: kFrameWasInlined; bit 2: kFrameAtCall
constexpr int kWordShift = 8, kLineShift = 32;
uint64_t seen(uint32_t word, uint32_t line) {
  return kEntered | uint64_t(word & 0xFFFFFF) << kWordShift | uint64_t(line) << kLineShift;
}

/// Calls of builtins that have been reported and not yet finished.
struct NativeCalls {
  RootVector callees;
  std::vector<std::pair<Value *, const Instr *>> places;
  explicit NativeCalls(Thread *t) : callees(t) {}
};
thread_local NativeCalls *tCalls;

const DispatchTable kPlainTable = {{
#define OP(Name, A, B, C, Words, Flags, Doc) op_##Name,
#include "runtime/bytecode/Opcodes.def"
#undef OP
}};

bool wanted(Thread *t) { return !tInside && (t->traceFunction.isObject() || t->profileFunction.isObject()); }

/// Assignments that the function made through f_locals.
void storeLocals(FrameObject *f) {
  Value *registers = f->base;
  if (!registers || !f->locals.isObject())
    return;
  auto *fn = f->function.as<FunctionObject>();
  CodeObject *c = fn->codeObject();
  if (c->flags & kCodeHasNamespace)
    return;
  auto *d = f->locals.as<DictObject>();
  auto *names = c->localNames.as<TupleObject>();
  for (unsigned i = 0; i < c->localsCount; ++i) {
    Value v = dictGetStr(d, names->items[i]);
    if (!v)
      continue;
    if ((c->localKinds[i] & (kCellLocal | kFree)) && isExact(registers[i], shapes::cell)) {
      auto *cell = registers[i].as<CellObject>();
      if (cell->contents.bits != v.bits)
        setSlot(cell, &cell->contents, v);
    } else if (!(c->localKinds[i] & (kCellLocal | kFree))) {
      registers[i] = v;
    }
  }
  if (!onRegisterStack(currentThread(), registers)) {
    GeneratorObject *g = generatorAt(registers);
    if (g->gcBits & kGcOld)
      gcRememberObject(g);
  }
}

/// Calls a trace or profile function. Empty: raised, and tracing is over.
Value report(Thread *t, Value function, FrameObject *f, const char *event, Value argument, bool profile) {
  Value name = internStr(t, event);
  if (!name)
    return name;
  bool shown = f->locals.isObject();
  if (shown && !frameLocals(t, f)) {
    clearPending(t);
    shown = false;
  }
  Value args[3] = {Value::fromObject(f), name, argument};
  tInside = true;
  Value r = call(t, function, args, 3);
  tInside = false;
  if (f->locals.isObject())
    storeLocals(f);
  if (!r) {
    Value e = takePending(t);
    setTracer(t, profile, None);
    t->pending = e;
  }
  return r;
}
/// To the frame's own function, which may name its successor. false: raised
bool reportLocal(Thread *t, FrameObject *f, const char *event, Value argument) {
  if (!t->traceFunction.isObject() || !f->trace.isObject() || f->trace == None)
    return true;
  Value r = report(t, f->trace, f, event, argument, false);
  if (r && r != None)
    setSlot(f, &f->trace, r);
  return bool(r);
}
bool reportProfile(Thread *t, FrameObject *f, const char *event, Value argument) {
  return !t->profileFunction.isObject() || report(t, t->profileFunction, f, event, argument, true);
}

/// The frame's object when its events are being reported, else null.
FrameObject *tracedFrame(Thread *t, Value *base) {
  Value link = onRegisterStack(t, base) ? base[kFrameLink] : generatorAt(base)->frameObject;
  if (!link.isObject() || !(link.as<FrameObject>()->reserved & kEntered))
    return nullptr;
  return link.as<FrameObject>();
}

/// A builtin that was called from the frame at base has returned or raised.
bool nativeCallDone(Thread *t, FrameObject *f, Value *base, const Instr *pc, bool raised) {
  if (!tCalls || tCalls->places.empty() || tCalls->places.back().first != base ||
      (tCalls->places.back().second == pc && !raised))
    return true;
  tCalls->places.pop_back();
  return reportProfile(t, f, raised ? "c_exception" : "c_return", tCalls->callees.pop());
}

/// Reports what the instruction at pc is the beginning of. false: raised
bool traceInstruction(Thread *t, const Instr *pc, Value *base) {
  CodeObject *c = frameCode(base);
  if (c->flags & kCodeHidden)
    return true;
  bool plain = onRegisterStack(t, base);
  if (plain && (c->flags & (kCodeGenerator | kCodeCoroutine | kCodeAsyncGenerator)))
    return true; // only makes the generator
  Value object = frameObjectFor(t, base);
  if (!object)
    return false;
  auto *f = object.as<FrameObject>();
  const PositionEntry *at = positionOf(c, pcWordOf(c, pc));
  auto line = at ? static_cast<uint32_t>(at->line) : 0;
  auto word = pcWordOf(c, pc);
  Op op = opAt(pc);
  if (!(f->reserved & kEntered)) {
    bool begins = !plain || pc == frameFunction(base)->entry;
    f->reserved = seen(word, begins ? 0 : line);
    if (begins) {
      // It stands at its `def` until the event is over; a generator that goes on
      // does not.
      if (plain || word <= 2)
        f->reserved |= kFrameAtCall;
      if (t->traceFunction.isObject()) {
        Value r = report(t, t->traceFunction, f, "call", None, false);
        if (!r)
          return false;
        setSlot(f, &f->trace, r);
      }
      if (!reportProfile(t, f, "call", None))
        return false;
      f->reserved = seen(word, 0);
    }
  }
  if (!nativeCallDone(t, f, base, pc, false))
    return false;
  // What the compiler has added is no line of the program; nor is the jump at the
  // end of a loop, which stands for its first line.
  bool marks = op != Op::MakeCell && op != Op::LoadFree && op != Op::Nop && op != Op::Clear &&
               op != Op::EnterHandler && op != Op::LeaveHandler && op != Op::Reraise;
  if (op == Op::Loop) {
    const PositionEntry *target = positionOf(c, pcWordOf(c, loopTarget(pc)));
    marks = target && static_cast<uint32_t>(target->line) != line;
  }
  if (line && marks) {
    auto lastLine = static_cast<uint32_t>(f->reserved >> kLineShift);
    auto lastWord = static_cast<uint32_t>(f->reserved >> kWordShift) & 0xFFFFFF;
    bool back = word < lastWord && op != Op::Yield && op != Op::YieldFrom;
    f->reserved = seen(word, line);
    if ((line != lastLine || back) && !reportLocal(t, f, "line", None))
      return false;
  }
  switch (op) {
  case Op::Return:
  case Op::ReturnNone:
  case Op::Yield: {
    Value v = op == Op::Return ? base[pc->a] : op == Op::Yield ? base[pc->b] : None;
    if (!reportLocal(t, f, "return", v) || !reportProfile(t, f, "return", v))
      return false;
    f->reserved = 0; // a resumption is a call again
    return true;
  }
  case Op::Call:
  case Op::CallMethod:
  case Op::CallKw:
  case Op::CallMethodKw:
  case Op::CallEx: {
    Value callee = base[pc->b];
    if (!t->profileFunction.isObject() || !callee.isObject() || !isKind(callee, Kind::NativeFunction))
      return true;
    if (!reportProfile(t, f, "c_call", callee))
      return false;
    if (!t->profileFunction.isObject())
      return true;
    if (!tCalls)
      tCalls = new NativeCalls(t);
    tCalls->callees.push(base[pc->b]);
    tCalls->places.push_back({base, pc});
    return true;
  }
  default:
    return true;
  }
}
} // namespace

SLOW_EXTERN(traceStep) {
  SYNC();
  if (wanted(t) && !traceInstruction(t, pc, base))
    RAISE();
  FETCH();
  [[clang::musttail]] return kPlainTable.entries[static_cast<uint16_t>(ins)](HANDLER_PASS);
}

void traceException(Thread *t, const Instr *pc, Value *base) {
  if (!wanted(t))
    return;
  FrameObject *f = tracedFrame(t, base);
  if (!f)
    return;
  Value e = takePending(t);
  Value parts[3] = {typeValue(typeOf(e)), e, asException(e)->traceback.isObject() ? asException(e)->traceback : None};
  Value argument = newTuple(t, parts, 3);
  if (argument && nativeCallDone(t, f, base, pc, true) && reportLocal(t, f, "exception", argument))
    t->pending = e;
}

void traceLeaving(Thread *t, Value *base) {
  if (!wanted(t))
    return;
  FrameObject *f = tracedFrame(t, base);
  if (!f)
    return;
  Value e = takePending(t);
  if (reportLocal(t, f, "return", None) && reportProfile(t, f, "return", None))
    t->pending = e;
  f->reserved = 0;
}

void setTracer(Thread *t, bool profile, Value function) {
  Value &slot = profile ? t->profileFunction : t->traceFunction;
  slot = function == None ? Value::fromSmallInt(0) : function;
  if (profile && tCalls) { // what is under way has no one to be told to
    tCalls->places.clear();
    while (tCalls->callees.size())
      tCalls->callees.pop();
  }
  bool on = function != None || t->traceFunction.isObject() || t->profileFunction.isObject();
  if (on == gTracing)
    return;
  gTracing = on;
  if (on) {
    gHooksBefore = gJit;
    gJit.loop = nullptr;
    gJit.function = nullptr;
    for (Handler &h : kNormalTable.entries)
      h = traceStep;
    requestBreak(t, kBreakCode); // compiled code that called this leaves
    return;
  }
  gJit.loop = gHooksBefore.loop;
  gJit.function = gHooksBefore.function;
  kNormalTable = kPlainTable;
}

bool setInsideTracer(bool inside) {
  bool was = tInside;
  tInside = inside;
  return was;
}

} // namespace pyc
