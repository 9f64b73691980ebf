//===- TraceBuilder.cpp - Appending operations to a trace buffer ----------===//
#include "jit_orc/recorder/TraceBuilder.h"
#include "runtime/object/Api.h"

namespace pyc {

TraceBuilder::~TraceBuilder() {
  for (std::string *s : names)
    delete s;
}

static RecordedOp makeOp(TraceOpcode opcode, uint32_t position) {
  RecordedOp op{};
  op.opcode = opcode;
  op.a[0] = op.a[1] = op.a[2] = kNoRef;
  const TraceOpInfo &info = kTraceOpInfo[static_cast<unsigned>(opcode)];
  op.snapshot = kNoIndex;
  op.symbol = kNoIndex;
  op.position = position;
  switch (info.result) {
  case 'v': op.type = TraceType::Value; break;
  case 'i': op.type = TraceType::Int; break;
  case 'f': op.type = TraceType::Float; break;
  case 'b': op.type = TraceType::Bool; break;
  case 'r': op.type = TraceType::Raw; break;
  case 'p': op.type = TraceType::Ptr; break;
  default: op.type = TraceType::None; break;
  }
  return op;
}

static bool canExit(TraceOpcode opcode) {
  return kTraceOpInfo[static_cast<unsigned>(opcode)].effect == TraceEffect::Guard ||
         opcode == TraceOpcode::exit_ || opcode == TraceOpcode::jump_trace_ ||
         opcode == TraceOpcode::new_;
}

TraceRef TraceBuilder::emit(TraceOpcode opcode, std::initializer_list<TraceRef> operands) {
  if (canExit(opcode) && snapshot == kNoIndex)
    snapshot = needSnapshot(snapshotContext);
  RecordedOp op = makeOp(opcode, position);
  if (canExit(opcode))
    op.snapshot = snapshot;
  op.operandCount = static_cast<uint8_t>(operands.size());
  unsigned i = 0;
  for (TraceRef r : operands)
    op.a[i++] = r;
  ops.push_back(op);
  facts.emplace_back();
  return static_cast<TraceRef>(ops.size() - 1);
}

TraceRef TraceBuilder::emitList(TraceOpcode opcode, const std::vector<TraceRef> &operands) {
  RecordedOp op = makeOp(opcode, position);
  op.operandCount = kOperandsInList;
  op.list.first = static_cast<uint32_t>(lists.size());
  op.list.count = static_cast<uint32_t>(operands.size());
  lists.insert(lists.end(), operands.begin(), operands.end());
  ops.push_back(op);
  facts.emplace_back();
  return static_cast<TraceRef>(ops.size() - 1);
}

TraceType TraceBuilder::typeOf(TraceRef r) const { return ops[r].type; }

TraceRef TraceBuilder::shared(unsigned table, uint64_t key, TraceOpcode opcode, int64_t imm) {
  auto found = constants[table].find(key);
  if (found != constants[table].end())
    return found->second;
  TraceRef r = emit(opcode);
  ops[r].imm = imm;
  constants[table].emplace(key, r);
  return r;
}

TraceRef TraceBuilder::constInt(int64_t i) {
  TraceRef r = shared(0, static_cast<uint64_t>(i), TraceOpcode::const_int_, i);
  facts[r].isConstant = true;
  facts[r].constant = Value::fromSmallInt(i);
  return r;
}
TraceRef TraceBuilder::constFloat(double d) {
  uint64_t b = std::bit_cast<uint64_t>(d);
  return shared(1, b, TraceOpcode::const_float_, static_cast<int64_t>(b));
}
TraceRef TraceBuilder::constBool(bool b) {
  TraceRef r = shared(2, b, TraceOpcode::const_bool_, b);
  facts[r].isConstant = true;
  facts[r].constant = boolValue(b);
  return r;
}
void TraceBuilder::finish() {
  auto shrink = [](auto &...v) { (v.shrink_to_fit(), ...); };
  facts.clear();
  shrink(ops, lists, frames, entries, calls, symbols, labelArgs, facts, objects);
  for (auto &table : constants)
    table = {};
  symbolIndex = {};
  nameUses = {};
}

TraceRef TraceBuilder::constRaw(int64_t i) {
  return shared(3, static_cast<uint64_t>(i), TraceOpcode::const_raw_, i);
}

uint32_t TraceBuilder::symbol(const void *address, const char *name, SymbolKind kind) {
  auto found = symbolIndex.find(address);
  if (found != symbolIndex.end())
    return found->second;
  std::string text = name;
  for (char &c : text)
    if (!isalnum(static_cast<unsigned char>(c)) && c != '_' && c != '.')
      c = '_';
  uint32_t uses = nameUses[text]++;
  if (uses)
    text += "." + std::to_string(uses);
  names.push_back(new std::string(text));
  symbols.push_back({names.back()->c_str(), reinterpret_cast<uint64_t>(address), kind});
  uint32_t index = static_cast<uint32_t>(symbols.size() - 1);
  symbolIndex.emplace(address, index);
  return index;
}

uint32_t TraceBuilder::shapeSymbol(const Shape *s) {
  std::string name = "shape." + strToUtf8(s->type->name);
  return symbol(s, name.c_str(), SymbolKind::Shape);
}

uint32_t TraceBuilder::objectSymbol(Value v) {
  Object *o = v.asObject();
  std::string name = "object." + strToUtf8(o->type()->name);
  switch (o->kind()) {
  case Kind::Function:
    name = "function." + strToUtf8(v.as<FunctionObject>()->name);
    break;
  case Kind::Type:
    name = "type." + strToUtf8(v.as<TypeObject>()->name);
    break;
  case Kind::Code:
    name = "code." + strToUtf8(v.as<CodeObject>()->name);
    break;
  case Kind::NativeFunction:
    name = std::string("native.") + v.as<NativeFunctionObject>()->def->name;
    break;
  default:
    break;
  }
  uint32_t before = static_cast<uint32_t>(symbols.size());
  uint32_t index = symbol(o, name.c_str(),
                          o->kind() == Kind::Code ? SymbolKind::Code : SymbolKind::Object);
  if (index == before)
    objects.push_back(v);
  return index;
}

TraceRef TraceBuilder::constPtr(const void *address, const char *name, SymbolKind kind) {
  auto found = constants[4].find(reinterpret_cast<uint64_t>(address));
  if (found != constants[4].end())
    return found->second;
  uint32_t s = symbol(address, name, kind);
  TraceRef r = emit(TraceOpcode::const_ptr_);
  ops[r].symbol = s;
  constants[4].emplace(reinterpret_cast<uint64_t>(address), r);
  return r;
}

/// Singletons have the same bits in every process.
static bool isProcessIndependent(Value v) {
  if (!v.isObject())
    return true;
  uintptr_t a = reinterpret_cast<uintptr_t>(v.asObject());
  return a >= kLowArenaBase && a < kLowArenaBase + kSingletonCount * kSingletonStride;
}

TraceRef TraceBuilder::constValue(Value v) {
  if (v.isInt()) {
    TraceRef i = constInt(v.asInt());
    return toValue(i);
  }
  auto found = constants[5].find(v.bits);
  if (found != constants[5].end())
    return found->second;
  TraceRef r;
  if (isProcessIndependent(v)) {
    r = emit(TraceOpcode::const_value_);
    ops[r].imm = static_cast<int64_t>(v.bits);
  } else {
    uint32_t s = objectSymbol(v);
    r = emit(TraceOpcode::const_object_);
    ops[r].symbol = s;
  }
  constants[5].emplace(v.bits, r);
  facts[r].isConstant = true;
  facts[r].constant = v;
  facts[r].notEmpty = !v.isEmpty();
  if (v.isFloat())
    facts[r].unboxed = constFloat(v.asFloat());
  else if (v == True || v == False)
    facts[r].unboxed = constBool(v == True);
  else if (v.isObject()) {
    // An instance may have another shape when the loop comes round: only what
    // never changes is known without a guard.
    if (v.asObject()->shape()->flags & kShapeBuiltinExact) {
      facts[r].shape = v.asObject()->shape();
      facts[r].shapeForEver = true;
    }
  }
  return r;
}

TraceRef TraceBuilder::toValue(TraceRef r) {
  TraceOpcode box;
  switch (typeOf(r)) {
  case TraceType::Int: box = TraceOpcode::box_int_; break;
  case TraceType::Float: box = TraceOpcode::box_float_; break;
  case TraceType::Bool: box = TraceOpcode::box_bool_; break;
  default: return r;
  }
  if (facts[r].boxed != kNoRef)
    return facts[r].boxed;
  TraceRef v = emit(box, {r});
  facts[r].boxed = v;
  facts[v].unboxed = r;
  facts[v].notEmpty = true;
  facts[v].isConstant = facts[r].isConstant;
  facts[v].constant = facts[r].constant;
  return v;
}

bool TraceBuilder::knownInt(TraceRef r) const {
  if (typeOf(r) == TraceType::Int)
    return true;
  TraceRef u = facts[r].unboxed;
  return u != kNoRef && typeOf(u) == TraceType::Int;
}
bool TraceBuilder::knownFloat(TraceRef r) const {
  if (typeOf(r) == TraceType::Float)
    return true;
  TraceRef u = facts[r].unboxed;
  return u != kNoRef && typeOf(u) == TraceType::Float;
}

TraceRef TraceBuilder::asInt(TraceRef r) {
  if (typeOf(r) == TraceType::Int)
    return r;
  if (!knownInt(r)) {
    TraceRef i = emit(TraceOpcode::guard_int_, {r});
    facts[r].unboxed = i;
    facts[r].notEmpty = true;
    facts[i].boxed = r;
  }
  return facts[r].unboxed;
}
TraceRef TraceBuilder::asFloat(TraceRef r) {
  if (typeOf(r) == TraceType::Float)
    return r;
  if (!knownFloat(r)) {
    TraceRef f = emit(TraceOpcode::guard_float_, {r});
    facts[r].unboxed = f;
    facts[r].notEmpty = true;
    facts[f].boxed = r;
  }
  return facts[r].unboxed;
}

void TraceBuilder::guardShape(TraceRef v, const Shape *s, bool forEver) {
  if (facts[v].shape == s)
    return;
  if (!facts[v].notEmpty)
    guardNotEmpty(v);
  TraceRef g = emit(TraceOpcode::guard_shape_, {v});
  ops[g].symbol = shapeSymbol(s);
  facts[v].shape = s;
  facts[v].shapeForEver = forEver;
  facts[v].notEmpty = true;
}

void TraceBuilder::guardConstant(TraceRef v, Value constant) {
  if (facts[v].isConstant && facts[v].constant == constant)
    return;
  TraceRef c = constValue(constant);
  emit(TraceOpcode::guard_value_, {v, c});
  // From here on v is the constant: everything known of it holds for v.
  facts[v].isConstant = true;
  facts[v].constant = constant;
  facts[v].notEmpty = true;
  facts[v].shape = facts[c].shape;
  facts[v].shapeForEver = facts[c].shapeForEver;
  facts[v].unboxed = facts[c].unboxed;
}

void TraceBuilder::guardBool(TraceRef b, bool expected) {
  if (facts[b].isConstant)
    return;
  emit(expected ? TraceOpcode::guard_true_ : TraceOpcode::guard_false_, {b});
}

void TraceBuilder::guardNotEmpty(TraceRef v) {
  if (facts[v].notEmpty || typeOf(v) != TraceType::Value)
    return;
  emit(TraceOpcode::guard_not_empty_, {v});
  facts[v].notEmpty = true;
}

static TraceType typeOfSlot(TraceSlot s) {
  switch (s) {
  case TraceSlot::Value: case TraceSlot::TaggedPtr: return TraceType::Value;
  case TraceSlot::F64: return TraceType::Float;
  case TraceSlot::Ptr: return TraceType::Ptr;
  default: return TraceType::Raw;
  }
}

TraceRef TraceBuilder::getField(TraceRef o, uint32_t offset, uint8_t alias,
                                TraceSlot slot, bool immutable) {
  TraceRef r = emit(TraceOpcode::getfield_, {o});
  ops[r].imm = offset;
  ops[r].aliasClass = alias;
  ops[r].slot = slot;
  ops[r].type = typeOfSlot(slot);
  ops[r].flags = immutable ? kTraceImmutable : 0;
  return r;
}
void TraceBuilder::setField(TraceRef o, TraceRef v, uint32_t offset, uint8_t alias,
                            TraceSlot slot) {
  TraceRef r = emit(TraceOpcode::setfield_, {o, v});
  ops[r].imm = offset;
  ops[r].aliasClass = alias;
  ops[r].slot = slot;
  if (typeOf(o) == TraceType::Value && facts[o].young)
    ops[r].flags = kTraceNoBarrier;
}
TraceRef TraceBuilder::getItem(TraceRef o, TraceRef index, uint32_t offset,
                               uint8_t alias, TraceSlot slot, bool immutable) {
  TraceRef r = emit(TraceOpcode::getitem_, {o, index});
  ops[r].imm = offset;
  ops[r].aliasClass = alias;
  ops[r].slot = slot;
  ops[r].type = typeOfSlot(slot);
  ops[r].flags = immutable ? kTraceImmutable : 0;
  return r;
}
void TraceBuilder::setItem(TraceRef o, TraceRef index, TraceRef v, uint32_t offset,
                           uint8_t alias, TraceSlot slot) {
  TraceRef r = emit(TraceOpcode::setitem_, {o, index, v});
  ops[r].imm = offset;
  ops[r].aliasClass = alias;
  ops[r].slot = slot;
}

TraceRef TraceBuilder::newObject(const Shape *s, uint32_t size) {
  for (ValueFact &f : facts)
    f.young = false; // this allocation may collect
  TraceRef r = emit(TraceOpcode::new_);
  ops[r].symbol = shapeSymbol(s);
  ops[r].imm = size;
  facts[r].shape = s;
  facts[r].shapeForEver = s->flags & kShapeBuiltinExact;
  facts[r].notEmpty = true;
  facts[r].young = true;
  return r;
}

TraceRef TraceBuilder::call(const void *function, const char *name, TraceType result,
                            const std::vector<TraceRef> &args, CallEffects effects) {
  calls.push_back({effects.reads, effects.writes, effects.flags, 0});
  uint32_t s = symbol(function, name, SymbolKind::Helper);
  TraceRef r = emitList(TraceOpcode::call_, args);
  ops[r].symbol = s;
  ops[r].type = result;
  ops[r].imm = static_cast<int64_t>(calls.size() - 1);
  if (effects.flags & (kCallCollects | kCallPython))
    for (ValueFact &f : facts)
      f.young = false;
  return r;
}

void TraceBuilder::forgetMutable() {
  for (ValueFact &f : facts)
    if (!f.shapeForEver)
      f.shape = nullptr;
}

} // namespace pyc
