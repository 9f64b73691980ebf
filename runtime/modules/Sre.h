//===- Sre.h - The matcher for the stdlib re package's compiled code ------===//
//
// re/_compiler.py turns a pattern into 32-bit words (version 20220615); this
// runs them. The machine backtracks with one explicit stack that holds
//
//   choice points   where to go on when what follows fails,
//   undo records    old values of group marks and of the current repeat
//                   (a trail, as in Prolog machines), and
//   barriers        begin of an atomic body (assertions, atomic groups,
//                   possessive repeats).
//
// Failing pops records, undoing, up to the nearest choice point. When an atomic
// body succeeds the choice points above its barrier are removed and the undo
// records kept. The state of a general repeat (how many rounds, where the last
// began) is an immutable node; a new round makes a new node, so that returning
// to a choice point is only a matter of pointing at the old one. Nothing recurs
// on the native stack, and nothing allocates on the collected heap, so code and
// text may be raw pointers.
//
//===----------------------------------------------------------------------===//
#pragma once
#include <cstddef>
#include <cstdint>

namespace pyc::sre {

enum Op : uint32_t {
  kFailure, kSuccess, kAny, kAnyAll, kAssert, kAssertNot, kAt, kBranch,
  kCategory, kCharset, kBigCharset, kGroupRef, kGroupRefExists, kIn, kInfo,
  kJump, kLiteral, kMark, kMaxUntil, kMinUntil, kNotLiteral, kNegate, kRange,
  kRepeat, kRepeatOne, kSubpattern, kMinRepeatOne, kAtomicGroup,
  kPossessiveRepeat, kPossessiveRepeatOne, kGroupRefIgnore, kInIgnore,
  kLiteralIgnore, kNotLiteralIgnore, kGroupRefLocIgnore, kInLocIgnore,
  kLiteralLocIgnore, kNotLiteralLocIgnore, kGroupRefUniIgnore, kInUniIgnore,
  kLiteralUniIgnore, kNotLiteralUniIgnore, kRangeUniIgnore,
};
constexpr uint32_t kMagic = 20220615, kMaxRepeat = 0xFFFFFFFF,
                   kMaxGroups = 0x3FFFFFFF;

struct Frame {
  enum Kind : uint32_t {
    Choice,      ///< go on at pc, pos
    RepeatOne,   ///< give back one: x is the least position
    MinRepeatOne,///< take one more: pc is the repeat, x how many were taken
    UntilTail,   ///< greedy: leave the repeat (rep = node x)
    UntilBody,   ///< lazy: another round of node x
    Assert, AssertNot, Atomic, Possessive, ///< barriers
    UndoMark, UndoLast, UndoRep, Nop,
  } kind;
  uint32_t nodes;       ///< repeat nodes in use when this was pushed
  const uint32_t *pc;
  int64_t pos, x;
};
struct RepeatNode {
  const uint32_t *repeat; ///< the skip word of the REPEAT
  int64_t count, lastPos;
  int32_t outer;
};

/// A matcher for one text; reused for successive searches.
class Matcher {
public:
  Matcher(const uint32_t *code, const void *text, int width, int64_t length,
          int groups);
  ~Matcher();
  Matcher(const Matcher &) = delete;
  bool outOfMemory = false;
  int64_t start = 0, end; ///< where to look; end bounds the text
  int64_t mustAdvance = -1;
  bool matchAll = false;
  int lastIndex = -1;
  int64_t *marks;         ///< 2 * groups, -1 unset
  int64_t matchStart = 0, matchEnd = 0;
  /// At `start` exactly / at the first place from `start` on.
  bool match();
  bool search();

private:
  template <typename C> bool run(const C *text, const uint32_t *pc, int64_t pos);
  template <typename C> bool searchIn(const C *text);
  template <typename C> int64_t countOne(const C *text, const uint32_t *pc, int64_t pos, int64_t most);
  void push(Frame::Kind kind, const uint32_t *pc, int64_t pos, int64_t x);
  int32_t newNode(const uint32_t *repeat, int64_t count, int64_t lastPos, int32_t outer);
  void cut(size_t from);
  void reset();

  const uint32_t *code;
  const void *text;
  int width, groups;
  Frame *stack = nullptr;
  size_t height = 0, room = 0;
  RepeatNode *nodes = nullptr;
  uint32_t nodeCount = 0, nodeRoom = 0;
  int32_t rep = -1;
};

uint32_t lowerAscii(uint32_t c);

} // namespace pyc::sre
