//===- StrType.cpp - The type str -----------------------------------------===//
#include "runtime/builtins/Loops.h"
#include "runtime/object/Containers.h"
#include "runtime/object/StrMethods.h"

namespace pyc {

static Value strNew(Thread *t, Value *args, size_t) {
  Value type = args[0], x = args[1];
  if (!checkNewType(t, type, types::str_))
    return Value::empty();
  Value r;
  if (!given(args[2]) && !given(args[3])) {
    r = given(x) ? str(t, x) : EmptyStr;
  } else {
    std::string names[2];
    for (int i = 0; i < 2; ++i) {
      if (!given(args[2 + i]))
        continue;
      StrObject *s = requireStr(t, args[2 + i], i ? "str() argument 'errors' must be str, not %T"
                                                  : "str() argument 'encoding' must be str, not %T");
      if (!s)
        return Value::empty();
      names[i] = strToUtf8(Value::fromObject(s));
    }
    if (!given(x)) {
      r = EmptyStr;
    } else if (isStr(x)) {
      return raise(t, exc::TypeError, "decoding str is not supported");
    } else {
      ByteView view;
      int got = view.acquire(t, x);
      if (!got)
        return raise(t, exc::TypeError, "decoding to str: need a bytes-like object, %T found", x);
      if (got < 0)
        return Value::empty();
      r = decodeBytes(t, view.data, view.size, given(args[2]) ? names[0].c_str() : nullptr,
                      given(args[3]) ? names[1].c_str() : nullptr, x);
    }
  }
  if (!r)
    return r;
  if (type.as<TypeObject>() != types::str_ && typeOf(r) != types::str_)
    r = payloadOf(r);
  return wrapPayload(t, type, types::str_, r);
}

/// The exact str (perhaps a rope) behind self.
static Value exactStr(Value v) { return payloadOf(v); }

static Value strAdd(Thread *t, Value *args, size_t) {
  if (!isStr(args[1]))
    return raise(t, exc::TypeError, "can only concatenate str (not \"%T\") to str", args[1]);
  return strConcat(t, exactStr(args[0]), exactStr(args[1]));
}
static Value strMul(Thread *t, Value *args, size_t) {
  int64_t n;
  if (!indexAsInt64(t, args[1], n, exc::OverflowError))
    return Value::empty();
  StrObject *s = flatFast(t, args[0]);
  return s ? strRepeat(t, s, n) : Value::empty();
}
static Value strMod(Thread *t, Value *args, size_t) { return strFormatPercent(t, args[0], args[1]); }
static Value strRMod(Thread *t, Value *args, size_t) {
  return isStr(args[1]) ? strFormatPercent(t, args[1], args[0]) : NotImplemented;
}
static Value strLen(Thread *, Value *args, size_t) {
  return Value::fromSmallInt(exactStr(args[0]).as<StrObject>()->length);
}
static Value strGetItemMethod(Thread *t, Value *args, size_t) { return strGetItem(t, args[0], args[1]); }
static Value strIter(Thread *t, Value *args, size_t) { return newStrIter(t, args[0]); }
static Value strHashMethod(Thread *t, Value *args, size_t) {
  return newInt(t, int64_t(strHash(t, exactStr(args[0]))));
}
static Value strReprMethod(Thread *t, Value *args, size_t) {
  StrObject *s = flatFast(t, args[0]);
  return s ? strRepr(t, s, false) : Value::empty();
}
static Value strStr(Thread *, Value *args, size_t) { return exactStr(args[0]); }
static Value strFormat(Thread *t, Value *args, size_t) { return formatStr(t, args[0], args[1]); }
static Value strSizeof(Thread *t, Value *args, size_t) {
  StrObject *s = flatFast(t, args[0]);
  if (!s)
    return Value::empty();
  int64_t n = s->length + 1;
  return newInt(t, isAsciiStr(s) ? 48 + n : strWidth(s) == 1 ? 72 + n : strWidth(s) == 2 ? 72 + 2 * n : 72 + 4 * n);
}
static Value strGetNewArgs(Thread *t, Value *args, size_t) {
  Value s = exactStr(args[0]);
  return newTuple(t, &s, 1);
}

template <Dunder op> static Value strCompareMethod(Thread *t, Value *args, size_t) {
  if (!isStr(args[1]))
    return NotImplemented;
  Value a = exactStr(args[0]), b = exactStr(args[1]);
  if (op == Dunder::Eq)
    return boolValue(strEqual(a, b));
  if (op == Dunder::Ne)
    return boolValue(!strEqual(a, b));
  int c = strCompare(a, b);
  return boolValue(op == Dunder::Lt ? c < 0 : op == Dunder::Le ? c <= 0 : op == Dunder::Gt ? c > 0 : c >= 0);
}

static Value iterSelf(Thread *, Value *args, size_t) { return args[0]; }
static Value iterNextMethod(Thread *t, Value *args, size_t) {
  Value v = strIterNext(t, args[0].as<StrIterObject>());
  return v || !t->pending.isEmpty() ? v : raiseStopIteration(t, Value::empty());
}
static Value iterHint(Thread *, Value *args, size_t) {
  auto *it = args[0].as<StrIterObject>();
  return Value::fromSmallInt(it->str.isInt() ? 0 : it->str.as<StrObject>()->length - it->index);
}
static Value iterReduce(Thread *t, Value *args, size_t) {
  auto *it = args[0].as<StrIterObject>();
  Value fn = getAttr(t, gBuiltinsModule, "iter");
  if (!fn)
    return fn;
  bool done = it->str.isInt();
  Value s = done ? EmptyStr : it->str;
  Value inner = newTuple(t, &s, 1);
  if (!inner)
    return inner;
  Value parts[3] = {fn, inner, Value::fromSmallInt(it->index)};
  return newTuple(t, parts, done ? 2 : 3);
}
static Value iterSetState(Thread *t, Value *args, size_t) {
  auto *it = args[0].as<StrIterObject>();
  int64_t i;
  if (!indexAsInt64(t, args[1], i))
    return Value::empty();
  if (!it->str.isInt())
    it->index = std::min(std::max<int64_t>(i, 0), it->str.as<StrObject>()->length);
  return None;
}

#define SLOT(NAME, FN, SIG, EFF) {NAME, FN, SIG, EFF, nullptr, kNativeSlotWrapper}
#define TEXT(NAME, FN, SIG, DOC) {NAME, strm::FN, SIG, kPureAlloc, DOC}
static const NativeDef strMethods[] = {
    {"__new__", strNew, "($type, object='', encoding='utf-8', errors='strict')", kEffAny, nullptr, kNativeStatic},
    SLOT("__add__", strAdd, "($self, value, /)", kPureAlloc),
    SLOT("__mul__", strMul, "($self, value, /)", kEffAny),
    SLOT("__rmul__", strMul, "($self, value, /)", kEffAny),
    SLOT("__mod__", strMod, "($self, value, /)", kPureAlloc | kEffExactArgs),
    SLOT("__rmod__", strRMod, "($self, value, /)", kEffAny),
    SLOT("__len__", strLen, "($self, /)", kPure),
    SLOT("__getitem__", strGetItemMethod, "($self, key, /)", kEffAny),
    SLOT("__contains__", strm::contains, "($self, key, /)", kPureAlloc),
    SLOT("__iter__", strIter, "($self, /)", kPureAlloc),
    SLOT("__hash__", strHashMethod, "($self, /)", kPureAlloc),
    SLOT("__repr__", strReprMethod, "($self, /)", kPureAlloc),
    SLOT("__str__", strStr, "($self, /)", kPure),
    SLOT("__eq__", strCompareMethod<Dunder::Eq>, "($self, value, /)", kPureAlloc),
    SLOT("__ne__", strCompareMethod<Dunder::Ne>, "($self, value, /)", kPureAlloc),
    SLOT("__lt__", strCompareMethod<Dunder::Lt>, "($self, value, /)", kPureAlloc),
    SLOT("__le__", strCompareMethod<Dunder::Le>, "($self, value, /)", kPureAlloc),
    SLOT("__gt__", strCompareMethod<Dunder::Gt>, "($self, value, /)", kPureAlloc),
    SLOT("__ge__", strCompareMethod<Dunder::Ge>, "($self, value, /)", kPureAlloc),
    {"__format__", strFormat, "($self, format_spec, /)", kPureAlloc, "Return a formatted version of the string as described by format_spec."},
    {"__sizeof__", strSizeof, "($self, /)", kPure, "Return the size of the string in memory, in bytes."},
    {"__getnewargs__", strGetNewArgs, "($self, /)", kPureAlloc},
    {"encode", strm::encode, "($self, /, encoding='utf-8', errors='strict')", kEffAny, "Encode the string using the codec registered for encoding."},
    {"replace", strm::replace, "($self, old, new, count=-1, /)", kPureAlloc | kEffExactArgs, "Return a copy with all occurrences of substring old replaced by new."},
    {"split", strm::split, "($self, /, sep=None, maxsplit=-1)", kPureAlloc | kEffExactArgs, "Return a list of the substrings in the string, using sep as the separator string."},
    {"rsplit", strm::rsplit, "($self, /, sep=None, maxsplit=-1)", kPureAlloc | kEffExactArgs, "Return a list of the substrings in the string, using sep as the separator string."},
    {"join", strm::join, "($self, iterable, /)", kEffAny, "Concatenate any number of strings.", 0, kLoopJoin},
    TEXT("capitalize", capitalize, "($self, /)", "Return a capitalized version of the string."),
    TEXT("casefold", casefold, "($self, /)", "Return a version of the string suitable for caseless comparisons."),
    TEXT("title", title, "($self, /)", "Return a version of the string where each word is titlecased."),
    {"center", strm::center, "($self, width, fillchar=' ', /)", kPureAlloc | kEffExactArgs, "Return a centered string of length width."},
    {"count", strm::count, "($self, sub, start=None, end=None, /)", kPureAlloc | kEffExactArgs, nullptr},
    {"expandtabs", strm::expandtabs, "($self, /, tabsize=8)", kPureAlloc | kEffExactArgs, "Return a copy where all tab characters are expanded using spaces."},
    {"find", strm::find, "($self, sub, start=None, end=None, /)", kPureAlloc | kEffExactArgs, nullptr},
    TEXT("partition", partition, "($self, sep, /)", "Partition the string into three parts using the given separator."),
    {"index", strm::index, "($self, sub, start=None, end=None, /)", kPureAlloc | kEffExactArgs, nullptr},
    {"ljust", strm::ljust, "($self, width, fillchar=' ', /)", kPureAlloc | kEffExactArgs, "Return a left-justified string of length width."},
    TEXT("lower", lower, "($self, /)", "Return a copy of the string converted to lowercase."),
    TEXT("lstrip", lstrip, "($self, chars=None, /)", "Return a copy of the string with leading whitespace removed."),
    {"rfind", strm::rfind, "($self, sub, start=None, end=None, /)", kPureAlloc | kEffExactArgs, nullptr},
    {"rindex", strm::rindex, "($self, sub, start=None, end=None, /)", kPureAlloc | kEffExactArgs, nullptr},
    {"rjust", strm::rjust, "($self, width, fillchar=' ', /)", kPureAlloc | kEffExactArgs, "Return a right-justified string of length width."},
    TEXT("rstrip", rstrip, "($self, chars=None, /)", "Return a copy of the string with trailing whitespace removed."),
    TEXT("rpartition", rpartition, "($self, sep, /)", "Partition the string into three parts using the given separator."),
    {"splitlines", strm::splitlines, "($self, /, keepends=False)", kPureAlloc | kEffExactArgs, "Return a list of the lines in the string, breaking at line boundaries."},
    TEXT("strip", strip, "($self, chars=None, /)", "Return a copy of the string with leading and trailing whitespace removed."),
    TEXT("swapcase", swapcase, "($self, /)", "Convert uppercase characters to lowercase and lowercase characters to uppercase."),
    {"translate", strm::translate, "($self, table, /)", kEffAny, "Replace each character in the string using the given translation table."},
    TEXT("upper", upper, "($self, /)", "Return a copy of the string converted to uppercase."),
    {"startswith", strm::startswith, "($self, prefix, start=None, end=None, /)", kPureAlloc | kEffExactArgs, nullptr},
    {"endswith", strm::endswith, "($self, suffix, start=None, end=None, /)", kPureAlloc | kEffExactArgs, nullptr},
    TEXT("removeprefix", removeprefix, "($self, prefix, /)", "Return a str with the given prefix string removed if present."),
    TEXT("removesuffix", removesuffix, "($self, suffix, /)", "Return a str with the given suffix string removed if present."),
    TEXT("isascii", isascii, "($self, /)", "Return True if all characters in the string are ASCII, False otherwise."),
    TEXT("islower", islower, "($self, /)", "Return True if the string is a lowercase string, False otherwise."),
    TEXT("isupper", isupper, "($self, /)", "Return True if the string is an uppercase string, False otherwise."),
    TEXT("istitle", istitle, "($self, /)", "Return True if the string is a title-cased string, False otherwise."),
    TEXT("isspace", isspace, "($self, /)", "Return True if the string is a whitespace string, False otherwise."),
    TEXT("isdecimal", isdecimal, "($self, /)", "Return True if the string is a decimal string, False otherwise."),
    TEXT("isdigit", isdigit, "($self, /)", "Return True if the string is a digit string, False otherwise."),
    TEXT("isnumeric", isnumeric, "($self, /)", "Return True if the string is a numeric string, False otherwise."),
    TEXT("isalpha", isalpha, "($self, /)", "Return True if the string is an alphabetic string, False otherwise."),
    TEXT("isalnum", isalnum, "($self, /)", "Return True if the string is an alpha-numeric string, False otherwise."),
    TEXT("isidentifier", isidentifier, "($self, /)", "Return True if the string is a valid Python identifier, False otherwise."),
    TEXT("isprintable", isprintable, "($self, /)", "Return True if the string is printable, False otherwise."),
    {"zfill", strm::zfill, "($self, width, /)", kPureAlloc | kEffExactArgs, "Pad a numeric string with zeros on the left, to fill a field of the given width."},
    {"format", strm::formatMethod, "($self, /, *args, **kwargs)", kEffAny, nullptr},
    {"format_map", strm::formatMap, "($self, mapping, /)", kEffAny, nullptr},
    {"maketrans", strm::maketrans, "(x, y=None, z=None, /)", kEffAny, "Return a translation table usable for str.translate().", kNativeStatic},
    {nullptr, nullptr, nullptr}};

static const NativeDef iterMethods[] = {
    SLOT("__iter__", iterSelf, "($self, /)", kPure),
    SLOT("__next__", iterNextMethod, "($self, /)", kEffWritesSelf | kEffRaises | kEffAllocates),
    {"__length_hint__", iterHint, "($self, /)", kEffReads, "Private method returning an estimate of len(list(it))."},
    {"__reduce__", iterReduce, "($self, /)", kEffAny},
    {"__setstate__", iterSetState, "($self, state, /)", kEffAny},
    {nullptr, nullptr, nullptr}};

namespace strm {
Value join(Thread *t, Value *args, size_t) { return strJoin(t, args[0], args[1]); }
} // namespace strm

void initStrType(Thread *t) {
  static const TypeSpec spec = {
      "str", Kind::Str, 0, TraceKind::NoPointers, 0, 0, strMethods, nullptr, nullptr, kTypeBaseable,
      "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\n"
      "Create a new string object from the given object."};
  makeBuiltinType(t, spec);
  static const TypeSpec iter = {"str_iterator", Kind::Iterator, sizeof(StrIterObject), TraceKind::FixedSlots,
                                1, 1, iterMethods, nullptr, nullptr, kTypeDisallowInstantiation};
  shapes::strIterator = makeBuiltinType(t, iter)->instanceShape;
  static const TypeSpec asciiIter = {"str_ascii_iterator", Kind::Iterator, sizeof(StrIterObject), TraceKind::FixedSlots,
                                     1, 1, iterMethods, nullptr, nullptr, kTypeDisallowInstantiation};
  shapes::strAsciiIterator = makeBuiltinType(t, asciiIter)->instanceShape;
  auto step = [](Thread *t, Value it) { return strIterNext(t, it.as<StrIterObject>()); };
  registerIteratorStep(shapes::strIterator, step);
  registerIteratorStep(shapes::strAsciiIterator, step);
}

} // namespace pyc
