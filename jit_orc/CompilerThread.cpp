//===- CompilerThread.cpp - The queue between Python and the compiler -----===//
//
// One thread compiles: loops and functions first, for bridges lead to them and
// wait for them, and of equals the oldest. It holds no GIL and touches no heap
// object: a job's buffer is plain memory, whose symbols' addresses it only
// passes on to the linker. What it has finished waits until the interpreter
// sees kBreakCode and installs it.
//
//===----------------------------------------------------------------------===//
#include "jit_orc/DefaultLayout.h"
#include "jit_orc/Jit.h"
#include "jit_orc/recorder/Recorder.h"
#include "runtime/object/Api.h"
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstddef>
#include <deque>
#include <malloc.h>
#include <mutex>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/resource.h>

namespace pyc {

namespace {
struct Queue {
  JitOptions options;
  CompilerAccess access;
  RuntimeLayout layout;
  std::mutex mutex;
  std::condition_variable wake, idle;
  std::deque<std::unique_ptr<CompileJob>> waiting;
  std::vector<std::unique_ptr<CompileJob>> finished;
  bool busy = false, stop = false, started = false, running = false;
  const CompilerApi *api = nullptr;
  Compiler *compiler = nullptr;
  Thread *python = nullptr;
};
Queue *gQueue;
constexpr std::chrono::milliseconds kIdle{20};
} // namespace

static Value boxFloatHelper(Thread *t, double d) { return newFloatSlow(t, d); }

static RuntimeLayout runtimeLayout(int32_t *stressCounter) {
  RuntimeLayout l = defaultRuntimeLayout();
  l.allocateSlow = reinterpret_cast<uint64_t>(gcAllocateSlow);
  l.remember = reinterpret_cast<uint64_t>(gcRemember);
  l.boxFloat = reinterpret_cast<uint64_t>(boxFloatHelper);
  l.stressCounter = reinterpret_cast<uint64_t>(stressCounter);
  return l;
}

/// LLVM aborts when malloc fails. Where address space is rationed, compile only
/// with some to spare.
static bool enoughMemory() {
  constexpr size_t kRoom = 64u << 20;
  rlimit space;
  if (getrlimit(RLIMIT_AS, &space) == 0 && space.rlim_cur == RLIM_INFINITY)
    return true;
  void *p = mmap(nullptr, kRoom, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (p == MAP_FAILED)
    return false;
  munmap(p, kRoom);
  return true;
}

/// Without memory `compiled` stays null: the trace has failed.
static void compile(Queue &q, CompileJob &job) {
  if (!enoughMemory())
    return;
  if (!q.compiler)
    q.compiler = q.api->newCompiler(&q.layout);
  TraceOptions options;
  options.textStages = q.options.textStages;
  options.verify = q.options.verify;
  options.stress = q.options.stressDeopt != 0;
  options.perfMap = q.options.perf;
  JitTrace &trace = *job.trace;
  if (trace.parts.empty()) {
    TraceBuffer buffer = trace.recorded->buffer(trace.name.c_str());
    trace.compiled = q.api->compileTrace(q.compiler, &buffer, &options);
    return;
  }
  std::vector<TraceBuffer> buffers;
  for (JitTrace *part : trace.parts)
    buffers.push_back(part->recorded->buffer(part->name.c_str()));
  std::vector<TreePart> parts;
  for (size_t i = 0; i < buffers.size(); ++i) {
    auto parent = std::find(trace.parts.begin(), trace.parts.end(), trace.parts[i]->attachTo);
    parts.push_back({&buffers[i], i ? static_cast<uint32_t>(parent - trace.parts.begin()) : kNoIndex,
                     trace.parts[i]->attachFrame});
  }
  trace.compiled = q.api->compileTree(q.compiler, parts.data(), static_cast<uint32_t>(parts.size()),
                                      trace.name.c_str(), reinterpret_cast<uint64_t>(trace.entrySlot()), &options);
}

static void *work(void *queue) {
  auto *q = static_cast<Queue *>(queue);
  std::unique_lock<std::mutex> lock(q->mutex);
  auto ready = [&] { return q->stop || !q->waiting.empty(); };
  for (bool trimmed = true;;) {
    // What compiling has freed goes back once there is nothing to compile for a
    // while: ‹m› 3 to 6 MB, which take 1 ms to fault in again.
    if (!trimmed && !q->wake.wait_for(lock, kIdle, ready)) {
      lock.unlock();
      malloc_trim(0);
      trimmed = true;
      lock.lock();
    }
    q->wake.wait(lock, ready);
    if (q->stop)
      return nullptr;
    auto next = std::find_if(q->waiting.begin(), q->waiting.end(), [](auto &job) {
      return job->trace->kind != TraceBufferKind::Bridge && job->trace->parts.empty();
    });
    if (next == q->waiting.end())
      next = q->waiting.begin();
    std::unique_ptr<CompileJob> job = std::move(*next);
    q->waiting.erase(next);
    q->busy = true;
    lock.unlock();
    compile(*q, *job);
    lock.lock();
    q->busy = trimmed = false;
    q->finished.push_back(std::move(job));
    q->python->evalBreaker.fetch_or(kBreakCode);
    q->idle.notify_all();
  }
}

void compilerStart(const JitOptions &options, CompilerAccess access, int32_t *stressCounter) {
  gQueue = new Queue;
  gQueue->options = options;
  gQueue->access = access;
  gQueue->layout = runtimeLayout(stressCounter);
  gQueue->python = currentThread();
}

void compilerSubmit(std::unique_ptr<CompileJob> job) {
  Queue &q = *gQueue;
  if (!q.api)
    q.api = q.access.api();
  if (!q.api) {
    q.finished.push_back(std::move(job)); // fails without `compiled`
    q.python->evalBreaker.fetch_or(kBreakCode);
    return;
  }
  if (q.options.synchronous) {
    compile(q, *job);
    q.finished.push_back(std::move(job));
    gJit.codeReady(q.python);
    return;
  }
  if (!q.started) {
    q.started = true;
    // Signals belong to the threads that run Python.
    sigset_t all, old;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    pthread_t thread;
    q.running = pthread_create(&thread, nullptr, work, &q) == 0;
    pthread_sigmask(SIG_SETMASK, &old, nullptr);
    // A job under way at exit may take long: the process ends without it.
    if (q.running)
      pthread_detach(thread);
  }
  if (!q.running) {
    q.finished.push_back(std::move(job));
    q.python->evalBreaker.fetch_or(kBreakCode);
    return;
  }
  std::lock_guard<std::mutex> lock(q.mutex);
  q.waiting.push_back(std::move(job));
  q.wake.notify_one();
}

std::vector<std::unique_ptr<CompileJob>> compilerTakeFinished() {
  std::lock_guard<std::mutex> lock(gQueue->mutex);
  return std::move(gQueue->finished);
}

bool compilerIdle() {
  std::lock_guard<std::mutex> lock(gQueue->mutex);
  return gQueue->waiting.empty() && gQueue->finished.empty() && !gQueue->busy;
}

void compilerDrain() {
  std::unique_lock<std::mutex> lock(gQueue->mutex);
  gQueue->idle.wait(lock, [&] { return gQueue->waiting.empty() && !gQueue->busy; });
}

void compilerStop() {
  Queue &q = *gQueue;
  std::lock_guard<std::mutex> lock(q.mutex);
  q.stop = true;
  q.wake.notify_one();
}

} // namespace pyc
