//===- StrBuilder.cpp - Text that grows -----------------------------------===//
//
// TextBuffer keeps code points in the narrowest width that has sufficed so
// far, widening once when a wider character comes; StrBuilder is its public
// face.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/NumStr.h"

namespace pyc {

void TextBuffer::reserve(int64_t extra, int newWidth) {
  if (failed)
    return;
  if (newWidth < width)
    newWidth = width;
  int64_t want = length + extra;
  int64_t room = capacity;
  if (want > room)
    room = want < 16 ? 32 : want + want / 2;
  if (newWidth == width) {
    if (room == capacity)
      return;
    bool was = data != inlineData;
    auto *p = static_cast<char *>(realloc(was ? data : nullptr, size_t(room) * size_t(width)));
    failed = !p;
    if (p && !was)
      memcpy(p, data, size_t(length) * size_t(width));
    if (p)
      data = p;
  } else {
    auto *p = static_cast<char *>(malloc(size_t(room) * size_t(newWidth)));
    failed = !p;
    if (p) {
      for (int64_t i = 0; i < length; ++i) {
        uint32_t c = width == 1 ? uint8_t(data[i])
                                : reinterpret_cast<uint16_t *>(data)[i];
        if (newWidth == 2)
          reinterpret_cast<uint16_t *>(p)[i] = uint16_t(c);
        else
          reinterpret_cast<uint32_t *>(p)[i] = c;
      }
      if (data != inlineData)
        free(data);
      data = p;
      width = newWidth;
    }
  }
  if (!failed)
    capacity = room;
}

void TextBuffer::putAscii(std::string_view s) {
  reserve(int64_t(s.size()), 1);
  if (failed)
    return;
  if (width == 1) {
    if (!s.empty())
      memcpy(data + length, s.data(), s.size());
    length += int64_t(s.size());
    return;
  }
  for (char c : s)
    put(uint8_t(c));
}

void TextBuffer::putFill(uint32_t c, int64_t n) {
  if (n <= 0)
    return;
  reserve(n, c < 256 ? 1 : c < 65536 ? 2 : 4);
  for (int64_t i = 0; i < n && !failed; ++i)
    put(c);
}

void TextBuffer::putRange(const StrObject *s, int64_t start, int64_t end) {
  if (start >= end)
    return;
  auto *str = const_cast<StrObject *>(s);
  int w = strWidth(s);
  if (w > width) { // only when the range really needs it
    uint32_t most = 0;
    CharReader chars(str);
    for (int64_t i = start; i < end; ++i)
      most |= chars[i];
    w = most < 256 ? 1 : most < 65536 ? 2 : 4;
  }
  reserve(end - start, w);
  if (failed)
    return;
  if (width == strWidth(s)) {
    memcpy(data + length * width,
           reinterpret_cast<const char *>(s + 1) + start * width,
           size_t(end - start) * size_t(width));
    length += end - start;
    return;
  }
  CharReader chars(str);
  for (int64_t i = start; i < end; ++i)
    put(chars[i]);
}

Value TextBuffer::finish(Thread *t) {
  if (failed)
    return raiseMemoryError(t);
  if (width == 1)
    return newStrLatin1(t, reinterpret_cast<uint8_t *>(data), length);
  if (length == 1)
    return newChar(t, width == 2 ? *reinterpret_cast<uint16_t *>(data)
                                 : *reinterpret_cast<uint32_t *>(data));
  StrObject *s = newStrBuffer(t, length, width);
  if (!s)
    return Value::empty();
  memcpy(s->chars<char>(), data, size_t(length) * size_t(width));
  return Value::fromObject(s);
}

struct StrBuilder::Impl {
  TextBuffer text;
};
StrBuilder::StrBuilder() : impl(new Impl) {}
StrBuilder::~StrBuilder() { delete impl; }
void StrBuilder::addChar(uint32_t c) { impl->text.put(c); }

void StrBuilder::add(std::string_view utf8) {
  bool ascii = true;
  for (char c : utf8)
    ascii &= !(c & 0x80);
  if (ascii)
    return impl->text.putAscii(utf8);
  auto *p = reinterpret_cast<const uint8_t *>(utf8.data());
  size_t n = utf8.size();
  for (size_t i = 0; i < n;) {
    uint32_t c = p[i++];
    int more = c < 0xC2 ? 0 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : c < 0xF5 ? 3 : 0;
    if (more && i + size_t(more) <= n) {
      c &= 0x3Fu >> more;
      for (int k = 0; k < more; ++k)
        c = c << 6 | (p[i++] & 0x3F);
    }
    impl->text.put(c);
  }
}
bool StrBuilder::addStr(Thread *t, Value v) {
  StrObject *s = flatOf(t, v);
  if (!s)
    return false;
  impl->text.putRange(s, 0, s->length);
  return true;
}
Value StrBuilder::finish(Thread *t) { return impl->text.finish(t); }

} // namespace pyc
