//===- gc_graph.cpp - Random graph mutation against a shadow model --------===//
//
// Objects of all layouts are linked and unlinked at random from a set of roots
// (register stack, a static root, a RootVector, this native stack), while a
// shadow model in malloc memory is changed in the same way. From time to time
// the whole graph is compared, identities included. Runs under several stress
// settings with the heap verifier on.
//
//===----------------------------------------------------------------------===//
#include "runtime/gc/GC.h"
#include "runtime/object/Layouts.h"
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <unordered_map>
#include <unordered_set>
#include <vector>

using namespace pyc;

static Thread gThread;
static constexpr int kRoots = 48;
static uint64_t gRandomState = 88172645463325252ull;
static uint64_t rnd(uint64_t n) {
  gRandomState ^= gRandomState << 13;
  gRandomState ^= gRandomState >> 7;
  gRandomState ^= gRandomState << 17;
  return gRandomState % n;
}
#define CHECK(c)                                                               \
  do {                                                                         \
    if (!(c)) {                                                                \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #c);                  \
      abort();                                                                 \
    }                                                                          \
  } while (0)

// Word 1 of every test object is its number (or length, for arrays, whose slot
// 0 then holds the number as an int).
static Shape *makeShape(TraceKind kind, Kind k, uint8_t skip, uint16_t slots,
                        uint32_t size) {
  auto *s = new (lowArenaAllocate(sizeof(Shape))) Shape();
  s->traceKind = kind;
  s->kind = k;
  s->skipWords = skip;
  s->slotCount = slots;
  s->size = size;
  return s;
}
static Shape *gNodeShape, *gInstanceShape, *gArrayShape, *gTextShape,
    *gCustomShape, *gWeakShape;

struct Shadow {
  int kind;
  std::vector<int> slots; // -1: nothing
  uint64_t identity = 0;
};
static std::vector<Shadow> gShadow;
static int gRootShadow[kRoots];
static size_t gLargestGraph;
static int gCutEvery; ///< one in so many links is not made
static Value gStaticRoot;
static int gStaticShadow = -1;

static Value *slotsOf(Object *o, size_t &count) {
  auto *w = reinterpret_cast<Value *>(o + 1);
  if (o->shape() == gNodeShape) { count = 3; return w + 1; }
  if (o->shape() == gInstanceShape) { count = 4; return w + 1; }
  if (o->shape() == gArrayShape) { count = w[0].bits - 1; return w + 2; }
  if (o->shape() == gCustomShape) { count = 2; return w + 2; }
  count = 0;
  return w;
}
static int numberOf(Object *o) {
  auto *w = reinterpret_cast<Value *>(o + 1);
  if (o->shape() == gArrayShape) return w[1].asInt();
  if (o->shape() == gInstanceShape) return w[0].asInt();
  if (o->shape() == gCustomShape) return w[1].bits;
  if (o->shape() == gTextShape)
    return *reinterpret_cast<int *>(reinterpret_cast<StrObject *>(o)->chars<char>());
  return w[0].bits;
}

static Object *makeObject() {
  Thread *t = &gThread;
  int number = gShadow.size();
  Object *o;
  int kind = rnd(40);
  size_t slots = 0;
  if (kind < 16) {
    o = gcAllocate(t, 40, gNodeShape);
    reinterpret_cast<uint64_t *>(o)[1] = number;
    slots = 3;
  } else if (kind < 24) {
    o = kind == 16 ? static_cast<Object *>(gcAllocateOld(t, 48, gInstanceShape))
                   : gcAllocate(t, 48, gInstanceShape);
    reinterpret_cast<Value *>(o)[1] = Value::fromSmallInt(number);
    slots = 4;
  } else if (kind < 32) {
    size_t n = kind == 24 ? 900 + rnd(9000) : kind == 25 && rnd(30) == 0
                   ? 140000 + rnd(100000) : 1 + rnd(40);
    o = gcAllocate(t, 16 + 8 * n, gArrayShape);
    reinterpret_cast<uint64_t *>(o)[1] = n;
    for (size_t i = 0; i < n; ++i) // must be zeroed
      CHECK(reinterpret_cast<uint64_t *>(o)[2 + i] == 0);
    reinterpret_cast<Value *>(o)[2] = Value::fromSmallInt(number);
    slots = n - 1;
  } else if (kind < 36) {
    size_t n = 4 + rnd(300);
    o = gcAllocate(t, sizeof(StrObject) + n, gTextShape);
    auto *s = static_cast<StrObject *>(o);
    s->length = n;
    *reinterpret_cast<int *>(s->chars<char>()) = number;
    for (size_t i = 4; i < n; ++i)
      s->chars<uint8_t>()[i] = uint8_t(number + i);
  } else {
    o = gcAllocate(t, 40, gCustomShape);
    reinterpret_cast<uint64_t *>(o)[1] = 40;
    reinterpret_cast<uint64_t *>(o)[2] = number;
    slots = 2;
  }
  gShadow.push_back({kind, std::vector<int>(slots, -1), 0});
  return o;
}

static void compareGraph() {
  std::unordered_map<int, Object *> seen;
  std::unordered_set<Object *> addresses;
  std::vector<Object *> work;
  auto visit = [&](Value v, int shadow) {
    if (shadow < 0) {
      CHECK(!v.isObject());
      return;
    }
    CHECK(v.isObject());
    Object *o = v.asObject();
    CHECK(numberOf(o) == shadow);
    auto [it, fresh] = seen.insert({shadow, o});
    CHECK(it->second == o);
    if (fresh)
      work.push_back(o);
  };
  for (int i = 0; i < kRoots; ++i)
    visit(gThread.stackBase[i], gRootShadow[i]);
  visit(gStaticRoot, gStaticShadow);
  while (!work.empty()) {
    Object *o = work.back();
    work.pop_back();
    CHECK(addresses.insert(o).second);
    Shadow &s = gShadow[numberOf(o)];
    size_t n;
    Value *slots = slotsOf(o, n);
    CHECK(n == s.slots.size());
    for (size_t i = 0; i < n; ++i)
      visit(slots[i], s.slots[i]);
    if (s.identity)
      CHECK(gcIdentity(o) == s.identity);
    if (o->shape() == gTextShape)
      for (int64_t i = 4; i < static_cast<StrObject *>(o)->length; ++i)
        CHECK(static_cast<StrObject *>(o)->chars<uint8_t>()[i] ==
              uint8_t(numberOf(o) + i));
  }
  gLargestGraph = std::max(gLargestGraph, seen.size());
}

static void run(int steps, uint32_t stress, bool verify, int cutEvery) {
  gCutEvery = cutEvery;
  for (int i = 0; i < kRoots; ++i) {
    gRootShadow[i] = -1;
    gThread.stackBase[i] = Value::fromSmallInt(0);
  }
  gcSetStress(stress);
  gcSetVerify(verify);
  Thread *t = &gThread;
  RootVector vector(t);
  std::vector<int> vectorShadow;
  Value local = Value::empty(); // only on this native stack
  int localShadow = -1;
  Object *interior = nullptr;
  for (int step = 0; step < steps; ++step) {
    int a = rnd(kRoots), b = rnd(kRoots);
    switch (rnd(19)) {
    case 0: case 1: case 2: case 3: {
      // The new object takes over what two roots had, so the graph grows; now
      // and then a root is cut off, so that it dies.
      Object *o = makeObject();
      size_t n;
      Value *s = slotsOf(o, n);
      for (int from : {a, b})
        if (n && gRootShadow[from] >= 0 && rnd(gCutEvery)) {
          size_t k = rnd(n);
          s[k] = t->stackBase[from];
          gShadow.back().slots[k] = gRootShadow[from];
        }
      t->stackBase[a] = Value::fromObject(o);
      gRootShadow[a] = gShadow.size() - 1;
      break;
    }
    case 4: case 5: case 6: case 7: case 8: {
      if (gRootShadow[a] < 0)
        break;
      Object *o = t->stackBase[a].asObject();
      size_t n;
      Value *s = slotsOf(o, n);
      if (!n)
        break;
      size_t k = rnd(n);
      Value v = gRootShadow[b] < 0 ? Value::fromSmallInt(7) : t->stackBase[b];
      setSlot(o, s + k, v);
      gShadow[gRootShadow[a]].slots[k] = gRootShadow[b];
      break;
    }
    case 9: case 10: { // follow an edge
      if (gRootShadow[a] < 0)
        break;
      size_t n;
      Value *s = slotsOf(t->stackBase[a].asObject(), n);
      if (!n)
        break;
      size_t k = rnd(n);
      t->stackBase[b] = s[k];
      gRootShadow[b] = gShadow[gRootShadow[a]].slots[k];
      if (gRootShadow[b] < 0)
        CHECK(!s[k].isObject());
      break;
    }
    case 11:
      if (rnd(8))
        break;
      t->stackBase[a] = Value::fromSmallInt(0);
      gRootShadow[a] = -1;
      break;
    case 12:
      for (int i = rnd(stress ? 20 : 2000); i--;)
        (void)gcAllocate(t, 24, gTextShape);
      break;
    case 13:
      if (gRootShadow[a] >= 0) {
        local = t->stackBase[a];
        localShadow = gRootShadow[a];
        interior = reinterpret_cast<Object *>(
            reinterpret_cast<char *>(local.asObject()) + 8 + rnd(8));
      }
      break;
    case 14:
      if (gRootShadow[a] >= 0) {
        Shadow &s = gShadow[gRootShadow[a]];
        uint64_t id = gcIdentity(t->stackBase[a].asObject());
        CHECK(!s.identity || s.identity == id);
        s.identity = id;
        if (vector.size() > 20) {
          CHECK(numberOf(vector[0].asObject()) == vectorShadow[0]);
          vector.count = 0;
          vectorShadow.clear();
        }
        vector.push(t->stackBase[a]);
        vectorShadow.push_back(gRootShadow[a]);
      }
      break;
    case 16: case 17: case 18: { // move an edge, past a marker that looks elsewhere
      if (gRootShadow[a] < 0 || gRootShadow[b] < 0)
        break;
      Object *from = t->stackBase[a].asObject(), *to = t->stackBase[b].asObject();
      size_t n, m;
      Value *s = slotsOf(from, n), *d = slotsOf(to, m);
      if (!n || !m)
        break;
      size_t k = rnd(n), j = rnd(m);
      Value v = s[k];
      int moved = gShadow[gRootShadow[a]].slots[k];
      setSlot(from, s + k, Value::fromSmallInt(7));
      gShadow[gRootShadow[a]].slots[k] = -1;
      setSlot(to, d + j, v);
      gShadow[gRootShadow[b]].slots[j] = moved;
      break;
    }
    case 15:
      gStaticRoot = t->stackBase[a];
      gStaticShadow = gRootShadow[a];
      if (rnd(200) == 0)
        (void)gcCollect(t, rnd(3));
      break;
    }
    if (localShadow >= 0) {
      CHECK(numberOf(local.asObject()) == localShadow);
      CHECK(reinterpret_cast<char *>(interior) - 16 <
            reinterpret_cast<char *>(local.asObject()));
    }
    if (step % (steps / 20) == 0)
      compareGraph();
  }
  (void)gcCollect(t, 2);
  compareGraph();
  for (size_t i = 0; i < vector.size(); ++i)
    CHECK(numberOf(vector[i].asObject()) == vectorShadow[i]);
  gcSetStress(0);
  gcSetVerify(false);
}

int main(int argc, char **argv) {
  if (argc > 1)
    gRandomState ^= strtoull(argv[1], nullptr, 10) * 0x9E3779B97F4A7C15ull;
  gcStackTopHook = [](Thread *t) { return t->stackBase + kRoots; };
  CHECK(gcInitialise(&gThread, 0));
  gNodeShape = makeShape(TraceKind::FixedSlots, Kind::RegularObject, 1, 3, 40);
  gInstanceShape = makeShape(TraceKind::Instance, Kind::Instance, 0, 0, 48);
  gArrayShape = makeShape(TraceKind::ValueArray, Kind::Tuple, 0, 0, 0);
  gTextShape = makeShape(TraceKind::NoPointers, Kind::Str, 0, 0, 0);
  gTextShape->strategy = 1;
  gCustomShape = makeShape(TraceKind::Custom, Kind::RegularObject, 0, 0, 0);
  gCustomShape->customTracer =
      gcRegisterTracer([](Object *o, void *c, SlotVisitor visit) {
        auto *w = reinterpret_cast<Value *>(o + 1);
        visit(c, w + 2);
        visit(c, w + 3);
      });
  for (int &r : gRootShadow)
    r = -1;
  gcRegisterRoot(&gStaticRoot);
  run(200000, 0, false, 60);
  run(20000, 0, true, 8);
  run(3000, 50, true, 8);
  run(30000, 20, false, 20);
  run(60000, 200, false, 100); // marking in small steps over a bigger graph
  run(10000, 300, true, 60);
  run(2000, 1, true, 8);
  run(200000, 0, false, 60);
  const GcStats &s = gcStats();
  printf("minor %lu major %lu copied %lu pinned %lu old %lu objects %zu, at most %zu live\n",
         s.minor, s.major, s.bytesCopied, s.pinned, s.bytesOld, gShadow.size(),
         gLargestGraph);
}
