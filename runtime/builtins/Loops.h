//===- Loops.h - Builtins that loop over items which Python code makes ----===//
//
// sum, any, all, min, max, sorted, list, tuple, set, frozenset and str.join are
// native loops. Over a generator such a loop would resume it by a nested
// activation of the interpreter for each item, and nothing could be traced
// through it. So when the items come from Python code (or min's key is Python
// code) the interpreter calls a Python function instead that does the loop:
// runtime/lib/_builtin_loops.py. It is a frame like any other to the
// interpreter, the recorder and the collector; its code has kCodeHidden, which
// leaves it out of tracebacks, sys._getframe and the recursion count.
//
// One loop for the whole program would see every generator there is: its trace
// would be a long chain of guards on which one it is. There is therefore a copy
// of the function, with counters and traces of its own, for each code that
// makes the items.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/object/Containers.h"
#include "runtime/object/Native.h"

namespace pyc {

/// Numbers in NativeDef::loop; the order of kLoops in Loops.cpp.
enum LoopId : uint16_t {
  kNoLoop, kLoopSum, kLoopAny, kLoopAll, kLoopMin, kLoopMax, kLoopSorted,
  kLoopJoin, kLoopList, kLoopTuple, kLoopSet, kLoopFrozenset,
  kLoopMap, kLoopMapTwo, kLoopFilter, kLoopFilterTrue, kLoopEnumerate, kLoopZip,
  kLoopZipThree, kLoopCount
};

/// A call of a builtin as a call of its loop.
struct LoopCall {
  FunctionObject *function = nullptr;
  unsigned count = 0;   ///< parameters
  Value args[4];
  int8_t from[4];       ///< which of the call's arguments each is, or -1
  unsigned source = 0;  ///< the argument that decided which copy it is
};

/// The Python code that makes v's items when v is iterated over; null: native.
const CodeObject *itemCodeOf(Value v);

/// Should the call run as a loop in Python? args[0..n), the last of them
/// keywords. With `make` false only copies that exist are found, and nothing is
/// allocated. False with an exception pending: raised.
bool findLoop(Thread *t, Value callee, const Value *args, size_t n, Value kwNames,
              bool make, LoopCall &out);

/// The same for a loop over a map, filter, enumerate or zip object with Python
/// code behind it: a generator function that gives the same items. from: 0 is
/// the function, 1... are the iterators, -2 the object itself.
bool findItems(Thread *t, Value object, bool make, LoopCall &out);
inline bool isAdapter(const Shape *s) {
  return s == shapes::enumerate || s == shapes::zip || s == shapes::map || s == shapes::filter;
}
/// enumerate's next number; a native function of one argument.
const NativeDef *countDef();

} // namespace pyc
