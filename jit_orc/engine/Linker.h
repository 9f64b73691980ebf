//===- Linker.h - Relocatable objects become running code -----------------===//
#pragma once
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <memory>
#include <utility>

namespace pyc {
/// One ORC session. Not shared between threads without a lock.
class Linker {
public:
  static llvm::Expected<std::unique_ptr<Linker>> create();
  ~Linker();
  struct Linked {
    void *entry;
    void *handle; ///< for unlink
  };
  using Symbols = llvm::ArrayRef<std::pair<llvm::StringRef, uint64_t>>;
  /// Links `object` against absolute addresses; answers where `name` is.
  llvm::Expected<Linked> link(llvm::StringRef object, llvm::StringRef name,
                              Symbols symbols);
  void unlink(void *handle);

private:
  Linker();
  struct Impl;
  std::unique_ptr<Impl> impl;
};
} // namespace pyc
