//===- ObjectSize.cpp - How many bytes an object takes --------------------===//
#include "runtime/object/Layouts.h"
#include "runtime/gc/Heap.h"

namespace pyc {

size_t gcVariableSize(const Object *o, const Shape *s) {
  auto word1 = static_cast<size_t>(*reinterpret_cast<const int64_t *>(o + 1));
  if (s->traceKind == TraceKind::Custom)
    return word1;
  size_t size = word1;
  switch (s->kind) {
  case Kind::Str: // flat: strategy is the character width
    size = sizeof(StrObject) + word1 * s->strategy;
    break;
  case Kind::Bytes:
    size = sizeof(BytesObject) + word1;
    break;
  case Kind::BigInt: {
    auto n = static_cast<int64_t>(word1);
    size = sizeof(BigIntObject) + size_t(n < 0 ? -n : n) * 8;
    break;
  }
  case Kind::Internal:
    size = sizeof(RawBuffer) + word1;
    break;
  default:
    break;
  }
  return (size + 7) & ~size_t(7);
}

size_t gcObjectSize(const Object *o) { return gc::sizeOf(o, o->shape()); }

} // namespace pyc
