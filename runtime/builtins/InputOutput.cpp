//===- InputOutput.cpp - print, input, open -------------------------------===//
//
// print writes straight into the native text layer when its file is one;
// otherwise it calls the file's write(). Nothing is flushed but on request, at
// exit, and at line ends when stdout is a terminal.
//
//===----------------------------------------------------------------------===//
#include "runtime/builtins/Builtins.h"
#include "runtime/modules/io/IO.h"

namespace pyc {

/// sys.NAME, or empty with nothing pending.
static Value sysAttribute(Thread *t, const char *name) {
  Value sys = gSysModules ? dictGetStr(gSysModules.as<DictObject>(), internStr(t, "sys")) : Value::empty();
  if (!sys)
    return sys;
  return dictGetStr(moduleDict(sys), internStr(t, name));
}

static bool writeTo(Thread *t, Value file, Value s) {
  if (PYC_LIKELY(io::isTextIO(file)))
    return io::textWrite(t, file.as<io::TextObject>(), s);
  return !callMethod(t, file, "write", &s, 1).isEmpty();
}

static bool checkText(Thread *t, Value v, const char *what) {
  if (v.isEmpty() || v == None || isStr(v))
    return true;
  raise(t, exc::TypeError, "%s must be None or a string, not %T", what, v);
  return false;
}

static Value builtinPrint(Thread *t, Value *args, size_t n) {
  // (*args, sep=' ', end='\n', file=None, flush=False)
  auto *items = args[0].as<TupleObject>();
  Value sep = args[1], end = args[2], file = args[3];
  if (!checkText(t, sep, "sep") || !checkText(t, end, "end"))
    return Value::empty();
  if (!file || file == None) {
    file = sysAttribute(t, "stdout");
    if (!file)
      return raise(t, exc::RuntimeError, "lost sys.stdout");
    if (file == None)
      return None;
  }
  if (!sep || sep == None)
    sep = newChar(t, ' ');
  if (!end || end == None)
    end = newChar(t, '\n');
  if (!sep || !end)
    return Value::empty();
  for (int64_t i = 0; i < items->length; ++i) {
    if (i && !writeTo(t, file, payloadOf(sep)))
      return Value::empty();
    Value s = str(t, items->items[i]);
    if (!s || !writeTo(t, file, payloadOf(s)))
      return Value::empty();
  }
  if (!writeTo(t, file, payloadOf(end)))
    return Value::empty();
  int flush = args[4] ? isTrue(t, args[4]) : 0;
  if (flush < 0 || (flush && !callMethod(t, file, "flush", nullptr, 0)))
    return Value::empty();
  return None;
}

static Value builtinInput(Thread *t, Value *args, size_t n) {
  Value in = sysAttribute(t, "stdin"), out = sysAttribute(t, "stdout"), err = sysAttribute(t, "stderr");
  if (!in || in == None)
    return raise(t, exc::RuntimeError, "input(): lost sys.stdin");
  if (!out || out == None)
    return raise(t, exc::RuntimeError, "input(): lost sys.stdout");
  if (err && err != None && !callMethod(t, err, "flush", nullptr, 0))
    clearPending(t);
  if (args[0]) {
    Value s = str(t, args[0]);
    if (!s || !writeTo(t, out, payloadOf(s)))
      return Value::empty();
  }
  if (!callMethod(t, out, "flush", nullptr, 0))
    clearPending(t);
  Value line = callMethod(t, in, "readline", nullptr, 0);
  if (!line)
    return line;
  if (!isStr(line))
    return raise(t, exc::TypeError, "object.readline() returned non-string");
  StrObject *s = flattenStr(t, payloadOf(line));
  if (!s)
    return Value::empty();
  if (s->length == 0)
    return raise(t, exc::EOFError, "EOF when reading a line");
  if (strCharAt(s, s->length - 1) != '\n')
    return line;
  Value slice = newSlice(t, None, Value::fromSmallInt(s->length - 1), None);
  return slice ? getItem(t, line, slice) : slice;
}

static Value builtinOpen(Thread *t, Value *args, size_t n) {
  // (file, mode='r', buffering=-1, encoding=None, errors=None, newline=None,
  //  closefd=True, opener=None)
  std::string mode = "r";
  if (args[1]) {
    if (!isStr(args[1]))
      return raise(t, exc::TypeError, "open() argument 'mode' must be str, not %T", args[1]);
    mode = strToUtf8(payloadOf(args[1]));
  }
  int64_t buffering = -1;
  if (args[2] && !indexAsInt64(t, args[2], buffering, exc::OverflowError))
    return Value::empty();
  for (int i : {3, 4, 5})
    if (args[i] && args[i] != None && !isStr(args[i])) {
      static const char *const names[] = {"encoding", "errors", "newline"};
      return raise(t, exc::TypeError, "open() argument '%s' must be str or None, not %T", names[i - 3], args[i]);
    }
  int closeFd = args[6] ? isTrue(t, args[6]) : 1;
  if (closeFd < 0)
    return Value::empty();
  auto orNone = [](Value v) { return v ? v : None; };
  return io::openFile(t, args[0], mode, buffering, orNone(args[3]), orNone(args[4]), orNone(args[5]),
                      closeFd, orNone(args[7]));
}

static const NativeDef ioBuiltins[] = {
    {"print", builtinPrint, "(*args, sep=' ', end='\\n', file=None, flush=False)", kEffAny, "Prints the values to a stream, or to sys.stdout by default."},
    {"input", builtinInput, "(prompt='', /)", kEffAny, "A line read from standard input, without its end."},
    {"open", builtinOpen, "(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)", kEffAny, "Opens a file and returns a stream."},
    {nullptr, nullptr, nullptr}};

void addInputOutputBuiltins(Thread *t) { addBuiltins(t, ioBuiltins); }

} // namespace pyc
