//===- Builtins.h - The builtin functions over containers and numbers -----===//
//
// Called by initBuiltins once the builtins module exists.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/object/Containers.h"

namespace pyc {

/// len, sorted, sum, min, max, any, all, iter, next, ... and the container
/// types themselves.
void addContainerBuiltins(Thread *t);
/// abs, divmod, pow, round, chr, ord, bin, hex, oct.
void addNumericBuiltins(Thread *t);
/// print, input, open.
void addInputOutputBuiltins(Thread *t);

} // namespace pyc
