//===- Caches.cpp - Roots held in inline caches ---------------------------===//
//
// Thousands of words, nearly always of old objects: quiet roots, which minor
// collections look at only after a store.
//
//===----------------------------------------------------------------------===//
#include "runtime/interpreter/Caches.h"
#include "runtime/gc/GC.h"

namespace pyc {

void registerCacheWord(Value *word) { gcRegisterQuietRoot(word); }

void setCacheValue(AttrCache *c, Value v) {
  gcStoreRoot(&c->value, v);
  if (!(c->rooted & 1)) {
    c->rooted |= 1;
    registerCacheWord(&c->value);
  }
}

} // namespace pyc
