//===- Parse.h - The front half's interface ----------------------*- C++
//-*-===//
//
// source bytes -> tokens -> AST -> scopes. Every stage either succeeds or
// fills a SyntaxErrorInfo with exactly what CPython 3.11's SyntaxError object
// would hold. Nothing here prints, throws or aborts on bad input.
//
//   ASTContext context;
//   ParseResult r = parse(context, bytes, "script.py", ParseMode::Exec);
//   if (r.ok() && analyseScopes(context, r)) ... r.module, module->scope ...
//   else raise r.error
//
//===----------------------------------------------------------------------===//
#ifndef PYC_FRONTEND_PARSE_PARSE_H
#define PYC_FRONTEND_PARSE_PARSE_H

#include "frontend/parse/AST.h"
#include "frontend/parse/Scope.h"

#include <string>
#include <vector>

namespace pyc::ast {

enum class ParseMode : uint8_t {
  Exec,   ///< Module
  Eval,   ///< Expression (eval() itself strips leading blanks)
  Single, ///< Interactive
};

/// Bits of ParseOptions::futures and ParseResult::futures: the values of
/// CPython's CO_FUTURE_* flags.
enum FutureFlag : uint32_t {
  FutureDivision = 0x20000,
  FutureAbsoluteImport = 0x40000,
  FutureWithStatement = 0x80000,
  FuturePrintFunction = 0x100000,
  FutureUnicodeLiterals = 0x200000,
  FutureBarryAsBdfl = 0x400000,
  FutureGeneratorStop = 0x800000,
  FutureAnnotations = 0x1000000,
};

struct ParseOptions {
  uint32_t futures = 0; ///< inherited, as compile()'s flags
  /// The source is the UTF-8 of a str object: encoding declarations are
  /// ignored and decoding cannot fail.
  bool sourceIsUtf8 = false;
  /// The source is a script's file read by the interpreter itself, whose
  /// decoding errors are worded differently from compile()'s.
  bool isScriptFile = false;
  /// compile()'s PyCF_ALLOW_TOP_LEVEL_AWAIT.
  bool allowTopLevelAwait = false;
};

enum class SyntaxErrorType : uint8_t {
  None,
  SyntaxError,
  IndentationError,
  TabError,
  ValueError,     ///< "source code string cannot contain null bytes": a plain
                  ///< exception without position
  MemoryError,    ///< the parser's nesting limit: "" or a message
  RecursionError, ///< scope analysis or the compiler nested too deeply
};

struct SyntaxErrorInfo {
  SyntaxErrorType type = SyntaxErrorType::None;
  std::string message;
  std::string filename;
  // -1 stands for None. offset counts characters from 1, as CPython prints.
  int lineno = -1, offset = -1, endLineno = -1, endOffset = -1;
  std::string text; ///< the source line with its newline where it has one
  bool hasText = false;
};

/// A SyntaxWarning or DeprecationWarning found on the way, in CPython's order.
struct SyntaxWarningInfo {
  enum Category : uint8_t { Syntax, Deprecation } category;
  std::string message;
  int lineno;
  int colOffset;
};

struct ParseResult {
  Mod *module = nullptr; ///< null on failure
  SyntaxErrorInfo error;
  std::vector<SyntaxWarningInfo> warnings;
  uint32_t futures = 0; ///< inherited and found
  std::string filename;
  /// The source as UTF-8 with "\n" line ends, lives in the context; what node
  /// positions refer to.
  std::string_view source;
  ParseMode mode = ParseMode::Exec;
  bool allowTopLevelAwait = false;
  /// CPython 3.11 does not convert the parser's error columns to characters
  /// when the source is bytes without a declared encoding.
  bool columnsInBytes = false;
  bool ok() const { return module != nullptr; }
};

/// Parses one source file. The result's nodes live in `context`.
ParseResult parse(ASTContext &context, std::string_view bytes,
                  std::string_view filename, ParseMode mode,
                  const ParseOptions &options = {});

/// Everything CPython checks after parsing: __future__ imports, symbol table
/// errors, then what its code generator rejects ('return' outside function
/// ...). Sets `scope` in the nodes. On failure result.module becomes null,
/// result.error is set and false returned.
[[nodiscard]] bool analyseScopes(ASTContext &context, ParseResult &result);

/// One token a line: `1,0-1,3: NAME 'def'`.
std::string dumpTokens(ASTContext &context, std::string_view bytes,
                       std::string_view filename, SyntaxErrorInfo &error);

/// The text of `ast.dump(tree, indent=2, include_attributes=attributes)`.
std::string dumpAST(const Node *node, bool attributes = false);

/// Every scope with its names, for tests.
std::string dumpScopes(const Mod *module);

/// "  File ..., line N" + text + caret lines + "SyntaxError: message": what
/// CPython prints for the error.
std::string formatSyntaxError(const SyntaxErrorInfo &error);

/// The source text of an annotation under `from __future__ import annotations`
/// (CPython's ast unparse), for lowering.
std::string unparseExpr(const Expr *expr);

} // namespace pyc::ast

#endif
