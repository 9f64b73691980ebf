//===- Compile.cpp - Source to code objects -------------------------------===//
#include "runtime/interpreter/Compile.h"
#include "runtime/object/Api.h"

namespace pyc {

CompileHook gCompileHook;

static void raiseSyntaxError(Thread *t, const SourceCompiled &r) {
  TypeObject *type = r.type == "IndentationError" ? exc::IndentationError
                     : r.type == "TabError"       ? exc::TabError
                     : r.type == "ValueError"     ? exc::ValueError
                     : r.type == "OverflowError"  ? exc::OverflowError
                     : r.type == "RecursionError" ? exc::RecursionError
                     : r.type == "MemoryError"    ? exc::MemoryError
                                                  : exc::SyntaxError;
  if (!isSubtype(type, exc::SyntaxError)) {
    raise(t, type, "%s", r.message.c_str());
    return;
  }
  auto number = [](int n) { return n < 0 ? None : Value::fromSmallInt(n); };
  Value message = newStr(t, r.message), filename = newStr(t, r.filename);
  Value text = r.hasText ? newStr(t, r.text) : None;
  if (!message || !filename || !text)
    return;
  Value details[6] = {filename, number(r.line), number(r.column), text,
                      number(r.endLine), number(r.endColumn)};
  Value tuple = newTuple(t, details, r.endLine < 0 ? 4 : 6);
  if (!tuple)
    return;
  Value args[2] = {message, tuple};
  raiseWithArgs(t, type, args, 2);
}

CodeObject *compileSource(Thread *t, std::string_view source, std::string_view filename,
                          const char *mode, uint32_t flags) {
  SourceCompiled r;
  if (!gCompileHook) {
    raise(t, exc::RuntimeError, "this program was built without a compiler");
    return nullptr;
  }
  if (!gCompileHook(source, filename, mode, flags, r)) {
    if (r.unavailable)
      raise(t, exc::RuntimeError, "the compiler library cannot be loaded");
    else
      raiseSyntaxError(t, r);
    return nullptr;
  }
  return loadBlob(t, r.blob.data(), r.blob.size());
}

} // namespace pyc
