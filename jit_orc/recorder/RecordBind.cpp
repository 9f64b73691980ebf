//===- RecordBind.cpp - Arguments to parameters ---------------------------===//
//
// Calls with keywords, defaults, *args and **kwargs, of Python functions that
// are followed. Which argument becomes which parameter is decided while
// recording: names are constants of the code, and the lengths of a starred
// tuple and the keys of a double-starred dict are guarded. The tuple for *args
// and the dict for **kwargs are made by operations (`new`), so that a function
// that only passes them on, or looks into them, never allocates them.
//
// f(*a, **k) is a list or dict that is filled first; it is followed in the same
// way while it is short (kMaxStar).
//
//===----------------------------------------------------------------------===//
#include "jit_orc/recorder/Helpers.h"
#include "jit_orc/recorder/Recorder.h"
#include "runtime/object/Containers.h"
#include "runtime/object/DictTable.h"
#include "runtime/object/Types.h"

namespace pyc {

#define HELPER(f) reinterpret_cast<const void *>(f), #f

constexpr int64_t kMaxStar = 16;

static Value paramName(CodeObject *c, size_t i) { return c->localNames.as<TupleObject>()->items[i]; }

namespace {
/// Where a parameter comes from.
struct Source {
  enum : uint8_t { None, Argument, Default, KwDefault } kind = None;
  size_t index = 0;
};
} // namespace

bool bindArguments(Recorder &r, TraceRef f, FunctionObject *fn, std::vector<TraceRef> &args, const Keywords *kw) {
  CodeObject *c = fn->codeObject();
  if (c->flags & kCodeHasNamespace)
    return false;
  size_t keywords = kw ? kw->names.size() : 0, positional = args.size() - keywords;
  size_t argCount = c->argCount, named = argCount + c->kwOnlyCount;
  bool varArgs = c->flags & kCodeVarArgs, varKw = c->flags & kCodeVarKeywords;
  if (positional > argCount && !varArgs)
    return false;
  // First what goes where, without recording anything.
  std::vector<Source> from(named);
  for (size_t i = 0; i < positional && i < argCount; ++i)
    from[i] = {Source::Argument, i};
  std::vector<Value> restNames;
  std::vector<size_t> rest;
  for (size_t j = 0; j < keywords; ++j) {
    size_t i = c->posOnlyCount;
    while (i < named && !strEqual(paramName(c, i), kw->names[j]))
      ++i;
    if (i < named) {
      if (from[i].kind != Source::None)
        return false;
      from[i] = {Source::Argument, positional + j};
    } else if (varKw) {
      restNames.push_back(kw->names[j]);
      rest.push_back(positional + j);
    } else {
      return false;
    }
  }
  if (varKw && !canRecordDict(restNames))
    return false;
  auto *defaults = fn->defaults.isObject() && isExact(fn->defaults, shapes::tuple)
                       ? fn->defaults.as<TupleObject>() : nullptr;
  size_t defaultCount = defaults ? static_cast<size_t>(defaults->length) : 0;
  if (defaultCount > argCount)
    return false;
  DictObject *kwDefaults = fn->kwDefaults.isObject() && isExact(fn->kwDefaults, shapes::dict)
                               ? fn->kwDefaults.as<DictObject>() : nullptr;
  bool usesDefaults = false, usesKwDefaults = false;
  for (size_t i = 0; i < named; ++i) {
    if (from[i].kind != Source::None)
      continue;
    if (i < argCount) {
      if (i + defaultCount < argCount)
        return false;
      from[i] = {Source::Default, i + defaultCount - argCount};
      usesDefaults = true;
      continue;
    }
    int64_t entry = kwDefaults ? dictFindStr(kwDefaults, paramName(c, i)) : -1;
    if (entry < 0)
      return false;
    from[i] = {Source::KwDefault, static_cast<size_t>(entry)};
    usesKwDefaults = true;
  }
  // Guards and loads.
  TraceBuilder &b = r.b;
  TraceRef tuple = kNoRef, dict = kNoRef;
  bool constantDefaults = false;
  if (usesDefaults) {
    tuple = b.getField(f, offsetof(FunctionObject, defaults), kAliasOther, TraceSlot::Value);
    b.facts[tuple].notEmpty = true;
    if (b.facts[f].isConstant && !gcIsYoung(defaults)) {
      r.guardConstant(tuple, fn->defaults);
      constantDefaults = true;
    } else {
      b.guardShape(tuple, shapes::tuple, true);
      TraceRef length = b.getField(tuple, offsetof(TupleObject, length), kAliasItems, TraceSlot::Raw, true);
      b.guardBool(b.emit(TraceOpcode::raw_eq_, {length, b.constRaw(defaults->length)}), true);
    }
  }
  if (usesKwDefaults) {
    dict = b.getField(f, offsetof(FunctionObject, kwDefaults), kAliasOther, TraceSlot::Value);
    b.facts[dict].notEmpty = true;
    if (b.facts[f].isConstant && !gcIsYoung(kwDefaults))
      r.guardConstant(dict, fn->kwDefaults);
  }
  std::vector<TraceRef> params;
  for (size_t i = 0; i < named; ++i) {
    switch (from[i].kind) {
    case Source::Argument:
      params.push_back(args[from[i].index]);
      break;
    case Source::Default: {
      Value v = defaults->items[from[i].index];
      if (constantDefaults && !(v.isObject() && gcIsYoung(v.asObject()))) {
        params.push_back(r.constant(v));
        break;
      }
      TraceRef p = b.getField(tuple, static_cast<uint32_t>(offsetof(TupleObject, items) + 8 * from[i].index),
                              kAliasItems, TraceSlot::Value, true);
      b.facts[p].notEmpty = true;
      params.push_back(p);
      break;
    }
    default:
      params.push_back(recordDictEntry(r, dict, kwDefaults, static_cast<int64_t>(from[i].index)));
    }
  }
  if (r.failed())
    return false;
  if (varArgs) {
    std::vector<TraceRef> more;
    for (size_t i = argCount; i < positional; ++i)
      more.push_back(args[i]);
    params.push_back(recordTuple(r, more));
  }
  if (varKw) {
    std::vector<TraceRef> values;
    for (size_t i : rest)
      values.push_back(args[i]);
    params.push_back(recordDict(r, restNames, values));
  }
  args = std::move(params);
  return !r.failed();
}

/// The items of a short list or tuple, under a guard on its length. False: not one.
static bool spread(Recorder &r, TraceRef o, Value real, std::vector<TraceRef> &out, std::vector<Value> *now) {
  TraceBuilder &b = r.b;
  bool list = isExact(real, shapes::list);
  if (!list && !isExact(real, shapes::tuple))
    return false;
  int64_t n = list ? real.as<ListObject>()->size : real.as<TupleObject>()->length;
  if (n > kMaxStar)
    return false;
  b.guardShape(o, list ? shapes::list : shapes::tuple, true);
  TraceRef length = list ? b.getField(o, offsetof(ListObject, size), kAliasListSize, TraceSlot::Raw)
                         : b.getField(o, offsetof(TupleObject, length), kAliasItems, TraceSlot::Raw, true);
  b.guardBool(b.emit(TraceOpcode::raw_eq_, {length, b.constRaw(n)}), true);
  TraceRef buffer = o;
  if (list && n) {
    buffer = b.getField(o, offsetof(ListObject, buffer), kAliasListBuffer, TraceSlot::Value);
    b.facts[buffer].notEmpty = true;
  }
  for (int64_t i = 0; i < n; ++i) {
    uint32_t at = static_cast<uint32_t>((list ? offsetof(ValueBuffer, items) : offsetof(TupleObject, items)) + 8 * i);
    TraceRef v = b.getField(buffer, at, kAliasItems, TraceSlot::Value, !list);
    b.facts[v].notEmpty = true;
    out.push_back(v);
    if (now)
      now->push_back(list ? real.as<ListObject>()->items()->items[i] : real.as<TupleObject>()->items[i]);
  }
  return true;
}

/// Adds items to a list made in this trace.
static void extendFresh(Recorder &r, TraceRef list, int64_t size, const std::vector<TraceRef> &items) {
  TraceBuilder &b = r.b;
  if (items.empty())
    return;
  TraceRef old = kNoRef;
  std::vector<TraceRef> all;
  if (size) {
    old = b.getField(list, offsetof(ListObject, buffer), kAliasListBuffer, TraceSlot::Value);
    b.facts[old].notEmpty = true;
    for (int64_t i = 0; i < size; ++i)
      all.push_back(b.getField(old, static_cast<uint32_t>(offsetof(ValueBuffer, items) + 8 * i), kAliasItems,
                               TraceSlot::Value));
  }
  for (TraceRef i : items)
    all.push_back(r.value(i));
  int64_t n = static_cast<int64_t>(all.size());
  TraceRef buffer = b.newObject(shapes::valueBuffer, static_cast<uint32_t>(sizeof(ValueBuffer) + 8 * n));
  b.setField(buffer, b.constRaw(n), offsetof(ValueBuffer, length), kAliasOther, TraceSlot::Raw);
  for (int64_t i = 0; i < n; ++i)
    b.setField(buffer, all[static_cast<size_t>(i)], static_cast<uint32_t>(offsetof(ValueBuffer, items) + 8 * i),
               kAliasItems, TraceSlot::Value);
  b.setField(list, b.constRaw(n), offsetof(ListObject, size), kAliasListSize, TraceSlot::Raw);
  b.setField(list, buffer, offsetof(ListObject, buffer), kAliasListBuffer, TraceSlot::Value);
}

bool Recorder::recordCallForms(Op op) {
  const Instr *next = nextInstr(pc);
  auto anything = [&](const void *fn, const char *name, std::vector<TraceRef> args) {
    args.insert(args.begin(), thread());
    TraceRef v = callAnything(fn, name, std::move(args));
    return v;
  };
  auto after = [&] {
    afterAnything(next);
    skipCallee();
    return true;
  };
  switch (op) {
  case Op::CallKw:
  case Op::CallMethodKw: {
    unsigned window = pc->b, n = pc->c, first = window + 4;
    VirtualFrame &f = frame();
    Keywords kw;
    uint64_t index;
    memcpy(&index, pc + 1, 8);
    kw.tuple = f.code->constantData[index];
    auto *names = kw.tuple.as<TupleObject>();
    kw.names.assign(names->items, names->items + names->length);
    bool opaqueCallee = false;
    if (op == Op::CallMethodKw) {
      bool noSelf = real(first).isEmpty();
      if (f.regs[first] == kEmptyRef) {
        opaqueCallee = !noSelf;
        ++first;
        --n;
      } else if (noSelf) {
        abort(AbortReason::Mispredicted, "receiver");
        return true;
      }
    }
    std::vector<TraceRef> args;
    std::vector<Value> realArgs;
    for (unsigned i = 0; i < n; ++i) {
      args.push_back(reg(first + i));
      realArgs.push_back(real(first + i));
    }
    TraceRef callee = reg(window);
    if (failed())
      return true;
    if (opaqueCallee)
      residualCall(callee, args, &kw);
    else
      recordCallOf(callee, real(window), std::move(args), std::move(realArgs), &kw);
    return true;
  }
  case Op::CallEx: {
    unsigned window = pc->b;
    VirtualFrame &f = frame();
    Value star = real(window + 4u), stars = real(window + 5u);
    TraceRef callee = reg(window), args = value(reg(window + 4u));
    TraceRef dict = f.regs[window + 5u] == kEmptyRef ? kNoRef : value(reg(window + 5u));
    if (failed())
      return true;
    Keywords kw;
    kw.callee = callee;
    kw.args = args;
    kw.dict = dict == kNoRef ? b.constValue(None) : dict;
    std::vector<TraceRef> list;
    std::vector<Value> now;
    bool short_ = (isExact(star, shapes::tuple) && star.as<TupleObject>()->length <= kMaxStar) ||
                  (isExact(star, shapes::list) && star.as<ListObject>()->size <= kMaxStar);
    bool follow = short_ && mayFollowCall(real(window));
    if (follow && dict != kNoRef)
      follow = isExact(stars, shapes::dict) && knowKeys(*this, dict, stars.as<DictObject>(), kw.names);
    if (!follow) {
      residualCall(callee, {}, &kw);
      return true;
    }
    spread(*this, args, star, list, &now);
    if (dict != kNoRef)
      for (size_t i = 0; i < kw.names.size(); ++i) {
        list.push_back(recordDictEntry(*this, dict, stars.as<DictObject>(), static_cast<int64_t>(i)));
        now.push_back(stars.as<DictObject>()->entries.as<ValueBuffer>()->items[2 * i + 1]);
      }
    if (!failed())
      recordCallOf(callee, real(window), std::move(list), std::move(now), &kw);
    return true;
  }
  case Op::ListExtend: {
    Value list = real(pc->a), from = real(pc->b);
    TraceRef x = value(reg(pc->a)), y = value(reg(pc->b));
    if (failed())
      return true;
    int64_t size = list.as<ListObject>()->size;
    std::vector<TraceRef> items;
    b.guardShape(x, shapes::list, true);
    if (b.at(x).opcode == TraceOpcode::new_ && size <= kMaxStar && spread(*this, y, from, items, nullptr)) {
      TraceRef n = b.getField(x, offsetof(ListObject, size), kAliasListSize, TraceSlot::Raw);
      b.guardBool(b.emit(TraceOpcode::raw_eq_, {n, b.constRaw(size)}), true);
      extendFresh(*this, x, size, items);
      return true;
    }
    anything(HELPER(pyc_jit_extend_display), {x, y});
    return after();
  }
  case Op::ListToTuple: {
    Value list = real(pc->b);
    TraceRef x = value(reg(pc->b));
    std::vector<TraceRef> items;
    if (failed())
      return true;
    if (b.at(x).opcode != TraceOpcode::new_ || !spread(*this, x, list, items, nullptr))
      return false;
    set(pc->a, recordTuple(*this, items));
    return true;
  }
  case Op::DictMerge: {
    Value into = real(pc->a), from = real(pc->b);
    TraceRef x = value(reg(pc->a)), y = value(reg(pc->b)), callee = value(reg(pc->c));
    if (failed())
      return true;
    if (b.at(x).opcode == TraceOpcode::new_ && isExact(from, shapes::dict) && recordMerge(*this, x, y, into, from))
      return true;
    anything(HELPER(pyc_jit_dict_merge_call), {x, y, callee});
    return after();
  }
  case Op::DictUpdate: {
    TraceRef x = value(reg(pc->a)), y = value(reg(pc->b));
    if (failed())
      return true;
    anything(HELPER(pyc_jit_dict_update_display), {x, y});
    return after();
  }
  case Op::SetUpdate: {
    TraceRef x = value(reg(pc->a)), y = value(reg(pc->b));
    if (failed())
      return true;
    anything(HELPER(pyc_jit_set_update), {x, y});
    return after();
  }
  case Op::BuildMap:
  case Op::BuildConstMap: {
    VirtualFrame &f = frame();
    std::vector<Value> keys;
    std::vector<TraceRef> values;
    bool constKeys = op == Op::BuildConstMap;
    Value names = constKeys ? f.code->constantData[pc->c] : Value::empty();
    size_t n = constKeys ? static_cast<size_t>(names.as<TupleObject>()->length) : pc->c;
    for (size_t i = 0; i < n; ++i) {
      unsigned at = static_cast<unsigned>(pc->b + (constKeys ? i : 2 * i));
      TraceRef k = constKeys ? kNoRef : reg(at);
      if (failed())
        return true;
      if (!constKeys && !b.facts[k].isConstant)
        return false;
      keys.push_back(constKeys ? names.as<TupleObject>()->items[i] : b.facts[k].constant);
      values.push_back(reg(constKeys ? at : at + 1));
    }
    if (failed())
      return true;
    if (!canRecordDict(keys))
      return false;
    set(pc->a, recordDict(*this, keys, values));
    return true;
  }
  case Op::UnpackEx: {
    uint64_t word;
    memcpy(&word, pc + 1, 8);
    uint32_t before = static_cast<uint32_t>(word), behind = static_cast<uint32_t>(word >> 32);
    Value o = real(pc->b);
    TraceRef x = value(reg(pc->b));
    if (failed())
      return true;
    int64_t fixed = int64_t(before) + behind;
    std::vector<TraceRef> items;
    if (isExact(o, shapes::tuple) && o.as<TupleObject>()->length >= fixed &&
        (b.at(x).opcode == TraceOpcode::new_ || b.facts[x].isConstant) && spread(*this, x, o, items, nullptr)) {
      std::vector<TraceRef> middle(items.begin() + before, items.end() - behind);
      TraceRef rest = recordList(*this, middle);
      for (uint32_t i = 0; i < before; ++i)
        set(pc->a + i, items[i]);
      set(pc->a + before, rest);
      for (uint32_t i = 0; i < behind; ++i)
        set(pc->a + before + 1 + i, items[items.size() - behind + i]);
      return true;
    }
    bool list = isExact(o, shapes::list);
    if ((list && o.as<ListObject>()->size >= fixed) ||
        (isExact(o, shapes::tuple) && o.as<TupleObject>()->length >= fixed)) {
      b.guardShape(x, list ? shapes::list : shapes::tuple, true);
      TraceRef length = list ? b.getField(x, offsetof(ListObject, size), kAliasListSize, TraceSlot::Raw)
                             : b.getField(x, offsetof(TupleObject, length), kAliasItems, TraceSlot::Raw, true);
      b.guardBool(b.emit(TraceOpcode::raw_lt_, {length, b.constRaw(fixed)}), false);
      TraceRef buffer = x;
      if (list) {
        buffer = b.getField(x, offsetof(ListObject, buffer), kAliasListBuffer, TraceSlot::Value);
        b.facts[buffer].notEmpty = true;
      }
      uint32_t offset = list ? offsetof(ValueBuffer, items) : offsetof(TupleObject, items);
      std::vector<TraceRef> front, back;
      for (uint32_t i = 0; i < before; ++i)
        front.push_back(b.getField(buffer, offset + 8 * i, kAliasItems, TraceSlot::Value, !list));
      for (uint32_t i = 0; i < behind; ++i) {
        TraceRef at = b.emit(TraceOpcode::raw_sub_, {length, b.constRaw(int64_t(behind) - i)});
        back.push_back(b.getItem(buffer, at, offset, kAliasItems, TraceSlot::Value, !list));
      }
      TraceRef rest = callRuntime(HELPER(pyc_jit_middle), TraceType::Value,
                                  {thread(), x, b.constRaw(before), b.constRaw(behind)}, kAliasAll, 0, true);
      b.facts[rest].shape = shapes::list;
      b.facts[rest].shapeForEver = true;
      for (uint32_t i = 0; i < before; ++i) {
        b.facts[front[i]].notEmpty = true;
        set(pc->a + i, front[i]);
      }
      set(pc->a + before, rest);
      for (uint32_t i = 0; i < behind; ++i) {
        b.facts[back[i]].notEmpty = true;
        set(pc->a + before + 1 + i, back[i]);
      }
      return true;
    }
    TraceRef tuple = anything(HELPER(pyc_jit_unpack_ex), {x, b.constRaw(static_cast<int64_t>(word))});
    b.facts[tuple].shape = shapes::tuple;
    b.facts[tuple].shapeForEver = true;
    for (uint32_t i = 0; i < fixed + 1; ++i) {
      TraceRef v = b.getField(tuple, offsetof(TupleObject, items) + 8 * i, kAliasItems, TraceSlot::Value, true);
      b.facts[v].notEmpty = true;
      items.push_back(v);
    }
    for (uint32_t i = 0; i < fixed + 1; ++i)
      set(pc->a + i, items[i]);
    return after();
  }
  default:
    return false;
  }
}

} // namespace pyc
