//===- Caches.h - Inline caches behind instructions -----------------------===//
//
// Words that follow an instruction, zero when the code is loaded. The recorder
// reads them to learn what happened before. An all-zero cache never hits
// (no shape is at address 0, versions start at 1).
//
// Values in caches: word `value` of an AttrCache may hold a young object (a
// function, a property). Every such word that has ever been filled is in a
// table that a GC root visitor walks, so it is kept alive and updated when the
// object moves (attrCacheRoots in Caches.cpp).
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/bytecode/Bytecode.h"
#include "runtime/object/Object.h"

namespace pyc {

/// LoadGlobal, LoadName (2 words); StoreGlobal, StoreName (first word only).
/// Hit when the globals' keysVersion matches and, for builtins, theirs too.
struct GlobalCache {
  uint32_t globalsVersion;
  uint32_t entry;           ///< entry number in globals, or in builtins
  uint32_t builtinsVersion; ///< 0: found in globals
  uint32_t reserved;
};
static_assert(sizeof(GlobalCache) == 16);

enum class AttrKind : uint8_t {
  None,
  Slot,        ///< Value at byte offset `place` of the object (empty: absent)
  Overflow,    ///< item `place` of the ValueBuffer at byte `overflow`
  ClassValue,  ///< `value`, as it is
  Method,      ///< `value` bound to the object (LoadMethod: not bound)
  Property,    ///< call `value` (the getter) with the object
  ModuleEntry, ///< entry `place` of the module's dict whose keysVersion is `version`
               ///  (shape: the module shape)
  TypeValue,   ///< the object is the type `owner` itself; `value`, as it is
  ClassMethod, ///< `value` bound to the object's type
  TypeClassMethod, ///< the object is the type `owner`; `value` bound to it
  GetAttrHook, ///< absent: call `value` (__getattr__) with object and name
  Add,         ///< StoreAttr: new attribute at `place`, then shape `newShape`
  AddOverflow, ///< StoreAttr: through addAttr
};

/// LoadAttr, StoreAttr, LoadMethod (4 words).
/// Hit when the object's shape id and that shape's version match. TypeValue: the
/// object must be `owner` (types never move) and its TypeObject::version must
/// equal `version`; ModuleEntry: the module's dict's keysVersion must.
struct AttrCache {
  uint32_t shape;
  uint32_t version;
  AttrKind kind;
  uint8_t rooted;      ///< bit 0: `value` is in the root table; above: misses that
                       ///< the shared table answered since the last filling
  uint16_t overflow;   ///< byte offset of the overflow slot
  uint32_t place;
  Value value;         ///< 0 when unused
  union {
    uint32_t newShape; ///< Add
    void *owner;       ///< TypeValue: the TypeObject
  };
};
static_assert(sizeof(AttrCache) == 32);

inline AttrCache *attrCacheOf(const Instr *pc) {
  return reinterpret_cast<AttrCache *>(const_cast<Instr *>(pc + 1));
}
inline GlobalCache *globalCacheOf(const Instr *pc) {
  return reinterpret_cast<GlobalCache *>(const_cast<Instr *>(pc + 1));
}

/// Stores v in the cache's value word and makes the word a root.
void setCacheValue(AttrCache *c, Value v);
/// Makes a word of the code stream a root, once and for all; stores to it go
/// through gcStoreRoot().
void registerCacheWord(Value *word);

/// LoadSuperAttr, LoadSuperMethod (2 words): what the name gives above the
/// class, for selves of that shape and version. Only plain functions are cached.
struct SuperCache {
  uint32_t shape;
  uint32_t version;
  Value function; ///< 0: never filled; a root once it has been
};
static_assert(sizeof(SuperCache) == 16);
inline SuperCache *superCacheOf(const Instr *pc) {
  return reinterpret_cast<SuperCache *>(const_cast<Instr *>(pc + 1));
}

} // namespace pyc
