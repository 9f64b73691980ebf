//===- AstObjects.h - Source to ast nodes and back ------------------------===//
#pragma once
#include "runtime/object/Api.h"

namespace pyc {

struct SourceCompiled;
/// Set by the driver: the text of ast.dump(tree, include_attributes=True) in
/// out.blob, or the SyntaxError in out.
using AstHook = bool (*)(std::string_view source, std::string_view filename, const char *mode, uint32_t flags,
                         SourceCompiled &out);
extern AstHook gAstHook;
[[nodiscard]] Value parseToAst(Thread *t, std::string_view source, std::string_view filename, const char *mode, uint32_t flags);
bool isAstNode(Thread *t, Value v);
/// false: raised
[[nodiscard]] bool sourceOfAst(Thread *t, Value tree, std::string &out);

} // namespace pyc
