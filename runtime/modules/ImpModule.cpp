//===- ImpModule.cpp - _imp and the importlib bootstrap -------------------===//
//
// `import` itself is native (Import.cpp). For programs that use importlib, its
// two bootstrap files are run from the standard library's folder under the
// names CPython's frozen ones have, with their finders installed behind ours
// and import_module() leading back to the native path.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/Import.h"
#include "runtime/object/Containers.h"
#include <cerrno>

namespace pyc {

void registerWarnings();
void registerMarshal();
void registerSignal();
void registerSubprocess();
void registerSelect();
void registerSocket();
void registerUnix();
void registerBz2();
void registerExpat();
void registerThreads();

//===-- _imp ---------------------------------------------------------------===//

static Value isBuiltin(Thread *t, Value *a, size_t) {
  if (!isStr(a[0]))
    return raise(t, exc::TypeError, "is_builtin() argument must be str, not %T", a[0]);
  std::string n = strToUtf8(payloadOf(a[0]));
  return Value::fromSmallInt(n == "builtins" || n == "sys" ? -1 : findNativeModule(n) ? 1 : 0);
}
static Value no(Thread *, Value *, size_t) { return False; }
static Value nothing(Thread *, Value *, size_t) { return None; }
static Value createBuiltin(Thread *t, Value *a, size_t) {
  Value name = getAttr(t, a[0], names::name);
  if (!name || !isStr(name))
    return t->pending ? Value::empty() : raise(t, exc::TypeError, "name must be string, not %T", name);
  return importModule(t, strToUtf8(payloadOf(name)));
}
static Value execBuiltin(Thread *, Value *, size_t) { return Value::fromSmallInt(0); }
static Value noFrozen(Thread *t, Value *a, size_t) {
  Value message = newStr(t, "No such frozen object named " + (isStr(a[0]) ? strToUtf8(payloadOf(a[0])) : std::string("?")));
  return raiseImportError(t, exc::ImportError, message, a[0], Value::empty());
}
static Value noDynamic(Thread *t, Value *a, size_t) {
  Value name = getAttrOrEmpty(t, a[0], names::name);
  clearPending(t);
  return raiseImportError(t, exc::ImportError, newStr(t, "extension modules made for CPython cannot be loaded"), name, Value::empty());
}
static Value extensionSuffixes(Thread *t, Value *, size_t) { return newList(t, nullptr, 0); }
static Value fixCoFilename(Thread *t, Value *a, size_t) {
  if (isKind(a[0], Kind::Code) && isStr(a[1]))
    setSlot(a[0].asObject(), &a[0].as<CodeObject>()->filename, a[1]);
  return None;
}
static Value sourceHash(Thread *t, Value *a, size_t) {
  // Any stable 8 bytes do: FNV-1a over the source, seeded with the key.
  int64_t key;
  if (!indexAsInt64(t, a[0], key))
    return Value::empty();
  Value b = call(t, typeValue(types::bytes_), a[1]);
  if (!b)
    return b;
  uint64_t h = 0xcbf29ce484222325ull ^ static_cast<uint64_t>(key);
  for (int64_t i = 0; i < b.as<BytesObject>()->length; ++i)
    h = (h ^ b.as<BytesObject>()->data[i]) * 0x100000001b3ull;
  return newBytes(t, &h, 8);
}
static const NativeDef kImp[] = {
    {"is_builtin", isBuiltin, "(name, /)"}, {"is_frozen", no, "(name, /)"}, {"is_frozen_package", no, "(name, /)"},
    {"find_frozen", nothing, "(name, /, *, withdata=False)"}, {"get_frozen_object", noFrozen, "(name, data=None, /)"},
    {"init_frozen", nothing, "(name, /)"}, {"create_builtin", createBuiltin, "(spec, /)"}, {"exec_builtin", execBuiltin, "(mod, /)"},
    {"create_dynamic", noDynamic, "(spec, file=None, /)"}, {"exec_dynamic", execBuiltin, "(mod, /)"},
    {"extension_suffixes", extensionSuffixes, "()"}, {"lock_held", no, "()"}, {"acquire_lock", nothing, "()"},
    {"release_lock", nothing, "()"}, {"_fix_co_filename", fixCoFilename, "(code, path, /)"},
    {"_override_frozen_modules_for_tests", nothing, "(override, /)"},
    {"source_hash", sourceHash, "(key, source)"}, {nullptr, nullptr, nullptr}};
static bool initImp(Thread *t, ModuleObject *m) { return moduleSet(t, m, "check_hash_based_pycs", newStr(t, "default")); }
static const ModuleSpec kImpModule{"_imp", "(Extremely) low-level import machinery bits as used by importlib.", kImp, initImp};

//===-- importlib ----------------------------------------------------------===//

/// importlib._bootstrap._gcd_import
static Value gcdImport(Thread *t, Value *a, size_t) {
  int64_t level = 0;
  if (a[2] && !indexAsInt64(t, a[2], level))
    return Value::empty();
  if (!isStr(a[0]))
    return raise(t, exc::TypeError, "module name must be str, not %T", a[0]);
  std::string name = strToUtf8(payloadOf(a[0]));
  if (level > 0) {
    if (!a[1] || !isStr(a[1]))
      return raise(t, exc::TypeError, "__package__ not set to a string");
    std::string package = strToUtf8(payloadOf(a[1]));
    if (package.empty())
      return raise(t, exc::ImportError, "attempted relative import with no known parent package");
    for (int64_t i = 1; i < level; ++i) {
      size_t dot = package.rfind('.');
      if (dot == std::string::npos)
        return raise(t, exc::ImportError, "attempted relative import beyond top-level package");
      package.resize(dot);
    }
    name = name.empty() ? package : package + "." + name;
  } else if (name.empty()) {
    return raise(t, exc::ValueError, "Empty module name");
  }
  return importModule(t, name);
}
static const NativeDef kGcd[] = {{"_gcd_import", gcdImport, "(name, package=None, level=0)"}, {nullptr, nullptr, nullptr}};

static bool runStandardFile(Thread *t, ModuleObject *m, const char *path) {
  std::string source;
  if (!readFile(path, source)) {
    raiseOSError(t, errno, newStr(t, path));
    return false;
  }
  CodeObject *code = compileSource(t, source, path, "exec", 0);
  return code && moduleSet(t, m, "__builtins__", gBuiltinsDict) && moduleSet(t, m, "__file__", newStr(t, path)) && runCode(t, code, m->dict, Value::empty());
}

static bool initBootstrap(Thread *t, ModuleObject *m) {
  if (!runStandardFile(t, m, "/usr/lib/python3.11/importlib/_bootstrap.py"))
    return false;
  // What CPython's start-up hands over.
  for (const char *name : {"sys", "_imp", "_thread", "_warnings", "_weakref"}) {
    Value v = importModule(t, name);
    if (!v || !moduleSet(t, m, name, v))
      return false;
  }
  Value sys = importModule(t, "sys");
  Value metaPath = getAttr(t, sys, "meta_path"), builtinImporter = dictGetStr(m->dict.as<DictObject>(), internStr(t, "BuiltinImporter")),
        frozenImporter = dictGetStr(m->dict.as<DictObject>(), internStr(t, "FrozenImporter"));
  return metaPath && isKind(metaPath, Kind::List) && builtinImporter && frozenImporter &&
         listAppend(t, metaPath.as<ListObject>(), builtinImporter) && listAppend(t, metaPath.as<ListObject>(), frozenImporter) &&
         moduleAddFunctions(t, m, kGcd);
}
static const ModuleSpec kBootstrap{"_frozen_importlib", nullptr, nullptr, initBootstrap};

static bool initExternal(Thread *t, ModuleObject *m) {
  if (!runStandardFile(t, m, "/usr/lib/python3.11/importlib/_bootstrap_external.py"))
    return false;
  Value bootstrap = importModule(t, "_frozen_importlib");
  Value install = bootstrap ? dictGetStr(m->dict.as<DictObject>(), internStr(t, "_install")) : bootstrap;
  return install && call(t, install, bootstrap) && setAttr(t, bootstrap, internStr(t, "_bootstrap_external"), Value::fromObject(m));
}
static const ModuleSpec kExternal{"_frozen_importlib_external", nullptr, nullptr, initExternal};

/// Called by initModules.
void registerImportModules() {
  for (const ModuleSpec *m : {&kImpModule, &kBootstrap, &kExternal})
    registerNativeModule(m);
  registerWarnings();
  registerMarshal();
  registerSignal();
  registerSubprocess();
  registerSelect();
  registerSocket();
  registerUnix();
  registerBz2();
  registerExpat();
  registerThreads();
}

} // namespace pyc
