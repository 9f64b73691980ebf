//===- TextModules.cpp - Registers the modules about numbers and text -----===//
#include "runtime/modules/TextModules.h"

void pyc::registerNumbersAndText(Thread *t) {
  registerMath();
  registerCodecs(t);
  registerSre(t);
  registerStringModule(t);
  registerStruct(t);
  registerRandom(t);
  registerBinascii();
  registerUnicodedata();
  registerCmath();
  registerArray();
  registerCsv();
  registerZlib();
  registerJson();
}
