//===- Linker.cpp - Relocatable objects become running code ---------------===//
//
// Each trace has a JITDylib of its own, which holds its absolute symbols, so
// that names need to be unique within a trace only and freeing a trace frees
// its code. ‹m› DESIGN §11: 0.05 to 0.1 ms for an object.
//
//===----------------------------------------------------------------------===//
#include "jit_orc/engine/Linker.h"
#include "llvm/ExecutionEngine/JITLink/JITLink.h"
#include "llvm/ExecutionEngine/Orc/AbsoluteSymbols.h"
#include "llvm/ExecutionEngine/Orc/Core.h"
#include "llvm/ExecutionEngine/Orc/MapperJITLinkMemoryManager.h"
#include "llvm/ExecutionEngine/Orc/ObjectLinkingLayer.h"
#include "llvm/ExecutionEngine/Orc/SelfExecutorProcessControl.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace llvm;
using namespace llvm::orc;

struct pyc::Linker::Impl {
  std::unique_ptr<ExecutionSession> session;
  std::unique_ptr<ObjectLinkingLayer> layer;
  uint64_t count = 0;
};

pyc::Linker::Linker() : impl(new Impl) {}

pyc::Linker::~Linker() {
  if (impl->session)
    cantFail(impl->session->endSession());
}

Expected<std::unique_ptr<pyc::Linker>> pyc::Linker::create() {
  auto control = SelfExecutorProcessControl::Create();
  if (!control)
    return control.takeError();
  std::unique_ptr<Linker> linker(new Linker);
  linker->impl->session =
      std::make_unique<ExecutionSession>(std::move(*control));
  auto memory = MapperJITLinkMemoryManager::CreateWithMapper<
      InProcessMemoryMapper>(/*ReservationGranularity=*/16 << 20);
  if (!memory)
    return memory.takeError();
  linker->impl->layer = std::make_unique<ObjectLinkingLayer>(
      *linker->impl->session, std::move(*memory));
  return std::move(linker);
}

Expected<pyc::Linker::Linked> pyc::Linker::link(StringRef object,
                                                StringRef name,
                                                Symbols symbols) {
  ExecutionSession &session = *impl->session;
  JITDylib &dylib =
      session.createBareJITDylib(("t" + Twine(impl->count++)).str());
  auto give = [&](Error e) -> Error {
    consumeError(session.removeJITDylib(dylib));
    return e;
  };
  SymbolMap map;
  for (auto &[symbol, address] : symbols)
    map[session.intern(symbol)] = {ExecutorAddr(address),
                                   JITSymbolFlags::Exported};
  if (auto error = dylib.define(absoluteSymbols(std::move(map))))
    return give(std::move(error));
  if (auto error = impl->layer->add(
          dylib, MemoryBuffer::getMemBufferCopy(object, name)))
    return give(std::move(error));
  auto entry = session.lookup({&dylib}, name);
  if (!entry)
    return give(entry.takeError());
  return Linked{entry->getAddress().toPtr<void *>(), &dylib};
}

void pyc::Linker::unlink(void *handle) {
  consumeError(
      impl->session->removeJITDylib(*static_cast<JITDylib *>(handle)));
}
