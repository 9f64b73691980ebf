//===- Api.cpp - The table of functions that pyc-run calls ----------------===//
#include "jit_orc/engine/Compiler.h"
#include "jit_orc/engine/Source.h"

namespace pyc {
static const char *version() { return "pyc-compiler 0.1 (LLVM 22)"; }
static Compiler *newCompiler(const RuntimeLayout *layout) {
  return new Compiler(*layout);
}
static void freeCompiler(Compiler *compiler) { delete compiler; }

const CompilerApi &compilerApi() {
  static const CompilerApi api = {
      kCompilerApiVersion, version, newCompiler, freeCompiler,
      compileSource, emitStage, freeResult,
      compileTrace, compileTree, linkTrace, freeTrace};
  return api;
}
} // namespace pyc
