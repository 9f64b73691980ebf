//===- LowerExpr.cpp - Expressions other than calls -----------------------===//
#include "frontend/lower/CodeLowering.h"
#include "llvm/ADT/APInt.h"
#include "llvm/ADT/SmallString.h"

using namespace pyc;
using namespace pyc::lower;

//===----------------------------------------------------------------------===//
// Constants
//===----------------------------------------------------------------------===//

mlir::Attribute CodeLowering::constantAttr(const ConstantValue &value) {
  mlir::MLIRContext *context = &state.context;
  auto floatAttr = [&](double d) {
    return mlir::FloatAttr::get(mlir::Float64Type::get(context), d);
  };
  switch (value.type) {
  case ConstantType::None:
    return py::NoneAttr::get(context);
  case ConstantType::True:
    return mlir::BoolAttr::get(context, true);
  case ConstantType::False:
    return mlir::BoolAttr::get(context, false);
  case ConstantType::Ellipsis:
    return py::EllipsisAttr::get(context);
  case ConstantType::Int:
    return intAttr(value.i);
  case ConstantType::BigInt: {
    StringRef digits(value.s.data(), value.s.size());
    // Four bits per digit are enough for bases up to 16.
    llvm::APInt big(unsigned(digits.size()) * 4 + 4, digits, value.base);
    llvm::SmallString<64> hex;
    big.toString(hex, 16, false, false, /*UpperCase=*/false);
    return py::BigIntAttr::get(context, hex);
  }
  case ConstantType::Float:
    return floatAttr(value.d);
  case ConstantType::Complex:
    return py::ComplexAttr::get(context, floatAttr(0.0), floatAttr(value.d));
  case ConstantType::Str:
    return strAttr(value.s);
  case ConstantType::Bytes:
    return py::BytesAttr::get(
        context, StringAttr::get(context, StringRef(value.s.data(),
                                                    value.s.size())));
  }
  return {};
}

mlir::Attribute CodeLowering::constantOf(Expr *e) {
  if (auto *c = dyn_cast<Constant>(e))
    return constantAttr(c->value);
  if (auto *n = dyn_cast<Name>(e))
    if (n->ctx == ExprContext::Load && n->id->text == "__debug__")
      return mlir::BoolAttr::get(&state.context, !state.optimise);
  if (auto *t = dyn_cast<Tuple>(e); t && t->ctx == ExprContext::Load) {
    SmallVector<Attribute> parts;
    for (Expr *element : t->elts) {
      if (!isa<Constant, Tuple>(element))
        return {};
      Attribute part = constantOf(element);
      if (!part)
        return {};
      parts.push_back(part);
    }
    return tupleAttr(parts);
  }
  return {};
}

int CodeLowering::knownTruth(Expr *e) {
  if (auto *u = dyn_cast<UnaryOp>(e); u && u->op == UnaryOperator::Not) {
    int inner = knownTruth(u->operand);
    return inner < 0 ? -1 : !inner;
  }
  if (!isa<Constant, Name>(e))
    return -1;
  Attribute c = constantOf(e);
  return c ? int(py::truthOf(c)) : -1;
}

//===----------------------------------------------------------------------===//
// Operators
//===----------------------------------------------------------------------===//

static py::BinaryKind binaryKind(Operator op) {
  switch (op) {
  case Operator::Add: return py::BinaryKind::Add;
  case Operator::Sub: return py::BinaryKind::Sub;
  case Operator::Mult: return py::BinaryKind::Mul;
  case Operator::MatMult: return py::BinaryKind::MatMul;
  case Operator::Div: return py::BinaryKind::TrueDiv;
  case Operator::Mod: return py::BinaryKind::Mod;
  case Operator::Pow: return py::BinaryKind::Pow;
  case Operator::LShift: return py::BinaryKind::LShift;
  case Operator::RShift: return py::BinaryKind::RShift;
  case Operator::BitOr: return py::BinaryKind::Or;
  case Operator::BitXor: return py::BinaryKind::Xor;
  case Operator::BitAnd: return py::BinaryKind::And;
  case Operator::FloorDiv: return py::BinaryKind::FloorDiv;
  }
  return py::BinaryKind::Add;
}

static py::CompareKind compareKind(CmpOperator op) {
  switch (op) {
  case CmpOperator::Eq: return py::CompareKind::Eq;
  case CmpOperator::NotEq: return py::CompareKind::Ne;
  case CmpOperator::Lt: return py::CompareKind::Lt;
  case CmpOperator::LtE: return py::CompareKind::Le;
  case CmpOperator::Gt: return py::CompareKind::Gt;
  case CmpOperator::GtE: return py::CompareKind::Ge;
  case CmpOperator::Is: return py::CompareKind::Is;
  case CmpOperator::IsNot: return py::CompareKind::IsNot;
  case CmpOperator::In: return py::CompareKind::In;
  case CmpOperator::NotIn: return py::CompareKind::NotIn;
  }
  return py::CompareKind::Eq;
}

Value CodeLowering::compare(CmpOperator op, Value lhs, Value rhs) {
  return make<py::CompareOp>(compareKind(op), lhs, rhs);
}

/// The right operand; a display of constants after `in` is a constant itself.
Value CodeLowering::compareRhs(CmpOperator op, Expr *rhs) {
  if (op == CmpOperator::In || op == CmpOperator::NotIn) {
    const Seq<Expr *> *elements = isa<List>(rhs) ? &cast<List>(rhs)->elts
                                  : isa<Set>(rhs) ? &cast<Set>(rhs)->elts
                                                  : nullptr;
    if (elements) {
      SmallVector<Attribute> parts;
      for (Expr *e : *elements) {
        Attribute part = isa<Constant, Tuple>(e) ? constantOf(e) : Attribute();
        if (!part)
          return visit(rhs);
        parts.push_back(part);
      }
      AtNode at(*this, rhs);
      if (isa<List>(rhs))
        return constant(tupleAttr(parts));
      return constant(py::FrozenSetAttr::get(
          &state.context, mlir::ArrayAttr::get(&state.context, parts)));
    }
  }
  return visit(rhs);
}

/// Whether `a < middle < next` may read the local variable `middle` a second
/// time instead of keeping its value: nothing in `next` assigns it, and
/// locals change by this function's own stores only.
bool CodeLowering::canReload(Expr *middle, Expr *next) {
  auto *name = dyn_cast<Name>(middle);
  int reg;
  if (!name || classify(mangle(name->id), reg, true) != NameOp::Local)
    return false;
  while (auto *attribute = dyn_cast<ast::Attribute>(next))
    next = attribute->value;
  return isa<Name, Constant>(next);
}

Value CodeLowering::visitCompare(Compare *e) {
  Value lhs = visit(e->left);
  unsigned n = e->ops.size();
  if (n == 1) {
    Value rhs = compareRhs(e->ops[0], e->comparators[0]);
    return compare(e->ops[0], lhs, rhs);
  }
  Block *end = newPhiBlock();
  SmallVector<std::pair<Block *, Value>, 4> stops;
  for (unsigned i = 0; i < n; ++i) {
    Value rhs = compareRhs(e->ops[i], e->comparators[i]);
    Value result = compare(e->ops[i], lhs, rhs);
    if (i + 1 == n) {
      branch(end, result);
      break;
    }
    Block *next = newBlock(), *stop = newBlock();
    condBranch(result, next, stop);
    stops.push_back({stop, result});
    place(next);
    lhs = canReload(e->comparators[i], e->comparators[i + 1])
              ? visit(e->comparators[i])
              : rhs;
  }
  endEarly(stops, end);
  return end->getArgument(0);
}

/// The blocks that leave a chain early come after it, where they are empty.
void CodeLowering::endEarly(ArrayRef<std::pair<Block *, Value>> stops,
                            Block *end) {
  for (auto [stop, value] : stops) {
    place(stop);
    branch(end, value);
  }
  place(end);
}

Value CodeLowering::visitBoolOp(BoolOp *e) {
  Block *end = newPhiBlock();
  SmallVector<std::pair<Block *, Value>, 4> stops;
  unsigned n = e->values.size();
  for (unsigned i = 0; i < n; ++i) {
    Value v = visit(e->values[i]);
    if (i + 1 == n) {
      branch(end, v);
      break;
    }
    Block *next = newBlock(), *stop = newBlock();
    if (e->op == BoolOperator::And)
      condBranch(v, next, stop);
    else
      condBranch(v, stop, next);
    stops.push_back({stop, v});
    place(next);
  }
  endEarly(stops, end);
  return end->getArgument(0);
}

Value CodeLowering::visitIfExp(IfExp *e) {
  Block *then = newBlock(), *other = newBlock(), *end = newPhiBlock();
  jumpIf(e->test, then, other);
  place(then);
  if (reachable()) {
    Value v = visit(e->body);
    branch(end, v);
  }
  place(other);
  if (reachable()) {
    Value v = visit(e->orelse);
    branch(end, v);
  }
  place(end);
  return end->getArgument(0);
}

void CodeLowering::jumpIf(Expr *e, Block *ifTrue, Block *ifFalse) {
  // The jump is the statement's or the whole condition's, except:
  AtNode at(*this, isa<Compare, IfExp>(e) || !locNode ? e : locNode);
  if (int known = knownTruth(e); known >= 0) {
    branch(known ? ifTrue : ifFalse);
    return;
  }
  if (++state.depth > kMaxDepth) {
    state.fail(e, "maximum recursion depth exceeded during compilation");
    branch(ifTrue);
    --state.depth;
    return;
  }
  switch (e->kind) {
  case NodeKind::UnaryOp:
    if (auto *u = cast<UnaryOp>(e); u->op == UnaryOperator::Not) {
      jumpIf(u->operand, ifFalse, ifTrue);
      --state.depth;
      return;
    }
    break;
  case NodeKind::BoolOp: {
    auto *op = cast<BoolOp>(e);
    for (unsigned i = 0; i < op->values.size(); ++i) {
      if (!reachable())
        break;
      if (i + 1 == op->values.size()) {
        jumpIf(op->values[i], ifTrue, ifFalse);
        break;
      }
      Block *next = newBlock();
      if (op->op == BoolOperator::And)
        jumpIf(op->values[i], next, ifFalse);
      else
        jumpIf(op->values[i], ifTrue, next);
      place(next);
    }
    --state.depth;
    return;
  }
  case NodeKind::IfExp: {
    auto *choice = cast<IfExp>(e);
    Block *then = newBlock(), *other = newBlock();
    jumpIf(choice->test, then, other);
    place(then);
    if (reachable())
      jumpIf(choice->body, ifTrue, ifFalse);
    place(other);
    if (reachable())
      jumpIf(choice->orelse, ifTrue, ifFalse);
    --state.depth;
    return;
  }
  case NodeKind::Compare: {
    auto *c = cast<Compare>(e);
    unsigned n = c->ops.size();
    lastTest = c;
    if (n == 1)
      break;
    Value lhs = visit(c->left);
    for (unsigned i = 0; i < n; ++i) {
      Value rhs = compareRhs(c->ops[i], c->comparators[i]);
      Value result = compare(c->ops[i], lhs, rhs);
      if (i + 1 == n) {
        condBranch(result, ifTrue, ifFalse);
        break;
      }
      Block *next = newBlock();
      condBranch(result, next, ifFalse);
      place(next);
      lhs = canReload(c->comparators[i], c->comparators[i + 1])
                ? visit(c->comparators[i])
                : rhs;
    }
    --state.depth;
    return;
  }
  default:
    break;
  }
  Value v = visit(e);
  condBranch(v, ifTrue, ifFalse);
  --state.depth;
}

//===----------------------------------------------------------------------===//
// Displays and strings
//===----------------------------------------------------------------------===//

Value CodeLowering::visitSequence(const Seq<Expr *> &elements, bool tuple,
                                  bool set) {
  bool starred = false;
  for (Expr *e : elements)
    starred |= isa<Starred>(e);
  // Longer ones are built in pieces, so that they need few registers.
  constexpr unsigned kMaxAtOnce = 256, kPiece = 64;
  if (!starred && elements.size() <= kMaxAtOnce) {
    SmallVector<Value> values;
    for (Expr *e : elements)
      values.push_back(visit(e));
    return set     ? make<py::BuildSetOp>(values)
           : tuple ? make<py::BuildTupleOp>(values)
                   : make<py::BuildListOp>(values);
  }
  // What comes before the first star is built at once, the rest is added.
  SmallVector<Value> values;
  unsigned i = 0;
  for (; i < kPiece && !isa<Starred>(elements[i]); ++i)
    values.push_back(visit(elements[i]));
  Value result =
      set ? make<py::BuildSetOp>(values) : make<py::BuildListOp>(values);
  for (; i < elements.size(); ++i) {
    if (auto *star = dyn_cast<Starred>(elements[i])) {
      Value more = visit(star->value);
      if (set)
        emit<py::SetUpdateOp>(result, more);
      else
        emit<py::ListExtendOp>(result, more);
    } else {
      Value v = visit(elements[i]);
      if (set)
        emit<py::SetAddOp>(result, v);
      else
        emit<py::ListAppendOp>(result, v);
    }
  }
  return tuple ? make<py::ListToTupleOp>(result) : result;
}

Value CodeLowering::visitDict(Dict *e) {
  unsigned n = e->keys.size();
  bool allConstant = n > 0 && n <= 256;
  for (Expr *key : e->keys)
    allConstant &= key && isa<Constant>(key);
  if (allConstant) {
    SmallVector<Attribute> keys;
    SmallVector<Value> values;
    for (unsigned i = 0; i < n; ++i) {
      keys.push_back(constantOf(e->keys[i]));
      values.push_back(visit(e->values[i]));
    }
    return make<py::BuildConstMapOp>(tupleAttr(keys), values);
  }
  // Long displays are built in pieces, so that they need few registers.
  constexpr unsigned kPiece = 64;
  Value dict;
  SmallVector<Value> pairs;
  auto flush = [&] {
    if (!dict) {
      dict = make<py::BuildMapOp>(pairs);
    } else {
      for (unsigned i = 0; i < pairs.size(); i += 2)
        emit<py::MapAddOp>(dict, pairs[i], pairs[i + 1]);
    }
    pairs.clear();
  };
  for (unsigned i = 0; i < n; ++i) {
    if (!e->keys[i]) {
      if (!dict || !pairs.empty())
        flush();
      Value mapping = visit(e->values[i]);
      emit<py::DictUpdateOp>(dict, mapping);
      continue;
    }
    Value key = visit(e->keys[i]);
    Value value = visit(e->values[i]);
    pairs.push_back(key);
    pairs.push_back(value);
    if (pairs.size() >= (dict ? 2 : 2 * kPiece))
      flush();
  }
  if (!dict || !pairs.empty())
    flush();
  return dict;
}

Value CodeLowering::visitFormatted(FormattedValue *e) {
  Value v = visit(e->value);
  Value spec;
  if (e->format_spec)
    spec = visit(e->format_spec);
  return make<py::FormatValueOp>(v, e->conversion > 0 ? e->conversion : 0,
                                 spec);
}

Value CodeLowering::visitJoined(JoinedStr *e) {
  if (e->values.empty())
    return constant(strAttr(""));
  SmallVector<Value> parts;
  for (Expr *part : e->values)
    parts.push_back(visit(part));
  if (parts.size() == 1)
    return parts[0];
  return make<py::BuildStringOp>(parts);
}

//===----------------------------------------------------------------------===//
// Suspension
//===----------------------------------------------------------------------===//

Value CodeLowering::visitYield(Yield *e) {
  Value v = e->value ? visit(e->value) : none();
  if (scope->isAsyncGenerator)
    v = make<py::AsyncGenWrapOp>(v);
  return make<py::YieldOp>(v);
}

Value CodeLowering::awaitValue(Value awaitable, int kind) {
  return make<py::YieldFromOp>(make<py::GetAwaitableOp>(awaitable, kind));
}

//===----------------------------------------------------------------------===//
// The switch
//===----------------------------------------------------------------------===//

Value CodeLowering::visit(Expr *e) {
  AtNode at(*this, e);
  if (++state.depth > kMaxDepth || state.failed) {
    state.fail(e, "maximum recursion depth exceeded during compilation");
    --state.depth;
    return none();
  }
  Value v = visitExpr(e);
  --state.depth;
  return v;
}

Value CodeLowering::visitExpr(Expr *e) {
  switch (e->kind) {
  case NodeKind::Constant:
    return constant(constantAttr(cast<Constant>(e)->value));
  case NodeKind::Name: {
    auto *name = cast<Name>(e);
    if (name->id->text == "__debug__")
      return constant(mlir::BoolAttr::get(&state.context, true));
    return loadName(name->id);
  }
  case NodeKind::Attribute: {
    auto *attribute = cast<ast::Attribute>(e);
    StringAttr name = state.name(mangle(attribute->attr));
    Value cls, self, super;
    if (isSuperCall(attribute->value) &&
        superMethod(cast<Call>(attribute->value), cls, self, super))
      return make<py::LoadSuperAttrOp>(cls, self, super, name);
    Value object = visit(attribute->value);
    atAttribute(attribute);
    return make<py::LoadAttrOp>(object, name);
  }
  case NodeKind::Subscript: {
    auto *subscript = cast<Subscript>(e);
    Value object = visit(subscript->value);
    Value index = visit(subscript->slice);
    return make<py::GetItemOp>(object, index);
  }
  case NodeKind::Slice: {
    auto *slice = cast<Slice>(e);
    SmallVector<Value, 3> parts;
    parts.push_back(slice->lower ? visit(slice->lower) : none());
    parts.push_back(slice->upper ? visit(slice->upper) : none());
    if (slice->step)
      parts.push_back(visit(slice->step));
    return make<py::BuildSliceOp>(mlir::ValueRange(parts));
  }
  case NodeKind::BinOp: {
    auto *op = cast<BinOp>(e);
    Value lhs = visit(op->left);
    Value rhs = visit(op->right);
    return make<py::BinaryOp>(binaryKind(op->op), lhs, rhs);
  }
  case NodeKind::UnaryOp: {
    auto *op = cast<UnaryOp>(e);
    Value v = visit(op->operand);
    py::UnaryKind kind = op->op == UnaryOperator::Invert
                             ? py::UnaryKind::Invert
                         : op->op == UnaryOperator::Not ? py::UnaryKind::Not
                         : op->op == UnaryOperator::UAdd
                             ? py::UnaryKind::Positive
                             : py::UnaryKind::Negative;
    return make<py::UnaryOp>(kind, v);
  }
  case NodeKind::BoolOp:
    return visitBoolOp(cast<BoolOp>(e));
  case NodeKind::Compare:
    return visitCompare(cast<Compare>(e));
  case NodeKind::IfExp:
    return visitIfExp(cast<IfExp>(e));
  case NodeKind::NamedExpr: {
    auto *named = cast<NamedExpr>(e);
    Value v = visit(named->value);
    store(named->target, v);
    return v;
  }
  case NodeKind::Call:
    return visitCall(cast<Call>(e));
  case NodeKind::Tuple: {
    auto *tuple = cast<Tuple>(e);
    if (Attribute folded = constantOf(e))
      return constant(folded);
    return visitSequence(tuple->elts, true, false);
  }
  case NodeKind::List: {
    const Seq<Expr *> &elements = cast<List>(e)->elts;
    // A long list of constants is extended by a constant tuple at once.
    if (elements.size() > 2) {
      SmallVector<Attribute> parts;
      for (Expr *element : elements) {
        Attribute part = isa<Constant>(element) ? constantOf(element)
                                                : Attribute();
        if (!part)
          break;
        parts.push_back(part);
      }
      if (parts.size() == elements.size()) {
        Value list = make<py::BuildListOp>(mlir::ValueRange());
        emit<py::ListExtendOp>(list, constant(tupleAttr(parts)));
        return list;
      }
    }
    return visitSequence(elements, false, false);
  }
  case NodeKind::Set:
    return visitSequence(cast<Set>(e)->elts, false, true);
  case NodeKind::Dict:
    return visitDict(cast<Dict>(e));
  case NodeKind::JoinedStr:
    return visitJoined(cast<JoinedStr>(e));
  case NodeKind::FormattedValue:
    return visitFormatted(cast<FormattedValue>(e));
  case NodeKind::Lambda:
    return visitLambda(cast<Lambda>(e));
  case NodeKind::ListComp:
  case NodeKind::SetComp:
  case NodeKind::DictComp:
  case NodeKind::GeneratorExp:
    return visitComprehension(e);
  case NodeKind::Yield:
    return visitYield(cast<Yield>(e));
  case NodeKind::YieldFrom: {
    Value v = visit(cast<YieldFrom>(e)->value);
    return make<py::YieldFromOp>(make<py::GetYieldFromIterOp>(v));
  }
  case NodeKind::Await:
    return awaitValue(visit(cast<Await>(e)->value), 0);
  case NodeKind::Starred:
    // In a subscript or an annotation of *args: the parser let it through.
    return visit(cast<Starred>(e)->value);
  default:
    state.fail(e, "internal error: unknown expression");
    return none();
  }
}
