//===- Marshal.cpp - The module marshal, for data -------------------------===//
//
// Values in CPython's marshal format (version 4, without references when
// writing; they are understood when reading). Code objects are refused: ours
// are not CPython's.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Containers.h"
#include "runtime/object/NumStr.h"
#include "runtime/object/Types.h"

namespace pyc {

//===-- writing ------------------------------------------------------------===//

static void put32(std::string &out, uint32_t v) { out.append(reinterpret_cast<const char *>(&v), 4); }

static bool write(Thread *t, std::string &out, Value v, int64_t version) {
  if (!checkNativeStack(t))
    return false;
  auto all = [&](char tag, Value iterable) {
    Value items = tupleFrom(t, iterable);
    if (!items)
      return false;
    auto *p = items.as<TupleObject>();
    out += tag;
    put32(out, static_cast<uint32_t>(p->length));
    for (int64_t i = 0; i < p->length; ++i)
      if (!write(t, out, p->items[i], version))
        return false;
    return true;
  };
  if (v == None) out += 'N';
  else if (v == True) out += 'T';
  else if (v == False) out += 'F';
  else if (v == Ellipsis) out += '.';
  else if (v == typeValue(exc::StopIteration)) out += 'S';
  else if (isIntExact(v)) {
    int64_t i;
    if (intToInt64(v, i) && i >= INT32_MIN && i <= INT32_MAX) {
      out += 'i';
      put32(out, static_cast<uint32_t>(i));
    } else {
      // Digits of 15 bits, least significant first.
      IntView view(v);
      out += 'l';
      uint64_t bits = view.bitLength();
      auto n = static_cast<int32_t>((bits + 14) / 15);
      put32(out, static_cast<uint32_t>(view.negative ? -n : n));
      for (int32_t d = 0; d < n; ++d) {
        uint64_t at = uint64_t(d) * 15, limb = at / 64, shift = at % 64;
        uint64_t x = view.limbs[limb] >> shift;
        if (shift > 49 && limb + 1 < static_cast<uint64_t>(view.size))
          x |= view.limbs[limb + 1] << (64 - shift);
        auto digit = static_cast<uint16_t>(x & 0x7FFF);
        out.append(reinterpret_cast<const char *>(&digit), 2);
      }
    }
  } else if (isFloatExact(v)) {
    double d = floatValue(v);
    out += 'g';
    out.append(reinterpret_cast<const char *>(&d), 8);
  } else if (isKind(v, Kind::Complex)) {
    out += 'y';
    out.append(reinterpret_cast<const char *>(&v.as<ComplexObject>()->real), 16);
  } else if (isKind(v, Kind::Str)) {
    std::string s = strToUtf8(v);
    out += 'u';
    put32(out, static_cast<uint32_t>(s.size()));
    out += s;
  } else if (isTuple(v) && isExact(v, shapes::tuple)) return all('(', v);
  else if (isList(v)) return all('[', v);
  else if (isKind(v, Kind::Set)) return all('<', v);
  else if (isKind(v, Kind::FrozenSet)) return all('>', v);
  else if (isDict(v)) {
    out += '{';
    int64_t pos = 0;
    Value k, x;
    while (dictNext(v.as<DictObject>(), pos, k, x))
      if (!write(t, out, k, version) || !write(t, out, x, version))
        return false;
    out += '0';
  } else {
    ByteView b;
    if (isKind(v, Kind::Code) || b.acquire(t, v) <= 0) {
      if (!t->pending)
        raise(t, exc::ValueError, "unmarshallable object");
      return false;
    }
    out += 's';
    put32(out, static_cast<uint32_t>(b.size));
    out += b.text();
  }
  return true;
}

//===-- reading ------------------------------------------------------------===//

namespace {
struct Reader {
  Thread *t;
  std::string_view data;
  size_t at = 0;
  RootVector refs;
  Reader(Thread *thread, std::string_view d) : t(thread), data(d), refs(thread) {}
  Value tooShort() { return raise(t, exc::EOFError, "marshal data too short"); }
  Value bad(const char *what) { return raise(t, exc::ValueError, "bad marshal data (%s)", what); }
  bool take(size_t n, const char *&p) {
    if (n > data.size() - at) {
      tooShort();
      return false;
    }
    p = data.data() + at;
    at += n;
    return true;
  }
  bool take32(int32_t &out) {
    const char *p;
    if (!take(4, p))
      return false;
    memcpy(&out, p, 4);
    return true;
  }
  Value sequence(int64_t n, bool ref, char tag);
  Value read(bool allowNull);
};
} // namespace

Value Reader::sequence(int64_t n, bool ref, char tag) {
  if (n < 0)
    return bad("size out of range");
  size_t slot = refs.size();
  if (ref)
    refs.push(None);
  Value list = newList(t, nullptr, 0);
  if (list && ref && tag == '[')
    refs[slot] = list;
  for (int64_t i = 0; list && i < n; ++i) {
    Value v = read(false);
    if (!v || !listAppend(t, list.as<ListObject>(), v))
      return Value::empty();
  }
  if (!list || tag == '[')
    return list;
  Value r = tupleFrom(t, list);
  if (r && (tag == '<' || tag == '>'))
    r = call(t, typeValue(tag == '<' ? types::set_ : types::frozenset_), r);
  if (r && ref)
    refs[slot] = r;
  return r;
}

Value Reader::read(bool allowNull) {
  if (!checkNativeStack(t))
    return Value::empty();
  const char *p;
  if (at >= data.size())
    return raise(t, exc::EOFError, "EOF read where object expected");
  if (!take(1, p))
    return Value::empty();
  auto code = static_cast<unsigned char>(*p);
  bool ref = code & 0x80;
  char tag = static_cast<char>(code & 0x7F);
  auto keep = [&](Value v) {
    if (v && ref)
      refs.push(v);
    return v;
  };
  int32_t n;
  switch (tag) {
  case 'N': return None;
  case 'T': return True;
  case 'F': return False;
  case '.': return Ellipsis;
  case 'S': return typeValue(exc::StopIteration);
  case '0': return allowNull ? Value::empty() : bad("unexpected NULL");
  case 'i': return take32(n) ? keep(Value::fromSmallInt(n)) : Value::empty();
  case 'l': {
    if (!take32(n))
      return Value::empty();
    Value r = Value::fromSmallInt(0);
    int64_t count = n < 0 ? -int64_t(n) : n;
    if (!take(static_cast<size_t>(count) * 2, p))
      return Value::empty();
    for (int64_t i = count; i-- > 0 && r;) {
      uint16_t d;
      memcpy(&d, p + 2 * i, 2);
      if (d > 0x7FFF)
        return bad("digit out of range in long");
      r = intBinary(t, Dunder::LShift, r, Value::fromSmallInt(15));
      if (r)
        r = intBinary(t, Dunder::Or, r, Value::fromSmallInt(d));
    }
    if (r && n < 0)
      r = intNegate(t, r);
    return keep(r);
  }
  case 'g': {
    double d;
    if (!take(8, p))
      return Value::empty();
    memcpy(&d, p, 8);
    return keep(newFloat(t, d));
  }
  case 'y': {
    double d[2];
    if (!take(16, p))
      return Value::empty();
    memcpy(d, p, 16);
    return keep(newComplex(t, d[0], d[1]));
  }
  case 's': case 'u': case 't': case 'a': case 'A': {
    if (!take32(n) || (n < 0 && !bad("size out of range")) || !take(static_cast<size_t>(n), p))
      return Value::empty();
    std::string_view text(p, static_cast<size_t>(n));
    return keep(tag == 's' ? newBytes(t, p, n) : tag == 't' || tag == 'A' ? internStr(t, text) : newStr(t, text));
  }
  case 'z': case 'Z': {
    if (!take(1, p))
      return Value::empty();
    auto length = static_cast<unsigned char>(*p);
    if (!take(length, p))
      return Value::empty();
    return keep(newStrLatin1(t, reinterpret_cast<const uint8_t *>(p), length));
  }
  case ')':
    if (!take(1, p))
      return Value::empty();
    return sequence(static_cast<unsigned char>(*p), ref, '(');
  case '(': case '[': case '<': case '>':
    return take32(n) ? sequence(n, ref, tag) : Value::empty();
  case '{': {
    Value d = keep(newDict(t));
    while (d) {
      Value k = read(true);
      if (!k)
        return t->pending ? k : d;
      Value v = read(false);
      if (!v || !dictSet(t, d.as<DictObject>(), k, v))
        return Value::empty();
    }
    return d;
  }
  case 'r':
    if (!take32(n))
      return Value::empty();
    if (n < 0 || static_cast<size_t>(n) >= refs.size())
      return bad("invalid reference");
    return refs[static_cast<size_t>(n)];
  case 'c':
    return bad("code objects of CPython cannot be loaded");
  default:
    return bad("unknown type code");
  }
}

static Value dumps(Thread *t, Value *a, size_t) {
  std::string out;
  return write(t, out, a[0], 4) ? newBytes(t, out.data(), static_cast<int64_t>(out.size())) : Value::empty();
}
static Value loadsFrom(Thread *t, Value bytes) {
  ByteView view;
  if (!view.require(t, bytes))
    return Value::empty();
  std::string copy(view.text());
  Reader r(t, copy);
  return r.read(false);
}
static Value loads(Thread *t, Value *a, size_t) { return loadsFrom(t, a[0]); }
static Value dump(Thread *t, Value *a, size_t n) {
  Value b = dumps(t, a, n);
  return b ? callMethod(t, a[1], "write", &b, 1) : b;
}
static Value load(Thread *t, Value *a, size_t) {
  Value b = callMethod(t, a[0], "read", nullptr, 0);
  return b ? loadsFrom(t, b) : b;
}
static const NativeDef kFunctions[] = {
    {"dumps", dumps, "(value, version=4, /)"}, {"loads", loads, "(bytes, /)"}, {"dump", dump, "(value, file, version=4, /)"},
    {"load", load, "(file, /)"}, {nullptr, nullptr, nullptr}};
static bool initialise(Thread *t, ModuleObject *m) { return moduleSet(t, m, "version", Value::fromSmallInt(4)); }
static const ModuleSpec kMarshal{"marshal", "Reading and writing of Python values in a binary form.", kFunctions, initialise};
void registerMarshal() { registerNativeModule(&kMarshal); }

} // namespace pyc
