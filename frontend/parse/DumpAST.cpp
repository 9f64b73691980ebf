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
  static const char *const names[] = {"Add",    "Sub",    "Mult",   "MatMult",
                                      "Div",    "Mod",    "Pow",    "LShift",
                                      "RShift", "BitOr",  "BitXor", "BitAnd",
                                      "FloorDiv"};
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
  static const char *const names[] = {"Eq", "NotEq", "Lt",    "LtE", "Gt",
                                      "GtE", "Is",   "IsNot", "In",  "NotIn"};
  return names[int(op)];
}
const char *contextName(ExprContext ctx) {
  static const char *const names[] = {"Load", "Store", "Del"};
  return names[int(ctx)];
}

namespace {

struct Text {
  std::string text;
  bool simple = true;
};

class Dumper {
public:
  explicit Dumper(bool attributes) : attributes(attributes) {}

  Text format(const Node *n, int level) {
    // As deep as anything that passes scope analysis.
    if (level > 4000)
      return {"<nested too deeply>", true};
    Fields fields{*this, level + 1, isa<arg, keyword>(n), {}, true};
    switch (n->kind) {
#define NODE(Base, Name, FieldList)                                            \
  case NodeKind::Name: {                                                       \
    [[maybe_unused]] auto *node = static_cast<const Name *>(n);                \
    FieldList break;                                                           \
  }
#define F(T, N) fields.add(#N, node->N);
#include "frontend/parse/AST.def"
    }
    if (n->kind == NodeKind::Module)
      fields.addText("type_ignores", {"[]", true});
    bool located = isa<Stmt, Expr, Pattern, ExceptHandler, arg, keyword>(n) ||
                   isa<alias>(n);
    if (attributes && located) {
      fields.add("lineno", n->lineno);
      fields.add("col_offset", n->col_offset);
      fields.add("end_lineno", n->end_lineno);
      fields.add("end_col_offset", n->end_col_offset);
    }
    std::string out = nodeKindName(n->kind);
    out += '(';
    size_t count = fields.parts.size();
    bool oneLine = fields.allSimple && count <= 3;
    for (size_t i = 0; i < count; ++i) {
      if (oneLine)
        out += i ? ", " : "";
      else
        out += (i ? ",\n" : "\n") + std::string(size_t(level + 1) * 2, ' ');
      out += fields.parts[i];
    }
    out += ')';
    return {std::move(out), oneLine && count == 0};
  }

private:
  struct Fields {
    Dumper &d;
    int level;
    bool nameIsArg; ///< ast.arg and ast.keyword call their name `arg`
    std::vector<std::string> parts;
    bool allSimple;

    void addText(const char *name, Text t) {
      allSimple &= t.simple;
      parts.push_back(std::string(name) + "=" + t.text);
    }
    void add(const char *name, const Node *n) {
      if (n)
        addText(name, d.format(n, level));
    }
    void add(const char *name, const Ident *i) {
      if (!i)
        return;
      addText(nameIsArg ? "arg" : name, {reprString(i->text, false), true});
    }
    template <class T> void add(const char *name, Seq<T> s) {
      if (s.empty()) {
        addText(name, {"[]", true});
        return;
      }
      std::string out = "[";
      for (uint32_t i = 0; i < s.size(); ++i) {
        out += (i ? ",\n" : "\n") + std::string(size_t(level + 1) * 2, ' ');
        out += element(s[i]);
      }
      addText(name, {out + "]", false});
    }
    std::string element(const Node *n) {
      return n ? d.format(n, level + 1).text : "None";
    }
    std::string element(const Ident *i) { return reprString(i->text, false); }
    std::string element(CmpOperator op) {
      return std::string(operatorName(op)) + "()";
    }
    void add(const char *name, const ConstantValue &v) {
      addText(name, {reprConstant(v), true});
    }
    void add(const char *, ConstantKindMark mark) {
      if (mark.isU)
        addText("kind", {"'u'", true});
    }
    void add(const char *name, bool b) { addText(name, {b ? "1" : "0", true}); }
    void add(const char *name, int32_t i) {
      addText(name, {std::to_string(i), true});
    }
    void add(const char *name, ExprContext c) {
      addText(name, {std::string(contextName(c)) + "()", true});
    }
    template <class Op>
      requires std::is_enum_v<Op>
    void add(const char *name, Op op) {
      addText(name, {std::string(operatorName(op)) + "()", true});
    }
  };
  bool attributes;
};

} // namespace

std::string dumpAST(const Node *node, bool attributes) {
  return Dumper(attributes).format(node, 0).text + "\n";
}

} // namespace pyc::ast
