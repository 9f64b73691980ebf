//===- LowerMatch.cpp - match ---------------------------------------------===//
//
// A case is a chain of tests, each of which goes to the case's fail block.
// Captured values stay SSA values until the whole pattern has matched, and are
// then stored in order, as in CPython: a pattern that fails binds nothing. The
// alternatives of an or-pattern meet in a block with one argument per name.
//
//===----------------------------------------------------------------------===//
#include "frontend/lower/CodeLowering.h"

using namespace pyc;
using namespace pyc::lower;

void CodeLowering::require(Value cond, PatternState &ps, bool whenTrue) {
  Block *next = newBlock();
  if (whenTrue)
    condBranch(cond, next, ps.fail);
  else
    condBranch(cond, ps.fail, next);
  place(next);
}

void CodeLowering::capture(PatternState &ps, const Ident *name, Value value) {
  if (name)
    ps.captures.push_back({name, value});
}

static bool isWildcard(Pattern *p) {
  auto *as = dyn_cast<MatchAs>(p);
  return as && !as->name && !as->pattern;
}

void CodeLowering::matchPattern(Pattern *p, Value subject, PatternState &ps) {
  if (++state.depth > kMaxDepth) {
    state.fail(p, "maximum recursion depth exceeded during compilation");
    --state.depth;
    return;
  }
  AtNode at(*this, p);
  switch (p->kind) {
  case NodeKind::MatchValue: {
    Value v = visit(cast<MatchValue>(p)->value);
    require(compare(CmpOperator::Eq, subject, v), ps);
    break;
  }
  case NodeKind::MatchSingleton: {
    Value v = constant(constantAttr(cast<MatchSingleton>(p)->value));
    require(compare(CmpOperator::Is, subject, v), ps);
    break;
  }
  case NodeKind::MatchSequence:
    matchSequence(cast<MatchSequence>(p), subject, ps);
    break;
  case NodeKind::MatchMapping:
    matchMapping(cast<MatchMapping>(p), subject, ps);
    break;
  case NodeKind::MatchClass:
    matchClass(cast<MatchClass>(p), subject, ps);
    break;
  case NodeKind::MatchStar:
    capture(ps, cast<MatchStar>(p)->name, subject);
    break;
  case NodeKind::MatchAs: {
    auto *as = cast<MatchAs>(p);
    if (as->pattern)
      matchPattern(as->pattern, subject, ps);
    capture(ps, as->name, subject);
    break;
  }
  case NodeKind::MatchOr:
    matchOr(cast<MatchOr>(p), subject, ps);
    break;
  default:
    state.fail(p, "internal error: unknown pattern");
  }
  --state.depth;
}

void CodeLowering::matchSequence(MatchSequence *p, Value subject,
                                 PatternState &ps) {
  unsigned n = p->patterns.size();
  int star = -1;
  bool onlyWildcard = true, starWildcard = false;
  for (unsigned i = 0; i < n; ++i) {
    Pattern *element = p->patterns[i];
    if (auto *s = dyn_cast<MatchStar>(element)) {
      star = int(i);
      starWildcard = !s->name;
      onlyWildcard &= starWildcard;
      continue;
    }
    onlyWildcard &= isWildcard(element);
  }
  require(make<py::MatchSequenceOp>(subject), ps);
  if (star < 0) {
    Value length = make<py::GetLenOp>(subject);
    require(compare(CmpOperator::Eq, length, constant(intAttr(n))), ps);
  } else if (n > 1) {
    Value length = make<py::GetLenOp>(subject);
    require(compare(CmpOperator::GtE, length, constant(intAttr(n - 1))), ps);
  }
  if (onlyWildcard)
    return;
  if (starWildcard) {
    // Only the wanted items are fetched, by index; from the end after the star.
    for (unsigned i = 0; i < n; ++i) {
      if (int(i) == star || isWildcard(p->patterns[i]))
        continue;
      Value index;
      if (int(i) < star) {
        index = constant(intAttr(i));
      } else {
        Value length = make<py::GetLenOp>(subject);
        index = make<py::BinaryOp>(py::BinaryKind::Sub, length,
                                   constant(intAttr(n - i)));
      }
      Value item = make<py::GetItemOp>(subject, index);
      matchPattern(p->patterns[i], item, ps);
    }
    return;
  }
  SmallVector<Type> types(n, state.object);
  mlir::Operation *op =
      star >= 0 ? emit<py::UnpackExOp>(types, subject, star).getOperation()
                : emit<py::UnpackSequenceOp>(types, subject).getOperation();
  for (unsigned i = 0; i < n; ++i)
    matchPattern(p->patterns[i], op->getResult(i), ps);
}

void CodeLowering::matchMapping(MatchMapping *p, Value subject,
                                PatternState &ps) {
  unsigned n = p->keys.size();
  require(make<py::MatchMappingOp>(subject), ps);
  if (n == 0 && !p->rest)
    return;
  if (n > 0) {
    Value length = make<py::GetLenOp>(subject);
    require(compare(CmpOperator::GtE, length, constant(intAttr(n))), ps);
  }
  SmallVector<Value> keys;
  for (Expr *key : p->keys)
    keys.push_back(visit(key));
  Value keyTuple = make<py::BuildTupleOp>(keys);
  Value values = make<py::MatchKeysOp>(subject, keyTuple);
  require(compare(CmpOperator::Is, values, none()), ps, false);
  if (n > 0) {
    SmallVector<Type> types(n, state.object);
    auto items = emit<py::UnpackSequenceOp>(types, values);
    for (unsigned i = 0; i < n; ++i)
      matchPattern(p->patterns[i], items.getResult(i), ps);
  }
  if (p->rest)
    capture(ps, p->rest, make<py::CopyDictWithoutKeysOp>(subject, keyTuple));
}

void CodeLowering::matchClass(MatchClass *p, Value subject, PatternState &ps) {
  Value cls = visit(p->cls);
  SmallVector<Attribute> names;
  for (const Ident *name : p->kwd_attrs)
    names.push_back(state.name(mangle(name)));
  unsigned positional = p->patterns.size();
  Value attributes = make<py::MatchClassOp>(
      subject, cls, constant(tupleAttr(names)), int32_t(positional));
  require(compare(CmpOperator::Is, attributes, none()), ps, false);
  unsigned n = positional + p->kwd_patterns.size();
  if (n == 0)
    return;
  SmallVector<Type> types(n, state.object);
  auto items = emit<py::UnpackSequenceOp>(types, attributes);
  for (unsigned i = 0; i < n; ++i) {
    Pattern *part = i < positional ? p->patterns[i]
                                   : p->kwd_patterns[i - positional];
    if (!isWildcard(part))
      matchPattern(part, items.getResult(i), ps);
  }
}

void CodeLowering::matchOr(MatchOr *p, Value subject, PatternState &ps) {
  Block *end = newBlock();
  Block *outerFail = ps.fail;
  size_t before = ps.captures.size();
  SmallVector<const Ident *, 4> names; // in the first alternative's order
  for (unsigned i = 0; i < p->patterns.size(); ++i) {
    bool last = i + 1 == p->patterns.size();
    Block *next = last ? outerFail : newBlock();
    ps.fail = next;
    ps.captures.truncate(before);
    matchPattern(p->patterns[i], subject, ps);
    SmallVector<Value, 4> values;
    if (i == 0) {
      for (size_t k = before; k < ps.captures.size(); ++k) {
        names.push_back(ps.captures[k].first);
        end->addArgument(state.object, loc);
      }
    }
    for (const Ident *name : names)
      for (size_t k = before; k < ps.captures.size(); ++k)
        if (ps.captures[k].first == name) {
          values.push_back(ps.captures[k].second);
          break;
        }
    terminate<py::BrOp>(mlir::ValueRange(values), end);
    if (!last) {
      place(next);
      if (!reachable())
        break; // the alternative before cannot fail
    }
  }
  ps.fail = outerFail;
  place(end);
  ps.captures.truncate(before);
  for (unsigned k = 0; k < names.size(); ++k)
    ps.captures.push_back({names[k], end->getArgument(k)});
}

void CodeLowering::visitMatch(Match *s) {
  Value subject = visit(s->subject);
  Block *end = newBlock();
  for (match_case *c : s->cases) {
    if (!reachable())
      break;
    PatternState ps;
    ps.fail = newBlock();
    setNode(c->pattern);
    matchPattern(c->pattern, subject, ps);
    for (auto &[name, value] : ps.captures)
      storeName(name, value);
    if (c->guard) {
      Block *body = newBlock();
      jumpIf(c->guard, body, ps.fail);
      place(body);
    }
    visitBody(c->body);
    branchIfReachable(end);
    place(ps.fail);
  }
  branchIfReachable(end);
  place(end);
}
