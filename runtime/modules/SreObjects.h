//===- SreObjects.h - Pattern, Match and Scanner objects ------------------===//
#pragma once
#include "runtime/modules/Sre.h"
#include "runtime/modules/TextModules.h"

namespace pyc::sre {

struct PatternObject : Object { // FixedSlots skip 3
  int64_t groups;
  int64_t flags;
  int64_t kind;      ///< 1 str, 0 bytes, -1 either
  Value code;        ///< RawBuffer of 32-bit words
  Value pattern;     ///< str, bytes or None
  Value groupIndex;  ///< dict name -> number
  Value indexGroup;  ///< tuple of names or None
};
struct MatchObject : Object { // FixedSlots skip 4
  int64_t pos, endPos;
  int64_t lastIndex; ///< -1 none
  int64_t groups;
  Value pattern;     ///< PatternObject
  Value string;
  Value marks;       ///< RawBuffer: (start, end) of groups 0..groups, -1 unset
  int64_t *spans() const { return reinterpret_cast<int64_t *>(marks.as<RawBuffer>()->data); }
};
struct ScannerObject : Object { // FixedSlots skip 3
  int64_t next;      ///< where to go on; -1 finished
  int64_t endPos;
  int64_t mustAdvance;
  Value pattern, string;
};

/// The text of a search: characters or bytes, and slices of it.
struct Subject {
  Value string;
  ByteView view;
  StrObject *str = nullptr;
  const void *chars = nullptr;
  int width = 1;
  int64_t length = 0;
  bool open(Thread *t, Value v, PatternObject *p);
  Value slice(Thread *t, int64_t start, int64_t end);
};

extern Shape *gPatternShape, *gMatchShape, *gScannerShape;
Value newMatch(Thread *t, PatternObject *p, Value string, const Matcher &m, int64_t pos, int64_t endPos);
/// Number of a group named by an int or str; -1 raised.
int64_t groupNumber(Thread *t, MatchObject *m, Value key);
Value matchGroup(Thread *t, MatchObject *m, int64_t i, Value otherwise);
/// A matcher over the subject, with pos and endpos clamped.
inline void setRange(Matcher &m, int64_t length, int64_t pos, int64_t endPos) {
  if (pos < 0)
    pos = 0;
  if (pos > length)
    pos = length;
  if (endPos < 0)
    endPos = 0;
  if (endPos > length)
    endPos = length;
  m.start = pos;
  m.end = endPos;
}
inline const uint32_t *codeOf(PatternObject *p) {
  return reinterpret_cast<const uint32_t *>(p->code.as<RawBuffer>()->data);
}
void initMatchType(Thread *t);
extern const NativeDef patternSearchMethods[];

} // namespace pyc::sre
