//===- JitLog.cpp - What the JIT says of itself ---------------------------===//
//
// One line an event, stable enough for FileCheck:
//   abort loop FILE:LINE FUNCTION: REASON (detail)
//   compiled NAME at FILE:LINE FUNCTION: ops A -> B, exits N, bytes N, record T us, compile T us
//   failed NAME at ...: why
//   invalid NAME
// and at the end, per trace: entered N times, then its exits that were taken.
//
//===----------------------------------------------------------------------===//
#include "jit_orc/JitLog.h"
#include "jit_orc/recorder/Recorder.h"
#include <cstdarg>
#include <cstdio>
#include <map>

namespace pyc {

static FILE *gLog;
static std::map<std::string, unsigned> gAborts;

void jitLogOpen(const JitOptions &options) {
  if (options.log.empty())
    return;
  gLog = options.log == "-" ? stderr : fopen(options.log.c_str(), "w");
  if (!gLog)
    fprintf(stderr, "pyc-run: cannot write %s\n", options.log.c_str());
  else
    setvbuf(gLog, nullptr, _IOLBF, 0);
}

static void line(const char *format, ...) {
  if (!gLog)
    return;
  va_list args;
  va_start(args, format);
  vfprintf(gLog, format, args);
  va_end(args);
}

static const char *modeName(RecordMode m) {
  return m == RecordMode::Loop ? "loop" : m == RecordMode::Bridge ? "bridge" : "function";
}

void jitLogAbort(const Recorder &r) {
  ++gAborts[abortReasonName(r.abortReason)];
  line("abort %s %s: %s%s%s%s\n", modeName(r.mode), r.origin.c_str(), abortReasonName(r.abortReason),
       r.abortDetail.empty() ? "" : " (", r.abortDetail.c_str(), r.abortDetail.empty() ? "" : ")");
}

void jitLogCompiled(const JitTrace &trace) {
  const CompiledTrace *c = trace.compiled;
  if (!c || c->error) {
    line("failed %s at %s: %s\n", trace.name.c_str(), trace.origin.c_str(), c ? c->error : "no compiler");
    return;
  }
  line("compiled %s at %s: ops %u -> %u, exits %u, bytes %zu, record %u us, compile %u us "
       "(import %u, optimise %u, lower %u, codegen %u, link %u)\n",
       trace.name.c_str(), trace.origin.c_str(), c->opsBefore, c->opsAfter, c->exitCount, c->codeSize,
       trace.recordMicros, c->phases.total, c->phases.import, c->phases.optimise, c->phases.lower,
       c->phases.codegen, c->phases.link);
  if (trace.parent)
    line("  bridge of %s exit %u\n", trace.parent->name.c_str(), trace.parentExit);
}

void jitLogRefused(const JitTrace &tree, const JitTrace &part) {
  line("refused %s: %s lets objects escape, %u made in a round instead of %u\n", tree.name.c_str(), part.name.c_str(),
       tree.compiled->loopAllocations, tree.parts[0]->compiled->loopAllocations);
}

void jitLogInvalid(const JitTrace &trace) { line("invalid %s\n", trace.name.c_str()); }

void jitLogClose(const std::vector<std::unique_ptr<JitTrace>> &traces, const JitOptions &options) {
  if (gLog)
    for (auto &trace : traces) {
      if (!trace || !trace->compiled || trace->compiled->error)
        continue;
      line("%s: entered %llu times\n", trace->name.c_str(), (unsigned long long)trace->entered);
      const CompiledTrace *c = trace->compiled;
      for (uint32_t i = 0; i < c->exitCount; ++i)
        if (uint32_t hits = c->slots[i].hits.load()) {
          const Exit &e = c->exits[i];
          const ExitFrame &inner = c->frames[e.firstFrame + e.frameCount - 1];
          line("  exit %u: %u times, at %s:%u%s%s\n", i, hits, c->symbols[inner.code].name, inner.pc,
               e.raise ? ", raising" : "",
               trace->exitState[i] == kExitBridged ? ", bridged"
               : trace->exitState[i] == kExitBlacklisted ? ", given up" : "");
        }
    }
  if (options.stats) {
    const JitStats &s = gJitStats;
    auto n = [](uint64_t v) { return (unsigned long long)v; };
    fprintf(stderr,
            "jit: %llu recordings (%.1f ms), %llu aborts, %llu loops, %llu bridges, %llu functions, %llu trees, "
            "%llu failed, %llu invalidated\n"
            "jit: %llu ops recorded, %llu after optimising, %.1f KB of code, %.1f ms compiling\n"
            "jit: %llu entries, %llu exits\n",
            n(s.recordings), s.recordMicros / 1e3, n(s.aborts), n(s.loops), n(s.bridges), n(s.functions), n(s.trees),
            n(s.failed), n(s.invalidated), n(s.opsRecorded), n(s.opsAfter), s.codeBytes / 1024.0,
            s.compileMicros / 1e3, n(s.entries), n(s.exits));
    for (auto &[reason, count] : gAborts)
      fprintf(stderr, "jit: aborted %u times: %s\n", count, reason.c_str());
  }
  if (gLog && gLog != stderr)
    fclose(gLog);
  gLog = nullptr;
}

} // namespace pyc
