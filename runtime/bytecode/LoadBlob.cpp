//===- LoadBlob.cpp - From a blob to code objects -------------------------===//
//
// The blob may come from a cache on disk: everything in it is checked (lengths
// by BlobReader; opcodes, registers, constants, jumps and tables here), so that
// a corrupt one is refused with ValueError and can never make the interpreter
// read outside its tables.
//
//===----------------------------------------------------------------------===//
#include "runtime/bytecode/Blob.h"
#include "runtime/interpreter/Caches.h"
#include "runtime/interpreter/JitInterface.h"
#include "runtime/object/Api.h"
#include <cstdlib>

namespace pyc {

namespace {

struct Loader {
  Thread *t;
  BlobReader in;
  int depth = 0;

  Value constant(RootVector &keep);
  CodeObject *code();
  Value text() {
    std::string_view s = in.str();
    return in.failed ? Value::empty() : internStr(t, s);
  }
  Value corrupt() {
    return t->pending ? Value::empty()
                      : raise(t, exc::ValueError, "bad marshal data (corrupt bytecode)");
  }
  /// A count of things of at least one byte each.
  bool count(uint64_t &n) {
    n = in.varint();
    if (n > static_cast<uint64_t>(in.end - in.p))
      in.failed = true;
    return !in.failed;
  }
  Value sequence(bool frozen);
  bool readLocals(CodeObject *c, RootVector &keep);
  bool readInstrs(CodeObject *c, uint64_t constants);
  bool readExceptions(CodeObject *c);
  bool readPositions(CodeObject *c);
  bool verify(CodeObject *c, uint64_t constants);
};

bool isNameLike(std::string_view s) {
  if (s.size() > 64)
    return false;
  for (unsigned char ch : s)
    if (!(ch == '_' || (ch >= '0' && ch <= '9') || ((ch | 32) >= 'a' && (ch | 32) <= 'z')))
      return false;
  return true;
}

Value Loader::sequence(bool frozen) {
  uint64_t n;
  if (!count(n) || ++depth > 200)
    return corrupt();
  RootVector items(t);
  for (uint64_t i = 0; i < n; ++i) {
    Value v = constant(items);
    if (!v)
      return v;
    items.push(v);
  }
  --depth;
  if (!frozen)
    return newTuple(t, items.begin(), n);
  Value s = newSet(t, true);
  if (!s)
    return s;
  for (Value v : items)
    if (!setAdd(t, s.as<SetObject>(), v))
      return Value::empty();
  return s;
}

Value Loader::constant(RootVector &keep) {
  switch (static_cast<ConstTag>(in.u8())) {
  case ConstTag::None: return None;
  case ConstTag::True: return True;
  case ConstTag::False: return False;
  case ConstTag::Ellipsis: return Ellipsis;
  case ConstTag::Int: return newInt(t, in.svarint());
  case ConstTag::BigInt: {
    std::string_view s = in.str();
    bool negative = !s.empty() && s[0] == '-';
    if (negative)
      s.remove_prefix(1);
    if (s.empty())
      return corrupt();
    for (char ch : s)
      if (!isxdigit(static_cast<unsigned char>(ch)))
        return corrupt();
    return intFromText(t, s, 16, negative);
  }
  case ConstTag::Float: return newFloat(t, in.fixed<double>());
  case ConstTag::Complex: {
    double re = in.fixed<double>(), im = in.fixed<double>();
    return newComplex(t, re, im);
  }
  case ConstTag::Str: {
    std::string_view s = in.str();
    return isNameLike(s) ? internStr(t, s) : newStr(t, s);
  }
  case ConstTag::Name: return text();
  case ConstTag::Bytes: {
    std::string_view s = in.str();
    return newBytes(t, s.data(), static_cast<int64_t>(s.size()));
  }
  case ConstTag::Tuple: return sequence(false);
  case ConstTag::FrozenSet: return sequence(true);
  case ConstTag::Code: {
    if (++depth > 200)
      return corrupt();
    CodeObject *c = code();
    --depth;
    return c ? Value::fromObject(c) : Value::empty();
  }
  }
  return corrupt();
}

bool Loader::readLocals(CodeObject *c, RootVector &keep) {
  uint64_t n;
  if (!count(n) || n > c->registerCount)
    return false;
  c->localsCount = static_cast<uint16_t>(n);
  c->localKinds = static_cast<uint8_t *>(calloc(n + 1, 1));
  size_t first = keep.size();
  for (uint64_t i = 0; i < n; ++i) {
    c->localKinds[i] = in.u8();
    Value name = text();
    if (!name)
      return false;
    keep.push(name);
  }
  Value names = newTuple(t, keep.begin() + first, n);
  if (!names)
    return false;
  setSlot(c, &c->localNames, names);
  return c->paramCount <= n;
}

bool Loader::readInstrs(CodeObject *c, uint64_t constants) {
  uint64_t n = in.varint();
  in.align8();
  if (in.failed || n > static_cast<uint64_t>(in.end - in.p) / 8 || !n)
    return false;
  // Two words more: handlers may fetch ahead.
  c->instrs = static_cast<Instr *>(calloc(n + 2, 8));
  if (!c->instrs)
    return false;
  memcpy(static_cast<void *>(c->instrs), in.p, n * 8);
  in.p += n * 8;
  c->instrCount = static_cast<uint32_t>(n);
  return true;
}

bool Loader::readExceptions(CodeObject *c) {
  uint64_t n;
  if (!count(n))
    return false;
  c->exceptionTable = static_cast<ExceptionEntry *>(calloc(n + 1, sizeof(ExceptionEntry)));
  c->exceptionCount = static_cast<uint32_t>(n);
  for (uint64_t i = 0; i < n; ++i) {
    ExceptionEntry &e = c->exceptionTable[i];
    e.start = static_cast<uint32_t>(in.varint());
    e.end = static_cast<uint32_t>(in.varint());
    e.handler = static_cast<uint32_t>(in.varint());
    if (e.handler >= c->instrCount)
      return false;
  }
  return !in.failed;
}

bool Loader::readPositions(CodeObject *c) {
  uint64_t n;
  if (!count(n))
    return false;
  c->positions = static_cast<PositionEntry *>(calloc(n + 1, sizeof(PositionEntry)));
  c->positionCount = static_cast<uint32_t>(n);
  uint32_t pc = 0;
  int64_t line = 0;
  for (uint64_t i = 0; i < n; ++i) {
    PositionEntry &p = c->positions[i];
    pc += static_cast<uint32_t>(in.varint());
    line += in.svarint();
    int64_t endLine = line + in.svarint(), col = in.svarint(), endCol = in.svarint();
    p.pc = pc;
    p.line = static_cast<uint32_t>(line);
    p.endLine = static_cast<uint32_t>(endLine);
    p.col = col < 0 || col > 0xFFFE ? 0xFFFF : static_cast<uint16_t>(col);
    p.endCol = endCol < 0 || endCol > 0xFFFE ? 0xFFFF : static_cast<uint16_t>(endCol);
  }
  return !in.failed;
}

/// Operands in range, jumps to instructions, nothing runs off the end; winds up
/// the loop counters.
bool Loader::verify(CodeObject *c, uint64_t constants) {
  uint32_t n = c->instrCount;
  uint8_t *starts = static_cast<uint8_t *>(calloc(n + 1, 1));
  if (!starts)
    return false;
  bool ok = true, ends = false;
  for (uint32_t i = 0; i < n && ok;) {
    const Instr &instr = c->instrs[i];
    if (instr.op >= kOpCount) {
      ok = false;
      break;
    }
    const OpInfo &info = kOpInfo[instr.op];
    starts[i] = 1;
    const OperandRole roles[3] = {info.a, info.b, info.c};
    const uint16_t values[3] = {instr.a, instr.b, instr.c};
    for (int j = 0; j < 3; ++j)
      switch (roles[j]) {
      case OperandRole::D: case OperandRole::S: case OperandRole::SD: case OperandRole::R:
        ok &= values[j] < c->registerCount;
        break;
      case OperandRole::K: case OperandRole::N:
        ok &= values[j] < constants;
        break;
      case OperandRole::KK:
        ok &= static_cast<uint32_t>(instr.bc()) < constants;
        break;
      default:
        break;
      }
    if (static_cast<Op>(instr.op) == Op::Loop && i + 1 < n)
      *loopCounterOf(&instr) = {gJit.loopThreshold, 0};
    // Version 0 belongs to dicts that are no namespaces: never a hit.
    if ((static_cast<Op>(instr.op) == Op::LoadGlobal || static_cast<Op>(instr.op) == Op::LoadName ||
         static_cast<Op>(instr.op) == Op::StoreGlobal || static_cast<Op>(instr.op) == Op::StoreName) &&
        i + info.words < n)
      globalCacheOf(&instr)->globalsVersion = ~0u;
    ends = info.flags & F_END;
    i += 1 + info.words;
    ok &= i <= n;
  }
  auto target = [&](int64_t at) { ok &= at >= 0 && at < n && starts[at]; };
  for (uint32_t i = 0; ok && i < n; ++i) {
    if (!starts[i])
      continue;
    const Instr &instr = c->instrs[i];
    const OpInfo &info = kOpInfo[instr.op];
    if (info.b == OperandRole::JJ)
      target(int64_t(i) + instr.bc());
    else if (info.c == OperandRole::J)
      target(int64_t(i) + instr.sc());
  }
  for (uint32_t i = 0; ok && i < c->exceptionCount; ++i)
    target(c->exceptionTable[i].handler);
  free(starts);
  return ok && ends;
}

/// Is this function of the standard library one that CPython programs call as a
/// C function? It shows in no traceback there.
static bool standsIn(std::string_view filename, std::string_view qualname) {
  static const struct { std::string_view file, prefix; } kRows[] = {
      {"datetime.py", ""}, {"_pydecimal.py", ""}, {"asyncio/futures.py", "Future."}, {"asyncio/tasks.py", "Task."},
      {"collections/__init__.py", "OrderedDict."}, {"queue.py", "_PySimpleQueue."}, {"pickle.py", "_Pickler."},
      {"pickle.py", "_Unpickler."}, {"pickle.py", "_dump"}, {"pickle.py", "_load"}, {"zoneinfo/_zoneinfo.py", "ZoneInfo."}};
  constexpr std::string_view kLibrary = "/python3.11/", kFrozen = "<frozen ";
  if (filename.substr(0, kFrozen.size()) == kFrozen)
    return filename == "<frozen _decimal>" || filename == "<frozen _datetime>";
  size_t at = filename.rfind(kLibrary);
  if (at == std::string_view::npos || filename.substr(0, 5) != "/usr/")
    return false;
  std::string_view rest = filename.substr(at + kLibrary.size());
  for (auto &row : kRows)
    if (rest == row.file && qualname.substr(0, row.prefix.size()) == row.prefix)
      return true;
  return false;
}

CodeObject *Loader::code() {
  auto *c = static_cast<CodeObject *>(gcAllocateOld(t, sizeof(CodeObject), shapes::code));
  if (!c)
    return nullptr;
  RootVector keep(t);
  keep.push(Value::fromObject(c));
  Value name = text(), qualname = text(), filename = text();
  if (!name || !qualname || !filename)
    return corrupt(), nullptr;
  setSlot(c, &c->name, name);
  setSlot(c, &c->qualname, qualname);
  setSlot(c, &c->filename, filename);
  c->firstLine = static_cast<uint32_t>(in.varint());
  c->flags = static_cast<uint32_t>(in.varint());
  if (!(c->flags & kCodeHasNamespace) && standsIn(strToUtf8(filename), strToUtf8(qualname)))
    c->flags |= kCodeStandIn;
  uint64_t args = in.varint(), posOnly = in.varint(), kwOnly = in.varint(),
           registers = in.varint();
  uint64_t params = args + kwOnly + !!(c->flags & kCodeVarArgs) + !!(c->flags & kCodeVarKeywords);
  // A body with a namespace has it as a parameter of its own, so that no quick
  // path for calls takes `FunctionType(code, globals)()` for a plain call.
  if (c->flags & kCodeHasNamespace)
    ++params;
  if (in.failed || params > 0xFFFF || posOnly > args || registers > 0xFFFF)
    return corrupt(), nullptr;
  c->argCount = static_cast<uint16_t>(args);
  c->posOnlyCount = static_cast<uint16_t>(posOnly);
  c->kwOnlyCount = static_cast<uint16_t>(kwOnly);
  c->registerCount = static_cast<uint16_t>(registers);
  c->paramCount = static_cast<uint16_t>(params);
  c->callCounter = gJit.callThreshold;
  if (!readLocals(c, keep))
    return corrupt(), nullptr;
  uint64_t n;
  if (!count(n))
    return corrupt(), nullptr;
  // Old: constantData points into it for good.
  auto *constants = static_cast<ValueBuffer *>(
      gcAllocateOld(t, sizeof(ValueBuffer) + 8 * n, shapes::valueBuffer));
  if (!constants)
    return nullptr;
  constants->length = static_cast<int64_t>(n);
  setSlot(c, &c->constants, Value::fromObject(constants));
  c->constantData = constants->items;
  for (uint64_t i = 0; i < n; ++i) {
    Value v = constant(keep);
    if (!v || in.failed)
      return corrupt(), nullptr;
    setSlot(constants, &constants->items[i], v);
  }
  if (!readInstrs(c, n) || !readExceptions(c) || !readPositions(c) || !verify(c, n))
    return corrupt(), nullptr;
  return c;
}

} // namespace

CodeObject *loadBlob(Thread *t, const char *data, size_t size) {
  Loader loader{t, BlobReader(data, size)};
  if (size < 8 || memcmp(data, kBlobMagic, 4) || (loader.in.p += 4, loader.in.u32() != kBlobVersion)) {
    raise(t, exc::ValueError, "bad marshal data (not bytecode of this version)");
    return nullptr;
  }
  return loader.code();
}

} // namespace pyc
