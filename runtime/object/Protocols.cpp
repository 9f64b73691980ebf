//===- Protocols.cpp - Operators, comparison, truth, hash, repr -----------===//
//
// The generic dispatchers: exact builtins take a direct path, everything else
// goes through the special methods in Python's order (the reflected method of
// a subclass first, NotImplemented handing over to the other side).
//
//===----------------------------------------------------------------------===//
#include "runtime/object/Containers.h"
#include "runtime/object/NumStr.h"
#include "runtime/object/Types.h"

namespace pyc {

/// checkNativeStack with the end of the message.
bool checkNativeStackIn(Thread *t, const char *where);

constexpr unsigned idx(Dunder d) { return static_cast<unsigned>(d); }
constexpr Dunder reflected(Dunder op) { return static_cast<Dunder>(idx(op) + 1); }
constexpr Dunder inPlaceOf(Dunder op) { return static_cast<Dunder>(idx(op) + 2); }

//===-- special methods ----------------------------------------------------===//

/// Calls the raw class attribute f with self.
static Value callRaw(Thread *t, Value f, Value self, Value *args, size_t n) {
  if (PYC_LIKELY(f.isObject())) {
    Kind k = f.asObject()->kind();
    bool plainNative = k == Kind::NativeFunction &&
                       (f.asObject()->type() == types::methodDescriptor_ ||
                        f.asObject()->type() == types::wrapperDescriptor_);
    if (PYC_LIKELY(k == Kind::Function || plainNative) && n < 7) {
      Value local[8];
      local[0] = self;
      for (size_t i = 0; i < n; ++i)
        local[i + 1] = args[i];
      if (plainNative)
        return callNative(t, f.as<NativeFunctionObject>()->def, Value::empty(), local, n + 1, Value::empty());
      return call(t, f, local, n + 1);
    }
  }
  Value bound = bindDescriptor(t, f, self, typeOf(self));
  if (!bound)
    return bound;
  return call(t, bound, args, n);
}

Value callDunder(Thread *t, Value self, Dunder d, Value *args, size_t n) {
  Value f = lookupDunder(typeOf(self), d);
  if (PYC_UNLIKELY(!f))
    return raiseNoAttribute(t, self, dunderName(d));
  return callRaw(t, f, self, args, n);
}

Value callMethod(Thread *t, Value o, std::string_view name, Value *args, size_t n) {
  Value f = getAttr(t, o, name);
  return f ? call(t, f, args, n) : f;
}

//===-- binary operators ---------------------------------------------------===//

static const char *operatorText(Dunder op, bool inPlace) {
  switch (op) {
  case Dunder::Add: return inPlace ? "+=" : "+";
  case Dunder::Sub: return inPlace ? "-=" : "-";
  case Dunder::Mul: return inPlace ? "*=" : "*";
  case Dunder::TrueDiv: return inPlace ? "/=" : "/";
  case Dunder::FloorDiv: return inPlace ? "//=" : "//";
  case Dunder::Mod: return inPlace ? "%=" : "%";
  case Dunder::Pow: return inPlace ? "**=" : "** or pow()";
  case Dunder::LShift: return inPlace ? "<<=" : "<<";
  case Dunder::RShift: return inPlace ? ">>=" : ">>";
  case Dunder::And: return inPlace ? "&=" : "&";
  case Dunder::Or: return inPlace ? "|=" : "|";
  case Dunder::Xor: return inPlace ? "^=" : "^";
  case Dunder::MatMul: return inPlace ? "@=" : "@";
  case Dunder::DivMod: return "divmod()";
  default: return "?";
  }
}

static bool isSequenceLayout(Value v) {
  if (!v.isObject())
    return false;
  switch (payloadOf(v).isObject() ? payloadOf(v).asObject()->kind() : Kind::Instance) {
  case Kind::Str: case Kind::Bytes: case Kind::ByteArray: case Kind::List: case Kind::Tuple:
    return true;
  default:
    return false;
  }
}

/// The part after the in-place method.
static Value binaryGeneric(Thread *t, Dunder op, Value a, Value b) {
  TypeObject *ta = typeOf(a), *tb = typeOf(b);
  Value f = lookupDunder(ta, op);
  Value r = ta != tb ? lookupDunder(tb, reflected(op)) : Value::empty();
  if (r) {
    // A subclass that overrides the reflected method goes first; so does
    // anybody facing a builtin sequence, whose + and * come last in CPython.
    bool first = isSubtype(tb, ta) && r != lookupDunder(ta, reflected(op));
    if ((op == Dunder::Add || op == Dunder::Mul) && isSequenceLayout(a) && f && isKind(f, Kind::NativeFunction)) {
      first = !isSequenceLayout(b);
      if (op == Dunder::Mul && !first)
        return raise(t, exc::TypeError, "can't multiply sequence by non-int of type '%T'", b);
    }
    if (first) {
      Value v = callRaw(t, r, b, &a, 1);
      if (v != NotImplemented)
        return v;
      r = Value::empty();
    }
  }
  if (f) {
    if (PYC_UNLIKELY(op == Dunder::Mul && isSequenceLayout(a) && isKind(f, Kind::NativeFunction) &&
                     !isIntLike(b) && !lookupDunder(tb, Dunder::Index)))
      return raise(t, exc::TypeError, "can't multiply sequence by non-int of type '%T'", b);
    Value v = callRaw(t, f, a, &b, 1);
    if (v != NotImplemented)
      return v;
  }
  if (r) {
    if (PYC_UNLIKELY(op == Dunder::Mul && isSequenceLayout(b) && isKind(r, Kind::NativeFunction) &&
                     !isIntLike(a) && !lookupDunder(ta, Dunder::Index)))
      return raise(t, exc::TypeError, "can't multiply sequence by non-int of type '%T'", a);
    return callRaw(t, r, b, &a, 1);
  }
  return NotImplemented;
}

/// Operators that floats have.
constexpr bool isFloatOperator(Dunder op) {
  switch (op) {
  case Dunder::Add: case Dunder::Sub: case Dunder::Mul: case Dunder::TrueDiv: case Dunder::FloorDiv: case Dunder::Mod:
  case Dunder::Pow: case Dunder::DivMod:
    return true;
  default:
    return false;
  }
}

Value binaryOp(Thread *t, Dunder op, Value a, Value b, bool inPlace) {
  if (isIntExact(a) && isIntExact(b)) {
    Value v = intBinary(t, op, a, b);
    if (PYC_LIKELY(v != NotImplemented))
      return v;
  } else if (!isFloatOperator(op)) {
    // falls through to the methods
  } else if (isKind(a, Kind::Str) && isKind(b, Kind::Str) && op == Dunder::Add) {
    return strConcat(t, a, b);
  } else if (isFloatExact(a)) {
    if (isFloatExact(b))
      return floatBinary(t, op, floatValue(a), floatValue(b));
    if (b.isInt())
      return floatBinary(t, op, floatValue(a), static_cast<double>(b.asInt()));
  } else if (a.isInt() && isFloatExact(b)) {
    return floatBinary(t, op, static_cast<double>(a.asInt()), floatValue(b));
  }
  if (op == Dunder::Add && a.isObject() && b.isObject() &&
      a.asObject()->shapeId == b.asObject()->shapeId) {
    if (isExact(a, shapes::tuple))
      return tupleConcat(t, a.as<TupleObject>(), b.as<TupleObject>());
    if (isExact(a, shapes::list) && !inPlace)
      return listConcat(t, a.as<ListObject>(), b.as<ListObject>());
  }
  if (op == Dunder::Mul && !inPlace && b.isInt() && isExact(a, shapes::list))
    return listRepeat(t, a.as<ListObject>(), b.asInt());
  if (inPlace && op != Dunder::DivMod) {
    if (Value f = lookupDunder(typeOf(a), inPlaceOf(op))) {
      Value v = callRaw(t, f, a, &b, 1);
      if (v != NotImplemented)
        return v;
    }
  }
  Value v = binaryGeneric(t, op, a, b);
  if (PYC_LIKELY(v != NotImplemented))
    return v;
  if (op == Dunder::RShift && isKind(a, Kind::NativeFunction) && !strcmp(a.as<NativeFunctionObject>()->def->name, "print"))
    return raise(t, exc::TypeError,
                 "unsupported operand type(s) for %s: '%T' and '%T'. Did you mean \"print(<message>, file=<output_stream>)\"?",
                 operatorText(op, inPlace), a, b);
  return raise(t, exc::TypeError, "unsupported operand type(s) for %s: '%T' and '%T'", operatorText(op, inPlace), a, b);
}

Value powerMod(Thread *t, Value a, Value b, Value mod) {
  if (mod.isEmpty() || mod == None)
    return binaryOp(t, Dunder::Pow, a, b);
  Value args[2] = {b, mod};
  if (Value f = lookupDunder(typeOf(a), Dunder::Pow)) {
    Value v = callRaw(t, f, a, args, 2);
    if (v != NotImplemented)
      return v;
  }
  return raise(t, exc::TypeError, "unsupported operand type(s) for ** or pow(): '%T', '%T', '%T'", a, b, mod);
}

Value unaryOp(Thread *t, Dunder op, Value a) {
  if (a.isInt()) {
    int64_t i = a.asInt();
    switch (op) {
    case Dunder::Neg: return newInt(t, -i);
    case Dunder::Pos: return a;
    case Dunder::Invert: return newInt(t, ~i);
    case Dunder::Abs: return newInt(t, i < 0 ? -i : i);
    default: break;
    }
  } else if (a.isFloat()) {
    double d = a.asFloat();
    switch (op) {
    case Dunder::Neg: return newFloat(t, -d);
    case Dunder::Pos: return a;
    case Dunder::Abs: return newFloat(t, __builtin_fabs(d));
    default: break;
    }
  }
  if (Value f = lookupDunder(typeOf(a), op))
    return callRaw(t, f, a, nullptr, 0);
  if (op == Dunder::Abs)
    return raise(t, exc::TypeError, "bad operand type for abs(): '%T'", a);
  return raise(t, exc::TypeError, "bad operand type for unary %s: '%T'",
               op == Dunder::Neg ? "-" : op == Dunder::Pos ? "+" : "~", a);
}

//===-- comparison ---------------------------------------------------------===//

bool isIdentical(Value a, Value b) {
  if (a == b)
    return true;
  if (!a.isObject() || !b.isObject() || a.asObject()->shapeId != b.asObject()->shapeId)
    return false;
  if (isExact(a, shapes::bigint))
    return intCompare(a, b) == 0;
  if (isExact(a, shapes::float_))
    return std::bit_cast<uint64_t>(a.as<FloatObject>()->value) == std::bit_cast<uint64_t>(b.as<FloatObject>()->value);
  return false;
}

static Dunder swapped(Dunder op) {
  switch (op) {
  case Dunder::Lt: return Dunder::Gt;
  case Dunder::Le: return Dunder::Ge;
  case Dunder::Gt: return Dunder::Lt;
  case Dunder::Ge: return Dunder::Le;
  default: return op;
  }
}

static const char *compareText(Dunder op) {
  switch (op) {
  case Dunder::Lt: return "<";
  case Dunder::Le: return "<=";
  case Dunder::Eq: return "==";
  case Dunder::Ne: return "!=";
  case Dunder::Gt: return ">";
  default: return ">=";
  }
}

template <typename T> static bool order(Dunder op, T a, T b) {
  switch (op) {
  case Dunder::Lt: return a < b;
  case Dunder::Le: return a <= b;
  case Dunder::Eq: return a == b;
  case Dunder::Ne: return a != b;
  case Dunder::Gt: return a > b;
  default: return a >= b;
  }
}

Value objectCompareDefault(Thread *t, Value *a, size_t n); // object.__lt__ and so on
Value objectEq(Thread *t, Value *a, size_t n);
Value objectNe(Thread *t, Value *a, size_t n);

/// object's own comparison methods add nothing to the default below, except
/// that __ne__ asks __eq__.
static bool isDefaultCompare(Value f) {
  if (!isKind(f, Kind::NativeFunction))
    return false;
  NativeFn fn = f.as<NativeFunctionObject>()->def->fn;
  return fn == objectCompareDefault || fn == objectEq;
}

static Value compareGeneric(Thread *t, Dunder op, Value a, Value b) {
  if (!checkNativeStackIn(t, " in comparison"))
    return Value::empty();
  TypeObject *ta = typeOf(a), *tb = typeOf(b);
  Value f = lookupDunder(ta, op), r = lookupDunder(tb, swapped(op));
  if (f && isDefaultCompare(f))
    f = Value::empty();
  if (r && isDefaultCompare(r))
    r = Value::empty();
  if (r && ta != tb && isSubtype(tb, ta)) {
    Value v = callRaw(t, r, b, &a, 1);
    if (v != NotImplemented)
      return v;
    r = Value::empty();
  }
  if (f) {
    Value v = callRaw(t, f, a, &b, 1);
    if (v != NotImplemented)
      return v;
  }
  if (r) {
    Value v = callRaw(t, r, b, &a, 1);
    if (v != NotImplemented)
      return v;
  }
  if (op == Dunder::Eq)
    return boolValue(isIdentical(a, b));
  if (op == Dunder::Ne)
    return boolValue(!isIdentical(a, b));
  return raise(t, exc::TypeError, "'%s' not supported between instances of '%T' and '%T'", compareText(op), a, b);
}

Value compare(Thread *t, Dunder op, Value a, Value b) {
  if (a.isInt() && b.isInt())
    return boolValue(order(op, a.asInt(), b.asInt()));
  if (isIntExact(a) && isIntExact(b))
    return boolValue(order(op, intCompare(a, b), 0));
  if (isFloatExact(a) && isFloatExact(b))
    return boolValue(order(op, floatValue(a), floatValue(b)));
  if (a.isObject() && b.isObject() && a.asObject()->kind() == Kind::Str && b.asObject()->kind() == Kind::Str) {
    if (op == Dunder::Eq)
      return boolValue(a == b || strEqual(a, b));
    if (op == Dunder::Ne)
      return boolValue(a != b && !strEqual(a, b));
    return boolValue(order(op, strCompare(a, b), 0));
  }
  if (isExact(a, shapes::tuple) && isExact(b, shapes::tuple))
    return tupleCompare(t, op, a, b);
  if (isExact(a, shapes::list) && isExact(b, shapes::list))
    return listCompare(t, op, a, b);
  return compareGeneric(t, op, a, b);
}

int equals(Thread *t, Value a, Value b) {
  if (a == b)
    return 1;
  if (a.isInt() && b.isInt())
    return 0;
  if (a.isObject() && b.isObject() && a.asObject()->kind() == Kind::Str && b.asObject()->kind() == Kind::Str)
    return strEqual(a, b);
  if (isIdentical(a, b))
    return 1;
  // Tuples of numbers are the usual composite key.
  if (isExact(a, shapes::tuple) && isExact(b, shapes::tuple)) {
    auto *x = a.as<TupleObject>(), *y = b.as<TupleObject>();
    if (x->length != y->length)
      return 0;
    int64_t i = 0;
    while (i < x->length && x->items[i] == y->items[i])
      ++i;
    if (i == x->length)
      return 1;
    if (x->items[i].isInt() && y->items[i].isInt())
      return 0;
  }
  Value v = compare(t, Dunder::Eq, a, b);
  if (v == True)
    return 1;
  if (v == False)
    return 0;
  return v ? isTrue(t, v) : -1;
}

int lessThan(Thread *t, Value a, Value b) {
  // Sorting and heaps of instances: the class's own __lt__ without a search.
  if (TypeObject *type = typeOf(a); (type->typeFlags & kTypeHeap) && type == typeOf(b)) {
    Value f = lookupDunder(type, Dunder::Lt);
    if (f && isKind(f, Kind::Function)) {
      if (!checkNativeStackIn(t, " in comparison"))
        return -1;
      Value args[2] = {a, b};
      Value r = call(t, f, args, 2);
      if (r == True || r == False)
        return r == True;
      if (r != NotImplemented)
        return r ? isTrue(t, r) : -1;
      // The reflected method and the message, without asking again.
      Value g = lookupDunder(type, Dunder::Gt);
      Value v = g && !isDefaultCompare(g) ? callRaw(t, g, b, &a, 1) : NotImplemented;
      if (v == NotImplemented)
        v = raise(t, exc::TypeError, "'<' not supported between instances of '%T' and '%T'", a, b);
      return v ? isTrue(t, v) : -1;
    }
  }
  Value v = compare(t, Dunder::Lt, a, b);
  if (v == True)
    return 1;
  if (v == False)
    return 0;
  return v ? isTrue(t, v) : -1;
}

//===-- truth and hash -----------------------------------------------------===//

int isTrue(Thread *t, Value v) {
  if (v.isInt())
    return v.asInt() != 0;
  if (v.isFloat())
    return v.asFloat() != 0;
  if (v == True)
    return 1;
  if (v == False || v == None)
    return 0;
  Object *o = v.asObject();
  if (PYC_LIKELY(!(o->type()->typeFlags & kTypeHeap))) {
    switch (o->kind()) {
    case Kind::Str: return static_cast<StrObject *>(o)->length != 0;
    case Kind::List: return static_cast<ListObject *>(o)->size != 0;
    case Kind::Tuple: return static_cast<TupleObject *>(o)->length != 0;
    case Kind::Dict: return static_cast<DictObject *>(o)->used != 0;
    case Kind::Set: case Kind::FrozenSet: return static_cast<SetObject *>(o)->used != 0;
    case Kind::Bytes: return static_cast<BytesObject *>(o)->length != 0;
    case Kind::BigInt: return 1;
    case Kind::Float: return 1; // boxed ones are not zero
    default: break;
    }
  }
  TypeObject *type = o->type();
  if (Value f = lookupDunder(type, Dunder::Bool)) {
    Value r = callRaw(t, f, v, nullptr, 0);
    if (r == True)
      return 1;
    if (r == False)
      return 0;
    if (r)
      raise(t, exc::TypeError, "__bool__ should return bool, returned %T", r);
    return -1;
  }
  if (lookupDunder(type, Dunder::Len)) {
    int64_t n = lengthOf(t, v);
    return n < 0 ? -1 : n != 0;
  }
  return 1;
}

uint64_t identityHash(Value v) {
  if (!v.isObject())
    return v.bits;
  uint64_t p = gcIdentity(v.asObject());
  return std::rotr(p, 4);
}

static Value objectHashSentinel(Thread *t, Value *a, size_t) { // object.__hash__
  return newInt(t, static_cast<int64_t>(identityHash(a[0])));
}
extern const NativeFn kObjectHash;
const NativeFn kObjectHash = objectHashSentinel;

bool hashOf(Thread *t, Value v, uint64_t &out) {
  if (v.isInt() || isExact(v, shapes::bigint)) {
    out = intHash(v);
    return true;
  }
  if (isFloatExact(v)) {
    double d = floatValue(v);
    out = d != d ? identityHash(v) : floatHash(d);
    return true;
  }
  Object *o = v.asObject();
  if (!(o->type()->typeFlags & kTypeHeap)) {
    if (o->kind() == Kind::Str) {
      out = strHash(t, v);
      return true;
    }
    if (o->kind() == Kind::Tuple)
      return tupleHash(t, static_cast<TupleObject *>(o), out);
  }
  Value f = lookupDunder(o->type(), Dunder::Hash);
  if (!f || f == None) {
    raise(t, exc::TypeError, "unhashable type: '%T'", v);
    return false;
  }
  if (isKind(f, Kind::NativeFunction) && f.as<NativeFunctionObject>()->def->fn == kObjectHash) {
    out = identityHash(v);
    return true;
  }
  Value r = callRaw(t, f, v, nullptr, 0);
  if (!r)
    return false;
  r = asExactInt(r);
  if (!r) {
    raise(t, exc::TypeError, "__hash__ method should return an integer");
    return false;
  }
  int64_t i;
  if (intToInt64(r, i))
    out = static_cast<uint64_t>(i == -1 ? -2 : i);
  else
    out = intHash(r);
  return true;
}

//===-- text ---------------------------------------------------------------===//

Value repr(Thread *t, Value v) {
  if (isIntExact(v))
    return intToStr(t, v);
  if (isFloatExact(v))
    return floatRepr(t, floatValue(v));
  if (!checkNativeStackIn(t, " while getting the repr of an object"))
    return Value::empty();
  Value f = lookupDunder(typeOf(v), Dunder::Repr);
  if (!f)
    return newStr(t, "<" + typeNameOf(v) + " object>");
  Value r = callRaw(t, f, v, nullptr, 0);
  if (r && !isStr(r))
    return raise(t, exc::TypeError, "__repr__ returned non-string (type %T)", r);
  return r;
}

Value str(Thread *t, Value v) {
  if (v.isObject() && v.asObject()->kind() == Kind::Str)
    return v;
  if (isIntExact(v) || isFloatExact(v))
    return repr(t, v);
  if (!checkNativeStackIn(t, " while getting the str of an object"))
    return Value::empty();
  Value f = lookupDunder(typeOf(v), Dunder::Str);
  Value r = callRaw(t, f, v, nullptr, 0);
  if (r && !isStr(r))
    return raise(t, exc::TypeError, "__str__ returned non-string (type %T)", r);
  return r;
}

Value ascii(Thread *t, Value v) {
  Value r = repr(t, v);
  if (!r)
    return r;
  StrObject *s = flattenStr(t, payloadOf(r));
  if (!s)
    return Value::empty();
  bool plain = true;
  for (int64_t i = 0; i < s->length && plain; ++i)
    plain = strCharAt(s, i) < 128;
  if (plain)
    return Value::fromObject(s);
  std::string out;
  for (int64_t i = 0; i < s->length; ++i) {
    uint32_t c = strCharAt(s, i);
    char b[16];
    if (c < 128)
      out += static_cast<char>(c);
    else {
      snprintf(b, sizeof b, c < 256 ? "\\x%02x" : c < 65536 ? "\\u%04x" : "\\U%08x", c);
      out += b;
    }
  }
  return newStr(t, out);
}

Value format(Thread *t, Value v, Value spec) {
  if (spec.isEmpty())
    spec = EmptyStr;
  bool emptySpec = spec == EmptyStr;
  if (emptySpec) {
    if (v.isObject() && v.asObject()->kind() == Kind::Str)
      return v;
    if (isIntExact(v))
      return intToStr(t, v);
  }
  if (!isStr(spec))
    return raise(t, exc::TypeError, "format() argument 2 must be str, not %T", spec);
  Value r = callDunder(t, v, Dunder::Format, &spec, 1);
  if (r && !isStr(r))
    return raise(t, exc::TypeError, "__format__ must return a str, not %T", r);
  return r;
}

//===-- helpers ------------------------------------------------------------===//

bool indexAsInt64(Thread *t, Value v, int64_t &out, TypeObject *overflow) {
  if (v.isInt()) {
    out = v.asInt();
    return true;
  }
  Value i = indexOf(t, v);
  if (!i)
    return false;
  if (intToInt64(i, out))
    return true;
  if (!overflow) {
    out = intIsNegative(i) ? INT64_MIN : INT64_MAX;
    return true;
  }
  raise(t, overflow, "cannot fit '%T' into an index-sized integer", v);
  return false;
}

static RootVector *reprStack(Thread *t) {
  static thread_local RootVector *v = nullptr;
  if (!v)
    v = new RootVector(t);
  return v;
}

bool reprEnter(Thread *t, Value o) {
  RootVector *v = reprStack(t);
  for (Value x : *v)
    if (x == o)
      return false;
  v->push(o);
  return true;
}

void reprLeave(Thread *t, Value o) {
  RootVector *v = reprStack(t);
  while (v->size() && v->pop() != o) {
  }
}

bool checkNativeStackIn(Thread *t, const char *where) {
  auto here = reinterpret_cast<uint64_t>(__builtin_frame_address(0));
  if (PYC_LIKELY(here > t->nativeStackLimit))
    return true;
  // Room for making the exception.
  uint64_t limit = t->nativeStackLimit;
  t->nativeStackLimit = 0;
  raise(t, exc::RecursionError, "maximum recursion depth exceeded%s", where);
  t->nativeStackLimit = limit;
  return false;
}
bool checkNativeStack(Thread *t) { return checkNativeStackIn(t, ""); }

} // namespace pyc
