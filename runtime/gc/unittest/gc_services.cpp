//===- gc_services.cpp - What the collector does besides collecting -------===//
//
// Weak references, finalisers and their order, identities, MemoryError, growth
// of large objects, heavy pinning, threads, clearing of the register stack.
//
//===----------------------------------------------------------------------===//
#include "runtime/gc/GC.h"
#include "runtime/object/Layouts.h"
#include <cstdio>
#include <cstdlib>
#include <new>
#include <pthread.h>

using namespace pyc;

#define CHECK(c)                                                               \
  do {                                                                         \
    if (!(c)) {                                                                \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #c);                  \
      abort();                                                                 \
    }                                                                          \
  } while (0)

static Thread gThread;
static Shape *gNode, *gBuffer, *gWeak, *gRaw;
struct Node : Object { int64_t number; Value next, other; };
struct Weak : Object { Value referent; Value callback; };
static Value &root(int i) { return gThread.stackBase[i]; }

[[gnu::noinline]] static Value make(int number, Value next = Value()) {
  auto *n = gcAllocate<Node>(&gThread, sizeof(Node), gNode);
  n->number = number;
  n->next = next;
  return Value::fromObject(n);
}
static int numberAt(int i) { return root(i).as<Node>()->number; }
/// Overwrites what earlier calls left on the native stack and in registers.
[[gnu::noinline]] static void scrub() {
  volatile char area[8192];
  for (size_t i = 0; i < sizeof area; ++i)
    area[i] = 0;
}
static void collectAll(int generation) {
  scrub();
  (void)gcCollect(&gThread, generation);
}

static int gCleared, gFinalised[100], gFinalisedCount;

[[gnu::noinline]] static void makeWeak(int at, int referentAt) {
  auto *w = gcAllocate<Weak>(&gThread, sizeof(Weak), gWeak);
  w->referent = root(referentAt);
  gcRegisterWeak(w, offsetof(Weak, referent));
  root(at) = Value::fromObject(w);
}

static void testWeak() {
  gcWeakRefClearedHook = [](Thread *, Object *w) {
    CHECK(static_cast<Weak *>(w)->referent.isEmpty());
    ++gCleared;
  };
  root(0) = make(1);
  root(1) = make(2);
  makeWeak(2, 0);
  makeWeak(3, 1);
  makeWeak(4, 1);
  auto found = [](int i) {
    int n = 0;
    gcForEachWeak(root(i).asObject(), [](void *p, Object *) { ++*static_cast<int *>(p); }, &n);
    return n;
  };
  CHECK(found(0) == 1 && found(1) == 2 && found(2) == 0);
  collectAll(0);
  CHECK(found(0) == 1 && found(1) == 2 && found(2) == 0);
  for (int i = 0; i < 1000; ++i)
    makeWeak(5, 1);
  CHECK(found(0) == 1 && found(1) == 1002);
  root(5) = Value();
  collectAll(2);
  CHECK(found(0) == 1 && found(1) == 2);
  CHECK(gCleared == 0 && root(2).as<Weak>()->referent == root(0));
  root(0) = Value();  // old now: a minor collection keeps it
  collectAll(0);
  CHECK(gCleared == 0);
  root(4) = Value();  // dead weak references are not called back
  root(1) = Value();
  collectAll(2);
  CHECK(gCleared == 2);
  CHECK(root(2).as<Weak>()->referent.isEmpty());
  CHECK(root(3).as<Weak>()->referent.isEmpty());
  // Young referent of an old weak reference cannot be, but a young death is.
  root(0) = make(3);
  makeWeak(2, 0);
  root(0) = Value();
  collectAll(0);
  CHECK(gCleared == 3);
  root(2) = root(3) = Value();
}

[[gnu::noinline]] static Value makeFinal(int number, Value next) {
  Value v = make(number, next);
  gcRegisterFinalizer(v.asObject());
  return v;
}

static void testFinalisers() {
  gcFinalizeHook = [](Thread *, Object *o) {
    gFinalised[gFinalisedCount++] = static_cast<Node *>(o)->number;
  };
  for (int old = 0; old < 2; ++old) {
    gFinalisedCount = 0;
    // 1 owns 2 through a plain 10; made in the order that is wrong for them.
    root(0) = makeFinal(2, Value());
    root(0) = make(10, root(0));
    root(0) = makeFinal(1, root(0));
    root(1) = makeFinal(3, Value());
    collectAll(0);
    CHECK(gFinalisedCount == 0);
    if (old == 0) { // make them die young instead
      root(0) = root(1) = Value();
      collectAll(2);
      CHECK(gFinalisedCount == 3);
      gFinalisedCount = 0;
      root(0) = makeFinal(1, make(10, makeFinal(2, Value())));
    }
    root(0) = root(1) = Value();
    collectAll(old ? 2 : 0);
    CHECK(gFinalisedCount == (old ? 3 : 2));
    CHECK(gFinalised[0] == 1);
    collectAll(2);
    CHECK(gFinalisedCount == (old ? 3 : 2)); // once only
  }
  // A weak reference that only a finalisable object holds keeps working.
  gFinalisedCount = 0;
  root(1) = make(7);
  makeWeak(2, 1);
  root(0) = makeFinal(5, root(2));
  root(2) = Value();
  gcFinalizeHook = [](Thread *, Object *o) {
    auto *w = static_cast<Node *>(o)->next.as<Weak>();
    CHECK(w->referent == root(1) && numberAt(1) == 7);
    root(3) = Value::fromObject(o); // resurrect
    ++gFinalisedCount;
  };
  root(0) = Value();
  collectAll(0);
  CHECK(gFinalisedCount == 1 && numberAt(3) == 5);
  collectAll(2);
  CHECK(numberAt(3) == 5 && root(3).as<Node>()->next.as<Weak>()->referent == root(1));
  root(1) = root(3) = Value();
  collectAll(2);
  CHECK(gFinalisedCount == 1);
}

static void testIdentity() {
  root(0) = make(1);
  uint64_t id = gcIdentity(root(0).asObject());
  root(1) = make(2);
  uint64_t other = gcIdentity(root(1).asObject());
  CHECK(id != other && id == gcIdentity(root(0).asObject()));
  root(1) = Value();
  collectAll(0);
  CHECK(reinterpret_cast<uint64_t>(root(0).asObject()) == id);
  collectAll(2);
  CHECK(gcIdentity(root(0).asObject()) == id && numberAt(0) == 1);
  // While pinned the promise stands, full collections notwithstanding.
  root(1) = make(3);
  Object *volatile pinned = root(1).asObject();
  id = gcIdentity(pinned);
  collectAll(2);
  CHECK(root(1).asObject() == pinned && gcIdentity(pinned) == id);
  for (int i = 0; i < 100000; ++i) // must not be put in the reserved place
    root(2) = make(i, root(2));
  CHECK(gcIdentity(pinned) == id && numberAt(1) == 3);
  pinned = nullptr;
  root(2) = Value();
  collectAll(0);
  collectAll(0);
  CHECK(gcIdentity(root(1).asObject()) == id && numberAt(1) == 3);
}

static void testPinning() {
  // More pinned than the nursery holds.
  RootVector v(&gThread);
  for (int i = 0; i < 300000; ++i)
    v.push(make(i));
  for (int i = 0; i < 300000; ++i)
    CHECK(v[i].as<Node>()->number == i);
  Object *first = v[0].asObject();
  collectAll(0);
  CHECK(v[0].asObject() == first);
  collectAll(2);
  for (int i = 0; i < 300000; i += 2)
    v[i / 2] = v[i];
  v.count = 150000;
  for (int i = 0; i < 2000000; ++i) {
    root(0) = make(i);
    if (i % 100 == 0)
      v[rand() % v.count] = root(0);
  }
  gcVerifyHeap();
  v.count = 0;
  collectAll(0);
}

static void testLarge() {
  auto *b = gcAllocate<ValueBuffer>(&gThread, 16 + 8 * 2000, gBuffer);
  b->length = 2000;
  root(0) = Value::fromObject(b);
  // A big array filled with young objects over several collections.
  size_t n = 300000;
  b = gcAllocate<ValueBuffer>(&gThread, 16 + 8 * n, gBuffer);
  b->length = n;
  root(0) = Value::fromObject(b);
  size_t in_place = 0;
  for (size_t i = 0; i < 1000000; ++i) {
    if (i == n) {
      size_t more = n + n / 8;
      CHECK(gcTryGrowLarge(b, 16 + 8 * more) || i > 500000);
      if (!gcTryGrowLarge(b, 16 + 8 * more))
        break;
      for (size_t k = n; k < more; ++k)
        CHECK(b->items[k].bits == 0);
      b->length = n = more;
      ++in_place;
    }
    Value v = make(i);
    b = root(0).as<ValueBuffer>();
    setSlot(b, &b->items[i], v);
  }
  CHECK(in_place > 3);
  for (size_t i = 0; i < 300000; ++i)
    CHECK(b->items[i].as<Node>()->number == int64_t(i));
  // Young large objects that die.
  for (int i = 0; i < 3000; ++i) {
    auto *r = gcAllocate<RawBuffer>(&gThread, 16 + 100000, gRaw);
    r->size = 100000;
    for (int k = 0; k < 100000; k += 1000)
      CHECK(r->data[k] == 0);
    r->data[i] = r->data[99999] = 1;
  }
  // Objects just below and above the border, some kept.
  for (int i = 0; i < 4000; ++i) {
    size_t bytes = 7000 + rand() % 40000;
    auto *r = gcAllocate<RawBuffer>(&gThread, 16 + bytes, gRaw);
    r->size = bytes;
    for (size_t k = 0; k < bytes; ++k)
      CHECK(r->data[k] == 0);
    memset(r->data, 0xAA, bytes);
    if (i % 7 == 0)
      setSlot(b, &b->items[rand() % 1000], Value::fromObject(r));
  }
  CHECK(gcStats().peakBytes < (150u << 20));
  root(0) = Value();
  collectAll(2);
}

static void testStackClearing() {
  for (int i = 8; i < 20000; ++i) // as a deep recursion would leave it
    gThread.stackBase[i] = make(i);
  collectAll(0);
  for (int i = 8; i < 20000; ++i)
    CHECK(gThread.stackBase[i].bits == 0);
}

static void testRemembered() {
  root(0) = make(0);
  collectAll(0); // old now
  auto *o = root(0).as<Node>();
  Value young = make(1);
  for (int i = 0; i < 3000000; ++i) // does not pile up
    setSlot(o, i & 1 ? &o->next : &o->other, young);
  collectAll(0);
  CHECK(o->next == young); // pinned by this frame
  young = Value();
  collectAll(0);
  collectAll(0);
  CHECK(o->next == o->other && o->next.as<Node>()->number == 1);
  root(0) = Value();
}

static int gMemoryErrors;
static void testMemoryError() {
  gcOutOfMemoryHook = [](Thread *) { ++gMemoryErrors; };
  CHECK(!gcAllocate(&gThread, size_t(1) << 43, gRaw) && gMemoryErrors == 1);
  CHECK(!gcAllocate(&gThread, size_t(1) << 62, gRaw) && gMemoryErrors == 2);
  CHECK(!gcAllocateOld(&gThread, size_t(1) << 43, gRaw) && gMemoryErrors == 3);
  // A list that grows until there is no more.
  size_t made = 0;
  for (;;) {
    auto *n = gcAllocate<Node>(&gThread, sizeof(Node), gNode);
    if (!n)
      break;
    n->next = root(0);
    root(0) = Value::fromObject(n);
    ++made;
  }
  CHECK(gMemoryErrors == 4 && made > 100000);
  for (int i = 0; i < 1000; ++i) // the handler can go on
    CHECK(gcAllocate<Node>(&gThread, sizeof(Node), gNode));
  root(0) = Value();
  collectAll(2);
  for (size_t i = 0; i < made; ++i)
    CHECK(gcAllocate<Node>(&gThread, sizeof(Node), gNode));
  while (auto *r = gcAllocate<RawBuffer>(&gThread, 100000, gRaw)) {
    r->size = 100000 - 16;
    auto *n = gcAllocate<Node>(&gThread, sizeof(Node), gNode);
    CHECK(n);
    n->next = root(0);
    n->other = Value::fromObject(r);
    root(0) = Value::fromObject(n);
  }
  CHECK(gMemoryErrors == 5);
  root(0) = Value();
  collectAll(2);
}

// Two threads that hand a lock to each other, as with the GIL.
static pthread_mutex_t gLock = PTHREAD_MUTEX_INITIALIZER;
static void work(Thread *t, int seed) {
  Value local = Value();
  for (int i = 0; i < 300; ++i) {
    for (int k = 0; k < 3000; ++k) {
      auto *n = gcAllocate<Node>(t, sizeof(Node), gNode);
      n->number = seed + i;
      if (k == i)
        local = Value::fromObject(n);
    }
    gcPark(t);
    pthread_mutex_unlock(&gLock);
    sched_yield();
    pthread_mutex_lock(&gLock);
    gcUnpark(t);
    CHECK(local.as<Node>()->number == seed + i);
  }
}
static void testThreads() {
  pthread_mutex_lock(&gLock);
  pthread_t other;
  pthread_create(&other, nullptr, [](void *) -> void * {
    static Thread thread;
    pthread_mutex_lock(&gLock);
    gcAttachThread(&thread);
    work(&thread, 1000000);
    gcDetachThread(&thread);
    pthread_mutex_unlock(&gLock);
    return nullptr;
  }, nullptr);
  work(&gThread, 0);
  gcPark(&gThread);
  pthread_mutex_unlock(&gLock);
  pthread_join(other, nullptr);
  gcUnpark(&gThread);
}

static Shape *shape(TraceKind kind, Kind k, uint8_t skip, uint16_t n, uint32_t size) {
  auto *s = new (lowArenaAllocate(sizeof(Shape))) Shape();
  s->traceKind = kind;
  s->kind = k;
  s->skipWords = skip;
  s->slotCount = n;
  s->size = size;
  return s;
}

int main() {
  gcStackTopHook = [](Thread *t) { return t->stackBase + 8; };
  CHECK(gcInitialise(&gThread, 160u << 20));
  gNode = shape(TraceKind::FixedSlots, Kind::RegularObject, 1, 2, sizeof(Node));
  gWeak = shape(TraceKind::FixedSlots, Kind::WeakRef, 1, 1, sizeof(Weak));
  gBuffer = shape(TraceKind::ValueArray, Kind::Internal, 0, 0, 0);
  gRaw = shape(TraceKind::NoPointers, Kind::Internal, 0, 0, 0);
  struct { const char *name; void (*f)(); } tests[] = {
      {"weak", testWeak}, {"finalisers", testFinalisers},
      {"identity", testIdentity}, {"stack", testStackClearing},
      {"remembered", testRemembered}, {"large", testLarge},
      {"pinning", testPinning}, {"threads", testThreads},
      {"memory error", testMemoryError}, {"weak again", testWeak}};
  for (auto &t : tests) {
    gCleared = 0;
    printf("%s\n", t.name);
    fflush(stdout);
    t.f();
    gcVerifyHeap();
  }
}
