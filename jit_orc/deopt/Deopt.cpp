//===- Deopt.cpp - From compiled state back to interpreter frames ---------===//
//
// The only place that knows how to leave compiled code (DESIGN §8): an exit's
// tables say which frames there are, what each register holds and which objects
// still have to be made. First the virtual objects are allocated, all of them,
// then filled (they may refer to each other), then the frames are written,
// outermost first, and the interpreter is told where to go on.
//
// Live values wait in Thread::exitValues, which the collector does not know:
// they are copied to the native stack first, where they pin what they point to.
//
//===----------------------------------------------------------------------===//
#include "jit_orc/Jit.h"
#include "runtime/interpreter/Generator.h"
#include "runtime/object/Api.h"

namespace pyc {

namespace {
class Rebuilder {
public:
  Rebuilder(Thread *t, const CompiledTrace *trace, const Exit &exit)
      : t(t), trace(trace), exit(exit) {
    for (uint32_t i = 0; i < exit.slotCount && i < kMaxSlots; ++i)
      slots[i] = t->exitValues[i];
  }
  static constexpr uint32_t kMaxSlots = 256;

  /// The Value that v stands for. Empty with nothing pending is possible: an
  /// unbound register.
  Value valueOf(const ExitValue &v) {
    switch (v.kind) {
    case ExitValueKind::Slot:
      return box(v.type, slots[v.payload]);
    case ExitValueKind::Int:
      return Value::fromSmallInt(v.payload);
    case ExitValueKind::Float:
      return newFloat(t, std::bit_cast<double>(v.payload));
    case ExitValueKind::Bool:
      return boolValue(v.payload);
    case ExitValueKind::Bits:
      return Value::fromBits(static_cast<uint64_t>(v.payload));
    case ExitValueKind::Object:
      return Value::fromBits(trace->symbols[v.payload].address + Value::kPointerTag);
    case ExitValueKind::Virtual:
      return Value::fromObject(objects[static_cast<uint32_t>(v.payload) - exit.firstVirtual]);
    case ExitValueKind::Raw:
      return newInt(t, v.payload);
    case ExitValueKind::Pointer:
      break;
    }
    internalError(__FILE__, __LINE__, "an untyped word in a register of an exit");
  }

  bool makeVirtuals() {
    if (!exit.virtualCount)
      return true;
    for (uint32_t i = 0; i < exit.virtualCount; ++i)
      objects[i] = nullptr;
    // Only those that this exit names, directly or through others.
    for (uint32_t f = 0; f < exit.frameCount; ++f) {
      const ExitFrame &frame = trace->frames[exit.firstFrame + f];
      for (uint32_t i = 0; i < frame.valueCount; ++i)
        if (!make(trace->values[frame.firstValue + i]))
          return false;
      if (frame.hasHolder && !make(frame.holder))
        return false;
    }
    for (uint32_t i = 0; i < made; ++i)
      if (!fill(order[i]))
        return false;
    return true;
  }

private:
  Thread *t;
  const CompiledTrace *trace;
  const Exit &exit;
  uint64_t slots[kMaxSlots];
  // By number within the exit. On the native stack: pinned. Cleared only where
  // there are any: this runs at each exit.
  Object *objects[kMaxExitVirtuals];
  uint32_t order[kMaxExitVirtuals];
  uint32_t made = 0;

  Value box(TraceType type, uint64_t word) {
    switch (type) {
    case TraceType::Float:
      return newFloat(t, std::bit_cast<double>(word));
    case TraceType::Bool:
      return boolValue(word & 1);
    case TraceType::Raw:
      return newInt(t, static_cast<int64_t>(word));
    default: // Value, Int: the same bits
      return Value::fromBits(word);
    }
  }

  bool make(const ExitValue &v) {
    if (v.kind != ExitValueKind::Virtual)
      return true;
    uint32_t n = static_cast<uint32_t>(v.payload) - exit.firstVirtual;
    PYC_ASSERT(n < exit.virtualCount, "a virtual object of another exit");
    if (objects[n])
      return true;
    const ExitVirtual &d = trace->virtuals[exit.firstVirtual + n];
    auto *shape = reinterpret_cast<Shape *>(trace->symbols[d.shape].address);
    objects[n] = gcAllocate<Object>(t, d.size, shape);
    if (!objects[n])
      return false;
    // Lengths and the like at once: what is made next may collect.
    for (uint32_t i = 0; i < d.valueCount; ++i)
      putRaw(n, trace->values[d.firstValue + i]);
    order[made++] = n;
    for (uint32_t i = 0; i < d.valueCount; ++i)
      if (!make(trace->values[d.firstValue + i]))
        return false;
    return true;
  }

  bool fill(uint32_t n) {
    const ExitVirtual &d = trace->virtuals[exit.firstVirtual + n];
    char *base = reinterpret_cast<char *>(objects[n]);
    for (uint32_t i = 0; i < d.valueCount; ++i) {
      const ExitValue &v = trace->values[d.firstValue + i];
      if (v.slot != TraceSlot::Value && v.slot != TraceSlot::TaggedPtr)
        continue; // putRaw
      Value value = valueOf(v);
      if (value.isEmpty() && t->pending)
        return false;
      setSlot(objects[n], reinterpret_cast<Value *>(base + v.reg), value);
    }
    return true;
  }

  /// A field that holds no Value.
  void putRaw(uint32_t n, const ExitValue &v) {
    char *at = reinterpret_cast<char *>(objects[n]) + v.reg;
    uint64_t word = static_cast<uint64_t>(v.payload);
    if (v.kind == ExitValueKind::Slot)
      word = slots[v.payload];
    else if (v.kind == ExitValueKind::Pointer)
      word = trace->symbols[v.payload].address;
    switch (v.slot) {
    case TraceSlot::Value: case TraceSlot::TaggedPtr: break;
    case TraceSlot::F64: case TraceSlot::Raw: case TraceSlot::Ptr: memcpy(at, &word, 8); break;
    case TraceSlot::U8: *reinterpret_cast<uint8_t *>(at) = static_cast<uint8_t>(word); break;
    case TraceSlot::U16: *reinterpret_cast<uint16_t *>(at) = static_cast<uint16_t>(word); break;
    case TraceSlot::U32: case TraceSlot::I32: *reinterpret_cast<uint32_t *>(at) = static_cast<uint32_t>(word); break;
    }
  }
};
} // namespace

Value *originOf(Thread *t, Value *entryBase) {
  return onRegisterStack(t, entryBase) ? entryBase : generatorAt(entryBase)->stackTop;
}

void deoptimise(Thread *t, ExitSlot *slot, Value *base, JitResume *out) {
  CompiledTrace *trace = slot->trace;
  const Exit &exit = trace->exits[slot->index];
  // Floats of extreme magnitude and virtuals allocate: the pending exception
  // must not be taken for theirs.
  Value pending = t->pending;
  t->pending = Value::empty();
  Rebuilder r(t, trace, exit);
  bool ok = r.makeVirtuals();
  Value *innermost = base, *caller = nullptr;
  const Instr *pc = nullptr;
  CodeObject *callerCode = nullptr;
  for (uint32_t f = 0; ok && f < exit.frameCount; ++f) {
    const ExitFrame &frame = trace->frames[exit.firstFrame + f];
    auto *code = reinterpret_cast<CodeObject *>(trace->symbols[frame.code].address);
    Value *b = f == 0 ? base : originOf(t, base) + frame.offset;
    if (f > 0 && frame.hasHolder) {
      auto *g = r.valueOf(frame.holder).as<GeneratorObject>();
      enterGenerator(t, g, caller, reinterpret_cast<uint64_t>(callerCode->instrs + (frame.ret & 0x00FFFFFFFFFFFFFFull)) |
                                       (frame.ret & 0xFF00000000000000ull));
      b = g->base();
    } else if (f > 0) {
      // Temporaries that no entry names hold anything that is a Value.
      for (unsigned i = 0; i < code->registerCount; ++i)
        b[i] = Value::fromSmallInt(0);
      for (unsigned i = code->paramCount; i < code->localsCount; ++i)
        b[i] = Value::empty();
      uint64_t word = frame.ret & 0x00FFFFFFFFFFFFFFull;
      b[kFrameReturn] = Value::fromBits(reinterpret_cast<uint64_t>(callerCode->instrs + word) |
                                        (frame.ret & 0xFF00000000000000ull));
      b[kFrameLink] = Value::fromBits(0);
      b[kFrameCaller] = Value::fromBits(reinterpret_cast<uint64_t>(caller));
    }
    for (uint32_t i = 0; i < frame.valueCount; ++i) {
      const ExitValue &v = trace->values[frame.firstValue + i];
      Value value = r.valueOf(v);
      if (value.isEmpty() && t->pending) {
        ok = false;
        break;
      }
      b[static_cast<int32_t>(v.reg)] = value;
    }
    innermost = caller = b;
    callerCode = code;
    pc = code->instrs + frame.pc;
    t->base = b;
    t->pc = pc;
  }
  out->base = innermost;
  out->pc = pc;
  out->table = &kNormalTable;
  out->kind = ResumeKind::Continue;
  if (!ok) { // memory exhausted while rebuilding: that is raised
    out->kind = ResumeKind::Raise;
    return;
  }
  t->pending = pending;
  if (exit.raise)
    out->kind = ResumeKind::Raise;
}

} // namespace pyc
