//===- StrMethods.h - The native functions behind str's method table ------===//
#pragma once
#include "runtime/object/NumStr.h"

namespace pyc {
#define PYC_STR_METHODS(X)                                                     \
  X(find) X(rfind) X(index) X(rindex) X(count) X(contains) X(startswith)       \
  X(endswith) X(removeprefix) X(removesuffix) X(replace) X(split) X(rsplit)    \
  X(partition) X(rpartition) X(splitlines) X(strip) X(lstrip) X(rstrip)        \
  X(upper) X(lower) X(title) X(capitalize) X(swapcase) X(casefold)             \
  X(isalpha) X(isalnum) X(isdigit) X(isdecimal) X(isnumeric) X(isspace)        \
  X(isupper) X(islower) X(istitle) X(isidentifier) X(isprintable) X(isascii)   \
  X(center) X(ljust) X(rjust) X(zfill) X(expandtabs) X(translate) X(maketrans) \
  X(join) X(encode) X(formatMethod) X(formatMap)
namespace strm {
#define X(name) Value name(Thread *t, Value *args, size_t n);
PYC_STR_METHODS(X)
#undef X
int containsStr(Thread *t, Value self, Value item); ///< 1, 0, -1 raised
Value replaceStr(Thread *t, StrObject *s, StrObject *from, StrObject *to, int64_t most);
} // namespace strm

/// str[key] for an int or slice key.
Value strGetItem(Thread *t, Value s, Value key);
/// Iterator over the characters of a str; the interpreter steps it inline.
struct StrIterObject : Object { // FixedSlots skip 1
  int64_t index;
  Value str; ///< exact flat str, or int 0 when finished
};
namespace shapes {
extern Shape *strIterator, *strAsciiIterator;
}
/// The next character, or empty at the end. Never raises but for memory.
Value strIterNext(Thread *t, StrIterObject *it);
Value newStrIter(Thread *t, Value s);
/// The one-character strings below 256, null until first made.
extern StrObject *gChars[256];

} // namespace pyc
