//===- Arena.h - Bump allocation and interned identifiers --------*- C++
//-*-===//
//
// Everything the front half of the compiler makes for one source file (nodes,
// sequences, string contents, scopes) lives in one ASTContext and dies with
// it: allocation is a pointer bump, nothing is ever freed alone, and nothing
// here has a destructor that matters. Identifiers are interned: two names are
// the same name exactly when their `const Ident *` are equal.
//
//===----------------------------------------------------------------------===//
#ifndef PYC_FRONTEND_PARSE_ARENA_H
#define PYC_FRONTEND_PARSE_ARENA_H

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string_view>
#include <type_traits>
#include <utility>

namespace pyc::ast {

class Arena {
public:
  Arena() = default;
  Arena(const Arena &) = delete;
  Arena &operator=(const Arena &) = delete;
  ~Arena() {
    while (chunks) {
      Chunk *next = chunks->next;
      std::free(chunks);
      chunks = next;
    }
  }

  void *allocate(size_t bytes, size_t align = 8) {
    uintptr_t p = (cursor + align - 1) & ~(uintptr_t)(align - 1);
    if (p + bytes > limit) [[unlikely]]
      return grow(bytes, align);
    cursor = p + bytes;
    return reinterpret_cast<void *>(p);
  }
  /// Tries to extend the latest allocation in place; used by growing buffers.
  bool extend(void *end, size_t more) {
    if (reinterpret_cast<uintptr_t>(end) != cursor || cursor + more > limit)
      return false;
    cursor += more;
    return true;
  }
  size_t bytesReserved() const { return reserved; }

private:
  struct Chunk {
    Chunk *next;
  };
  void *grow(size_t bytes, size_t align);
  uintptr_t cursor = 0, limit = 0;
  Chunk *chunks = nullptr;
  size_t reserved = 0;
};

/// A sequence in the arena: a pointer and a count. Elements may be null where
/// Python's ast allows None in a list (Dict.keys, arguments.kw_defaults).
template <class T> struct Seq {
  T *ptr = nullptr;
  uint32_t count = 0;
  T *begin() const { return ptr; }
  T *end() const { return ptr + count; }
  uint32_t size() const { return count; }
  bool empty() const { return count == 0; }
  T &operator[](uint32_t i) const { return ptr[i]; }
  T &front() const { return ptr[0]; }
  T &back() const { return ptr[count - 1]; }
};

/// An interned identifier, NFKC-normalised UTF-8.
struct Ident {
  std::string_view text;
  uint32_t hash;
  uint32_t index; ///< Dense number within the context: side tables by index.
  std::string_view str() const { return text; }
};

class ASTContext {
public:
  ASTContext();
  ~ASTContext();
  ASTContext(const ASTContext &) = delete;
  ASTContext &operator=(const ASTContext &) = delete;

  Arena arena;

  template <class T, class... Args> T *make(Args &&...args) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (arena.allocate(sizeof(T), alignof(T)))
        T(std::forward<Args>(args)...);
  }
  /// Uninitialised storage for n elements.
  template <class T> T *allocateArray(size_t n) {
    return static_cast<T *>(arena.allocate(n * sizeof(T), alignof(T)));
  }
  template <class T> Seq<T> copySeq(const T *from, size_t n) {
    if (n == 0)
      return {};
    T *to = allocateArray<T>(n);
    std::memcpy(static_cast<void *>(to), from, n * sizeof(T));
    return {to, static_cast<uint32_t>(n)};
  }
  std::string_view copyString(std::string_view s);

  /// Interns bytes as they are: the caller has normalised them.
  const Ident *intern(std::string_view utf8);
  /// Applies Python's private name mangling: `__x` inside class `C` is
  /// `_C__x`. privateName is null outside of classes.
  const Ident *mangle(const Ident *privateName, const Ident *name);
  uint32_t identCount() const { return used; }
  /// One of the names of Tokens.def (enum KnownName in Token.h).
  const Ident *known(uint32_t index) const { return knownNames[index]; }

private:
  const Ident **table = nullptr;
  uint32_t capacity = 0, used = 0;
  const Ident **knownNames = nullptr;
  void rehash();
};

} // namespace pyc::ast

#endif
