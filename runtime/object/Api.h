//===- Api.h - What the rooms of the runtime offer each other -------------===//
//
// Conventions: every function takes the thread first. A Value result that is
// empty (or a pointer that is null, a bool false marked "false: raised", an
// int -1) means that an exception is pending on the thread. Unless marked
// [no collect] a function may collect; unless marked [no Python] it may run
// Python code. Arguments need no rooting (GC.h).
//
// The section headings say who implements what, and where.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/gc/GC.h"
#include "runtime/object/Native.h"
#include <cstdarg>
#include <string>
#include <string_view>

namespace pyc {

//===-- well-known types: object/Types.h declares them all ----------------===//
#define PYC_TYPES(X)                                                           \
  X(object) X(type) X(int) X(bool) X(float) X(complex) X(str) X(bytes)         \
  X(bytearray) X(memoryview) X(list) X(tuple) X(dict) X(set) X(frozenset)      \
  X(range) X(slice) X(function) X(builtinFunction) X(methodDescriptor)         \
  X(wrapperDescriptor) X(classMethodDescriptor) X(method) X(staticmethod)      \
  X(classmethod) X(property) X(member) X(getset) X(module) X(code) X(cell)     \
  X(generator) X(coroutine) X(asyncGenerator) X(frame) X(traceback) X(super)   \
  X(NoneType) X(NotImplementedType) X(ellipsis) X(mappingproxy) X(weakref)     \
  X(dictKeys) X(dictValues) X(dictItems) X(methodWrapper)
namespace types {
#define X(name) extern TypeObject *name##_;
PYC_TYPES(X)
#undef X
} // namespace types
/// All builtin exception classes: exc::ValueError etc. (object/Exceptions.def).
namespace exc {
#define EXCEPTION(name, base, doc) extern TypeObject *name;
#include "runtime/object/Exceptions.def"
#undef EXCEPTION
} // namespace exc
/// Shapes the interpreter and JIT compare with (instances of exact builtins).
namespace shapes {
extern Shape *float_, *bigint, *complex, *str1, *str2, *str4, *rope, *bytes,
    *bytearray, *tuple, *list, *dict, *set, *frozenset, *range, *slice,
    *function, *nativeFunction, *code, *cell, *boundMethod, *generator,
    *coroutine, *asyncGenerator, *module, *valueBuffer, *rawBuffer, *frame,
    *traceback, *property, *staticmethod, *classmethod, *super;
}

//===-- object core (helper `object`, runtime/object/) --------------------===//
inline TypeObject *typeOf(Value v) { ///< [no collect] any non-empty Value
  if (PYC_LIKELY(v.isPointer()))
    return v.asObject()->type();
  return v.isInt() ? types::int_ : types::float_;
}
inline bool isExact(Value v, const Shape *s) {
  return v.isObject() && v.asObject()->shapeId == shapeIdOf(s);
}
bool isSubtype(const TypeObject *a, const TypeObject *b); ///< [no collect] by MRO
inline bool isInstanceOf(Value v, const TypeObject *t) {
  return isSubtype(typeOf(v), t);
}
/// Attribute protocol with all of Python's semantics.
[[nodiscard]] Value getAttr(Thread *t, Value o, Value name);
[[nodiscard]] Value getAttr(Thread *t, Value o, std::string_view name);
/// Empty with nothing pending when there is no such attribute.
[[nodiscard]] Value getAttrOrEmpty(Thread *t, Value o, Value name);
[[nodiscard]] bool setAttr(Thread *t, Value o, Value name, Value v); // false: raised
[[nodiscard]] bool delAttr(Thread *t, Value o, Value name);
/// object.__getattribute__ etc., and without __getattr__/overrides.
[[nodiscard]] Value genericGetAttr(Thread *t, Value o, Value name);
[[nodiscard]] bool genericSetAttr(Thread *t, Value o, Value name, Value v /*empty: delete*/);
/// Raw lookup along the MRO; empty when absent; nothing pending. [no Python]
Value lookupType(TypeObject *type, Value name);
/// Cached special-method lookup; the raw function/descriptor (unbound), or
/// empty when absent. [no Python]
Value lookupDunderSlow(TypeObject *type, Dunder d);
inline Value lookupDunder(TypeObject *type, Dunder d) {
  Value v = type->dunders[unsigned(d)];
  return PYC_LIKELY(!v.isInt()) ? v : lookupDunderSlow(type, d);
}
/// Binds what lookupDunder gave to self (plain functions are called with self
/// first instead: see callDunder).
[[nodiscard]] Value callDunder(Thread *t, Value self, Dunder d, Value *args, size_t n);
/// What the interpreter's caches are filled from: where attribute `name` of
/// object `o` comes from.
struct AttrLookup {
  enum Source : uint8_t {
    NotCacheable,  ///< overridden __getattribute__, metaclass games, ...
    Absent,
    Slot,          ///< instance slot at `place` (ShapeAttr::place)
    ClassValue,    ///< `value` found on the type, not a descriptor
    Method,        ///< `value` is a function/native method: binds to o
    Property,      ///< `value` is a PropertyObject
    Descriptor,    ///< data or non-data descriptor `value`: call its __get__
    GetAttrHook,   ///< nothing found; type defines __getattr__ = value
    DictMode,      ///< instance attributes in a dict: not found on type as data descriptor
    TypeAttr,      ///< o is a type; value found in its own MRO (after binding rules: plain)
    ModuleAttr,    ///< o is a module: value in its dict
  } source;
  uint32_t place;
  Value value;
};
AttrLookup lookupForCache(Value o, Value name); ///< [no Python, no collect]
/// Reads/writes an instance slot by place. [no collect]
Value readPlace(Object *o, uint32_t place);
/// The shape o would have after gaining `name`, or null when not a simple
/// transition. [no Python]
Shape *shapeAfterAdding(Thread *t, Shape *s, Value name, uint32_t &place);
/// Adds the attribute following the transition (grows overflow). false: raised
[[nodiscard]] bool addAttr(Thread *t, Object *o, Shape *next, uint32_t place, Value v);
/// type's dict changed (or its bases): new versions for it, subclasses, shapes.
void typeModified(TypeObject *type);
/// Set by the JIT: called before a version that carries an assumption changes.
extern void (*assumptionBrokenHook)(uint32_t assumption);

/// Instances. No __init__ is run.
[[nodiscard]] Value newInstance(Thread *t, TypeObject *type);
/// type(...) call: __new__ and __init__.
[[nodiscard]] Value instantiate(Thread *t, TypeObject *type, Value *args, size_t n, Value kwNames);
/// Exact builtin inside an instance of a wrapping subclass; v itself otherwise.
Value payloadOf(Value v); // [no collect]
/// class statement: __build_class__ is native and lives in object/BuildClass.cpp.

/// Raising. Return the empty Value. Format as printf plus %V (repr of a Value),
/// %S (str of a Value), %T (type name of a Value), %N (TypeObject* name).
Value raise(Thread *t, TypeObject *type, const char *format, ...);
Value raiseValue(Thread *t, Value exception); ///< sets pending; context is chained
Value raiseWithArgs(Thread *t, TypeObject *type, Value *args, size_t n);
Value raiseKeyError(Thread *t, Value key);
Value raiseMemoryError(Thread *t);
Value raiseStopIteration(Thread *t, Value value /* may be empty: none */);
Value raiseOSError(Thread *t, int errnoValue, Value filename /* may be empty */);
/// The pending exception is an instance of type? [no Python]
bool pendingMatches(Thread *t, TypeObject *type);
Value takePending(Thread *t);   ///< clears and returns it
inline void clearPending(Thread *t) { t->pending = Value::empty(); }
/// Swallows a pending StopIteration and returns its value; else empty, still pending.
Value takeStopIteration(Thread *t);
/// isinstance/issubclass builtins with all hooks: 1, 0, -1 raised.
int isInstance(Thread *t, Value o, Value cls);
int isSubclass(Thread *t, Value c, Value cls);
/// Traceback text as CPython prints it to stderr for an uncaught exception,
/// chained causes and contexts, notes, SyntaxError carets, groups included.
[[nodiscard]] std::string formatException(Thread *t, Value exception);

/// Protocols over any object (fast paths for exact builtins, then dunders).
[[nodiscard]] Value call(Thread *t, Value f, Value *args, size_t n, Value kwNames = Value::empty()); // interp
[[nodiscard]] inline Value call(Thread *t, Value f) { return call(t, f, nullptr, 0); }
[[nodiscard]] inline Value call(Thread *t, Value f, Value a) { return call(t, f, &a, 1); }
[[nodiscard]] Value callMethod(Thread *t, Value o, std::string_view name, Value *args, size_t n);
/// op is the Dunder of the plain form (Add...MatMul, DivMod); inPlace tries I-form first.
[[nodiscard]] Value binaryOp(Thread *t, Dunder op, Value a, Value b, bool inPlace = false);
[[nodiscard]] Value powerMod(Thread *t, Value a, Value b, Value mod);
[[nodiscard]] Value unaryOp(Thread *t, Dunder op, Value a); // Neg Pos Invert Abs
[[nodiscard]] Value compare(Thread *t, Dunder op, Value a, Value b); // Lt...Ge
int isTrue(Thread *t, Value v);            ///< 1, 0, -1 raised
int equals(Thread *t, Value a, Value b);   ///< identity first; 1, 0, -1
int lessThan(Thread *t, Value a, Value b);
bool isIdentical(Value a, Value b);        ///< `is` [no collect]
[[nodiscard]] bool hashOf(Thread *t, Value v, uint64_t &out); // false: raised
[[nodiscard]] Value repr(Thread *t, Value v); ///< a str
[[nodiscard]] Value str(Thread *t, Value v);
[[nodiscard]] Value ascii(Thread *t, Value v);
[[nodiscard]] Value format(Thread *t, Value v, Value spec);
[[nodiscard]] Value getItem(Thread *t, Value o, Value key);
[[nodiscard]] bool setItem(Thread *t, Value o, Value key, Value v);
[[nodiscard]] bool delItem(Thread *t, Value o, Value key);
int contains(Thread *t, Value container, Value item); ///< 1, 0, -1
int64_t lengthOf(Thread *t, Value o);                 ///< -1 raised
[[nodiscard]] Value getIter(Thread *t, Value o);
/// Next item; empty with nothing pending at the end; empty and pending: raised.
[[nodiscard]] Value iterNext(Thread *t, Value it);
/// An int from __index__; raises TypeError/OverflowError as named.
[[nodiscard]] bool indexAsInt64(Thread *t, Value v, int64_t &out, TypeObject *overflow = nullptr /* null: clamp */);
/// repr() recursion guard: false when o is being printed already.
bool reprEnter(Thread *t, Value o);
void reprLeave(Thread *t, Value o);
/// Native recursion: raises RecursionError when the C++ stack is nearly used up.
[[nodiscard]] bool checkNativeStack(Thread *t);

Value newModule(Thread *t, Value name);
Value importModule(Thread *t, std::string_view dottedName); ///< the leaf module
Value newFunction(Thread *t, CodeObject *code, Value globals);
Value newBoundMethod(Thread *t, Value self, Value function);
Value newCell(Thread *t, Value contents);
DictObject *moduleDict(Value module);
extern Value gSysModules, gBuiltinsModule, gBuiltinsDict; // registered roots

//===-- numbers and strings (helper `numstr`, runtime/object/) ------------===//
[[nodiscard]] Value newIntSlow(Thread *t, int64_t i);
[[nodiscard]] inline Value newInt(Thread *t, int64_t i) {
  return PYC_LIKELY(Value::fitsSmallInt(i)) ? Value::fromSmallInt(i) : newIntSlow(t, i);
}
[[nodiscard]] Value newUInt(Thread *t, uint64_t i);
[[nodiscard]] Value newFloatSlow(Thread *t, double d);
[[nodiscard]] inline Value newFloat(Thread *t, double d) {
  Value v;
  return PYC_LIKELY(Value::tryFromDouble(d, v)) ? v : newFloatSlow(t, d);
}
[[nodiscard]] Value newComplex(Thread *t, double re, double im);
inline bool isIntExact(Value v) { return v.isInt() || isExact(v, shapes::bigint); }
inline bool isFloatExact(Value v) { return v.isFloat() || isExact(v, shapes::float_); }
/// int (bool and subclasses included), after payloadOf.
bool isIntLike(Value v);
inline double floatValue(Value v) { // v is a float (immediate or boxed)
  return v.isFloat() ? v.asFloat() : v.as<FloatObject>()->value;
}
/// Arithmetic on ints of any size (small or BigInt; results normalised).
[[nodiscard]] Value intBinary(Thread *t, Dunder op, Value a, Value b);
int intCompare(Value a, Value b); ///< -1, 0, 1 [no collect]
[[nodiscard]] Value intFromDouble(Thread *t, double d); ///< truncates; Overflow/ValueError
[[nodiscard]] bool intToDouble(Thread *t, Value i, double &out); ///< OverflowError
bool intToInt64(Value i, int64_t &out); ///< false: does not fit [no collect, nothing pending]
[[nodiscard]] Value intFromText(Thread *t, std::string_view digits, int base, bool negative); ///< validated digits
[[nodiscard]] Value intToStr(Thread *t, Value i, int base = 10); ///< no prefix
[[nodiscard]] Value floatRepr(Thread *t, double d);
std::string doubleRepr(double d);
/// float op float with Python's semantics and ZeroDivisionError.
[[nodiscard]] Value floatBinary(Thread *t, Dunder op, double a, double b);

[[nodiscard]] Value newStr(Thread *t, std::string_view utf8); ///< WTF-8 allowed
[[nodiscard]] Value newStrLatin1(Thread *t, const uint8_t *p, int64_t n);
[[nodiscard]] Value newStrUcs4(Thread *t, const uint32_t *p, int64_t n); ///< narrows
[[nodiscard]] Value newChar(Thread *t, uint32_t codePoint); ///< latin-1 ones are shared
/// Uninitialised flat string of `width` 1, 2 or 4; the caller fills it with
/// characters that need that width.
[[nodiscard]] StrObject *newStrBuffer(Thread *t, int64_t n, int width);
[[nodiscard]] Value internStr(Thread *t, std::string_view utf8); ///< old, unique
[[nodiscard]] Value internValue(Thread *t, Value s);
/// Flat view of an exact str (flattens ropes; null: MemoryError).
[[nodiscard]] StrObject *flattenStr(Thread *t, Value s);
bool isStr(Value v);  ///< exact or subclass [no collect]
inline int strWidth(const StrObject *s) { return static_cast<int>(s->shape()->strategy); }
uint32_t strCharAt(const StrObject *s, int64_t i); // flat
std::string strToUtf8(Value s);   ///< surrogates as WTF-8 [no Python]
uint64_t strHash(Thread *t, Value s);
bool strEqual(Value a, Value b);  ///< exact strs [no Python]
int strCompare(Value a, Value b);
[[nodiscard]] Value strConcat(Thread *t, Value a, Value b); ///< may make a rope
[[nodiscard]] Value strConcatMany(Thread *t, Value *parts, size_t n); ///< exact strs
[[nodiscard]] Value strJoin(Thread *t, Value sep, Value iterable);
[[nodiscard]] Value strFormatPercent(Thread *t, Value format, Value args);
[[nodiscard]] Value newBytes(Thread *t, const void *p, int64_t n); ///< p may be null: zeroed
/// Builds a str piece by piece in malloc'ed memory.
class StrBuilder {
public:
  void add(std::string_view utf8);
  void addChar(uint32_t c);
  [[nodiscard]] bool addStr(Thread *t, Value s); ///< any str
  [[nodiscard]] Value finish(Thread *t);
  StrBuilder();
  ~StrBuilder();
private:
  struct Impl;
  Impl *impl;
};

//===-- containers (helper `containers`, runtime/object/) -----------------===//
[[nodiscard]] Value newTuple(Thread *t, const Value *items, size_t n);
[[nodiscard]] TupleObject *newTupleBuffer(Thread *t, size_t n); ///< zero-filled, young or large
[[nodiscard]] Value newList(Thread *t, const Value *items, size_t n);
[[nodiscard]] bool listAppend(Thread *t, ListObject *l, Value v);
[[nodiscard]] Value newDict(Thread *t);
[[nodiscard]] Value newNamespace(Thread *t); ///< dict with kDictNamespace
/// Exact str keys: no Python is run when all keys are str. Empty: absent.
Value dictGetStr(DictObject *d, Value name);
/// Any key. Empty with nothing pending: absent.
[[nodiscard]] Value dictGet(Thread *t, DictObject *d, Value key);
[[nodiscard]] bool dictSet(Thread *t, DictObject *d, Value key, Value v);
int dictDelete(Thread *t, DictObject *d, Value key); ///< 1, 0 absent, -1
/// Entry number of a str key, or -1. [no collect]
int64_t dictFindStr(DictObject *d, Value name);
/// Iteration over live entries: pos starts at 0. [no collect]
bool dictNext(DictObject *d, int64_t &pos, Value &key, Value &value);
[[nodiscard]] bool dictUpdate(Thread *t, DictObject *d, Value mappingOrPairs);
[[nodiscard]] Value newSet(Thread *t, bool frozen);
[[nodiscard]] bool setAdd(Thread *t, SetObject *s, Value v);
int setContains(Thread *t, SetObject *s, Value v);
bool setNext(SetObject *s, int64_t &pos, Value &v);
[[nodiscard]] Value newRange(Thread *t, int64_t start, int64_t stop, int64_t step);
[[nodiscard]] Value newSlice(Thread *t, Value start, Value stop, Value step);
/// Python slice arithmetic against a length. false: raised.
[[nodiscard]] bool sliceIndices(Thread *t, SliceObject *s, int64_t length, int64_t &start, int64_t &stop, int64_t &step, int64_t &count);
/// All items of an iterable into a list / tuple (exact ones are copied quickly).
[[nodiscard]] Value listFrom(Thread *t, Value iterable);
[[nodiscard]] Value tupleFrom(Thread *t, Value iterable);
/// Namespaces' constant assumptions (JIT). See DictObject::watch. The JIT
/// watches entry i: a change of that entry's value calls
/// assumptionBrokenHook(assumption) first.
uint32_t namespaceWatch(DictObject *d, int64_t entry); ///< assumption id; 0: entry changes too often
/// ...and of the set of keys (shadowing of builtins): 0 when not possible.
uint32_t namespaceWatchKeys(DictObject *d);
/// Fast store to an existing entry of a namespace, honouring watches.
void namespaceStore(DictObject *d, int64_t entry, Value v);

//===-- interpreter (helper `interp`, runtime/interpreter, bytecode) ------===//
/// Reads a blob (Blob.h) into a code object; null with ValueError/MemoryError.
[[nodiscard]] CodeObject *loadBlob(Thread *t, const char *data, size_t size);
/// The same code with instructions, caches and counters of its own.
[[nodiscard]] CodeObject *copyCode(Thread *t, CodeObject *old);
/// Runs module-level code in globals (locals empty: the same mapping).
[[nodiscard]] Value runCode(Thread *t, CodeObject *code, Value globals, Value locals);
/// The compiler, reached through a table the driver fills (absent: raises).
/// mode: "exec", "eval", "single". SyntaxErrors are raised.
[[nodiscard]] CodeObject *compileSource(Thread *t, std::string_view source, std::string_view filename, const char *mode, uint32_t flags);
/// frame object of the running Python frame, `depth` levels up; made on demand.
[[nodiscard]] Value currentFrame(Thread *t, int depth);
/// globals dict of the running Python frame; empty when none runs. [no collect]
Value currentGlobals(Thread *t);
/// Appends this raise point to the pending exception's traceback.
void addTraceback(Thread *t, FunctionObject *f, const Instr *pc, Value *base);

//===-- start-up -----------------------------------------------------------===//
/// Called in this order by the driver (object/Startup.cpp); each room defines
/// its own. They cannot fail other than by running out of memory.
void initObjectCore(Thread *t);   // object, type, shapes, exceptions, functions
void initNumbersAndStrings(Thread *t);
void initContainers(Thread *t);
void initInterpreter(Thread *t);
void initBuiltins(Thread *t);     // the builtins module (builtins/)
void initModules(Thread *t);      // native modules are registered (modules/)

} // namespace pyc
