//===- Scope.h - What scope analysis says about names ------------*- C++
//-*-===//
//
// Lowering needs to know, for every code object (module, class body, function,
// lambda, comprehension: in 3.11 each comprehension is a function of its own),
// where each name lives. analyseScopes (Parse.h) makes one Scope for each and
// stores it in the `scope` field of the node that opens it.
//
// Names are mangled (`__x` in class C is `_C__x`): look symbols up with
// `scope->find(context.mangle(scope->privateName, name))`, or with
// `scope->resolve(context, name)` which does both.
//
//===----------------------------------------------------------------------===//
#ifndef PYC_FRONTEND_PARSE_SCOPE_H
#define PYC_FRONTEND_PARSE_SCOPE_H

#include "frontend/parse/AST.h"

namespace pyc::ast {

enum class ScopeKind : uint8_t {
  Module,
  Class,
  Function, ///< FunctionDef, AsyncFunctionDef
  Lambda,
  Comprehension, ///< ListComp, SetComp, DictComp, GeneratorExp
};

/// Where a name lives, seen from one scope.
enum class NameScope : uint8_t {
  Local,          ///< fast local in functions; in modules and classes a name of
                  ///< the namespace dict
  GlobalExplicit, ///< declared `global`
  GlobalImplicit, ///< not bound in any enclosing function: global, then builtin
  Free,           ///< a cell of an enclosing function (or `__class__`)
  Cell,           ///< local here, captured by an inner function
};

struct Symbol {
  const Ident *name; ///< mangled
  NameScope where = NameScope::GlobalImplicit;
  bool isGlobalDecl : 1 = false;   ///< `global x` here
  bool isNonlocalDecl : 1 = false; ///< `nonlocal x` here
  bool isParam : 1 = false;
  bool isAssigned : 1 = false; ///< bound by any binding form except parameters
  bool isUsed : 1 = false;
  bool isAnnotated : 1 = false;
  bool isImported : 1 = false;
  bool isCompIter : 1 = false; ///< target of a comprehension's `for`
  /// In a class scope: free in some inner function and also bound here, so the
  /// class body's own uses go through the namespace dict first.
  bool isFreeInClass : 1 = false;
  /// Position in Scope::varnames, or -1.
  int32_t varIndex = -1;
};

struct Scope {
  ScopeKind kind;
  Node *node = nullptr; ///< the node that opened it
  Scope *parent = nullptr;
  const Ident *name = nullptr; ///< "<module>", "<lambda>", "<listcomp>"...
  std::string_view qualname;   ///< as co_qualname
  const Ident *privateName = nullptr; ///< enclosing class's name, for mangling
  Seq<Scope *> children;              ///< in source order
  Seq<Symbol> symbols;                ///< in order of first occurrence; the
                                      ///< free names of inner scopes last

  /// Functions: parameters (positional-only, positional, keyword-only, *args,
  /// **kwargs: the order of co_varnames; comprehensions have the one parameter
  /// ".0"), then other fast locals in order of first occurrence in generated
  /// code. Parameters that are cells are in here too; other cells are not.
  /// Locals that are only annotated, never bound or read, are not.
  Seq<const Ident *> varnames;
  Seq<const Ident *>
      cellvars; ///< as co_cellvars: parameters first, then sorted
  Seq<const Ident *> freevars; ///< as co_freevars: sorted

  uint32_t posOnlyCount = 0; ///< co_posonlyargcount
  uint32_t argCount = 0;     ///< co_argcount, positional-only ones included
  uint32_t kwOnlyCount = 0;  ///< co_kwonlyargcount

  bool hasVarArgs : 1 = false;
  bool hasVarKw : 1 = false;
  bool isGenerator : 1 = false; ///< yields, and is not async
  bool isCoroutine : 1 = false; ///< async def without yield, or comprehension
                                ///< with await / async for (not generator)
  bool isAsyncGenerator : 1 = false;
  bool isNested : 1 = false;  ///< inside some function
  bool usesSuper : 1 = false; ///< the name `super` is read here
  /// Class scopes: some method uses `super` or `__class__`; the body must make
  /// the cell and store it as `__classcell__`.
  bool needsClassCell : 1 = false;
  bool hasDocstring : 1 = false;
  bool returnsValue : 1 = false; ///< some `return expr`

  bool isFunctionLike() const { return kind >= ScopeKind::Function; }
  /// The symbol of a mangled name, or null.
  const Symbol *find(const Ident *mangled) const;
  const Symbol *resolve(ASTContext &context, const Ident *name) const {
    return find(context.mangle(privateName, name));
  }

  // Open-addressing index over symbols (position + 1), by Ident; its size is a
  // power of two, or zero while there are few symbols.
  Seq<uint32_t> index;
};

/// The flags of co_flags: CO_OPTIMIZED 1, CO_NEWLOCALS 2, CO_VARARGS 4,
/// CO_VARKEYWORDS 8, CO_NESTED 16, CO_GENERATOR 32, CO_COROUTINE 128,
/// CO_ASYNC_GENERATOR 512. Future flags are added by the caller.
uint32_t codeFlags(const Scope &scope);

} // namespace pyc::ast

#endif
