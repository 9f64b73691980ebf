//===- ScopeBuilder.h - The passes behind analyseScopes ----------*- C++
//-*-===//
//
// Three passes, in CPython's order, because that decides which error is
// reported first: (1) __future__ imports and the symbol table
// (SymbolTable.cpp): every name use and binding, (2) resolution (Scopes.cpp):
// where each name lives, (3) a walk in the order in which code is generated
// (CodegenChecks.cpp): order of local variables, and the errors and warnings of
// CPython's code generator.
//
//===----------------------------------------------------------------------===//
#ifndef PYC_FRONTEND_PARSE_SCOPEBUILDER_H
#define PYC_FRONTEND_PARSE_SCOPEBUILDER_H

#include "frontend/parse/Parse.h"
#include "frontend/parse/Token.h"

namespace pyc::ast {

/// A scope while it grows, beside its public face.
struct BuildScope {
  Scope *scope;
  BuildScope *parent;
  uint32_t symbolCapacity = 0;
  uint32_t childCapacity = 0;
  const Node *nonlocalStmt = nullptr;
  int compIterExpr = 0;        ///< inside the iterable of a comprehension
  bool compIterTarget = false; ///< inside the target of a comprehension's for
  bool coroutine = false;
  bool generator = false;
  bool isAnnotation = false; ///< names in here count for nothing
};

/// A `global` or `nonlocal` statement, for errors found while resolving.
struct Directive {
  Scope *scope;
  const Ident *name;
  const Node *where;
};

struct Analysis {
  ASTContext &context;
  ParseResult &result;
  bool futureAnnotations = false;
  int futureLine = 0;
  std::vector<Directive> directives;
  /// In source order, parents before children.
  std::vector<Scope *> scopes;

  /// Errors of these passes count columns in bytes, and quote the line only
  /// when the source is a file that can be read.
  bool error(std::string message, const Node *at,
             SyntaxErrorType type = SyntaxErrorType::SyntaxError);
  bool errorAt(std::string message, int lineno, int offset, int endLineno,
               int endOffset,
               SyntaxErrorType type = SyntaxErrorType::SyntaxError);
  bool failed() const { return result.error.type != SyntaxErrorType::None; }
};

/// CPython's recursion limit while compiling: three levels of the tree per
/// level of sys.getrecursionlimit().
constexpr int MaxTreeDepth = 2990;

Symbol *addSymbol(ASTContext &context, Scope *scope, uint32_t &capacity,
                  const Ident *name);

bool checkFutures(Analysis &analysis);
bool buildSymbols(Analysis &analysis);
bool resolveNames(Analysis &analysis);
bool checkCodegen(Analysis &analysis);

} // namespace pyc::ast

#endif
