//===- CodeGen.h - LLVM IR to an object, quickly --------------------------===//
#pragma once
#include "llvm/ADT/SmallVector.h"
#include <memory>
#include <string>

namespace llvm {
class Module;
class TargetMachine;
} // namespace llvm

namespace pyc {
/// Once per process, before any thread compiles: registers the target and sets
/// the code generator's options.
void initialiseCodeGen();
std::unique_ptr<llvm::TargetMachine> makeTargetMachine();
void prepareModule(llvm::Module &module, llvm::TargetMachine &machine);
bool emitObject(llvm::Module &module, llvm::TargetMachine &machine,
                llvm::SmallVectorImpl<char> &object);
std::string emitAssembly(llvm::Module &module, llvm::TargetMachine &machine);
} // namespace pyc
