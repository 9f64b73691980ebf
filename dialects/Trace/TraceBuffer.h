//===- TraceBuffer.h - What the recorder hands to the compiler ------------===//
//
// Plain memory, no MLIR: pyc-run fills a TraceBuffer while the interpreter runs
// a path, and libpyc-compiler.so reads it. What comes back (CompiledTrace) is
// plain data as well. docs/design/trace-border.md tells how to use both.
//
//   ops[0..]       one RecordedOp per operation; the value an op gives has the
//                  op's index as its name. Constants are ops too.
//   lists[0..]     operands that do not fit the op (calls, jumps)
//   frames[0..]    one per interpreter frame and bytecode boundary; a snapshot
//                  is the index of its innermost frame, which names its caller
//   entries[0..]   register -> value pairs of frames
//   calls[0..]     effects of called helpers
//   symbols[0..]   everything that has an address
//
// A loop trace is  [arg and constants...] Label [body ...] jump. The label is
// TraceBuffer::labelOp: ops before it are the entry, ops from it on the loop;
// labelArgs names the values that the loop carries, whose new values are the
// operands of the jump at the end (same count, same types).
//
// A compiled trace is a function
//     preserve_none ExitSlot *trace(Value *base, Thread *thread)
// It takes its arguments from base[reg]. It returns null when a function trace
// finished (the result is exitValues[0]), else the slot of the exit taken, with
// the live values in Thread::exitValues as the exit describes. When an exit's
// slot holds a bridge, the trace goes on there by a tail call instead.
//
//===----------------------------------------------------------------------===//
#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace pyc {
struct Value;
struct Thread;
struct TraceBuffer;
struct CompiledTrace;

enum class TraceOpcode : uint8_t {
#define TRACE_OP(Class, mnemonic, operands, result, effects) mnemonic##_,
#include "dialects/Trace/TraceOps.def"
#undef TRACE_OP
  Count
};
constexpr unsigned kTraceOpCount = unsigned(TraceOpcode::Count);

enum class TraceEffect : uint8_t { Pure, Read, Write, Guard, Call, Alloc, Term, Pseudo };

struct TraceOpInfo {
  const char *name;
  const char *operands; ///< letters, see TraceOps.def
  char result;
  TraceEffect effect;
};
constexpr TraceOpInfo kTraceOpInfo[] = {
#define TRACE_OP(Class, mnemonic, operands, result, effects)                   \
  {#mnemonic, operands, result, TraceEffect::effects},
#include "dialects/Trace/TraceOps.def"
#undef TRACE_OP
};

/// How a trace holds a word. Value and Int are the same bits for an int.
enum class TraceType : uint8_t { None, Value, Int, Float, Bool, Raw, Ptr };

/// How memory holds one (dialects/Trace: Slot, same order).
/// TaggedPtr: a Value that is known to be an object (no use made of it yet).
enum class TraceSlot : uint8_t { Value, F64, Raw, Ptr, U8, U16, U32, I32, TaggedPtr };

/// Alias classes: parts of the heap that never overlap. The recorder may use
/// any number below 64; those named here are known to passes.
enum TraceAlias : uint8_t {
  kAliasShape = 0,      ///< headers: written by calls, and by stores to offset 0
  kAliasInstance = 1,   ///< attribute slots of instances
  kAliasListSize = 2,
  kAliasListBuffer = 3, ///< the list's pointer to its items
  kAliasItems = 4,      ///< elements of value buffers and tuples
  kAliasRawItems = 5,   ///< elements of int64/double buffers
  kAliasDict = 6,       ///< dict headers
  kAliasDictTable = 7,  ///< index and entries
  kAliasCell = 8,       ///< closure cells
  kAliasGlobal = 9,     ///< namespace entries
  kAliasIterator = 10,
  kAliasGenerator = 11,
  kAliasFrame = 12,     ///< the register stack, above the entry frame's window
  kAliasThread = 13,
  kAliasString = 14,    ///< strings, bytes: immutable
  kAliasType = 15,
  kAliasOther = 16,
  kAliasRaised = 17,    ///< Thread::pending and handled
  kAliasFirstFree = 18,
};
constexpr uint64_t kAliasAll = ~uint64_t(0);

using TraceRef = uint32_t; ///< index of the op whose result is meant
constexpr TraceRef kNoRef = ~0u;
/// In snapshot entries: the register is unbound.
constexpr TraceRef kEmptyRef = ~0u - 1;
constexpr uint32_t kNoIndex = ~0u;

struct RecordedOp {
  TraceOpcode opcode;
  TraceType type;      ///< of the result, where the table says T
  TraceSlot slot;      ///< memory ops
  uint8_t aliasClass;  ///< memory ops
  uint8_t flags;       ///< TraceOpFlags
  uint8_t operandCount;///< in a[], or in lists when > 3
  uint16_t reserved;
  union {
    TraceRef a[3];
    struct { uint32_t first, count; } list; ///< operandCount == 255
  };
  uint32_t snapshot;   ///< index into frames, guards only; else kNoIndex
  uint32_t symbol;     ///< index into symbols; else kNoIndex
  uint32_t position;   ///< bytecode pc for dumps, or 0
  int64_t imm;
};
static_assert(sizeof(RecordedOp) == 40);
constexpr uint8_t kOperandsInList = 255;

enum TraceOpFlags : uint8_t {
  kTraceImmutable = 1, ///< getfield/getitem: the slot never changes
  kTraceNoBarrier = 2, ///< setfield/setitem: the object is young for sure
};

/// One interpreter frame at a bytecode boundary. See `snapshot` in Trace.td.
struct TraceFrame {
  uint32_t code = kNoIndex;   ///< symbol
  uint32_t pc = 0;            ///< word index of the instruction to be executed
  uint32_t parent = kNoIndex; ///< frame of the caller; kNoIndex: the entry frame
  uint32_t firstEntry = 0, entryCount = 0; ///< into entries
  int32_t offset = 0;         ///< base of this frame - base of the entry frame, in words
  TraceRef holder = kNoRef;   ///< generator whose registers these are
  uint32_t raise = 0;         ///< exits here have an exception pending
  uint64_t ret = 0;           ///< Continuation << 56 | word index of the calling instruction
};
struct TraceEntry {
  uint32_t reg;
  TraceRef value;      ///< or kEmptyRef
};

enum TraceCallFlags : uint32_t {
  kCallRaises = 1, kCallCollects = 2, kCallPython = 4,
};
struct TraceCall {
  uint64_t reads, writes; ///< masks of alias classes; both 0: pure
  uint32_t flags;
  uint32_t reserved;
};

enum class SymbolKind : uint8_t { Shape, Object, Code, Cell, Helper, Word, TraceSlot };
/// Something with an address. The name is stable between runs (it is what a
/// cached trace is linked by); the address is this process's. Shapes lie below
/// 2 GB. Objects never move.
struct TraceSymbol {
  const char *name; ///< unique in the buffer: letters, digits, _ . $
  uint64_t address;
  SymbolKind kind;
};

enum class TraceBufferKind : uint8_t { Loop, Bridge, Function };

/// Bridges: where the parent's recorded snapshot has what the bridge takes over
/// from the exit. `value` is an input, a constant, a `new` of an object that the
/// exit has as a virtual one (its fields come as bindings of their own), or
/// kEmptyRef. Used when the bridge becomes part of its parent's code.
struct TraceBinding {
  uint32_t frame;   ///< depth of the frame, outermost 0; unused for fields
  int32_t reg;      ///< register, kBindHolder, or byte offset of the field
  TraceSlot slot;   ///< fields
  uint8_t aliasClass; ///< fields
  TraceRef object;  ///< kNoRef, or the `new` whose field it is
  TraceRef value;
};
constexpr int32_t kBindHolder = INT32_MIN;

struct TraceBuffer {
  const char *name;      ///< for dumps, perf and the code's symbol: letters, digits, _
  TraceBufferKind kind;
  uint32_t labelOp;      ///< loops: index of the first op of the loop; else kNoIndex
  const RecordedOp *ops;         uint32_t opCount;
  const TraceRef *lists;      uint32_t listCount;
  const TraceFrame *frames;   uint32_t frameCount;
  const TraceEntry *entries;  uint32_t entryCount;
  const TraceCall *calls;     uint32_t callCount;
  const TraceSymbol *symbols; uint32_t symbolCount;
  const TraceRef *labelArgs;  uint32_t labelArgCount; ///< values the loop carries
  const TraceBinding *bindings; uint32_t bindingCount; ///< bridges
  uint32_t firstOp;      ///< bridges: what comes before it only takes over the exit's values
  bool goesRound;        ///< bridges: ends at the back-edge of the loop it jumps to
};

/// A tree of traces that become one function: a root and bridges, each behind
/// the part it belongs to.
struct TreePart {
  const TraceBuffer *buffer;
  uint32_t parent;       ///< the part that it is a bridge of; the root: kNoIndex
  uint32_t frame;        ///< snapshot of the parent's buffer that its guards fail to
};

//===----------------------------------------------------------------------===//
// What comes back
//===----------------------------------------------------------------------===//

struct ExitSlot;
using TraceFn = __attribute__((preserve_none)) ExitSlot *(*)(Value *base, Thread *thread);

/// Where the machine code finds what to do after an exit. Lives as long as its
/// trace. Store a bridge's entry into `bridge` (release) to connect it.
struct ExitSlot {
  std::atomic<TraceFn> bridge; ///< null: return to the interpreter
  CompiledTrace *trace;
  uint32_t index;              ///< into CompiledTrace::exits
  std::atomic<uint32_t> hits;  ///< the deoptimiser's count
};
static_assert(sizeof(ExitSlot) == 24);

enum class ExitValueKind : uint8_t {
  Slot,    ///< exitValues[payload], a word of the given type
  Int,     ///< payload: a Python int, untagged
  Float,   ///< payload: bits of a double
  Bool,    ///< payload: 0 or 1
  Raw,     ///< payload: a word
  Bits,    ///< payload: bits of a Value, the same in every process
  Object,  ///< payload: index into symbols of the trace; a Value pointing there
  Pointer, ///< payload: index into symbols; its address
  Virtual, ///< payload: index into virtuals: one object per exit
};
struct ExitValue {
  ExitValueKind kind;
  TraceType type;     ///< Slot: how the word is held
  TraceSlot slot;     ///< fields of virtuals: how the object holds it
  uint8_t reserved;
  uint32_t reg;       ///< register of the frame, or byte offset in the virtual
  int64_t payload;
};
static_assert(sizeof(ExitValue) == 16);
struct ExitFrame {
  uint32_t code;      ///< symbol
  uint32_t pc;
  int32_t offset;
  uint32_t firstValue, valueCount; ///< into CompiledTrace::values; may be shared
  bool hasHolder;
  ExitValue holder;   ///< meaningful when hasHolder
  uint64_t ret;
};
static_assert(sizeof(ExitFrame) == 48);
struct ExitVirtual {
  uint32_t shape;     ///< symbol
  uint32_t size;      ///< bytes, header included
  uint32_t firstValue, valueCount; ///< fields
};
struct Exit {
  uint32_t firstFrame, frameCount; ///< outermost first
  uint32_t slotCount;              ///< words used of exitValues
  bool raise;                      ///< an exception is pending: unwind from pc
  uint32_t firstVirtual, virtualCount; ///< those of this exit, inner ones first
  uint32_t part, frame;            ///< recorded snapshot that it stands for; kNoIndex: none
};

struct TracePhases { ///< microseconds of CPU time
  uint32_t import, optimise, lower, codegen, link, total;
};

/// Made by compileTrace, freed by freeTrace. All pointers belong to it.
struct CompiledTrace {
  const char *name;                  ///< the code's symbol
  TraceFn entry;
  void *code; size_t codeSize;       ///< machine code in memory
  ExitSlot *slots;                   ///< exitCount
  const Exit *exits;          uint32_t exitCount;
  const ExitFrame *frames;    uint32_t frameCount;
  const ExitValue *values;    uint32_t valueCount;
  const ExitVirtual *virtuals;uint32_t virtualCount;
  const TraceSymbol *symbols; uint32_t symbolCount; ///< copied from the buffer
  const uint8_t *object; size_t objectSize; ///< relocatable, for the cache
  /// Linked as the symbol `pyc_invalidated`: nonzero makes guard_assumption
  /// of that name fail. The runtime sets it when an assumption breaks.
  std::atomic<uint32_t> *invalidated;
  uint32_t opsBefore, opsAfter;      ///< operations recorded, and left
  TracePhases phases;
  uint32_t refusedPart;              ///< trees that failed: the part at fault, or kNoIndex
  uint32_t loopAllocations;          ///< objects made in each round of the root's own path
  const char *error;                 ///< null, or why there is no code
  const char *text;                  ///< stages asked for, or null
  void *user;                        ///< the runtime's
  void *impl;
};

} // namespace pyc
