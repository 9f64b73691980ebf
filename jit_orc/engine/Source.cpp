//===- Source.cpp - Python source to bytecode, or to any stage's text -----===//
//
// Wiring only: parse, scopes, lower, passes, emit. Each compilation has an
// MLIRContext of its own: attributes (above all locations) are never freed
// before their context, and a program may import hundreds of modules.
//
//===----------------------------------------------------------------------===//
#include "jit_orc/engine/Source.h"
#include "frontend/lower/Lower.h"
#include "frontend/parse/Parse.h"
#include "passes/lowering/PyToBytecode.h"
#include "passes/py/PyPasses.h"
#include "mlir/IR/MLIRContext.h"
#include "llvm/Support/raw_ostream.h"

using namespace pyc;

namespace {
/// Owns what a CompileResult points to.
struct ResultOwner {
  CompileResult result{};
  CompileError error{};
  std::string blob, text, type;
  ast::SyntaxErrorInfo info;
  std::vector<ast::SyntaxWarningInfo> warningInfos;
  std::vector<CompileWarning> warnings;

  ResultOwner() { result.impl = this; }
  CompileResult *finish() {
    if (!blob.empty()) {
      result.blob = reinterpret_cast<const uint8_t *>(blob.data());
      result.blobSize = blob.size();
    }
    for (const ast::SyntaxWarningInfo &w : warningInfos)
      warnings.push_back({w.category == ast::SyntaxWarningInfo::Syntax
                              ? "SyntaxWarning"
                              : "DeprecationWarning",
                          w.message.c_str(), w.lineno});
    result.warnings = warnings.data();
    result.warningCount = warnings.size();
    return &result;
  }
  CompileResult *fail(const ast::SyntaxErrorInfo &from) {
    info = from;
    using T = ast::SyntaxErrorType;
    type = info.type == T::IndentationError ? "IndentationError"
           : info.type == T::TabError       ? "TabError"
           : info.type == T::ValueError     ? "ValueError"
           : info.type == T::MemoryError    ? "MemoryError"
           : info.type == T::RecursionError ? "RecursionError"
                                            : "SyntaxError";
    error = {type.c_str(),
             info.message.c_str(),
             info.filename.c_str(),
             info.hasText ? info.text.c_str() : nullptr,
             info.lineno,
             info.offset,
             info.endLineno,
             info.endOffset};
    result.error = &error;
    return finish();
  }
  CompileResult *showText() {
    result.text = text.c_str();
    return finish();
  }
};

ast::ParseMode parseMode(SourceMode mode) {
  switch (mode) {
  case SourceMode::Exec:
    return ast::ParseMode::Exec;
  case SourceMode::Eval:
    return ast::ParseMode::Eval;
  case SourceMode::Single:
    return ast::ParseMode::Single;
  }
  return ast::ParseMode::Exec;
}

std::string print(mlir::ModuleOp module) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  module.print(stream, mlir::OpPrintingFlags().useLocalScope());
  return text + "\n";
}

/// Everything up to the stage that is asked for; "" is the blob.
CompileResult *compile(llvm::StringRef stage, std::string_view source,
                       std::string_view filename, SourceMode mode,
                       uint32_t flags) {
  auto *owner = new ResultOwner;
  ast::ASTContext astContext;
  if (stage == "tokens") {
    ast::SyntaxErrorInfo error;
    owner->text = ast::dumpTokens(astContext, source, filename, error);
    if (error.type != ast::SyntaxErrorType::None)
      return owner->fail(error);
    return owner->showText();
  }
  ast::ParseOptions options;
  options.futures = flags & 0x1FE0000;
  options.sourceIsUtf8 = flags & kSourceIsUtf8;
  options.allowTopLevelAwait = flags & kSourceAllowTopLevelAwait;
  options.isScriptFile = flags & kSourceScriptFile;
  ast::ParseResult parsed =
      ast::parse(astContext, source, filename, parseMode(mode), options);
  if (!parsed.ok())
    return owner->fail(parsed.error);
  if (stage == "ast" || stage == "ast-attributes") {
    owner->text = ast::dumpAST(parsed.module, stage != "ast") + "\n";
    owner->warningInfos = std::move(parsed.warnings);
    return owner->showText();
  }
  bool scoped = ast::analyseScopes(astContext, parsed);
  owner->warningInfos = parsed.warnings;
  if (!scoped)
    return owner->fail(parsed.error);

  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  context.loadDialect<py::PyDialect>();
  mlir::OwningOpRef<mlir::ModuleOp> module =
      lowerToPy(context, astContext, parsed,
                flags & kSourceOptimise2   ? 2
                : flags & kSourceOptimise1 ? 1
                                           : 0);
  if (!module)
    return owner->fail(parsed.error);
  if (stage == "py") {
    owner->text = print(*module);
    return owner->showText();
  }
  for (py::FuncOp func : module->getOps<py::FuncOp>())
    py::optimise(func);
  if (stage == "py-opt") {
    owner->text = print(*module);
    return owner->showText();
  }
  std::string message;
  if (!lowerToBlob(*module, filename, owner->blob, message)) {
    ast::SyntaxErrorInfo error;
    error.type = ast::SyntaxErrorType::SyntaxError;
    error.message = "cannot be compiled: " + message;
    error.filename = filename;
    return owner->fail(error);
  }
  if (stage == "bytecode") {
    owner->text = dumpBlob(owner->blob);
    std::string problem = verifyBlob(owner->blob);
    if (!problem.empty())
      owner->text += "verifier: " + problem + "\n";
    owner->blob.clear();
    return owner->showText();
  }
  return owner->finish();
}
} // namespace

CompileResult *pyc::compileSource(Compiler *, const char *source, size_t size,
                                  const char *filename, SourceMode mode,
                                  uint32_t flags) {
  return compile("", {source, size}, filename, mode, flags);
}

CompileResult *pyc::emitStage(Compiler *, const char *stage, const char *source,
                              size_t size, const char *filename,
                              SourceMode mode, uint32_t flags) {
  return compile(stage, {source, size}, filename, mode, flags);
}

void pyc::freeResult(CompileResult *result) {
  delete static_cast<ResultOwner *>(result->impl);
}
