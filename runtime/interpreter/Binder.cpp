//===- Binder.cpp - Arguments to parameters -------------------------------===//
//
// The general case of a call: keywords, defaults, *args, **kwargs, and all the
// ways in which arguments do not fit. The common case (exactly as many
// positional arguments as parameters) never comes here.
//
// The registers of the new frame may overlap the arguments (they usually are
// the caller's window), so the arguments are copied out first. What is made on
// the way (*args tuple, **kwargs dict) stays in locals, which pin it, and the
// frame is written at the very end, without a collection in between: a half
// written frame is never seen by the collector.
//
//===----------------------------------------------------------------------===//
#include "runtime/interpreter/Interp.h"
#include <cstdlib>
#include <string>

namespace pyc {

namespace {

/// Copies of the arguments, and the parameters' values, where the collector
/// sees them.
struct Slots {
  static constexpr size_t kInline = 24;
  Value small[kInline];
  RootVector *large = nullptr;
  alignas(RootVector) char storage[sizeof(RootVector)];
  Value *data = small;
  Slots(Thread *t, size_t n) {
    if (n <= kInline)
      return;
    large = new (storage) RootVector(t);
    for (size_t i = 0; i < n; ++i)
      large->push(Value::empty());
    data = large->begin();
  }
  ~Slots() {
    if (large)
      large->~RootVector();
  }
  Slots(const Slots &) = delete;
};

Value paramName(CodeObject *c, size_t i) {
  return c->localNames.as<TupleObject>()->items[i];
}

/// 'a', 'b', and 'c'
std::string nameList(CodeObject *c, const size_t *which, size_t n) {
  std::string s;
  for (size_t i = 0; i < n; ++i) {
    if (i)
      s += n == 2 ? " and " : i + 1 == n ? ", and " : ", ";
    s += "'" + strToUtf8(paramName(c, which[i])) + "'";
  }
  return s;
}

void raiseMissing(Thread *t, FunctionObject *f, const Value *params, size_t from,
                  size_t to, const char *kind) {
  CodeObject *c = f->codeObject();
  auto *missing = static_cast<size_t *>(malloc((to - from + 1) * sizeof(size_t)));
  size_t n = 0;
  for (size_t i = from; i < to; ++i)
    if (params[i].isEmpty())
      missing[n++] = i;
  std::string list = nameList(c, missing, n);
  free(missing);
  raise(t, exc::TypeError, "%S() missing %d required %s argument%s: %s",
        f->qualname, int(n), kind, n == 1 ? "" : "s", list.c_str());
}

void raiseTooMany(Thread *t, FunctionObject *f, size_t given, const Value *params) {
  CodeObject *c = f->codeObject();
  size_t defaults = f->defaults.isObject() && f->defaults != None
                        ? size_t(f->defaults.as<TupleObject>()->length) : 0;
  size_t kwGiven = 0;
  for (size_t i = c->argCount; i < size_t(c->argCount) + c->kwOnlyCount; ++i)
    kwGiven += !params[i].isEmpty();
  std::string takes, were;
  bool plural;
  if (defaults) {
    takes = "from " + std::to_string(c->argCount - defaults) + " to " + std::to_string(c->argCount);
    plural = true;
  } else {
    takes = std::to_string(c->argCount);
    plural = c->argCount != 1;
  }
  if (kwGiven)
    were = std::string(" positional argument") + (given != 1 ? "s" : "") + " (and " +
           std::to_string(kwGiven) + " keyword-only argument" + (kwGiven != 1 ? "s" : "") + ")";
  raise(t, exc::TypeError, "%S() takes %s positional argument%s but %zu%s %s given",
        f->qualname, takes.c_str(), plural ? "s" : "", given, were.c_str(),
        given == 1 && !kwGiven ? "was" : "were");
}

/// Keyword arguments. False: raised.
bool bindKeywords(Thread *t, FunctionObject *f, Value *params, const Value *values,
                  TupleObject *names, DictObject *kwargs, size_t kwargsIndex) {
  CodeObject *c = f->codeObject();
  size_t named = size_t(c->argCount) + c->kwOnlyCount;
  for (int64_t j = 0; j < names->length; ++j) {
    Value name = names->items[j];
    if (!isStr(name)) {
      raise(t, exc::TypeError, "keywords must be strings");
      return false;
    }
    size_t i = c->posOnlyCount;
    for (; i < named; ++i)
      if (paramName(c, i) == name)
        break;
    if (i == named && !(isExact(name, shapes::str1) && (name.asObject()->flags & kStrInterned)))
      for (i = c->posOnlyCount; i < named; ++i)
        if (strEqual(paramName(c, i), payloadOf(name)))
          break;
    if (i < named) {
      if (!params[i].isEmpty()) {
        raise(t, exc::TypeError, "%S() got multiple values for argument '%S'",
              f->qualname, name);
        return false;
      }
      params[i] = values[j];
      continue;
    }
    if (kwargs) {
      if (!dictSet(t, kwargs, name, values[j]))
        return false;
      continue;
    }
    // Positional-only ones that were named are reported together.
    std::string posOnly;
    for (int64_t l = 0; l < names->length; ++l)
      for (size_t m = 0; m < c->posOnlyCount; ++m)
        if (isStr(names->items[l]) && strEqual(payloadOf(names->items[l]), paramName(c, m)))
          posOnly += (posOnly.empty() ? "" : ", ") + strToUtf8(paramName(c, m));
    if (!posOnly.empty())
      raise(t, exc::TypeError,
            "%S() got some positional-only arguments passed as keyword arguments: '%s'",
            f->qualname, posOnly.c_str());
    else
      raise(t, exc::TypeError, "%S() got an unexpected keyword argument '%S'",
            f->qualname, name);
    return false;
  }
  return true;
}

/// Fills params[0..paramCount) from args. False: raised.
bool bindParameters(Thread *t, FunctionObject *f, Value *params, const Value *args,
                    size_t positional, Value kwNames) {
  CodeObject *c = f->codeObject();
  size_t argCount = c->argCount, named = argCount + c->kwOnlyCount, next = named;
  bool varArgs = c->flags & kCodeVarArgs, varKw = c->flags & kCodeVarKeywords;
  for (size_t i = 0; i < c->paramCount; ++i)
    params[i] = Value::empty();
  size_t direct = positional < argCount ? positional : argCount;
  for (size_t i = 0; i < direct; ++i)
    params[i] = args[i];
  if (varArgs) {
    Value rest = positional > argCount ? newTuple(t, args + argCount, positional - argCount) : EmptyTuple;
    if (!rest)
      return false;
    params[next++] = rest;
  }
  DictObject *kwargs = nullptr;
  if (varKw) {
    Value d = newDict(t);
    if (!d)
      return false;
    params[next] = d;
    kwargs = d.as<DictObject>();
  }
  if (kwNames && !bindKeywords(t, f, params, args + positional,
                               kwNames.as<TupleObject>(), kwargs, next))
    return false;
  if (positional > argCount && !varArgs) {
    raiseTooMany(t, f, positional, params);
    return false;
  }
  if (positional < argCount) {
    size_t defaults = 0;
    Value *items = nullptr;
    if (f->defaults != None && f->defaults.isObject()) {
      defaults = size_t(f->defaults.as<TupleObject>()->length);
      items = f->defaults.as<TupleObject>()->items;
    }
    size_t required = defaults < argCount ? argCount - defaults : 0;
    for (size_t i = positional; i < required; ++i)
      if (params[i].isEmpty()) {
        raiseMissing(t, f, params, positional, required, "positional");
        return false;
      }
    size_t skip = defaults > argCount ? defaults - argCount : 0;
    for (size_t i = positional > required ? positional : required; i < argCount; ++i)
      if (params[i].isEmpty())
        params[i] = items[skip + i - required];
  }
  if (c->kwOnlyCount) {
    bool missing = false;
    for (size_t i = argCount; i < named; ++i) {
      if (!params[i].isEmpty())
        continue;
      if (f->kwDefaults != None && f->kwDefaults.isObject())
        params[i] = dictGetStr(f->kwDefaults.as<DictObject>(), paramName(c, i));
      missing |= params[i].isEmpty();
    }
    if (missing) {
      raiseMissing(t, f, params, argCount, named, "keyword-only");
      return false;
    }
  }
  return true;
}

} // namespace

bool pushFrame(Thread *t, FunctionObject *f, Value *newBase, Value self, Value *args,
               size_t n, Value kwNames, Value *callerBase, uint64_t returnWord) {
  CodeObject *c = f->codeObject();
  size_t total = n + !self.isEmpty();
  if (PYC_UNLIKELY(!stackCheck(t, callerBase, newBase + c->registerCount)))
    return false;
  auto finish = [&](size_t filled) {
    for (size_t i = filled; i < c->localsCount; ++i)
      newBase[i] = Value::empty();
    newBase[kFrameFunction] = Value::fromObject(f);
    newBase[kFrameReturn] = Value::fromBits(returnWord);
    newBase[kFrameLink] = Value::fromBits(0);
    newBase[kFrameCaller] = rawValue(callerBase);
    return true;
  };
  if (PYC_LIKELY(!kwNames && total == c->argCount && total == c->paramCount)) {
    if (self) {
      memmove(static_cast<void *>(newBase + 1), args, n * sizeof(Value));
      newBase[0] = self;
    } else if (newBase != args && n)
      memmove(static_cast<void *>(newBase), args, n * sizeof(Value));
    return finish(total);
  }
  // Neither *args nor **kwargs, and few keywords: in place, values of keywords
  // aside. Anything odd (a wrong name or count) starts again below, where the
  // messages are made; the arguments are intact until the very end.
  if (PYC_LIKELY(c->paramCount == c->argCount + c->kwOnlyCount &&
                 !(c->flags & kCodeHasNamespace))) {
    constexpr size_t kFew = 16;
    size_t params = c->paramCount, keywords = kwNames ? size_t(kwNames.as<TupleObject>()->length) : 0;
    size_t positional = total - keywords;
    Value values[kFew];
    if (params <= kFew && positional <= c->argCount) {
      for (size_t i = positional; i < params; ++i)
        values[i] = Value::empty();
      bool plain = true;
      for (size_t j = 0; j < keywords && plain; ++j) {
        Value name = kwNames.as<TupleObject>()->items[j];
        size_t i = positional > c->posOnlyCount ? positional : c->posOnlyCount;
        while (i < params && paramName(c, i) != name)
          ++i;
        plain = i < params && values[i].isEmpty();
        if (plain)
          values[i] = args[n - keywords + j];
      }
      if (plain && positional < c->argCount) {
        size_t defaults = 0;
        Value *items = nullptr;
        if (f->defaults != None && f->defaults.isObject()) {
          defaults = size_t(f->defaults.as<TupleObject>()->length);
          items = f->defaults.as<TupleObject>()->items;
        }
        plain = defaults <= c->argCount;
        size_t first = c->argCount - defaults;
        for (size_t i = positional; i < c->argCount && plain; ++i)
          if (values[i].isEmpty()) {
            plain = i >= first;
            if (plain)
              values[i] = items[i - first];
          }
      }
      for (size_t i = c->argCount; i < params && plain; ++i)
        if (values[i].isEmpty()) {
          if (f->kwDefaults != None && f->kwDefaults.isObject())
            values[i] = dictGetStr(f->kwDefaults.as<DictObject>(), paramName(c, i));
          plain = !values[i].isEmpty();
        }
      if (plain) {
        size_t own = positional - !self.isEmpty();
        if (self) {
          memmove(static_cast<void *>(newBase + 1), args, own * sizeof(Value));
          newBase[0] = self;
        } else if (newBase != args && own)
          memmove(static_cast<void *>(newBase), args, own * sizeof(Value));
        for (size_t i = positional; i < params; ++i)
          newBase[i] = values[i];
        return finish(params);
      }
    }
  }
  // def f(a, *rest), positional arguments only.
  if (!kwNames && c->paramCount == c->argCount + 1u && !c->kwOnlyCount &&
      (c->flags & kCodeVarArgs) && total >= c->argCount && (self.isEmpty() || c->argCount)) {
    size_t own = c->argCount - !self.isEmpty();
    Value rest = n > own ? newTuple(t, args + own, n - own) : EmptyTuple;
    if (!rest)
      return false;
    if (self) {
      memmove(static_cast<void *>(newBase + 1), args, own * sizeof(Value));
      newBase[0] = self;
    } else if (newBase != args && own)
      memmove(static_cast<void *>(newBase), args, own * sizeof(Value));
    newBase[c->argCount] = rest;
    return finish(c->argCount + 1u);
  }
  // A body with a namespace takes it as its one argument; called as a function
  // that Python code made of it, it works on its globals.
  if (PYC_UNLIKELY(c->flags & kCodeHasNamespace) && !kwNames && total <= 1) {
    newBase[0] = self ? self : total ? args[0] : f->globals;
    return finish(1);
  }
  size_t params = c->paramCount;
  Slots slots(t, total + params);
  Value *copy = slots.data + params;
  if (self)
    *copy++ = self;
  memcpy(static_cast<void *>(copy), args, n * sizeof(Value));
  size_t keywords = kwNames ? size_t(kwNames.as<TupleObject>()->length) : 0;
  if (!bindParameters(t, f, slots.data, slots.data + params, total - keywords, kwNames))
    return false;
  memcpy(static_cast<void *>(newBase), slots.data, params * sizeof(Value));
  return finish(params);
}

} // namespace pyc
