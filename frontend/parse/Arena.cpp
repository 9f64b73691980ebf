//===- Arena.cpp - Bump allocation and interned identifiers ---------------===//

#include "frontend/parse/Arena.h"
#include "frontend/parse/Token.h"

namespace pyc::ast {

void *Arena::grow(size_t bytes, size_t align) {
  // Chunks double up to 1 MB: a one-line script pays for 32 KB, a large module
  // for a handful of chunks.
  size_t size = reserved < 32768 ? 32768 : reserved;
  if (size > (1u << 20))
    size = 1u << 20;
  if (size < bytes + align + sizeof(Chunk))
    size = bytes + align + sizeof(Chunk);
  auto *chunk = static_cast<Chunk *>(std::malloc(size));
  if (!chunk)
    std::abort();
  chunk->next = chunks;
  chunks = chunk;
  reserved += size;
  cursor = reinterpret_cast<uintptr_t>(chunk + 1);
  limit = reinterpret_cast<uintptr_t>(chunk) + size;
  return allocate(bytes, align);
}

ASTContext::ASTContext() {
  knownNames = allocateArray<const Ident *>(KnownNameCount);
  uint32_t n = 0;
#define KW(N, S) knownNames[n++] = intern(S);
#include "frontend/parse/Tokens.def"
#define SOFT(N, S) knownNames[n++] = intern(S);
#include "frontend/parse/Tokens.def"
}
ASTContext::~ASTContext() { std::free(table); }

std::string_view ASTContext::copyString(std::string_view s) {
  if (s.empty())
    return {};
  char *to = static_cast<char *>(arena.allocate(s.size(), 1));
  std::memcpy(to, s.data(), s.size());
  return {to, s.size()};
}

static uint32_t hashBytes(std::string_view s) {
  // FNV-1a: identifiers are short, and the table is probed linearly after a
  // final mix.
  uint32_t h = 2166136261u;
  for (unsigned char c : s)
    h = (h ^ c) * 16777619u;
  return h ^ (h >> 15);
}

void ASTContext::rehash() {
  uint32_t newCapacity = capacity ? capacity * 2 : 256;
  auto **fresh = static_cast<const Ident **>(
      std::calloc(newCapacity, sizeof(const Ident *)));
  if (!fresh)
    std::abort();
  for (uint32_t i = 0; i < capacity; ++i) {
    if (!table[i])
      continue;
    uint32_t slot = table[i]->hash & (newCapacity - 1);
    while (fresh[slot])
      slot = (slot + 1) & (newCapacity - 1);
    fresh[slot] = table[i];
  }
  std::free(table);
  table = fresh;
  capacity = newCapacity;
}

const Ident *ASTContext::intern(std::string_view text) {
  if (used * 2 >= capacity)
    rehash();
  uint32_t hash = hashBytes(text);
  uint32_t slot = hash & (capacity - 1);
  while (const Ident *entry = table[slot]) {
    if (entry->hash == hash && entry->text == text)
      return entry;
    slot = (slot + 1) & (capacity - 1);
  }
  auto *ident = make<Ident>();
  ident->text = copyString(text);
  ident->hash = hash;
  ident->index = used++;
  table[slot] = ident;
  return ident;
}

const Ident *ASTContext::mangle(const Ident *privateName, const Ident *name) {
  if (!privateName)
    return name;
  std::string_view text = name->text;
  if (text.size() < 2 || text[0] != '_' || text[1] != '_')
    return name;
  // Dunder names and dotted import names keep their spelling.
  if (text.ends_with("__") || text.find('.') != text.npos)
    return name;
  std::string_view cls = privateName->text;
  while (!cls.empty() && cls[0] == '_')
    cls.remove_prefix(1);
  if (cls.empty())
    return name;
  size_t size = 1 + cls.size() + text.size();
  char *buffer = static_cast<char *>(arena.allocate(size, 1));
  buffer[0] = '_';
  std::memcpy(buffer + 1, cls.data(), cls.size());
  std::memcpy(buffer + 1 + cls.size(), text.data(), text.size());
  return intern({buffer, size});
}

} // namespace pyc::ast
