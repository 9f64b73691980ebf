//===- Threads.h - The lock that running Python needs ---------------------===//
//
// One thread runs Python at a time. A holder gives the lock away when another
// has waited for 5 ms (kBreakGil at its next safe point), and around calls that
// block (AllowThreads). Until a second thread is started nothing is locked.
//
// While several threads exist no new traces are recorded or entered: the
// recorder follows one thread.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/object/Api.h"
#include <cerrno>

namespace pyc {

extern bool gThreadsStarted;
void gilRelease(Thread *t);
void gilAcquire(Thread *t);

/// Gives the lock away for the time of a block that touches no Python objects.
class AllowThreads {
public:
  explicit AllowThreads(Thread *t) : thread(gThreadsStarted ? t : nullptr) {
    if (thread)
      gilRelease(thread);
  }
  ~AllowThreads() {
    if (thread)
      gilAcquire(thread);
  }
  AllowThreads(const AllowThreads &) = delete;

private:
  Thread *thread;
};

/// After a system call was interrupted: runs the handlers of signals that have
/// come. false: one raised.
[[nodiscard]] bool afterInterrupt(Thread *t);

/// Makes a system call that may block, without the lock, and repeats it after a
/// signal (PEP 475). A negative result means errno, or an exception pending
/// that a signal's handler raised.
template <typename F> [[nodiscard]] auto blockingCall(Thread *t, F systemCall) -> decltype(systemCall()) {
  if ((t->evalBreaker.load(std::memory_order_relaxed) & kBreakSignal) && !afterInterrupt(t))
    return -1; // it came before the call
  for (;;) {
    decltype(systemCall()) r;
    int e;
    {
      AllowThreads allow(t);
      r = systemCall();
      e = errno;
    }
    if (r < 0 && e == EINTR && afterInterrupt(t))
      continue;
    errno = e;
    return r;
  }
}

/// In the child of a fork only the calling thread is left.
void threadsAfterFork(Thread *t);

void registerThreads();

} // namespace pyc
