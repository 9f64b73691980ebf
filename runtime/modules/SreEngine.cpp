//===- SreEngine.cpp - Running compiled regular expressions ---------------===//
#include "runtime/modules/Sre.h"
#include "runtime/object/Unicode.h"
#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace pyc::sre {

uint32_t lowerAscii(uint32_t c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; }
static uint32_t upperAscii(uint32_t c) { return c >= 'a' && c <= 'z' ? c - 32 : c; }

static bool isWordAscii(uint32_t c) {
  return c < 128 && (unicode::kAscii.classes[c] & (unicode::kAlnum | unicode::kUnderscore));
}
static bool isWordUnicode(uint32_t c) {
  return c < 128 ? isWordAscii(c) : unicode::isAlnum(c);
}
static bool isSpaceAscii(uint32_t c) { return c == ' ' || (c >= 9 && c <= 13); }

static bool inCategory(uint32_t category, uint32_t c) {
  switch (category) {
  case 0: return c >= '0' && c <= '9';
  case 1: return !(c >= '0' && c <= '9');
  case 2: return isSpaceAscii(c);
  case 3: return !isSpaceAscii(c);
  case 4: return isWordAscii(c);
  case 5: return !isWordAscii(c);
  case 6: case 16: return c == '\n' || (category == 16 && unicode::isLineBreak(c));
  case 7: return c != '\n';
  case 8: return isWordAscii(c);
  case 9: return !isWordAscii(c);
  case 10: return unicode::decimalValue(c) >= 0;
  case 11: return unicode::decimalValue(c) < 0;
  case 12: return unicode::isSpace(c);
  case 13: return !unicode::isSpace(c);
  case 14: return isWordUnicode(c);
  case 15: return !isWordUnicode(c);
  case 17: return !unicode::isLineBreak(c);
  }
  return false;
}

/// Is c in the set that begins at pc and ends with FAILURE?
static bool inSet(const uint32_t *pc, uint32_t c) {
  bool yes = true;
  while (true) {
    switch (*pc++) {
    case kFailure:
      return !yes;
    case kLiteral:
      if (*pc++ == c)
        return yes;
      break;
    case kCategory:
      if (inCategory(*pc++, c))
        return yes;
      break;
    case kCharset:
      if (c < 256 && (pc[c >> 5] >> (c & 31) & 1))
        return yes;
      pc += 8;
      break;
    case kRange:
      if (pc[0] <= c && c <= pc[1])
        return yes;
      pc += 2;
      break;
    case kRangeUniIgnore: {
      if (pc[0] <= c && c <= pc[1])
        return yes;
      uint32_t up = unicode::upper(c);
      if (pc[0] <= up && up <= pc[1])
        return yes;
      pc += 2;
      break;
    }
    case kNegate:
      yes = !yes;
      break;
    case kBigCharset: {
      uint32_t blocks = *pc++;
      if (c < 65536) {
        uint32_t block = reinterpret_cast<const uint8_t *>(pc)[c >> 8];
        const uint32_t *bits = pc + 64 + block * 8;
        if (bits[(c & 255) >> 5] >> (c & 31) & 1)
          return yes;
      }
      pc += 64 + blocks * 8;
      break;
    }
    default:
      return false;
    }
  }
}

/// c against a locale-dependent literal (the C locale: ASCII).
static bool sameLoc(uint32_t pattern, uint32_t c) {
  return c == pattern || lowerAscii(c) == pattern || upperAscii(c) == pattern;
}
static bool inSetLoc(const uint32_t *set, uint32_t c) {
  uint32_t low = lowerAscii(c), up = upperAscii(c);
  return inSet(set, low) || (up != low && inSet(set, up));
}

/// Does the one-character operation at pc take c? Its length is opLength().
static bool takes(const uint32_t *pc, uint32_t c) {
  switch (pc[0]) {
  case kAny: return c != '\n';
  case kAnyAll: return true;
  case kLiteral: return c == pc[1];
  case kNotLiteral: return c != pc[1];
  case kIn: return inSet(pc + 2, c);
  case kCategory: return inCategory(pc[1], c);
  case kLiteralIgnore: return lowerAscii(c) == pc[1];
  case kNotLiteralIgnore: return lowerAscii(c) != pc[1];
  case kInIgnore: return inSet(pc + 2, lowerAscii(c));
  case kLiteralUniIgnore: return unicode::lower(c) == pc[1];
  case kNotLiteralUniIgnore: return unicode::lower(c) != pc[1];
  case kInUniIgnore: return inSet(pc + 2, unicode::lower(c));
  case kLiteralLocIgnore: return sameLoc(pc[1], c);
  case kNotLiteralLocIgnore: return !sameLoc(pc[1], c);
  case kInLocIgnore: return inSetLoc(pc + 2, c);
  }
  return false;
}

Matcher::Matcher(const uint32_t *code, const void *text, int width, int64_t length, int groups)
    : end(length), marks(static_cast<int64_t *>(malloc(size_t(groups ? groups : 1) * 16))), code(code),
      text(text), width(width), groups(groups) {
  outOfMemory = !marks;
}
Matcher::~Matcher() {
  free(marks);
  free(stack);
  free(nodes);
}

void Matcher::push(Frame::Kind kind, const uint32_t *pc, int64_t pos, int64_t x) {
  if (height == room) {
    size_t more = room ? room * 2 : 64;
    auto *p = static_cast<Frame *>(realloc(stack, more * sizeof(Frame)));
    if (!p) {
      outOfMemory = true;
      --height; // overwritten: the match is abandoned anyway
    } else {
      stack = p;
      room = more;
    }
  }
  stack[height++] = {kind, nodeCount, pc, pos, x};
}

int32_t Matcher::newNode(const uint32_t *repeat, int64_t count, int64_t lastPos, int32_t outer) {
  if (nodeCount == nodeRoom) {
    uint32_t more = nodeRoom ? nodeRoom * 2 : 16;
    auto *p = static_cast<RepeatNode *>(realloc(nodes, more * sizeof(RepeatNode)));
    if (!p) {
      outOfMemory = true;
      --nodeCount;
    } else {
      nodes = p;
      nodeRoom = more;
    }
  }
  nodes[nodeCount] = {repeat, count, lastPos, outer};
  return int32_t(nodeCount++);
}

/// Removes choice points from index `from` on; undo records stay.
void Matcher::cut(size_t from) {
  size_t to = from;
  for (size_t i = from; i < height; ++i)
    if (stack[i].kind >= Frame::UndoMark && stack[i].kind < Frame::Nop)
      stack[to++] = stack[i];
  height = to;
}

void Matcher::reset() {
  height = 0;
  nodeCount = 0;
  rep = -1;
  lastIndex = -1;
  for (int i = 0; i < 2 * groups; ++i)
    marks[i] = -1;
}

template <typename C>
int64_t Matcher::countOne(const C *s, const uint32_t *pc, int64_t pos, int64_t most) {
  int64_t limit = most == kMaxRepeat || most > end - pos ? end : pos + most;
  int64_t i = pos;
  switch (pc[0]) {
  case kAnyAll:
    return limit - pos;
  case kAny:
    if constexpr (sizeof(C) == 1) {
      auto *p = limit > i ? static_cast<const C *>(memchr(s + i, '\n', size_t(limit - i))) : nullptr;
      return (p ? p - s : limit) - pos;
    }
    while (i < limit && s[i] != '\n')
      ++i;
    return i - pos;
  case kLiteral:
    while (i < limit && s[i] == pc[1])
      ++i;
    return i - pos;
  case kNotLiteral:
    if constexpr (sizeof(C) == 1) {
      if (pc[1] > 255)
        return limit - pos;
      auto *p = limit > i ? static_cast<const C *>(memchr(s + i, int(pc[1]), size_t(limit - i))) : nullptr;
      return (p ? p - s : limit) - pos;
    }
    while (i < limit && s[i] != pc[1])
      ++i;
    return i - pos;
  case kIn:
    if (pc[2] == kCharset && pc[11] == kFailure) { // the commonest set
      const uint32_t *bits = pc + 3;
      while (i < limit && s[i] < 256 && (bits[s[i] >> 5] >> (s[i] & 31) & 1))
        ++i;
      return i - pos;
    }
    if (pc[2] == kCategory && pc[3] == 14 && pc[4] == kFailure) { // \w
      while (i < limit && isWordUnicode(s[i]))
        ++i;
      return i - pos;
    }
    while (i < limit && inSet(pc + 2, s[i]))
      ++i;
    return i - pos;
  default:
    while (i < limit && takes(pc, s[i]))
      ++i;
    return i - pos;
  }
}

template <typename C>
static bool atPlace(uint32_t where, const C *s, int64_t pos, int64_t begin, int64_t end) {
  auto boundary = [&](bool (*word)(uint32_t)) {
    bool before = pos > begin && word(s[pos - 1]);
    bool here = pos < end && word(s[pos]);
    return before != here;
  };
  switch (where) {
  case 0: case 2:
    return pos == begin;
  case 1:
    return pos == begin || s[pos - 1] == '\n';
  case 3: case 8:
    return end > begin && boundary(isWordAscii);
  case 4: case 9:
    return end > begin && !boundary(isWordAscii);
  case 5:
    return pos == end || (pos + 1 == end && s[pos] == '\n');
  case 6:
    return pos == end || s[pos] == '\n';
  case 7:
    return pos == end;
  case 10:
    return end > begin && boundary(isWordUnicode);
  case 11:
    return end > begin && !boundary(isWordUnicode);
  }
  return false;
}

#define FAIL goto fail
template <typename C>
bool Matcher::run(const C *s, const uint32_t *pc, int64_t pos) {
  const int64_t begin = 0;
  int64_t barrier = -1; // stack index of the innermost unfinished atomic body
  matchStart = pos;
  while (true) {
    switch (pc[0]) {
    case kFailure:
      FAIL;
    case kSuccess: {
      if (barrier < 0) {
        if ((matchAll && pos != end) || (mustAdvance >= 0 && pos == mustAdvance))
          FAIL;
        matchEnd = pos;
        return !outOfMemory;
      }
      Frame f = stack[barrier];
      size_t at = size_t(barrier);
      barrier = f.x >> 32; // the outer barrier
      if (f.kind == Frame::AssertNot) {
        // Undo what the body did, then the assertion fails.
        while (height > at + 1) {
          Frame &u = stack[--height];
          if (u.kind == Frame::UndoMark)
            marks[u.x] = u.pos;
          else if (u.kind == Frame::UndoLast)
            lastIndex = int(u.x);
          else if (u.kind == Frame::UndoRep)
            rep = int32_t(u.x);
        }
        height = at;
        FAIL;
      }
      stack[at].kind = Frame::Nop;
      cut(at);
      if (f.kind == Frame::Assert) {
        pos = f.pos;
        pc = f.pc;
        break;
      }
      if (f.kind == Frame::Atomic) {
        pc = f.pc;
        break;
      }
      // Possessive: pc is the skip word, x's low half the rounds done before.
      const uint32_t *repeat = f.pc;
      int64_t count = (f.x & 0xFFFFFFFF) + 1;
      bool more = repeat[2] == kMaxRepeat || count < repeat[2];
      if (more && (count < repeat[1] || pos != f.pos)) {
        push(Frame::Possessive, repeat, pos, int64_t(uint64_t(barrier) << 32 | uint32_t(count)));
        barrier = int64_t(height) - 1;
        pc = repeat + 3;
      } else {
        pc = repeat + repeat[0] + 1;
      }
      break;
    }
    case kMark: {
      uint32_t i = pc[1];
      push(Frame::UndoMark, nullptr, marks[i], i);
      marks[i] = pos;
      if (i & 1) {
        push(Frame::UndoLast, nullptr, 0, lastIndex);
        lastIndex = int(i / 2 + 1);
      }
      pc += 2;
      break;
    }
    case kLiteral:
      if (pos >= end || s[pos] != pc[1])
        FAIL;
      ++pos;
      pc += 2;
      break;
    case kNotLiteral:
      if (pos >= end || s[pos] == pc[1])
        FAIL;
      ++pos;
      pc += 2;
      break;
    case kAny:
      if (pos >= end || s[pos] == '\n')
        FAIL;
      ++pos;
      ++pc;
      break;
    case kAnyAll:
      if (pos >= end)
        FAIL;
      ++pos;
      ++pc;
      break;
    case kCategory: case kLiteralIgnore: case kNotLiteralIgnore: case kLiteralUniIgnore:
    case kNotLiteralUniIgnore: case kLiteralLocIgnore: case kNotLiteralLocIgnore:
      if (pos >= end || !takes(pc, s[pos]))
        FAIL;
      ++pos;
      pc += 2;
      break;
    case kIn: case kInIgnore: case kInUniIgnore: case kInLocIgnore:
      if (pos >= end || !takes(pc, s[pos]))
        FAIL;
      ++pos;
      pc += 1 + pc[1];
      break;
    case kAt:
      if (!atPlace(pc[1], s, pos, begin, end))
        FAIL;
      pc += 2;
      break;
    case kJump:
      pc += 1 + pc[1];
      break;
    case kInfo:
      pc += 1 + pc[1];
      break;
    case kBranch: {
      // Alternatives whose first character can't fit are passed over.
      const uint32_t *alternative = pc + 1;
      while (alternative[0]) {
        const uint32_t *body = alternative + 1;
        bool no = (body[0] == kLiteral && (pos >= end || s[pos] != body[1])) ||
                  (body[0] == kIn && (pos >= end || !inSet(body + 2, s[pos])));
        if (!no)
          break;
        alternative += alternative[0];
      }
      if (!alternative[0])
        FAIL;
      const uint32_t *next = alternative + alternative[0];
      if (next[0])
        push(Frame::Choice, next - 1, pos, 1); // next - 1 stands for a BRANCH
      pc = alternative + 1;
      break;
    }
    case kRepeatOne: case kPossessiveRepeatOne: {
      const uint32_t *repeat = pc + 1; // skip, min, max, body
      int64_t least = repeat[1];
      if (end - pos < least)
        FAIL;
      int64_t n = countOne(s, repeat + 3, pos, repeat[2]);
      if (n < least)
        FAIL;
      const uint32_t *tail = repeat + repeat[0];
      if (pc[0] == kPossessiveRepeatOne || n == least) {
        pos += n;
        pc = tail;
        break;
      }
      int64_t low = pos + least, at = pos + n;
      if (tail[0] == kLiteral) { // go straight to where the tail can begin
        while (at >= low && (at >= end || s[at] != tail[1]))
          --at;
        if (at < low)
          FAIL;
      }
      if (at > low)
        push(Frame::RepeatOne, tail, at, low);
      pos = at;
      pc = tail;
      break;
    }
    case kMinRepeatOne: {
      const uint32_t *repeat = pc + 1;
      int64_t least = repeat[1];
      if (end - pos < least)
        FAIL;
      if (least) {
        if (countOne(s, repeat + 3, pos, least) < least)
          FAIL;
        pos += least;
      }
      push(Frame::MinRepeatOne, repeat, pos, least);
      pc = repeat + repeat[0];
      break;
    }
    case kRepeat: {
      const uint32_t *repeat = pc + 1;
      push(Frame::UndoRep, nullptr, 0, rep);
      rep = newNode(repeat, 0, -1, rep);
      pc = repeat + repeat[0];
      break;
    }
    case kMaxUntil: {
      RepeatNode n = nodes[rep];
      if (n.count < n.repeat[1]) {
        push(Frame::UndoRep, nullptr, 0, rep);
        rep = newNode(n.repeat, n.count + 1, n.lastPos, n.outer);
        pc = n.repeat + 3;
      } else if ((n.repeat[2] == kMaxRepeat || n.count < n.repeat[2]) && pos != n.lastPos) {
        push(Frame::UntilTail, pc + 1, pos, rep);
        rep = newNode(n.repeat, n.count + 1, pos, n.outer);
        pc = n.repeat + 3;
      } else {
        push(Frame::UndoRep, nullptr, 0, rep);
        rep = n.outer;
        ++pc;
      }
      break;
    }
    case kMinUntil: {
      RepeatNode n = nodes[rep];
      if (n.count < n.repeat[1]) {
        push(Frame::UndoRep, nullptr, 0, rep);
        rep = newNode(n.repeat, n.count + 1, n.lastPos, n.outer);
        pc = n.repeat + 3;
      } else {
        push(Frame::UntilBody, nullptr, pos, rep);
        rep = n.outer;
        ++pc;
      }
      break;
    }
    case kAtomicGroup:
      push(Frame::Atomic, pc + 1 + pc[1], pos, int64_t(uint64_t(barrier) << 32));
      barrier = int64_t(height) - 1;
      pc += 2;
      break;
    case kPossessiveRepeat: {
      const uint32_t *repeat = pc + 1;
      if (repeat[2] == 0) {
        pc = repeat + repeat[0] + 1;
        break;
      }
      push(Frame::Possessive, repeat, pos, int64_t(uint64_t(barrier) << 32));
      barrier = int64_t(height) - 1;
      pc = repeat + 3;
      break;
    }
    case kAssert: case kAssertNot: {
      const uint32_t *after = pc + 1 + pc[1];
      int64_t back = pc[2];
      if (pos - begin < back) {
        if (pc[0] == kAssert)
          FAIL;
        pc = after;
        break;
      }
      push(pc[0] == kAssert ? Frame::Assert : Frame::AssertNot, after, pos, int64_t(uint64_t(barrier) << 32));
      barrier = int64_t(height) - 1;
      pos -= back;
      pc += 3;
      break;
    }
    case kGroupRef: case kGroupRefIgnore: case kGroupRefUniIgnore: case kGroupRefLocIgnore: {
      int64_t from = marks[2 * pc[1]], to = marks[2 * pc[1] + 1];
      if (from < 0 || to < from || to - from > end - pos)
        FAIL;
      for (int64_t i = from; i < to; ++i, ++pos) {
        uint32_t a = s[i], b = s[pos];
        bool same = pc[0] == kGroupRef          ? a == b
                    : pc[0] == kGroupRefUniIgnore ? unicode::lower(a) == unicode::lower(b)
                                                  : lowerAscii(a) == lowerAscii(b);
        if (!same)
          FAIL;
      }
      pc += 2;
      break;
    }
    case kGroupRefExists: {
      int64_t from = marks[2 * pc[1]], to = marks[2 * pc[1] + 1];
      if (from < 0 || to < from)
        pc += 1 + pc[2]; // counted from the word of the group
      else
        pc += 3;
      break;
    }
    default:
      return false;
    }
    continue;

  fail:
    if (outOfMemory)
      return false;
    while (true) {
      if (!height)
        return false;
      Frame &f = stack[height - 1];
      switch (f.kind) {
      case Frame::UndoMark:
        marks[f.x] = f.pos;
        --height;
        continue;
      case Frame::UndoLast:
        lastIndex = int(f.x);
        --height;
        continue;
      case Frame::UndoRep:
        rep = int32_t(f.x);
        --height;
        continue;
      case Frame::Nop:
        --height;
        continue;
      case Frame::Choice:
        pos = f.pos;
        pc = f.pc; // acts as a BRANCH: its alternatives begin one word on
        nodeCount = f.nodes;
        --height;
        goto branch;
      case Frame::RepeatOne: {
        nodeCount = f.nodes;
        int64_t at = f.pos - 1, low = f.x;
        if (f.pc[0] == kLiteral)
          while (at >= low && s[at] != f.pc[1])
            --at;
        if (at < low) {
          --height;
          continue;
        }
        pc = f.pc;
        pos = at;
        f.pos = at;
        if (at == low)
          --height;
        break;
      }
      case Frame::MinRepeatOne: {
        nodeCount = f.nodes;
        const uint32_t *repeat = f.pc;
        if ((repeat[2] != kMaxRepeat && f.x >= repeat[2]) || f.pos >= end || !takes(repeat + 3, s[f.pos])) {
          --height;
          continue;
        }
        ++f.x;
        pos = ++f.pos;
        pc = repeat + repeat[0];
        break;
      }
      case Frame::UntilTail:
        nodeCount = f.nodes;
        pos = f.pos;
        pc = f.pc;
        rep = nodes[f.x].outer;
        f.kind = Frame::UndoRep; // whoever fails beyond finds node x current
        break;
      case Frame::UntilBody: {
        nodeCount = f.nodes;
        RepeatNode n = nodes[f.x];
        pos = f.pos;
        rep = int32_t(f.x);
        --height;
        if ((n.repeat[2] != kMaxRepeat && n.count >= n.repeat[2]) || pos == n.lastPos)
          continue;
        push(Frame::UndoRep, nullptr, 0, rep);
        rep = newNode(n.repeat, n.count + 1, pos, n.outer);
        pc = n.repeat + 3;
        break;
      }
      case Frame::Assert: case Frame::Atomic:
        barrier = f.x >> 32;
        --height;
        continue;
      case Frame::AssertNot:
        barrier = f.x >> 32;
        pos = f.pos;
        pc = f.pc;
        --height;
        break;
      case Frame::Possessive: {
        const uint32_t *repeat = f.pc;
        barrier = f.x >> 32;
        int64_t count = f.x & 0xFFFFFFFF;
        pos = f.pos;
        --height;
        if (count < repeat[1])
          continue;
        pc = repeat + repeat[0] + 1;
        break;
      }
      }
      break;
    }
    continue;

  branch : {
    // pc is the word before the next alternative's skip.
    const uint32_t *alternative = pc + 1;
    while (alternative[0]) {
      const uint32_t *body = alternative + 1;
      bool no = (body[0] == kLiteral && (pos >= end || s[pos] != body[1])) ||
                (body[0] == kIn && (pos >= end || !inSet(body + 2, s[pos])));
      if (!no)
        break;
      alternative += alternative[0];
    }
    if (!alternative[0])
      goto fail;
    const uint32_t *next = alternative + alternative[0];
    if (next[0])
      push(Frame::Choice, next - 1, pos, 1);
    pc = alternative + 1;
    }
  }
}
#undef FAIL

template <typename C> bool Matcher::searchIn(const C *s) {
  const uint32_t *pc = code;
  const uint32_t *set = nullptr, *prefix = nullptr;
  uint32_t prefixLength = 0;
  int64_t last = end;
  if (pc[0] == kInfo) {
    uint32_t flags = pc[2];
    if (pc[3] > 1)
      last = end - (int64_t(pc[3]) - 1);
    if (flags & 1) {
      prefixLength = pc[5];
      prefix = pc + 7;
    } else if (flags & 4) {
      set = pc + 5;
    }
    if (pc[3] >= 1 && last > end)
      last = end;
  }
  int64_t from = start;
  for (int64_t i = start; i <= last; ++i) {
    if (prefix) {
      if constexpr (sizeof(C) == 1) {
        if (prefix[0] > 255 || i >= end)
          return false;
        auto *p = static_cast<const C *>(memchr(s + i, int(prefix[0]), size_t(end - i)));
        if (!p)
          return false;
        i = p - s;
      } else {
        while (i < end && s[i] != prefix[0])
          ++i;
      }
      if (i + int64_t(prefixLength) > end)
        return false;
      uint32_t k = 1;
      while (k < prefixLength && s[i + k] == prefix[k])
        ++k;
      if (k < prefixLength)
        continue;
    } else if (set) {
      while (i < end && !inSet(set, s[i]))
        ++i;
      if (i >= end)
        return false;
    }
    reset();
    if (i != from)
      mustAdvance = -1;
    if (run(s, pc, i)) {
      start = i;
      return true;
    }
    if (outOfMemory)
      return false;
  }
  return false;
}

bool Matcher::search() {
  if (start > end)
    return false;
  if (width == 1)
    return searchIn(static_cast<const uint8_t *>(text));
  if (width == 2)
    return searchIn(static_cast<const uint16_t *>(text));
  return searchIn(static_cast<const uint32_t *>(text));
}

bool Matcher::match() {
  if (start > end)
    return false;
  reset();
  if (width == 1)
    return run(static_cast<const uint8_t *>(text), code, start);
  if (width == 2)
    return run(static_cast<const uint16_t *>(text), code, start);
  return run(static_cast<const uint32_t *>(text), code, start);
}

} // namespace pyc::sre
