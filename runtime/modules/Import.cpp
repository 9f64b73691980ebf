//===- Import.cpp - import: modules, packages, relative names -------------===//
//
// The path an `import` takes without any Python code: sys.modules, native
// modules, then the folders of sys.path (or of the parent's __path__) for a
// package, a module file or a namespace portion. A module is entered in
// sys.modules before its code runs, so that circular imports see it half made.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/Import.h"
#include "runtime/modules/Modules.h"
#include "runtime/object/Containers.h"
#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace pyc {

Value gSysPath = Value::empty();

//===-- native modules -----------------------------------------------------===//

static std::vector<const ModuleSpec *> &nativeModules() {
  static std::vector<const ModuleSpec *> all;
  return all;
}
void registerNativeModule(const ModuleSpec *spec) { nativeModules().push_back(spec); }
const ModuleSpec *findNativeModule(std::string_view name) {
  for (const ModuleSpec *m : nativeModules())
    if (name == m->name)
      return m;
  return nullptr;
}
void forEachNativeModule(void (*f)(void *context, const char *name), void *context) {
  for (const ModuleSpec *m : nativeModules())
    f(context, m->name);
  forEachLibModule(f, context);
}

bool readFile(const std::string &path, std::string &out) {
  int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return false;
  struct stat st;
  if (fstat(fd, &st) == 0 && st.st_size > 0)
    out.reserve(static_cast<size_t>(st.st_size));
  char buffer[65536];
  ssize_t n;
  while ((n = read(fd, buffer, sizeof buffer)) > 0)
    out.append(buffer, static_cast<size_t>(n));
  int saved = errno;
  close(fd);
  errno = saved;
  return n == 0;
}

static bool isFile(const std::string &p) {
  struct stat st;
  return stat(p.c_str(), &st) == 0 && S_ISREG(st.st_mode);
}
static bool isDirectory(const std::string &p) {
  struct stat st;
  return stat(p.c_str(), &st) == 0 && S_ISDIR(st.st_mode);
}

//===-- specs --------------------------------------------------------------===//

static bool setText(Thread *t, Value o, const char *name, Value v) {
  Value n = internStr(t, name);
  return n && v && instanceSet(t, o.asObject(), n, v) > 0;
}

static TypeObject *gModuleSpec;
static Value specParent(Thread *t, Value self) {
  Value name = instanceGet(self.asObject(), names::name);
  std::string n = name && isStr(name) ? strToUtf8(payloadOf(name)) : "";
  Value path = instanceGet(self.asObject(), names::submodule_search_locations);
  if (path && path != None)
    return name;
  size_t dot = n.rfind('.');
  return newStr(t, dot == std::string::npos ? "" : n.substr(0, dot));
}
static Value specHasLocation(Thread *t, Value self) {
  Value o = instanceGet(self.asObject(), names::origin);
  return boolValue(o && o != None && isStr(o) && strToUtf8(payloadOf(o)) != "built-in");
}
static Value specRepr(Thread *t, Value *a, size_t) {
  Object *o = a[0].asObject();
  std::string out = "ModuleSpec(";
  bool first = true;
  for (auto &[label, name] : {std::pair<const char *, Value>{"name", names::name}, {"loader", internStr(t, "loader")}, {"origin", names::origin}, {"submodule_search_locations", names::submodule_search_locations}}) {
    Value v = instanceGet(o, name);
    if (!v || (v == None && name != names::name && strcmp(label, "loader")))
      continue;
    Value r = repr(t, v);
    if (!r)
      return r;
    out += std::string(first ? "" : ", ") + label + "=" + strToUtf8(payloadOf(r));
    first = false;
  }
  return newStr(t, out + ")");
}

static Value makeSpec(Thread *t, Value name, Value origin, Value search) {
  Value s = newInstance(t, gModuleSpec);
  bool ok = s && setText(t, s, "name", name) && setText(t, s, "loader", None) && setText(t, s, "origin", origin) &&
            setText(t, s, "loader_state", None) && setText(t, s, "submodule_search_locations", search) &&
            setText(t, s, "cached", None) && setText(t, s, "_initializing", False);
  return ok ? s : Value::empty();
}

/// The module's import attributes. file may be empty.
static bool setModuleAttributes(Thread *t, Value m, const std::string &name, const std::string &file, Value search) {
  auto *mod = m.as<ModuleObject>();
  Value nameValue = newStr(t, name);
  Value fileValue = file.empty() ? Value::empty() : newStr(t, file);
  bool native = file.empty() && search == None;
  Value spec = makeSpec(t, nameValue, fileValue ? fileValue : native ? newStr(t, "built-in") : None, search);
  size_t dot = name.rfind('.');
  std::string package = search != None ? name : dot == std::string::npos ? "" : name.substr(0, dot);
  bool ok = spec && moduleSet(t, mod, "__spec__", spec) && moduleSet(t, mod, "__package__", newStr(t, package)) &&
            moduleSet(t, mod, "__loader__", None);
  if (fileValue)
    ok = ok && moduleSet(t, mod, "__file__", fileValue) && moduleSet(t, mod, "__cached__", None);
  if (search != None)
    ok = ok && moduleSet(t, mod, "__path__", search);
  return ok;
}

//===-- loading ------------------------------------------------------------===//

static DictObject *sysModules() { return gSysModules.as<DictObject>(); }
static Value inSysModules(Thread *t, const std::string &name) {
  Value n = internStr(t, name);
  return n ? dictGetStr(sysModules(), n) : n;
}

static Value initNative(Thread *t, const ModuleSpec *spec) {
  Value name = newStr(t, spec->name);
  Value m = name ? newModule(t, name) : name;
  if (!m)
    return m;
  auto *mod = m.as<ModuleObject>();
  if (!setModuleAttributes(t, m, spec->name, "", None) || !dictSet(t, sysModules(), internStr(t, spec->name), m))
    return Value::empty();
  bool ok = !spec->doc || moduleSet(t, mod, "__doc__", newStr(t, spec->doc));
  ok = ok && moduleAddFunctions(t, mod, spec->functions) && (!spec->initialise || spec->initialise(t, mod));
  if (!ok) {
    Value e = takePending(t);
    if (dictDelete(t, sysModules(), internStr(t, spec->name)) < 0)
      clearPending(t);
    t->pending = e;
    return Value::empty();
  }
  return m;
}

/// A module of runtime/lib: as builtin as a native one, but in Python.
static Value initLib(Thread *t, const std::string &name, std::string_view source) {
  Value nameValue = newStr(t, name), key = internStr(t, name);
  Value m = nameValue ? newModule(t, nameValue) : nameValue;
  if (!m || !setModuleAttributes(t, m, name, "", None) || !dictSet(t, sysModules(), key, m))
    return Value::empty();
  auto *mod = m.as<ModuleObject>();
  CodeObject *code = compileSource(t, source, "<frozen " + name + ">", "exec", 0);
  if (code && moduleSet(t, mod, "__builtins__", gBuiltinsDict) && runCode(t, code, mod->dict, Value::empty()))
    return m;
  Value e = takePending(t);
  if (dictDelete(t, sysModules(), key) < 0)
    clearPending(t);
  t->pending = e;
  return Value::empty();
}

/// Runs a module file's code in module m.
static bool runModuleFile(Thread *t, Value m, const std::string &path, const std::string &name) {
  std::string source;
  if (!readFile(path, source)) {
    raiseOSError(t, errno, newStr(t, path));
    return false;
  }
  CodeObject *code = compileSource(t, source, path, "exec", 0);
  if (!code)
    return false;
  auto *mod = m.as<ModuleObject>();
  return moduleSet(t, mod, "__builtins__", gBuiltinsDict) && runCode(t, code, mod->dict, Value::empty());
}

static Value loadFile(Thread *t, const std::string &name, const std::string &path, Value search) {
  Value m = newModule(t, newStr(t, name));
  Value key = internStr(t, name);
  if (!m || !setModuleAttributes(t, m, name, path, search) || !dictSet(t, sysModules(), key, m))
    return Value::empty();
  Value spec = dictGetStr(moduleDict(m), names::__spec__);
  if (!path.empty()) {
    if (!setText(t, spec, "_initializing", True))
      return Value::empty();
    bool ok = runModuleFile(t, m, path, name);
    Value e = takePending(t);
    // A failed import leaves no trace; the code may have replaced the module.
    if (!setText(t, spec, "_initializing", False))
      clearPending(t);
    if (!ok) {
      if (dictDelete(t, sysModules(), key) < 0)
        clearPending(t);
      t->pending = e;
      return Value::empty();
    }
  }
  Value now = dictGetStr(sysModules(), key);
  return now ? now : raise(t, exc::KeyError, "%V", key);
}

static Value searchPath(Thread *t, Value parentPath) {
  if (parentPath)
    return parentPath;
  Value sys = dictGetStr(sysModules(), names::sys);
  if (sys && isKind(sys, Kind::Module))
    if (Value p = dictGetStr(moduleDict(sys), names::path))
      return p;
  return gSysPath;
}

/// Python finders that a program put on sys.meta_path (ours needs none).
static Value tryMetaPath(Thread *t, const std::string &name, Value parentPath) {
  Value sys = dictGetStr(sysModules(), names::sys);
  Value finders = sys && isKind(sys, Kind::Module) ? dictGetStr(moduleDict(sys), internStr(t, "meta_path")) : Value::empty();
  if (!finders || !isKind(finders, Kind::List))
    return Value::empty();
  Value copy = listFrom(t, finders);
  for (int64_t i = 0; copy && i < copy.as<ListObject>()->size; ++i) {
    Value finder = copy.as<ListObject>()->items()->items[i];
    Value module = getAttrOrEmpty(t, finder, names::__module__);
    if (t->pending)
      return Value::empty();
    // importlib's own finders would find what we find.
    if (module && isStr(module)) {
      std::string m = strToUtf8(payloadOf(module));
      if (m.starts_with("_frozen_importlib") || m.starts_with("importlib."))
        continue;
    }
    Value find = getAttrOrEmpty(t, finder, internStr(t, "find_spec"));
    if (!find) {
      if (t->pending)
        return find;
      continue;
    }
    Value args[3] = {newStr(t, name), parentPath ? parentPath : None, None};
    Value spec = call(t, find, args, 3);
    if (!spec)
      return spec;
    if (spec == None)
      continue;
    Value util = importModule(t, "importlib._bootstrap");
    return util ? callMethod(t, util, "_load_unlocked", &spec, 1) : util;
  }
  return Value::empty();
}

/// Finds and loads module `name`, whose last part is `tail`. Empty, nothing
/// pending: not found.
static Value findAndLoad(Thread *t, const std::string &name, const std::string &tail, Value parentPath) {
  if (const ModuleSpec *native = findNativeModule(name))
    return initNative(t, native);
  std::string_view source;
  if (findLibModule(name, source))
    return initLib(t, name, source);
  Value found = tryMetaPath(t, name, parentPath);
  if (found || t->pending)
    return found;
  Value path = searchPath(t, parentPath);
  Value entries = path ? tupleFrom(t, path) : path;
  if (!entries)
    return entries;
  RootVector portions(t);
  for (int64_t i = 0; i < entries.as<TupleObject>()->length; ++i) {
    Value entry = entries.as<TupleObject>()->items[i];
    if (!isStr(entry))
      continue;
    std::string dir = strToUtf8(payloadOf(entry));
    std::string base = dir.empty() ? tail : dir.back() == '/' ? dir + tail : dir + "/" + tail;
    if (dir.empty()) {
      char cwd[4096];
      if (getcwd(cwd, sizeof cwd))
        base = std::string(cwd) + "/" + tail;
    }
    bool folder = isDirectory(base);
    if (folder && isFile(base + "/__init__.py")) {
      Value where = newStr(t, base);
      Value search = where ? newList(t, &where, 1) : where;
      return search ? loadFile(t, name, base + "/__init__.py", search) : search;
    }
    if (isFile(base + ".py"))
      return loadFile(t, name, base + ".py", None);
    if (folder)
      portions.push(newStr(t, base));
  }
  if (portions.size()) {
    Value search = newList(t, portions.data, portions.size());
    return search ? loadFile(t, name, "", search) : search;
  }
  return Value::empty();
}

static Value notFound(Thread *t, const std::string &name, const std::string &notPackage) {
  std::string text = "No module named '" + name + "'";
  if (!notPackage.empty())
    text += "; '" + notPackage + "' is not a package";
  return raiseImportError(t, exc::ModuleNotFoundError, newStr(t, text), newStr(t, name), Value::empty());
}

/// The module of that absolute name, loading it and its parents when needed.
static Value importAbsolute(Thread *t, const std::string &name) {
  if (Value m = inSysModules(t, name)) {
    if (m == None)
      return raiseImportError(t, exc::ModuleNotFoundError, newStr(t, "import of " + name + " halted; None in sys.modules"), newStr(t, name), Value::empty());
    return m;
  }
  if (!checkNativeStack(t))
    return Value::empty();
  size_t dot = name.rfind('.');
  Value parent = Value::empty(), parentPath = Value::empty();
  std::string tail = name;
  if (dot != std::string::npos) {
    std::string parentName = name.substr(0, dot);
    tail = name.substr(dot + 1);
    parent = importAbsolute(t, parentName);
    if (!parent)
      return parent;
    // The parent's code may have imported it.
    if (Value m = inSysModules(t, name))
      return m;
    parentPath = getAttrOrEmpty(t, parent, names::__path__);
    if (!parentPath)
      return t->pending ? parentPath : notFound(t, name, parentName);
  }
  Value m = findAndLoad(t, name, tail, parentPath);
  if (!m)
    return t->pending ? m : notFound(t, name, "");
  if (parent) {
    Value attribute = internStr(t, tail);
    if (!attribute || !setAttr(t, parent, attribute, m)) {
      if (!pendingMatches(t, exc::AttributeError))
        return Value::empty();
      clearPending(t);
    }
  }
  return m;
}

Value importModule(Thread *t, std::string_view dottedName) { return importAbsolute(t, std::string(dottedName)); }

//===-- __import__ ---------------------------------------------------------===//

/// The package that relative imports of a module with these globals start from.
static bool callerPackage(Thread *t, Value globals, std::string &out) {
  if (!isKind(globals, Kind::Dict)) {
    raise(t, exc::KeyError, "'__name__' not in globals");
    return false;
  }
  auto *g = globals.as<DictObject>();
  Value package = dictGetStr(g, names::__package__), spec = dictGetStr(g, names::__spec__);
  if (package && package != None) {
    if (!isStr(package)) {
      raise(t, exc::TypeError, "package must be a string");
      return false;
    }
    out = strToUtf8(payloadOf(package));
  } else if (spec && spec != None) {
    Value parent = getAttr(t, spec, "parent");
    if (!parent)
      return false;
    if (!isStr(parent)) {
      raise(t, exc::TypeError, "__spec__.parent must be a string");
      return false;
    }
    out = strToUtf8(payloadOf(parent));
  } else {
    Value name = dictGetStr(g, names::__name__);
    if (!name) {
      raise(t, exc::KeyError, "'__name__' not in globals");
      return false;
    }
    if (!isStr(name)) {
      raise(t, exc::TypeError, "__name__ must be a string");
      return false;
    }
    out = strToUtf8(payloadOf(name));
    if (dictFindStr(g, names::__path__) < 0) {
      size_t dot = out.rfind('.');
      out = dot == std::string::npos ? "" : out.substr(0, dot);
    }
  }
  if (out.empty()) {
    raise(t, exc::ImportError, "attempted relative import with no known parent package");
    return false;
  }
  return true;
}

static bool handleFromList(Thread *t, Value module, Value fromList, bool recursive) {
  Value items = tupleFrom(t, fromList);
  if (!items)
    return false;
  auto *list = items.as<TupleObject>();
  for (int64_t i = 0; i < list->length; ++i) {
    Value x = list->items[i];
    if (!isStr(x)) {
      Value n = getAttrOrEmpty(t, module, names::__name__);
      clearPending(t);
      std::string where = n && isStr(n) ? strToUtf8(payloadOf(n)) : "?";
      raise(t, exc::TypeError, recursive ? "Item in %s.__all__ must be str, not %T" : "Item in ``from list'' must be str, not %T", where.c_str(), x);
      return false;
    }
    x = payloadOf(x);
    std::string text = strToUtf8(x);
    if (text == "*") {
      if (recursive)
        continue;
      Value all = getAttrOrEmpty(t, module, names::__all__);
      if (!all && t->pending)
        return false;
      if (all && !handleFromList(t, module, all, true))
        return false;
      continue;
    }
    Value has = getAttrOrEmpty(t, module, x);
    if (has)
      continue;
    if (t->pending)
      return false;
    Value n = getAttr(t, module, names::__name__);
    if (!n)
      return false;
    std::string full = strToUtf8(payloadOf(n)) + "." + text;
    if (importAbsolute(t, full))
      continue;
    // A missing submodule is an ImportError of the `from` statement's own.
    if (!pendingMatches(t, exc::ModuleNotFoundError))
      return false;
    Value missing = asException(t->pending)->extra[kImportName];
    if (!missing.isObject() || !isStr(missing) || strToUtf8(payloadOf(missing)) != full || inSysModules(t, full))
      return false;
    clearPending(t);
  }
  return true;
}

Value importName(Thread *t, Value name, Value globals, Value fromList, int64_t level) {
  if (!isStr(name))
    return raise(t, exc::TypeError, "module name must be a string");
  if (level < 0)
    return raise(t, exc::ValueError, "level must be >= 0");
  std::string text = strToUtf8(payloadOf(name)), absolute = text;
  if (level > 0) {
    std::string package;
    if (!callerPackage(t, globals, package))
      return Value::empty();
    for (int64_t i = 1; i < level; ++i) {
      size_t dot = package.rfind('.');
      if (dot == std::string::npos)
        return raise(t, exc::ImportError, "attempted relative import beyond top-level package");
      package.resize(dot);
    }
    absolute = text.empty() ? package : package + "." + text;
  } else if (text.empty()) {
    return raise(t, exc::ValueError, "Empty module name");
  }
  Value module = importAbsolute(t, absolute);
  if (!module)
    return module;
  bool hasList = fromList && fromList != None && fromList != EmptyTuple;
  if (hasList) {
    int truth = isTrue(t, fromList);
    if (truth < 0)
      return Value::empty();
    hasList = truth;
  }
  if (!hasList) {
    size_t dot = text.find('.');
    if (dot == std::string::npos || text.empty())
      return module;
    if (level == 0)
      return importAbsolute(t, text.substr(0, dot));
    return importAbsolute(t, absolute.substr(0, absolute.size() - (text.size() - dot)));
  }
  Value path = getAttrOrEmpty(t, module, names::__path__);
  if (!path)
    return t->pending ? path : module;
  return handleFromList(t, module, fromList, false) ? module : Value::empty();
}

//===-- start-up -----------------------------------------------------------===//

Value runFileAsMain(Thread *t, const std::string &path) {
  Value m = newModule(t, names::__main__);
  if (!m || !dictSet(t, sysModules(), names::__main__, m))
    return Value::empty();
  auto *mod = m.as<ModuleObject>();
  std::string source;
  if (!readFile(path, source))
    return raiseOSError(t, errno, newStr(t, path));
  if (!moduleSet(t, mod, "__file__", newStr(t, path)) || !moduleSet(t, mod, "__cached__", None) ||
      !moduleSet(t, mod, "__builtins__", gBuiltinsModule))
    return Value::empty();
  CodeObject *code = compileSource(t, source, path, "exec", 0);
  return code ? runCode(t, code, mod->dict, Value::empty()) : Value::empty();
}

static const NativeDef kSpecMethods[] = {{"__repr__", specRepr, "($self, /)"}, {nullptr, nullptr, nullptr}};
static Value specDict(Thread *t, Value self) { return instanceDict(t, self.asObject()); }
static const GetSetDef kSpecGetSets[] = {{"parent", specParent, nullptr}, {"has_location", specHasLocation, nullptr}, {"__dict__", specDict, nullptr}, {nullptr, nullptr, nullptr}};

void registerImportModules(); // ImpModule.cpp

void initImport(Thread *t) {
  registerImportModules();
  static TypeSpec spec{"_frozen_importlib.ModuleSpec", Kind::Instance, 16, TraceKind::FixedSlots, 0, 1};
  spec.methods = kSpecMethods;
  spec.getsets = kSpecGetSets;
  spec.typeFlags = kTypeHasDict | kTypeBaseable;
  gModuleSpec = makeBuiltinType(t, spec);
  gModuleSpec->instanceShape->overflowOffset = 8;
  gModuleSpec->instanceShape->flags |= kShapeDictMode | kShapeHasDict;
  gcRegisterRoot(&gSysPath);
  const char *const standard[] = {"/usr/lib/python311.zip", "/usr/lib/python3.11", "/usr/lib/python3.11/lib-dynload",
                                  "/usr/local/lib/python3.11/dist-packages", "/usr/lib/python3/dist-packages"};
  gSysPath = newList(t, nullptr, 0);
  bool ok = true;
  char cwd[PATH_MAX];
  for (const std::string &p : gSysConfig.path) { // PYTHONPATH
    bool whole = !p.empty() && p[0] == '/';
    if (!whole && !getcwd(cwd, sizeof cwd))
      continue;
    ok &= listAppend(t, gSysPath.as<ListObject>(), newStr(t, whole ? p : p.empty() ? cwd : std::string(cwd) + "/" + p));
  }
  for (const char *p : standard)
    ok &= listAppend(t, gSysPath.as<ListObject>(), newStr(t, p));
  ok &= setModuleAttributes(t, gBuiltinsModule, "builtins", "", None);
  ok &= dictSet(t, sysModules(), names::builtins, gBuiltinsModule);
  if (!ok)
    internalError(__FILE__, __LINE__, "cannot set up imports");
}

} // namespace pyc
