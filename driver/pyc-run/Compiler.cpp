//===- Compiler.cpp - The compiler library, loaded when needed ------------===//
#include "driver/pyc-run/Compiler.h"
#include "runtime/bytecode/DiskCache.h"
#include "runtime/interpreter/Compile.h"
#include "runtime/modules/AstObjects.h"
#include <climits>
#include <cstdio>
#include <cstring>
#include <dlfcn.h>
#include <malloc.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace pyc {

/// ../lib/libpyc-compiler.so from the executable; empty when unknown.
static std::string libraryFile() {
  char path[PATH_MAX];
  ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
  if (n <= 0)
    return "";
  std::string file(path, static_cast<size_t>(n));
  file = file.substr(0, file.rfind('/'));
  return file.substr(0, file.rfind('/')) + "/lib/libpyc-compiler.so";
}

const CompilerApi *compilerApi() {
  static const CompilerApi *api;
  static bool tried;
  if (api || tried)
    return api;
  tried = true;
  std::string file = libraryFile();
  void *library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    fprintf(stderr, "pyc-run: cannot load the compiler: %s\n", dlerror());
    return nullptr;
  }
  auto get = reinterpret_cast<decltype(&pyc_compiler_api)>(dlsym(library, "pyc_compiler_api"));
  api = get ? get(kCompilerApiVersion) : nullptr;
  if (!api)
    fprintf(stderr, "pyc-run: %s is of another version\n", file.c_str());
  return api;
}

static SourceMode modeOf(const char *mode) {
  return !strcmp(mode, "eval")     ? SourceMode::Eval
         : !strcmp(mode, "single") ? SourceMode::Single
                                   : SourceMode::Exec;
}

/// What a result says to the runtime. False: a SyntaxError, or no compiler.
static bool takeResult(const CompilerApi *api, CompileResult *r, const std::string &file, bool ok, SourceCompiled &out) {
  for (size_t i = 0; i < r->warningCount; ++i)
    out.warnings.push_back({r->warnings[i].category, r->warnings[i].message, r->warnings[i].line});
  if (ok)
    ;
  else if (r->error) {
    const CompileError &e = *r->error;
    out.type = e.type ? e.type : "SyntaxError";
    out.message = e.message ? e.message : "invalid syntax";
    out.filename = e.filename ? e.filename : file;
    out.hasText = e.text != nullptr;
    if (e.text)
      out.text = e.text;
    out.line = e.line;
    out.column = e.column;
    out.endLine = e.endLine;
    out.endColumn = e.endColumn;
  } else
    out.unavailable = true;
  api->freeResult(r);
  return ok;
}

constexpr size_t kLargeSource = 16u << 10;

/// The runtime's hook: source to blob, or a description of the SyntaxError.
static bool compileHook(std::string_view source, std::string_view filename,
                        const char *mode, uint32_t flags, SourceCompiled &out) {
  const CompilerApi *api = compilerApi();
  if (!api) {
    out.unavailable = true;
    return false;
  }
  std::string file(filename);
  CompileResult *r = api->compileSource(nullptr, source.data(), source.size(),
                                        file.c_str(), modeOf(mode), flags);
  bool ok = !r->error && r->blob;
  if (ok)
    out.blob.assign(reinterpret_cast<const char *>(r->blob), r->blobSize);
  ok = takeResult(api, r, file, ok, out);
  // A large module leaves megabytes of free memory behind.
  if (source.size() > kLargeSource)
    malloc_trim(0);
  return ok;
}

/// The same for the text of the syntax tree (ast.parse).
static bool astHook(std::string_view source, std::string_view filename,
                    const char *mode, uint32_t flags, SourceCompiled &out) {
  const CompilerApi *api = compilerApi();
  if (!api) {
    out.unavailable = true;
    return false;
  }
  std::string file(filename);
  CompileResult *r = api->emitStage(nullptr, "ast-attributes", source.data(), source.size(),
                                    file.c_str(), modeOf(mode), flags);
  bool ok = !r->error && r->text;
  if (ok)
    out.blob = r->text;
  return takeResult(api, r, file, ok, out);
}

void installCompiler() {
  // One build of the library is told from another by what stat says.
  struct stat info;
  std::string file = libraryFile();
  gCompilerIdentity = new std::string;
  if (stat(file.c_str(), &info) == 0)
    *gCompilerIdentity = file + ":" + std::to_string(info.st_size) + ":" +
                         std::to_string(info.st_mtim.tv_sec) + "." +
                         std::to_string(info.st_mtim.tv_nsec) + ":" +
                         std::to_string(info.st_ino);
  gCompileHook = compileHook;
  gAstHook = astHook;
}

int emitStage(const char *stage, const char *source, size_t size, const char *filename) {
  const CompilerApi *api = compilerApi();
  if (!api)
    return 1;
  CompileResult *r = api->emitStage(nullptr, stage, source, size, filename,
                                    SourceMode::Exec, 0);
  int code = 0;
  if (r->text)
    fputs(r->text, stdout);
  if (r->error) {
    const CompileError &e = *r->error;
    fprintf(stderr, "  File \"%s\", line %d\n%s: %s\n", e.filename ? e.filename : filename,
            e.line, e.type ? e.type : "SyntaxError", e.message ? e.message : "");
    code = 1;
  }
  api->freeResult(r);
  return code;
}

} // namespace pyc
