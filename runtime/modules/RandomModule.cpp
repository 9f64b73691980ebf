//===- RandomModule.cpp - _random: the Mersenne twister -------------------===//
//
// MT19937 (Matsumoto and Nishimura 1998), seeded from the 32-bit words of the
// seed's absolute value, so that sequences equal CPython's.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/TextModules.h"
#include "runtime/object/Containers.h"
#include <sys/random.h>
#include <vector>

namespace pyc::mt {

constexpr int kN = 624, kM = 397;
struct RandomObject : Object { // FixedSlots skip 1
  uint64_t position;
  Value buffer; ///< RawBuffer: the state, which is too long to be skipped inline
  uint32_t *state() const { return reinterpret_cast<uint32_t *>(buffer.as<RawBuffer>()->data); }
};
static RandomObject *self(Value *args) { return args[0].as<RandomObject>(); }

static void seedWord(RandomObject *r, uint32_t s) {
  r->state()[0] = s;
  for (int i = 1; i < kN; ++i)
    r->state()[i] = 1812433253u * (r->state()[i - 1] ^ (r->state()[i - 1] >> 30)) + uint32_t(i);
  r->position = kN;
}
static void seedWords(RandomObject *r, const uint32_t *key, size_t n) {
  seedWord(r, 19650218u);
  uint32_t *mt = r->state();
  size_t i = 1, j = 0;
  for (size_t k = n > size_t(kN) ? n : size_t(kN); k; --k) {
    mt[i] = (mt[i] ^ ((mt[i - 1] ^ (mt[i - 1] >> 30)) * 1664525u)) + key[j] + uint32_t(j);
    if (++i >= size_t(kN)) {
      mt[0] = mt[kN - 1];
      i = 1;
    }
    if (++j >= n)
      j = 0;
  }
  for (int k = kN - 1; k; --k) {
    mt[i] = (mt[i] ^ ((mt[i - 1] ^ (mt[i - 1] >> 30)) * 1566083941u)) - uint32_t(i);
    if (++i >= size_t(kN)) {
      mt[0] = mt[kN - 1];
      i = 1;
    }
  }
  mt[0] = 0x80000000u;
}
static uint32_t next(RandomObject *r) {
  uint32_t *mt = r->state();
  if (r->position >= uint64_t(kN)) {
    auto twist = [](uint32_t u, uint32_t v) {
      uint32_t y = (u & 0x80000000u) | (v & 0x7FFFFFFFu);
      return (y >> 1) ^ (y & 1 ? 0x9908B0DFu : 0);
    };
    int k = 0;
    for (; k < kN - kM; ++k)
      mt[k] = mt[k + kM] ^ twist(mt[k], mt[k + 1]);
    for (; k < kN - 1; ++k)
      mt[k] = mt[k + kM - kN] ^ twist(mt[k], mt[k + 1]);
    mt[kN - 1] = mt[kM - 1] ^ twist(mt[kN - 1], mt[0]);
    r->position = 0;
  }
  uint32_t y = mt[r->position++];
  y ^= y >> 11;
  y ^= (y << 7) & 0x9D2C5680u;
  y ^= (y << 15) & 0xEFC60000u;
  return y ^ (y >> 18);
}

static bool seedFrom(Thread *t, RandomObject *r, Value v) {
  if (!givenNotNone(v)) {
    uint32_t key[kN];
    if (getrandom(key, sizeof key, 0) != ssize_t(sizeof key))
      key[0] = uint32_t(reinterpret_cast<uintptr_t>(r));
    seedWords(r, key, kN);
    return true;
  }
  Value i = asExactInt(v);
  if (!i) {
    uint64_t h;
    if (!hashOf(t, v, h))
      return false;
    i = newUInt(t, h);
    if (!i)
      return false;
  }
  IntView x(i);
  std::vector<uint32_t> key;
  for (int64_t k = 0; k < x.size; ++k) {
    key.push_back(uint32_t(x.limbs[k]));
    key.push_back(uint32_t(x.limbs[k] >> 32));
  }
  while (key.size() > 1 && !key.back())
    key.pop_back();
  if (key.empty())
    key.push_back(0);
  seedWords(r, key.data(), key.size());
  return true;
}

static Value newMethod(Thread *t, Value *args, size_t) {
  Value o = newInstance(t, args[0].as<TypeObject>());
  if (!o)
    return o;
  RawBuffer *state = newRawBuffer(t, kN * 4);
  if (!state)
    return Value::empty();
  setSlot(o.asObject(), &o.as<RandomObject>()->buffer, Value::fromObject(state));
  return o; // __init__ seeds
}
static Value initMethod(Thread *t, Value *args, size_t) {
  return seedFrom(t, self(args), args[1]) ? None : Value::empty();
}
static Value seed(Thread *t, Value *args, size_t) { return seedFrom(t, self(args), args[1]) ? None : Value::empty(); }
static Value random(Thread *t, Value *args, size_t) {
  uint32_t a = next(self(args)) >> 5, b = next(self(args)) >> 6;
  return newFloat(t, (a * 67108864.0 + b) * (1.0 / 9007199254740992.0));
}
static Value getrandbits(Thread *t, Value *args, size_t) {
  int64_t k;
  if (!indexAsInt64(t, args[1], k, exc::OverflowError))
    return Value::empty();
  if (k < 0)
    return raise(t, exc::ValueError, "number of bits must be non-negative");
  if (k == 0)
    return Value::fromSmallInt(0);
  if (k <= 32)
    return newInt(t, next(self(args)) >> (32 - k));
  int64_t words = (k - 1) / 32 + 1;
  LimbBuffer limbs(size_t(words) / 2 + 1);
  if (limbs.failed())
    return raiseMemoryError(t);
  mpn_zero(limbs, words / 2 + 1);
  for (int64_t i = 0; i < words; ++i, k -= 32) {
    uint32_t r = next(self(args));
    if (k < 32)
      r >>= 32 - k;
    limbs[i / 2] |= uint64_t(r) << (i & 1 ? 32 : 0);
  }
  return newIntFromLimbs(t, limbs, words / 2 + 1, false);
}
static Value getstate(Thread *t, Value *args, size_t) {
  TupleObject *tuple = newTupleBuffer(t, kN + 1);
  if (!tuple)
    return Value::empty();
  for (int i = 0; i < kN; ++i)
    tuple->items[i] = Value::fromSmallInt(self(args)->state()[i]);
  tuple->items[kN] = Value::fromSmallInt(int64_t(self(args)->position));
  return Value::fromObject(tuple);
}
static Value setstate(Thread *t, Value *args, size_t) {
  if (!isInstanceOf(args[1], types::tuple_))
    return raise(t, exc::TypeError, "state vector must be a tuple");
  auto *tuple = payloadOf(args[1]).as<TupleObject>();
  if (tuple->length != kN + 1)
    return raise(t, exc::ValueError, "state vector is the wrong size");
  uint32_t fresh[kN];
  int64_t x;
  for (int i = 0; i <= kN; ++i) {
    if (!indexAsInt64(t, tuple->items[i], x, exc::OverflowError))
      return Value::empty();
    if (i < kN)
      fresh[i] = uint32_t(x);
  }
  if (x < 0 || x > kN)
    return raise(t, exc::ValueError, "invalid state");
  memcpy(self(args)->state(), fresh, sizeof fresh);
  self(args)->position = uint64_t(x);
  return None;
}

static const NativeDef methods[] = {
    {"__new__", newMethod, "($type, *args, **kwargs)", kEffAny, nullptr, kNativeStatic},
    {"__init__", initMethod, "($self, seed=None, /)", kEffAny},
    {"random", random, "($self, /)", kEffReads | kEffWritesSelf, "random() -> x in the interval [0, 1)."},
    {"seed", seed, "($self, n=None, /)", kEffAny, "seed([n]) -> None."},
    {"getrandbits", getrandbits, "($self, k, /)", kEffAny, "getrandbits(k) -> x.  Generates an int with k random bits."},
    {"getstate", getstate, "($self, /)", kEffReads | kEffAllocates, "getstate() -> tuple containing the current state."},
    {"setstate", setstate, "($self, state, /)", kEffAny, "setstate(state) -> None.  Restores generator state."},
    {nullptr, nullptr, nullptr}};

static bool initialise(Thread *t, ModuleObject *m) {
  static TypeObject *type = nullptr;
  if (!type) {
    static const TypeSpec spec = {"_random.Random", Kind::RegularObject, sizeof(RandomObject), TraceKind::FixedSlots,
                                  1, 1, methods, nullptr, nullptr, kTypeBaseable, "Random() -> create a random number generator with its own internal state."};
    type = makeBuiltinType(t, spec);
  }
  return moduleSet(t, m, "Random", Value::fromObject(type));
}

} // namespace pyc::mt

void pyc::registerRandom(Thread *) {
  static const ModuleSpec spec = {"_random", "Module implements the Mersenne Twister random number generator.", nullptr,
                                  mt::initialise};
  registerNativeModule(&spec);
}
