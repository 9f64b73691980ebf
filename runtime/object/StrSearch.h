//===- StrSearch.h - Finding text in text ---------------------------------===//
//
// Needle and haystack are brought to the haystack's width first (a needle
// that needs a wider one cannot occur). One-byte text goes to memchr and
// memmem (two-way in glibc); wider text is scanned for the needle's last
// character with Horspool's skip on its low byte.
//
//===----------------------------------------------------------------------===//
#pragma once
#include "runtime/object/NumStr.h"
#include <memory>

namespace pyc::search {

template <typename C>
int64_t findChar(const C *h, int64_t n, uint32_t c) {
  if constexpr (sizeof(C) == 1) {
    if (n <= 0)
      return -1;
    auto *p = static_cast<const C *>(memchr(h, int(c), size_t(n)));
    return p ? p - h : -1;
  } else {
    for (int64_t i = 0; i < n; ++i)
      if (h[i] == c)
        return i;
    return -1;
  }
}
template <typename C>
int64_t rfindChar(const C *h, int64_t n, uint32_t c) {
  if constexpr (sizeof(C) == 1) {
    if (n <= 0)
      return -1;
    auto *p = static_cast<const C *>(memrchr(h, int(c), size_t(n)));
    return p ? p - h : -1;
  } else {
    while (n-- > 0)
      if (h[n] == c)
        return n;
    return -1;
  }
}

/// First occurrence of needle[0..m) in h[0..n), or -1.
template <typename C>
int64_t find(const C *h, int64_t n, const C *needle, int64_t m) {
  if (m == 0)
    return 0;
  if (m > n)
    return -1;
  if (m == 1)
    return findChar(h, n, needle[0]);
  if constexpr (sizeof(C) == 1) {
    // The first character's places, while they are rare; else two-way search.
    int64_t last = n - m, misses = 0;
    for (int64_t i = 0; i <= last; ++i) {
      auto *p = static_cast<const C *>(memchr(h + i, needle[0], size_t(last - i + 1)));
      if (!p)
        return -1;
      i = p - h;
      if (p[m - 1] == needle[m - 1] && !memcmp(p + 1, needle + 1, size_t(m - 1)))
        return i;
      if (++misses > 16 && misses * 8 > i) {
        p = static_cast<const C *>(memmem(h + i + 1, size_t(n - i - 1), needle, size_t(m)));
        return p ? p - h : -1;
      }
    }
    return -1;
  } else {
    int64_t skip[256];
    for (int64_t &s : skip)
      s = m;
    for (int64_t i = 0; i < m - 1; ++i)
      skip[needle[i] & 255] = m - 1 - i;
    C last = needle[m - 1];
    for (int64_t i = 0; i <= n - m;) {
      C c = h[i + m - 1];
      if (c == last && !memcmp(h + i, needle, size_t(m - 1) * sizeof(C)))
        return i;
      i += skip[c & 255];
    }
    return -1;
  }
}
template <typename C>
int64_t rfind(const C *h, int64_t n, const C *needle, int64_t m) {
  if (m > n)
    return -1;
  if (m == 0)
    return n;
  for (int64_t end = n - m + 1; end > 0;) {
    int64_t i = rfindChar(h, end, needle[0]);
    if (i < 0)
      return -1;
    if (!memcmp(h + i, needle, size_t(m) * sizeof(C)))
      return i;
    end = i;
  }
  return -1;
}
template <typename C>
int64_t count(const C *h, int64_t n, const C *needle, int64_t m, int64_t most = INT64_MAX) {
  if (n < 0)
    return 0;
  if (m == 0)
    return std::min(n + 1, most);
  int64_t k = 0;
  if (m == 1 && most == INT64_MAX) {
    for (int64_t i = 0; i < n; ++i)
      k += h[i] == needle[0];
    return k;
  }
  for (int64_t i = 0; k < most;) {
    int64_t at = find(h + i, n - i, needle, m);
    if (at < 0)
      break;
    ++k;
    i += at + m;
  }
  return k;
}

/// Calls f(haystack chars, needle chars) with one character type, or returns
/// `absent` when the needle is too wide to occur.
template <typename R, typename F>
R withSameWidth(StrObject *hay, StrObject *needle, R absent, F f) {
  int hw = strWidth(hay), nw = strWidth(needle);
  if (nw > hw)
    return absent;
  return withChars(hay, [&](auto *h) -> R {
    using C = std::remove_pointer_t<decltype(h)>;
    if (nw == hw)
      return f(h, needle->chars<C>());
    C small[32];
    std::unique_ptr<C[]> large;
    C *copy = small;
    if (needle->length > 32) {
      large.reset(new C[size_t(needle->length)]);
      copy = large.get();
    }
    CharReader r(needle);
    for (int64_t i = 0; i < needle->length; ++i)
      copy[i] = C(r[i]);
    return f(h, copy);
  });
}

/// Start and end as slices see them. Clamps to [0, n].
inline void clampRange(int64_t &start, int64_t &end, int64_t n) {
  if (end > n)
    end = n;
  else if (end < 0 && (end += n) < 0)
    end = 0;
  if (start < 0 && (start += n) < 0)
    start = 0;
}
/// Optional start/end arguments (absent or None: the defaults). False: raised.
bool rangeArgs(Thread *t, Value startArg, Value endArg, int64_t n, int64_t &start, int64_t &end);

} // namespace pyc::search
