//===- Passes.h - Optimisations of traces ---------------------------------===//
#pragma once
#include "dialects/Trace/Trace.h"
#include <string>

namespace pyc {
struct TracePassOptions {
  bool verify = false;       ///< the verifier after each pass
  uint32_t disabled = 0;     ///< bit n: the n-th pass of the list is skipped
};
/// Runs the passes in the order of passes/trace/Pipeline.cpp. Empty, or the
/// name of the pass after which the verifier complained.
std::string optimiseTrace(trace::TraceOp op, const TracePassOptions &options);
void registerTracePasses();
} // namespace pyc
