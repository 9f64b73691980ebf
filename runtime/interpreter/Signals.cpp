//===- Signals.cpp - Ctrl-C ----------------------------------------------===//
#include "runtime/interpreter/Interpreter.h"
#include <csignal>

namespace pyc {

thread_local Thread *tCurrentThread;
static Thread *gSignalThread;

static void onInterrupt(int) {
  if (gSignalThread)
    requestBreak(gSignalThread, kBreakSignal);
}

void installSignalHandlers() {
  gSignalThread = currentThread();
  struct sigaction action = {};
  action.sa_handler = onInterrupt;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

} // namespace pyc
