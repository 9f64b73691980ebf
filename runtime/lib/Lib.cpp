//===- Lib.cpp - Modules written in Python, compiled into the binary ------===//
//
// runtime/lib/NAME.py becomes the builtin module NAME; the build turns the files
// into the rows of runtime_lib.inc. Found by `import` after the native modules
// and before the path.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/Import.h"

namespace pyc {

static const struct {
  const char *name;
  std::string_view source;
} kLib[] = {
#include "runtime_lib.inc"
};

bool findLibModule(std::string_view name, std::string_view &source) {
  for (const auto &m : kLib)
    if (m.name == name) {
      source = m.source;
      return true;
    }
  return false;
}

void forEachLibModule(void (*f)(void *context, const char *name), void *context) {
  for (const auto &m : kLib)
    f(context, m.name);
}

} // namespace pyc
