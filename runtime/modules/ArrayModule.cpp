//===- ArrayModule.cpp - array: sequences of machine numbers --------------===//
//
// Items live unboxed in a RawBuffer with spare room. Loading and storing an
// item go through two small switches on the type code; everything else works
// on bytes.
//
//===----------------------------------------------------------------------===//
#include "runtime/modules/TextModules.h"
#include "runtime/object/Bytes.h"
#include "runtime/object/Containers.h"
#include <algorithm>

namespace pyc::arrays {

struct ArrayObject : Object { // FixedSlots skip 3
  int64_t length;             ///< items
  int32_t itemSize;
  char code;
  int64_t exports;
  Value buffer;               ///< RawBuffer, or int 0
  uint8_t *data() const { return buffer.isInt() ? nullptr : buffer.as<RawBuffer>()->data; }
};
struct IterObject : Object { // FixedSlots skip 1
  int64_t index;
  Value array;
};
static TypeObject *gType;
static Shape *gIterShape;
static ArrayObject *A(Value v) { return v.as<ArrayObject>(); }
static bool isArray(Value v) { return v.isObject() && isSubtype(typeOf(v), gType); }

static int sizeOfCode(uint32_t c) {
  switch (c) {
  case 'b': case 'B':
    return 1;
  case 'h': case 'H':
    return 2;
  case 'u': case 'i': case 'I': case 'f':
    return 4;
  case 'l': case 'L': case 'q': case 'Q': case 'd':
    return 8;
  }
  return 0;
}
template <typename T> static T load(const uint8_t *p) {
  T v;
  memcpy(&v, p, sizeof v);
  return v;
}
static Value getAt(Thread *t, ArrayObject *a, int64_t i) {
  const uint8_t *p = a->data() + i * a->itemSize;
  switch (a->code) {
  case 'b': return Value::fromSmallInt(load<int8_t>(p));
  case 'B': return Value::fromSmallInt(*p);
  case 'h': return Value::fromSmallInt(load<int16_t>(p));
  case 'H': return Value::fromSmallInt(load<uint16_t>(p));
  case 'i': return Value::fromSmallInt(load<int32_t>(p));
  case 'I': return Value::fromSmallInt(load<uint32_t>(p));
  case 'l': case 'q': return newInt(t, load<int64_t>(p));
  case 'L': case 'Q': return newUInt(t, load<uint64_t>(p));
  case 'f': return newFloat(t, load<float>(p));
  case 'd': return newFloat(t, load<double>(p));
  default: return newChar(t, load<uint32_t>(p) & 0x1FFFFF);
  }
}
/// The bytes of v as an item of a's kind. False: raised.
static bool encode(Thread *t, char code, Value v, uint8_t *p) {
  auto tooLarge = [&](const char *what) {
    raise(t, exc::OverflowError, "%s", what);
    return false;
  };
  switch (code) {
  case 'f': case 'd': {
    double d;
    if (!asDouble(t, v, d))
      return false;
    if (code == 'd') {
      memcpy(p, &d, 8);
    } else {
      float f = float(d);
      memcpy(p, &f, 4);
    }
    return true;
  }
  case 'u': {
    StrObject *s = isStr(v) ? flatOf(t, v) : nullptr;
    if (!s || s->length != 1) {
      if (t->pending.isEmpty())
        raise(t, exc::TypeError, "array item must be unicode character");
      return false;
    }
    uint32_t c = strCharAt(s, 0);
    memcpy(p, &c, 4);
    return true;
  }
  }
  Value n = indexOf(t, v);
  if (!n)
    return false;
  int64_t i = 0;
  bool fits = intToInt64(n, i);
  int size = sizeOfCode(uint8_t(code));
  bool negative = intIsNegative(n);
  switch (code) {
  case 'b':
    if (!fits || i < -128 || i > 127)
      return tooLarge(negative ? "signed char is less than minimum" : "signed char is greater than maximum");
    break;
  case 'B':
    if (!fits || i < 0 || i > 255)
      return tooLarge(negative ? "unsigned byte integer is less than minimum" : "unsigned byte integer is greater than maximum");
    break;
  case 'h':
    if (!fits || i < INT16_MIN || i > INT16_MAX)
      return tooLarge(negative ? "signed short integer is less than minimum" : "signed short integer is greater than maximum");
    break;
  case 'H':
    if (!fits || i < 0 || i > UINT16_MAX)
      return tooLarge(negative ? "unsigned short is less than minimum" : "unsigned short is greater than maximum");
    break;
  case 'i':
    if (!fits || i < INT32_MIN || i > INT32_MAX)
      return tooLarge(negative ? "signed integer is less than minimum" : "signed integer is greater than maximum");
    break;
  case 'I':
    if (negative)
      return tooLarge("can't convert negative value to unsigned int");
    if (!fits || i > int64_t(UINT32_MAX))
      return tooLarge("unsigned int is greater than maximum");
    break;
  case 'l':
    if (!fits)
      return tooLarge("Python int too large to convert to C long");
    break;
  case 'q':
    if (!fits)
      return tooLarge("int too big to convert");
    break;
  default: { // L, Q
    IntView x(n);
    if (x.negative)
      return tooLarge(code == 'L' ? "can't convert negative value to unsigned int" : "can't convert negative int to unsigned");
    if (x.size > 1)
      return tooLarge(code == 'L' ? "Python int too large to convert to C unsigned long" : "int too big to convert");
    uint64_t u = x.size ? x.limbs[0] : 0;
    memcpy(p, &u, 8);
    return true;
  }
  }
  memcpy(p, &i, size_t(size));
  return true;
}

static bool resize(Thread *t, ArrayObject *a, int64_t n) {
  if (n == a->length)
    return true;
  if (a->exports > 0) {
    raise(t, exc::BufferError, "cannot resize an array that is exporting buffers");
    return false;
  }
  int64_t room = a->buffer.isInt() ? 0 : a->buffer.as<RawBuffer>()->size / a->itemSize;
  if (n > room || n < room / 4) {
    if (n > (int64_t(1) << 42)) {
      raiseMemoryError(t);
      return false;
    }
    RawBuffer *fresh = newRawBuffer(t, size_t(n + n / 8 + (n < 8 ? 3 : 7)) * size_t(a->itemSize));
    if (!fresh)
      return false;
    if (int64_t keep = std::min(n, a->length))
      memcpy(fresh->data, a->data(), size_t(keep * a->itemSize));
    setSlot(a, &a->buffer, Value::fromObject(fresh));
  }
  a->length = n;
  return true;
}
static ArrayObject *make(Thread *t, TypeObject *type, char code, int64_t n) {
  Value v = newInstance(t, type);
  if (!v)
    return nullptr;
  ArrayObject *a = A(v);
  a->code = code;
  a->itemSize = sizeOfCode(uint8_t(code));
  return resize(t, a, n) ? a : nullptr;
}
/// Replaces items [start, end) by m items at p (not the array's own memory).
static bool splice(Thread *t, ArrayObject *a, int64_t start, int64_t end, const void *p, int64_t m) {
  int64_t tail = a->length - end, n = start + m + tail, size = a->itemSize;
  if (n != a->length && a->exports > 0)
    return resize(t, a, n);
  if (n > a->length && !resize(t, a, n))
    return false;
  uint8_t *d = a->data();
  if (tail && m != end - start)
    memmove(d + (start + m) * size, d + end * size, size_t(tail * size));
  if (m && p)
    memcpy(d + start * size, p, size_t(m * size));
  return n >= a->length || resize(t, a, n);
}
static bool append(Thread *t, ArrayObject *a, Value v) {
  uint8_t item[8];
  if (!encode(t, a->code, v, item))
    return false;
  int64_t n = a->length;
  return splice(t, a, n, n, item, 1);
}
static bool extendFrom(Thread *t, ArrayObject *a, Value x) {
  if (isArray(x)) {
    ArrayObject *b = A(x);
    if (b->code != a->code) {
      raise(t, exc::TypeError, "can only extend with array of same kind");
      return false;
    }
    std::string copy(reinterpret_cast<char *>(b->data()), size_t(b->length * b->itemSize));
    return splice(t, a, a->length, a->length, copy.data(), b->length);
  }
  Value it = getIter(t, x);
  if (!it)
    return false;
  while (Value v = iterNext(t, it))
    if (!append(t, a, v))
      return false;
  return t->pending.isEmpty();
}
static bool addBytes(Thread *t, ArrayObject *a, Value v) {
  ByteView b;
  int got = b.acquire(t, v);
  if (got <= 0) {
    if (!got)
      raise(t, exc::TypeError, "a bytes-like object is required, not '%T'", v);
    return false;
  }
  if (b.size % a->itemSize) {
    raise(t, exc::ValueError, "bytes length not a multiple of item size");
    return false;
  }
  std::string copy(b.text());
  return splice(t, a, a->length, a->length, copy.data(), b.size / a->itemSize);
}
static bool addText(Thread *t, ArrayObject *a, StrObject *s) {
  int64_t n = a->length;
  if (!resize(t, a, n + s->length))
    return false;
  for (int64_t i = 0; i < s->length; ++i) {
    uint32_t c = strCharAt(s, i);
    memcpy(a->data() + (n + i) * 4, &c, 4);
  }
  return true;
}

static Value arrayNew(Thread *t, Value *args, size_t) {
  Value codeArg = args[1], initial = args[2];
  StrObject *s = isStr(codeArg) ? flatOf(t, codeArg) : nullptr;
  if (!s || s->length != 1)
    return raise(t, exc::TypeError, "array() argument 1 must be a unicode character, not %T", codeArg);
  uint32_t c = strCharAt(s, 0);
  if (!sizeOfCode(c))
    return raise(t, exc::ValueError, "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)");
  if (given(initial) && c != 'u') {
    if (isStr(initial))
      return raise(t, exc::TypeError, "cannot use a str to initialize an array with typecode '%c'", int(c));
    if (isArray(initial) && A(initial)->code == 'u')
      return raise(t, exc::TypeError, "cannot use a unicode array to initialize an array with typecode '%c'", int(c));
  }
  ArrayObject *a = make(t, args[0].as<TypeObject>(), char(c), 0);
  if (!a)
    return Value::empty();
  bool ok = true;
  if (given(initial)) {
    if (isBytes(initial) || isByteArray(initial))
      ok = addBytes(t, a, initial);
    else if (isStr(initial))
      ok = addText(t, a, flatOf(t, initial));
    else if (isArray(initial) && A(initial)->code != a->code) {
      for (int64_t i = 0; ok && i < A(initial)->length; ++i) {
        Value v = getAt(t, A(initial), i);
        ok = v && append(t, a, v);
      }
    } else
      ok = extendFrom(t, a, initial);
  }
  return ok ? Value::fromObject(a) : Value::empty();
}

static bool position(Thread *t, ArrayObject *a, Value key, int64_t &i, const char *message) {
  if (!asExactInt(key) && !lookupDunder(typeOf(key), Dunder::Index)) {
    raise(t, exc::TypeError, "array indices must be integers");
    return false;
  }
  if (!indexAsInt64(t, key, i, exc::IndexError))
    return false;
  if (i < 0)
    i += a->length;
  if (i < 0 || i >= a->length) {
    raise(t, exc::IndexError, "%s", message);
    return false;
  }
  return true;
}
static Value getItemMethod(Thread *t, Value *args, size_t) {
  ArrayObject *a = A(args[0]);
  int64_t i;
  if (!isExact(args[1], shapes::slice))
    return position(t, a, args[1], i, "array index out of range") ? getAt(t, a, i) : Value::empty();
  int64_t start, stop, step, n;
  if (!sliceIndices(t, args[1].as<SliceObject>(), a->length, start, stop, step, n))
    return Value::empty();
  ArrayObject *r = make(t, gType, a->code, std::max<int64_t>(n, 0));
  if (!r)
    return Value::empty();
  for (int64_t k = 0, at = start; k < n; ++k, at += step)
    memcpy(r->data() + k * a->itemSize, a->data() + at * a->itemSize, size_t(a->itemSize));
  return Value::fromObject(r);
}
static Value setItemMethod(Thread *t, Value *args, size_t) {
  ArrayObject *a = A(args[0]);
  int64_t i;
  if (!isExact(args[1], shapes::slice)) {
    uint8_t item[8];
    if (!position(t, a, args[1], i, "array assignment index out of range") || !encode(t, a->code, args[2], item))
      return Value::empty();
    if (i < a->length)
      memcpy(a->data() + i * a->itemSize, item, size_t(a->itemSize));
    return None;
  }
  if (!isArray(args[2]))
    return raise(t, exc::TypeError, "can only assign array (not \"%T\") to array slice", args[2]);
  ArrayObject *b = A(args[2]);
  if (b->code != a->code)
    return raise(t, exc::TypeError, "bad argument type for built-in operation");
  std::string copy(reinterpret_cast<char *>(b->data()), size_t(b->length * b->itemSize));
  int64_t start, stop, step, n, m = b->length;
  if (!sliceIndices(t, args[1].as<SliceObject>(), a->length, start, stop, step, n))
    return Value::empty();
  if (step == 1)
    return splice(t, a, start, std::max(start, stop), copy.data(), m) ? None : Value::empty();
  if (m != n)
    return raise(t, exc::ValueError, "attempt to assign array of size %lld to extended slice of size %lld", (long long)m, (long long)n);
  for (int64_t k = 0, at = start; k < n; ++k, at += step)
    memcpy(a->data() + at * a->itemSize, copy.data() + k * a->itemSize, size_t(a->itemSize));
  return None;
}
static Value delItemMethod(Thread *t, Value *args, size_t) {
  ArrayObject *a = A(args[0]);
  int64_t start, stop, step, n;
  if (!isExact(args[1], shapes::slice)) {
    if (!position(t, a, args[1], start, "array assignment index out of range"))
      return Value::empty();
    return splice(t, a, start, start + 1, nullptr, 0) ? None : Value::empty();
  }
  if (!sliceIndices(t, args[1].as<SliceObject>(), a->length, start, stop, step, n))
    return Value::empty();
  if (step < 0 && n > 0) {
    start += step * (n - 1);
    step = -step;
  }
  for (int64_t k = n - 1; k >= 0; --k) // from the end: earlier positions stay
    if (!splice(t, a, start + k * step, start + k * step + 1, nullptr, 0))
      return Value::empty();
  return None;
}
static Value lenMethod(Thread *, Value *args, size_t) { return Value::fromSmallInt(A(args[0])->length); }

static int64_t findItem(Thread *t, ArrayObject *a, Value v, int64_t from, int64_t to) {
  for (int64_t i = from; i < std::min(to, a->length); ++i) {
    Value item = getAt(t, a, i);
    int same = item ? equals(t, item, v) : -1;
    if (same)
      return same < 0 ? -2 : i;
  }
  return -1;
}
static Value containsMethod(Thread *t, Value *args, size_t) {
  int64_t i = findItem(t, A(args[0]), args[1], 0, INT64_MAX);
  return i == -2 ? Value::empty() : boolValue(i >= 0);
}
static Value indexMethod(Thread *t, Value *args, size_t) {
  int64_t from = 0, to = INT64_MAX, n = A(args[0])->length;
  if ((given(args[2]) && !indexAsInt64(t, args[2], from)) || (given(args[3]) && !indexAsInt64(t, args[3], to)))
    return Value::empty();
  if (from < 0)
    from = std::max<int64_t>(from + n, 0);
  if (to < 0)
    to += n;
  int64_t i = findItem(t, A(args[0]), args[1], from, to);
  if (i == -1)
    return raise(t, exc::ValueError, "array.index(x): x not in array");
  return i == -2 ? Value::empty() : newInt(t, i);
}
static Value countMethod(Thread *t, Value *args, size_t) {
  int64_t n = 0;
  for (int64_t i = 0; (i = findItem(t, A(args[0]), args[1], i, INT64_MAX)) != -1; ++i) {
    if (i == -2)
      return Value::empty();
    ++n;
  }
  return newInt(t, n);
}
static Value removeMethod(Thread *t, Value *args, size_t) {
  int64_t i = findItem(t, A(args[0]), args[1], 0, INT64_MAX);
  if (i == -1)
    return raise(t, exc::ValueError, "array.remove(x): x not in array");
  return i != -2 && splice(t, A(args[0]), i, i + 1, nullptr, 0) ? None : Value::empty();
}
static Value appendMethod(Thread *t, Value *args, size_t) { return append(t, A(args[0]), args[1]) ? None : Value::empty(); }
static Value extendMethod(Thread *t, Value *args, size_t) { return extendFrom(t, A(args[0]), args[1]) ? None : Value::empty(); }
static Value popMethod(Thread *t, Value *args, size_t) {
  ArrayObject *a = A(args[0]);
  int64_t i = -1;
  if (given(args[1]) && !indexAsInt64(t, args[1], i, exc::IndexError))
    return Value::empty();
  if (!a->length)
    return raise(t, exc::IndexError, "pop from empty array");
  if (i < 0)
    i += a->length;
  if (i < 0 || i >= a->length)
    return raise(t, exc::IndexError, "pop index out of range");
  Value v = getAt(t, a, i);
  return v && splice(t, a, i, i + 1, nullptr, 0) ? v : Value::empty();
}
static Value insertMethod(Thread *t, Value *args, size_t) {
  ArrayObject *a = A(args[0]);
  int64_t i;
  uint8_t item[8];
  if (!indexAsInt64(t, args[1], i, exc::OverflowError) || !encode(t, a->code, args[2], item))
    return Value::empty();
  if (i < 0)
    i = std::max<int64_t>(i + a->length, 0);
  i = std::min(i, a->length);
  return splice(t, a, i, i, item, 1) ? None : Value::empty();
}
static Value reverseMethod(Thread *, Value *args, size_t) {
  ArrayObject *a = A(args[0]);
  uint8_t item[8], *d = a->data();
  size_t size = size_t(a->itemSize);
  for (int64_t i = 0, j = a->length - 1; i < j; ++i, --j) {
    memcpy(item, d + size_t(i) * size, size);
    memcpy(d + size_t(i) * size, d + size_t(j) * size, size);
    memcpy(d + size_t(j) * size, item, size);
  }
  return None;
}
static Value byteswap(Thread *, Value *args, size_t) {
  ArrayObject *a = A(args[0]);
  for (int64_t i = 0; i < a->length; ++i)
    std::reverse(a->data() + i * a->itemSize, a->data() + (i + 1) * a->itemSize);
  return None;
}
static Value tobytes(Thread *t, Value *args, size_t) {
  ArrayObject *a = A(args[0]);
  return newBytes(t, a->length ? a->data() : nullptr, a->length * a->itemSize);
}
static Value frombytes(Thread *t, Value *args, size_t) { return addBytes(t, A(args[0]), args[1]) ? None : Value::empty(); }
static Value tolist(Thread *t, Value *args, size_t) {
  ArrayObject *a = A(args[0]);
  Value list = newList(t, nullptr, 0);
  for (int64_t i = 0; list && i < a->length; ++i) {
    Value v = getAt(t, a, i);
    if (!v || !listAppend(t, list.as<ListObject>(), v))
      return Value::empty();
  }
  return list;
}
static Value fromlist(Thread *t, Value *args, size_t) {
  if (!isList(args[1]))
    return raise(t, exc::TypeError, "arg must be list");
  ArrayObject *a = A(args[0]);
  int64_t before = a->length;
  if (extendFrom(t, a, args[1]))
    return None;
  a->length = before;
  return Value::empty();
}
static Value tounicode(Thread *t, Value *args, size_t) {
  ArrayObject *a = A(args[0]);
  if (a->code != 'u')
    return raise(t, exc::ValueError, "tounicode() may only be called on unicode type arrays");
  return newStrUcs4(t, reinterpret_cast<uint32_t *>(a->data()), a->length);
}
static Value fromunicode(Thread *t, Value *args, size_t) {
  StrObject *s = requireStr(t, args[1], "fromunicode() argument must be str, not %T");
  if (!s)
    return Value::empty();
  if (A(args[0])->code != 'u')
    return raise(t, exc::ValueError, "fromunicode() may only be called on unicode type arrays");
  return addText(t, A(args[0]), s) ? None : Value::empty();
}
static Value fromfile(Thread *t, Value *args, size_t) {
  int64_t n;
  if (!indexAsInt64(t, args[2], n, exc::OverflowError))
    return Value::empty();
  if (n < 0)
    return raise(t, exc::ValueError, "negative count");
  Value want = newInt(t, n * A(args[0])->itemSize);
  Value data = callMethod(t, args[1], "read", &want, 1);
  if (!data)
    return data;
  if (!isBytes(data))
    return raise(t, exc::TypeError, "read() didn't return bytes");
  bool shortRead = bytesOf(data)->length != n * A(args[0])->itemSize;
  if (!addBytes(t, A(args[0]), data))
    return Value::empty();
  return shortRead ? raise(t, exc::EOFError, "read() didn't return enough bytes") : None;
}
static Value tofile(Thread *t, Value *args, size_t n) {
  Value b = tobytes(t, args, n);
  Value r = b ? callMethod(t, args[1], "write", &b, 1) : b;
  return r ? None : r;
}
static Value bufferInfo(Thread *t, Value *args, size_t) {
  ArrayObject *a = A(args[0]);
  Value pair[2] = {newInt(t, int64_t(reinterpret_cast<uintptr_t>(a->data()))), newInt(t, a->length)};
  return newTuple(t, pair, 2);
}
static Value addMethod(Thread *t, Value *args, size_t) {
  if (!isArray(args[1]))
    return raise(t, exc::TypeError, "can only append array (not \"%T\") to array", args[1]);
  ArrayObject *a = A(args[0]), *b = A(args[1]);
  if (a->code != b->code)
    return raise(t, exc::TypeError, "bad argument type for built-in operation");
  ArrayObject *r = make(t, gType, a->code, a->length + b->length);
  if (!r)
    return Value::empty();
  if (a->length)
    memcpy(r->data(), a->data(), size_t(a->length * a->itemSize));
  if (b->length)
    memcpy(r->data() + a->length * a->itemSize, b->data(), size_t(b->length * b->itemSize));
  return Value::fromObject(r);
}
static Value iaddMethod(Thread *t, Value *args, size_t) {
  if (!isArray(args[1]))
    return raise(t, exc::TypeError, "can only extend with array (not \"%T\")", args[1]);
  return extendFrom(t, A(args[0]), args[1]) ? args[0] : Value::empty();
}
template <bool inPlace> static Value mulMethod(Thread *t, Value *args, size_t) {
  int64_t times, total;
  if (!indexAsInt64(t, args[1], times, exc::OverflowError))
    return Value::empty();
  ArrayObject *a = A(args[0]);
  int64_t n = a->length, size = a->itemSize;
  if (__builtin_mul_overflow(n, std::max<int64_t>(times, 0), &total) || total > (int64_t(1) << 42))
    return raiseMemoryError(t);
  ArrayObject *r = inPlace ? a : make(t, gType, a->code, total);
  if (!r || (inPlace && !resize(t, r, total)))
    return Value::empty();
  for (int64_t done = inPlace ? n : 0; done < total; done += n)
    memcpy(r->data() + done * size, a->data(), size_t(n * size));
  return Value::fromObject(r);
}
static Value iterMethod(Thread *t, Value *args, size_t) {
  auto *it = gcAllocate<IterObject>(t, sizeof(IterObject), gIterShape);
  if (!it)
    return Value::empty();
  it->array = args[0];
  return Value::fromObject(it);
}
static Value step(Thread *t, Value v) {
  auto *it = v.as<IterObject>();
  if (it->array.isInt())
    return Value::empty();
  ArrayObject *a = A(it->array);
  if (it->index < a->length)
    return getAt(t, a, it->index++);
  it->array = Value::fromSmallInt(0);
  return Value::empty();
}
static Value iterSelf(Thread *, Value *args, size_t) { return args[0]; }
static Value iterNextMethod(Thread *t, Value *args, size_t) {
  Value v = step(t, args[0]);
  return v || !t->pending.isEmpty() ? v : raiseStopIteration(t, Value::empty());
}
template <Dunder op> static Value compareMethod(Thread *t, Value *args, size_t) {
  if (!isArray(args[1]))
    return NotImplemented;
  ArrayObject *a = A(args[0]), *b = A(args[1]);
  if ((op == Dunder::Eq || op == Dunder::Ne) && a->length != b->length)
    return boolValue(op == Dunder::Ne);
  for (int64_t i = 0; i < a->length && i < b->length; ++i) {
    Value x = getAt(t, a, i), y = x ? getAt(t, b, i) : x;
    int same = y ? equals(t, x, y) : -1;
    if (same < 0)
      return Value::empty();
    if (!same)
      return op == Dunder::Eq ? False : op == Dunder::Ne ? True : compare(t, op, x, y);
  }
  return compare(t, op, newInt(t, a->length), newInt(t, b->length));
}
static Value reprMethod(Thread *t, Value *args, size_t n) {
  ArrayObject *a = A(args[0]);
  StrBuilder b;
  b.add(typeNameOf(args[0]).c_str());
  b.add("('");
  b.addChar(uint8_t(a->code));
  b.add("'");
  if (a->length) {
    b.add(", ");
    Value inner = a->code == 'u' ? tounicode(t, args, n) : tolist(t, args, n);
    Value text = inner ? repr(t, inner) : inner;
    if (!text || !b.addStr(t, text))
      return Value::empty();
  }
  b.add(")");
  return b.finish(t);
}
static Value copyMethod(Thread *t, Value *args, size_t) {
  ArrayObject *a = A(args[0]), *r = make(t, gType, a->code, a->length);
  if (!r)
    return Value::empty();
  if (a->length)
    memcpy(r->data(), a->data(), size_t(a->length * a->itemSize));
  return Value::fromObject(r);
}
static Value reduceEx(Thread *t, Value *args, size_t n) {
  Value inner[2] = {newChar(t, uint8_t(A(args[0])->code)), tolist(t, args, n)};
  if (!inner[0] || !inner[1])
    return Value::empty();
  Value state = getAttrOrEmpty(t, args[0], internStr(t, "__dict__"));
  if (!state && !t->pending.isEmpty())
    return state;
  Value parts[3] = {Value::fromObject(typeOf(args[0])), newTuple(t, inner, 2), state ? state : None};
  return parts[1] ? newTuple(t, parts, 3) : parts[1];
}
static Value getTypecode(Thread *t, Value v) { return newChar(t, uint8_t(A(v)->code)); }
static Value getItemsize(Thread *t, Value v) { return newInt(t, A(v)->itemSize); }

static bool exportBuffer(Value v, BufferInfo &out) {
  ArrayObject *a = A(v);
  out = {a->data(), a->length * a->itemSize, a->itemSize, a->code == 'u' ? 'w' : a->code, false};
  return true;
}
static void lock(Value v, int change) { A(v)->exports += change; }

#define SLOT(NAME, FN, SIG) {NAME, FN, SIG, kEffAny, nullptr, kNativeSlotWrapper}
#define ARRAY(NAME, FN, SIG) {NAME, FN, SIG, kEffAny}
static const NativeDef methods[] = {
    {"__new__", arrayNew, "($type, typecode, initializer=None, /)", kEffAny, nullptr, kNativeStatic},
    SLOT("__getitem__", getItemMethod, "($self, key, /)"), SLOT("__setitem__", setItemMethod, "($self, key, value, /)"),
    SLOT("__delitem__", delItemMethod, "($self, key, /)"), SLOT("__len__", lenMethod, "($self, /)"),
    SLOT("__contains__", containsMethod, "($self, key, /)"), SLOT("__iter__", iterMethod, "($self, /)"),
    SLOT("__repr__", reprMethod, "($self, /)"), SLOT("__add__", addMethod, "($self, value, /)"),
    SLOT("__iadd__", iaddMethod, "($self, value, /)"), SLOT("__mul__", mulMethod<false>, "($self, value, /)"),
    SLOT("__rmul__", mulMethod<false>, "($self, value, /)"), SLOT("__imul__", mulMethod<true>, "($self, value, /)"),
    SLOT("__eq__", compareMethod<Dunder::Eq>, "($self, value, /)"), SLOT("__ne__", compareMethod<Dunder::Ne>, "($self, value, /)"),
    SLOT("__lt__", compareMethod<Dunder::Lt>, "($self, value, /)"), SLOT("__le__", compareMethod<Dunder::Le>, "($self, value, /)"),
    SLOT("__gt__", compareMethod<Dunder::Gt>, "($self, value, /)"), SLOT("__ge__", compareMethod<Dunder::Ge>, "($self, value, /)"),
    ARRAY("append", appendMethod, "($self, v, /)"), ARRAY("extend", extendMethod, "($self, bb, /)"),
    ARRAY("pop", popMethod, "($self, i=-1, /)"), ARRAY("insert", insertMethod, "($self, i, v, /)"),
    ARRAY("remove", removeMethod, "($self, v, /)"), ARRAY("index", indexMethod, "($self, v, start=0, stop=sys.maxsize, /)"),
    ARRAY("count", countMethod, "($self, v, /)"), ARRAY("reverse", reverseMethod, "($self, /)"),
    ARRAY("byteswap", byteswap, "($self, /)"), ARRAY("tobytes", tobytes, "($self, /)"),
    ARRAY("frombytes", frombytes, "($self, buffer, /)"), ARRAY("tolist", tolist, "($self, /)"),
    ARRAY("fromlist", fromlist, "($self, list, /)"), ARRAY("tounicode", tounicode, "($self, /)"),
    ARRAY("fromunicode", fromunicode, "($self, ustr, /)"), ARRAY("fromfile", fromfile, "($self, f, n, /)"),
    ARRAY("tofile", tofile, "($self, f, /)"), ARRAY("buffer_info", bufferInfo, "($self, /)"),
    ARRAY("__copy__", copyMethod, "($self, /)"), ARRAY("__deepcopy__", copyMethod, "($self, memo, /)"),
    ARRAY("__reduce_ex__", reduceEx, "($self, protocol, /)"), {nullptr, nullptr, nullptr}};
static const GetSetDef getsets[] = {{"typecode", getTypecode, nullptr, "the typecode character used to create the array"},
                                    {"itemsize", getItemsize, nullptr, "the size, in bytes, of one array item"},
                                    {nullptr, nullptr, nullptr}};
static const NativeDef iterMethods[] = {SLOT("__iter__", iterSelf, "($self, /)"), SLOT("__next__", iterNextMethod, "($self, /)"),
                                        {nullptr, nullptr, nullptr}};

static bool initialise(Thread *t, ModuleObject *m) {
  if (!gType) {
    static const TypeSpec spec = {"array.array", Kind::RegularObject, sizeof(ArrayObject), TraceKind::FixedSlots, 3, 1,
                                  methods, getsets, nullptr, kTypeBaseable | kTypeSequence | kTypeHasWeakRefs,
                                  "array(typecode [, initializer]) -> array"};
    gType = makeBuiltinType(t, spec);
    static const TypeSpec iter = {"array.arrayiterator", Kind::Iterator, sizeof(IterObject), TraceKind::FixedSlots, 1, 1,
                                  iterMethods, nullptr, nullptr, kTypeDisallowInstantiation};
    gIterShape = makeBuiltinType(t, iter)->instanceShape;
    registerIteratorStep(gIterShape, step);
    registerBufferType(gType, exportBuffer, lock);
    Value none = None;
    if (!setAttr(t, Value::fromObject(gType), internStr(t, "__hash__"), none))
      clearPending(t);
  }
  Value type = Value::fromObject(gType);
  return moduleSet(t, m, "array", type) && moduleSet(t, m, "ArrayType", type) &&
         moduleSet(t, m, "typecodes", newStr(t, "bBuhHiIlLqQfd"));
}

} // namespace pyc::arrays

void pyc::registerArray() {
  static const ModuleSpec spec = {"array", "Efficient arrays of basic values.", nullptr, arrays::initialise};
  registerNativeModule(&spec);
}
