//===- CodeType.cpp - The type `code` and co_* attributes -----------------===//
//
// co_varnames and friends are computed from the local names and their kinds;
// co_positions() and co_lines() from the position table. co_code is our own
// bytecode; nothing of CPython's instruction set is imitated.
//
//===----------------------------------------------------------------------===//
#include "runtime/interpreter/Caches.h"
#include "runtime/interpreter/JitInterface.h"
#include "runtime/object/Containers.h"
#include "runtime/object/Types.h"

namespace pyc {

std::string addressText(Value v);
static CodeObject *C(Value v) { return v.as<CodeObject>(); }

static Value codeRepr(Thread *t, Value *a, size_t) {
  CodeObject *c = C(a[0]);
  return newStr(t, "<code object " + strToUtf8(c->name) + " at " + addressText(a[0]) + ", file \"" +
                       strToUtf8(c->filename) + "\", line " + std::to_string(c->firstLine) + ">");
}

template <uint8_t Any, uint8_t None_>
static Value localsWith(Thread *t, CodeObject *c) {
  RootVector out(t);
  auto *localNames = c->localNames.as<TupleObject>();
  unsigned first = c->flags & kCodeHasNamespace ? 1 : 0;
  for (unsigned i = first; i < c->localsCount; ++i)
    if ((c->localKinds[i] & Any) && !(c->localKinds[i] & None_))
      out.push(localNames->items[i]);
  return newTuple(t, out.data, out.size());
}
static Value getVarNames(Thread *t, Value s) {
  // Parameters that are cells count as variables too.
  CodeObject *c = C(s);
  RootVector out(t);
  auto *localNames = c->localNames.as<TupleObject>();
  unsigned first = c->flags & kCodeHasNamespace ? 1 : 0;
  for (unsigned i = first; i < c->localsCount; ++i)
    if (!(c->localKinds[i] & kFree) && ((c->localKinds[i] & kLocal) || i < c->paramCount))
      out.push(localNames->items[i]);
  return newTuple(t, out.data, out.size());
}
static Value getCellVars(Thread *t, Value s) { return localsWith<kCellLocal, kFree>(t, C(s)); }
static Value getFreeVars(Thread *t, Value s) { return localsWith<kFree, 0>(t, C(s)); }
static Value getNames(Thread *t, Value s) {
  // Names that instructions refer to, in order of first use.
  CodeObject *c = C(s);
  Value d = newDict(t);
  if (!d)
    return d;
  auto add = [&](unsigned i) {
    return i < c->constants.as<ValueBuffer>()->length && isKind(c->constantData[i], Kind::Str)
               ? dictSet(t, d.as<DictObject>(), c->constantData[i], None)
               : true;
  };
  for (uint32_t i = 0; i < c->instrCount;) {
    Instr in = c->instrs[i];
    if (in.op >= kOpCount)
      break;
    const OpInfo &info = kOpInfo[in.op];
    bool ok = true;
    if (info.a == OperandRole::N)
      ok = add(in.a);
    if (info.b == OperandRole::N)
      ok = ok && add(in.b);
    if (info.c == OperandRole::N)
      ok = ok && add(in.c);
    if (!ok)
      return Value::empty();
    i += opLength(static_cast<Op>(in.op));
  }
  return tupleFrom(t, d);
}
static Value getConsts(Thread *t, Value s) {
  auto *b = C(s)->constants.as<ValueBuffer>();
  return newTuple(t, b->items, static_cast<size_t>(b->length));
}
static Value getCodeBytes(Thread *t, Value s) {
  return newBytes(t, C(s)->instrs, static_cast<int64_t>(C(s)->instrCount) * 8);
}
#define INT_GETTER(fn, expr)                                                   \
  static Value fn(Thread *, Value s) { return Value::fromSmallInt(static_cast<int64_t>(expr)); }
INT_GETTER(getArgCount, C(s)->argCount)
INT_GETTER(getPosOnly, C(s)->posOnlyCount)
INT_GETTER(getKwOnly, C(s)->kwOnlyCount)
INT_GETTER(getFirstLine, C(s)->firstLine)
INT_GETTER(getFlags, C(s)->flags & 0x7FFFFFFF)
INT_GETTER(getStackSize, C(s)->registerCount)
static Value getNLocals(Thread *t, Value s) {
  Value v = getVarNames(t, s);
  return v ? Value::fromSmallInt(v.as<TupleObject>()->length) : v;
}

/// (start, end, line) triples, merged by line.
static Value codeLines(Thread *t, Value *a, size_t) {
  CodeObject *c = C(a[0]);
  Value out = newList(t, nullptr, 0);
  for (uint32_t i = 0; out && i < c->positionCount;) {
    uint32_t line = c->positions[i].line, begin = c->positions[i].pc;
    while (i < c->positionCount && c->positions[i].line == line)
      ++i;
    uint32_t end = i < c->positionCount ? c->positions[i].pc : c->instrCount;
    Value triple[3] = {Value::fromSmallInt(begin * 8), Value::fromSmallInt(end * 8), line ? Value::fromSmallInt(line) : None};
    Value tuple = newTuple(t, triple, 3);
    if (!tuple || !listAppend(t, out.as<ListObject>(), tuple))
      return Value::empty();
  }
  return out ? getIter(t, out) : out;
}
/// (line, end line, column, end column) of each instruction word.
static Value codePositions(Thread *t, Value *a, size_t) {
  CodeObject *c = C(a[0]);
  Value out = newList(t, nullptr, 0);
  for (uint32_t i = 0; out && i < c->positionCount; ++i) {
    const PositionEntry &p = c->positions[i];
    uint32_t end = i + 1 < c->positionCount ? c->positions[i + 1].pc : c->instrCount;
    auto orNone = [](uint32_t v, bool none) { return none ? None : Value::fromSmallInt(v); };
    Value four[4] = {orNone(p.line, !p.line), orNone(p.endLine, !p.line), orNone(p.col, p.col == 0xFFFF), orNone(p.endCol, p.endCol == 0xFFFF)};
    for (uint32_t w = p.pc; w < end; ++w) {
      Value tuple = newTuple(t, four, 4);
      if (!tuple || !listAppend(t, out.as<ListObject>(), tuple))
        return Value::empty();
    }
  }
  return out ? getIter(t, out) : out;
}

/// Replaceable: what does not reach into the instructions.
CodeObject *copyCode(Thread *t, CodeObject *old) {
  auto *c = static_cast<CodeObject *>(gcAllocateOld(t, sizeof(CodeObject), shapes::code));
  if (!c)
    return nullptr;
  memcpy(reinterpret_cast<char *>(c) + sizeof(Object), reinterpret_cast<char *>(old) + sizeof(Object), sizeof(CodeObject) - sizeof(Object));
  for (Value *v = &c->name; v <= &c->extra; ++v)
    setSlot(c, v, *v);
  // Own instructions: caches and counters must not be shared.
  c->instrs = static_cast<Instr *>(malloc(sizeof(Instr) * old->instrCount));
  if (!c->instrs) {
    raiseMemoryError(t);
    return nullptr;
  }
  memcpy(c->instrs, old->instrs, sizeof(Instr) * old->instrCount);
  for (uint32_t i = 0; i < c->instrCount;) {
    auto op = static_cast<Op>(c->instrs[i].op);
    bool operands = op == Op::FormatValue || op == Op::UnpackEx || op == Op::MatchClass || op == Op::CallKw || op == Op::CallMethodKw;
    for (unsigned w = operands ? 2 : 1; w < opLength(op); ++w)
      memset(&c->instrs[i + w], 0, 8);
    if (op == Op::Loop)
      *loopCounterOf(&c->instrs[i]) = {gJit.loopThreshold, 0};
    // Version 0 belongs to dicts that are no namespaces: never a hit.
    if (op == Op::LoadGlobal || op == Op::LoadName || op == Op::StoreGlobal || op == Op::StoreName)
      globalCacheOf(&c->instrs[i])->globalsVersion = ~0u;
    i += opLength(op);
  }
  c->callCounter = gJit.callThreshold;
  c->jitData = nullptr;
  c->jitFlags = 0;
  return c;
}

static Value codeReplace(Thread *t, Value *a, size_t) {
  CodeObject *old = C(a[0]), *c = copyCode(t, old);
  if (!c)
    return Value::empty();
  if (a[1]) {
    int64_t pos = 0;
    Value k, v;
    while (dictNext(a[1].as<DictObject>(), pos, k, v)) {
      std::string n = strToUtf8(k);
      if (n == "co_name" && isStr(v))
        setSlot(c, &c->name, v);
      else if (n == "co_qualname" && isStr(v))
        setSlot(c, &c->qualname, v);
      else if (n == "co_filename" && isStr(v))
        setSlot(c, &c->filename, v);
      else if (n == "co_firstlineno" && v.isInt())
        c->firstLine = static_cast<uint32_t>(v.asInt());
      else if (n == "co_flags" && v.isInt())
        c->flags = static_cast<uint32_t>(v.asInt()) | (old->flags & kCodeHasNamespace);
      else if (n == "co_consts" && isTuple(v) && tupleOf(v)->length == c->constants.as<ValueBuffer>()->length) {
        auto *b = static_cast<ValueBuffer *>(gcAllocateOld(t, sizeof(ValueBuffer) + 8 * static_cast<size_t>(tupleOf(v)->length), shapes::valueBuffer));
        if (!b)
          return Value::empty();
        b->length = tupleOf(v)->length;
        for (int64_t i = 0; i < b->length; ++i)
          setSlot(b, &b->items[i], tupleOf(v)->items[i]);
        setSlot(c, &c->constants, Value::fromObject(b));
        c->constantData = b->items;
      } else
        return raise(t, exc::ValueError, "code.replace() cannot replace '%s' here", n.c_str());
    }
  }
  return Value::fromObject(c);
}
static Value codeHash(Thread *t, Value *a, size_t) {
  uint64_t h;
  if (!hashOf(t, C(a[0])->name, h))
    return Value::empty();
  return newInt(t, static_cast<int64_t>((h ^ C(a[0])->firstLine ^ C(a[0])->instrCount) >> 3));
}
static Value codeEq(Thread *t, Value *a, size_t) {
  if (!isKind(a[1], Kind::Code))
    return NotImplemented;
  CodeObject *x = C(a[0]), *y = C(a[1]);
  if (x == y)
    return True;
  if (x->firstLine != y->firstLine || x->instrCount != y->instrCount || x->flags != y->flags || x->argCount != y->argCount ||
      x->localsCount != y->localsCount || !strEqual(x->name, y->name))
    return False;
  for (uint32_t i = 0; i < x->instrCount; i += opLength(static_cast<Op>(x->instrs[i].op)))
    if (memcmp(&x->instrs[i], &y->instrs[i], 8))
      return False;
  auto *p = x->constants.as<ValueBuffer>(), *q = y->constants.as<ValueBuffer>();
  if (p->length != q->length)
    return False;
  for (int64_t i = 0; i < p->length; ++i) {
    if (typeOf(p->items[i]) != typeOf(q->items[i]))
      return False;
    int r = equals(t, p->items[i], q->items[i]);
    if (r <= 0)
      return r ? Value::empty() : False;
  }
  return True;
}

static const NativeDef kMethods[] = {
    {"__repr__", codeRepr, "($self, /)"}, {"__hash__", codeHash, "($self, /)"},
    {"__eq__", codeEq, "($self, value, /)"}, {"co_lines", codeLines, "($self, /)"},
    {"co_positions", codePositions, "($self, /)"}, {"replace", codeReplace, "($self, /, **kwargs)"},
    {nullptr, nullptr, nullptr}};
static const GetSetDef kGetSets[] = {
    {"co_varnames", getVarNames, nullptr}, {"co_cellvars", getCellVars, nullptr}, {"co_freevars", getFreeVars, nullptr},
    {"co_names", getNames, nullptr}, {"co_consts", getConsts, nullptr}, {"co_code", getCodeBytes, nullptr},
    {"co_argcount", getArgCount, nullptr}, {"co_posonlyargcount", getPosOnly, nullptr}, {"co_kwonlyargcount", getKwOnly, nullptr},
    {"co_firstlineno", getFirstLine, nullptr}, {"co_flags", getFlags, nullptr}, {"co_stacksize", getStackSize, nullptr},
    {"co_nlocals", getNLocals, nullptr}, {nullptr, nullptr, nullptr}};
static const MemberDef kMembers[] = {
    {"co_name", offsetof(CodeObject, name), true}, {"co_qualname", offsetof(CodeObject, qualname), true},
    {"co_filename", offsetof(CodeObject, filename), true}, {nullptr, 0, false}};

void initCodeType(Thread *t) {
  static TypeSpec spec{"code", Kind::Code, sizeof(CodeObject), TraceKind::FixedSlots, 0, 6};
  spec.methods = kMethods;
  spec.getsets = kGetSets;
  spec.members = kMembers;
  spec.typeFlags = kTypeDisallowInstantiation | kTypeHasWeakRefs;
  makeBuiltinType(t, spec);
}

} // namespace pyc
