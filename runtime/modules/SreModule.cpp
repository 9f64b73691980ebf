//===- SreModule.cpp - The _sre module and re.Pattern ---------------------===//
#include "runtime/modules/SreObjects.h"
#include "runtime/object/Bytes.h"
#include "runtime/object/Containers.h"
#include "runtime/object/Unicode.h"

namespace pyc::sre {

Shape *gPatternShape;
void initScannerTypes(Thread *t);
static PatternObject *self(Value v) { return v.as<PatternObject>(); }

static Value compile(Thread *t, Value *args, size_t) {
  Value pattern = args[0], list = args[2], groupIndex = args[4], indexGroup = args[5];
  int64_t flags, groups;
  if (!indexAsInt64(t, args[1], flags, exc::OverflowError) || !indexAsInt64(t, args[3], groups, exc::OverflowError))
    return Value::empty();
  if (!isList(list) || !isDict(groupIndex) || !isExact(indexGroup, shapes::tuple))
    return raise(t, exc::TypeError, "compile() arguments are of the wrong type");
  int64_t n = list.as<ListObject>()->size;
  RawBuffer *code = newRawBuffer(t, size_t(n) * 4);
  if (!code)
    return Value::empty();
  auto *words = reinterpret_cast<uint32_t *>(code->data);
  for (int64_t i = 0; i < n; ++i) {
    int64_t w;
    Value item = asExactInt(list.as<ListObject>()->items()->items[i]);
    if (!item || !intToInt64(item, w) || w < 0 || w > int64_t(0xFFFFFFFF))
      return raise(t, exc::OverflowError, "regular expression code size limit exceeded");
    words[i] = uint32_t(w);
  }
  auto *p = gcAllocate<PatternObject>(t, sizeof(PatternObject), gPatternShape);
  if (!p)
    return Value::empty();
  p->groups = groups;
  p->flags = flags;
  p->kind = pattern == None ? -1 : isStr(pattern) ? 1 : 0;
  p->code = Value::fromObject(code);
  p->pattern = pattern;
  p->groupIndex = groupIndex;
  p->indexGroup = indexGroup;
  return Value::fromObject(p);
}

static bool charArgument(Thread *t, Value v, uint32_t &c) {
  int64_t i;
  if (!indexAsInt64(t, v, i, exc::OverflowError))
    return false;
  c = uint32_t(i);
  return true;
}
template <typename F> static Value charFunction(Thread *t, Value v, F f) {
  uint32_t c;
  return charArgument(t, v, c) ? f(c) : Value::empty();
}
static Value asciiIsCased(Thread *t, Value *a, size_t) {
  return charFunction(t, a[0], [](uint32_t c) { return boolValue(c < 128 && (c | 32) >= 'a' && (c | 32) <= 'z'); });
}
static Value unicodeIsCased(Thread *t, Value *a, size_t) {
  return charFunction(t, a[0], [](uint32_t c) {
    uint32_t up[3]; // a letter whose capital is longer is cased as well
    unicode::upperFull(c, up);
    return boolValue(c != unicode::lower(c) || c != up[0]);
  });
}
static Value asciiToLower(Thread *t, Value *a, size_t) {
  return charFunction(t, a[0], [](uint32_t c) { return Value::fromSmallInt(lowerAscii(c)); });
}
static Value unicodeToLower(Thread *t, Value *a, size_t) {
  return charFunction(t, a[0], [](uint32_t c) { return Value::fromSmallInt(unicode::lower(c)); });
}
static Value getCodeSize(Thread *, Value *, size_t) { return Value::fromSmallInt(4); }

static Value reprMethod(Thread *t, Value *args, size_t) {
  static const struct {
    const char *name;
    int64_t bit;
  } names[] = {{"re.TEMPLATE", 1}, {"re.IGNORECASE", 2}, {"re.LOCALE", 4}, {"re.MULTILINE", 8}, {"re.DOTALL", 16},
               {"re.UNICODE", 32}, {"re.VERBOSE", 64}, {"re.DEBUG", 128}, {"re.ASCII", 256}};
  PatternObject *p = self(args[0]);
  int64_t flags = p->flags;
  if (p->kind == 1 && (flags & (32 | 4 | 256)) == 32)
    flags &= ~int64_t(32); // the default of str patterns
  Value shown = repr(t, p->pattern);
  StrObject *s = shown ? flatOf(t, shown) : nullptr;
  if (!s)
    return Value::empty();
  StrBuilder b;
  b.add("re.compile(");
  Value head = strSubstring(t, s, 0, std::min<int64_t>(s->length, 200));
  if (!head || !b.addStr(t, head))
    return Value::empty();
  std::string text;
  for (auto &n : names)
    if (flags & n.bit) {
      text += text.empty() ? "" : "|";
      text += n.name;
      flags &= ~n.bit;
    }
  if (flags) {
    char hex[24];
    snprintf(hex, sizeof hex, "0x%llx", (unsigned long long)flags);
    text += text.empty() ? "" : "|";
    text += hex;
  }
  if (!text.empty())
    b.add(", " + text);
  b.add(")");
  return b.finish(t);
}
static int samePattern(Thread *t, PatternObject *a, PatternObject *b) {
  if (a == b)
    return 1;
  auto *x = a->code.as<RawBuffer>(), *y = b->code.as<RawBuffer>();
  if (a->flags != b->flags || a->kind != b->kind || x->size != y->size || memcmp(x->data, y->data, size_t(x->size)))
    return 0;
  return equals(t, a->pattern, b->pattern);
}
template <bool equal> static Value eqMethod(Thread *t, Value *args, size_t) {
  if (typeOf(args[1]) != typeOf(args[0]))
    return NotImplemented;
  int same = samePattern(t, self(args[0]), self(args[1]));
  return same < 0 ? Value::empty() : boolValue(bool(same) == equal);
}
static Value hashMethod(Thread *t, Value *args, size_t) {
  PatternObject *p = self(args[0]);
  uint64_t h;
  if (!hashOf(t, p->pattern, h))
    return Value::empty();
  h ^= hashBytes(p->code.as<RawBuffer>()->data, size_t(p->code.as<RawBuffer>()->size)) ^ uint64_t(p->flags);
  return newInt(t, int64_t(h >> 4));
}
static Value copySelf(Thread *, Value *args, size_t) { return args[0]; }
static Value classGetItem(Thread *t, Value *args, size_t) {
  Value m = importModule(t, "types"), alias = m ? getAttr(t, m, "GenericAlias") : m;
  return alias ? call(t, alias, args, 2) : alias;
}
static Value getPattern(Thread *, Value v) { return self(v)->pattern; }
static Value getFlags(Thread *t, Value v) { return newInt(t, self(v)->flags); }
static Value getGroups(Thread *t, Value v) { return newInt(t, self(v)->groups); }
static Value getGroupIndex(Thread *t, Value v) {
  return call(t, Value::fromObject(types::mappingproxy_), self(v)->groupIndex);
}

static const NativeDef ownMethods[] = {
    {"__repr__", reprMethod, "($self, /)", kEffAny, nullptr, kNativeSlotWrapper},
    {"__eq__", eqMethod<true>, "($self, value, /)", kEffAny, nullptr, kNativeSlotWrapper},
    {"__ne__", eqMethod<false>, "($self, value, /)", kEffAny, nullptr, kNativeSlotWrapper},
    {"__hash__", hashMethod, "($self, /)", kEffAny, nullptr, kNativeSlotWrapper},
    {"__copy__", copySelf, "($self, /)", kPure},
    {"__deepcopy__", copySelf, "($self, memo, /)", kPure},
    {"__class_getitem__", classGetItem, "($type, item, /)", kEffAny, nullptr, kNativeClass},
    {nullptr, nullptr, nullptr}};
static const GetSetDef getsets[] = {
    {"pattern", getPattern, nullptr, "The pattern string from which the RE object was compiled."},
    {"flags", getFlags, nullptr, "The regex matching flags."},
    {"groups", getGroups, nullptr, "The number of capturing groups in the pattern."},
    {"groupindex", getGroupIndex, nullptr, "A dictionary mapping group names to group numbers."},
    {nullptr, nullptr, nullptr}};
static const NativeDef functions[] = {
    {"compile", compile, "(pattern, flags, code, groups, groupindex, indexgroup)", kEffAny},
    {"getcodesize", getCodeSize, "()", kPure},
    {"ascii_iscased", asciiIsCased, "(character, /)", kPureRaises},
    {"unicode_iscased", unicodeIsCased, "(character, /)", kPureRaises},
    {"ascii_tolower", asciiToLower, "(character, /)", kPureRaises},
    {"unicode_tolower", unicodeToLower, "(character, /)", kPureRaises},
    {nullptr, nullptr, nullptr}};

static bool initialise(Thread *t, ModuleObject *m) {
  static bool typesMade = false;
  if (!typesMade) {
    typesMade = true;
    static TypeSpec spec = {"re.Pattern", Kind::RegularObject, sizeof(PatternObject), TraceKind::FixedSlots, 3, 4};
    spec.methods = joinTables(patternSearchMethods, ownMethods);
    spec.getsets = getsets;
    spec.typeFlags = kTypeDisallowInstantiation | kTypeHasWeakRefs;
    spec.doc = "Compiled regular expression object.";
    gPatternShape = makeBuiltinType(t, spec)->instanceShape;
    initMatchType(t);
    initScannerTypes(t);
  }
  return moduleSet(t, m, "MAGIC", newInt(t, kMagic)) && moduleSet(t, m, "CODESIZE", newInt(t, 4)) &&
         moduleSet(t, m, "MAXREPEAT", newInt(t, kMaxRepeat)) && moduleSet(t, m, "MAXGROUPS", newInt(t, kMaxGroups));
}

} // namespace pyc::sre

void pyc::registerSre(Thread *) {
  static const ModuleSpec spec = {"_sre", nullptr, sre::functions, sre::initialise};
  registerNativeModule(&spec);
}
