//===- Frames.cpp - Frame objects, tracebacks, positions ------------------===//
//
// Frames are windows on the register stack; a frame *object* exists only once
// somebody has asked for it (sys._getframe, a traceback's tb_frame, ...). It
// then hangs on the frame's link word, and takes a copy of the local variables
// with it when the frame is left.
//
// Where a frame stands is not stored in it: the innermost one's pc is
// Thread::pc, every other one stands at the instruction that called the next.
//
//===----------------------------------------------------------------------===//
#include "runtime/interpreter/Activation.h"
#include "runtime/interpreter/Generator.h"
#include "runtime/interpreter/Tracing.h"

namespace pyc {

//===--- positions --------------------------------------------------------===//

const PositionEntry *positionOf(const CodeObject *c, uint32_t pcWord) {
  uint32_t low = 0, high = c->positionCount;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    if (c->positions[middle].pc <= pcWord)
      low = middle + 1;
    else
      high = middle;
  }
  return low ? &c->positions[low - 1] : nullptr;
}
static int lineAt(const CodeObject *c, const Instr *pc) {
  const PositionEntry *p = positionOf(c, pcWordOf(c, pc));
  return p ? static_cast<int>(p->line) : static_cast<int>(c->firstLine);
}

//===--- walking ----------------------------------------------------------===//

namespace {
/// Walks the frames from the innermost one outwards. Those that a trace has
/// inlined have no registers (base is then that of the trace's own frame).
struct FrameCursor {
  Value *base;
  const Instr *pc;         ///< where it stands
  const TraceSite *site;   ///< base's frame is in compiled code
  uint32_t inlined = 0;    ///< 1 + index in site->inlined; 0: the frame at base

  explicit FrameCursor(Thread *t) : base(t->base) { settle(t->pc); }
  explicit operator bool() const { return base; }
  CodeObject *code() const {
    return inlined ? site->inlined[inlined - 1].code.as<CodeObject>() : frameCode(base);
  }
  bool hidden() const { return code()->flags & kCodeHidden; }
  void outwards() {
    if (inlined) {
      --inlined;
      pc = inlined ? site->inlined[inlined - 1].pc : site->pc;
      return;
    }
    const Instr *calling = returnInstr(base[kFrameReturn].bits);
    base = frameCaller(base);
    settle(calling);
  }
  void outwardsVisible() {
    do
      outwards();
    while (base && hidden());
  }

private:
  void settle(const Instr *at) {
    site = base ? siteOf(frameCode(base), at) : nullptr;
    inlined = site ? site->count : 0;
    pc = inlined ? site->inlined[inlined - 1].pc : site ? site->pc : at;
  }
};
} // namespace

static Value linkOf(Thread *t, Value *base) {
  return onRegisterStack(t, base) ? base[kFrameLink] : generatorAt(base)->frameObject;
}

Value frameObjectFor(Thread *t, Value *base) {
  Value link = linkOf(t, base);
  if (link.isObject())
    return link;
  auto *f = gcAllocate<FrameObject>(t, sizeof(FrameObject), shapes::frame);
  if (!f)
    return Value::empty();
  f->base = base;
  f->function = base[kFrameFunction];
  f->back = f->trace = None;
  Value v = Value::fromObject(f);
  if (onRegisterStack(t, base))
    base[kFrameLink] = v;
  else {
    GeneratorObject *g = generatorAt(base);
    setSlot(g, &g->frameObject, v);
  }
  return v;
}

constexpr uint64_t kFrameWasInlined = 1; ///< FrameObject::reserved

/// A frame object for where the cursor stands, which is not at the end. That of
/// an inlined frame is made anew each time, and detached: nothing else knows it.
static Value frameObjectAt(Thread *t, FrameCursor at) {
  if (!at.inlined)
    return frameObjectFor(t, at.base);
  const TraceSite::Inlined &in = at.site->inlined[at.inlined - 1];
  const Instr *pc = at.pc;
  RootVector made(t);
  at.outwardsVisible();
  Value back = at ? frameObjectAt(t, at) : None;
  if (!back)
    return back;
  made.push(back);
  Value function = newFunction(t, in.code.as<CodeObject>(), in.globals);
  if (!function)
    return function;
  made.push(function);
  auto *f = gcAllocate<FrameObject>(t, sizeof(FrameObject), shapes::frame);
  if (!f)
    return Value::empty();
  f->function = made[1];
  f->back = made[0];
  f->trace = None;
  f->pc = pc;
  f->reserved = kFrameWasInlined;
  return Value::fromObject(f);
}

Value currentFrame(Thread *t, int depth) {
  FrameCursor at(t);
  if (at && at.hidden())
    at.outwardsVisible();
  for (; at && depth > 0; --depth)
    at.outwardsVisible();
  if (!at)
    return raise(t, exc::ValueError, "call stack is not deep enough");
  return frameObjectAt(t, at);
}

Value currentGlobals(Thread *t) {
  FrameCursor at(t);
  if (at && at.hidden())
    at.outwardsVisible();
  if (!at)
    return Value::empty();
  return at.inlined ? at.site->inlined[at.inlined - 1].globals : frameFunction(at.base)->globals;
}

/// The cursor at the running frame at base; at its end when it does not run.
static FrameCursor cursorAt(Thread *t, const Value *base) {
  FrameCursor at(t);
  while (at && (at.inlined || at.base != base))
    at.outwards();
  return at;
}

void leaveFrame(Thread *t, Value *base, const Instr *pc) {
  Value link = linkOf(t, base);
  if (!link.isObject())
    return;
  t->base = base;
  t->pc = pc;
  auto *f = link.as<FrameObject>();
  if (!f->base)
    return;
  CodeObject *c = frameCode(base);
  Value pending = t->pending;
  if (auto *saved = newValueBuffer(t, c->localsCount)) {
    memcpy(static_cast<void *>(saved->items), base, sizeof(Value) * c->localsCount);
    setSlot(f, &f->savedRegisters, Value::fromObject(saved));
  }
  t->pending = pending;
  f->pc = pc;
  FrameCursor caller = cursorAt(t, base);
  caller.outwardsVisible();
  if (caller) {
    Value back = caller.inlined ? None : linkOf(t, caller.base);
    if (back.isObject())
      setSlot(f, &f->back, back);
  }
  f->base = nullptr;
}

/// Where f stands.
static const Instr *framePc(Thread *t, FrameObject *f) {
  if (!f->base)
    return f->pc;
  if (FrameCursor at = cursorAt(t, f->base))
    return at.pc;
  if (!onRegisterStack(t, f->base))
    return generatorAt(f->base)->resumePc;
  return frameCode(f->base)->instrs;
}
static CodeObject *codeOf(FrameObject *f) {
  return f->function.as<FunctionObject>()->codeObject();
}
int frameLine(FrameObject *f) {
  if (f->reserved & kFrameAtCall)
    return static_cast<int>(codeOf(f)->firstLine);
  const Instr *pc = framePc(currentThread(), f);
  return pc ? lineAt(codeOf(f), pc) : static_cast<int>(codeOf(f)->firstLine);
}

//===--- locals -----------------------------------------------------------===//

Value frameLocals(Thread *t, FrameObject *f) {
  CodeObject *c = codeOf(f);
  Value *registers = f->base;
  if (!registers && f->savedRegisters.isObject())
    registers = f->savedRegisters.as<ValueBuffer>()->items;
  if (c->flags & kCodeHasNamespace) {
    if (registers)
      return registers[0];
    return f->function.as<FunctionObject>()->globals;
  }
  if (f->reserved == kFrameWasInlined || (f->base && f->base != t->base && cursorAt(t, f->base).site))
    return raise(t, exc::RuntimeError,
                 "f_locals of '%s': compiled code keeps this frame's local variables to itself "
                 "while it calls (pyc-run --jit=off shows them)", strToUtf8(c->name).c_str());
  if (!f->locals.isObject()) {
    Value d = newDict(t);
    if (!d)
      return d;
    setSlot(f, &f->locals, d);
  }
  auto *d = f->locals.as<DictObject>();
  if (!registers)
    return f->locals;
  auto *names = c->localNames.as<TupleObject>();
  for (unsigned i = 0; i < c->localsCount; ++i) {
    Value v = registers[i];
    if ((c->localKinds[i] & (kCellLocal | kFree)) && isExact(v, shapes::cell))
      v = v.as<CellObject>()->contents;
    else if (c->localKinds[i] & kFree)
      v = Value::empty();
    // A cell or free register before its MakeCell/LoadFree reads int 0.
    if ((c->localKinds[i] & kFree) && v.bits == 0 && !isExact(registers[i], shapes::cell))
      v = Value::empty();
    if (v) {
      if (!dictSet(t, d, names->items[i], v))
        return Value::empty();
    } else if (dictFindStr(d, names->items[i]) >= 0) {
      if (dictDelete(t, d, names->items[i]) < 0)
        return Value::empty();
    }
    registers = f->base ? f->base
                        : f->savedRegisters.as<ValueBuffer>()->items;
  }
  return f->locals;
}

Value currentLocals(Thread *t) {
  Value f = currentFrame(t, 0);
  return f ? frameLocals(t, f.as<FrameObject>()) : f;
}

//===--- tracebacks -------------------------------------------------------===//

void addTraceback(Thread *t, FunctionObject *f, const Instr *pc, Value *base) {
  if (f->codeObject()->flags & (kCodeHidden | kCodeStandIn))
    return;
  Value exception = t->pending;
  auto *tb = gcAllocate<TracebackObject>(t, sizeof(TracebackObject), shapes::traceback);
  if (!tb) {
    t->pending = exception;
    return;
  }
  CodeObject *c = f->codeObject();
  auto *e = exception.as<ExceptionObject>();
  tb->pcWord = pcWordOf(c, pc);
  tb->line = lineAt(c, pc);
  Value link = base ? linkOf(t, base) : Value::fromBits(0);
  tb->frame = link.isObject() ? link : f->code;
  tb->next = e->traceback.isObject() ? e->traceback : None;
  tb->function = Value::fromObject(f);
  setSlot(e, &e->traceback, Value::fromObject(tb));
}

/// The frame of a traceback entry; one without registers when nobody asked
/// while it ran.
static Value tracebackFrame(Thread *t, Value self) {
  auto *tb = self.as<TracebackObject>();
  if (isKind(tb->frame, Kind::Frame))
    return tb->frame;
  auto *f = gcAllocate<FrameObject>(t, sizeof(FrameObject), shapes::frame);
  if (!f)
    return Value::empty();
  tb = self.as<TracebackObject>();
  f->function = tb->function;
  f->back = f->trace = None;
  f->pc = codeOf(f)->instrs + tb->pcWord;
  setSlot(tb, &tb->frame, Value::fromObject(f));
  return Value::fromObject(f);
}

//===--- their Python types -----------------------------------------------===//

static Value frameGetBack(Thread *t, Value self) {
  auto *f = self.as<FrameObject>();
  if (!f->base)
    return f->back;
  FrameCursor at = cursorAt(t, f->base);
  if (!at)
    return None; // a suspended generator's
  at.outwardsVisible();
  return at ? frameObjectAt(t, at) : None;
}
static Value frameGetCode(Thread *, Value self) {
  return self.as<FrameObject>()->function.as<FunctionObject>()->code;
}
static Value frameGetGlobals(Thread *, Value self) {
  return self.as<FrameObject>()->function.as<FunctionObject>()->globals;
}
static Value frameGetBuiltins(Thread *, Value self) {
  return self.as<FrameObject>()->function.as<FunctionObject>()->builtins;
}
static Value frameGetLocals(Thread *t, Value self) {
  return frameLocals(t, self.as<FrameObject>());
}
static Value frameGetLine(Thread *t, Value self) {
  int line = frameLine(self.as<FrameObject>());
  return line ? Value::fromSmallInt(line) : None;
}
static Value frameGetLasti(Thread *t, Value self) {
  auto *f = self.as<FrameObject>();
  const Instr *pc = framePc(t, f);
  return Value::fromSmallInt(pc ? int64_t(pcWordOf(codeOf(f), pc)) * 2 : -1);
}
static Value frameGetTrace(Thread *, Value self) { return self.as<FrameObject>()->trace; }
static bool frameSetTrace(Thread *, Value self, Value v) {
  auto *f = self.as<FrameObject>();
  setSlot(f, &f->trace, v.isEmpty() ? None : v);
  return true;
}
static Value getTrue(Thread *, Value) { return True; }
static Value getFalse(Thread *, Value) { return False; }
static bool ignoreSet(Thread *, Value, Value) { return true; }
static Value frameClear(Thread *t, Value *args, size_t) {
  auto *f = args[0].as<FrameObject>();
  if (f->base) {
    if (onRegisterStack(t, f->base) || generatorAt(f->base)->state == GeneratorState::Running)
      return raise(t, exc::RuntimeError, "cannot clear an executing frame");
    if (!generatorClose(t, generatorAt(f->base)))
      return Value::empty();
  }
  f->savedRegisters = Value::fromBits(0);
  f->locals = Value::fromBits(0);
  return None;
}
static Value frameRepr(Thread *t, Value *args, size_t) {
  auto *f = args[0].as<FrameObject>();
  CodeObject *c = codeOf(f);
  char head[64];
  snprintf(head, sizeof head, "<frame at 0x%llx, file ",
           static_cast<unsigned long long>(gcIdentity(args[0].asObject())));
  Value file = repr(t, c->filename);
  if (!file)
    return file;
  std::string s = head + strToUtf8(file) + ", line " + std::to_string(frameLine(f)) +
                  ", code " + strToUtf8(c->name) + ">";
  return newStr(t, s);
}
static const NativeDef kFrameMethods[] = {
    {"clear", frameClear, "($self, /)", kEffAny, "clear most references held by the frame"},
    {"__repr__", frameRepr, "($self, /)", kEffAny},
    {nullptr, nullptr, nullptr}};
static const GetSetDef kFrameGetSets[] = {
    {"f_back", frameGetBack, nullptr},       {"f_code", frameGetCode, nullptr},
    {"f_globals", frameGetGlobals, nullptr}, {"f_builtins", frameGetBuiltins, nullptr},
    {"f_locals", frameGetLocals, nullptr},   {"f_lineno", frameGetLine, nullptr},
    {"f_lasti", frameGetLasti, nullptr},     {"f_trace", frameGetTrace, frameSetTrace},
    {"f_trace_lines", getTrue, ignoreSet},   {"f_trace_opcodes", getFalse, ignoreSet},
    {nullptr, nullptr, nullptr}};

static Value tracebackGetNext(Thread *, Value self) { return self.as<TracebackObject>()->next; }
static bool tracebackSetNext(Thread *t, Value self, Value v) {
  if (v.isEmpty() || (v != None && !isKind(v, Kind::Traceback))) {
    if (v.isEmpty())
      raise(t, exc::TypeError, "can't delete tb_next attribute");
    else
      raise(t, exc::TypeError, "expected traceback object or None, got '%T'", v);
    return false;
  }
  for (Value at = v; at != None; at = at.as<TracebackObject>()->next)
    if (at == self) {
      raise(t, exc::ValueError, "traceback loop detected");
      return false;
    }
  auto *tb = self.as<TracebackObject>();
  setSlot(tb, &tb->next, v);
  return true;
}
static Value tracebackGetLine(Thread *, Value self) {
  return Value::fromSmallInt(self.as<TracebackObject>()->line);
}
static Value tracebackGetLasti(Thread *, Value self) {
  return Value::fromSmallInt(self.as<TracebackObject>()->pcWord * 2);
}
static Value tracebackNew(Thread *t, Value *args, size_t) {
  // cls, tb_next, tb_frame, tb_lasti, tb_lineno
  if (args[1] != None && !isKind(args[1], Kind::Traceback))
    return raise(t, exc::TypeError, "expected traceback object or None, got '%T'", args[1]);
  if (!isKind(args[2], Kind::Frame))
    return raise(t, exc::TypeError, "TracebackType() argument 'tb_frame' must be frame, not %T", args[2]);
  int64_t lasti, line;
  if (!indexAsInt64(t, args[3], lasti) || !indexAsInt64(t, args[4], line))
    return Value::empty();
  auto *tb = gcAllocate<TracebackObject>(t, sizeof(TracebackObject), shapes::traceback);
  if (!tb)
    return Value::empty();
  tb->next = args[1];
  tb->frame = args[2];
  tb->function = args[2].as<FrameObject>()->function;
  tb->pcWord = lasti / 2;
  tb->line = line;
  return Value::fromObject(tb);
}
static const NativeDef kTracebackMethods[] = {
    {"__new__", tracebackNew, "($type, tb_next, tb_frame, tb_lasti, tb_lineno)", kEffAny,
     "Create a new traceback object."},
    {nullptr, nullptr, nullptr}};
static const GetSetDef kTracebackGetSets[] = {
    {"tb_next", tracebackGetNext, tracebackSetNext},
    {"tb_frame", tracebackFrame, nullptr},
    {"tb_lineno", tracebackGetLine, nullptr},
    {"tb_lasti", tracebackGetLasti, nullptr},
    {nullptr, nullptr, nullptr}};

void initFrames() {
  Thread *t = currentThread();
  shapes::frame->customTracer = gcRegisterTracer(gcTraceFrame);
  makeBuiltinType(t, {"frame", Kind::Frame, sizeof(FrameObject), TraceKind::Custom, 0, 0,
                      kFrameMethods, kFrameGetSets, nullptr,
                      kTypeDisallowInstantiation, nullptr, shapes::frame->customTracer});
  makeBuiltinType(t, {"traceback", Kind::Traceback, sizeof(TracebackObject),
                      TraceKind::FixedSlots, 2, 3, kTracebackMethods, kTracebackGetSets});
}

} // namespace pyc
