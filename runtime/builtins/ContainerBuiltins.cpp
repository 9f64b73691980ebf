//===- ContainerBuiltins.cpp - len, sorted, sum, min, max, iter, next... --===//
//
// Builtin functions over iterables. The types list, zip, range... are bound
// here too.
//
//===----------------------------------------------------------------------===//
#include "runtime/builtins/Builtins.h"
#include "runtime/builtins/Loops.h"
#include "runtime/object/Types.h"

namespace pyc {

Value newAnextAwaitable(Thread *t, Value wrapped, Value fallback); // AsyncGen.cpp

static Value builtinLen(Thread *t, Value *args, size_t n) {
  int64_t length = lengthOf(t, args[0]);
  return length < 0 ? Value::empty() : newInt(t, length);
}

static Value builtinSorted(Thread *t, Value *args, size_t n) {
  Value list = listFrom(t, args[0]);
  int64_t reverse = 0; // an int, as list.sort has it
  if (!list || (args[2] && !indexAsInt64(t, args[2], reverse, exc::OverflowError)) ||
      !listSort(t, list.as<ListObject>(), args[1] ? args[1] : None, reverse != 0))
    return Value::empty();
  return list;
}

/// Adds while the sum stays a small int or a float, without dispatching.
static Value builtinSum(Thread *t, Value *args, size_t n) {
  Value total = args[1] ? args[1] : Value::fromSmallInt(0);
  if (isStr(total))
    return raise(t, exc::TypeError, "sum() can't sum strings [use ''.join(seq) instead]");
  if (isInstanceOf(total, types::bytes_))
    return raise(t, exc::TypeError, "sum() can't sum bytes [use b''.join(seq) instead]");
  if (isInstanceOf(total, types::bytearray_))
    return raise(t, exc::TypeError, "sum() can't sum bytearray [use b''.join(seq) instead]");
  bool ok = forEach(t, args[0], [&](Value v) {
    if (PYC_LIKELY(total.isInt() && v.isInt())) {
      total = newInt(t, total.asInt() + v.asInt());
      return !total.isEmpty();
    }
    if (total.isFloat() && v.isFloat()) {
      total = newFloat(t, total.asFloat() + v.asFloat());
      return !total.isEmpty();
    }
    total = binaryOp(t, Dunder::Add, total, v);
    return !total.isEmpty();
  });
  return ok ? total : Value::empty();
}

/// min and max: the first of the smallest (largest).
static Value extreme(Thread *t, Value *args, bool wantLess, const char *name) {
  auto *positional = args[0].as<TupleObject>();
  Value key = args[1] ? args[1] : None, fallback = args[2];
  if (positional->length == 0)
    return raise(t, exc::TypeError, "%s expected at least 1 argument, got 0", name);
  if (positional->length > 1 && fallback)
    return raise(t, exc::TypeError,
                 "Cannot specify a default for %s() with multiple positional arguments", name);
  Value best = Value::empty(), bestKey = Value::empty();
  auto consider = [&](Value v) {
    Value k = key == None ? v : call(t, key, v);
    if (!k)
      return false;
    if (!best.isEmpty()) {
      if (k.isInt() && bestKey.isInt()) {
        if (wantLess ? k.asInt() >= bestKey.asInt() : k.asInt() <= bestKey.asInt())
          return true;
      } else {
        Value r = compare(t, wantLess ? Dunder::Lt : Dunder::Gt, k, bestKey);
        int better = r ? isTrue(t, r) : -1;
        if (better <= 0)
          return better == 0;
      }
    }
    best = v;
    bestKey = k;
    return true;
  };
  Value source = positional->length == 1 ? positional->items[0] : args[0];
  if (!forEach(t, source, consider))
    return Value::empty();
  if (best)
    return best;
  if (fallback)
    return fallback;
  return raise(t, exc::ValueError, "%s() arg is an empty sequence", name);
}
static Value builtinMin(Thread *t, Value *args, size_t n) { return extreme(t, args, true, "min"); }
static Value builtinMax(Thread *t, Value *args, size_t n) { return extreme(t, args, false, "max"); }

/// min and max of several arguments, no keywords.
template <bool WantLess> static Value extremeOf(Thread *t, Value *args, size_t n) {
  if (n == 1) {
    Value bound[3] = {newTuple(t, args, 1), Value::empty(), Value::empty()};
    return bound[0] ? extreme(t, bound, WantLess, WantLess ? "min" : "max") : bound[0];
  }
  Value best = args[0];
  for (size_t i = 1; i < n; ++i) {
    Value v = args[i];
    if (v.isInt() && best.isInt()) {
      if (WantLess ? v.asInt() < best.asInt() : v.asInt() > best.asInt())
        best = v;
      continue;
    }
    if (v.isFloat() && best.isFloat()) {
      if (WantLess ? v.asFloat() < best.asFloat() : v.asFloat() > best.asFloat())
        best = v;
      continue;
    }
    Value r = compare(t, WantLess ? Dunder::Lt : Dunder::Gt, v, best);
    int better = r ? isTrue(t, r) : -1;
    if (better < 0)
      return Value::empty();
    if (better)
      best = v;
  }
  return best;
}

static Value builtinAny(Thread *t, Value *args, size_t n) {
  int r = 0;
  bool ok = forEach(t, args[0], [&](Value v) { return (r = isTrue(t, v)) == 0; });
  return ok || r > 0 ? boolValue(r > 0) : Value::empty();
}
static Value builtinAll(Thread *t, Value *args, size_t n) {
  int r = 1;
  bool ok = forEach(t, args[0], [&](Value v) { return (r = isTrue(t, v)) == 1; });
  return ok || r == 0 ? (t->pending ? Value::empty() : boolValue(r > 0)) : Value::empty();
}

static Value builtinIter(Thread *t, Value *args, size_t n) {
  if (!args[1])
    return getIter(t, args[0]);
  Value callableAttr = lookupDunder(typeOf(args[0]), Dunder::Call);
  if (!callableAttr)
    return raise(t, exc::TypeError, "iter(v, w): v must be callable");
  auto *it = gcAllocate<CallableIterObject>(t, sizeof(CallableIterObject), shapes::callableIterator);
  if (!it)
    return Value::empty();
  it->callable = args[0];
  it->sentinel = args[1];
  return Value::fromObject(it);
}

static Value builtinNext(Thread *t, Value *args, size_t n) {
  Value it = args[0], v;
  IteratorStep step = it.isObject() ? iteratorStepOf(it.asObject()->shape()) : nullptr;
  if (step) {
    v = step(t, it);
    if (v || t->pending)
      return v;
    return args[1] ? args[1] : raiseStopIteration(t, Value::empty());
  }
  if (!lookupDunder(typeOf(it), Dunder::Next))
    return raise(t, exc::TypeError, "'%T' object is not an iterator", it);
  v = callDunder(t, it, Dunder::Next, nullptr, 0);
  if (!v && args[1] && pendingMatches(t, exc::StopIteration)) {
    clearPending(t);
    return args[1];
  }
  return v;
}

static Value builtinAIter(Thread *t, Value *args, size_t n) {
  if (!lookupDunder(typeOf(args[0]), Dunder::AIter))
    return raise(t, exc::TypeError, "'%T' object is not an async iterable", args[0]);
  Value it = callDunder(t, args[0], Dunder::AIter, nullptr, 0);
  if (it && !lookupDunder(typeOf(it), Dunder::ANext))
    return raise(t, exc::TypeError, "aiter() returned not an async iterator of type '%T'", it);
  return it;
}

static Value builtinANext(Thread *t, Value *args, size_t n) {
  if (!lookupDunder(typeOf(args[0]), Dunder::ANext))
    return raise(t, exc::TypeError, "'%T' object is not an async iterator", args[0]);
  Value next = callDunder(t, args[0], Dunder::ANext, nullptr, 0);
  return next && args[1] ? newAnextAwaitable(t, next, args[1]) : next;
}

static const NativeDef containerBuiltins[] = {
    {"len", builtinLen, "(obj, /)", kEffAny, "Return the number of items in a container."},
    {"sorted", builtinSorted, "(iterable, /, *, key=None, reverse=False)", kEffAny, "A new sorted list of the items of an iterable.", 0, kLoopSorted},
    {"sum", builtinSum, "(iterable, /, start=0)", kEffAny, "start plus all items of an iterable.", 0, kLoopSum},
    {"min", builtinMin, "(*args, key=None, default=None)", kEffAny, "The smallest item.", 0, kLoopMin, nullptr, extremeOf<true>},
    {"max", builtinMax, "(*args, key=None, default=None)", kEffAny, "The largest item.", 0, kLoopMax, nullptr, extremeOf<false>},
    {"any", builtinAny, "(iterable, /)", kEffAny, "Is some item true?", 0, kLoopAny},
    {"all", builtinAll, "(iterable, /)", kEffAny, "Are all items true?", 0, kLoopAll},
    {"iter", builtinIter, "(object, sentinel=None, /)", kEffAny, "An iterator over object, or over calls of it up to sentinel."},
    {"next", builtinNext, "(iterator, default=None, /)", kEffAny, "The next item of an iterator."},
    {"aiter", builtinAIter, "(async_iterable, /)", kEffAny, "The asynchronous iterator of an asynchronous iterable."},
    {"anext", builtinANext, "(aiterator, default=None, /)", kEffAny, "The next item of an asynchronous iterator."},
    {nullptr, nullptr, nullptr}};

void addContainerBuiltins(Thread *t) {
  addBuiltins(t, containerBuiltins);
  struct { const char *name; TypeObject *type; } rows[] = {
      {"list", types::list_}, {"tuple", types::tuple_}, {"dict", types::dict_},
      {"set", types::set_}, {"frozenset", types::frozenset_}, {"range", types::range_},
      {"slice", types::slice_}, {"enumerate", types::enumerate_}, {"zip", types::zip_},
      {"map", types::map_}, {"filter", types::filter_}, {"reversed", types::reversed_}};
  for (auto &r : rows)
    addBuiltin(t, r.name, Value::fromObject(r.type));
}

} // namespace pyc
