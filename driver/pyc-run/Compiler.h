//===- Compiler.h - The compiler library, loaded when needed --------------===//
#pragma once
#include "jit_orc/CompilerApi.h"

namespace pyc {

/// libpyc-compiler.so beside the executable (../lib), or null with an error on
/// stderr the first time. Not thread safe: called with the GIL held.
const CompilerApi *compilerApi();
/// Prints a stage of the program (--emit). The exit code.
int emitStage(const char *stage, const char *source, size_t size, const char *filename);
/// Lets the runtime's compileSource reach the library.
void installCompiler();

} // namespace pyc
