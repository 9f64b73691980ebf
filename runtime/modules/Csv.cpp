//===- Csv.cpp - The module _csv ------------------------------------------===//
//
// A dialect says which characters delimit, quote and escape; the reader is a
// state machine over code points that may take several input lines for one
// record; the writer decides field by field whether to quote.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/Modules.h"
#include "runtime/modules/StructSeq.h"

namespace pyc {

namespace {

constexpr uint32_t kNone = 0x110000; ///< no character
enum Quoting { QuoteMinimal, QuoteAll, QuoteNonNumeric, QuoteNever };

struct DialectObject : Object { // skip 4
  uint32_t delimiter, quote, escape, quoting;
  uint32_t doubleQuote, skipSpace, strict, reserved;

  Value lineTerminator;
};
static_assert(sizeof(DialectObject) == 8 + 32 + 8);
struct ReaderObject : Object { // skip 1
  int64_t lines;
  Value input, dialect;
};
struct WriterObject : Object { Value write, dialect; }; // skip 0
TypeObject *gDialect, *gReader, *gWriter;
Value gDialects = None, gError = None;
int64_t gFieldLimit = 131072;

DialectObject *D(Value v) { return v.as<DialectObject>(); }
Value error(Thread *t, const std::string &text) { return raise(t, gError.as<TypeObject>(), "%s", text.c_str()); }

/// A one-character option; None means none.
bool character(Thread *t, const char *name, Value v, uint32_t &out, bool noneAllowed) {
  if (v == None && noneAllowed) {
    out = kNone;
    return true;
  }
  if (!isStr(v)) {
    raise(t, exc::TypeError, noneAllowed ? "\"%s\" must be string or None, not %T" : "\"%s\" must be string, not %T", name, v);
    return false;
  }
  StrObject *s = flattenStr(t, payloadOf(v));
  if (!s)
    return false;
  if (s->length > 1 || (s->length == 0 && !noneAllowed)) {
    raise(t, exc::TypeError, "\"%s\" must be a 1-character string", name);
    return false;
  }
  if (s->length == 0) {
    raise(t, exc::TypeError, "\"%s\" must be a 1-character string", name);
    return false;
  }
  out = strCharAt(s, 0);
  return true;
}

/// dialect: a name, class, instance or empty; options: dict or empty.
Value makeDialect(Thread *t, Value dialect, Value options) {
  if (dialect && isStr(dialect)) {
    Value named = dictGet(t, gDialects.as<DictObject>(), dialect);
    if (!named)
      return t->pending ? named : error(t, "unknown dialect");
    dialect = named;
  }
  if (dialect && typeOf(dialect) == gDialect && (!options || !options.as<DictObject>()->used))
    return dialect;
  Value v = newInstance(t, gDialect), terminator = newStr(t, "\r\n");
  if (!v || !terminator)
    return Value::empty();
  DialectObject *d = D(v);
  d->delimiter = ',';
  d->quote = '"';
  d->escape = kNone;
  d->doubleQuote = 1;
  setSlot(d, &d->lineTerminator, terminator);
  bool quotingGiven = false;
  static const char *const names[] = {"delimiter", "doublequote", "escapechar", "lineterminator", "quotechar", "quoting", "skipinitialspace", "strict"};
  if (options) {
    Value k, value;
    for (int64_t pos = 0; dictNext(options.as<DictObject>(), pos, k, value);) {
      bool known = false;
      for (const char *n : names)
        known |= strToUtf8(k) == n;
      if (!known)
        return raise(t, exc::TypeError, "'%S' is an invalid keyword argument for this function", k);
    }
  }
  for (int i = 0; i < 8; ++i) {
    Value name = internStr(t, names[i]), o = options ? dictGet(t, options.as<DictObject>(), name) : Value::empty();
    if (!o && dialect && dialect != None) {
      o = getAttrOrEmpty(t, dialect, name);
      if (t->pending)
        return Value::empty();
    }
    if (!o)
      continue;
    bool ok = true;
    int truth = i == 1 || i == 6 || i == 7 ? isTrue(t, o) : 0;
    int64_t quoting;
    switch (i) {
    case 0: ok = character(t, names[i], o, d->delimiter, false); break;
    case 1: d->doubleQuote = truth; break;
    case 2: ok = character(t, names[i], o, d->escape, true); break;
    case 3:
      if (!isStr(o))
        return raise(t, exc::TypeError, "\"lineterminator\" must be a string, not %T", o);
      setSlot(d, &d->lineTerminator, o);
      break;
    case 4: ok = character(t, names[i], o, d->quote, true); break;
    case 5:
      if (!isIntExact(o))
        return raise(t, exc::TypeError, "\"quoting\" must be an integer, not %T", o);
      if (!intToInt64(o, quoting) || quoting < 0 || quoting > 3)
        return raise(t, exc::TypeError, "bad \"quoting\" value");
      d->quoting = static_cast<uint32_t>(quoting);
      quotingGiven = true;
      break;
    case 6: d->skipSpace = truth; break;
    default: d->strict = truth; break;
    }
    if (!ok || truth < 0)
      return Value::empty();
  }
  if (d->quote == kNone && !quotingGiven)
    d->quoting = QuoteNever;
  if (d->quoting != QuoteNever && d->quote == kNone)
    return raise(t, exc::TypeError, "quotechar must be set if quoting enabled");
  return v;
}
Value dialectNew(Thread *t, Value *args, size_t n) { return makeDialect(t, args[1] ? args[1] : Value::empty(), args[2]); }
Value charValue(Thread *t, uint32_t c) { return c == kNone ? None : newChar(t, c); }
Value getDelimiter(Thread *t, Value v) { return charValue(t, D(v)->delimiter); }
Value getQuote(Thread *t, Value v) { return charValue(t, D(v)->quote); }
Value getEscape(Thread *t, Value v) { return charValue(t, D(v)->escape); }
Value getQuoting(Thread *t, Value v) { return Value::fromSmallInt(D(v)->quoting); }
Value getDouble(Thread *t, Value v) { return boolValue(D(v)->doubleQuote); }
Value getSkip(Thread *t, Value v) { return boolValue(D(v)->skipSpace); }
Value getStrict(Thread *t, Value v) { return boolValue(D(v)->strict); }
Value getTerminator(Thread *t, Value v) { return D(v)->lineTerminator; }
const NativeDef dialectMethods[] = {{"__new__", dialectNew, "($type, dialect=None, **kwargs)", kEffAny, nullptr, kNativeStatic}, {nullptr, nullptr, nullptr}};
const GetSetDef dialectGetSets[] = {{"delimiter", getDelimiter, nullptr}, {"quotechar", getQuote, nullptr}, {"escapechar", getEscape, nullptr},
                                    {"quoting", getQuoting, nullptr}, {"doublequote", getDouble, nullptr}, {"skipinitialspace", getSkip, nullptr},
                                    {"strict", getStrict, nullptr}, {"lineterminator", getTerminator, nullptr}, {nullptr, nullptr, nullptr}};

//===-- reading ------------------------------------------------------------===//

enum class State { StartRecord, StartField, Escaped, InField, InQuoted, EscapedInQuoted, QuoteInQuoted, EatNewline, AfterEscapedNewline };

struct Parser {
  Thread *t;
  DialectObject *d;
  ListObject *fields;
  State state = State::StartRecord;
  std::u32string field;
  bool numeric = false;

  bool save() {
    Value v = newStrUcs4(t, reinterpret_cast<const uint32_t *>(field.data()), static_cast<int64_t>(field.size()));
    field.clear();
    if (v && numeric) {
      numeric = false;
      v = call(t, typeValue(types::float_), v);
    }
    return v && listAppend(t, fields, v);
  }
  bool add(uint32_t c) {
    if (static_cast<int64_t>(field.size()) >= gFieldLimit) {
      (void)error(t, "field larger than field limit (" + std::to_string(gFieldLimit) + ")");
      return false;
    }
    field += static_cast<char32_t>(c);
    return true;
  }
  /// c is a code point, or kNone at the end of a line.
  bool step(uint32_t c) {
    bool newline = c == '\n' || c == '\r', end = c == kNone;
    switch (state) {
    case State::StartRecord:
      if (end)
        return true;
      if (newline) {
        state = State::EatNewline;
        return true;
      }
      state = State::StartField;
      [[fallthrough]];
    case State::StartField:
      if (newline || end) {
        if (!save())
          return false;
        state = end ? State::StartRecord : State::EatNewline;
      } else if (c == d->quote && d->quoting != QuoteNever) {
        state = State::InQuoted;
      } else if (c == d->escape) {
        state = State::Escaped;
      } else if (c == ' ' && d->skipSpace) {
      } else if (c == d->delimiter) {
        return save();
      } else {
        numeric = d->quoting == QuoteNonNumeric;
        state = State::InField;
        return add(c);
      }
      return true;
    case State::Escaped:
      if (newline) {
        state = State::AfterEscapedNewline;
        return add(c);
      }
      state = State::InField;
      return add(end ? '\n' : c);
    case State::AfterEscapedNewline:
      if (end)
        return true;
      [[fallthrough]];
    case State::InField:
      if (newline || end) {
        if (!save())
          return false;
        state = end ? State::StartRecord : State::EatNewline;
      } else if (c == d->escape) {
        state = State::Escaped;
      } else if (c == d->delimiter) {
        state = State::StartField;
        return save();
      } else {
        return add(c);
      }
      return true;
    case State::InQuoted:
      if (end)
        return true;
      if (c == d->escape)
        state = State::EscapedInQuoted;
      else if (c == d->quote && d->quoting != QuoteNever)
        state = d->doubleQuote ? State::QuoteInQuoted : State::InField;
      else
        return add(c);
      return true;
    case State::EscapedInQuoted:
      state = State::InQuoted;
      return add(end ? '\n' : c);
    case State::QuoteInQuoted:
      if (d->quoting != QuoteNever && c == d->quote) {
        state = State::InQuoted;
        return add(c);
      }
      if (c == d->delimiter) {
        state = State::StartField;
        return save();
      }
      if (newline || end) {
        if (!save())
          return false;
        state = end ? State::StartRecord : State::EatNewline;
        return true;
      }
      if (!d->strict) {
        state = State::InField;
        return add(c);
      }
      (void)raise(t, gError.as<TypeObject>(), "'%S' expected after '%S'", charValue(t, d->delimiter), charValue(t, d->quote));
      return false;
    case State::EatNewline:
      if (newline)
        return true;
      if (end) {
        state = State::StartRecord;
        return true;
      }
      (void)error(t, "new-line character seen in unquoted field - do you need to open the file with newline=''?");
      return false;
    }
    return true;
  }
};

Value readerNext(Thread *t, Value it) {
  auto *r = it.as<ReaderObject>();
  Value list = newList(t, nullptr, 0);
  if (!list)
    return list;
  Parser p{t, D(r->dialect), list.as<ListObject>()};
  do {
    Value line = iterNext(t, r->input);
    if (!line) {
      if (!t->pending && (!p.field.empty() || p.state == State::InQuoted)) {
        if (p.d->strict)
          return error(t, "unexpected end of data");
        return p.save() ? list : Value::empty();
      }
      return line;
    }
    if (!isStr(line))
      return raise(t, gError.as<TypeObject>(), "iterator should return strings, not %T (the file should be opened in text mode)", line);
    ++r->lines;
    StrObject *s = flattenStr(t, payloadOf(line));
    for (int64_t i = 0; s && i < s->length; ++i)
      if (!p.step(strCharAt(s, i)))
        return Value::empty();
    if (!s || !p.step(kNone))
      return Value::empty();
  } while (p.state != State::StartRecord);
  return list;
}
Value lineNumber(Thread *t, Value v) { return newInt(t, v.as<ReaderObject>()->lines); }
Value readerDialect(Thread *t, Value v) { return v.as<ReaderObject>()->dialect; }
const NativeDef readerMethods[] = {{"__iter__", returnSelf, "($self, /)"}, {"__next__", nextMethod<readerNext>, "($self, /)"}, {nullptr, nullptr, nullptr}};
const GetSetDef readerGetSets[] = {{"line_num", lineNumber, nullptr}, {"dialect", readerDialect, nullptr}, {nullptr, nullptr, nullptr}};

Value makeReader(Thread *t, Value *args, size_t n) {
  Value input = getIter(t, args[0]), dialect = input ? makeDialect(t, args[1], args[2]) : input;
  Value v = dialect ? newInstance(t, gReader) : dialect;
  if (v) {
    setSlot(v.asObject(), &v.as<ReaderObject>()->input, input);
    setSlot(v.asObject(), &v.as<ReaderObject>()->dialect, dialect);
  }
  return v;
}

//===-- writing ------------------------------------------------------------===//

/// Appends one field; quoted on return says whether it was.
bool appendField(Thread *t, DialectObject *d, std::u32string &row, StrObject *s, bool quote) {
  StrObject *terminator = flattenStr(t, payloadOf(d->lineTerminator));
  if (!terminator)
    return false;
  std::u32string out;
  bool needed = quote;
  for (int64_t i = 0; i < s->length; ++i) {
    uint32_t c = strCharAt(s, i);
    bool ends = false;
    for (int64_t k = 0; k < terminator->length; ++k)
      ends |= strCharAt(terminator, k) == c;
    if (c == d->delimiter || c == d->escape || c == d->quote || ends || c == '\n' || c == '\r') {
      bool escape = false;
      if (d->quoting == QuoteNever) {
        escape = true;
      } else if (c == d->quote) {
        if (d->doubleQuote)
          out += static_cast<char32_t>(d->quote);
        else
          escape = true;
      } else if (c == d->escape) {
        escape = true;
      }
      if (escape) {
        if (d->escape == kNone) {
          (void)error(t, "need to escape, but no escapechar set");
          return false;
        }
        out += static_cast<char32_t>(d->escape);
      } else {
        needed = true;
      }
    }
    out += static_cast<char32_t>(c);
  }
  if (needed && d->quoting != QuoteNever) {
    row += static_cast<char32_t>(d->quote);
    row += out;
    row += static_cast<char32_t>(d->quote);
  } else {
    row += out;
  }
  return true;
}
Value writeRow(Thread *t, Value *args, size_t n) {
  auto *w = args[0].as<WriterObject>();
  DialectObject *d = D(w->dialect);
  Value it = getIter(t, args[1]);
  if (!it) {
    if (!pendingMatches(t, exc::TypeError))
      return it;
    clearPending(t);
    return raise(t, gError.as<TypeObject>(), "iterable expected, not %T", args[1]);
  }
  std::u32string row;
  int64_t count = 0;
  for (;; ++count) {
    Value v = iterNext(t, it);
    if (!v) {
      if (t->pending)
        return v;
      break;
    }
    bool number = isIntLike(v) || isFloatExact(payloadOf(v)) || lookupDunder(typeOf(v), Dunder::Float) || lookupDunder(typeOf(v), Dunder::Index);
    bool quote = d->quoting == QuoteAll || (d->quoting == QuoteNonNumeric && !number);
    Value text = v == None ? EmptyStr : isStr(v) ? v : str(t, v);
    StrObject *s = text ? flattenStr(t, payloadOf(text)) : nullptr;
    if (!s)
      return Value::empty();
    if (count)
      row += static_cast<char32_t>(d->delimiter);
    if (!appendField(t, d, row, s, quote))
      return Value::empty();
  }
  if (count == 1 && row.empty()) {
    if (d->quoting == QuoteNever)
      return error(t, "single empty field record must be quoted");
    row += static_cast<char32_t>(d->quote);
    row += static_cast<char32_t>(d->quote);
  }
  StrObject *terminator = flattenStr(t, payloadOf(d->lineTerminator));
  if (!terminator)
    return Value::empty();
  for (int64_t i = 0; i < terminator->length; ++i)
    row += static_cast<char32_t>(strCharAt(terminator, i));
  Value line = newStrUcs4(t, reinterpret_cast<const uint32_t *>(row.data()), static_cast<int64_t>(row.size()));
  return line ? call(t, w->write, line) : line;
}
Value writeRows(Thread *t, Value *args, size_t n) {
  bool ok = forEach(t, args[1], [&](Value row) {
    Value a[2] = {args[0], row};
    return !writeRow(t, a, 2).isEmpty();
  });
  return ok ? None : Value::empty();
}
Value writerDialect(Thread *t, Value v) { return v.as<WriterObject>()->dialect; }
const NativeDef writerMethods[] = {{"writerow", writeRow, "($self, row, /)"}, {"writerows", writeRows, "($self, rows, /)"}, {nullptr, nullptr, nullptr}};
const GetSetDef writerGetSets[] = {{"dialect", writerDialect, nullptr}, {nullptr, nullptr, nullptr}};
Value makeWriter(Thread *t, Value *args, size_t n) {
  Value dialect = makeDialect(t, args[1], args[2]), write = dialect ? getAttrOrEmpty(t, args[0], names::write) : dialect;
  if (!dialect || t->pending)
    return Value::empty();
  if (!write || !lookupDunder(typeOf(write), Dunder::Call))
    return raise(t, exc::TypeError, "argument 1 must have a \"write\" method");
  Value v = newInstance(t, gWriter);
  if (v) {
    setSlot(v.asObject(), &v.as<WriterObject>()->write, write);
    setSlot(v.asObject(), &v.as<WriterObject>()->dialect, dialect);
  }
  return v;
}

//===-- the registry -------------------------------------------------------===//

Value registerDialect(Thread *t, Value *args, size_t n) {
  if (!isStr(args[0]))
    return raise(t, exc::TypeError, "dialect name must be a string");
  Value d = makeDialect(t, args[1], args[2]);
  return d && dictSet(t, gDialects.as<DictObject>(), args[0], d) ? None : Value::empty();
}
Value unregisterDialect(Thread *t, Value *args, size_t n) {
  int r = dictDelete(t, gDialects.as<DictObject>(), args[0]);
  return r > 0 ? None : r < 0 ? Value::empty() : error(t, "unknown dialect");
}
Value getDialect(Thread *t, Value *args, size_t n) {
  Value d = dictGet(t, gDialects.as<DictObject>(), args[0]);
  return d || t->pending ? d : error(t, "unknown dialect");
}
Value listDialects(Thread *t, Value *args, size_t n) { return listFrom(t, gDialects); }
Value fieldLimit(Thread *t, Value *args, size_t n) {
  int64_t old = gFieldLimit;
  if (args[0]) {
    if (!isIntExact(args[0]))
      return raise(t, exc::TypeError, "limit must be an integer");
    if (!indexAsInt64(t, args[0], gFieldLimit, exc::OverflowError))
      return Value::empty();
  }
  return newInt(t, old);
}
const NativeDef functions[] = {
    {"reader", makeReader, "(iterable, dialect='excel', /, **kwargs)"}, {"writer", makeWriter, "(fileobj, dialect='excel', /, **kwargs)"},
    {"register_dialect", registerDialect, "(name, dialect=None, /, **kwargs)"}, {"unregister_dialect", unregisterDialect, "(name, /)"},
    {"get_dialect", getDialect, "(name, /)"}, {"list_dialects", listDialects, "()"}, {"field_size_limit", fieldLimit, "(limit=<none>, /)"},
    {nullptr, nullptr, nullptr}};

bool initModule(Thread *t, ModuleObject *m) {
  gcRegisterRoot(&gDialects);
  gcRegisterRoot(&gError);
  gDialects = newDict(t);
  Value base = typeValue(exc::Exception), ns = newDict(t);
  Value args[3] = {newStr(t, "Error"), newTuple(t, &base, 1), ns};
  if (!ns || !dictSetStr(t, ns.as<DictObject>(), "__module__", newStr(t, "_csv")))
    return false;
  gError = call(t, typeValue(types::type_), args, 3);
  TypeSpec dialect{"_csv.Dialect", Kind::RegularObject, sizeof(DialectObject), TraceKind::FixedSlots, 4, 1, dialectMethods, dialectGetSets};
  dialect.typeFlags = kTypeBaseable;
  gDialect = makeBuiltinType(t, dialect);
  TypeSpec reader{"_csv.reader", Kind::Iterator, sizeof(ReaderObject), TraceKind::FixedSlots, 1, 2, readerMethods, readerGetSets};
  reader.typeFlags = kTypeDisallowInstantiation;
  gReader = makeBuiltinType(t, reader);
  registerIteratorStep(gReader->instanceShape, readerNext);
  TypeSpec writer{"_csv.writer", Kind::RegularObject, sizeof(WriterObject), TraceKind::FixedSlots, 0, 2, writerMethods, writerGetSets};
  writer.typeFlags = kTypeDisallowInstantiation;
  gWriter = makeBuiltinType(t, writer);
  struct { const char *name; int value; } numbers[] = {{"QUOTE_MINIMAL", 0}, {"QUOTE_ALL", 1}, {"QUOTE_NONNUMERIC", 2}, {"QUOTE_NONE", 3}};
  for (auto &x : numbers)
    if (!moduleSet(t, m, x.name, Value::fromSmallInt(x.value)))
      return false;
  return gError && moduleSet(t, m, "Error", gError) && moduleSet(t, m, "Dialect", typeValue(gDialect)) &&
         moduleSet(t, m, "__version__", newStr(t, "1.0")) && moduleSet(t, m, "_dialects", gDialects);
}
const ModuleSpec spec{"_csv", "Reading and writing of CSV files.", functions, initModule};

} // namespace

void registerCsv(Thread *t) { registerNativeModule(&spec); }

} // namespace pyc
