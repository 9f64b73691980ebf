//===- RegionInfo.cpp - Protected regions and block order -----------------===//
//
// One walk from the entry. Following an edge keeps the innermost py.try, except
// that the body of a py.try is inside of it, its handler outside, and py.end_try
// leads to where that py.try stood. A stack is not needed: the region around a
// py.try is the one of the block that holds it.
//
// The order: of the blocks that some ordered block leads to, the first in the
// function comes next; those that only handlers lead to wait until no other is
// left. So straight code stays straight and handlers are out of the way, and as
// every block comes after a predecessor, it comes after its dominators.
//
//===----------------------------------------------------------------------===//
#include "passes/py/PyPasses.h"
#include <queue>

using namespace mlir;
using namespace pyc::py;

RegionInfo::RegionInfo(FuncOp func) {
  Region &body = func.getBody();
  llvm::DenseMap<Block *, unsigned> position;
  llvm::SmallVector<Block *, 16> blocks;
  for (Block &block : body) {
    position[&block] = unsigned(blocks.size());
    blocks.push_back(&block);
  }
  size_t count = blocks.size();
  llvm::SmallVector<TryOp, 16> around(count); // by position
  enum : uint8_t { Unseen, Cold, Hot, Done };
  llvm::SmallVector<uint8_t, 16> stateOf(count, Unseen);
  using Queue = std::priority_queue<unsigned, std::vector<unsigned>,
                                    std::greater<unsigned>>;
  Queue hot, cold;
  auto reach = [&](Block *block, TryOp inside, bool isHot) {
    unsigned p = position[block];
    if (stateOf[p] == Unseen)
      around[p] = inside;
    else if (around[p] != inside)
      conflict = block;
    if (stateOf[p] == Done)
      return;
    if (isHot && stateOf[p] != Hot) {
      stateOf[p] = Hot;
      hot.push(p);
    } else if (!isHot && stateOf[p] == Unseen) {
      stateOf[p] = Cold;
      cold.push(p);
    }
  };
  reach(&body.front(), TryOp(), true);
  while (true) {
    bool isHot = !hot.empty();
    Queue &queue = isHot ? hot : cold;
    if (queue.empty())
      break;
    unsigned p = queue.top();
    queue.pop();
    if (stateOf[p] == Done)
      continue;
    stateOf[p] = Done;
    Block *block = blocks[p];
    indexOf[block] = unsigned(order.size());
    order.push_back(block);
    protector.push_back(around[p]);
    if (block->empty())
      continue;
    Operation *last = &block->back();
    if (auto op = dyn_cast<TryOp>(last)) {
      reach(op.getBody(), op, isHot);
      reach(op.getHandler(), around[p], false);
    } else if (auto op = dyn_cast<EndTryOp>(last)) {
      TryOp inside = around[p];
      if (!inside)
        conflict = block;
      TryOp outer = inside ? around[position[inside->getBlock()]] : TryOp();
      reach(op.getDest(), outer, isHot);
    } else {
      for (Block *next : last->getSuccessors())
        reach(next, around[p], isHot);
    }
  }
  if (!conflict)
    findLoops();
}

/// Depth first from the entry: an edge to a block that is still being visited
/// closes a loop. (Python's loops have one entry, so any order finds the same.)
void RegionInfo::findLoops() {
  isLoopHead.resize(unsigned(order.size()));
  llvm::BitVector seen(unsigned(order.size())), open(unsigned(order.size()));
  struct Visit {
    unsigned block, next;
  };
  llvm::SmallVector<Visit, 32> stack;
  auto enter = [&](unsigned index) {
    if (open.test(index)) {
      isLoopHead.set(index);
    } else if (!seen.test(index)) {
      seen.set(index);
      open.set(index);
      stack.push_back({index, 0});
    }
  };
  enter(0);
  while (!stack.empty()) {
    Visit &visit = stack.back();
    unsigned index = visit.block, next = visit.next++;
    Block *block = order[index];
    if (next < block->getNumSuccessors()) {
      enter(indexOf[block->getSuccessor(next)]);
    } else if (Block *handler = next == block->getNumSuccessors()
                                    ? handlerOf(index)
                                    : nullptr) {
      enter(indexOf[handler]);
    } else {
      open.reset(index);
      stack.pop_back();
    }
  }
}
