//===- Types.h - Inside the object core: types, shapes, natives -----------===//
//
// What the rooms of runtime/object (and those who define builtin types) need
// beyond Api.h.
//
// Start-up. initObjectCore() first makes, for every name in PYC_TYPES, a bare
// TypeObject, and every Shape in `shapes::`, so that strings, tuples and dicts
// can be made before their types are described. makeBuiltinType() with a
// spec of that name ("int", "list", "builtin_function_or_method", ...) then
// fills that TypeObject in and uses the existing shape as its instanceShape;
// other names get a new TypeObject and a new shape. So nobody else assigns
// types::X or shapes::X.
//
// Instances of a class (heap type):
//
//    [header][struct of the builtin base | payload when wrapping]
//    [__slots__ members ...][overflow/dict slot][inline attribute slots ...]
//
// A slot member or an inline slot is absent when empty (Value::empty()).
// Shape::overflowOffset is the overflow slot: int 0 or a ValueBuffer with the
// attributes beyond the inline ones, or, when the shape is kShapeDictMode, int
// 0 or the DictObject with all attributes. Shape::attrCapacity is the number
// of inline attribute slots; they are the last words of the object.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/object/Api.h"

namespace pyc {

/// Header flag of a NativeFunctionObject: `self` is a receiver that is passed
/// first. (Unset: module functions, static methods, unbound descriptors.)
constexpr uint16_t kNativeFnBound = 16;

/// Calls a native function object of any of its five types: puts a bound
/// receiver first, checks the receiver of unbound descriptors.
[[nodiscard]] Value callNativeObject(Thread *t, NativeFunctionObject *f,
                                     Value *args, size_t n, Value kwNames);

/// `exact` itself when cls is the builtin type of exact (int, float, complex,
/// str, bytes, tuple), else a new instance of cls wrapping it: what __new__ of
/// those types returns.
[[nodiscard]] Value newWrapped(Thread *t, TypeObject *cls, Value exact);

/// A fresh shape in the low arena, linked to its type.
Shape *newShape(TypeObject *type, Kind kind, TraceKind traceKind, uint32_t size,
                uint8_t skipWords = 0, uint16_t slotCount = 0);

/// Adds functions to the builtins module (may be called before it exists for
/// Python; rows end with a null name).
void addBuiltins(Thread *t, const NativeDef *defs);
/// Binds a name in the builtins module.
void addBuiltin(Thread *t, const char *name, Value v);
/// Binds name in a module's dict. false: raised
[[nodiscard]] bool moduleSet(Thread *t, ModuleObject *m, const char *name, Value v);
/// Adds native functions to a module.
[[nodiscard]] bool moduleAddFunctions(Thread *t, ModuleObject *m, const NativeDef *defs);

/// Name of v's type as messages print it (no module). [no Python]
std::string typeNameOf(Value v);
std::string typeNameOf(const TypeObject *t);
inline Value typeValue(const TypeObject *t) { return Value::fromObject(t); }
inline bool isKind(Value v, Kind k) { return v.isObject() && v.asObject()->kind() == k; }
inline bool isTypeObject(Value v) { return isKind(v, Kind::Type); }

/// Interned name of a special method.
Value dunderName(Dunder d);
/// Names the core uses, interned once.
namespace names {
#define PYC_NAMES(X)                                                           \
  X(__dict__) X(__class__) X(__doc__) X(__name__) X(__qualname__)              \
  X(__module__) X(__slots__) X(__weakref__) X(__classcell__) X(__bases__)      \
  X(__mro__) X(__init_subclass__) X(__set_name__) X(__mro_entries__)           \
  X(__orig_bases__) X(__prepare__) X(__abstractmethods__)                      \
  X(__isabstractmethod__) X(__annotations__) X(__getattr__) X(__path__)        \
  X(__file__) X(__package__) X(__spec__) X(__loader__) X(__cached__)           \
  X(__all__) X(__builtins__) X(__name) X(name) X(path) X(obj) X(value)         \
  X(metaclass) X(__notes__) X(__cause__) X(__context__) X(__traceback__)       \
  X(args) X(mro) X(__wrapped__) X(__getstate__) X(__setstate__)                \
  X(__getnewargs__) X(__getnewargs_ex__) X(__import__) X(_initializing)        \
  X(origin) X(__main__) X(builtins) X(sys) X(stderr) X(write) X(keys)          \
  X(__class_getitem__) X(__self__) X(items) X(__objclass__)        \
  X(derive) X(__bytes__) X(__set__) X(__get__) X(__delete__) X(modules)        \
  X(print_file_and_line) X(filename) X(lineno) X(offset) X(text) X(msg)        \
  X(end_lineno) X(end_offset) X(__subclasscheck__) X(__instancecheck__)        \
  X(_find_and_load) X(__match_args__) X(join) X(__new__) X(__init__)           \
  X(__hash__) X(__eq__) X(__call__) X(__build_class__) X(reload)               \
  X(strerror) X(filename2) X(characters_written) X(submodule_search_locations)
#define X(n) extern Value n;
PYC_NAMES(X)
#undef X
} // namespace names

} // namespace pyc
