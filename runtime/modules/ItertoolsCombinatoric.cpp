//===- ItertoolsCombinatoric.cpp - product, permutations, combinations ----===//
//
// All share: v0 the pool(s), v1 a RawBuffer of indices, v2 the last result,
// a = r, b = 1 before the first result, c = 1 at the end. The algorithms are
// the usual lexicographic successor functions (Knuth, TAOCP 4A, 7.2.1).
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/ItertoolsShared.h"

namespace pyc::itertools {

namespace {

int64_t *indicesOf(Iter *it, int i = 1) { return reinterpret_cast<int64_t *>(it->v[i].as<RawBuffer>()->data); }
RawBuffer *newIndices(Thread *t, int64_t n) {
  if (n > (int64_t(1) << 40)) {
    raiseMemoryError(t);
    return nullptr;
  }
  return newRawBuffer(t, static_cast<size_t>(n) * 8);
}

/// The pool's items at the first a indices.
Value pick(Thread *t, Iter *it) {
  auto *pool = it->v[0].as<TupleObject>();
  TupleObject *r = newTupleBuffer(t, static_cast<size_t>(it->a));
  if (!r)
    return Value::empty();
  for (int64_t i = 0; i < it->a; ++i)
    setSlot(r, &r->items[i], pool->items[indicesOf(it)[i]]);
  return Value::fromObject(r);
}

bool readR(Thread *t, Value v, int64_t &r) {
  if (!isIntLike(v) && !lookupDunder(typeOf(v), Dunder::Index)) {
    raise(t, exc::TypeError, "'%T' object cannot be interpreted as an integer", v);
    return false;
  }
  if (!indexAsInt64(t, v, r, exc::OverflowError))
    return false;
  if (r < 0)
    raise(t, exc::ValueError, "r must be non-negative");
  return r >= 0;
}

//===-- combinations -------------------------------------------------------===//

template <bool Replacement> Value combinationsNew(Thread *t, Value *args, size_t n) {
  Value pool = tupleFrom(t, args[1]);
  int64_t r;
  if (!pool || !readR(t, args[2], r))
    return Value::empty();
  RawBuffer *indices = newIndices(t, r);
  Iter *it = indices ? make(t, args[0]) : nullptr;
  if (!it)
    return Value::empty();
  int64_t size = pool.as<TupleObject>()->length;
  set(it, 0, pool);
  set(it, 1, Value::fromObject(indices));
  it->a = r;
  it->b = 1;
  it->c = Replacement ? size == 0 && r > 0 : r > size;
  for (int64_t i = 0; i < r && !Replacement; ++i)
    indicesOf(it)[i] = i;
  return value(it);
}
template <bool Replacement> Value combinationsStep(Thread *t, Value v) {
  Iter *it = I(v);
  if (it->c)
    return Value::empty();
  if (it->b) {
    it->b = 0;
    return pick(t, it);
  }
  int64_t size = it->v[0].as<TupleObject>()->length, r = it->a, *x = indicesOf(it), i = r - 1;
  while (i >= 0 && x[i] == (Replacement ? size - 1 : i + size - r))
    --i;
  if (i < 0) {
    it->c = 1;
    return Value::empty();
  }
  int64_t first = ++x[i];
  for (int64_t j = i + 1; j < r; ++j)
    x[j] = Replacement ? first : x[j - 1] + 1;
  return pick(t, it);
}
const NativeDef combinationsMethods[] = {ITERTOOL_ROWS(combinationsNew<false>, "($type, iterable, r)", 0, combinationsStep<false>), ITERTOOL_END};
const NativeDef replacementMethods[] = {ITERTOOL_ROWS(combinationsNew<true>, "($type, iterable, r)", 0, combinationsStep<true>), ITERTOOL_END};

//===-- permutations: v2 the cycles ----------------------------------------===//

Value permutationsNew(Thread *t, Value *args, size_t n) {
  Value pool = tupleFrom(t, args[1]);
  if (!pool)
    return pool;
  int64_t size = pool.as<TupleObject>()->length, r = size;
  if (args[2] && args[2] != None) {
    if (!isIntLike(args[2]))
      return raise(t, exc::TypeError, "Expected int as r");
    if (!readR(t, args[2], r))
      return Value::empty();
  }
  RawBuffer *indices = newIndices(t, size), *cycles = indices ? newIndices(t, r) : nullptr;
  Iter *it = cycles ? make(t, args[0]) : nullptr;
  if (!it)
    return Value::empty();
  set(it, 0, pool);
  set(it, 1, Value::fromObject(indices));
  set(it, 2, Value::fromObject(cycles));
  it->a = r;
  it->b = 1;
  it->c = r > size;
  for (int64_t i = 0; i < size; ++i)
    indicesOf(it)[i] = i;
  for (int64_t i = 0; i < r; ++i)
    indicesOf(it, 2)[i] = size - i;
  return value(it);
}
Value permutationsStep(Thread *t, Value v) {
  Iter *it = I(v);
  if (it->c)
    return Value::empty();
  if (it->b) {
    it->b = 0;
    return pick(t, it);
  }
  int64_t size = it->v[0].as<TupleObject>()->length, *x = indicesOf(it), *cycles = indicesOf(it, 2);
  for (int64_t i = it->a - 1; i >= 0; --i) {
    if (--cycles[i] == 0) { // rotate i.. to the left, start over
      int64_t first = x[i];
      memmove(x + i, x + i + 1, static_cast<size_t>(size - 1 - i) * sizeof *x);
      x[size - 1] = first;
      cycles[i] = size - i;
    } else {
      std::swap(x[i], x[size - cycles[i]]);
      return pick(t, it);
    }
  }
  it->c = 1;
  return Value::empty();
}
const NativeDef permutationsMethods[] = {ITERTOOL_ROWS(permutationsNew, "($type, iterable, r=None)", 0, permutationsStep), ITERTOOL_END};

//===-- product: v0 a tuple of tuples ---------------------------------------===//

Value productNew(Thread *t, Value *args, size_t n) {
  auto *iterables = args[1].as<TupleObject>();
  int64_t repeat = 1;
  if (args[2] && !indexAsInt64(t, args[2], repeat, exc::OverflowError))
    return Value::empty();
  if (repeat < 0)
    return raise(t, exc::ValueError, "repeat argument cannot be negative");
  int64_t count = repeat == 0 ? 0 : iterables->length, total;
  if (__builtin_mul_overflow(count, repeat, &total) || total > (int64_t(1) << 32))
    return raise(t, exc::OverflowError, "repeat argument too large");
  TupleObject *pools = newTupleBuffer(t, static_cast<size_t>(total));
  RawBuffer *indices = pools ? newIndices(t, total) : nullptr;
  if (!indices)
    return Value::empty();
  bool none = false;
  for (int64_t i = 0; i < total; ++i) {
    Value pool = i < count ? tupleFrom(t, iterables->items[i]) : pools->items[i - count];
    if (!pool)
      return pool;
    none |= pool.as<TupleObject>()->length == 0;
    setSlot(pools, &pools->items[i], pool);
  }
  Iter *it = make(t, args[0]);
  if (!it)
    return Value::empty();
  set(it, 0, Value::fromObject(pools));
  set(it, 1, Value::fromObject(indices));
  it->a = total;
  it->b = 1;
  it->c = none;
  return value(it);
}
Value productStep(Thread *t, Value v) {
  Iter *it = I(v);
  if (it->c)
    return Value::empty();
  auto *pools = it->v[0].as<TupleObject>();
  if (!it->b) {
    int64_t i = it->a - 1, *x = indicesOf(it);
    for (; i >= 0; --i) {
      if (++x[i] < pools->items[i].as<TupleObject>()->length)
        break;
      x[i] = 0;
    }
    if (i < 0) {
      it->c = 1;
      return Value::empty();
    }
  }
  it->b = 0;
  TupleObject *r = newTupleBuffer(t, static_cast<size_t>(it->a));
  if (!r)
    return Value::empty();
  for (int64_t i = 0; i < it->a; ++i)
    setSlot(r, &r->items[i], pools->items[i].as<TupleObject>()->items[indicesOf(it)[i]]);
  return Value::fromObject(r);
}
const NativeDef productMethods[] = {ITERTOOL_ROWS(productNew, "($type, /, *iterables, repeat=1)", 0, productStep), ITERTOOL_END};

} // namespace

bool addCombinatoric(Thread *t, ModuleObject *m) {
  return addType(t, m, "combinations", combinationsMethods, combinationsStep<false>) &&
         addType(t, m, "combinations_with_replacement", replacementMethods, combinationsStep<true>) &&
         addType(t, m, "permutations", permutationsMethods, permutationsStep) &&
         addType(t, m, "product", productMethods, productStep);
}

} // namespace pyc::itertools
