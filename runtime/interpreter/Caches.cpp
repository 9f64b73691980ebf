//===- Caches.cpp - Roots held in inline caches ---------------------------===//
#include "runtime/interpreter/Caches.h"
#include "runtime/gc/GC.h"
#include <cstdlib>

namespace pyc {

namespace {
struct {
  Value **words;
  size_t count, capacity;
} gWords;

void visitCacheWords(void *context, SlotVisitor visit) {
  for (size_t i = 0; i < gWords.count; ++i)
    visit(context, gWords.words[i]);
}
} // namespace

void registerCacheWord(Value *word) {
  if (gWords.count == gWords.capacity) {
    gWords.capacity = gWords.capacity ? gWords.capacity * 2 : 1024;
    gWords.words = static_cast<Value **>(
        realloc(gWords.words, gWords.capacity * sizeof(Value *)));
    if (!gWords.words)
      internalError(__FILE__, __LINE__, "out of memory for inline caches");
  }
  gWords.words[gWords.count++] = word;
}

void setCacheValue(AttrCache *c, Value v) {
  c->value = v;
  if (!c->rooted) {
    c->rooted = 1;
    registerCacheWord(&c->value);
  }
}

void initCaches() { gcRegisterRootVisitor(visitCacheWords); }

} // namespace pyc
