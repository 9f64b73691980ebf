//===- AstModule.cpp - The module _ast: classes of syntax tree nodes ------===//
//
// The node classes that ast.py, inspect and dataclasses build on. Trees can be
// made, walked, printed and compared; compile() makes and takes them
// (AstObjects.cpp).
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/Modules.h"
#include "runtime/modules/StructSeq.h"

namespace pyc {

namespace {

/// "Name(field field ...)", after its base's name; ? marks optional fields,
/// which are None on the class, * lists.
struct Group { const char *base; const char *nodes; bool located; };
const Group groups[] = {
    {"mod", "Module(body* type_ignores*) Interactive(body*) Expression(body) FunctionType(argtypes* returns)", false},
    {"stmt",
     "FunctionDef(name args body* decorator_list* returns? type_comment?) AsyncFunctionDef(name args body* decorator_list* returns? type_comment?) "
     "ClassDef(name bases* keywords* body* decorator_list*) Return(value?) Delete(targets*) Assign(targets* value type_comment?) "
     "AugAssign(target op value) AnnAssign(target annotation value? simple) For(target iter body* orelse* type_comment?) "
     "AsyncFor(target iter body* orelse* type_comment?) While(test body* orelse*) If(test body* orelse*) With(items* body* type_comment?) "
     "AsyncWith(items* body* type_comment?) Match(subject cases*) Raise(exc? cause?) Try(body* handlers* orelse* finalbody*) "
     "TryStar(body* handlers* orelse* finalbody*) Assert(test msg?) Import(names*) ImportFrom(module? names* level?) Global(names*) "
     "Nonlocal(names*) Expr(value) Pass() Break() Continue()", true},
    {"expr",
     "BoolOp(op values*) NamedExpr(target value) BinOp(left op right) UnaryOp(op operand) Lambda(args body) IfExp(test body orelse) "
     "Dict(keys* values*) Set(elts*) ListComp(elt generators*) SetComp(elt generators*) DictComp(key value generators*) "
     "GeneratorExp(elt generators*) Await(value) Yield(value?) YieldFrom(value) Compare(left ops* comparators*) Call(func args* keywords*) "
     "FormattedValue(value conversion format_spec?) JoinedStr(values*) Constant(value kind?) Attribute(value attr ctx) Subscript(value slice ctx) "
     "Starred(value ctx) Name(id ctx) List(elts* ctx) Tuple(elts* ctx) Slice(lower? upper? step?)", true},
    {"expr_context", "Load() Store() Del()", false},
    {"boolop", "And() Or()", false},
    {"operator", "Add() Sub() Mult() MatMult() Div() Mod() Pow() LShift() RShift() BitOr() BitXor() BitAnd() FloorDiv()", false},
    {"unaryop", "Invert() Not() UAdd() USub()", false},
    {"cmpop", "Eq() NotEq() Lt() LtE() Gt() GtE() Is() IsNot() In() NotIn()", false},
    {"excepthandler", "ExceptHandler(type? name? body*)", true},
    {"pattern",
     "MatchValue(value) MatchSingleton(value) MatchSequence(patterns*) MatchMapping(keys* patterns* rest?) "
     "MatchClass(cls patterns* kwd_attrs* kwd_patterns*) MatchStar(name?) MatchAs(pattern? name?) MatchOr(patterns*)", true},
    {"type_ignore", "TypeIgnore(lineno tag)", false}};
const char *const singles = "comprehension(target iter ifs* is_async) arguments(posonlyargs* args* vararg? kwonlyargs* kw_defaults* kwarg? defaults*) "
                            "withitem(context_expr optional_vars?) match_case(pattern guard? body*)";
const char *const locatedSingles = "arg(arg annotation? type_comment?) keyword(arg? value) alias(name asname?)";

TypeObject *gAst;

Value astInit(Thread *t, Value *args, size_t n) {
  Value fields = getAttr(t, typeValue(typeOf(args[0])), "_fields");
  if (!fields)
    return fields;
  auto *names = tupleOf(fields), *given = args[1].as<TupleObject>();
  if (given->length > names->length)
    return raise(t, exc::TypeError, "%s constructor takes at most %zd positional argument%s", typeNameOf(args[0]).c_str(),
                 static_cast<ssize_t>(names->length), names->length == 1 ? "" : "s");
  for (int64_t i = 0; i < given->length; ++i)
    if (!setAttr(t, args[0], names->items[i], given->items[i]))
      return Value::empty();
  if (!args[2])
    return None;
  Value k, v;
  for (int64_t pos = 0; dictNext(args[2].as<DictObject>(), pos, k, v);) {
    for (int64_t i = 0; i < given->length && i < names->length; ++i)
      if (strEqual(names->items[i], k))
        return raise(t, exc::TypeError, "%s got multiple values for argument %V", typeNameOf(args[0]).c_str(), k);
    if (!setAttr(t, args[0], k, v))
      return Value::empty();
  }
  return None;
}
Value astReduce(Thread *t, Value *args, size_t n) {
  Value d = getAttrOrEmpty(t, args[0], names::__dict__);
  if (t->pending)
    return Value::empty();
  Value parts[3] = {typeValue(typeOf(args[0])), EmptyTuple, d ? d : None};
  return newTuple(t, parts, 3);
}
const NativeDef astMethods[] = {{"__init__", astInit, "($self, /, *args, **kwargs)"}, {"__reduce_ex__", astReduce, "($self, protocol, /)"}, {nullptr, nullptr, nullptr}};

TypeObject *makeClass(Thread *t, const std::string &name, TypeObject *base, Value fields, Value attributes, Value optional) {
  Value ns = newDict(t);
  if (!ns || !dictSetStr(t, ns.as<DictObject>(), "_fields", fields) || !dictSetStr(t, ns.as<DictObject>(), "__match_args__", fields))
    return nullptr;
  if (attributes && !dictSetStr(t, ns.as<DictObject>(), "_attributes", attributes))
    return nullptr;
  if (optional && !dictMerge(t, ns.as<DictObject>(), optional.as<DictObject>()))
    return nullptr;
  return makeHeapClass(t, ("ast." + name).c_str(), base, nullptr, ns);
}

Value positionNames(Thread *t) {
  Value v[4] = {internStr(t, "lineno"), internStr(t, "col_offset"), internStr(t, "end_lineno"), internStr(t, "end_col_offset")};
  return newTuple(t, v, 4);
}

bool addNodes(Thread *t, ModuleObject *m, TypeObject *base, const char *text, bool located) {
  Value attributes = located ? positionNames(t) : Value::empty();
  for (std::string_view s = text; !s.empty();) {
    size_t open = s.find('('), close = s.find(')');
    std::string name(s.substr(0, open));
    std::string_view fields = s.substr(open + 1, close - open - 1);
    Value list = newList(t, nullptr, 0), optional = newDict(t);
    while (!fields.empty()) {
      size_t end = fields.find(' ');
      std::string_view f = fields.substr(0, end);
      bool isOptional = f.back() == '?';
      if (isOptional || f.back() == '*')
        f.remove_suffix(1);
      Value fieldName = internStr(t, f);
      if (!fieldName || !listAppend(t, list.as<ListObject>(), fieldName) ||
          (isOptional && !dictSet(t, optional.as<DictObject>(), fieldName, None)))
        return false;
      fields = end == std::string_view::npos ? std::string_view() : fields.substr(end + 1);
    }
    if (attributes && (!dictSetStr(t, optional.as<DictObject>(), "end_lineno", None) || !dictSetStr(t, optional.as<DictObject>(), "end_col_offset", None)))
      return false;
    Value tuple = tupleFrom(t, list);
    TypeObject *type = tuple ? makeClass(t, name, base, tuple, attributes, optional) : nullptr;
    if (!type || !moduleSet(t, m, name.c_str(), typeValue(type)))
      return false;
    s = close + 2 <= s.size() ? s.substr(close + 2) : std::string_view();
  }
  return true;
}

bool initModule(Thread *t, ModuleObject *m) {
  static TypeSpec spec{"ast._NodeMethods", Kind::Instance, sizeof(Object), TraceKind::Instance, 0, 0, astMethods};
  spec.typeFlags = kTypeBaseable;
  gAst = makeClass(t, "AST", makeBuiltinType(t, spec), EmptyTuple, EmptyTuple, Value::empty());
  if (!gAst || !moduleSet(t, m, "AST", typeValue(gAst)))
    return false;
  for (auto &g : groups) {
    TypeObject *base = makeClass(t, g.base, gAst, EmptyTuple, g.located ? positionNames(t) : Value::empty(), Value::empty());
    if (!base || !moduleSet(t, m, g.base, typeValue(base)) || !addNodes(t, m, base, g.nodes, g.located))
      return false;
  }
  struct { const char *name; int value; } flags[] = {{"PyCF_ONLY_AST", 0x400}, {"PyCF_TYPE_COMMENTS", 0x1000}, {"PyCF_ALLOW_TOP_LEVEL_AWAIT", 0x2000}};
  for (auto &f : flags)
    if (!moduleSet(t, m, f.name, Value::fromSmallInt(f.value)))
      return false;
  return addNodes(t, m, gAst, singles, false) && addNodes(t, m, gAst, locatedSingles, true);
}
const NativeDef none[] = {{nullptr, nullptr, nullptr}};
const ModuleSpec astSpec{"_ast", "Classes of syntax tree nodes.", none, initModule};

} // namespace

void registerAst(Thread *t) { registerNativeModule(&astSpec); }

} // namespace pyc
