//===- RecordMath.h - Builtins and math functions of numbers --------------===//
#pragma once
#include "dialects/Trace/TraceBuffer.h"
#include "runtime/object/Api.h"
#include <vector>

namespace pyc {
class Recorder;
using MathIntrinsic = bool (*)(Recorder &r, const std::vector<TraceRef> &args, const std::vector<Value> &real,
                               TraceRef &out);
/// Names each action's function through `add`: the dict that holds it, its name.
void findMathIntrinsics(Thread *t, Value builtins, Value math,
                        void (*add)(Thread *, Value, const char *, MathIntrinsic));
} // namespace pyc
