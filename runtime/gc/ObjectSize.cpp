//===- ObjectSize.cpp - How many bytes an object takes --------------------===//
#include "runtime/object/Layouts.h"
#include "runtime/gc/GC.h"

namespace pyc {

static size_t variableSize(const Object *o, const Shape *s) {
  auto word1 = static_cast<size_t>(*reinterpret_cast<const int64_t *>(o + 1));
  if (s->traceKind == TraceKind::Custom)
    return word1;
  switch (s->kind) {
  case Kind::Str: // flat: strategy is the character width
    return sizeof(StrObject) + word1 * s->strategy;
  case Kind::Bytes:
    return sizeof(BytesObject) + word1;
  case Kind::BigInt: {
    auto n = static_cast<int64_t>(word1);
    return sizeof(BigIntObject) + size_t(n < 0 ? -n : n) * 8;
  }
  case Kind::Internal:
    return sizeof(RawBuffer) + word1;
  default:
    return word1;
  }
}

size_t gcObjectSize(const Object *o) {
  const Shape *s = o->shape();
  if (s->traceKind == TraceKind::ValueArray)
    return 16 + 8 * *reinterpret_cast<const size_t *>(o + 1);
  if (PYC_LIKELY(s->size))
    return s->size;
  return (variableSize(o, s) + 7) & ~size_t(7);
}

} // namespace pyc
