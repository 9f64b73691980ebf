//===- SreMatch.cpp - re.Match --------------------------------------------===//
#include "runtime/modules/SreObjects.h"
#include "runtime/object/Containers.h"

namespace pyc::sre {

Shape *gMatchShape;
static MatchObject *self(Value v) { return v.as<MatchObject>(); }
static PatternObject *patternOf(MatchObject *m) { return m->pattern.as<PatternObject>(); }

Value newMatch(Thread *t, PatternObject *p, Value string, const Matcher &m, int64_t pos, int64_t endPos) {
  RawBuffer *marks = newRawBuffer(t, size_t(p->groups + 1) * 16);
  if (!marks)
    return Value::empty();
  auto *spans = reinterpret_cast<int64_t *>(marks->data);
  spans[0] = m.matchStart;
  spans[1] = m.matchEnd;
  for (int64_t g = 0; g < p->groups; ++g) {
    int64_t a = m.marks[2 * g], b = m.marks[2 * g + 1];
    bool set = a >= 0 && b >= 0 && b >= a;
    spans[2 + 2 * g] = set ? a : -1;
    spans[3 + 2 * g] = set ? b : -1;
  }
  auto *r = gcAllocate<MatchObject>(t, sizeof(MatchObject), gMatchShape);
  if (!r)
    return Value::empty();
  r->pos = pos;
  r->endPos = endPos;
  r->lastIndex = m.lastIndex;
  r->groups = p->groups;
  r->pattern = Value::fromObject(p);
  r->string = string;
  r->marks = Value::fromObject(marks);
  return Value::fromObject(r);
}

int64_t groupNumber(Thread *t, MatchObject *m, Value key) {
  int64_t i = -1;
  if (key.isInt()) {
    i = key.asInt();
  } else if (Value n = asExactInt(key); n || lookupDunder(typeOf(key), Dunder::Index)) {
    if (!n && !(n = indexOf(t, key)))
      return -1;
    if (!intToInt64(n, i))
      i = -1;
  } else {
    Value index = dictGet(t, patternOf(m)->groupIndex.as<DictObject>(), key);
    if (!index)
      clearPending(t);
    else if (!intToInt64(asExactInt(index), i))
      i = -1;
  }
  if (i < 0 || i > m->groups) {
    raise(t, exc::IndexError, "no such group");
    return -1;
  }
  return i;
}

Value matchGroup(Thread *t, MatchObject *m, int64_t i, Value otherwise) {
  int64_t a = m->spans()[2 * i], b = m->spans()[2 * i + 1];
  if (a < 0 || m->string == None)
    return otherwise;
  Subject s;
  return s.open(t, m->string, nullptr) ? s.slice(t, std::min(a, s.length), std::min(b, s.length)) : Value::empty();
}

static Value group(Thread *t, Value *args, size_t n) {
  MatchObject *m = self(args[0]);
  auto one = [&](Value key) {
    int64_t i = groupNumber(t, m, key);
    return i < 0 ? Value::empty() : matchGroup(t, m, i, None);
  };
  if (n <= 1)
    return matchGroup(t, m, 0, None);
  if (n == 2)
    return one(args[1]);
  RootVector parts(t);
  for (size_t i = 1; i < n; ++i) {
    Value v = one(args[i]);
    if (!v)
      return v;
    parts.push(v);
  }
  return newTuple(t, parts.data, parts.size());
}
static Value getItemMethod(Thread *t, Value *args, size_t) {
  int64_t i = groupNumber(t, self(args[0]), args[1]);
  return i < 0 ? Value::empty() : matchGroup(t, self(args[0]), i, None);
}
static Value groupsMethod(Thread *t, Value *args, size_t) {
  MatchObject *m = self(args[0]);
  RootVector parts(t);
  for (int64_t i = 1; i <= m->groups; ++i) {
    Value v = matchGroup(t, m, i, given(args[1]) ? args[1] : None);
    if (!v)
      return v;
    parts.push(v);
  }
  return newTuple(t, parts.data, parts.size());
}
static Value groupdict(Thread *t, Value *args, size_t) {
  MatchObject *m = self(args[0]);
  Value d = newDict(t);
  int64_t pos = 0;
  Value key, index;
  while (d && dictNext(patternOf(m)->groupIndex.as<DictObject>(), pos, key, index)) {
    int64_t i = groupNumber(t, m, index);
    Value v = i < 0 ? Value::empty() : matchGroup(t, m, i, given(args[1]) ? args[1] : None);
    if (!v || !dictSet(t, d.as<DictObject>(), key, v))
      return Value::empty();
  }
  return d;
}
template <int which> static Value edge(Thread *t, Value *args, size_t) {
  MatchObject *m = self(args[0]);
  int64_t i = given(args[1]) ? groupNumber(t, m, args[1]) : 0;
  if (i < 0)
    return Value::empty();
  if (which < 2)
    return Value::fromSmallInt(m->spans()[2 * i + which]);
  Value pair[2] = {Value::fromSmallInt(m->spans()[2 * i]), Value::fromSmallInt(m->spans()[2 * i + 1])};
  return newTuple(t, pair, 2);
}
static Value expand(Thread *t, Value *args, size_t) {
  Value re = importModule(t, "re"), f = re ? getAttr(t, re, "_expand") : re;
  if (!f)
    return f;
  Value call3[3] = {self(args[0])->pattern, args[0], args[1]};
  return call(t, f, call3, 3);
}
static Value copySelf(Thread *, Value *args, size_t) { return args[0]; }
static Value reprMethod(Thread *t, Value *args, size_t) {
  MatchObject *m = self(args[0]);
  Value text = matchGroup(t, m, 0, None), shown = text ? repr(t, text) : text;
  if (!shown)
    return shown;
  StrBuilder b;
  b.add("<re.Match object; span=(" + std::to_string(m->spans()[0]) + ", " + std::to_string(m->spans()[1]) + "), match=");
  StrObject *s = flatOf(t, shown);
  Value cutText = s ? strSubstring(t, s, 0, std::min<int64_t>(s->length, 50)) : Value::empty();
  if (!cutText || !b.addStr(t, cutText))
    return Value::empty();
  b.add(">");
  return b.finish(t);
}

static Value getPos(Thread *t, Value v) { return newInt(t, self(v)->pos); }
static Value getEndPos(Thread *t, Value v) { return newInt(t, self(v)->endPos); }
static Value getString(Thread *, Value v) { return self(v)->string; }
static Value getRe(Thread *, Value v) { return self(v)->pattern; }
static Value getLastIndex(Thread *t, Value v) { return self(v)->lastIndex < 0 ? None : newInt(t, self(v)->lastIndex); }
static Value getLastGroup(Thread *, Value v) {
  auto *names = patternOf(self(v))->indexGroup.as<TupleObject>();
  int64_t i = self(v)->lastIndex;
  return i >= 0 && i < names->length ? names->items[i] : None;
}
static Value getRegs(Thread *t, Value v) {
  MatchObject *m = self(v);
  RootVector parts(t);
  for (int64_t i = 0; i <= m->groups; ++i) {
    Value pair[2] = {Value::fromSmallInt(m->spans()[2 * i]), Value::fromSmallInt(m->spans()[2 * i + 1])};
    Value p = newTuple(t, pair, 2);
    if (!p)
      return p;
    parts.push(p);
  }
  return newTuple(t, parts.data, parts.size());
}
static Value classGetItem(Thread *t, Value *args, size_t) {
  Value m = importModule(t, "types"), alias = m ? getAttr(t, m, "GenericAlias") : m;
  return alias ? call(t, alias, args, 2) : alias;
}

static const NativeDef methods[] = {
    {"group", group, "($self, *args)", kEffAny, "group([group1, ...]) -> str or tuple.", kNativeRaw},
    {"__getitem__", getItemMethod, "($self, key, /)", kEffAny, nullptr, kNativeSlotWrapper},
    {"groups", groupsMethod, "($self, /, default=None)", kEffReads | kEffAllocates | kEffRaises},
    {"groupdict", groupdict, "($self, /, default=None)", kEffAny},
    {"start", edge<0>, "($self, group=0, /)", kEffAny},
    {"end", edge<1>, "($self, group=0, /)", kEffAny},
    {"span", edge<2>, "($self, group=0, /)", kEffAny},
    {"expand", expand, "($self, /, template)", kEffAny},
    {"__copy__", copySelf, "($self, /)", kPure},
    {"__deepcopy__", copySelf, "($self, memo, /)", kPure},
    {"__repr__", reprMethod, "($self, /)", kEffAny, nullptr, kNativeSlotWrapper},
    {"__class_getitem__", classGetItem, "($type, item, /)", kEffAny, nullptr, kNativeClass},
    {nullptr, nullptr, nullptr}};
static const GetSetDef getsets[] = {
    {"pos", getPos, nullptr}, {"endpos", getEndPos, nullptr}, {"string", getString, nullptr},
    {"re", getRe, nullptr}, {"lastindex", getLastIndex, nullptr}, {"lastgroup", getLastGroup, nullptr},
    {"regs", getRegs, nullptr}, {nullptr, nullptr, nullptr}};

void initMatchType(Thread *t) {
  static const TypeSpec spec = {"re.Match", Kind::RegularObject, sizeof(MatchObject), TraceKind::FixedSlots, 4, 3,
                                methods, getsets, nullptr, kTypeDisallowInstantiation,
                                "The result of re.match() and re.search().\nMatch objects always have a boolean value of True."};
  gMatchShape = makeBuiltinType(t, spec)->instanceShape;
}

} // namespace pyc::sre
