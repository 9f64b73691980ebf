//===- Startup.cpp - Setting the runtime up, room by room -----------------===//
//
// The order matters: bare types and shapes first (strings and dicts need them),
// then object and type, then everything that only needs makeBuiltinType().
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"

namespace pyc {

Value gSysModules = Value::empty();

void bootstrapTypes(Thread *t);
void initObjectType(Thread *t);
void initTypeType(Thread *t);
void initFunctionTypes(Thread *t);
void initCodeType(Thread *t);
void initDescriptorTypes(Thread *t);
void initSuperAndModule(Thread *t);
void initSingletonTypes(Thread *t);
void initWeakRefs(Thread *t);
void initGenericAlias(Thread *t);

void initObjectCore(Thread *t) {
  bootstrapTypes(t);
  initContainerSingletons();
  initObjectType(t);
  initTypeType(t);
  initExceptions(t);
  initDescriptorTypes(t);
  initFunctionTypes(t);
  initCodeType(t);
  initSuperAndModule(t);
  initSingletonTypes(t);
  initWeakRefs(t);
  initGenericAlias(t);
  gSysModules = newDict(t);
  gcRegisterRoot(&gSysModules);
}

void startRuntime(Thread *t) {
  initObjectCore(t);
  initNumbersAndStrings(t);
  initContainers(t);
  initInterpreter(t);
  initBuiltins(t);
  initModules(t);
}

} // namespace pyc
