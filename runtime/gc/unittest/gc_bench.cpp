//===- gc_bench.cpp - The collector's own benchmarks ----------------------===//
//
// The workloads of DESIGN §14 with a C++ mutator: binary trees, a queue, a big
// live heap with garbage, appends to a large array. As a test it runs a
// tenth of the work; `ut_gc_bench 1` runs all of it and prints CPU ms and RSS.
//
//===----------------------------------------------------------------------===//
#include "runtime/gc/GC.h"
#include "runtime/object/Layouts.h"
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <sys/resource.h>
#include <time.h>

using namespace pyc;
static Thread gThread;
static double gScale = 0.1;
static Shape *gNode, *gBuffer;
static uint64_t gRandomState = 88172645463325252ull;
static uint64_t rnd(uint64_t n) {
  gRandomState ^= gRandomState << 13;
  gRandomState ^= gRandomState >> 7;
  gRandomState ^= gRandomState << 17;
  return gRandomState % n;
}
struct Node : Object { Value left, right; };

template <typename T> static T *checked(T *p) {
  if (!p) {
    puts("MemoryError");
    exit(2);
  }
  return p;
}
static Node *node() {
  return checked(gcAllocate<Node>(&gThread, sizeof(Node), gNode));
}
static ValueBuffer *buffer(size_t n) {
  auto *b = checked(gcAllocate<ValueBuffer>(&gThread, 16 + 8 * n, gBuffer));
  b->length = n;
  return b;
}

[[gnu::noinline]] static Node *tree(int depth) {
  Node *n = node();
  if (depth) {
    Node *l = tree(depth - 1);
    setSlot(n, &n->left, Value::fromObject(l));
    Node *r = tree(depth - 1);
    setSlot(n, &n->right, Value::fromObject(r));
  }
  return n;
}
[[gnu::noinline]] static int count(Node *n) {
  return n->left.isObject()
             ? 1 + count(n->left.as<Node>()) + count(n->right.as<Node>())
             : 1;
}

static void trees() {
  int depth = gScale < 1 ? 12 : 16;
  Value *root = gThread.stackBase;
  count(tree(depth + 1));
  root[0] = Value::fromObject(tree(depth));
  for (int d = 4; d <= depth; d += 4) {
    long sum = 0;
    for (int i = 1 << (depth - d + 4); i--;)
      sum += count(tree(d));
    if (sum != (long(1) << (depth - d + 4)) * ((2 << d) - 1))
      abort();
  }
  root[0] = Value::fromSmallInt(0);
}

static void churn() {
  Value *root = gThread.stackBase;
  root[0] = root[1] = Value::fromObject(node());
  for (long i = 0; i < 8000000 * gScale; ++i) {
    Node *n = node();
    n->left = Value::fromSmallInt(i);
    Node *tail = root[1].as<Node>();
    setSlot(tail, &tail->right, Value::fromObject(n));
    root[1] = Value::fromObject(n);
    if (i > 500000 * gScale)
      root[0] = root[0].as<Node>()->right;
  }
  root[0] = root[1] = Value::fromSmallInt(0);
}

static void big() {
  Value *root = gThread.stackBase;
  size_t live = 2000000 * gScale;
  ValueBuffer *b = buffer(live);
  root[0] = Value::fromObject(b);
  for (size_t i = 0; i < live; ++i) {
    Node *n = node();
    setSlot(b, b->items + i, Value::fromObject(n));
  }
  for (long i = 0; i < 50000000 * gScale; ++i) {
    Node *n = node();
    n->left = Value::fromSmallInt(i);
    if (i % 100 == 0)
      setSlot(b, b->items + rnd(live), Value::fromObject(n));
  }
  root[0] = Value::fromSmallInt(0);
}

/// list.append as the object model does it: grow by an eighth, copy.
static void append() {
  Value *root = gThread.stackBase;
  for (int round = 0; round < 5; ++round) {
    size_t size = 0;
    ValueBuffer *b = buffer(8);
    root[0] = Value::fromObject(b);
    for (long i = 0; i < 1000000 * gScale; ++i) {
      if (size == size_t(b->length)) {
        size_t n = size + size / 8 + 6;
        if (gcTryGrowLarge(b, 16 + 8 * n)) {
          b->length = n;
        } else {
          ValueBuffer *c = buffer(n);
          b = root[0].as<ValueBuffer>();
          memcpy(c->items, b->items, size * 8);
          root[0] = Value::fromObject(b = c);
        }
      }
      Node *n = node();
      b = root[0].as<ValueBuffer>();
      setSlot(b, b->items + size++, Value::fromObject(n));
    }
  }
  root[0] = Value::fromSmallInt(0);
}

static double cpu() {
  timespec ts;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
  return ts.tv_sec * 1e3 + ts.tv_nsec * 1e-6;
}

static void measure(const char *name, void (*f)()) {
  GcStats before = gcStats();
  double start = cpu();
  f();
  double ms = cpu() - start;
  const GcStats &s = gcStats();
  rusage u;
  getrusage(RUSAGE_SELF, &u);
  printf("%-8s %7.1f ms; minor %4lu in %6.1f ms, major %3lu in %6.1f ms, "
         "copied %5.1f MB, pinned %lu, longest pause so far %.2f ms, "
         "peak RSS so far %ld MB\n",
         name, ms, s.minor - before.minor, (s.minorNanos - before.minorNanos) / 1e6,
         s.major - before.major, (s.majorNanos - before.majorNanos) / 1e6,
         (s.bytesCopied - before.bytesCopied) / 1048576.0,
         s.pinned - before.pinned, s.maxPauseNanos / 1e6, u.ru_maxrss / 1024);
  (void)gcCollect(&gThread, 2);
}

int main(int argc, char **argv) {
  if (argc > 1)
    gScale = atof(argv[1]);
  gcStackTopHook = [](Thread *t) { return t->stackBase + 8; };
  if (!gcInitialise(&gThread, 0))
    return 1;
  gNode = new (lowArenaAllocate(sizeof(Shape))) Shape();
  gNode->traceKind = TraceKind::FixedSlots;
  gNode->kind = Kind::RegularObject;
  gNode->slotCount = 2;
  gNode->size = sizeof(Node);
  gBuffer = new (lowArenaAllocate(sizeof(Shape))) Shape();
  gBuffer->traceKind = TraceKind::ValueArray;
  gBuffer->kind = Kind::Internal;
  const char *only = argc > 2 ? argv[2] : nullptr;
  struct { const char *name; void (*f)(); } all[] = {
      {"trees", trees}, {"churn", churn}, {"append", append}, {"big", big}};
  for (auto &b : all)
    if (!only || !strcmp(only, b.name))
      measure(b.name, b.f);
}
