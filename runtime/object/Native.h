//===- Native.h - Native functions state their Python signature once ------===//
//
// A builtin is one row: name, C++ function, Python signature, effects. Argument
// binding, its TypeErrors, __text_signature__ and what the JIT may assume all
// follow from the row.
//
//   static Value listAppend(Thread *t, Value *args, size_t n);
//   {"append", listAppend, "($self, object, /)", kEffWritesList, "doc"}
//
// The signature text is Python's, `$self` first for methods. Binding gives the
// function one Value per parameter, in order: empty where an optional parameter
// was not passed (the default in the text is documentation), a tuple for
// *args, a dict for **kwargs (or empty when there are none).
// With kNativeRaw the function gets the positional arguments as they are (self
// included), unbound, `n` of them; the signature must be "($self, *args)" or
// "(*args)" or have only positional-only parameters, and arity is checked by
// the binder for the latter.
//
// `args` points to Values that stay put during the call (register stack or the
// native stack); the function may overwrite them. The receiver's type has been
// checked for methods of builtin types ("descriptor 'append' for 'list' objects
// doesn't apply to a 'int' object").
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/object/Layouts.h"

namespace pyc {

/// Returns the result, or empty with an exception pending. May collect and may
/// run Python code unless the row's effects say otherwise.
using NativeFn = Value (*)(Thread *t, Value *args, size_t n);

/// What the JIT must assume of a call. kEffAny is the safe default.
enum Effects : uint32_t {
  kEffPure = 0,          ///< result depends on arguments only (immutable ones)
  kEffReads = 1,         ///< reads mutable heap
  kEffWritesSelf = 2,    ///< writes only its first argument
  kEffWrites = 4,        ///< writes anything
  kEffRaises = 8,
  kEffAllocates = 16,    ///< may collect
  kEffCallsPython = 32,  ///< may run Python code (then all of the above)
  kEffFrames = 64,       ///< looks at frames (locals(), sys._getframe, super())
  kEffAny = 0x3F,
  /// The other bits hold when every argument is an exact int, float, bool,
  /// None, str or bytes; with others nothing is known (kEffAny). For methods
  /// that run Python only for an argument's __index__ or the like.
  kEffExactArgs = 128,
};
enum NativeFlags : uint16_t {
  kNativeRaw = 1,        ///< see above
  kNativeStatic = 2,     ///< in a type's table: staticmethod
  kNativeClass = 4,      ///< in a type's table: classmethod ($type first)
  kNativeSlotWrapper = 8,///< repr says <slot wrapper ...>: dunders of types
};

struct NativeSignature; // parsed lazily from the text, cached per row
struct NativeDef {
  const char *name;
  NativeFn fn;
  const char *signature;
  uint32_t effects = kEffAny;
  const char *doc = nullptr;
  uint16_t flags = 0;
  uint16_t loop = 0; ///< which loop in Python it may run as (Loops.h); 0: none
  mutable NativeSignature *parsed = nullptr;
  /// Called instead of fn, with the arguments as they are (at least one), when
  /// there are no keywords: spares functions with *args their tuple.
  NativeFn positional = nullptr;
};

/// Computed attribute of a builtin type. set may be null (read-only).
/// value is empty for deletion.
struct GetSetDef {
  const char *name;
  Value (*get)(Thread *t, Value self);
  bool (*set)(Thread *t, Value self, Value value);
  const char *doc = nullptr;
};
/// Attribute that is one of the struct's Values.
struct MemberDef {
  const char *name;
  uint32_t offset;
  bool readOnly;
  const char *doc = nullptr;
};

/// A builtin type. Tables end with a row whose name is null.
struct TypeSpec {
  const char *name;            ///< "list", or "module.name"
  Kind kind;
  uint32_t size;               ///< sizeof the struct; 0 for variable size
  TraceKind traceKind;
  uint8_t skipWords;           ///< FixedSlots
  uint16_t slotCount;          ///< FixedSlots
  const NativeDef *methods = nullptr;
  const GetSetDef *getsets = nullptr;
  const MemberDef *members = nullptr;
  uint32_t typeFlags = 0;      ///< TypeFlags
  const char *doc = nullptr;
  uint8_t customTracer = 0;
};
/// Makes the type and its instance shape. base null: object. Old space. Used at
/// start-up; aborts on failure there.
TypeObject *makeBuiltinType(Thread *t, const TypeSpec &spec,
                            TypeObject *base = nullptr);
/// A function object for a row. self/module as in NativeFunctionObject.
[[nodiscard]] Value newNativeFunction(Thread *t, const NativeDef *def,
                                      Value self, Value module);

/// Binds (args, keyword names) to def's parameters and calls it. args[0..n) are
/// positional then keyword values; kwNames is a tuple of str or empty. self, if
/// not empty, is put first. May collect.
[[nodiscard]] Value callNative(Thread *t, const NativeDef *def, Value self,
                               Value *args, size_t n, Value kwNames);

/// For callers that pass parameters directly (compiled code): true when all are
/// positional, with how many must be given and how many the function gets,
/// self included. [no Python, no collect]
bool nativePositional(const NativeDef *def, unsigned &required, unsigned &total);

/// A native module: name, functions, and an initialiser for the rest. Found by
/// `import` before the path; made on first import.
struct ModuleSpec {
  const char *name;
  const char *doc;
  const NativeDef *functions;
  bool (*initialise)(Thread *t, ModuleObject *m); ///< may be null
};
void registerNativeModule(const ModuleSpec *spec);

} // namespace pyc
