//===- CodegenChecks.h - The walk in code generation order -------*- C++
//-*-===//
#ifndef PYC_FRONTEND_PARSE_CODEGENCHECKS_H
#define PYC_FRONTEND_PARSE_CODEGENCHECKS_H

#include "frontend/parse/ScopeBuilder.h"

namespace pyc::ast {

/// A block that break, continue and return must leave properly.
struct FrameBlock {
  enum Kind : uint8_t {
    Loop,
    Other,      ///< with, except without a name, ...
    Finally,    ///< a try body whose `finalbody` runs on the way out
    ExceptStar, ///< an except* handler, which may not be left
  } kind;
  Seq<Stmt *> finalbody;
};

/// One code object on the way.
struct CodeUnit {
  Scope *scope;
  CodeUnit *parent;
  std::vector<const Ident *> varnames;
  std::vector<FrameBlock> blocks;
};

class CodegenWalk {
public:
  explicit CodegenWalk(Analysis &a) : a(a), context(a.context) {}
  bool run();

private:
  //--- CodegenChecks.cpp -----------------------------------------------------
  void enter(CodeUnit &unit, Scope *scope);
  void leave(CodeUnit &unit);
  bool name(const Ident *id, ExprContext ctx);
  bool allowed(const Ident *id, ExprContext ctx);
  bool error(std::string message) { return a.error(std::move(message), at); }
  void warn(std::string message);
  bool push(FrameBlock::Kind kind, Seq<Stmt *> finalbody = {});
  void pop() { unit->blocks.pop_back(); }
  bool unwind(bool toLoop, bool &foundLoop);

  bool body(Seq<Stmt *> stmts);
  bool visit(Stmt *s);
  template <class T> bool function(T *f);
  bool classDef(ClassDef *c);
  bool returnStmt(Return *s);
  bool annAssign(AnnAssign *s);
  template <class T> bool loop(T *s, bool async);
  template <class T> bool with(T *s, uint32_t item, bool async);
  template <class T> bool tryStmt(T *s, bool star);
  template <class T> bool tryBody(T *s, bool star);
  bool match(Match *s);
  bool annotations(arguments *args, Expr *returns);
  bool annotation(Expr *e);

  //--- CodegenExpr.cpp -------------------------------------------------------
  bool visit(Expr *e);
  bool maybe(Expr *e) { return !e || visit(e); }
  bool all(Seq<Expr *> items) {
    for (Expr *e : items)
      if (e && !visit(e))
        return false;
    return true;
  }
  bool display(Seq<Expr *> elts);
  bool target(Seq<Expr *> elts);
  bool call(Call *c);
  bool keywords(Seq<keyword *> list);
  bool debugArguments(arguments *args);
  template <class T> bool comprehensionExpr(T *e, Expr *elt, Expr *value);
  bool lambda(Lambda *e);
  void warnCompare(Compare *e, bool inverted);
  void warnCaller(Expr *func);
  void warnSubscript(Subscript *e);

  //--- CodegenPatterns.cpp ---------------------------------------------------
  struct PatternState {
    std::vector<const Ident *> stores;
    bool allowIrrefutable = false;
  };
  bool pattern(Pattern *p, PatternState &state);
  bool subpattern(Pattern *p, PatternState &state);
  bool capture(const Ident *id, PatternState &state);

  bool topLevelAwait() const {
    return a.result.allowTopLevelAwait &&
           unit->scope->kind == ScopeKind::Module;
  }
  bool inAsyncFunction() const {
    return unit->scope->node->kind == NodeKind::AsyncFunctionDef;
  }

  Analysis &a;
  ASTContext &context;
  CodeUnit *unit = nullptr;
  const Node *at = nullptr; ///< where errors are reported
  bool interactive = false;
  std::vector<const void *> visitedFinally;
};

} // namespace pyc::ast

#endif
