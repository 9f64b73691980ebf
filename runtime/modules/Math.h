//===- Math.h - The parts of the math module ------------------------------===//
#pragma once
#include "runtime/modules/TextModules.h"

namespace pyc::math {
extern const NativeDef integerFunctions[], sumFunctions[];
Value domainError(Thread *t);
Value rangeError(Thread *t);
} // namespace pyc::math
