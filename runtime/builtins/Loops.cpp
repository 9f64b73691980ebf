//===- Loops.cpp - Which builtin call runs as a loop in Python ------------===//
//
// See Loops.h. The functions are compiled when the first is needed (from the
// cache on disk, usually). A copy of one is its code with instructions of its
// own; code objects are never freed, so a copy stays as long as the process.
//
//===----------------------------------------------------------------------===//
#include "runtime/builtins/Loops.h"
#include "runtime/bytecode/Bytecode.h"
#include "runtime/interpreter/Interpreter.h"
#include "runtime/modules/Import.h"
#include "runtime/object/Iterators.h"
#include "runtime/object/Types.h"
#include <unordered_map>
#include <vector>

namespace pyc {

static const char *const kFunctions[kLoopCount] = {
    nullptr, "sum_of", "any_of", "all_of", "min_of", "max_of", "sorted_of",
    "join_of", "list_of", "made_of", "set_of", "made_of", "map_over",
    "map_over_two", "filter_over", "filter_true", "enumerate_over", "zip_over",
    "zip_over_three"};

namespace {
constexpr size_t kMaxCopies = 8192, kCacheSize = 256;
struct CacheEntry {
  const CodeObject *source;
  uint32_t loop, index;
};
struct State {
  bool loaded = false, usable = false;
  Value globals = Value::fromBits(0), count = Value::fromBits(0);
  Value originals[kLoopCount] = {}; ///< never run
  std::vector<Value> copies;
  std::unordered_map<uint64_t, uint32_t> byKey;
  CacheEntry cache[kCacheSize] = {};
};
State gLoops;
} // namespace

static void visitLoops(void *context, SlotVisitor visit) {
  visit(context, &gLoops.globals);
  visit(context, &gLoops.count);
  for (Value &v : gLoops.originals)
    visit(context, &v);
  for (Value &v : gLoops.copies)
    visit(context, &v);
}

/// False: raised, or there is no compiler (then the native loops do).
static bool load(Thread *t) {
  if (gLoops.loaded)
    return gLoops.usable;
  gLoops.loaded = true;
  gcRegisterRootVisitor(visitLoops);
  std::string_view source;
  if (!findLibModule("_builtin_loops", source))
    return false;
  CodeObject *code = compileSource(t, source, "<builtin loops>", "exec", 0);
  if (!code) {
    clearPending(t);
    return false;
  }
  Value name = internStr(t, "builtins");
  gLoops.globals = newDict(t);
  if (!gLoops.globals || !dictSet(t, gLoops.globals.as<DictObject>(), names::__name__, name) ||
      !runCode(t, code, gLoops.globals, Value::empty()))
    return false;
  gLoops.count = newNativeFunction(t, countDef(), Value::fromBits(0), None);
  if (!gLoops.count)
    return false;
  for (unsigned i = 1; i < kLoopCount; ++i) {
    gLoops.originals[i] = dictGetStr(gLoops.globals.as<DictObject>(), internStr(t, kFunctions[i]));
    gLoops.originals[i].as<FunctionObject>()->codeObject()->flags |= kCodeHidden;
  }
  return gLoops.usable = true;
}

static Value enumerateCount(Thread *t, Value *args, size_t) {
  auto *e = args[0].as<EnumerateObject>();
  if (e->bigIndex == Value::fromSmallInt(0) && e->index < Value::kMaxInt)
    return Value::fromSmallInt(e->index++);
  Value now = e->bigIndex == Value::fromSmallInt(0) ? newInt(t, e->index) : e->bigIndex;
  Value next = binaryOp(t, Dunder::Add, now, Value::fromSmallInt(1));
  if (!next)
    return next;
  setSlot(args[0].asObject(), &args[0].as<EnumerateObject>()->bigIndex, next);
  return now;
}
const NativeDef *countDef() {
  static const NativeDef def = {"count", enumerateCount, "(numbers, /)",
                                kEffReads | kEffWritesSelf | kEffRaises | kEffAllocates, nullptr};
  return &def;
}

/// Iterators whose __iter__ does nothing that a program sees.
static bool isPlainIterator(Value v) { return v.isObject() && !(v.asObject()->type()->typeFlags & kTypeHeap); }

/// The Python code behind a map, filter, enumerate or zip object.
static const CodeObject *codeBehind(Value v) {
  const Shape *s = v.asObject()->shape();
  Value function = Value::empty(), iterators[3] = {Value::empty(), Value::empty(), Value::empty()};
  if (s == shapes::enumerate) {
    iterators[0] = v.as<EnumerateObject>()->iterator;
  } else if (s == shapes::filter) {
    function = v.as<FilterObject>()->function;
    iterators[0] = v.as<FilterObject>()->iterator;
  } else if (s == shapes::zip || s == shapes::map) {
    bool zip = s == shapes::zip;
    auto *inner = (zip ? v.as<ZipObject>()->iterators : v.as<MapObject>()->iterators).as<TupleObject>();
    if (zip ? v.as<ZipObject>()->strict || inner->length < 2 || inner->length > 3 : inner->length < 1 || inner->length > 2)
      return nullptr;
    for (int64_t i = 0; i < inner->length; ++i)
      iterators[i] = inner->items[i];
    if (!zip)
      function = v.as<MapObject>()->function;
  } else {
    return nullptr;
  }
  const CodeObject *code = nullptr;
  for (Value it : iterators)
    if (it) {
      if (!isPlainIterator(it))
        return nullptr;
      if (!code)
        code = itemCodeOf(it);
    }
  if (function && isExact(function, shapes::function))
    code = function.as<FunctionObject>()->codeObject();
  return code;
}

const CodeObject *itemCodeOf(Value v) {
  if (!v.isObject())
    return nullptr;
  Object *o = v.asObject();
  if (o->shapeId == shapeIdOf(shapes::generator))
    return v.as<GeneratorObject>()->header[0].as<FunctionObject>()->codeObject();
  TypeObject *type = o->type();
  if (!(type->typeFlags & kTypeHeap))
    return codeBehind(v);
  for (Dunder d : {Dunder::Next, Dunder::Iter}) {
    Value f = lookupDunder(type, d);
    if (f && isExact(f, shapes::function))
      return f.as<FunctionObject>()->codeObject();
  }
  return nullptr;
}

static FunctionObject *copyFor(Thread *t, unsigned loop, const CodeObject *source, bool make) {
  uint64_t key = reinterpret_cast<uint64_t>(source) ^ uint64_t(loop) << 56;
  CacheEntry &e = gLoops.cache[(reinterpret_cast<uint64_t>(source) / 16 + loop * 7) % kCacheSize];
  if (PYC_LIKELY(e.source == source && e.loop == loop))
    return gLoops.copies[e.index].as<FunctionObject>();
  auto found = gLoops.byKey.find(key);
  if (found != gLoops.byKey.end()) {
    e = {source, loop, found->second};
    return gLoops.copies[found->second].as<FunctionObject>();
  }
  if (!make || gLoops.copies.size() >= kMaxCopies || !load(t))
    return nullptr;
  auto *original = gLoops.originals[loop].as<FunctionObject>();
  CodeObject *code = copyCode(t, original->codeObject());
  Value f = code ? newFunction(t, code, gLoops.globals) : Value::empty();
  if (!f)
    return nullptr;
  auto index = static_cast<uint32_t>(gLoops.copies.size());
  gLoops.copies.push_back(f);
  gLoops.byKey.emplace(key, index);
  e = {source, loop, index};
  return f.as<FunctionObject>();
}

/// The loop that a call of callee is; kNoLoop: none.
static unsigned loopOf(Value callee) {
  if (!callee.isObject())
    return kNoLoop;
  Object *o = callee.asObject();
  if (o->kind() == Kind::NativeFunction) {
    auto *nf = callee.as<NativeFunctionObject>();
    bool method = nf->def->loop == kLoopJoin;
    return (nf->flags & kNativeFnBound) && method ? unsigned(kNoLoop) : nf->def->loop;
  }
  if (o->kind() != Kind::Type)
    return kNoLoop;
  return o == types::list_ ? kLoopList : o == types::tuple_ ? kLoopTuple
         : o == types::set_ ? kLoopSet : o == types::frozenset_ ? kLoopFrozenset : kNoLoop;
}

bool findLoop(Thread *t, Value callee, const Value *args, size_t n, Value kwNames,
              bool make, LoopCall &out) {
  unsigned loop = loopOf(callee);
  if (loop == kNoLoop || n == 0 || n > 3)
    return false;
  size_t keywords = kwNames ? static_cast<size_t>(kwNames.as<TupleObject>()->length) : 0;
  size_t positional = n - keywords;
  bool extreme = loop == kLoopMin || loop == kLoopMax;
  int8_t source = loop == kLoopJoin, second = -1, third = -1; // of args
  auto isText = [](Value v) {
    return isStr(v) || isInstanceOf(v, types::bytes_) || isInstanceOf(v, types::bytearray_);
  };
  for (size_t i = 0; i < keywords; ++i) {
    std::string name = strToUtf8(kwNames.as<TupleObject>()->items[i]);
    auto at = static_cast<int8_t>(positional + i);
    if (extreme && name == "key")
      second = at;
    else if (extreme && name == "default")
      third = at;
    else if (loop == kLoopSum && name == "start")
      second = at;
    else
      return false;
  }
  if (loop == kLoopSum) {
    if (positional == 2)
      second = second < 0 ? 1 : 3;
    else if (positional != 1)
      return false;
    if (second == 3 || (second >= 0 && isText(args[second])))
      return false;
  } else if (loop == kLoopJoin) {
    // Others may not be iterable after all: join says so in its own way.
    if (positional != 2 || !isStr(args[0]) || !isExact(args[1], shapes::generator))
      return false;
  } else if (positional != 1) {
    return false;
  }
  const CodeObject *code = itemCodeOf(args[source]);
  out.source = static_cast<unsigned>(source);
  if (!code && extreme && second >= 0 && isExact(args[second], shapes::function)) {
    code = args[second].as<FunctionObject>()->codeObject();
    out.source = static_cast<unsigned>(second);
  }
  if (!code)
    return false;
  out.function = copyFor(t, loop, code, make);
  if (!out.function)
    return false;
  auto given = [&](unsigned to, int8_t index, Value otherwise) {
    out.from[to] = index;
    out.args[to] = index >= 0 ? args[index] : otherwise;
  };
  out.count = out.function->codeObject()->paramCount;
  if (loop == kLoopJoin) {
    given(0, 0, None);
    given(1, 1, None);
    return true;
  }
  given(0, source, None);
  if (loop == kLoopSum)
    given(1, second, Value::fromSmallInt(0));
  else if (extreme) {
    given(1, second, None);
    given(2, third, None);
    given(3, -1, boolValue(third >= 0));
  } else if (loop >= kLoopTuple)
    given(1, -1, callee);
  return true;
}

bool findItems(Thread *t, Value object, bool make, LoopCall &out) {
  const CodeObject *code = object.isObject() ? codeBehind(object) : nullptr;
  if (!code)
    return false;
  const Shape *s = object.asObject()->shape();
  unsigned loop, n = 0;
  auto put = [&](Value v, int from) {
    out.args[n] = v;
    out.from[n++] = static_cast<int8_t>(from);
  };
  auto putAll = [&](Value tuple) {
    for (int64_t i = 0; i < tuple.as<TupleObject>()->length; ++i)
      put(tuple.as<TupleObject>()->items[i], static_cast<int>(i) + 1);
  };
  if (s == shapes::enumerate) {
    loop = kLoopEnumerate;
    put(object.as<EnumerateObject>()->iterator, 1);
    put(object, -2);
  } else if (s == shapes::filter) {
    auto *f = object.as<FilterObject>();
    bool truth = f->function == None || f->function == Value::fromObject(types::bool_);
    loop = truth ? kLoopFilterTrue : kLoopFilter;
    if (!truth)
      put(f->function, 0);
    put(f->iterator, 1);
  } else if (s == shapes::zip) {
    Value tuple = object.as<ZipObject>()->iterators;
    loop = tuple.as<TupleObject>()->length == 2 ? kLoopZip : kLoopZipThree;
    putAll(tuple);
  } else {
    Value tuple = object.as<MapObject>()->iterators;
    loop = tuple.as<TupleObject>()->length == 1 ? kLoopMap : kLoopMapTwo;
    put(object.as<MapObject>()->function, 0);
    putAll(tuple);
  }
  out.function = copyFor(t, loop, code, make);
  if (!out.function)
    return false;
  if (loop == kLoopEnumerate)
    put(gLoops.count, -1);
  out.count = n;
  return true;
}

} // namespace pyc
