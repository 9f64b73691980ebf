//===- SequenceCompare.cpp - Comparing, searching, printing sequences -----===//
//
// Lists and tuples share membership tests, lexicographic comparison and repr.
// An item's __eq__ may change the list that is being walked, so sizes and
// items are read anew after every comparison.
//
//===----------------------------------------------------------------------===//
#include "runtime/object/DictProbe.h"
#include "runtime/object/Types.h"

namespace pyc {

namespace {
struct ListView {
  ListObject *l;
  int64_t size() const { return l->size; }
  Value at(int64_t i) const { return l->items()->items[i]; }
};
struct TupleView {
  TupleObject *o;
  int64_t size() const { return o->length; }
  Value at(int64_t i) const { return o->items[i]; }
};
} // namespace

/// Equality of items: bits decide between small ints and identical objects.
static inline int itemsEqual(Thread *t, Value a, Value b) {
  if (a.bits == b.bits)
    return 1;
  if (a.isInt() && b.isInt())
    return 0;
  return equals(t, a, b);
}

/// One-byte strings, most of them short: 1, 0, or -1 when strEqual must say.
static inline int shortStrsEqual(StrObject *x, StrObject *y) {
  if (x->length != y->length)
    return 0;
  int64_t n = x->length;
  if (n > 8)
    return dicts::textWord(x, 0) != dicts::textWord(y, 0) ? 0 : -1;
  return n == 0 || (dicts::textWord(x, 0) ^ dicts::textWord(y, 0)) << (64 - 8 * n) == 0;
}

template <typename View> static int search(Thread *t, View v, Value item) {
  if (isExact(item, shapes::str1)) {
    auto *y = item.as<StrObject>();
    for (int64_t i = 0; i < v.size(); ++i) {
      Value a = v.at(i);
      if (a == item)
        return 1;
      int r = isExact(a, shapes::str1) ? shortStrsEqual(a.as<StrObject>(), y) : -1;
      if (r < 0)
        r = equals(t, a, item);
      if (r)
        return r;
    }
    return 0;
  }
  for (int64_t i = 0; i < v.size(); ++i)
    if (int r = itemsEqual(t, v.at(i), item))
      return r;
  return 0;
}

int sequenceContains(Thread *t, Value sequence, Value item) {
  if (isList(sequence))
    return search(t, ListView{sequence.as<ListObject>()}, item);
  return search(t, TupleView{tupleOf(sequence)}, item);
}

template <typename View>
static Value compareViews(Thread *t, Dunder op, View a, View b) {
  if ((op == Dunder::Eq || op == Dunder::Ne) && a.size() != b.size())
    return boolValue(op == Dunder::Ne);
  if (!checkNativeStackIn(t, " in comparison"))
    return Value::empty();
  int64_t i = 0;
  for (; i < a.size() && i < b.size(); ++i) {
    int r = itemsEqual(t, a.at(i), b.at(i));
    if (r < 0)
      return Value::empty();
    if (!r)
      break;
  }
  if (i >= a.size() || i >= b.size()) {
    int64_t x = a.size(), y = b.size();
    switch (op) {
    case Dunder::Lt: return boolValue(x < y);
    case Dunder::Le: return boolValue(x <= y);
    case Dunder::Eq: return boolValue(x == y);
    case Dunder::Ne: return boolValue(x != y);
    case Dunder::Gt: return boolValue(x > y);
    default: return boolValue(x >= y);
    }
  }
  if (op == Dunder::Eq)
    return False;
  if (op == Dunder::Ne)
    return True;
  return compare(t, op, a.at(i), b.at(i));
}

Value listCompare(Thread *t, Dunder op, Value a, Value b) {
  return compareViews(t, op, ListView{a.as<ListObject>()}, ListView{b.as<ListObject>()});
}

Value tupleCompare(Thread *t, Dunder op, Value a, Value b) {
  return compareViews(t, op, TupleView{tupleOf(a)}, TupleView{tupleOf(b)});
}

template <typename View>
static bool addItems(Thread *t, StrBuilder &out, View v) {
  for (int64_t i = 0; i < v.size(); ++i) {
    if (i)
      out.add(", ");
    Value s = repr(t, v.at(i));
    if (!s || !out.addStr(t, s))
      return false;
  }
  return true;
}

Value listRepr(Thread *t, Value l) {
  if (l.as<ListObject>()->size == 0)
    return newStr(t, "[]");
  if (!checkNativeStackIn(t, " while getting the repr of an object"))
    return Value::empty();
  if (!reprEnter(t, l))
    return newStr(t, "[...]");
  StrBuilder out;
  out.add("[");
  bool ok = addItems(t, out, ListView{l.as<ListObject>()});
  reprLeave(t, l);
  if (!ok)
    return Value::empty();
  out.add("]");
  return out.finish(t);
}

Value tupleRepr(Thread *t, Value tuple) {
  TupleObject *o = tupleOf(tuple);
  if (o->length == 0)
    return newStr(t, "()");
  if (!checkNativeStackIn(t, " while getting the repr of an object"))
    return Value::empty();
  if (!reprEnter(t, tuple))
    return newStr(t, "(...)");
  StrBuilder out;
  out.add("(");
  bool ok = addItems(t, out, TupleView{o});
  reprLeave(t, tuple);
  if (!ok)
    return Value::empty();
  out.add(o->length == 1 ? ",)" : ")");
  return out.finish(t);
}

} // namespace pyc
