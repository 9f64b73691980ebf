//===- AST.h - Python 3.11's abstract syntax tree ----------------*- C++
//-*-===//
//
// The tree mirrors Python's `ast` module node for node and field for field
// (AST.def is the table), so that `ast`'s documentation is this header's, the
// dump can be compared with CPython's byte for byte, and an `ast` module can be
// built on it. Nodes are plain structs in an ASTContext's arena.
//
// Positions: lineno counts from 1, col_offset from 0 in UTF-8 bytes of the line
// (of the source after decoding to UTF-8), as in CPython. mod, arguments,
// comprehension, withitem and match_case have no position in Python's ast; here
// theirs is 0 and not dumped.
//
// C++ names that differ: ast.Expr is ExprStmt, arg.arg and keyword.arg are
// `name`, Constant.kind is `kind_u`, And/Or, Add..., Not..., Eq... are enums.
//
//===----------------------------------------------------------------------===//
#ifndef PYC_FRONTEND_PARSE_AST_H
#define PYC_FRONTEND_PARSE_AST_H

#include "frontend/parse/Arena.h"

#include <cassert>

namespace pyc::ast {

struct Scope;

enum class NodeKind : uint8_t {
#define NODE(Base, Name, Fields) Name,
#define F(T, N)
#include "frontend/parse/AST.def"
};

enum class ExprContext : uint8_t { Load, Store, Del };
enum class BoolOperator : uint8_t { And, Or };
enum class Operator : uint8_t {
  Add,
  Sub,
  Mult,
  MatMult,
  Div,
  Mod,
  Pow,
  LShift,
  RShift,
  BitOr,
  BitXor,
  BitAnd,
  FloorDiv
};
enum class UnaryOperator : uint8_t { Invert, Not, UAdd, USub };
enum class CmpOperator : uint8_t {
  Eq,
  NotEq,
  Lt,
  LtE,
  Gt,
  GtE,
  Is,
  IsNot,
  In,
  NotIn
};

enum class ConstantType : uint8_t {
  None,
  True,
  False,
  Ellipsis,
  Int,     ///< fits int64: `i`
  BigInt,  ///< `s`: digits without prefix and underscores; `base` 2, 8, 10, 16
  Float,   ///< `d`
  Complex, ///< imaginary part `d`
  Str,     ///< `s`: UTF-8; lone surrogates (from \ud800 and so on) encoded as
           ///< their three bytes (WTF-8 without joining of pairs)
  Bytes,   ///< `s`: the bytes themselves
  // Made by constant folding in later stages or in the compiler, never here:
  // tuples and frozensets.
};

struct ConstantValue {
  ConstantType type = ConstantType::None;
  uint8_t base = 10;
  union {
    int64_t i = 0;
    double d;
  };
  std::string_view s;
};

/// Constant.kind: 'u' when the (first) literal was written u'...'.
struct ConstantKindMark {
  bool isU = false;
};

struct Node {
  NodeKind kind;
  int32_t lineno = 0, col_offset = 0, end_lineno = 0, end_col_offset = 0;
  explicit Node(NodeKind k) : kind(k) {}
};

struct Mod : Node {
  using Node::Node;
  static bool classof(const Node *n) { return n->kind <= NodeKind::Expression; }
};
struct Stmt : Node {
  using Node::Node;
  static bool classof(const Node *n) {
    return n->kind >= NodeKind::FunctionDef && n->kind <= NodeKind::Continue;
  }
};
struct Expr : Node {
  using Node::Node;
  static bool classof(const Node *n) {
    return n->kind >= NodeKind::BoolOp && n->kind <= NodeKind::Slice;
  }
};
struct Pattern : Node {
  using Node::Node;
  static bool classof(const Node *n) {
    return n->kind >= NodeKind::MatchValue && n->kind <= NodeKind::MatchOr;
  }
};

#define NODE(Base, Name, Fields) struct Name;
#define F(T, N)
#include "frontend/parse/AST.def"

#define NODE(Base, Name, Fields)                                               \
  struct Name final : Base {                                                   \
    Fields Name() : Base(NodeKind::Name) {}                                    \
    static bool classof(const Node *n) { return n->kind == NodeKind::Name; }   \
  };
#define F(T, N) T N{};
#define SCOPE Scope *scope = nullptr; ///< set by analyseScopes
#include "frontend/parse/AST.def"

template <class T> bool isa(const Node *n) {
  assert(n && "isa on a null node");
  return T::classof(n);
}
template <class T, class U, class... More> bool isa(const Node *n) {
  return isa<T>(n) || isa<U, More...>(n);
}
template <class T> T *cast(Node *n) {
  assert(isa<T>(n) && "cast to the wrong node kind");
  return static_cast<T *>(n);
}
template <class T> const T *cast(const Node *n) {
  assert(isa<T>(n) && "cast to the wrong node kind");
  return static_cast<const T *>(n);
}
template <class T> T *dyn_cast(Node *n) {
  return T::classof(n) ? static_cast<T *>(n) : nullptr;
}
template <class T> const T *dyn_cast(const Node *n) {
  return T::classof(n) ? static_cast<const T *>(n) : nullptr;
}
template <class T> T *dyn_cast_or_null(Node *n) {
  return n ? dyn_cast<T>(n) : nullptr;
}

/// "FunctionDef", ...: the class name in Python's ast (ExprStmt is "Expr").
const char *nodeKindName(NodeKind kind);
/// "Add", "And", "USub", "NotIn", "Load", ...
const char *operatorName(Operator op);
const char *operatorName(BoolOperator op);
const char *operatorName(UnaryOperator op);
const char *operatorName(CmpOperator op);
const char *contextName(ExprContext ctx);

} // namespace pyc::ast

#endif
