//===- DumpAST.cpp - The tree as ast.dump writes it -----------------------===//
//
// Exactly the text of Python's ast.dump(tree, indent=2): a node stays on one
// line when all its fields are simple and there are at most three.
//
//===----------------------------------------------------------------------===//

#include "frontend/parse/Parse.h"
#include "frontend/parse/Repr.h"

namespace pyc::ast {

const char *nodeKindName(NodeKind kind) {
  static const char *const names[] = {
#define NODE(Base, Name, Fields) #Name,
#define F(T, N)
#include "frontend/parse/AST.def"
  };
  return kind == NodeKind::ExprStmt ? "Expr" : names[int(kind)];
}

const char *operatorName(Operator op) {
  static const char *const names[] = {
      "Add",    "Sub",    "Mult",  "MatMult", "Div",    "Mod",     "Pow",
      "LShift", "RShift", "BitOr", "BitXor",  "BitAnd", "FloorDiv"};
  return names[int(op)];
}
const char *operatorName(BoolOperator op) {
  return op == BoolOperator::And ? "And" : "Or";
}
const char *operatorName(UnaryOperator op) {
  static const char *const names[] = {"Invert", "Not", "UAdd", "USub"};
  return names[int(op)];
}
const char *operatorName(CmpOperator op) {
  static const char *const names[] = {"Eq",  "NotEq", "Lt",    "LtE", "Gt",
                                      "GtE", "Is",    "IsNot", "In",  "NotIn"};
  return names[int(op)];
}
const char *contextName(ExprContext ctx) {
  static const char *const names[] = {"Load", "Store", "Del"};
  return names[int(ctx)];
}

namespace {

/// Writes into one string: whether a node fits on a line is asked before its
/// text exists, by looking at its fields alone.
class Dumper {
public:
  explicit Dumper(bool attributes) : attributes(attributes) {}
  std::string out;

  void write(const Node *n, int level) {
    // As deep as anything that passes scope analysis.
    if (level > MaxLevel) {
      out += "<nested too deeply>";
      return;
    }
    Shape shape = shapeOf(n);
    Fields fields{*this, level + 1, isa<arg, keyword>(n),
                  shape.allSimple && shape.count <= 3};
    out += nodeKindName(n->kind);
    out += '(';
    visitFields(n, fields);
    out += ')';
  }

private:
  static constexpr int MaxLevel = 4000;

  struct Shape {
    uint32_t count = 0;
    bool allSimple = true;
  };

  /// Calls visitor.add(name, value) for each field that is shown.
  template <class V> void visitFields(const Node *n, V &visitor) {
    switch (n->kind) {
#define NODE(Base, Name, FieldList)                                            \
  case NodeKind::Name: {                                                       \
    [[maybe_unused]] auto *node = static_cast<const Name *>(n);                \
    FieldList break;                                                           \
  }
#define F(T, N) visitor.add(#N, node->N);
#include "frontend/parse/AST.def"
    }
    if (n->kind == NodeKind::Module)
      visitor.add("type_ignores", Seq<Expr *>{});
    bool located = isa<Stmt, Expr, Pattern, ExceptHandler, arg, keyword>(n) ||
                   isa<alias>(n);
    if (attributes && located) {
      visitor.add("lineno", n->lineno);
      visitor.add("col_offset", n->col_offset);
      visitor.add("end_lineno", n->end_lineno);
      visitor.add("end_col_offset", n->end_col_offset);
    }
  }

  struct Counter {
    Dumper &d;
    Shape shape;
    void add(const char *, const Node *n) {
      if (!n)
        return;
      ++shape.count;
      // Deeper nodes matter only as to whether they show anything at all.
      shape.allSimple &= d.isEmpty(n);
    }
    void add(const char *, const Ident *i) { shape.count += i != nullptr; }
    template <class T> void add(const char *, Seq<T> s) {
      ++shape.count;
      shape.allSimple &= s.empty();
    }
    void add(const char *, ConstantKindMark mark) { shape.count += mark.isU; }
    template <class T>
    requires(!std::is_pointer_v<T>) void add(const char *, const T &) {
      ++shape.count;
    }
  };
  Shape shapeOf(const Node *n) {
    Counter counter{*this, {}};
    visitFields(n, counter);
    return counter.shape;
  }
  struct FieldCounter {
    uint32_t count = 0;
    void add(const char *, const Node *n) { count += n != nullptr; }
    void add(const char *, const Ident *i) { count += i != nullptr; }
    template <class T> void add(const char *, Seq<T>) { ++count; }
    void add(const char *, ConstantKindMark mark) { count += mark.isU; }
    template <class T>
    requires(!std::is_pointer_v<T>) void add(const char *, const T &) {
      ++count;
    }
  };
  /// Nothing between its brackets: Pass(), Slice(), MatchAs()...
  bool isEmpty(const Node *n) {
    FieldCounter counter;
    visitFields(n, counter);
    return counter.count == 0;
  }

  struct Fields {
    Dumper &d;
    int level;
    bool nameIsArg; ///< ast.arg and ast.keyword call their name `arg`
    bool oneLine;
    bool first = true;

    void begin(const char *name) {
      if (oneLine)
        d.out += first ? "" : ", ";
      else
        d.newLine(first ? "" : ",", level);
      first = false;
      d.out += name;
      d.out += '=';
    }
    void add(const char *name, const Node *n) {
      if (!n)
        return;
      begin(name);
      d.write(n, level);
    }
    void add(const char *name, const Ident *i) {
      if (!i)
        return;
      begin(nameIsArg ? "arg" : name);
      d.out += reprString(i->text, false);
    }
    template <class T> void add(const char *name, Seq<T> s) {
      begin(name);
      d.out += '[';
      for (uint32_t i = 0; i < s.size(); ++i) {
        d.newLine(i ? "," : "", level + 1);
        element(s[i]);
      }
      d.out += ']';
    }
    void element(const Node *n) {
      if (n)
        d.write(n, level + 1);
      else
        d.out += "None";
    }
    void element(const Ident *i) { d.out += reprString(i->text, false); }
    void element(CmpOperator op) { value(op); }
    void value(const ConstantValue &v) { d.out += reprConstant(v); }
    void value(bool b) { d.out += b ? '1' : '0'; }
    void value(int32_t i) { d.out += std::to_string(i); }
    void value(ExprContext c) { d.out += std::string(contextName(c)) + "()"; }
    template <class Op>
    requires std::is_enum_v<Op>
    void value(Op op) { d.out += std::string(operatorName(op)) + "()"; }
    void add(const char *, ConstantKindMark mark) {
      if (!mark.isU)
        return;
      begin("kind");
      d.out += "'u'";
    }
    template <class T>
    requires(!std::is_pointer_v<T>) void add(const char *name, const T &v) {
      begin(name);
      value(v);
    }
  };

  void newLine(const char *separator, int level) {
    out += separator;
    out += '\n';
    out.append(size_t(level) * 2, ' ');
  }

  bool attributes;
};

} // namespace

std::string dumpAST(const Node *node, bool attributes) {
  Dumper dumper(attributes);
  dumper.write(node, 0);
  dumper.out += '\n';
  return std::move(dumper.out);
}

} // namespace pyc::ast
