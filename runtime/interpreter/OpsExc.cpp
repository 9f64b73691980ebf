//===- OpsExc.cpp - Raising, handling, matching exceptions ----------------===//
#include "runtime/interpreter/Generator.h"
#include "runtime/interpreter/Interp.h"

namespace pyc {

static bool isExceptionClass(Value v) {
  return isTypeObject(v) && isSubtype(v.as<TypeObject>(), exc::BaseException);
}
static bool isException(Value v) {
  return v.isObject() && isInstanceOf(v, exc::BaseException);
}

/// An instance from what stands behind `raise`. Empty: raised.
static Value exceptionFrom(Thread *t, Value v) {
  if (isException(v))
    return v;
  if (isExceptionClass(v)) {
    Value e = call(t, v);
    if (e && !isException(e))
      return raise(t, exc::TypeError,
                   "calling %V should have returned an instance of BaseException, not %V", v,
                   typeValue(typeOf(e)));
    return e;
  }
  return raise(t, exc::TypeError, "exceptions must derive from BaseException");
}
void raiseStatement(Thread *t, Value v, Value from, bool hasFrom) {
  Value e = exceptionFrom(t, v);
  if (!e)
    return;
  if (hasFrom) {
    Value cause = from;
    if (isExceptionClass(from)) {
      cause = exceptionFrom(t, from);
      if (!cause)
        return;
    } else if (from != None && !isException(from)) {
      raise(t, exc::TypeError, "exception causes must derive from BaseException");
      return;
    }
    auto *x = e.as<ExceptionObject>();
    setSlot(x, &x->cause, cause);
    x->bits |= 1;
  }
  raiseValue(t, e);
}

SLOW(raiseSlow) {
  SYNC();
  if (OP_C == 0) {
    if (!t->handled || t->handled == None || !t->handled.isObject()) {
      raise(t, exc::RuntimeError, "No active exception to reraise");
      RAISE();
    }
    t->pending = t->handled;
    TAIL(raiseAgain);
  }
  raiseStatement(t, REG_A, OP_C == 2 ? REG_B : None, OP_C == 2);
  RAISE();
}
HANDLER(op_Raise) { TAIL(raiseSlow); }

HANDLER(op_EnterHandler) {
  Value *r = &REG_A;
  Value caught = t->pending;
  Value until = t->handled;
  // In a generator: the resumer's exception is not the generator's to restore.
  if (PYC_UNLIKELY(!onRegisterStack(t, base)) && until == generatorAt(base)->handled)
    until = Value::empty();
  t->pending = Value::empty();
  t->handled = caught;
  r[0] = caught;
  r[1] = until;
  NEXT(1);
}
HANDLER(op_LeaveHandler) {
  Value v = base[OP_A + 1];
  if (PYC_UNLIKELY(v.isEmpty() && !onRegisterStack(t, base)))
    v = generatorAt(base)->handled;
  t->handled = v;
  NEXT(1);
}
HANDLER(op_Reraise) {
  t->pending = REG_A;
  TAIL(raiseAgain);
}
SLOW(endAsyncForSlow) {
  Value e = REG_A;
  if (isInstanceOf(e, exc::StopAsyncIteration))
    NEXT(OP_BC);
  t->pending = e;
  TAIL(raiseAgain);
}
HANDLER(op_EndAsyncFor) { TAIL(endAsyncForSlow); }

static const char kNotAClass[] =
    "catching classes that do not inherit from BaseException is not allowed";

/// 1, 0, -1: raised.
static int matches(Thread *t, Value e, Value cls) {
  if (isTuple(cls)) {
    auto *tuple = tupleOf(cls);
    for (int64_t i = 0; i < tuple->length; ++i)
      if (!isExceptionClass(tuple->items[i])) {
        raise(t, exc::TypeError, kNotAClass);
        return -1;
      }
    for (int64_t i = 0; i < tuple->length; ++i)
      if (isInstanceOf(e, tuple->items[i].as<TypeObject>()))
        return 1;
    return 0;
  }
  if (!isExceptionClass(cls)) {
    raise(t, exc::TypeError, kNotAClass);
    return -1;
  }
  return isInstanceOf(e, cls.as<TypeObject>());
}
SLOW(excMatchSlow) {
  SYNC();
  int r = matches(t, REG_B, REG_C);
  if (r < 0)
    RAISE();
  REG_A = boolValue(r);
  NEXT(1);
}
HANDLER(op_ExcMatch) { TAIL(excMatchSlow); }

/// except*: false: raised.
static bool groupMatch(Thread *t, Value e, Value cls, Value &match, Value &rest) {
  match = None;
  rest = e;
  if (e == None)
    return true;
  if (matches(t, e, cls) < 0)
    return false;
  auto isGroupClass = [](Value c) {
    return isTypeObject(c) && isSubtype(c.as<TypeObject>(), exc::BaseExceptionGroup);
  };
  bool group = isGroupClass(cls);
  if (isTuple(cls)) {
    auto *tuple = tupleOf(cls);
    for (int64_t i = 0; i < tuple->length; ++i)
      group |= isGroupClass(tuple->items[i]);
  }
  if (group) {
    raise(t, exc::TypeError,
          "catching ExceptionGroup with except* is not allowed. Use except instead.");
    return false;
  }
  if (isInstanceOf(e, exc::BaseExceptionGroup))
    return splitGroup(t, e, cls, match, rest);
  if (matches(t, e, cls) == 1) {
    // A naked exception is wrapped.
    Value list = newTuple(t, &e, 1);
    if (!list)
      return false;
    Value args[2] = {EmptyStr, list};
    Value g = call(t, typeValue(gExceptionGroup ? gExceptionGroup : exc::BaseExceptionGroup), args, 2);
    if (!g) {
      // Not an Exception: the base group takes it.
      clearPending(t);
      g = call(t, typeValue(exc::BaseExceptionGroup), args, 2);
      if (!g)
        return false;
    }
    auto *from = e.as<ExceptionObject>(), *to = g.as<ExceptionObject>();
    setSlot(to, &to->traceback, from->traceback);
    match = g;
    rest = None;
  }
  return true;
}
SLOW(excGroupMatchSlow) {
  SYNC();
  Value match, rest;
  if (!groupMatch(t, REG_B, REG_C, match, rest))
    RAISE();
  base[OP_A] = match;
  base[OP_A + 1] = rest;
  if (match != None)
    t->handled = match;
  NEXT(1);
}
HANDLER(op_ExcGroupMatch) { TAIL(excGroupMatchSlow); }

/// Leaves of an exception (group) into out.
static void collectLeaves(Value e, RootVector &out) {
  if (!isInstanceOf(e, exc::BaseExceptionGroup)) {
    out.push(e);
    return;
  }
  Value list = e.as<ExceptionObject>()->extra[kGroupExceptions];
  if (!isTuple(list))
    return;
  auto *items = tupleOf(list);
  for (int64_t i = 0; i < items->length; ++i)
    collectLeaves(items->items[i], out);
}
/// The part of `original` whose leaves are in `keep`, structure preserved.
static Value projectGroup(Thread *t, Value original, RootVector &keep) {
  if (!isInstanceOf(original, exc::BaseExceptionGroup)) {
    for (Value v : keep)
      if (v == original)
        return original;
    return None;
  }
  auto *x = original.as<ExceptionObject>();
  Value list = x->extra[kGroupExceptions];
  Value parts = newList(t, nullptr, 0);
  if (!parts)
    return parts;
  auto *items = tupleOf(list);
  for (int64_t i = 0; i < items->length; ++i) {
    Value p = projectGroup(t, items->items[i], keep);
    if (!p)
      return p;
    if (p != None && !listAppend(t, parts.as<ListObject>(), p))
      return Value::empty();
  }
  if (!parts.as<ListObject>()->size)
    return None;
  Value g = callMethod(t, original, "derive", &parts, 1);
  if (!g)
    return g;
  if (isInstanceOf(g, exc::BaseExceptionGroup)) {
    auto *to = g.as<ExceptionObject>();
    setSlot(to, &to->traceback, x->traceback);
    setSlot(to, &to->context, x->context);
    setSlot(to, &to->cause, x->cause);
  }
  return g;
}
/// What to raise behind the except* clauses, from what they raised themselves
/// and what nobody handled (or was raised again).
static Value groupReraise(Thread *t, Value original, Value list) {
  auto *l = list.as<ListObject>();
  if (l->size == 0)
    return None;
  RootVector raised(t), again(t);
  auto *o = original.as<ExceptionObject>();
  for (int64_t i = 0; i < l->size; ++i) {
    Value e = l->items()->items[i];
    if (e == None)
      continue;
    auto *x = e.as<ExceptionObject>();
    // Parts of the original carry its metadata.
    bool same = e == original ||
                (isInstanceOf(e, exc::BaseExceptionGroup) &&
                 isInstanceOf(original, exc::BaseExceptionGroup) &&
                 x->traceback == o->traceback && x->context == o->context &&
                 x->cause == o->cause);
    if (same)
      collectLeaves(e, again);
    else
      raised.push(e);
  }
  Value rest = None;
  if (again.size()) {
    rest = projectGroup(t, original, again);
    if (!rest)
      return rest;
  }
  if (!raised.size())
    return rest;
  // A naked exception met one clause only, and what that raised goes on as it
  // is; what comes of a group is a group.
  if (!isInstanceOf(original, exc::BaseExceptionGroup))
    return raised[0];
  if (rest != None)
    raised.push(rest);
  Value parts = newList(t, raised.begin(), raised.size());
  if (!parts)
    return parts;
  Value args[2] = {EmptyStr, parts};
  bool allExceptions = true;
  for (Value v : raised)
    allExceptions &= isInstanceOf(v, exc::Exception);
  return call(t, typeValue(allExceptions && gExceptionGroup ? gExceptionGroup : exc::BaseExceptionGroup), args, 2);
}
SLOW(excGroupReraiseSlow) {
  SYNC();
  Value r = groupReraise(t, REG_B, REG_C);
  if (r.isEmpty())
    RAISE();
  REG_A = r;
  NEXT(1);
}
HANDLER(op_ExcGroupReraise) { TAIL(excGroupReraiseSlow); }

SLOW(excInfoSlow) {
  Value e = REG_B;
  Value *r = &REG_A;
  Value tb = e.as<ExceptionObject>()->traceback;
  r[0] = typeValue(typeOf(e));
  r[1] = e;
  r[2] = tb.isObject() ? tb : None;
  NEXT(1);
}
HANDLER(op_ExcInfo) { TAIL(excInfoSlow); }
HANDLER(op_AssertError) {
  REG_A = typeValue(exc::AssertionError);
  NEXT(1);
}

} // namespace pyc
