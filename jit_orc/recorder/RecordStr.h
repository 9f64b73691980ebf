//===- RecordStr.h - Characters and short strings -------------------------===//
#pragma once
#include "dialects/Trace/TraceBuffer.h"
#include "runtime/object/Api.h"
#include <vector>

namespace pyc {
class Recorder;
using CharIntrinsic = bool (*)(Recorder &r, const std::vector<TraceRef> &args, const std::vector<Value> &real,
                               TraceRef &out);

/// The shared string of a latin-1 character; code is a raw word below 256.
TraceRef recordChar(Recorder &r, TraceRef code);
/// str[index], str a one-byte string and index a raw word within it.
TraceRef recordCharAt(Recorder &r, TraceRef str, TraceRef index);
/// Comparison of two one-byte strings without a call; false: needs one.
bool recordStrCompare(Recorder &r, Dunder d, TraceRef x, TraceRef y, Value a, Value c, TraceRef &cond, bool &now);
/// item in a constant str or a short constant tuple, as a truth value; false:
/// not one of these.
bool recordCharIn(Recorder &r, TraceRef item, TraceRef container, Value k, Value real, TraceRef &cond);
bool recordOrd(Recorder &r, const std::vector<TraceRef> &args, const std::vector<Value> &real, TraceRef &out);
bool recordChr(Recorder &r, const std::vector<TraceRef> &args, const std::vector<Value> &real, TraceRef &out);
/// Once, before the first recording: makes the tables and names str's methods.
void findCharIntrinsics(Thread *t, void (*add)(Thread *, const char *, CharIntrinsic));
} // namespace pyc
