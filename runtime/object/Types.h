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

/// May def->fn be called with the n arguments (receiver included) as they are:
/// no binding, no defaults to fill, the count is right?
bool nativeIsDirect(const NativeDef *def, size_t n);

/// May it be called with the n arguments and empty Values behind them? How many
/// Values in all (receiver included); 0: no.
unsigned nativePadded(const NativeDef *def, size_t n);

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

/// Descriptor objects of builtin getsets and of members / __slots__.
struct GetSetObject : Object { // FixedSlots skip 1
  const GetSetDef *def;
  Value owner;
};
struct MemberObject : Object { // FixedSlots skip 1
  uint32_t offset; ///< of a Value in the instance; empty there: AttributeError
  uint8_t readOnly;
  uint8_t isSlot;  ///< made by __slots__
  uint16_t reserved;
  Value name, owner, doc;
};

// --- types (Types.cpp) ---
extern uint32_t gNextTypeVersion;
/// Computes the C3 order of type->bases. Empty: TypeError raised.
[[nodiscard]] Value computeC3(Thread *t, TypeObject *type);
/// type's own dict entry `name` was set, deleted or made: as typeModified, but
/// keeps the special-method cache when name is no special method's.
void typeModifiedName(TypeObject *type, Value name);
void addSubclass(Thread *t, TypeObject *base, TypeObject *type);
/// Recomputes the TypeFlags that depend on which special methods are there.
void updateTypeFlags(TypeObject *type);
inline DictObject *typeDict(const TypeObject *t) { return t->dict.as<DictObject>(); }
inline TupleObject *typeMro(const TypeObject *t) { return t->mro.as<TupleObject>(); }
/// Own dict only; empty when absent.
Value typeOwn(const TypeObject *t, Value name);
[[nodiscard]] bool typeDictSet(Thread *t, TypeObject *type, Value name, Value v);
/// Like lookupType but starting behind `after` in type's MRO (super()).
Value lookupTypeAfter(TypeObject *type, TypeObject *after, Value name);
/// checkNativeStack with the end of the message (" in comparison").
[[nodiscard]] bool checkNativeStackIn(Thread *t, const char *where);
/// A bare type of the given metatype in old space.
TypeObject *allocateType(Thread *t, TypeObject *metatype);

// --- shapes and instances (Instance.cpp) ---
/// The layout of a fresh instance with `inlineSlots` attribute slots.
Shape *makeInstanceShape(TypeObject *type, unsigned inlineSlots);
/// Place of attribute name in shape s, or false. Name must be interned.
bool findPlace(const Shape *s, const StrObject *name, uint32_t &place);
inline Value *placeAddress(Object *o, uint32_t place) {
  char *p = reinterpret_cast<char *>(o);
  if (PYC_LIKELY(!(place & ShapeAttr::kOverflow)))
    return reinterpret_cast<Value *>(p + place);
  Value overflow = *reinterpret_cast<Value *>(p + o->shape()->overflowOffset);
  return overflow.as<ValueBuffer>()->items + (place & ~ShapeAttr::kOverflow);
}
/// Own instance attribute (shape or dict mode); empty when absent.
Value instanceGet(Object *o, Value name);
/// 1 stored, 0 the object takes no attributes, -1 raised.
int instanceSet(Thread *t, Object *o, Value name, Value v);
/// 1 deleted, 0 absent, -1 raised.
int instanceDelete(Thread *t, Object *o, Value name);
/// The __dict__ of o (made on demand, switches o to dict mode); empty and
/// nothing pending when o has none.
[[nodiscard]] Value instanceDict(Thread *t, Object *o);
[[nodiscard]] bool instanceSetDict(Thread *t, Object *o, Value dict);
inline bool instanceHasDict(const Object *o) {
  return o->shape()->flags & (kShapeHasDict | kShapeDictMode);
}
/// __class__ assignment. false: raised
[[nodiscard]] bool instanceSetClass(Thread *t, Object *o, TypeObject *cls);
/// All own attributes as a new dict (for __reduce__, dir); empty: raised.
[[nodiscard]] Value instanceDictCopy(Thread *t, Object *o);

// --- attributes (Attributes.cpp) ---
/// Calls descriptor d's __get__(o, type); o empty means None. Values that are
/// no descriptors are returned as they are.
[[nodiscard]] Value bindDescriptor(Thread *t, Value d, Value o, TypeObject *type);
bool isDataDescriptor(Value d);
[[nodiscard]] Value typeGetAttr(Thread *t, TypeObject *type, Value name);
[[nodiscard]] Value typeGetAttrOrEmpty(Thread *t, TypeObject *type, Value name);
[[nodiscard]] bool typeSetAttr(Thread *t, TypeObject *type, Value name, Value v);
Value raiseNoAttribute(Thread *t, Value o, Value name);

/// The builtin part of bindDescriptor: ignores overrides of __get__ in
/// subclasses of the descriptor types.
[[nodiscard]] Value bindBuiltin(Thread *t, Value d, Value o, TypeObject *type);
/// The builtin descriptor types' __set__ (v empty: __delete__). false: raised
[[nodiscard]] bool setBuiltinDescriptor(Thread *t, Value d, Value o, Value v);
/// An exact, flat, interned str for an attribute name; TypeError otherwise.
[[nodiscard]] Value attributeName(Thread *t, Value name);
/// super().name; empty and nothing pending when absent.
[[nodiscard]] Value superGetAttr(Thread *t, SuperObject *s, Value name);
/// The receiver is no instance of owner. Raises.
Value raiseWrongReceiver(Thread *t, Value name, TypeObject *owner, Value o);

// --- exceptions (Exceptions.cpp) ---
/// A new instance of a builtin exception class, args = (message) or ().
[[nodiscard]] ExceptionObject *newException(Thread *t, TypeObject *type, Value message /* may be empty */);
inline ExceptionObject *asException(Value v) { return v.as<ExceptionObject>(); }
/// AttributeError/NameError/ImportError with their attributes.
Value raiseAttributeError(Thread *t, Value message, Value name, Value obj);
Value raiseNameError(Thread *t, TypeObject *type, Value message, Value name);
Value raiseImportError(Thread *t, TypeObject *type, Value message, Value name, Value path);
extern TypeObject *gExceptionGroup; ///< not in Exceptions.def: has two bases
/// Indices into ExceptionObject::extra.
enum ExtraIndex : unsigned {
  kStopValue = 0, kExitCode = 0,
  kImportMsg = 0, kImportName = 1, kImportPath = 2,
  kNameErrorName = 0, kAttributeErrorName = 0, kAttributeErrorObj = 1,
  kOSErrno = 0, kOSStrerror = 1, kOSFilename = 2, kOSFilename2 = 3, kOSWritten = 4,
  kSyntaxMsg = 0, kSyntaxFilename = 1, kSyntaxLineno = 2, kSyntaxOffset = 3,
  kSyntaxText = 4, kSyntaxEnd = 5 /* tuple (end_lineno, end_offset) or None */,
  kUnicodeEncoding = 0, kUnicodeObject = 1, kUnicodeStart = 2, kUnicodeEnd = 3,
  kUnicodeReason = 4,
  kGroupMessage = 0, kGroupExceptions = 1,
};
/// The class an OSError with this errno is an instance of.
TypeObject *osErrorClass(int errnoValue);
void initExceptions(Thread *t);
void initExceptionGroups(Thread *t);
/// The parts of a group that match and do not match (None when nothing does).
[[nodiscard]] bool splitGroup(Thread *t, Value exception, Value condition, Value &match, Value &rest);
std::string vformat(Thread *t, const char *format, va_list ap);

/// Sets the whole runtime up: all init functions in order (Startup.cpp).
void startRuntime(Thread *t);
/// Reports a pending exception that nobody can catch, and clears it.
void reportUnraisable(Thread *t, Value where);
/// The referent of a weakref.ref; empty when dead.
Value weakRefTarget(Value ref);
[[nodiscard]] Value newWeakRef(Thread *t, TypeObject *type, Value o, Value callback);
/// Native finalisers of dead objects without __del__ (files).
extern void (*gNativeFinalizer)(Thread *t, Object *o);
extern TypeObject *gSimpleNamespace, *gUnionType;
[[nodiscard]] Value newMappingProxy(Thread *t, Value mapping);
std::string typeFullName(Thread *t, TypeObject *type);

// --- classes (TypeNew.cpp) ---
[[nodiscard]] Value typeNew(Thread *t, TypeObject *meta, Value name, Value bases,
                            Value ns, Value *kwValues, Value kwNames);
[[nodiscard]] TypeObject *bestMetatype(Thread *t, TypeObject *meta, Value bases);

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
  X(origin) X(__main__) X(builtins) X(sys) X(write) X(keys)          \
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
extern Value stderr_; ///< "stderr" (a macro in C)
} // namespace names

} // namespace pyc
