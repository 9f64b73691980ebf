//===- JitLog.h - What the JIT says of itself (--jit-log, --jit-stats) ----===//
#pragma once
#include "jit_orc/Jit.h"

namespace pyc {
void jitLogOpen(const JitOptions &options);
void jitLogAbort(const Recorder &r);
void jitLogCompiled(const JitTrace &trace);
void jitLogInvalid(const JitTrace &trace);
void jitLogRefused(const JitTrace &tree, const JitTrace &part); ///< a tree that is not used
/// Exit counts of all traces, then the statistics when asked for.
void jitLogClose(const std::vector<std::unique_ptr<JitTrace>> &traces, const JitOptions &options);
} // namespace pyc
