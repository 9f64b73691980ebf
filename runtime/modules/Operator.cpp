//===- Operator.cpp - The modules _operator, _heapq, _bisect --------------===//
//
// Operators as functions, and the two algorithms on sorted lists. heapq's
// order of comparisons is the textbook's with the sift to the bottom first
// (Knuth, TAOCP 3, 5.2.3, exercise 18), as in CPython.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/Modules.h"
#include <algorithm>

namespace pyc {

namespace {

//===-- _operator ----------------------------------------------------------===//

template <Dunder Op> Value binary(Thread *t, Value *args, size_t n) { return binaryOp(t, Op, args[0], args[1]); }
template <Dunder Op> Value inPlace(Thread *t, Value *args, size_t n) { return binaryOp(t, Op, args[0], args[1], true); }
template <Dunder Op> Value unary(Thread *t, Value *args, size_t n) { return unaryOp(t, Op, args[0]); }
template <Dunder Op> Value comparison(Thread *t, Value *args, size_t n) { return compare(t, Op, args[0], args[1]); }
Value opNot(Thread *t, Value *args, size_t n) {
  int r = isTrue(t, args[0]);
  return r < 0 ? Value::empty() : boolValue(!r);
}
Value opTruth(Thread *t, Value *args, size_t n) {
  int r = isTrue(t, args[0]);
  return r < 0 ? Value::empty() : boolValue(r);
}
Value opIs(Thread *t, Value *args, size_t n) { return boolValue(isIdentical(args[0], args[1])); }
Value opIsNot(Thread *t, Value *args, size_t n) { return boolValue(!isIdentical(args[0], args[1])); }
Value opContains(Thread *t, Value *args, size_t n) {
  int r = contains(t, args[0], args[1]);
  return r < 0 ? Value::empty() : boolValue(r);
}
Value opGetItem(Thread *t, Value *args, size_t n) { return getItem(t, args[0], args[1]); }
Value opSetItem(Thread *t, Value *args, size_t n) { return setItem(t, args[0], args[1], args[2]) ? None : Value::empty(); }
Value opDelItem(Thread *t, Value *args, size_t n) { return delItem(t, args[0], args[1]) ? None : Value::empty(); }
Value opIndex(Thread *t, Value *args, size_t n) { return asIndex(t, args[0]); }
Value opConcat(Thread *t, Value *args, size_t n) {
  if (!lookupDunder(typeOf(args[0]), Dunder::GetItem))
    return raise(t, exc::TypeError, "'%T' object can't be concatenated", args[0]);
  return binaryOp(t, Dunder::Add, args[0], args[1]);
}
Value opCountOf(Thread *t, Value *args, size_t n) {
  int64_t count = 0;
  bool ok = forEach(t, args[0], [&](Value v) {
    int r = equals(t, v, args[1]);
    count += r > 0;
    return r >= 0;
  });
  return ok ? newInt(t, count) : Value::empty();
}
Value opIndexOf(Thread *t, Value *args, size_t n) {
  int64_t i = 0;
  int r = 0;
  bool ok = forEach(t, args[0], [&](Value v) {
    r = equals(t, v, args[1]);
    i += r == 0;
    return r == 0;
  });
  if (!ok && r > 0)
    return newInt(t, i);
  return t->pending ? Value::empty() : raise(t, exc::ValueError, "sequence.index(x): x not in sequence");
}
Value opLengthHint(Thread *t, Value *args, size_t n) {
  int64_t otherwise = 0;
  if (args[1]) {
    if (!isIntLike(args[1]))
      return raise(t, exc::TypeError, "'%T' object cannot be interpreted as an integer", args[1]);
    if (!indexAsInt64(t, args[1], otherwise, exc::OverflowError))
      return Value::empty();
  }
  int64_t r = lengthHint(t, args[0], otherwise);
  return r < 0 && t->pending ? Value::empty() : newInt(t, r);
}
Value opCall(Thread *t, Value *args, size_t n) {
  auto *positional = args[1].as<TupleObject>();
  RootVector values(t);
  for (int64_t i = 0; i < positional->length; ++i)
    values.push(positional->items[i]);
  Value names = Value::empty();
  if (args[2] && args[2].as<DictObject>()->used) {
    Value k, v;
    names = tupleFrom(t, args[2]);
    if (!names)
      return names;
    for (int64_t pos = 0; dictNext(args[2].as<DictObject>(), pos, k, v);)
      values.push(v);
  }
  return call(t, args[0], values.data, values.size(), names);
}
/// In time that depends on the lengths only.
Value compareDigest(Thread *t, Value *args, size_t n) {
  std::string s[2];
  for (int i = 0; i < 2; ++i) {
    Value v = payloadOf(args[i]);
    if (isStr(v))
      s[i] = strToUtf8(v);
    else if (isExact(v, shapes::bytes))
      s[i].assign(reinterpret_cast<char *>(v.as<BytesObject>()->data), static_cast<size_t>(v.as<BytesObject>()->length));
    else if (hasKind(v, Kind::ByteArray) && v.as<ByteArrayObject>()->length)
      s[i].assign(reinterpret_cast<char *>(v.as<ByteArrayObject>()->buffer.as<RawBuffer>()->data), static_cast<size_t>(v.as<ByteArrayObject>()->length));
    else
      return raise(t, exc::TypeError, "unsupported operand types(s) or combination of types: '%T' and '%T'", args[0], args[1]);
  }
  unsigned char diff = s[0].size() != s[1].size();
  for (size_t i = 0; i < s[1].size(); ++i)
    diff |= static_cast<unsigned char>((s[0].size() == s[1].size() ? s[0][i] : s[1][i]) ^ s[1][i]);
  return boolValue(!diff);
}

/// itemgetter, attrgetter, methodcaller: what to get, one or a tuple.
struct GetterObject : Object { // skip 1
  int64_t count;
  Value items;    ///< tuple
  Value keywords; ///< methodcaller: dict, else int 0
};
GetterObject *G(Value v) { return v.as<GetterObject>(); }

Value getterNew(Thread *t, Value *args, size_t n) {
  if (n < 2)
    return raise(t, exc::TypeError, "%s expected at least 1 argument, got 0", typeNameOf(args[0].as<TypeObject>()).c_str());
  Value items = newTuple(t, args + 1, n - 1), v = items ? newInstance(t, args[0].as<TypeObject>()) : items;
  if (v) {
    G(v)->count = static_cast<int64_t>(n - 1);
    setSlot(G(v), &G(v)->items, items);
  }
  return v;
}
Value attrGetterNew(Thread *t, Value *args, size_t n) {
  for (size_t i = 1; i < n; ++i)
    if (!isStr(args[i]))
      return raise(t, exc::TypeError, "attribute name must be a string");
  return getterNew(t, args, n);
}
template <typename F> Value collect(Thread *t, Value self, F get) {
  auto *items = G(self)->items.as<TupleObject>();
  if (items->length == 1)
    return get(items->items[0]);
  TupleObject *r = newTupleBuffer(t, static_cast<size_t>(items->length));
  for (int64_t i = 0; r && i < items->length; ++i) {
    Value v = get(items->items[i]);
    if (!v)
      return v;
    setSlot(r, &r->items[i], v);
  }
  return r ? Value::fromObject(r) : Value::empty();
}
Value itemGetterCall(Thread *t, Value *args, size_t n) {
  return collect(t, args[0], [&](Value key) { return getItem(t, args[1], key); });
}
Value attrGetterCall(Thread *t, Value *args, size_t n) {
  return collect(t, args[0], [&](Value name) {
    std::string dotted = strToUtf8(payloadOf(name));
    Value o = args[1];
    for (size_t at = 0; o;) {
      size_t dot = dotted.find('.', at);
      Value part = internStr(t, std::string_view(dotted).substr(at, dot == std::string::npos ? dot : dot - at));
      o = part ? getAttr(t, o, part) : part;
      if (dot == std::string::npos)
        break;
      at = dot + 1;
    }
    return o;
  });
}
Value callerNew(Thread *t, Value *args, size_t n) {
  auto *given = args[1].as<TupleObject>();
  if (given->length < 1)
    return raise(t, exc::TypeError, "methodcaller needs at least one argument, the method name");
  if (!isStr(given->items[0]))
    return raise(t, exc::TypeError, "method name must be a string");
  Value kw = args[2] ? args[2] : newDict(t), v = kw ? newInstance(t, args[0].as<TypeObject>()) : kw;
  if (v) {
    setSlot(G(v), &G(v)->items, args[1]);
    setSlot(G(v), &G(v)->keywords, kw);
  }
  return v;
}
Value callerCall(Thread *t, Value *args, size_t n) {
  auto *items = G(args[0])->items.as<TupleObject>();
  Value method = getAttr(t, args[1], items->items[0]), rest = method ? tupleSlice(t, items, 1, items->length) : method;
  if (!rest)
    return rest;
  Value a[3] = {method, rest, G(args[0])->keywords};
  return opCall(t, a, 3);
}
Value getterRepr(Thread *t, Value *args, size_t n) {
  StrBuilder out;
  out.add("operator." + typeNameOf(args[0]) + "(");
  auto *items = G(args[0])->items.as<TupleObject>();
  for (int64_t i = 0; i < items->length; ++i) {
    Value s = repr(t, items->items[i]);
    if (i)
      out.add(", ");
    if (!s || !out.addStr(t, s))
      return Value::empty();
  }
  Value k, v;
  if (isDict(G(args[0])->keywords))
    for (int64_t pos = 0; dictNext(G(args[0])->keywords.as<DictObject>(), pos, k, v);) {
      Value s = repr(t, v);
      out.add(", ");
      if (!s || !out.addStr(t, k))
        return Value::empty();
      out.add("=");
      if (!out.addStr(t, s))
        return Value::empty();
    }
  out.add(")");
  return out.finish(t);
}
Value getterReduce(Thread *t, Value *args, size_t n) {
  Value parts[2] = {typeValue(typeOf(args[0])), G(args[0])->items};
  return newTuple(t, parts, 2);
}
#define GETTER(newFn, signature, flags, callFn)                                                    \
  {{"__new__", newFn, signature, kEffAny, nullptr, kNativeStatic | flags},                         \
   {"__call__", callFn, "($self, obj, /)"}, {"__repr__", getterRepr, "($self, /)"},                \
   {"__reduce__", getterReduce, "($self, /)"}, {nullptr, nullptr, nullptr}}
const NativeDef itemGetterMethods[] = GETTER(getterNew, "($type, *args)", kNativeRaw, itemGetterCall);
const NativeDef attrGetterMethods[] = GETTER(attrGetterNew, "($type, *args)", kNativeRaw, attrGetterCall);
const NativeDef callerMethods[] = GETTER(callerNew, "($type, /, *args, **kwargs)", 0, callerCall);

#define BINARY(name, op) {name, binary<Dunder::op>, "(a, b, /)"}, {"i" name, inPlace<Dunder::op>, "(a, b, /)"}
#define BINARY_(name, op) {name "_", binary<Dunder::op>, "(a, b, /)"}, {"i" name, inPlace<Dunder::op>, "(a, b, /)"}
#define COMPARISON(name, op) {name, comparison<Dunder::op>, "(a, b, /)"}
const NativeDef operatorFunctions[] = {
    BINARY("add", Add), BINARY("sub", Sub), BINARY("mul", Mul), BINARY("truediv", TrueDiv), BINARY("floordiv", FloorDiv),
    BINARY("mod", Mod), BINARY("pow", Pow), BINARY("lshift", LShift), BINARY("rshift", RShift), BINARY("xor", Xor),
    BINARY("matmul", MatMul), BINARY_("and", And), BINARY_("or", Or),
    COMPARISON("lt", Lt), COMPARISON("le", Le), COMPARISON("eq", Eq), COMPARISON("ne", Ne), COMPARISON("gt", Gt), COMPARISON("ge", Ge),
    {"neg", unary<Dunder::Neg>, "(a, /)"}, {"pos", unary<Dunder::Pos>, "(a, /)"}, {"inv", unary<Dunder::Invert>, "(a, /)"},
    {"invert", unary<Dunder::Invert>, "(a, /)"}, {"abs", unary<Dunder::Abs>, "(a, /)"}, {"not_", opNot, "(a, /)"},
    {"truth", opTruth, "(a, /)"}, {"is_", opIs, "(a, b, /)"}, {"is_not", opIsNot, "(a, b, /)"}, {"contains", opContains, "(a, b, /)"},
    {"getitem", opGetItem, "(a, b, /)"}, {"setitem", opSetItem, "(a, b, c, /)"}, {"delitem", opDelItem, "(a, b, /)"},
    {"index", opIndex, "(a, /)"}, {"concat", opConcat, "(a, b, /)"}, {"iconcat", inPlace<Dunder::Add>, "(a, b, /)"},
    {"countOf", opCountOf, "(a, b, /)"}, {"indexOf", opIndexOf, "(a, b, /)"}, {"length_hint", opLengthHint, "(obj, default=0, /)"},
    {"call", opCall, "(obj, /, *args, **kwargs)"}, {"_compare_digest", compareDigest, "(a, b, /)"}, {nullptr, nullptr, nullptr}};

bool initOperator(Thread *t, ModuleObject *m) {
  struct { const char *full, *name; const NativeDef *methods; } rows[] = {
      {"operator.itemgetter", "itemgetter", itemGetterMethods}, {"operator.attrgetter", "attrgetter", attrGetterMethods},
      {"operator.methodcaller", "methodcaller", callerMethods}};
  for (auto &r : rows) {
    TypeSpec spec{r.full, Kind::RegularObject, sizeof(GetterObject), TraceKind::FixedSlots, 1, 2, r.methods};
    if (!moduleSet(t, m, r.name, typeValue(makeBuiltinType(t, spec))))
      return false;
  }
  return true;
}
const ModuleSpec operatorSpec{"_operator", "Operators as functions.", operatorFunctions, initOperator};

//===-- _heapq -------------------------------------------------------------===//

/// a[i] < a[j] (or the other way round for max heaps), 1, 0, -1. The list may
/// have changed size: -1 raised then, too.
int before(Thread *t, ListObject *l, Value a, Value b, bool max) {
  int64_t size = l->size;
  int r = max ? lessThan(t, b, a) : lessThan(t, a, b);
  if (r >= 0 && l->size != size) {
    raise(t, exc::RuntimeError, "list changed size during iteration");
    return -1;
  }
  return r;
}
Value item(ListObject *l, int64_t i) { return l->items()->items[i]; }
void put(ListObject *l, int64_t i, Value v) { setSlot(l->items(), &l->items()->items[i], v); }

bool siftDown(Thread *t, ListObject *l, int64_t start, int64_t pos, bool max) {
  while (pos > start) {
    int64_t parent = (pos - 1) >> 1;
    int r = before(t, l, item(l, pos), item(l, parent), max);
    if (r < 0)
      return false;
    if (!r)
      break;
    Value a = item(l, pos), b = item(l, parent);
    put(l, parent, a);
    put(l, pos, b);
    pos = parent;
  }
  return true;
}
bool siftUp(Thread *t, ListObject *l, int64_t pos, bool max) {
  int64_t end = l->size, start = pos, limit = end >> 1;
  while (pos < limit) {
    int64_t child = 2 * pos + 1;
    if (child + 1 < end) {
      int r = before(t, l, item(l, child), item(l, child + 1), max);
      if (r < 0)
        return false;
      child += !r;
    }
    Value a = item(l, child), b = item(l, pos);
    put(l, child, b);
    put(l, pos, a);
    pos = child;
  }
  return siftDown(t, l, start, pos, max);
}
ListObject *heapOf(Thread *t, Value v, const char *name) {
  if (isList(v))
    return v.as<ListObject>();
  raise(t, exc::TypeError, "%s() argument must be list, not %T", name, v);
  return nullptr;
}
Value heapPush(Thread *t, Value *args, size_t n) {
  ListObject *l = heapOf(t, args[0], "heappush");
  return l && listAppend(t, l, args[1]) && siftDown(t, l, 0, l->size - 1, false) ? None : Value::empty();
}
template <bool Max> Value heapPop(Thread *t, Value *args, size_t n) {
  ListObject *l = heapOf(t, args[0], "heappop");
  if (!l)
    return Value::empty();
  if (l->size == 0)
    return raise(t, exc::IndexError, "index out of range");
  Value last = item(l, l->size - 1);
  if (!listSplice(t, l, l->size - 1, l->size, nullptr, 0))
    return Value::empty();
  if (l->size == 0)
    return last;
  Value first = item(l, 0);
  put(l, 0, last);
  return siftUp(t, l, 0, Max) ? first : Value::empty();
}
template <bool Max> Value heapReplace(Thread *t, Value *args, size_t n) {
  ListObject *l = heapOf(t, args[0], "heapreplace");
  if (!l)
    return Value::empty();
  if (l->size == 0)
    return raise(t, exc::IndexError, "index out of range");
  Value first = item(l, 0);
  put(l, 0, args[1]);
  return siftUp(t, l, 0, Max) ? first : Value::empty();
}
Value heapPushPop(Thread *t, Value *args, size_t n) {
  ListObject *l = heapOf(t, args[0], "heappushpop");
  if (!l)
    return Value::empty();
  if (l->size == 0)
    return args[1];
  int r = before(t, l, item(l, 0), args[1], false);
  if (r <= 0)
    return r < 0 ? Value::empty() : args[1];
  Value first = item(l, 0);
  put(l, 0, args[1]);
  return siftUp(t, l, 0, false) ? first : Value::empty();
}
template <bool Max> Value heapify(Thread *t, Value *args, size_t n) {
  ListObject *l = heapOf(t, args[0], "heapify");
  if (!l)
    return Value::empty();
  for (int64_t i = (l->size >> 1) - 1; i >= 0; --i)
    if (!siftUp(t, l, i, Max))
      return Value::empty();
  return None;
}
const NativeDef heapqFunctions[] = {
    {"heappush", heapPush, "(heap, item, /)"}, {"heappop", heapPop<false>, "(heap, /)"}, {"heapreplace", heapReplace<false>, "(heap, item, /)"},
    {"heappushpop", heapPushPop, "(heap, item, /)"}, {"heapify", heapify<false>, "(heap, /)"}, {"_heappop_max", heapPop<true>, "(heap, /)"},
    {"_heapreplace_max", heapReplace<true>, "(heap, item, /)"}, {"_heapify_max", heapify<true>, "(heap, /)"}, {nullptr, nullptr, nullptr}};
const ModuleSpec heapqSpec{"_heapq", "Heaps on lists.", heapqFunctions, nullptr};

//===-- _bisect ------------------------------------------------------------===//

/// (a, x, lo=0, hi=None, *, key=None): the insertion point, -1 raised.
template <bool Right> int64_t bisectPoint(Thread *t, Value *args, Value x) {
  int64_t low = 0, high = -1;
  if (args[2] && !indexAsInt64(t, args[2], low, exc::OverflowError))
    return -1;
  if (low < 0) {
    raise(t, exc::ValueError, "lo must be non-negative");
    return -1;
  }
  if (args[3] && args[3] != None) {
    if (!indexAsInt64(t, args[3], high, exc::OverflowError))
      return -1;
  } else if ((high = lengthOf(t, args[0])) < 0) {
    return -1;
  }
  Value key = args[4] ? args[4] : None;
  while (low < high) {
    int64_t middle = low + (high - low) / 2;
    Value v = isExact(args[0], shapes::list) && middle < args[0].as<ListObject>()->size
                  ? item(args[0].as<ListObject>(), middle)
                  : getItem(t, args[0], newInt(t, middle));
    if (v && key != None)
      v = call(t, key, v);
    int r = !v ? -1 : Right ? lessThan(t, x, v) : lessThan(t, v, x);
    if (r < 0)
      return -1;
    if (Right == bool(r))
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}
template <bool Right> Value bisect(Thread *t, Value *args, size_t n) {
  int64_t i = bisectPoint<Right>(t, args, args[1]);
  return i < 0 ? Value::empty() : newInt(t, i);
}
template <bool Right> Value insort(Thread *t, Value *args, size_t n) {
  Value x = args[1];
  if (args[4] && args[4] != None && !(x = call(t, args[4], x)))
    return x;
  int64_t i = bisectPoint<Right>(t, args, x);
  if (i < 0)
    return Value::empty();
  if (isExact(args[0], shapes::list))
    return listInsert(t, args[0].as<ListObject>(), i, args[1]) ? None : Value::empty();
  Value a[2] = {newInt(t, i), args[1]};
  return callMethod(t, args[0], "insert", a, 2) ? None : Value::empty();
}
#define BISECT "(a, x, lo=0, hi=None, *, key=None)"
const NativeDef bisectFunctions[] = {{"bisect_left", bisect<false>, BISECT}, {"bisect_right", bisect<true>, BISECT}, {"bisect", bisect<true>, BISECT},
                                     {"insort_left", insort<false>, BISECT}, {"insort_right", insort<true>, BISECT}, {"insort", insort<true>, BISECT},
                                     {nullptr, nullptr, nullptr}};
const ModuleSpec bisectSpec{"_bisect", "Binary search.", bisectFunctions, nullptr};

} // namespace

void registerOperator(Thread *t) {
  for (const ModuleSpec *s : {&operatorSpec, &heapqSpec, &bisectSpec})
    registerNativeModule(s);
}

} // namespace pyc
