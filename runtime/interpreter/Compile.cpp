//===- Compile.cpp - Source to code objects -------------------------------===//
#include "runtime/interpreter/Compile.h"
#include "runtime/bytecode/DiskCache.h"
#include "runtime/object/Containers.h"
#include <cstdio>

namespace pyc {

CompileHook gCompileHook;
int gOptimiseLevel = 0;

void raiseSyntaxError(Thread *t, const SourceCompiled &r) {
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
  if (r.line < 0) { // nothing of the file could be read
    raiseWithArgs(t, type, &message, 1);
    return;
  }
  Value details[6] = {filename, number(r.line), number(r.column), text,
                      number(r.endLine), Value::fromSmallInt(r.endColumn)};
  Value tuple = newTuple(t, details, r.endLine < 0 ? 4 : 6);
  if (!tuple)
    return;
  Value args[2] = {message, tuple};
  raiseWithArgs(t, type, args, 2);
}

/// Through the warnings module when it is loaded (filters may turn a warning
/// into an error), else as its default does. False: raised.
static bool issueWarnings(Thread *t, const SourceCompiled &r, std::string_view source,
                          std::string_view filename) {
  for (const SourceWarning &w : r.warnings) {
    Value warnings = isDict(gSysModules)
                         ? dictGetStr(gSysModules.as<DictObject>(), internStr(t, "warnings"))
                         : Value::empty();
    TypeObject *category = w.category == "DeprecationWarning" ? exc::DeprecationWarning
                                                              : exc::SyntaxWarning;
    if (warnings && warnings != None) {
      Value message = newStr(t, w.message), file = newStr(t, filename);
      if (!message || !file)
        return false;
      Value args[4] = {message, Value::fromObject(category), file, Value::fromSmallInt(w.line)};
      if (!callMethod(t, warnings, "warn_explicit", args, 4))
        return false;
      continue;
    }
    if (category != exc::SyntaxWarning)
      continue; // ignored by default
    std::string text = std::string(filename) + ":" + std::to_string(w.line) +
                       ": SyntaxWarning: " + w.message + "\n";
    size_t at = 0;
    for (int line = 1; line < w.line && at != std::string_view::npos; ++line) {
      at = source.find('\n', at);
      at = at == std::string_view::npos ? at : at + 1;
    }
    if (at != std::string_view::npos && filename[0] != '<') {
      std::string_view line = source.substr(at, source.find('\n', at) - at);
      size_t first = line.find_first_not_of(" \t\f");
      if (first != std::string_view::npos)
        text += "  " + std::string(line.substr(first)) + "\n";
    }
    fwrite(text.data(), 1, text.size(), stderr);
  }
  return true;
}

CodeObject *compileSource(Thread *t, std::string_view source, std::string_view filename,
                          const char *mode, uint32_t flags) {
  SourceCompiled r;
  if (!(flags & (kCompileOptimise1 | kCompileOptimise2 | kCompileNoOptimise)))
    flags |= gOptimiseLevel > 1 ? kCompileOptimise2 : gOptimiseLevel ? kCompileOptimise1 : 0;
  flags &= ~kCompileNoOptimise;
  if (!gCompileHook) {
    raise(t, exc::RuntimeError, "this program was built without a compiler");
    return nullptr;
  }
  // Modules and scripts come from the cache when they were compiled before;
  // strings too, but no more than a program's fixed few are stored.
  static unsigned stringsStored;
  bool cached = gCompilerIdentity && !gCompilerIdentity->empty() && !source.empty();
  CacheKey key{};
  if (cached) {
    key = cacheKey(source, filename, mode, flags, *gCompilerIdentity);
    if (cacheLoad(key, r.blob))
      return loadBlob(t, r.blob.data(), r.blob.size());
  }
  if (!gCompileHook(source, filename, mode, flags, r)) {
    if (r.unavailable)
      raise(t, exc::RuntimeError, "the compiler library cannot be loaded");
    else
      raiseSyntaxError(t, r);
    return nullptr;
  }
  if (!r.warnings.empty()) {
    if (!issueWarnings(t, r, source, filename))
      return nullptr;
  } else if (cached && (filename.empty() || filename[0] != '<' || ++stringsStored <= 64))
    cacheStore(key, r.blob, filename.starts_with("/usr/lib/python3.11/"));
  return loadBlob(t, r.blob.data(), r.blob.size());
}

} // namespace pyc
