//===- CodegenExpr.cpp - Expressions in code generation order -------------===//

#include "frontend/parse/CodegenChecks.h"

namespace pyc::ast {

/// Elements of a list, tuple, set or argument list: a star is at home here.
bool CodegenWalk::display(Seq<Expr *> elts) {
  for (Expr *e : elts) {
    if (e->kind == NodeKind::Starred)
      e = cast<Starred>(e)->value;
    if (!visit(e))
      return false;
  }
  return true;
}

/// Elements of an assignment target.
bool CodegenWalk::target(Seq<Expr *> elts) {
  bool seen = false;
  for (uint32_t i = 0; i < elts.size(); ++i) {
    if (elts[i]->kind != NodeKind::Starred)
      continue;
    if (seen)
      return error("multiple starred expressions in assignment");
    if (i >= 256 || elts.size() - i - 1 >= (1u << 23))
      return error("too many expressions in star-unpacking assignment");
    seen = true;
  }
  return display(elts);
}

bool CodegenWalk::debugArguments(arguments *args) {
  auto list = [&](Seq<arg *> s) {
    for (arg *p : s)
      if (!allowed(p->name, ExprContext::Store))
        return false;
    return true;
  };
  return list(args->posonlyargs) && list(args->args) &&
         (!args->vararg || allowed(args->vararg->name, ExprContext::Store)) &&
         list(args->kwonlyargs) &&
         (!args->kwarg || allowed(args->kwarg->name, ExprContext::Store));
}

bool CodegenWalk::keywords(Seq<keyword *> list) {
  for (uint32_t i = 0; i < list.size(); ++i) {
    if (!list[i]->name)
      continue;
    if (!allowed(list[i]->name, ExprContext::Store))
      return false;
    for (uint32_t k = i + 1; k < list.size(); ++k)
      if (list[k]->name == list[i]->name) {
        at = list[k];
        return error("keyword argument repeated: " +
                     std::string(list[i]->name->text));
      }
  }
  return true;
}

bool CodegenWalk::call(Call *c) {
  // A method call checks its keywords before its object is visited.
  bool method = c->func->kind == NodeKind::Attribute;
  for (Expr *e : c->args)
    method &= e->kind != NodeKind::Starred;
  for (keyword *k : c->keywords)
    method &= k->name != nullptr;
  if (method) {
    if (!keywords(c->keywords) || !visit(cast<Attribute>(c->func)->value))
      return false;
  } else {
    warnCaller(c->func);
    if (!visit(c->func) || !keywords(c->keywords))
      return false;
  }
  if (!display(c->args))
    return false;
  for (keyword *k : c->keywords)
    if (!visit(k->value))
      return false;
  return true;
}

bool CodegenWalk::lambda(Lambda *e) {
  if (!debugArguments(e->args) || !all(e->args->defaults) ||
      !all(e->args->kw_defaults))
    return false;
  CodeUnit inner{};
  enter(inner, e->scope);
  if (!visit(e->body))
    return false;
  leave(inner);
  return true;
}

template <class T>
bool CodegenWalk::comprehensionExpr(T *e, Expr *elt, Expr *value) {
  Scope *outer = unit->scope;
  bool isAsync = e->scope->isCoroutine || e->scope->isAsyncGenerator;
  if (isAsync && e->kind != NodeKind::GeneratorExp && !inAsyncFunction() &&
      outer->kind != ScopeKind::Comprehension && !topLevelAwait())
    return error("asynchronous comprehension outside of an asynchronous "
                 "function");
  CodeUnit inner{};
  enter(inner, e->scope);
  for (uint32_t i = 0; i < e->generators.size(); ++i) {
    comprehension *c = e->generators[i];
    if ((i && !visit(c->iter)) || !visit(c->target) || !all(c->ifs))
      return false;
  }
  if (!visit(elt) || !maybe(value))
    return false;
  leave(inner);
  return visit(e->generators[0]->iter);
}

//===----------------------------------------------------------------------===//
// SyntaxWarnings
//===----------------------------------------------------------------------===//

static bool isZero(const Expr *e) {
  auto *c = dyn_cast<Constant>(e);
  return c && ((c->value.type == ConstantType::Int && c->value.i == 0) ||
               c->value.type == ConstantType::False ||
               ((c->value.type == ConstantType::Float ||
                 c->value.type == ConstantType::Complex) &&
                c->value.d == 0));
}

/// The type of an arithmetic expression over number literals, which CPython has
/// folded into one constant before it looks for warnings; null for others.
static const char *foldedType(const Expr *e) {
  auto number = [](const Expr *x) -> int {
    const char *type = foldedType(x);
    if (!type)
      return -1;
    std::string_view t = type;
    return t == "int" || t == "bool" ? 0
           : t == "float"            ? 1
           : t == "complex"          ? 2
                                     : -1;
  };
  static const char *const types[] = {"int", "float", "complex"};
  if (auto *c = dyn_cast<Constant>(e))
    switch (c->value.type) {
    case ConstantType::Int:
    case ConstantType::BigInt:
      return "int";
    case ConstantType::True:
    case ConstantType::False:
      return "bool";
    case ConstantType::Float:
      return "float";
    case ConstantType::Complex:
      return "complex";
    default:
      return nullptr;
    }
  if (auto *u = dyn_cast<UnaryOp>(e)) {
    int kind = number(u->operand);
    if (kind < 0)
      return nullptr;
    if (u->op == UnaryOperator::Not)
      return "bool";
    return u->op == UnaryOperator::Invert && kind ? nullptr : types[kind];
  }
  auto *b = dyn_cast<BinOp>(e);
  if (!b)
    return nullptr;
  int left = number(b->left), right = number(b->right);
  if (left < 0 || right < 0)
    return nullptr;
  int kind = left > right ? left : right;
  switch (b->op) {
  case Operator::Add:
  case Operator::Sub:
  case Operator::Mult:
    return types[kind];
  case Operator::Div:
    return isZero(b->right) ? nullptr : types[kind ? kind : 1];
  case Operator::FloorDiv:
  case Operator::Mod:
    return kind > 1 || isZero(b->right) ? nullptr : types[kind];
  case Operator::BitAnd:
  case Operator::BitOr:
  case Operator::BitXor:
    return kind ? nullptr : "int";
  default: {
    // Powers and shifts are folded only when the result is small.
    auto *c = dyn_cast<Constant>(b->right);
    bool small = c && c->value.type == ConstantType::Int && c->value.i >= 0 &&
                 c->value.i < 64;
    return kind == 0 && small && b->op != Operator::MatMult ? "int" : nullptr;
  }
  }
}

static bool isConstantFor(const Expr *e, bool tuples) {
  // What `is` should not be used with: literals other than the singletons.
  if (auto *c = dyn_cast<Constant>(e))
    return c->value.type > ConstantType::Ellipsis;
  if (const char *type = foldedType(e))
    return std::string_view(type) != "bool";
  if (!tuples || e->kind != NodeKind::Tuple)
    return false;
  // A tuple of constants is folded into a constant before.
  for (const Expr *item : cast<Tuple>(e)->elts)
    if (item->kind != NodeKind::Constant && !isConstantFor(item, true))
      return false;
  return true;
}

/// `inverted`: below a `not`, which CPython has pulled into the operator.
void CodegenWalk::warnCompare(Compare *e, bool inverted) {
  const Expr *left = e->left;
  bool leftLiteral = isConstantFor(left, true);
  for (uint32_t i = 0; i < e->ops.size(); ++i) {
    bool rightLiteral = isConstantFor(e->comparators[i], true);
    if ((e->ops[i] == CmpOperator::Is || e->ops[i] == CmpOperator::IsNot) &&
        (leftLiteral || rightLiteral)) {
      warn((e->ops[i] == CmpOperator::Is) != inverted
               ? "\"is\" with a literal. Did you mean \"==\"?"
               : "\"is not\" with a literal. Did you mean \"!=\"?");
      return;
    }
    leftLiteral = rightLiteral;
  }
}

/// The type name of an expression that is known not to be what is wanted.
static const char *literalType(const Expr *e) {
  switch (e->kind) {
  case NodeKind::Constant:
    switch (cast<Constant>(e)->value.type) {
    case ConstantType::None:
      return "NoneType";
    case ConstantType::True:
    case ConstantType::False:
      return "bool";
    case ConstantType::Ellipsis:
      return "ellipsis";
    case ConstantType::Int:
    case ConstantType::BigInt:
      return "int";
    case ConstantType::Float:
      return "float";
    case ConstantType::Complex:
      return "complex";
    case ConstantType::Str:
      return "str";
    case ConstantType::Bytes:
      return "bytes";
    }
    return nullptr;
  case NodeKind::Tuple:
    return "tuple";
  case NodeKind::List:
  case NodeKind::ListComp:
    return "list";
  case NodeKind::Dict:
  case NodeKind::DictComp:
    return "dict";
  case NodeKind::Set:
  case NodeKind::SetComp:
    return "set";
  case NodeKind::GeneratorExp:
    return "generator";
  case NodeKind::Lambda:
    return "function";
  case NodeKind::JoinedStr:
  case NodeKind::FormattedValue:
    return "str";
  default:
    return foldedType(e);
  }
}

void CodegenWalk::warnCaller(Expr *func) {
  const char *type = literalType(func);
  if (!type || func->kind == NodeKind::Lambda)
    return;
  warn(std::string("'") + type +
       "' object is not callable; perhaps you missed a comma?");
}

void CodegenWalk::warnSubscript(Subscript *e) {
  const char *type = literalType(e->value);
  if (!type)
    return;
  bool indexable = false;
  if (auto *c = dyn_cast<Constant>(e->value)) {
    indexable = c->value.type == ConstantType::Str ||
                c->value.type == ConstantType::Bytes;
  } else {
    indexable = e->value->kind != NodeKind::UnaryOp &&
                e->value->kind != NodeKind::BinOp &&
                e->value->kind != NodeKind::Set &&
                e->value->kind != NodeKind::SetComp &&
                e->value->kind != NodeKind::GeneratorExp &&
                e->value->kind != NodeKind::Lambda;
  }
  if (!indexable) {
    warn(std::string("'") + type +
         "' object is not subscriptable; perhaps you missed a comma?");
    return;
  }
  if (e->value->kind == NodeKind::Dict || e->value->kind == NodeKind::DictComp)
    return;
  const char *indexType = literalType(e->slice);
  if (!indexType)
    return;
  if (std::string_view(indexType) == "int" ||
      std::string_view(indexType) == "bool")
    return;
  warn(std::string(type) + " indices must be integers or slices, not " +
       indexType + "; perhaps you missed a comma?");
}

//===----------------------------------------------------------------------===//
// The walk
//===----------------------------------------------------------------------===//

bool CodegenWalk::visit(Expr *e) {
  // Errors are reported at the innermost expression or statement.
  struct Here {
    const Node *&at;
    const Node *saved;
    Here(const Node *&at, const Node *now) : at(at), saved(at) { at = now; }
    ~Here() { at = saved; }
  } here(at, e);
  switch (e->kind) {
  case NodeKind::Name:
    return name(cast<Name>(e)->id, cast<Name>(e)->ctx);
  case NodeKind::Constant:
    return true;
  case NodeKind::Attribute: {
    auto *n = cast<Attribute>(e);
    return visit(n->value) && allowed(n->attr, n->ctx);
  }
  case NodeKind::Call:
    return call(cast<Call>(e));
  case NodeKind::BoolOp:
    return all(cast<BoolOp>(e)->values);
  case NodeKind::NamedExpr:
    return visit(cast<NamedExpr>(e)->value) &&
           visit(cast<NamedExpr>(e)->target);
  case NodeKind::BinOp:
    return visit(cast<BinOp>(e)->left) && visit(cast<BinOp>(e)->right);
  case NodeKind::UnaryOp: {
    auto *n = cast<UnaryOp>(e);
    if (auto *c = dyn_cast<Compare>(n->operand);
        c && n->op == UnaryOperator::Not && c->ops.size() == 1) {
      warnCompare(c, /*inverted=*/true);
      return visit(c->left) && all(c->comparators);
    }
    return visit(n->operand);
  }
  case NodeKind::Lambda:
    return lambda(cast<Lambda>(e));
  case NodeKind::IfExp: {
    auto *n = cast<IfExp>(e);
    return visit(n->test) && visit(n->body) && visit(n->orelse);
  }
  case NodeKind::Dict: {
    auto *n = cast<Dict>(e);
    for (uint32_t i = 0; i < n->values.size(); ++i)
      if (!maybe(n->keys[i]) || !visit(n->values[i]))
        return false;
    return true;
  }
  case NodeKind::Set:
    return display(cast<Set>(e)->elts);
  case NodeKind::ListComp:
    return comprehensionExpr(cast<ListComp>(e), cast<ListComp>(e)->elt,
                             nullptr);
  case NodeKind::SetComp:
    return comprehensionExpr(cast<SetComp>(e), cast<SetComp>(e)->elt, nullptr);
  case NodeKind::GeneratorExp:
    return comprehensionExpr(cast<GeneratorExp>(e), cast<GeneratorExp>(e)->elt,
                             nullptr);
  case NodeKind::DictComp:
    return comprehensionExpr(cast<DictComp>(e), cast<DictComp>(e)->key,
                             cast<DictComp>(e)->value);
  case NodeKind::Yield:
    if (!unit->scope->isFunctionLike())
      return error("'yield' outside function");
    return maybe(cast<Yield>(e)->value);
  case NodeKind::YieldFrom:
    if (!unit->scope->isFunctionLike())
      return error("'yield' outside function");
    if (inAsyncFunction())
      return error("'yield from' inside async function");
    return visit(cast<YieldFrom>(e)->value);
  case NodeKind::Await:
    if (!topLevelAwait()) {
      if (!unit->scope->isFunctionLike())
        return error("'await' outside function");
      if (!inAsyncFunction() && unit->scope->kind != ScopeKind::Comprehension)
        return error("'await' outside async function");
    }
    return visit(cast<Await>(e)->value);
  case NodeKind::Compare:
    warnCompare(cast<Compare>(e), /*inverted=*/false);
    return visit(cast<Compare>(e)->left) && all(cast<Compare>(e)->comparators);
  case NodeKind::FormattedValue:
    return visit(cast<FormattedValue>(e)->value) &&
           maybe(cast<FormattedValue>(e)->format_spec);
  case NodeKind::JoinedStr:
    return all(cast<JoinedStr>(e)->values);
  case NodeKind::Subscript: {
    auto *n = cast<Subscript>(e);
    if (n->ctx == ExprContext::Load)
      warnSubscript(n);
    return visit(n->value) && visit(n->slice);
  }
  case NodeKind::Starred:
    return error(cast<Starred>(e)->ctx == ExprContext::Store
                     ? "starred assignment target must be in a list or tuple"
                     : "can't use starred expression here");
  case NodeKind::List: {
    auto *n = cast<List>(e);
    return n->ctx == ExprContext::Store ? target(n->elts) : display(n->elts);
  }
  case NodeKind::Tuple: {
    auto *n = cast<Tuple>(e);
    return n->ctx == ExprContext::Store ? target(n->elts) : display(n->elts);
  }
  case NodeKind::Slice: {
    auto *n = cast<Slice>(e);
    return maybe(n->lower) && maybe(n->upper) && maybe(n->step);
  }
  default:
    return true;
  }
}

} // namespace pyc::ast
