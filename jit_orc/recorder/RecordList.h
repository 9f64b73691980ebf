//===- RecordList.h - Methods of sets and dicts, slices -------------------===//
#pragma once
#include "dialects/Trace/TraceBuffer.h"
#include "runtime/object/Api.h"
#include <vector>

namespace pyc {
class Recorder;

/// list.append(v), list known to be a list.
void recordAppend(Recorder &r, TraceRef list, TraceRef v);
/// Guards that container (dict or set) and key are such that an access runs no
/// Python code: strs and ints. False: it may.
bool recordPlainKeys(Recorder &r, TraceRef container, TraceRef key, Value real, Value k);
/// One step of an iterator over a dict. False: not followed (nothing emitted).
bool recordDictStep(Recorder &r, TraceRef it, Value real, bool &ended, TraceRef &item);
TraceRef recordSlice(Recorder &r, TraceRef start, TraceRef stop, TraceRef step);
/// o[key]: false when not of the kind.
bool recordGetSlice(Recorder &r, unsigned dst, TraceRef o, TraceRef key, Value real, Value k);

// Methods, as intrinsics.
#define PYC_CONTAINER_INTRINSICS(X)                                            \
  X(list_, "append", recordListAppend)                                         \
  X(set_, "add", recordSetAdd) X(set_, "discard", recordSetDiscard)            \
  X(dict_, "setdefault", recordSetDefault)
#define X(type, name, fn)                                                      \
  bool fn(Recorder &r, const std::vector<TraceRef> &args, const std::vector<Value> &real, TraceRef &out);
PYC_CONTAINER_INTRINSICS(X)
#undef X
} // namespace pyc
