//===- Core.cpp - The builtins module: classes, attributes, code ----------===//
//
// The builtin functions about objects and code (isinstance, getattr, repr,
// exec, ...), the table of builtin names, and initBuiltins, which gathers the
// functions of the other files of this folder.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Containers.h"
#include "runtime/interpreter/Compile.h"
#include "runtime/interpreter/Interpreter.h"
#include "runtime/modules/AstObjects.h"
#include "runtime/modules/Import.h"
#include "runtime/object/NumStr.h"
#include "runtime/object/Types.h"

namespace pyc {

Value gBuiltinsModule = Value::empty(), gBuiltinsDict = Value::empty();

/// The module, made on first use: rows may be added from any room's init.
static ModuleObject *builtinsModule(Thread *t) {
  if (!gBuiltinsModule) {
    gcRegisterRoot(&gBuiltinsModule);
    gcRegisterRoot(&gBuiltinsDict);
    gBuiltinsModule = newModule(t, internStr(t, "builtins"));
    gBuiltinsDict = gBuiltinsModule.as<ModuleObject>()->dict;
  }
  return gBuiltinsModule.as<ModuleObject>();
}

void addBuiltins(Thread *t, const NativeDef *defs) {
  if (!moduleAddFunctions(t, builtinsModule(t), defs))
    internalError(__FILE__, __LINE__, "cannot make the builtins");
}
void addBuiltin(Thread *t, const char *name, Value v) {
  if (!moduleSet(t, builtinsModule(t), name, v))
    internalError(__FILE__, __LINE__, "cannot make the builtins");
}

//===-- classes and attributes ---------------------------------------------===//

static Value truth(int r) { return r < 0 ? Value::empty() : boolValue(r); }
static Value biIsInstance(Thread *t, Value *a, size_t) { return truth(isInstance(t, a[0], a[1])); }
static Value biIsSubclass(Thread *t, Value *a, size_t) { return truth(isSubclass(t, a[0], a[1])); }
static Value biCallable(Thread *t, Value *a, size_t) {
  if (isKind(a[0], Kind::Function) || isKind(a[0], Kind::NativeFunction) || isTypeObject(a[0]))
    return True;
  return boolValue(!lookupDunder(typeOf(a[0]), Dunder::Call).isEmpty());
}
static Value biGetAttr(Thread *t, Value *a, size_t) {
  if (a[2].isEmpty())
    return getAttr(t, a[0], a[1]);
  Value v = getAttrOrEmpty(t, a[0], a[1]);
  return v || t->pending ? v : a[2];
}
static Value biSetAttr(Thread *t, Value *a, size_t) { return setAttr(t, a[0], a[1], a[2]) ? None : Value::empty(); }
static Value biDelAttr(Thread *t, Value *a, size_t) { return delAttr(t, a[0], a[1]) ? None : Value::empty(); }
static Value biHasAttr(Thread *t, Value *a, size_t) {
  Value v = getAttrOrEmpty(t, a[0], a[1]);
  return v ? True : t->pending ? v : False;
}
static Value biId(Thread *t, Value *a, size_t) {
  return newUInt(t, a[0].isObject() ? gcIdentity(a[0].asObject()) : a[0].bits & 0x7FFFFFFFFFFFFFFFull);
}
static Value sortedNames(Thread *t, Value names) {
  Value l = names ? listFrom(t, names) : names;
  return l && listSort(t, l.as<ListObject>(), None, false) ? l : Value::empty();
}
static Value localsOfCaller(Thread *t) {
  Value f = currentFrame(t, 0);
  return f ? frameLocals(t, f.as<FrameObject>()) : f;
}
static Value biDir(Thread *t, Value *a, size_t) {
  if (a[0].isEmpty()) {
    Value l = localsOfCaller(t);
    return l ? sortedNames(t, callMethod(t, l, "keys", nullptr, 0)) : l;
  }
  Value f = lookupDunder(typeOf(a[0]), Dunder::Dir);
  if (!f)
    return raise(t, exc::TypeError, "object does not provide __dir__");
  return sortedNames(t, callDunder(t, a[0], Dunder::Dir, nullptr, 0));
}
static Value biLocals(Thread *t, Value *, size_t) { return localsOfCaller(t); }
static Value biGlobals(Thread *t, Value *, size_t) {
  Value g = currentGlobals(t);
  return g ? g : raise(t, exc::SystemError, "globals(): no frame");
}
static Value biVars(Thread *t, Value *a, size_t) {
  if (a[0].isEmpty())
    return localsOfCaller(t);
  Value d = getAttrOrEmpty(t, a[0], names::__dict__);
  return d || t->pending ? d : raise(t, exc::TypeError, "vars() argument must have __dict__ attribute");
}

//===-- text ---------------------------------------------------------------===//

static Value biRepr(Thread *t, Value *a, size_t) { return repr(t, a[0]); }
static Value biAscii(Thread *t, Value *a, size_t) { return ascii(t, a[0]); }
static Value biFormat(Thread *t, Value *a, size_t) { return format(t, a[0], a[1] ? a[1] : EmptyStr); }
static Value biHash(Thread *t, Value *a, size_t) {
  uint64_t h;
  return hashOf(t, a[0], h) ? newInt(t, static_cast<int64_t>(h)) : Value::empty();
}

//===-- code ---------------------------------------------------------------===//

/// Text of a source given as str or bytes. false: raised
static bool sourceText(Thread *t, Value v, const char *function, const char *what, std::string &out) {
  if (isStr(v)) {
    out = strToUtf8(payloadOf(v));
  } else {
    ByteView view;
    int r = view.acquire(t, v);
    if (r <= 0) {
      if (!r)
        raise(t, exc::TypeError, "%s() arg 1 must be a %s", function, what);
      return false;
    }
    out = std::string(view.text());
  }
  if (out.find('\0') != std::string::npos) {
    raise(t, exc::ValueError, "source code string cannot contain null bytes");
    return false;
  }
  return true;
}

/// CPython's PyCF_SOURCE_IS_UTF8: the source is a str's text, without a coding
/// line; error columns count characters.
static uint32_t sourceFlags(Value source) { return isStr(source) ? 0x100 : 0; }

static Value biCompile(Thread *t, Value *a, size_t) {
  // source, filename, mode, flags, dont_inherit, optimize, _feature_version
  std::string source;
  bool isTree = isAstNode(t, a[0]);
  if (!isTree && !sourceText(t, a[0], "compile", "string, bytes or AST object", source))
    return Value::empty();
  Value filename = a[1];
  if (!isStr(filename)) {
    ByteView view;
    if (view.acquire(t, filename) > 0)
      filename = newStr(t, view.text());
    else if (t->pending || !lookupDunder(typeOf(filename), Dunder::FSPath))
      return t->pending ? Value::empty() : raise(t, exc::TypeError, "expected str, bytes or os.PathLike object, not %T", a[1]);
    else
      filename = callDunder(t, filename, Dunder::FSPath, nullptr, 0);
    if (!filename)
      return filename;
  }
  if (!isStr(a[2]))
    return raise(t, exc::TypeError, "compile() argument 'mode' must be str, not %T", a[2]);
  std::string mode = strToUtf8(payloadOf(a[2]));
  if (mode != "exec" && mode != "eval" && mode != "single")
    return raise(t, exc::ValueError, "compile() mode must be 'exec', 'eval' or 'single'");
  int64_t flags = 0;
  if (a[3] && !indexAsInt64(t, a[3], flags))
    return Value::empty();
  constexpr int64_t kOnlyAst = 0x400, kFutures = 0x1FE0000, kOthers = 0x7210;
  if (flags & ~(kOnlyAst | kFutures | kOthers))
    return raise(t, exc::ValueError, "compile(): unrecognised flags");
  int64_t optimise = -1;
  if (a[5] && !indexAsInt64(t, a[5], optimise))
    return Value::empty();
  if (optimise < -1 || optimise > 2)
    return raise(t, exc::ValueError, "compile(): invalid optimize value");
  uint32_t level = optimise == 2   ? kCompileOptimise2
                   : optimise == 1 ? kCompileOptimise1
                   : optimise == 0 ? kCompileNoOptimise
                                   : 0;
  if (isTree && (flags & kOnlyAst))
    return a[0];
  if (isTree && !sourceOfAst(t, a[0], source))
    return Value::empty();
  if (flags & kOnlyAst)
    return parseToAst(t, source, strToUtf8(payloadOf(filename)), mode.c_str(), static_cast<uint32_t>(flags & ~kOnlyAst));
  CodeObject *code = compileSource(t, source, strToUtf8(payloadOf(filename)), mode.c_str(),
                                   static_cast<uint32_t>(flags) | sourceFlags(a[0]) | level);
  return code ? Value::fromObject(code) : Value::empty();
}

/// The namespaces exec() and eval() run in. false: raised
static bool namespaces(Thread *t, const char *function, Value &globals, Value &locals) {
  if (!globals || globals == None) {
    globals = currentGlobals(t);
    if (!globals) {
      raise(t, exc::SystemError, "globals and locals cannot be NULL");
      return false;
    }
    if (!locals || locals == None) {
      locals = localsOfCaller(t);
      if (!locals)
        return false;
    }
  }
  if (!isKind(globals, Kind::Dict)) {
    raise(t, exc::TypeError, !strcmp(function, "exec") ? "exec() globals must be a dict, not %T" : "globals must be a dict", globals);
    return false;
  }
  if (!locals || locals == None)
    locals = globals;
  if (!isKind(locals, Kind::Dict) && !lookupDunder(typeOf(locals), Dunder::GetItem)) {
    raise(t, exc::TypeError, !strcmp(function, "exec") ? "locals must be a mapping or None, not %T" : "locals must be a mapping", locals);
    return false;
  }
  auto *g = globals.as<DictObject>();
  if (dictFindStr(g, names::__builtins__) < 0)
    return dictSet(t, g, names::__builtins__, gBuiltinsModule);
  return true;
}

static Value runSource(Thread *t, const char *function, Value source, Value globals, Value locals) {
  if (!namespaces(t, function, globals, locals))
    return Value::empty();
  CodeObject *code;
  if (isKind(source, Kind::Code)) {
    code = source.as<CodeObject>();
    for (unsigned i = 0; i < code->localsCount; ++i)
      if (code->localKinds[i] & kFree)
        return raise(t, exc::TypeError, "code object passed to %s() may not contain free variables", function);
  } else {
    std::string text;
    if (!sourceText(t, source, function, "string, bytes or code object", text))
      return Value::empty();
    std::string_view view = text;
    bool eval = !strcmp(function, "eval");
    if (eval)
      while (!view.empty() && (view[0] == ' ' || view[0] == '\t'))
        view.remove_prefix(1);
    code = compileSource(t, view, "<string>", eval ? "eval" : "exec", sourceFlags(source));
    if (!code)
      return Value::empty();
  }
  return runCode(t, code, globals, locals);
}
static Value biExec(Thread *t, Value *a, size_t) {
  return runSource(t, "exec", a[0], a[1], a[2]) ? None : Value::empty();
}
static Value biEval(Thread *t, Value *a, size_t) { return runSource(t, "eval", a[0], a[1], a[2]); }

static Value biImport(Thread *t, Value *a, size_t) {
  // name, globals, locals, fromlist, level
  int64_t level = 0;
  if (a[4] && !indexAsInt64(t, a[4], level))
    return Value::empty();
  return importName(t, a[0], a[1] ? a[1] : None, a[3] ? a[3] : EmptyTuple, level);
}

/// site's exit and quit.
static Value biExit(Thread *t, Value *a, size_t) {
  Value code = a[0] ? a[0] : None;
  return raiseWithArgs(t, exc::SystemExit, &code, 1);
}
static Value biBreakpoint(Thread *t, Value *a, size_t) {
  Value sys = importModule(t, "sys");
  Value hook = sys ? getAttr(t, sys, "breakpointhook") : sys;
  auto *args = a[0].as<TupleObject>();
  return hook ? call(t, hook, args->items, static_cast<size_t>(args->length)) : hook;
}

static const NativeDef kCoreBuiltins[] = {
    {"isinstance", biIsInstance, "(obj, class_or_tuple, /)"},
    {"issubclass", biIsSubclass, "(cls, class_or_tuple, /)"},
    {"callable", biCallable, "(obj, /)"},
    {"getattr", biGetAttr, "(object, name, default=None, /)"},
    {"setattr", biSetAttr, "(obj, name, value, /)"},
    {"delattr", biDelAttr, "(obj, name, /)"},
    {"hasattr", biHasAttr, "(obj, name, /)"},
    {"id", biId, "(obj, /)"},
    {"dir", biDir, "(object=None, /)", kEffAny | kEffFrames},
    {"locals", biLocals, "()", kEffAny | kEffFrames},
    {"globals", biGlobals, "()", kEffReads | kEffFrames},
    {"vars", biVars, "(object=None, /)", kEffAny | kEffFrames},
    {"repr", biRepr, "(obj, /)"},
    {"ascii", biAscii, "(obj, /)"},
    {"format", biFormat, "(value, format_spec='', /)"},
    {"hash", biHash, "(obj, /)"},
    {"compile", biCompile, "(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)"},
    {"exec", biExec, "(source, globals=None, locals=None, /, *, closure=None)", kEffAny | kEffFrames},
    {"eval", biEval, "(source, globals=None, locals=None, /)", kEffAny | kEffFrames},
    {"__import__", biImport, "(name, globals=None, locals=None, fromlist=(), level=0)"},
    {"exit", biExit, "(code=None)"},
    {"quit", biExit, "(code=None)"},
    {"breakpoint", biBreakpoint, "(*args, **kws)"},
    {nullptr, nullptr, nullptr}};

void initBuildClass(Thread *t);
void addContainerBuiltins(Thread *t);    // ContainerBuiltins.cpp
void addNumericBuiltins(Thread *t);      // NumericBuiltins.cpp
void addInputOutputBuiltins(Thread *t);  // InputOutput.cpp

void initBuiltins(Thread *t) {
  addBuiltins(t, kCoreBuiltins);
  initBuildClass(t);
  addContainerBuiltins(t);
  addNumericBuiltins(t);
  addInputOutputBuiltins(t);
  TypeObject *const builtinTypes[] = {
      types::object_, types::type_, types::int_, types::bool_, types::float_, types::complex_, types::str_, types::bytes_,
      types::bytearray_, types::memoryview_, types::list_, types::tuple_, types::dict_, types::set_, types::frozenset_,
      types::range_, types::slice_, types::property_, types::classmethod_, types::staticmethod_, types::super_,
      types::enumerate_, types::zip_, types::map_, types::filter_, types::reversed_};
  for (TypeObject *type : builtinTypes)
    if (type && type->name.isObject())
      addBuiltin(t, strToUtf8(type->name).c_str(), typeValue(type));
#define EXCEPTION(name, base, doc) addBuiltin(t, #name, typeValue(exc::name));
#include "runtime/object/Exceptions.def"
#undef EXCEPTION
  addBuiltin(t, "ExceptionGroup", typeValue(gExceptionGroup));
  addBuiltin(t, "EnvironmentError", typeValue(exc::OSError));
  addBuiltin(t, "IOError", typeValue(exc::OSError));
  addBuiltin(t, "None", None);
  addBuiltin(t, "True", True);
  addBuiltin(t, "False", False);
  addBuiltin(t, "NotImplemented", NotImplemented);
  addBuiltin(t, "Ellipsis", Ellipsis);
  addBuiltin(t, "__debug__", boolValue(gOptimiseLevel == 0));
  addBuiltin(t, "__doc__", newStr(t, "Built-in functions, types, exceptions, and other objects."));
  initImport(t);
}

} // namespace pyc
