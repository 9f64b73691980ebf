//===- Warnings.cpp - The module _warnings --------------------------------===//
//
// Filters, registries and showing of warnings. The Python module `warnings`
// takes its list of filters and its functions from here; once it is imported,
// what is shown goes through its _showwarnmsg.
//
//===----------------------------------------------------------------------===//
#include "runtime/interpreter/Interpreter.h"
#include "runtime/modules/Import.h"
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"

namespace pyc {

static Value gFilters = Value::empty(), gOnce = Value::empty(), gDefaultAction = Value::empty();
static int64_t gFiltersVersion = 0;

/// The Python module's attribute when it has been imported, else ours.
static Value setting(Thread *t, const char *name, Value own) {
  Value w = dictGetStr(gSysModules.as<DictObject>(), internStr(t, "warnings"));
  if (!w || !isKind(w, Kind::Module))
    return own;
  Value v = dictGetStr(moduleDict(w), internStr(t, name));
  return v ? v : own;
}

static int fieldMatches(Thread *t, Value pattern, Value text) {
  if (pattern == None)
    return 1;
  if (isExact(pattern, shapes::str1) || isKind(pattern, Kind::Str))
    return equals(t, pattern, text);
  Value r = callMethod(t, pattern, "match", &text, 1);
  return r ? isTrue(t, r) : -1;
}

/// The action for a warning as a str; empty: raised.
static Value findAction(Thread *t, Value category, Value text, int64_t line, Value module) {
  Value filters = setting(t, "filters", gFilters);
  if (!isKind(filters, Kind::List))
    return raise(t, exc::ValueError, "_warnings.filters must be a list");
  for (int64_t i = 0; i < filters.as<ListObject>()->size; ++i) {
    Value item = filters.as<ListObject>()->items()->items[i];
    if (!isTuple(item) || tupleOf(item)->length != 5)
      return raise(t, exc::ValueError, "_warnings.filters item %zd isn't a 5-tuple", i);
    Value f[5];
    memcpy(f, tupleOf(item)->items, sizeof f);
    int ok = fieldMatches(t, f[1], text);
    if (ok > 0)
      ok = isSubclass(t, category, f[2]);
    if (ok > 0)
      ok = fieldMatches(t, f[3], module);
    if (ok < 0)
      return Value::empty();
    int64_t ln;
    if (!indexAsInt64(t, f[4], ln))
      return Value::empty();
    if (ok && (ln == 0 || ln == line))
      return f[0];
  }
  return setting(t, "defaultaction", gDefaultAction);
}

/// 1 already warned (or marks it), 0 not yet, -1 raised.
static int alreadyWarned(Thread *t, Value registry, Value key, bool mark) {
  if (registry == None || !isKind(registry, Kind::Dict))
    return 0;
  auto *d = registry.as<DictObject>();
  Value versionName = internStr(t, "version");
  Value version = dictGetStr(d, versionName);
  if (!version || version != Value::fromSmallInt(gFiltersVersion)) {
    dictClear(d);
    if (!dictSet(t, d, versionName, Value::fromSmallInt(gFiltersVersion)))
      return -1;
  } else {
    Value seen = dictGet(t, d, key);
    if (!seen && t->pending)
      return -1;
    int truth = seen ? isTrue(t, seen) : 0;
    if (truth)
      return truth;
  }
  return mark && !dictSet(t, d, key, True) ? -1 : 0;
}

static bool show(Thread *t, Value message, Value category, Value text, Value filename, int64_t line, Value source) {
  Value w = dictGetStr(gSysModules.as<DictObject>(), internStr(t, "warnings"));
  if (w && isKind(w, Kind::Module)) {
    Value fn = dictGetStr(moduleDict(w), internStr(t, "_showwarnmsg"));
    Value cls = dictGetStr(moduleDict(w), internStr(t, "WarningMessage"));
    if (fn && cls) {
      Value args[7] = {message, category, filename, newInt(t, line), None, None, source ? source : None};
      Value m = call(t, cls, args, 7);
      return m && call(t, fn, m);
    }
  }
  std::string out = strToUtf8(payloadOf(filename)) + ":" + std::to_string(line) + ": " + typeNameOf(category.as<TypeObject>()) + ": " + strToUtf8(payloadOf(text)) + "\n";
  std::string file;
  if (readFile(strToUtf8(payloadOf(filename)), file)) {
    size_t at = 0;
    for (int64_t i = 1; i < line && at != std::string::npos; ++i) {
      at = file.find('\n', at);
      if (at != std::string::npos)
        ++at;
    }
    if (at != std::string::npos && at < file.size()) {
      std::string l = file.substr(at, file.find('\n', at) - at);
      size_t lead = l.find_first_not_of(" \t\f");
      if (lead != std::string::npos)
        out += "  " + l.substr(lead) + "\n";
    }
  }
  Value sys = dictGetStr(gSysModules.as<DictObject>(), names::sys);
  Value err = sys ? getAttrOrEmpty(t, sys, names::stderr_) : sys;
  if (!err || err == None) {
    clearPending(t);
    return true;
  }
  Value s = newStr(t, out);
  return s && callMethod(t, err, "write", &s, 1);
}

static Value warnExplicit(Thread *t, Value message, Value category, Value filename, int64_t line, Value module, Value registry, Value source) {
  Value text;
  if (module == None) {
    std::string f = strToUtf8(payloadOf(filename));
    module = newStr(t, f.empty() ? "<unknown>" : f.ends_with(".py") ? f.substr(0, f.size() - 3) : f);
  }
  if (isInstanceOf(message, exc::Warning)) {
    text = str(t, message);
    category = typeValue(typeOf(message));
  } else {
    text = message;
    message = call(t, category, message);
  }
  if (!text || !message || !module)
    return Value::empty();
  Value parts[3] = {text, category, newInt(t, line)};
  Value key = newTuple(t, parts, 3);
  if (!key)
    return key;
  if (registry != None) {
    int seen = alreadyWarned(t, registry, key, false);
    if (seen)
      return seen < 0 ? Value::empty() : None;
  }
  Value action = findAction(t, category, text, line, module);
  if (!action)
    return action;
  std::string a = isStr(action) ? strToUtf8(payloadOf(action)) : "";
  if (a == "error")
    return raiseValue(t, message);
  if (a == "ignore")
    return None;
  int seen = 0;
  if (a != "always") {
    if (registry != None && isKind(registry, Kind::Dict) && !dictSet(t, registry.as<DictObject>(), key, True))
      return Value::empty();
    Value twoParts[2] = {text, category};
    if (a == "once") {
      Value reg = registry == None ? setting(t, "onceregistry", gOnce) : setting(t, "onceregistry", gOnce);
      Value k = newTuple(t, twoParts, 2);
      seen = k ? alreadyWarned(t, reg, k, true) : -1;
    } else if (a == "module") {
      Value three[3] = {text, category, Value::fromSmallInt(0)};
      Value k = newTuple(t, three, 3);
      seen = !k ? -1 : registry == None ? 0 : alreadyWarned(t, registry, k, true);
    } else if (a != "default") {
      return raise(t, exc::RuntimeError, "Unrecognized action (%V) in warnings.filters:\n %V", action, action);
    }
  }
  if (seen)
    return seen < 0 ? Value::empty() : None;
  return show(t, message, category, text, filename, line, source) ? None : Value::empty();
}

static Value resolveCategory(Thread *t, Value message, Value category) {
  if (isInstanceOf(message, exc::Warning))
    return typeValue(typeOf(message));
  if (category.isEmpty() || category == None)
    return typeValue(exc::UserWarning);
  if (!isTypeObject(category) || !isSubtype(category.as<TypeObject>(), exc::Warning))
    return raise(t, exc::TypeError, "category must be a Warning subclass, not '%T'", category);
  return category;
}

static Value warn(Thread *t, Value *a, size_t) {
  // message, category, stacklevel, source
  Value category = resolveCategory(t, a[0], a[1]);
  if (!category)
    return category;
  int64_t level = 1;
  if (a[2] && !indexAsInt64(t, a[2], level))
    return Value::empty();
  Value frame = Value::empty();
  if (t->base)
    frame = currentFrame(t, static_cast<int>(level > 0 ? level - 1 : 0));
  clearPending(t);
  Value filename = newStr(t, "sys"), module = newStr(t, "sys"), registry = None, globals = Value::empty();
  int64_t line = 1;
  if (frame && frame != None) {
    auto *f = frame.as<FrameObject>();
    globals = f->function.as<FunctionObject>()->globals;
    filename = f->function.as<FunctionObject>()->codeObject()->filename;
    line = frameLine(f);
    Value name = dictGetStr(globals.as<DictObject>(), names::__name__);
    module = name && isStr(name) ? name : newStr(t, "<string>");
  } else if (Value sys = dictGetStr(gSysModules.as<DictObject>(), names::sys)) {
    globals = Value::fromObject(moduleDict(sys));
  }
  if (globals) {
    Value key = internStr(t, "__warningregistry__");
    registry = dictGetStr(globals.as<DictObject>(), key);
    if (!registry) {
      registry = newDict(t);
      if (!registry || !dictSet(t, globals.as<DictObject>(), key, registry))
        return Value::empty();
    }
  }
  return warnExplicit(t, a[0], category, filename, line, module, registry, a[3] ? a[3] : None);
}

static Value warnExplicitFn(Thread *t, Value *a, size_t) {
  // message, category, filename, lineno, module, registry, module_globals, source
  int64_t line;
  if (!indexAsInt64(t, a[3], line))
    return Value::empty();
  Value category = resolveCategory(t, a[0], a[1]);
  if (!category)
    return category;
  if (!isStr(a[2]))
    return raise(t, exc::TypeError, "warn_explicit() argument 3 must be str, not %T", a[2]);
  return warnExplicit(t, a[0], category, a[2], line, a[4] ? a[4] : None, a[5] ? a[5] : None, a[7] ? a[7] : None);
}
static Value filtersMutated(Thread *, Value *, size_t) {
  ++gFiltersVersion;
  return None;
}

/// A warning from C++. False: a filter turned it into an exception.
bool issueWarning(Thread *t, TypeObject *category, const std::string &text, int stackLevel) {
  Value args[4] = {newStr(t, text), typeValue(category), Value::fromSmallInt(stackLevel), None};
  if (!gFilters && !importModule(t, "_warnings"))
    return false;
  return args[0] && warn(t, args, 4);
}

static bool initialise(Thread *t, ModuleObject *m) {
  for (Value *root : {&gFilters, &gOnce, &gDefaultAction})
    gcRegisterRoot(root);
  gFilters = newList(t, nullptr, 0);
  gOnce = newDict(t);
  gDefaultAction = internStr(t, "default");
  if (!gFilters || !gOnce)
    return false;
  auto add = [&](const char *action, TypeObject *category, Value module) {
    Value parts[5] = {internStr(t, action), None, typeValue(category), module, Value::fromSmallInt(0)};
    Value item = newTuple(t, parts, 5);
    return item && listAppend(t, gFilters.as<ListObject>(), item);
  };
  return add("default", exc::DeprecationWarning, names::__main__) && add("ignore", exc::DeprecationWarning, None) &&
         add("ignore", exc::PendingDeprecationWarning, None) && add("ignore", exc::ImportWarning, None) &&
         add("ignore", exc::ResourceWarning, None) && moduleSet(t, m, "filters", gFilters) &&
         moduleSet(t, m, "_onceregistry", gOnce) && moduleSet(t, m, "_defaultaction", gDefaultAction);
}

static const NativeDef kFunctions[] = {
    {"warn", warn, "(message, category=None, stacklevel=1, source=None)"},
    {"warn_explicit", warnExplicitFn, "(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None)"},
    {"_filters_mutated", filtersMutated, "()"}, {nullptr, nullptr, nullptr}};
static const ModuleSpec kWarnings{"_warnings", "Basic warning filtering.", kFunctions, initialise};
void registerWarnings() { registerNativeModule(&kWarnings); }

} // namespace pyc
