//===- Export.cpp - The one symbol libpyc-compiler.so exports -------------===//
#include "jit_orc/CompilerApi.h"

namespace pyc {
const CompilerApi &compilerApi();
}

extern "C" __attribute__((visibility("default"))) const pyc::CompilerApi *
pyc_compiler_api(uint32_t version) {
  return version == pyc::kCompilerApiVersion ? &pyc::compilerApi() : nullptr;
}
