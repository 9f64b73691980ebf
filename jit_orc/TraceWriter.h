//===- TraceWriter.h - Growing arrays behind a TraceBuffer ----------------===//
//
// What a recorder writes into. A TraceWriter is reused from one recording to
// the next (clear() keeps the memory). Names of symbols are copied.
//
//   TraceRef n = w.arg(1);
//   uint32_t s = w.frame({.code = f, .pc = 4}, {{0, i}, {1, n}});
//   TraceRef k = w.guard(TraceOpcode::guard_int_, s, {n});
//   w.label({i});            // the loop begins; i is carried
//   ...
//   w.jump({i2});
//   const TraceBuffer &b = w.finish("f_12", TraceBufferKind::Loop);
//
//===----------------------------------------------------------------------===//
#pragma once
#include "dialects/Trace/TraceBuffer.h"
#include <bit>
#include <deque>
#include <initializer_list>
#include <string>
#include <unordered_map>
#include <vector>

namespace pyc {

class TraceWriter {
public:
  using Refs = std::initializer_list<TraceRef>;

  void clear() {
    ops.clear();
    lists.clear();
    frames.clear();
    entries.clear();
    calls.clear();
    symbols.clear();
    names.clear();
    symbolIndex.clear();
    constants.clear();
    labelArgs.clear();
    labelOp = kNoIndex;
  }
  uint32_t size() const { return ops.size(); }
  const RecordedOp &at(TraceRef r) const { return ops[r]; }

  // Symbols. The same name is the same symbol.
  uint32_t symbol(const std::string &name, uint64_t address, SymbolKind kind) {
    auto [it, isNew] = symbolIndex.try_emplace(name, uint32_t(symbols.size()));
    if (isNew) {
      names.push_back(name);
      symbols.push_back({names.back().c_str(), address, kind});
    }
    return it->second;
  }

  // Constants: each once, wherever it is first used. (Passes move them all to
  // the entry.)
  TraceRef constInt(int64_t v) { return constant(TraceOpcode::const_int_, v); }
  TraceRef constFloat(double v) {
    return constant(TraceOpcode::const_float_, std::bit_cast<int64_t>(v));
  }
  TraceRef constBool(bool v) { return constant(TraceOpcode::const_bool_, v); }
  TraceRef constRaw(int64_t v) { return constant(TraceOpcode::const_raw_, v); }
  /// Bits that are the same in every process (TraceBuffer.h, const_value).
  TraceRef constBits(uint64_t v) {
    return constant(TraceOpcode::const_value_, int64_t(v));
  }
  TraceRef constObject(uint32_t symbol) {
    return constant(TraceOpcode::const_object_, symbol);
  }
  TraceRef constPtr(uint32_t symbol) {
    return constant(TraceOpcode::const_ptr_, symbol);
  }

  // Operations.
  TraceRef arg(uint32_t reg) {
    return add(make(TraceOpcode::arg_, {}, reg));
  }
  TraceRef input(uint32_t slot, TraceType type) {
    RecordedOp o = make(TraceOpcode::input_, {}, slot);
    o.type = type;
    return add(o);
  }
  TraceRef op(TraceOpcode code, Refs operands, int64_t imm = 0) {
    return add(make(code, operands, imm));
  }
  /// Guards, guarded arithmetic, exit.
  TraceRef guard(TraceOpcode code, uint32_t frame, Refs operands,
                 uint32_t symbol = kNoIndex) {
    RecordedOp o = make(code, operands, 0);
    o.snapshot = frame;
    o.symbol = symbol;
    return add(o);
  }
  TraceRef getField(TraceRef base, int32_t offset, uint8_t alias,
                    TraceSlot slot = TraceSlot::Value, uint8_t flags = 0) {
    return add(access(TraceOpcode::getfield_, {base}, offset, alias, slot, flags));
  }
  void setField(TraceRef base, TraceRef value, int32_t offset, uint8_t alias,
                TraceSlot slot = TraceSlot::Value, uint8_t flags = 0) {
    add(access(TraceOpcode::setfield_, {base, value}, offset, alias, slot, flags));
  }
  TraceRef getItem(TraceRef base, TraceRef index, int32_t from, uint8_t alias,
                   TraceSlot slot = TraceSlot::Value, uint8_t flags = 0) {
    return add(access(TraceOpcode::getitem_, {base, index}, from, alias, slot, flags));
  }
  void setItem(TraceRef base, TraceRef index, TraceRef value, int32_t from,
               uint8_t alias, TraceSlot slot = TraceSlot::Value,
               uint8_t flags = 0) {
    add(access(TraceOpcode::setitem_, {base, index, value}, from, alias, slot, flags));
  }
  TraceRef newObject(uint32_t shape, uint32_t bytes, uint32_t frame) {
    RecordedOp o = make(TraceOpcode::new_, {}, bytes);
    o.symbol = shape;
    o.snapshot = frame;
    return add(o);
  }
  TraceRef call(uint32_t function, const std::vector<TraceRef> &args,
                TraceType result, TraceCall effects) {
    RecordedOp o = make(TraceOpcode::call_, {}, int64_t(calls.size()));
    calls.push_back(effects);
    setList(o, args);
    o.symbol = function;
    o.type = result;
    return add(o);
  }
  TraceRef callTrace(uint32_t slot, uint32_t helper, TraceRef newBase) {
    RecordedOp o = make(TraceOpcode::call_trace_, {newBase}, helper);
    o.symbol = slot;
    return add(o);
  }
  void setReg(uint32_t reg, TraceRef value) {
    add(make(TraceOpcode::set_reg_, {value}, reg));
  }

  // Frames. parent and holder as in TraceFrame; entries in register order.
  uint32_t frame(TraceFrame f, const std::vector<TraceEntry> &regs) {
    f.firstEntry = entries.size();
    f.entryCount = regs.size();
    entries.insert(entries.end(), regs.begin(), regs.end());
    frames.push_back(f);
    return frames.size() - 1;
  }

  // Structure.
  void label(const std::vector<TraceRef> &carried) {
    labelOp = ops.size();
    labelArgs = carried;
  }
  void jump(const std::vector<TraceRef> &next) {
    RecordedOp o = make(TraceOpcode::jump_, {}, 0);
    setList(o, next);
    add(o);
  }
  void jumpTrace(uint32_t slot, uint32_t frame) {
    guard(TraceOpcode::jump_trace_, frame, {}, slot);
  }
  void finishWith(TraceRef result) { op(TraceOpcode::finish_, {result}); }

  /// Valid until the writer changes. `name`: letters, digits, _.
  const TraceBuffer &finish(const char *name, TraceBufferKind kind) {
    buffer = {name, kind, labelOp,
              ops.data(), uint32_t(ops.size()),
              lists.data(), uint32_t(lists.size()),
              frames.data(), uint32_t(frames.size()),
              entries.data(), uint32_t(entries.size()),
              calls.data(), uint32_t(calls.size()),
              symbols.data(), uint32_t(symbols.size()),
              labelArgs.data(), uint32_t(labelArgs.size())};
    return buffer;
  }

  uint32_t position = 0; ///< pc noted on the ops that follow

private:
  RecordedOp make(TraceOpcode code, Refs operands, int64_t imm) {
    RecordedOp o = {};
    o.opcode = code;
    o.operandCount = operands.size();
    unsigned i = 0;
    for (TraceRef r : operands)
      o.a[i++] = r;
    o.snapshot = o.symbol = kNoIndex;
    o.position = position;
    o.imm = imm;
    return o;
  }
  RecordedOp access(TraceOpcode code, Refs operands, int32_t offset,
                    uint8_t alias, TraceSlot slot, uint8_t flags) {
    RecordedOp o = make(code, operands, offset);
    o.slot = slot;
    o.aliasClass = alias;
    o.flags = flags;
    return o;
  }
  void setList(RecordedOp &o, const std::vector<TraceRef> &refs) {
    o.operandCount = kOperandsInList;
    o.list.first = lists.size();
    o.list.count = refs.size();
    lists.insert(lists.end(), refs.begin(), refs.end());
  }
  TraceRef add(const RecordedOp &o) {
    ops.push_back(o);
    return ops.size() - 1;
  }
  TraceRef constant(TraceOpcode code, int64_t imm) {
    auto [it, isNew] =
        constants.try_emplace(uint64_t(imm) * 16 + uint64_t(code), 0);
    // Different constants may share a key: compare before trusting it.
    if (!isNew) {
      const RecordedOp &known = ops[it->second];
      int64_t had = code == TraceOpcode::const_object_ ||
                            code == TraceOpcode::const_ptr_
                        ? int64_t(known.symbol)
                        : known.imm;
      if (known.opcode == code && had == imm)
        return it->second;
    }
    RecordedOp o = make(code, {}, imm);
    if (code == TraceOpcode::const_object_ || code == TraceOpcode::const_ptr_) {
      o.symbol = uint32_t(imm);
      o.imm = 0;
    }
    return it->second = add(o);
  }

  std::vector<RecordedOp> ops;
  std::vector<TraceRef> lists, labelArgs;
  std::vector<TraceFrame> frames;
  std::vector<TraceEntry> entries;
  std::vector<TraceCall> calls;
  std::vector<TraceSymbol> symbols;
  std::deque<std::string> names; // addresses stay
  std::unordered_map<std::string, uint32_t> symbolIndex;
  std::unordered_map<uint64_t, TraceRef> constants;
  uint32_t labelOp = kNoIndex;
  TraceBuffer buffer = {};
};

} // namespace pyc
