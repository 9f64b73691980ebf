//===- TraceBuilder.h - Appending operations to a trace buffer ------------===//
//
// Owns the arrays of a TraceBuffer while it grows, shares constants and
// symbols, and keeps what is known of each value, so that a guard is emitted
// once. Knows nothing of bytecode.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "dialects/Trace/TraceBuffer.h"
#include "runtime/object/Layouts.h"
#include <initializer_list>
#include <string>
#include <unordered_map>
#include <vector>

namespace pyc {

/// What the recorder knows of a trace value.
struct ValueFact {
  const Shape *shape = nullptr; ///< guarded or by construction
  bool shapeForEver = false;    ///< exact builtin: no call can change it
  bool notEmpty = false;
  bool young = false;           ///< allocated in this trace, nothing collected since
  TraceRef unboxed = kNoRef;    ///< its int, float or bool
  TraceRef boxed = kNoRef;      ///< of an unboxed value: its Value
  TraceRef charCode = kNoRef;   ///< one latin-1 character: its code, raw
  bool isConstant = false;
  Value constant = Value::empty();
};

class TraceBuilder {
public:
  std::vector<RecordedOp> ops;
  std::vector<TraceRef> lists;
  std::vector<TraceFrame> frames;
  std::vector<TraceEntry> entries;
  std::vector<TraceCall> calls;
  std::vector<TraceSymbol> symbols;
  std::vector<TraceRef> labelArgs;
  std::vector<ValueFact> facts; ///< parallel to ops
  std::vector<Value> objects;   ///< embedded objects, to be kept alive
  uint32_t labelOp = kNoIndex;

  /// Snapshot that the next guards use; asked for when first needed.
  uint32_t snapshot = kNoIndex;
  uint32_t (*needSnapshot)(void *context) = nullptr;
  void *snapshotContext = nullptr;
  uint32_t position = 0;

  TraceRef emit(TraceOpcode op, std::initializer_list<TraceRef> operands = {});
  TraceRef emitList(TraceOpcode op, const std::vector<TraceRef> &operands);
  RecordedOp &at(TraceRef r) { return ops[r]; }
  TraceType typeOf(TraceRef r) const;

  TraceRef constInt(int64_t i);
  TraceRef constFloat(double d);
  TraceRef constBool(bool b);
  TraceRef constRaw(int64_t i);
  /// An address of the process: symbol of the given name.
  TraceRef constPtr(const void *address, const char *name, SymbolKind kind);
  /// Any Value. The caller has made sure that objects are old.
  TraceRef constValue(Value v);
  uint32_t symbol(const void *address, const char *name, SymbolKind kind);
  uint32_t shapeSymbol(const Shape *s);
  uint32_t objectSymbol(Value v);

  // Boxing: the forms of one value know each other.
  TraceRef toValue(TraceRef r);
  TraceRef asInt(TraceRef r);   ///< guards when not known
  TraceRef asFloat(TraceRef r);
  bool knownInt(TraceRef r) const;
  bool knownFloat(TraceRef r) const;
  void guardShape(TraceRef v, const Shape *s, bool forEver);
  void guardConstant(TraceRef v, Value constant);
  void guardBool(TraceRef b, bool expected);
  void guardNotEmpty(TraceRef v);

  // Memory
  TraceRef getField(TraceRef o, uint32_t offset, uint8_t alias, TraceSlot slot,
                    bool immutable = false);
  void setField(TraceRef o, TraceRef v, uint32_t offset, uint8_t alias, TraceSlot slot);
  TraceRef getItem(TraceRef o, TraceRef index, uint32_t offset, uint8_t alias,
                   TraceSlot slot, bool immutable = false);
  void setItem(TraceRef o, TraceRef index, TraceRef v, uint32_t offset,
               uint8_t alias, TraceSlot slot);
  TraceRef newObject(const Shape *s, uint32_t size);

  /// A call of a C function. result None: no value.
  struct CallEffects { uint64_t reads, writes; uint32_t flags; };
  TraceRef call(const void *function, const char *name, TraceType result,
                const std::vector<TraceRef> &args, CallEffects effects);
  /// After code that may have run Python: instances' layouts are unknown again.
  void forgetMutable();

  /// Nothing more will be appended: what only appending needs goes.
  void finish();

private:
  std::unordered_map<uint64_t, TraceRef> constants[6];
  std::unordered_map<const void *, uint32_t> symbolIndex;
  std::vector<std::string *> names;
  std::unordered_map<std::string, uint32_t> nameUses;
  TraceRef shared(unsigned table, uint64_t key, TraceOpcode op, int64_t imm);

public:
  ~TraceBuilder();
  TraceBuilder() = default;
  TraceBuilder(const TraceBuilder &) = delete;
};

} // namespace pyc
