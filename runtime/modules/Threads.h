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

void registerThreads();

} // namespace pyc
