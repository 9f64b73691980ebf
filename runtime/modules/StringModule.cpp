//===- StringModule.cpp - _string: what string.Formatter needs ------------===//
#include "runtime/modules/TextModules.h"
#include "runtime/object/StrFormat.h"

namespace pyc {

static Value cutOut(Thread *t, StrObject *s, TextRange r) { return strSubstring(t, s, r.start, r.end); }

static Value formatterParser(Thread *t, Value *args, size_t) {
  StrObject *s = requireStr(t, args[0], "expected str, got %T");
  Value list = s ? newList(t, nullptr, 0) : Value::empty();
  if (!list)
    return list;
  MarkupIterator m{s};
  int k;
  while ((k = m.next(t)) > 0) {
    Value parts[4] = {cutOut(t, s, m.literal), None, None, None};
    if (m.hasField) {
      parts[1] = cutOut(t, s, m.name);
      parts[2] = m.specGiven ? cutOut(t, s, m.spec) : EmptyStr;
      if (m.conversion)
        parts[3] = newChar(t, m.conversion);
    }
    for (Value v : parts)
      if (!v)
        return v;
    Value tuple = newTuple(t, parts, 4);
    if (!tuple || !listAppend(t, list.as<ListObject>(), tuple))
      return Value::empty();
  }
  return k < 0 ? Value::empty() : getIter(t, list);
}

static Value fieldNameSplit(Thread *t, Value *args, size_t) {
  StrObject *s = requireStr(t, args[0], "expected str, got %T");
  if (!s)
    return Value::empty();
  TextRange first;
  int64_t number;
  FieldNameIterator rest{};
  if (!splitFieldName(t, s, {0, s->length}, first, number, rest))
    return Value::empty();
  Value list = newList(t, nullptr, 0);
  int k = 1;
  while (list && (k = rest.next(t)) > 0) {
    Value pair[2] = {boolValue(rest.isAttribute),
                     !rest.isAttribute && rest.number >= 0 ? newInt(t, rest.number) : cutOut(t, s, rest.name)};
    Value tuple = pair[1] ? newTuple(t, pair, 2) : pair[1];
    if (!tuple || !listAppend(t, list.as<ListObject>(), tuple))
      return Value::empty();
  }
  if (!list || k < 0)
    return Value::empty();
  Value pair[2] = {number >= 0 ? newInt(t, number) : cutOut(t, s, first), getIter(t, list)};
  return pair[0] && pair[1] ? newTuple(t, pair, 2) : Value::empty();
}

void registerStringModule(Thread *) {
  static const NativeDef functions[] = {
      {"formatter_parser", formatterParser, "(format_string, /)", kEffAny, "parse the argument as a format string"},
      {"formatter_field_name_split", fieldNameSplit, "(field_name, /)", kEffAny, "split the argument as a field name"},
      {nullptr, nullptr, nullptr}};
  static const ModuleSpec spec = {"_string", "string helper module", functions, nullptr};
  registerNativeModule(&spec);
}

} // namespace pyc
