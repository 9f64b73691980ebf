//===- TextModules.h - Native modules about numbers and text --------------===//
#pragma once
#include "runtime/object/NumStr.h"
#include "runtime/object/Types.h"

namespace pyc {

/// math, cmath, _random, _struct, binascii, _string, unicodedata, _codecs,
/// _sre: all that follow. Called by initModules.
void registerNumbersAndText(Thread *t);

void registerMath();
void registerCodecs(Thread *t);
void registerSre(Thread *t);
void registerStringModule(Thread *t);
void registerRandom(Thread *t);
void registerStruct(Thread *t);
void registerBinascii();
void registerUnicodedata();
void registerCmath();
void registerArray();
void registerCsv();
void registerZlib();
void registerJson();
/// A new exception class `module.name`.
Value newExceptionClass(Thread *t, const char *module, const char *name, TypeObject *base);

} // namespace pyc
