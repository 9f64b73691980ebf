//===- NativeCall.cpp - Binding arguments of native functions -------------===//
//
// A row's signature text is parsed once into a NativeSignature. Binding then
// is: nothing to do for the common case (positional-only, right count), else
// positions first, keywords by name, empty for what was not passed.
//
// CPython's C functions complain about arguments in half a dozen dialects,
// depending on how their binder was written. Which one a row speaks follows
// from its shape: no parameters and one positional-only parameter have the
// short forms ("takes no arguments", "takes exactly one argument"), several
// positional-only ones the "expected" form, named parameters the "missing
// required argument" form, slot wrappers the nameless one.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Types.h"
#include <cstdlib>

namespace pyc {

struct NativeSignature {
  struct Param {
    const char *name; ///< interned C string
    uint16_t length;
    bool required;
  };
  bool takesSelf = false;     ///< $self or $type comes first
  bool varArgs = false, varKeywords = false;
  bool simple = false;        ///< positional-only without * or **
  bool padded = false;        ///< no *, no required keywords: positional arguments
                              ///< need just empty Values behind them
  uint16_t positionalOnly = 0;///< counts exclude self
  uint16_t positional = 0;    ///< positional-only included
  uint16_t keywordOnly = 0;
  uint16_t required = 0;      ///< of the positional ones
  uint16_t varArgsAt = 0;     ///< parameter index of *args
  uint16_t total = 0;         ///< values the function gets, self excluded
  Param params[32];
};

//===-- parsing ------------------------------------------------------------===//

static const NativeSignature *parseSignature(const NativeDef *def) {
  auto *s = new NativeSignature;
  const char *p = def->signature ? def->signature : "()";
  PYC_ASSERT(*p == '(', "signature does not begin with (");
  ++p;
  bool keywordOnly = false;
  while (*p && *p != ')') {
    while (*p == ' ' || *p == ',')
      ++p;
    if (*p == ')' || !*p)
      break;
    if (*p == '/') {
      s->positionalOnly = s->positional;
      ++p;
      continue;
    }
    if (*p == '$') {
      s->takesSelf = true;
      while (*p && *p != ',' && *p != ')')
        ++p;
      continue;
    }
    bool star = false, starStar = false;
    if (*p == '*') {
      ++p;
      star = true;
      if (*p == '*') {
        ++p;
        starStar = true;
        star = false;
      }
    }
    const char *name = p;
    while (*p && *p != ',' && *p != ')' && *p != '=' && *p != ':' && *p != ' ')
      ++p;
    auto length = static_cast<uint16_t>(p - name);
    bool required = true;
    // Skip annotation and default, with nested brackets and quotes.
    int depth = 0;
    for (char quote = 0; *p && (depth || quote || (*p != ',' && *p != ')')); ++p) {
      if (quote) {
        if (*p == '\\' && p[1])
          ++p;
        else if (*p == quote)
          quote = 0;
      } else if (*p == '\'' || *p == '"')
        quote = *p;
      else if (*p == '(' || *p == '[' || *p == '{')
        ++depth;
      else if (*p == ')' || *p == ']' || *p == '}')
        --depth;
      else if (*p == '=')
        required = false;
    }
    if (star) {
      keywordOnly = true;
      if (length) {
        s->varArgs = true;
        s->varArgsAt = s->positional;
        s->total++;
      }
      continue;
    }
    if (starStar) {
      s->varKeywords = true;
      s->total++;
      continue;
    }
    // The class is a constructor's receiver, with or without the $.
    if (s->total == 0 && !s->takesSelf && !strcmp(def->name, "__new__")) {
      s->takesSelf = true;
      continue;
    }
    if (s->positional + s->keywordOnly >= 32)
      internalError(__FILE__, __LINE__, "too many parameters in a native signature");
    s->params[s->positional + s->keywordOnly] = {name, length, required};
    s->total++;
    if (keywordOnly) {
      s->keywordOnly++;
    } else {
      s->positional++;
      if (required)
        s->required = s->positional;
    }
  }
  s->simple = !s->varArgs && !s->varKeywords && !s->keywordOnly && s->positionalOnly == s->positional;
  s->padded = !s->varArgs;
  for (unsigned i = s->positional; i < unsigned(s->positional + s->keywordOnly); ++i)
    s->padded &= !s->params[i].required;
  def->parsed = s;
  return s;
}

static inline const NativeSignature *signatureOf(const NativeDef *def) {
  return PYC_LIKELY(def->parsed != nullptr) ? def->parsed : parseSignature(def);
}

bool nativeTakesSelf(const NativeDef *def) { return signatureOf(def)->takesSelf; }

bool nativeIsDirect(const NativeDef *def, size_t n) {
  if (def->positional)
    return n > 0;
  const NativeSignature *s = signatureOf(def);
  if (s->takesSelf) {
    if (!n)
      return false;
    --n;
  }
  if (def->flags & kNativeRaw)
    return s->varArgs || (n >= s->required && n <= s->positional);
  return s->simple && n == s->positional;
}

unsigned nativePadded(const NativeDef *def, size_t n) {
  const NativeSignature *s = signatureOf(def);
  if (!s->padded || (def->flags & kNativeRaw) || def->positional)
    return 0;
  if (s->takesSelf) {
    if (!n)
      return 0;
    --n;
  }
  return n >= s->required && n <= s->positional ? s->total + unsigned(s->takesSelf) : 0;
}

//===-- errors -------------------------------------------------------------===//

/// The type whose table has the row, or null: found through the receiver.
static TypeObject *ownerOf(const NativeDef *def, const NativeSignature *s, Value self) {
  if (!s->takesSelf || self.isEmpty())
    return nullptr;
  TypeObject *type = isTypeObject(self) && (!strcmp(def->name, "__new__") || (def->flags & kNativeClass))
                         ? self.as<TypeObject>() : typeOf(self);
  auto *mro = typeMro(type);
  for (int64_t i = 0; i < mro->length; ++i) {
    auto *k = mro->items[i].as<TypeObject>();
    if (auto *spec = static_cast<const TypeSpec *>(k->spec))
      for (const NativeDef *m = spec->methods; m && m->name; ++m)
        if (m == def)
          return k;
  }
  return nullptr;
}

/// "len", "list.append", and the class's name for constructors.
static std::string callName(const NativeDef *def, const NativeSignature *s, Value self, bool qualified) {
  TypeObject *owner = ownerOf(def, s, self);
  std::string_view n = def->name;
  if (owner && (n == "__new__" || n == "__init__"))
    return typeNameOf(owner);
  if (owner && qualified)
    return typeNameOf(owner) + "." + def->name;
  return def->name;
}

bool isMethodInCPython(std::string_view type, std::string_view name) {
  // Special methods that CPython has as plain methods, for speed.
  if (name == "__getitem__")
    return type == "list" || type == "dict";
  return name == "__contains__" && (type == "dict" || type == "set" || type == "frozenset");
}

static bool isSlotWrapper(const NativeDef *def, const NativeSignature *s, Value self) {
  size_t n = strlen(def->name);
  if (self && isMethodInCPython(typeNameOf(typeOf(self)->solidBase ? typeOf(self)->solidBase : typeOf(self)), def->name))
    return false;
  return s->takesSelf && n > 4 && !strncmp(def->name, "__", 2) && !strcmp(def->name + n - 2, "__") &&
         strcmp(def->name, "__new__") && strcmp(def->name, "__init__") && !(def->flags & (kNativeClass | kNativeStatic)) &&
         strncmp(def->name, "__reduce", 8) && strcmp(def->name, "__format__") && strcmp(def->name, "__sizeof__") &&
         strcmp(def->name, "__dir__") && strcmp(def->name, "__reversed__") && strcmp(def->name, "__round__");
}

/// Methods of str and bytes that parse (substring, start, end) the old way.
static bool isSearchMethod(const NativeDef *def, const NativeSignature *s, Value self) {
  if (!s->takesSelf || self.isEmpty())
    return false;
  TypeObject *solid = typeOf(self)->solidBase;
  if (solid != types::str_ && solid != types::bytes_ && solid != types::bytearray_)
    return false;
  for (const char *n : {"find", "rfind", "index", "rindex", "count", "startswith", "endswith"})
    if (!strcmp(def->name, n))
      return true;
  return false;
}

static Value wrongCount(Thread *t, const NativeDef *def, const NativeSignature *s, Value self, size_t given) {
  size_t lo = s->required, hi = s->positional;
  if (hi == 0 && s->keywordOnly)
    return raise(t, exc::TypeError, "%s() takes no positional arguments", callName(def, s, self, false).c_str());
  if (isSearchMethod(def, s, self) && lo == 1)
    return raise(t, exc::TypeError, "%s() takes at %s %zu argument%s (%zu given)", def->name, given < lo ? "least" : "most",
                 given < lo ? lo : hi, given < lo ? "" : "s", given);
  const char *plural = hi == 1 ? "" : "s";
  if (isSlotWrapper(def, s, self) && s->simple) {
    if (lo == hi)
      return raise(t, exc::TypeError, "expected %zu argument%s, got %zu", hi, plural, given);
    return raise(t, exc::TypeError, "expected at %s %zu argument%s, got %zu", given < lo ? "least" : "most",
                 given < lo ? lo : hi, (given < lo ? lo : hi) == 1 ? "" : "s", given);
  }
  bool constructor = !strcmp(def->name, "__new__") || !strcmp(def->name, "__init__");
  if (s->simple && !constructor) {
    std::string name = callName(def, s, self, true);
    if (hi == 0)
      return raise(t, exc::TypeError, "%s() takes no arguments (%zu given)", name.c_str(), given);
    if (lo == 1 && hi == 1)
      return raise(t, exc::TypeError, "%s() takes exactly one argument (%zu given)", name.c_str(), given);
  }
  std::string name = callName(def, s, self, false);
  if (s->simple || s->positionalOnly == s->positional) {
    if (lo == hi)
      return raise(t, exc::TypeError, "%s expected %zu argument%s, got %zu", name.c_str(), hi, plural, given);
    size_t limit = given < lo ? lo : hi;
    return raise(t, exc::TypeError, "%s expected at %s %zu argument%s, got %zu", name.c_str(),
                 given < lo ? "least" : "most", limit, limit == 1 ? "" : "s", given);
  }
  if (s->keywordOnly) {
    if (lo == hi)
      return raise(t, exc::TypeError, "%s() takes exactly %zu positional argument%s (%zu given)", name.c_str(), hi, plural, given);
    return raise(t, exc::TypeError, "%s() takes at most %zu positional argument%s (%zu given)", name.c_str(), hi, plural, given);
  }
  return raise(t, exc::TypeError, "%s() takes %s %zu argument%s (%zu given)", name.c_str(),
               lo == hi && lo ? "exactly" : "at most", hi, plural, given);
}

static Value noKeywordsError(Thread *t, const NativeDef *def, const NativeSignature *s, Value self) {
  if (isSlotWrapper(def, s, self))
    return raise(t, exc::TypeError, "wrapper %s() takes no keyword arguments", def->name);
  return raise(t, exc::TypeError, "%s() takes no keyword arguments", callName(def, s, self, true).c_str());
}

//===-- binding ------------------------------------------------------------===//

/// args: positional then keyword values, receiver not included.
/// Fills values[0..count); empty: raised.
[[gnu::noinline]] static Value bindArguments(Thread *t, const NativeDef *def, const NativeSignature *s, Value self,
                                             Value *args, size_t n, Value kwNames, Value *values, size_t &count) {
  size_t kw = kwNames ? static_cast<size_t>(kwNames.as<TupleObject>()->length) : 0;
  size_t positional = n - kw;
  size_t out = 0;
  if (s->takesSelf)
    values[out++] = self;
  if (kw && s->positionalOnly == s->positional && !s->keywordOnly && !s->varKeywords)
    return noKeywordsError(t, def, s, self);
  if (positional > s->positional && !s->varArgs) {
    if (s->positionalOnly != s->positional && !s->keywordOnly)
      return wrongCount(t, def, s, self, n);
    return wrongCount(t, def, s, self, positional);
  }
  // Slots in parameter order; *args sits between the positional and the
  // keyword-only ones, **kwargs is last.
  unsigned params = s->positional + s->keywordOnly;
  auto slotOf = [&](unsigned i) {
    return out + i + (s->varArgs && i >= s->positional ? 1 : 0);
  };
  for (unsigned i = 0; i < params; ++i)
    values[slotOf(i)] = i < s->positional && i < positional ? args[i] : Value::empty();
  if (s->varArgs) {
    Value rest = positional > s->positional ? newTuple(t, args + s->positional, positional - s->positional) : EmptyTuple;
    if (!rest)
      return rest;
    values[out + s->varArgsAt] = rest;
  }
  Value *extra = s->varKeywords ? &values[out + s->total - 1] : nullptr;
  if (extra)
    *extra = Value::empty();
  for (size_t k = 0; k < kw; ++k) {
    Value name = kwNames.as<TupleObject>()->items[k];
    std::string text = strToUtf8(payloadOf(name));
    unsigned i = s->positionalOnly;
    for (; i < params; ++i)
      if (text.size() == s->params[i].length && !memcmp(text.data(), s->params[i].name, text.size()))
        break;
    if (i < params) {
      if (values[slotOf(i)]) {
        if (i < positional)
          return raise(t, exc::TypeError, "argument for %s() given by name ('%s') and position (%u)",
                       callName(def, s, self, false).c_str(), text.c_str(), i + 1);
        return raise(t, exc::TypeError, "%s() got multiple values for keyword argument '%s'",
                     callName(def, s, self, false).c_str(), text.c_str());
      }
      values[slotOf(i)] = args[positional + k];
      continue;
    }
    if (!extra)
      return raise(t, exc::TypeError, "'%s' is an invalid keyword argument for %s()", text.c_str(),
                   callName(def, s, self, false).c_str());
    if (extra->isEmpty()) {
      *extra = newDict(t);
      if (extra->isEmpty())
        return Value::empty();
    }
    if (!dictSet(t, extra->as<DictObject>(), name, args[positional + k]))
      return Value::empty();
  }
  for (unsigned i = 0; i < params; ++i) {
    if (!s->params[i].required || values[slotOf(i)])
      continue;
    if (i < s->positionalOnly) {
      if (s->positionalOnly == s->positional || positional < s->positionalOnly) {
        // sorted() hands its keywords on and checks its one argument itself.
        bool forwards = !strcmp(def->name, "sorted");
        if ((s->positionalOnly < s->positional || s->keywordOnly) && !forwards)
          return raise(t, exc::TypeError, "%s() takes at least %u positional argument%s (%zu given)",
                       callName(def, s, self, false).c_str(), unsigned(s->positionalOnly < s->required ? s->positionalOnly : s->required),
                       (s->positionalOnly < s->required ? s->positionalOnly : s->required) == 1 ? "" : "s", positional);
        return wrongCount(t, def, s, self, positional);
      }
    }
    std::string name(s->params[i].name, s->params[i].length);
    if (i >= s->positional)
      return raise(t, exc::TypeError, "%s() missing required keyword-only argument '%s'",
                   callName(def, s, self, false).c_str(), name.c_str());
    return raise(t, exc::TypeError, "%s() missing required argument '%s' (pos %u)",
                 callName(def, s, self, false).c_str(), name.c_str(), i + 1);
  }
  count = out + s->total;
  return None;
}

/// A small frame without anything stale in it: the collector scans it, and what
/// an earlier call left here would stay alive (`del x; gc.collect()` must find
/// x dead).
[[gnu::noinline]] static Value bindSlow(Thread *t, const NativeDef *def, const NativeSignature *s, Value self,
                                        Value *args, size_t n, Value kwNames) {
  Value values[40] = {};
  size_t count;
  if (bindArguments(t, def, s, self, args, n, kwNames, values, count).isEmpty())
    return Value::empty();
  return def->fn(t, values, count);
}

static Value callWithSelf(Thread *t, const NativeDef *def, const NativeSignature *s, Value self, Value *args, size_t n,
                          Value kwNames) {
  if (def->flags & kNativeRaw) {
    if (kwNames && kwNames.as<TupleObject>()->length)
      return noKeywordsError(t, def, s, self);
    if (!s->varArgs && (n < s->required || n > s->positional))
      return wrongCount(t, def, s, self, n);
    if (self.isEmpty())
      return def->fn(t, args, n);
    if (PYC_LIKELY(n < 12)) {
      // Exactly as long as needed: nothing stale for the collector to find.
      auto *local = static_cast<Value *>(__builtin_alloca((n + 1) * sizeof(Value)));
      local[0] = self;
      for (size_t i = 0; i < n; ++i)
        local[i + 1] = args[i];
      return def->fn(t, local, n + 1);
    }
    RootVector v(t);
    v.push(self);
    for (size_t i = 0; i < n; ++i)
      v.push(args[i]);
    return def->fn(t, v.data, n + 1);
  }
  if (PYC_UNLIKELY(s->simple && !kwNames && (n < s->required || n > s->positional)))
    return wrongCount(t, def, s, self, n);
  if (PYC_LIKELY(s->padded && !kwNames && n >= s->required && n <= s->positional)) {
    auto *local = static_cast<Value *>(__builtin_alloca((s->total + 1) * sizeof(Value)));
    size_t at = 0;
    if (s->takesSelf)
      local[at++] = self;
    for (size_t i = 0; i < n; ++i)
      local[at++] = args[i];
    for (size_t i = n; i < s->total; ++i)
      local[at++] = Value::empty();
    return def->fn(t, local, at);
  }
  if (kwNames && kwNames.as<TupleObject>()->length == 0)
    kwNames = Value::empty();
  return bindSlow(t, def, s, self, args, n, kwNames);
}

Value callNative(Thread *t, const NativeDef *def, Value self, Value *args, size_t n, Value kwNames) {
  const NativeSignature *s = signatureOf(def);
  if (kwNames && kwNames.as<TupleObject>()->length == 0)
    kwNames = Value::empty();
  if (def->positional && n && !kwNames && self.isEmpty())
    return def->positional(t, args, n);
  if (!s->takesSelf)
    return callWithSelf(t, def, s, Value::empty(), args, n, kwNames);
  if (self.isEmpty()) {
    size_t kw = kwNames ? static_cast<size_t>(kwNames.as<TupleObject>()->length) : 0;
    if (PYC_UNLIKELY(n - kw == 0)) {
      if (!strcmp(def->name, "__new__"))
        return raise(t, exc::TypeError, "object.__new__(): not enough arguments");
      return raise(t, exc::TypeError, "unbound method %s() needs an argument", def->name);
    }
    // The receiver is already in front: most calls can use args as they are.
    if (PYC_LIKELY(!kwNames)) {
      if (def->flags & kNativeRaw) {
        if (!s->varArgs && (n - 1 < s->required || n - 1 > s->positional))
          return wrongCount(t, def, s, args[0], n - 1);
        return def->fn(t, args, n);
      }
      if (s->simple && n - 1 == s->positional)
        return def->fn(t, args, n);
    }
    self = args[0];
    ++args;
    --n;
  }
  return callWithSelf(t, def, s, self, args, n, kwNames);
}

Value callNativeObject(Thread *t, NativeFunctionObject *f, Value *args, size_t n, Value kwNames) {
  if (f->flags & kNativeFnBound)
    return callNative(t, f->def, f->self, args, n, kwNames);
  TypeObject *kind = f->type();
  if (PYC_LIKELY(kind == types::builtinFunction_)) {
    if (PYC_UNLIKELY(f->owner.isObject() && f->owner != None && !strcmp(f->def->name, "__new__"))) {
      auto *owner = f->owner.as<TypeObject>();
      if (n == 0)
        return raise(t, exc::TypeError, "%N.__new__(): not enough arguments", owner);
      if (!isTypeObject(args[0]))
        return raise(t, exc::TypeError, "%N.__new__(X): X is not a type object (%T)", owner, args[0]);
      auto *cls = args[0].as<TypeObject>();
      if (!isSubtype(cls, owner))
        return raise(t, exc::TypeError, "%N.__new__(%N): %N is not a subtype of %N", owner, cls, cls, owner);
      if (cls->solidBase != owner->solidBase && cls->solidBase && cls->solidBase != owner &&
          cls->solidBase->basicSize != owner->basicSize && !(cls->solidBase->typeFlags & kTypeHeap))
        return raise(t, exc::TypeError, "%N.__new__(%N) is not safe, use %N.__new__()", owner, cls, cls->solidBase);
    }
    return callNative(t, f->def, Value::empty(), args, n, kwNames);
  }
  // Unbound descriptors: the first argument is the receiver.
  auto *owner = f->owner.as<TypeObject>();
  size_t kw = kwNames ? static_cast<size_t>(kwNames.as<TupleObject>()->length) : 0;
  if (PYC_UNLIKELY(n - kw == 0)) {
    if (kind == types::wrapperDescriptor_ || kind == types::classMethodDescriptor_)
      return raise(t, exc::TypeError, "descriptor '%s' of '%N' object needs an argument", f->def->name, owner);
    return raise(t, exc::TypeError, "unbound method %N.%s() needs an argument", owner, f->def->name);
  }
  if (PYC_UNLIKELY(kind == types::classMethodDescriptor_)) {
    if (!isTypeObject(args[0]))
      return raise(t, exc::TypeError, "descriptor '%s' requires a type but received a '%T' instance", f->def->name, args[0]);
  } else if (PYC_UNLIKELY(!isSubtype(typeOf(args[0]), owner))) {
    if (kind == types::wrapperDescriptor_)
      return raise(t, exc::TypeError, "descriptor '%s' requires a '%N' object but received a '%T'", f->def->name, owner, args[0]);
    return raise(t, exc::TypeError, "descriptor '%s' for '%N' objects doesn't apply to a '%T' object", f->def->name, owner, args[0]);
  }
  return callNative(t, f->def, Value::empty(), args, n, kwNames);
}

Value newNativeFunction(Thread *t, const NativeDef *def, Value self, Value module) {
  auto *f = gcAllocate<NativeFunctionObject>(t, sizeof(NativeFunctionObject), shapes::nativeFunction);
  if (!f)
    return Value::empty();
  f->def = def;
  f->self = self ? self : Value::fromSmallInt(0);
  if (self && nativeTakesSelf(def))
    f->flags |= kNativeFnBound;
  f->owner = None;
  f->module = module ? module : None;
  return Value::fromObject(f);
}

bool nativePositional(const NativeDef *def, unsigned &required, unsigned &total) {
  if (!def->parsed)
    def->parsed = const_cast<NativeSignature *>(parseSignature(def));
  const NativeSignature *s = def->parsed;
  if (s->varArgs || s->varKeywords || s->keywordOnly || (def->flags & (kNativeStatic | kNativeClass)))
    return false;
  required = s->required + s->takesSelf;
  total = s->positional + s->takesSelf;
  return true;
}

} // namespace pyc
