//===- StrFormat.h - Walking the replacement fields of str.format ---------===//
//
// Shared by str.format and the _string module (string.Formatter).
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/object/NumStr.h"

namespace pyc {

struct TextRange {
  int64_t start = 0, end = 0;
  int64_t size() const { return end - start; }
};

/// Yields literal text and, perhaps behind it, one replacement field.
struct MarkupIterator {
  StrObject *s;
  int64_t pos = 0;
  TextRange literal;
  bool hasField = false;
  TextRange name, spec;
  bool specNested = false;
  bool specGiven = false;
  uint32_t conversion = 0;
  /// 1 something found, 0 at the end, -1 raised.
  int next(Thread *t);
};

/// Splits "first.attr[item]..." of a field name.
struct FieldNameIterator {
  StrObject *s;
  int64_t pos, end;
  bool isAttribute = false;
  TextRange name;
  int64_t number = -1; ///< of an [item] that is an integer, else -1
  int next(Thread *t);
};
/// The part before the first '.' or '['; number is its value or -1.
bool splitFieldName(Thread *t, StrObject *s, TextRange range, TextRange &first,
                    int64_t &number, FieldNameIterator &rest);

} // namespace pyc
