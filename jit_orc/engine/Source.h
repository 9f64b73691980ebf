//===- Source.h - Python source to bytecode, or to any stage's text -------===//
#pragma once
#include "jit_orc/CompilerApi.h"

namespace pyc {
CompileResult *compileSource(Compiler *, const char *source, size_t size,
                             const char *filename, SourceMode mode,
                             uint32_t flags);
CompileResult *emitStage(Compiler *, const char *stage, const char *source,
                         size_t size, const char *filename, SourceMode mode,
                         uint32_t flags);
void freeResult(CompileResult *);
} // namespace pyc
