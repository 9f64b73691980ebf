//===- PyBlob.cpp - Emitted code to the serialised form -------------------===//
#include "passes/lowering/PyEmit.h"
#include "passes/lowering/PyToBytecode.h"
#include "runtime/bytecode/Blob.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/bit.h"

using namespace mlir;
using namespace pyc;
using namespace pyc::lowering;

namespace {
class Writer {
public:
  Writer(ModuleOp module, std::string_view filename) : filename(filename) {
    for (py::FuncOp func : module.getOps<py::FuncOp>())
      functions[func.getSymNameAttr()] = func;
  }
  BlobWriter blob;
  std::string error;

  bool code(StringAttr symbol);

private:
  std::string_view filename;
  llvm::DenseMap<StringAttr, py::FuncOp> functions;
  unsigned depth = 0;

  bool constant(Attribute value);
  void tag(ConstTag t) { blob.u8(uint8_t(t)); }
  static std::string_view view(StringRef s) { return {s.data(), s.size()}; }
};

/// CPython interns constants that look like names; so do we, and names of
/// attributes and globals that do share one entry with them.
bool looksLikeName(StringRef s) {
  for (char c : s)
    if (!llvm::isAlnum(c) && c != '_')
      return false;
  return true;
}

bool Writer::constant(Attribute value) {
  auto bits = [&](FloatAttr f) {
    blob.u64(llvm::bit_cast<uint64_t>(f.getValueAsDouble()));
  };
  if (isa<py::NoneAttr>(value)) {
    tag(ConstTag::None);
  } else if (auto b = dyn_cast<BoolAttr>(value)) {
    tag(b.getValue() ? ConstTag::True : ConstTag::False);
  } else if (isa<py::EllipsisAttr>(value)) {
    tag(ConstTag::Ellipsis);
  } else if (auto i = dyn_cast<IntegerAttr>(value)) {
    tag(ConstTag::Int);
    blob.svarint(i.getInt());
  } else if (auto big = dyn_cast<py::BigIntAttr>(value)) {
    tag(ConstTag::BigInt);
    blob.str(view(big.getDigits()));
  } else if (auto f = dyn_cast<FloatAttr>(value)) {
    tag(ConstTag::Float);
    bits(f);
  } else if (auto c = dyn_cast<py::ComplexAttr>(value)) {
    tag(ConstTag::Complex);
    bits(c.getReal());
    bits(c.getImag());
  } else if (auto s = dyn_cast<StringAttr>(value)) {
    tag(looksLikeName(s.getValue()) ? ConstTag::Name : ConstTag::Str);
    blob.str(view(s.getValue()));
  } else if (auto bytes = dyn_cast<py::BytesAttr>(value)) {
    tag(ConstTag::Bytes);
    blob.str(view(bytes.getValue().getValue()));
  } else if (auto tuple = dyn_cast<py::TupleAttr>(value)) {
    tag(ConstTag::Tuple);
    blob.varint(tuple.getElements().size());
    for (Attribute element : tuple.getElements())
      if (!constant(element))
        return false;
  } else if (auto set = dyn_cast<py::FrozenSetAttr>(value)) {
    tag(ConstTag::FrozenSet);
    blob.varint(set.getElements().size());
    for (Attribute element : set.getElements())
      if (!constant(element))
        return false;
  } else if (auto symbol = dyn_cast<FlatSymbolRefAttr>(value)) {
    tag(ConstTag::Code);
    return code(symbol.getAttr());
  } else {
    error = "unknown kind of constant";
    return false;
  }
  return true;
}

bool Writer::code(StringAttr symbol) {
  auto known = functions.find(symbol);
  if (known == functions.end()) {
    error = "no code named @" + symbol.getValue().str();
    return false;
  }
  if (++depth > 200) {
    error = "code nests too deeply";
    return false;
  }
  py::FuncOp func = known->second;
  EmittedCode emitted;
  if (!emitCode(func, emitted, error)) {
    error += " (" + func.getQualname().str() + ")";
    return false;
  }
  blob.str(view(func.getName()));
  blob.str(view(func.getQualname()));
  blob.str(filename);
  blob.varint(func.getFirstLine());
  blob.varint(uint32_t(func.getFlags()));
  blob.varint(func.getArgCount());
  blob.varint(func.getPosOnlyCount());
  blob.varint(func.getKwOnlyCount());
  blob.varint(emitted.registerCount);
  ArrayRef<int8_t> kinds = func.getKinds();
  blob.varint(kinds.size());
  for (auto [kind, name] : llvm::zip(kinds, func.getLocals())) {
    blob.u8(uint8_t(kind));
    blob.str(view(cast<StringAttr>(name).getValue()));
  }
  blob.varint(emitted.constants.entries.size());
  for (Attribute value : emitted.constants.entries)
    if (!constant(value))
      return false;
  blob.varint(emitted.words.size());
  blob.align8();
  for (uint64_t word : emitted.words)
    blob.u64(word);
  blob.varint(emitted.exceptions.size());
  for (const ExceptionEntry &e : emitted.exceptions) {
    blob.varint(e.start);
    blob.varint(e.end);
    blob.varint(e.handler);
  }
  blob.varint(emitted.positions.size());
  uint32_t pc = 0, line = 0;
  for (const PositionEntry &p : emitted.positions) {
    blob.varint(p.pc - pc);
    blob.svarint(int64_t(p.line) - line);
    blob.svarint(int64_t(p.endLine) - p.line);
    blob.svarint(p.col == 0xFFFF ? -1 : p.col);
    blob.svarint(p.endCol == 0xFFFF ? -1 : p.endCol);
    pc = p.pc;
    line = p.line;
  }
  --depth;
  return true;
}
} // namespace

bool pyc::lowerToBlob(ModuleOp module, std::string_view filename,
                      std::string &blob, std::string &error) {
  Writer writer(module, filename);
  writer.blob.out.append(kBlobMagic, 4);
  writer.blob.u32(kBlobVersion);
  if (!writer.code(StringAttr::get(module.getContext(), "main"))) {
    error = writer.error;
    return false;
  }
  blob = std::move(writer.blob.out);
  return true;
}
