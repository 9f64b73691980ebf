//===- IOModule.cpp - open(), standard streams, the module _io ------------===//
//
// open() picks the layers from the mode; sys.stdin, stdout and stderr are made
// of the same layers over descriptors 0, 1 and 2. The dirty list (IO.h) is
// here.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/Modules.h"
#include "runtime/modules/io/IO.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pyc::io {

//===-- dirty files --------------------------------------------------------===//

/// A list of all objects with unwritten data; usually stdout and a few files.
static Value gDirty = Value::fromSmallInt(0);

void markDirty(Thread *t, Object *o) {
  if (gDirty.isInt())
    return;
  auto *l = gDirty.as<ListObject>();
  for (int64_t i = 0; i < l->size; ++i)
    if (l->items()->items[i] == Value::fromObject(o))
      return;
  if (!listAppend(t, l, Value::fromObject(o)))
    clearPending(t); // not remembered; an explicit flush still writes it
}

void markClean(Object *o) {
  if (gDirty.isInt())
    return;
  auto *l = gDirty.as<ListObject>();
  for (int64_t i = 0; i < l->size; ++i)
    if (l->items()->items[i] == Value::fromObject(o)) {
      ValueBuffer *b = l->items();
      copySlots(b, b->items + i, b->items + i + 1, static_cast<size_t>(l->size - i - 1));
      b->items[--l->size] = Value::fromSmallInt(0);
      return;
    }
}

bool flushAll(Thread *t) {
  bool ok = true;
  // Flushing a text layer makes its buffer dirty: until nothing is left.
  for (int round = 0; round < 1000 && !gDirty.isInt() && gDirty.as<ListObject>()->size; ++round) {
    Value v = gDirty.as<ListObject>()->items()->items[0];
    markClean(v.asObject());
    if (!callMethod(t, v, "flush", nullptr, 0)) {
      clearPending(t);
      ok = false;
    }
  }
  return ok;
}

//===-- open ---------------------------------------------------------------===//

Value openFile(Thread *t, Value file, const std::string &mode, int64_t buffering, Value encoding,
               Value errors, Value newline, bool closeFd, Value opener) {
  bool creating = false, reading = false, writing = false, appending = false, updating = false,
       text = false, binary = false, bad = false;
  for (char c : mode) {
    bool &b = c == 'x' ? creating : c == 'r' ? reading : c == 'w' ? writing : c == 'a' ? appending
              : c == '+' ? updating : c == 't' ? text : c == 'b' ? binary : bad;
    bad = bad || b || !strchr("xrwa+tb", c);
    b = true;
  }
  if (bad)
    return raise(t, exc::ValueError, "invalid mode: '%s'", mode.c_str());
  if (text && binary)
    return raise(t, exc::ValueError, "can't have text and binary mode at once");
  if (creating + reading + writing + appending != 1)
    return raise(t, exc::ValueError, creating + reading + writing + appending > 1
                     ? "must have exactly one of create/read/write/append mode"
                     : "Must have exactly one of create/read/write/append mode and at most one plus");
  if (binary && encoding != None)
    return raise(t, exc::ValueError, "binary mode doesn't take an encoding argument");
  if (binary && errors != None)
    return raise(t, exc::ValueError, "binary mode doesn't take an errors argument");
  if (binary && newline != None)
    return raise(t, exc::ValueError, "binary mode doesn't take a newline argument");
  std::string rawMode;
  for (char c : mode)
    if (c != 't' && c != 'b')
      rawMode += c;
  Value raw = newFileIO(t, file, rawMode.c_str(), closeFd, opener);
  if (!raw)
    return raw;
  int fd = static_cast<int>(raw.as<FileIOObject>()->fd);
  auto fail = [&] {
    Value e = takePending(t);
    if (!callMethod(t, raw, "close", nullptr, 0))
      clearPending(t);
    return raiseValue(t, e);
  };
  bool tty = buffering < 0 && isatty(fd);
  bool lineBuffering = false;
  if (buffering == 1 || tty) {
    buffering = -1;
    lineBuffering = true;
  }
  size_t size = 8192;
  struct stat st;
  if (buffering < 0) {
    if (fstat(fd, &st) == 0 && st.st_blksize > 1)
      size = static_cast<size_t>(st.st_blksize);
  } else if (buffering == 0) {
    if (binary)
      return raw;
    raise(t, exc::ValueError, "can't have unbuffered text I/O");
    return fail();
  } else {
    size = static_cast<size_t>(buffering);
  }
  uint64_t flags = updating ? kReadable | kWritable : reading ? kReadable : kWritable;
  Value buffered = newBuffered(t, raw, flags, size);
  if (!buffered || binary)
    return buffered;
  Value wrapper = newTextIO(t, buffered, encoding, errors, newline, lineBuffering, false);
  if (!wrapper)
    return fail();
  Value m = newStr(t, mode);
  if (!m)
    return m;
  setSlot(wrapper.asObject(), &wrapper.as<TextObject>()->mode, m);
  return wrapper;
}

Value standardStream(Thread *t, int fd) {
  struct stat st;
  if (fstat(fd, &st) < 0)
    return None;
  Value name = newStr(t, fd == 0 ? "<stdin>" : fd == 1 ? "<stdout>" : "<stderr>");
  Value raw = newFileIO(t, Value::fromSmallInt(fd), fd == 0 ? "r" : "w", false, None);
  if (!raw || !name) {
    clearPending(t);
    return None;
  }
  setSlot(raw.asObject(), &raw.as<FileIOObject>()->name, name);
  // PYTHONUNBUFFERED or -u: text goes straight to the file.
  bool unbuffered = fd != 0 && gSysConfig.unbuffered;
  Value buffered = unbuffered ? raw : newBuffered(t, raw, fd == 0 ? kReadable : kWritable, 8192);
  Value encoding = newStr(t, gSysConfig.ioEncoding), errors = newStr(t, fd == 2 ? "backslashreplace" : gSysConfig.ioErrors);
  Value newline = fd == 0 ? None : newStr(t, "\n");
  if (!buffered || !encoding || !errors || !newline)
    return Value::empty();
  Value text = newTextIO(t, buffered, encoding, errors, newline, fd == 2 || isatty(fd), unbuffered);
  Value mode = newStr(t, fd == 0 ? "r" : "w");
  if (text && mode)
    setSlot(text.asObject(), &text.as<TextObject>()->mode, mode);
  return text;
}

//===-- the module ---------------------------------------------------------===//

static Value openCode(Thread *t, Value *args, size_t n) {
  return openFile(t, args[0], "rb", -1, None, None, None, true, None);
}
static Value textEncoding(Thread *t, Value *args, size_t n) {
  return args[0] == None ? newStr(t, "locale") : args[0];
}
static const NativeDef ioFunctions[] = {
    {"open_code", openCode, "(path)"},
    {"text_encoding", textEncoding, "(encoding, stacklevel=2, /)"},
    {nullptr, nullptr, nullptr}};

/// Decodes \r and \r\n to \n after another decoder: in Python terms, small
/// enough to be written here by its behaviour.
struct NewlineDecoderObject : Object { // skip 2
  int64_t translate;
  int64_t state; ///< bit 0: a \r is held back; bits 1-3: seen \r, \n, \r\n
  Value decoder, errors;
};
static Value newlineInit(Thread *t, Value *args, size_t n) {
  auto *d = args[0].as<NewlineDecoderObject>();
  int translate = isTrue(t, args[2]);
  if (translate < 0)
    return Value::empty();
  d->translate = translate;
  d->state = 0;
  setSlot(d, &d->decoder, args[1]);
  return None;
}
static Value newlineDecode(Thread *t, Value *args, size_t n) {
  auto *d = args[0].as<NewlineDecoderObject>();
  int last = args[2] ? isTrue(t, args[2]) : 0;
  if (last < 0)
    return Value::empty();
  Value text = args[1];
  if (d->decoder != None) {
    Value a[2] = {args[1], boolValue(last)};
    text = callMethod(t, d->decoder, "decode", a, 2);
  }
  StrObject *s = text ? flattenStr(t, payloadOf(text)) : nullptr;
  if (!s)
    return Value::empty();
  std::u32string out;
  if (d->state & 1) {
    out += U'\r';
    d->state &= ~1;
  }
  for (int64_t i = 0; i < s->length; ++i)
    out += static_cast<char32_t>(strCharAt(s, i));
  if (!last && !out.empty() && out.back() == U'\r') {
    out.pop_back();
    d->state |= 1;
  }
  std::u32string r;
  for (size_t i = 0; i < out.size(); ++i) {
    if (out[i] == U'\n')
      d->state |= 4;
    if (out[i] != U'\r') {
      r += out[i];
      continue;
    }
    bool crlf = i + 1 < out.size() && out[i + 1] == U'\n';
    d->state |= crlf ? 8 : 2;
    if (d->translate)
      r += U'\n';
    else
      r += crlf ? U"\r\n" : U"\r";
    i += crlf;
  }
  return newStrUcs4(t, reinterpret_cast<const uint32_t *>(r.data()), static_cast<int64_t>(r.size()));
}
static Value newlineReset(Thread *t, Value *args, size_t n) {
  auto *d = args[0].as<NewlineDecoderObject>();
  d->state = 0;
  return d->decoder == None ? None : callMethod(t, d->decoder, "reset", nullptr, 0);
}
static Value newlineSeen(Thread *t, Value v) {
  int64_t s = v.as<NewlineDecoderObject>()->state;
  Value seen[3];
  size_t n = 0;
  if (s & 2)
    seen[n++] = newStr(t, "\r");
  if (s & 4)
    seen[n++] = newStr(t, "\n");
  if (s & 8)
    seen[n++] = newStr(t, "\r\n");
  return n == 0 ? None : n == 1 ? seen[0] : newTuple(t, seen, n);
}
static const NativeDef newlineMethods[] = {
    {"__init__", newlineInit, "($self, decoder, translate, errors='strict')"},
    {"decode", newlineDecode, "($self, input, final=False)"},
    {"reset", newlineReset, "($self, /)"},
    {nullptr, nullptr, nullptr}};
static const GetSetDef newlineGetSets[] = {{"newlines", newlineSeen, nullptr}, {nullptr, nullptr, nullptr}};

static bool initModule(Thread *t, ModuleObject *m) {
  TypeSpec spec{"_io.IncrementalNewlineDecoder", Kind::RegularObject, sizeof(NewlineDecoderObject), TraceKind::FixedSlots, 2, 2, newlineMethods, newlineGetSets};
  spec.typeFlags = kTypeBaseable;
  TypeObject *newlineDecoder = makeBuiltinType(t, spec);
  struct { const char *name; TypeObject *type; } rows[] = {
      {"_IOBase", gIOBase}, {"_RawIOBase", gRawIOBase}, {"_BufferedIOBase", gBufferedIOBase},
      {"_TextIOBase", gTextIOBase}, {"FileIO", gFileIO}, {"BufferedReader", gBufferedReader},
      {"BufferedWriter", gBufferedWriter}, {"BufferedRandom", gBufferedRandom},
      {"BufferedRWPair", gBufferedRWPair}, {"TextIOWrapper", gTextIOWrapper}, {"BytesIO", gBytesIO},
      {"StringIO", gStringIO}, {"IncrementalNewlineDecoder", newlineDecoder},
      {"UnsupportedOperation", gUnsupported}, {"BlockingIOError", exc::BlockingIOError}};
  for (auto &r : rows)
    if (!moduleSet(t, m, r.name, Value::fromObject(r.type)))
      return false;
  Value open = dictGetStr(gBuiltinsDict.as<DictObject>(), internStr(t, "open"));
  return moduleSet(t, m, "open", open) && moduleSet(t, m, "DEFAULT_BUFFER_SIZE", Value::fromSmallInt(8192));
}

static const ModuleSpec ioSpec{"_io", "Native streams.", ioFunctions, initModule};

/// class UnsupportedOperation(OSError, ValueError)
static TypeObject *makeUnsupported(Thread *t) {
  Value bases[2] = {Value::fromObject(exc::OSError), Value::fromObject(exc::ValueError)};
  Value ns = newNamespace(t);
  Value name = newStr(t, "UnsupportedOperation"), tuple = newTuple(t, bases, 2);
  if (!ns || !name || !tuple || !dictSetStr(t, ns.as<DictObject>(), "__module__", newStr(t, "io")))
    return nullptr;
  Value a[3] = {name, tuple, ns};
  Value cls = call(t, Value::fromObject(types::type_), a, 3);
  return cls ? cls.as<TypeObject>() : nullptr;
}

} // namespace pyc::io

namespace pyc {
void registerIO(Thread *t) {
  io::gDirty = newList(t, nullptr, 0);
  gcRegisterRoot(&io::gDirty);
  io::initIOTypes(t);
  gNativeFinalizer = io::finalizeStream;
  io::gUnsupported = io::makeUnsupported(t);
  if (!io::gUnsupported)
    internalError(__FILE__, __LINE__, "cannot make UnsupportedOperation");
  registerNativeModule(&io::ioSpec);
}
} // namespace pyc
