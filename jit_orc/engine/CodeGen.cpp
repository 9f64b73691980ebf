//===- CodeGen.cpp - LLVM IR to an object, quickly ------------------------===//
//
// The "Less" pipeline with FastISel, without tail merging and machine
// scheduling: half the time of "Less" for code within 10% of "Default"
// (DESIGN §8, §14). Strength reduction and CodeGenPrepare find nothing in
// traces and cost a quarter of what is left. These are command line options of LLVM only, so they are
// set once, before any thread compiles.
//
//===----------------------------------------------------------------------===//
#include "jit_orc/engine/CodeGen.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/Module.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/Target/TargetOptions.h"
#include "llvm/TargetParser/Host.h"
#include <mutex>

using namespace llvm;

static void setOption(StringRef name, StringRef value) {
  auto &options = cl::getRegisteredOptions();
  auto it = options.find(name);
  if (it != options.end())
    it->second->addOccurrence(0, name, value);
}

void pyc::initialiseCodeGen() {
  static std::once_flag once;
  std::call_once(once, [] {
    LLVMInitializeX86TargetInfo();
    LLVMInitializeX86Target();
    LLVMInitializeX86TargetMC();
    LLVMInitializeX86AsmPrinter();
    setOption("fast-isel", "true");
    setOption("enable-misched", "false");
    setOption("enable-tail-merge", "false");
    setOption("disable-lsr", "true");
    setOption("disable-cgp", "true");
    setOption("disable-constant-hoisting", "true");
    setOption("disable-partial-libcall-inlining", "true");
  });
}

std::unique_ptr<TargetMachine> pyc::makeTargetMachine() {
  Triple triple(sys::getProcessTriple());
  std::string error;
  const Target *target = TargetRegistry::lookupTarget(triple, error);
  if (!target)
    return nullptr;
  std::string features;
  for (auto &[name, on] : sys::getHostCPUFeatures())
    if (on)
      features += ("," + Twine("+") + name).str();
  if (!features.empty())
    features.erase(0, 1);
  TargetOptions options;
  options.EnableFastISel = true;
  return std::unique_ptr<TargetMachine>(target->createTargetMachine(
      triple, sys::getHostCPUName(), features, options, Reloc::PIC_,
      CodeModel::Small, CodeGenOptLevel::Less, /*JIT=*/true));
}

void pyc::prepareModule(Module &module, TargetMachine &machine) {
  module.setTargetTriple(machine.getTargetTriple());
  module.setDataLayout(machine.createDataLayout());
}

bool pyc::emitObject(Module &module, TargetMachine &machine,
                     SmallVectorImpl<char> &object) {
  legacy::PassManager passes;
  raw_svector_ostream out(object);
  MCContext *context;
  if (machine.addPassesToEmitMC(passes, context, out, /*DisableVerify=*/true))
    return false;
  passes.run(module);
  return true;
}

std::string pyc::emitAssembly(Module &module, TargetMachine &machine) {
  legacy::PassManager passes;
  SmallString<0> text;
  raw_svector_ostream out(text);
  if (machine.addPassesToEmitFile(passes, out, nullptr,
                                  CodeGenFileType::AssemblyFile))
    return "";
  passes.run(module);
  return std::string(text);
}
