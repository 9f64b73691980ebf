//===- Itertools.cpp - The module itertools, without combinatorics --------===//
//
// Each tool is a step function (Containers.h) over the shared layout. A step
// that calls Python may be entered again from there; state is changed only
// after the call has returned.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/ItertoolsShared.h"

namespace pyc::itertools {

bool addType(Thread *t, ModuleObject *m, const char *name, const NativeDef *methods, IteratorStep step, TypeObject **out) {
  std::string full = std::string("itertools.") + name;
  // The name lives as long as the type.
  TypeSpec spec{strdup(full.c_str()), Kind::Iterator, sizeof(Iter), TraceKind::FixedSlots, 3, 6, methods};
  spec.typeFlags = kTypeBaseable;
  TypeObject *type = makeBuiltinType(t, spec);
  registerIteratorStep(type->instanceShape, step);
  if (out)
    *out = type;
  return moduleSet(t, m, name, typeValue(type));
}

namespace {

//===-- count(start, step): a number, b step, c 1 = small; v0, v1 otherwise ===//

Value countNew(Thread *t, Value *args, size_t n) {
  Value start = args[1] ? args[1] : Value::fromSmallInt(0), step = args[2] ? args[2] : Value::fromSmallInt(1);
  for (Value v : {start, step})
    if (!isIntLike(v) && !isFloatExact(v) && !lookupDunder(typeOf(v), Dunder::Index) &&
        !lookupDunder(typeOf(v), Dunder::Float) && !lookupDunder(typeOf(v), Dunder::Complex) && typeOf(v) != types::complex_)
      return raise(t, exc::TypeError, "a number is required");
  Iter *it = make(t, args[0]);
  if (!it)
    return Value::empty();
  it->c = start.isInt() && step.isInt();
  if (it->c) {
    it->a = start.asInt();
    it->b = step.asInt();
  }
  set(it, 0, start);
  set(it, 1, step);
  return value(it);
}
Value countStep(Thread *t, Value v) {
  Iter *it = I(v);
  if (PYC_LIKELY(it->c)) {
    Value r = Value::fromSmallInt(it->a);
    it->a += it->b;
    if (!Value::fitsSmallInt(it->a)) {
      it->c = 0;
      Value next = newInt(t, it->a);
      if (!next)
        return next;
      set(it, 0, next);
    }
    return r;
  }
  Value r = it->v[0], next = binaryOp(t, Dunder::Add, r, it->v[1]);
  if (!next)
    return next;
  set(it, 0, next);
  return r;
}
Value countRepr(Thread *t, Value *args, size_t n) {
  Iter *it = I(args[0]);
  Value a = repr(t, it->c ? newInt(t, it->a) : it->v[0]), b = a ? repr(t, it->v[1]) : a;
  if (!b)
    return b;
  std::string text = typeNameOf(args[0]) + "(" + strToUtf8(a);
  if (it->v[1] != Value::fromSmallInt(1))
    text += ", " + strToUtf8(b);
  return newStr(t, text + ")");
}
Value countReduce(Thread *t, Value *args, size_t n) {
  Iter *it = I(args[0]);
  Value inner[2] = {it->c ? newInt(t, it->a) : it->v[0], it->v[1]};
  Value outer[2] = {typeValue(typeOf(args[0])), newTuple(t, inner, 2)};
  return outer[1] ? newTuple(t, outer, 2) : outer[1];
}
const NativeDef countMethods[] = {ITERTOOL_ROWS(countNew, "($type, start=0, step=1)", 0, countStep),
                                  {"__repr__", countRepr, "($self, /)"}, {"__reduce__", countReduce, "($self, /)"}, ITERTOOL_END};

//===-- cycle(iterable): v0 iterator or 0, v1 list, a next of the list ======//

Value cycleNew(Thread *t, Value *args, size_t n) {
  Value source = getIter(t, args[1]), list = source ? newList(t, nullptr, 0) : source;
  Iter *it = list ? make(t, args[0]) : nullptr;
  if (it) {
    set(it, 0, source);
    set(it, 1, list);
  }
  return value(it);
}
Value cycleStep(Thread *t, Value v) {
  Iter *it = I(v);
  if (it->v[0].isObject()) {
    Value x = iterNext(t, it->v[0]);
    if (x)
      return listAppend(t, it->v[1].as<ListObject>(), x) ? x : Value::empty();
    if (t->pending)
      return x;
    it->v[0] = kNothing;
  }
  auto *l = it->v[1].as<ListObject>();
  if (l->size == 0)
    return Value::empty();
  if (it->a >= l->size)
    it->a = 0;
  return l->items()->items[it->a++];
}
const NativeDef cycleMethods[] = {ITERTOOL_ROWS(cycleNew, "($type, iterable, /)", 0, cycleStep), ITERTOOL_END};

//===-- repeat(object, times): v0 object, a left or -1 ======================//

Value repeatNew(Thread *t, Value *args, size_t n) {
  int64_t times = -1;
  if (args[2] && !indexAsInt64(t, args[2], times, exc::OverflowError))
    return Value::empty();
  if (args[2] && times < 0)
    times = 0;
  Iter *it = make(t, args[0]);
  if (it) {
    it->a = times;
    set(it, 0, args[1]);
  }
  return value(it);
}
Value repeatStep(Thread *t, Value v) {
  Iter *it = I(v);
  if (it->a == 0)
    return Value::empty();
  it->a -= it->a > 0;
  return it->v[0];
}
Value repeatHint(Thread *t, Value *args, size_t n) {
  if (I(args[0])->a < 0)
    return raise(t, exc::TypeError, "len() of unsized object");
  return newInt(t, I(args[0])->a);
}
Value repeatRepr(Thread *t, Value *args, size_t n) {
  Value r = repr(t, I(args[0])->v[0]);
  if (!r)
    return r;
  std::string text = typeNameOf(args[0]) + "(" + strToUtf8(r);
  if (I(args[0])->a >= 0)
    text += ", " + std::to_string(I(args[0])->a);
  return newStr(t, text + ")");
}
const NativeDef repeatMethods[] = {ITERTOOL_ROWS(repeatNew, "($type, object, times=None)", 0, repeatStep),
                                   {"__length_hint__", repeatHint, "($self, /)"}, {"__repr__", repeatRepr, "($self, /)"}, ITERTOOL_END};

//===-- chain(*iterables): v0 iterator of iterables or 0, v1 current ========//

Value chainFrom(Thread *t, Value cls, Value iterables) {
  Value source = getIter(t, iterables);
  Iter *it = source ? make(t, cls) : nullptr;
  if (it)
    set(it, 0, source);
  return value(it);
}
Value chainNew(Thread *t, Value *args, size_t n) { return chainFrom(t, args[0], args[1]); }
Value chainFromIterable(Thread *t, Value *args, size_t n) { return chainFrom(t, args[0], args[1]); }
Value chainStep(Thread *t, Value v) {
  Iter *it = I(v);
  for (;;) {
    if (it->v[1].isObject()) {
      Value x = iterNext(t, it->v[1]);
      if (x || t->pending)
        return x;
      it->v[1] = kNothing;
    }
    if (!it->v[0].isObject())
      return Value::empty();
    Value next = iterNext(t, it->v[0]);
    if (!next) {
      it->v[0] = kNothing;
      return next;
    }
    Value current = getIter(t, next);
    if (!current) {
      it->v[0] = kNothing;
      return current;
    }
    set(it, 1, current);
  }
}
const NativeDef chainMethods[] = {
    ITERTOOL_ROWS(chainNew, "($type, *iterables)", 0, chainStep),
    {"from_iterable", chainFromIterable, "($type, iterable, /)", kEffAny, nullptr, kNativeClass},
    {"__class_getitem__", genericClassGetItem, "($type, item, /)", kEffAny, nullptr, kNativeClass}, ITERTOOL_END};

//===-- islice: v0 iterator or 0; a position, b stop or -1, c step; v1 next =//

/// None or an int from 0 on. -1 out for None.
bool sliceBound(Thread *t, Value v, int64_t &out, const char *message) {
  if (v == None) {
    out = -1;
    return true;
  }
  Value i = isIntLike(v) || lookupDunder(typeOf(v), Dunder::Index) ? asIndex(t, v) : Value::empty();
  if (i && intToInt64(i, out) && out >= 0)
    return true;
  clearPending(t);
  raise(t, exc::ValueError, "%s", message);
  return false;
}
Value isliceNew(Thread *t, Value *args, size_t n) {
  if (n < 3)
    return raise(t, exc::TypeError, "islice expected at least 2 arguments, got %zu", n - 1);
  if (n > 5)
    return raise(t, exc::TypeError, "islice expected at most 4 arguments, got %zu", n - 1);
  int64_t start = 0, stop = -1, step = 1;
  const char *stopError = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
  const char *bothError = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
  if (n == 3) {
    if (!sliceBound(t, args[2], stop, stopError))
      return Value::empty();
  } else {
    if (!sliceBound(t, args[2], start, bothError) || !sliceBound(t, args[3], stop, stopError))
      return Value::empty();
    if (start < 0)
      start = 0;
    if (n == 5) {
      if (!sliceBound(t, args[4], step, "Step for islice() must be a positive integer or None."))
        return Value::empty();
      if (args[4] == None)
        step = 1;
      if (step < 1)
        return raise(t, exc::ValueError, "Step for islice() must be a positive integer or None.");
    }
  }
  Value source = getIter(t, args[1]);
  Iter *it = source ? make(t, args[0]) : nullptr;
  if (it) {
    set(it, 0, source);
    it->b = stop;
    it->c = step;
    set(it, 1, Value::fromSmallInt(start)); // position of the next item wanted
  }
  return value(it);
}
Value isliceStep(Thread *t, Value v) {
  Iter *it = I(v);
  if (!it->v[0].isObject())
    return Value::empty();
  int64_t next = it->v[1].asInt();
  int64_t stop = it->b;
  while (it->a < (stop >= 0 && stop < next ? stop : next)) {
    Value x = iterNext(t, it->v[0]);
    if (!x) {
      it->v[0] = kNothing;
      return x;
    }
    ++it->a;
  }
  if (stop >= 0 && it->a >= stop) {
    it->v[0] = kNothing;
    return Value::empty();
  }
  Value x = iterNext(t, it->v[0]);
  if (!x) {
    it->v[0] = kNothing;
    return x;
  }
  ++it->a;
  next += it->c;
  it->v[1] = Value::fromSmallInt(next > Value::kMaxInt || (stop >= 0 && next > stop) ? (stop >= 0 ? stop : Value::kMaxInt) : next);
  return x;
}
const NativeDef isliceMethods[] = {ITERTOOL_ROWS(isliceNew, "($type, *args)", kNativeRaw, isliceStep), ITERTOOL_END};

//===-- those with a function: v0 function, v1 iterator, a state ============//

Value functionNew(Thread *t, Value *args, size_t n) {
  Value source = getIter(t, args[2]);
  Iter *it = source ? make(t, args[0]) : nullptr;
  if (it) {
    set(it, 0, args[1]);
    set(it, 1, source);
  }
  return value(it);
}
int test(Thread *t, Value f, Value x) {
  if (f == None || f == typeValue(types::bool_))
    return isTrue(t, x);
  Value r = call(t, f, x);
  return r ? isTrue(t, r) : -1;
}
Value takewhileStep(Thread *t, Value v) {
  Iter *it = I(v);
  if (it->a)
    return Value::empty();
  Value x = iterNext(t, it->v[1]);
  if (!x)
    return x;
  Value good = call(t, it->v[0], x);
  int r = good ? isTrue(t, good) : -1;
  if (r > 0)
    return x;
  if (r == 0)
    it->a = 1;
  return Value::empty();
}
Value dropwhileStep(Thread *t, Value v) {
  Iter *it = I(v);
  for (;;) {
    Value x = iterNext(t, it->v[1]);
    if (!x || it->a)
      return x;
    Value good = call(t, it->v[0], x);
    int r = good ? isTrue(t, good) : -1;
    if (r < 0)
      return Value::empty();
    if (r == 0) {
      it->a = 1;
      return x;
    }
  }
}
Value filterfalseStep(Thread *t, Value v) {
  Iter *it = I(v);
  for (;;) {
    Value x = iterNext(t, it->v[1]);
    if (!x)
      return x;
    int r = test(t, it->v[0], x);
    if (r <= 0)
      return r < 0 ? Value::empty() : x;
  }
}
Value starmapStep(Thread *t, Value v) {
  Iter *it = I(v);
  Value x = iterNext(t, it->v[1]);
  Value args = x ? tupleFrom(t, x) : x;
  if (!args)
    return args;
  // Calls may overwrite their arguments: not those of a tuple.
  auto *tuple = args.as<TupleObject>();
  RootVector a(t);
  for (int64_t i = 0; i < tuple->length; ++i)
    a.push(tuple->items[i]);
  return call(t, it->v[0], a.data, a.size());
}
const NativeDef takewhileMethods[] = {ITERTOOL_ROWS(functionNew, "($type, predicate, iterable, /)", 0, takewhileStep), ITERTOOL_END};
const NativeDef dropwhileMethods[] = {ITERTOOL_ROWS(functionNew, "($type, predicate, iterable, /)", 0, dropwhileStep), ITERTOOL_END};
const NativeDef filterfalseMethods[] = {ITERTOOL_ROWS(functionNew, "($type, function, iterable, /)", 0, filterfalseStep), ITERTOOL_END};
const NativeDef starmapMethods[] = {ITERTOOL_ROWS(functionNew, "($type, function, iterable, /)", 0, starmapStep), ITERTOOL_END};

//===-- accumulate: v0 iterator, v1 function, v2 total, v3 initial, a begun =//

Value accumulateNew(Thread *t, Value *args, size_t n) {
  Value source = getIter(t, args[1]);
  Iter *it = source ? make(t, args[0]) : nullptr;
  if (it) {
    set(it, 0, source);
    set(it, 1, args[2] ? args[2] : None);
    set(it, 3, args[3] ? args[3] : None);
  }
  return value(it);
}
Value accumulateStep(Thread *t, Value v) {
  Iter *it = I(v);
  if (!it->a && it->v[3] != None) {
    it->a = 1;
    set(it, 2, it->v[3]);
    return it->v[2];
  }
  Value x = iterNext(t, it->v[0]);
  if (!x)
    return x;
  if (!it->a) {
    it->a = 1;
    set(it, 2, x);
    return x;
  }
  Value total;
  if (it->v[1] == None) {
    total = binaryOp(t, Dunder::Add, it->v[2], x);
  } else {
    Value a[2] = {it->v[2], x};
    total = call(t, it->v[1], a, 2);
  }
  if (total)
    set(it, 2, total);
  return total;
}
const NativeDef accumulateMethods[] = {ITERTOOL_ROWS(accumulateNew, "($type, iterable, func=None, *, initial=None)", 0, accumulateStep), ITERTOOL_END};

//===-- compress: v0 data, v1 selectors =====================================//

Value compressNew(Thread *t, Value *args, size_t n) {
  Value data = getIter(t, args[1]), selectors = data ? getIter(t, args[2]) : data;
  Iter *it = selectors ? make(t, args[0]) : nullptr;
  if (it) {
    set(it, 0, data);
    set(it, 1, selectors);
  }
  return value(it);
}
Value compressStep(Thread *t, Value v) {
  Iter *it = I(v);
  for (;;) {
    Value x = iterNext(t, it->v[0]), s = x ? iterNext(t, it->v[1]) : x;
    int r = s ? isTrue(t, s) : -1;
    if (r)
      return r > 0 ? x : Value::empty();
  }
}
const NativeDef compressMethods[] = {ITERTOOL_ROWS(compressNew, "($type, data, selectors)", 0, compressStep), ITERTOOL_END};

//===-- pairwise: v0 iterator or 0, v1 previous or 0, a begun ===============//

Value pairwiseNew(Thread *t, Value *args, size_t n) {
  Value source = getIter(t, args[1]);
  Iter *it = source ? make(t, args[0]) : nullptr;
  if (it)
    set(it, 0, source);
  return value(it);
}
Value pairwiseStep(Thread *t, Value v) {
  Iter *it = I(v);
  if (!it->v[0].isObject())
    return Value::empty();
  if (!it->a) {
    Value first = iterNext(t, it->v[0]);
    if (!first) {
      it->v[0] = kNothing;
      return first;
    }
    it->a = 1;
    set(it, 1, first);
    if (!it->v[0].isObject())
      return Value::empty();
  }
  Value pair[2] = {it->v[1], iterNext(t, it->v[0])};
  if (!pair[1]) {
    it->v[0] = it->v[1] = kNothing;
    return pair[1];
  }
  set(it, 1, pair[1]);
  return newTuple(t, pair, 2);
}
const NativeDef pairwiseMethods[] = {ITERTOOL_ROWS(pairwiseNew, "($type, iterable, /)", 0, pairwiseStep), ITERTOOL_END};

//===-- zip_longest: v0 tuple of iterators (int 0: ended), v1 fill, a live ==//

Value zipLongestNew(Thread *t, Value *args, size_t n) {
  auto *iterables = args[1].as<TupleObject>();
  ValueBuffer *its = newValueBuffer(t, static_cast<size_t>(iterables->length));
  for (int64_t i = 0; its && i < iterables->length; ++i) {
    Value x = getIter(t, iterables->items[i]);
    if (!x)
      return x;
    setSlot(its, &its->items[i], x);
  }
  Iter *it = its ? make(t, args[0]) : nullptr;
  if (it) {
    set(it, 0, Value::fromObject(its));
    set(it, 1, args[2] ? args[2] : None);
    it->a = iterables->length;
  }
  return value(it);
}
Value zipLongestStep(Thread *t, Value v) {
  Iter *it = I(v);
  auto *its = it->v[0].as<ValueBuffer>();
  if (it->a == 0)
    return Value::empty();
  TupleObject *r = newTupleBuffer(t, static_cast<size_t>(its->length));
  for (int64_t i = 0; r && i < its->length; ++i) {
    Value x = it->v[1];
    if (its->items[i].isObject()) {
      x = iterNext(t, its->items[i]);
      if (!x) {
        if (t->pending) {
          it->a = 0;
          return x;
        }
        its->items[i] = kNothing;
        if (--it->a == 0)
          return x;
        x = it->v[1];
      }
    }
    setSlot(r, &r->items[i], x);
  }
  return r ? Value::fromObject(r) : Value::empty();
}
const NativeDef zipLongestMethods[] = {ITERTOOL_ROWS(zipLongestNew, "($type, /, *iterables, fillvalue=None)", 0, zipLongestStep), ITERTOOL_END};

//===-- groupby: v0 iterator, v1 key function, v2 target key, v3 current key,
//     v4 current value, v5 current group; a: current there ================//

TypeObject *gGrouper;

Value groupbyNew(Thread *t, Value *args, size_t n) {
  Value source = getIter(t, args[1]);
  Iter *it = source ? make(t, args[0]) : nullptr;
  if (it) {
    set(it, 0, source);
    set(it, 1, args[2] ? args[2] : None);
  }
  return value(it);
}
/// The next item and its key. false: end or raised.
bool groupbyAdvance(Thread *t, Iter *it) {
  Value x = iterNext(t, it->v[0]);
  Value key = !x || it->v[1] == None ? x : call(t, it->v[1], x);
  if (!key)
    return false;
  set(it, 4, x);
  set(it, 3, key);
  it->a = 1;
  it->c = 0;
  return true;
}
Value groupbyStep(Thread *t, Value v) {
  Iter *it = I(v);
  it->v[5] = kNothing;
  // Skip what is left of the current group. b: a target key is there.
  for (;;) {
    if (!it->a) {
      // nothing read yet
    } else if (!it->b) {
      break;
    } else {
      int same = equals(t, it->v[2], it->v[3]);
      if (same < 0)
        return Value::empty();
      if (!same)
        break;
    }
    if (!groupbyAdvance(t, it))
      return Value::empty();
  }
  it->b = 1;
  set(it, 2, it->v[3]);
  Value group = newInstance(t, gGrouper);
  if (!group)
    return group;
  set(I(group), 0, v);
  set(I(group), 1, it->v[2]);
  set(it, 5, group);
  Value pair[2] = {it->v[3], group};
  return newTuple(t, pair, 2);
}
/// _grouper: v0 its groupby, v1 its key. A current value that has been given
/// out is marked by c; the next step of either reads on.
Value grouperStep(Thread *t, Value v) {
  Iter *it = I(I(v)->v[0]);
  if (it->v[5] != v)
    return Value::empty();
  if (it->c && !groupbyAdvance(t, it))
    return Value::empty();
  int same = equals(t, I(v)->v[1], it->v[3]);
  if (same <= 0)
    return Value::empty();
  it->c = 1;
  return it->v[4];
}
Value grouperNew(Thread *t, Value *args, size_t n) {
  return raise(t, exc::TypeError, "cannot create 'itertools._grouper' instances");
}
const NativeDef groupbyMethods[] = {ITERTOOL_ROWS(groupbyNew, "($type, iterable, key=None)", 0, groupbyStep), ITERTOOL_END};
const NativeDef grouperMethods[] = {ITERTOOL_ROWS(grouperNew, "($type, *args)", kNativeRaw, grouperStep), ITERTOOL_END};

//===-- tee: cells of a shared list: [value or 0, next cell or 0], per cell ==//
//
// A cell is a ValueBuffer {item, next, source, busy}; item is empty until read.

TypeObject *gTee;

ValueBuffer *newTeeCell(Thread *t, Value source) {
  ValueBuffer *c = newValueBuffer(t, 4);
  if (c) {
    c->items[0] = Value::empty();
    c->items[2] = source;
  }
  return c;
}
Value teeStep(Thread *t, Value v) {
  Iter *it = I(v);
  auto *cell = it->v[0].as<ValueBuffer>();
  if (cell->items[0].isEmpty()) {
    // Item 3 says that somebody is reading the source, in this thread or another.
    if (cell->items[3] != Value::fromSmallInt(0))
      return raise(t, exc::RuntimeError, "cannot re-enter the tee iterator");
    cell->items[3] = Value::fromSmallInt(1);
    Value x = iterNext(t, cell->items[2]);
    cell->items[3] = Value::fromSmallInt(0);
    if (!x)
      return x;
    if (cell->items[0].isEmpty()) {
      ValueBuffer *next = newTeeCell(t, cell->items[2]);
      if (!next)
        return Value::empty();
      setSlot(cell, &cell->items[0], x);
      setSlot(cell, &cell->items[1], Value::fromObject(next));
    }
  }
  Value x = cell->items[0];
  set(it, 0, cell->items[1]);
  return x;
}
Value teeOver(Thread *t, Value cell) {
  Value v = newInstance(t, gTee);
  if (v)
    set(I(v), 0, cell);
  return v;
}
Value teeNew(Thread *t, Value *args, size_t n) {
  Value source = getIter(t, args[1]);
  ValueBuffer *cell = source ? newTeeCell(t, source) : nullptr;
  return cell ? teeOver(t, Value::fromObject(cell)) : Value::empty();
}
Value teeCopy(Thread *t, Value *args, size_t n) { return teeOver(t, I(args[0])->v[0]); }
const NativeDef teeMethods[] = {ITERTOOL_ROWS(teeNew, "($type, iterable, /)", 0, teeStep),
                                {"__copy__", teeCopy, "($self, /)"}, ITERTOOL_END};
Value teeFunction(Thread *t, Value *args, size_t n) {
  int64_t count = 2;
  if (args[1] && !indexAsInt64(t, args[1], count, exc::OverflowError))
    return Value::empty();
  if (count < 0)
    return raise(t, exc::ValueError, "n must be >= 0");
  TupleObject *r = newTupleBuffer(t, static_cast<size_t>(count));
  if (!r)
    return Value::empty();
  if (count == 0)
    return EmptyTuple;
  Value source = getIter(t, args[0]);
  if (!source)
    return source;
  Value first = source.asObject()->type() == gTee ? source : Value::empty();
  if (!first) {
    ValueBuffer *cell = newTeeCell(t, source);
    first = cell ? teeOver(t, Value::fromObject(cell)) : Value::empty();
  }
  for (int64_t i = 0; first && i < count; ++i) {
    Value x = i == 0 ? first : teeOver(t, I(first)->v[0]);
    if (!x)
      return x;
    setSlot(r, &r->items[i], x);
  }
  return first ? Value::fromObject(r) : first;
}

const NativeDef functions[] = {{"tee", teeFunction, "(iterable, n=2, /)"}, {nullptr, nullptr, nullptr}};

bool initModule(Thread *t, ModuleObject *m) {
  return addType(t, m, "count", countMethods, countStep) && addType(t, m, "cycle", cycleMethods, cycleStep) &&
         addType(t, m, "repeat", repeatMethods, repeatStep) && addType(t, m, "chain", chainMethods, chainStep) &&
         addType(t, m, "islice", isliceMethods, isliceStep) && addType(t, m, "takewhile", takewhileMethods, takewhileStep) &&
         addType(t, m, "dropwhile", dropwhileMethods, dropwhileStep) &&
         addType(t, m, "filterfalse", filterfalseMethods, filterfalseStep) &&
         addType(t, m, "starmap", starmapMethods, starmapStep) &&
         addType(t, m, "accumulate", accumulateMethods, accumulateStep) &&
         addType(t, m, "compress", compressMethods, compressStep) && addType(t, m, "pairwise", pairwiseMethods, pairwiseStep) &&
         addType(t, m, "zip_longest", zipLongestMethods, zipLongestStep) &&
         addType(t, m, "groupby", groupbyMethods, groupbyStep) &&
         addType(t, m, "_grouper", grouperMethods, grouperStep, &gGrouper) &&
         addType(t, m, "_tee", teeMethods, teeStep, &gTee) && addCombinatoric(t, m);
}
const ModuleSpec spec{"itertools", "Functional tools for creating and using iterators.", functions, initModule};

} // namespace
} // namespace pyc::itertools

namespace pyc {
void registerItertools(Thread *t) { registerNativeModule(&itertools::spec); }
} // namespace pyc
