//===- Api.cpp - The table of functions that pyc-run calls ----------------===//
#include "jit_orc/CompilerApi.h"

namespace pyc {
static const char *version() { return "pyc-compiler 0.1 (LLVM 22)"; }

const CompilerApi &compilerApi() {
  static const CompilerApi api = {kCompilerApiVersion, version};
  return api;
}
} // namespace pyc
