//===- Trees.cpp - Which traces are compiled together ---------------------===//
//
// Problem: going from a trace to its bridge and back costs a round of the live
// values through memory, and the way back repeats the loop's entry. In a loop
// with unpredictable branches that happens each time round.
//
// Idea: what was recorded is kept. When a root has got bridges and the compiler
// has nothing else to do, root and bridges are compiled once more, as one
// function (jit_orc/engine/ImportTree.cpp), which takes the root's place. The
// bridges as such remain: exits of the root's entry still use them.
//
// Policy: a tree is made anew when it would have half as many parts again as the
// last one, so that all of them together cost about three times the last.
// A bridge that cannot be joined is left out. So are those that make the root's
// own path allocate what it did not have to before: an object that a bridge
// lets escape must be there for all.
//
//===----------------------------------------------------------------------===//
#include "jit_orc/Jit.h"
#include "jit_orc/JitLog.h"
#include "jit_orc/recorder/Recorder.h"
#include <algorithm>

namespace pyc {

/// Code generation is superlinear; beyond this a tree takes 100 ms.
static constexpr size_t kMaxTreeOps = 3000;
static std::vector<JitTrace *> gWanted;

void describeExitOf(JitTrace *bridge) {
  const JitTrace *parent = bridge->parent;
  const Exit &exit = parent->compiled->exits[bridge->parentExit];
  if (exit.part == kNoIndex)
    return;
  JitTrace *to = parent->parts.empty() ? bridge->parent : parent->parts[exit.part];
  if (std::find(to->refusedFrames.begin(), to->refusedFrames.end(), exit.frame) != to->refusedFrames.end())
    return;
  bridge->attachTo = to;
  bridge->attachFrame = exit.frame;
}

static JitTrace *rootOf(JitTrace *trace) {
  while (trace->attachTo)
    trace = trace->attachTo;
  return trace->kind == TraceBufferKind::Bridge ? nullptr : trace;
}

void treeWanted(JitTrace *trace) {
  JitTrace *root = rootOf(trace);
  if (!root || root->treeWanted)
    return;
  root->treeWanted = true;
  gWanted.push_back(root);
}

static std::vector<JitTrace *> partsOf(JitTrace *root) {
  std::vector<JitTrace *> parts{root};
  size_t ops = root->recorded->b.ops.size();
  for (size_t i = 0; i < parts.size(); ++i) {
    std::vector<uint32_t> taken;
    for (JitTrace *child : parts[i]->attached) {
      size_t more = child->recorded->b.ops.size();
      if (child->unjoinable || !child->usable() || ops + more > kMaxTreeOps ||
          std::find(taken.begin(), taken.end(), child->attachFrame) != taken.end())
        continue;
      taken.push_back(child->attachFrame);
      ops += more;
      parts.push_back(child);
    }
  }
  return parts;
}

static void makeTree(JitTrace *root) {
  std::vector<JitTrace *> parts = partsOf(root);
  if (parts.size() < 2 || parts.size() < root->treeParts + (root->treeParts + 1) / 2)
    return;
  auto tree = std::make_unique<JitTrace>();
  tree->name = "tree_of_" + root->name + "_" + std::to_string(parts.size());
  tree->origin = root->origin;
  tree->kind = root->kind;
  tree->code = root->code;
  tree->header = root->header;
  tree->loop = root->loop;
  for (JitTrace *part : parts) {
    tree->mostInlined = std::max(tree->mostInlined, part->mostInlined);
    tree->objects.insert(tree->objects.end(), part->objects.begin(), part->objects.end());
    for (uint32_t a : part->assumptions)
      if (std::find(tree->assumptions.begin(), tree->assumptions.end(), a) == tree->assumptions.end())
        tree->assumptions.push_back(a);
  }
  root->treeParts = static_cast<uint32_t>(parts.size());
  tree->parts = std::move(parts);
  auto job = std::make_unique<CompileJob>();
  job->trace = addTrace(std::move(tree));
  compilerSubmit(std::move(job));
}

void makeTrees(const JitOptions &options) {
  while (!gWanted.empty() && compilerIdle()) {
    JitTrace *root = gWanted.back();
    gWanted.pop_back();
    root->treeWanted = false;
    if (root->usable())
      makeTree(root);
  }
}

bool acceptTree(JitTrace *tree) {
  JitTrace *root = tree->base();
  CompiledTrace *c = tree->compiled;
  if (tree->state == TraceState::Invalid || !root->usable())
    return false;
  bool failed = tree->state == TraceState::Failed;
  if (!failed && c->loopAllocations <= root->compiled->loopAllocations) {
    for (JitTrace *part : tree->parts)
      part->joined = true;
    return true;
  }
  tree->state = TraceState::Failed;
  // Without the part at fault, or without one that came since the last tree.
  JitTrace *fault = nullptr;
  if (c && c->error && c->refusedPart < tree->parts.size())
    fault = tree->parts[c->refusedPart];
  for (JitTrace *part : tree->parts)
    if (!fault && part != root && !part->joined)
      fault = part;
  if (!fault || fault == root)
    return false;
  if (!failed)
    jitLogRefused(*tree, *fault);
  fault->unjoinable = true;
  fault->attachTo->refusedFrames.push_back(fault->attachFrame);
  root->treeParts = 0;
  treeWanted(root);
  return false;
}

} // namespace pyc
