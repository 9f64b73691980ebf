//===- SrePattern.cpp - re.Pattern's searching methods --------------------===//
//
// An empty match must not begin where the last match ended: after one the next
// search has to end elsewhere (Matcher::mustAdvance).
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/SreObjects.h"
#include "runtime/object/Containers.h"

namespace pyc::sre {

static PatternObject *self(Value v) { return v.as<PatternObject>(); }

bool Subject::open(Thread *t, Value v, PatternObject *p) {
  string = v;
  if (isStr(v)) {
    if (p && p->kind == 0) {
      raise(t, exc::TypeError, "cannot use a bytes pattern on a string-like object");
      return false;
    }
    str = flatOf(t, v);
    if (!str)
      return false;
    chars = str + 1;
    width = strWidth(str);
    length = str->length;
    return true;
  }
  int got = view.acquire(t, v);
  if (got <= 0) {
    if (!got)
      raise(t, exc::TypeError, "expected string or bytes-like object, got '%T'", v);
    return false;
  }
  if (p && p->kind == 1) {
    raise(t, exc::TypeError, "cannot use a string pattern on a bytes-like object");
    return false;
  }
  chars = view.data;
  length = view.size;
  return true;
}

Value Subject::slice(Thread *t, int64_t start, int64_t end) {
  if (str)
    return strSubstring(t, str, start, end);
  if (start == 0 && end == length && isExact(string, shapes::bytes))
    return string;
  return newBytes(t, end > start ? view.data + start : nullptr, end - start);
}

static bool positions(Thread *t, Value posArg, Value endArg, int64_t &pos, int64_t &endPos) {
  pos = 0;
  endPos = INT64_MAX;
  return (!given(posArg) || indexAsInt64(t, posArg, pos)) && (!given(endArg) || indexAsInt64(t, endArg, endPos));
}
static bool checkMemory(Thread *t, Matcher &m) {
  if (m.outOfMemory)
    raiseMemoryError(t);
  return !m.outOfMemory;
}

enum class How { Match, FullMatch, Search };
template <How how> static Value oneMatch(Thread *t, Value *args, size_t) {
  PatternObject *p = self(args[0]);
  int64_t pos, endPos;
  Subject s;
  if (!positions(t, args[2], args[3], pos, endPos) || !s.open(t, args[1], p))
    return Value::empty();
  Matcher m(codeOf(p), s.chars, s.width, s.length, int(p->groups));
  setRange(m, s.length, pos, endPos);
  pos = m.start;
  m.matchAll = how == How::FullMatch;
  bool found = how == How::Search ? m.search() : m.match();
  if (!checkMemory(t, m))
    return Value::empty();
  return found ? newMatch(t, p, args[1], m, pos, m.end) : None;
}

/// What a match contributes to findall.
static Value found(Thread *t, PatternObject *p, Subject &s, Matcher &m) {
  auto part = [&](int64_t g) {
    int64_t a = m.marks[2 * g], b = m.marks[2 * g + 1];
    return a >= 0 && b >= a ? s.slice(t, a, b) : s.str ? EmptyStr : EmptyBytes;
  };
  if (p->groups == 0)
    return s.slice(t, m.matchStart, m.matchEnd);
  if (p->groups == 1)
    return part(0);
  TupleObject *tuple = newTupleBuffer(t, size_t(p->groups));
  if (!tuple)
    return Value::empty();
  for (int64_t g = 0; g < p->groups; ++g) {
    Value v = part(g);
    if (!v)
      return v;
    setSlot(tuple, &tuple->items[g], v);
  }
  return Value::fromObject(tuple);
}

static void advance(Matcher &m) {
  m.mustAdvance = m.matchEnd == m.matchStart ? m.matchEnd : -1;
  m.start = m.matchEnd;
}

static Value findall(Thread *t, Value *args, size_t) {
  PatternObject *p = self(args[0]);
  int64_t pos, endPos;
  Subject s;
  if (!positions(t, args[2], args[3], pos, endPos) || !s.open(t, args[1], p))
    return Value::empty();
  Matcher m(codeOf(p), s.chars, s.width, s.length, int(p->groups));
  setRange(m, s.length, pos, endPos);
  Value list = newList(t, nullptr, 0);
  while (list && m.start <= m.end && m.search()) {
    Value v = found(t, p, s, m);
    if (!v || !listAppend(t, list.as<ListObject>(), v))
      return Value::empty();
    advance(m);
  }
  return checkMemory(t, m) ? list : Value::empty();
}

static Value split(Thread *t, Value *args, size_t) {
  PatternObject *p = self(args[0]);
  int64_t most = 0;
  Subject s;
  if ((given(args[2]) && !indexAsInt64(t, args[2], most, exc::OverflowError)) || !s.open(t, args[1], p))
    return Value::empty();
  Matcher m(codeOf(p), s.chars, s.width, s.length, int(p->groups));
  Value list = newList(t, nullptr, 0);
  if (!list)
    return list;
  auto *l = list.as<ListObject>();
  int64_t last = 0;
  auto add = [&](Value v) { return v && listAppend(t, l, v); };
  for (int64_t n = 0; (most == 0 || n < most) && m.search(); ++n) {
    if (!add(s.slice(t, last, m.matchStart)))
      return Value::empty();
    for (int64_t g = 0; g < p->groups; ++g) {
      int64_t a = m.marks[2 * g], b = m.marks[2 * g + 1];
      if (!add(a >= 0 && b >= a ? s.slice(t, a, b) : None))
        return Value::empty();
    }
    last = m.matchEnd;
    advance(m);
  }
  if (!checkMemory(t, m) || !add(s.slice(t, last, s.length)))
    return Value::empty();
  return list;
}

/// Does the template have a backslash (and so need re._subx)?
static bool isLiteral(Subject &s) {
  if (s.str) {
    CharReader c(s.str);
    for (int64_t i = 0; i < c.size(); ++i)
      if (c[i] == '\\')
        return false;
    return true;
  }
  return !s.length || !memchr(s.chars, '\\', size_t(s.length));
}

static Value substitute(Thread *t, Value *args, bool withCount) {
  PatternObject *p = self(args[0]);
  Value replacement = args[1];
  int64_t most = 0;
  if (given(args[3]) && !indexAsInt64(t, args[3], most, exc::OverflowError))
    return Value::empty();
  bool callable = false;
  if (lookupDunder(typeOf(replacement), Dunder::Call)) {
    callable = true;
  } else {
    Subject r;
    bool plain = (isStr(replacement) || isBytes(replacement)) && r.open(t, replacement, nullptr) && isLiteral(r);
    if (!plain) {
      Value re = importModule(t, "re"), f = re ? getAttr(t, re, "_subx") : re;
      Value both[2] = {args[0], replacement};
      replacement = f ? call(t, f, both, 2) : f;
      if (!replacement)
        return replacement;
      callable = bool(lookupDunder(typeOf(replacement), Dunder::Call));
    }
  }
  Subject s;
  if (!s.open(t, args[2], p))
    return Value::empty();
  Matcher m(codeOf(p), s.chars, s.width, s.length, int(p->groups));
  Value list = newList(t, nullptr, 0);
  if (!list)
    return list;
  auto *l = list.as<ListObject>();
  auto add = [&](Value v) { return v && listAppend(t, l, v); };
  int64_t n = 0, last = 0;
  while ((most == 0 || n < most) && m.search()) {
    if (last < m.matchStart && !add(s.slice(t, last, m.matchStart)))
      return Value::empty();
    Value item = replacement;
    if (callable) {
      Value match = newMatch(t, p, args[2], m, 0, s.length);
      item = match ? call(t, replacement, match) : match;
      if (!item)
        return item;
    }
    if (item != None && !add(item))
      return Value::empty();
    last = m.matchEnd;
    ++n;
    advance(m);
  }
  if (!checkMemory(t, m))
    return Value::empty();
  Value joined;
  if (n == 0 && (isExact(args[2], shapes::bytes) || (s.str && Value::fromObject(s.str) == args[2]))) {
    joined = args[2];
  } else {
    if (last < s.length && !add(s.slice(t, last, s.length)))
      return Value::empty();
    joined = s.str ? strJoin(t, EmptyStr, list) : callMethod(t, EmptyBytes, "join", &list, 1);
  }
  if (!joined || !withCount)
    return joined;
  Value pair[2] = {joined, newInt(t, n)};
  return newTuple(t, pair, 2);
}
static Value sub(Thread *t, Value *args, size_t) { return substitute(t, args, false); }
static Value subn(Thread *t, Value *args, size_t) { return substitute(t, args, true); }

//===-- scanners ------------------------------------------------------------------===//
Shape *gScannerShape, *gFinditerShape;
static Value makeScanner(Thread *t, Value *args, Shape *shape) {
  PatternObject *p = self(args[0]);
  int64_t pos, endPos;
  Subject s;
  if (!positions(t, args[2], args[3], pos, endPos) || !s.open(t, args[1], p))
    return Value::empty();
  Matcher m(codeOf(p), s.chars, s.width, s.length, 0);
  setRange(m, s.length, pos, endPos);
  auto *r = gcAllocate<ScannerObject>(t, sizeof(ScannerObject), shape);
  if (!r)
    return Value::empty();
  r->next = m.start;
  r->endPos = m.end;
  r->mustAdvance = -1;
  r->pattern = args[0];
  r->string = args[1];
  return Value::fromObject(r);
}
static Value finditer(Thread *t, Value *args, size_t) { return makeScanner(t, args, gFinditerShape); }
static Value scanner(Thread *t, Value *args, size_t) { return makeScanner(t, args, gScannerShape); }

/// The next match, None at the end.
static Value step(Thread *t, ScannerObject *sc, bool search) {
  if (sc->next < 0)
    return None;
  auto *p = sc->pattern.as<PatternObject>();
  Subject s;
  if (!s.open(t, sc->string, p))
    return Value::empty();
  Matcher m(codeOf(p), s.chars, s.width, s.length, int(p->groups));
  setRange(m, s.length, sc->next, sc->endPos);
  m.mustAdvance = sc->mustAdvance;
  bool found = m.start <= m.end && (search ? m.search() : m.match());
  if (!checkMemory(t, m))
    return Value::empty();
  if (!found) {
    sc->next = -1;
    return None;
  }
  Value match = newMatch(t, p, sc->string, m, 0, sc->endPos);
  sc->mustAdvance = m.matchEnd == m.matchStart ? m.matchEnd : -1;
  sc->next = m.matchEnd;
  return match;
}
static Value scannerMatch(Thread *t, Value *args, size_t) { return step(t, args[0].as<ScannerObject>(), false); }
static Value scannerSearch(Thread *t, Value *args, size_t) { return step(t, args[0].as<ScannerObject>(), true); }
static Value iterSelf(Thread *, Value *args, size_t) { return args[0]; }
static Value iterNextMethod(Thread *t, Value *args, size_t) {
  Value v = step(t, args[0].as<ScannerObject>(), true);
  return v == None ? raiseStopIteration(t, Value::empty()) : v;
}
static Value scannerPattern(Thread *, Value v) { return v.as<ScannerObject>()->pattern; }

static const NativeDef scannerMethods[] = {
    {"match", scannerMatch, "($self, /)", kEffAny},
    {"search", scannerSearch, "($self, /)", kEffAny},
    {nullptr, nullptr, nullptr}};
static const GetSetDef scannerGetSets[] = {{"pattern", scannerPattern, nullptr}, {nullptr, nullptr, nullptr}};
static const NativeDef iterMethods[] = {
    {"__iter__", iterSelf, "($self, /)", kPure, nullptr, kNativeSlotWrapper},
    {"__next__", iterNextMethod, "($self, /)", kEffAny, nullptr, kNativeSlotWrapper},
    {nullptr, nullptr, nullptr}};

void initScannerTypes(Thread *t) {
  static const TypeSpec spec = {"_sre.SRE_Scanner", Kind::RegularObject, sizeof(ScannerObject), TraceKind::FixedSlots, 3, 2,
                                scannerMethods, scannerGetSets, nullptr, kTypeDisallowInstantiation};
  gScannerShape = makeBuiltinType(t, spec)->instanceShape;
  static const TypeSpec iter = {"callable_iterator", Kind::RegularObject, sizeof(ScannerObject), TraceKind::FixedSlots, 3, 2,
                                iterMethods, nullptr, nullptr, kTypeDisallowInstantiation};
  gFinditerShape = makeBuiltinType(t, iter)->instanceShape;
}

const NativeDef patternSearchMethods[] = {
    {"match", oneMatch<How::Match>, "($self, /, string, pos=0, endpos=sys.maxsize)", kEffAny, "Matches zero or more characters at the beginning of the string."},
    {"fullmatch", oneMatch<How::FullMatch>, "($self, /, string, pos=0, endpos=sys.maxsize)", kEffAny, "Matches against all of the string."},
    {"search", oneMatch<How::Search>, "($self, /, string, pos=0, endpos=sys.maxsize)", kEffAny, "Scan through string looking for a match, and return a corresponding match object instance."},
    {"findall", findall, "($self, /, string, pos=0, endpos=sys.maxsize)", kEffAny, "Return a list of all non-overlapping matches of pattern in string."},
    {"finditer", finditer, "($self, /, string, pos=0, endpos=sys.maxsize)", kEffAny, "Return an iterator over all non-overlapping matches for the RE pattern in string."},
    {"scanner", scanner, "($self, /, string, pos=0, endpos=sys.maxsize)", kEffAny},
    {"split", split, "($self, /, string, maxsplit=0)", kEffAny, "Split string by the occurrences of pattern."},
    {"sub", sub, "($self, /, repl, string, count=0)", kEffAny, "Return the string obtained by replacing the leftmost non-overlapping occurrences of pattern in string by the replacement repl."},
    {"subn", subn, "($self, /, repl, string, count=0)", kEffAny, "Return the tuple (new_string, number_of_subs_made) found by replacing the leftmost non-overlapping occurrences of pattern with the replacement repl."},
    {nullptr, nullptr, nullptr}};

} // namespace pyc::sre
