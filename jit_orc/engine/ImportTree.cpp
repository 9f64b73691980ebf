//===- ImportTree.cpp - A root and its bridges as one trace ---------------===//
//
// Problem: compiled on its own, a bridge takes live values from the exit buffer
// and gives them back through the frame's registers, and the loop it returns to
// tests and unboxes everything again.
//
// Idea: what was recorded is put together again before anything is optimised.
// Where the root has a guard whose failures a bridge continues, a `fork` stands
// in front: guards behind it that name the snapshot go to the bridge's block.
// The bridge's registers are those of the *recorded* snapshot, so nothing has to
// be handed over, and where the bridge comes round to the root's back-edge it
// jumps to the loop's header like the root itself. The loop carries every
// register that any of its paths writes.
//
// What the exit that the bridge was recorded from said of a register (an int, a
// constant, an object of some shape) followed from facts that may be weaker in
// the tree, where the loop has more ways round. So a bridge begins with guards
// that say it again; passes drop those that still follow. They leave for good:
// their snapshot is a copy without origin.
//
// A bridge that cannot be joined is named (`refused`); the tree is then made
// without it.
//
//===----------------------------------------------------------------------===//
#include "jit_orc/engine/Importer.h"
#include "runtime/object/Object.h"

using namespace pyc;
using namespace pyc::trace;
using V = mlir::Value;

llvm::StringRef TreeImporter::symbolName(const TraceSymbol &symbol) {
  auto [it, isNew] = names.try_emplace(symbol.address);
  if (isNew) {
    std::string name = symbol.name;
    for (unsigned n = 1; symbols.count(name); ++n)
      name = std::string(symbol.name) + "$" + std::to_string(n);
    it->second = name;
    TraceSymbol &entry = symbols[name];
    entry = symbol;
  }
  return it->second;
}

V TreeImporter::arg(int32_t reg) {
  V &v = args[reg];
  if (!v) {
    mlir::Block &entry = trace.getBody().front();
    mlir::OpBuilder b(&entry, entry.begin());
    v = ArgOp::create(b, loc, trace::ValueType::get(&context), reg);
  }
  return v;
}

V TreeImporter::boxed(mlir::OpBuilder &b, V v) {
  mlir::Type type = trace::ValueType::get(&context);
  switch (traceTypeOf(v.getType())) {
  case TraceType::Value: return v;
  case TraceType::Int: return BoxIntOp::create(b, loc, type, v);
  case TraceType::Float: return BoxFloatOp::create(b, loc, type, v);
  case TraceType::Bool: return BoxBoolOp::create(b, loc, type, v);
  default: return {};
  }
}

// The registers that the loop carries: what the root or a bridge that comes
// round writes.
void TreeImporter::findCarried() {
  const TraceBuffer &root = *parts[0].buffer;
  if (root.labelOp == kNoIndex)
    return;
  for (uint32_t i = 0; i < root.labelOp; ++i)
    if (root.ops[i].opcode == TraceOpcode::arg_)
      rootArgs[int32_t(root.ops[i].imm)] = i;
  llvm::SmallDenseSet<int32_t> wanted;
  for (uint32_t i = 0; i < root.labelArgCount; ++i)
    wanted.insert(int32_t(root.ops[root.labelArgs[i]].imm));
  for (const TreePart &part : parts.drop_front())
    if (part.buffer->goesRound)
      for (uint32_t i = 0; i < part.buffer->opCount; ++i)
        if (part.buffer->ops[i].opcode == TraceOpcode::set_reg_)
          wanted.insert(int32_t(part.buffer->ops[i].imm));
  for (uint32_t i = 0; i < root.labelOp; ++i)
    if (root.ops[i].opcode == TraceOpcode::arg_ &&
        wanted.contains(int32_t(root.ops[i].imm)))
      carried.push_back(int32_t(root.ops[i].imm));
}

bool TreeImporter::startLoop(Importer &root) {
  llvm::SmallVector<V> init;
  for (int32_t reg : carried)
    init.push_back(arg(reg));
  loop = new mlir::Block();
  trace.getBody().push_back(loop);
  JumpOp::create(root.b, loc, init, loop);
  for (int32_t reg : carried)
    root.values[rootArgs[reg]] =
        loop->addArgument(trace::ValueType::get(&context), loc);
  root.b.setInsertionPointToEnd(loop);
  root.origins = true;
  std::fill(root.frames.begin(), root.frames.end(), V());
  return true;
}

bool TreeImporter::jumpBack(Importer &from,
                            llvm::function_ref<V(int32_t)> now) {
  llvm::SmallVector<V> next;
  for (int32_t reg : carried) {
    V v = now(reg);
    if (v)
      v = boxed(from.b, v);
    if (!v)
      return from.fail(from.current, "comes round without a register");
    next.push_back(v);
  }
  JumpOp::create(from.b, loc, next, loop);
  return true;
}

// A bridge's end: round the root's loop, or on in another trace, which takes
// its registers from memory.
mlir::Operation *TreeImporter::jumpTrace(Importer &from, const RecordedOp &op,
                                         V snap) {
  auto inherited = [&](int32_t reg) -> V {
    auto it = from.inherited.find(reg);
    return it == from.inherited.end() ? V() : it->second;
  };
  if (loop && from.buffer.goesRound &&
      from.buffer.symbols[op.symbol].address == ownSlot) {
    bool done = jumpBack(from, [&](int32_t reg) {
      auto it = from.written.find(reg);
      return it != from.written.end() ? it->second : inherited(reg);
    });
    return done ? &from.b.getInsertionBlock()->back() : nullptr;
  }
  for (int32_t reg : carried)
    if (V v = inherited(reg); v && !from.written.count(reg))
      if (V value = boxed(from.b, v))
        from.written[reg] = value;
  for (auto &[reg, v] : from.written)
    SetRegOp::create(from.b, loc, reg, v);
  return JumpTraceOp::create(from.b, loc, from.symbol(op.symbol), snap);
}

V TreeImporter::convert(Importer &bridge, V v, mlir::Type type) {
  mlir::OpBuilder &b = bridge.b;
  if (v.getType() == type)
    return v;
  if (llvm::isa<trace::ValueType>(type))
    return boxed(b, v);
  if (!llvm::isa<trace::ValueType>(v.getType()))
    return {};
  if (llvm::isa<IntType>(type))
    return GuardIntOp::create(b, loc, type, v, leave);
  if (type.isF64())
    return GuardFloatOp::create(b, loc, type, v, leave);
  if (type.isInteger(1)) {
    if (auto box = v.getDefiningOp<BoxBoolOp>())
      return box.getA();
    auto is = [&](bool which) -> V {
      V c = ConstValueOp::create(
          b, loc, v.getType(),
          int64_t(pyc::singleton(which ? kTrueIndex : kFalseIndex).bits));
      return ValueEqOp::create(b, loc, b.getI1Type(), v, c);
    };
    V yes = is(true), no = is(false);
    V either = BoolOrOp::create(b, loc, b.getI1Type(), yes, no);
    GuardTrueOp::create(b, loc, either, leave);
    return yes;
  }
  return {};
}

bool TreeImporter::guardSame(Importer &bridge, V x, V y) {
  mlir::OpBuilder &b = bridge.b;
  if (x == y)
    return true;
  auto type = traceTypeOf(x.getType());
  if (type == traceTypeOf(y.getType())) {
    V same;
    switch (type) {
    case TraceType::Value:
      GuardValueOp::create(b, loc, x, y, leave);
      return true;
    case TraceType::Int:
      same = IntEqOp::create(b, loc, b.getI1Type(), x, y);
      break;
    case TraceType::Raw:
      same = RawEqOp::create(b, loc, b.getI1Type(), x, y);
      break;
    case TraceType::Ptr:
      same = PtrEqOp::create(b, loc, b.getI1Type(), x, y);
      break;
    case TraceType::Bool: {
      V both = BoolAndOp::create(b, loc, b.getI1Type(), x, y);
      V any = BoolOrOp::create(b, loc, b.getI1Type(), x, y);
      V none = BoolNotOp::create(b, loc, b.getI1Type(), any);
      same = BoolOrOp::create(b, loc, b.getI1Type(), both, none);
      break;
    }
    default: // by bits: NaN is not equal to itself, 0.0 is to -0.0
      GuardValueOp::create(b, loc, boxed(b, x), boxed(b, y), leave);
      return true;
    }
    GuardTrueOp::create(b, loc, same, leave);
    return true;
  }
  V p = boxed(b, x), q = boxed(b, y);
  if (!p || !q)
    return false;
  GuardValueOp::create(b, loc, p, q, leave);
  return true;
}

bool TreeImporter::bind(Importer &bridge, const TraceBinding &binding, V source) {
  if (binding.value == kEmptyRef) {
    V empty = bridge.ref(kEmptyRef, 0);
    auto c = source.getDefiningOp<ConstValueOp>();
    return (c && c.getImm() == 3) || guardSame(bridge, source, empty);
  }
  if (binding.value >= bridge.buffer.opCount)
    return false;
  const RecordedOp &op = bridge.buffer.ops[binding.value];
  V &known = bridge.values[binding.value];
  if (known)
    return guardSame(bridge, source, known);
  switch (op.opcode) {
  case TraceOpcode::input_:
    known = convert(bridge, source, bridge.typeOf('T', op));
    return bool(known);
  case TraceOpcode::new_:
    if (!llvm::isa<trace::ValueType>(source.getType()))
      return false;
    known = source;
    GuardShapeOp::create(bridge.b, loc, source, bridge.symbol(op.symbol), leave,
                         false);
    return true;
  default:
    return false; // constants are there already
  }
}

// The bridge's registers from the parent's snapshot.
bool TreeImporter::takeOver(Importer &bridge, SnapshotOp snapshot) {
  mlir::OpBuilder &b = bridge.b;
  llvm::SmallVector<SnapshotOp> chain; // innermost first
  for (SnapshotOp s = snapshot;;) {
    chain.push_back(s);
    if (!s.getParent())
      break;
    s = s.getParent().getDefiningOp<SnapshotOp>();
  }
  // A copy to leave through.
  V outer;
  for (SnapshotOp s : llvm::reverse(chain)) {
    auto copy = SnapshotOp::create(
        b, loc, s.getResult().getType(), s.getCodeAttr(), s.getPc(),
        s.getOffset(), s.getRet(), s.getRaise(), s.getRegsAttr(), outer,
        s.getHolder(), s.getValues());
    outer = copy;
  }
  leave = outer;
  SnapshotOp outermost = chain.back();
  if (!outermost.getHolder())
    for (auto [reg, v] : llvm::zip(outermost.getRegs(), outermost.getValues()))
      bridge.inherited[reg] = v;
  const TraceBuffer &buffer = bridge.buffer;
  for (uint32_t i = 0; i < buffer.firstOp; ++i) {
    TraceOpcode code = buffer.ops[i].opcode;
    bridge.current = i;
    bool box = (code == TraceOpcode::box_int_ || code == TraceOpcode::box_float_ ||
                code == TraceOpcode::box_bool_) && bridge.values[buffer.ops[i].a[0]];
    if (box || (code >= TraceOpcode::const_int_ && code <= TraceOpcode::const_ptr_))
      if (mlir::Operation *made = bridge.importOp(i))
        bridge.values[i] = made->getResult(0);
  }
  for (const TraceBinding &binding :
       llvm::ArrayRef(buffer.bindings, buffer.bindingCount)) {
    V source;
    if (binding.object != kNoRef) {
      V object = bridge.values[binding.object];
      if (!object)
        return false;
      mlir::Type type = typeOfSlot(Slot(binding.slot), &context);
      source = GetFieldOp::create(b, loc, type, object, binding.reg,
                                  int32_t(binding.aliasClass),
                                  Slot(binding.slot), false);
    } else {
      if (binding.frame >= chain.size())
        return false;
      SnapshotOp frame = chain[chain.size() - 1 - binding.frame];
      if (binding.reg == kBindHolder) {
        source = frame.getHolder();
      } else {
        for (auto [reg, v] : llvm::zip(frame.getRegs(), frame.getValues()))
          if (reg == binding.reg)
            source = v;
      }
    }
    if (!source || !bind(bridge, binding, source)) {
      problem = ("joining: " + llvm::Twine(source ? "cannot take over " : "lacks ") +
                 (binding.object != kNoRef ? "field " : "register ") + llvm::Twine(binding.reg) +
                 " of frame " + llvm::Twine(binding.frame) + ", op " +
                 (binding.value < buffer.opCount ? infoOf(buffer.ops[binding.value].opcode).name : "empty"))
                    .str();
      return false;
    }
  }
  return true;
}

bool TreeImporter::importPart(uint32_t part, mlir::Block *block) {
  Importer &from = *importers[part];
  const TraceBuffer &buffer = from.buffer;
  from.b.setInsertionPointToEnd(block);
  from.empty = {};
  llvm::SmallDenseSet<uint32_t> forked;
  bool ended = false;
  uint32_t first = 0;
  if (part) {
    SnapshotOp snapshot;
    for (Child &c : waiting)
      if (c.part == part)
        snapshot = c.snapshot;
    if (!takeOver(from, snapshot)) {
      refused = part;
      return from.fail(0, "the bridge cannot be joined");
    }
  }
  for (uint32_t i = first; i < buffer.opCount; ++i) {
    from.current = i;
    const RecordedOp &op = buffer.ops[i];
    if (part && i < buffer.firstOp &&
        (from.values[i] || op.opcode == TraceOpcode::input_ ||
         op.opcode == TraceOpcode::setfield_))
      continue;
    if (part && i < buffer.firstOp && op.opcode == TraceOpcode::new_)
      return from.fail(i, "is an object that nothing binds");
    if (ended)
      return from.fail(i, "comes after the end");
    if (i == buffer.labelOp && !startLoop(from))
      return false;
    if (op.opcode == TraceOpcode::arg_) {
      int32_t reg = int32_t(op.imm);
      auto it = from.inherited.find(reg);
      V v = it == from.inherited.end() ? arg(reg) : it->second;
      from.values[i] = boxed(from.b, v);
      continue;
    }
    if (op.opcode == TraceOpcode::set_reg_) {
      from.written[int32_t(op.imm)] = from.ref(op.a[0], i);
      continue;
    }
    if (op.opcode == TraceOpcode::jump_) {
      llvm::DenseMap<int32_t, V> next;
      for (uint32_t k = 0; k < buffer.labelArgCount; ++k) {
        TraceRef r = op.operandCount == kOperandsInList
                         ? buffer.lists[op.list.first + k]
                         : op.a[k];
        next[int32_t(buffer.ops[buffer.labelArgs[k]].imm)] = from.ref(r, i);
      }
      if (!jumpBack(from, [&](int32_t reg) {
            auto it = next.find(reg);
            return it != next.end() ? it->second : from.values[rootArgs[reg]];
          }))
        return false;
      ended = true;
      continue;
    }
    // A bridge goes on where the guards of this snapshot fail.
    if (op.snapshot != kNoIndex && from.origins &&
        op.opcode != TraceOpcode::guard_breaker_ &&
        op.opcode != TraceOpcode::guard_assumption_ &&
        forked.insert(op.snapshot).second)
      for (uint32_t child = part + 1; child < parts.size(); ++child) {
        if (parts[child].parent != part || parts[child].frame != op.snapshot)
          continue;
        V snap = from.snapshot(op.snapshot);
        if (!snap)
          return false;
        auto *next = new mlir::Block(), *other = new mlir::Block();
        trace.getBody().push_back(next);
        trace.getBody().push_back(other);
        ForkOp::create(from.b, loc, int32_t(part), int32_t(op.snapshot), next,
                       other);
        from.b.setInsertionPointToEnd(next);
        waiting.push_back({child, other, snap.getDefiningOp<SnapshotOp>()});
        break;
      }
    mlir::Operation *made = from.importOp(i);
    if (!made || !problem.empty())
      return from.fail(i, "cannot be imported");
    if (made->getNumResults())
      from.values[i] = made->getResult(0);
    ended = infoOf(op.opcode).effect == TraceEffect::Term;
  }
  return ended || from.fail(buffer.opCount, "the trace has no end");
}

mlir::OwningOpRef<TraceOp> TreeImporter::run(llvm::StringRef name) {
  mlir::OpBuilder b(&context);
  mlir::OwningOpRef<TraceOp> op =
      TraceOp::create(b, loc, pyc::trace::TraceKind(parts[0].buffer->kind), name);
  trace = *op;
  trace.getBody().emplaceBlock();
  for (uint32_t i = 0; i < parts.size(); ++i) {
    importers.push_back(
        std::make_unique<Importer>(*parts[i].buffer, context, problem));
    importers[i]->tree = this;
    importers[i]->part = i;
  }
  findCarried();
  if (!importPart(0, &trace.getBody().front()))
    return nullptr;
  for (size_t i = 0; i < waiting.size(); ++i) {
    Child child = waiting[i];
    if (!importPart(child.part, child.block)) {
      if (refused == kNoIndex)
        refused = child.part;
      return nullptr;
    }
  }
  return op;
}
