//===- StrObject.cpp - Making, joining, hashing and comparing str ---------===//
//
// A str is flat in the narrowest of three widths, or a rope: the concatenation
// of two strs that is written out when its characters are first needed. Ropes
// are made only from 64 characters on, and a short piece appended to a rope is
// merged with the rope's short right end, so that building a long string
// character by character leaves about one node for 64 characters.
//
// Flattening uses an explicit stack (a rope may be a million deep) and two
// passes: the width first, then the characters from right to left.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/NumStr.h"
#include "runtime/object/Unicode.h"
#include <vector>

namespace pyc {

//===-- creation ---------------------------------------------------------------===//
static Shape *shapeOfWidth(int width) {
  return width == 1 ? shapes::str1 : width == 2 ? shapes::str2 : shapes::str4;
}

StrObject *newStrBuffer(Thread *t, int64_t n, int width) {
  if (n > (int64_t(1) << 45)) {
    raiseMemoryError(t);
    return nullptr;
  }
  auto *s = gcAllocate<StrObject>(t, sizeof(StrObject) + size_t(n) * size_t(width),
                                  shapeOfWidth(width));
  if (s)
    s->length = n;
  return s;
}

static bool allAscii(const char *p, size_t n) {
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    uint64_t w;
    memcpy(&w, p + i, 8);
    if (w & 0x8080808080808080ull)
      return false;
  }
  for (; i < n; ++i)
    if (p[i] & 0x80)
      return false;
  return true;
}

Value newStrAscii(Thread *t, std::string_view a) {
  if (a.size() <= 1)
    return a.empty() ? EmptyStr : newChar(t, uint8_t(a[0]));
  StrObject *s = newStrBuffer(t, int64_t(a.size()), 1);
  if (!s)
    return Value::empty();
  s->flags |= kStrAscii;
  memcpy(s->chars<char>(), a.data(), a.size());
  return Value::fromObject(s);
}

/// Next code point of WTF-8; a byte that starts no sequence counts for itself.
static uint32_t nextUtf8(const uint8_t *&p, const uint8_t *end) {
  uint32_t c = *p++;
  if (c < 0xC2)
    return c;
  int more = c < 0xE0 ? 1 : c < 0xF0 ? 2 : c < 0xF5 ? 3 : 0;
  if (end - p < more)
    return c;
  for (int i = 0; i < more; ++i)
    if ((p[i] & 0xC0) != 0x80)
      return c;
  if (more)
    c &= 0x3Fu >> more;
  for (int i = 0; i < more; ++i)
    c = c << 6 | (*p++ & 0x3F);
  return c;
}

Value newStr(Thread *t, std::string_view utf8) {
  if (allAscii(utf8.data(), utf8.size()))
    return newStrAscii(t, utf8);
  auto *p = reinterpret_cast<const uint8_t *>(utf8.data()), *end = p + utf8.size();
  uint32_t most = 0;
  int64_t n = 0;
  for (const uint8_t *q = p; q < end; ++n)
    most |= nextUtf8(q, end);
  int width = most < 256 ? 1 : most < 65536 ? 2 : 4;
  if (n == 1)
    return newChar(t, nextUtf8(p, end));
  StrObject *s = newStrBuffer(t, n, width);
  if (!s)
    return Value::empty();
  withChars(s, [&](auto *to) {
    for (int64_t i = 0; i < n; ++i)
      to[i] = static_cast<std::remove_pointer_t<decltype(to)>>(nextUtf8(p, end));
  });
  return Value::fromObject(s);
}

Value newStrLatin1(Thread *t, const uint8_t *p, int64_t n) {
  if (n <= 1)
    return n ? newChar(t, *p) : EmptyStr;
  StrObject *s = newStrBuffer(t, n, 1);
  if (!s)
    return Value::empty();
  memcpy(s->chars<char>(), p, size_t(n));
  if (allAscii(s->chars<char>(), size_t(n)))
    s->flags |= kStrAscii;
  return Value::fromObject(s);
}

/// A str of the narrowest width from characters of any width.
template <typename C> static Value newStrNarrowed(Thread *t, const C *p, int64_t n) {
  if (n <= 1)
    return n ? newChar(t, uint32_t(p[0])) : EmptyStr;
  uint32_t most = 0;
  for (int64_t i = 0; i < n; ++i)
    most |= p[i];
  int width = most < 256 ? 1 : most < 65536 ? 2 : 4;
  StrObject *s = newStrBuffer(t, n, width);
  if (!s)
    return Value::empty();
  if (most < 128)
    s->flags |= kStrAscii;
  withChars(s, [&](auto *to) {
    using D = std::remove_pointer_t<decltype(to)>;
    if constexpr (sizeof(D) == sizeof(C))
      memcpy(to, p, size_t(n) * sizeof(C));
    else
      for (int64_t i = 0; i < n; ++i)
        to[i] = static_cast<D>(p[i]);
  });
  return Value::fromObject(s);
}
Value newStrUcs4(Thread *t, const uint32_t *p, int64_t n) {
  return newStrNarrowed(t, p, n);
}

//===-- interning ---------------------------------------------------------------===//
// Interned strs live in the low arena (long ones in old space): they never
// move and never die. The table is open addressing over their addresses.
namespace {
struct InternTable {
  StrObject **slots = nullptr;
  size_t capacity = 0, count = 0;
};
} // namespace
static InternTable gInterned;
static std::vector<Value> *gLongInterned;
StrObject *gChars[256];
constexpr size_t kLongIntern = 4096;

static void visitLongInterned(void *context, SlotVisitor visit) {
  for (Value &v : *gLongInterned)
    visit(context, &v);
}

static bool sameFlat(const StrObject *a, const StrObject *b) {
  if (a->length != b->length || a->shapeId != b->shapeId)
    return false;
  return !memcmp(a + 1, b + 1, size_t(a->length) * size_t(strWidth(a)));
}

static StrObject **internSlot(const void *chars, int64_t n, Shape *shape,
                              uint64_t hash) {
  size_t mask = gInterned.capacity - 1;
  size_t bytes = size_t(n) * shape->strategy;
  for (size_t i = hash & mask;; i = (i + 1) & mask) {
    StrObject *s = gInterned.slots[i];
    if (!s || (s->hash == hash && s->length == n &&
               s->shapeId == shapeIdOf(shape) && !memcmp(s + 1, chars, bytes)))
      return &gInterned.slots[i];
  }
}

static void growInterned() {
  if (gInterned.count * 2 < gInterned.capacity)
    return;
  size_t old = gInterned.capacity, capacity = old ? old * 2 : 4096;
  StrObject **before = gInterned.slots;
  auto **slots = static_cast<StrObject **>(calloc(capacity, sizeof(StrObject *)));
  if (!slots)
    internalError(__FILE__, __LINE__, "no memory for the table of interned strings");
  for (size_t i = 0; i < old; ++i)
    if (StrObject *s = before[i]) {
      size_t k = s->hash & (capacity - 1);
      while (slots[k])
        k = (k + 1) & (capacity - 1);
      slots[k] = s;
    }
  gInterned.slots = slots;
  gInterned.capacity = capacity;
  free(before);
}

static uint64_t flatHash(const void *chars, size_t bytes) {
  uint64_t h = hashBytes(chars, bytes);
  if (h == 0)
    h = 1;
  return h == ~uint64_t(0) ? h - 1 : h;
}

static Value internFlat(Thread *t, const void *chars, int64_t n, Shape *shape) {
  size_t bytes = size_t(n) * shape->strategy;
  if (!n)
    return EmptyStr;
  uint64_t hash = flatHash(chars, bytes);
  growInterned();
  StrObject **slot = internSlot(chars, n, shape, hash);
  if (*slot)
    return Value::fromObject(*slot);
  StrObject *s;
  size_t total = sizeof(StrObject) + bytes;
  if (total < kLongIntern) {
    s = static_cast<StrObject *>(lowArenaAllocate((total + 7) & ~size_t(7)));
    s->shapeId = shapeIdOf(shape);
    s->gcBits = kGcOld | kGcImmortal;
  } else {
    s = static_cast<StrObject *>(gcAllocateOld(t, total, shape));
    if (!s)
      return Value::empty();
    if (!gLongInterned) {
      gLongInterned = new std::vector<Value>;
      gcRegisterRootVisitor(visitLongInterned);
    }
    gLongInterned->push_back(Value::fromObject(s));
  }
  s->length = n;
  s->hash = hash;
  s->flags |= kStrInterned;
  memcpy(s + 1, chars, bytes);
  if (shape == shapes::str1 && allAscii(s->chars<char>(), size_t(n)))
    s->flags |= kStrAscii;
  *internSlot(chars, n, shape, hash) = s;
  ++gInterned.count;
  if (n == 1 && shape == shapes::str1)
    gChars[*s->chars<uint8_t>()] = s;
  return Value::fromObject(s);
}

Value internStr(Thread *t, std::string_view utf8) {
  if (allAscii(utf8.data(), utf8.size()))
    return internFlat(t, utf8.data(), int64_t(utf8.size()), shapes::str1);
  Value s = newStr(t, utf8);
  return s ? internValue(t, s) : s;
}

Value internValue(Thread *t, Value v) {
  StrObject *s = flattenStr(t, v);
  if (!s)
    return Value::empty();
  if (s->flags & kStrInterned)
    return Value::fromObject(s);
  return internFlat(t, s + 1, s->length, s->shape());
}

Value newChar(Thread *t, uint32_t c) {
  if (c < 256) {
    if (PYC_LIKELY(gChars[c]))
      return Value::fromObject(gChars[c]);
    uint8_t byte = uint8_t(c);
    return internFlat(t, &byte, 1, shapes::str1);
  }
  StrObject *s = newStrBuffer(t, 1, c < 65536 ? 2 : 4);
  if (!s)
    return Value::empty();
  if (c < 65536)
    *s->chars<uint16_t>() = uint16_t(c);
  else
    *s->chars<uint32_t>() = c;
  return Value::fromObject(s);
}

//===-- ropes -------------------------------------------------------------------===//
static bool isRope(Value v) { return v.asObject()->shapeId == shapeIdOf(shapes::rope); }
/// The flat str of v when it has one already.
static StrObject *knownFlat(Value v) {
  if (!isRope(v))
    return v.as<StrObject>();
  auto *r = v.as<RopeObject>();
  return r->right == Value::fromSmallInt(0) ? r->left.as<StrObject>() : nullptr;
}

template <typename D> static void copyChars(D *to, const StrObject *s, int64_t start, int64_t n) {
  withChars(const_cast<StrObject *>(s), [&](auto *from) {
    using S = std::remove_pointer_t<decltype(from)>;
    if constexpr (sizeof(S) == sizeof(D))
      memcpy(to, from + start, size_t(n) * sizeof(D));
    else
      for (int64_t i = 0; i < n; ++i)
        to[i] = static_cast<D>(from[start + i]);
  });
}

static StrObject *flattenRope(Thread *t, Value v) {
  std::vector<Value> stack{v};
  int width = 1;
  bool ascii = true;
  while (!stack.empty()) {
    Value x = stack.back();
    stack.pop_back();
    if (StrObject *s = knownFlat(x)) {
      width = std::max(width, strWidth(s));
      ascii &= bool(s->flags & kStrAscii);
    } else {
      stack.push_back(x.as<RopeObject>()->left);
      stack.push_back(x.as<RopeObject>()->right);
    }
  }
  auto *rope = v.as<RopeObject>();
  StrObject *flat = newStrBuffer(t, rope->length, width);
  if (!flat)
    return nullptr;
  if (ascii)
    flat->flags |= kStrAscii;
  int64_t end = rope->length;
  stack.push_back(v);
  while (!stack.empty()) {
    Value x = stack.back();
    stack.pop_back();
    if (StrObject *s = knownFlat(x)) {
      end -= s->length;
      withChars(flat, [&](auto *to) { copyChars(to + end, s, 0, s->length); });
    } else {
      stack.push_back(x.as<RopeObject>()->left);
      stack.push_back(x.as<RopeObject>()->right);
    }
  }
  setSlot(rope, &rope->left, Value::fromObject(flat));
  rope->right = Value::fromSmallInt(0);
  return flat;
}

StrObject *flattenStr(Thread *t, Value v) {
  StrObject *s = knownFlat(v);
  return PYC_LIKELY(s != nullptr) ? s : flattenRope(t, v);
}

static Value concatFlat(Thread *t, const StrObject *a, const StrObject *b) {
  int width = std::max(strWidth(a), strWidth(b));
  StrObject *s = newStrBuffer(t, a->length + b->length, width);
  if (!s)
    return Value::empty();
  s->flags |= a->flags & b->flags & kStrAscii;
  withChars(s, [&](auto *to) {
    copyChars(to, a, 0, a->length);
    copyChars(to + a->length, b, 0, b->length);
  });
  return Value::fromObject(s);
}

constexpr int64_t kRopeLength = 64;

static Value newRope(Thread *t, Value a, Value b, int64_t length) {
  auto *r = gcAllocate<RopeObject>(t, sizeof(RopeObject), shapes::rope);
  if (!r)
    return Value::empty();
  r->length = length;
  r->left = a;
  r->right = b;
  return Value::fromObject(r);
}

Value strConcat(Thread *t, Value a, Value b) {
  // length is at the same place in flat strs and ropes
  int64_t n = a.as<StrObject>()->length, m = b.as<StrObject>()->length;
  if (!n)
    return b;
  if (!m)
    return a;
  // A rope costs nothing, but one that can never be flattened is a MemoryError
  // now, as in CPython; and lengths must not overflow.
  if (PYC_UNLIKELY(n + m >= (1 << 24)) && !gcMayFit(static_cast<size_t>(n + m)))
    return raiseMemoryError(t);
  if (n + m < kRopeLength)
    return concatFlat(t, knownFlat(a), knownFlat(b));
  if (m < kRopeLength && !knownFlat(a)) {
    StrObject *small = knownFlat(b);
    Value end = a.as<RopeObject>()->right;
    StrObject *tail = knownFlat(end);
    if (tail && tail->length + m < kRopeLength) {
      Value joined = concatFlat(t, tail, small);
      return joined ? newRope(t, a.as<RopeObject>()->left, joined, n + m) : joined;
    }
  }
  return newRope(t, a, b, n + m);
}

Value strConcatMany(Thread *t, Value *parts, size_t n) {
  int width = 1;
  int64_t total = 0;
  bool ascii = true;
  size_t filled = 0, last = 0;
  for (size_t i = 0; i < n; ++i) {
    StrObject *s = flattenStr(t, parts[i]);
    if (!s)
      return Value::empty();
    if (s->length) {
      ++filled;
      last = i;
    }
    width = std::max(width, strWidth(s));
    ascii &= bool(s->flags & kStrAscii);
    total += s->length;
  }
  if (filled <= 1)
    return filled ? parts[last] : EmptyStr;
  StrObject *s = newStrBuffer(t, total, width);
  if (!s)
    return Value::empty();
  if (ascii)
    s->flags |= kStrAscii;
  withChars(s, [&](auto *to) {
    for (size_t i = 0; i < n; ++i) {
      StrObject *p = knownFlat(parts[i]);
      copyChars(to, p, 0, p->length);
      to += p->length;
    }
  });
  return Value::fromObject(s);
}

//===-- questions ------------------------------------------------------------------===//
bool isStr(Value v) {
  if (!v.isObject())
    return false;
  Object *o = v.asObject();
  return o->kind() == Kind::Str ||
         ((o->shape()->flags & kShapeWraps) && isSubtype(o->type(), types::str_));
}

StrObject *flatOf(Thread *t, Value v) {
  if (v.asObject()->shape()->flags & kShapeWraps)
    v = payloadOf(v);
  return flattenStr(t, v);
}

StrObject *requireStr(Thread *t, Value v, const char *message) {
  if (!isStr(v)) {
    // Argument checks name None itself, others its type.
    std::string text = message;
    size_t at = text.find("%T");
    if (v == None && at != text.npos && text.find("() argument") != text.npos) {
      text.replace(at, 2, "None");
      raise(t, exc::TypeError, "%s", text.c_str());
    } else {
      raise(t, exc::TypeError, message, v);
    }
    return nullptr;
  }
  return flatOf(t, v);
}

bool isAsciiStr(StrObject *s) {
  if (s->flags & kStrAscii)
    return true;
  if (strWidth(s) != 1 || !allAscii(s->chars<char>(), size_t(s->length)))
    return false;
  s->flags |= kStrAscii;
  return true;
}

uint32_t strCharAt(const StrObject *s, int64_t i) {
  return CharReader(const_cast<StrObject *>(s))[i];
}

Value strSubstring(Thread *t, StrObject *s, int64_t start, int64_t end) {
  if (start >= end)
    return EmptyStr;
  if (start == 0 && end == s->length)
    return Value::fromObject(s);
  if (end - start == 1 && s->shapeId == shapeIdOf(shapes::str1))
    return newChar(t, s->chars<uint8_t>()[start]);
  if (s->flags & kStrAscii)
    return newStrAscii(t, {s->chars<char>() + start, size_t(end - start)});
  return withChars(s, [&](auto *p) { return newStrNarrowed(t, p + start, end - start); });
}

static void appendUtf8(std::string &out, uint32_t c) {
  if (c < 0x80) {
    out += char(c);
  } else if (c < 0x800) {
    out += char(0xC0 | c >> 6);
    out += char(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += char(0xE0 | c >> 12);
    out += char(0x80 | (c >> 6 & 0x3F));
    out += char(0x80 | (c & 0x3F));
  } else {
    out += char(0xF0 | c >> 18);
    out += char(0x80 | (c >> 12 & 0x3F));
    out += char(0x80 | (c >> 6 & 0x3F));
    out += char(0x80 | (c & 0x3F));
  }
}

std::string strToUtf8(Value v) {
  StrObject *s = flatOf(currentThread(), v);
  std::string out;
  if (!s)
    return out;
  if (isAsciiStr(s)) {
    out.assign(s->chars<char>(), size_t(s->length));
    return out;
  }
  CharReader chars(s);
  for (int64_t i = 0; i < chars.size(); ++i)
    appendUtf8(out, chars[i]);
  return out;
}

std::string numericText(StrObject *s) {
  if (isAsciiStr(s))
    return std::string(s->chars<char>(), size_t(s->length));
  std::string out;
  CharReader chars(s);
  for (int64_t i = 0; i < chars.size(); ++i) {
    uint32_t c = chars[i];
    int d;
    if (c < 128)
      out += char(c);
    else if (unicode::isSpace(c))
      out += ' ';
    else if ((d = unicode::decimalValue(c)) >= 0)
      out += char('0' + d);
    else
      out += '?';
  }
  return out;
}

//===-- hash and order ---------------------------------------------------------------===//
/// Multiply-and-fold over 16 bytes a step, after Wang Yi's wyhash. Seeds are
/// fixed: runs are repeatable.
uint64_t hashBytes(const void *data, size_t n) {
  constexpr uint64_t k0 = 0xA0761D6478BD642Full, k1 = 0xE7037ED1A0B428DBull,
                     k2 = 0x8EBC6AF09C88C6E3ull;
  auto fold = [](uint64_t a, uint64_t b) {
    unsigned __int128 p = static_cast<unsigned __int128>(a) * b;
    return uint64_t(p) ^ uint64_t(p >> 64);
  };
  auto read8 = [](const uint8_t *p) {
    uint64_t w;
    memcpy(&w, p, 8);
    return w;
  };
  auto read4 = [](const uint8_t *p) {
    uint32_t w;
    memcpy(&w, p, 4);
    return uint64_t(w);
  };
  auto *p = static_cast<const uint8_t *>(data);
  uint64_t seed = k0, a, b;
  size_t rest = n;
  while (rest > 16) {
    seed = fold(read8(p) ^ k1, read8(p + 8) ^ seed);
    p += 16;
    rest -= 16;
  }
  if (rest >= 8) {
    a = read8(p);
    b = read8(p + rest - 8);
  } else if (rest >= 4) {
    a = read4(p);
    b = read4(p + rest - 4);
  } else if (rest) {
    a = uint64_t(p[0]) << 16 | uint64_t(p[rest >> 1]) << 8 | p[rest - 1];
    b = 0;
  } else {
    a = b = 0;
  }
  return fold(k1 ^ n, fold(a ^ k2, b ^ seed));
}

uint64_t strHash(Thread *t, Value v) {
  auto *head = v.as<StrObject>(); // hash is at the same place in ropes
  if (PYC_LIKELY(head->hash))
    return head->hash;
  StrObject *s = flattenStr(t, v);
  if (!s) {
    clearPending(t);
    return 1;
  }
  if (!s->hash)
    s->hash = flatHash(s + 1, size_t(s->length) * size_t(strWidth(s)));
  return head->hash = s->hash;
}

bool strEqual(Value a, Value b) {
  if (a == b)
    return true;
  auto *x = a.as<StrObject>(), *y = b.as<StrObject>();
  if (x->length != y->length || (x->hash && y->hash && x->hash != y->hash))
    return false;
  Thread *t = currentThread();
  x = flattenStr(t, a);
  y = x ? flattenStr(t, b) : nullptr;
  return y && sameFlat(x, y);
}

int strCompare(Value a, Value b) {
  Thread *t = currentThread();
  StrObject *x = flattenStr(t, a), *y = x ? flattenStr(t, b) : nullptr;
  if (!y || x == y)
    return 0;
  int64_t n = std::min(x->length, y->length);
  if (strWidth(x) == 1 && strWidth(y) == 1) {
    int c = memcmp(x + 1, y + 1, size_t(n));
    if (c)
      return c < 0 ? -1 : 1;
  } else {
    CharReader p(x), q(y);
    for (int64_t i = 0; i < n; ++i)
      if (p[i] != q[i])
        return p[i] < q[i] ? -1 : 1;
  }
  return (x->length > y->length) - (x->length < y->length);
}

} // namespace pyc
