//===- Linker.cpp - Relocatable objects become running code ---------------===//
//
// Each trace has a JITDylib of its own, which holds its absolute symbols, so
// that names need to be unique within a trace only and freeing a trace frees
// its code. ‹m› DESIGN §11: 0.05 to 0.1 ms for an object.
//
// Code lies below 2 GB where there is room, like shapes, singletons and the
// functions of pyc-run: calls and addresses then reach their targets directly
// (JITLink turns loads from the offset table into lea, stubs into calls).
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
#include "llvm/Support/Process.h"
#include <mutex>
#include <sys/mman.h>

using namespace llvm;
using namespace llvm::orc;

namespace {
class LowMapper : public InProcessMemoryMapper {
public:
  using InProcessMemoryMapper::InProcessMemoryMapper;
  static Expected<std::unique_ptr<LowMapper>> Create() {
    auto size = sys::Process::getPageSize();
    if (!size)
      return size.takeError();
    return std::make_unique<LowMapper>(*size);
  }
  void reserve(size_t size, OnReservedFunction done) override {
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    void *p = mmap(nullptr, size, PROT_READ | PROT_WRITE, flags | MAP_32BIT, -1, 0);
    if (p == MAP_FAILED)
      p = mmap(nullptr, size, PROT_READ | PROT_WRITE, flags, -1, 0);
    if (p == MAP_FAILED)
      return done(make_error<StringError>("no memory for code",
                                          inconvertibleErrorCode()));
    {
      std::lock_guard<std::mutex> hold(lock);
      sizes[p] = size;
    }
    done(ExecutorAddrRange(ExecutorAddr::fromPtr(p), size));
  }
  void release(ArrayRef<ExecutorAddr> bases, OnReleasedFunction done) override {
    std::lock_guard<std::mutex> hold(lock);
    for (ExecutorAddr base : bases) {
      void *p = base.toPtr<void *>();
      munmap(p, sizes.lookup(p));
      sizes.erase(p);
    }
    done(Error::success());
  }

private:
  std::mutex lock;
  DenseMap<void *, size_t> sizes;
};
} // namespace

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
      LowMapper>(/*ReservationGranularity=*/16 << 20);
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
