//===- Helpers.cpp - Runtime functions that traces call -------------------===//
#include "jit_orc/recorder/Helpers.h"
#include "runtime/object/DictProbe.h"
#include "runtime/object/NumStr.h"
#include "runtime/object/SetTable.h"
#include "jit_orc/Jit.h"
#include "runtime/interpreter/Interpreter.h"
#include "runtime/interpreter/JitInterface.h"
#include "runtime/object/Containers.h"
#include "runtime/object/NumStr.h"
#include "runtime/object/Types.h"
#include <cmath>

namespace pyc {

static Value noneIf(bool ok) { return ok ? None : Value::empty(); }
static Value truthValue(int r) { return r < 0 ? Value::empty() : boolValue(r); }

extern "C" {
Value pyc_jit_binary(Thread *t, uint64_t op, Value a, Value b) {
  return binaryOp(t, static_cast<Dunder>(op), a, b);
}
Value pyc_jit_inplace(Thread *t, uint64_t op, Value a, Value b) {
  return binaryOp(t, static_cast<Dunder>(op), a, b, true);
}
Value pyc_jit_unary(Thread *t, uint64_t op, Value a) {
  return unaryOp(t, static_cast<Dunder>(op), a);
}
Value pyc_jit_compare(Thread *t, uint64_t op, Value a, Value b) {
  return compare(t, static_cast<Dunder>(op), a, b);
}
Value pyc_jit_compare_true(Thread *t, uint64_t op, Value a, Value b) {
  Value r = compare(t, static_cast<Dunder>(op), a, b);
  return r ? truthValue(isTrue(t, r)) : r;
}
Value pyc_jit_truth(Thread *t, Value v) { return truthValue(isTrue(t, v)); }
Value pyc_jit_contains(Thread *t, Value item, Value container) {
  int64_t i = isExact(container, shapes::dict)  ? dicts::findQuick(container.as<DictObject>(), item)
              : isExact(container, shapes::set) ? sets::findQuick(container.as<SetObject>(), item)
                                                : dicts::kUnknown;
  if (PYC_LIKELY(i >= -1))
    return boolValue(i >= 0);
  return truthValue(contains(t, container, item));
}
Value pyc_jit_is(Value a, Value b) { return boolValue(isIdentical(a, b)); }
Value pyc_jit_get_attr(Thread *t, Value o, Value name) { return getAttr(t, o, name); }
Value pyc_jit_set_attr(Thread *t, Value o, Value name, Value v) {
  return noneIf(setAttr(t, o, name, v));
}
Value pyc_jit_get_item(Thread *t, Value o, Value key) { return getItem(t, o, key); }
Value pyc_jit_set_item(Thread *t, Value o, Value key, Value v) {
  return noneIf(setItem(t, o, key, v));
}
Value pyc_jit_del_item(Thread *t, Value o, Value key) { return noneIf(delItem(t, o, key)); }
Value pyc_jit_get_iter(Thread *t, Value o) { return getIter(t, o); }
Value pyc_jit_iter_next(Thread *t, Value it) {
  Value v = iterNext(t, it);
  return v || t->pending ? v : EmptyBuffer;
}
Value pyc_jit_length(Thread *t, Value o) {
  int64_t n = lengthOf(t, o);
  return n < 0 ? Value::empty() : newInt(t, n);
}
/// Frames that a trace has inlined take no words of the register stack, but
/// count against the recursion limit for calls out of the trace (countFrames
/// sees them in the trace's site). The stack limit stands for the frames that may
/// still come, four words for each (stackCheckSlow): so much lower it is.
namespace {
struct InlinedFrames {
  Thread *t;
  uint32_t n;
  InlinedFrames(Thread *t, uint64_t inlined) : t(t), n(static_cast<uint32_t>(inlined)) {
    if (!n)
      return;
    t->stackLimit -= size_t(n) * kFrameHeaderWords;
  }
  ~InlinedFrames() {
    if (!n)
      return;
    // At the stack's base it asks for a recount.
    if (t->stackLimit > t->stackBase)
      t->stackLimit = std::min(t->stackLimit + size_t(n) * kFrameHeaderWords, t->stackEnd - kStackReserve);
  }
};
} // namespace

Value pyc_jit_call0(Thread *t, Value f, uint64_t inlined) {
  InlinedFrames counted(t, inlined);
  return jitCall(t, f, nullptr, 0);
}
Value pyc_jit_call1(Thread *t, Value f, Value a, uint64_t inlined) {
  InlinedFrames counted(t, inlined);
  return jitCall(t, f, &a, 1);
}
Value pyc_jit_call2(Thread *t, Value f, Value a, Value b, uint64_t inlined) {
  InlinedFrames counted(t, inlined);
  Value args[] = {a, b};
  return jitCall(t, f, args, 2);
}
Value pyc_jit_call3(Thread *t, Value f, Value a, Value b, Value c, uint64_t inlined) {
  InlinedFrames counted(t, inlined);
  Value args[] = {a, b, c};
  return jitCall(t, f, args, 3);
}
Value pyc_jit_call4(Thread *t, Value f, Value a, Value b, Value c, Value d, uint64_t inlined) {
  InlinedFrames counted(t, inlined);
  Value args[] = {a, b, c, d};
  return jitCall(t, f, args, 4);
}
Value pyc_jit_call_tuple(Thread *t, Value f, Value args, Value kwNames, uint64_t inlined) {
  InlinedFrames counted(t, inlined);
  auto *a = args.as<TupleObject>();
  Value names = kwNames.as<TupleObject>()->length ? kwNames : Value::empty();
  RootVector copy(t);
  for (int64_t i = 0; i < a->length; ++i)
    copy.push(a->items[i]);
  return call(t, f, copy.begin(), copy.size(), names);
}
Value pyc_jit_call_ex(Thread *t, Value f, Value args, Value kw, uint64_t inlined) {
  InlinedFrames counted(t, inlined);
  Value tuple = starArguments(t, f, args);
  if (!tuple)
    return tuple;
  RootVector copy(t);
  for (int64_t i = 0; i < tuple.as<TupleObject>()->length; ++i)
    copy.push(tuple.as<TupleObject>()->items[i]);
  Value names = Value::empty();
  if (kw != None && kw.as<DictObject>()->used) {
    auto *d = kw.as<DictObject>();
    RootVector keys(t);
    int64_t pos = 0;
    Value key, value;
    while (dictNext(d, pos, key, value)) {
      keys.push(key);
      copy.push(value);
    }
    names = newTuple(t, keys.begin(), keys.size());
    if (!names)
      return names;
  }
  return call(t, f, copy.begin(), copy.size(), names);
}
Value pyc_jit_native0(Thread *t, NativeFn fn) { return fn(t, nullptr, 0);
}
Value pyc_jit_native1(Thread *t, NativeFn fn, Value a) { return fn(t, &a, 1); }
Value pyc_jit_native2(Thread *t, NativeFn fn, Value a, Value b) {
  Value args[] = {a, b};
  return fn(t, args, 2);
}
Value pyc_jit_native3(Thread *t, NativeFn fn, Value a, Value b, Value c) {
  Value args[] = {a, b, c};
  return fn(t, args, 3);
}
Value pyc_jit_native4(Thread *t, NativeFn fn, Value a, Value b, Value c, Value d) {
  Value args[] = {a, b, c, d};
  return fn(t, args, 4);
}
Value pyc_jit_int_binary(Thread *t, uint64_t op, Value a, Value b) {
  return intBinary(t, static_cast<Dunder>(op), a, b);
}
double pyc_jit_float_floordiv(double a, double b) { return floatFloorDiv(a, b); }
double pyc_jit_float_mod(double a, double b) { return floatMod(a, b); }
// pow is not always the nearest double, so a * a differs from pow(a, 2) once in
// a thousand times: where the exact square lies near the middle between two
// doubles. pow's error is below 0.05 units beyond rounding; where the square is
// at least 0.1 away from the middle, both are the nearest double.
double pyc_jit_float_square(double a) {
  double square = a * a, rest = std::fma(a, a, -square);
  uint64_t bits = std::bit_cast<uint64_t>(square), exponent = bits >> 52;
  if (PYC_LIKELY(exponent > 200 && exponent < 2000)) {
    double unit = std::bit_cast<double>((exponent - 52) << 52);
    if (PYC_LIKELY(std::fabs(rest) < 0.4 * unit))
      return square;
  }
  return std::pow(a, 2.0);
}
double pyc_jit_float_round(double a, uint64_t places) {
  double out;
  if (PYC_LIKELY(floatRoundExact(a, static_cast<int64_t>(places), out)))
    return out;
  return floatValue(floatRound(currentThread(), a, static_cast<int64_t>(places)));
}
bool pyc_jit_str_eq(Value a, Value b) { return strEqual(a, b); }
uint64_t pyc_jit_str_compare(Value a, Value b) {
  return static_cast<uint64_t>(static_cast<int64_t>(strCompare(a, b)));
}
Value pyc_jit_str_concat(Thread *t, Value a, Value b) { return strConcat(t, a, b); }
Value pyc_jit_add_attr(Thread *t, Value o, Shape *next, uint64_t place, Value v) {
  return noneIf(addAttr(t, o.asObject(), next, static_cast<uint32_t>(place), v));
}
Value pyc_jit_store_global(Value dict, uint64_t entry, Value v) {
  namespaceStore(dict.as<DictObject>(), static_cast<int64_t>(entry), v);
  return None;
}
Value pyc_jit_list_append(Thread *t, Value list, Value v) {
  return noneIf(listAppend(t, list.as<ListObject>(), v));
}
static void clampSlice(int64_t n, int64_t &start, int64_t &stop) {
  auto clamp = [n](int64_t i) { return i < 0 ? (i + n < 0 ? 0 : i + n) : i < n ? i : n; };
  start = clamp(start);
  stop = clamp(stop);
  if (stop < start)
    stop = start;
}
Value pyc_jit_slice(Thread *t, Value v, int64_t start, int64_t stop) {
  if (isExact(v, shapes::tuple)) {
    auto *tuple = v.as<TupleObject>();
    clampSlice(tuple->length, start, stop);
    return tupleSlice(t, tuple, start, stop);
  }
  auto *l = v.as<ListObject>();
  clampSlice(l->size, start, stop);
  return newList(t, l->items()->items + start, static_cast<size_t>(stop - start));
}
Value pyc_jit_str_slice(Thread *t, Value v, int64_t start, int64_t stop) {
  clampSlice(v.as<StrObject>()->length, start, stop);
  return strSubstring(t, v.as<StrObject>(), start, stop);
}
Value pyc_jit_set_discard(Thread *t, Value set, Value v) {
  return setDiscard(t, set.as<SetObject>(), v) < 0 ? Value::empty() : None;
}
Value pyc_jit_dict_setdefault(Thread *t, Value dict, Value key, Value v) {
  return dictSetDefault(t, dict.as<DictObject>(), key, v);
}
// Keys that can be compared without Python first, as in the interpreter.
Value pyc_jit_dict_get(Thread *t, Value dict, Value key) {
  if (int64_t i = dicts::findQuick(dict.as<DictObject>(), key); PYC_LIKELY(i >= 0))
    return dicts::entryAt(dict.as<DictObject>(), i)[1];
  Value v = dictGet(t, dict.as<DictObject>(), key);
  return v || t->pending ? v : raiseKeyError(t, key);
}
Value pyc_jit_dict_set(Thread *t, Value dict, Value key, Value v) {
  auto *d = dict.as<DictObject>();
  if (int64_t i = dicts::findQuick(d, key); PYC_LIKELY(i >= 0 && !d->watch)) {
    ValueBuffer *entries = dicts::entriesOf(d);
    setSlot(entries, &entries->items[2 * i + 1], v);
    return None;
  }
  return noneIf(dictSet(t, dict.as<DictObject>(), key, v));
}
Value pyc_jit_dict_get_or(Thread *t, Value dict, Value key, Value otherwise) {
  int64_t i = dicts::findQuick(dict.as<DictObject>(), key);
  if (PYC_LIKELY(i >= -1))
    return i >= 0 ? dicts::entryAt(dict.as<DictObject>(), i)[1] : otherwise;
  Value v = dictGet(t, dict.as<DictObject>(), key);
  return v || t->pending ? v : otherwise;
}
Value pyc_jit_build_const_map(Thread *t, Value keys, Value values) {
  auto *k = keys.as<TupleObject>();
  DictObject *d = newDictSized(t, static_cast<size_t>(k->length));
  if (!d)
    return Value::empty();
  for (int64_t i = 0; i < k->length; ++i)
    if (!dictSet(t, d, k->items[i], values.as<TupleObject>()->items[i]))
      return Value::empty();
  return Value::fromObject(d);
}
Value pyc_jit_build_list(Thread *t, Value tuple) {
  auto *items = tuple.as<TupleObject>();
  return newList(t, items->items, static_cast<size_t>(items->length));
}
Value pyc_jit_build_string(Thread *t, Value tuple) {
  auto *items = tuple.as<TupleObject>();
  RootVector parts(t);
  for (int64_t i = 0; i < items->length; ++i)
    parts.push(items->items[i]);
  return strConcatMany(t, parts.begin(), parts.size());
}
Value pyc_jit_build_map(Thread *t, Value tuple) {
  Value d = newDict(t);
  if (!d)
    return d;
  auto *items = tuple.as<TupleObject>();
  for (int64_t i = 0; i + 1 < items->length; i += 2)
    if (!dictSet(t, d.as<DictObject>(), items->items[i], items->items[i + 1]))
      return Value::empty();
  return d;
}
Value pyc_jit_build_set(Thread *t, Value tuple) {
  Value s = newSet(t, false);
  if (!s)
    return s;
  auto *items = tuple.as<TupleObject>();
  for (int64_t i = 0; i < items->length; ++i)
    if (!setAdd(t, s.as<SetObject>(), items->items[i]))
      return Value::empty();
  return s;
}
Value pyc_jit_format(Thread *t, Value v, Value spec, uint64_t conversion) {
  switch (conversion) {
  case 's': v = str(t, v); break;
  case 'r': v = repr(t, v); break;
  case 'a': v = ascii(t, v); break;
  default: break;
  }
  return v ? format(t, v, spec) : v;
}
Value pyc_jit_new_slice(Thread *t, Value a, Value b, Value c) { return newSlice(t, a, b, c); }
Value pyc_jit_make_function(Thread *t, Value code, Value globals, Value defaults, Value closure) {
  Value v = newFunction(t, code.as<CodeObject>(), globals);
  if (!v)
    return v;
  auto *f = v.as<FunctionObject>();
  if (defaults)
    setSlot(f, &f->defaults, defaults);
  if (closure)
    setSlot(f, &f->closure, closure);
  return v;
}
Value pyc_jit_unpack(Thread *t, Value v, uint64_t n) {
  // The interpreter's messages, as UnpackSequence words them.
  Value it = getIter(t, v);
  if (!it) {
    if (pendingMatches(t, exc::TypeError) && lookupDunder(typeOf(v), Dunder::Iter).isEmpty()) {
      clearPending(t);
      return raise(t, exc::TypeError, "cannot unpack non-iterable %T object", v);
    }
    return it;
  }
  RootVector items(t);
  for (uint64_t i = 0; i < n; ++i) {
    Value item = iterNext(t, it);
    if (!item)
      return t->pending ? item
                        : raise(t, exc::ValueError, "not enough values to unpack (expected %d, got %d)",
                                static_cast<int>(n), static_cast<int>(i));
    items.push(item);
  }
  Value more = iterNext(t, it);
  if (more)
    return raise(t, exc::ValueError, "too many values to unpack (expected %d)", static_cast<int>(n));
  if (t->pending)
    return Value::empty();
  return newTuple(t, items.begin(), items.size());
}
Value pyc_jit_unpack_ex(Thread *t, Value v, uint64_t counts) {
  RootVector items(t);
  size_t before = static_cast<uint32_t>(counts), behind = counts >> 32;
  for (size_t i = 0; i < before + 1 + behind; ++i)
    items.push(None);
  if (!unpackStarred(t, v, items.begin(), before, behind))
    return Value::empty();
  return newTuple(t, items.begin(), items.size());
}
Value pyc_jit_middle(Thread *t, Value v, uint64_t before, uint64_t behind) {
  bool list = isExact(v, shapes::list);
  int64_t n = list ? v.as<ListObject>()->size : v.as<TupleObject>()->length;
  const Value *items = list ? v.as<ListObject>()->items()->items : v.as<TupleObject>()->items;
  return newList(t, items + before, static_cast<size_t>(n) - before - behind);
}
Value pyc_jit_extend_display(Thread *t, Value list, Value iterable) { return noneIf(extendDisplay(t, list, iterable)); }
Value pyc_jit_dict_merge_call(Thread *t, Value into, Value from, Value callee) {
  return noneIf(dictMergeCall(t, into, from, callee));
}
Value pyc_jit_dict_update_display(Thread *t, Value dict, Value from) { return noneIf(dictUpdateDisplay(t, dict, from)); }
Value pyc_jit_set_update(Thread *t, Value set, Value from) { return noneIf(setUpdate(t, set.as<SetObject>(), from)); }
Value pyc_jit_raise(Thread *t, Value e, Value cause) {
  raiseStatement(t, e, cause ? cause : None, bool(cause));
  return None;
}
Value pyc_jit_add_traceback(Thread *t, Value f, uint64_t pcWord, Value *base) {
  auto *fn = f.as<FunctionObject>();
  addTraceback(t, fn, fn->codeObject()->instrs + pcWord, base);
  return None;
}
Value pyc_jit_super_attr(Thread *t, Value cls, Value self, Value super, Value name) {
  Value window[3] = {cls, self, super};
  return superAttr(t, window, name);
}
Value pyc_jit_load_special(Thread *t, Value o, uint64_t which) {
  return loadSpecial(t, o, static_cast<unsigned>(which));
}
void pyc_jit_finish_generator(Value v) {
  auto *g = v.as<GeneratorObject>();
  g->state = GeneratorState::Finished;
  for (unsigned i = 0; i < g->registerCount; ++i)
    g->registers[i] = Value::fromBits(0);
}
Value pyc_jit_set_add(Thread *t, Value set, Value v) {
  return noneIf(setAdd(t, set.as<SetObject>(), v));
}
Value pyc_jit_list_to_tuple(Thread *t, Value list) {
  auto *l = list.as<ListObject>();
  return newTuple(t, l->items()->items, static_cast<size_t>(l->size));
}
} // extern "C"

} // namespace pyc
