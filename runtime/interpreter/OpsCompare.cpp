//===- OpsCompare.cpp - Comparisons, truth tests, containment -------------===//
//
// Ints compare as their bits. A compare-and-jump's second operand may be an
// immediate. Mixed and unusual operands go to compareSlow (OpsBinary.cpp).
//
//===----------------------------------------------------------------------===//
#include "runtime/interpreter/Continuations.h"
#include "runtime/interpreter/Interp.h"
#include "runtime/object/DictProbe.h"
#include "runtime/object/SetTable.h"

namespace pyc {

SLOW_EXTERN(compareSlow); // OpsBinary.cpp

#define BOTH_INT(a, b) ((((a).bits | (b).bits) & 3) == 0)
#define SIGNED(v) static_cast<int64_t>((v).bits)

/// Compares one-byte strings by their first eight characters: -1, 0, 1, or 2 when
/// that does not decide. EqualOnly: 1 is "different". Objects are padded to 8
/// bytes, so a word can be read; clean gives the word without what lies behind
/// the text, first character on top.
template <bool EqualOnly> [[gnu::always_inline]] static inline int compareShort(Value a, Value b) {
  if (!isExact(a, shapes::str1) || !isExact(b, shapes::str1))
    return 2;
  auto *x = a.as<StrObject>(), *y = b.as<StrObject>();
  if (x == y)
    return 0;
  int64_t n = x->length, m = y->length;
  if (EqualOnly && (n != m || (x->flags & y->flags & kStrInterned)))
    return 1;
  auto clean = [](uint64_t word, int64_t length) __attribute__((always_inline)) {
    word = __builtin_bswap64(word);
    return length >= 8 ? word : length == 0 ? 0 : word & ~uint64_t(0) << (64 - 8 * length);
  };
  uint64_t v = clean(*x->chars<uint64_t>(), n), w = clean(*y->chars<uint64_t>(), m);
  if (v != w)
    return EqualOnly || v > w ? 1 : -1;
  if (n > 8 || m > 8)
    return 2;
  return n < m ? -1 : n > m;
}
#define COMPARE_TEXT(name, op)                                                 \
  SLOW(text##name) {                                                           \
    int r = compareShort<(0 op 0) != (0 op 1) && (0 op 1) == (1 op 0)>(REG_B, REG_C); \
    if (PYC_UNLIKELY(r == 2))                                                  \
      TAIL(compareSlow);                                                       \
    REG_A = boolValue(r op 0);                                                 \
    NEXT(1);                                                                   \
  }
COMPARE_TEXT(Lt, <)
COMPARE_TEXT(Le, <=)
COMPARE_TEXT(Gt, >)
COMPARE_TEXT(Ge, >=)
COMPARE_TEXT(Eq, ==)
COMPARE_TEXT(Ne, !=)
#define COMPARE(name, op)                                                      \
  HANDLER(op_##name) {                                                         \
    Value a = REG_B, b = REG_C;                                                \
    if (PYC_LIKELY(BOTH_INT(a, b))) {                                          \
      REG_A = boolValue(SIGNED(a) op SIGNED(b));                               \
      NEXT(1);                                                                 \
    }                                                                          \
    if (a.isFloat() && b.isFloat()) {                                          \
      REG_A = boolValue(a.asFloat() op b.asFloat());                           \
      NEXT(1);                                                                 \
    }                                                                          \
    TAIL(text##name);                                                          \
  }
COMPARE(Lt, <)
COMPARE(Le, <=)
COMPARE(Gt, >)
COMPARE(Ge, >=)
COMPARE(Eq, ==)
COMPARE(Ne, !=)

#define JUMP_ARM(cond)                                                         \
  do {                                                                         \
    if (cond)                                                                  \
      NEXT(OP_SC);                                                             \
    NEXT(1);                                                                   \
  } while (0)
#define JUMP_COMPARE(name, op, sense)                                          \
  SLOW(text##name) {                                                           \
    int r = compareShort<(0 op 0) != (0 op 1) && (0 op 1) == (1 op 0)>(REG_A, REG_B); \
    if (PYC_UNLIKELY(r == 2))                                                  \
      TAIL(compareSlow);                                                       \
    JUMP_ARM((r op 0) == sense);                                               \
  }                                                                            \
  HANDLER(op_##name) {                                                         \
    Value a = REG_A, b = REG_B;                                                \
    if (PYC_LIKELY(BOTH_INT(a, b)))                                            \
      JUMP_ARM((SIGNED(a) op SIGNED(b)) == sense);                             \
    if (a.isFloat() && b.isFloat())                                            \
      JUMP_ARM((a.asFloat() op b.asFloat()) == sense);                         \
    TAIL(text##name);                                                          \
  }                                                                            \
  HANDLER(op_##name##Imm) {                                                    \
    Value a = REG_A;                                                           \
    if (PYC_LIKELY(a.isInt()))                                                 \
      JUMP_ARM((SIGNED(a) op int64_t(OP_SB) * 4) == sense);                    \
    if (a.isFloat())                                                           \
      JUMP_ARM((a.asFloat() op double(OP_SB)) == sense);                       \
    TAIL(compareSlow);                                                         \
  }
JUMP_COMPARE(JumpLt, <, true)
JUMP_COMPARE(JumpLe, <=, true)
JUMP_COMPARE(JumpEq, ==, true)
JUMP_COMPARE(JumpNe, !=, true)
JUMP_COMPARE(JumpGt, >, true)
JUMP_COMPARE(JumpGe, >=, true)
JUMP_COMPARE(JumpNotLt, <, false)
JUMP_COMPARE(JumpNotLe, <=, false)
JUMP_COMPARE(JumpNotEq, ==, false)
JUMP_COMPARE(JumpNotNe, !=, false)
JUMP_COMPARE(JumpNotGt, >, false)
JUMP_COMPARE(JumpNotGe, >=, false)

//===--- truth ------------------------------------------------------------===//

/// Delivers a truth value to Not, ToBool, JumpIf, JumpIfNot.
#define DELIVER_TRUTH(truth)                                                   \
  do {                                                                         \
    Op op_ = opAt(pc);                                                         \
    FETCH();                                                                   \
    if (op_ == Op::Not || op_ == Op::ToBool) {                                 \
      REG_A = boolValue((truth) == (op_ == Op::ToBool));                       \
      NEXT(1);                                                                 \
    }                                                                          \
    if ((truth) == (op_ == Op::JumpIf))                                        \
      NEXT(OP_BC);                                                             \
    NEXT(1);                                                                   \
  } while (0)

SLOW(truthSlow) {
  SYNC();
  Op op = opAt(pc);
  Value v = op == Op::Not || op == Op::ToBool ? REG_B : REG_A;
  if (v.isObject() && (v.asObject()->type()->typeFlags & kTypeHeap)) {
    TypeObject *type = v.asObject()->type();
    Continuation how = Continuation::BoolMethod;
    Value f = lookupDunder(type, Dunder::Bool);
    if (!f) {
      f = lookupDunder(type, Dunder::Len);
      how = Continuation::LenMethod;
    }
    if (f && isFunction(f)) {
      Value *nb = frameTop(t, base) + kFrameHeaderWords;
      if (!pushFrame(t, f.as<FunctionObject>(), nb, v, nullptr, 0, Value::empty(),
                     base, returnWord(pc, how)))
        RAISE();
      ENTER_FRAME(nb, frameFunction(nb));
    }
  }
  int r = isTrue(t, v);
  if (r < 0)
    RAISE();
  DELIVER_TRUTH(r == 1);
}
HANDLER(cont_BoolMethod) {
  Value r = Value::fromBits(ins);
  if (PYC_LIKELY(r == True || r == False))
    DELIVER_TRUTH(r == True);
  SYNC();
  raise(t, exc::TypeError, "__bool__ should return bool, returned %T", r);
  RAISE();
}
HANDLER(cont_LenMethod) {
  Value r = Value::fromBits(ins);
  if (PYC_LIKELY(r.isInt() && r.asInt() >= 0))
    DELIVER_TRUTH(r.bits != 0);
  SYNC();
  if (r.isInt())
    raise(t, exc::ValueError, "__len__() should return >= 0");
  else {
    int64_t n;
    if (!indexAsInt64(t, r, n, exc::OverflowError))
      RAISE();
    if (n >= 0)
      DELIVER_TRUTH(n != 0);
    raise(t, exc::ValueError, "__len__() should return >= 0");
  }
  RAISE();
}

// None, True, False and ints decide here.
#define TRUTH_OF(v, whenTrue, whenFalse)                                       \
  do {                                                                         \
    if ((v) == True)                                                           \
      whenTrue;                                                                \
    if ((v) == False || (v) == None)                                           \
      whenFalse;                                                               \
    if ((v).isInt()) {                                                         \
      if ((v).bits)                                                            \
        whenTrue;                                                              \
      whenFalse;                                                               \
    }                                                                          \
    TAIL(truthMore);                                                           \
  } while (0)
/// Lists, tuples, strings, dicts: by their length.
SLOW(truthMore) {
  Op op = opAt(pc);
  Value v = op == Op::Not || op == Op::ToBool ? REG_B : REG_A;
  if (v.isObject()) {
    uint32_t shape = v.asObject()->shapeId;
    // Length is the first word behind the header in all of these.
    if (shape == shapeIdOf(shapes::list) || shape == shapeIdOf(shapes::tuple) ||
        shape == shapeIdOf(shapes::str1) || shape == shapeIdOf(shapes::dict) ||
        shape == shapeIdOf(shapes::set))
      DELIVER_TRUTH(v.as<ListObject>()->size != 0);
    TypeObject *type = v.asObject()->type();
    if (type->kind == Kind::Instance && !lookupDunder(type, Dunder::Bool) &&
        !lookupDunder(type, Dunder::Len))
      DELIVER_TRUTH(true);
  }
  TAIL(truthSlow);
}
HANDLER(op_JumpIf) { TRUTH_OF(REG_A, NEXT(OP_BC), NEXT(1)); }
HANDLER(op_JumpIfNot) { TRUTH_OF(REG_A, NEXT(1), NEXT(OP_BC)); }
#define STORE_A(v)                                                             \
  do {                                                                         \
    REG_A = (v);                                                               \
    NEXT(1);                                                                   \
  } while (0)
HANDLER(op_Not) { TRUTH_OF(REG_B, STORE_A(False), STORE_A(True)); }
HANDLER(op_ToBool) { TRUTH_OF(REG_B, STORE_A(True), STORE_A(False)); }

//===--- containment ------------------------------------------------------===//

SLOW(containsSlow) {
  SYNC();
  Value item = REG_B, container = REG_C;
  bool negate = opAt(pc) == Op::NotContains;
  int r;
  if (isExact(container, shapes::dict))
    r = dictContains(t, container.as<DictObject>(), item);
  else if (isExact(container, shapes::set))
    r = setContains(t, container.as<SetObject>(), item);
  else if (isExact(container, shapes::str1) && isExact(item, shapes::str1) &&
           item.as<StrObject>()->length == 1) {
    auto *s = container.as<StrObject>();
    r = memchr(s->chars<char>(), item.as<StrObject>()->chars<uint8_t>()[0],
               static_cast<size_t>(s->length)) != nullptr;
  } else {
    TypeObject *type = typeOf(container);
    if (type->typeFlags & kTypeHeap) {
      Value f = lookupDunder(type, Dunder::Contains);
      if (f && isFunction(f)) {
        Value *nb = frameTop(t, base) + kFrameHeaderWords;
        if (!pushFrame(t, f.as<FunctionObject>(), nb, container, &item, 1,
                       Value::empty(), base,
                       returnWord(pc, negate ? Continuation::ToBoolNot
                                             : Continuation::ToBool)))
          RAISE();
        ENTER_FRAME(nb, frameFunction(nb));
      }
    }
    r = contains(t, container, item);
  }
  if (r < 0)
    RAISE();
  REG_A = boolValue((r == 1) != negate);
  NEXT(1);
}
/// The answer for simple keys and containers, without any call: 1, 0, or -1 when
/// containsSlow must say.
[[gnu::always_inline]] static inline int containsQuick(Value item, Value container) {
  if (!container.isPointer())
    return -1;
  uint32_t shape = container.asObject()->shapeId;
  if (shape == shapeIdOf(shapes::dict)) {
    int64_t i = dicts::findQuick(container.as<DictObject>(), item);
    return i >= 0 ? 1 : i == -1 ? 0 : -1;
  }
  if (shape == shapeIdOf(shapes::set) || shape == shapeIdOf(shapes::frozenset)) {
    int64_t i = sets::findQuick(container.as<SetObject>(), item);
    return i >= 0 ? 1 : i == -1 ? 0 : -1;
  }
  if (shape == shapeIdOf(shapes::tuple) || shape == shapeIdOf(shapes::list)) {
    const Value *items;
    int64_t n;
    if (shape == shapeIdOf(shapes::tuple)) {
      items = container.as<TupleObject>()->items;
      n = container.as<TupleObject>()->length;
    } else {
      items = container.as<ListObject>()->items()->items;
      n = container.as<ListObject>()->size;
    }
    // Identical, or both ints (then unequal), or ask the slow path.
    bool isInt = item.isInt();
    _Pragma("clang loop vectorize(disable) unroll(disable)")
    for (int64_t i = 0; i < n; ++i) {
      if (items[i] == item)
        return 1;
      if (!isInt || !items[i].isInt())
        return -1;
    }
    return 0;
  }
  if (shape == shapeIdOf(shapes::str1) && isExact(item, shapes::str1)) {
    // A character in a short string.
    auto *s = container.as<StrObject>(), *c = item.as<StrObject>();
    if (c->length != 1 || s->length > 64)
      return -1;
    constexpr uint64_t kOnes = 0x0101010101010101ull, kHigh = kOnes << 7;
    uint64_t wanted = kOnes * c->chars<uint8_t>()[0];
    int64_t n = s->length;
    _Pragma("clang loop vectorize(disable) unroll(disable)")
    for (int64_t i = 0; i < n; i += 8) {
      uint64_t x = dicts::textWord(s, i) ^ wanted;
      uint64_t zero = ~(((x & ~kHigh) + ~kHigh) | x) & kHigh;
      if (n - i < 8)
        zero &= (uint64_t(1) << (8 * (n - i))) - 1;
      if (zero)
        return 1;
    }
    return 0;
  }
  return -1;
}
HANDLER(op_Contains) {
  int r = containsQuick(REG_B, REG_C);
  if (PYC_UNLIKELY(r < 0))
    TAIL(containsSlow);
  REG_A = boolValue(r);
  NEXT(1);
}
HANDLER(op_NotContains) {
  int r = containsQuick(REG_B, REG_C);
  if (PYC_UNLIKELY(r < 0))
    TAIL(containsSlow);
  REG_A = boolValue(!r);
  NEXT(1);
}
SLOW(toBoolAnswer) {
  Value r = Value::fromBits(ins);
  bool negate = opAt(pc) == Op::NotContains;
  SYNC();
  int i = isTrue(t, r);
  if (i < 0)
    RAISE();
  FETCH();
  REG_A = boolValue((i == 1) != negate);
  NEXT(1);
}
HANDLER(cont_ToBool) { TAIL(toBoolAnswer); }
HANDLER(cont_ToBoolNot) { TAIL(toBoolAnswer); }
HANDLER(cont_Jump) { TAIL(finishCompare); }

} // namespace pyc
