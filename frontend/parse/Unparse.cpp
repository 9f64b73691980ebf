//===- Unparse.cpp - Expressions as source text ---------------------------===//
//
// Under `from __future__ import annotations` an annotation's value is its
// text, written from the tree with as few brackets as precedence allows.
//
//===----------------------------------------------------------------------===//

#include "frontend/parse/Parse.h"
#include "frontend/parse/Repr.h"

namespace pyc::ast {

namespace {

/// What an operand must bind tighter than to need no brackets.
enum Level {
  LNamed,
  LTuple,
  LTest,
  LOr,
  LAnd,
  LNot,
  LCompare,
  LBitOr,
  LBitXor,
  LBitAnd,
  LShift,
  LArith,
  LTerm,
  LFactor,
  LPower,
  LAwait,
  LAtom
};

class Unparser {
public:
  std::string out;

  void write(const Expr *e, int level) {
    // No deeper than what passes scope analysis.
    if (++depth > 3000) {
      out += "...";
      --depth;
      return;
    }
    writeExpr(e, level);
    --depth;
  }

private:
  struct Parens {
    std::string &out;
    bool on;
    Parens(std::string &out, bool on) : out(out), on(on) {
      if (on)
        out += '(';
    }
    ~Parens() {
      if (on)
        out += ')';
    }
  };

  template <class T> void list(const Seq<T> &items, int level) {
    for (uint32_t i = 0; i < items.size(); ++i) {
      out += i ? ", " : "";
      write(items[i], level);
    }
  }

  void clauses(const Seq<comprehension *> &generators) {
    for (const comprehension *c : generators) {
      out += c->is_async ? " async for " : " for ";
      write(c->target, LTuple);
      out += " in ";
      write(c->iter, LTest + 1);
      for (const Expr *e : c->ifs) {
        out += " if ";
        write(e, LTest + 1);
      }
    }
  }

  void parameter(const arg *a) {
    out += a->name->text;
    if (a->annotation) {
      out += ": ";
      write(a->annotation, LTest);
    }
  }

  void parameters(const arguments *n) {
    bool first = true;
    auto comma = [&] {
      out += first ? "" : ", ";
      first = false;
    };
    uint32_t positional = n->posonlyargs.size() + n->args.size();
    uint32_t firstDefault = positional - n->defaults.size();
    for (uint32_t i = 0; i < positional; ++i) {
      comma();
      uint32_t posOnly = n->posonlyargs.size();
      parameter(i < posOnly ? n->posonlyargs[i] : n->args[i - posOnly]);
      if (i >= firstDefault) {
        out += '=';
        write(n->defaults[i - firstDefault], LTest);
      }
      if (posOnly && i + 1 == posOnly)
        out += ", /";
    }
    if (n->vararg || !n->kwonlyargs.empty()) {
      comma();
      out += '*';
      if (n->vararg)
        parameter(n->vararg);
    }
    for (uint32_t i = 0; i < n->kwonlyargs.size(); ++i) {
      comma();
      parameter(n->kwonlyargs[i]);
      if (n->kw_defaults[i]) {
        out += '=';
        write(n->kw_defaults[i], LTest);
      }
    }
    if (n->kwarg) {
      comma();
      out += "**";
      parameter(n->kwarg);
    }
  }

  /// The inside of an f-string, before it is quoted.
  void formatted(const Expr *e, bool isSpec, std::string &into) {
    switch (e->kind) {
    case NodeKind::Constant:
      for (char c : cast<Constant>(e)->value.s) {
        into += c;
        if (c == '{' || c == '}')
          into += c;
      }
      return;
    case NodeKind::JoinedStr:
      if (isSpec) {
        for (const Expr *part : cast<JoinedStr>(e)->values)
          formatted(part, true, into);
        return;
      }
      break;
    case NodeKind::FormattedValue: {
      auto *n = cast<FormattedValue>(e);
      Unparser inner;
      inner.depth = depth;
      inner.write(n->value, LTest + 1);
      into += inner.out.starts_with("{") ? "{ " : "{";
      into += inner.out;
      if (n->conversion > 0) {
        into += '!';
        into += char(n->conversion);
      }
      if (n->format_spec) {
        into += ':';
        formatted(n->format_spec, true, into);
      }
      into += '}';
      return;
    }
    default:
      break;
    }
  }

  static std::string withInfinity(std::string s) {
    // repr() of an overflowing float would read back as a name.
    for (size_t at = 0; (at = s.find("inf", at)) != s.npos; at += 5)
      s.replace(at, 3, "1e309");
    return s;
  }

  void writeExpr(const Expr *e, int level);

  int depth = 0;
};

void Unparser::writeExpr(const Expr *e, int level) {
  switch (e->kind) {
  case NodeKind::BoolOp: {
    auto *n = cast<BoolOp>(e);
    int own = n->op == BoolOperator::And ? LAnd : LOr;
    Parens parens(out, level > own);
    for (uint32_t i = 0; i < n->values.size(); ++i) {
      if (i)
        out += n->op == BoolOperator::And ? " and " : " or ";
      write(n->values[i], own + 1);
    }
    return;
  }
  case NodeKind::BinOp: {
    static const struct {
      const char *text;
      int level;
    } ops[] = {{" + ", LArith},  {" - ", LArith},  {" * ", LTerm},
               {" @ ", LTerm},   {" / ", LTerm},   {" % ", LTerm},
               {" ** ", LPower}, {" << ", LShift}, {" >> ", LShift},
               {" | ", LBitOr},  {" ^ ", LBitXor}, {" & ", LBitAnd},
               {" // ", LTerm}};
    auto *n = cast<BinOp>(e);
    auto &op = ops[int(n->op)];
    bool rightAssociative = n->op == Operator::Pow;
    Parens parens(out, level > op.level);
    write(n->left, op.level + rightAssociative);
    out += op.text;
    write(n->right, op.level + !rightAssociative);
    return;
  }
  case NodeKind::UnaryOp: {
    static const char *const ops[] = {"~", "not ", "+", "-"};
    auto *n = cast<UnaryOp>(e);
    int own = n->op == UnaryOperator::Not ? LNot : LFactor;
    Parens parens(out, level > own);
    out += ops[int(n->op)];
    write(n->operand, own);
    return;
  }
  case NodeKind::Lambda: {
    auto *n = cast<Lambda>(e);
    Parens parens(out, level > LTest);
    // CPython leaves the blank out when there are no ordinary parameters:
    // `lambda*args: args`.
    out += n->args->args.empty() ? "lambda" : "lambda ";
    parameters(n->args);
    out += ": ";
    write(n->body, LTest);
    return;
  }
  case NodeKind::IfExp: {
    auto *n = cast<IfExp>(e);
    Parens parens(out, level > LTest);
    write(n->body, LTest + 1);
    out += " if ";
    write(n->test, LTest + 1);
    out += " else ";
    write(n->orelse, LTest);
    return;
  }
  case NodeKind::Dict: {
    auto *n = cast<Dict>(e);
    out += '{';
    for (uint32_t i = 0; i < n->values.size(); ++i) {
      out += i ? ", " : "";
      if (n->keys[i]) {
        write(n->keys[i], LTest);
        out += ": ";
        write(n->values[i], LTest);
      } else {
        out += "**";
        write(n->values[i], LBitOr);
      }
    }
    out += '}';
    return;
  }
  case NodeKind::Set:
    out += '{';
    list(cast<Set>(e)->elts, LTest);
    out += '}';
    return;
  case NodeKind::GeneratorExp:
    out += '(';
    write(cast<GeneratorExp>(e)->elt, LTest);
    clauses(cast<GeneratorExp>(e)->generators);
    out += ')';
    return;
  case NodeKind::ListComp:
    out += '[';
    write(cast<ListComp>(e)->elt, LTest);
    clauses(cast<ListComp>(e)->generators);
    out += ']';
    return;
  case NodeKind::SetComp:
    out += '{';
    write(cast<SetComp>(e)->elt, LTest);
    clauses(cast<SetComp>(e)->generators);
    out += '}';
    return;
  case NodeKind::DictComp:
    out += '{';
    write(cast<DictComp>(e)->key, LTest);
    out += ": ";
    write(cast<DictComp>(e)->value, LTest);
    clauses(cast<DictComp>(e)->generators);
    out += '}';
    return;
  case NodeKind::Compare: {
    static const char *const ops[] = {
        " == ", " != ", " < ",      " <= ", " > ",
        " >= ", " is ", " is not ", " in ", " not in "};
    auto *n = cast<Compare>(e);
    Parens parens(out, level > LCompare);
    write(n->left, LCompare + 1);
    for (uint32_t i = 0; i < n->ops.size(); ++i) {
      out += ops[int(n->ops[i])];
      write(n->comparators[i], LCompare + 1);
    }
    return;
  }
  case NodeKind::Call: {
    auto *n = cast<Call>(e);
    write(n->func, LAtom);
    if (n->args.size() == 1 && n->keywords.empty() &&
        n->args[0]->kind == NodeKind::GeneratorExp) {
      write(n->args[0], LTest);
      return;
    }
    out += '(';
    list(n->args, LTest);
    for (uint32_t i = 0; i < n->keywords.size(); ++i) {
      out += i || !n->args.empty() ? ", " : "";
      if (const Ident *name = n->keywords[i]->name) {
        out += name->text;
        out += '=';
      } else {
        out += "**";
      }
      write(n->keywords[i]->value, LTest);
    }
    out += ')';
    return;
  }
  case NodeKind::JoinedStr: {
    std::string inside;
    for (const Expr *part : cast<JoinedStr>(e)->values)
      formatted(part, false, inside);
    out += 'f' + reprString(inside, false);
    return;
  }
  case NodeKind::FormattedValue: {
    std::string inside;
    formatted(e, false, inside);
    out += 'f' + reprString(inside, false);
    return;
  }
  case NodeKind::Constant: {
    auto *n = cast<Constant>(e);
    if (n->value.type == ConstantType::Ellipsis)
      out += "...";
    else if (n->value.type == ConstantType::Float ||
             n->value.type == ConstantType::Complex)
      out += withInfinity(reprConstant(n->value));
    else
      out += (n->kind_u.isU ? "u" : "") + reprConstant(n->value);
    return;
  }
  case NodeKind::Attribute: {
    auto *n = cast<Attribute>(e);
    write(n->value, LAtom);
    // `1 .real`: with the dot alone it would be a float.
    auto *c = dyn_cast<Constant>(n->value);
    out += c && (c->value.type == ConstantType::Int ||
                 c->value.type == ConstantType::BigInt)
               ? " ."
               : ".";
    out += n->attr->text;
    return;
  }
  case NodeKind::Starred:
    out += '*';
    write(cast<Starred>(e)->value, LBitOr);
    return;
  case NodeKind::Name:
    out += cast<Name>(e)->id->text;
    return;
  case NodeKind::List:
    out += '[';
    list(cast<List>(e)->elts, LTest);
    out += ']';
    return;
  case NodeKind::Tuple: {
    auto *n = cast<Tuple>(e);
    if (n->elts.empty()) {
      out += "()";
      return;
    }
    Parens parens(out, level > LTuple);
    list(n->elts, LTest);
    if (n->elts.size() == 1)
      out += ',';
    return;
  }
  case NodeKind::Subscript:
    write(cast<Subscript>(e)->value, LAtom);
    out += '[';
    write(cast<Subscript>(e)->slice, LTuple);
    out += ']';
    return;
  case NodeKind::Slice: {
    auto *n = cast<Slice>(e);
    if (n->lower)
      write(n->lower, LTest);
    out += ':';
    if (n->upper)
      write(n->upper, LTest);
    if (n->step) {
      out += ':';
      write(n->step, LTest);
    }
    return;
  }
  case NodeKind::Yield:
    if (!cast<Yield>(e)->value) {
      out += "(yield)";
      return;
    }
    out += "(yield ";
    write(cast<Yield>(e)->value, LTest);
    out += ')';
    return;
  case NodeKind::YieldFrom:
    out += "(yield from ";
    write(cast<YieldFrom>(e)->value, LTest);
    out += ')';
    return;
  case NodeKind::Await: {
    Parens parens(out, level > LAwait);
    out += "await ";
    write(cast<Await>(e)->value, LAtom);
    return;
  }
  case NodeKind::NamedExpr: {
    Parens parens(out, level > LNamed);
    write(cast<NamedExpr>(e)->target, LAtom);
    out += " := ";
    write(cast<NamedExpr>(e)->value, LAtom);
    return;
  }
  default:
    return;
  }
}

} // namespace

std::string unparseExpr(const Expr *expr) {
  Unparser u;
  u.write(expr, LTest);
  return std::move(u.out);
}

} // namespace pyc::ast
