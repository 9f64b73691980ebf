//===- Exceptions.cpp - The builtin exception classes ---------------------===//
//
// All classes share one struct, ExceptionObject, with six Values whose meaning
// depends on the class (ExtraIndex in Types.h). Classes come from the table
// Exceptions.def; what is special about some of them is in the tables below.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Types.h"

namespace pyc {

namespace exc {
#define EXCEPTION(name, base, doc) TypeObject *name;
#include "runtime/object/Exceptions.def"
#undef EXCEPTION
} // namespace exc

void initRaise(Thread *t);

//===-- BaseException ------------------------------------------------------===//

static ExceptionObject *allocateException(Thread *t, TypeObject *type, Value args) {
  Value v = newInstance(t, type);
  if (!v)
    return nullptr;
  auto *e = asException(v);
  setSlot(e, &e->args, args);
  e->traceback = e->context = e->cause = None;
  for (Value &x : e->extra)
    x = None;
  return e;
}

static bool isNative(Value f) { return isKind(f, Kind::NativeFunction); }

/// What the classes derive from args when made from C++ or by __new__.
static void deriveExtras(ExceptionObject *e) {
  TypeObject *type = e->type();
  auto *args = e->args.as<TupleObject>();
  if (isSubtype(type, exc::StopIteration)) {
    setSlot(e, &e->extra[kStopValue], args->length ? args->items[0] : None);
  } else if (isSubtype(type, exc::SystemExit)) {
    setSlot(e, &e->extra[kExitCode],
            args->length == 1 ? args->items[0] : args->length ? e->args : None);
  } else if (isSubtype(type, exc::ImportError) || isSubtype(type, exc::SyntaxError)) {
    if (args->length == 1 || (args->length && isSubtype(type, exc::SyntaxError)))
      setSlot(e, &e->extra[kImportMsg], args->items[0]);
  }
}

ExceptionObject *newException(Thread *t, TypeObject *type, Value message) {
  Value args = EmptyTuple;
  if (message) {
    args = newTuple(t, &message, 1);
    if (!args)
      return nullptr;
  }
  ExceptionObject *e = allocateException(t, type, args);
  if (e)
    deriveExtras(e);
  return e;
}

static Value baseNew(Thread *t, Value *a, size_t) {
  if (!isTypeObject(a[0]) || !(a[0].as<TypeObject>()->typeFlags & kTypeIsException))
    return raise(t, exc::TypeError, "BaseException.__new__(X): X is not an exception type");
  auto *e = allocateException(t, a[0].as<TypeObject>(), a[1]);
  return e ? Value::fromObject(e) : Value::empty();
}

static bool noKeywords(Thread *t, Value self, Value kw) {
  if (kw && kw.as<DictObject>()->used) {
    raise(t, exc::TypeError, "%T() takes no keyword arguments", self);
    return false;
  }
  return true;
}

static Value baseInit(Thread *t, Value *a, size_t) {
  if (!noKeywords(t, a[0], a[2]))
    return Value::empty();
  auto *e = asException(a[0]);
  setSlot(e, &e->args, a[1]);
  deriveExtras(e);
  return None;
}

static Value baseStr(Thread *t, Value *a, size_t) {
  auto *args = asException(a[0])->args.as<TupleObject>();
  if (args->length == 0)
    return EmptyStr;
  if (args->length == 1)
    return str(t, args->items[0]);
  return str(t, asException(a[0])->args);
}

static Value baseRepr(Thread *t, Value *a, size_t) {
  auto *args = asException(a[0])->args.as<TupleObject>();
  StrBuilder b;
  b.add(typeNameOf(a[0]));
  Value r;
  if (args->length == 1) {
    r = repr(t, args->items[0]);
    b.add("(");
    if (!r || !b.addStr(t, r))
      return Value::empty();
    b.add(")");
  } else {
    r = repr(t, asException(a[0])->args);
    if (!r || !b.addStr(t, r))
      return Value::empty();
  }
  return b.finish(t);
}

static Value dictOrNone(Thread *t, Object *o) {
  Value d = instanceDictCopy(t, o);
  if (d && d.as<DictObject>()->used == 0)
    return None;
  return d;
}

static Value baseReduce(Thread *t, Value *a, size_t) {
  auto *e = asException(a[0]);
  Value state = dictOrNone(t, e);
  if (!state)
    return state;
  Value parts[3] = {typeValue(e->type()), e->args, state};
  return newTuple(t, parts, state == None ? 2 : 3);
}

static Value baseSetState(Thread *t, Value *a, size_t) {
  if (a[1] == None)
    return None;
  if (!isKind(a[1], Kind::Dict))
    return raise(t, exc::TypeError, "state is not a dictionary");
  int64_t pos = 0;
  Value k, v;
  while (dictNext(a[1].as<DictObject>(), pos, k, v))
    if (!setAttr(t, a[0], k, v))
      return Value::empty();
  return None;
}

static bool setTraceback(Thread *t, Value self, Value v) {
  if (!v) {
    raise(t, exc::TypeError, "__traceback__ may not be deleted");
    return false;
  }
  if (v != None && !isKind(v, Kind::Traceback)) {
    raise(t, exc::TypeError, "__traceback__ must be a traceback or None");
    return false;
  }
  auto *e = asException(self);
  setSlot(e, &e->traceback, v);
  return true;
}

static Value withTraceback(Thread *t, Value *a, size_t) {
  return setTraceback(t, a[0], a[1]) ? a[0] : Value::empty();
}

static Value addNote(Thread *t, Value *a, size_t) {
  if (!isStr(a[1]))
    return raise(t, exc::TypeError, "note must be a str, not '%T'", a[1]);
  Value notes = getAttrOrEmpty(t, a[0], names::__notes__);
  if (!notes) {
    if (t->pending)
      return notes;
    notes = newList(t, nullptr, 0);
    if (!notes || !setAttr(t, a[0], names::__notes__, notes))
      return Value::empty();
  }
  if (!isKind(notes, Kind::List))
    return raise(t, exc::TypeError, "Cannot add note: __notes__ is not a list");
  return listAppend(t, notes.as<ListObject>(), a[1]) ? None : Value::empty();
}

static Value getArgs(Thread *, Value self) { return asException(self)->args; }
static bool setArgs(Thread *t, Value self, Value v) {
  if (!v) {
    raise(t, exc::TypeError, "args may not be deleted");
    return false;
  }
  Value tuple = tupleFrom(t, v);
  if (!tuple)
    return false;
  setSlot(self.asObject(), &asException(self)->args, tuple);
  return true;
}
static Value getTraceback(Thread *, Value self) { return asException(self)->traceback; }

template <Value ExceptionObject::*Field>
static Value getChained(Thread *, Value self) { return asException(self)->*Field; }
template <Value ExceptionObject::*Field>
static bool setChained(Thread *t, Value self, Value v) {
  constexpr bool isCause = Field == &ExceptionObject::cause;
  const char *name = isCause ? "__cause__" : "__context__";
  if (!v) {
    raise(t, exc::TypeError, "%s may not be deleted", name);
    return false;
  }
  if (v != None && !isKind(v, Kind::Exception)) {
    raise(t, exc::TypeError, "exception %s must be None or derive from BaseException",
          isCause ? "cause" : "context");
    return false;
  }
  auto *e = asException(self);
  setSlot(e, &(e->*Field), v);
  if (isCause)
    e->bits |= 1;
  return true;
}
static Value getSuppress(Thread *, Value self) { return boolValue(asException(self)->bits & 1); }
static bool setSuppress(Thread *t, Value self, Value v) {
  if (!v) {
    raise(t, exc::TypeError, "can't delete numeric/char attribute");
    return false;
  }
  if (v != True && v != False) {
    raise(t, exc::TypeError, "attribute value type must be bool");
    return false;
  }
  auto *e = asException(self);
  e->bits = (e->bits & ~uint64_t(1)) | (v == True);
  return true;
}
static Value getDict(Thread *t, Value self) { return instanceDict(t, self.asObject()); }
static bool setDict(Thread *t, Value self, Value v) {
  if (!v || !isKind(v, Kind::Dict)) {
    if (v)
      raise(t, exc::TypeError, "__dict__ must be set to a dictionary, not a '%T'", v);
    else
      raise(t, exc::TypeError, "cannot delete __dict__");
    return false;
  }
  return instanceSetDict(t, self.asObject(), v);
}

static const NativeDef kBaseMethods[] = {
    {"__new__", baseNew, "($type, *args, **kwargs)"},
    {"__init__", baseInit, "($self, /, *args, **kwargs)"},
    {"__str__", baseStr, "($self, /)"},
    {"__repr__", baseRepr, "($self, /)"},
    {"__reduce__", baseReduce, "($self, /)"},
    {"__setstate__", baseSetState, "($self, state, /)"},
    {"with_traceback", withTraceback, "($self, tb, /)"},
    {"add_note", addNote, "($self, note, /)"},
    {nullptr, nullptr, nullptr}};
static const GetSetDef kBaseGetSets[] = {
    {"args", getArgs, setArgs},
    {"__traceback__", getTraceback, setTraceback},
    {"__context__", getChained<&ExceptionObject::context>, setChained<&ExceptionObject::context>},
    {"__cause__", getChained<&ExceptionObject::cause>, setChained<&ExceptionObject::cause>},
    {"__suppress_context__", getSuppress, setSuppress},
    {"__dict__", getDict, setDict},
    {nullptr, nullptr, nullptr}};

//===-- classes with attributes --------------------------------------------===//

/// Takes known keywords out of kw into extras; TypeError on others.
static bool keywordExtras(Thread *t, const char *className, ExceptionObject *e, Value kw,
                          std::initializer_list<std::pair<const char *, unsigned>> known) {
  for (auto &k : known)
    e->extra[k.second] = None;
  if (!kw)
    return true;
  int64_t pos = 0;
  Value name, v;
  while (dictNext(kw.as<DictObject>(), pos, name, v)) {
    bool found = false;
    for (auto &k : known)
      if (strToUtf8(name) == k.first) {
        setSlot(e, &e->extra[k.second], v);
        found = true;
      }
    if (!found) {
      raise(t, exc::TypeError, "'%S' is an invalid keyword argument for %s()", name, className);
      return false;
    }
  }
  return true;
}

static Value importErrorInit(Thread *t, Value *a, size_t) {
  auto *e = asException(a[0]);
  setSlot(e, &e->args, a[1]);
  e->extra[kImportMsg] = None;
  deriveExtras(e);
  return keywordExtras(t, "ImportError", e, a[2], {{"name", kImportName}, {"path", kImportPath}}) ? None : Value::empty();
}
static Value importErrorStr(Thread *t, Value *a, size_t n) {
  Value msg = asException(a[0])->extra[kImportMsg];
  return msg.isObject() && isStr(msg) && msg == payloadOf(msg) ? msg : baseStr(t, a, n);
}
static Value importErrorReduce(Thread *t, Value *a, size_t) {
  auto *e = asException(a[0]);
  Value state = instanceDictCopy(t, e);
  if (!state)
    return state;
  auto *d = state.as<DictObject>();
  if (e->extra[kImportName] != None && !dictSet(t, d, names::name, e->extra[kImportName]))
    return Value::empty();
  if (e->extra[kImportPath] != None && !dictSet(t, d, names::path, e->extra[kImportPath]))
    return Value::empty();
  Value parts[3] = {typeValue(e->type()), e->args, state};
  return newTuple(t, parts, d->used ? 3 : 2);
}
static Value nameErrorInit(Thread *t, Value *a, size_t) {
  auto *e = asException(a[0]);
  setSlot(e, &e->args, a[1]);
  return keywordExtras(t, "NameError", e, a[2], {{"name", kNameErrorName}}) ? None : Value::empty();
}
static Value attributeErrorInit(Thread *t, Value *a, size_t) {
  auto *e = asException(a[0]);
  setSlot(e, &e->args, a[1]);
  return keywordExtras(t, "AttributeError", e, a[2], {{"name", kAttributeErrorName}, {"obj", kAttributeErrorObj}})
             ? None : Value::empty();
}
static Value keyErrorStr(Thread *t, Value *a, size_t n) {
  auto *args = asException(a[0])->args.as<TupleObject>();
  return args->length == 1 ? repr(t, args->items[0]) : baseStr(t, a, n);
}

// OSError ------------------------------------------------------------------

static bool overridesInit(TypeObject *type) {
  return !isNative(lookupDunder(type, Dunder::Init)) && isNative(lookupDunder(type, Dunder::New));
}

static bool osErrorFill(Thread *t, ExceptionObject *e, Value argsValue) {
  auto *args = argsValue.as<TupleObject>();
  int64_t n = args->length;
  setSlot(e, &e->args, argsValue);
  for (Value &x : e->extra)
    x = None;
  if (n < 2 || n > 5)
    return true;
  setSlot(e, &e->extra[kOSErrno], args->items[0]);
  setSlot(e, &e->extra[kOSStrerror], args->items[1]);
  if (n >= 3 && args->items[2] != None) {
    int64_t written;
    if (e->type() == exc::BlockingIOError && n == 3 && isIntLike(args->items[2]) &&
        intToInt64(payloadOf(args->items[2]), written)) {
      setSlot(e, &e->extra[kOSWritten], args->items[2]);
      return true;
    }
    setSlot(e, &e->extra[kOSFilename], args->items[2]);
    if (n >= 5 && args->items[4] != None)
      setSlot(e, &e->extra[kOSFilename2], args->items[4]);
    Value two = newTuple(t, args->items, 2);
    if (!two)
      return false;
    setSlot(e, &e->args, two);
  }
  return true;
}

static Value osErrorNew(Thread *t, Value *a, size_t) {
  auto *type = a[0].as<TypeObject>();
  auto *args = a[1].as<TupleObject>();
  bool useInit = overridesInit(type);
  if (!useInit && a[2] && a[2].as<DictObject>()->used)
    return raise(t, exc::TypeError, "%N() takes no keyword arguments", type);
  if (type == exc::OSError && args->length >= 2 && args->length <= 5 && args->items[0].isInt())
    type = osErrorClass(static_cast<int>(args->items[0].asInt()));
  auto *e = allocateException(t, type, useInit ? EmptyTuple : a[1]);
  if (!e || (!useInit && !osErrorFill(t, e, a[1])))
    return Value::empty();
  return Value::fromObject(e);
}
static Value osErrorInit(Thread *t, Value *a, size_t) {
  auto *e = asException(a[0]);
  if (!overridesInit(e->type()))
    return None;
  if (!noKeywords(t, a[0], a[2]))
    return Value::empty();
  return osErrorFill(t, e, a[1]) ? None : Value::empty();
}
static Value osErrorStr(Thread *t, Value *a, size_t n) {
  auto *e = asException(a[0]);
  Value *x = e->extra;
  StrBuilder b;
  auto addStrOf = [&](Value v) { Value s = str(t, v); return s && b.addStr(t, s); };
  auto addReprOf = [&](Value v) { Value s = repr(t, v); return s && b.addStr(t, s); };
  bool hasCode = x[kOSErrno] != None || x[kOSStrerror] != None;
  if (x[kOSFilename] != None || (hasCode && x[kOSErrno] != None && x[kOSStrerror] != None)) {
    b.add("[Errno ");
    if (!addStrOf(x[kOSErrno]))
      return Value::empty();
    b.add("] ");
    if (!addStrOf(x[kOSStrerror]))
      return Value::empty();
    if (x[kOSFilename] != None) {
      b.add(": ");
      if (!addReprOf(x[kOSFilename]))
        return Value::empty();
      if (x[kOSFilename2] != None) {
        b.add(" -> ");
        if (!addReprOf(x[kOSFilename2]))
          return Value::empty();
      }
    }
    return b.finish(t);
  }
  return baseStr(t, a, n);
}
static Value osErrorReduce(Thread *t, Value *a, size_t) {
  auto *e = asException(a[0]);
  Value args = e->args;
  auto *old = args.as<TupleObject>();
  if (old->length == 2 && e->extra[kOSFilename] != None) {
    Value items[5] = {old->items[0], old->items[1], e->extra[kOSFilename], None, e->extra[kOSFilename2]};
    args = newTuple(t, items, e->extra[kOSFilename2] != None ? 5 : 3);
  }
  Value state = args ? dictOrNone(t, e) : Value::empty();
  if (!state)
    return state;
  Value parts[3] = {typeValue(e->type()), args, state};
  return newTuple(t, parts, state == None ? 2 : 3);
}
static Value getWritten(Thread *t, Value self) {
  Value v = asException(self)->extra[kOSWritten];
  return v == None ? raise(t, exc::AttributeError, "characters_written") : v;
}
static bool setWritten(Thread *t, Value self, Value v) {
  auto *e = asException(self);
  if (!v && e->extra[kOSWritten] == None) {
    raise(t, exc::AttributeError, "characters_written");
    return false;
  }
  setSlot(e, &e->extra[kOSWritten], v ? v : None);
  return true;
}

// SyntaxError --------------------------------------------------------------

static Value syntaxErrorInit(Thread *t, Value *a, size_t) {
  auto *e = asException(a[0]);
  if (!noKeywords(t, a[0], a[2]))
    return Value::empty();
  setSlot(e, &e->args, a[1]);
  auto *args = a[1].as<TupleObject>();
  if (args->length >= 1)
    setSlot(e, &e->extra[kSyntaxMsg], args->items[0]);
  if (args->length == 2) {
    Value info = tupleFrom(t, args->items[1]);
    if (!info)
      return info;
    auto *i = info.as<TupleObject>();
    if (i->length < 4)
      return raise(t, exc::TypeError, "function missing required argument '%s' (pos %d)",
                   i->length == 0 ? "filename" : i->length == 1 ? "lineno" : i->length == 2 ? "offset" : "text",
                   static_cast<int>(i->length + 1));
    if (i->length > 6)
      return raise(t, exc::TypeError, "function takes at most 6 arguments (%d given)", static_cast<int>(i->length));
    if (i->length == 5)
      return raise(t, exc::TypeError, "end_offset must be provided when end_lineno is provided");
    for (unsigned k = 0; k < 4; ++k)
      setSlot(e, &e->extra[kSyntaxFilename + k], i->items[k]);
    if (i->length == 6) {
      Value end = newTuple(t, i->items + 4, 2);
      if (!end)
        return end;
      setSlot(e, &e->extra[kSyntaxEnd], end);
    }
  }
  return None;
}
static Value syntaxErrorStr(Thread *t, Value *a, size_t) {
  Value *x = asException(a[0])->extra;
  Value msg = str(t, x[kSyntaxMsg]);
  if (!msg)
    return msg;
  bool file = x[kSyntaxFilename].isObject() && isStr(x[kSyntaxFilename]);
  bool line = x[kSyntaxLineno].isInt();
  if (!file && !line)
    return msg;
  std::string s = strToUtf8(msg) + " (", name;
  if (file) {
    name = strToUtf8(payloadOf(x[kSyntaxFilename]));
    name = name.substr(name.rfind('/') + 1);
    s += name;
  }
  if (line)
    s += (file ? ", line " : "line ") + std::to_string(x[kSyntaxLineno].asInt());
  return newStr(t, s + ")");
}
template <unsigned I> static Value getSyntaxEnd(Thread *, Value self) {
  Value end = asException(self)->extra[kSyntaxEnd];
  return end == None ? None : end.as<TupleObject>()->items[I];
}
template <unsigned I> static bool setSyntaxEnd(Thread *t, Value self, Value v) {
  auto *e = asException(self);
  Value items[2] = {getSyntaxEnd<0>(t, self), getSyntaxEnd<1>(t, self)};
  items[I] = v ? v : None;
  Value end = newTuple(t, items, 2);
  if (end)
    setSlot(e, &e->extra[kSyntaxEnd], end);
  return static_cast<bool>(end);
}
static Value getNone(Thread *, Value) { return None; }

// UnicodeError -------------------------------------------------------------

template <bool Encoding, bool Decode>
static Value unicodeErrorInit(Thread *t, Value *a, size_t) {
  auto *e = asException(a[0]);
  setSlot(e, &e->args, a[1]);
  auto *args = a[1].as<TupleObject>();
  constexpr unsigned first = Encoding ? 0 : 1, want = Encoding ? 5 : 4;
  if (args->length != want)
    return raise(t, exc::TypeError, "function takes exactly %d arguments (%d given)", want, static_cast<int>(args->length));
  for (unsigned i = 0; i < want; ++i) {
    unsigned slot = first + i;
    Value v = args->items[i];
    bool wantsStr = slot == kUnicodeEncoding || slot == kUnicodeReason || (slot == kUnicodeObject && !Decode);
    if (wantsStr && !isStr(v))
      return raise(t, exc::TypeError, "argument %d must be str, not %T", i + 1, v);
    if ((slot == kUnicodeStart || slot == kUnicodeEnd) && !isIntLike(v))
      return raise(t, exc::TypeError, "'%T' object cannot be interpreted as an integer", v);
    if (slot == kUnicodeObject && Decode && !isKind(payloadOf(v), Kind::Bytes)) {
      Value b = call(t, typeValue(types::bytes_), v);
      if (!b)
        return raise(t, exc::TypeError, "a bytes-like object is required, not '%T'", v);
      v = b;
    }
    setSlot(e, &e->extra[slot], v);
  }
  return None;
}

static std::string charEscape(uint32_t c) {
  char b[16];
  snprintf(b, sizeof b, c <= 0xFF ? "\\x%02x" : c <= 0xFFFF ? "\\u%04x" : "\\U%08x", c);
  return b;
}

static Value unicodeErrorStr(Thread *t, Value *a, size_t n) {
  auto *e = asException(a[0]);
  Value *x = e->extra;
  if (!x[kUnicodeObject].isObject() || x[kUnicodeObject] == None)
    return EmptyStr;
  TypeObject *type = e->type();
  bool decode = isSubtype(type, exc::UnicodeDecodeError), translate = isSubtype(type, exc::UnicodeTranslateError);
  Value object = payloadOf(x[kUnicodeObject]);
  int64_t start = x[kUnicodeStart].isInt() ? x[kUnicodeStart].asInt() : 0;
  int64_t end = x[kUnicodeEnd].isInt() ? x[kUnicodeEnd].asInt() : 0;
  Value encoding = translate ? EmptyStr : str(t, x[kUnicodeEncoding]);
  Value reason = encoding ? str(t, x[kUnicodeReason]) : encoding;
  if (!reason)
    return reason;
  std::string who = translate ? "can't translate " : "'" + strToUtf8(encoding) + (decode ? "' codec can't decode " : "' codec can't encode ");
  int64_t length = decode ? object.as<BytesObject>()->length : object.as<StrObject>()->length;
  std::string what;
  if (start >= 0 && start < length && end == start + 1) {
    if (decode) {
      char b[32];
      snprintf(b, sizeof b, "byte 0x%02x", object.as<BytesObject>()->data[start]);
      what = std::string(b) + " in position " + std::to_string(start);
    } else {
      StrObject *flat = flattenStr(t, object);
      if (!flat)
        return Value::empty();
      what = "character '" + charEscape(strCharAt(flat, start)) + "' in position " + std::to_string(start);
    }
  } else {
    what = std::string(decode ? "bytes" : "characters") + " in position " + std::to_string(start) + "-" + std::to_string(end - 1);
  }
  return newStr(t, who + what + ": " + strToUtf8(reason));
}

//===-- tables -------------------------------------------------------------===//

#define EXTRA(name, i) {name, offsetof(ExceptionObject, extra) + 8 * (i), false}
#define END_METHODS {nullptr, nullptr, nullptr}
#define END_MEMBERS {nullptr, 0, false}
#define INIT_SIGNATURE "($self, /, *args, **kwargs)"

static const MemberDef kStopMembers[] = {EXTRA("value", kStopValue), END_MEMBERS};
static const MemberDef kExitMembers[] = {EXTRA("code", kExitCode), END_MEMBERS};
static const MemberDef kImportMembers[] = {EXTRA("msg", kImportMsg), EXTRA("name", kImportName), EXTRA("path", kImportPath), END_MEMBERS};
static const NativeDef kImportMethods[] = {{"__init__", importErrorInit, INIT_SIGNATURE}, {"__str__", importErrorStr, "($self, /)"}, {"__reduce__", importErrorReduce, "($self, /)"}, END_METHODS};
static const MemberDef kNameMembers[] = {EXTRA("name", kNameErrorName), END_MEMBERS};
static const NativeDef kNameMethods[] = {{"__init__", nameErrorInit, INIT_SIGNATURE}, END_METHODS};
static const MemberDef kAttributeMembers[] = {EXTRA("name", kAttributeErrorName), EXTRA("obj", kAttributeErrorObj), END_MEMBERS};
static const NativeDef kAttributeMethods[] = {{"__init__", attributeErrorInit, INIT_SIGNATURE}, END_METHODS};
static const NativeDef kKeyMethods[] = {{"__str__", keyErrorStr, "($self, /)"}, END_METHODS};
static const MemberDef kOSMembers[] = {EXTRA("errno", kOSErrno), EXTRA("strerror", kOSStrerror), EXTRA("filename", kOSFilename), EXTRA("filename2", kOSFilename2), END_MEMBERS};
static const GetSetDef kOSGetSets[] = {{"characters_written", getWritten, setWritten}, {nullptr, nullptr, nullptr}};
static const NativeDef kOSMethods[] = {{"__new__", osErrorNew, "($type, *args, **kwargs)"}, {"__init__", osErrorInit, INIT_SIGNATURE}, {"__str__", osErrorStr, "($self, /)"}, {"__reduce__", osErrorReduce, "($self, /)"}, END_METHODS};
static const MemberDef kSyntaxMembers[] = {EXTRA("msg", kSyntaxMsg), EXTRA("filename", kSyntaxFilename), EXTRA("lineno", kSyntaxLineno), EXTRA("offset", kSyntaxOffset), EXTRA("text", kSyntaxText), END_MEMBERS};
static const GetSetDef kSyntaxGetSets[] = {{"end_lineno", getSyntaxEnd<0>, setSyntaxEnd<0>}, {"end_offset", getSyntaxEnd<1>, setSyntaxEnd<1>}, {"print_file_and_line", getNone, nullptr}, {nullptr, nullptr, nullptr}};
static const NativeDef kSyntaxMethods[] = {{"__init__", syntaxErrorInit, INIT_SIGNATURE}, {"__str__", syntaxErrorStr, "($self, /)"}, END_METHODS};
static const MemberDef kUnicodeMembers[] = {EXTRA("encoding", kUnicodeEncoding), EXTRA("object", kUnicodeObject), EXTRA("start", kUnicodeStart), EXTRA("end", kUnicodeEnd), EXTRA("reason", kUnicodeReason), END_MEMBERS};
static const NativeDef kUnicodeDecodeMethods[] = {{"__init__", unicodeErrorInit<true, true>, INIT_SIGNATURE}, {"__str__", unicodeErrorStr, "($self, /)"}, END_METHODS};
static const NativeDef kUnicodeEncodeMethods[] = {{"__init__", unicodeErrorInit<true, false>, INIT_SIGNATURE}, {"__str__", unicodeErrorStr, "($self, /)"}, END_METHODS};
static const NativeDef kUnicodeTranslateMethods[] = {{"__init__", unicodeErrorInit<false, false>, INIT_SIGNATURE}, {"__str__", unicodeErrorStr, "($self, /)"}, END_METHODS};

namespace {
struct Special {
  const char *name;
  const NativeDef *methods;
  const MemberDef *members;
  const GetSetDef *getsets;
};
} // namespace
static const Special kSpecial[] = {
    {"BaseException", kBaseMethods, nullptr, kBaseGetSets},
    {"StopIteration", nullptr, kStopMembers, nullptr},
    {"SystemExit", nullptr, kExitMembers, nullptr},
    {"ImportError", kImportMethods, kImportMembers, nullptr},
    {"NameError", kNameMethods, kNameMembers, nullptr},
    {"AttributeError", kAttributeMethods, kAttributeMembers, nullptr},
    {"KeyError", kKeyMethods, nullptr, nullptr},
    {"OSError", kOSMethods, kOSMembers, kOSGetSets},
    {"SyntaxError", kSyntaxMethods, kSyntaxMembers, kSyntaxGetSets},
    {"UnicodeDecodeError", kUnicodeDecodeMethods, kUnicodeMembers, nullptr},
    {"UnicodeEncodeError", kUnicodeEncodeMethods, kUnicodeMembers, nullptr},
    {"UnicodeTranslateError", kUnicodeTranslateMethods, kUnicodeMembers, nullptr},
};

static TypeObject *makeException(Thread *t, const char *name, TypeObject *base, const char *doc) {
  auto *spec = new TypeSpec{name, Kind::Exception, sizeof(ExceptionObject), TraceKind::FixedSlots, 1, 11};
  spec->typeFlags = kTypeBaseable | kTypeHasDict | kTypeIsException;
  spec->doc = doc;
  for (const Special &s : kSpecial)
    if (!strcmp(s.name, name)) {
      spec->methods = s.methods;
      spec->members = s.members;
      spec->getsets = s.getsets;
    }
  TypeObject *type = makeBuiltinType(t, *spec, base);
  type->instanceShape->overflowOffset = offsetof(ExceptionObject, dict);
  type->instanceShape->flags |= kShapeHasDict | kShapeDictMode;
  return type;
}

void initExceptions(Thread *t) {
  TypeObject *object = types::object_;
  {
    using namespace exc;
#define EXCEPTION(name, base, doc) exc::name = makeException(t, #name, base, doc);
#include "runtime/object/Exceptions.def"
#undef EXCEPTION
  }
  initRaise(t);
  initExceptionGroups(t);
}

} // namespace pyc
