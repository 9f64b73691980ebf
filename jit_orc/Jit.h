//===- Jit.h - The JIT's state: traces, options, counters -----------------===//
//
// One Jit per process, used with the GIL held; the compiler thread sees only
// the queue (CompilerThread.h). A JitTrace is one recorded path and what became
// of it. Traces are never freed while the process lives: an invalid one is
// only cut off, for a frame may still run in it.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "jit_orc/CompilerApi.h"
#include "runtime/interpreter/JitInterface.h"
#include "runtime/object/Layouts.h"
#include <memory>
#include <string>
#include <vector>

namespace pyc {

class Recorder;

enum class TraceState : uint8_t { Queued, Compiled, Failed, Invalid };

struct JitTrace {
  uint32_t number = 0;
  std::string name;     ///< for dumps, perf and symbols
  std::string origin;   ///< file:line function
  TraceBufferKind kind = TraceBufferKind::Loop;
  TraceState state = TraceState::Queued;
  CodeObject *code = nullptr;      ///< of the entry frame
  const Instr *header = nullptr;   ///< loops, functions: where it begins
  const Instr *loop = nullptr;     ///< loops: the Loop instruction
  JitTrace *root = nullptr;        ///< bridges: the loop or function trace
  JitTrace *parent = nullptr;      ///< bridges: trace of the exit
  uint32_t parentExit = 0;
  // Trees (docs/design/trees.md, Trees.cpp).
  std::shared_ptr<Recorder> recorded; ///< kept for trees
  std::vector<JitTrace *> parts;   ///< a tree: what it was made of, its root first
  std::vector<JitTrace *> attached;///< bridges from what this one recorded
  JitTrace *attachTo = nullptr;    ///< bridges: whose recording they go on from
  uint32_t attachFrame = 0;        ///< and the snapshot in it
  std::vector<uint32_t> refusedFrames; ///< snapshots whose bridges cannot be joined
  bool unjoinable = false;         ///< bridges: not to become part of a tree
  bool joined = false;             ///< bridges: in a tree that is used
  bool treeWanted = false;         ///< roots: there are bridges that no tree has
  uint32_t treeParts = 0;          ///< roots: parts of the last tree made
  CompiledTrace *compiled = nullptr;
  std::atomic<TraceFn> slot{nullptr}; ///< what jump_trace and call_trace go through
  std::vector<uint32_t> assumptions;
  std::vector<Value> objects;      ///< embedded; roots
  std::vector<std::unique_ptr<TraceSite>> sites; ///< where its calls are made
  std::vector<std::unique_ptr<TraceSite::Inlined[]>> siteFrames;
  std::vector<const Instr *> otherLoops; ///< other Loop instructions that go to its header
  std::vector<uint8_t> exitState;  ///< per exit: ExitState
  std::vector<uint32_t> nextTry;   ///< per exit: hits at which a bridge is recorded
  uint64_t entered = 0;
  uint32_t bridges = 0;
  uint32_t mostInlined = 0; ///< frames above the entry frame, bridges included
  uint32_t recordMicros = 0;

  bool usable() const { return state == TraceState::Compiled; }
  bool isFunction() const {
    return (root ? root->kind : kind) == TraceBufferKind::Function;
  }
  /// A tree stands where its root stood.
  JitTrace *base() { return parts.empty() ? this : parts[0]; }
  std::atomic<TraceFn> *entrySlot() { return &base()->slot; }
};
enum ExitState : uint8_t { kExitCold, kExitQueued, kExitBridged, kExitBlacklisted };

JitTrace *traceByNumber(uint32_t number);

/// Where the frames that a trace inlines in its entry frame count from.
Value *originOf(Thread *t, Value *entryBase);

/// Stands for CompiledTrace::invalidated in recorded symbols.
/// call() out of compiled code: runs the callee's trace directly if it has one.
Value jitCall(Thread *t, Value f, Value *args, size_t n);
extern uint32_t gInvalidatedPlaceholder;

struct JitOptions {
  bool on = true;
  bool verify = false;
  bool stats = false;
  bool synchronous = false;   ///< compile at once, on this thread
  uint32_t threshold = 1500;  ///< back-edges until a loop is recorded
  bool trees = true;          ///< compile hot traces and their bridges as one
  uint32_t stressDeopt = 0;   ///< every Nth guard fails
  bool perf = false;
  std::string log;            ///< file, "-" for stderr
  uint32_t textStages = 0;    ///< TraceTextStages to collect for --emit
  bool emit = false;
};

/// Finds the compiler when first needed (loading its library takes time).
/// Null: there is none; the JIT then stays off.
struct CompilerAccess {
  const CompilerApi *(*api)();
};

/// Installs the hooks. Call before any Python code runs.
void jitInitialise(Thread *t, const JitOptions &options, CompilerAccess access);
/// Waits for the compiler thread, prints --jit-stats, closes the log.
void jitShutdown(Thread *t);
/// Texts of the stages asked for, of all traces in order of compilation.
std::string jitEmittedText();

//--- between the JIT's files -------------------------------------------------
struct CompileJob {
  JitTrace *trace; ///< its `recorded` owns what the buffer points to
};
/// Hands a job over; jitInstall is called for it with the GIL held, soon.
void compilerSubmit(std::unique_ptr<CompileJob> job);
/// Takes finished jobs. [GIL]
std::vector<std::unique_ptr<CompileJob>> compilerTakeFinished();
void compilerStart(const JitOptions &options, CompilerAccess access, int32_t *stressCounter);
void compilerDrain(); ///< waits until nothing is being compiled
void compilerStop();
bool compilerIdle();  ///< nothing waits or is under way
/// Loops that bridges were added to since are compiled anew, with them. [GIL]
void makeTrees(const JitOptions &options);
/// A bridge was installed, or a tree failed or got more than it had.
void treeWanted(JitTrace *root);
/// False: the tree is not to be used. Says what to do instead.
bool acceptTree(JitTrace *tree);
JitTrace *addTrace(std::unique_ptr<JitTrace> trace);
void describeExitOf(JitTrace *bridge); ///< sets attachTo

/// An exit with more virtual objects than this is not rebuilt: a trace that has
/// one is not installed.
constexpr uint32_t kMaxExitVirtuals = 512;
/// Rebuilds frames after an exit and says where to go on (deopt/Deopt.cpp).
/// May collect. The trace's entry base is `base`.
void deoptimise(Thread *t, ExitSlot *exit, Value *base, JitResume *out);

struct JitStats {
  uint64_t recordings, aborts, loops, bridges, functions, trees, entries, exits,
      failed, invalidated, opsRecorded, opsAfter, codeBytes, compileMicros,
      recordMicros;
};
extern JitStats gJitStats;

} // namespace pyc
