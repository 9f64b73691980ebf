//===- Modules.cpp - Registration of the native modules -------------------===//
#include "runtime/modules/Modules.h"
#include "runtime/modules/TextModules.h"
#include "runtime/modules/io/IO.h"

namespace pyc {

void initModules(Thread *t) {
  registerSys(t);
  registerIO(t);
  registerNumbersAndText(t);
  registerAbc(t);
  registerWeakref(t);
  registerItertools(t);
  registerFunctools(t);
  registerCollections(t);
  registerTime(t);
  registerSmallModules(t);
  registerPosix(t);
  registerOperator(t);
  registerContextVars(t);
  registerHashes(t);
  registerAst(t);
}

bool finishModules(Thread *t) { return io::flushAll(t); }

} // namespace pyc
