//===- Virtuals.cpp - Objects that need not exist -------------------------===//
//
// Problem: Python makes objects for everything (tuples to swap two values,
// iterators, bound methods, points and vectors); most are gone again before
// anybody else could have seen them.
//
// Idea: an object made in the trace that is only read, written, compared by
// shape and named by snapshots is never allocated. Its slots are followed as
// SSA values; loads become those values; each snapshot that names the object
// gets a `virtual` op with the slots' values at that place, from which an exit
// builds it.
//
// Through a loop: an argument of the loop that always receives such an object
// (the same shape and size from the entry and at the back-edge) becomes one
// argument per slot. An object from before the loop that the loop changes gets
// an argument for each slot the loop writes.
//
// What may not be: the object is stored into one that is really there, passed
// to a call, returned, or carried by the loop in a place where other objects
// arrive: then it escapes, and so does all that is stored into it. Objects
// that reach themselves escape too, since an exit builds inner ones first.
// An object stored into one that a loop carries waits for the next round: the
// slot has become an argument then.
//
// Snapshots are per frame, and the frames of one exit must agree about an
// object, so outer frames that name virtual objects are made anew where the
// objects' state has changed.
//
// From: Bolz, Cuni, Fijałkowski, Leuschel, Pedroni, Rigo, "Allocation Removal
// by Partial Evaluation in a Tracing JIT" (2011); virtual states at labels
// from Ardö et al. (2012).
//
//===----------------------------------------------------------------------===//
#include "passes/trace/TraceUtil.h"
#include "llvm/ADT/EquivalenceClasses.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"

using namespace pyc;
using namespace pyc::trace;
using V = mlir::Value;

namespace {
/// A slot of a virtual object.
struct Field {
  Slot slot;
  V value;
};
using State = llvm::MapVector<int32_t, Field>;

struct Candidate {
  V object;            // the result of `new`, or an argument of the loop
  NewOp made;          // null for arguments
  unsigned group;      // index: objects the loop passes on as one
  llvm::SmallVector<V, 2> contents; // candidates stored into it
  llvm::MapVector<int32_t, Slot> slots; // written anywhere, with their kind
  bool writtenInLoop = false, usedInLoop = false, loadsValues = false;
  bool hasOddSlots = false; // bytes or addresses: not for arguments of a loop
};

class AllocationRemover {
public:
  explicit AllocationRemover(TraceOp trace)
      : trace(trace), pool(trace), b(trace.getContext()) {}
  bool run();

private:
  void findCandidates();
  void inspectUses(Candidate &c);
  void unite();
  void spreadEscapes();
  bool findCycles();
  void visitBlocks();
  void visit(mlir::Operation *op);
  void enterLoop();
  void leaveLoop(JumpOp back);
  bool inLoop(mlir::Operation *op) {
    return loop && !op->getBlock()->isEntryBlock();
  }
  V virtualOf(V object, mlir::Operation *before);
  V current(V v, mlir::Operation *before);
  bool hasVirtuals(VirtualOp op);
  V snapshotNow(SnapshotOp snapshot, mlir::Operation *before);
  bool namesVirtuals(SnapshotOp snapshot);
  V zero(Slot slot);
  void escape(V object) {
    auto it = index.find(object);
    if (it != index.end())
      escaped[candidates[it->second].group] = true;
  }
  bool isVirtual(V v) {
    auto it = index.find(v);
    return it != index.end() && !escaped[candidates[it->second].group];
  }
  Candidate *candidate(V v) {
    auto it = index.find(v);
    return it == index.end() ? nullptr : &candidates[it->second];
  }
  unsigned groupOf(V v) { return candidate(v)->group; }

  TraceOp trace;
  ConstantPool pool;
  mlir::OpBuilder b;
  TraceLoop shape;
  mlir::Block *loop = nullptr; // its header
  std::vector<Candidate> candidates;
  llvm::DenseMap<V, unsigned> index;
  std::vector<bool> escaped; // by group
  std::vector<llvm::MapVector<int32_t, Slot>> groupSlots;
  std::vector<mlir::FlatSymbolRefAttr> groupShape;
  // While rewriting. States and virtuals are those of the path being walked.
  llvm::DenseMap<V, State> states;
  llvm::DenseMap<V, V> virtuals;       // valid until a state changes
  llvm::DenseMap<V, VirtualOp> lastVirtual;
  llvm::DenseMap<mlir::Operation *, V> snapshots; // outer frames, likewise
  struct Carried {
    V object;
    int32_t offset;
    unsigned arg;
  };
  llvm::SmallVector<Carried> carried;
  llvm::SmallVector<unsigned> explodedArgs;
  llvm::SmallVector<mlir::Operation *> dead;
};
} // namespace

V AllocationRemover::zero(Slot slot) {
  switch (slot) {
  case Slot::f64: return pool.getFloat(0);
  case Slot::value: case Slot::taggedptr: return pool.getBits(0);
  default: return pool.getRaw(0);
  }
}

void AllocationRemover::findCandidates() {
  auto add = [&](V v, NewOp made) {
    index[v] = candidates.size();
    candidates.push_back({v, made, unsigned(candidates.size()), {}, {}});
  };
  for (mlir::Block &block : trace.getBody())
    for (mlir::Operation &op : block)
      if (auto made = llvm::dyn_cast<NewOp>(op))
        add(made.getResult(), made);
  if (candidates.empty() || !loop)
    return;
  for (mlir::BlockArgument arg : loop->getArguments())
    if (llvm::isa<trace::ValueType>(arg.getType()))
      add(arg, nullptr);
}

void AllocationRemover::inspectUses(Candidate &c) {
  mlir::FlatSymbolRefAttr shape = groupShape[c.group];
  auto touches = [&](int32_t offset, Slot slot) {
    // One kind per slot, whole and not overlapping the header.
    auto [it, isNew] = c.slots.insert({offset, slot});
    if ((!isNew && it->second != slot) || offset < 8)
      escape(c.object);
    c.hasOddSlots |= slot == Slot::ptr || sizeOfSlot(slot) < 8;
  };
  // A load of such a slot needs a store before it, and bytes come back as they
  // were stored.
  auto isStored = [&](GetFieldOp load) {
    return llvm::any_of(c.object.getUsers(), [&](mlir::Operation *user) {
      auto store = llvm::dyn_cast<SetFieldOp>(user);
      return store && store.getBase() == c.object &&
             store.getOffset() == load.getOffset() &&
             store->getBlock() == load->getBlock() &&
             store->isBeforeInBlock(load);
    });
  };
  for (mlir::OpOperand &use : c.object.getUses()) {
    mlir::Operation *op = use.getOwner();
    bool inside = inLoop(op);
    c.usedInLoop |= inside;
    switch (opcodeOf(op)) {
    case Opcode::getfield_: {
      auto load = llvm::cast<GetFieldOp>(op);
      touches(load.getOffset(), load.getSlot());
      if (load.getSlot() == Slot::ptr && !isStored(load))
        escape(c.object);
      c.loadsValues |= !load.getResult().use_empty() &&
                       llvm::isa<trace::ValueType>(load.getResult().getType());
      continue;
    }
    case Opcode::setfield_: {
      auto store = llvm::cast<SetFieldOp>(op);
      if (store.getBase() == c.object) {
        touches(store.getOffset(), store.getSlot());
        c.writtenInLoop |= inside;
        bool isByte = sizeOfSlot(store.getSlot()) < 8 &&
                      !store.getValue().getDefiningOp<ConstRawOp>();
        if (store.getValue() == c.object || isByte)
          escape(c.object);
        continue;
      }
      if (Candidate *holder = candidate(store.getBase()))
        holder->contents.push_back(c.object);
      else
        escape(c.object);
      continue;
    }
    case Opcode::guard_shape_:
      if (llvm::cast<GuardShapeOp>(op).getShapeAttr() != shape)
        escape(c.object);
      continue;
    case Opcode::guard_not_empty_: case Opcode::guard_no_exception_:
      continue;
    case Opcode::virtual_: // of an earlier round
      continue;
    case Opcode::snapshot_: // among its values, or a generator's registers
      continue;
    case Opcode::jump_:
      // Groups were made of what the loop passes on; anything else escapes.
      if (!loop) {
        escape(c.object);
        continue;
      }
      if (Candidate *arg = candidate(
              loop->getArgument(use.getOperandNumber()));
          !arg || arg->group != c.group)
        escape(c.object);
      continue;
    default:
      escape(c.object);
    }
  }
  if (c.hasOddSlots && loop) {
    bool carried = llvm::any_of(candidates, [&](Candidate &other) {
      return !other.made && other.group == c.group;
    });
    if (carried || (c.usedInLoop && c.made->getBlock() != loop))
      escape(c.object);
  }
  // Slots that overlap another's: as memory only.
  int32_t end = 0;
  llvm::SmallVector<std::pair<int32_t, Slot>> sorted(c.slots.begin(),
                                                     c.slots.end());
  llvm::sort(sorted, [](auto &x, auto &y) { return x.first < y.first; });
  for (auto [offset, slot] : sorted) {
    if (offset < end)
      escape(c.object);
    end = offset + sizeOfSlot(slot);
  }
}

// Argument, what enters and what comes back: one group when shapes agree.
void AllocationRemover::unite() {
  escaped.assign(candidates.size(), false);
  groupShape.assign(candidates.size(), {});
  for (Candidate &c : candidates)
    if (c.made)
      groupShape[c.group] = c.made.getShapeAttr();
  if (!loop)
    return;
  llvm::EquivalenceClasses<unsigned> classes;
  llvm::SmallVector<unsigned> bad;
  for (unsigned i = 0; i < loop->getNumArguments(); ++i) {
    Candidate *arg = candidate(loop->getArgument(i));
    if (!arg)
      continue;
    Candidate *first = candidate(shape.in.getArgs()[i]);
    // Entering as another argument would mean to swap whole objects.
    bool alike = first && first->made;
    for (JumpOp back : shape.backs) {
      Candidate *next = candidate(back.getArgs()[i]);
      alike = alike && next && (next == arg ||
                        (next->made && inLoop(next->made) &&
                         first->made.getShapeAttr() == next->made.getShapeAttr() &&
                         first->made.getSize() == next->made.getSize()));
      if (!alike)
        break;
    }
    if (alike) {
      classes.unionSets(arg->group, first->group);
      for (JumpOp back : shape.backs)
        classes.unionSets(arg->group, candidate(back.getArgs()[i])->group);
      groupShape[arg->group] = first->made.getShapeAttr();
    } else {
      bad.push_back(arg->group);
    }
  }
  for (Candidate &c : candidates) {
    auto leader = classes.findLeader(c.group);
    if (leader != classes.member_end()) {
      if (groupShape[c.group])
        groupShape[*leader] = groupShape[c.group];
      c.group = *leader;
    }
  }
  for (unsigned g : bad)
    escaped[g] = true;
  // An object that enters two arguments would be two inside.
  llvm::DenseMap<V, unsigned> entered;
  auto once = [&](mlir::ValueRange args) {
    entered.clear();
    for (V v : args)
      if (candidate(v) && ++entered[v] > 1)
        escape(v);
  };
  once(shape.in.getArgs());
  for (JumpOp back : shape.backs)
    once(back.getArgs());
}

void AllocationRemover::spreadEscapes() {
  std::vector<bool> carriedGroup(candidates.size());
  for (Candidate &c : candidates)
    if (!c.made)
      carriedGroup[c.group] = true;
  bool changed = true;
  while (changed) {
    changed = false;
    for (Candidate &c : candidates) {
      // What a loop carries inside its objects waits for the next round, and
      // so does what is loaded again where Heap.cpp could not tell.
      bool out = escaped[c.group] || carriedGroup[c.group] || c.loadsValues ||
                 (loop && c.usedInLoop && !inLoop(c.made) && c.writtenInLoop);
      if (!out)
        continue;
      for (V inner : c.contents)
        if (unsigned g = groupOf(inner); !escaped[g]) {
          escaped[g] = true;
          changed = true;
        }
    }
  }
}

// Objects that reach themselves escape.
bool AllocationRemover::findCycles() {
  enum : uint8_t { White, Grey, Black };
  std::vector<uint8_t> colour(candidates.size(), White);
  std::vector<llvm::SmallVector<unsigned>> inner(candidates.size());
  for (Candidate &c : candidates)
    for (V v : c.contents)
      inner[c.group].push_back(groupOf(v));
  bool found = false;
  llvm::SmallVector<std::pair<unsigned, unsigned>> stack;
  for (unsigned start = 0; start < candidates.size(); ++start) {
    if (colour[start] != White)
      continue;
    stack.push_back({start, 0});
    colour[start] = Grey;
    while (!stack.empty()) {
      auto &[node, next] = stack.back();
      if (next == inner[node].size()) {
        colour[node] = Black;
        stack.pop_back();
        continue;
      }
      unsigned to = inner[node][next++];
      if (colour[to] == Grey) {
        found |= !escaped[to];
        escaped[to] = true;
      } else if (colour[to] == White) {
        colour[to] = Grey;
        stack.push_back({to, 0});
      }
    }
  }
  return found;
}

V AllocationRemover::virtualOf(V object, mlir::Operation *before) {
  if (V known = virtuals.lookup(object))
    return known;
  Candidate &c = *candidate(object);
  NewOp made = c.made;
  if (!made) // an argument of the loop: any maker of its group
    for (Candidate &other : candidates)
      if (other.group == c.group && other.made)
        made = other.made;
  llvm::SmallVector<int32_t> offsets, slots;
  llvm::SmallVector<V> fieldValues;
  llvm::SmallVector<std::pair<int32_t, Field>> content(states[object].begin(),
                                                       states[object].end());
  llvm::sort(content, [](auto &x, auto &y) { return x.first < y.first; });
  for (auto &[offset, field] : content) {
    offsets.push_back(offset);
    slots.push_back(int32_t(field.slot));
    fieldValues.push_back(current(field.value, before));
  }
  // The same object with the same content is the same op: equal snapshots
  // become one exit.
  VirtualOp &last = lastVirtual[object];
  if (last && llvm::equal(last.getValues(), fieldValues) &&
      llvm::equal(last.getOffsets(), offsets))
    return virtuals[object] = last;
  b.setInsertionPoint(before);
  auto op = VirtualOp::create(
      b, trace.getLoc(), object.getType(), made.getShapeAttr(),
      int32_t(made.getSize()), b.getDenseI32ArrayAttr(offsets),
      b.getDenseI32ArrayAttr(slots), fieldValues);
  lastVirtual[object] = op;
  return virtuals[object] = op;
}

bool AllocationRemover::hasVirtuals(VirtualOp op) {
  return llvm::any_of(op.getValues(), [&](V v) {
    auto inner = v.getDefiningOp<VirtualOp>();
    return isVirtual(v) || (inner && hasVirtuals(inner));
  });
}

// What an exit takes for v: the object's slots as they are now.
V AllocationRemover::current(V v, mlir::Operation *before) {
  if (isVirtual(v))
    return virtualOf(v, before);
  auto earlier = v.getDefiningOp<VirtualOp>();
  if (!earlier || !hasVirtuals(earlier))
    return v;
  if (V known = virtuals.lookup(v))
    return known;
  llvm::SmallVector<V> fieldValues;
  for (V field : earlier.getValues())
    fieldValues.push_back(current(field, before));
  b.setInsertionPoint(before);
  return virtuals[v] = VirtualOp::create(
             b, trace.getLoc(), v.getType(), earlier.getShapeAttr(),
             earlier.getSize(), earlier.getOffsetsAttr(),
             earlier.getSlotsAttr(), fieldValues);
}

bool AllocationRemover::namesVirtuals(SnapshotOp snapshot) {
  auto isMade = [&](V v) {
    auto earlier = v.getDefiningOp<VirtualOp>();
    return isVirtual(v) || (earlier && hasVirtuals(earlier));
  };
  for (;;) {
    if (llvm::any_of(snapshot.getValues(), isMade) ||
        (snapshot.getHolder() && isMade(snapshot.getHolder())))
      return true;
    if (!snapshot.getParent())
      return false;
    snapshot = snapshot.getParent().getDefiningOp<SnapshotOp>();
  }
}

// The frame with its virtual objects as they are now. Outer frames are
// remembered by what they were before any rewriting, so originals keep their
// operands until the end.
V AllocationRemover::snapshotNow(SnapshotOp snapshot, mlir::Operation *before) {
  if (!namesVirtuals(snapshot))
    return snapshot.getResult();
  if (V known = snapshots.lookup(snapshot))
    return known;
  V parent = snapshot.getParent();
  if (parent)
    parent = snapshotNow(parent.getDefiningOp<SnapshotOp>(), before);
  llvm::SmallVector<V> frameValues;
  for (V v : snapshot.getValues())
    frameValues.push_back(current(v, before));
  V holder = snapshot.getHolder();
  if (holder)
    holder = current(holder, before);
  b.setInsertionPoint(before);
  V made = SnapshotOp::create(
      b, snapshot.getLoc(), snapshot.getResult().getType(),
      snapshot.getCodeAttr(), snapshot.getPc(), snapshot.getOffset(),
      snapshot.getRet(), snapshot.getRaise(), snapshot.getRegsAttr(), parent,
      holder, frameValues);
  return snapshots[snapshot] = made;
}

void AllocationRemover::visit(mlir::Operation *op) {
  auto changed = [&] {
    virtuals.clear();
    snapshots.clear();
  };
  switch (opcodeOf(op)) {
  case Opcode::new_:
    if (isVirtual(op->getResult(0))) {
      states[op->getResult(0)];
      dead.push_back(op);
      return;
    }
    break;
  case Opcode::setfield_: {
    auto store = llvm::cast<SetFieldOp>(op);
    if (isVirtual(store.getBase())) {
      states[store.getBase()][store.getOffset()] = {store.getSlot(),
                                                    store.getValue()};
      changed();
      dead.push_back(op);
    }
    return;
  }
  case Opcode::getfield_: {
    auto load = llvm::cast<GetFieldOp>(op);
    if (isVirtual(load.getBase())) {
      State &state = states[load.getBase()];
      auto it = state.find(load.getOffset());
      V value = it == state.end() ? zero(load.getSlot()) : it->second.value;
      load.getResult().replaceAllUsesWith(value);
      dead.push_back(op);
    }
    return;
  }
  case Opcode::guard_shape_: case Opcode::guard_not_empty_:
  case Opcode::guard_no_exception_:
    if (isVirtual(op->getOperand(0))) {
      dead.push_back(op);
      return;
    }
    break;
  case Opcode::virtual_:
    if (hasVirtuals(llvm::cast<VirtualOp>(op)))
      dead.push_back(op);
    return;
  case Opcode::snapshot_:
    if (namesVirtuals(llvm::cast<SnapshotOp>(op)))
      dead.push_back(op); // its users get one made where they stand
    return;
  default:
    break;
  }
  // A user of a snapshot: guards, allocations, exits.
  for (mlir::OpOperand &operand : op->getOpOperands())
    if (auto snapshot = operand.get().getDefiningOp<SnapshotOp>())
      operand.set(snapshotNow(snapshot, op));
}

// Depth first; what a path did to objects is taken back for its siblings.
void AllocationRemover::visitBlocks() {
  std::vector<std::pair<llvm::DenseMap<V, State>, llvm::DenseMap<V, VirtualOp>>>
      saved;
  walkDominatorTree(
      trace,
      [&](mlir::Block &block) {
        virtuals.clear();
        snapshots.clear();
        if (&block == loop)
          enterLoop();
        for (mlir::Operation &op : llvm::make_early_inc_range(block))
          visit(&op);
        for (JumpOp back : shape.backs)
          if (back->getBlock() == &block)
            leaveLoop(back);
      },
      [&] {
        saved.push_back({states, lastVirtual});
        return saved.size() - 1;
      },
      [&](size_t m) {
        states = std::move(saved[m].first);
        lastVirtual = std::move(saved[m].second);
        saved.resize(m);
      });
}

// The entry has been walked: hand the slots over as arguments.
void AllocationRemover::enterLoop() {
  auto carry = [&](V object, V entering, int32_t offset, Slot slot) {
    State &state = states[entering];
    auto it = state.find(offset);
    V first = it == state.end() ? zero(slot) : it->second.value;
    mlir::BlockArgument arg =
        loop->addArgument(typeOfSlot(slot, trace.getContext()), trace.getLoc());
    shape.in.getArgsMutable().append(first);
    carried.push_back({object, offset, arg.getArgNumber()});
    return Field{slot, arg};
  };
  llvm::DenseMap<V, State> entered;
  for (unsigned i = 0, n = loop->getNumArguments(); i < n; ++i) {
    V arg = loop->getArgument(i);
    if (!isVirtual(arg))
      continue;
    explodedArgs.push_back(i);
    for (auto [offset, slot] : groupSlots[groupOf(arg)])
      entered[arg][offset] = carry(arg, shape.in.getArgs()[i], offset, slot);
  }
  for (Candidate &c : candidates) {
    if (!c.made || inLoop(c.made) || !isVirtual(c.object) ||
        !c.usedInLoop)
      continue;
    State state = states[c.object];
    if (c.writtenInLoop)
      for (auto [offset, slot] : c.slots)
        state[offset] = carry(c.object, c.object, offset, slot);
    entered[c.object] = state;
  }
  for (auto &[object, state] : entered)
    states[object] = state;
  for (unsigned i : llvm::reverse(explodedArgs))
    shape.in.getArgsMutable().erase(i);
}

// What the slots hold at the back-edge. An argument's successor is another
// object of its group.
void AllocationRemover::leaveLoop(JumpOp back) {
  for (Carried &c : carried) {
    V object = c.object;
    if (auto arg = llvm::dyn_cast<mlir::BlockArgument>(object))
      object = back.getArgs()[arg.getArgNumber()];
    State &state = states[object];
    auto it = state.find(c.offset);
    V last = it != state.end()
                 ? it->second.value
                 : zero(states[c.object].find(c.offset)->second.slot);
    back.getArgsMutable().append(last);
  }
  for (unsigned i : llvm::reverse(explodedArgs))
    back.getArgsMutable().erase(i);
}

bool AllocationRemover::run() {
  shape = findLoop(trace);
  loop = shape.header;
  findCandidates();
  bool any = false;
  for (Candidate &c : candidates)
    any |= bool(c.made);
  if (!any)
    return false;
  unite();
  for (Candidate &c : candidates)
    inspectUses(c);
  // What entered as an argument must not be known by its old name inside.
  if (loop)
    for (V v : shape.in.getArgs())
      if (Candidate *c = candidate(v); c && c->usedInLoop)
        escape(v);
  groupSlots.resize(candidates.size());
  for (Candidate &c : candidates)
    for (auto [offset, slot] : c.slots) {
      auto [it, isNew] = groupSlots[c.group].insert({offset, slot});
      if (!isNew && it->second != slot)
        escape(c.object);
    }
  do
    spreadEscapes();
  while (findCycles());
  any = false;
  for (Candidate &c : candidates)
    any |= c.made && !escaped[c.group];
  if (!any)
    return false;

  visitBlocks();
  for (mlir::Operation *op : llvm::reverse(dead)) {
    op->dropAllUses();
    op->erase();
  }
  if (loop)
    for (unsigned i : llvm::reverse(explodedArgs))
      loop->eraseArgument(i);
  return true;
}

void pyc::removeAllocations(TraceOp op) {
  // Objects inside objects that a loop carries take a round each.
  for (int round = 0; round < 4; ++round)
    if (!AllocationRemover(op).run())
      break;
}
