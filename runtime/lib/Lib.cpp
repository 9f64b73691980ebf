//===- Lib.cpp - Modules written in Python, compiled into the binary ------===//
//
// runtime/lib/NAME.py becomes the builtin module NAME: one #embed and one row
// here. Found by `import` after the native modules and before the path.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/Import.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

namespace pyc {

static const char kAst[] = {
#embed "runtime/lib/_ast.py"
};
static const char kOpcode[] = {
#embed "runtime/lib/_opcode.py"
};
static const char kContextVars[] = {
#embed "runtime/lib/_contextvars.py"
};

static const struct {
  std::string_view name, source;
} kLib[] = {
    {"_ast", {kAst, sizeof kAst}},
    {"_opcode", {kOpcode, sizeof kOpcode}},
    {"_contextvars", {kContextVars, sizeof kContextVars}},
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
    f(context, std::string(m.name).c_str());
}

} // namespace pyc
