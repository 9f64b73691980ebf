//===- LowerTry.cpp - try, with and leaving them --------------------------===//
//
// A handler starts with enter_handler, which makes the caught exception the
// handled one and yields the one handled before. Whatever way the handler is
// left, leave_handler puts that one back:
//
//   handler:  %exc, %prev = enter_handler
//             try body unwind cleanup
//   body:     ...                       (any exit: end_try, leave_handler)
//   cleanup:  %new, _ = enter_handler   (an exception was raised in the body)
//             leave_handler %exc, %prev
//             reraise %new
//
// A finally body is lowered once for each way of reaching it, as CPython does:
// after the body, after each break, continue and return, and in the handler.
//
//===----------------------------------------------------------------------===//
#include "frontend/lower/CodeLowering.h"

using namespace pyc;
using namespace pyc::lower;

void CodeLowering::openTry(Block *handler) {
  Block *body = newBlock();
  terminate<py::TryOp>(body, handler);
  place(body);
}

void CodeLowering::closeTry() {
  Block *next = newBlock();
  terminate<py::EndTryOp>(next);
  place(next);
}

void CodeLowering::beginHandler(Block *handler, Value &exception,
                                Value &previous) {
  place(handler);
  auto op = emit<py::EnterHandlerOp>(state.object, state.object);
  exception = op.getException();
  previous = op.getPrevious();
}

void CodeLowering::leaveHandler(Value exception, Value previous) {
  emit<py::LeaveHandlerOp>(exception, previous);
}

void CodeLowering::cleanupHandler(Block *cleanup, Value exception,
                                  Value previous) {
  Value raised, unused;
  beginHandler(cleanup, raised, unused);
  leaveHandler(exception, previous);
  terminate<py::ReraiseOp>(raised);
}

void CodeLowering::clearName(const Ident *name) {
  storeName(name, none());
  deleteName(name);
}

Value CodeLowering::callExit(Value exit, bool async) {
  SmallVector<Value, 3> nones = {none(), none(), none()};
  Value v = make<py::CallOp>(exit, nones, Attribute());
  return async ? awaitValue(v, 2) : v;
}

void CodeLowering::unwindTo(size_t depth) {
  SmallVector<Unwind, 8> saved(unwinds.begin() + ptrdiff_t(depth),
                               unwinds.end());
  while (unwinds.size() > depth && reachable()) {
    // What is emitted here belongs to the code outside of the entry.
    Unwind u = unwinds.pop_back_val();
    switch (u.kind) {
    case Unwind::Loop:
      break;
    case Unwind::Region:
      closeTry();
      break;
    case Unwind::Finally:
      closeTry();
      visitBody(*u.body);
      break;
    case Unwind::Handler:
      leaveHandler(u.exception, u.previous);
      break;
    case Unwind::NameClear:
      clearName(u.name);
      break;
    case Unwind::With:
    case Unwind::AsyncWith: {
      closeTry();
      AtNode at(*this, u.node);
      callExit(u.exit, u.kind == Unwind::AsyncWith);
      break;
    }
    }
  }
  unwinds.truncate(depth);
  unwinds.append(saved.begin(), saved.end());
}

//===----------------------------------------------------------------------===//
// try
//===----------------------------------------------------------------------===//

void CodeLowering::lowerFinally(Stmt *s, const Seq<Stmt *> &finalbody,
                                llvm::function_ref<void()> body) {
  Block *handler = newBlock(), *end = newBlock();
  openTry(handler);
  Unwind u{Unwind::Finally};
  u.body = &finalbody;
  unwinds.push_back(u);
  body();
  unwinds.pop_back();
  if (reachable()) {
    closeTry();
    visitBody(finalbody);
    branchIfReachable(end);
  }

  setNode(s);
  Value exception, previous;
  beginHandler(handler, exception, previous);
  Block *cleanup = newBlock();
  openTry(cleanup);
  Unwind inHandler{Unwind::Handler};
  inHandler.exception = exception;
  inHandler.previous = previous;
  unwinds.push_back(inHandler);
  unwinds.push_back(Unwind{Unwind::Region});
  visitBody(finalbody);
  unwinds.pop_back();
  unwinds.pop_back();
  if (reachable()) {
    closeTry();
    leaveHandler(exception, previous);
    terminate<py::ReraiseOp>(exception);
  }
  cleanupHandler(cleanup, exception, previous);
  place(end);
}

void CodeLowering::visitTry(Try *s) {
  if (s->finalbody.empty()) {
    visitTryExcept(s);
    return;
  }
  lowerFinally(s, s->finalbody, [&] {
    if (s->handlers.empty())
      visitBody(s->body);
    else
      visitTryExcept(s);
  });
}

/// The named exception is bound, the body lowered, the name cleared on every
/// way out. The caller has pushed what is around.
void CodeLowering::handlerBody(ExceptHandler *h, Value value) {
  if (!h->name) {
    visitBody(h->body);
    return;
  }
  storeName(h->name, value);
  Block *clear = newBlock();
  openTry(clear);
  Unwind name{Unwind::NameClear};
  name.name = h->name;
  unwinds.push_back(name);
  unwinds.push_back(Unwind{Unwind::Region});
  visitBody(h->body);
  unwinds.pop_back();
  unwinds.pop_back();
  if (reachable()) {
    closeTry();
    clearName(h->name);
  }
  Block *after = block;
  Value raised, before;
  beginHandler(clear, raised, before);
  clearName(h->name);
  leaveHandler(raised, before);
  terminate<py::ReraiseOp>(raised);
  block = after;
  if (after)
    b.setInsertionPointToEnd(after);
}

/// The body and its else part, which go on at `end`; then where the handlers
/// begin, inside a region that `cleanup` ends. The caller pops two unwinds.
void CodeLowering::protectedBody(Stmt *s, const Seq<Stmt *> &body,
                                 const Seq<Stmt *> &orelse, Block *end,
                                 Block *cleanup, Value &exception,
                                 Value &previous) {
  Block *handler = newBlock();
  openTry(handler);
  unwinds.push_back(Unwind{Unwind::Region});
  visitBody(body);
  unwinds.pop_back();
  if (reachable()) {
    closeTry();
    visitBody(orelse);
    branchIfReachable(end);
  }

  setNode(s);
  beginHandler(handler, exception, previous);
  openTry(cleanup);
  Unwind inHandler{Unwind::Handler};
  inHandler.exception = exception;
  inHandler.previous = previous;
  unwinds.push_back(inHandler);
  unwinds.push_back(Unwind{Unwind::Region});
}

void CodeLowering::visitTryExcept(Try *s) {
  Block *end = newBlock(), *cleanup = newBlock();
  Value exception, previous;
  protectedBody(s, s->body, s->orelse, end, cleanup, exception, previous);
  for (ExceptHandler *h : s->handlers) {
    setNode(h);
    Block *next = nullptr;
    if (h->type) {
      Value type = visit(h->type);
      Block *match = newBlock();
      next = newBlock();
      condBranch(make<py::ExcMatchOp>(exception, type), match, next);
      place(match);
    }
    handlerBody(h, exception);
    if (reachable()) {
      closeTry();
      leaveHandler(exception, previous);
      branch(end);
    }
    if (!next)
      break;
    place(next);
  }
  unwinds.pop_back();
  unwinds.pop_back();
  if (reachable()) {
    // No handler takes it.
    setNode(s->handlers.back());
    closeTry();
    leaveHandler(exception, previous);
    terminate<py::ReraiseOp>(exception);
  }
  cleanupHandler(cleanup, exception, previous);
  place(end);
}

//===----------------------------------------------------------------------===//
// try ... except*
//===----------------------------------------------------------------------===//

void CodeLowering::visitTryStar(TryStar *s) {
  if (s->finalbody.empty()) {
    visitTryStarExcept(s);
    return;
  }
  lowerFinally(s, s->finalbody, [&] { visitTryStarExcept(s); });
}

void CodeLowering::visitTryStarExcept(TryStar *s) {
  Block *end = newBlock(), *cleanup = newBlock();
  Value exception, previous;
  protectedBody(s, s->body, s->orelse, end, cleanup, exception, previous);
  // Every handler takes its part; what their bodies raise and what is left is
  // collected in a list.
  Value raisedList = make<py::BuildListOp>(mlir::ValueRange());
  Value rest = exception;
  for (ExceptHandler *h : s->handlers) {
    setNode(h);
    Value type = visit(h->type);
    auto match = emit<py::ExcGroupMatchOp>(state.object, state.object, rest,
                                           type);
    rest = match.getRest();
    Value nothing = compare(CmpOperator::Is, match.getMatch(), none());
    Block *take = newBlock(), *next = newBlock(), *inner = newBlock();
    condBranch(nothing, next, take);
    place(take);
    openTry(inner);
    unwinds.push_back(Unwind{Unwind::Region});
    handlerBody(h, match.getMatch());
    unwinds.pop_back();
    if (reachable()) {
      closeTry();
      branch(next);
    }
    Value raised, before;
    beginHandler(inner, raised, before);
    emit<py::ListAppendOp>(raisedList, raised);
    leaveHandler(raised, before);
    branch(next);
    place(next);
  }
  emit<py::ListAppendOp>(raisedList, rest);
  Value result = make<py::ExcGroupReraiseOp>(exception, raisedList);
  closeTry();
  unwinds.pop_back();
  unwinds.pop_back();
  leaveHandler(exception, previous);
  Block *reraise = newBlock();
  condBranch(compare(CmpOperator::Is, result, none()), end, reraise);
  place(reraise);
  terminate<py::ReraiseOp>(result);
  cleanupHandler(cleanup, exception, previous);
  place(end);
}

//===----------------------------------------------------------------------===//
// with
//===----------------------------------------------------------------------===//

void CodeLowering::visitWith(const Seq<withitem *> &items, unsigned index,
                             const Seq<Stmt *> &body, Stmt *s, bool async) {
  if (index == items.size()) {
    visitBody(body);
    return;
  }
  withitem *item = items[index];
  Value manager = visit(item->context_expr);
  setNode(s);
  Value enter = make<py::LoadSpecialOp>(manager, async ? 2 : 0);
  Value exit = make<py::LoadSpecialOp>(manager, async ? 3 : 1);
  Value entered = make<py::CallOp>(enter, mlir::ValueRange(), Attribute());
  if (async)
    entered = awaitValue(entered, 1);

  Block *handler = newBlock(), *end = newBlock();
  openTry(handler);
  Unwind u{async ? Unwind::AsyncWith : Unwind::With};
  u.exit = exit;
  u.node = s;
  unwinds.push_back(u);
  if (item->optional_vars)
    store(item->optional_vars, entered);
  visitWith(items, index + 1, body, s, async);
  unwinds.pop_back();
  setNode(s);
  if (reachable()) {
    closeTry();
    callExit(exit, async);
    branch(end);
  }

  Value exception, previous;
  beginHandler(handler, exception, previous);
  Block *cleanup = newBlock(), *suppress = newBlock(), *propagate = newBlock();
  openTry(cleanup);
  auto info = emit<py::ExcInfoOp>(state.object, state.object, state.object,
                                  exception);
  SmallVector<Value, 3> args(info.getResults().begin(),
                             info.getResults().end());
  Value result = make<py::CallOp>(exit, args, Attribute());
  if (async)
    result = awaitValue(result, 2);
  condBranch(result, suppress, propagate);
  place(propagate);
  closeTry();
  leaveHandler(exception, previous);
  terminate<py::ReraiseOp>(exception);
  place(suppress);
  closeTry();
  leaveHandler(exception, previous);
  branch(end);
  cleanupHandler(cleanup, exception, previous);
  place(end);
}
