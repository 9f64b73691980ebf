//===- Functions.cpp - Functions, code objects, cells, methods ------------===//
//
// The callable objects the interpreter works with, as Python sees them.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/DictTable.h"
#include "runtime/object/Types.h"

namespace pyc {

std::string typeFullName(Thread *t, TypeObject *type);
std::string addressText(Value v);

static FunctionObject *F(Value v) { return v.as<FunctionObject>(); }
static CodeObject *C(Value v) { return v.as<CodeObject>(); }
static uint32_t gNextFunctionVersion = 1;

//===-- creation -----------------------------------------------------------===//

/// The builtins a function sees: what its globals' __builtins__ says.
Value builtinsOf(Value globals) {
  Value b = dictGetStr(globals.as<DictObject>(), names::__builtins__);
  if (!b)
    return gBuiltinsDict;
  if (isKind(b, Kind::Module))
    return b.as<ModuleObject>()->dict;
  return isKind(b, Kind::Dict) ? b : gBuiltinsDict;
}

Value newFunction(Thread *t, CodeObject *code, Value globals) {
  auto *f = gcAllocate<FunctionObject>(t, sizeof(FunctionObject), shapes::function);
  if (!f)
    return Value::empty();
  f->entry = code->instrs;
  f->version = gNextFunctionVersion++;
  f->code = Value::fromObject(code);
  f->globals = globals;
  if (isExact(globals, shapes::dict))
    dicts::makeNamespace(globals.as<DictObject>());
  f->builtins = builtinsOf(globals);
  f->closure = EmptyTuple;
  f->defaults = f->kwDefaults = None;
  f->name = code->name;
  f->qualname = code->qualname;
  Value module = dictGetStr(globals.as<DictObject>(), names::__name__);
  f->module = module ? module : None;
  bool hasDoc = code->constants.isObject() && code->constants.as<ValueBuffer>()->length &&
                isKind(code->constantData[0], Kind::Str) && !(code->flags & kCodeHasNamespace);
  f->doc = hasDoc ? code->constantData[0] : None;
  return Value::fromObject(f);
}

Value newBoundMethod(Thread *t, Value self, Value function) {
  auto *m = gcAllocate<BoundMethodObject>(t, sizeof(BoundMethodObject), shapes::boundMethod);
  if (!m)
    return Value::empty();
  m->self = self;
  m->function = function;
  return Value::fromObject(m);
}

Value newCell(Thread *t, Value contents) {
  auto *c = gcAllocate<CellObject>(t, sizeof(CellObject), shapes::cell);
  if (!c)
    return Value::empty();
  c->contents = contents;
  return Value::fromObject(c);
}

//===-- function -----------------------------------------------------------===//

static void touch(FunctionObject *f) { f->version = gNextFunctionVersion++; }

static Value fnRepr(Thread *t, Value *a, size_t) {
  return newStr(t, "<function " + strToUtf8(F(a[0])->qualname) + " at " + addressText(a[0]) + ">");
}
static bool wantStr(Thread *t, Value v, const char *name) {
  if (v && isStr(v))
    return true;
  raise(t, exc::TypeError, "%s must be set to a string object", name);
  return false;
}
static Value getName(Thread *, Value s) { return F(s)->name; }
static bool setName(Thread *t, Value s, Value v) {
  if (!wantStr(t, v, "__name__"))
    return false;
  setSlot(F(s), &F(s)->name, v);
  return true;
}
static Value getQualname(Thread *, Value s) { return F(s)->qualname; }
static bool setQualname(Thread *t, Value s, Value v) {
  if (!wantStr(t, v, "__qualname__"))
    return false;
  setSlot(F(s), &F(s)->qualname, v);
  return true;
}
static Value getModule(Thread *, Value s) { return F(s)->module; }
static bool setModule(Thread *, Value s, Value v) {
  setSlot(F(s), &F(s)->module, v ? v : None);
  return true;
}
static Value getDoc(Thread *, Value s) { return F(s)->doc; }
static bool setDoc(Thread *, Value s, Value v) {
  setSlot(F(s), &F(s)->doc, v ? v : None);
  return true;
}
static Value getCode(Thread *, Value s) { return F(s)->code; }
static bool setCode(Thread *t, Value s, Value v) {
  if (!v || !isKind(v, Kind::Code)) {
    raise(t, exc::TypeError, "__code__ must be set to a code object");
    return false;
  }
  auto freeCount = [](CodeObject *c) {
    int64_t n = 0;
    for (unsigned i = 0; i < c->localsCount; ++i)
      n += (c->localKinds[i] & kFree) != 0;
    return n;
  };
  int64_t have = F(s)->closure.as<TupleObject>()->length, want = freeCount(C(v));
  if (have != want) {
    raise(t, exc::ValueError, "%S() requires a code object with %zd free vars, not %zd", F(s)->name, have, want);
    return false;
  }
  setSlot(F(s), &F(s)->code, v);
  F(s)->entry = C(v)->instrs;
  touch(F(s));
  return true;
}
static Value getDefaults(Thread *, Value s) { return F(s)->defaults; }
static bool setDefaults(Thread *t, Value s, Value v) {
  if (!v)
    v = None;
  if (v != None && !isTuple(v)) {
    raise(t, exc::TypeError, "__defaults__ must be set to a tuple object");
    return false;
  }
  setSlot(F(s), &F(s)->defaults, v == None ? v : Value::fromObject(tupleOf(v)));
  touch(F(s));
  return true;
}
static Value getKwDefaults(Thread *, Value s) { return F(s)->kwDefaults; }
static bool setKwDefaults(Thread *t, Value s, Value v) {
  if (!v)
    v = None;
  if (v != None && !isKind(v, Kind::Dict)) {
    raise(t, exc::TypeError, "__kwdefaults__ must be set to a dict object");
    return false;
  }
  setSlot(F(s), &F(s)->kwDefaults, v);
  touch(F(s));
  return true;
}
static Value getClosure(Thread *, Value s) {
  return F(s)->closure.as<TupleObject>()->length ? F(s)->closure : None;
}
static Value getGlobals(Thread *, Value s) { return F(s)->globals; }
static Value getBuiltins(Thread *, Value s) { return F(s)->builtins; }
static Value getAnnotations(Thread *t, Value s) {
  Value a = F(s)->annotations;
  if (a.isObject() && isKind(a, Kind::Dict))
    return a;
  Value d = newDict(t);
  if (!d)
    return d;
  if (a.isObject()) {
    auto *pairs = a.as<TupleObject>();
    for (int64_t i = 0; i + 1 < pairs->length; i += 2)
      if (!dictSet(t, d.as<DictObject>(), pairs->items[i], pairs->items[i + 1]))
        return Value::empty();
  }
  setSlot(F(s), &F(s)->annotations, d);
  return d;
}
static bool setAnnotations(Thread *t, Value s, Value v) {
  if (v && v != None && !isKind(v, Kind::Dict)) {
    raise(t, exc::TypeError, "__annotations__ must be set to a dict object");
    return false;
  }
  F(s)->annotations = Value::fromSmallInt(0);
  if (v && v != None)
    setSlot(F(s), &F(s)->annotations, v);
  return true;
}
Value getDictAttribute(Thread *t, Value self) { return instanceDict(t, self.asObject()); }
bool setDictAttribute(Thread *t, Value self, Value v) {
  if (!v || !isKind(v, Kind::Dict)) {
    if (v)
      raise(t, exc::TypeError, "__dict__ must be set to a dictionary, not a '%T'", v);
    else
      raise(t, exc::TypeError, "cannot delete __dict__");
    return false;
  }
  return instanceSetDict(t, self.asObject(), v);
}
/// __get__ of all builtin descriptor types.
Value descriptorGet(Thread *t, Value *a, size_t) {
  Value o = a[1] == None ? Value::empty() : a[1];
  if (!o && (a[2].isEmpty() || a[2] == None))
    return raise(t, exc::TypeError, "__get__(None, None) is invalid");
  TypeObject *type = a[2] && isTypeObject(a[2]) ? a[2].as<TypeObject>() : o ? typeOf(o) : nullptr;
  return bindBuiltin(t, a[0], o, type);
}
Value callObject(Thread *t, Value *a, size_t) { // __call__ of builtin callables
  auto *args = a[1].as<TupleObject>();
  if (!a[2] || !a[2].as<DictObject>()->used)
    return call(t, a[0], args->items, static_cast<size_t>(args->length));
  RootVector all(t), keys(t);
  for (int64_t i = 0; i < args->length; ++i)
    all.push(args->items[i]);
  int64_t pos = 0;
  Value k, v;
  while (dictNext(a[2].as<DictObject>(), pos, k, v)) {
    keys.push(k);
    all.push(v);
  }
  Value names = newTuple(t, keys.data, keys.size());
  return names ? call(t, a[0], all.data, all.size(), names) : names;
}
static Value fnNew(Thread *t, Value *a, size_t) {
  // type, code, globals, name, argdefs, closure
  if (!isKind(a[1], Kind::Code))
    return raise(t, exc::TypeError, "function() argument 'code' must be code, not %T", a[1]);
  if (!isKind(a[2], Kind::Dict))
    return raise(t, exc::TypeError, "function() argument 'globals' must be dict, not %T", a[2]);
  int64_t freeVars = 0;
  CodeObject *code = C(a[1]);
  for (unsigned i = 0; i < code->localsCount; ++i)
    freeVars += (code->localKinds[i] & kFree) != 0;
  Value closure = a[5] && a[5] != None ? a[5] : EmptyTuple;
  if (!isTuple(closure))
    return raise(t, exc::TypeError, freeVars ? "arg 5 (closure) must be tuple" : "arg 5 (closure) must be None or tuple");
  auto *cl = tupleOf(closure);
  if (cl->length != freeVars)
    return raise(t, exc::ValueError, "%S requires closure of length %zd, not %zd", code->name, freeVars, cl->length);
  for (int64_t i = 0; i < cl->length; ++i)
    if (!isKind(cl->items[i], Kind::Cell))
      return raise(t, exc::TypeError, "arg 5 (closure) expected cell, found %T", cl->items[i]);
  if (a[3] && a[3] != None && !isStr(a[3]))
    return raise(t, exc::TypeError, "arg 3 (name) must be None or string");
  if (a[4] && a[4] != None && !isTuple(a[4]))
    return raise(t, exc::TypeError, "arg 4 (defaults) must be None or tuple");
  Value v = newFunction(t, code, a[2]);
  if (!v)
    return v;
  auto *f = F(v);
  f->closure = Value::fromObject(cl);
  if (a[3] && a[3] != None)
    f->name = a[3];
  if (a[4] && a[4] != None)
    f->defaults = Value::fromObject(tupleOf(a[4]));
  return v;
}

static const NativeDef kFunctionMethods[] = {
    {"__new__", fnNew, "($type, code, globals, name=None, argdefs=None, closure=None)"},
    {"__repr__", fnRepr, "($self, /)"},
    {"__get__", descriptorGet, "($self, instance, owner=None, /)"},
    {"__call__", callObject, "($self, /, *args, **kwargs)"},
    {nullptr, nullptr, nullptr}};
static const GetSetDef kFunctionGetSets[] = {
    {"__name__", getName, setName}, {"__qualname__", getQualname, setQualname},
    {"__module__", getModule, setModule}, {"__doc__", getDoc, setDoc},
    {"__code__", getCode, setCode}, {"__defaults__", getDefaults, setDefaults},
    {"__kwdefaults__", getKwDefaults, setKwDefaults}, {"__closure__", getClosure, nullptr},
    {"__globals__", getGlobals, nullptr}, {"__builtins__", getBuiltins, nullptr},
    {"__annotations__", getAnnotations, setAnnotations}, {"__dict__", getDictAttribute, setDictAttribute},
    {nullptr, nullptr, nullptr}};

//===-- cell ---------------------------------------------------------------===//

static Value cellNew(Thread *t, Value *a, size_t) { return newCell(t, a[1]); }
static Value cellRepr(Thread *t, Value *a, size_t) {
  Value v = a[0].as<CellObject>()->contents;
  if (v.isEmpty())
    return newStr(t, "<cell at " + addressText(a[0]) + ": empty>");
  return newStr(t, "<cell at " + addressText(a[0]) + ": " + typeNameOf(v) + " object at " + addressText(v) + ">");
}
static Value getContents(Thread *t, Value s) {
  Value v = s.as<CellObject>()->contents;
  return v ? v : raise(t, exc::ValueError, "Cell is empty");
}
static bool setContents(Thread *, Value s, Value v) {
  setSlot(s.asObject(), &s.as<CellObject>()->contents, v);
  return true;
}
template <Dunder Op> static Value cellCompare(Thread *t, Value *a, size_t) {
  if (!isKind(a[1], Kind::Cell))
    return NotImplemented;
  Value x = a[0].as<CellObject>()->contents, y = a[1].as<CellObject>()->contents;
  if (x && y)
    return compare(t, Op, x, y);
  return compare(t, Op, boolValue(!x.isEmpty()), boolValue(!y.isEmpty()));
}
static const NativeDef kCellMethods[] = {
    {"__new__", cellNew, "($type, contents=None, /)"},
    {"__repr__", cellRepr, "($self, /)"},
    {"__eq__", cellCompare<Dunder::Eq>, "($self, value, /)"},
    {"__ne__", cellCompare<Dunder::Ne>, "($self, value, /)"},
    {"__lt__", cellCompare<Dunder::Lt>, "($self, value, /)"},
    {"__le__", cellCompare<Dunder::Le>, "($self, value, /)"},
    {"__gt__", cellCompare<Dunder::Gt>, "($self, value, /)"},
    {"__ge__", cellCompare<Dunder::Ge>, "($self, value, /)"},
    {nullptr, nullptr, nullptr}};
static const GetSetDef kCellGetSets[] = {{"cell_contents", getContents, setContents}, {nullptr, nullptr, nullptr}};

//===-- bound methods ------------------------------------------------------===//

static BoundMethodObject *M(Value v) { return v.as<BoundMethodObject>(); }

static Value methodNew(Thread *t, Value *a, size_t) {
  if (!lookupDunder(typeOf(a[1]), Dunder::Call))
    return raise(t, exc::TypeError, "first argument must be callable");
  if (a[2] == None)
    return raise(t, exc::TypeError, "self must not be None");
  return newBoundMethod(t, a[2], a[1]);
}
static Value methodRepr(Thread *t, Value *a, size_t) {
  Value q = getAttrOrEmpty(t, M(a[0])->function, names::__qualname__);
  if (!q && !t->pending)
    q = getAttrOrEmpty(t, M(a[0])->function, names::__name__);
  if (t->pending)
    return Value::empty();
  Value self = repr(t, M(a[0])->self);
  if (!self)
    return self;
  return newStr(t, "<bound method " + (q && isStr(q) ? strToUtf8(payloadOf(q)) : std::string("?")) + " of " + strToUtf8(payloadOf(self)) + ">");
}
static Value methodEq(Thread *t, Value *a, size_t) {
  if (!isKind(a[1], Kind::BoundMethod))
    return NotImplemented;
  int r = equals(t, M(a[0])->function, M(a[1])->function);
  if (r <= 0)
    return r ? Value::empty() : False;
  return boolValue(isIdentical(M(a[0])->self, M(a[1])->self));
}
static Value methodNe(Thread *t, Value *a, size_t n) {
  Value r = methodEq(t, a, n);
  return !r || r == NotImplemented ? r : boolValue(r == False);
}
uint64_t identityHash(Value v);
static Value methodHash(Thread *t, Value *a, size_t) {
  uint64_t h;
  if (!hashOf(t, M(a[0])->function, h))
    return Value::empty();
  return newInt(t, static_cast<int64_t>((h ^ identityHash(M(a[0])->self)) >> 3));
}
static Value methodGetAttribute(Thread *t, Value *a, size_t) {
  // The type's own attributes first, then the function's.
  if (Value d = lookupType(typeOf(a[0]), attributeName(t, a[1])))
    return bindDescriptor(t, d, a[0], typeOf(a[0]));
  if (t->pending)
    return Value::empty();
  return getAttr(t, M(a[0])->function, a[1]);
}
static Value methodGet(Thread *, Value *a, size_t) { return a[0]; }
static Value methodReduce(Thread *t, Value *a, size_t) {
  Value builtins = gBuiltinsModule;
  Value getattr = getAttr(t, builtins, "getattr");
  Value name = getAttr(t, M(a[0])->function, names::__name__);
  if (!getattr || !name)
    return Value::empty();
  Value args[2] = {M(a[0])->self, name};
  Value tuple = newTuple(t, args, 2);
  if (!tuple)
    return tuple;
  Value parts[2] = {getattr, tuple};
  return newTuple(t, parts, 2);
}
static Value getFunc(Thread *, Value s) { return M(s)->function; }
static Value getSelf(Thread *, Value s) { return M(s)->self; }
static Value getMethodDoc(Thread *t, Value s) { return getAttr(t, M(s)->function, names::__doc__); }
static const NativeDef kMethodMethods[] = {
    {"__new__", methodNew, "($type, function, instance, /)"},
    {"__repr__", methodRepr, "($self, /)"}, {"__eq__", methodEq, "($self, value, /)"},
    {"__ne__", methodNe, "($self, value, /)"}, {"__hash__", methodHash, "($self, /)"},
    {"__call__", callObject, "($self, /, *args, **kwargs)"},
    {"__get__", methodGet, "($self, instance, owner=None, /)"},
    {"__getattribute__", methodGetAttribute, "($self, name, /)"},
    {"__reduce__", methodReduce, "($self, /)"},
    {nullptr, nullptr, nullptr}};
static const GetSetDef kMethodGetSets[] = {
    {"__func__", getFunc, nullptr}, {"__self__", getSelf, nullptr}, {"__doc__", getMethodDoc, nullptr},
    {nullptr, nullptr, nullptr}};

void initFunctionTypes(Thread *t) {
  static TypeSpec function{"function", Kind::Function, sizeof(FunctionObject), TraceKind::FixedSlots, 2, 12};
  function.methods = kFunctionMethods;
  function.getsets = kFunctionGetSets;
  function.typeFlags = kTypeHasDict | kTypeHasWeakRefs;
  makeBuiltinType(t, function);
  static TypeSpec cell{"cell", Kind::Cell, sizeof(CellObject), TraceKind::FixedSlots, 0, 1};
  cell.methods = kCellMethods;
  cell.getsets = kCellGetSets;
  makeBuiltinType(t, cell);
  static TypeSpec method{"method", Kind::BoundMethod, sizeof(BoundMethodObject), TraceKind::FixedSlots, 0, 2};
  method.methods = kMethodMethods;
  method.getsets = kMethodGetSets;
  method.typeFlags = kTypeHasWeakRefs | kTypeCustomGetAttr;
  makeBuiltinType(t, method);
}

} // namespace pyc
