//===- Recorder.h - Turning execution into a trace ------------------------===//
//
// docs/design/recorder.md tells the whole; this is the state and the pieces
// that record actions are made of. One Recorder exists while a recording runs.
//
// A record action (RecordOps*.cpp) is called before its instruction is
// executed. It reads operands with reg() (trace values) and real() (what they
// are now), emits guards, then effects, then writes destinations with set():
// in that order, since guards leave through the snapshot *before* the
// instruction. An effect that may fail or run Python is followed by
// afterCall(), which makes the *after* snapshot.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/interpreter/Liveness.h"
#include "jit_orc/recorder/TraceBuilder.h"
#include "runtime/interpreter/Caches.h"
#include "runtime/interpreter/JitInterface.h"
#include "runtime/object/Api.h"
#include <memory>

namespace pyc {

struct JitTrace;
Value *originOf(Thread *t, Value *entryBase); // Jit.h

/// Code generation is superlinear past this (DESIGN §8).
constexpr size_t kMaxRecordedOps = 1500;
constexpr unsigned kMaxUnrolled = 12;
constexpr unsigned kMaxFunctionUnrolled = 5; ///< a function trace's own loops
constexpr size_t kMaxInlineDepth = 12;

/// Why a recording was given up; names are stable (jit log, tests).
#define PYC_ABORT_REASONS(X)                                                   \
  X(TooLong, "too-long") X(TooDeep, "too-deep")                                \
  X(UnexpectedFrame, "unexpected-frame") X(Mispredicted, "mispredicted")       \
  X(YoungConstant, "young-constant") X(Exception, "exception")                 \
  X(Opcode, "opcode") X(DeadRegister, "dead-register")                         \
  X(LooksAtFrames, "looks-at-frames") X(LeftFrame, "left-entry-frame")         \
  X(Generator, "generator") X(Unrolling, "inner-loop")                         \
  X(Nested, "nested-activation") X(Unstable, "unstable")                       \
  X(Round, "round-without-yield") X(Unbound, "unbound-variable") X(TooManyExits, "too-many-exits")
enum class AbortReason : uint8_t {
#define X(name, text) name,
  PYC_ABORT_REASONS(X)
#undef X
};
const char *abortReasonName(AbortReason r);

struct VirtualFrame {
  CodeObject *code;
  TraceRef functionRef;        ///< kNoRef: the entry frame's own function
  Value function;              ///< the real one
  const Liveness *live;
  Value *base;                 ///< real; null until the callee's first instruction
  int32_t offset;              ///< base - entry base, in words
  std::vector<TraceRef> regs;  ///< kNoRef: not known (entry frame: in memory)
  std::vector<bool> written;   ///< entry frame, generators: differs from memory
  const Instr *callPc;         ///< calling instruction in the caller
  Continuation continuation;
  TraceRef extra = kNoRef;     ///< Init: the new object
  TraceRef holder = kNoRef;    ///< the generator whose registers these are
  uint32_t cachedParent = kNoIndex; ///< snapshot index while a callee runs
  unsigned unrolled = 0;       ///< back-edges followed in it
};

/// Keyword arguments of a call: the last names.size() arguments.
struct Keywords {
  std::vector<Value> names;
  Value tuple = Value::empty(); ///< the names, a constant of the code
  TraceRef callee = kNoRef, args = kNoRef, dict = kNoRef; ///< CallEx as it stands (dict may be None)
};

enum class RecordMode : uint8_t { Loop, Bridge, Function };

class Recorder {
public:
  Recorder(Thread *t, RecordMode mode, Value *entryBase);
  ~Recorder();

  TraceBuilder b;
  Thread *t;
  RecordMode mode;
  Value *entryBase;
  CodeObject *entryCode;
  const Instr *header = nullptr;    ///< loops: where the trace starts
  const Instr *loopInstr = nullptr; ///< loops: its Loop instruction
  JitTrace *parentTrace = nullptr;  ///< bridges
  uint32_t parentExit = 0;
  const Instr *bridgeStart = nullptr;
  std::vector<VirtualFrame> frames;
  uint32_t mostInlined = 0; ///< frames above the entry frame at the deepest point
  std::vector<TraceBinding> bindings; ///< bridges: see TraceBuffer
  uint32_t ownOps = 0;              ///< bridges: see TraceBuffer
  bool goesRound = false;           ///< bridges: see TraceBuffer
  std::string origin;               ///< "file:line function" for the log

  /// Starts: reads the live registers at pc and sets the label.
  void beginLoop(const Instr *loop);
  void beginFunction();
  /// Frames and registers as the exit describes them; they have been rebuilt.
  void beginBridge(JitTrace *trace, uint32_t exit, const Instr *at);
  /// An exception is on its way: raised by an instruction or, Again, with no new
  /// entry of its traceback for this frame.
  enum class Raising : uint8_t { No, Yes, Again } raising = Raising::No;
  /// The bridge begins where its exit's exception was raised.
  void startsRaised() { raising = Raising::Yes; }

  enum class State : uint8_t { Recording, Finished, Aborted };
  State state = State::Recording;
  AbortReason abortReason = AbortReason::Opcode;
  std::string abortDetail;

  /// The instruction at pc is about to be executed in the frame at base.
  void step(const Instr *pc, Value *base);
  void raised(const Instr *pc, Value *base);
  TraceBuffer buffer(const char *name);

  // --- for record actions ---
  const Instr *pc = nullptr;
  VirtualFrame &frame() { return frames.back(); }
  Value real(unsigned r) { return frame().base[r]; }
  TraceRef reg(unsigned r);
  void set(unsigned r, TraceRef v);
  void abort(AbortReason r, const std::string &detail = "");
  /// Values that the interpreter sees otherwise (LoadMethod by residual call):
  /// a call of one is residual as well.
  std::vector<TraceRef> opaque;
  /// A bridge's first instruction: a guard of its own has failed there.
  bool isSecondTry() const { return pc == bridgeStart; }
  bool isSkipping() const { return skipping; }
  bool mayClose = true; ///< loops: the back-edge ends the recording
  /// What offsets of inlined frames count from: an entry frame in a generator
  /// has its callees' windows above its resumer's frame.
  Value *frameOrigin() const { return originOf(t, entryBase); }
  /// The innermost frame's loops are unrolled: it is inlined, or the frame of a
  /// function trace that has not gone round often yet.
  bool unrollsHere() const {
    return frames.size() > 1 ||
           (mode == RecordMode::Function && unrolled < kMaxFunctionUnrolled && ownLoopsUnrolled);
  }
  bool failed() const { return state != State::Recording; }
  /// A constant for v; aborts when v is young.
  TraceRef constant(Value v);
  void guardConstant(TraceRef v, Value c);
  TraceRef value(TraceRef r) { return b.toValue(r); }
  /// Frames that the trace has above its entry frame here, as programs count them.
  uint32_t inlinedFrames() const;
  TraceRef thread();

  /// The frame at base raises an exception that ends a loop outside: StopIteration.
  void raiseStopIteration();
  /// The jump must go as recorded: the next instruction is this one.
  void expect(const Instr *next) { expectedPc = next; }
  /// A residual call decides a branch: v is True or False; which way it went is
  /// seen at the next instruction.
  void branchLater(TraceRef v, const Instr *ifTrue, const Instr *ifFalse);
  /// The same for ForIter: v is the item, or EmptyBuffer at the end.
  void iterLater(TraceRef v, unsigned dst, const Instr *more, const Instr *end);
  /// o's class has the item method d in Python: follow it.
  bool followItem(unsigned dst, Dunder d, TraceRef o, Value real,
                  const std::vector<TraceRef> &params, Continuation k);
  /// A call of f (as `shown` by the interpreter) with positional arguments;
  /// result to dst of the instruction at pc.
  void recordCallOf(TraceRef f, Value shown, std::vector<TraceRef> args, std::vector<Value> realArgs,
                    const Keywords *kw = nullptr);
  void residualCall(TraceRef f, const std::vector<TraceRef> &args, const Keywords *kw = nullptr);
  /// Whether a call of f may be followed, as far as f alone tells.
  bool mayFollowCall(Value f);
  /// A builtin that runs as a loop in Python (RecordLoops.cpp): follows it, or
  /// calls it. False: it is none, or its items are not made by Python code.
  bool recordLoop(TraceRef f, Value shown, const std::vector<TraceRef> &args, const std::vector<Value> &realArgs);
  /// GetIter of a map, filter, enumerate or zip object with Python code behind
  /// it: the generator that its loop goes over instead.
  bool recordAdapterLoop(TraceRef object, Value real);
  /// Calls of the runtime. Arguments in C order (thread included by callee).
  TraceRef callPure(const void *fn, const char *name, TraceType result,
                    const std::vector<TraceRef> &args);
  /// Reads or writes the given classes; may raise and collect; no Python.
  TraceRef callRuntime(const void *fn, const char *name, TraceType result,
                       std::vector<TraceRef> args, uint64_t reads, uint64_t writes,
                       bool raises);
  /// Anything: Python included. Emits the exception guard.
  TraceRef callAnything(const void *fn, const char *name, std::vector<TraceRef> args);
  /// Behind callAnything, with the destination set: assumptions may have
  /// broken. next: where the interpreter would go on.
  void afterAnything(const Instr *next);
  void guardNoException(TraceRef result);
  /// Interpreter frames above ours are not recorded until it is back here.
  void skipCallee() { skipping = true; }

  /// Python call: pushes a virtual frame. args: all parameters by register.
  void pushFrame(Value function, TraceRef functionRef, const std::vector<TraceRef> &params,
                 Continuation k, TraceRef extra = kNoRef);
  /// A resumption of a generator: its frame is followed (RecordGenerator.cpp).
  /// False: not one that can be.
  /// The instruction at pc resumes it with `sent`; k says what becomes of what
  /// it yields (ForIter, YieldFrom, Next).
  bool followGenerator(TraceRef generator, Value real, Continuation k, TraceRef sent);
  /// The innermost frame returns; real is what it returns now.
  void popFrame(TraceRef result, Value real);
  bool mayInline(CodeObject *code);
  /// MakeGenerator: the object, made of the innermost frame.
  void makeGenerator();
  TraceRef makeFunction(CodeObject *code, TraceRef globals, TraceRef module, TraceRef defaults, TraceRef closure);

  /// Registers an assumption number with this trace.
  bool dependOn(uint32_t assumption);
  std::vector<uint32_t> assumptions;
  /// What the trace's calls leave in Thread::pc; they go on to the JitTrace.
  std::vector<std::unique_ptr<TraceSite>> sites;
  std::vector<std::unique_ptr<TraceSite::Inlined[]>> siteFrames;
  /// Truth of a register as a bool value; the real outcome in `out`. False:
  /// needs a call that runs Python (the action was abandoned or is residual).
  bool truth(TraceRef v, Value realValue, TraceRef &cond, bool &out);
  bool followTruth(TraceRef o, Value real);
  /// Guards that v has real's shape and that what its type says of attributes
  /// stays as it is. False: cannot be relied on (aborted).
  bool guardInstanceShape(TraceRef v, Value real);
  /// The same for a type object: v is that type, and it does not change.
  bool dependOnType(TypeObject *type);
  void finishLoop();
  void finishAt(JitTrace *target);

  uint32_t snapshotAt(const Instr *at, bool raise);

private:
  TraceRef threadRef = kNoRef;
  const Instr *expectedPc = nullptr;
  bool skipping = false, stepped = false, raises = false;
  size_t firstOp = 0; ///< of the current instruction
  struct { TraceRef ref; bool written; } before; ///< register A before it
  bool ownLoopsUnrolled = true; ///< function traces: else they go on in the loop's trace
  unsigned unrolled = 0; ///< back-edges of other loops
  struct { TraceRef v = kNoRef; const Instr *ifTrue, *ifFalse; } branch;
  struct { TraceRef v = kNoRef; unsigned dst; const Instr *more, *end; } iteration;
  uint32_t frameSnapshot(VirtualFrame &f, const Instr *at, uint32_t parent, bool innermost,
                         bool raise, const VirtualFrame *callee);
  bool atHeader(const Instr *pc);

  // --- record actions, by file ---
  bool recordBasic(Op op);     // RecordBasic.cpp: moves, names, cells, jumps, loops
  bool recordArith(Op op);     // RecordArith.cpp: operators, compares, truth
  bool recordAttr(Op op);      // RecordAttr.cpp: attributes, globals
  bool recordItems(Op op);     // RecordItems.cpp: items, building, iteration
  bool recordCall(Op op);      // RecordCall.cpp: calls and returns
  bool recordCallForms(Op op); // RecordBind.cpp: keywords, *args, **kwargs, starred targets
  bool recordExc(Op op);       // RecordExc.cpp: raise, except, finally
  bool recordObject(Op op);    // RecordObject.cpp: super, special methods
  bool isCaught();
  bool turnGuard();
  bool recordGenerator(Op op); // RecordGenerator.cpp: yield
  void leaveGeneratorFrame(TraceRef result);
  void generatorEnds(const Instr *call, Continuation k, TraceRef result);
  void stepDelegate();
  void yieldValue(TraceRef v);
  bool recordResidual(Op op);  // RecordResidual.cpp: the rest, by runtime call

public:
  // Shared between the files.
  void compareAndJump(Op op);
  void writeBackEntryFrame(const Instr *at);
  void storeSite();
};

/// Record actions of native functions (Intrinsics.cpp): true when it has
/// recorded the call (destination set), false to make a residual call.
/// Before the first recording: imports math, so it may collect and run Python.
/// While recording nothing may: the recorder holds Values in malloc'ed memory.
void findIntrinsics(Thread *t);
bool recordNative(Recorder &r, Value function, const NativeFunctionObject *nf,
                  const std::vector<TraceRef> &args, const std::vector<Value> &realArgs);
/// Calls of builtin classes: range(), ... The same result.
bool recordTypeCall(Recorder &r, TypeObject *type, const std::vector<TraceRef> &args,
                    const std::vector<Value> &realArgs);
/// __name__ of the running frame's globals; kNoRef: not to be had as a constant.
TraceRef recordModuleName(Recorder &r);
TraceRef recordIterator(Recorder &r, TraceRef o, Value real);
/// One step, inline, of a simple builtin iterator. False: of another kind, and
/// nothing was emitted.
bool stepIterator(Recorder &r, TraceRef it, Value real, bool &ended, TraceRef &item);
TraceRef recordTuple(Recorder &r, const std::vector<TraceRef> &items);
/// Guards that a value is a number, a flat str, None or a bool: exact, so that its
/// text and its numbers run no Python code. False: another (nothing emitted).
bool knowPlain(Recorder &r, TraceRef v, Value real);
/// RecordAttr.cpp: getattr, hasattr (test) and setattr with a constant name;
/// otherwise: getattr's default or kNoRef. False: not this way.
bool recordAttrOf(Recorder &r, TraceRef o, Value real, TraceRef nameRef, Value name, bool test, TraceRef otherwise,
                  TraceRef &out);
bool recordStoreOf(Recorder &r, TraceRef o, Value real, TraceRef nameRef, Value name, TraceRef v);
TraceRef recordBoundMethod(Recorder &r, TraceRef self, Value function);
TraceRef recordList(Recorder &r, const std::vector<TraceRef> &items);
// RecordDict.cpp: accesses that run no Python code; false when they may.
bool recordDictGetItem(Recorder &r, unsigned dst, TraceRef dict, TraceRef key, Value real, Value k);
bool recordDictSetItem(Recorder &r, TraceRef dict, TraceRef key, TraceRef v, Value real, Value k);
bool recordDictGet(Recorder &r, const std::vector<TraceRef> &args, const std::vector<Value> &real, TraceRef &out);
/// out: True or False as a Value.
bool recordContains(Recorder &r, TraceRef item, TraceRef container, Value k, Value real, TraceRef &out);
bool recordConstMap(Recorder &r, unsigned dst, const std::vector<TraceRef> &values, Value keys);
/// A dict made by operations: few keys, all different strs that are constants.
bool canRecordDict(const std::vector<Value> &keys);
TraceRef recordDict(Recorder &r, const std::vector<Value> &keys, const std::vector<TraceRef> &values);
/// The value of an entry that has the key it has now, under guards.
TraceRef recordDictEntry(Recorder &r, TraceRef dict, DictObject *d, int64_t entry);
/// Guards that the dict has the keys it has now, all strs, and no others: false
/// when they are too many, of other kinds, or have holes (nothing recorded).
bool knowKeys(Recorder &r, TraceRef dict, DictObject *d, std::vector<Value> &keys);
/// into, made in this trace, takes the entries of another: false when it is not
/// simple.
bool recordMerge(Recorder &r, TraceRef into, TraceRef from, Value realInto, Value realFrom);
/// Parameters by register from arguments, defaults and what is collected for
/// *args and **kwargs (RecordBind.cpp). False: not followed (or failed).
bool bindArguments(Recorder &r, TraceRef f, FunctionObject *fn, std::vector<TraceRef> &args, const Keywords *kw);
/// The function's globals, code and defaults as guarded: returns false when it
/// cannot be followed.
bool knowFunction(Recorder &r, TraceRef f, FunctionObject *fn);
/// The code's loops are too long to be unrolled: it is called.
void doNotUnroll(const CodeObject *code);
bool mayUnroll(const CodeObject *code);
/// A recording was given up in this generator's code: it is resumed by call.
void doNotFollowGenerator(const CodeObject *code);

} // namespace pyc
