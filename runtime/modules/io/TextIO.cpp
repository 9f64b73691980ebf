//===- TextIO.cpp - TextIOWrapper -----------------------------------------===//
//
// Problem: text files are mostly read line by line and written in small
// pieces. Idea: for UTF-8, Latin-1 and ASCII the line ends are single bytes,
// so input stays undecoded until a line or a number of characters is asked
// for: readline is a memchr, and tell() is exact (the buffer's position less
// the unread bytes) without cookies. Other encodings go through the codec's
// incremental decoder and are kept as UTF-8; there tell() only works at the
// ends of what was read.
//
// Writes are encoded at once and collected here until 8 KB or, line buffered,
// until a line ends.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/io/IO.h"
#include <algorithm>

namespace pyc::io {

TypeObject *gTextIOWrapper;
Shape *gTextShape;

constexpr size_t kChunk = 8192;

static TextObject *self(Value *args) { return args[0].as<TextObject>(); }

static bool usable(Thread *t, TextObject *f) {
  if (!f->state) {
    raise(t, exc::ValueError, "I/O operation on uninitialized object");
    return false;
  }
  if (f->state->detached) {
    raise(t, exc::ValueError, "underlying buffer has been detached");
    return false;
  }
  bool closed = f->state->closed;
  if (!closed) {
    if (isBuffered(f->buffer)) {
      closed = f->buffer.as<BufferedObject>()->state->closed;
    } else {
      Value v = getAttr(t, f->buffer, "closed");
      if (!v)
        return false;
      closed = v == True;
    }
  }
  if (closed)
    raiseClosed(t);
  return !closed;
}

//===-- writing ------------------------------------------------------------===//

static bool flushPending(Thread *t, TextObject *f) {
  TextState &s = *f->state;
  if (s.out.empty())
    return true;
  std::string out = std::move(s.out);
  s.out.clear();
  markClean(f);
  if (isBuffered(f->buffer)) {
    auto *b = f->buffer.as<BufferedObject>();
    if (!(b->flags & kWritable)) {
      raiseUnsupported(t, "write");
      return false;
    }
    return bufferedWrite(t, b, out.data(), out.size());
  }
  if (isExact(f->buffer, gFileIOShape))
    return fileWriteAll(t, f->buffer.as<FileIOObject>(), out.data(), out.size());
  Value data = newBytes(t, out.data(), static_cast<int64_t>(out.size()));
  return data && callMethod(t, f->buffer, "write", &data, 1);
}

bool textFlush(Thread *t, TextObject *f) {
  if (!flushPending(t, f))
    return false;
  if (isBuffered(f->buffer) && isExact(f->buffer.as<BufferedObject>()->raw, gFileIOShape))
    return bufferedFlush(t, f->buffer.as<BufferedObject>());
  return !callMethod(t, f->buffer, "flush", nullptr, 0).isEmpty();
}

/// s encoded at the end of out. false: raised (UnicodeEncodeError).
static bool encodeInto(Thread *t, TextObject *f, StrObject *s, std::string &out) {
  TextState &state = *f->state;
  int width = strWidth(s);
  if (width == 1) {
    const auto *p = s->chars<uint8_t>();
    size_t n = static_cast<size_t>(s->length);
    bool ascii = (s->flags & kStrAscii) ||
                 std::all_of(p, p + n, [](uint8_t c) { return c < 0x80; });
    if (ascii && state.codec != Codec::Other) {
      out.append(reinterpret_cast<const char *>(p), n);
      return true;
    }
    if (state.codec == Codec::Latin1) {
      out.append(reinterpret_cast<const char *>(p), n);
      return true;
    }
  }
  if (state.codec == Codec::Utf8) {
    bool surrogates = false;
    for (int64_t i = 0; width > 1 && i < s->length && !surrogates; ++i) {
      uint32_t c = strCharAt(s, i);
      surrogates = c >= 0xD800 && c <= 0xDFFF;
    }
    if (!surrogates) {
      out += strToUtf8(Value::fromObject(s));
      return true;
    }
  }
  Value a[2] = {f->encoding, f->errors};
  Value bytes = callMethod(t, Value::fromObject(s), "encode", a, 2);
  const char *p;
  size_t n;
  if (!bytes || !bytesLike(t, bytes, p, n))
    return false;
  out.append(p, n);
  return true;
}

bool textWrite(Thread *t, TextObject *f, Value v) {
  if (!usable(t, f))
    return false;
  TextState &s = *f->state;
  StrObject *str = flattenStr(t, v);
  if (!str)
    return false;
  bool hadData = !s.out.empty();
  size_t start = s.out.size();
  if (!s.in.empty()) { // reading stops here
    s.in.clear();
    s.pos = 0;
  }
  std::string piece;
  std::string &to = s.writeNewline.empty() ? s.out : piece;
  if (!encodeInto(t, f, str, to))
    return false;
  bool lineEnd = s.lineBuffering && memchr(to.data() + (&to == &s.out ? start : 0), '\n', to.size() - (&to == &s.out ? start : 0));
  if (&to == &piece) {
    if (s.codec == Codec::Other) { // the newline has to be encoded too
      std::string text = strToUtf8(Value::fromObject(str)), changed;
      for (char c : text)
        c == '\n' ? void(changed += s.writeNewline) : changed.push_back(c);
      Value again = newStr(t, changed);
      StrObject *flat = again ? flattenStr(t, again) : nullptr;
      if (!flat || !encodeInto(t, f, flat, s.out))
        return false;
    } else {
      for (char c : piece)
        c == '\n' ? void(s.out += s.writeNewline) : s.out.push_back(c);
    }
  }
  if (!hadData && !s.out.empty())
    markDirty(t, f);
  if (s.writeThrough || s.out.size() > kChunk)
    if (!flushPending(t, f))
      return false;
  return !lineEnd || textFlush(t, f);
}

//===-- reading ------------------------------------------------------------===//

/// More input. 1 got some, 0 end of file, -1 raised.
static int fill(Thread *t, TextObject *f) {
  TextState &s = *f->state;
  if (!flushPending(t, f))
    return -1;
  if (s.pos > 65536 && s.pos * 2 > s.in.size()) {
    s.in.erase(0, s.pos);
    s.pos = 0;
  }
  if (s.codec != Codec::Other && isBuffered(f->buffer)) {
    auto *b = f->buffer.as<BufferedObject>();
    if (!(b->flags & kReadable)) {
      raiseUnsupported(t, "not readable");
      return -1;
    }
    BufferedState &bs = *b->state;
    if (bs.pos == bs.in.size()) {
      int64_t got = bufferedFill(t, b);
      if (got == -1)
        return -1;
    }
    size_t got = bs.in.size() - bs.pos;
    s.in.append(bs.in, bs.pos, got);
    bs.pos = bs.in.size();
    return got > 0;
  }
  Value size = Value::fromSmallInt(kChunk);
  Value reader = getAttrOrEmpty(t, f->buffer, internStr(t, "read1"));
  if (!reader) {
    if (t->pending)
      return -1;
    reader = getAttr(t, f->buffer, "read");
  }
  Value v = reader ? call(t, reader, size) : reader;
  if (!v)
    return -1;
  const char *p;
  size_t n;
  if (!bytesLike(t, v, p, n))
    return -1;
  if (s.codec != Codec::Other) {
    s.in.append(p, n);
    return n > 0;
  }
  if (f->decoder.isInt()) {
    Value codecs = importModule(t, "codecs");
    Value factory = codecs ? callMethod(t, codecs, "getincrementaldecoder", &f->encoding, 1) : codecs;
    Value decoder = factory ? call(t, factory, f->errors) : factory;
    if (!decoder)
      return -1;
    setSlot(f, &f->decoder, decoder);
  }
  Value a[2] = {v, boolValue(n == 0)};
  Value text = callMethod(t, f->decoder, "decode", a, 2);
  if (!text)
    return -1;
  s.in += strToUtf8(payloadOf(text));
  return n > 0;
}

/// Bytes of complete input to text, with newlines translated.
static Value decode(Thread *t, TextObject *f, std::string data) {
  TextState &s = *f->state;
  if (s.readTranslate && data.find('\r') != std::string::npos) {
    std::string r;
    for (size_t i = 0; i < data.size(); ++i) {
      if (data[i] != '\r') {
        if (data[i] == '\n')
          s.seenLf = true;
        r += data[i];
        continue;
      }
      bool crlf = i + 1 < data.size() && data[i + 1] == '\n';
      (crlf ? s.seenCrLf : s.seenCr) = true;
      i += crlf;
      r += '\n';
    }
    data = std::move(r);
  } else if (s.readUniversal && !s.seenLf && data.find('\n') != std::string::npos) {
    s.seenLf = true;
  }
  bool ascii = std::all_of(data.begin(), data.end(), [](char c) { return static_cast<uint8_t>(c) < 0x80; });
  if (ascii || s.codec == Codec::Latin1)
    return newStrLatin1(t, reinterpret_cast<const uint8_t *>(data.data()), static_cast<int64_t>(data.size()));
  if (s.codec == Codec::Other)
    return newStr(t, data);
  Value bytes = newBytes(t, data.data(), static_cast<int64_t>(data.size()));
  Value a[2] = {f->encoding, f->errors};
  return bytes ? callMethod(t, bytes, "decode", a, 2) : bytes;
}

static Value takeInput(Thread *t, TextObject *f, size_t n) {
  TextState &s = *f->state;
  std::string piece = s.in.substr(s.pos, n);
  s.pos += piece.size();
  if (s.pos == s.in.size()) {
    s.in.clear();
    s.pos = 0;
  }
  return decode(t, f, std::move(piece));
}

/// End (offset from pos) of the first line in the input; npos: not complete.
static size_t lineEnd(TextState &s, bool atEnd) {
  const char *p = s.in.data() + s.pos;
  size_t n = s.in.size() - s.pos;
  if (s.readUniversal) {
    const char *lf = static_cast<const char *>(memchr(p, '\n', n));
    const char *cr = static_cast<const char *>(memchr(p, '\r', lf ? static_cast<size_t>(lf - p) : n));
    if (!cr)
      return lf ? static_cast<size_t>(lf - p) + 1 : std::string::npos;
    size_t after = static_cast<size_t>(cr - p) + 1;
    if (after < n)
      return after + (p[after] == '\n');
    return atEnd ? after : std::string::npos; // \n may follow
  }
  size_t at = s.in.find(s.readNewline, s.pos);
  return at == std::string::npos ? at : at - s.pos + s.readNewline.size();
}

static bool readable(Thread *t, TextObject *f) {
  if (!usable(t, f))
    return false;
  if (isBuffered(f->buffer) && !(f->buffer.as<BufferedObject>()->flags & kReadable)) {
    raiseUnsupported(t, "not readable");
    return false;
  }
  return true;
}

/// Bytes that the first `chars` characters of the input take (all if fewer).
static size_t bytesOfChars(TextState &s, int64_t chars, bool &enough) {
  size_t i = s.pos;
  for (; chars > 0 && i < s.in.size(); --chars) {
    auto c = static_cast<uint8_t>(s.in[i]);
    size_t width = s.codec == Codec::Latin1 || c < 0x80 ? 1 : c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
    if (s.readTranslate && c == '\r') {
      if (i + 1 == s.in.size())
        break;
      width = s.in[i + 1] == '\n' ? 2 : 1;
    }
    if (i + width > s.in.size())
      break;
    i += width;
  }
  enough = chars == 0;
  return i - s.pos;
}

static Value readLine(Thread *t, TextObject *f, int64_t limit) {
  TextState &s = *f->state;
  bool atEnd = false;
  for (;;) {
    size_t end = lineEnd(s, atEnd);
    if (limit >= 0) {
      bool enough;
      size_t most = bytesOfChars(s, limit, enough);
      if (enough && (end == std::string::npos || most < end))
        return takeInput(t, f, most);
    }
    if (end != std::string::npos)
      return takeInput(t, f, end);
    if (atEnd)
      return takeInput(t, f, std::string::npos);
    int r = fill(t, f);
    if (r < 0)
      return Value::empty();
    atEnd = r == 0;
  }
}

static Value readMethod(Thread *t, Value *args, size_t n) {
  TextObject *f = self(args);
  int64_t size;
  if (!sizeArgument(t, args[1], size) || !readable(t, f))
    return Value::empty();
  for (;;) {
    bool enough = false;
    size_t bytes = size < 0 ? std::string::npos : bytesOfChars(*f->state, size, enough);
    if (enough)
      return takeInput(t, f, bytes);
    int r = fill(t, f);
    if (r < 0)
      return Value::empty();
    if (r == 0)
      return takeInput(t, f, std::string::npos);
  }
}
static Value readlineMethod(Thread *t, Value *args, size_t n) {
  int64_t limit;
  if (!sizeArgument(t, args[1], limit) || !readable(t, self(args)))
    return Value::empty();
  return readLine(t, self(args), limit);
}
static Value stepLines(Thread *t, Value it) {
  auto *f = it.as<TextObject>();
  if (!readable(t, f))
    return Value::empty();
  Value line = readLine(t, f, -1);
  return line && line.as<StrObject>()->length == 0 ? Value::empty() : line;
}
static Value nextMethodText(Thread *t, Value *args, size_t n) {
  Value line;
  if (isTextIO(args[0])) {
    line = stepLines(t, args[0]);
  } else {
    line = callMethod(t, args[0], "readline", nullptr, 0);
    if (line && lengthOf(t, line) == 0)
      line = Value::empty();
  }
  return line ? line : stopAtEnd(t, line);
}

//===-- the rest -----------------------------------------------------------===//

static Value writeMethod(Thread *t, Value *args, size_t n) {
  if (!isStr(args[1]))
    return raise(t, exc::TypeError, "write() argument must be str, not %T", args[1]);
  TextObject *f = self(args);
  if (!usable(t, f))
    return Value::empty();
  if (isBuffered(f->buffer) && !(f->buffer.as<BufferedObject>()->flags & kWritable))
    return raiseUnsupported(t, "not writable");
  Value s = payloadOf(args[1]);
  if (!textWrite(t, f, s))
    return Value::empty();
  return newInt(t, s.as<StrObject>()->length);
}
static Value flushMethod(Thread *t, Value *args, size_t n) {
  return usable(t, self(args)) && textFlush(t, self(args)) ? None : Value::empty();
}
static Value closeMethod(Thread *t, Value *args, size_t n) {
  TextObject *f = self(args);
  if (!f->state || f->state->closed || f->state->detached)
    return None;
  Value closedNow = getAttr(t, f->buffer, "closed");
  if (!closedNow)
    return closedNow;
  if (closedNow == True) {
    f->state->closed = true;
    return None;
  }
  bool ok = isTextIO(args[0]) ? flushPending(t, f) : !callMethod(t, args[0], "flush", nullptr, 0).isEmpty();
  Value pending = ok ? Value::empty() : takePending(t);
  f->state->closed = true;
  f->state->in.clear();
  markClean(f);
  Value r = callMethod(t, f->buffer, "close", nullptr, 0);
  if (!ok) {
    clearPending(t);
    return raiseValue(t, pending);
  }
  return r ? None : r;
}
static Value detachMethod(Thread *t, Value *args, size_t n) {
  if (!usable(t, self(args)) || !flushPending(t, self(args)))
    return Value::empty();
  self(args)->state->detached = true;
  return self(args)->buffer;
}
static Value tellMethod(Thread *t, Value *args, size_t n) {
  TextObject *f = self(args);
  if (!usable(t, f) || !flushPending(t, f))
    return Value::empty();
  Value at = callMethod(t, f->buffer, "tell", nullptr, 0);
  int64_t pos;
  if (!at || !indexAsInt64(t, at, pos, exc::OverflowError))
    return Value::empty();
  TextState &s = *f->state;
  if (s.codec == Codec::Other && s.pos < s.in.size())
    return raise(t, exc::OSError, "can't reconstruct logical file position");
  return newInt(t, pos - static_cast<int64_t>(s.in.size() - s.pos));
}
static Value seekMethod(Thread *t, Value *args, size_t n) {
  TextObject *f = self(args);
  int64_t whence = 0;
  if (!usable(t, f) || (args[2] && !indexAsInt64(t, args[2], whence, exc::OverflowError)))
    return Value::empty();
  Value target = args[1], zero = Value::fromSmallInt(0);
  if (whence == 1) {
    if (target != zero)
      return raiseUnsupported(t, "can't do nonzero cur-relative seeks");
    target = tellMethod(t, args, 1);
    whence = 0;
    if (!target)
      return target;
  } else if (whence == 2) {
    if (target != zero)
      return raiseUnsupported(t, "can't do nonzero end-relative seeks");
  } else if (whence != 0) {
    return raise(t, exc::ValueError, "invalid whence (%zd, should be 0, 1 or 2)", static_cast<ssize_t>(whence));
  }
  if (target.isInt() && target.asInt() < 0)
    return raise(t, exc::ValueError, "negative seek position %V", target);
  if (!flushPending(t, f))
    return Value::empty();
  f->state->in.clear();
  f->state->pos = 0;
  f->decoder = zero;
  Value a[2] = {target, Value::fromSmallInt(whence)};
  return callMethod(t, f->buffer, "seek", a, 2);
}
static Value truncateMethod(Thread *t, Value *args, size_t n) {
  TextObject *f = self(args);
  if (!usable(t, f) || !textFlush(t, f))
    return Value::empty();
  Value size = args[1] && args[1] != None ? args[1] : tellMethod(t, args, 1);
  return size ? callMethod(t, f->buffer, "truncate", &size, 1) : size;
}
template <int Which> static Value forward(Thread *t, Value *args, size_t n) {
  static const char *const names[] = {"fileno", "isatty", "seekable", "readable", "writable"};
  return usable(t, self(args)) ? callMethod(t, self(args)->buffer, names[Which], nullptr, 0) : Value::empty();
}
static Value reprMethod(Thread *t, Value *args, size_t n) {
  TextObject *f = self(args);
  if (!f->state)
    return raise(t, exc::ValueError, "I/O operation on uninitialized object");
  std::string text = "<_io.TextIOWrapper";
  struct { const char *label, *attribute; } parts[] = {{" name=", "name"}, {" mode=", "mode"}};
  for (auto &p : parts) {
    Value v = getAttrOrEmpty(t, args[0], internStr(t, p.attribute));
    if (!v) {
      clearPending(t);
      continue;
    }
    Value s = repr(t, v);
    if (!s)
      return s;
    text += p.label + strToUtf8(s);
  }
  return newStr(t, text + " encoding='" + strToUtf8(f->encoding) + "'>");
}

static bool setNewline(Thread *t, TextObject *f, Value newline) {
  TextState &s = *f->state;
  std::string nl = newline == None ? "" : strToUtf8(payloadOf(newline));
  if (newline != None && nl != "" && nl != "\n" && nl != "\r" && nl != "\r\n") {
    raise(t, exc::ValueError, "illegal newline value: %V", newline);
    return false;
  }
  s.readUniversal = newline == None || nl.empty();
  s.readTranslate = newline == None;
  s.readNewline = nl;
  s.writeNewline = nl == "\n" ? "" : nl;
  setSlot(f, &f->newline, newline);
  return true;
}

static bool setUp(Thread *t, TextObject *f, Value buffer, Value encoding, Value errors, Value newline,
                  bool lineBuffering, bool writeThrough) {
  if (!f->state)
    f->state = new TextState;
  std::string name = encoding == None ? "utf-8" : strToUtf8(payloadOf(encoding));
  std::string plain;
  for (char c : name)
    if (c != '-' && c != '_' && c != ' ')
      plain += static_cast<char>(tolower(c));
  if (plain == "locale") {
    name = "utf-8";
    plain = "utf8";
  }
  TextState &s = *f->state;
  s.codec = plain == "utf8" || plain == "u8"                               ? Codec::Utf8
            : plain == "latin1" || plain == "iso88591" || plain == "l1" ? Codec::Latin1
            : plain == "ascii" || plain == "usascii" || plain == "646"  ? Codec::Ascii
                                                                           : Codec::Other;
  if (s.codec == Codec::Other) {
    Value codecs = importModule(t, "codecs");
    Value info = codecs ? callMethod(t, codecs, "lookup", &encoding, 1) : codecs;
    if (!info)
      return false;
  }
  if (!setNewline(t, f, newline))
    return false;
  s.lineBuffering = lineBuffering;
  s.writeThrough = writeThrough;
  Value enc = encoding == None ? newStr(t, name == "utf-8" ? "UTF-8" : name) : encoding;
  Value err = errors == None ? newStr(t, "strict") : errors;
  if (!enc || !err)
    return false;
  setSlot(f, &f->buffer, buffer);
  setSlot(f, &f->encoding, enc);
  setSlot(f, &f->errors, err);
  return true;
}

Value newTextIO(Thread *t, Value buffer, Value encoding, Value errors, Value newline, bool lineBuffering,
                bool writeThrough) {
  auto *f = gcAllocate<TextObject>(t, sizeof(TextObject), gTextShape);
  if (f)
    gcRegisterFinalizer(f);
  if (!f || !setUp(t, f, buffer, encoding, errors, newline, lineBuffering, writeThrough))
    return Value::empty();
  return Value::fromObject(f);
}

static Value initMethod(Thread *t, Value *args, size_t n) {
  for (int i : {2, 3, 4})
    if (args[i] && args[i] != None && !isStr(args[i]))
      return raise(t, exc::TypeError, "TextIOWrapper() argument '%s' must be str or None, not %T",
                   i == 2 ? "encoding" : i == 3 ? "errors" : "newline", args[i]);
  int line = args[5] ? isTrue(t, args[5]) : 0, through = args[6] ? isTrue(t, args[6]) : 0;
  auto orNone = [](Value v) { return v ? v : None; };
  if (line < 0 || through < 0 ||
      !setUp(t, self(args), args[1], orNone(args[2]), orNone(args[3]), orNone(args[4]), line, through))
    return Value::empty();
  return None;
}

static Value reconfigureMethod(Thread *t, Value *args, size_t n) {
  TextObject *f = self(args);
  if (!usable(t, f) || !textFlush(t, f))
    return Value::empty();
  TextState &s = *f->state;
  bool line = s.lineBuffering, through = s.writeThrough;
  if (args[4] && args[4] != None)
    line = isTrue(t, args[4]) > 0;
  if (args[5] && args[5] != None)
    through = isTrue(t, args[5]) > 0;
  Value encoding = args[1] && args[1] != None ? args[1] : f->encoding;
  Value errors = args[2] && args[2] != None ? args[2] : args[1] && args[1] != None ? None : f->errors;
  return setUp(t, f, f->buffer, encoding, errors, args[3] ? args[3] : f->newline, line, through) ? None
                                                                                                : Value::empty();
}

static Value closedOf(Thread *t, Value v) {
  auto *f = v.as<TextObject>();
  if (!f->state || f->state->closed)
    return True;
  return getAttr(t, f->buffer, "closed");
}
static Value nameOf(Thread *t, Value v) { return getAttr(t, v.as<TextObject>()->buffer, "name"); }
static Value modeOf(Thread *t, Value v) {
  Value m = v.as<TextObject>()->mode;
  if (m.isInt())
    return raise(t, exc::AttributeError, "'_io.TextIOWrapper' object has no attribute 'mode'");
  return m;
}
static bool setMode(Thread *t, Value v, Value mode) {
  setSlot(v.asObject(), &v.as<TextObject>()->mode, mode);
  return true;
}
static Value lineBufferingOf(Thread *t, Value v) {
  auto *f = v.as<TextObject>();
  return boolValue(f->state && f->state->lineBuffering);
}
static Value writeThroughOf(Thread *t, Value v) {
  auto *f = v.as<TextObject>();
  return boolValue(f->state && f->state->writeThrough);
}
static Value newlinesOf(Thread *t, Value v) {
  auto *f = v.as<TextObject>();
  if (!f->state)
    return None;
  TextState &s = *f->state;
  Value seen[3];
  size_t n = 0;
  if (s.seenCr)
    seen[n++] = newStr(t, "\r");
  if (s.seenLf)
    seen[n++] = newStr(t, "\n");
  if (s.seenCrLf)
    seen[n++] = newStr(t, "\r\n");
  return n == 0 ? None : n == 1 ? seen[0] : newTuple(t, seen, n);
}

static const NativeDef textMethods[] = {
    {"__init__", initMethod, "($self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)"},
    {"read", readMethod, "($self, size=-1, /)"},
    {"readline", readlineMethod, "($self, size=-1, /)"},
    {"write", writeMethod, "($self, text, /)"},
    {"flush", flushMethod, "($self, /)"},
    {"close", closeMethod, "($self, /)"},
    {"detach", detachMethod, "($self, /)"},
    {"tell", tellMethod, "($self, /)"},
    {"seek", seekMethod, "($self, cookie, whence=0, /)"},
    {"truncate", truncateMethod, "($self, pos=None, /)"},
    {"reconfigure", reconfigureMethod, "($self, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None)"},
    {"fileno", forward<0>, "($self, /)"},
    {"isatty", forward<1>, "($self, /)"},
    {"seekable", forward<2>, "($self, /)"},
    {"readable", forward<3>, "($self, /)"},
    {"writable", forward<4>, "($self, /)"},
    {"__next__", nextMethodText, "($self, /)"},
    {"__repr__", reprMethod, "($self, /)"},
    {nullptr, nullptr, nullptr}};
static const GetSetDef textGetSets[] = {
    {"closed", closedOf, nullptr},           {"name", nameOf, nullptr},
    {"mode", modeOf, setMode},               {"line_buffering", lineBufferingOf, nullptr},
    {"write_through", writeThroughOf, nullptr}, {"newlines", newlinesOf, nullptr},
    {nullptr, nullptr, nullptr}};
static const MemberDef textMembers[] = {{"buffer", offsetof(TextObject, buffer), true},
                                        {"encoding", offsetof(TextObject, encoding), true},
                                        {"errors", offsetof(TextObject, errors), true},
                                        {nullptr, 0, true}};

void initText(Thread *t) {
  TypeSpec spec{"_io.TextIOWrapper", Kind::RegularObject, sizeof(TextObject), TraceKind::FixedSlots, 2, 6, textMethods, textGetSets, textMembers};
  spec.typeFlags = kTypeBaseable | kTypeHasWeakRefs;
  gTextIOWrapper = makeBuiltinType(t, spec, gTextIOBase);
  gTextShape = gTextIOWrapper->instanceShape;
}

} // namespace pyc::io
