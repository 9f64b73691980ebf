//===- RecordStr.cpp - Characters and short strings -----------------------===//
//
// Problem: a program that looks at text takes it apart by s[i] or `for c in s`
// and asks of each piece what it is: c == ',', c in "aeiou", c.isdigit(),
// ord(c). As calls on strings each question costs more than the loop around it.
//
// Idea: the recorder remembers that a string is one character and which trace
// value is its code (ValueFact::charCode). Questions are then asked of the
// code: comparisons of words, and for methods and `in` a load from a table of
// 256 bytes. The string itself, a load from the table of shared characters,
// goes when nobody needs it. Characters beyond latin-1 are left to the calls.
//
// Likewise a string compared with a short constant for equality: its length and
// its first 8 bytes are compared as words (objects are padded to 8 bytes, so
// the load stays within one that has any characters at all, and an empty string
// is followed by another object's memory: what is read there is masked or
// refused with the length).
//
//===----------------------------------------------------------------------===//
#include "jit_orc/recorder/RecordStr.h"
#include "jit_orc/recorder/Recorder.h"
#include "runtime/object/StrMethods.h"
#include "runtime/object/Types.h"
#include <cstring>
#include <map>
#include <string>

namespace pyc {

namespace {
struct CharTable {
  uint8_t of[256];
};
/// A method without arguments: its answers for one character.
struct CharMethod {
  const char *name, *symbol;
  Value (*fn)(Thread *, Value *, size_t);
  bool maps;          ///< gives a character, else a truth value
  CharTable *table;
  bool hasAll;        ///< maps: every answer is one latin-1 character
};
CharMethod gMethods[] = {
    {"isalpha", "chars.isalpha", strm::isalpha, false, nullptr, true},     {"isalnum", "chars.isalnum", strm::isalnum, false, nullptr, true},
    {"isdigit", "chars.isdigit", strm::isdigit, false, nullptr, true},     {"isdecimal", "chars.isdecimal", strm::isdecimal, false, nullptr, true},
    {"isspace", "chars.isspace", strm::isspace, false, nullptr, true},     {"isupper", "chars.isupper", strm::isupper, false, nullptr, true},
    {"islower", "chars.islower", strm::islower, false, nullptr, true},     {"isprintable", "chars.isprintable", strm::isprintable, false, nullptr, true},
    {"isidentifier", "chars.isidentifier", strm::isidentifier, false, nullptr, true},
    {"upper", "chars.upper", strm::upper, true, nullptr, false},         {"lower", "chars.lower", strm::lower, true, nullptr, true},
};
StrObject *gCharObjects[256];
} // namespace

/// One of the 256 shared characters that gCharObjects holds: they never move.
static bool isChar(Value v) { return isExact(v, shapes::str1) && v.as<StrObject>()->length == 1; }
static uint8_t codeOf(Value v) { return *v.as<StrObject>()->chars<uint8_t>(); }

TraceRef recordChar(Recorder &r, TraceRef code) {
  TraceBuilder &b = r.b;
  TraceRef table = b.constPtr(gCharObjects, "chars.shared", SymbolKind::Word);
  TraceRef object = b.getItem(table, code, 0, kAliasString, TraceSlot::Ptr, true);
  TraceRef c = b.emit(TraceOpcode::ptr_to_value_, {object});
  ValueFact &fact = b.facts[c];
  fact.notEmpty = true;
  fact.shape = shapes::str1;
  fact.shapeForEver = true;
  fact.charCode = code;
  return c;
}

TraceRef recordCharAt(Recorder &r, TraceRef str, TraceRef index) {
  return recordChar(r, r.b.getItem(str, index, sizeof(StrObject), kAliasString, TraceSlot::U8, true));
}

/// The code of a value known to be one character, as a raw word; else kNoRef.
static TraceRef knownCode(Recorder &r, TraceRef v) {
  const ValueFact &fact = r.b.facts[v];
  if (fact.charCode != kNoRef)
    return fact.charCode;
  if (fact.isConstant && isChar(fact.constant))
    return r.b.constRaw(codeOf(fact.constant));
  return kNoRef;
}

/// v, a one-byte string now of length 1: its code, under guards.
static TraceRef guardedCode(Recorder &r, TraceRef v) {
  TraceBuilder &b = r.b;
  TraceRef code = knownCode(r, v);
  if (code != kNoRef)
    return code;
  TraceRef s = r.value(v);
  b.guardShape(s, shapes::str1, true);
  TraceRef n = b.getField(s, offsetof(StrObject, length), kAliasString, TraceSlot::Raw, true);
  b.guardBool(b.emit(TraceOpcode::raw_eq_, {n, b.constRaw(1)}), true);
  code = b.getField(s, sizeof(StrObject), kAliasString, TraceSlot::U8, true);
  b.facts[s].charCode = code;
  return code;
}

bool recordOrd(Recorder &r, const std::vector<TraceRef> &args, const std::vector<Value> &real, TraceRef &out) {
  if (args.size() != 1 || !isChar(real[0]))
    return false;
  out = r.b.emit(TraceOpcode::raw_to_int_, {guardedCode(r, args[0])});
  return true;
}

bool recordChr(Recorder &r, const std::vector<TraceRef> &args, const std::vector<Value> &real, TraceRef &out) {
  if (args.size() != 1 || !real[0].isInt() || real[0].asInt() < 0 || real[0].asInt() > 255)
    return false;
  TraceBuilder &b = r.b;
  TraceRef code = b.emit(TraceOpcode::int_to_raw_, {b.asInt(args[0])});
  b.guardBool(b.emit(TraceOpcode::raw_ult_, {code, b.constRaw(256)}), true);
  out = recordChar(r, code);
  return true;
}

/// v is equal to a constant of at most 8 characters: a truth value without a
/// call or a branch.
static TraceRef equalsShort(Recorder &r, TraceRef v, const StrObject *constant) {
  TraceBuilder &b = r.b;
  TraceRef s = r.value(v);
  b.guardShape(s, shapes::str1, true);
  auto *c = const_cast<StrObject *>(constant);
  uint64_t word = 0;
  memcpy(&word, c->chars<uint8_t>(), static_cast<size_t>(c->length));
  TraceRef n = b.getField(s, offsetof(StrObject, length), kAliasString, TraceSlot::Raw, true);
  TraceRef sameLength = b.emit(TraceOpcode::raw_eq_, {n, b.constRaw(c->length)});
  if (!c->length)
    return sameLength;
  TraceRef chars;
  if (c->length == 1) {
    chars = b.getField(s, sizeof(StrObject), kAliasString, TraceSlot::U8, true);
  } else {
    chars = b.getField(s, sizeof(StrObject), kAliasString, TraceSlot::Raw, true);
    if (c->length < 8) {
      uint64_t mask = (uint64_t(1) << 8 * c->length) - 1;
      chars = b.emit(TraceOpcode::raw_and_, {chars, b.constRaw(static_cast<int64_t>(mask))});
    }
  }
  TraceRef sameChars = b.emit(TraceOpcode::raw_eq_, {chars, b.constRaw(static_cast<int64_t>(word))});
  return b.emit(TraceOpcode::bool_and_, {sameLength, sameChars});
}

/// x == y for one-byte strings, of which one is a character or a short constant;
/// kNoRef: neither.
static TraceRef equalStrings(Recorder &r, TraceRef x, TraceRef y) {
  TraceBuilder &b = r.b;
  TraceRef p = knownCode(r, x), q = knownCode(r, y);
  if (p != kNoRef && q != kNoRef)
    return b.emit(TraceOpcode::raw_eq_, {p, q});
  if (b.facts[x].isConstant || (q != kNoRef && !b.facts[y].isConstant))
    std::swap(x, y), std::swap(p, q);
  if (p != kNoRef && !b.facts[x].isConstant && !b.facts[y].isConstant) {
    TraceRef s = r.value(y);
    b.guardShape(s, shapes::str1, true);
    TraceRef n = b.getField(s, offsetof(StrObject, length), kAliasString, TraceSlot::Raw, true);
    TraceRef first = b.getField(s, sizeof(StrObject), kAliasString, TraceSlot::U8, true);
    return b.emit(TraceOpcode::bool_and_, {b.emit(TraceOpcode::raw_eq_, {n, b.constRaw(1)}),
                                           b.emit(TraceOpcode::raw_eq_, {first, p})});
  }
  if (!b.facts[y].isConstant || !isExact(b.facts[y].constant, shapes::str1))
    return kNoRef;
  auto *c = b.facts[y].constant.as<StrObject>();
  if (p != kNoRef) // the constant is no character
    return b.constBool(false);
  return c->length <= 8 ? equalsShort(r, x, c) : kNoRef;
}

bool recordStrCompare(Recorder &r, Dunder d, TraceRef x, TraceRef y, Value a, Value c, TraceRef &cond, bool &now) {
  TraceBuilder &b = r.b;
  if (d == Dunder::Eq || d == Dunder::Ne) {
    cond = equalStrings(r, x, y);
    if (cond == kNoRef)
      return false;
    now = strEqual(a, c);
    if (d == Dunder::Ne) {
      cond = b.facts[cond].isConstant ? b.constBool(!now) : b.emit(TraceOpcode::bool_not_, {cond});
      now = !now;
    }
    return true;
  }
  TraceRef p = knownCode(r, x), q = knownCode(r, y);
  if (p == kNoRef || q == kNoRef)
    return false;
  int order = int(codeOf(a)) - int(codeOf(c));
  switch (d) {
  case Dunder::Lt: cond = b.emit(TraceOpcode::raw_lt_, {p, q}); now = order < 0; return true;
  case Dunder::Le: cond = b.emit(TraceOpcode::raw_le_, {p, q}); now = order <= 0; return true;
  case Dunder::Gt: cond = b.emit(TraceOpcode::raw_lt_, {q, p}); now = order > 0; return true;
  default: cond = b.emit(TraceOpcode::raw_le_, {q, p}); now = order >= 0; return true;
  }
}

/// The table's entry for the character. Tables live as long as the process:
/// traces point to them.
static TraceRef lookUp(Recorder &r, const CharTable *table, const char *name, TraceRef code) {
  TraceRef base = r.b.constPtr(table, name, SymbolKind::Word);
  return r.b.getItem(base, code, 0, kAliasString, TraceSlot::U8, true);
}

bool recordCharIn(Recorder &r, TraceRef item, TraceRef container, Value k, Value real, TraceRef &cond) {
  TraceBuilder &b = r.b;
  const ValueFact &fact = b.facts[container];
  if (!fact.isConstant)
    return false;
  if (isExact(real, shapes::str1) && isChar(k)) {
    auto *s = real.as<StrObject>();
    TraceRef code = guardedCode(r, item);
    if (s->length == 1) {
      cond = b.emit(TraceOpcode::raw_eq_, {code, b.constRaw(codeOf(real))});
      return true;
    }
    static std::map<std::string, CharTable *> tables;
    CharTable *&table = tables[std::string(s->chars<char>(), static_cast<size_t>(s->length))];
    if (!table) {
      table = new CharTable{};
      for (int64_t i = 0; i < s->length; ++i)
        table->of[s->chars<uint8_t>()[i]] = 1;
    }
    cond = b.emit(TraceOpcode::raw_ne_, {lookUp(r, table, "chars.in", code), b.constRaw(0)});
    return true;
  }
  // A few constants of the item's type: compared one by one.
  if (!isExact(real, shapes::tuple) || real.as<TupleObject>()->length > 4)
    return false;
  auto *tuple = real.as<TupleObject>();
  bool isStr = isExact(k, shapes::str1);
  if (!isStr && !k.isInt())
    return false;
  for (int64_t i = 0; i < tuple->length; ++i) {
    Value e = tuple->items[i];
    if (isStr ? !isExact(e, shapes::str1) || e.as<StrObject>()->length > 8 : !e.isInt())
      return false;
  }
  cond = b.constBool(false);
  for (int64_t i = 0; i < tuple->length; ++i) {
    Value e = tuple->items[i];
    TraceRef same;
    if (!isStr) {
      same = b.emit(TraceOpcode::int_eq_, {b.asInt(item), b.constInt(e.asInt())});
    } else if (TraceRef code = knownCode(r, item); code != kNoRef) {
      same = e.as<StrObject>()->length == 1 ? b.emit(TraceOpcode::raw_eq_, {code, b.constRaw(codeOf(e))})
                                            : b.constBool(false);
    } else {
      same = equalsShort(r, item, e.as<StrObject>());
    }
    cond = i ? b.emit(TraceOpcode::bool_or_, {cond, same}) : same;
  }
  return true;
}

template <unsigned kMethod>
static bool recordCharMethod(Recorder &r, const std::vector<TraceRef> &args, const std::vector<Value> &real,
                             TraceRef &out) {
  const CharMethod &m = gMethods[kMethod];
  // Only of what is known to be a character: a guard on the length of any other
  // string would fail for the next.
  if (args.size() != 1 || !isChar(real[0]) || knownCode(r, args[0]) == kNoRef)
    return false;
  TraceBuilder &b = r.b;
  TraceRef code = knownCode(r, args[0]);
  if (!m.maps) {
    TraceRef answer = lookUp(r, m.table, m.symbol, code);
    out = b.emit(TraceOpcode::raw_ne_, {answer, b.constRaw(0)});
    return true;
  }
  if (!m.hasAll) { // some answers are longer or not latin-1: those of ASCII are
    if (codeOf(real[0]) >= 128)
      return false;
    b.guardBool(b.emit(TraceOpcode::raw_ult_, {code, b.constRaw(128)}), true);
  }
  out = recordChar(r, lookUp(r, m.table, m.symbol, code));
  return true;
}

template <unsigned... k>
static void addMethods(Thread *t, void (*add)(Thread *, const char *, CharIntrinsic), std::integer_sequence<unsigned, k...>) {
  (add(t, gMethods[k].name, recordCharMethod<k>), ...);
}

void findCharIntrinsics(Thread *t, void (*add)(Thread *, const char *, CharIntrinsic)) {
  for (unsigned c = 0; c < 256; ++c) {
    Value v = newChar(t, c);
    if (!v) {
      clearPending(t);
      return;
    }
    gCharObjects[c] = v.as<StrObject>();
  }
  for (CharMethod &m : gMethods) {
    auto *table = new CharTable{};
    for (unsigned c = 0; c < 256; ++c) {
      Value self = Value::fromObject(gCharObjects[c]);
      Value answer = m.fn(t, &self, 1);
      if (!answer) {
        clearPending(t);
        return;
      }
      if (!m.maps)
        table->of[c] = answer == True;
      else if (isChar(answer))
        table->of[c] = codeOf(answer);
    }
    m.table = table;
  }
  addMethods(t, add, std::make_integer_sequence<unsigned, std::size(gMethods)>());
}

} // namespace pyc
