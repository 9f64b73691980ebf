//===- Layouts.h - Memory layouts of the builtin objects ------------------===//
//
// Interpreter, collector and JIT rely on these offsets. `Value` members are
// traced; raw members are named as such. Fixed-size objects list their Values
// contiguously (TraceKind::FixedSlots with skipWords raw words before them)
// so that a shape describes them without code.
//
// Subclasses: a class derived from a fixed-size builtin (list, dict, set,
// exceptions, ...) embeds the builtin's struct and adds its slots behind; it
// keeps the builtin's Kind. A class derived from a builtin of variable size
// (int, float, str, bytes, tuple, complex) *wraps*: kind Instance, flag
// kShapeWraps, and the first Value after the header is the exact builtin
// payload (see payloadOf in Api.h).
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/object/Object.h"
#include "runtime/bytecode/Bytecode.h"

namespace pyc {

constexpr uint16_t kShapeWraps = 16;

// --- numbers ---
struct FloatObject : Object { double value; };
struct ComplexObject : Object { double real, imag; };
/// |signedSize| limbs, least significant first, no leading zero limb; negative
/// when signedSize < 0. Never holds a number that fits a small int.
struct BigIntObject : Object {
  int64_t signedSize;
  uint64_t limbs[];
};

// --- strings ---
/// Flat string: characters of 1, 2 or 4 bytes follow; the width is the
/// narrowest that holds all (PEP 393) and part of the shape (strategy 1, 2, 4).
/// Not NUL-terminated. Surrogates are allowed.
struct StrObject : Object {
  int64_t length;   ///< in code points
  uint64_t hash;    ///< 0: not computed yet
  template <typename C> C *chars() { return reinterpret_cast<C *>(this + 1); }
};
/// Lazy concatenation (strategy 0): flattened by flattenStr(), after which left
/// is the flat string and right is int 0.
struct RopeObject : Object {
  int64_t length;
  uint64_t hash;
  Value left, right;
};
enum StrFlags : uint16_t { kStrInterned = 16, kStrAscii = 32 };
struct BytesObject : Object {
  int64_t length;
  uint64_t hash;
  uint8_t data[];
};
/// Raw memory in the heap, of `size` bytes behind the header words.
struct RawBuffer : Object {
  int64_t size;
  uint8_t data[];
};
struct ByteArrayObject : Object { // FixedSlots skip 2
  int64_t length;
  int64_t exports;
  Value buffer; ///< RawBuffer
};

// --- containers ---
struct ValueBuffer : Object { // TraceKind::ValueArray
  int64_t length;
  Value items[];
};
struct TupleObject : Object { // TraceKind::ValueArray
  int64_t length;
  Value items[];
};
struct ListObject : Object { // FixedSlots skip 1
  int64_t size;
  Value buffer; ///< ValueBuffer (capacity = its length); slots from size on are 0
  ValueBuffer *items() const { return buffer.as<ValueBuffer>(); }
};
/// Compact and ordered. entries[2i] is key i, or empty when deleted;
/// entries[2i+1] its value. `index` and `hashes` are RawBuffers or int 0.
struct DictObject : Object { // FixedSlots skip 3
  int64_t used;         ///< live entries
  int64_t fill;         ///< entries in use, deleted ones included
  uint32_t keysVersion; ///< namespaces: new number whenever a key is added or
                        ///< removed or entries move; never reused; else 0
  uint32_t watch;       ///< namespaces: nonzero when some entry is assumed
                        ///< constant by compiled code (see Namespace.h)
  Value entries;        ///< ValueBuffer of key/value pairs
  Value index;
  Value hashes;         ///< per entry, only for keys that are neither str nor int
};
enum DictFlags : uint16_t { kDictNamespace = 16 };
/// Open addressing, as in CPython, so that iteration order is CPython's: entries
/// is a table of 2^k keys at their hash slots (Value::empty(): never used; the
/// Value EmptyBuffer: deleted), or int 0. index is unused. `hashes` only for
/// keys that are neither all str nor all int.
struct SetObject : Object { // FixedSlots skip 3; set and frozenset
  int64_t used, fill;
  uint64_t hash;        ///< frozenset: 0 not computed; set: where pop() looks next
  Value entries;        ///< ValueBuffer, or int 0
  Value index;
  Value hashes;
};
struct RangeObject : Object { Value start, stop, step, length; };
struct SliceObject : Object { Value start, stop, step; };

// --- code ---
struct CodeObject;
struct TraceSite;
struct FunctionObject : Object { // FixedSlots skip 2
  const Instr *entry;       ///< code's first instruction
  uint32_t version;         ///< new number when code or defaults change
  uint32_t reserved;
  Value code;               ///< CodeObject (old, never moves)
  Value globals;            ///< DictObject
  Value builtins;           ///< DictObject
  Value closure;            ///< tuple of cells, or EmptyTuple
  Value defaults;           ///< tuple, or None
  Value kwDefaults;         ///< dict, or None
  Value name, qualname, module, doc;
  Value annotations;        ///< dict, tuple of pairs (made a dict when asked) or 0
  Value dict;               ///< attribute dict, or 0
  CodeObject *codeObject() const { return code.as<CodeObject>(); }
};
/// Allocated in old space. Values first; raw memory is malloc'ed and lives as
/// long as the process (code is not collected yet).
struct CodeObject : Object { // FixedSlots skip 0
  Value name, qualname, filename;
  Value constants;      ///< ValueBuffer in old space
  Value localNames;     ///< tuple of str, registers [0, localsCount)
  Value extra;          ///< cached co_* tuples, or 0
  // raw from here
  Value *constantData;  ///< constants' items
  Instr *instrs;
  uint32_t instrCount;  ///< in words
  uint32_t flags;       ///< CodeFlags
  uint16_t argCount;    ///< positional parameters, positional-only included
  uint16_t posOnlyCount, kwOnlyCount;
  uint16_t localsCount; ///< localsplus
  uint16_t registerCount;
  uint16_t paramCount;  ///< argCount + kwOnlyCount + varargs + varkw
  uint8_t *localKinds;
  ExceptionEntry *exceptionTable;
  uint32_t exceptionCount;
  PositionEntry *positions;
  uint32_t positionCount;
  uint32_t firstLine;
  int32_t callCounter;  ///< counts down to a function-entry trace
  uint32_t jitFlags;
  void *jitData;        ///< jit_orc's, per code
  uint64_t blobHash[2]; ///< content of the code, for caches on disk; 0: none
};
struct CellObject : Object { Value contents; };
struct BoundMethodObject : Object { Value self, function; };
struct StaticMethodObject : Object { Value function, dict; };
struct ClassMethodObject : Object { Value function, dict; };
struct PropertyObject : Object { Value getter, setter, deleter, doc, name; };
struct SuperObject : Object { Value thisClass, self, selfClass; };
struct NativeDef;
struct NativeFunctionObject : Object { // FixedSlots skip 1
  const NativeDef *def;
  Value self;    ///< module or bound receiver; 0 when unbound method
  Value owner;   ///< type it belongs to, or None
  Value module;  ///< name, or None
  Value dict;
};
struct ModuleObject : Object { Value dict; /* DictObject, kDictNamespace */ };

enum class GeneratorState : uint8_t { Created, Suspended, Running, Finished };
enum class GeneratorKind : uint8_t { Generator, Coroutine, AsyncGenerator };
/// Custom tracer; word 1 is the size in bytes. Registers are traced while not
/// Finished.
struct GeneratorObject : Object {
  int64_t size;
  GeneratorState state;
  GeneratorKind generatorKind;
  uint16_t registerCount;
  uint32_t flags2;
  const Instr *resumePc;       ///< the Yield/YieldFrom (or first) instruction
  Value *stackTop;             ///< raw, see Frame.h
  GeneratorObject *outerRunning;///< Thread::runningGenerator chain
  Value handled;               ///< exception being handled inside, or empty
  Value name, qualname;
  Value yieldFrom;             ///< iterator delegated to, or 0
  Value frameObject;           ///< or 0
  Value extra;                 ///< async generator: hooks/running awaitable state
  Value header[4];             ///< frame header words; base = header + 4
  Value registers[];
  Value *base() { return registers; }
};
struct FrameObject : Object { // Custom tracer
  Value *base;            ///< raw; null once detached
  uint64_t reserved;
  Value function, back, locals, extraLocals, trace;
  Value savedRegisters;   ///< tuple/ValueBuffer once the frame has been left
  const Instr *pc;        ///< when detached or suspended
};
struct TracebackObject : Object { // FixedSlots skip 2
  int64_t pcWord;         ///< word index of the instruction in its code
  int64_t line;
  Value frame;            ///< FrameObject, or the code object when never asked for
  Value next;
  Value function;
};
struct ExceptionObject : Object { // FixedSlots skip 1
  uint64_t bits;          ///< bit 0: __suppress_context__
  Value args, traceback, context, cause, dict;
  Value extra[6];         ///< per class: StopIteration.value, OSError.errno...
};

// --- types ---
/// Special methods with a per-type cache (Dunders.def gives names and order).
enum class Dunder : uint16_t {
#define DUNDER(Enum, Name) Enum,
#include "runtime/object/Dunders.def"
#undef DUNDER
  Count
};
constexpr unsigned kDunderCount = unsigned(Dunder::Count);

enum TypeFlags : uint32_t {
  kTypeHeap = 1,          ///< made by a class statement: attributes may be set
  kTypeBaseable = 2,
  kTypeHasDict = 4,       ///< instances have attributes
  kTypeHasWeakRefs = 8,
  kTypeHasFinalizer = 16, ///< defines __del__
  kTypeAbstract = 32,
  kTypeWraps = 64,        ///< instances wrap a payload of a variable-size builtin
  kTypeCustomGetAttr = 128, ///< __getattribute__ overridden
  kTypeHasGetAttr = 256,    ///< defines __getattr__
  kTypeCustomSetAttr = 512, ///< __setattr__/__delattr__ overridden
  kTypeIsException = 1024,
  kTypeIsType = 2048,       ///< a metaclass: instances are types
  kTypeSequence = 4096, kTypeMapping = 8192, ///< for pattern matching
  kTypeDisallowInstantiation = 16384,
};

/// In old space, never moves. FixedSlots: Values first.
struct TypeObject : Object {
  Value name, qualname, module; ///< str; module may be 0
  Value bases, mro;             ///< tuples
  Value dict;                   ///< DictObject, kDictNamespace
  Value base;                   ///< the layout base (__base__), or None
  Value doc;
  Value subclasses;             ///< list of types (weak in effect: see docs)
  Value attrs;                  ///< types' own attribute extras, or 0
  Value dunders[kDunderCount];  ///< cache: int 0 not looked up, empty absent
  // raw
  TypeObject *metatypeCache;
  uint32_t typeFlags;           ///< TypeFlags
  uint32_t version;             ///< of everything lookups through the mro see; never reused
  uint32_t basicSize;           ///< bytes of the builtin struct before added slots
  Kind kind;                    ///< layout of instances
  uint8_t inlineSlotHint;       ///< attribute slots to give new instances
  uint16_t slotMembers;         ///< number of __slots__ (bases included)
  Shape *instanceShape;         ///< layout of a fresh instance; null: no direct instances
  Shape *shapes;                ///< all, linked by nextOfType
  const void *spec;             ///< TypeSpec for builtin types
  TypeObject *solidBase;        ///< most derived builtin layout
  uint32_t assumption;          ///< JIT: "version unchanged"; 0: none
  uint32_t reserved;
};

} // namespace pyc
