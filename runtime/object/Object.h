//===- Object.h - Object header, shapes and the low arena -----------------===//
//
// Every heap object begins with one word:
//
//    63                  48 47     40 39     32 31                      0
//   +----------------------+---------+---------+-------------------------+
//   |  flags (per kind)    | gcAge   | gcBits  |  shape                  |
//   +----------------------+---------+---------+-------------------------+
//
// `shape` is the address of a Shape, which always lives below 2 GB (the low
// arena), so that a guard is one 32-bit compare with an immediate and the
// shape is reached without a table. A shape tells the type, the attribute
// layout ("map" in PyPy and Self: Chambers, Ungar, Lee 1989) and, for
// containers, the storage strategy (Bolz, Diekmann, Tratt 2013).
//
// None, True, False, NotImplemented, Ellipsis, the empty tuple/str/bytes and
// all Shapes live in the low arena and never move or die.
//
// Type objects, code objects, functions' code and modules are allocated
// directly in old space and so never move: raw `TypeObject *` may be kept in
// shapes and C++ statics.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/object/Value.h"

namespace pyc {

struct TypeObject;
struct StrObject;
struct Shape;
struct Thread;

/// What the collector must do with an object; one value per memory layout.
/// Slots are always full Values unless said otherwise.
enum class TraceKind : uint8_t {
  NoPointers,   ///< no Value inside (strings, bytes, big ints, boxed floats)
  FixedSlots,   ///< Values at bytes [8+8*skip, 8+8*(skip+count)), see Shape
  ValueArray,   ///< word 1 = length n, then n Values (tuples, value buffers)
  Instance,     ///< inline slots: whole object after the header is Values
  Custom,       ///< calls kCustomTracers[customTracer]
};

/// Object kinds the interpreter and the JIT switch on: the exact builtin
/// layout (subclasses of a builtin share the kind of their layout base).
enum class Kind : uint8_t {
  Instance, // plain Python object: header + inline slots (+ overflow)
  Float, BigInt, Bool, None, NotImplemented, Ellipsis,
  Str, Bytes, ByteArray, MemoryView,
  Tuple, List, Dict, Set, FrozenSet, Range, Slice, Complex,
  Function, NativeFunction, BoundMethod, StaticMethod, ClassMethod, Property,
  Member, GetSet, Type, Module, Code, Cell, Generator, Frame, Traceback,
  Exception, Super, Iterator, DictView, MappingProxy, WeakRef, File,
  RegularObject, // any other native struct; its TypeObject knows
  Internal,      // never visible to Python (buffers, dict tables, ropes' parts)
};

enum GcBits : uint8_t {
  kGcOld = 1,        ///< in old space (or low arena): stores to it need the barrier
  kGcRemembered = 2, ///< whole object is in the remembered set
  kGcColorA = 4,     ///< old objects: one of the colours, see GC.h
  kGcPinned = 8,
  kGcColorB = 16,
  kGcLarge = 32,
  kGcImmortal = 64 | kGcColorA | kGcColorB,
  kGcHasFinalizer = 128,
};

/// Header flags, upper 16 bits. Meanings above bit 3 are per kind.
enum HeaderFlags : uint16_t {
  kFlagHashed = 1,   ///< identity hash/id was taken: the collector keeps it
  kFlagWeakRef = 2,  ///< a weakref to it exists (side table)
};

struct Object {
  uint32_t shapeId;
  uint8_t gcBits;
  uint8_t gcAge;
  uint16_t flags;

  Shape *shape() const {
    return reinterpret_cast<Shape *>(static_cast<uintptr_t>(shapeId));
  }
  inline TypeObject *type() const;
  inline Kind kind() const;
};
static_assert(sizeof(Object) == 8);

inline uint32_t shapeIdOf(const Shape *s) {
  return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(s));
}

/// One attribute of an instance layout: name -> place. `place` is the byte
/// offset of the Value in the object, or kOverflow | index into the ValueBuffer
/// held by the object's overflow slot (the Value at Shape::overflowOffset).
struct ShapeAttr {
  static constexpr uint32_t kOverflow = 0x80000000;
  StrObject *name; ///< interned, old, never moves
  uint32_t place;
  uint32_t flags;
};

struct ShapeTransitions;

/// Immortal; lives in the low arena; shared by all objects of that layout.
struct Shape {
  TypeObject *type;     ///< what type(x) answers; never null
  TraceKind traceKind;
  Kind kind;
  uint8_t skipWords;    ///< FixedSlots: words after the header that are no Values
  uint8_t customTracer; ///< index into the collector's table of tracers
  uint16_t flags;       ///< ShapeFlags
  uint16_t slotCount;   ///< FixedSlots: number of Values
  uint32_t size;        ///< object size in bytes (fixed-size kinds), 8-aligned
  uint32_t strategy;    ///< containers: storage strategy (per kind enum)
  // Instance layouts (kind Instance, or any kind with an attribute dict).
  uint16_t overflowOffset; ///< byte offset of the overflow/dict slot; 0: none
  uint16_t attrCount;   ///< attributes this layout holds, in order of addition
  uint32_t attrCapacity;
  ShapeAttr *attrs;     ///< attrCount entries (malloc, immortal)
  uint32_t *attrIndex;  ///< hash index when attrCount > 8, else null
  Shape *parent;        ///< layout before the last attribute was added
  ShapeTransitions *transitions; ///< name -> child layout
  Shape *dictMode;      ///< same type, attributes in a real dict (slot 0)
  Shape *nextOfType;    ///< all shapes of `type` (TypeObject::shapes)
  uint32_t version;     ///< bumped when what type or its bases say about any
                        ///< attribute changes: caches compare shape and version
  uint32_t assumption;  ///< JIT: id of the assumption "version unchanged", 0: none
};

enum ShapeFlags : uint16_t {
  kShapeHasDict = 1,     ///< instances accept new attributes
  kShapeDictMode = 2,    ///< attributes live in a dict object
  kShapeBuiltinExact = 4,///< exact builtin type: no overriding possible
  kShapeObsolete = 8,    ///< type's __class__/__dict__ changed layout; never guard
};

inline TypeObject *Object::type() const { return shape()->type; }
inline Kind Object::kind() const { return shape()->kind; }

/// Below 2 GB, mapped once at start-up: [kLowArenaBase, kLowArenaEnd).
/// Fixed singletons sit at the very start so that their addresses, and so
/// their Values, are compile-time constants.
constexpr uintptr_t kLowArenaBase = 0x10000000;
constexpr uintptr_t kLowArenaEnd = 0x50000000;
constexpr uintptr_t kSingletonStride = 64;
enum SingletonIndex : uint32_t {
  kNoneIndex, kFalseIndex, kTrueIndex, kNotImplementedIndex, kEllipsisIndex,
  kEmptyTupleIndex, kEmptyStrIndex, kEmptyBytesIndex, kSingletonCount = 16,
};
constexpr Value singleton(uint32_t i) {
  return Value::fromBits(kLowArenaBase + i * kSingletonStride + 3);
}
constexpr Value None = singleton(kNoneIndex);
constexpr Value False = singleton(kFalseIndex);
constexpr Value True = singleton(kTrueIndex);
constexpr Value NotImplemented = singleton(kNotImplementedIndex);
constexpr Value Ellipsis = singleton(kEllipsisIndex);
constexpr Value EmptyTuple = singleton(kEmptyTupleIndex);
constexpr Value EmptyStr = singleton(kEmptyStrIndex);
constexpr Value EmptyBytes = singleton(kEmptyBytesIndex);
constexpr Value boolValue(bool b) { return b ? True : False; }

/// Never freed, 8-byte aligned, zeroed, below 2 GB. Aborts when the arena is
/// full (1 GB of shapes), which no real program reaches.
void *lowArenaAllocate(size_t bytes);

} // namespace pyc
