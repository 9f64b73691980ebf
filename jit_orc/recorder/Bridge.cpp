//===- Bridge.cpp - Beginning a recording at an exit ----------------------===//
//
// The frames are those of the exit: real ones were rebuilt for the interpreter,
// but a compiled bridge is entered from the exit itself, with live values in
// the exit buffer and inlined frames that do not exist. So registers are the
// exit's values: inputs, constants, and objects made anew where the exit has
// virtual ones (which escape analysis may keep from being made again).
//
//===----------------------------------------------------------------------===//
#include "jit_orc/Jit.h"
#include "jit_orc/recorder/Recorder.h"
#include "runtime/object/Containers.h"

namespace pyc {

namespace {
class BridgeEntry {
public:
  BridgeEntry(Recorder &r, const CompiledTrace *c) : r(r), c(c), made(c->virtualCount, kNoRef) {}

  /// All slots become inputs first: nothing may come before an input.
  void inputs(const Exit &exit) {
    for (uint32_t f = 0; f < exit.frameCount; ++f) {
      const ExitFrame &frame = c->frames[exit.firstFrame + f];
      if (frame.hasHolder)
        input(frame.holder);
      for (uint32_t i = 0; i < frame.valueCount; ++i)
        input(c->values[frame.firstValue + i]);
    }
  }
  TraceRef ref(const ExitValue &v) {
    switch (v.kind) {
    case ExitValueKind::Slot:
      return slots.at(v.payload);
    case ExitValueKind::Int:
      return r.b.constInt(v.payload);
    case ExitValueKind::Float:
      return r.b.constFloat(std::bit_cast<double>(v.payload));
    case ExitValueKind::Bool:
      return r.b.constBool(v.payload);
    case ExitValueKind::Raw:
      return r.b.constRaw(v.payload);
    case ExitValueKind::Bits:
      if (static_cast<uint64_t>(v.payload) == Value::kEmptyBits)
        return kEmptyRef;
      return r.b.constValue(Value::fromBits(static_cast<uint64_t>(v.payload)));
    case ExitValueKind::Object:
      return r.constant(Value::fromBits(c->symbols[v.payload].address + Value::kPointerTag));
    case ExitValueKind::Pointer:
      return r.b.constPtr(reinterpret_cast<const void *>(c->symbols[v.payload].address), c->symbols[v.payload].name,
                          c->symbols[v.payload].kind);
    case ExitValueKind::Virtual:
      return object(static_cast<uint32_t>(v.payload));
    }
    return kNoRef;
  }

  /// Says where the parent's recording has v, and the fields of what v is.
  void bind(uint32_t frame, int32_t reg, const ExitValue &v) {
    bindAs({frame, reg, TraceSlot::Value, 0, kNoRef, ref(v)}, v);
  }

private:
  void bindAs(TraceBinding binding, const ExitValue &v) {
    r.bindings.push_back(binding);
    if (v.kind != ExitValueKind::Virtual || bound[static_cast<size_t>(v.payload)])
      return;
    bound[static_cast<size_t>(v.payload)] = true;
    const ExitVirtual &d = c->virtuals[v.payload];
    auto *shape = reinterpret_cast<const Shape *>(c->symbols[d.shape].address);
    for (uint32_t i = 0; i < d.valueCount; ++i) {
      const ExitValue &field = c->values[d.firstValue + i];
      bindAs({0, static_cast<int32_t>(field.reg), field.slot, aliasOf(shape, field.reg), binding.value, ref(field)},
             field);
    }
  }
  Recorder &r;
  const CompiledTrace *c;
  std::vector<bool> bound = std::vector<bool>(c->virtualCount);
  std::vector<TraceRef> made;
  std::unordered_map<int64_t, TraceRef> slots;
  std::vector<bool> seen;

  void input(const ExitValue &v) {
    if (v.kind == ExitValueKind::Slot && !slots.count(v.payload)) {
      TraceRef in = r.b.emit(TraceOpcode::input_);
      r.b.at(in).imm = v.payload;
      r.b.at(in).type = v.type;
      slots.emplace(v.payload, in);
    }
    if (v.kind == ExitValueKind::Virtual) {
      if (seen.empty())
        seen.assign(c->virtualCount, false);
      if (seen[static_cast<size_t>(v.payload)])
        return;
      seen[static_cast<size_t>(v.payload)] = true;
      const ExitVirtual &d = c->virtuals[v.payload];
      for (uint32_t i = 0; i < d.valueCount; ++i)
        input(c->values[d.firstValue + i]);
    }
  }
  static uint8_t aliasOf(const Shape *s, uint32_t offset) {
    if (s == shapes::list)
      return offset == offsetof(ListObject, size) ? kAliasListSize : kAliasListBuffer;
    if (s == shapes::valueBuffer)
      return offset == offsetof(ValueBuffer, length) ? kAliasOther : kAliasItems;
    if (s == shapes::tuple)
      return kAliasItems;
    if (s == shapes::cell)
      return kAliasCell;
    if (s == shapes::generator)
      return kAliasGenerator;
    if (s == shapes::listIterator || s == shapes::tupleIterator || s == shapes::rangeIterator ||
        s == shapes::enumerate || s == shapes::zip || s == shapes::map || s == shapes::filter)
      return kAliasIterator;
    return s->kind == Kind::Instance ? kAliasInstance : kAliasOther;
  }
  TraceRef object(uint32_t n) {
    if (made[n] != kNoRef)
      return made[n];
    const ExitVirtual &d = c->virtuals[n];
    auto *shape = reinterpret_cast<const Shape *>(c->symbols[d.shape].address);
    TraceRef o = made[n] = r.b.newObject(shape, d.size);
    for (uint32_t i = 0; i < d.valueCount; ++i) {
      const ExitValue &v = c->values[d.firstValue + i];
      TraceRef value = ref(v);
      if (value == kEmptyRef)
        value = r.b.constValue(Value::empty());
      if (v.slot == TraceSlot::Value || v.slot == TraceSlot::TaggedPtr)
        value = r.b.toValue(value);
      r.b.setField(o, value, v.reg, aliasOf(shape, v.reg), v.slot);
    }
    return o;
  }
};
} // namespace

void Recorder::beginBridge(JitTrace *trace, uint32_t exitIndex, const Instr *at) {
  parentTrace = trace;
  parentExit = exitIndex;
  const CompiledTrace *c = trace->compiled;
  const Exit &exit = c->exits[exitIndex];
  pc = bridgeStart = at;
  assumptions = trace->assumptions; // what held there must hold here
  BridgeEntry entry(*this, c);
  entry.inputs(exit);
  frames.clear();
  // The rebuilt frames, innermost first.
  std::vector<Value *> bases(exit.frameCount);
  Value *above = t->base;
  for (uint32_t f = exit.frameCount; f-- > 0;) {
    bases[f] = above;
    above = reinterpret_cast<Value *>(above[kFrameCaller].bits);
  }
  for (uint32_t f = 0; f < exit.frameCount && !failed(); ++f) {
    const ExitFrame &d = c->frames[exit.firstFrame + f];
    VirtualFrame frame{};
    frame.code = reinterpret_cast<CodeObject *>(c->symbols[d.code].address);
    frame.base = bases[f];
    if (d.hasHolder) {
      // A generator that does not exist yet is made before its frame stands:
      // should that fail, its resumption in the frame outside has raised.
      if (d.holder.kind == ExitValueKind::Virtual) {
        const Instr *resumption = frames.back().code->instrs + (d.ret & 0x00FFFFFFFFFFFFFFull);
        b.snapshot = snapshotAt(resumption, false);
      }
      frame.holder = entry.ref(d.holder);
      b.snapshot = kNoIndex;
      b.facts[frame.holder].notEmpty = true;
      b.facts[frame.holder].shape = shapes::generator;
      b.facts[frame.holder].shapeForEver = true;
    }
    frame.offset = d.offset;
    frame.function = frame.base[kFrameFunction];
    frame.functionRef = kNoRef;
    frame.live = livenessOf(frame.code);
    frame.regs.assign(frame.code->registerCount + 8u, kNoRef);
    frame.written.assign(frame.code->registerCount + 8u, false);
    if (f > 0) {
      frame.callPc = frames.back().code->instrs + (d.ret & 0x00FFFFFFFFFFFFFFull);
      frame.continuation = returnKind(d.ret);
      if (d.hasHolder)
        frame.functionRef = b.getField(frame.holder, offsetof(GeneratorObject, header), kAliasGenerator,
                                       TraceSlot::Value, true);
      else
        for (unsigned i = frame.code->paramCount; i < frame.code->localsCount; ++i)
          frame.regs[i] = kEmptyRef;
    }
    for (uint32_t i = 0; i < d.valueCount && !failed(); ++i) {
      const ExitValue &v = c->values[d.firstValue + i];
      if (v.kind == ExitValueKind::Virtual)
        continue; // below
      TraceRef value = entry.ref(v);
      int32_t reg = static_cast<int32_t>(v.reg);
      if (reg == kFrameFunction) {
        frame.functionRef = value;
        continue;
      }
      frame.regs[static_cast<size_t>(reg)] = value;
      frame.written[static_cast<size_t>(reg)] = true;
    }
    frames.push_back(std::move(frame));
  }
  // Objects are made once all frames stand, since an allocation that fails
  // leaves through them (without the registers of objects not made yet).
  for (uint32_t f = 0; f < exit.frameCount && !failed(); ++f) {
    const ExitFrame &d = c->frames[exit.firstFrame + f];
    for (uint32_t i = 0; i < d.valueCount && !failed(); ++i) {
      const ExitValue &v = c->values[d.firstValue + i];
      if (v.kind != ExitValueKind::Virtual)
        continue;
      TraceRef value = entry.ref(v);
      if (static_cast<int32_t>(v.reg) == kFrameFunction) {
        frames[f].functionRef = value;
        continue;
      }
      frames[f].regs[v.reg] = value;
      frames[f].written[v.reg] = true;
    }
  }
  for (size_t f = 1; f < frames.size(); ++f) {
    frames[f - 1].cachedParent = kNoIndex;
    if (frames[f].continuation == Continuation::Init)
      frames[f].extra = frames[f - 1].regs[frames[f].callPc->b];
  }
  b.snapshot = kNoIndex;
  thread();
  for (uint32_t f = 0; f < exit.frameCount && !failed(); ++f) {
    const ExitFrame &d = c->frames[exit.firstFrame + f];
    if (d.hasHolder)
      entry.bind(f, kBindHolder, d.holder);
    for (uint32_t i = 0; i < d.valueCount && !failed(); ++i) {
      const ExitValue &v = c->values[d.firstValue + i];
      entry.bind(f, static_cast<int32_t>(v.reg), v);
    }
  }
  ownOps = static_cast<uint32_t>(b.ops.size());
}

} // namespace pyc
