//===- CsvModule.cpp - _csv: reading and writing delimited text -----------===//
//
// The reader is a state machine over the characters of each line the iterator
// gives; a record may take several lines. The writer joins fields, quoting
// those that contain anything the reader would stumble on.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/TextModules.h"
#include "runtime/object/Containers.h"

namespace pyc::csv {

enum Quoting { kMinimal, kAll, kNonNumeric, kNone };
constexpr uint32_t kNoChar = 0xFFFFFFFF;

struct DialectObject : Object { // FixedSlots skip 3
  uint32_t delimiter, quote, escape;
  uint8_t doubleQuote, skipSpace, strict, quoting;
  uint64_t reserved;
  Value terminator;
};
struct ReaderObject : Object { // FixedSlots skip 1
  int64_t lines;
  Value iterator, dialect;
};
struct WriterObject : Object { // FixedSlots skip 0
  Value write, dialect;
};
static TypeObject *gDialect;
static Shape *gReader, *gWriter;
static Value gError = Value::fromSmallInt(0), gDialects = Value::fromSmallInt(0);
static int64_t gFieldLimit = 131072;
static Value fail(Thread *t, const char *message) { return raise(t, gError.as<TypeObject>(), "%s", message); }
static DialectObject *D(Value v) { return v.as<DialectObject>(); }

//===-- dialects ---------------------------------------------------------------===//
static const char *const kNames[] = {"delimiter", "doublequote", "escapechar", "lineterminator",
                                     "quotechar", "quoting", "skipinitialspace", "strict"};
enum { kDelimiter, kDouble, kEscape, kTerminator, kQuote, kQuoting, kSkip, kStrict, kParameters };

static bool readChar(Thread *t, Value v, const char *name, bool optional, uint32_t &c) {
  if (!given(v))
    return true;
  if (optional && v == None) {
    c = kNoChar;
    return true;
  }
  if (!isStr(v)) {
    raise(t, exc::TypeError, optional ? "\"%s\" must be string or None, not %T" : "\"%s\" must be string, not %T", name, v);
    return false;
  }
  StrObject *s = flatOf(t, v);
  if (!s)
    return false;
  if (s->length != 1) {
    raise(t, exc::TypeError, "\"%s\" must be a 1-character string", name);
    return false;
  }
  c = strCharAt(s, 0);
  return true;
}
static bool readBool(Thread *t, Value v, uint8_t &out) {
  if (!given(v))
    return true;
  int b = isTrue(t, v);
  out = b > 0;
  return b >= 0;
}

/// A dialect from another (an object, or a registered name) and keywords.
static Value makeDialect(Thread *t, TypeObject *type, Value base, Value keywords) {
  Value v[kParameters];
  for (Value &x : v)
    x = Value::empty();
  bool overridden = false;
  if (isDict(keywords)) {
    int64_t pos = 0;
    Value key, value;
    while (dictNext(keywords.as<DictObject>(), pos, key, value)) {
      std::string name = strToUtf8(key);
      int i = 0;
      while (i < kParameters && name != kNames[i])
        ++i;
      if (i == kParameters) {
        if (name == "dialect" && !given(base)) {
          base = value;
          continue;
        }
        return raise(t, exc::TypeError, "'%s' is an invalid keyword argument for this function", name.c_str());
      }
      v[i] = value;
      overridden = true;
    }
  }
  if (givenNotNone(base)) {
    if (isStr(base)) {
      Value found = dictGet(t, gDialects.as<DictObject>(), base);
      if (!found)
        return t->pending.isEmpty() ? fail(t, "unknown dialect") : found;
      base = found;
    }
    if (typeOf(base) == gDialect && !overridden)
      return base;
    for (int i = 0; i < kParameters; ++i)
      if (!given(v[i])) {
        v[i] = getAttrOrEmpty(t, base, internStr(t, kNames[i]));
        if (!v[i] && !t->pending.isEmpty())
          clearPending(t);
      }
  }
  Value made = newInstance(t, type);
  if (!made)
    return made;
  DialectObject *d = D(made);
  d->delimiter = ',';
  d->quote = '"';
  d->escape = kNoChar;
  d->doubleQuote = 1;
  Value terminator = given(v[kTerminator]) ? v[kTerminator] : newStr(t, "\r\n");
  if (!terminator || !readChar(t, v[kDelimiter], "delimiter", false, d->delimiter) || !readBool(t, v[kDouble], d->doubleQuote) ||
      !readChar(t, v[kEscape], "escapechar", true, d->escape))
    return Value::empty();
  if (!isStr(terminator))
    return raise(t, exc::TypeError, "\"lineterminator\" must be a string");
  if (!readChar(t, v[kQuote], "quotechar", true, d->quote))
    return Value::empty();
  if (given(v[kQuoting])) {
    int64_t q;
    if (!isIntExact(v[kQuoting]))
      return raise(t, exc::TypeError, "\"quoting\" must be an integer");
    if (!intToInt64(v[kQuoting], q) || q < 0 || q > 3)
      return raise(t, exc::TypeError, "bad \"quoting\" value");
    d->quoting = uint8_t(q);
  } else if (d->quote == kNoChar) {
    d->quoting = kNone;
  }
  if (!readBool(t, v[kSkip], d->skipSpace) || !readBool(t, v[kStrict], d->strict))
    return Value::empty();
  if (d->quoting != kNone && d->quote == kNoChar)
    return raise(t, exc::TypeError, "quotechar must be set if quoting enabled");
  setSlot(d, &d->terminator, payloadOf(terminator));
  return made;
}
static Value dialectNew(Thread *t, Value *args, size_t) {
  auto *rest = args[1].as<TupleObject>();
  if (rest->length > 1)
    return raise(t, exc::TypeError, "function takes at most 1 positional argument (%lld given)", (long long)rest->length);
  return makeDialect(t, args[0].as<TypeObject>(), rest->length ? rest->items[0] : Value::empty(), args[2]);
}
static Value charValue(Thread *t, uint32_t c) { return c == kNoChar ? None : newChar(t, c); }
static Value getDelimiter(Thread *t, Value v) { return charValue(t, D(v)->delimiter); }
static Value getQuote(Thread *t, Value v) { return charValue(t, D(v)->quote); }
static Value getEscape(Thread *t, Value v) { return charValue(t, D(v)->escape); }
static Value getDouble(Thread *, Value v) { return boolValue(D(v)->doubleQuote); }
static Value getSkip(Thread *, Value v) { return boolValue(D(v)->skipSpace); }
static Value getStrict(Thread *, Value v) { return boolValue(D(v)->strict); }
static Value getQuoting(Thread *, Value v) { return Value::fromSmallInt(D(v)->quoting); }
static Value getTerminator(Thread *, Value v) { return D(v)->terminator; }

/// Arguments of reader and writer: (object, dialect=..., **format).
static Value dialectOfCall(Thread *t, Value *args, const char *name) {
  auto *rest = args[0].as<TupleObject>();
  if (rest->length < 1 || rest->length > 2)
    return raise(t, exc::TypeError, "%s expected at %s argument%s, got %lld", name, rest->length ? "most 2" : "least 1",
                 rest->length ? "s" : "", (long long)rest->length);
  return makeDialect(t, gDialect, rest->length > 1 ? rest->items[1] : Value::empty(), args[1]);
}

//===-- reading -----------------------------------------------------------------===//
static Value readerFn(Thread *t, Value *args, size_t) {
  auto *rest = args[0].as<TupleObject>();
  Value it = rest->length ? getIter(t, rest->items[0]) : None;
  Value d = it ? dialectOfCall(t, args, "reader") : it;
  auto *r = d ? gcAllocate<ReaderObject>(t, sizeof(ReaderObject), gReader) : nullptr;
  if (!r)
    return Value::empty();
  r->iterator = it;
  r->dialect = d;
  return Value::fromObject(r);
}

namespace {
enum State { StartRecord, StartField, Escaped, InField, InQuoted, EscapedInQuoted, QuoteInQuoted, EatNewline, AfterEscapedNewline };
struct Parse {
  Thread *t;
  DialectObject *d;
  Value fields;
  TextBuffer field;
  State state = StartRecord;
  bool numeric = false;

  bool save();
  bool put(uint32_t c);
  bool step(uint32_t c); ///< kNoChar: end of the line
};
} // namespace

bool Parse::save() {
  Value v = field.finish(t);
  field.length = 0;
  if (v && numeric) {
    numeric = false;
    v = call(t, Value::fromObject(types::float_), v);
  }
  return v && listAppend(t, fields.as<ListObject>(), v);
}
bool Parse::put(uint32_t c) {
  if (field.length >= gFieldLimit) {
    raise(t, gError.as<TypeObject>(), "field larger than field limit (%lld)", (long long)gFieldLimit);
    return false;
  }
  field.put(c);
  return true;
}
bool Parse::step(uint32_t c) {
  bool newline = c == '\n' || c == '\r', end = c == kNoChar;
  switch (state) {
  case StartRecord:
    if (end)
      return true;
    if (newline) {
      state = EatNewline;
      return true;
    }
    [[fallthrough]];
  case StartField:
    if (newline || end) {
      if (!save())
        return false;
      state = end ? StartRecord : EatNewline;
    } else if (c == d->quote && d->quoting != kNone) {
      state = InQuoted;
    } else if (c == d->escape) {
      state = Escaped;
    } else if (c == ' ' && d->skipSpace) {
      state = StartField;
    } else if (c == d->delimiter) {
      state = StartField;
      return save();
    } else {
      numeric = d->quoting == kNonNumeric;
      state = InField;
      return put(c);
    }
    return true;
  case Escaped:
    if (newline) {
      state = AfterEscapedNewline;
      return put(c);
    }
    state = InField;
    return put(end ? '\n' : c);
  case AfterEscapedNewline:
    if (end)
      return true;
    [[fallthrough]];
  case InField:
    if (newline || end) {
      state = end ? StartRecord : EatNewline;
      return save();
    }
    if (c == d->escape) {
      state = Escaped;
      return true;
    }
    if (c == d->delimiter) {
      state = StartField;
      return save();
    }
    state = InField;
    return put(c);
  case InQuoted:
    if (end)
      return true;
    if (c == d->escape) {
      state = EscapedInQuoted;
      return true;
    }
    if (c == d->quote && d->quoting != kNone) {
      state = d->doubleQuote ? QuoteInQuoted : InField;
      return true;
    }
    return put(c);
  case EscapedInQuoted:
    state = InQuoted;
    return put(end ? '\n' : c);
  case QuoteInQuoted:
    if (d->quoting != kNone && c == d->quote) {
      state = InQuoted;
      return put(c);
    }
    if (c == d->delimiter) {
      state = StartField;
      return save();
    }
    if (newline || end) {
      state = end ? StartRecord : EatNewline;
      return save();
    }
    if (!d->strict) {
      state = InField;
      return put(c);
    }
    raise(t, gError.as<TypeObject>(), "'%S' expected after '%S'", newChar(t, d->delimiter), newChar(t, d->quote));
    return false;
  case EatNewline:
    if (newline)
      return true;
    if (end) {
      state = StartRecord;
      return true;
    }
    fail(t, "new-line character seen in unquoted field - do you need to open the file in universal-newline mode?");
    return false;
  }
  return true;
}

/// The next record, or empty with nothing pending at the end.
static Value nextRecord(Thread *t, Value self) {
  auto *r = self.as<ReaderObject>();
  Parse p{.t = t, .d = D(r->dialect)};
  p.fields = newList(t, nullptr, 0);
  if (!p.fields)
    return p.fields;
  do {
    Value line = iterNext(t, r->iterator);
    if (!line) {
      if (!t->pending.isEmpty())
        return line;
      if (p.field.length || p.state == InQuoted) {
        if (p.d->strict)
          return fail(t, "unexpected end of data");
        return p.save() ? p.fields : Value::empty();
      }
      return line;
    }
    if (!isStr(line))
      return raise(t, gError.as<TypeObject>(),
                   "iterator should return strings, not %T (the file should be opened in text mode)", line);
    ++r->lines;
    StrObject *s = flatOf(t, line);
    if (!s)
      return Value::empty();
    CharReader c(s);
    for (int64_t i = 0; i < c.size(); ++i)
      if (!p.step(c[i]))
        return Value::empty();
    if (!p.step(kNoChar))
      return Value::empty();
  } while (p.state != StartRecord);
  return p.fields;
}
static Value readerNext(Thread *t, Value *args, size_t) {
  Value v = nextRecord(t, args[0]);
  return v || !t->pending.isEmpty() ? v : raiseStopIteration(t, Value::empty());
}
static Value iterSelf(Thread *, Value *args, size_t) { return args[0]; }
static Value getLines(Thread *t, Value v) { return newInt(t, v.as<ReaderObject>()->lines); }
static Value getReaderDialect(Thread *, Value v) { return v.as<ReaderObject>()->dialect; }

//===-- writing ------------------------------------------------------------------===//
static Value writerFn(Thread *t, Value *args, size_t) {
  auto *rest = args[0].as<TupleObject>();
  Value d = dialectOfCall(t, args, "writer");
  if (!d)
    return d;
  Value write = getAttrOrEmpty(t, rest->items[0], internStr(t, "write"));
  if (!write && !t->pending.isEmpty())
    return write;
  if (!write || !lookupDunder(typeOf(write), Dunder::Call))
    return raise(t, exc::TypeError, "argument 1 must have a \"write\" method");
  auto *w = gcAllocate<WriterObject>(t, sizeof(WriterObject), gWriter);
  if (!w)
    return Value::empty();
  w->write = write;
  w->dialect = d;
  return Value::fromObject(w);
}
static bool isNumber(Value v) {
  if (v.isInt() || v.isFloat())
    return true;
  TypeObject *type = typeOf(v);
  return lookupDunder(type, Dunder::Index) || lookupDunder(type, Dunder::Int) || lookupDunder(type, Dunder::Float);
}

/// Appends one field. False: raised.
static bool addField(Thread *t, DialectObject *d, TextBuffer &out, StrObject *s, bool quoted) {
  StrObject *terminator = flatOf(t, d->terminator);
  if (!terminator)
    return false;
  CharReader c(s), end(terminator);
  auto special = [&](uint32_t x) {
    if (x == d->delimiter || x == d->escape || x == d->quote)
      return true;
    for (int64_t k = 0; k < end.size(); ++k)
      if (end[k] == x)
        return true;
    return false;
  };
  TextBuffer body;
  for (int64_t i = 0; i < c.size(); ++i) {
    uint32_t x = c[i];
    if (special(x)) {
      bool escape = d->quoting == kNone;
      if (!escape && x == d->quote) {
        if (d->doubleQuote)
          body.put(d->quote);
        else
          escape = true;
      } else if (!escape && x == d->escape) {
        escape = true;
      }
      if (!escape) {
        quoted = true;
      } else {
        if (d->escape == kNoChar) {
          fail(t, "need to escape, but no escapechar set");
          return false;
        }
        body.put(d->escape);
      }
    }
    body.put(x);
  }
  if (quoted)
    out.put(d->quote);
  Value text = body.finish(t);
  StrObject *flat = text ? flatOf(t, text) : nullptr;
  if (!flat)
    return false;
  out.putRange(flat, 0, flat->length);
  if (quoted)
    out.put(d->quote);
  return true;
}

static Value writerow(Thread *t, Value *args, size_t) {
  auto *w = args[0].as<WriterObject>();
  DialectObject *d = D(w->dialect);
  Value it = getIter(t, args[1]);
  if (!it) {
    if (!pendingMatches(t, exc::TypeError))
      return it;
    clearPending(t);
    return raise(t, gError.as<TypeObject>(), "iterable expected, not %T", args[1]);
  }
  TextBuffer out;
  int64_t fields = 0;
  while (Value v = iterNext(t, it)) {
    bool quoted = d->quoting == kAll || (d->quoting == kNonNumeric && !isNumber(v));
    Value text = v == None ? EmptyStr : isStr(v) ? v : str(t, v);
    StrObject *s = text ? flatOf(t, text) : nullptr;
    if (!s)
      return Value::empty();
    if (fields++)
      out.put(d->delimiter);
    if (!addField(t, d, out, s, quoted))
      return Value::empty();
  }
  if (!t->pending.isEmpty())
    return Value::empty();
  if (fields && !out.length) { // a lone empty field would read as no field
    if (d->quoting == kNone)
      return fail(t, "single empty field record must be quoted");
    out.put(d->quote);
    out.put(d->quote);
  }
  StrObject *terminator = flatOf(t, d->terminator);
  if (!terminator)
    return Value::empty();
  out.putRange(terminator, 0, terminator->length);
  Value line = out.finish(t);
  return line ? call(t, w->write, line) : line;
}
static Value writerows(Thread *t, Value *args, size_t n) {
  Value it = getIter(t, args[1]);
  if (!it)
    return it;
  while (Value row = iterNext(t, it)) {
    Value both[2] = {args[0], row};
    if (!writerow(t, both, 2))
      return Value::empty();
  }
  return t->pending.isEmpty() ? None : Value::empty();
}
static Value getWriterDialect(Thread *, Value v) { return v.as<WriterObject>()->dialect; }

//===-- the registry --------------------------------------------------------------===//
static Value registerDialect(Thread *t, Value *args, size_t) {
  auto *rest = args[0].as<TupleObject>();
  if (rest->length < 1 || rest->length > 2)
    return raise(t, exc::TypeError, "register_dialect expected at %s arguments, got %lld", rest->length ? "most 2" : "least 1",
                 (long long)rest->length);
  if (!isStr(rest->items[0]))
    return raise(t, exc::TypeError, "dialect name must be a string");
  Value d = makeDialect(t, gDialect, rest->length > 1 ? rest->items[1] : Value::empty(), args[1]);
  return d && dictSet(t, gDialects.as<DictObject>(), rest->items[0], d) ? None : Value::empty();
}
static Value unregisterDialect(Thread *t, Value *args, size_t) {
  int r = dictDelete(t, gDialects.as<DictObject>(), args[0]);
  return r > 0 ? None : r < 0 ? Value::empty() : fail(t, "unknown dialect");
}
static Value getDialect(Thread *t, Value *args, size_t) {
  Value d = dictGet(t, gDialects.as<DictObject>(), args[0]);
  return d || !t->pending.isEmpty() ? d : fail(t, "unknown dialect");
}
static Value listDialects(Thread *t, Value *, size_t) { return listFrom(t, gDialects); }
static Value fieldSizeLimit(Thread *t, Value *args, size_t) {
  int64_t old = gFieldLimit;
  if (given(args[0])) {
    if (!isIntExact(args[0]))
      return raise(t, exc::TypeError, "limit must be an integer");
    if (!indexAsInt64(t, args[0], gFieldLimit, exc::OverflowError))
      return Value::empty();
  }
  return newInt(t, old);
}

static const NativeDef dialectMethods[] = {{"__new__", dialectNew, "($type, *args, **kwargs)", kEffAny, nullptr, kNativeStatic},
                                           {nullptr, nullptr, nullptr}};
static const GetSetDef dialectGetSets[] = {
    {"delimiter", getDelimiter, nullptr}, {"quotechar", getQuote, nullptr}, {"escapechar", getEscape, nullptr},
    {"doublequote", getDouble, nullptr}, {"skipinitialspace", getSkip, nullptr}, {"strict", getStrict, nullptr},
    {"quoting", getQuoting, nullptr}, {"lineterminator", getTerminator, nullptr}, {nullptr, nullptr, nullptr}};
static const NativeDef readerMethods[] = {{"__iter__", iterSelf, "($self, /)", kPure, nullptr, kNativeSlotWrapper},
                                          {"__next__", readerNext, "($self, /)", kEffAny, nullptr, kNativeSlotWrapper},
                                          {nullptr, nullptr, nullptr}};
static const GetSetDef readerGetSets[] = {{"line_num", getLines, nullptr}, {"dialect", getReaderDialect, nullptr},
                                          {nullptr, nullptr, nullptr}};
static const NativeDef writerMethods[] = {{"writerow", writerow, "($self, row, /)", kEffAny},
                                          {"writerows", writerows, "($self, rows, /)", kEffAny}, {nullptr, nullptr, nullptr}};
static const GetSetDef writerGetSets[] = {{"dialect", getWriterDialect, nullptr}, {nullptr, nullptr, nullptr}};
static const NativeDef functions[] = {
    {"reader", readerFn, "(*args, **kwargs)", kEffAny}, {"writer", writerFn, "(*args, **kwargs)", kEffAny},
    {"register_dialect", registerDialect, "(*args, **kwargs)", kEffAny},
    {"unregister_dialect", unregisterDialect, "(name)", kEffAny}, {"get_dialect", getDialect, "(name)", kEffAny},
    {"list_dialects", listDialects, "()", kEffAny}, {"field_size_limit", fieldSizeLimit, "(limit=None, /)", kEffAny},
    {nullptr, nullptr, nullptr}};

static bool initialise(Thread *t, ModuleObject *m) {
  if (!gDialect) {
    gcRegisterRoot(&gError);
    gcRegisterRoot(&gDialects);
    gError = newExceptionClass(t, "_csv", "Error", exc::Exception);
    gDialects = newDict(t);
    static const TypeSpec dialect = {"_csv.Dialect", Kind::RegularObject, sizeof(DialectObject), TraceKind::FixedSlots, 3, 1,
                                     dialectMethods, dialectGetSets, nullptr, kTypeBaseable, "CSV dialect"};
    gDialect = makeBuiltinType(t, dialect);
    static const TypeSpec reader = {"_csv.reader", Kind::Iterator, sizeof(ReaderObject), TraceKind::FixedSlots, 1, 2,
                                    readerMethods, readerGetSets, nullptr, kTypeDisallowInstantiation, "CSV reader"};
    gReader = makeBuiltinType(t, reader)->instanceShape;
    registerIteratorStep(gReader, nextRecord);
    static const TypeSpec writer = {"_csv.writer", Kind::RegularObject, sizeof(WriterObject), TraceKind::FixedSlots, 0, 2,
                                    writerMethods, writerGetSets, nullptr, kTypeDisallowInstantiation, "CSV writer"};
    gWriter = makeBuiltinType(t, writer)->instanceShape;
  }
  const char *quoting[] = {"QUOTE_MINIMAL", "QUOTE_ALL", "QUOTE_NONNUMERIC", "QUOTE_NONE"};
  for (int i = 0; i < 4; ++i)
    if (!moduleSet(t, m, quoting[i], Value::fromSmallInt(i)))
      return false;
  return gError && gDialects && moduleSet(t, m, "Error", gError) && moduleSet(t, m, "_dialects", gDialects) &&
         moduleSet(t, m, "Dialect", Value::fromObject(gDialect)) && moduleSet(t, m, "__version__", newStr(t, "1.0"));
}

} // namespace pyc::csv

void pyc::registerCsv() {
  static const ModuleSpec spec = {"_csv", "CSV parsing and writing.", csv::functions, csv::initialise};
  registerNativeModule(&spec);
}
