//===- Continuations.h - What becomes of a frame's result -----------------===//
//
// Each continuation is a function of the handlers' type: pc is the calling
// instruction, base its frame, `ins` the result's bits, constants loaded.
// kContinuations lists them in the order of enum Continuation (Frame.h).
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/interpreter/Interp.h"

namespace pyc {

HANDLER(cont_Exit);
HANDLER(cont_Discard);
HANDLER(cont_Init);
HANDLER(cont_Jump);
HANDLER(cont_ToBool);
HANDLER(cont_ToBoolNot);
HANDLER(cont_ForIter);
HANDLER(cont_Binary);
HANDLER(cont_Compare);
HANDLER(cont_Inplace);
HANDLER(cont_BinaryLast);
HANDLER(cont_CompareLast);
HANDLER(cont_BoolMethod);
HANDLER(cont_LenMethod);
HANDLER(cont_IterMethod);
HANDLER(cont_YieldFrom);
HANDLER(cont_StoreMethod);

} // namespace pyc
