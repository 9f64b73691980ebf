//===- StructModule.cpp - _struct: packed binary data ---------------------===//
//
// A format is compiled once into a list of fields (code, count, offset); the
// native mode aligns as the C compiler does, the others pack densely. A cache
// of compiled formats serves the module's functions.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/TextModules.h"
#include "runtime/object/Bytes.h"
#include "runtime/object/Containers.h"
#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <memory>
#include <vector>

namespace pyc::structs {

static Value gError = Value::fromSmallInt(0);
static TypeObject *errorType() { return gError.as<TypeObject>(); }

struct Field {
  char code;
  uint8_t size;
  int64_t repeat; ///< items; for s and p the length of one item
  int64_t offset;
};
struct Format {
  std::vector<Field> fields;
  int64_t size = 0, items = 0;
  bool big = false, native = true;
};
struct StructObject : Object { // FixedSlots skip 1
  Format *format; ///< in the cache, which is for ever
  Value text;
};
static Shape *gShape, *gIterShape;
struct IterObject : Object { // FixedSlots skip 2
  Format *format;
  int64_t offset;
  Value owner, buffer;
};

static int codeSize(char c, bool native) {
  switch (c) {
  case 'x': case 'b': case 'B': case 'c': case 's': case 'p': case '?':
    return 1;
  case 'h': case 'H': case 'e':
    return 2;
  case 'i': case 'I': case 'f':
    return 4;
  case 'l': case 'L':
    return native ? 8 : 4;
  case 'q': case 'Q': case 'd':
    return 8;
  case 'n': case 'N': case 'P':
    return native ? 8 : 0;
  }
  return 0;
}

static bool compile(Thread *t, std::string_view s, Format &f) {
  bool align = true;
  size_t i = 0;
  if (!s.empty()) {
    char c = s[0];
    if (c == '@' || c == '=' || c == '<' || c == '>' || c == '!') {
      ++i;
      align = f.native = c == '@';
      f.big = c == '>' || c == '!';
    }
  }
  while (i < s.size()) {
    char c = s[i++];
    if (c == ' ' || (c >= '\t' && c <= '\r'))
      continue;
    int64_t n = 1;
    if (c >= '0' && c <= '9') {
      n = 0;
      for (--i; i < s.size() && s[i] >= '0' && s[i] <= '9'; ++i) {
        if (n > (INT64_MAX - 9) / 10) {
          raise(t, errorType(), "total struct size too long");
          return false;
        }
        n = n * 10 + (s[i] - '0');
      }
      if (i == s.size()) {
        raise(t, errorType(), "repeat count given without format specifier");
        return false;
      }
      c = s[i++];
    }
    int size = codeSize(c, f.native);
    if (!size) {
      raise(t, errorType(), "bad char in struct format");
      return false;
    }
    if (align && size > 1)
      f.size = (f.size + size - 1) / size * size;
    int64_t bytes;
    if (__builtin_mul_overflow(n, int64_t(size), &bytes) || bytes > INT64_MAX - f.size - 8) {
      raise(t, errorType(), "total struct size too long");
      return false;
    }
    if (c == 's' || c == 'p') {
      f.fields.push_back({c, 1, n, f.size});
      ++f.items;
    } else if (c != 'x' && n) {
      f.fields.push_back({c, uint8_t(size), n, f.size});
      f.items += n;
    }
    f.size += bytes;
  }
  return true;
}

/// The compiled format of a str or bytes; null: raised.
static Format *formatOf(Thread *t, Value v) {
  std::string text;
  if (isStr(v)) {
    Value b = encodeStr(t, payloadOf(v), "ascii", nullptr);
    if (!b)
      return nullptr;
    v = b;
  } else if (!isBytes(v)) {
    raise(t, exc::TypeError, "Struct() argument 1 must be a str or bytes object, not %T", v);
    return nullptr;
  }
  SelfBytes b(v);
  text.assign(reinterpret_cast<const char *>(b.p), size_t(b.n));
  static auto *cache = new std::map<std::string, std::unique_ptr<Format>>;
  auto it = cache->find(text);
  if (it != cache->end())
    return it->second.get();
  auto f = std::make_unique<Format>();
  if (!compile(t, text, *f))
    return nullptr;
  return cache->emplace(text, std::move(f)).first->second.get();
}

//===-- values ---------------------------------------------------------------------===//
static void putBytes(uint8_t *p, uint64_t v, int size, bool big) {
  for (int i = 0; i < size; ++i)
    p[big ? size - 1 - i : i] = uint8_t(v >> (8 * i));
}
static uint64_t getBytes(const uint8_t *p, int size, bool big) {
  uint64_t v = 0;
  for (int i = 0; i < size; ++i)
    v |= uint64_t(p[big ? size - 1 - i : i]) << (8 * i);
  return v;
}

/// IEEE half precision.
static double fromHalf(uint16_t h) {
  int e = h >> 10 & 31, f = h & 1023;
  double d = e == 31 ? (f ? NAN : INFINITY) : e ? std::ldexp(1024 + f, e - 25) : std::ldexp(f, -24);
  return h >> 15 ? -d : d;
}
static bool toHalf(double d, uint16_t &out) {
  uint16_t sign = std::signbit(d) ? 0x8000 : 0;
  d = std::fabs(d);
  if (std::isnan(d)) {
    out = sign | 0x7E00;
    return true;
  }
  if (std::isinf(d)) {
    out = sign | 0x7C00;
    return true;
  }
  int e;
  std::frexp(d, &e); // d = m * 2^e, m in [0.5, 1)
  if (d == 0 || e < -23 - 1) {
    out = sign | (d > 0x1p-25 ? 1 : 0);
    return true;
  }
  int unit = e - 11 < -24 ? -24 : e - 11; // exponent of the last place
  double units = std::nearbyint(std::ldexp(d, -unit));
  uint32_t f = uint32_t(units);
  uint32_t bits = unit == -24 ? f : ((uint32_t(unit + 25) << 10) + (f - 1024));
  if (bits >= 0x7C00)
    return false;
  out = uint16_t(sign | bits);
  return true;
}

static bool packInt(Thread *t, const Field &f, bool big, uint8_t *p, Value v) {
  bool isUnsigned = f.code == 'B' || f.code == 'H' || f.code == 'I' || f.code == 'L' || f.code == 'Q' ||
                    f.code == 'N' || f.code == 'P';
  Value i = asExactInt(v);
  if (!i) {
    if (!lookupDunder(typeOf(v), Dunder::Index)) {
      raise(t, errorType(), "required argument is not an integer");
      return false;
    }
    if (!(i = indexOf(t, v)))
      return false;
  }
  IntView x(i);
  bool fits64 = x.size <= 1 && (isUnsigned ? !x.negative : true);
  uint64_t m = x.size ? x.limbs[0] : 0;
  int64_t s = 0;
  if (fits64 && !isUnsigned)
    fits64 = intToInt64(i, s);
  bool narrow = f.code == 'b' || f.code == 'B' || f.code == 'h' || f.code == 'H';
  int bits = f.size * 8;
  bool ok = fits64 && (isUnsigned ? bits == 64 || m >> bits == 0
                                  : bits == 64 || (s >= -(int64_t(1) << (bits - 1)) && s < int64_t(1) << (bits - 1)));
  if (!ok) {
    if (narrow) {
      const char *name = f.code == 'b' ? "byte" : f.code == 'B' ? "ubyte" : f.code == 'h' ? "short" : "ushort";
      if (isUnsigned)
        raise(t, errorType(), "%s format requires 0 <= number <= %d", name, (1 << bits) - 1);
      else
        raise(t, errorType(), "%s format requires %d <= number <= %d", name, -(1 << (bits - 1)), (1 << (bits - 1)) - 1);
    } else if (!fits64 || bits == 64) {
      raise(t, errorType(), "argument out of range");
    } else if (isUnsigned) {
      raise(t, errorType(), "'%c' format requires 0 <= number <= %llu", f.code, (unsigned long long)((uint64_t(1) << bits) - 1));
    } else {
      raise(t, errorType(), "'%c' format requires %lld <= number <= %lld", f.code, -(1ll << (bits - 1)), (1ll << (bits - 1)) - 1);
    }
    return false;
  }
  putBytes(p, isUnsigned ? m : uint64_t(s), f.size, big);
  return true;
}

static bool packOne(Thread *t, const Format &f, const Field &field, uint8_t *p, Value v) {
  switch (field.code) {
  case 'c': {
    SelfBytes b(v);
    if (!isBytes(v) || b.n != 1) {
      raise(t, errorType(), "char format requires a bytes object of length 1");
      return false;
    }
    *p = *b.p;
    return true;
  }
  case '?': {
    int b = isTrue(t, v);
    *p = b > 0;
    return b >= 0;
  }
  case 's': case 'p': {
    if (!isBytes(v) && !isByteArray(v)) {
      raise(t, errorType(), "argument for '%c' must be a bytes object", field.code);
      return false;
    }
    SelfBytes b(v);
    int64_t room = field.repeat;
    if (field.code == 'p') {
      if (!room)
        return true;
      int64_t n = std::min<int64_t>({b.n, room - 1, 255});
      *p = uint8_t(n);
      if (n)
        memcpy(p + 1, b.p, size_t(n));
      return true;
    }
    if (int64_t n = std::min(b.n, room))
      memcpy(p, b.p, size_t(n));
    return true;
  }
  case 'e': case 'f': case 'd': {
    double d;
    if (!toDoubleOperand(t, v, d)) {
      TypeObject *type = typeOf(v);
      if (!lookupDunder(type, Dunder::Float) && !lookupDunder(type, Dunder::Index)) {
        raise(t, errorType(), "required argument is not a float");
        return false;
      }
      if (!asDouble(t, v, d))
        return false;
    }
    if (!t->pending.isEmpty())
      return false;
    if (field.code == 'd') {
      putBytes(p, std::bit_cast<uint64_t>(d), 8, f.big);
    } else if (field.code == 'f') {
      float x = float(d);
      if (std::isinf(x) && std::isfinite(d) && !f.native) {
        raise(t, exc::OverflowError, "float too large to pack with f format");
        return false;
      }
      putBytes(p, std::bit_cast<uint32_t>(x), 4, f.big);
    } else {
      uint16_t h;
      if (!toHalf(d, h)) {
        raise(t, exc::OverflowError, "float too large to pack with e format");
        return false;
      }
      putBytes(p, h, 2, f.big);
    }
    return true;
  }
  default:
    return packInt(t, field, f.big, p, v);
  }
}

static bool packAll(Thread *t, const Format &f, uint8_t *out, Value *args, size_t n, const char *name) {
  if (int64_t(n) != f.items) {
    raise(t, errorType(), "%s expected %lld items for packing (got %zu)", name, (long long)f.items, n);
    return false;
  }
  size_t k = 0;
  for (const Field &field : f.fields) {
    bool one = field.code == 's' || field.code == 'p';
    for (int64_t i = 0; i < (one ? 1 : field.repeat); ++i)
      if (!packOne(t, f, field, out + field.offset + i * field.size, args[k++]))
        return false;
  }
  return true;
}

static Value unpackOne(Thread *t, const Format &f, const Field &field, const uint8_t *p) {
  switch (field.code) {
  case 'c':
    return newBytes(t, p, 1);
  case 's':
    return newBytes(t, p, field.repeat);
  case 'p': {
    int64_t n = field.repeat ? std::min<int64_t>(*p, field.repeat - 1) : 0;
    return newBytes(t, p + 1, n);
  }
  case '?':
    return boolValue(*p);
  case 'e':
    return newFloat(t, fromHalf(uint16_t(getBytes(p, 2, f.big))));
  case 'f':
    return newFloat(t, std::bit_cast<float>(uint32_t(getBytes(p, 4, f.big))));
  case 'd':
    return newFloat(t, std::bit_cast<double>(getBytes(p, 8, f.big)));
  case 'B': case 'H': case 'I': case 'L': case 'Q': case 'N': case 'P':
    return newUInt(t, getBytes(p, field.size, f.big));
  default: {
    int shift = 64 - field.size * 8;
    return newInt(t, int64_t(getBytes(p, field.size, f.big) << shift) >> shift);
  }
  }
}
static Value unpackAll(Thread *t, const Format &f, const uint8_t *p) {
  RootVector out(t);
  for (const Field &field : f.fields) {
    bool one = field.code == 's' || field.code == 'p';
    for (int64_t i = 0; i < (one ? 1 : field.repeat); ++i) {
      Value v = unpackOne(t, f, field, p + field.offset + i * field.size);
      if (!v)
        return v;
      out.push(v);
    }
  }
  return newTuple(t, out.data, out.size());
}

//===-- functions ---------------------------------------------------------------------===//
static Value pack(Thread *t, const Format &f, Value *args, size_t n) {
  Value r = newBytes(t, nullptr, f.size);
  if (!r)
    return r;
  return packAll(t, f, r.as<BytesObject>()->data, args, n, "pack") ? r : Value::empty();
}
static Value unpack(Thread *t, const Format &f, Value data) {
  ByteView v;
  if (!v.require(t, data))
    return Value::empty();
  if (v.size != f.size)
    return raise(t, errorType(), "unpack requires a buffer of %lld bytes", (long long)f.size);
  return unpackAll(t, f, v.data);
}
/// Resolves an offset into a buffer of n bytes. False: raised.
static bool place(Thread *t, const Format &f, int64_t n, int64_t &offset, bool packing) {
  if (offset < 0) {
    if (offset + f.size > 0) {
      if (packing)
        raise(t, errorType(), "no space to pack %lld bytes at offset %lld", (long long)f.size, (long long)offset);
      else
        raise(t, errorType(), "not enough data to unpack %lld bytes at offset %lld", (long long)f.size, (long long)offset);
      return false;
    }
    if (offset + n < 0) {
      raise(t, errorType(), "offset %lld out of range for %lld-byte buffer", (long long)offset, (long long)n);
      return false;
    }
    offset += n;
  }
  if (n - offset < f.size) {
    raise(t, errorType(), "%s requires a buffer of at least %llu bytes for %s %lld bytes at offset %lld (actual buffer size is %lld)",
          packing ? "pack_into" : "unpack_from", (unsigned long long)(f.size + offset), packing ? "packing" : "unpacking",
          (long long)f.size, (long long)offset, (long long)n);
    return false;
  }
  return true;
}
static Value unpackFrom(Thread *t, const Format &f, Value data, Value offsetArg) {
  int64_t offset = 0;
  ByteView v;
  if ((given(offsetArg) && !indexAsInt64(t, offsetArg, offset, exc::OverflowError)) || !v.require(t, data) ||
      !place(t, f, v.size, offset, false))
    return Value::empty();
  return unpackAll(t, f, v.data + offset);
}
static Value packInto(Thread *t, const Format &f, Value *args, size_t n) {
  if (n < 2)
    return raise(t, errorType(), n ? "pack_into expected offset argument" : "pack_into expected buffer argument");
  int64_t offset;
  bool readOnly = isBytes(args[0]) || (isMemoryView(args[0]) && memoryViewOf(args[0])->readOnly);
  ByteView v;
  int got = v.acquire(t, args[0]);
  if (got < 0)
    return Value::empty();
  if (!got || readOnly)
    return raise(t, exc::TypeError, "argument must be read-write bytes-like object, not %T", args[0]);
  if (!indexAsInt64(t, args[1], offset, exc::OverflowError) || !place(t, f, v.size, offset, true))
    return Value::empty();
  std::vector<uint8_t> copy(static_cast<size_t>(f.size), uint8_t(0)); // a failed pack leaves the buffer alone
  if (!packAll(t, f, copy.data(), args + 2, n - 2, "pack_into"))
    return Value::empty();
  if (f.size)
    memcpy(const_cast<uint8_t *>(v.data) + offset, copy.data(), size_t(f.size));
  return None;
}
static Value iterUnpack(Thread *t, Format *f, Value data) {
  if (!f->size)
    return raise(t, errorType(), "cannot iteratively unpack with a struct of length 0");
  ByteView v;
  if (!v.require(t, data))
    return Value::empty();
  if (v.size % f->size)
    return raise(t, errorType(), "iterative unpacking requires a buffer of a multiple of %lld bytes", (long long)f->size);
  auto *it = gcAllocate<IterObject>(t, sizeof(IterObject), gIterShape);
  if (!it)
    return Value::empty();
  it->format = f;
  it->buffer = data;
  return Value::fromObject(it);
}

static Value packFn(Thread *t, Value *args, size_t n) {
  if (!n)
    return raise(t, exc::TypeError, "pack expected at least 1 argument, got 0");
  Format *f = formatOf(t, args[0]);
  return f ? pack(t, *f, args + 1, n - 1) : Value::empty();
}
static Value packIntoFn(Thread *t, Value *args, size_t n) {
  if (!n)
    return raise(t, exc::TypeError, "pack_into expected at least 1 argument, got 0");
  Format *f = formatOf(t, args[0]);
  return f ? packInto(t, *f, args + 1, n - 1) : Value::empty();
}
static Value unpackFn(Thread *t, Value *args, size_t) {
  Format *f = formatOf(t, args[0]);
  return f ? unpack(t, *f, args[1]) : Value::empty();
}
static Value unpackFromFn(Thread *t, Value *args, size_t) {
  Format *f = formatOf(t, args[0]);
  return f ? unpackFrom(t, *f, args[1], args[2]) : Value::empty();
}
static Value iterUnpackFn(Thread *t, Value *args, size_t) {
  Format *f = formatOf(t, args[0]);
  return f ? iterUnpack(t, f, args[1]) : Value::empty();
}
static Value calcsizeFn(Thread *t, Value *args, size_t) {
  Format *f = formatOf(t, args[0]);
  return f ? newInt(t, f->size) : Value::empty();
}
static Value clearCache(Thread *, Value *, size_t) { return None; }

//===-- Struct ---------------------------------------------------------------------------===//
static Format &self(Value *args) { return *args[0].as<StructObject>()->format; }
static Value structNew(Thread *t, Value *args, size_t) {
  Format *f = formatOf(t, args[1]);
  if (!f)
    return Value::empty();
  Value o = newInstance(t, args[0].as<TypeObject>());
  if (!o)
    return o;
  o.as<StructObject>()->format = f;
  Value text = args[1];
  if (isBytes(text))
    text = decodeBytes(t, bytesOf(text)->data, bytesOf(text)->length, "latin-1", nullptr, text);
  setSlot(o.asObject(), &o.as<StructObject>()->text, text);
  return o;
}
static Value structPack(Thread *t, Value *args, size_t n) { return pack(t, self(args), args + 1, n - 1); }
static Value structPackInto(Thread *t, Value *args, size_t n) { return packInto(t, self(args), args + 1, n - 1); }
static Value structUnpack(Thread *t, Value *args, size_t) { return unpack(t, self(args), args[1]); }
static Value structUnpackFrom(Thread *t, Value *args, size_t) { return unpackFrom(t, self(args), args[1], args[2]); }
static Value structIterUnpack(Thread *t, Value *args, size_t) { return iterUnpack(t, &self(args), args[1]); }
static Value getFormat(Thread *, Value v) { return v.as<StructObject>()->text; }
static Value getSize(Thread *t, Value v) { return newInt(t, v.as<StructObject>()->format->size); }
static Value iterSelf(Thread *, Value *args, size_t) { return args[0]; }
static Value iterNextMethod(Thread *t, Value *args, size_t) {
  auto *it = args[0].as<IterObject>();
  ByteView v;
  if (!v.require(t, it->buffer))
    return Value::empty();
  if (it->offset + it->format->size > v.size)
    return raiseStopIteration(t, Value::empty());
  Value r = unpackAll(t, *it->format, v.data + it->offset);
  it->offset += it->format->size;
  return r;
}
static Value iterHint(Thread *t, Value *args, size_t) {
  auto *it = args[0].as<IterObject>();
  ByteView v;
  return v.require(t, it->buffer) ? newInt(t, (v.size - it->offset) / it->format->size) : Value::empty();
}

static const NativeDef structMethods[] = {
    {"__new__", structNew, "($type, format)", kEffAny, nullptr, kNativeStatic},
    {"pack", structPack, "($self, *args)", kEffAny, nullptr, kNativeRaw},
    {"pack_into", structPackInto, "($self, *args)", kEffAny, nullptr, kNativeRaw},
    {"unpack", structUnpack, "($self, buffer, /)", kEffAny},
    {"unpack_from", structUnpackFrom, "($self, /, buffer, offset=0)", kEffAny},
    {"iter_unpack", structIterUnpack, "($self, buffer, /)", kEffAny},
    {nullptr, nullptr, nullptr}};
static const GetSetDef structGetSets[] = {
    {"format", getFormat, nullptr, "struct format string"}, {"size", getSize, nullptr, "struct size in bytes"},
    {nullptr, nullptr, nullptr}};
static const NativeDef iterMethods[] = {
    {"__iter__", iterSelf, "($self, /)", kPure, nullptr, kNativeSlotWrapper},
    {"__next__", iterNextMethod, "($self, /)", kEffAny, nullptr, kNativeSlotWrapper},
    {"__length_hint__", iterHint, "($self, /)", kEffAny}, {nullptr, nullptr, nullptr}};
static const NativeDef functions[] = {
    {"pack", packFn, "(*args)", kEffAny, nullptr, kNativeRaw},
    {"pack_into", packIntoFn, "(*args)", kEffAny, nullptr, kNativeRaw},
    {"unpack", unpackFn, "(format, buffer, /)", kEffAny},
    {"unpack_from", unpackFromFn, "(format, /, buffer, offset=0)", kEffAny},
    {"iter_unpack", iterUnpackFn, "(format, buffer, /)", kEffAny},
    {"calcsize", calcsizeFn, "(format, /)", kEffAny},
    {"_clearcache", clearCache, "()", kEffAny},
    {nullptr, nullptr, nullptr}};

static bool initialise(Thread *t, ModuleObject *m) {
  if (gError.isInt()) {
    gcRegisterRoot(&gError);
    gError = newExceptionClass(t, "struct", "error", exc::Exception);
    if (!gError)
      return false;
    static const TypeSpec spec = {"_struct.Struct", Kind::RegularObject, sizeof(StructObject), TraceKind::FixedSlots, 1, 1,
                                  structMethods, structGetSets, nullptr, kTypeBaseable | kTypeHasWeakRefs, "Struct(fmt) --> compiled struct object"};
    gShape = makeBuiltinType(t, spec)->instanceShape;
    static const TypeSpec iter = {"_struct.unpack_iterator", Kind::RegularObject, sizeof(IterObject), TraceKind::FixedSlots, 2, 2,
                                  iterMethods, nullptr, nullptr, kTypeDisallowInstantiation};
    gIterShape = makeBuiltinType(t, iter)->instanceShape;
  }
  return moduleSet(t, m, "error", gError) && moduleSet(t, m, "Struct", Value::fromObject(gShape->type));
}

} // namespace pyc::structs

namespace pyc {
Value newExceptionClass(Thread *t, const char *module, const char *name, TypeObject *base) {
  Value bases = Value::fromObject(base);
  Value ns = newDict(t);
  Value args[3] = {internStr(t, name), newTuple(t, &bases, 1), ns};
  if (!ns || !args[0] || !args[1] || !dictSet(t, ns.as<DictObject>(), internStr(t, "__module__"), internStr(t, module)))
    return Value::empty();
  return call(t, Value::fromObject(types::type_), args, 3);
}
void registerStruct(Thread *) {
  static const ModuleSpec spec = {"_struct", "Functions to convert between Python values and C structs.",
                                  structs::functions, structs::initialise};
  registerNativeModule(&spec);
}
} // namespace pyc
