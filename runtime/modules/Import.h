//===- Import.h - The import system's native part -------------------------===//
#pragma once
#include "runtime/object/Types.h"

namespace pyc {

/// sys.modules and the builtins module's entry in it. sys.path is a list in
/// gSysPath, which the sys module shows.
void initImport(Thread *t);
extern Value gSysPath; ///< registered root: a list
/// What __import__ does: the top module, or the leaf when fromList is not empty.
[[nodiscard]] Value importName(Thread *t, Value name, Value globals, Value fromList, int64_t level);
/// Reads, compiles and runs a file as module `name` (already the __main__ path:
/// see the driver). Null: raised.
[[nodiscard]] Value runFileAsMain(Thread *t, const std::string &path);
/// Names of the registered native modules.
const ModuleSpec *findNativeModule(std::string_view name);
void forEachNativeModule(void (*f)(void *context, const char *name), void *context);
/// Source of a module of runtime/lib (Lib.cpp).
bool findLibModule(std::string_view name, std::string_view &source);
void forEachLibModule(void (*f)(void *context, const char *name), void *context);
/// The bytes of a file; false with errno set.
bool readFile(const std::string &path, std::string &out);

} // namespace pyc
