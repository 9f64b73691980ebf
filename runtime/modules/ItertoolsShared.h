//===- ItertoolsShared.h - One layout for all of itertools ----------------===//
//
// Every iterator of the module is three numbers and six Values; each type's
// comment says what they mean. So one allocation function, one row macro and
// one registration serve all of them.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/modules/Modules.h"

namespace pyc::itertools {

struct Iter : Object { // skip 3, 6 slots
  int64_t a, b, c;
  Value v[6];
};
constexpr Value kNothing = Value::fromSmallInt(0);

inline Iter *I(Value v) { return v.as<Iter>(); }
inline void set(Iter *it, int i, Value v) { setSlot(it, &it->v[i], v); }

/// An instance of cls (args[0] of __new__). Values in v[] are int 0.
inline Iter *make(Thread *t, Value cls) {
  Value v = newInstance(t, cls.as<TypeObject>());
  return v ? v.as<Iter>() : nullptr;
}
inline Value value(Iter *it) { return it ? Value::fromObject(it) : Value::empty(); }

/// Makes the type and puts it into the module.
[[nodiscard]] bool addType(Thread *t, ModuleObject *m, const char *name, const NativeDef *methods, IteratorStep step, TypeObject **out = nullptr);

#define ITERTOOL_ROWS(newFn, signature, flags, step)                                               \
  {"__new__", newFn, signature, kEffAny, nullptr, kNativeStatic | flags},                          \
      {"__iter__", returnSelf, "($self, /)", kEffPure, nullptr, kNativeSlotWrapper},               \
      {"__next__", nextMethod<step>, "($self, /)", kEffAny, nullptr, kNativeSlotWrapper}
#define ITERTOOL_END {nullptr, nullptr, nullptr}

[[nodiscard]] bool addCombinatoric(Thread *t, ModuleObject *m);

} // namespace pyc::itertools
