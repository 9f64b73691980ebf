//===- RecordComplex.h - Complex numbers ----------------------------------===//
//
// Each answers false, with nothing emitted, where the operands are no exact
// complex numbers (beside small ints and floats) or the operation may raise.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "dialects/Trace/TraceBuffer.h"
#include "runtime/object/Api.h"
#include <vector>

namespace pyc {
class Recorder;
bool recordComplexArith(Recorder &r, Dunder d, TraceRef x, TraceRef y, Value a, Value c, TraceRef &out);
bool recordComplexEqual(Recorder &r, Dunder d, TraceRef x, TraceRef y, Value a, Value c, TraceRef &cond, bool &now);
bool recordComplexNegative(Recorder &r, TraceRef x, Value a, TraceRef &out);
bool recordComplexAbs(Recorder &r, TraceRef x, Value a, TraceRef &out);
/// z.real, z.imag
bool recordComplexPart(Recorder &r, TraceRef x, Value a, Value name, TraceRef &out);
/// complex(x), complex(x, y)
bool recordMakeComplex(Recorder &r, const std::vector<TraceRef> &args, const std::vector<Value> &real, TraceRef &out);
} // namespace pyc
